/* Which value of a parameter holds on a date, as far as it was known. */
#include <string.h>

#include "fixture.h"

#define NUMBERS(values) "p = { " TITLE "unit = \"\"; gaps = \"true\"; values = ( " values " ); };"

static struct date day(const char *iso)
{
    struct diagnostics diagnostics = {.language = FT_EN};
    struct text text = text_from(iso);
    struct date date = {0};
    cr_assert_eq(date_parse(&date, &diagnostics, &text), FT_OK, "%s", iso);
    return date;
}

/* A question and the value that answers it; 0: none is in force. */
struct asked {
    const char *on, *known_at;
    int32_t value;
};

static void expect_answers(const struct parameter *parameter, const struct asked *asked,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct version *version =
            parameter_version(parameter, day(asked[i].on), day(asked[i].known_at));
        struct number expected = number_from_int(asked[i].value);
        struct number found = version == NULL ? NUMBER_ZERO : version->scalar.number;
        cr_expect(number_equal(&found, &expected), "on %s as known at %s", asked[i].on,
                  asked[i].known_at);
    }
}

static void ask(const char *values, const struct asked *asked, size_t count)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "pk", values, "");
    cr_assert_eq(fixture_load(&fixture, "pk"), FT_OK, "%s", fixture_rendering(&fixture));
    const struct parameter *parameter = policy_parameter(fixture.policy, "p");
    expect_answers(parameter, asked, count);
    fixture_close(&fixture);
}
#define ASK(values, asked) ask(NUMBERS(values), asked, sizeof(asked) / sizeof *(asked))

Test(parameters, a_value_holds_from_its_first_day_to_the_day_before_the_next)
{
    static const struct asked asked[] = {
        {"2018-12-31", "2030-01-01", 0}, {"2019-01-01", "2030-01-01", 1},
        {"2019-12-31", "2030-01-01", 1}, {"2020-01-01", "2030-01-01", 2},
        {"2099-01-01", "2030-01-01", 2},
    };
    ASK("{ from = \"2019-01-01\"; value = \"1\"; }, { from = \"2020-01-01\"; value = \"2\"; }",
        asked);
}

Test(parameters, a_gap_has_no_value)
{
    static const struct asked asked[] = {
        {"2019-06-30", "2030-01-01", 1},
        {"2019-07-01", "2030-01-01", 0},
        {"2020-01-01", "2030-01-01", 2},
        {"2021-01-01", "2030-01-01", 0},
    };
    ASK("{ from = \"2019-01-01\"; to = \"2019-07-01\"; value = \"1\"; },"
        "{ from = \"2020-01-01\"; to = \"2021-01-01\"; value = \"2\"; }",
        asked);
}

Test(parameters, an_amendment_counts_once_it_is_published)
{
    static const struct asked asked[] = {
        {"2020-03-01", "2020-04-30", 1}, /* in force backwards, but nobody knew */
        {"2020-03-01", "2020-05-01", 2},
        {"2019-03-01", "2020-05-01", 1},
        {"2019-03-01", "2018-12-31", 0},
    };
    ASK("{ from = \"2019-01-01\"; value = \"1\"; },"
        "{ from = \"2020-01-01\"; published = \"2020-05-01\"; value = \"2\"; }",
        asked);
}

Test(parameters, until_an_amendment_was_known_the_value_before_ends_where_it_says)
{
    static const struct asked asked[] = {
        {"2019-12-31", "2019-06-01", 1},
        {"2020-01-01", "2019-06-01", 0},
        {"2020-01-01", "2020-05-01", 2},
    };
    ASK("{ from = \"2019-01-01\"; to = \"2020-01-01\"; value = \"1\"; },"
        "{ from = \"2020-01-01\"; published = \"2020-05-01\"; value = \"2\"; }",
        asked);
}

Test(parameters, a_repeal_counts_once_it_is_published)
{
    static const struct asked asked[] = {
        {"2024-12-31", "2024-11-30", 1}, {"2025-01-01", "2024-11-29", 1},
        {"2027-12-31", "2024-11-29", 1}, {"2028-01-01", "2024-11-29", 0},
        {"2025-01-01", "2024-11-30", 0}, {"2027-12-31", "2030-01-01", 0},
        {"2019-12-31", "2030-01-01", 0},
    };
    ASK("{ from = \"2020-01-01\"; to = \"2028-01-01\"; published = \"2019-12-01\"; value = \"1\";"
        "  repealed = { on = \"2025-01-01\"; published = \"2024-11-30\"; source = \"s\"; }; }",
        asked);
}

/* What follows begins within the validity that was stated: the repeal makes room for it. */
Test(parameters, a_repealed_value_gives_way_to_the_next_even_without_a_stated_end)
{
    static const struct asked asked[] = {
        {"2025-06-01", "2024-01-01", 1}, /* neither was known */
        {"2025-06-01", "2024-11-30", 2}, /* both are */
        {"2025-06-01", "2024-11-29", 2}, /* the new law, before the repeal of the old one */
        {"2024-12-31", "2030-01-01", 1},
    };
    ASK("{ from = \"2020-01-01\"; to = \"2028-01-01\"; value = \"1\";"
        "  repealed = { on = \"2025-01-01\"; published = \"2024-11-30\"; source = \"s\"; }; },"
        "{ from = \"2025-01-01\"; published = \"2024-06-01\"; value = \"2\"; }",
        asked);
    ASK("{ from = \"2020-01-01\"; value = \"1\";"
        "  repealed = { on = \"2025-01-01\"; published = \"2024-11-30\"; source = \"s\"; }; },"
        "{ from = \"2025-01-01\"; published = \"2024-06-01\"; value = \"2\"; }",
        asked);
}

Test(parameters, a_correction_takes_the_place_of_a_value_of_the_same_day)
{
    static const struct asked asked[] = {
        {"2019-06-01", "2019-06-01", 1},
        {"2019-06-01", "2021-01-01", 9},
        {"2020-06-01", "2021-01-01", 2},
        {"2020-06-01", "2019-06-01", 1},
    };
    ASK("{ from = \"2019-01-01\"; value = \"1\"; },"
        "{ from = \"2019-01-01\"; published = \"2021-01-01\"; value = \"9\"; },"
        "{ from = \"2020-01-01\"; value = \"2\"; }",
        asked);
}

Test(parameters, a_corrected_value_and_its_correction_end_where_the_next_begins)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "pk",
                 NUMBERS("{ from = \"2019-01-01\"; value = \"1\"; },"
                         "{ from = \"2019-01-01\"; published = \"2021-01-01\"; value = \"9\"; },"
                         "{ from = \"2020-01-01\"; value = \"2\"; }"),
                 "");
    cr_assert_eq(fixture_load(&fixture, "pk"), FT_OK, "%s", fixture_rendering(&fixture));
    const struct parameter *parameter = policy_parameter(fixture.policy, "p");
    cr_assert_eq(parameter->version_count, 3);
    cr_expect_eq(parameter->versions[0].to.days, day("2020-01-01").days);
    cr_expect_eq(parameter->versions[1].to.days, day("2020-01-01").days);
    cr_expect_eq(parameter->versions[2].to.days, DATE_FOREVER.days);
    fixture_close(&fixture);
}

/* A question to the parameter p that the pack "city" amends, and the value that answers it. */
static void ask_amended(const char *first, const char *second, const struct asked *asked,
                        size_t count)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "state", first, RULE("price", "area * rate * p"));
    fixture_pack(&fixture, "town", second, "");
    cr_assert_eq(fixture_load(&fixture, "state town"), FT_OK, "%s", fixture_rendering(&fixture));
    const struct parameter *parameter = policy_parameter(fixture.policy, "p");
    cr_expect_str_eq(parameter->pack, "state");
    cr_assert_eq(fixture.policy->replacement_count, 1);
    cr_expect(fixture.policy->replacements[0].amends);
    cr_expect_str_eq(fixture.policy->replacements[0].new_policy, "town/x");
    expect_answers(parameter, asked, count);
    /* Each ends where the next begins, as the listing of the law says. */
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct date next =
            i + 1 < parameter->version_count ? parameter->versions[i + 1].from : DATE_FOREVER;
        cr_expect_eq(parameter->versions[i].to.days, next.days, "value %zu", i);
    }
    fixture_close(&fixture);
}

#define RATE                                                                                       \
    "rate = { " TITLE                                                                              \
    "unit = \"元/m2\"; values = ( { from = \"2019-01-01\"; value = \"1 元/m2\"; } ); };"

Test(parameters, an_amendment_adds_values_and_keeps_the_others)
{
    static const struct asked asked[] = {
        {"2019-01-01", "2030-01-01", 1}, {"2021-06-30", "2030-01-01", 2},
        {"2021-07-01", "2030-01-01", 9}, {"2022-12-31", "2030-01-01", 9},
        {"2023-01-01", "2030-01-01", 3}, /* not known before it was published: */
        {"2021-07-01", "2021-04-30", 2}, {"2021-07-01", "2021-05-01", 9},
    };
    ask_amended(RATE "p = { " TITLE "unit = \"\"; values = ( { from = \"2019-01-01\"; value = "
                     "\"1\"; }, { from = \"2021-01-01\"; value = \"2\"; }, { from = "
                     "\"2023-01-01\"; value = \"3\"; } ); };",
                "p = { amends = \"p\"; values = ( { from = \"2021-07-01\"; published = "
                "\"2021-05-01\"; value = \"9\"; } ); };",
                asked, sizeof asked / sizeof *asked);
}

Test(parameters, until_is_the_last_day_with_the_value)
{
    static const struct asked asked[] = {
        {"2019-12-31", "2030-01-01", 1}, {"2020-01-01", "2030-01-01", 0},
        {"2020-02-01", "2030-01-01", 2}, {"2020-02-29", "2030-01-01", 2},
        {"2020-03-01", "2030-01-01", 0},
    };
    ASK("{ from = \"2019-01-01\"; until = \"2019-12-31\"; value = \"1\"; },"
        "{ from = \"2020-02-01\"; until = \"2020-02-29\"; value = \"2\"; }",
        asked);
}

#define SCALE                                                                                      \
    "scale = { " TITLE "unit = \"元\"; values = ( { from = \"2019-01-01\"; brackets = ( { above " \
    "= \"0\"; rate = \"3%\"; }, { above = \"100 元\"; rate = \"10%\"; } ); } ); };"               \
    "grid = { " TITLE "unit = \"元\"; keys = [ \"use\" ]; values = ( { from = \"2019-01-01\"; "   \
    "table = { plant = \"5 元\"; home = \"7 元\"; }; } ); };"
#define CHANGED                                                                                     \
    "scale = { amends = \"scale\"; values = ( { from = \"2021-01-01\"; change = ( { above = "       \
    "\"100 "                                                                                        \
    "元\"; rate = \"9%\"; } ); } ); };"                                                            \
    "grid = { amends = \"grid\"; values = ( { from = \"2021-01-01\"; change = { home = \"8 元\"; " \
    "}; } ); };"

Test(parameters, a_change_keeps_what_it_does_not_name)
{
    static const struct {
        const char *as_of, *tax, *plant, *home;
    } rows[] = {{"2020-12-31", "13 元", "5 元", "7 元"}, {"2021-01-01", "12 元", "5 元", "8 元"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fixture fixture;
        fixture_open(&fixture, FT_EN);
        fixture_pack(&fixture, "state", SCALE,
                     RULE("tax", "scale(200 元)") ", " RULE("lot", "grid[use]"));
        fixture_pack(&fixture, "town", CHANGED, "");
        cr_assert_eq(fixture_load(&fixture, "state town"), FT_OK, "%s",
                     fixture_rendering(&fixture));
        cr_assert_eq(fixture_apply_on(&fixture, rows[i].as_of,
                                      "owners = ( { id = \"O\"; } ); projects = ( { id = \"A\"; "
                                      "area = \"1 m2\"; use = \"plant\"; year = \"2020\"; owner = "
                                      "\"O\"; }, { id = \"B\"; area = \"1 m2\"; use = \"home\"; "
                                      "year = \"2020\"; owner = \"O\"; } );"),
                     FT_OK, "%s", fixture_rendering(&fixture));
        cr_expect_str_eq(fixture_figure(&fixture, "tax", "A"), rows[i].tax);
        cr_expect_str_eq(fixture_figure(&fixture, "lot", "A"), rows[i].plant);
        cr_expect_str_eq(fixture_figure(&fixture, "lot", "B"), rows[i].home);
        fixture_close(&fixture);
    }
}

Test(parameters, a_replacement_says_which_values_it_drops)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "state",
                 "p = { " TITLE
                 "unit = \"\"; values = ( { from = \"2019-01-01\"; value = \"1\"; }, "
                 "{ from = \"2020-01-01\"; value = \"2\"; }, { from = \"2021-01-01\"; value = "
                 "\"3\"; } ); };",
                 "");
    fixture_pack(&fixture, "town",
                 "p = { " TITLE "replaces = \"p\"; unit = \"\"; values = ( { from = "
                 "\"2020-01-01\"; value = \"4\"; } ); };",
                 "");
    cr_assert_eq(fixture_load(&fixture, "state town"), FT_OK, "%s", fixture_rendering(&fixture));
    cr_assert_eq(fixture.policy->replacement_count, 1);
    cr_expect_str_eq(fixture.policy->replacements[0].dropped, "2019-01-01, 2021-01-01");
    fixture_close(&fixture);
}
