/*
 * Facts that rules name and rows do not give: at how many rows of its table a field is blank, or
 * states that there is none. What a blank means is the field's to say. And rows without any row below them.
 */
#include <assert.h>

#include "columns.h"

/* ---- which fields ---- */

/* Whether a row may do without the fact; what nobody but a policy writes is none. */
static bool blanks_may_be(const struct entity *entity, const struct field *field)
{
    return entity->rows == NULL && field->type.kind != TYPE_TEXT &&
           (field->optional || field->has_default);
}

enum ft_status blanks_plan(struct plan *plan, const struct wanted *wanted, struct arena *arena)
{
    const struct schema *schema = &plan->policy->schema;
    bool **named;
    size_t count = 0;
    for (size_t i = 0; i < schema->entity_count; i++)
        count += schema->entities[i].field_count;
    struct field_blanks *blanks = arena_array(arena, count, sizeof *blanks);
    if (blanks == NULL || policy_fields_named(&named, plan->policy, wanted->named, wanted->rules,
                                              wanted->tables, arena) != FT_OK)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        for (size_t f = 0; f < entity->field_count; f++)
            if (named[i][f] && blanks_may_be(entity, &entity->fields[f]))
                blanks[plan->blank_count++] =
                    (struct field_blanks){.entity = entity, .field = &entity->fields[f]};
    }
    plan->blanks = blanks;
    return FT_OK;
}

/* ---- counting ---- */

/* Rows of a table that is held; one below the long table without a file has none. */
static void blanks_count_table(struct field_blanks *blank, const struct table *table)
{
    const struct column *column = &table->fields[blank->field->index];
    if (table->count == 0)
        return;
    blank->rows += table->count;
    for (uint32_t row = 0; row < table->count; row++) {
        const enum cell_state state = column_state(column, row);
        blank->stated += state == CELL_NONE;
        blank->blank += state == CELL_ABSENT ||
                        (state == CELL_VALUE && column_is_default(column, blank->field, row));
    }
}

/* Rows that were read a column at a time: a cell that states that there is none sends its row the
 * other way. */
static void blanks_count_lanes(struct field_blanks *blank, const struct lane_table *table)
{
    const uint32_t count = table->lanes.count;
    const struct input *input = table->rows.field_inputs[blank->field->index];
    blank->rows += count;
    if (input == NULL)
        blank->blank += count;
    for (uint32_t i = 0; input != NULL && input->some_absent && i < count; i++)
        blank->blank += input->states[i] != CELL_VALUE;
}

void blanks_take(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    struct field_blanks *blanks = columns->worker->totals.blanks;
    for (size_t i = 0; i < plan->blank_count; i++) {
        const struct entity *entity = blanks[i].entity;
        const struct lane_table *table = columns_table(columns, entity);
        if (!entity_is_below(entity, plan->entity))
            continue;
        if (columns->was_read_exactly)
            blanks_count_table(&blanks[i], &columns->batch.dataset->tables[entity->index]);
        else if (table != NULL)
            blanks_count_lanes(&blanks[i], table);
    }
}

void blanks_take_held(const struct plan *plan, struct field_blanks *blanks)
{
    const struct dataset *dataset = plan->scenario->dataset;
    for (size_t i = 0; i < plan->blank_count; i++) {
        const struct entity *entity = blanks[i].entity;
        if (!entity_is_below(entity, plan->entity))
            blanks_count_table(&blanks[i], &dataset->tables[entity->index]);
    }
}

void blanks_add(struct field_blanks *blank, const struct field_blanks *other)
{
    assert(blank->field == other->field);
    blank->rows += other->rows;
    blank->blank += other->blank;
    blank->stated += other->stated;
    blank->open += other->open;
}

void lacks_take(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    const struct stream_finding *findings = columns->worker->totals.findings;
    const uint64_t before = columns->undetermined;
    columns->undetermined = 0;
    for (size_t i = 0; i < plan->shown_count; i++)
        columns->undetermined += findings[i].undetermined;
    for (uint32_t row = 0; columns->undetermined > before && row < columns->rows; row++) {
        batch_reasons_row(&columns->reasons);
        for (size_t i = 0; i < plan->shown_count; i++)
            if (findings[i].undetermined > 0)
                batch_reasons_count(&columns->reasons, plan->shown[i], row);
    }
}

/* ---- rows without rows below ---- */

void empty_take(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    const struct dataset *dataset = columns->batch.dataset;
    for (size_t i = 0; i < plan->expected_count; i++) {
        struct empty_rows *empty = &columns->worker->totals.empty[i];
        const struct table *table = &dataset->tables[empty->entity->index];
        const uint32_t above = dataset->tables[empty->entity->parent->index].count;
        empty->of += above;
        for (uint32_t row = 0; row < above; row++)
            empty->rows += table->first == NULL || table->first[row] == table->first[row + 1];
    }
}

enum ft_status empty_plan(struct plan *plan, struct arena *arena)
{
    const struct schema *schema = &plan->policy->schema;
    struct empty_rows *expected = arena_array(arena, schema->entity_count, sizeof *expected);
    if (expected == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        if (entity->expected && entity->rows == NULL && entity != plan->entity &&
            entity_is_below(entity, plan->entity) && plan->tables_wanted[i])
            expected[plan->expected_count++] = (struct empty_rows){.entity = entity};
    }
    plan->expected = expected;
    return FT_OK;
}
