/*
 * vector.h: a column of some rows, and arithmetic on it.
 *
 * A vector holds one value a lane. Numbers have two formats. Integers stand over one denominator
 * for the whole vector, and bounds of the lanes are known, so that one look at them proves that an
 * operation over all lanes cannot overflow. What they do not prove is promoted: an exact number
 * (struct number) a lane, worked out where it is asked for. So arithmetic, rounding and comparison
 * never refuse a number, never round and never guess. A table in vector_operations.c has a row an
 * operation.
 */
#ifndef FANGTIAN_VECTOR_VECTOR_H
#define FANGTIAN_VECTOR_VECTOR_H

#include <assert.h>

#include "../model/model.h"
#include "../number/sum.h"

enum { LANES = 2048 };

/* What an operation came to. */
enum vector_status {
    VECTOR_OK,
    VECTOR_NO, /* integers where there are none: never of arithmetic */
    VECTOR_NO_MEMORY,
};

/* Exact numbers by lane (vector_exact.c). */
struct exact;

/*
 * Invariant (vector_check): `uniform`: every lane is `cell`. Else `states` NULL: every lane is
 * CELL_VALUE; else by lane. Booleans are in `truths`, 0 or 1 a lane. Numbers are in one of two
 * formats: integers, lanes[i] / den with den > 0, or `exact`. Symbols, dates, references and texts
 * are integers: the member, the days, the row, the address. `low` and `high` bound the integers; a
 * lane that is no value holds 0. `why` tells of lanes that do not apply or are undetermined why that
 * is so, as a cell's reason does (a uniform vector's `cell` has it); NULL: of no lane is it known.
 * Vectors share what they hold: it is never changed.
 */
struct why {
    struct reason reason;
    struct number known; /* of a reason that is partial: the part of a sum that is known */
};
struct vector {
    bool uniform;
    struct cell cell;
    int64_t *lanes;
    uint8_t *truths, *states;
    int64_t den, low, high;
    struct exact *exact; /* NULL: integers */
    struct why *why;
};

/* Uniform, or in the format of integers. */
static inline bool vector_is_plain(const struct vector *x)
{
    return x->uniform || x->exact == NULL;
}

/* Memory for LANES of something, taken as needed and given back all at once. */
struct vector_buffers {
    void **at;
    size_t count, used;
};
struct vector_pool {
    struct vector_buffers lanes, bytes, ends;
    uint32_t count;      /* lanes in use: rows at hand */
    struct arith *arith; /* its arena has the limbs of numbers, which go with the chunk */
    struct arena *room;  /* NULL: LANES at a time from the buffers, else as many as are in use */
    struct arena *kept;  /* what stays from chunk to chunk */
    bool reasons;        /* lanes that are no value tell why: `why` is kept */
};

void vector_pool_close(struct vector_pool *pool);
/* Gives back what was taken. */
void vector_pool_clear(struct vector_pool *pool);
/* A place among what was taken. */
struct vector_mark {
    size_t lanes, bytes, ends;
};
struct vector_mark vector_pool_mark(const struct vector_pool *pool);
/* Gives back what was taken behind a mark, but for what `kept` holds of it: what is taken next lies
 * in memory that was just in use. Exact numbers may hold all, which then stays. Not of a pool whose
 * memory is an arena's. */
void vector_pool_rewind(struct vector_pool *pool, struct vector_mark mark,
                        const struct vector *kept);
/* NULL when memory is out. What they hold is whatever was there. */
int64_t *vector_lanes(struct vector_pool *pool);
uint8_t *vector_bytes(struct vector_pool *pool);
int128 *vector_ends(struct vector_pool *pool);
/* An array with an element a lane, zeroed. */
void *vector_array(struct vector_pool *pool, size_t size);
/* The same, holding whatever was there. */
void *vector_reserve(struct vector_pool *pool, size_t size);

struct vector vector_uniform(struct cell cell);
struct vector vector_boolean(bool value);
struct vector vector_number(struct number number);
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

/* The state of an operation on values in these states: a fault before "does not apply", and that
 * before "undetermined". */
static inline uint8_t vector_worse(uint8_t x, uint8_t y)
{
    _Static_assert((int)CELL_VALUE == 1 && (int)CELL_NOT_APPLICABLE == 2 && (int)CELL_ERROR == 3 &&
                       (int)CELL_UNDETERMINED == 4,
                   "all but the last stand by their ranks");
    const uint8_t left = x == CELL_UNDETERMINED ? 3 : (uint8_t)(2 * x),
                  right = y == CELL_UNDETERMINED ? 3 : (uint8_t)(2 * y),
                  worse = left > right ? left : right;
    return worse == 3 ? CELL_UNDETERMINED : worse / 2;
}

/* As lanes of integers or truths; VECTOR_NO for a number that has no such form. `out` may be `x`.
 */
enum vector_status vector_spread(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, enum type_kind kind);
/* A number in a lane that is a value. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK vector_lane_number(struct vector_pool *pool, const struct vector *x,
                                                uint32_t lane, struct number *out);

/* A lane that is a value. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK vector_lane_value(struct vector_pool *pool, const struct vector *x,
                                               enum type_kind kind, uint32_t lane,
                                               union value *value);
/* A value as a lane over `den`, which a number's denominator divides; false where it is none. */
bool vector_value_lane(const union value *value, enum type_kind kind, int64_t den, int64_t *lane);
/* The cells of a column at some rows, by lane; `rows` NULL: its first. Undetermined ones are without
 * their reasons. */
enum vector_status vector_of_column(struct vector_pool *pool, struct vector *out,
                                    const struct column *column, enum type_kind kind,
                                    const uint32_t *rows);
/* Values and states by lane. */
enum vector_status vector_of_values(struct vector_pool *pool, struct vector *out,
                                    const union value *values, const uint8_t *states,
                                    enum type_kind kind);
/* The cells of some lanes, with their reasons where the pool keeps these. */
enum vector_status vector_of_cells(struct vector_pool *pool, struct vector *out,
                                   const struct cell *cells, enum type_kind kind);
/* A lane as a cell. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK vector_cell(struct vector_pool *pool, const struct vector *x,
                                         enum type_kind kind, uint32_t lane, struct cell *cell);
/* As x, but for what is put in it from here on. */
enum vector_status vector_edit(struct vector_pool *pool, struct vector *x, enum type_kind kind);
/* Puts a cell that is no value in a lane of a vector that was edited. */
void vector_put(struct vector *x, uint32_t lane, const struct cell *cell);

/* As x in the lanes where it is no value, as a vector of `kind`; its values do not apply. */
enum vector_status vector_beside_values(struct vector_pool *pool, struct vector *out,
                                        const struct vector *x, enum type_kind kind);

/* The lanes that `from` names, by lane of the pool. `from` is borrowed. */
enum vector_status vector_gather(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, const uint32_t *from);

enum operation_id {
    OPERATION_ADD,
    OPERATION_SUBTRACT,
    OPERATION_MULTIPLY,
    OPERATION_DIVIDE, /* a lane divided by 0 is a fault */
    OPERATION_POWER,  /* to an integer of at most LIMIT_POWER either way, else a fault */
    OPERATION_LEAST,
    OPERATION_GREATEST,
    OPERATION_COUNT
};
enum vector_status vector_operate(struct vector_pool *pool, struct vector *out,
                                  enum operation_id operation, const struct vector *x,
                                  const struct vector *y);
enum vector_status vector_negate(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x);
/* To a multiple of the step, as number_round; a step that is not positive is a fault. */
enum vector_status vector_round(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct vector *step,
                                enum rounding mode);
/* How many steps each lane is, rounded: integers over denominator 1, or exact ones. */
enum vector_status vector_steps(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct number *step,
                                enum rounding mode);
/* How integers are written as decimals: a lane times the factor is 10^decimals of the figure in a unit. */
struct vector_decimals {
    int64_t factor;
    uint32_t decimals;
    bool trimmed; /* an exact figure ends with its last digit that is not 0 */
};
/* Of integers that are so many steps each, in a unit, with as many `decimals`; NULL: as they need. False: 64 bits do
 * not hold them so. */
bool vector_decimals(struct vector_decimals *out, const struct vector *x, const struct number *step,
                     const struct number *unit, const uint32_t *decimals);
/* x op y for COMPARE_EQUAL … COMPARE_GREATER_EQUAL on values of one kind, as booleans. */
enum vector_status vector_compare(struct vector_pool *pool, struct vector *out, enum compare_op op,
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

/* ---- marks of lanes, a byte each: 1 or 0 ---- */

/* Whether a marked lane is a fault. */
bool marks_fault(const struct vector_pool *pool, const struct vector *vector, const uint8_t *marks);
/* Unmarks the lanes that are no value. */
void marks_keep_values(const struct vector_pool *pool, const struct vector *vector, uint8_t *marks);
/* Unmarks the lanes where a condition is not true; one that is no value is not. */
void marks_keep_true(const struct vector_pool *pool, const struct vector *condition,
                     uint8_t *marks);
/* The lanes of `within` whose state is one of both. NULL when memory is out. */
uint8_t *marks_of_state(struct vector_pool *pool, const struct vector *x, const uint8_t *within,
                        enum cell_state state, enum cell_state other);

/* What the invariant says that does not hold; NULL: all does. */
const char *vector_fault(struct vector_pool *pool, const struct vector *x, enum type_kind kind);
/* Behind every operation, in a build that checks every invariant at every step. */
#ifdef FANGTIAN_PARANOID
#define vector_check(pool, x, kind) assert(vector_fault(pool, x, kind) == NULL)
#else
#define vector_check(pool, x, kind) ((void)(kind))
#endif

#endif
