/*
 * What may be signed does not move: facts are blown up until they contradict others, and figures that
 * may be signed all the same are what they were; values that no text read gives are changed, and
 * figures that may be signed do not notice.
 */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine_internal.h"
#include "removal.h"
#include "shipped.h"

static const char *const scenarios[] = {FT_SOURCE_DIR "/scenarios/qingyuan/cluster.cfg",
                                        FT_SOURCE_DIR "/scenarios/foshan/village-park.cfg"};

static struct ft_engine *opened(const char *scenario)
{
    static const char *const folders[] = {FT_SOURCE_DIR "/policies"};
    const struct ft_options options = {.policies = folders, .policy_count = 1, .language = FT_ZH};
    struct ft_engine *engine = NULL;
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    cr_assert_eq(ft_load(engine, scenario), FT_OK, "%s", scenario);
    cr_assert_eq(ft_run(engine), FT_OK, "%s", scenario);
    return engine;
}

/* {title: {standing, text}} of the first page. */
static json_t *first_page(struct ft_engine *engine)
{
    struct printed printed = {0};
    const struct ft_sink sink = written_sink(&printed);
    const struct ft_report report = {.format = FT_JSON};
    json_t *page = json_object();
    const json_t *one;
    size_t i;
    cr_assert_eq(ft_report(engine, &report, &sink), FT_OK);
    json_t *json = json_loadb(printed.bytes, printed.length, 0, NULL);
    free(printed.bytes);
    json_array_foreach(json_object_get(json_object_get(json, "pending"), "figures"), i, one)
    {
        const json_t *title = json_object_get(json_object_get(one, "title"), "zh");
        cr_assert_eq(json_object_set(page, json_string_value(title), (json_t *)one), 0);
    }
    json_decref(json);
    cr_assert_gt(json_object_size(page), 0);
    return page;
}

static bool is_good(const json_t *figure)
{
    return strcmp(json_string_value(json_object_get(figure, "standing")), "good") == 0;
}

/* The figures of `page` that may be signed, each as `other` has it. */
static size_t expect_unmoved(const json_t *page, const json_t *other, const char *what)
{
    const char *title;
    const json_t *figure;
    size_t good = 0;
    json_object_foreach((json_t *)page, title, figure)
    {
        const json_t *text = json_object_get(figure, "text");
        const json_t *was = json_object_get(json_object_get(other, title), "text");
        if (!is_good(figure))
            continue;
        good++;
        cr_expect(was == NULL || json_equal(text, was), "%s: %s may be signed at %s and at %s",
                  what, title, json_string_value(text), json_string_value(was));
    }
    return good;
}

static size_t contradictions(const struct ft_engine *engine)
{
    size_t count = 0;
    struct finding_walk walk = {.ledger = engine->ledger, .kind = FINDING_CHECK};
    for (struct finding finding; finding_next(&walk, &finding);)
        count += finding.rule->of_facts && !finding.holds;
    return count;
}

/* Whether the fact, so changed, contradicts another; with `all` those of other rows too. */
static bool blow_up(struct removal *removal, size_t fact, bool all, const char *factor,
                    const json_t *base, size_t before)
{
    struct ft_engine *engine = removal->engine;
    char what[512];
    bool contradicts = false;
    enum ft_status status = ft_set(engine, removal_path(removal, fact), factor);
    for (size_t i = 0; all && status == FT_OK && i < removal->fact_count; i++)
        if (removal_share_field(removal, fact, i) &&
            ft_set(engine, removal_path(removal, i), factor) != FT_OK)
            continue; /* not given there */
    (void)snprintf(what, sizeof what, "%s %s %s%s", removal->scenario, removal_path(removal, fact),
                   factor, all ? " and others" : "");
    if (status == FT_OK && ft_run(engine) == FT_OK) {
        contradicts = contradictions(engine) > before;
        if (contradicts) {
            json_t *page = first_page(engine);
            (void)expect_unmoved(page, base, what);
            json_decref(page);
        }
    }
    cr_assert_eq(ft_reset(engine, NULL), FT_OK);
    return contradicts;
}

static bool is_first_of_field(const struct removal *removal, size_t fact)
{
    for (size_t i = 0; i < fact; i++)
        if (removal_share_field(removal, i, fact))
            return false;
    return true;
}

static size_t blow_up_facts(struct ft_engine *engine, const char *scenario)
{
    static const char *const factors[] = {"*1000", "*0.0001"};
    struct removal *removal = removal_open(engine, scenario);
    json_t *base = first_page(engine);
    const size_t before = contradictions(engine);
    size_t found = 0;
    for (size_t i = 0; i < removal->fact_count; i++)
        for (size_t j = 0; j < sizeof factors / sizeof *factors; j++)
            for (int all = 0; all <= is_first_of_field(removal, i); all++)
                found += blow_up(removal, i, all == 1, factors[j], base, before);
    json_decref(base);
    removal_close(removal);
    return found;
}

Test(standing, what_may_be_signed_rests_on_no_contradiction)
{
    size_t found = 0;
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        struct ft_engine *engine = opened(scenarios[i]);
        found += blow_up_facts(engine, scenarios[i]);
        ft_close(engine);
    }
    printf("%zu contradictions\n", found);
    cr_expect_gt(found, 40);
}

/* The ids of the parameters of which an unverified or illustrative value was used. */
static json_t *rested_values(struct ft_engine *engine)
{
    struct printed printed = {0};
    const struct ft_sink sink = written_sink(&printed);
    const struct ft_report report = {.format = FT_JSON};
    cr_assert_eq(ft_report(engine, &report, &sink), FT_OK);
    json_t *json = json_loadb(printed.bytes, printed.length, 0, NULL);
    json_t *values = json_incref(json_object_get(json_object_get(json, "pending"), "values"));
    free(printed.bytes);
    json_decref(json);
    return values;
}

Test(standing, what_may_be_signed_rests_on_no_value_that_no_text_gives)
{
    size_t changed = 0, good = 0;
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        struct ft_engine *engine = opened(scenarios[i]);
        json_t *base = first_page(engine), *values = rested_values(engine);
        const json_t *value;
        size_t j;
        json_array_foreach(values, j, value)
        {
            const char *id = json_string_value(json_object_get(value, "parameter"));
            if (ft_set(engine, id, "*1.5") == FT_OK && ft_run(engine) == FT_OK) {
                json_t *page = first_page(engine);
                good += expect_unmoved(base, page, id);
                changed++;
                json_decref(page);
            }
            cr_assert_eq(ft_reset(engine, NULL), FT_OK);
        }
        json_decref(base);
        json_decref(values);
        ft_close(engine);
    }
    printf("%zu values changed, %zu figures looked at\n", changed, good);
    cr_expect_gt(changed, 5);
    cr_expect_gt(good, 10);
}

/* The report as JSON, worked out anew; the caller's. */
static json_t *run_report(struct ft_engine *engine)
{
    struct printed printed = {0};
    const struct ft_sink sink = written_sink(&printed);
    const struct ft_report report = {.format = FT_JSON};
    cr_assert_eq(ft_run(engine), FT_OK);
    cr_assert_eq(ft_report(engine, &report, &sink), FT_OK);
    json_t *json = json_loadb(printed.bytes, printed.length, 0, NULL);
    free(printed.bytes);
    return json;
}

static bool has_text(const json_t *list, const char *text)
{
    const json_t *one;
    size_t i;
    json_array_foreach((json_t *)list, i, one)
    {
        if (strcmp(json_string_value(one), text) == 0)
            return true;
    }
    return false;
}

/* Whether the report says that the check was not made for want of the field; at the row, where one is given. */
static bool says_not_compared(const json_t *report, const char *field, const char *check,
                              const char *row)
{
    const json_t *one;
    size_t i;
    json_array_foreach(json_object_get(report, "not_compared"), i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "field")), field) == 0 &&
            has_text(json_object_get(one, "checks"), check) &&
            (row == NULL || has_text(json_object_get(one, "rows"), row)))
            return true;
    }
    return false;
}

Test(standing, what_was_not_compared_for_want_of_a_fact_is_told)
{
    struct ft_engine *engine = opened(scenarios[0]);
    json_t *report = run_report(engine);
    cr_expect(says_not_compared(report, "land_area", "held_land_fits", "gongye/H1"));
    cr_expect(says_not_compared(report, "auction_price", "sale_price_fits", "gongye"));
    cr_expect_not(says_not_compared(report, "auction_price", "sale_price_fits", "yiyuan"),
                  "it is given");
    cr_expect_not(says_not_compared(report, "area_sold", "revenue_fits_construction", NULL),
                  "without it all counts as sold, and the revenue is compared");
    cr_expect_not(says_not_compared(report, "transfer_deductions", "deductions_fit_land", NULL),
                  "what it would be compared with is blank, too");
    json_decref(report);

    cr_assert_eq(ft_set(engine, "projects.gongye.holders.H1.land_area", "1 m2"), FT_OK);
    report = run_report(engine);
    cr_expect_not(says_not_compared(report, "land_area", "held_land_fits", "gongye/H1"));
    cr_expect(says_not_compared(report, "land_area", "held_land_fits", "gongye/H2"));
    json_decref(report);

    const size_t before = contradictions(engine);
    cr_assert_eq(ft_set(engine, "projects.gongye.holders.H2.land_area", "1 m2"), FT_OK);
    report = run_report(engine);
    cr_expect_eq(contradictions(engine), before + 1);
    cr_expect_not(says_not_compared(report, "land_area", "held_land_fits", "gongye/H2"));
    json_decref(report);
    ft_close(engine);
}

/* "T3=T1 T5=T4": the rows of a table that stand twice. */
static void alike_of(const json_t *report, const char *table, char *out, size_t size)
{
    const json_t *one, *pair;
    size_t i, j, used = 0;
    out[0] = '\0';
    json_array_foreach(json_object_get(json_object_get(report, "pending"), "alike"), i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "table")), table) != 0)
            continue;
        json_array_foreach(json_object_get(one, "rows"), j, pair)
        {
            used += (size_t)snprintf(out + used, size - used, "%s%s=%s", used > 0 ? " " : "",
                                     json_string_value(json_object_get(pair, "row")),
                                     json_string_value(json_object_get(pair, "as")));
        }
    }
}

Test(standing, rows_that_stand_twice_are_told_and_not_signed)
{
    struct ft_engine *engine = opened(FT_SOURCE_DIR "/scenarios/borders/given-twice.cfg");
    json_t *report = run_report(engine);
    char rows[256];
    alike_of(report, "projects", rows, sizeof rows);
    cr_expect_str_eq(rows, "B=A");
    alike_of(report, "parcels", rows, sizeof rows);
    cr_expect_str_eq(rows, "C/9=A/1");
    alike_of(report, "talents", rows, sizeof rows);
    cr_expect_str_eq(rows, "T3=T1 T5=T4");
    json_t *page = first_page(engine);
    const char *title;
    const json_t *figure;
    json_object_foreach(page, title, figure)
    {
        cr_expect(!is_good(figure), "%s may be signed", title);
    }
    json_decref(page);
    json_decref(report);
    ft_close(engine);
}

/* A table of which no row is given at all: its figures are nothing by want of it. */
Test(standing, what_rests_on_a_table_without_a_row_is_not_signed)
{
    struct ft_engine *engine = opened(FT_SOURCE_DIR "/scenarios/borders/given-twice.cfg");
    static const char *const projects[] = {"A", "B", "C"};
    static const char *const parcels[][2] = {
        {"projects.A.parcels-", "1"}, {"projects.B.parcels-", "1"}, {"projects.C.parcels-", "9"}};
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(ft_set(engine, parcels[i][0], parcels[i][1]), FT_OK);
    cr_assert_eq(ft_run(engine), FT_OK);
    json_t *page = first_page(engine);
    cr_expect_not(is_good(json_object_get(page, "用地面积")));
    json_decref(page);
    cr_assert_eq(ft_reset(engine, NULL), FT_OK);
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(ft_set(engine, "projects-", projects[i]), FT_OK);
    cr_assert_eq(ft_set(engine, "tax_years+", "2022"), FT_OK);
    cr_assert_eq(ft_set(engine, "tax_years.2022.lat_revenue", "100 万元"), FT_OK);
    json_t *report = run_report(engine);
    const json_t *empty = json_object_get(json_object_get(report, "pending"), "empty");
    cr_expect_eq(json_array_size(empty), 1);
    cr_expect_str_eq(json_string_value(json_object_get(json_array_get(empty, 0), "table")),
                     "projects");
    json_decref(report);
    ft_close(engine);
}
