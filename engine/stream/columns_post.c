/* What a chunk posts and finds, added to the worker's totals. */
#include <string.h>

#include "../vector/lanes.h"

#include "columns.h"

/* ---- groups ---- */

/* The group of a row of the long table. */
static inline uint32_t group_of(const struct plan *plan, const struct batch_column *by,
                                uint32_t row)
{
    const struct vector *vector = by->vector;
    union value value;
    if (vector != NULL && !vector->uniform && vector->states == NULL)
        return (uint32_t)vector->lanes[row];
    return batch_value(by, row, &value) == CELL_VALUE ? value.symbol
                                                      : (uint32_t)plan->group_count - 2;
}

/* The group of each lane, by the long table's row that it is or stands under; NULL: there are none. */
static const uint32_t *groups_of_lanes(struct columns *columns, const struct post_rows *rows)
{
    const struct plan *plan = columns->plan;
    const struct batch_table *main = batch_lanes(&columns->batch, plan->entity);
    if (plan->by == NULL)
        return NULL;
    if (rows->lanes != NULL && columns->grouped == rows->lanes)
        return columns->lane_groups;
    const struct batch_column by = batch_field(columns->batch.dataset, plan->entity, plan->by);
    const bool own = main != NULL && rows->lanes == main;
    columns->grouped = rows->lanes;
    for (uint32_t lane = 0; lane < rows->frame.count; lane++) {
        uint32_t row = lane;
        if (!own)
            row = row_above(columns->batch.dataset, rows->frame.entity,
                            frame_row(&rows->frame, lane), plan->entity);
        columns->lane_groups[lane] = group_of(plan, &by, row);
    }
    return columns->lane_groups;
}

/* ---- findings ---- */

static uint32_t count_states(const struct vector *vector, enum cell_state state, uint32_t count)
{
    uint32_t found = 0;
    if (vector->uniform || vector->states == NULL)
        return vector_state(vector, 0) == state ? count : 0;
    for (uint32_t i = 0; i < count; i++)
        found += vector->states[i] == state;
    return found;
}

static void take_finding(struct stream_finding *finding, const struct post_rows *rows)
{
    const struct vector *outcome = &rows->outcome;
    const uint32_t count = rows->frame.count;
    const uint32_t values = count_states(outcome, CELL_VALUE, count);
    finding->not_applicable += count_states(outcome, CELL_NOT_APPLICABLE, count);
    finding->undetermined += count_states(outcome, CELL_UNDETERMINED, count);
    if (!finding->rule->require)
        return;
    const uint32_t holds = !outcome->uniform             ? bytes_sum(outcome->truths, count)
                           : outcome->cell.value.boolean ? values
                                                         : 0;
    finding->holds += holds;
    finding->fails += values - holds;
}

/* ---- postings ---- */

static void note_posted(struct columns *columns, const struct post_rows *rows,
                        const struct post *post, const struct posting_sums *posting)
{
    const struct plan *plan = columns->plan;
    for (size_t i = 0; i < plan->column_count && rows->lanes != NULL; i++)
        if (plan->columns[i].rule == rows->rule && plan->columns[i].kind == post->kind &&
            post->amount == NULL && post->when == NULL)
            columns->posted[i] = posting->steps;
}

/* The lines of a rule from `line` on. `lacking` marks known figures that post what is undetermined. */
static enum ft_status columns_post_line(struct columns *columns, struct post_rows *rows,
                                        size_t line, uint8_t *lacking)
{
    const struct plan *plan = columns->plan;
    const struct post *post = plan->lines[line].post;
    struct vector_pool *pool = rows->pool;
    const struct lane_groups groups = {.count = plan->group_count,
                                       .of_lane = groups_of_lanes(columns, rows),
                                       .sums = columns->groups};
    struct post_lanes lanes;
    enum ft_status status = post_lanes(rows, post, &lanes);
    if (status == FT_OK)
        status = posting_check(rows, post, &lanes);
    if (status == FT_OK)
        status = posting_add(pool, &columns->postings[line], &lanes, post->kind, &groups,
                             &columns->worker->totals.sums[line * plan->group_count]);
    if (status == FT_OK)
        status = doubted_add(columns, line, rows, &groups);
    if (status != FT_OK)
        return status;
    note_posted(columns, rows, post, &columns->postings[line]);
    if (post->when == NULL && post->amount == NULL)
        return FT_OK;
    bytes_and_not(lanes.placed, lanes.taken, pool->count);
    marks_keep_values(pool, &rows->outcome, lanes.placed);
    bytes_or(lacking, lanes.placed, pool->count);
    return FT_OK;
}

/* Notes the rows of the long table that lack a posting, for what is told of them. */
static void note_open_posts(struct columns *columns, const struct post_rows *rows,
                            const uint8_t *lacking)
{
    if (rows->frame.entity != columns->plan->entity || !bytes_any(lacking, rows->frame.count))
        return;
    for (uint32_t lane = 0; lane < rows->frame.count; lane++) {
        const struct rule **rule = &columns->open_posts[frame_row(&rows->frame, lane)];
        if (lacking[lane] != 0 && *rule == NULL)
            *rule = rows->rule;
    }
}

/* What a rule finds and posts at the rows at hand. A row of a known figure that posts what is
 * undetermined counts once, whatever it posts. */
static enum ft_status columns_post_rows(struct columns *columns, struct post_rows *rows,
                                        struct stream_finding *finding, size_t line)
{
    uint8_t *lacking = vector_bytes(rows->pool);
    enum ft_status status = lacking == NULL ? FT_NO_MEMORY : FT_OK;
    if (status == FT_OK)
        memset(lacking, 0, rows->frame.count);
    for (size_t i = 0; i < rows->rule->post_count && status == FT_OK; i++)
        status = columns_post_line(columns, rows, line + i, lacking);
    if (status != FT_OK)
        return status;
    take_finding(finding, rows);
    finding->undetermined += bytes_sum(lacking, rows->frame.count);
    note_open_posts(columns, rows, lacking);
    return FT_OK;
}

static enum ft_status columns_post_rule(struct columns *columns, struct stream_finding *finding,
                                        size_t line)
{
    struct evaluation evaluation = {.dataset = columns->batch.dataset,
                                    .arith = &columns->worker->arith,
                                    .versions_used = columns->worker->totals.versions_used,
                                    .rule = finding->rule->item.id};
    struct post_rows rows;
    enum ft_status status = post_rows_open(&rows, finding->rule, &evaluation);
    while (status == FT_OK && post_rows_next(&rows, &status))
        status = columns_post_rows(columns, &rows, finding, line);
    post_rows_close(&rows);
    columns->batch.at_fault |= evaluation.at_fault;
    return status;
}

enum ft_status columns_post(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    enum ft_status status = FT_OK;
    size_t line = 0;
    memset(columns->posted, 0, plan->column_count * sizeof *columns->posted);
    columns->grouped = NULL;
    columns->open_posts =
        arena_array(&columns->worker->arena, columns->rows, sizeof(const struct rule *));
    if (columns->open_posts == NULL)
        return FT_NO_MEMORY;
    columns->reasons.dataset = columns->batch.dataset;
    columns->reasons.doubted = columns->doubted;
    columns->reasons.open_posts = columns->open_posts;
    for (size_t i = 0; i < plan->shown_count && status == FT_OK; i++) {
        status = columns_post_rule(columns, &columns->worker->totals.findings[i], line);
        line += plan->shown[i]->post_count;
    }
    return status;
}

void columns_settle(struct columns *columns)
{
    const size_t groups = columns->plan->group_count;
    for (size_t line = 0; line < columns->plan->line_count; line++)
        posting_settle(&columns->postings[line], groups,
                       &columns->worker->totals.sums[line * groups]);
}
