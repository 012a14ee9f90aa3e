/* Every message of scenario/, in both languages. */
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
    [SCENARIO_TABLE_ENCODING] =
        {
            .id = "table-encoding",
            .en = "“{1}” is no encoding of a table that is read here",
            .zh = "“{1}”不是可以读取的编码",
            .hint_en = "write encoding = \"utf-8\" or \"gb18030\" (GBK too), or save the table as "
                       "\"CSV UTF-8\"",
            .hint_zh = "请写 encoding = \"utf-8\" 或 \"gb18030\"（GBK "
                       "也写后者），或把表格另存为“CSV UTF-8”",
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
            .hint_en = "give every row a key of its own, or leave out the row that is one too many",
            .hint_zh = "请给每一行不同的编号，或删去多余的一行",
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
    [SCENARIO_DOUBLED_CHOICE] =
        {
            .id = "doubled-choice",
            .en = "{1} stands twice in {2}, first at {3}",
            .zh = "{1} 在{2}中重复，首次在 {3}",
            .hint_en = "write one row for each choice: delete one that was copied twice; join two "
                       "that are different sums by adding them up",
            .hint_zh = "每一项只写一行：同一笔写了两遍的，删去一行；是两笔不同的，相加后合成一行",
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
    [SCENARIO_FRACTION] =
        {
            .id = "fraction-in-table",
            .en = "“{1}” may be two values, a date or a fraction",
            .zh = "“{1}”可能是两个数、一个日期，或者一个分数",
            .hint_en = "write the one number that it is, such as 0.5; a fraction as 200÷300",
            .hint_zh = "请写成一个数，例如 0.5；确是分数的写成 200÷300",
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
    [SCENARIO_LIVE_TABLE] =
        {
            .id = "table-of-results",
            .en =
                "{1} is a workbook of results that fangtian wrote, not a table that was filled in",
            .zh = "{1} 是方田写出的结果工作簿，不是填报的表",
            .hint_en = "use it as the scenario: fangtian run {1}; or take its facts out first: "
                       "fangtian convert {1} -o NEW.xlsx",
            .hint_zh =
                "请直接用它作情景：fangtian run {1}；或者先取出填报的数：fangtian convert {1} -o "
                "新文件.xlsx",
        },
    [SCENARIO_LIVE_PARAMETER] =
        {
            .id = "changed-parameter",
            .en = "{1} here, {2} when the workbook was written: what holds from a day on, and for "
                  "what, is not read back",
            .zh = "这里是 {1}，写出工作簿时是 {2}：分时期的取值、起始日和适用范围的改动不能读回",
            .hint_en = "put {2} back, and try a value by --set, or change the policy's file",
            .hint_zh = "请恢复为 {2}；试算请用 --set，改动规定请改政策文件",
        },
    [SCENARIO_CSV_COLUMNS] =
        {
            .id = "csv-columns",
            .en = "the table has too many columns",
            .zh = "表格的列数过多",
            .hint_en = "`fangtian limits` lists the limits",
            .hint_zh = "各项上限见 `fangtian limits`",
        },
    [SCENARIO_CSV_QUOTE] =
        {
            .id = "csv-quote",
            .en = "a quote stands in the middle of a cell",
            .zh = "单元格中间出现引号",
            .hint_en = "put the whole cell in quotes and double those inside: \"a \"\"b\"\"\"",
            .hint_zh = "整个单元格加引号，内部引号写两个：\"a \"\"b\"\"\"",
        },
    [SCENARIO_CSV_OPEN_QUOTE] =
        {
            .id = "csv-open-quote",
            .en = "a quoted cell opens here and does not end",
            .zh = "此处开始的引号没有结束",
            .hint_en = "end the cell with a quote",
            .hint_zh = "请用引号结束该单元格",
        },
    [SCENARIO_CSV_OUTSIDE] =
        {
            .id = "csv-outside",
            .en = "{1} does not lie beside the scenario",
            .zh = "{1} 不在情景文件的文件夹内",
            .hint_en = "name a file in the scenario's folder, without / in front and without ..",
            .hint_zh = "请写情景文件所在文件夹内的文件，不以 / 开头，也不含 ..",
        },
    [SCENARIO_CSV_EMPTY] =
        {
            .id = "csv-empty",
            .en = "the table is empty",
            .zh = "表格是空的",
            .hint_en = "the first row names the columns",
            .hint_zh = "第一行应为列名",
        },
    [SCENARIO_CSV_SEPARATOR] =
        {
            .id = "csv-separator",
            .en = "the cells are not separated by commas but by “{1}”",
            .zh = "单元格不是用英文逗号分隔的，而是用“{1}”",
            .hint_en =
                "save it as \"CSV UTF-8 (comma delimited)\", or type commas of half width: ,",
            .hint_zh = "请另存为“CSV UTF-8（逗号分隔）”，手写的请改用英文逗号 ,",
        },
    [SCENARIO_CSV_RAGGED] =
        {
            .id = "csv-ragged",
            .en = "the row has {1} cells, the header {2}",
            .zh = "该行有 {1} 个单元格，表头有 {2} 个",
            .hint_en = "a comma is missing or too many; a cell with a comma stands in quotes",
            .hint_zh = "逗号缺少或多余；含逗号的单元格须加引号",
        },
    [SCENARIO_UNIT_LINE] =
        {
            .id = "csv-unit-line",
            .en = "“{1}” seems to say the unit of the table, but not so that it can be read",
            .zh = "“{1}”像是在写全表的单位，但读不懂",
            .hint_en = "write 单位： and the unit, as the table has it, into one cell with nothing "
                       "else; sums "
                       "in another currency have to be converted first",
            .hint_zh = "请在一格里只写“单位：”和实际的单位；外币须先折算",
        },
    [SCENARIO_PARTED_NUMBER] =
        {
            .id = "csv-parted-number",
            .en = "a comma seems to part the number “{1},{2}”: the row's other cells have moved by "
                  "one",
            .zh = "“{1},{2}”像是被千分位逗号拆成了两格，后面各格都错了一位",
            .hint_en =
                "take the comma out, or put the number in quotes: \"{1},{2}\"; where they are two "
                "cells, write words into the remark",
            .hint_zh = "请去掉逗号，或给这个数加引号：\"{1},{2}\"；确是两格的，请在备注里写文字",
        },
    [SCENARIO_HEAD_ASIDE] =
        {
            .id = "head-aside",
            .en = "the value of {1} does not stand in the second column",
            .zh = "“{1}”的内容没有写在第二列",
            .hint_en = "write it into the second column, and merge no cells there",
            .hint_zh = "请写在第二列，不要合并单元格",
        },
    [SCENARIO_ROWS_ABOVE_HEADER] =
        {
            .id = "csv-rows-above-header",
            .en = "the columns are not named here but in line {1}",
            .zh = "这一行不是列名，列名在第 {1} 行",
            .hint_en =
                "delete the rows above the names, such as the title and the date; a line that "
                "says the unit (单位：万元) may stay",
            .hint_zh =
                "请删去第 {1} 行以上的表名、制表日期等各行；写明单位的一行（单位：万元）可以保留",
        },
    [SCENARIO_EMPTY_ABOVE] =
        {
            .id = "csv-empty-above",
            .en = "the cell of {1} is empty: it does not say which {1} the row is of",
            .zh = "“{2}”（{1}）这一格是空的，看不出这一行属于哪个{2}",
            .hint_en = "fill in the key of that row; cells that were merged keep it in the first "
                       "row alone: fill it down",
            .hint_zh = "请填上编号；合并单元格拆分后只有第一行有值：请向下填满",
        },
    [SCENARIO_TOTALS_ROW] =
        {
            .id = "csv-totals-row",
            .en = "this looks like a row of totals: “{1}”",
            .zh = "这一行像是合计行：“{1}”",
            .hint_en = "delete the row: it adds others up and is no row of its own",
            .hint_zh = "请删去这一行：它是各行的合计，不是一行数据",
        },
    [SCENARIO_REMARK_ROW] =
        {
            .id = "csv-remark-row",
            .en = "this looks like a remark and not like a row of the table: “{1}”",
            .zh = "这一行像是备注、签名或“其中”行，不是表中的一行：“{1}”",
            .hint_en =
                "delete the row; what is to be noted of a row goes into a column headed note",
            .hint_zh = "请删去这一行；对某一行的说明请写在“备注”一列",
        },
    [SCENARIO_HEADER_AGAIN] =
        {
            .id = "csv-header-again",
            .en = "the names of the columns stand here once more",
            .zh = "这里又是一行列名",
            .hint_en = "delete the row: the names stand in the first line alone",
            .hint_zh = "请删去这一行：列名只写在第一行",
        },
    [SCENARIO_COLUMN_UNIT] =
        {
            .id = "csv-column-unit",
            .en = "the unit {1} does not fit the field {2}",
            .zh = "单位 {1} 不能用于{2}",
            .hint_en = "check column and unit; it is counted in {3} or another unit of that kind",
            .hint_zh = "请核对列名和单位；它的单位是 {3} 等",
        },
    [SCENARIO_COLUMN_NO_UNIT] =
        {
            .id = "csv-column-takes-no-unit",
            .en = "{2} has no unit, but the header says {1}",
            .zh = "{2}没有单位，而列名写了 {1}",
            .hint_en = "check which column this is",
            .hint_zh = "请核对这是哪一列",
        },
    [SCENARIO_UNITS_DIFFER] =
        {
            .id = "csv-units-differ",
            .en = "two units are written for the column {3}: {2} and {1}",
            .zh = "“{3}”这一列写了两种单位：{2} 和 {1}",
            .hint_en = "check which holds, and write it behind the column's name alone",
            .hint_zh = "请核对是哪一种，只在列名后写明",
        },
    [SCENARIO_UNIT_IDLE] =
        {
            .id = "csv-unit-of-nothing",
            .en = "no column of the table is counted in {1}",
            .zh = "这张表没有以 {1} 为单位的列",
            .hint_en = "check the unit; or write the unit of each column behind its name",
            .hint_zh = "请核对单位，或在各列的列名后写明各自的单位",
        },
    [SCENARIO_COLUMN_BARE] =
        {
            .id = "csv-column-without-unit",
            .en = "the column {1} does not say the unit of its figures",
            .zh = "“{1}”这一列没有写单位",
            .hint_en = "write the unit that they are in behind the name, in brackets: {2} or "
                       "another; or in every cell",
            .hint_zh = "请按实际在列名后用括号写明单位：{2} 等；也可以在每一格写明",
        },
    [SCENARIO_UNKNOWN_COLUMN] =
        {
            .id = "unknown-column",
            .en = "{2} has no column {1}",
            .zh = "{2}没有“{1}”这一列",
            .hint_en = "{3} (head a column that is not to be read # or note)",
            .hint_zh = "{3}（不用读入的列，列名写 备注 或以 # 开头）",
        },
    [SCENARIO_COLUMN_UNNAMED] =
        {
            .id = "csv-column-unnamed",
            .en = "{1} stands in a column without a name",
            .zh = "{1} 所在的列没有列名",
            .hint_en = "name the column; one that is not to be read: note",
            .hint_zh = "请补上列名；不用读入的列写 备注",
        },
    [SCENARIO_COLUMN_TWICE] =
        {
            .id = "csv-column-twice",
            .en = "the column {1} stands twice",
            .zh = "列 {1} 重复",
            .hint_en = "remove one",
            .hint_zh = "请删去其一",
        },
    [SCENARIO_NO_HEAD] =
        {
            .id = "no-head-sheet",
            .en = "the workbook has no sheet “情景” or “scenario”",
            .zh = "工作簿中没有工作表“情景”",
            .hint_en = "add it, with a line each (name, value) for title, as_of and packs",
            .hint_zh = "请加上，每行一项（名称、内容）：标题、基准日、政策包",
        },
    [SCENARIO_HEAD_MISSING] =
        {
            .id = "head-missing",
            .en = "the sheet has no line {1}",
            .zh = "这张工作表没有“{1}”这一行",
            .hint_en = "write {1} into the first column and its value into the second",
            .hint_zh = "请在第一列写 {1}，第二列写内容",
        },
    [SCENARIO_HEAD_EMPTY] =
        {
            .id = "head-empty",
            .en = "nothing stands beside {1}",
            .zh = "“{1}”没有填写",
            .hint_en = "fill in this cell",
            .hint_zh = "请填在这一格",
        },
    [SCENARIO_HEAD_TWICE] =
        {
            .id = "head-twice",
            .en = "the line {1} stands twice",
            .zh = "“{1}”重复",
            .hint_en = "remove one",
            .hint_zh = "请删去其一",
        },
    [SCENARIO_UNKNOWN_LINE] =
        {
            .id = "unknown-line",
            .en = "{1} is neither a line of the head nor a field of the portfolio",
            .zh = "“{1}”不是情景的项目",
            .hint_en = "{2} (begin a line that is not to be read with #)",
            .hint_zh = "{2}（不用读入的行，名称以 # 开头）",
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
    [SCENARIO_EXPECT_COLUMN] =
        {
            .id = "expect-column",
            .en = "the sheet of expected figures has no column {1}",
            .zh = "“预期数”表没有“{1}”这一列",
            .hint_en = "{2} (begin a column that is not to be read with #)",
            .hint_zh = "{2}（不用读入的列，列名以 # 开头）",
        },
    [SCENARIO_EXPECT_LACKS] =
        {
            .id = "expect-lacks",
            .en = "the sheet of expected figures lacks the column {1} in its first line",
            .zh = "“预期数”表第一行缺少“{1}”这一列",
            .hint_en = "name the columns in the first line: item, at, compare, value, rounded_to, "
                       "source",
            .hint_zh = "请在第一行写上列名：规则、对象、比较、预期值、取整到、依据",
        },
    [SCENARIO_EXPECT_KIND] =
        {
            .id = "expect-kind",
            .en = "{1} is no way to compare a figure",
            .zh = "“{1}”不是一种比较方式",
            .hint_en = "{2}",
            .hint_zh = "{2}",
        },
    [SCENARIO_UNKNOWN_SHEET] =
        {
            .id = "unknown-sheet",
            .en = "the sheet {1} is called after no table",
            .zh = "工作表“{1}”的名称不是任何一张表",
            .hint_en = "{2} (begin the name of a sheet that is not to be read with #)",
            .hint_zh = "{2}（不用读入的工作表，名称以 # 开头）",
        },
    [SCENARIO_NO_SHEET] =
        {
            .id = "no-sheet",
            .en = "the workbook {2} has no sheet {1}",
            .zh = "工作簿 {2} 中没有工作表“{1}”",
            .hint_en = "{3}",
            .hint_zh = "{3}",
        },
    [SCENARIO_MERGED] =
        {
            .id = "merged-cells",
            .en = "the cells from here to {1} are merged: only the first has a value",
            .zh = "从这一格到 {1} 合并了单元格，只有第一格有值",
            .hint_en = "unmerge them and fill in each cell",
            .hint_zh = "请取消合并，每一格都填上",
        },
    [SCENARIO_LONG_SHEET] =
        {
            .id = "long-sheet",
            .en = "{1} stands in a workbook, which is not read row by row",
            .zh = "{1} 在工作簿里，工作簿不能逐行读取",
            .hint_en = "run without --rows, or save the sheet as \"CSV UTF-8\"",
            .hint_zh = "请不用 --rows 运行，或把该工作表另存为“CSV UTF-8”",
        },
    [SCENARIO_LONG_NONE] =
        {
            .id = "no-long-table",
            .en = "no such table under the portfolio comes from a CSV file: {1}",
            .zh = "portfolio 之下没有来自 CSV 文件的表：{1}",
            .hint_en = "--rows writes a line for each row of such a table; "
                       "write talents = { csv = \"talents.csv\"; } under portfolio",
            .hint_zh = "--rows 为这样的表逐行输出；请在 portfolio 之下写 "
                       "talents = { csv = \"talents.csv\"; }",
        },
    [SCENARIO_LONG_TWO] =
        {
            .id = "two-long-tables",
            .en = "both {1} and {2} come from CSV files",
            .zh = "{1} 和 {2} 都来自 CSV 文件",
            .hint_en = "name the one that is read row by row: --table {2}",
            .hint_zh = "请指明逐行读取的那张表：--table {2}",
        },
    [SCENARIO_LONG_BELOW] =
        {
            .id = "rows-below-long-table",
            .en = "{1} has rows of its own, but {2} is read row by row",
            .zh = "{1} 另有行，而 {2} 是逐行读取的",
            .hint_en =
                "put the rows of {1} into a CSV file of their own, directly under portfolio and in "
                "the order of {2}, or run without --rows",
            .hint_zh = "请把 {1} 的行放进另一个 CSV 文件（写在 portfolio 之下，按 {2} "
                       "的顺序排列）；或者不用 --rows",
        },
    [SCENARIO_LONG_REFERENCE] =
        {
            .id = "reference-to-long-table",
            .en = "{1} of {2} refers to a row of {3}, which is read row by row",
            .zh = "{2} 的 {1} 引用 {3} 的行，而 {3} 是逐行读取的",
            .hint_en = "run without --rows, which holds the table, or leave the column out",
            .hint_zh = "请不用 --rows 运行（整张表载入内存），或去掉该列",
        },
};

const struct message_table scenario_messages = {scenario_message, SCENARIO_MESSAGE_COUNT};
