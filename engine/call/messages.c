#include "call.h"

const struct message call_message[CALL_MESSAGE_COUNT] = {
    [CALL_NOT_JSON] =
        {
            .id = "request-not-json",
            .en = "the request is not JSON: {1}",
            .zh = "请求不是 JSON：{1}",
            .hint_en = "send one JSON object, {\"call\": NAME, …}",
            .hint_zh = "请发送一个 JSON 对象：{\"call\": 名称, …}",
        },
    [CALL_UNKNOWN] =
        {
            .id = "unknown-call",
            .en = "there is no call {1}",
            .zh = "没有名为 {1} 的调用",
            .hint_en = "{2}",
            .hint_zh = "{2}",
        },
    [CALL_ARGUMENT] =
        {
            .id = "bad-argument",
            .en = "{1} of the request is missing, or is not {2}",
            .zh = "请求中的 {1} 缺少，或不是 {2}",
            .hint_en = "page/CALL.md lists what each call takes",
            .hint_zh = "各调用的参数见 page/CALL.md",
        },
    [CALL_NOTHING_LOADED] =
        {
            .id = "nothing-loaded",
            .en = "no scenario is loaded",
            .zh = "尚未载入情景",
            .hint_en = "call load first",
            .hint_zh = "请先调用 load",
        },
};

const struct message_table call_messages = {call_message, CALL_MESSAGE_COUNT};
