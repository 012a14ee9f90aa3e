/* lookup.h: what a name means, and what is said where it means nothing. */
#ifndef FANGTIAN_FIGURES_LOOKUP_H
#define FANGTIAN_FIGURES_LOOKUP_H

#include "display.h"

enum figure_message_id {
    FIGURE_UNKNOWN_ITEM,
    FIGURE_IS_PARAMETER,
    FIGURE_IS_FIELD,
    FIGURE_UNKNOWN_FIGURE,
    FIGURE_SEVERAL_FIGURES,
    FIGURE_UNKNOWN_ROW,
    FIGURE_WHICH_ROW,
    FIGURE_UNKNOWN_POLICY,
    FIGURE_UNKNOWN_VIEW,
    FIGURE_UNKNOWN_GROUPING,
    FIGURE_UNKNOWN_TABLE,
    FIGURE_MESSAGE_COUNT
};
extern const struct message figure_message[FIGURE_MESSAGE_COUNT];

/* "是不是 x？" for what was probably meant, or "". */
const char *near_hint(const struct choices *choices);
/* By its id, or by a title that no other has; NULL after a fault. */
const struct rule *rule_called(const struct figure_context *context, const char *name,
                               const struct place *place);
/* Whether any rule has this id or title. */
bool is_rule_called(const struct policy *policy, const char *name);
/* The id of the policy, parameter or rule of this id or title; NULL after a fault. */
const char *policy_called(const struct figure_context *context, const char *name);
/* By its id or title, or NULL. */
const struct parameter *parameter_called(const struct figure_context *context, const char *name);
/* Says that `item` stands in no such row of its table, or that a row must be named. */
void fault_row(struct display *display, const struct entity *entity, const char *item,
               const char *at, const struct place *item_place, const struct place *at_place);

#endif
