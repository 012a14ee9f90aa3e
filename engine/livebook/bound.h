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

/*
 * Relative errors, as powers of two: of a decimal of 15 digits, which the file holds as the nearest
 * double; of a figure that it holds with 16 digits; of one operation, which IEEE 754 rounds well.
 * Some engines take what is left of a subtraction for nothing where it is little. And how near to a
 * half spreadsheets take a figure for one: they look at 15 digits of it.
 */
enum {
    TYPED = -53,
    HELD = -50,
    WORKED_OUT = -53,
    TAKEN_FOR_NOTHING = -44,
    TAKEN_FOR_HALF = -47,
    SURELY_TAKEN = -51
};
/* |x| * 2^exponent. */
struct bound bound_share(const struct number *x, int32_t exponent);
/* Whether a figure is a decimal of at most 15 digits. */
bool is_short_decimal(const struct number *x);

#endif
