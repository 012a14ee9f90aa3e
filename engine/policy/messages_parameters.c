/* The messages of parameters, their scales and derived values, and of amendments, in both
 * languages. */
#include "policy_internal.h"

const struct message parameters_message[PARAMETERS_MESSAGE_COUNT] = {
    [PARAMETERS_UNKNOWN_MEMBER] =
        {
            .id = "unknown-member",
            .en = "{1} is not a member of {2}",
            .zh = "{1} 不是 {2} 的选项",
            .hint_en = "{3}",
            .hint_zh = "{3}",
        },
    [PARAMETERS_TABLE_DEPTH] =
        {
            .id = "table-depth",
            .en = "the table of {1} has not one group for each key",
            .zh = "参数 {1} 的表与键的层数不符",
            .hint_en = "nest one group a key: table = { urban = { frame = \"1,200\"; }; }",
            .hint_zh = "每个键对应一层组：table = { urban = { frame = \"1,200\"; }; }",
        },
    [PARAMETERS_BRACKET_ORDER] =
        {
            .id = "bracket-order",
            .en = "the slices of {1} do not rise",
            .zh = "{1} 的各级没有由低到高排列",
            .hint_en = "write them from { above = \"0\"; … } upward; none below 0 bears a rate",
            .hint_zh = "请从 { above = \"0\"; … } 起由低到高书写；超额累进的级距不低于 0",
        },
    [PARAMETERS_SLICE_BORDER] =
        {
            .id = "slice-border",
            .en = "a slice of {1} does not say where it begins, or says it twice",
            .zh = "{1} 的某一级没有写明起点，或者写了两个",
            .hint_en = "write `above` where the border belongs to the slice before (超过), `from` "
                       "where it belongs to this one (以上)",
            .hint_zh =
                "起点数不计入本级的（“超过”）写 above，计入本级的（“以上”“满”）写 from，二者取一",
        },
    [PARAMETERS_SCALE_DEPTH] =
        {
            .id = "scale-depth",
            .en = "the scale of {1} has not one group for each key and then a list of slices",
            .zh = "参数 {1} 的级距与键的层数不符",
            .hint_en = "with `keys`, nest one group a key: { urban = ( { above = \"0\"; … } ); }; "
                       "without them, write the list alone",
            .hint_zh =
                "有 keys 的，每个键对应一层组：{ urban = ( { above = \"0\"; … } ); }；没有 keys "
                "的，直接写列表",
        },
    [PARAMETERS_BY_HERE] =
        {
            .id = "by-here",
            .en = "{1} is no scale and is looked up by nothing",
            .zh = "{1} 不是级距表，不能写 by",
            .hint_en = "take `by` out, or give the values as `thresholds` or `brackets`",
            .hint_zh = "请去掉 by，或者用 thresholds、brackets 给出取值",
        },
    [PARAMETERS_STATUS] =
        {
            .id = "bad-status",
            .en = "there is no status {1}",
            .zh = "没有名为 {1} 的状态",
            .hint_en = "write \"illustrative\" for a number that no law gives, \"unverified\" for "
                       "one whose "
                       "text was not seen, or leave it out",
            .hint_zh =
                "没有法律依据的数写 \"illustrative\"，未见到原文的写 \"unverified\"，否则去掉此项",
        },
    [PARAMETERS_VALUE_AND_CHANGE] =
        {
            .id = "value-and-change",
            .en = "a value of {1} has both `{2}` and `change`",
            .zh = "{1} 的某个取值同时写了 {2} 和 change",
            .hint_en = "write `{2}` to give all of it, or `change` to give what differs from the "
                       "value before",
            .hint_zh = "全部重写用 {2}，只改其中几项用 change，二者取一",
        },
    [PARAMETERS_VALUE_AND_FORMULA] =
        {
            .id = "value-and-formula",
            .en = "a value of {1} has both `value` and `formula`",
            .zh = "{1} 的某个取值同时写了 value 和 formula",
            .hint_en = "write `value` for what the text gives, or `formula` for what is worked out",
            .hint_zh = "文件写明的数用 value，由其他参数算出的用 formula，二者取一",
        },
    [PARAMETERS_DERIVED_ROWS] =
        {
            .id = "derived-rows",
            .en = "a value of {1} is worked out from parameters alone; {2} is of rows",
            .zh = "{1} 的取值只能由参数算出，{2} 属于填报的行",
            .hint_en = "make it a rule: a rule is worked out for each row",
            .hint_zh = "请改成规则：规则按行计算",
        },
    [PARAMETERS_DERIVED_OWN] =
        {
            .id = "derived-own",
            .en = "{1} is worked out from itself on the same day",
            .zh = "{1} 用它自己同一天的值来算",
            .hint_en = "say of which day: {1} at (as_of - 1 年)",
            .hint_zh = "请写明是哪一天的值：{1} at (as_of - 1 年)",
        },
    [PARAMETERS_DERIVED_DAY] =
        {
            .id = "derived-day",
            .en =
                "{1} is worked out where another value of the law begins, not on each day as as_of "
                "changes",
            .zh = "{1} 只在所依据的取值变化时重算，不随 as_of 逐日变化",
            .hint_en =
                "as_of stands behind `at` alone: {1} at (as_of - 1 年); what changes with the "
                "day is a rule",
            .hint_zh = "as_of 只能写在 at 之后：{1} at (as_of - 1 年)；逐日变化的请写成规则",
        },
    [PARAMETERS_DERIVED_AHEAD] =
        {
            .id = "derived-ahead",
            .en = "{1} on {2} asks for its own value of that day or a later one",
            .zh = "{1} 在 {2} 的取值用到它自己当天或以后的值",
            .hint_en = "a value may ask for those before it: {1} at (as_of - 1 年)",
            .hint_zh = "只能用以前的值：{1} at (as_of - 1 年)",
        },
    [PARAMETERS_DERIVED_NOTHING] =
        {
            .id = "derived-nothing",
            .en = "the formula of {1} has no value on {2}: {3}",
            .zh = "{1} 的公式在 {2} 没有值：{3}",
            .hint_en = "what it rests on must have a value on the day on which this one begins",
            .hint_zh = "它所依据的参数，在这个取值开始的那一天须有值",
        },
    [PARAMETERS_DERIVED_CIRCLE] =
        {
            .id = "derived-circle",
            .en = "these parameters are worked out from each other: {1}",
            .zh = "这些参数互相推算：{1}",
            .hint_en = "one of them must have a value that is written",
            .hint_zh = "其中须有一个直接写明取值",
        },
    [PARAMETERS_CHANGE_NOTHING] =
        {
            .id = "change-of-nothing",
            .en = "{1} has no earlier value that `change` could start from",
            .zh = "{1} 在此之前没有取值，change 无从改起",
            .hint_en = "give all of the first value, or check `from` and `published`",
            .hint_zh = "第一个取值请全部写出；或核对 from 与 published",
        },
    [PARAMETERS_CHANGE_ABOVE] =
        {
            .id = "change-unknown-bracket",
            .en = "{1} has no slice with {2} = {3} to change",
            .zh = "{1} 没有 {2} = {3} 这一级，无从改起",
            .hint_en = "name a slice as it is written (`above` or `from`); `becomes` moves its "
                       "border; where there are more or fewer of them, give all",
            .hint_zh = "请照原样写出该级的起点（above 或 from）；起点本身有变的加写 "
                       "becomes；级数有增减的，请全部写出",
        },
    [PARAMETERS_TO_AND_UNTIL] =
        {
            .id = "to-and-until",
            .en = "a value of {1} has both `to` and `until`",
            .zh = "{1} 的某个取值同时写了 to 和 until",
            .hint_en =
                "keep one: `until` is the last day with the value, `to` the first without it",
            .hint_zh = "只留一个：until 是有效的最后一天，to 是失效的第一天",
        },
    [PARAMETERS_TO_LAST_DAY] =
        {
            .id = "to-last-day",
            .en = "this value of {1} would not hold on {2}, the last day of a month: `to` is the "
                  "first day without it",
            .zh = "{1} 的这个取值在月末 {2} 当天就已失效：to 是失效的第一天",
            .hint_en =
                "where it holds on that day, write until = \"{2}\"; where not, write the day "
                "before as `until`",
            .hint_zh = "当天仍有效的，请写 until = \"{2}\"；当天已失效的，请把前一天写作 until",
        },
    [PARAMETERS_AMENDS_OWN] =
        {
            .id = "amends-own-pack",
            .en = "{1} stands in the same pack, in {2}",
            .zh = "{1} 就在同一政策包的 {2} 中",
            .hint_en = "add the value to its `values` there; `amends` is for a later pack",
            .hint_zh = "请直接写进那里的 values；amends 用于后面的政策包",
        },
    [PARAMETERS_AMENDS_ALIKE] =
        {
            .id = "amends-same-from",
            .en = "{1} has a value from {2} on already, at {3}",
            .zh = "{1} 自 {2} 起已有取值，见 {3}",
            .hint_en = "give the new one another `from`; one that corrects the other says since "
                       "when: published = \"…\"",
            .hint_zh = "请另写 from；是更正前者的，请写明公布日 published = \"…\"",
        },
    [PARAMETERS_EMPTY_VALIDITY] =
        {
            .id = "empty-validity",
            .en = "a value of {1} ends before it begins",
            .zh = "{1} 的某个取值在生效之前就已失效",
            .hint_en =
                "`to` is the first day on which it no longer holds, `until` the last on which "
                "it does",
            .hint_zh = "`to` 是不再有效的第一天，`until` 是仍有效的最后一天",
        },
    [PARAMETERS_ORDER] =
        {
            .id = "values-order",
            .en = "this value of {1} stands behind a later one",
            .zh = "{1} 的这个取值写在了更晚的取值之后",
            .hint_en = "write them from the earliest `from` on; of one `from`, from the earliest "
                       "`published` on",
            .hint_zh = "请按 from 由早到晚书写；from 相同的按 published 由早到晚书写",
        },
    [PARAMETERS_OVERLAP] =
        {
            .id = "overlap",
            .en = "two values of {1} are in force at once: {2}",
            .zh = "{1} 有两个取值同时生效：{2}",
            .hint_en = "let the former end where the latter begins: to = \"{3}\"",
            .hint_zh = "请让前一个到后一个生效为止：to = \"{3}\"",
        },
    [PARAMETERS_ALIKE] =
        {
            .id = "same-from",
            .en = "two values of {1} begin on {3}: {2}",
            .zh = "{1} 有两个取值都自 {3} 生效：{2}",
            .hint_en = "take one out, or give the later one its own `from`; one that corrects the "
                       "other says since when: published = \"…\"",
            .hint_zh = "请去掉一个，或给后一个另写 from；后一个是更正前一个的，请写明公布日 "
                       "published = \"…\"",
        },
    [PARAMETERS_GAP] =
        {
            .id = "gap",
            .en = "between two values of {1} none is in force",
            .zh = "{1} 的两个取值之间有空档",
            .hint_en = "let one end where the next begins, or say gaps = \"true\"",
            .hint_zh = "请使前后衔接，或写明 gaps = \"true\"",
        },
    [PARAMETERS_REPEAL] =
        {
            .id = "bad-repeal",
            .en = "a value of {1} is repealed on a day on which it is not in force",
            .zh = "{1} 的某个取值在失效或尚未生效的日子被废止",
            .hint_en =
                "a repeal ends a value early: `on` is later than `from`, and earlier than `to`",
            .hint_zh = "废止使取值提前失效：`on` 须晚于 `from`，早于 `to`",
        },
    [PARAMETERS_NO_VALUE] =
        {
            .id = "no-value",
            .en = "the parameter {1} has no value",
            .zh = "参数 {1} 没有取值",
            .hint_en = "write values = ( { from = …; value = …; } )",
            .hint_zh = "请写 values = ( { from = …; value = …; } )",
        },
};
