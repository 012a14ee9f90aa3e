/* rests.h: what is left of a shared pool that is no multiple of the step, and whose it is. */
#ifndef FANGTIAN_FIGURES_RESTS_H
#define FANGTIAN_FIGURES_RESTS_H

#include "display.h"

struct share_rest {
    const struct rule *rule; /* that shares */
    uint32_t row;            /* of the rule's table: the largest weight, the first of such */
    struct number pool, step, rest;
    const struct unit *unit; /* of the pool */
};

/* Of each pool of a run that was shared out; in the order of the rules, then of the rows. The list
 * is in the display's memory. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK share_rests(struct display *display, struct share_rest **rests,
                                         size_t *count);

#endif
