/* Vectors: making, states, lanes over one denominator, choice. */
#include <stdlib.h>
#include <string.h>

#include "vector_internal.h"

/* ---- the pool ---- */

static void *take_buffer(struct vector_buffers *buffers, size_t size)
{
    if (buffers->used == buffers->count) {
        void **grown = realloc(buffers->at, (buffers->count + 1) * sizeof *grown);
        if (grown == NULL)
            return NULL;
        buffers->at = grown;
        grown[buffers->count] = malloc(LANES * size);
        if (grown[buffers->count] == NULL)
            return NULL;
        buffers->count++;
    }
    return buffers->at[buffers->used++];
}

static void *pool_take(struct vector_pool *pool, struct vector_buffers *buffers, size_t size)
{
    return pool->room != NULL ? arena_array(pool->room, pool->count, size)
                              : take_buffer(buffers, size);
}

int64_t *vector_lanes(struct vector_pool *pool)
{
    return pool_take(pool, &pool->lanes, sizeof(int64_t));
}

uint8_t *vector_bytes(struct vector_pool *pool)
{
    return pool_take(pool, &pool->bytes, 1);
}

int128 *vector_ends(struct vector_pool *pool)
{
    return pool_take(pool, &pool->ends, sizeof(int128));
}

struct arena *vector_room(struct vector_pool *pool)
{
    return pool->room != NULL ? pool->room : pool->arith->arena;
}

void *vector_array(struct vector_pool *pool, size_t size)
{
    return arena_array(vector_room(pool), pool->count, size);
}

void *vector_reserve(struct vector_pool *pool, size_t size)
{
    return arena_reserve(vector_room(pool), pool->count, size);
}

static void close_buffers(struct vector_buffers *buffers)
{
    for (size_t i = 0; i < buffers->count; i++)
        free(buffers->at[i]);
    free(buffers->at);
}

void vector_pool_close(struct vector_pool *pool)
{
    close_buffers(&pool->lanes);
    close_buffers(&pool->bytes);
    close_buffers(&pool->ends);
    *pool = (struct vector_pool){0};
}

void vector_pool_clear(struct vector_pool *pool)
{
    pool->lanes.used = pool->bytes.used = pool->ends.used = 0;
}

struct vector_mark vector_pool_mark(const struct vector_pool *pool)
{
    return (struct vector_mark){pool->lanes.used, pool->bytes.used, pool->ends.used};
}

/* Keeps one buffer of those behind the mark, which it moves. */
static void buffers_keep(struct vector_buffers *buffers, size_t *mark, const void *kept)
{
    size_t at = *mark;
    while (at < buffers->used && buffers->at[at] != kept)
        at++;
    if (kept == NULL || at == buffers->used)
        return;
    void *first = buffers->at[*mark];
    buffers->at[(*mark)++] = buffers->at[at];
    buffers->at[at] = first;
}

/* A paranoid build sees who looks at what was given back. */
static void buffers_give_back(struct vector_buffers *buffers, size_t mark, size_t size)
{
#ifdef FANGTIAN_PARANOID
    for (size_t i = mark; i < buffers->used; i++)
        memset(buffers->at[i], UINT8_MAX, LANES * size);
#else
    (void)size;
#endif
    buffers->used = mark;
}

void vector_pool_rewind(struct vector_pool *pool, struct vector_mark mark,
                        const struct vector *kept)
{
    assert(pool->room == NULL);
    if (!vector_is_plain(kept))
        return;
    buffers_keep(&pool->lanes, &mark.lanes, kept->lanes);
    buffers_keep(&pool->bytes, &mark.bytes, kept->truths);
    buffers_keep(&pool->bytes, &mark.bytes, kept->states);
    buffers_give_back(&pool->lanes, mark.lanes, sizeof(int64_t));
    buffers_give_back(&pool->bytes, mark.bytes, 1);
    buffers_give_back(&pool->ends, mark.ends, sizeof(int128));
}

/* ---- making ---- */

struct vector vector_uniform(struct cell cell)
{
    return (struct vector){.uniform = true, .cell = cell};
}

struct vector vector_boolean(bool value)
{
    return vector_uniform((struct cell){.value = {.boolean = value}, .state = CELL_VALUE});
}

struct vector vector_over(const struct vector_pool *pool, int64_t *lanes, uint8_t *states,
                          int64_t den)
{
    struct vector vector = {.lanes = lanes, .states = states, .den = den};
    lanes_bounds(lanes, pool->count, &vector.low, &vector.high);
    return vector;
}

struct vector vector_of_truths(const struct vector_pool *pool, uint8_t *truths, uint8_t *states)
{
    if (states == NULL && (pool->count == 0 || !bytes_any(truths, pool->count)))
        return vector_boolean(false);
    if (states == NULL && bytes_all(truths, pool->count))
        return vector_boolean(true);
    return (struct vector){.truths = truths, .states = states};
}

enum vector_status vector_truths_over(struct vector_pool *pool, struct vector *out,
                                      const int64_t *lanes, uint8_t *states)
{
    uint8_t *truths = vector_bytes(pool);
    if (truths == NULL)
        return VECTOR_NO_MEMORY;
    lanes_are_set(truths, lanes, pool->count);
    *out = vector_of_truths(pool, truths, states);
    vector_check(pool, out, TYPE_BOOLEAN);
    return VECTOR_OK;
}

struct vector vector_number(struct number number)
{
    return vector_uniform((struct cell){.value = {.number = number}, .state = CELL_VALUE});
}

bool vector_value_lane(const union value *value, enum type_kind kind, int64_t den, int64_t *lane)
{
    switch (kind) {
    case TYPE_NUMBER:
        return value->number.den != 0 &&
               !__builtin_mul_overflow(value->number.num, den / value->number.den, lane) &&
               *lane != INT64_MIN;
    case TYPE_BOOLEAN:
        *lane = value->boolean;
        return true;
    case TYPE_DATE:
        *lane = value->date.days;
        return true;
    case TYPE_SYMBOL:
        *lane = value->symbol;
        return true;
    case TYPE_TEXT:
        *lane = (int64_t)(intptr_t)value->text;
        return true;
    case TYPE_REFERENCE:
        *lane = value->reference;
        return true;
    }
    *lane = 0;
    return false;
}

/* A uniform value as one integer and its denominator; false for a number that is not small. */
static bool as_integer(const struct vector *x, enum type_kind kind, int64_t *lane, int64_t *den)
{
    *den = 1;
    *lane = 0;
    if (x->cell.state != CELL_VALUE)
        return true;
    if (kind == TYPE_NUMBER && x->cell.value.number.den != 0)
        *den = x->cell.value.number.den;
    return vector_value_lane(&x->cell.value, kind, *den, lane);
}

struct why why_of(const struct cell *cell)
{
    struct why why = {.reason = cell->reason, .known = NUMBER_ZERO};
    if (why.reason.partial)
        why.known = cell->value.number;
    return why;
}

/* One value and its state; booleans are filled at once. */
static enum vector_status open_uniform(struct vector_pool *pool, struct vector *out,
                                       enum type_kind kind, int64_t lane, int64_t den,
                                       const struct cell *cell)
{
    const bool value = cell->state == CELL_VALUE, boolean = kind == TYPE_BOOLEAN;
    const bool tells = !value && pool->reasons;
    struct vector result = {.truths = boolean ? vector_bytes(pool) : NULL,
                            .states = value ? NULL : vector_bytes(pool),
                            .why = tells ? vector_array(pool, sizeof *result.why) : NULL,
                            .den = den,
                            .low = lane,
                            .high = lane};
    if ((boolean && result.truths == NULL) || (!value && result.states == NULL) ||
        (tells && result.why == NULL))
        return VECTOR_NO_MEMORY;
    if (boolean)
        memset(result.truths, (int)lane, pool->count);
    if (!value)
        memset(result.states, (int)cell->state, pool->count);
    for (uint32_t i = 0; tells && i < pool->count; i++)
        result.why[i] = why_of(cell);
    *out = result;
    return VECTOR_OK;
}

enum vector_status vector_open(struct vector_pool *pool, struct vector *out, const struct vector *x,
                               enum type_kind kind)
{
    int64_t lane, den;
    if (!x->uniform && x->exact != NULL)
        return exact_narrow(pool, out, x);
    if (!x->uniform) {
        *out = *x;
        return VECTOR_OK;
    }
    const struct cell cell = x->cell;
    return as_integer(x, kind, &lane, &den) ? open_uniform(pool, out, kind, lane, den, &cell)
                                            : VECTOR_NO;
}

enum vector_status vector_fill(struct vector_pool *pool, struct vector *x)
{
    if (x->lanes != NULL || x->truths != NULL)
        return VECTOR_OK;
    x->lanes = vector_lanes(pool);
    if (x->lanes == NULL)
        return VECTOR_NO_MEMORY;
    lanes_fill(x->lanes, x->low, pool->count);
    return VECTOR_OK;
}

/* A number that is no integer keeps the exact format. */
enum vector_status vector_fill_uniform(struct vector_pool *pool, struct vector *x,
                                       enum type_kind kind)
{
    if (!x->uniform)
        return VECTOR_OK;
    enum vector_status status = vector_spread(pool, x, x, kind);
    if (status != VECTOR_NO)
        return status;
    struct number *numbers = vector_array(pool, sizeof *numbers);
    if (numbers == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++)
        numbers[i] = x->cell.value.number;
    return exact_known(pool, x, numbers, exact_size(&numbers[0]), NULL, NULL, NULL);
}

enum vector_status vector_spread(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, enum type_kind kind)
{
    enum vector_status status = vector_open(pool, out, x, kind);
    return status == VECTOR_OK ? vector_fill(pool, out) : status;
}

bool vector_gather_states(struct vector_pool *pool, struct vector *result, const struct vector *x,
                          const uint32_t *from)
{
    result->states = NULL;
    result->why = NULL;
    if (x->states != NULL && (result->states = vector_bytes(pool)) == NULL)
        return false;
    if (x->why != NULL && (result->why = vector_array(pool, sizeof *result->why)) == NULL)
        return false;
    for (uint32_t i = 0; i < pool->count && x->states != NULL; i++)
        result->states[i] = x->states[from[i]];
    for (uint32_t i = 0; i < pool->count && x->why != NULL; i++)
        result->why[i] = x->why[from[i]];
    return true;
}

enum vector_status vector_gather(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, const uint32_t *from)
{
    struct vector result = *x;
    if (x->uniform) {
        *out = *x;
        return VECTOR_OK;
    }
    if (x->exact != NULL)
        return exact_gather(pool, out, x, from);
    result.lanes = x->lanes == NULL ? NULL : vector_lanes(pool);
    result.truths = x->truths == NULL ? NULL : vector_bytes(pool);
    if ((x->lanes != NULL && result.lanes == NULL) ||
        (x->truths != NULL && result.truths == NULL) ||
        !vector_gather_states(pool, &result, x, from))
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count && x->lanes != NULL; i++)
        result.lanes[i] = x->lanes[from[i]];
    for (uint32_t i = 0; i < pool->count && x->truths != NULL; i++)
        result.truths[i] = x->truths[from[i]];
    *out = result;
    return VECTOR_OK;
}

/* ---- states ---- */

enum vector_status vector_beside_values(struct vector_pool *pool, struct vector *out,
                                        const struct vector *x, enum type_kind kind)
{
    struct vector result = vector_uniform((struct cell){.state = CELL_NOT_APPLICABLE});
    const bool value = x->uniform ? x->cell.state == CELL_VALUE : x->states == NULL;
    if (x->uniform || value) {
        *out = value ? result : *x;
        return VECTOR_OK;
    }
    uint8_t *states = vector_bytes(pool);
    enum vector_status status = vector_spread(pool, &result, &result, kind);
    if (status != VECTOR_OK || states == NULL)
        return VECTOR_NO_MEMORY;
    bytes_replace(states, x->states, CELL_VALUE, CELL_NOT_APPLICABLE, pool->count);
    result.states = states;
    result.why = x->why;
    *out = result;
    return VECTOR_OK;
}

enum vector_status vector_join_states(struct vector_pool *pool, struct vector *result,
                                      const struct vector *x, const struct vector *y)
{
    uint8_t *first = x->uniform ? NULL : x->states, *second = y->uniform ? NULL : y->states;
    result->states = first == NULL ? second : first;
    if (result->states == NULL)
        return VECTOR_OK;
    if (first != NULL && second != NULL && first != second) {
        result->states = vector_bytes(pool);
        if (result->states == NULL)
            return VECTOR_NO_MEMORY;
        bytes_worse(result->states, first, second, pool->count);
    }
    if (result->truths != NULL)
        bytes_keep(result->truths, result->states, CELL_VALUE, pool->count);
    else if (result->lanes != NULL)
        lanes_keep(result->lanes, result->states, CELL_VALUE, pool->count);
    result->low = result->low > 0 ? 0 : result->low;
    result->high = result->high < 0 ? 0 : result->high;
    return VECTOR_OK;
}

enum vector_status vector_keep_values(struct vector_pool *pool, struct vector *x)
{
    if (x->exact != NULL || x->states == NULL)
        return VECTOR_OK;
    int64_t *lanes = vector_lanes(pool);
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    memcpy(lanes, x->lanes, pool->count * sizeof *lanes);
    lanes_keep(lanes, x->states, CELL_VALUE, pool->count);
    x->lanes = lanes;
    x->low = x->low > 0 ? 0 : x->low;
    x->high = x->high < 0 ? 0 : x->high;
    return VECTOR_OK;
}

bool vector_decides(struct vector_pool *pool, struct vector *out, const struct vector *x,
                    const struct vector *y, enum type_kind kind, enum vector_status *status)
{
    const struct vector *bad = x->uniform && x->cell.state != CELL_VALUE   ? x
                               : y->uniform && y->cell.state != CELL_VALUE ? y
                                                                           : NULL;
    const struct vector *other = bad == x ? y : x;
    struct vector result;
    if (bad == NULL)
        return false;
    *status = VECTOR_OK;
    if (bad->cell.state == CELL_ERROR || other->uniform || other->states == NULL) {
        const bool worse =
            other->uniform && vector_worse((uint8_t)bad->cell.state, (uint8_t)other->cell.state) !=
                                  (uint8_t)bad->cell.state;
        *out = worse ? *other : *bad;
        return true;
    }
    /* a lane of the other may be a fault */
    *status = open_uniform(pool, &result, kind, 0, 1, &bad->cell);
    if (*status == VECTOR_OK)
        *status = vector_fill(pool, &result);
    for (uint32_t i = 0; *status == VECTOR_OK && i < pool->count; i++)
        result.states[i] = vector_worse((uint8_t)bad->cell.state, other->states[i]);
    *out = result;
    return true;
}

/* ---- scaling to one denominator ---- */

int64_t greatest_divisor(int64_t x, int64_t y)
{
    while (y != 0) {
        int64_t rest = x % y;
        x = y;
        y = rest;
    }
    return x;
}

bool fits_lane(int128 value)
{
    return value <= INT64_MAX && value >= -INT64_MAX;
}

/* Whether all lanes times `factor` fit. */
static bool scales(const struct vector *x, int64_t factor)
{
    return fits_lane((int128)x->low * factor) && fits_lane((int128)x->high * factor);
}

static int64_t *take_lanes(struct vector_pool *pool, struct vector *result, int64_t den)
{
    *result = (struct vector){.lanes = vector_lanes(pool), .den = den};
    return result->lanes;
}

enum vector_status vector_times(struct vector_pool *pool, struct vector *x, int64_t factor)
{
    struct vector result;
    if (factor == 1)
        return VECTOR_OK;
    if (x->lanes == NULL) {
        x->low = x->high = x->low * factor;
        return VECTOR_OK;
    }
    if (take_lanes(pool, &result, x->den) == NULL)
        return VECTOR_NO_MEMORY;
    lanes_scale(result.lanes, x->lanes, factor, pool->count);
    result.states = x->states;
    result.why = x->why;
    result.low = (factor < 0 ? x->high : x->low) * factor;
    result.high = (factor < 0 ? x->low : x->high) * factor;
    *x = result;
    return VECTOR_OK;
}

enum vector_status vector_level(struct vector_pool *pool, struct vector *x, struct vector *y,
                                enum type_kind kind)
{
    enum vector_status status = vector_open(pool, x, x, kind);
    if (status == VECTOR_OK)
        status = vector_open(pool, y, y, kind);
    if (status != VECTOR_OK || kind == TYPE_BOOLEAN || x->den == y->den)
        return status;
    const int64_t divisor = greatest_divisor(x->den, y->den);
    const int64_t scale_x = y->den / divisor, scale_y = x->den / divisor;
    if (!fits_lane((int128)x->den * scale_x) || !scales(x, scale_x) || !scales(y, scale_y))
        return VECTOR_NO;
    const int64_t den = x->den * scale_x;
    status = vector_times(pool, x, scale_x);
    if (status == VECTOR_OK)
        status = vector_times(pool, y, scale_y);
    x->den = y->den = den;
    return status;
}

/* ---- choice ---- */

bool vector_select_states(struct vector_pool *pool, struct vector *result, const uint8_t *mask,
                          const struct vector *x, const struct vector *y)
{
    const uint8_t *first = x->states, *second = y->states;
    result->states = NULL;
    if (first == NULL && second == NULL)
        return true;
    result->states = vector_bytes(pool);
    uint8_t *values = first == NULL || second == NULL ? vector_bytes(pool) : result->states;
    if (result->states == NULL || values == NULL)
        return false;
    if (values != result->states)
        memset(values, CELL_VALUE, pool->count);
    bytes_select(result->states, mask, first == NULL ? values : first,
                 second == NULL ? values : second, pool->count);
    if (bytes_are_all(result->states, CELL_VALUE, pool->count))
        result->states = NULL;
    if (result->states == NULL || (x->why == NULL && y->why == NULL))
        return true;
    result->why = vector_array(pool, sizeof *result->why);
    for (uint32_t i = 0; result->why != NULL && i < pool->count; i++) {
        const struct why *taken = mask[i] ? x->why : y->why;
        if (taken != NULL)
            result->why[i] = taken[i];
    }
    return result->why != NULL;
}

static enum vector_status blend_plain(struct vector_pool *pool, struct vector *out,
                                      const uint8_t *mask, const struct vector *x,
                                      enum type_kind kind)
{
    struct vector first = *x, second = *out, result;
    enum vector_status status = vector_level(pool, &first, &second, kind);
    if (status == VECTOR_OK)
        status = vector_fill(pool, &first);
    if (status == VECTOR_OK)
        status = vector_fill(pool, &second);
    if (status != VECTOR_OK)
        return status;
    result = (struct vector){.den = second.den,
                             .low = first.low < second.low ? first.low : second.low,
                             .high = first.high > second.high ? first.high : second.high};
    if (kind == TYPE_BOOLEAN)
        result.truths = vector_bytes(pool);
    else
        result.lanes = vector_lanes(pool);
    if ((result.truths == NULL && result.lanes == NULL) ||
        !vector_select_states(pool, &result, mask, &first, &second))
        return VECTOR_NO_MEMORY;
    if (kind == TYPE_BOOLEAN)
        bytes_select(result.truths, mask, first.truths, second.truths, pool->count);
    else
        lanes_select(result.lanes, mask, first.lanes, second.lanes, pool->count);
    *out = result;
    return VECTOR_OK;
}

enum vector_status vector_blend(struct vector_pool *pool, struct vector *out, const uint8_t *mask,
                                const struct vector *x, enum type_kind kind)
{
    if (!bytes_any(mask, pool->count))
        return VECTOR_OK;
    if (bytes_all(mask, pool->count)) {
        *out = *x;
        return VECTOR_OK;
    }
    enum vector_status status = blend_plain(pool, out, mask, x, kind);
    if (status == VECTOR_NO) /* numbers */
        status = exact_select(pool, out, mask, x, out);
    if (status == VECTOR_OK)
        vector_check(pool, out, kind);
    return status;
}

/* The condition's state in the lanes where it is no value. */
static enum vector_status put_undecided(struct vector_pool *pool, struct vector *result,
                                        const struct vector *condition, enum type_kind kind)
{
    uint8_t *mask = vector_bytes(pool);
    struct vector undecided = vector_uniform((struct cell){.state = CELL_NOT_APPLICABLE});
    if (mask == NULL)
        return VECTOR_NO_MEMORY;
    enum vector_status status = vector_spread(pool, &undecided, &undecided, kind);
    if (status != VECTOR_OK)
        return status;
    undecided.states = condition->states;
    undecided.why = condition->why;
    bytes_are(mask, condition->states, CELL_VALUE, 1, pool->count);
    return vector_blend(pool, result, mask, &undecided, kind);
}

enum vector_status vector_choose(struct vector_pool *pool, struct vector *out,
                                 const struct vector *condition, const struct vector *yes,
                                 const struct vector *no, enum type_kind kind)
{
    if (condition->uniform) {
        *out = condition->cell.state != CELL_VALUE ? *condition
               : condition->cell.value.boolean     ? *yes
                                                   : *no;
        return VECTOR_OK;
    }
    struct vector result = *no;
    enum vector_status status = vector_blend(pool, &result, condition->truths, yes, kind);
    if (status == VECTOR_OK && condition->states != NULL)
        status = put_undecided(pool, &result, condition, kind);
    *out = result;
    return status;
}
