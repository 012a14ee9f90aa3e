/* Which texts of law the policies rest on: a list of them, and what of a run rests on a plan that
 * has lapsed. */
#include <string.h>

#include "formats.h"
#include "page.h"

/* ---- the list: a text, its days, who rests on it ---- */

/* Shows what rests on a text: each value of a parameter, then each rule. */
typedef void show_user(void *context, struct reporting *reporting, const char *id,
                       const struct version *version);

static void each_user(struct reporting *reporting, const struct law_text *text, show_user *show,
                      void *context)
{
    const struct policy *policy = reporting->context->policy;
    for (size_t i = 0; i < policy->parameter_count; i++) {
        const struct parameter *parameter = policy->parameters[i];
        for (size_t j = 0; j < parameter->version_count; j++)
            if (source_cites(policy, parameter->versions[j].source, text))
                show(context, reporting, parameter->id, &parameter->versions[j]);
    }
    for (size_t i = 0; i < policy->rule_count; i++)
        if (rule_cites(policy, policy->rules[i], text))
            show(context, reporting, policy->rules[i]->item.id, NULL);
}

/* Of values one after the other of one parameter its name stands once: "a 2019-01-01 2021-01-01".
 */
struct user_list {
    struct growing_text users;
    const char *last;
};

static void list_user(void *context, struct reporting *reporting, const char *id,
                      const struct version *version)
{
    struct user_list *list = context;
    char from[DATE_TEXT_SIZE];
    const bool again = list->last != NULL && strcmp(list->last, id) == 0;
    growing_list(&list->users, again ? "" : ", ",
                 format_text(&reporting->display, "%s%s%s%s", again ? "" : id,
                             version == NULL ? "" : " ",
                             version == NULL ? "" : date_text(from, version->from),
                             version == NULL ? "" : status_mark(reporting, version)));
    list->last = id;
}

static const char *day_or_dash(char *text, struct date date)
{
    return date.days == DATE_FOREVER.days ? "—" : date_text(text, date);
}

static const char *known_word(const struct reporting *reporting, const struct law_text *text)
{
    static const struct title ways[] = {
        [TEXT_SEEN] = {"见到原文", "seen"},
        [TEXT_QUOTED] = {"见到转引", "seen as quoted"},
        [TEXT_NAMED] = {"仅知文号", "number alone known"},
    };
    return titled(&reporting->display, &ways[text->known]);
}

static void write_law_text(struct reporting *reporting, const struct law_text *text)
{
    char published[DATE_TEXT_SIZE], in_force[DATE_TEXT_SIZE], lapsed[DATE_TEXT_SIZE];
    struct user_list list = {.users = {.arena = reporting->arena}};
    struct writer *writer = &reporting->writer;
    write_styled(writer, STYLE_BOLD, titled(&reporting->display, &text->title));
    write_format(writer, "  %s\n", text->number == NULL ? "" : text->number);
    if (text->kind != TEXT_PRACTICE) {
        text_line(reporting, 2,
                  format_text(&reporting->display, "%s %s  %s %s  %s %s  %s",
                              text_in(&reporting->display, "公布", "published"),
                              day_or_dash(published, text->published),
                              text_in(&reporting->display, "施行", "in force"),
                              day_or_dash(in_force, text->in_force),
                              text_in(&reporting->display, "失效", "lapsed"),
                              day_or_dash(lapsed, text->lapsed), known_word(reporting, text)));
    }
    if (text->note != NULL)
        text_line(reporting, 2, text->note);
    each_user(reporting, text, list_user, &list);
    const char *users = display_text(&reporting->display, growing_whole(&list.users));
    text_line(reporting, 4, users[0] == '\0' ? word(&reporting->display, WORD_NONE) : users);
    write_text(writer, "\n");
}

static void pack_user(void *context, struct reporting *reporting, const char *id,
                      const struct version *version)
{
    char from[DATE_TEXT_SIZE];
    json_append(reporting, context,
                json_pack("{s:s, s:o}", "id", id, "from",
                          json_or_null(version == NULL ? NULL : date_text(from, version->from))));
}

static json_t *json_authority(struct reporting *reporting)
{
    static const char *const kinds[] = {"binding", "plan", "practice"};
    static const char *const known[] = {"seen", "quoted", "named"};
    const struct policy *policy = reporting->context->policy;
    json_t *texts = json_array();
    for (size_t i = 0; i < policy->text_count; i++) {
        const struct law_text *text = policy->texts[i];
        json_t *users = json_array();
        each_user(reporting, text, pack_user, users);
        json_append(reporting, texts,
                    json_pack("{s:s, s:o, s:o, s:s, s:s, s:b, s:o, s:o, s:o, s:o}", "id", text->id,
                              "title", json_titles(&text->title), "number",
                              json_or_null(text->number), "kind", kinds[text->kind], "known",
                              known[text->known], "articles", text->articles, "published",
                              json_day(text->published), "in_force", json_day(text->in_force),
                              "lapsed", json_day(text->lapsed), "users", users));
    }
    return json_pack("{s:s, s:s, s:o}", "fangtian", FT_VERSION, "digest", policy->digest, "texts",
                     texts);
}

enum ft_status report_authority(struct figure_context *context, const struct ft_report *report,
                                const struct ft_sink *sink)
{
    struct reporting reporting;
    reporting_open(&reporting, context, report, sink);
    if (report->format == FT_CSV) {
        diagnostics_add(context->diagnostics, NULL, &report_message[REPORT_NO_FORMAT], NULL);
        return FT_INVALID;
    }
    if (report->format == FT_JSON)
        write_json(&reporting, json_authority(&reporting));
    for (size_t i = 0; report->format == FT_TEXT && i < context->policy->text_count; i++)
        write_law_text(&reporting, context->policy->texts[i]);
    return reporting_status(&reporting);
}

/* ---- of a run: what rests on a plan that has lapsed ---- */

void text_authority(struct reporting *reporting)
{
    static const struct title headings[] = {
        {"只以已到期的方案为依据的规定（没有登记仍在执行的文件）",
         "Rules that rest on a plan that has lapsed alone (no text in force is registered)"},
        {"方案已到期，另有文件为依据的规定",
         "Rules whose plan has lapsed and another text stands"}};
    struct display *display = &reporting->display;
    struct lapsed lapsed;
    if (!lapsed_open(display, &lapsed))
        return;
    for (size_t part = 0; part < 2; part++) {
        const char *lines = "";
        for (size_t i = 0; i < lapsed.rule_count; i++) {
            const struct rule *rule = lapsed.rules[i].rule;
            const struct law_text *other = lapsed.rules[i].other;
            if ((other != NULL) != (part == 1))
                continue;
            lines = format_text(display, "%s%s%s  %s", lines, lines[0] == '\0' ? "" : "; ",
                                titled(display, &rule->item.title),
                                other == NULL           ? rule->item.id
                                : other->number != NULL ? other->number
                                                        : titled(display, &other->title));
        }
        if (lines[0] == '\0')
            continue;
        text_heading(reporting, titled(display, &headings[part]));
        text_line(reporting, 0, lines);
    }
}

static void write_lapsed_plan(struct reporting *reporting, const struct lapsed_plan *plan)
{
    struct display *display = &reporting->display;
    char day[DATE_TEXT_SIZE];
    write_title(&reporting->writer,
                format_in(display, "%s已到期（%s 起失效）", "%s is over (no longer from %s)",
                          titled(display, &plan->text->title), date_text(day, plan->text->lapsed)),
                reporting->width);
    text_line(reporting, 2,
              format_in(display,
                        "只以它为依据的规定 %zu 项，据以收付 %zu 笔，现金 %s：须确认是否继续执行",
                        "%zu rules rest on it alone; %zu payments by them, cash %s: confirm "
                        "that they go on",
                        plan->rules, plan->payments,
                        amount_text(display, &reporting->context->policy->kinds[0], &plan->cash)));
}

void text_lapsed(struct reporting *reporting)
{
    struct lapsed lapsed;
    if (!lapsed_open(&reporting->display, &lapsed))
        return;
    for (size_t i = 0; i < lapsed.plan_count; i++)
        write_lapsed_plan(reporting, &lapsed.plans[i]);
}

json_t *json_lapsed(struct reporting *reporting)
{
    json_t *array = json_array();
    struct lapsed lapsed;
    if (!lapsed_open(&reporting->display, &lapsed))
        return array;
    for (size_t i = 0; i < lapsed.rule_count; i++) {
        const struct lapsed_rule *found = &lapsed.rules[i];
        json_append(reporting, array,
                    json_pack("{s:s, s:o, s:s, s:o, s:o}", "rule", found->rule->item.id, "title",
                              json_titles(&found->rule->item.title), "plan", found->plan->id,
                              "lapsed", json_day(found->plan->lapsed), "in_force",
                              json_or_null(found->other == NULL ? NULL : found->other->number)));
    }
    return array;
}

/* ---- the texts that the sheets cite by a short name or a number ---- */

static const struct title legend_heading = {"依据所用的简称和文号",
                                            "Short names and numbers of the texts cited"};

/* Marks the texts that a source of a rule that was used calls otherwise than by their titles. */
static void mark_called_short(const struct figure_context *context, bool *marks)
{
    for (size_t i = 0; i < context->policy->rule_count; i++) {
        const struct rule *rule = context->policy->rules[i];
        struct citation citations[MOST_CITATIONS];
        const size_t count =
            rule_is_used(context, rule)
                ? source_citations(context->policy, rule->source, citations, MOST_CITATIONS)
                : 0;
        for (size_t j = 0; j < count; j++) {
            const struct law_text *text = citations[j].text;
            marks[text->index] |= strstr(rule->source, text->title.zh) == NULL;
        }
    }
}

/* What sources call a text in place of its title; NULL: they have nothing else. */
static const char *called_short(const struct law_text *text)
{
    return text->short_name != NULL ? text->short_name : text->number;
}

/* Those that the sheets call by short names: first those that have no number. Their count. */
static size_t short_texts(struct reporting *reporting, const struct law_text **found)
{
    const struct policy *policy = reporting->context->policy;
    bool *marks = display_array(&reporting->display, policy->text_count, sizeof *marks);
    size_t count = 0;
    if (marks == NULL)
        return 0;
    mark_called_short(reporting->context, marks);
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < policy->text_count; i++) {
            const struct law_text *text = policy->texts[i];
            if (marks[i] && text->kind != TEXT_PRACTICE && called_short(text) != NULL &&
                (text->number == NULL) == (pass == 0))
                found[count++] = text;
        }
    return count;
}

void text_legend(struct reporting *reporting)
{
    struct display *display = &reporting->display;
    const struct law_text **found = display_array(display, reporting->context->policy->text_count,
                                                  sizeof(const struct law_text *));
    if (found == NULL)
        return;
    const size_t count = short_texts(reporting, found);
    if (count == 0)
        return;
    const size_t shown =
        reporting->report->detail || count < MOST_IN_PARAGRAPH ? count : MOST_IN_PARAGRAPH;
    text_heading(reporting, titled(display, &legend_heading));
    for (size_t i = 0; i < shown; i++)
        text_line(reporting, 0,
                  format_in(display, "%s：%s", "%s: %s", called_short(found[i]),
                            titled(display, &found[i]->title)));
    if (shown < count)
        text_line(reporting, 0,
                  format_in(display, "另有 %zu 件（--detail 列出全部）",
                            "and %zu more (--detail lists all)", count - shown));
}

/* In a workbook, whose sheets cite too: a paragraph on its first page. */
void page_legend(struct reporting *reporting)
{
    struct display *display = &reporting->display;
    const struct law_text **found = display_array(display, reporting->context->policy->text_count,
                                                  sizeof(const struct law_text *));
    const size_t count = found == NULL || !reporting->of_book ? 0 : short_texts(reporting, found);
    const char *list = "";
    for (size_t i = 0; i < count && i < MOST_IN_PARAGRAPH; i++)
        list = page_joined(reporting, list, word(display, WORD_LIST_SEMICOLON),
                           format_in(display, "%s：%s", "%s: %s", called_short(found[i]),
                                     titled(display, &found[i]->title)));
    if (count == 0)
        return;
    page_part(reporting, titled(display, &legend_heading));
    page_entry(reporting, list);
}

json_t *json_legend(struct reporting *reporting)
{
    struct display *display = &reporting->display;
    json_t *array = json_array();
    const struct law_text **found = display_array(display, reporting->context->policy->text_count,
                                                  sizeof(const struct law_text *));
    const size_t count = found == NULL ? 0 : short_texts(reporting, found);
    for (size_t i = 0; i < count; i++)
        json_append(reporting, array,
                    json_pack("{s:s, s:s, s:o}", "text", found[i]->id, "called",
                              called_short(found[i]), "title", json_titles(&found[i]->title)));
    return array;
}

/* ---- rules whose texts came later ---- */

/* The titles of a text's rules, what moved money first. */
static const char *later_rules(struct reporting *reporting, const struct later *later,
                               const struct later_text *text)
{
    struct display *display = &reporting->display;
    const size_t most = reporting->report->detail ? text->rules : MOST_LINES;
    struct growing_text list = {.arena = reporting->arena};
    size_t shown = 0;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < later->count && shown < most; i++) {
            const struct later_rule *rule = &later->rules[i];
            if (rule->text != text->text || rule->unknown != text->unknown ||
                (rule->payments > 0) != (pass == 0))
                continue;
            growing_list(&list, word(display, WORD_LIST_COMMA),
                         titled(display, &rule->rule->item.title));
            shown++;
        }
    }
    const char *whole = growing_whole(&list);
    return shown == text->rules
               ? whole
               : format_in(display, "%s 等 %zu 条", "%s … (%zu)", whole, text->rules);
}

const char *later_text(struct reporting *reporting, const struct later *later,
                       const struct later_text *found)
{
    struct display *display = &reporting->display;
    char day[DATE_TEXT_SIZE];
    const char *number = found->text->number, *title = titled(display, &found->text->title);
    const char *cash = amount_text(display, &reporting->context->policy->kinds[0], &found->cash);
    const char *when = found->day.days == DATE_FOREVER.days
                           ? text_in(display, "没有登记公布日", "no day is registered")
                           : format_in(display, "%s 起", "from %s", date_text(day, found->day));
    const char *named = number == NULL ? title : format_text(display, "%s（%s）", title, number);
    const char *rules = later_rules(reporting, later, found);
    if (found->payments == 0)
        return format_in(display, "%s，%s：%s", "%s, %s: %s", named, when, rules);
    return format_in(display, "%s，%s：%s；%zu 笔，现金 %s", "%s, %s: %s; payments %zu, cash %s",
                     named, when, rules, found->payments,
                     found->open ? open_text(display, cash) : cash);
}

json_t *json_later(struct reporting *reporting)
{
    struct display *display = &reporting->display;
    json_t *array = json_array();
    struct later later;
    if (!later_open(display, &later))
        return array;
    for (size_t i = 0; i < later.count; i++) {
        const struct later_rule *found = &later.rules[i];
        const char *cash =
            amount_plain(display, &reporting->context->policy->kinds[0], &found->cash);
        json_append(reporting, array,
                    json_pack("{s:s, s:o, s:s, s:o, s:o, s:I, s:o, s:o}", "rule",
                              found->rule->item.id, "title", json_titles(&found->rule->item.title),
                              "text", found->text->id, "known",
                              found->unknown ? json_day(found->day) : json_null(), "in_force",
                              found->unknown ? json_null() : json_day(found->day), "payments",
                              (json_int_t)found->payments, "cash",
                              found->open ? json_null() : json_text(cash), "cash_known",
                              found->open ? json_text(cash) : json_null()));
    }
    return array;
}
