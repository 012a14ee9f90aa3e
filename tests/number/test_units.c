/* Units, dimensions and their names. */
#include "number_test.h"

#include <string.h>

static const struct {
    const char *text, *factor, *shown;
    struct dimension dimension;
} good[] = {
    {"", "1", "", {{0}}},
    {"元", "1", "元", {{[DIM_MONEY] = 1}}},
    {"CNY", "1", "元", {{[DIM_MONEY] = 1}}},
    {"分", "1/100", "分", {{[DIM_MONEY] = 1}}},
    {"亿元", "100000000", "亿元", {{[DIM_MONEY] = 1}}},
    {"亩", "2000/3", "亩", {{[DIM_LENGTH] = 2}}},
    {"mu", "2000/3", "亩", {{[DIM_LENGTH] = 2}}},
    {"ha", "10000", "公顷", {{[DIM_LENGTH] = 2}}},
    {"平方米", "1", "m2", {{[DIM_LENGTH] = 2}}},
    {"㎡", "1", "m2", {{[DIM_LENGTH] = 2}}},
    {"m²", "1", "m2", {{[DIM_LENGTH] = 2}}},
    {"m^2", "1", "m2", {{[DIM_LENGTH] = 2}}},
    {"m2^1", "1", "m2", {{[DIM_LENGTH] = 2}}},
    {"km^3", "1000000000", "km^3", {{[DIM_LENGTH] = 3}}},
    {"万平方米", "10000", "万m2", {{[DIM_LENGTH] = 2}}},
    {"立方米", "1", "m3", {{[DIM_LENGTH] = 3}}},
    {"万m³", "10000", "万m3", {{[DIM_LENGTH] = 3}}},
    {"月", "1/12", "月", {{[DIM_TIME] = 1}}},
    {"months", "1/12", "月", {{[DIM_TIME] = 1}}},
    {"千瓦·时", "1", "kWh", {{[DIM_ENERGY] = 1}}},
    {"万度", "10000", "万kWh", {{[DIM_ENERGY] = 1}}},
    {"吨标准煤", "8141", "tce", {{[DIM_ENERGY] = 1}}},
    {"%", "1/100", "%", {{0}}},
    {"‰", "1/1000", "‰", {{0}}},
    {"万", "10000", "万", {{0}}},
    {"元/m2/月", "12", "元/m2/月", {{[DIM_MONEY] = 1, [DIM_LENGTH] = -2, [DIM_TIME] = -1}}},
    {" 元 / m2 / 月 ", "12", "元/m2/月", {{[DIM_MONEY] = 1, [DIM_LENGTH] = -2, [DIM_TIME] = -1}}},
    {"万元/亩", "15", "万元/亩", {{[DIM_MONEY] = 1, [DIM_LENGTH] = -2}}},
    {"元/m²·年", "1", "元/m2·年", {{[DIM_MONEY] = 1, [DIM_LENGTH] = -2, [DIM_TIME] = -1}}},
    {"元/m2*年", "1", "元/m2*年", {{[DIM_MONEY] = 1, [DIM_LENGTH] = -2, [DIM_TIME] = 1}}},
    {"元·年", "1", "元·年", {{[DIM_MONEY] = 1, [DIM_TIME] = 1}}},
    {"%/年", "1/100", "%/年", {{[DIM_TIME] = -1}}},
    {"/年", "1", "/年", {{[DIM_TIME] = -1}}},
    {"元/人/年", "1", "元/人/年", {{[DIM_MONEY] = 1, [DIM_PERSONS] = -1, [DIM_TIME] = -1}}},
    {"元/m^2^2", "1", "元/m2^2", {{[DIM_MONEY] = 1, [DIM_LENGTH] = -4}}},
    {"m*m*m*m*m*m*m*m", "1", "m*m*m*m*m*m*m*m", {{[DIM_LENGTH] = 8}}},
};

Test(unit, expressions_have_an_exact_factor_and_a_dimension)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct unit unit, again;
        struct text text = bench_text(&bench, good[i].text);
        cr_assert_eq(unit_parse(&unit, &bench.arith, &bench.diagnostics, &text), FT_OK, "%s: %s",
                     good[i].text, bench_rendering(&bench));
        cr_assert_str_eq(bench_ratio(&bench, &unit.factor), good[i].factor, "%s", good[i].text);
        cr_assert_str_eq(unit.text, good[i].shown, "%s", good[i].text);
        cr_assert(dimension_equal(unit.dimension, good[i].dimension), "%s", good[i].text);
        text = bench_text(&bench, unit.text);
        cr_assert_eq(unit_parse(&again, &bench.arith, &bench.diagnostics, &text), FT_OK);
        cr_assert(number_equal(&again.factor, &unit.factor), "%s", good[i].text);
        cr_assert(dimension_equal(again.dimension, unit.dimension), "%s", good[i].text);
    }
    bench_close(&bench);
}

static const struct {
    const char *text, *rendering;
} bad[] = {
    {"元＊m2", "input:1:2: error: “＊” is typed in full-width characters [full-width-number]\n"
               "     1 | 元＊m2\n"
               "           ^^\n"
               "  hint: type * with the input method in half-width (English) mode\n"},
    {"元/平方m", "input:1:3: error: “平方m” is not a unit [unknown-unit]\n"
                 "     1 | 元/平方m\n"
                 "            ^^^^^\n"
                 "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, 人, "
                 "万人, kWh, 万kWh, tce and others: those of the vocabulary\n"},
    {"元/m2/week", "input:1:6: error: “week” is not a unit [unknown-unit]\n"
                   "     1 | 元/m2/week\n"
                   "               ^^^^\n"
                   "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, "
                   "人, 万人, kWh, 万kWh, tce and others: those of the vocabulary\n"},
    {"元/", "input:1:2: error: a unit is missing after “/” [unit-expected]\n"
            "     1 | 元/\n"
            "           ^\n"
            "  hint: join units as in 元/m2 or 元/m2/月\n"},
    {"/", "input:1:1: error: a unit is missing after “/” [unit-expected]\n"
          "     1 | /\n"
          "         ^\n"
          "  hint: join units as in 元/m2 or 元/m2/月\n"},
    {"元/(m2*月)", "input:1:3: error: “(” cannot stand here in a unit [unit-sign]\n"
                   "     1 | 元/(m2*月)\n"
                   "            ^\n"
                   "  hint: join units with “/”, “*” or “·” only, without brackets: 元/m2/月\n"},
    {"元 m2", "input:1:3: error: “m2” cannot stand here in a unit [unit-sign]\n"
              "     1 | 元 m2\n"
              "            ^^\n"
              "  hint: join units with “/”, “*” or “·” only, without brackets: 元/m2/月\n"},
    {"m^0", "input:1:2: error: the power of this unit is not usable [unit-exponent]\n"
            "     1 | m^0\n"
            "          ^\n"
            "  hint: a power is one digit from 1 to 9, as in m^2\n"},
    {"m^12", "input:1:2: error: the power of this unit is not usable [unit-exponent]\n"
             "     1 | m^12\n"
             "          ^\n"
             "  hint: a power is one digit from 1 to 9, as in m^2\n"},
    {"m^-2", "input:1:2: error: the power of this unit is not usable [unit-exponent]\n"
             "     1 | m^-2\n"
             "          ^\n"
             "  hint: a power is one digit from 1 to 9, as in m^2\n"},
    {"m^", "input:1:2: error: the power of this unit is not usable [unit-exponent]\n"
           "     1 | m^\n"
           "          ^\n"
           "  hint: a power is one digit from 1 to 9, as in m^2\n"},
    {"m3^9*m3^9*m3^9*m3^9*m3^9",
     "input:1:21: error: the power of this unit is not usable [unit-exponent]\n"
     "     1 | m3^9*m3^9*m3^9*m3^9*m3^9\n"
     "                             ^^^^\n"
     "  hint: a power is one digit from 1 to 9, as in m^2\n"},
    {"元/元/元/元/元/元/元/元/元", "input:1:17: error: a unit has at most 8 parts [unit-too-long]\n"
                                   "     1 | 元/元/元/元/元/元/元/元/元\n"
                                   "                                 ^^\n"
                                   "  hint: simplify the unit, as in 元/m2/月\n"},
    {"5", "input:1:1: error: “5” is not a unit [unknown-unit]\n"
          "     1 | 5\n"
          "         ^\n"
          "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, 人, 万人, "
          "kWh, 万kWh, tce and others: those of the vocabulary\n"},
    {"元/ m2 / 月月", "input:1:9: error: “月月” is not a unit [unknown-unit]\n"
                      "     1 | 元/ m2 / 月月\n"
                      "                  ^^^^\n"
                      "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, "
                      "日, 人, 万人, kWh, 万kWh, tce and others: those of the vocabulary\n"},
    {"hectar", "input:1:1: error: “hectar” is not a unit [unknown-unit]\n"
               "     1 | hectar\n"
               "         ^^^^^^\n"
               "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, 人, "
               "万人, kWh, 万kWh, tce and others: those of the vocabulary\n"},
    {"m2x", "input:1:1: error: “m2x” is not a unit [unknown-unit]\n"
            "     1 | m2x\n"
            "         ^^^\n"
            "  hint: units are 元, 万元, 亿元, m, km, m2, 亩, 公顷, m3, 万m3, 年, 月, 日, 人, "
            "万人, kWh, 万kWh, tce and others: those of the vocabulary\n"},
};

Test(unit, what_is_wrong_is_told_at_its_column)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct unit unit;
        struct text text = bench_text(&bench, bad[i].text);
        cr_assert_eq(unit_parse(&unit, &bench.arith, &bench.diagnostics, &text), FT_INVALID, "%s",
                     bad[i].text);
        cr_assert_str_eq(bench_rendering(&bench), bad[i].rendering);
    }
    bench_close(&bench);
}

Test(unit, fifteen_mu_are_a_hectare)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    struct quantity mu, hectare;
    struct text text = bench_text(&bench, "15 亩");
    cr_assert_eq(quantity_parse(&mu, &bench.arith, &bench.diagnostics, &text), FT_OK);
    text = bench_text(&bench, "1 公顷");
    cr_assert_eq(quantity_parse(&hectare, &bench.arith, &bench.diagnostics, &text), FT_OK);
    cr_assert(number_equal(&mu.value, &hectare.value));
    bench_close(&bench);
}

/* Each spelling is found whole and names one row only. */
Test(unit, every_spelling_of_the_table_is_found)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    const struct units *units = bench.arith.units;
    for (size_t i = 0; i < units->count; i++) {
        const struct unit_row *row = &units->rows[i];
        size_t matched;
        cr_assert_eq(unit_match(units, row->name, strlen(row->name), &matched), row);
        cr_assert_eq(matched, strlen(row->name));
        for (const char *const *alias = row->aliases; *alias != NULL; alias++) {
            cr_assert_eq(unit_match(units, *alias, strlen(*alias), &matched), row, "%s", *alias);
            cr_assert_eq(matched, strlen(*alias), "%s", *alias);
        }
    }
    bench_close(&bench);
}

Test(unit, a_spelling_ends_at_a_word_border)
{
    static const struct {
        const char *text;
        size_t matched;
    } rows[] = {{"m", 1},      {"m2", 2},  {"m2x", 0},   {"m2 x", 2}, {"mx", 0},      {"m/月", 1},
                {"年限", 0},   {"年)", 3}, {"年，", 3},  {"%x", 1},   {"15%", 0},     {"ham", 0},
                {"平方米", 9}, {"", 0},    {"m\xC2", 1}, {"万元", 6}, {"千瓦·时", 11}};
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t matched = 99;
        const struct unit_row *row =
            unit_match(bench.arith.units, rows[i].text, strlen(rows[i].text), &matched);
        cr_assert_eq(matched, rows[i].matched, "%s: %zu", rows[i].text, matched);
        cr_assert_eq(row != NULL, matched > 0);
    }
    bench_close(&bench);
}

Test(unit, a_spelling_alone_is_one)
{
    static const struct {
        const char *text;
        bool is_spelt;
    } rows[] = {{"m", true},      {"m^2", true},  {"m^", false},   {"m^x", false},
                {"元/m^2", true}, {"元/", false}, {"元 m", false}, {" 元 / m ", true},
                {"", false},      {"x", false},   {"元/月", true}, {"元x", false},
                {"m^22", false}};
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text text = bench_text(&bench, rows[i].text);
        cr_expect_eq(unit_is_spelt(bench.arith.units, &text), rows[i].is_spelt, "%s", rows[i].text);
    }
    bench_close(&bench);
}

/* ---- dimensions ---- */

Test(dimension, has_a_name_in_both_languages)
{
    static const struct {
        struct dimension dimension;
        const char *en, *zh;
    } rows[] = {
        {{{0}}, "a plain number", "无单位的数"},
        {{{[DIM_MONEY] = 1}}, "money (元)", "金额（元）"},
        {{{[DIM_LENGTH] = 2}}, "area (m2)", "面积（m2）"},
        {{{[DIM_LENGTH] = 3}}, "volume (m3)", "体积（m3）"},
        {{{[DIM_MONEY] = 1, [DIM_LENGTH] = -2, [DIM_TIME] = -1}},
         "money per area and time (元/m2/年)",
         "单位面积、单位时间金额（元/m2/年）"},
        {{{[DIM_MONEY] = 2, [DIM_LENGTH] = 4, [DIM_ENERGY] = -3}},
         "元^2·m^4/kWh^3",
         "元^2·m^4/kWh^3"},
        {{{[DIM_PERSONS] = -1}}, "/人", "/人"},
        /* every base unit, with as long a power as there can be */
        {{{-128, -128, -128, -128, -128, -128}},
         "/元^128/m^128/人^128/kWh^128/年^128/日^128",
         "/元^128/m^128/人^128/kWh^128/年^128/日^128"},
    };
    static struct bench bench;
    char name[128];
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dimension_name(name, sizeof name, bench.arith.units, rows[i].dimension, FT_EN);
        cr_assert_str_eq(name, rows[i].en);
        dimension_name(name, sizeof name, bench.arith.units, rows[i].dimension, FT_ZH);
        cr_assert_str_eq(name, rows[i].zh);
    }
    dimension_name(name, 4, bench.arith.units, rows[1].dimension, FT_EN);
    cr_assert_str_eq(name, "mon");
    dimension_name(name, 0, bench.arith.units, rows[2].dimension,
                   FT_EN); /* no room: nothing is written */
    cr_assert_str_eq(name, "mon");
    bench_close(&bench);
}

Test(dimension, powers_stay_in_their_range)
{
    struct dimension area = {{[DIM_LENGTH] = 2}}, out = DIMENSION_NONE;
    cr_assert(dimension_pow(&out, area, 63));
    cr_assert_eq(out.power[DIM_LENGTH], 126);
    cr_assert_not(dimension_mul(&out, out, area));
    cr_assert_eq(out.power[DIM_LENGTH], 126);
    cr_assert_not(dimension_pow(&out, area, 64));
    cr_assert(dimension_pow(&out, area, -64));
    cr_assert_not(dimension_div(&out, out, area));
    cr_assert_not(dimension_pow(&out, area, INT64_MAX));
    cr_assert_not(dimension_pow(&out, area, INT64_MIN));
    cr_assert(dimension_div(&out, area, area));
    cr_assert(dimension_equal(out, DIMENSION_NONE));
}

/* The text of every unit that a dimension makes reads back as that dimension. */
Test(dimension, its_unit_reads_back)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (int i = 0; i < 7 * 7 * 7; i++) {
        struct dimension dimension = {{[DIM_MONEY] = (int8_t)(i % 7 - 3),
                                       [DIM_LENGTH] = (int8_t)(i / 7 % 7 - 3),
                                       [DIM_ENERGY] = (int8_t)(i / 49 - 3)}};
        struct unit unit, again;
        cr_assert_eq(unit_of_dimension(&unit, &bench.arith, dimension), FT_OK);
        struct text text = bench_text(&bench, unit.text);
        cr_assert_eq(unit_parse(&again, &bench.arith, &bench.diagnostics, &text), FT_OK, "%s",
                     unit.text);
        cr_assert(dimension_equal(again.dimension, dimension), "%s", unit.text);
        cr_assert(number_equal(&again.factor, &NUMBER_ONE), "%s", unit.text);
    }
    bench_close(&bench);
}
