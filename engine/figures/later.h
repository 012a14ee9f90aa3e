/*
 * later.h: rules of a sheet as known on a day whose texts cannot be shown to have been known then.
 *
 *     struct later later;
 *     if (later_open(display, &later))
 *         for (size_t i = 0; i < later.count; i++) ... later.rules[i].text ...
 *
 * Values published later are left out of such a sheet; what a rule says cannot be, so it is told
 * with the money that it moved, and nothing that rests on it is ready for signing. All memory is
 * the display's arena's.
 */
#ifndef FANGTIAN_FIGURES_LATER_H
#define FANGTIAN_FIGURES_LATER_H

#include "display.h"

struct later_rule {
    const struct rule *rule;
    const struct law_text *text; /* the first of those it cites to become known */
    struct date day;             /* on which: published, else in force; DATE_FOREVER: not known */
    size_t payments;
    struct number cash; /* of the first kind of value, what is known of it */
    bool open;          /* some is undetermined */
};

struct later {
    struct later_rule *rules; /* in the order of the policies */
    size_t count;
};

/* None where the sheet is as known today. False: memory is out, which the status tells. */
bool later_open(struct display *display, struct later *later);

#endif
