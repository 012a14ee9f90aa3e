/* batch_rules.h: rules over a batch of rows as vectors. */
#ifndef FANGTIAN_POLICY_BATCH_RULES_H
#define FANGTIAN_POLICY_BATCH_RULES_H

#include "../formula/batch.h"

#include "policy.h"

/* A table's lanes, of none of which anything is known: each field is its default, or absent. False
 * when memory is out. */
bool batch_table_open(struct batch_table *table, const struct entity *entity,
                      const struct policy *policy, struct date as_of, struct arena *arena);
/* A rule at the lanes of its table, which the batch has entered, as policy_apply_rules would;
 * VECTOR_NO where that alone can: a row is at fault, or something has no kernel. */
enum vector_status batch_decide(struct batch *batch, const struct rule *rule,
                                struct vector *outcome);
/* VECTOR_OK where no lane has rows below it in this table, which a policy makes; VECTOR_NO where
 * one may have. The batch has entered the lanes above. */
enum vector_status batch_makes_none(struct batch *batch, const struct entity *entity);

#endif
