/* Facts that are in doubt: those that a failing comparison names, and tables without a row. */
#include "doubts.h"

/* What a condition among facts rests on, while it is gathered. */
struct doubting {
    struct display *display;
    struct doubts *doubts;
    bool *seen; /* by rule: its formulas were looked at */
    bool good;
};

static bool doubt_field(struct doubting *doubting, const struct field *field)
{
    struct doubts *doubts = doubting->doubts;
    const struct field **grown =
        arena_grow(doubting->display->arena, doubts->fields, &doubts->field_capacity, sizeof *grown,
                   doubts->field_count + 1);
    if (grown == NULL)
        return false;
    doubts->fields = grown;
    grown[doubts->field_count++] = field;
    return true;
}

/* Every field that the condition names, and those behind the figures that it names. Bounded: a rule names
 * none that comes behind it, and each is looked at once. */
static void doubt_formula(void *context, const struct formula *formula)
{
    struct doubting *doubting = context;
    const struct policy *policy = doubting->display->context->policy;
    for (size_t i = 0; formula != NULL && i < formula->field_count && doubting->good; i++)
        doubting->good = doubt_field(doubting, formula->fields[i]);
    for (size_t i = 0; formula != NULL && i < formula->item_count && doubting->good; i++) {
        const size_t order = formula->items[i]->order;
        if (doubting->seen[order])
            continue;
        doubting->seen[order] = true;
        rule_each_formula(policy->rules[order], doubt_formula, doubting);
    }
}

/* Whether several rows stand in a table of the portfolio that has expected ones below it: a file of a
 * single project, or of talents, may do without the portfolio's own expected tables. */
static bool has_several(const struct dataset *dataset)
{
    const struct schema *schema = dataset->schema;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *above = schema->entities[i].parent;
        if (schema->entities[i].expected && above != NULL && above->parent != NULL &&
            dataset->tables[above->index].count > 1)
            return true;
    }
    return false;
}

static bool expects_rows(const struct dataset *dataset, const struct entity *entity)
{
    return entity->expected && entity->parent != NULL && entity->rows == NULL &&
           (entity->parent->parent != NULL || has_several(dataset));
}

/* Rows without a row of a table that is expected below each. */
static bool gather_empty(struct display *display, struct doubts *doubts, struct pending *pending)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const struct schema *schema = dataset->schema;
    struct arena *arena = display->arena;
    pending->empty = arena_array(arena, schema->entity_count, sizeof *pending->empty);
    doubts->tables = arena_array(arena, schema->entity_count, sizeof *doubts->tables);
    if (pending->empty == NULL || doubts->tables == NULL)
        return false;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        const struct table *table = &dataset->tables[i];
        if (!expects_rows(dataset, entity))
            continue;
        const uint32_t above = dataset->tables[entity->parent->index].count;
        bool *has = arena_array(arena, above, sizeof *has);
        struct empty_table empty = {entity, arena_array(arena, above, sizeof *empty.rows), 0};
        if (has == NULL || empty.rows == NULL)
            return false;
        for (uint32_t row = 0; row < table->count; row++)
            has[table->parents[row]] = true;
        for (uint32_t row = 0; row < above; row++)
            if (!has[row])
                empty.rows[empty.count++] = row;
        if (empty.count == 0)
            continue;
        pending->empty[pending->empty_count++] = empty;
        doubts->tables[doubts->table_count++] = entity;
    }
    return true;
}

bool doubts_lack_rows(const struct doubts *doubts, const struct entity *entity)
{
    for (; entity != NULL; entity = entity->parent)
        for (size_t i = 0; i < doubts->table_count; i++)
            if (doubts->tables[i] == entity)
                return true;
    return false;
}

bool doubts_hold(const struct doubts *doubts, const struct formula *formula)
{
    for (size_t i = 0; i < formula->field_count; i++) {
        const struct field *field = formula->fields[i];
        for (size_t j = 0; j < doubts->field_count; j++)
            if (doubts->fields[j] == field)
                return true;
        for (size_t j = 0; j < doubts->table_count; j++)
            if (field >= doubts->tables[j]->fields &&
                field < doubts->tables[j]->fields + doubts->tables[j]->field_count)
                return true;
    }
    for (size_t i = 0; i < formula->item_count; i++)
        if (doubts_lack_rows(doubts, formula->items[i]->entity))
            return true;
    return false;
}

bool doubts_open(struct display *display, struct doubts *doubts, struct pending *pending)
{
    const struct ledger *ledger = display->context->ledger;
    struct doubting doubting = {.display = display, .doubts = doubts};
    doubting.seen =
        arena_array(display->arena, display->context->policy->rule_count, sizeof *doubting.seen);
    doubting.good = doubting.seen != NULL && gather_empty(display, doubts, pending);
    struct finding_walk walk = {.ledger = ledger, .kind = FINDING_CHECK};
    for (struct finding finding; doubting.good && finding_next(&walk, &finding);)
        if (!finding.holds && finding.rule->of_facts)
            doubt_formula(&doubting, finding.rule->value);
    return doubting.good;
}
