/* vector_internal.h: what the sources of vector.h share. */
#ifndef FANGTIAN_STREAM_VECTOR_INTERNAL_H
#define FANGTIAN_STREAM_VECTOR_INTERNAL_H

#include "lanes.h"
#include "vector.h"

/* ---- vector.c: integers over one denominator ---- */

int64_t greatest_divisor(int64_t x, int64_t y);
bool fits_lane(int128 value);
bool order_holds(enum node_op op, int order);
bool rounds_away(bool negative, bool odd, int half, enum rounding mode);

/* The states of an operation on both; where one is no value, the result's lane is made 0. */
enum vector_status vector_join_states(struct vector_pool *pool, struct vector *result,
                                      const struct vector *x, const struct vector *y);
/* The states of lanes of which some (mask) are x's and some y's. False when memory is out. */
bool vector_select_states(struct vector_pool *pool, struct vector *result, const uint8_t *mask,
                          const struct vector *x, const struct vector *y);
/* A uniform operand that is no value decides alone, unless the other has lanes that are faults. */
bool vector_decides(struct vector *out, const struct vector *x, const struct vector *y,
                    enum vector_status *status);
/* Lanes times a factor that is known to fit; themselves where it is 1. */
enum vector_status vector_times(struct vector_pool *pool, struct vector *x, int64_t factor);
/* Both as lanes over one denominator. */
enum vector_status vector_level(struct vector_pool *pool, struct vector *x, struct vector *y,
                                enum type_kind kind);

/* ---- vector_wide.c: plain or wide operands, not both uniform, all values where uniform ---- */

enum vector_status wide_add(struct vector_pool *pool, struct vector *out, const struct vector *x,
                            const struct vector *y, int sign);
enum vector_status wide_multiply(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, const struct vector *y);
/* Times num / den, in lowest terms, den > 0. */
enum vector_status wide_scale(struct vector_pool *pool, struct vector *out, const struct vector *x,
                              int64_t num, int64_t den);
enum vector_status wide_steps(struct vector_pool *pool, struct vector *out, const struct vector *x,
                              const struct number *step, enum rounding mode);
enum vector_status wide_compare(struct vector_pool *pool, struct vector *out, enum node_op op,
                                const struct vector *x, const struct vector *y);
enum vector_status wide_blend(struct vector_pool *pool, struct vector *out, const uint8_t *mask,
                              const struct vector *x);
enum vector_status wide_gather(struct vector_pool *pool, struct vector *out, const struct vector *x,
                               const uint32_t *from);
/* As 64 bits; VECTOR_NO where a lane does not fit. */
enum vector_status wide_narrow(struct vector_pool *pool, struct vector *out,
                               const struct vector *x);
/* num / den to an integer, den > 0: what number_round does. */
int128 wide_rounded(int128 num, int128 den, enum rounding mode);

/* ---- vector_quotient.c: an operand is a quotient, or the result is; none has terms ---- */

enum vector_status quotient_add(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct vector *y, int sign);
enum vector_status quotient_multiply(struct vector_pool *pool, struct vector *out,
                                     const struct vector *x, const struct vector *y);
enum vector_status quotient_divide(struct vector_pool *pool, struct vector *out,
                                   const struct vector *x, const struct vector *y);
enum vector_status quotient_steps(struct vector_pool *pool, struct vector *out,
                                  const struct vector *x, const struct number *step,
                                  enum rounding mode);
enum vector_status quotient_compare(struct vector_pool *pool, struct vector *out, enum node_op op,
                                    const struct vector *x, const struct vector *y);
enum vector_status quotient_blend(struct vector_pool *pool, struct vector *out, const uint8_t *mask,
                                  const struct vector *x);

#endif
