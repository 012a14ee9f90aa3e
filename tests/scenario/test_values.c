/* What stands in a cell: units, digits, words, dates, defaults, references. */
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

TestSuite(values, .init = open_fixture, .fini = close_fixture);

struct row {
    const char *field, *written, *wanted;
};

/* `wanted` is the cell, or the fault with its column in the text of the file's line. */
static void check(const struct row *rows, size_t count, bool good)
{
    for (size_t i = 0; i < count; i++) {
        const char *portfolio =
            arena_format(&fixture.arena, "projects = ( { id = \"A\"; %s = \"%s\"; } );",
                         rows[i].field, rows[i].written);
        enum ft_status status = fixture_rows(&fixture, portfolio);
        cr_expect_eq(status, good ? FT_OK : FT_INVALID, "%s = %s: %s", rows[i].field,
                     rows[i].written, fixture_faults(&fixture));
        const char *found = good && status == FT_OK
                                ? fixture_cell(&fixture, "projects", "A", rows[i].field)
                                : fixture_faults(&fixture);
        cr_expect_str_eq(found, rows[i].wanted, "%s = %s: %s, not %s", rows[i].field,
                         rows[i].written, found, rows[i].wanted);
    }
}

Test(values, units_are_read_in_chinese_and_latin_spellings)
{
    static const struct row rows[] = {
        {"area", "0", "0 m2"},
        {"area", "1,200 m2", "1,200 m2"},
        {"area", "1200 ㎡", "1,200 m2"},
        {"area", "1200平方米", "1,200 m2"},
        {"area", "1.5 公顷", "15,000 m2"},
        {"area", "1.5 ha", "15,000 m2"},
        {"area", "3 亩", "2,000 m2"},
        {"area", " 3\u3000亩 ", "2,000 m2"},
        {"area", "\u2009\u00A03\u202F亩\u205F", "2,000 m2"},
        {"price", "1 元/平方米", "1 元/m2"},
        {"price", "1 yuan/m2", "1 元/m2"},
        {"price", "1 万元/亩", "15 元/m2"},
        {"portion", "12.5%", "0.125"},
        {"portion", "1/8", "0.125"},
        {"portion", "0", "0"},
        {"portion", "100%", "1"},
        {"storeys", "12", "12"},
        {"storeys", "1e3", "1000"},
    };
    check(rows, sizeof rows / sizeof *rows, true);
}

Test(values, words_and_dates_are_read_as_both_languages_write_them)
{
    static const struct row rows[] = {
        {"idle", "true", "true"},
        {"idle", "是", "true"},
        {"idle", "否", "false"},
        {"idle", "TRUE", "true"},
        {"idle", "False", "false"},
        {"idle", "Y", "true"},
        {"idle", "no", "false"},
        {"idle", "√", "true"},
        {"idle", "×", "false"},
        {"idle", "\u00A0是\u3000", "true"},
        {"approved", "2009-12-31", "2009-12-31"},
        {"approved", "2009年12月31日", "2009-12-31"},
        {"approved", "2009/12/31", "2009-12-31"},
        {"approved", "2009-2-28", "2009-02-28"},
        {"approved", "2009-02-28 00:00:00", "2009-02-28"},
        {"note", "", "absent"}, /* as a table has it */
        {"note", " 前后有空格 ", " 前后有空格 "},
    };
    check(rows, sizeof rows / sizeof *rows, true);
}

Test(values, what_cannot_be_read_is_refused_where_it_stands)
{
    static const struct row rows[] = {
        {"area", "１２ 亩", "full-width-number@4:34"},
        {"area", "12，000", "full-width-comma@4:34"},
        {"area", "1,20", "number-comma@4:34"},
        {"area", "12 元", "unit-mismatch@4:34"},
        {"area", "", "number-empty@4:34"},
        {"portion", "-0.01", "out-of-range@4:36"},
        {"portion", "1.01", "out-of-range@4:36"},
        {"storeys", "2.5", "not-whole@4:36"},
        {"storeys", "2 层", "unknown-unit@4:39"},
        {"idle", "T", "not-true-or-false@4:33"},
        {"idle", "有", "not-true-or-false@4:33"},
        {"idle", "是\u200B", "invisible-character@4:35"},
        {"idle", "ＴＲＵＥ", "look-alike@4:34"},
        {"idle", "1", "not-true-or-false@4:33"},
        {"approved", "2009-02-30", "date-day@4:38"},
        {"approved", "30.12.2009", "date-order@4:38"},
    };
    check(rows, sizeof rows / sizeof *rows, false);
}

Test(values, a_member_has_its_id_or_its_chinese_title)
{
    static const char *const spellings[] = {"qingyuan", "清远"};
    for (size_t i = 0; i < 2; i++) {
        const char *portfolio =
            arena_format(&fixture.arena, "city = \"%s\"; projects = ( );", spellings[i]);
        cr_assert_eq(fixture_rows(&fixture, portfolio), FT_OK, "%s", fixture_faults(&fixture));
        cr_expect_str_eq(fixture_cell(&fixture, "", "", "city"), "Qingyuan");
    }
    cr_assert_eq(fixture_rows(&fixture, "city = \"Guangzhou\";"), FT_INVALID);
    cr_expect_str_eq(fixture_faults(&fixture), "unknown-choice@4:8");
}

Test(values, what_is_not_given_takes_its_default_or_stays_absent)
{
    static const struct row rows[] = {
        {"area", NULL, "0 m2"},   {"price", NULL, "1.5 元/m2"}, {"storeys", NULL, "1"},
        {"idle", NULL, "false"},  {"approved", NULL, "absent"}, {"portion", NULL, "absent"},
        {"note", NULL, "absent"},
    };
    cr_assert_eq(fixture_rows(&fixture, "projects = ( { id = \"A\"; } );"), FT_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(fixture_cell(&fixture, "projects", "A", rows[i].field), rows[i].wanted);
    cr_expect_str_eq(fixture_cell(&fixture, "", "", "city"), "Foshan");
}

Test(values, a_reference_leads_to_a_row_of_the_same_parent)
{
    cr_assert_eq(
        fixture_rows(&fixture,
                     "projects = ("
                     "{ id = \"A\"; holders = ( { id = \"H\"; } );"
                     "  buildings = ( { id = \"B\"; area = \"1 m2\"; holder = \"H\"; } ); },"
                     "{ id = \"C\"; holders = ( { id = \"I\"; }, { id = \"H\"; } );"
                     "  buildings = ( { id = \"B\"; area = \"1 m2\"; holder = \"H\"; } ); } );"),
        FT_OK, "%s", fixture_faults(&fixture));
    cr_expect_str_eq(fixture_cell(&fixture, "buildings", "A/B", "holder"), "A/H");
    cr_expect_str_eq(fixture_cell(&fixture, "buildings", "C/B", "holder"), "C/H");
}

Test(values, a_reference_to_another_parents_row_dangles_and_offers_what_there_is)
{
    cr_assert_eq(
        fixture_rows(&fixture,
                     "projects = ("
                     "{ id = \"A\"; holders = ( { id = \"H1\"; } ); },"
                     "{ id = \"C\"; holders = ( { id = \"陈某\"; }, { id = \"李某\"; } );\n"
                     "  buildings = ( { id = \"B\"; area = \"1 m2\"; holder = \"H1\"; } ); } );"),
        FT_INVALID);
    cr_expect_str_eq(fixture_faults(&fixture), "dangling-reference@5:53");
    cr_expect_str_eq(fixture.diagnostics.items[0].hint, "choose: 陈某, 李某");
}
