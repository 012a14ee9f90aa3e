/*
 * fixture.h: a small schema and its rows, which the tests of formula/ and the examples of the
 * built-ins run on. fixture.c shows them as tables.
 */
#ifndef FORMULA_FIXTURE_H
#define FORMULA_FIXTURE_H

#include <criterion/criterion.h>

#include "formula/formula.h"

enum { FIXTURE_RENDERING = 65536 };

struct fixture {
    struct arena arena;
    struct arith arith;
    struct diagnostics diagnostics;
    struct schema schema;
    struct dataset dataset;
    struct source data;
    struct source formula; /* line 1: `  value = "FORMULA";` */
    struct text text;
    struct text_piece piece;
    char rendering[FIXTURE_RENDERING];
};

void fixture_open(struct fixture *fixture, enum ft_language language);
void fixture_close(struct fixture *fixture);

struct entity *fixture_entity(struct fixture *fixture, const char *id);
/* A type: a unit as "元/m2", "boolean", "date", or the id of an enumeration. */
struct type fixture_type(struct fixture *fixture, const char *name);

/* `formula` as it stands in a file. Forgets earlier diagnostics. */
const struct text *fixture_text(struct fixture *fixture, const char *formula);

/* Compiles a formula that must be sound. */
const struct formula *fixture_compile(struct fixture *fixture, const char *entity,
                                      const char *formula);

/* The outcome at one row as text: a value, "n/a", or "error". */
const char *fixture_value(struct fixture *fixture, const char *entity, const char *formula,
                          uint32_t row);

/* All diagnostics as a user sees them. */
const char *fixture_rendering(struct fixture *fixture);

/* What evaluating needs; rules are named "rule". */
struct evaluation fixture_evaluation(struct fixture *fixture);

/* A cell as text, as fixture_value gives it. */
const char *fixture_cell_text(struct fixture *fixture, const struct formula *formula,
                              const struct cell *cell);

/* Gives the table "lots" `count` rows of 1 to 7 m2 in turn, for what needs a long table. */
void fixture_lengthen(struct fixture *fixture, uint32_t count);

#endif
