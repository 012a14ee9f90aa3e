/* Files in memory in the place of the disk's: the same bytes, and nothing else is read. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "in_memory.h"
#include "shipped.h"

static struct in_memory memory;

static void open_memory(void)
{
    in_memory_open(&memory);
}

static void close_memory(void)
{
    in_memory_close(&memory);
}

TestSuite(memory, .init = open_memory, .fini = close_memory);

static struct ft_options in_memory_only(void)
{
    return (struct ft_options){
        .files = memory.files, .file_count = memory.count, .files_only = true};
}

Test(memory, scenarios_give_the_bytes_of_the_disk)
{
    size_t count;
    char **paths = shipped_scenarios(&count);
    cr_assert_gt(count, 20);
    for (size_t i = 0; i < count; i += 4) { /* page_same_bytes compares them all */
        const struct ft_report report = {.format = FT_JSON};
        struct printed disk = shipped_report(paths[i], (struct ft_options){0}, report);
        struct printed held = shipped_report(paths[i], in_memory_only(), report);
        cr_expect_eq(held.status, FT_OK, "%s: status %d", paths[i], (int)held.status);
        cr_assert_eq(held.length, disk.length, "%s", paths[i]);
        cr_expect_arr_eq(held.bytes, disk.bytes, disk.length, "%s", paths[i]);
        free(disk.bytes);
        free(held.bytes);
    }
    shipped_free(paths);
}

static struct ft_engine *open_over(struct ft_options options)
{
    static const char *const policies[] = {FT_SOURCE_DIR "/policies"};
    struct ft_engine *engine = NULL;
    options.language = FT_EN;
    options.policies = policies;
    options.policy_count = 1;
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    return engine;
}

Test(memory, what_is_not_in_memory_is_not_there)
{
    struct ft_options options = in_memory_only();
    size_t count;
    for (size_t i = 0; i < memory.count; i++) /* the table is on the disk, but not in memory */
        if (strstr(memory.files[i].name, "county/parcels.csv") != NULL)
            *(char *)memory.files[i].name = '!';
    struct ft_engine *engine = open_over(options);
    cr_expect_neq(ft_load(engine, FT_SOURCE_DIR "/scenarios/county/portfolio.cfg"), FT_OK);
    const struct ft_diagnostic *list = ft_diagnostic_list(engine, &count);
    cr_assert_geq(count, 1);
    cr_expect_str_eq(list[0].id, "unreadable");
    cr_expect_not_null(strstr(list[0].message, "parcels.csv"), "%s", list[0].message);
    ft_close(engine);
}

Test(memory, a_scenario_that_is_not_in_memory_is_not_looked_for_on_the_disk)
{
    struct ft_options options = in_memory_only();
    options.file_count = 0;
    struct ft_engine *engine = open_over(options);
    cr_expect_eq(ft_load(engine, FT_SOURCE_DIR "/scenarios/qingyuan/cluster.cfg"), FT_IO);
    ft_close(engine);
}

Test(memory, a_file_in_memory_hides_one_of_the_disk)
{
    static const char text[] = "scenario: { }; portfolio: { };";
    const char *path = FT_SOURCE_DIR "/scenarios/qingyuan/cluster.cfg";
    const struct ft_memory_file file = {path, text, sizeof text - 1};
    struct ft_engine *engine = open_over((struct ft_options){.files = &file, .file_count = 1});
    cr_expect_eq(ft_load(engine, path), FT_INVALID);
    ft_close(engine);
}

Test(memory, a_file_past_the_limit_is_refused)
{
    enum { PAST_THE_LIMIT = (64 << 20) + 1 };
    char *bytes = malloc(PAST_THE_LIMIT);
    size_t count;
    cr_assert_not_null(bytes);
    memset(bytes, ' ', PAST_THE_LIMIT);
    const struct ft_memory_file file = {"large.cfg", bytes, PAST_THE_LIMIT};
    struct ft_engine *engine = open_over((struct ft_options){.files = &file, .file_count = 1});
    cr_expect_eq(ft_load(engine, "large.cfg"), FT_TOO_LARGE);
    const struct ft_diagnostic *list = ft_diagnostic_list(engine, &count);
    cr_assert_eq(count, 1);
    cr_expect_str_eq(list[0].id, "file-too-large");
    ft_close(engine);
    free(bytes);
}

Test(memory, files_of_the_disk_are_read_below_the_roots_alone)
{
    static const char *const county[] = {FT_SOURCE_DIR "/policies",
                                         FT_SOURCE_DIR "/scenarios/county"};
    const char *inside = FT_SOURCE_DIR "/scenarios/county/portfolio.cfg",
               *outside = FT_SOURCE_DIR "/scenarios/qingyuan/cluster.cfg",
               *around = FT_SOURCE_DIR "/scenarios/county/../qingyuan/cluster.cfg";
    const struct ft_options options = {.roots = county, .root_count = 2};
    struct ft_engine *engine = open_over(options);
    cr_expect_eq(ft_load(engine, inside), FT_OK);
    ft_close(engine);
    for (int i = 0; i < 2; i++) {
        engine = open_over(options);
        cr_expect_eq(ft_load(engine, i == 0 ? outside : around), FT_IO);
        ft_close(engine);
    }
}

Test(memory, packs_are_the_folders_of_names)
{
    struct ft_engine *engine = open_over(in_memory_only());
    const char *const *packs;
    size_t count;
    cr_assert_eq(ft_packs(engine, false, &packs, &count), FT_OK);
    bool found = false;
    for (size_t i = 0; i < count; i++)
        found |= strcmp(packs[i], "national") == 0;
    cr_expect(found, "%zu packs", count);
    ft_close(engine);
}

/* ---- how much a held row takes ---- */

/* Bytes handed out, now and at most; each piece knows its size. */
struct counted {
    size_t now, peak;
};

static void *count_allocate(void *context, size_t size)
{
    enum { HEAD = 16 };
    struct counted *counted = context;
    char *piece = malloc(HEAD + size);
    cr_assert_not_null(piece);
    memcpy(piece, &size, sizeof size);
    counted->now += size;
    counted->peak = counted->now > counted->peak ? counted->now : counted->peak;
    return piece + HEAD;
}

static void count_release(void *context, void *piece)
{
    enum { HEAD = 16 };
    struct counted *counted = context;
    size_t size;
    if (piece == NULL)
        return;
    memcpy(&size, (char *)piece - HEAD, sizeof size);
    counted->now -= size;
    free((char *)piece - HEAD);
}

static bool drop(void *context, const char *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return true;
}

/* Talents of whom nothing is said but what they earn and paid: three of four are undetermined. */
static char *roster_text(size_t rows)
{
    enum { LONGEST = 80 };
    char *text = malloc((rows + 1) * LONGEST), *at = text;
    cr_assert_not_null(text);
    at += snprintf(at, LONGEST, "id,city,category,year,taxable_income (元),tax_paid (元)\n");
    for (size_t i = 0; i < rows; i++)
        at += snprintf(at, LONGEST, "T%08zu,%s,%s,2023,%zu.%02zu,%zu.%02zu\n", i,
                       i % 3 == 0 ? "guangzhou" : "huizhou", i % 2 == 0 ? "scarce" : "other",
                       500000 + i * 37, i % 100, 90000 + i * 11, i * 7 % 100);
    return text;
}

/* The most that was held at once until the report was written. */
static size_t peak_of(size_t rows, enum ft_format format)
{
    static const char head[] =
        "scenario: { id = \"r\"; title = { zh = \"名册\"; en = \"Roster\"; }; as_of = "
        "\"2023-12-31\"; packs = [ \"national\", \"guangdong\", \"illustrative\" ]; };\n"
        "portfolio: { talents = { csv = \"roster.csv\"; }; };\n";
    struct counted counted = {0};
    const struct ft_allocator allocator = {count_allocate, count_release, &counted};
    char *text = roster_text(rows);
    const struct ft_memory_file files[] = {{"roster.cfg", head, sizeof head - 1},
                                           {"roster.csv", text, strlen(text)}};
    struct ft_engine *engine =
        open_over((struct ft_options){.allocator = &allocator, .files = files, .file_count = 2});
    const struct ft_sink sink = {drop, NULL};
    cr_assert_eq(ft_load(engine, "roster.cfg"), FT_OK);
    cr_assert_eq(ft_run(engine), FT_OK);
    cr_assert_eq(ft_report(engine, &(struct ft_report){.format = format}, &sink), FT_OK);
    ft_close(engine);
    cr_assert_eq(counted.now, 0);
    free(text);
    return counted.peak;
}

/* Between a table and one of three times its rows lies what the rows take. A build that checks every
 * invariant has a header on each piece of memory. */
Test(memory, a_held_row_takes_few_bytes_in_every_report)
{
    enum { FEW = 9000, MANY = 27000 }; /* past a block of rows, and many chunks of memory apart */
    static const struct {
        enum ft_format format;
        size_t most; /* bytes a row */
    } reports[] = {{FT_TEXT, 650}, {FT_JSON, 640}, {FT_CSV, 680}};
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        const size_t few = peak_of(FEW, reports[i].format), many = peak_of(MANY, reports[i].format);
        cr_expect_leq((many - few) / (MANY - FEW), reports[i].most, "format %d: %zu bytes a row",
                      (int)reports[i].format, (many - few) / (MANY - FEW));
    }
}
