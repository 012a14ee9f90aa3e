/* checker.h: the tree of a formula to typed nodes; names in one source, types in another. */
#ifndef FANGTIAN_FORMULA_CHECKER_H
#define FANGTIAN_FORMULA_CHECKER_H

#include "builtins.h"
#include "syntax.h"

/* What "let" gave a name: the syntax stands for the name wherever it is used, on the row that it
 * was given at. */
struct local {
    const char *name;
    const struct syntax *value;
    const struct entity *entity; /* of that row */
    uint32_t scope;              /* which row it is: checker.scope */
    const struct local *outer;   /* of the "let" around it, or NULL */
};

/* The own row of an aggregate over the rows below `above`, from which names in it may be. */
struct own_row {
    const struct entity *entity, *above;
    const struct entity *rows; /* that the aggregate goes over */
    bool is_hidden;            /* within another aggregate or a pool */
    bool is_named;
};

/* A compilation while its nodes are made. `entity` is the row that names are looked up on. */
struct checker {
    struct compilation *compilation;
    const struct entity *entity;
    const struct local *locals; /* the innermost */
    struct own_row *own;        /* of the aggregate around, or NULL */
    uint32_t scope, scopes;     /* which row names are looked up on; the last that was given out */
    bool locals_grew;           /* past what a formula may hold: told once */
    bool definitions_grew;      /* the same of definitions, told where the first is used */
    uint32_t definitions;       /* that are being checked, one within another */
    uint32_t node_count;
    const struct item **items;
    size_t item_count, item_capacity;
    const struct parameter **parameters;
    size_t parameter_count, parameter_capacity;
    const struct field **fields;
    size_t field_count, field_capacity;
};

/*
 * Types the tree; `wanted` (or NULL) is what the place asks for, which tells a 'symbol' its
 * enumeration. NULL after a fault (reported) or without memory.
 */
struct node *check(struct checker *checker, const struct syntax *syntax, const struct type *wanted);

/* As check, and the outcome must be `wanted`; a bare 0 takes its dimension. */
struct node *check_as(struct checker *checker, const struct syntax *syntax,
                      const struct type *wanted);

/* Makes `node` of type `wanted`, or reports that it is another. False after a fault. */
bool coerce(struct checker *checker, struct node *node, const struct type *wanted);

/* A node over the bytes of `syntax`; ids are given here, so operands must exist already. NULL
 * without memory. */
struct node *node_make(struct checker *checker, const struct syntax *syntax, enum node_op op,
                       struct type type, struct node *const *operands, size_t count);

/* The dimension's base units for showing a computed figure. */
bool node_set_unit(struct checker *checker, struct node *node);

/*
 * Brings nodes to one type: bare zeros take the dimension of the others. The fault names the first
 * two that differ. `*type` gets the common type.
 */
bool unify(struct checker *checker, struct node *const *nodes, size_t count, struct type *type);

/* How a name that means something on the own row is written, or NULL: "area", "rate[…]". */
const char *own_spelling(struct checker *checker, const char *name);
/* Reports a name; but nothing is said of one that a faulty file or a pack that is not loaded
 * declares: what is wrong is said of these. */
void fault_name(struct checker *checker, const struct syntax *syntax, const struct message *message,
                const char *first, const char *second);

/* The local that a name means, or NULL. */
const struct local *find_local(const struct checker *checker, const char *name);
/* What a local stands for, checked where it is used: each use is worked out where it counts. */
struct node *check_local(struct checker *checker, const struct syntax *syntax,
                         const struct local *local);
struct node *check_let(struct checker *checker, const struct syntax *syntax,
                       const struct type *wanted);
/* What a definition stands for, on a row of its table. */
struct node *check_definition(struct checker *checker, const struct syntax *syntax,
                              const struct definition *definition);
/* NAME or …: of truths, or of a figure that may not apply. */
struct node *check_name_or(struct checker *checker, const struct syntax *syntax);

/* A member of a built-in enumeration, written out. */
struct node *check_written(struct checker *checker, const struct syntax *syntax,
                           const struct enumeration *enumeration);

/* Names: fields, rules, parameters, tables. Each NULL after a fault. */
struct node *check_name(struct checker *checker, const struct syntax *syntax);
struct node *check_lookup(struct checker *checker, const struct syntax *syntax);
struct node *check_call(struct checker *checker, const struct syntax *syntax);
struct node *check_set(struct checker *checker, const struct syntax *syntax);
struct node *check_aggregate(struct checker *checker, const struct syntax *syntax);
/* As check, on rows beside the own one or at another place: the own row of an aggregate around is
 * not to be named there. */
struct node *check_beside(struct checker *checker, const struct syntax *syntax);

/* Notes a field that the formula uses; false without memory. */
bool names_note_field(struct checker *checker, const struct field *field);
/* The row above or the own one with this id; NULL: there is none. */
const struct entity *names_ancestor(const struct entity *entity, const char *id);

/* A built-in that looks at its operands alone. */
struct node *check_builtin(struct checker *checker, const struct syntax *syntax,
                           const struct builtin *builtin);

void check_fault(struct checker *checker, const struct syntax *syntax,
                 const struct message *message, const char *first, const char *second,
                 const char *third);

extern const struct type type_boolean, type_plain, type_date;

#endif
