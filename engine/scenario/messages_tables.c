/* The messages of CSV tables and workbooks, in both languages. */
#include "scenario_internal.h"

const struct message tabular_message[TABULAR_MESSAGE_COUNT] = {
    [TABULAR_CSV_COLUMNS] =
        {
            .id = "csv-columns",
            .en = "the table has too many columns",
            .zh = "表格的列数过多",
            .hint_en = "`fangtian limits` lists the limits",
            .hint_zh = "各项上限见 `fangtian limits`",
        },
    [TABULAR_CSV_QUOTE] =
        {
            .id = "csv-quote",
            .en = "a quote stands in the middle of a cell",
            .zh = "单元格中间出现引号",
            .hint_en = "put the whole cell in quotes and double those inside: \"a \"\"b\"\"\"",
            .hint_zh = "整个单元格加引号，内部引号写两个：\"a \"\"b\"\"\"",
        },
    [TABULAR_CSV_OPEN_QUOTE] =
        {
            .id = "csv-open-quote",
            .en = "a quoted cell opens here and does not end",
            .zh = "此处开始的引号没有结束",
            .hint_en = "end the cell with a quote",
            .hint_zh = "请用引号结束该单元格",
        },
    [TABULAR_CSV_OUTSIDE] =
        {
            .id = "csv-outside",
            .en = "{1} does not lie beside the scenario",
            .zh = "{1} 不在情景文件的文件夹内",
            .hint_en = "name a file in the scenario's folder, without / in front and without ..",
            .hint_zh = "请写情景文件所在文件夹内的文件，不以 / 开头，也不含 ..",
        },
    [TABULAR_CSV_EMPTY] =
        {
            .id = "csv-empty",
            .en = "the table is empty",
            .zh = "表格是空的",
            .hint_en = "the first row names the columns",
            .hint_zh = "第一行应为列名",
        },
    [TABULAR_CSV_SEPARATOR] =
        {
            .id = "csv-separator",
            .en = "the cells are not separated by commas but by “{1}”",
            .zh = "单元格不是用英文逗号分隔的，而是用“{1}”",
            .hint_en =
                "save it as \"CSV UTF-8 (comma delimited)\", or type commas of half width: ,",
            .hint_zh = "请另存为“CSV UTF-8（逗号分隔）”，手写的请改用英文逗号 ,",
        },
    [TABULAR_CSV_RAGGED] =
        {
            .id = "csv-ragged",
            .en = "the row has {1} cells, the header {2}",
            .zh = "该行有 {1} 个单元格，表头有 {2} 个",
            .hint_en = "a comma is missing or too many; a cell with a comma stands in quotes",
            .hint_zh = "逗号缺少或多余；含逗号的单元格须加引号",
        },
    [TABULAR_ROWS_ABOVE_HEADER] =
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
    [TABULAR_UNIT_LINE] =
        {
            .id = "csv-unit-line",
            .en = "“{1}” seems to say the unit of the table, but not so that it can be read",
            .zh = "“{1}”像是在写全表的单位，但读不懂",
            .hint_en = "write 单位： and the unit, as the table has it, into one cell with nothing "
                       "else; sums "
                       "in another currency have to be converted first",
            .hint_zh = "请在一格里只写“单位：”和实际的单位；外币须先折算",
        },
    [TABULAR_PARTED_NUMBER] =
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
    [TABULAR_HEAD_ASIDE] =
        {
            .id = "head-aside",
            .en = "the value of {1} does not stand in the second column",
            .zh = "“{1}”的内容没有写在第二列",
            .hint_en = "write it into the second column, and merge no cells there",
            .hint_zh = "请写在第二列，不要合并单元格",
        },
    [TABULAR_EMPTY_ABOVE] =
        {
            .id = "csv-empty-above",
            .en = "the cell of {1} is empty: it does not say which {1} the row is of",
            .zh = "“{2}”（{1}）这一格是空的，看不出这一行属于哪个{2}",
            .hint_en = "fill in the key of that row; cells that were merged keep it in the first "
                       "row alone: fill it down",
            .hint_zh = "请填上编号；合并单元格拆分后只有第一行有值：请向下填满",
        },
    [TABULAR_TOTALS_ROW] =
        {
            .id = "csv-totals-row",
            .en = "this looks like a row of totals: “{1}”",
            .zh = "这一行像是合计行：“{1}”",
            .hint_en = "delete the row: it adds others up and is no row of its own",
            .hint_zh = "请删去这一行：它是各行的合计，不是一行数据",
        },
    [TABULAR_REMARK_ROW] =
        {
            .id = "csv-remark-row",
            .en = "this looks like a remark and not like a row of the table: “{1}”",
            .zh = "这一行像是备注、签名或“其中”行，不是表中的一行：“{1}”",
            .hint_en =
                "delete the row; what is to be noted of a row goes into a column headed note",
            .hint_zh = "请删去这一行；对某一行的说明请写在“备注”一列",
        },
    [TABULAR_UNIT_ROW] =
        {
            .id = "csv-unit-row",
            .en = "this row has the units of the columns and is no row of the table",
            .zh = "这一行是各列的单位，不是表中的一行",
            .hint_en = "write each unit into the name of its column, as in area (m2), and delete "
                       "the row",
            .hint_zh = "请把单位写进列名，如 面积（亩），再删去这一行",
        },
    [TABULAR_HEADER_AGAIN] =
        {
            .id = "csv-header-again",
            .en = "the names of the columns stand here once more",
            .zh = "这里又是一行列名",
            .hint_en = "delete the row: the names stand in the first line alone",
            .hint_zh = "请删去这一行：列名只写在第一行",
        },
    [TABULAR_COLUMN_UNIT] =
        {
            .id = "csv-column-unit",
            .en = "the unit {1} does not fit the field {2}",
            .zh = "单位 {1} 不能用于{2}",
            .hint_en = "check column and unit; it is counted in {3} or another unit of that kind",
            .hint_zh = "请核对列名和单位；它的单位是 {3} 等",
        },
    [TABULAR_COLUMN_NO_UNIT] =
        {
            .id = "csv-column-takes-no-unit",
            .en = "{2} has no unit, but the header says {1}",
            .zh = "{2}没有单位，而列名写了 {1}",
            .hint_en = "check which column this is",
            .hint_zh = "请核对这是哪一列",
        },
    [TABULAR_COLUMN_BARE] =
        {
            .id = "csv-column-without-unit",
            .en = "the column {1} does not say the unit of its figures",
            .zh = "“{1}”这一列没有写单位",
            .hint_en = "write the unit that they are in behind the name, in brackets: {2} or "
                       "another; or in every cell",
            .hint_zh = "请按实际在列名后用括号写明单位：{2} 等；也可以在每一格写明",
        },
    [TABULAR_UNITS_DIFFER] =
        {
            .id = "csv-units-differ",
            .en = "two units are written for the column {3}: {2} and {1}",
            .zh = "“{3}”这一列写了两种单位：{2} 和 {1}",
            .hint_en = "check which holds, and write it behind the column's name alone",
            .hint_zh = "请核对是哪一种，只在列名后写明",
        },
    [TABULAR_UNIT_IDLE] =
        {
            .id = "csv-unit-of-nothing",
            .en = "no column of the table is counted in {1}",
            .zh = "这张表没有以 {1} 为单位的列",
            .hint_en = "check the unit; or write the unit of each column behind its name",
            .hint_zh = "请核对单位，或在各列的列名后写明各自的单位",
        },
    [TABULAR_COLUMN_TWICE] =
        {
            .id = "csv-column-twice",
            .en = "the column {1} stands twice",
            .zh = "列 {1} 重复",
            .hint_en = "remove one",
            .hint_zh = "请删去其一",
        },
    [TABULAR_UNKNOWN_COLUMN] =
        {
            .id = "unknown-column",
            .en = "{2} has no column {1}",
            .zh = "{2}没有“{1}”这一列",
            .hint_en = "{3} (head a column that is not to be read # or note)",
            .hint_zh = "{3}（不用读入的列，列名写 备注 或以 # 开头）",
        },
    [TABULAR_COLUMN_UNNAMED] =
        {
            .id = "csv-column-unnamed",
            .en = "{1} stands in a column without a name",
            .zh = "{1} 所在的列没有列名",
            .hint_en = "name the column; one that is not to be read: note",
            .hint_zh = "请补上列名；不用读入的列写 备注",
        },
    [TABULAR_NO_HEAD] =
        {
            .id = "no-head-sheet",
            .en = "the workbook has no sheet “情景” or “scenario”",
            .zh = "工作簿中没有工作表“情景”",
            .hint_en = "add it, with a line each (name, value) for title, as_of and packs",
            .hint_zh = "请加上，每行一项（名称、内容）：标题、基准日、政策包",
        },
    [TABULAR_HEAD_MISSING] =
        {
            .id = "head-missing",
            .en = "the sheet has no line {1}",
            .zh = "这张工作表没有“{1}”这一行",
            .hint_en = "write {1} into the first column and its value into the second",
            .hint_zh = "请在第一列写 {1}，第二列写内容",
        },
    [TABULAR_HEAD_EMPTY] =
        {
            .id = "head-empty",
            .en = "nothing stands beside {1}",
            .zh = "“{1}”没有填写",
            .hint_en = "fill in this cell",
            .hint_zh = "请填在这一格",
        },
    [TABULAR_HEAD_TWICE] =
        {
            .id = "head-twice",
            .en = "the line {1} stands twice",
            .zh = "“{1}”重复",
            .hint_en = "remove one",
            .hint_zh = "请删去其一",
        },
    [TABULAR_UNKNOWN_LINE] =
        {
            .id = "unknown-line",
            .en = "{1} is neither a line of the head nor a field of the portfolio",
            .zh = "“{1}”不是情景的项目",
            .hint_en = "{2} (begin a line that is not to be read with #)",
            .hint_zh = "{2}（不用读入的行，名称以 # 开头）",
        },
    [TABULAR_EXPECT_COLUMN] =
        {
            .id = "expect-column",
            .en = "the sheet of expected figures has no column {1}",
            .zh = "“预期数”表没有“{1}”这一列",
            .hint_en = "{2} (begin a column that is not to be read with #)",
            .hint_zh = "{2}（不用读入的列，列名以 # 开头）",
        },
    [TABULAR_EXPECT_LACKS] =
        {
            .id = "expect-lacks",
            .en = "the sheet of expected figures lacks the column {1} in its first line",
            .zh = "“预期数”表第一行缺少“{1}”这一列",
            .hint_en = "name the columns in the first line: item, at, compare, value, rounded_to, "
                       "source",
            .hint_zh = "请在第一行写上列名：规则、对象、比较、预期值、取整到、依据",
        },
    [TABULAR_EXPECT_KIND] =
        {
            .id = "expect-kind",
            .en = "{1} is no way to compare a figure",
            .zh = "“{1}”不是一种比较方式",
            .hint_en = "{2}",
            .hint_zh = "{2}",
        },
    [TABULAR_UNKNOWN_SHEET] =
        {
            .id = "unknown-sheet",
            .en = "the sheet {1} is called after no table",
            .zh = "工作表“{1}”的名称不是任何一张表",
            .hint_en = "{2} (begin the name of a sheet that is not to be read with #)",
            .hint_zh = "{2}（不用读入的工作表，名称以 # 开头）",
        },
    [TABULAR_NO_SHEET] =
        {
            .id = "no-sheet",
            .en = "the workbook {2} has no sheet {1}",
            .zh = "工作簿 {2} 中没有工作表“{1}”",
            .hint_en = "{3}",
            .hint_zh = "{3}",
        },
    [TABULAR_MERGED] =
        {
            .id = "merged-cells",
            .en = "the cells from here to {1} are merged: only the first has a value",
            .zh = "从这一格到 {1} 合并了单元格，只有第一格有值",
            .hint_en = "unmerge them and fill in each cell",
            .hint_zh = "请取消合并，每一格都填上",
        },
    [TABULAR_LONG_SHEET] =
        {
            .id = "long-sheet",
            .en = "{1} stands in a workbook, which is not read row by row",
            .zh = "{1} 在工作簿里，工作簿不能逐行读取",
            .hint_en = "run without --rows, or save the sheet as \"CSV UTF-8\"",
            .hint_zh = "请不用 --rows 运行，或把该工作表另存为“CSV UTF-8”",
        },
    [TABULAR_LONG_NONE] =
        {
            .id = "no-long-table",
            .en = "no such table under the portfolio comes from a CSV file: {1}",
            .zh = "portfolio 之下没有来自 CSV 文件的表：{1}",
            .hint_en = "--rows writes a line for each row of such a table; "
                       "write talents = { csv = \"talents.csv\"; } under portfolio",
            .hint_zh = "--rows 为这样的表逐行输出；请在 portfolio 之下写 "
                       "talents = { csv = \"talents.csv\"; }",
        },
    [TABULAR_LONG_TWO] =
        {
            .id = "two-long-tables",
            .en = "both {1} and {2} come from CSV files",
            .zh = "{1} 和 {2} 都来自 CSV 文件",
            .hint_en = "name the one that is read row by row: --table {2}",
            .hint_zh = "请指明逐行读取的那张表：--table {2}",
        },
    [TABULAR_LONG_BELOW] =
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
    [TABULAR_LONG_REFERENCE] =
        {
            .id = "reference-to-long-table",
            .en = "{1} of {2} refers to a row of {3}, which is read row by row",
            .zh = "{2} 的 {1} 引用 {3} 的行，而 {3} 是逐行读取的",
            .hint_en = "run without --rows, which holds the table, or leave the column out",
            .hint_zh = "请不用 --rows 运行（整张表载入内存），或去掉该列",
        },
    [TABULAR_TABLE_ENCODING] =
        {
            .id = "table-encoding",
            .en = "“{1}” is no encoding of a table that is read here",
            .zh = "“{1}”不是可以读取的编码",
            .hint_en = "write encoding = \"utf-8\" or \"gb18030\" (GBK too), or save the table as "
                       "\"CSV UTF-8\"",
            .hint_zh = "请写 encoding = \"utf-8\" 或 \"gb18030\"（GBK "
                       "也写后者），或把表格另存为“CSV UTF-8”",
        },
    [TABULAR_LIVE_PARAMETER] =
        {
            .id = "changed-parameter",
            .en = "{1} here, {2} when the workbook was written: what holds from a day on, and for "
                  "what, is not read back",
            .zh = "这里是 {1}，写出工作簿时是 {2}：分时期的取值、起始日和适用范围的改动不能读回",
            .hint_en = "put {2} back, and try a value by --set, or change the policy's file",
            .hint_zh = "请恢复为 {2}；试算请用 --set，改动规定请改政策文件",
        },
    [TABULAR_LIVE_TABLE] =
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
};
