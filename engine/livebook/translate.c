/* From a formula of the law to one of a spreadsheet: what looks at the own row, rows above, and
 * what references lead to. */
#include <string.h>

#include "livebook_internal.h"

static struct term formula_broken(struct translator *to)
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

/* ---- leaves ---- */

const char *seen_cell(struct translator *to, const struct node *node, struct spot spot,
                      uint16_t slot, const struct demand **demands)
{
    const struct livebook *book = to->book;
    const struct dataset *dataset = book->context->scenario->dataset;
    const struct table_plan *plan = &book->tables[node->entity->index];
    *demands = NULL;
    if (node->via == NULL)
        return cell_text_of(to, plan, row_above(dataset, spot.entity, spot.row, node->entity),
                            slot);
    const struct helper *place = livebook_place(book, spot.entity, node->via);
    if (place == NULL) /* memory was out when it was planned */
        return said(to, NULL);
    const char *row = cell_text_of(to, &book->tables[spot.entity->index], spot.row, place->slot);
    const struct demand named = {
        .test = SAY(to, "ISNUMBER(%s)", row), .fail = row, .lacks = place->lacks};
    *demands = demand_add(to, NULL, &named);
    return SAY(to, "INDEX(%s,%s)", range_text_of(to, plan, 0, plan->table->count, slot), row);
}

struct term cell_term(struct translator *to, const char *cell, const struct type *type,
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

/* Whether a fact was filed that holds by default: where it was not, once its cell shows another
 * thing. What is typed as it stood is as it was. */
static struct term translate_filed(struct translator *to, const struct node *node, struct spot spot,
                                   const char *cell)
{
    const struct field *field = node->field;
    const struct dataset *dataset = to->book->context->scenario->dataset;
    const struct cell fallback = {.value = field->fallback, .state = CELL_VALUE};
    struct number room;
    to->other_rows = true; /* each row was filed by itself */
    if (node->via == NULL &&
        livebook_is_given(&to->book->tables[node->entity->index], field,
                          row_above(dataset, spot.entity, spot.row, node->entity)))
        return term_atom("TRUE");
    const struct book_value shown =
        value_of_cell(to->book, &fallback, &field->type, &field->unit, &room);
    const char *text =
        shown.number != NULL ? number_term(to, shown.number).text : quoted_text(to, shown.text);
    return (struct term){.text = SAY(to, "%s<>%s", cell, text), .binds = BINDS_COMPARISON};
}

static struct term translate_field(struct translator *to, const struct node *node, struct spot spot)
{
    const struct field *field = node->field;
    const struct demand *named;
    const char *cell = seen_cell(
        to, node, spot, to->book->tables[node->entity->index].fields[field->index], &named);
    struct term term;
    if (node->op == NODE_FILLED && field->has_default) {
        term = translate_filed(to, node, spot, cell);
    } else if (node->op == NODE_GIVEN || node->op == NODE_FILLED) {
        term = translate_given(to, node, cell);
    } else {
        term = cell_term(to, cell, &field->type, &field->unit);
        if (livebook_is_end(node->entity, field))
            term.demands =
                cell_demand(to, &field->type, cell, livebook_end_lacks(to->book, node->entity));
        else if (field->optional && !field->has_default)
            term.demands = field_demand(to, field, cell);
    }
    term.demands = demands_join(to, named, term.demands);
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

const struct demand *cell_demand(struct translator *to, const struct type *type, const char *cell,
                                 uint8_t lacks)
{
    const bool counts = type->kind == TYPE_NUMBER || type->kind == TYPE_DATE;
    const struct demand demand = {.test = has_value(to, type, cell, lacks),
                                  .cell = counts ? cell : NULL,
                                  .fail = cell,
                                  .lacks = lacks};
    return lacks == 0 ? NULL : demand_add(to, NULL, &demand);
}

const struct demand *item_demand(struct translator *to, const struct item *item, const char *cell)
{
    return cell_demand(to, &item->type, cell, to->book->lacks[item->entity->index][item->index]);
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
    const struct demand *named;
    const char *cell =
        seen_cell(to, node, spot, to->book->tables[node->entity->index].items[item->index], &named);
    const struct demand *demand = item_demand(to, item, cell);
    struct term term;
    if (node->op == NODE_APPLICABLE) {
        term = applies(to, item, cell, demand);
    } else {
        term = cell_term(to, cell, &item->type, &item->unit);
        term.demands = demand;
    }
    term.demands = demands_join(to, named, term.demands);
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
    return formula_broken(to);
}

/* ---- operators ---- */

/* That a cell or fact demanded is not there for good: what does not apply goes before what is not
 * known. */
static const char *operand_misses(struct translator *to, const struct demand *list)
{
    const char *text = "FALSE";
    for (; list != NULL; list = list->next)
        if ((list->lacks & MAY_MISS) != 0)
            text = condition_either(to, text,
                                    condition_if(to, list->test, "FALSE",
                                                 SAY(to, "%s=\"%s\"", list->fail, to->book->miss)));
    return text;
}

/* The demands of one operand, of which what is not known gives way where another does not apply.
 * Cells of figures alone are looked at together (guarded). */
static const struct demand *operand_demands(struct translator *to, const struct demand *list,
                                            const struct demand *other)
{
    const struct demand *made = NULL;
    const char *misses = operand_misses(to, other);
    for (; list != NULL; list = list->next) {
        struct demand one = *list;
        if ((one.lacks & MAY_WAIT) != 0 && one.cell == NULL && strcmp(misses, "FALSE") != 0) {
            one.fail = SAY(to, "IF(%s,\"%s\",%s)", misses, to->book->miss, list->fail);
            one.lacks |= MAY_MISS;
        }
        made = demand_add(to, made, &one);
    }
    return made;
}

struct term translate_operand(struct translator *to, const struct node *node, size_t index,
                              struct spot spot, const struct fact *known, struct term *all)
{
    struct term term = translate(to, node->operands[index], spot, known);
    all->demands = demands_join(to, operand_demands(to, all->demands, term.demands), term.demands);
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
    const struct term left = translate_operand(to, node, 0, spot, known, &term);
    const struct term right = translate_operand(to, node, 1, spot, known, &term);
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

static bool formula_is_zero(const struct node *node)
{
    return node->op == NODE_CONSTANT && node->type.kind == TYPE_NUMBER &&
           number_sign(&node->constant.number) == 0;
}

/* What was worked out may miss by the last digits of a double what it is compared with: what is
 * equal must stay so. */
static struct term compare_figures(struct translator *to, const struct node *node, uint32_t at,
                                   const struct term *left, const struct term *right)
{
    const struct operator_row *row = &operators[node->op];
    const bool is_ratio = dimension_equal(node->operands[0]->type.dimension, DIMENSION_NONE);
    const char *difference =
        formula_is_zero(node->operands[1])
            ? left->text
            : SAY(to, "%s-%s", bound(to, left, BINDS_SUM), bound(to, right, BINDS_SUM + 1));
    const struct term compared = {
        .text = SAY(to, "ROUND(%s,%d)%s0", difference, is_ratio ? 10 : 6, row->sign),
        .binds = BINDS_COMPARISON};
    to->other_rows |= livebook_is_decided(to->book, node);
    const struct decision *decision = livebook_decision(to->book, node, at);
    return decision == NULL ? compared : decided_comparison(to, decision, difference, &compared);
}

/* A sum or number of rows of a table that has none. */
static bool term_is_nothing(const struct term *term)
{
    return strcmp(term->text, "0") == 0 && term->demands == NULL;
}

static bool holds_of_equals(enum node_op op)
{
    return op == NODE_EQUAL || op == NODE_LESS_EQUAL || op == NODE_GREATER_EQUAL;
}

static struct term translate_comparison(struct translator *to, const struct node *node,
                                        struct spot spot, const struct fact *known)
{
    struct term all = {0};
    const struct term left = translate_operand(to, node, 0, spot, known, &all);
    const struct term right = translate_operand(to, node, 1, spot, known, &all);
    const bool counts = node->operands[0]->type.kind == TYPE_NUMBER;
    struct term term = {.binds = BINDS_COMPARISON};
    if (counts && term_is_nothing(&left) && term_is_nothing(&right))
        return term_atom(holds_of_equals(node->op) ? "TRUE" : "FALSE");
    if (counts && !is_typed_pair(node))
        term = compare_figures(to, node, spot.row, &left, &right);
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
    const struct term first = translate_operand(to, node, 0, spot, known, &term);
    const char *text = "";
    for (size_t i = 1; i < node->operand_count; i++) {
        const struct term other = translate_operand(to, node, i, spot, known, &term);
        text = SAY(to, "%s%s%s=%s", text, i == 1 ? "" : ",", bound(to, &first, BINDS_JOIN),
                   bound(to, &other, BINDS_JOIN));
    }
    term.text = SAY(to, "OR(%s)", text);
    return term;
}

static struct term translate_unary(struct translator *to, const struct node *node, struct spot spot,
                                   const struct fact *known)
{
    struct term term = {.binds = BINDS_COMPARISON};
    const struct term one = translate_operand(to, node, 0, spot, known, &term);
    if (node->op == NODE_NEGATE) {
        term.text = SAY(to, "-%s", bound(to, &one, BINDS_POWER));
    } else {
        term.text = condition_not(to, one.text);
    }
    return term;
}

/* ---- leaves of both kinds ---- */

struct term translate_leaf(struct translator *to, const struct node *node, struct spot spot)
{
    return node->field != NULL ? translate_field(to, node, spot) : translate_item(to, node, spot);
}

/* ---- all of it ---- */

/* A parameter as of a date of its own. */
static struct term translate_at(struct translator *to, const struct node *node, struct spot spot,
                                const struct fact *known)
{
    struct term all = {0};
    struct term term = translate_dated(to, node, spot, known, &all);
    term.demands = demands_join(to, operand_demands(to, all.demands, term.demands), term.demands);
    return term;
}

/* Whether a date decides what a node comes to, but for figures, which have their own. */
static bool looks_at_date(const struct node *node)
{
    const enum node_class class = node_class(node->op);
    bool looks = class == CLASS_PARAMETER || class == CLASS_DATED || class == CLASS_DATE;
    for (size_t i = 0; i < node->operand_count; i++)
        looks = looks || looks_at_date(node->operands[i]);
    return looks;
}

bool livebook_follows(struct livebook *book, const struct node *node, const struct rule *rule)
{
    struct beside beside;
    if (!node_is_aggregate(node->op) || aggregate_is_plain_over(node))
        return true;
    /* Each asking row would have a column of the others, on its own date. */
    if (rule != NULL && rule->on != NULL && looks_at_date(node))
        return false;
    return !node->names_own || (beside_find(node, &beside) && !beside_is_open(book, node));
}

/* An aggregate over a table that has no rows at all looks at none. */
static bool looks_at_other_rows(const struct livebook *book, const struct node *node)
{
    return node_class(node->op) == CLASS_SIBLINGS ||
           (node_is_aggregate(node->op) && book->tables[node->entity->index].table->count > 0);
}

static struct term formula_dispatch(struct translator *to, const struct node *node,
                                    struct spot spot, const struct fact *known)
{
    if (!livebook_follows(to->book, node, to->rule))
        return term_stands_as_value(to);
    to->other_rows |= looks_at_other_rows(to->book, node);
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
    case NODE_AS_OF:
        return term_atom(date_term(to, spot));
    case NODE_FIRST:
    case NODE_LAST:
    case NODE_INDEX:
        return translate_sibling(to, node, spot);
    case NODE_PREVIOUS:
        return translate_previous(to, node, spot);
    case NODE_CUMULATIVE:
        return translate_cumulative(to, node, spot);
    case NODE_SHARE:
        return translate_share(to, node, spot, known);
    case NODE_FILL:
        return translate_fill(to, node, spot, known);
    case NODE_SUM:
    case NODE_MIN:
    case NODE_MAX:
    case NODE_ANY:
    case NODE_ALL:
    case NODE_COUNT:
        return translate_aggregate(to, node, spot);
    case NODE_AT:
        return translate_at(to, node, spot, known);
    case NODE_OP_COUNT:
        break;
    }
    return formula_broken(to);
}

struct term translate(struct translator *to, const struct node *node, struct spot spot,
                      const struct fact *known)
{
    struct term term = formula_dispatch(to, node, spot, known);
    term.demands = demands_open(to, term.demands, known);
    return term;
}
