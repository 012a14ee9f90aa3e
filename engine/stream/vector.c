/* Arithmetic over lanes: bounds first, then plain loops that a compiler makes vectors of. */
#include "vector.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 int128;

/* ---- the pool ---- */

int64_t *vector_lanes(struct vector_pool *pool)
{
    if (pool->lane_used == pool->lane_count) {
        int64_t **grown = realloc(pool->lanes, (pool->lane_count + 1) * sizeof *grown);
        if (grown == NULL)
            return NULL;
        pool->lanes = grown;
        grown[pool->lane_count] = malloc(LANES * sizeof(int64_t));
        if (grown[pool->lane_count] == NULL)
            return NULL;
        pool->lane_count++;
    }
    return pool->lanes[pool->lane_used++];
}

uint8_t *vector_states(struct vector_pool *pool)
{
    if (pool->state_used == pool->state_count) {
        uint8_t **grown = realloc(pool->states, (pool->state_count + 1) * sizeof *grown);
        if (grown == NULL)
            return NULL;
        pool->states = grown;
        grown[pool->state_count] = malloc(LANES);
        if (grown[pool->state_count] == NULL)
            return NULL;
        pool->state_count++;
    }
    return pool->states[pool->state_used++];
}

void vector_pool_close(struct vector_pool *pool)
{
    for (size_t i = 0; i < pool->lane_count; i++)
        free(pool->lanes[i]);
    for (size_t i = 0; i < pool->state_count; i++)
        free(pool->states[i]);
    free(pool->lanes);
    free(pool->states);
    *pool = (struct vector_pool){0};
}

/* ---- making ---- */

struct vector vector_uniform(struct cell cell)
{
    return (struct vector){.uniform = true, .cell = cell};
}

struct vector vector_boolean(bool value)
{
    return vector_uniform((struct cell){.value = {.boolean = value}, .state = CELL_VALUE});
}

struct vector vector_over(const struct vector_pool *pool, int64_t *lanes, uint8_t *states,
                          int64_t den)
{
    struct vector vector = {.lanes = lanes, .states = states, .den = den};
    int64_t low = pool->count == 0 ? 0 : lanes[0], high = low;
    for (uint32_t i = 0; i < pool->count; i++) {
        low = lanes[i] < low ? lanes[i] : low;
        high = lanes[i] > high ? lanes[i] : high;
    }
    vector.low = low;
    vector.high = high;
    return vector;
}

static struct vector vector_number(struct number number)
{
    return vector_uniform((struct cell){.value = {.number = number}, .state = CELL_VALUE});
}

/* A uniform value as one integer and its denominator; false for a number that is not small. */
static bool as_integer(const struct vector *x, enum type_kind kind, int64_t *lane, int64_t *den)
{
    const union value *value = &x->cell.value;
    *den = 1;
    *lane = 0;
    if (x->cell.state != CELL_VALUE)
        return true;
    switch (kind) {
    case TYPE_NUMBER:
        *lane = value->number.num;
        *den = value->number.den;
        return value->number.den != 0;
    case TYPE_BOOLEAN:
        *lane = value->boolean;
        return true;
    case TYPE_DATE:
        *lane = value->date.days;
        return true;
    case TYPE_SYMBOL:
        *lane = value->symbol;
        return true;
    default:
        return false;
    }
}

enum vector_status vector_spread(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, enum type_kind kind)
{
    int64_t lane, den;
    if (!x->uniform) {
        *out = *x;
        return VECTOR_OK;
    }
    if (!as_integer(x, kind, &lane, &den))
        return VECTOR_NO;
    int64_t *lanes = vector_lanes(pool);
    uint8_t *states = x->cell.state == CELL_VALUE ? NULL : vector_states(pool);
    if (lanes == NULL || (x->cell.state != CELL_VALUE && states == NULL))
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++)
        lanes[i] = lane;
    if (states != NULL)
        memset(states, (int)x->cell.state, pool->count);
    *out = (struct vector){.lanes = lanes, .states = states, .den = den, .low = lane, .high = lane};
    return VECTOR_OK;
}

/* ---- states ---- */

/* The states of an operation on both; where one is no value, its lane is made 0. */
static enum vector_status join_states(struct vector_pool *pool, struct vector *out,
                                      const struct vector *x, const struct vector *y)
{
    const uint8_t *first = x->uniform ? NULL : x->states, *second = y->uniform ? NULL : y->states;
    if (first == NULL && second == NULL)
        return VECTOR_OK;
    uint8_t *states = vector_states(pool);
    if (states == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        states[i] = vector_worse(first == NULL ? CELL_VALUE : first[i],
                                 second == NULL ? CELL_VALUE : second[i]);
        out->lanes[i] = states[i] == CELL_VALUE ? out->lanes[i] : 0;
    }
    out->states = states;
    out->low = out->low > 0 ? 0 : out->low;
    out->high = out->high < 0 ? 0 : out->high;
    return VECTOR_OK;
}

/* A uniform operand that is no value decides alone, unless the other has lanes that are faults. */
static bool uniform_decides(struct vector *out, const struct vector *x, const struct vector *y,
                            enum vector_status *status)
{
    const struct vector *bad = x->uniform && x->cell.state != CELL_VALUE   ? x
                               : y->uniform && y->cell.state != CELL_VALUE ? y
                                                                           : NULL;
    const struct vector *other = bad == x ? y : x;
    if (bad == NULL)
        return false;
    *status = VECTOR_OK;
    if (bad->cell.state != CELL_ERROR && !other->uniform && other->states != NULL)
        *status = VECTOR_NO;
    bool other_faults = other->uniform && other->cell.state == CELL_ERROR;
    *out = other_faults ? *other : *bad;
    return true;
}

/* ---- scaling to one denominator ---- */

static int64_t greatest_divisor(int64_t x, int64_t y)
{
    while (y != 0) {
        int64_t rest = x % y;
        x = y;
        y = rest;
    }
    return x;
}

static bool fits(int128 value)
{
    return value <= INT64_MAX && value >= -INT64_MAX;
}

/* Whether all lanes times `factor` fit. */
static bool scales(const struct vector *x, int64_t factor)
{
    return fits((int128)x->low * factor) && fits((int128)x->high * factor);
}

/* Two operands as integers over `den`: lanes, or one integer where uniform; times a factor each. */
struct aligned {
    const int64_t *x, *y; /* NULL: `one_x`, `one_y` in every lane */
    int64_t one_x, one_y, scale_x, scale_y, den;
    int128 low_x, high_x, low_y, high_y; /* scaled */
};

static bool align_one(const struct vector *v, enum type_kind kind, const int64_t **lanes,
                      int64_t *one, int64_t *den, int64_t *low, int64_t *high)
{
    *lanes = v->uniform ? NULL : v->lanes;
    *den = v->den;
    *low = v->low;
    *high = v->high;
    if (!v->uniform)
        return true;
    if (!as_integer(v, kind, one, den))
        return false;
    *low = *high = *one;
    return true;
}

static bool align(struct aligned *a, const struct vector *x, const struct vector *y,
                  enum type_kind kind)
{
    int64_t den_x, den_y, low_x, high_x, low_y, high_y;
    a->one_x = a->one_y = 0;
    if (!align_one(x, kind, &a->x, &a->one_x, &den_x, &low_x, &high_x) ||
        !align_one(y, kind, &a->y, &a->one_y, &den_y, &low_y, &high_y))
        return false;
    int64_t divisor = greatest_divisor(den_x, den_y);
    a->scale_x = den_y / divisor;
    a->scale_y = den_x / divisor;
    if (!fits((int128)den_x * a->scale_x))
        return false;
    a->den = den_x * a->scale_x;
    a->low_x = (int128)low_x * a->scale_x;
    a->high_x = (int128)high_x * a->scale_x;
    a->low_y = (int128)low_y * a->scale_y;
    a->high_y = (int128)high_y * a->scale_y;
    if (!fits(a->low_x) || !fits(a->high_x) || !fits(a->low_y) || !fits(a->high_y))
        return false;
    a->one_x *= a->scale_x;
    a->one_y *= a->scale_y;
    return true;
}

/* Writes op(scaled x, scaled y) into `out` with a loop for each shape of the operands. */
#define OVER_LANES(a, count, out, expression)                                                      \
    do {                                                                                           \
        const int64_t *restrict xs = (a)->x, *restrict ys = (a)->y;                                \
        const int64_t scale_x = (a)->scale_x, scale_y = (a)->scale_y;                              \
        if (xs != NULL && ys != NULL) {                                                            \
            for (uint32_t i = 0; i < (count); i++) {                                               \
                const int64_t x_ = xs[i] * scale_x, y_ = ys[i] * scale_y;                          \
                (out)[i] = (expression);                                                           \
            }                                                                                      \
        } else if (xs != NULL) {                                                                   \
            const int64_t y_ = (a)->one_y;                                                         \
            for (uint32_t i = 0; i < (count); i++) {                                               \
                const int64_t x_ = xs[i] * scale_x;                                                \
                (out)[i] = (expression);                                                           \
            }                                                                                      \
        } else {                                                                                   \
            const int64_t x_ = (a)->one_x;                                                         \
            for (uint32_t i = 0; i < (count); i++) {                                               \
                const int64_t y_ = ys[i] * scale_y;                                                \
                (out)[i] = (expression);                                                           \
            }                                                                                      \
        }                                                                                          \
    } while (0)

static int64_t *take_lanes(struct vector_pool *pool, struct vector *result, int64_t den)
{
    *result = (struct vector){.lanes = vector_lanes(pool), .den = den};
    return result->lanes;
}

/* ---- arithmetic ---- */

/* Both uniform values: the exact arithmetic of number/. A fault of the data is the general
 * evaluator's to report. */
typedef enum ft_status number_operation(struct number *out, struct arith *arith,
                                        const struct number *x, const struct number *y);

static enum vector_status settle_number(struct vector *out, enum ft_status status,
                                        struct number number)
{
    if (status == FT_NO_MEMORY)
        return VECTOR_NO_MEMORY;
    if (status != FT_OK)
        *out = vector_uniform((struct cell){.state = CELL_ERROR});
    else
        *out = vector_number(number);
    return VECTOR_OK;
}

static enum vector_status on_numbers(struct vector_pool *pool, struct vector *out,
                                     const struct vector *x, const struct vector *y,
                                     number_operation *operation)
{
    struct number number;
    enum ft_status status =
        operation(&number, pool->arith, &x->cell.value.number, &y->cell.value.number);
    return settle_number(out, status, number);
}

enum vector_status vector_add(struct vector_pool *pool, struct vector *out, const struct vector *x,
                              const struct vector *y, int sign)
{
    struct aligned a;
    struct vector result;
    enum vector_status status;
    if (uniform_decides(out, x, y, &status))
        return status;
    if (x->uniform && y->uniform)
        return on_numbers(pool, out, x, y, sign > 0 ? number_add : number_sub);
    if (!align(&a, x, y, TYPE_NUMBER))
        return VECTOR_NO;
    int128 low = sign > 0 ? a.low_x + a.low_y : a.low_x - a.high_y;
    int128 high = sign > 0 ? a.high_x + a.high_y : a.high_x - a.low_y;
    if (!fits(low) || !fits(high))
        return VECTOR_NO;
    int64_t *restrict lanes = take_lanes(pool, &result, a.den);
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    if (sign > 0)
        OVER_LANES(&a, pool->count, lanes, x_ + y_);
    else
        OVER_LANES(&a, pool->count, lanes, x_ - y_);
    result.low = (int64_t)low;
    result.high = (int64_t)high;
    status = join_states(pool, &result, x, y);
    *out = result;
    return status;
}

/* Lanes times num/den, num and den in lowest terms with each other. */
static enum vector_status scale_by(struct vector_pool *pool, struct vector *out,
                                   const struct vector *x, int64_t num, int64_t den)
{
    struct vector result;
    int64_t divisor = greatest_divisor(x->den, num < 0 ? -num : num);
    int64_t factor = num / divisor;
    if (num == 0) {
        divisor = x->den;
        factor = 0;
    }
    int128 product = (int128)(x->den / divisor) * den;
    if (!scales(x, factor) || !fits(product))
        return VECTOR_NO;
    int64_t *restrict lanes = take_lanes(pool, &result, (int64_t)product);
    const int64_t *restrict from = x->lanes;
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++)
        lanes[i] = from[i] * factor;
    result.states = x->states;
    result.low = (factor < 0 ? x->high : x->low) * factor;
    result.high = (factor < 0 ? x->low : x->high) * factor;
    *out = result;
    return VECTOR_OK;
}

static void spread_bounds(struct vector *result, const struct vector *x, const struct vector *y,
                          bool *good)
{
    const int128 corners[] = {(int128)x->low * y->low, (int128)x->low * y->high,
                              (int128)x->high * y->low, (int128)x->high * y->high};
    int128 low = corners[0], high = corners[0];
    for (size_t i = 1; i < 4; i++) {
        low = corners[i] < low ? corners[i] : low;
        high = corners[i] > high ? corners[i] : high;
    }
    *good = fits(low) && fits(high);
    result->low = *good ? (int64_t)low : 0;
    result->high = *good ? (int64_t)high : 0;
}

enum vector_status vector_multiply(struct vector_pool *pool, struct vector *out,
                                   const struct vector *x, const struct vector *y)
{
    struct vector result;
    enum vector_status status;
    bool good;
    if (uniform_decides(out, x, y, &status))
        return status;
    if (x->uniform && y->uniform)
        return on_numbers(pool, out, x, y, number_mul);
    if (x->uniform || y->uniform) {
        const struct number *number = x->uniform ? &x->cell.value.number : &y->cell.value.number;
        return number->den == 0 ? VECTOR_NO
                                : scale_by(pool, out, x->uniform ? y : x, number->num, number->den);
    }
    if (!fits((int128)x->den * y->den))
        return VECTOR_NO;
    int64_t *restrict lanes = take_lanes(pool, &result, x->den * y->den);
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    spread_bounds(&result, x, y, &good);
    if (!good)
        return VECTOR_NO;
    const int64_t *restrict xs = x->lanes, *restrict ys = y->lanes;
    for (uint32_t i = 0; i < pool->count; i++)
        lanes[i] = xs[i] * ys[i];
    status = join_states(pool, &result, x, y);
    *out = result;
    return status;
}

enum vector_status vector_divide(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x, const struct vector *y)
{
    enum vector_status status;
    if (uniform_decides(out, x, y, &status))
        return status;
    if (!y->uniform)
        return VECTOR_NO;
    if (x->uniform)
        return on_numbers(pool, out, x, y, number_div);
    const struct number *by = &y->cell.value.number;
    if (by->den == 0 || by->num == 0)
        return VECTOR_NO;
    return by->num > 0 ? scale_by(pool, out, x, by->den, by->num)
                       : scale_by(pool, out, x, -by->den, -by->num);
}

enum vector_status vector_negate(struct vector_pool *pool, struct vector *out,
                                 const struct vector *x)
{
    struct number number;
    if (!x->uniform)
        return scale_by(pool, out, x, -1, 1);
    if (x->cell.state != CELL_VALUE) {
        *out = *x;
        return VECTOR_OK;
    }
    enum ft_status status = number_neg(&number, pool->arith, &x->cell.value.number);
    return settle_number(out, status, number);
}

enum vector_status vector_extreme(struct vector_pool *pool, struct vector *out,
                                  const struct vector *x, const struct vector *y, int sign)
{
    struct aligned a;
    struct vector result;
    enum vector_status status;
    if (uniform_decides(out, x, y, &status))
        return status;
    if (x->uniform && y->uniform) {
        int order =
            number_compare(pool->arith, &x->cell.value.number, &y->cell.value.number) * sign;
        *out = order >= 0 ? *x : *y;
        return VECTOR_OK;
    }
    if (!align(&a, x, y, TYPE_NUMBER))
        return VECTOR_NO;
    int64_t *restrict lanes = take_lanes(pool, &result, a.den);
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    if (sign > 0)
        OVER_LANES(&a, pool->count, lanes, x_ > y_ ? x_ : y_);
    else
        OVER_LANES(&a, pool->count, lanes, x_ < y_ ? x_ : y_);
    int128 low = (a.low_x > a.low_y) == (sign > 0) ? a.low_x : a.low_y;
    int128 high = (a.high_x > a.high_y) == (sign > 0) ? a.high_x : a.high_y;
    result.low = (int64_t)low;
    result.high = (int64_t)high;
    status = join_states(pool, &result, x, y);
    *out = result;
    return status;
}

/* ---- rounding ---- */

/* num / den to an integer, den > 0: what number_round does to a small number. */
static inline int64_t to_integer(int64_t num, int64_t den, enum rounding mode)
{
    int64_t quotient = num / den, rest = num - quotient * den;
    if (rest == 0)
        return quotient;
    int64_t left = rest < 0 ? -rest : rest, to_next = den - left, sign = num < 0 ? -1 : 1;
    bool away = false;
    switch (mode) {
    case ROUND_HALF_UP:
        away = left >= to_next;
        break;
    case ROUND_HALF_EVEN:
        away = left > to_next || (left == to_next && quotient % 2 != 0);
        break;
    case ROUND_UP:
        away = true;
        break;
    case ROUND_FLOOR:
        away = sign < 0;
        break;
    case ROUND_CEILING:
        away = sign > 0;
        break;
    case ROUND_DOWN:
    case ROUNDING_COUNT:
        break;
    }
    return away ? quotient + sign : quotient;
}

/* Half up over non-negative lanes, by far the most: no branch but the division. */
static void round_half_up(int64_t *restrict lanes, const int64_t *restrict from, uint32_t count,
                          int64_t factor, int64_t den)
{
    const uint64_t divisor = (uint64_t)den, half = divisor / 2;
    for (uint32_t i = 0; i < count; i++)
        lanes[i] = (int64_t)(((uint64_t)from[i] * (uint64_t)factor + half) / divisor);
}

enum vector_status vector_steps(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct number *step,
                                enum rounding mode)
{
    struct vector result;
    if (x->uniform || step->den == 0 || step->num <= 0)
        return VECTOR_NO;
    /* lanes / x.den / (num / den) = lanes * den / (x.den * num) */
    int64_t divisor = greatest_divisor(x->den, step->den);
    int64_t factor = step->den / divisor;
    int128 den = (int128)(x->den / divisor) * step->num;
    /* half a divisor is added below: keep room for it */
    if (!scales(x, factor) || !fits(den * 2) || !fits((int128)x->high * factor + den))
        return VECTOR_NO;
    int64_t *restrict lanes = take_lanes(pool, &result, 1);
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    if (den == 1)
        for (uint32_t i = 0; i < pool->count; i++)
            lanes[i] = x->lanes[i] * factor;
    else if (mode == ROUND_HALF_UP && x->low >= 0)
        round_half_up(lanes, x->lanes, pool->count, factor, (int64_t)den);
    else
        for (uint32_t i = 0; i < pool->count; i++)
            lanes[i] = to_integer(x->lanes[i] * factor, (int64_t)den, mode);
    result.states = x->states;
    result.low = to_integer(x->low * factor, (int64_t)den, mode);
    result.high = to_integer(x->high * factor, (int64_t)den, mode);
    *out = result;
    return VECTOR_OK;
}

enum vector_status vector_round(struct vector_pool *pool, struct vector *out,
                                const struct vector *x, const struct number *step,
                                enum rounding mode)
{
    struct number number;
    struct vector steps;
    if (x->uniform && x->cell.state != CELL_VALUE) {
        *out = *x;
        return VECTOR_OK;
    }
    if (x->uniform) {
        enum ft_status status =
            number_round(&number, pool->arith, &x->cell.value.number, step, mode);
        return settle_number(out, status, number);
    }
    enum vector_status status = vector_steps(pool, &steps, x, step, mode);
    return status == VECTOR_OK ? scale_by(pool, out, &steps, step->num, step->den) : status;
}

/* ---- comparison and choice ---- */

static bool order_holds(enum node_op op, int order)
{
    switch (op) {
    case NODE_EQUAL:
        return order == 0;
    case NODE_UNEQUAL:
        return order != 0;
    case NODE_LESS:
        return order < 0;
    case NODE_LESS_EQUAL:
        return order <= 0;
    case NODE_GREATER:
        return order > 0;
    default:
        return order >= 0;
    }
}

static void compare_lanes(const struct aligned *a, uint32_t count, int64_t *restrict lanes,
                          enum node_op op)
{
    switch (op) {
    case NODE_EQUAL:
        OVER_LANES(a, count, lanes, x_ == y_);
        break;
    case NODE_UNEQUAL:
        OVER_LANES(a, count, lanes, x_ != y_);
        break;
    case NODE_LESS:
        OVER_LANES(a, count, lanes, x_ < y_);
        break;
    case NODE_LESS_EQUAL:
        OVER_LANES(a, count, lanes, x_ <= y_);
        break;
    case NODE_GREATER:
        OVER_LANES(a, count, lanes, x_ > y_);
        break;
    default:
        OVER_LANES(a, count, lanes, x_ >= y_);
        break;
    }
}

enum vector_status vector_compare(struct vector_pool *pool, struct vector *out, enum node_op op,
                                  const struct vector *x, const struct vector *y,
                                  enum type_kind kind)
{
    struct aligned a;
    struct vector result;
    enum vector_status status;
    if (uniform_decides(out, x, y, &status))
        return status;
    if (kind == TYPE_TEXT || kind == TYPE_REFERENCE)
        return VECTOR_NO;
    if (x->uniform && y->uniform && kind == TYPE_NUMBER) {
        *out = vector_boolean(order_holds(
            op, number_compare(pool->arith, &x->cell.value.number, &y->cell.value.number)));
        return VECTOR_OK;
    }
    if (!align(&a, x, y, kind))
        return VECTOR_NO;
    if (x->uniform && y->uniform) {
        *out = vector_boolean(order_holds(op, (a.one_x > a.one_y) - (a.one_x < a.one_y)));
        return VECTOR_OK;
    }
    int64_t *lanes = take_lanes(pool, &result, 1);
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    compare_lanes(&a, pool->count, lanes, op);
    result.high = 1;
    status = join_states(pool, &result, x, y);
    *out = result;
    return status;
}

enum vector_status vector_not(struct vector_pool *pool, struct vector *out, const struct vector *x)
{
    struct vector no = vector_boolean(false);
    return vector_compare(pool, out, NODE_EQUAL, x, &no, TYPE_BOOLEAN);
}

/* New lanes: x where the mask is 1, else y. Without branches, for the machine's vectors. */
static void select_lanes(int64_t *restrict lanes, const uint8_t *restrict mask,
                         const int64_t *restrict x, const int64_t *restrict y, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const int64_t taken = -(int64_t)mask[i];
        lanes[i] = (x[i] & taken) | (y[i] & ~taken);
    }
}

static void select_states(uint8_t *restrict states, const uint8_t *restrict mask,
                          const uint8_t *restrict x, const uint8_t *restrict y, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t taken = (uint8_t)-mask[i], from_x = x == NULL ? CELL_VALUE : x[i],
                      from_y = y == NULL ? CELL_VALUE : y[i];
        states[i] = (uint8_t)((from_x & taken) | (from_y & ~taken));
    }
}

/* Both over one denominator, as lanes. */
static enum vector_status level(struct vector_pool *pool, struct vector *x, struct vector *y,
                                enum type_kind kind)
{
    enum vector_status status = vector_spread(pool, x, x, kind);
    if (status == VECTOR_OK)
        status = vector_spread(pool, y, y, kind);
    if (status != VECTOR_OK || x->den == y->den)
        return status;
    int64_t divisor = greatest_divisor(x->den, y->den);
    int64_t scale_x = y->den / divisor, scale_y = x->den / divisor, den = 0;
    if (!fits((int128)x->den * scale_x))
        return VECTOR_NO;
    den = x->den * scale_x;
    x->den = y->den = 1;
    status = scale_by(pool, x, x, scale_x, 1);
    if (status == VECTOR_OK)
        status = scale_by(pool, y, y, scale_y, 1);
    x->den = y->den = den;
    return status;
}

enum vector_status vector_blend(struct vector_pool *pool, struct vector *out, const uint8_t *mask,
                                const struct vector *x, enum type_kind kind)
{
    struct vector other = *x;
    enum vector_status status = level(pool, out, &other, kind);
    if (status != VECTOR_OK)
        return status;
    bool with_states = out->states != NULL || other.states != NULL;
    int64_t *lanes = vector_lanes(pool);
    uint8_t *states = with_states ? vector_states(pool) : NULL;
    if (lanes == NULL || (with_states && states == NULL))
        return VECTOR_NO_MEMORY;
    select_lanes(lanes, mask, other.lanes, out->lanes, pool->count);
    if (with_states)
        select_states(states, mask, other.states, out->states, pool->count);
    out->lanes = lanes;
    out->states = states;
    out->low = other.low < out->low ? other.low : out->low;
    out->high = other.high > out->high ? other.high : out->high;
    return VECTOR_OK;
}

enum vector_status vector_choose(struct vector_pool *pool, struct vector *out,
                                 const struct vector *condition, const struct vector *yes,
                                 const struct vector *no, enum type_kind kind)
{
    if (condition->uniform) {
        *out = condition->cell.state != CELL_VALUE ? *condition
               : condition->cell.value.boolean     ? *yes
                                                   : *no;
        return VECTOR_OK;
    }
    uint8_t *mask = vector_states(pool);
    if (mask == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++)
        mask[i] = condition->lanes[i] != 0;
    struct vector result = *no;
    enum vector_status status = vector_blend(pool, &result, mask, yes, kind);
    if (status != VECTOR_OK || condition->states == NULL) {
        *out = result;
        return status;
    }
    uint8_t *states = vector_states(pool);
    if (states == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        uint8_t state = condition->states[i];
        bool decided = state != CELL_VALUE;
        states[i] = decided ? state : result.states == NULL ? CELL_VALUE : result.states[i];
        result.lanes[i] = decided ? 0 : result.lanes[i];
    }
    result.states = states;
    result.low = result.low > 0 ? 0 : result.low;
    result.high = result.high < 0 ? 0 : result.high;
    *out = result;
    return VECTOR_OK;
}
