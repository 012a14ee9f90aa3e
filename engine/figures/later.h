/*
 * later.h: rules of a sheet whose texts came later than its day, or than the day as known on which it is.
 *
 *     struct later later;
 *     if (later_open(display, &later))
 *         for (size_t i = 0; i < later.count; i++) ... later.rules[i].text ...
 *
 * Values that came later are left out of such a sheet; what a rule says cannot be, so it is told with the money
 * that it moved, and nothing that rests on it is ready for signing. A source may cite the law of several days:
 * a text that goes on with another (`follows` in the register) is none too late where that one is cited too.
 * All memory is the display's arena's.
 */
#ifndef FANGTIAN_FIGURES_LATER_H
#define FANGTIAN_FIGURES_LATER_H

#include "display.h"

struct later_rule {
    const struct rule *rule;
    const struct law_text *text; /* the first that came too late */
    struct date day;             /* from which on it would do; DATE_FOREVER: not known */
    bool unknown; /* not shown to have been known on the day as known on which the sheet is;
                                    else not yet in force on its day */
    size_t payments;
    struct number cash; /* of the first kind of value, what is known of it */
    bool open;          /* some is undetermined */
};

/* The rules that rest on one text. */
struct later_text {
    const struct law_text *text;
    struct date day;
    bool unknown;
    size_t rules, payments;
    struct number cash;
    bool open;
};

struct later {
    struct later_rule *rules; /* in the order of the policies */
    size_t count;
    struct later_text *texts; /* in the order of the rules */
    size_t text_count;
};

/* False: memory is out, which the status tells. */
bool later_open(struct display *display, struct later *later);

#endif
