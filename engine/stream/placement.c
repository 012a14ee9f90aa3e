/*
 * Where each rule is worked out: with the long table's rows, before them, behind them with sums
 * over them, or only with the whole table at hand; and the sums that the rules beside it ask for.
 */
#include <string.h>

#include "stream_internal.h"

/* Through the formulas of all rules, in their order: what a rule uses was looked at before it. */
struct search {
    const struct policy *policy;
    const struct entity *entity;
    struct placements *placements;
    struct arena *arena;
    struct stream_placement *placement; /* of the rule, or the table made, whose formula it is */
    const struct formula *formula;      /* NULL where the rule has none there */
    bool dates;                         /* it says on which date the others are read */
    bool words;                         /* it is a hole in a sentence */
    bool waits;                         /* it waits for sums */
    bool in_sum;                        /* inside one */
    size_t sum_capacity, obstacle_capacity;
    enum ft_status status;
};

/* As the formula says it. */
static void placement_explain(struct search *search, const struct node *node,
                              enum stream_place place)
{
    struct stream_placement *placement = search->placement;
    const char *what = arena_copy(search->arena, node->text->bytes + node->offset, node->length);
    if (what == NULL)
        search->status = FT_NO_MEMORY;
    if (what == NULL || placement->place >= place)
        return;
    placement->place = place;
    placement->what = what;
}

/* A sum over the table's rows, to be worked out with them. */
static void placement_collect(struct search *search, const struct node *node)
{
    struct placements *placements = search->placements;
    struct aggregate *sums = arena_grow(search->arena, placements->sums, &search->sum_capacity,
                                        sizeof *sums, placements->sum_count + 1);
    if (sums == NULL) {
        search->status = FT_NO_MEMORY;
        return;
    }
    placements->sums = sums;
    sums[placements->sum_count] =
        (struct aggregate){.rule = search->placement->rule, .node = node, .part = *search->formula};
    sums[placements->sum_count++].part.root = node;
}

static bool placement_is_aggregate(const struct search *search, const struct node *node)
{
    const struct item *item = node->item;
    return item != NULL && !entity_is_below(item->entity, search->entity) &&
           search->placements->rules[item->order].place == STREAM_BEHIND_ROWS;
}

/* A sum where it can be had: from outside the rows, in what is read when they are all through. */
static bool can_wait(const struct search *search)
{
    return !search->in_sum && !search->dates && search->placement->rule != NULL &&
           !entity_is_below(search->formula->entity, search->entity);
}

/* Whether an aggregate at a row of `on` goes over rows that are not all in the block of that row: those
 * below a row above the table's, or those that refer to it from anywhere. */
static bool looks_past_block(const struct search *search, const struct node *node,
                             const struct entity *on)
{
    const bool of_rows = entity_is_below(node->entity, search->entity);
    if (!node_is_aggregate(node->op) || aggregate_is_plain_over(node))
        return false;
    if (node->via != NULL)
        return on == search->entity || (of_rows && !entity_is_below(on, search->entity));
    return of_rows && !entity_is_below(node->above, search->entity);
}

/* `on`: the entity whose row the node is evaluated at. Bounded by LIMIT_FORMULA_NESTING. */
static void look(struct search *search, const struct node *node, const struct entity *on)
{
    bool from_rows = entity_is_below(on, search->entity), outermost = false;
    bool of_rows = node->entity != NULL && entity_is_below(node->entity, search->entity);
    if ((node_class(node->op) == CLASS_SIBLINGS && on == search->entity) ||
        looks_past_block(search, node, on))
        placement_explain(search, node, STREAM_NOT_IN_BLOCKS);
    else if (placement_is_aggregate(search, node)) {
        search->waits = true;
        placement_explain(search, node,
                          can_wait(search) ? STREAM_BEHIND_ROWS : STREAM_NOT_IN_BLOCKS);
    } else if (of_rows && !from_rows) {
        outermost = node_is_aggregate(node->op) && node->type.kind != TYPE_DATE && can_wait(search);
        search->waits = true;
        placement_explain(search, node, outermost ? STREAM_BEHIND_ROWS : STREAM_NOT_IN_BLOCKS);
    }
    if (outermost)
        placement_collect(search, node);
    search->in_sum |= outermost;
    for (size_t i = 0; i < node->operand_count; i++)
        look(search, node->operands[i], node_is_aggregate(node->op) ? node->entity : on);
    search->in_sum &= !outermost;
}

static void look_at_formula(void *context, const struct formula *formula)
{
    struct search *search = context;
    search->formula = formula;
    search->dates = search->placement->rule != NULL && formula == search->placement->rule->on;
    look(search, formula->root, formula->entity);
}

/* What a rule posts, and says where it does not apply, may wait where its figure does not. */
static void look_at_postings(struct search *search)
{
    const struct rule *rule = search->placement->rule;
    struct stream_placement own = *search->placement;
    search->waits = false;
    rule_each_posted(rule, look_at_formula, search);
    if (!entity_is_below(rule->item.entity, search->entity)) {
        template_each_formula(&rule->otherwise.zh, look_at_formula, search);
        template_each_formula(&rule->otherwise.en, look_at_formula, search);
    }
    if (search->placement->place < STREAM_NOT_IN_BLOCKS)
        *search->placement = own;
    search->placement->posts_behind = search->waits;
}

static void look_at_rule(struct search *search, const struct rule *rule)
{
    bool row = entity_is_below(rule->item.entity, search->entity);
    search->placement = &search->placements->rules[rule->item.order];
    *search->placement = (struct stream_placement){
        .rule = rule, .place = row ? STREAM_WITH_ROWS : STREAM_BEFORE_ROWS};
    rule_each_formula(rule, look_at_formula, search);
    look_at_postings(search);
}

/* How many rows a policy makes is asked before sums are known. */
static void look_at_generated(struct search *search, const struct entity *entity)
{
    struct stream_placement placement = {.generated = entity, .place = STREAM_BEFORE_ROWS};
    struct placements *placements = search->placements;
    search->placement = &placement;
    look_at_formula(search, entity->rows);
    search->placement = NULL;
    if (placement.place != STREAM_NOT_IN_BLOCKS)
        return;
    struct stream_placement *generated =
        arena_grow(search->arena, placements->generated, &search->obstacle_capacity,
                   sizeof *generated, placements->generated_count + 1);
    if (generated == NULL) {
        search->status = FT_NO_MEMORY;
        return;
    }
    placements->generated = generated;
    generated[placements->generated_count++] = placement;
}

enum ft_status placements_find(struct placements *placements, const struct policy *policy,
                               const struct wanted *wanted, const struct entity *entity,
                               struct arena *arena)
{
    struct search search = {
        .policy = policy, .entity = entity, .placements = placements, .arena = arena};
    *placements = (struct placements){0};
    placements->rules = arena_array(arena, policy->rule_count, sizeof *placements->rules);
    if (placements->rules == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < policy->rule_count && search.status == FT_OK; i++) {
        if (wanted == NULL || wanted->rules[i])
            look_at_rule(&search, policy->rules[i]);
        else
            placements->rules[i] =
                (struct stream_placement){.rule = policy->rules[i], .place = STREAM_LEFT_OUT};
        placements->rules[i].named = wanted == NULL || wanted->named[i];
    }
    for (size_t i = 0; i < policy->schema.entity_count && search.status == FT_OK; i++)
        if (policy->schema.entities[i].rows != NULL && (wanted == NULL || wanted->tables[i]))
            look_at_generated(&search, &policy->schema.entities[i]);
    return search.status;
}

enum ft_status stream_placements(const struct stream_placement **out, size_t *count,
                                 const struct policy *policy, const struct entity *entity,
                                 struct arena *arena)
{
    struct placements placements;
    enum ft_status status = placements_find(&placements, policy, NULL, entity, arena);
    if (status != FT_OK)
        return status;
    *count = policy->rule_count + placements.generated_count;
    struct stream_placement *all = arena_array(arena, *count, sizeof *all);
    if (all == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < *count; i++)
        all[i] = i < policy->rule_count ? placements.rules[i]
                                        : placements.generated[i - policy->rule_count];
    *out = all;
    return FT_OK;
}

bool placements_refuse(const struct placements *placements, const struct plan *plan,
                       struct diagnostics *diagnostics)
{
    uint64_t before = diagnostics->said;
    for (size_t i = 0; i < plan->policy->rule_count + placements->generated_count; i++) {
        const struct stream_placement *placement =
            i < plan->policy->rule_count ? &placements->rules[i]
                                         : &placements->generated[i - plan->policy->rule_count];
        if (placement->place == STREAM_NOT_IN_BLOCKS)
            diagnostics_add(
                diagnostics,
                placement->rule != NULL ? &placement->rule->place : &placement->generated->place,
                &stream_message[STREAM_WHOLE_TABLE],
                placement->rule != NULL ? placement->rule->item.id : placement->generated->table,
                placement->what, plan->entity->table, NULL);
    }
    return diagnostics->said > before;
}
