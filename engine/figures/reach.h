/*
 * reach.h: which facts some figures can rest on: the fields that their rules name, and those of the
 * rules behind them.
 *
 *     struct reach reach;
 *     if (reach_open(display, &reach) && reach_subject(&reach, &subject))
 *         each_taken(display, TAKEN_DEFAULT, &reach, tell, context);
 *
 * All memory is the display's arena's.
 */
#ifndef FANGTIAN_FIGURES_REACH_H
#define FANGTIAN_FIGURES_REACH_H

#include "subject.h"

struct reach {
    const struct policy *policy;
    bool *rules;   /* by rule: it is among them */
    bool **fields; /* by entity, then by field */
};

/* Nothing yet. False: memory is out, which the status tells. */
bool reach_open(struct display *display, struct reach *reach);
/* What is explained: a rule's figure, a fact, or a line of a view; of a net, all that its party pays
 * and gets. */
void reach_subject(struct reach *reach, const struct subject *subject);
/* All lines of a view. */
void reach_view(struct reach *reach, const struct view *view);
bool reach_has(const struct reach *reach, const struct entity *entity, const struct field *field);

#endif
