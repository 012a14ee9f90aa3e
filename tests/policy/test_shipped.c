/* The policies of the repository load: those that replace nothing together, each other on top. */
#include "fixture.h"

static const char *const folders[] = {FT_SOURCE_DIR "/policies"};

static void assert_loads(struct fixture *fixture, const char **base, size_t count, const char *top)
{
    struct text *packs = arena_array(&fixture->arena, count + 1, sizeof *packs);
    for (size_t i = 0; i < count; i++)
        packs[i] = text_from(base[i]);
    if (top != NULL)
        packs[count] = text_from(top);
    enum ft_status status = policy_load(&fixture->policy, &fixture->arena, &fixture->diagnostics,
                                        folders, 1, packs, top == NULL ? count : count + 1);
    cr_assert_eq(status, FT_OK, "%s", fixture_rendering(fixture));
    cr_assert_gt(fixture->policy->rule_count, 50);
    cr_assert(top == NULL || fixture->policy->replacement_count > 0, "%s", top);
}

Test(shipped, every_pack_loads)
{
    struct fixture fixture;
    const char **base, **tops;
    size_t base_count, top_count;
    fixture_open(&fixture, FT_EN);
    cr_assert_eq(policy_packs_that(false, &base, &base_count, &fixture.arena, NULL, folders, 1),
                 FT_OK);
    cr_assert_eq(policy_packs_that(true, &tops, &top_count, &fixture.arena, NULL, folders, 1),
                 FT_OK);
    cr_assert_gt(base_count, 0);
    assert_loads(&fixture, base, base_count, NULL);
    for (size_t i = 0; i < top_count; i++)
        assert_loads(&fixture, base, base_count, tops[i]);
    fixture_close(&fixture);
}
