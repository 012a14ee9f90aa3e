/*
 * The exact amounts of a line, added up over lanes that are no integers. An amount is followed back
 * through the sums, products and choices that it is of, with a weight a lane, to columns of
 * integers and to numbers of a memo, of which it is counted how often each occurs. So no lane's
 * number is worked out; what has no such form is added lane by lane.
 */
#include <assert.h>
#include <string.h>

#include "../vector/lanes.h"
#include "../vector/vector_internal.h"

#include "post_lanes.h"

enum { MOST_PARTS = 16, MOST_TABLES = 32, MOST_COUNTS = 1 << 19 };

/* How often each of a memo's numbers occurs over `den`, by group, then by entry. */
struct memo_counts {
    const struct number *numbers;
    int64_t den;
    int128 *counts;
};

/* Weights times integers, times numbers of a memo, or numbers by lane with their weights in them.
 */
struct exact_part {
    struct vector weights; /* integers */
    const int64_t *integers;
    int64_t den; /* of weights and integers together */
    const uint16_t *places;
    struct memo_counts *counts;
    struct number *numbers;
    int128 *totals; /* of integers, by group */
};

struct exact_sums {
    size_t group_count; /* the last is of all lanes */
    struct exact_part parts[MOST_PARTS];
    size_t part_count;
    struct memo_counts tables[MOST_TABLES];
    size_t table_count;
};

/* ---- parts ---- */

static struct exact_part *sums_new_part(struct exact_sums *sums, const struct vector *weights)
{
    if (sums->part_count == MOST_PARTS)
        return NULL;
    struct exact_part *part = &sums->parts[sums->part_count++];
    *part = (struct exact_part){.weights = *weights, .den = weights->den};
    return part;
}

static enum vector_status sums_add_integers(struct vector_pool *pool, struct exact_sums *sums,
                                            const struct vector *x, const struct vector *weights)
{
    const int128 most = ((int128)1 << 126) / LANES;
    const int128 size = x->high > -x->low ? x->high : -x->low,
                 weight = weights->high > -weights->low ? weights->high : -weights->low;
    struct exact_part *part =
        size == 0 || weight <= most / size ? sums_new_part(sums, weights) : NULL;
    if (part == NULL || __builtin_mul_overflow(weights->den, x->den, &part->den))
        return VECTOR_NO;
    part->integers = x->lanes;
    part->totals = arena_array(pool->arith->arena, sums->group_count, sizeof *part->totals);
    return part->totals == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
}

static struct memo_counts *sums_find_counts(struct vector_pool *pool, struct exact_sums *sums,
                                            const struct number *numbers, int64_t den)
{
    const size_t size = sums->group_count * memo_entries();
    for (size_t i = 0; i < sums->table_count; i++)
        if (sums->tables[i].numbers == numbers && sums->tables[i].den == den)
            return &sums->tables[i];
    if (sums->table_count == MOST_TABLES || size > MOST_COUNTS)
        return NULL;
    struct memo_counts *table = &sums->tables[sums->table_count];
    *table = (struct memo_counts){.numbers = numbers, .den = den};
    table->counts = arena_array(pool->kept, size, sizeof *table->counts);
    sums->table_count += table->counts != NULL;
    return table->counts == NULL ? NULL : table;
}

static enum vector_status sums_add_memo(struct vector_pool *pool, struct exact_sums *sums,
                                        const struct exact *exact, const struct vector *weights)
{
    struct memo_counts *counts = sums_find_counts(pool, sums, exact->numbers, weights->den);
    struct exact_part *part = counts == NULL ? NULL : sums_new_part(sums, weights);
    if (part == NULL)
        return VECTOR_NO;
    part->places = exact->places;
    part->counts = counts;
    return VECTOR_OK;
}

/* Every lane's number, as the one part: each with a weight of 1. */
static enum vector_status sums_take_numbers(struct vector_pool *pool, struct exact_sums *sums,
                                            const struct vector *x, const struct vector *ones)
{
    struct exact_part *part = &sums->parts[0];
    sums->part_count = 1;
    *part = (struct exact_part){.weights = *ones};
    part->numbers = arena_array(pool->arith->arena, pool->count, sizeof *part->numbers);
    if (part->numbers == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++)
        if (vector_lane_number(pool, x, i, &part->numbers[i]) != FT_OK)
            return VECTOR_NO_MEMORY;
    return VECTOR_OK;
}

/* ---- an amount, back to what it is of ---- */

static enum vector_status sums_follow(struct vector_pool *pool, struct exact_sums *sums,
                                      const struct vector *x, const struct vector *weights);

static enum vector_status sums_follow_masked(struct vector_pool *pool, struct exact_sums *sums,
                                             const struct vector *x, const struct vector *weights,
                                             const uint8_t *mask, uint8_t kept)
{
    const uint32_t count = pool->count;
    struct vector masked = *weights;
    masked.lanes = vector_lanes(pool);
    if (masked.lanes == NULL)
        return VECTOR_NO_MEMORY;
    memcpy(masked.lanes, weights->lanes, count * sizeof *masked.lanes);
    lanes_keep(masked.lanes, mask, kept, count);
    masked.low = masked.low > 0 ? 0 : masked.low;
    masked.high = masked.high < 0 ? 0 : masked.high;
    return sums_follow(pool, sums, x, &masked);
}

/* A product of a plain number: it goes to the weights. */
static enum vector_status sums_follow_product(struct vector_pool *pool, struct exact_sums *sums,
                                              const struct vector *x, const struct vector *by,
                                              const struct vector *weights)
{
    struct vector weighted, lanes, plain = *by;
    if (!vector_is_plain(by))
        return VECTOR_NO;
    plain.states = NULL; /* a lane that is no value has no weight */
    if (vector_operate(pool, &weighted, OPERATION_MULTIPLY, weights, &plain) != VECTOR_OK)
        return VECTOR_NO_MEMORY;
    const enum vector_status status = vector_spread(pool, &lanes, &weighted, TYPE_NUMBER);
    return status == VECTOR_OK ? sums_follow(pool, sums, x, &lanes) : status;
}

static enum vector_status sums_follow_operation(struct vector_pool *pool, struct exact_sums *sums,
                                                const struct exact *exact,
                                                const struct vector *weights)
{
    const struct vector minus_one = vector_number(number_from_int(-1));
    enum vector_status status;
    if (exact->operation == &operations[OPERATION_MULTIPLY])
        return vector_is_plain(&exact->y)
                   ? sums_follow_product(pool, sums, &exact->x, &exact->y, weights)
                   : sums_follow_product(pool, sums, &exact->y, &exact->x, weights);
    if (exact->operation != &operations[OPERATION_ADD] &&
        exact->operation != &operations[OPERATION_SUBTRACT])
        return VECTOR_NO;
    status = sums_follow(pool, sums, &exact->x, weights);
    if (status != VECTOR_OK)
        return status;
    return exact->operation == &operations[OPERATION_ADD]
               ? sums_follow(pool, sums, &exact->y, weights)
               : sums_follow_product(pool, sums, &exact->y, &minus_one, weights);
}

static enum vector_status sums_follow(struct vector_pool *pool, struct exact_sums *sums,
                                      const struct vector *x, const struct vector *weights)
{
    struct vector plain;
    enum vector_status status;
    if (vector_is_plain(x)) {
        status = vector_spread(pool, &plain, x, TYPE_NUMBER);
        return status == VECTOR_OK ? sums_add_integers(pool, sums, &plain, weights) : status;
    }
    const struct exact *exact = x->exact;
    if (exact->mask != NULL) {
        status = sums_follow_masked(pool, sums, &exact->x, weights, exact->mask, 1);
        return status == VECTOR_OK
                   ? sums_follow_masked(pool, sums, &exact->y, weights, exact->mask, 0)
                   : status;
    }
    if (exact->places != NULL)
        return sums_add_memo(pool, sums, exact, weights);
    return exact->operation != NULL ? sums_follow_operation(pool, sums, exact, weights) : VECTOR_NO;
}

/* What is added is found before it is taken, where nothing can say no any more. Errors: VECTOR_NO_MEMORY. */
static enum vector_status exact_sums_prepare(struct vector_pool *pool, size_t groups,
                                             struct posting_sums *posting)
{
    struct vector ones = vector_number(NUMBER_ONE);
    if (posting->sums == NULL)
        posting->sums = arena_allocate(pool->kept, sizeof *posting->sums);
    if (posting->sums == NULL)
        return VECTOR_NO_MEMORY;
    posting->sums->group_count = groups;
    if (vector_fill_uniform(pool, &ones, TYPE_NUMBER) != VECTOR_OK)
        return VECTOR_NO_MEMORY;
    posting->sums->part_count = 0;
    const enum vector_status status = sums_follow(pool, posting->sums, &posting->amount, &ones);
    return status == VECTOR_NO ? sums_take_numbers(pool, posting->sums, &posting->amount, &ones)
                               : status;
}

/* ---- taking ---- */

static void sums_take_lane(struct exact_part *part, struct line_sum *sums, size_t group,
                           uint32_t lane)
{
    const int64_t weight = part->weights.lanes[lane];
    if (weight == 0)
        return;
    if (part->integers != NULL)
        part->totals[group] += (int128)weight * part->integers[lane];
    else if (part->places != NULL)
        part->counts->counts[group * memo_entries() + part->places[lane]] += weight;
    else
        sum_add_number(&sums[group].exact, &part->numbers[lane]);
}

static void exact_sums_take(struct vector_pool *pool, struct posting_sums *posting,
                            struct line_sum *sums, const uint32_t *by)
{
    const size_t last = posting->sums->group_count - 1;
    for (size_t p = 0; p < posting->sums->part_count; p++) {
        struct exact_part *part = &posting->sums->parts[p];
        for (uint32_t i = 0; i < pool->count; i++)
            sums_take_lane(part, sums, by == NULL ? last : by[i], i);
        for (uint32_t i = 0; part->numbers != NULL && by != NULL && i < pool->count; i++)
            sums_take_lane(part, sums, last, i);
        for (size_t group = 0; part->totals != NULL && group <= last; group++) {
            sum_add(&sums[group].exact, part->totals[group], part->den);
            if (group < last)
                sum_add(&sums[last].exact, part->totals[group], part->den);
        }
    }
}

/* ---- a post's lanes ---- */

/* The lanes of `taken`, and 0 elsewhere, as lanes. */
static enum vector_status posting_keep_taken(struct vector_pool *pool, struct vector *amount,
                                             const uint8_t *taken)
{
    struct vector kept = vector_number(NUMBER_ZERO);
    if (vector_blend(pool, &kept, taken, amount, TYPE_NUMBER) != VECTOR_OK ||
        vector_fill_uniform(pool, &kept, TYPE_NUMBER) != VECTOR_OK)
        return VECTOR_NO_MEMORY;
    kept.states = NULL;
    if (kept.exact == NULL)
        lanes_bounds(kept.lanes, pool->count, &kept.low, &kept.high);
    *amount = kept;
    return VECTOR_OK;
}

/* Whether each party of the lanes that a post takes place at is known. */
static bool posting_has_parties(const struct post_rows *rows, const struct field *via,
                                const uint8_t *placed)
{
    if (via == NULL)
        return true;
    const struct batch_column parties =
        batch_field(rows->evaluation->dataset, rows->rule->item.entity, via);
    for (uint32_t lane = 0; lane < rows->frame.count; lane++)
        if (placed[lane] && batch_state(&parties, frame_row(&rows->frame, lane)) != CELL_VALUE)
            return false;
    return true;
}

enum ft_status posting_check(const struct post_rows *rows, const struct post *post,
                             struct post_lanes *lanes)
{
    const struct vector zero = vector_number(NUMBER_ZERO);
    struct vector negative;
    if (posting_keep_taken(rows->pool, &lanes->amount, lanes->taken) != VECTOR_OK ||
        vector_compare(rows->pool, &negative, COMPARE_LESS, &lanes->amount, &zero, TYPE_NUMBER) !=
            VECTOR_OK)
        return FT_NO_MEMORY;
    return negative.uniform && !negative.cell.value.boolean &&
                   posting_has_parties(rows, post->to_via, lanes->placed) &&
                   posting_has_parties(rows, post->from_via, lanes->placed)
               ? FT_OK
               : FT_INVALID;
}

/* Whether a chunk's sums fit in 64 bits: amounts are not negative. */
static bool small_sums(const struct posting_sums *posting)
{
    return posting->steps.high < INT64_MAX / LANES && posting->amount.high < INT64_MAX / LANES;
}

static void add_all(struct group_sum *sum, const struct posting_sums *posting, bool fits,
                    uint32_t count)
{
    const int64_t *steps = posting->steps.lanes, *exact = posting->amount.lanes;
    if (fits) {
        sum->steps += lanes_sum(steps, count);
        sum->exact += lanes_sum(exact, count);
    } else {
        for (uint32_t i = 0; i < count; i++) {
            sum->steps += steps != NULL ? steps[i] : 0;
            sum->exact += exact != NULL ? exact[i] : 0;
        }
    }
    sum->rows += bytes_sum(posting->taken, count);
}

/* A group's part of a chunk whose sums are small. */
struct small_sum {
    int64_t rows, steps, exact;
};
enum { MOST_SMALL = 64 };

static void add_small_groups(const struct lane_groups *groups, const struct posting_sums *posting,
                             uint32_t count)
{
    struct small_sum small[MOST_SMALL] = {{0}};
    const int64_t *steps = posting->steps.lanes, *exact = posting->amount.lanes;
    const uint8_t *taken = posting->taken;
    assert(groups->count <= MOST_SMALL);
    for (uint32_t i = 0; i < count; i++) {
        struct small_sum *sum = &small[groups->of_lane[i]];
        sum->rows += taken[i];
        sum->steps += steps[i];
        sum->exact += exact[i];
    }
    for (size_t i = 0; i < groups->count; i++) {
        groups->sums[i].rows += (uint64_t)small[i].rows;
        groups->sums[i].steps += small[i].steps;
        groups->sums[i].exact += small[i].exact;
    }
}

static void add_groups(const struct lane_groups *groups, const struct posting_sums *posting,
                       uint32_t count)
{
    const int64_t *steps = posting->steps.lanes, *exact = posting->amount.lanes;
    for (uint32_t i = 0; i < count; i++) {
        struct group_sum *sum = &groups->sums[groups->of_lane[i]];
        sum->rows += posting->taken[i];
        sum->steps += steps != NULL ? steps[i] : 0;
        sum->exact += exact != NULL ? exact[i] : 0;
    }
}

/* Amounts that are more steps than integers hold: lane by lane. */
static enum ft_status add_exact_steps(struct vector_pool *pool, const struct posting_sums *posting,
                                      const struct value_kind *kind,
                                      const struct lane_groups *groups, struct line_sum *sums)
{
    for (uint32_t lane = 0; lane < pool->count; lane++) {
        struct number amount;
        enum ft_status status = vector_lane_number(pool, &posting->amount, lane, &amount);
        if (status == FT_OK)
            status = number_round(&amount, pool->arith, &amount, &kind->step, kind->mode);
        if (status != FT_OK)
            return status == FT_NO_MEMORY ? status : FT_INVALID;
        sum_add_number(&sums[groups->count - 1].amount, &amount);
        if (groups->of_lane != NULL)
            sum_add_number(&sums[groups->of_lane[lane]].amount, &amount);
    }
    return FT_OK;
}

enum ft_status posting_add(struct vector_pool *pool, struct posting_sums *posting,
                           const struct post_lanes *lanes, const struct value_kind *kind,
                           const struct lane_groups *groups, struct line_sum *sums)
{
    const size_t last = groups->count - 1;
    posting->amount = lanes->amount;
    posting->taken = lanes->taken;
    if (posting->amount.exact != NULL &&
        exact_sums_prepare(pool, groups->count, posting) != VECTOR_OK)
        return FT_NO_MEMORY;
    if (vector_steps(pool, &posting->steps, &posting->amount, &kind->step, kind->mode) != VECTOR_OK)
        return FT_NO_MEMORY;
    if (posting->steps.exact != NULL) {
        const enum ft_status added = add_exact_steps(pool, posting, kind, groups, sums);
        if (added != FT_OK)
            return added;
    }
    const bool fits =
        posting->amount.lanes != NULL && posting->steps.lanes != NULL && small_sums(posting);
    memset(groups->sums, 0, groups->count * sizeof *groups->sums);
    add_all(&groups->sums[last], posting, fits, pool->count);
    if (groups->of_lane != NULL)
        (fits && groups->count <= MOST_SMALL ? add_small_groups : add_groups)(groups, posting,
                                                                              pool->count);
    if (posting->amount.exact != NULL)
        exact_sums_take(pool, posting, sums, groups->of_lane);
    for (size_t group = 0; group <= last; group++) {
        const struct group_sum *sum = &groups->sums[group];
        sums[group].rows += sum->rows;
        sum_add(&sums[group].amount, sum->steps * kind->step.num, kind->step.den);
        if (posting->amount.exact == NULL)
            sum_add(&sums[group].exact, sum->exact, posting->amount.den);
    }
    return FT_OK;
}

static void sum_add_row(struct line_sum *sum, const struct number *steps,
                        const struct value_kind *kind)
{
    sum->rows++;
    sum_add_multiple(&sum->amount, kind->step.num, kind->step.den, steps);
}

enum ft_status posting_add_marked(struct vector_pool *pool, const struct posting_sums *posting,
                                  const uint8_t *marks, const struct value_kind *kind,
                                  const struct lane_groups *groups, struct line_sum *sums)
{
    for (uint32_t lane = 0; lane < pool->count; lane++) {
        struct number steps;
        if (marks[lane] == 0 || posting->taken[lane] == 0)
            continue;
        if (vector_lane_number(pool, &posting->steps, lane, &steps) != FT_OK)
            return FT_NO_MEMORY;
        sum_add_row(&sums[groups->count - 1], &steps, kind);
        if (groups->of_lane != NULL)
            sum_add_row(&sums[groups->of_lane[lane]], &steps, kind);
    }
    return FT_OK;
}

/* All groups together are the last. */
void posting_settle(struct posting_sums *posting, size_t groups, struct line_sum *sums)
{
    const size_t size = memo_entries(), last = groups - 1;
    for (size_t i = 0; posting->sums != NULL && i < posting->sums->table_count; i++) {
        const struct memo_counts *table = &posting->sums->tables[i];
        for (size_t at = 0; at < size; at++) {
            int128 all = table->counts[last * size + at];
            for (size_t group = 0; group < last; group++) {
                all += table->counts[group * size + at];
                sum_add_multiple(&sums[group].exact, table->counts[group * size + at], table->den,
                                 &table->numbers[at]);
            }
            sum_add_multiple(&sums[last].exact, all, table->den, &table->numbers[at]);
        }
    }
}
