/* Postings as they are held: in columns by rule, without what the rule's own column says. */
#include <assert.h>

#include "ledger_internal.h"

static const struct item_column *posted_figures(const struct dataset *dataset,
                                                const struct rule *rule)
{
    return &dataset->tables[rule->item.entity->index].items[rule->item.index];
}

/* What the rule's figure lacks at the row; NULL where it is known. */
static const struct lacks *posted_own_lacks(const struct dataset *dataset, const struct rule *rule,
                                            uint32_t row)
{
    const struct item_column *column = posted_figures(dataset, rule);
    return column_state(&column->column, row) == CELL_UNDETERMINED ? item_reason(column, row).lacks
                                                                   : NULL;
}

/* Whether a line has another amount than the rule's figure. */
static bool posts_other_amount(const struct rule *rule)
{
    bool other = false;
    for (size_t i = 0; i < rule->post_count; i++)
        other |= rule->posts[i].amount != NULL;
    return other;
}

bool posted_open(struct posted *posted, const struct rule *rule, size_t first, size_t most,
                 struct arena *arena)
{
    if (most > UINT32_MAX)
        return false;
    *posted = (struct posted){.rule = rule, .first = first};
    posted->rows = arena_array(arena, most, sizeof *posted->rows);
    column_open(&posted->exact, TYPE_NUMBER, (uint32_t)most);
    column_open(&posted->amounts, TYPE_NUMBER, (uint32_t)most);
    column_open(&posted->residues, TYPE_NUMBER, (uint32_t)most);
    return posted->rows != NULL;
}

/* Puts what a posting lacks, where that is not what the rule's figure does. */
static bool posted_put_lacks(struct posted *posted, const struct dataset *dataset, uint32_t row,
                             const struct lacks *lacks, struct arena *arena)
{
    const size_t at = posted->count;
    if (posted->lacks == NULL) {
        if (lacks == posted_own_lacks(dataset, posted->rule, row))
            return true;
        posted->lacks = arena_array(arena, posted->amounts.count, sizeof(const struct lacks *));
        if (posted->lacks == NULL)
            return false;
        for (size_t i = 0; i < at; i++)
            posted->lacks[i] = posted_own_lacks(dataset, posted->rule, posted->rows[i]);
    }
    posted->lacks[at] = lacks;
    return true;
}

static bool posted_put(struct column *column, size_t at, const struct number *number,
                       struct arena *arena)
{
    return column_put(column, (uint32_t)at, CELL_VALUE, &(union value){.number = *number}, arena);
}

bool posted_add(struct posted *posted, const struct dataset *dataset, const struct posting *posting,
                struct arena *arena)
{
    const size_t at = posted->count;
    const uint32_t most = posted->amounts.count;
    assert(at < most && posting->rule == posted->rule);
    posted->rows[at] = posting->row;
    const uint32_t post = (uint32_t)(posting->post - posted->rule->posts);
    if (!narrow_put(&posted->posts, most, (uint32_t)at, post, arena) ||
        !posted_put_lacks(posted, dataset, posting->row, posting->lacks, arena) ||
        (posts_other_amount(posted->rule) &&
         !posted_put(&posted->exact, at, &posting->exact, arena)) ||
        !posted_put(&posted->amounts, at, &posting->amount, arena) ||
        !posted_put(&posted->residues, at, &posting->residue, arena))
        return false;
    posted->count++;
    return true;
}

/* The rule's that has the posting. */
static const struct posted *posted_of(const struct ledger *ledger, size_t index)
{
    size_t low = 0, high = ledger->posted_count;
    assert(index < ledger->posting_count);
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        *(ledger->posted[middle].first <= index ? &low : &high) = middle;
    }
    return &ledger->posted[low];
}

const struct rule *ledger_posting_rule(const struct ledger *ledger, size_t index)
{
    return posted_of(ledger, index)->rule;
}

struct posting ledger_posting(const struct ledger *ledger, size_t index)
{
    const struct dataset *dataset = ledger->dataset;
    const struct posted *posted = posted_of(ledger, index);
    const struct rule *rule = posted->rule;
    const uint32_t at = (uint32_t)(index - posted->first), row = posted->rows[at];
    const struct post *post = &rule->posts[narrow_get(&posted->posts, at)];
    struct posting posting = {
        .rule = rule,
        .post = post,
        .row = row,
        .exact = NUMBER_ZERO,
        .amount = column_value(&posted->amounts, at).number,
        .residue = column_value(&posted->residues, at).number,
        .lacks = posted->lacks != NULL ? posted->lacks[at] : posted_own_lacks(dataset, rule, row)};
    if (posts_other_amount(rule))
        posting.exact = column_value(&posted->exact, at).number;
    else if (posting.lacks == NULL)
        posting.exact = column_value(&posted_figures(dataset, rule)->column, row).number;
    bool found = account_find(dataset, rule, row, post->to, post->to_via, &posting.to);
    assert(found); /* the posting was made */
    if (!post->memo)
        found = account_find(dataset, rule, row, post->from, post->from_via, &posting.from);
    assert(found);
    (void)found;
    return posting;
}

/* Of those of the rule the first at the row or behind it. */
static size_t posted_from(const struct posted *posted, uint32_t row)
{
    size_t low = 0, high = posted->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        *(posted->rows[middle] < row ? &low : &high) =
            posted->rows[middle] < row ? middle + 1 : middle;
    }
    return posted->first + low;
}

size_t ledger_postings_of(const struct ledger *ledger, const struct rule *rule, uint32_t from,
                          uint32_t to, size_t *end)
{
    *end = 0;
    for (size_t i = 0; i < ledger->posted_count; i++) {
        const struct posted *posted = &ledger->posted[i];
        if (posted->rule != rule)
            continue;
        *end = posted_from(posted, to);
        return posted_from(posted, from);
    }
    return 0;
}

/* ---- findings ---- */

bool rule_is_found(const struct rule *rule)
{
    return rule->require || rule->post_count > 0;
}

/* Whether a row of a rule whose cell has the state is one of these. */
static bool is_finding(enum finding_kind kind, const struct rule *rule, enum cell_state state)
{
    switch (kind) {
    case FINDING_CHECK:
        return rule->require && state == CELL_VALUE;
    case FINDING_NOT_APPLICABLE:
        return state == CELL_NOT_APPLICABLE;
    case FINDING_UNDETERMINED:
        return state == CELL_UNDETERMINED;
    }
    return false;
}

bool finding_next(struct finding_walk *walk, struct finding *finding)
{
    const struct ledger *ledger = walk->ledger;
    for (; walk->rule < ledger->policy->rule_count; walk->rule++, walk->row = 0) {
        const struct rule *rule = ledger->policy->rules[walk->rule];
        const struct table *table = &ledger->dataset->tables[rule->item.entity->index];
        if (!rule_is_found(rule) || (ledger->chosen != NULL && !ledger->chosen[walk->rule]))
            continue;
        const struct column *column = &table->items[rule->item.index].column;
        while (walk->row < table->count) {
            const uint32_t row = walk->row++;
            if (!is_finding(walk->kind, rule, column_state(column, row)))
                continue;
            *finding = (struct finding){.rule = rule, .row = row};
            if (walk->kind == FINDING_CHECK)
                finding->holds = column_value(column, row).boolean;
            return true;
        }
    }
    return false;
}
