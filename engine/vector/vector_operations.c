/*
 * Operations on vectors: a row each in one table, and one driver. Integers go through a kernel
 * where the bounds prove that 64 bits are enough; what they do not prove is promoted to exact
 * numbers.
 */
#include <string.h>

#include "vector_internal.h"

/* ---- bounds, before a kernel runs ---- */

static bool bounds_scale(const struct vector *x, int64_t factor)
{
    return fits_lane((int128)x->low * factor) && fits_lane((int128)x->high * factor);
}

/* Both over the least denominator that they share. */
static bool bounds_level(struct leveling *out, const struct vector *x, const struct vector *y)
{
    const int64_t divisor = x->den == y->den ? x->den : greatest_divisor(x->den, y->den);
    out->x_factor = y->den / divisor;
    out->y_factor = x->den / divisor;
    const int128 den = (int128)x->den * out->x_factor;
    out->den = (int64_t)den;
    return fits_lane(den) && bounds_scale(x, out->x_factor) && bounds_scale(y, out->y_factor);
}

static bool bounds_keep(struct leveling *out, int128 low, int128 high)
{
    out->low = (int64_t)low;
    out->high = (int64_t)high;
    return fits_lane(low) && fits_lane(high);
}

static bool bounds_add(struct leveling *out, const struct vector *x, const struct vector *y)
{
    return bounds_level(out, x, y) &&
           bounds_keep(out, (int128)x->low * out->x_factor + (int128)y->low * out->y_factor,
                       (int128)x->high * out->x_factor + (int128)y->high * out->y_factor);
}

static bool bounds_subtract(struct leveling *out, const struct vector *x, const struct vector *y)
{
    return bounds_level(out, x, y) &&
           bounds_keep(out, (int128)x->low * out->x_factor - (int128)y->high * out->y_factor,
                       (int128)x->high * out->x_factor - (int128)y->low * out->y_factor);
}

static bool bounds_multiply(struct leveling *out, const struct vector *x, const struct vector *y)
{
    int128 low, high;
    const int128 den = (int128)x->den * y->den;
    products(x->low, x->high, y->low, y->high, &low, &high);
    out->x_factor = out->y_factor = 1;
    out->den = (int64_t)den;
    return fits_lane(den) && bounds_keep(out, low, high);
}

/* The lesser or greater of both bounds. */
static bool bounds_least(struct leveling *out, const struct vector *x, const struct vector *y)
{
    if (!bounds_level(out, x, y))
        return false;
    const int64_t x_low = x->low * out->x_factor, y_low = y->low * out->y_factor;
    const int64_t x_high = x->high * out->x_factor, y_high = y->high * out->y_factor;
    return bounds_keep(out, x_low < y_low ? x_low : y_low, x_high < y_high ? x_high : y_high);
}

static bool bounds_greatest(struct leveling *out, const struct vector *x, const struct vector *y)
{
    if (!bounds_level(out, x, y))
        return false;
    const int64_t x_low = x->low * out->x_factor, y_low = y->low * out->y_factor;
    const int64_t x_high = x->high * out->x_factor, y_high = y->high * out->y_factor;
    return bounds_keep(out, x_low > y_low ? x_low : y_low, x_high > y_high ? x_high : y_high);
}

/* ---- sizes of exact numbers ---- */

static struct size size_sum(struct size x, struct size y)
{
    const uint64_t left = x.num + y.den, right = y.num + x.den;
    return (struct size){.num = 1 + (left > right ? left : right), .den = x.den + y.den};
}

static struct size size_product(struct size x, struct size y)
{
    return (struct size){.num = x.num + y.num, .den = x.den + y.den};
}

static struct size size_quotient(struct size x, struct size y)
{
    return (struct size){.num = x.num + y.den, .den = x.den + y.num};
}

/* ---- exact functions that number/ has not by itself ---- */

static enum ft_status number_least(struct number *out, struct arith *arith, const struct number *x,
                                   const struct number *y)
{
    *out = number_compare(arith, x, y) <= 0 ? *x : *y;
    return FT_OK;
}

static enum ft_status number_greatest(struct number *out, struct arith *arith,
                                      const struct number *x, const struct number *y)
{
    *out = number_compare(arith, x, y) >= 0 ? *x : *y;
    return FT_OK;
}

/* ---- the table ---- */

const struct operation operations[OPERATION_COUNT] = {
    [OPERATION_ADD] = {.name = "add",
                       .bounds = bounds_add,
                       .kernel = lanes_add,
                       .exact = number_add,
                       .size = size_sum,
                       .enclose = enclosure_add},
    [OPERATION_SUBTRACT] = {.name = "subtract",
                            .bounds = bounds_subtract,
                            .kernel = lanes_subtract,
                            .exact = number_sub,
                            .size = size_sum,
                            .enclose = enclosure_subtract},
    [OPERATION_MULTIPLY] = {.name = "multiply",
                            .bounds = bounds_multiply,
                            .kernel = lanes_multiply,
                            .exact = number_mul,
                            .size = size_product,
                            .enclose = enclosure_multiply},
    [OPERATION_DIVIDE] = {.name = "divide",
                          .exact = number_div,
                          .size = size_quotient,
                          .enclose = enclosure_divide},
    [OPERATION_POWER] = {.name = "power", .exact = number_power},
    [OPERATION_LEAST] = {.name = "least",
                         .bounds = bounds_least,
                         .kernel = lanes_least,
                         .exact = number_least},
    [OPERATION_GREATEST] = {.name = "greatest",
                            .bounds = bounds_greatest,
                            .kernel = lanes_most,
                            .exact = number_greatest},
};

/* ---- the driver ---- */

static enum vector_status operate_uniform(struct vector_pool *pool, struct vector *out,
                                          const struct operation *operation, const struct vector *x,
                                          const struct vector *y)
{
    struct number number;
    enum ft_status status =
        operation->exact(&number, pool->arith, &x->cell.value.number, &y->cell.value.number);
    if (status == FT_NO_MEMORY)
        return VECTOR_NO_MEMORY;
    *out = status == FT_OK ? vector_number(number)
                           : vector_uniform((struct cell){.state = CELL_ERROR});
    return VECTOR_OK;
}

/* Lanes times num/den, in lowest terms: a scalar has no lanes, and the denominator stays short. */
static enum vector_status operate_scale(struct vector_pool *pool, struct vector *out,
                                        const struct vector *x, const struct number *by)
{
    struct vector result = *x;
    if (by->den == 0)
        return VECTOR_NO;
    const int64_t divisor =
        by->num == 0 ? x->den : greatest_divisor(x->den, by->num < 0 ? -by->num : by->num);
    const int128 den = (int128)(x->den / divisor) * by->den;
    if (!bounds_scale(x, by->num / divisor) || !fits_lane(den))
        return VECTOR_NO;
    enum vector_status status = vector_times(pool, &result, by->num / divisor);
    result.den = (int64_t)den;
    *out = result;
    return status;
}

/* A uniform number is spread only where the operation may go through its kernel. */
static enum vector_status operate_kernel(struct vector_pool *pool, struct vector *out,
                                         const struct operation *operation, const struct vector *x,
                                         const struct vector *y)
{
    struct vector first, second, result;
    struct leveling leveling;
    if (!vector_is_plain(x) || !vector_is_plain(y) || operation->kernel == NULL)
        return VECTOR_NO;
    if (operation->kernel == lanes_multiply && (x->uniform || y->uniform))
        return operate_scale(pool, out, x->uniform ? y : x,
                             x->uniform ? &x->cell.value.number : &y->cell.value.number);
    enum vector_status status = vector_open(pool, &first, x, TYPE_NUMBER);
    if (status == VECTOR_OK)
        status = vector_open(pool, &second, y, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    if (!operation->bounds(&leveling, &first, &second))
        return VECTOR_NO;
    status = vector_times(pool, &first, leveling.x_factor);
    if (status == VECTOR_OK)
        status = vector_times(pool, &second, leveling.y_factor);
    if (status == VECTOR_OK)
        status = vector_fill(pool, &first);
    if (status == VECTOR_OK)
        status = vector_fill(pool, &second);
    result = (struct vector){.lanes = vector_lanes(pool),
                             .den = leveling.den,
                             .low = leveling.low,
                             .high = leveling.high};
    if (status != VECTOR_OK || result.lanes == NULL)
        return VECTOR_NO_MEMORY;
    operation->kernel(result.lanes, first.lanes, second.lanes, pool->count);
    status = vector_join_states(pool, &result, x, y);
    *out = result;
    return status;
}

/* An operand that may not be (`op` 0) is a fault in the lanes where x is a value. */
static enum vector_status operate_refuse(struct vector_pool *pool, struct vector *y,
                                         enum compare_op op, const struct vector *x)
{
    const struct vector zero = vector_number(NUMBER_ZERO);
    struct vector bad, result = *y;
    enum vector_status status = vector_compare(pool, &bad, op, y, &zero, TYPE_NUMBER);
    if (status != VECTOR_OK || (bad.uniform && !bad.cell.value.boolean))
        return status;
    if (bad.uniform && x->uniform) {
        *y = vector_uniform((struct cell){.state = CELL_ERROR});
        return VECTOR_OK;
    }
    const struct vector ones = vector_number(NUMBER_ONE);
    if (bad.uniform && (status = vector_spread(pool, &result, &ones, TYPE_NUMBER)) != VECTOR_OK)
        return status;
    result.states = vector_bytes(pool);
    if (result.states == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        const bool fault = (bad.uniform || bad.truths[i]) && vector_state(x, i) == CELL_VALUE;
        result.states[i] = fault ? CELL_ERROR : (uint8_t)vector_state(y, i);
    }
    *y = result;
    return vector_keep_values(pool, y);
}

static enum vector_status vector_operations_operate_divide(struct vector_pool *pool,
                                                           struct vector *out,
                                                           const struct vector *x,
                                                           const struct vector *y)
{
    struct vector by = *y;
    enum vector_status status = operate_refuse(pool, &by, COMPARE_EQUAL, x);
    if (status != VECTOR_OK || vector_decides(pool, out, x, &by, TYPE_NUMBER, &status))
        return status;
    if (by.uniform) {
        const struct vector one = vector_number(NUMBER_ONE);
        status = operate_uniform(pool, &by, &operations[OPERATION_DIVIDE], &one, &by);
        return status == VECTOR_OK ? vector_operate(pool, out, OPERATION_MULTIPLY, x, &by) : status;
    }
    return exact_operate(pool, out, &operations[OPERATION_DIVIDE], x, &by);
}

/* A small power is a product. Another has no kernel. */
static enum vector_status vector_operations_operate_power(struct vector_pool *pool,
                                                          struct vector *out,
                                                          const struct vector *x,
                                                          const struct vector *y)
{
    enum { MOST_FACTORS = 4 };
    const struct vector base = *x;
    int64_t exponent;
    enum vector_status status = VECTOR_OK;
    if (!y->uniform || !number_to_int64(&y->cell.value.number, &exponent) || exponent < 1 ||
        exponent > MOST_FACTORS)
        return exact_operate(pool, out, &operations[OPERATION_POWER], x, y);
    *out = base;
    while (--exponent > 0 && status == VECTOR_OK)
        status = vector_operate(pool, out, OPERATION_MULTIPLY, out, &base);
    return status;
}

/* One of both, not yet another number. */
static enum vector_status operate_pick(struct vector_pool *pool, struct vector *out,
                                       enum compare_op op, const struct vector *x,
                                       const struct vector *y)
{
    const struct vector first = *x, second = *y;
    struct vector taken;
    enum vector_status status = vector_compare(pool, &taken, op, x, y, TYPE_NUMBER);
    return status == VECTOR_OK ? vector_choose(pool, out, &taken, &first, &second, TYPE_NUMBER)
                               : status;
}

enum vector_status vector_operate(struct vector_pool *pool, struct vector *out,
                                  enum operation_id id, const struct vector *x,
                                  const struct vector *y)
{
    const struct operation *operation = &operations[id];
    enum vector_status status;
    if (vector_decides(pool, out, x, y, TYPE_NUMBER, &status))
        return status;
    if (x->uniform && y->uniform)
        return operate_uniform(pool, out, operation, x, y);
    status = operate_kernel(pool, out, operation, x, y);
    if (status == VECTOR_NO && id == OPERATION_DIVIDE)
        status = vector_operations_operate_divide(pool, out, x, y);
    else if (status == VECTOR_NO && id == OPERATION_POWER)
        status = vector_operations_operate_power(pool, out, x, y);
    else if (status == VECTOR_NO && (id == OPERATION_LEAST || id == OPERATION_GREATEST))
        status = operate_pick(
            pool, out, id == OPERATION_LEAST ? COMPARE_LESS_EQUAL : COMPARE_GREATER_EQUAL, x, y);
    else if (status == VECTOR_NO)
        status = exact_operate(pool, out, operation, x, y);
    if (status == VECTOR_OK)
        vector_check(pool, out, TYPE_NUMBER);
    return status;
}

enum vector_status vector_negate(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x)
{
    const struct vector minus_one = vector_number(number_from_int(-1));
    return vector_operate(pool, out, OPERATION_MULTIPLY, x, &minus_one);
}

/* ---- rounding ---- */

static enum vector_status steps_through_kernel(struct vector_pool *pool, struct vector *out,
                                               const struct vector *x, const struct number *step,
                                               enum rounding mode)
{
    struct vector result = {.den = 1};
    if (x->exact != NULL || step->den == 0)
        return VECTOR_NO;
    /* lanes / x.den / (num / den) = lanes * den / (x.den * num) */
    const int64_t divisor = greatest_divisor(x->den, step->den), factor = step->den / divisor;
    const int128 den = (int128)(x->den / divisor) * step->num;
    /* half a divisor is added below: keep room for it */
    if (!bounds_scale(x, factor) || !fits_lane(den * 2) ||
        !fits_lane((int128)x->high * factor + den))
        return VECTOR_NO;
    result.lanes = vector_lanes(pool);
    if (result.lanes == NULL)
        return VECTOR_NO_MEMORY;
    if (den == 1)
        lanes_scale(result.lanes, x->lanes, factor, pool->count);
    else if (mode == ROUND_HALF_UP && x->low >= 0)
        lanes_half_up(result.lanes, x->lanes, factor, (int64_t)den, pool->count);
    else
        for (uint32_t i = 0; i < pool->count; i++)
            result.lanes[i] =
                (int64_t)rounded_quotient((int128)x->lanes[i] * factor, (int64_t)den, mode);
    result.states = x->states;
    result.low = (int64_t)rounded_quotient((int128)x->low * factor, (int64_t)den, mode);
    result.high = (int64_t)rounded_quotient((int128)x->high * factor, (int64_t)den, mode);
    *out = result;
    return VECTOR_OK;
}

static enum ft_status exact_steps(struct number *out, struct vector_pool *pool,
                                  const struct vector *x, uint32_t lane, const struct number *step,
                                  enum rounding mode)
{
    enum ft_status status = vector_lane_number(pool, x, lane, out);
    if (status == FT_OK)
        status = number_round(out, pool->arith, out, step, mode);
    return status == FT_OK ? number_div(out, pool->arith, out, step) : status;
}

/* Every lane in the exact format: where a count of steps passes 64 bits. */
static enum vector_status steps_of_exact(struct vector_pool *pool, struct vector *out,
                                         const struct vector *x, const struct number *step,
                                         enum rounding mode)
{
    struct number *numbers = vector_array(pool, sizeof *numbers);
    uint8_t *states = vector_bytes(pool);
    struct size size = {.num = 1, .den = 1};
    if (numbers == NULL || states == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        numbers[i] = NUMBER_ZERO;
        states[i] = (uint8_t)vector_state(x, i);
        if (states[i] != CELL_VALUE)
            continue;
        enum ft_status status = exact_steps(&numbers[i], pool, x, i, step, mode);
        if (status == FT_NO_MEMORY)
            return VECTOR_NO_MEMORY;
        if (status != FT_OK) {
            numbers[i] = NUMBER_ZERO;
            states[i] = CELL_ERROR;
        }
        size = exact_greater_size(size, exact_size(&numbers[i]));
    }
    if (bytes_are_all(states, CELL_VALUE, pool->count))
        states = NULL;
    return exact_known(pool, out, numbers, size, NULL, states, NULL);
}

/* What the enclosure decides, and of the others the exact number. */
static enum vector_status steps_by_enclosure(struct vector_pool *pool, struct vector *out,
                                             const struct vector *x, const struct number *step,
                                             enum rounding mode)
{
    struct enclosure enclosure;
    struct number number;
    int64_t *lanes = vector_lanes(pool);
    uint8_t *decided = vector_bytes(pool);
    if (lanes == NULL || decided == NULL)
        return VECTOR_NO_MEMORY;
    enclosure_of(pool, &enclosure, x);
    enclosure_round(pool, &enclosure, step, mode, lanes, decided);
    for (uint32_t i = 0; i < pool->count; i++) {
        const bool value = vector_state(x, i) == CELL_VALUE;
        lanes[i] = value ? lanes[i] : 0;
        if (!value || decided[i])
            continue;
        enum ft_status status = exact_steps(&number, pool, x, i, step, mode);
        if (status == FT_NO_MEMORY)
            return VECTOR_NO_MEMORY;
        if (status != FT_OK || !number_to_int64(&number, &lanes[i]) || lanes[i] == INT64_MIN)
            return steps_of_exact(pool, out, x, step, mode);
    }
    *out = vector_over(pool, lanes, x->states, 1);
    return VECTOR_OK;
}

enum vector_status vector_steps(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct number *step,
                                enum rounding mode)
{
    struct number number;
    assert(number_sign(step) > 0);
    if (x->uniform && x->cell.state != CELL_VALUE) {
        *out = *x;
        return VECTOR_OK;
    }
    if (x->uniform) {
        enum ft_status settled = exact_steps(&number, pool, x, 0, step, mode);
        *out = settled == FT_OK ? vector_number(number)
                                : vector_uniform((struct cell){.state = CELL_ERROR});
        return settled == FT_NO_MEMORY ? VECTOR_NO_MEMORY : VECTOR_OK;
    }
    enum vector_status status = steps_through_kernel(pool, out, x, step, mode);
    if (status == VECTOR_NO)
        status = steps_by_enclosure(pool, out, x, step, mode);
    if (status == VECTOR_OK)
        vector_check(pool, out, TYPE_NUMBER);
    return status;
}

/* A step a lane: how many of its own steps it is, rounded, times them. */
static enum vector_status round_by_lanes(struct vector_pool *pool, struct vector *out,
                                         const struct vector *x, const struct vector *step,
                                         enum rounding mode)
{
    const struct number one = NUMBER_ONE;
    struct vector result;
    enum vector_status status = vector_operate(pool, &result, OPERATION_DIVIDE, x, step);
    if (status == VECTOR_OK)
        status = vector_steps(pool, &result, &result, &one, mode);
    return status == VECTOR_OK ? vector_operate(pool, out, OPERATION_MULTIPLY, &result, step)
                               : status;
}

enum vector_status vector_round(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct vector *step,
                                enum rounding mode)
{
    struct vector steps, by = *step;
    enum vector_status status;
    if (vector_decides(pool, out, x, step, TYPE_NUMBER, &status))
        return status;
    status = operate_refuse(pool, &by, COMPARE_LESS_EQUAL, x);
    if (status != VECTOR_OK || vector_decides(pool, out, x, &by, TYPE_NUMBER, &status))
        return status;
    if (!by.uniform)
        return round_by_lanes(pool, out, x, &by, mode);
    status = vector_steps(pool, &steps, x, &by.cell.value.number, mode);
    return status == VECTOR_OK ? vector_operate(pool, out, OPERATION_MULTIPLY, &steps, &by)
                               : status;
}

/* ---- comparison ---- */

/* -1, 0, 1: all lanes of x lie below, on, above all of y; 2: it depends on the lane. */
static int vector_operations_order_of(const struct vector *x, const struct vector *y)
{
    if (x->states != NULL || y->states != NULL)
        return 2;
    if (x->low == x->high && x->low == y->low && x->low == y->high)
        return 0;
    return x->high < y->low ? -1 : x->low > y->high ? 1 : 2;
}

static void compare_lanes(enum compare_op op, uint8_t *truths, const struct vector *x,
                          const struct vector *y, uint32_t count)
{
    const uint8_t flip =
        op == COMPARE_UNEQUAL || op == COMPARE_LESS_EQUAL || op == COMPARE_GREATER_EQUAL;
    if (x->truths != NULL)
        bytes_equal(truths, x->truths, y->truths, flip, count);
    else if (op == COMPARE_EQUAL || op == COMPARE_UNEQUAL)
        lanes_equal(truths, x->lanes, y->lanes, flip, count);
    else if (op == COMPARE_LESS || op == COMPARE_GREATER_EQUAL)
        lanes_less(truths, x->lanes, y->lanes, flip, count);
    else
        lanes_less(truths, y->lanes, x->lanes, flip, count);
}

static enum vector_status compare_plain(struct vector_pool *pool, struct vector *out,
                                        enum compare_op op, const struct vector *x,
                                        const struct vector *y, enum type_kind kind)
{
    struct vector result = {0}, first = *x, second = *y;
    enum vector_status status = vector_level(pool, &first, &second, kind);
    if (status != VECTOR_OK)
        return status;
    const int order = kind == TYPE_BOOLEAN ? 2 : vector_operations_order_of(&first, &second);
    if (order != 2) {
        *out = vector_boolean(comparison_holds(op, order));
        return VECTOR_OK;
    }
    result.truths = vector_bytes(pool);
    if (result.truths == NULL || vector_fill(pool, &first) != VECTOR_OK ||
        vector_fill(pool, &second) != VECTOR_OK)
        return VECTOR_NO_MEMORY;
    compare_lanes(op, result.truths, &first, &second, pool->count);
    status = vector_join_states(pool, &result, &first, &second);
    *out = vector_of_truths(pool, result.truths, result.states);
    return status;
}

static enum ft_status exact_order(struct vector_pool *pool, const struct vector *x,
                                  const struct vector *y, uint32_t lane, int *order)
{
    struct number left, right;
    enum ft_status status = vector_lane_number(pool, x, lane, &left);
    if (status == FT_OK)
        status = vector_lane_number(pool, y, lane, &right);
    if (status == FT_OK)
        *order = number_compare(pool->arith, &left, &right);
    return status;
}

/* By enclosures, and where they do not decide by the exact numbers. */
static enum vector_status compare_exact(struct vector_pool *pool, struct vector *out,
                                        enum compare_op op, const struct vector *x,
                                        const struct vector *y)
{
    struct vector result = {.truths = vector_bytes(pool)};
    struct enclosure first, second;
    int8_t *orders = (int8_t *)vector_bytes(pool);
    if (result.truths == NULL || orders == NULL)
        return VECTOR_NO_MEMORY;
    enclosure_of(pool, &first, x);
    enclosure_of(pool, &second, y);
    enclosure_compare(pool, &first, &second, orders);
    const uint8_t holds[] = {comparison_holds(op, -1), comparison_holds(op, 0),
                             comparison_holds(op, 1)};
    for (uint32_t i = 0; i < pool->count; i++) {
        int order = orders[i] < 0 ? -1 : orders[i] > 0;
        if (orders[i] == 2 && vector_state(x, i) == CELL_VALUE &&
            vector_state(y, i) == CELL_VALUE && exact_order(pool, x, y, i, &order) != FT_OK)
            return VECTOR_NO_MEMORY;
        result.truths[i] = holds[order + 1];
    }
    enum vector_status status = vector_join_states(pool, &result, x, y);
    *out = vector_of_truths(pool, result.truths, result.states);
    return status;
}

/* Of texts it is asked whether they are the same. */
static enum vector_status compare_texts(struct vector_pool *pool, struct vector *out,
                                        enum compare_op op, const struct vector *x,
                                        const struct vector *y)
{
    struct vector result = {.truths = vector_bytes(pool)};
    assert(op == COMPARE_EQUAL || op == COMPARE_UNEQUAL);
    if (result.truths == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        union value left, right;
        result.truths[i] = 0;
        if (vector_state(x, i) != CELL_VALUE || vector_state(y, i) != CELL_VALUE)
            continue;
        if (vector_lane_value(pool, x, TYPE_TEXT, i, &left) != FT_OK ||
            vector_lane_value(pool, y, TYPE_TEXT, i, &right) != FT_OK)
            return VECTOR_NO_MEMORY;
        result.truths[i] = (strcmp(left.text, right.text) == 0) == (op == COMPARE_EQUAL);
    }
    enum vector_status status = vector_join_states(pool, &result, x, y);
    *out = vector_of_truths(pool, result.truths, result.states);
    return status;
}

enum vector_status vector_compare(struct vector_pool *pool, struct vector *out, enum compare_op op,
                                  const struct vector *x, const struct vector *y,
                                  enum type_kind kind)
{
    enum vector_status status;
    if (vector_decides(pool, out, x, y, TYPE_BOOLEAN, &status))
        return status;
    if (kind == TYPE_TEXT)
        return compare_texts(pool, out, op, x, y);
    if (kind == TYPE_NUMBER && x->uniform && y->uniform) {
        *out = vector_boolean(comparison_holds(
            op, number_compare(pool->arith, &x->cell.value.number, &y->cell.value.number)));
        return VECTOR_OK;
    }
    status = compare_plain(pool, out, op, x, y, kind);
    if (status == VECTOR_NO) /* numbers */
        status = compare_exact(pool, out, op, x, y);
    if (status == VECTOR_OK)
        vector_check(pool, out, TYPE_BOOLEAN);
    return status;
}

enum vector_status vector_not(struct vector_pool *pool, struct vector *out, const struct vector *x)
{
    struct vector no = vector_boolean(false);
    return vector_compare(pool, out, COMPARE_EQUAL, x, &no, TYPE_BOOLEAN);
}
