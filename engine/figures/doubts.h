/* doubts.h: facts that are in doubt: figures that rest on them are not to be signed as they are. */
#ifndef FANGTIAN_FIGURES_DOUBTS_H
#define FANGTIAN_FIGURES_DOUBTS_H

#include "facts_behind.h"
#include "pending.h"

/* Fields that a condition among facts rests on, where it fails; tables of which a row has none; packs that say of
 * themselves that they do not fit. */
struct doubts {
    struct facts_behind facts;
    const struct entity **tables; /* of which a row has none, or which have a row twice */
    size_t table_count;
    const char **packs; /* those that do not fit the scenario, */
    size_t pack_count, pack_capacity;
    bool *versions; /* and the values in use that they give, by version index; NULL: none */
};
/* Gathers them, and the empty tables into `pending`. False: memory is out. */
bool doubts_open(struct display *display, struct doubts *doubts, struct pending *pending);
/* Whether rows of the entity may be lacking: its table, or one above it, is empty below some row. */
bool doubts_lack_rows(const struct doubts *doubts, const struct entity *entity);
/* Whether a formula names a fact that is in doubt, something of rows that are, or a value of a pack that is. */
bool doubts_hold(const struct doubts *doubts, const struct formula *formula);
/* Whether a rule is of a pack that is in doubt. */
bool doubts_hold_rule(const struct doubts *doubts, const struct rule *rule);

#endif
