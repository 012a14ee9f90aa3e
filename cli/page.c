/* fangtian page: one HTML file with the engine, the policies and a scenario. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>

#include "cli.h"

/* ---- files ---- */

bool read_whole_file(struct ft_memory_file *file, const char *path, const char *name)
{
    FILE *stream = fopen(path, "rb");
    size_t room = 65536, length = 0;
    char *bytes = stream == NULL ? NULL : malloc(room);
    while (bytes != NULL) {
        const size_t got = fread(bytes + length, 1, room - length, stream);
        length += got;
        if (got == 0)
            break;
        char *grown = length < room ? bytes : realloc(bytes, room *= 2);
        if (grown == NULL)
            free(bytes);
        bytes = grown;
    }
    bool good = bytes != NULL && ferror(stream) == 0;
    if (stream != NULL)
        (void)fclose(stream);
    char *copy = good ? strdup(name) : NULL;
    if (copy == NULL) {
        free(bytes);
        return false;
    }
    *file = (struct ft_memory_file){copy, bytes, length};
    return true;
}

static bool add_file(struct page_files *files, const char *path, const char *name)
{
    struct ft_memory_file *items = files->items;
    if (files->count == files->capacity)
        items = realloc(items, (files->capacity * 2 + 64) * sizeof *items);
    if (items == NULL)
        return false;
    if (files->count == files->capacity)
        files->capacity = files->capacity * 2 + 64;
    files->items = items;
    if (!read_whole_file(&items[files->count], path, name))
        return false;
    files->count++;
    return true;
}

void page_files_close(struct page_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free((char *)files->items[i].name);
        free((char *)files->items[i].bytes);
    }
    free(files->items);
    *files = (struct page_files){0};
}

static int page_file_order(const void *x, const void *y)
{
    const struct ft_memory_file *first = x, *second = y;
    return strcmp(first->name, second->name);
}

/* Whether an earlier folder has this pack, or the vocabulary: the first one counts. */
static bool page_files_have(const struct page_files *files, size_t before, const char *name)
{
    const size_t length = strcspn(name, "/");
    for (size_t i = 0; i < before; i++)
        if (strncmp(files->items[i].name, name, length) == 0 &&
            (files->items[i].name[length] == '/' || files->items[i].name[length] == '\0'))
            return true;
    return false;
}

/* The files of a folder of packs that are read as policies, two levels deep, and what they
 * include. */
static bool add_policies(struct page_files *files, size_t before, const char *folder,
                         const char *below)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, below);
    DIR *stream = opendir(path);
    bool good = stream != NULL;
    for (struct dirent *entry = good ? readdir(stream) : NULL; entry != NULL && good;
         entry = readdir(stream)) {
        char file[4096], name[1024];
        struct stat info;
        (void)snprintf(name, sizeof name, "%s%s", below, entry->d_name);
        (void)snprintf(file, sizeof file, "%s/%s", folder, name);
        if (entry->d_name[0] == '.' || stat(file, &info) != 0 ||
            page_files_have(files, before, name))
            continue;
        const char *dot = strrchr(name, '.');
        if (S_ISDIR(info.st_mode)) {
            (void)strcat(name, "/");
            good = add_policies(files, before, folder, name);
        } else if (dot != NULL && (strcasecmp(dot, ".cfg") == 0 || strcasecmp(dot, ".inc") == 0)) {
            good = add_file(files, file, name);
        }
    }
    if (stream != NULL)
        (void)closedir(stream);
    return good;
}

bool read_policies(struct page_files *files, const struct invocation *invocation)
{
    const char *folders[MOST_FOLDERS];
    const size_t count = find_policies(invocation, folders);
    for (size_t i = 0; i < count; i++)
        if (!add_policies(files, files->count, folders[i], ""))
            return false;
    if (files->count > 0)
        qsort(files->items, files->count, sizeof *files->items, page_file_order);
    return true;
}

/* ---- the shell ---- */

bool read_shell(struct page_shell *shell, enum ft_language language)
{
    char path[4096];
    const char *folder = own_page();
    static const struct {
        const char *name;
        size_t offset;
    } parts[] = {{"shell.html", offsetof(struct page_shell, shell)},
                 {"fangtian.wasm.gz", offsetof(struct page_shell, engine)},
                 {"licences.txt", offsetof(struct page_shell, licences)}};
    *shell = (struct page_shell){0};
    bool good = folder != NULL;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && good; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, parts[i].name);
        good = read_whole_file((struct ft_memory_file *)((char *)shell + parts[i].offset), path,
                               parts[i].name);
    }
    if (good && ft_page_is_shell(shell->shell.bytes, shell->shell.length))
        return true;
    page_shell_close(shell);
    complain(language,
             "页面尚未构建：请在源码目录运行 ./bootstrap.sh page，再重新安装（cmake --install）",
             "the page was not built: run ./bootstrap.sh page in the sources, then install again "
             "(cmake --install)",
             NULL);
    return false;
}

void page_shell_close(struct page_shell *shell)
{
    struct ft_memory_file *const parts[] = {&shell->shell, &shell->engine, &shell->licences};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        free((char *)parts[i]->name);
        free((char *)parts[i]->bytes);
    }
    *shell = (struct page_shell){0};
}

/* ---- the page ---- */

static struct page_shell shell;
static struct page_files policies, files;
static const char *scenario_name; /* NULL: an empty page */

static bool page_is_policy(const struct invocation *invocation, const char *path)
{
    const char *folders[MOST_FOLDERS];
    const size_t count = find_policies(invocation, folders);
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(folders[i]);
        if (strncmp(path, folders[i], length) == 0 && path[length] == '/')
            return true;
    }
    return false;
}

/* The files that the engine read of the scenario, by their paths from its folder on. */
static bool read_scenario(const struct ft_engine *engine, const struct invocation *invocation,
                          const char *scenario)
{
    const char *slash = strrchr(scenario, '/'), *path, *sha;
    const size_t folder = slash == NULL ? 0 : (size_t)(slash - scenario) + 1;
    scenario_name = scenario + folder;
    for (size_t i = 0; ft_input(engine, i, &path, &sha); i++)
        if (strncmp(path, scenario, folder) == 0 && !page_is_policy(invocation, path) &&
            !add_file(&files, path, path + folder))
            return false;
    return true;
}

/* When the page is made, in UTC; SOURCE_DATE_EPOCH in its stead, as builds that are to be repeated
 * set it. */
static const char *time_of_making(char *text, size_t size)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    const time_t now = fixed == NULL ? time(NULL) : (time_t)strtoll(fixed, NULL, 10);
    struct tm parts;
    if (gmtime_r(&now, &parts) == NULL || strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        return NULL;
    return text;
}

static enum ft_status write_page(struct ft_engine *engine, const struct invocation *invocation,
                                 const struct ft_sink *sink)
{
    char made[32];
    const struct ft_page page = {
        .shell = shell.shell.bytes,
        .shell_length = shell.shell.length,
        .engine = shell.engine.bytes,
        .engine_length = shell.engine.length,
        .licences = shell.licences.bytes,
        .licences_length = shell.licences.length,
        .title = scenario_name == NULL ? "方田" : ft_title(engine, invocation->language),
        .made = time_of_making(made, sizeof made),
        .policies = policies.items,
        .policy_count = policies.count,
        .scenario = scenario_name,
        .files = files.items,
        .file_count = files.count,
    };
    return ft_page(&page, sink);
}

static int make_page(const struct invocation *invocation)
{
    const char *scenario = invocation->argument_count > 0 ? invocation->arguments[0] : NULL;
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    /* A page that cannot be worked out is not made: what is wrong is told here, all of it. */
    enum ft_status status =
        scenario == NULL ? ft_load_policies(engine, NULL, 0) : ft_load(engine, scenario);
    if (status == FT_OK && scenario != NULL)
        status = ft_run(engine);
    if (status == FT_OK && (!read_policies(&policies, invocation) ||
                            (scenario != NULL && !read_scenario(engine, invocation, scenario)))) {
        complain(invocation->language, "读不出文件", "a file cannot be read",
                 system_reason(invocation->language, errno));
        status = FT_IO;
    }
    return status == FT_OK ? write_output(engine, invocation, write_page)
                           : close_engine(engine, status);
}

int command_page(const struct invocation *invocation)
{
    if (is_standard_output(invocation->output)) {
        complain(invocation->language, "请用 -o 写明要写成的文件，例如 county.html",
                 "name the file to write with -o, such as county.html", NULL);
        return EXIT_TROUBLE;
    }
    if (!read_shell(&shell, invocation->language))
        return EXIT_TROUBLE;
    const int outcome = make_page(invocation);
    page_files_close(&files);
    page_files_close(&policies);
    page_shell_close(&shell);
    return outcome;
}
