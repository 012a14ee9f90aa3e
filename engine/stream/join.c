/*
 * Rows below those of the long table, from files of their own: they follow each other as the rows
 * above them do, so both files are gone through side by side, once. A row below belongs to the row
 * above it whose key it names, as long as that is the next one; rows above may have none.
 */
#include "join.h"

/* The row below that is next: what it stands under. False where there is none. */
static bool join_look_below(struct join *join)
{
    if (join->below == join->below_end)
        return false;
    join->name = row_cell_at(join->below, join->below_end, join->above);
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
        const struct slice key = row_cell_at(join->row, join->rows_end, join->key);
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
