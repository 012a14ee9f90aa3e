/*
 * row_lanes.h: rows of a long table as lanes of vectors, a column of cells at a time. A plain cell
 * goes a short way; another one is asked of the reader of all tables by itself, and goes into the
 * same column. Rows end where one is at fault, or may be none of the table: that reader tells.
 *
 *     if (row_lanes_fit(table) && row_lanes_open(&reader, scenario, table, &pool, arena)) {
 *         row_lanes_read(&reader, at, end);
 *         pool.count = reader.cells.rows;
 *         status = row_lanes_vectors(&reader, fields);
 *     }
 */
#ifndef FANGTIAN_SCENARIO_ROW_LANES_H
#define FANGTIAN_SCENARIO_ROW_LANES_H

#include <string.h>

#include "../vector/vector.h"

#include "scenario.h"

/* A word with the same byte in all its places. */
#define EVERY_BYTE(c) (UINT64_C(0x0101010101010101) * (uint8_t)(c))

/* By vectors of 16, 32 or 64 bytes. */
enum cells_way { CELLS_NARROW, CELLS_WIDE, CELLS_WIDEST };

/*
 * Where the cells of a chunk stand. `width` marks a row: the place before its first cell, then the
 * end of each cell, both counted from `at`; a cell begins one behind the mark before its end. Of rows that
 * end with a line feed alone the last mark of one is the first of the next.
 */
struct cells {
    enum cells_way way; /* as the machine has it */
    const char *at;
    uint32_t *marks;
    size_t count; /* cells of a row */
    size_t width; /* marks from a row to the next */
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

/* Bytes of a block where a text cell stands. */
struct slice {
    const char *at;
    uint32_t length;
    bool bare;   /* without quotes around it, so without a character that CSV quotes for */
    bool copied; /* csv_cell_is_plain is known to hold: it may be written as it is */
};

/* Whether two texts are the same. Words of them are compared: ROW_PADDING bytes stand behind both.
 */
static inline bool slices_equal(const struct slice *x, const struct slice *y)
{
    uint64_t differ = 0;
    if (x->length != y->length)
        return false;
    for (uint32_t i = 0; i < x->length; i += 8) {
        uint64_t one, other;
        memcpy(&one, x->at + i, 8);
        memcpy(&other, y->at + i, 8);
        differ = one ^ other;
        if (x->length - i < 8)
            differ &= (UINT64_C(1) << 8 * (x->length - i)) - 1;
        if (differ != 0)
            return false;
    }
    return true;
}

/* A text without the blanks around it, which are no part of a cell. */
struct slice slice_trimmed(struct slice slice);
/* One of a row's cells without the quotes or blanks around it; empty where the row has none. */
struct slice row_cell_at(const char *row, const char *end, size_t place);

/* A table's file as it is read. All but the cells' places is the arena's that it was opened with. */
struct row_lanes {
    const struct scenario *scenario;
    const struct long_table *file;
    struct vector_pool *pool; /* for vectors; its count is the rows' then */
    struct cells cells;
    struct input *inputs;
    size_t input_count;
    struct input **field_inputs; /* by field; NULL: not in the file */
};

/* Whether a table's rows can be read so: it has no references, and all that a row must have. */
bool row_lanes_fit(const struct long_table *table);
/* False when memory is out. */
bool row_lanes_open(struct row_lanes *reader, const struct scenario *scenario,
                    const struct long_table *file, struct vector_pool *pool, struct arena *arena);
/* Up to LANES rows between `at` and `end`, behind which ROW_PADDING bytes stand, into the inputs, as
 * far as they are plainly written. Whether they end at LANES or at `end`. */
bool row_lanes_read(struct row_lanes *reader, const char *at, const char *end);
/* The bytes of the first `rows` rows of those that were read. */
size_t row_lanes_bytes(const struct row_lanes *reader, uint32_t rows);
/* A cell without the quotes and blanks around it. */
struct slice row_lanes_cell(const struct row_lanes *reader, uint32_t row, size_t place);
/* The columns as vectors, by field; those of fields without a column stay. VECTOR_NO: a cell does
 * not fit its field, or a number no 64 bits. */
enum vector_status row_lanes_vectors(struct row_lanes *reader, struct vector *fields);

#endif
