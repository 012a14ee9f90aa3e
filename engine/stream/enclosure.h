/*
 * enclosure.h: between which two numbers in fixed point a lane's exact number lies. Rounding and
 * comparison look here first: where both ends come to the same, so does the number, which then need
 * not be worked out. Where they do not, or there is no enclosure, the exact number is asked.
 * Nothing here decides a figure otherwise than that number would.
 */
#ifndef FANGTIAN_STREAM_ENCLOSURE_H
#define FANGTIAN_STREAM_ENCLOSURE_H

#include <assert.h>

#include "vector.h"

/*
 * Invariant: low[i] <= number * den * 2^shift <= high[i], and all lie within `least` and `most`, of
 * at most ENCLOSURE_BITS bits. `low` NULL: there is none. `flat`: lane 0 stands for all. `high` is
 * `low` itself where every lane is one point. Lanes that are no value lie within the bounds too.
 */
enum { ENCLOSURE_BITS = 124 };
struct enclosure {
    const int128 *low, *high;
    bool flat;
    int64_t den;
    uint32_t shift;
    int128 least, most;
};

static inline uint32_t enclosure_at(const struct enclosure *x, uint32_t lane)
{
    return x->flat ? 0 : lane;
}

/* Of integers and of one number for all lanes; of exact numbers what is known of them. */
void enclosure_of(struct vector_pool *pool, struct enclosure *out, const struct vector *x);
/* floor and ceiling of number * 2^shift; false past ENCLOSURE_BITS. */
bool enclosure_of_number(const struct number *number, uint32_t shift, int128 *low, int128 *high);

typedef void enclosure_rule(struct vector_pool *pool, struct enclosure *out,
                            const struct enclosure *x, const struct enclosure *y);
enclosure_rule enclosure_add, enclosure_subtract, enclosure_multiply;
/* Where y is points within 64 bits; a divisor of 0 (of a lane that is no value) counts as 1. */
enclosure_rule enclosure_divide;
void enclosure_select(struct vector_pool *pool, struct enclosure *out, const uint8_t *mask,
                      const struct enclosure *x, const struct enclosure *y);
void enclosure_gather(struct vector_pool *pool, struct enclosure *out, const struct enclosure *x,
                      const uint32_t *from);

/* Both over one denominator and shift, for enclosure_order; false where there is no such form. */
bool enclosure_level(struct vector_pool *pool, struct enclosure *x, struct enclosure *y);
/* -1, 0, 1: how the lanes of two on one level compare; 2: not decided. */
static inline int enclosure_order(const struct enclosure *x, const struct enclosure *y,
                                  uint32_t lane)
{
    const uint32_t at = enclosure_at(x, lane), other = enclosure_at(y, lane);
    assert(x->den == y->den && x->shift == y->shift);
    if (x->high[at] < y->low[other])
        return -1;
    if (x->low[at] > y->high[other])
        return 1;
    return x->low[at] == x->high[at] && y->low[other] == y->high[other] ? 0 : 2;
}

/* How a lane becomes steps: its ends times `factor`, without `drop` bits, over `den`. */
struct stepping {
    int64_t factor, den;
    uint32_t drop;
};
/* False where the step or the enclosure has no such form. */
bool enclosure_stepping(struct stepping *out, const struct enclosure *x, const struct number *step);
/* The lane as rounded steps; false: not decided, or past 64 bits. */
bool enclosure_steps(const struct stepping *stepping, const struct enclosure *x, uint32_t lane,
                     enum rounding mode, int64_t *out);

#endif
