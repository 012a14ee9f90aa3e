/* What moves between two runs: the rules whose figures differ, or may do so. */
#include <assert.h>

#include "ledger_internal.h"

/* Whether a rule's figures differ at any row; else, in `open`, whether one is undetermined in both
 * runs. A rule of two loads is the same by its name. */
static bool moved_differs(const struct ledger *with, const struct ledger *without,
                          const uint32_t *rows, const struct item *item, bool *open)
{
    const struct entity *entity = item->entity;
    const struct item *other =
        map_get(&without->policy->schema.entities[entity->index].items, item->id);
    const struct table *x = &with->dataset->tables[entity->index],
                       *y = &without->dataset->tables[entity->index];
    *open = false;
    if (other == NULL)
        return true;
    assert(x->count == y->count); /* where rows may be made in other numbers nothing is sure */
    for (uint32_t row = 0; row < x->count; row++) {
        const struct cell one = item_cell(&x->items[item->index], row),
                          two = item_cell(&y->items[other->index], row);
        if (rows[row] != row || one.state != two.state ||
            (one.state == CELL_VALUE && !values_equal(&item->type, &one.value, &two.value)))
            return true;
        *open = *open || one.state == CELL_UNDETERMINED;
    }
    return false;
}

/*
 * A known figure does not hang on what is not known: where it is the same in both runs, it is so
 * whatever is filled in. One that is undetermined in both comes to the same where nothing that it
 * reads has moved. Rules stand in an order in which each reads those before it.
 */
bool ledger_moved(bool *moved, const struct policy_inputs *inputs, const struct ledger *with,
                  const struct ledger *without, uint32_t *const *rows)
{
    const struct policy *policy = with->policy;
    const bool sure = policy_affected(policy, inputs, moved);
    for (size_t i = 0; sure && i < policy->rule_count; i++) {
        bool open;
        const struct item *item = &policy->rules[i]->item;
        if (moved[i] && !moved_differs(with, without, rows[item->entity->index], item, &open))
            moved[i] = open && policy_rule_reads(policy->rules[i], inputs, moved);
    }
    return sure;
}
