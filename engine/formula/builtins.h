/* builtins.h: what checker and evaluator need of the built-ins' table. */
#ifndef FANGTIAN_FORMULA_BUILTINS_H
#define FANGTIAN_FORMULA_BUILTINS_H

#include "formula.h"

/* The row with this name, or NULL. */
const struct builtin *builtin_find(const char *name);

/* What a pool gives to those of one priority where it is not enough for all of them. */
enum fill_ties { FILL_IN_ORDER, FILL_PRO_RATA, FILL_TIES_COUNT };
/* What becomes of a day that a later month has not. */
enum month_end { MONTH_END_DOWN, MONTH_END_UP, MONTH_END_REFUSE, MONTH_END_COUNT };
#endif
