/* Figures as values: their texts for programs, and the figure that a name means. */
#include <string.h>

#include "derivation.h"
#include "shown_view.h"
#include "values.h"

/* ---- texts ---- */

void valuing_open(struct valuing *valuing, struct report_context *context)
{
    static const struct ft_report plain;
    *valuing = (struct valuing){.context = context};
    reporting_open(&valuing->reporting, context, &plain, NULL);
}

const char *valuing_text(struct valuing *valuing, const char *made)
{
    if (made == NULL)
        valuing->reporting.writer.status = FT_NO_MEMORY;
    return made == NULL ? "" : made;
}

void *valuing_array(struct valuing *valuing, size_t count, size_t size)
{
    void *array = arena_array(valuing->reporting.arena, count, size);
    if (array == NULL)
        valuing->reporting.writer.status = FT_NO_MEMORY;
    return array;
}

enum ft_status valuing_status(const struct valuing *valuing)
{
    return valuing->reporting.writer.status;
}

enum ft_state value_state(enum cell_state state)
{
    static const enum ft_state states[] = {[CELL_ABSENT] = FT_ABSENT,
                                           [CELL_VALUE] = FT_VALUE,
                                           [CELL_NOT_APPLICABLE] = FT_NOT_APPLICABLE,
                                           [CELL_ERROR] = FT_ERROR,
                                           [CELL_UNDETERMINED] = FT_UNDETERMINED,
                                           [CELL_NONE] = FT_ABSENT};
    return states[state];
}

enum ft_type value_type(const struct type *type)
{
    static const enum ft_type types[] = {
        [TYPE_NUMBER] = FT_NUMBER, [TYPE_BOOLEAN] = FT_TRUTH, [TYPE_DATE] = FT_DATE,
        [TYPE_SYMBOL] = FT_CHOICE, [TYPE_TEXT] = FT_STRING,   [TYPE_REFERENCE] = FT_ROW};
    return types[type->kind];
}

const char *number_exact(struct valuing *valuing, const struct number *number,
                         const struct unit *unit)
{
    struct arith *arith = valuing->context->arith;
    struct number shown;
    if (number_div(&shown, arith, number, &unit->factor) != FT_OK)
        return valuing_text(valuing, NULL);
    return valuing_text(valuing, number_text(&shown, arith, NUMBER_PLAIN));
}

const char *value_path(struct valuing *valuing, const struct entity *entity, uint32_t row)
{
    const struct dataset *dataset = valuing->context->scenario->dataset;
    return valuing_text(valuing, row_path(dataset, entity, row, valuing->reporting.arena));
}

const char *value_exact(struct valuing *valuing, const union value *value, const struct type *type,
                        const struct unit *unit)
{
    char day[DATE_TEXT_SIZE];
    switch (type->kind) {
    case TYPE_NUMBER:
        return number_exact(valuing, &value->number, unit);
    case TYPE_BOOLEAN:
        return value->boolean ? "true" : "false";
    case TYPE_DATE:
        return valuing_text(
            valuing, arena_format(valuing->reporting.arena, "%s", date_text(day, value->date)));
    case TYPE_SYMBOL:
        return type->enumeration->members[value->symbol].id;
    case TYPE_REFERENCE:
        return value_path(valuing, type->entity, value->reference);
    case TYPE_TEXT:
        break;
    }
    return value->text;
}

/* ---- the figure that is named ---- */

/* What a subject has at its row, and how its value is shown. */
struct found {
    struct cell cell;
    const struct type *type;
    const struct unit *unit;
    bool integer;
    const struct title *title;
    const struct place *place;
};

/* The one posting of a rule at a row, of the rule's own figure; NULL: none or several. */
static const struct posting *only_posting(const struct ledger *ledger, const struct rule *rule,
                                          uint32_t row)
{
    const struct posting *only = NULL;
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting *posting = &ledger->postings[i];
        if (posting->rule != rule || posting->row != row || posting->post->amount != NULL ||
            posting->lacks != NULL)
            continue;
        if (only != NULL)
            return NULL;
        only = posting;
    }
    return only;
}

/* A posted amount with all decimals of its step, in the unit of the figure where that is the
 * kind's. */
static const char *posted_text(struct valuing *valuing, const struct posting *posting,
                               const struct unit *unit)
{
    const struct value_kind *kind = posting->post->kind;
    struct arith *arith = valuing->context->arith;
    struct number shown;
    if (strcmp(unit->text, kind->unit.text) != 0 ||
        number_div(&shown, arith, &posting->amount, &unit->factor) != FT_OK)
        return number_exact(valuing, &posting->amount, unit);
    return valuing_text(valuing, number_fixed(&shown, arith, kind->decimals, NUMBER_PLAIN));
}

/* Half up to the sixth decimal, as long figures are shown to people. */
static const char *value_rounded(struct valuing *valuing, const struct number *number,
                                 const struct unit *unit)
{
    const struct number step = {.num = 1, .den = 1000000};
    struct arith *arith = valuing->context->arith;
    struct number shown;
    enum ft_status status = number_div(&shown, arith, number, &unit->factor);
    if (status == FT_OK)
        status = number_round(&shown, arith, &shown, &step, ROUND_HALF_UP);
    return valuing_text(valuing, status == FT_OK ? number_text(&shown, arith, NUMBER_PLAIN) : NULL);
}

static void value_of_rule(struct valuing *valuing, const struct subject *subject,
                          struct found *found, struct ft_figure *figure)
{
    const struct rule *rule = subject->rule;
    const struct item_column *column =
        &valuing->context->ledger->dataset->tables[rule->item.entity->index]
             .items[rule->item.index];
    *found = (struct found){.cell = {.state = column->column.states[subject->row],
                                     .value = column->column.values[subject->row],
                                     .reason = column->reasons[subject->row]},
                            .type = &rule->item.type,
                            .unit = &rule->item.unit,
                            .title = &rule->item.title,
                            .place = &rule->place};
    figure->source = valuing_text(valuing, figure_source(&valuing->reporting, rule, subject->row));
    if (found->cell.state == CELL_NOT_APPLICABLE)
        figure->reason =
            valuing_text(valuing, reason_shown(&valuing->reporting, rule, subject->row));
}

static void value_of_fact(struct valuing *valuing, const struct subject *subject,
                          struct found *found)
{
    const struct field *field = subject->field;
    const struct column *column =
        &valuing->context->ledger->dataset->tables[subject->entity->index].fields[field->index];
    *found = (struct found){
        .cell = {.state = column->states[subject->row], .value = column->values[subject->row]},
        .type = &field->type,
        .unit = &field->unit,
        .integer = field->integer,
        .title = &field->title,
        .place = column->places == NULL ? NULL : &column->places[subject->row]};
}

/* A view's column at a row, or what it adds up to. Errors: as ledger_view. */
static enum ft_status value_of_line(struct valuing *valuing, const struct subject *subject,
                                    struct found *found, struct ft_figure *figure)
{
    struct report_context *context = valuing->context;
    const struct view_line *line = subject->line;
    const size_t index = (size_t)(line - subject->view->lines);
    struct view_table table;
    enum ft_status status =
        ledger_view(&table, context->ledger, subject->view, context->arith, context->diagnostics);
    if (status != FT_OK)
        return status;
    *found = (struct found){.type = &line->type,
                            .unit = &line->unit,
                            .integer = line->integer,
                            .title = &line->title,
                            .place = &line->place};
    if (subject->kind == SUBJECT_TOTAL) {
        found->cell = table.totals[index];
        return FT_OK;
    }
    found->cell = table.cells[subject->row * subject->view->line_count + index];
    figure->source =
        valuing_text(valuing, view_source(&valuing->reporting, subject->view, line, subject->row));
    const char *reason = view_reason(&valuing->reporting, subject->view, line, subject->row,
                                     &found->cell, context->language);
    figure->reason = reason == NULL ? "" : reason;
    return FT_OK;
}

static void describe(struct valuing *valuing, const struct subject *subject,
                     const struct found *found, struct ft_figure *figure)
{
    const struct place *place = found->place;
    figure->state = value_state(found->cell.state);
    figure->type = value_type(found->type);
    figure->item = valuing_text(valuing, subject_name(&valuing->reporting, subject));
    figure->table = subject->entity->table;
    figure->row =
        subject->kind == SUBJECT_TOTAL ? "" : value_path(valuing, subject->entity, subject->row);
    figure->title = title_in(found->title, valuing->context->language);
    figure->unit = found->type->kind == TYPE_NUMBER ? found->unit->text : "";
    figure->shown = valuing_text(valuing, cell_text(&valuing->reporting, &found->cell, found->type,
                                                    found->unit, found->integer));
    if (place != NULL && place->source != NULL) {
        figure->file = place->source->path;
        figure->line = place->line;
        figure->column = place->column;
    }
}

/* What an undetermined figure lacks: in words, and the facts among it by their paths. */
static void fill_lacks(struct valuing *valuing, const struct lacks *lacks, struct ft_figure *figure)
{
    const struct report_context *context = valuing->context;
    const char **facts = valuing_array(valuing, lacks->count, sizeof(const char *));
    figure->reason = valuing_text(valuing, lacks_text(context->policy, context->ledger->dataset,
                                                      context->arith, lacks, context->language));
    for (uint32_t i = 0; facts != NULL && i < lacks->count; i++) {
        const struct lack *lack = &lacks->lacks[i];
        if (lack->kind != LACK_FACT)
            continue;
        const char *row = value_path(valuing, lack->entity, lack->row);
        facts[figure->fact_count++] =
            valuing_text(valuing, arena_format(valuing->reporting.arena,
                                               row[0] == '\0' ? "%s%s.%s" : "%s[%s].%s",
                                               lack->entity->table, row, lack->field->id));
    }
    figure->facts = facts;
}

static void fill_value(struct valuing *valuing, const struct subject *subject,
                       const struct found *found, struct ft_figure *figure)
{
    const struct number *number = &found->cell.value.number;
    if (found->cell.state == CELL_UNDETERMINED)
        fill_lacks(valuing, found->cell.reason.lacks, figure);
    if (found->cell.state != CELL_VALUE)
        return;
    figure->exact = value_exact(valuing, &found->cell.value, found->type, found->unit);
    if (found->type->kind != TYPE_NUMBER)
        return;
    const struct posting *posting =
        subject->kind == SUBJECT_RULE
            ? only_posting(valuing->context->ledger, subject->rule, subject->row)
            : NULL;
    figure->rounded = posting != NULL ? posted_text(valuing, posting, found->unit)
                                      : value_rounded(valuing, number, found->unit);
}

/* The figure of a subject. Errors: as report_figure. */
static enum ft_status give_figure(struct valuing *valuing, const struct subject *subject,
                                  struct ft_figure *figure)
{
    struct found found;
    enum ft_status status = FT_OK;
    *figure = (struct ft_figure){.item = "",
                                 .table = "",
                                 .row = "",
                                 .title = "",
                                 .exact = "",
                                 .rounded = "",
                                 .unit = "",
                                 .shown = "",
                                 .reason = "",
                                 .source = "",
                                 .file = ""};
    if (subject->kind == SUBJECT_RULE)
        value_of_rule(valuing, subject, &found, figure);
    else if (subject->kind == SUBJECT_FACT)
        value_of_fact(valuing, subject, &found);
    else
        status = value_of_line(valuing, subject, &found, figure);
    if (status != FT_OK)
        return status;
    describe(valuing, subject, &found, figure);
    fill_value(valuing, subject, &found, figure);
    return valuing_status(valuing);
}

enum ft_status report_figure(struct report_context *context, const char *item,
                             struct ft_figure *figure)
{
    struct valuing valuing;
    struct subject subject;
    valuing_open(&valuing, context);
    if (!find_subject(&valuing.reporting, item, &subject))
        return valuing_status(&valuing) == FT_OK ? FT_INVALID : valuing_status(&valuing);
    return give_figure(&valuing, &subject, figure);
}

enum ft_status report_steps(struct report_context *context, const char *item,
                            struct ft_derivation *derivation)
{
    struct valuing valuing;
    struct subject subject;
    struct derived derived = {0};
    char day[DATE_TEXT_SIZE];
    valuing_open(&valuing, context);
    if (!find_subject(&valuing.reporting, item, &subject))
        return valuing_status(&valuing) == FT_OK ? FT_INVALID : valuing_status(&valuing);
    enum ft_status status = give_figure(&valuing, &subject, &derivation->figure);
    derivation->on = "";
    if (status == FT_OK && subject.kind == SUBJECT_RULE)
        status = derive(&valuing.reporting, subject.rule, subject.row, &derived);
    else if (status == FT_OK && subject.kind == SUBJECT_LINE && subject.line->value != NULL)
        status = derive_line(&valuing.reporting, &subject, &derived);
    else
        return status; /* a fact, a net and a sum have no steps */
    if (status != FT_OK)
        return status;
    derivation->on = valuing_text(&valuing, arena_format(valuing.reporting.arena, "%s",
                                                         date_text(day, derived.derivation.on)));
    derivation->steps = list_steps(&valuing, &derived);
    derivation->step_count = derivation->steps == NULL ? 0 : derived.step_count;
    return valuing_status(&valuing);
}
