/* Views as text: a table side by side, or a sheet for each row. */
#include <string.h>

#include "aligned.h"
#include "formats.h"

/* ---- tables ---- */

static void view_text_add_rest(struct reporting *reporting, const struct shown_view *shown,
                               struct text_table *table)
{
    const struct view *view = shown->table.view;
    const char **cells = table_row(table, false);
    cells[0] = word(&reporting->display, WORD_REST);
    for (size_t i = 0; i < view->line_count; i++) {
        cells[i + 1] = view->lines[i].party == NULL
                           ? ""
                           : view_figure(&reporting->display, &view->lines[i],
                                         &shown->table.rest[i], NUMBER_GROUPED);
    }
}

static bool has_total(const struct view *view)
{
    for (size_t i = 0; i < view->line_count; i++)
        if (view->lines[i].total)
            return true;
    return false;
}

static void view_text_add_total(struct reporting *reporting, const struct shown_view *shown,
                                struct text_table *table)
{
    const struct view *view = shown->table.view;
    const char **cells = table_row(table, true);
    cells[0] = word(&reporting->display, WORD_TOTAL);
    for (size_t i = 0; i < view->line_count; i++) {
        cells[i + 1] = view->lines[i].total ? view_figure(&reporting->display, &view->lines[i],
                                                          &shown->table.totals[i], NUMBER_GROUPED)
                                            : "";
    }
}

/* How far a column's shown figures are from its shown total; false where memory is out. */
static bool tail_of(struct reporting *reporting, const struct shown_view *shown, size_t index,
                    struct number *tail)
{
    struct arith *arith = reporting->context->arith;
    const struct view_line *line = &shown->table.view->lines[index];
    struct number figure;
    if (!view_shown(&reporting->display, line, &shown->table.totals[index].value.number, tail) ||
        !view_shown(&reporting->display, line, &shown->table.rest[index].value.number, &figure) ||
        number_sub(tail, arith, tail, &figure) != FT_OK)
        return false;
    for (uint32_t row = shown->first; row < shown->end; row++) {
        const struct cell *cell = view_cell(shown, row, index);
        if ((cell->state == CELL_VALUE || cell->reason.partial) &&
            (!view_shown(&reporting->display, line, &cell->value.number, &figure) ||
             number_sub(tail, arith, tail, &figure) != FT_OK))
            return false;
    }
    return true;
}

static void write_tails(struct reporting *reporting, const struct shown_view *shown)
{
    const struct view *view = shown->table.view;
    for (size_t i = 0; i < view->line_count; i++) {
        struct cell tail = {.state = CELL_VALUE};
        if (!view->lines[i].total)
            continue;
        if (!tail_of(reporting, shown, i, &tail.value.number)) {
            reporting->writer.status = FT_NO_MEMORY;
            return;
        }
        if (number_sign(&tail.value.number) != 0)
            text_line(reporting, 0,
                      text_with_label(&reporting->display, word(&reporting->display, WORD_TAIL),
                                      format_text(&reporting->display, "%s %s",
                                                  view_head(&reporting->display, &view->lines[i]),
                                                  view_figure(&reporting->display, &view->lines[i],
                                                              &tail, NUMBER_GROUPED))));
    }
}

/* Money bare, as the page's head says its unit; other units below. */
static const char *view_text_column_head(struct reporting *reporting, const struct view_line *line)
{
    const char *title = titled(&reporting->display, &line->title),
               *unit = view_unit(&reporting->display, line);
    if (unit[0] == '\0' || is_page_unit(&reporting->display, &line->unit))
        return title;
    return format_in(&reporting->display, "%s\n（%s）", "%s\n(%s)", title, unit);
}

static void view_text_write_view_table(struct reporting *reporting, const struct shown_view *shown)
{
    const struct view *view = shown->table.view;
    struct text_table table;
    bool whole = shown->end - shown->first == shown->table.count;
    if (!table_open(reporting, &table, view->line_count + 1, shown->table.count + 2))
        return;
    text_heading(reporting, titled(&reporting->display, &view->title));
    table.heads[0] = titled(&reporting->display, &view->entity->title);
    for (size_t i = 0; i < view->line_count; i++) {
        table.heads[i + 1] = view_text_column_head(reporting, &view->lines[i]);
        table.left[i + 1] = view->lines[i].type.kind != TYPE_NUMBER;
    }
    for (uint32_t row = shown->first; row < shown->end; row++) {
        const char **cells = table_row(&table, false);
        cells[0] = row_title(&reporting->display, view->entity, row);
        for (size_t i = 0; i < view->line_count; i++)
            cells[i + 1] = view_figure(&reporting->display, &view->lines[i],
                                       view_cell(shown, row, i), NUMBER_GROUPED);
    }
    if (whole && shown->table.has_rest)
        view_text_add_rest(reporting, shown, &table);
    if (whole && has_total(view))
        view_text_add_total(reporting, shown, &table);
    write_table(reporting, &table);
    if (whole)
        write_tails(reporting, shown);
}

/* ---- sheets ---- */

/* A line's name, its figure, and the quotient where the view has one; it stands below where the
 * page is too narrow for it: then there are two columns. */
struct sheet_layout {
    struct cell_column columns[3];
    size_t count;
};

/* "　土地成本": further in by its level. */
static const char *line_name(struct reporting *reporting, const struct view_line *line)
{
    return format_text(&reporting->display, "%*s%s", (int)(2 * line->level), "",
                       titled(&reporting->display, &line->title));
}

/* Money bare, as the page's head says its unit; other figures with theirs. */
static const char *line_figure(struct reporting *reporting, const struct view_line *line,
                               const struct cell *cell)
{
    const char *figure = view_figure(&reporting->display, line, cell, NUMBER_GROUPED);
    if (cell->state == CELL_NOT_APPLICABLE)
        return word(&reporting->display, WORD_NOT_APPLICABLE);
    if (figure == NULL || cell->state != CELL_VALUE || line->type.kind != TYPE_NUMBER ||
        line->unit.text[0] == '\0' || is_page_unit(&reporting->display, &line->unit))
        return figure;
    const char *between = strcmp(line->unit.text, "%") == 0 ? "" : " ";
    return format_text(&reporting->display, "%s%s%s", figure, between, line->unit.text);
}

static void view_text_widen(struct cell_column *column, const char *text)
{
    size_t cells = text_cells(text);
    column->width = cells > column->width ? cells : column->width;
}

static const char *per_figure(struct reporting *reporting, const struct shown_view *shown,
                              uint32_t row, size_t line)
{
    const struct view *view = shown->table.view;
    if (view->per == NULL || !view_line_is_per(view, &view->lines[line]))
        return "";
    const struct cell *cell = &shown->table.per[row * view->line_count + line];
    return cell->state != CELL_NOT_APPLICABLE
               ? view_figure(&reporting->display, view->per, cell, NUMBER_GROUPED)
               : "";
}

/* The same for all rows, so that sheets lie under each other. */
static struct sheet_layout measure(struct reporting *reporting, const struct shown_view *shown)
{
    enum { LEAST_NAME = 12, LEAST_FIGURE = 16 };
    const struct view *view = shown->table.view;
    struct sheet_layout layout = {
        .columns = {{0, 0, true}, {2, LEAST_FIGURE, false}, {2, 0, false}},
        .count = view->per != NULL ? 3 : 2};
    view_text_widen(&layout.columns[0], word(&reporting->display, WORD_ITEM));
    if (view->per != NULL)
        view_text_widen(&layout.columns[2], view_head(&reporting->display, view->per));
    for (size_t i = 0; i < view->line_count; i++) {
        view_text_widen(&layout.columns[0], line_name(reporting, &view->lines[i]));
        for (uint32_t row = shown->first; row < shown->end; row++) {
            view_text_widen(&layout.columns[1],
                            line_figure(reporting, &view->lines[i], view_cell(shown, row, i)));
            view_text_widen(&layout.columns[2], per_figure(reporting, shown, row, i));
        }
    }
    const struct sheet_layout beside = layout;
    if (narrow_cells(layout.columns, layout.count, LEAST_NAME, reporting->width))
        return layout;
    layout = beside;
    layout.count = 2;
    (void)narrow_cells(layout.columns, layout.count, LEAST_NAME, reporting->width);
    return layout;
}

static void view_text_write_rule(struct reporting *reporting, const struct sheet_layout *layout)
{
    const size_t name = layout->columns[0].width + 2;
    write_padded(&reporting->writer, "", name);
    for (size_t i = name; i < cells_width(layout->columns, layout->count); i++)
        write_text(&reporting->writer, "─");
    write_text(&reporting->writer, "\n");
}

/* The quotient below its figure, behind the head that it has no column for. */
static void write_per_below(struct reporting *reporting, const struct view *view,
                            const struct sheet_layout *layout, const char *per)
{
    const char *const cells[] = {view_head(&reporting->display, view->per), per};
    const size_t edge = cells_width(layout->columns, 2), label = text_cells(cells[0]);
    const size_t least = layout->columns[2].width;
    const struct cell_column columns[] = {
        {6, label, true}, {2, edge > label + 8 + least ? edge - label - 8 : least, false}};
    write_cells(reporting, columns, 2, cells, NULL);
}

/* ---- what makes up a net ---- */

/* What one posting line comes to for a party, below the rows of a view. */
struct flow {
    const struct post *post;
    const struct rule *rule;
    struct number net;
    bool open;
};

/* Adds a posting to the flow of its line. False: memory is out. */
static bool add_flow(struct reporting *reporting, struct flow *flows, size_t *count,
                     const struct view_line *line, const struct posting *posting)
{
    const bool in = posting->to.party == line->party;
    if (posting->post->memo || posting->post->kind != line->kind ||
        in == (posting->from.party == line->party))
        return true;
    struct arith *arith = reporting->context->arith;
    size_t at = 0;
    while (at < *count && flows[at].post != posting->post)
        at++;
    if (at == *count)
        flows[(*count)++] =
            (struct flow){.post = posting->post, .rule = posting->rule, .net = NUMBER_ZERO};
    struct flow *flow = &flows[at];
    flow->open |= posting->lacks != NULL;
    return (in ? number_add(&flow->net, arith, &flow->net, &posting->amount)
               : number_sub(&flow->net, arith, &flow->net, &posting->amount)) == FT_OK;
}

static size_t count_posts(const struct policy *policy)
{
    size_t count = 0;
    for (size_t i = 0; i < policy->rule_count; i++)
        count += policy->rules[i]->post_count;
    return count;
}

/* "（2019—2022）": the years that a flow of an ordered table sums; "" where it sums none. */
static const char *flow_years(struct reporting *reporting, const struct flow *flow)
{
    const struct entity *entity = flow->rule->item.entity;
    const uint32_t count = reporting->context->ledger->dataset->tables[entity->index].count;
    if (!entity->ordered || count < 2)
        return "";
    return format_in(&reporting->display, "（%s—%s 各年合计）", " (sum of %s to %s)",
                     row_title(&reporting->display, entity, 0),
                     row_title(&reporting->display, entity, count - 1));
}

/* The lines that a net is the sum of, so that whoever posts what for the party, it is seen; and
 * that it adds what is paid once to sums of several years. */
static void write_flows(struct reporting *reporting, const struct shown_view *shown,
                        const struct sheet_layout *layout, size_t index)
{
    const struct ledger *ledger = reporting->context->ledger;
    const struct view_line *line = &shown->table.view->lines[index];
    struct flow *flows =
        arena_array(reporting->arena, count_posts(reporting->context->policy), sizeof *flows);
    size_t count = 0, of_years = 0, shown_count = 0;
    bool good = flows != NULL;
    for (size_t i = 0; good && i < ledger->posting_count; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        good = add_flow(reporting, flows, &count, line, &posting);
    }
    if (!good) {
        reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const char *years = flow_years(reporting, &flows[i]);
        struct cell cell = {.value = {.number = flows[i].net},
                            .state = flows[i].open ? CELL_UNDETERMINED : CELL_VALUE};
        cell.reason.partial = flows[i].open;
        if (!flows[i].open && number_sign(&flows[i].net) == 0)
            continue;
        const char *const cells[] = {format_text(&reporting->display, "    %s%s",
                                                 titled(&reporting->display, &flows[i].post->title),
                                                 years),
                                     line_figure(reporting, line, &cell)};
        write_cells(reporting, layout->columns, 2, cells, NULL);
        of_years += years[0] != '\0';
        shown_count++;
    }
    if (of_years > 0 && of_years < shown_count)
        text_line(reporting, 4,
                  text_in(&reporting->display,
                          "注：上列净额把一次性收付与多个年度的合计相加，不是某一年的数",
                          "note: the net adds what is paid once to sums of several years; it is "
                          "of no single year"));
}

/* Why a figure does not apply or what it lacks: much by the numbers of the first page. */
static const char *reason_of(struct reporting *reporting, const struct view *view,
                             const struct view_line *line, uint32_t row, const struct cell *cell)
{
    enum { FEW_LACKS = 2 };
    const char *numbers =
        cell->state == CELL_UNDETERMINED && cell->reason.lacks->count > FEW_LACKS
            ? causes_text(&reporting->display, &reporting->causes, cell->reason.lacks)
            : NULL;
    return numbers != NULL ? numbers
                           : view_reason(&reporting->display, view, line, row, cell,
                                         reporting->context->language);
}

/* The same; of what a line above lacked as well, that alone. */
static const char *reason_behind(struct reporting *reporting, const struct shown_view *shown,
                                 uint32_t row, size_t index)
{
    const struct view *view = shown->table.view;
    const struct cell *cell = view_cell(shown, row, index);
    const char *reason = reason_of(reporting, view, &view->lines[index], row, cell);
    for (size_t i = index; i > 0 && reason != NULL && cell->state == CELL_UNDETERMINED; i--) {
        const struct cell *above = view_cell(shown, row, i - 1);
        if (above->state != CELL_UNDETERMINED)
            continue;
        const char *told = reason_of(reporting, view, &view->lines[i - 1], row, above);
        return told != NULL && strcmp(told, reason) == 0 ? word(&reporting->display, WORD_AS_ABOVE)
                                                         : reason;
    }
    return reason;
}

/* What stands behind a figure is on its line where there is room, else below it. */
static void view_text_write_sheet_line(struct reporting *reporting, const struct shown_view *shown,
                                       const struct sheet_layout *layout, uint32_t row,
                                       size_t index)
{
    const struct view *view = shown->table.view;
    const struct view_line *line = &view->lines[index];
    const struct cell *cell = view_cell(shown, row, index);
    const char *reason = reason_behind(reporting, shown, row, index);
    const char *behind =
        visible(&reporting->display,
                reason != NULL ? reason : view_source(&reporting->display, view, line, row));
    const char *const cells[] = {line_name(reporting, line), line_figure(reporting, line, cell),
                                 per_figure(reporting, shown, row, index)};
    const bool has_per = cells[2] == NULL || cells[2][0] != '\0';
    size_t count = has_per ? layout->count : 2;
    bool beside =
        cells_width(layout->columns, layout->count) + 2 + text_cells(behind) <= reporting->width;
    if (line->total && (index == 0 || !view->lines[index - 1].total))
        view_text_write_rule(reporting, layout);
    write_cells(reporting, layout->columns, beside ? layout->count : count, cells,
                beside ? behind : NULL);
    if (has_per && layout->count == 2)
        write_per_below(reporting, view, layout, cells[2]);
    if (!beside && (behind == NULL || behind[0] != '\0'))
        text_line(reporting, 6, behind);
    if (line->chart == VIEW_CHART_FLOWS && view->entity->parent == NULL)
        write_flows(reporting, shown, layout, index);
}

static void view_text_write_sheet_heads(struct reporting *reporting, const struct shown_view *shown,
                                        const struct sheet_layout *layout)
{
    const struct view *view = shown->table.view;
    if (view->per != NULL && layout->count == 3)
        write_heads(reporting, layout->columns, layout->count,
                    (const char *[]){word(&reporting->display, WORD_ITEM),
                                     money_unit(&reporting->display),
                                     view_head(&reporting->display, view->per)});
}

static void view_text_write_view_sheet(struct reporting *reporting, const struct shown_view *shown)
{
    const struct view *view = shown->table.view;
    const struct sheet_layout layout = measure(reporting, shown);
    for (uint32_t row = shown->first; row < shown->end && reporting->writer.status == FT_OK;
         row++) {
        const char *name = row_title(&reporting->display, view->entity, row);
        text_heading(reporting, name == NULL || name[0] == '\0'
                                    ? titled(&reporting->display, &view->title)
                                    : format_text(&reporting->display, "%s  %s",
                                                  titled(&reporting->display, &view->title), name));
        view_text_write_sheet_heads(reporting, shown, &layout);
        for (size_t i = 0; i < view->line_count; i++)
            view_text_write_sheet_line(reporting, shown, &layout, row, i);
    }
}

static void view_text_write_note(struct reporting *reporting, const struct view *view)
{
    if (view->note.zh != NULL)
        text_line(reporting, 0,
                  format_in(&reporting->display, "注：%s", "note: %s",
                            titled(&reporting->display, &view->note)));
}

void text_views(struct reporting *reporting)
{
    for (size_t i = 0; i < reporting->display.view_count; i++) {
        const struct shown_view *shown = &reporting->display.views[i];
        if (shown->table.count == 0)
            continue;
        if (shown->table.view->sheet)
            view_text_write_view_sheet(reporting, shown);
        else
            view_text_write_view_table(reporting, shown);
        view_text_write_note(reporting, shown->table.view);
    }
}
