/*
 * unlike.h: rows of a kind that most rows above have below them and a few have not, for the first page: they may have been
 * forgotten. Of tables that are keyed by a choice, as costs are by their kind.
 *
 *     struct unlike unlike;
 *     if (unlike_open(display, &unlike))
 *         for (size_t i = 0; i < unlike.count; i++) ... unlike.kinds[i].rows ...
 *
 * All memory is the display's arena's.
 */
#ifndef FANGTIAN_FIGURES_UNLIKE_H
#define FANGTIAN_FIGURES_UNLIKE_H

#include "display.h"

struct unlike_kind {
    const struct entity *entity;
    size_t member;  /* of the key's enumeration */
    uint32_t *rows; /* of the table above: they have rows of the table, and none of the kind */
    size_t count;
    size_t having; /* rows above that have one of the kind */
};

struct unlike {
    struct unlike_kind *kinds; /* in the order of the tables, then of the members */
    size_t count;
};

/* False: memory is out, which the status tells. */
bool unlike_open(struct display *display, struct unlike *unlike);

#endif
