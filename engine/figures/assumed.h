/*
 * assumed.h: facts that rows lack and that count as something all the same, for the first page: they may have
 * been forgotten. What most rows of the table have and a few lack stands first, then what some rows have, and of
 * each what most is paid by.
 *
 *     struct assumed assumed;
 *     if (assumed_open(display, &assumed))
 *         for (size_t i = 0; i < assumed.count; i++) ... assumed.facts[i].rows ...
 *
 * All memory is the display's arena's.
 */
#ifndef FANGTIAN_FIGURES_ASSUMED_H
#define FANGTIAN_FIGURES_ASSUMED_H

#include "pending.h"
#include "verdict.h"

struct assumed_fact {
    const struct entity *entity;
    const struct field *field;
    enum taken_kind kind;
    size_t count;          /* rows that lack it, and were asked for it: is_taken_at */
    struct paid_sum *paid; /* by kind index: the first payments on the way from it, of all rows */
    size_t paid_count;
    bool moves;   /* something is paid by it, or may be if it is given */
    bool nowhere; /* no row of its table has it */
    bool few;     /* three times as many rows have it as lack it */
    bool chooses; /* it says who pays or is paid */
};

struct assumed {
    struct assumed_fact *facts;
    size_t count, capacity;
};

/* False: memory is out, which the status tells. */
bool assumed_open(struct display *display, struct assumed *assumed);

#endif
