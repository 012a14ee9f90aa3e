/*
 * sum.h: a sum that is exact in whatever order its terms come: an integer over one denominator while
 * they fit, a GMP rational beyond.
 *
 *     struct sum sum;
 *     sum_open(&sum);
 *     sum_add(&sum, 12, 100);
 *     sum_settle(&sum);    // all of it in sum.rest
 *     sum_close(&sum);
 */
#ifndef FANGTIAN_NUMBER_SUM_H
#define FANGTIAN_NUMBER_SUM_H

#include "number.h"

__extension__ typedef __int128 int128;

/* A sum of integers over one denominator, and of everything else as a GMP rational. `lost`: it grew
 * past LIMIT_VALUE_BITS and was given up. */
struct sum {
    int128 num;
    int64_t den;
    mpq_t rest;
    bool lost;
};
void sum_open(struct sum *sum);
void sum_close(struct sum *sum);
void sum_add(struct sum *sum, int128 num, int64_t den);
void sum_add_number(struct sum *sum, const struct number *number);
/* count / den times a number. */
void sum_add_multiple(struct sum *sum, int128 count, int64_t den, const struct number *number);
void sum_add_sum(struct sum *sum, struct sum *other);
/* All of it in `rest`. */
void sum_settle(struct sum *sum);
/* All of it, settled. Errors: FT_TOO_LARGE where it was lost; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK sum_number(struct number *number, struct arith *arith,
                                        struct sum *sum);

/* Of one that was lost, 0. */
int sum_sign(struct sum *sum);
/* Whether two are equal; one that was lost may be. */
bool sum_equal(struct sum *x, struct sum *y);

/* "-12", "5/7". NULL when memory is out. */
const char *rational_text(const mpq_t value, struct arena *arena);
/* From such a text, and nothing else that GMP would take; NULL is none. */
bool rational_read(mpq_t value, const char *text);

#endif
