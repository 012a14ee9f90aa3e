/*
 * Formulas over vectors. Both branches of a condition may be worked out for all lanes: a fault in a
 * lane is a state of that lane alone, and counts only where the lane is taken. What a vector cannot
 * hold ends with VECTOR_NO; nothing is decided here that formula/ would decide otherwise.
 */
#include <string.h>

#include "columns.h"
#include "lanes.h"

static const struct cell fault = {.state = CELL_ERROR};

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
static struct vector above(const struct columns *columns, const struct node *node)
{
    const struct table *table = &columns->plan->scenario->dataset->tables[node->entity->index];
    const struct column *column = node->field != NULL ? &table->fields[node->field->index]
                                                      : &table->items[node->item->index].column;
    return vector_uniform(
        (struct cell){.value = column->values[0], .state = (enum cell_state)column->states[0]});
}

static enum vector_status leaf(struct columns *columns, const struct node *node, struct vector *out)
{
    const struct lane_table *table = columns->by_entity[node->entity->index];
    if (node->via != NULL)
        return VECTOR_NO;
    if (table == NULL && entity_is_below(node->entity, columns->plan->entity))
        return VECTOR_NO;
    if (table == NULL && above(columns, node).cell.state >= CELL_UNDETERMINED)
        return VECTOR_NO;
    *out = table == NULL         ? above(columns, node)
           : node->field != NULL ? table->fields[node->field->index]
                                 : table->items[node->item->index];
    if (table == NULL || table == columns->at)
        return VECTOR_OK;
    /* From below the long table's rows there is one table above that has lanes. */
    return table == columns->tables ? columns_from_above(columns, out, out) : VECTOR_NO;
}

/* NODE_GIVEN, NODE_FILLED, NODE_APPLICABLE: is there a value? It is undetermined of a rule that is,
 * and of a fact that is not given and says nothing by its absence. */
static enum vector_status is_value(struct columns *columns, const struct node *node,
                                   struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    const bool unknown = node->op == NODE_GIVEN && node->field->absence == ABSENCE_UNKNOWN;
    const enum cell_state open = unknown ? CELL_ABSENT : CELL_UNDETERMINED;
    if (node->op == NODE_FILLED && node->field->has_default)
        return VECTOR_NO;
    struct vector of;
    enum vector_status status = leaf(columns, node, &of);
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

/* ---- dates: a lane at a time ---- */

/* An integer of a lane that is a value; false where it is no integer. */
static bool lane_integer(struct vector_pool *pool, const struct vector *x, enum type_kind kind,
                         uint32_t lane, int64_t *value)
{
    struct number number;
    if (x->exact != NULL)
        return vector_lane_number(pool, x, lane, &number) == FT_OK &&
               number_to_int64(&number, value);
    if (!x->uniform) {
        *value = x->den == 1 ? x->lanes[lane] : x->lanes[lane] / x->den;
        return x->den == 1 || x->lanes[lane] % x->den == 0;
    }
    if (kind == TYPE_DATE || kind == TYPE_SYMBOL) {
        *value = kind == TYPE_DATE ? x->cell.value.date.days : (int64_t)x->cell.value.symbol;
        return true;
    }
    return number_to_int64(&x->cell.value.number, value);
}

static bool shift_months(int64_t *out, const int64_t *operands)
{
    struct date date;
    bool good = date_add_months(&date, (struct date){(int32_t)operands[0]}, operands[1]);
    *out = good ? date.days : 0;
    return good;
}

static bool shift_days(int64_t *out, const int64_t *operands)
{
    struct date date;
    bool good = date_add_days(&date, (struct date){(int32_t)operands[0]}, operands[1]);
    *out = good ? date.days : 0;
    return good;
}

/* One outcome for all lanes, where all operands are so. */
static struct vector uniform_outcome(enum cell_state state, enum type_kind kind, int64_t value)
{
    struct cell cell = {.state = state};
    if (kind == TYPE_DATE)
        cell.value.date.days = (int32_t)value;
    else
        cell.value.number = number_from_int((int32_t)value);
    return vector_uniform(cell);
}

/* Each lane on its own; its state. */
static bool on_lane(struct columns *columns, const struct node *node, const struct vector *operands,
                    date_function *operation, uint32_t lane, int64_t *out, uint8_t *state)
{
    int64_t values[3] = {0, 0, 0};
    *state = CELL_VALUE;
    *out = 0;
    for (size_t k = 0; k < node->operand_count; k++)
        *state = vector_worse(*state, (uint8_t)vector_state(&operands[k], lane));
    for (size_t k = 0; k < node->operand_count && *state == CELL_VALUE; k++)
        if (!lane_integer(columns->pool, &operands[k], node->operands[k]->type.kind, lane,
                          &values[k]))
            return false;
    if (*state == CELL_VALUE && !operation(out, values))
        *state = CELL_ERROR;
    return true;
}

/* The one operand that is not the same in every lane, where its lanes are integers so near each
 * other that each is worked out once. NULL: none, or more. */
static const struct vector *only_varying(const struct vector *operands, size_t count)
{
    const struct vector *found = NULL;
    for (size_t k = 0; k < count; k++) {
        if (operands[k].uniform)
            continue;
        if (found != NULL || operands[k].exact != NULL || operands[k].den != 1 ||
            operands[k].states != NULL || operands[k].high - operands[k].low >= MOST_INTEGERS)
            return NULL;
        found = &operands[k];
    }
    return found;
}

static bool on_lanes(struct columns *columns, const struct node *node,
                     const struct vector *operands, date_function *operation, int64_t *lanes,
                     uint8_t *states)
{
    const uint32_t count = columns->pool->count;
    const struct vector *varying = only_varying(operands, node->operand_count);
    struct by_integer *table = columns->by_integer;
    if (varying == NULL) {
        for (uint32_t i = 0; i < count; i++)
            if (!on_lane(columns, node, operands, operation, i, &lanes[i], &states[i]))
                return false;
        return true;
    }
    memset(table->known, NOT_KNOWN, (size_t)(varying->high - varying->low + 1));
    for (uint32_t i = 0; i < count; i++) {
        const int64_t at = varying->lanes[i] - varying->low;
        if (table->known[at] == NOT_KNOWN && !on_lane(columns, node, operands, operation, i,
                                                      &table->outcomes[at], &table->known[at]))
            return false;
        lanes[i] = table->outcomes[at];
        states[i] = table->known[at];
    }
    return true;
}

static enum vector_status on_dates(struct columns *columns, const struct node *node,
                                   struct vector *operands, date_function *operation,
                                   struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    bool uniform = true;
    for (size_t k = 0; k < node->operand_count; k++)
        uniform &= operands[k].uniform;
    int64_t *lanes = vector_lanes(pool);
    uint8_t *states = vector_bytes(pool);
    if (lanes == NULL || states == NULL)
        return VECTOR_NO_MEMORY;
    if (uniform) {
        if (!on_lane(columns, node, operands, operation, 0, lanes, states))
            return VECTOR_NO;
        *out = uniform_outcome((enum cell_state) * states, node->type.kind, *lanes);
        return VECTOR_OK;
    }
    if (!on_lanes(columns, node, operands, operation, lanes, states))
        return VECTOR_NO;
    *out =
        vector_over(pool, lanes, bytes_are_all(states, CELL_VALUE, pool->count) ? NULL : states, 1);
    return VECTOR_OK;
}

/* An operand times a small whole number. */
static enum vector_status times(struct columns *columns, struct vector *operand, int32_t factor)
{
    const struct vector by = vector_uniform(
        (struct cell){.value = {.number = number_from_int(factor)}, .state = CELL_VALUE});
    return vector_operate(columns->pool, operand, OPERATION_MULTIPLY, operand, &by);
}

/* Dates move by whole months, years times twelve, or by whole days. */
static enum vector_status shift(struct columns *columns, const struct node *node,
                                struct vector *operands, struct vector *out)
{
    const bool days = node->op == NODE_DAYS_ADD || node->op == NODE_DAYS_SUBTRACT;
    const bool on = node->op == NODE_DATE_ADD || node->op == NODE_DAYS_ADD;
    enum vector_status status = times(columns, &operands[1], (days ? 1 : 12) * (on ? 1 : -1));
    return status == VECTOR_OK
               ? on_dates(columns, node, operands, days ? shift_days : shift_months, out)
               : status;
}

/* A function of dates; terms become months first. */
static enum vector_status call_on_dates(struct columns *columns, const struct node *node,
                                        struct vector *operands, struct vector *out)
{
    const struct date_builtin *dates = &node->builtin->dates;
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < node->operand_count && status == VECTOR_OK; i++)
        if (dates->operands[i] == DATE_KIND_TERM)
            status = times(columns, &operands[i], 12);
    return status == VECTOR_OK ? on_dates(columns, node, operands, dates->apply, out) : status;
}

/* ---- operators ---- */

/* The lanes of each mode in turn. */
static enum vector_status round_by_modes(struct vector_pool *pool, const struct vector *operands,
                                         struct vector *out)
{
    const struct vector *modes = &operands[2];
    struct vector result = vector_uniform(fault);
    uint8_t *mask = vector_bytes(pool);
    enum vector_status status = mask == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
    for (int mode = 0; mode < ROUNDING_COUNT && status == VECTOR_OK; mode++) {
        struct vector part;
        for (uint32_t i = 0; i < pool->count; i++)
            mask[i] = modes->lanes[i] == mode;
        if (!bytes_any(mask, pool->count))
            continue;
        status = vector_round(pool, &part, &operands[0], &operands[1], (enum rounding)mode);
        if (status == VECTOR_OK)
            status = vector_blend(pool, &result, mask, &part, TYPE_NUMBER);
    }
    *out = result;
    return status;
}

static enum vector_status round_to(struct columns *columns, const struct node *node,
                                   const struct vector *operands, struct vector *out)
{
    enum rounding mode = node->builtin->id == BUILTIN_CEIL ? ROUND_CEILING : ROUND_FLOOR;
    if (node->builtin->id == BUILTIN_ROUND) {
        const struct vector *symbol = &operands[2];
        if (!symbol->uniform)
            return symbol->states != NULL ? VECTOR_NO
                                          : round_by_modes(columns->pool, operands, out);
        if (symbol->cell.state != CELL_VALUE)
            return VECTOR_NO;
        mode = (enum rounding)symbol->cell.value.symbol;
    }
    return vector_round(columns->pool, out, &operands[0], &operands[1], mode);
}

/* The first or the last of dates. */
static enum vector_status extreme_date(struct columns *columns, const struct node *node,
                                       const struct vector *operands, struct vector *out)
{
    const enum node_op op = node->builtin->id == BUILTIN_MIN ? NODE_LESS : NODE_GREATER;
    enum vector_status status = VECTOR_OK;
    *out = operands[0];
    for (size_t i = 1; i < node->operand_count && status == VECTOR_OK; i++) {
        struct vector other;
        status = vector_compare(columns->pool, &other, op, &operands[i], out, TYPE_DATE);
        if (status == VECTOR_OK)
            status = vector_choose(columns->pool, out, &other, &operands[i], out, TYPE_DATE);
    }
    return status;
}

static enum vector_status extreme(struct columns *columns, const struct node *node,
                                  const struct vector *operands, enum operation_id operation,
                                  struct vector *out)
{
    enum vector_status status = VECTOR_OK;
    if (node->type.kind == TYPE_DATE)
        return extreme_date(columns, node, operands, out);
    *out = operands[0];
    for (size_t i = 1; i < node->operand_count && status == VECTOR_OK; i++)
        status = vector_operate(columns->pool, out, operation, out, &operands[i]);
    return status;
}

/* Bounds that are the wrong way round in any lane are found by the exact way. */
static enum vector_status clamp(struct columns *columns, const struct vector *operands,
                                struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    const struct vector *x = &operands[0], *low = &operands[1], *high = &operands[2];
    struct vector crossed, inside;
    enum vector_status status =
        vector_compare(pool, &crossed, NODE_GREATER, low, high, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    if (crossed.uniform ? crossed.cell.state == CELL_VALUE && crossed.cell.value.boolean
                        : bytes_any(crossed.truths, pool->count))
        return VECTOR_NO;
    status = vector_operate(pool, &inside, OPERATION_LEAST, x, high);
    return status == VECTOR_OK ? vector_operate(pool, out, OPERATION_GREATEST, &inside, low)
                               : status;
}

static enum vector_status call(struct columns *columns, const struct node *node,
                               struct vector *operands, struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    struct vector other;
    enum vector_status status;
    if (node->builtin->dates.apply != NULL)
        return call_on_dates(columns, node, operands, out);
    switch (node->builtin->id) {
    case BUILTIN_MIN:
        return extreme(columns, node, operands, OPERATION_LEAST, out);
    case BUILTIN_MAX:
        return extreme(columns, node, operands, OPERATION_GREATEST, out);
    case BUILTIN_ABS:
        status = vector_negate(pool, &other, &operands[0]);
        return status == VECTOR_OK
                   ? vector_operate(pool, out, OPERATION_GREATEST, &operands[0], &other)
                   : status;
    case BUILTIN_CLAMP:
        return clamp(columns, operands, out);
    case BUILTIN_ROUND:
    case BUILTIN_FLOOR:
    case BUILTIN_CEIL:
        return round_to(columns, node, operands, out);
    default:
        return VECTOR_NO;
    }
}

static enum vector_status is_among(struct columns *columns, const struct node *node,
                                   const struct vector *operands, struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    enum type_kind kind = node->operands[0]->type.kind;
    const struct vector yes = vector_boolean(true);
    struct vector any = vector_boolean(false);
    enum vector_status status = VECTOR_OK;
    for (size_t i = 1; i < node->operand_count && status == VECTOR_OK; i++) {
        struct vector same;
        status = vector_compare(pool, &same, NODE_EQUAL, &operands[0], &operands[i], kind);
        /* Every member is looked at, so the worse state of both stays: that of their comparison. */
        if (status == VECTOR_OK)
            status = vector_compare(pool, &same, NODE_UNEQUAL, &any, &same, TYPE_BOOLEAN);
        if (status == VECTOR_OK)
            status = vector_choose(pool, &any, &same, &yes, &any, TYPE_BOOLEAN);
    }
    *out = any;
    return status;
}

static enum vector_status operate(struct columns *columns, const struct node *node,
                                  struct dating *dating, struct vector *operands,
                                  struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    const struct vector *x = &operands[0], *y = &operands[1];
    switch (node->op) {
    case NODE_PARAMETER:
    case NODE_LOOKUP:
    case NODE_BRACKETS:
    case NODE_THRESHOLDS:
    case NODE_IN_SET:
    case NODE_IN_FORCE:
        return columns_parameter(columns, node, dating, operands, out);
    case NODE_ADD:
        return vector_operate(pool, out, OPERATION_ADD, x, y);
    case NODE_SUBTRACT:
        return vector_operate(pool, out, OPERATION_SUBTRACT, x, y);
    case NODE_MULTIPLY:
        return vector_operate(pool, out, OPERATION_MULTIPLY, x, y);
    case NODE_DIVIDE:
        return vector_operate(pool, out, OPERATION_DIVIDE, x, y);
    case NODE_POWER:
        return vector_operate(pool, out, OPERATION_POWER, x, y);
    case NODE_NEGATE:
        return vector_negate(pool, out, x);
    case NODE_NOT:
        return vector_not(pool, out, x);
    case NODE_DATE_ADD:
    case NODE_DATE_SUBTRACT:
    case NODE_DAYS_ADD:
    case NODE_DAYS_SUBTRACT:
        return shift(columns, node, operands, out);
    case NODE_EQUAL:
    case NODE_UNEQUAL:
    case NODE_LESS:
    case NODE_LESS_EQUAL:
    case NODE_GREATER:
    case NODE_GREATER_EQUAL:
        return vector_compare(pool, out, node->op, x, y, node->operands[0]->type.kind);
    case NODE_IN:
        return is_among(columns, node, operands, out);
    case NODE_CALL:
        return call(columns, node, operands, out);
    default:
        return VECTOR_NO;
    }
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
static enum vector_status decide_branches(struct vector_pool *pool, const struct vector *yes,
                                          const struct vector *no, enum type_kind kind,
                                          uint8_t *mask, struct vector *out)
{
    uint8_t *none = lanes_in(pool, yes, CELL_NOT_APPLICABLE),
            *other = lanes_in(pool, no, CELL_NOT_APPLICABLE);
    struct vector same;
    if (none == NULL || other == NULL)
        return VECTOR_NO_MEMORY;
    bytes_and(none, other, pool->count);
    bytes_and(none, mask, pool->count);
    enum vector_status status = vector_compare(pool, &same, NODE_EQUAL, yes, no, kind);
    if (status == VECTOR_OK)
        status = keep_truth(pool, mask, &same, true);
    bytes_or(mask, none, pool->count);
    return status == VECTOR_OK ? vector_blend(pool, out, mask, yes, kind) : status;
}

/* Where a condition is undetermined its branches may decide all the same: "and" where the second is
 * false, "or" where it is true. A fault there counts for nothing: it may not be reached. */
static enum vector_status decide_undetermined(struct columns *columns, const struct node *node,
                                              const struct vector *condition,
                                              const struct vector *yes, const struct vector *no,
                                              struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    uint8_t *mask = lanes_in(pool, condition, CELL_UNDETERMINED);
    if (mask == NULL)
        return VECTOR_NO_MEMORY;
    if (!bytes_any(mask, pool->count))
        return VECTOR_OK;
    if (node->op == NODE_IF)
        return decide_branches(pool, yes, no, node->type.kind, mask, out);
    const struct vector *second = node->op == NODE_OR ? no : yes;
    enum vector_status status = keep_truth(pool, mask, second, node->op == NODE_OR);
    return status == VECTOR_OK ? vector_blend(pool, out, mask, second, TYPE_BOOLEAN) : status;
}

static enum vector_status choose(struct columns *columns, const struct node *node,
                                 struct dating *dating, struct vector *out)
{
    struct vector condition, yes, no;
    if (node->type.kind == TYPE_TEXT || node->type.kind == TYPE_REFERENCE)
        return VECTOR_NO;
    enum vector_status status = columns_evaluate(columns, node->operands[0], dating, &condition);
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
        status = columns_evaluate(columns, node->operands[1], dating, &yes);
    if (status == VECTOR_OK && node->op != NODE_AND && !(settled && holds))
        status =
            columns_evaluate(columns, node->operands[node->op == NODE_OR ? 1 : 2], dating, &no);
    if (status == VECTOR_OK)
        status = vector_choose(columns->pool, out, &condition, &yes, &no, node->type.kind);
    return status == VECTOR_OK ? decide_undetermined(columns, node, &condition, &yes, &no, out)
                               : status;
}

enum { MOST_OPERANDS = 32 };

static enum vector_status operation(struct columns *columns, const struct node *node,
                                    struct dating *dating, struct vector *out)
{
    struct vector operands[MOST_OPERANDS];
    operands[0] = operands[1] = (struct vector){0};
    enum vector_status recalled = columns_recall(columns, node, dating, out);
    if (recalled != VECTOR_NO)
        return recalled;
    if (node->operand_count > MOST_OPERANDS)
        return VECTOR_NO;
    for (size_t i = 0; i < node->operand_count; i++) {
        enum vector_status status =
            columns_evaluate(columns, node->operands[i], dating, &operands[i]);
        if (status != VECTOR_OK)
            return status;
    }
    return operate(columns, node, dating, operands, out);
}

static enum vector_status evaluate_node(struct columns *columns, const struct node *node,
                                        struct dating *dating, struct vector *out)
{
    enum vector_status status;
    switch (node->op) {
    case NODE_CONSTANT:
        *out = vector_uniform((struct cell){.value = node->constant, .state = CELL_VALUE});
        return VECTOR_OK;
    case NODE_ITEM: /* never absent */
        return leaf(columns, node, out);
    case NODE_FIELD:
        status = leaf(columns, node, out);
        return status == VECTOR_OK ? read_absent(columns->pool, node->field, out) : status;
    case NODE_GIVEN:
    case NODE_FILLED:
    case NODE_APPLICABLE:
        return is_value(columns, node, out);
    case NODE_AS_OF:
        *out = dating->on;
        return VECTOR_OK;
    case NODE_AND:
    case NODE_OR:
    case NODE_IF:
        return choose(columns, node, dating, out);
    case NODE_SUM:
    case NODE_MIN:
    case NODE_MAX:
    case NODE_ANY:
    case NODE_ALL:
    case NODE_COUNT:
        return columns_aggregate(columns, node, dating, out);
    default:
        return operation(columns, node, dating, out);
    }
}

enum vector_status columns_evaluate(struct columns *columns, const struct node *node,
                                    struct dating *dating, struct vector *out)
{
    enum vector_status status = evaluate_node(columns, node, dating, out);
    if (status == VECTOR_OK && node->type.kind != TYPE_TEXT && node->type.kind != TYPE_REFERENCE)
        vector_check(columns->pool, out, node->type.kind);
    return status;
}
