/*
 * Nodes that look at the values of their operands: operations, built-ins and parameters. By a kernel
 * where there is one that takes these operands, else a lane at a time by the function of the table.
 */
#include <string.h>

#include "../vector/lanes.h"

#include "evaluate.h"

/* A node of class CLASS_OPERATION or CLASS_PARAMETER, its operands known. */
struct lane_call {
    struct run *run;
    const struct node *node;
    const struct frame *frame;
    const uint8_t *open;
    const struct operation_row *operation; /* NULL: a parameter */
    struct dating *on;                     /* a parameter's dates in force */
    const struct vector *date; /* what they were worked out as, of another date than the frame's */
    const struct vector *operands;
    union value *values; /* room for those of one lane */
};

/* ---- a lane at a time ---- */

/* Of values. Errors: FT_INVALID and others are the lane's; FT_NO_MEMORY. */
static enum ft_status call_on_values(const struct lane_call *call, uint32_t lane, union value *out)
{
    struct arith *arith = call->run->evaluation->arith;
    const struct node *node = call->node;
    if (call->operation != NULL)
        return call->operation->exact(out, arith, node, call->values);
    const struct version *version = parameter_version(node->parameter, dating_at(call->on, lane),
                                                      call->run->evaluation->dataset->known_at);
    return version == NULL && node->op != NODE_IN_FORCE
               ? FT_INVALID
               : formula_parameter(out, arith, node, version, call->values);
}

static enum ft_status call_take_values(const struct lane_call *call, uint32_t lane)
{
    enum ft_status status = FT_OK;
    for (size_t k = 0; k < call->node->operand_count && status == FT_OK; k++)
        status = vector_lane_value(call->run->pool, &call->operands[k],
                                   call->node->operands[k]->type.kind, lane, &call->values[k]);
    return status;
}

/* One lane; a fault is its state. Errors: FT_NO_MEMORY. */
static enum ft_status call_on_lane(const struct lane_call *call, uint32_t lane, union value *value,
                                   uint8_t *state)
{
    *state = CELL_VALUE;
    for (size_t k = 0; k < call->node->operand_count; k++)
        *state = vector_worse(*state, (uint8_t)vector_state(&call->operands[k], lane));
    if (*state != CELL_VALUE)
        return FT_OK;
    enum ft_status status = call_take_values(call, lane);
    if (status == FT_OK)
        status = call_on_values(call, lane, value);
    if (status != FT_OK && status != FT_NO_MEMORY)
        *state = CELL_ERROR;
    return status == FT_NO_MEMORY ? status : FT_OK;
}

/* Scratch by integer; NULL when memory is out. */
static struct by_integer *call_by_integer(struct run *run)
{
    if (run->by_integer == NULL)
        run->by_integer = arena_reserve(run->kept, 1, sizeof *run->by_integer);
    return run->by_integer;
}

/* The one operand that is not the same in every lane, where its lanes are integers so near each
 * other that each is worked out once. NULL: none, or more. */
static const struct vector *only_varying(const struct lane_call *call)
{
    const struct vector *found = NULL;
    const int64_t most = 4 * (int64_t)call->run->pool->count;
    if (call->operation == NULL && !call->on->on.uniform)
        return NULL;
    for (size_t k = 0; k < call->node->operand_count; k++) {
        const struct vector *operand = &call->operands[k];
        if (operand->uniform)
            continue;
        if (found != NULL || operand->lanes == NULL || operand->states != NULL ||
            operand->high - operand->low >= (most < MOST_INTEGERS ? most : MOST_INTEGERS))
            return NULL;
        found = operand;
    }
    return found;
}

/* All open lanes. */
static enum ft_status call_on_lanes(const struct lane_call *call, union value *values,
                                    uint8_t *states)
{
    enum ft_status status = FT_OK;
    for (uint32_t i = 0; i < call->run->pool->count && status == FT_OK; i++) {
        states[i] = CELL_NOT_APPLICABLE;
        if (call->open[i])
            status = call_on_lane(call, i, &values[i], &states[i]);
    }
    return status;
}

/* Each value that the varying operand has in an open lane, once, in the order of the lanes; `from`
 * tells each lane which is its own. How many there are; 0 when memory is out. */
static uint32_t call_on_integers(const struct lane_call *call, const struct vector *varying,
                                 union value *values, uint8_t *states, uint32_t *from)
{
    struct by_integer *table = call_by_integer(call->run);
    uint32_t count = 0;
    if (table == NULL)
        return 0;
    memset(table->known, NOT_KNOWN, (size_t)(varying->high - varying->low + 1));
    for (uint32_t i = 0; i < call->run->pool->count; i++) {
        const int64_t at = varying->lanes[i] - varying->low;
        from[i] = 0; /* the first will do where a lane is not open */
        if (!call->open[i])
            continue;
        if (table->known[at] == NOT_KNOWN) {
            if (call_on_lane(call, i, &values[count], &states[count]) != FT_OK)
                return 0;
            table->known[at] = CELL_VALUE;
            table->outcomes[at] = count++;
        }
        from[i] = (uint32_t)table->outcomes[at];
    }
    return count;
}

/* As many values as differ become a vector of their own, of which each lane takes one. */
static enum vector_status call_on_values_once(const struct lane_call *call,
                                              const struct vector *varying, union value *values,
                                              uint8_t *states, struct vector *out)
{
    struct vector_pool *pool = call->run->pool;
    const uint32_t lanes = pool->count;
    struct vector some;
    uint32_t *from = vector_reserve(pool, sizeof *from);
    const uint32_t count = from == NULL ? 0 : call_on_integers(call, varying, values, states, from);
    if (count == 0)
        return VECTOR_NO_MEMORY;
    pool->count = count;
    enum vector_status status =
        vector_of_values(pool, &some, values, states, call->node->type.kind);
    pool->count = lanes;
    return status == VECTOR_OK ? vector_gather(pool, out, &some, from) : status;
}

static bool is_uniform(const struct lane_call *call)
{
    const struct version *ignored;
    for (size_t k = 0; k < call->node->operand_count; k++)
        if (!call->operands[k].uniform)
            return false;
    return call->operation != NULL || run_version(call->run, call->node, call->on, &ignored);
}

/* The function of the table, once where no lane differs. */
static enum vector_status call_exactly(const struct lane_call *call, bool uniform,
                                       struct vector *out)
{
    struct vector_pool *pool = call->run->pool;
    struct cell cell = {.state = CELL_VALUE};
    uint8_t state, *states;
    if (uniform) {
        if (call_on_lane(call, 0, &cell.value, &state) != FT_OK)
            return VECTOR_NO_MEMORY;
        cell.state = (enum cell_state)state;
        *out = vector_uniform(cell);
        return VECTOR_OK;
    }
    union value *values = vector_reserve(pool, sizeof *values);
    states = vector_bytes(pool);
    if (values == NULL || states == NULL)
        return VECTOR_NO_MEMORY;
    const struct vector *varying = only_varying(call);
    if (varying != NULL)
        return call_on_values_once(call, varying, values, states, out);
    if (call_on_lanes(call, values, states) != FT_OK)
        return VECTOR_NO_MEMORY;
    return vector_of_values(pool, out, values, states, call->node->type.kind);
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
static enum vector_status calls_work_out(const struct lane_call *call, struct vector *out)
{
    const struct node *node = call->node;
    const bool uniform = is_uniform(call);
    column_kernel *const kernel =
        node->op == NODE_CALL ? call_kernels[node->builtin->id] : operator_kernels[node->op];
    enum vector_status status = VECTOR_NO;
    if (!uniform && call->operation == NULL && call_by_integer(call->run) != NULL)
        status = batch_parameter(call->run, node, call->on, call->operands, out);
    else if (!uniform && kernel != NULL)
        status = kernel(call->run->pool, node, call->operands, out);
    return status == VECTOR_NO ? call_exactly(call, uniform, out) : status;
}

/* ---- lanes that are no value ---- */

/* "urban, brick": operands `from` on. */
static const char *keys_text(const struct lane_call *call, size_t from)
{
    const struct node *node = call->node;
    const char *text = "";
    for (size_t i = from; i < node->operand_count && text != NULL; i++)
        text = arena_format(call->run->scratch, "%s%s%s", text, i == from ? "" : ", ",
                            node->parameter->keys[i - from]->members[call->values[i].symbol].id);
    return text;
}

/* "10 above 0" */
static const char *bounds_text(const struct lane_call *call)
{
    struct arith *arith = call->run->evaluation->arith;
    const struct node *const *operands = call->node->operands;
    const char *below = quantity_text(&call->values[1].number, arith, &operands[1]->unit);
    const char *above = quantity_text(&call->values[2].number, arith, &operands[2]->unit);
    bool zh = call->run->evaluation->diagnostics->language == FT_ZH;
    return below == NULL || above == NULL
               ? NULL
               : arena_format(call->run->scratch, zh ? "%s 高于 %s" : "%s above %s", below, above);
}

/* Tells the fault of a lane whose operands are all values, and makes it undetermined. */
static enum ft_status calls_fault(const struct lane_call *call, uint32_t lane, struct cell *cell)
{
    struct run *run = call->run;
    const struct node *node = call->node;
    const struct frame *frame = call->frame;
    const struct message *message = &formula_message[FORMULA_NO_ENTRY];
    const char *detail = NULL;
    union value ignored;
    if (!run->pool->reasons) {
        data_fault(run, node, frame->entity, frame_row(frame, lane), message, NULL, cell);
        return FT_OK;
    }
    enum ft_status status = call_take_values(call, lane);
    if (status != FT_OK)
        return status;
    status = call_on_values(call, lane, &ignored);
    if (status == FT_OK)
        status = FT_TOO_LARGE; /* a limit alone can be met once and not again */
    if (status != FT_INVALID)
        return settle(run, node, frame, lane, status, cell);
    const struct date on = dating_at(call->on, lane);
    if (call->operation == NULL &&
        parameter_version(node->parameter, on, run->evaluation->dataset->known_at) == NULL) {
        version_fault(run, node, frame, on, lane, cell);
        return FT_OK;
    }
    if (call->operation == NULL)
        detail = keys_text(call, node->op == NODE_BRACKETS || node->op == NODE_THRESHOLDS);
    else if (call->operation->fault == &formula_message[FORMULA_BOUNDS])
        detail = bounds_text(call);
    if (call->operation != NULL)
        message = call->operation->fault;
    data_fault(run, node, frame->entity, frame_row(frame, lane), message, detail, cell);
    return FT_OK;
}

/* Of a sum whose cell is undetermined, what is known of its operands. */
static enum ft_status add_known(const struct lane_call *call, uint32_t lane, struct cell *cell)
{
    struct run *run = call->run;
    enum ft_status status = FT_OK;
    if (cell->state != CELL_UNDETERMINED || call->node->op != NODE_ADD || !run->pool->reasons)
        return FT_OK;
    cell->value.number = NUMBER_ZERO;
    for (size_t i = 0; i < call->node->operand_count && status == FT_OK; i++) {
        const struct cell operand = run_cell(run, &call->operands[i], TYPE_NUMBER, lane);
        if (operand.state != CELL_VALUE && !operand.reason.partial)
            continue;
        cell->reason.partial = true;
        status = number_add(&cell->value.number, run->evaluation->arith, &cell->value.number,
                            &operand.value.number);
    }
    cell->reason.partial &= status == FT_OK;
    return status == FT_NO_MEMORY ? status : FT_OK;
}

/* What a lane comes to that is no value: what its operands make of it, or its own fault. */
static enum ft_status call_lane_state(const struct lane_call *call, uint32_t lane,
                                      struct cell *cell)
{
    struct run *run = call->run;
    const struct node *node = call->node;
    bool taken = false;
    *cell = (struct cell){.state = CELL_VALUE};
    for (size_t i = 0; i < node->operand_count; i++) {
        if (vector_state(&call->operands[i], lane) == CELL_VALUE)
            continue;
        const struct cell operand =
            run_cell(run, &call->operands[i], node->operands[i]->type.kind, lane);
        taken = takes_state(run, cell, &operand) || taken;
    }
    if (call->date != NULL && vector_state(call->date, lane) != CELL_VALUE) {
        const struct cell date = run_cell(run, call->date, TYPE_DATE, lane);
        taken = takes_state(run, cell, &date) || taken;
    }
    return taken ? add_known(call, lane, cell) : calls_fault(call, lane, cell);
}

static bool is_all_values(const struct vector *x)
{
    return x == NULL || (x->uniform ? x->cell.state == CELL_VALUE : x->states == NULL);
}

/* Whether the outcome has lanes of which something is to be said. Without reasons states are joined
 * already, and faults alone are left. */
static bool call_has_others(const struct lane_call *call, const struct vector *out)
{
    const struct vector_pool *pool = call->run->pool;
    return !is_all_values(call->date) ||
           (pool->reasons ? !is_all_values(out) : marks_fault(pool, out, call->open));
}

/* A fault of lanes that are all alike, of which nothing is told. */
static enum vector_status call_settle_alike(const struct lane_call *call, struct vector *out)
{
    uint32_t lane = 0;
    while (!call->open[lane])
        lane++;
    return call_lane_state(call, lane, &out->cell) == FT_OK ? VECTOR_OK : VECTOR_NO_MEMORY;
}

/* Faults of open lanes are told, and lanes that are no value get their reasons. */
static enum vector_status call_settle(const struct lane_call *call, struct vector *out)
{
    struct run *run = call->run;
    const bool reasons = run->pool->reasons;
    struct vector result = *out;
    bool edited = false;
    if (!call_has_others(call, out))
        return VECTOR_OK;
    if (!reasons && out->uniform && call->date == NULL)
        return call_settle_alike(call, out);
    for (uint32_t i = 0; i < call->frame->count; i++) {
        const enum cell_state state = vector_state(out, i);
        const bool dated = call->date == NULL || vector_state(call->date, i) == CELL_VALUE;
        struct cell cell;
        if (!call->open[i] || (dated && state == CELL_VALUE) ||
            (dated && !reasons && state != CELL_ERROR))
            continue;
        if (call_lane_state(call, i, &cell) != FT_OK)
            return VECTOR_NO_MEMORY;
        if (!edited && vector_edit(run->pool, &result, call->node->type.kind) != VECTOR_OK)
            return VECTOR_NO_MEMORY;
        edited = true;
        vector_put(&result, i, &cell);
    }
    *out = result;
    return VECTOR_OK;
}

/* Whether every value of the law that these lanes can look at is noted already, as in all chunks but the first. */
static bool call_versions_noted(const struct lane_call *call)
{
    const struct evaluation *evaluation = call->run->evaluation;
    const struct dating *on = call->on;
    bool noted = on->on.uniform || on->classes != NULL;
    for (size_t i = 0; noted && i < (on->on.uniform ? 1 : on->class_count); i++) {
        const struct version *version = parameter_version(
            call->node->parameter, on->on.uniform ? dating_at(on, 0) : on->dates[i],
            evaluation->dataset->known_at);
        noted = version == NULL || evaluation->versions_used[version->index];
    }
    return noted;
}

/* Which values of the law the open lanes looked at. */
static void call_note_versions(const struct lane_call *call)
{
    const struct evaluation *evaluation = call->run->evaluation;
    const uint8_t *classes = call->on->on.uniform ? NULL : call->on->classes;
    bool seen[MOST_CLASSES] = {false};
    struct date last = DATE_FOREVER;
    if (call->operation != NULL || evaluation->versions_used == NULL || call_versions_noted(call))
        return;
    for (uint32_t i = 0; i < call->frame->count; i++) {
        if (!call->open[i] || (classes != NULL && seen[classes[i]]))
            continue;
        bool looks = call->date == NULL || vector_state(call->date, i) == CELL_VALUE;
        for (size_t k = 0; k < call->node->operand_count && looks; k++)
            looks = vector_state(&call->operands[k], i) == CELL_VALUE;
        const struct date on = dating_at(call->on, i);
        if (!looks || on.days == last.days)
            continue;
        last = on;
        if (classes != NULL)
            seen[classes[i]] = true;
        const struct version *version =
            parameter_version(call->node->parameter, on, evaluation->dataset->known_at);
        if (version != NULL)
            evaluation->versions_used[version->index] = true;
        if (call->on->on.uniform)
            return;
    }
}

/* ---- all of it ---- */

enum vector_status evaluate_operation(struct run *run, const struct node *node,
                                      const struct frame *frame, struct dating *on,
                                      const struct vector *date, const uint8_t *open,
                                      struct vector *out)
{
    struct vector few[2] = {{0}}, *operands = few;
    union value some[2], *values = some;
    const bool parameter = node_class(node->op) == CLASS_PARAMETER;
    enum vector_status status =
        date == NULL ? batch_recall(run, node, frame, open, out) : VECTOR_NO;
    if (status != VECTOR_NO)
        return status;
    if (node->operand_count > 2) {
        operands = run_array(run, node->operand_count, sizeof *operands);
        values = run_array(run, node->operand_count, sizeof *values);
    }
    if (operands == NULL || values == NULL)
        return VECTOR_NO_MEMORY;
    for (size_t i = 0; i < node->operand_count; i++)
        if ((status = evaluate(run, node->operands[i], frame, open, &operands[i])) != VECTOR_OK)
            return status;
    const struct lane_call call = {.run = run,
                                   .node = node,
                                   .frame = frame,
                                   .open = open,
                                   .operation = parameter ? NULL : operation_of(node),
                                   .on = on,
                                   .date = date,
                                   .operands = operands,
                                   .values = values};
    call_note_versions(&call);
    status = calls_work_out(&call, out);
    return status == VECTOR_OK ? call_settle(&call, out) : status;
}
