/* The policies of the repository load. */
#include "fixture.h"

Test(shipped, every_pack_loads_in_the_order_of_the_readme)
{
    static const char *const folders[] = {FT_SOURCE_DIR "/policies"};
    const struct text packs[] = {text_from("national"), text_from("guangdong"),
                                 text_from("illustrative"), text_from("qingyuan")};
    struct fixture fixture;
    fixture_open(&fixture, FT_EN);
    enum ft_status status = policy_load(&fixture.policy, &fixture.arena, &fixture.diagnostics,
                                        folders, 1, packs, sizeof packs / sizeof *packs);
    cr_assert_eq(status, FT_OK, "%s", fixture_rendering(&fixture));
    cr_assert_gt(fixture.policy->rule_count, 50);
    fixture_close(&fixture);
}
