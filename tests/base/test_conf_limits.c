/* Limits of a file of settings at the limit and one past, and memory that runs out. */
#include "base_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A setting that opens `depth` brackets of one kind. */
static char *nested(struct bench *bench, char opening, size_t depth)
{
    char *input = arena_allocate(&bench->arena, depth * 4 + 16), *at = input;
    cr_assert_not_null(input);
    at += sprintf(at, "a = ");
    for (size_t i = 0; i < depth; i++)
        at += opening == '{' && i + 1 < depth ? sprintf(at, "{a=") : sprintf(at, "%c", opening);
    memset(at, opening == '{' ? '}' : opening == '(' ? ')' : ']', depth);
    return input;
}

Test(conf_limits, nesting_is_bounded_at_sixty_four)
{
    static const char openings[] = "{(";
    static struct bench bench;
    for (size_t i = 0; openings[i] != '\0'; i++) {
        bench_open(&bench, FT_EN);
        cr_expect_eq(bench_conf(&bench, nested(&bench, openings[i], 64)), FT_OK, "%s",
                     bench_rendering(&bench));
        cr_expect_eq(bench_conf(&bench, nested(&bench, openings[i], 65)), FT_TOO_LARGE);
        cr_expect_str_eq(bench.diagnostics.items[0].id, "conf-nesting");
        cr_expect_eq(bench.diagnostics.items[0].column, 5 + 64 * (openings[i] == '{' ? 3 : 1));
        bench.diagnostics = (struct diagnostics){.language = FT_EN};
        cr_expect_eq(bench_conf(&bench, nested(&bench, openings[i], 100000)), FT_TOO_LARGE);
        bench_close(&bench);
    }
}

/* Something of everything: escapes, adjacent strings, lists in lists. */
static const char sample[] = "a = 1.5; # c\n"
                             "g = { b = \"x\\ty\" \"z\"; l = (\"1\", (2, 3), { c = true; }); };\n"
                             "e = ();\n";

static const char *const faulty[] = {
    sample,   "a = 1; a = 2;", "a = ；设置 \"\\q\\x00\" 0x5 5L ]",    "a = { b = (",
    "a = b;", "a = \"open",    "a = 2 亩 b = [ x, “y”, max(1, 2) ];",
};

/* A load that reports a lack of memory where there is any, and is closed without a leak. */
Test(conf_limits, every_allocation_may_fail)
{
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
        enum ft_status status = FT_NO_MEMORY;
        for (size_t left = 0; status == FT_NO_MEMORY; left++) {
            static struct diagnostics diagnostics;
            const struct conf *conf = NULL;
            struct starving starving;
            struct arena arena;
            diagnostics = (struct diagnostics){.language = FT_EN};
            starving_open(&starving, left);
            arena_open(&arena, &starving.allocator);
            status =
                conf_read_bytes(&conf, &arena, &diagnostics, "input", faulty[i], strlen(faulty[i]));
            arena_close(&arena);
            cr_assert_eq(starving.held, 0, "%s", faulty[i]);
            cr_assert_lt(left, 1000, "%s", faulty[i]);
        }
        cr_expect_eq(status, i == 0 ? FT_OK : FT_INVALID, "%s", faulty[i]);
    }
}

Test(conf_limits, every_allocation_may_fail_while_files_are_included)
{
    struct folder folder;
    enum ft_status status = FT_NO_MEMORY;
    folder_open(&folder);
    (void)folder_text(&folder, "inner.cfg", "b = 1;");
    const char *path = folder_text(&folder, "main.cfg", "@include \"inner.cfg\"\na = 1;");
    for (size_t left = 0; status == FT_NO_MEMORY; left++) {
        static struct diagnostics diagnostics;
        const struct conf *conf = NULL;
        struct starving starving;
        struct arena arena;
        starving_open(&starving, left);
        arena_open(&arena, &starving.allocator);
        status = conf_read(&conf, &arena, &diagnostics, path, NULL);
        cr_expect_eq(diagnostics.total, 0, "%zu: %s", left, diagnostics.items[0].message);
        arena_close(&arena);
        cr_assert_eq(starving.held, 0);
        cr_assert_lt(left, 1000);
    }
    cr_expect_eq(status, FT_OK);
    folder_close(&folder);
}

/* Memory that fails once and is there again: the loss must not pass unseen. */
struct hiccup {
    size_t before;
    bool failed;
    struct ft_allocator allocator;
};

static void *hiccup_allocate(void *context, size_t size)
{
    struct hiccup *hiccup = context;
    if (hiccup->before-- > 0)
        return malloc(size);
    hiccup->failed = true;
    hiccup->before = SIZE_MAX;
    return NULL;
}

static void hiccup_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

Test(conf_limits, one_failed_allocation_is_never_taken_for_success)
{
    enum ft_status status = FT_NO_MEMORY;
    for (size_t before = 0; status == FT_NO_MEMORY; before++) {
        static struct diagnostics diagnostics;
        const struct conf *conf = NULL;
        struct arena arena;
        struct hiccup hiccup = {before, false, {hiccup_allocate, hiccup_release, &hiccup}};
        arena_open(&arena, &hiccup.allocator);
        status = conf_read_bytes(&conf, &arena, &diagnostics, "input", sample, sizeof sample - 1);
        cr_expect_eq(diagnostics.total, 0);
        cr_expect_eq(status, hiccup.failed ? FT_NO_MEMORY : FT_OK, "%zu", before);
        if (status == FT_OK)
            cr_expect_eq(conf->count, 3);
        arena_close(&arena);
        cr_assert_lt(before, 1000);
    }
    cr_expect_eq(status, FT_OK);
}
