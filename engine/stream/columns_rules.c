/*
 * Rules over vectors, step by step as policy/apply.c takes them: date, needs, when, cases, default.
 * `open` marks the lanes that no step has settled yet; a lane that is settled without a value does
 * not apply. A fault in an open lane is the general evaluator's to report.
 */
#include <string.h>

#include "columns.h"
#include "lanes.h"

/* A rule while it is worked out. */
struct deciding {
    struct columns *columns;
    const struct rule *rule;
    struct dating *dating;
    uint8_t *open;
    bool none_open;
    struct vector outcome;
};

static void look_at_open(struct deciding *deciding)
{
    deciding->none_open = !bytes_any(deciding->open, deciding->columns->pool->count);
}

/* Whether a marked lane is a fault. */
static bool has_marked_faults(const struct vector_pool *pool, const struct vector *vector,
                              const uint8_t *marks)
{
    if (vector->uniform)
        return vector->cell.state == CELL_ERROR && bytes_any(marks, pool->count);
    return vector->states != NULL && bytes_marked(vector->states, marks, CELL_ERROR, pool->count);
}

/* Unmarks the lanes that are no value. */
static void keep_values(const struct vector_pool *pool, const struct vector *vector, uint8_t *marks)
{
    if (vector->uniform && vector->cell.state != CELL_VALUE)
        memset(marks, 0, pool->count);
    else if (!vector->uniform && vector->states != NULL)
        bytes_keep(marks, vector->states, CELL_VALUE, pool->count);
}

/* Unmarks the lanes where the condition is not true; one that is no value is not. */
static void mark_true(const struct vector_pool *pool, const struct vector *condition,
                      uint8_t *marks)
{
    if (!condition->uniform)
        bytes_and(marks, condition->truths, pool->count);
    else if (condition->cell.state != CELL_VALUE || !condition->cell.value.boolean)
        memset(marks, 0, pool->count);
}

/* Closes the open lanes where `holds` is not true. */
static enum vector_status keep_where(struct deciding *deciding, const struct vector *holds)
{
    const struct vector_pool *pool = deciding->columns->pool;
    if (has_marked_faults(pool, holds, deciding->open))
        return VECTOR_NO;
    mark_true(pool, holds, deciding->open);
    look_at_open(deciding);
    return VECTOR_OK;
}

static enum vector_status keep_formula(struct deciding *deciding, const struct formula *formula)
{
    struct vector holds;
    if (formula == NULL || deciding->none_open)
        return VECTOR_OK;
    enum vector_status status =
        columns_evaluate(deciding->columns, formula->root, deciding->dating, &holds);
    return status == VECTOR_OK ? keep_where(deciding, &holds) : status;
}

/* The class of a date, a new one where it has none; MOST_CLASSES where there are too many. */
static size_t class_of(struct dating *dating, int64_t days)
{
    size_t class = 0;
    while (class < dating->class_count && dating->dates[class].days != days)
        class ++;
    if (class == dating->class_count && class < MOST_CLASSES)
        dating->dates[dating->class_count++].days = (int32_t)days;
    return class;
}

enum vector_status columns_classes(struct columns *columns, struct dating *dating)
{
    const struct vector *on = &dating->on;
    uint8_t *known = columns->by_integer->known, *classes = vector_bytes(columns->pool);
    dating->class_count = dating->mask_count = 0;
    if (classes == NULL)
        return VECTOR_NO_MEMORY;
    if (on->high - on->low >= MOST_INTEGERS)
        return VECTOR_OK;
    memset(known, NOT_KNOWN, (size_t)(on->high - on->low + 1));
    for (uint32_t i = 0; i < columns->pool->count; i++) {
        uint8_t *class = &known[on->lanes[i] - on->low];
        if (*class == NOT_KNOWN)
            *class = (uint8_t)class_of(dating, on->lanes[i]);
        if (*class == MOST_CLASSES)
            return VECTOR_OK;
        classes[i] = *class;
    }
    dating->classes = classes;
    return VECTOR_OK;
}

/* The dates in force of a rule's lanes. A date's own formula is read on the scenario's date. */
static enum vector_status find_dates(struct columns *columns, const struct rule *rule,
                                     struct dating **out)
{
    struct dating *dating = columns->at->rule_datings[rule->item.index];
    *out = dating;
    if (dating->known)
        return VECTOR_OK;
    enum vector_status status =
        columns_evaluate(columns, dating->formula->root, &columns->at->datings[0], &dating->on);
    if (status != VECTOR_OK)
        return status;
    struct vector *on = &dating->on;
    if (!on->uniform && on->states != NULL &&
        bytes_are_all(on->states, CELL_VALUE, columns->pool->count))
        on->states = NULL; /* every lane has a date after all */
    if (on->uniform ? on->cell.state != CELL_VALUE : on->states != NULL)
        return VECTOR_NO;
    if (!on->uniform) /* lanes without one held 0, which the bounds still hold */
        lanes_bounds(on->lanes, columns->pool->count, &on->low, &on->high);
    dating->classes = NULL;
    if (!on->uniform && on->low == on->high) {
        struct cell only = {.state = CELL_VALUE};
        only.value.date.days = (int32_t)on->low;
        dating->on = vector_uniform(only);
    } else if (!on->uniform) {
        status = columns_classes(columns, dating);
    }
    dating->known = status == VECTOR_OK;
    return status;
}

/* Takes `value` for the lanes of `mask`. */
static enum vector_status take_value(struct deciding *deciding, const uint8_t *mask,
                                     const struct vector *value)
{
    return vector_blend(deciding->columns->pool, &deciding->outcome, mask, value,
                        deciding->rule->item.type.kind);
}

/* ---- cases ---- */

/* The open lanes where a case's condition holds. A condition that does not apply closes its lanes:
 * nothing may be taken past it. */
static enum vector_status find_holding(struct deciding *deciding, const struct rule_case *exception,
                                       uint8_t *mask, uint8_t *unsettled)
{
    const struct vector_pool *pool = deciding->columns->pool;
    struct vector when;
    enum vector_status status =
        columns_evaluate(deciding->columns, exception->when->root, deciding->dating, &when);
    if (status != VECTOR_OK)
        return status;
    if (has_marked_faults(pool, &when, deciding->open))
        return VECTOR_NO;
    memcpy(mask, deciding->open, pool->count);
    mark_true(pool, &when, mask);
    if (when.uniform ? when.cell.state == CELL_VALUE : when.states == NULL)
        return VECTOR_OK;
    uint8_t *others = vector_bytes(deciding->columns->pool);
    if (others == NULL)
        return VECTOR_NO_MEMORY;
    memset(others, 1, pool->count);
    if (!when.uniform)
        bytes_are(others, when.states, CELL_VALUE, 1, pool->count);
    bytes_and(others, deciding->open, pool->count);
    bytes_or(unsettled, others, pool->count);
    return VECTOR_OK;
}

/* Takes away the lanes where another holding case overrides this one. */
static void yield(const struct rule *rule, size_t index, uint8_t *const *masks, uint8_t *mask,
                  uint32_t count)
{
    for (size_t j = 0; j < rule->case_count; j++)
        for (size_t k = 0; k < rule->cases[j].override_count; k++)
            if (rule->cases[j].overrides[k] == index)
                bytes_and_not(mask, masks[j], count);
}

enum { MOST_CASES = 32 };

/* The lanes of each case; two in one lane may be a conflict, which is not decided here. */
static enum vector_status find_cases(struct deciding *deciding, uint8_t **stands)
{
    const struct rule *rule = deciding->rule;
    struct vector_pool *pool = deciding->columns->pool;
    uint8_t *masks[MOST_CASES], *unsettled = vector_bytes(pool), *taken = vector_bytes(pool);
    if (unsettled == NULL || taken == NULL)
        return VECTOR_NO_MEMORY;
    memset(unsettled, 0, pool->count);
    memset(taken, 0, pool->count);
    for (size_t i = 0; i < rule->case_count; i++) {
        masks[i] = vector_bytes(pool);
        stands[i] = vector_bytes(pool);
        if (masks[i] == NULL || stands[i] == NULL)
            return VECTOR_NO_MEMORY;
        enum vector_status status = find_holding(deciding, &rule->cases[i], masks[i], unsettled);
        if (status != VECTOR_OK)
            return status;
    }
    for (size_t i = 0; i < rule->case_count; i++) {
        memcpy(stands[i], masks[i], pool->count);
        yield(rule, i, masks, stands[i], pool->count);
        if (bytes_marked(stands[i], taken, 1, pool->count))
            return VECTOR_NO;
        bytes_and_not(stands[i], unsettled, pool->count);
        bytes_or(taken, stands[i], pool->count);
    }
    bytes_and_not(deciding->open, unsettled, pool->count);
    return VECTOR_OK;
}

static enum vector_status take_cases(struct deciding *deciding)
{
    const struct rule *rule = deciding->rule;
    uint32_t count = deciding->columns->pool->count;
    uint8_t *stands[MOST_CASES];
    if (rule->case_count == 0 || deciding->none_open)
        return VECTOR_OK;
    if (rule->case_count > MOST_CASES)
        return VECTOR_NO;
    enum vector_status status = find_cases(deciding, stands);
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++) {
        struct vector value;
        if (!bytes_any(stands[i], count))
            continue;
        status = columns_evaluate(deciding->columns, rule->cases[i].value->root, deciding->dating,
                                  &value);
        if (status == VECTOR_OK)
            status = take_value(deciding, stands[i], &value);
        bytes_and_not(deciding->open, stands[i], count);
    }
    look_at_open(deciding);
    return status;
}

/* ---- a rule ---- */

static enum vector_status take_default(struct deciding *deciding)
{
    const struct formula *value = deciding->rule->value;
    struct vector outcome;
    if (value == NULL || deciding->none_open)
        return VECTOR_OK;
    enum vector_status status =
        columns_evaluate(deciding->columns, value->root, deciding->dating, &outcome);
    return status == VECTOR_OK ? take_value(deciding, deciding->open, &outcome) : status;
}

static bool has_faults(const struct vector *vector, uint32_t count)
{
    if (vector->uniform)
        return vector->cell.state == CELL_ERROR;
    return vector->states != NULL && memchr(vector->states, CELL_ERROR, count) != NULL;
}

/* One way at least must apply in every open lane; else the general evaluator says what is lacking.
 */
static enum vector_status find_way(struct deciding *deciding)
{
    const struct rule *rule = deciding->rule;
    struct vector_pool *pool = deciding->columns->pool;
    uint8_t *lost = vector_bytes(pool);
    if (lost == NULL)
        return VECTOR_NO_MEMORY;
    memcpy(lost, deciding->open, pool->count);
    for (size_t i = 0; i < rule->way_count && bytes_any(lost, pool->count); i++) {
        struct vector way;
        enum vector_status status =
            columns_evaluate(deciding->columns, rule->ways[i]->root, deciding->dating, &way);
        if (status != VECTOR_OK)
            return status;
        for (uint32_t lane = 0; lane < pool->count; lane++)
            lost[lane] &= (uint8_t)(vector_state(&way, lane) != CELL_VALUE);
    }
    return bytes_any(lost, pool->count) ? VECTOR_NO : VECTOR_OK;
}

static enum vector_status decide(struct columns *columns, const struct rule *rule,
                                 struct vector *outcome)
{
    struct vector_pool *pool = columns->pool;
    struct deciding deciding = {.columns = columns,
                                .rule = rule,
                                .open = vector_bytes(pool),
                                .none_open = pool->count == 0};
    if (deciding.open == NULL)
        return VECTOR_NO_MEMORY;
    memset(deciding.open, 1, pool->count);
    deciding.outcome = vector_uniform((struct cell){.state = CELL_NOT_APPLICABLE});
    enum vector_status status = find_dates(columns, rule, &deciding.dating);
    for (size_t i = 0; i < rule->need_count && status == VECTOR_OK; i++)
        status = keep_formula(&deciding, rule->needs[i]);
    if (status == VECTOR_OK)
        status = keep_formula(&deciding, rule->when);
    if (status == VECTOR_OK && rule->way_count > 0)
        status = find_way(&deciding);
    if (status == VECTOR_OK)
        status = take_cases(&deciding);
    if (status == VECTOR_OK)
        status = take_default(&deciding);
    *outcome = deciding.outcome;
    return status == VECTOR_OK && has_faults(outcome, pool->count) ? VECTOR_NO : status;
}

/* No row of the chunk has rows that a policy makes below it. */
static enum vector_status makes_none(struct columns *columns, const struct entity *entity)
{
    const struct vector zero = vector_number(NUMBER_ZERO);
    struct vector rows, some;
    enum vector_status status =
        columns_evaluate(columns, entity->rows->root, &columns->at->datings[0], &rows);
    if (status != VECTOR_OK)
        return status;
    if (rows.uniform && rows.cell.state != CELL_VALUE)
        return VECTOR_OK;
    status = vector_compare(columns->pool, &some, NODE_UNEQUAL, &rows, &zero, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    return some.uniform
               ? (some.cell.state == CELL_VALUE && some.cell.value.boolean ? VECTOR_NO : VECTOR_OK)
           : bytes_any(some.truths, columns->pool->count) ? VECTOR_NO
                                                          : VECTOR_OK;
}

/* Whose lanes a rule is worked out for; NULL: its table has no rows here. */
static struct lane_table *table_of(const struct columns *columns, const struct rule *rule)
{
    return columns->by_entity[rule->item.entity->index];
}

enum vector_status columns_apply(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    for (size_t t = 0; t < columns->table_count; t++)
        for (size_t i = 1; i < columns->tables[t].dating_count; i++)
            columns->tables[t].datings[i].known = false;
    const struct schema *schema = &plan->policy->schema;
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < plan->policy->rule_count && status == VECTOR_OK; i++) {
        const struct rule *rule = plan->policy->rules[i];
        struct lane_table *table = table_of(columns, rule);
        if (table == NULL || plan->rules[i].place != STREAM_WITH_ROWS)
            continue;
        (void)columns_enter(columns, table);
        status = decide(columns, rule, &table->items[rule->item.index]);
    }
    for (size_t i = 0; i < schema->entity_count && status == VECTOR_OK; i++) {
        const struct entity *entity = &schema->entities[i];
        if (entity->rows == NULL || !plan->tables_wanted[i] ||
            columns->by_entity[entity->parent->index] == NULL)
            continue;
        (void)columns_enter(columns, columns->by_entity[entity->parent->index]);
        status = makes_none(columns, entity);
    }
    (void)columns_enter(columns, columns->tables);
    return status;
}

/* ---- postings ---- */

static enum vector_status amounts_of(struct columns *columns, const struct planned_line *line,
                                     struct dating *dating, struct posting_lanes *posting)
{
    struct vector_pool *pool = columns->pool;
    const struct vector *outcome = &columns->at->items[line->rule->item.index];
    enum vector_status status = VECTOR_OK;
    struct vector when = vector_boolean(true);
    posting->taken = vector_bytes(pool);
    if (posting->taken == NULL)
        return VECTOR_NO_MEMORY;
    posting->amount = *outcome;
    if (line->post->when != NULL)
        status = columns_evaluate(columns, line->post->when->root, dating, &when);
    if (status == VECTOR_OK && line->post->amount != NULL)
        status = columns_evaluate(columns, line->post->amount->root, dating, &posting->amount);
    if (status != VECTOR_OK)
        return status;
    uint8_t *taken = posting->taken;
    bool faults = false;
    const struct vector *amount = &posting->amount;
    memset(taken, 1, pool->count);
    keep_values(pool, outcome, taken);
    if (line->post->when != NULL) {
        faults |= has_marked_faults(pool, &when, taken);
        mark_true(pool, &when, taken);
    }
    if (line->post->amount != NULL) {
        faults |= has_marked_faults(pool, amount, taken);
        keep_values(pool, amount, taken);
    }
    return faults ? VECTOR_NO : VECTOR_OK;
}

/* Whether no lane is negative: that is a fault, which is told elsewhere. */
static enum vector_status check_signs(struct columns *columns, const struct vector *amount)
{
    const struct vector zero = vector_number(NUMBER_ZERO);
    struct vector negative;
    enum vector_status status =
        vector_compare(columns->pool, &negative, NODE_LESS, amount, &zero, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    return negative.uniform && !negative.cell.value.boolean ? VECTOR_OK : VECTOR_NO;
}

/* Lanes that are not taken count as 0. */
static enum vector_status count_steps(struct columns *columns, const struct value_kind *kind,
                                      struct posting_lanes *posting)
{
    struct vector_pool *pool = columns->pool;
    struct vector kept = vector_number(NUMBER_ZERO);
    enum vector_status status =
        vector_blend(pool, &kept, posting->taken, &posting->amount, TYPE_NUMBER);
    if (status == VECTOR_OK && kept.uniform)
        status = vector_spread(pool, &kept, &kept, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    kept.states = NULL;
    posting->amount = kept;
    if (kept.exact == NULL)
        lanes_bounds(kept.lanes, pool->count, &posting->amount.low, &posting->amount.high);
    status = check_signs(columns, &posting->amount);
    if (status == VECTOR_OK && kept.exact != NULL)
        status = exact_sums_prepare(columns, posting);
    if (status == VECTOR_OK)
        status = vector_steps(pool, &posting->steps, &posting->amount, &kind->step, kind->mode);
    return status == VECTOR_OK && posting->steps.exact != NULL ? VECTOR_NO : status;
}

/* Whether a chunk's sums fit in 64 bits: amounts are not negative (check_signs). */
static bool small_sums(const struct posting_lanes *posting)
{
    return posting->steps.high < INT64_MAX / LANES && posting->amount.high < INT64_MAX / LANES;
}

static void add_all(struct group_sum *sum, const struct posting_lanes *posting, uint32_t count)
{
    const int64_t *steps = posting->steps.lanes, *exact = posting->amount.lanes;
    if (exact != NULL && small_sums(posting)) {
        sum->steps += lanes_sum(steps, count);
        sum->exact += lanes_sum(exact, count);
    } else {
        for (uint32_t i = 0; i < count; i++) {
            sum->steps += steps[i];
            sum->exact += exact != NULL ? exact[i] : 0;
        }
    }
    sum->rows += bytes_sum(posting->taken, count);
}

/* The group of each lane, by the long table's row that it is or stands under. */
static const uint32_t *groups_of_lanes(struct columns *columns, const struct vector *by)
{
    const bool own = columns->at == columns->tables;
    if (columns->grouped == columns->at)
        return columns->lane_groups;
    columns->grouped = columns->at;
    for (uint32_t i = 0; i < columns->at->count; i++) {
        const uint32_t row = own ? i : columns->at->above[i];
        columns->lane_groups[i] = vector_state(by, row) != CELL_VALUE
                                      ? (uint32_t)columns->plan->group_count - 2
                                  : by->uniform ? by->cell.value.symbol
                                                : (uint32_t)by->lanes[row];
    }
    return columns->lane_groups;
}

static void add_small_groups(const struct columns *columns, const struct posting_lanes *posting,
                             const uint32_t *by)
{
    const int64_t *steps = posting->steps.lanes, *exact = posting->amount.lanes;
    struct small_sum *sums = columns->small_sums;
    memset(sums, 0, columns->plan->group_count * sizeof *sums);
    for (uint32_t i = 0; i < columns->at->count; i++) {
        struct small_sum *sum = &sums[by[i]];
        sum->rows += posting->taken[i];
        sum->steps += steps[i];
        sum->exact += exact[i];
    }
    for (size_t group = 0; group < columns->plan->group_count; group++) {
        columns->groups[group].rows += (uint64_t)sums[group].rows;
        columns->groups[group].steps += sums[group].steps;
        columns->groups[group].exact += sums[group].exact;
    }
}

static void add_groups(const struct columns *columns, const struct posting_lanes *posting,
                       const uint32_t *by)
{
    const int64_t *steps = posting->steps.lanes, *exact = posting->amount.lanes;
    if (small_sums(posting) && exact != NULL) {
        add_small_groups(columns, posting, by);
        return;
    }
    for (uint32_t i = 0; i < columns->at->count; i++) {
        struct group_sum *sum = &columns->groups[by[i]];
        sum->rows += posting->taken[i];
        sum->steps += steps[i];
        sum->exact += exact != NULL ? exact[i] : 0;
    }
}

void columns_settle(struct columns *columns)
{
    const size_t groups = columns->plan->group_count;
    for (size_t line = 0; line < columns->plan->line_count; line++)
        exact_sums_settle(columns, &columns->postings[line],
                          &columns->worker->totals.sums[line * groups]);
}

static void take_sums(struct columns *columns, size_t line, struct posting_lanes *posting)
{
    const struct plan *plan = columns->plan;
    const struct value_kind *kind = plan->lines[line].post->kind;
    const uint32_t *by = plan->by == NULL
                             ? NULL
                             : groups_of_lanes(columns, &columns->tables->fields[plan->by->index]);
    struct line_sum *sums = &columns->worker->totals.sums[line * plan->group_count];
    memset(columns->groups, 0, plan->group_count * sizeof *columns->groups);
    add_all(&columns->groups[plan->group_count - 1], posting, columns->pool->count);
    if (by != NULL)
        add_groups(columns, posting, by);
    if (posting->amount.exact != NULL)
        exact_sums_take(columns, posting, sums, by);
    for (size_t group = 0; group < plan->group_count; group++) {
        const struct group_sum *sum = &columns->groups[group];
        sums[group].rows += sum->rows;
        sum_add(&sums[group].amount, sum->steps * kind->step.num, kind->step.den);
        if (posting->amount.exact == NULL)
            sum_add(&sums[group].exact, sum->exact, posting->amount.den);
    }
}

static uint32_t count_values(const struct vector *vector, uint32_t count)
{
    uint32_t values = 0;
    if (vector->uniform)
        return vector->cell.state == CELL_VALUE ? count : 0;
    for (uint32_t i = 0; vector->states != NULL && i < count; i++)
        values += vector->states[i] == CELL_VALUE;
    return vector->states == NULL ? count : values;
}

static void take_finding(struct columns *columns, struct stream_finding *finding)
{
    const struct vector *outcome = &columns->at->items[finding->rule->item.index];
    const uint32_t count = columns->pool->count, values = count_values(outcome, count);
    finding->not_applicable += count - values;
    if (!finding->rule->require)
        return;
    const uint32_t holds = !outcome->uniform             ? bytes_sum(outcome->truths, count)
                           : outcome->cell.value.boolean ? values
                                                         : 0;
    finding->holds += holds;
    finding->fails += values - holds;
}

static void note_posted(struct columns *columns, const struct planned_line *line,
                        const struct posting_lanes *posting)
{
    const struct plan *plan = columns->plan;
    for (size_t i = 0; i < plan->column_count; i++)
        if (plan->columns[i].rule == line->rule && plan->columns[i].kind == line->post->kind &&
            line->post->amount == NULL && line->post->when == NULL)
            columns->posted[i] = posting->steps;
}

enum vector_status columns_post(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    memset(columns->posted, 0, plan->column_count * sizeof *columns->posted);
    for (size_t i = 0; i < plan->line_count; i++) {
        const struct planned_line *line = &plan->lines[i];
        struct posting_lanes *posting = &columns->postings[i];
        struct dating *dating;
        struct lane_table *table = table_of(columns, line->rule);
        if (table == NULL)
            continue;
        (void)columns_enter(columns, table);
        if (line->post->to_via != NULL || line->post->from_via != NULL)
            return VECTOR_NO;
        enum vector_status status = find_dates(columns, line->rule, &dating);
        if (status == VECTOR_OK)
            status = amounts_of(columns, line, dating, posting);
        if (status == VECTOR_OK)
            status = count_steps(columns, line->post->kind, posting);
        if (status != VECTOR_OK)
            return status;
        note_posted(columns, line, posting);
    }
    (void)columns_enter(columns, columns->tables);
    return VECTOR_OK;
}

void columns_take(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    columns->grouped = NULL;
    for (size_t i = 0; i < plan->line_count; i++) {
        if (table_of(columns, plan->lines[i].rule) == NULL)
            continue;
        (void)columns_enter(columns, table_of(columns, plan->lines[i].rule));
        take_sums(columns, i, &columns->postings[i]);
    }
    for (size_t i = 0; i < plan->shown_count; i++) {
        if (table_of(columns, plan->shown[i]) == NULL)
            continue;
        (void)columns_enter(columns, table_of(columns, plan->shown[i]));
        take_finding(columns, &columns->worker->totals.findings[i]);
    }
    (void)columns_enter(columns, columns->tables);
    columns->worker->totals.rows += columns->pool->count;
}
