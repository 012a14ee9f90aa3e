/* subject.h: what a user asks about, by the words that stand before him. */
#ifndef FANGTIAN_FIGURES_SUBJECT_H
#define FANGTIAN_FIGURES_SUBJECT_H

#include "display.h"

enum subject_kind {
    SUBJECT_RULE,  /* a rule's figure at a row */
    SUBJECT_LINE,  /* a view's line at a row: a formula, or a party's net */
    SUBJECT_TOTAL, /* what a table's column adds up to */
    SUBJECT_FACT,  /* a field of a row, as the scenario gives it */
};

/* What is explained. Members that its kind has no use for are NULL. */
struct subject {
    enum subject_kind kind;
    const struct rule *rule;
    const struct view *view;
    const struct view_line *line;
    const struct field *field;
    const struct entity *entity; /* of the row */
    uint32_t row;
};

/* What "item@row" names. False: reported. */
bool find_subject(struct display *display, const char *item, struct subject *subject);
/* "price_due", "projects.prices", "projects.area": what it is asked for with, before "@". */
const char *subject_name(struct display *display, const struct subject *subject);

#endif
