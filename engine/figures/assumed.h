/*
 * assumed.h: facts that some rows of a table lack and others have, for the first page: they may have
 * been forgotten there. What most is paid by stands first.
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
    uint32_t *rows; /* that lack it, and were asked for it */
    size_t count;
    struct paid_sum *paid; /* by kind index: the first payments on the way from it, of all rows */
    size_t paid_count;
};

struct assumed {
    struct assumed_fact *facts;
    size_t count, capacity;
    size_t given_nowhere; /* facts that no row of their table has */
};

/* False: memory is out, which the status tells. */
bool assumed_open(struct display *display, struct assumed *assumed);

#endif
