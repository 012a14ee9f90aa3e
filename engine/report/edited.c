/*
 * A workbook of results that was edited and is read again: what is other in it than when it was written, and which figures of
 * its first page are others now. A workbook as it was written says nothing.
 */
#include <string.h>

#include "../figures/pending.h"
#include "page.h"

/* ---- the figures of the first page ---- */

static bool written_nowhere(void *context, const char *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return true;
}

/* Those that say whether they may be signed, in yuan, in a language: what a workbook keeps of its first page. */
enum ft_status report_written_figures(struct figure_context *context, enum ft_language language,
                                      struct written_lines *lines)
{
    static const struct ft_report plain = {.format = FT_TEXT};
    const struct ft_sink nowhere = {written_nowhere, NULL};
    struct figure_context own = *context;
    struct reporting reporting;
    struct pending pending;
    own.language = language;
    reporting_open(&reporting, &own, &plain, &nowhere);
    enum ft_status status = fill_views(&reporting.display, false);
    if (status == FT_OK && !pending_open(&reporting.display, &pending))
        status = FT_NO_MEMORY;
    for (size_t i = 0; status == FT_OK && i < pending.figure_count; i++) {
        const struct standing_figure *figure = &pending.figures[i];
        status = written_add(
            lines, reporting.arena,
            &(struct written_line){.kind = WRITTEN_FIGURE,
                                   .name = standing_title(&reporting.display, figure, language),
                                   .text = standing_text(&reporting.display, figure)});
    }
    return status;
}

/* ---- what is other ---- */

struct edited_figure {
    const char *title, *was, *now; /* `now` NULL: it is none any more */
};

struct edited {
    const char *digest, *policy; /* as written; `policy` NULL: it is the same law */
    struct scenario_edits edits;
    struct edited_figure *figures;
    size_t figure_count;
};

static const char *edited_now(const struct written_lines *now, const char *title)
{
    for (size_t i = 0; i < now->count; i++)
        if (strcmp(now->lines[i].name, title) == 0)
            return now->lines[i].text;
    return NULL;
}

static enum ft_status edited_compare(struct reporting *reporting, struct edited *edited)
{
    const struct scenario_book *book = reporting->context->scenario->book;
    struct written_lines now = {0};
    enum ft_status status = report_written_figures(reporting->context, book->written_in, &now);
    edited->figures = arena_array(reporting->arena, book->written->count, sizeof *edited->figures);
    if (status != FT_OK || edited->figures == NULL)
        return status == FT_OK ? FT_NO_MEMORY : status;
    for (size_t i = 0; i < book->written->count; i++) {
        const struct written_line *was = &book->written->lines[i];
        const char *text = edited_now(&now, was->name);
        if (was->kind == WRITTEN_FIGURE && (text == NULL || strcmp(text, was->text) != 0))
            edited->figures[edited->figure_count++] =
                (struct edited_figure){was->name, was->text, text};
    }
    return FT_OK;
}

/* False: the workbook, if it is one, says what it said. */
static bool edited_open(struct reporting *reporting, struct edited *edited)
{
    const struct figure_context *context = reporting->context;
    const struct scenario *scenario = context->scenario;
    *edited = (struct edited){0};
    if (scenario->book == NULL || scenario->book->written == NULL || context->ledger == NULL)
        return false;
    const char *digest = written_text(scenario->book->written, WRITTEN_DIGEST);
    const char *policy = written_text(scenario->book->written, WRITTEN_POLICY);
    if (digest == NULL || policy == NULL)
        return false;
    edited->digest = digest;
    edited->policy = strcmp(policy, context->policy->digest) == 0 ? NULL : policy;
    enum ft_status status = scenario_edits(&edited->edits, scenario, context->arith);
    const bool others = edited->edits.count > 0 || edited->policy != NULL ||
                        (edited->edits.unknown && scenario->change_count == 0 &&
                         strcmp(digest, scenario->digest) != 0);
    if (status == FT_OK && others)
        status = edited_compare(reporting, edited);
    if (status != FT_OK)
        reporting->writer.status = status;
    return status == FT_OK && others;
}

/* ---- as text ---- */

/* "年度税收 2022 “三旧”项目土地增值税"; of the head its line. */
static const char *edit_title(struct reporting *reporting, const struct scenario_edit *edit)
{
    static const struct {
        const char *id;
        struct title title;
    } heads[] = {{"as_of", {"基准日", "as of"}},
                 {"known_at", {"已知日", "known at"}},
                 {"packs", {"政策包", "packs"}},
                 {"title", {"标题", "title"}}};
    struct display *display = &reporting->display;
    for (size_t i = 0; edit->entity == NULL && i < sizeof heads / sizeof *heads; i++)
        if (strcmp(heads[i].id, edit->id) == 0)
            return titled(display, &heads[i].title);
    const char *table = edit->entity == NULL ? "" : titled(display, &edit->entity->title);
    return format_text(display, "%s%s%s%s%s", table, edit->path[0] == '\0' ? "" : " ",
                       visible(display, edit->path), edit->id[0] == '\0' ? "" : " ",
                       edit->field == NULL ? visible(display, edit->id)
                                           : titled(display, &edit->field->title));
}

static const char *edit_value(struct reporting *reporting, const char *value)
{
    return value == NULL || value[0] == '\0' ? word(&reporting->display, WORD_NOT_FILED)
                                             : visible(&reporting->display, value);
}

/* "年度税收 2022 “三旧”项目土地增值税：80,133,700 元 → 80,233,700 元（年度税收!B9）" */
static const char *edit_text(struct reporting *reporting, const struct scenario_edit *edit)
{
    const bool zh = page_in_chinese(reporting);
    struct display *display = &reporting->display;
    const char *title = edit_title(reporting, edit);
    const char *place = place_shown(display, &edit->place);
    if (edit->id[0] == '\0')
        return format_text(display, "%s%s%s", title, zh ? "：" : ": ",
                           edit->was == NULL ? (zh ? "加了这一行" : "the row was added")
                                             : (zh ? "删了这一行" : "the row was removed"));
    return format_in(display, "%s：%s → %s%s", "%s: %s → %s%s", title,
                     edit_value(reporting, edit->was), edit_value(reporting, edit->now),
                     page_bracketed(reporting, place));
}

/* "；写出时情景摘要 084e598a2666，现为 7fe644c0f59d"; "" where it is the same. */
static const char *edited_digest(struct reporting *reporting, const struct title *what,
                                 const char *was, const char *now)
{
    return was == NULL || strcmp(was, now) == 0
               ? ""
               : format_in(&reporting->display, "；写出时%s %.12s，现为 %.12s",
                           "; %s as written %.12s, now %.12s", titled(&reporting->display, what),
                           was, now);
}

/* "与簿内原结果不同：改动的填报 1 处；写出时情景摘要 084e598a2666，现为 7fe644c0f59d" */
static const char *edited_lead(struct reporting *reporting, const struct edited *edited)
{
    static const struct title scenario = {"情景摘要", "scenario"}, law = {"政策摘要", "policy"};
    const struct figure_context *context = reporting->context;
    struct display *display = &reporting->display;
    const char *count =
        edited->edits.unknown
            ? text_in(display, "行数太多，没有逐项比较填报", "too many rows to compare each fact")
        : edited->edits.count == 0
            ? text_in(display, "填报没有改动", "no fact was changed")
            : format_in(display, "改动的填报 %zu 处", "facts changed: %zu", edited->edits.count);
    return format_text(
        display, "%s%s%s%s",
        text_in(display, "与簿内原结果不同：", "other than the results in the workbook: "), count,
        edited_digest(reporting, &scenario, edited->digest, context->scenario->digest),
        edited_digest(reporting, &law, edited->policy, context->policy->digest));
}

/* In CSV a line of the head each. */
static void edited_line(struct reporting *reporting, const char *text, size_t indent)
{
    if (reporting->report->format != FT_CSV) {
        text_line(reporting, indent, text);
        return;
    }
    const char *const cells[] = {
        text_in(&reporting->display, "与簿内原结果不同", "other than in the workbook"), text};
    csv_line(&reporting->writer, cells, 2);
}

void text_edited(struct reporting *reporting)
{
    struct edited edited;
    if (!edited_open(reporting, &edited))
        return;
    edited_line(reporting, edited_lead(reporting, &edited), 0);
    const size_t shown = page_lines(reporting, edited.edits.count);
    for (size_t i = 0; i < shown; i++)
        edited_line(reporting, edit_text(reporting, &edited.edits.list[i]), 2);
    if (shown < edited.edits.count)
        edited_line(reporting,
                    format_in(&reporting->display, "另有 %zu 处（%s）", "and %zu more (%s)",
                              edited.edits.count - shown, page_elsewhere(reporting)),
                    2);
    struct growing_text list = {.arena = reporting->arena};
    for (size_t i = 0; i < edited.figure_count; i++)
        growing_list(&list, word(&reporting->display, WORD_LIST_SEMICOLON),
                     format_text(&reporting->display, "%s %s → %s", edited.figures[i].title,
                                 edited.figures[i].was,
                                 edited.figures[i].now == NULL
                                     ? word(&reporting->display, WORD_NONE)
                                     : edited.figures[i].now));
    if (edited.figure_count > 0)
        edited_line(reporting,
                    format_in(&reporting->display, "首页的数，写出时 → 现在（元）：%s",
                              "figures of the first page, as written → now (yuan): %s",
                              display_text(&reporting->display, growing_whole(&list))),
                    2);
}

/* ---- as JSON ---- */

void json_edited(struct reporting *reporting, json_t *object)
{
    struct edited edited;
    if (!edited_open(reporting, &edited))
        return;
    json_t *json = json_object(), *facts = json_array(), *figures = json_array();
    for (size_t i = 0; i < edited.edits.count; i++) {
        const struct scenario_edit *edit = &edited.edits.list[i];
        json_append(reporting, facts,
                    json_pack("{s:o, s:s, s:o, s:o, s:o}", "table",
                              json_or_null(edit->entity == NULL ? NULL : edit->entity->table),
                              "row", edit->path, "field",
                              json_or_null(edit->id[0] == '\0' ? NULL : edit->id), "was",
                              json_or_null(edit->was), "now", json_or_null(edit->now)));
    }
    for (size_t i = 0; i < edited.figure_count; i++)
        json_append(reporting, figures,
                    json_pack("{s:s, s:s, s:o}", "title", edited.figures[i].title, "was",
                              edited.figures[i].was, "now", json_or_null(edited.figures[i].now)));
    json_set(reporting, json, "digest", json_text(edited.digest));
    json_set(reporting, json, "policy", json_or_null(edited.policy));
    json_set(reporting, json, "listed", json_boolean(!edited.edits.unknown));
    json_set(reporting, json, "facts", facts);
    json_set(reporting, json, "figures", figures);
    json_set(reporting, object, "edited", json);
}
