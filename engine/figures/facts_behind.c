/* The facts that formulas rest on. */
#include "facts_behind.h"

static void facts_behind_keep(struct facts_behind *behind, const struct field *field)
{
    const struct field **grown = arena_grow(behind->arena, behind->fields, &behind->capacity,
                                            sizeof *grown, behind->count + 1);
    behind->failed |= grown == NULL;
    if (grown == NULL)
        return;
    behind->fields = grown;
    grown[behind->count++] = field;
}

/* Bounded: a rule names none that comes behind it, and each is looked at once. */
static void facts_behind_look(void *context, const struct formula *formula)
{
    struct facts_behind *behind = context;
    for (size_t i = 0; formula != NULL && i < formula->field_count && !behind->failed; i++)
        facts_behind_keep(behind, formula->fields[i]);
    for (size_t i = 0; formula != NULL && i < formula->item_count && !behind->failed; i++) {
        const size_t order = formula->items[i]->order;
        if (behind->seen[order])
            continue;
        behind->seen[order] = true;
        rule_each_formula(behind->policy->rules[order], facts_behind_look, behind);
    }
}

bool facts_behind_open(struct facts_behind *behind, const struct policy *policy,
                       struct arena *arena)
{
    *behind = (struct facts_behind){.policy = policy,
                                    .arena = arena,
                                    .seen = arena_array(arena, policy->rule_count, sizeof(bool))};
    return behind->seen != NULL;
}

bool facts_behind_add(struct facts_behind *behind, const struct formula *formula)
{
    facts_behind_look(behind, formula);
    return !behind->failed;
}
