/*
 * batch.h: rows of some tables as vectors, and formulas over all of them at once.
 *
 * A batch has up to LANES rows of one table, and of tables below it the rows that belong to them.
 * Its tables stand in `dataset` without columns; the evaluator takes their vectors. No reasons are
 * kept, and of a fault it is known alone that there is one: who needs the message works the row out
 * again as one of a table that is held.
 */
#ifndef FANGTIAN_FORMULA_BATCH_H
#define FANGTIAN_FORMULA_BATCH_H

#include "../vector/vector.h"

#include "formula.h"

/*
 * The dates that rules are read on: once a batch for all rules that say it in the same words. Where
 * they are few, `classes` tells each lane which of `dates` is its own.
 */
enum { MOST_CLASSES = 16 };
struct dating {
    const struct formula *formula; /* NULL: the scenario's as_of */
    bool known;                    /* in this batch */
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

/* Figures that are worked out once for each value of their columns (batch_memo.c). */
struct memo;
enum { MOST_MEMOS = 64 };

/* A table's rows in a batch. Lanes of a table below follow each other as the rows above do. */
struct batch_table {
    const struct entity *entity;
    uint32_t count;          /* lanes */
    struct vector *fields;   /* by field of the table */
    struct vector *items;    /* by item of the table */
    bool *decided;           /* by item: its vector is of the rows at hand */
    const uint8_t **written; /* by field that has a default: CELL_VALUE in the lanes where somebody
                                wrote the value; NULL: in all that are values */
    struct dating *datings;  /* one for each wording; item_datings says which. The first is as_of */
    size_t dating_count;
    struct dating **item_datings; /* by item of the table */
    /* of a table below: */
    const uint32_t *first; /* by lane above, and one more: where its lanes begin */
    const uint32_t *above; /* by lane: the lane above */
    bool one_each;         /* a lane for each lane above: the same number */
    uint32_t most;         /* lanes of one lane above */
};

struct batch {
    struct vector_pool *pool;
    struct arena *room;             /* of the rule at hand; it has a first piece, which stays */
    const struct entity *entity;    /* whose rows, and those below them, are not held */
    const struct dataset *held;     /* the tables that are */
    struct batch_table **by_entity; /* NULL: the entity has no lanes */
    struct batch_table *main;       /* of `entity` */
    struct batch_table *at;         /* whose lanes are worked on; the pool has its count */
    struct dataset *dataset; /* its tables, which row stands below which, beside those held */
    /* Makes the vector of a field of texts, whose lanes are addresses. VECTOR_NO_MEMORY. */
    enum vector_status (*read_texts)(struct batch *batch, struct batch_table *table,
                                     const struct field *field);
    bool *generated;               /* by entity: tables that policies make stand, or have no rows */
    struct by_integer *by_integer; /* scratch */
    bool silent;                   /* faults do not count: what is worked out may not be needed */
    struct memo *memos[MOST_MEMOS]; /* kept from batch to batch */
    size_t memo_count;
};

/* Goes on with the lanes of a table. Gives back which it was before. */
struct batch_table *batch_enter(struct batch *batch, struct batch_table *table);
/* Whether a table below the main one is known to have no rows. */
bool batch_has_none(const struct batch *batch, const struct entity *entity);

/* The dates in force of an item's lanes. A date's own formula is read on the scenario's date. */
enum vector_status batch_dates(struct batch *batch, const struct item *item, struct dating **out);

/* A formula at the lanes that are `open` (NULL: all), under the dates in force for each; others hold
 * anything. VECTOR_NO: a lane is at fault, which is undetermined then. */
enum vector_status batch_evaluate(struct batch *batch, const struct formula *formula,
                                  struct dating *dating, const uint8_t *open, struct vector *out);
/* How many entries a memo has room for. */
size_t memo_entries(void);

#endif
