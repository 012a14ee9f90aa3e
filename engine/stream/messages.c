/* What can be wrong with a run over a long table. */
#include "stream_messages.h"

#include "stream.h"

const struct message stream_message[STREAM_MESSAGE_COUNT] = {
    [STREAM_WHOLE_TABLE] =
        {
            .id = "whole-table",
            .en = "{1} looks at the whole table {3} at once: {2}",
            .zh = "{1} 须一次看到整张表 {3}：{2}",
            .hint_en =
                "run without --rows, which holds the table, or name the rules that you want: "
                "--only RULE,…",
            .hint_zh = "请不用 --rows 运行（整张表载入内存），或用 --only 规则,… 写明要算的规则",
        },
    [STREAM_NO_COLUMN] =
        {
            .id = "no-column",
            .en = "{1} is no field and no rule of {2}",
            .zh = "{1} 不是 {2} 的字段，也不是它的规则",
            .hint_en = "{3}",
            .hint_zh = "{3}",
        },
    [STREAM_NO_RULE] =
        {
            .id = "no-rule-only",
            .en = "--only {1}: no rule is called so",
            .zh = "--only {1}：没有这条规则",
            .hint_en = "{2}`fangtian policies` lists the rules",
            .hint_zh = "{2}`fangtian policies` 列出各条规则",
        },
    [STREAM_NO_GROUP] =
        {
            .id = "no-group",
            .en = "{1} is no field of {2} with members to add up by",
            .zh = "{1} 不是 {2} 中可供分组的枚举字段",
            .hint_en = "{3}",
            .hint_zh = "{3}",
        },
    [STREAM_BELOW_NOWHERE] =
        {
            .id = "row-below-nowhere",
            .en =
                "{2} has no row {1} that comes next: the rows of {3} have to follow each other as "
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
    [STREAM_PART_BROKEN] =
        {
            .id = "part-broken",
            .en = "this is no whole part of a run: it was cut, changed, or is another file",
            .zh = "这不是完整的分片结果：文件被截断、改动过，或是别的文件",
            .hint_en =
                "run its shard again (`fangtian run … --shard i/n -o FILE`), and do not edit "
                "what it writes",
            .hint_zh = "请重新计算该分片（`fangtian run … --shard i/n -o 文件`），不要改动其结果",
        },
    [STREAM_PART_FOREIGN] =
        {
            .id = "part-foreign",
            .en = "the part is of another run, which differs in: {1}",
            .zh = "该分片属于另一次计算，不同之处：{1}",
            .hint_en = "merge with the scenario, the policies and the options that all shards ran "
                       "with, or run this shard again",
            .hint_zh = "合并时请用各分片计算时的情景、政策和选项，或重新计算该分片",
        },
    [STREAM_PART_DOUBLED] =
        {
            .id = "part-doubled",
            .en = "shard {1} is here twice, in this part and in {2}",
            .zh = "第 {1} 片重复，另见 {2}",
            .hint_en = "name one part for each shard",
            .hint_zh = "每一片只应列一个结果文件",
        },
    [STREAM_PART_MISSING] =
        {
            .id = "part-missing",
            .en = "of {2} shards these are missing: {1}",
            .zh = "共 {2} 片，缺第 {1} 片",
            .hint_en = "run them (`fangtian run … --shard i/{2}`) and name their parts too",
            .hint_zh = "请计算这些分片（`fangtian run … --shard i/{2}`），并一并列出其结果文件",
        },
    [STREAM_PART_BORDER] =
        {
            .id = "part-border",
            .en = "this part and {1} do not meet in the table: it was changed between their runs",
            .zh = "该分片与 {1} 在表格中不相接：两次计算之间表格有改动",
            .hint_en = "run all shards again over the table as it is now",
            .hint_zh = "请对现在的表格重新计算全部分片",
        },
    [STREAM_PART_ROWS] =
        {
            .id = "part-rows",
            .en = "the file of rows {1} is not the one that the shard wrote",
            .zh = "逐行结果文件 {1} 不是该分片写出的那一个",
            .hint_en = "bring the file back, or run the shard again",
            .hint_zh = "请放回原文件，或重新计算该分片",
        },
    [STREAM_PART_TABLE] =
        {
            .id = "part-table",
            .en = "{1} has changed since this part was worked out: up to where the part ends it is "
                  "another file",
            .zh = "{1} 在该分片算完之后已有改动：到该分片末尾为止，与当时的文件不同",
            .hint_en = "run this shard again, and every other that this is said of",
            .hint_zh = "请重新运行该分片，以及其他有此提示的分片",
        },
    [STREAM_PART_NAME] =
        {
            .id = "part-name",
            .en = "the file of rows has a name that is not UTF-8: {1}",
            .zh = "逐行结果文件的名称不是 UTF-8 编码：{1}",
            .hint_en = "the part notes where its rows are: give them another name",
            .hint_zh = "分片结果须记下逐行结果的位置：请换一个文件名",
        },
};

const struct message_table stream_messages = {stream_message, STREAM_MESSAGE_COUNT};
