/* Every message of figures/, in both languages. */
#include "lookup.h"

const struct message figure_message[FIGURE_MESSAGE_COUNT] = {
    [FIGURE_UNKNOWN_ITEM] =
        {
            .id = "unknown-item",
            .en = "there is no rule {1}",
            .zh = "没有名为 {1} 的规则",
            .hint_en = "{2}`fangtian policies` lists them",
            .hint_zh = "{2}`fangtian policies` 列出全部规则",
        },
    [FIGURE_IS_PARAMETER] =
        {
            .id = "is-parameter",
            .en = "{1} is a parameter: no rule works it out",
            .zh = "{1} 是参数，不是规则算出的数",
            .hint_en = "`fangtian policies {2}` shows its values and their sources",
            .hint_zh = "`fangtian policies {2}` 显示它的数值和出处",
        },
    [FIGURE_IS_FIELD] =
        {
            .id = "is-field",
            .en = "{1} is a field of {2}: the scenario gives it",
            .zh = "{1} 是 {2} 的字段，由情景填报",
            .hint_en = "ask for a rule; `fangtian policies` lists them",
            .hint_zh = "请写规则名；`fangtian policies` 列出全部规则",
        },
    [FIGURE_UNKNOWN_FIGURE] =
        {
            .id = "unknown-figure",
            .en = "there is no rule, column of a view or field {1}",
            .zh = "没有名为 {1} 的规则、视图栏目或填报项",
            .hint_en = "{2}`fangtian policies` lists the rules",
            .hint_zh = "{2}`fangtian policies` 列出全部规则",
        },
    [FIGURE_SEVERAL_FIGURES] =
        {
            .id = "several-figures",
            .en = "{1} may be several figures",
            .zh = "{1} 可能是几个数",
            .hint_en = "write one of {2}",
            .hint_zh = "请写其中一个：{2}",
        },
    [FIGURE_UNKNOWN_ROW] =
        {
            .id = "unknown-row",
            .en = "there is no row {1} in {2}",
            .zh = "{2} 中没有 {1} 这一行",
            .hint_en = "{3}",
            .hint_zh = "{3}",
        },
    [FIGURE_WHICH_ROW] =
        {
            .id = "which-row",
            .en = "{1} has a figure for each row of {2}: name one",
            .zh = "{1} 在 {2} 的每一行都有数，请指明一行",
            .hint_en = "write {1}@{3}",
            .hint_zh = "请写 {1}@{3}",
        },
    [FIGURE_UNKNOWN_POLICY] =
        {
            .id = "unknown-policy",
            .en = "there is no policy, rule or parameter {1}",
            .zh = "没有名为 {1} 的政策、规则或参数",
            .hint_en = "{2}`fangtian policies` lists all",
            .hint_zh = "{2}`fangtian policies` 列出全部",
        },
    [FIGURE_UNKNOWN_VIEW] =
        {
            .id = "unknown-view",
            .en = "there is no view {1}",
            .zh = "没有名为 {1} 的视图",
            .hint_en = "{3}write an id or a title: {2}",
            .hint_zh = "{3}可写编号或名称：{2}",
        },
    [FIGURE_UNKNOWN_GROUPING] =
        {
            .id = "unknown-grouping",
            .en = "there are no sheets by {1}",
            .zh = "没有按 {1} 分的表",
            .hint_en = "write one of {2}",
            .hint_zh = "可写 {2}",
        },
    [FIGURE_UNKNOWN_TABLE] =
        {
            .id = "no-such-table",
            .en = "there is no table {1}",
            .zh = "没有 {1} 这张表",
            .hint_en = "{2}",
            .hint_zh = "{2}",
        },
};

const struct message_table figure_messages = {figure_message, FIGURE_MESSAGE_COUNT};
