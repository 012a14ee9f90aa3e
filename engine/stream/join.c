/*
 * Rows below those of the long table, from files of their own: they follow each other as the rows
 * above them do, so both files are gone through side by side, once. A row below belongs to the row
 * above it whose key it names, as long as that is the next one; rows above may have none.
 */
#include "join.h"


/* One of a row's cells without the quotes or blanks around it; empty where the row has none. */
static struct slice join_cell(const char *row, const char *end, size_t place)
{
    struct csv_scan scan;
    const char *close;
    csv_scan_open(&scan, row, end);
    for (; (close = csv_scan_next(&scan)) < end && *close == ',' && place > 0; place--)
        row = close + 1;
    struct slice cell = {.at = row, .length = (uint32_t)(close - row)};
    if (place > 0)
        return (struct slice){.at = close};
    cell = slice_trimmed(cell);
    if (cell.length < 2 || *cell.at != '"' || cell.at[cell.length - 1] != '"')
        return cell;
    return slice_trimmed((struct slice){.at = cell.at + 1, .length = cell.length - 2});
}

/* ---- side by side ---- */

/* The row below that is next: what it stands under. False where there is none. */
static bool join_look_below(struct join *join)
{
    if (join->below == join->below_end)
        return false;
    join->name = join_cell(join->below, join->below_end, join->above);
    return true;
}

/* Whether the row below stands under a row with this key. One without a key is kept with the row
 * before: the reader of rows tells what is wrong with it, or that it is blank. */
static bool stands_under(const struct slice *above, const struct slice *key)
{
    return above->length == 0 || slices_equal(above, key);
}

bool join_advance(struct join *join)
{
    bool left = join_look_below(join);
    while (join->row < join->rows_end && left) {
        const struct slice key = join_cell(join->row, join->rows_end, join->key);
        while (left && stands_under(&join->name, &key)) {
            join->below = csv_row_end(join->below, join->below_end);
            left = join_look_below(join);
        }
        if (left)
            join->row = csv_row_end(join->row, join->rows_end);
    }
    return join->row == join->rows_end;
}

struct slice join_name(struct join *join)
{
    (void)join_look_below(join);
    return join->name;
}
