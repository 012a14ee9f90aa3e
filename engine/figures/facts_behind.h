/*
 * facts_behind.h: the facts that formulas rest on: those that they name, and those behind the figures that they name.
 *
 *     struct facts_behind behind;
 *     if (facts_behind_open(&behind, policy, arena) && facts_behind_add(&behind, rule->value))
 *         for (size_t i = 0; i < behind.count; i++) ... behind.fields[i] ...
 */
#ifndef FANGTIAN_FIGURES_FACTS_BEHIND_H
#define FANGTIAN_FIGURES_FACTS_BEHIND_H

#include "../policy/policy.h"

struct facts_behind {
    const struct field **fields; /* one may stand more than once */
    size_t count, capacity;
    const struct policy *policy;
    struct arena *arena;
    bool *seen; /* by rule: its formulas were looked at */
    bool failed;
};

/* Both: false when memory is out. */
bool facts_behind_open(struct facts_behind *behind, const struct policy *policy,
                       struct arena *arena);
bool facts_behind_add(struct facts_behind *behind, const struct formula *formula);

#endif
