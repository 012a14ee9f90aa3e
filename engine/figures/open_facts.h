/* open_facts.h: what keeps figures undetermined, for the verdict. */
#ifndef FANGTIAN_FIGURES_OPEN_FACTS_H
#define FANGTIAN_FIGURES_OPEN_FACTS_H

#include "verdict.h"

/* Sets of a verdict how many figures are undetermined and what they lack, those with the most figures
 * first, then in the order of the tables. False: memory is out. */
bool open_facts_gather(struct display *display, struct verdict *verdict);

#endif
