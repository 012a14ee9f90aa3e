/* What a chunk posts, and what its rows come to. */
#include <string.h>

#include "../vector/lanes.h"

#include "columns.h"

/* The group of each lane, by the long table's row that it is or stands under. */
static const uint32_t *groups_of_lanes(struct columns *columns, const struct vector *by)
{
    const bool own = columns->batch.at == columns->batch.main;
    if (columns->grouped == columns->batch.at)
        return columns->lane_groups;
    columns->grouped = columns->batch.at;
    for (uint32_t i = 0; i < columns->batch.at->count; i++) {
        const uint32_t row = own ? i : columns->batch.at->above[i];
        columns->lane_groups[i] = vector_state(by, row) != CELL_VALUE
                                      ? (uint32_t)columns->plan->group_count - 2
                                  : by->uniform ? by->cell.value.symbol
                                                : (uint32_t)by->lanes[row];
    }
    return columns->lane_groups;
}

void columns_settle(struct columns *columns)
{
    const size_t groups = columns->plan->group_count;
    for (size_t line = 0; line < columns->plan->line_count; line++)
        posting_settle(&columns->postings[line], groups,
                       &columns->worker->totals.sums[line * groups]);
}

static void take_sums(struct columns *columns, size_t line, struct posting_lanes *posting)
{
    const struct plan *plan = columns->plan;
    const struct lane_groups groups = {
        .count = plan->group_count,
        .of_lane = plan->by == NULL
                       ? NULL
                       : groups_of_lanes(columns, &columns->tables->lanes.fields[plan->by->index]),
        .sums = columns->groups};
    posting_add(columns->batch.pool, posting, plan->lines[line].post->kind, &groups,
                &columns->worker->totals.sums[line * plan->group_count]);
}

static uint32_t count_states(const struct vector *vector, enum cell_state state, uint32_t count)
{
    uint32_t found = 0;
    if (vector->uniform || vector->states == NULL)
        return vector_state(vector, 0) == state ? count : 0;
    for (uint32_t i = 0; i < count; i++)
        found += vector->states[i] == state;
    return found;
}

static void take_finding(struct columns *columns, struct stream_finding *finding)
{
    const struct vector *outcome = &columns->batch.at->items[finding->rule->item.index];
    const uint32_t count = columns->batch.pool->count;
    const uint32_t values = count_states(outcome, CELL_VALUE, count);
    finding->not_applicable += count_states(outcome, CELL_NOT_APPLICABLE, count);
    finding->undetermined += count_states(outcome, CELL_UNDETERMINED, count);
    if (!finding->rule->require)
        return;
    const uint32_t holds = !outcome->uniform             ? bytes_sum(outcome->truths, count)
                           : outcome->cell.value.boolean ? values
                                                         : 0;
    finding->holds += holds;
    finding->fails += values - holds;
}

/* Rows of a known figure that post what is undetermined: each once, whatever it posts. */
static void take_lacking(struct columns *columns, struct stream_finding *finding, size_t line)
{
    const uint32_t count = columns->batch.pool->count;
    uint8_t *open = NULL;
    for (size_t i = 0; i < finding->rule->post_count; i++) {
        uint8_t *of_line = columns->postings[line + i].open;
        if (open != NULL && of_line != NULL)
            bytes_or(open, of_line, count);
        else if (of_line != NULL)
            open = of_line;
    }
    if (open != NULL)
        finding->undetermined += bytes_sum(open, count);
}

static void note_posted(struct columns *columns, const struct planned_line *line,
                        const struct posting_lanes *posting)
{
    const struct plan *plan = columns->plan;
    for (size_t i = 0; i < plan->column_count; i++)
        if (plan->columns[i].rule == line->rule && plan->columns[i].kind == line->post->kind &&
            line->post->amount == NULL && line->post->when == NULL)
            columns->posted[i] = posting->steps;
}

/* Of a rule with lanes, its lines from `line` on. */
static enum vector_status post_lanes(struct columns *columns, const struct rule *rule, size_t line)
{
    const struct plan *plan = columns->plan;
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < rule->post_count && status == VECTOR_OK; i++) {
        const struct planned_line *planned = &plan->lines[line + i];
        struct posting_lanes *posting = &columns->postings[line + i];
        status = batch_post(&columns->batch, rule, planned->post, plan->group_count, posting);
        if (status == VECTOR_OK)
            note_posted(columns, planned, posting);
    }
    return status;
}

enum ft_status columns_post(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    size_t line = 0;
    memset(columns->posted, 0, plan->column_count * sizeof *columns->posted);
    memset(columns->ledgers, 0, plan->shown_count * sizeof(struct ledger *));
    for (size_t i = 0; i < plan->shown_count; i++) {
        const struct rule *rule = plan->shown[i];
        struct batch_table *table = columns->batch.by_entity[rule->item.entity->index];
        enum vector_status status = VECTOR_NO;
        if (table != NULL) {
            (void)batch_enter(&columns->batch, table);
            status = post_lanes(columns, rule, line);
        } else if (batch_has_none(&columns->batch, rule->item.entity)) {
            status = VECTOR_OK;
        }
        const enum ft_status posted =
            status == VECTOR_NO ? chunk_post(columns, rule, &columns->ledgers[i]) : FT_OK;
        if (posted != FT_OK || status == VECTOR_NO_MEMORY)
            return posted != FT_OK ? posted : FT_NO_MEMORY;
        line += rule->post_count;
    }
    return FT_OK;
}

/* ---- what went through a ledger ---- */

/* The group of a row of the table. */
static size_t columns_post_group_of(const struct plan *plan, const struct dataset *dataset,
                                    uint32_t row)
{
    const struct column *column = &dataset->tables[plan->entity->index].fields[plan->by->index];
    return column_state(column, row) == CELL_VALUE ? column_value(column, row).symbol
                                                   : plan->group_count - 2;
}

static void columns_post_add_posting(struct totals *totals, const struct dataset *dataset,
                                     const struct posting *posting)
{
    const struct plan *plan = totals->plan;
    size_t line = 0;
    while (plan->lines[line].post != posting->post)
        line++;
    struct line_sum *sums = &totals->sums[line * plan->group_count];
    size_t groups[2] = {plan->group_count - 1, 0}, count = 1;
    if (plan->by != NULL)
        groups[count++] = columns_post_group_of(
            plan, dataset,
            row_above(dataset, posting->rule->item.entity, posting->row, plan->entity));
    for (size_t i = 0; i < count; i++) {
        struct line_sum *sum = &sums[groups[i]];
        sum->rows++;
        sum_add_number(&sum->amount, &posting->amount);
        sum_add_number(&sum->exact, &posting->exact);
    }
}

static struct stream_finding *finding_of(struct totals *totals, const struct rule *rule)
{
    struct stream_finding *finding = totals->findings;
    while (finding->rule != rule)
        finding++;
    return finding;
}

static void add_ledger(struct totals *totals, const struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->posting_count; i++)
        if (ledger->postings[i].lacks == NULL)
            columns_post_add_posting(totals, ledger->dataset, &ledger->postings[i]);
    for (size_t i = 0; i < ledger->check_count; i++) {
        struct stream_finding *finding = finding_of(totals, ledger->checks[i].rule);
        finding->holds += ledger->checks[i].holds;
        finding->fails += !ledger->checks[i].holds;
    }
    for (size_t i = 0; i < ledger->not_applicable_count; i++)
        finding_of(totals, ledger->not_applicable[i].rule)->not_applicable++;
    for (size_t i = 0; i < ledger->undetermined_count; i++)
        finding_of(totals, ledger->undetermined[i].rule)->undetermined++;
    for (size_t i = 0; i < ledger->open_count; i++)
        finding_of(totals, ledger->open[i].rule)->undetermined++;
}

/* ---- all of it ---- */

void columns_take(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    struct totals *totals = &columns->worker->totals;
    size_t line = 0;
    columns->grouped = NULL;
    for (size_t i = 0; i < plan->shown_count; i++) {
        const struct rule *rule = plan->shown[i];
        struct batch_table *table = columns->batch.by_entity[rule->item.entity->index];
        if (columns->ledgers[i] != NULL) {
            add_ledger(totals, columns->ledgers[i]);
        } else if (table != NULL) {
            (void)batch_enter(&columns->batch, table);
            for (size_t post = 0; post < rule->post_count; post++)
                take_sums(columns, line + post, &columns->postings[line + post]);
            take_finding(columns, &totals->findings[i]);
            take_lacking(columns, &totals->findings[i], line);
        }
        line += rule->post_count;
    }
    totals->rows += columns->rows;
    totals->exact_rows += columns->went_exactly ? columns->rows : 0;
}
