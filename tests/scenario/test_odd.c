/* Shapes of rows, names and changes that few files have: what is said of each, or what is read. */
#include <string.h>

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

TestSuite(odd, .init = open_fixture, .fini = close_fixture);

/* ---- rows of a text ---- */

struct text_case {
    const char *portfolio, *faults; /* "": none */
};

#define IN_A(rows) "projects = ( { id = \"A\"; " rows " } );"

static const struct text_case text_cases[] = {
    /* Rows at the root name those above them. */
    {"projects = ( { id = \"A\"; } ); buildings = ( { project = \"A\"; id = \"b\"; area = \"1 "
     "m2\"; } ); floors = ( { "
     "project = \"A\"; building = \"b\"; number = \"1\"; } );",
     ""},
    {"projects = ( { id = \"A\"; } ); floors = ( { project = \"A\"; nothing = \"x\"; building = "
     "\"b\"; number = \"1\"; } );",
     "unknown-field@4:59 unknown-above@4:85"},
    {"projects = ( { id = \"A\"; } ); floors = ( { project = \"A\"; building = { }; number = "
     "\"1\"; } );",
     "missing-above@4:42"},
    {"projects = ( { id = \"A\"; } ); floors = ( { project = \"A\"; building = \"c\"; number = "
     "\"1\"; } );",
     "unknown-above@4:70"},
    {"buildings = ( { project = \"1E+05\"; id = \"b\"; area = \"1 m2\"; } );",
     "unknown-above@4:27"},
    /* Below rows that they are not of. */
    {IN_A("floors = ( { number = \"1\"; } );"), "unknown-field@4:26"},
    {IN_A("portfolio = ( { } );"), "unknown-field@4:26"},
    {IN_A("projects = ( { id = \"B\"; } );"), "unknown-field@4:26"},
    /* Tables that are none. */
    {"projects = { csv = [ \"a\" ]; };", "bad-table@4:1"},
    {"projects = { csv = \"a.csv\"; more = \"b\"; };", "bad-table@4:1"},
    {"projects = { csv = \"a.csv\"; encoding = [ \"GBK\" ]; };", "bad-table@4:1"},
    {"projects = { xlsx = [ \"a\" ]; };", "bad-table@4:1"},
    {"projects = { xlsx = \"a.xlsx\"; sheet = [ \"b\" ]; };", "bad-table@4:1"},
    {"projects = { xlsx = \"a.xlsx\"; more = \"b\"; };", "bad-table@4:1"},
    {"projects = { xlsx = \"a.xlsx\"; sheet = \"b\"; more = \"c\"; };", "bad-table@4:1"},
    {"projects = ( \"A\" );", "bad-row@4:14"},
    /* Keys that are numbers or choices. */
    {IN_A("buildings = ( { id = \"b\"; area = \"1 m2\"; floors = ( { number = \"########\"; } ); } "
          ");"),
     "cell-too-narrow@4:89"},
    {IN_A("buildings = ( { id = \"b\"; area = \"1 m2\"; floors = ( { number = \"１\"; } ); } );"),
     "full-width-number@4:90"},
    {IN_A("buildings = ( { id = \"b\"; area = \"1 m2\"; floors = ( { number = \"one\"; } ); } );"),
     "not-a-number@4:90"},
    {IN_A("buildings = ( { id = \"b\"; area = \"1 m2\"; floors = ( { number = \"1\"; }, { number = "
          "\"01\"; } ); } );"),
     "doubled-key@4:108"},
    {IN_A("tariffs = ( { city = \"清远\"; }, { city = \"qingyuan\"; } );"), "doubled-choice@4:65"},
    {IN_A("tariffs = ( { city = \"北京\"; } );"), "unknown-choice@4:47"},
    {"projects = ( { area = \"1 m2\"; } );", "missing-key@4:14"},
    {"projects = ( { id = \"\"; } );", "row-key@4:21"},
    {"projects = ( { id = [ \"A\" ]; } );", "bad-field@4:16 missing-key@4:14"},
    /* References. */
    {IN_A("holders = ( { id = \"h\"; } ); buildings = ( { id = \"b\"; area = \"1 m2\"; holder = "
          "\"A/h\"; } );"),
     ""},
    {IN_A("holders = ( { id = \"h\"; } ); buildings = ( { id = \"b\"; area = \"1 m2\"; holder = "
          "\"B/h\"; } );"),
     "dangling-reference@4:105"},
    {IN_A("holders = ( { id = \"h\"; } ); buildings = ( { id = \"b\"; area = \"1 m2\"; holder = "
          "\"########\"; } );"),
     "cell-too-narrow@4:105"},
    {IN_A("holders = ( { id = \"h\"; } ); buildings = ( { id = \"b\"; area = \"1 m2\"; holder = "
          "\"ｈ\"; } );"),
     "look-alike@4:106"},
    {IN_A("holders = ( { id = \"h\"; } ); buildings = ( { id = \"b\"; area = \"1 m2\"; holder = "
          "\"无\"; } );"),
     ""},
};

Test(odd, shapes_of_a_text_are_read_or_told)
{
    for (size_t i = 0; i < sizeof text_cases / sizeof *text_cases; i++) {
        const struct text_case *row = &text_cases[i];
        const enum ft_status status = fixture_rows(&fixture, row->portfolio);
        cr_expect_str_eq(fixture_faults(&fixture), row->faults, "%s: %s", row->portfolio,
                         fixture_faults(&fixture));
        cr_expect_eq(status, row->faults[0] == '\0' ? FT_OK : FT_INVALID, "%s", row->portfolio);
    }
}

Test(odd, none_of_an_amount_that_is_zero_by_default_is_zero)
{
    cr_assert_eq(
        fixture_rows(&fixture,
                     IN_A("area = \"无\"; portion = \"none\"; approved = \"无\"; note = \"无\";")),
        FT_OK);
    cr_expect_str_eq(fixture_cell(&fixture, "projects", "A", "area"), "0 m2");
    cr_expect_str_eq(fixture_cell(&fixture, "projects", "A", "note"), "无",
                     "a text may be called so");
    cr_expect_neq(fixture_rows(&fixture, IN_A("price = \"无\";")), FT_OK);
    cr_expect_neq(fixture_rows(&fixture, IN_A("storeys = \"none\";")), FT_OK);
}

/* ---- rows of a table ---- */

static const struct text_case table_cases[] = {
    {"id,area\nA,1\n", "csv-column-without-unit@1:4"},
    {"id,area（m2）,note\nA,1,x\nA,2,y\n", "doubled-key@3:1"},
    {"id,area（m2）\n1E+05,1\n", "scientific-in-table@2:1"},
    {"id,area（m2）\nA,########\n", "cell-too-narrow@2:3"},
    {"##,area（m2）\nA,1\n", "missing-column@1:1"},
    {"id,id\nA,B\n", "csv-column-twice@1:4"},
    {"id,area（m2）,area\nA,1,2 m2\n", "csv-column-twice@1:13"},
    {"id,,area（m2）\nA,,1\n", ""},
    {"id,,area（m2）\nA,x,1\n", "csv-column-unnamed@2:3"},
    {"id,city\nA,foshan\n", "unknown-column@1:4"},
    {"id,storeys（%）\nA,1\n", "csv-column-takes-no-unit@1:12"},
    {"id,portion（%）\nA,62\n", ""},
    {"id,portion（亩）\nA,1\n", "csv-column-takes-no-unit@1:12"},
    {"id,area（）\nA,1\n", "csv-column-without-unit@1:4"},
    {"id,area（m2\nA,1\n", ""},
    {"id,area m2\nA,1\n", ""},
    {"id,area/m2\nA,1\n", ""},
    {"id,面积（平方米）,单价（元／m2）\nA,1,2\n", ""},
    {"单位：亩\nid,area,price（元/m2）\nA,1,2\n", ""},
    {"单位：\nid,area（m2）\nA,1\n", "csv-unit-line@1:1"},
    {"单位 亩\nid,area\nA,1\n", ""},
    {"（单位：亩）\nid,area\nA,1\n", ""},
    {"unit: mu\nid,area\nA,1\n", ""},
    {"填报单位：甲公司\nid,area（m2）\nA,1\n", "csv-rows-above-header@1:1"},
    {"单位：甲公司\nid,area（m2）\nA,1\n", "csv-unit-line@1:1"},
    {"sep=;\nid;area（m2）\nA;1\n", "csv-separator@1:1"},
    {"sep=\nid,area（m2）\nA,1\n", "csv-separator@1:1"},
    {"sep=,\nid,area（m2）\nA,1\n", "csv-rows-above-header@1:1"},
    {"id;area（m2）;note\nA;1;x\n", "csv-separator@1:1"},
    {"id\tarea（m2）\nA\t1\n", "csv-separator@1:1"},
    {"id area（m2） note\nA 1 x\n", "unknown-column@1:1 missing-column@1:1"},
    {"id|area（m2）\nA|1\n", "csv-separator@1:1"},
    {"id、area（m2）\nA、1\n", "csv-separator@1:1"},
    {"title\nid,area（m2）\nA,1\n", "csv-rows-above-header@1:1"},
    {"title,,\nmore,,\nid,area（m2）\nA,1\n", "csv-rows-above-header@1:1"},
    {"id,area（m2）\nid,area（m2）\nA,1\n", "csv-header-again@2:1"},
    {"id,area（m2）\n", ""},
    {"\n\n", "csv-empty"},
    {"x,y\n1,2\n", "unknown-column@1:1 unknown-column@1:3 missing-column@1:1"},
    {"id,area（m2）,note\nA,1,x\n合计,1,\n", "csv-totals-row@3:1"},
    {"id,area（m2）,note\nA,1,x\n,1,合计\n", "csv-totals-row@3:4"},
    {"id,area（m2）,note\nA,1,x\nA1小计,1,\n", "csv-totals-row@3:1"},
    {"id,area（m2）,note\nA,1,x\n合 计：,1,\n", "csv-totals-row@3:1"},
    {"id,area（m2）,note\nA,1,x\n合计（2宗）,1,\n", "csv-totals-row@3:1"},
    {"id,area（m2）,note\nA,1,x\nTotal (2),1,\n", "csv-totals-row@3:1"},
    {"id,area（m2）,note\nA,1,x\n本页合计,1,\n", "csv-totals-row@3:1"},
    {"id,area（m2）,note\nA,1,x\n合计户,1,\n", ""},
    {"id,area（m2）,note\nA,1,x\n其中：,1,\n", "csv-remark-row@3:1"},
    {"id,area（m2）,note\nA,1,x\n注：面积未测,,\n", "csv-remark-row@3:1"},
    {"id,area（m2）,note\nA,1,x\n备注,,\n", "csv-remark-row@3:1"},
    {"id,area（m2）,note\nA,1,x\n填表人：甲,,\n", "csv-remark-row@3:1"},
    {"id,area（m2）,price（元/m2）,note\nA,1,234,5\n", ""},
    {"id,area（m2）,remark\nA,1,234\n", "csv-parted-number@2:3"},
    {"id,area（m2）,price（元/m2）\nA,\"1,234\",5\n", ""},
    {"id,area（m2）,price（元/m2）\nA,1,234,5\n", "csv-parted-number@2:3"},
    {"id,area（m2）\nA\n", "csv-ragged@2:1"},
    {"id,area（m2）\n\"A,1\n", "csv-open-quote@2:1"},
    {"id,area（m2）\n\"A\"x,1\n", "csv-quote@2:4"},
    {"id note\nA x\n", "unknown-column@1:1 missing-column@1:1"},
    {"id  area（m2）\nA  1\n", "csv-separator@1:1"},
    {"id；area（m2）\nA；1\n", "csv-separator@1:1"},
    {"id，note\nA，x\n", "csv-separator@1:1"},
    {"id|other|note\nA|1|x\n", "csv-separator@1:1"},
    {"##\n###\n", "missing-column@1:1"},
    {"id,note\nA,###\n", "cell-too-narrow@2:3"},
    {"id,note\nA,#\nB,# #\n", ""},
    {"id,note\n########,x\n########,y\n", "cell-too-narrow@2:1 cell-too-narrow@3:1"},
    {"id,note\n#NAME?,x\n", "spreadsheet-error@2:1"},
    {"id,note\nErr:502,x\n", "spreadsheet-error@2:1"},
    {"id,note\nA,#n/a\n", "spreadsheet-error@2:3"},
    {"id,note\n#REF,x\nErr:1,y\n", ""},
    {"id,storeys\nA,##\n", "cell-too-narrow@2:3"},
    {"id,approved\nA,##########\n", "cell-too-narrow@2:3"},
    {"id,idle\nA,####\n", "cell-too-narrow@2:3"},
    {"id,storeys\nA,1_000/2\n", "fraction-in-table@2:3"},
    {"id,storeys\nA,1 / 2\n", "fraction-in-table@2:3"},
    {"id,storeys\nA,2:5\n", "fraction-in-table@2:3"},
    {"id,storeys\nA,3/\n", "unit-expected@2:4"},
    {"id,note\nA  B,x\n", "blank-inside@2:2"},
    {"id,note\n\"A\nB\",x\n", "blank-inside@2:3"},
    {"id,note\nA\u200BB,x\n", "hidden-character@2:2"},
    {"id,note\n\u200B,x\n", "hidden-character@2:1"},
    {"id,note\nＡ１,x\nA1,y\n", "look-alike@2:1"},
    {"id,note\nА1,x\n", "look-alike@2:1"},
    {"id,idle\nA,Ｙes\n", "look-alike@2:3"},
    {"id,approved\nA,2021-13-01\n", "date-month@2:3"},
    {"id,approved\nA,44276\n", "date-serial@2:3"},
    {"单位：亩、元/m2\nid,area,price\nA,1,2\n", ""},
    {"单位：亩；元/m2\nid,area,price,note\nA,1,2,x\n", ""},
    {"表一,,单位：亩\nid,area,note\nA,1,x\n", ""},
    {"计量单位（亩）\nid,area\nA,1\n", ""},
    {"单位(亩\nid,area\nA,1\n", ""},
    {"单位：亩\nid,area（m2）\nA,1\n", "csv-units-differ@2:4"},
    {"单位：%\nid,portion,storeys\nA,62,3\n", "csv-unit-of-nothing@1:4 out-of-range@3:3"},
    {"单位：天\nid,area（m2）\nA,1\n", "csv-unit-of-nothing@1:4"},
    {"编制单位：甲　单位：亩\nid,area\nA,1\n", ""},
    {"id,area（单位：亩）\nA,1\n", ""},
    {"id,area(亩)(净)\nA,1\n", "unknown-column@1:4"},
    {"id,面积亩\nA,1\n", "unknown-column@1:4"},
    {"id,面积（亩）（净）\nA,1\n", "unknown-column@1:4"},
    {"id,面积[亩]\nA,1\n", ""},
    {"id,单价（元每亩）\nA,1\n", ""},
    {"序号,id,area（m2）\n1,A,1\n", ""},
    {"备注,id,area（m2）,备注\nx,A,1,y\n", "csv-column-twice@1:16"},
    {"id,area（m2）,,\nA,1,,\n", ""},
    {"id,area（m2）,,\nA,1,x,\n", "csv-column-unnamed@2:5"},
    {",,\nid,note,\nA,x,\n", ""},
    {"甲表,甲表,甲表\nid,note,idle\nA,x,true\n", "csv-rows-above-header@1:1"},
    {"id,note\n说明：,x\nA,y\n", "csv-remark-row@2:1"},
    {"id,note\nA,x\n说明,\n其他,\n", "csv-remark-row@3:1"},
};

Test(odd, shapes_of_a_table_are_read_or_told)
{
    for (size_t i = 0; i < sizeof table_cases / sizeof *table_cases; i++) {
        const struct text_case *row = &table_cases[i];
        const enum ft_status status = fixture_csv(&fixture, row->portfolio);
        cr_expect_str_eq(fixture_faults(&fixture), row->faults, "%s: %s", row->portfolio,
                         fixture_faults(&fixture));
        cr_expect_eq(status, row->faults[0] == '\0' ? FT_OK : FT_INVALID, "%s", row->portfolio);
    }
}

/* ---- words for totals and remarks ---- */

struct sign_case {
    const char *text;
    enum row_sign sign;
};

static const struct sign_case sign_cases[] = {
    {"合计", ROW_SIGN_TOTAL},
    {"合 计", ROW_SIGN_TOTAL},
    {"【合计】", ROW_SIGN_TOTAL},
    {"（合计", ROW_SIGN_TOTAL},
    {"合计（2", ROW_SIGN_TOTAL}, /* what opens and does not close is a mark */
    {"合计（万元）", ROW_SIGN_TOTAL},
    {"合计2", ROW_SIGN_TOTAL},
    {"小计甲", ROW_SIGN_TOTAL},
    {"小计甲乙", ROW_SIGN_NONE},
    {"合计人数", ROW_SIGN_TOTAL},
    {"合计户", ROW_SIGN_NONE},
    {"共计2个", ROW_SIGN_TOTAL},
    {"共3宗", ROW_SIGN_TOTAL},
    {"共 ３ 宗地", ROW_SIGN_TOTAL},
    {"共两户", ROW_SIGN_TOTAL},
    {"以上共12户村民", ROW_SIGN_TOTAL},
    {"总计（3个项目）", ROW_SIGN_TOTAL},
    {"合计十二栋", ROW_SIGN_TOTAL},
    {"甲村小计3户", ROW_SIGN_TOTAL},
    {"共3", ROW_SIGN_NONE},
    {"共十里3栋", ROW_SIGN_NONE},
    {"共和3栋", ROW_SIGN_NONE},
    {"公共3栋", ROW_SIGN_NONE},
    {"共3栋楼的业主委员会", ROW_SIGN_NONE},
    {"本页合计", ROW_SIGN_TOTAL},
    {"2021年合计", ROW_SIGN_TOTAL},
    {"A合计", ROW_SIGN_TOTAL},
    {"甲 小计", ROW_SIGN_TOTAL},
    {"王小计", ROW_SIGN_TOTAL_ENDING},
    {"两厂小计", ROW_SIGN_TOTAL},
    {"各合计", ROW_SIGN_TOTAL},
    {"Total", ROW_SIGN_TOTAL},
    {"TOTALS:", ROW_SIGN_TOTAL},
    {"Grand Total", ROW_SIGN_TOTAL},
    {"Foshan total", ROW_SIGN_TOTAL},
    {"Subtotal Foshan", ROW_SIGN_TOTAL},
    {"Subtotals", ROW_SIGN_TOTAL},
    {"Subtotalled", ROW_SIGN_NONE},
    {"capital", ROW_SIGN_NONE},
    {"total2", ROW_SIGN_NONE},
    {"合计：3", ROW_SIGN_TOTAL},
    {"某项：合计", ROW_SIGN_TOTAL},
    {"注：面积未测", ROW_SIGN_REMARK},
    {"注1：面积未测", ROW_SIGN_REMARK},
    {"1：面积", ROW_SIGN_NONE},
    {"Note: not measured", ROW_SIGN_REMARK},
    {"备注", ROW_SIGN_REMARK},
    {"以下空白", ROW_SIGN_REMARK},
    {"注册", ROW_SIGN_NONE},
    {"", ROW_SIGN_NONE},
    {"----", ROW_SIGN_NONE},
    {"：", ROW_SIGN_NONE},
    {"P1", ROW_SIGN_NONE},
    {"合计以外一个比任何这样的词都长得多的名称，写在某一行里，没有人会这样称呼合计，所以它是一个名"
     "称而不是合计，它应当被当作名称",
     ROW_SIGN_NONE},
    {"A东城街道石井村第三社第五组陈某人的地宗小计册上的名称",
     ROW_SIGN_NONE}, /* 64 bytes up to 计 */
    {"注：一个比任何这样的词都长得多的说明，写在某一行里，没有人会这样称呼一宗地，所以它是说明而不"
     "是名称，它应当被当作说明",
     ROW_SIGN_REMARK},
};

Test(odd, words_for_totals_and_remarks_are_told_from_names)
{
    for (size_t i = 0; i < sizeof sign_cases / sizeof *sign_cases; i++) {
        const struct sign_case *row = &sign_cases[i];
        const enum row_sign sign = row_sign_of(row->text, strlen(row->text));
        cr_expect_eq(sign, row->sign, "%s: %d", row->text, (int)sign);
    }
}

/* ---- changes ---- */

struct change_case {
    const char *path, *value, *faults;
};

static const struct change_case change_cases[] = {
    {"city", "", ""},
    {"city", "qingyuan", ""},
    {"city", "=+10%", "unknown-choice"},
    {"city", "+10%", "set-not-number"},
    {"nothing", "1", "set-unknown"},
    {"projects", "1", "set-unknown"},
    {"projects.", "1", "set-unknown"},
    {"projects.A", "1", "set-form"},
    {"projects.A.", "1", "set-form"},
    {"projects.Z.area", "1 m2", "set-unknown"},
    {"projects.A.nothing", "1", "set-unknown"},
    {"projects.A.nothing.x", "1", "set-unknown"},
    {"projects.A.buildings.b.area", "5 m2", ""},
    {"projects.A.buildings.b.area", "=+10%", "not-a-number"},
    {"projects.A.buildings.b.area", "+10%", ""},
    {"projects.A.buildings.b.area", "-1 m2", ""},
    {"projects.A.portion", "+10%", "set-not-given"},
    {"projects.A.approved", "+10%", "set-not-number"},
    {"projects.A.id", "+1", ""},
    {"projects.A.id", "", "row-key"},
    {"projects.A.note", "", ""},
    {"projects.A.idle", "", ""},
    {"projects[A].area", "2 m2", ""},
    {"projects[A", "2 m2", "set-unknown"},
    {"projects[A]area", "2 m2", "set-unknown"},
    {"projects[].area", "2 m2", "set-unknown"},
    {"projects[A/b].area", "2 m2", "set-unknown"},
    {"buildings[A/b].area", "2 m2", ""},
    {"buildings[A].area", "2 m2", "set-unknown"},
    {"nothing[A].area", "2 m2", "set-unknown"},
    {"项目[A].面积", "2 m2", ""},
    {"projects+", "B", ""},
    {"projects+", "A", "set-doubled"},
    {"projects+", "", "row-key"},
    {"projects-", "A", ""},
    {"projects-", "Z", "set-unknown"},
    {"projects-", "A.b", "set-unknown"},
    {"projects-", "", "set-unknown"},
    {"projects.A.buildings+", "b", "set-doubled"},
    {"projects.A.buildings-", "b", ""},
    {"projects.A.tax_years+", "2", "set-made-rows"},
    {"projects.A.nothing+", "2", "set-unknown"},
    {"nothing-", "2", "set-unknown"},
    {"buildings+", "c", "set-unknown"},
};

Test(odd, changes_are_made_or_told)
{
    static const char rows[] = IN_A("area = \"1 m2\"; holders = ( { id = \"h\"; } ); buildings = ( "
                                    "{ id = \"b\"; area = \"10 m2\"; } );");
    for (size_t i = 0; i < sizeof change_cases / sizeof *change_cases; i++) {
        const struct change_case *row = &change_cases[i];
        const enum ft_status status = fixture_set(&fixture, rows, row->path, row->value);
        cr_expect_str_eq(fixture_faults(&fixture), row->faults, "%s=%s: %s", row->path, row->value,
                         fixture_faults(&fixture));
        cr_expect_eq(status, row->faults[0] == '\0' ? FT_OK : FT_INVALID, "%s=%s", row->path,
                     row->value);
    }
}
