/* What is said of faulty files of settings, whole, in both languages. */
#include "base_test.h"

struct fault_row {
    const char *name, *input;
    const char *en, *zh;
};

static const struct fault_row fault_rows[] = {
    {"a stray character", "a = $;",
     "input:1:5: error: $ means nothing here [stray-character]\n"
     "     1 | a = $;\n"
     "             ^\n"
     "  hint: remove it, or put the text into quotes\n",
     "input:1:5: 错误：$ 在此没有意义 [stray-character]\n"
     "     1 | a = $;\n"
     "             ^\n"
     "  提示：请删去，或把文字放进英文双引号\n"},
    {"full-width punctuation, each", "设 = “1”；",
     "input:1:1: error: 设 stands outside quotes [foreign-name]\n"
     "     1 | 设 = “1”；\n"
     "         ^^\n"
     "  hint: names of settings are ASCII letters; put Chinese text into quotes\n"
     "input:1:5: error: the value “1” is not in double quotes [unquoted-text]\n"
     "     1 | 设 = “1”；\n"
     "              ^^^\n"
     "  hint: write \"1\"\n"
     "input:1:8: error: “；” is full-width punctuation [full-width]\n"
     "     1 | 设 = “1”；\n"
     "                 ^^\n"
     "  hint: type ; (switch the keyboard to English)\n",
     "input:1:1: 错误：设 不在引号内 [foreign-name]\n"
     "     1 | 设 = “1”；\n"
     "         ^^\n"
     "  提示：设置名只能用英文字母；中文文字请放在英文双引号内\n"
     "input:1:5: 错误：取值 “1” 没有放在英文双引号内 [unquoted-text]\n"
     "     1 | 设 = “1”；\n"
     "              ^^^\n"
     "  提示：请写成 \"1\"\n"
     "input:1:8: 错误：“；”是全角标点 [full-width]\n"
     "     1 | 设 = “1”；\n"
     "                 ^^\n"
     "  提示：请改为半角 ;（切换到英文输入法）\n"},
    {"full-width brackets and comma", "a ： （1， 2）；",
     "input:1:3: error: “：” is full-width punctuation [full-width]\n"
     "     1 | a ： （1， 2）；\n"
     "           ^^\n"
     "  hint: type = (switch the keyboard to English)\n"
     "input:1:5: error: “（” is full-width punctuation [full-width]\n"
     "     1 | a ： （1， 2）；\n"
     "              ^^\n"
     "  hint: type ( (switch the keyboard to English)\n"
     "input:1:7: error: “，” is full-width punctuation [full-width]\n"
     "     1 | a ： （1， 2）；\n"
     "                 ^^\n"
     "  hint: type , (switch the keyboard to English)\n"
     "input:1:10: error: “）” is full-width punctuation [full-width]\n"
     "     1 | a ： （1， 2）；\n"
     "                     ^^\n"
     "  hint: type ) (switch the keyboard to English)\n"
     "input:1:11: error: “；” is full-width punctuation [full-width]\n"
     "     1 | a ： （1， 2）；\n"
     "                       ^^\n"
     "  hint: type ; (switch the keyboard to English)\n",
     "input:1:3: 错误：“：”是全角标点 [full-width]\n"
     "     1 | a ： （1， 2）；\n"
     "           ^^\n"
     "  提示：请改为半角 =（切换到英文输入法）\n"
     "input:1:5: 错误：“（”是全角标点 [full-width]\n"
     "     1 | a ： （1， 2）；\n"
     "              ^^\n"
     "  提示：请改为半角 (（切换到英文输入法）\n"
     "input:1:7: 错误：“，”是全角标点 [full-width]\n"
     "     1 | a ： （1， 2）；\n"
     "                 ^^\n"
     "  提示：请改为半角 ,（切换到英文输入法）\n"
     "input:1:10: 错误：“）”是全角标点 [full-width]\n"
     "     1 | a ： （1， 2）；\n"
     "                     ^^\n"
     "  提示：请改为半角 )（切换到英文输入法）\n"
     "input:1:11: 错误：“；”是全角标点 [full-width]\n"
     "     1 | a ： （1， 2）；\n"
     "                       ^^\n"
     "  提示：请改为半角 ;（切换到英文输入法）\n"},
    {"a Chinese name of a setting", "税率 = 1;",
     "input:1:1: error: 税率 stands outside quotes [foreign-name]\n"
     "     1 | 税率 = 1;\n"
     "         ^^^^\n"
     "  hint: names of settings are ASCII letters; put Chinese text into quotes\n",
     "input:1:1: 错误：税率 不在引号内 [foreign-name]\n"
     "     1 | 税率 = 1;\n"
     "         ^^^^\n"
     "  提示：设置名只能用英文字母；中文文字请放在英文双引号内\n"},
    {"Chinese text without quotes", "a = 税率;",
     "input:1:5: error: the value 税率 is not in double quotes [unquoted-text]\n"
     "     1 | a = 税率;\n"
     "             ^^^^\n"
     "  hint: write \"税率\"\n",
     "input:1:5: 错误：取值 税率 没有放在英文双引号内 [unquoted-text]\n"
     "     1 | a = 税率;\n"
     "             ^^^^\n"
     "  提示：请写成 \"税率\"\n"},
    {"hexadecimal", "a = 0x7fffffffff;",
     "input:1:5: error: 0x7fffffffff is a hexadecimal number [hexadecimal]\n"
     "     1 | a = 0x7fffffffff;\n"
     "             ^^^^^^^^^^^^\n"
     "  hint: write it in decimal\n",
     "input:1:5: 错误：0x7fffffffff 是十六进制数 [hexadecimal]\n"
     "     1 | a = 0x7fffffffff;\n"
     "             ^^^^^^^^^^^^\n"
     "  提示：请改写为十进制\n"},
    {"a long suffix", "a = 5L;",
     "input:1:5: error: the L behind 5L has no meaning here [long-suffix]\n"
     "     1 | a = 5L;\n"
     "             ^^\n"
     "  hint: leave it out: numbers have no size here\n",
     "input:1:5: 错误：5L 后面的 L 在此没有意义 [long-suffix]\n"
     "     1 | a = 5L;\n"
     "             ^^\n"
     "  提示：请去掉 L：这里的数没有位数限制\n"},
    {"a string that does not end", "a = 1;\nb = \"open;\nc = 2;",
     "input:2:5: error: the text that begins here has no quote at its end [open-string]\n"
     "     2 | b = \"open;\n"
     "             ^\n"
     "  hint: end it with \"; nothing else in this line was looked at\n",
     "input:2:5: 错误：此处开始的文字缺少结束的引号 [open-string]\n"
     "     2 | b = \"open;\n"
     "             ^\n"
     "  提示：请在文字末尾补上英文双引号 \"；本行其余内容未检查\n"},
    {"a comment that does not end", "a = 1; /* open",
     "input:1:8: error: a comment begins here and does not end [open-comment]\n"
     "     1 | a = 1; /* open\n"
     "                ^^\n"
     "  hint: end it with */\n",
     "input:1:8: 错误：此处开始的注释没有结束 [open-comment]\n"
     "     1 | a = 1; /* open\n"
     "                ^^\n"
     "  提示：请用 */ 结束注释\n"},
    {"an unknown escape", "a = \"c:\\new\\dir\";",
     "input:1:12: error: a backslash with something that libconfig does not know [bad-escape]\n"
     "     1 | a = \"c:\\new\\dir\";\n"
     "                    ^^\n"
     "  hint: write \\\\ for a backslash itself; \\\" for a quote; \\n for a new line\n",
     "input:1:12: 错误：反斜杠后面的字符无法识别 [bad-escape]\n"
     "     1 | a = \"c:\\new\\dir\";\n"
     "                    ^^\n"
     "  提示：反斜杠本身写作 \\\\，双引号写作 \\\"，换行写作 \\n\n"},
    {"an escape that makes no UTF-8", "a = \"\\xC7\\x00\";",
     "input:1:6: error: \\x escapes only plain characters, 01 to 7F [escape-range]\n"
     "     1 | a = \"\\xC7\\x00\";\n"
     "              ^^^^\n"
     "  hint: type the character itself: the file is UTF-8\n"
     "input:1:10: error: \\x escapes only plain characters, 01 to 7F [escape-range]\n"
     "     1 | a = \"\\xC7\\x00\";\n"
     "                  ^^^^\n"
     "  hint: type the character itself: the file is UTF-8\n",
     "input:1:6: 错误：\\x 只能表示 01 至 7F 的字符 [escape-range]\n"
     "     1 | a = \"\\xC7\\x00\";\n"
     "              ^^^^\n"
     "  提示：请直接输入该字符：文件是 UTF-8\n"
     "input:1:10: 错误：\\x 只能表示 01 至 7F 的字符 [escape-range]\n"
     "     1 | a = \"\\xC7\\x00\";\n"
     "                  ^^^^\n"
     "  提示：请直接输入该字符：文件是 UTF-8\n"},
    {"an escape cut by the end", "a = \"\\",
     "input:1:5: error: the text that begins here has no quote at its end [open-string]\n"
     "     1 | a = \"\\\n"
     "             ^\n"
     "  hint: end it with \"; nothing else in this line was looked at\n",
     "input:1:5: 错误：此处开始的文字缺少结束的引号 [open-string]\n"
     "     1 | a = \"\\\n"
     "             ^\n"
     "  提示：请在文字末尾补上英文双引号 \"；本行其余内容未检查\n"},
    {"a quote lost before settings", "a = \"x;\nb = \"田\"; c = (d = \"y\n};",
     "input:1:5: error: the text that begins here has no quote at its end [open-string]\n"
     "     1 | a = \"x;\n"
     "             ^\n"
     "  hint: end it with \"; nothing else in this line was looked at\n"
     "input:2:19: error: the text that begins here has no quote at its end [open-string]\n"
     "     2 | b = \"田\"; c = (d = \"y\n"
     "                            ^\n"
     "  hint: end it with \"; nothing else in this line was looked at\n",
     "input:1:5: 错误：此处开始的文字缺少结束的引号 [open-string]\n"
     "     1 | a = \"x;\n"
     "             ^\n"
     "  提示：请在文字末尾补上英文双引号 \"；本行其余内容未检查\n"
     "input:2:19: 错误：此处开始的文字缺少结束的引号 [open-string]\n"
     "     2 | b = \"田\"; c = (d = \"y\n"
     "                            ^\n"
     "  提示：请在文字末尾补上英文双引号 \"；本行其余内容未检查\n"},
    {"a doubled name", "g = { a = 1;\n a = 2; };",
     "input:2:2: error: a is set twice in this group, first on line 1 [doubled-name]\n"
     "     2 |  a = 2; };\n"
     "          ^\n"
     "  hint: remove one, or rename it\n",
     "input:2:2: 错误：a 在同一组内重复设置，首次在第 1 行 [doubled-name]\n"
     "     2 |  a = 2; };\n"
     "          ^\n"
     "  提示：请删去其一或改名\n"},
    {"a missing value", "a = ;",
     "input:1:5: error: a value is missing before ; [missing-value]\n"
     "     1 | a = ;\n"
     "             ^\n"
     "  hint: write name = \"value\";\n",
     "input:1:5: 错误：; 之前缺少取值 [missing-value]\n"
     "     1 | a = ;\n"
     "             ^\n"
     "  提示：请写成 名称 = \"取值\";\n"},
    {"a missing value at the end", "a =",
     "input:1:3: error: the file ends in the middle of a setting [unexpected-end]\n"
     "     1 | a =\n"
     "           ^\n"
     "  hint: finish the last setting: name = \"value\";\n",
     "input:1:3: 错误：文件在一项设置中间结束 [unexpected-end]\n"
     "     1 | a =\n"
     "           ^\n"
     "  提示：请写完最后一项设置：名称 = \"取值\";\n"},
    {"a missing name", "= 5;",
     "input:1:1: error: a name is missing before = [missing-name]\n"
     "     1 | = 5;\n"
     "         ^\n"
     "  hint: write name = \"value\";\n",
     "input:1:1: 错误：= 之前缺少名称 [missing-name]\n"
     "     1 | = 5;\n"
     "         ^\n"
     "  提示：请写成 名称 = \"取值\";\n"},
    {"a missing equals sign", "a 5;",
     "input:1:3: error: = is missing before 5 [missing-equals]\n"
     "     1 | a 5;\n"
     "           ^\n"
     "  hint: write name = \"value\"; a text stands in quotes\n",
     "input:1:3: 错误：5 之前缺少 = [missing-equals]\n"
     "     1 | a 5;\n"
     "           ^\n"
     "  提示：请写成 名称 = \"取值\"; 文字放在引号内\n"},
    {"a missing equals sign before a group", "a { b = 1; };",
     "input:1:3: error: = is missing before { [missing-equals]\n"
     "     1 | a { b = 1; };\n"
     "           ^\n"
     "  hint: write name = \"value\"; a text stands in quotes\n",
     "input:1:3: 错误：{ 之前缺少 = [missing-equals]\n"
     "     1 | a { b = 1; };\n"
     "           ^\n"
     "  提示：请写成 名称 = \"取值\"; 文字放在引号内\n"},
    {"text without quotes", "a = projects;",
     "input:1:5: error: the value projects is not in double quotes [unquoted-text]\n"
     "     1 | a = projects;\n"
     "             ^^^^^^^^\n"
     "  hint: write \"projects\"\n",
     "input:1:5: 错误：取值 projects 没有放在英文双引号内 [unquoted-text]\n"
     "     1 | a = projects;\n"
     "             ^^^^^^^^\n"
     "  提示：请写成 \"projects\"\n"},
    {"a missing comma", "a = (1 2);",
     "input:1:8: error: a comma is missing before 2 [missing-comma]\n"
     "     1 | a = (1 2);\n"
     "                ^\n"
     "  hint: separate the elements of a list with commas\n",
     "input:1:8: 错误：2 之前缺少逗号 [missing-comma]\n"
     "     1 | a = (1 2);\n"
     "                ^\n"
     "  提示：列表的各项之间用英文逗号分隔\n"},
    {"a missing comma between groups", "a = ({ b = 1; } { b = 2; });",
     "input:1:17: error: a comma is missing before { [missing-comma]\n"
     "     1 | a = ({ b = 1; } { b = 2; });\n"
     "                         ^\n"
     "  hint: separate the elements of a list with commas\n",
     "input:1:17: 错误：{ 之前缺少逗号 [missing-comma]\n"
     "     1 | a = ({ b = 1; } { b = 2; });\n"
     "                         ^\n"
     "  提示：列表的各项之间用英文逗号分隔\n"},
    {"a group that is not closed", "a = {\n b = 1;",
     "input:1:5: error: { opens here and is not closed [unclosed]\n"
     "     1 | a = {\n"
     "             ^\n"
     "  hint: add } where the group or list ends\n",
     "input:1:5: 错误：此处的 { 没有关闭 [unclosed]\n"
     "     1 | a = {\n"
     "             ^\n"
     "  提示：请在该组或列表结束处加 }\n"},
    {"a list that is not closed", "a = (1, 2;",
     "input:1:5: error: ( opens here and is not closed [unclosed]\n"
     "     1 | a = (1, 2;\n"
     "             ^\n"
     "  hint: add ) where the group or list ends\n",
     "input:1:5: 错误：此处的 ( 没有关闭 [unclosed]\n"
     "     1 | a = (1, 2;\n"
     "             ^\n"
     "  提示：请在该组或列表结束处加 )\n"},
    {"a bracket too many", "a = 1; };",
     "input:1:8: error: } closes nothing [extra-closing]\n"
     "     1 | a = 1; };\n"
     "                ^\n"
     "  hint: remove it\n",
     "input:1:8: 错误：} 没有对应的开括号 [extra-closing]\n"
     "     1 | a = 1; };\n"
     "                ^\n"
     "  提示：请删去\n"},
    {"another bracket than opened", "a = (\n1, 2};",
     "input:2:5: error: ) is missing before this, for what opened on line 1 [wrong-closing]\n"
     "     2 | 1, 2};\n"
     "             ^\n"
     "  hint: close in the order of opening\n",
     "input:2:5: 错误：此处之前缺少 )，对应第 1 行的开括号 [wrong-closing]\n"
     "     2 | 1, 2};\n"
     "             ^\n"
     "  提示：请按打开的顺序关闭括号\n"},
    {"a setting in a list", "a = (b = 1);",
     "input:1:6: error: b does not fit here [unexpected]\n"
     "     1 | a = (b = 1);\n"
     "              ^\n"
     "  hint: a group { } holds name = \"value\"; a list ( ) holds values with commas between\n",
     "input:1:6: 错误：b 不应出现在此处 [unexpected]\n"
     "     1 | a = (b = 1);\n"
     "              ^\n"
     "  提示：组 { } 内写 名称 = \"取值\"; 列表 ( ) 内各项用逗号分隔\n"},
    {"a value in a group", "a = { 5 };",
     "input:1:7: error: 5 does not fit here [unexpected]\n"
     "     1 | a = { 5 };\n"
     "               ^\n"
     "  hint: a group { } holds name = \"value\"; a list ( ) holds values with commas between\n",
     "input:1:7: 错误：5 不应出现在此处 [unexpected]\n"
     "     1 | a = { 5 };\n"
     "               ^\n"
     "  提示：组 { } 内写 名称 = \"取值\"; 列表 ( ) 内各项用逗号分隔\n"},
    {"two semicolons", "a = 1;;",
     "input:1:7: error: ; does not fit here [unexpected]\n"
     "     1 | a = 1;;\n"
     "               ^\n"
     "  hint: a group { } holds name = \"value\"; a list ( ) holds values with commas between\n",
     "input:1:7: 错误：; 不应出现在此处 [unexpected]\n"
     "     1 | a = 1;;\n"
     "               ^\n"
     "  提示：组 { } 内写 名称 = \"取值\"; 列表 ( ) 内各项用逗号分隔\n"},
    {"a comma that ends a list", "a = (1,);",
     "input:1:8: error: ) does not fit here [unexpected]\n"
     "     1 | a = (1,);\n"
     "                ^\n"
     "  hint: a group { } holds name = \"value\"; a list ( ) holds values with commas between\n",
     "input:1:8: 错误：) 不应出现在此处 [unexpected]\n"
     "     1 | a = (1,);\n"
     "                ^\n"
     "  提示：组 { } 内写 名称 = \"取值\"; 列表 ( ) 内各项用逗号分隔\n"},
    {"a list in an array", "a = [(1)];",
     "input:1:6: error: ( does not fit here [unexpected]\n"
     "     1 | a = [(1)];\n"
     "              ^\n"
     "  hint: a group { } holds name = \"value\"; a list ( ) holds values with commas between\n",
     "input:1:6: 错误：( 不应出现在此处 [unexpected]\n"
     "     1 | a = [(1)];\n"
     "              ^\n"
     "  提示：组 { } 内写 名称 = \"取值\"; 列表 ( ) 内各项用逗号分隔\n"},
    {"a name alone", "a",
     "input:1:1: error: the file ends in the middle of a setting [unexpected-end]\n"
     "     1 | a\n"
     "         ^\n"
     "  hint: finish the last setting: name = \"value\";\n",
     "input:1:1: 错误：文件在一项设置中间结束 [unexpected-end]\n"
     "     1 | a\n"
     "         ^\n"
     "  提示：请写完最后一项设置：名称 = \"取值\";\n"},
    {"a name with a point", "a.b = 1;",
     "input:1:1: error: a.b does not fit here [unexpected]\n"
     "     1 | a.b = 1;\n"
     "         ^^^\n"
     "  hint: a group { } holds name = \"value\"; a list ( ) holds values with commas between\n",
     "input:1:1: 错误：a.b 不应出现在此处 [unexpected]\n"
     "     1 | a.b = 1;\n"
     "         ^^^\n"
     "  提示：组 { } 内写 名称 = \"取值\"; 列表 ( ) 内各项用逗号分隔\n"},
    {"a word in place of @include", "@import \"x\"",
     "input:1:1: error: @ means nothing here [stray-character]\n"
     "     1 | @import \"x\"\n"
     "         ^\n"
     "  hint: remove it, or put the text into quotes\n",
     "input:1:1: 错误：@ 在此没有意义 [stray-character]\n"
     "     1 | @import \"x\"\n"
     "         ^\n"
     "  提示：请删去，或把文字放进英文双引号\n"},
    {"several faults at once", "a = ；\nb = 0x5;\nc = $;",
     "input:1:5: error: “；” is full-width punctuation [full-width]\n"
     "     1 | a = ；\n"
     "             ^^\n"
     "  hint: type ; (switch the keyboard to English)\n"
     "input:2:5: error: 0x5 is a hexadecimal number [hexadecimal]\n"
     "     2 | b = 0x5;\n"
     "             ^^^\n"
     "  hint: write it in decimal\n"
     "input:3:5: error: $ means nothing here [stray-character]\n"
     "     3 | c = $;\n"
     "             ^\n"
     "  hint: remove it, or put the text into quotes\n",
     "input:1:5: 错误：“；”是全角标点 [full-width]\n"
     "     1 | a = ；\n"
     "             ^^\n"
     "  提示：请改为半角 ;（切换到英文输入法）\n"
     "input:2:5: 错误：0x5 是十六进制数 [hexadecimal]\n"
     "     2 | b = 0x5;\n"
     "             ^^^\n"
     "  提示：请改写为十进制\n"
     "input:3:5: 错误：$ 在此没有意义 [stray-character]\n"
     "     3 | c = $;\n"
     "             ^\n"
     "  提示：请删去，或把文字放进英文双引号\n"},
};

Test(conf_faults, are_told_with_their_place_and_mend)
{
    static struct bench bench;
    for (size_t i = 0; i < sizeof fault_rows / sizeof *fault_rows; i++)
        for (enum ft_language language = FT_ZH; language <= FT_EN; language++) {
            const struct fault_row *row = &fault_rows[i];
            bench_open(&bench, language);
            cr_expect_eq(bench_conf(&bench, row->input), FT_INVALID, "%s", row->name);
            cr_expect_str_eq(bench_rendering(&bench), language == FT_ZH ? row->zh : row->en,
                             "%s:\n%s", row->name, bench.rendering);
            bench_close(&bench);
        }
}

/* Every pair of a mark that a Chinese keyboard types and the one that is meant. */
Test(conf_faults, full_width_punctuation_names_its_twin)
{
    static const char *const pairs[][2] = {
        {"a = 1；", ";"},
        {"a = (1，2);", ","},
        {"a：1;", "="},
        {"a ＝ 1;", "="},
        {"a = （1);", "("},
        {"a = (1）;", ")"},
        {"a = ［1];", "["},
        {"a = [1］;", "]"},
        {"a = ｛b = 1;};", "{"},
        {"a = {b = 1;｝;", "}"},
        {"＃ 1", "#"},
        {"“", "\""},
        {"”", "\""},
        {"＂", "\""},
        {"‘", "\""},
        {"’", "\""},
    };
    static struct bench bench;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        bench_open(&bench, FT_EN);
        cr_expect_eq(bench_conf(&bench, pairs[i][0]), FT_INVALID);
        const char *hint =
            arena_format(&bench.arena, "type %s (switch the keyboard to English)", pairs[i][1]);
        cr_assert_not_null(hint);
        cr_expect_eq(bench.diagnostics.total, 1);
        cr_expect_str_eq(bench.diagnostics.items[0].id, "full-width");
        cr_expect_str_eq(bench.diagnostics.items[0].hint, hint);
        bench_close(&bench);
    }
    /* Inside quotes and comments they are text. */
    bench_open(&bench, FT_EN);
    cr_expect_eq(bench_conf(&bench, "a = \"（，；：）\"; # “”；"), FT_OK);
    bench_close(&bench);
}

/* ---- the settings that a group may have ---- */

static const struct conf_setting wanted_settings[] = {
    {"title", true, WANT_SCALAR},
    {"rows", false, WANT_LIST},
    {"when", false, WANT_SCALAR | WANT_LIST},
    {"parts", false, WANT_GROUP},
};

static const struct fault_row check_rows[] = {
    {"all there", "title = \"x\"; rows = (); when = (1); parts = {};", "", ""},
    {"one missing", "rows = ();",
     "input:1:1: error: the setting title of the group is missing [missing-setting]\n"
     "     1 | rows = ();\n"
     "         ^\n"
     "  hint: add title = \"…\";\n",
     "input:1:1: 错误：the group 缺少设置 title [missing-setting]\n"
     "     1 | rows = ();\n"
     "         ^\n"
     "  提示：请补上 title = \"…\";\n"},
    {"an unknown one like another", "title = \"x\"; titel = 1;",
     "input:1:14: error: the group has no setting titel [unknown-setting-near]\n"
     "     1 | title = \"x\"; titel = 1;\n"
     "                      ^^^^^\n"
     "  hint: did you mean title?\n",
     "input:1:14: 错误：the group 没有名为 titel 的设置 [unknown-setting-near]\n"
     "     1 | title = \"x\"; titel = 1;\n"
     "                      ^^^^^\n"
     "  提示：是不是 title？\n"},
    {"an unknown one like none", "title = \"x\"; quarter = 1;",
     "input:1:14: error: the group has no setting quarter [unknown-setting]\n"
     "     1 | title = \"x\"; quarter = 1;\n"
     "                      ^^^^^^^\n"
     "  hint: remove it, or write one of: title, rows, when, parts\n",
     "input:1:14: 错误：the group 没有名为 quarter 的设置 [unknown-setting]\n"
     "     1 | title = \"x\"; quarter = 1;\n"
     "                      ^^^^^^^\n"
     "  提示：请删去，或改为其中之一：title, rows, when, parts\n"},
    {"of the wrong kind", "title = { a = 1; }; rows = 5; when = {}; parts = (1);",
     "input:1:1: error: title must be a value \"…\" [wrong-kind]\n"
     "     1 | title = { a = 1; }; rows = 5; when = {}; parts = (1);\n"
     "         ^^^^^\n"
     "  hint: write title = \"…\";\n"
     "input:1:21: error: rows must be a list ( … ) [wrong-kind]\n"
     "     1 | title = { a = 1; }; rows = 5; when = {}; parts = (1);\n"
     "                             ^^^^\n"
     "  hint: write rows = ( … );\n"
     "input:1:31: error: when must be a value \"…\" or a list ( … ) [wrong-kind]\n"
     "     1 | title = { a = 1; }; rows = 5; when = {}; parts = (1);\n"
     "                                       ^^^^\n"
     "  hint: write when = \"…\";\n"
     "input:1:42: error: parts must be a group { … } [wrong-kind]\n"
     "     1 | title = { a = 1; }; rows = 5; when = {}; parts = (1);\n"
     "                                                  ^^^^^\n"
     "  hint: write parts = { … };\n",
     "input:1:1: 错误：title 应为一个值 \"…\" [wrong-kind]\n"
     "     1 | title = { a = 1; }; rows = 5; when = {}; parts = (1);\n"
     "         ^^^^^\n"
     "  提示：请写成 title = \"…\";\n"
     "input:1:21: 错误：rows 应为一个列表 ( … ) [wrong-kind]\n"
     "     1 | title = { a = 1; }; rows = 5; when = {}; parts = (1);\n"
     "                             ^^^^\n"
     "  提示：请写成 rows = ( … );\n"
     "input:1:31: 错误：when 应为值 \"…\" 或列表 ( … ) [wrong-kind]\n"
     "     1 | title = { a = 1; }; rows = 5; when = {}; parts = (1);\n"
     "                                       ^^^^\n"
     "  提示：请写成 when = \"…\";\n"
     "input:1:42: 错误：parts 应为一个组 { … } [wrong-kind]\n"
     "     1 | title = { a = 1; }; rows = 5; when = {}; parts = (1);\n"
     "                                                  ^^^^^\n"
     "  提示：请写成 parts = { … };\n"},
};

Test(conf_check, tells_what_is_unknown_missing_or_of_the_wrong_kind)
{
    const size_t count = sizeof wanted_settings / sizeof *wanted_settings;
    static struct bench bench;
    for (size_t i = 0; i < sizeof check_rows / sizeof *check_rows; i++)
        for (enum ft_language language = FT_ZH; language <= FT_EN; language++) {
            const struct fault_row *row = &check_rows[i];
            bench_open(&bench, language);
            cr_assert_eq(bench_conf(&bench, row->input), FT_OK, "%s", row->name);
            bool good =
                conf_check(bench.conf, &bench.diagnostics, "the group", wanted_settings, count);
            cr_expect_eq(good, row->en[0] == '\0', "%s", row->name);
            cr_expect_str_eq(bench_rendering(&bench), language == FT_ZH ? row->zh : row->en,
                             "%s:\n%s", row->name, bench.rendering);
            bench_close(&bench);
        }
}

/* ---- values without quotes: what is taken for the value, and what is not ---- */

struct unquoted_row {
    const char *input, *hint; /* the mend, NULL where nothing is wrong with the quotes */
};

static const struct unquoted_row unquoted_rows[] = {
    {"a = 2.32 亿元; b = 1;", "write \"2.32 亿元\""},
    {"a = 2.32 亿元 b = 1", "write \"2.32 亿元\""},
    {"a = 1,150 元/m2; # c", "write \"1,150 元/m2\""},
    {"a = 2,320,000, b = 1", "write \"2,320,000\""},
    {"a = 8%;", "write \"8%\""},
    {"a = 1/3 // c", "write \"1/3\""},
    {"a = 2022/6/30;", "write \"2022/6/30\""},
    {"a = 2022年6月30日;", "write \"2022年6月30日\""},
    {"a = 5\";", "write \"5\""},
    {"a = '5 亩';", "write \"5 亩\""},
    {"a = “五；金\";", "write \"五；金\""},
    {"a = 五金（一期）;", "write \"五金（一期）\""},
    {"a = 五金；", "write \"五金\""},
    {"a = max(x, 0) * y >= z;", "write \"max(x, 0) * y >= z\""},
    {"a = use == 'x' or b;", "write \"use == 'x' or b\""},
    {"a = [ one, \"two\" ];", "write \"one\""},
    {"a = ( { b = c } );", "write \"c\""},
    {"a = 1 b = 2, c = true d = -1e3", NULL},
    {"a = 2022-06-30;", NULL},
    {"a = [ 1,2,3 ];", NULL},
    {"a = ( 1,000 );", NULL},
};

Test(conf_faults, a_value_without_quotes_is_shown_as_it_should_be_written)
{
    static struct bench bench;
    for (size_t i = 0; i < sizeof unquoted_rows / sizeof *unquoted_rows; i++) {
        const struct unquoted_row *row = &unquoted_rows[i];
        bench_open(&bench, FT_EN);
        enum ft_status status = bench_conf(&bench, row->input);
        cr_expect_eq(status, row->hint == NULL ? FT_OK : FT_INVALID, "%s", row->input);
        if (row->hint != NULL) {
            cr_expect_str_eq(bench.diagnostics.items[0].id, "unquoted-text", "%s", row->input);
            cr_expect_str_eq(bench.diagnostics.items[0].hint, row->hint, "%s", row->input);
        }
        bench_close(&bench);
    }
}
