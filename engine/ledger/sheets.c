/* Postings to sheets: a party's lines, and what they come to. */
#include <assert.h>

#include "ledger_internal.h"

/* Sheets while they are made. */
struct sheet_making {
    struct ledger *ledger;
    struct arith *arith;
    struct diagnostics *diagnostics;
    struct arena *arena;    /* of what stays */
    struct arena *gathered; /* of what is worked with */
    /* By party index, then by row: how many lines there are, then the next one's place. NULL: none. */
    uint32_t **postings, **memos;
    struct kind_total *totals; /* by kind index, of the sheet at hand */
};

static uint32_t account_rows(const struct ledger *ledger, const struct party *party)
{
    return party->each == NULL ? 1 : ledger->dataset->tables[party->each->index].count;
}

/* Of an account, the place in `counts`; NULL: memory is out. */
static uint32_t *account_count(struct sheet_making *making, uint32_t **counts,
                               struct account account)
{
    uint32_t **own = &counts[account.party->index];
    if (*own == NULL)
        *own = arena_array(making->gathered, account_rows(making->ledger, account.party),
                           sizeof **own);
    return *own == NULL ? NULL : &(*own)[account.row];
}

/* Tells of each line of a sheet that a posting is, one where it stays within an account. */
static bool each_line(struct sheet_making *making, const struct posting *posting, uint32_t index,
                      void tell(struct ledger *ledger, uint32_t *count, uint32_t index))
{
    const bool memo = posting->post->memo;
    uint32_t *to = account_count(making, memo ? making->memos : making->postings, posting->to);
    if (to == NULL)
        return false;
    tell(making->ledger, to, index);
    if (memo || account_equal(posting->from, posting->to))
        return true;
    uint32_t *from = account_count(making, making->postings, posting->from);
    if (from != NULL)
        tell(making->ledger, from, index);
    return from != NULL;
}

static bool each_line_of_all(struct sheet_making *making,
                             void tell(struct ledger *ledger, uint32_t *count, uint32_t index))
{
    bool good = making->ledger->posting_count <= UINT32_MAX / 2;
    for (size_t i = 0; good && i < making->ledger->posting_count; i++) {
        const struct posting posting = ledger_posting(making->ledger, i);
        good = each_line(making, &posting, (uint32_t)i, tell);
    }
    return good;
}

static void count_line(struct ledger *ledger, uint32_t *count, uint32_t index)
{
    (void)ledger;
    (void)index;
    ++*count;
}

static void place_line(struct ledger *ledger, uint32_t *place, uint32_t index)
{
    ledger->lines[(*place)++] = index;
}

/* ---- which sheets there are ---- */

static uint32_t line_count(uint32_t *const *counts, const struct party *party, uint32_t row)
{
    return counts[party->index] == NULL ? 0 : counts[party->index][row];
}

static bool open_totals(struct party_sheets *own, size_t kinds, struct arena *arena)
{
    own->totals = arena_array(arena, kinds, sizeof *own->totals);
    for (size_t kind = 0; own->totals != NULL && kind < kinds; kind++) {
        column_open(&own->totals[kind].received, TYPE_NUMBER, own->count);
        column_open(&own->totals[kind].paid, TYPE_NUMBER, own->count);
        column_open(&own->totals[kind].net, TYPE_NUMBER, own->count);
    }
    return own->totals != NULL;
}

/* The sheets of a party, whose lines begin at `*line`, which goes behind them; the counts become the
 * places of lines. */
static bool open_party(struct sheet_making *making, struct party_sheets *own, uint32_t *line)
{
    const struct party *party = own->party;
    const uint32_t rows = account_rows(making->ledger, party);
    for (uint32_t row = 0; row < rows; row++)
        own->count += line_count(making->postings, party, row) > 0 ||
                      line_count(making->memos, party, row) > 0;
    own->rows = arena_array(making->arena, own->count, sizeof *own->rows);
    own->starts = arena_array(making->arena, own->count + 1U, sizeof *own->starts);
    bool good = own->rows != NULL && own->starts != NULL &&
                open_totals(own, making->ledger->policy->kind_count, making->arena);
    for (uint32_t row = 0, at = 0; good && row < rows; row++) {
        const uint32_t postings = line_count(making->postings, party, row);
        const uint32_t memos = line_count(making->memos, party, row);
        if (postings + memos == 0)
            continue;
        good = narrow_put(&own->memos, own->count, at, memos, making->arena);
        own->rows[at] = row;
        own->starts[at++] = *line;
        if (postings > 0)
            making->postings[party->index][row] = *line;
        if (memos > 0)
            making->memos[party->index][row] = *line + postings;
        *line += postings + memos;
    }
    if (good)
        own->starts[own->count] = *line;
    return good;
}

/* A sheet for every account that occurs, each once, in order. */
static bool open_sheets(struct sheet_making *making)
{
    struct ledger *ledger = making->ledger;
    const struct policy *policy = ledger->policy;
    uint32_t line = 0;
    ledger->parties = arena_array(making->arena, policy->party_count, sizeof *ledger->parties);
    bool good = ledger->parties != NULL;
    for (size_t i = 0; good && i < policy->party_count; i++) {
        if (making->postings[i] == NULL && making->memos[i] == NULL)
            continue;
        struct party_sheets *own = &ledger->parties[ledger->party_count++];
        *own = (struct party_sheets){.party = &policy->parties[i], .first = ledger->sheet_count};
        good = open_party(making, own, &line);
        ledger->sheet_count += own->count;
    }
    if (!good)
        return false;
    ledger->lines = arena_array(making->arena, line, sizeof *ledger->lines);
    return ledger->lines != NULL;
}

/* ---- what they come to ---- */

static enum ft_status add_to(struct arith *arith, struct number *sum, const struct number *amount)
{
    return number_add(sum, arith, sum, amount);
}

static enum ft_status add_lacks(struct arith *arith, const struct lacks **sum,
                                const struct lacks *lacks)
{
    if (lacks == NULL)
        return FT_OK;
    const struct lacks *joined = lacks_join(*sum, lacks, arith->arena);
    *sum = joined;
    return joined == NULL ? FT_NO_MEMORY : FT_OK;
}

static enum ft_status book_received(struct kind_total *to, struct arith *arith,
                                    const struct posting *posting)
{
    enum ft_status status = add_lacks(arith, &to->received_lacks, posting->lacks);
    if (status == FT_OK)
        status = add_to(arith, &to->received, &posting->amount);
    return status == FT_OK ? add_to(arith, &to->net, &posting->amount) : status;
}

static enum ft_status book_paid(struct kind_total *from, struct arith *arith,
                                const struct posting *posting)
{
    enum ft_status status = add_lacks(arith, &from->paid_lacks, posting->lacks);
    if (status == FT_OK)
        status = add_to(arith, &from->paid, &posting->amount);
    return status == FT_OK ? number_sub(&from->net, arith, &from->net, &posting->amount) : status;
}

enum ft_status book_posting(struct kind_total *from, struct kind_total *to, struct arith *arith,
                            const struct posting *posting)
{
    const enum ft_status status = book_received(to, arith, posting);
    return status == FT_OK ? book_paid(from, arith, posting) : status;
}

/* A status of the arithmetic on a posting, told at its row. */
static enum ft_status sheets_tell_size(const struct sheet_making *making,
                                       const struct posting *posting, enum ft_status status)
{
    const struct dataset *dataset = making->ledger->dataset;
    struct place room;
    return number_tell_size(
        making->diagnostics,
        table_place(&dataset->tables[posting->rule->item.entity->index], posting->row, &room),
        status);
}

static bool sheets_put_lacks(const struct lacks ***column, uint32_t count, uint32_t at,
                             const struct lacks *lacks, struct arena *arena)
{
    if (lacks == NULL)
        return true;
    if (*column == NULL)
        *column = arena_array(arena, count, sizeof **column);
    if (*column == NULL)
        return false;
    (*column)[at] = lacks;
    return true;
}

static bool sheets_put_number(struct column *column, uint32_t at, const struct number *number,
                              struct arena *arena)
{
    return column_put(column, at, CELL_VALUE, &(union value){.number = *number}, arena);
}

/* Adds up a sheet's lines, and puts what they come to, kind by kind. */
static enum ft_status add_sheet(struct sheet_making *making, struct party_sheets *own,
                                const struct sheet *sheet)
{
    struct arena *arena = making->arena;
    struct ledger *ledger = making->ledger;
    const size_t kinds = ledger->policy->kind_count;
    enum ft_status status = FT_OK;
    for (size_t kind = 0; kind < kinds; kind++)
        making->totals[kind] =
            (struct kind_total){.received = NUMBER_ZERO, .paid = NUMBER_ZERO, .net = NUMBER_ZERO};
    for (size_t i = 0; i < sheet->posting_count && status == FT_OK; i++) {
        const struct posting posting = ledger_posting(ledger, sheet->postings[i]);
        struct kind_total *total = &making->totals[posting.post->kind->index];
        if (account_equal(posting.to, sheet->account))
            status = book_received(total, making->arith, &posting);
        if (status == FT_OK && account_equal(posting.from, sheet->account))
            status = book_paid(total, making->arith, &posting);
        status = sheets_tell_size(making, &posting, status);
    }
    for (size_t kind = 0; kind < kinds && status == FT_OK; kind++) {
        const struct kind_total *total = &making->totals[kind];
        struct total_columns *to = &own->totals[kind];
        const uint32_t at = sheet->number;
        if (!sheets_put_number(&to->received, at, &total->received, arena) ||
            !sheets_put_number(&to->paid, at, &total->paid, arena) ||
            !sheets_put_number(&to->net, at, &total->net, arena) ||
            !sheets_put_lacks(&to->received_lacks, own->count, at, total->received_lacks, arena) ||
            !sheets_put_lacks(&to->paid_lacks, own->count, at, total->paid_lacks, arena))
            return FT_NO_MEMORY;
        status = add_to(making->arith, &ledger->totals[kind], &total->net);
        if (status != FT_OK)
            return number_tell_size(making->diagnostics, NULL, status);
    }
    return status;
}

/* What rounding won or lost. A memo moves nothing, so it rounds nothing away either. */
static enum ft_status add_rounding(struct sheet_making *making)
{
    struct ledger *ledger = making->ledger;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < ledger->posting_count && status == FT_OK; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        const size_t kind = posting.post->kind->index;
        if (posting.post->memo)
            continue;
        ledger->rounding_open[kind] |= posting.lacks != NULL;
        status = sheets_tell_size(making, &posting,
                                  add_to(making->arith, &ledger->rounding[kind], &posting.residue));
    }
    return status;
}

static enum ft_status sheets_add_all(struct sheet_making *making)
{
    struct ledger *ledger = making->ledger;
    enum ft_status status = add_rounding(making);
    for (size_t i = 0; i < ledger->party_count; i++) {
        struct party_sheets *own = &ledger->parties[i];
        for (uint32_t j = 0; j < own->count && status == FT_OK; j++) {
            const struct sheet sheet = ledger_sheet(ledger, own->first + j);
            status = add_sheet(making, own, &sheet);
        }
    }
    return status;
}

static bool sheets_open_sums(struct sheet_making *making)
{
    struct ledger *ledger = making->ledger;
    const size_t kinds = ledger->policy->kind_count, parties = ledger->policy->party_count;
    ledger->rounding = arena_array(making->arena, kinds, sizeof *ledger->rounding);
    ledger->totals = arena_array(making->arena, kinds, sizeof *ledger->totals);
    ledger->rounding_open = arena_array(making->arena, kinds, sizeof *ledger->rounding_open);
    making->totals = arena_array(making->gathered, kinds, sizeof *making->totals);
    making->postings = arena_array(making->gathered, parties, sizeof *making->postings);
    making->memos = arena_array(making->gathered, parties, sizeof *making->memos);
    if (ledger->rounding == NULL || ledger->totals == NULL || ledger->rounding_open == NULL ||
        making->totals == NULL || making->postings == NULL || making->memos == NULL)
        return false;
    for (size_t kind = 0; kind < kinds; kind++)
        ledger->rounding[kind] = ledger->totals[kind] = NUMBER_ZERO;
    return true;
}

enum ft_status make_sheets(struct ledger *ledger, struct arith *arith,
                           struct diagnostics *diagnostics, struct arena *gathered)
{
    struct sheet_making making = {.ledger = ledger,
                                  .arith = arith,
                                  .diagnostics = diagnostics,
                                  .arena = arith->arena,
                                  .gathered = gathered};
    if (!sheets_open_sums(&making) || !each_line_of_all(&making, count_line) ||
        !open_sheets(&making) || !each_line_of_all(&making, place_line))
        return FT_NO_MEMORY;
    enum ft_status status = sheets_add_all(&making);
#ifdef FANGTIAN_PARANOID
    for (size_t kind = 0; status == FT_OK && kind < ledger->policy->kind_count; kind++)
        assert(number_sign(&ledger->totals[kind]) == 0);
#endif
    return status;
}

/* ---- as they are asked for ---- */

static struct sheet sheet_of_party(const struct ledger *ledger, const struct party_sheets *own,
                                   uint32_t number)
{
    const uint32_t *lines = ledger->lines + own->starts[number];
    const size_t count = own->starts[number + 1] - own->starts[number];
    const size_t memos = narrow_get(&own->memos, number);
    assert(memos <= count && count > 0);
    return (struct sheet){.account = {own->party, own->rows[number]},
                          .postings = lines,
                          .posting_count = count - memos,
                          .memos = lines + (count - memos),
                          .memo_count = memos,
                          .totals = own->totals,
                          .number = number};
}

struct sheet ledger_sheet(const struct ledger *ledger, size_t index)
{
    const struct party_sheets *own = ledger->parties;
    assert(index < ledger->sheet_count);
    while (index - own->first >= own->count)
        own++;
    return sheet_of_party(ledger, own, (uint32_t)(index - own->first));
}

bool ledger_find_sheet(const struct ledger *ledger, struct account account, struct sheet *sheet)
{
    for (size_t i = 0; i < ledger->party_count; i++) {
        const struct party_sheets *own = &ledger->parties[i];
        uint32_t low = 0, high = own->party == account.party ? own->count : 0;
        while (low < high) {
            const uint32_t middle = low + (high - low) / 2;
            if (own->rows[middle] < account.row)
                low = middle + 1;
            else
                high = middle;
        }
        if (own->party != account.party || low == own->count || own->rows[low] != account.row)
            continue;
        *sheet = sheet_of_party(ledger, own, low);
        return true;
    }
    return false;
}

struct kind_total sheet_total(const struct sheet *sheet, size_t kind)
{
    const struct total_columns *totals = &sheet->totals[kind];
    const uint32_t at = sheet->number;
    return (struct kind_total){
        .received = column_value(&totals->received, at).number,
        .paid = column_value(&totals->paid, at).number,
        .net = column_value(&totals->net, at).number,
        .received_lacks = totals->received_lacks == NULL ? NULL : totals->received_lacks[at],
        .paid_lacks = totals->paid_lacks == NULL ? NULL : totals->paid_lacks[at]};
}
