/*
 * An unknown is never a zero: facts of every shipped scenario, and of portfolios drawn at random,
 * are taken away, alone and in random pairs. removal.h says what must then hold of each figure.
 *
 *     FT_TEST_COUNT=0        takes every fact and row of every scenario; else so many facts, and a row
 *                            unless it is 1
 *     FT_TEST_SEED=12345     draws others
 *     FT_TEST_SCENARIO=NAME  of scenarios whose path holds it alone
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "random_portfolio.h"
#include "removal.h"
#include "shipped.h"

enum { FIRST_SEED = 20210101, FACTS_OF_A_SCENARIO = 2, PORTFOLIOS = 5, FACTS_OF_A_PORTFOLIO = 4 };

static uint64_t asked(const char *name, uint64_t otherwise)
{
    const char *value = getenv(name);
    return value == NULL ? otherwise : strtoull(value, NULL, 10);
}

/* Takes `most` rows away (0: all), each alone, and of those drawn with all beside it: the first of each
 * table below a row. */
static void remove_rows(struct removal *removal, struct random *random, uint64_t most)
{
    const size_t count = removal->row_count;
    const size_t tried = most == 0 || most > count ? count : (size_t)most;
    for (size_t i = 0; i < tried; i++) {
        const size_t row = tried == count ? i : (size_t)random_below(random, count);
        removal_try_row(removal, row, false);
        if (row == 0 || strcmp(removal->rows[row - 1].from, removal->rows[row].from) != 0)
            removal_try_row(removal, row, true);
    }
}

/* Takes `most` facts away one by one (0: all), then half as many pairs. */
static void remove_some(struct removal *removal, struct random *random, uint64_t most)
{
    const size_t count = removal->fact_count;
    const size_t tried = most == 0 || most > count ? count : (size_t)most;
    for (size_t i = 0; i < tried; i++) {
        const size_t one = tried == count ? i : (size_t)random_below(random, count);
        removal_try(removal, &one, 1);
    }
    for (size_t i = 0; i < tried / 2; i++) {
        const size_t pair[] = {(size_t)random_below(random, count),
                               (size_t)random_below(random, count)};
        removal_try(removal, pair, pair[0] == pair[1] ? 1 : 2);
    }
}

static void check_scenario(const char *path, const char *const *folders, size_t folder_count,
                           struct random *random, uint64_t most, size_t *times)
{
    const struct ft_options options = {
        .policies = folders, .policy_count = folder_count, .language = FT_ZH};
    struct ft_engine *engine = NULL;
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    cr_assert_eq(ft_load(engine, path), FT_OK, "%s", path);
    cr_assert_eq(ft_run(engine), FT_OK, "%s", path);
    struct removal *removal = removal_open(engine, path);
    remove_some(removal, random, most);
    if (most != 1)
        remove_rows(removal, random, most == 0 ? 0 : 1);
    for (size_t i = 0; i < 4; i++) {
        times[i] += removal->times[i];
        times[4 + i] += removal->row_times[i];
    }
    removal_close(removal);
    ft_close(engine);
}

static void expect_all_came_up(const size_t *times)
{
    const size_t *rows = times + 4;
    printf(
        "facts: %zu unchanged, %zu undetermined, %zu listed, %zu refused; rows: %zu unchanged, %zu "
        "told, %zu refused, %zu unseen\n",
        times[REMOVAL_SAME], times[REMOVAL_OPEN], times[REMOVAL_LISTED], times[REMOVAL_REFUSED],
        rows[ROW_SAME], rows[ROW_TOLD], rows[ROW_REFUSED], rows[ROW_UNSEEN]);
    const bool chosen = getenv("FT_TEST_SCENARIO") != NULL || getenv("FT_TEST_COUNT") != NULL;
    for (size_t i = 0; i < 4 && !chosen; i++)
        cr_expect_gt(times[i], 0, "no removal had outcome %zu", i);
}

Test(removed, no_fact_of_a_scenario_is_missed_in_silence)
{
    static const char *const folders[] = {FT_SOURCE_DIR "/policies"};
    const char *only = getenv("FT_TEST_SCENARIO");
    size_t count, times[8] = {0};
    char **paths = shipped_scenarios(&count);
    struct random random = {asked("FT_TEST_SEED", FIRST_SEED)};
    printf("FT_TEST_SEED=%llu\n", (unsigned long long)random.state);
    for (size_t i = 0; i < count; i++)
        if (only == NULL || strstr(paths[i], only) != NULL)
            check_scenario(paths[i], folders, 1, &random,
                           asked("FT_TEST_COUNT", FACTS_OF_A_SCENARIO), times);
    shipped_free(paths);
    expect_all_came_up(times);
}

/* A drawn portfolio and its rates as files of a folder. */
static void write_drawn(const struct random_portfolio *portfolio, const struct city_rates *rates,
                        const char *scenario, const char *policy)
{
    cr_assert(portfolio_write(portfolio, scenario, false));
    cr_assert(rates_write(rates, 1, policy));
}

Test(removed, no_fact_of_a_drawn_portfolio_is_missed_in_silence)
{
    char folder[] = "/tmp/fangtian-removed-XXXXXX", packs[64], pack[64], policy[64], scenario[64];
    size_t times[8] = {0};
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(packs, sizeof packs, "%s/policies", folder);
    (void)snprintf(pack, sizeof pack, "%s/policies/drawn", folder);
    (void)snprintf(policy, sizeof policy, "%s/policies/drawn/rates.cfg", folder);
    (void)snprintf(scenario, sizeof scenario, "%s/scenario.cfg", folder);
    cr_assert(mkdir(packs, 0700) == 0 && mkdir(pack, 0700) == 0);
    const char *const folders[] = {FT_SOURCE_DIR "/policies", packs};
    const uint64_t seed = asked("FT_TEST_SEED", FIRST_SEED);
    for (uint64_t i = seed; i < seed + PORTFOLIOS; i++) {
        struct random_portfolio portfolio;
        struct random random = {i};
        const struct city_rates rates = rates_draw(i);
        portfolio_draw(&portfolio, i, (struct portfolio_wish){0});
        write_drawn(&portfolio, &rates, scenario, policy);
        printf("FT_TEST_SEED=%llu\n", (unsigned long long)i);
        check_scenario(scenario, folders, 2, &random, asked("FT_TEST_COUNT", FACTS_OF_A_PORTFOLIO),
                       times);
        portfolio_free(&portfolio);
    }
    expect_all_came_up(times);
    const char *const left[] = {policy, pack, packs, scenario, folder};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        (void)remove(left[i]);
}
