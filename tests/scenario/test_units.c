/* The unit of a column: behind its name in every form that people write, or in a line above. */
#include <stdio.h>

#include "fixture.h"

static struct fixture fixture;

static void open_fixture(void)
{
    fixture_open(&fixture);
}

static void close_fixture(void)
{
    fixture_close(&fixture);
}

TestSuite(units, .init = open_fixture, .fini = close_fixture);

/* A table of tariffs: the header of `fee` (its title is 费用（净）), a cell, and what is read. */
static const struct {
    const char *header, *cell, *wanted;
} fees[] = {
    {"fee", "0", "0 元"},
    {"fee", "7 元", "7 元"},
    {"fee (元)", "7", "7 元"},
    {"fee (元)", "2 万元", "20,000 元"},
    {"费用（净）（万元）", "1", "10,000 元"},
    {"费用（净）(万元)", "1", "10,000 元"},
    {"费用(净)(万元)", "1", "10,000 元"},
    {"费用（净） （ 万元 ）", "1", "10,000 元"},
    {"费用（净）/万元", "1", "10,000 元"},
    {"费用（净）／万元", "1", "10,000 元"},
    {"费用（净）：万元", "1", "10,000 元"},
    {"费用（净）:万元", "1", "10,000 元"},
    {"费用（净）: 万元", "1", "10,000 元"},
    {"费用（净）_万元", "1", "10,000 元"},
    {"费用（净）-万元", "1", "10,000 元"},
    {"费用（净）　万元", "1", "10,000 元"},
    {"费用（净） [万元]", "1", "10,000 元"},
    {"费用（净）［万元］", "1", "10,000 元"},
    {"费用（净）【万元】", "1", "10,000 元"},
    {"费用（净）（单位：万元）", "1", "10,000 元"},
    {"费用（净）(单位: 万元)", "1", "10,000 元"},
    {"费用（净）（单位万元）", "1", "10,000 元"},
    {"费用（净）（金额单位：人民币万元）", "1", "10,000 元"},
    {"费用（万元）（净）", "1", "10,000 元"},
    {"费用（净）（万元", "1", "10,000 元"},
    {"费用（净）（）", "3 元", "3 元"},
    {"fee(万)", "1", "10,000 元"},
    {"fee（亿）", "1", "100,000,000 元"},
    {"fee（千元）", "1", "1,000 元"},
    {"fee（百万元）", "1", "1,000,000 元"},
    {"fee（RMB）", "1", "1 元"},
};

static bool read_fee(const char *header, const char *cell)
{
    char bytes[256];
    (void)snprintf(bytes, sizeof bytes, "project,city,%s\nA,foshan,%s\n", header, cell);
    fixture_write("t.csv", bytes);
    return fixture_rows(&fixture,
                        "projects = ( { id = \"A\"; } ); tariffs = { csv = \"t.csv\"; };") == FT_OK;
}

Test(units, a_header_says_them_in_every_form)
{
    for (size_t i = 0; i < sizeof fees / sizeof *fees; i++) {
        cr_expect(read_fee(fees[i].header, fees[i].cell), "%s: %s", fees[i].header,
                  fixture_faults(&fixture));
        cr_expect_str_eq(fixture_cell(&fixture, "tariffs", "A/foshan", "fee"), fees[i].wanted, "%s",
                         fees[i].header);
    }
}

/* A table of projects; the values of area and price of A. */
static const struct {
    const char *bytes, *area, *price;
} tables[] = {
    {"id,面积（㎡）\nA,3\n", "3 m2", NULL},
    {"id,面积（m²）\nA,3\n", "3 m2", NULL},
    {"id,面积(平方米)\nA,3\n", "3 m2", NULL},
    {"id,面积/平米\nA,3\n", "3 m2", NULL},
    {"id,面积（亩）\nA,3\n", "2,000 m2", NULL},
    {"id,面积：市亩\nA,3\n", "2,000 m2", NULL},
    {"id,面积（hm²）\nA,3\n", "30,000 m2", NULL},
    {"id,面积（hm2）\nA,3\n", "30,000 m2", NULL},
    {"id,面积（公顷）\nA,3\n", "30,000 m2", NULL},
    {"id,面积（ha）\nA,3\n", "30,000 m2", NULL},
    {"id,面积（万㎡）\nA,3\n", "30,000 m2", NULL},
    {"id,面积（平方公里）\nA,3\n", "3,000,000 m2", NULL},
    {"id,面积（km²）\nA,3\n", "3,000,000 m2", NULL},
    {"id,面积（㎡）,单价/元/㎡\nA,3,7\n", "3 m2", "7 元/m2"},
    {"id,面积（㎡）,单价（元／平方米）\nA,3,7\n", "3 m2", "7 元/m2"},
    {"id,面积（㎡）,单价（万元/亩）\nA,3,2\n", "3 m2", "30 元/m2"},
    {"id,面积（㎡）,单价（万/亩）\nA,3,2\n", "3 m2", "30 元/m2"},
    /* above the header */
    {"单位：亩\nid,面积\nA,3\n", "2,000 m2", NULL},
    {"单位: 亩,\nid,面积\nA,3\n", "2,000 m2", NULL},
    {",（单位：亩）\nid,面积\nA,3\n", "2,000 m2", NULL},
    {",,面积单位：亩\nid,note,面积\nA,,3\n", "2,000 m2", NULL},
    {"地块表（单位：亩）,\nid,面积\nA,3\n", "2,000 m2", NULL},
    {"地块表,单位：亩\n,\nid,面积\nA,3\n", "2,000 m2", NULL},
    {"\"单位：亩、元/m2\",,\nid,面积,单价\nA,3,7\n", "2,000 m2", "7 元/m2"},
    {"\"单位：亩，万元/亩\",,\nid,面积,单价\nA,3,2\n", "2,000 m2", "30 元/m2"},
    {"面积单位：亩 价格单位：元/m2,,\nid,面积,单价\nA,3,7\n", "2,000 m2", "7 元/m2"},
    {"单位：亩,,\nid,面积,单价（元/m2）\nA,3,7\n", "2,000 m2", "7 元/m2"},
    {"单位：亩,\nid,面积\nA,3 m2\n", "3 m2", NULL},
    {"单位：亩,\nid,面积（亩）\nA,3\n", "2,000 m2", NULL},
};

Test(units, a_line_above_the_header_says_them_for_all_columns)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        cr_expect_eq(fixture_csv(&fixture, tables[i].bytes), FT_OK, "%s: %s", tables[i].bytes,
                     fixture_faults(&fixture));
        cr_expect_str_eq(fixture_cell(&fixture, "projects", "A", "area"), tables[i].area, "%s",
                         tables[i].bytes);
        if (tables[i].price != NULL)
            cr_expect_str_eq(fixture_cell(&fixture, "projects", "A", "price"), tables[i].price,
                             "%s", tables[i].bytes);
    }
}

/* Words behind the unit are part of the name; what may be another unit is asked about. */
static const struct {
    const char *bytes, *faults;
} refused[] = {
    {"id,面积\nA,51\nB,12\n", "csv-column-without-unit@1:4"},
    {"id,area,price\nA,51,7\nB,12 m2,8\n",
     "csv-column-without-unit@1:4 csv-column-without-unit@1:9"},
    {"id,面积（亩）含道路\nA,51\n", "unknown-column@1:4"},
    {"id,面积（亩）（含道路）\nA,51\n", "unknown-column@1:4"},
    {"id,面积/含道路\nA,51\n", "unknown-column@1:4"},
    {"id,面积 亩 左右\nA,51\n", "unknown-column@1:4"},
    {"id,note（必填）\nA,x\n", "unknown-column@1:4"},
    {"id,面积（含道路）\nA,51\n", "unknown-unit@1:7"},
    {"id,单价（美元/m2）\nA,51\n", "foreign-currency@1:7"},
    {"id,单价（万）\nA,51\n", "csv-column-unit@1:7"},
    {"id,层数（层）\nA,5\n", "unknown-unit@1:7"},
    {"单位：万元\nid,面积\nA,3 m2\n", "csv-unit-of-nothing@1:4"},
    {"\"单位：亩、万美元\",\nid,面积\nA,3\n", "foreign-currency@1:7"},
    {"\"单位：亩、公顷\",\nid,面积\nA,3\n", "csv-units-differ@2:4"},
    {"单位：亩,\nid,面积（公顷）\nA,3\n", "csv-units-differ@2:4"},
    {"编制单位：某局,\nid,面积（亩）\nA,3\n", "csv-rows-above-header@1:1"},
    {"地块表,\n单位：亩,\nid,面积\nA,3\n", "csv-rows-above-header@1:1"},
    {"单位：亩\nid,aera\nA,3\n", "unknown-column@2:4"},
    {"单位：亩\n面积\n3\n", "missing-column@2:1"},
};

Test(units, what_is_not_clear_is_refused)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        cr_expect_eq(fixture_csv(&fixture, refused[i].bytes), FT_INVALID, "%s", refused[i].bytes);
        cr_expect_str_eq(fixture_faults(&fixture), refused[i].faults, "%s: %s, not %s",
                         refused[i].bytes, fixture_faults(&fixture), refused[i].faults);
    }
}

/* A field whose title ends in its unit says it: the vocabulary of the tests has none, so the rule
 * is looked at where it is made. */
Test(units, a_title_may_say_them)
{
    static const struct {
        const char *unit, *title;
        bool wanted;
    } rows[] = {
        {"月", "停产停业月数", true}, {"月", "过渡月", true},    {"月", "月数以外", false},
        {"年", "年数", false},        {"人", "户籍人数", true},  {"元", "面积", false},
        {"m2", "占地平方米", true},   {"m2", "m2", false},       {"%", "百分数", false},
        {"m2", "占地面积", false},    {"元", "投资万元", false}, {"万元", "投资万元", true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct unit unit = {.text = rows[i].unit};
        cr_expect_eq(unit_ends_title(fixture.arith.units, &unit, rows[i].title), rows[i].wanted,
                     "%s in %s", rows[i].title, rows[i].unit);
    }
}
