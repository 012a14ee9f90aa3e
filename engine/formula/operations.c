/* Operations on values, one function each, and the tables of them. */
#include <assert.h>
#include <string.h>

#include "formula.h"
#include "formula_messages.h"

/* ---- operators by what they look at ---- */

enum node_class node_class(enum node_op op)
{
    switch (op) {
    case NODE_CONSTANT:
    case NODE_FIELD:
    case NODE_ITEM:
    case NODE_GIVEN:
    case NODE_FILLED:
    case NODE_APPLICABLE:
        return CLASS_LEAF;
    case NODE_AS_OF:
        return CLASS_DATE;
    case NODE_PARAMETER:
    case NODE_LOOKUP:
    case NODE_BRACKETS:
    case NODE_THRESHOLDS:
    case NODE_IN_SET:
    case NODE_IN_FORCE:
        return CLASS_PARAMETER;
    case NODE_AT:
        return CLASS_DATED;
    case NODE_NEGATE:
    case NODE_NOT:
    case NODE_ADD:
    case NODE_SUBTRACT:
    case NODE_MULTIPLY:
    case NODE_DIVIDE:
    case NODE_POWER:
    case NODE_DATE_ADD:
    case NODE_DATE_SUBTRACT:
    case NODE_DAYS_ADD:
    case NODE_DAYS_SUBTRACT:
    case NODE_EQUAL:
    case NODE_UNEQUAL:
    case NODE_LESS:
    case NODE_LESS_EQUAL:
    case NODE_GREATER:
    case NODE_GREATER_EQUAL:
    case NODE_IN:
    case NODE_CALL:
        return CLASS_OPERATION;
    case NODE_AND:
    case NODE_OR:
    case NODE_IF:
        return CLASS_CONDITION;
    case NODE_FIRST:
    case NODE_LAST:
    case NODE_INDEX:
    case NODE_PREVIOUS:
    case NODE_CUMULATIVE:
    case NODE_SHARE:
    case NODE_FILL:
        return CLASS_SIBLINGS;
    case NODE_SUM:
    case NODE_MIN:
    case NODE_MAX:
    case NODE_ANY:
    case NODE_ALL:
    case NODE_COUNT:
        return CLASS_AGGREGATE;
    case NODE_OP_COUNT:
        break;
    }
    assert(!"an operator");
    return CLASS_LEAF;
}

/* ---- equality and order ---- */

bool values_equal(const struct type *type, const union value *x, const union value *y)
{
    switch (type->kind) {
    case TYPE_NUMBER:
        return number_equal(&x->number, &y->number);
    case TYPE_BOOLEAN:
        return x->boolean == y->boolean;
    case TYPE_DATE:
        return x->date.days == y->date.days;
    case TYPE_SYMBOL:
        return x->symbol == y->symbol;
    case TYPE_TEXT:
        return strcmp(x->text, y->text) == 0;
    case TYPE_REFERENCE:
        return x->reference == y->reference;
    }
    return false;
}

enum compare_op node_comparison(enum node_op op)
{
    _Static_assert(NODE_GREATER_EQUAL - NODE_EQUAL == COMPARE_GREATER_EQUAL,
                   "both are in the same order");
    assert(op >= NODE_EQUAL && op <= NODE_GREATER_EQUAL);
    return (enum compare_op)(op - NODE_EQUAL);
}

/* Of numbers and dates: below 0, 0, above. */
static int operations_order_of(struct arith *arith, const struct type *type, const union value *x,
                               const union value *y)
{
    return type->kind == TYPE_DATE ? (x->date.days > y->date.days) - (x->date.days < y->date.days)
                                   : number_compare(arith, &x->number, &y->number);
}

static enum ft_status operate_same(union value *out, struct arith *arith, const struct node *node,
                                   const union value *operands)
{
    (void)arith;
    const bool same = values_equal(&node->operands[0]->type, &operands[0], &operands[1]);
    out->boolean = same == (node->op == NODE_EQUAL);
    return FT_OK;
}

static enum ft_status operate_compare(union value *out, struct arith *arith,
                                      const struct node *node, const union value *operands)
{
    out->boolean = comparison_holds(
        node_comparison(node->op),
        operations_order_of(arith, &node->operands[0]->type, &operands[0], &operands[1]));
    return FT_OK;
}

static enum ft_status operate_in(union value *out, struct arith *arith, const struct node *node,
                                 const union value *operands)
{
    (void)arith;
    bool among = false;
    for (size_t i = 1; i < node->operand_count; i++)
        among |= values_equal(&node->operands[0]->type, &operands[0], &operands[i]);
    out->boolean = among;
    return FT_OK;
}

static enum ft_status operate_not(union value *out, struct arith *arith, const struct node *node,
                                  const union value *operands)
{
    (void)arith;
    (void)node;
    out->boolean = !operands[0].boolean;
    return FT_OK;
}

/* ---- arithmetic ---- */

static enum ft_status operate_negate(union value *out, struct arith *arith, const struct node *node,
                                     const union value *operands)
{
    (void)node;
    return number_neg(&out->number, arith, &operands[0].number);
}

static enum ft_status operate_add(union value *out, struct arith *arith, const struct node *node,
                                  const union value *operands)
{
    (void)node;
    return number_add(&out->number, arith, &operands[0].number, &operands[1].number);
}

static enum ft_status operate_subtract(union value *out, struct arith *arith,
                                       const struct node *node, const union value *operands)
{
    (void)node;
    return number_sub(&out->number, arith, &operands[0].number, &operands[1].number);
}

static enum ft_status operate_multiply(union value *out, struct arith *arith,
                                       const struct node *node, const union value *operands)
{
    (void)node;
    return number_mul(&out->number, arith, &operands[0].number, &operands[1].number);
}

static enum ft_status operations_operate_divide(union value *out, struct arith *arith,
                                                const struct node *node,
                                                const union value *operands)
{
    (void)node;
    return number_div(&out->number, arith, &operands[0].number, &operands[1].number);
}

static enum ft_status operations_operate_power(union value *out, struct arith *arith,
                                               const struct node *node, const union value *operands)
{
    (void)node;
    return number_power(&out->number, arith, &operands[0].number, &operands[1].number);
}

/* ---- dates ---- */

/* Whole months, or whole days, from a date on or back. */
static enum ft_status operate_shift(union value *out, struct arith *arith, const struct node *node,
                                    const union value *operands)
{
    const bool days = node->op == NODE_DAYS_ADD || node->op == NODE_DAYS_SUBTRACT;
    const bool on = node->op == NODE_DATE_ADD || node->op == NODE_DAYS_ADD;
    const struct number unit = number_from_int((days ? 1 : 12) * (on ? 1 : -1));
    const struct date date = operands[0].date;
    struct number count;
    int64_t whole;
    enum ft_status status = number_mul(&count, arith, &operands[1].number, &unit);
    if (status == FT_NO_MEMORY)
        return status;
    return status == FT_OK && number_to_int64(&count, &whole) &&
                   (days ? date_add_days : date_add_months)(&out->date, date, whole)
               ? FT_OK
               : FT_INVALID;
}

/* An operand of a function of dates as the function takes it; false where it is not whole. */
static bool date_operand(struct arith *arith, enum date_kind kind, const union value *value,
                         int64_t *out)
{
    const struct number twelve = number_from_int(12);
    struct number months;
    switch (kind) {
    case DATE_KIND_DATE:
        *out = value->date.days;
        return true;
    case DATE_KIND_MONTH_END:
        *out = value->symbol;
        return true;
    case DATE_KIND_TERM:
        return number_mul(&months, arith, &value->number, &twelve) == FT_OK &&
               number_to_int64(&months, out);
    case DATE_KIND_WHOLE:
    case DATE_KIND_YEAR:
    case DATE_KIND_DAYS:
        return number_to_int64(&value->number, out);
    case DATE_KIND_NONE:
    case DATE_KIND_COUNT:
        break;
    }
    return false;
}

static enum ft_status call_on_dates(union value *out, struct arith *arith, const struct node *node,
                                    const union value *operands)
{
    const struct date_builtin *dates = &node->builtin->dates;
    int64_t values[DATE_OPERANDS] = {0}, result = 0;
    for (size_t i = 0; i < node->operand_count; i++)
        if (!date_operand(arith, dates->operands[i], &operands[i], &values[i]))
            return FT_INVALID;
    if (!dates->apply(&result, values))
        return FT_INVALID;
    if (dates->result == DATE_KIND_DATE)
        out->date.days = (int32_t)result;
    else
        out->number = number_from_int((int32_t)result);
    return FT_OK;
}

/* ---- built-ins ---- */

/* The operand that is least or greatest: a number or date. */
static enum ft_status call_extreme(union value *out, struct arith *arith, const struct node *node,
                                   const union value *operands)
{
    const bool least = node->builtin->id == BUILTIN_MIN;
    union value best = operands[0];
    for (size_t i = 1; i < node->operand_count; i++) {
        const int order = operations_order_of(arith, &node->type, &operands[i], &best);
        if (least ? order < 0 : order > 0)
            best = operands[i];
    }
    *out = best;
    return FT_OK;
}

static enum ft_status call_abs(union value *out, struct arith *arith, const struct node *node,
                               const union value *operands)
{
    (void)node;
    if (number_sign(&operands[0].number) < 0)
        return number_neg(&out->number, arith, &operands[0].number);
    *out = operands[0];
    return FT_OK;
}

/* Between bounds that are the wrong way round there is no value. */
static enum ft_status call_clamp(union value *out, struct arith *arith, const struct node *node,
                                 const union value *operands)
{
    (void)node;
    const union value x = operands[0], low = operands[1], high = operands[2];
    if (number_compare(arith, &low.number, &high.number) > 0)
        return FT_INVALID;
    *out = number_compare(arith, &x.number, &high.number) > 0  ? high
           : number_compare(arith, &x.number, &low.number) < 0 ? low
                                                               : x;
    return FT_OK;
}

static enum ft_status call_round(union value *out, struct arith *arith, const struct node *node,
                                 const union value *operands)
{
    const enum rounding mode = node->builtin->id == BUILTIN_ROUND
                                   ? (enum rounding)operands[2].symbol
                               : node->builtin->id == BUILTIN_CEIL ? ROUND_CEILING
                                                                   : ROUND_FLOOR;
    return number_round(&out->number, arith, &operands[0].number, &operands[1].number, mode);
}

/* ---- the tables ---- */

const struct operation_row operator_operations[NODE_OP_COUNT] = {
    [NODE_NEGATE] = {"negate", operate_negate, NULL},
    [NODE_NOT] = {"not", operate_not, NULL},
    [NODE_ADD] = {"add", operate_add, NULL},
    [NODE_SUBTRACT] = {"subtract", operate_subtract, NULL},
    [NODE_MULTIPLY] = {"multiply", operate_multiply, NULL},
    [NODE_DIVIDE] = {"divide", operations_operate_divide, NULL},
    [NODE_POWER] = {"power", operations_operate_power, &formula_message[FORMULA_EXPONENT]},
    [NODE_DATE_ADD] = {"date + time", operate_shift, &formula_message[FORMULA_DATE_RANGE]},
    [NODE_DATE_SUBTRACT] = {"date - time", operate_shift, &formula_message[FORMULA_DATE_RANGE]},
    [NODE_DAYS_ADD] = {"date + days", operate_shift, &formula_message[FORMULA_DATE_RANGE]},
    [NODE_DAYS_SUBTRACT] = {"date - days", operate_shift, &formula_message[FORMULA_DATE_RANGE]},
    [NODE_EQUAL] = {"equal", operate_same, NULL},
    [NODE_UNEQUAL] = {"unequal", operate_same, NULL},
    [NODE_LESS] = {"less", operate_compare, NULL},
    [NODE_LESS_EQUAL] = {"less or equal", operate_compare, NULL},
    [NODE_GREATER] = {"greater", operate_compare, NULL},
    [NODE_GREATER_EQUAL] = {"greater or equal", operate_compare, NULL},
    [NODE_IN] = {"in", operate_in, NULL},
};

const struct operation_row call_operations[BUILTIN_ID_COUNT] = {
    [BUILTIN_MIN] = {"min", call_extreme, NULL},
    [BUILTIN_MAX] = {"max", call_extreme, NULL},
    [BUILTIN_ABS] = {"abs", call_abs, NULL},
    [BUILTIN_ROUND] = {"round", call_round, &formula_message[FORMULA_STEP]},
    [BUILTIN_FLOOR] = {"floor", call_round, &formula_message[FORMULA_STEP]},
    [BUILTIN_CEIL] = {"ceil", call_round, &formula_message[FORMULA_STEP]},
    [BUILTIN_CLAMP] = {"clamp", call_clamp, &formula_message[FORMULA_BOUNDS]},
};

static const struct operation_row on_dates = {"of dates", call_on_dates,
                                              &formula_message[FORMULA_DATE_RANGE]};

const struct operation_row *operation_of(const struct node *node)
{
    if (node->op == NODE_CALL && node->builtin->dates.apply != NULL)
        return &on_dates;
    const struct operation_row *row = node->op == NODE_CALL ? &call_operations[node->builtin->id]
                                                            : &operator_operations[node->op];
    return row->exact == NULL ? NULL : row;
}
