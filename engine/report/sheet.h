/* sheet.h: reports that are workbooks: sheets with a title, what they were made from, and a table
 * to print on A4. */
#ifndef FANGTIAN_REPORT_SHEET_H
#define FANGTIAN_REPORT_SHEET_H

#include "../workbook/write.h"
#include "reporting.h"

/* Of a table's column: its head, and how wide it is, in digits. */
struct sheet_column_head {
    const char *title;
    uint16_t width;
};

/* A workbook that is written. `line` is the row that is written next, from 0. */
struct sheet_writer {
    struct reporting *reporting;
    struct book_writer *writer;
    uint32_t line;
};

/* Errors as book_writer_open; the status is the reporting's writer's too. */
enum ft_status FT_MUST_CHECK sheet_open(struct sheet_writer *sheet, struct reporting *reporting);
/* Sends the workbook to the report's sink, or drops it where something failed before. */
enum ft_status FT_MUST_CHECK sheet_finish(struct sheet_writer *sheet);

/* A new sheet: its title, what the run was made from and what was changed for a trial, remarks
 * (NULL or "" : none), the table's heads. */
void sheet_begin(struct sheet_writer *sheet, const char *name, const char *title,
                 const char *const *remarks, size_t remark_count,
                 const struct sheet_column_head *columns, uint16_t count);
/* A text in a cell; "" leaves a cell with a border. */
void sheet_words(struct sheet_writer *sheet, uint16_t column, const struct book_look *look,
                 const char *text);
/* A figure in its cell, with its exact text as a note where the cell shows less of it. */
void sheet_figure(struct sheet_writer *sheet, uint16_t column, enum book_role role,
                  const struct shown_figure *figure);
/* The unit that sheet_figure shows it in; "" where its format or kind says it. */
const char *sheet_unit(struct reporting *reporting, const struct shown_figure *figure);
/* How a number of a unit is shown. */
enum book_format sheet_format(const struct unit *unit);
/* A number in the unit that the report shows it in. False: memory is out, which the writer keeps. */
bool sheet_shown(struct reporting *reporting, const struct number *value, const struct unit *unit,
                 struct number *shown);
/* Makes the line as high as its texts need: each in a column so wide. */
void sheet_height(struct sheet_writer *sheet, const char *const *texts, const uint16_t *widths,
                  size_t count);

#endif
