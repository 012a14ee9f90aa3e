/* What can be wrong with a run over a long table. */
#include "stream_messages.h"

#include "stream.h"

const struct message stream_message[STREAM_MESSAGE_COUNT] = {
    [STREAM_WHOLE_TABLE] =
        {
            .id = "whole-table",
            .en = "the rule {1} looks at the whole table {3} at once: {2}",
            .zh = "规则 {1} 须一次看到整张表 {3}：{2}",
            .hint_en = "run without --rows, which holds the table, or leave out the pack with this "
                       "rule",
            .hint_zh = "请不用 --rows 运行（整张表载入内存），或去掉含此规则的政策包",
        },
    [STREAM_NO_COLUMN] =
        {
            .id = "no-column",
            .en = "{1} is no field and no rule of {2}",
            .zh = "{1} 不是 {2} 的字段，也不是它的规则",
            .hint_en = "did you mean {3}?",
            .hint_zh = "是否为 {3}？",
        },
    [STREAM_NO_RULE] =
        {
            .id = "no-rule-only",
            .en = "--only {1}: no rule is called so",
            .zh = "--only {1}：没有这条规则",
            .hint_en = "did you mean {2}? `fangtian policies` lists the rules",
            .hint_zh = "是否为 {2}？`fangtian policies` 列出各条规则",
        },
    [STREAM_NO_GROUP] =
        {
            .id = "no-group",
            .en = "{1} is no field of {2} with members to add up by",
            .zh = "{1} 不是 {2} 中可供分组的枚举字段",
            .hint_en = "name a field such as {3}",
            .hint_zh = "请写一个枚举字段，例如 {3}",
        },
    [STREAM_ROW_LENGTH] =
        {
            .id = "row-length",
            .en = "a row of the table is too long",
            .zh = "表格的一行过长",
            .hint_en = "a quote may be missing its end; `fangtian limits` lists the limits",
            .hint_zh = "可能缺少结束的引号；各项上限见 `fangtian limits`",
        },
    [STREAM_DOUBLED_ROW] =
        {
            .id = "doubled-row",
            .en = "{1} stands twice in {2}, here and in the row before",
            .zh = "{2} 中的 {1} 重复，与上一行相同",
            .hint_en = "each row needs a key of its own; leave out the row that is one too many",
            .hint_zh = "每行的编号应各不相同；请删去多余的一行",
        },
    [STREAM_BELOW_NOWHERE] =
        {
            .id = "row-below-nowhere",
            .en = "{2} has no row {1} that comes next: the rows of {3} have to follow each other as "
                  "those of {2} do",
            .zh = "{2} 中没有依次排到的 {1}：{3} 的行须与 {2} 的行顺序一致",
            .hint_en = "sort both files by the key of {2}, or mend the name",
            .hint_zh = "请把两个文件都按 {2} 的编号排序，或更正该编号",
        },
    [STREAM_SUM_TOO_LARGE] =
        {
            .id = "sum-too-large",
            .en = "a sum over {2} that {1} asks for is too long a fraction",
            .zh = "{1} 对 {2} 的汇总数位数过多",
            .hint_en = "divisors that differ from row to row make it so: round in the rule of the "
                       "rows; `fangtian limits` lists the limits",
            .hint_zh =
                "各行除数不同会造成这种情况：请在逐行的规则中取整；各项上限见 `fangtian limits`",
        },
};

const struct message_table stream_messages = {stream_message, STREAM_MESSAGE_COUNT};
