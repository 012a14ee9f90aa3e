/* Vectors from cells and columns, and back. */
#include <string.h>

#include "vector_internal.h"

/* ---- lanes to cells ---- */

enum ft_status vector_lane_value(struct vector_pool *pool, const struct vector *x,
                                 enum type_kind kind, uint32_t lane, union value *value)
{
    assert(vector_state(x, lane) == CELL_VALUE);
    if (x->uniform) {
        *value = x->cell.value;
        return FT_OK;
    }
    switch (kind) {
    case TYPE_NUMBER:
        return vector_lane_number(pool, x, lane, &value->number);
    case TYPE_BOOLEAN:
        value->boolean = x->truths[lane] != 0;
        return FT_OK;
    case TYPE_DATE:
        value->date.days = (int32_t)x->lanes[lane];
        return FT_OK;
    case TYPE_SYMBOL:
        value->symbol = (uint32_t)x->lanes[lane];
        return FT_OK;
    case TYPE_TEXT:
        value->text = (const char *)(intptr_t)x->lanes[lane];
        return FT_OK;
    case TYPE_REFERENCE:
        value->reference = (uint32_t)x->lanes[lane];
        return FT_OK;
    }
    assert(!"a kind of value");
    return FT_OK;
}

enum ft_status vector_cell(struct vector_pool *pool, const struct vector *x, enum type_kind kind,
                           uint32_t lane, struct cell *cell)
{
    if (x->uniform) {
        *cell = x->cell;
        return FT_OK;
    }
    *cell = (struct cell){.state = vector_state(x, lane)};
    if (cell->state == CELL_VALUE)
        return vector_lane_value(pool, x, kind, lane, &cell->value);
    if (x->why == NULL)
        return FT_OK;
    cell->reason = x->why[lane].reason;
    if (cell->reason.partial)
        cell->value.number = x->why[lane].known;
    return FT_OK;
}

/* ---- lanes that take another state ---- */

/* A copy of so many bytes; NULL stays so. False when memory is out. */
static bool copy_lanes(struct vector_pool *pool, void **array, size_t size)
{
    const void *old = *array;
    if (old == NULL)
        return true;
    *array = vector_array(pool, size);
    if (*array != NULL)
        memcpy(*array, old, pool->count * size);
    return *array != NULL;
}

enum vector_status vector_edit(struct vector_pool *pool, struct vector *x, enum type_kind kind)
{
    struct vector result = *x;
    if (pool->count == 1 && x->uniform)
        return VECTOR_OK;
    enum vector_status status = vector_fill_uniform(pool, &result, kind);
    if (status != VECTOR_OK)
        return status;
    void *lanes = result.lanes, *truths = result.truths, *states = result.states, *why = result.why;
    if (!copy_lanes(pool, &lanes, sizeof *result.lanes) ||
        !copy_lanes(pool, &truths, sizeof *result.truths) || !copy_lanes(pool, &states, 1) ||
        !copy_lanes(pool, &why, sizeof *result.why))
        return VECTOR_NO_MEMORY;
    if (states == NULL && (states = vector_array(pool, 1)) != NULL)
        memset(states, CELL_VALUE, pool->count);
    if (why == NULL && pool->reasons)
        why = vector_array(pool, sizeof *result.why);
    if (states == NULL || (pool->reasons && why == NULL))
        return VECTOR_NO_MEMORY;
    result.lanes = lanes;
    result.truths = truths;
    result.states = states;
    result.why = why;
    result.low = result.low > 0 ? 0 : result.low;
    result.high = result.high < 0 ? 0 : result.high;
    *x = result;
    return VECTOR_OK;
}

void vector_put(struct vector *x, uint32_t lane, const struct cell *cell)
{
    assert(cell->state != CELL_VALUE);
    if (x->uniform) {
        assert(lane == 0);
        x->cell = *cell;
        return;
    }
    x->states[lane] = (uint8_t)cell->state;
    if (x->lanes != NULL)
        x->lanes[lane] = 0;
    if (x->truths != NULL)
        x->truths[lane] = 0;
    if (x->why != NULL)
        x->why[lane] = why_of(cell);
}

/* ---- cells to lanes ---- */

/* Cells by lane, of a column or by themselves. */
struct lane_source {
    const struct column *column;
    const uint32_t *rows;
    const struct cell *cells;
    const union value *values; /* with `states` */
    const uint8_t *states;
};

static inline enum cell_state source_state(const struct lane_source *source, uint32_t lane)
{
    if (source->values != NULL)
        return (enum cell_state)source->states[lane];
    assert(source->column != NULL || source->cells != NULL);
    return source->column == NULL
               ? source->cells[lane].state
               : column_state(source->column, source->rows == NULL ? lane : source->rows[lane]);
}

static inline union value source_value(const struct lane_source *source, uint32_t lane)
{
    if (source->values != NULL)
        return source->values[lane];
    assert(source->column != NULL || source->cells != NULL);
    return source->column == NULL
               ? source->cells[lane].value
               : column_value(source->column, source->rows == NULL ? lane : source->rows[lane]);
}

/* The least denominator over which all numbers are integers; false where there is none. */
static bool source_find_den(const struct lane_source *source, uint32_t count, int64_t *den)
{
    *den = 1;
    for (uint32_t i = 0; i < count; i++) {
        if (source_state(source, i) != CELL_VALUE)
            continue;
        const union value value = source_value(source, i);
        const struct number *number = &value.number;
        if (number->den != 0 && (number->den == *den || *den % number->den == 0))
            continue;
        if (number->den == 0 ||
            __builtin_mul_overflow(*den, number->den / greatest_divisor(*den, number->den), den))
            return false;
    }
    return true;
}

/* Numbers that a column holds over one denominator are lanes as they stand. */
static bool source_take_lanes(const struct lane_source *source, uint32_t count,
                              const uint8_t *states, int64_t *lanes, int64_t *den)
{
    const struct column *column = source->column;
    if (column == NULL || column->kind != TYPE_NUMBER || column->format != COLUMN_LANES)
        return false;
    *den = column->den;
    for (uint32_t i = 0; i < count; i++)
        lanes[i] = states != NULL && states[i] != CELL_VALUE
                       ? 0
                       : column->lanes[source->rows == NULL ? i : source->rows[i]];
    return true;
}

static enum vector_status source_take_numbers(struct vector_pool *pool, struct vector *out,
                                              const struct lane_source *source, uint8_t *states)
{
    struct number *numbers = vector_array(pool, sizeof *numbers);
    struct size size = {.num = 1, .den = 1};
    if (numbers == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        numbers[i] = NUMBER_ZERO;
        if (source_state(source, i) == CELL_VALUE)
            numbers[i] = source_value(source, i).number;
        size = exact_greater_size(size, exact_size(&numbers[i]));
    }
    return exact_known(pool, out, numbers, size, NULL, states, NULL);
}

static enum vector_status vector_of_source(struct vector_pool *pool, struct vector *out,
                                           const struct lane_source *source, enum type_kind kind)
{
    int64_t *lanes = vector_lanes(pool), den = 1;
    uint8_t *states = vector_bytes(pool);
    if (lanes == NULL || states == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++)
        states[i] = (uint8_t)source_state(source, i);
    if (bytes_are_all(states, CELL_VALUE, pool->count))
        states = NULL;
    if (source_take_lanes(source, pool->count, states, lanes, &den)) {
        *out = vector_over(pool, lanes, states, den);
        return VECTOR_OK;
    }
    bool fits = kind != TYPE_NUMBER || source_find_den(source, pool->count, &den);
    for (uint32_t i = 0; i < pool->count && fits; i++) {
        lanes[i] = 0;
        if (states != NULL && states[i] != CELL_VALUE)
            continue;
        const union value value = source_value(source, i);
        fits = vector_value_lane(&value, kind, den, &lanes[i]);
    }
    if (!fits)
        return source_take_numbers(pool, out, source, states);
    if (kind == TYPE_BOOLEAN)
        return vector_truths_over(pool, out, lanes, states);
    *out = vector_over(pool, lanes, states, den);
    return VECTOR_OK;
}

enum vector_status vector_of_column(struct vector_pool *pool, struct vector *out,
                                    const struct column *column, enum type_kind kind,
                                    const uint32_t *rows)
{
    const struct lane_source source = {.column = column, .rows = rows};
    if (pool->count != 1)
        return vector_of_source(pool, out, &source, kind);
    *out = vector_uniform(
        (struct cell){.value = source_value(&source, 0), .state = source_state(&source, 0)});
    return VECTOR_OK;
}

enum vector_status vector_of_values(struct vector_pool *pool, struct vector *out,
                                    const union value *values, const uint8_t *states,
                                    enum type_kind kind)
{
    return vector_of_source(pool, out, &(struct lane_source){.values = values, .states = states},
                            kind);
}

enum vector_status vector_of_cells(struct vector_pool *pool, struct vector *out,
                                   const struct cell *cells, enum type_kind kind)
{
    const struct lane_source source = {.cells = cells};
    if (pool->count == 1) {
        *out = vector_uniform(cells[0]);
        return VECTOR_OK;
    }
    enum vector_status status = vector_of_source(pool, out, &source, kind);
    if (status != VECTOR_OK || out->uniform || out->states == NULL || !pool->reasons)
        return status;
    out->why = vector_array(pool, sizeof *out->why);
    for (uint32_t i = 0; out->why != NULL && i < pool->count; i++)
        if (out->states[i] != CELL_VALUE)
            out->why[i] = why_of(&cells[i]);
    return out->why == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
}
