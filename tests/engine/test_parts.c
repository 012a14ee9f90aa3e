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

enum { SHARDS = 2, SHA_SIZE = 65 };

static const struct ft_rows rows_of_all = {
    .jobs = 1, .shards = SHARDS, .by = "town", .rows_name = "rows"};

static struct ft_engine *loaded_plots(const char *folder)
{
    static const char *const policies[] = {FT_SOURCE_DIR "/tests/stream/policies"};
    const struct ft_options options = {
        .policies = policies, .policy_count = 1, .language = FT_EN, .long_table = ""};
    struct ft_engine *engine = NULL;
    char path[256];
    (void)snprintf(path, sizeof path, "%s/plots.cfg", folder);
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

enum { FORGED_MOST = 4, KINDS = 10 };

/* In the place of a value; NULL: nothing, it is taken out. */
static json_t *forged_value(size_t kind)
{
    switch (kind) {
    case 0:
        return NULL;
    case 1:
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
    default:
        return json_string(
            "a text that is much longer than any digest, any name of a table and any number are");
    }
}

/* Instruments look at what is done with memory: two kinds of ten a value show that. */
#ifdef FT_INSTRUMENTED
#define FIRST_KIND(i) ((i) % 5)
enum { KIND_STEP = 5 };
#else
#define FIRST_KIND(i) 0
enum { KIND_STEP = 1 };
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

/* How many values there are. */
static size_t count_spots(json_t *part)
{
    struct spot spot;
    size_t left = SIZE_MAX;
    (void)find_spot(part, &left, &spot);
    return SIZE_MAX - left;
}

Test(parts, forged_anywhere_are_refused_or_change_nothing, .timeout = 300)
{
    char folder[] = "/tmp/fangtian-parts-XXXXXX", paths[SHARDS][64];
    const char *const parts[SHARDS] = {paths[0], paths[1]};
    json_t *genuine[SHARDS];
    cr_assert_not_null(mkdtemp(folder));
    plots_write(folder);
    for (unsigned i = 0; i < SHARDS; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "%s/%u", folder, i);
        genuine[i] = part_of_shard(folder, i + 1);
        write_digested(genuine[i], paths[i]);
    }
    struct printed wanted = {.status = FT_OK};
    struct ft_engine *engine = loaded_plots(folder);
    cr_assert_eq(merge_parts(engine, parts, &wanted), FT_OK);
    const size_t spots = count_spots(genuine[1]);
    size_t taken = 0, refused = 0;
    for (size_t i = 0; i < spots; i++)
        for (size_t kind = FIRST_KIND(i); kind < KINDS; kind += KIND_STEP) {
            struct printed totals = {.status = FT_OK};
            struct spot spot;
            size_t left = i, told;
            json_t *part = json_deep_copy(genuine[1]), *value = forged_value(kind);
            cr_assert(find_spot(part, &left, &spot));
            if (value == NULL)
                take_out(&spot);
            else
                set_spot(&spot, value);
            write_digested(part, paths[1]);
            const enum ft_status status = merge_parts(engine, parts, &totals);
            (void)ft_diagnostic_list(engine, &told);
            const bool same = totals.length == wanted.length &&
                              memcmp(totals.bytes, wanted.bytes, wanted.length) == 0;
            /* How many rows there were below those of the table no count can contradict. */
            cr_expect((status == FT_OK && (same || kind == FORGED_MOST)) ||
                          (status == FT_INVALID && told > 0),
                      "value %zu (%s), kind %zu: status %d, %zu told", i,
                      spot.key == NULL ? "" : spot.key, kind, (int)status, told);
            taken += status == FT_OK;
            refused += status == FT_INVALID;
            (void)ft_diagnostics(engine, NULL, false);
            json_decref(part);
            free(totals.bytes);
        }
    printf("%zu values, %zu refused, %zu taken\n", spots, refused, taken);
    cr_expect_gt(refused, 9 * taken);
    ft_close(engine);
    free(wanted.bytes);
    for (unsigned i = 0; i < SHARDS; i++) {
        json_decref(genuine[i]);
        (void)unlink(paths[i]);
    }
    plots_remove(folder);
    (void)rmdir(folder);
}
