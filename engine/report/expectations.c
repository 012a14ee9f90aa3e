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
    const char *expected, *found; /* as shown where they differ */
};

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
    if (cell->state != CELL_NOT_APPLICABLE)
        return cell_text(comparison->reporting, cell, &item->type, &item->unit, false);
    return format_text(comparison->reporting, "%s: %s",
                       word(comparison->reporting, WORD_NOT_APPLICABLE),
                       reason_text(context->policy, context->ledger->dataset, context->arith,
                                   comparison->rule, comparison->row, context->language));
}

static enum ft_status round_found(struct comparison *comparison, struct number *figure)
{
    struct report_context *context = comparison->reporting->context;
    const struct expectation *expectation = comparison->expectation;
    struct number step;
    if (expectation->rounded_to.length == 0)
        return FT_OK;
    enum ft_status status =
        quantity_parse_as(&step, context->arith, context->diagnostics, &expectation->rounded_to,
                          &comparison->rule->item.unit);
    return status != FT_OK ? status
                           : number_round(figure, context->arith, figure, &step, ROUND_HALF_UP);
}

/* A date as written, a symbol by its name or its Chinese title. */
static enum ft_status compare_word(struct comparison *comparison, const struct cell *cell)
{
    const struct item *item = &comparison->rule->item;
    const char *wanted = comparison->expectation->is.bytes;
    comparison->found = found_text(comparison, cell);
    if (comparison->found == NULL || cell->state != CELL_VALUE)
        return FT_DIFFERS;
    bool same = item->type.kind == TYPE_SYMBOL
                    ? enumeration_find(item->type.enumeration, wanted) == cell->value.symbol
                    : strcmp(comparison->found, wanted) == 0;
    return same ? FT_OK : FT_DIFFERS;
}

static enum ft_status compare_number(struct comparison *comparison, const struct cell *cell)
{
    struct report_context *context = comparison->reporting->context;
    const struct expectation *expectation = comparison->expectation;
    const struct item *item = &comparison->rule->item;
    struct number wanted, figure = cell->value.number;
    comparison->expected = expectation->is.bytes;
    if (item->type.kind != TYPE_NUMBER)
        return compare_word(comparison, cell);
    enum ft_status status = quantity_parse_as(&wanted, context->arith, context->diagnostics,
                                              &expectation->is, &item->unit);
    if (status != FT_OK)
        return status;
    comparison->found = found_text(comparison, cell);
    if (cell->state != CELL_VALUE)
        return FT_DIFFERS;
    if (expectation->kind == EXPECT_IS)
        (void)ledger_figure(context->ledger, comparison->rule, comparison->row, &figure);
    status = round_found(comparison, &figure);
    if (status != FT_OK)
        return status;
    comparison->found = quantity_text(&figure, context->arith, &item->unit);
    return number_equal(&figure, &wanted) ? FT_OK : FT_DIFFERS;
}

static enum ft_status compare_truth(struct comparison *comparison, const struct cell *cell)
{
    const struct expectation *expectation = comparison->expectation;
    comparison->expected = expectation->is.bytes;
    comparison->found = found_text(comparison, cell);
    bool wanted = text_is(&expectation->is, "true");
    return comparison->rule->item.type.kind == TYPE_BOOLEAN && cell->state == CELL_VALUE &&
                   cell->value.boolean == wanted
               ? FT_OK
               : FT_DIFFERS;
}

/* Not applicable, for a reason that has the expected words in either language. */
static enum ft_status compare_miss(struct comparison *comparison, const struct cell *cell)
{
    struct report_context *context = comparison->reporting->context;
    comparison->expected = format_text(comparison->reporting, "%s: %s",
                                       word(comparison->reporting, WORD_NOT_APPLICABLE),
                                       comparison->expectation->is.bytes);
    comparison->found = found_text(comparison, cell);
    if (cell->state != CELL_NOT_APPLICABLE)
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
    const struct expectation *expectation = comparison->expectation;
    if (!find_figure(comparison->reporting, expectation->item.bytes, expectation->at.bytes,
                     &expectation->item.place,
                     expectation->at.length > 0 ? &expectation->at.place : &expectation->item.place,
                     &comparison->rule, &comparison->row))
        return FT_INVALID;
    const struct cell cell = figure_cell(comparison);
    switch (expectation->kind) {
    case EXPECT_HOLDS:
        return compare_truth(comparison, &cell);
    case EXPECT_NOT_APPLICABLE:
        return compare_miss(comparison, &cell);
    default:
        return compare_number(comparison, &cell);
    }
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
