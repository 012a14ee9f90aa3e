/* columns.h: a chunk of rows as vectors: read from CSV, worked out, posted, written. */
#ifndef FANGTIAN_STREAM_COLUMNS_H
#define FANGTIAN_STREAM_COLUMNS_H

#include "../policy/batch_reasons.h"

#include "stream_internal.h"

/* Rows that are not written plainly are read exactly with some behind them: with twice
 * as many each time, where they come thick. Fewer rows than these are not worth a chunk. */
enum { FEW_ROWS = 16 };

/* A table's rows in the chunk, and what they are read from. */
struct lane_table {
    struct batch_table lanes;
    struct row_lanes rows;           /* its cells as they were read */
    size_t key;                      /* which of a row's cells is its key */
    size_t used;                     /* bytes that the lanes took */
    bool *texts_known;               /* by field: its vector has addresses */
    uint32_t *own_first, *own_above; /* of a table below: room for `first`, `above` */
};

struct columns {
    const struct plan *plan;
    struct worker *worker;
    struct batch batch;        /* the rows of the chunk */
    struct lane_table *tables; /* the long table's first */
    size_t table_count;
    bool no_kernels;               /* rows are held, with blocks as chunks */
    bool plain_files;              /* cells can be read a column at a time */
    bool *chosen;                  /* by rule: it is worked out with the rows */
    struct diagnostics unheard;    /* faults are told of the whole block, by rows_tell */
    bool was_read_exactly;         /* the chunk, with cells that are not written plainly */
    struct vector *posted;         /* by output column: the figure in steps, where it is posted */
    struct posting_sums *postings; /* by line of the plan */
    struct group_sum *groups;
    uint32_t *lane_groups;             /* by lane of `grouped` */
    const struct batch_table *grouped; /* NULL: none yet in this chunk */
    uint32_t exact_batch; /* rows that are read exactly where the next are not written plainly */
    uint32_t rows;        /* of the chunk */
    uint8_t *doubted;     /* by row of the chunk: 1 where facts contradict each other */
    bool some_doubted;
    struct batch_reasons reasons; /* of the chunk's rows, once it is posted */
    uint64_t undetermined;        /* findings of all chunks before */
    const struct rule **
        open_posts; /* by row: the first rule of a known figure of which a posting is undetermined */
};

/* The table of an entity with lanes; NULL: it has none. */
struct lane_table *columns_table(const struct columns *columns, const struct entity *entity);

/* Reads up to LANES rows at `at`, and those below them, into the inputs, as far as they are plainly
 * written; `*used` gets their bytes. VECTOR_NO: too few are; `*used` are then the bytes of some
 * rows for chunk_read, the first that is not plain among them. */
enum vector_status columns_read(struct columns *columns, const char *at, const char *end,
                                size_t *used);
/* The bytes of the first `count` rows at `at`, in whatever way they are written. */
size_t columns_skip(const char *at, const char *end, uint32_t count);

/* What the chunk posts and finds, into the worker's totals, and `posted`. Errors: FT_INVALID where a
 * row is at fault, which ends the run; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK columns_post(struct columns *columns);
/* Adds the aggregates over the chunk to the worker's totals; a fault is told where a rule asks for the sum.
 * Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK aggregate_take_chunk(struct columns *columns);
/* Marks the chunk's rows of which facts contradict each other (doubted.c). Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK doubted_find(struct columns *columns);
/* Adds what a line has just posted at such rows, by group. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK doubted_add(struct columns *columns, size_t line,
                                         const struct post_rows *rows,
                                         const struct lane_groups *groups);

/* Adds the blanks of the chunk's rows to the worker's totals (blanks.c). */
void blanks_take(struct columns *columns);
void empty_take(struct columns *columns);
/* The same of what leaves figures undetermined. */
void lacks_take(struct columns *columns);

/* The chunk's lines behind the worker's output. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK columns_write(struct columns *columns);

/* ---- the dataset (chunk.c) ---- */

/* The chunk's tables, without columns, as its dataset. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK chunk_open(struct columns *columns);
/*
 * Reads `length` bytes of rows, and those below them, as a table that is held is read, into the chunk's dataset and,
 * where a table's are LANES or fewer, into its vectors. Errors: FT_INVALID where a row is at fault,
 * which is told by rows_tell alone, here and below; FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK chunk_read(struct columns *columns, const struct source *rows,
                                        size_t length);

#endif
