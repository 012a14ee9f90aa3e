/* fangtian test: scenarios against the figures that they expect. */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "cli.h"

/* ---- which files ---- */

/* A file that may be a scenario; `named`: by the user, so that it is one. */
struct found_file {
    char *path;
    bool named;
};

/* nftw has no way to hand a context on; the command is one thread. */
static struct {
    struct found_file *files;
    size_t count, capacity;
    const struct invocation *invocation;
    bool trouble;     /* something was passed over that may be a scenario */
    size_t others;    /* files of the folder that are none */
    char listed[256]; /* the first of them */
} found;

static int cli_test_by_name(const void *x, const void *y)
{
    const struct found_file *one = x, *other = y;
    return strcmp(one->path, other->path);
}

static bool keep_path(const char *path, bool named)
{
    if (found.count == found.capacity) {
        size_t capacity = found.capacity == 0 ? 256 : 2 * found.capacity;
        struct found_file *files = realloc(found.files, capacity * sizeof *files);
        if (files == NULL)
            return false;
        found.files = files;
        found.capacity = capacity;
    }
    found.files[found.count] = (struct found_file){strdup(path), named};
    return found.files[found.count].path != NULL && ++found.count > 0;
}

/* By its name; not what a spreadsheet keeps beside one that is open. */
static bool is_workbook(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot != NULL && strcasecmp(dot, ".xlsx") == 0 && name[0] != '.' &&
           strncmp(name, "~$", 2) != 0;
}

static void complain_of_path(const struct text_pair *what, const char *path)
{
    complain(found.invocation->language, what->zh, what->en, path);
    found.trouble = true;
}

/* Names of files that are no scenarios are shown only where there is nothing else. */
static void note_other(const char *name)
{
    const size_t length = strlen(found.listed);
    if (length + strlen(name) + 4 < sizeof found.listed)
        (void)snprintf(found.listed + length, sizeof found.listed - length, "%s%s",
                       length == 0 ? "" : ", ", name);
    found.others++;
}

static int keep_scenario(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    static const struct text_pair unreadable = {"无法读取文件夹", "cannot read the folder"};
    static const struct text_pair linked = {"没有核对链接所指的文件夹（请直接写出它）",
                                            "a link to a folder is not followed (name the folder)"};
    static const struct text_pair like = {
        "没有核对：情景文件名须以 .cfg 结尾（不是情景的，请让文件名以 .bak 结尾）",
        "not tested: a scenario's name ends in .cfg (end it in .bak where it is none)"};
    struct stat target;
    const char *name = path + where->base;
    (void)info;
    if (kind == FTW_DNR || kind == FTW_NS)
        complain_of_path(&unreadable, path);
    if (kind != FTW_F && kind != FTW_SL)
        return 0;
    if (kind == FTW_SL && stat(path, &target) == 0 && S_ISDIR(target.st_mode)) {
        complain_of_path(&linked, path);
        return 0;
    }
    switch (ft_name_of(name)) {
    case FT_NAME_CFG:
        return keep_path(path, false) ? 0 : -1;
    case FT_NAME_LIKE_CFG:
        complain_of_path(&like, path);
        return 0;
    default:
        if (is_workbook(name))
            return keep_path(path, false) ? 0 : -1;
        note_other(name);
        return 0;
    }
}

static int walk_folder(const char *folder)
{
    enum { OPEN_FOLDERS = 16 };
    struct stat info;
    char through[4096];
    /* nftw follows no links, but this one was named. */
    if (lstat(folder, &info) == 0 && S_ISLNK(info.st_mode) &&
        snprintf(through, sizeof through, "%s/.", folder) < (int)sizeof through)
        folder = through;
    return nftw(folder, keep_scenario, OPEN_FOLDERS, FTW_PHYS);
}

static void find_in_folder(const char *folder)
{
    static const struct text_pair none = {"文件夹中没有情景（.cfg 或 .xlsx 文件）",
                                          "no scenario (a .cfg or .xlsx file) in the folder"};
    const size_t before = found.count;
    char what[4096 + 512];
    found.others = 0;
    found.listed[0] = '\0';
    if (walk_folder(folder) != 0) {
        complain(found.invocation->language, strerror(errno), strerror(errno), folder);
        found.trouble = true;
    } else if (found.count == before) {
        (void)snprintf(what, sizeof what,
                       found.others == 0                     ? "%s"
                       : found.invocation->language == FT_ZH ? "%s（略过 %zu 个文件：%s）"
                                                             : "%s (%zu files passed over: %s)",
                       folder, found.others, found.listed);
        complain_of_path(&none, what);
    }
}

/* A file that is named is a scenario, whatever its name. */
static void find_scenarios(const char *path)
{
    struct stat info;
    const size_t before = found.count;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        find_in_folder(path);
    else if (!keep_path(path, true)) {
        complain(found.invocation->language, strerror(errno), strerror(errno), path);
        found.trouble = true;
    }
    if (found.count > before)
        qsort(found.files + before, found.count - before, sizeof *found.files, cli_test_by_name);
}

/* ---- the test ---- */

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
    found.invocation = invocation;
    for (int i = 0; i < invocation->argument_count; i++)
        find_scenarios(invocation->arguments[i]);
    int worst = found.trouble ? EXIT_TROUBLE : EXIT_DONE;
    for (size_t i = 0; i < found.count; i++) {
        int outcome = test_file(invocation, &found.files[i], &tally, &last);
        worst = outcome > worst ? outcome : worst;
        free(found.files[i].path);
    }
    free(found.files);
    free(last.bytes);
    (void)printf(invocation->language == FT_ZH
                     ? "%zu 个情景相符，%zu 个不符，%zu 个没有写明预期\n"
                     : "%zu passed, %zu failed, %zu without expectations\n",
                 tally.passed, tally.failed, tally.silent);
    return output_is_whole(invocation->language) ? worst : EXIT_TROUBLE;
}
