/* Postings over many rows at once: when, how much, and that they can be booked. */
#include <string.h>

#include "../vector/lanes.h"

#include "ledger_internal.h"
#include "post_lanes.h"

/* ---- rows ---- */

enum ft_status post_rows_open(struct post_rows *rows, const struct rule *rule,
                              struct evaluation *evaluation)
{
    const struct dataset *dataset = evaluation->dataset;
    struct batch *batch = dataset->batch;
    *rows = (struct post_rows){.rule = rule, .evaluation = evaluation, .most = rule_lanes(rule)};
    evaluation->on = NULL;
    arena_open(&rows->room, dataset->arena->allocator);
    rows->lanes = batch_lanes(batch, rule->item.entity);
    if (rows->lanes != NULL) {
        rows->pool = batch->pool;
        return FT_OK;
    }
    rows->own = (struct vector_pool){.arith = evaluation->arith,
                                     .room = &rows->room,
                                     .kept = batch == NULL ? NULL : batch->pool->kept,
                                     .reasons = batch == NULL};
    rows->pool = &rows->own;
    if (rule->on != NULL && rule->post_count > 0 &&
        (evaluation->on = formula_row_dates(rule->on, evaluation, &rows->room)) == NULL)
        return FT_NO_MEMORY;
    rows->rows = arena_reserve(&rows->room, rows->most, sizeof *rows->rows);
    rows->start = arena_mark(&rows->room);
    return rows->rows == NULL ? FT_NO_MEMORY : FT_OK;
}

void post_rows_close(struct post_rows *rows)
{
    arena_close(&rows->room);
}

/* All lanes of a batch, once. */
static enum vector_status post_rows_enter(struct post_rows *rows)
{
    struct batch *batch = rows->evaluation->dataset->batch;
    const struct item *item = &rows->rule->item;
    struct batch_table *table = batch_lanes(batch, item->entity);
    (void)batch_enter(batch, table);
    rows->frame = (struct frame){.entity = item->entity, .count = table->count};
    rows->outcome = table->items[item->index];
    rows->next = table->count;
    return batch_dates(batch, rows->evaluation, item, &rows->frame.dating);
}

/* The figures of rows that are held, with their reasons. */
static enum vector_status post_rows_figures(struct post_rows *rows)
{
    const struct item *item = &rows->rule->item;
    const struct item_column *column =
        &rows->evaluation->dataset->tables[item->entity->index].items[item->index];
    const uint32_t count = rows->frame.count;
    bool known = true;
    for (uint32_t lane = 0; lane < count; lane++)
        known &= column_state(&column->column, rows->rows[lane]) == CELL_VALUE;
    if (known || !rows->pool->reasons)
        return vector_of_column(rows->pool, &rows->outcome, &column->column, item->type.kind,
                                rows->rows);
    struct cell *cells = arena_array(&rows->room, count, sizeof *cells);
    for (uint32_t lane = 0; cells != NULL && lane < count; lane++)
        cells[lane] = item_cell(column, rows->rows[lane]);
    return cells == NULL ? VECTOR_NO_MEMORY
                         : vector_of_cells(rows->pool, &rows->outcome, cells, item->type.kind);
}

static enum vector_status post_rows_block(struct post_rows *rows, uint32_t left)
{
    const struct evaluation *evaluation = rows->evaluation;
    const uint32_t count = left < rows->most ? left : rows->most;
    arena_rewind(&rows->room, rows->start);
    for (uint32_t lane = 0; lane < count; lane++)
        rows->rows[lane] = rows->next + lane;
    rows->pool->count = count;
    rows->dating = dating_of(evaluation->dataset->as_of);
    rows->frame = (struct frame){.entity = rows->rule->item.entity,
                                 .rows = rows->rows,
                                 .count = count,
                                 .dating = &rows->dating};
    enum vector_status status = post_rows_figures(rows);
    if (status == VECTOR_OK && evaluation->on != NULL)
        status = dating_over(rows->pool, &evaluation->on[rows->next], &rows->dating);
    rows->next += count;
    return status;
}

bool post_rows_next(struct post_rows *rows, enum ft_status *status)
{
    const struct dataset *dataset = rows->evaluation->dataset;
    const uint32_t count = rows->lanes != NULL
                               ? rows->lanes->count
                               : dataset->tables[rows->rule->item.entity->index].count;
    if (rows->next == count)
        return false;
    const enum vector_status next =
        rows->lanes != NULL ? post_rows_enter(rows) : post_rows_block(rows, count - rows->next);
    *status = next == VECTOR_OK ? FT_OK : FT_NO_MEMORY;
    return *status == FT_OK;
}

/* ---- a post ---- */

/* The lanes of `within` where a condition is true, or undetermined. NULL when memory is out. */
static uint8_t *post_where(struct vector_pool *pool, const struct vector *when,
                           const uint8_t *within)
{
    uint8_t *may = marks_of_state(pool, when, within, CELL_UNDETERMINED, CELL_UNDETERMINED),
            *holds = vector_bytes(pool);
    if (may == NULL || holds == NULL)
        return NULL;
    memcpy(holds, within, pool->count);
    marks_keep_true(pool, when, holds);
    marks_keep_values(pool, when, holds);
    bytes_or(holds, may, pool->count);
    return holds;
}

/* The amount where the figure is known; where it is undetermined, it is that. */
static enum vector_status post_find_amount(struct post_rows *rows, const struct post *post,
                                           const uint8_t *asked, struct vector *amount)
{
    struct vector_pool *pool = rows->pool;
    struct vector own;
    const uint8_t *known = marks_of_state(pool, &rows->outcome, asked, CELL_VALUE, CELL_VALUE);
    *amount = rows->outcome;
    if (known == NULL || post->amount == NULL)
        return known == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
    enum vector_status status =
        formula_vector(post->amount, rows->evaluation, pool, &rows->frame, known, &own);
    if (status == VECTOR_OK)
        status = vector_beside_values(pool, amount, &rows->outcome, TYPE_NUMBER);
    return status == VECTOR_OK ? vector_blend(pool, amount, known, &own, TYPE_NUMBER) : status;
}

enum ft_status post_lanes(struct post_rows *rows, const struct post *post, struct post_lanes *out)
{
    struct vector_pool *pool = rows->pool;
    uint8_t *all = vector_bytes(pool), *asked, *where;
    out->when = vector_boolean(true);
    if (all == NULL)
        return FT_NO_MEMORY;
    memset(all, 1, pool->count);
    asked = marks_of_state(pool, &rows->outcome, all, CELL_VALUE, CELL_UNDETERMINED);
    if (asked == NULL ||
        (post->when != NULL && formula_vector(post->when, rows->evaluation, pool, &rows->frame,
                                              asked, &out->when) != VECTOR_OK))
        return FT_NO_MEMORY;
    where = post_where(pool, &out->when, asked);
    if (where == NULL || post_find_amount(rows, post, where, &out->amount) != VECTOR_OK)
        return FT_NO_MEMORY;
    out->placed = marks_of_state(pool, &out->amount, where, CELL_VALUE, CELL_UNDETERMINED);
    out->taken = marks_of_state(pool, &out->amount, where, CELL_VALUE, CELL_VALUE);
    if (out->placed == NULL || out->taken == NULL)
        return FT_NO_MEMORY;
    marks_keep_true(pool, &out->when, out->taken);
    marks_keep_values(pool, &out->when, out->taken);
    return FT_OK;
}
