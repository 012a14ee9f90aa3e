/* The public calls: they glue the layers and keep what they made in one arena. */
#include <string.h>

#include "engine_internal.h"
#include "livebook/livebook.h"

static const struct message engine_message[ENGINE_MESSAGE_COUNT] = {
    [ENGINE_NO_MEMORY] = {.id = "out-of-memory",
                          .en = "memory is out",
                          .zh = "内存不足",
                          .hint_en = "close other programs, or split the scenario",
                          .hint_zh = "请关闭其他程序，或拆分情景文件"},
    [ENGINE_NOT_LOADED] = {.id = "not-loaded",
                           .en = "nothing was loaded",
                           .zh = "尚未载入情景",
                           .hint_en = "call ft_load, then ft_run",
                           .hint_zh = "请先调用 ft_load，再调用 ft_run"},
    [ENGINE_NOT_RUN] = {.id = "not-run",
                        .en = "nothing was worked out, or something changed since",
                        .zh = "尚未计算，或计算之后又有改动",
                        .hint_en = "call ft_run",
                        .hint_zh = "请调用 ft_run"},
    [ENGINE_LOADED_TWICE] = {.id = "loaded-twice",
                             .en = "an engine loads once",
                             .zh = "一个引擎只能载入一次",
                             .hint_en = "open another engine, or change facts with ft_set",
                             .hint_zh = "请另开一个引擎；改动事实请用 ft_set"},
    [ENGINE_LONG_TABLE] = {.id = "long-table-stays",
                           .en = "the rows of a long table are not held, and cannot be changed",
                           .zh = "长表的行不留在内存，不能改动",
                           .hint_en = "open the engine without long_table, or with settings",
                           .hint_zh = "请不带 long_table 打开引擎，或在打开时给出改动"},
    [ENGINE_NULL] = {.id = "null-argument",
                     .en = "the argument {1} is NULL",
                     .zh = "参数 {1} 为 NULL",
                     .hint_en = "fangtian.h says what each call needs",
                     .hint_zh = "fangtian.h 说明了每个调用需要什么"},
    [ENGINE_NO_SETTING] = {.id = "not-set",
                           .en = "{1} was not set",
                           .zh = "{1} 没有改动过",
                           .hint_en = "write the path as it was set, or NULL for all",
                           .hint_zh = "请照设定时写路径，或以 NULL 表示全部"},
    [ENGINE_NO_SHARD] = {.id = "no-shard",
                         .en = "there is no such shard",
                         .zh = "没有这样的分片",
                         .hint_en = "shards are numbered from 1 to how many there are",
                         .hint_zh = "分片从 1 编号到总数"},
};

/* Nothing is done once a file was read that is reserved for writing. */
enum ft_status engine_settle(struct ft_engine *engine, enum ft_status status)
{
    if (status == FT_NO_MEMORY)
        diagnostics_add(&engine->diagnostics, NULL, &engine_message[ENGINE_NO_MEMORY], NULL);
    if (status == FT_OK && engine->files.conflict)
        status = FT_INVALID;
    diagnostics_sort(&engine->diagnostics); /* faults of rows are told with FT_OK too */
    return status;
}

enum ft_status engine_leave(struct ft_engine *engine, enum ft_status status)
{
    workspace_clear(&engine->scratch);
    return engine_settle(engine, status);
}

enum ft_status engine_refuse(struct ft_engine *engine, enum engine_message_id id,
                             const char *argument)
{
    diagnostics_add(&engine->diagnostics, NULL, &engine_message[id],
                    argument == NULL ? "" : argument, NULL);
    return FT_INVALID;
}

enum ft_status engine_refuse_report(struct ft_engine *engine)
{
    return engine_refuse(engine, engine->is_loaded ? ENGINE_NOT_RUN : ENGINE_NOT_LOADED, NULL);
}

const char *ft_version(void)
{
    return FT_VERSION;
}

/* ---- memory ---- */

void workspace_open(struct workspace *workspace, const struct ft_engine *engine)
{
    arena_open(&workspace->arena, engine->arena.allocator);
    arith_open(&workspace->arith, &workspace->arena);
    workspace->arith.wide_only = engine->options.wide_only;
}

void workspace_close(struct workspace *workspace)
{
    arith_close(&workspace->arith);
    arena_close(&workspace->arena);
}

void workspace_clear(struct workspace *workspace)
{
    arena_close(&workspace->arena);
}

/* ---- opening and closing
 * -------------------------------------------------------------------------- */

enum ft_status ft_open(struct ft_engine **out, const struct ft_options *options)
{
    struct arena arena;
    if (out == NULL)
        return FT_INVALID;
    *out = NULL;
    if (options == NULL)
        return FT_INVALID;
    arena_open(&arena, options->allocator);
    struct ft_engine *engine = arena_allocate(&arena, sizeof *engine);
    if (engine == NULL) {
        arena_close(&arena);
        return FT_NO_MEMORY;
    }
    /* The engine lives in its own arena, which moves into it: closing takes a copy out again. */
    engine->options = *options;
    engine->arena = arena;
    engine->diagnostics.language = options->language;
    file_list_open(&engine->files, options->allocator, &engine->diagnostics);
    engine->diagnostics.files = &engine->files;
    engine->files.memory = options->files;
    engine->files.memory_count = options->file_count;
    engine->files.memory_only = options->files_only;
    engine->files.roots = options->roots;
    engine->files.root_count = options->root_count;
    arith_open(&engine->arith, &engine->arena);
    engine->arith.wide_only = options->wide_only;
    workspace_open(&engine->facts, engine);
    workspace_open(&engine->figures, engine);
    workspace_open(&engine->posted, engine);
    workspace_open(&engine->scratch, engine);
    *out = engine;
    return FT_OK;
}

void ft_close(struct ft_engine *engine)
{
    if (engine == NULL)
        return;
    engine_forget_trials(engine);
    workspace_close(&engine->scratch);
    workspace_close(&engine->posted);
    workspace_close(&engine->figures);
    workspace_close(&engine->facts);
    arith_close(&engine->arith);
    file_list_close(&engine->files);
    struct arena arena = engine->arena;
    arena_close(&arena);
}

enum ft_status ft_reserve(struct ft_engine *engine, const char *path, const char *name)
{
    if (engine == NULL)
        return FT_INVALID;
    if (path == NULL || name == NULL)
        return engine_refuse(engine, ENGINE_NULL, path == NULL ? "path" : "name");
    return engine_leave(engine, file_list_reserve(&engine->files, path, name));
}

/* ---- loading
 * ------------------------------------------------------------------------------------------ */

/* Without packs named, no rule is known, but a row can be checked all the same. */
static enum ft_status load_law(struct ft_engine *engine, const struct scenario *scenario)
{
    const struct ft_options *options = &engine->options;
    if (scenario->packs == NULL)
        return policy_load_vocabulary(&engine->policy, &engine->arena, &engine->diagnostics,
                                      options->policies, options->policy_count);
    return policy_load_without(&engine->policy, &engine->arena, &engine->diagnostics,
                               options->policies, options->policy_count, scenario->packs,
                               scenario->pack_count, engine->without);
}

/* Two fields may share a title: both names are told. */
static bool note_title(struct ft_engine *engine, struct map *titles, const struct title *title,
                       const char *name)
{
    const char *known = map_get(titles, title->zh);
    if (known != NULL && strcmp(known, name) == 0)
        return true;
    if (known != NULL)
        name = arena_format(&engine->arena, "%s / %s", known, name);
    return name != NULL && map_put(titles, &engine->arena, title->zh, (void *)name);
}

static bool note_titles(struct ft_engine *engine, struct map *titles, const struct schema *schema)
{
    bool good = true;
    for (size_t i = 0; i < schema->entity_count && good; i++) {
        const struct entity *entity = &schema->entities[i];
        good = note_title(engine, titles, &entity->title, entity->table);
        for (size_t j = 0; j < entity->field_count && good; j++)
            good = note_title(engine, titles, &entity->fields[j].title, entity->fields[j].id);
    }
    return good;
}

/* The titles of the vocabulary, read when the first one is asked for. */
struct titles {
    struct ft_engine *engine;
    struct map names;
    enum ft_status status;
    bool asked;
};

static enum ft_status read_titles(struct titles *titles)
{
    struct ft_engine *engine = titles->engine;
    const struct ft_options *options = &engine->options;
    struct diagnostics silent = {.language = options->language, .files = &engine->files};
    struct policy *vocabulary = NULL;
    enum ft_status status = policy_load_vocabulary(&vocabulary, &engine->arena, &silent,
                                                   options->policies, options->policy_count);
    if (status == FT_NO_MEMORY || !vocabulary->has_vocabulary)
        return status;
    return note_titles(engine, &titles->names, &vocabulary->schema) ? FT_OK : FT_NO_MEMORY;
}

static const struct map *find_titles(void *context)
{
    struct titles *titles = context;
    if (!titles->asked)
        titles->status = read_titles(titles);
    titles->asked = true;
    return &titles->names;
}

/* A Chinese word where a setting's name belongs may be the title of a field. The vocabulary knows,
 * and is looked at only then: it is the packs' matter, which the file names. */
static enum ft_status open_scenario(struct ft_engine *engine, const char *path)
{
    struct titles titles = {.engine = engine};
    engine->diagnostics.titles = find_titles;
    engine->diagnostics.titles_context = &titles;
    enum ft_status status =
        scenario_open(&engine->scenario, path, &engine->arena, &engine->diagnostics);
    engine->diagnostics.titles = NULL;
    return titles.status == FT_NO_MEMORY ? FT_NO_MEMORY : status;
}

static enum ft_status load(struct ft_engine *engine, const char *path)
{
    const struct ft_options *options = &engine->options;
    const struct scenario_settings settings = {.only = options->only,
                                               .only_count = options->only_count,
                                               .as_of = options->as_of,
                                               .known_at = options->known_at,
                                               .long_table = options->long_table};
    enum ft_status head = open_scenario(engine, path);
    if (engine->scenario == NULL || (head != FT_OK && head != FT_INVALID))
        return head;
    if (options->pack_count > 0 &&
        scenario_use_packs(engine->scenario, options->packs, options->pack_count) != FT_OK)
        return FT_NO_MEMORY;
    enum ft_status law = load_law(engine, engine->scenario);
    if ((law != FT_OK && law != FT_INVALID) || !engine->policy->has_vocabulary)
        return law;
    engine->law_is_sound = law == FT_OK && engine->scenario->packs != NULL;
    /* Faults of the head, of the law and of the rows are all told in one go. */
    enum ft_status rows = scenario_read(engine->scenario, &engine->policy->schema, &settings,
                                        &engine->arith, &engine->diagnostics);
    if (rows == FT_OK || rows == FT_INVALID)
        rows = engine_build(engine, &engine->diagnostics);
    engine->rows_known = rows == FT_OK ? ROWS_READ : ROWS_UNKNOWN;
    enum ft_status first = head != FT_OK ? head : law;
    return rows == FT_NO_MEMORY || first == FT_OK ? rows : first;
}

/* False: the call is refused. */
static bool may_load(struct ft_engine *engine, enum ft_status *status)
{
    *status = engine->was_loaded ? engine_refuse(engine, ENGINE_LOADED_TWICE, NULL) : FT_OK;
    engine->was_loaded = true;
    return *status == FT_OK;
}

enum ft_status ft_load(struct ft_engine *engine, const char *scenario)
{
    enum ft_status status;
    if (engine == NULL)
        return FT_INVALID;
    if (scenario == NULL)
        return engine_refuse(engine, ENGINE_NULL, "scenario");
    if (!may_load(engine, &status))
        return status;
    status = load(engine, scenario);
    const char *path, *sha;
    while (file_list_input(engine->diagnostics.files, engine->input_count, &path, &sha))
        engine->input_count++;
    status = engine_leave(engine, status);
    engine->is_loaded = status == FT_OK;
    return status;
}

bool ft_input(const struct ft_engine *engine, size_t index, const char **path, const char **sha256)
{
    return index < engine->input_count &&
           file_list_input(engine->diagnostics.files, index, path, sha256);
}

const char *ft_title(const struct ft_engine *engine, enum ft_language language)
{
    return engine->scenario == NULL ? "" : title_in(&engine->scenario->title, language);
}

static enum ft_status load_policies(struct ft_engine *engine, const char *const *packs,
                                    size_t count)
{
    const struct ft_options *options = &engine->options;
    const char **all = (const char **)packs;
    enum ft_status status = FT_OK;
    if (count == 0)
        status = policy_packs_that(false, &all, &count, &engine->arena, &engine->files,
                                   options->policies, options->policy_count);
    struct text *names = arena_array(&engine->arena, count, sizeof *names);
    if (status != FT_OK || names == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        names[i] = text_from(all[i]);
    engine->packs = all;
    engine->pack_count = count;
    return policy_load(&engine->policy, &engine->arena, &engine->diagnostics, options->policies,
                       options->policy_count, names, count);
}

enum ft_status ft_load_policies(struct ft_engine *engine, const char *const *packs, size_t count)
{
    enum ft_status status;
    if (engine == NULL)
        return FT_INVALID;
    if (packs == NULL && count > 0)
        return engine_refuse(engine, ENGINE_NULL, "packs");
    if (!may_load(engine, &status))
        return status;
    return engine_leave(engine, load_policies(engine, packs, count));
}

enum ft_status ft_packs(struct ft_engine *engine, bool replacing, const char *const **packs,
                        size_t *count)
{
    const char **found;
    if (engine == NULL)
        return FT_INVALID;
    if (packs == NULL || count == NULL)
        return engine_refuse(engine, ENGINE_NULL, packs == NULL ? "packs" : "count");
    enum ft_status status =
        policy_packs_that(replacing, &found, count, &engine->arena, &engine->files,
                          engine->options.policies, engine->options.policy_count);
    *packs = (const char *const *)found;
    return engine_leave(engine, status);
}

size_t ft_failed_checks(const struct ft_engine *engine)
{
    return engine == NULL || engine->ledger == NULL ? 0 : engine->ledger->failed_checks;
}

size_t ft_undetermined(const struct ft_engine *engine)
{
    return engine == NULL || engine->ledger == NULL ? 0 : engine->ledger->undetermined_count;
}

/* ---- reporting ---- */

struct report_context engine_context(struct ft_engine *engine)
{
    return (struct report_context){.policy = engine->policy,
                                   .scenario = engine->scenario,
                                   .ledger = engine->ledger,
                                   .application = &engine->application,
                                   .arith = &engine->scratch.arith,
                                   .diagnostics = &engine->diagnostics,
                                   .language = engine->options.language,
                                   .input_count = engine->input_count};
}

/* What a report is made of. */
enum need {
    NEEDS_LAW,
    NEEDS_LONG_TABLE,
    NEEDS_ROWS, /* those of a long table, worked out */
    NEEDS_RUN,
};

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

/* Looks whether a report may be written, and gets together what it works with. */
static enum ft_status report_begin(struct ft_engine *engine, enum need need,
                                   const struct ft_report **report, const struct ft_sink *sink,
                                   struct report_context *context)
{
    if (engine == NULL)
        return FT_INVALID;
    if (sink == NULL || sink->write == NULL)
        return engine_refuse(engine, ENGINE_NULL, "sink");
    enum ft_status status = refuse_need(engine, need);
    if (status == FT_OK && need == NEEDS_RUN && engine->notes_are_old)
        status = engine_run(engine, true);
    if (status == FT_OK && need == NEEDS_RUN)
        status = scenario_digest(engine->scenario, &engine->scratch.arith, &engine->diagnostics);
    if (report != NULL && *report == NULL)
        *report = &plain_report;
    *context = engine_context(engine);
    return status == FT_OK ? FT_OK : engine_settle(engine, status);
}

static enum ft_status write_livebook(const struct report_context *context,
                                     const struct ft_report *report, const struct ft_sink *sink)
{
    const struct livebook_context run = {.policy = context->policy,
                                         .scenario = context->scenario,
                                         .ledger = context->ledger,
                                         .arith = context->arith,
                                         .diagnostics = context->diagnostics,
                                         .language = context->language,
                                         .scratch = report->scratch};
    return livebook_write(&run, sink);
}

enum ft_status ft_report(struct ft_engine *engine, const struct ft_report *report,
                         const struct ft_sink *sink)
{
    struct report_context context;
    enum ft_status status = report_begin(engine, NEEDS_RUN, &report, sink, &context);
    if (status != FT_OK)
        return status;
    if (report->format == FT_XLSX)
        return engine_leave(engine, write_livebook(&context, report, sink));
    return engine_leave(engine, report_sheets(&context, report, sink));
}

enum ft_status ft_report_rows(struct ft_engine *engine, const struct ft_report *report,
                              const struct ft_sink *sink)
{
    struct report_context context;
    enum ft_status status = report_begin(engine, NEEDS_ROWS, &report, sink, &context);
    if (status != FT_OK)
        return status;
    context.ledger = engine->stream->ledger;
    context.application = &engine->stream->application;
    return engine_leave(engine, report_rows(&context, engine->stream, report, sink));
}

/* ---- what each policy changed
 * ---------------------------------------------------------------------------------- */

static struct ledger_run run_of(struct ft_engine *engine)
{
    return (struct ledger_run){engine->ledger, &engine->scratch.arith, &engine->diagnostics};
}

/* The scenario again, from its files, with all that was set, without one policy. */
static enum ft_status compare(struct ft_engine *engine, struct policy_change *change)
{
    struct ft_engine *other = NULL;
    struct ft_options options = engine->options;
    options.settings = engine_settings(engine, &options.setting_count);
    enum ft_status status = options.settings == NULL ? FT_NO_MEMORY : ft_open(&other, &options);
    if (status != FT_OK)
        return status;
    other->without = change->file->id;
    status = ft_load(other, engine->scenario->source->path);
    if (status == FT_OK)
        status = ft_run(other);
    if (status == FT_OK && other->diagnostics.total > engine->diagnostics.total)
        status = FT_INVALID; /* rows that cannot be worked out without it */
    if (status == FT_OK) {
        const struct ledger_run with = run_of(engine), without = run_of(other);
        status = ledger_compare(change, &with, &without);
    }
    struct report_context context = engine_context(engine);
    if (status != FT_OK && other->diagnostics.total > 0)
        report_cannot_leave_out(&context, change->file, other->diagnostics.items[0].message);
    ft_close(other);
    return status;
}

static enum ft_status find_changes(struct ft_engine *engine, const char *const *policies,
                                   size_t count, struct policy_change **changes, size_t *found)
{
    const struct policy *policy = engine->policy;
    *found = 0;
    *changes = arena_array(&engine->scratch.arena, policy->file_count, sizeof **changes);
    if (*changes == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < policy->file_count; i++) {
        const struct policy_file *file = &policy->files[i];
        bool asked = count == 0 && file->compared && file->changes;
        for (size_t j = 0; j < count; j++)
            asked = asked || strcmp(policies[j], file->id) == 0;
        if (!asked)
            continue;
        struct policy_change *change = &(*changes)[(*found)++];
        change->file = file;
        enum ft_status status = compare(engine, change);
        if (status != FT_OK)
            return status;
    }
    return FT_OK;
}

enum ft_status ft_changes(struct ft_engine *engine, const char *const *policies, size_t count,
                          const struct ft_report *report, const struct ft_sink *sink)
{
    struct report_context context;
    struct policy_change *changes;
    size_t found;
    enum ft_status status = report_begin(engine, NEEDS_RUN, &report, sink, &context);
    if (status != FT_OK)
        return status;
    if (policies == NULL && count > 0)
        return engine_refuse(engine, ENGINE_NULL, "policies");
    status = report_known_policies(&context, policies, count);
    if (status == FT_OK)
        status = find_changes(engine, policies, count, &changes, &found);
    if (status == FT_OK)
        status = report_changes(&context, changes, found, report, sink);
    return engine_leave(engine, status);
}

enum ft_status ft_cost(struct ft_engine *engine, const struct ft_report *report,
                       const struct ft_sink *sink)
{
    struct report_context context;
    enum ft_status status = report_begin(engine, NEEDS_LONG_TABLE, &report, sink, &context);
    if (status != FT_OK)
        return status;
    return engine_leave(engine, report_cost(&context, report, sink));
}

enum ft_status ft_tables(struct ft_engine *engine, const struct ft_sink *sink)
{
    struct report_context context;
    enum ft_status status = report_begin(engine, NEEDS_LAW, NULL, sink, &context);
    if (status == FT_OK && engine->scenario == NULL)
        status = engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    return status != FT_OK ? status : engine_leave(engine, report_tables(&context, sink));
}

enum ft_status ft_explain(struct ft_engine *engine, const char *item,
                          const struct ft_report *report, const struct ft_sink *sink)
{
    struct report_context context;
    enum ft_status status = report_begin(engine, NEEDS_RUN, &report, sink, &context);
    if (status != FT_OK)
        return status;
    if (item == NULL)
        return engine_refuse(engine, ENGINE_NULL, "item");
    return engine_leave(engine, report_derivation(&context, item, report, sink));
}

enum ft_status ft_check_expectations(struct ft_engine *engine)
{
    if (engine == NULL)
        return FT_INVALID;
    struct report_context context = engine_context(engine);
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
    struct report_context context;
    size_t none;
    if (expectations == NULL)
        expectations = &none;
    *expectations = 0;
    enum ft_status status = report_begin(engine, NEEDS_RUN, NULL, sink, &context);
    if (status != FT_OK)
        return status;
    return engine_leave(engine, report_expectations(&context, sink, expectations));
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
static enum ft_status find_overlays(struct ft_engine *engine, struct report_context *context)
{
    const struct ft_options *options = &engine->options;
    const char **packs;
    size_t count;
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
    struct report_context context;
    struct date on = DATE_FOREVER;
    enum ft_status status = report_begin(engine, NEEDS_LAW, &report, sink, &context);
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
    struct report_context context;
    enum ft_status status = report_begin(engine, NEEDS_LAW, &report, sink, &context);
    if (status != FT_OK)
        return status;
    return engine_leave(engine, report_view_list(&context, report, sink));
}

enum ft_status ft_authority(struct ft_engine *engine, const struct ft_report *report,
                            const struct ft_sink *sink)
{
    struct report_context context;
    enum ft_status status = report_begin(engine, NEEDS_LAW, &report, sink, &context);
    if (status != FT_OK)
        return status;
    return engine_leave(engine, report_authority(&context, report, sink));
}

enum ft_status ft_book(struct ft_engine *engine, const struct ft_report *report,
                       const struct ft_sink *sink)
{
    struct report_context context;
    enum ft_status status = report_begin(engine, NEEDS_LAW, &report, sink, &context);
    if (status != FT_OK)
        return status;
    return engine_leave(engine, report_book(&context, report, sink));
}

enum ft_status ft_graph(struct ft_engine *engine, const struct ft_sink *sink)
{
    struct report_context context;
    enum ft_status status = report_begin(engine, NEEDS_LAW, NULL, sink, &context);
    if (status != FT_OK)
        return status;
    return engine_leave(engine, report_graph(&context, sink));
}

/* ---- diagnostics and limits
 * ------------------------------------------------------------------------------------ */

size_t ft_diagnostics(struct ft_engine *engine, const struct ft_sink *sink, bool colour)
{
    if (engine == NULL)
        return 0;
    size_t total = (size_t)engine->diagnostics.total;
    if (sink != NULL && sink->write != NULL)
        (void)diagnostics_render(&engine->diagnostics, sink, colour);
    diagnostics_clear(&engine->diagnostics);
    return total;
}

const struct ft_diagnostic *ft_diagnostic_list(const struct ft_engine *engine, size_t *count)
{
    if (count != NULL)
        *count = engine == NULL ? 0 : engine->diagnostics.kept;
    return engine == NULL ? NULL : engine->diagnostics.items;
}

bool ft_escape(char *out, size_t size, const char *text)
{
    if (out == NULL || size == 0)
        return false;
    if (text == NULL) {
        out[0] = '\0';
        return false;
    }
    const size_t length = strlen(text);
    text_escape(out, size, text);
    return utf8_check(text, length) == length;
}

enum ft_status ft_limits(enum ft_language language, const struct ft_sink *sink)
{
    return sink == NULL || sink->write == NULL ? FT_INVALID : report_limits(language, sink);
}

enum ft_status ft_formulas(enum ft_language language, const struct ft_sink *sink)
{
    return sink == NULL || sink->write == NULL ? FT_INVALID : report_formulas(language, sink);
}
