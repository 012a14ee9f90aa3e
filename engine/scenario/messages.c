/* The messages of facts, of --set and of expectations, in both languages. */
#include "scenario_internal.h"

const struct message scenario_message[SCENARIO_MESSAGE_COUNT] = {
    [SCENARIO_ROWS] =
        {
            .id = "too-many-rows",
            .en = "the table {1} has more rows than the limit",
            .zh = "{1}的行数超出上限",
            .hint_en = "split the scenario; `fangtian limits` lists the limits",
            .hint_zh = "请拆分情景文件；各项上限见 `fangtian limits`",
        },
    [SCENARIO_MISSING_ABOVE] =
        {
            .id = "missing-above",
            .en = "a row of {2} does not say which {1} it is of",
            .zh = "{2}的行没有写明属于哪个{3}",
            .hint_en = "add a column (or setting) {1} with the key of that row",
            .hint_zh = "请加一列（情景文件中为一项设置）：{3}，写上级行的编号",
        },
    [SCENARIO_UNKNOWN_ABOVE] =
        {
            .id = "unknown-above",
            .en = "there is no row {1} in {2}",
            .zh = "{2}中没有 {1} 这一行",
            .hint_en = "{3}",
            .hint_zh = "{3}",
        },
    [SCENARIO_ROW_KIND] =
        {
            .id = "bad-row",
            .en = "a row of {1} must be a group { … }",
            .zh = "{1} 的每一行应为一个组 { … }",
            .hint_en = "write {1} = ( { id = \"…\"; … }, { … } );",
            .hint_zh = "请写 {1} = ( { id = \"…\"; … }, { … } );",
        },
    [SCENARIO_TABLE_KIND] =
        {
            .id = "bad-table",
            .en = "{1} must be a list of rows, or { csv = \"file.csv\"; }",
            .zh = "{1} 应为行的列表，或 { csv = \"文件.csv\"; }",
            .hint_en = "write {1} = ( { … } ); or {1} = { csv = \"file.csv\"; };",
            .hint_zh = "请写 {1} = ( { … } ); 或 {1} = { csv = \"文件.csv\"; };",
        },
    [SCENARIO_MADE_TABLE] =
        {
            .id = "made-table",
            .en = "the rows of {1} are made by the policy",
            .zh = "{1}的行由政策生成",
            .hint_en = "remove {1} from the scenario",
            .hint_zh = "请从情景文件中删去这张表",
        },
    [SCENARIO_UNKNOWN_FIELD] =
        {
            .id = "unknown-field",
            .en = "{2} has no field {1}",
            .zh = "{2}没有字段 {1}",
            .hint_en = "{3} (or remove it)",
            .hint_zh = "{3}（也可删去）",
        },
    [SCENARIO_FIELD_KIND] =
        {
            .id = "bad-field",
            .en = "the field {1} must be one value",
            .zh = "字段 {1} 应为一个值",
            .hint_en = "write {1} = \"…\";",
            .hint_zh = "请写 {1} = \"…\";",
        },
    [SCENARIO_MISSING_FIELD] =
        {
            .id = "missing-field",
            .en = "the field {1} ({3}) of {2} is missing",
            .zh = "{2}的这一行没有填“{3}”（{1}）",
            .hint_en = "add {1} = \"…\";",
            .hint_zh = "请补上 {1} = \"…\";",
        },
    [SCENARIO_MISSING_CELL] =
        {
            .id = "missing-cell",
            .en = "the cell of {1} ({3}) is empty",
            .zh = "“{3}”（{1}）这一格是空的",
            .hint_en = "fill it in: {1} is needed in every row of {2}",
            .hint_zh = "请填写：{2}的每一行都要有{3}",
        },
    [SCENARIO_MISSING_COLUMN] =
        {
            .id = "missing-column",
            .en = "the table {2} has no column {1} ({3})",
            .zh = "{2}没有“{3}”（{1}）这一列",
            .hint_en = "add the column {1}",
            .hint_zh = "请加上列“{3}”",
        },
    [SCENARIO_MISSING_KEY] =
        {
            .id = "missing-key",
            .en = "a row of {2} has no {1} ({3})",
            .zh = "{2}的一行缺少{3}（{1}）",
            .hint_en = "give every row its own {1}",
            .hint_zh = "请给每一行不同的{3}",
        },
    [SCENARIO_BAD_KEY] =
        {
            .id = "row-key",
            .en = "\"{1}\" cannot be used as {2}",
            .zh = "“{1}”不能用作{2}",
            .hint_en = "use letters, digits or Chinese characters, without / [ ] @",
            .hint_zh = "请用字母、数字或汉字，不含 / [ ] @",
        },
    [SCENARIO_DOUBLED_KEY] =
        {
            .id = "doubled-key",
            .en = "{1} stands twice in {2}, first at {3}",
            .zh = "{1} 在{2}中重复，首次在 {3}",
            .hint_en =
                "give every row a value of its own here, or leave out the row that is one too many",
            .hint_zh = "请给每一行不同的值，或删去多余的一行",
        },
    [SCENARIO_DOUBLED_CHOICE] =
        {
            .id = "doubled-choice",
            .en = "{1} stands twice in {2}, first at {3}",
            .zh = "{1} 在{2}中重复，首次在 {3}",
            .hint_en = "write one row for each choice: delete one that was copied twice; join two "
                       "that are different sums by adding them up",
            .hint_zh = "每一项只写一行：同一笔写了两遍的，删去一行；是两笔不同的，相加后合成一行",
        },
    [SCENARIO_UNKNOWN_MEMBER] =
        {
            .id = "unknown-choice",
            .en = "{1} is not one of the choices for {3}",
            .zh = "{1} 不是{3}的选项",
            .hint_en = "{2}",
            .hint_zh = "{2}",
        },
    [SCENARIO_BOOLEAN] =
        {
            .id = "not-true-or-false",
            .en = "{1} in {2} is neither true nor false",
            .zh = "{2}中的 {1} 既不是“是”也不是“否”",
            .hint_en = "write \"true\" or \"false\", or 是 or 否",
            .hint_zh = "请写 是 或 否",
        },
    [SCENARIO_NOT_WHOLE] =
        {
            .id = "not-whole",
            .en = "{1} in {2} is not a whole number",
            .zh = "{2}中的 {1} 不是整数",
            .hint_en = "write digits only",
            .hint_zh = "请只写数字",
        },
    [SCENARIO_NOT_COUNT] =
        {
            .id = "share-for-count",
            .en = "{1} in {2} is a share, where a whole number is asked for",
            .zh = "{2}填的是比例 {1}，应填整数",
            .hint_en = "write the number itself: the share times the whole",
            .hint_zh = "请填数目本身，即总数乘以这一比例所得的整数",
        },
    [SCENARIO_RANGE] =
        {
            .id = "out-of-range",
            .en = "{1}: {2} is out of range",
            .zh = "{1}为 {2}，超出范围",
            .hint_en = "it must be {3}; check the figure and its unit",
            .hint_zh = "应{3}；请核对数值和单位",
        },
    [SCENARIO_DANGLING] =
        {
            .id = "dangling-reference",
            .en = "there is no row {1} in {2} to refer to",
            .zh = "{2}中没有可引用的行 {1}",
            .hint_en = "{3}",
            .hint_zh = "{3}",
        },
    [SCENARIO_DANGLING_LABEL] =
        {
            .id = "reference-by-name",
            .en = "{1} is what a row of {2} is called, not its key",
            .zh = "“{1}”是{2}中一行的名称，不是它的编号",
            .hint_en = "write {3}",
            .hint_zh = "请写 {3}",
        },
    [SCENARIO_TWIN_KEYS] =
        {
            .id = "look-alike-key",
            .en = "{1} in {2} looks the same as the key at {3}",
            .zh = "{2}中的 {1} 与 {3} 的编号看上去一样，写法却不同",
            .hint_en = "give every row a key that can be told apart; where the row is the same, "
                       "write its key in one way",
            .hint_zh = "请给每一行能分辨的编号；若指同一行，请统一写法",
        },
    [SCENARIO_HIDDEN] =
        {
            .id = "hidden-character",
            .en = "“{1}” holds {2}, a character that cannot be seen",
            .zh = "“{1}”里有看不见的字符 {2}",
            .hint_en = "delete it{3}",
            .hint_zh = "请删去它{3}",
        },
    [SCENARIO_ODD_BLANK] =
        {
            .id = "blank-inside",
            .en = "“{1}” holds a blank that cannot be told from others: {2}",
            .zh = "“{1}”中间的空白（{2}）不易分辨",
            .hint_en = "write {3}",
            .hint_zh = "请写成 {3}",
        },
    [SCENARIO_LOOK_ALIKE] =
        {
            .id = "look-alike",
            .en = "“{1}” holds {2}, which only looks like {4}",
            .zh = "“{1}”里的 {2}只是看上去像 {4}，其实是另一个字符（多来自 PDF 复制或全角输入）",
            .hint_en = "write {3}",
            .hint_zh = "请重新输入：{3}",
        },
    [SCENARIO_SCIENTIFIC] =
        {
            .id = "scientific-in-table",
            .en = "“{1}” is a number that a spreadsheet has shortened: digits may be lost",
            .zh = "“{1}”是表格软件缩写过的数，后面的位数可能已经丢失",
            .hint_en = "format the column as a number (ids as text) with all digits shown, fill in "
                       "what was lost, and save again",
            .hint_zh = "请把这一列设为“数值”格式（编号设为“文本”），显示全部位数，补上丢失的数字，"
                       "再另存",
        },
    [SCENARIO_FRACTION] =
        {
            .id = "fraction-in-table",
            .en = "“{1}” may be two values, a date or a fraction",
            .zh = "“{1}”可能是两个数、一个日期，或者一个分数",
            .hint_en = "write the one number that it is, such as 0.5; a fraction as 200÷300",
            .hint_zh = "请写成一个数，例如 0.5；确是分数的写成 200÷300",
        },
    [SCENARIO_YEAR_WORD] =
        {
            .id = "year-word",
            .en = "“{1}” has a word behind the number",
            .zh = "“{1}”在数字后面多写了字",
            .hint_en = "write {2}",
            .hint_zh = "{3}请写成 {2}",
        },
    [SCENARIO_FORMULA_ERROR] =
        {
            .id = "spreadsheet-error",
            .en = "“{1}” is what a spreadsheet shows for a formula that fails",
            .zh = "“{1}”是表格软件里公式出错的提示，不是数据",
            .hint_en = "mend the formula in the spreadsheet, or write the value, and save again",
            .hint_zh = "请在表格里改正公式，或直接填上数值，再另存",
        },
    [SCENARIO_TOO_WIDE] =
        {
            .id = "cell-too-narrow",
            .en = "“{1}” is what a spreadsheet shows where the column is too narrow",
            .zh = "“{1}”是列宽不够时显示的符号，数据没有存下来",
            .hint_en = "widen the column in the spreadsheet and save again",
            .hint_zh = "请在表格里调宽这一列，再另存",
        },
    [SCENARIO_PLACEHOLDER] =
        {
            .id = "placeholder",
            .en = "“{1}” is no value for “{2}”",
            .zh = "“{2}”里不能填“{1}”",
            .hint_en = "what is not known is left empty (the setting out){3}",
            .hint_zh = "不知道就空着（情景文件中删去这一项）{3}",
        },
    [SCENARIO_PLACEHOLDER_NEEDED] =
        {
            .id = "placeholder-needed",
            .en = "“{1}” is no value for “{2}”",
            .zh = "“{2}”里不能填“{1}”",
            .hint_en = "every row needs one: fill it in",
            .hint_zh = "每一行都要有，请填写实际的值",
        },
    [SCENARIO_EXPECT] =
        {
            .id = "bad-expectation",
            .en = "an expectation says one of: is, exactly, holds, not_applicable, undetermined",
            .zh = "expect 的每一项须且只须写 is、exactly、holds、not_applicable、undetermined 之一",
            .hint_en = "write { item = \"lat_rebate\"; at = \"2021\"; is = \"4,620,000.00 元\"; }",
            .hint_zh = "请写 { item = \"lat_rebate\"; at = \"2021\"; is = \"4,620,000.00 元\"; }",
        },
    [SCENARIO_SET_FORM] =
        {
            .id = "set-form",
            .en = "--set {1} is not of the form TABLE.KEY.FIELD",
            .zh = "--set {1} 的形式应为 表.编号.字段",
            .hint_en = "write projects.A1.far_after=2.5, or portfolio.city=foshan",
            .hint_zh = "请写 projects.A1.far_after=2.5，或 portfolio.city=foshan",
        },
    [SCENARIO_SET_UNKNOWN] =
        {
            .id = "set-unknown",
            .en = "--set {1}: there is no {2}",
            .zh = "--set {1}：没有 {2}",
            .hint_en = "{3}",
            .hint_zh = "{3}",
        },
    [SCENARIO_SET_DOUBLED] =
        {
            .id = "set-doubled",
            .en = "--set {1}: {2} has this row already",
            .zh = "--set {1}：{2}中已有这一行",
            .hint_en = "write --set {3}.FIELD=VALUE to change it",
            .hint_zh = "改它请写 --set {3}.字段=值",
        },
    [SCENARIO_SET_MISSING] =
        {
            .id = "set-missing-field",
            .en = "the field {3} of the new row of {2} is missing",
            .zh = "{2}中新增的这一行没有填“{3}”",
            .hint_en = "add --set {1}=VALUE",
            .hint_zh = "请加上 --set {1}=值",
        },
    [SCENARIO_SET_NO_TABLE] =
        {
            .id = "set-no-table",
            .en = "--set {1}: {2} is a field, and only tables have rows to add or remove",
            .zh = "--set {1}：{2} 是字段，只有表才能增减行",
            .hint_en = "write {2}=VALUE to change it, or TABLE+=KEY, as in tax_years+=2024",
            .hint_zh = "改它请写 字段=值；增加一行请写 表+=编号，例如 tax_years+=2024",
        },
    [SCENARIO_SET_MADE] =
        {
            .id = "set-made-rows",
            .en = "--set {1}: the rows of {2} are made by the policy",
            .zh = "--set {1}：{2}的行由政策生成，不能增减",
            .hint_en = "change the fact that says how many there are",
            .hint_zh = "请改决定行数的事实",
        },
    [SCENARIO_SET_NOT_NUMBER] =
        {
            .id = "set-not-number",
            .en = "--set {1}: {2} is no number that {3} could change",
            .zh = "--set {1}：{2} 不是可按 {3} 增减的数",
            .hint_en = "write the new value itself",
            .hint_zh = "请直接写新的取值",
        },
    [SCENARIO_SET_NOTHING] =
        {
            .id = "set-not-given",
            .en = "--set {1}: {2} is not given, so there is nothing for {3} to change",
            .zh = "--set {1}：{2} 没有填写，{3} 无从增减",
            .hint_en = "write the value itself",
            .hint_zh = "请直接写取值",
        },
    [SCENARIO_SET_UNCLEAR] =
        {
            .id = "set-share",
            .en = "--set {1}: {2} may mean {3} itself, or so much more than before",
            .zh = "--set {1}：{2} 可能指 {3} 本身，也可能指比原来增加这么多",
            .hint_en = "write {3}, or a factor: *1.1 for a tenth more",
            .hint_zh = "指取值请写 {3}；指增减请写倍数，例如增加一成写 *1.1",
        },
    [SCENARIO_SET_TOO_LARGE] =
        {
            .id = "set-too-large",
            .en = "{1} makes a number that is too large",
            .zh = "按 {1} 得出的数过大",
            .hint_en = "check the factor",
            .hint_zh = "请核对倍数",
        },
    [SCENARIO_SET_WHICH_CELL] =
        {
            .id = "set-which-cell",
            .en = "--set {1}: {2} has several values",
            .zh = "--set {1}：{2} 有多个取值",
            .hint_en = "write {2}.CELL=VALUE; {3}",
            .hint_zh = "请写 {2}.格=取值；{3}",
        },
    [SCENARIO_SET_NO_CELL] =
        {
            .id = "set-no-cell",
            .en = "--set {1}: {2} has no such value",
            .zh = "--set {1}：{2} 没有这个取值",
            .hint_en = "{3}",
            .hint_zh = "{3}",
        },
    [SCENARIO_SET_BRACKETS] =
        {
            .id = "set-bracket-order",
            .en = "--set {1}: with {2} the slices no longer rise",
            .zh = "--set {1}：取 {2} 后，各级不再依次升高",
            .hint_en = "keep each slice above the one before it, and a rate's first at 0 or above",
            .hint_zh = "每一级的起点应高于前一级，超额累进的起点不低于 0",
        },
    [SCENARIO_IS_TABLE] =
        {
            .id = "is-table",
            .en = "{1} is a table, not a scenario",
            .zh = "{1} 是一张数据表，不是情景文件",
            .hint_en =
                "name it in a scenario: projects = { csv = \"{2}\"; }; or fill in a workbook: "
                "`fangtian new mine.xlsx`",
            .hint_zh = "请在情景文件中引用：projects = { csv = \"{2}\"; };，或填写工作簿："
                       "`fangtian new mine.xlsx`",
        },
    [SCENARIO_EXAMPLE_CHANGED] =
        {
            .id = "example-changed",
            .en = "the row is marked “{1}” and would not be read, but it is none of the template's",
            .zh = "这一行标着“{1}”，本应跳过，但内容已不是模板里的示例",
            .hint_en = "clear the mark where the row is to count, or delete the row",
            .hint_zh = "要计入的，请删去这一格的标记；不要的，请删去这一行",
        },
};
