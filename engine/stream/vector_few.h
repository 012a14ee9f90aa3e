/*
 * vector_few.h: multiples of few numbers, added up: what comes of a column that has only some
 * values, as a term of years has, where the figure is no integer over a denominator that a lane
 * could hold. Each number is worked out once, exactly, and kept from chunk to chunk; a lane says
 * which it is a multiple of, and how many times.
 */
#ifndef FANGTIAN_STREAM_VECTOR_FEW_H
#define FANGTIAN_STREAM_VECTOR_FEW_H

#include "vector_internal.h"

enum { FEW_NUMBERS = 1024, MOST_FEWS = 64, MOST_TERMS = 6, MOST_SCALES = 4 };

/* What the numbers are, which tells whether they are there already. */
enum few_kind {
    FEW_POWERS, /* numbers[i] = operand ^ i */
    FEW_LEFT,   /* numbers[i] = x->numbers[i] op operand */
    FEW_RIGHT,  /* numbers[i] = operand op x->numbers[i] */
    FEW_PAIRS,  /* numbers[i] = x->numbers[a] op y->numbers[b], where pairs[i] is a and b */
};

/* Floors of numbers[i] * 2^bits / (den * step). */
struct few_scale {
    int64_t den;
    struct number step;
    uint32_t bits;
    uint8_t known[FEW_NUMBERS];
    int64_t floors[FEW_NUMBERS];
};

struct few_origin {
    enum few_kind kind;
    enum node_op op; /* NODE_ADD … NODE_DIVIDE */
    struct few *x, *y;
    struct number operand;
};

struct few {
    struct few_origin origin;
    uint8_t known[FEW_NUMBERS];
    struct number numbers[FEW_NUMBERS];
    uint32_t pairs[FEW_NUMBERS]; /* FEW_PAIRS: a * FEW_NUMBERS + b */
    uint16_t *slots;             /* FEW_PAIRS: by hash, one more than the number's place; or 0 */
    uint32_t pair_count;
    struct few_scale *scales[MOST_SCALES];
    size_t scale_count;
};

/* lanes[i] / den times few->numbers[at[i]]; `lanes` NULL: 1, `few` NULL: 1. */
struct term {
    int64_t *lanes;
    int64_t den, low, high;
    struct few *few;
    const uint16_t *at;
};

struct terms {
    size_t count;
    struct term items[MOST_TERMS];
};

enum vector_status few_power(struct vector_pool *pool, struct vector *out, const struct vector *x,
                             const struct vector *exponent);
enum vector_status few_add(struct vector_pool *pool, struct vector *out, const struct vector *x,
                           const struct vector *y, int sign);
enum vector_status few_multiply(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct vector *y);
enum vector_status few_divide(struct vector_pool *pool, struct vector *out, const struct vector *x,
                              const struct vector *y);
enum vector_status few_steps(struct vector_pool *pool, struct vector *out, const struct vector *x,
                             const struct number *step, enum rounding mode);
enum vector_status few_compare(struct vector_pool *pool, struct vector *out, enum node_op op,
                               const struct vector *x, const struct vector *y);
enum vector_status few_blend(struct vector_pool *pool, struct vector *out, const uint8_t *mask,
                             const struct vector *x);
enum vector_status few_gather(struct vector_pool *pool, struct vector *out, const struct vector *x,
                              const uint32_t *from);

#endif
