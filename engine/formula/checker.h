/* checker.h: the tree of a formula to typed nodes; names in one source, types in another. */
#ifndef FANGTIAN_FORMULA_CHECKER_H
#define FANGTIAN_FORMULA_CHECKER_H

#include "builtins.h"
#include "syntax.h"

/* A compilation while its nodes are made. `entity` is the row that names are looked up on. */
struct checker {
    struct compilation *compilation;
    const struct entity *entity;
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

/* Names: fields, rules, parameters, tables. Each NULL after a fault. */
struct node *check_name(struct checker *checker, const struct syntax *syntax);
struct node *check_lookup(struct checker *checker, const struct syntax *syntax);
struct node *check_call(struct checker *checker, const struct syntax *syntax);
struct node *check_set(struct checker *checker, const struct syntax *syntax);
struct node *check_aggregate(struct checker *checker, const struct syntax *syntax);

/* A built-in that looks at its operands alone. */
struct node *check_builtin(struct checker *checker, const struct syntax *syntax,
                           const struct builtin *builtin);

void check_fault(struct checker *checker, const struct syntax *syntax,
                 const struct message *message, const char *first, const char *second,
                 const char *third);

extern const struct type type_boolean, type_plain, type_date;

#endif
