/* A load or a run whose allocations fail one after the other ends cleanly each time. */
#include <stdlib.h>

#include "fixture.h"

/* Every allocation from the `left`-th on fails. */
struct starving {
    size_t left, held;
};

static void *starving_allocate(void *context, size_t size)
{
    struct starving *starving = context;
    if (starving->left == 0)
        return NULL;
    starving->left--;
    starving->held++;
    return malloc(size);
}

static void starving_release(void *context, void *memory)
{
    struct starving *starving = context;
    starving->held--;
    free(memory);
}

/* The next allocation to fail. Of thousands, those behind the first hundred by threes: what a file
 * has many of asks at the same place again and again. FANGTIAN_LONG: each. */
static size_t starving_next(size_t left)
{
    return left + (left < 100 || getenv("FANGTIAN_LONG") != NULL ? 1 : 3);
}

static const char parameters[] =
    "rate = { " TITLE "unit = \"%\"; values = ( { from = \"2019-01-01\"; value = \"8%\"; } ); };\n"
    "table = { " TITLE "unit = \"元/m2\"; keys = [ \"use\" ]; values = ( { from = \"2019-01-01\";"
    " table = { plant = \"1 元/m2\"; home = \"2 元/m2\"; }; } ); };\n"
    "tax = { " TITLE "unit = \"元\"; values = ( { from = \"2019-01-01\";"
    " brackets = ( { above = \"0\"; rate = \"3%\"; } ); } ); };\n"
    "homes = { " TITLE "of = \"use\"; values = ( { from = \"2019-01-01\";"
    " members = [ \"home\" ]; } ); };";

static const char rules[] =
    "{ id = \"big\"; of = \"projects\"; require = \"true\"; " TITLE "value = \"area > 5 m2\";"
    " otherwise = { zh = \"面积 {area} 小\"; en = \"{area} is small\"; }; },\n"
    "{ id = \"price\"; of = \"projects\"; unit = \"元\"; " TITLE "needs = [ \"big\" ];"
    " value = \"area * table[use] * rate\"; cases = ( { label = \"home\"; when = \"use in homes\";"
    " value = \"tax(1 元)\"; } ); post = { from = \"owner\"; to = \"city\"; kind = \"cash\"; }; }";

static const char again[] =
    "{ id = \"price\"; of = \"projects\"; unit = \"元\"; replaces = \"price\"; " TITLE
    "value = \"1 元\"; }";

Test(memory, each_allocation_of_a_load_failing_in_turn_ends_cleanly, .timeout = 480)
{
    static const char *const folders[] = {".", FT_SOURCE_DIR "/tests/policy/common"};
    const struct text packs[] = {text_from("state"), text_from("town")};
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "state", parameters, rules);
    fixture_pack(&fixture, "town", "", again);
    enum ft_status status = FT_NO_MEMORY;
    for (size_t left = 0; status == FT_NO_MEMORY; left = starving_next(left)) {
        struct starving starving = {.left = left};
        const struct ft_allocator allocator = {starving_allocate, starving_release, &starving};
        struct diagnostics diagnostics = {.language = FT_EN};
        struct arena arena;
        struct policy *policy = NULL;
        arena_open(&arena, &allocator);
        status = policy_load(&policy, &arena, &diagnostics, folders, 2, packs, 2);
        arena_close(&arena);
        cr_assert_eq(starving.held, 0, "%zu leak after %zu", starving.held, left);
        fixture.diagnostics = diagnostics;
        cr_assert_eq(diagnostics.total, 0, "after %zu: %s", left, fixture_rendering(&fixture));
    }
    cr_assert_eq(status, FT_OK);
    fixture_close(&fixture);
}

/* A load that ends in faults, its allocations failing one after the other. */
static void starve(const struct text *packs, size_t count)
{
    static const char *const folders[] = {".", FT_SOURCE_DIR "/tests/policy/common"};
    enum ft_status status = FT_NO_MEMORY;
    for (size_t left = 0; status == FT_NO_MEMORY; left = starving_next(left)) {
        struct starving starving = {.left = left};
        const struct ft_allocator allocator = {starving_allocate, starving_release, &starving};
        struct diagnostics diagnostics = {.language = FT_EN};
        struct arena arena;
        struct policy *policy = NULL;
        arena_open(&arena, &allocator);
        status = policy_load(&policy, &arena, &diagnostics, folders, 2, packs, count);
        arena_close(&arena);
        cr_assert_eq(starving.held, 0, "%zu leak after %zu", starving.held, left);
    }
    cr_assert_eq(status, FT_INVALID);
}

/* It finds faults in one file and keeps its names for the others. */
Test(memory, each_allocation_of_a_faulty_load_failing_in_turn_ends_cleanly, .timeout = 480)
{
    const struct text packs[] = {text_from("state"), text_from("town")};
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "state", "rate { }", rules);
    fixture_pack(&fixture, "town", "", again);
    starve(packs, 2);
    fixture_close(&fixture);
}

/* It looks for the names at other packs. */
Test(memory, each_allocation_of_a_load_without_a_pack_failing_in_turn_ends_cleanly, .timeout = 480)
{
    const struct text packs[] = {text_from("town")};
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "state", parameters, "");
    fixture_pack(&fixture, "town", "", rules);
    starve(packs, 1);
    fixture_close(&fixture);
}

/* ---- applying ---- */

#define ROWS                                                                                       \
    "owners = ( { id = \"O\"; } ); projects = ("                                                   \
    "{ id = \"A\"; area = \"1 m2\"; use = \"plant\"; year = \"2019\"; owner = \"O\"; years = "     \
    "\"2\"; },"                                                                                    \
    "{ id = \"B\"; area = \"2 m2\"; use = \"home\"; year = \"2020\"; owner = \"O\"; } );"

static const char run[] =
    "{ id = \"big\"; of = \"projects\"; require = \"true\"; " TITLE "value = \"area > 1 m2\";"
    " otherwise = { zh = \"{area}\"; en = \"only {area} of {{1}}\"; }; },\n"
    "{ id = \"wide\"; of = \"projects\"; unit = \"\"; " TITLE
    "value = \"(1 / 3 + 123456789) ^ 9\"; },\n"
    "{ id = \"late\"; of = \"stages\"; unit = \"\"; " TITLE "on = \"date_of(2020 + number, 1, 1)\";"
    " when = \"number > 1\"; value = \"project.wide\"; cases = ( { label = \"one\"; when = "
    "\"true\";"
    " value = \"cumulative(number)\"; } ); },\n"
    "{ id = \"price\"; of = \"projects\"; unit = \"\"; " TITLE "needs = [ \"big\" ];"
    " value = \"wide + sum(number over stages)\"; }";

/* Applies, derives and words the reason of the last rule at A; the first status that is not FT_OK.
 */
static enum ft_status run_all(struct fixture *fixture, struct dataset *dataset, struct arith *arith)
{
    const struct rule *price = policy_rule(fixture->policy, "price");
    struct derivation derivation;
    enum ft_status status =
        policy_apply(fixture->policy, dataset, arith, &fixture->diagnostics, &fixture->application);
    if (status == FT_OK)
        status = rule_derive(price, dataset, arith, &fixture->diagnostics, 0, NULL, &derivation);
    if (status == FT_OK && reason_text(fixture->policy, dataset, arith, price, 0, FT_EN) == NULL)
        status = FT_NO_MEMORY;
    return status;
}

Test(memory, each_allocation_of_a_run_failing_in_turn_ends_cleanly, .timeout = 480)
{
    static const struct scenario_settings none = {0};
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    fixture_pack(&fixture, "pk", "", run);
    cr_assert_eq(fixture_load(&fixture, "pk"), FT_OK, "%s", fixture_rendering(&fixture));
    cr_assert_eq(fixture_apply(&fixture, ROWS), FT_OK, "%s", fixture_rendering(&fixture));
    enum ft_status status = FT_NO_MEMORY;
    for (size_t left = 0; status == FT_NO_MEMORY; left = starving_next(left)) {
        struct starving starving = {.left = SIZE_MAX};
        const struct ft_allocator allocator = {starving_allocate, starving_release, &starving};
        struct scenario *scenario;
        struct arena arena;
        struct arith arith;
        arena_open(&arena, &allocator);
        arith_open(&arith, &arena);
        cr_assert_eq(scenario_open(&scenario, "s.cfg", &arena, &fixture.diagnostics), FT_OK);
        cr_assert_eq(
            scenario_load(scenario, &fixture.policy->schema, &none, &arith, &fixture.diagnostics),
            FT_OK);
        starving.left = left;
        status = run_all(&fixture, scenario->dataset, &arith);
        arith_close(&arith);
        arena_close(&arena);
        cr_assert_eq(starving.held, 0, "%zu leak after %zu", starving.held, left);
        cr_assert_eq(fixture.diagnostics.total, 0, "after %zu: %s", left,
                     fixture_rendering(&fixture));
    }
    cr_assert_eq(status, FT_OK);
    fixture_close(&fixture);
}
