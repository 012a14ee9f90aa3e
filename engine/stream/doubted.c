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

enum ft_status doubted_add(struct columns *columns, size_t line, const struct post_rows *rows,
                           const struct lane_groups *groups)
{
    const struct plan *plan = columns->plan;
    struct line_sum *sums = &columns->worker->totals.doubted[line * plan->group_count];
    uint8_t *marks = vector_bytes(rows->pool);
    if (!columns->some_doubted || marks == NULL)
        return marks == NULL ? FT_NO_MEMORY : FT_OK;
    for (uint32_t lane = 0; lane < rows->frame.count; lane++)
        marks[lane] = columns->doubted[row_above(columns->batch.dataset, rows->frame.entity,
                                                 frame_row(&rows->frame, lane), plan->entity)];
    return posting_add_marked(rows->pool, &columns->postings[line], marks,
                              plan->lines[line].post->kind, groups, sums);
}
