/* fangtian test: scenarios against the figures that they expect. */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"

enum { MOST_FILES = 10000 };

/* nftw has no way to hand a context on; the command is one thread. */
static struct {
    char *paths[MOST_FILES];
    size_t count;
} found;

static int keep_scenario(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    size_t length = strlen(path);
    (void)info;
    (void)where;
    if (kind != FTW_F || length < 4 || strcmp(path + length - 4, ".cfg") != 0)
        return 0;
    if (found.count == MOST_FILES || (found.paths[found.count] = strdup(path)) == NULL)
        return -1;
    found.count++;
    return 0;
}

static int by_name(const void *x, const void *y)
{
    return strcmp(*(char *const *)x, *(char *const *)y);
}

struct tally {
    size_t passed, failed, silent;
};

/* ---- faults: those of the law are the same for every scenario, and are told once ---- */

struct faults {
    char *bytes;
    size_t length;
};

static bool keep_fault(void *context, const char *bytes, size_t length)
{
    struct faults *faults = context;
    char *grown = realloc(faults->bytes, faults->length + length + 1);
    if (grown == NULL)
        return false;
    memcpy(grown + faults->length, bytes, length);
    faults->bytes = grown;
    faults->length += length;
    return true;
}

/* Prints what is wrong unless the scenario before had the very same; `last` then holds it. */
static void tell_faults(struct ft_engine *engine, const struct invocation *invocation,
                        const char *path, struct faults *last)
{
    struct faults now = {0};
    const struct ft_sink sink = {keep_fault, &now};
    (void)ft_diagnostics(engine, &sink, shows_colour());
    bool same = now.length > 0 && now.length == last->length &&
                memcmp(now.bytes, last->bytes, now.length) == 0;
    if (same)
        (void)fprintf(stderr,
                      invocation->language == FT_ZH
                          ? "%s：错误与上一个情景相同\n"
                          : "%s: the same errors as the scenario before\n",
                      path);
    else
        (void)fwrite(now.bytes == NULL ? "" : now.bytes, 1, now.length, stderr);
    free(last->bytes);
    *last = now;
}

static int test_file(const struct invocation *invocation, const char *path, struct tally *tally,
                     struct faults *last)
{
    struct ft_engine *engine = open_engine(invocation);
    struct ft_sink sink = standard_output();
    size_t expectations = 0;
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_load(engine, path);
    if (status == FT_OK)
        status = ft_run(engine);
    if (status == FT_OK)
        status = ft_test(engine, &sink, &expectations);
    tally->failed += status != FT_OK;
    tally->silent += status == FT_OK && expectations == 0;
    tally->passed += status == FT_OK && expectations > 0;
    if (status == FT_OK)
        (void)printf(invocation->language == FT_ZH ? "%s：%zu 项相符\n" : "%s: %zu as expected\n",
                     path, expectations);
    (void)fflush(stdout);
    tell_faults(engine, invocation, path, last);
    return close_engine(engine, status);
}

int command_test(const struct invocation *invocation)
{
    struct tally tally = {0};
    struct faults last = {0};
    int worst = EXIT_DONE;
    for (int i = 0; i < invocation->argument_count; i++)
        if (nftw(invocation->arguments[i], keep_scenario, 16, FTW_PHYS) != 0) {
            complain(invocation->language, strerror(errno), strerror(errno),
                     invocation->arguments[i]);
            worst = EXIT_TROUBLE;
        }
    qsort(found.paths, found.count, sizeof *found.paths, by_name);
    for (size_t i = 0; i < found.count; i++) {
        int outcome = test_file(invocation, found.paths[i], &tally, &last);
        worst = outcome > worst ? outcome : worst;
        free(found.paths[i]);
    }
    free(last.bytes);
    (void)printf(invocation->language == FT_ZH
                     ? "%zu 个情景相符，%zu 个不符，%zu 个没有写明预期\n"
                     : "%zu passed, %zu failed, %zu without expectations\n",
                 tally.passed, tally.failed, tally.silent);
    return output_is_whole(invocation->language) ? worst : EXIT_TROUBLE;
}
