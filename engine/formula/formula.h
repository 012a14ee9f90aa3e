/*
 * formula.h: the language that rules are written in: what a formula may name (the schema), the
 * rows it runs over (the dataset), and the compiler and evaluator between them.
 *
 * The language is small, typed and total: no loops, no recursion, no side effects. Everything is
 * checked when a formula is compiled (names, types, dimensions, enumeration members, arity); at
 * run time only the data can be at fault. The grammar is on the formula page, policies/README.md.
 *
 *     struct formula *formula;
 *     if (formula_compile(&formula, schema, entity, &text, NULL, arena, diagnostics) == FT_OK)
 *         formula_evaluate(formula, &evaluation, rows, count, cells);
 *
 * The schema and compiled formulas are immutable after loading and live in the arena they were
 * made in. Titles, ids and texts are borrowed from there.
 */
#ifndef FANGTIAN_FORMULA_H
#define FANGTIAN_FORMULA_H

#include "../number/number.h"

/* ---- types and values ---------------------------------------------------------------------- */

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
void type_name(char *out, size_t size, const struct type *type, enum ft_language language);

/* The member that holds follows from the static type. */
union value {
    struct number number; /* in base units */
    bool boolean;
    struct date date;
    uint32_t symbol; /* index into the enumeration's members */
    const char *text;
    uint32_t reference; /* row of the referenced table */
};

/* ---- schema: what a formula may name ------------------------------------------------------- */

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
    struct title absent_words; /* ABSENCE_NONE: what is printed where that was used; never NULL */
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

enum { FIELD_EXAMPLES = 2 };
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
                             number, own row = parent's */
    size_t item_count;          /* columns that rules make */
    struct map names;           /* field id -> struct field, of this entity */
    struct map items;           /* rule id -> struct item, of this entity */
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

/* The slice above `above` (base units; the first is 0) up to the next one's. */
struct bracket {
    struct number above, rate;
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
    struct date published;     /* `from` where not written */
    enum version_status status;
    const char *source; /* where it stands in the law; never NULL */
    const char *note;   /* or NULL */
    struct place place;
    size_t index;                      /* among all versions of the schema, for "was used" */
    union value scalar;                /* SHAPE_SCALAR */
    const struct table_entry *entries; /* SHAPE_TABLE */
    size_t entry_count;
    const struct bracket *brackets; /* SHAPE_BRACKETS */
    size_t bracket_count;
    const bool *members; /* SHAPE_SET: by member index */
};
#define DATE_FOREVER ((struct date){INT32_MAX})

enum parameter_shape { SHAPE_SCALAR, SHAPE_TABLE, SHAPE_BRACKETS, SHAPE_SET };

/*
 * A dated number (or table, or progressive scale, or set of members) of the law. `type` is that of
 * a lookup's result; for brackets that of the amount taxed, whose rates are plain numbers.
 */
struct parameter {
    const char *id;
    struct title title;
    enum parameter_shape shape;
    struct type type; /* SHAPE_SET: the symbol type of its members */
    struct unit unit;
    const struct enumeration *const *keys; /* SHAPE_TABLE */
    size_t key_count;
    const struct version *versions; /* by `from`, then `published` */
    size_t version_count;
    const char *pack, *policy; /* where it was declared: "guangdong", "guangdong/lat-rebate" */
    struct place place;
};
/* The first day on which a value no longer holds, as far as was known: its repeal's once that was
 * published, else the end that was written; DATE_FOREVER where there is none. */
struct date version_end(const struct version *version, struct date known_at);

/* The version in force on `on` as known at `known_at`; NULL where none. */
const struct version *parameter_version(const struct parameter *parameter, struct date on,
                                        struct date known_at);

/* A name that a pack declares which is not loaded, or is loaded behind those that need it. */
struct absent_name {
    const char *id, *pack;
    size_t rank;       /* of the pack among those that are loaded, from 1; 0: it is not loaded */
    bool is_used;      /* somewhere */
    struct place used; /* there, at first */
};

struct schema {
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

/* ---- dataset: the rows ---------------------------------------------------------------------- */

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
    enum lack_kind kind;
    const struct entity *entity; /* of the row */
    uint32_t row;
    const struct field *field; /* LACK_FACT */
    const struct item *item;   /* LACK_WAY */
    const char *text;          /* LACK_FAULT: the message, in the language of the run */
};
/* Of the lacks of one figure the first MOST_LACKS in the order of lack_compare; at least one. */
enum { MOST_LACKS = 64 };
struct lacks {
    const struct lack *lacks;
    uint32_t count;
    bool more; /* there are others */
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

struct column {
    union value *values;  /* by row */
    uint8_t *states;      /* enum cell_state by row */
    struct place *places; /* fields: where the value stands, or its row's place, of width 0, where
                             it was not written; NULL for items and made rows */
    const struct unit *unit; /* fields: that their file's column bears; NULL: none */
};

/* What evaluation left about an item's column beside the values. */
struct item_column {
    struct column column;
    struct reason *reasons; /* by row */
    int16_t *cases;         /* by row: the case taken, -1 the default */
    bool done;
};

/* The rows of one entity. Rows of one parent stand together, in the order of the input. */
struct table {
    const struct entity *entity;
    uint32_t count;
    const uint32_t *parents; /* by row: the row in the parent's table */
    const uint32_t *first;   /* by parent row, count + 1 entries: rows first[p] .. first[p+1]-1 are
                                its children */
    struct column *fields;
    struct item_column *items;
    struct place *places;          /* by row */
    const struct row_names *names; /* private to scenario/; NULL until a row is looked for */
};

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
    bool faults_end; /* a fault of one row ends the run: a long table is whole or not at all */
    bool broken;     /* a fault that ends the run was told: a cell is CELL_ERROR */
    bool **assumed;  /* by entity, NULL until the first, then by field and row: a formula used what
                        is not written (a default, or that there is none); NULL: not noted */
};

/* Whether a formula used what field `index` of a row means though it is not written there. */
bool dataset_assumed(const struct dataset *dataset, const struct entity *entity, size_t index,
                     uint32_t row);

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
/* A value as people read it: quantity with unit, date, member's title, text. NULL when memory is
 * out. */
const char *value_text(const union value *value, const struct type *type, const struct unit *unit,
                       bool integer, struct arith *arith, enum ft_language language);

/* ---- the compiled formula ---------------------------------------------------------------------
 */

enum node_op {
    NODE_CONSTANT,
    NODE_FIELD, /* operand none; `field`; through `up` levels of parents, or `via` a reference */
    NODE_ITEM,  /* a rule's figure, likewise */
    NODE_PARAMETER,  /* scalar */
    NODE_LOOKUP,     /* table: operands are the keys */
    NODE_BRACKETS,   /* operand 0 the amount */
    NODE_IN_SET,     /* operand 0 the symbol; `parameter` the set */
    NODE_IN_FORCE,   /* has `parameter` a version on the date? */
    NODE_GIVEN,      /* is there a `field`? */
    NODE_FILLED,     /* was `field` filled in? */
    NODE_APPLICABLE, /* does `item` apply? */
    NODE_NEGATE,
    NODE_NOT,
    NODE_ADD,
    NODE_SUBTRACT,
    NODE_MULTIPLY,
    NODE_DIVIDE,
    NODE_POWER,
    NODE_DATE_ADD,
    NODE_DATE_SUBTRACT, /* date, time: whole months */
    NODE_DAYS_ADD,
    NODE_DAYS_SUBTRACT, /* date, days */
    NODE_EQUAL,
    NODE_UNEQUAL,
    NODE_LESS,
    NODE_LESS_EQUAL,
    NODE_GREATER,
    NODE_GREATER_EQUAL,
    NODE_AND,
    NODE_OR,
    NODE_IN,   /* operand 0 among the others */
    NODE_IF,   /* condition, then, else */
    NODE_CALL, /* a built-in that looks at its operands alone */
    NODE_FIRST,
    NODE_LAST,
    NODE_INDEX,    /* among the siblings; the index from 1 */
    NODE_AS_OF,    /* the date in force */
    NODE_PREVIOUS, /* operand 0 at the sibling before */
    NODE_CUMULATIVE,
    NODE_SHARE,
    NODE_FILL, /* over all siblings at once */
    NODE_SUM,
    NODE_MIN,
    NODE_MAX,
    NODE_ANY,
    NODE_ALL,   /* over children: operand 0 body, 1 where */
    NODE_COUNT, /* operand 0 where, if any */
    NODE_OP_COUNT
};

/* Whether `op`, one of NODE_EQUAL … NODE_GREATER_EQUAL, holds of two values whose order is `order`:
 * below 0, 0 or above. */
bool comparison_holds(enum node_op op, int order);

struct builtin;

/*
 * A node of a compiled formula. Ids are given when it is compiled, from 0, operands before their
 * node: an id and a row name a step of the derivation on every run.
 */
struct node {
    enum node_op op;
    uint32_t id;
    struct type type;
    uint32_t offset, length; /* the node's source: bytes of the formula's text */
    const struct node *const *operands;
    size_t operand_count;
    uint32_t depth; /* of the tree that it is: 1 for a leaf */
    bool has_power; /* it is a power, or there is one in it */
    union value constant;
    struct unit unit; /* how its figure is shown: as typed, or its dimension's base units */
    const struct entity
        *entity; /* FIELD, ITEM: where it stands; aggregates: the children's entity */
    const struct field
        *via; /* FIELD, ITEM: the own row's reference that leads there, or NULL: an ancestor */
    const struct field *field;
    const struct item *item;
    const struct parameter *parameter;
    const struct builtin *builtin;
};

struct formula {
    struct text text;
    const struct entity *entity;
    const struct node *root;
    uint32_t node_count;
    const struct item *const *items; /* every item it may use, once each: what the sort needs */
    size_t item_count;
    const struct parameter *const *parameters;
    size_t parameter_count;
    const struct field *const *fields;
    size_t field_count;
};

/*
 * Compiles `text` as a formula on rows of `entity`. `expected` NULL takes any type; else another
 * type or dimension is an error that names both. Reports every fault it can find in one go, each
 * at its column inside the text. Errors: FT_INVALID, FT_TOO_LARGE, FT_NO_MEMORY.
 */
enum ft_status formula_compile(struct formula **formula, const struct schema *schema,
                               const struct entity *entity, const struct text *text,
                               const struct type *expected, struct arena *arena,
                               struct diagnostics *diagnostics);

/* A power beyond is a fault of the data. */
enum { LARGEST_EXPONENT = 10000 };

/* ---- evaluation ------------------------------------------------------------------------------ */

/* Told of every node evaluated at a row, operands first. Changes no figure. */
struct trace {
    /* `entity`, `row`: where the node was evaluated (a child for an aggregate's body). `version`
     * for parameters. */
    void (*step)(void *context, const struct formula *formula, const struct node *node,
                 const struct entity *entity, uint32_t row, const struct cell *cell,
                 const struct version *version);
    void *context;
};

/* What evaluation works with; one a thread. */
struct evaluation {
    struct dataset *dataset;
    struct arith *arith; /* results go to its arena */
    struct diagnostics *diagnostics;
    const struct date *on;     /* by row of the formula's entity: the date in force; NULL: as_of */
    const struct trace *trace; /* or NULL */
    /* Not NULL: the formula is one node over rows of which the dataset has a part. It gets how many
     * of them counted; a least or greatest of none is no fault then. */
    uint32_t *seen;
    bool *versions_used; /* by version index; or NULL */
    bool silent;         /* nothing is told: what it gives may not be needed */
    const char *rule;    /* named in diagnostics */
    struct told *told;   /* what it told of rows; private to formula/ */
};

/*
 * Evaluates a formula at `count` rows of its entity, column at a time over blocks of rows. `cells`
 * gets one each. A fault of the data is diagnosed with the rule, the row and the scenario's place,
 * and leaves CELL_UNDETERMINED there. Errors: FT_NO_MEMORY only.
 */
enum ft_status formula_evaluate(const struct formula *formula, struct evaluation *evaluation,
                                const uint32_t *rows, uint32_t count, struct cell *cells);

/* ---- built-ins: one table ----------------------------------------------------------------------
 */

enum builtin_id {
    BUILTIN_MIN,
    BUILTIN_MAX,
    BUILTIN_ABS,
    BUILTIN_ROUND,
    BUILTIN_FLOOR,
    BUILTIN_CEIL,
    BUILTIN_CLAMP,
    BUILTIN_YEAR,
    BUILTIN_MONTH,
    BUILTIN_DAY,
    BUILTIN_WEEKDAY,
    BUILTIN_YEARS_BETWEEN,
    BUILTIN_DAYS_BETWEEN,
    BUILTIN_DATE_OF,
    BUILTIN_LAST_DAY_OF_MONTH,
    BUILTIN_ADD_MONTHS,
    BUILTIN_GIVEN,
    BUILTIN_FILLED,
    BUILTIN_APPLICABLE,
    BUILTIN_IN_FORCE,
    BUILTIN_FIRST,
    BUILTIN_LAST,
    BUILTIN_INDEX,
    BUILTIN_AS_OF,
    BUILTIN_PREVIOUS,
    BUILTIN_CUMULATIVE,
    BUILTIN_SHARE,
    BUILTIN_FILL,
    BUILTIN_SUM,
    BUILTIN_COUNT,
    BUILTIN_ANY,
    BUILTIN_ALL,
};

/*
 * A function of dates and whole numbers at one row. Dates are days since 1970-01-01, terms are
 * whole months. False: out of range.
 */
typedef bool date_function(int64_t *out, const int64_t *operands);

/* What a function of dates takes and gives. */
enum date_kind {
    DATE_KIND_NONE,
    DATE_KIND_DATE,
    DATE_KIND_WHOLE, /* a whole number without a unit */
    DATE_KIND_YEAR,  /* one that is shown without grouping */
    DATE_KIND_TERM,  /* years and months */
    DATE_KIND_DAYS,
    DATE_KIND_MONTH_END, /* a member of month_ends */
    DATE_KIND_COUNT
};

enum { DATE_OPERANDS = 3 };

/* Of a built-in that is one: the checker, both ways of evaluation and the tests go by it. */
struct date_builtin {
    date_function *apply; /* NULL: it is none */
    enum date_kind result, operands[DATE_OPERANDS];
};

/*
 * A row of the built-ins' table. The checker, the evaluator, the formula page and a test read it:
 * `example` evaluates to `result` on the fixture of tests/formula.
 */
struct builtin {
    enum builtin_id id;
    const char *name;
    const char *signature; /* "round(x, step, mode)" */
    size_t least, most;    /* how many arguments; most 0: any number */
    struct title summary;
    struct title words; /* in a sentence: {1}, {2} … its operands, {*} all of them, listed; empty
                           where it is no call */
    const char *example, *result;
    struct date_builtin dates;
};
/* Enumerations that are built in: the rounding modes, and what becomes of a day that a month has
 * not. */
extern const struct enumeration rounding_modes, month_ends;

extern const struct builtin builtins[];
extern const size_t builtin_count;

extern const struct message_table formula_messages;

#endif
