/*
 * post_lanes.h: what rules post over many rows at once, and what that comes to.
 *
 *     struct post_rows rows;
 *     status = post_rows_open(&rows, rule, &evaluation);
 *     while (status == FT_OK && post_rows_next(&rows, &status))
 *         for (size_t i = 0; i < rule->post_count && status == FT_OK; i++)
 *             status = post_lanes(&rows, &rule->posts[i], &lanes) ...
 *     post_rows_close(&rows);
 */
#ifndef FANGTIAN_LEDGER_POST_LANES_H
#define FANGTIAN_LEDGER_POST_LANES_H

#include "../formula/batch.h"
#include "../number/sum.h"

#include "ledger.h"

/*
 * A rule's figures, a block of rows after the other: of a table that is held, or all lanes that it has
 * in a batch. Figures have reasons but where tables of the dataset stand as vectors.
 */
struct post_rows {
    const struct rule *rule;
    struct evaluation *evaluation;
    struct vector_pool *pool;
    struct frame frame;    /* the rows at hand, under the rule's own dates */
    struct vector outcome; /* the rule's figures there */
    /* private: */
    const struct batch_table *lanes; /* NULL: they are held */
    struct vector_pool own;
    struct arena room; /* goes with a block */
    struct arena_mark start;
    struct dating dating;
    uint32_t *rows;
    uint32_t most, next;
};

/* Errors: FT_NO_MEMORY. It is to be closed all the same. */
enum ft_status FT_MUST_CHECK post_rows_open(struct post_rows *rows, const struct rule *rule,
                                            struct evaluation *evaluation);
/* Goes on with the next rows. False: there are none left, or `*status` says why not. */
bool post_rows_next(struct post_rows *rows, enum ft_status *status);
void post_rows_close(struct post_rows *rows);

/* One post at the rows at hand, by lane. */
struct post_lanes {
    struct vector when, amount;
    uint8_t
        *placed; /* it takes place, or may: where its condition is true or undetermined, and so the
                        amount is a value or undetermined */
    uint8_t *taken; /* of them, those where all is known */
};
/* Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK post_lanes(struct post_rows *rows, const struct post *post,
                                        struct post_lanes *out);

/* ---- sums ---- */

/* What a post comes to in one group of rows. */
struct line_sum {
    uint64_t rows;
    struct sum amount, exact;
};

void line_sums_open(struct line_sum *sums, size_t count);
void line_sums_close(struct line_sum *sums, size_t count);
void line_sums_add(struct line_sum *sums, struct line_sum *others, size_t count);
/* Whether the last of some groups is what the others, where there are any, come to. Of sums that were
 * given up it is not known. */
bool line_sums_add_up(struct line_sum *sums, size_t count);
/* What was posted beyond the exact amounts, which go; `*known`: it is not too long to write. Errors:
 * FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK line_sum_residue(struct number *residue, bool *known,
                                              struct line_sum *sum, struct arith *arith);

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

/* What a post adds up exactly beside integers (post_sums.c). */
struct exact_sums;

/* One post while its lanes are added up. Zeroed is new; kept from batch to batch. */
struct posting_sums {
    struct vector amount, steps; /* exact; in the kind's steps; 0 where not taken */
    const uint8_t *taken;
    struct exact_sums *sums;
};

/* Whether a lane cannot be booked: its amount is negative, or a party that depends on the row is not
 * known. Errors: FT_INVALID where one cannot; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK posting_check(const struct post_rows *rows, const struct post *post,
                                           struct post_lanes *lanes);
/* Adds the lanes that are taken to the sums, by group. The pool keeps what is counted on the way.
 * Errors: FT_INVALID, an amount is too large to round; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK posting_add(struct vector_pool *pool, struct posting_sums *posting,
                                         const struct post_lanes *lanes,
                                         const struct value_kind *kind,
                                         const struct lane_groups *groups, struct line_sum *sums);
/* Adds what was just posted at lanes that are marked to other sums: their amounts alone. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK posting_add_marked(struct vector_pool *pool,
                                                const struct posting_sums *posting,
                                                const uint8_t *marks, const struct value_kind *kind,
                                                const struct lane_groups *groups,
                                                struct line_sum *sums);
/* What was counted on the way goes to the sums. */
void posting_settle(struct posting_sums *posting, size_t groups, struct line_sum *sums);

#endif
