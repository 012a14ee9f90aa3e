/* What share() leaves of pools, found by deriving one row of each family that shares in one. */
#include "derivation.h"
#include "rests.h"

struct finding_rests {
    struct display *display;
    struct share_rest *rests;
    size_t count, capacity;
};

/* Bounded by LIMIT_FORMULA_NESTING. */
static bool node_shares(const struct node *node)
{
    if (node->op == NODE_SHARE)
        return true;
    for (size_t i = 0; i < node->operand_count; i++)
        if (node_shares(node->operands[i]))
            return true;
    return false;
}

static void look_for_share(void *context, const struct formula *formula)
{
    bool *shares = context;
    *shares = *shares || (formula != NULL && node_shares(formula->root));
}

/* The largest weight that the share looked at, the first of such. */
static uint32_t heaviest(struct display *display, const struct derived *derived,
                         const struct step *share)
{
    struct arith *arith = display->context->arith;
    const struct step *most = NULL;
    for (size_t i = 0; i < derived->step_count; i++) {
        const struct step *step = &derived->steps[i];
        if (step->formula != share->formula || step->node != share->node->operands[1] ||
            step->cell.state != CELL_VALUE)
            continue;
        const int order = most == NULL ? 1
                                       : number_compare(arith, &step->cell.value.number,
                                                        &most->cell.value.number);
        if (order > 0 || (order == 0 && step->row < most->row))
            most = step;
    }
    return most == NULL ? share->row : most->row;
}

static enum ft_status keep_rest(struct finding_rests *finding, const struct derived *derived,
                                const struct step *share)
{
    struct display *display = finding->display;
    struct arith *arith = display->context->arith;
    const struct node *node = share->node;
    const struct step *pool =
        find_step(derived, share->formula, node->operands[0], share->entity, share->row);
    const struct step *by =
        find_step(derived, share->formula, node->operands[2], share->entity, share->row);
    struct share_rest rest = {.rule = derived->rule, .unit = &node->operands[0]->unit};
    if (pool == NULL || by == NULL || pool->cell.state != CELL_VALUE ||
        by->cell.state != CELL_VALUE)
        return FT_OK;
    rest.pool = pool->cell.value.number;
    rest.step = by->cell.value.number;
    enum ft_status status = number_round(&rest.rest, arith, &rest.pool, &rest.step, ROUND_FLOOR);
    if (status == FT_OK)
        status = number_sub(&rest.rest, arith, &rest.pool, &rest.rest);
    if (status != FT_OK || number_sign(&rest.rest) == 0)
        return number_tell_size(display->context->diagnostics, &derived->rule->place, status);
    struct share_rest *rests = arena_grow(display->arena, finding->rests, &finding->capacity,
                                          sizeof *rests, finding->count + 1);
    if (rests == NULL)
        return FT_NO_MEMORY;
    rest.row = heaviest(display, derived, share);
    finding->rests = rests;
    rests[finding->count++] = rest;
    return FT_OK;
}

/* The shares of one row, each once; whether there was any. */
static enum ft_status rests_of_row(struct finding_rests *finding, const struct rule *rule,
                                   uint32_t row, bool *found)
{
    const struct arena_mark mark = arena_mark(finding->display->arena);
    struct derived derived;
    enum ft_status status = derive_silently(finding->display, rule, row, &derived);
    *found = false;
    for (size_t i = 0; i < derived.step_count && status == FT_OK; i++) {
        const struct step *step = &derived.steps[i];
        if (step->node->op != NODE_SHARE || step->entity != rule->item.entity || step->row != row ||
            step->cell.state != CELL_VALUE ||
            find_step(&derived, step->formula, step->node, step->entity, step->row) != step)
            continue;
        *found = true;
        status = keep_rest(finding, &derived, step);
    }
    if (!*found) /* the list has not grown */
        arena_rewind(finding->display->arena, mark);
    return status;
}

static enum ft_status rests_of_rule(struct finding_rests *finding, const struct rule *rule)
{
    const struct dataset *dataset = finding->display->context->ledger->dataset;
    const struct entity *entity = rule->item.entity;
    const struct table *table = &dataset->tables[entity->index];
    const struct column *column = &table->items[rule->item.index].column;
    enum ft_status status = FT_OK;
    for (uint32_t row = 0; row < table->count && status == FT_OK;) {
        const struct family family = family_at(dataset, entity, row);
        bool found = false;
        for (; row < family.end && !found && status == FT_OK; row++)
            if (column_state(column, row) == CELL_VALUE)
                status = rests_of_row(finding, rule, row, &found);
        row = family.end;
    }
    return status;
}

enum ft_status share_rests(struct display *display, struct share_rest **rests, size_t *count)
{
    const struct policy *policy = display->context->policy;
    struct finding_rests finding = {.display = display};
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < policy->rule_count && status == FT_OK; i++) {
        bool shares = false;
        rule_each_formula(policy->rules[i], look_for_share, &shares);
        if (shares)
            status = rests_of_rule(&finding, policy->rules[i]);
    }
    *rests = finding.rests;
    *count = finding.count;
    return status == FT_OK ? FT_OK : display_lack_memory(display);
}
