/* write_sheet.h: a workbook while it is written; for write.c and write_sheet.c. */
#ifndef FANGTIAN_WORKBOOK_WRITE_SHEET_H
#define FANGTIAN_WORKBOOK_WRITE_SHEET_H

#include <xlsxwriter.h>

#include "write.h"
#include "write_rows.h"

enum { MOST_INDENT = 9 };

struct book_writer {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct scratch scratch;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *styles[BOOK_STYLES];
    lxw_format *looks[SHOW_FORMATS][ROLE_ROLES][MOST_INDENT + 1]; /* made when first asked for */
    lxw_error fault;                                              /* the first */
    const char *too_long;   /* the beginning of a text that no cell holds; NULL: none */
    struct row_writer rows; /* of a sheet by book_writer_rows, while it is open */
    unsigned runs;          /* of formulas, in that sheet */
};

/* Notes the first fault. */
void write_fault(struct book_writer *writer, lxw_error fault);

#endif
