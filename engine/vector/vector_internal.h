/* vector_internal.h: what the sources of vector.h share. */
#ifndef FANGTIAN_VECTOR_VECTOR_INTERNAL_H
#define FANGTIAN_VECTOR_VECTOR_INTERNAL_H

#include <assert.h>

#include "enclosure.h"
#include "lanes.h"
#include "vector.h"

/* ---- what integers of 64 and 128 bits share ---- */

static inline uint32_t bits_of(int128 value)
{
    const unsigned __int128 size = value < 0 ? -(unsigned __int128)value : (unsigned __int128)value;
    const uint64_t high = (uint64_t)(size >> 64), low = (uint64_t)size;
    return high != 0  ? 128 - (uint32_t)__builtin_clzll(high)
           : low != 0 ? 64 - (uint32_t)__builtin_clzll(low)
                      : 0;
}

/* The least and the greatest product of two intervals. */
static inline void products(int128 x_low, int128 x_high, int128 y_low, int128 y_high, int128 *low,
                            int128 *high)
{
    const int128 a = x_low * y_low, b = x_low * y_high, c = x_high * y_low, d = x_high * y_high;
    const int128 ab = a < b ? a : b, cd = c < d ? c : d;
    const int128 most_ab = a > b ? a : b, most_cd = c > d ? c : d;
    *low = ab < cd ? ab : cd;
    *high = most_ab > most_cd ? most_ab : most_cd;
}

/* num / den to an integer, den > 0: what number_round does. */
static inline int128 rounded_quotient(int128 num, int64_t den, enum rounding mode)
{
    const int128 quotient = num == (int64_t)num ? (int64_t)num / den : num / den;
    const int64_t rest = (int64_t)(num - quotient * den), size = rest < 0 ? -rest : rest;
    const int64_t to_next = den - size;
    return rest != 0 && rounding_goes_away(mode, num < 0 ? -1 : 1,
                                           (size > to_next) - (size < to_next), quotient % 2 != 0)
               ? quotient + (num < 0 ? -1 : 1)
               : quotient;
}

/* ---- vector.c: states, and integers over one denominator ---- */

int64_t greatest_divisor(int64_t x, int64_t y);
bool fits_lane(int128 value);

/* The states of an operation on both; a lane that is no value is made 0. */
enum vector_status vector_join_states(struct vector_pool *pool, struct vector *result,
                                      const struct vector *x, const struct vector *y);
/* The states of lanes of which some (mask) are x's and some y's. False when memory is out. */
bool vector_select_states(struct vector_pool *pool, struct vector *result, const uint8_t *mask,
                          const struct vector *x, const struct vector *y);
/* The states that `from` names of x's, and why. False when memory is out. */
bool vector_gather_states(struct vector_pool *pool, struct vector *result, const struct vector *x,
                          const uint32_t *from);
/* Lanes of their own for a uniform vector. */
enum vector_status vector_fill_uniform(struct vector_pool *pool, struct vector *x,
                                       enum type_kind kind);
/* What a cell that is no value tells of its lane. */
struct why why_of(const struct cell *cell);
/* Where arrays lie that are no limbs. */
struct arena *vector_room(struct vector_pool *pool);
/* Makes lanes 0 that are no value by states just set. */
enum vector_status vector_keep_values(struct vector_pool *pool, struct vector *x);
/* Whether an operand that is no value in any lane settles the outcome, of `kind`. */
bool vector_decides(struct vector_pool *pool, struct vector *out, const struct vector *x,
                    const struct vector *y, enum type_kind kind, enum vector_status *status);
/* As vector_spread, but a uniform number keeps to one value yet: `lanes` are NULL, and its bounds
 * are it. */
enum vector_status vector_open(struct vector_pool *pool, struct vector *out, const struct vector *x,
                               enum type_kind kind);
/* The lanes of one that was opened. */
enum vector_status vector_fill(struct vector_pool *pool, struct vector *x);
/* Lanes times a factor that is known to fit; themselves where it is 1. */
enum vector_status vector_times(struct vector_pool *pool, struct vector *x, int64_t factor);
/* Both opened over one denominator; VECTOR_NO where these do not fit. */
enum vector_status vector_level(struct vector_pool *pool, struct vector *x, struct vector *y,
                                enum type_kind kind);

/* ---- vector_operations.c: a row an operation ---- */

/* What the bounds rule finds: both operands times a factor, then the kernel. */
struct leveling {
    int64_t den, x_factor, y_factor, low, high;
};
/* Whether 64 bits are proven to be enough for lanes of integers. */
typedef bool bounds_rule(struct leveling *out, const struct vector *x, const struct vector *y);
typedef void integer_kernel(int64_t *restrict out, const int64_t *restrict x,
                            const int64_t *restrict y, uint32_t count);
typedef enum ft_status exact_function(struct number *out, struct arith *arith,
                                      const struct number *x, const struct number *y);

/* No numerator and no denominator of a vector's numbers has more bits. */
struct size {
    uint64_t num, den;
};
typedef struct size size_rule(struct size x, struct size y);

struct operation {
    const char *name;
    bounds_rule *bounds; /* NULL: integers have no kernel */
    integer_kernel *kernel;
    exact_function *exact;
    size_rule *size;         /* NULL: worked out at once, not where it is asked for */
    enclosure_rule *enclose; /* of what is worked out where it is asked for */
};
extern const struct operation operations[OPERATION_COUNT];

/* ---- vector_exact.c: the exact format ---- */

/*
 * Exact numbers. `numbers` are known, by place (`known` NULL: all); the others come of an operation
 * on `x` and `y`: an arithmetic one, or one of both by `mask`, or the lanes `from` of x. Numbers
 * that a memo keeps have a place a lane in `places`; else a lane is its own place.
 */
struct exact {
    struct number *numbers;
    uint8_t *known;
    struct arena *room; /* of both, where they are not known yet */
    const uint16_t *places;
    const struct operation *operation;
    const uint8_t *mask;
    const uint32_t *from;
    struct vector x, y;
    struct size size;
    uint32_t count; /* lanes: they may be asked for while the pool is at those of another table */
    uint32_t depth; /* operations below one another */
    struct enclosure enclosure;
};

/* An operation that is worked out where it is asked for, at once where it has no other way, or
 * where its size may pass the limit: what passes it then is a fault. */
enum vector_status exact_operate(struct vector_pool *pool, struct vector *out,
                                 const struct operation *operation, const struct vector *x,
                                 const struct vector *y);
enum vector_status exact_select(struct vector_pool *pool, struct vector *out, const uint8_t *mask,
                                const struct vector *x, const struct vector *y);
enum vector_status exact_gather(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const uint32_t *from);
/* Known numbers of at most this size, by place or, where `places` is NULL, by lane. `out` borrows
 * all; `enclosure` NULL: none. */
enum vector_status exact_known(struct vector_pool *pool, struct vector *out, struct number *numbers,
                               struct size size, const uint16_t *places, uint8_t *states,
                               const struct enclosure *enclosure);
struct size exact_size(const struct number *number);
struct size exact_greater_size(struct size x, struct size y);
/* As integers where every lane is one that is a single point; VECTOR_NO else. */
enum vector_status exact_narrow(struct vector_pool *pool, struct vector *out,
                                const struct vector *x);

#endif
