/*
 * paid.h: what public purses pay though a condition fails, or is undetermined, row by row.
 *
 *     struct paid_walk walk;
 *     if (paid_walk_open(&walk, display, &pending))
 *         for (struct paid_row row; paid_walk_next(&walk, &row);) ...
 *
 * A table has hundreds of thousands of rows that are so paid: none is held but by a mark.
 */
#ifndef FANGTIAN_FIGURES_PAID_H
#define FANGTIAN_FIGURES_PAID_H

#include "basis.h"
#include "pending.h"

/* Goes over the rows with something paid, in the order of the first condition of each that fails,
 * then of those that are undetermined. What a row has lives in the display's arena. */
struct paid_walk {
    struct display *display;
    const struct pending *pending;
    struct finding_walk findings;
};
void paid_walk_open(struct paid_walk *walk, struct display *display, const struct pending *pending);
/* The next row. False: there are no more, or memory is out, which the display's status tells. */
bool paid_walk_next(struct paid_walk *walk, struct paid_row *row);

/* Of undetermined postings the amount is 0. False: memory is out. */
bool paid_add(struct display *display, struct paid_sum *sum, const struct posting *posting);
/* Whether something is paid, or may be. */
bool is_paid(const struct posting *posting);
/* By kind index, all zero. NULL: memory is out. */
struct paid_sum *paid_sums(struct display *display);

/* Marks the rows, adds up their payments, and notes which rules are among them. False: memory is
 * out. */
bool paid_gather(struct basis *basis, struct pending *pending);

#endif
