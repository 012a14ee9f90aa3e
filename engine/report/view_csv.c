/* A view for a spreadsheet: figures as the text shows them, without grouping. */
#include <string.h>

#include "formats.h"

static void view_csv_write_figure(struct reporting *reporting, const struct view_line *line,
                                  const struct cell *cell)
{
    write_text(&reporting->writer, ",");
    if (cell->state != CELL_VALUE && cell->state != CELL_UNDETERMINED && cell->state != CELL_NONE)
        return;
    const char *text = view_figure(&reporting->display, line, cell, NUMBER_PLAIN);
    /* Figures are figures: a minus sign in front of one starts no formula. */
    if (line->type.kind == TYPE_NUMBER && cell->state == CELL_VALUE)
        write_text(&reporting->writer, text);
    else
        csv_cell(&reporting->writer, text);
}

/* ---- tables ---- */

static void write_sums(struct reporting *reporting, const struct shown_view *shown, enum word_id id,
                       const struct cell *sums)
{
    static const struct cell none = {.state = CELL_ABSENT};
    const struct view *view = shown->table.view;
    bool total = id == WORD_TOTAL;
    write_text(&reporting->writer, ",");
    csv_cell(&reporting->writer, word(&reporting->display, id));
    for (size_t i = 0; i < view->line_count; i++) {
        const struct view_line *line = &view->lines[i];
        bool has = total ? line->total : line->party != NULL;
        view_csv_write_figure(reporting, line, has ? &sums[i] : &none);
    }
    write_text(&reporting->writer, "\r\n");
}

static const char *view_csv_path_of(struct reporting *reporting, const struct view *view,
                                    uint32_t row)
{
    return row_path(reporting->context->ledger->dataset, view->entity, row, reporting->arena);
}

static void view_csv_write_view_table(struct reporting *reporting, const struct shown_view *shown)
{
    const struct view *view = shown->table.view;
    struct writer *writer = &reporting->writer;
    bool whole = shown->end - shown->first == shown->table.count;
    csv_cell(writer, word(&reporting->display, WORD_ROW_ID));
    write_text(writer, ",");
    csv_cell(writer, titled(&reporting->display, &view->entity->title));
    for (size_t i = 0; i < view->line_count; i++) {
        write_text(writer, ",");
        csv_cell(writer, view_head(&reporting->display, &view->lines[i]));
    }
    write_text(writer, "\r\n");
    for (uint32_t row = shown->first; row < shown->end && writer->status == FT_OK; row++) {
        csv_cell(writer, view_csv_path_of(reporting, view, row));
        write_text(writer, ",");
        csv_cell(writer, row_title(&reporting->display, view->entity, row));
        for (size_t i = 0; i < view->line_count; i++)
            view_csv_write_figure(reporting, &view->lines[i], view_cell(shown, row, i));
        write_text(writer, "\r\n");
    }
    if (whole && shown->table.has_rest)
        write_sums(reporting, shown, WORD_REST, shown->table.rest);
    if (whole)
        write_sums(reporting, shown, WORD_TOTAL, shown->table.totals);
}

/* ---- sheets ---- */

static void view_csv_write_sheet_line(struct reporting *reporting, const struct shown_view *shown,
                                      uint32_t row, size_t index)
{
    static const struct cell none = {.state = CELL_ABSENT};
    const struct view *view = shown->table.view;
    const struct view_line *line = &view->lines[index];
    const struct cell *cell = view_cell(shown, row, index);
    const char *reason =
        view_reason(&reporting->display, view, line, row, cell, reporting->context->language);
    const char *const cells[] = {
        view_csv_path_of(reporting, view, row),
        line->id,
        titled(&reporting->display, &line->title),
        format_text(&reporting->display, "%u", (unsigned)line->level),
        view_symbol(&reporting->display, line),
        reason != NULL ? reason : view_source(&reporting->display, view, line, row),
    };
    csv_cells(&reporting->writer, cells, sizeof cells / sizeof *cells);
    view_csv_write_figure(reporting, line, cell);
    if (view->per != NULL)
        view_csv_write_figure(reporting, view->per,
                              view_line_is_per(view, line)
                                  ? &shown->table.per[row * view->line_count + index]
                                  : &none);
    write_text(&reporting->writer, "\r\n");
}

static void view_csv_write_view_sheet(struct reporting *reporting, const struct shown_view *shown)
{
    static const enum word_id words_of[] = {WORD_ROW,   WORD_LINE, WORD_ITEM,
                                            WORD_LEVEL, WORD_UNIT, WORD_SOURCE};
    const struct view *view = shown->table.view;
    for (size_t i = 0; i < sizeof words_of / sizeof *words_of; i++) {
        csv_cell(&reporting->writer, word(&reporting->display, words_of[i]));
        write_text(&reporting->writer, ",");
    }
    csv_cell(&reporting->writer, word(&reporting->display, WORD_AMOUNT));
    if (view->per != NULL) {
        write_text(&reporting->writer, ",");
        csv_cell(&reporting->writer, view_head(&reporting->display, view->per));
    }
    write_text(&reporting->writer, "\r\n");
    for (uint32_t row = shown->first; row < shown->end; row++)
        for (size_t i = 0; i < view->line_count; i++)
            view_csv_write_sheet_line(reporting, shown, row, i);
}

void csv_view(struct reporting *reporting)
{
    const struct shown_view *shown = &reporting->display.views[0];
    struct reach reach;
    if (!reach_open(&reporting->display, &reach))
        return;
    reach_view(&reach, shown->table.view);
    csv_head_view(reporting, titled(&reporting->display, &shown->table.view->title), &reach);
    if (shown->table.view->sheet)
        view_csv_write_view_sheet(reporting, shown);
    else
        view_csv_write_view_table(reporting, shown);
}
