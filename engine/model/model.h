/*
 * model.h: what a law can name and a row can hold: types and values, the schema of entities,
 * fields, rules' figures and parameters with their history, and the dataset of rows.
 *
 *     const struct version *version = parameter_version(parameter, on, known_at);
 *     const char *path = row_path(dataset, entity, row, arena);            "A1/B3"
 *
 * A schema is immutable after loading and lives in the arena that it was made in; titles, ids and
 * texts are borrowed from there.
 */
#ifndef FANGTIAN_MODEL_H
#define FANGTIAN_MODEL_H

#include "../number/number.h"

struct batch;
struct formula;
struct node;
struct spans;

/* ---- types and values ---- */

enum type_kind { TYPE_NUMBER, TYPE_BOOLEAN, TYPE_DATE, TYPE_SYMBOL, TYPE_TEXT, TYPE_REFERENCE };

struct enumeration;
struct entity;

/* What an expression is. `dimension` for numbers, `enumeration` for symbols, `entity` for
 * references. */
struct type {
    enum type_kind kind;
    struct dimension dimension;
    const struct enumeration *enumeration;
    const struct entity *entity;
};

bool type_equal(const struct type *x, const struct type *y);
/* "money (元)", "a date", "one of zone" … in the language of a user; always terminated. */
void type_name(char *out, size_t size, const struct units *units, const struct type *type,
               enum ft_language language);

/* The member that holds follows from the static type. */
union value {
    struct number number; /* in base units */
    bool boolean;
    struct date date;
    uint32_t symbol; /* index into the enumeration's members */
    const char *text;
    uint32_t reference; /* row of the referenced table */
};

/* ---- schema: what a formula may name ---- */

struct member {
    const char *id;
    struct title title;
    const char *const *also; /* other words that data may name it by */
    size_t also_count;
};

struct enumeration {
    const char *id;
    struct title title;
    const struct member *members;
    size_t count;
    struct place place;
};
/* The member with this id, Chinese title, other word or, in any case of letters, English title; -1
 * where none. */
int64_t enumeration_find(const struct enumeration *enumeration, const char *name);

/* The words for true and false that data may hold, in every case of letters. */
struct boolean_word {
    const char *word;
    bool value;
};
enum { BOOLEAN_WORDS = 24 };
extern const struct boolean_word boolean_words[BOOLEAN_WORDS];
/* 1 for a word that means true, 0 for one that means false, -1 for any other. */
int boolean_find(const char *word);

/* What it means that an optional field is not given: whether there is such a thing is not known, or
 * there is none. A field with a default is never absent. */
enum absence { ABSENCE_UNKNOWN, ABSENCE_NONE };

struct field {
    const char *id;
    struct title title;
    struct type type;
    struct unit unit; /* numbers: how any is shown */
    bool says_unit;   /* numbers: its title ends in the unit, which a bare figure then is in */
    bool integer;     /* numbers: whole, shown without grouping (a year) */
    bool optional;    /* may be absent: what that means is `absence` */
    enum absence absence;
    struct title meaning; /* what to write there and from which paper; NULL: its title says it */
    struct title absent_words; /* ABSENCE_NONE: what is printed where that was used; never NULL */
    bool tells_apart; /* rows of a table that agree in all such fields are one thing given twice */
    bool has_default;
    union value fallback;     /* the default */
    bool has_least, has_most; /* numbers and dates: bounds, included */
    union value least, most;
    /* Of the example rows of a template, as written and as read; "": left empty. NULL: none. */
    const struct text *examples;
    const union value *example_values;
    size_t index; /* column in the table */
    struct place place;
};

/* At how many rows of a table a field that may do without is not given. */
struct field_blanks {
    const struct entity *entity;
    const struct field *field;
    uint64_t rows;   /* of the entity */
    uint64_t blank;  /* nobody wrote it: it means what the field says */
    uint64_t stated; /* the row says that there is none */
    uint64_t open;   /* rows of a long table of which a figure is undetermined for want of it */
};

enum { FIELD_EXAMPLES = 2 };
/* Whether its rows are those of `above`, or stand below them. */
bool entity_is_below(const struct entity *entity, const struct entity *above);
/* Whether a template has example rows of the entity: whether its key has examples. */
bool entity_has_examples(const struct entity *entity);
/* Whether a value of the field's type lies within its bounds; never fails. */
bool field_allows(const struct field *field, const union value *value, struct arith *arith);
/* The bounds for people: "在 0% 至 100% 之间（含两端）", "不小于 0 m2"; only where it has one. NULL
 * when memory is out. */
const char *field_range(const struct field *field, struct arith *arith, enum ft_language language);

/*
 * A kind of row. Entities form a tree under `portfolio` (index 0, parent NULL, exactly one row).
 * A formula says "over TABLE" for the rows below its own and "ID.field" for the row above.
 */
struct entity {
    const char *id;    /* singular: "project" */
    const char *table; /* plural: "projects"; "portfolio" for the root */
    struct title title;
    const struct entity *parent;
    size_t index;
    struct field *fields;
    size_t field_count;
    size_t key;   /* the field that identifies a row among its siblings */
    size_t label; /* the field that titles a row for people; the key where there is none */
    bool
        ordered; /* rows of one parent stand by their keys, whole numbers, not as they were given */
    const struct formula *rows; /* not NULL: rows are made, numbered from 1 in the key; whole
                             number, own row = parent's; of spans, all that they rest on */
    const struct spans *spans;  /* not NULL: the rows are spans of time (policy.h) */
    bool expected; /* a row above has some as a rule: where it has none, they may be lacking */
    const struct formula *on; /* not NULL: the day whose law its rules read that name no other */
    size_t item_count;        /* columns that rules make */
    struct map names;         /* field id -> struct field, of this entity */
    struct map items;         /* rule id -> struct item, of this entity */
    struct map definitions;   /* name -> struct definition (formula.h), of this entity */
    struct place place;
};

/*
 * A column that a rule makes. The rule itself (cases, postings) is policy/'s; a formula needs only
 * its name, its type and its order.
 */
struct item {
    const char *id;
    struct title title;
    const struct entity *entity;
    struct type type;
    struct unit unit;
    size_t index; /* column among the entity's items */
    size_t order; /* among all rules, once sorted: an item depends only on lower ones */
    struct place place;
};

/* One entry of a keyed table: `keys` are member indices in the order of the parameter's keys. */
struct table_entry {
    const uint32_t *keys;
    union value value;
    struct place place;
};

/*
 * The slice above `above` (base units), or, where `included`, from there on, up to the next one's.
 * `rate` is what each unit of it bears; of thresholds the amount of whoever falls into it.
 */
struct bracket {
    struct number above, rate;
    bool included;
};

/* The slices of one combination of keys, rising; of a parameter without keys there is one. */
struct scale {
    const uint32_t *keys; /* member indices in the order of the parameter's keys */
    const struct bracket *brackets;
    size_t count;
    struct place place;
};

/* How a value is known: its text was read, is named but was not read, or no law gives it. */
enum version_status { STATUS_LAW, STATUS_UNVERIFIED, STATUS_ILLUSTRATIVE };

/* A value of a parameter in force from `from` (included) to `to` (not). */
struct version {
    const struct parameter *parameter;
    struct date from, to; /* `to` is the next version's `from` or DATE_FOREVER */
    bool ends;            /* `to` was written */
    bool is_repealed;     /* it ended before, on this day, which was known once it was published */
    struct date repealed_on, repeal_published;
    const char *repeal_source; /* NULL where it is not repealed */
    struct date published;     /* `from` where not written: it is taken as known from then on, */
    bool is_published;         /* and no day on which it was known is proven */
    enum version_status status;
    const char *source; /* where it stands in the law; never NULL */
    const char *note;   /* or NULL */
    struct place place;
    size_t index;       /* among all versions of the schema, for "was used" */
    union value scalar; /* SHAPE_SCALAR */
    /* The value is worked out from other parameters, as this formula of the root says, on `from` as
     * known when it was published; NULL: it is written. Bytes NULL, too. */
    const struct formula *formula;
    struct text worked_out;
    enum version_status
        own_status; /* as written; `status` is the worst of those that it rests on */
    const struct table_entry *entries; /* SHAPE_TABLE */
    size_t entry_count;
    const struct bracket *brackets; /* SHAPE_BRACKETS, SHAPE_THRESHOLDS: scale behind scale */
    size_t bracket_count;
    const struct scale *scales; /* they lie in `brackets` */
    size_t scale_count;
    const bool *members; /* SHAPE_SET: by member index */
};
#define DATE_FOREVER ((struct date){INT32_MAX})

enum parameter_shape { SHAPE_SCALAR, SHAPE_TABLE, SHAPE_BRACKETS, SHAPE_THRESHOLDS, SHAPE_SET };

/*
 * A dated number (or table, or progressive scale, or set of members) of the law. `type` is that of
 * a lookup's result. Brackets are marginal: each slice of an amount bears its own rate. Thresholds
 * give all of it the amount of the slice that it falls into.
 */
struct parameter {
    const char *id;
    struct title title;
    enum parameter_shape shape;
    struct type type; /* SHAPE_SET: the symbol type of its members */
    struct unit unit;
    struct type by;      /* SHAPE_BRACKETS, SHAPE_THRESHOLDS: of what is looked up */
    struct unit by_unit; /* that borders are written in */
    struct unit
        rate_unit; /* SHAPE_BRACKETS: of the rates, `unit` by `by_unit`; thresholds: `unit` */
    const struct enumeration *const *keys; /* SHAPE_TABLE; of scales, too: none or several */
    size_t key_count;
    const struct version *versions; /* by `from`, then `published` */
    size_t version_count;
    const char *pack, *policy; /* where it was declared: "guangdong", "guangdong/lat-rebate" */
    struct place place;
};
/* The first day on which a value no longer holds, as far as was known: its repeal's once that was
 * published, else the end that was written; DATE_FOREVER where there is none. */
struct date version_end(const struct version *version, struct date known_at);

/* Whether its values are scales of slices. */
bool parameter_is_scale(const struct parameter *parameter);
/* What a policy calls a slice's border, "above" or "from", or its rate or amount, "rate", "value". */
const char *bracket_setting(const struct parameter *parameter, const struct bracket *bracket,
                            bool border);
/* The scale in which slice `index` of all lies. */
const struct scale *version_scale_at(const struct version *version, size_t index);

/* The version in force on `on` as known at `known_at`; NULL where none. */
const struct version *parameter_version(const struct parameter *parameter, struct date on,
                                        struct date known_at);
/* The day on which a value for `on` was first published, after `known_at`; false where none was. */
bool parameter_published_later(const struct parameter *parameter, struct date on,
                               struct date known_at, struct date *day);
/* Whether it has a value for `on`, while by `known_at` nothing was known that began by then. */
bool parameter_is_withheld(const struct parameter *parameter, struct date on, struct date known_at);

/* A name that a pack declares which is not loaded, or is loaded behind those that need it. */
struct absent_name {
    const char *id, *pack;
    size_t rank;       /* of the pack among those that are loaded, from 1; 0: it is not loaded */
    bool is_used;      /* somewhere */
    struct place used; /* there, at first */
};

struct schema {
    const struct units *units; /* of the vocabulary; NULL: units_built_in */
    const struct enumeration *enumerations;
    size_t enumeration_count;
    struct entity *entities; /* a parent stands before its children */
    size_t entity_count;
    struct map enumeration_names, entity_names, table_names, parameter_names;
    struct map unread_names; /* what faulty files declare: unknown, but no fault of who uses it */
    /* id -> struct absent_name, of packs that are not loaded, looked for at the first unknown name;
     * NULL: not looked for. Who uses one notes it there. */
    const struct map *(*absent_names)(void *context);
    void *absent_context;
    size_t version_count;
};

/* ---- dataset: the rows ---- */

enum cell_state {
    CELL_ABSENT, /* an optional field that was not given: its `absence` says what that means */
    CELL_VALUE,
    CELL_NOT_APPLICABLE, /* a rule that does not apply here: not zero */
    CELL_ERROR,          /* a fault that has been diagnosed; everything that uses it is silent */
    CELL_UNDETERMINED,   /* it applies, or may: a fact is missing or at fault. Not zero either */
    CELL_NONE,           /* an optional field: the user states that there is none */
};

/* What keeps a figure undetermined. */
enum lack_kind {
    LACK_FACT,  /* `field` of the row is not given */
    LACK_FAULT, /* a fault of the data that was told: `text` */
    LACK_WAY,   /* `item` at the row must come about one way or another, and no way applies */
};
struct lack {
    const struct entity *entity; /* of the row */
    union {
        const struct field *field; /* LACK_FACT */
        const struct item *item;   /* LACK_WAY */
        const char *text;          /* LACK_FAULT: the message, in the language of the run */
    };
    enum lack_kind kind;
    uint32_t row;
};
/* Of the lacks of one figure the first MOST_LACKS in the order of lack_compare; at least one. */
enum { MOST_LACKS = 64 };
struct lacks {
    uint32_t count;
    bool more; /* there are others */
    struct lack lacks[];
};
/* By table, row, kind, then field, item or text: below 0, 0 or above. */
int lack_compare(const struct lack *x, const struct lack *y);

/* Why a rule does not apply at a row, or is undetermined there: told whole by following `cause`. */
enum reason_kind {
    REASON_NONE,
    REASON_WHEN,    /* its `when` is false */
    REASON_NEEDS,   /* the check `cause` does not hold at `row` */
    REASON_DEPENDS, /* it uses `cause`, which does not apply (is undetermined) at `row` */
    REASON_NO_CASE, /* no case holds and there is no default */
    REASON_NO_FACT, /* it uses a field of which there is none: `lacks` has it */
};
struct reason {
    enum reason_kind kind;
    bool partial; /* undetermined: the cell's value is the part of a sum that is known */
    uint32_t row;
    const struct item
        *cause; /* of REASON_NEEDS and REASON_DEPENDS; NULL: several, of rows not held */
    const struct lacks *lacks; /* CELL_UNDETERMINED: never NULL */
};
#define ROW_NOT_HELD UINT32_MAX /* some row of a table that is not in the dataset */

struct cell {
    union value value;
    enum cell_state state;
    struct reason reason; /* CELL_NOT_APPLICABLE and CELL_UNDETERMINED only */
};

/* A small whole number a row, in as few bytes as the largest needs: none while all are alike. */
struct narrow {
    union {
        uint8_t *bytes;
        uint32_t *words;
    };
    uint32_t alike; /* `width` 0: every row's, or 0 before the first was put */
    uint8_t width;  /* bytes a row: 0, 1 or 4 */
    uint8_t room;   /* the same that there is memory for, kept when all rows are put anew */
    bool has;       /* one was put */
};

static inline uint32_t narrow_get(const struct narrow *narrow, uint32_t row)
{
    return narrow->width == 0   ? narrow->alike
           : narrow->width == 1 ? narrow->bytes[row]
                                : narrow->words[row];
}
/* Sets that of one of `count` rows. False: memory is out. */
bool FT_MUST_CHECK narrow_put(struct narrow *narrow, uint32_t count, uint32_t row, uint32_t value,
                              struct arena *arena);
/* Before all rows are put anew; where the memory has gone (`lost`), too. */
void narrow_reset(struct narrow *narrow, bool lost);

/* A spot: a column from 1, and the width of what stands there in SPOT_WIDTH_BITS. */
enum { SPOT_WIDTH_BITS = 12 };

/* Where the rows of a table stand. Those of a CSV file, one behind the other, have a line alone. */
struct row_places {
    uint32_t count;
    const struct source *source; /* of `lines`; NULL: none was put */
    uint32_t *lines;             /* each from its first character on, of width 1 */
    struct place *each;          /* not NULL: as they are */
};

/*
 * The cells of a column, in the least memory that holds all of them exactly. Booleans, dates,
 * symbols and references are narrow. Numbers are all `alike`, or integers over one denominator, as
 * the lanes of a vector, or else as they are; texts are all alike, or pointers. What does not fit is
 * promoted when it is put. Of a row without a value none is held: what column_value gives is any.
 */
struct column {
    enum type_kind kind;
    uint32_t count;
    struct narrow states; /* enum cell_state */
    struct narrow small;
    enum { COLUMN_ALIKE, COLUMN_LANES, COLUMN_EACH } format; /* of numbers and texts */
    bool has;                                                /* a value was put */
    union value alike;                                       /* COLUMN_ALIKE */
    int64_t den;                                             /* COLUMN_LANES: above 0 */
    union {
        int64_t *lanes;         /* COLUMN_LANES */
        struct number *numbers; /* COLUMN_EACH */
        const char **texts;
        void *memory;
    };
    size_t room; /* bytes of `memory`, kept when all rows are put anew */
    /* Fields: where the values stand. NULL: that is not known, as of items and made rows. */
    const struct row_places *rows;
    uint32_t *spots;         /* by row; 0, or NULL: the row's place, of width 0 */
    struct place *places;    /* not NULL: as they are */
    const struct unit *unit; /* fields: that their file's column bears; NULL: none */
};

/* Empty: every cell absent. */
void column_open(struct column *column, enum type_kind kind, uint32_t count);
/* Before all cells are put anew; where their memory has gone (`lost`), too. */
void column_reset(struct column *column, bool lost);

static inline enum cell_state column_state(const struct column *column, uint32_t row)
{
    return (enum cell_state)narrow_get(&column->states, row);
}
/* What the cell holds, of a value, or of an undetermined one the part of a sum that is known. */
union value column_value(const struct column *column, uint32_t row);
/* Both, without the reason of a rule's (item_cell). */
static inline struct cell column_cell(const struct column *column, uint32_t row)
{
    return (struct cell){.value = column_value(column, row), .state = column_state(column, row)};
}
/* Sets a cell; `value` NULL: it holds none. Limbs and texts are borrowed. False: memory is out. */
bool FT_MUST_CHECK column_put(struct column *column, uint32_t row, enum cell_state state,
                              const union value *value, struct arena *arena);

/* Whether it is known of its cells where they stand: of facts that were read. */
static inline bool column_has_places(const struct column *column)
{
    return column->rows != NULL || column->places != NULL;
}
/* Where the value stands, or would where it was not written, of width 0: in the empty cell, else in
 * the row; `room` is the caller's, for the place. NULL: that is not known. */
const struct place *column_place(const struct column *column, uint32_t row, struct place *room);
/* Whether it is known that nobody wrote the value: the command line has no lines. */
bool column_is_unwritten(const struct column *column, uint32_t row);
/* Sets it; the row's own is known. False: memory is out. */
bool FT_MUST_CHECK column_put_place(struct column *column, uint32_t row, const struct place *place,
                                    struct arena *arena);

/* What evaluation left about an item's column beside the values. */
struct item_column {
    struct column column;
    struct narrow reasons; /* item_reason says which */
    struct narrow cases;   /* the case taken, from 1; 0: the default */
    bool done;
    /* Private to model/: the reasons that rows share, and by row what is lacking; NULL: nothing. */
    struct reason *known;
    uint32_t known_count;
    size_t known_capacity;
    const struct lacks **lacks;
};
/* Why the cell of a row has no value; of kind REASON_NONE where it has one. */
struct reason item_reason(const struct item_column *column, uint32_t row);
static inline struct cell item_cell(const struct item_column *column, uint32_t row)
{
    struct cell cell = column_cell(&column->column, row);
    cell.reason = item_reason(column, row);
    return cell;
}
/* The case taken at the row, by its number; -1: the default. */
static inline int16_t item_case(const struct item_column *column, uint32_t row)
{
    return (int16_t)((int32_t)narrow_get(&column->cases, row) - 1);
}
/* Sets the figure of a row, without a value where `value` is NULL, with the case taken and the
 * reason; what is lacking is borrowed. False: memory is out. */
bool FT_MUST_CHECK item_put(struct item_column *column, uint32_t row, enum cell_state state,
                            const union value *value, int16_t taken, const struct reason *reason,
                            struct arena *arena);
/* Before all rows are put anew; where their memory has gone (`lost`), too. */
void item_reset(struct item_column *column, bool lost);

/* The rows of one entity. Rows of one parent stand together, in the order of the input. */
struct table {
    const struct entity *entity;
    uint32_t count;
    const uint32_t *parents; /* by row: the row in the parent's table */
    const uint32_t *first;   /* by parent row, count + 1 entries: rows first[p] .. first[p+1]-1 are
                                its children */
    const struct lacks *const *unmade; /* of a made table, by parent row: what their number lacks,
                                          or NULL; NULL: of all it is known */
    struct column *fields;
    struct item_column *items;
    struct row_places *places;     /* NULL: it is not known where they stand */
    const struct row_names *names; /* private to scenario/; NULL until a row is looked for */
};

/* Where the row stands; `room` is the caller's, for the place. NULL: that is not known. */
const struct place *table_place(const struct table *table, uint32_t row, struct place *room);
/* Sets it. False: memory is out. */
bool FT_MUST_CHECK table_put_place(struct table *table, uint32_t row, const struct place *place,
                                   struct arena *arena);

/* Columns for the fields and items of `count` rows, empty, without places. False: out of memory. */
bool table_make_columns(struct table *table, struct arena *arena);

/*
 * A node over rows that are not all in the dataset: what it comes to was found out elsewhere.
 * `none`: there was no row to take a least or greatest of. `asked` is set where a formula looks.
 */
struct settled_node {
    const struct node *node;
    struct cell cell;
    bool none, asked;
};

struct dataset {
    const struct schema *schema;
    struct arena *arena;
    struct table *tables; /* by entity index; a made table has `first` NULL until it is made */
    struct date as_of, known_at;
    struct place known_place; /* where `known_at` was written */
    struct settled_node *settled;
    size_t settled_count;
    struct batch *batch; /* tables whose rows stand as vectors (formula/batch.h); NULL: none */
    bool broken;         /* a fault that ends the run was told: a cell is CELL_ERROR */
    /* By entity, NULL until the first, then a bit by field and row: a formula used what is not
     * written (a default, or that there is none). NULL: not noted. */
    uint8_t **assumed;
    uint8_t **kept; /* `assumed` as it was last kept, in the same arena; NULL: never */
};

/* The column of a rule's figures; of a field of an entity's rows. */
static inline struct item_column *dataset_item(const struct dataset *dataset,
                                               const struct item *item)
{
    return &dataset->tables[item->entity->index].items[item->index];
}
static inline struct column *dataset_field(const struct dataset *dataset,
                                           const struct entity *entity, const struct field *field)
{
    return &dataset->tables[entity->index].fields[field->index];
}

/* Whether a value is the vocabulary's, and not the user's; of made rows nothing is. */
bool column_is_default(const struct column *column, const struct field *field, uint32_t row);
/* Whether a formula used what field `index` of a row means though it is not written there. */
bool dataset_assumed(const struct dataset *dataset, const struct entity *entity, size_t index,
                     uint32_t row);
/* Notes that one did, unless nothing is noted. False: memory is out. */
bool FT_MUST_CHECK dataset_assume(struct dataset *dataset, const struct entity *entity,
                                  size_t index, uint32_t row);

/* Keeps what was noted so far, and forgets what was noted since: a report that looks at figures of
 * its own would have the next one say more. False: memory is out. */
bool FT_MUST_CHECK dataset_keep_assumed(struct dataset *dataset);
void dataset_recall_assumed(struct dataset *dataset);

/* Puts two sets of lacks together; either may be NULL. NULL when memory is out. */
const struct lacks *lacks_join(const struct lacks *x, const struct lacks *y, struct arena *arena);
/* A copy that lives in another arena. NULL when memory is out. */
const struct lacks *lacks_keep(const struct lacks *lacks, struct arena *arena);
/* A set of one. NULL when memory is out. */
const struct lacks *lacks_of(const struct lack *lack, struct arena *arena);

/* "A1/B3": the keys from below the root down to a row; "" for the root. NULL when memory is out. */
const char *row_path(const struct dataset *dataset, const struct entity *entity, uint32_t row,
                     struct arena *arena);
/* The row of `entity` above (or at) `row` of `from`; `from` lies below or is `entity`. */
uint32_t row_above(const struct dataset *dataset, const struct entity *from, uint32_t row,
                   const struct entity *entity);
/* Whether it is known which rows of `below` stand under `row` of `above`: not where a policy makes
 * them and what their number rests on is undetermined. */
bool rows_are_known(const struct dataset *dataset, const struct entity *above, uint32_t row,
                    const struct entity *below);
/* A value as people read it: quantity with unit, date, member's title, text. NULL when memory is
 * out. */
const char *value_text(const union value *value, const struct type *type, const struct unit *unit,
                       bool integer, struct arith *arith, enum ft_language language);

/* ---- what must hold: the sentence that does not, for an assert; NULL: all do ---- */

const char *schema_fault(const struct schema *schema);
const char *parameter_fault(const struct schema *schema, const struct parameter *parameter);
const char *dataset_fault(const struct dataset *dataset);
/* Of a column that was worked out, over so many rows. */
const char *item_column_fault(const struct item_column *column, uint32_t count);
const char *lacks_fault(const struct lacks *lacks);

#endif
