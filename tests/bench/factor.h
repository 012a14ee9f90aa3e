/* Remaining-term factor (1 − 1/(1+r)^m) / (1 − 1/(1+r)^n), r = 8%, exactly. */
#ifndef BENCH_FACTOR_H
#define BENCH_FACTOR_H

#include <gmp.h>

#include "law.h"

void factor_start(void);
void factor_stop(void);

/* Sets `factor` for a remaining term of m years and a full term of n. */
void factor_compute(mpq_t factor, unsigned m, unsigned n);

/* The factor times 2^bits, cut to a whole number. */
int64_t factor_cut(unsigned m, unsigned n, unsigned bits);

/* The top-up of a project in fen, rounded half up. */
int64_t factor_top_up(const struct project *project, unsigned remaining_years);

/* In fen, rounded half up; `yuan` is not negative. Changes `yuan`. */
int64_t factor_to_fen(mpq_t yuan);

#endif
