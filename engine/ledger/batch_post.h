/*
 * batch_post.h: what rules post over a batch of rows as vectors, and what that comes to.
 *
 *     status = batch_post(&batch, rule, post, groups.count, &posting);
 *     if (status == VECTOR_OK)
 *         posting_add(pool, &posting, post->kind, &groups, sums);
 *     ...
 *     posting_settle(&posting, groups.count, sums);    // behind the last batch
 */
#ifndef FANGTIAN_LEDGER_BATCH_POST_H
#define FANGTIAN_LEDGER_BATCH_POST_H

#include "../number/sum.h"
#include "../policy/batch_rules.h"

#include "ledger.h"

/* What a post comes to in one group of rows. */
struct line_sum {
    uint64_t rows;
    struct sum amount, exact;
};

/* What a group's lanes add to it. */
struct group_sum {
    uint64_t rows;
    int128 steps, exact;
};
/* The groups that sums are told apart by; the last is of all lanes. */
struct lane_groups {
    size_t count;
    const uint32_t *of_lane; /* NULL: the last group alone */
    struct group_sum *sums;  /* scratch, by group */
};

/* What a post adds up exactly beside integers (batch_sums.c). */
struct exact_sums;

/* One post over the batch. Zeroed is new; kept from batch to batch. */
struct posting_lanes {
    struct vector amount, steps; /* exact; in the kind's steps; 0 where not taken */
    uint8_t *taken;              /* by lane: 1 where it takes place */
    uint8_t *open; /* lanes of a known figure of which it is undetermined what is posted; or NULL */
    struct exact_sums *sums;
};

/*
 * The amount of a post at each lane that the batch has entered. VECTOR_NO where ledger_collect
 * alone can tell: a lane is negative or at fault, a party depends on the row, or an amount is more
 * steps than integers hold.
 */
enum vector_status batch_post(struct batch *batch, const struct rule *rule, const struct post *post,
                              size_t groups, struct posting_lanes *posting);
/* The steps of its amount, and what they come to exactly: the last part of batch_post. */
enum vector_status posting_count_steps(struct vector_pool *pool, const struct value_kind *kind,
                                       size_t groups, struct posting_lanes *posting);
/* Adds the lanes to the sums, by group. */
void posting_add(struct vector_pool *pool, struct posting_lanes *posting,
                 const struct value_kind *kind, const struct lane_groups *groups,
                 struct line_sum *sums);
/* What was counted on the way goes to the sums. */
void posting_settle(struct posting_lanes *posting, size_t groups, struct line_sum *sums);

#endif
