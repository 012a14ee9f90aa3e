/*
 * view_rests.h: what the figures of a view rest on that is to be settled before anyone signs them: where
 * the view alone is shown, the first page does not say.
 *
 *     struct view_rests rests;
 *     if (view_rests_open(display, view, &rests))
 *         for (size_t i = 0; i < rests.value_count; i++) ... rests.values[i]->parameter->title ...
 *
 * All memory is the display's arena's.
 */
#ifndef FANGTIAN_FIGURES_VIEW_RESTS_H
#define FANGTIAN_FIGURES_VIEW_RESTS_H

#include "basis.h"

struct view_rests {
    const struct version **values; /* unverified ones first, then illustrative ones */
    size_t value_count;
    bool doubts;          /* facts that contradict each other, or a table of which a row has none */
    enum standing *lines; /* by line: STANDING_GOOD, STANDING_VALUES or STANDING_FACTS */
};

/* False: memory is out, which the status tells. */
bool view_rests_open(struct display *display, const struct view *view, struct view_rests *rests);

#endif
