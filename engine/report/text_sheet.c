/* A balance sheet as text: what a party receives and pays, rule by rule, and what that comes to. */
#include <assert.h>
#include <string.h>

#include "aligned.h"
#include "formats.h"

/* ---- the layout ---- */

/* A sheet's columns: row, other side and kind, then what is received and paid. Where the page is
 * too narrow for all of them the figures stand below the names. */
enum { NAME_COLUMNS = 3, SHEET_COLUMNS = 5, WIDEST_NAME = 44, LEAST_FIGURE = 16 };
struct sheet_layout {
    struct cell_column columns[SHEET_COLUMNS];
    bool stacked;
};

static void text_widen(struct cell_column *column, const char *text)
{
    size_t cells = text_cells(text);
    cells = column->left && cells > WIDEST_NAME ? WIDEST_NAME : cells;
    column->width = cells > column->width ? cells : column->width;
}

bool sheet_shows(const struct reporting *reporting, const struct posting *posting)
{
    return reporting->report->detail || posting->lacks != NULL ||
           number_sign(&posting->amount) != 0;
}

static bool received_by(const struct sheet *sheet, const struct posting *posting)
{
    return posting->to.party == sheet->account.party && posting->to.row == sheet->account.row;
}

static const char *other_side(struct reporting *reporting, const struct sheet *sheet,
                              const struct posting *posting)
{
    if (posting->post->memo)
        return "";
    return party_name(&reporting->display,
                      received_by(sheet, posting) ? posting->from : posting->to);
}

static void measure_postings(struct reporting *reporting, const struct sheet *sheet,
                             const uint32_t *lines, size_t count, struct cell_column *columns)
{
    for (size_t i = 0; i < count; i++) {
        const struct posting own = ledger_posting(reporting->context->ledger, lines[i]),
                             *posting = &own;
        const struct value_kind *kind = posting->post->kind;
        const struct arena_mark mark = arena_mark(reporting->arena);
        if (!sheet_shows(reporting, posting))
            continue;
        text_widen(&columns[0],
                   row_title(&reporting->display, posting->rule->item.entity, posting->row));
        text_widen(&columns[1], other_side(reporting, sheet, posting));
        text_widen(&columns[2], titled(&reporting->display, &kind->title));
        text_widen(&columns[3], posting_text(&reporting->display, posting));
        arena_rewind(reporting->arena, mark);
    }
}

static struct sheet_layout measure_sheet(struct reporting *reporting, const struct sheet *sheet)
{
    static const enum word_id heads[] = {WORD_ROW, WORD_COUNTERPARTY, WORD_KIND};
    enum { LEAST_NAME = 10 };
    struct sheet_layout layout = {.columns = {{2, 0, true},
                                              {2, 0, true},
                                              {2, 0, true},
                                              {2, LEAST_FIGURE, false},
                                              {2, LEAST_FIGURE, false}}};
    struct cell_column *columns = layout.columns;
    for (size_t i = 0; i < NAME_COLUMNS; i++)
        text_widen(&columns[i], word(&reporting->display, heads[i]));
    text_widen(&columns[0], word(&reporting->display, WORD_TOTAL));
    text_widen(&columns[0], word(&reporting->display, WORD_NET));
    measure_postings(reporting, sheet, sheet->postings, sheet->posting_count, columns);
    measure_postings(reporting, sheet, sheet->memos, sheet->memo_count, columns);
    for (size_t i = 0; i < reporting->context->policy->kind_count; i++) {
        const struct value_kind *kind = &reporting->context->policy->kinds[i];
        const struct kind_total own = sheet_total(sheet, i), *total = &own;
        const struct number *const sums[] = {&total->received, &total->paid, &total->net};
        for (size_t j = 0; j < sizeof sums / sizeof *sums; j++)
            text_widen(&columns[3], amount_text(&reporting->display, kind, sums[j]));
        if (total_is_open(total))
            text_widen(&columns[0], word(&reporting->display, WORD_KNOWN_PART));
    }
    columns[4].width = columns[3].width;
    struct sheet_layout beside = layout;
    if (narrow_cells(beside.columns, SHEET_COLUMNS, LEAST_NAME, reporting->width))
        return beside;
    layout.stacked = true;
    (void)narrow_cells(columns, NAME_COLUMNS, LEAST_NAME, reporting->width);
    return layout;
}

/* A figure below its names, at the right edge of the page, behind the word for its column. */
static void write_figure_below(struct reporting *reporting, const struct sheet_layout *layout,
                               enum word_id id, const char *figure)
{
    const size_t label = text_cells(word(&reporting->display, id)),
                 least = layout->columns[3].width;
    const size_t page = reporting->width;
    const struct cell_column columns[] = {
        {4, label, true}, {2, page > least + label + 6 ? page - label - 6 : least, false}};
    const char *const cells[] = {word(&reporting->display, id), figure};
    if (figure == NULL || figure[0] != '\0')
        write_cells(reporting, columns, 2, cells, NULL);
}

static void text_write_line(struct reporting *reporting, const struct sheet_layout *layout,
                            const char *const names[NAME_COLUMNS], const char *received,
                            const char *paid)
{
    const char *const cells[SHEET_COLUMNS] = {names[0], names[1], names[2], received, paid};
    write_cells(reporting, layout->columns, layout->stacked ? NAME_COLUMNS : SHEET_COLUMNS, cells,
                NULL);
    if (!layout->stacked)
        return;
    write_figure_below(reporting, layout, WORD_RECEIVED, received);
    write_figure_below(reporting, layout, WORD_PAID, paid);
}

/* Whether the title stood with this source before; from now on it did. */
static bool is_source_told(struct reporting *reporting, const char *title, const char *source)
{
    const struct arena_mark mark = arena_mark(reporting->arena);
    const char *key = format_text(&reporting->display, "%s\n%s", title, source);
    if (key == NULL) {
        reporting->writer.status = FT_NO_MEMORY;
        return true;
    }
    const bool told = map_get(&reporting->told_sources, key) != NULL;
    if (!told) {
        key = arena_copy(reporting->kept, key, strlen(key));
        if (key == NULL || !map_put(&reporting->told_sources, reporting->kept, key, reporting))
            reporting->writer.status = FT_NO_MEMORY;
    }
    if (reporting->arena != reporting->kept)
        arena_rewind(reporting->arena, mark);
    return told;
}

/* The numbers of a rule while the texts that they stand in are told. */
struct number_sources {
    struct reporting *reporting;
    const struct rule *rule;
    const char *source; /* that stands beside the rule already */
    struct growing_text list;
};

/* "补助比例：粤府〔2019〕71号（2019-01-01 起）": a number that was used and has a source of its own, once
 * a report. */
static void tell_number(struct number_sources *sources, const struct version *version)
{
    struct reporting *reporting = sources->reporting;
    struct display *display = &reporting->display;
    const char *title = titled(display, &version->parameter->title);
    char from[DATE_TEXT_SIZE];
    if (strcmp(version->source, sources->source) == 0 ||
        strcmp(version->source, sources->rule->source) == 0 ||
        (!reporting->report->detail && is_source_told(reporting, title, version->source)))
        return;
    growing_list(&sources->list, word(display, WORD_LIST_SEMICOLON),
                 format_in(display, "%s：%s（%s）", "%s: %s (%s)", title, version->source,
                           dated(display, WORD_FROM, date_text(from, version->from))));
}

static void tell_numbers(void *context, const struct formula *formula)
{
    struct number_sources *sources = context;
    const bool *used = sources->reporting->context->application->versions_used;
    for (size_t i = 0; i < formula->parameter_count && used != NULL; i++)
        for (size_t j = 0; j < formula->parameters[i]->version_count; j++)
            if (used[formula->parameters[i]->versions[j].index])
                tell_number(sources, &formula->parameters[i]->versions[j]);
}

/* Beside a rule's article, the sources of the numbers in force that have one of their own. */
static void write_number_sources(struct reporting *reporting, const struct rule *rule,
                                 const char *source)
{
    struct number_sources sources = {reporting, rule, source, {.arena = reporting->arena}};
    rule_each_formula(rule, tell_numbers, &sources);
    const char *text = display_text(&reporting->display, growing_whole(&sources.list));
    if (text[0] != '\0')
        text_line(reporting, 4, text);
}

/* "规则标题  依据": on one line where it fits. */
static void write_rule_heading(struct reporting *reporting, const struct posting *posting)
{
    struct writer *writer = &reporting->writer;
    const char *title = titled(&reporting->display, &posting->post->title);
    const char *source = figure_source(&reporting->display, posting->rule, posting->row);
    write_styled(writer, STYLE_BOLD, title);
    const bool beside = utf8_width(title, strlen(title)) + utf8_width(source, strlen(source)) + 2 <=
                        reporting->width;
    if (!beside && !reporting->report->detail && is_source_told(reporting, title, source)) {
        write_text(writer, "\n");
        return;
    }
    if (beside) {
        write_text(writer, "  ");
        write_styled(writer, STYLE_DIM, source);
        write_text(writer, "\n");
    } else {
        write_text(writer, "\n");
        text_line(reporting, 4, source);
    }
    write_number_sources(reporting, posting->rule, source);
    if (reporting->report->detail && posting->rule->note.zh != NULL)
        text_labelled(reporting, 4, WORD_NOTE, titled(&reporting->display, &posting->rule->note));
}

static bool is_same_heading(struct reporting *reporting, const struct posting *x,
                            const struct posting *y)
{
    return strcmp(titled(&reporting->display, &x->post->title),
                  titled(&reporting->display, &y->post->title)) == 0 &&
           strcmp(figure_source(&reporting->display, x->rule, x->row),
                  figure_source(&reporting->display, y->rule, y->row)) == 0;
}

static void text_write_exact(struct reporting *reporting, const struct posting *posting)
{
    const struct value_kind *kind = posting->post->kind;
    struct arith *arith = reporting->context->arith;
    if (!reporting->report->detail || number_sign(&posting->residue) == 0)
        return;
    const struct unit *unit = unit_shown(&reporting->display, &kind->unit);
    text_line(reporting, 6,
              format_text(&reporting->display, "%s %s   %s %s",
                          word(&reporting->display, WORD_EXACT),
                          quantity_text(&posting->exact, arith, unit),
                          word(&reporting->display, WORD_RESIDUE),
                          quantity_text(&posting->residue, arith, &kind->unit)));
}

static void sheet_write_posting(struct reporting *reporting, const struct sheet *sheet,
                                const struct posting *posting, const struct sheet_layout *layout)
{
    const char *amount = posting_text(&reporting->display, posting);
    const bool receives = received_by(sheet, posting);
    text_write_line(
        reporting, layout,
        (const char *[]){row_title(&reporting->display, posting->rule->item.entity, posting->row),
                         other_side(reporting, sheet, posting),
                         titled(&reporting->display, &posting->post->kind->title)},
        receives ? amount : "", receives ? "" : amount);
    text_write_exact(reporting, posting);
}

/* The lines of a sheet that stand below one heading. */
struct line_group {
    const struct sheet *sheet;
    const uint32_t *lines;
    size_t count;
};

/* Lines of a group that are undetermined, of what the sheet receives or of what it pays. */
static size_t sheet_count_open(const struct reporting *reporting, const struct line_group *group,
                               bool receives)
{
    size_t count = 0;
    for (size_t i = 0; i < group->count; i++) {
        const struct posting own = ledger_posting(reporting->context->ledger, group->lines[i]),
                             *posting = &own;
        count += posting->lacks != NULL && received_by(group->sheet, posting) == receives;
    }
    return count;
}

/* Several lines that are undetermined say nothing more than which rows they are of: in one. */
static bool sheet_folds_open(const struct reporting *reporting, const struct line_group *group,
                             bool receives)
{
    return !reporting->report->detail && sheet_count_open(reporting, group, receives) > 1;
}

/* "待定 4 笔（收入）：XM01、XM02、XM05、XM06" */
static void sheet_write_open(struct reporting *reporting, const struct line_group *group,
                             bool receives)
{
    enum { MOST_ROWS = 100 }; /* of a long table; --detail names all */
    const struct ledger *ledger = reporting->context->ledger;
    const struct post *post = NULL;
    struct growing_text list = {.arena = reporting->arena};
    const size_t count = sheet_count_open(reporting, group, receives);
    const size_t most = reporting->report->detail ? count : MOST_ROWS;
    size_t shown = 0;
    for (size_t i = 0; i < group->count && shown < most; i++) {
        const struct posting own = ledger_posting(ledger, group->lines[i]), *posting = &own;
        if (posting->lacks == NULL || received_by(group->sheet, posting) != receives)
            continue;
        post = posting->post;
        shown++;
        growing_list(&list, word(&reporting->display, WORD_LIST_COMMA),
                     row_shown(&reporting->display, posting->rule->item.entity, posting->row));
    }
    assert(post != NULL);
    const char *const more = shown == count ? "" : text_in(&reporting->display, " 等", " …");
    const char *side = post->memo ? word(&reporting->display, WORD_MEMO)
                       : receives ? word(&reporting->display, WORD_RECEIVED)
                                  : word(&reporting->display, WORD_PAID);
    text_line(reporting, 2,
              format_in(&reporting->display, "%s%s %zu 笔：%s%s", "%s %s (%zu): %s%s", side,
                        word(&reporting->display, WORD_UNDETERMINED), count, growing_whole(&list),
                        more));
}

static void write_line_group(struct reporting *reporting, const struct line_group *group,
                             const struct sheet_layout *layout)
{
    const bool folded[2] = {sheet_folds_open(reporting, group, false),
                            sheet_folds_open(reporting, group, true)};
    for (size_t i = 0; i < group->count; i++) {
        const struct posting own = ledger_posting(reporting->context->ledger, group->lines[i]),
                             *posting = &own;
        const struct arena_mark mark = arena_mark(reporting->arena);
        if (sheet_shows(reporting, posting) &&
            (posting->lacks == NULL || !folded[received_by(group->sheet, posting)]))
            sheet_write_posting(reporting, group->sheet, posting, layout);
        arena_rewind(reporting->arena, mark);
    }
    for (int receives = 1; receives >= 0; receives--)
        if (folded[receives])
            sheet_write_open(reporting, group, receives != 0);
}

/* Below each heading what has its title and source. */
static void write_postings(struct reporting *reporting, const struct sheet *sheet,
                           const uint32_t *lines, size_t count, const struct sheet_layout *layout)
{
    const struct ledger *ledger = reporting->context->ledger;
    struct posting first = {.rule = NULL};
    struct line_group group = {.sheet = sheet, .lines = lines};
    for (size_t i = 0; i < count; i++) {
        const struct posting posting = ledger_posting(ledger, lines[i]);
        if (!sheet_shows(reporting, &posting))
            continue;
        if (first.rule != NULL && !is_same_heading(reporting, &first, &posting)) {
            write_line_group(reporting, &group, layout);
            first.rule = NULL;
        }
        if (first.rule == NULL) {
            write_rule_heading(reporting, &posting);
            first = posting;
            group.lines = &lines[i];
        }
        group.count = (size_t)(&lines[i] - group.lines) + 1;
    }
    if (first.rule != NULL)
        write_line_group(reporting, &group, layout);
}

/* How far the shown lines of a kind are from its shown net sum: only where the display rounds. */
static void write_tail(struct reporting *reporting, const struct sheet *sheet,
                       const struct value_kind *kind)
{
    struct arith *arith = reporting->context->arith;
    const struct number wan = number_from_int(10000);
    struct number step, shown, sum = NUMBER_ZERO, tail;
    if (!is_in_wan(&reporting->display, &kind->unit) ||
        number_from_ratio(&step, arith, 100, 1) != FT_OK)
        return;
    for (size_t i = 0; i < sheet->posting_count; i++) {
        const struct posting own = ledger_posting(reporting->context->ledger, sheet->postings[i]),
                             *posting = &own;
        if (posting->post->kind != kind)
            continue;
        if (number_round(&shown, arith, &posting->amount, &step, ROUND_HALF_UP) != FT_OK ||
            (received_by(sheet, posting) ? number_add(&sum, arith, &sum, &shown)
                                         : number_sub(&sum, arith, &sum, &shown)) != FT_OK)
            return;
    }
    const struct number own = sheet_total(sheet, kind->index).net, *net = &own;
    if (number_round(&shown, arith, net, &step, ROUND_HALF_UP) != FT_OK ||
        number_sub(&tail, arith, &shown, &sum) != FT_OK || number_sign(&tail) == 0 ||
        number_div(&tail, arith, &tail, &wan) != FT_OK)
        return;
    text_labelled(reporting, 2, WORD_TAIL, number_text(&tail, arith, NUMBER_GROUPED));
}

/* The net sum in capitals, for Chinese readers of sheets in yuan. */
static void write_capitals(struct reporting *reporting, const struct value_kind *kind,
                           const struct number *net)
{
    static const struct dimension money = {.power = {[DIM_MONEY] = 1}};
    if (reporting->context->language != FT_ZH || reporting->report->unit == FT_WAN_YUAN ||
        !dimension_equal(kind->unit.dimension, money))
        return;
    const char *capitals = number_capitals(net, reporting->context->arith);
    if (capitals == NULL || capitals[0] != '\0')
        text_line(reporting, 2, capitals);
}

/* A sum of a sheet, received and paid; of what is undetermined the known part stands below. A
 * second figure may be NULL. */
static void write_sum_line(struct reporting *reporting, const struct sheet_layout *layout,
                           enum word_id id, const struct value_kind *kind,
                           const struct number *const figures[2], const bool open[2])
{
    const char *known[2] = {"", ""}, *shown[2] = {"", ""};
    for (size_t i = 0; i < 2 && figures[i] != NULL; i++) {
        const char *text = amount_text(&reporting->display, kind, figures[i]);
        shown[i] = open[i] ? word(&reporting->display, WORD_UNDETERMINED) : text;
        known[i] = open[i] ? text : "";
    }
    const char *title = titled(&reporting->display, &kind->title);
    text_write_line(reporting, layout, (const char *[]){word(&reporting->display, id), "", title},
                    shown[0], shown[1]);
    if (open[0] || open[1])
        text_write_line(reporting, layout,
                        (const char *[]){word(&reporting->display, WORD_KNOWN_PART), "", ""},
                        known[0], known[1]);
}

static void write_kind_total(struct reporting *reporting, const struct sheet_layout *layout,
                             const struct sheet *sheet, const struct value_kind *kind)
{
    const struct kind_total own = sheet_total(sheet, kind->index), *total = &own;
    const struct number *const both[2] = {&total->received, &total->paid};
    const bool both_open[2] = {total->received_lacks != NULL, total->paid_lacks != NULL};
    write_sum_line(reporting, layout, WORD_TOTAL, kind, both, both_open);
    const struct number *const net[2] = {&total->net, NULL};
    const bool net_open[2] = {total_is_open(total), false};
    write_sum_line(reporting, layout, WORD_NET, kind, net, net_open);
    if (!total_is_open(total))
        write_capitals(reporting, kind, &total->net);
    write_tail(reporting, sheet, kind);
}

void text_sheet(struct reporting *reporting, const struct sheet *sheet)
{
    const struct policy *policy = reporting->context->policy;
    const struct sheet_layout layout = measure_sheet(reporting, sheet);
    struct writer *writer = &reporting->writer;
    text_heading(reporting, party_title(&reporting->display, sheet->account));
    write_heads(reporting, layout.columns, layout.stacked ? NAME_COLUMNS : SHEET_COLUMNS,
                (const char *[]){word(&reporting->display, WORD_ROW),
                                 word(&reporting->display, WORD_COUNTERPARTY),
                                 word(&reporting->display, WORD_KIND),
                                 word(&reporting->display, WORD_RECEIVED),
                                 word(&reporting->display, WORD_PAID)});
    write_postings(reporting, sheet, sheet->postings, sheet->posting_count, &layout);
    for (size_t kind = 0; kind < policy->kind_count; kind++) {
        const struct kind_total total = sheet_total(sheet, kind);
        if (moves(&total))
            write_kind_total(reporting, &layout, sheet, &policy->kinds[kind]);
    }
    if (sheet->memo_count == 0)
        return;
    write_text(writer, "\n");
    write_styled(writer, STYLE_BOLD, word(&reporting->display, WORD_MEMOS));
    write_text(writer, "\n");
    write_postings(reporting, sheet, sheet->memos, sheet->memo_count, &layout);
}
