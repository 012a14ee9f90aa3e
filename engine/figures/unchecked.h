/*
 * unchecked.h: amounts as they were filed that no comparison among facts looked at, for the first page: nothing in the file
 * says whether they are right.
 *
 *     struct unchecked unchecked;
 *     if (unchecked_open(display, &unchecked))
 *         for (size_t i = 0; i < unchecked.count; i++) ... unchecked.facts[i].largest ...
 *
 * All memory is the display's arena's.
 */
#ifndef FANGTIAN_FIGURES_UNCHECKED_H
#define FANGTIAN_FIGURES_UNCHECKED_H

#include "display.h"

/* A field of money on which payments can rest, and its rows that were filed, are not zero and were not compared. */
struct unchecked_fact {
    const struct entity *entity;
    const struct field *field;
    bool is_price; /* money by something else: 元/m2 */
    size_t count;
    uint32_t row;          /* of the largest, */
    struct number largest; /* in base units */
};

/* Amounts first, then prices; the largest first of each. */
struct unchecked {
    struct unchecked_fact *facts;
    size_t count;
    size_t amounts, prices; /* cells, of all facts */
};

/* False: memory is out, which the status tells. */
bool unchecked_open(struct display *display, struct unchecked *unchecked);

#endif
