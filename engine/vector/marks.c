/* Marks of lanes, a byte each. */
#include <string.h>

#include "lanes.h"
#include "vector.h"

bool marks_fault(const struct vector_pool *pool, const struct vector *vector, const uint8_t *marks)
{
    if (vector->uniform)
        return vector->cell.state == CELL_ERROR && bytes_any(marks, pool->count);
    return vector->states != NULL && bytes_marked(vector->states, marks, CELL_ERROR, pool->count);
}

void marks_keep_values(const struct vector_pool *pool, const struct vector *vector, uint8_t *marks)
{
    if (vector->uniform && vector->cell.state != CELL_VALUE)
        memset(marks, 0, pool->count);
    else if (!vector->uniform && vector->states != NULL)
        bytes_keep(marks, vector->states, CELL_VALUE, pool->count);
}

void marks_keep_true(const struct vector_pool *pool, const struct vector *condition, uint8_t *marks)
{
    if (!condition->uniform)
        bytes_and(marks, condition->truths, pool->count);
    else if (condition->cell.state != CELL_VALUE || !condition->cell.value.boolean)
        memset(marks, 0, pool->count);
}

uint8_t *marks_of_state(struct vector_pool *pool, const struct vector *x, const uint8_t *within,
                        enum cell_state state, enum cell_state other)
{
    uint8_t *mask = vector_bytes(pool);
    const enum cell_state is = x->uniform ? x->cell.state : CELL_VALUE;
    if (mask != NULL && (x->uniform || x->states == NULL)) {
        memset(mask, 0, pool->count);
        if (is == state || is == other)
            memcpy(mask, within, pool->count);
    } else if (mask != NULL) {
        bytes_are_either(mask, within, x->states, (uint8_t)state, (uint8_t)other, pool->count);
    }
    return mask;
}
