/* write_rows.h: the rows of a long sheet, as text. */
#ifndef FANGTIAN_WORKBOOK_WRITE_ROWS_H
#define FANGTIAN_WORKBOOK_WRITE_ROWS_H

#include <stdio.h>

#include "workbook_internal.h"

/*
 * A sheet's rows, which go to a file one after the other; only the last is held. Cells come from
 * left to right, rows from the top. Styles are the numbers by which the file's styles are known.
 */
struct row_writer {
    struct arena *arena;
    FILE *out; /* borrowed; NULL: no sheet is open */
    char *cells;
    size_t length, capacity; /* of the row's cells */
    uint32_t row, height;    /* the row's, from 0; in points, 0: as usual */
    uint32_t next;           /* the first column that it has no cell in yet */
    uint32_t columns;        /* of the broadest row so far */
    bool has_row;
    bool no_memory, unwritten; /* memory is out; the file did not take a row */
};

/* What a cell's formula is: its text; of a run of cells, the first's text and all of them, or the
 * run alone. */
struct row_formula {
    const char *text;  /* NULL: the run's */
    const char *range; /* of a run's first cell; else NULL */
    unsigned run;      /* 0: none */
    bool array;        /* it is worked out for each cell of its ranges */
};

void row_writer_open(struct row_writer *rows, struct arena *arena, FILE *out);
/* Cells come in this row, from 0, next: it lies below the last, or is it. */
void row_writer_go(struct row_writer *rows, uint32_t row);
/* So high the row is, in points. */
void row_writer_height(struct row_writer *rows, uint32_t height);
/* A text that the file has under a number; a figure in digits; an empty cell. */
void row_writer_string(struct row_writer *rows, uint16_t column, int style, uint32_t index);
void row_writer_number(struct row_writer *rows, uint16_t column, int style, const char *digits);
void row_writer_blank(struct row_writer *rows, uint16_t column, int style);
/* A formula and what it comes to: digits, or else a text. */
void row_writer_formula(struct row_writer *rows, uint16_t column, int style,
                        const struct row_formula *formula, const char *digits, const char *text);
/* Writes the last row; the file stays open. */
void row_writer_close(struct row_writer *rows);

#endif
