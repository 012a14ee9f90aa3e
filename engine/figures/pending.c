/* What is to be settled before anyone signs: gathered from the figures, postings and checks. */
#include <assert.h>
#include <string.h>

#include "later.h"
#include "outstanding.h"
#include "paid.h"
#include "rested_rows.h"
#include "shown_view.h"
#include "verdict.h"

static const struct table *table_of(const struct display *display, const struct rule *rule)
{
    return &display->context->ledger->dataset->tables[rule->item.entity->index];
}

/* ---- values that no text read gives ---- */

/* `rows`: of each rule the rows that count; NULL: all do. */
static bool sum_rested(struct basis *basis, struct rested_value *rested, const bool *direct,
                       const bool *all, bool *const *rows)
{
    struct display *display = basis->display;
    const struct ledger *ledger = display->context->ledger;
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const size_t order = ledger_posting_rule(ledger, i)->item.order;
        if (!all[order])
            continue;
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        if (!is_paid(posting) ||
            (rows != NULL && rows[order] != NULL && !rows[order][posting->row]))
            continue;
        rested->all_count++;
        rested->direct_count += direct[order];
        const size_t kind = posting->post->kind->index;
        if (!paid_add(display, &rested->all[kind], posting) ||
            (direct[order] && !paid_add(display, &rested->direct[kind], posting)))
            return false;
    }
    return true;
}

/* Leaves marked those rules alone of which some row rests on the value. */
static void unmark_rules(const struct basis *basis, bool *const *rows, bool *marks)
{
    const struct policy *policy = basis->display->context->policy;
    for (size_t i = 0; rows != NULL && i < policy->rule_count; i++) {
        const uint32_t count = table_of(basis->display, policy->rules[i])->count;
        bool some = false;
        for (uint32_t row = 0; rows[i] != NULL && row < count; row++)
            some |= rows[i][row];
        marks[i] &= some;
    }
}

static bool add_rested(struct basis *basis, struct pending *pending, const struct version *version,
                       enum value_telling telling, bool *direct, bool *all)
{
    bool **rows;
    struct rested_value *rested = &pending->rested[pending->rested_count++];
    *rested = (struct rested_value){
        .version = version, .direct = paid_sums(basis->display), .all = paid_sums(basis->display)};
    basis_mark_parameter(basis, version->parameter, true, direct);
    basis_mark_parameter(basis, version->parameter, false, all);
    if (!rested_rows_find(basis, version->parameter, telling, all, &rows, &rested->at_most))
        return false;
    unmark_rules(basis, rows, all);
    for (size_t i = 0; i < basis->display->context->policy->rule_count; i++)
        basis->rests[i] |= all[i];
    return rested->direct != NULL && rested->all != NULL &&
           sum_rested(basis, rested, direct, all, rows);
}

/* What most is paid by directly stands first of those that are known in the same way. */
static void sort_rested(struct arith *arith, const struct pending *pending, size_t first)
{
    for (size_t i = first + 1; i < pending->rested_count; i++) {
        const struct rested_value own = pending->rested[i];
        size_t at = i;
        for (; at > first && number_compare(arith, &pending->rested[at - 1].direct[0].amount,
                                            &own.direct[0].amount) < 0;
             at--)
            pending->rested[at] = pending->rested[at - 1];
        pending->rested[at] = own;
    }
}

/* Whether no value of it was known by the sheet's day: what asks whether it was in force goes by that. */
static bool is_unknown_then(const struct display *display, const struct parameter *parameter)
{
    return parameter->version_count > 0 &&
           parameter_is_withheld(parameter, parameter->versions[parameter->version_count - 1].from,
                                 display->context->ledger->dataset->known_at);
}

/* On a sheet as known on a day, what rests on a value that cannot be shown to have been published
 * by then, or on its being unknown, is to be settled too. */
static void rest_on_unproven(struct basis *basis, const struct parameter *parameter, bool *all)
{
    if (basis_used_version(basis->display, parameter, TELL_UNPROVEN) == NULL &&
        !is_unknown_then(basis->display, parameter))
        return;
    basis_mark_parameter(basis, parameter, false, all);
    for (size_t i = 0; i < basis->display->context->policy->rule_count; i++)
        basis->rests[i] |= all[i];
}

/* Nor is what rests on a rule that cannot be shown to have been known. */
static bool rest_on_later(struct basis *basis, bool *all)
{
    const struct policy *policy = basis->display->context->policy;
    struct later later;
    if (!later_open(basis->display, &later))
        return false;
    memset(all, 0, policy->rule_count * sizeof *all);
    for (size_t i = 0; i < later.count; i++)
        all[later.rules[i].rule->item.order] = true;
    basis_spread(basis, all);
    for (size_t i = 0; i < policy->rule_count; i++)
        basis->rests[i] |= all[i];
    return true;
}

static bool gather_rested(struct basis *basis, struct pending *pending)
{
    static const enum value_telling statuses[] = {TELL_UNVERIFIED, TELL_ILLUSTRATIVE};
    struct display *display = basis->display;
    const struct policy *policy = display->context->policy;
    bool *direct = arena_array(display->arena, policy->rule_count, sizeof *direct);
    bool *all = arena_array(display->arena, policy->rule_count, sizeof *all);
    pending->rested =
        arena_array(display->arena, 2 * policy->parameter_count, sizeof *pending->rested);
    bool good = direct != NULL && all != NULL && pending->rested != NULL;
    for (size_t s = 0; s < sizeof statuses / sizeof *statuses; s++) {
        const size_t first = pending->rested_count;
        for (size_t i = 0; good && i < policy->parameter_count; i++) {
            const struct version *version =
                basis_used_version(display, policy->parameters[i], statuses[s]);
            good = version == NULL || add_rested(basis, pending, version, statuses[s], direct, all);
        }
        if (good)
            sort_rested(display->context->arith, pending, first);
    }
    for (size_t i = 0; good && i < policy->parameter_count; i++)
        rest_on_unproven(basis, policy->parameters[i], all);
    return good && rest_on_later(basis, all);
}

/* ---- the figures of the summary ---- */

static void worsen(struct standing_figure *figure, enum standing standing)
{
    figure->on_values |= standing == STANDING_VALUES;
    if (figure->standing < standing)
        figure->standing = standing;
}

static void rest_on_rule(const struct basis *basis, struct standing_figure *figure,
                         const struct rule *rule)
{
    if (basis->rests[rule->item.order])
        worsen(figure, STANDING_VALUES);
    if (basis->pays[rule->item.order])
        worsen(figure, STANDING_CONDITIONS);
    if (basis->doubts[rule->item.order])
        worsen(figure, STANDING_FACTS);
}

/* A figure of a formula stands on the figures and values it names. */
static void rest_on_formula(const struct basis *basis, struct standing_figure *figure,
                            const struct formula *formula)
{
    const struct display *display = basis->display;
    for (size_t i = 0; i < formula->item_count; i++)
        rest_on_rule(basis, figure, display->context->policy->rules[formula->items[i]->order]);
    if (doubts_hold(&basis->facts, formula))
        worsen(figure, STANDING_FACTS);
    for (size_t i = 0; i < formula->parameter_count; i++)
        for (enum value_telling told = TELL_UNVERIFIED; told <= TELL_UNPROVEN; told++)
            if (basis_used_version(display, formula->parameters[i], told) != NULL)
                worsen(figure, STANDING_VALUES);
}

static bool add_nil_rule(struct display *display, struct standing_figure *figure,
                         const struct rule *rule)
{
    for (size_t i = 0; i < figure->nil_rule_count; i++)
        if (figure->nil_rules[i] == rule)
            return true;
    const struct rule **rules =
        arena_grow(display->arena, figure->nil_rules, &figure->nil_rule_capacity,
                   sizeof(const struct rule *), figure->nil_rule_count + 1);
    if (rules == NULL)
        return false;
    figure->nil_rules = rules;
    rules[figure->nil_rule_count++] = rule;
    return true;
}

/* The values on which the rules of the postings of 0 rest. */
static bool gather_nil_values(const struct basis *basis, const struct pending *pending,
                              struct standing_figure *figure)
{
    struct arena *arena = basis->display->arena;
    bool *marks = arena_array(arena, basis->display->context->policy->rule_count, sizeof *marks);
    figure->nil_values = arena_array(arena, pending->rested_count, sizeof(const struct version *));
    if (marks == NULL || figure->nil_values == NULL)
        return false;
    for (size_t i = 0; i < pending->rested_count; i++) {
        const struct version *version = pending->rested[i].version;
        bool found = false;
        basis_mark_parameter(basis, version->parameter, false, marks);
        for (size_t j = 0; j < figure->nil_rule_count; j++)
            found |= marks[figure->nil_rules[j]->item.order];
        if (found)
            figure->nil_values[figure->nil_value_count++] = version;
    }
    return true;
}

/* Whether the rule pays the party something of the kind, or is paid by it. */
static bool pays_party(const struct basis *basis, const struct rule *rule,
                       const struct party *party, const struct value_kind *kind)
{
    const struct ledger *ledger = basis->display->context->ledger;
    size_t end;
    for (size_t i = ledger_postings_of(ledger, rule, 0, UINT32_MAX, &end); i < end; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        if (is_paid(posting) && posting->post->kind == kind &&
            (posting->from.party == party || posting->to.party == party))
            return true;
    }
    return false;
}

static bool party_is_idle(const struct basis *basis, const struct party *party,
                          const struct value_kind *kind)
{
    const struct ledger *ledger = basis->display->context->ledger;
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        if (is_paid(posting) && posting->post->kind == kind &&
            (posting->from.party == party || posting->to.party == party))
            return false;
    }
    return true;
}

/* A net stands on every rule that may post something of the kind to or from the party: what comes to
 * 0 or does not apply by a fact or a value may come to more by another. */
static bool rest_on_party(const struct basis *basis, const struct pending *pending,
                          struct standing_figure *figure, const struct party *party,
                          const struct value_kind *kind)
{
    const struct policy *policy = basis->display->context->policy;
    bool paid = false;
    figure->idle = party_is_idle(basis, party, kind);
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        if (!rule_pays_party(rule, party, kind))
            continue;
        rest_on_rule(basis, figure, rule);
        if (doubts_lack_rows(&basis->facts, rule->item.entity))
            worsen(figure, STANDING_FACTS);
        if (!basis->rests[i])
            continue;
        const bool pays = pays_party(basis, rule, party, kind);
        paid |= pays;
        if (!pays && !add_nil_rule(basis->display, figure, rule))
            return false;
    }
    if (paid || figure->standing != STANDING_VALUES)
        figure->nil_rule_count = 0;
    return figure->nil_rule_count == 0 || gather_nil_values(basis, pending, figure);
}

static bool pending_add_figure(struct basis *basis, struct pending *pending, size_t *capacity,
                               struct standing_figure figure)
{
    struct standing_figure *grown = arena_grow(basis->display->arena, pending->figures, capacity,
                                               sizeof *grown, pending->figure_count + 1);
    if (grown == NULL)
        return false;
    pending->figures = grown;
    grown[pending->figure_count++] = figure;
    return true;
}

/* The lines of numbers that a sheet of one row shows, those of 0 too; of one below the root its sums
 * alone. What does not apply is left out where nothing could make it apply. */
static bool pending_add_view(struct basis *basis, struct pending *pending, size_t *capacity,
                             const struct shown_view *shown)
{
    const struct view *view = shown->table.view;
    for (size_t i = 0; i < view->line_count; i++) {
        const struct view_line *line = &view->lines[i];
        const struct cell *cell = view_cell(shown, 0, i);
        struct standing_figure figure = {.shown = shown, .line = i};
        const bool open = cell->state == CELL_UNDETERMINED;
        if (line->type.kind != TYPE_NUMBER || (view->entity->parent != NULL && !line->total))
            continue;
        if (line->party == NULL)
            rest_on_formula(basis, &figure, line->value);
        else if (!rest_on_party(basis, pending, &figure, line->party, line->kind))
            return false;
        if (open)
            worsen(&figure, STANDING_OPEN);
        if ((cell->state == CELL_VALUE || figure.standing != STANDING_GOOD) &&
            !pending_add_figure(basis, pending, capacity, figure))
            return false;
    }
    return true;
}

static bool pending_add_net(struct basis *basis, struct pending *pending, size_t *capacity,
                            const struct sheet *sheet)
{
    const struct policy *policy = basis->display->context->policy;
    for (size_t i = 0; i < policy->kind_count; i++) {
        const struct kind_total total = sheet_total(sheet, i);
        struct standing_figure figure = {
            .account = sheet->account, .total = total, .kind = &policy->kinds[i]};
        if (!rest_on_party(basis, pending, &figure, sheet->account.party, figure.kind))
            return false;
        if (total_is_open(&total))
            worsen(&figure, STANDING_OPEN);
        if ((number_sign(&total.net) != 0 || figure.standing != STANDING_GOOD) &&
            !pending_add_figure(basis, pending, capacity, figure))
            return false;
    }
    return true;
}

/* Public purses; of a vocabulary that names none, every party of which there is one. */
static bool pending_is_told(const struct policy *policy, const struct party *party)
{
    for (size_t i = 0; i < policy->party_count; i++)
        if (policy->parties[i].is_public)
            return party->is_public;
    return party->each == NULL;
}

/* The sheets that lead; without one for the whole portfolio, what public purses net too. */
static bool gather_figures(struct basis *basis, struct pending *pending)
{
    struct display *display = basis->display;
    const struct ledger *ledger = display->context->ledger;
    size_t capacity = 0;
    bool whole = false, good = true;
    for (size_t i = 0; good && i < display->view_count; i++) {
        const struct shown_view *shown = &display->views[i];
        if (!shown->leads || !shown->table.view->sheet || shown->table.count != 1)
            continue;
        whole |= shown->table.view->entity->parent == NULL;
        good = pending_add_view(basis, pending, &capacity, shown);
    }
    for (size_t i = 0; good && !whole && i < ledger->sheet_count; i++) {
        const struct sheet sheet = ledger_sheet(ledger, i);
        if (pending_is_told(display->context->policy, sheet.account.party))
            good = pending_add_net(basis, pending, &capacity, &sheet);
    }
    return good;
}

/* ---- rows with figures that are undetermined ---- */

/* Counts an undetermined figure at the row below the root under which it stands. */
static void count_open_row(const struct display *display, const struct entity *entity, uint32_t row,
                           uint32_t **counts)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    while (entity->parent != NULL && entity->parent->parent != NULL) {
        row = dataset->tables[entity->index].parents[row];
        entity = entity->parent;
    }
    if (entity->parent != NULL)
        counts[entity->index][row]++;
}

static void count_open(const struct display *display, const struct rule *rule, uint32_t **counts)
{
    const struct table *table = table_of(display, rule);
    for (uint32_t row = 0; row < table->count; row++)
        if (column_state(&table->items[rule->item.index].column, row) == CELL_UNDETERMINED)
            count_open_row(display, rule->item.entity, row, counts);
}

static bool gather_open(struct display *display, struct pending *pending)
{
    const struct policy *policy = display->context->policy;
    const struct ledger *ledger = display->context->ledger;
    const struct dataset *dataset = ledger->dataset;
    const size_t entities = dataset->schema->entity_count;
    uint32_t **counts = arena_array(display->arena, entities, sizeof *counts);
    pending->open = arena_array(display->arena, entities, sizeof *pending->open);
    for (size_t i = 0; counts != NULL && i < entities; i++) {
        counts[i] = arena_array(display->arena, dataset->tables[i].count, sizeof **counts);
        if (counts[i] == NULL)
            return false;
    }
    if (counts == NULL || pending->open == NULL)
        return false;
    for (size_t i = 0; i < policy->rule_count; i++)
        if (policy->rules[i]->is_seen)
            count_open(display, policy->rules[i], counts);
    for (size_t i = 0; i < ledger->open_figure_count; i++)
        count_open_row(display, ledger->open_figures[i].view->entity, ledger->open_figures[i].row,
                       counts);
    for (size_t i = 0; i < entities; i++) {
        struct open_rows *open = &pending->open[pending->open_count];
        *open = (struct open_rows){.entity = &dataset->schema->entities[i], .figures = counts[i]};
        for (uint32_t row = 0; row < dataset->tables[i].count; row++)
            open->count += counts[i][row] > 0;
        pending->open_count += open->count > 0;
    }
    return true;
}

bool pending_open(struct display *display, struct pending *pending)
{
    assert(display->views != NULL); /* the summary is of the views that are shown */
    struct basis basis;
    *pending = (struct pending){0};
    const bool good = basis_open(display, &basis) && gather_rested(&basis, pending) &&
                      paid_gather(&basis, pending) && basis_doubt(&basis, pending) &&
                      gather_figures(&basis, pending) && gather_open(display, pending) &&
                      outstanding_gather(display, pending);
    if (!good)
        (void)display_lack_memory(display);
    return good;
}
