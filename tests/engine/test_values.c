/* Figures and listings as values. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shipped.h"

static const char *const policies[] = {FT_SOURCE_DIR "/policies"};
static const char scenario[] = FT_SOURCE_DIR "/scenarios/examples/lat-rebate.cfg";
static const struct ft_options english = {
    .policies = policies, .policy_count = 1, .language = FT_EN};

static struct ft_engine *opened(void)
{
    struct ft_engine *engine = NULL;
    cr_assert_eq(ft_open(&engine, &english), FT_OK);
    return engine;
}

static struct ft_engine *run(void)
{
    struct ft_engine *engine = opened();
    cr_assert_eq(ft_load(engine, scenario), FT_OK);
    cr_assert_eq(ft_run(engine), FT_OK);
    return engine;
}

/* A scenario under one of the small laws of the tests. */
static struct ft_engine *run_under(const char *law, const char *path)
{
    const struct ft_options options = {.policies = &law, .policy_count = 1, .language = FT_EN};
    struct ft_engine *engine = NULL;
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    cr_assert_eq(ft_load(engine, path), FT_OK);
    cr_assert_eq(ft_run(engine), FT_OK);
    return engine;
}

static struct ft_engine *run_queues(void)
{
    return run_under(FT_SOURCE_DIR "/tests/language/policies",
                     FT_SOURCE_DIR "/tests/language/scenarios/queues.cfg");
}

static struct ft_engine *run_views(void)
{
    return run_under(FT_SOURCE_DIR "/tests/views/policies", FT_SOURCE_DIR "/tests/views/three.cfg");
}

/* ---- figures ---- */

static void assert_figure(struct ft_engine *engine, const char *item, const char *expected)
{
    struct ft_figure figure;
    char found[1024];
    cr_assert_eq(ft_figure(engine, item, &figure), FT_OK, "%s", item);
    (void)snprintf(found, sizeof found, "%d|%s|%s|%s|%s|%s|%s|%s|%s", (int)figure.state,
                   figure.item, figure.table, figure.row, figure.exact, figure.rounded, figure.unit,
                   figure.shown, figure.reason);
    cr_assert_str_eq(found, expected);
}

Test(values, figures_have_state_text_unit_and_reason)
{
    struct ft_engine *engine = run();
    assert_figure(engine, "lat_rebate@2021",
                  "0|lat_rebate|tax_years|2021|4620000|4620000.00|元|4,620,000 元|");
    assert_figure(engine, "tax_years.lat_revenue@2020",
                  "0|tax_years.lat_revenue|tax_years|2020|232000000|232000000|元|232,000,000 元|");
    assert_figure(engine, "lat_growth@2021",
                  "0|lat_growth|tax_years|2021|849/58|14.637931|%|849/58% ≈ 14.637931%|");
    assert_figure(engine, "base_required@2021", "0|base_required|tax_years|2021|true|||true|");
    ft_close(engine);
}

Test(values, what_does_not_apply_says_why)
{
    struct ft_engine *engine = run();
    struct ft_figure figure;
    cr_assert_eq(ft_figure(engine, "lat_rebate@2020", &figure), FT_OK);
    cr_assert_eq(figure.state, FT_NOT_APPLICABLE);
    cr_assert_str_eq(figure.exact, "");
    cr_assert_not_null(strstr(figure.reason, "the first year given"), "%s", figure.reason);
    cr_assert_not_null(strstr(figure.source, "粤府"), "%s", figure.source);
    cr_assert_not_null(strstr(figure.file, "lat-rebate.cfg"), "%s", figure.file);
    ft_close(engine);
}

Test(values, a_changed_parameter_moves_the_figure_and_is_taken_back)
{
    struct ft_engine *engine = run();
    struct ft_figure figure;
    cr_assert_eq(ft_set(engine, "lat_rebate_rate", "60%"), FT_OK);
    cr_assert_eq(ft_figure(engine, "lat_rebate@2021", &figure), FT_INVALID, "it is to be run");
    cr_assert_eq(ft_run(engine), FT_OK);
    cr_assert_eq(ft_figure(engine, "lat_rebate@2021", &figure), FT_OK);
    cr_assert_str_eq(figure.exact, "9240000");
    cr_assert_eq(ft_reset(engine, NULL), FT_OK);
    cr_assert_eq(ft_run(engine), FT_OK);
    cr_assert_eq(ft_figure(engine, "lat_rebate@2021", &figure), FT_OK);
    cr_assert_str_eq(figure.exact, "4620000");
    ft_close(engine);
}

Test(values, a_derivation_has_steps_that_lead_to_its_figure)
{
    struct ft_engine *engine = run();
    struct ft_derivation derivation;
    cr_assert_eq(ft_derivation(engine, "lat_rebate@2021", &derivation), FT_OK);
    cr_assert_str_eq(derivation.on, "2021-12-31");
    cr_assert_str_eq(derivation.figure.exact, "4620000");
    bool rate = false, needed = false, last = false;
    for (size_t i = 0; i < derivation.step_count; i++) {
        const struct ft_step *step = &derivation.steps[i];
        for (size_t j = 0; j < step->operand_count; j++)
            cr_assert(step->operands[j] == FT_NO_STEP || step->operands[j] < i);
        rate = rate || (strcmp(step->words, "lat_rebate_rate") == 0 &&
                        strcmp(step->exact, "30") == 0 && strstr(step->source, "30%") != NULL);
        needed = needed || strcmp(step->figure, "base_required@2021") == 0;
        last = strcmp(step->formula, "value") == 0 && strcmp(step->exact, "4620000") == 0;
    }
    cr_assert(rate && needed && last);
    cr_assert_eq(ft_derivation(engine, "tax_years.lat_revenue@2021", &derivation), FT_OK);
    cr_assert_eq(derivation.step_count, 0, "a fact has none");
    ft_close(engine);
}

/* The step of an operation in a derivation, the first one. */
static const struct ft_step *step_of(struct ft_engine *engine, const char *item, const char *op,
                                     struct ft_derivation *derivation)
{
    cr_assert_eq(ft_derivation(engine, item, derivation), FT_OK, "%s", item);
    for (size_t i = 0; i < derivation->step_count; i++)
        if (strcmp(derivation->steps[i].op, op) == 0)
            return &derivation->steps[i];
    cr_assert_fail("%s has no step %s", item, op);
    return NULL;
}

/* Of a count over rows that refer: how many do, and whether one may do whose reference is not known. */
Test(values, a_row_whose_reference_is_not_known_may_be_one_that_counts)
{
    static const struct {
        const char *item;
        size_t rows;
        bool unknown;
        const char *reason;
    } counts[] = {
        {"companions@Q/T1", 0, true, "tickets[Q/T4].with"},
        {"companions@Q/T2", 1, true, "tickets[Q/T4].with"},
        {"settled_companions@Q/T1", 0, true, "tickets[Q/T4].with"},
        {"companions@R/T1", 0, false, ""},
        {"settled_companions@R/T1", 0, false, ""},
    };
    struct ft_engine *engine = run_queues();
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct ft_derivation derivation;
        const struct ft_step *step = step_of(engine, counts[i].item, "count", &derivation);
        const struct ft_figure *figure = &derivation.figure;
        cr_expect_eq(step->row_count, counts[i].rows, "%s", counts[i].item);
        cr_expect_eq(step->rows_unknown, counts[i].unknown, "%s", counts[i].item);
        cr_expect_eq(figure->state, counts[i].unknown ? FT_UNDETERMINED : FT_VALUE, "%s",
                     counts[i].item);
        cr_expect_str_eq(figure->fact_count == 0 ? "" : figure->facts[0], counts[i].reason, "%s",
                         counts[i].item);
    }
    ft_close(engine);
}

/* What a condition or a body over other rows takes of the own one is a step of the own row. */
Test(values, steps_over_other_rows_refer_to_the_own_one)
{
    struct ft_engine *engine = run_queues();
    struct ft_derivation derivation;
    const struct ft_step *step = step_of(engine, "weighed@Q/T3", "multiply", &derivation);
    cr_assert_eq(step->operand_count, 2);
    cr_expect_str_eq(derivation.steps[step->operands[1]].row, "Q/T3");
    cr_expect_str_eq(derivation.steps[step->operands[1]].exact, "3");
    cr_expect_str_eq(step->row, "Q/T1", "the first row of the sum");
    step = step_of(engine, "least_behind@Q/T1", "min", &derivation);
    cr_expect_eq(step->row_count, 2);
    cr_expect_not(step->rows_unknown);
    ft_close(engine);
}

/* Lines of views: what a column adds up to and a net have no steps, a formula has. */
Test(values, lines_of_views_are_figures)
{
    static const struct {
        const char *item, *row, *exact;
        bool derived;
    } lines[] = {
        {"projects.third", "", "700", false},     {"third@A1", "A1", "1000/3", true},
        {"costs@A2", "A2", "25900/3", true},      {"projects.city@A2", "A2", "8633.33", false},
        {"projects.city", "", "10199.99", false},
    };
    struct ft_engine *engine = run_views();
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct ft_derivation derivation;
        cr_assert_eq(ft_derivation(engine, lines[i].item, &derivation), FT_OK, "%s", lines[i].item);
        cr_expect_str_eq(derivation.figure.row, lines[i].row, "%s", lines[i].item);
        cr_expect_str_eq(derivation.figure.exact, lines[i].exact, "%s", lines[i].item);
        cr_expect_eq(derivation.step_count > 0, lines[i].derived, "%s", lines[i].item);
    }
    ft_close(engine);
}

Test(values, what_there_is_not_is_refused)
{
    struct ft_engine *engine = run_views();
    struct ft_figure figure;
    struct ft_derivation derivation;
    const struct ft_field *fields;
    const struct ft_row *rows;
    size_t count;
    cr_expect_eq(ft_figure(engine, "nowhere", &figure), FT_INVALID);
    cr_expect_eq(ft_derivation(engine, "nowhere", &derivation), FT_INVALID);
    cr_expect_eq(ft_list_fields(engine, "nowhere", &fields, &count), FT_INVALID);
    cr_expect_eq(ft_list_rows(engine, "nowhere", &rows, &count), FT_INVALID);
    ft_close(engine);
}

/* ---- listings ---- */

Test(values, listings_say_what_there_is)
{
    struct ft_engine *engine = run();
    const struct ft_table *tables;
    const struct ft_row *rows;
    const struct ft_field *fields;
    const struct ft_rule *rules;
    const struct ft_party *parties;
    const struct ft_posting *postings;
    const struct ft_parameter *parameters;
    size_t count;
    cr_assert_eq(ft_list_tables(engine, &tables, &count), FT_OK);
    cr_assert_str_eq(tables[0].id, "portfolio");
    cr_assert_eq(ft_list_rows(engine, "tax_years", &rows, &count), FT_OK);
    cr_assert_eq(count, 2);
    cr_assert_str_eq(rows[1].path, "2021");
    cr_assert_eq(ft_list_fields(engine, "projects", &fields, &count), FT_OK);
    cr_assert_eq(fields[0].is_key, true);
    bool choices = false, defaults = false;
    for (size_t i = 0; i < count; i++) {
        choices = choices || (fields[i].type == FT_CHOICE && fields[i].choice_count > 1);
        defaults = defaults || fields[i].absence == FT_ABSENCE_DEFAULT;
    }
    cr_assert(choices && defaults);
    cr_assert_eq(ft_list_rules(engine, &rules, &count), FT_OK);
    cr_assert_gt(count, 50);
    cr_assert_eq(ft_list_parties(engine, &parties, &count), FT_OK);
    cr_assert_eq(count, 2);
    cr_assert_str_eq(parties[0].id, "province");
    cr_assert_str_eq(parties[0].totals[0].net, "-4620000.00");
    cr_assert_eq(ft_list_postings(engine, &postings, &count), FT_OK);
    cr_assert_eq(count, 3, "one that moves money, and two memos");
    cr_assert_str_eq(postings[2].from, "");
    cr_assert_str_eq(postings[0].to, "city");
    cr_assert_str_eq(postings[0].amount, "4620000.00");
    cr_assert_eq(ft_list_parameters(engine, &parameters, &count), FT_OK);
    bool found = false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(parameters[i].id, "lat_rebate_rate") == 0) {
            found = true;
            cr_assert_str_eq(parameters[i].versions[0].values[0].value, "30");
            cr_assert_str_eq(parameters[i].versions[0].from, "2019-01-01");
        }
    cr_assert(found);
    ft_close(engine);
}

/* A posting bears its own title where the law gives it one; a slice of a scale is called by its keys and its number. */
Test(values, listings_name_lines_and_slices)
{
    struct ft_engine *engine =
        run_under(FT_SOURCE_DIR "/tests/report/policies", FT_SOURCE_DIR "/tests/report/sheets.cfg");
    const struct ft_posting *postings;
    size_t count, own = 0;
    cr_assert_eq(ft_list_postings(engine, &postings, &count), FT_OK);
    for (size_t i = 0; i < count; i++)
        own += strcmp(postings[i].title, "property in exchange") == 0;
    cr_expect_eq(own, 2, "a building each");
    ft_close(engine);
    engine =
        run_under(FT_SOURCE_DIR "/tests/report/policies", FT_SOURCE_DIR "/tests/report/ops.cfg");
    const struct ft_parameter *parameters;
    bool found = false;
    cr_assert_eq(ft_list_parameters(engine, &parameters, &count), FT_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(parameters[i].id, "zoned") == 0) {
            const struct ft_parameter_value *value = &parameters[i].versions[0].values[2];
            found = true;
            cr_expect_str_eq(value->cell, "industrial.2.from");
            cr_expect_str_eq(value->value, "30");
        }
    cr_expect(found);
    ft_close(engine);
}
