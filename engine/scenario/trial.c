/*
 * The facts changed and asked again. Rows stay as they were read; settings are applied to copies of
 * their cells, and what differs from the tables as they were built is read into them.
 */
#include <assert.h>
#include <string.h>

#include "scenario_internal.h"

/* ---- undoing ---- */

static void undo_rows(struct scenario_rows *rows)
{
    struct loading *loading = &rows->loading;
    for (size_t i = 0; i < loading->schema->entity_count; i++) {
        struct pile *pile = &loading->piles[i];
        pile->records = rows->read[i].records;
        pile->count = pile->capacity = rows->read[i].count;
        for (size_t j = 0; j < pile->count; j++)
            pile->records[j]->removed = false;
    }
    rows->rows_changed = false;
}

/* Takes back all that settings changed of the rows and of the law. */
static void undo_settings(struct scenario *scenario)
{
    struct scenario_rows *rows = scenario->rows;
    for (size_t i = 0; i < rows->touched_count; i++) {
        struct touched_row *touched = &rows->touched[i];
        if (row_has_cells(&touched->filed))
            touched->record->cells = touched->filed;
        touched->filed = (struct row_cells){.raws = NULL};
    }
    if (rows->rows_changed)
        undo_rows(rows);
    for (size_t i = rows->tried_count; i-- > 0;)
        *rows->tried[i].version = rows->tried[i].filed;
    rows->tried_count = 0;
    scenario->change_count = rows->own_changes;
}

void scenario_forget(struct scenario *scenario)
{
    struct scenario_rows *rows = scenario->rows;
    undo_settings(scenario);
    rows->touched = NULL;
    rows->touched_count = rows->touched_capacity = 0;
    rows->tried = NULL;
    rows->tried_capacity = 0;
}

/* ---- building ---- */

/* A load of this scenario's rows that goes on in other memory. */
static struct loading go_on(const struct scenario *scenario, struct arith *arith,
                            struct diagnostics *diagnostics)
{
    struct loading loading = scenario->rows->loading;
    loading.arena = arith->arena;
    loading.arith = arith;
    loading.diagnostics = diagnostics;
    return loading;
}

/* Piles as they were read, whose lists may grow, which copies them; one that is sorted in its place is
 * a copy already. */
static bool start_piles(struct loading *loading)
{
    const struct scenario_rows *rows = loading->scenario->rows;
    for (size_t i = 0; i < loading->schema->entity_count; i++) {
        struct pile *pile = &loading->piles[i];
        const size_t count = rows->read[i].count;
        struct record **records = rows->read[i].records;
        if (loading->schema->entities[i].ordered) {
            records = arena_array(loading->arena, count, sizeof *records);
            if (records == NULL)
                return false;
            if (count > 0)
                memcpy(records, rows->read[i].records, count * sizeof(struct record *));
        }
        pile->records = records;
        pile->count = pile->capacity = count;
        pile->paths = pile->looks = (struct map){0};
        pile->refused = rows->read[i].refused;
        for (size_t j = 0; j < count; j++) {
            struct record *record = records[j];
            record->path = NULL;
            record->removed = false;
            if (record->above != NULL)
                record->parent = NULL;
        }
    }
    return true;
}

static void note_built(struct scenario_rows *rows)
{
    for (size_t i = 0; i < rows->touched_count; i++) {
        rows->touched[i].built = rows->touched[i].record->cells;
        rows->touched[i].misread = false;
    }
}

enum ft_status scenario_build(struct scenario *scenario, const struct ft_setting *settings,
                              size_t count, struct arith *arith, struct diagnostics *diagnostics)
{
    struct loading loading = go_on(scenario, arith, diagnostics);
    struct dataset *dataset = scenario->dataset;
    if (scenario->rows->none)
        return FT_INVALID; /* reported with the head */
    scenario_forget(scenario);
    dataset->arena = loading.arena;
    dataset->tables =
        arena_array(loading.arena, loading.schema->entity_count, sizeof *dataset->tables);
    if (dataset->tables == NULL || !start_piles(&loading))
        return FT_NO_MEMORY;
    apply_settings(&loading, settings, count);
    if (loading_goes_on(&loading) && loading.long_table != NULL)
        check_long_table(&loading);
    if (loading_goes_on(&loading))
        build_tables(&loading);
    finish_digest(&loading);
    scenario->piles = loading.piles;
    note_built(scenario->rows);
    return loading.status;
}

/* ---- changing ---- */

static bool same_text(const struct text *x, const struct text *y)
{
    if (x->bytes == NULL || y->bytes == NULL)
        return x->bytes == y->bytes;
    const struct source *one = x->place.source, *other = y->place.source;
    const bool same_place =
        one == other || (one != NULL && other != NULL && x->place.line == 0 && y->place.line == 0 &&
                         strcmp(one->path, other->path) == 0);
    return same_place && text_is(x, y->bytes);
}

static void note_changed_field(struct loading *loading, struct scenario_changed *changed,
                               const struct field *field)
{
    for (size_t i = 0; i < changed->field_count; i++)
        if (changed->fields[i] == field)
            return;
    const struct field **fields =
        arena_grow(loading->arena, changed->fields, &changed->field_capacity,
                   sizeof(const struct field *), changed->field_count + 1);
    if (fields == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    changed->fields = fields;
    fields[changed->field_count++] = field;
}

/* A key or a reference: with another one the tables are built again. */
static bool builds_rows(const struct entity *entity, const struct field *field)
{
    return field->type.kind == TYPE_REFERENCE ||
           (entity->parent != NULL && field->index == entity->key);
}

static void change_cell(struct loading *loading, const struct record *record,
                        const struct field *field, struct scenario_changed *changed)
{
    const struct entity *entity = record->entity;
    struct table *table = &loading->scenario->dataset->tables[entity->index];
    if (builds_rows(entity, field)) {
        changed->rows = true;
        return;
    }
    loading_tells_of(loading, entity, field->id);
    (void)read_cell(loading, record, field, &table->fields[field->index]);
    loading_tells_of(loading, NULL, NULL);
    if (field->index == entity->label)
        table->names = NULL; /* rows are found by their labels, too */
    note_changed_field(loading, changed, field);
}

static bool differs_at(const struct row_cells *one, const struct row_cells *other, size_t field)
{
    const struct raw was = row_cell(one, field), now = row_cell(other, field);
    return !same_text(&was.text, &now.text);
}

static void change_row(struct loading *loading, struct touched_row *touched,
                       struct scenario_changed *changed)
{
    const struct record *record = touched->record;
    const struct entity *entity = record->entity;
    const struct row_cells *built = &touched->built;
    const uint64_t faults = loading->diagnostics->said;
    for (size_t f = 0; f < entity->field_count; f++) {
        const struct field *field = &entity->fields[f];
        if (!row_has_cells(built) || differs_at(built, &record->cells, f) ||
            (touched->misread && !builds_rows(entity, field)))
            change_cell(loading, record, field, changed);
    }
    touched->misread = loading->diagnostics->said > faults;
    if (!touched->misread)
        touched->built = record->cells;
}

static void note_changed_parameter(struct loading *loading, struct scenario_changed *changed,
                                   const struct parameter *parameter)
{
    for (size_t i = 0; i < changed->parameter_count; i++)
        if (changed->parameters[i] == parameter)
            return;
    const struct parameter **parameters =
        arena_grow(loading->arena, changed->parameters, &changed->parameter_capacity,
                   sizeof(const struct parameter *), changed->parameter_count + 1);
    if (parameters == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    changed->parameters = parameters;
    parameters[changed->parameter_count++] = parameter;
}

static bool was_tried(const struct tried_value *tried, const struct tried_value *all, size_t count)
{
    assert(count == 0 || all != NULL);
    for (size_t i = 0; i < count; i++)
        if (all[i].version == tried->version && strcmp(all[i].path, tried->path) == 0 &&
            strcmp(all[i].value, tried->value) == 0)
            return true;
    return false;
}

/* Parameters of which the one list has a value that the other has not. */
static void compare_tried(struct loading *loading, struct scenario_changed *changed,
                          const struct tried_value *one, size_t count,
                          const struct tried_value *other, size_t other_count)
{
    for (size_t i = 0; i < count; i++)
        if (!was_tried(&one[i], other, other_count))
            note_changed_parameter(loading, changed, one[i].version->parameter);
}

enum ft_status scenario_change(struct scenario *scenario, const struct ft_setting *settings,
                               size_t count, struct arith *arith, struct diagnostics *diagnostics,
                               struct scenario_changed *changed)
{
    struct scenario_rows *rows = scenario->rows;
    struct loading loading = go_on(scenario, arith, diagnostics);
    const struct tried_value *tried = rows->tried;
    const size_t tried_count = rows->tried_count;
    assert(loading.status == FT_OK && loading.long_table == NULL);
    changed->rows = changed->rows || rows->rows_changed;
    undo_settings(scenario);
    rows->tried = NULL;
    rows->tried_capacity = 0;
    apply_settings(&loading, settings, count);
    changed->rows = changed->rows || rows->rows_changed;
    for (size_t i = 0; i < rows->touched_count && loading_goes_on(&loading) && !changed->rows; i++)
        change_row(&loading, &rows->touched[i], changed);
    compare_tried(&loading, changed, tried, tried_count, rows->tried, rows->tried_count);
    compare_tried(&loading, changed, rows->tried, rows->tried_count, tried, tried_count);
    scenario->digest_is_stale = true;
    return loading.status;
}

enum ft_status scenario_digest(struct scenario *scenario, struct arith *arith,
                               struct diagnostics *diagnostics)
{
    struct loading loading = go_on(scenario, arith, diagnostics);
    if (scenario->digest_is_stale)
        finish_digest(&loading);
    return loading.status;
}
