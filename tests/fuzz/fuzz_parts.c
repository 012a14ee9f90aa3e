/*
 * Parts of shards: the input is the first of two, whose genuine twin is made at the start. Merging
 * gives the bytes of the genuine ones, or says what is wrong; and so does the list of shards that are
 * missing.
 */
#include "fuzz.h"

static const char scenario[] =
    "scenario: { id = \"s\"; title = { zh = \"题\"; en = \"title\"; }; as_of = \"2021-06-30\"; "
    "packs = [ \"law\" ]; };\nportfolio: { plots = { csv = \"plots.csv\"; }; };\n";
static const char plots[] =
    "id,town,area (m2),paid (元)\nP1,east,100,5\nP2,west,200.5,\nP3,north,7,\n";

static struct {
    const char *scenario, *parts[2];
    struct fuzz_bytes genuine, merged; /* the first part; what the two come to */
} world;

static struct ft_engine *load(void)
{
    struct ft_engine *engine =
        fuzz_open(&(struct ft_options){.language = FT_EN, .long_table = "plots"});
    fuzz_require(ft_load(engine, world.scenario) == FT_OK);
    return engine;
}

/* Also writes the rows of the shard, which its part names. */
static void make_part(struct fuzz_bytes *part, const char *name, unsigned shard)
{
    struct fuzz_bytes rows = {NULL, 0};
    struct ft_engine *engine = load();
    const struct ft_sink to_part = fuzz_bytes_sink(part), to_rows = fuzz_bytes_sink(&rows);
    const struct ft_rows how = {.shard = shard, .shards = 2, .rows_name = name};
    fuzz_require(ft_run_rows(engine, &how, &to_rows) == FT_OK);
    fuzz_require(ft_write_part(engine, &to_part) == FT_OK);
    (void)fuzz_write_file(name, rows.all, rows.length);
    fuzz_bytes_close(&rows);
    ft_close(engine);
}

static bool merge(struct fuzz_bytes *out)
{
    struct fuzz_bytes said = {NULL, 0};
    struct ft_engine *engine = load();
    const struct ft_sink sink = fuzz_bytes_sink(out);
    const bool good =
        ft_merge(engine, &(struct ft_rows){.shards = 2}, world.parts, 2, NULL) == FT_OK &&
        ft_report_rows(engine, &(struct ft_report){.format = FT_JSON}, &sink) == FT_OK;
    fuzz_take_diagnostics(&said, engine);
    fuzz_require(good == (said.length == 0));
    fuzz_bytes_close(&said);
    ft_close(engine);
    return good;
}

/* Whether both shards are there. */
static bool are_whole(void)
{
    struct fuzz_bytes out = {NULL, 0};
    size_t missing;
    struct ft_engine *engine = load();
    const struct ft_sink sink = fuzz_bytes_sink(&out);
    fuzz_require(ft_missing_shards(engine, &(struct ft_rows){.shards = 2}, world.parts, 2, &sink,
                                   &missing) == FT_OK);
    fuzz_require((missing == 0) == (out.length == 0));
    fuzz_bytes_close(&out);
    ft_close(engine);
    return missing == 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct fuzz_bytes second = {NULL, 0};
    (void)argc;
    (void)argv;
    (void)fuzz_write_file("plots.csv", plots, sizeof plots - 1);
    world.scenario = fuzz_write_file("s.cfg", scenario, sizeof scenario - 1);
    make_part(&world.genuine, "rows1.csv", 1);
    make_part(&second, "rows2.csv", 2);
    world.parts[0] = fuzz_write_file("part1", world.genuine.all, world.genuine.length);
    world.parts[1] = fuzz_write_file("part2", second.all, second.length);
    fuzz_bytes_close(&second);
    fuzz_require(merge(&world.merged));
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_bytes out = {NULL, 0};
    (void)fuzz_write_file("part1", data, size);
    const bool good = merge(&out);
    fuzz_require(good == are_whole());
    fuzz_require(!good || fuzz_bytes_equal(&out, &world.merged));
    fuzz_bytes_close(&out);
    return 0;
}
