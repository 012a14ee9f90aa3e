/* Texts with formulas in braces, and why a rule does not apply. */
#include "fixture.h"

#define ROWS                                                                                       \
    "owners = ( { id = \"O\"; } ); projects = ( { id = \"A\"; area = \"4 m2\"; use = \"home\";"    \
    " year = \"2020\"; owner = \"O\"; } );"

/* A check of projects that fails, with a reason. */
#define CHECK(reason)                                                                              \
    "{ id = \"check\"; of = \"projects\"; require = \"true\"; " TITLE                              \
    "value = \"false\"; otherwise = { zh = \"" reason "\"; en = \"" reason "\"; }; }"

static void assert_says(const char *rules, const char *said)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "pk", "", rules);
    cr_assert_eq(fixture_load(&fixture, "pk"), FT_OK, "%s", fixture_rendering(&fixture));
    cr_assert_eq(fixture_apply(&fixture, ROWS), FT_OK, "%s", fixture_rendering(&fixture));
    cr_expect_str_eq(fixture_reason(&fixture, "check", "A"), said);
    fixture_close(&fixture);
}

Test(templates, formulas_in_braces_are_filled_in)
{
    assert_says(CHECK("{area} of {use}, {2 + 1}"), "4 m2 of home, 3");
}

Test(templates, a_formula_may_have_a_set_in_braces_of_its_own)
{
    assert_says(CHECK("{if use in { 'home' } then 1 m2 else 2 m2} and {use in {'plant'}}"),
                "1 m2 and false");
}

Test(templates, doubled_braces_show_one)
{
    assert_says(CHECK("}}{{area}} {area}}} {{{area}"), "}{area} 4 m2} {4 m2");
}
