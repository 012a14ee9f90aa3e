/*
 * steps.h: how a rule is settled over many rows at once: its needs, its condition, its date, its ways,
 * its cases, its default, each for all lanes that the one before left open.
 *
 * A lane is a row; what a rule comes to is a vector, with reasons where the pool keeps them: for rows
 * of a table that is held, not for those of a batch. Marks of lanes are 1 or 0, a byte each.
 */
#ifndef FANGTIAN_POLICY_STEPS_H
#define FANGTIAN_POLICY_STEPS_H

#include "../formula/batch.h"

#include "policy.h"

/* A rule at some lanes. */
struct steps {
    const struct rule *rule;
    struct evaluation *evaluation; /* of those lanes that wait it is silent */
    struct vector_pool *pool;
    struct arena *arena;      /* for the steps alone */
    struct frame frame;       /* its dates are set by the steps */
    struct dating *own;       /* the rule's dates where they are known before the steps; or NULL */
    const struct date *dates; /* by row of the table, where siblings ask for those; or NULL */
    int16_t *cases;           /* by lane: the case taken, -1: none; or NULL */
    struct derivation *derivation; /* of one lane; or NULL */
    struct vector outcome;
    /* private: */
    uint8_t *open;         /* lanes that no step has settled */
    uint8_t *waiting;      /* open, and undetermined unless a later condition settles them */
    struct cell *gathered; /* by lane: undetermined, for what was gathered; NULL: of none */
    struct dating as_of, found;
};

/* All steps, into `outcome`. Cases that contradict each other break the dataset, and are told where
 * reasons are kept. VECTOR_OK or VECTOR_NO_MEMORY. */
enum vector_status steps_apply(struct steps *steps);

#endif
