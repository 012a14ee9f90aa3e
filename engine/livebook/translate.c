/* From a formula of the law to one of a spreadsheet: what looks at the own row, rows above, and
 * what references lead to. */
#include <string.h>

#include "livebook_internal.h"

static struct term broken(struct translator *to)
{
    struct demand *never = arena_allocate(to->arena, sizeof *never);
    struct term term = term_atom("0");
    if (never == NULL) {
        (void)said(to, NULL);
        return term;
    }
    /* What the engine would refuse as a fault of the data is not known here. */
    *never = (struct demand){
        .test = "FALSE", .fail = SAY(to, "\"%s\"", to->book->wait), .lacks = MAY_WAIT};
    term.demands = never;
    return term;
}

/* ---- leaves ---------------------------------------------------------------------------------- */

/* The row that a node looks at; false where a reference is not given. */
static bool seen_spot(struct translator *to, const struct node *node, struct spot spot,
                      uint32_t *seen)
{
    const struct dataset *dataset = to->book->context->scenario->dataset;
    if (node->via == NULL) {
        *seen = row_above(dataset, spot.entity, spot.row, node->entity);
        return true;
    }
    const struct column *column = &dataset->tables[spot.entity->index].fields[node->via->index];
    to->other_rows = true;
    *seen = column->values[spot.row].reference;
    return column->states[spot.row] == CELL_VALUE;
}

/* A cell's text as a value of its type. */
static struct term read_cell(struct translator *to, const char *cell, const struct type *type,
                             const struct unit *unit)
{
    if (type->kind == TYPE_NUMBER)
        return from_cell(to, cell, unit);
    if (type->kind == TYPE_BOOLEAN)
        return (struct term){.text = SAY(to, "%s=\"%s\"", cell, to->book->yes),
                             .binds = BINDS_COMPARISON};
    return term_atom(cell);
}

/* A cell that holds a fact: neither empty nor the word for "none". */
static const char *holds_fact(struct translator *to, const struct field *field, const char *cell)
{
    if (field->type.kind == TYPE_NUMBER || field->type.kind == TYPE_DATE)
        return SAY(to, "ISNUMBER(%s)", cell);
    return SAY(to, "AND(%s<>\"\",%s<>\"%s\")", cell, cell, to->book->none);
}

/* A fact that is not there: there is none, or it is not known, as the vocabulary says. */
static const struct demand *field_demand(struct translator *to, const struct field *field,
                                         const char *cell)
{
    const struct livebook *book = to->book;
    struct demand demand = {.test = holds_fact(to, field, cell),
                            .fail = SAY(to, "\"%s\"", book->miss),
                            .lacks = MAY_MISS};
    if (field->absence == ABSENCE_UNKNOWN) {
        demand.fail = SAY(to, "IF(%s=\"\",\"%s\",\"%s\")", cell, book->wait, book->miss);
        demand.lacks = MAY_WAIT | MAY_MISS;
    }
    return demand_add(to, NULL, &demand);
}

static struct term translate_given(struct translator *to, const struct node *node, const char *cell)
{
    const struct field *field = node->field;
    const char *filled = SAY(to, "%s<>\"\"", cell);
    const struct demand known = {
        .test = filled, .fail = SAY(to, "\"%s\"", to->book->wait), .lacks = MAY_WAIT};
    struct term term = {.text = filled, .binds = BINDS_COMPARISON};
    if (!field->optional || field->has_default)
        return term_atom("TRUE");
    term.text = holds_fact(to, field, cell);
    if (node->op == NODE_FILLED)
        return term;
    if (field->absence == ABSENCE_UNKNOWN)
        term.demands = demand_add(to, NULL, &known);
    return term;
}

static struct term translate_field(struct translator *to, const struct node *node, struct spot spot)
{
    const struct field *field = node->field;
    const struct table_plan *plan = &to->book->tables[node->entity->index];
    uint32_t seen;
    if (!seen_spot(to, node, spot, &seen))
        return node->op == NODE_GIVEN || node->op == NODE_FILLED ? term_atom("FALSE") : broken(to);
    const char *cell = cell_text_of(to, plan, seen, plan->fields[field->index]);
    if (node->op == NODE_GIVEN || node->op == NODE_FILLED)
        return translate_given(to, node, cell);
    struct term term = read_cell(to, cell, &field->type, &field->unit);
    if (field->optional && !field->has_default)
        term.demands = field_demand(to, field, cell);
    return term;
}

/* A cell that shows a word where it has no value. */
static const char *has_value(struct translator *to, const struct type *type, const char *cell,
                             uint8_t lacks)
{
    const struct livebook *book = to->book;
    if (type->kind == TYPE_NUMBER || type->kind == TYPE_DATE)
        return SAY(to, "ISNUMBER(%s)", cell);
    if (lacks == MAY_MISS)
        return SAY(to, "%s<>\"%s\"", cell, book->miss);
    if (lacks == MAY_WAIT)
        return SAY(to, "%s<>\"%s\"", cell, book->wait);
    return SAY(to, "AND(%s<>\"%s\",%s<>\"%s\")", cell, book->miss, cell, book->wait);
}

const struct demand *item_demand(struct translator *to, const struct item *item, const char *cell)
{
    const uint8_t lacks = to->book->lacks[item->entity->index][item->index];
    const bool counts = item->type.kind == TYPE_NUMBER || item->type.kind == TYPE_DATE;
    const struct demand demand = {.test = has_value(to, &item->type, cell, lacks),
                                  .cell = counts ? cell : NULL,
                                  .fail = cell,
                                  .lacks = lacks};
    return lacks == 0 ? NULL : demand_add(to, NULL, &demand);
}

/* Whether a figure applies: not known where the figure is not. */
static struct term applies(struct translator *to, const struct item *item, const char *cell,
                           const struct demand *demand)
{
    const uint8_t lacks = to->book->lacks[item->entity->index][item->index];
    const struct demand known = {.test = SAY(to, "%s<>\"%s\"", cell, to->book->wait),
                                 .fail = SAY(to, "\"%s\"", to->book->wait),
                                 .lacks = MAY_WAIT};
    if (demand == NULL)
        return term_atom("TRUE");
    struct term term = {.text = demand->test, .binds = BINDS_COMPARISON};
    if (lacks == MAY_WAIT)
        term = term_atom("TRUE");
    if ((lacks & MAY_WAIT) != 0)
        term.demands = demand_add(to, NULL, &known);
    return term;
}

static struct term translate_item(struct translator *to, const struct node *node, struct spot spot)
{
    const struct item *item = node->item;
    const struct table_plan *plan = &to->book->tables[node->entity->index];
    uint32_t seen;
    if (!seen_spot(to, node, spot, &seen))
        return node->op == NODE_APPLICABLE ? term_atom("FALSE") : broken(to);
    const char *cell = cell_text_of(to, plan, seen, plan->items[item->index]);
    const struct demand *demand = item_demand(to, item, cell);
    if (node->op == NODE_APPLICABLE)
        return applies(to, item, cell, demand);
    struct term term = read_cell(to, cell, &item->type, &item->unit);
    term.demands = demand;
    return term;
}

static struct term translate_constant(struct translator *to, const struct node *node)
{
    int32_t year, month, day;
    switch (node->type.kind) {
    case TYPE_NUMBER:
        return number_term(to, &node->constant.number);
    case TYPE_BOOLEAN:
        return term_atom(node->constant.boolean ? "TRUE" : "FALSE");
    case TYPE_DATE:
        date_to_ymd(node->constant.date, &year, &month, &day);
        return term_atom(SAY(to, "DATE(%d,%d,%d)", year, month, day));
    case TYPE_SYMBOL:
        return term_atom(quoted_text(
            to, livebook_title(to->book,
                               &node->type.enumeration->members[node->constant.symbol].title)));
    case TYPE_TEXT:
        return term_atom(quoted_text(to, node->constant.text));
    case TYPE_REFERENCE:
        break;
    }
    return broken(to);
}

/* ---- operators ------------------------------------------------------------------------------- */

static struct term operand(struct translator *to, const struct node *node, size_t index,
                           struct spot spot, const struct fact *known, struct term *all)
{
    struct term term = translate(to, node->operands[index], spot, known);
    all->demands = demands_join(to, all->demands, term.demands);
    return term;
}

struct operator_row {
    const char *sign;
    enum binding binds;
};
static const struct operator_row operators[NODE_OP_COUNT] = {
    [NODE_ADD] = {"+", BINDS_SUM},
    [NODE_SUBTRACT] = {"-", BINDS_SUM},
    [NODE_MULTIPLY] = {"*", BINDS_PRODUCT},
    [NODE_DIVIDE] = {"/", BINDS_PRODUCT},
    [NODE_POWER] = {"^", BINDS_POWER},
    [NODE_EQUAL] = {"=", BINDS_COMPARISON},
    [NODE_UNEQUAL] = {"<>", BINDS_COMPARISON},
    [NODE_LESS] = {"<", BINDS_COMPARISON},
    [NODE_LESS_EQUAL] = {"<=", BINDS_COMPARISON},
    [NODE_GREATER] = {">", BINDS_COMPARISON},
    [NODE_GREATER_EQUAL] = {">=", BINDS_COMPARISON},
};

static struct term translate_arithmetic(struct translator *to, const struct node *node,
                                        struct spot spot, const struct fact *known)
{
    const struct operator_row *row = &operators[node->op];
    struct term term = {.binds = row->binds};
    const struct term left = operand(to, node, 0, spot, known, &term);
    const struct term right = operand(to, node, 1, spot, known, &term);
    /* "-" and "/" take what is left of them first; a power of a power needs its own. */
    const enum binding behind =
        node->op == NODE_ADD || node->op == NODE_MULTIPLY ? row->binds : row->binds + 1;
    const enum binding before = node->op == NODE_POWER ? BINDS_ATOM : row->binds;
    to->risky |= node->op == NODE_DIVIDE && node->operands[1]->op != NODE_CONSTANT;
    to->risky |= node->op == NODE_POWER;
    term.text = SAY(to, "%s%s%s", bound(to, &left, before), row->sign, bound(to, &right, behind));
    return term;
}

/* Whether a double holds what a node comes to, as it was typed. */
static bool is_typed(const struct node *node)
{
    struct number factor = cell_factor(&node->unit);
    if (node->op == NODE_FIELD && node->field != NULL)
        factor = cell_factor(&node->field->unit);
    if (node->op == NODE_PARAMETER)
        factor = cell_factor(&node->parameter->unit);
    return node->op == NODE_CONSTANT || node->op == NODE_COUNT || node->op == NODE_INDEX ||
           ((node->op == NODE_FIELD || node->op == NODE_PARAMETER || node->op == NODE_LOOKUP) &&
            number_equal(&factor, &NUMBER_ONE));
}

bool is_typed_pair(const struct node *node)
{
    return is_typed(node->operands[0]) && is_typed(node->operands[1]);
}

static bool is_zero(const struct node *node)
{
    return node->op == NODE_CONSTANT && node->type.kind == TYPE_NUMBER &&
           number_sign(&node->constant.number) == 0;
}

/* What was worked out may miss by the last digits of a double what it is compared with: what is
 * equal must stay so. */
static struct term compare_figures(struct translator *to, const struct node *node,
                                   const struct term *left, const struct term *right)
{
    const struct operator_row *row = &operators[node->op];
    const bool is_ratio = dimension_equal(node->operands[0]->type.dimension, DIMENSION_NONE);
    const char *difference =
        is_zero(node->operands[1])
            ? left->text
            : SAY(to, "%s-%s", bound(to, left, BINDS_SUM), bound(to, right, BINDS_SUM + 1));
    return (struct term){.text =
                             SAY(to, "ROUND(%s,%d)%s0", difference, is_ratio ? 10 : 6, row->sign),
                         .binds = BINDS_COMPARISON};
}

static struct term translate_comparison(struct translator *to, const struct node *node,
                                        struct spot spot, const struct fact *known)
{
    struct term all = {0};
    const struct term left = operand(to, node, 0, spot, known, &all);
    const struct term right = operand(to, node, 1, spot, known, &all);
    const bool counts = node->operands[0]->type.kind == TYPE_NUMBER;
    struct term term = {.binds = BINDS_COMPARISON};
    if (counts && !is_typed_pair(node))
        term = compare_figures(to, node, &left, &right);
    else
        term.text = SAY(to, "%s%s%s", bound(to, &left, BINDS_JOIN), operators[node->op].sign,
                        bound(to, &right, BINDS_JOIN));
    term.demands = all.demands;
    return term;
}

static struct term translate_in(struct translator *to, const struct node *node, struct spot spot,
                                const struct fact *known)
{
    struct term term = {.binds = BINDS_ATOM};
    const struct term first = operand(to, node, 0, spot, known, &term);
    const char *text = "";
    for (size_t i = 1; i < node->operand_count; i++) {
        const struct term other = operand(to, node, i, spot, known, &term);
        text = SAY(to, "%s%s%s=%s", text, i == 1 ? "" : ",", bound(to, &first, BINDS_JOIN),
                   bound(to, &other, BINDS_JOIN));
    }
    term.text = SAY(to, "OR(%s)", text);
    return term;
}

static struct term dispatch_leaf(struct translator *to, const struct node *node, struct spot spot)
{
    return node->field != NULL ? translate_field(to, node, spot) : translate_item(to, node, spot);
}

/* ---- what decides which operands count ------------------------------------------------------- */

/* Of what is given or applies, that its cell has a value; and that this is known. */
static const struct fact *facts_of_existence(struct translator *to, const struct node *node,
                                             struct spot spot, const struct fact *known)
{
    struct node used = *node;
    used.op = node->op == NODE_GIVEN ? NODE_FIELD : NODE_ITEM;
    const struct term asked = dispatch_leaf(to, node, spot), read = dispatch_leaf(to, &used, spot);
    return facts_of_demands(to, facts_of_demands(to, known, asked.demands), read.demands);
}

const struct fact *facts_if(struct translator *to, const struct node *node, struct spot spot,
                            bool truth, const struct fact *known)
{
    const bool both = node->op == (truth ? NODE_AND : NODE_OR);
    if (both) {
        known = facts_if(to, node->operands[0], spot, truth, known);
        return facts_if(to, node->operands[1], spot, truth, known);
    }
    if (node->op == NODE_NOT)
        return facts_if(to, node->operands[0], spot, !truth, known);
    if ((node->op == NODE_GIVEN || node->op == NODE_APPLICABLE) && truth)
        return facts_of_existence(to, node, spot, known);
    if (node->op == NODE_IN_FORCE && truth)
        return fact_add(to, known, translate(to, node, spot, known).text);
    if (node->op != NODE_ITEM || node->type.kind != TYPE_BOOLEAN || node->via != NULL)
        return known;
    /* A truth worked out elsewhere: what it says of cells is known too. */
    const struct rule *rule = livebook_rule(to->book, node->item);
    const struct dataset *dataset = to->book->context->scenario->dataset;
    const struct spot there = {node->entity,
                               row_above(dataset, spot.entity, spot.row, node->entity)};
    if (rule->case_count > 0 || rule->value == NULL)
        return known;
    return facts_if(to, rule->value->root, there, truth, known);
}

static bool has_open(struct translator *to, const struct demand *list, const struct fact *known)
{
    return demands_open(to, list, known) != NULL;
}

static bool waits_on(const struct demand *list)
{
    for (; list != NULL; list = list->next)
        if ((list->lacks & MAY_WAIT) != 0)
            return true;
    return false;
}

/* All tests of a list as one condition. */
const char *all_tests(struct translator *to, const struct demand *list)
{
    const char *text = "";
    for (; list != NULL; list = list->next)
        text = SAY(to, "%s%s%s", text, text[0] == '\0' ? "" : ",", list->test);
    return text[0] == '\0' ? "TRUE" : SAY(to, "AND(%s)", text);
}

/* What the first demands, but for what is not known of it where the second decides. */
static const struct demand *unless_second(struct translator *to, const struct demand *list,
                                          const struct term *right, bool is_and)
{
    const char *decides = is_and ? SAY(to, "NOT(%s)", right->text) : right->text;
    const struct demand *made = NULL;
    for (; list != NULL; list = list->next) {
        struct demand one = *list;
        const char *passes =
            one.lacks == MAY_WAIT ? "TRUE" : SAY(to, "%s<>\"%s\"", one.fail, to->book->miss);
        if ((one.lacks & MAY_WAIT) != 0) {
            one.cell = NULL;
            one.test = SAY(to, "IF(%s,TRUE,IF(%s,IF(%s,%s,FALSE),FALSE))", list->test,
                           all_tests(to, right->demands), decides, passes);
        }
        made = demand_add(to, made, &one);
    }
    return made;
}

/* Where the first is not known, the second may decide all the same. */
static struct term decided_by_second(struct translator *to, const struct node *node,
                                     struct spot spot, const struct fact *known,
                                     const struct term *left, const struct term *both,
                                     const struct term *second)
{
    const bool is_and = node->op == NODE_AND;
    const struct term right = translate(to, node->operands[1], spot, known);
    const char *first = all_tests(to, left->demands);
    const char *goes_on = is_and ? SAY(to, "IF(%s,%s,FALSE)", first, left->text)
                                 : SAY(to, "IF(%s,NOT(%s),FALSE)", first, left->text);
    struct term term = {.text =
                            SAY(to, "IF(%s,%s,%s)", first, both->text, is_and ? "FALSE" : "TRUE"),
                        .binds = BINDS_ATOM};
    term.demands = demands_join(to, unless_second(to, left->demands, &right, is_and),
                                demands_if(to, second->demands, goes_on, true));
    return term;
}

/* "and", "or": the second only where the first does not decide. */
static struct term translate_logic(struct translator *to, const struct node *node, struct spot spot,
                                   const struct fact *known)
{
    const bool is_and = node->op == NODE_AND;
    const struct term left = translate(to, node->operands[0], spot, known);
    const struct fact *inner =
        facts_of_demands(to, facts_if(to, node->operands[0], spot, is_and, known), left.demands);
    const bool risky = to->risky;
    to->risky = false;
    const struct term right = translate(to, node->operands[1], spot, inner);
    const struct term plain = translate(to, node->operands[1], spot, known);
    const bool may_fail = to->risky;
    struct term term = {.binds = BINDS_ATOM};
    to->risky |= risky;
    /* Where the second needs what the first tells, it must not be looked at otherwise. */
    if (may_fail || has_open(to, plain.demands, facts_of_demands(to, known, left.demands)))
        term.text = is_and ? SAY(to, "IF(%s,%s,FALSE)", left.text, right.text)
                           : SAY(to, "IF(%s,TRUE,%s)", left.text, right.text);
    else
        term.text = SAY(to, "%s(%s,%s)", is_and ? "AND" : "OR", left.text, right.text);
    term.demands = demands_join(to, left.demands, demands_if(to, right.demands, left.text, is_and));
    return waits_on(left.demands) ? decided_by_second(to, node, spot, known, &left, &term, &right)
                                  : term;
}

static struct term translate_if(struct translator *to, const struct node *node, struct spot spot,
                                const struct fact *known)
{
    const struct term condition = translate(to, node->operands[0], spot, known);
    const struct fact *settled = facts_of_demands(to, known, condition.demands);
    const struct term then = translate(to, node->operands[1], spot,
                                       facts_if(to, node->operands[0], spot, true, settled));
    const struct term other = translate(to, node->operands[2], spot,
                                        facts_if(to, node->operands[0], spot, false, settled));
    struct term term = {.binds = BINDS_ATOM};
    term.text = SAY(to, "IF(%s,%s,%s)", condition.text, then.text, other.text);
    term.demands =
        demands_join(to, condition.demands, demands_if(to, then.demands, condition.text, true));
    term.demands =
        demands_join(to, term.demands, demands_if(to, other.demands, condition.text, false));
    return term;
}

/* ---- built-ins ------------------------------------------------------------------------------- */

/* 10 to this power is the step: 2 for 0.01; -1 where it is no such step. */
static int decimals_of(const struct node *step)
{
    int64_t power = 1;
    const struct number *value = &step->constant.number;
    if (step->op != NODE_CONSTANT || value->num != 1 || value->den <= 0)
        return -1;
    for (int decimals = 0; decimals <= 9; decimals++, power *= 10)
        if (value->den == power)
            return decimals;
    return -1;
}

/* How a quotient by the step becomes whole; digits behind its fourth are a double's noise. */
static const char *whole_steps(struct translator *to, enum rounding mode, const char *steps)
{
    switch (mode) {
    case ROUND_HALF_UP:
        return SAY(to, "ROUND(%s,0)", steps);
    case ROUND_HALF_EVEN:
        return SAY(to, "IF(ROUND(ABS(%s)-INT(ABS(%s)),4)=0.5,2*ROUND((%s)/2,0),ROUND(%s,0))", steps,
                   steps, steps, steps);
    case ROUND_HALF_DOWN:
        return SAY(to, "IF(ROUND(ABS(%s)-INT(ABS(%s)),4)=0.5,ROUNDDOWN(%s,0),ROUND(%s,0))", steps,
                   steps, steps, steps);
    case ROUND_UP:
        return SAY(to, "ROUNDUP(ROUND(%s,4),0)", steps);
    case ROUND_DOWN:
        return SAY(to, "ROUNDDOWN(ROUND(%s,4),0)", steps);
    case ROUND_CEILING:
        return SAY(to, "-INT(ROUND(-(%s),4))", steps);
    case ROUND_FLOOR:
    case ROUNDING_COUNT:
        break;
    }
    return SAY(to, "INT(ROUND(%s,4))", steps);
}

struct term rounded_term(struct translator *to, enum rounding mode, const struct term *amount,
                         const struct term *step, int decimals)
{
    struct term term = {.binds = BINDS_PRODUCT};
    if (mode == ROUND_HALF_UP && decimals >= 0) {
        term.text = SAY(to, "ROUND(%s,%d)", amount->text, decimals);
        term.binds = BINDS_ATOM;
        return term;
    }
    const char *power = "1";
    for (int i = 0; i < decimals; i++)
        power = SAY(to, "%s0", power);
    const bool tens = decimals >= 0;
    const char *by = tens ? power : bound(to, step, BINDS_POWER);
    const char *steps = SAY(to, "%s%s%s", bound(to, amount, BINDS_PRODUCT), tens ? "*" : "/", by);
    term.text = SAY(to, "%s%s%s", whole_steps(to, mode, steps), tens ? "/" : "*", by);
    if (mode == ROUND_CEILING)
        term.binds = BINDS_COMPARISON;
    return term;
}

static struct term translate_round(struct translator *to, const struct node *node, struct spot spot,
                                   const struct fact *known)
{
    struct term all = {0};
    const enum builtin_id id = node->builtin->id;
    const struct term amount = operand(to, node, 0, spot, known, &all);
    const struct term step = operand(to, node, 1, spot, known, &all);
    enum rounding mode = id == BUILTIN_CEIL ? ROUND_CEILING : ROUND_FLOOR;
    if (id == BUILTIN_ROUND)
        mode = (enum rounding)node->operands[2]->constant.symbol;
    struct term term = rounded_term(to, mode, &amount, &step, decimals_of(node->operands[1]));
    term.demands = all.demands;
    return term;
}

/* Whole years between two dates, by anniversaries. */
static const char *years_between(struct translator *to, const char *from, const char *until)
{
    const char *years = SAY(to, "(YEAR(%s)-YEAR(%s))", until, from);
    const char *day = SAY(to, "EDATE(%s,12*%s)", from, years);
    return SAY(to, "(%s-IF(AND(%s>0,%s>%s),1,0)+IF(AND(%s<0,%s<%s),1,0))", years, years, day, until,
               years, day, until);
}

/* Months later; a day that the month has not is its last, or the day behind that. */
static const char *months_later(struct translator *to, const struct node *node,
                                const char *const words[3])
{
    const char *later = SAY(to, "EDATE(%s,ROUND(12*(%s),0))", words[0], words[1]);
    const char *end =
        node->operands[2]->type.enumeration->members[node->operands[2]->constant.symbol].id;
    if (strcmp(end, "up") != 0)
        return later;
    return SAY(to, "(%s+IF(DAY(%s)<>DAY(%s),1,0))", later, later, words[0]);
}

/* The spreadsheet's function of a built-in that is one. */
static const char *const functions[] = {
    [BUILTIN_MIN] = "MIN",      [BUILTIN_MAX] = "MAX",     [BUILTIN_ABS] = "ABS",
    [BUILTIN_YEAR] = "YEAR",    [BUILTIN_MONTH] = "MONTH", [BUILTIN_DAY] = "DAY",
    [BUILTIN_DATE_OF] = "DATE",
};

static struct term translate_call(struct translator *to, const struct node *node, struct spot spot,
                                  const struct fact *known)
{
    struct term term = {.binds = BINDS_ATOM};
    const char *words[3] = {"", "", ""}, *list = "";
    const enum builtin_id id = node->builtin->id;
    if (id == BUILTIN_ROUND || id == BUILTIN_FLOOR || id == BUILTIN_CEIL)
        return translate_round(to, node, spot, known);
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct term one = operand(to, node, i, spot, known, &term);
        if (i < 3)
            words[i] = one.text;
        list = SAY(to, "%s%s%s", list, i == 0 ? "" : ",", one.text);
    }
    to->risky |= node->builtin->dates.apply != NULL && id != BUILTIN_YEAR;
    switch (id) {
    case BUILTIN_CLAMP:
        term.text = SAY(to, "MAX(%s,MIN(%s,%s))", words[1], words[0], words[2]);
        return term;
    case BUILTIN_YEARS_BETWEEN:
        term.text = years_between(to, words[0], words[1]);
        return term;
    case BUILTIN_WEEKDAY:
        term.text = SAY(to, "WEEKDAY(%s,2)", words[0]);
        return term;
    case BUILTIN_DAYS_BETWEEN:
        term.text = SAY(to, "(%s-%s)", words[1], words[0]);
        return term;
    case BUILTIN_LAST_DAY_OF_MONTH:
        term.text = SAY(to, "EOMONTH(%s,0)", words[0]);
        return term;
    case BUILTIN_ADD_MONTHS:
        term.text = months_later(to, node, words);
        return term;
    default:
        term.text = SAY(to, "%s(%s)", functions[id], list);
        return term;
    }
}

static struct term translate_unary(struct translator *to, const struct node *node, struct spot spot,
                                   const struct fact *known)
{
    struct term term = {.binds = BINDS_COMPARISON};
    const struct term one = operand(to, node, 0, spot, known, &term);
    if (node->op == NODE_NEGATE) {
        term.text = SAY(to, "-%s", bound(to, &one, BINDS_POWER));
    } else {
        term.text = SAY(to, "NOT(%s)", one.text);
        term.binds = BINDS_ATOM;
    }
    return term;
}

static struct term translate_shift(struct translator *to, const struct node *node, struct spot spot,
                                   const struct fact *known)
{
    struct term term = {.binds = BINDS_ATOM};
    const struct term date = operand(to, node, 0, spot, known, &term);
    const struct term years = operand(to, node, 1, spot, known, &term);
    if (node->op == NODE_DAYS_ADD || node->op == NODE_DAYS_SUBTRACT) {
        term.binds = BINDS_SUM;
        term.text = SAY(to, "%s%s%s", bound(to, &date, BINDS_SUM),
                        node->op == NODE_DAYS_ADD ? "+" : "-", bound(to, &years, BINDS_SUM + 1));
        return term;
    }
    to->risky = true;
    term.text = SAY(to, "EDATE(%s,%sROUND(12*%s,0))", date.text,
                    node->op == NODE_DATE_SUBTRACT ? "-" : "", bound(to, &years, BINDS_PRODUCT));
    return term;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static struct term dispatch(struct translator *to, const struct node *node, struct spot spot,
                            const struct fact *known)
{
    switch (node->op) {
    case NODE_CONSTANT:
        return translate_constant(to, node);
    case NODE_FIELD:
    case NODE_GIVEN:
    case NODE_FILLED:
        return translate_field(to, node, spot);
    case NODE_ITEM:
    case NODE_APPLICABLE:
        return translate_item(to, node, spot);
    case NODE_PARAMETER:
    case NODE_LOOKUP:
    case NODE_BRACKETS:
    case NODE_THRESHOLDS:
    case NODE_IN_SET:
    case NODE_IN_FORCE:
        return translate_parameter(to, node, spot, known);
    case NODE_ADD:
    case NODE_SUBTRACT:
    case NODE_MULTIPLY:
    case NODE_DIVIDE:
    case NODE_POWER:
        return translate_arithmetic(to, node, spot, known);
    case NODE_NEGATE:
    case NODE_NOT:
        return translate_unary(to, node, spot, known);
    case NODE_DATE_ADD:
    case NODE_DATE_SUBTRACT:
    case NODE_DAYS_ADD:
    case NODE_DAYS_SUBTRACT:
        return translate_shift(to, node, spot, known);
    case NODE_EQUAL:
    case NODE_UNEQUAL:
    case NODE_LESS:
    case NODE_LESS_EQUAL:
    case NODE_GREATER:
    case NODE_GREATER_EQUAL:
        return translate_comparison(to, node, spot, known);
    case NODE_AND:
    case NODE_OR:
        return translate_logic(to, node, spot, known);
    case NODE_IN:
        return translate_in(to, node, spot, known);
    case NODE_IF:
        return translate_if(to, node, spot, known);
    case NODE_CALL:
        return translate_call(to, node, spot, known);
    case NODE_FIRST:
    case NODE_LAST:
    case NODE_INDEX:
    case NODE_AS_OF:
    case NODE_PREVIOUS:
    case NODE_CUMULATIVE:
    case NODE_SHARE:
    case NODE_FILL:
    case NODE_SUM:
    case NODE_MIN:
    case NODE_MAX:
    case NODE_ANY:
    case NODE_ALL:
    case NODE_COUNT:
        return translate_rows(to, node, spot, known);
    case NODE_OP_COUNT:
        break;
    }
    return broken(to);
}

struct term translate(struct translator *to, const struct node *node, struct spot spot,
                      const struct fact *known)
{
    struct term term = dispatch(to, node, spot, known);
    term.demands = demands_open(to, term.demands, known);
    return term;
}

/* What the cell shows of a value. */
static const char *shown_term(struct translator *to, const struct node *node,
                              const struct term *term, const struct unit *unit)
{
    if (node->type.kind == TYPE_NUMBER)
        return to_cell(to, term, unit);
    if (node->type.kind == TYPE_BOOLEAN)
        return SAY(to, "IF(%s,\"%s\",\"%s\")", term->text, to->book->yes, to->book->no);
    return term->text;
}

const char *translate_whole(struct translator *to, const struct node *node, struct spot spot,
                            const struct unit *unit, const struct fact *known)
{
    const struct term whole = translate(to, node, spot, known);
    if (node->op != NODE_IF || whole.demands == NULL)
        return guarded(to, whole.demands, shown_term(to, node, &whole, unit));
    /* What a branch demands counts where it is taken. */
    const struct term condition = translate(to, node->operands[0], spot, known);
    const struct fact *settled = facts_of_demands(to, known, condition.demands);
    const char *then = translate_whole(to, node->operands[1], spot, unit,
                                       facts_if(to, node->operands[0], spot, true, settled));
    const char *other = translate_whole(to, node->operands[2], spot, unit,
                                        facts_if(to, node->operands[0], spot, false, settled));
    return guarded(to, condition.demands, SAY(to, "IF(%s,%s,%s)", condition.text, then, other));
}
