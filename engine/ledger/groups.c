/* Postings by the rows that they belong to: a project's sheet beside a party's. */
#include <stdlib.h>

#include "ledger_internal.h"

/* The group of a posting: its row of the entity, or `rest` where it stands in none. */
static uint32_t groups_group_of(const struct ledger *ledger, size_t index,
                                const struct entity *entity, uint32_t rest)
{
    const struct posting posting = ledger_posting(ledger, index);
    const struct entity *own = posting.rule->item.entity;
    return entity_is_below(own, entity) ? row_above(ledger->dataset, own, posting.row, entity)
                                        : rest;
}

/* Sorts the postings by group; `starts` gets where each group's begin, `rows` + 2 of them. */
static enum ft_status sort_postings(const struct ledger *ledger, const struct entity *entity,
                                    uint32_t rows, struct arena *arena, uint32_t **sorted,
                                    uint32_t **starts)
{
    uint32_t *first = arena_array(arena, (size_t)rows + 3, sizeof *first);
    *sorted = arena_array(arena, ledger->posting_count, sizeof **sorted);
    *starts = first;
    if (first == NULL || *sorted == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < ledger->posting_count; i++)
        first[groups_group_of(ledger, i, entity, rows) + 2]++;
    for (uint32_t i = 2; i < rows + 3; i++)
        first[i] += first[i - 1];
    for (size_t i = 0; i < ledger->posting_count; i++)
        (*sorted)[first[groups_group_of(ledger, i, entity, rows) + 1]++] = (uint32_t)i;
    return FT_OK;
}

static int groups_by_account(const void *x, const void *y)
{
    return account_compare(((const struct party_totals *)x)->account,
                           ((const struct party_totals *)y)->account);
}

static struct party_totals *totals_of(struct posting_group *group, struct account account)
{
    const struct party_totals key = {.account = account};
    return bsearch(&key, group->parties, group->party_count, sizeof *group->parties,
                   groups_by_account);
}

/* Every account that pays or receives in the group, its totals at zero. */
static enum ft_status open_parties(const struct ledger *ledger, struct posting_group *group,
                                   struct arena *arena)
{
    size_t found = 0, kinds = ledger->policy->kind_count;
    group->parties = arena_array(arena, group->count * 2, sizeof *group->parties);
    if (group->parties == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < group->count; i++) {
        const struct posting own = ledger_posting(ledger, group->postings[i]), *posting = &own;
        if (posting->post->memo)
            continue;
        group->parties[found++].account = posting->to;
        group->parties[found++].account = posting->from;
    }
    qsort(group->parties, found, sizeof *group->parties, groups_by_account);
    for (size_t i = 0; i < found; i++)
        if (i == 0 || !account_equal(group->parties[i].account, group->parties[i - 1].account))
            group->parties[group->party_count++].account = group->parties[i].account;
    for (size_t i = 0; i < group->party_count; i++) {
        struct party_totals *party = &group->parties[i];
        party->totals = arena_array(arena, kinds, sizeof *party->totals);
        if (party->totals == NULL)
            return FT_NO_MEMORY;
        for (size_t kind = 0; kind < kinds; kind++)
            party->totals[kind] = (struct kind_total){
                .received = NUMBER_ZERO, .paid = NUMBER_ZERO, .net = NUMBER_ZERO};
    }
    return FT_OK;
}

static enum ft_status groups_add_totals(const struct ledger *ledger, struct posting_group *group,
                                        struct arith *arith)
{
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < group->count && status == FT_OK; i++) {
        const struct posting own = ledger_posting(ledger, group->postings[i]), *posting = &own;
        size_t kind = posting->post->kind->index;
        if (!posting->post->memo)
            status = book_posting(&totals_of(group, posting->from)->totals[kind],
                                  &totals_of(group, posting->to)->totals[kind], arith, posting);
    }
    return status;
}

enum ft_status ledger_groups(struct posting_group **groups, size_t *count,
                             const struct ledger *ledger, const struct entity *entity,
                             struct arith *arith)
{
    uint32_t rows = ledger->dataset->tables[entity->index].count, *sorted, *starts;
    struct posting_group *all = arena_array(arith->arena, (size_t)rows + 1, sizeof *all);
    enum ft_status status =
        all == NULL ? FT_NO_MEMORY
                    : sort_postings(ledger, entity, rows, arith->arena, &sorted, &starts);
    *groups = all;
    *count = 0;
    for (uint32_t row = 0; row <= rows && status == FT_OK; row++) {
        struct posting_group *group = &all[*count];
        if (starts[row + 1] == starts[row])
            continue;
        *group = (struct posting_group){.row = row,
                                        .rest = row == rows,
                                        .postings = sorted + starts[row],
                                        .count = starts[row + 1] - starts[row]};
        *count += 1;
        status = open_parties(ledger, group, arith->arena);
        if (status == FT_OK)
            status = groups_add_totals(ledger, group, arith);
    }
    return status;
}
