/* Rules over vectors: the form of steps.h whose cells are vectors. A fault in a lane that is asked
 * for is found by the exact way. */
#include <string.h>

#include "../vector/lanes.h"

#include "batch_rules.h"
#include "steps.h"

/* A rule while it is worked out. */
struct deciding {
    struct steps steps; /* the first, so that the form finds the others */
    struct batch *batch;
    struct dating *dating;
    struct vector outcome;
};

static struct deciding *deciding_of(struct steps *steps)
{
    return (struct deciding *)steps;
}

/* A uniform vector's bytes, of its state or its truth. NULL when memory is out. */
static const uint8_t *batch_rules_bytes(struct vector_pool *pool, uint8_t value)
{
    uint8_t *bytes = vector_bytes(pool);
    if (bytes != NULL)
        memset(bytes, value, pool->count);
    return bytes;
}

/* A formula at some lanes; of those that wait nothing is told. */
static enum vector_status batch_rules_work_out(struct deciding *deciding,
                                               const struct formula *formula, const uint8_t *lanes,
                                               struct vector *out)
{
    struct batch *batch = deciding->batch;
    const uint32_t count = batch->pool->count;
    uint8_t *told = vector_bytes(batch->pool), *waiting = vector_bytes(batch->pool);
    struct vector silent;
    if (told == NULL || waiting == NULL)
        return VECTOR_NO_MEMORY;
    memcpy(told, lanes, count);
    memcpy(waiting, lanes, count);
    bytes_and_not(told, deciding->steps.waiting, count);
    bytes_and(waiting, deciding->steps.waiting, count);
    enum vector_status status = batch_evaluate(batch, formula, deciding->dating, told, out);
    if (status != VECTOR_OK || !bytes_any(waiting, count))
        return status;
    batch->silent = true;
    status = batch_evaluate(batch, formula, deciding->dating, waiting, &silent);
    batch->silent = false;
    return status == VECTOR_OK
               ? vector_blend(batch->pool, out, waiting, &silent, formula->root->type.kind)
               : status;
}

static enum vector_status batch_rules_evaluate(struct steps *steps, const struct formula *formula,
                                               const uint8_t *lanes, struct step_cells *out)
{
    struct deciding *deciding = deciding_of(steps);
    struct vector_pool *pool = deciding->batch->pool;
    struct vector *vector = arena_allocate(steps->arena, sizeof *vector);
    if (vector == NULL)
        return VECTOR_NO_MEMORY;
    enum vector_status status = batch_rules_work_out(deciding, formula, lanes, vector);
    if (status != VECTOR_OK)
        return status;
    const bool boolean = formula->root->type.kind == TYPE_BOOLEAN;
    const bool none = vector->uniform && vector->cell.state != CELL_VALUE;
    *out = (struct step_cells){.states = vector->states, .cells = vector};
    if (vector->uniform)
        out->states = none ? batch_rules_bytes(pool, (uint8_t)vector->cell.state) : NULL;
    if (boolean)
        out->truths = vector->uniform ? batch_rules_bytes(pool, !none && vector->cell.value.boolean)
                                      : vector->truths;
    if ((none && out->states == NULL) || (boolean && out->truths == NULL))
        return VECTOR_NO_MEMORY;
    return VECTOR_OK;
}

static enum vector_status batch_rules_take(struct steps *steps, const uint8_t *lanes,
                                           const struct step_cells *from, int index)
{
    struct deciding *deciding = deciding_of(steps);
    (void)index;
    return vector_blend(deciding->batch->pool, &deciding->outcome, lanes, from->cells,
                        steps->rule->item.type.kind);
}

static enum vector_status batch_rules_settle(struct steps *steps, const uint8_t *lanes)
{
    struct deciding *deciding = deciding_of(steps);
    const struct vector undetermined = vector_uniform((struct cell){.state = CELL_UNDETERMINED});
    return vector_blend(deciding->batch->pool, &deciding->outcome, lanes, &undetermined,
                        steps->rule->item.type.kind);
}

/* Two cases in one lane may be a conflict, which is not decided here. */
static enum vector_status batch_rules_choose(struct steps *steps, const uint8_t *lanes,
                                             struct step_case *cases)
{
    (void)steps;
    (void)lanes;
    (void)cases;
    return VECTOR_NO;
}

/* Lanes do not apply until they are taken, and what they lack is not told. */
enum vector_status batch_decide(struct batch *batch, const struct rule *rule,
                                struct vector *outcome)
{
    static const struct step_form form = {.evaluate = batch_rules_evaluate,
                                          .take = batch_rules_take,
                                          .settle = batch_rules_settle,
                                          .choose = batch_rules_choose};
    struct deciding deciding = {
        .steps = {.rule = rule, .form = &form, .arena = batch->room, .count = batch->pool->count},
        .batch = batch};
    const struct arena_mark mark = arena_mark(batch->room);
    deciding.outcome = vector_uniform((struct cell){.state = CELL_NOT_APPLICABLE});
    enum vector_status status = batch_dates(batch, &rule->item, &deciding.dating);
    if (status == VECTOR_OK)
        status = steps_open(&deciding.steps) ? steps_apply(&deciding.steps) : VECTOR_NO_MEMORY;
    *outcome = deciding.outcome;
    arena_rewind(batch->room, mark);
    return status;
}

enum vector_status batch_makes_none(struct batch *batch, const struct entity *entity)
{
    const struct vector zero = vector_number(NUMBER_ZERO);
    struct vector rows, some;
    enum vector_status status =
        batch_evaluate(batch, entity->rows, &batch->at->datings[0], NULL, &rows);
    if (status != VECTOR_OK)
        return status;
    if (rows.uniform ? rows.cell.state == CELL_UNDETERMINED
                     : rows.states != NULL &&
                           memchr(rows.states, CELL_UNDETERMINED, batch->pool->count) != NULL)
        return VECTOR_NO;
    if (rows.uniform && rows.cell.state != CELL_VALUE)
        return VECTOR_OK;
    status = vector_compare(batch->pool, &some, COMPARE_UNEQUAL, &rows, &zero, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    return some.uniform
               ? (some.cell.state == CELL_VALUE && some.cell.value.boolean ? VECTOR_NO : VECTOR_OK)
           : bytes_any(some.truths, batch->pool->count) ? VECTOR_NO
                                                        : VECTOR_OK;
}
