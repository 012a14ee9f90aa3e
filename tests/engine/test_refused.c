/*
 * Arithmetic that refuses, and memory that is out, at each place of the code in turn: the linker puts what stands here
 * before number_add, arena_allocate and their like. The places are return addresses: runs over small laws find them, then each
 * fails once, the first time that it is passed. What comes of it must be told, or change nothing; never is a figure left out in
 * silence.
 */
#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "forced.h"
#include "number/number.h"
#include "shipped.h"

enum refusing { NOTHING, ARITHMETIC, MEMORY };

enum { MOST_PLACES = 8192, LONG_ROWS = 40 };

static struct {
    enum refusing what;
    const void *place; /* NULL: places are gathered */
    bool refused;
    const void *known[MOST_PLACES]; /* by hash */
    size_t count;
    const void *fresh[MOST_PLACES]; /* of the work at hand, first met in it */
    size_t fresh_count;
} refusal;

static void gather_place(const void *place)
{
    size_t at = ((uintptr_t)place >> 2) % MOST_PLACES;
    for (; refusal.known[at] != NULL; at = (at + 1) % MOST_PLACES)
        if (refusal.known[at] == place)
            return;
    cr_assert_lt(++refusal.count, MOST_PLACES / 2);
    refusal.known[at] = place;
    refusal.fresh[refusal.fresh_count++] = place;
}

static bool refuses(enum refusing what, const void *place)
{
    if (what != refusal.what)
        return false;
    if (refusal.place == NULL)
        gather_place(place);
    if (place != refusal.place || refusal.refused)
        return false;
    refusal.refused = true;
    return true;
}

#define HERE __builtin_return_address(0)

/* ---- arithmetic ---- */

#define REFUSE_ARITHMETIC(name, declared, passed)                                                  \
    enum ft_status __real_##name declared;                                                         \
    enum ft_status __wrap_##name declared;                                                         \
    enum ft_status __wrap_##name declared                                                          \
    {                                                                                              \
        return refuses(ARITHMETIC, HERE) ? FT_TOO_LARGE : __real_##name passed;                    \
    }
#define BINARY                                                                                     \
    (struct number * out, struct arith * arith, const struct number *x, const struct number *y)

REFUSE_ARITHMETIC(number_add, BINARY, (out, arith, x, y))
REFUSE_ARITHMETIC(number_sub, BINARY, (out, arith, x, y))
REFUSE_ARITHMETIC(number_mul, BINARY, (out, arith, x, y))
REFUSE_ARITHMETIC(number_div, BINARY, (out, arith, x, y))
REFUSE_ARITHMETIC(number_power, BINARY, (out, arith, x, y))
REFUSE_ARITHMETIC(number_neg, (struct number * out, struct arith *arith, const struct number *x),
                  (out, arith, x))
REFUSE_ARITHMETIC(number_pow,
                  (struct number * out, struct arith *arith, const struct number *x,
                   int64_t exponent),
                  (out, arith, x, exponent))
REFUSE_ARITHMETIC(number_round,
                  (struct number * out, struct arith *arith, const struct number *x,
                   const struct number *step, enum rounding mode),
                  (out, arith, x, step, mode))

/* ---- memory ---- */

#define REFUSE_MEMORY(result, name, declared, passed)                                              \
    result __real_##name declared;                                                                 \
    result __wrap_##name declared;                                                                 \
    result __wrap_##name declared                                                                  \
    {                                                                                              \
        return refuses(MEMORY, HERE) ? NULL : __real_##name passed;                                \
    }

REFUSE_MEMORY(void *, arena_allocate, (struct arena * arena, size_t size), (arena, size))
REFUSE_MEMORY(void *, arena_array, (struct arena * arena, size_t count, size_t size),
              (arena, count, size))
REFUSE_MEMORY(void *, arena_grow,
              (struct arena * arena, void *old, size_t *capacity, size_t element, size_t needed),
              (arena, old, capacity, element, needed))
REFUSE_MEMORY(char *, arena_copy, (struct arena * arena, const char *bytes, size_t length),
              (arena, bytes, length))
REFUSE_MEMORY(void *, elements_add, (struct elements * elements, struct arena *arena),
              (elements, arena))
REFUSE_MEMORY(void *, elements_array, (const struct elements *elements, struct arena *arena),
              (elements, arena))

char *__wrap_arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *__wrap_arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = refuses(MEMORY, HERE) ? NULL : arena_format_list(arena, format, arguments);
    va_end(arguments);
    return text;
}

/* ---- the work ---- */

#define LANGUAGE "/tests/language/scenarios/"

enum way { WAY_JSON, WAY_TEXT, WAY_CSV, WAY_XLSX, WAY_CHANGES, WAY_EXPLAIN, WAY_EXPECT, WAY_ROWS };

/* A row: what is asked of a run over a scenario; of one figure of it. */
static const struct work {
    enum way way;
    const char *scenario, *item;
} works[] = {
    {WAY_JSON, LANGUAGE "scales.cfg", NULL},
    {WAY_TEXT, LANGUAGE "scales.cfg", NULL},
    {WAY_CSV, LANGUAGE "scales.cfg", NULL},
    {WAY_XLSX, LANGUAGE "scales.cfg", NULL},
    {WAY_CHANGES, LANGUAGE "scales.cfg", NULL},
    {WAY_EXPECT, LANGUAGE "scales.cfg", NULL},
    {WAY_JSON, LANGUAGE "carried.cfg", NULL},
    {WAY_TEXT, LANGUAGE "carried.cfg", NULL},
    {WAY_XLSX, LANGUAGE "carried.cfg", NULL},
    {WAY_CHANGES, LANGUAGE "carried.cfg", NULL},
    {WAY_TEXT, LANGUAGE "groups.cfg", NULL},
    {WAY_JSON, LANGUAGE "groups-open.cfg", NULL},
    {WAY_XLSX, LANGUAGE "groups-open.cfg", NULL},
    {WAY_JSON, LANGUAGE "pooled.cfg", NULL},
    {WAY_TEXT, LANGUAGE "pooled.cfg", NULL},
    {WAY_XLSX, LANGUAGE "pooled.cfg", NULL},
    {WAY_CHANGES, LANGUAGE "pooled.cfg", NULL},
    {WAY_JSON, LANGUAGE "leases.cfg", NULL},
    {WAY_TEXT, LANGUAGE "leases.cfg", NULL},
    {WAY_XLSX, LANGUAGE "leases.cfg", NULL},
    {WAY_CHANGES, LANGUAGE "leases.cfg", NULL},
    {WAY_JSON, LANGUAGE "harbour.cfg", NULL},
    {WAY_TEXT, LANGUAGE "harbour.cfg", NULL},
    {WAY_XLSX, LANGUAGE "harbour.cfg", NULL},
    {WAY_TEXT, LANGUAGE "contested.cfg", NULL},
    {WAY_JSON, LANGUAGE "indexed.cfg", NULL},
    {WAY_JSON, LANGUAGE "dated.cfg", NULL},
    {WAY_JSON, LANGUAGE "shared.cfg", NULL},
    {WAY_JSON, LANGUAGE "counted.cfg", NULL},
    {WAY_JSON, LANGUAGE "days.cfg", NULL},
    {WAY_JSON, LANGUAGE "locals.cfg", NULL},
    {WAY_JSON, LANGUAGE "amended.cfg", NULL},
    {WAY_ROWS, "/plots.cfg", NULL},
};

static char folder[] = "/tmp/fangtian-refused-XXXXXX";

static struct ft_engine *open_work(const struct work *work)
{
    static const char *const language[] = {FT_SOURCE_DIR "/tests/language/policies"};
    static const char *const stream[] = {FT_SOURCE_DIR "/tests/stream/policies"};
    const bool rows = work->way == WAY_ROWS;
    const struct ft_options options = {.policies = rows ? stream : language,
                                       .policy_count = 1,
                                       .language = FT_EN,
                                       .long_table = rows ? "" : NULL};
    /* Vectors prove that their numbers have room before they work them out. */
    const struct engine_forced forced = {.exact_rows = refusal.what == ARITHMETIC};
    struct ft_engine *engine = NULL;
    if (ft_open(&engine, &options) != FT_OK)
        return NULL;
    engine_force(engine, &forced);
    return engine;
}

static enum ft_status report_work(struct ft_engine *engine, const struct work *work,
                                  const struct ft_sink *sink)
{
    struct ft_report report = {.detail = true};
    size_t expectations;
    switch (work->way) {
    case WAY_JSON:
    case WAY_CSV:
    case WAY_XLSX:
    case WAY_TEXT:
        report.format = work->way == WAY_JSON   ? FT_JSON
                        : work->way == WAY_CSV  ? FT_CSV
                        : work->way == WAY_XLSX ? FT_XLSX
                                                : FT_TEXT;
        return ft_report(engine, &report, sink);
    case WAY_CHANGES:
        return ft_changes(engine, NULL, 0, &report, sink);
    case WAY_EXPLAIN:
        return ft_explain(engine, work->item, &report, sink);
    case WAY_EXPECT:
        return ft_test(engine, sink, &expectations);
    case WAY_ROWS:
        return ft_report_rows(engine, &report, sink);
    }
    return FT_INVALID;
}

static enum ft_status do_work(struct ft_engine *engine, const struct work *work,
                              const struct ft_sink *sink)
{
    char path[512];
    const struct ft_rows rows = {.jobs = 1};
    (void)snprintf(path, sizeof path, "%s%s", work->way == WAY_ROWS ? folder : FT_SOURCE_DIR,
                   work->scenario);
    enum ft_status status = ft_load(engine, path);
    if (status == FT_OK)
        status = work->way == WAY_ROWS ? ft_run_rows(engine, &rows, sink) : ft_run(engine);
    return status == FT_OK ? report_work(engine, work, sink) : status;
}

/* `*told`: how many faults are told, and figures that the report shows as not known. */
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
    *told += ft_undetermined(engine);
    ft_close(engine);
    return printed;
}

/* What addr2line(1) asks for. */
static size_t place_offset(void)
{
    extern const char __executable_start;
    return (size_t)((const char *)refusal.place - &__executable_start) - 1;
}

/* Fails each place that the work is the first to pass. */
static void refuse_in_turn(const struct work *work, enum refusing what)
{
    size_t told, sound_told;
    refusal.what = what;
    refusal.place = NULL;
    refusal.fresh_count = 0;
    struct printed sound = work_once(work, &sound_told);
    cr_assert_eq(sound.status, FT_OK, "%s: status %d", work->scenario, (int)sound.status);
    for (size_t i = 0; i < refusal.fresh_count; i++) {
        refusal.place = refusal.fresh[i];
        refusal.refused = false;
        struct printed printed = work_once(work, &told);
        /* A workbook says of a figure that it may not be sure of instead. */
        const bool same =
            work->way == WAY_XLSX || (printed.length == sound.length &&
                                      memcmp(printed.bytes, sound.bytes, sound.length) == 0);
        cr_expect(told > sound_told || (printed.status == FT_OK && same),
                  "way %d of %s: refused at 0x%zx: status %d without a word", (int)work->way,
                  work->scenario, place_offset(), (int)printed.status);
        free(printed.bytes);
    }
    free(sound.bytes);
    refusal.what = NOTHING;
}

static void write_file(const char *name, const char *text)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
}

static void remove_file(const char *name)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    cr_expect_eq(unlink(path), 0, "%s", path);
}

static void write_rows(void)
{
    static const char head[] = "id,town,use,area,price (元/m2),paid,part,stages,idle,since,note\n";
    char table[8192];
    size_t length = sizeof head - 1;
    memcpy(table, head, length);
    for (int i = 0; i < LONG_ROWS; i++)
        length += (size_t)snprintf(table + length, sizeof table - length,
                                   "P%d,%s,%s,%d.7 m2,%d.5,%d.3 元,%d%%,%d,,,\n", i + 1,
                                   i % 2 == 0 ? "east" : "west", i % 3 == 0 ? "shop" : "works",
                                   100 + i, 7 + i, 50 * i, i, 1 + i % 4);
    write_file("plots.csv", table);
    write_file("plots.cfg",
               "scenario: { id = \"plots\"; title = { zh = \"地块\"; en = \"Plots\"; };\n"
               "            as_of = \"2021-06-30\"; packs = [ \"law\" ]; };\n"
               "portfolio: { budget = \"1,000,000 元\"; plots = { csv = \"plots.csv\"; }; };\n");
}

static void refuse_all(enum refusing what)
{
    cr_assert_not_null(mkdtemp(folder));
    write_rows();
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        refuse_in_turn(&works[i], what);
    printf("%zu places\n", refusal.count);
    remove_file("plots.csv");
    remove_file("plots.cfg");
    cr_assert_eq(rmdir(folder), 0);
}

Test(refused, arithmetic_at_each_place_is_told, .timeout = 480)
{
    refuse_all(ARITHMETIC);
}

Test(refused, memory_at_each_place_is_told, .timeout = 480)
{
    refuse_all(MEMORY);
}
