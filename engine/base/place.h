/* place.h: a piece of input that knows where it stands. */
#ifndef FANGTIAN_BASE_PLACE_H
#define FANGTIAN_BASE_PLACE_H

#include <nettle/sha2.h>

#include "arena.h"

/* SHA-256 in hex. */
enum { SHA_TEXT = 2 * SHA256_DIGEST_SIZE + 1 };
/* Adds bytes to a digest. */
void sha_add(struct sha256_ctx *sha, const char *bytes, size_t length);
/* Ends a digest and writes it out. */
void sha_text(char text[SHA_TEXT], struct sha256_ctx *sha);

/*
 * A loaded file, kept whole so that a diagnostic can show a line of it; or a block of a long one,
 * behind `lines_before` lines. `path` as the user named it.
 */
struct source {
    const char *path;
    const char *bytes; /* NUL-terminated; BOM removed */
    size_t length;
    uint32_t lines_before;
    bool is_common; /* checked, and all of it is utf8_common: nothing in it needs a second look */
    char sha[SHA_TEXT]; /* of a file that was read whole, as it lies on the disk; else "" */
    /* The sheet that the text was laid out from; NULL: it is a file's own. */
    const struct grid *grid;
};

/* Of a line of laid-out text: the cell in which it begins, rows and columns from 1. `quoted`: it
 * begins within a cell of several lines. */
struct grid_line {
    uint32_t row, column;
    bool quoted;
};

/* A workbook's sheet behind a CSV text: where each cell of the text stands in the sheet. */
struct grid {
    const char *sheet;
    const struct grid_line *lines;
    size_t line_count;
};

/* Where something stands. line 0: the file as a whole; source NULL: no file (the command line). */
struct place {
    const struct source *source;
    uint32_t line, column; /* from 1, the column in characters */
    uint32_t width;        /* characters at fault; 0 counts as 1 */
};

/* From `offset` in the text on, characters stand one after the other from `place` on. */
struct text_piece {
    uint32_t offset;
    struct place place;
};

/*
 * A string of the input. `bytes` is valid UTF-8, NUL-terminated, without NUL inside. A text that
 * was written with escapes or as adjacent strings has several pieces. `pieces` NULL with a count of
 * 1: it is one piece, from `place` on.
 */
struct text {
    const char *bytes;
    struct place place; /* of the whole, the quotes included */
    const struct text_piece *pieces;
    uint32_t length, piece_count;
};

/* A cell as spreadsheets name it: "BC12". Returns `out`. */
enum { GRID_CELL_SIZE = 24 };
const char *grid_cell_name(char out[GRID_CELL_SIZE], uint32_t row, uint32_t column);
/* The cell of a place in a text that has a grid. False where the place is the whole sheet's. */
bool grid_cell(const struct place *place, uint32_t *row, uint32_t *column);
/* "file.csv:12:3", "county.xlsx:地块!D5", or the file alone; NULL when memory is out. */
const char *place_name(struct arena *arena, const struct place *place);
/* The place of a cell; false where the text has no such row. */
bool grid_place(struct place *place, const struct source *source, uint32_t row, uint32_t column);

/* The place of `width` characters from byte `offset` of a text on. */
struct place text_place(const struct text *text, size_t offset, uint32_t width);

/* A text over a C string that stands nowhere (an option of the command line). */
struct text text_from(const char *string);

bool text_is(const struct text *text, const char *string);

/* Bytes of the UTF-8 character at `bytes`, 0 where it is broken; `*code` gets the code point. */
size_t utf8_next(const char *bytes, size_t length, uint32_t *code);
/* The offset of the first broken byte, or `length` where all is valid. NUL counts as broken. */
size_t utf8_check(const char *bytes, size_t length);
/* How many bytes are characters that are told at sight to be whole and, but for the ends of lines, to
 * be seen: ASCII, common ideographs and their punctuation, as nearly all are. */
size_t utf8_common(const char *bytes, size_t length);
/* Characters (code points) in valid UTF-8. */
size_t utf8_count(const char *bytes, size_t length);
/* Terminal cells that valid UTF-8 takes (a Chinese character takes 2). */
size_t utf8_width(const char *bytes, size_t length);

#endif
