/*
 * A fault planted in each kernel is seen: the linker puts the functions here before those of
 * lanes.h and enclosure.h, and one of them spoils lane 0 behind the real one. A paranoid build must
 * die of it, at once; in others vector_fault must tell. What it tells of is the invariant of
 * vector.h.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <signal.h>
#include <string.h>

#include "vector/vector_internal.h"

enum { NAME = 32, COUNT = 4 };

static const char *planted = "";

static bool is_planted(const char *name)
{
    return strcmp(planted, name) == 0;
}

/* ---- kernels that spoil what they are asked to ---- */

#define WRAP_KERNEL(name)                                                                          \
    integer_kernel __real_##name, __wrap_##name;                                                   \
    void __wrap_##name(int64_t *restrict out, const int64_t *restrict x,                           \
                       const int64_t *restrict y, uint32_t count)                                  \
    {                                                                                              \
        __real_##name(out, x, y, count);                                                           \
        if (is_planted(#name))                                                                     \
            out[0] = INT64_MAX;                                                                    \
    }
WRAP_KERNEL(lanes_add)
WRAP_KERNEL(lanes_subtract)
WRAP_KERNEL(lanes_multiply)
WRAP_KERNEL(lanes_least)
WRAP_KERNEL(lanes_most)

typedef void scale_kernel(int64_t *restrict out, const int64_t *restrict x, int64_t factor,
                          uint32_t count);
scale_kernel __real_lanes_scale, __wrap_lanes_scale;
void __wrap_lanes_scale(int64_t *restrict out, const int64_t *restrict x, int64_t factor,
                        uint32_t count)
{
    __real_lanes_scale(out, x, factor, count);
    if (is_planted("lanes_scale"))
        out[0] = INT64_MAX;
}

typedef void half_up_kernel(int64_t *restrict out, const int64_t *restrict x, int64_t factor,
                            int64_t den, uint32_t count);
half_up_kernel __real_lanes_half_up, __wrap_lanes_half_up;
void __wrap_lanes_half_up(int64_t *restrict out, const int64_t *restrict x, int64_t factor,
                          int64_t den, uint32_t count)
{
    __real_lanes_half_up(out, x, factor, den, count);
    if (is_planted("lanes_half_up"))
        out[0] = INT64_MAX;
}

typedef void select_kernel(int64_t *restrict out, const uint8_t *restrict mask,
                           const int64_t *restrict x, const int64_t *restrict y, uint32_t count);
select_kernel __real_lanes_select, __wrap_lanes_select;
void __wrap_lanes_select(int64_t *restrict out, const uint8_t *restrict mask,
                         const int64_t *restrict x, const int64_t *restrict y, uint32_t count)
{
    __real_lanes_select(out, mask, x, y, count);
    if (is_planted("lanes_select"))
        out[0] = INT64_MAX;
}

/* Leaves a lane that is no value as it was. */
typedef void keep_kernel(int64_t *restrict lanes, const uint8_t *restrict bytes, uint8_t kept,
                         uint32_t count);
keep_kernel __real_lanes_keep, __wrap_lanes_keep;
void __wrap_lanes_keep(int64_t *restrict lanes, const uint8_t *restrict bytes, uint8_t kept,
                       uint32_t count)
{
    if (!is_planted("lanes_keep"))
        __real_lanes_keep(lanes, bytes, kept, count);
}

#define WRAP_TRUTHS(name)                                                                          \
    typedef void name##_kernel(uint8_t *restrict out, const int64_t *restrict x,                   \
                               const int64_t *restrict y, uint8_t flip, uint32_t count);           \
    name##_kernel __real_##name, __wrap_##name;                                                    \
    void __wrap_##name(uint8_t *restrict out, const int64_t *restrict x,                           \
                       const int64_t *restrict y, uint8_t flip, uint32_t count)                    \
    {                                                                                              \
        __real_##name(out, x, y, flip, count);                                                     \
        if (is_planted(#name))                                                                     \
            out[0] = 2;                                                                            \
    }
WRAP_TRUTHS(lanes_equal)
WRAP_TRUTHS(lanes_less)

typedef void set_kernel(uint8_t *restrict out, const int64_t *restrict x, uint32_t count);
set_kernel __real_lanes_are_set, __wrap_lanes_are_set;
void __wrap_lanes_are_set(uint8_t *restrict out, const int64_t *restrict x, uint32_t count)
{
    __real_lanes_are_set(out, x, count);
    if (is_planted("lanes_are_set"))
        out[0] = 2;
}

typedef void worse_kernel(uint8_t *restrict out, const uint8_t *restrict x,
                          const uint8_t *restrict y, uint32_t count);
worse_kernel __real_bytes_worse, __wrap_bytes_worse;
void __wrap_bytes_worse(uint8_t *restrict out, const uint8_t *restrict x, const uint8_t *restrict y,
                        uint32_t count)
{
    __real_bytes_worse(out, x, y, count);
    if (is_planted("bytes_worse"))
        out[0] = 77;
}

typedef void bounds_kernel(const int64_t *lanes, uint32_t count, int64_t *low, int64_t *high);
bounds_kernel __real_lanes_bounds, __wrap_lanes_bounds;
void __wrap_lanes_bounds(const int64_t *lanes, uint32_t count, int64_t *low, int64_t *high)
{
    __real_lanes_bounds(lanes, count, low, high);
    if (is_planted("lanes_bounds"))
        --*high;
}

typedef void fill_kernel(int64_t *lanes, int64_t value, uint32_t count);
fill_kernel __real_lanes_fill, __wrap_lanes_fill;
void __wrap_lanes_fill(int64_t *lanes, int64_t value, uint32_t count)
{
    __real_lanes_fill(lanes, value, count);
    if (is_planted("lanes_fill"))
        lanes[0] = INT64_MAX / 2;
}

typedef void bytes_equal_kernel(uint8_t *restrict out, const uint8_t *restrict x,
                                const uint8_t *restrict y, uint8_t flip, uint32_t count);
bytes_equal_kernel __real_bytes_equal, __wrap_bytes_equal;
void __wrap_bytes_equal(uint8_t *restrict out, const uint8_t *restrict x, const uint8_t *restrict y,
                        uint8_t flip, uint32_t count)
{
    __real_bytes_equal(out, x, y, flip, count);
    if (is_planted("bytes_equal"))
        out[0] = 2;
}

typedef void bytes_select_kernel(uint8_t *restrict out, const uint8_t *restrict mask,
                                 const uint8_t *restrict x, const uint8_t *restrict y,
                                 uint32_t count);
bytes_select_kernel __real_bytes_select, __wrap_bytes_select;
void __wrap_bytes_select(uint8_t *restrict out, const uint8_t *restrict mask,
                         const uint8_t *restrict x, const uint8_t *restrict y, uint32_t count)
{
    __real_bytes_select(out, mask, x, y, count);
    if (is_planted("bytes_select"))
        out[0] = 2;
}

/* Leaves a truth of a lane that is no value as it was. */
typedef void bytes_keep_kernel(uint8_t *restrict out, const uint8_t *restrict bytes, uint8_t kept,
                               uint32_t count);
bytes_keep_kernel __real_bytes_keep, __wrap_bytes_keep;
void __wrap_bytes_keep(uint8_t *restrict out, const uint8_t *restrict bytes, uint8_t kept,
                       uint32_t count)
{
    if (!is_planted("bytes_keep"))
        __real_bytes_keep(out, bytes, kept, count);
}

/* A lane's ends moved away from its number. */
static void spoil(const char *name, struct enclosure *out)
{
    int128 *low = (int128 *)(uintptr_t)out->low, *high = (int128 *)(uintptr_t)out->high;
    if (!is_planted(name))
        return;
    cr_assert_not_null(low, "%s gives no enclosure", name);
    low[0] = high[0] = high[0] + 2;
    out->most += 2;
}

#define WRAP_RULE(name)                                                                            \
    enclosure_rule __real_##name, __wrap_##name;                                                   \
    void __wrap_##name(struct vector_pool *pool, struct enclosure *out, const struct enclosure *x, \
                       const struct enclosure *y)                                                  \
    {                                                                                              \
        __real_##name(pool, out, x, y);                                                            \
        spoil(#name, out);                                                                         \
    }
WRAP_RULE(enclosure_add)
WRAP_RULE(enclosure_subtract)
WRAP_RULE(enclosure_multiply)
WRAP_RULE(enclosure_divide)

void __real_enclosure_select(struct vector_pool *pool, struct enclosure *out, const uint8_t *mask,
                             const struct enclosure *x, const struct enclosure *y);
void __wrap_enclosure_select(struct vector_pool *pool, struct enclosure *out, const uint8_t *mask,
                             const struct enclosure *x, const struct enclosure *y);
void __wrap_enclosure_select(struct vector_pool *pool, struct enclosure *out, const uint8_t *mask,
                             const struct enclosure *x, const struct enclosure *y)
{
    __real_enclosure_select(pool, out, mask, x, y);
    spoil("enclosure_select", out);
}

void __real_enclosure_gather(struct vector_pool *pool, struct enclosure *out,
                             const struct enclosure *x, const uint32_t *from);
void __wrap_enclosure_gather(struct vector_pool *pool, struct enclosure *out,
                             const struct enclosure *x, const uint32_t *from);
void __wrap_enclosure_gather(struct vector_pool *pool, struct enclosure *out,
                             const struct enclosure *x, const uint32_t *from)
{
    __real_enclosure_gather(pool, out, x, from);
    spoil("enclosure_gather", out);
}

/* ---- what goes through them ---- */

struct planting {
    struct arena arena;
    struct arith arith;
    struct vector_pool pool;
    struct vector small, other, partial, exact, condition;
    struct number hundred, wide;
};

static struct vector lanes_of(struct planting *planting, int64_t first, int64_t den)
{
    int64_t *lanes = vector_lanes(&planting->pool);
    for (int64_t i = 0; i < COUNT; i++)
        lanes[i] = first + i;
    return vector_over(&planting->pool, lanes, NULL, den);
}

static void planting_open(struct planting *planting)
{
    *planting = (struct planting){0};
    arena_open(&planting->arena, NULL);
    arith_open(&planting->arith, &planting->arena);
    planting->pool.arith = &planting->arith;
    planting->pool.kept = &planting->arena;
    planting->pool.count = COUNT;
    planting->hundred = number_from_int(100);
    planting->small = lanes_of(planting, 2, 1);
    planting->other = lanes_of(planting, 5, 1);
    planting->partial = lanes_of(planting, 0, 1); /* lane 0 is no value */
    planting->partial.states = vector_bytes(&planting->pool);
    memset(planting->partial.states, CELL_VALUE, COUNT);
    planting->partial.states[0] = CELL_NOT_APPLICABLE;
    cr_assert_eq(vector_operate(&planting->pool, &planting->exact, OPERATION_DIVIDE,
                                &planting->small, &planting->other),
                 VECTOR_OK);
    cr_assert_eq(vector_compare(
                     &planting->pool, &planting->condition, COMPARE_EQUAL, &planting->small,
                     &(struct vector){.uniform = true,
                                      .cell = {.value = {.number = {{3}, 1}}, .state = CELL_VALUE}},
                     TYPE_NUMBER),
                 VECTOR_OK);
}

static void planting_close(struct planting *planting)
{
    vector_pool_close(&planting->pool);
    arith_close(&planting->arith);
    arena_close(&planting->arena);
}

enum path {
    PATH_OPERATE,
    PATH_SCALE,
    PATH_STATES,
    PATH_STEPS,
    PATH_COMPARE,
    PATH_CHOOSE,
    PATH_BOUNDS, /* of lanes just written */
    PATH_FILL,
    PATH_GATHER,
    PATH_TRUTHS,        /* booleans compared */
    PATH_SET,           /* made of lanes */
    PATH_CHOOSE_TRUTHS, /* and chosen from */
    PATH_NO_VALUE,      /* compared where a lane is none */
};

static struct kernel {
    char name[NAME];
    enum path path;
    int operation; /* or the comparison */
    bool exact;
} kernels[] = {
    {"lanes_add", PATH_OPERATE, OPERATION_ADD, false},
    {"lanes_subtract", PATH_OPERATE, OPERATION_SUBTRACT, false},
    {"lanes_multiply", PATH_OPERATE, OPERATION_MULTIPLY, false},
    {"lanes_least", PATH_OPERATE, OPERATION_LEAST, false},
    {"lanes_most", PATH_OPERATE, OPERATION_GREATEST, false},
    {"lanes_scale", PATH_SCALE, 0, false},
    {"lanes_keep", PATH_STATES, 0, false},
    {"bytes_worse", PATH_STATES, 0, false},
    {"lanes_half_up", PATH_STEPS, 0, false},
    {"lanes_equal", PATH_COMPARE, COMPARE_EQUAL, false},
    {"lanes_less", PATH_COMPARE, COMPARE_LESS, false},
    {"lanes_are_set", PATH_SET, 0, false},
    {"lanes_select", PATH_CHOOSE, 0, false},
    {"enclosure_add", PATH_OPERATE, OPERATION_ADD, true},
    {"enclosure_subtract", PATH_OPERATE, OPERATION_SUBTRACT, true},
    {"enclosure_multiply", PATH_OPERATE, OPERATION_MULTIPLY, true},
    {"enclosure_divide", PATH_OPERATE, OPERATION_DIVIDE, true},
    {"enclosure_select", PATH_CHOOSE, 0, true},
    {"lanes_bounds", PATH_BOUNDS, 0, false},
    {"lanes_fill", PATH_FILL, 0, false},
    {"enclosure_gather", PATH_GATHER, 0, true},
    {"bytes_equal", PATH_TRUTHS, COMPARE_EQUAL, false},
    {"bytes_select", PATH_CHOOSE_TRUTHS, 0, false},
    {"bytes_keep", PATH_NO_VALUE, COMPARE_LESS, false},
};

/* What is made wrongly is seen by the operation that uses it. */
static enum vector_status add_to(struct planting *planting, const struct vector *x,
                                 struct vector *out)
{
    return vector_operate(&planting->pool, out, OPERATION_ADD, x, &planting->other);
}

static enum vector_status states_go(struct planting *planting, const struct kernel *kernel,
                                    struct vector *out)
{
    struct vector_pool *pool = &planting->pool;
    struct vector again = planting->partial;
    again.states = vector_bytes(pool);
    memcpy(again.states, planting->partial.states, COUNT);
    return vector_operate(pool, out, OPERATION_ADD, &planting->partial,
                          strcmp(kernel->name, "bytes_worse") == 0 ? &again : &planting->small);
}

static enum vector_status compare_go(struct planting *planting, const struct kernel *kernel,
                                     struct vector *out)
{
    const struct vector three = lanes_of(planting, 3, 1);
    return vector_compare(&planting->pool, out, (enum compare_op)kernel->operation,
                          kernel->path == PATH_NO_VALUE ? &planting->partial : &planting->small,
                          &three, TYPE_NUMBER);
}

static enum vector_status go(struct planting *planting, const struct kernel *kernel,
                             struct vector *out)
{
    static const uint32_t from[COUNT] = {3, 2, 1, 0};
    struct vector_pool *pool = &planting->pool;
    const struct vector hundred = vector_number(planting->hundred);
    const struct vector *x = kernel->exact ? &planting->exact : &planting->small;
    struct vector made;
    enum vector_status status;
    switch (kernel->path) {
    case PATH_OPERATE:
        return vector_operate(pool, out, (enum operation_id)kernel->operation, x, &planting->other);
    case PATH_SCALE:
        return vector_operate(pool, out, OPERATION_MULTIPLY, x, &hundred);
    case PATH_STATES:
        return states_go(planting, kernel, out);
    case PATH_STEPS:
        return vector_steps(pool, out, x, &planting->hundred, ROUND_HALF_UP);
    case PATH_COMPARE:
    case PATH_NO_VALUE:
        return compare_go(planting, kernel, out);
    case PATH_CHOOSE:
        return vector_choose(pool, out, &planting->condition, x, &planting->other, TYPE_NUMBER);
    case PATH_BOUNDS:
        made = lanes_of(planting, 7, 1);
        return add_to(planting, &made, out);
    case PATH_FILL:
        status = vector_spread(pool, &made, &hundred, TYPE_NUMBER);
        return status == VECTOR_OK ? add_to(planting, &made, out) : status;
    case PATH_GATHER:
        return vector_gather(pool, out, x, from);
    case PATH_TRUTHS:
        return vector_compare(pool, out, COMPARE_EQUAL, &planting->condition, &planting->condition,
                              TYPE_BOOLEAN);
    case PATH_SET:
        made = lanes_of(planting, 0, 1);
        return vector_truths_over(pool, out, made.lanes, NULL);
    case PATH_CHOOSE_TRUTHS:
        status = vector_not(pool, &made, &planting->condition);
        return status == VECTOR_OK ? vector_choose(pool, out, &planting->condition, &made,
                                                   &planting->condition, TYPE_BOOLEAN)
                                   : status;
    }
    return VECTOR_NO;
}

static bool path_makes_truths(enum path path)
{
    return path == PATH_COMPARE || path == PATH_NO_VALUE || path == PATH_TRUTHS ||
           path == PATH_SET || path == PATH_CHOOSE_TRUTHS;
}

static const char *fault_of(const struct kernel *kernel, bool plant)
{
    struct planting planting;
    struct vector out = {0};
    planting_open(&planting);
    planted = plant ? kernel->name : "";
    cr_assert_eq(go(&planting, kernel, &out), VECTOR_OK, "%s", kernel->name);
    planted = "";
    const char *fault = vector_fault(&planting.pool, &out,
                                     path_makes_truths(kernel->path) ? TYPE_BOOLEAN : TYPE_NUMBER);
    planting_close(&planting);
    return fault;
}

ParameterizedTestParameters(planted, a_fault_is_seen)
{
    return cr_make_param_array(struct kernel, kernels, sizeof kernels / sizeof *kernels);
}

#ifdef FANGTIAN_PARANOID
#define DIES .signal = SIGABRT
#else
#define DIES .signal = 0
#endif

ParameterizedTest(struct kernel *kernel, planted, a_fault_is_seen, DIES)
{
    cr_assert_null(fault_of(kernel, false), "%s is at fault by itself", kernel->name);
    cr_assert_not_null(fault_of(kernel, true), "no fault is seen in %s", kernel->name);
}
