/*
 * write.h: a workbook that is written: sheets of texts, with formats, notes and lists of choices.
 *
 *     struct book_writer *writer;
 *     if (book_writer_open(&writer, arena, diagnostics, "/tmp") == FT_OK) {
 *         book_writer_sheet(writer, "地块", false);
 *         book_writer_text(writer, 0, 0, BOOK_HEADER, "编号");
 *         status = book_writer_finish(writer, &sink);
 *     }
 *
 * A live one has numbers, formulas with what they come to, charts, and pages as they are printed:
 *
 *     book_writer_formula(writer, 4, 2, &look, "SUM(C3:C4)", &(struct book_value){.number = &sum});
 *
 * A figure is exact up to here; the file holds what a double holds of it. The same calls give the
 * same bytes. Rows and columns count from 0. A fault is kept and comes out of book_writer_finish.
 */
#ifndef FANGTIAN_WORKBOOK_WRITE_H
#define FANGTIAN_WORKBOOK_WRITE_H

#include "../number/number.h"
#include "workbook.h"

struct book_writer;

/* How a cell looks; of a column, what is typed into it. */
enum book_style {
    BOOK_PLAIN,
    BOOK_TITLE,    /* of a page */
    BOOK_HEADER,   /* the name of a column that may be left empty */
    BOOK_REQUIRED, /* of one that may not */
    BOOK_REMARK,   /* small and grey, over several lines */
    BOOK_TEXT,     /* typed as it is: an id keeps its zeros */
    BOOK_NUMBER,
    BOOK_WHOLE,
    BOOK_SHARE,
    BOOK_DATE,
    BOOK_STYLES
};

/* A workbook in a file without a name in `folder`. Errors: FT_IO, diagnosed; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK book_writer_open(struct book_writer **writer, struct arena *arena,
                                              struct diagnostics *diagnostics, const char *folder);
/* A new sheet, which the calls below then write to. The name has at most 31 characters and none of
 * : \ / ? * [ ]; others stand as "_". */
void book_writer_sheet(struct book_writer *writer, const char *name, bool hidden);
/* The same for a sheet that may be long: its rows are written from the first to the last, and are
 * kept in a file of their own, not in memory. No chart shows them before it is worked out. */
void book_writer_rows(struct book_writer *writer, const char *name, bool hidden);
void book_writer_text(struct book_writer *writer, uint32_t row, uint16_t column,
                      enum book_style style, const char *text);
/* A number of plain digits, at most 15 of them: "-1234.5"; a day by its serial number. */
void book_writer_decimal(struct book_writer *writer, uint32_t row, uint16_t column,
                         enum book_style style, const char *decimal);
/* What is typed into a column, which is so many digits wide. */
void book_writer_column(struct book_writer *writer, uint16_t column, uint16_t width,
                        enum book_style style);
/* A note on a cell that shows when it is pointed at. */
void book_writer_note(struct book_writer *writer, uint32_t row, uint16_t column, const char *text);
/* Takes in a column's rows only what makes a formula of its first row true; else says the message,
 * of at most 255 characters, under a title of at most 32. */
void book_writer_only(struct book_writer *writer, uint32_t first, uint32_t last, uint16_t column,
                      const char *formula, const char *title, const char *message);
/* Offers the cells of another sheet's column, from its row 1 on, in a column's rows. */
void book_writer_offer(struct book_writer *writer, uint32_t first, uint32_t last, uint16_t column,
                       const char *sheet, uint16_t from_column, uint32_t count);
/* Makes a row so many lines high. */
void book_writer_height(struct book_writer *writer, uint32_t row, uint32_t lines);
/* Keeps the rows above `row` in sight, and at the head of each printed page. */
void book_writer_freeze(struct book_writer *writer, uint32_t row);

/* ---- live workbooks ---- */

/* How a figure is shown. */
enum book_format {
    SHOW_GENERAL,
    SHOW_TEXT, /* typed as it is; not for formulas, which it would show as text */
    SHOW_MONEY,
    SHOW_QUANTITY,
    SHOW_QUOTA, /* four decimals */
    SHOW_FACTOR,
    SHOW_WHOLE, /* without groups: a year */
    SHOW_COUNT,
    SHOW_SHARE,
    SHOW_DATE,
    SHOW_FORMATS
};

/* What a cell is to its reader. */
enum book_role {
    ROLE_PLAIN,
    ROLE_INPUT,   /* may be changed */
    ROLE_ASSUMED, /* the same, which stands for nothing that was filed: what holds by default */
    ROLE_FIGURE,  /* worked out */
    ROLE_TOTAL,   /* the same, set off */
    ROLE_HELPER,  /* between figures */
    ROLE_FIXED,   /* a figure that does not follow its inputs */
    ROLE_TITLE,   /* of a page */
    ROLE_HEADING, /* of a part of it */
    ROLE_INPUT_HEAD,
    ROLE_FIGURE_HEAD,
    ROLE_HELPER_HEAD,
    ROLE_REMARK,     /* small and grey, over several lines */
    ROLE_WORDS,      /* of a table, over several lines */
    ROLE_WORDS_HEAD, /* the first of several such lines */
    ROLE_LINK,
    ROLE_ROLES
};

struct book_look {
    enum book_format format;
    enum book_role role;
    uint8_t indent; /* 0 to 9 */
};

/* What a formula comes to: a number, or else a text. */
struct book_value {
    const struct number *number;
    const char *text;
};

/* A number as the file shows it, with the 15 digits that are read again; in `arena`. NULL: memory
 * is out. */
const char *book_shown_number(struct arena *arena, const struct number *value);
/* `value` as near as a double comes to it. */
void book_writer_number(struct book_writer *writer, uint32_t row, uint16_t column,
                        const struct book_look *look, const struct number *value);
void book_writer_words(struct book_writer *writer, uint32_t row, uint16_t column,
                       const struct book_look *look, const char *text);
/* A formula without "=", of functions of 2007; `value` stands where it is not worked out again. */
void book_writer_formula(struct book_writer *writer, uint32_t row, uint16_t column,
                         const struct book_look *look, const char *formula,
                         const struct book_value *value);
/* The same of an array, in a sheet by book_writer_rows: of each cell of a range that it asks. */
void book_writer_array(struct book_writer *writer, uint32_t row, uint16_t column,
                       const struct book_look *look, const char *formula,
                       const struct book_value *value);
/* Cells of a column, in a sheet by book_writer_rows, whose formulas differ in the number of their
 * row alone: the file has the first's text for all. It looks at cells of its own sheet and at
 * names: spreadsheets take no such formula that names another sheet. */
struct book_run {
    const char *formula; /* of the first, which alone looks at it */
    uint32_t last;       /* the last's row */
    unsigned index;      /* 0 before the first is written */
};
/* The run's next cell. */
void book_writer_run(struct book_writer *writer, uint32_t row, uint16_t column,
                     const struct book_look *look, struct book_run *run,
                     const struct book_value *value);
/* An empty cell that looks like others. */
void book_writer_blank(struct book_writer *writer, uint32_t row, uint16_t column,
                       const struct book_look *look);
/* A link to a cell of this workbook: "'往来'!A1". */
void book_writer_link(struct book_writer *writer, uint32_t row, uint16_t column, const char *target,
                      const char *text);
/* A name for cells: "='参数'!$D$5". The caller knows that it is one. */
void book_writer_define(struct book_writer *writer, const char *name, const char *formula);
/* A sheet's name as every spreadsheet takes it, which no earlier one has, letters' case aside; in
 * the writer's arena. NULL: memory is out. */
const char *book_sheet_name(struct arena *arena, const char *name, const char *const *taken,
                            size_t taken_count);

/* Goes on with the sheet that was made as number `index`, from 0. */
void book_writer_return(struct book_writer *writer, size_t index);
/* Frees the writer, and writes nothing. */
void book_writer_drop(struct book_writer *writer);

/* How a sheet is printed: on A4, as wide as the page. */
struct book_page {
    bool portrait;
    bool broad; /* over several pages side by side, where its columns are many */
    uint32_t repeat_first, repeat_last;  /* rows at the head of each page; both 0: none */
    uint16_t repeat_columns;             /* columns at its left; 0: none */
    uint32_t printed_from, printed_rows; /* what is printed, up to so many rows; 0: all */
    uint16_t printed_columns;
    bool single;                 /* all of it on one page */
    const char *header, *footer; /* as spreadsheets code them */
};
void book_writer_page(struct book_writer *writer, const struct book_page *page);
/* Begins a new page at each of these rows, at most so many as fit into a sheet of spreadsheets. */
void book_writer_breaks(struct book_writer *writer, const uint32_t *rows, size_t count);
/* A text as the head or foot of a page has it: signs that would be codes doubled, and as much of it
 * as has room. NULL: memory is out. */
const char *book_page_text(struct arena *arena, const char *text);
/* Keeps the rows above and the columns before a cell in sight. */
void book_writer_panes(struct book_writer *writer, uint32_t row, uint16_t column);
/* Columns of one width, in digits. */
void book_writer_width(struct book_writer *writer, uint16_t first, uint16_t last, uint16_t width);
/* Sets a cell off where it says one of the words that call for attention: the first in amber, the
 * others in red. */
void book_writer_watch(struct book_writer *writer, uint32_t row, uint16_t column, uint32_t last_row,
                       uint16_t last_column, const char *const words[], size_t count);
/* How cells look while a formula is true. */
enum book_state {
    STATE_VOID,  /* struck out and grey: it no longer holds */
    STATE_ALERT, /* set off in red */
    STATE_STATES
};
void book_writer_while(struct book_writer *writer, uint32_t row, uint16_t column, uint32_t last_row,
                       uint16_t last_column, const char *formula, enum book_state state);
void book_writer_filter(struct book_writer *writer, uint32_t row, uint16_t column,
                        uint32_t last_row, uint16_t last_column);

enum book_chart_kind { CHART_COLUMNS, CHART_BARS, CHART_STACKED, CHART_LINES };

/* A run of figures in a chart; cells as "='总览'!$A$3:$A$9". */
struct book_series {
    const char *name; /* or NULL */
    const char *categories, *values;
    uint32_t colour; /* 0xRRGGBB; 0: invisible, what another stands on */
};
struct book_chart {
    enum book_chart_kind kind;
    const char *title, *axis; /* of the values: "万元" */
    const struct book_series *series;
    size_t series_count;
    uint16_t width, height; /* in points of the screen */
};
void book_writer_chart(struct book_writer *writer, uint32_t row, uint16_t column,
                       const struct book_chart *chart);

/* Sends the file's bytes to the sink and frees the writer. Errors: FT_IO, FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK book_writer_finish(struct book_writer *writer,
                                                const struct ft_sink *sink);

#endif
