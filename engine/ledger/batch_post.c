/* Postings over vectors: when, how much, and that no amount is negative, as ledger.c asks a row. */
#include <string.h>

#include "../vector/lanes.h"

#include "batch_post.h"

/* Whether a condition is at fault where it is asked: where the figure is undetermined too. */
static enum vector_status batch_post_check_when(struct vector_pool *pool,
                                                const struct vector *outcome,
                                                const struct vector *when)
{
    uint8_t *all = vector_bytes(pool);
    if (all == NULL)
        return VECTOR_NO_MEMORY;
    memset(all, 1, pool->count);
    const uint8_t *asked = marks_of_state(pool, outcome, all, CELL_VALUE, CELL_UNDETERMINED);
    if (asked == NULL)
        return VECTOR_NO_MEMORY;
    return marks_fault(pool, when, asked) ? VECTOR_NO : VECTOR_OK;
}

/* Lanes whose figure is known, but not whether it is posted, or how much: as ledger.c finds them. */
static enum vector_status batch_post_find_open(struct vector_pool *pool,
                                               const struct vector *outcome,
                                               const struct vector *when,
                                               const struct vector *amount, uint8_t **open)
{
    uint8_t *known = vector_bytes(pool);
    if (known == NULL)
        return VECTOR_NO_MEMORY;
    memset(known, 1, pool->count);
    marks_keep_values(pool, outcome, known);
    const uint8_t *asked = marks_of_state(pool, when, known, CELL_UNDETERMINED, CELL_UNDETERMINED);
    *open =
        asked == NULL ? NULL : marks_of_state(pool, amount, asked, CELL_VALUE, CELL_UNDETERMINED);
    if (*open == NULL)
        return VECTOR_NO_MEMORY;
    marks_keep_true(pool, when, known);
    const uint8_t *lacking =
        marks_of_state(pool, amount, known, CELL_UNDETERMINED, CELL_UNDETERMINED);
    if (lacking == NULL)
        return VECTOR_NO_MEMORY;
    bytes_or(*open, lacking, pool->count);
    return VECTOR_OK;
}

/* Unmarks the lanes where the condition does not hold, or the amount of its own is no value. That
 * is asked where the condition is undetermined too. */
static enum vector_status batch_post_keep(struct vector_pool *pool, const struct vector *when,
                                          const struct vector *own, uint8_t *taken)
{
    uint8_t *asked = own == NULL
                         ? taken
                         : marks_of_state(pool, when, taken, CELL_UNDETERMINED, CELL_UNDETERMINED);
    if (asked == NULL)
        return VECTOR_NO_MEMORY;
    marks_keep_true(pool, when, taken);
    if (own == NULL)
        return VECTOR_OK;
    bytes_or(asked, taken, pool->count);
    marks_keep_values(pool, own, taken);
    return marks_fault(pool, own, asked) ? VECTOR_NO : VECTOR_OK;
}

/* The lanes of `taken`, and 0 elsewhere: as lanes, and none negative. */
static enum vector_status batch_post_take(struct vector_pool *pool, struct vector *amount,
                                          const uint8_t *taken)
{
    const struct vector zero = vector_number(NUMBER_ZERO);
    struct vector kept = zero, negative;
    enum vector_status status = vector_blend(pool, &kept, taken, amount, TYPE_NUMBER);
    if (status == VECTOR_OK && kept.uniform)
        status = vector_spread(pool, &kept, &kept, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    kept.states = NULL;
    if (kept.exact == NULL)
        lanes_bounds(kept.lanes, pool->count, &kept.low, &kept.high);
    *amount = kept;
    status = vector_compare(pool, &negative, COMPARE_LESS, &kept, &zero, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    return negative.uniform && !negative.cell.value.boolean ? VECTOR_OK : VECTOR_NO;
}

enum vector_status batch_post(struct batch *batch, const struct rule *rule, const struct post *post,
                              size_t groups, struct posting_lanes *posting)
{
    struct vector_pool *pool = batch->pool;
    const struct vector *outcome = &batch->at->items[rule->item.index];
    struct vector when = vector_boolean(true), *amount = &posting->amount;
    struct dating *dating;
    posting->taken = vector_bytes(pool);
    posting->open = NULL;
    *amount = *outcome;
    if (posting->taken == NULL)
        return VECTOR_NO_MEMORY;
    if (post->to_via != NULL || post->from_via != NULL)
        return VECTOR_NO;
    enum vector_status status = batch_dates(batch, &rule->item, &dating);
    if (status == VECTOR_OK && post->when != NULL)
        status = batch_evaluate(batch, post->when->root, dating, &when);
    if (status == VECTOR_OK && post->amount != NULL)
        status = batch_evaluate(batch, post->amount->root, dating, amount);
    if (status == VECTOR_OK && post->when != NULL)
        status = batch_post_check_when(pool, outcome, &when);
    if (status == VECTOR_OK && (post->when != NULL || post->amount != NULL))
        status = batch_post_find_open(pool, outcome, &when, amount, &posting->open);
    if (status != VECTOR_OK)
        return status;
    memset(posting->taken, 1, pool->count);
    marks_keep_values(pool, outcome, posting->taken);
    status = batch_post_keep(pool, &when, post->amount == NULL ? NULL : amount, posting->taken);
    if (status == VECTOR_OK)
        status = batch_post_take(pool, amount, posting->taken);
    return status == VECTOR_OK ? posting_count_steps(pool, post->kind, groups, posting) : status;
}
