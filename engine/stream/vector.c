/* Arithmetic over lanes: bounds first, then the loops of lanes.h. */
#include "vector_few.h"

#include <stdlib.h>
#include <string.h>

/* ---- the pool ---- */

int64_t *vector_lanes(struct vector_pool *pool)
{
    if (pool->lane_used == pool->lane_count) {
        int64_t **grown = realloc(pool->lanes, (pool->lane_count + 1) * sizeof *grown);
        if (grown == NULL)
            return NULL;
        pool->lanes = grown;
        grown[pool->lane_count] = malloc(LANES * sizeof(int64_t));
        if (grown[pool->lane_count] == NULL)
            return NULL;
        pool->lane_count++;
    }
    return pool->lanes[pool->lane_used++];
}

uint8_t *vector_bytes(struct vector_pool *pool)
{
    if (pool->byte_used == pool->byte_count) {
        uint8_t **grown = realloc(pool->bytes, (pool->byte_count + 1) * sizeof *grown);
        if (grown == NULL)
            return NULL;
        pool->bytes = grown;
        grown[pool->byte_count] = malloc(LANES);
        if (grown[pool->byte_count] == NULL)
            return NULL;
        pool->byte_count++;
    }
    return pool->bytes[pool->byte_used++];
}

void vector_pool_close(struct vector_pool *pool)
{
    for (size_t i = 0; i < pool->lane_count; i++)
        free(pool->lanes[i]);
    for (size_t i = 0; i < pool->byte_count; i++)
        free(pool->bytes[i]);
    free(pool->lanes);
    free(pool->bytes);
    *pool = (struct vector_pool){0};
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
    for (uint32_t i = 0; i < pool->count; i++)
        truths[i] = lanes[i] != 0;
    *out = vector_of_truths(pool, truths, states);
    return VECTOR_OK;
}

static struct vector vector_number(struct number number)
{
    return vector_uniform((struct cell){.value = {.number = number}, .state = CELL_VALUE});
}

/* A uniform value as one integer and its denominator; false for a number that is not small. */
static bool as_integer(const struct vector *x, enum type_kind kind, int64_t *lane, int64_t *den)
{
    const union value *value = &x->cell.value;
    *den = 1;
    *lane = 0;
    if (x->cell.state != CELL_VALUE)
        return true;
    switch (kind) {
    case TYPE_NUMBER:
        *lane = value->number.num;
        *den = value->number.den;
        return value->number.den != 0;
    case TYPE_BOOLEAN:
        *lane = value->boolean;
        return true;
    case TYPE_DATE:
        *lane = value->date.days;
        return true;
    case TYPE_SYMBOL:
        *lane = value->symbol;
        return true;
    default:
        return false;
    }
}

enum vector_status vector_spread(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, enum type_kind kind)
{
    int64_t lane, den;
    if (!x->uniform && x->wide != NULL)
        return wide_narrow(pool, out, x);
    if (!x->uniform) {
        *out = *x;
        return vector_is_plain(x) ? VECTOR_OK : VECTOR_NO;
    }
    if (!as_integer(x, kind, &lane, &den))
        return VECTOR_NO;
    const bool value = x->cell.state == CELL_VALUE, boolean = kind == TYPE_BOOLEAN;
    const enum cell_state state = x->cell.state;
    struct vector result = {.lanes = boolean ? NULL : vector_lanes(pool),
                            .truths = boolean ? vector_bytes(pool) : NULL,
                            .states = value ? NULL : vector_bytes(pool),
                            .den = den,
                            .low = lane,
                            .high = lane};
    if ((result.lanes == NULL && result.truths == NULL) || (!value && result.states == NULL))
        return VECTOR_NO_MEMORY;
    if (boolean)
        memset(result.truths, (int)lane, pool->count);
    else
        lanes_fill(result.lanes, lane, pool->count);
    if (!value)
        memset(result.states, (int)state, pool->count);
    *out = result;
    return VECTOR_OK;
}

enum vector_status vector_gather(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, const uint32_t *from)
{
    struct vector result = *x;
    if (x->uniform) {
        *out = *x;
        return VECTOR_OK;
    }
    if (x->terms != NULL)
        return few_gather(pool, out, x, from);
    if (x->wide != NULL)
        return wide_gather(pool, out, x, from);
    result.over = x->over == NULL ? NULL : vector_lanes(pool);
    if (x->over != NULL && result.over == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count && x->over != NULL; i++)
        result.over[i] = x->over[from[i]];
    result.lanes = x->lanes == NULL ? NULL : vector_lanes(pool);
    result.truths = x->truths == NULL ? NULL : vector_bytes(pool);
    result.states = x->states == NULL ? NULL : vector_bytes(pool);
    if ((x->lanes != NULL && result.lanes == NULL) ||
        (x->truths != NULL && result.truths == NULL) ||
        (x->states != NULL && result.states == NULL))
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count && x->lanes != NULL; i++)
        result.lanes[i] = x->lanes[from[i]];
    for (uint32_t i = 0; i < pool->count && x->truths != NULL; i++)
        result.truths[i] = x->truths[from[i]];
    for (uint32_t i = 0; i < pool->count && x->states != NULL; i++)
        result.states[i] = x->states[from[i]];
    *out = result;
    return VECTOR_OK;
}

/* ---- states ---- */

/* The states of an operation on both; where one is no value, the result's lane is made 0. */
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

/* A uniform operand that is no value decides alone, unless the other has lanes that are faults. */
bool vector_decides(struct vector *out, const struct vector *x, const struct vector *y,
                    enum vector_status *status)
{
    const struct vector *bad = x->uniform && x->cell.state != CELL_VALUE   ? x
                               : y->uniform && y->cell.state != CELL_VALUE ? y
                                                                           : NULL;
    const struct vector *other = bad == x ? y : x;
    if (bad == NULL)
        return false;
    *status = VECTOR_OK;
    if (bad->cell.state != CELL_ERROR && !other->uniform && other->states != NULL)
        *status = VECTOR_NO;
    bool other_faults = other->uniform && other->cell.state == CELL_ERROR;
    *out = other_faults ? *other : *bad;
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

/* Lanes times a factor that is known to fit; themselves where it is 1. */
enum vector_status vector_times(struct vector_pool *pool, struct vector *x, int64_t factor)
{
    struct vector result;
    if (factor == 1)
        return VECTOR_OK;
    if (take_lanes(pool, &result, x->den) == NULL)
        return VECTOR_NO_MEMORY;
    lanes_scale(result.lanes, x->lanes, factor, pool->count);
    result.states = x->states;
    result.low = (factor < 0 ? x->high : x->low) * factor;
    result.high = (factor < 0 ? x->low : x->high) * factor;
    *x = result;
    return VECTOR_OK;
}

/* Both as lanes over one denominator. */
enum vector_status vector_level(struct vector_pool *pool, struct vector *x, struct vector *y,
                                enum type_kind kind)
{
    enum vector_status status = vector_spread(pool, x, x, kind);
    if (status == VECTOR_OK)
        status = vector_spread(pool, y, y, kind);
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

/* ---- arithmetic ---- */

/* Both uniform values: the exact arithmetic of number/. A fault of the data is the general
 * evaluator's to report. */
typedef enum ft_status number_operation(struct number *out, struct arith *arith,
                                        const struct number *x, const struct number *y);

static enum vector_status settle_number(struct vector *out, enum ft_status status,
                                        struct number number)
{
    if (status == FT_NO_MEMORY)
        return VECTOR_NO_MEMORY;
    if (status != FT_OK)
        *out = vector_uniform((struct cell){.state = CELL_ERROR});
    else
        *out = vector_number(number);
    return VECTOR_OK;
}

static enum vector_status on_numbers(struct vector_pool *pool, struct vector *out,
                                     const struct vector *x, const struct vector *y,
                                     number_operation *operation)
{
    struct number number;
    enum ft_status status =
        operation(&number, pool->arith, &x->cell.value.number, &y->cell.value.number);
    return settle_number(out, status, number);
}

/* Whether an operation is not even tried with 64 bits. */
static bool goes_wide(const struct vector_pool *pool, const struct vector *x,
                      const struct vector *y)
{
    return pool->wide_only || (!x->uniform && x->wide != NULL) || (!y->uniform && y->wide != NULL);
}

static enum vector_status add_lanes(struct vector_pool *pool, struct vector *out,
                                    const struct vector *x, const struct vector *y, int sign)
{
    struct vector result, first = *x, second = *y;
    enum vector_status status = vector_level(pool, &first, &second, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    const int128 low = (int128)first.low + (sign > 0 ? (int128)second.low : -(int128)second.high);
    const int128 high = (int128)first.high + (sign > 0 ? (int128)second.high : -(int128)second.low);
    if (!fits_lane(low) || !fits_lane(high))
        return VECTOR_NO;
    if (take_lanes(pool, &result, first.den) == NULL)
        return VECTOR_NO_MEMORY;
    (sign > 0 ? lanes_add : lanes_subtract)(result.lanes, first.lanes, second.lanes, pool->count);
    result.low = (int64_t)low;
    result.high = (int64_t)high;
    status = vector_join_states(pool, &result, x, y);
    *out = result;
    return status;
}

enum vector_status vector_add(struct vector_pool *pool, struct vector *out, const struct vector *x,
                              const struct vector *y, int sign)
{
    enum vector_status status;
    if (vector_decides(out, x, y, &status))
        return status;
    if (x->uniform && y->uniform)
        return on_numbers(pool, out, x, y, sign > 0 ? number_add : number_sub);
    if (x->terms != NULL || y->terms != NULL)
        return few_add(pool, out, x, y, sign);
    if (x->over != NULL || y->over != NULL)
        return quotient_add(pool, out, x, y, sign);
    status = goes_wide(pool, x, y) ? VECTOR_NO : add_lanes(pool, out, x, y, sign);
    return status == VECTOR_NO ? wide_add(pool, out, x, y, sign) : status;
}

/* Lanes times num/den, num and den in lowest terms with each other. */
static enum vector_status scale_by(struct vector_pool *pool, struct vector *out,
                                   const struct vector *x, int64_t num, int64_t den)
{
    struct vector result;
    int64_t divisor = greatest_divisor(x->den, num < 0 ? -num : num);
    int64_t factor = num / divisor;
    if (num == 0) {
        divisor = x->den;
        factor = 0;
    }
    int128 product = (int128)(x->den / divisor) * den;
    if (goes_wide(pool, x, x) || !scales(x, factor) || !fits_lane(product))
        return wide_scale(pool, out, x, num, den);
    result = *x;
    enum vector_status status = vector_times(pool, &result, factor);
    result.den = (int64_t)product;
    *out = result;
    return status;
}

static void spread_bounds(struct vector *result, const struct vector *x, const struct vector *y,
                          bool *good)
{
    const int128 corners[] = {(int128)x->low * y->low, (int128)x->low * y->high,
                              (int128)x->high * y->low, (int128)x->high * y->high};
    int128 low = corners[0], high = corners[0];
    for (size_t i = 1; i < 4; i++) {
        low = corners[i] < low ? corners[i] : low;
        high = corners[i] > high ? corners[i] : high;
    }
    *good = fits_lane(low) && fits_lane(high);
    result->low = *good ? (int64_t)low : 0;
    result->high = *good ? (int64_t)high : 0;
}

static enum vector_status multiply_lanes(struct vector_pool *pool, struct vector *out,
                                         const struct vector *x, const struct vector *y)
{
    struct vector result;
    bool good;
    if (!fits_lane((int128)x->den * y->den))
        return VECTOR_NO;
    if (take_lanes(pool, &result, x->den * y->den) == NULL)
        return VECTOR_NO_MEMORY;
    spread_bounds(&result, x, y, &good);
    if (!good)
        return VECTOR_NO;
    lanes_multiply(result.lanes, x->lanes, y->lanes, pool->count);
    enum vector_status status = vector_join_states(pool, &result, x, y);
    *out = result;
    return status;
}

enum vector_status vector_multiply(struct vector_pool *pool, struct vector *out,
                                   const struct vector *x, const struct vector *y)
{
    enum vector_status status;
    if (vector_decides(out, x, y, &status))
        return status;
    if (x->uniform && y->uniform)
        return on_numbers(pool, out, x, y, number_mul);
    if (x->terms != NULL || y->terms != NULL)
        return few_multiply(pool, out, x, y);
    if (x->over != NULL || y->over != NULL)
        return quotient_multiply(pool, out, x, y);
    if (x->uniform || y->uniform) {
        const struct number *number = x->uniform ? &x->cell.value.number : &y->cell.value.number;
        return number->den == 0 ? VECTOR_NO
                                : scale_by(pool, out, x->uniform ? y : x, number->num, number->den);
    }
    status = goes_wide(pool, x, y) ? VECTOR_NO : multiply_lanes(pool, out, x, y);
    return status == VECTOR_NO ? wide_multiply(pool, out, x, y) : status;
}

enum vector_status vector_divide(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, const struct vector *y)
{
    enum vector_status status;
    if (vector_decides(out, x, y, &status))
        return status;
    if (x->uniform && y->uniform)
        return on_numbers(pool, out, x, y, number_div);
    if (x->terms != NULL || y->terms != NULL)
        return few_divide(pool, out, x, y);
    if (x->over != NULL || !y->uniform)
        return quotient_divide(pool, out, x, y);
    const struct number *by = &y->cell.value.number;
    if (by->den == 0 || by->num == 0)
        return VECTOR_NO;
    return by->num > 0 ? scale_by(pool, out, x, by->den, by->num)
                       : scale_by(pool, out, x, -by->den, -by->num);
}

enum vector_status vector_power(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct vector *exponent)
{
    enum { LARGEST = 1000 };
    struct number number;
    enum vector_status status;
    int64_t integer;
    if (vector_decides(out, x, exponent, &status))
        return status;
    if (!exponent->uniform)
        return few_power(pool, out, x, exponent);
    if (!x->uniform || !number_to_int64(&exponent->cell.value.number, &integer) ||
        integer > LARGEST || integer < -LARGEST)
        return VECTOR_NO;
    enum ft_status settled = number_pow(&number, pool->arith, &x->cell.value.number, integer);
    return settle_number(out, settled, number);
}

enum vector_status vector_negate(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x)
{
    struct number number;
    const struct vector minus_one = vector_number(number_from_int(-1));
    if (!vector_is_plain(x))
        return vector_multiply(pool, out, x, &minus_one);
    if (!x->uniform)
        return scale_by(pool, out, x, -1, 1);
    if (x->cell.state != CELL_VALUE) {
        *out = *x;
        return VECTOR_OK;
    }
    enum ft_status status = number_neg(&number, pool->arith, &x->cell.value.number);
    return settle_number(out, status, number);
}

static enum vector_status extreme_lanes(struct vector_pool *pool, struct vector *out,
                                        const struct vector *x, const struct vector *y, int sign)
{
    struct vector result, first = *x, second = *y;
    enum vector_status status = vector_level(pool, &first, &second, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    if (take_lanes(pool, &result, first.den) == NULL)
        return VECTOR_NO_MEMORY;
    (sign > 0 ? lanes_most : lanes_least)(result.lanes, first.lanes, second.lanes, pool->count);
    result.low = (first.low > second.low) == (sign > 0) ? first.low : second.low;
    result.high = (first.high > second.high) == (sign > 0) ? first.high : second.high;
    status = vector_join_states(pool, &result, x, y);
    *out = result;
    return status;
}

enum vector_status vector_extreme(struct vector_pool *pool, struct vector *out,
                                  const struct vector *x, const struct vector *y, int sign)
{
    struct vector taken;
    enum vector_status status;
    if (vector_decides(out, x, y, &status))
        return status;
    if (x->uniform && y->uniform) {
        int order =
            number_compare(pool->arith, &x->cell.value.number, &y->cell.value.number) * sign;
        *out = order >= 0 ? *x : *y;
        return VECTOR_OK;
    }
    status = VECTOR_NO;
    if (vector_is_plain(x) && vector_is_plain(y) && !pool->wide_only)
        status = extreme_lanes(pool, out, x, y, sign);
    if (status != VECTOR_NO)
        return status;
    status = vector_compare(pool, &taken, sign > 0 ? NODE_GREATER_EQUAL : NODE_LESS_EQUAL, x, y,
                            TYPE_NUMBER);
    return status == VECTOR_OK ? vector_choose(pool, out, &taken, x, y, TYPE_NUMBER) : status;
}

/* ---- rounding ---- */

/* Whether a quotient whose rest is not 0 moves away from 0; `half`: how the rest compares with half
 * a unit. */
bool rounds_away(bool negative, bool odd, int half, enum rounding mode)
{
    switch (mode) {
    case ROUND_HALF_UP:
        return half >= 0;
    case ROUND_HALF_EVEN:
        return half > 0 || (half == 0 && odd);
    case ROUND_UP:
        return true;
    case ROUND_FLOOR:
        return negative;
    case ROUND_CEILING:
        return !negative;
    case ROUND_DOWN:
    case ROUNDING_COUNT:
        break;
    }
    return false;
}

/* num / den to an integer, den > 0: what number_round does to a small number. */
static inline int64_t to_integer(int64_t num, int64_t den, enum rounding mode)
{
    const int64_t quotient = num / den, rest = num - quotient * den;
    if (rest == 0)
        return quotient;
    const int64_t left = rest < 0 ? -rest : rest, to_next = den - left;
    return rounds_away(num < 0, quotient % 2 != 0, (left > to_next) - (left < to_next), mode)
               ? quotient + (num < 0 ? -1 : 1)
               : quotient;
}

static enum vector_status steps_of_lanes(struct vector_pool *pool, struct vector *out,
                                         const struct vector *x, const struct number *step,
                                         enum rounding mode)
{
    struct vector result;
    /* lanes / x.den / (num / den) = lanes * den / (x.den * num) */
    int64_t divisor = greatest_divisor(x->den, step->den);
    int64_t factor = step->den / divisor;
    int128 den = (int128)(x->den / divisor) * step->num;
    /* half a divisor is added below: keep room for it */
    if (!scales(x, factor) || !fits_lane(den * 2) || !fits_lane((int128)x->high * factor + den))
        return VECTOR_NO;
    if (take_lanes(pool, &result, 1) == NULL)
        return VECTOR_NO_MEMORY;
    if (den == 1)
        lanes_scale(result.lanes, x->lanes, factor, pool->count);
    else if (mode == ROUND_HALF_UP && x->low >= 0)
        lanes_half_up(result.lanes, x->lanes, factor, (int64_t)den, pool->count);
    else
        for (uint32_t i = 0; i < pool->count; i++)
            result.lanes[i] = to_integer(x->lanes[i] * factor, (int64_t)den, mode);
    result.states = x->states;
    result.low = to_integer(x->low * factor, (int64_t)den, mode);
    result.high = to_integer(x->high * factor, (int64_t)den, mode);
    *out = result;
    return VECTOR_OK;
}

enum vector_status vector_steps(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct number *step,
                                enum rounding mode)
{
    if (x->uniform || step->den == 0 || step->num <= 0)
        return VECTOR_NO;
    if (x->terms != NULL)
        return few_steps(pool, out, x, step, mode);
    if (x->over != NULL)
        return quotient_steps(pool, out, x, step, mode);
    enum vector_status status =
        goes_wide(pool, x, x) ? VECTOR_NO : steps_of_lanes(pool, out, x, step, mode);
    return status == VECTOR_NO ? wide_steps(pool, out, x, step, mode) : status;
}

enum vector_status vector_round(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct number *step,
                                enum rounding mode)
{
    struct number number;
    struct vector steps;
    if (x->uniform && x->cell.state != CELL_VALUE) {
        *out = *x;
        return VECTOR_OK;
    }
    if (x->uniform) {
        enum ft_status status =
            number_round(&number, pool->arith, &x->cell.value.number, step, mode);
        return settle_number(out, status, number);
    }
    enum vector_status status = vector_steps(pool, &steps, x, step, mode);
    return status == VECTOR_OK ? scale_by(pool, out, &steps, step->num, step->den) : status;
}

/* ---- comparison and choice ---- */

bool order_holds(enum node_op op, int order)
{
    switch (op) {
    case NODE_EQUAL:
        return order == 0;
    case NODE_UNEQUAL:
        return order != 0;
    case NODE_LESS:
        return order < 0;
    case NODE_LESS_EQUAL:
        return order <= 0;
    case NODE_GREATER:
        return order > 0;
    default:
        return order >= 0;
    }
}

/* -1, 0, 1: all lanes of x lie below, on, above all of y; 2: it depends on the lane. */
static int order_of(const struct vector *x, const struct vector *y)
{
    if (x->states != NULL || y->states != NULL)
        return 2;
    if (x->low == x->high && x->low == y->low && x->low == y->high)
        return 0;
    return x->high < y->low ? -1 : x->low > y->high ? 1 : 2;
}

static void compare_lanes(enum node_op op, uint8_t *truths, const struct vector *x,
                          const struct vector *y, uint32_t count)
{
    const uint8_t flip = op == NODE_UNEQUAL || op == NODE_LESS_EQUAL || op == NODE_GREATER_EQUAL;
    if (x->truths != NULL)
        bytes_equal(truths, x->truths, y->truths, flip, count);
    else if (op == NODE_EQUAL || op == NODE_UNEQUAL)
        lanes_equal(truths, x->lanes, y->lanes, flip, count);
    else if (op == NODE_LESS || op == NODE_GREATER_EQUAL)
        lanes_less(truths, x->lanes, y->lanes, flip, count);
    else
        lanes_less(truths, y->lanes, x->lanes, flip, count);
}

static enum vector_status compare_plain(struct vector_pool *pool, struct vector *out,
                                        enum node_op op, const struct vector *x,
                                        const struct vector *y, enum type_kind kind)
{
    struct vector result = {0}, first = *x, second = *y;
    enum vector_status status = vector_level(pool, &first, &second, kind);
    if (status != VECTOR_OK)
        return status;
    const int order = kind == TYPE_BOOLEAN ? 2 : order_of(&first, &second);
    if (order != 2) {
        *out = vector_boolean(order_holds(op, order));
        return VECTOR_OK;
    }
    result.truths = vector_bytes(pool);
    if (result.truths == NULL)
        return VECTOR_NO_MEMORY;
    compare_lanes(op, result.truths, &first, &second, pool->count);
    status = vector_join_states(pool, &result, &first, &second);
    *out = vector_of_truths(pool, result.truths, result.states);
    return status;
}

enum vector_status vector_compare(struct vector_pool *pool, struct vector *out, enum node_op op,
                                  const struct vector *x, const struct vector *y,
                                  enum type_kind kind)
{
    enum vector_status status;
    if (vector_decides(out, x, y, &status))
        return status;
    if (kind == TYPE_TEXT || kind == TYPE_REFERENCE)
        return VECTOR_NO;
    if (kind != TYPE_NUMBER)
        return compare_plain(pool, out, op, x, y, kind);
    if (x->uniform && y->uniform) {
        *out = vector_boolean(order_holds(
            op, number_compare(pool->arith, &x->cell.value.number, &y->cell.value.number)));
        return VECTOR_OK;
    }
    if (x->terms != NULL || y->terms != NULL)
        return few_compare(pool, out, op, x, y);
    if (x->over != NULL || y->over != NULL)
        return quotient_compare(pool, out, op, x, y);
    status = goes_wide(pool, x, y) ? VECTOR_NO : compare_plain(pool, out, op, x, y, kind);
    return status == VECTOR_NO ? wide_compare(pool, out, op, x, y) : status;
}

enum vector_status vector_not(struct vector_pool *pool, struct vector *out, const struct vector *x)
{
    struct vector no = vector_boolean(false);
    return vector_compare(pool, out, NODE_EQUAL, x, &no, TYPE_BOOLEAN);
}

/* The states of lanes of which some are x's and some y's. */
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
    return true;
}

static enum vector_status blend_plain(struct vector_pool *pool, struct vector *out,
                                      const uint8_t *mask, const struct vector *x,
                                      enum type_kind kind)
{
    struct vector first = *x, second = *out, result;
    enum vector_status status = vector_level(pool, &first, &second, kind);
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
    if (kind != TYPE_NUMBER)
        return blend_plain(pool, out, mask, x, kind);
    if (x->terms != NULL || out->terms != NULL)
        return few_blend(pool, out, mask, x);
    if (x->over != NULL || out->over != NULL)
        return quotient_blend(pool, out, mask, x);
    enum vector_status status =
        goes_wide(pool, x, out) ? VECTOR_NO : blend_plain(pool, out, mask, x, kind);
    return status == VECTOR_NO ? wide_blend(pool, out, mask, x) : status;
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
