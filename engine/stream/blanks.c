/*
 * Facts that rules name and rows do not give: at how many rows of its table a field is blank, or
 * states that there is none. What a blank means is the field's to say.
 */
#include <assert.h>

#include "columns.h"

/* ---- which fields ---- */

/* Which fields the rules of a run name: by entity, then by field. */
struct blank_search {
    const struct schema *schema;
    bool **named;
};

static void blanks_note_formula(void *context, const struct formula *formula)
{
    const struct blank_search *search = context;
    for (size_t i = 0; formula != NULL && i < formula->field_count; i++) {
        const struct field *field = formula->fields[i];
        for (size_t e = 0; e < search->schema->entity_count; e++) {
            const struct entity *entity = &search->schema->entities[e];
            if (field >= entity->fields && field < entity->fields + entity->field_count)
                search->named[e][field->index] = true;
        }
    }
}

static bool blanks_open_search(struct blank_search *search, const struct plan *plan,
                               struct arena *arena)
{
    const struct schema *schema = &plan->policy->schema;
    *search = (struct blank_search){.schema = schema};
    search->named = arena_array(arena, schema->entity_count, sizeof(bool *));
    for (size_t i = 0; search->named != NULL && i < schema->entity_count; i++) {
        search->named[i] = arena_array(arena, schema->entities[i].field_count, sizeof(bool));
        if (search->named[i] == NULL)
            return false;
    }
    return search->named != NULL;
}

static void blanks_note_rules(struct blank_search *search, const struct plan *plan)
{
    const struct policy *policy = plan->policy;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        if (plan->rules[i].place == STREAM_LEFT_OUT)
            continue;
        rule_each_formula(rule, blanks_note_formula, search);
        for (size_t p = 0; plan->rules[i].named && p < rule->post_count; p++) {
            blanks_note_formula(search, rule->posts[p].when);
            blanks_note_formula(search, rule->posts[p].amount);
        }
    }
    for (size_t i = 0; i < policy->schema.entity_count; i++)
        if (plan->tables_wanted[i])
            blanks_note_formula(search, policy->schema.entities[i].rows);
}

/* Whether a row may do without the fact; what nobody but a policy writes is none. */
static bool blanks_may_be(const struct entity *entity, const struct field *field)
{
    return entity->rows == NULL && field->type.kind != TYPE_TEXT &&
           (field->optional || field->has_default);
}

enum ft_status blanks_plan(struct plan *plan, struct arena *arena)
{
    const struct schema *schema = &plan->policy->schema;
    struct blank_search search;
    size_t count = 0;
    for (size_t i = 0; i < schema->entity_count; i++)
        count += schema->entities[i].field_count;
    struct field_blanks *blanks = arena_array(arena, count, sizeof *blanks);
    if (blanks == NULL || !blanks_open_search(&search, plan, arena))
        return FT_NO_MEMORY;
    blanks_note_rules(&search, plan);
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        for (size_t f = 0; f < entity->field_count; f++)
            if (search.named[i][f] && blanks_may_be(entity, &entity->fields[f]))
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
}
