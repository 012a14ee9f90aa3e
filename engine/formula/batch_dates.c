/* A batch and the dates that its rules are read on. */
#include <string.h>

#include "../vector/lanes.h"

#include "evaluate.h"

struct batch_table *batch_enter(struct batch *batch, struct batch_table *table)
{
    struct batch_table *before = batch->at;
    assert(table != NULL);
    batch->at = table;
    batch->pool->count = table->count;
    return before;
}

bool batch_has_none(const struct batch *batch, const struct entity *entity)
{
    const struct dataset *dataset = batch->dataset;
    if (batch->by_entity[entity->index] != NULL ||
        (dataset != NULL && dataset->tables[entity->index].count > 0))
        return false;
    for (; entity != batch->entity; entity = entity->parent)
        if (entity->rows != NULL && !batch->generated[entity->index])
            return false;
    return true;
}

/* The dates in force of an item's lanes. A date's own formula is read on the scenario's date. */
enum vector_status batch_dates(struct batch *batch, const struct item *item, struct dating **out)
{
    struct dating *dating = batch->at->item_datings[item->index];
    *out = dating;
    if (dating->known)
        return VECTOR_OK;
    enum vector_status status =
        batch_evaluate(batch, dating->formula, &batch->at->datings[0], NULL, &dating->on);
    if (status != VECTOR_OK)
        return status;
    struct vector *on = &dating->on;
    if (!on->uniform && on->states != NULL &&
        bytes_are_all(on->states, CELL_VALUE, batch->pool->count))
        on->states = NULL; /* every lane has a date after all */
    if (on->uniform ? on->cell.state != CELL_VALUE : on->states != NULL)
        return VECTOR_NO;
    if (!on->uniform) /* lanes without one held 0, which the bounds still hold */
        lanes_bounds(on->lanes, batch->pool->count, &on->low, &on->high);
    dating->classes = NULL;
    if (!on->uniform && on->low == on->high) {
        struct cell only = {.state = CELL_VALUE};
        only.value.date.days = (int32_t)on->low;
        dating->on = vector_uniform(only);
    } else if (!on->uniform) {
        status = run_classes(&(struct run){.pool = batch->pool}, dating);
    }
    dating->known = status == VECTOR_OK;
    return status;
}
