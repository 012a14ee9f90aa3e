/* groups.h: sheets by rows. */
#ifndef FANGTIAN_FIGURES_GROUPS_H
#define FANGTIAN_FIGURES_GROUPS_H

#include "display.h"

/* Groups the postings by the rows of a table, "project"; NULL or "party": not at all. Errors:
 * FT_INVALID, diagnosed; FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK fill_groups(struct display *display, const char *by);
/* Did the kind of value move at all? */
bool moves(const struct kind_total *total);

#endif
