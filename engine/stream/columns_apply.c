/* The rules over a chunk, in their order, and the tables that policies make between them. */
#include "../policy/batch_rules.h"

#include "columns.h"

/* Whether all rules stand before `rule` that say how many rows the table has. */
static bool columns_can_make(const struct entity *entity, size_t rule)
{
    for (size_t i = 0; i < entity->rows->item_count; i++)
        if (entity->rows->items[i]->order >= rule)
            return false;
    return true;
}

static enum ft_status make_table(struct columns *columns, const struct entity *entity)
{
    struct batch_table *parent = columns->batch.by_entity[entity->parent->index];
    const size_t no_rule = columns->plan->policy->rule_count;
    enum vector_status status = VECTOR_NO;
    if (parent == NULL && batch_has_none(&columns->batch, entity->parent))
        return chunk_note_none(columns, entity);
    if (parent != NULL) {
        (void)batch_enter(&columns->batch, parent);
        status = batch_makes_none(&columns->batch, entity);
    }
    if (status == VECTOR_OK)
        return chunk_note_none(columns, entity);
    if (status == VECTOR_NO_MEMORY)
        return FT_NO_MEMORY;
    const enum ft_status made = chunk_apply(columns, no_rule);
    columns->batch.generated[entity->index] =
        made == FT_OK && columns->batch.dataset->tables[entity->index].first != NULL;
    return made;
}

/* The tables that can be made before a rule, a parent's before its children's. */
static enum ft_status make_tables(struct columns *columns, size_t rule)
{
    const struct plan *plan = columns->plan;
    const struct schema *schema = &plan->policy->schema;
    enum ft_status status = FT_OK;
    for (size_t i = plan->entity->index; i < schema->entity_count && status == FT_OK; i++) {
        const struct entity *entity = &schema->entities[i];
        if (entity->rows != NULL && plan->tables_wanted[i] && !columns->batch.generated[i] &&
            entity_is_below(entity, plan->entity) && columns_can_make(entity, rule))
            status = make_table(columns, entity);
    }
    return status;
}

static enum ft_status columns_apply_rule(struct columns *columns, size_t index)
{
    const struct rule *rule = columns->plan->policy->rules[index];
    struct batch_table *table = columns->batch.by_entity[rule->item.entity->index];
    enum vector_status status = VECTOR_NO;
    if (table == NULL && batch_has_none(&columns->batch, rule->item.entity))
        return FT_OK;
    if (table != NULL) {
        (void)batch_enter(&columns->batch, table);
        status = batch_decide(&columns->batch, rule, &table->items[rule->item.index]);
        table->decided[rule->item.index] = status == VECTOR_OK;
    }
    return status == VECTOR_NO          ? chunk_apply(columns, index)
           : status == VECTOR_NO_MEMORY ? FT_NO_MEMORY
                                        : FT_OK;
}

enum ft_status columns_apply(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    enum ft_status status = FT_OK;
    for (size_t t = 0; t < columns->table_count; t++)
        for (size_t i = 1; i < columns->tables[t].lanes.dating_count; i++)
            columns->tables[t].lanes.datings[i].known = false;
    for (size_t i = 0; i < plan->policy->rule_count && status == FT_OK; i++) {
        if (plan->rules[i].place != STREAM_WITH_ROWS)
            continue;
        status = make_tables(columns, i);
        if (status == FT_OK)
            status = columns_apply_rule(columns, i);
    }
    return status == FT_OK ? make_tables(columns, plan->policy->rule_count) : status;
}
