/*
 * A long table, and one below it in a file of its own: the input is both, divided by a line "====".
 * Kernels, the exact way, GMP alone and two shards that are merged say the same bytes; a run that
 * holds the tables is refused where they are, and comes to the same net of each kind of party.
 */
#include "forced.h"
#include "fuzz.h"

#include <gmp.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const char alone[] =
    "scenario: { id = \"s\"; title = { zh = \"题\"; en = \"title\"; }; as_of = \"2021-06-30\"; "
    "packs = [ \"law\" ]; };\nportfolio: { plots = { csv = \"plots.csv\"; }; };\n";
static const char with_pieces[] =
    "scenario: { id = \"s\"; title = { zh = \"题\"; en = \"title\"; }; as_of = \"2021-06-30\"; "
    "packs = [ \"law\", \"pieces\" ]; };\nportfolio: { plots = { csv = \"plots.csv\"; }; pieces = "
    "{ csv = "
    "\"pieces.csv\"; }; };\n";

/* What a run said and wrote. */
struct outcome {
    bool good;
    struct fuzz_bytes rows, totals, said;
};

static void outcome_close(struct outcome *outcome)
{
    fuzz_bytes_close(&outcome->rows);
    fuzz_bytes_close(&outcome->totals);
    fuzz_bytes_close(&outcome->said);
}

/* ---- ways through the rows ---- */

static struct ft_engine *open_rows(struct engine_forced forced)
{
    struct ft_engine *engine =
        fuzz_open(&(struct ft_options){.language = FT_EN, .long_table = "plots"});
    engine_force(engine, &forced);
    return engine;
}

static void finish(struct outcome *outcome, struct ft_engine *engine)
{
    const struct ft_sink sink = fuzz_bytes_sink(&outcome->totals);
    if (outcome->good)
        outcome->good =
            ft_report_rows(engine, &(struct ft_report){.format = FT_JSON}, &sink) == FT_OK;
    fuzz_take_diagnostics(&outcome->said, engine);
    fuzz_require(outcome->good == (outcome->said.length == 0));
    ft_close(engine);
}

static struct outcome run_rows(const char *path, const struct ft_rows *how,
                               struct engine_forced forced)
{
    struct outcome outcome = {.good = false};
    struct ft_engine *engine = open_rows(forced);
    const struct ft_sink sink = fuzz_bytes_sink(&outcome.rows);
    outcome.good = ft_load(engine, path) == FT_OK && ft_run_rows(engine, how, &sink) == FT_OK;
    finish(&outcome, engine);
    return outcome;
}

static void require_same(const struct outcome *one, struct outcome other)
{
    fuzz_require(one->good == other.good);
    fuzz_require(fuzz_bytes_equal(&one->said, &other.said));
    fuzz_require(!one->good || fuzz_bytes_equal(&one->rows, &other.rows));
    fuzz_require(!one->good || fuzz_bytes_equal(&one->totals, &other.totals));
    outcome_close(&other);
}

/* A shard's part, as a file; false where the shard is refused. */
static bool write_shard(const char *path, unsigned shard, const char **part)
{
    char name[16];
    struct fuzz_bytes rows = {NULL, 0}, bytes = {NULL, 0};
    struct ft_engine *engine = open_rows((struct engine_forced){0});
    const struct ft_sink to_rows = fuzz_bytes_sink(&rows), to_part = fuzz_bytes_sink(&bytes);
    (void)snprintf(name, sizeof name, "rows%u.csv", shard);
    const struct ft_rows how = {.shard = shard, .shards = 2, .rows_name = name};
    const bool good = ft_load(engine, path) == FT_OK &&
                      ft_run_rows(engine, &how, &to_rows) == FT_OK &&
                      ft_write_part(engine, &to_part) == FT_OK;
    ft_close(engine);
    if (good) {
        (void)fuzz_write_file(name, rows.all, rows.length);
        (void)snprintf(name, sizeof name, "part%u", shard);
        *part = fuzz_write_file(name, bytes.all, bytes.length);
    }
    fuzz_bytes_close(&rows);
    fuzz_bytes_close(&bytes);
    return good;
}

static void merge_shards(const char *path, const struct outcome *one)
{
    const char *parts[2];
    if (!write_shard(path, 1, &parts[0]) || !write_shard(path, 2, &parts[1])) {
        fuzz_require(!one->good);
        return;
    }
    struct outcome merged = {.good = false};
    struct ft_engine *engine = open_rows((struct engine_forced){0});
    const struct ft_sink sink = fuzz_bytes_sink(&merged.rows);
    merged.good = ft_load(engine, path) == FT_OK &&
                  ft_merge(engine, &(struct ft_rows){.shards = 2}, parts, 2, &sink) == FT_OK;
    finish(&merged, engine);
    if (one->good)
        require_same(one, merged);
    else
        outcome_close(&merged); /* keys that stand twice show only where all are together */
}

/* ---- a run that holds the tables ---- */

enum { MOST_NETS = 16 };
struct nets {
    struct net {
        char party[32], kind[32];
        mpq_t sum;
    } items[MOST_NETS];
    size_t count;
};

/* Adds "-12.50". */
static void add_net(struct nets *nets, const char *party, const char *kind, const char *net)
{
    fuzz_require(party != NULL && kind != NULL && net != NULL);
    const int length = (int)strcspn(party, ":"),
              places =
                  net[strcspn(net, ".")] == '\0' ? 0 : (int)strlen(net + strcspn(net, ".") + 1);
    char name[32], digits[512];
    size_t i = 0, at = 0;
    mpq_t value;
    (void)snprintf(name, sizeof name, "%.*s", length, party);
    while (i < nets->count &&
           (strcmp(nets->items[i].party, name) != 0 || strcmp(nets->items[i].kind, kind) != 0))
        i++;
    if (i == nets->count) {
        fuzz_require(nets->count < MOST_NETS);
        (void)snprintf(nets->items[i].party, sizeof nets->items[i].party, "%s", name);
        (void)snprintf(nets->items[i].kind, sizeof nets->items[i].kind, "%s", kind);
        mpq_init(nets->items[nets->count++].sum);
    }
    fuzz_require(strlen(net) < sizeof digits);
    for (; *net != '\0'; net++)
        if (*net != '.')
            digits[at++] = *net;
    digits[at] = '\0';
    mpq_init(value);
    fuzz_require(mpz_set_str(mpq_numref(value), digits, 10) == 0);
    mpz_ui_pow_ui(mpq_denref(value), 10, (unsigned long)places);
    mpq_canonicalize(value);
    mpq_add(nets->items[i].sum, nets->items[i].sum, value);
    mpq_clear(value);
}

static void nets_close(struct nets *nets)
{
    for (size_t i = 0; i < nets->count; i++)
        mpq_clear(nets->items[i].sum);
}

/* Every net of one that is not 0 is a net of the other. */
static void require_nets(const struct nets *one, const struct nets *other)
{
    for (size_t i = 0; i < one->count; i++) {
        bool found = mpq_sgn(one->items[i].sum) == 0;
        for (size_t j = 0; j < other->count && !found; j++)
            found = strcmp(one->items[i].party, other->items[j].party) == 0 &&
                    strcmp(one->items[i].kind, other->items[j].kind) == 0 &&
                    mpq_equal(one->items[i].sum, other->items[j].sum) != 0;
        fuzz_require(found);
    }
}

/* A net, or what is known of one that is undetermined. */
static const char *net_of(const json_t *party)
{
    const char *net = json_string_value(json_object_get(party, "net"));
    return net != NULL ? net
                       : json_string_value(json_object_get(json_object_get(party, "known"), "net"));
}

static void take_totals(struct nets *nets, const struct fuzz_bytes *totals)
{
    size_t i;
    json_t *whole = json_loadb(totals->all, totals->length, JSON_REJECT_DUPLICATES, NULL), *party;
    fuzz_require(whole != NULL);
    json_array_foreach(json_object_get(whole, "parties"), i, party)
        add_net(nets, json_string_value(json_object_get(party, "id")),
                json_string_value(json_object_get(party, "kind")), net_of(party));
    json_decref(whole);
}

static void hold(const char *path, const struct outcome *streamed)
{
    struct nets held = {.count = 0}, rows = {.count = 0};
    const struct ft_party *parties;
    size_t count = 0;
    struct ft_engine *engine = fuzz_open(&(struct ft_options){.language = FT_EN});
    const bool good = ft_load(engine, path) == FT_OK && ft_run(engine) == FT_OK;
    fuzz_require(good == streamed->good);
    if (good) {
        fuzz_require(ft_list_parties(engine, &parties, &count) == FT_OK);
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < parties[i].total_count; j++)
                add_net(&held, parties[i].id, parties[i].totals[j].kind, parties[i].totals[j].net);
        take_totals(&rows, &streamed->totals);
        require_nets(&held, &rows);
        require_nets(&rows, &held);
    }
    nets_close(&held);
    nets_close(&rows);
    ft_close(engine);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *plots, *pieces;
    size_t plot_bytes, piece_bytes;
    if (!fuzz_next_part(&data, &size, &plots, &plot_bytes))
        return 0;
    const bool both = fuzz_next_part(&data, &size, &pieces, &piece_bytes);
    (void)fuzz_write_file("plots.csv", plots, plot_bytes);
    if (both)
        (void)fuzz_write_file("pieces.csv", pieces, piece_bytes);
    const char *path = both ? fuzz_write_file("s.cfg", with_pieces, sizeof with_pieces - 1)
                            : fuzz_write_file("s.cfg", alone, sizeof alone - 1);
    struct outcome one = run_rows(path, &(struct ft_rows){.jobs = 1}, (struct engine_forced){0});
    require_same(&one, run_rows(path, &(struct ft_rows){.jobs = 1},
                                (struct engine_forced){.exact_rows = true}));
    require_same(&one,
                 run_rows(path, &(struct ft_rows){.jobs = 2}, (struct engine_forced){.gmp = true}));
    merge_shards(path, &one);
    hold(path, &one);
    outcome_close(&one);
    return 0;
}
