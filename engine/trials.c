/* Facts changed and asked again: ft_set, ft_reset, ft_run. */
#include <assert.h>
#include <string.h>

#include "engine_internal.h"

/* What changes leave behind in an arena before it is made anew. */
enum { MOST_LEFT_BEHIND = 256 * 1024 };

/* ---- settings ---- */

/* A setting adds a row or takes one away: "tax_years+". */
static bool is_of_rows(const char *path)
{
    const size_t length = strlen(path);
    return length > 1 && (path[length - 1] == '+' || path[length - 1] == '-');
}

static struct trial *make_trial(struct ft_engine *engine, const char *path, const char *value)
{
    const struct ft_allocator *allocator = engine->arena.allocator;
    const size_t path_size = strlen(path) + 1, value_size = strlen(value) + 1;
    struct trial *trial =
        allocator->allocate(allocator->context, sizeof *trial + path_size + value_size);
    if (trial == NULL)
        return NULL;
    char *bytes = (char *)(trial + 1);
    memcpy(bytes, path, path_size);
    memcpy(bytes + path_size, value, value_size);
    *trial = (struct trial){.setting = {bytes, bytes + path_size}};
    return trial;
}

static void release_trial(struct ft_engine *engine, struct trial *trial)
{
    const struct ft_allocator *allocator = engine->arena.allocator;
    if (trial != NULL)
        allocator->release(allocator->context, trial);
}

void engine_forget_trials(struct ft_engine *engine)
{
    while (engine->trials != NULL) {
        struct trial *trial = engine->trials;
        engine->trials = trial->next;
        release_trial(engine, trial);
    }
}

/* Where the list has a setting that one of this path and value takes the place of; NULL: nowhere.
 */
static struct trial **find_trial(struct ft_engine *engine, const char *path, const char *value)
{
    for (struct trial **at = &engine->trials; *at != NULL; at = &(*at)->next)
        if (strcmp((*at)->setting.path, path) == 0 &&
            (value == NULL || !is_of_rows(path) || strcmp((*at)->setting.value, value) == 0))
            return at;
    return NULL;
}

struct ft_setting *engine_settings(struct ft_engine *engine, size_t *count)
{
    const struct ft_options *options = &engine->options;
    *count = options->setting_count;
    for (const struct trial *trial = engine->trials; trial != NULL; trial = trial->next)
        ++*count;
    struct ft_setting *all = arena_array(&engine->scratch.arena, *count, sizeof *all);
    if (all == NULL)
        return NULL;
    size_t at = 0;
    for (; at < options->setting_count; at++)
        all[at] = options->settings[at];
    for (const struct trial *trial = engine->trials; trial != NULL; trial = trial->next)
        all[at++] = trial->setting;
    return all;
}

/* ---- building and running ---- */

/* The rules' columns as they were before any was worked out. */
static void clear_figures(struct ft_engine *engine)
{
    struct dataset *dataset = engine->scenario->dataset;
    for (size_t i = 0; i < dataset->schema->entity_count; i++) {
        const struct entity *entity = &dataset->schema->entities[i];
        struct table *table = &dataset->tables[i];
        table->names = NULL;
        if (entity->rows != NULL)
            *table = (struct table){.entity = entity};
        for (size_t j = 0; j < entity->item_count && table->items != NULL; j++) {
            table->items[j].done = false;
            item_reset(&table->items[j], true);
        }
    }
    workspace_clear(&engine->figures);
    dataset->arena = &engine->figures.arena;
    engine->application = (struct application){0};
    engine->has_figures = engine->notes_are_old = false;
}

enum ft_status engine_build(struct ft_engine *engine, struct diagnostics *diagnostics)
{
    size_t count;
    const struct ft_setting *settings = engine_settings(engine, &count);
    if (settings == NULL)
        return FT_NO_MEMORY;
    scenario_forget(engine->scenario);
    workspace_clear(&engine->figures);
    workspace_clear(&engine->facts);
    engine->changed = (struct scenario_changed){.rows = true};
    engine->has_figures = false;
    enum ft_status status =
        scenario_build(engine->scenario, settings, count, &engine->facts.arith, diagnostics);
    if (status == FT_OK)
        status = policy_derive(engine->policy, &engine->facts.arith, diagnostics);
    engine->scenario->dataset->arena = &engine->figures.arena;
    assert(status != FT_OK || dataset_fault(engine->scenario->dataset) == NULL);
    engine->changed.rows = status != FT_OK;
    engine->facts_bytes = arena_bytes(&engine->facts.arena);
    return status;
}

static bool facts_pile_up(const struct ft_engine *engine)
{
    return arena_bytes(&engine->facts.arena) > engine->facts_bytes + MOST_LEFT_BEHIND;
}

/* Works out what depends on the changes alone. False: all must be. */
static bool apply_changes(struct ft_engine *engine, enum ft_status *status)
{
    const struct scenario_changed *changed = &engine->changed;
    struct policy_inputs inputs = {.fields = changed->fields,
                                   .field_count = changed->field_count,
                                   .parameters = changed->parameters,
                                   .parameter_count = changed->parameter_count};
    struct diagnostics silent = {.language = engine->options.language};
    bool *affected = arena_array(&engine->scratch.arena, engine->policy->rule_count, 1);
    *status = affected == NULL
                  ? FT_NO_MEMORY
                  : policy_inputs_spread(&inputs, engine->policy, &engine->scratch.arena);
    if (!engine->has_figures ||
        arena_bytes(&engine->figures.arena) > engine->figures_bytes + MOST_LEFT_BEHIND)
        return false;
    if (*status != FT_OK)
        return true;
    if (!policy_affected(engine->policy, &inputs, affected))
        return false;
    /* A fault is told with all others that a whole run finds. */
    engine->notes_are_old = true;
    *status = policy_apply_rules(engine->policy, affected, engine->scenario->dataset,
                                 &engine->scratch.arith, &silent, &engine->application);
    return *status != FT_INVALID && silent.total == 0;
}

static enum ft_status apply_to_facts(struct ft_engine *engine, bool all)
{
    enum ft_status status;
    if (!all && apply_changes(engine, &status))
        return status;
    clear_figures(engine);
    status = policy_apply(engine->policy, engine->scenario->dataset, &engine->scratch.arith,
                          &engine->diagnostics, &engine->application);
    engine->figures_bytes = arena_bytes(&engine->figures.arena);
    return status;
}

enum ft_status engine_run(struct ft_engine *engine, bool all)
{
    enum ft_status status = FT_OK;
    engine->ledger = NULL;
    workspace_clear(&engine->posted);
    if (engine->changed.rows || facts_pile_up(engine))
        status = engine_build(engine, &engine->diagnostics);
    if (status != FT_OK)
        return status;
    status = apply_to_facts(engine, all);
    engine->has_figures = status == FT_OK && engine->diagnostics.total == 0;
    engine->changed = (struct scenario_changed){0};
    if (status == FT_OK || status == FT_INVALID)
        engine->rows_known = ROWS_ALL;
    if (ledger_after(status))
        status = ledger_worse(status,
                              ledger_post(&engine->ledger, engine->policy,
                                          engine->scenario->dataset, &engine->posted.arith,
                                          &engine->diagnostics, engine->application.versions_used));
    if (!engine->notes_are_old && !dataset_keep_assumed(engine->scenario->dataset))
        status = FT_NO_MEMORY;
    return status;
}

enum ft_status ft_run(struct ft_engine *engine)
{
    if (engine == NULL)
        return FT_INVALID;
    if (!engine->is_loaded)
        return engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    if (engine->was_run)
        diagnostics_clear(&engine->diagnostics); /* those of an earlier run */
    engine->was_run = true;
    return engine_leave(engine, engine_run(engine, false));
}

/* ---- changing ---- */

/* Takes the settings in force to the dataset, and the change back where one is at fault. */
static enum ft_status change(struct ft_engine *engine, struct diagnostics *diagnostics)
{
    size_t count;
    const struct ft_setting *settings = engine_settings(engine, &count);
    engine->ledger = NULL;
    if (settings == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = scenario_change(engine->scenario, settings, count, &engine->facts.arith,
                                            diagnostics, &engine->changed);
    return status == FT_OK ? policy_derive(engine->policy, &engine->facts.arith, diagnostics)
                           : status;
}

static enum ft_status change_or_stay(struct ft_engine *engine, struct trial *added,
                                     struct trial *removed, struct trial **at)
{
    struct diagnostics silent = {.language = engine->options.language};
    enum ft_status status = change(engine, &engine->diagnostics);
    if (status == FT_OK) {
        release_trial(engine, removed);
    } else {
        for (struct trial **last = &engine->trials; added != NULL && *last != NULL;
             last = &(*last)->next)
            if (*last == added) {
                *last = NULL;
                break;
            }
        if (removed != NULL) {
            removed->next = *at;
            *at = removed;
        }
        release_trial(engine, added);
        if (change(engine, &silent) != FT_OK)
            engine->changed.rows = true; /* built anew by the next run */
    }
    /* What was replaced is dropped from time to time; a fault of the rows is told by ft_run. */
    if (facts_pile_up(engine) && engine_build(engine, &silent) == FT_NO_MEMORY)
        return FT_NO_MEMORY;
    return status;
}

/* False: the call is refused, or memory is out. */
static bool may_change(struct ft_engine *engine, enum ft_status *status)
{
    *status = FT_OK;
    if (!engine->is_loaded)
        *status = engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    else if (engine->options.long_table != NULL)
        *status = engine_refuse(engine, ENGINE_LONG_TABLE, NULL);
    if (*status == FT_OK)
        diagnostics_clear(&engine->diagnostics);
    return *status == FT_OK;
}

enum ft_status ft_set(struct ft_engine *engine, const char *path, const char *value)
{
    enum ft_status status;
    if (engine == NULL)
        return FT_INVALID;
    status = engine_needs_text(engine, "path", path);
    if (status == FT_OK)
        status = engine_needs_text(engine, "value", value);
    if (status != FT_OK || !may_change(engine, &status))
        return status;
    struct trial *added = make_trial(engine, path, value);
    if (added == NULL)
        return engine_leave(engine, FT_NO_MEMORY);
    struct trial **at = find_trial(engine, path, value), *removed = at == NULL ? NULL : *at;
    if (removed != NULL)
        *at = removed->next;
    struct trial **last = &engine->trials;
    while (*last != NULL)
        last = &(*last)->next;
    *last = added;
    return engine_leave(engine, change_or_stay(engine, added, removed, at));
}

enum ft_status ft_reset(struct ft_engine *engine, const char *path)
{
    enum ft_status status;
    if (engine == NULL)
        return FT_INVALID;
    status = engine_takes_text(engine, "path", path);
    if (status != FT_OK || !may_change(engine, &status))
        return status;
    if (path == NULL) {
        struct trial *all = engine->trials;
        engine->trials = NULL;
        status = change(engine, &engine->diagnostics);
        engine->trials = all;
        engine_forget_trials(engine);
        return engine_leave(engine, status);
    }
    struct trial **at = find_trial(engine, path, NULL), *removed = at == NULL ? NULL : *at;
    if (removed == NULL)
        return engine_refuse(engine, ENGINE_NO_SETTING, path);
    *at = removed->next;
    return engine_leave(engine, change_or_stay(engine, NULL, removed, at));
}
