/*
 * What stands on the command line: lines of the input are settings, "path=value", or "as of:",
 * "known at:", "pack:" with what follows. A scenario with them loads and runs, or something is
 * said; and settings made one by one on a scenario that was loaded and run give the bytes of a run
 * that began with them.
 */
#include "fuzz.h"

#include <string.h>

enum { MOST_SETTINGS = 4 };
static const char scenario[] =
    "scenario: { id = \"s\"; title = { zh = \"题\"; en = \"title\"; }; as_of = \"2021-06-30\"; "
    "packs = [ \"law\" ]; };\nportfolio: { budget = \"1,000,000 元\"; plots = (\n"
    "{ id = \"P1\"; town = \"east\"; area = \"100 m2\"; paid = \"5 元\"; },\n"
    "{ id = \"P2\"; town = \"west\"; area = \"200.5 m2\"; since = \"2016-02-29\"; use = \"shop\"; "
    "} "
    "); };\n";

/* The input, cut into words. */
struct given {
    struct ft_options options;
    struct ft_setting settings[MOST_SETTINGS];
    const char *pack;
};

static void take_line(struct given *given, char *line)
{
    char *equals = strchr(line, '=');
    if (strncmp(line, "as of:", 6) == 0)
        given->options.as_of = line + 6;
    else if (strncmp(line, "known at:", 9) == 0)
        given->options.known_at = line + 9;
    else if (strncmp(line, "pack:", 5) == 0)
        given->pack = line + 5;
    else if (equals != NULL && given->options.setting_count < MOST_SETTINGS) {
        *equals = '\0';
        given->settings[given->options.setting_count++] = (struct ft_setting){line, equals + 1};
    }
}

static void take_lines(struct given *given, char *text)
{
    for (char *line = text, *end; line != NULL; line = end) {
        end = strchr(line, '\n');
        if (end != NULL)
            *end++ = '\0';
        take_line(given, line);
    }
    given->options.settings = given->settings;
    given->options.packs = &given->pack;
    given->options.pack_count = given->pack != NULL;
}

static bool report(struct ft_engine *engine, struct fuzz_bytes *out)
{
    const struct ft_sink sink = fuzz_bytes_sink(out);
    return ft_report(engine, &(struct ft_report){.format = FT_JSON, .detail = true}, &sink) ==
           FT_OK;
}

/* A run that begins with the settings. */
static bool run_with(const struct given *given, struct fuzz_bytes *out)
{
    struct fuzz_bytes said = {NULL, 0};
    struct ft_engine *engine = fuzz_open(&given->options);
    const bool good = ft_load(engine, "s.cfg") == FT_OK && ft_run(engine) == FT_OK;
    fuzz_require(!good || report(engine, out));
    fuzz_take_diagnostics(&said, engine);
    fuzz_require_told(good, out, &said);
    fuzz_bytes_close(&said);
    ft_close(engine);
    return good;
}

/* A run that is changed. False: a setting is refused by itself, as one may be that a later one mends. */
static bool run_then_set(const struct given *given, struct fuzz_bytes *out)
{
    struct ft_options options = given->options;
    options.setting_count = 0;
    struct ft_engine *engine = fuzz_open(&options);
    bool good = ft_load(engine, "s.cfg") == FT_OK && ft_run(engine) == FT_OK;
    for (size_t i = 0; i < given->options.setting_count && good; i++)
        good = ft_set(engine, given->settings[i].path, given->settings[i].value) == FT_OK;
    good = good && ft_run(engine) == FT_OK && report(engine, out);
    ft_close(engine);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct ft_memory_file file = {"s.cfg", scenario, sizeof scenario - 1};
    struct given given = {.options = {.files = &file, .file_count = 1, .language = FT_EN}};
    struct fuzz_bytes text = {NULL, 0}, fresh = {NULL, 0}, changed = {NULL, 0};
    fuzz_bytes_add(&text, data, size);
    take_lines(&given, text.all);
    const bool good = run_with(&given, &fresh);
    if (run_then_set(&given, &changed)) {
        fuzz_require(good && fuzz_bytes_equal(&fresh, &changed));
        fuzz_require_json(&fresh);
    }
    fuzz_bytes_close(&text);
    fuzz_bytes_close(&fresh);
    fuzz_bytes_close(&changed);
    return 0;
}
