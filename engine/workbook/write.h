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
 * The same calls give the same bytes. Rows and columns count from 0. A fault is kept and comes out
 * of book_writer_finish.
 */
#ifndef FANGTIAN_WORKBOOK_WRITE_H
#define FANGTIAN_WORKBOOK_WRITE_H

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
enum ft_status book_writer_open(struct book_writer **writer, struct arena *arena,
                                struct diagnostics *diagnostics, const char *folder);
/* A new sheet, which the calls below then write to. The name has at most 31 characters and none of
 * : \ / ? * [ ]; others stand as "_". */
void book_writer_sheet(struct book_writer *writer, const char *name, bool hidden);
void book_writer_text(struct book_writer *writer, uint32_t row, uint16_t column,
                      enum book_style style, const char *text);
/* What is typed into a column, which is so many digits wide. */
void book_writer_column(struct book_writer *writer, uint16_t column, uint16_t width,
                        enum book_style style);
/* A note on a cell that shows when it is pointed at. */
void book_writer_note(struct book_writer *writer, uint32_t row, uint16_t column, const char *text);
/* Offers the cells of another sheet's column, from its row 1 on, in the rows from `first` on. */
void book_writer_choices(struct book_writer *writer, uint32_t first, uint16_t column,
                         const char *sheet, uint16_t from_column, uint32_t count);
/* Makes a row so many lines high. */
void book_writer_height(struct book_writer *writer, uint32_t row, uint32_t lines);
/* Keeps the rows above `row` in sight, and at the head of each printed page. */
void book_writer_freeze(struct book_writer *writer, uint32_t row);
/* Sends the file's bytes to the sink and frees the writer. Errors: FT_IO, FT_NO_MEMORY. */
enum ft_status book_writer_finish(struct book_writer *writer, const struct ft_sink *sink);

#endif
