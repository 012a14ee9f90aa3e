/* number_test.h: what the tests of number/ share: a bench with an arena, and whole renderings. */
#ifndef NUMBER_TEST_H
#define NUMBER_TEST_H

#include <criterion/criterion.h>

#include "number/number.h"

/* Where the shipped vocabulary's own base units stand, which the tests read. */
enum { DIM_LENGTH = DIM_BUILT_IN, DIM_PERSONS, DIM_ENERGY };

enum { RENDERING_SIZE = 4096 };

struct bench {
    struct arena arena;
    struct arith arith;
    struct diagnostics diagnostics;
    struct source source;
    struct text_piece piece;
    char rendering[RENDERING_SIZE];
};

void bench_open(struct bench *bench, enum ft_language language);
void bench_close(struct bench *bench);

/* `string` as line 1 of a file named "input". Forgets earlier diagnostics. */
struct text bench_text(struct bench *bench, const char *string);

/* All diagnostics as a user sees them. */
const char *bench_rendering(struct bench *bench);

/* Reads "2000/3" or "-12" by GMP alone. */
struct number bench_number(struct bench *bench, const char *ratio);

/* Writes a number by GMP alone. */
const char *bench_ratio(struct bench *bench, const struct number *x);

#endif
