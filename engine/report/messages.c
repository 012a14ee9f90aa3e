/* Every message of report/, in both languages. */
#include "messages.h"

const struct message report_message[REPORT_MESSAGE_COUNT] = {
    [REPORT_NO_CERTIFICATE] =
        {
            .id = "no-certificate",
            .en = "{1} is no figure of a formula: it has no certificate",
            .zh = "{1} 不是由公式算出的数，没有证书",
            .hint_en = "without --format json it is shown what it is made of; those figures have "
                       "certificates",
            .hint_zh = "不写 --format json 可看它由哪些数构成，那些数各有证书",
        },
    [REPORT_NO_FORMAT] =
        {
            .id = "no-format",
            .en = "this has no CSV form",
            .zh = "此项没有 CSV 格式",
            .hint_en = "use --format text or --format json",
            .hint_zh = "请用 --format text 或 --format json",
        },
    [REPORT_CANNOT_LEAVE_OUT] =
        {
            .id = "cannot-leave-out",
            .en = "without the policy {1} the scenario cannot be worked out: {2}",
            .zh = "去掉政策 {1} 后情景无法计算：{2}",
            .hint_en =
                "let the rule that fails say what it is then (without = \"…\"), or the policy "
                "that it is not compared (compare = \"false\")",
            .hint_zh = "请在出错的规则上写明那时的值（without = \"…\"），或在政策上写 compare = "
                       "\"false\"",
        },
    [REPORT_EXPECT_CHECK] =
        {
            .id = "expect-check",
            .en = "{1} is true or false: it has no figure",
            .zh = "{1} 只有成立与不成立，没有数值",
            .hint_en = "write holds = \"true\" or holds = \"false\"",
            .hint_zh = "请写 holds = \"true\" 或 holds = \"false\"",
        },
    [REPORT_EXPECT_FIGURE] =
        {
            .id = "expect-figure",
            .en = "{1} is a figure: it neither holds nor fails",
            .zh = "{1} 是数值，没有成立与不成立",
            .hint_en = "write is = \"…\", or exactly = \"…\" for the figure before it is posted",
            .hint_zh = "请写 is = \"…\"；记账取整之前的精确值写 exactly = \"…\"",
        },
    [REPORT_EXPECT_TRUTH] =
        {
            .id = "expect-truth",
            .en = "“{1}” is neither true nor false",
            .zh = "“{1}”既不是 true 也不是 false",
            .hint_en = "write holds = \"true\" or holds = \"false\"",
            .hint_zh = "请写 holds = \"true\" 或 holds = \"false\"",
        },
    [REPORT_EXPECT_CHOICE] =
        {
            .id = "expect-choice",
            .en = "{1} is not one of the choices for {2}",
            .zh = "{2}没有“{1}”这一选项",
            .hint_en = "{3}",
            .hint_zh = "{3}",
        },
    [REPORT_ROUNDED_HERE] =
        {
            .id = "rounded-to-here",
            .en = "{1} belongs to is and exactly of a number: there is none here",
            .zh = "{1} 只用于数值的 is 和 exactly，这里没有数值",
            .hint_en = "leave {1} out",
            .hint_zh = "请删去 {1}",
        },
    [REPORT_ROUNDED_STEP] =
        {
            .id = "bad-rounded-to",
            .en = "the {2} of {1} is not above zero",
            .zh = "{2} 的 {1} 不大于零",
            .hint_en =
                "write more than zero, as {2} = \"0.01 元\"; without it the figure is compared "
                "as it is",
            .hint_zh = "请写大于零的数，例如 {2} = \"0.01 元\"；不写就按原数比较",
        },
    [REPORT_NO_FORM] =
        {
            .id = "no-form",
            .en = "a scenario is written as a workbook (.xlsx) or as text (.cfg), not as {1}",
            .zh = "情景只能写成工作簿（.xlsx）或文本（.cfg），不能写成 {1}",
            .hint_en = "end the file's name in .xlsx or .cfg",
            .hint_zh = "文件名请以 .xlsx 或 .cfg 结尾",
        },
    [REPORT_TRIED] =
        {
            .id = "tried-parameter",
            .en = "{1} was changed to {2} among the workbook's parameters, which no scenario holds",
            .zh = "工作簿“参数”中 {1} 改成了 {2}，情景文件里没有参数的位置",
            .hint_en = "put the value back and convert; try {2} by --set {1}={2}",
            .hint_zh = "请恢复原值再转换；试算请用 --set {1}={2}",
        },
    [REPORT_NOT_CONVERTED] =
        {
            .id = "not-converted",
            .en = "{1} would not be sound, and was not written: what is said of it follows",
            .zh = "{1} 写成后会有下列错误，因此没有写出",
            .hint_en = "write these values as that form can hold them",
            .hint_zh = "请把这些值改成那种文件能容纳的写法",
        },
    [REPORT_CONVERTED_OTHERWISE] =
        {
            .id = "converted-otherwise",
            .en = "{1} would say otherwise here, and was not written: {2}",
            .zh = "{1} 这里会与原文不同（{2}），因此没有写出",
            .hint_en = "write it plainly: without blanks at its ends or characters that cannot be "
                       "seen",
            .hint_zh = "请改成普通的写法：首尾不留空格，没有看不见的字符",
        },
    [REPORT_BOOK_CASE] =
        {
            .id = "book-case",
            .en = "{1} cannot be a worked case: {2}",
            .zh = "{1} 不能作为算例：{2}",
            .hint_en = "`fangtian check {1}` shows all that is wrong with it",
            .hint_zh = "fangtian check {1} 列出它的全部错误",
        },
    [REPORT_BOOK_DIFFERS] =
        {
            .id = "book-case-differs",
            .en = "{1} is no worked case: its figures are not those that it expects",
            .zh = "{1} 不能作为算例：算出的数与它写明的预期不符",
            .hint_en = "`fangtian test {1}` shows which",
            .hint_zh = "fangtian test {1} 列出不符的数",
        },
    [REPORT_BOOK_AGAINST] =
        {
            .id = "book-against",
            .en = "the law in {1} cannot be compared with: {2}",
            .zh = "无法与 {1} 里的政策比较：{2}",
            .hint_en = "name a day, or a folder that holds vocabulary.cfg and the same packs: "
                       "`fangtian check --policies {1}` shows all that is wrong",
            .hint_zh = "请写日期，或一个放有 vocabulary.cfg 和同名政策包的文件夹：fangtian check "
                       "--policies {1} 列出全部错误",
        },
    [REPORT_BOOK_DAY] =
        {
            .id = "book-day",
            .en = "what differs from one day can be told only as of another",
            .zh = "与某日比较，须写明以哪一日为今",
            .hint_en = "add --as-of DATE",
            .hint_zh = "请加上 --as-of 日期",
        },
};

const struct message_table report_messages = {report_message, REPORT_MESSAGE_COUNT};
