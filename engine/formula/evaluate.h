/*
 * evaluate.h: what the sources of the evaluator share.
 *
 * A node is worked out for all lanes of a frame before the node above it. A lane is a row of a
 * table; `open` marks those that are asked for, and the others may hold anything. Kernels run over
 * all lanes, exact functions, faults and the trace over open ones alone.
 */
#ifndef FANGTIAN_FORMULA_EVALUATE_H
#define FANGTIAN_FORMULA_EVALUATE_H

#include "batch.h"
#include "formula_messages.h"

enum { BLOCK_ROWS = LANES };

/* Which rows of a table refer to a row: linear to make, asked for row by row. */
struct referring;

/* The figures of a pool for its whole table, family by family as they are asked for. */
struct pool_column {
    struct cell *cells; /* by row */
    bool *done;         /* by row of the parent */
};

struct run {
    const struct formula *formula;
    struct evaluation *evaluation;
    struct batch *batch; /* tables that stand as vectors; NULL: none */
    struct vector_pool *pool;
    struct by_integer *by_integer;
    uint32_t block;            /* rows that go through a node at once; 1 .. BLOCK_ROWS */
    struct arena *scratch;     /* goes with a block of rows */
    struct arena *kept;        /* to the end of the run, or longer */
    const struct frame *root;  /* the formula's own */
    enum ft_status status;     /* FT_NO_MEMORY where a lack could not be noted */
    uint32_t idle;             /* above 0: what is evaluated may not be needed, nothing is told */
    bool turned;               /* what is evaluated stands below an odd number of "not" */
    bool recalling;            /* a memo asks: its node is worked out by itself */
    bool at_fault;             /* a lane that is asked for met a fault of the data */
    struct pool_column *pools; /* by node id; NULL until the first pool */
    struct referring **referring; /* by node id of an aggregate; NULL until the first */
};

/* A node at the open lanes of a frame, of which the pool has the count. VECTOR_OK or
 * VECTOR_NO_MEMORY, here and below. */
enum vector_status evaluate(struct run *run, const struct node *node, const struct frame *frame,
                            const uint8_t *open, struct vector *out);

/* Nodes that look over other rows, and leaves. Same contract. */
enum vector_status evaluate_aggregate(struct run *run, const struct node *node,
                                      const struct frame *frame, const uint8_t *open,
                                      struct vector *out);
enum vector_status evaluate_siblings(struct run *run, const struct node *node,
                                     const struct frame *frame, const uint8_t *open,
                                     struct vector *out);
enum vector_status evaluate_leaf(struct run *run, const struct node *node,
                                 const struct frame *frame, const uint8_t *open,
                                 struct vector *out);
/* Nodes that look at the values of all their operands; a parameter as of `on`. */
enum vector_status evaluate_operation(struct run *run, const struct node *node,
                                      const struct frame *frame, struct dating *on,
                                      const struct vector *date, const uint8_t *open,
                                      struct vector *out);

/* Goes on with the lanes of another frame; gives back how many there were before. */
static inline uint32_t frame_enter(struct run *run, const struct frame *frame)
{
    const uint32_t before = run->pool->count;
    run->pool->count = frame->count;
    return before;
}
/* A node at all lanes of a frame that is entered for it, as cells. */
enum vector_status evaluate_cells(struct run *run, const struct node *node,
                                  const struct frame *frame, struct cell *cells);
/* Whether what a frame was worked out with may be given back: nobody keeps steps of it in that room. */
static inline bool run_rewinds(const struct run *run)
{
    return run->pool->room == run->scratch && run->evaluation->trace == NULL;
}
/* Marks for all lanes of the pool. NULL when memory is out. */
uint8_t *run_all_open(struct run *run);
/* The lanes' dates that `from` names. */
enum vector_status run_gather_dates(struct run *run, struct dating *out,
                                    const struct dating *dating, const uint32_t *from);
/* Finds the few dates among the lanes, and which is each lane's; none where they are many. */
enum vector_status dating_classes(struct vector_pool *pool, struct dating *dating);
/* Memory for one array of a block; NULL when memory is out. */
void *run_array(struct run *run, size_t count, size_t size);

/* A reference of a row: its state, and where it is a value the row that it leads to. */
enum cell_state run_reference(const struct run *run, const struct entity *entity,
                              const struct field *via, uint32_t row, uint32_t *to);

/* A lane as a cell; without memory the status of the run is FT_NO_MEMORY. */
struct cell run_cell(struct run *run, const struct vector *x, enum type_kind kind, uint32_t lane);

/* A parameter's node, its operands known, as of `on` (batch_parameters.c); VECTOR_NO where its
 * values are not laid out. Not of operands that are all the same where one version is in force. */
enum vector_status batch_parameter(struct run *run, const struct node *node, struct dating *on,
                                   const struct vector *operands, struct vector *out);
/* Whether one version (or none) is in force in all lanes, as far as is easily seen. */
bool run_version(const struct run *run, const struct node *node, const struct dating *on,
                 const struct version **version);
/* A figure by the memo of its node; VECTOR_NO where it is not for one. */
enum vector_status batch_recall(struct run *run, const struct node *node, const struct frame *frame,
                                const uint8_t *open, struct vector *out);

/*
 * Reports a fault of the data at a row and makes the cell undetermined. The message gets the rule,
 * the row, the node's text (a parameter's name), `detail`, and a parameter's first date. Where the
 * pool keeps no reasons nothing is told, and the run is at fault.
 */
void data_fault(struct run *run, const struct node *node, const struct entity *entity, uint32_t row,
                const struct message *message, const char *detail, struct cell *cell);

/* Makes the cell what the absence of a field means: undetermined, or not applicable where there is
 * none, as the user states or the vocabulary says. */
void take_absence(struct run *run, const struct field *field, const struct entity *entity,
                  uint32_t row, bool stated, struct cell *cell);

/* Reports that a parameter has no value on the lane's date. What was not known yet has nothing to
 * do with the row: it is told once. */
void version_fault(struct run *run, const struct node *node, const struct frame *frame,
                   struct date on, uint32_t lane, struct cell *cell);

/* What arithmetic came to, as a cell: FT_OK keeps the value, FT_NO_MEMORY is passed on. */
enum ft_status FT_MUST_CHECK settle(struct run *run, const struct node *node,
                                    const struct frame *frame, uint32_t lane, enum ft_status status,
                                    struct cell *cell);

/*
 * What an operand that is no value makes of a cell: error before not applicable before undetermined
 * before value. What is not applicable is decided, whatever else is missing; the lacks of several
 * undetermined ones are put together. True where the cell is no value then. Without memory the
 * status of the run is FT_NO_MEMORY.
 */
bool takes_state(struct run *run, struct cell *cell, const struct cell *operand);

/* Notes that a formula used what a field means though it is not written. */
void note_assumed(struct run *run, const struct entity *entity, const struct field *field,
                  uint32_t row);

/* Makes a cell undetermined for one lack. */
void lacks_one(struct run *run, const struct lack *lack, struct cell *cell);

#endif
