/* The public calls: they glue the layers and keep what they made in one arena. */
#include <assert.h>
#include <string.h>

#include "engine_internal.h"
#include "figures/verdict.h"

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
    [ENGINE_LOAD_FAILED] = {.id = "load-failed",
                            .en = "the load failed, for the reasons that it told",
                            .zh = "载入没有成功，原因已在载入时列出",
                            .hint_en = "mend them, and load again in another engine",
                            .hint_zh = "请改正后另开一个引擎重新载入"},
    [ENGINE_LOAD_NO_MEMORY] = {.id = "load-out-of-memory",
                               .en = "memory was out at the load: nothing is there to be asked",
                               .zh = "载入时内存不足，没有载入任何内容",
                               .hint_en = "close other programs, or split the scenario, and load "
                                          "again in another engine",
                               .hint_zh = "请关闭其他程序，或拆分情景文件，再另开一个引擎重新载入"},
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
    [ENGINE_NO_BOOK] = {.id = "no-workbook",
                        .en = "this report is not written as a workbook",
                        .zh = "该报表不能写成工作簿",
                        .hint_en = "choose text, JSON or CSV; ft_report, ft_changes and ft_explain "
                                   "write workbooks",
                        .hint_zh = "请选择文本、JSON 或 CSV；能写成工作簿的有 ft_report、"
                                   "ft_changes 和 ft_explain"},
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
    [ENGINE_NOT_TEXT] = {.id = "argument-encoding",
                         .en = "the argument {1} is not UTF-8",
                         .zh = "参数 {1} 不是 UTF-8 文本",
                         .hint_en = "convert it to UTF-8 before the call",
                         .hint_zh = "请先转换为 UTF-8 再调用"},
};

/* Nothing is done once a file was read that is reserved for writing. A sum that passes the limit is told here where nobody knew its
 * place. */
enum ft_status engine_settle(struct ft_engine *engine, enum ft_status status)
{
    if (status == FT_TOO_LARGE && engine->diagnostics.total == 0)
        (void)number_tell_size(&engine->diagnostics, NULL, status);
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
    if (id == ENGINE_NOT_LOADED && engine->loaded_as != FT_OK)
        id = engine->loaded_as == FT_NO_MEMORY ? ENGINE_LOAD_NO_MEMORY : ENGINE_LOAD_FAILED;
    diagnostics_add(&engine->diagnostics, NULL, &engine_message[id],
                    argument == NULL ? "" : argument, NULL);
    return FT_INVALID;
}

enum ft_status engine_takes_text(struct ft_engine *engine, const char *name, const char *text)
{
    const size_t length = text == NULL ? 0 : strlen(text);
    return text == NULL || utf8_check(text, length) == length
               ? FT_OK
               : engine_refuse(engine, ENGINE_NOT_TEXT, name);
}

enum ft_status engine_needs_text(struct ft_engine *engine, const char *name, const char *text)
{
    return text == NULL ? engine_refuse(engine, ENGINE_NULL, name)
                        : engine_takes_text(engine, name, text);
}

enum ft_status engine_needs_paths(struct ft_engine *engine, const char *name,
                                  const char *const *paths, size_t count)
{
    bool whole = paths != NULL || count == 0;
    for (size_t i = 0; i < count && whole; i++)
        whole = paths[i] != NULL;
    return whole ? FT_OK : engine_refuse(engine, ENGINE_NULL, name);
}

enum ft_status engine_needs_texts(struct ft_engine *engine, const char *name,
                                  const char *const *texts, size_t count)
{
    if (texts == NULL && count > 0)
        return engine_refuse(engine, ENGINE_NULL, name);
    for (size_t i = 0; i < count; i++) {
        const enum ft_status status = engine_needs_text(engine, name, texts[i]);
        if (status != FT_OK)
            return status;
    }
    return FT_OK;
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

static void workspace_open(struct workspace *workspace, const struct ft_engine *engine)
{
    arena_open(&workspace->arena, engine->arena.allocator);
    arith_open(&workspace->arith, &workspace->arena);
    workspace->arith.units = &engine->units;
    workspace->arith.wide_only = engine->forced.gmp;
}

static void workspace_close(struct workspace *workspace)
{
    arith_close(&workspace->arith);
    arena_close(&workspace->arena);
}

void workspace_clear(struct workspace *workspace)
{
    arena_close(&workspace->arena);
}

/* ---- opening and closing ---- */

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
    engine->units = units_built_in;
    arith_open(&engine->arith, &engine->arena);
    engine->arith.units = &engine->units;
    workspace_open(&engine->facts, engine);
    workspace_open(&engine->figures, engine);
    workspace_open(&engine->posted, engine);
    workspace_open(&engine->scratch, engine);
    *out = engine;
    return FT_OK;
}

void engine_force(struct ft_engine *engine, const struct engine_forced *forced)
{
    struct workspace *const workspaces[] = {&engine->facts, &engine->figures, &engine->posted,
                                            &engine->scratch};
    assert(!engine->was_loaded);
    engine->forced = *forced;
    engine->arith.wide_only = forced->gmp;
    for (size_t i = 0; i < sizeof workspaces / sizeof *workspaces; i++)
        workspaces[i]->arith.wide_only = forced->gmp;
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
    enum ft_status status = engine_needs_paths(engine, "path", &path, 1);
    if (status == FT_OK)
        status = engine_needs_text(engine, "name", name);
    return status != FT_OK ? status
                           : engine_leave(engine, file_list_reserve(&engine->files, path, name));
}

/* ---- loading ---- */

/* What is read and shown from now on is in the units of the law. */
static enum ft_status engine_take_units(struct ft_engine *engine, enum ft_status status)
{
    if (engine->policy != NULL && engine->policy->schema.units != NULL)
        engine->units = *engine->policy->schema.units;
    return status;
}

/* Without packs named, no rule is known, but a row can be checked all the same. */
static enum ft_status load_law(struct ft_engine *engine, const struct scenario *scenario)
{
    const struct ft_options *options = &engine->options;
    if (scenario->packs == NULL)
        return engine_take_units(
            engine, policy_load_vocabulary(&engine->policy, &engine->arena, &engine->diagnostics,
                                           options->policies, options->policy_count));
    return engine_take_units(engine, policy_load_without(&engine->policy, &engine->arena,
                                                         &engine->diagnostics, options->policies,
                                                         options->policy_count, scenario->packs,
                                                         scenario->pack_count, engine->without));
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

static enum ft_status engine_load(struct ft_engine *engine, const char *path)
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

/* The texts of the options, before anything reads them. */
static enum ft_status check_options(struct ft_engine *engine)
{
    const struct ft_options *options = &engine->options;
    enum ft_status status =
        engine_needs_paths(engine, "policies", options->policies, options->policy_count);
    if (status == FT_OK)
        status = engine_needs_texts(engine, "packs", options->packs, options->pack_count);
    if (status == FT_OK)
        status = engine_needs_texts(engine, "only", options->only, options->only_count);
    if (status == FT_OK)
        status = engine_needs_paths(engine, "roots", options->roots, options->root_count);
    if (status == FT_OK)
        status = engine_takes_text(engine, "as_of", options->as_of);
    if (status == FT_OK)
        status = engine_takes_text(engine, "known_at", options->known_at);
    if (status == FT_OK)
        status = engine_takes_text(engine, "long_table", options->long_table);
    for (size_t i = 0; i < options->setting_count && status == FT_OK; i++) {
        const char *both[] = {options->settings[i].path, options->settings[i].value};
        status = engine_needs_texts(engine, "settings", both, 2);
    }
    for (size_t i = 0; i < options->file_count && status == FT_OK; i++)
        status = engine_needs_paths(engine, "files", &options->files[i].name, 1);
    return status;
}

/* False: the call is refused. */
static bool may_load(struct ft_engine *engine, enum ft_status *status)
{
    *status = engine->was_loaded ? engine_refuse(engine, ENGINE_LOADED_TWICE, NULL)
                                 : check_options(engine);
    engine->was_loaded = true;
    return *status == FT_OK;
}

/* What was read up to now is what the load rests on. */
static void engine_count_inputs(struct ft_engine *engine)
{
    const char *path, *sha;
    while (file_list_input(engine->diagnostics.files, engine->input_count, &path, &sha))
        engine->input_count++;
}

enum ft_status ft_load(struct ft_engine *engine, const char *scenario)
{
    enum ft_status status;
    if (engine == NULL)
        return FT_INVALID;
    status = engine_needs_paths(engine, "scenario", &scenario, 1);
    if (status != FT_OK || !may_load(engine, &status))
        return status;
    status = engine_load(engine, scenario);
    engine_count_inputs(engine);
    status = engine_leave(engine, status);
    engine->is_loaded = status == FT_OK;
    engine->loaded_as = status;
    return status;
}

bool ft_input(const struct ft_engine *engine, size_t index, const char **path, const char **sha256)
{
    return engine != NULL && path != NULL && sha256 != NULL && index < engine->input_count &&
           file_list_input(engine->diagnostics.files, index, path, sha256);
}

const char *ft_title(const struct ft_engine *engine, enum ft_language language)
{
    return engine == NULL || engine->scenario == NULL
               ? ""
               : title_in(&engine->scenario->title, language);
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
    return engine_take_units(engine,
                             policy_load(&engine->policy, &engine->arena, &engine->diagnostics,
                                         options->policies, options->policy_count, names, count));
}

enum ft_status ft_load_policies(struct ft_engine *engine, const char *const *packs, size_t count)
{
    enum ft_status status;
    if (engine == NULL)
        return FT_INVALID;
    status = engine_needs_texts(engine, "packs", packs, count);
    if (status != FT_OK || !may_load(engine, &status))
        return status;
    status = load_policies(engine, packs, count);
    engine_count_inputs(engine);
    engine->loaded_as = engine_leave(engine, status);
    return engine->loaded_as;
}

enum ft_status ft_packs(struct ft_engine *engine, bool replacing, const char *const **packs,
                        size_t *count)
{
    const char **found;
    if (engine == NULL)
        return FT_INVALID;
    if (packs == NULL || count == NULL)
        return engine_refuse(engine, ENGINE_NULL, packs == NULL ? "packs" : "count");
    enum ft_status status = check_options(engine);
    if (status != FT_OK)
        return status;
    status = policy_packs_that(replacing, &found, count, &engine->arena, &engine->files,
                               engine->options.policies, engine->options.policy_count);
    *packs = (const char *const *)found;
    return engine_leave(engine, status);
}

/* What is undetermined over a long table and beside it, or the conditions that fail. */
static size_t stream_count(const struct stream *stream, bool undetermined)
{
    const struct ledger *ledger = stream->ledger;
    uint64_t count =
        undetermined ? ledger->undetermined_count + ledger->open_count + ledger->open_figure_count
                     : ledger->failed_checks;
    for (size_t i = 0; i < stream->finding_count; i++)
        count += undetermined ? stream->findings[i].undetermined : stream->findings[i].fails;
    return (size_t)count;
}

size_t ft_failed_checks(const struct ft_engine *engine)
{
    if (engine != NULL && engine->stream != NULL && engine->stream->part == NULL)
        return stream_count(engine->stream, false);
    return engine == NULL || engine->ledger == NULL ? 0 : engine->ledger->failed_checks;
}

size_t ft_undetermined(const struct ft_engine *engine)
{
    if (engine != NULL && engine->stream != NULL && engine->stream->part == NULL)
        return stream_count(engine->stream, true);
    return engine == NULL || engine->ledger == NULL
               ? 0
               : verdict_undetermined(engine->policy, engine->ledger);
}

/* ---- diagnostics and limits ---- */

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
