/* What public purses pay though a condition fails, or is undetermined. */
#include <assert.h>

#include "paid.h"

/* What is known of a row, in bits: a condition fails there, or is undetermined; all the same
 * something is paid; it was told on a walk. */
enum { ROW_FAILS = 1, ROW_IS_OPEN = 2, ROW_PAYS = 4, ROW_IS_TOLD = 8 };

bool paid_add(struct display *display, struct paid_sum *sum, const struct posting *posting)
{
    sum->open |= posting->lacks != NULL;
    return number_add(&sum->amount, display->context->arith, &sum->amount, &posting->amount) ==
           FT_OK;
}

bool is_paid(const struct posting *posting)
{
    return !posting->post->memo && (posting->lacks != NULL || number_sign(&posting->amount) != 0);
}

struct paid_sum *paid_sums(struct display *display)
{
    const size_t count = display->context->policy->kind_count;
    struct paid_sum *sums = arena_array(display->arena, count, sizeof *sums);
    for (size_t i = 0; sums != NULL && i < count; i++)
        sums[i] = (struct paid_sum){.amount = NUMBER_ZERO};
    return sums;
}

static bool is_public_payment(const struct posting *posting)
{
    return is_paid(posting) && posting->from.party->is_public && !posting->to.party->is_public;
}

/* A payment that is undetermined itself is none that an undetermined condition would stop. */
static bool is_paid_at(const struct posting *posting, uint8_t mark)
{
    return (mark & (posting->lacks == NULL ? ROW_FAILS | ROW_IS_OPEN : ROW_FAILS)) != 0;
}

/* ---- which rows ---- */

static bool mark_row(struct display *display, struct pending *pending,
                     const struct finding *finding, uint8_t mark)
{
    const size_t entity = finding->rule->item.entity->index;
    uint8_t **marks = &pending->paid_marks[entity];
    if (*marks == NULL)
        *marks =
            arena_array(display->arena, display->context->ledger->dataset->tables[entity].count, 1);
    if (*marks != NULL)
        (*marks)[finding->row] |= mark;
    return *marks != NULL;
}

static bool mark_failing(struct display *display, struct pending *pending)
{
    const struct ledger *ledger = display->context->ledger;
    struct finding_walk checks = {.ledger = ledger, .kind = FINDING_CHECK};
    struct finding_walk open = {.ledger = ledger, .kind = FINDING_UNDETERMINED};
    struct finding finding;
    bool good = true;
    while (good && finding_next(&checks, &finding))
        good = finding.holds || mark_row(display, pending, &finding, ROW_FAILS);
    while (good && finding_next(&open, &finding))
        good = !finding.rule->require || mark_row(display, pending, &finding, ROW_IS_OPEN);
    return good;
}

/* Marks each row above a payment or at its own where a condition does not hold; of the root's row
 * what is posted there alone counts, for all else stands below it. */
static bool mark_paid(struct display *display, struct pending *pending,
                      const struct posting *posting)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const struct entity *own = posting->rule->item.entity;
    uint32_t row = posting->row;
    bool noted = false;
    for (const struct entity *entity = own; entity != NULL; entity = entity->parent) {
        uint8_t *marks = pending->paid_marks[entity->index];
        const bool caught =
            marks != NULL && marks[row] != 0 && (entity->parent != NULL || entity == own);
        if (caught && is_paid_at(posting, marks[row])) {
            noted = true;
            pending->paid_count += (marks[row] & ROW_PAYS) == 0;
            marks[row] |= ROW_PAYS;
        } else if (caught) { /* neither is known: nor is what all come to */
            pending->paid_total[posting->post->kind->index].open = true;
        }
        if (entity->parent != NULL)
            row = dataset->tables[entity->index].parents[row];
    }
    return noted;
}

bool paid_gather(struct basis *basis, struct pending *pending)
{
    struct display *display = basis->display;
    const struct ledger *ledger = display->context->ledger;
    pending->paid_marks = arena_array(display->arena, ledger->dataset->schema->entity_count,
                                      sizeof *pending->paid_marks);
    pending->paid_total = paid_sums(display);
    bool good = pending->paid_marks != NULL && pending->paid_total != NULL &&
                mark_failing(display, pending);
    for (size_t i = 0; good && i < ledger->posting_count; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        if (!is_public_payment(&posting) || !mark_paid(display, pending, &posting))
            continue;
        basis->pays[posting.rule->item.order] = true;
        good = paid_add(display, &pending->paid_total[posting.post->kind->index], &posting);
    }
    basis_spread(basis, basis->pays); /* what uses a figure that was so paid holds it too */
    return good;
}

/* ---- row by row ---- */

void paid_walk_open(struct paid_walk *walk, struct display *display, const struct pending *pending)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    *walk =
        (struct paid_walk){.display = display,
                           .pending = pending,
                           .findings = {.ledger = display->context->ledger, .kind = FINDING_CHECK}};
    for (size_t i = 0; i < dataset->schema->entity_count; i++)
        for (uint32_t row = 0; pending->paid_marks[i] != NULL && row < dataset->tables[i].count;
             row++)
            pending->paid_marks[i][row] &= (uint8_t)~ROW_IS_TOLD;
}

/* The conditions of the row that fail, then those that are undetermined. */
static bool paid_add_checks(struct display *display, struct paid_row *row)
{
    const struct figure_context *context = display->context;
    const struct table *table = &context->ledger->dataset->tables[row->entity->index];
    struct paid_check **end = &row->checks;
    for (int open = 0; open < 2; open++) {
        for (size_t i = 0; i < context->policy->rule_count; i++) {
            const struct rule *rule = context->policy->rules[i];
            if (!rule->require || rule->item.entity != row->entity)
                continue;
            const struct column *column = &table->items[rule->item.index].column;
            const enum cell_state state = column_state(column, row->row);
            if (open == 0 ? state != CELL_VALUE || column_value(column, row->row).boolean
                          : state != CELL_UNDETERMINED)
                continue;
            *end = arena_allocate(display->arena, sizeof **end);
            if (*end == NULL)
                return false;
            **end = (struct paid_check){rule, open == 1, NULL};
            end = &(*end)->next;
        }
    }
    return true;
}

static bool paid_add_item(struct display *display, struct paid_row *row,
                          const struct posting *posting)
{
    struct paid_item **at = &row->items;
    while (*at != NULL && (*at)->post != posting->post)
        at = &(*at)->next;
    if (*at == NULL) {
        *at = arena_allocate(display->arena, sizeof **at);
        if (*at == NULL)
            return false;
        **at = (struct paid_item){
            .post = posting->post, .rule = posting->rule, .sum = {.amount = NUMBER_ZERO}};
    }
    return paid_add(display, &(*at)->sum, posting);
}

/* The rows of a table that stand at a row of one above, or below it: they stand together. */
struct row_range {
    uint32_t from, to;
};

static struct row_range paid_rows_below(const struct dataset *dataset, const struct paid_row *row,
                                        const struct entity *entity)
{
    if (entity == row->entity)
        return (struct row_range){row->row, row->row + 1};
    const struct row_range above = paid_rows_below(dataset, row, entity->parent);
    const uint32_t *first = dataset->tables[entity->index].first;
    return (struct row_range){first[above.from], first[above.to]};
}

static bool paid_add_items(struct display *display, struct paid_row *row, uint8_t mark)
{
    const struct ledger *ledger = display->context->ledger;
    bool good = true;
    for (size_t i = 0; i < ledger->posted_count; i++) {
        const struct rule *rule = ledger->posted[i].rule;
        const struct entity *entity = rule->item.entity;
        if (entity != row->entity &&
            (row->entity->parent == NULL || !entity_is_below(entity, row->entity)))
            continue;
        const struct row_range rows = paid_rows_below(ledger->dataset, row, entity);
        size_t end;
        for (size_t at = ledger_postings_of(ledger, rule, rows.from, rows.to, &end);
             good && at < end; at++) {
            const struct posting posting = ledger_posting(ledger, at);
            good = !is_public_payment(&posting) || !is_paid_at(&posting, mark) ||
                   paid_add_item(display, row, &posting);
        }
    }
    return good;
}

/* The next condition that does not hold: first all that fail. */
static bool paid_next_finding(struct paid_walk *walk, struct finding *finding)
{
    struct finding_walk *findings = &walk->findings;
    while (true) {
        const bool open = findings->kind == FINDING_UNDETERMINED;
        if (finding_next(findings, finding)) {
            if (open ? finding->rule->require : !finding->holds)
                return true;
        } else if (open) {
            return false;
        } else {
            *findings =
                (struct finding_walk){.ledger = findings->ledger, .kind = FINDING_UNDETERMINED};
        }
    }
}

bool paid_walk_next(struct paid_walk *walk, struct paid_row *row)
{
    struct finding finding;
    while (paid_next_finding(walk, &finding)) {
        const struct entity *entity = finding.rule->item.entity;
        uint8_t *mark = &walk->pending->paid_marks[entity->index][finding.row];
        if ((*mark & ROW_PAYS) == 0 || (*mark & ROW_IS_TOLD) != 0)
            continue;
        *mark |= ROW_IS_TOLD;
        *row = (struct paid_row){.entity = entity, .row = finding.row};
        if (!paid_add_checks(walk->display, row) || !paid_add_items(walk->display, row, *mark))
            return display_lack_memory(walk->display) == FT_OK;
        assert(row->checks != NULL && row->items != NULL);
        return true;
    }
    return false;
}
