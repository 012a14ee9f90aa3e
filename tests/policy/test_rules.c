/* When a rule applies, which of its cases holds, and what it says where it does not apply. */
#include <stdio.h>
#include <string.h>

#include "fixture.h"

/* Two projects: A, a plant of 1 m2, and B, a home of 2 m2. */
#define ROWS                                                                                       \
    "owners = ( { id = \"O\"; } ); projects = ("                                                   \
    "{ id = \"A\"; area = \"1 m2\"; use = \"plant\"; year = \"2019\"; owner = \"O\"; },"           \
    "{ id = \"B\"; area = \"2 m2\"; use = \"home\"; year = \"2020\"; owner = \"O\"; } );"

/* A plain number of projects; `more` has further settings. */
#define PLAIN(id, more) "{ id = \"" id "\"; of = \"projects\"; unit = \"\"; " TITLE more " }"
/* A check of projects. */
#define CHECK(id, more) "{ id = \"" id "\"; of = \"projects\"; require = \"true\"; " TITLE more " }"
#define OTHERWISE(text) "otherwise = { zh = \"" text "\"; en = \"" text "\"; }; "
#define CASE(label, when, value, more)                                                             \
    "{ label = \"" label "\"; when = \"" when "\"; value = \"" value "\"; " more " }"

static enum ft_status apply(struct fixture *fixture, const char *rules)
{
    fixture_open(fixture, FT_EN);
    fixture_pack(fixture, "pk", "", rules);
    cr_assert_eq(fixture_load(fixture, "pk"), FT_OK, "%s", fixture_rendering(fixture));
    return fixture_apply(fixture, ROWS);
}

/* The figures of a rule at A and B, worked out for all rows and again for one. */
static void assert_rows(struct fixture *fixture, const char *rule, const char *a, const char *b)
{
    static const char *const rows[] = {"A", "B"};
    const char *const wanted[] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        bool applies = strncmp(wanted[i], "n/a", 3) != 0;
        const char *figure = fixture_figure(fixture, rule, rows[i]);
        const char *derived = fixture_derived(fixture, rule, rows[i], NULL);
        cr_expect_str_eq(figure, wanted[i], "%s of %s: %s", rule, rows[i], figure);
        cr_expect_str_eq(derived, applies ? wanted[i] : "n/a", "%s of %s again: %s", rule, rows[i],
                         derived);
    }
}

static void assert_rule(const char *rules, const char *rule, const char *a, const char *b)
{
    struct fixture fixture;
    cr_assert_eq(apply(&fixture, rules), FT_OK, "%s", fixture_rendering(&fixture));
    assert_rows(&fixture, rule, a, b);
    fixture_close(&fixture);
}

/* ---- not applicable ---- */

Test(applies, where_its_condition_holds)
{
    assert_rule(PLAIN("r", "when = \"use == 'home'\"; value = \"0\"; "), "r",
                "n/a: its condition does not hold", "0");
    assert_rule(PLAIN("r", "when = \"use == 'home'\"; value = \"0\"; " OTHERWISE("no {use}")), "r",
                "n/a: no plant", "0");
}

Test(applies, a_check_outside_its_when_does_not_give_the_reason_of_a_failure)
{
    static const char check[] =
        CHECK("big", "when = \"use == 'home'\"; value = \"area > 2 m2\"; " OTHERWISE(
                         "only {area}") "outside = { zh = \"no home\"; en = \"no home\"; }; "
                                        "source = \"§3\";") ", " PLAIN("r", "needs = [ \"big\" ]; "
                                                                            "value = \"1\"; ");
    assert_rule(check, "r", "n/a: “title” does not hold: no home (§3)",
                "n/a: “title” does not hold: only 2 m2 (§3)");
}

Test(applies, where_the_checks_that_it_needs_hold)
{
    assert_rule(
        CHECK("big", "value = \"area > 1 m2\"; " OTHERWISE(
                         "only {area}") "source = \"§3\";") ", " PLAIN("r", "needs = [ \"big\" ]; "
                                                                            "value = \"1\"; "),
        "r", "n/a: “title” does not hold: only 1 m2 (§3)", "1");
}

Test(applies, where_what_it_uses_applies)
{
    static const char rules[] = PLAIN("third", "value = \"second\"; ") ", " PLAIN(
        "second",
        "value = \"first_of\"; ") ", " PLAIN("first_of",
                                             "when = \"use == 'home'\"; value = \"7\"; " OTHERWISE(
                                                 "no home"));
    assert_rule(rules, "third", "n/a: “title” does not apply: no home (article)", "7");
}

Test(applies, a_rule_that_asks_first_goes_on)
{
    static const char rules[] =
        PLAIN("r", "value = \"if applicable(part) then part else -1\"; ") ", " PLAIN(
            "part", "when = \"use == 'home'\"; value = \"7\"; ");
    assert_rule(rules, "r", "-1", "7");
}

Test(applies, a_reason_is_told_from_the_end_of_a_long_chain)
{
    enum { LINKS = 3000 };
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    size_t size = (size_t)LINKS * 160, used = 0;
    char *rules = arena_allocate(&fixture.arena, size);
    for (int i = 0; i < LINKS; i++)
        used += (size_t)snprintf(rules + used, size - used, PLAIN("r%d", "value = \"r%d\"; ") ",\n",
                                 i, i + 1);
    (void)snprintf(rules + used, size - used, PLAIN("r%d", "when = \"false\"; value = \"1\"; "),
                   LINKS);
    fixture_pack(&fixture, "pk", "", rules);
    cr_assert_eq(fixture_load(&fixture, "pk"), FT_OK, "%s", fixture_rendering(&fixture));
    cr_assert_eq(fixture_apply(&fixture, ROWS), FT_OK, "%s", fixture_rendering(&fixture));
    cr_expect_str_eq(fixture_reason(&fixture, "r0", "A"),
                     "“title” does not apply: its condition does not hold (article)");
    fixture_close(&fixture);
}

/* ---- cases ---- */

Test(cases, the_default_holds_where_no_case_does)
{
    assert_rule(
        PLAIN("r", "value = \"1\"; cases = ( " CASE("home", "use == 'home'", "2", "") " );"), "r",
        "1", "2");
}

Test(cases, without_a_default_and_a_case_the_rule_does_not_apply)
{
    assert_rule(PLAIN("r", "cases = ( " CASE("home", "use == 'home'", "2", "") " );"), "r",
                "n/a: no case holds", "2");
}

Test(cases, two_that_hold_may_agree)
{
    assert_rule(PLAIN("r", "cases = ( " CASE("x", "true", "4 / 2", "") ", " CASE("y", "true", "2",
                                                                                 "") " );"),
                "r", "2", "2");
}

Test(cases, one_that_overrides_another_is_taken)
{
    static const char rules[] =
        PLAIN("r", "cases = ( " CASE("all", "true", "1", "") ", " CASE(
                       "home", "use == 'home'", "2", "overrides = [ \"all\" ];") " );");
    struct fixture fixture;
    struct derivation derivation;
    cr_assert_eq(apply(&fixture, rules), FT_OK, "%s", fixture_rendering(&fixture));
    assert_rows(&fixture, "r", "1", "2");
    (void)fixture_derived(&fixture, "r", "B", &derivation);
    cr_expect(derivation.cases[0].holds && derivation.cases[0].overridden);
    cr_expect(derivation.cases[1].holds && derivation.cases[1].taken);
    cr_expect_not(derivation.cases[0].taken);
    fixture_close(&fixture);
}

/* A rule may give way just where a fact is missing that it needs. */
Test(cases, one_that_yields_is_not_worked_out)
{
    assert_rule(PLAIN("r", "cases = ( " CASE("all", "true", "1 / 0", "") ", " CASE(
                               "every", "area > 0 m2", "3", "overrides = [ \"all\" ];") " );"),
                "r", "3", "3");
}

Test(cases, two_that_differ_are_a_conflict_with_both_sources)
{
    struct fixture fixture;
    enum ft_status status = apply(
        &fixture,
        PLAIN("r",
              "value = \"0\"; cases = ( " CASE(
                  "big", "area > 1 m2", "1",
                  "source = \"§1\";") ", " CASE("home", "use == 'home'", "2",
                                                "source = \"§2\";") " );") ", " PLAIN("uses",
                                                                                      "value = \"r "
                                                                                      "+ 1\"; "));
    cr_expect_eq(status, FT_INVALID);
    cr_expect_eq(fixture.diagnostics.total, 1, "%s", fixture_rendering(&fixture));
    cr_expect_not_null(strstr(fixture_rendering(&fixture),
                              "error: r at B: the cases big (§1) and home (§2) both hold, with "
                              "different outcomes [case-conflict]"),
                       "%s", fixture.rendering);
    cr_expect_str_eq(fixture_figure(&fixture, "r", "A"), "0");
    cr_expect_str_eq(fixture_figure(&fixture, "r", "B"), "error");
    cr_expect_str_eq(fixture_figure(&fixture, "uses", "B"), "error");
    fixture_close(&fixture);
}

/* ---- order ---- */

Test(order, a_rule_stands_behind_all_that_it_uses)
{
    struct fixture fixture;
    cr_assert_eq(apply(&fixture, PLAIN("c", "value = \"a + b\"; ") ", " PLAIN(
                                     "b", "value = \"a\"; ") ", " PLAIN("a", "value = \"1\"; ")),
                 FT_OK);
    static const char *const sorted[] = {"a", "b", "c"};
    cr_assert_eq(fixture.policy->rule_count, 3);
    for (size_t i = 0; i < 3; i++) {
        cr_expect_str_eq(fixture.policy->rules[i]->item.id, sorted[i]);
        cr_expect_eq(fixture.policy->rules[i]->item.order, i);
    }
    fixture_close(&fixture);
}

/* ---- postings ---- */

Test(postings, parties_of_a_row_are_reached_by_its_reference)
{
    struct fixture fixture;
    cr_assert_eq(apply(&fixture,
                       "{ id = \"r\"; of = \"projects\"; unit = \"元\"; " TITLE "value = \"1 元\";"
                       " post = { from = \"owner\"; to = \"city\"; kind = \"cash\"; };"
                       " memo = { to = \"owner\"; kind = \"cash\"; amount = \"2 元\"; }; }"),
                 FT_OK, "%s", fixture_rendering(&fixture));
    const struct rule *rule = policy_rule(fixture.policy, "r");
    cr_assert_eq(rule->post_count, 2);
    cr_expect_str_eq(rule->posts[0].from_via->id, "owner");
    cr_expect_null(rule->posts[0].to_via);
    cr_expect_str_eq(rule->posts[0].kind->id, "cash");
    cr_expect_eq(rule->posts[0].kind->decimals, 2);
    cr_expect_not(rule->posts[0].memo);
    cr_expect(rule->posts[1].memo);
    cr_expect_null(rule->posts[1].from);
    fixture_close(&fixture);
}
