/* What decides which operands count: "and", "or", "if", and what is known behind them. */
#include <string.h>

#include "livebook_internal.h"

/* ---- what decides which operands count ---- */

/* Of what is given or applies, that its cell has a value; and that this is known. */
static const struct fact *facts_of_existence(struct translator *to, const struct node *node,
                                             struct spot spot, const struct fact *known)
{
    struct node used = *node;
    used.op = node->op == NODE_GIVEN ? NODE_FIELD : NODE_ITEM;
    const struct term asked = translate_leaf(to, node, spot),
                      read = translate_leaf(to, &used, spot);
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

const char *all_tests(struct translator *to, const struct demand *list)
{
    const char *text = "";
    size_t count = 0;
    for (; list != NULL; list = list->next)
        if (strcmp(list->test, "TRUE") != 0)
            text = SAY(to, "%s%s%s", text, count++ == 0 ? "" : ",", list->test);
    return count == 0 ? "TRUE" : count == 1 ? text : SAY(to, "AND(%s)", text);
}

/* What the first demands, but for what is not known of it where the second decides. */
static const struct demand *unless_second(struct translator *to, const struct demand *list,
                                          const struct term *right, bool is_and)
{
    const char *decides = is_and ? condition_not(to, right->text) : right->text;
    const struct demand *made = NULL;
    for (; list != NULL; list = list->next) {
        struct demand one = *list;
        const char *passes =
            one.lacks == MAY_WAIT ? "TRUE" : SAY(to, "%s<>\"%s\"", one.fail, to->book->miss);
        if ((one.lacks & MAY_WAIT) != 0) {
            one.cell = NULL;
            const char *second = condition_if(to, decides, passes, "FALSE");
            one.test =
                condition_if(to, list->test, "TRUE",
                             condition_if(to, all_tests(to, right->demands), second, "FALSE"));
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
    const char *goes_on =
        condition_if(to, first, is_and ? left->text : condition_not(to, left->text), "FALSE");
    struct term term = {.text = condition_if(to, first, both->text, is_and ? "FALSE" : "TRUE"),
                        .binds = BINDS_COMPARISON};
    term.demands = demands_join(to, unless_second(to, left->demands, &right, is_and),
                                demands_if(to, second->demands, goes_on, true));
    return term;
}

/* "and", "or": the second only where the first does not decide. */
static struct term logic_term(struct translator *to, const struct node *node, struct spot spot,
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
    struct term term = {.binds = BINDS_COMPARISON};
    to->risky |= risky;
    /* Where the second needs what the first tells, it must not be looked at otherwise. */
    if (may_fail || has_open(to, plain.demands, facts_of_demands(to, known, left.demands)))
        term.text = is_and ? condition_if(to, left.text, right.text, "FALSE")
                           : condition_if(to, left.text, "TRUE", right.text);
    else
        term.text = is_and ? condition_both(to, left.text, right.text)
                           : condition_either(to, left.text, right.text);
    term.demands = demands_join(to, left.demands, demands_if(to, right.demands, left.text, is_and));
    return waits_on(left.demands) ? decided_by_second(to, node, spot, known, &left, &term, &right)
                                  : term;
}

bool logic_is_open(struct translator *to, const struct node *node, struct spot spot)
{
    return waits_on(translate(to, node->operands[0], spot, NULL).demands);
}

struct term translate_logic(struct translator *to, const struct node *node, struct spot spot,
                            const struct fact *known)
{
    const struct helper *helper = livebook_helper(to->book, node, HELPER_LOGIC, 0);
    return helper != NULL ? translate_helper_cell(to, helper, node, spot)
                          : logic_term(to, node, spot, known);
}

/* ---- if ---- */

static bool are_different(const struct node *x, const struct node *y)
{
    if (x->op != NODE_CONSTANT || y->op != NODE_CONSTANT)
        return false;
    switch (x->type.kind) {
    case TYPE_NUMBER:
        return !number_equal(&x->constant.number, &y->constant.number);
    case TYPE_BOOLEAN:
        return x->constant.boolean != y->constant.boolean;
    case TYPE_DATE:
        return x->constant.date.days != y->constant.date.days;
    case TYPE_SYMBOL:
        return x->constant.symbol != y->constant.symbol;
    case TYPE_TEXT:
        return strcmp(x->constant.text, y->constant.text) != 0;
    case TYPE_REFERENCE:
        break;
    }
    return false;
}

bool choice_is_open(struct translator *to, const struct node *node, struct spot spot)
{
    return !are_different(node->operands[1], node->operands[2]) &&
           waits_on(translate(to, node->operands[0], spot, NULL).demands);
}

struct term translate_helper_cell(struct translator *to, const struct helper *helper,
                                  const struct node *node, struct spot spot)
{
    const char *cell =
        cell_text_of(to, &to->book->tables[helper->entity->index], spot.row, helper->slot);
    struct term term = cell_term(to, cell, &node->type, &livebook_base_unit);
    term.demands = cell_demand(to, &node->type, cell, helper->lacks);
    return term;
}

struct term translate_if(struct translator *to, const struct node *node, struct spot spot,
                         const struct fact *known)
{
    const struct helper *helper = livebook_helper(to->book, node, HELPER_CHOICE, 0);
    if (helper != NULL)
        return translate_helper_cell(to, helper, node, spot);
    const struct term condition = translate(to, node->operands[0], spot, known);
    const struct fact *settled = facts_of_demands(to, known, condition.demands);
    const struct term then = translate(to, node->operands[1], spot,
                                       facts_if(to, node->operands[0], spot, true, settled));
    const struct term other = translate(to, node->operands[2], spot,
                                        facts_if(to, node->operands[0], spot, false, settled));
    struct term term = {.binds = BINDS_ATOM};
    if (strcmp(condition.text, "TRUE") == 0 || strcmp(condition.text, "FALSE") == 0)
        term = condition.text[0] == 'T' ? then : other;
    else
        term.text = SAY(to, "IF(%s,%s,%s)", condition.text, then.text, other.text);
    term.demands =
        demands_join(to, condition.demands, demands_if(to, then.demands, condition.text, true));
    term.demands =
        demands_join(to, term.demands, demands_if(to, other.demands, condition.text, false));
    return term;
}

/* ---- whole cells ---- */

/* What the cell shows of a value. */
static const char *shown_term(struct translator *to, const struct node *node,
                              const struct term *term, const struct unit *unit)
{
    if (node->type.kind == TYPE_NUMBER)
        return to_cell(to, term, unit);
    if (node->type.kind == TYPE_BOOLEAN)
        return condition_if(to, term->text, SAY(to, "\"%s\"", to->book->yes),
                            SAY(to, "\"%s\"", to->book->no));
    return term->text;
}

/* A choice whose condition may not be known: where it is not, both branches may say the same. */
static const char *open_choice(struct translator *to, const struct node *node, struct spot spot,
                               const struct unit *unit, const struct fact *known)
{
    const struct livebook *book = to->book;
    const struct term condition = translate(to, node->operands[0], spot, known);
    const char *then = translate_whole(to, node->operands[1], spot, unit, known);
    const char *other = translate_whole(to, node->operands[2], spot, unit, known);
    const char *open = SAY(to, "IF(%s=%s,%s,\"%s\")", then, other, then, book->wait);
    bool may_miss = false;
    to->lacks |= MAY_WAIT;
    for (const struct demand *demand = condition.demands; demand != NULL; demand = demand->next)
        may_miss = may_miss || (demand->lacks & MAY_MISS) != 0;
    if (may_miss)
        open = SAY(to, "IF(%s=\"%s\",\"%s\",%s)", guarded(to, condition.demands, "\"\""),
                   book->miss, book->miss, open);
    return condition_if(to, all_tests(to, condition.demands),
                        condition_if(to, condition.text, then, other), open);
}

const char *translate_choice(struct translator *to, const struct node *node, struct spot spot,
                             const struct unit *unit, const struct fact *known)
{
    const struct term condition = translate(to, node->operands[0], spot, known);
    if (waits_on(condition.demands) && !are_different(node->operands[1], node->operands[2]))
        return open_choice(to, node, spot, unit, known);
    /* What a branch demands counts where it is taken. */
    const struct fact *settled = facts_of_demands(to, known, condition.demands);
    const char *then = translate_whole(to, node->operands[1], spot, unit,
                                       facts_if(to, node->operands[0], spot, true, settled));
    const char *other = translate_whole(to, node->operands[2], spot, unit,
                                        facts_if(to, node->operands[0], spot, false, settled));
    return guarded(to, condition.demands, condition_if(to, condition.text, then, other));
}

const char *translate_own_logic(struct translator *to, const struct node *node, struct spot spot,
                                const struct fact *known)
{
    const struct term whole = logic_term(to, node, spot, known);
    return guarded(to, whole.demands, shown_term(to, node, &whole, &livebook_base_unit));
}

const char *translate_whole(struct translator *to, const struct node *node, struct spot spot,
                            const struct unit *unit, const struct fact *known)
{
    if (node->op == NODE_IF && livebook_helper(to->book, node, HELPER_CHOICE, 0) == NULL)
        return translate_choice(to, node, spot, unit, known);
    const struct term whole = translate(to, node, spot, known);
    return guarded(to, whole.demands, shown_term(to, node, &whole, unit));
}
