/* What is doubted of rules and postings, given what their formulas say of rows; how far doubles may
 * be off what a scale gives. */
#include "livebook_internal.h"

/* ---- scales ---- */

/* The greatest rate or amount of any slice, and how many slices a scale has at most. */
static struct number greatest_rate(struct livebook *book, struct arith *arith,
                                   const struct parameter *parameter, size_t *slices)
{
    struct number greatest = NUMBER_ZERO, size;
    *slices = 1;
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *version = &parameter->versions[i];
        *slices = version->bracket_count > *slices ? version->bracket_count : *slices;
        for (size_t j = 0; j < version->bracket_count; j++) {
            size = version->brackets[j].rate;
            if (number_sign(&size) < 0 &&
                number_sub(&size, arith, &NUMBER_ZERO, &version->brackets[j].rate) != FT_OK)
                book->no_memory = true;
            if (number_compare(arith, &size, &greatest) > 0)
                greatest = size;
        }
    }
    return greatest;
}

struct bound bound_of_brackets(struct livebook *book, struct arith *arith, const struct node *node,
                               const struct number *x, struct bound error)
{
    size_t slices;
    const struct number greatest = greatest_rate(book, arith, node->parameter, &slices);
    const struct number count = number_from_int((int32_t)slices + 2);
    const struct bound noise = bound_multiply(bound_above(&count), bound_share(x, HELD));
    return bound_multiply(bound_above(&greatest), bound_add(error, noise));
}

struct bound bound_of_thresholds(struct livebook *book, struct arith *arith,
                                 const struct node *node)
{
    size_t slices;
    const struct number greatest = greatest_rate(book, arith, node->parameter, &slices);
    const struct number count = number_from_int((int32_t)slices + 2);
    return bound_multiply(bound_above(&count), bound_share(&greatest, HELD));
}

/* ---- rules ---- */

/* Rows where a rule's `when` decided, or its cases; and those that took a case, or the default. */
enum decided { DECIDED_WHEN, DECIDED_CASES, DECIDED_VALUE };

static uint32_t rows_decided(const struct table *table, const struct rule *rule,
                             enum decided decided, int16_t taken, uint32_t *rows)
{
    const struct item_column *column = &table->items[rule->item.index];
    uint32_t count = 0;
    for (uint32_t row = 0; row < table->count; row++) {
        const bool value = column_state(&column->column, row) == CELL_VALUE;
        const enum reason_kind kind = value ? REASON_NONE : item_reason(column, row).kind;
        const bool by_case = value || kind == REASON_NO_CASE;
        if (decided == DECIDED_WHEN    ? by_case || kind == REASON_WHEN
            : decided == DECIDED_CASES ? by_case
                                       : value && item_case(column, row) == taken)
            rows[count++] = row;
    }
    return count;
}

/* A figure that rests on the one before it: row by row, each once the bounds before it are known.
 * Past so many rows it stands as a value. */
static void trust_in_order(struct livebook *book, const struct rule *rule, struct bound *bounds,
                           bool *doubts)
{
    enum { MOST_ROWS = 1000 };
    const struct table *table = book->tables[rule->item.entity->index].table;
    const struct item_column *column = &table->items[rule->item.index];
    for (uint32_t row = 0; row < table->count && !book->no_memory; row++) {
        const int16_t taken = item_case(column, row);
        doubts[row] = doubts[row] || table->count > MOST_ROWS;
        if (doubts[row] || column_state(&column->column, row) != CELL_VALUE)
            continue;
        trust_formula(book, rule, rule->when, &row, 1, NULL, doubts);
        for (size_t i = 0; i < rule->case_count; i++)
            trust_formula(book, rule, rule->cases[i].when, &row, 1, NULL, doubts);
        trust_formula(book, rule, taken < 0 ? rule->value : rule->cases[taken].value, &row, 1,
                      bounds, doubts);
    }
}

static void trust_rule(struct livebook *book, const struct rule *rule)
{
    const struct entity *entity = rule->item.entity;
    const struct table *table = book->tables[entity->index].table;
    struct bound *bounds = arena_array(book->arena, table->count, sizeof *bounds);
    bool *doubts = arena_array(book->arena, table->count, sizeof *doubts);
    const struct arena_mark mark = arena_mark(&book->scratch);
    uint32_t *rows = arena_array(&book->scratch, table->count, sizeof *rows);
    book->bounds[entity->index][rule->item.index] = bounds;
    book->doubts[entity->index][rule->item.index] = doubts;
    if (bounds == NULL || doubts == NULL || rows == NULL) {
        book->no_memory = true;
        return;
    }
    if (rule->recurs) {
        trust_in_order(book, rule, bounds, doubts);
        arena_rewind(&book->scratch, mark);
        return;
    }
    uint32_t count = rows_decided(table, rule, DECIDED_WHEN, 0, rows);
    trust_formula(book, rule, rule->when, rows, count, NULL, doubts);
    count = rows_decided(table, rule, DECIDED_CASES, 0, rows);
    for (size_t i = 0; i < rule->case_count; i++)
        trust_formula(book, rule, rule->cases[i].when, rows, count, NULL, doubts);
    for (size_t i = 0; i <= rule->case_count && !book->no_memory; i++) {
        const int16_t taken = (int16_t)(i - 1); /* the default: -1 */
        count = rows_decided(table, rule, DECIDED_VALUE, taken, rows);
        trust_formula(book, rule, taken < 0 ? rule->value : rule->cases[taken].value, rows, count,
                      bounds, doubts);
    }
    arena_rewind(&book->scratch, mark);
}

/* A posting's rounding that is not sure, decided by what it posts: in its kind's unit. */
static bool decide_posting(struct livebook *book, struct arith *arith, struct posting_plan *plan,
                           struct bound error)
{
    const struct value_kind *kind = plan->post->kind;
    const struct number factor = cell_factor(&kind->unit);
    const struct posting made = ledger_posting(book->context->ledger, plan->made - 1);
    struct number exact, amount;
    plan->decision =
        (struct decision){.rule = plan->rule, .entity = plan->rule->item.entity, .row = plan->row};
    if (number_div(&exact, arith, &made.exact, &factor) != FT_OK ||
        number_div(&amount, arith, &made.amount, &factor) != FT_OK || !is_short_decimal(&amount) ||
        !decision_make(&plan->decision, book, arith, &exact,
                       bound_divide(error, bound_below(&factor)), (int)kind->decimals + 2))
        return false;
    if (number_keep(&plan->decision.result, book->arena, &amount) != FT_OK)
        book->no_memory = true;
    return !book->no_memory;
}

/* A posting's rounding, given the error of what it posts. */
static void trust_posting(struct livebook *book, struct posting_plan *plan, struct bound error,
                          bool doubt)
{
    const struct value_kind *kind = plan->post->kind;
    const struct number factor = cell_factor(&kind->unit);
    const struct posting made = ledger_posting(book->context->ledger, plan->made - 1);
    const struct arena_mark mark = arena_mark(&book->scratch);
    struct arith arith;
    if (!number_equal(&factor, &NUMBER_ONE)) /* into the unit that is rounded in */
        error = bound_add(error, bound_share(&made.exact, WORKED_OUT + 1));
    arith_open(&arith, &book->scratch);
    plan->doubted = doubt;
    if (!trust_rounding(book, &arith, &made.exact, &kind->step, kind->mode, error)) {
        plan->decided = decide_posting(book, &arith, plan, error);
        plan->doubted = doubt || !plan->decided;
    }
    arith_close(&arith);
    arena_rewind(&book->scratch, mark);
}

/* All that is posted by one line of a rule, postings `first` up to `end` being the rule's. */
static void trust_post(struct livebook *book, const struct post *post, size_t first, size_t end)
{
    const struct rule *rule = book->postings[first].rule;
    const struct item *item = &rule->item;
    const uint32_t count = book->tables[item->entity->index].table->count;
    const struct arena_mark mark = arena_mark(&book->scratch);
    struct bound *bounds = arena_array(&book->scratch, count, sizeof *bounds);
    bool *doubts = arena_array(&book->scratch, count, sizeof *doubts);
    uint32_t *rows = arena_array(&book->scratch, count, sizeof *rows), made = 0;
    if (bounds == NULL || doubts == NULL || rows == NULL) {
        book->no_memory = true;
        return;
    }
    for (size_t i = first; i < end; i++)
        if (book->postings[i].post == post && book->postings[i].made > 0)
            rows[made++] = book->postings[i].row;
    trust_formula(book, rule, post->amount, rows, made, bounds, doubts);
    for (size_t i = first; i < end && !book->no_memory; i++) {
        struct posting_plan *plan = &book->postings[i];
        if (plan->post == post && plan->made > 0)
            trust_posting(book, plan,
                          post->amount == NULL
                              ? book->bounds[item->entity->index][item->index][plan->row]
                              : bounds[plan->row],
                          doubts[plan->row]);
    }
    arena_rewind(&book->scratch, mark);
}

static void trust_postings(struct livebook *book)
{
    for (size_t first = 0, end; first < book->posting_count && !book->no_memory; first = end) {
        const struct rule *rule = book->postings[first].rule;
        for (end = first; end < book->posting_count && book->postings[end].rule == rule;)
            end++;
        for (size_t i = 0; i < rule->post_count && !book->no_memory; i++)
            trust_post(book, &rule->posts[i], first, end);
    }
}

void livebook_trust(struct livebook *book)
{
    const struct policy *policy = book->context->policy;
    const struct schema *schema = &policy->schema;
    book->bounds = arena_array(book->arena, schema->entity_count, sizeof *book->bounds);
    book->doubts = arena_array(book->arena, schema->entity_count, sizeof *book->doubts);
    for (size_t i = 0; i < schema->entity_count && book->bounds != NULL && book->doubts != NULL;
         i++) {
        const size_t items = schema->entities[i].item_count;
        book->bounds[i] = arena_array(book->arena, items, sizeof *book->bounds[i]);
        book->doubts[i] = arena_array(book->arena, items, sizeof *book->doubts[i]);
        if (book->bounds[i] == NULL || book->doubts[i] == NULL)
            book->no_memory = true;
    }
    if (book->bounds == NULL || book->doubts == NULL)
        book->no_memory = true;
    for (size_t i = 0; i < policy->rule_count && !book->no_memory; i++)
        trust_rule(book, policy->rules[i]);
    trust_postings(book);
}
