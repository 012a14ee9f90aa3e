/* The steps that settle a rule, the same for tables that are held and for vectors. */
#include <assert.h>
#include <string.h>

#include "../vector/lanes.h"

#include "steps.h"

static uint8_t *steps_marks(struct steps *steps)
{
    return arena_array(steps->arena, steps->count, sizeof(uint8_t));
}

bool steps_open(struct steps *steps)
{
    steps->open = steps_marks(steps);
    steps->waiting = steps_marks(steps);
    if (steps->open == NULL || steps->waiting == NULL)
        return false;
    memset(steps->open, 1, steps->count);
    return true;
}

static bool steps_any(const struct steps *steps, const uint8_t *lanes)
{
    return bytes_any(lanes, steps->count);
}

/* The lanes of `within` in a state. NULL when memory is out. */
static uint8_t *steps_in_state(struct steps *steps, const struct step_cells *cells,
                               const uint8_t *within, enum cell_state state)
{
    uint8_t *lanes = steps_marks(steps);
    if (lanes == NULL || (cells->states == NULL && state != CELL_VALUE))
        return lanes;
    memcpy(lanes, within, steps->count);
    if (cells->states != NULL)
        bytes_keep(lanes, cells->states, (uint8_t)state, steps->count);
    return lanes;
}

static enum vector_status steps_take(struct steps *steps, const uint8_t *lanes,
                                     const struct step_cells *from, int index)
{
    enum vector_status status =
        steps_any(steps, lanes) ? steps->form->take(steps, lanes, from, index) : VECTOR_OK;
    bytes_and_not(steps->open, lanes, steps->count);
    return status;
}

static enum vector_status steps_pass_on(struct steps *steps, const uint8_t *lanes,
                                        const struct step_cells *from)
{
    enum vector_status status = VECTOR_OK;
    if (steps->form->pass_on != NULL && steps_any(steps, lanes))
        status = steps->form->pass_on(steps, lanes, from);
    bytes_and_not(steps->open, lanes, steps->count);
    return status;
}

static void steps_exclude(struct steps *steps, const uint8_t *lanes, enum reason_kind kind,
                          const struct formula *need)
{
    if (steps->form->exclude != NULL && steps_any(steps, lanes))
        steps->form->exclude(steps, lanes, kind, need);
    bytes_and_not(steps->open, lanes, steps->count);
}

static enum vector_status steps_gather(struct steps *steps, const uint8_t *lanes,
                                       const struct step_cells *from)
{
    return steps->form->gather != NULL && steps_any(steps, lanes)
               ? steps->form->gather(steps, lanes, from)
               : VECTOR_OK;
}

static enum vector_status steps_settle(struct steps *steps, const uint8_t *lanes)
{
    enum vector_status status =
        steps_any(steps, lanes) ? steps->form->settle(steps, lanes) : VECTOR_OK;
    bytes_and_not(steps->open, lanes, steps->count);
    return status;
}

/* ---- needs, when ---- */

/* A condition that is no value: where it is undetermined the lane waits for what may settle it
 * otherwise; else it settles the lane, but for a need that does not apply. */
static enum vector_status steps_take_states(struct steps *steps, const struct step_cells *holds,
                                            enum reason_kind kind)
{
    const uint8_t *undetermined = steps_in_state(steps, holds, steps->open, CELL_UNDETERMINED);
    const uint8_t *faults = steps_in_state(steps, holds, steps->open, CELL_ERROR);
    const uint8_t *none = steps_in_state(steps, holds, steps->open, CELL_NOT_APPLICABLE);
    if (undetermined == NULL || faults == NULL || none == NULL)
        return VECTOR_NO_MEMORY;
    enum vector_status status = steps_gather(steps, undetermined, holds);
    bytes_or(steps->waiting, undetermined, steps->count);
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
    struct step_cells holds;
    uint8_t *closed = steps_marks(steps);
    if (!steps_any(steps, steps->open))
        return VECTOR_OK;
    if (closed == NULL)
        return VECTOR_NO_MEMORY;
    enum vector_status status = steps->form->evaluate(steps, formula, steps->open, &holds);
    if (status != VECTOR_OK)
        return status;
    assert(holds.truths != NULL);
    const uint8_t *undetermined = NULL;
    if (holds.states != NULL) {
        undetermined = steps_in_state(steps, &holds, steps->open, CELL_UNDETERMINED);
        status = undetermined == NULL ? VECTOR_NO_MEMORY : steps_take_states(steps, &holds, kind);
    }
    if (status != VECTOR_OK)
        return status;
    memcpy(closed, steps->open, steps->count);
    bytes_and_not(closed, holds.truths, steps->count);
    if (undetermined != NULL)
        bytes_and_not(closed, undetermined, steps->count);
    steps_exclude(steps, closed, kind, formula);
    return VECTOR_OK;
}

/* The date comes behind the conditions: a lane that they close is not asked for it; but before a
 * condition that asks for law. */
static enum vector_status steps_conditions(struct steps *steps)
{
    const struct rule *rule = steps->rule;
    const bool asks = rule->on != NULL && steps->form->date != NULL;
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < rule->need_count && status == VECTOR_OK; i++)
        status = steps_condition(steps, rule->needs[i], REASON_NEEDS);
    if (status == VECTOR_OK && rule->when != NULL && !rule->when_is_dated)
        status = steps_condition(steps, rule->when, REASON_WHEN);
    if (status == VECTOR_OK && asks && steps_any(steps, steps->open))
        status = steps->form->date(steps);
    if (status == VECTOR_OK && rule->when != NULL && rule->when_is_dated)
        status = steps_condition(steps, rule->when, REASON_WHEN);
    if (status != VECTOR_OK)
        return status;
    bytes_and(steps->waiting, steps->open, steps->count);
    status = steps_settle(steps, steps->waiting);
    memset(steps->waiting, 0, steps->count);
    return status;
}

/* ---- ways ---- */

/* The first way that is a value, or at fault, decides: `left` are the lanes that none has. */
static enum vector_status steps_decide_ways(struct steps *steps, const struct step_cells *ways,
                                            uint8_t *left)
{
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < steps->rule->way_count && status == VECTOR_OK; i++) {
        const uint8_t *values = steps_in_state(steps, &ways[i], left, CELL_VALUE);
        const uint8_t *faults = steps_in_state(steps, &ways[i], left, CELL_ERROR);
        if (values == NULL || faults == NULL)
            return VECTOR_NO_MEMORY;
        bytes_and_not(left, values, steps->count);
        bytes_and_not(left, faults, steps->count);
        status = steps_pass_on(steps, faults, &ways[i]);
    }
    return status;
}

/* Lanes in which none of the ways applies are undetermined: the figure must come about. */
static enum vector_status steps_ways(struct steps *steps)
{
    const struct rule *rule = steps->rule;
    struct step_cells *ways = arena_array(steps->arena, rule->way_count, sizeof *ways);
    uint8_t *left = steps_marks(steps);
    enum vector_status status = ways == NULL || left == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
    if (rule->way_count == 0 || !steps_any(steps, steps->open))
        return VECTOR_OK;
    for (size_t i = 0; i < rule->way_count && status == VECTOR_OK; i++)
        status = steps->form->evaluate(steps, rule->ways[i], steps->open, &ways[i]);
    if (status != VECTOR_OK)
        return status;
    memcpy(left, steps->open, steps->count);
    status = steps_decide_ways(steps, ways, left);
    for (size_t i = 0; i < rule->way_count && status == VECTOR_OK && steps_any(steps, left); i++) {
        const uint8_t *open = steps_in_state(steps, &ways[i], left, CELL_UNDETERMINED);
        status = open == NULL ? VECTOR_NO_MEMORY : steps_gather(steps, open, &ways[i]);
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
            bytes_and_not(lanes, cases[j].holds, steps->count);
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
        status = steps->form->evaluate(steps, rule->cases[i].when, asked, &cases[i].when);
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++) {
        struct step_case *own = &cases[i];
        own->holds = steps_marks(steps);
        own->stands = steps_marks(steps);
        if (own->holds == NULL || own->stands == NULL)
            return VECTOR_NO_MEMORY;
        memcpy(own->holds, asked, steps->count);
        bytes_and(own->holds, own->when.truths, steps->count);
        for (size_t k = 0; k < 2 && own->when.states != NULL && status == VECTOR_OK; k++) {
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
    const size_t count = steps->rule->case_count;
    uint8_t *unsettled = steps_marks(steps);
    enum vector_status status = unsettled == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
    for (size_t i = 0; i < count && status == VECTOR_OK; i++) {
        if (cases[i].when.states == NULL)
            continue;
        uint8_t *first = steps_in_state(steps, &cases[i].when, steps->open, CELL_UNDETERMINED);
        cases[i].undetermined =
            steps_in_state(steps, &cases[i].when, steps->open, CELL_UNDETERMINED);
        if (first == NULL || cases[i].undetermined == NULL)
            return VECTOR_NO_MEMORY;
        steps_yield(steps, i, cases, first);
        bytes_and_not(first, unsettled, steps->count);
        bytes_or(unsettled, first, steps->count);
        status = steps_gather(steps, first, &cases[i].when);
    }
    for (size_t i = 0; i < count && status == VECTOR_OK; i++) {
        if (cases[i].undetermined == NULL)
            continue;
        bytes_and(cases[i].undetermined, unsettled, steps->count);
        status = steps_gather(steps, cases[i].undetermined, &cases[i].when);
    }
    return status == VECTOR_OK ? steps_settle(steps, unsettled) : status;
}

/* The value of each case where it stands: what it would come to elsewhere counts for nothing. */
static enum vector_status steps_take_cases(struct steps *steps, struct step_case *cases)
{
    const struct rule *rule = steps->rule;
    uint8_t *taken = steps_marks(steps), *several = steps_marks(steps);
    enum vector_status status = VECTOR_OK;
    if (taken == NULL || several == NULL)
        return VECTOR_NO_MEMORY;
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++) {
        struct step_case *own = &cases[i];
        memcpy(own->stands, own->holds, steps->count);
        steps_yield(steps, i, cases, own->stands);
        bytes_and(own->stands, steps->open, steps->count);
        if (steps_any(steps, own->stands))
            status = steps->form->evaluate(steps, rule->cases[i].value, own->stands, &own->value);
        for (uint32_t lane = 0; lane < steps->count; lane++)
            several[lane] |= taken[lane] & own->stands[lane];
        bytes_or(taken, own->stands, steps->count);
    }
    if (status == VECTOR_OK && steps->form->note != NULL)
        steps->form->note(steps, cases);
    if (status == VECTOR_OK && steps_any(steps, several))
        status = steps->form->choose(steps, several, cases);
    for (size_t i = 0; i < rule->case_count && status == VECTOR_OK; i++)
        status = steps_take(steps, cases[i].stands, &cases[i].value, (int)i);
    bytes_and_not(steps->open, taken, steps->count);
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
    memcpy(asked, steps->open, steps->count);
    enum vector_status status = steps_find_cases(steps, cases, asked);
    if (status == VECTOR_OK)
        status = steps_settle_cases(steps, cases);
    return status == VECTOR_OK ? steps_take_cases(steps, cases) : status;
}

/* ---- all of them ---- */

static enum vector_status steps_default(struct steps *steps)
{
    struct step_cells cells;
    if (!steps_any(steps, steps->open))
        return VECTOR_OK;
    if (steps->rule->value == NULL) {
        steps_exclude(steps, steps->open, REASON_NO_CASE, NULL);
        return VECTOR_OK;
    }
    enum vector_status status =
        steps->form->evaluate(steps, steps->rule->value, steps->open, &cells);
    return status == VECTOR_OK ? steps_take(steps, steps->open, &cells, -1) : status;
}

enum vector_status steps_apply(struct steps *steps)
{
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
