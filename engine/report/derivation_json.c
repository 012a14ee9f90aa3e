/*
 * The certificate of a figure: every step that led to it, so that a reader in another language can
 * check each without this engine.
 *
 *   figures[]  the figure asked for first, then those that stand behind it:
 *     rule, row, state, value, source, date, cases[] {label, holds, overridden, taken, source}
 *     steps[]  in the order of evaluation, operands before the step that uses them:
 *       id        number within this figure
 *       op        "add", "field", "parameter" …
 *       text      the formula's own words
 *       table, row  where it was evaluated
 *       operands  ids of the steps whose values it took
 *       state, value  the exact outcome in base units ("2000/3")
 *       source    of a parameter: {parameter, from, published, source, illustrative, place}
 *       figure    of a rule's figure: {rule, row}
 *       place     of a field: where the scenario gives it
 *     postings[] {from, to, kind, exact, amount, residue}
 */
#include <string.h>

#include "report_internal.h"

static const char *const op_names[NODE_OP_COUNT] = {
    [NODE_CONSTANT] = "constant",
    [NODE_FIELD] = "field",
    [NODE_ITEM] = "figure",
    [NODE_PARAMETER] = "parameter",
    [NODE_LOOKUP] = "lookup",
    [NODE_BRACKETS] = "brackets",
    [NODE_IN_SET] = "in_set",
    [NODE_IN_FORCE] = "in_force",
    [NODE_GIVEN] = "given",
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

static const char *const state_names[] = {[CELL_ABSENT] = "absent",
                                          [CELL_VALUE] = "value",
                                          [CELL_NOT_APPLICABLE] = "not_applicable",
                                          [CELL_ERROR] = "error"};

/* A certificate while it is made. */
struct certificate {
    struct reporting *reporting;
    json_t *figures;
    struct {
        const struct item *item;
        uint32_t row;
    } * wanted;
    size_t count, capacity;
};

static void fail(struct certificate *certificate)
{
    certificate->reporting->writer.status = FT_NO_MEMORY;
}

static void set(struct certificate *certificate, json_t *object, const char *key, json_t *value)
{
    if (value == NULL || json_object_set_new(object, key, value) != 0)
        fail(certificate);
}

static void append(struct certificate *certificate, json_t *array, json_t *value)
{
    if (value == NULL || json_array_append_new(array, value) != 0)
        fail(certificate);
}

static const char *path_of(struct certificate *certificate, const struct entity *entity,
                           uint32_t row)
{
    const char *path = row_path(certificate->reporting->context->ledger->dataset, entity, row,
                                certificate->reporting->arena);
    if (path == NULL)
        fail(certificate);
    return path == NULL ? "" : path;
}

static void want(struct certificate *certificate, const struct item *item, uint32_t row)
{
    for (size_t i = 0; i < certificate->count; i++)
        if (certificate->wanted[i].item == item && certificate->wanted[i].row == row)
            return;
    void *grown =
        arena_grow(certificate->reporting->arena, certificate->wanted, &certificate->capacity,
                   sizeof *certificate->wanted, certificate->count + 1);
    if (grown == NULL) {
        fail(certificate);
        return;
    }
    certificate->wanted = grown;
    certificate->wanted[certificate->count].item = item;
    certificate->wanted[certificate->count++].row = row;
}

/* ---- steps
 * -------------------------------------------------------------------------------------------- */

static json_t *json_value(struct certificate *certificate, const struct cell *cell,
                          const struct type *type)
{
    static const struct unit plain = {.factor = {.num = 1, .den = 1}, .text = ""};
    struct arith *arith = certificate->reporting->context->arith;
    if (cell->state != CELL_VALUE)
        return json_null();
    switch (type->kind) {
    case TYPE_NUMBER:
        return json_text(number_text(&cell->value.number, arith, NUMBER_PLAIN));
    case TYPE_BOOLEAN:
        return json_boolean(cell->value.boolean);
    case TYPE_SYMBOL:
        return json_text(type->enumeration->members[cell->value.symbol].id);
    default:
        return json_text(value_text(&cell->value, type, &plain, false, arith, FT_EN));
    }
}

/* Whether a step took the value of an earlier one: of an operand, at a row that it looks at. */
static bool takes_value(const struct dataset *dataset, const struct step *step,
                        const struct step *other, const struct node *operand)
{
    if (other->formula != step->formula || other->node != operand)
        return false;
    if (step->node->op >= NODE_SUM && step->node->op <= NODE_COUNT)
        return row_above(dataset, other->entity, other->row, step->entity) == step->row;
    return other->row + (step->node->op == NODE_PREVIOUS ? 1 : 0) == step->row;
}

/* The steps whose values this one took: its operands at its own row, or at the rows it looked over.
 */
static json_t *json_operands(struct certificate *certificate, const struct derived *derived,
                             size_t index)
{
    const struct dataset *dataset = certificate->reporting->context->ledger->dataset;
    const struct step *step = &derived->steps[index];
    json_t *array = json_array();
    for (size_t i = 0; i < step->node->operand_count; i++)
        for (size_t j = 0; j < index; j++)
            if (takes_value(dataset, step, &derived->steps[j], step->node->operands[i]))
                append(certificate, array, json_integer((json_int_t)j));
    return array;
}

static json_t *json_version(struct certificate *certificate, const struct version *version)
{
    char from[DATE_TEXT_SIZE], published[DATE_TEXT_SIZE];
    if (version == NULL)
        return json_null();
    return json_pack("{s:s, s:s, s:s, s:s, s:b, s:s}", "parameter", version->parameter->id, "from",
                     date_text(from, version->from), "published",
                     date_text(published, version->published), "source", version->source,
                     "illustrative", (int)version->illustrative, "place",
                     place_shown(certificate->reporting, &version->place));
}

static void add_origin(struct certificate *certificate, json_t *json, const struct step *step)
{
    const struct dataset *dataset = certificate->reporting->context->ledger->dataset;
    const struct node *node = step->node;
    if (node->parameter != NULL)
        set(certificate, json, "source", json_version(certificate, step->version));
    if (node->item == NULL && node->field == NULL)
        return;
    uint32_t row = node->via != NULL ? dataset->tables[step->entity->index]
                                           .fields[node->via->index]
                                           .values[step->row]
                                           .reference
                                     : row_above(dataset, step->entity, step->row, node->entity);
    if (node->item != NULL) {
        want(certificate, node->item, row);
        set(certificate, json, "figure",
            json_pack("{s:s, s:s}", "rule", node->item->id, "row",
                      path_of(certificate, node->entity, row)));
        return;
    }
    const struct column *column = &dataset->tables[node->entity->index].fields[node->field->index];
    if (column->places != NULL)
        set(certificate, json, "place",
            json_text(place_shown(certificate->reporting, &column->places[row])));
}

static json_t *json_step(struct certificate *certificate, const struct derived *derived,
                         size_t index)
{
    const struct step *step = &derived->steps[index];
    const struct node *node = step->node;
    json_t *json = json_object();
    set(certificate, json, "id", json_integer((json_int_t)index));
    set(certificate, json, "op",
        json_text(node->op == NODE_CALL ? node->builtin->name : op_names[node->op]));
    set(certificate, json, "text",
        json_text(node_words(certificate->reporting, step->formula, node)));
    set(certificate, json, "table", json_text(step->entity->table));
    set(certificate, json, "row", json_text(path_of(certificate, step->entity, step->row)));
    set(certificate, json, "operands", json_operands(certificate, derived, index));
    set(certificate, json, "state", json_text(state_names[step->cell.state]));
    set(certificate, json, "value", json_value(certificate, &step->cell, &node->type));
    add_origin(certificate, json, step);
    return json;
}

/* ---- figures
 * ---------------------------------------------------------------------------------------------- */

static json_t *json_cases(struct certificate *certificate, const struct derived *derived)
{
    json_t *array = json_array();
    for (size_t i = 0; i < derived->rule->case_count; i++) {
        const struct rule_case *exception = &derived->rule->cases[i];
        const struct case_outcome *outcome = &derived->derivation.cases[i];
        append(certificate, array,
               json_pack("{s:s, s:b, s:b, s:b, s:s}", "label", exception->label, "holds",
                         (int)outcome->holds, "overridden", (int)outcome->overridden, "taken",
                         (int)outcome->taken, "source", exception->source));
    }
    return array;
}

static json_t *json_lines(struct certificate *certificate, const struct derived *derived)
{
    struct reporting *reporting = certificate->reporting;
    const struct ledger *ledger = reporting->context->ledger;
    struct arith *arith = reporting->context->arith;
    json_t *array = json_array();
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting *posting = &ledger->postings[i];
        if (posting->rule != derived->rule || posting->row != derived->row)
            continue;
        const char *from =
            posting->post->memo ? NULL : account_id(ledger, posting->from, reporting->arena);
        append(certificate, array,
               json_pack("{s:o, s:o, s:s, s:o, s:o, s:o}", "from", json_text(from), "to",
                         json_text(account_id(ledger, posting->to, reporting->arena)), "kind",
                         posting->post->kind->id, "exact",
                         json_text(number_text(&posting->exact, arith, NUMBER_PLAIN)), "amount",
                         json_text(number_text(&posting->amount, arith, NUMBER_PLAIN)), "residue",
                         json_text(number_text(&posting->residue, arith, NUMBER_PLAIN))));
    }
    return array;
}

static json_t *json_figure(struct certificate *certificate, const struct rule *rule, uint32_t row)
{
    struct derived derived;
    char date[DATE_TEXT_SIZE];
    if (derive(certificate->reporting, rule, row, &derived) != FT_OK) {
        fail(certificate);
        return NULL;
    }
    json_t *json = json_object(), *steps = json_array();
    for (size_t i = 0; i < derived.step_count; i++)
        append(certificate, steps, json_step(certificate, &derived, i));
    set(certificate, json, "rule", json_text(rule->item.id));
    set(certificate, json, "row", json_text(path_of(certificate, rule->item.entity, row)));
    set(certificate, json, "state", json_text(state_names[derived.derivation.outcome.state]));
    set(certificate, json, "value",
        json_value(certificate, &derived.derivation.outcome, &rule->item.type));
    set(certificate, json, "source", json_text(figure_source(certificate->reporting, rule, row)));
    set(certificate, json, "date", json_text(date_text(date, derived.derivation.on)));
    set(certificate, json, "cases", json_cases(certificate, &derived));
    set(certificate, json, "steps", steps);
    set(certificate, json, "postings", json_lines(certificate, &derived));
    return json;
}

json_t *json_derivation(struct reporting *reporting, const struct rule *rule, uint32_t row)
{
    struct certificate certificate = {.reporting = reporting, .figures = json_array()};
    want(&certificate, &rule->item, row);
    for (size_t i = 0; i < certificate.count && reporting->writer.status == FT_OK; i++)
        append(&certificate, certificate.figures,
               json_figure(&certificate,
                           policy_rule(reporting->context->policy, certificate.wanted[i].item->id),
                           certificate.wanted[i].row));
    return json_pack("{s:s, s:o, s:s, s:s, s:o}", "fangtian", FT_VERSION, "scenario",
                     json_text(reporting->context->scenario->id), "policy_digest",
                     reporting->context->policy->digest, "scenario_digest",
                     reporting->context->scenario->digest, "figures", certificate.figures);
}
