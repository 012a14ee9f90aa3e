/* Every message of formula/, in both languages. */
#include "syntax.h"

const struct message formula_message[FORMULA_MESSAGE_COUNT] = {
    [FORMULA_OPEN_SYMBOL] =
        {
            .id = "formula-open-symbol",
            .en = "a quote ' opens here and does not close",
            .zh = "此处的单引号 ' 没有结束",
            .hint_en = "write 'name'",
            .hint_zh = "请写成 '选项'",
        },
    [FORMULA_HABIT] =
        {
            .id = "formula-habit",
            .en = "{1} is not of the formula language",
            .zh = "公式语言中没有 {1}",
            .hint_en = "write {2}",
            .hint_zh = "请改为 {2}",
        },
    [FORMULA_STRAY] =
        {
            .id = "formula-stray",
            .en = "{1} means nothing in a formula",
            .zh = "{1} 在公式中没有意义",
            .hint_en = "fields and rules are named in ASCII letters; a unit stands directly behind "
                       "its number",
            .hint_zh = "字段和规则用英文名；单位紧跟在数字之后",
        },
    [FORMULA_TITLE] =
        {
            .id = "formula-title",
            .en = "{1} is a title, not the name",
            .zh = "{1} 是名称（标题），公式里要写编号",
            .hint_en = "write {2}",
            .hint_zh = "请写 {2}",
        },
    [FORMULA_COMMA] =
        {
            .id = "formula-comma",
            .en = "{1} could be one number or two arguments",
            .zh = "{1} 可能是一个数，也可能是两个参数",
            .hint_en = "write 1_000 for a number; put a blank behind the comma between arguments",
            .hint_zh = "一个数请写成 1_000；参数之间的逗号后请加空格",
        },
    [FORMULA_END] =
        {
            .id = "formula-end",
            .en = "the formula ends too early",
            .zh = "公式没有写完",
            .hint_en = "{2} is missing here",
            .hint_zh = "此处缺少 {2}",
        },
    [FORMULA_END_OPEN] =
        {
            .id = "formula-end-open",
            .en = "the formula ends too early",
            .zh = "公式没有写完",
            .hint_en = "a value or a name is missing here",
            .hint_zh = "此处缺少一个值或名称",
        },
    [FORMULA_EXPECTED] =
        {
            .id = "formula-expected",
            .en = "{2} is missing before \"{1}\"",
            .zh = "“{1}”之前缺少 {2}",
            .hint_en = "write {2} here",
            .hint_zh = "请在此处写 {2}",
        },
    [FORMULA_EXPECTED_VALUE] =
        {
            .id = "formula-expected-value",
            .en = "a value is missing here, found \"{1}\"",
            .zh = "此处缺少一个值，却是“{1}”",
            .hint_en = "a value is a number, a name, a 'symbol', or a formula in ( )",
            .hint_zh = "值可以是数、名称、'选项'，或括号内的公式",
        },
    [FORMULA_EXPECTED_NAME] =
        {
            .id = "formula-expected-name",
            .en = "a name is missing behind the dot, found \"{1}\"",
            .zh = "点号后缺少名称，却是“{1}”",
            .hint_en = "write owner.field, as project.area",
            .hint_zh = "请写成 上级.字段，例如 project.area",
        },
    [FORMULA_EXPECTED_TABLE] =
        {
            .id = "formula-expected-table",
            .en = "the name of a table is missing, found \"{1}\"",
            .zh = "此处缺少表名，却是“{1}”",
            .hint_en = "write sum(x over buildings) or count(buildings)",
            .hint_zh = "请写成 sum(x over buildings) 或 count(buildings)",
        },
    [FORMULA_EXPECTED_REFERENCE] =
        {
            .id = "formula-expected-reference",
            .en = "the reference behind `via` is missing, found \"{1}\"",
            .zh = "via 之后缺少引用字段，却是“{1}”",
            .hint_en =
                "write the field of these rows that leads to the own row: people via household",
            .hint_zh = "请写这些行中指向本行的引用字段，例如 people via household",
        },
    [FORMULA_EXPECTED_DATE] =
        {
            .id = "formula-expected-date",
            .en = "a date in quotes is missing, found \"{1}\"",
            .zh = "此处缺少带引号的日期，却是“{1}”",
            .hint_en = "write date '2009-12-31'",
            .hint_zh = "请写成 date '2009-12-31'",
        },
    [FORMULA_LET] =
        {
            .id = "formula-let",
            .en = "a name is missing behind `let`, before \"{1}\"",
            .zh = "let 后缺少名称，却是“{1}”",
            .hint_en = "write let NAME = VALUE in FORMULA",
            .hint_zh = "请写成 let 名称 = 值 in 公式",
        },
    [FORMULA_DEFINED_LATER] =
        {
            .id = "defined-later",
            .en = "{1} is defined behind this, or by itself",
            .zh = "{1} 在这里还没有定义，或者用自己来定义自己",
            .hint_en = "a definition uses those before it; put {1} first",
            .hint_zh = "定义只能用前面的定义；请把 {1} 移到前面",
        },
    [FORMULA_EMPTY] =
        {
            .id = "formula-empty",
            .en = "the formula is empty",
            .zh = "公式是空的",
            .hint_en = "write a formula, or leave the setting out",
            .hint_zh = "请写公式，或去掉这一项设置",
        },
    [FORMULA_TRAILING] =
        {
            .id = "formula-trailing",
            .en = "the formula is complete before \"{1}\"",
            .zh = "公式在“{1}”之前已经完整",
            .hint_en = "an operator is missing, or this is one too many; arguments are separated "
                       "by commas",
            .hint_zh = "缺少运算符，或此处多余；参数之间用英文逗号",
        },
    [FORMULA_CHAIN] =
        {
            .id = "formula-chain",
            .en = "comparisons do not chain",
            .zh = "比较不能连写",
            .hint_en = "write a < b and b < c",
            .hint_zh = "请写成 a < b and b < c",
        },
    [FORMULA_MIXED_LOGIC] =
        {
            .id = "and-beside-or",
            .en = "`and` and `or` stand side by side without parentheses",
            .zh = "and 与 or 并列而没有加括号",
            .hint_en = "say which belongs together: a and (b or c), or (a and b) or c",
            .hint_zh = "请加括号写明先后：a and (b or c)，或 (a and b) or c",
        },
    [FORMULA_NESTING] =
        {
            .id = "formula-nesting",
            .en = "the formula is nested too deep",
            .zh = "公式嵌套过深",
            .hint_en = "split it into rules of their own; `fangtian limits` lists the limits",
            .hint_zh = "请拆成几条规则；各项上限见 `fangtian limits`",
        },
    [FORMULA_LENGTH] =
        {
            .id = "formula-length",
            .en = "the formula is too long",
            .zh = "公式过长",
            .hint_en = "split it into rules of their own; `fangtian limits` lists the limits",
            .hint_zh = "请拆成几条规则；各项上限见 `fangtian limits`",
        },
    [FORMULA_WRONG_TYPE] =
        {
            .id = "formula-wrong-type",
            .en = "{1} is wanted here, but this is {2}",
            .zh = "此处应为{1}，实际是{2}",
            .hint_en = "a comparison, as x > 0, makes true or false of a number; year(x) makes a "
                       "number of a date",
            .hint_zh = "数可用比较（例如 x > 0）得到是否；日期可用 year(x) 得到数",
        },
    [FORMULA_WRONG_DIMENSION] =
        {
            .id = "formula-wrong-dimension",
            .en = "{1} is wanted here, but this is {2}",
            .zh = "此处应为{1}，实际是{2}",
            .hint_en = "check the units of what is multiplied or divided, or convert with a unit: "
                       "x / 1 年",
            .hint_zh = "请核对相乘、相除各项的单位，或用单位换算，例如 x / 1 年",
        },
    [FORMULA_MIXED_TYPES] =
        {
            .id = "formula-mixed-types",
            .en = "{1} and {2} do not go together",
            .zh = "{1}与{2}不能放在一起",
            .hint_en = "both sides, and both branches of an if, are of one type",
            .hint_zh = "运算两侧的类型须相同，if 的两个分支也须相同",
        },
    [FORMULA_MIXED_DIMENSIONS] =
        {
            .id = "formula-mixed-dimensions",
            .en = "{1} and {2} do not go together",
            .zh = "{1}与{2}不能放在一起运算",
            .hint_en = "bring both to one unit, by multiplying or dividing by a quantity",
            .hint_zh = "请先乘以或除以某个量，使两者单位一致",
        },
    [FORMULA_UNORDERED] =
        {
            .id = "formula-unordered",
            .en = "{1} has no order",
            .zh = "{1}没有大小之分",
            .hint_en = "compare it with == or !=",
            .hint_zh = "请用 == 或 != 比较",
        },
    [FORMULA_LONE_SYMBOL] =
        {
            .id = "formula-lone-symbol",
            .en = "nothing here says which list '{1}' is of",
            .zh = "此处无法确定 '{1}' 属于哪一组选项",
            .hint_en = "compare it with a field of that list: use == '{1}'",
            .hint_zh = "请与该组选项的字段比较：use == '{1}'",
        },
    [FORMULA_UNKNOWN_MEMBER] =
        {
            .id = "formula-unknown-member",
            .en = "'{1}' is not a member of {2}",
            .zh = "'{1}' 不是 {2} 的选项",
            .hint_en = "did you mean '{3}'?",
            .hint_zh = "是不是 '{3}'？",
        },
    [FORMULA_DATE_DIFFERENCE] =
        {
            .id = "formula-date-difference",
            .en = "a date is not subtracted from a date",
            .zh = "日期不能减日期",
            .hint_en = "write years_between(from, to) or days_between(from, to)",
            .hint_zh = "请写 years_between(起, 止) 或 days_between(起, 止)",
        },
    [FORMULA_DIMENSION_RANGE] =
        {
            .id = "formula-dimension-range",
            .en = "the unit of this result has a power beyond ±127",
            .zh = "结果的单位幂次超出 ±127",
            .hint_en = "check what is multiplied",
            .hint_zh = "请核对相乘的各项",
        },
    [FORMULA_POWER_DIMENSION] =
        {
            .id = "formula-power-dimension",
            .en = "the power of a quantity with a unit must be a written whole number",
            .zh = "带单位的量，其幂次必须是写明的整数",
            .hint_en = "divide the base by a unit first: (x / 1 元) ^ n",
            .hint_zh = "请先除以单位：(x / 1 元) ^ n",
        },
    [FORMULA_MODE] =
        {
            .id = "formula-mode",
            .en = "the mode must be written out, or be a parameter",
            .zh = "方式必须直接写明，或者是一个参数",
            .hint_en = "write one of {1}, or a parameter of type symbol, of {2}",
            .hint_zh = "请写其中之一：{1}，或一个 type 为 symbol、of 为 {2} 的参数",
        },
    [FORMULA_WORD] =
        {
            .id = "formula-word",
            .en = "this must be written out",
            .zh = "此处必须直接写明",
            .hint_en = "write one of {1}",
            .hint_zh = "请写其中之一：{1}",
        },
    [FORMULA_UNKNOWN_NAME] =
        {
            .id = "formula-unknown-name",
            .en = "{1} is not a field or rule of {2}, nor a parameter",
            .zh = "{1} 既不是 {2} 的字段或规则，也不是参数",
            .hint_en = "check the spelling; `fangtian policies` lists what there is",
            .hint_zh = "请核对拼写；`fangtian policies` 列出全部名称",
        },
    [FORMULA_UNKNOWN_NAME_NEAR] =
        {
            .id = "formula-unknown-name-near",
            .en = "{1} is not known here",
            .zh = "此处没有 {1}",
            .hint_en = "did you mean {2}?",
            .hint_zh = "是不是 {2}？",
        },
    [FORMULA_UNKNOWN_OWNER] =
        {
            .id = "formula-unknown-owner",
            .en = "{1} is neither a row above nor a reference of this row",
            .zh = "{1} 既不是上级行，也不是本行的引用字段",
            .hint_en = "did you mean {2}?",
            .hint_zh = "是不是 {2}？",
        },
    [FORMULA_AMBIGUOUS] =
        {
            .id = "formula-ambiguous",
            .en = "{1} is both {2} and {3}",
            .zh = "{1} 既是{2}，又是{3}",
            .hint_en = "rename one of them",
            .hint_zh = "请给其中一个改名",
        },
    [FORMULA_LOCAL_TAKEN] =
        {
            .id = "formula-local-taken",
            .en = "{1} means something already",
            .zh = "{1} 已有含义",
            .hint_en = "choose another name behind `let`: a name means one thing",
            .hint_zh = "let 后请换一个名称：一个名称只能有一个意思",
        },
    [FORMULA_LOCAL_ELSEWHERE] =
        {
            .id = "formula-local-elsewhere",
            .en = "{1} belongs to a row of {2}, and the formula is of another row here",
            .zh = "{1} 属于 {2} 的行，而此处的公式是另一张表的行",
            .hint_en = "use it outside of `over`, or write the `let` inside",
            .hint_zh = "请在 over 之外使用，或把 let 写到里面",
        },
    [FORMULA_LOCALS_GROW] =
        {
            .id = "formula-locals-grow",
            .en = "with all that {1} stands for, the formula is too long",
            .zh = "把 {1} 所代表的都展开后，公式过长",
            .hint_en = "make a rule of it: a rule is worked out once",
            .hint_zh = "请把它写成一条规则：规则只算一次",
        },
    [FORMULA_VALUE_OR] =
        {
            .id = "formula-value-or",
            .en = "`or` behind a figure belongs to a rule or an optional field",
            .zh = "数后面的 or 只用于规则或可选的字段",
            .hint_en = "write `x or 0` for what x is where it applies and else 0",
            .hint_zh = "x or 0 表示：x 适用（已填写）时取 x，否则取 0",
        },
    [FORMULA_SPELLING] =
        {
            .id = "formula-spelling",
            .en = "{1} is not written this way",
            .zh = "{1} 的写法不对",
            .hint_en = "write {2}",
            .hint_zh = "请写 {2}",
        },
    [FORMULA_NOT_A_SET] =
        {
            .id = "formula-not-a-set",
            .en = "{1} is not a set of members",
            .zh = "{1} 不是一组选项",
            .hint_en = "compare with == {1}, or write in { 'a', 'b' }",
            .hint_zh = "请用 == {1} 比较，或写 in { 'a', 'b' }",
        },
    [FORMULA_ARITY] =
        {
            .id = "formula-arity",
            .en = "{1} takes another number of arguments than {2}",
            .zh = "{1} 的参数个数不是 {2}",
            .hint_en = "write it as {1}",
            .hint_zh = "请写成 {1}",
        },
    [FORMULA_GIVEN] =
        {
            .id = "formula-given",
            .en = "given() takes the name of a field",
            .zh = "given() 的参数应为字段名",
            .hint_en = "write given(field); for a rule write applicable(rule)",
            .hint_zh = "请写 given(字段)；规则请写 applicable(规则)",
        },
    [FORMULA_APPLICABLE] =
        {
            .id = "formula-applicable",
            .en = "applicable() takes the name of a rule",
            .zh = "applicable() 的参数应为规则名",
            .hint_en = "write applicable(rule); for a field write given(field)",
            .hint_zh = "请写 applicable(规则)；字段请写 given(字段)",
        },
    [FORMULA_IN_FORCE] =
        {
            .id = "formula-in-force",
            .en = "in_force() takes the name of a parameter",
            .zh = "in_force() 的参数应为参数名",
            .hint_en = "write in_force(parameter); `fangtian policies` lists them",
            .hint_zh = "请写 in_force(参数)；`fangtian policies` 列出全部参数",
        },
    [FORMULA_AT] =
        {
            .id = "formula-at",
            .en = "`at` asks for a parameter as of another date; this is none",
            .zh = "at 取的是参数在另一日期的值，此处不是参数",
            .hint_en = "write `at` directly behind the parameter: rate at booked, table[key] at "
                       "booked, scale(amount) at booked; give a rule a date of its own by `on`",
            .hint_zh = "请把 at 直接写在参数之后：rate at booked、table[key] at booked、"
                       "scale(amount) at booked；规则自己的日期用 on",
        },
    [FORMULA_OVER] =
        {
            .id = "formula-over",
            .en = "here the rows below are missing",
            .zh = "此处缺少下级表",
            .hint_en = "write {1}",
            .hint_zh = "请写 {1}",
        },
    [FORMULA_UNKNOWN_TABLE] =
        {
            .id = "formula-unknown-table",
            .en = "there is no table {1}",
            .zh = "没有名为 {1} 的表",
            .hint_en = "vocabulary.cfg lists the tables of each entity",
            .hint_zh = "各实体的表名见 vocabulary.cfg",
        },
    [FORMULA_UNKNOWN_TABLE_NEAR] =
        {
            .id = "formula-unknown-table-near",
            .en = "there is no table {1}",
            .zh = "没有名为 {1} 的表",
            .hint_en = "did you mean {2}?",
            .hint_zh = "是不是 {2}？",
        },
    [FORMULA_TABLE_ELSEWHERE] =
        {
            .id = "formula-table-elsewhere",
            .en = "{1} does not stand below {2}",
            .zh = "{1} 不在 {2} 之下",
            .hint_en = "name the row above that it stands below ({3}.{1}), or the reference of its "
                       "rows that leads here ({1} via reference)",
            .hint_zh = "请写它在哪个上级行之下（{3}.{1}），或它的哪个引用字段指向本行（{1} via "
                       "引用字段）",
        },
    [FORMULA_VIA] =
        {
            .id = "formula-via",
            .en = "{1} is no reference that leads to {2}",
            .zh = "{1} 不是指向 {2} 的引用字段",
            .hint_en = "write one of {3}",
            .hint_zh = "请写其中之一：{3}",
        },
    [FORMULA_VIA_NONE] =
        {
            .id = "formula-via-none",
            .en = "{3} has no reference that leads to {2}",
            .zh = "{3} 没有指向 {2} 的引用字段",
            .hint_en = "a field of type reference, `to` {2}, makes rows of {3} refer to this one",
            .hint_zh = "{3} 须有一个 type 为 reference、to 为 {2} 的字段，其行才能指向本行",
        },
    [FORMULA_VIA_ABOVE] =
        {
            .id = "formula-via-above",
            .en = "`via` looks at all rows of {2} that refer to this one; {1} does not narrow it",
            .zh = "via 取的是 {2} 中指向本行的全部行，不能再以 {1} 限定",
            .hint_en = "write {2} via {3}, and say in `where` which of them count",
            .hint_zh = "请写 {2} via {3}，并用 where 写明计入哪些",
        },
    [FORMULA_OVER_WITHIN] =
        {
            .id = "formula-over-within",
            .en = "rows below {1} within others that do: whose row is the own one?",
            .zh = "在上级行的汇总里又汇总 {1} 之下的行，分不清哪一行是本行",
            .hint_en = "give the inner one a rule of its own and use its figure here",
            .hint_zh = "请把里面的汇总另立一条规则，在此用它的数",
        },
    [FORMULA_OWN_OR_OTHER] =
        {
            .id = "formula-own-or-other",
            .en = "{1} may be the own row, or the one above the row of {2}",
            .zh = "{1} 可以是本行，也可以是 {2} 各行的上级行",
            .hint_en = "give {2} a rule with what is wanted of its {1}, and use that",
            .hint_zh = "请在 {2} 上另立一条规则，写出要用的 {1} 的数，在此用那条规则",
        },
    [FORMULA_OWN_DEEP] =
        {
            .id = "formula-own-deep",
            .en = "{1} is not to be named within another sum, `previous` or a pool over {2}",
            .zh = "在 {2} 之内的另一个汇总、previous 或分摊里，不能写本行的 {1}",
            .hint_en = "give what stands there a rule of its own, and use its figure",
            .hint_zh = "请把那里的内容另立一条规则，在此用它的数",
        },
    [FORMULA_NO_VERSION] =
        {
            .id = "no-version",
            .en = "{1} at {2}: {3} has no value in force on {4}; its first is from {5}",
            .zh = "{1}（{2}）：参数 {3} 在 {4} 没有生效的值，最早的自 {5} 起",
            .hint_en =
                "`fangtian policies {3}` shows its dates; a rule may ask in_force({3}) first",
            .hint_zh = "`fangtian policies {3}` 可查看生效日期",
        },
    [FORMULA_ENDED] =
        {
            .id = "ended",
            .en = "{1} at {2}: {3} has no value in force on {4}; it ended on {5}{6}",
            .zh = "{1}（{2}）：参数 {3} 在 {4} 没有生效的值，已于 {5} 失效{6}",
            .hint_en =
                "`fangtian policies {3}` shows its dates; a rule may ask in_force({3}) first",
            .hint_zh = "`fangtian policies {3}` 可查看生效日期",
        },
    [FORMULA_ENDED_AS_KNOWN] =
        {
            .id = "ended-as-known",
            .en = "by what was known on {1}, {2} was {3} (published on {4}) and had ended on {5}; "
                  "what follows was published on {6}",
            .zh = "到 {1} 已公布的参数 {2} 是 {3}（{4} 公布），已于 {5} 失效；其后的值公布于 {6}",
            .hint_en = "choose a later known_at, or leave it out; a value that says no `published` "
                       "counts as known from its first day",
            .hint_zh = "请把 known_at 改晚或去掉；没有写 published 的值从生效之日起算作已公布",
        },
    [FORMULA_UNPUBLISHED] =
        {
            .id = "unpublished",
            .en = "no value of {1} that is needed was known on {2}; the earliest was published on "
                  "{3}",
            .zh = "参数 {1} 所需的值到 {2} 尚未公布，最早的公布于 {3}",
            .hint_en = "choose a later known_at, or leave it out; a value that says no `published` "
                       "counts as known from its first day",
            .hint_zh = "请把 known_at 改晚或去掉；没有写 published 的值从生效之日起算作已公布",
        },
    [FORMULA_NO_ENTRY] =
        {
            .id = "no-entry",
            .en = "{1} at {2}: the table {3} has no entry for {4}",
            .zh = "{1}（{2}）：表 {3} 没有 {4} 这一项",
            .hint_en = "add the entry to the parameter's table",
            .hint_zh = "请在参数表中补上这一项",
        },
    [FORMULA_DIVISION_BY_ZERO] =
        {
            .id = "division-by-zero",
            .en = "{1} at {2}: division by zero in {3}",
            .zh = "{1}（{2}）：{3} 的除数为零",
            .hint_en = "check the figure that the scenario gives, or let the rule ask for it first",
            .hint_zh = "请核对情景文件中的数，或让规则先判断",
        },
    [FORMULA_TOO_LARGE] =
        {
            .id = "value-too-large",
            .en = "{1} at {2}: the value of {3} is too large",
            .zh = "{1}（{2}）：{3} 的值过大",
            .hint_en =
                "check the figures that the scenario gives; `fangtian limits` lists the limits",
            .hint_zh = "请核对情景文件中的数；各项上限见 `fangtian limits`",
        },
    [FORMULA_EXPONENT] =
        {
            .id = "bad-exponent",
            .en = "{1} at {2}: the exponent in {3} is not a whole number within ±10,000",
            .zh = "{1}（{2}）：{3} 的幂次不是 ±10,000 以内的整数",
            .hint_en = "round it first: floor(x, 1)",
            .hint_zh = "请先取整：floor(x, 1)",
        },
    [FORMULA_DATE_RANGE] =
        {
            .id = "date-range",
            .en = "{1} at {2}: {3} gives no date",
            .zh = "{1}（{2}）：{3} 得不到日期",
            .hint_en = "dates move by whole months and lie in the years 1 to 9999",
            .hint_zh = "日期按整月推移，年份在 1 至 9999 之间",
        },
    [FORMULA_NO_PREVIOUS] =
        {
            .id = "no-previous",
            .en = "{1} at {2}: there is no row before the first",
            .zh = "{1}（{2}）：第一行之前没有行",
            .hint_en = "let the rule ask first: not first",
            .hint_zh = "请让规则先判断：not first",
        },
    [FORMULA_NOTHING] =
        {
            .id = "nothing-below",
            .en = "{1} at {2}: {3} looks over no row",
            .zh = "{1}（{2}）：{3} 没有可汇总的行",
            .hint_en = "let the rule ask first: count(table) > 0",
            .hint_zh = "请让规则先判断：count(表) > 0",
        },
    [FORMULA_NOT_MADE] =
        {
            .id = "table-not-made",
            .en = "{1} at {2}: the rows that {3} looks over are not made yet",
            .zh = "{1}（{2}）：{3} 所汇总的行尚未生成",
            .hint_en = "the number of a table's rows must not depend on rows that are made later",
            .hint_zh = "表的行数不能取决于之后才生成的行",
        },
    [FORMULA_POOL] =
        {
            .id = "bad-pool",
            .en = "{1} at {2}: {3} cannot be shared out",
            .zh = "{1}（{2}）：{3} 无法分配",
            .hint_en = "pool and step are the same on all rows; the pool, weights and needs are "
                       "not negative, and weights not all zero",
            .hint_zh = "各行的总额与步长须相同；总额、权重与需求不为负，权重不全为零",
        },
    [FORMULA_STEP] =
        {
            .id = "bad-step",
            .en = "{1} at {2}: the step in {3} is not above zero",
            .zh = "{1}（{2}）：{3} 的步长不大于零",
            .hint_en = "give a step above zero, as 0.01 元",
            .hint_zh = "请给出大于零的步长，例如 0.01 元",
        },
    [FORMULA_BOUNDS] =
        {
            .id = "bad-bounds",
            .en = "{1} at {2}: in {3} the low bound is above the high one: {4}",
            .zh = "{1}（{2}）：{3} 的下限高于上限：{4}",
            .hint_en = "no value is between them: exchange the bounds, or let the rule ask first",
            .hint_zh = "其间没有取值：请对调上下限，或让规则先作判断",
        },
};

const struct message_table formula_messages = {formula_message, FORMULA_MESSAGE_COUNT};
