/* Figures to postings. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ledger_internal.h"
#include "post_lanes.h"

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
    struct posted *posted; /* by the rule at hand; NULL: it posts nothing */
    size_t lacking;        /* postings that are undetermined */
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
                    rule->item.id, ledger_row_name(run, rule, row), third, fourth, NULL);
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

static enum ft_status ledger_add_posting(struct posting_run *run, const struct posting *posting)
{
    if (!posted_add(run->posted, run->dataset, posting, run->arena))
        return FT_NO_MEMORY;
    run->lacking += posting->lacks != NULL;
    return FT_OK;
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
    if (number_sign(&posting.exact) < 0) {
        const char *amount = quantity_text(&posting.exact, run->arith, &post->kind->unit);
        return amount == NULL ? FT_NO_MEMORY
                              : ledger_tell(run, rows->rule, row, LEDGER_NEGATIVE, amount, "");
    }
    status = find_accounts(run, &posting);
    if (status == FT_OK)
        status = round_posting(run, &posting);
    return status == FT_OK ? ledger_add_posting(run, &posting) : status;
}

/* ---- all postings and findings ---- */

/* How many postings a rule's rows may give, and what is found at them, by their states. */
static size_t count_rows(struct ledger *ledger, const struct rule *rule)
{
    const struct table *table = &ledger->dataset->tables[rule->item.entity->index];
    const struct column *column = &table->items[rule->item.index].column;
    const bool shown = rule_is_found(rule);
    size_t most = 0;
    for (uint32_t row = 0; row < table->count; row++) {
        const enum cell_state state = column_state(column, row);
        const bool value = state == CELL_VALUE, open = state == CELL_UNDETERMINED;
        most += value || open ? rule->post_count : 0;
        ledger->undetermined_count += open && shown;
        ledger->not_applicable_count += state == CELL_NOT_APPLICABLE && shown;
        ledger->check_count += value && rule->require;
        ledger->failed_checks += value && rule->require && !column_value(column, row).boolean;
    }
    return most;
}

/* What a rule posts and finds in a lane. */
static enum ft_status ledger_post_lane(struct posting_run *run, const struct post_rows *rows,
                                       const struct post_lanes *posts, uint32_t lane)
{
    const struct rule *rule = rows->rule;
    const size_t lacking = run->lacking;
    enum ft_status outcome = FT_OK;
    for (size_t i = 0; i < rule->post_count; i++) {
        const enum ft_status status = ledger_post_at(run, rows, &rule->posts[i], &posts[i], lane);
        if (status == FT_NO_MEMORY)
            return status;
        outcome = status == FT_OK ? outcome : status;
    }
    run->posted->open_rows +=
        vector_state(&rows->outcome, lane) == CELL_VALUE && run->lacking > lacking;
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
    struct post_lanes *posts = arena_array(&run->gathered, rule->post_count, sizeof *posts);
    struct post_rows rows;
    enum ft_status outcome = FT_OK;
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

/* The rule's postings, and what is found at its rows. Where it posts nothing, it has no columns. */
static enum ft_status collect_rule(struct posting_run *run, const struct rule *rule)
{
    struct ledger *ledger = run->ledger;
    const size_t most = count_rows(ledger, rule);
    run->posted = &ledger->posted[ledger->posted_count];
    if (!posted_open(run->posted, rule, ledger->posting_count, most, run->arena))
        return FT_NO_MEMORY;
    const enum ft_status status = post_rule(run, rule);
    ledger->posting_count += run->posted->count;
    ledger->open_count += run->posted->open_rows;
    ledger->posted_count += run->posted->count > 0;
    return status;
}

static enum ft_status collect_rules(struct posting_run *run, const bool *chosen)
{
    enum ft_status outcome = FT_OK;
    const size_t rules = run->policy->rule_count;
    struct ledger *ledger = arena_allocate(run->arena, sizeof *ledger);
    struct posted *posted = arena_array(run->arena, rules + 1, sizeof *posted);
    bool *own = chosen == NULL ? NULL : arena_array(run->arena, rules, sizeof *own);
    if (ledger == NULL || posted == NULL || (chosen != NULL && own == NULL))
        return FT_NO_MEMORY;
    if (own != NULL)
        memcpy(own, chosen, rules * sizeof *own);
    *ledger = (struct ledger){
        .policy = run->policy, .dataset = run->dataset, .chosen = own, .posted = posted};
    run->ledger = ledger;
    for (size_t i = 0; i < rules; i++) {
        if (chosen != NULL && !chosen[i])
            continue;
        enum ft_status status = collect_rule(run, run->policy->rules[i]);
        if (status == FT_NO_MEMORY)
            return status;
        outcome = status == FT_OK ? outcome : status;
    }
    return outcome;
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
    enum ft_status status = collect_rules(&run, chosen);
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
    enum ft_status status = collect_rules(&run, NULL);
    if (status == FT_OK)
        status = make_sheets(run.ledger, arith, diagnostics, &run.gathered);
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
    if (column_state(column, row) != CELL_VALUE || rule->item.type.kind != TYPE_NUMBER)
        return false;
    *figure = column_value(column, row).number;
    size_t end;
    for (size_t i = ledger_postings_at(ledger, rule, row, &end); i < end; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        /* A line with an amount of its own is not the rule's figure. */
        if (posting.post->amount == NULL) {
            *figure = posting.amount;
            break;
        }
    }
    return true;
}
