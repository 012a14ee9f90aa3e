/*
 * formula.h: the language that rules are written in: the compiler, from texts to formulas over what
 * a schema names, and the evaluator of formulas over a dataset's rows (model.h).
 *
 * The language is small, typed and total: no loops, no recursion, no side effects. Everything is
 * checked when a formula is compiled (names, types, dimensions, enumeration members, arity); at
 * run time only the data can be at fault. The grammar is on the formula page, policies/README.md.
 *
 *     struct formula *formula;
 *     if (formula_compile(&formula, schema, entity, &text, NULL, arena, diagnostics) == FT_OK)
 *         formula_evaluate(formula, &evaluation, rows, count, cells);
 *
 * Compiled formulas are immutable and live in the arena they were made in; what they name is
 * borrowed from the schema.
 */
#ifndef FANGTIAN_FORMULA_H
#define FANGTIAN_FORMULA_H

#include "../model/model.h"

/* ---- the compiled formula ---- */

enum node_op {
    NODE_CONSTANT,
    NODE_FIELD, /* operand none; `field`; through `up` levels of parents, or `via` a reference */
    NODE_ITEM,  /* a rule's figure, likewise */
    NODE_PARAMETER,  /* scalar */
    NODE_LOOKUP,     /* table: operands are the keys */
    NODE_BRACKETS,   /* operand 0 the amount, then the keys: the sum of its slices at their rates */
    NODE_THRESHOLDS, /* likewise: the amount of the slice that it falls into */
    NODE_IN_SET,     /* operand 0 the symbol; `parameter` the set */
    NODE_IN_FORCE,   /* has `parameter` a version on the date? */
    NODE_AT,         /* operand 0, one of the parameters' above, as of operand 1, a date */
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

/* What NODE_EQUAL … NODE_GREATER_EQUAL compare by. */
enum compare_op node_comparison(enum node_op op);

/* What the nodes of an operator look at. */
enum node_class {
    CLASS_LEAF,      /* a constant, or a cell of the own row or of one above it */
    CLASS_DATE,      /* the date in force */
    CLASS_PARAMETER, /* a parameter, with operands as its keys */
    CLASS_DATED,     /* a parameter, as of another date than that in force */
    CLASS_OPERATION, /* the values of its operands: operation_of */
    CLASS_CONDITION, /* those operands alone that decide */
    CLASS_SIBLINGS,  /* the place among the rows of one parent, or their operands */
    CLASS_AGGREGATE, /* operands over the rows below */
};
enum node_class node_class(enum node_op op);
bool node_is_aggregate(enum node_op op);

struct builtin;

/*
 * A node of a compiled formula. Ids are given when it is compiled, from 0, operands before their
 * node: an id and a row name a step of the derivation on every run.
 */
struct node {
    enum node_op op;
    uint32_t id;
    struct type type;
    const struct text *text; /* the node's source: the formula's text, or that of a definition */
    uint32_t offset, length; /* bytes of it */
    const struct node *const *operands;
    size_t operand_count;
    uint32_t depth; /* of the tree that it is: 1 for a leaf */
    bool has_power; /* it is a power, or there is one in it */
    union value constant;
    struct unit unit; /* how its figure is shown: as typed, or its dimension's base units */
    const struct entity
        *entity; /* FIELD, ITEM: where it stands; aggregates: that of the rows they go over */
    const struct field
        *via; /* FIELD, ITEM: the own row's reference that leads there, or NULL: an ancestor;
                 aggregates: the reference of their rows that leads to the own row, or NULL */
    const struct entity *above; /* aggregates: over the rows below this row above the own one; NULL:
                                   below the own row, or `via` */
    bool names_own;             /* such an aggregate: a name in it is of the own row */
    bool
        outer; /* leaves: of the own row of the aggregate around them, not of the row it goes over */
    const struct field *field;
    const struct item *item;
    const struct parameter *parameter;
    const struct builtin *builtin;
    const struct definition *definition; /* the name that the node stands for; or NULL */
};

struct syntax;

/*
 * A named formula that others of the same table use: it stands for its text wherever it is used, on
 * the date of whoever uses it. Checked once, by itself.
 */
struct definition {
    const char *id;
    struct title title; /* both NULL where it has none */
    const struct entity *entity;
    struct text text;
    const struct syntax *syntax; /* NULL until it is compiled, and after a fault */
    bool is_compiled;            /* or at fault, which was told */
    struct place place;
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
enum ft_status FT_MUST_CHECK formula_compile(struct formula **formula, const struct schema *schema,
                                             const struct entity *entity, const struct text *text,
                                             const struct type *expected, struct arena *arena,
                                             struct diagnostics *diagnostics);

/* Parses and checks a definition, whose `id`, `entity` and `text` are set. It may use those alone
 * that were compiled before. Errors as formula_compile. */
enum ft_status FT_MUST_CHECK definition_compile(struct definition *definition,
                                                const struct schema *schema, struct arena *arena,
                                                struct diagnostics *diagnostics);

/* Whether it is a pool that those of one priority share in pro rata. */
bool fill_is_pro_rata(const struct node *node);

/* Whether an aggregate at `own` of `entity` goes over `row` of its rows: those below, or those that
 * refer to the own row; and whether the row may refer to it, for all that is known. */
bool aggregate_goes_over(const struct dataset *dataset, const struct node *node,
                         const struct entity *entity, uint32_t own, uint32_t row);
bool aggregate_may_go_over(const struct dataset *dataset, const struct node *node,
                           const struct entity *entity, uint32_t own, uint32_t row);
/* Whether it goes over the rows below the own row, those of a family. */
bool aggregate_is_plain_over(const struct node *node);

/* ---- evaluation ---- */

/* Told of every node evaluated at a row, operands first. Changes no figure. */
struct trace {
    /* `entity`, `row`: where the node was evaluated (a child for an aggregate's body). `version`
     * for parameters. */
    void (*step)(void *context, const struct formula *formula, const struct node *node,
                 const struct entity *entity, uint32_t row, const struct cell *cell,
                 const struct version *version);
    void *context;
};

/* What evaluation works with; one a thread. Where tables of the dataset stand as vectors, cells have
 * no reasons, and nothing is told. */
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
    bool supposing;      /* of what filled() asks for and is blank, it is not known whether it will
                                be filled in; nothing is noted. Not below "not" */
    bool at_fault;       /* set where a row met a fault of the data that is told, or would be */
    const char *rule;    /* named in diagnostics */
    struct lasting *lasting; /* what stays from call to call (batch.h); NULL: nothing does */
    struct told *told;       /* what it told of rows; private to formula/ */
};

/*
 * Evaluates a formula at `count` rows of its entity, column at a time over blocks of rows. `cells`
 * gets one each. A fault of the data is diagnosed with the rule, the row and the scenario's place,
 * and leaves CELL_UNDETERMINED there. Errors: FT_NO_MEMORY only.
 */
enum ft_status FT_MUST_CHECK formula_evaluate(const struct formula *formula,
                                              struct evaluation *evaluation, const uint32_t *rows,
                                              uint32_t count, struct cell *cells);

/* ---- built-ins: one table ---- */

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
    BUILTIN_AT,
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
    BUILTIN_OVER,
    BUILTIN_VIA,
    BUILTIN_ID_COUNT
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
/* Enumerations that are built in: the rounding modes, what becomes of a day that a month has not,
 * and what a pool gives to those of one priority. */
extern const struct enumeration rounding_modes, month_ends, fill_ties;

extern const struct builtin builtins[];
extern const size_t builtin_count;

/* ---- operations: one table ---- */

/* A node's value of its operands', in their order. Errors: FT_INVALID (why: the row's fault),
 * FT_DIVISION_BY_ZERO, FT_TOO_LARGE, all faults of the data; FT_NO_MEMORY. */
typedef enum ft_status exact_operation(union value *out, struct arith *arith,
                                       const struct node *node, const union value *operands);

/*
 * What a node does whose operands are all values: one row an operation, whatever the format of its
 * operands' columns. Rows of a dataset, and lanes of a column for which there is no kernel, go
 * through `exact`; a kernel gives what `exact` gives.
 */
struct operation_row {
    const char *name;            /* as a person calls it */
    exact_operation *exact;      /* NULL: it is no operation of this table */
    const struct message *fault; /* how FT_INVALID is told; NULL: there is none */
};
/* By operator; NODE_CALL, and what looks at more than its operands, has none. */
extern const struct operation_row operator_operations[NODE_OP_COUNT];
/* By built-in that looks at its operands alone; functions of dates have one row together. */
extern const struct operation_row call_operations[BUILTIN_ID_COUNT];
/* The row of a node; NULL where it looks at more than its operands. */
const struct operation_row *operation_of(const struct node *node);

/* A parameter's node of its operands' values, in a version; NULL for NODE_IN_FORCE alone. Errors:
 * FT_INVALID: it has no entry for these keys; else as exact_operation. */
enum ft_status FT_MUST_CHECK formula_parameter(union value *out, struct arith *arith,
                                               const struct node *node,
                                               const struct version *version,
                                               const union value *operands);

/* Whether two values of a type are the same. */
bool values_equal(const struct type *type, const union value *x, const union value *y);

extern const struct message_table formula_messages;

#endif
