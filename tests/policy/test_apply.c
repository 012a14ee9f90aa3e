/* Rules applied to rows, and one of them worked out again at one row. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"

#define YEARLY                                                                                     \
    "rate = { " TITLE "unit = \"\"; values = ( { from = \"2019-01-01\"; value = \"1\"; },"         \
    " { from = \"2020-01-01\"; value = \"2\"; }, { from = \"2021-01-01\"; value = \"5\"; } ); };"

/* Four projects of two years; B and D are homes. */
#define ROWS                                                                                       \
    "pool = \"100 元\"; owners = ( { id = \"O\"; }, { id = \"P\"; } ); projects = ("              \
    "{ id = \"A\"; area = \"1 m2\"; use = \"plant\"; year = \"2019\"; owner = \"O\"; },"           \
    "{ id = \"B\"; area = \"2 m2\"; use = \"home\"; year = \"2019\"; owner = \"P\"; },"            \
    "{ id = \"C\"; area = \"3 m2\"; use = \"plant\"; year = \"2020\"; owner = \"O\"; },"           \
    "{ id = \"D\"; area = \"4 m2\"; use = \"home\"; year = \"2020\"; owner = \"P\"; } );"

/* A plain number of projects; `more` has further settings. */
#define PLAIN(id, more) "{ id = \"" id "\"; of = \"projects\"; unit = \"\"; " TITLE more " }"

static void open_applied(struct fixture *fixture, const char *rules)
{
    fixture_open(fixture, FT_EN);
    fixture_pack(fixture, "pk", YEARLY, rules);
    cr_assert_eq(fixture_load(fixture, "pk"), FT_OK, "%s", fixture_rendering(fixture));
    cr_assert_eq(fixture_apply(fixture, ROWS), FT_OK, "%s", fixture_rendering(fixture));
}

/* The figures of A to D, and that each is derived the same. */
static void assert_figures(struct fixture *fixture, const char *rule, const char *const figures[4])
{
    static const char *const rows[] = {"A", "B", "C", "D"};
    for (size_t i = 0; i < 4; i++) {
        cr_expect_str_eq(fixture_figure(fixture, rule, rows[i]), figures[i], "%s of %s: %s", rule,
                         rows[i], fixture_figure(fixture, rule, rows[i]));
        const char *derived = fixture_derived(fixture, rule, rows[i], NULL);
        bool applies = strncmp(figures[i], "n/a", 3) != 0;
        cr_expect_str_eq(derived, applies ? figures[i] : "n/a", "%s of %s derived: %s", rule,
                         rows[i], derived);
    }
}
#define FIGURES(...) ((const char *const[4]){__VA_ARGS__})

/* ---- blocks ---- */

#define PART RULE("part", "share(portfolio.pool, area * rate, 0.01 元)")
#define SO_FAR PLAIN("so_far", "value = \"cumulative(area / 1 m2)\";")
#define BEHIND PLAIN("behind", "value = \"if first then 0 else previous(so_far)\";")
#define WHOLE                                                                                      \
    "{ id = \"whole\"; of = \"portfolio\"; unit = \"元\"; " TITLE                                  \
    "value = \"sum(part over projects)\"; }"

/* So many projects, of which each is like the others. */
static const char *alike_rows(int count, char *rows, size_t size)
{
    size_t at = (size_t)snprintf(rows, size,
                                 "pool = \"100 元\"; owners = ( { id = \"O\"; } ); projects = (");
    for (int i = 0; i < count; i++)
        at += (size_t)snprintf(
            rows + at, size - at,
            "%s{ id = \"N%d\"; area = \"1 m2\"; use = \"home\"; year = \"2019\"; owner = \"O\"; }",
            i > 0 ? "," : "", i);
    (void)snprintf(rows + at, size - at, " );");
    return rows;
}

/* Rows go through a rule in blocks; what they look at beside themselves is of all of them. */
Test(blocks, a_pool_and_the_row_before_reach_past_a_block)
{
    static char rows[1 << 18];
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "pk", YEARLY, PART ", " SO_FAR ", " BEHIND ", " WHOLE);
    cr_assert_eq(fixture_load(&fixture, "pk"), FT_OK, "%s", fixture_rendering(&fixture));
    cr_assert_eq(fixture_apply(&fixture, alike_rows(2200, rows, sizeof rows)), FT_OK, "%s",
                 fixture_rendering(&fixture));
    cr_expect_str_eq(fixture_figure(&fixture, "whole", ""), "100 元");
    cr_expect_str_eq(fixture_figure(&fixture, "part", "N0"), "0.05 元");
    cr_expect_str_eq(fixture_figure(&fixture, "part", "N2199"), "0.04 元");
    cr_expect_str_eq(fixture_figure(&fixture, "so_far", "N2199"), "2,200");
    cr_expect_str_eq(fixture_figure(&fixture, "behind", "N2048"), "2,048");
    cr_expect_str_eq(fixture_derived(&fixture, "behind", "N2048", NULL), "2,048");
    fixture_close(&fixture);
}

/* ---- dates ---- */

Test(dates, parameters_hold_on_the_date_of_the_scenario_or_the_rule)
{
    struct fixture fixture;
    open_applied(&fixture, PLAIN("now", "value = \"rate\";") ", " PLAIN(
                               "yearly", "on = \"date_of(year, 12, 31)\"; value = \"rate\";"));
    assert_figures(&fixture, "now", FIGURES("5", "5", "5", "5"));
    assert_figures(&fixture, "yearly", FIGURES("1", "1", "2", "2"));
    fixture_close(&fixture);
}

Test(dates, siblings_are_seen_each_on_its_own_date)
{
    struct fixture fixture;
    open_applied(
        &fixture,
        PLAIN("running",
              "on = \"date_of(year, 12, 31)\"; value = "
              "\"cumulative(rate)\";") ", " PLAIN("before",
                                                  "on = \"date_of(year, 12, 31)\"; value = \"if "
                                                  "first then 0 else "
                                                  "previous(rate)\";") ", " PLAIN("part",
                                                                                  "on = "
                                                                                  "\"date_of(year, "
                                                                                  "12, "
                                                                                  "31)\"; value = "
                                                                                  "\"share(12, "
                                                                                  "rate, 1)\";"));
    assert_figures(&fixture, "running", FIGURES("1", "2", "4", "6"));
    assert_figures(&fixture, "before", FIGURES("0", "1", "1", "2"));
    assert_figures(&fixture, "part", FIGURES("2", "2", "4", "4"));
    fixture_close(&fixture);
}

Test(dates, a_reason_reads_parameters_on_the_date_of_its_rule)
{
    struct fixture fixture;
    open_applied(&fixture,
                 PLAIN("yearly",
                       "on = \"date_of(year, 12, 31)\"; when = \"false\"; value = \"rate\";"
                       "otherwise = { zh = \"{rate}\"; en = \"the rate was {rate}\"; };"));
    assert_figures(&fixture, "yearly",
                   FIGURES("n/a: the rate was 1", "n/a: the rate was 1", "n/a: the rate was 2",
                           "n/a: the rate was 2"));
    fixture_close(&fixture);
}

static const struct lacks *set_of(const struct lack *lacks, uint32_t count, bool more,
                                  struct arena *arena)
{
    struct lacks *set = arena_allocate(arena, sizeof *set + count * sizeof *lacks);
    cr_assert_not_null(set);
    set->count = count;
    set->more = more;
    memcpy(set->lacks, lacks, count * sizeof *lacks);
    return set;
}

Test(lacks, what_is_kept_of_them_outlives_the_arena_they_came_from)
{
    static const struct entity entity;
    char first[] = "first", second[] = "second";
    const struct lack two[] = {
        {.kind = LACK_FAULT, .entity = &entity, .row = 1, .text = first},
        {.kind = LACK_FAULT, .entity = &entity, .row = 2, .text = second},
    };
    struct arena arena, from;
    arena_open(&arena, NULL);
    arena_open(&from, NULL);
    const struct lacks *kept = lacks_keep(set_of(two, 2, false, &from), &arena);
    cr_assert_not_null(kept);
    arena_close(&from);
    first[0] = second[0] = 'x';
    cr_assert_eq(kept->count, 2);
    cr_expect_str_eq(kept->lacks[0].text, "first");
    cr_expect_str_eq(kept->lacks[1].text, "second");
    arena_close(&arena);
}

/* Figures of many rows lack the same: what adds nothing takes no memory. */
Test(lacks, joined_with_what_they_hold_are_the_same_set)
{
    static const struct entity entity;
    const struct lack two[] = {
        {.kind = LACK_FAULT, .entity = &entity, .row = 1, .text = "first"},
        {.kind = LACK_FAULT, .entity = &entity, .row = 2, .text = "second"},
    };
    struct arena arena;
    arena_open(&arena, NULL);
    const struct lacks *both = set_of(two, 2, false, &arena),
                       *first = set_of(two, 1, false, &arena),
                       *second = set_of(two + 1, 1, false, &arena),
                       *more = set_of(two, 1, true, &arena);
    cr_expect_eq(lacks_join(both, first, &arena), both);
    cr_expect_eq(lacks_join(second, both, &arena), both);
    cr_expect_eq(lacks_join(more, first, &arena), more);
    cr_expect_eq(lacks_join(first, more, &arena), more);
    const struct lacks *joined = lacks_join(second, first, &arena);
    cr_assert(joined != NULL && joined != first && joined != second);
    cr_expect_eq(joined->count, 2);
    cr_expect_str_eq(joined->lacks[0].text, "first");
    cr_expect_str_eq(joined->lacks[1].text, "second");
    cr_expect_not(joined->more);
    joined = lacks_join(both, more, &arena);
    cr_assert(joined != NULL && joined != both);
    cr_expect(joined->more, "others are not forgotten");
    arena_close(&arena);
}
