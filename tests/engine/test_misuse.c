/*
 * What the calls say to those who call them wrongly: a row a call at least, of every function of
 * the public header (misuse_table.py compares).
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
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
    X(ft_trial(e, &report, &sink), "not-loaded")                                                   \
    X(ft_test(e, &sink, NULL), "not-loaded")                                                       \
    X(ft_check_expectations(e), "not-loaded")                                                      \
    X(ft_policies(e, NULL, &report, &sink), "not-loaded")                                          \
    X(ft_views(e, &report, &sink), "not-loaded")                                                   \
    X(ft_tables(e, &sink), "not-loaded")                                                           \
    X(ft_template(e, NULL, NULL, NULL, &sink), "not-loaded")                                       \
    X(ft_convert(e, "a.cfg", NULL, &sink), "not-loaded")                                           \
    X(ft_convert(e, NULL, NULL, &sink), "null-argument")                                           \
    X(ft_template(e, NULL, NULL, NULL, &no_sink), "null-argument")                                 \
    X(ft_convert(e, "a.cfg", NULL, &no_sink), "null-argument")                                     \
    X(ft_run_rows(e, &rows_options, &no_sink), "null-argument")                                    \
    X(ft_authority(e, &report, &sink), "not-loaded")                                               \
    X(ft_book(e, NULL, &report, &sink), "not-loaded")                                              \
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
    X(ft_list_parameters(e, (const struct ft_parameter **)&anything, &number), "not-loaded")       \
    X(ft_notes(e, &sink), "not-loaded")                                                            \
    X(ft_notes(e, NULL), "null-argument")

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
    const char *text;
    struct ft_figure figure;
    struct ft_derivation derivation;
#define NOTHING(call, id) cr_assert_eq(call, FT_INVALID, "%s", #call);
    CALLS(NOTHING)
    cr_assert_eq(ft_open(NULL, &english), FT_INVALID);
    struct ft_engine *none = (struct ft_engine *)&none;
    cr_assert_eq(ft_open(&none, NULL), FT_INVALID);
    cr_assert_null(none);
    cr_assert_eq(ft_failed_checks(NULL), 0);
    cr_assert_eq(ft_undetermined(NULL), 0);
    cr_assert_not(ft_input(NULL, 0, &text, &text));
    cr_assert_str_eq(ft_title(NULL, FT_ZH), "");
    cr_assert_eq(ft_diagnostics(NULL, &sink, false), 0);
    cr_assert_null(ft_diagnostic_list(NULL, &number));
    ft_close(NULL);
}

/* An engine that is none of those that a call works with: it answers, or says why not. */
static void assert_answered(struct ft_engine *engine, enum ft_status status, const char *call)
{
    size_t count;
    (void)ft_diagnostic_list(engine, &count);
    cr_assert(status == FT_OK || status == FT_INVALID, "%s: status %d", call, (int)status);
    cr_assert(status == FT_OK || count > 0, "%s: refused without a reason", call);
    (void)ft_diagnostics(engine, NULL, false);
}

#define ANSWERED(call, id) assert_answered(e, call, #call);

Test(misuse, calls_on_an_engine_of_another_kind_are_answered_or_refused)
{
    struct ft_figure figure;
    struct ft_derivation derivation;
    struct ft_engine *e = opened(); /* the law alone */
    cr_assert_eq(ft_load_policies(e, NULL, 0), FT_OK);
    CALLS(ANSWERED)
    ft_close(e);

    e = opened(); /* a load that failed */
    cr_assert_neq(ft_load(e, FT_SOURCE_DIR "/tests/errors/unknown-field.cfg"), FT_OK);
    (void)ft_diagnostics(e, NULL, false);
    assert_told(e, ft_report(e, &report, &sink), "load-failed", "ft_report");
    CALLS(ANSWERED)
    ft_close(e);

    e = NULL; /* a long table */
    struct ft_options over_rows = english;
    static const char *const of_rows[] = {FT_SOURCE_DIR "/tests/report/policies"};
    over_rows.policies = of_rows;
    over_rows.long_table = "";
    cr_assert_eq(ft_open(&e, &over_rows), FT_OK);
    cr_assert_eq(ft_load(e, FT_SOURCE_DIR "/tests/report/rows.cfg"), FT_OK);
    assert_told(e, ft_set(e, "projects.A1.far_after", "3"), "long-table-stays", "ft_set");
    assert_told(e, ft_run_rows(e, &(struct ft_rows){.shard = 3, .shards = 2}, &sink), "no-shard",
                "ft_run_rows");
    assert_told(e, ft_run_rows(e, &(struct ft_rows){.shard = 1, .shards = 2}, &sink),
                "null-argument", "ft_run_rows");
    const struct ft_rows spoiled = {.shard = 1, .shards = 2, .rows_name = "\xFF"};
    assert_told(e, ft_run_rows(e, &spoiled, &sink), "part-name", "ft_run_rows");
    assert_told(e, ft_missing_shards(e, &rows_options, NULL, 0, NULL, NULL), "null-argument",
                "ft_missing_shards");
    CALLS(ANSWERED)
    ft_close(e);

    e = run(); /* all was run */
    CALLS(ANSWERED)
    ft_close(e);
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
    const struct ft_report of_no_row = {.format = FT_JSON, .view = "transitions", .row = "A9"};
    assert_told(engine, ft_report(engine, &of_no_row, &sink), "unknown-row", "ft_report");
    assert_told(engine, ft_book(engine, NULL, &of_no_row, &sink), "no-format", "ft_book");
    assert_told(engine, ft_explain(engine, NULL, &report, &sink), "null-argument", "ft_explain");
    assert_told(engine, ft_policies(engine, NULL, &(struct ft_report){.format = FT_XLSX}, &sink),
                "no-workbook", "ft_policies");
    assert_told(engine, ft_figure(engine, "nothing", &figure), "unknown-figure", "ft_figure");
    assert_told(engine, ft_list_rows(engine, "lots", (const struct ft_row **)&anything, &number),
                "no-such-table", "ft_list_rows");
    cr_assert_eq(ft_set(engine, "tax_years+", "2030"), FT_OK); /* rows that are built by ft_run */
    assert_told(engine, ft_convert(engine, "a.cfg", NULL, &sink), "not-run", "ft_convert");
    assert_told(engine,
                ft_list_rows(engine, "tax_years", (const struct ft_row **)&anything, &number),
                "not-run", "ft_list_rows");
    cr_assert_eq(ft_reset(engine, "tax_years+"), FT_OK);
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
        {.view = BAD}, {.by = BAD}, {.view = "county", .row = BAD}};
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
    assert_told(engine, ft_reserve(engine, "x", BAD), id, "ft_reserve");
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
    struct ft_options options[] = {{.packs = bad, .pack_count = 1},
                                   {.only = bad, .only_count = 1},
                                   {.as_of = BAD},
                                   {.known_at = BAD},
                                   {.long_table = BAD},
                                   {.settings = &settings[0], .setting_count = 1},
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
    /* A further run forgets what was told before, as a change does. */
    cr_assert_neq(ft_set(engine, "tax_years.2021.lat_revenue", "much"), FT_OK);
    cr_assert_eq(ft_run(engine), FT_OK);
    (void)ft_diagnostic_list(engine, &number);
    cr_assert_eq(number, 0);
    cr_assert_eq(ft_figure(engine, "lat_rebate@2021", &figure), FT_OK);
    cr_assert_str_eq(figure.exact, "4620000");
    /* What only all rows show is told by the run, as often as it is asked. */
    cr_assert_eq(ft_set(engine, "tax_years+", "2022"), FT_OK);
    assert_told(engine, ft_run(engine), "set-missing-field", "ft_run");
    assert_told(engine, ft_run(engine), "set-missing-field", "ft_run");
    cr_assert_eq(ft_reset(engine, "tax_years+"), FT_OK);
    cr_assert_eq(ft_run(engine), FT_OK);
    ft_close(engine);
}

Test(misuse, after_a_load_that_failed_only_the_diagnostics_are_left)
{
    struct ft_engine *engine = opened();
    cr_assert_neq(ft_load(engine, FT_SOURCE_DIR "/tests/errors/unknown-field.cfg"), FT_OK);
    cr_assert_gt(ft_diagnostics(engine, &sink, false), 0);
    assert_told(engine, ft_run(engine), "load-failed", "ft_run");
    assert_told(engine, ft_set(engine, "a", "b"), "load-failed", "ft_set");
    assert_told(engine, ft_load(engine, scenario), "loaded-twice", "ft_load");
    ft_close(engine);
}

/* ---- what needs no engine ---- */

Test(misuse, sessions_refuse_what_they_lack)
{
    struct ft_session *session = NULL;
    cr_assert_eq(ft_session_open(NULL, &english), FT_INVALID);
    cr_assert_eq(ft_session_open(&session, NULL), FT_INVALID);
    cr_assert_null(session);
    ft_session_close(NULL);
    cr_assert_eq(ft_call(NULL, "{}", 2, &sink), FT_INVALID);
    cr_assert_eq(ft_session_open(&session, &english), FT_OK);
    cr_assert_eq(ft_call(session, NULL, 0, &sink), FT_INVALID);
    cr_assert_eq(ft_call(session, "{}", 2, NULL), FT_INVALID);
    cr_assert_eq(ft_call(session, "{}", 2, &no_sink), FT_INVALID);
    cr_assert_eq(ft_call(session, "no JSON", 7, &sink), FT_OK, "the answer says what is wrong");
    ft_session_close(session);
}

Test(misuse, pages_refuse_what_they_lack)
{
    cr_assert_not(ft_page_is_shell(NULL, 5));
    cr_assert_not(ft_page_is_shell("", 0));
    cr_assert_eq(ft_page(NULL, &sink), FT_INVALID);
    cr_assert_eq(ft_page(&(struct ft_page){0}, &sink), FT_INVALID);
    cr_assert_eq(ft_page(&(struct ft_page){.shell = "x", .shell_length = 1, .title = "x"}, NULL),
                 FT_INVALID);
}

Test(misuse, files_refuse_what_they_lack)
{
    struct ft_file *file = (struct ft_file *)&file;
    struct ft_file *const nothing[] = {NULL};
    size_t failed = 7;
    cr_assert_eq(ft_file_open(NULL, "/tmp/x"), FT_INVALID);
    cr_assert_eq(ft_file_open(&file, NULL), FT_INVALID);
    cr_assert_null(file);
    cr_assert_eq(ft_file_open(&file, "/there/is/no/such/folder"), FT_IO);
    cr_assert_eq(errno, ENOENT);
    cr_assert_null(file);
    struct ft_sink none = ft_file_sink(NULL);
    cr_assert_eq(ft_limits(FT_EN, &none), FT_INVALID);
    cr_assert_eq(ft_file_commit(NULL), FT_INVALID);
    cr_assert_eq(ft_files_commit(NULL, 1, &failed), FT_INVALID);
    cr_assert_eq(ft_files_commit(nothing, 1, NULL), FT_INVALID);
    cr_assert_eq(ft_files_commit(nothing, 1, &failed), FT_OK);
    ft_file_discard(NULL);
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
    cr_assert_eq(ft_name_of(NULL), FT_NAME_OTHER);
    cr_assert_str_eq(ft_version(), FT_VERSION);
}
