/* What must hold for every shipped scenario, and for the library as a whole. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "shipped.h"

/* ---- conservation ---- */

static void assert_zero(const char *scenario, const char *kind, const char *sum)
{
    cr_assert_eq(strspn(sum, "0."), strlen(sum), "%s: %s sums to %s", scenario, kind, sum);
}

/*
 * Sums `field` over the parties by kind in whole steps: an independent few lines that know only
 * that an amount has at most four decimals.
 */
static long long in_steps(const char *amount)
{
    char digits[64];
    const char *point = strchr(amount, '.');
    size_t whole = point == NULL ? strlen(amount) : (size_t)(point - amount);
    size_t decimals = point == NULL ? 0 : strlen(point + 1);
    cr_assert_leq(decimals, 4);
    cr_assert_lt(whole + 5, sizeof digits);
    memcpy(digits, amount, whole);
    memset(digits + whole, '0', 4);
    if (point != NULL)
        memcpy(digits + whole, point + 1, decimals);
    digits[whole + 4] = '\0';
    return strtoll(digits, NULL, 10);
}

static void assert_parties_balance(const char *scenario, const json_t *report)
{
    const json_t *totals = json_object_get(report, "totals");
    const char *kind;
    json_t *total;
    size_t index;
    json_t *party;
    cr_assert(json_is_object(totals), "%s: no totals", scenario);
    json_object_foreach((json_t *)totals, kind, total)
    {
        long long sum = 0;
        json_array_foreach(json_object_get(report, "parties"), index, party)
        {
            const json_t *net = json_object_get(json_object_get(party, "net"), kind);
            if (json_is_null(net)) /* undetermined: what is known of it sums to zero too */
                net =
                    json_object_get(json_object_get(json_object_get(party, "known"), "net"), kind);
            sum += net == NULL ? 0 : in_steps(json_string_value(net));
        }
        cr_assert_eq(sum, 0, "%s: the parties' %s sums to %lld", scenario, kind, sum);
        assert_zero(scenario, kind, json_string_value(total));
    }
}

Test(shipped, every_sheet_sums_to_zero)
{
    size_t count;
    char **paths = shipped_scenarios(&count);
    cr_assert_gt(count, 20, "only %zu scenarios found", count);
    for (size_t i = 0; i < count; i++) {
        struct printed json =
            shipped_report(paths[i], (struct ft_options){0}, (struct ft_report){.format = FT_JSON});
        cr_assert_eq(json.status, FT_OK, "%s: status %d", paths[i], (int)json.status);
        json_t *report = json_loadb(json.bytes, json.length, JSON_REJECT_DUPLICATES, NULL);
        cr_assert_not_null(report, "%s: not JSON", paths[i]);
        assert_parties_balance(paths[i], report);
        json_decref(report);
        free(json.bytes);
    }
    shipped_free(paths);
}

/* ---- memory runs out ---- */

static bool take_nothing(void *context, const char *bytes, size_t length)
{
    (void)context, (void)bytes, (void)length;
    return true;
}

/* Fails the allocation number `fails` and all behind it, as a full machine does. */
struct scarce {
    size_t calls, fails, live;
};

static void *scarce_allocate(void *context, size_t size)
{
    struct scarce *scarce = context;
    if (++scarce->calls >= scarce->fails)
        return NULL;
    scarce->live++;
    return malloc(size);
}

static void scarce_release(void *context, void *memory)
{
    struct scarce *scarce = context;
    scarce->live -= memory != NULL;
    free(memory);
}

static enum ft_status run_scarce(struct scarce *scarce, size_t fails, enum ft_format format)
{
    *scarce = (struct scarce){.fails = fails};
    const struct ft_allocator allocator = {scarce_allocate, scarce_release, scarce};
    struct printed out = shipped_report(FT_SOURCE_DIR "/scenarios/qingyuan/cluster.cfg",
                                        (struct ft_options){.allocator = &allocator},
                                        (struct ft_report){.format = format, .detail = true});
    free(out.bytes);
    return out.status;
}

Test(memory, each_allocation_failing_in_turn_ends_cleanly, .timeout = 480)
{
    struct scarce scarce;
    /* In a paranoid build every allocation of the arena's is one: there, ever larger steps. */
    for (size_t fails = 1;; fails += 1 + fails / 16) {
        enum ft_status status = run_scarce(&scarce, fails, FT_JSON);
        cr_assert_eq(scarce.live, 0, "%zu chunks leak at allocation %zu", scarce.live, fails);
        if (status == FT_OK)
            break;
        cr_assert_eq(status, FT_NO_MEMORY, "status %d at allocation %zu", (int)status, fails);
    }
    cr_assert_gt(scarce.calls, 10);
}

/* Whoever asks an engine whose load failed is told that it did, not to load first. */
Test(memory, what_is_asked_after_a_load_without_memory_says_so)
{
    static const char *const policies[] = {FT_SOURCE_DIR "/policies"};
    static const struct ft_report report;
    struct scarce scarce = {.fails = SIZE_MAX};
    const struct ft_allocator allocator = {scarce_allocate, scarce_release, &scarce};
    const struct ft_options options = {
        .policies = policies, .policy_count = 1, .language = FT_EN, .allocator = &allocator};
    const struct ft_sink nowhere = {take_nothing, NULL};
    struct ft_engine *engine;
    size_t count;
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    scarce.fails = scarce.calls + 3;
    cr_assert_eq(ft_load(engine, FT_SOURCE_DIR "/scenarios/qingyuan/cluster.cfg"), FT_NO_MEMORY);
    scarce.fails = SIZE_MAX;
    (void)ft_diagnostics(engine, NULL, false);
    cr_assert_eq(ft_report(engine, &report, &nowhere), FT_INVALID);
    cr_assert_str_eq(ft_diagnostic_list(engine, &count)[0].id, "load-out-of-memory");
    ft_close(engine);
    cr_assert_eq(scarce.live, 0);
}

/* Texts are put together out of pieces: the report is the second half of such a run. */
Test(memory, a_text_ends_cleanly_too, .timeout = 480)
{
    enum { PLACES = 120 };
    struct scarce scarce;
    cr_assert_eq(run_scarce(&scarce, SIZE_MAX, FT_TEXT), FT_OK);
    const size_t all = scarce.calls;
    for (size_t i = 1; i < PLACES; i++) {
        const size_t fails = all - all / 2 * i / PLACES;
        enum ft_status status = run_scarce(&scarce, fails, FT_TEXT);
        cr_assert_eq(scarce.live, 0, "%zu chunks leak at allocation %zu", scarce.live, fails);
        cr_assert_eq(status, FT_NO_MEMORY, "status %d at allocation %zu", (int)status, fails);
    }
}
