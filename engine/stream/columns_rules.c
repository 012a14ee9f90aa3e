/*
 * Rules over vectors, step by step as policy/apply.c takes them: date, needs, when, cases, default.
 * `open` marks the lanes that no step has settled yet; a lane that is settled without a value does
 * not apply. A fault in an open lane is found by the exact way.
 */
#include <string.h>

#include "columns.h"
#include "../vector/lanes.h"

/* A rule while it is worked out. */
struct deciding {
    struct columns *columns;
    const struct rule *rule;
    struct dating *dating;
    uint8_t *open;
    uint8_t *waiting; /* open, and undetermined unless a later condition closes them */
    bool none_open;
    struct vector outcome;
};

static void look_at_open(struct deciding *deciding)
{
    deciding->none_open = !bytes_any(deciding->open, deciding->columns->pool->count);
}

/* Whether a marked lane is a fault. */
bool marks_fault(const struct vector_pool *pool, const struct vector *vector, const uint8_t *marks)
{
    if (vector->uniform)
        return vector->cell.state == CELL_ERROR && bytes_any(marks, pool->count);
    return vector->states != NULL && bytes_marked(vector->states, marks, CELL_ERROR, pool->count);
}

/* Unmarks the lanes that are no value. */
void marks_keep_values(const struct vector_pool *pool, const struct vector *vector, uint8_t *marks)
{
    if (vector->uniform && vector->cell.state != CELL_VALUE)
        memset(marks, 0, pool->count);
    else if (!vector->uniform && vector->states != NULL)
        bytes_keep(marks, vector->states, CELL_VALUE, pool->count);
}

/* Unmarks the lanes where the condition is not true; one that is no value is not. */
void marks_keep_true(const struct vector_pool *pool, const struct vector *condition, uint8_t *marks)
{
    if (!condition->uniform)
        bytes_and(marks, condition->truths, pool->count);
    else if (condition->cell.state != CELL_VALUE || !condition->cell.value.boolean)
        memset(marks, 0, pool->count);
}

/* The lanes of `within` whose state is this, or one of both. NULL when memory is out. */
uint8_t *marks_of_state(struct vector_pool *pool, const struct vector *x, const uint8_t *within,
                        enum cell_state state, enum cell_state other)
{
    uint8_t *mask = vector_bytes(pool);
    for (uint32_t i = 0; mask != NULL && i < pool->count; i++) {
        const enum cell_state is = vector_state(x, i);
        mask[i] = within[i] & (is == state || is == other);
    }
    return mask;
}

/* Lanes that are undetermined, and settled so. */
static enum vector_status settle_undetermined(struct deciding *deciding, const uint8_t *mask)
{
    struct vector_pool *pool = deciding->columns->pool;
    const struct vector undetermined = vector_uniform((struct cell){.state = CELL_UNDETERMINED});
    const enum vector_status status =
        vector_blend(pool, &deciding->outcome, mask, &undetermined, deciding->rule->item.type.kind);
    bytes_and_not(deciding->open, mask, pool->count);
    look_at_open(deciding);
    return status;
}

/* Closes the open lanes where `holds` is not true. Those where it is undetermined wait for what may
 * close them; a fault in one that waits tells nothing. */
static enum vector_status keep_where(struct deciding *deciding, const struct vector *holds)
{
    struct vector_pool *pool = deciding->columns->pool;
    const bool plain = holds->uniform ? holds->cell.state == CELL_VALUE : holds->states == NULL;
    if (plain) {
        marks_keep_true(pool, holds, deciding->open);
        look_at_open(deciding);
        return VECTOR_OK;
    }
    uint8_t *told = marks_of_state(pool, holds, deciding->open, CELL_ERROR, CELL_ERROR),
            *waits = marks_of_state(pool, holds, deciding->open, CELL_ERROR, CELL_UNDETERMINED);
    if (told == NULL || waits == NULL)
        return VECTOR_NO_MEMORY;
    bytes_and_not(told, deciding->waiting, pool->count);
    if (bytes_any(told, pool->count))
        return VECTOR_NO;
    marks_keep_true(pool, holds, deciding->open);
    bytes_or(deciding->open, waits, pool->count);
    bytes_or(deciding->waiting, waits, pool->count);
    look_at_open(deciding);
    return VECTOR_OK;
}

/* Lanes that still wait behind all conditions are undetermined. */
static enum vector_status columns_rules_settle_waiting(struct deciding *deciding)
{
    const uint32_t count = deciding->columns->pool->count;
    bytes_and(deciding->waiting, deciding->open, count);
    return bytes_any(deciding->waiting, count) ? settle_undetermined(deciding, deciding->waiting)
                                               : VECTOR_OK;
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
static size_t columns_rules_class_of(struct dating *dating, int64_t days)
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
    dating->class_count = 0;
    if (classes == NULL)
        return VECTOR_NO_MEMORY;
    if (on->high - on->low >= MOST_INTEGERS)
        return VECTOR_OK;
    memset(known, NOT_KNOWN, (size_t)(on->high - on->low + 1));
    for (uint32_t i = 0; i < columns->pool->count; i++) {
        uint8_t *class = &known[on->lanes[i] - on->low];
        if (*class == NOT_KNOWN)
            *class = (uint8_t)columns_rules_class_of(dating, on->lanes[i]);
        if (*class == MOST_CLASSES)
            return VECTOR_OK;
        classes[i] = *class;
    }
    dating->classes = classes;
    return VECTOR_OK;
}

/* The dates in force of a rule's lanes. A date's own formula is read on the scenario's date. */
enum vector_status columns_dates(struct columns *columns, const struct rule *rule,
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

/* Of a case: the open lanes where its condition holds, where it is undetermined, and where no other
 * case that holds overrides it. */
struct case_lanes {
    uint8_t *holds, *undetermined, *stands;
};

/* A condition that does not apply closes its lanes: nothing may be taken past it. */
static enum vector_status find_holding(struct deciding *deciding, const struct rule_case *exception,
                                       struct case_lanes *lanes, uint8_t *unsettled)
{
    struct vector_pool *pool = deciding->columns->pool;
    struct vector when;
    enum vector_status status =
        columns_evaluate(deciding->columns, exception->when->root, deciding->dating, &when);
    lanes->holds = vector_bytes(pool);
    lanes->stands = vector_bytes(pool);
    lanes->undetermined = NULL;
    if (status != VECTOR_OK)
        return status;
    if (marks_fault(pool, &when, deciding->open))
        return VECTOR_NO;
    if (lanes->holds == NULL || lanes->stands == NULL)
        return VECTOR_NO_MEMORY;
    memcpy(lanes->holds, deciding->open, pool->count);
    marks_keep_true(pool, &when, lanes->holds);
    if (when.uniform ? when.cell.state == CELL_VALUE : when.states == NULL)
        return VECTOR_OK;
    lanes->undetermined =
        marks_of_state(pool, &when, deciding->open, CELL_UNDETERMINED, CELL_UNDETERMINED);
    uint8_t *closed =
        marks_of_state(pool, &when, deciding->open, CELL_NOT_APPLICABLE, CELL_NOT_APPLICABLE);
    if (lanes->undetermined == NULL || closed == NULL)
        return VECTOR_NO_MEMORY;
    bytes_or(unsettled, closed, pool->count);
    return VECTOR_OK;
}

/* Takes away the lanes where another holding case overrides this one. */
static void yield(const struct rule *rule, size_t index, const struct case_lanes *cases,
                  uint8_t *mask, uint32_t count)
{
    for (size_t j = 0; j < rule->case_count; j++)
        for (size_t k = 0; k < rule->cases[j].override_count; k++)
            if (rule->cases[j].overrides[k] == index)
                bytes_and_not(mask, cases[j].holds, count);
}

enum { MOST_CASES = 32 };

/* The lanes of each case, where they stand; two in one lane may be a conflict, which is not decided
 * here. Where one is undetermined, and not overridden, so is the lane. */
static enum vector_status find_cases(struct deciding *deciding, struct case_lanes *cases)
{
    const struct rule *rule = deciding->rule;
    struct vector_pool *pool = deciding->columns->pool;
    uint8_t *unsettled = vector_bytes(pool), *taken = vector_bytes(pool),
            *undetermined = vector_bytes(pool);
    if (unsettled == NULL || taken == NULL || undetermined == NULL)
        return VECTOR_NO_MEMORY;
    memset(unsettled, 0, pool->count);
    memset(taken, 0, pool->count);
    memset(undetermined, 0, pool->count);
    for (size_t i = 0; i < rule->case_count; i++) {
        enum vector_status status = find_holding(deciding, &rule->cases[i], &cases[i], unsettled);
        if (status != VECTOR_OK)
            return status;
    }
    for (size_t i = 0; i < rule->case_count; i++) {
        if (cases[i].undetermined == NULL)
            continue;
        yield(rule, i, cases, cases[i].undetermined, pool->count);
        bytes_or(undetermined, cases[i].undetermined, pool->count);
    }
    bytes_and_not(undetermined, unsettled, pool->count);
    bytes_and_not(deciding->open, unsettled, pool->count);
    enum vector_status status = bytes_any(undetermined, pool->count)
                                    ? settle_undetermined(deciding, undetermined)
                                    : VECTOR_OK;
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++) {
        memcpy(cases[i].stands, cases[i].holds, pool->count);
        yield(rule, i, cases, cases[i].stands, pool->count);
        bytes_and(cases[i].stands, deciding->open, pool->count);
        if (bytes_marked(cases[i].stands, taken, 1, pool->count))
            return VECTOR_NO;
        bytes_or(taken, cases[i].stands, pool->count);
    }
    return status;
}

static enum vector_status take_cases(struct deciding *deciding)
{
    const struct rule *rule = deciding->rule;
    uint32_t count = deciding->columns->pool->count;
    struct case_lanes cases[MOST_CASES] = {{0}};
    if (rule->case_count == 0 || deciding->none_open)
        return VECTOR_OK;
    if (rule->case_count > MOST_CASES)
        return VECTOR_NO;
    enum vector_status status = find_cases(deciding, cases);
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++) {
        struct vector value;
        if (!bytes_any(cases[i].stands, count))
            continue;
        status = columns_evaluate(deciding->columns, rule->cases[i].value->root, deciding->dating,
                                  &value);
        if (status == VECTOR_OK)
            status = take_value(deciding, cases[i].stands, &value);
        bytes_and_not(deciding->open, cases[i].stands, count);
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

/* One way at least must apply in every open lane; else it is undetermined. */
static enum vector_status columns_rules_find_way(struct deciding *deciding)
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
        if (status == VECTOR_OK && marks_fault(pool, &way, deciding->open))
            status = VECTOR_NO;
        if (status != VECTOR_OK)
            return status;
        for (uint32_t lane = 0; lane < pool->count; lane++)
            lost[lane] &= (uint8_t)(vector_state(&way, lane) != CELL_VALUE);
    }
    return bytes_any(lost, pool->count) ? settle_undetermined(deciding, lost) : VECTOR_OK;
}

static enum vector_status decide(struct columns *columns, const struct rule *rule,
                                 struct vector *outcome)
{
    struct vector_pool *pool = columns->pool;
    struct deciding deciding = {.columns = columns,
                                .rule = rule,
                                .open = vector_bytes(pool),
                                .waiting = vector_bytes(pool),
                                .none_open = pool->count == 0};
    if (deciding.open == NULL || deciding.waiting == NULL)
        return VECTOR_NO_MEMORY;
    memset(deciding.open, 1, pool->count);
    memset(deciding.waiting, 0, pool->count);
    deciding.outcome = vector_uniform((struct cell){.state = CELL_NOT_APPLICABLE});
    enum vector_status status = columns_dates(columns, rule, &deciding.dating);
    for (size_t i = 0; i < rule->need_count && status == VECTOR_OK; i++)
        status = keep_formula(&deciding, rule->needs[i]);
    if (status == VECTOR_OK)
        status = keep_formula(&deciding, rule->when);
    if (status == VECTOR_OK)
        status = columns_rules_settle_waiting(&deciding);
    if (status == VECTOR_OK && rule->way_count > 0 && !deciding.none_open)
        status = columns_rules_find_way(&deciding);
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
    if (rows.uniform ? rows.cell.state == CELL_UNDETERMINED
                     : rows.states != NULL &&
                           memchr(rows.states, CELL_UNDETERMINED, columns->pool->count) != NULL)
        return VECTOR_NO;
    if (rows.uniform && rows.cell.state != CELL_VALUE)
        return VECTOR_OK;
    status = vector_compare(columns->pool, &some, COMPARE_UNEQUAL, &rows, &zero, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    return some.uniform
               ? (some.cell.state == CELL_VALUE && some.cell.value.boolean ? VECTOR_NO : VECTOR_OK)
           : bytes_any(some.truths, columns->pool->count) ? VECTOR_NO
                                                          : VECTOR_OK;
}

/* Whose lanes a rule is worked out for; NULL: its table has no rows here. */
struct lane_table *columns_table(const struct columns *columns, const struct rule *rule)
{
    return columns->by_entity[rule->item.entity->index];
}

/* Whether all rules stand before `rule` that say how many rows the table has. */
static bool columns_rules_can_make(const struct entity *entity, size_t rule)
{
    for (size_t i = 0; i < entity->rows->item_count; i++)
        if (entity->rows->items[i]->order >= rule)
            return false;
    return true;
}

static enum ft_status make_table(struct columns *columns, const struct entity *entity)
{
    struct lane_table *parent = columns->by_entity[entity->parent->index];
    const size_t no_rule = columns->plan->policy->rule_count;
    enum vector_status status = VECTOR_NO;
    if (parent == NULL && columns_are_none(columns, entity->parent))
        return chunk_note_none(columns, entity);
    if (parent != NULL) {
        (void)columns_enter(columns, parent);
        status = makes_none(columns, entity);
    }
    if (status == VECTOR_OK)
        return chunk_note_none(columns, entity);
    if (status == VECTOR_NO_MEMORY)
        return FT_NO_MEMORY;
    const enum ft_status made = chunk_apply(columns, no_rule);
    columns->made[entity->index] =
        made == FT_OK && columns->dataset->tables[entity->index].first != NULL;
    return made;
}

/* The tables that can be made before a rule, a parent's before its children's. */
static enum ft_status make_tables(struct columns *columns, size_t rule)
{
    const struct plan *plan = columns->plan;
    const struct schema *schema = &plan->policy->schema;
    enum ft_status status = FT_OK;
    for (size_t i = plan->entity->index; i < schema->entity_count && status == FT_OK; i++) {
        const struct entity *entity = &schema->entities[i];
        if (entity->rows != NULL && plan->tables_wanted[i] && !columns->made[i] &&
            entity_is_below(entity, plan->entity) && columns_rules_can_make(entity, rule))
            status = make_table(columns, entity);
    }
    return status;
}

static enum ft_status columns_rules_apply_rule(struct columns *columns, size_t index)
{
    const struct rule *rule = columns->plan->policy->rules[index];
    struct lane_table *table = columns_table(columns, rule);
    enum vector_status status = VECTOR_NO;
    if (table == NULL && columns_are_none(columns, rule->item.entity))
        return FT_OK;
    if (table != NULL) {
        (void)columns_enter(columns, table);
        status = decide(columns, rule, &table->items[rule->item.index]);
        table->decided[rule->item.index] = status == VECTOR_OK;
    }
    return status == VECTOR_NO          ? chunk_apply(columns, index)
           : status == VECTOR_NO_MEMORY ? FT_NO_MEMORY
                                        : FT_OK;
}

enum ft_status columns_apply(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    enum ft_status status = FT_OK;
    for (size_t t = 0; t < columns->table_count; t++)
        for (size_t i = 1; i < columns->tables[t].dating_count; i++)
            columns->tables[t].datings[i].known = false;
    for (size_t i = 0; i < plan->policy->rule_count && status == FT_OK; i++) {
        if (plan->rules[i].place != STREAM_WITH_ROWS)
            continue;
        status = make_tables(columns, i);
        if (status == FT_OK)
            status = columns_rules_apply_rule(columns, i);
    }
    return status == FT_OK ? make_tables(columns, plan->policy->rule_count) : status;
}
