/* stream_messages.h: the messages of stream/ by name. */
#ifndef FANGTIAN_STREAM_MESSAGES_H
#define FANGTIAN_STREAM_MESSAGES_H

#include "../base/base.h"

enum stream_message_id {
    STREAM_WHOLE_TABLE,
    STREAM_NO_COLUMN,
    STREAM_NO_RULE,
    STREAM_NO_GROUP,
    STREAM_BELOW_NOWHERE,
    STREAM_SUM_TOO_LARGE,
    STREAM_PART_BROKEN,
    STREAM_PART_FOREIGN,
    STREAM_PART_DOUBLED,
    STREAM_PART_MISSING,
    STREAM_PART_BORDER,
    STREAM_PART_ROWS,
    STREAM_PART_TABLE,
    STREAM_PART_NAME,
    STREAM_MESSAGE_COUNT
};
extern const struct message stream_message[STREAM_MESSAGE_COUNT];

#endif
