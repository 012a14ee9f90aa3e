/* Who carries whom: what a party passes on, from each payer to each receiver. */
#include <assert.h>
#include <string.h>

#include "ledger_internal.h"

/* Payers or receivers with what they pay or get, each once, in the order of the postings. */
struct side {
    struct account *accounts;
    struct number *amounts; /* multiples of the kind's step */
    size_t count;
};

static bool is_passed(const struct posting *posting, const struct party *party,
                      const struct value_kind *kind)
{
    return !posting->post->memo && posting->post->kind == kind &&
           (posting->from.party == party) != (posting->to.party == party);
}

static enum ft_status add_to_side(struct side *side, struct account account,
                                  const struct number *amount, struct arith *arith)
{
    size_t at = 0;
    while (at < side->count &&
           (side->accounts[at].party != account.party || side->accounts[at].row != account.row))
        at++;
    if (at == side->count) {
        side->accounts[at] = account;
        side->amounts[side->count++] = NUMBER_ZERO;
    }
    return number_add(&side->amounts[at], arith, &side->amounts[at], amount);
}

static bool make_side(struct side *side, size_t most, struct arena *arena)
{
    *side = (struct side){.accounts = arena_array(arena, most, sizeof *side->accounts),
                          .amounts = arena_array(arena, most, sizeof *side->amounts)};
    return side->accounts != NULL && side->amounts != NULL;
}

/* The shares of one payer: pro rata to what each receiver still lacks, by cumulative floors, so that
 * they add up to what is paid and none is more than what is lacked. */
static enum ft_status share_out(struct number *shares, struct side *to, const struct number *paid,
                                const struct number *lacked, const struct number *step,
                                struct arith *arith)
{
    struct number cumulative = NUMBER_ZERO, before = NUMBER_ZERO, share;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < to->count && status == FT_OK; i++) {
        status = number_add(&cumulative, arith, &cumulative, &to->amounts[i]);
        if (status == FT_OK)
            status = number_mul(&share, arith, paid, &cumulative);
        if (status == FT_OK)
            status = number_div(&share, arith, &share, lacked);
        if (status == FT_OK)
            status = number_round(&share, arith, &share, step, ROUND_FLOOR);
        if (status == FT_OK)
            status = number_sub(&shares[i], arith, &share, &before);
        if (status == FT_OK)
            status = number_sub(&to->amounts[i], arith, &to->amounts[i], &shares[i]);
        assert(status != FT_OK || number_sign(&shares[i]) >= 0);
        assert(status != FT_OK || number_sign(&to->amounts[i]) >= 0);
        before = share;
    }
    return status;
}

static enum ft_status share_all(struct carried *carried, struct side *from, struct side *to,
                                struct arith *arith)
{
    struct number lacked = NUMBER_ZERO;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < to->count && status == FT_OK; i++)
        status = number_add(&lacked, arith, &lacked, &to->amounts[i]);
    for (size_t i = 0; i < from->count && status == FT_OK; i++) {
        status = share_out(&carried->amounts[i * to->count], to, &from->amounts[i], &lacked,
                           &carried->kind->step, arith);
        if (status == FT_OK)
            status = number_sub(&lacked, arith, &lacked, &from->amounts[i]);
    }
    return status;
}

/* How many postings pass through the party, none where it keeps a part or pays more than it gets;
 * where one of them is undetermined, who carries whom is as well. */
static enum ft_status find_balance(struct carried *carried, size_t *count,
                                   const struct ledger *ledger, struct arith *arith)
{
    struct number balance = NUMBER_ZERO;
    enum ft_status status = FT_OK;
    *count = 0;
    for (size_t i = 0; i < ledger->posting_count && status == FT_OK && !carried->open; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        if (!is_passed(posting, carried->party, carried->kind))
            continue;
        carried->open = posting->lacks != NULL;
        *count += number_sign(&posting->amount) != 0;
        status = posting->to.party == carried->party
                     ? number_add(&balance, arith, &balance, &posting->amount)
                     : number_sub(&balance, arith, &balance, &posting->amount);
    }
    if (number_sign(&balance) != 0)
        *count = 0;
    return status;
}

enum ft_status ledger_carried(struct carried *carried, const struct ledger *ledger,
                              const struct party *party, const struct value_kind *kind,
                              struct arith *arith)
{
    struct side from, to;
    size_t count = 0;
    *carried = (struct carried){.party = party, .kind = kind};
    enum ft_status status = find_balance(carried, &count, ledger, arith);
    if (status != FT_OK || count == 0 || carried->open)
        return status;
    if (!make_side(&from, count, arith->arena) || !make_side(&to, count, arith->arena))
        return FT_NO_MEMORY;
    for (size_t i = 0; i < ledger->posting_count && status == FT_OK; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        const bool comes = posting->to.party == party;
        if (is_passed(posting, party, kind) && number_sign(&posting->amount) != 0)
            status = add_to_side(comes ? &from : &to, comes ? posting->from : posting->to,
                                 &posting->amount, arith);
    }
    if (status != FT_OK)
        return status;
    carried->amounts = arena_array(arith->arena, from.count * to.count, sizeof *carried->amounts);
    if (carried->amounts == NULL)
        return FT_NO_MEMORY;
    carried->from = from.accounts;
    carried->from_count = from.count;
    carried->to = to.accounts;
    carried->to_count = to.count;
    return share_all(carried, &from, &to, arith);
}
