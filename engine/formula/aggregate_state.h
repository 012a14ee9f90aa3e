/*
 * aggregate_state.h: partial aggregates. What a sum, count, least, greatest, any or all comes to over
 * some rows; those of all rows, put together in whatever order, are what the evaluator would have
 * found over them at once.
 */
#ifndef FANGTIAN_FORMULA_AGGREGATE_STATE_H
#define FANGTIAN_FORMULA_AGGREGATE_STATE_H

#include "../number/sum.h"

#include "formula.h"

/* What an aggregate comes to over some rows. */
struct aggregate_state {
    enum cell_state state;
    uint64_t seen;  /* rows that counted */
    struct sum sum; /* of sum and count */
    mpq_t extreme;  /* of min and max, where a row was seen */
    bool truth;     /* of any and all */
    bool *used;     /* by version: what the rows looked at for it */
};

/* Over no rows, noting what the aggregate reads on its date. False when memory is out: it is to be
 * closed all the same. */
bool aggregate_state_open(struct aggregate_state *part, const struct node *node, struct date on,
                          struct date known_at, size_t version_count, struct arena *arena);
void aggregate_state_close(struct aggregate_state *part);
/* Takes what the aggregate came to over some rows, `seen` of which counted. */
void aggregate_take_cell(struct aggregate_state *part, const struct node *node,
                         const struct cell *cell, uint64_t seen);
/* Takes what it came to over others. */
void aggregate_add(struct aggregate_state *part, const struct node *node,
                   struct aggregate_state *other, size_t version_count);
/* What it came to over all rows. Errors: FT_TOO_LARGE where a sum was lost; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK aggregate_state_value(struct aggregate_state *part,
                                                   const struct node *node, struct arith *arith,
                                                   union value *value);
/* Nothing stays but what the outcome rests on: what rows came to beside one that decides it depends
 * on how they were cut into chunks. */
void aggregate_normalize(struct aggregate_state *part, const struct node *node);

#endif
