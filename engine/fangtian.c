/* The public calls: they glue the layers and keep what they made in one arena. */
#include "fangtian.h"

#include <stdlib.h>
#include <string.h>

#include "report/report.h"
#include "stream/stream.h"

struct ft_engine {
    struct ft_options options;
    struct arena arena;
    struct arith arith;
    struct diagnostics diagnostics;
    struct file_list files;
    struct policy *policy;
    struct scenario *scenario;
    struct application application;
    struct ledger *ledger;
    struct stream *stream;
    bool law_is_sound; /* its rules are known */
    enum rows_known rows_known;
    size_t input_count;       /* files that ft_load read */
    const char *const *packs; /* of ft_load_policies */
    size_t pack_count;
    const char *without; /* the policy that this engine leaves out, or NULL */
};

static const struct message out_of_memory = {
    .id = "out-of-memory",
    .en = "memory is out",
    .zh = "内存不足",
    .hint_en = "close other programs, or split the scenario",
    .hint_zh = "请关闭其他程序，或拆分情景文件",
};

static const struct message out_of_order = {
    .id = "not-loaded",
    .en = "nothing was loaded",
    .zh = "尚未载入情景",
    .hint_en = "call ft_load, then ft_run",
    .hint_zh = "请先调用 ft_load，再调用 ft_run",
};

static const struct message no_shard = {
    .id = "no-shard",
    .en = "there is no such shard",
    .zh = "没有这样的分片",
    .hint_en = "shards are numbered from 1 to how many there are",
    .hint_zh = "分片从 1 编号到总数",
};

/* Every status but FT_OK leaves its reason; here, where the reason could not be placed. Nothing
 * is done once a file was read that is reserved for writing. */
static enum ft_status leave(struct ft_engine *engine, enum ft_status status)
{
    if (status == FT_NO_MEMORY)
        diagnostics_add(&engine->diagnostics, NULL, &out_of_memory, NULL);
    if (status == FT_OK && engine->files.conflict)
        status = FT_INVALID;
    if (status != FT_OK)
        diagnostics_sort(&engine->diagnostics);
    return status;
}

static enum ft_status refuse(struct ft_engine *engine)
{
    diagnostics_add(&engine->diagnostics, NULL, &out_of_order, NULL);
    return FT_INVALID;
}

/* ---- opening and closing
 * -------------------------------------------------------------------------- */

enum ft_status ft_open(struct ft_engine **out, const struct ft_options *options)
{
    struct arena arena;
    *out = NULL;
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
    arith_open(&engine->arith, &engine->arena);
    engine->arith.wide_only = options->wide_only;
    *out = engine;
    return FT_OK;
}

void ft_close(struct ft_engine *engine)
{
    if (engine == NULL)
        return;
    arith_close(&engine->arith);
    file_list_close(&engine->files);
    struct arena arena = engine->arena;
    arena_close(&arena);
}

enum ft_status ft_reserve(struct ft_engine *engine, const char *path, const char *name)
{
    return leave(engine, file_list_reserve(&engine->files, path, name));
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
    const struct scenario_settings settings = {.settings = options->settings,
                                               .count = options->setting_count,
                                               .only = options->only,
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
    enum ft_status rows = scenario_load(engine->scenario, &engine->policy->schema, &settings,
                                        &engine->arith, &engine->diagnostics);
    engine->rows_known = rows == FT_OK ? ROWS_READ : ROWS_UNKNOWN;
    enum ft_status first = head != FT_OK ? head : law;
    return rows == FT_NO_MEMORY || first == FT_OK ? rows : first;
}

enum ft_status ft_load(struct ft_engine *engine, const char *scenario)
{
    enum ft_status status = load(engine, scenario);
    const char *path, *sha;
    while (file_list_input(engine->diagnostics.files, engine->input_count, &path, &sha))
        engine->input_count++;
    return leave(engine, status);
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
    return leave(engine, load_policies(engine, packs, count));
}

enum ft_status ft_packs(struct ft_engine *engine, bool replacing, const char *const **packs,
                        size_t *count)
{
    const char **found;
    enum ft_status status =
        policy_packs_that(replacing, &found, count, &engine->arena, &engine->files,
                          engine->options.policies, engine->options.policy_count);
    *packs = (const char *const *)found;
    return leave(engine, status);
}

/* ---- running
 * -------------------------------------------------------------------------------------------- */

enum ft_status ft_run(struct ft_engine *engine)
{
    if (engine->scenario == NULL || engine->scenario->dataset == NULL)
        return refuse(engine);
    enum ft_status status = policy_apply(engine->policy, engine->scenario->dataset, &engine->arith,
                                         &engine->diagnostics, &engine->application);
    if (status == FT_OK || status == FT_INVALID)
        engine->rows_known = ROWS_ALL;
    if (ledger_after(status))
        status = ledger_worse(status, ledger_post(&engine->ledger, engine->policy,
                                                  engine->scenario->dataset, &engine->arith,
                                                  &engine->diagnostics));
    return leave(engine, status);
}

static struct stream_options options_of(const struct ft_engine *engine, const struct ft_rows *rows)
{
    return (struct stream_options){.columns = rows->columns,
                                   .column_count = rows->column_count,
                                   .only = engine->options.only,
                                   .only_count = engine->options.only_count,
                                   .by = rows->by,
                                   .jobs = rows->jobs,
                                   .path = (enum stream_path)rows->path,
                                   .progress = rows->progress,
                                   .progress_context = rows->progress_context,
                                   .stop = rows->stop,
                                   .shard = rows->shard,
                                   .shards = rows->shards,
                                   .rows_name = rows->rows_name,
                                   .scratch = rows->scratch,
                                   .keys_held = rows->keys_held};
}

static enum ft_status run_rows(struct ft_engine *engine, const struct ft_rows *rows,
                               const struct ft_sink *sink)
{
    const struct stream_options options = options_of(engine, rows);
    struct stream *stream = NULL;
    if (rows->shards > 0 && (rows->shard < 1 || rows->shard > rows->shards ||
                             rows->shards > FT_MOST_SHARDS || rows->rows_name == NULL)) {
        diagnostics_add(&engine->diagnostics, NULL, &no_shard, NULL);
        return FT_INVALID;
    }
    enum ft_status status = stream_run(&stream, engine->policy, engine->scenario, &options, sink,
                                       &engine->arith, &engine->diagnostics);
    if (status == FT_OK)
        engine->stream = stream;
    return status;
}

enum ft_status ft_run_rows(struct ft_engine *engine, const struct ft_rows *rows,
                           const struct ft_sink *sink)
{
    if (engine->scenario == NULL || engine->scenario->long_table == NULL)
        return refuse(engine);
    return leave(engine, run_rows(engine, rows, sink));
}

static enum ft_status merge(struct ft_engine *engine, const struct ft_rows *rows,
                            const char *const *parts, size_t part_count, const struct ft_sink *sink)
{
    const struct stream_options options = options_of(engine, rows);
    struct stream *stream = NULL;
    enum ft_status status = stream_merge(&stream, engine->policy, engine->scenario, &options, parts,
                                         part_count, sink, &engine->arith, &engine->diagnostics);
    if (status == FT_OK)
        engine->stream = stream;
    return status;
}

enum ft_status ft_merge(struct ft_engine *engine, const struct ft_rows *rows,
                        const char *const *parts, size_t part_count, const struct ft_sink *sink)
{
    if (engine->scenario == NULL || engine->scenario->long_table == NULL)
        return refuse(engine);
    return leave(engine, merge(engine, rows, parts, part_count, sink));
}

enum ft_status ft_missing_shards(struct ft_engine *engine, const struct ft_rows *rows,
                                 const char *const *parts, size_t part_count,
                                 const struct ft_sink *sink, size_t *count)
{
    const struct stream_options options = options_of(engine, rows);
    *count = 0;
    if (engine->scenario == NULL || engine->scenario->long_table == NULL)
        return refuse(engine);
    return leave(engine,
                 stream_missing(engine->policy, engine->scenario, &options, parts, part_count, sink,
                                count, &engine->arith, &engine->diagnostics));
}

enum ft_status ft_write_part(struct ft_engine *engine, const struct ft_sink *sink)
{
    if (engine->stream == NULL || engine->stream->part == NULL)
        return refuse(engine);
    return leave(engine, stream_write_part(engine->stream, sink));
}

size_t ft_failed_checks(const struct ft_engine *engine)
{
    return engine->ledger == NULL ? 0 : engine->ledger->failed_checks;
}

/* ---- reporting
 * -------------------------------------------------------------------------------------------- */

static struct report_context context_of(struct ft_engine *engine)
{
    return (struct report_context){.policy = engine->policy,
                                   .scenario = engine->scenario,
                                   .ledger = engine->ledger,
                                   .application = &engine->application,
                                   .arith = &engine->arith,
                                   .diagnostics = &engine->diagnostics,
                                   .language = engine->options.language,
                                   .input_count = engine->input_count};
}

enum ft_status ft_report(struct ft_engine *engine, const struct ft_report *report,
                         const struct ft_sink *sink)
{
    struct report_context context = context_of(engine);
    if (engine->ledger == NULL)
        return refuse(engine);
    return leave(engine, report_sheets(&context, report, sink));
}

enum ft_status ft_report_rows(struct ft_engine *engine, const struct ft_report *report,
                              const struct ft_sink *sink)
{
    struct report_context context = context_of(engine);
    if (engine->stream == NULL || engine->stream->part != NULL)
        return refuse(engine);
    context.ledger = engine->stream->ledger;
    context.application = &engine->stream->application;
    return leave(engine, report_rows(&context, engine->stream, report, sink));
}

/* ---- what each policy changed
 * ---------------------------------------------------------------------------------- */

static struct ledger_run run_of(struct ft_engine *engine)
{
    return (struct ledger_run){engine->ledger, &engine->arith, &engine->diagnostics};
}

/* The scenario again, from its files, without one policy. */
static enum ft_status compare(struct ft_engine *engine, struct policy_change *change)
{
    struct ft_engine *other = NULL;
    enum ft_status status = ft_open(&other, &engine->options);
    if (status != FT_OK)
        return status;
    other->without = change->file->id;
    status = ft_load(other, engine->scenario->source->path);
    if (status == FT_OK)
        status = ft_run(other);
    if (status == FT_OK) {
        const struct ledger_run with = run_of(engine), without = run_of(other);
        status = ledger_compare(change, &with, &without);
    }
    struct report_context context = context_of(engine);
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
    *changes = arena_array(&engine->arena, policy->file_count, sizeof **changes);
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
    struct report_context context = context_of(engine);
    struct policy_change *changes;
    size_t found;
    if (engine->ledger == NULL)
        return refuse(engine);
    enum ft_status status = report_known_policies(&context, policies, count);
    if (status == FT_OK)
        status = find_changes(engine, policies, count, &changes, &found);
    if (status == FT_OK)
        status = report_changes(&context, changes, found, report, sink);
    return leave(engine, status);
}

enum ft_status ft_cost(struct ft_engine *engine, const struct ft_report *report,
                       const struct ft_sink *sink)
{
    struct report_context context = context_of(engine);
    if (engine->scenario == NULL || engine->scenario->long_table == NULL)
        return refuse(engine);
    return leave(engine, report_cost(&context, report, sink));
}

enum ft_status ft_tables(struct ft_engine *engine, const struct ft_sink *sink)
{
    struct report_context context = context_of(engine);
    if (engine->scenario == NULL || engine->policy == NULL)
        return refuse(engine);
    return leave(engine, report_tables(&context, sink));
}

enum ft_status ft_explain(struct ft_engine *engine, const char *item,
                          const struct ft_report *report, const struct ft_sink *sink)
{
    struct report_context context = context_of(engine);
    if (engine->ledger == NULL)
        return refuse(engine);
    return leave(engine, report_derivation(&context, item, report, sink));
}

enum ft_status ft_check_expectations(struct ft_engine *engine)
{
    struct report_context context = context_of(engine);
    if (engine->scenario == NULL) /* the load told why there is none */
        return engine->diagnostics.total > 0 ? FT_OK : refuse(engine);
    /* Without the law no rule is known; what is wrong with it is told. */
    if (engine->policy == NULL || !engine->law_is_sound)
        return FT_OK;
    return leave(engine, report_check_expectations(&context, engine->rows_known));
}

enum ft_status ft_test(struct ft_engine *engine, const struct ft_sink *sink, size_t *expectations)
{
    struct report_context context = context_of(engine);
    *expectations = 0;
    if (engine->ledger == NULL)
        return refuse(engine);
    return leave(engine, report_expectations(&context, sink, expectations));
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
    struct text *names = arena_array(&engine->arena, loaded->file_count + 1, sizeof *names);
    size_t count = 0;
    if (names == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < loaded->file_count; i++)
        if (count == 0 || !text_is(&names[count - 1], loaded->files[i].pack))
            names[count++] = text_from(loaded->files[i].pack);
    names[count++] = text_from(pack);
    enum ft_status status = policy_load(policy, &engine->arena, &silent, options->policies,
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
    enum ft_status status = policy_packs_that(true, &packs, &count, &engine->arena, &engine->files,
                                              options->policies, options->policy_count);
    struct overlay *overlays = arena_array(&engine->arena, count, sizeof *overlays);
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
    struct report_context context = context_of(engine);
    struct date on = DATE_FOREVER;
    if (engine->policy == NULL)
        return refuse(engine);
    if (engine->options.as_of != NULL) {
        const struct text text = text_from(engine->options.as_of);
        enum ft_status status = date_parse(&on, &engine->diagnostics, &text);
        if (status != FT_OK)
            return leave(engine, status);
    }
    enum ft_status status = find_overlays(engine, &context);
    if (status == FT_OK)
        status = report_policies(&context, id, on, report, sink);
    return leave(engine, status);
}

enum ft_status ft_views(struct ft_engine *engine, const struct ft_report *report,
                        const struct ft_sink *sink)
{
    struct report_context context = context_of(engine);
    if (engine->policy == NULL)
        return refuse(engine);
    return leave(engine, report_view_list(&context, report, sink));
}

enum ft_status ft_template(struct ft_engine *engine, const char *scratch,
                           const struct ft_sink *sink)
{
    struct report_context context = context_of(engine);
    if (engine->policy == NULL)
        return refuse(engine);
    return leave(engine, report_template(&context, engine->packs, engine->pack_count,
                                         scratch == NULL ? "/tmp" : scratch, sink));
}

enum ft_status ft_graph(struct ft_engine *engine, const struct ft_sink *sink)
{
    struct report_context context = context_of(engine);
    if (engine->policy == NULL)
        return refuse(engine);
    return leave(engine, report_graph(&context, sink));
}

/* ---- diagnostics and limits
 * ------------------------------------------------------------------------------------ */

size_t ft_diagnostics(struct ft_engine *engine, const struct ft_sink *sink, bool colour)
{
    size_t total = engine->diagnostics.total;
    (void)diagnostics_render(&engine->diagnostics, sink, colour);
    diagnostics_clear(&engine->diagnostics);
    return total;
}

const struct ft_diagnostic *ft_diagnostic_list(const struct ft_engine *engine, size_t *count)
{
    *count = engine->diagnostics.kept;
    return engine->diagnostics.items;
}

bool ft_escape(char *out, size_t size, const char *text)
{
    const size_t length = strlen(text);
    text_escape(out, size, text);
    return utf8_check(text, length) == length;
}

enum ft_status ft_limits(enum ft_language language, const struct ft_sink *sink)
{
    return report_limits(language, sink);
}

enum ft_status ft_formulas(enum ft_language language, const struct ft_sink *sink)
{
    return report_formulas(language, sink);
}
