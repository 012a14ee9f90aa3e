/* Postings over vectors: when, how much, and that no amount is negative, as ledger.c asks a row. */
#include <string.h>

#include "../vector/lanes.h"

#include "batch_post.h"

/* The lanes of `known` where a condition is true, or undetermined. NULL when memory is out. */
static uint8_t *batch_post_where(struct vector_pool *pool, const struct vector *when,
                                 const uint8_t *known, bool undetermined)
{
    uint8_t *marks = undetermined
                         ? marks_of_state(pool, when, known, CELL_UNDETERMINED, CELL_UNDETERMINED)
                         : vector_bytes(pool);
    if (marks == NULL || undetermined)
        return marks;
    memcpy(marks, known, pool->count);
    marks_keep_true(pool, when, marks);
    marks_keep_values(pool, when, marks);
    return marks;
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
    uint8_t *all = vector_bytes(pool);
    posting->open = NULL;
    *amount = *outcome;
    if (all == NULL)
        return VECTOR_NO_MEMORY;
    if (post->to_via != NULL || post->from_via != NULL)
        return VECTOR_NO;
    memset(all, 1, pool->count);
    const uint8_t *known = marks_of_state(pool, outcome, all, CELL_VALUE, CELL_VALUE),
                  *asked = marks_of_state(pool, outcome, all, CELL_VALUE, CELL_UNDETERMINED);
    enum vector_status status = known == NULL || asked == NULL
                                    ? VECTOR_NO_MEMORY
                                    : batch_dates(batch, &rule->item, &dating);
    if (status == VECTOR_OK && post->when != NULL)
        status = batch_evaluate(batch, post->when, dating, asked, &when);
    if (status != VECTOR_OK)
        return status;
    uint8_t *holds = batch_post_where(pool, &when, known, false),
            *may = batch_post_where(pool, &when, known, true), *both = vector_bytes(pool);
    if (holds == NULL || may == NULL || both == NULL)
        return VECTOR_NO_MEMORY;
    memcpy(both, holds, pool->count);
    bytes_or(both, may, pool->count);
    if (post->amount != NULL)
        status = batch_evaluate(batch, post->amount, dating, both, amount);
    if (status != VECTOR_OK)
        return status;
    posting->taken = marks_of_state(pool, amount, holds, CELL_VALUE, CELL_VALUE);
    if (post->when != NULL || post->amount != NULL) {
        const uint8_t *lacking =
            marks_of_state(pool, amount, holds, CELL_UNDETERMINED, CELL_UNDETERMINED);
        posting->open = marks_of_state(pool, amount, may, CELL_VALUE, CELL_UNDETERMINED);
        if (lacking == NULL || posting->open == NULL)
            return VECTOR_NO_MEMORY;
        bytes_or(posting->open, lacking, pool->count);
    }
    if (posting->taken == NULL)
        return VECTOR_NO_MEMORY;
    status = batch_post_take(pool, amount, posting->taken);
    return status == VECTOR_OK ? posting_count_steps(pool, post->kind, groups, posting) : status;
}
