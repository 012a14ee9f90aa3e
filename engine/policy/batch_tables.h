/* batch_tables.h: a table's rows as vectors, for the rules of a policy. */
#ifndef FANGTIAN_POLICY_BATCH_TABLES_H
#define FANGTIAN_POLICY_BATCH_TABLES_H

#include "../formula/batch.h"

#include "policy.h"

/* A table's lanes, of none of which anything is known: each field is its default, or absent. False
 * when memory is out. */
bool batch_table_open(struct batch_table *table, const struct entity *entity,
                      const struct policy *policy, struct date as_of, struct arena *arena);

#endif
