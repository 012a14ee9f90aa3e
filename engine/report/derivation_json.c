/*
 * The certificate of a figure: every step that led to it, so that a reader in another language can
 * check each without this engine; tests/report/recheck.py does. README.md here documents its keys.
 */
#include <string.h>

#include "derivation_tree.h"
#include "formats.h"
#include "sentence.h"

/* ---- a rule's formulas, by name ---- */

/* {name: text}: what was not evaluated can be seen too. As written, or by titles. */
static json_t *json_formulas(struct reporting *reporting, const struct rule *rule, bool by_titles)
{
    size_t count;
    const struct named_formula *list = rule_formulas(reporting->arena, rule, &count);
    json_t *json = json_object();
    for (size_t i = 0; list != NULL && i < count; i++)
        if (list[i].formula != NULL)
            json_set(reporting, json, list[i].name,
                     json_text(by_titles ? formula_words(reporting, list[i].formula)
                                         : list[i].formula->text.bytes));
    if (list == NULL)
        reporting->writer.status = FT_NO_MEMORY;
    return json;
}

/* ---- steps ---- */

/* What a leaf is called; null for an operation. */
static json_t *json_leaf_title(const struct node *node)
{
    const struct title *title = node->parameter != NULL ? &node->parameter->title
                                : node->item != NULL    ? &node->item->title
                                : node->field != NULL   ? &node->field->title
                                                        : NULL;
    return title == NULL ? json_null() : json_titles(title);
}

static bool is_placed(enum node_op op)
{
    return op == NODE_FIRST || op == NODE_LAST || op == NODE_INDEX || step_is_pool(op);
}

/* Numbers of earlier steps, null where a node was not evaluated at that row. */
static json_t *json_ids(struct reporting *reporting, const size_t *ids, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_append(reporting, array,
                    ids[i] == FT_NO_STEP ? json_null() : json_integer((json_int_t)ids[i]));
    return array;
}

/* ---- what stands behind a leaf ---- */

static json_t *json_keys(struct reporting *reporting, const struct parameter *parameter,
                         const uint32_t *members)
{
    json_t *keys = json_array();
    for (size_t k = 0; k < parameter->key_count; k++)
        json_append(reporting, keys, json_text(parameter->keys[k]->members[members[k]].id));
    return keys;
}

/* The slices of a scale: `above` a border or `from` it on, and the rate or amount. */
static json_t *json_slices(struct reporting *reporting, const struct parameter *parameter,
                           const struct scale *scale)
{
    const char *rate = parameter->shape == SHAPE_BRACKETS ? "rate" : "value";
    json_t *array = json_array();
    for (size_t i = 0; i < scale->count; i++) {
        const struct bracket *bracket = &scale->brackets[i];
        json_append(reporting, array,
                    json_pack("{s:o, s:o}", bracket->included ? "from" : "above",
                              json_number(reporting, &bracket->above), rate,
                              json_number(reporting, &bracket->rate)));
    }
    return array;
}

static void add_scales(struct reporting *reporting, json_t *json, const struct version *version)
{
    const struct parameter *parameter = version->parameter;
    const char *name = parameter->shape == SHAPE_BRACKETS ? "brackets" : "thresholds";
    if (parameter->key_count == 0) {
        json_set(reporting, json, name, json_slices(reporting, parameter, &version->scales[0]));
        return;
    }
    json_t *scales = json_array();
    for (size_t i = 0; i < version->scale_count; i++)
        json_append(reporting, scales,
                    json_pack("{s:o, s:o}", "keys",
                              json_keys(reporting, parameter, version->scales[i].keys), name,
                              json_slices(reporting, parameter, &version->scales[i])));
    json_set(reporting, json, "scales", scales);
}

static json_t *json_members(struct reporting *reporting, const struct version *version)
{
    const struct enumeration *enumeration = version->parameter->type.enumeration;
    json_t *array = json_array();
    for (size_t i = 0; i < enumeration->count; i++)
        if (version->members[i])
            json_append(reporting, array, json_text(enumeration->members[i].id));
    return array;
}

static json_t *json_entries(struct reporting *reporting, const struct version *version)
{
    const struct parameter *parameter = version->parameter;
    json_t *array = json_array();
    for (size_t i = 0; i < version->entry_count; i++) {
        const struct cell cell = {.value = version->entries[i].value, .state = CELL_VALUE};
        json_append(reporting, array,
                    json_pack("{s:o, s:o}", "keys",
                              json_keys(reporting, parameter, version->entries[i].keys), "value",
                              json_base_figure(reporting, &cell, &parameter->type)));
    }
    return array;
}

/* What the law says, as far as the step's own value does not: a scale, a set, a table. */
static void add_law(struct reporting *reporting, json_t *json, const struct version *version)
{
    switch (version->parameter->shape) {
    case SHAPE_SCALAR:
        return;
    case SHAPE_TABLE:
        json_set(reporting, json, "entries", json_entries(reporting, version));
        return;
    case SHAPE_BRACKETS:
    case SHAPE_THRESHOLDS:
        add_scales(reporting, json, version);
        return;
    case SHAPE_SET:
        json_set(reporting, json, "members", json_members(reporting, version));
        return;
    }
}

/* The day on which a value gave way, as far as was known: a later one counts once it was published.
 */
static struct date known_end(const struct version *version, struct date known_at)
{
    const struct parameter *parameter = version->parameter;
    struct date end = version_end(version, known_at);
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *later = &parameter->versions[i];
        if (later->from.days > version->from.days && later->from.days < end.days &&
            later->published.days <= known_at.days)
            end = later->from;
    }
    return end;
}

static json_t *json_version(struct reporting *reporting, const struct version *version)
{
    if (version == NULL)
        return json_null();
    json_t *json =
        json_pack("{s:s, s:o, s:o, s:o, s:s, s:b, s:b, s:s}", "parameter", version->parameter->id,
                  "from", json_day(version->from), "to",
                  json_day(known_end(version, reporting->context->ledger->dataset->known_at)),
                  "published", version->is_published ? json_day(version->published) : json_null(),
                  "source", version->source, "illustrative", version->status == STATUS_ILLUSTRATIVE,
                  "unverified", version->status == STATUS_UNVERIFIED, "place",
                  place_shown(&reporting->display, &version->place));
    if (json != NULL)
        add_law(reporting, json, version);
    return json;
}

static void add_origin(struct reporting *reporting, json_t *json, const struct step *step)
{
    const struct dataset *dataset = reporting->context->ledger->dataset;
    const struct node *node = step->node;
    uint32_t row;
    if (node->parameter != NULL)
        json_set(reporting, json, "source", json_version(reporting, step->version));
    if ((node->item == NULL && node->field == NULL) || !looked_at(dataset, step, &row))
        return;
    if (node->item != NULL) {
        json_set(reporting, json, "figure",
                 json_pack("{s:s, s:o}", "rule", node->item->id, "row",
                           json_row_path(reporting, node->entity, row)));
        return;
    }
    const struct column *column = dataset_field(dataset, node->entity, node->field);
    struct place room;
    const struct place *place = column_place(column, row, &room);
    if (place != NULL)
        json_set(reporting, json, "place", json_text(place_shown(&reporting->display, place)));
}

static json_t *json_step(struct reporting *reporting, const struct derived *derived,
                         const struct ft_step *said, size_t index)
{
    const struct step *step = &derived->steps[index];
    const struct node *node = step->node;
    json_t *json = json_object();
    json_set(reporting, json, "id", json_integer((json_int_t)index));
    json_set(reporting, json, "formula", json_text(said->formula));
    json_set(reporting, json, "op", json_text(said->op));
    json_set(reporting, json, "text", json_text(said->words));
    json_set(reporting, json, "table", json_text(said->table));
    json_set(reporting, json, "row", json_text(said->row));
    json_set(reporting, json, "operands", json_ids(reporting, said->operands, said->operand_count));
    if (step_is_aggregate(node->op)) {
        json_set(reporting, json, "where",
                 said->wheres == NULL ? json_null()
                                      : json_ids(reporting, said->wheres, said->where_count));
        json_set(reporting, json, "rows", json_integer((json_int_t)said->row_count));
        json_set(reporting, json, "rows_unknown", json_boolean(said->rows_unknown));
    }
    if (is_placed(node->op)) {
        struct family family =
            family_at(reporting->context->ledger->dataset, step->entity, step->row);
        json_set(reporting, json, "index", json_integer((json_int_t)step->row - family.first + 1));
        json_set(reporting, json, "siblings", json_integer((json_int_t)family.end - family.first));
    }
    json_set(reporting, json, "state", json_text(cell_state_names[step->cell.state]));
    json_set(reporting, json, "value", json_base_figure(reporting, &step->cell, &node->type));
    json_set(reporting, json, "shown", json_text(said->shown));
    json_set(reporting, json, "title", json_leaf_title(node));
    add_origin(reporting, json, step);
    return json;
}

/* ---- figures ---- */

/* The labels of the cases that yield to this one. */
static json_t *json_overrides(struct reporting *reporting, const struct rule *rule,
                              const struct rule_case *exception)
{
    json_t *array = json_array();
    for (size_t i = 0; i < exception->override_count; i++)
        json_append(reporting, array, json_text(rule->cases[exception->overrides[i]].label));
    return array;
}

static json_t *json_cases(struct reporting *reporting, const struct derived *derived)
{
    json_t *array = json_array();
    for (size_t i = 0; i < derived->rule->case_count; i++) {
        const struct rule_case *exception = &derived->rule->cases[i];
        const struct case_outcome *outcome = &derived->derivation.cases[i];
        json_append(reporting, array,
                    json_pack("{s:s, s:o, s:b, s:b, s:b, s:o, s:s}", "label", exception->label,
                              "title", json_titles(&exception->title), "holds", (int)outcome->holds,
                              "overridden", (int)outcome->overridden, "taken", (int)outcome->taken,
                              "overrides", json_overrides(reporting, derived->rule, exception),
                              "source", exception->source));
    }
    return array;
}

static json_t *certificate_json_line(struct reporting *reporting, const struct posting *posting)
{
    const struct ledger *ledger = reporting->context->ledger;
    struct arena *arena = reporting->arena;
    const struct value_kind *kind = posting->post->kind;
    json_t *json = json_object();
    json_set(reporting, json, "post",
             json_integer((json_int_t)(posting->post - posting->rule->posts)));
    json_set(reporting, json, "from",
             posting->post->memo ? json_null()
                                 : json_text(account_id(ledger, posting->from, arena)));
    json_set(reporting, json, "to", json_text(account_id(ledger, posting->to, arena)));
    json_set(reporting, json, "kind", json_text(kind->id));
    const bool open = posting->lacks != NULL;
    json_set(reporting, json, "exact",
             open ? json_null() : json_number(reporting, &posting->exact));
    json_set(reporting, json, "amount",
             open ? json_null() : json_number(reporting, &posting->amount));
    json_set(reporting, json, "residue",
             open ? json_null() : json_number(reporting, &posting->residue));
    json_set(reporting, json, "step", json_number(reporting, &kind->step));
    json_set(reporting, json, "mode", json_text(roundings[kind->mode].name));
    return json;
}

static json_t *json_lines(struct reporting *reporting, const struct derived *derived)
{
    const struct ledger *ledger = reporting->context->ledger;
    json_t *array = json_array();
    size_t end;
    for (size_t i = ledger_postings_at(ledger, derived->rule, derived->row, &end); i < end; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        json_append(reporting, array, certificate_json_line(reporting, &posting));
    }
    return array;
}

/* What a rule's figure and a line of a view have both. */
struct named_figure {
    const char *name;
    const struct title *title;
    const struct type *type;
    const struct unit *unit;
    bool integer;
    const char *source;
    const struct place *place;
};

static json_t *certificate_json_head(struct reporting *reporting, const struct derived *derived,
                                     const struct named_figure *figure)
{
    const struct cell *outcome = &derived->derivation.outcome;
    json_t *json = json_object();
    json_set(reporting, json, "rule", json_text(figure->name));
    json_set(reporting, json, "title", json_titles(figure->title));
    json_set(reporting, json, "table", json_text(derived->entity->table));
    json_set(reporting, json, "row", json_row_path(reporting, derived->entity, derived->row));
    json_set(reporting, json, "state", json_text(cell_state_names[outcome->state]));
    json_set(reporting, json, "value", json_base_figure(reporting, outcome, figure->type));
    json_set(reporting, json, "shown",
             json_text(cell_text(&reporting->display, outcome, figure->type, figure->unit,
                                 figure->integer)));
    json_set(reporting, json, "source", json_text(figure->source));
    json_set(reporting, json, "place", json_text(place_shown(&reporting->display, figure->place)));
    json_set(reporting, json, "date", json_day(derived->derivation.on));
    return json;
}

static json_t *json_steps(struct reporting *reporting, const struct derived *derived)
{
    json_t *steps = json_array();
    struct display display;
    display_open(&display, reporting->context);
    const struct ft_step *said = list_steps(&display, derived);
    for (size_t i = 0; said != NULL && i < derived->step_count; i++)
        json_append(reporting, steps, json_step(reporting, derived, &said[i], i));
    if (display.status != FT_OK)
        reporting->writer.status = FT_NO_MEMORY;
    return steps;
}

/* The figure of a rule, which wants those that it rests on; NULL: memory is out. */
static json_t *json_figure(struct tree *tree, const struct rule *rule, uint32_t row, uint32_t level)
{
    struct reporting *reporting = tree->reporting;
    struct derived derived;
    if (derive(&reporting->display, rule, row, &derived) != FT_OK)
        return NULL;
    want_used(tree, &derived, level + 1);
    const struct named_figure figure = {.name = rule->item.id,
                                        .title = &rule->item.title,
                                        .type = &rule->item.type,
                                        .unit = &rule->item.unit,
                                        .source = figure_source(&reporting->display, rule, row),
                                        .place = &rule->place};
    json_t *json = certificate_json_head(reporting, &derived, &figure);
    json_set(reporting, json, "note", json_titles_or_null(&rule->note));
    json_set(reporting, json, "sentence", json_text(rule_sentence(reporting, rule)));
    json_set(reporting, json, "formulas", json_formulas(reporting, rule, false));
    json_set(reporting, json, "words", json_formulas(reporting, rule, true));
    json_set(reporting, json, "cases", json_cases(reporting, &derived));
    json_set(reporting, json, "steps", json_steps(reporting, &derived));
    json_set(reporting, json, "posts", json_integer((json_int_t)rule->post_count));
    json_set(reporting, json, "postings", json_lines(reporting, &derived));
    return json;
}

/* A line of a view stands like the figure of a rule that has but a value. */
static json_t *json_line_of_view(struct tree *tree, const struct subject *subject)
{
    struct reporting *reporting = tree->reporting;
    const struct view_line *line = subject->line;
    struct derived derived;
    if (derive_line(&reporting->display, subject, &derived) != FT_OK)
        return NULL;
    want_used(tree, &derived, 1);
    const struct named_figure figure = {
        .name = subject_name(&reporting->display, subject),
        .title = &line->title,
        .type = &line->type,
        .unit = &line->unit,
        .integer = line->integer,
        .source = line->source != NULL ? line->source : subject->view->file->source,
        .place = &line->place};
    json_t *json = certificate_json_head(reporting, &derived, &figure);
    json_set(reporting, json, "note", json_null());
    json_set(reporting, json, "sentence", json_null());
    json_set(reporting, json, "formulas", json_pack("{s:s}", "value", line->value->text.bytes));
    json_set(reporting, json, "words",
             json_pack("{s:o}", "value", json_text(formula_words(reporting, line->value))));
    json_set(reporting, json, "cases", json_array());
    json_set(reporting, json, "steps", json_steps(reporting, &derived));
    json_set(reporting, json, "posts", json_integer(0));
    json_set(reporting, json, "postings", json_array());
    return json;
}

/* The nearest figures first. */
json_t *json_derivation(struct reporting *reporting, const struct subject *subject)
{
    const uint32_t levels = reporting->report->levels;
    struct tree tree = {.reporting = reporting,
                        .rows_too = true,
                        .lowest = levels == 0 ? FT_ALL_LEVELS : levels - 1,
                        .most = SIZE_MAX};
    const struct dataset *dataset = reporting->context->ledger->dataset;
    json_t *figures = json_array();
    if (subject->kind == SUBJECT_RULE)
        want_figure(&tree, subject->rule, subject->row, 0);
    else
        json_append(reporting, figures, json_line_of_view(&tree, subject));
    for (size_t i = 0; i < tree.count && reporting->writer.status == FT_OK; i++)
        json_append(
            reporting, figures,
            json_figure(&tree, tree.figures[i].rule, tree.figures[i].row, tree.figures[i].level));
    return json_pack("{s:s, s:s, s:o, s:o, s:s, s:s, s:o, s:o}", "fangtian", FT_VERSION, "scenario",
                     reporting->context->scenario->id, "as_of", json_day(dataset->as_of),
                     "known_at", json_day(dataset->known_at), "policy_digest",
                     reporting->context->policy->digest, "scenario_digest",
                     reporting->context->scenario->digest, "changed", json_changed(reporting),
                     "figures", figures);
}
