/*
 * The law of the packs as one document in clauses: a chapter a policy, an article a rule, and the
 * numbers with the first and the last day of each. Made from what is worked out with, so that what
 * an officer reads and signs is what the engine does.
 */
#include <string.h>

#include "formats.h"
#include "messages.h"
#include "sentence.h"

/* ---- numbers of chapters and articles ---- */

enum { NUMERAL_SIZE = 32 };

/* "一百零二" for 102: of chapters and articles, of which there are fewer than a thousand. */
static const char *numeral(char out[NUMERAL_SIZE], size_t number)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    const size_t hundreds = number / 100 % 10, tens = number / 10 % 10, ones = number % 10;
    out[0] = '\0';
    if (hundreds > 0)
        (void)strcat(strcat(out, digits[hundreds]), "百");
    if (tens > 1 || (tens == 1 && hundreds > 0))
        (void)strcat(out, digits[tens]);
    if (tens > 0)
        (void)strcat(out, "十");
    else if (hundreds > 0 && ones > 0)
        (void)strcat(out, "零");
    if (ones > 0)
        (void)strcat(out, digits[ones]);
    return out;
}

/* "第一章", "Chapter 1". */
static const char *numbered(struct reporting *reporting, const char *zh, const char *en,
                            size_t number)
{
    char text[NUMERAL_SIZE];
    return reporting->context->language == FT_ZH
               ? format_text(&reporting->display, "第%s%s", numeral(text, number), zh)
               : format_text(&reporting->display, "%s %zu", en, number);
}

/* ---- articles ---- */

static void write_labelled(struct reporting *reporting, enum word_id label, const char *text)
{
    write_wrapped(
        &reporting->writer,
        format_text(&reporting->display, "%s: %s", word(&reporting->display, label), text), 4,
        reporting->width);
}

static void book_write_article(struct reporting *reporting, const struct rule *rule, size_t number)
{
    write_text(&reporting->writer, "  ");
    write_styled(&reporting->writer, STYLE_BOLD, numbered(reporting, "条", "Article", number));
    write_format(&reporting->writer, "  %s\n", titled(&reporting->display, &rule->item.title));
    write_wrapped(&reporting->writer, rule_sentence(reporting, rule), 4, reporting->width);
    if (strcmp(rule->source, rule->file->source) != 0)
        write_labelled(reporting, WORD_SOURCE, rule->source);
    for (size_t i = 0; i < rule->case_count; i++)
        if (strcmp(rule->cases[i].source, rule->source) != 0)
            write_labelled(reporting, WORD_SOURCE,
                           format_text(&reporting->display, "%s %s",
                                       titled(&reporting->display, &rule->cases[i].title),
                                       rule->cases[i].source));
    if (rule->note.zh != NULL)
        write_labelled(reporting, WORD_NOTE, titled(&reporting->display, &rule->note));
}

/* ---- numbers ---- */

/* "2019-01-01 至 2023-12-31": the last day is one with the value, as law writes it. */
static const char *validity(struct reporting *reporting, const struct version *version)
{
    char from[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
    const bool zh = reporting->context->language == FT_ZH;
    const struct date end = version->is_repealed ? version->repealed_on : version->to;
    (void)date_text(from, version->from);
    if (end.days == DATE_FOREVER.days)
        return format_text(&reporting->display, zh ? "%s 起" : "from %s", from);
    return format_text(&reporting->display,
                       zh ? "%s 至 %s（含当日）" : "%s to %s, that day included", from,
                       date_text(last, (struct date){end.days - 1}));
}

static void write_values(struct reporting *reporting, const struct parameter *parameter)
{
    const char *unit = parameter->unit.text == NULL ? "" : parameter->unit.text;
    write_wrapped(&reporting->writer,
                  format_text(&reporting->display, "%s%s%s%s",
                              titled(&reporting->display, &parameter->title),
                              unit[0] == '\0' ? "" : " [", unit, unit[0] == '\0' ? "" : "]"),
                  4, reporting->width);
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *version = &parameter->versions[i];
        write_wrapped(&reporting->writer,
                      format_text(&reporting->display, "%s  %s%s  %s", validity(reporting, version),
                                  version_value(reporting, version),
                                  status_mark(reporting, version), version->source),
                      6, reporting->width);
        if (version->note != NULL)
            write_wrapped(&reporting->writer, version->note, 8, reporting->width);
    }
}

/* ---- chapters ---- */

static void write_chapter(struct reporting *reporting, const struct policy_file *file,
                          size_t chapter, size_t *article)
{
    const struct policy *policy = reporting->context->policy;
    bool any = false;
    text_heading(reporting, format_text(&reporting->display, "%s  %s",
                                        numbered(reporting, "章", "Chapter", chapter),
                                        titled(&reporting->display, &file->title)));
    write_labelled(reporting, WORD_SOURCE, file->source);
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i]->file->id, file->id) == 0)
            book_write_article(reporting, policy->rules[i], ++*article);
    for (size_t i = 0; i < policy->parameter_count; i++) {
        if (strcmp(policy->parameters[i]->policy, file->id) != 0)
            continue;
        if (!any)
            write_format(&reporting->writer, "  %s\n", word(&reporting->display, WORD_PARAMETERS));
        any = true;
        write_values(reporting, policy->parameters[i]);
    }
}

enum ft_status report_book(struct figure_context *context, const struct ft_report *report,
                           const struct ft_sink *sink)
{
    struct reporting reporting;
    const struct policy *policy = context->policy;
    size_t article = 0;
    reporting_open(&reporting, context, report, sink);
    if (report->format != FT_TEXT) {
        diagnostics_add(context->diagnostics, NULL, &report_message[REPORT_NO_FORMAT], NULL);
        return FT_INVALID;
    }
    write_styled(&reporting.writer, STYLE_BOLD,
                 context->language == FT_ZH ? "规则汇编" : "The rules in one document");
    write_format(&reporting.writer, "\nfangtian %s   %s %.12s\n", FT_VERSION,
                 word(&reporting.display, WORD_POLICY), policy->digest);
    for (size_t i = 0; i < policy->file_count; i++)
        write_chapter(&reporting, &policy->files[i], i + 1, &article);
    return reporting_status(&reporting);
}
