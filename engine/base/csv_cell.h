/* csv_cell.h: texts on their way to a spreadsheet. */
#ifndef FANGTIAN_BASE_CSV_CELL_H
#define FANGTIAN_BASE_CSV_CELL_H

#include "arena.h"

/*
 * A text as a cell of CSV that a spreadsheet may open, and that gives the same key when it is read
 * again. It is quoted where it must be. What a spreadsheet would run as a formula has an apostrophe
 * in front: it begins with = + - @, as wide or as small as they come, behind blanks and what cannot
 * be seen; or with a tab or a line end. What a spreadsheet would take for a number, a date or a
 * time and show as another has a tab behind, which makes it a text there and is not read here:
 * leading zeros, more than 11 digits, 1-2, 3/4, 1月2日, 1E5. Invisible characters are shown escaped
 * but for line ends and tabs.
 */
size_t csv_cell_write(char *out, const char *text, size_t length); /* gives back its bytes */
/* What csv_cell_write writes at most. */
size_t csv_cell_room(const char *text, size_t length);
/* Does it stand there as it is? False is the safe answer: csv_cell_write knows. */
bool csv_cell_is_plain(const char *text, size_t length);

/* Adds it to a text; false when memory is out. */
bool csv_cell_add(struct growing_text *text, const char *cell, size_t length);

#endif
