/*
 * bound.h: how far a double may be from an exact figure: upper bounds as small floating integers,
 * every operation rounded away from zero, so that what they say is proven.
 */
#ifndef FANGTIAN_LIVEBOOK_BOUND_H
#define FANGTIAN_LIVEBOOK_BOUND_H

#include "../number/number.h"

/* mantissa * 2^exponent; a mantissa of 0 is zero, an exponent of BOUND_NONE no bound at all. */
struct bound {
    uint32_t mantissa;
    int32_t exponent;
};
enum { BOUND_NONE = INT32_MAX };

extern const struct bound bound_zero, bound_none;

struct bound bound_power(int32_t exponent); /* 2^exponent */
struct bound bound_add(struct bound x, struct bound y);
struct bound bound_multiply(struct bound x, struct bound y);
/* x by something that is not below `y`. */
struct bound bound_divide(struct bound x, struct bound y);
struct bound bound_greater(struct bound x, struct bound y);
bool bound_is_above(struct bound x, struct bound y); /* x > y */
/* What |x| is not above, and not below. */
struct bound bound_above(const struct number *x);
struct bound bound_below(const struct number *x);

#endif
