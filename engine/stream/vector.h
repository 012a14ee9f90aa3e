/*
 * vector.h: a column of some rows as machine integers, and arithmetic on it.
 *
 * A vector holds one value a lane. Numbers are integers over one denominator for the whole vector;
 * the bounds of the lanes are known, so that one look at them proves that an operation over all
 * lanes cannot overflow. Where it could, or where a value is no such integer, the operation says
 * no, and the caller takes the rows to the evaluator of formula/, which can do everything. A vector
 * never rounds and never guesses.
 */
#ifndef FANGTIAN_STREAM_VECTOR_H
#define FANGTIAN_STREAM_VECTOR_H

#include "../formula/formula.h"

__extension__ typedef __int128 int128;

enum { LANES = 1024 };

/* What an operation came to. */
enum vector_status {
    VECTOR_OK,
    VECTOR_NO, /* not for vectors: these rows go to the general evaluator */
    VECTOR_NO_MEMORY,
};

/* Multiples of few numbers, added up (vector_few.c). */
struct terms;
/* Numbers that were worked out once, and are kept from chunk to chunk. */
struct few;

/*
 * Invariant: `uniform`: every lane is `cell`. Else booleans are in `truths`, 0 or 1 a lane, and
 * everything else in `lanes`: for numbers lanes[i] / den with den > 0, for symbols the member, for
 * dates the days; `low` and `high` bound them. `states` NULL: every lane is CELL_VALUE; else by
 * lane, and a lane in another state holds 0. Vectors share what they hold: it is never changed.
 *
 * Three more kinds of numbers are not plain: those with `wide` lanes and bounds in place of the
 * others; quotients, lanes[i] / (den * over[i]) with over[i] from 1 to over_high; and `terms`,
 * which has lanes of its own. The last two can do less: what they cannot says no.
 */
struct vector {
    bool uniform;
    struct cell cell;
    int64_t *lanes;
    uint8_t *truths, *states;
    int64_t den, low, high;
    int128 *wide, wide_low, wide_high;
    int64_t *over;
    int64_t over_high;
    struct terms *terms;
};

static inline bool vector_is_plain(const struct vector *x)
{
    return x->uniform || (x->wide == NULL && x->over == NULL && x->terms == NULL);
}

/* Lanes and bytes to work in, taken as needed and given back all at once. */
struct vector_pool {
    int64_t **lanes;
    uint8_t **bytes;
    size_t lane_count, lane_used, byte_count, byte_used;
    uint32_t count; /* lanes in use: rows at hand */
    bool wide_only; /* every operation on numbers by lanes of 128 bits; the bytes are the same */
    struct arith *arith; /* for uniform values; its arena's memory goes with the chunk */
    struct arena *kept;  /* what stays from chunk to chunk */
    struct few **fews;
    size_t few_count, few_capacity;
};

void vector_pool_close(struct vector_pool *pool);
/* NULL when memory is out. What they hold is whatever was there. */
int64_t *vector_lanes(struct vector_pool *pool);
uint8_t *vector_bytes(struct vector_pool *pool);

struct vector vector_uniform(struct cell cell);
struct vector vector_boolean(bool value);
/* A vector over lanes just written: its bounds are looked up. */
struct vector vector_over(const struct vector_pool *pool, int64_t *lanes, uint8_t *states,
                          int64_t den);
/* Booleans just written; uniform where they are all alike. */
struct vector vector_of_truths(const struct vector_pool *pool, uint8_t *truths, uint8_t *states);
/* Booleans from lanes of 0 and 1. */
enum vector_status vector_truths_over(struct vector_pool *pool, struct vector *out,
                                      const int64_t *lanes, uint8_t *states);

static inline enum cell_state vector_state(const struct vector *vector, uint32_t lane)
{
    return vector->uniform          ? vector->cell.state
           : vector->states == NULL ? CELL_VALUE
                                    : (enum cell_state)vector->states[lane];
}

/* The state of an operation on values in these states: a fault before "does not apply". */
static inline uint8_t vector_worse(uint8_t x, uint8_t y)
{
    if (x == CELL_ERROR || y == CELL_ERROR)
        return CELL_ERROR;
    return x == CELL_VALUE ? y : x;
}

/* A uniform value as lanes; a number must be small. `out` may be `x`. */
enum vector_status vector_spread(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, enum type_kind kind);

/* The lanes that `from` names, by lane of the pool. */
enum vector_status vector_gather(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, const uint32_t *from);

enum vector_status vector_add(struct vector_pool *pool, struct vector *out, const struct vector *x,
                              const struct vector *y, int sign);
enum vector_status vector_multiply(struct vector_pool *pool, struct vector *out,
                                   const struct vector *x, const struct vector *y);
/* A lane divided by 0 is a fault. */
enum vector_status vector_divide(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, const struct vector *y);
enum vector_status vector_negate(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x);
/* x to the power of integers. */
enum vector_status vector_power(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct vector *exponent);
/* The greater (sign 1) or lesser (sign -1) of two. */
enum vector_status vector_extreme(struct vector_pool *pool, struct vector *out,
                                  const struct vector *x, const struct vector *y, int sign);
/* To a multiple of the step, as number_round; the step is small and positive. */
enum vector_status vector_round(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct number *step,
                                enum rounding mode);
/* How many steps each lane is, rounded: integers over denominator 1. */
enum vector_status vector_steps(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct number *step,
                                enum rounding mode);
/* x op y for NODE_EQUAL … NODE_GREATER_EQUAL on values of one kind, as booleans. */
enum vector_status vector_compare(struct vector_pool *pool, struct vector *out, enum node_op op,
                                  const struct vector *x, const struct vector *y,
                                  enum type_kind kind);
enum vector_status vector_not(struct vector_pool *pool, struct vector *out, const struct vector *x);
/* Where `condition` is true, `yes`, else `no`; a condition that is no value decides the state. */
enum vector_status vector_choose(struct vector_pool *pool, struct vector *out,
                                 const struct vector *condition, const struct vector *yes,
                                 const struct vector *no, enum type_kind kind);
/* Where `mask` is 1, `x`; else (0) `out` stays. */
enum vector_status vector_blend(struct vector_pool *pool, struct vector *out, const uint8_t *mask,
                                const struct vector *x, enum type_kind kind);

#endif
