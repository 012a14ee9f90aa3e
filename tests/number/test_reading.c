/* Texts to numbers and quantities: what is read, and what is said about what is not. */
#include "number_test.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *text, *value;
    bool has_unit;
    struct dimension dimension;
} good[] = {
    {"0", "0", false, {{0}}},
    {"-0", "0", false, {{0}}},
    {"007", "7", false, {{0}}},
    {"1234.5678", "6172839/5000", false, {{0}}},
    {"1,234.50", "2469/2", false, {{0}}},
    {"1,234,567", "1234567", false, {{0}}},
    {"12,345", "12345", false, {{0}}},
    {"1_000", "1000", false, {{0}}},
    {"1_0.0_1", "1001/100", false, {{0}}},
    {"0.1", "1/10", false, {{0}}},
    {"+5", "5", false, {{0}}},
    {"-5", "-5", false, {{0}}},
    {"1e3", "1000", false, {{0}}},
    {"1E+3", "1000", false, {{0}}},
    {"25e-4", "1/400", false, {{0}}},
    {"1.5e1", "15", false, {{0}}},
    {"99999999999", "99999999999", false, {{0}}},
    {"12345678901234.567", "12345678901234567/1000", false, {{0}}},
    {"123456789012345678901", "123456789012345678901", false, {{0}}},
    {"9223372036854775807", "9223372036854775807", false, {{0}}},
    {"9223372036854775808", "9223372036854775808", false, {{0}}},
    {"-9223372036854775808", "-9223372036854775808", false, {{0}}},
    {"3/4", "3/4", false, {{0}}},
    {"3÷4", "3/4", false, {{0}}},
    {"-6/8", "-3/4", false, {{0}}},
    {"2,000/3", "2000/3", false, {{0}}},
    {"8%", "2/25", true, {{0}}},
    {"8 %", "2/25", true, {{0}}},
    {"5‰", "1/200", true, {{0}}},
    {"3.5万", "35000", true, {{0}}},
    {"1/3%", "1/300", true, {{0}}},
    {"35.2 亩", "70400/3", true, {{[DIM_LENGTH] = 2}}},
    {"35.2亩", "70400/3", true, {{[DIM_LENGTH] = 2}}},
    {"1.2 亿元", "120000000", true, {{[DIM_MONEY] = 1}}},
    {"1,150 元/m2", "1150", true, {{[DIM_MONEY] = 1, [DIM_LENGTH] = -2}}},
    {"370 万元/亩", "5550", true, {{[DIM_MONEY] = 1, [DIM_LENGTH] = -2}}},
    {"5 元/m²·月", "60", true, {{[DIM_MONEY] = 1, [DIM_LENGTH] = -2, [DIM_TIME] = -1}}},
    {"3/年", "3", true, {{[DIM_TIME] = -1}}},
    {"  7\t", "7", false, {{0}}},
    {"\u3000\u00A07\u3000", "7", false, {{0}}},
    {"7\u00A0元", "7", true, {{[DIM_MONEY] = 1}}},
};

Test(quantity, texts_are_read_exactly)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < 2 * sizeof good / sizeof good[0]; i++) {
        struct quantity quantity;
        const char *input = good[i / 2].text;
        bench.arith.wide_only = i % 2 != 0;
        struct text text = bench_text(&bench, input);
        cr_assert_eq(quantity_parse(&quantity, &bench.arith, &bench.diagnostics, &text), FT_OK,
                     "%s: %s", input, bench_rendering(&bench));
        cr_assert(number_is_canonical(&quantity.value), "%s", input);
        cr_assert_str_eq(bench_ratio(&bench, &quantity.value), good[i / 2].value, "%s", input);
        cr_assert_eq(quantity.has_unit, good[i / 2].has_unit, "%s", input);
        cr_assert(dimension_equal(quantity.dimension, good[i / 2].dimension), "%s", input);
    }
    bench_close(&bench);
}

static const struct {
    const char *text, *rendering;
} bad[] = {
    {"", "input:1:1: error: a number is missing [number-empty]\n"
         "  hint: write a number such as 0, 1,234.50 or 8%\n"},
    {"  ", "input:1:1: error: a number is missing [number-empty]\n"
           "     1 |   \n"
           "         ^^\n"
           "  hint: write a number such as 0, 1,234.50 or 8%\n"},
    {"abc", "input:1:1: error: “abc” is not a number [not-a-number]\n"
            "     1 | abc\n"
            "         ^^^\n"
            "  hint: a number begins with a digit or a sign before a digit, such as 1,234.50, -5, "
            "8% or 35.2 亩\n"},
    {"-", "input:1:1: error: “-” is not a number [not-a-number]\n"
          "     1 | -\n"
          "         ^\n"
          "  hint: a number begins with a digit or a sign before a digit, such as 1,234.50, -5, 8% "
          "or 35.2 亩\n"},
    {"- 5", "input:1:1: error: “-” is not a number [not-a-number]\n"
            "     1 | - 5\n"
            "         ^\n"
            "  hint: a number begins with a digit or a sign before a digit, such as 1,234.50, -5, "
            "8% or 35.2 亩\n"},
    {".5", "input:1:1: error: a decimal point needs a digit on both sides [number-point]\n"
           "     1 | .5\n"
           "         ^\n"
           "  hint: write 0.5 instead of .5, and 5 instead of 5.\n"},
    {"-.5", "input:1:2: error: a decimal point needs a digit on both sides [number-point]\n"
            "     1 | -.5\n"
            "          ^\n"
            "  hint: write 0.5 instead of .5, and 5 instead of 5.\n"},
    {"5.", "input:1:2: error: a decimal point needs a digit on both sides [number-point]\n"
           "     1 | 5.\n"
           "          ^\n"
           "  hint: write 0.5 instead of .5, and 5 instead of 5.\n"},
    {"5. 元", "input:1:2: error: a decimal point needs a digit on both sides [number-point]\n"
              "     1 | 5. 元\n"
              "          ^\n"
              "  hint: write 0.5 instead of .5, and 5 instead of 5.\n"},
    {"1.2.3", "input:1:4: error: “.3” cannot stand behind a number [text-after-number]\n"
              "     1 | 1.2.3\n"
              "            ^^\n"
              "  hint: write one number and at most a unit, such as 1,234.50 or 35.2 亩\n"},
    {"1,23",
     "input:1:1: error: the comma in “1,23” looks like a decimal sign [number-comma]\n"
     "     1 | 1,23\n"
     "         ^^^^\n"
     "  hint: write 1.23 if it is one; else group as in 1,234,567, or leave the comma out\n"},
    {"1,2345",
     "input:1:1: error: the comma in “1,2345” looks like a decimal sign [number-comma]\n"
     "     1 | 1,2345\n"
     "         ^^^^^^\n"
     "  hint: write 1.2345 if it is one; else group as in 1,234,567, or leave the comma out\n"},
    {"1234,567",
     "input:1:1: error: the comma in “1234,567” looks like a decimal sign [number-comma]\n"
     "     1 | 1234,567\n"
     "         ^^^^^^^^\n"
     "  hint: write 1234.567 if it is one; else group as in 1,234,567, or leave the comma out\n"},
    {"1,234,56",
     "input:1:1: error: the commas in “1,234,56” do not part groups of three digits "
     "[number-groups]\n"
     "     1 | 1,234,56\n"
     "         ^^^^^^^^\n"
     "  hint: group as in 1,234,567, or leave the commas out; the decimal sign is a point\n"},
    {"1,234,",
     "input:1:1: error: the commas in “1,234,” do not part groups of three digits [number-groups]\n"
     "     1 | 1,234,\n"
     "         ^^^^^^\n"
     "  hint: group as in 1,234,567, or leave the commas out; the decimal sign is a point\n"},
    {"1,", "input:1:2: error: “,” cannot stand behind a number [text-after-number]\n"
           "     1 | 1,\n"
           "          ^\n"
           "  hint: write one number and at most a unit, such as 1,234.50 or 35.2 亩\n"},
    {"0,5 元",
     "input:1:1: error: the comma in “0,5” looks like a decimal sign [number-comma]\n"
     "     1 | 0,5 元\n"
     "         ^^^\n"
     "  hint: write 0.5 if it is one; else group as in 1,234,567, or leave the comma out\n"},
    {"0,123",
     "input:1:1: error: the comma in “0,123” looks like a decimal sign [number-comma]\n"
     "     1 | 0,123\n"
     "         ^^^^^\n"
     "  hint: write 0.123 if it is one; else group as in 1,234,567, or leave the comma out\n"},
    {"01,234",
     "input:1:1: error: the comma in “01,234” looks like a decimal sign [number-comma]\n"
     "     1 | 01,234\n"
     "         ^^^^^^\n"
     "  hint: write 01.234 if it is one; else group as in 1,234,567, or leave the comma out\n"},
    {"-00,123 元",
     "input:1:1: error: the comma in “-00,123” looks like a decimal sign [number-comma]\n"
     "     1 | -00,123 元\n"
     "         ^^^^^^^\n"
     "  hint: write -00.123 if it is one; else group as in 1,234,567, or leave the comma out\n"},
    {"0,123,456",
     "input:1:1: error: the commas in “0,123,456” do not part groups of three digits "
     "[number-groups]\n"
     "     1 | 0,123,456\n"
     "         ^^^^^^^^^\n"
     "  hint: group as in 1,234,567, or leave the commas out; the decimal sign is a point\n"},
    {"1.234,56",
     "input:1:1: error: the commas in “1.234,56” do not part groups of three digits "
     "[number-groups]\n"
     "     1 | 1.234,56\n"
     "         ^^^^^^^^\n"
     "  hint: group as in 1,234,567, or leave the commas out; the decimal sign is a point\n"},
    {"1，234",
     "input:1:1: error: the full-width comma in “1，234” may be a decimal sign or part groups of "
     "digits [full-width-comma]\n"
     "     1 | 1，234\n"
     "         ^^^^^^\n"
     "  hint: write 1.234 if it is a decimal sign, 1234 if it parts groups\n"},
    {"12３", "input:1:3: error: “３” is typed in full-width characters [full-width-number]\n"
             "     1 | 12３\n"
             "           ^^\n"
             "  hint: type 3 with the input method in half-width (English) mode\n"},
    {"1,234_5",
     "input:1:1: error: the commas in “1,234_5” do not part groups of three digits "
     "[number-groups]\n"
     "     1 | 1,234_5\n"
     "         ^^^^^^^\n"
     "  hint: group as in 1,234,567, or leave the commas out; the decimal sign is a point\n"},
    {"1__0", "input:1:2: error: “_” stands between two digits only [number-underscore]\n"
             "     1 | 1__0\n"
             "          ^\n"
             "  hint: write 1_000, or leave it out\n"},
    {"1_", "input:1:2: error: “_” stands between two digits only [number-underscore]\n"
           "     1 | 1_\n"
           "          ^\n"
           "  hint: write 1_000, or leave it out\n"},
    {"_1", "input:1:1: error: “_1” is not a number [not-a-number]\n"
           "     1 | _1\n"
           "         ^^\n"
           "  hint: a number begins with a digit or a sign before a digit, such as 1,234.50, -5, "
           "8% or 35.2 亩\n"},
    {"0x7fffffffff", "input:1:1: error: hexadecimal numbers are not read [number-hex]\n"
                     "     1 | 0x7fffffffff\n"
                     "         ^^^^^^^^^^^^\n"
                     "  hint: write the number in decimal\n"},
    {"-0X1", "input:1:1: error: hexadecimal numbers are not read [number-hex]\n"
             "     1 | -0X1\n"
             "         ^^^^\n"
             "  hint: write the number in decimal\n"},
    {"1e4097",
     "input:1:3: error: the exponent “4097” lies outside -4096 to 4096 [number-exponent]\n"
     "     1 | 1e4097\n"
     "           ^^^^\n"
     "  hint: write the number with a smaller exponent\n"},
    {"1e40960",
     "input:1:3: error: the exponent “40960” lies outside -4096 to 4096 [number-exponent]\n"
     "     1 | 1e40960\n"
     "           ^^^^^\n"
     "  hint: write the number with a smaller exponent\n"},
    {"1e-99999999999999999999 元", "input:1:3: error: the exponent “-99999999999999999999” lies "
                                   "outside -4096 to 4096 [number-exponent]\n"
                                   "     1 | 1e-99999999999999999999 元\n"
                                   "           ^^^^^^^^^^^^^^^^^^^^^\n"
                                   "  hint: write the number with a smaller exponent\n"},
    {"1/0", "input:1:1: error: the denominator of “1/0” is zero [number-zero-denominator]\n"
            "     1 | 1/0\n"
            "         ^^^\n"
            "  hint: correct the denominator\n"},
    {"0.5/2", "input:1:1: error: “0.5/2” is not a fraction of two whole numbers [number-fraction]\n"
              "     1 | 0.5/2\n"
              "         ^^^^^\n"
              "  hint: write a fraction such as 2000/3\n"},
    {"3/4/5", "input:1:5: error: “5” is not a unit [unknown-unit]\n"
              "     1 | 3/4/5\n"
              "             ^\n"
              "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, 人, "
              "万人, kWh, 万kWh, tce and others: those of the vocabulary\n"},
    {"3/-4", "input:1:3: error: “-” cannot stand here in a unit [unit-sign]\n"
             "     1 | 3/-4\n"
             "           ^\n"
             "  hint: join units with “/”, “*” or “·” only, without brackets: 元/m2/月\n"},
    {"3 / 4", "input:1:5: error: “4” is not a unit [unknown-unit]\n"
              "     1 | 3 / 4\n"
              "             ^\n"
              "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, 人, "
              "万人, kWh, 万kWh, tce and others: those of the vocabulary\n"},
    {"1 2", "input:1:3: error: “2” cannot stand behind a number [text-after-number]\n"
            "     1 | 1 2\n"
            "           ^\n"
            "  hint: write one number and at most a unit, such as 1,234.50 or 35.2 亩\n"},
    {"1+2", "input:1:2: error: “+2” cannot stand behind a number [text-after-number]\n"
            "     1 | 1+2\n"
            "          ^^\n"
            "  hint: write one number and at most a unit, such as 1,234.50 or 35.2 亩\n"},
    {"１２３", "input:1:1: error: “１２３” is typed in full-width characters [full-width-number]\n"
               "     1 | １２３\n"
               "         ^^^^^^\n"
               "  hint: type 123 with the input method in half-width (English) mode\n"},
    {"１２３．５",
     "input:1:1: error: “１２３．５” is typed in full-width characters [full-width-number]\n"
     "     1 | １２３．５\n"
     "         ^^^^^^^^^^\n"
     "  hint: type 123.5 with the input method in half-width (English) mode\n"},
    {"12３", "input:1:3: error: “３” is typed in full-width characters [full-width-number]\n"
             "     1 | 12３\n"
             "           ^^\n"
             "  hint: type 3 with the input method in half-width (English) mode\n"},
    {"－5", "input:1:1: error: “－” is typed in full-width characters [full-width-number]\n"
            "     1 | －5\n"
            "         ^^\n"
            "  hint: type - with the input method in half-width (English) mode\n"},
    {"1，234",
     "input:1:1: error: the full-width comma in “1，234” may be a decimal sign or part groups of "
     "digits [full-width-comma]\n"
     "     1 | 1，234\n"
     "         ^^^^^^\n"
     "  hint: write 1.234 if it is a decimal sign, 1234 if it parts groups\n"},
    {"¥1,234", "input:1:1: error: “¥1,234” has a currency sign before the number [currency-sign]\n"
               "     1 | ¥1,234\n"
               "         ^^^^^^\n"
               "  hint: write 1,234 with the unit that it is in behind it\n"},
    {"35.2 畝", "input:1:6: error: “畝” is not a unit [unknown-unit]\n"
                "     1 | 35.2 畝\n"
                "              ^^\n"
                "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, 人, "
                "万人, kWh, 万kWh, tce and others: those of the vocabulary\n"},
    {"5 m3x", "input:1:3: error: “m3x” is not a unit [unknown-unit]\n"
              "     1 | 5 m3x\n"
              "           ^^^\n"
              "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, 人, "
              "万人, kWh, 万kWh, tce and others: those of the vocabulary\n"},
    {"5 kwh", "input:1:3: error: “kwh” is not a unit [unknown-unit-suggest]\n"
              "     1 | 5 kwh\n"
              "           ^^^\n"
              "  hint: did you mean “kWh”?\n"},
    {"5 元/", "input:1:4: error: a unit is missing after “/” [unit-expected]\n"
              "     1 | 5 元/\n"
              "             ^\n"
              "  hint: join units as in 元/m2 or 元/m2/月\n"},
    {"5 元//m2", "input:1:5: error: “/” cannot stand here in a unit [unit-sign]\n"
                 "     1 | 5 元//m2\n"
                 "              ^\n"
                 "  hint: join units with “/”, “*” or “·” only, without brackets: 元/m2/月\n"},
    {"1e", "input:1:2: error: “e” is not a unit [unknown-unit]\n"
           "     1 | 1e\n"
           "          ^\n"
           "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, 人, 万人, "
           "kWh, 万kWh, tce and others: those of the vocabulary\n"},
    {"inf", "input:1:1: error: “inf” is not a number [not-a-number]\n"
            "     1 | inf\n"
            "         ^^^\n"
            "  hint: a number begins with a digit or a sign before a digit, such as 1,234.50, -5, "
            "8% or 35.2 亩\n"},
    {"12abc", "input:1:3: error: “abc” is not a unit [unknown-unit]\n"
              "     1 | 12abc\n"
              "           ^^^\n"
              "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, 人, "
              "万人, kWh, 万kWh, tce and others: those of the vocabulary\n"},
    {"5 元 税后", "input:1:5: error: “税后” cannot stand here in a unit [unit-sign]\n"
                  "     1 | 5 元 税后\n"
                  "              ^^^^\n"
                  "  hint: join units with “/”, “*” or “·” only, without brackets: 元/m2/月\n"},
};

Test(quantity, what_is_wrong_is_told_at_its_column)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct quantity quantity = {.value = {.num = 77, .den = 78}};
        struct text text = bench_text(&bench, bad[i].text);
        cr_assert_neq(quantity_parse(&quantity, &bench.arith, &bench.diagnostics, &text), FT_OK,
                      "%s", bad[i].text);
        cr_assert_str_eq(bench_rendering(&bench), bad[i].rendering);
        cr_assert(quantity.value.num == 77 && quantity.value.den == 78, "%s", bad[i].text);
    }
    bench_close(&bench);
}

Test(quantity, what_is_wrong_is_told_in_chinese)
{
    static struct bench bench;
    bench_open(&bench, FT_ZH);
    struct quantity quantity;
    struct text text = bench_text(&bench, "面积１２３");
    cr_assert_eq(quantity_parse(&quantity, &bench.arith, &bench.diagnostics, &text), FT_INVALID);
    cr_assert_str_eq(
        bench_rendering(&bench),
        "input:1:1: 错误：“面积１２３”不是数值 [not-a-number]\n"
        "     1 | 面积１２３\n"
        "         ^^^^^^^^^^\n"
        "  提示：数值以数字（或正负号加数字）开头，例如 1,234.50、-5、8% 或 35.2 亩\n");
    text = bench_text(&bench, "１２３．５");
    cr_assert_eq(quantity_parse(&quantity, &bench.arith, &bench.diagnostics, &text), FT_INVALID);
    cr_assert_str_eq(bench_rendering(&bench),
                     "input:1:1: 错误：“１２３．５”是全角字符 [full-width-number]\n"
                     "     1 | １２３．５\n"
                     "         ^^^^^^^^^^\n"
                     "  提示：请切换到半角（英文）输入，写成 123.5\n");
    bench_close(&bench);
}

/* ---- limits ---- */

static enum ft_status read_number(struct bench *bench, const char *string)
{
    struct quantity quantity;
    struct text text = bench_text(bench, string);
    return quantity_parse(&quantity, &bench->arith, &bench->diagnostics, &text);
}

static char *nines(struct bench *bench, size_t count)
{
    char *digits = arena_allocate(&bench->arena, count + 1);
    cr_assert_not_null(digits);
    memset(digits, '9', count);
    return digits;
}

Test(number_limit, digits_at_the_limit_and_one_past)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    size_t limit = limits[LIMIT_NUMBER_DIGITS].value;
    cr_assert_eq(read_number(&bench, nines(&bench, limit)), FT_OK);
    cr_assert_eq(read_number(&bench, nines(&bench, limit + 1)), FT_TOO_LARGE);
    cr_assert_eq(bench.diagnostics.total, 1);
    cr_assert_str_eq(bench.diagnostics.items[0].message,
                     "the number has 4097 digits; at most 4096 are read");
    char *split = nines(&bench, limit + 1);
    split[limit / 2] = '.'; /* digits count, signs do not */
    cr_assert_eq(read_number(&bench, split), FT_OK);
    bench_close(&bench);
}

Test(number_limit, exponents_at_the_limit_and_one_past)
{
    static const struct {
        const char *text;
        enum ft_status status;
    } rows[] = {{"1e4096", FT_OK},
                {"1e-4096", FT_OK},
                {"1e4097", FT_TOO_LARGE},
                {"1e-4097", FT_TOO_LARGE},
                {"1e0004096", FT_OK},
                {"1e999999999", FT_TOO_LARGE},
                {"1e99999999999999999999999999999999", FT_TOO_LARGE}};
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_assert_eq(read_number(&bench, rows[i].text), rows[i].status, "%s", rows[i].text);
    bench_close(&bench);
}

/* That it is refused in work that grows with its length alone is for cli/linear.py to count. */
Test(number_limit, a_megabyte_of_digits_is_refused)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    cr_assert_eq(read_number(&bench, nines(&bench, 1 << 20)), FT_TOO_LARGE);
    bench_close(&bench);
}

/* ---- fields ---- */

static struct unit read_unit(struct bench *bench, const char *name)
{
    struct unit unit;
    struct text text = bench_text(bench, name);
    cr_assert_eq(unit_parse(&unit, &bench->arith, &bench->diagnostics, &text), FT_OK);
    return unit;
}

static enum ft_status read_as(struct bench *bench, struct number *out, const char *unit_name,
                              const char *string)
{
    const struct unit unit = read_unit(bench, unit_name);
    struct text text = bench_text(bench, string);
    return quantity_parse_as(out, &bench->arith, &bench->diagnostics, &text, &unit);
}

static enum ft_status read_in(struct bench *bench, struct number *out, const char *unit_name,
                              const char *string)
{
    const struct unit unit = read_unit(bench, unit_name);
    struct text text = bench_text(bench, string);
    return quantity_parse_in(out, &bench->arith, &bench->diagnostics, &text, &unit);
}

Test(field, a_number_bears_its_unit_and_zero_needs_none)
{
    static const struct {
        const char *unit, *text, *value;
    } rows[] = {{"%", "0", "0"},
                {"%", "8%", "2/25"},
                {"%", "0.08倍", "2/25"},
                {"万元", "0", "0"},
                {"万元", "1.5 元", "3/2"},
                {"亩", "3/2 亩", "1000"},
                {"元/m2/月", "-0.00", "0"},
                {"m2", "2 公顷", "20000"},
                {"", "7", "7"},
                {"m2", "2 hm²", "20000"},
                {"元", "3.5万", "35000"},
                {"元/m2", "2 万/亩", "30"},
                {"元", "2.32 亿", "232000000"},
                {"元", "1 千元", "1000"},
                {"元", "3 百万元", "3000000"},
                {"元/m2", "5 元／㎡", "5"},
                {"%", "8％", "2/25"},
                {"", "8%", "2/25"}};
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct number out;
        cr_assert_eq(read_as(&bench, &out, rows[i].unit, rows[i].text), FT_OK, "row %zu", i);
        cr_assert_str_eq(bench_ratio(&bench, &out), rows[i].value, "row %zu", i);
    }
    bench_close(&bench);
}

Test(field, a_bare_number_is_in_the_unit_beside_it)
{
    static const struct {
        const char *unit, *text, *value;
    } rows[] = {{"万元", "1.5", "15000"},   {"亩", "3/2", "1000"},
                {"元/m2/月", "5", "60"},    {"%", "0", "0"},
                {"%", "62", "31/50"},       {"%", "1%", "1/100"},
                {"%", "1.01", "101/10000"}, {"万元", "7 元", "7"},
                {"%", "-5", "-1/20"}};
    static const char *const unclear[] = {"1", "1.0", "1.00", "100/100", "0.62", "-1", "-0.5"};
    static struct bench bench;
    struct number out;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(read_in(&bench, &out, rows[i].unit, rows[i].text), FT_OK, "row %zu", i);
        cr_assert_str_eq(bench_ratio(&bench, &out), rows[i].value, "row %zu", i);
    }
    for (size_t i = 0; i < sizeof unclear / sizeof *unclear; i++)
        cr_assert_eq(read_in(&bench, &out, "%", unclear[i]), FT_INVALID, "%s", unclear[i]);
    bench_close(&bench);
}

static const struct {
    enum ft_language language;
    const char *unit, *text, *rendering;
} mismatches[] = {
    {FT_EN, "元", "35.2 亩",
     "input:1:1: error: “35.2 亩” is area (m2), but money (元) is asked for here [unit-mismatch]\n"
     "     1 | 35.2 亩\n"
     "         ^^^^^^^\n"
     "  hint: check the figure; it is asked for in 元, 万元, 亿元 or another unit of that kind\n"},
    {FT_ZH, "元", "35.2 亩",
     "input:1:1: 错误：“35.2 亩”是面积（m2），此处应为金额（元） [unit-mismatch]\n"
     "     1 | 35.2 亩\n"
     "         ^^^^^^^\n"
     "  提示：请核对数值；此处的单位是 元、万元、亿元 等\n"},
    {FT_EN, "m2", "1,150 元/m2",
     "input:1:1: error: “1,150 元/m2” is money per area (元/m2), but area (m2) is asked for here "
     "[unit-mismatch]\n"
     "     1 | 1,150 元/m2\n"
     "         ^^^^^^^^^^^\n"
     "  hint: check the figure; it is asked for in m2, 亩, 公顷 or another unit of that kind\n"},
    /* 万 is no unit but of money, where people leave 元 out. */
    {FT_EN, "m2", "3.5万",
     "input:1:1: error: “3.5万” is a plain number, but area (m2) is asked for here "
     "[unit-mismatch]\n"
     "     1 | 3.5万\n"
     "         ^^^^^\n"
     "  hint: check the figure; it is asked for in m2, 亩, 公顷 or another unit of that kind\n"},
    {FT_EN, "", "3 亩",
     "input:1:1: error: “3 亩” is area (m2), but a plain number is asked for here "
     "[unit-not-wanted]\n"
     "     1 | 3 亩\n"
     "         ^^^^\n"
     "  hint: check whether the figure belongs here\n"},
    /* 51 may be m2 or 亩. */
    {FT_ZH, "m2", "51",
     "input:1:1: 错误：“51”没有写单位 [bare-number]\n"
     "     1 | 51\n"
     "         ^^\n"
     "  提示：请按实际写明单位：m2、亩、公顷 等\n"},
    {FT_EN, "元", "68,000",
     "input:1:1: error: “68,000” has no unit [bare-number]\n"
     "     1 | 68,000\n"
     "         ^^^^^^\n"
     "  hint: write the unit that the figure is in: 元, 万元, 亿元 or another\n"},
    {FT_EN, "元", "5 万美元",
     "input:1:3: error: “万美元” is not renminbi [foreign-currency]\n"
     "     1 | 5 万美元\n"
     "           ^^^^^^\n"
     "  hint: convert the sum at the rate that is to be used, and write it in renminbi\n"},
    {FT_ZH, "元", "US$ 5",
     "input:1:1: 错误：“US$ 5”不是人民币 [foreign-currency]\n"
     "     1 | US$ 5\n"
     "         ^^^^^\n"
     "  提示：请按应采用的汇率折成人民币再填\n"},
    /* Another magnitude or currency is no slip; other letters are. */
    {FT_ZH, "元", "5 萬元",
     "input:1:3: 错误：未知单位“萬元” [unknown-unit]\n"
     "     1 | 5 萬元\n"
     "           ^^^^\n"
     "  提示：可用单位有 "
     "元、万元、亿元、m、km、m2、亩、公顷、m3、万m3、年、月、日、人、万人、kWh、万kWh、tce "
     "等，见词汇表（vocabulary.cfg）\n"},
    {FT_EN, "kWh", "5 MWh",
     "input:1:3: error: “MWh” is not a unit [unknown-unit]\n"
     "     1 | 5 MWh\n"
     "           ^^^\n"
     "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, 人, 万人, kWh, "
     "万kWh, tce and others: those of the vocabulary\n"},
    {FT_EN, "kWh", "5 KWH",
     "input:1:3: error: “KWH” is not a unit [unknown-unit-suggest]\n"
     "     1 | 5 KWH\n"
     "           ^^^\n"
     "  hint: did you mean “kWh”?\n"},
    /* A spreadsheet writes 0.62 for a cell that shows 62%. */
    {FT_ZH, "%", " 0.62",
     "input:1:2: 错误：“0.62”没有写单位：可能是 62%，也可能是 0.62% [bare-share]\n"
     "     1 |  0.62\n"
     "          ^^^^\n"
     "  提示：请写明是 62% 还是 0.62%\n"},
    {FT_EN, "‰", "3/7",
     "input:1:1: error: “3/7” could mean 3000/7‰ or 3/7‰ [bare-share]\n"
     "     1 | 3/7\n"
     "         ^^^\n"
     "  hint: write 3000/7‰ or 3/7‰\n"},
    {FT_EN, "%", "62",
     "input:1:1: error: “62” has no unit where a share is asked for [bare-percent]\n"
     "     1 | 62\n"
     "         ^^\n"
     "  hint: if it is a percentage, write 62%\n"},
    {FT_EN, "%", "-62",
     "input:1:1: error: “-62” has no unit where a share is asked for [bare-percent]\n"
     "     1 | -62\n"
     "         ^^^\n"
     "  hint: if it is a percentage, write -62%\n"},
    {FT_ZH, "", "3 亩",
     "input:1:1: 错误：“3 亩”是面积（m2），此处应为无单位的数 [unit-not-wanted]\n"
     "     1 | 3 亩\n"
     "         ^^^^\n"
     "  提示：请核对这个数是否填错了地方\n"},
};

Test(field, another_dimension_names_both)
{
    static struct bench bench;
    for (size_t i = 0; i < sizeof mismatches / sizeof mismatches[0]; i++) {
        struct number out = NUMBER_ONE;
        bench_open(&bench, mismatches[i].language);
        cr_assert_eq(read_as(&bench, &out, mismatches[i].unit, mismatches[i].text), FT_INVALID);
        cr_assert_str_eq(bench_rendering(&bench), mismatches[i].rendering);
        cr_assert(number_equal(&out, &NUMBER_ONE));
        bench_close(&bench);
    }
}

/* ---- scanning within a longer text ---- */

Test(scan, stops_where_the_number_ends)
{
    static const struct {
        const char *text;
        size_t offset;
        bool commas;
        size_t used;
        const char *value;
    } rows[] = {
        {"max(1,234)", 4, false, 1, "1"},  {"max(1,234)", 4, true, 5, "1234"},
        {"x = 0.5*y", 4, false, 3, "1/2"}, {"3 else 4", 0, false, 1, "3"},
        {"3else", 0, false, 1, "3"},       {"15% of", 0, false, 2, "15"},
        {"1e3e4", 0, false, 3, "1000"},    {"1, 2", 0, true, 1, "1"},
    };
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct number out;
        size_t used = 99;
        struct text text = bench_text(&bench, rows[i].text);
        cr_assert_eq(number_scan(&out, &bench.arith, &bench.diagnostics, &text, rows[i].offset,
                                 rows[i].commas, &used),
                     FT_OK, "%s", rows[i].text);
        cr_assert_eq(used, rows[i].used, "%s", rows[i].text);
        cr_assert_str_eq(bench_ratio(&bench, &out), rows[i].value, "%s", rows[i].text);
    }
    bench_close(&bench);
}

/* What stands behind the text, in the bytes that it was cut out of, is none of it. */
Test(scan, a_text_ends_where_its_length_says)
{
    static struct bench bench;
    struct number out;
    size_t used;
    bench_open(&bench, FT_EN);
    for (uint32_t length = 1; length < 6; length++) {
        struct text text = bench_text(&bench, "123456");
        text.length = length;
        cr_assert_eq(number_scan(&out, &bench.arith, &bench.diagnostics, &text, 0, false, &used),
                     FT_OK);
        cr_assert_eq(used, length);
    }
    bench_close(&bench);
}

/* A message shows the beginning of a long number, which the comma may stand behind. */
Test(quantity, a_doubtful_comma_behind_many_digits_is_told)
{
    enum { MOST = 110, SURELY_SHOWN = 80, SURELY_CUT = 100 };
    static struct bench bench;
    char digits[MOST + 4];
    struct quantity quantity;
    bench_open(&bench, FT_EN);
    for (size_t length = 1; length <= MOST; length++) {
        memset(digits, '0', length);
        (void)snprintf(digits + length, sizeof digits - length, ",23");
        struct text text = bench_text(&bench, digits);
        cr_assert_eq(quantity_parse(&quantity, &bench.arith, &bench.diagnostics, &text),
                     FT_INVALID);
        cr_assert_eq(bench.diagnostics.total, 1, "%zu digits", length);
        const char *said = bench_rendering(&bench);
        cr_assert(length > SURELY_SHOWN || strstr(said, "[number-comma]") != NULL, "%s", said);
        cr_assert(length < SURELY_CUT || strstr(said, "[number-groups]") != NULL, "%s", said);
    }
    bench_close(&bench);
}

/* Short of a form, or past it, by one sign: the message alone. */
Test(quantity, the_borders_of_a_form)
{
    static const char *const rows[][2] = {
        {"3/4.5", "number-fraction"},
        {"3.5/4", "number-fraction"},
        {"3/1e5000", "number-exponent"},
        {"3/x", "unknown-unit"},
        {"3/", "unit-expected"},
        {"5+", "text-after-number"},
        {"5,x", "text-after-number"},
        {"5-", "text-after-number"},
        {"5 5", "text-after-number"},
        {"5..", "number-point"},
        {"1,2345", "number-comma"},
        {"1234,567", "number-comma"},
        {"1,234,56", "number-groups"},
        {"1,234_5", "number-groups"},
        {"1.5,000", "number-groups"},
        {"1.5,x", "text-after-number"},
        {"5．5", "full-width-number"},
        {"5。5", "full-width-number"},
        {"5，000", "full-width-comma"},
        {"1，234，567", "mark-in-number"},
        {"5５", "full-width-number"},
        {"5０", "full-width-number"},
        {"5９", "full-width-number"},
        {"５", "full-width-number"},
        {"−5", "full-width-number"},
        {"–5", "full-width-number"},
        {"—5", "full-width-number"},
        {"(5)", "number-brackets"},
        {"（1,000.5）", "number-brackets"},
        {"()", "not-a-number"},
        {"(5", "not-a-number"},
        {"(5）", "not-a-number"},
        {"(x)", "not-a-number"},
        {".x", "not-a-number"},
        {".", "not-a-number"},
        {"-", "not-a-number"},
        {"0x1", "number-hex"},
        {"0X1", "number-hex"},
        {"￥", "currency-sign-alone"},
        {"￥x", "currency-sign-alone"},
        {"￥5 fo", "currency-sign-alone"},
        {"￥5", "currency-sign"},
        {"5 元^10", "unit-exponent"},
        {"5 m^x", "unit-exponent"},
        {"5 m^0", "unit-exponent"},
        {"5 m^", "unit-exponent"},
        {"5 m3^9·m3^9·m3^9·m3^9·m3^9", "unit-exponent"},
        {"5 /", "unit-expected"},
        {"5 元/", "unit-expected"},
        {"5 ·", "unit-sign"},
        {"5 元 元", "unit-sign"},
        {"5 &", "unit-sign"},
        {"5 M", "unknown-unit-suggest"},
        {"5 Zm", "unknown-unit"},
        {"5 _m", "unknown-unit"},
        {"5 \u00D7m", "unit-sign"},
        {"5 \u2030\u2031", "unit-sign"},
        {"1,234,,", "number-groups"},
        {"1,234,5x", "number-groups"},
        {"1,234,56x", "number-groups"},
        {"1.5_", "number-underscore"},
        {"1.5，5", "mark-in-number"},
        {"1，5.5", "mark-in-number"},
        {"1，5,5", "mark-in-number"},
        {"1，5．5", "mark-in-number"},
        {"1，5，5", "mark-in-number"},
        {"1，", "mark-in-number"},
        {"1，000 元", "full-width-comma"},
        {"5：", "full-width-number"},
        {"5。", "full-width-number"},
        {"5％％", "full-width-number"},
        {"\uFF615", "not-a-number"},
        {"５５５５５５５５５５５５５５５５５５５５５５５５５５", "full-width-number"},
        {"5 m\u2006", "read"},
        {"5 m\u3001", "unit-sign"},
        {"5 m\u00A0x", "unit-sign"},
        {"5 m\U0001F600", "unknown-unit"},
        {"5 m\uFF5Fx", "unit-sign"},
        {"5 Zm/亩", "unknown-unit"},
        {"5 元每", "unit-expected"},
        {"5 \xFF", "unit-sign"},
        {"5\xFF", "unit-sign"},
        {"x\xFF", "not-a-number"},
        {"约100 元", "approximate-number"},
        {"约 100", "approximate-number"},
        {"大约100", "approximate-number"},
        {"约x", "not-a-number"},
        {"约", "not-a-number"},
        {"100左右", "approximate-number"},
        {"100 元以上", "approximate-number"},
        {"x左右", "not-a-number"},
        {"100 m", "read"},
        {"370 万元每亩", "read"},
        {"12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
         "01234"
         "567890，5",
         "mark-in-number"},
        {"5 m~", "unit-sign"},
        {"5 m[", "unit-sign"},
        {"5 m:", "unit-sign"},
        {"US$100", "foreign-currency"},
        {"HKD 100", "foreign-currency"},
        {"m 100", "not-a-number"},
    };
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct quantity quantity;
        struct text text = bench_text(&bench, rows[i][0]);
        enum ft_status status = quantity_parse(&quantity, &bench.arith, &bench.diagnostics, &text);
        const char *id = status == FT_OK ? "read" : bench.diagnostics.items[0].id;
        cr_expect_str_eq(id, rows[i][1], "%s: %s", rows[i][0], id);
    }
    bench_close(&bench);
}
