/* Units that a vocabulary declares at the borders: vocabulary.cfg, and units alone without measures. */
#include "number_test.h"

#include <stdio.h>
#include <string.h>

struct vocabulary_bench {
    struct bench bench;
    struct units units;
};

static void vocabulary_open(struct vocabulary_bench *own)
{
    struct bench *bench = &own->bench;
    const struct conf *conf;
    bench_open(bench, FT_EN);
    own->units = units_built_in;
    cr_assert_eq(conf_read(&conf, &bench->arena, &bench->diagnostics,
                           FT_SOURCE_DIR "/tests/number/vocabulary.cfg", NULL),
                 FT_OK);
    cr_assert_eq(units_read(&own->units, &bench->arith, &bench->diagnostics,
                            conf_child(conf, "units"), NULL),
                 FT_OK, "%s", bench_rendering(bench));
}

static const char *id_of(struct bench *bench, enum ft_status status)
{
    return status == FT_OK ? "read" : bench->diagnostics.items[0].id;
}

static struct unit unit_named(struct bench *bench, const char *name)
{
    struct unit unit;
    struct text text = bench_text(bench, name);
    cr_assert_eq(unit_parse(&unit, &bench->arith, &bench->diagnostics, &text), FT_OK, "%s", name);
    return unit;
}

Test(vocabulary, what_its_units_make_of_a_number_is_told)
{
    static const char *const rows[][2] = {
        {"5 u81", "read"},
        {"5 u81·u9·u9", "read"},
        {"5 u81^2", "unit-exponent"},     /* of one part */
        {"5 u81·u9^9", "unit-exponent"},  /* of two together */
        {"5 huge^4", "read"},             /* 54,427 bits */
        {"5 huge^5", "number-size"},      /* a part */
        {"5 huge^4·huge", "number-size"}, /* the parts */
        {"1e4000 huge^4", "number-size"}, /* with its figure */
        {"5 打", "read"},
        {"5 Half", "unknown-unit-suggest"}, /* capitals of a name */
        {"5 whole", "unknown-unit"},
        {"5 whole/u", "unknown-unit"},
    };
    static struct vocabulary_bench own;
    struct bench *bench = &own.bench;
    vocabulary_open(&own);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct quantity quantity = {.value = NUMBER_ZERO};
        struct text text = bench_text(bench, rows[i][0]);
        const enum ft_status status =
            quantity_parse(&quantity, &bench->arith, &bench->diagnostics, &text);
        cr_expect_str_eq(id_of(bench, status), rows[i][1], "%s: %s", rows[i][0],
                         id_of(bench, status));
        cr_expect_eq(number_sign(&quantity.value), status == FT_OK, "%s", rows[i][0]);
    }
    bench_close(bench);
}

Test(vocabulary, a_figure_too_large_for_the_unit_beside_it_is_told)
{
    static struct vocabulary_bench own;
    struct bench *bench = &own.bench;
    struct number out = NUMBER_ONE;
    vocabulary_open(&own);
    const struct unit unit = unit_named(bench, "huge^4");
    struct text text = bench_text(bench, "1e4000");
    const enum ft_status status =
        quantity_parse_in(&out, &bench->arith, &bench->diagnostics, &text, &unit);
    cr_expect_eq(status, FT_TOO_LARGE);
    cr_expect_str_eq(bench_rendering(bench),
                     "input:1:1: error: the value needs more than 65536 bits [number-size]\n"
                     "     1 | 1e4000\n"
                     "         ^^^^^^\n"
                     "  hint: write a smaller number\n");
    cr_expect(number_equal(&out, &NUMBER_ONE));
    bench_close(bench);
}

/* 3/2 is a plain number, not a share that may have been meant by 0.5. */
Test(vocabulary, a_plain_unit_above_one_is_no_share)
{
    static struct vocabulary_bench own;
    struct bench *bench = &own.bench;
    struct number out;
    vocabulary_open(&own);
    const struct unit half = unit_named(bench, "half"), percent = unit_named(bench, "%"),
                      year = unit_named(bench, "年");
    cr_expect_not(unit_is_share(&half));
    cr_expect_not(unit_is_share(&year));
    cr_expect(unit_is_share(&percent));
    struct text text = bench_text(bench, "0.5");
    cr_assert_eq(quantity_parse_as(&out, &bench->arith, &bench->diagnostics, &text, &half), FT_OK);
    cr_expect_str_eq(bench_ratio(bench, &out), "3/4");
    bench_close(bench);
}

/* u^2 has the unit dm2, but that is no square of 1. */
Test(vocabulary, a_power_is_shown_by_a_unit_of_its_own_size_alone)
{
    static struct vocabulary_bench own;
    char symbol[64];
    vocabulary_open(&own);
    dimension_name(symbol, sizeof symbol, &own.units, (struct dimension){{[DIM_BUILT_IN] = 2}},
                   FT_EN);
    cr_expect_str_eq(symbol, "u^2");
    dimension_name(symbol, sizeof symbol, &own.units, (struct dimension){{[DIM_BUILT_IN] = -9}},
                   FT_EN);
    cr_expect_str_eq(symbol, "/u9");
    bench_close(&own.bench);
}

Test(vocabulary, without_measures_an_unknown_unit_gets_the_first_units)
{
    static struct bench bench;
    struct unit unit;
    bench_open(&bench, FT_ZH);
    bench.arith.units = &units_built_in;
    struct text text = bench_text(&bench, "zz");
    cr_expect_eq(unit_parse(&unit, &bench.arith, &bench.diagnostics, &text), FT_INVALID);
    cr_expect_str_eq(bench_rendering(&bench),
                     "input:1:1: 错误：未知单位“zz” [unknown-unit]\n"
                     "     1 | zz\n"
                     "         ^^\n"
                     "  提示：可用单位有 元、年、月、日、% 等，见词汇表（vocabulary.cfg）\n");
    bench_close(&bench);
}

/* 万/亩 where a price of land is asked for is 万元/亩; 元 is not taken to be missing elsewhere. */
Test(vocabulary, a_scale_alone_fits_money)
{
    static const struct {
        const char *unit, *asked, *shown;
    } rows[] = {
        {"万", "元", "万元"},       {"亿", "元", "亿元"},     {"万/亩", "元/m2", "万元/亩"},
        {"万·m", "元·m", "万元·m"}, {"万元", "元", "万元"},   {"万", "m2", NULL},
        {"元", "m2", NULL},         {"m2·万", "元·m2", NULL},
    };
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct unit unit = unit_named(&bench, rows[i].unit);
        const struct unit asked = unit_named(&bench, rows[i].asked);
        const enum ft_status status = unit_fit(&unit, &bench.arith, asked.dimension);
        cr_assert_eq(status, rows[i].shown == NULL ? FT_INVALID : FT_OK, "%s", rows[i].unit);
        if (rows[i].shown == NULL)
            continue;
        cr_expect_str_eq(unit.text, rows[i].shown);
        cr_expect(dimension_equal(unit.dimension, asked.dimension), "%s", rows[i].unit);
    }
    struct unit most = {.dimension = {{[DIM_MONEY] = INT8_MAX}}, .text = "万", .is_scale = true};
    cr_expect_eq(unit_fit(&most, &bench.arith, (struct dimension){{[DIM_MONEY] = 1}}), FT_INVALID);
    bench_close(&bench);
}

Test(vocabulary, a_title_may_say_the_unit)
{
    static const struct {
        const char *unit, *title;
        bool ends;
    } rows[] = {{"月", "停产停业月数", true},  {"月", "停产停业月", true}, {"月", "月", false},
                {"年", "停产停业月数", false}, {"%", "增长%", false},      {"m2", "面积㎡", true},
                {"m2", "面积", false},         {"月", "数", false}};
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct unit unit = unit_named(&bench, rows[i].unit);
        cr_expect_eq(unit_ends_title(bench.arith.units, &unit, rows[i].title), rows[i].ends, "%s",
                     rows[i].title);
    }
    bench_close(&bench);
}

/* Every fault of the file, at its line; what is told of the same line twice is told of two things. */
static const struct told {
    const char *id;
    uint32_t line;
} of_units[] =
    {
        {"wrong-kind", 4},     {"wrong-kind", 5},    {"unit-name", 7},     {"unit-name", 8},
        {"unit-name", 9},      {"unit-name", 10},    {"unit-name", 11},    {"unit-name", 12},
        {"unit-doubled", 13},  {"unit-doubled", 14}, {"unit-doubled", 14}, {"unit-name", 15},
        {"unit-factor", 16},   {"unit-factor", 17},  {"not-a-number", 18}, {"unit-built-in", 19},
        {"unit-built-in", 20}, {"unit-doubled", 21}, {"number-size", 23},  {"number-size", 24},
},
  of_measures[] = {{"wrong-kind", 28},   {"measure-units", 29}, {"unit-name", 30},
                   {"unknown-unit", 31}, {"unknown-unit", 31},  {"wrong-kind", 32},
                   {"wrong-kind", 33},   {"wrong-kind", 33}};

static void check_told(struct bench *bench, const struct told *told, size_t count)
{
    cr_assert_eq(bench->diagnostics.total, count);
    for (size_t i = 0; i < count; i++) {
        cr_expect_str_eq(bench->diagnostics.items[i].id, told[i].id, "line %u", told[i].line);
        cr_expect_eq(bench->diagnostics.items[i].line, told[i].line, "%s", told[i].id);
    }
    bench->diagnostics = (struct diagnostics){.language = FT_EN};
}

Test(vocabulary, what_is_wrong_of_its_rows_is_told_at_each)
{
    static struct bench bench;
    const struct conf *conf;
    bench_open(&bench, FT_EN);
    struct units built_in = units_built_in, shipped = *bench.arith.units;
    const size_t measures = shipped.measure_count;
    cr_assert_eq(conf_read(&conf, &bench.arena, &bench.diagnostics,
                           FT_SOURCE_DIR "/tests/number/vocabulary-faulty.cfg", NULL),
                 FT_OK);
    cr_expect_eq(
        units_read(&built_in, &bench.arith, &bench.diagnostics, conf_child(conf, "units"), NULL),
        FT_INVALID);
    check_told(&bench, of_units, sizeof of_units / sizeof *of_units);
    cr_expect_eq(
        units_read(&shipped, &bench.arith, &bench.diagnostics, NULL, conf_child(conf, "measures")),
        FT_INVALID);
    check_told(&bench, of_measures, sizeof of_measures / sizeof *of_measures);
    cr_expect_gt(shipped.measure_count, measures); /* those before stay */
    cr_expect_str_eq(shipped.measures[0].title.en, bench.arith.units->measures[0].title.en);
    bench_close(&bench);
}
