/* Views as text: a table side by side, or a sheet for each row. */
#include <string.h>

#include "report_internal.h"

/* ---- tables
 * -------------------------------------------------------------------------------------------------
 */

static void add_rest(struct reporting *reporting, const struct shown_view *shown,
                     struct text_table *table)
{
    const struct view *view = shown->table.view;
    const char **cells = table_row(table, false);
    cells[0] = word(reporting, WORD_REST);
    for (size_t i = 0; i < view->line_count; i++) {
        const struct cell cell = {.value = {.number = shown->table.rest[i]}, .state = CELL_VALUE};
        cells[i + 1] = view->lines[i].party == NULL
                           ? ""
                           : view_figure(reporting, &view->lines[i], &cell, NUMBER_GROUPED);
    }
}

static bool has_total(const struct view *view)
{
    for (size_t i = 0; i < view->line_count; i++)
        if (view->lines[i].total)
            return true;
    return false;
}

static void add_total(struct reporting *reporting, const struct shown_view *shown,
                      struct text_table *table)
{
    const struct view *view = shown->table.view;
    const char **cells = table_row(table, true);
    cells[0] = word(reporting, WORD_TOTAL);
    for (size_t i = 0; i < view->line_count; i++) {
        const struct cell cell = {.value = {.number = shown->table.totals[i]}, .state = CELL_VALUE};
        cells[i + 1] = view->lines[i].total
                           ? view_figure(reporting, &view->lines[i], &cell, NUMBER_GROUPED)
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
    if (!view_shown(reporting, line, &shown->table.totals[index], tail) ||
        !view_shown(reporting, line, &shown->table.rest[index], &figure) ||
        number_sub(tail, arith, tail, &figure) != FT_OK)
        return false;
    for (uint32_t row = shown->first; row < shown->end; row++) {
        const struct cell *cell = view_cell(shown, row, index);
        if (cell->state == CELL_VALUE &&
            (!view_shown(reporting, line, &cell->value.number, &figure) ||
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
            write_wrapped(
                &reporting->writer,
                format_text(reporting, "%s: %s %s", word(reporting, WORD_TAIL),
                            view_head(reporting, &view->lines[i]),
                            view_figure(reporting, &view->lines[i], &tail, NUMBER_GROUPED)),
                0, reporting->width);
    }
}

/* Money bare, as the page's head says its unit; other units below. */
static const char *column_head(struct reporting *reporting, const struct view_line *line)
{
    const char *title = titled(reporting, &line->title), *unit = view_unit(reporting, line);
    if (unit[0] == '\0' || is_page_unit(reporting, &line->unit))
        return title;
    return format_text(reporting, reporting->context->language == FT_ZH ? "%s\n（%s）" : "%s\n(%s)",
                       title, unit);
}

static void write_view_table(struct reporting *reporting, const struct shown_view *shown)
{
    const struct view *view = shown->table.view;
    struct text_table table;
    bool whole = shown->end - shown->first == shown->table.count;
    if (!table_open(reporting, &table, view->line_count + 1, shown->table.count + 2))
        return;
    text_heading(reporting, titled(reporting, &view->title));
    table.heads[0] = titled(reporting, &view->entity->title);
    for (size_t i = 0; i < view->line_count; i++) {
        table.heads[i + 1] = column_head(reporting, &view->lines[i]);
        table.left[i + 1] = view->lines[i].type.kind != TYPE_NUMBER;
    }
    for (uint32_t row = shown->first; row < shown->end; row++) {
        const char **cells = table_row(&table, false);
        cells[0] = row_title(reporting, view->entity, row);
        for (size_t i = 0; i < view->line_count; i++)
            cells[i + 1] =
                view_figure(reporting, &view->lines[i], view_cell(shown, row, i), NUMBER_GROUPED);
    }
    if (whole && shown->table.has_rest)
        add_rest(reporting, shown, &table);
    if (whole && has_total(view))
        add_total(reporting, shown, &table);
    write_table(reporting, &table);
    if (whole)
        write_tails(reporting, shown);
}

/* ---- sheets
 * -------------------------------------------------------------------------------------------------
 */

struct sheet_columns {
    size_t name, figure, per;
};

/* "　土地成本": further in by its level. */
static const char *line_name(struct reporting *reporting, const struct view_line *line)
{
    return format_text(reporting, "%*s%s", (int)(2 * line->level), "",
                       titled(reporting, &line->title));
}

/* Money bare, as the page's head says its unit; other figures with theirs. */
static const char *line_figure(struct reporting *reporting, const struct view_line *line,
                               const struct cell *cell)
{
    const char *figure = view_figure(reporting, line, cell, NUMBER_GROUPED);
    if (cell->state == CELL_NOT_APPLICABLE)
        return word(reporting, WORD_NOT_APPLICABLE);
    if (figure == NULL || cell->state != CELL_VALUE || line->type.kind != TYPE_NUMBER ||
        line->unit.text[0] == '\0' || is_page_unit(reporting, &line->unit))
        return figure;
    const char *between = strcmp(line->unit.text, "%") == 0 ? "" : " ";
    return format_text(reporting, "%s%s%s", figure, between, line->unit.text);
}

static void widen(size_t *width, const char *text)
{
    size_t cells = text == NULL ? 0 : utf8_width(text, strlen(text));
    *width = cells > *width ? cells : *width;
}

static const char *per_figure(struct reporting *reporting, const struct shown_view *shown,
                              uint32_t row, size_t line)
{
    const struct view *view = shown->table.view;
    if (view->per == NULL || !view_line_is_per(view, &view->lines[line]))
        return "";
    const struct cell *cell = &shown->table.per[row * view->line_count + line];
    return cell->state == CELL_VALUE ? view_figure(reporting, view->per, cell, NUMBER_GROUPED) : "";
}

/* The same for all rows, so that sheets lie under each other. */
static struct sheet_columns measure(struct reporting *reporting, const struct shown_view *shown)
{
    const struct view *view = shown->table.view;
    struct sheet_columns columns = {.figure = 16};
    widen(&columns.name, word(reporting, WORD_ITEM));
    if (view->per != NULL)
        widen(&columns.per, view_head(reporting, view->per));
    for (size_t i = 0; i < view->line_count; i++) {
        widen(&columns.name, line_name(reporting, &view->lines[i]));
        for (uint32_t row = shown->first; row < shown->end; row++) {
            widen(&columns.figure,
                  line_figure(reporting, &view->lines[i], view_cell(shown, row, i)));
            widen(&columns.per, per_figure(reporting, shown, row, i));
        }
    }
    return columns;
}

static void write_rule(struct reporting *reporting, const struct sheet_columns *columns)
{
    write_padded(&reporting->writer, "", columns->name + 2, false);
    for (size_t i = 0; i < columns->figure + (columns->per > 0 ? 2 + columns->per : 0); i++)
        write_text(&reporting->writer, "─");
    write_text(&reporting->writer, "\n");
}

/* The quotient and what stands behind a figure: on its line where there is room, else below it. */
static void write_behind(struct reporting *reporting, const struct sheet_columns *columns,
                         const char *per, const char *text)
{
    size_t used = columns->name + 2 + columns->figure + (columns->per > 0 ? 2 + columns->per : 0);
    bool none = text == NULL || text[0] == '\0';
    bool beside = !none && used + 2 + utf8_width(text, strlen(text)) <= reporting->width;
    if (per[0] != '\0' || (beside && columns->per > 0))
        write_padded(&reporting->writer, per, columns->per + 2, true);
    if (none) {
        write_text(&reporting->writer, "\n");
    } else if (beside) {
        write_text(&reporting->writer, "  ");
        write_styled(&reporting->writer, STYLE_DIM, text);
        write_text(&reporting->writer, "\n");
    } else {
        write_text(&reporting->writer, "\n");
        write_wrapped(&reporting->writer, text, 6, reporting->width);
    }
}

static void write_sheet_line(struct reporting *reporting, const struct shown_view *shown,
                             const struct sheet_columns *columns, uint32_t row, size_t index)
{
    struct writer *writer = &reporting->writer;
    const struct view *view = shown->table.view;
    const struct view_line *line = &view->lines[index];
    const struct cell *cell = view_cell(shown, row, index);
    const char *reason =
        view_reason(reporting, view, line, row, cell, reporting->context->language);
    if (line->total && (index == 0 || !view->lines[index - 1].total))
        write_rule(reporting, columns);
    write_padded(writer, line_name(reporting, line), columns->name + 2, false);
    write_padded(writer, line_figure(reporting, line, cell), columns->figure, true);
    write_behind(
        reporting, columns, per_figure(reporting, shown, row, index),
        visible(reporting, reason != NULL ? reason : view_source(reporting, view, line, row)));
}

static void write_view_sheet(struct reporting *reporting, const struct shown_view *shown)
{
    const struct view *view = shown->table.view;
    const struct sheet_columns columns = measure(reporting, shown);
    for (uint32_t row = shown->first; row < shown->end && reporting->writer.status == FT_OK;
         row++) {
        const char *name = row_title(reporting, view->entity, row);
        text_heading(reporting,
                     name == NULL || name[0] == '\0'
                         ? titled(reporting, &view->title)
                         : format_text(reporting, "%s  %s", titled(reporting, &view->title), name));
        if (columns.per > 0) {
            write_padded(&reporting->writer, word(reporting, WORD_ITEM), columns.name + 2, false);
            write_padded(&reporting->writer, money_unit(reporting), columns.figure, true);
            write_padded(&reporting->writer, view_head(reporting, view->per), columns.per + 2,
                         true);
            write_text(&reporting->writer, "\n");
        }
        for (size_t i = 0; i < view->line_count; i++)
            write_sheet_line(reporting, shown, &columns, row, i);
    }
}

void text_views(struct reporting *reporting)
{
    for (size_t i = 0; i < reporting->view_count; i++) {
        if (reporting->views[i].table.view->sheet)
            write_view_sheet(reporting, &reporting->views[i]);
        else if (reporting->views[i].table.count > 0)
            write_view_table(reporting, &reporting->views[i]);
    }
}
