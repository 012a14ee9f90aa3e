/*
 * workbook.h: the sheets of an .xlsx workbook, each laid out as the CSV text that it stands for.
 *
 *     const struct workbook *book;
 *     const struct book_sheet *sheet;
 *     if (workbook_open(&book, arena, diagnostics, "county.xlsx", NULL) == FT_OK &&
 *         workbook_sheet(&sheet, book, 0, diagnostics) == FT_OK)
 *         ... sheet->source ... // read as any CSV text; its grid tells which cell a place is
 *
 * A cell's text is what its value says, not how it is shown: numbers as plain decimals of the 15
 * digits that a spreadsheet keeps, shares as "62%", dates as "2001-06-01". The value of a formula
 * is the one that was saved with it; a formula without one is refused. Nothing passes through
 * floating point. What no CSV text can say (merged and hidden cells) is told beside it.
 *
 * Sources: ECMA-376, Office Open XML, parts 1 and 2 (workbook, sheet, styles, packages).
 */
#ifndef FANGTIAN_WORKBOOK_H
#define FANGTIAN_WORKBOOK_H

#include "../base/base.h"

/* Cells that were merged into one, first to last, rows and columns from 1. */
struct sheet_range {
    uint32_t row, column, last_row, last_column;
};

/* A sheet, laid out. `source` is CSV text whose place in the workbook its grid tells. */
struct book_sheet {
    struct source source;
    const struct sheet_range *merged;
    size_t merged_count;
    const struct place
        *faulty; /* cells that are at fault, told already; in the order of the text */
    size_t faulty_count;
    uint32_t hidden_rows, hidden_columns; /* that hold something: they count all the same */
    const uint32_t *hidden_row_numbers;   /* of those rows, ascending */
};

/* What is known of a sheet before it is laid out. */
struct sheet_name {
    const char *name;
    bool hidden;
    const char *part; /* private */
};

/* A workbook; immutable, in the arena that it was opened with. */
struct workbook {
    const char *path;
    const struct sheet_name *sheets; /* in the order of the tabs, without charts */
    size_t sheet_count;
    const char *bytes; /* the file's own, for its digest */
    size_t length;
    const struct workbook_parts *parts; /* private */
};

/* Whether a file is to be read as a workbook: by its name, so that what only bears the name is told
 * what it is, or by its first bytes. */
bool workbook_is_one(const struct file_list *files, const char *path);

/*
 * Reads a workbook's structure, its strings and its styles. `asked` is where the name was written
 * (NULL: the command line). Errors: FT_IO, FT_INVALID (no workbook, encrypted, damaged, with
 * macros), FT_TOO_LARGE, all diagnosed; FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK workbook_open(const struct workbook **book, struct arena *arena,
                                           struct diagnostics *diagnostics, const char *path,
                                           const struct place *asked);

/* The same of bytes in memory, borrowed as long as the workbook lives; `path` names them. */
enum ft_status FT_MUST_CHECK workbook_read(const struct workbook **book, struct arena *arena,
                                           struct diagnostics *diagnostics, const char *path,
                                           const char *bytes, size_t length);

/* The sheet of this name, letters' case aside, or NULL. */
const struct sheet_name *workbook_find(const struct workbook *book, const char *name);

/*
 * Lays out a sheet of the workbook. Errors: FT_INVALID where a cell cannot be read, every such cell
 * told; FT_TOO_LARGE; FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK workbook_sheet(const struct book_sheet **sheet,
                                            const struct workbook *book,
                                            const struct sheet_name *name, struct arena *arena,
                                            struct diagnostics *diagnostics);

/* What a cell stands for as long as it shows what it showed: "40000÷3 m2" for 13333.3333333333; ""
 * is an empty cell. Rows and columns from 1; a number is shown with 15 digits. */
struct cell_original {
    uint32_t row, column;
    const char *shown, *text;
};

/* Which cells of a sheet are looked at, and which of them stand for something else; those ascend by
 * row, then column. */
struct sheet_filter {
    bool (*keeps)(const void *context, uint32_t row, uint32_t column);
    const void *context;
    const struct cell_original *originals;
    size_t original_count;
};

/* The same of some of its cells: what is wrong with others is not told. NULL: all of them. */
enum ft_status FT_MUST_CHECK workbook_cells(const struct book_sheet **sheet,
                                            const struct workbook *book,
                                            const struct sheet_name *name,
                                            const struct sheet_filter *filter, struct arena *arena,
                                            struct diagnostics *diagnostics);

extern const struct message_table workbook_messages;

#endif
