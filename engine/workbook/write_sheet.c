/* What a sheet has beside its cells: how it is printed, frozen, coloured by what stands in it,
 * filtered; its charts. No figure goes through here. */
#include "write_sheet.h"

#include "workbook_internal.h"
#include "write_looks.h"

#include <string.h>

void book_writer_page(struct book_writer *writer, const struct book_page *page)
{
    if (writer->sheet == NULL)
        return;
    if (page->portrait)
        worksheet_set_portrait(writer->sheet);
    if (page->broad)
        worksheet_set_print_scale(writer->sheet, 70);
    if (page->single)
        worksheet_fit_to_pages(writer->sheet, 1, 1);
    if (page->printed_rows > 0)
        write_fault(writer, worksheet_print_area(writer->sheet, page->printed_from, 0,
                                                 page->printed_rows - 1,
                                                 (lxw_col_t)(page->printed_columns - 1)));
    worksheet_set_margins(writer->sheet, 0.5, 0.5, 0.75, 0.75);
    if (page->repeat_last > 0)
        write_fault(writer,
                    worksheet_repeat_rows(writer->sheet, page->repeat_first, page->repeat_last));
    if (page->repeat_columns > 0)
        write_fault(writer, worksheet_repeat_columns(writer->sheet, 0,
                                                     (lxw_col_t)(page->repeat_columns - 1)));
    write_fault(writer, worksheet_set_header(writer->sheet, page->header));
    write_fault(writer, worksheet_set_footer(writer->sheet, page->footer));
}

void book_writer_breaks(struct book_writer *writer, const uint32_t *rows, size_t count)
{
    enum { MOST_BREAKS = 1023 };
    const size_t taken = count < MOST_BREAKS ? count : MOST_BREAKS;
    lxw_row_t *breaks = arena_array(writer->arena, taken + 1, sizeof *breaks); /* 0 ends them */
    if (writer->sheet == NULL || breaks == NULL) {
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    for (size_t i = 0; i < taken; i++)
        breaks[i] = rows[i];
    write_fault(writer, worksheet_set_h_pagebreaks(writer->sheet, breaks));
}

void book_writer_panes(struct book_writer *writer, uint32_t row, uint16_t column)
{
    if (writer->sheet != NULL)
        worksheet_freeze_panes(writer->sheet, row, column);
}

void book_writer_width(struct book_writer *writer, uint16_t first, uint16_t last, uint16_t width)
{
    if (writer->sheet != NULL)
        write_fault(writer, worksheet_set_column(writer->sheet, first, last, width, NULL));
}

void book_writer_watch(struct book_writer *writer, uint32_t row, uint16_t column, uint32_t last_row,
                       uint16_t last_column, const char *const words[], size_t count)
{
    lxw_format *amber = workbook_add_format(writer->book), *red = workbook_add_format(writer->book);
    if (writer->sheet == NULL || amber == NULL || red == NULL) {
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    format_set_bg_color(amber, 0xFFEB9C);
    format_set_font_color(amber, 0x7F6000);
    format_set_bg_color(red, 0xFFC7CE);
    format_set_font_color(red, 0x9C0006);
    char cell[GRID_CELL_SIZE];
    (void)grid_cell_name(cell, row + 1, column + 1U);
    for (size_t i = 0; i < count; i++) { /* the library's own rule counts bytes for characters */
        lxw_conditional_format rule = {
            .type = LXW_CONDITIONAL_TYPE_FORMULA,
            .value_string = arena_format(writer->arena, "=LEFT(%s,%zu)=\"%s\"", cell,
                                         utf8_count(words[i], strlen(words[i])), words[i]),
            .format = i == 0 ? amber : red};
        write_fault(writer, rule.value_string == NULL
                                ? LXW_ERROR_MEMORY_MALLOC_FAILED
                                : worksheet_conditional_format_range(writer->sheet, row, column,
                                                                     last_row, last_column, &rule));
    }
}

void book_writer_while(struct book_writer *writer, uint32_t row, uint16_t column, uint32_t last_row,
                       uint16_t last_column, const char *formula, enum book_state state)
{
    const struct role_row *role = &write_states[state];
    lxw_format *format = workbook_add_format(writer->book);
    char *text = arena_format(writer->arena, "=%s", formula);
    if (writer->sheet == NULL || format == NULL || text == NULL) {
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    format_set_font_color(format, role->ink);
    if (role->strike)
        format_set_font_strikeout(format);
    if (role->paper != NO_PAPER)
        format_set_bg_color(format, role->paper);
    lxw_conditional_format rule = {
        .type = LXW_CONDITIONAL_TYPE_FORMULA, .value_string = text, .format = format};
    write_fault(writer, worksheet_conditional_format_range(writer->sheet, row, column, last_row,
                                                           last_column, &rule));
}

void book_writer_filter(struct book_writer *writer, uint32_t row, uint16_t column,
                        uint32_t last_row, uint16_t last_column)
{
    if (writer->sheet != NULL)
        write_fault(writer,
                    worksheet_autofilter(writer->sheet, row, column, last_row, last_column));
}

static void add_series(struct book_writer *writer, lxw_chart *chart,
                       const struct book_series *series, bool lines)
{
    lxw_chart_series *added = chart_add_series(chart, series->categories, series->values);
    lxw_chart_fill fill = {.color = series->colour, .none = series->colour == 0};
    lxw_chart_line line = {.color = series->colour, .width = 2.25F};
    if (added == NULL) {
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    if (series->name != NULL)
        chart_series_set_name(added, series->name);
    if (lines)
        chart_series_set_line(added, &line);
    else
        chart_series_set_fill(added, &fill);
}

void book_writer_chart(struct book_writer *writer, uint32_t row, uint16_t column,
                       const struct book_chart *chart)
{
    static const uint8_t kinds[] = {[CHART_COLUMNS] = LXW_CHART_COLUMN,
                                    [CHART_BARS] = LXW_CHART_BAR,
                                    [CHART_STACKED] = LXW_CHART_COLUMN_STACKED,
                                    [CHART_LINES] = LXW_CHART_LINE};
    lxw_chart *made = workbook_add_chart(writer->book, kinds[chart->kind]);
    lxw_chart_options options = {.x_scale = (double)chart->width / 480,
                                 .y_scale = (double)chart->height / 288};
    if (writer->sheet == NULL || made == NULL) {
        write_fault(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return;
    }
    for (size_t i = 0; i < chart->series_count; i++)
        add_series(writer, made, &chart->series[i], chart->kind == CHART_LINES);
    chart_title_set_name(made, chart->title);
    lxw_chart_axis *values = chart->kind == CHART_BARS ? made->x_axis : made->y_axis;
    chart_axis_set_name(values, chart->axis);
    chart_axis_set_num_format(values, "#,##0");
    if (chart->kind == CHART_BARS)
        chart_axis_set_reverse(made->y_axis); /* the first at the top */
    if (chart->series_count == 1 || chart->kind == CHART_STACKED)
        chart_legend_set_position(made, LXW_CHART_LEGEND_NONE);
    else
        chart_legend_set_position(made, LXW_CHART_LEGEND_BOTTOM);
    write_fault(writer, worksheet_insert_chart_opt(writer->sheet, row, column, made, &options));
}
