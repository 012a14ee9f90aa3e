/* lookup.h: what a name means, and what is said where it means nothing. */
#ifndef FANGTIAN_REPORT_LOOKUP_H
#define FANGTIAN_REPORT_LOOKUP_H

#include "reporting.h"

enum report_message_id {
    REPORT_UNKNOWN_ITEM,
    REPORT_IS_PARAMETER,
    REPORT_IS_FIELD,
    REPORT_UNKNOWN_FIGURE,
    REPORT_SEVERAL_FIGURES,
    REPORT_NO_CERTIFICATE,
    REPORT_UNKNOWN_ROW,
    REPORT_WHICH_ROW,
    REPORT_NO_FORMAT,
    REPORT_UNKNOWN_POLICY,
    REPORT_UNKNOWN_VIEW,
    REPORT_UNKNOWN_GROUPING,
    REPORT_CANNOT_LEAVE_OUT,
    REPORT_EXPECT_CHECK,
    REPORT_EXPECT_FIGURE,
    REPORT_EXPECT_TRUTH,
    REPORT_EXPECT_CHOICE,
    REPORT_ROUNDED_HERE,
    REPORT_ROUNDED_STEP,
    REPORT_NO_FORM,
    REPORT_NOT_CONVERTED,
    REPORT_CONVERTED_OTHERWISE,
    REPORT_UNKNOWN_TABLE,
    REPORT_MESSAGE_COUNT
};
extern const struct message report_message[REPORT_MESSAGE_COUNT];

/* "是不是 x？" for what was probably meant, or "". */
const char *near_hint(const struct choices *choices);
/* By its id, or by a title that no other has; NULL after a fault. */
const struct rule *rule_called(const struct report_context *context, const char *name,
                               const struct place *place);
/* The id of the policy, parameter or rule of this id or title; NULL after a fault. */
const char *policy_called(const struct report_context *context, const char *name);
/* By its id or title, or NULL. */
const struct parameter *parameter_called(const struct report_context *context, const char *name);
/* Says that `item` stands in no such row of its table, or that a row must be named. */
void fault_row(struct reporting *reporting, const struct entity *entity, const char *item,
               const char *at, const struct place *item_place, const struct place *at_place);
/* The rule and row that an item and a row mean. False: reported at their places. */
bool find_figure(struct reporting *reporting, const char *item, const char *at,
                 const struct place *item_place, const struct place *at_place,
                 const struct rule **rule, uint32_t *row);

#endif
