/*
 * enclosure.h: between which two numbers in fixed point a lane's exact number lies. Rounding and
 * comparison look here first: where both ends come to the same, so does the number, which then need
 * not be worked out. Where they do not, or there is no enclosure, the exact number is asked.
 * Nothing here decides a figure otherwise than that number would.
 */
#ifndef FANGTIAN_VECTOR_ENCLOSURE_H
#define FANGTIAN_VECTOR_ENCLOSURE_H

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

/* Of integers and of one number for all lanes; of exact numbers what is known of them. */
void enclosure_of(struct vector_pool *pool, struct enclosure *out, const struct vector *x);
/* floor and ceiling of number * 2^shift; false past ENCLOSURE_BITS. */
bool enclosure_of_number(const struct number *number, uint32_t shift, int128 *low, int128 *high);

typedef void enclosure_rule(struct vector_pool *pool, struct enclosure *out,
                            const struct enclosure *x, const struct enclosure *y);
enclosure_rule enclosure_add, enclosure_subtract, enclosure_multiply;
/* By points within 64 bits; a divisor of 0 (of a lane that is no value) counts as 1. */
enclosure_rule enclosure_divide;
void enclosure_select(struct vector_pool *pool, struct enclosure *out, const uint8_t *mask,
                      const struct enclosure *x, const struct enclosure *y);
void enclosure_gather(struct vector_pool *pool, struct enclosure *out, const struct enclosure *x,
                      const uint32_t *from);

/* -1, 0, 1 by lane: how x compares with y; 2: not decided. */
void enclosure_compare(struct vector_pool *pool, const struct enclosure *x,
                       const struct enclosure *y, int8_t *orders);
/* Lanes as rounded steps, where `decided`, and they fit. */
void enclosure_round(const struct vector_pool *pool, const struct enclosure *x,
                     const struct number *step, enum rounding mode, int64_t *out, uint8_t *decided);

#endif
