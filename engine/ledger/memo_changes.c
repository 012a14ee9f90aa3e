/* What two runs of one scenario note without moving it: the sums of each memo, compared. */
#include <string.h>

#include "ledger_internal.h"

/* What a memo of a rule comes to over all rows. */
struct memo_sum {
    struct number amount;
    const struct lacks *lacks; /* of rows that are undetermined; NULL: none is */
};

/* By rule of the ledger's law, then by post. */
struct memo_sums {
    struct memo_sum **sums;
    const struct ledger *ledger;
};

static bool memo_sums_make(struct memo_sums *sums, const struct ledger *ledger, struct arena *arena)
{
    const struct policy *policy = ledger->policy;
    *sums = (struct memo_sums){
        .sums = arena_array(arena, policy->rule_count, sizeof(struct memo_sum *)),
        .ledger = ledger};
    bool good = sums->sums != NULL;
    for (size_t i = 0; good && i < policy->rule_count; i++) {
        const size_t count = policy->rules[i]->post_count;
        sums->sums[i] = arena_array(arena, count, sizeof(struct memo_sum));
        good = sums->sums[i] != NULL;
        for (size_t j = 0; good && j < count; j++)
            sums->sums[i][j].amount = NUMBER_ZERO;
    }
    return good;
}

static enum ft_status memo_sums_add(struct memo_sums *sums, struct arith *arith)
{
    enum ft_status status = FT_OK;
    for (size_t i = 0; status == FT_OK && i < sums->ledger->posting_count; i++) {
        const struct posting posting = ledger_posting(sums->ledger, i);
        struct memo_sum *sum =
            &sums->sums[posting.rule->item.order][posting.post - posting.rule->posts];
        if (!posting.post->memo)
            continue;
        if (posting.lacks != NULL) {
            sum->lacks = lacks_join(sum->lacks, posting.lacks, arith->arena);
            if (sum->lacks == NULL)
                return FT_NO_MEMORY;
        } else {
            status = number_add(&sum->amount, arith, &sum->amount, &posting.amount);
        }
    }
    return status;
}

/* The sum of the same memo in another law: rules of two loads are the same by name. */
static struct memo_sum memo_sum_of(const struct memo_sums *sums, const struct rule *rule,
                                   size_t post)
{
    const struct memo_sum none = {.amount = NUMBER_ZERO};
    const struct item *item = map_get(
        &sums->ledger->policy->schema.entities[rule->item.entity->index].items, rule->item.id);
    const struct rule *same = item == NULL ? NULL : policy_rule_of(sums->ledger->policy, item);
    return same == NULL || post >= same->post_count ? none : sums->sums[same->item.order][post];
}

static struct cell memo_sum_cell(const struct memo_sum *sum)
{
    struct cell cell = {.value = {.number = sum->amount}, .state = CELL_VALUE};
    if (sum->lacks != NULL) {
        cell.state = CELL_UNDETERMINED;
        cell.reason.partial = true;
    }
    return cell;
}

enum ft_status memo_changes_find(struct policy_change *change, const struct ledger_run *with,
                                 const struct ledger_run *without, const bool *moved)
{
    const struct policy *policy = with->ledger->policy;
    struct arena *arena = with->arith->arena;
    struct memo_sums own, other;
    size_t capacity = 0;
    if (!memo_sums_make(&own, with->ledger, arena) ||
        !memo_sums_make(&other, without->ledger, arena))
        return FT_NO_MEMORY;
    enum ft_status status = memo_sums_add(&own, with->arith);
    if (status == FT_OK)
        status = memo_sums_add(&other, with->arith);
    for (size_t i = 0; status == FT_OK && i < policy->rule_count; i++) {
        for (size_t j = 0; status == FT_OK && j < policy->rules[i]->post_count; j++) {
            const struct memo_sum *x = &own.sums[i][j],
                                  y = memo_sum_of(&other, policy->rules[i], j);
            const bool open = x->lacks != NULL || y.lacks != NULL;
            if (!policy->rules[i]->posts[j].memo ||
                (number_equal(&x->amount, &y.amount) && (x->lacks == NULL) == (y.lacks == NULL) &&
                 !(open && moved[i])))
                continue;
            struct memo_change *memos =
                arena_grow(arena, change->memos, &capacity, sizeof *memos, change->memo_count + 1);
            if (memos == NULL)
                return FT_NO_MEMORY;
            change->memos = memos;
            struct memo_change *memo = &memos[change->memo_count++];
            *memo = (struct memo_change){.rule = policy->rules[i],
                                         .post = &policy->rules[i]->posts[j],
                                         .with = memo_sum_cell(x),
                                         .lacks = {x->lacks, y.lacks},
                                         .without = memo_sum_cell(&y),
                                         .difference = NUMBER_ZERO};
            status = number_keep(&memo->without.value.number, arena, &y.amount);
            if (status == FT_OK && !open)
                status = number_sub(&memo->difference, with->arith, &x->amount, &y.amount);
        }
    }
    return status;
}
