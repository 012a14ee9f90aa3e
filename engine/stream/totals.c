/* What a thread adds up over its rows. */
#include <stdlib.h>
#include <string.h>

#include "stream_internal.h"

/* Of all rows, and again of those whose facts contradict each other. */
static size_t totals_sum_count(const struct plan *plan)
{
    return 2 * plan->line_count * plan->group_count;
}

enum ft_status totals_open(struct totals *totals, const struct plan *plan, struct arena *arena)
{
    const size_t count = totals_sum_count(plan);
    *totals = (struct totals){.plan = plan};
    totals->findings = arena_array(arena, plan->shown_count, sizeof *totals->findings);
    totals->versions_used = arena_array(arena, plan->policy->schema.version_count, sizeof(bool));
    totals->blanks = arena_array(arena, plan->blank_count, sizeof *totals->blanks);
    totals->empty = arena_array(arena, plan->expected_count, sizeof *totals->empty);
    totals->ways = arena_array(arena, plan->policy->rule_count, sizeof *totals->ways);
    struct line_sum *sums = arena_array(arena, count, sizeof *sums);
    if (sums == NULL || totals->findings == NULL || totals->versions_used == NULL ||
        totals->blanks == NULL || totals->empty == NULL || totals->ways == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < plan->expected_count; i++)
        totals->empty[i] = plan->expected[i];
    for (size_t i = 0; i < plan->blank_count; i++)
        totals->blanks[i] = plan->blanks[i];
    for (size_t i = 0; i < plan->shown_count; i++)
        totals->findings[i].rule = plan->shown[i];
    line_sums_open(sums, count);
    totals->sums = sums;
    totals->doubted = sums + count / 2;
    return aggregate_open(&totals->aggregates, plan, arena);
}

void totals_close(struct totals *totals)
{
    if (totals->sums == NULL)
        return;
    aggregate_close(totals->aggregates, totals->plan);
    line_sums_close(totals->sums, totals_sum_count(totals->plan));
}

static bool counts_fit(uint64_t x, uint64_t y)
{
    return x <= INT64_MAX && y <= INT64_MAX - x;
}

bool totals_fit(const struct totals *totals, const struct totals *other)
{
    const struct plan *plan = totals->plan;
    bool fit = counts_fit(totals->rows, other->rows);
    for (size_t i = 0; i < totals_sum_count(plan); i++)
        fit = fit && counts_fit(totals->sums[i].rows, other->sums[i].rows);
    for (size_t i = 0; i < plan->shown_count; i++)
        for (size_t c = 0; c < FINDING_COUNTS; c++)
            fit = fit && counts_fit(totals->findings[i].counts[c], other->findings[i].counts[c]);
    for (size_t i = 0; i < plan->aggregate_count; i++)
        fit = fit && counts_fit(totals->aggregates[i].seen, other->aggregates[i].seen);
    for (size_t i = 0; i < plan->blank_count; i++) /* the others are no more than the rows */
        fit = fit && counts_fit(totals->blanks[i].rows, other->blanks[i].rows);
    for (size_t i = 0; i < plan->expected_count; i++)
        fit = fit && counts_fit(totals->empty[i].of, other->empty[i].of);
    return fit;
}

void totals_add(struct totals *totals, struct totals *other)
{
    const struct plan *plan = totals->plan;
    totals->rows += other->rows;
    totals->exact_rows += other->exact_rows;
    line_sums_add(totals->sums, other->sums, totals_sum_count(plan));
    for (size_t i = 0; i < plan->shown_count; i++)
        for (size_t c = 0; c < FINDING_COUNTS; c++)
            totals->findings[i].counts[c] += other->findings[i].counts[c];
    for (size_t i = 0; i < plan->aggregate_count; i++)
        aggregate_add(&totals->aggregates[i], plan->aggregates[i].node, &other->aggregates[i],
                      plan->policy->schema.version_count);
    for (size_t i = 0; i < plan->blank_count; i++)
        blanks_add(&totals->blanks[i], &other->blanks[i]);
    for (size_t i = 0; i < plan->expected_count; i++) {
        totals->empty[i].rows += other->empty[i].rows;
        totals->empty[i].of += other->empty[i].of;
    }
    for (size_t i = 0; i < plan->policy->rule_count; i++)
        totals->ways[i] += other->ways[i];
    for (size_t i = 0; i < plan->policy->schema.version_count; i++)
        totals->versions_used[i] |= other->versions_used[i];
}

/* ---- the outcome ---- */

static enum ft_status totals_keep_sum(struct stream_sum *kept, struct line_sum *sum,
                                      struct line_sum *doubted, struct arith *arith)
{
    enum ft_status status = sum_number(&kept->amount, arith, &sum->amount);
    if (status == FT_OK)
        status = line_sum_residue(&kept->residue, &kept->residue_known, sum, arith);
    kept->rows = sum->rows;
    kept->doubted_rows = doubted->rows;
    return status == FT_OK ? sum_number(&kept->doubted, arith, &doubted->amount) : status;
}

enum ft_status totals_keep(struct stream *stream, struct totals *totals, struct arith *arith,
                           struct diagnostics *diagnostics)
{
    const struct plan *plan = totals->plan;
    size_t groups = plan->group_count;
    struct stream_line *lines = arena_array(arith->arena, plan->line_count, sizeof *lines);
    if (lines == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < plan->line_count; i++) {
        struct stream_sum *sums = arena_array(arith->arena, groups, sizeof *sums);
        if (sums == NULL)
            return FT_NO_MEMORY;
        for (size_t g = 0; g < groups; g++) {
            enum ft_status status = totals_keep_sum(&sums[g], &totals->sums[i * groups + g],
                                                    &totals->doubted[i * groups + g], arith);
            if (status == FT_TOO_LARGE)
                diagnostics_add(diagnostics, &plan->lines[i].post->place,
                                &stream_message[STREAM_SUM_TOO_LARGE], plan->lines[i].rule->item.id,
                                plan->entity->table, NULL);
            if (status != FT_OK)
                return status;
        }
        lines[i] = (struct stream_line){plan->lines[i].rule, plan->lines[i].post, sums};
    }
    stream->lines = lines;
    stream->line_count = plan->line_count;
    stream->findings = totals->findings;
    stream->finding_count = plan->shown_count;
    blanks_take_held(plan, totals->blanks);
    stream->blanks = totals->blanks;
    stream->blank_count = plan->blank_count;
    stream->empty = totals->empty;
    stream->empty_count = plan->expected_count;
    stream->ways = totals->ways;
    for (size_t i = 0; i < plan->policy->schema.version_count; i++)
        stream->application.versions_used[i] |= totals->versions_used[i];
    return FT_OK;
}
