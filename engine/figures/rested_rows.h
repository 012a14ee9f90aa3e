/*
 * rested_rows.h: at which rows a figure rests on a value that no text gives, where not all do: rows of other dates used
 * another value of the same parameter, or none.
 *
 *     bool **rows;
 *     if (rested_rows_find(&basis, parameter, TELL_UNVERIFIED, marks, &rows, &at_most) && rows != NULL) ... rows[order][row] ...
 */
#ifndef FANGTIAN_FIGURES_RESTED_ROWS_H
#define FANGTIAN_FIGURES_RESTED_ROWS_H

#include "basis.h"

/*
 * Of the rules in `marks`, by their order, those rows whose derivation looked at such a value, or at a figure that rests
 * on it; NULL for the others. `*rows` is NULL where every row used one alike, or (`*at_most`) where they are too many to be
 * derived one by one: then all rows of the marked rules count. False: memory is out.
 */
bool rested_rows_find(const struct basis *basis, const struct parameter *parameter,
                      enum value_telling telling, const bool *marks, bool ***rows, bool *at_most);

#endif
