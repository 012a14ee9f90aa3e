/* What a scenario expects against what came out. */
#include <string.h>

#include "report_internal.h"

/* ---- one expectation
 * ---------------------------------------------------------------------------------------- */

struct comparison {
    struct reporting *reporting;
    const struct expectation *expectation;
    const struct rule *rule;
    uint32_t row;
    union value wanted;           /* of EXPECT_IS and EXPECT_EXACTLY, in the rule's type; of
                                     EXPECT_HOLDS the boolean */
    struct number step;           /* to round to half up before; 0: as it is */
    struct number margin;         /* by which it may differ; 0: by nothing */
    const char *expected, *found; /* as shown where they differ */
};

/* ---- what it says ---- */

static enum ft_status fault(const struct comparison *comparison, enum report_message_id id,
                            const struct text *text, const char *first, const char *second,
                            const char *third)
{
    diagnostics_add(comparison->reporting->context->diagnostics, &text->place, &report_message[id],
                    first, second == NULL ? "" : second, third == NULL ? "" : third, NULL);
    return FT_INVALID;
}

static enum ft_status read_truth(struct comparison *comparison)
{
    const struct text *is = &comparison->expectation->is;
    if (comparison->rule->item.type.kind != TYPE_BOOLEAN)
        return fault(comparison, REPORT_EXPECT_FIGURE, is, comparison->rule->item.id, NULL, NULL);
    comparison->wanted.boolean = text_is(is, "true") || text_is(is, "是");
    if (comparison->wanted.boolean || text_is(is, "false") || text_is(is, "否"))
        return FT_OK;
    return fault(comparison, REPORT_EXPECT_TRUTH, is, is->bytes, NULL, NULL);
}

/* A symbol by its name or its Chinese title. */
static enum ft_status read_symbol(struct comparison *comparison)
{
    struct report_context *context = comparison->reporting->context;
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
    return fault(comparison, REPORT_EXPECT_CHOICE, is, is->bytes,
                 title_in(&enumeration->title, context->language), choices_text(&choices));
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
    struct report_context *context = comparison->reporting->context;
    *out = NUMBER_ZERO;
    if (text->place.source == NULL)
        return FT_OK;
    enum expectation_kind kind = comparison->expectation->kind;
    if ((kind != EXPECT_IS && kind != EXPECT_EXACTLY) ||
        comparison->rule->item.type.kind != TYPE_NUMBER)
        return fault(comparison, REPORT_ROUNDED_HERE, text, setting, NULL, NULL);
    enum ft_status status = quantity_parse_as(out, context->arith, context->diagnostics, text,
                                              &comparison->rule->item.unit);
    if (status == FT_OK && number_sign(out) <= 0)
        return fault(comparison, REPORT_ROUNDED_STEP, text, text->bytes, setting, NULL);
    return status;
}

static enum ft_status read_wanted(struct comparison *comparison)
{
    struct report_context *context = comparison->reporting->context;
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
        return read_symbol(comparison);
    case TYPE_BOOLEAN:
        return fault(comparison, REPORT_EXPECT_CHECK, &expectation->is, item->id, NULL, NULL);
    default:
        return FT_OK;
    }
}

/* Whether a policy makes the rows of the table, or of one above it. */
static bool is_made(const struct entity *entity)
{
    while (entity != NULL && entity->rows == NULL)
        entity = entity->parent;
    return entity != NULL;
}

static enum ft_status find_place(struct comparison *comparison, enum rows_known rows)
{
    struct reporting *reporting = comparison->reporting;
    const struct expectation *expectation = comparison->expectation;
    const struct text *item = &expectation->item, *at = &expectation->at;
    comparison->rule = rule_called(reporting->context, item->bytes, &item->place);
    if (comparison->rule == NULL)
        return FT_INVALID;
    if (rows == ROWS_UNKNOWN || (rows == ROWS_READ && is_made(comparison->rule->item.entity)))
        return FT_OK;
    return find_figure(reporting, item->bytes, at->bytes, &item->place,
                       at->length > 0 ? &at->place : &item->place, &comparison->rule,
                       &comparison->row)
               ? FT_OK
               : FT_INVALID;
}

/* Reads all that the expectation says; every fault of it is told. */
static enum ft_status read_expectation(struct comparison *comparison, enum rows_known rows)
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

static struct cell figure_cell(const struct comparison *comparison)
{
    const struct dataset *dataset = comparison->reporting->context->ledger->dataset;
    const struct item *item = &comparison->rule->item;
    const struct item_column *column = &dataset->tables[item->entity->index].items[item->index];
    return (struct cell){.value = column->column.values[comparison->row],
                         .state = (enum cell_state)column->column.states[comparison->row],
                         .reason = column->reasons[comparison->row]};
}

/* Shows what came out where a number or truth was expected. */
static const char *found_text(struct comparison *comparison, const struct cell *cell)
{
    struct report_context *context = comparison->reporting->context;
    const struct item *item = &comparison->rule->item;
    if (cell->state != CELL_NOT_APPLICABLE && cell->state != CELL_UNDETERMINED)
        return cell_text(comparison->reporting, cell, &item->type, &item->unit, false);
    return format_text(comparison->reporting, "%s: %s",
                       word(comparison->reporting, cell->state == CELL_UNDETERMINED
                                                       ? WORD_UNDETERMINED
                                                       : WORD_NOT_APPLICABLE),
                       reason_text(context->policy, context->ledger->dataset, context->arith,
                                   comparison->rule, comparison->row, context->language));
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
    struct report_context *context = comparison->reporting->context;
    struct number figure = cell->value.number;
    comparison->expected = comparison->expectation->is.bytes;
    comparison->found = found_text(comparison, cell);
    if (cell->state != CELL_VALUE)
        return FT_DIFFERS;
    if (comparison->expectation->kind == EXPECT_IS)
        (void)ledger_figure(context->ledger, comparison->rule, comparison->row, &figure);
    if (number_sign(&comparison->step) > 0) {
        enum ft_status status =
            number_round(&figure, context->arith, &figure, &comparison->step, ROUND_HALF_UP);
        if (status != FT_OK)
            return status;
    }
    comparison->found = quantity_text(&figure, context->arith, &comparison->rule->item.unit);
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
    default:
        return strcmp(value->text, comparison->expected) == 0 ? FT_OK : FT_DIFFERS;
    }
}

/* Not applicable, or undetermined, for a reason that has the expected words in either language. */
static enum ft_status compare_miss(struct comparison *comparison, const struct cell *cell)
{
    struct report_context *context = comparison->reporting->context;
    const bool open = comparison->expectation->kind == EXPECT_UNDETERMINED;
    comparison->expected =
        format_text(comparison->reporting, "%s: %s",
                    word(comparison->reporting, open ? WORD_UNDETERMINED : WORD_NOT_APPLICABLE),
                    comparison->expectation->is.bytes);
    comparison->found = found_text(comparison, cell);
    if (cell->state != (open ? CELL_UNDETERMINED : CELL_NOT_APPLICABLE))
        return FT_DIFFERS;
    for (enum ft_language language = FT_ZH; language <= FT_EN; language++) {
        const char *reason = reason_text(context->policy, context->ledger->dataset, context->arith,
                                         comparison->rule, comparison->row, language);
        if (reason != NULL && strstr(reason, comparison->expectation->is.bytes) != NULL)
            return FT_OK;
    }
    return FT_DIFFERS;
}

static enum ft_status compare(struct comparison *comparison)
{
    enum ft_status status = read_expectation(comparison, ROWS_ALL);
    if (status != FT_OK)
        return status;
    const struct cell cell = figure_cell(comparison);
    if (expects_no_value(comparison->expectation))
        return compare_miss(comparison, &cell);
    return comparison->rule->item.type.kind == TYPE_NUMBER ? compare_number(comparison, &cell)
                                                           : compare_word(comparison, &cell);
}

/* ---- all of them
 * ------------------------------------------------------------------------------------------------
 */

static void write_difference(struct reporting *reporting, const struct comparison *comparison)
{
    const struct expectation *expectation = comparison->expectation;
    struct writer *writer = &reporting->writer;
    write_text(writer, place_shown(reporting, &expectation->place));
    write_format(writer, ": %s%s%s: %s ", expectation->item.bytes,
                 expectation->at.length == 0 ? "" : "@", expectation->at.bytes,
                 word(reporting, WORD_EXPECTED));
    write_text(writer, comparison->expected);
    write_format(writer, reporting->context->language == FT_ZH ? "，%s " : ", %s ",
                 word(reporting, WORD_FOUND));
    write_text(writer, comparison->found == NULL ? "?" : comparison->found);
    write_text(writer, "\n");
}

enum ft_status report_check_expectations(struct report_context *context, enum rows_known rows)
{
    static const struct ft_report plain = {.format = FT_TEXT};
    static const struct ft_sink nowhere = {0};
    struct reporting reporting;
    enum ft_status outcome = FT_OK;
    reporting_open(&reporting, context, &plain, &nowhere);
    for (size_t i = 0; i < context->scenario->expectation_count; i++) {
        struct comparison comparison = {.reporting = &reporting,
                                        .expectation = &context->scenario->expectations[i]};
        enum ft_status status = read_expectation(&comparison, rows);
        if (status == FT_NO_MEMORY)
            return status;
        if (status != FT_OK)
            outcome = FT_INVALID;
    }
    return outcome;
}

enum ft_status report_expectations(struct report_context *context, const struct ft_sink *sink,
                                   size_t *compared)
{
    static const struct ft_report plain = {.format = FT_TEXT};
    struct reporting reporting;
    enum ft_status outcome = FT_OK;
    reporting_open(&reporting, context, &plain, sink);
    *compared = context->scenario->expectation_count;
    for (size_t i = 0; i < *compared; i++) {
        struct comparison comparison = {.reporting = &reporting,
                                        .expectation = &context->scenario->expectations[i]};
        enum ft_status status = compare(&comparison);
        if (status == FT_NO_MEMORY)
            return status;
        if (status == FT_DIFFERS)
            write_difference(&reporting, &comparison);
        if (status != FT_OK && outcome != FT_INVALID)
            outcome = status == FT_DIFFERS ? FT_DIFFERS : FT_INVALID;
    }
    return reporting.writer.status == FT_OK ? outcome : reporting.writer.status;
}
