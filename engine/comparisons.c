/* The public calls that compare two runs: what each policy changed, and what settings do. */
#include <string.h>

#include "engine_internal.h"

/* ---- what each policy changed ---- */

static struct ledger_run run_of(struct ft_engine *engine)
{
    return (struct ledger_run){engine->ledger, &engine->scratch.arith, &engine->diagnostics};
}

/* The scenario again, from its files, with these settings and without one policy (NULL: with all), worked out. NULL
 * when memory is out; else the caller closes it, whatever `*status` is. */
static struct ft_engine *engine_again(struct ft_engine *engine, const struct ft_setting *settings,
                                      size_t count, const char *without, enum ft_status *status)
{
    struct ft_engine *other = NULL;
    struct ft_options options = engine->options;
    options.settings = settings;
    options.setting_count = count;
    *status = ft_open(&other, &options);
    if (*status != FT_OK)
        return NULL;
    engine_force(other, &engine->forced);
    other->without = without;
    *status = ft_load(other, engine->scenario->source->path);
    if (*status == FT_OK)
        *status = ft_run(other);
    return other;
}

struct ft_engine *engine_as_filed(struct ft_engine *engine, enum ft_status *status)
{
    return engine_again(engine, NULL, 0, NULL, status);
}

/* With all that was set, without one policy. */
static enum ft_status compare_without(struct ft_engine *engine, struct policy_change *change)
{
    size_t count;
    enum ft_status status;
    const struct ft_setting *settings = engine_settings(engine, &count);
    if (settings == NULL)
        return FT_NO_MEMORY;
    struct ft_engine *other = engine_again(engine, settings, count, change->file->id, &status);
    if (other == NULL)
        return status;
    if (status == FT_OK && other->diagnostics.total > engine->diagnostics.total)
        status = FT_INVALID; /* rows that cannot be worked out without it */
    if (status == FT_OK) {
        const struct ledger_run with = run_of(engine), without = run_of(other);
        const struct policy_inputs left_out = {.file = change->file};
        status = ledger_compare(change, &with, &without, &left_out);
    }
    struct figure_context context = engine_context(engine);
    if (status != FT_OK && other->diagnostics.total > 0)
        diagnostics_add(context.diagnostics, &change->file->place,
                        &report_message[REPORT_CANNOT_LEAVE_OUT], change->file->id,
                        other->diagnostics.items[0].message, NULL);
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
            asked = asked || policy_file_is(file, policies[j]);
        if (!asked)
            continue;
        struct policy_change *change = &(*changes)[(*found)++];
        change->file = file;
        enum ft_status status = compare_without(engine, change);
        if (status != FT_OK)
            return status;
    }
    return FT_OK;
}

enum ft_status ft_changes(struct ft_engine *engine, const char *const *policies, size_t count,
                          const struct ft_report *report, const struct ft_sink *sink)
{
    struct figure_context context;
    struct policy_change *changes;
    size_t found;
    enum ft_status status = report_begin(engine, NEEDS_RUN, &report, sink, &context);
    if (status != FT_OK)
        return status;
    status = engine_needs_texts(engine, "policies", policies, count);
    if (status == FT_OK)
        status = report_known_policies(&context, policies, count);
    if (status == FT_OK)
        status = find_changes(engine, policies, count, &changes, &found);
    if (status == FT_OK)
        status = report_changes(&context, changes, found, report, sink);
    return engine_leave(engine, status);
}

/* ---- what settings changed ---- */

/* The fields that settings name, by the last part of a path, whatever table it leads to. `*all`: rows come or go, so
 * everything may differ. Errors: FT_NO_MEMORY. */
static enum ft_status setting_inputs(struct policy_inputs *inputs, bool *all,
                                     struct ft_engine *engine, const struct ft_setting *settings,
                                     size_t count)
{
    const struct schema *schema = &engine->policy->schema;
    const struct field **fields = arena_array(&engine->scratch.arena, count * schema->entity_count,
                                              sizeof(const struct field *));
    *inputs = (struct policy_inputs){.fields = fields};
    *all = false;
    if (fields == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const char *dot = strrchr(settings[i].path, '.');
        const size_t before = inputs->field_count;
        for (size_t e = 0; e < schema->entity_count; e++) {
            const struct field *field =
                field_called(&schema->entities[e], dot == NULL ? settings[i].path : dot + 1);
            if (field != NULL)
                fields[inputs->field_count++] = field;
        }
        *all |= inputs->field_count == before;
    }
    return FT_OK;
}

/* "projects.A1.far_after = 3": what stands in the place of a policy. */
static const struct policy_file *settings_file(struct ft_engine *engine,
                                               const struct ft_setting *settings, size_t count)
{
    struct arena *arena = &engine->scratch.arena;
    struct policy_file *file = arena_allocate(arena, sizeof *file);
    struct growing_text list = {.arena = arena};
    if (file == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        growing_list(&list, "; ",
                     arena_format(arena, "%s = %s", settings[i].path, settings[i].value));
    *file = (struct policy_file){
        .id = "trial", .title = {"试算的改动", "what was set"}, .source = growing_whole(&list)};
    return file->source == NULL ? NULL : file;
}

enum ft_status ft_trial(struct ft_engine *engine, const struct ft_report *report,
                        const struct ft_sink *sink)
{
    struct figure_context context;
    struct policy_change change = {.file = NULL};
    struct policy_inputs inputs;
    bool all;
    size_t count;
    enum ft_status status = report_begin(engine, NEEDS_RUN, &report, sink, &context);
    if (status != FT_OK)
        return status;
    const struct ft_setting *settings = engine_settings(engine, &count);
    change.file = settings == NULL ? NULL : settings_file(engine, settings, count);
    if (change.file == NULL)
        return engine_leave(engine, FT_NO_MEMORY);
    struct ft_engine *filed = engine_as_filed(engine, &status);
    if (status != FT_OK && filed != NULL)
        diagnostics_join(&engine->diagnostics, &filed->diagnostics);
    if (status != FT_OK) {
        ft_close(filed);
        return engine_leave(engine, status);
    }
    const struct ledger_run with = run_of(engine), without = run_of(filed);
    status = setting_inputs(&inputs, &all, engine, settings, count);
    if (status == FT_OK)
        status = ledger_compare(&change, &with, &without, all ? NULL : &inputs);
    ft_close(filed);
    if (status == FT_OK)
        status = report_trial(&context, &change, report, sink);
    return engine_leave(engine, status);
}
