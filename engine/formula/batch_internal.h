/* batch_internal.h: what the sources of batch.h share. */
#ifndef FANGTIAN_FORMULA_BATCH_INTERNAL_H
#define FANGTIAN_FORMULA_BATCH_INTERNAL_H

#include "batch.h"

/* A parameter's node, its operands known (batch_parameters.c); VECTOR_NO where its values are not
 * laid out. Not of operands that are all the same where one version is in force. */
enum vector_status batch_parameter(struct batch *batch, const struct node *node,
                                   struct dating *dating, const struct vector *operands,
                                   struct vector *out);
/* Whether one version (or none) is in force in all lanes, as far as is easily seen. */
bool batch_version(const struct batch *batch, const struct node *node, const struct dating *dating,
                   const struct version **version);

/* A figure by the memo of its node; VECTOR_NO where it is not for one. */
enum vector_status batch_recall(struct batch *batch, const struct node *node, struct dating *dating,
                                struct vector *out);

/* A node over rows below each lane's (batch_aggregate.c). */
enum vector_status batch_aggregate(struct batch *batch, const struct node *node,
                                   struct dating *dating, struct vector *out);
/* What the lanes above say, for each lane below. */
enum vector_status batch_from_above(struct batch *batch, struct vector *out,
                                    const struct vector *x);

#endif
