/*
 * Lanes of 128 bits, where bounds do not prove that 64 are enough: the same arithmetic, its bounds
 * checked in 128 bits. What may pass these is left to GMP. A result goes back to 64 bits where it
 * fits, unless the wide path is asked for.
 */
#include "vector_internal.h"

/* ---- lanes ---- */

static int128 *new_lanes(struct vector_pool *pool)
{
    return arena_array(pool->arith->arena, LANES, sizeof(int128));
}

static enum vector_status make(struct vector_pool *pool, struct vector *result, int64_t den)
{
    *result = (struct vector){.wide = new_lanes(pool), .den = den};
    return result->wide == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
}

/* Any plain or wide number as wide lanes. */
static enum vector_status widen(struct vector_pool *pool, struct vector *out,
                                const struct vector *x)
{
    struct vector plain, result;
    if (x->wide != NULL && !x->uniform) {
        *out = *x;
        return VECTOR_OK;
    }
    enum vector_status status = vector_spread(pool, &plain, x, TYPE_NUMBER);
    if (status == VECTOR_OK)
        status = make(pool, &result, plain.den);
    if (status != VECTOR_OK)
        return status;
    for (uint32_t i = 0; i < pool->count; i++)
        result.wide[i] = plain.lanes[i];
    result.states = plain.states;
    result.wide_low = plain.low;
    result.wide_high = plain.high;
    *out = result;
    return VECTOR_OK;
}

enum vector_status wide_narrow(struct vector_pool *pool, struct vector *out, const struct vector *x)
{
    int64_t *lanes = vector_lanes(pool);
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        if (!fits_lane(x->wide[i]))
            return VECTOR_NO;
        lanes[i] = (int64_t)x->wide[i];
    }
    *out = vector_over(pool, lanes, x->states, x->den);
    return VECTOR_OK;
}

/* A result with its states; as 64 bits where they are enough. */
static enum vector_status settle(struct vector_pool *pool, struct vector *out,
                                 struct vector *result, const struct vector *x,
                                 const struct vector *y)
{
    enum vector_status status = vector_join_states(pool, result, x, y);
    if (result->states != NULL) {
        for (uint32_t i = 0; i < pool->count; i++)
            result->wide[i] = result->states[i] == CELL_VALUE ? result->wide[i] : 0;
        result->wide_low = result->wide_low > 0 ? 0 : result->wide_low;
        result->wide_high = result->wide_high < 0 ? 0 : result->wide_high;
    }
    *out = *result;
    if (status == VECTOR_OK && !pool->wide_only && fits_lane(result->wide_low) &&
        fits_lane(result->wide_high))
        return wide_narrow(pool, out, result);
    return status;
}

static bool times(int128 *out, int128 x, int128 y)
{
    return !__builtin_mul_overflow(x, y, out);
}

/* Lanes times a factor; false where they may not fit. */
static enum vector_status scale(struct vector_pool *pool, struct vector *x, int64_t factor)
{
    struct vector result;
    int128 low, high;
    if (factor == 1)
        return VECTOR_OK;
    if (!times(&low, x->wide_low, factor) || !times(&high, x->wide_high, factor))
        return VECTOR_NO;
    enum vector_status status = make(pool, &result, x->den);
    if (status != VECTOR_OK)
        return status;
    for (uint32_t i = 0; i < pool->count; i++)
        result.wide[i] = x->wide[i] * factor;
    result.states = x->states;
    result.wide_low = factor < 0 ? high : low;
    result.wide_high = factor < 0 ? low : high;
    *x = result;
    return VECTOR_OK;
}

/* Both over one denominator. */
static enum vector_status level(struct vector_pool *pool, const struct vector *x,
                                const struct vector *y, struct vector *first, struct vector *second)
{
    enum vector_status status = widen(pool, first, x);
    if (status == VECTOR_OK)
        status = widen(pool, second, y);
    if (status != VECTOR_OK || first->den == second->den)
        return status;
    const int64_t divisor = greatest_divisor(first->den, second->den);
    const int64_t x_factor = second->den / divisor, y_factor = first->den / divisor;
    int64_t den;
    if (__builtin_mul_overflow(first->den, x_factor, &den))
        return VECTOR_NO;
    status = scale(pool, first, x_factor);
    if (status == VECTOR_OK)
        status = scale(pool, second, y_factor);
    first->den = second->den = den;
    return status;
}

/* ---- arithmetic ---- */

enum vector_status wide_add(struct vector_pool *pool, struct vector *out, const struct vector *x,
                            const struct vector *y, int sign)
{
    struct vector first, second, result;
    enum vector_status status = level(pool, x, y, &first, &second);
    if (status == VECTOR_OK && sign < 0)
        status = scale(pool, &second, -1);
    if (status == VECTOR_OK)
        status = make(pool, &result, first.den);
    if (status != VECTOR_OK)
        return status;
    if (__builtin_add_overflow(first.wide_low, second.wide_low, &result.wide_low) ||
        __builtin_add_overflow(first.wide_high, second.wide_high, &result.wide_high))
        return VECTOR_NO;
    for (uint32_t i = 0; i < pool->count; i++)
        result.wide[i] = first.wide[i] + second.wide[i];
    return settle(pool, out, &result, &first, &second);
}

enum vector_status wide_scale(struct vector_pool *pool, struct vector *out, const struct vector *x,
                              int64_t num, int64_t den)
{
    struct vector result;
    enum vector_status status = widen(pool, &result, x);
    if (status != VECTOR_OK)
        return status;
    const int64_t divisor =
        num == 0 ? result.den : greatest_divisor(result.den, num < 0 ? -num : num);
    int64_t product;
    if (__builtin_mul_overflow(result.den / divisor, den, &product))
        return VECTOR_NO;
    status = scale(pool, &result, num / divisor);
    if (status != VECTOR_OK)
        return status;
    result.den = product;
    const struct vector same = result;
    return settle(pool, out, &result, &same, &same);
}

/* The product's bounds; false where they may not fit. */
static bool product_bounds(struct vector *result, const struct vector *x, const struct vector *y)
{
    int128 corners[4];
    bool good = times(&corners[0], x->wide_low, y->wide_low) &&
                times(&corners[1], x->wide_low, y->wide_high) &&
                times(&corners[2], x->wide_high, y->wide_low) &&
                times(&corners[3], x->wide_high, y->wide_high);
    result->wide_low = result->wide_high = good ? corners[0] : 0;
    for (size_t i = 1; good && i < 4; i++) {
        result->wide_low = corners[i] < result->wide_low ? corners[i] : result->wide_low;
        result->wide_high = corners[i] > result->wide_high ? corners[i] : result->wide_high;
    }
    return good;
}

enum vector_status wide_multiply(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, const struct vector *y)
{
    struct vector first, second, result;
    int64_t den;
    enum vector_status status = widen(pool, &first, x);
    if (status == VECTOR_OK)
        status = widen(pool, &second, y);
    if (status != VECTOR_OK)
        return status;
    if (__builtin_mul_overflow(first.den, second.den, &den))
        return VECTOR_NO;
    status = make(pool, &result, den);
    if (status != VECTOR_OK)
        return status;
    if (!product_bounds(&result, &first, &second))
        return VECTOR_NO;
    for (uint32_t i = 0; i < pool->count; i++)
        result.wide[i] = first.wide[i] * second.wide[i];
    return settle(pool, out, &result, &first, &second);
}

/* ---- rounding ---- */

int128 wide_rounded(int128 num, int128 den, enum rounding mode)
{
    const int128 quotient = num / den, rest = num - quotient * den;
    if (rest == 0)
        return quotient;
    const int128 left = rest < 0 ? -rest : rest, to_next = den - left;
    return rounds_away(num < 0, quotient % 2 != 0, (left > to_next) - (left < to_next), mode)
               ? quotient + (num < 0 ? -1 : 1)
               : quotient;
}

enum vector_status wide_steps(struct vector_pool *pool, struct vector *out, const struct vector *x,
                              const struct number *step, enum rounding mode)
{
    struct vector scaled;
    enum vector_status status = widen(pool, &scaled, x);
    if (status != VECTOR_OK)
        return status;
    const int64_t divisor = greatest_divisor(scaled.den, step->den);
    const int128 den = (int128)(scaled.den / divisor) * step->num;
    status = scale(pool, &scaled, step->den / divisor);
    int64_t *lanes = vector_lanes(pool);
    if (status != VECTOR_OK || lanes == NULL)
        return status == VECTOR_OK ? VECTOR_NO_MEMORY : status;
    for (uint32_t i = 0; i < pool->count; i++) {
        const int128 steps = wide_rounded(scaled.wide[i], den, mode);
        if (!fits_lane(steps))
            return VECTOR_NO;
        lanes[i] = (int64_t)steps;
    }
    *out = vector_over(pool, lanes, scaled.states, 1);
    return VECTOR_OK;
}

/* ---- comparison and choice ---- */

enum vector_status wide_compare(struct vector_pool *pool, struct vector *out, enum node_op op,
                                const struct vector *x, const struct vector *y)
{
    struct vector first, second, result = {.truths = vector_bytes(pool)};
    enum vector_status status = level(pool, x, y, &first, &second);
    if (status != VECTOR_OK || result.truths == NULL)
        return status == VECTOR_OK ? VECTOR_NO_MEMORY : status;
    for (uint32_t i = 0; i < pool->count; i++)
        result.truths[i] =
            order_holds(op, (first.wide[i] > second.wide[i]) - (first.wide[i] < second.wide[i]));
    status = vector_join_states(pool, &result, &first, &second);
    *out = vector_of_truths(pool, result.truths, result.states);
    return status;
}

enum vector_status wide_blend(struct vector_pool *pool, struct vector *out, const uint8_t *mask,
                              const struct vector *x)
{
    struct vector first, second, result;
    enum vector_status status = level(pool, x, out, &first, &second);
    if (status == VECTOR_OK)
        status = make(pool, &result, first.den);
    if (status != VECTOR_OK)
        return status;
    if (!vector_select_states(pool, &result, mask, &first, &second))
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++)
        result.wide[i] = mask[i] ? first.wide[i] : second.wide[i];
    result.wide_low = first.wide_low < second.wide_low ? first.wide_low : second.wide_low;
    result.wide_high = first.wide_high > second.wide_high ? first.wide_high : second.wide_high;
    *out = result;
    return VECTOR_OK;
}

enum vector_status wide_gather(struct vector_pool *pool, struct vector *out, const struct vector *x,
                               const uint32_t *from)
{
    struct vector result = *x;
    result.wide = new_lanes(pool);
    result.states = x->states == NULL ? NULL : vector_bytes(pool);
    if (result.wide == NULL || (x->states != NULL && result.states == NULL))
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        result.wide[i] = x->wide[from[i]];
        if (x->states != NULL)
            result.states[i] = x->states[from[i]];
    }
    *out = result;
    return VECTOR_OK;
}
