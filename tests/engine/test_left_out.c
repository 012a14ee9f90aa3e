/*
 * A policy that is left out leaves a law that adds up: each project's result and its cash agree by
 * the lines between them, as with the policy, or are undetermined. What is gone is never read as
 * nothing where its policy does not say so.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "engine_internal.h"

static const char *const policies[] = {FT_SOURCE_DIR "/policies"};

/* A scenario of the repository without a policy, run; NULL: it cannot be worked out without it. */
static struct ft_engine *run_without(const char *scenario, const char *policy)
{
    struct ft_engine *engine = NULL;
    const struct ft_options options = {.policies = policies, .policy_count = 1, .language = FT_ZH};
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    engine->without = policy;
    if (ft_load(engine, scenario) == FT_OK && ft_run(engine) == FT_OK)
        return engine;
    cr_assert_not_null(policy, "%s", scenario);
    ft_close(engine);
    return NULL;
}

static size_t line_of(const struct view *view, const char *id)
{
    size_t line = 0;
    while (line < view->line_count && strcmp(view->lines[line].id, id) != 0)
        line++;
    cr_assert_lt(line, view->line_count, "%s", id);
    return line;
}

/* Each payment is rounded to the fen, up to a hundred of them a project. */
static bool within_a_yuan(struct ft_engine *engine, const struct number *x, const struct number *y)
{
    const struct number one = NUMBER_ONE;
    struct number difference;
    struct arith *arith = &engine->scratch.arith;
    cr_assert_eq(number_sub(&difference, arith, x, y), FT_OK);
    if (number_sign(&difference) < 0)
        cr_assert_eq(number_neg(&difference, arith, &difference), FT_OK);
    return number_compare(arith, &difference, &one) < 0;
}

/* How many projects have both sides known. */
static size_t assert_agree(struct ft_engine *engine, const char *scenario, const char *policy)
{
    const struct view *view = policy_view(engine->policy, "cash_bridge");
    struct view_table table;
    cr_assert_not_null(view);
    cr_assert_eq(
        ledger_view(&table, engine->ledger, view, &engine->scratch.arith, &engine->diagnostics),
        FT_OK);
    const size_t bridged = line_of(view, "cash_bridged"), cash = line_of(view, "developer_cash");
    size_t known = 0;
    for (uint32_t row = 0; row < table.count; row++) {
        const struct cell *x = &table.cells[row * view->line_count + bridged],
                          *y = &table.cells[row * view->line_count + cash];
        if (x->state != CELL_VALUE || y->state != CELL_VALUE)
            continue;
        known++;
        cr_expect(within_a_yuan(engine, &x->value.number, &y->value.number),
                  "%s without %s: result and cash of project %u differ", scenario,
                  policy == NULL ? "nothing" : policy, (unsigned)row);
    }
    return known;
}

Test(left_out, result_and_cash_agree_without_any_policy, .timeout = 300)
{
    static const char *const scenarios[] = {FT_SOURCE_DIR "/scenarios/qingyuan/cluster.cfg",
                                            FT_SOURCE_DIR "/scenarios/foshan/village-park.cfg",
                                            FT_SOURCE_DIR "/scenarios/county/portfolio.cfg"};
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        struct ft_engine *whole = run_without(scenarios[i], NULL);
        size_t known = 0;
        cr_expect_gt(assert_agree(whole, scenarios[i], NULL), 0);
        for (size_t j = 0; j < whole->policy->file_count; j++) {
            const struct policy_file *file = &whole->policy->files[j];
            struct ft_engine *engine =
                file->compared && file->changes ? run_without(scenarios[i], file->id) : NULL;
            if (engine == NULL)
                continue;
            known += assert_agree(engine, scenarios[i], file->id);
            ft_close(engine);
        }
        cr_expect_gt(known, 10, "%s: %zu", scenarios[i], known);
        ft_close(whole);
    }
}
