/* evaluate.h: what the sources of the evaluator share. */
#ifndef FANGTIAN_FORMULA_EVALUATE_H
#define FANGTIAN_FORMULA_EVALUATE_H

#include "formula.h"
#include "formula_messages.h"

enum { BLOCK_ROWS = 1024 };

/* Rows of `entity` that a node is evaluated at, each with the date in force for it. */
struct selection {
    const struct entity *entity;
    const uint32_t *rows;
    const struct date *dates;
    uint32_t count;
    /* In an aggregate that names its own row: that row, by row; else NULL. */
    const struct entity *owner;
    const uint32_t *owners;
};

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
    uint32_t block;            /* rows that go through a node at once; 1 .. BLOCK_ROWS */
    struct arena scratch;      /* rewound after each block */
    struct arena kept;         /* to the end of the run */
    enum ft_status status;     /* FT_NO_MEMORY where a lack could not be noted */
    uint32_t idle;             /* above 0: what is evaluated may not be needed, nothing is told */
    struct pool_column *pools; /* by node id; NULL until the first pool */
    struct referring **referring; /* by node id of an aggregate; NULL until the first */
};

/* Evaluates a node at a selection: `cells` gets one each. Errors: FT_NO_MEMORY only. */
enum ft_status FT_MUST_CHECK evaluate(struct run *run, const struct node *node,
                                      const struct selection *selection, struct cell *cells);

/* Nodes that look over other rows. Same contract. */
enum ft_status FT_MUST_CHECK evaluate_aggregate(struct run *run, const struct node *node,
                                                const struct selection *selection,
                                                struct cell *cells);
enum ft_status FT_MUST_CHECK evaluate_siblings(struct run *run, const struct node *node,
                                               const struct selection *selection,
                                               struct cell *cells);

/* Operands at a selection, as arrays of cells in the run's scratch; NULL when memory is out. */
struct cell *evaluate_operand(struct run *run, const struct node *operand,
                              const struct selection *selection);

/* Memory for one array of a block; NULL when memory is out. */
void *run_array(struct run *run, size_t count, size_t size);

/*
 * Reports a fault of the data at a row and makes the cell undetermined. The message gets the rule,
 * the row, the node's text (a parameter's name), `detail`, and a parameter's first date.
 */
void data_fault(struct run *run, const struct node *node, const struct entity *entity, uint32_t row,
                const struct message *message, const char *detail, struct cell *cell);

/* Makes the cell what the absence of a field means: undetermined, or not applicable where there is
 * none, as the user states or the vocabulary says. */
void take_absence(struct run *run, const struct field *field, const struct entity *entity,
                  uint32_t row, bool stated, struct cell *cell);

/* Reports that a parameter has no value on the row's date. What was not known yet has nothing to do
 * with the row: it is told once. */
void version_fault(struct run *run, const struct node *node, const struct selection *selection,
                   uint32_t index, struct cell *cell);

/* What arithmetic came to, as a cell: FT_OK keeps the value, FT_NO_MEMORY is passed on. */
enum ft_status FT_MUST_CHECK settle(struct run *run, const struct node *node,
                                    const struct selection *selection, uint32_t index,
                                    enum ft_status status, struct cell *cell);

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
