/* Aggregates over the lanes of a chunk: each a node over rows, as for one row above them all. */
#include "columns.h"

/* An aggregate over the chunk at hand. */
struct aggregate_lanes {
    struct cell cell;
    uint32_t seen;
};

bool aggregate_lanes_open(struct columns *columns, struct arena *arena)
{
    columns->aggregates =
        arena_array(arena, columns->plan->aggregate_count, sizeof *columns->aggregates);
    return columns->aggregates != NULL;
}

/* A fault is told where a rule asks for the sum. */
enum ft_status aggregate_of_lanes(struct columns *columns)
{
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < columns->plan->aggregate_count && status == FT_OK; i++) {
        struct aggregate_lanes *own = &columns->aggregates[i];
        bool at_fault = false;
        status = aggregate_evaluate(columns->worker, i, columns->batch.dataset, NULL, &own->cell,
                                    &own->seen, &at_fault);
        columns->worker->sums_at_fault |= at_fault;
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
