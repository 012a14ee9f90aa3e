/* Late sums over the lanes of a chunk: each a node over rows, as for one row above them all. */
#include "columns.h"

/* A late sum over the chunk at hand. */
struct late_lanes {
    struct dating dating; /* one date for all lanes */
    struct cell cell;
    uint32_t seen;
};

bool late_lanes_open(struct columns *columns, struct arena *arena)
{
    const struct plan *plan = columns->plan;
    columns->late = arena_array(arena, plan->late_count, sizeof *columns->late);
    for (size_t i = 0; columns->late != NULL && i < plan->late_count; i++) {
        struct cell on = {.state = CELL_VALUE};
        on.value.date = plan->late_sums[i].on;
        columns->late[i].dating = (struct dating){.known = true, .on = vector_uniform(on)};
    }
    return columns->late != NULL;
}

/* The exact way; a fault is told where a rule asks for the sum. */
static enum ft_status look_exactly(struct columns *columns, size_t index)
{
    struct late_lanes *late = &columns->late[index];
    enum ft_status status = chunk_lend(columns);
    diagnostics_clear(&columns->unheard);
    if (status == FT_OK)
        status = late_evaluate(columns->worker, index, columns->batch.dataset, &columns->unheard,
                               &late->cell, &late->seen);
    columns->worker->sums_at_fault |= columns->unheard.total > 0;
    return status;
}

/* What is undetermined has a known part, and a least or greatest of no row is a fault here. */
static bool columns_late_is_known(const struct cell *cell)
{
    return cell->state == CELL_VALUE || cell->state == CELL_NOT_APPLICABLE;
}

enum ft_status late_of_lanes(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < plan->late_count && status == FT_OK; i++) {
        struct late_lanes *late = &columns->late[i];
        const enum vector_status looked =
            columns->no_kernels ? VECTOR_NO
                                : batch_aggregate_all(&columns->batch, plan->late_sums[i].node,
                                                      &late->dating, &late->cell);
        late->seen = looked == VECTOR_OK && late->cell.state == CELL_VALUE;
        if (looked == VECTOR_NO_MEMORY)
            return FT_NO_MEMORY;
        if (looked == VECTOR_NO || !columns_late_is_known(&late->cell))
            status = look_exactly(columns, i);
    }
    return status;
}

void late_take_lanes(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    for (size_t i = 0; i < plan->late_count; i++)
        late_take_cell(&columns->worker->totals.late[i], plan->late_sums[i].node,
                       &columns->late[i].cell, columns->late[i].seen);
}
