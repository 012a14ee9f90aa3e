/* The calls, a row each; and the way from a request to its answer. */
#include <string.h>
#include <strings.h>

#include "call.h"

/* ---- what a report looks like ---- */

static const char *const languages[] = {[FT_ZH] = "zh", [FT_EN] = "en"};
enum { LANGUAGES = 2 };

static bool read_report(struct call *call, struct ft_report *report)
{
    static const char *const formats[] = {
        [FT_TEXT] = "text", [FT_JSON] = "json", [FT_CSV] = "csv", [FT_XLSX] = "xlsx"};
    static const char *const units[] = {[FT_YUAN] = "yuan", [FT_WAN_YUAN] = "wan_yuan"};
    size_t format = FT_JSON, unit = FT_YUAN;
    *report = (struct ft_report){0};
    const bool good =
        call_choice(call, "format", formats, 4, &format) &&
        call_choice(call, "unit", units, 2, &unit) && call_flag(call, "detail", &report->detail) &&
        call_flag(call, "grouped", &report->grouped) && call_text(call, "view", &report->view) &&
        call_text(call, "by", &report->by) && call_text(call, "row", &report->row) &&
        call_count(call, "width", &report->width) && call_count(call, "levels", &report->levels);
    report->format = (enum ft_format)format;
    report->unit = (enum ft_unit)unit;
    return good;
}

/* JSON is nested in the answer, unless its bytes are asked for. */
static bool read_kind(struct call *call, const struct ft_report *report)
{
    bool bytes;
    if (!call_flag(call, "bytes", &bytes))
        return false;
    call->kind = report->format == FT_XLSX             ? RESULT_BASE64
                 : report->format == FT_JSON && !bytes ? RESULT_JSON
                                                       : RESULT_TEXT;
    return true;
}

/* ---- sessions ---- */

static bool call_is_loaded(struct call *call)
{
    const bool loaded = call->session->run.engine != NULL;
    if (!loaded)
        diagnostics_add(&call->diagnostics, NULL, &call_message[CALL_NOTHING_LOADED], NULL);
    return loaded;
}

/* The words of texts and faults are an engine's for good: another language is another run. */
static enum ft_status change_language(struct call *call)
{
    struct ft_session *session = call->session;
    size_t language = session->options.language;
    struct call_run run;
    if (!call_choice(call, "language", languages, LANGUAGES, &language))
        return FT_INVALID;
    if (session->options.language == (enum ft_language)language || session->run.engine == NULL)
        return FT_OK;
    session->options.language = (enum ft_language)language;
    call->diagnostics.language = (enum ft_language)language;
    enum ft_status status = call_run_open(call, &run, session->settings);
    call_run_close(&session->run);
    session->run = run;
    return status == FT_NO_MEMORY ? status : FT_OK;
}

static enum ft_status answer_version(struct call *call)
{
    static const char version[] = "{\"fangtian\": \"" FT_VERSION "\", \"call\": 1}";
    const struct ft_sink sink = call_bytes_sink(&call->result);
    call->kind = RESULT_JSON;
    return sink.write(sink.context, version, sizeof version - 1) ? FT_OK : FT_NO_MEMORY;
}

static enum ft_status answer_policies(struct call *call)
{
    struct ft_session *session = call->session;
    call_run_close(&session->run);
    session->name = NULL;
    call_files_close(&session->policies);
    if (!call_take_files(call, "files", "policies/", &session->policies))
        return FT_INVALID;
    session->made_folders[0] = "policies";
    session->base.policies = session->options.policies = session->made_folders;
    session->base.policy_count = session->options.policy_count = 1;
    return FT_OK;
}

/* Reads what a load says; the session's options are then those of it. */
static bool read_load(struct call *call, const char **name)
{
    struct ft_session *session = call->session;
    struct arena *arena = &session->scenario.arena;
    struct ft_options options = session->base;
    const char *as_of, *known_at;
    size_t language = session->options.language;
    if (!call_needed_text(call, "scenario", name) || !call_text(call, "as_of", &as_of) ||
        !call_text(call, "known_at", &known_at) ||
        !call_choice(call, "language", languages, LANGUAGES, &language) ||
        !call_take_files(call, "files", "", &session->scenario) ||
        !call_texts(call, "packs", arena, &options.packs, &options.pack_count))
        return false;
    *name = arena_copy(arena, *name, strlen(*name));
    options.as_of = as_of == NULL ? NULL : arena_copy(arena, as_of, strlen(as_of));
    options.known_at = known_at == NULL ? NULL : arena_copy(arena, known_at, strlen(known_at));
    options.language = (enum ft_language)language;
    session->options = options;
    call->diagnostics.language = options.language;
    call->no_memory |= *name == NULL || (options.as_of != NULL) != (as_of != NULL) ||
                       (options.known_at != NULL) != (known_at != NULL);
    return !call->no_memory;
}

/* [{path, value}], all of them texts. */
static bool settings_are_good(struct call *call, const json_t *settings)
{
    bool good = settings == NULL || json_is_null(settings) || json_is_array(settings);
    for (size_t i = 0; i < json_array_size(settings) && good; i++) {
        const json_t *one = json_array_get(settings, i);
        good = json_is_string(json_object_get(one, "path")) &&
               json_is_string(json_object_get(one, "value"));
    }
    if (!good)
        call_fault(call, "settings", "[{\"path\": text, \"value\": text}, …]");
    return good;
}

static enum ft_status answer_with_checks(struct call *call)
{
    const struct ft_sink sink = call_bytes_sink(&call->result);
    const char *text = arena_format(call->scratch, "{\"failed_checks\": %zu}",
                                    ft_failed_checks(call->session->run.engine));
    call->kind = RESULT_JSON;
    return text != NULL && sink.write(sink.context, text, strlen(text)) ? FT_OK : FT_NO_MEMORY;
}

static void keep_settings(struct ft_session *session, json_t *settings)
{
    json_decref(session->settings);
    session->settings = json_incref(settings);
}

static enum ft_status answer_load(struct call *call)
{
    struct ft_session *session = call->session;
    json_t *settings = json_object_get(call->request, "settings");
    call_run_close(&session->run);
    call_files_close(&session->scenario);
    session->name = NULL;
    if (!settings_are_good(call, settings) || !read_load(call, &session->name))
        return FT_INVALID;
    keep_settings(session, settings);
    enum ft_status status = call_run_open(call, &session->run, settings);
    return status == FT_OK ? answer_with_checks(call) : status;
}

/* Takes a faulty set back: the run is as it was. */
static void take_back(struct call *call)
{
    struct ft_session *session = call->session;
    struct call silent = *call;
    struct call_run again;
    if (call_run_open(&silent, &again, session->settings) != FT_OK) {
        call_run_close(&again);
        return;
    }
    call_run_close(&session->run);
    session->run = again;
}

/* A set that is at fault leaves a sound run as it was. */
static enum ft_status answer_set(struct call *call)
{
    struct ft_session *session = call->session;
    json_t *settings = json_object_get(call->request, "settings");
    if (!call_is_loaded(call) || !settings_are_good(call, settings))
        return FT_INVALID;
    struct call_run *run = &session->run;
    const bool sound = run->ran;
    if (!sound) { /* a change may mend what the load found */
        call_run_close(run);
        keep_settings(session, settings);
        enum ft_status status = call_run_open(call, run, settings);
        return status == FT_OK ? answer_with_checks(call) : status;
    }
    enum ft_status status = call_run_set(call, run, session->settings, settings);
    if (status != FT_OK) {
        take_back(call);
        return status;
    }
    keep_settings(session, settings);
    return answer_with_checks(call);
}

/* ---- what is asked of a run ---- */

/* Puts what `write` writes into the answer. */
typedef enum ft_status call_writes(struct ft_engine *engine, const struct call *call,
                                   const struct ft_report *report, const struct ft_sink *sink);

static enum ft_status answer_from_run(struct call *call, call_writes *write)
{
    struct ft_report report;
    const struct ft_sink sink = call_bytes_sink(&call->result);
    if (!call_is_loaded(call) || !read_report(call, &report) || !read_kind(call, &report))
        return FT_INVALID;
    enum ft_status status = change_language(call);
    struct ft_engine *engine = call->session->run.engine;
    if (status == FT_OK)
        status = write(engine, call, &report, &sink);
    if (engine != NULL)
        call_take_diagnostics(call, engine);
    return status;
}

static enum ft_status call_write_report(struct ft_engine *engine, const struct call *call,
                                        const struct ft_report *report, const struct ft_sink *sink)
{
    (void)call;
    return ft_report(engine, report, sink);
}

static enum ft_status answer_report(struct call *call)
{
    return answer_from_run(call, call_write_report);
}

static enum ft_status call_write_derivation(struct ft_engine *engine, const struct call *call,
                                            const struct ft_report *report,
                                            const struct ft_sink *sink)
{
    return ft_explain(engine, json_string_value(json_object_get(call->request, "figure")), report,
                      sink);
}

static enum ft_status answer_explain(struct call *call)
{
    const char *figure;
    return call_needed_text(call, "figure", &figure) ? answer_from_run(call, call_write_derivation)
                                                     : FT_INVALID;
}

/* The engine that values are asked of; NULL: none is loaded, which was told, or `*status` says. */
static struct ft_engine *engine_to_ask(struct call *call, enum ft_status *status)
{
    if (!call_is_loaded(call)) {
        *status = FT_INVALID;
        return NULL;
    }
    *status = change_language(call);
    struct ft_engine *engine = call->session->run.engine;
    if (*status == FT_OK && engine == NULL)
        *status = FT_INVALID;
    return *status == FT_OK ? engine : NULL;
}

/* Values of many figures, in the order of the list. */
static enum ft_status answer_figures(struct call *call)
{
    const char *const *items;
    size_t count;
    enum ft_status status;
    if (!call_texts(call, "items", call->scratch, &items, &count))
        return FT_INVALID;
    struct ft_engine *engine = engine_to_ask(call, &status);
    return engine == NULL ? status : call_figures(call, engine, items, count);
}

static enum ft_status answer_trials(struct call *call)
{
    enum ft_status status;
    struct ft_engine *engine = engine_to_ask(call, &status);
    return engine == NULL ? status : call_trials(call, engine);
}

static enum ft_status call_write_tables(struct ft_engine *engine, const struct call *call,
                                        const struct ft_report *report, const struct ft_sink *sink)
{
    (void)call, (void)report;
    return ft_tables(engine, sink);
}

static enum ft_status answer_tables(struct call *call)
{
    return answer_from_run(call, call_write_tables);
}

static enum ft_status call_write_policies(struct ft_engine *engine, const struct call *call,
                                          const struct ft_report *report,
                                          const struct ft_sink *sink)
{
    return ft_policies(engine, json_string_value(json_object_get(call->request, "id")), report,
                       sink);
}

static enum ft_status answer_parameters(struct call *call)
{
    const char *id;
    return call_text(call, "id", &id) ? answer_from_run(call, call_write_policies) : FT_INVALID;
}

static enum ft_status call_write_views(struct ft_engine *engine, const struct call *call,
                                       const struct ft_report *report, const struct ft_sink *sink)
{
    (void)call;
    return ft_views(engine, report, sink);
}

static enum ft_status answer_views(struct call *call)
{
    return answer_from_run(call, call_write_views);
}

static enum ft_status call_write_changes(struct ft_engine *engine, const struct call *call,
                                         const struct ft_report *report, const struct ft_sink *sink)
{
    const char *const *policies;
    size_t count;
    struct call reading = *call;
    if (!call_texts(&reading, "policies", call->scratch, &policies, &count))
        return FT_INVALID; /* answer_changes told */
    return ft_changes(engine, policies, count, report, sink);
}

static enum ft_status answer_changes(struct call *call)
{
    const char *const *policies;
    size_t count;
    return call_texts(call, "policies", call->scratch, &policies, &count)
               ? answer_from_run(call, call_write_changes)
               : FT_INVALID;
}

static enum ft_status call_write_differences(struct ft_engine *engine, const struct call *call,
                                             const struct ft_report *report,
                                             const struct ft_sink *sink)
{
    size_t expectations;
    (void)call, (void)report;
    return ft_test(engine, sink, &expectations);
}

/* The scenario in another form, with what was set. */
static enum ft_status call_write_scenario(struct ft_engine *engine, const struct call *call,
                                          const struct ft_report *report,
                                          const struct ft_sink *sink)
{
    (void)report;
    return ft_convert(engine, json_string_value(json_object_get(call->request, "name")), NULL,
                      sink);
}

static enum ft_status answer_save(struct call *call)
{
    const char *name;
    if (!call_needed_text(call, "name", &name))
        return FT_INVALID;
    enum ft_status status = answer_from_run(call, call_write_scenario);
    const char *dot = strrchr(name, '.');
    call->kind = dot != NULL && strcasecmp(dot, ".xlsx") == 0 ? RESULT_BASE64 : RESULT_TEXT;
    return status;
}

static enum ft_status answer_test(struct call *call)
{
    enum ft_status status = answer_from_run(call, call_write_differences);
    call->kind = RESULT_TEXT;
    return status;
}

/* A workbook to fill in: of an engine of its own, over the policies alone. */
static enum ft_status answer_template(struct call *call)
{
    const struct ft_session *session = call->session;
    struct ft_options options = session->options;
    struct ft_engine *engine = NULL;
    const char *const *packs;
    size_t count, language = options.language;
    const struct ft_sink sink = call_bytes_sink(&call->result);
    if (!call_texts(call, "packs", call->scratch, &packs, &count) ||
        !call_choice(call, "language", languages, LANGUAGES, &language))
        return FT_INVALID;
    options.language = (enum ft_language)language;
    options.files = session->policies.items;
    options.file_count = session->policies.count;
    enum ft_status status = ft_open(&engine, &options);
    if (status == FT_OK)
        status = ft_load_policies(engine, packs, count);
    if (status == FT_OK)
        status = ft_template(engine, "template.xlsx", NULL, NULL, &sink);
    if (engine != NULL)
        call_take_diagnostics(call, engine);
    ft_close(engine);
    call->kind = RESULT_BASE64;
    return status;
}

const struct call_row call_rows[] = {
    {"version", answer_version},   {"policies", answer_policies},
    {"load", answer_load},         {"set", answer_set},
    {"report", answer_report},     {"explain", answer_explain},
    {"figures", answer_figures},   {"tables", answer_tables},
    {"views", answer_views},       {"parameters", answer_parameters},
    {"trials", answer_trials},     {"changes", answer_changes},
    {"save", answer_save},         {"test", answer_test},
    {"template", answer_template},
};
const size_t call_row_count = sizeof call_rows / sizeof *call_rows;

/* ---- from a request to its answer ---- */

static void call_fault_unknown(struct call *call, const char *name)
{
    struct choices choices = choices_for(call->scratch, &call->diagnostics, name);
    for (size_t i = 0; i < call_row_count; i++)
        choices_offer(&choices, call_rows[i].name);
    diagnostics_add(&call->diagnostics, NULL, &call_message[CALL_UNKNOWN], name,
                    choices_text(&choices), NULL);
}

static enum ft_status call_dispatch(struct call *call)
{
    const char *name;
    if (!call_needed_text(call, "call", &name))
        return FT_INVALID;
    for (size_t i = 0; i < call_row_count; i++)
        if (strcmp(call_rows[i].name, name) == 0)
            return call_rows[i].answer(call);
    call_fault_unknown(call, name);
    return FT_INVALID;
}

enum ft_status ft_call(struct ft_session *session, const char *request, size_t length,
                       const struct ft_sink *answer)
{
    struct arena scratch;
    json_error_t error;
    if (session == NULL || request == NULL || answer == NULL || answer->write == NULL)
        return FT_INVALID;
    arena_open(&scratch, session->base.allocator);
    json_t *json = json_loadb(request, length, JSON_REJECT_DUPLICATES, &error);
    struct call call = {.session = session,
                        .request = json,
                        .scratch = &scratch,
                        .diagnostics = {.language = session->options.language},
                        .result = {.arena = &scratch}};
    enum ft_status status = FT_INVALID;
    if (json_is_object(json))
        status = call_dispatch(&call);
    else
        diagnostics_add(&call.diagnostics, NULL, &call_message[CALL_NOT_JSON],
                        json == NULL ? error.text : "[ ], \" \" …", NULL);
    status = call_answer(&call, call.no_memory ? FT_NO_MEMORY : status, answer);
    json_decref(json);
    arena_close(&scratch);
    return status;
}
