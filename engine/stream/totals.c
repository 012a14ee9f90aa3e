/* Sums that are exact in any order: integers while they fit, a GMP rational beyond. */
#include <stdlib.h>
#include <string.h>

#include "stream_internal.h"

/* ---- one sum ---- */

void sum_open(struct sum *sum)
{
    sum->num = 0;
    sum->den = 1;
    sum->lost = false;
    mpq_init(sum->rest);
}

void sum_close(struct sum *sum)
{
    mpq_clear(sum->rest);
}

static void totals_set_int128(mpz_ptr out, int128 value)
{
    unsigned __int128 size = value < 0 ? -(unsigned __int128)value : (unsigned __int128)value;
    const uint64_t words[2] = {(uint64_t)size, (uint64_t)(size >> 64)};
    mpz_import(out, 2, -1, sizeof words[0], 0, 0, words);
    if (value < 0)
        mpz_neg(out, out);
}

/* Many unlike denominators make a sum longer and longer, and each addition to it slower. */
static void totals_add_rest(struct sum *sum, const mpq_t value)
{
    const size_t most = limits[LIMIT_VALUE_BITS].value;
    if (sum->lost)
        return;
    mpq_add(sum->rest, sum->rest, value);
    sum->lost = mpz_sizeinbase(mpq_denref(sum->rest), 2) > most ||
                mpz_sizeinbase(mpq_numref(sum->rest), 2) > most;
    if (sum->lost)
        mpq_set_ui(sum->rest, 0, 1);
}

void sum_settle(struct sum *sum)
{
    mpq_t part;
    if (sum->num == 0)
        return;
    mpq_init(part);
    totals_set_int128(mpq_numref(part), sum->num);
    totals_set_int128(mpq_denref(part), sum->den);
    mpq_canonicalize(part);
    totals_add_rest(sum, part);
    mpq_clear(part);
    sum->num = 0;
}

void sum_add(struct sum *sum, int128 num, int64_t den)
{
    int128 total;
    if (num == 0)
        return;
    if (den != sum->den || __builtin_add_overflow(sum->num, num, &total)) {
        sum_settle(sum);
        sum->den = den;
        total = num;
    }
    sum->num = total;
}

void sum_add_number(struct sum *sum, const struct number *number)
{
    mpq_t value;
    if (number->den != 0) {
        sum_add(sum, number->num, number->den);
        return;
    }
    mpq_init(value);
    number_to_mpq(value, number);
    totals_add_rest(sum, value);
    mpq_clear(value);
}

void sum_add_multiple(struct sum *sum, int128 count, int64_t den, const struct number *number)
{
    mpq_t value, times;
    if (count == 0)
        return;
    mpq_inits(value, times, NULL);
    number_to_mpq(value, number);
    totals_set_int128(mpq_numref(times), count);
    totals_set_int128(mpq_denref(times), den);
    mpq_canonicalize(times);
    mpq_mul(value, value, times);
    totals_add_rest(sum, value);
    mpq_clears(value, times, NULL);
}

void sum_add_sum(struct sum *sum, struct sum *other)
{
    sum_settle(other);
    if (other->lost) {
        sum->lost = true;
        mpq_set_ui(sum->rest, 0, 1);
    }
    totals_add_rest(sum, other->rest);
}

/* ---- all of a thread's ---- */

/* What the rules of the rows may read on some date, whichever way the rows go. */
static void totals_note_versions(void *context, const struct formula *formula)
{
    bool *used = context;
    for (size_t i = 0; formula != NULL && i < formula->parameter_count; i++)
        for (size_t v = 0; v < formula->parameters[i]->version_count; v++)
            used[formula->parameters[i]->versions[v].index] = true;
}

enum ft_status totals_open(struct totals *totals, const struct plan *plan, struct arena *arena)
{
    size_t count = plan->line_count * plan->group_count;
    *totals = (struct totals){.plan = plan};
    totals->findings = arena_array(arena, plan->shown_count, sizeof *totals->findings);
    totals->versions_used = arena_array(arena, plan->policy->schema.version_count, sizeof(bool));
    totals->blanks = arena_array(arena, plan->blank_count, sizeof *totals->blanks);
    struct line_sum *sums = arena_array(arena, count, sizeof *sums);
    if (sums == NULL || totals->findings == NULL || totals->versions_used == NULL ||
        totals->blanks == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < plan->blank_count; i++)
        totals->blanks[i] = plan->blanks[i];
    for (size_t i = 0; i < plan->policy->rule_count; i++)
        if (plan->rules[i].place == STREAM_WITH_ROWS)
            rule_each_formula(plan->policy->rules[i], totals_note_versions, totals->versions_used);
    for (size_t i = 0; i < plan->shown_count; i++)
        totals->findings[i].rule = plan->shown[i];
    for (size_t i = 0; i < count; i++) {
        sum_open(&sums[i].amount);
        sum_open(&sums[i].exact);
    }
    totals->sums = sums;
    return aggregate_open(&totals->aggregates, plan, arena);
}

void totals_close(struct totals *totals)
{
    if (totals->sums == NULL)
        return;
    aggregate_close(totals->aggregates, totals->plan);
    for (size_t i = 0; i < totals->plan->line_count * totals->plan->group_count; i++) {
        sum_close(&totals->sums[i].amount);
        sum_close(&totals->sums[i].exact);
    }
}

static bool counts_fit(uint64_t x, uint64_t y)
{
    return x <= INT64_MAX && y <= INT64_MAX - x;
}

bool totals_fit(const struct totals *totals, const struct totals *other)
{
    const struct plan *plan = totals->plan;
    bool fit = counts_fit(totals->rows, other->rows);
    for (size_t i = 0; i < plan->line_count * plan->group_count; i++)
        fit = fit && counts_fit(totals->sums[i].rows, other->sums[i].rows);
    for (size_t i = 0; i < plan->shown_count; i++) {
        const struct stream_finding *x = &totals->findings[i], *y = &other->findings[i];
        fit = fit && counts_fit(x->holds, y->holds) && counts_fit(x->fails, y->fails) &&
              counts_fit(x->not_applicable, y->not_applicable) &&
              counts_fit(x->undetermined, y->undetermined);
    }
    for (size_t i = 0; i < plan->aggregate_count; i++)
        fit = fit && counts_fit(totals->aggregates[i].seen, other->aggregates[i].seen);
    for (size_t i = 0; i < plan->blank_count; i++) /* the others are no more than the rows */
        fit = fit && counts_fit(totals->blanks[i].rows, other->blanks[i].rows);
    return fit;
}

void totals_add(struct totals *totals, struct totals *other)
{
    const struct plan *plan = totals->plan;
    totals->rows += other->rows;
    totals->exact_rows += other->exact_rows;
    for (size_t i = 0; i < plan->line_count * plan->group_count; i++) {
        totals->sums[i].rows += other->sums[i].rows;
        sum_add_sum(&totals->sums[i].amount, &other->sums[i].amount);
        sum_add_sum(&totals->sums[i].exact, &other->sums[i].exact);
    }
    for (size_t i = 0; i < plan->shown_count; i++) {
        totals->findings[i].holds += other->findings[i].holds;
        totals->findings[i].fails += other->findings[i].fails;
        totals->findings[i].not_applicable += other->findings[i].not_applicable;
        totals->findings[i].undetermined += other->findings[i].undetermined;
    }
    for (size_t i = 0; i < plan->aggregate_count; i++)
        aggregate_add(&totals->aggregates[i], &plan->aggregates[i], &other->aggregates[i],
                      plan->policy->schema.version_count);
    for (size_t i = 0; i < plan->blank_count; i++)
        blanks_add(&totals->blanks[i], &other->blanks[i]);
    for (size_t i = 0; i < plan->policy->schema.version_count; i++)
        totals->versions_used[i] |= other->versions_used[i];
}
