/* batch_post.h: what rules post over a batch of rows as vectors. */
#ifndef FANGTIAN_LEDGER_BATCH_POST_H
#define FANGTIAN_LEDGER_BATCH_POST_H

#include "../policy/batch_rules.h"

#include "ledger.h"

/*
 * The exact amount of a post at each lane that the batch has entered, and 0 where it does not take
 * place or that is undetermined: there `*taken`, a byte a lane, is 0. `*open` marks the lanes whose
 * figure is known, but not what it posts; NULL: none. VECTOR_NO where ledger_collect
 * alone can tell: a lane is negative or at fault, or a party depends on the row.
 */
enum vector_status batch_post(struct batch *batch, const struct rule *rule, const struct post *post,
                              struct vector *amount, uint8_t **taken, uint8_t **open);

#endif
