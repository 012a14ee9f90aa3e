/* Figures to postings, postings to sheets. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ledger_internal.h"
#include "post_lanes.h"

/* Findings, of which there are at most as many as there is room for. */
struct finding_list {
    struct finding *findings;
    size_t count, most;
};

/* A ledger while it is posted. */
struct posting_run {
    struct ledger *ledger;
    const struct policy *policy;
    struct dataset *dataset;
    struct arith *arith;
    struct arena *arena;
    struct diagnostics *diagnostics;
    bool *versions_used;   /* by version index */
    struct arena gathered; /* what is worked with */
    struct finding_list checks, misses, opens, partial;
    struct posting *postings;
    size_t count, most; /* postings, and how many there may be */
    size_t lacking;     /* of them, those that are undetermined */
};

/* ---- one posting ---- */

static const char *ledger_row_name(struct posting_run *run, const struct rule *rule, uint32_t row)
{
    const struct entity *entity = rule->item.entity;
    const char *path = row_path(run->dataset, entity, row, run->arena);
    if (path == NULL || path[0] == '\0')
        return entity->table;
    const char *name = arena_format(run->arena, "%s[%s]", entity->table, path);
    return name == NULL ? "" : name;
}

static enum ft_status ledger_tell(struct posting_run *run, const struct rule *rule, uint32_t row,
                                  enum ledger_message_id id, const char *third, const char *fourth)
{
    const struct table *table = &run->dataset->tables[rule->item.entity->index];
    run->diagnostics->subject = (struct fault_subject){rule->item.id, ""};
    struct place room;
    diagnostics_add(run->diagnostics, table_place(table, row, &room), &ledger_message[id],
                    rule->item.id, ledger_row_name(run, rule, row), third == NULL ? "" : third,
                    fourth == NULL ? "" : fourth, NULL);
    run->diagnostics->subject.table = NULL;
    return FT_INVALID;
}

/* For what exact amount a post takes place in a lane, or what is lacking. */
static enum ft_status ledger_take_amount(const struct post_rows *rows,
                                         const struct post_lanes *lanes, uint32_t lane,
                                         struct posting *posting)
{
    struct cell when, amount;
    if (vector_cell(rows->pool, &lanes->when, TYPE_BOOLEAN, lane, &when) != FT_OK ||
        vector_cell(rows->pool, &lanes->amount, TYPE_NUMBER, lane, &amount) != FT_OK)
        return FT_NO_MEMORY;
    posting->lacks = amount.state == CELL_UNDETERMINED ? amount.reason.lacks
                     : when.state == CELL_UNDETERMINED ? when.reason.lacks
                                                       : NULL;
    posting->exact = posting->lacks == NULL ? amount.value.number : NUMBER_ZERO;
    return FT_OK;
}

/* Is less than a step lost or won by rounding to it? */
__attribute__((unused)) static bool
is_within_a_step(struct arith *arith, const struct number *residue, const struct number *step)
{
    struct number least;
    return number_neg(&least, arith, step) != FT_OK ||
           (number_compare(arith, residue, step) < 0 && number_compare(arith, &least, residue) < 0);
}

/* A status of the arithmetic on a posting, told at its row. */
static enum ft_status ledger_tell_size(struct posting_run *run, const struct posting *posting,
                                       enum ft_status status)
{
    const struct table *table = &run->dataset->tables[posting->rule->item.entity->index];
    struct place room;
    return number_tell_size(run->diagnostics, table_place(table, posting->row, &room), status);
}

static enum ft_status round_posting(struct posting_run *run, struct posting *posting)
{
    const struct value_kind *kind = posting->post->kind;
    enum ft_status status =
        number_round(&posting->amount, run->arith, &posting->exact, &kind->step, kind->mode);
    if (status == FT_OK)
        status = number_sub(&posting->residue, run->arith, &posting->amount, &posting->exact);
    assert(status != FT_OK || is_within_a_step(run->arith, &posting->residue, &kind->step));
    return ledger_tell_size(run, posting, status);
}

static void ledger_add_posting(struct posting_run *run, const struct posting *posting)
{
    assert(run->count < run->most);
    run->postings[run->count++] = *posting;
    run->lacking += posting->lacks != NULL;
}

static enum ft_status find_accounts(struct posting_run *run, struct posting *posting)
{
    const struct post *post = posting->post;
    if (!account_find(run->dataset, posting->rule, posting->row, post->to, post->to_via,
                      &posting->to))
        return ledger_tell(run, posting->rule, posting->row, LEDGER_NO_PARTY,
                           title_in(&post->to->title, run->diagnostics->language),
                           post->to_via->id);
    if (post->memo || account_find(run->dataset, posting->rule, posting->row, post->from,
                                   post->from_via, &posting->from))
        return FT_OK;
    return ledger_tell(run, posting->rule, posting->row, LEDGER_NO_PARTY,
                       title_in(&post->from->title, run->diagnostics->language),
                       post->from_via->id);
}

static enum ft_status ledger_post_at(struct posting_run *run, const struct post_rows *rows,
                                     const struct post *post, const struct post_lanes *lanes,
                                     uint32_t lane)
{
    const uint32_t row = frame_row(&rows->frame, lane);
    struct posting posting = {.rule = rows->rule, .post = post, .row = row};
    if (!lanes->placed[lane])
        return FT_OK;
    enum ft_status status = ledger_take_amount(rows, lanes, lane, &posting);
    if (status != FT_OK)
        return status;
    if (number_sign(&posting.exact) < 0)
        return ledger_tell(run, rows->rule, row, LEDGER_NEGATIVE,
                           quantity_text(&posting.exact, run->arith, &post->kind->unit), NULL);
    status = find_accounts(run, &posting);
    if (status == FT_OK)
        status = round_posting(run, &posting);
    if (status == FT_OK)
        ledger_add_posting(run, &posting);
    return status;
}

/* ---- all postings and findings ---- */

static void add_finding(struct finding_list *list, struct finding finding)
{
    assert(list->count < list->most);
    list->findings[list->count++] = finding;
}

/* How many postings and findings a rule's rows may give, by their states. */
static void count_most(struct posting_run *run, const struct rule *rule)
{
    const struct table *table = &run->dataset->tables[rule->item.entity->index];
    const bool posts = rule->post_count > 0, shown = rule->require || posts;
    for (uint32_t row = 0; row < table->count; row++) {
        const enum cell_state state = column_state(&table->items[rule->item.index].column, row);
        const bool value = state == CELL_VALUE, open = state == CELL_UNDETERMINED;
        run->most += value || open ? rule->post_count : 0;
        run->opens.most += open && shown;
        run->misses.most += state == CELL_NOT_APPLICABLE && shown;
        run->checks.most += value && rule->require;
        run->partial.most += value && posts;
    }
}

/* Room for all of them, made once. */
static enum ft_status make_lists(struct posting_run *run, const bool *chosen)
{
    struct finding_list *const lists[] = {&run->checks, &run->misses, &run->opens, &run->partial};
    for (size_t i = 0; i < run->policy->rule_count; i++)
        if (chosen == NULL || chosen[i])
            count_most(run, run->policy->rules[i]);
    run->postings = arena_reserve(run->arena, run->most, sizeof *run->postings);
    bool good = run->postings != NULL;
    for (size_t i = 0; i < sizeof lists / sizeof *lists && good; i++) {
        lists[i]->findings = arena_reserve(run->arena, lists[i]->most, sizeof *lists[i]->findings);
        good = lists[i]->findings != NULL;
    }
    return good ? FT_OK : FT_NO_MEMORY;
}

static void find_at(struct posting_run *run, const struct rule *rule, uint32_t row)
{
    const struct item_column *column =
        &run->dataset->tables[rule->item.entity->index].items[rule->item.index];
    const enum cell_state state = column_state(&column->column, row);
    const bool shown = rule->require || rule->post_count > 0;
    if (state == CELL_UNDETERMINED && shown)
        add_finding(&run->opens, (struct finding){rule, row, false});
    if (state == CELL_NOT_APPLICABLE && shown)
        add_finding(&run->misses, (struct finding){rule, row, false});
    if (state != CELL_VALUE || !rule->require)
        return;
    const bool holds = column_value(&column->column, row).boolean;
    run->ledger->failed_checks += !holds;
    add_finding(&run->checks, (struct finding){rule, row, holds});
}

/* What a rule posts and finds in a lane. */
static enum ft_status ledger_post_lane(struct posting_run *run, const struct post_rows *rows,
                                       const struct post_lanes *posts, uint32_t lane)
{
    const struct rule *rule = rows->rule;
    const uint32_t row = frame_row(&rows->frame, lane);
    const size_t lacking = run->lacking;
    enum ft_status outcome = FT_OK;
    find_at(run, rule, row);
    for (size_t i = 0; i < rule->post_count; i++) {
        const enum ft_status status = ledger_post_at(run, rows, &rule->posts[i], &posts[i], lane);
        if (status == FT_NO_MEMORY)
            return status;
        outcome = status == FT_OK ? outcome : status;
    }
    if (vector_state(&rows->outcome, lane) == CELL_VALUE && run->lacking > lacking)
        add_finding(&run->partial, (struct finding){rule, row, false});
    return outcome;
}

static enum ft_status ledger_post_block(struct posting_run *run, struct post_rows *rows,
                                        struct post_lanes *posts)
{
    enum ft_status outcome = FT_OK;
    for (size_t i = 0; i < rows->rule->post_count; i++)
        if (post_lanes(rows, &rows->rule->posts[i], &posts[i]) != FT_OK)
            return FT_NO_MEMORY;
    for (uint32_t lane = 0; lane < rows->frame.count; lane++) {
        const enum ft_status status = ledger_post_lane(run, rows, posts, lane);
        if (status == FT_NO_MEMORY)
            return status;
        outcome = status == FT_OK ? outcome : status;
    }
    return outcome;
}

static enum ft_status post_rule(struct posting_run *run, const struct rule *rule)
{
    struct evaluation evaluation = {.dataset = run->dataset,
                                    .arith = run->arith,
                                    .diagnostics = run->diagnostics,
                                    .versions_used = run->versions_used,
                                    .rule = rule->item.id};
    const uint32_t count = run->dataset->tables[rule->item.entity->index].count;
    struct post_lanes *posts = arena_array(&run->gathered, rule->post_count, sizeof *posts);
    struct post_rows rows;
    enum ft_status outcome = FT_OK;
    for (uint32_t row = 0; rule->post_count == 0 && row < count; row++)
        find_at(run, rule, row);
    if (rule->post_count == 0 || posts == NULL)
        return posts == NULL ? FT_NO_MEMORY : FT_OK;
    enum ft_status status = post_rows_open(&rows, rule, &evaluation);
    while (status == FT_OK && post_rows_next(&rows, &status)) {
        const enum ft_status block = ledger_post_block(run, &rows, posts);
        outcome = block == FT_OK ? outcome : block;
        status = block == FT_NO_MEMORY ? block : FT_OK;
    }
    post_rows_close(&rows);
    return status == FT_OK ? outcome : status;
}

/* ---- sheets ---- */

static int ledger_by_account(const void *x, const void *y)
{
    return account_compare(*(const struct account *)x, *(const struct account *)y);
}

static int ledger_by_sheet(const void *key, const void *sheet)
{
    return account_compare(*(const struct account *)key, ((const struct sheet *)sheet)->account);
}

/* A sheet for every account that occurs, each once, in order. */
static enum ft_status open_sheets(struct posting_run *run, struct sheet **sheets, size_t *count)
{
    struct account *all = arena_array(&run->gathered, run->count * 2, sizeof *all);
    size_t found = 0, kept = 0;
    if (all == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < run->count; i++) {
        all[found++] = run->postings[i].to;
        if (!run->postings[i].post->memo)
            all[found++] = run->postings[i].from;
    }
    if (found > 0)
        qsort(all, found, sizeof *all, ledger_by_account);
    for (size_t i = 0; i < found; i++)
        if (kept == 0 || !account_equal(all[i], all[kept - 1]))
            all[kept++] = all[i];
    *sheets = arena_array(run->arena, kept, sizeof **sheets);
    *count = kept;
    for (size_t i = 0; *sheets != NULL && i < kept; i++)
        (*sheets)[i].account = all[i];
    return *sheets == NULL ? FT_NO_MEMORY : FT_OK;
}

static struct sheet *ledger_sheet_of(struct sheet *sheets, size_t count, struct account account)
{
    return bsearch(&account, sheets, count, sizeof *sheets, ledger_by_sheet);
}

/* Counts the lines of each sheet, makes room for them, and then writes them: two passes of one
 * walk. */
static enum ft_status ledger_write_lines(struct posting_run *run, struct sheet *sheets,
                                         size_t count)
{
    size_t lines = 0;
    for (size_t i = 0; i < run->count; i++) {
        const struct posting *posting = &run->postings[i];
        struct sheet *to = ledger_sheet_of(sheets, count, posting->to);
        *(posting->post->memo ? &to->memo_count : &to->posting_count) += 1;
        if (!posting->post->memo && !account_equal(posting->from, posting->to))
            ledger_sheet_of(sheets, count, posting->from)->posting_count++;
    }
    const size_t kinds = run->policy->kind_count;
    for (size_t i = 0; i < count; i++)
        lines += sheets[i].posting_count + sheets[i].memo_count;
    uint32_t *all = arena_array(run->arena, lines, sizeof *all);
    struct kind_total *totals = arena_array(run->arena, count * kinds, sizeof *totals);
    if (all == NULL || totals == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        sheets[i].postings = all;
        sheets[i].memos = all + sheets[i].posting_count;
        all += sheets[i].posting_count + sheets[i].memo_count;
        sheets[i].totals = &totals[i * kinds];
        for (size_t kind = 0; kind < kinds; kind++)
            sheets[i].totals[kind] = (struct kind_total){
                .received = NUMBER_ZERO, .paid = NUMBER_ZERO, .net = NUMBER_ZERO};
        sheets[i].posting_count = sheets[i].memo_count = 0;
    }
    for (size_t i = 0; i < run->count; i++) {
        const struct posting *posting = &run->postings[i];
        struct sheet *to = ledger_sheet_of(sheets, count, posting->to);
        if (posting->post->memo) {
            ((uint32_t *)to->memos)[to->memo_count++] = (uint32_t)i;
            continue;
        }
        ((uint32_t *)to->postings)[to->posting_count++] = (uint32_t)i;
        struct sheet *from = ledger_sheet_of(sheets, count, posting->from);
        if (from != to)
            ((uint32_t *)from->postings)[from->posting_count++] = (uint32_t)i;
    }
    return FT_OK;
}

static enum ft_status add_to(struct arith *arith, struct number *sum, const struct number *amount)
{
    return number_add(sum, arith, sum, amount);
}

static enum ft_status add_lacks(struct arith *arith, const struct lacks **sum,
                                const struct lacks *lacks)
{
    if (lacks != NULL)
        *sum = lacks_join(*sum, lacks, arith->arena);
    return lacks != NULL && *sum == NULL ? FT_NO_MEMORY : FT_OK;
}

enum ft_status book_posting(struct kind_total *from, struct kind_total *to, struct arith *arith,
                            const struct posting *posting)
{
    const struct number *amount = &posting->amount;
    if (add_lacks(arith, &to->received_lacks, posting->lacks) != FT_OK ||
        add_lacks(arith, &from->paid_lacks, posting->lacks) != FT_OK)
        return FT_NO_MEMORY;
    enum ft_status status = add_to(arith, &to->received, amount);
    if (status == FT_OK)
        status = add_to(arith, &to->net, amount);
    if (status == FT_OK)
        status = add_to(arith, &from->paid, amount);
    return status == FT_OK ? number_sub(&from->net, arith, &from->net, amount) : status;
}

static enum ft_status add_posting_totals(struct posting_run *run, struct sheet *sheets,
                                         size_t count, const struct posting *posting)
{
    size_t kind = posting->post->kind->index;
    if (posting->post->memo)
        return FT_OK; /* a memo moves nothing, so it rounds nothing away either */
    run->ledger->rounding_open[kind] |= posting->lacks != NULL;
    enum ft_status status = add_to(run->arith, &run->ledger->rounding[kind], &posting->residue);
    if (status == FT_OK)
        status = book_posting(&ledger_sheet_of(sheets, count, posting->from)->totals[kind],
                              &ledger_sheet_of(sheets, count, posting->to)->totals[kind],
                              run->arith, posting);
    return ledger_tell_size(run, posting, status);
}

static enum ft_status ledger_add_totals(struct posting_run *run, struct sheet *sheets, size_t count)
{
    struct ledger *ledger = run->ledger;
    size_t kinds = run->policy->kind_count;
    ledger->rounding = arena_array(run->arena, kinds, sizeof *ledger->rounding);
    ledger->totals = arena_array(run->arena, kinds, sizeof *ledger->totals);
    ledger->rounding_open = arena_array(run->arena, kinds, sizeof *ledger->rounding_open);
    if (ledger->rounding == NULL || ledger->totals == NULL || ledger->rounding_open == NULL)
        return FT_NO_MEMORY;
    for (size_t kind = 0; kind < kinds; kind++)
        ledger->rounding[kind] = ledger->totals[kind] = NUMBER_ZERO;
    for (size_t i = 0; i < run->count; i++) {
        enum ft_status status = add_posting_totals(run, sheets, count, &run->postings[i]);
        if (status != FT_OK)
            return status;
    }
    for (size_t i = 0; i < count; i++)
        for (size_t kind = 0; kind < kinds; kind++) {
            enum ft_status status =
                add_to(run->arith, &ledger->totals[kind], &sheets[i].totals[kind].net);
            if (status != FT_OK)
                return number_tell_size(run->diagnostics, NULL, status);
        }
    return FT_OK;
}

static void keep_collected(struct posting_run *run)
{
    struct ledger *ledger = run->ledger;
    ledger->postings = run->postings;
    ledger->posting_count = run->count;
    ledger->checks = run->checks.findings;
    ledger->check_count = run->checks.count;
    ledger->not_applicable = run->misses.findings;
    ledger->not_applicable_count = run->misses.count;
    ledger->undetermined = run->opens.findings;
    ledger->undetermined_count = run->opens.count;
    ledger->open = run->partial.findings;
    ledger->open_count = run->partial.count;
}

static enum ft_status ledger_ledger_collect(struct posting_run *run, const bool *chosen)
{
    enum ft_status outcome = FT_OK;
    run->ledger = arena_allocate(run->arena, sizeof *run->ledger);
    if (run->ledger == NULL || make_lists(run, chosen) != FT_OK)
        return FT_NO_MEMORY;
    *run->ledger = (struct ledger){.policy = run->policy, .dataset = run->dataset};
    for (size_t i = 0; i < run->policy->rule_count; i++) {
        if (chosen != NULL && !chosen[i])
            continue;
        enum ft_status status = post_rule(run, run->policy->rules[i]);
        if (status == FT_NO_MEMORY)
            return status;
        outcome = status == FT_OK ? outcome : status;
    }
    keep_collected(run);
    return outcome;
}

static enum ft_status make_sheets(struct posting_run *run)
{
    struct sheet *sheets = NULL;
    size_t count = 0;
    enum ft_status status = open_sheets(run, &sheets, &count);
    if (status == FT_OK)
        status = ledger_write_lines(run, sheets, count);
    if (status == FT_OK)
        status = ledger_add_totals(run, sheets, count);
    if (status != FT_OK)
        return status;
    run->ledger->sheets = sheets;
    run->ledger->sheet_count = count;
#ifdef FANGTIAN_PARANOID
    for (size_t kind = 0; kind < run->policy->kind_count; kind++)
        assert(number_sign(&run->ledger->totals[kind]) == 0);
#endif
    return FT_OK;
}

static struct posting_run ledger_run_over(const struct policy *policy, struct dataset *dataset,
                                          struct arith *arith, struct diagnostics *diagnostics,
                                          bool *versions_used)
{
    return (struct posting_run){.policy = policy,
                                .dataset = dataset,
                                .arith = arith,
                                .arena = arith->arena,
                                .diagnostics = diagnostics,
                                .versions_used = versions_used};
}

enum ft_status ledger_collect(struct ledger **ledger, const struct policy *policy,
                              const bool *chosen, struct dataset *dataset, struct arith *arith,
                              struct diagnostics *diagnostics, bool *versions_used)
{
    struct posting_run run = ledger_run_over(policy, dataset, arith, diagnostics, versions_used);
    arena_open(&run.gathered, arith->arena->allocator);
    enum ft_status status = ledger_ledger_collect(&run, chosen);
    arena_close(&run.gathered);
    *ledger = run.ledger;
    return status;
}

/* Does every undetermined figure say what it lacks, and every other without a value why? */
__attribute__((unused)) static bool columns_hold(const struct policy *policy,
                                                 const struct dataset *dataset)
{
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct item *item = &policy->rules[i]->item;
        const struct table *table = &dataset->tables[item->entity->index];
        if (table->items != NULL &&
            item_column_fault(&table->items[item->index], table->count) != NULL)
            return false;
    }
    return true;
}

enum ft_status ledger_post(struct ledger **ledger, const struct policy *policy,
                           struct dataset *dataset, struct arith *arith,
                           struct diagnostics *diagnostics, bool *versions_used)
{
    struct posting_run run = ledger_run_over(policy, dataset, arith, diagnostics, versions_used);
    assert(columns_hold(policy, dataset));
    arena_open(&run.gathered, arith->arena->allocator);
    enum ft_status status = ledger_ledger_collect(&run, NULL);
    if (status == FT_OK)
        status = make_sheets(&run);
    if (status == FT_OK)
        status = open_figures_gather(run.ledger, arith, diagnostics);
    arena_close(&run.gathered);
    assert(status != FT_OK || ledger_fault(run.ledger) == NULL);
    if (status == FT_OK)
        *ledger = run.ledger;
    return status;
}

bool ledger_figure(const struct ledger *ledger, const struct rule *rule, uint32_t row,
                   struct number *figure)
{
    const struct column *column =
        &ledger->dataset->tables[rule->item.entity->index].items[rule->item.index].column;
    size_t lines = 0;
    if (column_state(column, row) != CELL_VALUE || rule->item.type.kind != TYPE_NUMBER)
        return false;
    *figure = column_value(column, row).number;
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting *posting = &ledger->postings[i];
        /* A line with an amount of its own is not the rule's figure. */
        if (posting->rule == rule && posting->row == row && posting->post->amount == NULL &&
            lines++ == 0)
            *figure = posting->amount;
    }
    return true;
}
