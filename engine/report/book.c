/*
 * The law of the packs as one document in clauses: a chapter a policy, an article a rule, and the
 * numbers with the first and the last day of each. Made from what is worked out with, so that what
 * an officer reads and signs is what the engine does.
 */
#include <string.h>

#include "aligned.h"
#include "book.h"
#include "formats.h"
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

const char *book_numbered(struct reporting *reporting, const char *zh, const char *en,
                          size_t number)
{
    char text[NUMERAL_SIZE];
    return reporting->context->language == FT_ZH
               ? format_text(&reporting->display, "第%s%s", numeral(text, number), zh)
               : format_text(&reporting->display, "%s %zu", en, number);
}

const char *book_case_number(struct reporting *reporting, size_t number)
{
    char text[NUMERAL_SIZE];
    return reporting->context->language == FT_ZH
               ? format_text(&reporting->display, "算例%s", numeral(text, number))
               : format_text(&reporting->display, "Worked case %zu", number);
}

/* ---- articles ---- */

static void book_write_article(struct reporting *reporting, const struct rule *rule, size_t number)
{
    write_text(&reporting->writer, "  ");
    write_styled(&reporting->writer, STYLE_BOLD, book_numbered(reporting, "条", "Article", number));
    write_format(&reporting->writer, "  %s\n", titled(&reporting->display, &rule->item.title));
    text_line(reporting, 4, rule_sentence(reporting, rule));
    if (strcmp(rule->source, rule->file->source) != 0)
        text_labelled(reporting, 4, WORD_SOURCE, rule->source);
    for (size_t i = 0; i < rule->case_count; i++)
        if (strcmp(rule->cases[i].source, rule->source) != 0)
            text_labelled(reporting, 4, WORD_SOURCE,
                          format_text(&reporting->display, "%s %s",
                                      titled(&reporting->display, &rule->cases[i].title),
                                      rule->cases[i].source));
    if (rule->note.zh != NULL)
        text_labelled(reporting, 4, WORD_NOTE, titled(&reporting->display, &rule->note));
}

/* ---- numbers ---- */

/* The first day without the value: its end, or where the next begins. */
static struct date book_end(const struct version *version)
{
    return version->is_repealed ? version->repealed_on : version->to;
}

/* The last day is one with the value, as law writes it. */
const char *book_validity(struct reporting *reporting, const struct version *version)
{
    char from[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
    const struct date end = book_end(version);
    (void)date_text(from, version->from);
    if (end.days == DATE_FOREVER.days)
        return format_in(&reporting->display, "%s 起", "from %s", from);
    return format_in(&reporting->display, "%s 至 %s（含当日）", "%s to %s, that day included", from,
                     date_text(last, (struct date){end.days - 1}));
}

/* "按区位、结构：", what a table's lines begin with. */
static const char *book_keyed(struct reporting *reporting, const struct parameter *parameter)
{
    const char *text = "";
    for (size_t k = 0; k < parameter->key_count && text != NULL; k++)
        text = format_text(&reporting->display, "%s%s%s", text,
                           k == 0 ? "" : text_in(&reporting->display, "、", ", "),
                           titled(&reporting->display, &parameter->keys[k]->title));
    return parameter->key_count == 0 ? "" : format_in(&reporting->display, "按%s", "by %s", text);
}

/* "超过 36,000 元的部分  10%". */
static const char *book_slice(struct reporting *reporting, const struct parameter *parameter,
                              const struct bracket *bracket)
{
    static const struct title above[2] = {{"超过 ", "above "}, {"", "from "}};
    static const struct title behind[2][2] = {{{"", ""}, {" 以上（含）", " on"}},
                                              {{" 的部分", ""}, {" 以上的部分", " on"}}};
    const bool marginal = parameter->shape == SHAPE_BRACKETS;
    return format_text(
        &reporting->display, "%s%s%s  %s", titled(&reporting->display, &above[bracket->included]),
        quantity_text(&bracket->above, reporting->context->arith, &parameter->by_unit),
        titled(&reporting->display, &behind[marginal][bracket->included]),
        rate_text(reporting, parameter, &bracket->rate));
}

/* A line a slice, below what the scale is keyed by. */
static const char *book_slices(struct reporting *reporting, const struct version *version)
{
    static const struct title kinds[2] = {{"分级取值", "by the slice it falls into"},
                                          {"分段累进", "each slice at its rate"}};
    const struct parameter *parameter = version->parameter;
    const char *comma = parameter->key_count == 0 ? "" : word(&reporting->display, WORD_LIST_COMMA);
    const char *text =
        format_text(&reporting->display, "%s%s%s", book_keyed(reporting, parameter), comma,
                    titled(&reporting->display, &kinds[parameter->shape == SHAPE_BRACKETS]));
    for (size_t i = 0; i < version->bracket_count && text != NULL; i++) {
        const struct bracket *bracket = &version->brackets[i];
        const struct scale *scale = version_scale_at(version, i);
        const bool heads = parameter->key_count > 0 && bracket == scale->brackets;
        text = format_text(&reporting->display, "%s%s%s\n%s", text, heads ? "\n" : "",
                           heads ? key_titles(reporting, parameter, scale->keys) : "",
                           book_slice(reporting, parameter, bracket));
    }
    return text;
}

/* A value, over several lines where it is a table or a scale. */
static const char *book_value(struct reporting *reporting, const struct version *version)
{
    const struct parameter *parameter = version->parameter;
    const char *text;
    switch (parameter->shape) {
    case SHAPE_SCALAR:
    case SHAPE_SET:
        return version_value(reporting, version);
    case SHAPE_BRACKETS:
    case SHAPE_THRESHOLDS:
        return book_slices(reporting, version);
    case SHAPE_TABLE:
        break;
    }
    text = book_keyed(reporting, parameter);
    for (size_t i = 0; i < version->entry_count && text != NULL; i++)
        text =
            format_text(&reporting->display, "%s\n%s  %s", text,
                        key_titles(reporting, parameter, version->entries[i].keys),
                        value_text(&version->entries[i].value, &parameter->type, &parameter->unit,
                                   false, reporting->context->arith, reporting->context->language));
    return text;
}

const char *book_figure(struct reporting *reporting, const struct version *version)
{
    const char *status = status_word(&reporting->display, version->status);
    const char *value = book_value(reporting, version);
    return value == NULL || status[0] == '\0'
               ? value
               : format_in(&reporting->display, "%s\n〔%s〕", "%s\n[%s]", value, status);
}

/* ---- tables of numbers ---- */

enum { BOOK_COLUMNS = 4 };

/* The first day, the last one, the value, the article. */
static void book_columns(const struct reporting *reporting, struct cell_column *columns)
{
    enum { DAY = 10, VALUE = 34, LEAST_SOURCE = 20 };
    const size_t before = 4 + DAY + 2 + DAY + 2 + VALUE + 2;
    columns[0] = (struct cell_column){4, DAY, true};
    columns[1] = (struct cell_column){2, DAY, true};
    columns[2] = (struct cell_column){2, VALUE, true};
    columns[3] = (struct cell_column){
        2, reporting->width > before + LEAST_SOURCE ? reporting->width - before : LEAST_SOURCE,
        true};
}

static void write_values_head(struct reporting *reporting)
{
    static const struct title heads[BOOK_COLUMNS] = {
        {"起（含）", "first day"}, {"止（含）", "last day"}, {"数值", "value"}, {"依据", "source"}};
    struct cell_column columns[BOOK_COLUMNS];
    const char *cells[BOOK_COLUMNS];
    book_columns(reporting, columns);
    for (size_t i = 0; i < BOOK_COLUMNS; i++)
        cells[i] = titled(&reporting->display, &heads[i]);
    write_heads(reporting, columns, BOOK_COLUMNS, cells);
}

static void write_values(struct reporting *reporting, const struct parameter *parameter)
{
    const char *unit = parameter->unit.text == NULL ? "" : parameter->unit.text;
    struct cell_column columns[BOOK_COLUMNS];
    book_columns(reporting, columns);
    text_line(reporting, 2,
              unit[0] == '\0' ? titled(&reporting->display, &parameter->title)
                              : format_in(&reporting->display, "%s（%s）", "%s [%s]",
                                          titled(&reporting->display, &parameter->title), unit));
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *version = &parameter->versions[i];
        char from[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE] = "—";
        if (book_end(version).days != DATE_FOREVER.days)
            (void)date_text(last, (struct date){book_end(version).days - 1});
        const char *cells[BOOK_COLUMNS] = {
            date_text(from, version->from), last, book_figure(reporting, version),
            version->note == NULL
                ? version->source
                : format_text(&reporting->display, "%s\n%s", version->source, version->note)};
        write_cells(reporting, columns, BOOK_COLUMNS, cells, NULL);
    }
}

/* ---- chapters ---- */

const struct rule *book_rule(const struct policy *policy, size_t number)
{
    for (size_t i = 0; i < policy->file_count; i++)
        for (size_t j = 0; j < policy->rule_count; j++)
            if (strcmp(policy->rules[j]->file->id, policy->files[i].id) == 0 && --number == 0)
                return policy->rules[j];
    return NULL;
}

const char *book_article_of(struct reporting *reporting, const struct policy *policy,
                            const char *rule)
{
    const struct rule *article;
    for (size_t number = 1; (article = book_rule(policy, number)) != NULL; number++)
        if (strcmp(article->item.id, rule) == 0)
            return book_numbered(reporting, "条", "Article", number);
    return "";
}

static void write_chapter(struct reporting *reporting, const struct policy_file *file,
                          size_t chapter, size_t *article)
{
    const struct policy *policy = reporting->context->policy;
    bool any = false;
    text_heading(reporting, format_text(&reporting->display, "%s  %s",
                                        book_numbered(reporting, "章", "Chapter", chapter),
                                        titled(&reporting->display, &file->title)));
    text_labelled(reporting, 4, WORD_SOURCE, file->source);
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i]->file->id, file->id) == 0)
            book_write_article(reporting, policy->rules[i], ++*article);
    for (size_t i = 0; i < policy->parameter_count; i++) {
        if (strcmp(policy->parameters[i]->policy, file->id) != 0)
            continue;
        if (!any)
            write_values_head(reporting);
        any = true;
        write_values(reporting, policy->parameters[i]);
    }
}

/* Whose law it is, and what of it: "政策包 national、guangdong；各项数值列出全部起止日". */
static void write_packs(struct reporting *reporting, const char *as_of)
{
    const struct policy *policy = reporting->context->policy;
    const char *packs = "";
    for (size_t i = 0; i < policy->file_count; i++)
        if (i == 0 || strcmp(policy->files[i].pack, policy->files[i - 1].pack) != 0)
            packs = format_text(&reporting->display, "%s%s%s", packs,
                                i == 0 ? "" : text_in(&reporting->display, "、", ", "),
                                policy->files[i].pack);
    text_line(reporting, 0, format_in(&reporting->display, "政策包：%s", "packs: %s", packs));
    text_line(reporting, 0,
              text_in(&reporting->display, "各项数值列出全部起止日；算例各按自己的基准日。",
                      "Numbers are given with all their days; each case is of its own day."));
    if (as_of != NULL)
        text_line(
            reporting, 0,
            format_in(&reporting->display, "与他日比较的基准日：%s", "compared as of %s", as_of));
    write_text(&reporting->writer, "\n");
}

/* How each kind of value is rounded where it is posted: here and nowhere else. */
static void write_rounding(struct reporting *reporting)
{
    const struct policy *policy = reporting->context->policy;
    struct arith *arith = reporting->context->arith;
    text_line(reporting, 0,
              text_in(&reporting->display,
                      "各数按准确值计算，记账时按下列办法取整；条文另有规定的除外。",
                      "Figures are exact; what is posted is rounded so, and nothing else but where "
                      "an article says it:"));
    for (size_t i = 0; i < policy->kind_count; i++) {
        const struct value_kind *kind = &policy->kinds[i];
        text_line(reporting, 2,
                  format_text(&reporting->display, "%s  %s  %s",
                              titled(&reporting->display, &kind->title),
                              quantity_text(&kind->step, arith, &kind->unit),
                              titled(&reporting->display, &roundings[kind->mode].title)));
    }
}

static void book_write_signatures(struct reporting *reporting, const char *digest)
{
    text_heading(reporting, text_in(&reporting->display, "签署", "Signed"));
    write_text(
        &reporting->writer,
        format_in(
            &reporting->display,
            "  拟稿：              审核：              签发：              日期：\n"
            "  政策文件的摘要 %s\n  “签署”以上全文的摘要（SHA-256） %s\n",
            "  drafted by:          checked by:          issued by:          date:\n"
            "  digest of the policies %s\n  of all that stands above this heading (SHA-256) %s\n",
            reporting->context->policy->digest, digest));
}

enum ft_status report_book(struct figure_context *context, const char *as_of,
                           const struct ft_report *report, const struct ft_sink *sink)
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
    write_packs(&reporting, as_of);
    write_rounding(&reporting);
    for (size_t i = 0; i < policy->file_count; i++)
        write_chapter(&reporting, &policy->files[i], i + 1, &article);
    return reporting_status(&reporting);
}

enum ft_status report_book_end(struct figure_context *context, const char *digest,
                               const struct ft_report *report, const struct ft_sink *sink)
{
    struct reporting reporting;
    reporting_open(&reporting, context, report, sink);
    book_write_signatures(&reporting, digest);
    return reporting_status(&reporting);
}
