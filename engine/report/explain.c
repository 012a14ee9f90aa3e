/* What `explain` is asked for, written as text or as the certificate. */
#include "explain.h"
#include "formats.h"

/* Did a formula give it? */
static bool derivation_is_derived(const struct subject *subject)
{
    return subject->kind == SUBJECT_RULE ||
           (subject->kind == SUBJECT_LINE && subject->line->value != NULL);
}

static void derivation_write(struct reporting *reporting, const struct subject *subject)
{
    if (derivation_is_derived(subject))
        derivation_write_derived(reporting, subject);
    else if (subject->kind == SUBJECT_LINE)
        derivation_write_net(reporting, subject);
    else if (subject->kind == SUBJECT_TOTAL)
        derivation_write_total(reporting, subject);
    else
        derivation_write_fact(reporting, subject);
}

static enum ft_status derivation_write_book(struct reporting *reporting,
                                            const struct subject *subject)
{
    const enum ft_status status = derivation_sheet_open(reporting, subject);
    if (status != FT_OK)
        return status;
    derivation_write(reporting, subject);
    return derivation_sheet_finish(reporting);
}

static void write_subject(struct reporting *reporting, const struct subject *subject)
{
    if (reporting->report->format == FT_JSON) {
        write_json(reporting, json_derivation(reporting, subject));
        return;
    }
    text_changed(reporting);
    if (reporting->context->scenario->change_count > 0)
        write_text(&reporting->writer, "\n");
    derivation_write(reporting, subject);
    struct reach reach;
    if (!reach_open(&reporting->display, &reach))
        return;
    reach_subject(&reach, subject);
    text_taken(reporting, &reach);
    write_text(&reporting->writer, "\n");
    text_identity(reporting);
}

enum ft_status report_derivation(struct figure_context *context, const char *item,
                                 const struct ft_report *report, const struct ft_sink *sink)
{
    struct reporting reporting;
    struct subject subject;
    reporting_open(&reporting, context, report, sink);
    if (report->format == FT_CSV) {
        diagnostics_add(context->diagnostics, NULL, &report_message[REPORT_NO_FORMAT], NULL);
        return FT_INVALID;
    }
    if (!find_subject(&reporting.display, item, &subject))
        return reporting_status(&reporting) == FT_OK ? FT_INVALID : reporting_status(&reporting);
    if (report->format == FT_JSON && !derivation_is_derived(&subject)) {
        diagnostics_add(context->diagnostics, NULL, &report_message[REPORT_NO_CERTIFICATE], item,
                        NULL);
        return FT_INVALID;
    }
    if (report->format == FT_XLSX)
        return derivation_write_book(&reporting, &subject);
    write_subject(&reporting, &subject);
    return reporting_status(&reporting);
}
