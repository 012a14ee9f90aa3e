/*
 * Quotients: a lane divided by a lane, kept as both. They compare by multiplying across, in 128
 * bits, and go on through products; what else is asked of them says no.
 */
#include "vector_internal.h"

/* Divisors go with lanes of 64 bits alone. */
static enum vector_status narrow(struct vector_pool *pool, struct vector *x)
{
    return x->uniform || x->wide == NULL ? VECTOR_OK : vector_spread(pool, x, x, TYPE_NUMBER);
}

/* The lanes without their divisors. */
static struct vector dividends(const struct vector *x)
{
    struct vector plain = *x;
    plain.over = NULL;
    return plain;
}

/* ---- divisors ---- */

/* Divisors made positive, their lanes with them; a lane divided by 0 is a fault. */
static bool settle_signs(struct vector *result, const struct vector *by, uint32_t count)
{
    bool zero = false;
    result->over_high = 1;
    for (uint32_t i = 0; i < count; i++) {
        const int64_t divisor = by->lanes[i];
        const bool value = result->states == NULL || result->states[i] == CELL_VALUE;
        if (divisor < 0)
            result->lanes[i] = -result->lanes[i];
        result->over[i] = divisor < 0 ? -divisor : divisor == 0 ? 1 : divisor;
        result->over_high =
            result->over[i] > result->over_high ? result->over[i] : result->over_high;
        zero |= divisor == 0 && value;
    }
    return zero;
}

static enum vector_status note_faults(struct vector_pool *pool, struct vector *result,
                                      const struct vector *by)
{
    uint8_t *states = vector_bytes(pool);
    if (states == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        const uint8_t state = result->states == NULL ? CELL_VALUE : result->states[i];
        const bool fault = by->lanes[i] == 0 && state == CELL_VALUE;
        states[i] = fault ? CELL_ERROR : state;
        result->lanes[i] = fault ? 0 : result->lanes[i];
    }
    result->states = states;
    return VECTOR_OK;
}

/* One divisor a lane for both; NULL where neither has one. False: the product may not fit. */
static bool join_divisors(struct vector_pool *pool, const struct vector *x, const struct vector *y,
                          struct vector *result)
{
    result->over = x->over == NULL ? y->over : x->over;
    result->over_high = x->over == NULL ? y->over_high : x->over_high;
    if (x->uniform || y->uniform || x->over == NULL || y->over == NULL)
        return true;
    int64_t *over = vector_lanes(pool);
    if (over == NULL || __builtin_mul_overflow(x->over_high, y->over_high, &result->over_high))
        return false;
    lanes_multiply(over, x->over, y->over, pool->count);
    result->over = over;
    return true;
}

/* ---- arithmetic ---- */

enum vector_status quotient_divide(struct vector_pool *pool, struct vector *out,
                                   const struct vector *x, const struct vector *y)
{
    struct vector result, first = dividends(x), divisors = *y;
    if (y->over != NULL && !y->uniform)
        return VECTOR_NO;
    if (y->uniform) {
        enum vector_status status = vector_divide(pool, &result, &first, y);
        if (status == VECTOR_OK)
            status = narrow(pool, &result);
        if (status != VECTOR_OK)
            return status;
        result.over = result.uniform ? NULL : x->over;
        result.over_high = x->over_high;
        *out = result;
        return VECTOR_OK;
    }
    enum vector_status status = vector_spread(pool, &first, &first, TYPE_NUMBER);
    if (status == VECTOR_OK)
        status = narrow(pool, &divisors);
    if (status != VECTOR_OK)
        return status;
    y = &divisors;
    /* (x / x.den) / (y / y.den) = x * y.den / x.den / y */
    const int64_t divisor = greatest_divisor(first.den, y->den), factor = y->den / divisor;
    if (!fits_lane((int128)first.low * factor) || !fits_lane((int128)first.high * factor))
        return VECTOR_NO;
    result = (struct vector){.lanes = vector_lanes(pool), .den = first.den / divisor};
    struct vector by = {.over = vector_lanes(pool)};
    if (result.lanes == NULL || by.over == NULL)
        return VECTOR_NO_MEMORY;
    lanes_scale(result.lanes, first.lanes, factor, pool->count);
    status = vector_join_states(pool, &result, &first, y);
    if (status != VECTOR_OK)
        return status;
    result.over = by.over;
    if (settle_signs(&result, y, pool->count))
        status = note_faults(pool, &result, y);
    by.over_high = result.over_high;
    lanes_bounds(result.lanes, pool->count, &result.low, &result.high);
    if (status == VECTOR_OK && !x->uniform && !join_divisors(pool, x, &by, &result))
        return VECTOR_NO;
    *out = result;
    return status;
}

enum vector_status quotient_multiply(struct vector_pool *pool, struct vector *out,
                                     const struct vector *x, const struct vector *y)
{
    struct vector result;
    const struct vector first = dividends(x), second = dividends(y);
    enum vector_status status = vector_multiply(pool, &result, &first, &second);
    if (status == VECTOR_OK)
        status = narrow(pool, &result);
    if (status == VECTOR_OK && !result.uniform && !join_divisors(pool, x, y, &result))
        return VECTOR_NO;
    *out = result;
    return status;
}

/* The same divisors stay; a plain number is brought over them. */
enum vector_status quotient_add(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct vector *y, int sign)
{
    const bool x_plain = x->uniform || x->over == NULL, y_plain = y->uniform || y->over == NULL;
    const struct vector *quotient = x_plain ? y : x;
    const struct vector over = {
        .lanes = quotient->over, .den = 1, .low = 1, .high = quotient->over_high};
    struct vector first = dividends(x), second = dividends(y), result;
    enum vector_status status = VECTOR_OK;
    if (!x_plain && !y_plain && x->over != y->over)
        return VECTOR_NO;
    if (x_plain)
        status = vector_multiply(pool, &first, x, &over);
    if (y_plain && status == VECTOR_OK)
        status = vector_multiply(pool, &second, y, &over);
    if (status == VECTOR_OK)
        status = vector_add(pool, &result, &first, &second, sign);
    if (status == VECTOR_OK)
        status = narrow(pool, &result);
    if (status != VECTOR_OK)
        return status;
    result.over = result.uniform ? NULL : quotient->over;
    result.over_high = quotient->over_high;
    *out = result;
    return VECTOR_OK;
}

enum vector_status quotient_steps(struct vector_pool *pool, struct vector *out,
                                  const struct vector *x, const struct number *step,
                                  enum rounding mode)
{
    int64_t den;
    if (step->den == 0 || step->num <= 0 || __builtin_mul_overflow(x->den, step->num, &den))
        return VECTOR_NO;
    int64_t *lanes = vector_lanes(pool);
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        const int128 steps =
            wide_rounded((int128)x->lanes[i] * step->den, (int128)den * x->over[i], mode);
        if (!fits_lane(steps))
            return VECTOR_NO;
        lanes[i] = (int64_t)steps;
    }
    *out = vector_over(pool, lanes, x->states, 1);
    return VECTOR_OK;
}

/* ---- comparison and choice ---- */

/* A number as lanes with divisors; 1 where it has none. */
static enum vector_status spread(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x)
{
    struct vector result = *x;
    enum vector_status status = VECTOR_OK;
    if (x->uniform || x->over == NULL) {
        status = vector_spread(pool, &result, x, TYPE_NUMBER);
        result.over = vector_lanes(pool);
        if (result.over == NULL)
            return VECTOR_NO_MEMORY;
        lanes_fill(result.over, 1, pool->count);
        result.over_high = 1;
    }
    *out = result;
    return status;
}

enum vector_status quotient_compare(struct vector_pool *pool, struct vector *out, enum node_op op,
                                    const struct vector *x, const struct vector *y)
{
    struct vector first, second, result = {.truths = vector_bytes(pool)};
    enum vector_status status;
    int64_t ignored;
    if (vector_decides(out, x, y, &status))
        return status;
    if (result.truths == NULL)
        return VECTOR_NO_MEMORY;
    status = spread(pool, &first, x);
    if (status == VECTOR_OK)
        status = spread(pool, &second, y);
    if (status != VECTOR_OK)
        return status;
    const int64_t scale = greatest_divisor(first.den, second.den);
    const int64_t x_den = first.den / scale, y_den = second.den / scale;
    if (__builtin_mul_overflow(x_den, first.over_high, &ignored) ||
        __builtin_mul_overflow(y_den, second.over_high, &ignored))
        return VECTOR_NO;
    for (uint32_t i = 0; i < pool->count; i++) {
        const int128 left = (int128)first.lanes[i] * ((int128)y_den * second.over[i]);
        const int128 right = (int128)second.lanes[i] * ((int128)x_den * first.over[i]);
        result.truths[i] = order_holds(op, (left > right) - (left < right));
    }
    status = vector_join_states(pool, &result, &first, &second);
    *out = vector_of_truths(pool, result.truths, result.states);
    return status;
}

enum vector_status quotient_blend(struct vector_pool *pool, struct vector *out, const uint8_t *mask,
                                  const struct vector *x)
{
    struct vector first, second;
    enum vector_status status = spread(pool, &first, x);
    if (status == VECTOR_OK)
        status = spread(pool, &second, out);
    if (status != VECTOR_OK)
        return status;
    const int64_t *x_over = first.over, *y_over = second.over;
    struct vector result = {.over_high = first.over_high > second.over_high ? first.over_high
                                                                            : second.over_high};
    first = dividends(&first);
    second = dividends(&second);
    status = vector_level(pool, &first, &second, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    result.den = second.den;
    result.low = first.low < second.low ? first.low : second.low;
    result.high = first.high > second.high ? first.high : second.high;
    result.lanes = vector_lanes(pool);
    result.over = vector_lanes(pool);
    if (result.lanes == NULL || result.over == NULL ||
        !vector_select_states(pool, &result, mask, &first, &second))
        return VECTOR_NO_MEMORY;
    lanes_select(result.lanes, mask, first.lanes, second.lanes, pool->count);
    lanes_select(result.over, mask, x_over, y_over, pool->count);
    *out = result;
    return VECTOR_OK;
}
