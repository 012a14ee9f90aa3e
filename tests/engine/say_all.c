/*
 * Writes what is said of every shipped scenario to standard output, for ci/same-bytes.sh, which compares what this program says
 * where other compilers or other flags built it:
 *
 *     say_all all|some PART PARTS
 *
 * `all`: each form in both languages, and what a test of its expectations says; `some`: three of them. Of PARTS parts of
 * equal size it takes number PART, from 0. One engine a language: its packs are read once for all forms.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shipped.h"

struct saying {
    const char *name;
    enum ft_language language;
    struct ft_report report;
    bool some; /* where only some are said */
};

static const struct saying sayings[] = {
    {"text, detail", FT_ZH, {.format = FT_TEXT, .detail = true}, true},
    {"JSON, detail", FT_ZH, {.format = FT_JSON, .detail = true}, false},
    {"CSV, detail", FT_ZH, {.format = FT_CSV, .detail = true}, true},
    {"text", FT_EN, {.format = FT_TEXT, .unit = FT_WAN_YUAN}, false},
    {"JSON", FT_EN, {.format = FT_JSON, .unit = FT_WAN_YUAN}, true},
    {"CSV", FT_EN, {.format = FT_CSV, .unit = FT_WAN_YUAN}, false},
};

static bool to_stdout(void *context, const char *bytes, size_t length)
{
    (void)context;
    return fwrite(bytes, 1, length, stdout) == length;
}

static void say(const char *scenario, enum ft_language language, bool all)
{
    static const char *const policies[] = {FT_SOURCE_DIR "/policies"};
    const struct ft_options options = {
        .policies = policies, .policy_count = 1, .language = language};
    const struct ft_sink sink = {.write = to_stdout};
    struct ft_engine *engine = NULL;
    enum ft_status status = ft_open(&engine, &options);
    if (status == FT_OK)
        status = ft_load(engine, scenario);
    if (status == FT_OK)
        status = ft_run(engine);
    printf("\n== %s: status %d\n", scenario, (int)status);
    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++)
        if (status == FT_OK && sayings[i].language == language && (all || sayings[i].some)) {
            printf("\n== %s: %s\n", scenario, sayings[i].name);
            printf("\nstatus %d\n", (int)ft_report(engine, &sayings[i].report, &sink));
        }
    if (all) {
        size_t expectations = 0;
        printf("\n== %s: expectations\n", scenario);
        enum ft_status tested = status == FT_OK ? ft_test(engine, &sink, &expectations)
                                                : ft_test_refusal(engine, &sink, &expectations);
        printf("%zu, status %d\n", expectations, (int)tested);
    }
    (void)ft_diagnostics(engine, &sink, false);
    ft_close(engine);
}

int main(int count, char **words)
{
    if (count != 4) {
        (void)fputs("usage: say_all all|some PART PARTS\n", stderr);
        return 2;
    }
    const bool all = strcmp(words[1], "all") == 0;
    const size_t part = strtoul(words[2], NULL, 10), parts = strtoul(words[3], NULL, 10);
    size_t scenarios = 0;
    char **paths = shipped_scenarios(&scenarios);
    for (size_t i = part; i < scenarios; i += parts) {
        say(paths[i], FT_ZH, all);
        say(paths[i], FT_EN, all);
    }
    shipped_free(paths);
    return fflush(stdout) == 0 ? 0 : 2;
}
