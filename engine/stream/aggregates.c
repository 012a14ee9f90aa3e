/*
 * Sums over the long table for the rules beside it. Each block of rows tells what a sum, count,
 * least, greatest, any or all comes to over its rows alone; these parts put together in whatever
 * order are what the evaluator would have found over all rows.
 */
#include <string.h>

#include "columns.h"

/* ---- parts ---- */

enum ft_status aggregate_open(struct aggregate_state **out, const struct plan *plan,
                              struct arena *arena)
{
    struct aggregate_state *parts = arena_array(arena, plan->aggregate_count, sizeof *parts);
    if (parts == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < plan->aggregate_count; i++)
        if (!aggregate_state_open(&parts[i], plan->aggregates[i].node, plan->aggregates[i].on,
                                  plan->scenario->dataset->known_at,
                                  plan->policy->schema.version_count, arena))
            return FT_NO_MEMORY;
    *out = parts;
    return FT_OK;
}

void aggregate_close(struct aggregate_state *parts, const struct plan *plan)
{
    for (size_t i = 0; parts != NULL && i < plan->aggregate_count; i++)
        aggregate_state_close(&parts[i]);
}

/* ---- of rows in a dataset ---- */

size_t fault_lists(const struct plan *plan)
{
    return (plan->bilingual ? 2 : 1) * (plan->aggregate_count + 1);
}

/* The language of such a list. */
static enum ft_language fault_list_language(const struct plan *plan, size_t index,
                                            enum ft_language own)
{
    const enum ft_language other = own == FT_ZH ? FT_EN : FT_ZH;
    return index <= plan->aggregate_count ? own : other;
}

bool faults_join(struct diagnostics **all, const struct diagnostics *faults, struct arena *arena)
{
    if (*all == NULL)
        *all = arena_allocate(arena, sizeof **all);
    if (*all == NULL)
        return false;
    (*all)->language = faults->language;
    diagnostics_join(*all, faults);
    return true;
}

struct diagnostics *worker_faults(struct worker *worker, size_t index)
{
    struct diagnostics **faults = &worker->faults[index];
    if (*faults == NULL)
        *faults = arena_allocate(&worker->buffers, sizeof **faults);
    if (*faults != NULL)
        (*faults)->language =
            fault_list_language(worker->plan, index, worker->diagnostics.language);
    return *faults;
}

/* An aggregate over the rows of a dataset, told to `diagnostics`, or, where tables of it stand as vectors,
 * not told; `*seen` rows counted. Errors: FT_NO_MEMORY. */
static enum ft_status aggregate_evaluate(struct worker *worker, size_t index,
                                         struct dataset *dataset, struct diagnostics *diagnostics,
                                         struct cell *cell, uint32_t *seen, bool *at_fault)
{
    const struct aggregate *sum = &worker->plan->aggregates[index];
    const uint32_t portfolio = 0;
    struct evaluation evaluation = {.dataset = dataset,
                                    .arith = &worker->arith,
                                    .diagnostics = diagnostics,
                                    .on = &sum->on,
                                    .seen = seen,
                                    .rule = sum->rule->item.id};
    *seen = 0;
    enum ft_status status = formula_evaluate(&sum->part, &evaluation, &portfolio, 1, cell);
    *at_fault = evaluation.at_fault;
    return status;
}

enum ft_status aggregate_tell(struct worker *worker, struct dataset *dataset)
{
    const struct plan *plan = worker->plan;
    for (size_t list = 0; list < fault_lists(plan); list++) {
        const size_t index = list % (plan->aggregate_count + 1);
        struct cell cell;
        uint32_t seen;
        bool at_fault;
        if (index == faults_of_rows(plan))
            continue;
        struct diagnostics *faults = worker_faults(worker, list);
        if (faults == NULL ||
            aggregate_evaluate(worker, index, dataset, faults, &cell, &seen, &at_fault) != FT_OK)
            return FT_NO_MEMORY;
    }
    return FT_OK;
}

enum ft_status aggregate_take_chunk(struct columns *columns)
{
    struct worker *worker = columns->worker;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < columns->plan->aggregate_count && status == FT_OK; i++) {
        struct cell cell;
        uint32_t seen;
        bool at_fault;
        status =
            aggregate_evaluate(worker, i, columns->batch.dataset, NULL, &cell, &seen, &at_fault);
        worker->sums_at_fault |= at_fault;
        if (status == FT_OK)
            aggregate_take_cell(&worker->totals.aggregates[i], columns->plan->aggregates[i].node,
                                &cell, seen);
    }
    return status;
}

/* ---- before and behind the rows ---- */

/* Sums are read on the date of the rule that asks for them. One that does not say which does not
 * apply either, and asks for nothing. */
enum ft_status aggregate_dates(const struct plan *plan, struct arith *arith)
{
    struct diagnostics silent = {.language = FT_EN};
    struct dataset *dataset = plan->scenario->dataset;
    const uint32_t portfolio = 0;
    for (size_t i = 0; i < plan->aggregate_count; i++) {
        struct aggregate *sum = &plan->aggregates[i];
        struct evaluation evaluation = {
            .dataset = dataset, .arith = arith, .diagnostics = &silent, .rule = sum->rule->item.id};
        struct cell on = {.state = CELL_ABSENT};
        sum->on = dataset->as_of;
        if (sum->rule->on != NULL &&
            formula_evaluate(sum->rule->on, &evaluation, &portfolio, 1, &on) != FT_OK)
            return FT_NO_MEMORY;
        if (on.state == CELL_VALUE)
            sum->on = on.value.date;
    }
    return FT_OK;
}

/* The one rule of the rows that the sum looks at; NULL where there are several, or none. */
static const struct item *aggregate_only_item(const struct plan *plan, const struct node *node,
                                              const struct item *found, bool *several)
{
    if (node->op == NODE_ITEM && entity_is_below(node->item->entity, plan->entity)) {
        *several |= found != NULL && found != node->item;
        found = node->item;
    }
    for (size_t i = 0; i < node->operand_count; i++)
        found = aggregate_only_item(plan, node->operands[i], found, several);
    return found;
}

/* Undetermined, for want of what the text says. */
static enum ft_status settle_lacking(struct settled_node *settled, const struct plan *plan,
                                     const char *text, struct arena *arena)
{
    const struct lack lack = {.kind = LACK_FAULT, .entity = plan->entity->parent, .text = text};
    settled->cell = (struct cell){.state = CELL_UNDETERMINED};
    settled->cell.reason.lacks = text == NULL ? NULL : lacks_of(&lack, arena);
    return settled->cell.reason.lacks == NULL ? FT_NO_MEMORY : FT_OK;
}

/* The sum is too long a fraction. */
static enum ft_status settle_too_large(struct settled_node *settled, const struct plan *plan,
                                       const struct aggregate *sum, struct arith *arith,
                                       struct diagnostics *faults)
{
    const struct message *message = &stream_message[STREAM_SUM_TOO_LARGE];
    const char *const args[MESSAGE_ARGUMENTS] = {sum->rule->item.id, plan->entity->table};
    diagnostics_add(faults, &sum->rule->place, message, args[0], args[1], NULL);
    return settle_lacking(
        settled, plan, message_text(message, faults->language, args, arith->arena), arith->arena);
}

/* Rows of the long table that are undetermined: their lacks stand in their lines. One row decides
 * "any" and "all", whatever the others lack. */
static enum ft_status settle_open(struct settled_node *settled, const struct plan *plan,
                                  const struct aggregate_state *part, struct arith *arith,
                                  enum ft_language language)
{
    static const char text_zh[] = "逐行计算的表中有待定的行",
                      text_en[] = "some rows of the long table are undetermined";
    const struct node *node = settled->node;
    if ((node->op == NODE_ANY && part->truth) || (node->op == NODE_ALL && !part->truth)) {
        settled->cell = (struct cell){.state = CELL_VALUE};
        return FT_OK;
    }
    const enum ft_status status =
        settle_lacking(settled, plan, language == FT_ZH ? text_zh : text_en, arith->arena);
    settled->cell.reason.partial = node->op == NODE_SUM || node->op == NODE_COUNT;
    return status;
}

static enum ft_status aggregate_settle(struct settled_node *settled, const struct plan *plan,
                                       size_t index, struct aggregate_state *part,
                                       struct arith *arith, struct diagnostics *faults)
{
    const struct aggregate *sum = &plan->aggregates[index];
    const struct node *node = sum->node;
    bool several = false;
    enum ft_status status = FT_OK;
    *settled = (struct settled_node){.node = node, .cell = {.state = part->state}};
    if (part->state == CELL_NOT_APPLICABLE) {
        settled->cell.reason =
            (struct reason){.kind = REASON_DEPENDS,
                            .cause = aggregate_only_item(plan, node, NULL, &several),
                            .row = ROW_NOT_HELD};
        if (several)
            settled->cell.reason.cause = NULL;
    }
    if (part->state == CELL_UNDETERMINED)
        status = settle_open(settled, plan, part, arith, faults->language);
    if (settled->cell.state != CELL_VALUE && !settled->cell.reason.partial)
        return status;
    settled->none = (node->op == NODE_MIN || node->op == NODE_MAX) && part->seen == 0;
    status = aggregate_state_value(part, node, arith, &settled->cell.value);
    return status == FT_TOO_LARGE ? settle_too_large(settled, plan, sum, arith, faults) : status;
}

/* What was wrong with the rows of a sum is told where a rule has asked for it. */
static void tell_asked(const struct settled_node *settled, const struct diagnostics *faults,
                       struct diagnostics *diagnostics)
{
    if (settled->asked)
        diagnostics_join(diagnostics, faults);
}

enum ft_status aggregate_apply(struct stream *stream, const struct plan *plan,
                               struct aggregate_state *parts, struct diagnostics **faults,
                               struct arith *arith, struct diagnostics *diagnostics)
{
    struct dataset *dataset = plan->scenario->dataset;
    struct settled_node *settled =
        arena_array(arith->arena, plan->aggregate_count, sizeof *settled);
    if (settled == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < plan->aggregate_count; i++) {
        if (faults[i] == NULL)
            faults[i] = arena_allocate(arith->arena, sizeof **faults);
        if (faults[i] == NULL)
            return FT_NO_MEMORY;
        faults[i]->language = diagnostics->language;
        enum ft_status status = aggregate_settle(&settled[i], plan, i, &parts[i], arith, faults[i]);
        if (status != FT_OK)
            return status;
    }
    dataset->settled = settled;
    dataset->settled_count = plan->aggregate_count;
    const enum ft_status status = plan_apply(plan, STEP_BEHIND_ROWS, dataset, arith, diagnostics,
                                             &stream->application, &stream->ledger);
    for (size_t i = 0; i < plan->aggregate_count; i++) {
        tell_asked(&settled[i], faults[i], diagnostics);
        for (size_t v = 0; v < plan->policy->schema.version_count && settled[i].asked; v++)
            stream->application.versions_used[v] |= parts[i].used[v];
    }
    return status;
}
