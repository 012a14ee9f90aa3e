/*
 * The certificate of a figure: every step that led to it, so that a reader in another language can
 * check each without this engine; tests/report/recheck.py does. README.md here documents its keys.
 */
#include <string.h>

#include "explain.h"
#include "formats.h"
#include "sentence.h"

static const char *const state_names[] = {[CELL_ABSENT] = "absent",
                                          [CELL_VALUE] = "value",
                                          [CELL_NOT_APPLICABLE] = "not_applicable",
                                          [CELL_ERROR] = "error",
                                          [CELL_UNDETERMINED] = "undetermined",
                                          [CELL_NONE] = "none"};

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

static void certificate_set(struct certificate *certificate, json_t *object, const char *key,
                            json_t *value)
{
    if (value == NULL || json_object_set_new(object, key, value) != 0)
        fail(certificate);
}

static void certificate_append(struct certificate *certificate, json_t *array, json_t *value)
{
    if (value == NULL || json_array_append_new(array, value) != 0)
        fail(certificate);
}

static const char *certificate_path_of(struct certificate *certificate, const struct entity *entity,
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

/* ---- a rule's formulas, by name ---- */

/* {name: text}: what was not evaluated can be seen too. As written, or by titles. */
static json_t *json_formulas(struct certificate *certificate, const struct rule *rule,
                             bool by_titles)
{
    size_t count;
    const struct named_formula *list = rule_formulas(certificate->reporting->arena, rule, &count);
    json_t *json = json_object();
    for (size_t i = 0; list != NULL && i < count; i++)
        if (list[i].formula != NULL)
            certificate_set(certificate, json, list[i].name,
                            json_text(by_titles
                                          ? formula_words(certificate->reporting, list[i].formula)
                                          : list[i].formula->text.bytes));
    if (list == NULL)
        fail(certificate);
    return json;
}

/* ---- steps ---- */

static json_t *certificate_json_value(struct certificate *certificate, const struct cell *cell,
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
    case TYPE_DATE:
    case TYPE_TEXT:
    case TYPE_REFERENCE:
        break;
    }
    return json_text(value_text(&cell->value, type, &plain, false, arith, FT_EN));
}

/* A cell as the derivation's text shows it, with its unit. */
static json_t *json_shown(struct certificate *certificate, const struct cell *cell,
                          const struct type *type, const struct unit *unit, bool integer)
{
    return json_text(cell_text(&certificate->reporting->display, cell, type, unit, integer));
}

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
static json_t *json_ids(struct certificate *certificate, const size_t *ids, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        certificate_append(certificate, array,
                           ids[i] == FT_NO_STEP ? json_null() : json_integer((json_int_t)ids[i]));
    return array;
}

/* ---- what stands behind a leaf ---- */

static json_t *json_number(struct certificate *certificate, const struct number *number)
{
    return json_text(number_text(number, certificate->reporting->context->arith, NUMBER_PLAIN));
}

static json_t *json_keys(struct certificate *certificate, const struct parameter *parameter,
                         const uint32_t *members)
{
    json_t *keys = json_array();
    for (size_t k = 0; k < parameter->key_count; k++)
        certificate_append(certificate, keys,
                           json_text(parameter->keys[k]->members[members[k]].id));
    return keys;
}

/* The slices of a scale: `above` a border or `from` it on, and the rate or amount. */
static json_t *json_slices(struct certificate *certificate, const struct parameter *parameter,
                           const struct scale *scale)
{
    const char *rate = parameter->shape == SHAPE_BRACKETS ? "rate" : "value";
    json_t *array = json_array();
    for (size_t i = 0; i < scale->count; i++) {
        const struct bracket *bracket = &scale->brackets[i];
        certificate_append(certificate, array,
                           json_pack("{s:o, s:o}", bracket->included ? "from" : "above",
                                     json_number(certificate, &bracket->above), rate,
                                     json_number(certificate, &bracket->rate)));
    }
    return array;
}

static void add_scales(struct certificate *certificate, json_t *json, const struct version *version)
{
    const struct parameter *parameter = version->parameter;
    const char *name = parameter->shape == SHAPE_BRACKETS ? "brackets" : "thresholds";
    if (parameter->key_count == 0) {
        certificate_set(certificate, json, name,
                        json_slices(certificate, parameter, &version->scales[0]));
        return;
    }
    json_t *scales = json_array();
    for (size_t i = 0; i < version->scale_count; i++)
        certificate_append(certificate, scales,
                           json_pack("{s:o, s:o}", "keys",
                                     json_keys(certificate, parameter, version->scales[i].keys),
                                     name,
                                     json_slices(certificate, parameter, &version->scales[i])));
    certificate_set(certificate, json, "scales", scales);
}

static json_t *json_members(struct certificate *certificate, const struct version *version)
{
    const struct enumeration *enumeration = version->parameter->type.enumeration;
    json_t *array = json_array();
    for (size_t i = 0; i < enumeration->count; i++)
        if (version->members[i])
            certificate_append(certificate, array, json_text(enumeration->members[i].id));
    return array;
}

static json_t *json_entries(struct certificate *certificate, const struct version *version)
{
    const struct parameter *parameter = version->parameter;
    json_t *array = json_array();
    for (size_t i = 0; i < version->entry_count; i++) {
        const struct cell cell = {.value = version->entries[i].value, .state = CELL_VALUE};
        certificate_append(certificate, array,
                           json_pack("{s:o, s:o}", "keys",
                                     json_keys(certificate, parameter, version->entries[i].keys),
                                     "value",
                                     certificate_json_value(certificate, &cell, &parameter->type)));
    }
    return array;
}

/* What the law says, as far as the step's own value does not: a scale, a set, a table. */
static void add_law(struct certificate *certificate, json_t *json, const struct version *version)
{
    switch (version->parameter->shape) {
    case SHAPE_SCALAR:
        return;
    case SHAPE_TABLE:
        certificate_set(certificate, json, "entries", json_entries(certificate, version));
        return;
    case SHAPE_BRACKETS:
    case SHAPE_THRESHOLDS:
        add_scales(certificate, json, version);
        return;
    case SHAPE_SET:
        certificate_set(certificate, json, "members", json_members(certificate, version));
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

static json_t *json_version(struct certificate *certificate, const struct version *version)
{
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE], published[DATE_TEXT_SIZE];
    if (version == NULL)
        return json_null();
    struct date end =
        known_end(version, certificate->reporting->context->ledger->dataset->known_at);
    bool ends = end.days != DATE_FOREVER.days;
    json_t *json = json_pack(
        "{s:s, s:s, s:o, s:o, s:s, s:b, s:b, s:s}", "parameter", version->parameter->id, "from",
        date_text(from, version->from), "to", json_or_null(ends ? date_text(to, end) : NULL),
        "published",
        json_or_null(version->is_published ? date_text(published, version->published) : NULL),
        "source", version->source, "illustrative", version->status == STATUS_ILLUSTRATIVE,
        "unverified", version->status == STATUS_UNVERIFIED, "place",
        place_shown(&certificate->reporting->display, &version->place));
    if (json != NULL)
        add_law(certificate, json, version);
    return json;
}

static void add_origin(struct certificate *certificate, json_t *json, const struct step *step)
{
    const struct dataset *dataset = certificate->reporting->context->ledger->dataset;
    const struct node *node = step->node;
    uint32_t row;
    if (node->parameter != NULL)
        certificate_set(certificate, json, "source", json_version(certificate, step->version));
    if ((node->item == NULL && node->field == NULL) || !looked_at(dataset, step, &row))
        return;
    if (node->item != NULL) {
        want(certificate, node->item, row);
        certificate_set(certificate, json, "figure",
                        json_pack("{s:s, s:s}", "rule", node->item->id, "row",
                                  certificate_path_of(certificate, node->entity, row)));
        return;
    }
    const struct column *column = &dataset->tables[node->entity->index].fields[node->field->index];
    struct place room;
    const struct place *place = column_place(column, row, &room);
    if (place != NULL)
        certificate_set(certificate, json, "place",
                        json_text(place_shown(&certificate->reporting->display, place)));
}

static json_t *json_step(struct certificate *certificate, const struct derived *derived,
                         const struct ft_step *said, size_t index)
{
    const struct dataset *dataset = certificate->reporting->context->ledger->dataset;
    const struct step *step = &derived->steps[index];
    const struct node *node = step->node;
    json_t *json = json_object();
    certificate_set(certificate, json, "id", json_integer((json_int_t)index));
    certificate_set(certificate, json, "formula", json_text(said->formula));
    certificate_set(certificate, json, "op", json_text(said->op));
    certificate_set(certificate, json, "text", json_text(said->words));
    certificate_set(certificate, json, "table", json_text(said->table));
    certificate_set(certificate, json, "row", json_text(said->row));
    certificate_set(certificate, json, "operands",
                    json_ids(certificate, said->operands, said->operand_count));
    if (step_is_aggregate(node->op)) {
        certificate_set(certificate, json, "where",
                        said->wheres == NULL
                            ? json_null()
                            : json_ids(certificate, said->wheres, said->where_count));
        certificate_set(certificate, json, "rows", json_integer((json_int_t)said->row_count));
        certificate_set(certificate, json, "rows_unknown", json_boolean(said->rows_unknown));
    }
    if (is_placed(node->op)) {
        struct family family = family_at(dataset, step->entity, step->row);
        certificate_set(certificate, json, "index",
                        json_integer((json_int_t)step->row - family.first + 1));
        certificate_set(certificate, json, "siblings",
                        json_integer((json_int_t)family.end - family.first));
    }
    certificate_set(certificate, json, "state", json_text(state_names[step->cell.state]));
    certificate_set(certificate, json, "value",
                    certificate_json_value(certificate, &step->cell, &node->type));
    certificate_set(certificate, json, "shown", json_text(said->shown));
    certificate_set(certificate, json, "title", json_leaf_title(node));
    add_origin(certificate, json, step);
    return json;
}

/* ---- figures ---- */

/* The labels of the cases that yield to this one. */
static json_t *json_overrides(struct certificate *certificate, const struct rule *rule,
                              const struct rule_case *exception)
{
    json_t *array = json_array();
    for (size_t i = 0; i < exception->override_count; i++)
        certificate_append(certificate, array,
                           json_text(rule->cases[exception->overrides[i]].label));
    return array;
}

static json_t *json_cases(struct certificate *certificate, const struct derived *derived)
{
    json_t *array = json_array();
    for (size_t i = 0; i < derived->rule->case_count; i++) {
        const struct rule_case *exception = &derived->rule->cases[i];
        const struct case_outcome *outcome = &derived->derivation.cases[i];
        certificate_append(
            certificate, array,
            json_pack("{s:s, s:o, s:b, s:b, s:b, s:o, s:s}", "label", exception->label, "title",
                      json_titles(&exception->title), "holds", (int)outcome->holds, "overridden",
                      (int)outcome->overridden, "taken", (int)outcome->taken, "overrides",
                      json_overrides(certificate, derived->rule, exception), "source",
                      exception->source));
    }
    return array;
}

static json_t *certificate_json_line(struct certificate *certificate, const struct posting *posting)
{
    const struct ledger *ledger = certificate->reporting->context->ledger;
    struct arena *arena = certificate->reporting->arena;
    const struct value_kind *kind = posting->post->kind;
    json_t *json = json_object();
    certificate_set(certificate, json, "post",
                    json_integer((json_int_t)(posting->post - posting->rule->posts)));
    certificate_set(certificate, json, "from",
                    posting->post->memo ? json_null()
                                        : json_text(account_id(ledger, posting->from, arena)));
    certificate_set(certificate, json, "to", json_text(account_id(ledger, posting->to, arena)));
    certificate_set(certificate, json, "kind", json_text(kind->id));
    const bool open = posting->lacks != NULL;
    certificate_set(certificate, json, "exact",
                    open ? json_null() : json_number(certificate, &posting->exact));
    certificate_set(certificate, json, "amount",
                    open ? json_null() : json_number(certificate, &posting->amount));
    certificate_set(certificate, json, "residue",
                    open ? json_null() : json_number(certificate, &posting->residue));
    certificate_set(certificate, json, "step", json_number(certificate, &kind->step));
    certificate_set(certificate, json, "mode", json_text(roundings[kind->mode].name));
    return json;
}

static json_t *json_lines(struct certificate *certificate, const struct derived *derived)
{
    const struct ledger *ledger = certificate->reporting->context->ledger;
    json_t *array = json_array();
    size_t end;
    for (size_t i = ledger_postings_at(ledger, derived->rule, derived->row, &end); i < end; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        certificate_append(certificate, array, certificate_json_line(certificate, &posting));
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

static json_t *certificate_json_head(struct certificate *certificate, const struct derived *derived,
                                     const struct named_figure *figure)
{
    char date[DATE_TEXT_SIZE];
    const struct cell *outcome = &derived->derivation.outcome;
    json_t *json = json_object();
    certificate_set(certificate, json, "rule", json_text(figure->name));
    certificate_set(certificate, json, "title", json_titles(figure->title));
    certificate_set(certificate, json, "table", json_text(derived->entity->table));
    certificate_set(certificate, json, "row",
                    json_text(certificate_path_of(certificate, derived->entity, derived->row)));
    certificate_set(certificate, json, "state", json_text(state_names[outcome->state]));
    certificate_set(certificate, json, "value",
                    certificate_json_value(certificate, outcome, figure->type));
    certificate_set(certificate, json, "shown",
                    json_shown(certificate, outcome, figure->type, figure->unit, figure->integer));
    certificate_set(certificate, json, "source", json_text(figure->source));
    certificate_set(certificate, json, "place",
                    json_text(place_shown(&certificate->reporting->display, figure->place)));
    certificate_set(certificate, json, "date", json_text(date_text(date, derived->derivation.on)));
    return json;
}

static json_t *json_steps(struct certificate *certificate, const struct derived *derived)
{
    json_t *steps = json_array();
    struct display display;
    display_open(&display, certificate->reporting->context);
    const struct ft_step *said = list_steps(&display, derived);
    for (size_t i = 0; said != NULL && i < derived->step_count; i++)
        certificate_append(certificate, steps, json_step(certificate, derived, &said[i], i));
    if (display.status != FT_OK)
        fail(certificate);
    return steps;
}

static json_t *json_figure(struct certificate *certificate, const struct rule *rule, uint32_t row)
{
    struct derived derived;
    if (derive(&certificate->reporting->display, rule, row, &derived) != FT_OK) {
        fail(certificate);
        return NULL;
    }
    const struct named_figure figure = {
        .name = rule->item.id,
        .title = &rule->item.title,
        .type = &rule->item.type,
        .unit = &rule->item.unit,
        .source = figure_source(&certificate->reporting->display, rule, row),
        .place = &rule->place};
    json_t *json = certificate_json_head(certificate, &derived, &figure);
    certificate_set(certificate, json, "note",
                    rule->note.zh == NULL ? json_null() : json_titles(&rule->note));
    certificate_set(certificate, json, "sentence",
                    json_text(rule_sentence(certificate->reporting, rule)));
    certificate_set(certificate, json, "formulas", json_formulas(certificate, rule, false));
    certificate_set(certificate, json, "words", json_formulas(certificate, rule, true));
    certificate_set(certificate, json, "cases", json_cases(certificate, &derived));
    certificate_set(certificate, json, "steps", json_steps(certificate, &derived));
    certificate_set(certificate, json, "posts", json_integer((json_int_t)rule->post_count));
    certificate_set(certificate, json, "postings", json_lines(certificate, &derived));
    return json;
}

/* A line of a view stands like the figure of a rule that has but a value. */
static json_t *json_line_of_view(struct certificate *certificate, const struct subject *subject)
{
    const struct view_line *line = subject->line;
    struct derived derived;
    if (derive_line(&certificate->reporting->display, subject, &derived) != FT_OK) {
        fail(certificate);
        return NULL;
    }
    const struct named_figure figure = {
        .name = subject_name(&certificate->reporting->display, subject),
        .title = &line->title,
        .type = &line->type,
        .unit = &line->unit,
        .integer = line->integer,
        .source = line->source != NULL ? line->source : subject->view->file->source,
        .place = &line->place};
    json_t *json = certificate_json_head(certificate, &derived, &figure);
    certificate_set(certificate, json, "note", json_null());
    certificate_set(certificate, json, "sentence", json_null());
    certificate_set(certificate, json, "formulas",
                    json_pack("{s:s}", "value", line->value->text.bytes));
    json_t *in_words = json_object();
    certificate_set(certificate, in_words, "value",
                    json_text(formula_words(certificate->reporting, line->value)));
    certificate_set(certificate, json, "words", in_words);
    certificate_set(certificate, json, "cases", json_array());
    certificate_set(certificate, json, "steps", json_steps(certificate, &derived));
    certificate_set(certificate, json, "posts", json_integer(0));
    certificate_set(certificate, json, "postings", json_array());
    return json;
}

/* The figures wanted, the nearest first; each adds those that it rests on, a level below its own.
 */
static void add_figures(struct certificate *certificate, uint32_t levels)
{
    struct reporting *reporting = certificate->reporting;
    size_t done = 0;
    for (uint32_t level = 0; level < levels && done < certificate->count; level++)
        for (size_t end = certificate->count; done < end && reporting->writer.status == FT_OK;
             done++)
            certificate_append(certificate, certificate->figures,
                               json_figure(certificate,
                                           policy_rule(reporting->context->policy,
                                                       certificate->wanted[done].item->id),
                                           certificate->wanted[done].row));
}

json_t *json_derivation(struct reporting *reporting, const struct subject *subject)
{
    struct certificate certificate = {.reporting = reporting, .figures = json_array()};
    const struct dataset *dataset = reporting->context->ledger->dataset;
    char as_of[DATE_TEXT_SIZE], known_at[DATE_TEXT_SIZE];
    if (subject->kind == SUBJECT_RULE)
        want(&certificate, &subject->rule->item, subject->row);
    else
        certificate_append(&certificate, certificate.figures,
                           json_line_of_view(&certificate, subject));
    add_figures(&certificate, reporting->report->levels == 0  ? FT_ALL_LEVELS
                              : subject->kind == SUBJECT_RULE ? reporting->report->levels
                                                              : reporting->report->levels - 1);
    return json_pack("{s:s, s:o, s:s, s:o, s:s, s:s, s:o, s:o}", "fangtian", FT_VERSION, "scenario",
                     json_text(reporting->context->scenario->id), "as_of",
                     date_text(as_of, dataset->as_of), "known_at",
                     json_or_null(dataset->known_at.days == DATE_FOREVER.days
                                      ? NULL
                                      : date_text(known_at, dataset->known_at)),
                     "policy_digest", reporting->context->policy->digest, "scenario_digest",
                     reporting->context->scenario->digest, "changed", json_changed(reporting),
                     "figures", certificate.figures);
}
