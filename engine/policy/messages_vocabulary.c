/* The messages of vocabularies, in both languages. */
#include "policy_internal.h"

const struct message vocabulary_message[VOCABULARY_MESSAGE_COUNT] = {
    [VOCABULARY_NOT_WHOLE] =
        {
            .id = "default-not-whole",
            .en = "the default {1} of the integer {2} is no whole number",
            .zh = "整数字段 {2} 的默认值 {1} 不是整数",
            .hint_en = "write a whole number, or type = \"quantity\" with a unit",
            .hint_zh = "请写整数，或改用 type = \"quantity\" 并写明单位",
        },
    [VOCABULARY_BOUND_HERE] =
        {
            .id = "bound-not-here",
            .en = "{1} is neither a number nor a date, so it has no {2}",
            .zh = "{1} 不是数也不是日期，不能有 {2}",
            .hint_en = "leave `{2}` out",
            .hint_zh = "请去掉 {2}",
        },
    [VOCABULARY_BOUND_ORDER] =
        {
            .id = "bound-order",
            .en = "the max of {1} is below its min",
            .zh = "{1} 的 max 小于 min",
            .hint_en = "both bounds are included: write a max that is not below the min",
            .hint_zh = "两端都含在内：max 不得小于 min",
        },
    [VOCABULARY_BOUND_DEFAULT] =
        {
            .id = "bound-default",
            .en = "the default {1} of {2} is outside of its bounds: {3}",
            .zh = "{2} 的默认值 {1} 超出其范围：{3}",
            .hint_en = "correct the default, `min` or `max`",
            .hint_zh = "请改正 default、min 或 max",
        },
    [VOCABULARY_EXAMPLES] =
        {
            .id = "two-examples",
            .en = "the examples of {1} are not two",
            .zh = "{1} 的示例不是两个",
            .hint_en = "give one for each example row: example = [ \"…\", \"\" ]; \"\" leaves one "
                       "empty",
            .hint_zh = "两行示例各写一个：example = [ \"…\", \"\" ]，不填的写 \"\"",
        },
    [VOCABULARY_EXAMPLE_RANGE] =
        {
            .id = "example-range",
            .en = "the example {1} of {2} is outside of its bounds: {3}",
            .zh = "{2} 的示例 {1} 超出其范围：{3}",
            .hint_en = "correct the example, `min` or `max`",
            .hint_zh = "请改正示例、min 或 max",
        },
    [VOCABULARY_WORD_OF_TWO] =
        {
            .id = "word-of-two-members",
            .en = "{1} would name both {2} and {3}",
            .zh = "“{1}”同时指 {2} 和 {3}",
            .hint_en = "leave the word to one of them, or take it out of `also`",
            .hint_zh = "这个词只能归其中一个；也可从 also 中删去",
        },
    [VOCABULARY_BAD_MODE] =
        {
            .id = "bad-mode",
            .en = "there is no rounding mode {1}",
            .zh = "没有名为 {1} 的取整方式",
            .hint_en = "{2}",
            .hint_zh = "{2}",
        },
    [VOCABULARY_UNKNOWN_TABLE] =
        {
            .id = "unknown-table",
            .en = "there is no table {1}",
            .zh = "没有名为 {1} 的表",
            .hint_en = "{2} (tables stand in vocabulary.cfg)",
            .hint_zh = "{2}（表写在 vocabulary.cfg 中）",
        },
    [VOCABULARY_UNKNOWN_FIELD] =
        {
            .id = "unknown-key-field",
            .en = "{2} has no field {1}",
            .zh = "{2} 没有字段 {1}",
            .hint_en = "name one of its fields",
            .hint_zh = "请写该表的某个字段",
        },
    [VOCABULARY_BAD_KEY] =
        {
            .id = "bad-key",
            .en = "the field {1} cannot be the key of {2}",
            .zh = "字段 {1} 不能作为 {2} 的键",
            .hint_en = "a key is a text, a symbol or an integer, neither optional nor with a "
                       "default; where rows are made, an integer",
            .hint_zh = "键可以是文字、选项或整数，必填且没有默认值；自动生成的行，其键是整数",
        },
    [VOCABULARY_UNKNOWN_ENTITY] =
        {
            .id = "unknown-entity",
            .en = "there is no entity {1} before this one",
            .zh = "此前没有名为 {1} 的实体",
            .hint_en = "a parent stands before its children in vocabulary.cfg",
            .hint_zh = "vocabulary.cfg 中上级写在下级之前",
        },
    [VOCABULARY_REFERENCE] =
        {
            .id = "reference-target",
            .en = "{1} of {2} cannot refer to {3}",
            .zh = "{2} 的 {1} 不能引用 {3}",
            .hint_en = "refer to a table whose rows are given, under the same parent or under a "
                       "row above it",
            .hint_zh = "可引用同一上级之下、或更上级之下、由场景给出各行的表",
        },
    [VOCABULARY_MADE_CHILD] =
        {
            .id = "made-child",
            .en = "nobody can give rows of {1}: they stand in {2}, which the policy makes",
            .zh = "{1} 的行无从给出：其上级 {2} 由政策生成",
            .hint_en = "make them too, with rows = \"formula\", or put them into another table",
            .hint_zh = "请也用 rows = \"公式\" 生成，或放到其他表之下",
        },
    [VOCABULARY_MADE_FIELD] =
        {
            .id = "made-field",
            .en = "nobody can give the field {1} of {2}: the policy makes its rows",
            .zh = "{2} 的字段 {1} 无从给出：该表的行由政策生成",
            .hint_en = "give it a default, or make it a rule",
            .hint_zh = "请给它默认值，或改为规则",
        },
    [VOCABULARY_MADE_ORDER] =
        {
            .id = "made-order",
            .en = "the rows of {1} depend on {2}, which is not made before it",
            .zh = "{1} 的行取决于 {2}，而后者并不先于它生成",
            .hint_en =
                "put {2} before {1} in vocabulary.cfg; two tables cannot wait for each other",
            .hint_zh = "请在 vocabulary.cfg 中把 {2} 写在 {1} 之前；两张表不能互相等待",
        },
    [VOCABULARY_SPAN_FIELD] =
        {
            .id = "span-field",
            .en = "{1} are spans of time and have no date field {2}",
            .zh = "{1} 的行是时间段，而表中没有日期字段 {2}",
            .hint_en = "declare begin (the first day) and end (the first day behind), "
                       "type = \"date\"",
            .hint_zh = "请声明 begin（首日）和 end（末日的次日），type = \"date\"",
        },
    [VOCABULARY_SPAN_END] =
        {
            .id = "span-end",
            .en = "the spans of {1} do not say where they end, or say it twice",
            .zh = "{1} 的时间段没有写明止于哪天，或者写了两个",
            .hint_en = "write `until` for the last day, or `to` for the first day behind it",
            .hint_zh = "写最后一天用 until，写最后一天的次日用 to，二者取一",
        },
    [VOCABULARY_SPANS_AND_ROWS] =
        {
            .id = "spans-and-rows",
            .en = "{1} has both `spans` and `rows`",
            .zh = "{1} 同时写了 spans 和 rows",
            .hint_en = "spans say how many rows there are: take `rows` out",
            .hint_zh = "时间段本身决定行数，请去掉 rows",
        },
    [VOCABULARY_CUT] =
        {
            .id = "cut-of-nothing",
            .en = "{1} is nothing that spans of {2} can be cut by",
            .zh = "{1} 不能用来划分 {2} 的时间段",
            .hint_en =
                "write \"month\", \"year\", a term such as \"6 月\", the id of a parameter, or "
                "TABLE.FIELD, a date of rows that stand beside the spans or above",
            .hint_zh = "可写 \"month\"、\"year\"、\"6 月\" 这样的期限、参数的编号，或者 "
                       "表.字段（与时间段同级或更上级的表的日期）",
        },
    [VOCABULARY_ROOT] =
        {
            .id = "bad-root",
            .en = "the first entity is {1}, not portfolio",
            .zh = "第一个实体是 {1}，应为 portfolio",
            .hint_en = "begin the entities with portfolio",
            .hint_zh = "实体须以 portfolio 开头",
        },
    [VOCABULARY_ORDERED_KEY] =
        {
            .id = "ordered-key",
            .en = "rows of {2} cannot be ordered by {1}, which is no whole number",
            .zh = "{2} 的行不能按 {1} 排序：它不是整数",
            .hint_en = "leave `ordered` out, or give {1} the type integer",
            .hint_zh = "请去掉 ordered，或者把 {1} 的 type 写为 integer",
        },
    [VOCABULARY_ABSENCE] =
        {
            .id = "bad-absence",
            .en = "{1}: `absent` says what it means that an optional field is not given",
            .zh = "{1}：absent 说明可选的字段没有填写时的含义",
            .hint_en = "\"unknown\" (the figures that need it are undetermined) or \"none\" "
                       "(there is none; `absent_words` are its words); a field with a default, or "
                       "one that is required, has none",
            .hint_zh = "可写 \"unknown\"（用到它的数待定）或 \"none\"（按无计，可用 absent_words "
                       "写明文字）；有缺省值的字段和必填的字段不写",
        },
    [VOCABULARY_NEVER_ABSENT] =
        {
            .id = "optional-default",
            .en = "{1} is optional and has a default: it would never be without a value",
            .zh = "{1} 写了 optional，又有缺省值：它不会没有取值",
            .hint_en =
                "leave `optional` out (a blank counts as the default), or `default` (a blank "
                "is what `absent` says)",
            .hint_zh =
                "请去掉 optional（空着按缺省值计），或者去掉 default（空着按 absent 所写的计）",
        },
};
