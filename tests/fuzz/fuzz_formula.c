/*
 * The formula compiler and evaluator: whatever the bytes, a formula compiles or is refused with a
 * diagnostic; one that compiles runs over the rows of a shipped scenario and gives the same cells
 * through the small-number path and through GMP.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/policy.h"
#include "scenario/scenario.h"

static struct {
    struct arena arena;
    struct arith arith;
    struct diagnostics diagnostics;
    struct policy *policy;
    struct scenario *scenario;
    const struct entity *entity;
} world;

/* The shipped example must load: without it there is nothing to try a formula on. */
static void require_loaded(enum ft_status status)
{
    for (size_t i = 0; i < world.diagnostics.kept; i++)
        fprintf(stderr, "%s:%u: %s\n", world.diagnostics.items[i].file,
                (unsigned)world.diagnostics.items[i].line, world.diagnostics.items[i].message);
    fuzz_require(status == FT_OK);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    const char *folders[] = {FT_SOURCE_DIR "/policies"};
    struct application application = {0};
    arena_open(&world.arena, NULL);
    arith_open(&world.arith, &world.arena);
    require_loaded(scenario_open(&world.scenario, FT_SOURCE_DIR "/scenarios/qingyuan/cluster.cfg",
                                 &world.arena, &world.diagnostics));
    require_loaded(policy_load(&world.policy, &world.arena, &world.diagnostics, folders, 1,
                               world.scenario->packs, world.scenario->pack_count));
    require_loaded(scenario_load(world.scenario, &world.policy->schema,
                                 &(struct scenario_settings){0}, &world.arith, &world.diagnostics));
    require_loaded(policy_apply(world.policy, world.scenario->dataset, &world.arith,
                                &world.diagnostics, &application));
    world.entity = map_get(&world.policy->schema.entity_names, "project");
    fuzz_require(world.entity != NULL);
    return 0;
}

enum { ROWS = 3 };

static void evaluate(const struct formula *formula, struct arena *arena, bool wide,
                     struct cell cells[ROWS], uint32_t count)
{
    static struct diagnostics diagnostics;
    diagnostics = (struct diagnostics){.language = FT_ZH};
    const uint32_t rows[ROWS] = {0, 1, 2};
    struct arith arith;
    arith_open(&arith, arena);
    arith.wide_only = wide;
    struct evaluation evaluation = {.dataset = world.scenario->dataset,
                                    .arith = &arith,
                                    .diagnostics = &diagnostics,
                                    .rule = "fuzz"};
    fuzz_require(formula_evaluate(formula, &evaluation, rows, count, cells) == FT_OK);
    arith_close(&arith);
}

static void compare(const struct formula *formula, const struct cell *x, const struct cell *y)
{
    fuzz_require(x->state == y->state);
    if (x->state == CELL_VALUE && formula->root->type.kind == TYPE_NUMBER)
        fuzz_require(number_equal(&x->value.number, &y->value.number));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct diagnostics diagnostics;
    if (utf8_check((const char *)data, size) != size)
        return 0;
    diagnostics = (struct diagnostics){.language = FT_ZH};
    struct arena arena;
    arena_open(&arena, NULL);
    struct text text = text_from(arena_copy(&arena, (const char *)data, size));
    struct formula *formula = NULL;
    enum ft_status status = formula_compile(&formula, &world.policy->schema, world.entity, &text,
                                            NULL, &arena, &diagnostics);
    fuzz_require((status == FT_OK) == (diagnostics.total == 0));
    if (status == FT_OK) {
        struct cell small[ROWS], wide[ROWS];
        uint32_t count = world.scenario->dataset->tables[world.entity->index].count;
        count = count < ROWS ? count : ROWS;
        evaluate(formula, &arena, false, small, count);
        evaluate(formula, &arena, true, wide, count);
        for (uint32_t i = 0; i < count; i++)
            compare(formula, &small[i], &wide[i]);
    }
    arena_close(&arena);
    return 0;
}
