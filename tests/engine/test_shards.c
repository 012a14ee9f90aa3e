/* Shards and their merge by the public calls: where memory runs out, and where they are called out
 * of order. What they come to is tests/stream/shards.py's. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shipped.h"

enum { SHARDS = 2 };

static const char scenario[] = FT_SOURCE_DIR "/tests/report/rows.cfg";

/* Fails the allocation number `fails` and all behind it. */
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

static enum ft_status open_loaded(struct ft_engine **engine, const struct ft_allocator *allocator)
{
    static const char *const policies[] = {FT_SOURCE_DIR "/tests/report/policies"};
    const struct ft_options options = {
        .allocator = allocator, .policies = policies, .policy_count = 1, .long_table = ""};
    enum ft_status status = ft_open(engine, &options);
    return status == FT_OK ? ft_load(*engine, scenario) : status;
}

/* Runs a shard, its rows and its part into memory. */
static enum ft_status run_shard(unsigned shard, const struct ft_allocator *allocator,
                                struct printed *rows, struct printed *part)
{
    const struct ft_rows options = {
        .jobs = 1, .shard = shard, .shards = SHARDS, .rows_name = "rows"};
    struct ft_engine *engine;
    enum ft_status status = open_loaded(&engine, allocator);
    struct ft_sink rows_sink = written_sink(rows), part_sink = written_sink(part);
    if (status == FT_OK)
        status = ft_run_rows(engine, &options, &rows_sink);
    if (status == FT_OK)
        status = ft_write_part(engine, &part_sink);
    ft_close(engine);
    return status;
}

static enum ft_status merge(const char *const *parts, const struct ft_allocator *allocator,
                            struct printed *totals)
{
    struct ft_engine *engine;
    enum ft_status status = open_loaded(&engine, allocator);
    struct ft_sink sink = written_sink(totals);
    if (status == FT_OK)
        status = ft_merge(engine, &(struct ft_rows){0}, parts, SHARDS, NULL);
    if (status == FT_OK)
        status = ft_report_rows(engine, &(struct ft_report){.format = FT_CSV}, &sink);
    ft_close(engine);
    return status;
}

Test(shards, memory_that_runs_out_ends_a_shard_cleanly, .timeout = 480)
{
    struct scarce scarce;
    const struct ft_allocator allocator = {scarce_allocate, scarce_release, &scarce};
    for (size_t fails = 1;; fails += 1 + fails / 16) {
        struct printed rows = {0}, part = {0};
        scarce = (struct scarce){.fails = fails};
        enum ft_status status = run_shard(1, &allocator, &rows, &part);
        cr_assert_eq(scarce.live, 0, "%zu chunks leak at allocation %zu", scarce.live, fails);
        cr_assert(status == FT_OK || part.length == 0, "half a part at allocation %zu", fails);
        free(rows.bytes);
        free(part.bytes);
        if (status == FT_OK)
            break;
        cr_assert_eq(status, FT_NO_MEMORY, "status %d at allocation %zu", (int)status, fails);
    }
}

static void write_part(const char *path, unsigned shard)
{
    struct printed rows = {0}, part = {0};
    cr_assert_eq(run_shard(shard, NULL, &rows, &part), FT_OK);
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(part.bytes, 1, part.length, file), part.length);
    cr_assert_eq(fclose(file), 0);
    free(rows.bytes);
    free(part.bytes);
}

Test(shards, memory_that_runs_out_ends_a_merge_cleanly, .timeout = 480)
{
    char folder[] = "/tmp/fangtian-shards-XXXXXX", paths[SHARDS][64];
    const char *parts[SHARDS];
    struct scarce scarce;
    const struct ft_allocator allocator = {scarce_allocate, scarce_release, &scarce};
    cr_assert_not_null(mkdtemp(folder));
    for (unsigned i = 0; i < SHARDS; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "%s/%u", folder, i);
        write_part(paths[i], i + 1);
        parts[i] = paths[i];
    }
    for (size_t fails = 1;; fails += 1 + fails / 16) {
        struct printed totals = {0};
        scarce = (struct scarce){.fails = fails};
        enum ft_status status = merge(parts, &allocator, &totals);
        cr_assert_eq(scarce.live, 0, "%zu chunks leak at allocation %zu", scarce.live, fails);
        free(totals.bytes);
        if (status == FT_OK)
            break;
        cr_assert_eq(status, FT_NO_MEMORY, "status %d at allocation %zu", (int)status, fails);
    }
    for (unsigned i = 0; i < SHARDS; i++)
        (void)unlink(paths[i]);
    (void)rmdir(folder);
}

static void assert_refused(struct ft_engine *engine, enum ft_status status, const char *id)
{
    size_t count;
    const struct ft_diagnostic *list = ft_diagnostic_list(engine, &count);
    struct printed said = {0};
    struct ft_sink sink = written_sink(&said);
    cr_assert_eq(status, FT_INVALID);
    cr_assert_eq(count, 1);
    cr_assert_str_eq(list[0].id, id);
    (void)ft_diagnostics(engine, &sink, false);
    free(said.bytes);
}

Test(shards, calls_out_of_order_are_refused)
{
    const char *const parts[] = {"none"};
    const struct ft_rows none = {.shard = 3, .shards = SHARDS, .rows_name = "rows"};
    struct printed out = {0};
    struct ft_sink sink = written_sink(&out);
    struct ft_engine *engine;
    cr_assert_eq(ft_open(&engine, &(struct ft_options){0}), FT_OK);
    assert_refused(engine, ft_merge(engine, &none, parts, 1, NULL), "not-loaded");
    assert_refused(engine, ft_write_part(engine, &sink), "not-loaded");
    ft_close(engine);
    cr_assert_eq(open_loaded(&engine, NULL), FT_OK);
    assert_refused(engine, ft_write_part(engine, &sink), "not-run");
    assert_refused(engine, ft_run_rows(engine, &none, NULL), "no-shard");
    ft_close(engine);
    cr_assert_eq(out.length, 0);
}
