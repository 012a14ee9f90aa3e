/* Memory that runs out: each allocation of a load fails in turn, and the load says so. */
#include "fixture.h"

#include <stdlib.h>

struct starving {
    size_t left; /* allocations until none succeeds */
    size_t held; /* chunks not given back */
};

static void *allocate(void *context, size_t size)
{
    struct starving *starving = context;
    if (starving->left == 0)
        return NULL;
    starving->left--;
    starving->held++;
    return malloc(size);
}

static void release(void *context, void *memory)
{
    struct starving *starving = context;
    starving->held--;
    free(memory);
}

/* Loads the scenario with so many allocations. */
static enum ft_status load(const struct fixture *fixture, size_t left, const char *path,
                           const char *set, struct diagnostics *diagnostics)
{
    struct starving starving = {.left = left};
    const struct ft_allocator allocator = {allocate, release, &starving};
    const struct ft_setting setting = {set, "1 m2"};
    const struct scenario_settings settings = {.settings = &setting, .count = 1};
    struct arena arena;
    struct arith arith;
    struct scenario *scenario = NULL;
    *diagnostics = (struct diagnostics){.language = FT_EN};
    arena_open(&arena, &allocator);
    arith_open(&arith, &arena);
    enum ft_status status = scenario_open(&scenario, path, &arena, diagnostics);
    if (status == FT_OK)
        status = scenario_load(scenario, &fixture->policy->schema, &settings, &arith, diagnostics);
    arith_close(&arith);
    arena_close(&arena);
    cr_expect_eq(starving.held, 0);
    return status;
}

/* Every number of allocations from none to enough; what is out of memory blames nothing else. */
static void starve(const struct fixture *fixture, const char *path, const char *set,
                   enum ft_status wanted)
{
    struct diagnostics diagnostics;
    enum ft_status status = FT_NO_MEMORY;
    size_t left = 0;
    for (; status == FT_NO_MEMORY && left < 10000; left++)
        status = load(fixture, left, path, set, &diagnostics);
    cr_expect_eq(status, wanted, "%s with %zu allocations: %d", path, left, (int)status);
    cr_expect_gt(left, 1);
    cr_expect_eq(load(fixture, 10000, path, set, &diagnostics), wanted);
}

Test(memory, a_load_survives_each_allocation_failing)
{
    static struct fixture fixture;
    fixture_open(&fixture);
    fixture_write("h.csv", "project,id\nA,\"H \"\"1\"\"\"\nA,I\n");
    (void)fixture_rows(&fixture, "projects = ( { id = \"A\"; area = \"1,000 亩\"; approved = "
                                 "\"2020-01-01\"; buildings = ( { id = \"B\"; area = \"1/3 m2\"; "
                                 "holder = \"I\"; } ); } ); holders = { csv = \"h.csv\"; };");
    starve(&fixture, "s.cfg", "projects.A.area", FT_OK);
    starve(&fixture, "s.cfg", "projects.X.area", FT_INVALID);
    (void)fixture_rows(&fixture,
                       "projects = ( { id = \"A\"; aera = \"1\"; city = \"x\"; buildings = "
                       "( { id = \"B\"; holder = \"Q\"; } ); } );"
                       "holders = { csv = \"h.csv\"; };");
    starve(&fixture, "s.cfg", "projects.A.area", FT_INVALID);
    fixture_close(&fixture);
}
