/* fangtian test: scenarios against the figures that they expect. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* ---- the test ---- */

struct tally {
    size_t passed, failed, silent;
};

/* ---- faults: those of the law are the same for every scenario, and are told once ---- */

struct faults {
    char *bytes;
    size_t length;
    bool lost; /* memory was out for some */
};

static bool keep_fault(void *context, const char *bytes, size_t length)
{
    struct faults *faults = context;
    char *grown = realloc(faults->bytes, faults->length + length + 1);
    faults->lost |= grown == NULL;
    if (grown == NULL)
        return false;
    memcpy(grown + faults->length, bytes, length);
    faults->bytes = grown;
    faults->length += length;
    return true;
}

/* Prints what is wrong unless the scenario before had the very same; `last` then holds it. */
static void cli_test_tell_faults(struct ft_engine *engine, const struct invocation *invocation,
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
                      shown(path));
    else
        (void)fwrite(now.bytes == NULL ? "" : now.bytes, 1, now.length, stderr);
    if (now.lost)
        (void)complain_of_memory(invocation->language);
    free(last->bytes);
    *last = now;
}

/* Whether the scenario expects to be refused; the status then says whether it was as it expects. */
static bool is_as_refused(struct ft_engine *engine, const struct ft_sink *sink,
                          enum ft_status *status, size_t *expectations)
{
    if (*status != FT_INVALID && *status != FT_TOO_LARGE)
        return false;
    const enum ft_status refusal = ft_test_refusal(engine, sink, expectations);
    if (refusal == FT_OK || refusal == FT_DIFFERS || refusal == FT_NO_MEMORY)
        *status = refusal;
    return *status == refusal && refusal != FT_INVALID;
}

/* A workbook of a folder that has no head is a table of another scenario's: told, and no fault. */
static bool is_no_scenario(struct ft_engine *engine, const struct invocation *invocation,
                           const struct found_file *file)
{
    struct faults now = {0};
    const struct ft_sink sink = {keep_fault, &now};
    if (file->named || !is_workbook(file->path))
        return false;
    (void)ft_diagnostics(engine, &sink, false);
    const bool none = now.bytes != NULL && strstr(now.bytes, "[no-head-sheet]") != NULL;
    free(now.bytes);
    if (now.lost)
        (void)complain_of_memory(invocation->language);
    if (none)
        (void)printf(invocation->language == FT_ZH
                         ? "%s：没有“情景”工作表，不是情景，未核对\n"
                         : "%s: has no sheet “scenario”, so that it is none: not tested\n",
                     shown(file->path));
    return none;
}

static int test_file(const struct invocation *invocation, const struct found_file *file,
                     struct tally *tally, struct faults *last)
{
    const char *path = file->path;
    struct ft_engine *engine = open_engine(invocation);
    struct ft_sink sink = standard_output();
    size_t expectations = 0;
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_load(engine, path);
    if (status == FT_INVALID && is_no_scenario(engine, invocation, file)) {
        ft_close(engine);
        return EXIT_DONE;
    }
    if (status == FT_OK)
        status = ft_run(engine);
    if (status == FT_OK)
        status = ft_test(engine, &sink, &expectations);
    else if (!is_as_refused(engine, &sink, &status, &expectations) && status == FT_INVALID &&
             ft_check_expectations(engine) == FT_NO_MEMORY)
        status = FT_NO_MEMORY;
    tally->failed += status != FT_OK;
    tally->silent += status == FT_OK && expectations == 0;
    tally->passed += status == FT_OK && expectations > 0;
    if (status == FT_OK)
        (void)printf(invocation->language == FT_ZH ? "%s：%zu 项相符\n" : "%s: %zu as expected\n",
                     shown(path), expectations);
    (void)fflush(stdout);
    cli_test_tell_faults(engine, invocation, path, last);
    return close_engine(engine, status);
}

int command_test(const struct invocation *invocation)
{
    struct tally tally = {0};
    struct faults last = {0};
    const struct found_files *found = find_scenarios(invocation);
    int worst = found->trouble ? EXIT_TROUBLE : EXIT_DONE;
    for (size_t i = 0; i < found->count; i++) {
        int outcome = test_file(invocation, &found->files[i], &tally, &last);
        worst = outcome > worst ? outcome : worst;
    }
    forget_scenarios();
    free(last.bytes);
    (void)printf(invocation->language == FT_ZH
                     ? "%zu 个情景相符，%zu 个不符，%zu 个没有写明预期\n"
                     : "%zu passed, %zu failed, %zu without expectations\n",
                 tally.passed, tally.failed, tally.silent);
    return output_is_whole(invocation->language) ? worst : EXIT_TROUBLE;
}
