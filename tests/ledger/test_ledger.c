/* Postings, memos, sheets and their sums. */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../refusal.h"
#include "ledger/ledger.h"
#include "scenario/scenario.h"

enum { CASH, QUOTA };

static struct arena arena;
static struct arith arith;
static struct diagnostics diagnostics;
static struct policy *policy;
static struct dataset *dataset;
static struct ledger *ledger;
static struct application application;
static char path[64];

static void open_all(void)
{
    arena_open(&arena, NULL);
    arith_open(&arith, &arena);
    diagnostics = (struct diagnostics){.language = FT_EN};
}

static void close_all(void)
{
    arith_close(&arith);
    arena_close(&arena);
    (void)unlink(path);
}

TestSuite(ledger, .init = open_all, .fini = close_all);

static void write_scenario(const char *rows)
{
    (void)snprintf(path, sizeof path, "%s/fangtian-ledger-XXXXXX", P_tmpdir);
    int descriptor = mkstemp(path);
    cr_assert_geq(descriptor, 0);
    FILE *file = fdopen(descriptor, "wb");
    cr_assert_not_null(file);
    (void)fprintf(file,
                  "scenario: { id = \"s\"; title = { zh = \"题\"; en = \"title\"; };"
                  " as_of = \"2020-01-01\"; packs = [ \"pk\" ]; };\nportfolio: { %s };\n",
                  rows);
    cr_assert_eq(fclose(file), 0);
}

/* Applies the policy to these rows. */
static void apply(const char *rows)
{
    static const char *const folders[] = {FT_SOURCE_DIR "/tests/ledger/policies"};
    static const struct scenario_settings none = {0};
    struct scenario *scenario;
    write_scenario(rows);
    cr_assert_eq(scenario_open(&scenario, path, &arena, &diagnostics), FT_OK);
    cr_assert_eq(policy_load(&policy, &arena, &diagnostics, folders, 1, scenario->packs,
                             scenario->pack_count),
                 FT_OK, "%s", diagnostics.items[0].message);
    cr_assert_eq(scenario_load(scenario, &policy->schema, &none, &arith, &diagnostics), FT_OK, "%s",
                 diagnostics.items[0].message);
    dataset = scenario->dataset;
    cr_assert_eq(policy_apply(policy, dataset, &arith, &diagnostics, &application), FT_OK, "%s",
                 diagnostics.items[0].message);
}

static enum ft_status post_applied(void)
{
    return ledger_post(&ledger, policy, dataset, &arith, &diagnostics, application.versions_used);
}

/* Applies the policy to these rows and posts what comes of it. */
static enum ft_status post(const char *rows)
{
    apply(rows);
    return post_applied();
}

static const char *plain(const struct number *number)
{
    return number_text(number, &arith, NUMBER_PLAIN);
}

static bool find_sheet(const char *id, struct sheet *sheet)
{
    bool found = false;
    for (size_t i = 0; i < ledger->sheet_count && !found; i++) {
        *sheet = ledger_sheet(ledger, i);
        found = strcmp(account_id(ledger, sheet->account, &arena), id) == 0;
    }
    return found;
}

static struct sheet sheet_of(const char *id)
{
    struct sheet sheet;
    cr_assert(find_sheet(id, &sheet), "no sheet of %s", id);
    return sheet;
}

static void check_total(const char *id, size_t kind, const char *received, const char *paid,
                        const char *net)
{
    const struct sheet sheet = sheet_of(id);
    const struct kind_total total = sheet_total(&sheet, kind);
    cr_expect_str_eq(plain(&total.received), received, "%s", id);
    cr_expect_str_eq(plain(&total.paid), paid, "%s", id);
    cr_expect_str_eq(plain(&total.net), net, "%s", id);
}

/* What holds of every ledger. */
static void check_sums(void)
{
    for (size_t kind = 0; kind < policy->kind_count; kind++) {
        struct number parties = NUMBER_ZERO, residues = NUMBER_ZERO;
        cr_expect_eq(number_sign(&ledger->totals[kind]), 0);
        for (size_t i = 0; i < ledger->sheet_count; i++) {
            const struct sheet sheet = ledger_sheet(ledger, i);
            const struct kind_total total = sheet_total(&sheet, kind);
            struct number net;
            cr_assert_eq(number_add(&parties, &arith, &parties, &total.net), FT_OK);
            cr_assert_eq(number_sub(&net, &arith, &total.received, &total.paid), FT_OK);
            cr_expect(number_equal(&net, &total.net));
        }
        cr_expect_eq(number_sign(&parties), 0, "kind %zu", kind);
        for (size_t i = 0; i < ledger->posting_count; i++) {
            const struct posting own = ledger_posting(ledger, i), *posting = &own;
            struct number residue;
            cr_assert_eq(number_sub(&residue, &arith, &posting->amount, &posting->exact), FT_OK);
            cr_expect(number_equal(&residue, &posting->residue));
            if (posting->post->kind->index == kind && !posting->post->memo)
                cr_assert_eq(number_add(&residues, &arith, &residues, &residue), FT_OK);
        }
        cr_expect(number_equal(&residues, &ledger->rounding[kind]), "kind %zu", kind);
    }
}

Test(ledger, what_one_party_pays_another_receives)
{
    cr_assert_eq(post("projects = ( { id = \"A\"; due = \"10 元\"; land = \"5 m2\"; },"
                      "             { id = \"C\"; due = \"20.005 元\"; } );"),
                 FT_OK);
    check_total("city", CASH, "30.01", "10", "20.01");
    check_total("developer", CASH, "10", "30.01", "-20.01");
    check_total("city", QUOTA, "5", "2", "3");
    check_total("developer", QUOTA, "2", "5", "-3");
    check_sums();
}

Test(ledger, residues_add_up_to_what_rounding_gave_or_took)
{
    cr_assert_eq(
        post("projects = ( { id = \"A\"; due = \"10 元\"; }, { id = \"C\"; due = \"10 元\"; } );"),
        FT_OK);
    /* Twice 3.33 for 10/3. */
    cr_expect_str_eq(plain(&ledger->rounding[CASH]), "-1/150");
    check_sums();
}

Test(ledger, each_kind_rounds_by_its_own_step_and_mode)
{
    static const struct {
        const char *land, *received;
    } rows[] = {{"1", "0"}, {"3", "2"}, {"5", "2"}, {"7", "4"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_assert_eq(
            post(arena_format(&arena,
                              "projects = ( { id = \"A\"; due = \"1 元\"; land = \"%s m2\"; } );",
                              rows[i].land)),
            FT_OK);
        const struct sheet developer = sheet_of("developer");
        const struct kind_total total = sheet_total(&developer, QUOTA);
        check_total("developer", QUOTA, rows[i].received, rows[i].land, plain(&total.net));
        check_sums();
        (void)unlink(path);
    }
}

Test(ledger, a_memo_moves_nothing)
{
    cr_assert_eq(post("projects = ( { id = \"A\"; due = \"9 元\"; relief = \"1000.004 元\"; } );"),
                 FT_OK);
    const struct sheet developer = sheet_of("developer");
    check_total("developer", CASH, "3", "9", "-6");
    cr_expect_eq(developer.memo_count, 1);
    const struct posting memo = ledger_posting(ledger, developer.memos[0]);
    cr_expect_str_eq(plain(&memo.amount), "1000");
    cr_expect_eq(sheet_of("city").memo_count, 0);
    cr_expect_eq(number_sign(&ledger->rounding[CASH]), 0);
    check_sums();
}

/* What no rule's own value looks at is still law that a sheet rests on, and has to name. */
Test(ledger, values_of_the_law_that_only_an_amount_looks_at_are_noted)
{
    const struct parameter *levy, *other;
    cr_assert_eq(post("projects = ( { id = \"A\"; due = \"999 元\"; } );"), FT_OK);
    levy = policy_parameter(policy, "levy");
    cr_expect_not(application.versions_used[levy->versions[0].index]);
    (void)unlink(path);
    cr_assert_eq(post("projects = ( { id = \"A\"; due = \"1000001 元\"; } );"), FT_OK);
    levy = policy_parameter(policy, "levy");
    other = policy_parameter(policy, "other");
    cr_expect(application.versions_used[levy->versions[0].index]);
    cr_expect_not(application.versions_used[other->versions[0].index]);
}

Test(ledger, a_negative_posting_is_refused)
{
    cr_expect_eq(post("projects = ( { id = \"A\"; due = \"-0.01 元\"; } );"), FT_INVALID);
    cr_assert_eq(diagnostics.total, 1);
    cr_expect_str_eq(diagnostics.items[0].id, "negative-posting");
}

Test(ledger, all_negative_postings_are_told_memos_too)
{
    cr_expect_eq(
        post("projects = ( { id = \"A\"; due = \"-1 元\"; }, { id = \"C\"; relief = \"-1 元\"; },"
             "             { id = \"D\"; land = \"-1 m2\"; } );"),
        FT_INVALID);
    cr_expect_eq(diagnostics.total, 3);
}

Test(ledger, a_party_of_many_is_the_row_that_a_reference_leads_to)
{
    cr_assert_eq(
        post("projects = ("
             "{ id = \"A\"; holders = ( { id = \"H\"; name = \"陈某\"; }, { id = \"I\"; } );"
             "  buildings = ( { id = \"1\"; holder = \"I\"; rent = \"5 元\"; },"
             "                { id = \"2\"; holder = \"I\"; rent = \"6 元\"; },"
             "                { id = \"3\"; rent = \"7 元\"; } ); },"
             "{ id = \"C\"; holders = ( { id = \"H\"; } );"
             "  buildings = ( { id = \"1\"; holder = \"H\"; rent = \"8 元\"; } ); } );"),
        FT_OK, "%s", diagnostics.items[0].message);
    check_total("holder:A/I", CASH, "11", "0", "11");
    check_total("holder:C/H", CASH, "8", "0", "8");
    cr_expect_not(find_sheet("holder:A/H", &(struct sheet){.number = 0}));
    check_total("developer", CASH, "0", "19", "-19");
    check_sums();
}

Test(ledger, sheets_stand_in_the_order_of_parties_and_then_of_rows)
{
    static const char *const wanted[] = {"city", "developer", "holder:A/H", "holder:C/H"};
    cr_assert_eq(post("projects = ("
                      "{ id = \"A\"; holders = ( { id = \"H\"; } );"
                      "  buildings = ( { id = \"1\"; holder = \"H\"; rent = \"5 元\"; } ); },"
                      "{ id = \"C\"; due = \"1 元\"; holders = ( { id = \"H\"; } );"
                      "  buildings = ( { id = \"1\"; holder = \"H\"; rent = \"8 元\"; } ); } );"),
                 FT_OK);
    cr_assert_eq(ledger->sheet_count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < ledger->sheet_count; i++)
        cr_expect_str_eq(account_id(ledger, ledger_sheet(ledger, i).account, &arena), wanted[i]);
}

Test(ledger, a_sheet_is_found_by_its_account)
{
    struct sheet sheet;
    cr_assert_eq(post("projects = ("
                      "{ id = \"A\"; holders = ( { id = \"H\"; } ); },"
                      "{ id = \"C\"; due = \"1 元\"; holders = ( { id = \"H\"; } );"
                      "  buildings = ( { id = \"1\"; holder = \"H\"; rent = \"8 元\"; } ); } );"),
                 FT_OK);
    struct account account = sheet_of("holder:C/H").account;
    cr_assert(ledger_find_sheet(ledger, account, &sheet));
    cr_expect_eq(sheet.account.row, 1);
    cr_expect_eq(sheet.posting_count, sheet_of("holder:C/H").posting_count);
    account.row = 0; /* A/H has no line */
    cr_expect_not(ledger_find_sheet(ledger, account, &sheet));
    account.row = 2;
    cr_expect_not(ledger_find_sheet(ledger, account, &sheet));
}

/* The postings of a rule at a row, by the two ways to ask for them. */
Test(ledger, postings_are_found_by_their_rule_and_row)
{
    cr_assert_eq(
        post("projects = ( { id = \"A\"; due = \"10 元\"; }, { id = \"B\"; due = \"9 元\"; },"
             " { id = \"C\"; due = \"3 元\"; } );"),
        FT_OK);
    cr_assert_gt(ledger->posting_count, 2);
    for (size_t r = 0; r < policy->rule_count; r++)
        for (uint32_t row = 0; row < 3; row++) {
            const struct rule *rule = policy->rules[r];
            size_t end, at = ledger_postings_at(ledger, rule, row, &end), count = 0;
            for (size_t i = 0; i < ledger->posting_count; i++) {
                const struct posting posting = ledger_posting(ledger, i);
                if (posting.rule != rule || posting.row != row)
                    continue;
                cr_expect_eq(i, at + count++, "%s", rule->item.id);
            }
            cr_expect_eq(end - at, count, "%s", rule->item.id);
        }
}

Test(ledger, checks_and_what_does_not_apply_are_listed_once_a_row)
{
    cr_assert_eq(post("projects = ( { id = \"A\"; due = \"10 元\"; }, { id = \"C\"; } );"), FT_OK);
    struct finding_walk checks = {.ledger = ledger, .kind = FINDING_CHECK};
    struct finding_walk misses = {.ledger = ledger, .kind = FINDING_NOT_APPLICABLE};
    struct finding_walk open = {.ledger = ledger, .kind = FINDING_UNDETERMINED};
    struct finding finding;
    cr_expect_eq(ledger->check_count, 2);
    cr_assert(finding_next(&checks, &finding));
    cr_expect(finding.holds);
    cr_assert(finding_next(&checks, &finding));
    cr_expect_not(finding.holds);
    cr_expect_not(finding_next(&checks, &finding));
    cr_expect_eq(ledger->failed_checks, 1);
    cr_expect_eq(ledger->not_applicable_count, 1);
    cr_assert(finding_next(&misses, &finding));
    cr_expect_str_eq(finding.rule->item.id, "thirds");
    cr_expect_eq(finding.row, 1);
    cr_expect_not(finding.holds);
    cr_expect_not(finding_next(&misses, &finding));
    cr_expect_eq(ledger->undetermined_count, 0);
    cr_expect_not(finding_next(&open, &finding));
}

Test(ledger, a_figure_is_what_is_posted_not_what_a_line_of_another_amount_says)
{
    struct number figure;
    cr_assert_eq(
        post("projects = ( { id = \"A\"; due = \"10 元\"; land = \"5 m2\"; }, { id = \"C\"; } );"),
        FT_OK);
    cr_assert(ledger_figure(ledger, policy_rule(policy, "thirds"), 0, &figure));
    cr_expect_str_eq(plain(&figure), "3.33");
    cr_expect_not(ledger_figure(ledger, policy_rule(policy, "thirds"), 1, &figure));
    cr_expect_not(ledger_figure(ledger, policy_rule(policy, "enough"), 0, &figure));
}

Test(ledger, no_rows_make_an_empty_ledger)
{
    cr_assert_eq(post("projects = ( );"), FT_OK);
    cr_expect_eq(ledger->sheet_count, 0);
    cr_expect_eq(ledger->posting_count, 0);
    check_sums();
}

/* Each operation and each allocation of the posting refused in turn. */
Test(ledger, what_is_refused_is_told)
{
    static const struct {
        enum refusing what;
        enum ft_status status;
    } kinds[] = {{ARITHMETIC, FT_TOO_LARGE}, {MEMORY, FT_NO_MEMORY}};
    apply("projects = ( { id = \"A\"; due = \"10.005 元\"; relief = \"1 元\"; land = \"5 m2\";"
          "               holders = ( { id = \"H\"; } );"
          "               buildings = ( { id = \"B\"; holder = \"A/H\"; rent = \"7 元\"; } ); },"
          "             { id = \"C\"; due = \"2,000,000 元\"; } );");
    for (size_t i = 0; i < 2; i++) {
        bool refused = true;
        size_t told = 0;
        for (size_t nth = 1; refused; nth++) {
            diagnostics = (struct diagnostics){.language = FT_EN};
            refusal_time(kinds[i].what, nth);
            const enum ft_status status = post_applied();
            refused = refusal.asked >= nth;
            refusal_time(NOTHING, 0);
            told += status == kinds[i].status;
            if (kinds[i].what == ARITHMETIC)
                cr_assert(status == FT_OK || diagnostics.total > 0, "time %zu", nth);
            if (status != FT_OK)
                cr_assert(refused && status == kinds[i].status, "time %zu: %d", nth, (int)status);
            else /* a formula says of its figure that it is not known; or an assert asked */
                check_sums();
        }
        cr_expect_gt(told, 15);
    }
}
