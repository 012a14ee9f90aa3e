/*
 * Parts of shards, forged by someone who means it: every value of a part in turn is taken out or becomes one of another kind, and the
 * part's digest is right again. A merge refuses it with a word, or comes to what it would have come to.
 */
#include <criterion/criterion.h>
#include <jansson.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plots_table.h"
#include "shipped.h"

enum { SHARDS = 2, FORGED = 0, SHA_SIZE = 65 }; /* so few rows are all of the first shard */

static const struct ft_rows rows_of_all = {
    .jobs = 1, .shards = SHARDS, .by = "town", .rows_name = "rows"};

/* The plots of plots_table.h, or rows of a richer law: late sums of every kind, ways, and faults of rows that are told. */
static const char *scenario_name = "plots.cfg";

static void write_text(const char *folder, const char *name, const char *text)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
}

static void write_rich(const char *folder)
{
    static const char scenario[] =
        "scenario: { id = \"rich\"; title = { zh = \"地块\"; en = \"Plots\"; }; as_of = "
        "\"2021-06-30\"; "
        "packs = [ \"law\", \"late\", \"ways\" ]; };\n"
        "portfolio: { budget = \"2 亿元\"; plots = { csv = \"rich.csv\"; }; };\n";
    enum { ROWS = 24 };
    char table[4096] = "id,town,use,area (m2),paid (元),stages,idle,since\n";
    for (int i = 0; i < ROWS;
         i++) { /* no rate was in force in 2009; no stage but one is a divisor of zero */
        const size_t length = strlen(table);
        (void)snprintf(table + length, sizeof table - length, "P%02d,%s,%s,%d,%s,%d,%s,%s\n", i,
                       i % 2 == 0 ? "east" : "west", i % 3 == 0 ? "" : "shop", 10 + i,
                       i % 4 == 0 ? "" : "7.5", 1 + i % 2, i % 5 == 0 ? "true" : "",
                       i % 3 == 1 ? "2009-05-01" : "2019-05-01");
    }
    write_text(folder, "rich.csv", table);
    write_text(folder, "rich.cfg", scenario);
}

static struct ft_engine *loaded_plots(const char *folder)
{
    static const char *const policies[] = {FT_SOURCE_DIR "/tests/stream/policies"};
    const struct ft_options options = {
        .policies = policies, .policy_count = 1, .language = FT_EN, .long_table = ""};
    struct ft_engine *engine = NULL;
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, scenario_name);
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    cr_assert_eq(ft_load(engine, path), FT_OK);
    return engine;
}

static json_t *part_of_shard(const char *folder, unsigned shard)
{
    struct printed part = {.status = FT_OK}, rows = {.status = FT_OK};
    const struct ft_sink part_sink = written_sink(&part), row_sink = written_sink(&rows);
    struct ft_rows options = rows_of_all;
    struct ft_engine *engine = loaded_plots(folder);
    options.shard = shard;
    cr_assert_eq(ft_run_rows(engine, &options, &row_sink), FT_OK);
    cr_assert_eq(ft_write_part(engine, &part_sink), FT_OK);
    json_t *json = json_loadb(part.bytes, part.length, 0, NULL);
    cr_assert_not_null(json);
    ft_close(engine);
    free(part.bytes);
    free(rows.bytes);
    return json;
}

/* ---- forging ---- */

static int add_digested(const char *bytes, size_t length, void *sha)
{
    sha256_update(sha, length, (const uint8_t *)bytes);
    return 0;
}

static void write_digested(json_t *part, const char *path)
{
    char text[SHA_SIZE];
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx sha;
    (void)json_object_del(part, "sha256");
    sha256_init(&sha);
    cr_assert_eq(json_dump_callback(part, add_digested, &sha, JSON_COMPACT), 0);
    sha256_digest(&sha, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", digest[i]);
    cr_assert_eq(json_object_set_new(part, "sha256", json_string(text)), 0);
    cr_assert_eq(json_dump_file(part, path, 0), 0);
}

/* Where a value stands: a member of an object, or an element of an array. */
struct spot {
    json_t *in;
    const char *key; /* NULL: an element */
    size_t index;
};

/* The value number `*left` below `json`, in the order of the text; counts down. */
static bool find_spot(json_t *json, size_t *left, struct spot *spot)
{
    const char *key;
    json_t *value;
    size_t index;
    json_object_foreach(json, key, value)
    {
        *spot = (struct spot){json, key, 0};
        if ((*left)-- == 0 || find_spot(value, left, spot))
            return true;
    }
    json_array_foreach(json, index, value)
    {
        *spot = (struct spot){json, NULL, index};
        if ((*left)-- == 0 || find_spot(value, left, spot))
            return true;
    }
    return false;
}

static void set_spot(const struct spot *spot, json_t *value)
{
    if (spot->key != NULL)
        cr_assert_eq(json_object_set_new(spot->in, spot->key, value), 0);
    else
        cr_assert_eq(json_array_set_new(spot->in, spot->index, value), 0);
}

static void take_out(const struct spot *spot)
{
    if (spot->key != NULL)
        (void)json_object_del(spot->in, spot->key);
    else
        (void)json_array_remove(spot->in, spot->index);
}

enum { FORGED_NOTHING = 0, FORGED_NULL = 1, FORGED_MOST = 4, FORGED_NUMBER = 9, KINDS = 14 };

static char longest_text[3000];

/* In the place of a value; NULL: nothing, it is taken out. */
static json_t *forged_value(size_t kind)
{
    switch (kind) {
    case FORGED_NOTHING:
        return NULL;
    case FORGED_NULL:
        return json_null();
    case 2:
        return json_true();
    case 3:
        return json_integer(-1);
    case FORGED_MOST:
        return json_integer(INT64_MAX);
    case 5:
        return json_string("");
    case 6:
        return json_string("1/0");
    case 7:
        return json_array();
    case 8:
        return json_object();
    case FORGED_NUMBER:
        return json_string("-5");
    case 10:
        return json_string("7/");
    case 11:
        return json_string("7 ");
    case 12: /* longer than any message */
        return json_pack("s#", longest_text, (int)sizeof longest_text);
    default:
        return json_string(
            "a text that is much longer than any digest, any name of a table and any number are");
    }
}

/* Every so many kinds, another first one at each value: instruments look at what is done with memory, which few kinds of each show. */
#ifdef FT_INSTRUMENTED
enum { KIND_STEP = 5, KIND_STEP_BELOW = 5 };
#else
enum { KIND_STEP = 1, KIND_STEP_BELOW = 2 };
#endif

/* ---- merging ---- */

static enum ft_status merge_parts(struct ft_engine *engine, const char *const *parts,
                                  struct printed *totals)
{
    const struct ft_sink sink = written_sink(totals);
    struct ft_rows options = rows_of_all;
    options.shards = 0;
    enum ft_status status = ft_merge(engine, &options, parts, SHARDS, NULL);
    if (status == FT_OK)
        status = ft_report_rows(engine, &(struct ft_report){.format = FT_JSON}, &sink);
    return status;
}

/* What is forged of a part: all of it (NULL), or what stands under a key. */
static json_t *forged_part(json_t *part, const char *under)
{
    return under == NULL ? part : json_object_get(part, under);
}

/* How many values there are. */
static size_t count_spots(json_t *part)
{
    struct spot spot;
    size_t left = SIZE_MAX;
    (void)find_spot(part, &left, &spot);
    return SIZE_MAX - left;
}

/* What nothing else of a part contradicts: how many rows there were below those of the table, a sum that is said to be given up, the
 * late sums of rows, texts, which versions were used, whether keys ascend. */
static bool may_be_believed(const struct spot *spot, size_t kind)
{
    static const char *const given_up[] = {"amount", "exact",   "doubted",
                                           "sum",    "extreme", "faults"},
                             *const others[] = {"sum",   "extreme",  "message",
                                                "hint",  "excerpt",  "file",
                                                "truth", "versions", "unordered_from"};
    bool believed = kind == FORGED_MOST || (spot->key == NULL && kind == FORGED_NOTHING);
    for (size_t i = 0; spot->key != NULL && i < sizeof given_up / sizeof *given_up; i++)
        believed |= kind == FORGED_NULL && strcmp(spot->key, given_up[i]) == 0;
    for (size_t i = 0; spot->key != NULL && i < sizeof others / sizeof *others; i++)
        believed |= strcmp(spot->key, others[i]) == 0;
    return believed;
}

static void forge_everywhere(const char *under)
{
    char folder[] = "/tmp/fangtian-parts-XXXXXX", paths[SHARDS][64];
    const char *const parts[SHARDS] = {paths[0], paths[1]};
    json_t *genuine[SHARDS];
    memset(longest_text, 'x', sizeof longest_text);
    cr_assert_not_null(mkdtemp(folder));
    plots_write(folder);
    write_rich(folder);
    for (unsigned i = 0; i < SHARDS; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "%s/%u", folder, i);
        genuine[i] = part_of_shard(folder, i + 1);
        write_digested(genuine[i], paths[i]);
    }
    struct printed wanted = {.status = FT_OK};
    struct ft_engine *engine = loaded_plots(folder);
    cr_assert_eq(merge_parts(engine, parts, &wanted), FT_OK);
    const size_t step = under == NULL ? KIND_STEP : KIND_STEP_BELOW;
    const size_t spots = count_spots(forged_part(genuine[FORGED], under));
    size_t taken = 0, refused = 0;
    for (size_t i = 0; i < spots; i++)
        for (size_t kind = i % step; kind < KINDS; kind += step) {
            struct printed totals = {.status = FT_OK};
            struct spot spot;
            size_t left = i, told;
            json_t *part = json_deep_copy(genuine[FORGED]), *value = forged_value(kind);
            cr_assert(find_spot(forged_part(part, under), &left, &spot));
            if (value == NULL)
                take_out(&spot);
            else
                set_spot(&spot, value);
            write_digested(part, paths[FORGED]);
            const enum ft_status status = merge_parts(engine, parts, &totals);
            (void)ft_diagnostic_list(engine, &told);
            const bool same = totals.length == wanted.length &&
                              memcmp(totals.bytes, wanted.bytes, wanted.length) == 0;
            cr_expect((status == FT_OK && (same || may_be_believed(&spot, kind))) ||
                          ((status == FT_INVALID || status == FT_TOO_LARGE) && told > 0),
                      "value %zu (%s), kind %zu: status %d, %zu told", i,
                      spot.key == NULL ? "" : spot.key, kind, (int)status, told);
            taken += status == FT_OK;
            refused += status == FT_INVALID;
            (void)ft_diagnostics(engine, NULL, false);
            json_decref(part);
            free(totals.bytes);
        }
    printf("%zu values, %zu refused, %zu taken\n", spots, refused, taken);
    cr_expect_gt(refused, 2 * taken);
    ft_close(engine);
    free(wanted.bytes);
    for (unsigned i = 0; i < SHARDS; i++) {
        json_decref(genuine[i]);
        (void)unlink(paths[i]);
    }
    plots_remove(folder);
    for (int i = 0; i < 2; i++) {
        char path[256];
        (void)snprintf(path, sizeof path, "%s/rich.%s", folder, i == 0 ? "cfg" : "csv");
        cr_expect_eq(unlink(path), 0);
    }
    cr_expect_eq(rmdir(folder), 0);
}

Test(parts, forged_anywhere_are_refused_or_change_nothing, .timeout = 300)
{
    forge_everywhere(NULL);
}

Test(parts, forged_late_sums_are_refused_or_change_nothing, .timeout = 300)
{
    scenario_name = "rich.cfg";
    forge_everywhere("late");
}

Test(parts, forged_faults_are_refused_or_change_nothing, .timeout = 300)
{
    scenario_name = "rich.cfg";
    forge_everywhere("faults");
}

Test(parts, forged_ways_are_refused_or_change_nothing, .timeout = 300)
{
    scenario_name = "rich.cfg";
    forge_everywhere("ways");
}
