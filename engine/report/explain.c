/* What `explain` is asked for, written as text or as the certificate. */
#include "explain.h"
#include "formats.h"
#include "messages.h"

/* Did a formula give it? */
static bool derivation_is_derived(const struct subject *subject)
{
    return subject->kind == SUBJECT_RULE ||
           (subject->kind == SUBJECT_LINE && subject->line->value != NULL);
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
    if (derivation_is_derived(subject))
        text_derivation(reporting, subject);
    else if (subject->kind == SUBJECT_LINE)
        text_net(reporting, subject);
    else if (subject->kind == SUBJECT_TOTAL)
        text_total(reporting, subject);
    else
        text_fact(reporting, subject);
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
    write_subject(&reporting, &subject);
    return reporting_status(&reporting);
}
