/* The scenarios that arguments name: files, and folders of them. */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "cli.h"

/* nftw has no way to hand a context on; the command is one thread. */
static struct found_files found;
static struct {
    const struct invocation *invocation;
    size_t capacity;
    size_t others;    /* files of the folder that are none */
    char listed[256]; /* the first of them */
} search;

static int found_by_name(const void *x, const void *y)
{
    const struct found_file *one = x, *other = y;
    return strcmp(one->path, other->path);
}

static bool keep_path(const char *path, bool named)
{
    if (found.count == search.capacity) {
        size_t capacity = search.capacity == 0 ? 256 : 2 * search.capacity;
        struct found_file *files = realloc(found.files, capacity * sizeof *files);
        if (files == NULL)
            return false;
        found.files = files;
        search.capacity = capacity;
    }
    found.files[found.count] = (struct found_file){strdup(path), named};
    return found.files[found.count].path != NULL && ++found.count > 0;
}

/* By its name; not what a spreadsheet keeps beside one that is open. */
bool is_workbook(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot != NULL && strcasecmp(dot, ".xlsx") == 0 && name[0] != '.' &&
           strncmp(name, "~$", 2) != 0;
}

static void complain_of_path(const struct text_pair *what, const char *path)
{
    complain(search.invocation->language, what->zh, what->en, path);
    found.trouble = true;
}

/* Names of files that are no scenarios are shown only where there is nothing else. */
static void note_other(const char *name)
{
    const size_t length = strlen(search.listed);
    if (length + strlen(name) + 4 < sizeof search.listed)
        (void)snprintf(search.listed + length, sizeof search.listed - length, "%s%s",
                       length == 0 ? "" : ", ", name);
    search.others++;
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
    case FT_NAME_OTHER:
        break;
    }
    if (is_workbook(name))
        return keep_path(path, false) ? 0 : -1;
    note_other(name);
    return 0;
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
    search.others = 0;
    search.listed[0] = '\0';
    if (walk_folder(folder) != 0) {
        complain(search.invocation->language, system_reason(FT_ZH, errno), strerror(errno), folder);
        found.trouble = true;
    } else if (found.count == before) {
        (void)snprintf(what, sizeof what,
                       search.others == 0                     ? "%s"
                       : search.invocation->language == FT_ZH ? "%s（略过 %zu 个文件：%s）"
                                                              : "%s (%zu files passed over: %s)",
                       folder, search.others, search.listed);
        complain_of_path(&none, what);
    }
}

/* A file that is named is a scenario, whatever its name. */
static void find_scenarios_at(const char *path)
{
    struct stat info;
    const size_t before = found.count;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        find_in_folder(path);
    else if (!keep_path(path, true)) {
        complain(search.invocation->language, system_reason(FT_ZH, errno), strerror(errno), path);
        found.trouble = true;
    }
    if (found.count > before)
        qsort(found.files + before, found.count - before, sizeof *found.files, found_by_name);
}

const struct found_files *find_scenarios(const struct invocation *invocation)
{
    search.invocation = invocation;
    for (int i = 0; i < invocation->argument_count; i++)
        find_scenarios_at(invocation->arguments[i]);
    return &found;
}

void forget_scenarios(void)
{
    for (size_t i = 0; i < found.count; i++)
        free(found.files[i].path);
    free(found.files);
    found = (struct found_files){0};
    search.capacity = 0;
}
