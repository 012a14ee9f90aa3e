/*
 * Formulas over vectors. Both branches of a condition may be worked out for all lanes: a fault in a
 * lane is a state of that lane alone, and counts only where the lane is taken. What a vector cannot
 * hold ends with VECTOR_NO; nothing is decided here that formula/ would decide otherwise.
 */
#include <string.h>

#include "../vector/lanes.h"

#include "batch_internal.h"

enum { MOST_OPERANDS = 32 };

/* ---- leaves ---- */

/* What is absent is undetermined, or there is none of it, as its field says. */
static enum vector_status read_absent(struct vector_pool *pool, const struct field *field,
                                      struct vector *out)
{
    const enum cell_state state =
        field->absence == ABSENCE_UNKNOWN ? CELL_UNDETERMINED : CELL_NOT_APPLICABLE;
    if (out->uniform) {
        if (out->cell.state == CELL_ABSENT || out->cell.state == CELL_NONE)
            *out = vector_uniform(
                (struct cell){.state = out->cell.state == CELL_NONE ? CELL_NOT_APPLICABLE : state});
        return VECTOR_OK;
    }
    if (out->states == NULL)
        return VECTOR_OK;
    uint8_t *states = vector_bytes(pool);
    if (states == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++)
        states[i] = out->states[i] == CELL_ABSENT ? (uint8_t)state
                    : out->states[i] == CELL_NONE ? CELL_NOT_APPLICABLE
                                                  : out->states[i];
    out->states = states;
    return VECTOR_OK;
}

/* A cell of a row above the table: the same for every lane. */
static struct vector above(const struct batch *batch, const struct node *node)
{
    const struct table *table = &batch->held->tables[node->entity->index];
    const struct column *column = node->field != NULL ? &table->fields[node->field->index]
                                                      : &table->items[node->item->index].column;
    return vector_uniform(column_cell(column, 0));
}

static enum vector_status leaf(struct batch *batch, const struct node *node, struct vector *out)
{
    const struct batch_table *table = batch->by_entity[node->entity->index];
    if (node->via != NULL)
        return VECTOR_NO;
    if (table == NULL && entity_is_below(node->entity, batch->entity))
        return VECTOR_NO;
    if (table == NULL && above(batch, node).cell.state >= CELL_UNDETERMINED)
        return VECTOR_NO;
    *out = table == NULL         ? above(batch, node)
           : node->field != NULL ? table->fields[node->field->index]
                                 : table->items[node->item->index];
    if (table == NULL || table == batch->at)
        return VECTOR_OK;
    /* From below the long table's rows there is one table above that has lanes. */
    return table == batch->main ? batch_from_above(batch, out, out) : VECTOR_NO;
}

/* NODE_GIVEN, NODE_FILLED, NODE_APPLICABLE: is there a value? It is undetermined of a rule that is,
 * and of a fact that is not given and says nothing by its absence. */
static enum vector_status is_value(struct batch *batch, const struct node *node, struct vector *out)
{
    struct vector_pool *pool = batch->pool;
    const bool unknown = node->op == NODE_GIVEN && node->field->absence == ABSENCE_UNKNOWN;
    const enum cell_state open = unknown ? CELL_ABSENT : CELL_UNDETERMINED;
    if (node->op == NODE_FILLED && node->field->has_default)
        return VECTOR_NO;
    struct vector of;
    enum vector_status status = leaf(batch, node, &of);
    if (status != VECTOR_OK)
        return status;
    if (of.uniform || of.states == NULL) {
        *out = vector_boolean(!of.uniform || of.cell.state == CELL_VALUE);
        if (of.uniform && of.cell.state == open)
            *out = vector_uniform((struct cell){.state = CELL_UNDETERMINED});
        return of.uniform && of.cell.state == CELL_ERROR ? VECTOR_NO : VECTOR_OK;
    }
    uint8_t *truths = vector_bytes(pool), *states = vector_bytes(pool);
    if (truths == NULL || states == NULL)
        return VECTOR_NO_MEMORY;
    bytes_are(truths, of.states, CELL_VALUE, 0, pool->count);
    for (uint32_t i = 0; i < pool->count; i++)
        states[i] = of.states[i] == open ? CELL_UNDETERMINED : CELL_VALUE;
    *out = vector_of_truths(pool, truths,
                            bytes_are_all(states, CELL_VALUE, pool->count) ? NULL : states);
    return VECTOR_OK;
}

/* ---- operations that have no kernel: a lane at a time ---- */

/* A node of class CLASS_OPERATION or CLASS_PARAMETER, its operands known. */
struct lane_call {
    struct batch *batch;
    const struct node *node;
    const struct operation_row *operation; /* NULL: a parameter */
    const struct vector *on;               /* a parameter's dates in force */
    const struct vector *operands;
};

/* Of values. Errors: FT_NO_MEMORY; others are the lane's. */
static enum ft_status call_on_values(const struct lane_call *call, uint32_t lane,
                                     const union value *values, union value *out)
{
    struct arith *arith = call->batch->pool->arith;
    const struct node *node = call->node;
    const struct vector *on = call->on;
    if (call->operation != NULL)
        return call->operation->exact(out, arith, node, values);
    const struct date date =
        on->uniform ? on->cell.value.date : (struct date){(int32_t)on->lanes[lane]};
    const struct version *version =
        parameter_version(node->parameter, date, call->batch->held->known_at);
    return version == NULL && node->op != NODE_IN_FORCE
               ? FT_INVALID
               : formula_parameter(out, arith, node, version, values);
}

/* One lane; a fault is its state. Errors: FT_NO_MEMORY. */
static enum ft_status call_on_lane(const struct lane_call *call, uint32_t lane, union value *value,
                                   uint8_t *state)
{
    const struct node *node = call->node;
    union value values[MOST_OPERANDS];
    enum ft_status status = FT_OK;
    *state = CELL_VALUE;
    for (size_t k = 0; k < node->operand_count; k++)
        *state = vector_worse(*state, (uint8_t)vector_state(&call->operands[k], lane));
    if (*state != CELL_VALUE)
        return FT_OK;
    for (size_t k = 0; k < node->operand_count && status == FT_OK; k++)
        status = vector_lane_value(call->batch->pool, &call->operands[k],
                                   node->operands[k]->type.kind, lane, &values[k]);
    if (status == FT_OK)
        status = call_on_values(call, lane, values, value);
    if (status != FT_OK && status != FT_NO_MEMORY)
        *state = CELL_ERROR;
    return status == FT_NO_MEMORY ? status : FT_OK;
}

/* The one operand that is not the same in every lane, where its lanes are integers so near each
 * other that each is worked out once. NULL: none, or more. */
static const struct vector *only_varying(const struct lane_call *call)
{
    const struct vector *found = NULL;
    if (call->on != NULL && !call->on->uniform)
        return NULL;
    for (size_t k = 0; k < call->node->operand_count; k++) {
        const struct vector *operand = &call->operands[k];
        if (operand->uniform)
            continue;
        if (found != NULL || operand->lanes == NULL || operand->states != NULL ||
            operand->high - operand->low >= MOST_INTEGERS)
            return NULL;
        found = operand;
    }
    return found;
}

/* All lanes. by_integer remembers which was the first with a value of the one that varies. */
static enum ft_status call_on_lanes(const struct lane_call *call, struct column *column)
{
    struct by_integer *table = call->batch->by_integer;
    const struct vector *varying = only_varying(call);
    enum ft_status status = FT_OK;
    if (varying != NULL)
        memset(table->known, NOT_KNOWN, (size_t)(varying->high - varying->low + 1));
    for (uint32_t i = 0; i < call->batch->pool->count && status == FT_OK; i++) {
        const int64_t at = varying == NULL ? 0 : varying->lanes[i] - varying->low;
        const bool known = varying != NULL && table->known[at] != NOT_KNOWN;
        union value value;
        uint8_t state;
        if (known) {
            value = column_value(column, (uint32_t)table->outcomes[at]);
            state = table->known[at];
        } else {
            status = call_on_lane(call, i, &value, &state);
        }
        if (status == FT_OK &&
            !column_put(column, i, (enum cell_state)state, state == CELL_VALUE ? &value : NULL,
                        call->batch->pool->arith->arena))
            status = FT_NO_MEMORY;
        if (varying != NULL && !known) {
            table->known[at] = state;
            table->outcomes[at] = i;
        }
    }
    return status;
}

static bool is_uniform(const struct lane_call *call, const struct dating *dating)
{
    const struct version *ignored;
    for (size_t k = 0; k < call->node->operand_count; k++)
        if (!call->operands[k].uniform)
            return false;
    return call->on == NULL || batch_version(call->batch, call->node, dating, &ignored);
}

/* The function of the table, once where no lane differs. */
static enum vector_status call_exactly(const struct lane_call *call, bool uniform,
                                       struct vector *out)
{
    struct vector_pool *pool = call->batch->pool;
    struct cell cell = {.state = CELL_VALUE};
    struct column column;
    uint8_t state;
    for (size_t k = 0; k < call->node->operand_count; k++) {
        const enum type_kind kind = call->node->operands[k]->type.kind;
        if (kind == TYPE_TEXT || kind == TYPE_REFERENCE)
            return VECTOR_NO;
    }
    if (uniform) {
        if (call_on_lane(call, 0, &cell.value, &state) != FT_OK)
            return VECTOR_NO_MEMORY;
        cell.state = (enum cell_state)state;
        *out = vector_uniform(cell);
        return VECTOR_OK;
    }
    column_open(&column, call->node->type.kind, pool->count);
    if (call_on_lanes(call, &column) != FT_OK)
        return VECTOR_NO_MEMORY;
    return vector_of_column(pool, out, &column, call->node->type.kind);
}

/* ---- kernels ---- */

typedef enum vector_status column_kernel(struct vector_pool *pool, const struct node *node,
                                         const struct vector *operands, struct vector *out);

static enum vector_status column_arithmetic(struct vector_pool *pool, const struct node *node,
                                            const struct vector *operands, struct vector *out)
{
    static const enum operation_id ids[NODE_OP_COUNT] = {[NODE_ADD] = OPERATION_ADD,
                                                         [NODE_SUBTRACT] = OPERATION_SUBTRACT,
                                                         [NODE_MULTIPLY] = OPERATION_MULTIPLY,
                                                         [NODE_DIVIDE] = OPERATION_DIVIDE,
                                                         [NODE_POWER] = OPERATION_POWER};
    return vector_operate(pool, out, ids[node->op], &operands[0], &operands[1]);
}

static enum vector_status column_negate(struct vector_pool *pool, const struct node *node,
                                        const struct vector *operands, struct vector *out)
{
    (void)node;
    return vector_negate(pool, out, &operands[0]);
}

static enum vector_status column_not(struct vector_pool *pool, const struct node *node,
                                     const struct vector *operands, struct vector *out)
{
    (void)node;
    return vector_not(pool, out, &operands[0]);
}

static enum vector_status column_compare(struct vector_pool *pool, const struct node *node,
                                         const struct vector *operands, struct vector *out)
{
    return vector_compare(pool, out, node_comparison(node->op), &operands[0], &operands[1],
                          node->operands[0]->type.kind);
}

/* The mode is the same in every lane, or there is no kernel. */
static enum vector_status column_round(struct vector_pool *pool, const struct node *node,
                                       const struct vector *operands, struct vector *out)
{
    enum rounding mode = node->builtin->id == BUILTIN_CEIL ? ROUND_CEILING : ROUND_FLOOR;
    if (node->builtin->id == BUILTIN_ROUND &&
        (!operands[2].uniform || operands[2].cell.state != CELL_VALUE))
        return VECTOR_NO;
    if (node->builtin->id == BUILTIN_ROUND)
        mode = (enum rounding)operands[2].cell.value.symbol;
    return vector_round(pool, out, &operands[0], &operands[1], mode);
}

static enum vector_status column_extreme(struct vector_pool *pool, const struct node *node,
                                         const struct vector *operands, struct vector *out)
{
    const enum operation_id operation =
        node->builtin->id == BUILTIN_MIN ? OPERATION_LEAST : OPERATION_GREATEST;
    enum vector_status status = node->type.kind == TYPE_NUMBER ? VECTOR_OK : VECTOR_NO;
    if (status == VECTOR_OK)
        *out = operands[0];
    for (size_t i = 1; i < node->operand_count && status == VECTOR_OK; i++)
        status = vector_operate(pool, out, operation, out, &operands[i]);
    return status;
}

static enum vector_status column_abs(struct vector_pool *pool, const struct node *node,
                                     const struct vector *operands, struct vector *out)
{
    struct vector other;
    (void)node;
    enum vector_status status = vector_negate(pool, &other, &operands[0]);
    return status == VECTOR_OK ? vector_operate(pool, out, OPERATION_GREATEST, &operands[0], &other)
                               : status;
}

/* NULL: a lane at a time. */
static column_kernel *const operator_kernels[NODE_OP_COUNT] = {
    [NODE_NEGATE] = column_negate,        [NODE_NOT] = column_not,
    [NODE_ADD] = column_arithmetic,       [NODE_SUBTRACT] = column_arithmetic,
    [NODE_MULTIPLY] = column_arithmetic,  [NODE_DIVIDE] = column_arithmetic,
    [NODE_POWER] = column_arithmetic,     [NODE_EQUAL] = column_compare,
    [NODE_UNEQUAL] = column_compare,      [NODE_LESS] = column_compare,
    [NODE_LESS_EQUAL] = column_compare,   [NODE_GREATER] = column_compare,
    [NODE_GREATER_EQUAL] = column_compare};
static column_kernel *const call_kernels[BUILTIN_ID_COUNT] = {
    [BUILTIN_MIN] = column_extreme, [BUILTIN_MAX] = column_extreme, [BUILTIN_ABS] = column_abs,
    [BUILTIN_ROUND] = column_round, [BUILTIN_FLOOR] = column_round, [BUILTIN_CEIL] = column_round};

/* By the kernel, where there is one that takes these operands. */
static enum vector_status call(struct batch *batch, const struct node *node, struct dating *dating,
                               const struct vector *operands, struct vector *out)
{
    const bool parameter = node_class(node->op) == CLASS_PARAMETER;
    const struct lane_call call = {.batch = batch,
                                   .node = node,
                                   .operation = parameter ? NULL : operation_of(node),
                                   .on = parameter ? &dating->on : NULL,
                                   .operands = operands};
    const bool uniform = is_uniform(&call, dating);
    column_kernel *const kernel =
        node->op == NODE_CALL ? call_kernels[node->builtin->id] : operator_kernels[node->op];
    enum vector_status status = VECTOR_NO;
    if (!uniform && parameter)
        status = batch_parameter(batch, node, dating, operands, out);
    else if (kernel != NULL)
        status = kernel(batch->pool, node, operands, out);
    return status == VECTOR_NO ? call_exactly(&call, uniform, out) : status;
}

/* ---- conditions ---- */

/* The lanes whose state is this; NULL when memory is out. */
static uint8_t *lanes_in(struct vector_pool *pool, const struct vector *x, enum cell_state state)
{
    uint8_t *mask = vector_bytes(pool);
    if (mask != NULL && (x->uniform || x->states == NULL))
        memset(mask, vector_state(x, 0) == state, pool->count);
    else if (mask != NULL)
        bytes_are(mask, x->states, (uint8_t)state, 0, pool->count);
    return mask;
}

/* Unmarks the lanes where a truth, a value or not, is not `truth`. */
static enum vector_status keep_truth(struct vector_pool *pool, uint8_t *mask,
                                     const struct vector *x, bool truth)
{
    uint8_t *values = lanes_in(pool, x, CELL_VALUE);
    if (values == NULL)
        return VECTOR_NO_MEMORY;
    bytes_and(mask, values, pool->count);
    if (x->uniform && x->cell.state == CELL_VALUE && x->cell.value.boolean != truth)
        memset(mask, 0, pool->count);
    if (!x->uniform && truth)
        bytes_and(mask, x->truths, pool->count);
    if (!x->uniform && !truth)
        bytes_and_not(mask, x->truths, pool->count);
    return VECTOR_OK;
}

/* "if" where its condition is undetermined: decided where both branches are the same. */
static enum vector_status batch_evaluate_decide_branches(struct vector_pool *pool,
                                                         const struct vector *yes,
                                                         const struct vector *no,
                                                         enum type_kind kind, uint8_t *mask,
                                                         struct vector *out)
{
    uint8_t *none = lanes_in(pool, yes, CELL_NOT_APPLICABLE),
            *other = lanes_in(pool, no, CELL_NOT_APPLICABLE);
    struct vector same;
    if (none == NULL || other == NULL)
        return VECTOR_NO_MEMORY;
    bytes_and(none, other, pool->count);
    bytes_and(none, mask, pool->count);
    enum vector_status status = vector_compare(pool, &same, COMPARE_EQUAL, yes, no, kind);
    if (status == VECTOR_OK)
        status = keep_truth(pool, mask, &same, true);
    bytes_or(mask, none, pool->count);
    return status == VECTOR_OK ? vector_blend(pool, out, mask, yes, kind) : status;
}

/* Where a condition is undetermined its branches may decide all the same: "and" where the second is
 * false, "or" where it is true. A fault there counts for nothing: it may not be reached. */
static enum vector_status decide_undetermined(struct batch *batch, const struct node *node,
                                              const struct vector *condition,
                                              const struct vector *yes, const struct vector *no,
                                              struct vector *out)
{
    struct vector_pool *pool = batch->pool;
    uint8_t *mask = lanes_in(pool, condition, CELL_UNDETERMINED);
    if (mask == NULL)
        return VECTOR_NO_MEMORY;
    if (!bytes_any(mask, pool->count))
        return VECTOR_OK;
    if (node->op == NODE_IF)
        return batch_evaluate_decide_branches(pool, yes, no, node->type.kind, mask, out);
    const struct vector *second = node->op == NODE_OR ? no : yes;
    enum vector_status status = keep_truth(pool, mask, second, node->op == NODE_OR);
    return status == VECTOR_OK ? vector_blend(pool, out, mask, second, TYPE_BOOLEAN) : status;
}

static enum vector_status batch_evaluate_choose(struct batch *batch, const struct node *node,
                                                struct dating *dating, struct vector *out)
{
    struct vector condition, yes, no;
    if (node->type.kind == TYPE_TEXT || node->type.kind == TYPE_REFERENCE)
        return VECTOR_NO;
    enum vector_status status = batch_evaluate(batch, node->operands[0], dating, &condition);
    if (status != VECTOR_OK)
        return status;
    const bool settled = condition.uniform && condition.cell.state != CELL_UNDETERMINED;
    const bool holds =
        settled && condition.cell.state == CELL_VALUE && condition.cell.value.boolean;
    if (settled && condition.cell.state != CELL_VALUE) {
        *out = condition;
        return VECTOR_OK;
    }
    yes = no = condition;
    if (node->op != NODE_OR && !(settled && !holds))
        status = batch_evaluate(batch, node->operands[1], dating, &yes);
    if (status == VECTOR_OK && node->op != NODE_AND && !(settled && holds))
        status = batch_evaluate(batch, node->operands[node->op == NODE_OR ? 1 : 2], dating, &no);
    if (status == VECTOR_OK)
        status = vector_choose(batch->pool, out, &condition, &yes, &no, node->type.kind);
    return status == VECTOR_OK ? decide_undetermined(batch, node, &condition, &yes, &no, out)
                               : status;
}

static enum vector_status operation(struct batch *batch, const struct node *node,
                                    struct dating *dating, struct vector *out)
{
    struct vector operands[MOST_OPERANDS];
    operands[0] = operands[1] = (struct vector){0};
    enum vector_status recalled = batch_recall(batch, node, dating, out);
    if (recalled != VECTOR_NO)
        return recalled;
    if (node->operand_count > MOST_OPERANDS)
        return VECTOR_NO;
    for (size_t i = 0; i < node->operand_count; i++) {
        enum vector_status status = batch_evaluate(batch, node->operands[i], dating, &operands[i]);
        if (status != VECTOR_OK)
            return status;
    }
    return call(batch, node, dating, operands, out);
}

static enum vector_status read_leaf(struct batch *batch, const struct node *node,
                                    struct vector *out)
{
    if (node->op == NODE_CONSTANT) {
        *out = vector_uniform((struct cell){.value = node->constant, .state = CELL_VALUE});
        return VECTOR_OK;
    }
    if (node->op != NODE_FIELD && node->op != NODE_ITEM)
        return is_value(batch, node, out);
    const enum vector_status status = leaf(batch, node, out);
    return status == VECTOR_OK && node->op == NODE_FIELD
               ? read_absent(batch->pool, node->field, out)
               : status;
}

static enum vector_status evaluate_node(struct batch *batch, const struct node *node,
                                        struct dating *dating, struct vector *out)
{
    switch (node_class(node->op)) {
    case CLASS_LEAF:
        return read_leaf(batch, node, out);
    case CLASS_DATE:
        *out = dating->on;
        return VECTOR_OK;
    case CLASS_CONDITION:
        return batch_evaluate_choose(batch, node, dating, out);
    case CLASS_AGGREGATE:
        return batch_aggregate(batch, node, dating, out);
    case CLASS_PARAMETER:
    case CLASS_OPERATION:
        return operation(batch, node, dating, out);
    case CLASS_SIBLINGS:
    case CLASS_DATED:
        break;
    }
    return VECTOR_NO;
}

enum vector_status batch_evaluate(struct batch *batch, const struct node *node,
                                  struct dating *dating, struct vector *out)
{
    enum vector_status status = evaluate_node(batch, node, dating, out);
    if (status == VECTOR_OK && node->type.kind != TYPE_TEXT && node->type.kind != TYPE_REFERENCE)
        vector_check(batch->pool, out, node->type.kind);
    return status;
}
