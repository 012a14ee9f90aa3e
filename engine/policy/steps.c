/*
 * The steps that settle a rule, over vectors. A lane that is settled takes its figure at once; what is
 * open is asked on.
 */
#include <assert.h>
#include <string.h>

#include "../vector/lanes.h"

#include "policy_internal.h"
#include "steps.h"

/* Of a case: what its condition and its value came to, and the lanes where the condition is true,
 * where it is undetermined (NULL: nowhere), and where it is true and no other such case overrides
 * this one. */
struct step_case {
    struct vector when, value;
    uint8_t *holds, *undetermined, *stands;
};

/* ---- marks ---- */

static uint8_t *steps_marks(struct steps *steps)
{
    return arena_array(steps->arena, steps->frame.count, sizeof(uint8_t));
}

/* Marks as others. NULL when memory is out. */
static uint8_t *steps_copy(struct steps *steps, const uint8_t *lanes)
{
    uint8_t *copy = arena_reserve(steps->arena, steps->frame.count, sizeof(uint8_t));
    return copy == NULL ? NULL : memcpy(copy, lanes, steps->frame.count);
}

static bool steps_any(const struct steps *steps, const uint8_t *lanes)
{
    return bytes_any(lanes, steps->frame.count);
}

static bool steps_are_values(const struct vector *x)
{
    return x->uniform ? x->cell.state == CELL_VALUE : x->states == NULL;
}

/* The lanes of `within` in a state. NULL when memory is out. */
static uint8_t *steps_in_state(struct steps *steps, const struct vector *x, const uint8_t *within,
                               enum cell_state state)
{
    const bool alike = x->uniform || x->states == NULL;
    if (alike && vector_state(x, 0) != state)
        return steps_marks(steps);
    uint8_t *lanes = steps_copy(steps, within);
    if (lanes != NULL && !alike)
        bytes_keep(lanes, x->states, (uint8_t)state, steps->frame.count);
    return lanes;
}

/* The lanes of `within` where a condition is true. NULL when memory is out. */
static uint8_t *steps_where_true(struct steps *steps, const struct vector *condition,
                                 const uint8_t *within)
{
    uint8_t *lanes = steps_copy(steps, within);
    if (lanes != NULL) {
        marks_keep_true(steps->pool, condition, lanes);
    }
    return lanes;
}

/* ---- formulas at open lanes ---- */

/* Keeps for a derivation what the condition came to. */
static enum vector_status steps_note_when(struct steps *steps, const struct vector *when)
{
    struct cell cell;
    if (vector_cell(steps->pool, when, TYPE_BOOLEAN, 0, &cell) != FT_OK)
        return VECTOR_NO_MEMORY;
    steps->derivation->when_known = cell.state != CELL_UNDETERMINED;
    steps->derivation->when = cell.state == CELL_VALUE && cell.value.boolean;
    return VECTOR_OK;
}

/* A formula at some lanes. Of those that wait nothing is told: the rule may not apply there. */
static enum vector_status steps_evaluate(struct steps *steps, const struct formula *formula,
                                         const uint8_t *lanes, struct vector *out)
{
    struct evaluation *evaluation = steps->evaluation;
    const uint32_t count = steps->frame.count;
    const bool silent = evaluation->silent;
    const bool some = steps_any(steps, steps->waiting);
    uint8_t *told = steps_copy(steps, lanes), *waiting = some ? steps_copy(steps, lanes) : NULL;
    struct vector other;
    if (told == NULL || (some && waiting == NULL))
        return VECTOR_NO_MEMORY;
    if (some) {
        bytes_and_not(told, steps->waiting, count);
        bytes_and(waiting, steps->waiting, count);
    }
    enum vector_status status =
        formula_vector(formula, evaluation, steps->pool, &steps->frame, told, out);
    if (status == VECTOR_OK && some && steps_any(steps, waiting)) {
        evaluation->silent = true;
        status = formula_vector(formula, evaluation, steps->pool, &steps->frame, waiting, &other);
        evaluation->silent = silent;
        if (status == VECTOR_OK)
            status = vector_blend(steps->pool, out, waiting, &other, formula->root->type.kind);
    }
    if (status == VECTOR_OK && steps->derivation != NULL && formula == steps->rule->when)
        status = steps_note_when(steps, out);
    return status;
}

/* ---- lanes that settle ---- */

static void steps_close(struct steps *steps, const uint8_t *lanes)
{
    if (lanes == steps->open)
        memset(steps->open, 0, steps->frame.count);
    else
        bytes_and_not(steps->open, lanes, steps->frame.count);
}

static enum vector_status steps_take(struct steps *steps, const uint8_t *lanes,
                                     const struct vector *from, int index)
{
    const uint32_t count = steps->frame.count;
    if (!steps_any(steps, lanes))
        return VECTOR_OK;
    for (uint32_t lane = 0; steps->cases != NULL && lane < count; lane++)
        if (lanes[lane])
            steps->cases[lane] = (int16_t)index;
    if (index >= 0 && steps->derivation != NULL)
        steps->derivation->cases[index].taken = true;
    enum vector_status status =
        vector_blend(steps->pool, &steps->outcome, lanes, from, steps->rule->item.type.kind);
    steps_close(steps, lanes);
    return status;
}

/* Lanes where another figure, of another type perhaps, is no value are as that. Without reasons they
 * do not apply, as every lane that no step took. */
static enum vector_status steps_pass_on(struct steps *steps, const uint8_t *lanes,
                                        const struct vector *from)
{
    struct vector figure;
    if (!steps->pool->reasons)
        steps_close(steps, lanes);
    if (!steps->pool->reasons || !steps_any(steps, lanes))
        return VECTOR_OK;
    enum vector_status status =
        vector_beside_values(steps->pool, &figure, from, steps->rule->item.type.kind);
    return status == VECTOR_OK ? steps_take(steps, lanes, &figure, -1) : status;
}

/* The row of the check that a need refers to. */
static uint32_t steps_need_row(const struct steps *steps, const struct node *node, uint32_t row)
{
    const struct entity *entity = steps->rule->item.entity;
    const struct dataset *dataset = steps->evaluation->dataset;
    return node->via != NULL
               ? column_value(dataset_field(dataset, entity, node->via), row).reference
               : row_above(dataset, entity, row, node->entity);
}

/* Settles lanes as not applicable. `need`: of REASON_NEEDS. */
static enum vector_status steps_exclude(struct steps *steps, const uint8_t *lanes,
                                        enum reason_kind kind, const struct formula *need)
{
    const uint32_t count = steps->frame.count;
    struct cell cell = {.state = CELL_NOT_APPLICABLE, .reason = {.kind = kind}}, *cells;
    struct vector none = vector_uniform(cell);
    if (!steps->pool->reasons)
        steps_close(steps, lanes);
    if (!steps->pool->reasons || !steps_any(steps, lanes))
        return VECTOR_OK;
    if (kind != REASON_NEEDS)
        return steps_take(steps, lanes, &none, -1);
    if ((cells = arena_array(steps->arena, count, sizeof *cells)) == NULL)
        return VECTOR_NO_MEMORY;
    cell.reason.cause = need->root->item;
    for (uint32_t lane = 0; lane < count; lane++) {
        cells[lane] = cell;
        if (lanes[lane])
            cells[lane].reason.row =
                steps_need_row(steps, need->root, frame_row(&steps->frame, lane));
    }
    enum vector_status status =
        vector_of_cells(steps->pool, &none, cells, steps->rule->item.type.kind);
    return status == VECTOR_OK ? steps_take(steps, lanes, &none, -1) : status;
}

/* Notes what undetermined cells lack, beside what their lanes lack already; with `first` they say
 * why. */
static enum vector_status steps_gather(struct steps *steps, const uint8_t *lanes,
                                       const struct vector *from, const struct formula *formula,
                                       bool first)
{
    const uint32_t count = steps->frame.count;
    if (!steps->pool->reasons || !steps_any(steps, lanes))
        return VECTOR_OK;
    if (steps->gathered == NULL)
        steps->gathered = arena_array(steps->arena, count, sizeof *steps->gathered);
    for (uint32_t lane = 0; steps->gathered != NULL && lane < count; lane++) {
        struct cell *gathered = &steps->gathered[lane], cell;
        if (!lanes[lane])
            continue;
        if (vector_cell(steps->pool, from, formula->root->type.kind, lane, &cell) != FT_OK)
            return VECTOR_NO_MEMORY;
        assert(cell.state == CELL_UNDETERMINED);
        cell.reason.partial = false;
        const struct lacks *before = gathered->reason.lacks,
                           *lacks = first ? lacks_join(cell.reason.lacks, before, steps->arena)
                                          : lacks_join(before, cell.reason.lacks, steps->arena);
        if (lacks == NULL)
            return VECTOR_NO_MEMORY;
        if (first || before == NULL)
            *gathered = cell;
        gathered->reason.lacks = lacks;
    }
    return steps->gathered == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
}

/* Settles lanes as undetermined for what was gathered; where nothing was, no way applies. */
static enum vector_status steps_settle(struct steps *steps, const uint8_t *lanes)
{
    const struct item *item = &steps->rule->item;
    const uint32_t count = steps->frame.count;
    struct vector open = vector_uniform((struct cell){.state = CELL_UNDETERMINED});
    if (!steps_any(steps, lanes))
        return VECTOR_OK;
    if (!steps->pool->reasons)
        return steps_take(steps, lanes, &open, -1);
    struct cell *cells = arena_array(steps->arena, count, sizeof *cells);
    for (uint32_t lane = 0; cells != NULL && lane < count; lane++) {
        struct cell *cell = &cells[lane];
        cell->state = CELL_NOT_APPLICABLE;
        if (!lanes[lane])
            continue;
        if (steps->gathered != NULL && steps->gathered[lane].state == CELL_UNDETERMINED) {
            *cell = steps->gathered[lane];
            continue;
        }
        const struct lack lack = {.kind = LACK_WAY,
                                  .entity = item->entity,
                                  .row = frame_row(&steps->frame, lane),
                                  .item = item};
        *cell = (struct cell){.state = CELL_UNDETERMINED,
                              .reason.lacks = lacks_of(&lack, steps->arena)};
        if (cell->reason.lacks == NULL)
            return VECTOR_NO_MEMORY;
    }
    enum vector_status status = cells == NULL
                                    ? VECTOR_NO_MEMORY
                                    : vector_of_cells(steps->pool, &open, cells, item->type.kind);
    return status == VECTOR_OK ? steps_take(steps, lanes, &open, -1) : status;
}

/* ---- needs, when ---- */

/* A condition that is no value: where it is undetermined the lane waits for what may settle it
 * otherwise; else it settles the lane, but for a need that does not apply. */
static enum vector_status steps_take_states(struct steps *steps, const struct vector *holds,
                                            const uint8_t *undetermined,
                                            const struct formula *formula, enum reason_kind kind)
{
    const uint8_t *faults = steps_in_state(steps, holds, steps->open, CELL_ERROR),
                  *none = steps_in_state(steps, holds, steps->open, CELL_NOT_APPLICABLE);
    if (faults == NULL || none == NULL)
        return VECTOR_NO_MEMORY;
    enum vector_status status = steps_gather(steps, undetermined, holds, formula, false);
    bytes_or(steps->waiting, undetermined, steps->frame.count);
    if (status == VECTOR_OK)
        status = steps_pass_on(steps, faults, holds);
    if (status == VECTOR_OK && kind != REASON_NEEDS)
        status = steps_pass_on(steps, none, holds);
    return status;
}

/* Settles the open lanes where a condition is not true. */
static enum vector_status steps_condition(struct steps *steps, const struct formula *formula,
                                          enum reason_kind kind)
{
    const uint32_t count = steps->frame.count;
    struct vector holds;
    if (!steps_any(steps, steps->open))
        return VECTOR_OK;
    enum vector_status status = steps_evaluate(steps, formula, steps->open, &holds);
    if (status != VECTOR_OK)
        return status;
    uint8_t *closed = steps_marks(steps);
    const uint8_t *truths = steps_where_true(steps, &holds, steps->open),
                  *undetermined = steps_in_state(steps, &holds, steps->open, CELL_UNDETERMINED);
    if (closed == NULL || truths == NULL || undetermined == NULL)
        return VECTOR_NO_MEMORY;
    if (!steps_are_values(&holds))
        status = steps_take_states(steps, &holds, undetermined, formula, kind);
    if (status != VECTOR_OK)
        return status;
    memcpy(closed, steps->open, count);
    bytes_and_not(closed, truths, count);
    bytes_and_not(closed, undetermined, count);
    return steps_exclude(steps, closed, kind, formula);
}

/* ---- on ---- */

/* Open lanes that have no date are settled as their date is; what they waited for is lacking too. */
static enum vector_status steps_settle_dateless(struct steps *steps, const struct vector *on)
{
    const uint8_t *undetermined = steps_in_state(steps, on, steps->open, CELL_UNDETERMINED),
                  *faults = steps_in_state(steps, on, steps->open, CELL_ERROR),
                  *none = steps_in_state(steps, on, steps->open, CELL_NOT_APPLICABLE);
    if (undetermined == NULL || faults == NULL || none == NULL)
        return VECTOR_NO_MEMORY;
    enum vector_status status = steps_pass_on(steps, faults, on);
    if (status == VECTOR_OK)
        status = steps_pass_on(steps, none, on);
    if (status == VECTOR_OK)
        status = steps_gather(steps, undetermined, on, steps->rule->on, true);
    return status == VECTOR_OK ? steps_settle(steps, undetermined) : status;
}

/* The date in force of the open lanes; its own formula is read on the scenario's. */
static enum vector_status steps_date(struct steps *steps)
{
    struct vector on;
    enum vector_status status = VECTOR_OK;
    if (steps->own == NULL || steps->own->lacking) {
        status = steps_evaluate(steps, steps->rule->on, steps->open, &on);
        if (status == VECTOR_OK && !steps_are_values(&on))
            status = steps_settle_dateless(steps, &on);
    }
    if (status == VECTOR_OK && steps->own == NULL) {
        steps->found = (struct dating){.known = true, .on = on};
        status = dating_fill(steps->pool, &steps->found, &steps->as_of.on);
    }
    steps->frame.dating = steps->own != NULL ? steps->own : &steps->found;
    steps->evaluation->on = steps->dates;
    return status;
}

/* The date comes behind the conditions: a lane that they close is not asked for it; but before a
 * condition that asks for law. */
static enum vector_status steps_conditions(struct steps *steps)
{
    const struct rule *rule = steps->rule;
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < rule->need_count && status == VECTOR_OK; i++)
        status = steps_condition(steps, rule->needs[i], REASON_NEEDS);
    if (status == VECTOR_OK && rule->when != NULL && !rule->when_is_dated)
        status = steps_condition(steps, rule->when, REASON_WHEN);
    if (status == VECTOR_OK && rule->on != NULL && steps_any(steps, steps->open))
        status = steps_date(steps);
    if (status == VECTOR_OK && rule->when != NULL && rule->when_is_dated)
        status = steps_condition(steps, rule->when, REASON_WHEN);
    if (status != VECTOR_OK)
        return status;
    bytes_and(steps->waiting, steps->open, steps->frame.count);
    status = steps_settle(steps, steps->waiting);
    memset(steps->waiting, 0, steps->frame.count);
    return status;
}

/* ---- ways ---- */

/* The first way that is a value, or at fault, decides: `left` are the lanes that none has. */
static enum vector_status steps_decide_ways(struct steps *steps, const struct vector *ways,
                                            uint8_t *left)
{
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < steps->rule->way_count && status == VECTOR_OK; i++) {
        const uint8_t *values = steps_in_state(steps, &ways[i], left, CELL_VALUE);
        const uint8_t *faults = steps_in_state(steps, &ways[i], left, CELL_ERROR);
        if (values == NULL || faults == NULL)
            return VECTOR_NO_MEMORY;
        bytes_and_not(left, values, steps->frame.count);
        bytes_and_not(left, faults, steps->frame.count);
        status = steps_pass_on(steps, faults, &ways[i]);
    }
    return status;
}

/* Lanes in which none of the ways applies are undetermined: the figure must come about. */
static enum vector_status steps_ways(struct steps *steps)
{
    const struct rule *rule = steps->rule;
    struct vector *ways = arena_array(steps->arena, rule->way_count, sizeof *ways);
    uint8_t *left = steps_marks(steps);
    enum vector_status status = ways == NULL || left == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
    if (rule->way_count == 0 || !steps_any(steps, steps->open))
        return VECTOR_OK;
    for (size_t i = 0; i < rule->way_count && status == VECTOR_OK; i++)
        status = steps_evaluate(steps, rule->ways[i], steps->open, &ways[i]);
    if (status != VECTOR_OK)
        return status;
    memcpy(left, steps->open, steps->frame.count);
    status = steps_decide_ways(steps, ways, left);
    for (size_t i = 0; i < rule->way_count && status == VECTOR_OK && steps_any(steps, left); i++) {
        const uint8_t *open = steps_in_state(steps, &ways[i], left, CELL_UNDETERMINED);
        status = open == NULL ? VECTOR_NO_MEMORY
                              : steps_gather(steps, open, &ways[i], rule->ways[i], false);
    }
    return status == VECTOR_OK ? steps_settle(steps, left) : status;
}

/* ---- cases ---- */

/* Unmarks the lanes where another case that holds overrides this one. */
static void steps_yield(const struct steps *steps, size_t index, const struct step_case *cases,
                        uint8_t *lanes)
{
    for (size_t j = 0; j < steps->rule->case_count; j++)
        if (case_overrides(&steps->rule->cases[j], (uint32_t)index))
            bytes_and_not(lanes, cases[j].holds, steps->frame.count);
}

/* The conditions of all cases. One that does not apply, or is at fault, settles its lanes: nothing
 * may be taken past it. `asked` are the lanes that were open before. */
static enum vector_status steps_find_cases(struct steps *steps, struct step_case *cases,
                                           const uint8_t *asked)
{
    static const enum cell_state ends[] = {CELL_NOT_APPLICABLE, CELL_ERROR};
    const struct rule *rule = steps->rule;
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++)
        status = steps_evaluate(steps, rule->cases[i].when, asked, &cases[i].when);
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++) {
        struct step_case *own = &cases[i];
        own->holds = steps_where_true(steps, &own->when, asked);
        own->stands = steps_marks(steps);
        if (own->holds == NULL || own->stands == NULL)
            return VECTOR_NO_MEMORY;
        for (size_t k = 0; k < 2 && !steps_are_values(&own->when) && status == VECTOR_OK; k++) {
            const uint8_t *ended = steps_in_state(steps, &own->when, steps->open, ends[k]);
            status = ended == NULL ? VECTOR_NO_MEMORY : steps_pass_on(steps, ended, &own->when);
        }
    }
    return status;
}

/* Lanes where a condition is undetermined, and not overridden, are so: for all that the conditions
 * lack, beginning with the first of those. */
static enum vector_status steps_settle_cases(struct steps *steps, struct step_case *cases)
{
    const struct rule *rule = steps->rule;
    const uint32_t lanes = steps->frame.count;
    uint8_t *unsettled = steps_marks(steps);
    enum vector_status status = unsettled == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++) {
        const struct vector *when = &cases[i].when;
        if (steps_are_values(when))
            continue;
        uint8_t *first = steps_in_state(steps, when, steps->open, CELL_UNDETERMINED);
        cases[i].undetermined = steps_in_state(steps, when, steps->open, CELL_UNDETERMINED);
        if (first == NULL || cases[i].undetermined == NULL)
            return VECTOR_NO_MEMORY;
        steps_yield(steps, i, cases, first);
        bytes_and_not(first, unsettled, lanes);
        bytes_or(unsettled, first, lanes);
        status = steps_gather(steps, first, when, rule->cases[i].when, false);
    }
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++) {
        if (cases[i].undetermined == NULL)
            continue;
        bytes_and(cases[i].undetermined, unsettled, lanes);
        status =
            steps_gather(steps, cases[i].undetermined, &cases[i].when, rule->cases[i].when, false);
    }
    return status == VECTOR_OK ? steps_settle(steps, unsettled) : status;
}

static bool steps_same_outcome(const struct cell *x, const struct cell *y, const struct type *type)
{
    return x->state == y->state &&
           (x->state != CELL_VALUE || values_equal(type, &x->value, &y->value));
}

static enum vector_status steps_tell_conflict(struct steps *steps, uint32_t lane,
                                              const struct rule_case *x, const struct rule_case *y)
{
    const struct dataset *dataset = steps->evaluation->dataset;
    const struct item *item = &steps->rule->item;
    const uint32_t row = frame_row(&steps->frame, lane);
    struct diagnostics *diagnostics = steps->evaluation->diagnostics;
    const char *path = item->entity->parent == NULL
                           ? title_in(&item->entity->title, diagnostics->language)
                           : row_path(dataset, item->entity, row, steps->arena);
    struct place room;
    if (path == NULL)
        return VECTOR_NO_MEMORY;
    diagnostics->subject = (struct fault_subject){item->id, x->label};
    diagnostics_add(diagnostics, table_place(&dataset->tables[item->entity->index], row, &room),
                    &policy_message[POLICY_CONFLICT], item->id, path, x->label, x->source, y->label,
                    y->source, NULL);
    diagnostics->subject.table = NULL;
    return VECTOR_OK;
}

/* The first case that stands in a lane is taken; two that differ are a conflict, which `conflicts`
 * marks. */
static enum vector_status steps_choose(struct steps *steps, uint32_t lane, struct step_case *cases,
                                       uint8_t *conflicts)
{
    const struct rule *rule = steps->rule;
    const struct rule_case *first = NULL;
    struct cell taken, other;
    for (size_t i = 0; i < rule->case_count; i++) {
        struct cell *cell = first == NULL ? &taken : &other;
        if (!cases[i].stands[lane])
            continue;
        if (vector_cell(steps->pool, &cases[i].value, rule->item.type.kind, lane, cell) != FT_OK)
            return VECTOR_NO_MEMORY;
        cases[i].stands[lane] = first == NULL;
        if (first == NULL) {
            first = &rule->cases[i];
        } else if (!steps_same_outcome(&taken, &other, &rule->item.type)) {
            for (size_t j = 0; j < rule->case_count; j++)
                cases[j].stands[lane] = 0;
            conflicts[lane] = 1;
            steps->evaluation->dataset->broken = true;
            return steps->pool->reasons ? steps_tell_conflict(steps, lane, first, &rule->cases[i])
                                        : VECTOR_OK;
        }
    }
    return VECTOR_OK;
}

/* Lanes in which several cases stand. */
static enum vector_status steps_choose_some(struct steps *steps, const uint8_t *several,
                                            struct step_case *cases)
{
    const struct vector fault = vector_uniform((struct cell){.state = CELL_ERROR});
    uint8_t *conflicts = steps_marks(steps);
    enum vector_status status = conflicts == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
    for (uint32_t lane = 0; lane < steps->frame.count && status == VECTOR_OK; lane++)
        if (several[lane])
            status = steps_choose(steps, lane, cases, conflicts);
    return status == VECTOR_OK ? steps_take(steps, conflicts, &fault, -1) : status;
}

/* Keeps for a derivation what came of each case at its one row. */
static void steps_note_cases(const struct steps *steps, const struct step_case *cases)
{
    for (size_t i = 0; steps->derivation != NULL && *steps->open && i < steps->rule->case_count;
         i++)
        steps->derivation->cases[i] = (struct case_outcome){
            .holds = *cases[i].holds, .overridden = *cases[i].holds && !*cases[i].stands};
}

/* The value of each case where it stands: what it would come to elsewhere counts for nothing. */
static enum vector_status steps_take_cases(struct steps *steps, struct step_case *cases)
{
    const struct rule *rule = steps->rule;
    const uint32_t lanes = steps->frame.count;
    uint8_t *taken = steps_marks(steps), *several = steps_marks(steps), *both = steps_marks(steps);
    enum vector_status status = VECTOR_OK;
    if (taken == NULL || several == NULL || both == NULL)
        return VECTOR_NO_MEMORY;
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++) {
        struct step_case *own = &cases[i];
        memcpy(own->stands, own->holds, lanes);
        steps_yield(steps, i, cases, own->stands);
        bytes_and(own->stands, steps->open, lanes);
        if (steps_any(steps, own->stands))
            status = steps_evaluate(steps, rule->cases[i].value, own->stands, &own->value);
        memcpy(both, taken, lanes);
        bytes_and(both, own->stands, lanes);
        bytes_or(several, both, lanes);
        bytes_or(taken, own->stands, lanes);
    }
    if (status == VECTOR_OK)
        steps_note_cases(steps, cases);
    if (status == VECTOR_OK && steps_any(steps, several))
        status = steps_choose_some(steps, several, cases);
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++)
        status = steps_take(steps, cases[i].stands, &cases[i].value, (int)i);
    return status;
}

static enum vector_status steps_cases(struct steps *steps)
{
    struct step_case *cases = arena_array(steps->arena, steps->rule->case_count, sizeof *cases);
    uint8_t *asked = steps_marks(steps);
    if (steps->rule->case_count == 0 || !steps_any(steps, steps->open))
        return VECTOR_OK;
    if (cases == NULL || asked == NULL)
        return VECTOR_NO_MEMORY;
    memcpy(asked, steps->open, steps->frame.count);
    enum vector_status status = steps_find_cases(steps, cases, asked);
    if (status == VECTOR_OK)
        status = steps_settle_cases(steps, cases);
    return status == VECTOR_OK ? steps_take_cases(steps, cases) : status;
}

/* ---- all of them ---- */

static enum vector_status steps_default(struct steps *steps)
{
    struct vector value;
    if (!steps_any(steps, steps->open))
        return VECTOR_OK;
    if (steps->rule->value == NULL)
        return steps_exclude(steps, steps->open, REASON_NO_CASE, NULL);
    enum vector_status status = steps_evaluate(steps, steps->rule->value, steps->open, &value);
    return status == VECTOR_OK ? steps_take(steps, steps->open, &value, -1) : status;
}

enum vector_status steps_apply(struct steps *steps)
{
    const uint32_t count = steps->frame.count;
    assert(steps->pool->count == count);
    steps->open = steps_marks(steps);
    steps->waiting = steps_marks(steps);
    steps->gathered = NULL;
    steps->as_of = dating_of(steps->evaluation->dataset->as_of);
    steps->frame.dating = &steps->as_of;
    steps->evaluation->on = NULL;
    steps->outcome = vector_uniform((struct cell){.state = CELL_NOT_APPLICABLE});
    if (steps->open == NULL || steps->waiting == NULL)
        return VECTOR_NO_MEMORY;
    memset(steps->open, 1, count);
    for (uint32_t lane = 0; steps->cases != NULL && lane < count; lane++)
        steps->cases[lane] = -1;
    enum vector_status status = steps_conditions(steps);
    if (status == VECTOR_OK)
        status = steps_ways(steps);
    if (status == VECTOR_OK)
        status = steps_cases(steps);
    if (status == VECTOR_OK)
        status = steps_default(steps);
    assert(status != VECTOR_OK || !steps_any(steps, steps->open));
    return status;
}
