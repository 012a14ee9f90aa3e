/* Figures and listings as values, and what the calls say to those who call them wrongly. */
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

/* ---- misuse: fangtian.h's table, a row a call ---- */

static void assert_told(struct ft_engine *engine, enum ft_status status, const char *id,
                        const char *call)
{
    size_t count;
    const struct ft_diagnostic *list = ft_diagnostic_list(engine, &count);
    cr_assert_eq(status, FT_INVALID, "%s", call);
    cr_assert_eq(count, 1, "%s: %zu diagnostics", call, count);
    cr_assert_str_eq(list[0].id, id, "%s", call);
    cr_assert_eq(ft_diagnostics(engine, NULL, false), 1);
}

static bool take(void *context, const char *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return true;
}
static const struct ft_sink sink = {take, NULL}, no_sink = {NULL, NULL};
static const struct ft_report report;
static const struct ft_rows rows_options;

static const void *anything;
static size_t number;

#define CALLS(X)                                                                                   \
    X(ft_run(e), "not-loaded")                                                                     \
    X(ft_set(e, "a", "b"), "not-loaded")                                                           \
    X(ft_set(e, NULL, "b"), "null-argument")                                                       \
    X(ft_set(e, "a", NULL), "null-argument")                                                       \
    X(ft_reset(e, NULL), "not-loaded")                                                             \
    X(ft_load(e, NULL), "null-argument")                                                           \
    X(ft_load_policies(e, NULL, 1), "null-argument")                                               \
    X(ft_reserve(e, NULL, "x"), "null-argument")                                                   \
    X(ft_packs(e, false, NULL, NULL), "null-argument")                                             \
    X(ft_report(e, &report, &sink), "not-loaded")                                                  \
    X(ft_report(e, &report, NULL), "null-argument")                                                \
    X(ft_report(e, &report, &no_sink), "null-argument")                                            \
    X(ft_explain(e, "premium@A1", &report, &sink), "not-loaded")                                   \
    X(ft_changes(e, NULL, 0, &report, &sink), "not-loaded")                                        \
    X(ft_test(e, &sink, NULL), "not-loaded")                                                       \
    X(ft_check_expectations(e), "not-loaded")                                                      \
    X(ft_policies(e, NULL, &report, &sink), "not-loaded")                                          \
    X(ft_views(e, &report, &sink), "not-loaded")                                                   \
    X(ft_tables(e, &sink), "not-loaded")                                                           \
    X(ft_template(e, NULL, NULL, NULL, &sink), "not-loaded")                                       \
    X(ft_convert(e, "a.cfg", NULL, &sink), "not-loaded")                                           \
    X(ft_convert(e, NULL, NULL, &sink), "null-argument")                                           \
    X(ft_authority(e, &report, &sink), "not-loaded")                                               \
    X(ft_book(e, &report, &sink), "not-loaded")                                                    \
    X(ft_vocabulary(e, &report, &sink), "not-loaded")                                              \
    X(ft_test_refusal(e, &sink, NULL), "not-loaded")                                               \
    X(ft_test_refusal(e, NULL, NULL), "null-argument")                                             \
    X(ft_graph(e, &sink), "not-loaded")                                                            \
    X(ft_run_rows(e, &rows_options, &sink), "not-loaded")                                          \
    X(ft_run_rows(e, NULL, &sink), "null-argument")                                                \
    X(ft_merge(e, &rows_options, NULL, 0, &sink), "not-loaded")                                    \
    X(ft_missing_shards(e, &rows_options, NULL, 0, &sink, NULL), "not-loaded")                     \
    X(ft_write_part(e, &sink), "not-loaded")                                                       \
    X(ft_write_part(e, NULL), "null-argument")                                                     \
    X(ft_report_rows(e, &report, &sink), "not-loaded")                                             \
    X(ft_cost(e, &report, &sink), "not-loaded")                                                    \
    X(ft_figure(e, "premium@A1", &figure), "not-loaded")                                           \
    X(ft_figure(e, "premium@A1", NULL), "null-argument")                                           \
    X(ft_derivation(e, "premium@A1", &derivation), "not-loaded")                                   \
    X(ft_derivation(e, "premium@A1", NULL), "null-argument")                                       \
    X(ft_list_tables(e, (const struct ft_table **)&anything, &number), "not-loaded")               \
    X(ft_list_tables(e, NULL, &number), "null-argument")                                           \
    X(ft_list_rows(e, "projects", (const struct ft_row **)&anything, &number), "not-loaded")       \
    X(ft_list_fields(e, "projects", (const struct ft_field **)&anything, &number), "not-loaded")   \
    X(ft_list_rules(e, (const struct ft_rule **)&anything, &number), "not-loaded")                 \
    X(ft_list_parties(e, (const struct ft_party **)&anything, &number), "not-loaded")              \
    X(ft_list_postings(e, (const struct ft_posting **)&anything, &number), "not-loaded")           \
    X(ft_list_parameters(e, (const struct ft_parameter **)&anything, &number), "not-loaded")

Test(misuse, calls_on_an_engine_that_loaded_nothing_are_refused)
{
    struct ft_engine *e = opened();
    struct ft_figure figure;
    struct ft_derivation derivation;
#define REFUSED(call, id) assert_told(e, call, id, #call);
    CALLS(REFUSED)
    ft_close(e);
}

Test(misuse, calls_without_an_engine_are_refused)
{
    struct ft_engine *const e = NULL;
    struct ft_figure figure;
    struct ft_derivation derivation;
#define NOTHING(call, id) cr_assert_eq(call, FT_INVALID, "%s", #call);
    CALLS(NOTHING)
    cr_assert_eq(ft_open(NULL, &english), FT_INVALID);
    struct ft_engine *none = (struct ft_engine *)&none;
    cr_assert_eq(ft_open(&none, NULL), FT_INVALID);
    cr_assert_null(none);
    cr_assert_eq(ft_failed_checks(NULL), 0);
    cr_assert_eq(ft_diagnostics(NULL, &sink, false), 0);
    cr_assert_null(ft_diagnostic_list(NULL, &number));
    ft_close(NULL);
    ft_file_discard(NULL);
}

Test(misuse, calls_out_of_order_are_refused)
{
    struct ft_engine *engine = opened();
    struct ft_figure figure;
    cr_assert_eq(ft_load(engine, scenario), FT_OK);
    assert_told(engine, ft_report(engine, &report, &sink), "not-run", "ft_report");
    assert_told(engine, ft_figure(engine, "lat_rebate@2021", &figure), "not-run", "ft_figure");
    assert_told(engine, ft_load(engine, scenario), "loaded-twice", "ft_load");
    assert_told(engine, ft_load_policies(engine, NULL, 0), "loaded-twice", "ft_load_policies");
    assert_told(engine, ft_run_rows(engine, &rows_options, &sink), "not-loaded", "ft_run_rows");
    assert_told(engine, ft_write_part(engine, &sink), "not-run", "ft_write_part");
    assert_told(engine, ft_reset(engine, "city"), "not-set", "ft_reset");
    cr_assert_eq(ft_run(engine), FT_OK);
    cr_assert_eq(ft_report(engine, NULL, &sink), FT_OK, "without a struct: as it is zeroed");
    assert_told(engine, ft_explain(engine, NULL, &report, &sink), "null-argument", "ft_explain");
    assert_told(engine, ft_figure(engine, "nothing", &figure), "unknown-figure", "ft_figure");
    assert_told(engine, ft_list_rows(engine, "lots", (const struct ft_row **)&anything, &number),
                "no-such-table", "ft_list_rows");
    cr_assert_eq(ft_set(engine, "portfolio.city", "佛山"), FT_OK);
    assert_told(engine, ft_report(engine, &report, &sink), "not-run", "ft_report");
    ft_close(engine);
}

/* A run, long tables and loads each ask for texts; what they ask for is all here. */
Test(misuse, texts_that_are_no_utf8_are_refused)
{
#define BAD "62.\xff%"
    static const char *const bad[] = {BAD};
    static const struct ft_report views[] = {
        {.view = BAD}, {.by = BAD}, {.view = "county", .row = BAD}, {.scratch = BAD}};
    struct ft_engine *engine = run();
    struct ft_figure figure;
    struct ft_derivation derivation;
    const char *id = "argument-encoding";
    assert_told(engine, ft_set(engine, BAD, "1"), id, "ft_set");
    assert_told(engine, ft_set(engine, "city", BAD), id, "ft_set");
    assert_told(engine, ft_reset(engine, BAD), id, "ft_reset");
    assert_told(engine, ft_figure(engine, BAD, &figure), id, "ft_figure");
    assert_told(engine, ft_derivation(engine, BAD, &derivation), id, "ft_derivation");
    assert_told(engine, ft_explain(engine, BAD, &report, &sink), id, "ft_explain");
    assert_told(engine, ft_policies(engine, BAD, &report, &sink), id, "ft_policies");
    assert_told(engine, ft_changes(engine, bad, 1, &report, &sink), id, "ft_changes");
    assert_told(engine, ft_convert(engine, BAD, NULL, &sink), id, "ft_convert");
    assert_told(engine, ft_template(engine, NULL, BAD, NULL, &sink), id, "ft_template");
    assert_told(engine, ft_reserve(engine, BAD, "x"), id, "ft_reserve");
    assert_told(engine, ft_list_rows(engine, BAD, (const struct ft_row **)&anything, &number), id,
                "ft_list_rows");
    assert_told(engine, ft_list_fields(engine, BAD, (const struct ft_field **)&anything, &number),
                id, "ft_list_fields");
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        assert_told(engine, ft_report(engine, &views[i], &sink), id, "ft_report");
    ft_close(engine);
}

Test(misuse, options_that_are_no_utf8_are_refused)
{
    static const char *const bad[] = {BAD};
    static const struct ft_setting settings[] = {{BAD, "1"}, {"city", BAD}};
    static const struct ft_memory_file file = {BAD, "", 0};
    struct ft_options options[] = {{.policies = bad, .policy_count = 1},
                                   {.packs = bad, .pack_count = 1},
                                   {.only = bad, .only_count = 1},
                                   {.roots = bad, .root_count = 1},
                                   {.as_of = BAD},
                                   {.known_at = BAD},
                                   {.long_table = BAD},
                                   {.settings = &settings[0], .setting_count = 1},
                                   {.files = &file, .file_count = 1},
                                   {.settings = &settings[1], .setting_count = 1}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct ft_engine *engine = NULL;
        options[i].language = FT_EN;
        cr_assert_eq(ft_open(&engine, &options[i]), FT_OK);
        assert_told(engine, ft_load(engine, scenario), "argument-encoding", "ft_load");
        ft_close(engine);
    }
}

Test(misuse, a_setting_at_fault_changes_nothing)
{
    struct ft_engine *engine = run();
    struct ft_figure figure;
    assert_told(engine, ft_set(engine, "tax_years.2021.lat_revenue", "much"), "not-a-number",
                "ft_set");
    assert_told(engine, ft_set(engine, "tax_years.1999.lat_revenue", "1 元"), "set-unknown",
                "ft_set");
    cr_assert_eq(ft_run(engine), FT_OK);
    cr_assert_eq(ft_figure(engine, "lat_rebate@2021", &figure), FT_OK);
    cr_assert_str_eq(figure.exact, "4620000");
    /* What only all rows show is told by the run, as often as it is asked. */
    cr_assert_eq(ft_set(engine, "tax_years+", "2022"), FT_OK);
    assert_told(engine, ft_run(engine), "missing-field", "ft_run");
    assert_told(engine, ft_run(engine), "missing-field", "ft_run");
    cr_assert_eq(ft_reset(engine, "tax_years+"), FT_OK);
    cr_assert_eq(ft_run(engine), FT_OK);
    ft_close(engine);
}

Test(misuse, after_a_load_that_failed_only_the_diagnostics_are_left)
{
    struct ft_engine *engine = opened();
    cr_assert_neq(ft_load(engine, FT_SOURCE_DIR "/tests/errors/unknown-field.cfg"), FT_OK);
    cr_assert_gt(ft_diagnostics(engine, &sink, false), 0);
    assert_told(engine, ft_run(engine), "not-loaded", "ft_run");
    assert_told(engine, ft_set(engine, "a", "b"), "not-loaded", "ft_set");
    assert_told(engine, ft_load(engine, scenario), "loaded-twice", "ft_load");
    ft_close(engine);
}

Test(misuse, a_text_is_escaped_into_what_room_there_is)
{
    char out[8] = "left";
    cr_assert_eq(ft_escape(out, 0, "x"), false);
    cr_assert_eq(ft_escape(NULL, 8, "x"), false);
    cr_assert_eq(ft_escape(out, sizeof out, NULL), false);
    cr_assert_str_eq(out, "");
    cr_assert_eq(ft_limits(FT_EN, NULL), FT_INVALID);
    cr_assert_eq(ft_formulas(FT_EN, &no_sink), FT_INVALID);
    cr_assert_eq(ft_name_of("a.cfg"), FT_NAME_CFG);
    cr_assert_str_eq(ft_version(), FT_VERSION);
}
