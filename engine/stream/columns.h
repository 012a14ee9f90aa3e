/* columns.h: a chunk of rows as vectors: read from CSV, worked out, posted, written. */
#ifndef FANGTIAN_STREAM_COLUMNS_H
#define FANGTIAN_STREAM_COLUMNS_H

#include "stream_internal.h"

/* A word with the same byte in all its places. */
#define EVERY_BYTE(c) (UINT64_C(0x0101010101010101) * (uint8_t)(c))

/*
 * Where the cells of a chunk stand. `width` marks a row: the place before its first cell, then the
 * end of each cell, both counted from `at`; a cell begins one behind the mark before its end.
 */
struct cells {
    const char *at;
    uint32_t *marks;
    size_t width;
    uint32_t rows;
};
/* For rows of so many cells. False when memory is out. */
bool cells_open(struct cells *cells, size_t count, struct arena *arena);
/* Finds up to LANES rows between `at` and `end`, which ROW_PADDING NULs follow; `*rest` is where
 * they end. False: the row that begins there is not written plainly. */
bool cells_find(struct cells *cells, const char *at, const char *end, const char **rest);

/* The members of an enumeration by name, found by their first and last eight bytes and length. */
struct name_slot {
    uint64_t first, last;
    const char *name; /* NULL: empty */
    uint32_t length, member;
};
struct name_table {
    struct name_slot *slots;
    size_t mask; /* slots - 1; a power of two */
};
bool name_table_open(struct name_table *table, size_t names, struct arena *arena);
/* Of two members of one name the first is meant; a name that states that there is none is left out.
 */
void name_table_put(struct name_table *table, const struct field *field, const char *name,
                    uint32_t member);

/* How many base units a figure's unit is. */
struct figure_unit {
    int64_t num, den; /* den 0: more than 64 bits hold */
};
/* What stands behind the digits of some cells, "万元", and the unit that it says. */
enum { LONGEST_SUFFIX = 22, MOST_SUFFIXES = 4 };
struct suffix {
    char text[LONGEST_SUFFIX];
    size_t length; /* 0: none */
    struct figure_unit unit;
};

/* A column of the CSV file, and its cells in the chunk at hand. */
struct input {
    const struct field *field;
    const struct table_column *column;
    struct figure_unit own;  /* that bare figures are in */
    bool shares;             /* that is % or the like */
    bool bare;               /* no unit is known: a bare 0 alone can be read */
    struct figure_unit unit; /* that the lanes of the chunk at hand are in */
    bool unit_known;         /* a figure other than 0 was read */
    struct suffix suffixes[MOST_SUFFIXES];
    size_t next_suffix;
    struct name_table members; /* of a symbol or boolean */
    int64_t *lanes;
    uint8_t *states;   /* by lane: CELL_VALUE or CELL_ABSENT */
    uint8_t *decimals; /* by lane, of a number */
    struct slice *slices;
    bool some_absent;
    bool mixed;   /* not all lanes have the same decimals */
    uint8_t most; /* decimals */
    size_t place; /* which of a row's cells it is */
    bool behind;  /* a column of numbers: a comma within one may have made two cells of it */
    bool names;   /* the row is called by it: a word there may say that it is none */
    const struct text *header;
};

/* What one group of rows adds to the sums of a line in a chunk. */
struct group_sum {
    uint64_t rows;
    int128 steps, exact;
};

/*
 * The dates that rules are read on: once a chunk for all rules that say it in the same words. Where
 * they are few, `classes` tells each lane which of `dates` is its own.
 */
enum { MOST_CLASSES = 16 };
struct dating {
    const struct formula *formula; /* NULL: the scenario's as_of */
    bool known;                    /* in this chunk */
    struct vector on;
    uint8_t *classes; /* NULL: too many dates, or one */
    struct date dates[MOST_CLASSES];
    size_t class_count;
};

/* By a lane's integer, counted from the least of them: what was worked out for it before. */
enum { MOST_INTEGERS = 4096 };
struct by_integer {
    uint8_t known[MOST_INTEGERS]; /* NOT_KNOWN, or what the user of the table says */
    int64_t outcomes[MOST_INTEGERS];
};
enum { NOT_KNOWN = UINT8_MAX };

/* What a line adds up exactly beside integers (columns_sums.c). */
struct exact_sums;

/* One line over the chunk: what it posts, and in which lanes. */
struct posting_lanes {
    struct vector amount, steps; /* exact; in the kind's steps; 0 where not taken */
    uint8_t *taken;
    struct exact_sums *sums;
};

/* Figures that are worked out once for each value of their columns (columns_memo.c). */
struct memo;
enum { MOST_MEMOS = 64 };

/* Rows that are not written plainly are read exactly with some behind them: with twice
 * as many each time, where they come thick. Fewer rows than these are not worth a chunk. */
enum { FEW_ROWS = 16 };

/*
 * A table's rows in the chunk: the long table's, or of one below it those that belong to them.
 * Lanes of a table below follow each other as the rows above do.
 */
struct lane_table {
    const struct long_table *file;
    const struct entity *entity;
    struct cells cells;
    struct input *inputs;
    size_t input_count;
    struct input **field_inputs; /* by field; NULL: not in the file */
    struct vector *fields;       /* by field of the table */
    struct vector *items;        /* by item of the table */
    struct dating *datings;      /* one for each wording; rule_datings says which */
    size_t dating_count;
    struct dating **rule_datings;   /* by item of the table */
    uint32_t count;                 /* lanes */
    size_t key;                     /* which of a row's cells is its key */
    size_t used;                    /* bytes that the lanes took */
    bool *lent_fields, *lent_items; /* their columns stand in the chunk's dataset too */
    bool *decided;                  /* by item: its vector is that of the chunk at hand */
    /* of a table below: */
    const uint32_t *first; /* by lane above, and one more: where its lanes begin */
    const uint32_t *above; /* by lane: the lane above */
    uint32_t *own_first, *own_above;
    bool one_each; /* a lane for each lane above: the same number */
    uint32_t most; /* lanes of one lane above */
};

struct columns {
    const struct plan *plan;
    struct worker *worker;
    struct vector_pool *pool;
    struct lane_table *tables; /* the long table's first */
    size_t table_count;
    struct lane_table **by_entity; /* NULL: the entity has no lanes in the chunk */
    bool no_kernels;               /* the exact way alone, with blocks as chunks */
    bool plain_files;              /* cells can be read a column at a time */
    struct dataset *dataset; /* the chunk's rows, as far as the exact way asked for them, or NULL */
    bool *made;              /* by entity: the tables that policies make stand, or have no rows */
    bool *chosen;            /* by rule, all false */
    struct diagnostics unheard;          /* faults are told of the whole block, by rows_tell */
    bool went_exactly, was_read_exactly; /* something of the chunk; its cells */
    struct lane_table *at;               /* whose lanes are worked on; the pool has its count */
    struct by_integer *by_integer;       /* scratch */
    struct vector *posted;          /* by output column: the figure in steps, where it is posted */
    struct posting_lanes *postings; /* by line of the plan */
    struct ledger **ledgers; /* by rule that shows a finding; NULL: it went through kernels */
    struct group_sum *groups;
    uint32_t *lane_groups;            /* by lane of `grouped` */
    const struct lane_table *grouped; /* NULL: none yet in this chunk */
    struct late_lanes *late;          /* by late sum of the plan (columns_late.c) */
    struct memo *memos[MOST_MEMOS];
    size_t memo_count;
    uint32_t batch; /* rows that are read exactly where the next are not written plainly */
    uint32_t rows;  /* of the chunk */
};

/* Goes on with the lanes of a table. Gives back which it was before. */
struct lane_table *columns_enter(struct columns *columns, struct lane_table *table);

/* Reads up to LANES rows at `at`, and those below them, into the inputs, as far as they are plainly
 * written; `*used` gets their bytes. VECTOR_NO: too few are; `*used` are then the bytes of some
 * rows for chunk_read, the first that is not plain among them. */
enum vector_status columns_read(struct columns *columns, const char *at, const char *end,
                                size_t *used);
/* The bytes of the first `count` rows at `at`, in whatever way they are written. */
size_t columns_skip(const char *at, const char *end, uint32_t count);

/* Finds the few dates among the lanes, and which is each lane's; none where they are many. */
enum vector_status columns_classes(struct columns *columns, struct dating *dating);

/* A formula's node over the chunk, under the dates in force for each lane. */
enum vector_status columns_evaluate(struct columns *columns, const struct node *node,
                                    struct dating *dating, struct vector *out);

/* A parameter's node, its operands known (columns_parameters.c); VECTOR_NO where its values are not
 * laid out. Not of operands that are all the same where one version is in force. */
enum vector_status columns_parameter(struct columns *columns, const struct node *node,
                                     struct dating *dating, const struct vector *operands,
                                     struct vector *out);
/* Whether one version (or none) is in force in all lanes, as far as is easily seen. */
bool columns_version(const struct columns *columns, const struct node *node,
                     const struct dating *dating, const struct version **version);

/* A figure by the memo of its node; VECTOR_NO where it is not for one. */
enum vector_status columns_recall(struct columns *columns, const struct node *node,
                                  struct dating *dating, struct vector *out);
/* How many entries a memo has room for. */
size_t memo_entries(void);

/* Exact amounts of a line that are no integers: what is added is found first, and taken where
 * nothing can say no any more. */
enum vector_status exact_sums_prepare(struct columns *columns, struct posting_lanes *posting);
/* `by`: the group of each lane; NULL: there are none. */
void exact_sums_take(struct columns *columns, struct posting_lanes *posting, struct line_sum *sums,
                     const uint32_t *by);
/* What has been counted goes to the sums: behind the last row. */
void exact_sums_settle(struct columns *columns, struct posting_lanes *posting,
                       struct line_sum *sums);

/* A node over rows below each lane's (columns_below.c). */
enum vector_status columns_aggregate(struct columns *columns, const struct node *node,
                                     struct dating *dating, struct vector *out);
/* The same over all lanes of the node's table, as for one row above them; `dating` is one date. */
enum vector_status columns_aggregate_all(struct columns *columns, const struct node *node,
                                         struct dating *dating, struct cell *cell);
/* What the lanes above say, for each lane below. */
enum vector_status columns_from_above(struct columns *columns, struct vector *out,
                                      const struct vector *x);

/* The dates in force of a rule's lanes. A date's own formula is read on the scenario's date. */
enum vector_status columns_dates(struct columns *columns, const struct rule *rule,
                                 struct dating **out);
/* Whose lanes a rule is worked out for; NULL: its table has no rows here. */
struct lane_table *columns_table(const struct columns *columns, const struct rule *rule);

/* Marks of lanes, a byte each: whether a marked one is a fault; without those that are no value;
 * without those where a condition is not true, which one that is no value is not; of `within` those
 * whose state is one of both, NULL when memory is out. */
bool marks_fault(const struct vector_pool *pool, const struct vector *vector, const uint8_t *marks);
void marks_keep_values(const struct vector_pool *pool, const struct vector *vector, uint8_t *marks);
void marks_keep_true(const struct vector_pool *pool, const struct vector *condition,
                     uint8_t *marks);
uint8_t *marks_of_state(struct vector_pool *pool, const struct vector *x, const uint8_t *within,
                        enum cell_state state, enum cell_state other);

/* Every rule of the tables over the chunk, into `items`. Changes nothing outside the chunk. Errors:
 * FT_INVALID where a row is at fault; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK columns_apply(struct columns *columns);

/* Works out what the chunk posts, into `postings` and `posted`. Errors as columns_apply. */
enum ft_status FT_MUST_CHECK columns_post(struct columns *columns);
/* Takes the keys of the chunk's rows (keys.c). Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK keys_of_chunk(struct columns *columns);
/* Whether no two rows below one row have the same key, as far as is easily seen. */
bool keys_below_differ(const struct lane_table *table);
/* The late sums over the chunk. Errors: FT_NO_MEMORY. */
bool late_lanes_open(struct columns *columns, struct arena *arena);
enum ft_status FT_MUST_CHECK late_of_lanes(struct columns *columns);
void late_take_lanes(struct columns *columns);
/* Takes it into the worker's totals: this cannot say no any more. */
void columns_take(struct columns *columns);

/* The chunk's lines behind the worker's output. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK columns_write(struct columns *columns);

/* ---- the exact way (chunk.c) ---- */

/*
 * Reads `length` bytes of rows, and those below them, as a table that is held is read, into the chunk's dataset and,
 * where a table's are LANES or fewer, into its vectors. Errors: FT_INVALID where a row is at fault,
 * which is told by rows_tell alone, here and below; FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK chunk_read(struct columns *columns, const struct source *rows,
                                        size_t length);
/* The cells of all vectors known so far into the chunk's dataset. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK chunk_lend(struct columns *columns);
/* A rule by its place among all, or none (rule_count), after the tables that policies make. Its
 * vector is known then where its table has lanes. Errors: FT_INVALID, FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK chunk_apply(struct columns *columns, size_t rule);
/* What a rule posts and finds. Errors: FT_INVALID, FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK chunk_post(struct columns *columns, const struct rule *rule,
                                        struct ledger **ledger);
/* A table that a policy makes has no rows in the chunk. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK chunk_note_none(struct columns *columns, const struct entity *entity);
/* Whether a table below the long one is known to have no rows in the chunk. */
bool columns_are_none(const struct columns *columns, const struct entity *entity);

#endif
