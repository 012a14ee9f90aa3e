/*
 * Rows below those of the long table, from files of their own: they follow each other as the rows
 * above them do, so both files are gone through side by side, once. A row below belongs to the row
 * above it whose key it names, as long as that is the next one; rows above may have none.
 */
#include <string.h>

#include "join.h"

/* One past the line end of a row. `quoted`: some of the bytes at hand are quotes; most tables have
 * none, so that a row ends with its line. */
static const char *join_row_end(const char *row, const char *end, bool quoted)
{
    if (quoted)
        return csv_row_end(row, end);
    const char *line = memchr(row, '\n', (size_t)(end - row));
    return line == NULL ? end : line + 1;
}

/* As row_cell_at, of a row that ends at `end`. */
static struct slice join_cell(const char *row, const char *end, size_t place, bool quoted)
{
    const char *close;
    if (quoted)
        return row_cell_at(row, end, place);
    for (; (close = memchr(row, ',', (size_t)(end - row))) != NULL && place > 0; place--)
        row = close + 1;
    if (close == NULL)
        close = end > row && end[-1] == '\n' ? end - 1 : end;
    return place > 0 ? (struct slice){.at = close}
                     : slice_trimmed((struct slice){.at = row, .length = (uint32_t)(close - row)});
}

static bool join_has_quotes(const char *at, const char *end)
{
    return at < end && memchr(at, '"', (size_t)(end - at)) != NULL;
}

/* Whether the row below stands under a row with this key. One without a key is kept with the row
 * before: the reader of rows tells what is wrong with it, or that it is blank. */
static bool stands_under(const struct slice *above, const struct slice *key)
{
    return above->length == 0 || slices_equal(above, key);
}

/* The row below that is next: where it ends, and what it stands under. False where there is none. */
static bool join_look_below(struct join *join, bool quoted)
{
    if (join->below == join->below_end)
        return false;
    join->next = join_row_end(join->below, join->below_end, quoted);
    join->name = join_cell(join->below, join->next, join->above, quoted);
    return true;
}

bool join_advance(struct join *join)
{
    const bool rows_quoted = join_has_quotes(join->row, join->rows_end),
               below_quoted = join_has_quotes(join->below, join->below_end);
    bool left = join_look_below(join, below_quoted);
    while (join->row < join->rows_end && left) {
        const char *end = join_row_end(join->row, join->rows_end, rows_quoted);
        const struct slice key = join_cell(join->row, end, join->key, rows_quoted);
        while (left && stands_under(&join->name, &key)) {
            join->below = join->next;
            left = join_look_below(join, below_quoted);
        }
        if (left)
            join->row = end;
    }
    return join->row == join->rows_end;
}

struct slice join_name(struct join *join)
{
    (void)join_look_below(join, join_has_quotes(join->below, join->below_end));
    return join->name;
}
