/*
 * How each rule meets the long table: row by row, once beside it, by sums over it, or only with the
 * whole table at hand; and the sums that the rules beside it ask for.
 */
#include <string.h>

#include "stream_internal.h"

bool entity_is_below(const struct entity *entity, const struct entity *above)
{
    while (entity != NULL && entity != above)
        entity = entity->parent;
    return entity == above;
}

/* Through the formulas of all rules, in their order: what a rule uses was looked at before it. */
struct search {
    const struct policy *policy;
    const struct entity *entity;
    struct costs *costs;
    struct arena *arena;
    struct stream_cost *cost;      /* of the rule, or the table made, whose formula it is */
    const struct formula *formula; /* NULL where the rule has none there */
    bool dates;                    /* it says on which date the others are read */
    bool words;                    /* it is a hole in a sentence */
    bool late;                     /* it waits for sums */
    bool in_sum;                   /* inside one */
    size_t sum_capacity, obstacle_capacity;
    enum ft_status status;
};

static bool is_about_siblings(enum node_op op)
{
    return op == NODE_FIRST || op == NODE_LAST || op == NODE_INDEX || op == NODE_PREVIOUS ||
           op == NODE_CUMULATIVE || op == NODE_SHARE || op == NODE_FILL;
}

static bool is_aggregate(enum node_op op)
{
    return op == NODE_SUM || op == NODE_MIN || op == NODE_MAX || op == NODE_ANY || op == NODE_ALL ||
           op == NODE_COUNT;
}

/* As the formula says it; `through`: the rule whose figure it is. */
static void explain(struct search *search, const struct node *node, enum stream_class class,
                    const struct item *through)
{
    struct stream_cost *cost = search->cost;
    const char *what =
        arena_copy(search->arena, search->formula->text.bytes + node->offset, node->length);
    if (what == NULL)
        search->status = FT_NO_MEMORY;
    if (what == NULL || cost->class >= class)
        return;
    cost->class = class;
    cost->what = what;
    cost->through = through;
}

/* A sum over the table's rows, to be worked out with them. */
static void collect(struct search *search, const struct node *node)
{
    struct costs *costs = search->costs;
    struct late_sum *sums = arena_grow(search->arena, costs->sums, &search->sum_capacity,
                                       sizeof *sums, costs->sum_count + 1);
    if (sums == NULL) {
        search->status = FT_NO_MEMORY;
        return;
    }
    costs->sums = sums;
    sums[costs->sum_count] =
        (struct late_sum){.rule = search->cost->rule, .node = node, .part = *search->formula};
    sums[costs->sum_count++].part.root = node;
}

static bool is_late(const struct search *search, const struct node *node)
{
    const struct item *item = node->item;
    return item != NULL && !entity_is_below(item->entity, search->entity) &&
           search->costs->rules[item->order].class == STREAM_BY_SUMS;
}

/* A sum where it can be had: from outside the rows, in what is read when they are all through. */
static bool can_wait(const struct search *search)
{
    return !search->in_sum && !search->dates && search->cost->rule != NULL &&
           !entity_is_below(search->formula->entity, search->entity);
}

/* `on`: the entity whose row the node is evaluated at. Bounded by LIMIT_FORMULA_NESTING. */
static void look(struct search *search, const struct node *node, const struct entity *on)
{
    bool from_rows = entity_is_below(on, search->entity), outermost = false;
    bool of_rows = node->entity != NULL && entity_is_below(node->entity, search->entity);
    if (is_about_siblings(node->op) && on == search->entity)
        explain(search, node, STREAM_WHOLE, NULL);
    else if (is_late(search, node)) {
        search->late = true;
        explain(search, node, can_wait(search) ? STREAM_BY_SUMS : STREAM_WHOLE, node->item);
    } else if (of_rows && !from_rows) {
        outermost = is_aggregate(node->op) && can_wait(search);
        search->late = true;
        explain(search, node, outermost ? STREAM_BY_SUMS : STREAM_WHOLE, node->item);
    }
    if (outermost)
        collect(search, node);
    search->in_sum |= outermost;
    for (size_t i = 0; i < node->operand_count; i++)
        look(search, node->operands[i], is_aggregate(node->op) ? node->entity : on);
    search->in_sum &= !outermost;
}

static void look_at_formula(void *context, const struct formula *formula)
{
    struct search *search = context;
    if (formula == NULL)
        return;
    search->formula = formula;
    search->dates = search->cost->rule != NULL && formula == search->cost->rule->on;
    look(search, formula->root, formula->entity);
}

static void look_at_words(struct search *search, const struct template *template)
{
    for (size_t i = 0; i < template->count; i++)
        look_at_formula(search, template->pieces[i].formula);
}

/* What a rule posts, and says where it does not apply, may wait where its figure does not. */
static void look_at_postings(struct search *search, bool *late)
{
    const struct rule *rule = search->cost->rule;
    struct stream_cost own = *search->cost;
    search->late = false;
    for (size_t i = 0; i < rule->post_count; i++) {
        look_at_formula(search, rule->posts[i].when);
        look_at_formula(search, rule->posts[i].amount);
    }
    if (!entity_is_below(rule->item.entity, search->entity)) {
        look_at_words(search, &rule->otherwise.zh);
        look_at_words(search, &rule->otherwise.en);
    }
    *late = search->late;
    if (search->cost->class < STREAM_WHOLE)
        *search->cost = own;
}

static void look_at_rule(struct search *search, const struct rule *rule)
{
    struct costs *costs = search->costs;
    bool row = entity_is_below(rule->item.entity, search->entity);
    search->cost = &costs->rules[rule->item.order];
    *search->cost = (struct stream_cost){.rule = rule, .class = row ? STREAM_ROWS : STREAM_ONCE};
    rule_each_formula(rule, look_at_formula, search);
    look_at_postings(search, &costs->late_postings[rule->item.order]);
}

/* How many rows a policy makes is asked before sums are known. */
static void look_at_made(struct search *search, const struct entity *entity)
{
    struct stream_cost cost = {.made = entity, .class = STREAM_ONCE};
    struct costs *costs = search->costs;
    search->cost = &cost;
    look_at_formula(search, entity->rows);
    search->cost = NULL;
    if (cost.class != STREAM_WHOLE)
        return;
    struct stream_cost *made = arena_grow(search->arena, costs->made, &search->obstacle_capacity,
                                          sizeof *made, costs->made_count + 1);
    if (made == NULL) {
        search->status = FT_NO_MEMORY;
        return;
    }
    costs->made = made;
    made[costs->made_count++] = cost;
}

enum ft_status costs_find(struct costs *costs, const struct policy *policy,
                          const struct wanted *wanted, const struct entity *entity,
                          struct arena *arena)
{
    struct search search = {.policy = policy, .entity = entity, .costs = costs, .arena = arena};
    *costs = (struct costs){0};
    costs->rules = arena_array(arena, policy->rule_count, sizeof *costs->rules);
    costs->late_postings = arena_array(arena, policy->rule_count, sizeof *costs->late_postings);
    if (costs->rules == NULL || costs->late_postings == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < policy->rule_count && search.status == FT_OK; i++) {
        if (wanted == NULL || wanted->rules[i])
            look_at_rule(&search, policy->rules[i]);
        else
            costs->rules[i] =
                (struct stream_cost){.rule = policy->rules[i], .class = STREAM_LEFT_OUT};
    }
    for (size_t i = 0; i < policy->schema.entity_count && search.status == FT_OK; i++)
        if (policy->schema.entities[i].rows != NULL && (wanted == NULL || wanted->tables[i]))
            look_at_made(&search, &policy->schema.entities[i]);
    return search.status;
}

enum ft_status stream_costs(const struct stream_cost **out, size_t *count,
                            const struct policy *policy, const struct entity *entity,
                            struct arena *arena)
{
    struct costs costs;
    enum ft_status status = costs_find(&costs, policy, NULL, entity, arena);
    if (status != FT_OK)
        return status;
    *count = policy->rule_count + costs.made_count;
    struct stream_cost *all = arena_array(arena, *count, sizeof *all);
    if (all == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < *count; i++)
        all[i] = i < policy->rule_count ? costs.rules[i] : costs.made[i - policy->rule_count];
    *out = all;
    return FT_OK;
}

bool costs_refuse(const struct costs *costs, const struct plan *plan,
                  struct diagnostics *diagnostics)
{
    uint64_t before = diagnostics->total;
    for (size_t i = 0; i < plan->policy->rule_count + costs->made_count; i++) {
        const struct stream_cost *cost = i < plan->policy->rule_count
                                             ? &costs->rules[i]
                                             : &costs->made[i - plan->policy->rule_count];
        if (cost->class == STREAM_WHOLE)
            diagnostics_add(diagnostics,
                            cost->rule != NULL ? &cost->rule->place : &cost->made->place,
                            &stream_message[STREAM_WHOLE_TABLE],
                            cost->rule != NULL ? cost->rule->item.id : cost->made->table,
                            cost->what, plan->entity->table, NULL);
    }
    return diagnostics->total > before;
}
