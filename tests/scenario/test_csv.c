/* Tables in CSV files: how they are cut into cells, and what their headers may say. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct fixture fixture;

static void open_fixture(void)
{
    fixture_open(&fixture);
}

static void close_fixture(void)
{
    fixture_close(&fixture);
}

TestSuite(csv, .init = open_fixture, .fini = close_fixture);

/* Two rows, A and B, whatever the form: A has 1,200 m2 and the note, B has 5 m2 and none. */
static const struct {
    const char *name, *bytes, *note;
} forms[] = {
    {"plain", "id,area (m2),note\nA,1200,x\nB,5,\n", "x"},
    {"no last line end", "id,area (m2),note\nA,1200,x\nB,5,", "x"},
    {"CRLF", "id,area (m2),note\r\nA,1200,x\r\nB,5,\r\n", "x"},
    {"byte order mark", "\xEF\xBB\xBFid,area (m2),note\nA,1200,x\nB,5,\n", "x"},
    {"quoted", "\"id\",\"area (m2)\",\"note\"\n\"A\",\"1,200\",\"x\"\n\"B\",5,\n", "x"},
    {"doubled quotes", "id,area (m2),note\nA,1200,\"a \"\"b\"\"\"\nB,5,\n", "a \"b\""},
    {"line end in quotes", "id,area (m2),note\nA,1200,\"a\nb\"\nB,5,\n", "a\nb"},
    {"comma in quotes", "id,area (m2),note\nA,1200,\"a,b\"\nB,5,\n", "a,b"},
    {"blank rows", "id,area (m2),note\n\nA,1200,x\n,,\n\r\nB,5,\n\n", "x"},
    {"another order", "note,area (m2),id\nx,1200,A\n,5,B\n", "x"},
    {"Chinese header", "编号,面积（m2）,备注\nA,1200,x\nB,5,\n", "x"},
    {"English titles", "number,area (m2),note\nA,1200,x\nB,5,\n", "x"},
    {"unit in the header", "id,area (m2),note\nA,1200,x\nB,5,\n", "x"},
    {"wide brackets", "id,面积（公顷）,note\nA,0.12,x\nB,5 m2,\n", "x"},
    {"blanks around", " id , area (m2)\t,\u3000note\nA , 1200,\u00A0x\u3000\n B,5, \n", "x"},
    {"remarks", "序号,id,area (m2),#甲,note,no.\n1,A,1200,旧,x,\n2,B,5,\"a,b\",,7\n", "x"},
    {"columns left behind", "id,area (m2),note,,\nA,1200,x,,\nB,5,,,\n", "x"},
    {"a column left out", "id,area (m2)\nA,1200\nB,5\n", NULL},
};

Test(csv, a_table_is_the_same_in_every_form)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        cr_expect_eq(fixture_csv(&fixture, forms[i].bytes), FT_OK, "%s: %s", forms[i].name,
                     fixture_faults(&fixture));
        if (fixture.diagnostics.total > 0)
            continue;
        cr_expect_eq(fixture_count(&fixture, "projects"), 2, "%s", forms[i].name);
        cr_expect_str_eq(fixture_cell(&fixture, "projects", "A", "area"), "1,200 m2", "%s",
                         forms[i].name);
        cr_expect_str_eq(fixture_cell(&fixture, "projects", "B", "area"), "5 m2", "%s",
                         forms[i].name);
        cr_expect_str_eq(fixture_cell(&fixture, "projects", "A", "note"),
                         forms[i].note == NULL ? "absent" : forms[i].note, "%s", forms[i].name);
        cr_expect_str_eq(fixture_cell(&fixture, "projects", "B", "note"), "absent", "%s",
                         forms[i].name);
    }
}

static const struct {
    const char *bytes, *faults;
} refused[] = {
    {"", "csv-empty"},
    {"\n\r\n", "csv-empty"},
    {"id;area\nA;1\n", "csv-separator@1:1"},
    {"id\tarea\nA\t1\n", "csv-separator@1:1"},
    {"id,aera\nA,1\n", "unknown-column@1:4"},
    {"id,area (m2),\nA,1,x\n", "csv-column-unnamed@2:5"},
    {"id,area (m2),id\nA,1,B\n", "csv-column-twice@1:14"},
    {"id,area (m2),面积（m2）\nA,1,1\n", "csv-column-twice@1:14"},
    {"id,area (元)\nA,1\n", "csv-column-unit@1:10"},
    {"id,note (m2)\nA,1\n", "csv-column-takes-no-unit@1:10"},
    {"id,area (里)\nA,1\n", "unknown-unit@1:10"},
    {"id,area (m2)\nA\nB,1\nC,1,2\n", "csv-ragged@2:1 csv-ragged@4:1"},
    {"id,area (m2)\nA,1\"\n", "csv-quote@2:4"},
    {"id,area (m2)\nA,\"1\"2\nB,x\n", "csv-quote@2:6 not-a-number@3:3"},
    {"id,area (m2),note\nA,1,\"x\nB,\"2\",y\nC,z,\n", "csv-open-quote@2:5"},
    {"id,note\nA,\"甲\n乙\nB,1\n", "csv-open-quote@2:3"},
    {"area (m2)\n1\n2\n", "missing-column@1:1"},
    {"ib,area\nA,x\n", "unknown-column@1:1 missing-column@1:1 not-a-number@2:3"},
    {"id,area (元),note\nA,1 元,x\n", "csv-column-unit@1:10"},
    {"2022 list,,\n\nid,area (m2),note\nA,x,\n", "csv-rows-above-header@1:1 not-a-number@4:3"},
    {"list,,\nby,me,\nid,aera,note\nA,x,\n", "csv-rows-above-header@1:1 unknown-column@3:4"},
    {"x,y\nA,id\n", "unknown-column@1:1 unknown-column@1:3 missing-column@1:1"},
    {"list,\n\"id\",\"are\n", "csv-open-quote@2:6"},
    {"id,area (m2),note\nA,1,\n,1,合计\n", "csv-totals-row@3:4"},
    {"id,area (m2),note\nA,1,\nA 小计：,\nTotal,1\n", "csv-totals-row@3:1 csv-totals-row@4:1"},
    {"id,area (m2)\nA,x\nA,1\nB,y\n", "doubled-key@3:1 not-a-number@2:3 not-a-number@4:3"},
    {"id,note\n\"甲\n乙\",\"丙\",丁\n", "csv-ragged@2:1"},
};

Test(csv, a_fault_is_told_at_its_line_and_column)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        cr_expect_eq(fixture_csv(&fixture, refused[i].bytes), FT_INVALID, "%s", refused[i].bytes);
        cr_expect_str_eq(fixture_faults(&fixture), refused[i].faults, "%s: %s, not %s",
                         refused[i].bytes, fixture_faults(&fixture), refused[i].faults);
    }
}

/* A title may have brackets of its own: the unit's are the last. */
Test(csv, a_title_with_brackets_may_head_a_column)
{
    static const char *const headers[] = {"费用（净）（万元）,1", "费用（净）(万元),1",
                                          "费用（净）,1 万元"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        char bytes[128];
        const int comma = (int)strcspn(headers[i], ",");
        (void)snprintf(bytes, sizeof bytes, "project,city,%.*s\nA,foshan%s\n", comma, headers[i],
                       headers[i] + comma);
        fixture_write("t.csv", bytes);
        cr_expect_eq(fixture_rows(&fixture, "projects = ( { id = \"A\"; area = \"1 m2\"; } );\n"
                                            "tariffs = { csv = \"t.csv\"; };"),
                     FT_OK, "%s: %s", headers[i], fixture_faults(&fixture));
    }
}

Test(csv, rows_below_a_table_that_could_not_be_read_are_not_blamed)
{
    fixture_write("p.csv", "id,aera\nA,1\n");
    fixture_write("h.csv", "project,id\nA,H\n");
    cr_expect_eq(fixture_rows(&fixture, "projects = { csv = \"p.csv\"; };\n"
                                        "holders = { csv = \"h.csv\"; };"),
                 FT_INVALID);
    cr_expect_str_eq(fixture_faults(&fixture), "unknown-column@1:4", "%s",
                     fixture_faults(&fixture));
}

Test(csv, bytes_that_are_no_text_are_refused)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *faults;
    } rows[] = {
        {"id,area (m2)\nA,\0001\n", 18, "nul-byte@2:3"},
        {"id,area (m2)\n\xE9,1\n", 17, "csv-encoding@2:1"},
        {"\xFF\xFEi\0d\0", 6, "utf16"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture_bytes("t.csv", rows[i].bytes, rows[i].length);
        cr_expect_eq(fixture_rows(&fixture, "projects = { csv = \"t.csv\"; };"), FT_INVALID);
        cr_expect_str_eq(fixture_faults(&fixture), rows[i].faults);
    }
}

/* A table whose second line has `length` bytes, its end left out. */
static enum ft_status load_long_line(size_t length, const char *begin, const char *end)
{
    static const char header[] = "id,note\n";
    size_t edges = strlen(begin) + strlen(end);
    char *bytes = malloc(sizeof header + length + 1);
    cr_assert_not_null(bytes);
    memcpy(bytes, header, sizeof header);
    char *line = bytes + strlen(header);
    memcpy(line, begin, strlen(begin));
    memset(line + strlen(begin), 'x', length - edges);
    memcpy(line + length - strlen(end), end, strlen(end));
    memcpy(line + length, "\n", 2);
    fixture_write("t.csv", bytes);
    free(bytes);
    return fixture_rows(&fixture, "projects = { csv = \"t.csv\"; };");
}

Test(csv, a_line_may_have_a_mebibyte_and_not_one_byte_more)
{
    size_t most = limits[LIMIT_CSV_LINE_BYTES].value;
    cr_expect_eq(load_long_line(most, "A,", ""), FT_OK, "%s", fixture_faults(&fixture));
    cr_expect_neq(load_long_line(most + 1, "A,", ""), FT_OK);
    cr_expect_str_eq(fixture_faults(&fixture), "csv-line@2:1");
    cr_expect_neq(load_long_line(most + 1, "A,\"a\n", "\""), FT_OK);
    cr_expect_str_eq(fixture_faults(&fixture), "csv-line@2:1");
}

Test(csv, a_table_may_have_1024_columns_and_not_one_more)
{
    enum { EMPTY = 1022, PAST = 1023 };
    char commas[PAST + 1], bytes[2 * PAST + 64];
    cr_assert_eq(limits[LIMIT_CSV_COLUMNS].value, EMPTY + 2);
    memset(commas, ',', PAST);
    commas[EMPTY] = '\0';
    (void)snprintf(bytes, sizeof bytes, "id,area (m2)%s\nA,1%s\n", commas, commas);
    cr_expect_eq(fixture_csv(&fixture, bytes), FT_OK, "%s", fixture_faults(&fixture));
    commas[EMPTY] = ',';
    commas[PAST] = '\0';
    (void)snprintf(bytes, sizeof bytes, "id,area (m2)%s\nA,1%s\n", commas, commas);
    cr_expect_neq(fixture_csv(&fixture, bytes), FT_OK);
    cr_expect_str_eq(fixture_faults(&fixture), "csv-columns@1:1036");
}

Test(csv, rows_of_a_deeper_table_name_the_rows_above)
{
    fixture_write("h.csv", "项目,编号\nC,H\nA,H\nA,I\n");
    fixture_write("f.csv", "project,building,number,height (m)\nA,B,2,4\nC,B,1,\nA,B,1,5\n");
    fixture_write("b.csv", "id,project,holder,area (m2)\nB,A,I,1\nB,C,H,2\n");
    cr_assert_eq(fixture_rows(&fixture, "projects = ( { id = \"A\"; }, { id = \"C\"; } );"
                                        "holders = { csv = \"h.csv\"; };"
                                        "buildings = { csv = \"b.csv\"; };"
                                        "floors = { csv = \"f.csv\"; };"),
                 FT_OK, "%s", fixture_faults(&fixture));
    cr_expect_str_eq(fixture_cell(&fixture, "buildings", "A/B", "holder"), "A/I");
    cr_expect_str_eq(fixture_cell(&fixture, "buildings", "C/B", "holder"), "C/H");
    cr_expect_str_eq(fixture_cell(&fixture, "floors", "A/B/2", "height"), "4 m");
    cr_expect_str_eq(fixture_cell(&fixture, "floors", "A/B/1", "height"), "5 m");
    cr_expect_str_eq(fixture_cell(&fixture, "floors", "C/B/1", "height"), "3 m");
}

Test(csv, rows_above_that_are_missing_are_told)
{
    fixture_write("h.csv", "project,id\nB,H\n,H\nA,H\n");
    cr_expect_eq(fixture_rows(&fixture, "projects = ( { id = \"A\"; } );\n"
                                        "holders = { csv = \"h.csv\"; };"),
                 FT_INVALID);
    cr_expect_str_eq(fixture_faults(&fixture), "csv-empty-above@3:1 unknown-above@2:1");
    fixture_write("h.csv", "id\nH\n");
    cr_expect_eq(fixture_rows(&fixture, "projects = ( { id = \"A\"; } );\n"
                                        "holders = { csv = \"h.csv\"; };"),
                 FT_INVALID);
    cr_expect_str_eq(fixture_faults(&fixture), "missing-above@1:1");
}

Test(csv, a_table_lies_beside_the_scenario)
{
    static const char *const outside[] = {"/etc/passwd", "../t.csv", "a/../../t.csv", ""};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        cr_expect_eq(
            fixture_rows(&fixture,
                         arena_format(&fixture.arena, "projects = { csv = \"%s\"; };", outside[i])),
            FT_INVALID);
        cr_expect_str_eq(fixture_faults(&fixture), "csv-outside@4:20");
    }
}
