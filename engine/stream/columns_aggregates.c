/* Aggregates over the lanes of a chunk: each a node over rows, as for one row above them all. */
#include "columns.h"

/* An aggregate over the chunk at hand. */
struct aggregate_lanes {
    struct dating dating; /* one date for all lanes */
    struct cell cell;
    uint32_t seen;
};

bool aggregate_lanes_open(struct columns *columns, struct arena *arena)
{
    const struct plan *plan = columns->plan;
    columns->aggregates = arena_array(arena, plan->aggregate_count, sizeof *columns->aggregates);
    for (size_t i = 0; columns->aggregates != NULL && i < plan->aggregate_count; i++) {
        struct cell on = {.state = CELL_VALUE};
        on.value.date = plan->aggregates[i].on;
        columns->aggregates[i].dating = (struct dating){.known = true, .on = vector_uniform(on)};
    }
    return columns->aggregates != NULL;
}

/* The exact way; a fault is told where a rule asks for the sum. */
static enum ft_status look_exactly(struct columns *columns, size_t index)
{
    struct aggregate_lanes *own = &columns->aggregates[index];
    enum ft_status status = chunk_lend(columns);
    diagnostics_clear(&columns->unheard);
    if (status == FT_OK)
        status = aggregate_evaluate(columns->worker, index, columns->batch.dataset,
                                    &columns->unheard, &own->cell, &own->seen);
    columns->worker->sums_at_fault |= columns->unheard.total > 0;
    return status;
}

/* What is undetermined has a known part, and a least or greatest of no row is a fault here. */
static bool aggregate_is_known(const struct cell *cell)
{
    return cell->state == CELL_VALUE || cell->state == CELL_NOT_APPLICABLE;
}

enum ft_status aggregate_of_lanes(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < plan->aggregate_count && status == FT_OK; i++) {
        struct aggregate_lanes *own = &columns->aggregates[i];
        const enum vector_status looked =
            columns->no_kernels ? VECTOR_NO
                                : batch_aggregate_all(&columns->batch, plan->aggregates[i].node,
                                                      &own->dating, &own->cell);
        own->seen = looked == VECTOR_OK && own->cell.state == CELL_VALUE;
        if (looked == VECTOR_NO_MEMORY)
            return FT_NO_MEMORY;
        if (looked == VECTOR_NO || !aggregate_is_known(&own->cell))
            status = look_exactly(columns, i);
    }
    return status;
}

void aggregate_take_lanes(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    for (size_t i = 0; i < plan->aggregate_count; i++)
        aggregate_take_cell(&columns->worker->totals.aggregates[i], plan->aggregates[i].node,
                            &columns->aggregates[i].cell, columns->aggregates[i].seen);
}
