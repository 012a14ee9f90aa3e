/*
 * forced.h: what tests force of an engine, and the command for them by its environment: the bytes
 * that come out are the same. It is not installed, and no part of what the library promises.
 */
#ifndef FANGTIAN_FORCED_H
#define FANGTIAN_FORCED_H

#include "fangtian.h"

struct engine_forced {
    bool gmp;         /* every operation goes through GMP */
    bool exact_rows;  /* rows of a long table go the way of every other table */
    size_t keys_held; /* of a long table so many keys are sorted in memory; 0: as many as fit */
};

/* After ft_open, before anything else. */
void engine_force(struct ft_engine *engine, const struct engine_forced *forced);

#endif
