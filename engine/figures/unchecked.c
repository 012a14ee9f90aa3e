/* Which amounts no comparison among facts looked at: the comparisons are walked, not the rows of each. */
#include <string.h>

#include "../policy/policy.h"
#include "unchecked.h"

/* A field of money that a comparison names, and of which rows: NULL: all; else those of an aggregate's table where the
 * cell is true. */
struct touch {
    const struct entity *entity; /* whose field it is */
    const struct field *field;
    const struct entity *over;
    const struct cell *where;
};

struct looking_over {
    struct display *display;
    bool ***checked; /* by entity, field and row; NULL: no row of the field was */
    const struct rule *check;
    struct touch *touches; /* of the check */
    size_t count, capacity;
    bool *followed;            /* by rule: its formulas were walked for the check */
    const struct field *first; /* number that it names, */
    bool compares;             /* and it names another, or that of the row before */
    bool good;
};

static struct dataset *unchecked_dataset(const struct looking_over *looking)
{
    return looking->display->context->ledger->dataset;
}

static bool unchecked_is_money(const struct type *type)
{
    return type->kind == TYPE_NUMBER && type->dimension.power[DIM_MONEY] != 0;
}

static void add_touch(struct looking_over *looking, const struct touch *touch)
{
    struct touch *grown = arena_grow(looking->display->arena, looking->touches, &looking->capacity,
                                     sizeof *grown, looking->count + 1);
    looking->good = grown != NULL;
    if (grown == NULL)
        return;
    looking->touches = grown;
    grown[looking->count++] = *touch;
}

/* ---- a comparison's formula ---- */

/* Whether rows of an aggregate count, by row of its table. NULL: memory is out. */
static const struct cell *where_cells(struct looking_over *looking, const struct formula *formula,
                                      const struct node *aggregate)
{
    struct arena *arena = looking->display->arena;
    const uint32_t count = unchecked_dataset(looking)->tables[aggregate->entity->index].count;
    struct formula part = *formula;
    struct diagnostics silent;
    struct evaluation evaluation = {.dataset = unchecked_dataset(looking),
                                    .arith = looking->display->context->arith,
                                    .diagnostics = &silent,
                                    .silent = true,
                                    .rule = looking->check->item.id};
    uint32_t *rows = arena_array(arena, count, sizeof *rows);
    struct cell *cells = arena_array(arena, count, sizeof *cells);
    for (uint32_t row = 0; rows != NULL && row < count; row++)
        rows[row] = row;
    diagnostics_open(&silent, looking->display->context->language);
    part.root = aggregate->operands[1];
    part.entity = aggregate->entity;
    looking->good = rows != NULL && cells != NULL &&
                    formula_evaluate(&part, &evaluation, rows, count, cells) == FT_OK;
    return looking->good ? cells : NULL;
}

static void walk_node(struct looking_over *looking, const struct formula *formula,
                      const struct node *node, const struct touch *at);

/* The body of an aggregate over the rows that count. What looks at the own row besides is no plain comparison of
 * amounts (a search for twins), and none is of a count. */
static void walk_aggregate(struct looking_over *looking, const struct formula *formula,
                           const struct node *node, const struct touch *at)
{
    struct touch below = *at;
    if (node->op == NODE_COUNT || !aggregate_is_plain_over(node) || node->names_own)
        return;
    if (node->operand_count > 1) {
        below.over = node->entity;
        below.where = where_cells(looking, formula, node);
    }
    if (looking->good)
        walk_node(looking, formula, node->operands[0], &below);
}

static void walk_formula(struct looking_over *looking, const struct formula *formula,
                         const struct touch *at)
{
    if (formula != NULL && looking->good)
        walk_node(looking, formula, formula->root, at);
}

/* A figure stands for what it is worked out from. Bounded: a rule names none that comes behind it, and each is looked
 * at once. */
static void walk_item(struct looking_over *looking, const struct item *item, const struct touch *at)
{
    const struct rule *rule = policy_rule_of(looking->display->context->policy, item);
    if (looking->followed[item->order])
        return;
    looking->followed[item->order] = true;
    walk_formula(looking, rule->value, at);
    for (size_t i = 0; i < rule->case_count; i++)
        walk_formula(looking, rule->cases[i].value, at);
}

static void walk_node(struct looking_over *looking, const struct formula *formula,
                      const struct node *node, const struct touch *at)
{
    struct touch touch = *at;
    if (node->op == NODE_FILLED || node->op == NODE_GIVEN || node->op == NODE_APPLICABLE)
        return; /* whether it is there says nothing of how much */
    looking->compares |= node->op == NODE_PREVIOUS;
    if (node->op == NODE_ITEM) {
        walk_item(looking, node->item, at);
    } else if (node->op == NODE_FIELD && node->type.kind == TYPE_NUMBER) {
        looking->compares |= looking->first != NULL && looking->first != node->field;
        looking->first = node->field;
        touch.entity = node->entity;
        touch.field = node->field;
        if (unchecked_is_money(&node->type))
            add_touch(looking, &touch);
    } else if (node_is_aggregate(node->op)) {
        walk_aggregate(looking, formula, node, at);
    } else {
        for (size_t i = 0; i < node->operand_count && looking->good; i++)
            walk_node(looking, formula, node->operands[i], at);
    }
}

/* ---- the rows that it compared ---- */

/* The nearest table at or above both. */
static const struct entity *above_both(const struct entity *x, const struct entity *y)
{
    while (!entity_is_below(y, x))
        x = x->parent;
    return x;
}

/* Whether the comparison had an outcome, by the row of `above` at or above its own. NULL: memory is out. */
static bool *compared_rows(struct looking_over *looking, const struct entity *above)
{
    const struct dataset *dataset = unchecked_dataset(looking);
    const struct item *item = &looking->check->item;
    const struct table *table = &dataset->tables[item->entity->index];
    bool *rows = arena_array(looking->display->arena, dataset->tables[above->index].count, 1);
    looking->good = rows != NULL;
    for (uint32_t row = 0; looking->good && row < table->count; row++)
        if (column_state(&table->items[item->index].column, row) == CELL_VALUE)
            rows[row_above(dataset, item->entity, row, above)] = true;
    return rows;
}

static void mark_touched(struct looking_over *looking, const struct touch *touch)
{
    const struct dataset *dataset = unchecked_dataset(looking);
    const uint32_t count = dataset->tables[touch->entity->index].count;
    const struct entity *above = above_both(looking->check->item.entity, touch->entity);
    const bool *compared = compared_rows(looking, above);
    bool **checked = &looking->checked[touch->entity->index][touch->field->index];
    if (*checked == NULL)
        *checked = arena_array(looking->display->arena, count, 1);
    looking->good &= *checked != NULL;
    for (uint32_t row = 0; looking->good && row < count; row++) {
        const struct cell *where = touch->where;
        if (!compared[row_above(dataset, touch->entity, row, above)])
            continue;
        if (where != NULL && entity_is_below(touch->entity, touch->over))
            where = &where[row_above(dataset, touch->entity, row, touch->over)];
        if (where == NULL || (where->state == CELL_VALUE && where->value.boolean))
            (*checked)[row] = true;
    }
}

/* A limit by itself says whether an amount is out of all reason: it is no comparison. */
static void look_over_check(struct looking_over *looking, const struct rule *check)
{
    const struct touch none = {0};
    looking->check = check;
    looking->count = 0;
    looking->first = NULL;
    looking->compares = false;
    memset(looking->followed, 0,
           looking->display->context->policy->rule_count * sizeof *looking->followed);
    walk_formula(looking, check->value, &none);
    for (size_t i = 0; looking->compares && i < looking->count && looking->good; i++)
        mark_touched(looking, &looking->touches[i]);
}

/* ---- what is left ---- */

/* Fields that payments can rest on: by entity, then by field. NULL: memory is out. */
static bool **fields_that_pay(struct display *display)
{
    const struct policy *policy = display->context->policy;
    struct arena *arena = display->arena;
    bool *named = arena_array(arena, policy->rule_count, sizeof *named);
    bool *rules = arena_array(arena, policy->rule_count, sizeof *rules);
    bool *tables = arena_array(arena, policy->schema.entity_count, sizeof *tables);
    bool **fields;
    if (named == NULL || rules == NULL || tables == NULL)
        return NULL;
    for (size_t i = 0; i < policy->rule_count; i++)
        for (size_t j = 0; j < policy->rules[i]->post_count; j++)
            named[i] |= !policy->rules[i]->posts[j].memo;
    policy_rests_on(policy, named, rules, tables);
    return policy_fields_named(&fields, policy, named, rules, tables, arena) == FT_OK ? fields
                                                                                      : NULL;
}

/* What was filed of a field and not compared; a count of 0 where there is none. */
static struct unchecked_fact unchecked_of(const struct looking_over *looking,
                                          const struct entity *entity, const struct field *field)
{
    const struct table *table = &unchecked_dataset(looking)->tables[entity->index];
    const struct column *column = &table->fields[field->index];
    const bool *checked = looking->checked[entity->index][field->index];
    struct dimension rest = field->type.dimension;
    struct unchecked_fact fact = {.entity = entity, .field = field, .largest = NUMBER_ZERO};
    rest.power[DIM_MONEY]--;
    fact.is_price = !dimension_equal(rest, DIMENSION_NONE);
    for (uint32_t row = 0; row < table->count; row++) {
        struct place room;
        if ((checked != NULL && checked[row]) || column_state(column, row) != CELL_VALUE ||
            column_place(column, row, &room)->width == 0)
            continue;
        const struct number number = column_value(column, row).number;
        if (number_sign(&number) == 0)
            continue;
        if (fact.count++ > 0 &&
            number_compare(looking->display->context->arith, &number, &fact.largest) <= 0)
            continue;
        fact.row = row;
        fact.largest = number;
    }
    return fact;
}

static bool stands_before(const struct looking_over *looking, const struct unchecked_fact *x,
                          const struct unchecked_fact *y)
{
    return x->is_price != y->is_price
               ? y->is_price
               : number_compare(looking->display->context->arith, &x->largest, &y->largest) > 0;
}

static bool gather_unchecked(const struct looking_over *looking, struct unchecked *unchecked)
{
    const struct dataset *dataset = unchecked_dataset(looking);
    bool *const *pays = fields_that_pay(looking->display);
    size_t capacity = 0;
    for (size_t i = 0; pays != NULL && i < dataset->schema->entity_count; i++) {
        const struct entity *entity = &dataset->schema->entities[i];
        for (size_t f = 0; dataset->tables[i].fields != NULL && f < entity->field_count; f++) {
            if (!unchecked_is_money(&entity->fields[f].type) || !pays[i][f])
                continue;
            const struct unchecked_fact fact = unchecked_of(looking, entity, &entity->fields[f]);
            if (fact.count == 0)
                continue;
            struct unchecked_fact *grown =
                arena_grow(looking->display->arena, unchecked->facts, &capacity, sizeof *grown,
                           unchecked->count + 1);
            if (grown == NULL)
                return false;
            unchecked->facts = grown;
            *(fact.is_price ? &unchecked->prices : &unchecked->amounts) += fact.count;
            size_t at = unchecked->count++;
            for (; at > 0 && stands_before(looking, &fact, &grown[at - 1]); at--)
                grown[at] = grown[at - 1];
            grown[at] = fact;
        }
    }
    return pays != NULL;
}

bool unchecked_open(struct display *display, struct unchecked *unchecked)
{
    const struct policy *policy = display->context->policy;
    const struct schema *schema = &policy->schema;
    struct arena *arena = display->arena;
    struct looking_over looking = {
        .display = display,
        .checked = arena_array(arena, schema->entity_count, sizeof(bool **)),
        .followed = arena_array(arena, policy->rule_count, sizeof *looking.followed)};
    *unchecked = (struct unchecked){0};
    looking.good = looking.checked != NULL && looking.followed != NULL;
    for (size_t i = 0; looking.good && i < schema->entity_count; i++) {
        looking.checked[i] = arena_array(arena, schema->entities[i].field_count, sizeof(bool *));
        looking.good = looking.checked[i] != NULL;
    }
    for (size_t i = 0; looking.good && i < policy->rule_count; i++)
        if (policy->rules[i]->of_facts && !policy->rules[i]->coarse)
            look_over_check(&looking, policy->rules[i]);
    const bool good = looking.good && gather_unchecked(&looking, unchecked);
    if (!good)
        (void)display_lack_memory(display);
    return good;
}
