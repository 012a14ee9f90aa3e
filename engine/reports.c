/* The public calls that write what a load or a run came to. */
#include <string.h>

#include "engine_internal.h"
#include "livebook/livebook.h"

/* ---- reporting ---- */

struct figure_context engine_context(struct ft_engine *engine)
{
    return (struct figure_context){.policy = engine->policy,
                                   .scenario = engine->scenario,
                                   .ledger = engine->ledger,
                                   .application = &engine->application,
                                   .arith = &engine->scratch.arith,
                                   .diagnostics = &engine->diagnostics,
                                   .language = engine->options.language,
                                   .input_count = engine->input_count};
}

static const struct ft_report plain_report;

static enum ft_status refuse_need(struct ft_engine *engine, enum need need)
{
    switch (need) {
    case NEEDS_LAW:
        return engine->policy != NULL ? FT_OK : engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    case NEEDS_LONG_TABLE:
        return engine_has_long_table(engine) ? FT_OK
                                             : engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    case NEEDS_ROWS:
        return engine->stream != NULL && engine->stream->part == NULL
                   ? FT_OK
                   : engine_refuse_report(engine);
    case NEEDS_RUN:
        break;
    }
    return engine->ledger != NULL ? FT_OK : engine_refuse_report(engine);
}

static enum ft_status check_texts(struct ft_engine *engine, const struct ft_report *report)
{
    enum ft_status status = engine_takes_text(engine, "view", report->view);
    if (status == FT_OK)
        status = engine_takes_text(engine, "by", report->by);
    return status == FT_OK ? engine_takes_text(engine, "row", report->row) : status;
}

enum ft_status report_begin(struct ft_engine *engine, enum need need,
                            const struct ft_report **report, const struct ft_sink *sink,
                            struct figure_context *context)
{
    if (engine == NULL)
        return FT_INVALID;
    if (sink == NULL || sink->write == NULL)
        return engine_refuse(engine, ENGINE_NULL, "sink");
    enum ft_status status = refuse_need(engine, need);
    if (status == FT_OK && report != NULL && *report != NULL)
        status = check_texts(engine, *report);
    if (status == FT_OK && need == NEEDS_RUN && engine->notes_are_old)
        status = engine_run(engine, true);
    if (status == FT_OK && need == NEEDS_RUN)
        dataset_recall_assumed(engine->scenario->dataset);
    if (status == FT_OK && need == NEEDS_RUN)
        status = scenario_digest(engine->scenario, &engine->scratch.arith, &engine->diagnostics);
    if (report != NULL && *report == NULL)
        *report = &plain_report;
    if (status == FT_OK && need != NEEDS_RUN && report != NULL && (*report)->format == FT_XLSX)
        return engine_refuse(engine, ENGINE_NO_BOOK, NULL);
    *context = engine_context(engine);
    return status == FT_OK ? FT_OK : engine_settle(engine, status);
}

/* What a workbook keeps beside its sheets, so that an edited one can say what is other. */
static enum ft_status note_written(struct written_lines *lines, struct figure_context *context)
{
    struct arena *arena = context->arith->arena;
    const struct written_line digests[] = {
        {.kind = WRITTEN_DIGEST, .name = "", .text = context->scenario->digest},
        {.kind = WRITTEN_POLICY, .name = "", .text = context->policy->digest}};
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < sizeof digests / sizeof *digests && status == FT_OK; i++)
        status = written_add(lines, arena, &digests[i]);
    if (status == FT_OK)
        status = report_written_figures(context, context->language, lines);
    return status == FT_OK
               ? written_facts(lines, context->scenario, context->arith, context->language)
               : status;
}

static enum ft_status write_livebook(struct figure_context *context, const struct ft_report *report,
                                     const struct ft_sink *sink)
{
    const char *first_page;
    struct report_words *spoken;
    struct written_lines written = {0};
    enum ft_status status = report_first_page(context, report, &first_page);
    if (status == FT_OK)
        status = note_written(&written, context);
    if (status == FT_OK)
        status = report_words_open(&spoken, context, report);
    if (status != FT_OK)
        return status;
    const struct livebook_context run = {.policy = context->policy,
                                         .scenario = context->scenario,
                                         .ledger = context->ledger,
                                         .arith = context->arith,
                                         .diagnostics = context->diagnostics,
                                         .language = context->language,
                                         .first_page = first_page,
                                         .written = &written,
                                         .words = {spoken, report_rule_words, report_node_words},
                                         .scratch = report->scratch};
    return livebook_write(&run, sink);
}

/* ---- whether a trial moves anything ---- */

static bool posts_the_same(const struct ledger *one, const struct ledger *other)
{
    bool same = one->posting_count == other->posting_count;
    for (size_t i = 0; same && i < one->posting_count; i++) {
        const struct posting x = ledger_posting(one, i), y = ledger_posting(other, i);
        same = x.rule->item.order == y.rule->item.order && x.row == y.row &&
               x.post - x.rule->posts == y.post - y.rule->posts &&
               (x.lacks == NULL) == (y.lacks == NULL) && number_equal(&x.amount, &y.amount);
    }
    return same;
}

/* Runs the scenario without what was set, on the same days, and compares. Of one that cannot be run
 * so nothing is said. */
static enum ft_status look_for_idle_trial(struct ft_engine *engine, bool *idle)
{
    const struct ft_options *options = &engine->options;
    enum ft_status status;
    *idle = false;
    if (options->setting_count == 0 || engine->trials != NULL || options->long_table != NULL)
        return FT_OK;
    struct ft_engine *filed = engine_as_filed(engine, &status);
    *idle = status == FT_OK && posts_the_same(engine->ledger, filed->ledger);
    ft_close(filed);
    return status == FT_NO_MEMORY ? status : FT_OK;
}

enum ft_status ft_report(struct ft_engine *engine, const struct ft_report *report,
                         const struct ft_sink *sink)
{
    struct figure_context context;
    enum ft_status status = report_begin(engine, NEEDS_RUN, &report, sink, &context);
    if (status != FT_OK)
        return status;
    if (report->format != FT_JSON) /* whose bytes are those of the same changes by ft_set */
        status = look_for_idle_trial(engine, &context.idle_trial);
    if (status != FT_OK)
        return engine_leave(engine, status);
    if (report->format == FT_XLSX)
        return engine_leave(engine, write_livebook(&context, report, sink));
    return engine_leave(engine, report_sheets(&context, report, sink));
}

enum ft_status ft_report_rows(struct ft_engine *engine, const struct ft_report *report,
                              const struct ft_sink *sink)
{
    struct figure_context context;
    enum ft_status status = report_begin(engine, NEEDS_ROWS, &report, sink, &context);
    if (status != FT_OK)
        return status;
    context.ledger = engine->stream->ledger;
    context.application = &engine->stream->application;
    return engine_leave(engine, report_rows(&context, engine->stream, report, sink));
}

/* One that asks for no more than what it is written from. */
static enum ft_status write_report(struct ft_engine *engine, enum need need,
                                   const struct ft_report *report, const struct ft_sink *sink,
                                   enum ft_status write(struct figure_context *context,
                                                        const struct ft_report *report,
                                                        const struct ft_sink *sink))
{
    struct figure_context context;
    const enum ft_status status = report_begin(engine, need, &report, sink, &context);
    return status == FT_OK ? engine_leave(engine, write(&context, report, sink)) : status;
}

enum ft_status ft_cost(struct ft_engine *engine, const struct ft_report *report,
                       const struct ft_sink *sink)
{
    return write_report(engine, NEEDS_LONG_TABLE, report, sink, report_cost);
}

enum ft_status ft_tables(struct ft_engine *engine, const struct ft_sink *sink)
{
    struct figure_context context;
    enum ft_status status = report_begin(engine, NEEDS_LAW, NULL, sink, &context);
    if (status == FT_OK && engine->scenario == NULL)
        status = engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    return status != FT_OK ? status : engine_leave(engine, report_tables(&context, sink));
}

enum ft_status ft_explain(struct ft_engine *engine, const char *item,
                          const struct ft_report *report, const struct ft_sink *sink)
{
    struct figure_context context;
    enum ft_status status = report_begin(engine, NEEDS_RUN, &report, sink, &context);
    if (status == FT_OK)
        status = engine_needs_text(engine, "item", item);
    return status != FT_OK ? status
                           : engine_leave(engine, report_derivation(&context, item, report, sink));
}

enum ft_status ft_check_expectations(struct ft_engine *engine)
{
    if (engine == NULL)
        return FT_INVALID;
    struct figure_context context = engine_context(engine);
    if (engine->scenario == NULL) /* the load told why there is none */
        return engine->diagnostics.total > 0 ? FT_OK
                                             : engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    /* Without the law no rule is known; what is wrong with it is told. */
    if (engine->policy == NULL || !engine->law_is_sound)
        return FT_OK;
    return engine_leave(engine, report_check_expectations(&context, engine->rows_known));
}

enum ft_status ft_test(struct ft_engine *engine, const struct ft_sink *sink, size_t *expectations)
{
    struct figure_context context;
    size_t none;
    if (expectations == NULL)
        expectations = &none;
    *expectations = 0;
    enum ft_status status = report_begin(engine, NEEDS_RUN, NULL, sink, &context);
    if (status != FT_OK)
        return status;
    return engine_leave(engine, report_expectations(&context, sink, expectations));
}

enum ft_status ft_test_refusal(struct ft_engine *engine, const struct ft_sink *sink,
                               size_t *expectations)
{
    size_t none;
    if (engine == NULL)
        return FT_INVALID;
    if (expectations == NULL)
        expectations = &none;
    *expectations = 0;
    if (sink == NULL)
        return engine_refuse(engine, ENGINE_NULL, "sink");
    if (engine->scenario == NULL) /* the load told why there is none */
        return engine->diagnostics.total > 0 ? FT_INVALID
                                             : engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    struct figure_context context = engine_context(engine);
    const enum ft_status status = report_refusals(&context, sink, expectations);
    if (status == FT_OK)
        diagnostics_clear(&engine->diagnostics);
    return status == FT_OK ? FT_OK : engine_leave(engine, status);
}

static bool is_loaded(const struct policy *policy, const char *pack)
{
    for (size_t i = 0; i < policy->file_count; i++)
        if (strcmp(policy->files[i].pack, pack) == 0)
            return true;
    return false;
}

/* The loaded packs again with `pack` on top; NULL where they do not go together. */
static enum ft_status load_overlay(struct ft_engine *engine, const char *pack,
                                   struct policy **policy)
{
    const struct ft_options *options = &engine->options;
    const struct policy *loaded = engine->policy;
    struct diagnostics silent = {.language = options->language, .files = &engine->files};
    struct text *names = arena_array(&engine->scratch.arena, loaded->file_count + 1, sizeof *names);
    size_t count = 0;
    if (names == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < loaded->file_count; i++)
        if (count == 0 || !text_is(&names[count - 1], loaded->files[i].pack))
            names[count++] = text_from(loaded->files[i].pack);
    names[count++] = text_from(pack);
    enum ft_status status = policy_load(policy, &engine->scratch.arena, &silent, options->policies,
                                        options->policy_count, names, count);
    if (status != FT_OK)
        *policy = NULL;
    return status == FT_NO_MEMORY ? status : FT_OK;
}

/* What other packs of the folders replace of the loaded ones. */
static enum ft_status find_overlays(struct ft_engine *engine, struct figure_context *context)
{
    const struct ft_options *options = &engine->options;
    const char **packs;
    size_t count = 0;
    enum ft_status status =
        policy_packs_that(true, &packs, &count, &engine->scratch.arena, &engine->files,
                          options->policies, options->policy_count);
    struct overlay *overlays = arena_array(&engine->scratch.arena, count, sizeof *overlays);
    if (overlays == NULL)
        return FT_NO_MEMORY;
    context->overlays = overlays;
    for (size_t i = 0; i < count && status == FT_OK; i++) {
        struct policy *policy = NULL;
        if (!is_loaded(engine->policy, packs[i]))
            status = load_overlay(engine, packs[i], &policy);
        if (policy != NULL)
            overlays[context->overlay_count++] = (struct overlay){packs[i], policy};
    }
    return status;
}

enum ft_status ft_policies(struct ft_engine *engine, const char *id, const struct ft_report *report,
                           const struct ft_sink *sink)
{
    struct figure_context context = {0};
    struct date on = DATE_FOREVER;
    enum ft_status status = report_begin(engine, NEEDS_LAW, &report, sink, &context);
    if (status == FT_OK)
        status = engine_takes_text(engine, "id", id);
    if (status != FT_OK)
        return status;
    if (engine->options.as_of != NULL) {
        const struct text text = text_from(engine->options.as_of);
        status = date_parse(&on, &engine->diagnostics, &text);
        if (status != FT_OK)
            return engine_leave(engine, status);
    }
    status = find_overlays(engine, &context);
    if (status == FT_OK)
        status = report_policies(&context, id, on, report, sink);
    return engine_leave(engine, status);
}

enum ft_status ft_views(struct ft_engine *engine, const struct ft_report *report,
                        const struct ft_sink *sink)
{
    return write_report(engine, NEEDS_LAW, report, sink, report_view_list);
}

enum ft_status ft_authority(struct ft_engine *engine, const struct ft_report *report,
                            const struct ft_sink *sink)
{
    return write_report(engine, NEEDS_LAW, report, sink, report_authority);
}

enum ft_status ft_vocabulary(struct ft_engine *engine, const struct ft_report *report,
                             const struct ft_sink *sink)
{
    return write_report(engine, NEEDS_LAW, report, sink, report_vocabulary);
}

/* ---- the law as one document ---- */

/* Another engine for a part of a document, which notes its files with those of the first. */
static enum ft_status open_beside(struct ft_engine *engine, const struct ft_options *options,
                                  struct ft_engine **other)
{
    enum ft_status status = ft_open(other, options);
    if (status != FT_OK)
        return status;
    engine_force(*other, &engine->forced);
    (*other)->diagnostics.files = &engine->files;
    return FT_OK;
}

static const char *first_fault(const struct ft_engine *engine)
{
    return engine->diagnostics.total > 0 ? engine->diagnostics.items[0].message : "";
}

/* Into a growing text: what stands behind the clauses, held until all of it is known to be sound. */
static bool hold_bytes(void *context, const char *bytes, size_t length)
{
    return growing_add(context, bytes, length);
}

/* What is written, and the digest of it. */
struct digested {
    const struct ft_sink *sink;
    struct sha256_ctx sha;
};

static bool write_digested(void *context, const char *bytes, size_t length)
{
    struct digested *digested = context;
    sha_add(&digested->sha, bytes, length);
    return digested->sink->write(digested->sink->context, bytes, length);
}

static bool drop_bytes(void *context, const char *bytes, size_t length)
{
    (void)context, (void)bytes, (void)length;
    return true;
}

/* A worked case from the scenario's own run, under the packs that it names. */
static enum ft_status write_book_case(struct ft_engine *engine, const char *path, size_t *number,
                                      const struct ft_report *report, const struct ft_sink *sink)
{
    struct ft_engine *other = NULL;
    struct ft_options options = engine->options;
    const struct ft_sink nothing = {drop_bytes, NULL};
    struct figure_context context = engine_context(engine);
    options.packs = NULL;
    options.pack_count = 0;
    options.as_of = NULL;
    enum ft_status status = open_beside(engine, &options, &other);
    if (status != FT_OK)
        return status;
    status = ft_load(other, path);
    struct figure_context case_context = engine_context(other);
    const char *why = other->scenario == NULL || other->policy == NULL
                          ? NULL
                          : report_book_unfit(&case_context, engine->policy);
    if (why != NULL && status != FT_NO_MEMORY) {
        status = report_book_left_out(&context, path, why, report, sink);
        ft_close(other);
        return status;
    }
    if (status == FT_OK)
        status = ft_run(other);
    if (status == FT_OK)
        status = ft_test(other, &nothing, NULL);
    if (status == FT_OK) {
        case_context = engine_context(other);
        status = report_book_case(&case_context, engine->policy, ++*number, report, sink);
    } else if (status == FT_DIFFERS) {
        diagnostics_add(context.diagnostics, NULL, &report_message[REPORT_BOOK_DIFFERS], path,
                        NULL);
    } else if (status != FT_NO_MEMORY) {
        diagnostics_add(context.diagnostics, NULL, &report_message[REPORT_BOOK_CASE], path,
                        first_fault(other), NULL);
    }
    ft_close(other);
    return status;
}

static enum ft_status write_book_cases(struct ft_engine *engine, const struct ft_book *book,
                                       const struct ft_report *report, const struct ft_sink *sink)
{
    size_t number = 0;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < book->case_count; i++) {
        const enum ft_status one = write_book_case(engine, book->cases[i], &number, report, sink);
        if (one == FT_NO_MEMORY || one == FT_IO)
            return one;
        status = status == FT_OK ? one : status; /* all faults in one go */
    }
    return status;
}

static enum ft_status write_book_against(struct ft_engine *engine, const char *against,
                                         const struct ft_report *report, const struct ft_sink *sink)
{
    struct figure_context context = engine_context(engine);
    struct diagnostics silent = {.language = engine->options.language};
    struct ft_engine *other = NULL;
    struct ft_options options = engine->options;
    const struct text text = text_from(against);
    struct date before, now;
    if (date_parse(&before, &silent, &text) == FT_OK) {
        if (engine->options.as_of == NULL) {
            diagnostics_add(context.diagnostics, NULL, &report_message[REPORT_BOOK_DAY], NULL);
            return FT_INVALID;
        }
        const struct text as_of = text_from(engine->options.as_of);
        const enum ft_status day = date_parse(&now, &engine->diagnostics, &as_of);
        return day != FT_OK ? day : report_book_between(&context, before, now, report, sink);
    }
    options.policies = &against;
    options.policy_count = 1;
    enum ft_status status = open_beside(engine, &options, &other);
    if (status != FT_OK)
        return status;
    status = ft_load_policies(other, engine->packs, engine->pack_count);
    if (status == FT_OK)
        status = report_book_against(&context, other->policy, against, report, sink);
    else if (status != FT_NO_MEMORY)
        diagnostics_add(context.diagnostics, NULL, &report_message[REPORT_BOOK_AGAINST], against,
                        first_fault(other), NULL);
    ft_close(other);
    return status;
}

enum ft_status ft_book(struct ft_engine *engine, const struct ft_book *book,
                       const struct ft_report *report, const struct ft_sink *sink)
{
    static const struct ft_book plain;
    struct figure_context context;
    enum ft_status status = report_begin(engine, NEEDS_LAW, &report, sink, &context);
    book = book == NULL ? &plain : book;
    if (status == FT_OK)
        status = engine_needs_paths(engine, "cases", book->cases, book->case_count);
    if (status == FT_OK && book->against != NULL)
        status = engine_needs_paths(engine, "against", &book->against, 1);
    if (status != FT_OK)
        return status;
    struct arena room; /* a writer winds back the call's own */
    struct growing_text held = {.arena = &room};
    arena_open(&room, engine->arena.allocator);
    const struct ft_sink parts = {hold_bytes, &held};
    status = write_book_cases(engine, book, report, &parts);
    if (status == FT_OK && book->against != NULL)
        status = write_book_against(engine, book->against, report, &parts);
    struct digested digested = {.sink = sink};
    const struct ft_sink all = {write_digested, &digested};
    char digest[SHA_TEXT];
    sha256_init(&digested.sha);
    if (status == FT_OK)
        status = report_book(&context, book->against == NULL ? NULL : engine->options.as_of, report,
                             &all);
    if (status == FT_OK && held.length > 0 && !all.write(all.context, held.bytes, held.length))
        status = FT_IO;
    sha_add(&digested.sha, "\n", 1); /* the line above the end's heading */
    sha_text(digest, &digested.sha);
    if (status == FT_OK)
        status = report_book_end(&context, digest, report, sink);
    arena_close(&room);
    return engine_leave(engine, status);
}

enum ft_status ft_graph(struct ft_engine *engine, const struct ft_sink *sink)
{
    struct figure_context context;
    enum ft_status status = report_begin(engine, NEEDS_LAW, NULL, sink, &context);
    if (status != FT_OK)
        return status;
    return engine_leave(engine, report_graph(&context, sink));
}
