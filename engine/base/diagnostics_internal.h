/* diagnostics_internal.h: which faults a list of diagnostics keeps. */
#ifndef FANGTIAN_BASE_DIAGNOSTICS_INTERNAL_H
#define FANGTIAN_BASE_DIAGNOSTICS_INTERNAL_H

#include "base.h"

/* Says where an item, zeroed but for its id, stands. */
void diagnostics_locate(struct ft_diagnostic *item, const struct place *place);

/* Whether the list would keep a fault of this file, place and kind, or has it. */
bool diagnostics_would_keep(const struct diagnostics *diagnostics,
                            const struct ft_diagnostic *item);

/* Counts a fault whose kind is listed, where no more of it are kept, or that it has already; its
 * message is not looked at. False where it is to be kept. */
bool diagnostics_hide(struct diagnostics *diagnostics, const struct ft_diagnostic *item);

/* Keeps a fault that is not hidden; where there is no room it is counted. The entry, or NULL. */
struct ft_diagnostic *diagnostics_keep(struct diagnostics *diagnostics,
                                       const struct ft_diagnostic *item);

#endif
