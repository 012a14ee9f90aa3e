/* join.h: the rows below those of the long table, found by going through both files side by side.
 */
#ifndef FANGTIAN_STREAM_JOIN_H
#define FANGTIAN_STREAM_JOIN_H

#include "stream_internal.h"

/* Rows of the long table from `row` on, and rows below from `below` on; both whole. */
struct join {
    const char *row, *rows_end;
    size_t key; /* the column with the row's key */
    const char *below, *below_end;
    size_t above;      /* the column with the key of the row above */
    struct slice name; /* of the row below at hand: what it says that it stands under */
    const char *next;  /* one past it */
};

/* Passes the rows below that belong to the rows, and the rows that have all of theirs. False: the
 * rows below are through, and the row at hand may have more of them. */
bool join_advance(struct join *join);
/* What the row below at hand says that it stands under. */
struct slice join_name(struct join *join);

#endif
