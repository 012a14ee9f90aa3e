/* Which files a load reads, what of them it takes into the digest, and where it cannot read. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"

static void assert_says(struct fixture *fixture, const char *rendering)
{
    cr_expect_str_eq(fixture_rendering(fixture), rendering, "%s", fixture->rendering);
}

Test(packs, one_that_is_not_there_is_refused_with_those_that_are)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "state", "", "");
    fixture_pack(&fixture, "town", "", "");
    enum ft_status status = fixture_load(&fixture, "state twon");
    assert_says(&fixture, "fangtian: error: there is no pack twon [unknown-pack]\n"
                          "  hint: did you mean town? choose: state, town\n");
    cr_expect_eq(status, FT_INVALID);
    fixture_close(&fixture);
}

Test(packs, one_outside_the_folders_is_not_looked_for)
{
    static const char *const outside[] = {"../state", ".state", "state/"};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        struct fixture fixture;
        fixture_open(&fixture, FT_EN);
        fixture_pack(&fixture, "state", "", "");
        cr_expect_eq(fixture_load(&fixture, outside[i]), FT_INVALID, "%s", outside[i]);
        cr_expect_not_null(strstr(fixture_rendering(&fixture), "[unknown-pack]"));
        fixture_close(&fixture);
    }
}

Test(packs, one_named_twice_is_refused)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "state", "", "");
    enum ft_status status = fixture_load(&fixture, "state state");
    assert_says(&fixture, "fangtian: error: the pack state is named twice [doubled-pack]\n"
                          "  hint: leave one out; packs stand once, in the order of precedence\n");
    cr_expect_eq(status, FT_INVALID);
    fixture_close(&fixture);
}

Test(packs, one_without_a_policy_is_refused)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    cr_assert_eq(mkdir("empty", 0700), 0);
    enum ft_status status = fixture_load(&fixture, "empty");
    assert_says(&fixture, "fangtian: error: the pack empty holds no policy [empty-pack]\n"
                          "  hint: put a policy file into its folder, as empty/topic.cfg\n");
    cr_expect_eq(status, FT_INVALID);
    fixture_close(&fixture);
}

Test(packs, those_of_a_folder_are_listed_by_name)
{
    static const char *const folders[] = {"."};
    struct fixture fixture;
    const char **packs;
    size_t count;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "town", "", "");
    fixture_pack(&fixture, "state", "", "");
    cr_assert_eq(mkdir("empty", 0700), 0);
    cr_assert_eq(policy_packs(&packs, &count, &fixture.arena, NULL, folders, 1), FT_OK);
    cr_assert_eq(count, 2);
    cr_expect_str_eq(packs[0], "state");
    cr_expect_str_eq(packs[1], "town");
    fixture_close(&fixture);
}

Test(packs, those_that_replace_something_stand_on_top_of_the_others)
{
    static const char *const here[] = {"."};
    struct fixture fixture;
    const char **packs;
    size_t count;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "state", "", RULE("r", "1 元"));
    fixture_pack(&fixture, "town", "",
                 "{ id = \"r\"; of = \"projects\"; unit = \"元\"; replaces = \"r\"; " TITLE
                 "value = \"2 元\"; }");
    fixture_pack(&fixture, "village",
                 "p = { " TITLE "unit = \"\"; replaces = \"p\";"
                 " values = ( { from = \"2019-01-01\"; value = \"1\"; } ); };",
                 "");
    cr_assert_eq(policy_packs_that(false, &packs, &count, &fixture.arena, NULL, here, 1), FT_OK);
    cr_assert_eq(count, 1);
    cr_expect_str_eq(packs[0], "state");
    cr_assert_eq(policy_packs_that(true, &packs, &count, &fixture.arena, NULL, here, 1), FT_OK);
    cr_assert_eq(count, 2);
    cr_expect_str_eq(packs[0], "town");
    cr_expect_str_eq(packs[1], "village");
    fixture_close(&fixture);
}

static enum ft_status load_from(struct fixture *fixture, const char *folder)
{
    const struct text pack = text_from("pk");
    return policy_load(&fixture->policy, &fixture->arena, &fixture->diagnostics, &folder, 1, &pack,
                       1);
}

Test(folders, one_that_is_not_there_is_a_fault_of_reading)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    enum ft_status status = load_from(&fixture, "nowhere");
    assert_says(&fixture,
                "fangtian: error: there is no folder nowhere, or it cannot be read [no-folder]\n"
                "  hint: name the folder of policies with --policies DIR\n");
    cr_expect_eq(status, FT_IO);
    fixture_close(&fixture);
}

Test(folders, one_without_a_vocabulary_is_refused)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    enum ft_status status = load_from(&fixture, ".");
    assert_says(&fixture, "fangtian: error: no vocabulary.cfg in . [no-vocabulary]\n"
                          "  hint: name the folder of policies with --policies DIR\n");
    cr_expect_eq(status, FT_INVALID);
    fixture_close(&fixture);
}

Test(folders, a_file_that_cannot_be_read_is_a_fault_of_reading)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    cr_assert_eq(mkdir("pk", 0700), 0);
    cr_assert_eq(symlink("nowhere", "pk/x.cfg"), 0);
    cr_expect_eq(fixture_load(&fixture, "pk"), FT_IO, "%s", fixture_rendering(&fixture));
    fixture_close(&fixture);
}

/* ---- the digest ---- */

#define HEAD "policy: { id = \"pk/x\"; " TITLE "source = \"article\"; };\n"

/* The digest of a policy that includes a file with `included`. */
static void digest_of(char out[65], const char *policy, const char *included)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_write(&fixture, "pk/x.cfg", policy);
    fixture_write(&fixture, "pk/x.inc", included);
    cr_assert_eq(fixture_load(&fixture, "pk"), FT_OK, "%s", fixture_rendering(&fixture));
    memcpy(out, fixture.policy->digest, 65);
    fixture_close(&fixture);
}

Test(digest, covers_the_files_and_what_they_include)
{
    static const char including[] = HEAD "@include \"x.inc\"\n";
    char first[65], same[65], included[65], file[65];
    digest_of(first, including, "rules: ( " RULE("r", "1 元") " );");
    digest_of(same, including, "rules: ( " RULE("r", "1 元") " );");
    digest_of(included, including, "rules: ( " RULE("r", "2 元") " );");
    digest_of(file, HEAD "@include \"x.inc\"\n\n", "rules: ( " RULE("r", "1 元") " );");
    cr_expect_eq(strlen(first), 64);
    cr_expect_str_eq(first, same);
    cr_expect_str_neq(first, included);
    cr_expect_str_neq(first, file);
}

/* ---- replacement ---- */

#define RATE(value, more)                                                                          \
    "rate = { " TITLE "unit = \"\"; " more "values = ( { from = \"2019-01-01\"; value = \"" value  \
    "\"; } ); };"
#define PRICE(value, more)                                                                         \
    "{ id = \"price\"; of = \"projects\"; unit = \"\"; " TITLE more "value = \"" value "\"; }"
#define ROWS                                                                                       \
    "owners = ( { id = \"O\"; } ); projects = ( { id = \"A\"; area = \"4 m2\"; use = \"home\";"    \
    " year = \"2020\"; owner = \"O\"; } );"

Test(replacement, a_later_pack_takes_the_place_of_rules_and_parameters)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "state", RATE("2", ""),
                 PRICE("rate", "") ", "
                                   "{ id = \"twice\"; of = \"projects\"; unit = \"\"; " TITLE
                                   "value = \"2 * price\"; }");
    fixture_pack(&fixture, "town", RATE("3", "replaces = \"rate\"; "),
                 PRICE("rate + 10", "replaces = \"price\"; "));
    cr_assert_eq(fixture_load(&fixture, "state town"), FT_OK, "%s", fixture_rendering(&fixture));
    cr_assert_eq(fixture_apply(&fixture, ROWS), FT_OK, "%s", fixture_rendering(&fixture));
    cr_expect_str_eq(fixture_figure(&fixture, "twice", "A"), "26");
    const struct policy *policy = fixture.policy;
    cr_assert_eq(policy->rule_count, 2);
    cr_assert_eq(policy->parameter_count, 1);
    cr_assert_eq(policy->replacement_count, 2);
    cr_expect_str_eq(policy->replacements[0].id, "rate");
    cr_expect_str_eq(policy->replacements[0].old_policy, "state/x");
    cr_expect_str_eq(policy->replacements[0].new_policy, "town/x");
    cr_expect_str_eq(policy->replacements[1].id, "price");
    cr_expect_str_eq(policy_rule(policy, "price")->replaced->file->id, "state/x");
    fixture_close(&fixture);
}

/* In any order of the packs, and nothing is listed as replaced. */
Test(replacement, a_fallback_stands_only_where_no_other_pack_has_the_rule)
{
    static const struct {
        const char *packs, *price;
    } cases[] = {{"state", "2"}, {"state town", "12"}, {"town state", "12"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        fixture_open(&fixture, FT_EN);
        fixture_pack(&fixture, "state", RATE("2", ""), PRICE("rate", "fallback = \"true\"; "));
        fixture_pack(&fixture, "town", "", PRICE("rate + 10", ""));
        cr_assert_eq(fixture_load(&fixture, cases[i].packs), FT_OK, "%s",
                     fixture_rendering(&fixture));
        cr_assert_eq(fixture_apply(&fixture, ROWS), FT_OK, "%s", fixture_rendering(&fixture));
        cr_expect_str_eq(fixture_figure(&fixture, "price", "A"), cases[i].price, "%s",
                         cases[i].packs);
        cr_expect_eq(fixture.policy->replacement_count, 0);
        cr_expect_eq(fixture.policy->rule_count, 1);
        fixture_close(&fixture);
    }
}

Test(replacement, two_fallbacks_of_a_rule_are_one_too_many)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "state", RATE("2", ""), PRICE("rate", "fallback = \"true\"; "));
    fixture_pack(&fixture, "town", "", PRICE("rate + 10", "fallback = \"true\"; "));
    cr_expect_eq(fixture_load(&fixture, "state town"), FT_INVALID);
    cr_expect_not_null(strstr(fixture_rendering(&fixture), "[doubled-rule]"), "%s",
                       fixture_rendering(&fixture));
    fixture_close(&fixture);
}

Test(replacement, without_the_later_pack_the_earlier_holds)
{
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "state", RATE("2", ""), PRICE("rate", ""));
    fixture_pack(&fixture, "town", RATE("3", "replaces = \"rate\"; "), "");
    cr_assert_eq(fixture_load(&fixture, "state"), FT_OK, "%s", fixture_rendering(&fixture));
    cr_assert_eq(fixture_apply(&fixture, ROWS), FT_OK, "%s", fixture_rendering(&fixture));
    cr_expect_str_eq(fixture_figure(&fixture, "price", "A"), "2");
    cr_expect_eq(fixture.policy->replacement_count, 0);
    fixture_close(&fixture);
}
