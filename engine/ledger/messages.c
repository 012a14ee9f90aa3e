/* Every message of ledger/, in both languages. */
#include "ledger_internal.h"

const struct message ledger_message[LEDGER_MESSAGE_COUNT] = {
    [LEDGER_NEGATIVE] =
        {
            .id = "negative-posting",
            .en = "{1} at {2}: the amount {3} is negative",
            .zh = "{1}（{2}）：金额 {3} 为负",
            .hint_en = "a posting is never negative: let the rule take max(0, …), or add a second "
                       "posting the other way round",
            .hint_zh = "记账金额不能为负：规则可取 max(0, …)，或另写一条方向相反的记账",
        },
    [LEDGER_NO_PARTY] =
        {
            .id = "no-party",
            .en = "{1} at {2}: the row does not say which {3} it is for",
            .zh = "{1}（{2}）：该行没有写明对应的{3}",
            .hint_en = "fill in the reference {4}",
            .hint_zh = "请填写引用字段 {4}",
        },
};

const struct message_table ledger_messages = {ledger_message, LEDGER_MESSAGE_COUNT};
