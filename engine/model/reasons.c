/* Why cells of a rule's column have no value. Most of its rows share one reason, so that a row holds
 * the number of its reason alone. */
#include <assert.h>

#include "model.h"

/* A reason's row that is the cell's own. */
#define ROW_OWN (ROW_NOT_HELD - 1)

static bool reason_is(const struct reason *x, const struct reason *y)
{
    return x->kind == y->kind && x->partial == y->partial && x->row == y->row &&
           x->cause == y->cause;
}

/* The number of a reason, from 1, among those that the column has; 0: memory is out. Only the last
 * few are looked at: where each row has its own, none is looked for in vain among all. */
static uint32_t reason_number(struct item_column *column, const struct reason *reason,
                              struct arena *arena)
{
    enum { LOOKED_AT = 16 };
    const uint32_t count = column->known_count;
    for (uint32_t i = 0; i < LOOKED_AT && i < count; i++)
        if (reason_is(&column->known[count - 1 - i], reason))
            return count - i;
    struct reason *known =
        arena_grow(arena, column->known, &column->known_capacity, sizeof *known, count + 1U);
    if (known == NULL)
        return 0;
    column->known = known;
    known[column->known_count++] = *reason;
    return column->known_count;
}

void item_reset(struct item_column *column, bool lost)
{
    column_reset(&column->column, lost);
    narrow_reset(&column->reasons, lost);
    narrow_reset(&column->cases, lost);
    column->known_count = 0;
    if (!lost)
        return;
    column->known = NULL;
    column->known_capacity = 0;
    column->lacks = NULL;
}

static bool item_put_reason(struct item_column *column, uint32_t row, const struct reason *reason,
                            struct arena *arena)
{
    const uint32_t count = column->column.count;
    struct reason shared = *reason;
    shared.lacks = NULL;
    if (reason->row == row && reason->cause != NULL)
        shared.row = ROW_OWN;
    if (reason->lacks != NULL && column->lacks == NULL)
        column->lacks = arena_array(arena, count, sizeof(const struct lacks *));
    if (column->lacks != NULL)
        column->lacks[row] = reason->lacks;
    else if (reason->lacks != NULL)
        return false;
    const bool none = reason_is(&shared, &(const struct reason){.kind = REASON_NONE});
    const uint32_t number = none ? 0 : reason_number(column, &shared, arena);
    return (none || number > 0) && narrow_put(&column->reasons, count, row, number, arena);
}

bool item_put(struct item_column *column, uint32_t row, enum cell_state state,
              const union value *value, int16_t taken, const struct reason *reason,
              struct arena *arena)
{
    assert(taken >= -1);
    return column_put(&column->column, row, state, value, arena) &&
           narrow_put(&column->cases, column->column.count, row, (uint32_t)(taken + 1), arena) &&
           item_put_reason(column, row, reason, arena);
}

struct reason item_reason(const struct item_column *column, uint32_t row)
{
    struct reason reason = {.kind = REASON_NONE};
    const uint32_t number = narrow_get(&column->reasons, row);
    assert(number <= column->known_count);
    if (number > 0)
        reason = column->known[number - 1];
    if (reason.cause != NULL && reason.row == ROW_OWN)
        reason.row = row;
    if (column->lacks != NULL)
        reason.lacks = column->lacks[row];
    return reason;
}
