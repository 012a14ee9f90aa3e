/* What a scenario expects against what came out. */
#include <string.h>

#include "reporting.h"

/* ---- one expectation ---- */

struct comparison {
    struct reporting *reporting;
    const struct expectation *expectation;
    const struct rule *rule;
    const struct field *field; /* not NULL: the expectation is of a fact; `rule` has its type */
    const struct view *view;   /* not NULL: of a line of a view, likewise */
    const struct view_line *line;
    struct view_table table; /* the view's, once it is filled */
    uint32_t row;
    union value wanted;           /* of EXPECT_IS and EXPECT_EXACTLY, in the rule's type; of
                                     EXPECT_HOLDS the boolean */
    struct number step;           /* to round to half up before; 0: as it is */
    struct number margin;         /* by which it may differ; 0: by nothing */
    const char *expected, *found; /* as shown where they differ */
    const char *difference;       /* of numbers: found less expected; NULL: they are none */
};

/* ---- what it says ---- */

static enum ft_status expectations_fault(const struct comparison *comparison,
                                         enum report_message_id id, const struct text *text,
                                         const char *first, const char *second, const char *third)
{
    diagnostics_add(comparison->reporting->context->diagnostics, &text->place, &report_message[id],
                    first, second == NULL ? "" : second, third == NULL ? "" : third, NULL);
    return FT_INVALID;
}

static enum ft_status read_truth(struct comparison *comparison)
{
    const struct text *is = &comparison->expectation->is;
    if (comparison->rule->item.type.kind != TYPE_BOOLEAN)
        return expectations_fault(comparison, REPORT_EXPECT_FIGURE, is, comparison->rule->item.id,
                                  NULL, NULL);
    comparison->wanted.boolean = text_is(is, "true") || text_is(is, "是");
    if (comparison->wanted.boolean || text_is(is, "false") || text_is(is, "否"))
        return FT_OK;
    return expectations_fault(comparison, REPORT_EXPECT_TRUTH, is, is->bytes, NULL, NULL);
}

/* A symbol by its name or its Chinese title. */
static enum ft_status expectations_read_symbol(struct comparison *comparison)
{
    struct figure_context *context = comparison->reporting->context;
    const struct text *is = &comparison->expectation->is;
    const struct enumeration *enumeration = comparison->rule->item.type.enumeration;
    int64_t member = enumeration_find(enumeration, is->bytes);
    if (member >= 0) {
        comparison->wanted.symbol = (uint32_t)member;
        return FT_OK;
    }
    struct choices choices =
        choices_for(comparison->reporting->arena, context->diagnostics, is->bytes);
    for (size_t i = 0; i < enumeration->count; i++)
        choices_offer(&choices, context->language == FT_ZH ? enumeration->members[i].title.zh
                                                           : enumeration->members[i].id);
    return expectations_fault(comparison, REPORT_EXPECT_CHOICE, is, is->bytes,
                              title_in(&enumeration->title, context->language),
                              choices_text(&choices));
}

/* Whether what is expected is a reason, not a value. */
static bool expects_no_value(const struct expectation *expectation)
{
    return expectation->kind == EXPECT_NOT_APPLICABLE || expectation->kind == EXPECT_UNDETERMINED;
}

/* A step to round to, or a margin: a number above zero, of an expected number alone. `*out` is zero
 * where it is not given. */
static enum ft_status read_tolerance(struct comparison *comparison, const struct text *text,
                                     const char *setting, struct number *out)
{
    struct figure_context *context = comparison->reporting->context;
    *out = NUMBER_ZERO;
    if (text->place.source == NULL)
        return FT_OK;
    enum expectation_kind kind = comparison->expectation->kind;
    if ((kind != EXPECT_IS && kind != EXPECT_EXACTLY) ||
        comparison->rule->item.type.kind != TYPE_NUMBER)
        return expectations_fault(comparison, REPORT_ROUNDED_HERE, text, setting, NULL, NULL);
    enum ft_status status = quantity_parse_as(out, context->arith, context->diagnostics, text,
                                              &comparison->rule->item.unit);
    if (status == FT_OK && number_sign(out) <= 0)
        return expectations_fault(comparison, REPORT_ROUNDED_STEP, text, text->bytes, setting,
                                  NULL);
    return status;
}

static enum ft_status read_wanted(struct comparison *comparison)
{
    struct figure_context *context = comparison->reporting->context;
    const struct expectation *expectation = comparison->expectation;
    const struct item *item = &comparison->rule->item;
    if (expects_no_value(expectation))
        return FT_OK;
    if (expectation->kind == EXPECT_HOLDS)
        return read_truth(comparison);
    switch (item->type.kind) {
    case TYPE_NUMBER:
        return quantity_parse_as(&comparison->wanted.number, context->arith, context->diagnostics,
                                 &expectation->is, &item->unit);
    case TYPE_DATE:
        return date_parse(&comparison->wanted.date, context->diagnostics, &expectation->is);
    case TYPE_SYMBOL:
        return expectations_read_symbol(comparison);
    case TYPE_BOOLEAN:
        return expectations_fault(comparison, REPORT_EXPECT_CHECK, &expectation->is, item->id, NULL,
                                  NULL);
    case TYPE_TEXT:
    case TYPE_REFERENCE:
        break;
    }
    return FT_OK;
}

/* Whether a policy makes the rows of the table, or of one above it. */
static bool expectations_is_made(const struct entity *entity)
{
    while (entity != NULL && entity->rows == NULL)
        entity = entity->parent;
    return entity != NULL;
}

/* "projects.area": a fact of the table's rows, as a figure of the same type. */
static bool find_field(struct comparison *comparison)
{
    const struct schema *schema = &comparison->reporting->context->policy->schema;
    const char *item = comparison->expectation->item.bytes, *dot = strchr(item, '.');
    for (size_t i = 0; dot != NULL && i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        const size_t length = strlen(entity->table);
        const struct field *field = map_get(&entity->names, dot + 1);
        if (field == NULL || length != (size_t)(dot - item) ||
            strncmp(entity->table, item, length) != 0)
            continue;
        struct rule *rule = arena_allocate(comparison->reporting->arena, sizeof *rule);
        if (rule == NULL)
            return false;
        *rule = (struct rule){.item = {.id = item,
                                       .title = field->title,
                                       .entity = entity,
                                       .type = field->type,
                                       .unit = field->unit}};
        comparison->rule = rule;
        comparison->field = field;
    }
    return comparison->field != NULL;
}

/* "province_cash", "county.province_cash" or the line's title: what a view shows and no rule is called. Two lines that
 * are called so are none. */
static bool expectations_find_line(struct comparison *comparison)
{
    const struct policy *policy = comparison->reporting->context->policy;
    const char *item = comparison->expectation->item.bytes, *dot = strchr(item, '.');
    size_t found = 0;
    for (size_t i = 0; i < policy->view_count; i++) {
        const struct view *view = policy->views[i];
        const size_t length = strlen(view->id);
        const bool own =
            dot != NULL && (size_t)(dot - item) == length && strncmp(view->id, item, length) == 0;
        for (size_t j = 0; j < view->line_count; j++) {
            const struct view_line *line = &view->lines[j];
            if (strcmp(line->id, own ? dot + 1 : item) != 0 && !title_is(&line->title, item))
                continue;
            comparison->view = view;
            comparison->line = line;
            found++;
        }
    }
    struct rule *rule =
        found == 1 ? arena_allocate(comparison->reporting->arena, sizeof *rule) : NULL;
    if (rule == NULL) {
        comparison->view = NULL;
        return false;
    }
    *rule = (struct rule){.item = {.id = item,
                                   .title = comparison->line->title,
                                   .entity = comparison->view->entity,
                                   .type = comparison->line->type,
                                   .unit = comparison->line->unit}};
    comparison->rule = rule;
    return true;
}

static enum ft_status find_row(struct comparison *comparison)
{
    struct reporting *reporting = comparison->reporting;
    const struct text *item = &comparison->expectation->item, *at = &comparison->expectation->at;
    const struct entity *entity = comparison->rule->item.entity;
    if (dataset_find(reporting->context->scenario->dataset, entity, at->bytes, &comparison->row,
                     NULL))
        return FT_OK;
    fault_row(&reporting->display, entity, item->bytes, at->bytes, &item->place,
              at->length > 0 ? &at->place : &item->place);
    return FT_INVALID;
}

static enum ft_status find_place(struct comparison *comparison, enum rows_known rows)
{
    struct reporting *reporting = comparison->reporting;
    const struct expectation *expectation = comparison->expectation;
    const struct text *item = &expectation->item;
    if (!find_field(comparison) && (is_rule_called(reporting->context->policy, item->bytes) ||
                                    !expectations_find_line(comparison)))
        comparison->rule = rule_called(reporting->context, item->bytes, &item->place);
    if (comparison->rule == NULL)
        return FT_INVALID;
    if (rows == ROWS_UNKNOWN ||
        (rows == ROWS_READ && expectations_is_made(comparison->rule->item.entity)))
        return FT_OK;
    return find_row(comparison);
}

/* Reads all that the expectation says; every fault of it is told. */
static enum ft_status expectations_read_expectation(struct comparison *comparison,
                                                    enum rows_known rows)
{
    const struct expectation *expectation = comparison->expectation;
    struct diagnostics *diagnostics = comparison->reporting->context->diagnostics;
    if (expectation->place.source == NULL || expectation->item.place.source == NULL)
        return FT_INVALID; /* told with the head */
    diagnostics->subject = (struct fault_subject){"expect", expectation->item.bytes};
    enum ft_status place = find_place(comparison, rows), wanted = FT_OK, step = FT_OK,
                   margin = FT_OK;
    if (comparison->rule != NULL) {
        wanted = read_wanted(comparison);
        step =
            read_tolerance(comparison, &expectation->rounded_to, "rounded_to", &comparison->step);
        margin = read_tolerance(comparison, &expectation->within, "within", &comparison->margin);
    }
    diagnostics->subject.table = NULL;
    if (wanted == FT_NO_MEMORY || step == FT_NO_MEMORY || margin == FT_NO_MEMORY)
        return FT_NO_MEMORY;
    return place == FT_OK && wanted == FT_OK && step == FT_OK && margin == FT_OK ? FT_OK
                                                                                 : FT_INVALID;
}

/* ---- what came out ---- */

/* What is not given is undetermined, or there is none, as the vocabulary says. */
static struct cell fact_cell(const struct comparison *comparison)
{
    const struct dataset *dataset = comparison->reporting->context->ledger->dataset;
    const struct field *field = comparison->field;
    const struct column *column = dataset_field(dataset, comparison->rule->item.entity, field);
    struct cell cell = column_cell(column, comparison->row);
    if (cell.state == CELL_NONE || cell.state == CELL_ABSENT)
        cell.state = cell.state == CELL_ABSENT && field->absence == ABSENCE_UNKNOWN
                         ? CELL_UNDETERMINED
                         : CELL_NOT_APPLICABLE;
    return cell;
}

static struct cell expectations_figure_cell(const struct comparison *comparison)
{
    if (comparison->field != NULL)
        return fact_cell(comparison);
    if (comparison->view != NULL)
        return comparison->table.cells[comparison->row * comparison->view->line_count +
                                       (size_t)(comparison->line - comparison->view->lines)];
    const struct dataset *dataset = comparison->reporting->context->ledger->dataset;
    const struct item *item = &comparison->rule->item;
    const struct item_column *column = dataset_item(dataset, item);
    return item_cell(column, comparison->row);
}

/* Why there is no value; of a fact nothing says why. */
static const char *why_not(struct comparison *comparison, enum ft_language language)
{
    struct figure_context *context = comparison->reporting->context;
    if (comparison->view != NULL) {
        const struct cell cell = expectations_figure_cell(comparison);
        return view_reason(&comparison->reporting->display, comparison->view, comparison->line,
                           comparison->row, &cell, language);
    }
    return comparison->field != NULL
               ? ""
               : reason_text(context->policy, context->ledger->dataset, context->arith,
                             comparison->rule, comparison->row, language);
}

/* Shows what came out where a number or truth was expected. */
static const char *found_text(struct comparison *comparison, const struct cell *cell)
{
    struct figure_context *context = comparison->reporting->context;
    const struct item *item = &comparison->rule->item;
    if (cell->state == CELL_VALUE && item->type.kind == TYPE_REFERENCE)
        return row_path(context->ledger->dataset, item->type.entity, cell->value.reference,
                        comparison->reporting->arena);
    if (cell->state != CELL_NOT_APPLICABLE && cell->state != CELL_UNDETERMINED)
        return cell_text(&comparison->reporting->display, cell, &item->type, &item->unit, false);
    return text_with_label(&comparison->reporting->display,
                           word(&comparison->reporting->display, cell->state == CELL_UNDETERMINED
                                                                     ? WORD_UNDETERMINED
                                                                     : WORD_NOT_APPLICABLE),
                           why_not(comparison, context->language));
}

/* Whether a figure is the expected one, or differs from it by the margin at most. */
static enum ft_status is_near(const struct comparison *comparison, const struct number *figure)
{
    struct arith *arith = comparison->reporting->context->arith;
    struct number difference;
    if (number_equal(figure, &comparison->wanted.number))
        return FT_OK;
    enum ft_status status = number_sub(&difference, arith, figure, &comparison->wanted.number);
    if (status == FT_OK && number_sign(&difference) < 0)
        status = number_neg(&difference, arith, &difference);
    if (status != FT_OK)
        return status;
    return number_compare(arith, &difference, &comparison->margin) <= 0 ? FT_OK : FT_DIFFERS;
}

static enum ft_status compare_number(struct comparison *comparison, const struct cell *cell)
{
    struct figure_context *context = comparison->reporting->context;
    struct number figure = cell->value.number;
    comparison->expected = comparison->expectation->is.bytes;
    comparison->found = found_text(comparison, cell);
    if (cell->state != CELL_VALUE)
        return FT_DIFFERS;
    if (comparison->expectation->kind == EXPECT_IS && comparison->field == NULL &&
        comparison->view == NULL)
        (void)ledger_figure(context->ledger, comparison->rule, comparison->row, &figure);
    if (number_sign(&comparison->step) > 0) {
        enum ft_status status =
            number_round(&figure, context->arith, &figure, &comparison->step, ROUND_HALF_UP);
        if (status != FT_OK)
            return number_tell_size(context->diagnostics, &comparison->expectation->is.place,
                                    status);
    }
    const struct unit *unit = &comparison->rule->item.unit;
    struct number difference;
    enum ft_status status =
        number_sub(&difference, context->arith, &figure, &comparison->wanted.number);
    if (status != FT_OK)
        return number_tell_size(context->diagnostics, &comparison->expectation->is.place, status);
    comparison->found = quantity_text(&figure, context->arith, unit);
    comparison->expected = quantity_text(&comparison->wanted.number, context->arith, unit);
    comparison->difference = quantity_text(&difference, context->arith, unit);
    return is_near(comparison, &figure);
}

/* A date, a symbol, a truth or a text. */
static enum ft_status compare_word(struct comparison *comparison, const struct cell *cell)
{
    const union value *wanted = &comparison->wanted, *value = &cell->value;
    comparison->expected = comparison->expectation->is.bytes;
    comparison->found = found_text(comparison, cell);
    if (cell->state != CELL_VALUE)
        return FT_DIFFERS;
    switch (comparison->rule->item.type.kind) {
    case TYPE_BOOLEAN:
        return value->boolean == wanted->boolean ? FT_OK : FT_DIFFERS;
    case TYPE_SYMBOL:
        return value->symbol == wanted->symbol ? FT_OK : FT_DIFFERS;
    case TYPE_DATE:
        return value->date.days == wanted->date.days ? FT_OK : FT_DIFFERS;
    case TYPE_REFERENCE:
        return strcmp(comparison->found, comparison->expected) == 0 ? FT_OK : FT_DIFFERS;
    case TYPE_TEXT:
    case TYPE_NUMBER: /* is compared as a figure */
        break;
    }
    return strcmp(value->text, comparison->expected) == 0 ? FT_OK : FT_DIFFERS;
}

/* Not applicable, or undetermined, for a reason that has the expected words in either language. */
static enum ft_status compare_miss(struct comparison *comparison, const struct cell *cell)
{
    const bool open = comparison->expectation->kind == EXPECT_UNDETERMINED;
    comparison->expected = text_with_label(
        &comparison->reporting->display,
        word(&comparison->reporting->display, open ? WORD_UNDETERMINED : WORD_NOT_APPLICABLE),
        comparison->expectation->is.bytes);
    comparison->found = found_text(comparison, cell);
    if (cell->state != (open ? CELL_UNDETERMINED : CELL_NOT_APPLICABLE))
        return FT_DIFFERS;
    for (enum ft_language language = FT_ZH; language <= FT_EN; language++) {
        const char *reason = why_not(comparison, language);
        if (reason == NULL)
            return FT_NO_MEMORY;
        if (strstr(reason, comparison->expectation->is.bytes) != NULL)
            return FT_OK;
    }
    return FT_DIFFERS;
}

static enum ft_status expectations_compare(struct comparison *comparison)
{
    struct figure_context *context = comparison->reporting->context;
    enum ft_status status = expectations_read_expectation(comparison, ROWS_ALL);
    if (status == FT_OK && comparison->view != NULL)
        status = ledger_view(&comparison->table, context->ledger, comparison->view, context->arith,
                             context->diagnostics);
    if (status != FT_OK)
        return status;
    const struct cell cell = expectations_figure_cell(comparison);
    if (expects_no_value(comparison->expectation))
        return compare_miss(comparison, &cell);
    return comparison->rule->item.type.kind == TYPE_NUMBER ? compare_number(comparison, &cell)
                                                           : compare_word(comparison, &cell);
}

/* ---- all of them ---- */

/* "（差 20,000 元；依据：省厅文件；fangtian explain county.cfg lat_rebate@2021）": how far off, by whose word, and
 * what shows how the figure came about. */
static void write_remarks(struct reporting *reporting, const struct comparison *comparison)
{
    const struct expectation *expectation = comparison->expectation;
    struct writer *writer = &reporting->writer;
    if (comparison->difference != NULL)
        write_text(writer, format_in(&reporting->display, "；相差 %s", "; apart by %s",
                                     comparison->difference));
    if (expectation->source.length > 0)
        write_text(writer, format_in(&reporting->display, "；预期的依据：%s", "; expected by: %s",
                                     expectation->source.bytes));
    if (comparison->field == NULL)
        write_text(writer,
                   format_in(&reporting->display, "；由来见 fangtian explain %s %s%s%s",
                             "; see fangtian explain %s %s%s%s",
                             reporting->context->scenario->source->path, comparison->rule->item.id,
                             expectation->at.length == 0 ? "" : "@", expectation->at.bytes));
}

static void write_difference(struct reporting *reporting, const struct comparison *comparison)
{
    const struct expectation *expectation = comparison->expectation;
    struct writer *writer = &reporting->writer;
    write_text(writer, place_shown(&reporting->display, &expectation->place));
    write_format(writer, ": %s%s%s: %s ", expectation->item.bytes,
                 expectation->at.length == 0 ? "" : "@", expectation->at.bytes,
                 word(&reporting->display, WORD_EXPECTED));
    write_text(writer, comparison->expected);
    write_text(writer, format_in(&reporting->display, "，%s ", ", %s ",
                                 word(&reporting->display, WORD_FOUND)));
    write_text(writer, comparison->found == NULL ? "?" : comparison->found);
    write_remarks(reporting, comparison);
    write_text(writer, "\n");
}

enum ft_status report_check_expectations(struct figure_context *context, enum rows_known rows)
{
    static const struct ft_report plain = {.format = FT_TEXT};
    static const struct ft_sink nowhere = {0};
    struct reporting reporting;
    enum ft_status outcome = FT_OK;
    reporting_open(&reporting, context, &plain, &nowhere);
    for (size_t i = 0; i < context->scenario->expectation_count; i++) {
        struct comparison comparison = {.reporting = &reporting,
                                        .expectation = &context->scenario->expectations[i]};
        enum ft_status status = expectations_read_expectation(&comparison, rows);
        if (status == FT_NO_MEMORY)
            return status;
        if (status != FT_OK)
            outcome = FT_INVALID;
    }
    return outcome;
}

/* ---- a scenario that is to be refused ---- */

static bool expects_refusal(const struct scenario *scenario, const char *id)
{
    for (size_t i = 0; i < scenario->refusal_count; i++)
        if (text_is(&scenario->refusals[i], id))
            return true;
    return false;
}

static bool was_refused(const struct diagnostics *diagnostics, const char *id)
{
    for (size_t i = 0; i < diagnostics->kept; i++)
        if (strcmp(diagnostics->items[i].id, id) == 0)
            return true;
    return false;
}

/* "[a], [b]" of what was expected, and what came of it. */
static void write_refusals(struct reporting *reporting)
{
    const struct figure_context *context = reporting->context;
    const struct scenario *scenario = context->scenario;
    struct writer *writer = &reporting->writer;
    write_format(writer, "%s: %s %s ", scenario->source->path,
                 word(&reporting->display, WORD_EXPECTED), word(&reporting->display, WORD_REFUSED));
    for (size_t i = 0; i < scenario->refusal_count; i++)
        write_format(writer, "%s[%s]", i == 0 ? "" : ", ", scenario->refusals[i].bytes);
    write_format(writer, context->language == FT_ZH ? "，%s " : ", %s ",
                 word(&reporting->display, WORD_FOUND));
    for (size_t i = 0; i < context->diagnostics->kept; i++)
        write_format(writer, "%s[%s]", i == 0 ? "" : ", ", context->diagnostics->items[i].id);
    if (context->diagnostics->kept == 0)
        write_text(writer, word(&reporting->display, WORD_NOT_REFUSED));
    write_text(writer, "\n");
}

enum ft_status report_refusals(struct figure_context *context, const struct ft_sink *sink,
                               size_t *compared)
{
    static const struct ft_report plain = {.format = FT_TEXT};
    const struct scenario *scenario = context->scenario;
    struct reporting reporting;
    bool same = true;
    *compared = scenario->refusal_count;
    for (size_t i = 0; i < scenario->refusal_count; i++)
        same = same && was_refused(context->diagnostics, scenario->refusals[i].bytes);
    for (size_t i = 0; i < context->diagnostics->kept; i++)
        same = same && expects_refusal(scenario, context->diagnostics->items[i].id);
    if (same || scenario->refusal_count == 0)
        return same ? FT_OK : FT_INVALID;
    reporting_open(&reporting, context, &plain, sink);
    write_refusals(&reporting);
    return reporting_status(&reporting) == FT_OK ? FT_DIFFERS : reporting_status(&reporting);
}

enum ft_status report_expectations(struct figure_context *context, const struct ft_sink *sink,
                                   size_t *compared)
{
    static const struct ft_report plain = {.format = FT_TEXT};
    struct reporting reporting;
    enum ft_status outcome = FT_OK;
    reporting_open(&reporting, context, &plain, sink);
    *compared = context->scenario->expectation_count;
    if (context->scenario->refusal_count > 0) { /* faults of rows do not end the run */
        size_t refusals;
        outcome = report_refusals(context, sink, &refusals);
        *compared += refusals;
    }
    for (size_t i = 0; i < context->scenario->expectation_count; i++) {
        struct comparison comparison = {.reporting = &reporting,
                                        .expectation = &context->scenario->expectations[i]};
        enum ft_status status = expectations_compare(&comparison);
        if (status == FT_NO_MEMORY)
            return status;
        if (status == FT_DIFFERS)
            write_difference(&reporting, &comparison);
        if (status != FT_OK && outcome != FT_INVALID)
            outcome = status == FT_DIFFERS ? FT_DIFFERS : FT_INVALID;
    }
    return reporting_status(&reporting) == FT_OK ? outcome : reporting_status(&reporting);
}
