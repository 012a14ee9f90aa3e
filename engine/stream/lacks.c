/*
 * What leaves figures of the table's rows undetermined, counted by fact and by figure that must come about; and rows
 * without any row below them. A chunk keeps states alone, so causes are found by following undetermined figures down to those
 * that rest on no other.
 */
#include <string.h>

#include "columns.h"

/* ---- the rows that a formula at a row looks at ---- */

/* Rows of a table of the chunk, or the root. */
struct row_span {
    uint32_t from, to;
};

static struct row_span lacks_span(const struct columns *columns, const struct entity *from,
                                  uint32_t row, const struct entity *entity)
{
    const struct dataset *dataset = columns->batch.dataset;
    const struct table *table = &dataset->tables[entity->index];
    if (entity == from)
        return (struct row_span){row, row + 1};
    if (entity->parent == NULL)
        return (struct row_span){0, 1};
    if (!entity_is_below(entity, columns->plan->entity))
        return (struct row_span){0, 0}; /* held beside: of which rows is not known */
    if (entity_is_below(from, entity)) {
        const uint32_t above = row_above(dataset, from, row, entity);
        return (struct row_span){above, above + 1};
    }
    if (entity->parent == from && table->first != NULL)
        return (struct row_span){table->first[row], table->first[row + 1]};
    return (struct row_span){0, 0};
}

/* ---- following ---- */

/* An undetermined figure whose formulas are looked through. */
struct following {
    struct columns *columns;
    const struct entity *entity;
    uint32_t row;
    bool found;      /* another undetermined figure */
    bool unknown;    /* a fact of which nothing stands in the place */
    bool counts_any; /* facts that mean something where they are not given count too */
};

static void lacks_follow(struct columns *columns, const struct rule *rule, uint32_t row);

/* Whether the rule is worked out where `batch_item` can be asked. */
static bool lacks_are_known(const struct columns *columns, const struct rule *rule)
{
    const enum stream_place place = columns->plan->rules[rule->item.order].place;
    return place == STREAM_WITH_ROWS || place == STREAM_BEFORE_ROWS;
}

static void follow_figures(void *context, const struct formula *formula)
{
    struct following *following = context;
    struct columns *columns = following->columns;
    for (size_t i = 0; formula != NULL && i < formula->item_count; i++) {
        const struct rule *rule = policy_rule_of(columns->plan->policy, formula->items[i]);
        if (rule == NULL || !lacks_are_known(columns, rule))
            continue;
        const struct batch_column figure = batch_item(columns->batch.dataset, &rule->item);
        const struct row_span span =
            lacks_span(columns, following->entity, following->row, rule->item.entity);
        for (uint32_t row = span.from; row < span.to; row++) {
            if (batch_state(&figure, row) != CELL_UNDETERMINED)
                continue;
            following->found = true;
            lacks_follow(columns, rule, row);
            break;
        }
    }
}

/* The number of a field among those whose blanks are counted; their number where it is none. */
static size_t lacks_blank(const struct plan *plan, const struct field *field)
{
    size_t i = 0;
    while (i < plan->blank_count && plan->blanks[i].field != field)
        i++;
    return i;
}

static bool is_absent_in(const struct columns *columns, const struct field_blanks *blank,
                         const struct row_span *span)
{
    const struct batch_column facts =
        batch_field(columns->batch.dataset, blank->entity, blank->field);
    for (uint32_t row = span->from; row < span->to; row++)
        if (batch_state(&facts, row) == CELL_ABSENT)
            return true;
    return false;
}

static void follow_facts(void *context, const struct formula *formula)
{
    struct following *following = context;
    struct columns *columns = following->columns;
    struct row_lacks *lacks = &columns->lacks;
    for (size_t i = 0; formula != NULL && i < formula->field_count; i++) {
        const size_t at = lacks_blank(columns->plan, formula->fields[i]);
        if (at == columns->plan->blank_count)
            continue;
        struct field_blanks *blank = &columns->worker->totals.blanks[at];
        const bool unknown = blank->field->absence == ABSENCE_UNKNOWN;
        const struct row_span span =
            lacks_span(columns, following->entity, following->row, blank->entity);
        if ((!unknown && !following->counts_any) || !is_absent_in(columns, blank, &span))
            continue;
        following->unknown |= unknown;
        blank->open += lacks->facts[at] != lacks->row;
        lacks->facts[at] = lacks->row;
    }
}

static void lacks_follow(struct columns *columns, const struct rule *rule, uint32_t row)
{
    struct row_lacks *lacks = &columns->lacks;
    const size_t order = rule->item.order;
    struct following following = {
        .columns = columns, .entity = rule->item.entity, .row = row, .counts_any = false};
    if (lacks->rules[order] == lacks->row)
        return;
    lacks->rules[order] = lacks->row;
    rule_each_formula(rule, follow_figures, &following);
    if (following.found)
        return;
    rule_each_formula(rule, follow_facts, &following);
    if (following.unknown || rule->way_count == 0)
        return;
    following.counts_any = true;
    rule_each_formula(rule, follow_facts, &following);
    columns->worker->totals.ways[order]++;
}

/* Of a known figure, what is posted by it may rest on what is not. */
static void lacks_follow_posts(struct columns *columns, const struct rule *rule, uint32_t row)
{
    struct following following = {
        .columns = columns, .entity = rule->item.entity, .row = row, .counts_any = false};
    for (size_t i = 0; i < rule->post_count; i++) {
        follow_figures(&following, rule->posts[i].when);
        follow_figures(&following, rule->posts[i].amount);
        if (following.found)
            continue;
        follow_facts(&following, rule->posts[i].when);
        follow_facts(&following, rule->posts[i].amount);
    }
}

static void lacks_of_row(struct columns *columns, const struct rule *rule, uint32_t row)
{
    const struct batch_column figure = batch_item(columns->batch.dataset, &rule->item);
    const enum cell_state state = batch_state(&figure, row);
    if (state == CELL_UNDETERMINED)
        lacks_follow(columns, rule, row);
    else if (state == CELL_VALUE)
        lacks_follow_posts(columns, rule, row);
}

/* The rule's figures of a row of the long table, and of rows next below it. */
static void lacks_below_row(struct columns *columns, const struct rule *rule, uint32_t row)
{
    const struct entity *main = columns->plan->entity;
    const struct row_span span = lacks_span(columns, main, row, rule->item.entity);
    for (uint32_t at = span.from; at < span.to; at++)
        lacks_of_row(columns, rule, at);
}

bool lacks_open(struct columns *columns, struct arena *arena)
{
    const struct plan *plan = columns->plan;
    columns->lacks.rules =
        arena_array(arena, plan->policy->rule_count, sizeof *columns->lacks.rules);
    columns->lacks.facts = arena_array(arena, plan->blank_count, sizeof *columns->lacks.facts);
    return columns->lacks.rules != NULL && columns->lacks.facts != NULL;
}

void lacks_take(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    const struct stream_finding *findings = columns->worker->totals.findings;
    const uint64_t before = columns->lacks.undetermined;
    columns->lacks.undetermined = 0;
    for (size_t i = 0; i < plan->shown_count; i++)
        columns->lacks.undetermined += findings[i].undetermined;
    for (uint32_t row = 0; columns->lacks.undetermined > before && row < columns->rows; row++) {
        columns->lacks.row++;
        for (size_t i = 0; i < plan->shown_count; i++)
            if (findings[i].undetermined > 0)
                lacks_below_row(columns, plan->shown[i], row);
    }
}

/* ---- rows without rows below ---- */

void empty_take(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    const struct dataset *dataset = columns->batch.dataset;
    for (size_t i = 0; i < plan->expected_count; i++) {
        struct empty_rows *empty = &columns->worker->totals.empty[i];
        const struct table *table = &dataset->tables[empty->entity->index];
        const uint32_t above = dataset->tables[empty->entity->parent->index].count;
        empty->of += above;
        for (uint32_t row = 0; row < above; row++)
            empty->rows += table->first == NULL || table->first[row] == table->first[row + 1];
    }
}

enum ft_status empty_plan(struct plan *plan, struct arena *arena)
{
    const struct schema *schema = &plan->policy->schema;
    struct empty_rows *expected = arena_array(arena, schema->entity_count, sizeof *expected);
    if (expected == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        if (entity->expected && entity->rows == NULL && entity != plan->entity &&
            entity_is_below(entity, plan->entity) && plan->tables_wanted[i])
            expected[plan->expected_count++] = (struct empty_rows){.entity = entity};
    }
    plan->expected = expected;
    return FT_OK;
}
