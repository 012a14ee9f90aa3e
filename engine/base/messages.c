/* Every message of base/, in both languages. Named by index in base_internal.h. */
#include "base_internal.h"

const struct message base_message[BASE_MESSAGE_COUNT] = {
    [BASE_UNREADABLE] =
        {
            .id = "unreadable",
            .en = "cannot read {1}: {2}",
            .zh = "无法读取 {1}：{2}",
            .hint_en = "check the name and that the file may be read",
            .hint_zh = "请检查文件名，以及是否有读取权限",
        },
    [BASE_NOT_A_FILE] =
        {
            .id = "not-a-file",
            .en = "{1} is {2}, not a file",
            .zh = "{1} 是{2}，不是文件",
            .hint_en = "name one file: a scenario, a workbook or a table",
            .hint_zh = "请给出一个文件：情景、工作簿或表格",
        },
    [BASE_LINK_OUTSIDE] =
        {
            .id = "link-outside",
            .en = "{1} is a link, or behind one, that leaves the folder of what names it",
            .zh = "{1} 是链接（或经过链接），通向引用它的文件所在的文件夹之外",
            .hint_en = "copy the file there in place of the link",
            .hint_zh = "请把文件本身复制到该文件夹，代替链接",
        },
    [BASE_FILE_TOO_LARGE] =
        {
            .id = "file-too-large",
            .en = "{1} is larger than {2} bytes",
            .zh = "{1} 超过 {2} 字节",
            .hint_en = "split it; `fangtian limits` lists the limits",
            .hint_zh = "请拆分文件；各项上限见 `fangtian limits`",
        },
    [BASE_FILE_CHANGED] =
        {
            .id = "file-changed",
            .en = "{1} was changed while it was read",
            .zh = "{1} 在读取期间被改动",
            .hint_en = "run again once no other program writes to it",
            .hint_zh = "请待其他程序写完后重新运行",
        },
    [BASE_OUTPUT_IS_INPUT] =
        {
            .id = "output-is-input",
            .en = "{1} would overwrite {2}, which this run reads",
            .zh = "{1} 会覆盖本次要读取的 {2}",
            .hint_en = "write to another file",
            .hint_zh = "请写到另一个文件",
        },
    [BASE_OUTPUTS_ARE_ONE] =
        {
            .id = "outputs-are-one",
            .en = "{1} and {2} are the same file",
            .zh = "{1} 与 {2} 是同一个文件",
            .hint_en = "give each a file of its own",
            .hint_zh = "请分别写到不同的文件",
        },
    [BASE_SCRATCH] =
        {
            .id = "scratch-file",
            .en = "the keys of a long table that do not ascend cannot be sorted in the folder {1}: "
                  "{2}",
            .zh = "长表的编号没有递增，须排序核对，但文件夹 {1} 不能用：{2}",
            .hint_en =
                "name a folder with room: TMPDIR=FOLDER fangtian …; or sort the table by its key",
            .hint_zh = "请用 TMPDIR=文件夹 指定一个有空间的文件夹，或先把表格按编号排序",
        },
    [BASE_WORKBOOK] =
        {
            .id = "workbook",
            .en = "this is a workbook ({1}), not a text",
            .zh = "这是 Excel 工作簿（{1}），不是文本文件",
            .hint_en =
                "a table of a workbook is { xlsx = \"…\"; }; a text is saved from it as \"CSV "
                "UTF-8 (comma delimited)\", renaming is not enough",
            .hint_zh = "工作簿里的表请写 { xlsx = \"…\"; }；要用文本，请另存为“CSV "
                       "UTF-8（逗号分隔）”，只改文件名不行",
        },
    [BASE_UTF16] =
        {
            .id = "utf16",
            .en = "the file is in UTF-16",
            .zh = "文件编码是 UTF-16",
            .hint_en = "save it as UTF-8 (in Excel: \"CSV UTF-8\")",
            .hint_zh = "请另存为 UTF-8（Excel 中选“CSV UTF-8”）",
        },
    [BASE_NOT_UTF8] =
        {
            .id = "not-utf8",
            .en = "the bytes here are not UTF-8",
            .zh = "此处的字节不是 UTF-8 编码",
            .hint_en =
                "the file may be in GBK (ANSI): save it as UTF-8 (in Notepad: Encoding, UTF-8)",
            .hint_zh = "文件可能是 GBK（ANSI）编码：请另存为 UTF-8（记事本中选编码 UTF-8）",
        },
    [BASE_NUL] =
        {
            .id = "nul-byte",
            .en = "there is a NUL byte here",
            .zh = "此处有空字节（NUL）",
            .hint_en = "the file is not plain text: save it as text again",
            .hint_zh = "文件不是纯文本：请重新另存为文本",
        },
    [BASE_TABLE_ENCODING] =
        {
            .id = "csv-encoding",
            .en = "the bytes here are not {1}",
            .zh = "此处的字节不是 {1} 编码",
            .hint_en =
                "save the table as \"CSV UTF-8 (comma delimited)\"; a table in UTF-8 or GB18030 "
                "may say so: { csv = \"…\"; encoding = \"gb18030\"; }",
            .hint_zh =
                "请另存为“CSV UTF-8（逗号分隔）”；是 UTF-8 或 GB18030（GBK）编码的，可以写明："
                "{ csv = \"…\"; encoding = \"gb18030\"; }",
        },
    [BASE_LINE_ENDS] =
        {
            .id = "csv-line-ends",
            .en = "a line ends here with a carriage return alone",
            .zh = "此处的换行符只有回车（CR）",
            .hint_en =
                "save the table as \"CSV UTF-8 (comma delimited)\", not as \"CSV (Macintosh)\"",
            .hint_zh = "请另存为“CSV UTF-8（逗号分隔）”，不要选“CSV（Macintosh）”",
        },
    [BASE_ROW_LENGTH] =
        {
            .id = "csv-line",
            .en = "the row is longer than {1} bytes",
            .zh = "该行超过 {1} 字节",
            .hint_en = "a quote may be missing its end; `fangtian limits` lists the limits",
            .hint_zh = "可能缺少结束的引号；各项上限见 `fangtian limits`",
        },
    [BASE_INVISIBLE] =
        {
            .id = "invisible-character",
            .en = "{1} is a character that cannot be seen",
            .zh = "{1} 是看不见的字符",
            .hint_en = "delete it: a page or a PDF that was copied may have left it",
            .hint_zh = "请删去它：多为从网页或 PDF 复制时带入",
        },
    [BASE_OPEN_COMMENT] =
        {
            .id = "open-comment",
            .en = "a comment begins here and does not end",
            .zh = "此处开始的注释没有结束",
            .hint_en = "end it with */",
            .hint_zh = "请用 */ 结束注释",
        },
    [BASE_OPEN_STRING] =
        {
            .id = "open-string",
            .en = "the text that begins here has no quote at its end",
            .zh = "此处开始的文字缺少结束的引号",
            .hint_en = "end it with \"; nothing else in this line was looked at",
            .hint_zh = "请在文字末尾补上英文双引号 \"；本行其余内容未检查",
        },
    [BASE_BAD_ESCAPE] =
        {
            .id = "bad-escape",
            .en = "a backslash with something that libconfig does not know",
            .zh = "反斜杠后面的字符无法识别",
            .hint_en = "write \\\\ for a backslash itself; \\\" for a quote; \\n for a new line",
            .hint_zh = "反斜杠本身写作 \\\\，双引号写作 \\\"，换行写作 \\n",
        },
    [BASE_ESCAPE_RANGE] =
        {
            .id = "escape-range",
            .en = "\\x escapes only plain characters, 01 to 7F",
            .zh = "\\x 只能表示 01 至 7F 的字符",
            .hint_en = "type the character itself: the file is UTF-8",
            .hint_zh = "请直接输入该字符：文件是 UTF-8",
        },
    [BASE_HEXADECIMAL] =
        {
            .id = "hexadecimal",
            .en = "{1} is a hexadecimal number",
            .zh = "{1} 是十六进制数",
            .hint_en = "write it in decimal",
            .hint_zh = "请改写为十进制",
        },
    [BASE_LONG_SUFFIX] =
        {
            .id = "long-suffix",
            .en = "the L behind {1} has no meaning here",
            .zh = "{1} 后面的 L 在此没有意义",
            .hint_en = "leave it out: numbers have no size here",
            .hint_zh = "请去掉 L：这里的数没有位数限制",
        },
    [BASE_FULL_WIDTH] =
        {
            .id = "full-width",
            .en = "“{1}” is full-width punctuation",
            .zh = "“{1}”是全角标点",
            .hint_en = "type {2} (switch the keyboard to English)",
            .hint_zh = "请改为半角 {2}（切换到英文输入法）",
        },
    [BASE_FOREIGN_TITLE] =
        {
            .id = "foreign-title",
            .en = "{1} is a title, and no setting is named by it here",
            .zh = "此处不能用中文名 {1} 作设置名",
            .hint_en =
                "write {2} = …; titles may stand in the headers of CSV files and behind --set",
            .hint_zh = "请写 {2} = …；中文名可用于 CSV 表头和 --set",
        },
    [BASE_FOREIGN_NAME] =
        {
            .id = "foreign-name",
            .en = "{1} stands outside quotes",
            .zh = "{1} 不在引号内",
            .hint_en = "names of settings are ASCII letters; put Chinese text into quotes",
            .hint_zh = "设置名只能用英文字母；中文文字请放在英文双引号内",
        },
    [BASE_STRAY] =
        {
            .id = "stray-character",
            .en = "{1} means nothing here",
            .zh = "{1} 在此没有意义",
            .hint_en = "remove it, or put the text into quotes",
            .hint_zh = "请删去，或把文字放进英文双引号",
        },
    [BASE_INCLUDE_NAME] =
        {
            .id = "include-name",
            .en = "@include wants a file name in quotes",
            .zh = "@include 后面应是带引号的文件名",
            .hint_en = "write @include \"name.cfg\"",
            .hint_zh = "请写成 @include \"文件名.cfg\"",
        },
    [BASE_INCLUDE_OUTSIDE] =
        {
            .id = "include-outside",
            .en = "{1} leaves the folder that includes must stay in",
            .zh = "{1} 超出了允许包含的文件夹",
            .hint_en =
                "include files by a name inside this folder, without / in front and without ..",
            .hint_zh = "请包含本文件夹内的文件，不以 / 开头，也不含 ..",
        },
    [BASE_INCLUDE_CIRCLE] =
        {
            .id = "include-circle",
            .en = "files include each other in a circle: {1}",
            .zh = "文件循环包含：{1}",
            .hint_en = "remove one of these includes",
            .hint_zh = "请去掉其中一处包含",
        },
    [BASE_INCLUDE_DEPTH] =
        {
            .id = "include-depth",
            .en = "includes are nested too deep: {1}",
            .zh = "包含层数过多：{1}",
            .hint_en = "include fewer levels; `fangtian limits` lists the limits",
            .hint_zh = "请减少包含层数；各项上限见 `fangtian limits`",
        },
    [BASE_INCLUDE_BYTES] =
        {
            .id = "include-bytes",
            .en = "with its includes the file is too large: {1}",
            .zh = "连同包含的文件，总大小超出上限：{1}",
            .hint_en = "split it; `fangtian limits` lists the limits",
            .hint_zh = "请拆分文件；各项上限见 `fangtian limits`",
        },
    [BASE_CONF_NESTING] =
        {
            .id = "conf-nesting",
            .en = "settings are nested too deep",
            .zh = "设置的嵌套层数过多",
            .hint_en = "nest fewer groups; `fangtian limits` lists the limits",
            .hint_zh = "请减少嵌套；各项上限见 `fangtian limits`",
        },
    [BASE_DOUBLED_NAME] =
        {
            .id = "doubled-name",
            .en = "{1} is set twice in this group, first on line {2}",
            .zh = "{1} 在同一组内重复设置，首次在第 {2} 行",
            .hint_en = "remove one, or rename it",
            .hint_zh = "请删去其一或改名",
        },
    [BASE_EXTRA_CLOSING] =
        {
            .id = "extra-closing",
            .en = "{1} closes nothing",
            .zh = "{1} 没有对应的开括号",
            .hint_en = "remove it",
            .hint_zh = "请删去",
        },
    [BASE_WRONG_CLOSING] =
        {
            .id = "wrong-closing",
            .en = "{1} is missing before this, for what opened on line {2}",
            .zh = "此处之前缺少 {1}，对应第 {2} 行的开括号",
            .hint_en = "close in the order of opening",
            .hint_zh = "请按打开的顺序关闭括号",
        },
    [BASE_UNCLOSED] =
        {
            .id = "unclosed",
            .en = "{1} opens here and is not closed",
            .zh = "此处的 {1} 没有关闭",
            .hint_en = "add {2} where the group or list ends",
            .hint_zh = "请在该组或列表结束处加 {2}",
        },
    [BASE_UNQUOTED_TEXT] =
        {
            .id = "unquoted-text",
            .en = "the value {1} is not in double quotes",
            .zh = "取值 {1} 没有放在英文双引号内",
            .hint_en = "write \"{2}\"",
            .hint_zh = "请写成 \"{2}\"",
        },
    [BASE_MISSING_VALUE] =
        {
            .id = "missing-value",
            .en = "a value is missing before {1}",
            .zh = "{1} 之前缺少取值",
            .hint_en = "write name = \"value\";",
            .hint_zh = "请写成 名称 = \"取值\";",
        },
    [BASE_MISSING_EQUALS] =
        {
            .id = "missing-equals",
            .en = "= is missing before {1}",
            .zh = "{1} 之前缺少 =",
            .hint_en = "write name = \"value\"; a text stands in quotes",
            .hint_zh = "请写成 名称 = \"取值\"; 文字放在引号内",
        },
    [BASE_MISSING_COMMA] =
        {
            .id = "missing-comma",
            .en = "a comma is missing before {1}",
            .zh = "{1} 之前缺少逗号",
            .hint_en = "separate the elements of a list with commas",
            .hint_zh = "列表的各项之间用英文逗号分隔",
        },
    [BASE_MISSING_NAME] =
        {
            .id = "missing-name",
            .en = "a name is missing before {1}",
            .zh = "{1} 之前缺少名称",
            .hint_en = "write name = \"value\";",
            .hint_zh = "请写成 名称 = \"取值\";",
        },
    [BASE_UNEXPECTED] =
        {
            .id = "unexpected",
            .en = "{1} does not fit here",
            .zh = "{1} 不应出现在此处",
            .hint_en =
                "a group { } holds name = \"value\"; a list ( ) holds values with commas between",
            .hint_zh = "组 { } 内写 名称 = \"取值\"; 列表 ( ) 内各项用逗号分隔",
        },
    [BASE_UNEXPECTED_END] =
        {
            .id = "unexpected-end",
            .en = "the file ends in the middle of a setting",
            .zh = "文件在一项设置中间结束",
            .hint_en = "finish the last setting: name = \"value\";",
            .hint_zh = "请写完最后一项设置：名称 = \"取值\";",
        },
    [BASE_UNKNOWN_SETTING] =
        {
            .id = "unknown-setting",
            .en = "{2} has no setting {1}",
            .zh = "{2} 没有名为 {1} 的设置",
            .hint_en = "remove it, or write one of: {3}",
            .hint_zh = "请删去，或改为其中之一：{3}",
        },
    [BASE_UNKNOWN_SETTING_NEAR] =
        {
            .id = "unknown-setting-near",
            .en = "{2} has no setting {1}",
            .zh = "{2} 没有名为 {1} 的设置",
            .hint_en = "did you mean {3}?",
            .hint_zh = "是不是 {3}？",
        },
    [BASE_MISSING_SETTING] =
        {
            .id = "missing-setting",
            .en = "the setting {1} of {2} is missing",
            .zh = "{2} 缺少设置 {1}",
            .hint_en = "add {1} = {3};",
            .hint_zh = "请补上 {1} = {3};",
        },
    [BASE_WRONG_KIND] =
        {
            .id = "wrong-kind",
            .en = "{1} must be {2}",
            .zh = "{1} 应为{2}",
            .hint_en = "write {1} = {3};",
            .hint_zh = "请写成 {1} = {3};",
        },
};

const struct message_table base_messages = {base_message, BASE_MESSAGE_COUNT};
