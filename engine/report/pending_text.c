/* The first page: what is to be settled before anyone signs, as text. */
#include <string.h>

#include "../figures/paid.h"
#include "../figures/view_rests.h"
#include "page.h"

bool page_in_chinese(const struct reporting *reporting)
{
    return reporting->context->language == FT_ZH;
}

const char *page_joined(struct reporting *reporting, const char *text, const char *between,
                        const char *more)
{
    return format_text(&reporting->display, "%s%s%s", text,
                       text == NULL || text[0] == '\0' ? "" : between, more);
}

const char *page_bracketed(struct reporting *reporting, const char *text)
{
    return text == NULL || text[0] == '\0'
               ? ""
               : format_in(&reporting->display, "（%s）", " (%s)", text);
}

/* "1,234.00", "待定（已定部分 1,000.00）" */
static const char *page_paid_amount(struct reporting *reporting, const struct value_kind *kind,
                                    const struct paid_sum *sum)
{
    const char *text = amount_with_unit(&reporting->display, kind, &sum->amount);
    return sum->open ? open_text(&reporting->display, text) : text;
}

const char *page_kinds_text(struct reporting *reporting, const struct paid_sum *sums)
{
    const struct policy *policy = reporting->context->policy;
    const char *text = "";
    for (size_t i = 0; i < policy->kind_count; i++)
        if (sums[i].open || number_sign(&sums[i].amount) != 0)
            text =
                page_joined(reporting, text, word(&reporting->display, WORD_LIST_COMMA),
                            format_text(&reporting->display, "%s %s",
                                        titled(&reporting->display, &policy->kinds[i].title),
                                        page_paid_amount(reporting, &policy->kinds[i], &sums[i])));
    return text != NULL && text[0] == '\0' ? word(&reporting->display, WORD_NONE) : text;
}

void page_part(struct reporting *reporting, const char *text)
{
    if (reporting->report->format == FT_CSV)
        reporting->page_part = text;
    else
        write_title(&reporting->writer, text, reporting->width);
}

const char *page_title(const struct reporting *reporting)
{
    return text_in(&reporting->display, "待决事项", "To be settled before signing");
}

void page_entry(struct reporting *reporting, const char *text)
{
    if (reporting->report->format == FT_CSV) {
        const char *const cells[] = {page_title(reporting), reporting->page_part, text};
        csv_line(&reporting->writer, cells, 3);
        return;
    }
    text_line(reporting, 2, text);
}

size_t page_lines(const struct reporting *reporting, size_t count)
{
    const bool all = reporting->report->detail || reporting->report->format == FT_CSV;
    return all || count <= MOST_LINES ? count : MOST_LINES;
}

/* Where what is not listed stands: of a workbook, on other sheets of it. */
const char *page_elsewhere(const struct reporting *reporting)
{
    return reporting->of_book
               ? text_in(&reporting->display, "见本工作簿其他各表", "on the other sheets")
               : text_in(&reporting->display, "--detail 列出全部", "--detail lists all");
}

void page_more(struct reporting *reporting, size_t count)
{
    const char *where = page_elsewhere(reporting);
    if (count > 0)
        page_entry(reporting, format_in(&reporting->display, "另有 %zu 项（%s）",
                                        "and %zu more (%s)", count, where));
}

void page_left(struct reporting *reporting, size_t count)
{
    page_more(reporting, count - page_lines(reporting, count));
}

/* ---- which figures may be signed ---- */

/* "市财政净额：现金 2,832,000.00（其中……为零，取决于：……）"; of a net that no posting makes, that there is none. */
static const char *page_standing(struct reporting *reporting, const struct standing_figure *figure)
{
    struct display *display = &reporting->display;
    const bool zh = page_in_chinese(reporting);
    const bool idle = figure->idle && figure->standing != STANDING_OPEN;
    const char *nil = standing_nil_text(display, figure);
    const char *text = format_text(
        display, "%s %s%s", standing_title(display, figure, reporting->context->language),
        idle && !zh ? "none" : standing_text(display, figure), idle && zh ? "（无收付）" : "");
    return nil == NULL ? text : format_in(display, "%s（%s）", "%s (%s)", text, nil);
}

/* What is said before figures of one standing: why they are undetermined; of those that are to be settled for something
 * else, that they rest on values that no text gives, too. */
static const char *standing_lead(struct reporting *reporting, const struct standing_figure *figure)
{
    const bool more = figure->on_values && (figure->standing == STANDING_CONDITIONS ||
                                            figure->standing == STANDING_FACTS);
    return more ? (text_in(&reporting->display, "并须落实取值", "and once values are settled"))
                : standing_causes(&reporting->display, &reporting->causes, figure);
}

/* Figures of one standing with the same lead, from the first of them on: "原因 1、3：……". */
static void write_standing_group(struct reporting *reporting, const struct pending *pending,
                                 size_t first)
{
    const char *lead = standing_lead(reporting, &pending->figures[first]), *list = "";
    for (size_t i = 0; i < pending->figure_count; i++) {
        const struct standing_figure *figure = &pending->figures[i];
        if (figure->standing != pending->figures[first].standing ||
            strcmp(standing_lead(reporting, figure), lead) != 0)
            continue;
        if (i < first)
            return; /* told with the first of them */
        list = page_joined(reporting, list, word(&reporting->display, WORD_LIST_SEMICOLON),
                           page_standing(reporting, figure));
    }
    page_entry(reporting, lead[0] == '\0'
                              ? list
                              : format_in(&reporting->display, "%s：%s", "%s: %s", lead, list));
}

/* "共 15 个数：可以签字 5，……": the conclusion says that none is lacking, not that all may be signed. */
static void write_standings(struct reporting *reporting, const struct pending *pending)
{
    static const struct title names[STANDING_COUNT] = {
        [STANDING_GOOD] = {"可以签字", "may be signed"},
        [STANDING_VALUES] = {"取值落实后", "after values"},
        [STANDING_CONDITIONS] = {"处理后", "after payments"},
        [STANDING_FACTS] = {"核对填报后", "after facts"},
        [STANDING_OPEN] = {"不得签字", "not to be signed"}};
    const char *list = "";
    if (pending->figure_count == 0 || reporting->context->scenario->change_count > 0)
        return; /* a trial is not signed at all */
    for (enum standing standing = 0; standing < STANDING_COUNT; standing++) {
        size_t count = 0;
        for (size_t i = 0; i < pending->figure_count; i++)
            count += pending->figures[i].standing == standing;
        if (count > 0)
            list = page_joined(reporting, list, text_in(&reporting->display, "，", ", "),
                               format_text(&reporting->display, "%s %zu",
                                           titled(&reporting->display, &names[standing]), count));
    }
    page_part(reporting, format_in(&reporting->display, "首页 %zu 个数：%s", "figures %zu: %s",
                                   pending->figure_count, list));
}

static void pending_text_write_standing(struct reporting *reporting, const struct pending *pending,
                                        enum standing standing)
{
    size_t count = 0;
    for (size_t i = 0; i < pending->figure_count; i++)
        count += pending->figures[i].standing == standing;
    if (count == 0 && standing != STANDING_GOOD)
        return;
    page_part(reporting, standing_words(&reporting->display, standing));
    if (count == 0)
        page_entry(reporting, word(&reporting->display, WORD_NONE));
    for (size_t i = 0; i < pending->figure_count; i++)
        if (pending->figures[i].standing == standing)
            write_standing_group(reporting, pending, i);
}

const char *page_shortened(struct reporting *reporting, const struct growing_text *list, bool more)
{
    const char *const whole = display_text(&reporting->display, growing_whole(list));
    return !more ? whole : format_in(&reporting->display, "%s 等", "%s …", whole);
}

/* The first rows with figures that are undetermined, of those of one table. */
static const char *open_row_list(struct reporting *reporting, const struct open_rows *rows)
{
    const size_t most = page_lines(reporting, rows->count);
    struct arena room; /* the list grows apart from what each of many rows takes */
    arena_open(&room, reporting->arena->allocator);
    struct growing_text list = {.arena = &room};
    size_t shown = 0;
    for (uint32_t row = 0; shown < most; row++) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        if (rows->figures[row] == 0)
            continue;
        growing_list(&list, word(&reporting->display, WORD_LIST_COMMA),
                     format_in(&reporting->display, "%s（%u 个数）", "%s (%u)",
                               row_title(&reporting->display, rows->entity, row),
                               (unsigned)rows->figures[row]));
        arena_rewind(reporting->arena, mark);
        shown++;
    }
    const char *text = format_text(&reporting->display, "%s",
                                   page_shortened(reporting, &list, shown < rows->count));
    arena_close(&room);
    return text;
}

/* "改造项目：2 个有待定的数，X08 山塘新村（15 个数）、…；其余 30 个没有待定的数" */
static void write_open_rows(struct reporting *reporting, const struct pending *pending)
{
    for (size_t i = 0; i < pending->open_count; i++) {
        const struct open_rows *rows = &pending->open[i];
        const struct entity *entity = rows->entity;
        const size_t rest =
            reporting->context->ledger->dataset->tables[entity->index].count - rows->count;
        const char *others = rest == 0 ? ""
                                       : format_in(&reporting->display, "；其余 %zu 个没有待定的数",
                                                   "; the other %zu have none", rest);
        page_entry(reporting, format_in(&reporting->display, "%s：%zu 个有待定的数，%s%s",
                                        "%s with undetermined figures (how many): %zu, %s%s",
                                        titled(&reporting->display, &entity->title), rows->count,
                                        open_row_list(reporting, rows), others));
    }
}

/* ---- conditions, and what is paid though they fail ---- */

const char *page_row(struct reporting *reporting, const struct entity *entity, uint32_t row)
{
    return entity->parent == NULL ? titled(&reporting->display, &entity->title)
                                  : row_title(&reporting->display, entity, row);
}

/* "“纳入标图建库”不符合、“集体三分之二以上同意”待定" */
static const char *paid_checks(struct reporting *reporting, const struct paid_row *row)
{
    const bool zh = page_in_chinese(reporting);
    const char *text = "";
    for (const struct paid_check *check = row->checks; check != NULL; check = check->next) {
        const char *title = titled(&reporting->display, &check->rule->item.title);
        const char *outcome =
            check->open ? (zh ? "待定" : "undetermined: ") : (zh ? "不符合" : "fails: ");
        text = page_joined(reporting, text, word(&reporting->display, WORD_LIST_COMMA),
                           zh ? format_text(&reporting->display, "“%s”%s", title, outcome)
                              : format_text(&reporting->display, "%s%s", outcome, title));
    }
    return text;
}

/* "X02 石角产业园（“纳入标图建库”不符合）：反哺收入 393.88、改造奖补 144.45" */
static const char *paid_text(struct reporting *reporting, const struct paid_row *row)
{
    const char *items = "";
    for (const struct paid_item *item = row->items; item != NULL; item = item->next)
        items = page_joined(reporting, items, word(&reporting->display, WORD_LIST_COMMA),
                            format_text(&reporting->display, "%s %s",
                                        titled(&reporting->display, &item->post->title),
                                        page_paid_amount(reporting, item->post->kind, &item->sum)));
    return format_in(&reporting->display, "%s（%s）：%s", "%s (%s): %s",
                     page_row(reporting, row->entity, row->row), paid_checks(reporting, row),
                     items);
}

static void page_paid(struct reporting *reporting, const struct pending *pending)
{
    if (pending->paid_count == 0)
        return;
    page_part(reporting,
              format_in(&reporting->display,
                        "条件不符合或待定，仍由财政或统筹资金付出：%zu 个对象，合计%s",
                        "Paid though a condition fails or is undetermined: %zu, %s",
                        pending->paid_count, page_kinds_text(reporting, pending->paid_total)));
    struct paid_walk walk;
    paid_walk_open(&walk, &reporting->display, pending);
    for (size_t i = 0; i < page_lines(reporting, pending->paid_count); i++) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        struct paid_row row;
        if (!paid_walk_next(&walk, &row))
            return; /* memory is out */
        page_entry(reporting, paid_text(reporting, &row));
        arena_rewind(reporting->arena, mark);
    }
    page_left(reporting, pending->paid_count);
}

/* Conditions that fail, or (`of_facts`) facts that contradict each other. */
static void page_failing(struct reporting *reporting, const struct verdict *verdict, bool of_facts)
{
    size_t count = 0, shown = 0;
    for (size_t i = 0; i < verdict->failure_count; i++)
        count += verdict->failures[i].first.rule->of_facts == of_facts;
    if (count == 0)
        return;
    page_part(reporting,
              of_facts ? text_in(&reporting->display, "须核对的填报（相互矛盾、不合常情或者缺漏）",
                                 "Facts to be looked at: they contradict each other, are "
                                 "out of range or lacking")
                       : text_in(&reporting->display, "不符合的条件", "Conditions that fail"));
    for (size_t i = 0; i < verdict->failure_count && shown < page_lines(reporting, count); i++)
        if (verdict->failures[i].first.rule->of_facts == of_facts) {
            page_entry(reporting, failure_text(&reporting->display, &verdict->failures[i]));
            shown++;
        }
    if (shown < count)
        page_entry(reporting, format_in(&reporting->display, "另有 %zu 项，见下文“%s”",
                                        "and %zu more, below: %s", count - shown,
                                        word(&reporting->display, WORD_CHECKS)));
}

/* What is lacking, facts and faults or (`ways`) what no way leads to, below a heading; each with the
 * number by which the rest of the report refers to it. */
static void page_causes(struct reporting *reporting, const struct causes *causes, bool ways)
{
    const char *const heading =
        ways ? text_in(&reporting->display,
                       "无从计算（条件不符合或者事实没有填报，没有一种途径适用）",
                       "No way to a figure: conditions fail, or facts are not given")
             : text_in(&reporting->display, "待定的原因（补齐后重新计算；一个数可以有几个原因）",
                       "Why figures are undetermined (one may have several causes)");
    size_t all = 0, shown = 0;
    for (size_t i = 0; i < causes->count; i++)
        all += causes->list[i].is_way == ways;
    if (all > 0)
        page_part(reporting, heading);
    for (size_t i = 0; i < causes->count && shown < page_lines(reporting, all); i++) {
        const struct cause *cause = &causes->list[i];
        if (cause->is_way != ways)
            continue;
        page_entry(reporting,
                   format_in(&reporting->display, "%zu. %s：%s%s → %zu 个数",
                             "%zu. %s: %s%s → figures: %zu", i + 1, cause->rows, cause->said,
                             page_bracketed(reporting, cause->place), cause->figures));
        shown++;
    }
    page_left(reporting, all);
}

/* ---- the page ---- */

static bool page_text_take(void *context, const char *bytes, size_t length)
{
    struct growing_text *text = context;
    growing_add(text, bytes, length);
    return !text->failed;
}

enum ft_status report_first_page(struct figure_context *context, const struct ft_report *report,
                                 const char **out)
{
    enum { WIDTH = 120 }; /* of a page of a workbook, in digits */
    struct reporting reporting;
    struct arena page; /* of its own: the writer gives back what it works with on the way */
    struct growing_text text = {.arena = &page};
    const struct ft_sink sink = {page_text_take, &text};
    struct ft_report plain = *report;
    plain.format = FT_TEXT;
    plain.view = plain.by = plain.row = NULL;
    plain.colour = false;
    plain.width = WIDTH;
    reporting_open(&reporting, context, &plain, &sink);
    reporting.of_book = true;
    enum ft_status status = fill_views(&reporting.display, false);
    if (status != FT_OK)
        return status;
    arena_open(&page, context->arith->arena->allocator);
    text_verdict(&reporting, false);
    text_edited(&reporting);
    if (context->idle_trial)
        write_wrapped(&reporting.writer, word(&reporting.display, WORD_IDLE_TRIAL), 0, WIDTH);
    text_pending(&reporting);
    *out = arena_copy(reporting.arena, text.bytes == NULL ? "" : text.bytes, text.length);
    arena_close(&page);
    status = reporting_status(&reporting);
    /* The sink refuses for want of memory alone. */
    return status == FT_IO || *out == NULL ? FT_NO_MEMORY : status;
}

/* The lines of numbers that rest on none of it. */
static void view_lines_apart(struct reporting *reporting, const struct view *view,
                             const struct view_rests *rests)
{
    struct growing_text list = {.arena = reporting->arena};
    for (size_t i = 0; i < view->line_count; i++)
        if (rests->lines[i] == STANDING_GOOD && view->lines[i].type.kind == TYPE_NUMBER)
            growing_list(&list, word(&reporting->display, WORD_LIST_COMMA),
                         titled(&reporting->display, &view->lines[i].title));
    const char *titles = display_text(&reporting->display, growing_whole(&list));
    if (titles != NULL && titles[0] != '\0')
        page_entry(reporting, format_in(&reporting->display, "不依据上列各项的栏：%s",
                                        "lines that rest on none of it: %s", titles));
}

void text_view_rests(struct reporting *reporting)
{
    struct view_rests rests;
    const char *lists[] = {"", ""}, *text = "";
    if (reporting->display.view_count == 0 ||
        !view_rests_open(&reporting->display, reporting->display.views[0].table.view, &rests))
        return;
    for (size_t i = 0; i < rests.value_count; i++) {
        const char **list = &lists[rests.values[i]->status == STATUS_ILLUSTRATIVE];
        *list = page_joined(reporting, *list, word(&reporting->display, WORD_LIST_COMMA),
                            titled(&reporting->display, &rests.values[i]->parameter->title));
    }
    for (size_t i = 0; i < 2; i++)
        if (lists[i] != NULL && lists[i][0] != '\0')
            text =
                page_joined(reporting, text, word(&reporting->display, WORD_LIST_SEMICOLON),
                            format_in(&reporting->display, "%s的取值：%s", "%s values: %s",
                                      status_word(&reporting->display,
                                                  i == 0 ? STATUS_UNVERIFIED : STATUS_ILLUSTRATIVE),
                                      lists[i]));
    if (rests.doubts)
        text = page_joined(reporting, text, word(&reporting->display, WORD_LIST_SEMICOLON),
                           text_in(&reporting->display,
                                   "须核对的填报，或者没有填报的下级表（见不带 --view 的报告）",
                                   "facts to be looked at, or tables without a row (see the report "
                                   "without --view)"));
    if (text == NULL || text[0] == '\0')
        return;
    page_part(reporting, text_in(&reporting->display, "上列数所依据、签字前须落实的",
                                 "What these figures rest on and is to "
                                 "be settled before signing"));
    page_entry(reporting, text);
    view_lines_apart(reporting, reporting->display.views[0].table.view, &rests);
}

void text_pending(struct reporting *reporting)
{
    struct verdict verdict;
    struct pending pending;
    if (!verdict_open(&reporting->display, &verdict) ||
        !pending_open(&reporting->display, &pending) ||
        !causes_open(&reporting->display, &verdict, &reporting->causes, reporting->kept))
        return;
    if (pending.figure_count == 0 && verdict.fact_count == 0 && verdict.failed == 0)
        return; /* nothing is shown that anyone could sign */
    if (reporting->report->format != FT_CSV)
        text_heading(reporting, page_title(reporting));
    page_early(reporting);
    write_standings(reporting, &pending);
    for (enum standing standing = 0; standing < STANDING_COUNT; standing++)
        pending_text_write_standing(reporting, &pending, standing);
    write_open_rows(reporting, &pending);
    page_causes(reporting, &reporting->causes, false);
    page_causes(reporting, &reporting->causes, true);
    page_empty(reporting, &pending);
    page_unlike(reporting);
    page_alike(reporting, &pending);
    page_assumed(reporting);
    page_unchecked(reporting);
    page_failing(reporting, &verdict, true); /* first: what rests on them means nothing */
    page_failing(reporting, &verdict, false);
    page_paid(reporting, &pending);
    page_values(reporting, &pending);
    page_unproven(reporting);
    page_withheld(reporting);
    page_later(reporting);
    page_outstanding(reporting, &pending);
    if (reporting->report->format != FT_CSV)
        text_lapsed(reporting);
    page_legend(reporting);
}
