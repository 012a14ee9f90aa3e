/* Tables that a policy makes: when, how many rows, and what looks at them. */
#include "fixture.h"

#define FIELDS "fields = { number = { type = \"integer\"; " TITLE "}; }; "
#define MADE(id, in, rows)                                                                         \
    id " = { table = \"" id "s\"; in = \"" in "\"; key = \"number\"; " TITLE FIELDS                \
       "rows = \"" rows "\"; }; "

/* The root has a number n; what else it has is up to the test. */
#define VOCABULARY(entities)                                                                       \
    "enumerations: { }; kinds: { }; parties: { }; entities: { portfolio = { " TITLE                \
    "fields = { n = { type = \"integer\"; " TITLE "}; }; }; " entities "};"

#define OF(table, id, value)                                                                       \
    "{ id = \"" id "\"; of = \"" table "\"; unit = \"\"; " TITLE "value = \"" value "\"; }"

static void open_made(struct fixture *fixture, const char *vocabulary, const char *rules,
                      const char *rows)
{
    fixture_open(fixture, FT_EN);
    fixture_write(fixture, "vocabulary.cfg", vocabulary);
    fixture_pack(fixture, "pk", "", rules);
    cr_assert_eq(fixture_load(fixture, "pk"), FT_OK, "%s", fixture_rendering(fixture));
    (void)fixture_apply(fixture, rows);
}

static uint32_t rows_of(const struct fixture *fixture, const char *table)
{
    const struct entity *entity = map_get(&fixture->policy->schema.table_names, table);
    return fixture->dataset->tables[entity->index].count;
}

Test(made, rows_are_numbered_from_one)
{
    struct fixture fixture;
    open_made(&fixture, VOCABULARY(MADE("stage", "portfolio", "n")),
              OF("stages", "next", "number + 1"), "n = \"3\";");
    cr_expect_eq(rows_of(&fixture, "stages"), 3);
    cr_expect_str_eq(fixture_figure(&fixture, "next", "1"), "2");
    cr_expect_str_eq(fixture_figure(&fixture, "next", "3"), "4");
    fixture_close(&fixture);
}

Test(made, a_table_counted_from_a_rule_stands_even_where_no_rule_is_left)
{
    struct fixture fixture;
    open_made(&fixture, VOCABULARY(MADE("stage", "portfolio", "twice")),
              OF("portfolio", "twice", "2 * n"), "n = \"2\";");
    cr_expect_eq(rows_of(&fixture, "stages"), 4);
    fixture_close(&fixture);
}

Test(made, rows_may_be_counted_from_another_made_table)
{
    struct fixture fixture;
    open_made(
        &fixture,
        VOCABULARY(MADE("stage", "portfolio", "twice") MADE("step", "portfolio", "count(stages)")),
        OF("portfolio", "steps_in_all", "count(steps)") ", " OF("portfolio", "twice", "2 * n"),
        "n = \"2\";");
    cr_expect_eq(rows_of(&fixture, "steps"), 4);
    cr_expect_str_eq(fixture_figure(&fixture, "steps_in_all", ""), "4");
    fixture_close(&fixture);
}

Test(made, rows_may_stand_below_made_rows)
{
    struct fixture fixture;
    open_made(&fixture, VOCABULARY(MADE("stage", "portfolio", "n") MADE("step", "stage", "number")),
              OF("steps", "product", "number * stage.number"), "n = \"3\";");
    cr_expect_eq(rows_of(&fixture, "steps"), 6);
    cr_expect_str_eq(fixture_figure(&fixture, "product", "3/2"), "6");
    fixture_close(&fixture);
}

Test(made, a_count_that_is_no_whole_number_within_the_limit_is_a_fault_of_the_data)
{
    static const char *const counts[] = {"n / 2", "0 - n", "n * 1000000"};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct fixture fixture;
        fixture_open(&fixture, FT_EN);
        fixture_write(
            &fixture, "vocabulary.cfg",
            arena_format(&fixture.arena, VOCABULARY(MADE("stage", "portfolio", "%s")), counts[i]));
        fixture_pack(&fixture, "pk", "", "");
        cr_assert_eq(fixture_load(&fixture, "pk"), FT_OK, "%s", fixture_rendering(&fixture));
        cr_expect_eq(fixture_apply(&fixture, "n = \"3\";"), FT_INVALID, "%s", counts[i]);
        cr_expect_str_eq(
            fixture_rendering(&fixture),
            "s.cfg:2:1: error: the number of rows of stages is not a whole number within the limit "
            "[made-rows]\n"
            "     2 | portfolio: { n = \"3\"; };\n"
            "         ^^^^^^^^^\n"
            "  hint: check the figures of this row; `fangtian limits` lists the limits\n");
        fixture_close(&fixture);
    }
}

Test(made, a_row_may_have_a_thousand_rows_made_and_not_one_more)
{
    static const char *const counts[] = {"n = \"1000\";", "n = \"1001\";"};
    cr_assert_eq(limits[LIMIT_MADE_ROWS].value, 1000);
    for (size_t past = 0; past < 2; past++) {
        struct fixture fixture;
        fixture_open(&fixture, FT_EN);
        fixture_write(&fixture, "vocabulary.cfg", VOCABULARY(MADE("stage", "portfolio", "n")));
        fixture_pack(&fixture, "pk", "", "");
        cr_assert_eq(fixture_load(&fixture, "pk"), FT_OK, "%s", fixture_rendering(&fixture));
        cr_expect_eq(fixture_apply(&fixture, counts[past]), past == 0 ? FT_OK : FT_INVALID);
        if (past == 0)
            cr_expect_eq(rows_of(&fixture, "stages"), 1000);
        else
            cr_expect_str_eq(fixture.diagnostics.items[0].id, "made-rows");
        fixture_close(&fixture);
    }
}
