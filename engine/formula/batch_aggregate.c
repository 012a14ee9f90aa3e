/*
 * Nodes over the rows below each row of a chunk: their lanes follow each other as the rows above
 * do, so what counts for one row stands together. Where every row has one below, lane for lane,
 * nothing is moved.
 */
#include <string.h>

#include "../vector/vector_internal.h"

#include "batch_internal.h"

enum vector_status batch_from_above(struct batch *batch, struct vector *out, const struct vector *x)
{
    if (batch->at->one_each) {
        *out = *x;
        return VECTOR_OK;
    }
    return vector_gather(batch->pool, out, x, batch->at->above);
}

/* The dates of the rows above. `own` is room for them. */
static enum vector_status dates_below(struct batch *batch, struct dating *dating,
                                      struct dating *own, struct dating **out)
{
    *out = dating;
    if (dating->on.uniform || batch->at->one_each)
        return VECTOR_OK;
    *out = own;
    *own = (struct dating){.known = true};
    enum vector_status status = batch_from_above(batch, &own->on, &dating->on);
    return status == VECTOR_OK ? batch_classes(batch, own) : status;
}

/* ---- no rows ---- */

static enum vector_status over_nothing(const struct node *node, struct vector *out)
{
    static const struct cell fault = {.state = CELL_ERROR};
    if (node->op == NODE_ANY || node->op == NODE_ALL)
        *out = vector_boolean(node->op == NODE_ALL);
    else if (node->op == NODE_SUM || node->op == NODE_COUNT)
        *out = vector_number(NUMBER_ZERO);
    else
        *out = vector_uniform(fault);
    return VECTOR_OK;
}

/* ---- lanes of each row ---- */

/* What is added up over lanes. */
struct reduction {
    const struct node *node;
    const uint32_t *first;     /* by row above, and one more: where its lanes begin */
    uint32_t most;             /* lanes of one row */
    bool one_each;             /* a lane for each row: the same number */
    struct vector body, where; /* uniform, or lanes; `where` true where there is none */
    uint32_t rows;             /* above */
    uint8_t *states;           /* by row */
};

static bool is_true(const struct vector *vector, uint32_t lane)
{
    return vector->uniform ? vector->cell.value.boolean : vector->truths[lane] != 0;
}

/* Whether the lane counts; the row takes the state of what is no value. */
static bool counts(struct reduction *reduction, uint32_t row, uint32_t lane)
{
    enum cell_state state = vector_state(&reduction->where, lane);
    if (state == CELL_VALUE && !is_true(&reduction->where, lane))
        return false;
    if (state == CELL_VALUE)
        state = vector_state(&reduction->body, lane);
    reduction->states[row] = vector_worse(reduction->states[row], (uint8_t)state);
    return state == CELL_VALUE;
}

static void reduce_truths(struct reduction *reduction, uint8_t *truths)
{
    const bool all = reduction->node->op == NODE_ALL;
    const uint32_t *first = reduction->first;
    for (uint32_t row = 0; row < reduction->rows; row++) {
        bool truth = all;
        for (uint32_t lane = first[row]; lane < first[row + 1]; lane++)
            if (counts(reduction, row, lane))
                truth = all ? truth && is_true(&reduction->body, lane)
                            : truth || is_true(&reduction->body, lane);
        truths[row] = truth;
    }
}

/* Sum, count, least, greatest: of lanes, or of ones. */
static void reduce_lanes(struct reduction *reduction, int64_t *lanes)
{
    const enum node_op op = reduction->node->op;
    const uint32_t *first = reduction->first;
    for (uint32_t row = 0; row < reduction->rows; row++) {
        int64_t sum = 0;
        uint32_t seen = 0;
        for (uint32_t lane = first[row]; lane < first[row + 1]; lane++) {
            if (!counts(reduction, row, lane))
                continue;
            const int64_t value = op == NODE_COUNT ? 1 : reduction->body.lanes[lane];
            if (op == NODE_SUM || op == NODE_COUNT)
                sum += value;
            else if (seen == 0 || (op == NODE_MIN ? value < sum : value > sum))
                sum = value;
            seen++;
        }
        lanes[row] = sum;
        if (seen == 0 && (op == NODE_MIN || op == NODE_MAX))
            reduction->states[row] = vector_worse(reduction->states[row], CELL_ERROR);
    }
}

/* Whether integers are enough: no sum of as many lanes as one row has can overflow. */
static bool sums_fit(const struct reduction *reduction)
{
    const struct vector *body = &reduction->body;
    const int64_t most = reduction->most;
    int64_t ignored;
    if (reduction->node->op == NODE_COUNT || reduction->node->type.kind == TYPE_BOOLEAN)
        return true;
    if (body->uniform || body->exact != NULL)
        return false;
    return reduction->node->op != NODE_SUM || (!__builtin_mul_overflow(body->low, most, &ignored) &&
                                               !__builtin_mul_overflow(body->high, most, &ignored));
}

static enum vector_status reduce(struct vector_pool *pool, struct reduction *reduction,
                                 struct vector *out)
{
    const bool boolean = reduction->node->type.kind == TYPE_BOOLEAN;
    int64_t *lanes = boolean ? NULL : vector_lanes(pool);
    uint8_t *truths = boolean ? vector_bytes(pool) : NULL, *states;
    reduction->rows = pool->count;
    reduction->states = states = vector_bytes(pool);
    if ((lanes == NULL && truths == NULL) || states == NULL)
        return VECTOR_NO_MEMORY;
    memset(states, CELL_VALUE, pool->count);
    if (boolean)
        reduce_truths(reduction, truths);
    else
        reduce_lanes(reduction, lanes);
    if (memchr(states, CELL_UNDETERMINED, pool->count) != NULL)
        return VECTOR_NO; /* what is known of it, or decided, is found by the exact way */
    if (bytes_are_all(states, CELL_VALUE, pool->count))
        states = NULL;
    else if (boolean)
        bytes_keep(truths, states, CELL_VALUE, pool->count);
    else
        lanes_keep(lanes, states, CELL_VALUE, pool->count);
    *out = boolean ? vector_of_truths(pool, truths, states)
                   : vector_over(pool, lanes, states,
                                 reduction->node->op == NODE_COUNT ? 1 : reduction->body.den);
    return VECTOR_OK;
}

/* One more lane of a row. */
static enum ft_status batch_aggregate_take_number(struct vector_pool *pool, enum node_op op,
                                                  struct number *sum, uint32_t seen,
                                                  const struct number *number)
{
    if (op == NODE_SUM)
        return number_add(sum, pool->arith, sum, number);
    const int order = seen == 0 ? 0 : number_compare(pool->arith, number, sum);
    if (seen == 0 || (op == NODE_MIN ? order < 0 : order > 0))
        *sum = *number;
    return FT_OK;
}

/* The exact number of a row; a sum that passes the limits is a fault. */
static enum vector_status reduce_row(struct vector_pool *pool, struct reduction *reduction,
                                     uint32_t row, struct number *sum)
{
    const enum node_op op = reduction->node->op;
    const uint32_t *first = reduction->first;
    uint32_t seen = 0;
    *sum = NUMBER_ZERO;
    for (uint32_t lane = first[row]; lane < first[row + 1]; lane++) {
        struct number number;
        if (!counts(reduction, row, lane))
            continue;
        enum ft_status status = vector_lane_number(pool, &reduction->body, lane, &number);
        if (status == FT_OK)
            status = batch_aggregate_take_number(pool, op, sum, seen++, &number);
        if (status == FT_NO_MEMORY)
            return VECTOR_NO_MEMORY;
        if (status != FT_OK)
            reduction->states[row] = CELL_ERROR;
    }
    if (seen == 0 && op != NODE_SUM)
        reduction->states[row] = vector_worse(reduction->states[row], CELL_ERROR);
    return VECTOR_OK;
}

static enum vector_status reduce_exact(struct vector_pool *pool, struct reduction *reduction,
                                       struct vector *out)
{
    struct number *numbers = arena_array(pool->arith->arena, pool->count, sizeof *numbers);
    uint8_t *states = vector_bytes(pool);
    struct size size = {.num = 1, .den = 1};
    if (numbers == NULL || states == NULL)
        return VECTOR_NO_MEMORY;
    reduction->rows = pool->count;
    reduction->states = memset(states, CELL_VALUE, pool->count);
    for (uint32_t row = 0; row < pool->count; row++) {
        enum vector_status status = reduce_row(pool, reduction, row, &numbers[row]);
        if (status != VECTOR_OK)
            return status;
        size = exact_greater_size(size, exact_size(&numbers[row]));
    }
    if (memchr(states, CELL_UNDETERMINED, pool->count) != NULL)
        return VECTOR_NO;
    return exact_known(pool, out, numbers, size, NULL,
                       bytes_are_all(states, CELL_VALUE, pool->count) ? NULL : states, NULL);
}

static enum vector_status reduce_any(struct vector_pool *pool, struct reduction *reduction,
                                     struct vector *out)
{
    enum vector_status status = (sums_fit(reduction) ? reduce : reduce_exact)(pool, reduction, out);
    if (status == VECTOR_OK)
        vector_check(pool, out, reduction->node->type.kind);
    return status;
}

/* Every row has one below: what that one says. */
static bool batch_aggregate_is_plain(const struct reduction *reduction)
{
    return reduction->one_each && reduction->where.uniform &&
           reduction->where.cell.state == CELL_VALUE && reduction->where.cell.value.boolean;
}

/* The operands over the rows below. */
static enum vector_status look_below(struct batch *batch, struct dating *dating,
                                     struct reduction *reduction)
{
    const struct node *node = reduction->node;
    const size_t condition = node->op == NODE_COUNT ? 0 : 1;
    struct dating own, *on;
    reduction->where = reduction->body = vector_boolean(true);
    enum vector_status status = dates_below(batch, dating, &own, &on);
    if (status == VECTOR_OK && node->operand_count > condition)
        status = batch_evaluate(batch, node->operands[condition], on, &reduction->where);
    if (status == VECTOR_OK && node->op != NODE_COUNT)
        status = batch_evaluate(batch, node->operands[0], on, &reduction->body);
    if (status != VECTOR_OK || node->op == NODE_COUNT || node->type.kind != TYPE_NUMBER ||
        batch_aggregate_is_plain(reduction))
        return status;
    status = vector_spread(batch->pool, &reduction->body, &reduction->body, TYPE_NUMBER);
    return status == VECTOR_NO ? VECTOR_OK : status; /* exact numbers stay so */
}

enum vector_status batch_aggregate(struct batch *batch, const struct node *node,
                                   struct dating *dating, struct vector *out)
{
    struct batch_table *below = batch->by_entity[node->entity->index];
    if (!aggregate_is_plain_over(node) || node->type.kind == TYPE_DATE)
        return VECTOR_NO;
    if (below == NULL && !batch_has_none(batch, node->entity))
        return VECTOR_NO;
    if (below == NULL || below->count == 0)
        return over_nothing(node, out);
    struct reduction reduction = {
        .node = node, .first = below->first, .most = below->most, .one_each = below->one_each};
    struct batch_table *at = batch_enter(batch, below);
    enum vector_status status = look_below(batch, dating, &reduction);
    (void)batch_enter(batch, at);
    if (status != VECTOR_OK)
        return status;
    if (batch_aggregate_is_plain(&reduction) && node->op != NODE_COUNT) {
        *out = reduction.body;
        return VECTOR_OK;
    }
    if (batch_aggregate_is_plain(&reduction)) {
        *out = vector_uniform((struct cell){.value = {.number = NUMBER_ONE}, .state = CELL_VALUE});
        return VECTOR_OK;
    }
    return reduce_any(batch->pool, &reduction, out);
}

enum vector_status batch_aggregate_all(struct batch *batch, const struct node *node,
                                       struct dating *dating, struct cell *cell)
{
    struct batch_table *table = batch->by_entity[node->entity->index];
    const uint32_t first[] = {0, table == NULL ? 0 : table->count};
    struct reduction reduction = {.node = node, .first = first, .most = first[1]};
    struct vector all;
    enum vector_status status = VECTOR_OK;
    if (table == NULL && !batch_has_none(batch, node->entity))
        return VECTOR_NO;
    if (first[1] == 0) {
        status = over_nothing(node, &all);
    } else {
        (void)batch_enter(batch, table);
        status = look_below(batch, dating, &reduction);
        batch->pool->count = 1; /* row above */
        if (status == VECTOR_OK)
            status = reduce_any(batch->pool, &reduction, &all);
    }
    if (status != VECTOR_OK)
        return status;
    *cell = (struct cell){.state = vector_state(&all, 0)};
    return cell->state != CELL_VALUE ||
                   vector_lane_value(batch->pool, &all, node->type.kind, 0, &cell->value) == FT_OK
               ? VECTOR_OK
               : VECTOR_NO_MEMORY;
}
