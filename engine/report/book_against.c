/*
 * What the law as one document says otherwise than another version of it, article by article and
 * value by value, in the words of both; or what holds on one day and not on another.
 */
#include <string.h>

#include "book.h"
#include "formats.h"
#include "sentence.h"

/* Two versions of a law while they are compared. */
struct differences {
    struct reporting *reporting;
    const struct policy *now, *before;
    size_t count;
};

/* "原：…", "今：…"; the other side of what was added or left out is not there. */
static void write_side(struct differences *differences, bool is_now, const char *text)
{
    struct reporting *reporting = differences->reporting;
    static const struct title sides[2] = {{"原：", "before: "}, {"今：", "now: "}};
    text_line(reporting, 4,
              format_text(&reporting->display, "%s%s", titled(&reporting->display, &sides[is_now]),
                          text));
}

static void write_subject_of(struct differences *differences, const char *what, const char *title)
{
    struct reporting *reporting = differences->reporting;
    differences->count++;
    text_line(reporting, 2, format_text(&reporting->display, "%s  %s", what, title));
}

/* ---- articles ---- */

static bool is_same_text(const char *one, const char *other)
{
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

/* What an officer reads of a rule, and as its formulas are written, which a sentence may not tell
 * apart where titles are alike. */
static const char *whole_rule(struct reporting *reporting, const struct rule *rule)
{
    const char *text =
        format_text(&reporting->display, "%s%s%s%s%s", rule_sentence(reporting, rule),
                    rule->source == NULL ? "" : text_in(&reporting->display, "依据：", "source: "),
                    rule->source, rule->note.zh == NULL ? "" : " ",
                    rule->note.zh == NULL ? "" : titled(&reporting->display, &rule->note));
    for (size_t i = 0; i < rule->case_count && text != NULL; i++)
        text = format_text(&reporting->display, "%s %s", text, rule->cases[i].source);
    return text;
}

static const char *rule_formula(const struct rule *rule)
{
    return rule->value == NULL ? NULL : rule->value->text.bytes;
}

static void compare_rule(struct differences *differences, const struct rule *now, size_t number)
{
    struct reporting *reporting = differences->reporting;
    const struct rule *before = policy_rule(differences->before, now->item.id);
    const char *title = format_text(&reporting->display, "%s  %s",
                                    book_numbered(reporting, "条", "Article", number),
                                    titled(&reporting->display, &now->item.title));
    const char *text = whole_rule(reporting, now);
    if (before == NULL) {
        write_subject_of(differences, text_in(&reporting->display, "新增", "added"), title);
        write_side(differences, true, text);
        return;
    }
    const char *other = whole_rule(reporting, before);
    if (is_same_text(text, other) && is_same_text(rule_formula(now), rule_formula(before)))
        return;
    const bool as_written = is_same_text(text, other);
    write_subject_of(differences, text_in(&reporting->display, "修改", "changed"), title);
    write_side(differences, false, as_written ? rule_formula(before) : other);
    write_side(differences, true, as_written ? rule_formula(now) : text);
}

static void compare_rules(struct differences *differences)
{
    struct reporting *reporting = differences->reporting;
    const struct rule *rule;
    for (size_t number = 1; (rule = book_rule(differences->now, number)) != NULL; number++)
        compare_rule(differences, rule, number);
    for (size_t number = 1; (rule = book_rule(differences->before, number)) != NULL; number++) {
        if (policy_rule(differences->now, rule->item.id) != NULL)
            continue;
        write_subject_of(differences, text_in(&reporting->display, "删去", "left out"),
                         titled(&reporting->display, &rule->item.title));
        write_side(differences, false, whole_rule(reporting, rule));
    }
}

/* ---- values ---- */

/* "2019-01-01 起  8%  …" on one line. */
static const char *whole_version(struct reporting *reporting, const struct version *version)
{
    const char *between = word(&reporting->display, WORD_LIST_SEMICOLON);
    const char *rest = book_figure(reporting, version), *line = "";
    while (rest != NULL && line != NULL && rest[0] != '\0') {
        const size_t length = strcspn(rest, "\n");
        line = format_text(&reporting->display, "%s%s%.*s", line, line[0] == '\0' ? "" : between,
                           (int)length, rest);
        rest += length + (rest[length] == '\n');
    }
    return format_text(&reporting->display, "%s  %s  %s", book_validity(reporting, version), line,
                       version->source);
}

/* Whether a parameter (or NULL) has a value that reads the same. */
static bool has_version(struct reporting *reporting, const struct parameter *parameter,
                        const char *text)
{
    for (size_t i = 0; parameter != NULL && i < parameter->version_count; i++)
        if (is_same_text(whole_version(reporting, &parameter->versions[i]), text))
            return true;
    return false;
}

/* The values of one that the other has not. */
static void against_write_missing(struct differences *differences,
                                  const struct parameter *parameter, const struct parameter *other,
                                  bool is_now, bool *headed)
{
    struct reporting *reporting = differences->reporting;
    for (size_t i = 0; i < parameter->version_count; i++) {
        const char *text = whole_version(reporting, &parameter->versions[i]);
        if (has_version(reporting, other, text))
            continue;
        if (!*headed)
            write_subject_of(differences, text_in(&reporting->display, "数值", "values"),
                             titled(&reporting->display, &parameter->title));
        *headed = true;
        write_side(differences, is_now, text);
    }
}

static void compare_parameters(struct differences *differences)
{
    const struct policy *now = differences->now, *before = differences->before;
    for (size_t i = 0; i < now->parameter_count; i++) {
        const struct parameter *parameter = now->parameters[i];
        const struct parameter *other = policy_parameter(before, parameter->id);
        bool headed = false;
        if (other != NULL)
            against_write_missing(differences, other, parameter, false, &headed);
        against_write_missing(differences, parameter, other, true, &headed);
    }
    for (size_t i = 0; i < before->parameter_count; i++) {
        bool headed = false;
        if (policy_parameter(now, before->parameters[i]->id) == NULL)
            against_write_missing(differences, before->parameters[i], NULL, false, &headed);
    }
}

/* ---- how amounts are rounded ---- */

static const char *rounding_words(struct reporting *reporting, const struct value_kind *kind)
{
    return format_text(&reporting->display, "%s  %s",
                       quantity_text(&kind->step, reporting->context->arith, &kind->unit),
                       titled(&reporting->display, &roundings[kind->mode].title));
}

static void compare_rounding(struct differences *differences)
{
    struct reporting *reporting = differences->reporting;
    const struct policy *now = differences->now, *before = differences->before;
    for (size_t i = 0; i < now->kind_count; i++) {
        for (size_t j = 0; j < before->kind_count; j++) {
            const struct value_kind *kind = &now->kinds[i], *other = &before->kinds[j];
            const char *text = rounding_words(reporting, kind);
            const char *was = rounding_words(reporting, other);
            if (strcmp(kind->id, other->id) != 0 || is_same_text(text, was))
                continue;
            write_subject_of(differences, text_in(&reporting->display, "取整", "rounding"),
                             titled(&reporting->display, &kind->title));
            write_side(differences, false, was);
            write_side(differences, true, text);
        }
    }
}

/* ---- the two comparisons ---- */

static void write_none(struct differences *differences)
{
    struct reporting *reporting = differences->reporting;
    if (differences->count == 0)
        text_line(reporting, 2, text_in(&reporting->display, "没有差异。", "Nothing differs."));
}

enum ft_status report_book_against(struct figure_context *context, const struct policy *before,
                                   const char *name, const struct ft_report *report,
                                   const struct ft_sink *sink)
{
    struct reporting reporting;
    struct differences differences = {&reporting, context->policy, before, 0};
    reporting_open(&reporting, context, report, sink);
    text_heading(&reporting, format_in(&reporting.display, "与 %s 的差异", "What differs from %s",
                                       path_shown(&reporting.display, name)));
    write_format(&reporting.writer, "  %s %.12s\n", word(&reporting.display, WORD_POLICY),
                 before->digest);
    compare_rounding(&differences);
    compare_rules(&differences);
    compare_parameters(&differences);
    write_none(&differences);
    return reporting_status(&reporting);
}

enum ft_status report_book_between(struct figure_context *context, struct date before,
                                   struct date now, const struct ft_report *report,
                                   const struct ft_sink *sink)
{
    struct reporting reporting;
    const struct policy *policy = context->policy;
    struct differences differences = {&reporting, policy, policy, 0};
    const bool zh = context->language == FT_ZH;
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
    reporting_open(&reporting, context, report, sink);
    text_heading(&reporting, format_in(&reporting.display, "%s（原）与 %s（今）的差异",
                                       "What differs between %s and %s", date_text(from, before),
                                       date_text(to, now)));
    for (size_t i = 0; i < policy->parameter_count; i++) {
        const struct parameter *parameter = policy->parameters[i];
        const struct version *was = parameter_version(parameter, before, DATE_FOREVER);
        const struct version *is = parameter_version(parameter, now, DATE_FOREVER);
        const char *none = zh ? "没有规定" : "no value";
        if (was == is)
            continue;
        const bool same =
            was != NULL && is != NULL &&
            is_same_text(version_value(&reporting, was), version_value(&reporting, is));
        write_subject_of(&differences,
                         same ? zh ? "数不变，依据不同" : "the same value, of another source"
                         : zh ? "数值"
                              : "values",
                         titled(&reporting.display, &parameter->title));
        write_side(&differences, false, was == NULL ? none : whole_version(&reporting, was));
        write_side(&differences, true, is == NULL ? none : whole_version(&reporting, is));
    }
    write_none(&differences);
    return reporting_status(&reporting);
}
