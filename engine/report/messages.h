/* messages.h: the messages of report/ by name; some are for those who ask for a report. */
#ifndef FANGTIAN_REPORT_MESSAGES_H
#define FANGTIAN_REPORT_MESSAGES_H

#include "../base/base.h"

enum report_message_id {
    REPORT_NO_CERTIFICATE,
    REPORT_NO_FORMAT,
    REPORT_CANNOT_LEAVE_OUT,
    REPORT_EXPECT_CHECK,
    REPORT_EXPECT_FIGURE,
    REPORT_EXPECT_TRUTH,
    REPORT_EXPECT_CHOICE,
    REPORT_ROUNDED_HERE,
    REPORT_ROUNDED_STEP,
    REPORT_NO_FORM,
    REPORT_TRIED,
    REPORT_NOT_CONVERTED,
    REPORT_CONVERTED_OTHERWISE,
    REPORT_BOOK_CASE,
    REPORT_BOOK_DIFFERS,
    REPORT_BOOK_AGAINST,
    REPORT_BOOK_DAY,
    REPORT_MESSAGE_COUNT
};
extern const struct message report_message[REPORT_MESSAGE_COUNT];

#endif
