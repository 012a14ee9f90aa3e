/* Figures as values: their texts for programs, and the figure that a name means. */
#include <assert.h>
#include <string.h>

#include "derivation.h"
#include "shown_view.h"
#include "values.h"

/* ---- texts ---- */

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

const char *number_exact(struct display *display, const struct number *number,
                         const struct unit *unit)
{
    return display_text(display, number_in(number, display->context->arith, unit, NUMBER_PLAIN));
}

const char *value_path(struct display *display, const struct entity *entity, uint32_t row)
{
    const struct dataset *dataset = display->context->scenario->dataset;
    return display_text(display, row_path(dataset, entity, row, display->arena));
}

const char *value_exact(struct display *display, const union value *value, const struct type *type,
                        const struct unit *unit)
{
    char day[DATE_TEXT_SIZE];
    switch (type->kind) {
    case TYPE_NUMBER:
        return number_exact(display, &value->number, unit);
    case TYPE_BOOLEAN:
        return value->boolean ? "true" : "false";
    case TYPE_DATE:
        return display_text(display,
                            arena_format(display->arena, "%s", date_text(day, value->date)));
    case TYPE_SYMBOL:
        return type->enumeration->members[value->symbol].id;
    case TYPE_REFERENCE:
        return value_path(display, type->entity, value->reference);
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
    struct place room; /* a fact's */
    bool given;        /* a fact that somebody wrote */
};

/* The one posting of a rule at a row, of the rule's own figure; false: none or several. */
static bool only_posting(struct posting *only, const struct ledger *ledger, const struct rule *rule,
                         uint32_t row)
{
    size_t end, count = 0;
    for (size_t i = ledger_postings_at(ledger, rule, row, &end); i < end; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        if (posting.post->amount != NULL || posting.lacks != NULL)
            continue;
        *only = posting;
        count++;
    }
    return count == 1;
}

/* A posted amount with all decimals of its step, in the unit of the figure where that is the
 * kind's. */
static const char *posted_text(struct display *display, const struct posting *posting,
                               const struct unit *unit)
{
    const struct value_kind *kind = posting->post->kind;
    struct arith *arith = display->context->arith;
    struct number shown;
    if (strcmp(unit->text, kind->unit.text) != 0 ||
        number_div(&shown, arith, &posting->amount, &unit->factor) != FT_OK)
        return number_exact(display, &posting->amount, unit);
    return display_text(display, number_fixed(&shown, arith, kind->decimals, NUMBER_PLAIN));
}

/* Half up to the sixth decimal, as long figures are shown to people. */
static const char *value_rounded(struct display *display, const struct number *number,
                                 const struct unit *unit)
{
    const struct number step = {.num = 1, .den = 1000000};
    struct arith *arith = display->context->arith;
    struct number shown;
    enum ft_status status = number_div(&shown, arith, number, &unit->factor);
    if (status == FT_OK)
        status = number_round(&shown, arith, &shown, &step, ROUND_HALF_UP);
    return display_text(display, status == FT_OK ? number_text(&shown, arith, NUMBER_PLAIN) : NULL);
}

static void value_of_rule(struct display *display, const struct subject *subject,
                          struct found *found, struct ft_figure *figure)
{
    const struct rule *rule = subject->rule;
    const struct item_column *column = dataset_item(display->context->ledger->dataset, &rule->item);
    *found = (struct found){.cell = item_cell(column, subject->row),
                            .type = &rule->item.type,
                            .unit = &rule->item.unit,
                            .title = &rule->item.title,
                            .place = &rule->place};
    figure->source = display_text(display, figure_source(display, rule, subject->row));
    if (found->cell.state == CELL_NOT_APPLICABLE)
        figure->reason = display_text(display, reason_shown(display, rule, subject->row));
}

static bool found_is_given(const struct column *column, uint32_t row)
{
    const enum cell_state state = column_state(column, row);
    return state == CELL_NONE || (state == CELL_VALUE && !column_is_unwritten(column, row));
}

static void value_of_fact(struct display *display, const struct subject *subject,
                          struct found *found)
{
    const struct field *field = subject->field;
    const struct column *column =
        dataset_field(display->context->ledger->dataset, subject->entity, field);
    *found = (struct found){.cell = column_cell(column, subject->row),
                            .type = &field->type,
                            .unit = &field->unit,
                            .integer = field->integer,
                            .title = &field->title,
                            .place = column_place(column, subject->row, &found->room),
                            .given = found_is_given(column, subject->row)};
}

/* A view's column at a row, or what it adds up to. Errors: as ledger_view. */
static enum ft_status value_of_line(struct display *display, const struct subject *subject,
                                    struct found *found, struct ft_figure *figure)
{
    struct figure_context *context = display->context;
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
    figure->source = display_text(display, view_source(display, subject->view, line, subject->row));
    const char *reason =
        view_reason(display, subject->view, line, subject->row, &found->cell, context->language);
    figure->reason = reason == NULL ? "" : reason;
    return FT_OK;
}

static void describe(struct display *display, const struct subject *subject,
                     const struct found *found, struct ft_figure *figure)
{
    const struct place *place = found->place;
    figure->state = value_state(found->cell.state);
    figure->type = value_type(found->type);
    figure->item = display_text(display, subject_name(display, subject));
    figure->table = subject->entity->table;
    figure->row =
        subject->kind == SUBJECT_TOTAL ? "" : value_path(display, subject->entity, subject->row);
    figure->title = title_in(found->title, display->context->language);
    figure->unit = found->type->kind == TYPE_NUMBER ? found->unit->text : "";
    figure->shown = display_text(
        display, cell_text(display, &found->cell, found->type, found->unit, found->integer));
    figure->is_given = found->given;
    if (place != NULL && place->source != NULL) {
        figure->file = place->source->path;
        figure->line = place->line;
        figure->column = place->column;
    }
}

/* What an undetermined figure lacks: in words, and the facts among it by their paths. */
static void fill_lacks(struct display *display, const struct lacks *lacks, struct ft_figure *figure)
{
    assert(lacks != NULL);
    const struct figure_context *context = display->context;
    const char **facts = display_array(display, lacks->count, sizeof(const char *));
    figure->reason = display_text(display, lacks_text(context->policy, context->ledger->dataset,
                                                      context->arith, lacks, context->language));
    for (uint32_t i = 0; facts != NULL && i < lacks->count; i++) {
        const struct lack *lack = &lacks->lacks[i];
        if (lack->kind != LACK_FACT)
            continue;
        const char *row = value_path(display, lack->entity, lack->row);
        facts[figure->fact_count++] = display_text(
            display, arena_format(display->arena, row[0] == '\0' ? "%s%s.%s" : "%s[%s].%s",
                                  lack->entity->table, row, lack->field->id));
    }
    figure->facts = facts;
}

static void fill_value(struct display *display, const struct subject *subject,
                       const struct found *found, struct ft_figure *figure)
{
    const struct number *number = &found->cell.value.number;
    if (found->cell.state == CELL_UNDETERMINED)
        fill_lacks(display, found->cell.reason.lacks, figure);
    if (found->cell.state != CELL_VALUE)
        return;
    figure->exact = value_exact(display, &found->cell.value, found->type, found->unit);
    if (found->type->kind != TYPE_NUMBER)
        return;
    struct posting posting;
    const bool posted =
        subject->kind == SUBJECT_RULE &&
        only_posting(&posting, display->context->ledger, subject->rule, subject->row);
    figure->rounded = posted ? posted_text(display, &posting, found->unit)
                             : value_rounded(display, number, found->unit);
}

/* The figure of a subject. Errors: as figure_called. */
static enum ft_status give_figure(struct display *display, const struct subject *subject,
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
        value_of_rule(display, subject, &found, figure);
    else if (subject->kind == SUBJECT_FACT)
        value_of_fact(display, subject, &found);
    else
        status = value_of_line(display, subject, &found, figure);
    if (status != FT_OK)
        return status;
    describe(display, subject, &found, figure);
    fill_value(display, subject, &found, figure);
    return display->status;
}

enum ft_status figure_called(struct figure_context *context, const char *item,
                             struct ft_figure *figure)
{
    struct display display;
    struct subject subject;
    display_open(&display, context);
    if (!find_subject(&display, item, &subject))
        return display.status == FT_OK ? FT_INVALID : display.status;
    return give_figure(&display, &subject, figure);
}

enum ft_status figure_derivation(struct figure_context *context, const char *item,
                                 struct ft_derivation *derivation)
{
    struct display display;
    struct subject subject;
    struct derived derived = {0};
    char day[DATE_TEXT_SIZE];
    display_open(&display, context);
    if (!find_subject(&display, item, &subject))
        return display.status == FT_OK ? FT_INVALID : display.status;
    enum ft_status status = give_figure(&display, &subject, &derivation->figure);
    derivation->on = "";
    if (status == FT_OK && subject.kind == SUBJECT_RULE)
        status = derive(&display, subject.rule, subject.row, &derived);
    else if (status == FT_OK && subject.kind == SUBJECT_LINE && subject.line->value != NULL)
        status = derive_line(&display, &subject, &derived);
    else
        return status; /* a fact, a net and a sum have no steps */
    if (status != FT_OK)
        return status;
    derivation->on = display_text(
        &display, arena_format(display.arena, "%s", date_text(day, derived.derivation.on)));
    derivation->steps = list_steps(&display, &derived);
    derivation->step_count = derivation->steps == NULL ? 0 : derived.step_count;
    return display.status;
}
