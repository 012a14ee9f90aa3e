/* builtins.h: what checker and evaluator need of the built-ins' table. */
#ifndef FANGTIAN_FORMULA_BUILTINS_H
#define FANGTIAN_FORMULA_BUILTINS_H

#include "formula.h"

/* The row with this name, or NULL. */
const struct builtin *builtin_find(const char *name);

/* The enumeration of rounding modes: a built-in one, made from `roundings`. */
extern const struct enumeration rounding_modes;

#endif
