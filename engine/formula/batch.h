/*
 * batch.h: formulas over many rows at once, of tables that are held and of a batch.
 *
 *     const struct frame frame = {.entity = entity, .rows = rows, .count = count, .dating = &as_of};
 *     pool.count = count;
 *     status = formula_vector(formula, &evaluation, &pool, &frame, open, &vector);
 *
 * A batch has up to LANES rows of one table, and of tables below it the rows that belong to them, as
 * vectors. Its tables stand in a dataset without columns; the evaluator takes their vectors. No
 * reasons are kept, and of a fault it is known alone that there is one: who needs the message works
 * the row out again as one of a table that is held.
 */
#ifndef FANGTIAN_FORMULA_BATCH_H
#define FANGTIAN_FORMULA_BATCH_H

#include <assert.h>

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
    bool lacking;                  /* some lanes have no date: `on` is the scenario's there */
    struct vector on;
    uint8_t *classes; /* NULL: too many dates, or one */
    struct date dates[MOST_CLASSES];
    size_t class_count;
};

/* What the lanes mean: rows of `entity`, each with the date in force for it. */
struct frame {
    const struct entity *entity;
    const uint32_t *rows; /* by lane; NULL: the first rows of the table, in order */
    uint32_t count;       /* lanes: the pool's while a node of the frame is worked out */
    struct dating *dating;
    /* In an aggregate: the frame around it, and by lane the lane there; else NULL. */
    const struct frame *around;
    const uint32_t *owners;
};

static inline uint32_t frame_row(const struct frame *frame, uint32_t lane)
{
    return frame->rows == NULL ? lane : frame->rows[lane];
}

static inline struct date dating_at(const struct dating *dating, uint32_t lane)
{
    return dating->on.uniform ? dating->on.cell.value.date
                              : (struct date){(int32_t)dating->on.lanes[lane]};
}

/* One date for all lanes; a date each. VECTOR_OK or VECTOR_NO_MEMORY. */
struct dating dating_of(struct date date);
enum vector_status dating_over(struct vector_pool *pool, const struct date *dates,
                               struct dating *out);

/* Of dates just worked out: finds the lanes without a date, which take the scenario's, and the few dates among them. */
enum vector_status dating_fill(struct vector_pool *pool, struct dating *dating,
                               const struct vector *as_of);

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
    struct batch_table **by_entity; /* NULL: the entity has no lanes */
    struct batch_table *main;       /* of `entity` */
    struct batch_table *at;         /* whose lanes are worked on; the pool has its count */
    struct dataset *dataset; /* its tables, which row stands below which, beside those held */
    /* Makes the vector of a field of texts, whose lanes are addresses. VECTOR_NO_MEMORY. */
    enum vector_status (*read_texts)(struct batch *batch, struct batch_table *table,
                                     const struct field *field);
    struct by_integer *by_integer; /* scratch */
    bool
        at_fault; /* a lane that was asked for met a fault of the data, which leaves it undetermined */
    struct memo *memos[MOST_MEMOS]; /* kept from batch to batch */
    size_t memo_count;
};

/* The lanes of an entity. NULL: it has none, or there is no batch. */
static inline struct batch_table *batch_lanes(const struct batch *batch,
                                              const struct entity *entity)
{
    return batch == NULL ? NULL : batch->by_entity[entity->index];
}
/* Goes on with the lanes of a table. Gives back which it was before. */
struct batch_table *batch_enter(struct batch *batch, struct batch_table *table);

/*
 * A formula at the lanes of a frame that are `open` (NULL: all); others hold anything. The pool has
 * their count, and keeps reasons but in a batch. Faults are told, or noted, as the evaluation says,
 * and leave their lanes undetermined. VECTOR_OK or VECTOR_NO_MEMORY.
 */
enum vector_status formula_vector(const struct formula *formula, struct evaluation *evaluation,
                                  struct vector_pool *pool, const struct frame *frame,
                                  const uint8_t *open, struct vector *out);
/* How many lanes of formulas of so many nodes are worked out at once, 1 .. LANES: every node holds a
 * vector of them. */
uint32_t formula_lanes(size_t nodes);
/* The dates that a rule's comes to at all rows of its table, the scenario's where it has none. Nothing
 * is told of them. NULL when memory is out. */
const struct date *formula_row_dates(const struct formula *on, const struct evaluation *evaluation,
                                     struct arena *arena);
/* The dates in force of an item's lanes, found once a batch. VECTOR_OK or VECTOR_NO_MEMORY. */
enum vector_status batch_dates(struct batch *batch, struct evaluation *evaluation,
                               const struct item *item, struct dating **out);

/* A column of a table of a batch, or of one that is held: one of both; of a table that is not made yet, none.
 * It goes with the dataset. */
struct batch_column {
    enum type_kind kind;
    const struct vector *vector;
    const struct column *held;
};
static inline struct batch_column
batch_field(const struct dataset *dataset, const struct entity *entity, const struct field *field)
{
    const struct batch_table *lanes = batch_lanes(dataset->batch, entity);
    struct batch_column column = {.kind = field->type.kind};
    const struct column *held = dataset->tables[entity->index].fields;
    if (lanes != NULL)
        column.vector = &lanes->fields[field->index];
    else if (held != NULL)
        column.held = &held[field->index];
    return column;
}
static inline struct batch_column batch_item(const struct dataset *dataset, const struct item *item)
{
    const struct batch_table *lanes = batch_lanes(dataset->batch, item->entity);
    struct batch_column column = {.kind = item->type.kind};
    const struct item_column *held = dataset->tables[item->entity->index].items;
    if (lanes != NULL)
        column.vector = &lanes->items[item->index];
    else if (held != NULL)
        column.held = &held[item->index].column;
    return column;
}
static inline enum cell_state batch_state(const struct batch_column *column, uint32_t row)
{
    assert(column->vector != NULL || column->held != NULL);
    return column->vector != NULL ? vector_state(column->vector, row)
                                  : column_state(column->held, row);
}
/* Of a boolean's: whether the row has this value. */
static inline bool batch_is(const struct batch_column *column, uint32_t row, bool value)
{
    const struct vector *vector = column->vector;
    if (batch_state(column, row) != CELL_VALUE)
        return false;
    return value == (vector == NULL    ? column_value(column->held, row).boolean
                     : vector->uniform ? vector->cell.value.boolean
                                       : vector->truths[row] != 0);
}
/* A row's cell, without the reason of one that is held. `pool`: the batch's. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK batch_cell(struct vector_pool *pool, const struct batch_column *column,
                                        uint32_t row, struct cell *cell);
/* Its state and value; of no number, so that nothing can fail. */
enum cell_state batch_value(const struct batch_column *column, uint32_t row, union value *value);

/*
 * What the evaluations of one rule have in common, over blocks of its rows: pools that siblings
 * share in, and which rows refer to which. None of the columns that they look at changes meanwhile.
 */
struct lasting {
    struct arena arena;
    struct lasting_run *runs; /* private to formula/ */
    struct by_integer *by_integer;
};
void lasting_open(struct lasting *lasting, const struct ft_allocator *allocator);
void lasting_close(struct lasting *lasting);
/* How many entries a memo has room for. */
size_t memo_entries(void);

#endif
