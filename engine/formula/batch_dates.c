/* A batch, and the dates that rules are read on. */
#include <string.h>

#include "../vector/lanes.h"

#include "evaluate.h"

struct batch_table *batch_enter(struct batch *batch, struct batch_table *table)
{
    struct batch_table *before = batch->at;
    assert(table != NULL);
    batch->at = table;
    batch->pool->count = table->count;
    return before;
}

/* The scenario's date in the lanes that have none. */
static enum vector_status dates_fill(struct vector_pool *pool, struct vector *on,
                                     const struct vector *as_of)
{
    uint8_t *marks = vector_bytes(pool);
    if (on->uniform) {
        *on = *as_of;
        return VECTOR_OK;
    }
    if (marks == NULL)
        return VECTOR_NO_MEMORY;
    bytes_are(marks, on->states, CELL_VALUE, 1, pool->count);
    enum vector_status status = vector_blend(pool, on, marks, as_of, TYPE_DATE);
    on->states = NULL;
    on->why = NULL;
    return status;
}

/* One date where all lanes have the same, else the few that there are. */
static enum vector_status dates_class(struct vector_pool *pool, struct dating *dating)
{
    struct vector *on = &dating->on;
    dating->classes = NULL;
    if (on->uniform)
        return VECTOR_OK;
    /* lanes without one held 0, which the bounds still hold */
    lanes_bounds(on->lanes, pool->count, &on->low, &on->high);
    if (on->low != on->high)
        return dating_classes(pool, dating);
    dating->on = dating_of((struct date){(int32_t)on->low}).on;
    return VECTOR_OK;
}

enum vector_status dating_fill(struct vector_pool *pool, struct dating *dating,
                               const struct vector *as_of)
{
    struct vector *on = &dating->on;
    enum vector_status status = VECTOR_OK;
    if (!on->uniform && on->states != NULL && bytes_are_all(on->states, CELL_VALUE, pool->count))
        on->states = NULL; /* every lane has a date after all */
    dating->lacking = on->uniform ? on->cell.state != CELL_VALUE : on->states != NULL;
    if (dating->lacking)
        status = dates_fill(pool, on, as_of);
    return status == VECTOR_OK ? dates_class(pool, dating) : status;
}

/* Rows whose dates are worked out at once. */
enum { DATED_ROWS = 1024 };

const struct date *formula_row_dates(const struct formula *on, const struct evaluation *evaluation,
                                     struct arena *arena)
{
    const struct dataset *dataset = evaluation->dataset;
    const uint32_t count = dataset->tables[on->entity->index].count;
    const uint32_t most = count < DATED_ROWS ? count : DATED_ROWS;
    struct diagnostics silent;
    struct evaluation own = {.dataset = evaluation->dataset,
                             .arith = evaluation->arith,
                             .diagnostics = &silent,
                             .versions_used = evaluation->versions_used,
                             .silent = true,
                             .rule = evaluation->rule};
    struct date *dates = arena_array(arena, count, sizeof *dates);
    uint32_t *rows = arena_array(arena, most, sizeof *rows);
    struct cell *cells = arena_array(arena, most, sizeof *cells);
    if (dates == NULL || rows == NULL || cells == NULL)
        return NULL;
    diagnostics_open(&silent, FT_EN);
    for (uint32_t first = 0, lanes; first < count; first += lanes) {
        lanes = count - first < most ? count - first : most;
        for (uint32_t lane = 0; lane < lanes; lane++)
            rows[lane] = first + lane;
        if (formula_evaluate(on, &own, rows, lanes, cells) != FT_OK)
            return NULL;
        for (uint32_t lane = 0; lane < lanes; lane++)
            dates[first + lane] =
                cells[lane].state == CELL_VALUE ? cells[lane].value.date : dataset->as_of;
    }
    return dates;
}

/* What a rule's date comes to at all lanes of a frame, whose own is the scenario's. Nothing is told:
 * who needs to know why a lane has none works it out again. VECTOR_OK or VECTOR_NO_MEMORY. */
static enum vector_status formula_dates(const struct formula *on, struct evaluation *evaluation,
                                        struct vector_pool *pool, const struct frame *frame,
                                        struct dating *out)
{
    const struct date *dates = evaluation->on;
    const bool silent = evaluation->silent;
    evaluation->silent = true;
    evaluation->on = NULL;
    enum vector_status status = formula_vector(on, evaluation, pool, frame, NULL, &out->on);
    evaluation->on = dates;
    evaluation->silent = silent;
    return status == VECTOR_OK ? dating_fill(pool, out, &frame->dating->on) : status;
}

enum vector_status batch_dates(struct batch *batch, struct evaluation *evaluation,
                               const struct item *item, struct dating **out)
{
    const struct batch_table *table = batch->at;
    struct dating *dating = table->item_datings[item->index];
    const struct frame frame = {
        .entity = table->entity, .count = table->count, .dating = &table->datings[0]};
    *out = dating;
    if (dating->known)
        return VECTOR_OK;
    enum vector_status status =
        formula_dates(dating->formula, evaluation, batch->pool, &frame, dating);
    dating->known = status == VECTOR_OK;
    return status;
}

/* ---- a row's cells ---- */

enum ft_status batch_cell(struct vector_pool *pool, const struct batch_column *column, uint32_t row,
                          struct cell *cell)
{
    if (column->vector != NULL)
        return vector_cell(pool, column->vector, column->kind, row, cell);
    *cell = column_cell(column->held, row);
    return FT_OK;
}

enum cell_state batch_value(const struct batch_column *column, uint32_t row, union value *value)
{
    struct cell cell;
    assert(column->kind != TYPE_NUMBER);
    if (batch_cell(NULL, column, row, &cell) != FT_OK)
        assert(!"what is no number needs no memory");
    *value = cell.value;
    return cell.state;
}
