/* What is refused, as a user sees it. Each rendering is whole: place, line, caret, mend. */
#include "fixture.h"

struct bad {
    enum ft_language language;
    const char *entity, *formula, *rendering;
};

static struct fixture fixture;

static void check_all(const struct bad *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fixture_open(&fixture, rows[i].language);
        struct formula *formula = NULL;
        enum ft_status status = formula_compile(
            &formula, &fixture.schema, fixture_entity(&fixture, rows[i].entity),
            fixture_text(&fixture, rows[i].formula), NULL, &fixture.arena, &fixture.diagnostics);
        const char *rendering = fixture_rendering(&fixture);
        cr_expect_eq(status, FT_INVALID, "%s", rows[i].formula);
        cr_expect_null(formula, "%s", rows[i].formula);
        cr_expect_str_eq(rendering, rows[i].rendering, "%s:\n%sis not\n%s", rows[i].formula,
                         rendering, rows[i].rendering);
        fixture_close(&fixture);
    }
}
#define CHECK_ALL(rows) check_all(rows, sizeof(rows) / sizeof *(rows))

Test(habits, get_their_mend)
{
    static const struct bad rows[] = {
        {FT_ZH, "project", "price × 2",
         "policy.cfg:1:18: 错误：公式语言中没有 × [formula-habit]\n"
         "     1 |   value = \"price × 2\";\n"
         "                          ^\n"
         "  提示：请改为 *\n"},
        {FT_EN, "project", "use = 1",
         "policy.cfg:1:16: error: = is not of the formula language [formula-habit]\n"
         "     1 |   value = \"use = 1\";\n"
         "                        ^\n"
         "  hint: write ==\n"},
        {FT_EN, "project", "ratio <> 1",
         "policy.cfg:1:18: error: <> is not of the formula language [formula-habit]\n"
         "     1 |   value = \"ratio <> 1\";\n"
         "                          ^^\n"
         "  hint: write !=\n"},
        {FT_EN, "project", "idle && idle",
         "policy.cfg:1:17: error: && is not of the formula language [formula-habit]\n"
         "     1 |   value = \"idle && idle\";\n"
         "                         ^^\n"
         "  hint: write and\n"},
        {FT_ZH, "project", "use == \"industrial\"",
         "policy.cfg:1:19: 错误：公式语言中没有 \" [formula-habit]\n"
         "     1 |   value = \"use == \"industrial\"\";\n"
         "                           ^\n"
         "  提示：请改为 '\n"
         "policy.cfg:1:30: 错误：公式语言中没有 \" [formula-habit]\n"
         "     1 |   value = \"use == \"industrial\"\";\n"
         "                                      ^\n"
         "  提示：请改为 '\n"},
        {FT_EN, "portfolio", "IF(1 > 2, 3, 4)",
         "policy.cfg:1:12: error: IF is not of the formula language [formula-habit]\n"
         "     1 |   value = \"IF(1 > 2, 3, 4)\";\n"
         "                    ^^\n"
         "  hint: write if … then … else …\n"},
        {FT_ZH, "project", "idle AND idle",
         "policy.cfg:1:17: 错误：公式语言中没有 AND [formula-habit]\n"
         "     1 |   value = \"idle AND idle\";\n"
         "                         ^^^\n"
         "  提示：请改为 and\n"},
        {FT_ZH, "portfolio", "单价 * 2",
         "policy.cfg:1:12: 错误：单价 在公式中没有意义 [formula-stray]\n"
         "     1 |   value = \"单价 * 2\";\n"
         "                    ^^^^\n"
         "  提示：字段和规则用英文名；单位紧跟在数字之后\n"},
        {FT_EN, "portfolio", "max(1,000, 2)",
         "policy.cfg:1:16: error: 1,000 could be one number or two arguments [formula-comma]\n"
         "     1 |   value = \"max(1,000, 2)\";\n"
         "                        ^^^^^\n"
         "  hint: write 1_000 for a number; put a blank behind the comma between arguments\n"},
        {FT_ZH, "portfolio", "1,000 元",
         "policy.cfg:1:12: 错误：1,000 可能是一个数，也可能是两个参数 [formula-comma]\n"
         "     1 |   value = \"1,000 元\";\n"
         "                    ^^^^^\n"
         "  提示：一个数请写成 1_000；参数之间的逗号后请加空格\n"},
        {FT_ZH, "portfolio", "2 + 1 元/m2 + 3 公斤",
         "policy.cfg:1:27: 错误：公斤 在公式中没有意义 [formula-stray]\n"
         "     1 |   value = \"2 + 1 元/m2 + 3 公斤\";\n"
         "                                    ^^^^\n"
         "  提示：字段和规则用英文名；单位紧跟在数字之后\n"},
    };
    CHECK_ALL(rows);
}

Test(grammar, tells_what_is_missing_where)
{
    static const struct bad rows[] = {
        {FT_ZH, "portfolio", "area ++ 1",
         "policy.cfg:1:18: 错误：此处缺少一个值，却是“+” [formula-expected-value]\n"
         "     1 |   value = \"area ++ 1\";\n"
         "                          ^\n"
         "  提示：值可以是数、名称、'选项'，或括号内的公式\n"},
        {FT_ZH, "portfolio", "pot > 'a",
         "policy.cfg:1:18: 错误：此处的单引号 ' 没有结束 [formula-open-symbol]\n"
         "     1 |   value = \"pot > 'a\";\n"
         "                          ^\n"
         "  提示：请写成 '选项'\n"},
        {FT_ZH, "portfolio", "1 +",
         "policy.cfg:1:15: 错误：公式没有写完 [formula-end-open]\n"
         "     1 |   value = \"1 +\";\n"
         "                       ^\n"
         "  提示：此处缺少一个值或名称\n"},
        {FT_EN, "portfolio", "(1 + 2",
         "policy.cfg:1:18: error: the formula ends too early [formula-end]\n"
         "     1 |   value = \"(1 + 2\";\n"
         "                          ^\n"
         "  hint: ) is missing here\n"},
        {FT_ZH, "portfolio", "(1 + 2]",
         "policy.cfg:1:18: 错误：“]”之前缺少 ) [formula-expected]\n"
         "     1 |   value = \"(1 + 2]\";\n"
         "                          ^\n"
         "  提示：请在此处写 )\n"},
        {FT_EN, "portfolio", "1 + * 2",
         "policy.cfg:1:16: error: a value is missing here, found \"*\" [formula-expected-value]\n"
         "     1 |   value = \"1 + * 2\";\n"
         "                        ^\n"
         "  hint: a value is a number, a name, a 'symbol', or a formula in ( )\n"},
        {FT_EN, "portfolio", "lot.",
         "policy.cfg:1:16: error: the formula ends too early [formula-end-open]\n"
         "     1 |   value = \"lot.\";\n"
         "                        ^\n"
         "  hint: a value or a name is missing here\n"},
        {FT_ZH, "portfolio", "lot.3",
         "policy.cfg:1:16: 错误：点号后缺少名称，却是“3” [formula-expected-name]\n"
         "     1 |   value = \"lot.3\";\n"
         "                        ^\n"
         "  提示：请写成 上级.字段，例如 project.area\n"},
        {FT_ZH, "portfolio", "sum(pot over 3)",
         "policy.cfg:1:25: 错误：此处缺少表名，却是“3” [formula-expected-table]\n"
         "     1 |   value = \"sum(pot over 3)\";\n"
         "                                 ^\n"
         "  提示：请写成 sum(x over buildings) 或 count(buildings)\n"},
        {FT_ZH, "portfolio", "date 5",
         "policy.cfg:1:17: 错误：此处缺少带引号的日期，却是“5” [formula-expected-date]\n"
         "     1 |   value = \"date 5\";\n"
         "                         ^\n"
         "  提示：请写成 date '2009-12-31'\n"},
        {FT_EN, "portfolio", "date '2021-02-29'",
         "policy.cfg:1:18: error: “2021-02-29” is no day of the calendar [date-day]\n"
         "     1 |   value = \"date '2021-02-29'\";\n"
         "                          ^^^^^^^^^^\n"
         "  hint: this month has the days 01 to 28\n"},
        {FT_ZH, "portfolio", "   ",
         "policy.cfg:1:15: 错误：公式是空的 [formula-empty]\n"
         "     1 |   value = \"   \";\n"
         "                       ^\n"
         "  提示：请写公式，或去掉这一项设置\n"},
        {FT_ZH, "portfolio", "1 2",
         "policy.cfg:1:14: 错误：公式在“2”之前已经完整 [formula-trailing]\n"
         "     1 |   value = \"1 2\";\n"
         "                      ^\n"
         "  提示：缺少运算符，或此处多余；参数之间用英文逗号\n"},
        {FT_ZH, "portfolio", "1 < 2 < 3",
         "policy.cfg:1:18: 错误：比较不能连写 [formula-chain]\n"
         "     1 |   value = \"1 < 2 < 3\";\n"
         "                          ^\n"
         "  提示：请写成 a < b and b < c\n"},
        {FT_EN, "portfolio", "if true then 1",
         "policy.cfg:1:26: error: the formula ends too early [formula-end]\n"
         "     1 |   value = \"if true then 1\";\n"
         "                                  ^\n"
         "  hint: else is missing here\n"},
        {FT_ZH, "portfolio", "pot ^ (1 + 1)",
         "policy.cfg:1:18: 错误：带单位的量，其幂次必须是写明的整数 [formula-power-dimension]\n"
         "     1 |   value = \"pot ^ (1 + 1)\";\n"
         "                          ^^^^^^^\n"
         "  提示：请先除以单位：(x / 1 元) ^ n\n"},
        {FT_EN, "portfolio", "1e999999999",
         "policy.cfg:1:14: error: the exponent “999999999” lies outside -4096 to 4096 "
         "[number-exponent]\n"
         "     1 |   value = \"1e999999999\";\n"
         "                      ^^^^^^^^^\n"
         "  hint: write the number with a smaller exponent\n"},
    };
    CHECK_ALL(rows);
}

Test(types, must_fit)
{
    static const struct bad rows[] = {
        {FT_ZH, "portfolio", "pot + 1 m2",
         "policy.cfg:1:18: 错误：金额（元）与面积（m2）不能放在一起运算 "
         "[formula-mixed-dimensions]\n"
         "     1 |   value = \"pot + 1 m2\";\n"
         "                          ^^^^\n"
         "  提示：请先乘以或除以某个量，使两者单位一致\n"},
        {FT_EN, "project", "price + 1",
         "policy.cfg:1:20: error: money per area (元/m2) and a plain number do not go together "
         "[formula-mixed-dimensions]\n"
         "     1 |   value = \"price + 1\";\n"
         "                            ^\n"
         "  hint: bring both to one unit, by multiplying or dividing by a quantity\n"},
        {FT_ZH, "portfolio", "pot and true",
         "policy.cfg:1:12: 错误：此处应为是否，实际是金额（元） [formula-wrong-type]\n"
         "     1 |   value = \"pot and true\";\n"
         "                    ^^^\n"
         "  提示：数可用比较（例如 x > 0）得到是否；日期可用 year(x) 得到数\n"},
        {FT_EN, "portfolio", "not pot",
         "policy.cfg:1:16: error: true or false is wanted here, but this is money (元) "
         "[formula-wrong-type]\n"
         "     1 |   value = \"not pot\";\n"
         "                        ^^^\n"
         "  hint: a comparison, as x > 0, makes true or false of a number; year(x) makes a number "
         "of a date\n"},
        {FT_ZH, "project", "use < use",
         "policy.cfg:1:12: 错误：用途（选项）没有大小之分 [formula-unordered]\n"
         "     1 |   value = \"use < use\";\n"
         "                    ^^^^^^^^^\n"
         "  提示：请用 == 或 != 比较\n"},
        {FT_EN, "portfolio", "'x'",
         "policy.cfg:1:12: error: nothing here says which list 'x' is of [formula-lone-symbol]\n"
         "     1 |   value = \"'x'\";\n"
         "                    ^^^\n"
         "  hint: compare it with a field of that list: use == 'x'\n"},
        {FT_ZH, "project", "use == 'industria'",
         "policy.cfg:1:19: 错误：'industria' 不是 land_use 的选项 [formula-unknown-member]\n"
         "     1 |   value = \"use == 'industria'\";\n"
         "                           ^^^^^^^^^^^\n"
         "  提示：是不是 'industrial'？\n"},
        {FT_ZH, "portfolio", "started - date '2020-01-01'",
         "policy.cfg:1:12: 错误：日期不能减日期 [formula-date-difference]\n"
         "     1 |   value = \"started - date '2020-01-01'\";\n"
         "                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
         "  提示：请写 years_between(起, 止) 或 days_between(起, 止)\n"},
        {FT_EN, "portfolio", "started + 1",
         "policy.cfg:1:22: error: time (年) is wanted here, but this is a plain number "
         "[formula-wrong-dimension]\n"
         "     1 |   value = \"started + 1\";\n"
         "                              ^\n"
         "  hint: check the units of what is multiplied or divided, or convert with a unit: x / 1 "
         "年\n"},
        {FT_EN, "portfolio", "(1 元)^100 * (1 元)^100",
         "policy.cfg:1:12: error: the unit of this result has a power beyond ±127 "
         "[formula-dimension-range]\n"
         "     1 |   value = \"(1 元)^100 * (1 元)^100\";\n"
         "                    ^^^^^^^^^^^^^^^^^^^^^^^\n"
         "  hint: check what is multiplied\n"},
        {FT_ZH, "portfolio", "round(1, 1, if true then 'up' else 'down')",
         "policy.cfg:1:24: 错误：方式必须直接写明，或者是一个参数 [formula-mode]\n"
         "     1 |   value = \"round(1, 1, if true then 'up' else 'down')\";\n"
         "                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
         "  提示：请写其中之一：'half_up', 'half_down', 'half_even', 'up', 'down', 'floor', "
         "'ceiling'，或一个 type 为 symbol、of 为 rounding 的参数\n"},
        {FT_EN, "portfolio", "round(1, 1, 'upp')",
         "policy.cfg:1:24: error: 'upp' is not a member of rounding [formula-unknown-member]\n"
         "     1 |   value = \"round(1, 1, 'upp')\";\n"
         "                                ^^^^^\n"
         "  hint: did you mean 'up'?\n"},
        {FT_EN, "portfolio", "sum(use over projects)",
         "policy.cfg:1:16: error: a plain number is wanted here, but this is one of land_use "
         "[formula-wrong-type]\n"
         "     1 |   value = \"sum(use over projects)\";\n"
         "                        ^^^\n"
         "  hint: a comparison, as x > 0, makes true or false of a number; year(x) makes a number "
         "of a date\n"},
        {FT_EN, "portfolio", "any(area over lots)",
         "policy.cfg:1:16: error: true or false is wanted here, but this is area (m2) "
         "[formula-wrong-type]\n"
         "     1 |   value = \"any(area over lots)\";\n"
         "                        ^^^^\n"
         "  hint: a comparison, as x > 0, makes true or false of a number; year(x) makes a number "
         "of a date\n"},
        {FT_EN, "portfolio", "share(pot, 1, 1 m2)",
         "policy.cfg:1:26: error: money (元) is wanted here, but this is area (m2) "
         "[formula-wrong-dimension]\n"
         "     1 |   value = \"share(pot, 1, 1 m2)\";\n"
         "                                  ^^^^\n"
         "  hint: check the units of what is multiplied or divided, or convert with a unit: x / 1 "
         "年\n"},
        {FT_ZH, "portfolio", "cumulative(started)",
         "policy.cfg:1:23: 错误：此处应为无单位的数，实际是日期 [formula-wrong-type]\n"
         "     1 |   value = \"cumulative(started)\";\n"
         "                               ^^^^^^^\n"
         "  提示：数可用比较（例如 x > 0）得到是否；日期可用 year(x) 得到数\n"},
        {FT_EN, "portfolio", "if true then 1 else true",
         "policy.cfg:1:32: error: a plain number and true or false do not go together "
         "[formula-mixed-types]\n"
         "     1 |   value = \"if true then 1 else true\";\n"
         "                                        ^^^^\n"
         "  hint: both sides, and both branches of an if, are of one type\n"},
    };
    CHECK_ALL(rows);
}

Test(names, are_suggested)
{
    static const struct bad rows[] = {
        {FT_EN, "project", "xyzzyx",
         "policy.cfg:1:12: error: xyzzyx is not a field or rule of projects, nor a parameter "
         "[formula-unknown-name]\n"
         "     1 |   value = \"xyzzyx\";\n"
         "                    ^^^^^^\n"
         "  hint: check the spelling; `fangtian policies` lists what there is\n"},
        {FT_ZH, "project", "idel",
         "policy.cfg:1:12: 错误：此处没有 idel [formula-unknown-name-near]\n"
         "     1 |   value = \"idel\";\n"
         "                    ^^^^\n"
         "  提示：是不是 idle？\n"},
        {FT_ZH, "building", "use",
         "policy.cfg:1:12: 错误：此处没有 use [formula-unknown-name-near]\n"
         "     1 |   value = \"use\";\n"
         "                    ^^^\n"
         "  提示：是不是 project.use？\n"},
        {FT_EN, "building", "pricee",
         "policy.cfg:1:12: error: pricee is not known here [formula-unknown-name-near]\n"
         "     1 |   value = \"pricee\";\n"
         "                    ^^^^^^\n"
         "  hint: did you mean project.price?\n"},
        {FT_EN, "project", "IDLE",
         "policy.cfg:1:12: error: IDLE is not known here [formula-unknown-name-near]\n"
         "     1 |   value = \"IDLE\";\n"
         "                    ^^^^\n"
         "  hint: did you mean idle?\n"},
        {FT_EN, "project", "portfolio.cty",
         "policy.cfg:1:22: error: cty is not known here [formula-unknown-name-near]\n"
         "     1 |   value = \"portfolio.cty\";\n"
         "                              ^^^\n"
         "  hint: did you mean city?\n"},
        {FT_ZH, "project", "portfolio.xyzzyx",
         "policy.cfg:1:22: 错误：xyzzyx 既不是 portfolio 的字段或规则，也不是参数 "
         "[formula-unknown-name]\n"
         "     1 |   value = \"portfolio.xyzzyx\";\n"
         "                              ^^^^^^\n"
         "  提示：请核对拼写；`fangtian policies` 列出全部名称\n"},
        {FT_EN, "project", "(portfoli.city)",
         "policy.cfg:1:13: error: portfoli is neither a row above nor a reference of this row "
         "[formula-unknown-owner]\n"
         "     1 |   value = \"(portfoli.city)\";\n"
         "                     ^^^^^^^^\n"
         "  hint: did you mean portfolio?\n"},
        {FT_ZH, "building", "owner.weight",
         "policy.cfg:1:12: 错误：owner 既不是上级行，也不是本行的引用字段 [formula-unknown-owner]\n"
         "     1 |   value = \"owner.weight\";\n"
         "                    ^^^^^\n"
         "  提示：是不是 building？\n"},
        {FT_ZH, "project", "standard",
         "policy.cfg:1:12: 错误：standard 的写法不对 [formula-spelling]\n"
         "     1 |   value = \"standard\";\n"
         "                    ^^^^^^^^\n"
         "  提示：请写 standard[…]\n"},
        {FT_EN, "project", "income_tax",
         "policy.cfg:1:12: error: income_tax is not written this way [formula-spelling]\n"
         "     1 |   value = \"income_tax\";\n"
         "                    ^^^^^^^^^^\n"
         "  hint: write income_tax(…)\n"},
        {FT_EN, "project", "delta",
         "policy.cfg:1:12: error: delta is not written this way [formula-spelling]\n"
         "     1 |   value = \"delta\";\n"
         "                    ^^^^^\n"
         "  hint: write … in delta\n"},
        {FT_ZH, "project", "price(3)",
         "policy.cfg:1:12: 错误：price 的写法不对 [formula-spelling]\n"
         "     1 |   value = \"price(3)\";\n"
         "                    ^^^^^\n"
         "  提示：请写 price\n"},
        {FT_EN, "project", "sum",
         "policy.cfg:1:12: error: sum is not written this way [formula-spelling]\n"
         "     1 |   value = \"sum\";\n"
         "                    ^^^\n"
         "  hint: write sum(x over table where c)\n"},
        {FT_EN, "project", "portfolio.city in standard",
         "policy.cfg:1:30: error: standard is not a set of members [formula-not-a-set]\n"
         "     1 |   value = \"portfolio.city in standard\";\n"
         "                                      ^^^^^^^^\n"
         "  hint: compare with == standard, or write in { 'a', 'b' }\n"},
        {FT_EN, "project", "rate[use]",
         "policy.cfg:1:12: error: rate is not written this way [formula-spelling]\n"
         "     1 |   value = \"rate[use]\";\n"
         "                    ^^^^\n"
         "  hint: write rate\n"},
        {FT_ZH, "project", "use in idle",
         "policy.cfg:1:19: 错误：idle 不是一组选项 [formula-not-a-set]\n"
         "     1 |   value = \"use in idle\";\n"
         "                           ^^^^\n"
         "  提示：请用 == idle 比较，或写 in { 'a', 'b' }\n"},
        {FT_ZH, "project", "ratio",
         "policy.cfg:1:12: 错误：ratio 既是字段，又是参数 [formula-ambiguous]\n"
         "     1 |   value = \"ratio\";\n"
         "                    ^^^^^\n"
         "  提示：请给其中一个改名\n"},
    };
    CHECK_ALL(rows);
}

Test(arguments, are_what_a_builtin_takes)
{
    static const struct bad rows[] = {
        {FT_ZH, "portfolio", "min(1)",
         "policy.cfg:1:12: 错误：min(x, y, …) 的参数个数不是 1 [formula-arity]\n"
         "     1 |   value = \"min(1)\";\n"
         "                    ^^^^^^\n"
         "  提示：请写成 min(x, y, …)\n"},
        {FT_EN, "portfolio", "abs(1, 2)",
         "policy.cfg:1:12: error: abs(x) takes another number of arguments than 2 [formula-arity]\n"
         "     1 |   value = \"abs(1, 2)\";\n"
         "                    ^^^^^^^^^\n"
         "  hint: write it as abs(x)\n"},
        {FT_EN, "project", "standard[use, use]",
         "policy.cfg:1:12: error: standard[land_use] takes another number of arguments than 2 "
         "[formula-arity]\n"
         "     1 |   value = \"standard[use, use]\";\n"
         "                    ^^^^^^^^^^^^^^^^^^\n"
         "  hint: write it as standard[land_use]\n"},
        {FT_EN, "portfolio", "income_tax(1 元, 2 元)",
         "policy.cfg:1:12: error: income_tax(…) takes another number of arguments than 2 "
         "[formula-arity]\n"
         "     1 |   value = \"income_tax(1 元, 2 元)\";\n"
         "                    ^^^^^^^^^^^^^^^^^^^^^^\n"
         "  hint: write it as income_tax(…)\n"},
        {FT_EN, "portfolio", "first(1)",
         "policy.cfg:1:12: error: first takes another number of arguments than 1 [formula-arity]\n"
         "     1 |   value = \"first(1)\";\n"
         "                    ^^^^^^^^\n"
         "  hint: write it as first\n"},
        {FT_ZH, "project", "given(3)",
         "policy.cfg:1:18: 错误：given() 的参数应为字段名 [formula-given]\n"
         "     1 |   value = \"given(3)\";\n"
         "                          ^\n"
         "  提示：请写 given(字段)；规则请写 applicable(规则)\n"},
        {FT_ZH, "project", "given(gross)",
         "policy.cfg:1:18: 错误：given() 的参数应为字段名 [formula-given]\n"
         "     1 |   value = \"given(gross)\";\n"
         "                          ^^^^^\n"
         "  提示：请写 given(字段)；规则请写 applicable(规则)\n"},
        {FT_EN, "project", "applicable(price)",
         "policy.cfg:1:23: error: applicable() takes the name of a rule [formula-applicable]\n"
         "     1 |   value = \"applicable(price)\";\n"
         "                               ^^^^^\n"
         "  hint: write applicable(rule); for a field write given(field)\n"},
        {FT_ZH, "project", "in_force(use)",
         "policy.cfg:1:21: 错误：in_force() 的参数应为参数名 [formula-in-force]\n"
         "     1 |   value = \"in_force(use)\";\n"
         "                             ^^^\n"
         "  提示：请写 in_force(参数)；`fangtian policies` 列出全部参数\n"},
        {FT_ZH, "portfolio", "sum(pot)",
         "policy.cfg:1:12: 错误：此处缺少下级表 [formula-over]\n"
         "     1 |   value = \"sum(pot)\";\n"
         "                    ^^^^^^^^\n"
         "  提示：请写 sum(x over table where c)\n"},
        {FT_ZH, "portfolio", "count(xyzzyx)",
         "policy.cfg:1:18: 错误：没有名为 xyzzyx 的表 [formula-unknown-table]\n"
         "     1 |   value = \"count(xyzzyx)\";\n"
         "                          ^^^^^^\n"
         "  提示：各实体的表名见 vocabulary.cfg\n"},
        {FT_EN, "portfolio", "sum(1 over lot)",
         "policy.cfg:1:23: error: there is no table lot [formula-unknown-table-near]\n"
         "     1 |   value = \"sum(1 over lot)\";\n"
         "                               ^^^\n"
         "  hint: did you mean lots?\n"},
        {FT_ZH, "lot", "count(lots)",
         "policy.cfg:1:18: 错误：lots 不在 lots 之下 [formula-table-elsewhere]\n"
         "     1 |   value = \"count(lots)\";\n"
         "                          ^^^^\n"
         "  提示：请写它在哪个上级行之下（portfolio.lots），或它的哪个引用字段指向本行（lots via "
         "引用字段）\n"},
    };
    CHECK_ALL(rows);
}

Test(types, are_those_that_the_place_asks_for)
{
    static const struct {
        const char *wanted, *formula;
        bool sound;
    } rows[] = {
        {"元", "pot", true},         {"元", "0", true},
        {"元", "1", false},          {"boolean", "pot > 0", true},
        {"boolean", "pot", false},   {"date", "started", true},
        {"city", "'foshan'", true},  {"city", "'paris'", false},
        {"land_use", "city", false}, {"city", "if pot > 0 then 'foshan' else 'qingyuan'", true},
    };
    fixture_open(&fixture, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct formula *formula = NULL;
        const struct type wanted = fixture_type(&fixture, rows[i].wanted);
        enum ft_status status = formula_compile(
            &formula, &fixture.schema, fixture_entity(&fixture, "portfolio"),
            fixture_text(&fixture, rows[i].formula), &wanted, &fixture.arena, &fixture.diagnostics);
        cr_expect_eq(status, rows[i].sound ? FT_OK : FT_INVALID, "%s as %s", rows[i].formula,
                     rows[i].wanted);
        cr_expect_eq(fixture.diagnostics.total, rows[i].sound ? 0u : 1u, "%s", rows[i].formula);
    }
    fixture_close(&fixture);
}

Test(faults, are_reported_in_one_go)
{
    struct formula *formula = NULL;
    fixture_open(&fixture, FT_EN);
    cr_expect_eq(formula_compile(&formula, &fixture.schema, fixture_entity(&fixture, "project"),
                                 fixture_text(&fixture, "idel and xyzzyx and portfolio.cty == 'a' "
                                                        "and price > 1 m2"),
                                 NULL, &fixture.arena, &fixture.diagnostics),
                 FT_INVALID);
    /* Nothing of 'a': what would have told its enumeration is at fault itself. */
    cr_expect_eq(fixture.diagnostics.total, 4, "%s", fixture_rendering(&fixture));
    fixture_close(&fixture);
}

Test(uses, are_listed_once_each)
{
    fixture_open(&fixture, FT_EN);
    const struct formula *formula = fixture_compile(
        &fixture, "project",
        "if applicable(gross) then gross * rate else sum(worth * rate over buildings)");
    cr_assert_eq(formula->item_count, 2);
    cr_expect_str_eq(formula->items[0]->id, "gross");
    cr_expect_str_eq(formula->items[1]->id, "worth");
    cr_assert_eq(formula->parameter_count, 1);
    cr_expect_str_eq(formula->parameters[0]->id, "rate");
    fixture_close(&fixture);
}

/* The ids of a tree: operands before their node, each once. */
static void check_ids(const struct node *node, bool *seen)
{
    for (size_t i = 0; i < node->operand_count; i++) {
        check_ids(node->operands[i], seen);
        cr_expect_lt(node->operands[i]->id, node->id);
    }
    cr_expect_not(seen[node->id]);
    seen[node->id] = true;
}

Test(nodes, are_numbered_operands_first)
{
    bool seen[64] = {false};
    fixture_open(&fixture, FT_EN);
    const struct formula *formula = fixture_compile(
        &fixture, "project",
        "if 'industrial' == use and price ^ 2 > 0 then max(rate, 1, 2) else count(buildings)");
    cr_assert_leq(formula->node_count, 64);
    check_ids(formula->root, seen);
    fixture_close(&fixture);
}

Test(locals, are_refused_where_they_mean_two_things)
{
    static const struct bad rows[] = {
        {FT_EN, "lot", "let area = 1 in area",
         "policy.cfg:1:16: error: area means something already [formula-local-taken]\n"
         "     1 |   value = \"let area = 1 in area\";\n"
         "                        ^^^^\n"
         "  hint: choose another name behind `let`: a name means one thing\n"},
        {FT_EN, "portfolio", "let x = 1 in let x = 2 in x",
         "policy.cfg:1:29: error: x means something already [formula-local-taken]\n"
         "     1 |   value = \"let x = 1 in let x = 2 in x\";\n"
         "                                     ^\n"
         "  hint: choose another name behind `let`: a name means one thing\n"},
        {FT_ZH, "portfolio", "let x = 1 m2 in sum(x over lots)",
         "policy.cfg:1:32: 错误：x 属于 portfolio 的行，而此处的公式是另一张表的行 "
         "[formula-local-elsewhere]\n"
         "     1 |   value = \"let x = 1 m2 in sum(x over lots)\";\n"
         "                                        ^\n"
         "  提示：请在 over 之外使用，或把 let 写到里面\n"},
        {FT_EN, "portfolio", "let x = x in 1",
         "policy.cfg:1:20: error: x is not a field or rule of portfolio, nor a parameter "
         "[formula-unknown-name]\n"
         "     1 |   value = \"let x = x in 1\";\n"
         "                            ^\n"
         "  hint: check the spelling; `fangtian policies` lists what there is\n"},
        {FT_EN, "portfolio", "let x = 1 + true in x",
         "policy.cfg:1:24: error: a plain number and true or false do not go together "
         "[formula-mixed-types]\n"
         "     1 |   value = \"let x = 1 + true in x\";\n"
         "                                ^^^^\n"
         "  hint: both sides, and both branches of an if, are of one type\n"},
        {FT_EN, "portfolio", "let x 1 in x",
         "policy.cfg:1:18: error: = is missing before \"1\" [formula-expected]\n"
         "     1 |   value = \"let x 1 in x\";\n"
         "                          ^\n"
         "  hint: write = here\n"},
        {FT_ZH, "portfolio", "let = 1 in x",
         "policy.cfg:1:16: 错误：let 后缺少名称，却是“=” [formula-let]\n"
         "     1 |   value = \"let = 1 in x\";\n"
         "                        ^\n"
         "  提示：请写成 let 名称 = 值 in 公式\n"},
        {FT_EN, "portfolio", "let x = 1",
         "policy.cfg:1:21: error: the formula ends too early [formula-end]\n"
         "     1 |   value = \"let x = 1\";\n"
         "                             ^\n"
         "  hint: in is missing here\n"},
        {FT_EN, "portfolio", "rate or 0",
         "policy.cfg:1:12: error: `or` behind a figure belongs to a rule or an optional field "
         "[formula-value-or]\n"
         "     1 |   value = \"rate or 0\";\n"
         "                    ^^^^\n"
         "  hint: write `x or 0` for what x is where it applies and else 0\n"},
        {FT_ZH, "portfolio", "base or true",
         "policy.cfg:1:20: 错误：金额（元）与是否不能放在一起 [formula-mixed-types]\n"
         "     1 |   value = \"base or true\";\n"
         "                            ^^^^\n"
         "  提示：运算两侧的类型须相同，if 的两个分支也须相同\n"},
    };
    CHECK_ALL(rows);
}
