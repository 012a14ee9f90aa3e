/*
 * Arithmetic that refuses, and memory that is out, at each place of the code in turn: the linker puts what stands here
 * before number_add, arena_allocate and their like. The places are return addresses: runs over small laws find them, then each
 * fails once, the first time that it is passed, arithmetic the second to fourth as well. What comes of it must be told, or change nothing; never is a figure left out in
 * silence.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forced.h"
#include "../refusal.h"
#include "plots_table.h"
#include "shipped.h"

/* ---- the work ---- */

#define LANGUAGE "/tests/language/scenarios/"
#define VIEWS "/tests/views/"
#define REPORT "/tests/report/"

/* A row: what is asked of a run over a scenario, or of the law of a pack alone (`scenario` NULL). */
struct work {
    const char *scenario;
    enum ft_status (*ask)(struct ft_engine *engine, const struct work *work,
                          const struct ft_sink *sink);
    const char *item; /* a figure, a pack, a fact and its value, another file's name */
    enum ft_format format;
    enum ft_language language;
};

/* Where the long table and what stands beside it are written, while a test runs. */
static char folder[] = "/tmp/fangtian-refused-XXXXXX";

static const char *path_in_folder(const char *name)
{
    static char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const char *bytes, size_t length)
{
    FILE *file = fopen(path_in_folder(name), "w");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(bytes, 1, length, file), length);
    cr_assert_eq(fclose(file), 0);
}

static void read_file(const char *name, const struct ft_sink *sink)
{
    char piece[4096];
    FILE *file = fopen(path_in_folder(name), "r");
    cr_assert_not_null(file);
    for (size_t got = fread(piece, 1, sizeof piece, file); got > 0;
         got = fread(piece, 1, sizeof piece, file))
        cr_assert(sink->write(sink->context, piece, got));
    cr_assert_eq(fclose(file), 0);
}

static struct ft_report report_of(const struct work *work)
{
    return (struct ft_report){.format = work->format, .detail = true};
}

static enum ft_status ask_report(struct ft_engine *engine, const struct work *work,
                                 const struct ft_sink *sink)
{
    const struct ft_report report = report_of(work);
    const enum ft_status status = ft_run(engine);
    return status == FT_OK ? ft_report(engine, &report, sink) : status;
}

/* The run without the detail, in 万元, grouped, by the rows of an entity. */
static enum ft_status ask_brief(struct ft_engine *engine, const struct work *work,
                                const struct ft_sink *sink)
{
    const struct ft_report report = {.format = work->format,
                                     .unit = work->format == FT_JSON ? FT_YUAN : FT_WAN_YUAN,
                                     .by = work->item,
                                     .grouped = true};
    const enum ft_status status = ft_run(engine);
    return status == FT_OK ? ft_report(engine, &report, sink) : status;
}

/* A view alone, in 万元. */
static enum ft_status ask_view(struct ft_engine *engine, const struct work *work,
                               const struct ft_sink *sink)
{
    const struct ft_report report = {.format = work->format,
                                     .unit = work->format == FT_JSON ? FT_YUAN : FT_WAN_YUAN,
                                     .view = work->item};
    const enum ft_status status = ft_run(engine);
    return status == FT_OK ? ft_report(engine, &report, sink) : status;
}

static enum ft_status ask_changes(struct ft_engine *engine, const struct work *work,
                                  const struct ft_sink *sink)
{
    const struct ft_report report = report_of(work);
    const enum ft_status status = ft_run(engine);
    return status == FT_OK ? ft_changes(engine, NULL, 0, &report, sink) : status;
}

static enum ft_status ask_explain(struct ft_engine *engine, const struct work *work,
                                  const struct ft_sink *sink)
{
    const struct ft_report report = report_of(work);
    const enum ft_status status = ft_run(engine);
    return status == FT_OK ? ft_explain(engine, work->item, &report, sink) : status;
}

static enum ft_status ask_expect(struct ft_engine *engine, const struct work *work,
                                 const struct ft_sink *sink)
{
    size_t count;
    enum ft_status status = ft_check_expectations(engine);
    (void)work;
    if (status == FT_OK)
        status = ft_run(engine);
    return status == FT_OK ? ft_test(engine, sink, &count) : status;
}

static enum ft_status ask_tables(struct ft_engine *engine, const struct work *work,
                                 const struct ft_sink *sink)
{
    const enum ft_status status = ft_tables(engine, sink);
    (void)work;
    return status == FT_OK ? ft_notes(engine, sink) : status;
}

static enum ft_status ask_convert(struct ft_engine *engine, const struct work *work,
                                  const struct ft_sink *sink)
{
    return ft_convert(engine, work->item, NULL, sink);
}

/* A fact changed after a run, and asked for again; then as it was. */
static enum ft_status ask_set(struct ft_engine *engine, const struct work *work,
                              const struct ft_sink *sink)
{
    const struct ft_report report = report_of(work);
    enum ft_status status = ft_run(engine);
    if (status == FT_OK)
        status = ft_set(engine, work->item, "100.01 元");
    if (status == FT_OK)
        status = ft_run(engine);
    if (status == FT_OK)
        status = ft_report(engine, &report, sink);
    if (status == FT_OK)
        status = ft_reset(engine, work->item);
    return status == FT_OK ? ask_report(engine, work, sink) : status;
}

/* All that is said of the law alone. */
static enum ft_status ask_law(struct ft_engine *engine, const struct work *work,
                              const struct ft_sink *sink)
{
    const struct ft_report report = {.format = work->format, .detail = true};
    enum ft_status status = ft_policies(engine, NULL, &report, sink);
    if (status == FT_OK)
        status = ft_views(engine, &report, sink);
    if (status == FT_OK && work->format == FT_JSON)
        status = ft_vocabulary(engine, &report, sink);
    if (status == FT_OK)
        status = ft_authority(engine, &report, sink);
    if (status == FT_OK)
        status = ft_graph(engine, sink);
    if (status == FT_OK && work->format == FT_TEXT)
        status = ft_book(engine, NULL, &report, sink);
    return status;
}

static enum ft_status ask_template(struct ft_engine *engine, const struct work *work,
                                   const struct ft_sink *sink)
{
    return ft_template(engine, work->format == FT_XLSX ? "t.xlsx" : "t.cfg", NULL, NULL, sink);
}

static enum ft_status ask_rows(struct ft_engine *engine, const struct work *work,
                               const struct ft_sink *sink)
{
    const struct ft_report report = report_of(work);
    const struct ft_rows rows = {.jobs = 1, .by = work->item};
    enum ft_status status = ft_cost(engine, &report, sink);
    if (status == FT_OK)
        status = ft_run_rows(engine, &rows, sink);
    return status == FT_OK ? ft_report_rows(engine, &report, sink) : status;
}

/* One shard that is all: its rows, which one who merges looks for beside its part, and the part. */
static enum ft_status ask_part(struct ft_engine *engine, const struct work *work,
                               const struct ft_sink *sink)
{
    const struct ft_rows rows = {.jobs = 1, .shard = 1, .shards = 1, .rows_name = "rows"};
    struct printed own = {.status = FT_OK};
    const struct ft_sink row_sink = written_sink(&own);
    (void)work;
    enum ft_status status = ft_run_rows(engine, &rows, &row_sink);
    if (status == FT_OK && refusal.what == NOTHING)
        write_file("rows", own.bytes, own.length);
    if (status == FT_OK)
        status = ft_write_part(engine, sink);
    free(own.bytes);
    return status;
}

static enum ft_status ask_merge(struct ft_engine *engine, const struct work *work,
                                const struct ft_sink *sink)
{
    const struct ft_report report = report_of(work);
    const struct ft_rows rows = {.jobs = 1, .shard = 1, .shards = 1, .rows_name = "rows"};
    const char *const parts[] = {path_in_folder("part")};
    size_t missing;
    enum ft_status status = ft_missing_shards(engine, &rows, parts, 1, sink, &missing);
    if (status == FT_OK)
        status = ft_merge(engine, &rows, parts, 1, NULL);
    return status == FT_OK ? ft_report_rows(engine, &report, sink) : status;
}

/* A report in a file that was there: all of it, or what was. */
static enum ft_status ask_file(struct ft_engine *engine, const struct work *work,
                               const struct ft_sink *sink)
{
    static const char before[] = "what stood here before\n";
    struct ft_file *file = NULL;
    struct printed found = {.status = FT_OK};
    const struct ft_sink found_sink = written_sink(&found);
    const enum refusing what = refusal.what;
    refusal.what = NOTHING;
    write_file("report", before, sizeof before - 1);
    refusal.what = what;
    enum ft_status status = ft_file_open(&file, path_in_folder("report"));
    const struct ft_sink file_sink = ft_file_sink(file);
    if (status == FT_OK)
        status = ask_report(engine, work, &file_sink);
    if (status == FT_OK)
        status = ft_file_commit(file);
    else
        ft_file_discard(file);
    refusal.what = NOTHING;
    read_file("report", &found_sink);
    if (status != FT_OK)
        cr_expect(found.length == sizeof before - 1 &&
                      memcmp(found.bytes, before, found.length) == 0,
                  "status %d, and the file is another", (int)status);
    else if (!sink->write(sink->context, found.bytes, found.length))
        status = FT_IO;
    cr_expect_eq(unlink(path_in_folder("report")), 0);
    refusal.what = what;
    free(found.bytes);
    return status;
}

static const struct work works[] = {
    {LANGUAGE "scales.cfg", ask_file, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "scales.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "scales.cfg", ask_report, NULL, FT_TEXT, FT_ZH},
    {LANGUAGE "scales.cfg", ask_report, NULL, FT_CSV, FT_EN},
    {LANGUAGE "scales.cfg", ask_report, NULL, FT_XLSX, FT_EN},
    {LANGUAGE "scales.cfg", ask_changes, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "scales.cfg", ask_changes, NULL, FT_JSON, FT_EN},
    {LANGUAGE "scales.cfg", ask_changes, NULL, FT_CSV, FT_EN},
    {LANGUAGE "scales.cfg", ask_changes, NULL, FT_XLSX, FT_EN},
    {LANGUAGE "scales.cfg", ask_expect, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "scales.cfg", ask_tables, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "scales.cfg", ask_convert, "s.xlsx", FT_TEXT, FT_EN},
    {LANGUAGE "scales.cfg", ask_convert, "s.cfg", FT_TEXT, FT_EN},
    {LANGUAGE "scales.cfg", ask_set, "debts.D3.amount", FT_TEXT, FT_EN},
    {LANGUAGE "scales.cfg", ask_explain, "granted@D5", FT_TEXT, FT_EN},
    {LANGUAGE "scales.cfg", ask_explain, "granted@D5", FT_JSON, FT_EN},
    {LANGUAGE "scales.cfg", ask_explain, "granted@D5", FT_XLSX, FT_EN},
    {LANGUAGE "scales.cfg", ask_brief, "debt", FT_TEXT, FT_EN},
    {LANGUAGE "scales.cfg", ask_brief, NULL, FT_JSON, FT_EN},
    {LANGUAGE "scales.cfg", ask_brief, "debt", FT_CSV, FT_EN},
    {LANGUAGE "carried.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "carried.cfg", ask_report, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "carried.cfg", ask_report, NULL, FT_XLSX, FT_EN},
    {LANGUAGE "carried.cfg", ask_changes, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "groups.cfg", ask_report, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "groups-open.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "groups-open.cfg", ask_report, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "groups-open.cfg", ask_report, NULL, FT_XLSX, FT_EN},
    {LANGUAGE "pooled.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "pooled.cfg", ask_report, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "pooled.cfg", ask_report, NULL, FT_XLSX, FT_EN},
    {LANGUAGE "pooled.cfg", ask_changes, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "queues.cfg", ask_report, NULL, FT_XLSX, FT_EN},
    {LANGUAGE "leases.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "leases.cfg", ask_report, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "leases.cfg", ask_report, NULL, FT_XLSX, FT_EN},
    {LANGUAGE "leases.cfg", ask_explain, "rent_due@L1", FT_TEXT, FT_EN},
    {LANGUAGE "leases.cfg", ask_explain, "rent_due@L1", FT_JSON, FT_EN},
    {LANGUAGE "leases.cfg", ask_explain, "rent_due@L3", FT_TEXT, FT_EN},
    {LANGUAGE "leases.cfg", ask_changes, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "leases.cfg", ask_expect, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "leases.cfg", ask_convert, "l.xlsx", FT_TEXT, FT_EN},
    {LANGUAGE "harbour.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "harbour.cfg", ask_report, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "harbour.cfg", ask_report, NULL, FT_XLSX, FT_EN},
    {LANGUAGE "contested.cfg", ask_report, NULL, FT_TEXT, FT_EN},
    {LANGUAGE "indexed.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "dated.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "shared.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "counted.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "days.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "locals.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "amended.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {LANGUAGE "chinese.cfg", ask_report, NULL, FT_TEXT, FT_ZH},
    {VIEWS "three.cfg", ask_report, NULL, FT_TEXT, FT_ZH},
    {VIEWS "three.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {VIEWS "three.cfg", ask_report, NULL, FT_CSV, FT_EN},
    {VIEWS "three.cfg", ask_report, NULL, FT_XLSX, FT_EN},
    {VIEWS "three.cfg", ask_brief, "project", FT_TEXT, FT_EN},
    {VIEWS "three.cfg", ask_view, "projects", FT_TEXT, FT_ZH},
    {VIEWS "three.cfg", ask_view, "projects", FT_CSV, FT_ZH},
    {VIEWS "three.cfg", ask_view, "cost", FT_TEXT, FT_EN},
    {VIEWS "three.cfg", ask_view, "cost", FT_JSON, FT_EN},
    {VIEWS "three.cfg", ask_changes, NULL, FT_TEXT, FT_ZH},
    {VIEWS "three.cfg", ask_changes, NULL, FT_JSON, FT_EN},
    {VIEWS "three.cfg", ask_changes, NULL, FT_CSV, FT_EN},
    {VIEWS "three.cfg", ask_changes, NULL, FT_XLSX, FT_EN},
    {VIEWS "three.cfg", ask_explain, "costs@A1", FT_TEXT, FT_EN},
    {VIEWS "three.cfg", ask_explain, "projects.third", FT_TEXT, FT_EN},
    {VIEWS "three.cfg", ask_explain, "projects.third@A3", FT_XLSX, FT_EN},
    {VIEWS "blanks.cfg", ask_report, NULL, FT_TEXT, FT_EN},
    {VIEWS "blanks.cfg", ask_report, NULL, FT_XLSX, FT_EN},
    {REPORT "sheets.cfg", ask_report, NULL, FT_TEXT, FT_ZH},
    {REPORT "sheets.cfg", ask_report, NULL, FT_JSON, FT_EN},
    {REPORT "sheets.cfg", ask_report, NULL, FT_CSV, FT_EN},
    {REPORT "sheets.cfg", ask_report, NULL, FT_XLSX, FT_EN},
    {REPORT "sheets.cfg", ask_changes, NULL, FT_TEXT, FT_EN},
    {REPORT "sheets.cfg", ask_explain, "returned@A1/H1", FT_TEXT, FT_EN},
    {REPORT "sheets.cfg", ask_explain, "compensation@A1/B1", FT_JSON, FT_EN},
    {REPORT "ops.cfg", ask_report, NULL, FT_XLSX, FT_EN},
    {REPORT "ops.cfg", ask_explain, "total", FT_TEXT, FT_EN},
    {NULL, ask_law, "scales", FT_TEXT, FT_EN},
    {NULL, ask_law, "scales", FT_JSON, FT_EN},
    {NULL, ask_law, "groups", FT_TEXT, FT_EN},
    {NULL, ask_law, "leases", FT_TEXT, FT_ZH},
    {NULL, ask_template, "leases", FT_XLSX, FT_EN},
    {NULL, ask_template, "leases", FT_TEXT, FT_EN},
    {"plots.cfg", ask_rows, NULL, FT_TEXT, FT_EN},
    {"plots.cfg", ask_rows, "town", FT_JSON, FT_EN},
    {"plots.cfg", ask_part, NULL, FT_TEXT, FT_EN},
    {"plots.cfg", ask_merge, NULL, FT_TEXT, FT_EN},
};

static bool is_long(const struct work *work)
{
    return work->scenario != NULL && work->scenario[0] != '/';
}

/* "/tests/NAME/policies" of what stands in "/tests/NAME/". */
static const char *law_of(const struct work *work)
{
    static char path[512];
    const char *name = work->scenario == NULL ? "language"
                       : is_long(work)        ? "stream"
                                              : work->scenario + strlen("/tests/");
    (void)snprintf(path, sizeof path, "%s/tests/%.*s/policies", FT_SOURCE_DIR,
                   (int)strcspn(name, "/"), name);
    return path;
}

static struct ft_engine *open_work(const struct work *work)
{
    const char *const law = law_of(work);
    const struct ft_options options = {.policies = &law,
                                       .policy_count = 1,
                                       .language = work->language,
                                       .long_table = is_long(work) ? "" : NULL};
    /* Vectors prove that their numbers have room before they work them out. Keys that do not ascend
     * are sorted in a file. */
    const struct engine_forced forced = {.exact_rows = refusal.what == ARITHMETIC, .keys_held = 8};
    struct ft_engine *engine = NULL;
    if (ft_open(&engine, &options) != FT_OK)
        return NULL;
    engine_force(engine, &forced);
    return engine;
}

static enum ft_status do_work(struct ft_engine *engine, const struct work *work,
                              const struct ft_sink *sink)
{
    char path[512];
    if (work->scenario == NULL) {
        const char *const packs[] = {work->item};
        const enum ft_status status = ft_load_policies(engine, packs, 1);
        return status == FT_OK ? work->ask(engine, work, sink) : status;
    }
    (void)snprintf(path, sizeof path, "%s%s%s", is_long(work) ? folder : FT_SOURCE_DIR,
                   is_long(work) ? "/" : "", work->scenario);
    const enum ft_status status = ft_load(engine, path);
    return status == FT_OK ? work->ask(engine, work, sink) : status;
}

/* `*told`: how many faults are told, and of a run that came to its end figures that the report shows as not known; a run that did
 * not is told of by any fault. */
static struct printed work_once(const struct work *work, size_t *told)
{
    struct printed printed = {.status = FT_NO_MEMORY};
    struct ft_engine *engine = open_work(work);
    const struct ft_sink sink = written_sink(&printed);
    *told = engine == NULL;
    if (engine == NULL)
        return printed;
    printed.status = do_work(engine, work, &sink);
    (void)ft_diagnostic_list(engine, told);
    if (printed.status != FT_OK && *told > 0)
        *told = SIZE_MAX;
    else
        *told += ft_undetermined(engine);
    ft_close(engine);
    return printed;
}

static bool writes_workbook(const struct work *work)
{
    return work->format == FT_XLSX || (work->ask == ask_convert && strstr(work->item, "xlsx"));
}

/* Arithmetic that others passed is refused here once more: a status of it comes back on another way. */
static bool passes_anew(const struct work *work, enum refusing what)
{
    return what == ARITHMETIC && ((work->ask == ask_changes && work->format == FT_JSON) ||
                                  (work->ask == ask_brief && work->item != NULL));
}

/* Fails each place that the work is the first to pass. */
static void refuse_in_turn(size_t number, enum refusing what)
{
    const struct work *work = &works[number];
    size_t told, sound_told;
    static struct refusal before;
    const bool anew = passes_anew(work, what);
    if (anew) {
        before = refusal;
        refusal_forget();
    }
    refusal_gather(what);
    struct printed sound = work_once(work, &sound_told);
    cr_assert_eq(sound.status, FT_OK, "work %zu: status %d", number, (int)sound.status);
    const size_t times = what == ARITHMETIC ? 4 : 1;
    for (size_t i = 0; i < refusal.fresh_count * times; i++) {
        refusal_at(refusal.fresh[i / times], 1 + i % times);
        struct printed printed = work_once(work, &told);
        /* A workbook says of a figure that it may not be sure of instead. */
        const bool same =
            writes_workbook(work) ||
            (printed.length == sound.length &&
             (sound.length == 0 || memcmp(printed.bytes, sound.bytes, sound.length) == 0));
        /* A file that cannot be written is known by its status alone. */
        const bool said = told > sound_told || (work->ask == ask_file && printed.status == FT_IO);
        if (what == INTERRUPTED)
            cr_expect(printed.status == FT_OK && same, "work %zu, interrupted at 0x%zx: status %d",
                      number, refusal_offset(), (int)printed.status);
        cr_expect(said || (printed.status == FT_OK && same),
                  "work %zu, refused at 0x%zx: status %d without a word", number, refusal_offset(),
                  (int)printed.status);
        free(printed.bytes);
    }
    free(sound.bytes);
    if (anew)
        refusal = before;
    refusal.what = NOTHING;
}

static void remove_file(const char *name)
{
    cr_expect_eq(unlink(path_in_folder(name)), 0, "%s", name);
}

/* The part of the one shard. */
static void write_part(void)
{
    static const struct work part = {"plots.cfg", ask_part, NULL, FT_TEXT, FT_EN};
    size_t told;
    refusal.what = NOTHING;
    struct printed printed = work_once(&part, &told);
    cr_assert_eq(printed.status, FT_OK, "status %d", (int)printed.status);
    write_file("part", printed.bytes, printed.length);
    free(printed.bytes);
}

static void refuse_all(enum refusing what)
{
    cr_assert_not_null(mkdtemp(folder));
    plots_write(folder);
    write_part();
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        refuse_in_turn(i, what);
    printf("%zu places\n", refusal.count);
    plots_remove(folder);
    remove_file("part");
    remove_file("rows");
    cr_assert_eq(rmdir(folder), 0);
}

/* Asserts of a build that checks every invariant say of some places that they cannot be refused. */
#ifndef FANGTIAN_PARANOID
Test(refused, arithmetic_at_each_place_is_told, .timeout = 480)
{
    refuse_all(ARITHMETIC);
}
#endif

Test(refused, memory_at_each_place_is_told, .timeout = 480)
{
    refuse_all(MEMORY);
}

/* Calls that fail, of reading and writing. */
Test(refused, system_calls_at_each_place_are_told, .timeout = 480)
{
    refuse_all(SYSTEM);
}

/* ---- one who reads and stops ---- */

/* Takes so many writes and no more. */
struct stopping {
    size_t left, writes;
};

static bool write_until(void *context, const char *bytes, size_t length)
{
    struct stopping *stopping = context;
    (void)bytes;
    (void)length;
    stopping->writes++;
    return stopping->left > 0 && stopping->left-- > 0;
}

/* How often the work writes, to one who takes so many writes. */
static size_t stop_after(size_t number, size_t left, enum ft_status *status)
{
    struct stopping stopping = {.left = left};
    const struct ft_sink sink = {write_until, &stopping};
    struct ft_engine *engine = open_work(&works[number]);
    cr_assert_not_null(engine);
    *status = do_work(engine, &works[number], &sink);
    ft_close(engine);
    return stopping.writes;
}

/* Every write of what writes few, of the others the first and, further and further apart, later ones. */
Test(refused, one_who_reads_and_stops_is_told_of, .timeout = 480)
{
    cr_assert_not_null(mkdtemp(folder));
    plots_write(folder);
    write_part();
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        enum ft_status status;
        const size_t writes = stop_after(i, SIZE_MAX, &status);
        cr_assert_eq(status, FT_OK, "work %zu: status %d", i, (int)status);
        for (size_t left = 0; left < writes; left += 1 + left) {
            const size_t done = stop_after(i, left, &status);
            cr_expect_eq(status, FT_IO, "work %zu, stopped after %zu of %zu: status %d", i, left,
                         writes, (int)status);
            cr_expect_leq(done, writes, "work %zu, stopped after %zu of %zu", i, left, writes);
        }
    }
    plots_remove(folder);
    remove_file("part");
    remove_file("rows");
    cr_assert_eq(rmdir(folder), 0);
}

Test(refused, what_is_interrupted_goes_on, .timeout = 480)
{
    refuse_all(INTERRUPTED);
}
