/* aligned.h: texts in columns. */
#ifndef FANGTIAN_REPORT_ALIGNED_H
#define FANGTIAN_REPORT_ALIGNED_H

#include "reporting.h"

/* A column of cells on a line: names at its left edge, over several lines where they are wider than
 * it; figures at its right edge, never broken. */
struct cell_column {
    size_t before; /* spaces between it and the column before */
    size_t width;
    bool left; /* names */
};
/* Cells in their columns, then what stands `behind` the first line, or NULL. A NULL cell is memory
 * that is out. */
void write_cells(struct reporting *reporting, const struct cell_column *columns, size_t count,
                 const char *const *cells, const char *behind);
/* Heads of columns: all of them wrap. */
void write_heads(struct reporting *reporting, const struct cell_column *columns, size_t count,
                 const char *const *cells);
/* What columns take beside each other. */
size_t cells_width(const struct cell_column *columns, size_t count);
/* Makes the widest names' columns narrower, down to `least`, until all fit the page; false where
 * they do not. */
bool narrow_cells(struct cell_column *columns, size_t count, size_t least, size_t page);
/* Terminal cells of a text; 0 for NULL. */
size_t text_cells(const char *text);

/* Texts in columns. The first `keys` columns, of which the first has names, say what row it is. */
struct text_table {
    size_t columns, rows, keys;
    size_t room;        /* for rows: table_row adds no more */
    const char **heads; /* by column; the first NULL: none */
    const char **cells; /* by row, then by column; NULL is memory that is out. Of a table whose rows
                           are made: those of the row at hand */
    bool *left;         /* by column: names, else figures */
    size_t *least;      /* by column: how wide it is at least, where the page has room */
    bool *strong;       /* by row: a sum, ruled off from what stands above */
    bool *spans;        /* by row: a heading across all columns */
    /* Not NULL: rows are made as they are measured and written, row by row from 0 on, each with what
     * it takes given back; none is strong, none spans. */
    void (*make)(struct reporting *reporting, void *context, size_t row, const char **cells);
    void *context;
};

/* Room for so many rows. False: memory is out, which the writer keeps. */
bool table_open(struct reporting *reporting, struct text_table *table, size_t columns, size_t rows);
/* The same for a table of so many rows that `make` gives. */
bool table_open_made(struct reporting *reporting, struct text_table *table, size_t columns,
                     size_t rows,
                     void make(struct reporting *reporting, void *context, size_t row,
                               const char **cells),
                     void *context);
/* Words for the heads of its columns, one for each. */
void table_heads(struct reporting *reporting, struct text_table *table, const enum word_id *heads);
/* The cells of a new row. */
const char **table_row(struct text_table *table, bool strong);
/* A new row that is a heading of those below it. */
void table_span(struct text_table *table, const char *text);
/* Writes it, in blocks of columns where the page is narrower. */
void write_table(struct reporting *reporting, const struct text_table *table);
/* Bytes of `text`, up to its first line end, that fit into `width` cells, broken where a line may
 * end. */
size_t text_fit(const char *text, size_t width);

#endif
