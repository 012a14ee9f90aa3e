/* The steps of a derivation as values: what the certificate and programs that link the library get.
 */
#include <assert.h>
#include <string.h>

#include "derivation.h"
#include "display.h"
#include "values.h"

static const char *const step_ops[NODE_OP_COUNT] = {
    [NODE_CONSTANT] = "constant",
    [NODE_FIELD] = "field",
    [NODE_ITEM] = "figure",
    [NODE_PARAMETER] = "parameter",
    [NODE_LOOKUP] = "lookup",
    [NODE_BRACKETS] = "brackets",
    [NODE_THRESHOLDS] = "thresholds",
    [NODE_IN_SET] = "in_set",
    [NODE_IN_FORCE] = "in_force",
    [NODE_AT] = "at",
    [NODE_GIVEN] = "given",
    [NODE_FILLED] = "filled",
    [NODE_APPLICABLE] = "applicable",
    [NODE_NEGATE] = "negate",
    [NODE_NOT] = "not",
    [NODE_ADD] = "add",
    [NODE_SUBTRACT] = "subtract",
    [NODE_MULTIPLY] = "multiply",
    [NODE_DIVIDE] = "divide",
    [NODE_POWER] = "power",
    [NODE_DATE_ADD] = "date_add",
    [NODE_DATE_SUBTRACT] = "date_subtract",
    [NODE_DAYS_ADD] = "days_add",
    [NODE_DAYS_SUBTRACT] = "days_subtract",
    [NODE_EQUAL] = "equal",
    [NODE_UNEQUAL] = "unequal",
    [NODE_LESS] = "less",
    [NODE_LESS_EQUAL] = "less_equal",
    [NODE_GREATER] = "greater",
    [NODE_GREATER_EQUAL] = "greater_equal",
    [NODE_AND] = "and",
    [NODE_OR] = "or",
    [NODE_IN] = "in",
    [NODE_IF] = "if",
    [NODE_CALL] = "call",
    [NODE_FIRST] = "first",
    [NODE_LAST] = "last",
    [NODE_INDEX] = "index",
    [NODE_AS_OF] = "as_of",
    [NODE_PREVIOUS] = "previous",
    [NODE_CUMULATIVE] = "cumulative",
    [NODE_SHARE] = "share",
    [NODE_FILL] = "fill",
    [NODE_SUM] = "sum",
    [NODE_MIN] = "min",
    [NODE_MAX] = "max",
    [NODE_ANY] = "any",
    [NODE_ALL] = "all",
    [NODE_COUNT] = "count",
};

bool step_is_pool(enum node_op op)
{
    return op == NODE_CUMULATIVE || op == NODE_SHARE || op == NODE_FILL;
}

bool step_is_aggregate(enum node_op op)
{
    return op >= NODE_SUM && op <= NODE_COUNT;
}

/* ---- a rule's formulas, by name ---- */

const struct named_formula *rule_formulas(struct arena *arena, const struct rule *rule,
                                          size_t *count)
{
    struct named_formula *list = arena_array(
        arena, 3 + rule->need_count + 2 * rule->case_count + 2 * rule->post_count, sizeof *list);
    size_t at = 0;
    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < rule->need_count; i++)
        list[at++] = (struct named_formula){arena_format(arena, "needs[%zu]", i), rule->needs[i]};
    /* in the order in which they are asked */
    const struct named_formula on = {"on", rule->on}, when = {"when", rule->when};
    list[at++] = rule->when_is_dated ? on : when;
    list[at++] = rule->when_is_dated ? when : on;
    for (size_t i = 0; i < rule->case_count; i++) {
        const struct rule_case *one = &rule->cases[i];
        list[at++] = (struct named_formula){arena_format(arena, "cases[%zu].when", i), one->when};
        list[at++] = (struct named_formula){arena_format(arena, "cases[%zu].value", i), one->value};
    }
    list[at++] = (struct named_formula){"value", rule->value};
    for (size_t i = 0; i < rule->post_count; i++) {
        const struct post *post = &rule->posts[i];
        list[at++] = (struct named_formula){arena_format(arena, "posts[%zu].when", i), post->when};
        list[at++] =
            (struct named_formula){arena_format(arena, "posts[%zu].amount", i), post->amount};
    }
    *count = at;
    while (at > 0 && list[at - 1].name != NULL)
        at--;
    return at == 0 ? list : NULL;
}

/* A line of a view has but one. */
static const char *formula_name(struct display *display, const struct named_formula *list,
                                size_t count, const struct formula *formula)
{
    if (list == NULL)
        return "value";
    for (size_t i = 0; i < count; i++)
        if (list[i].formula == formula)
            return display_text(display, list[i].name);
    return "";
}

/* ---- what a step took ---- */

static size_t step_number(const struct derived *derived, const struct step *from,
                          const struct node *node, const struct entity *entity, uint32_t row)
{
    const struct step *step = find_step(derived, from->formula, node, entity, row);
    return step == NULL ? FT_NO_STEP : (size_t)(step - derived->steps);
}

/* By operand; a pool's by operand, then by sibling. */
static void list_operands(struct display *display, const struct derived *derived,
                          const struct step *step, struct ft_step *out)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const struct node *node = step->node;
    struct family rows = {step->row, step->row + 1};
    if (step_is_pool(node->op))
        rows = family_at(dataset, step->entity, step->row);
    if (node->op == NODE_PREVIOUS && step->row > 0)
        rows = (struct family){step->row - 1, step->row};
    size_t *operands =
        display_array(display, node->operand_count * (rows.end - rows.first), sizeof *operands);
    for (size_t i = 0; operands != NULL && i < node->operand_count; i++)
        for (uint32_t row = rows.first; row < rows.end; row++)
            operands[out->operand_count++] =
                step_number(derived, step, node->operands[i], step->entity, row);
    out->operands = operands;
}

/* Whether a row may be one that an aggregate counts, for want of its reference. */
static bool may_count(struct display *display, const struct derived *derived,
                      const struct step *step, const struct node *where, uint32_t row)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const struct node *node = step->node;
    if (!aggregate_may_go_over(dataset, node, step->entity, step->row, row))
        return false;
    const struct step *holds =
        where == NULL ? NULL : find_step(derived, step->formula, where, node->entity, row);
    return holds == NULL || holds->cell.state != CELL_VALUE || holds->cell.value.boolean;
}

/* Of an aggregate: its body and its condition at the rows that it goes over. */
static void list_below(struct display *display, const struct derived *derived,
                       const struct step *step, struct ft_step *out)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const struct node *node = step->node;
    const uint32_t count = dataset->tables[node->entity->index].count;
    const bool counts = node->op == NODE_COUNT;
    const struct node *body = counts ? NULL : node->operands[0];
    const struct node *where =
        node->operand_count > (counts ? 0U : 1U) ? node->operands[node->operand_count - 1] : NULL;
    size_t *operands = display_array(display, count, sizeof *operands);
    size_t *wheres = where == NULL ? NULL : display_array(display, count, sizeof *wheres);
    for (uint32_t row = 0; operands != NULL && row < count; row++) {
        out->rows_unknown |= may_count(display, derived, step, where, row);
        if (!aggregate_goes_over(dataset, node, step->entity, step->row, row))
            continue;
        out->row_count++;
        if (body != NULL)
            operands[out->operand_count++] = step_number(derived, step, body, node->entity, row);
        if (wheres != NULL)
            wheres[out->where_count++] = step_number(derived, step, where, node->entity, row);
    }
    out->operands = operands;
    out->wheres = wheres;
    const struct entity *above = node->above == NULL ? step->entity : node->above;
    out->rows_unknown |=
        node->via == NULL &&
        !rows_are_known(dataset, above, row_above(dataset, step->entity, step->row, above),
                        node->entity);
}

/* ---- where a leaf comes from ---- */

static void place_step(struct ft_step *out, const struct place *place)
{
    if (place == NULL || place->source == NULL)
        return;
    out->file = place->source->path;
    out->line = place->line;
}

static void fill_origin(struct display *display, const struct step *step, struct ft_step *out)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const struct node *node = step->node;
    const struct title *title = node->parameter != NULL ? &node->parameter->title
                                : node->item != NULL    ? &node->item->title
                                : node->field != NULL   ? &node->field->title
                                                        : NULL;
    uint32_t row;
    out->title = title == NULL ? "" : title_in(title, display->context->language);
    if (step->version != NULL) {
        out->source = step->version->source;
        place_step(out, &step->version->place);
    }
    if ((node->item == NULL && node->field == NULL) || !looked_at(dataset, step, &row))
        return;
    const char *path = value_path(display, node->entity, row);
    if (node->item != NULL) {
        out->figure =
            display_text(display, arena_format(display->arena, "%s@%s", node->item->id, path));
        return;
    }
    const struct column *column = dataset_field(dataset, node->entity, node->field);
    struct place room;
    place_step(out, column_place(column, row, &room));
}

struct ft_step *list_steps(struct display *display, const struct derived *derived)
{
    size_t count = 0;
    const struct named_formula *formulas =
        derived->rule == NULL ? NULL : rule_formulas(display->arena, derived->rule, &count);
    struct ft_step *steps = display_array(display, derived->step_count, sizeof *steps);
    if (derived->rule != NULL && formulas == NULL)
        (void)display_lack_memory(display);
    for (size_t i = 0; steps != NULL && i < derived->step_count; i++) {
        const struct step *step = &derived->steps[i];
        const struct node *node = step->node;
        const bool integer = node->op == NODE_FIELD && node->field->integer;
        assert(node->op == NODE_CALL || step_ops[node->op] != NULL);
        steps[i] = (struct ft_step){
            .formula = formula_name(display, formulas, count, step->formula),
            .op = node->op == NODE_CALL ? node->builtin->name : step_ops[node->op],
            .words = display_text(display, node_words(display, node)),
            .table = step->entity->table,
            .row = value_path(display, step->entity, step->row),
            .state = value_state(step->cell.state),
            .type = value_type(&node->type),
            .exact = step->cell.state == CELL_VALUE
                         ? value_exact(display, &step->cell.value, &node->type, &node->unit)
                         : "",
            .unit = node->type.kind == TYPE_NUMBER ? node->unit.text : "",
            .shown = display_text(
                display, cell_text(display, &step->cell, &node->type, &node->unit, integer)),
            .figure = "",
            .source = "",
            .file = ""};
        if (step_is_aggregate(node->op))
            list_below(display, derived, step, &steps[i]);
        else
            list_operands(display, derived, step, &steps[i]);
        fill_origin(display, step, &steps[i]);
    }
    return steps;
}
