/*
 * Rows of which facts contradict each other: a comparison among facts (`of_facts`) fails at them, or below.
 * What lines come to at such rows is added up apart: it stands in the sums of all rows, and is to be looked at.
 */
#include <string.h>

#include "columns.h"

/* ---- which rows ---- */

/* Where a comparison fails, at a row of its table. */
static void doubted_mark(struct columns *columns, const struct rule *rule)
{
    const struct dataset *dataset = columns->batch.dataset;
    const uint32_t count = dataset->tables[rule->item.entity->index].count;
    const struct batch_column outcome = batch_item(dataset, &rule->item);
    for (uint32_t row = 0; row < count; row++)
        if (batch_is(&outcome, row, false)) {
            columns->doubted[row_above(dataset, rule->item.entity, row, columns->plan->entity)] = 1;
            columns->some_doubted = true;
        }
}

enum ft_status doubted_find(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    columns->some_doubted = false;
    columns->doubted = arena_allocate(&columns->worker->arena, columns->rows);
    if (columns->doubted == NULL)
        return FT_NO_MEMORY;
    memset(columns->doubted, 0, columns->rows);
    for (size_t i = 0; i < plan->shown_count; i++)
        if (plan->shown[i]->require && plan->shown[i]->of_facts)
            doubted_mark(columns, plan->shown[i]);
    return FT_OK;
}

/* ---- what lines come to there ---- */

static enum ft_status doubted_add_lane(struct columns *columns, size_t line,
                                       const struct post_rows *rows, uint32_t lane,
                                       const uint32_t *groups)
{
    const struct plan *plan = columns->plan;
    struct line_sum *sums = &columns->worker->totals.doubted[line * plan->group_count];
    struct number amount;
    struct cell steps;
    enum ft_status status =
        vector_cell(rows->pool, &columns->postings[line].steps, TYPE_NUMBER, lane, &steps);
    if (status == FT_OK)
        status = number_mul(&amount, rows->pool->arith, &steps.value.number,
                            &plan->lines[line].post->kind->step);
    if (status != FT_OK)
        return status;
    const size_t of[2] = {plan->group_count - 1, groups == NULL ? 0 : groups[lane]};
    for (size_t g = 0; g < (groups == NULL ? 1 : 2); g++) {
        sums[of[g]].rows++;
        sum_add_number(&sums[of[g]].amount, &amount);
    }
    return FT_OK;
}

enum ft_status doubted_add(struct columns *columns, size_t line, const struct post_rows *rows,
                           const uint32_t *groups)
{
    const uint8_t *taken = columns->postings[line].taken;
    enum ft_status status = FT_OK;
    for (uint32_t lane = 0; columns->some_doubted && lane < rows->frame.count && status == FT_OK;
         lane++)
        if (taken[lane] != 0 &&
            columns->doubted[row_above(columns->batch.dataset, rows->frame.entity,
                                       frame_row(&rows->frame, lane), columns->plan->entity)] != 0)
            status = doubted_add_lane(columns, line, rows, lane, groups);
    return status;
}
