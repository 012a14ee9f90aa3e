#include "base_test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void bench_open(struct bench *bench, enum ft_language language)
{
    *bench = (struct bench){.diagnostics = {.language = language}};
    arena_open(&bench->arena, NULL);
}

void bench_close(struct bench *bench)
{
    arena_close(&bench->arena);
}

enum ft_status bench_conf(struct bench *bench, const char *string)
{
    return conf_read_bytes(&bench->conf, &bench->arena, &bench->diagnostics, "input", string,
                           strlen(string));
}

const struct conf *bench_setting(const struct bench *bench, const char *path)
{
    const struct conf *conf = bench->conf;
    while (*path != '\0') {
        char name[64] = "";
        size_t length = strcspn(path, ".");
        cr_assert_lt(length, sizeof name);
        memcpy(name, path, length);
        size_t index = (size_t)strtoul(name, NULL, 10);
        if (conf->kind == CONF_GROUP)
            conf = conf_child(conf, name);
        else
            conf = index < conf->count ? &conf->children[index] : NULL;
        cr_assert_not_null(conf, "no setting %s", name);
        path += length + (path[length] == '.');
    }
    return conf;
}

static bool append(void *context, const char *bytes, size_t length)
{
    char *rendering = context;
    size_t used = strlen(rendering);
    if (used + length >= RENDERING_SIZE)
        return false;
    memcpy(rendering + used, bytes, length);
    rendering[used + length] = '\0';
    return true;
}

static const char *render(struct bench *bench, bool colour)
{
    bench->rendering[0] = '\0';
    struct ft_sink sink = {.write = append, .context = bench->rendering};
    cr_assert(diagnostics_render(&bench->diagnostics, &sink, colour));
    return bench->rendering;
}

const char *bench_rendering(struct bench *bench)
{
    return render(bench, false);
}

const char *bench_coloured(struct bench *bench)
{
    return render(bench, true);
}

/* ---- memory that runs out ---- */

static void *starving_allocate(void *context, size_t size)
{
    struct starving *starving = context;
    if (starving->left == 0)
        return NULL;
    starving->left--;
    starving->held++;
    return malloc(size);
}

static void starving_release(void *context, void *memory)
{
    struct starving *starving = context;
    starving->held--;
    free(memory);
}

void starving_open(struct starving *starving, size_t left)
{
    *starving = (struct starving){.left = left,
                                  .allocator = {starving_allocate, starving_release, starving}};
}

/* ---- a folder ---- */

void folder_open(struct folder *folder)
{
    const char *base = getenv("TMPDIR");
    (void)snprintf(folder->path, sizeof folder->path, "%s/fangtian-XXXXXX",
                   base == NULL ? P_tmpdir : base);
    cr_assert_not_null(mkdtemp(folder->path));
}

/* The tests make folders one level deep. */
static void empty(const char *path)
{
    DIR *open_folder = opendir(path);
    cr_assert_not_null(open_folder);
    for (struct dirent *entry; (entry = readdir(open_folder)) != NULL;) {
        char inner[PATH_SIZE * 3];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        (void)snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (unlink(inner) == 0)
            continue;
        DIR *folder = opendir(inner);
        for (struct dirent *file; folder != NULL && (file = readdir(folder)) != NULL;)
            (void)unlinkat(dirfd(folder), file->d_name, 0);
        (void)closedir(folder);
        (void)rmdir(inner);
    }
    (void)closedir(open_folder);
}

void folder_close(struct folder *folder)
{
    empty(folder->path);
    cr_assert_eq(rmdir(folder->path), 0);
}

const char *folder_path(struct folder *folder, const char *name)
{
    (void)snprintf(folder->joined, sizeof folder->joined, "%s/%s", folder->path, name);
    return folder->joined;
}

const char *folder_write(struct folder *folder, const char *name, const char *bytes, size_t length)
{
    FILE *file = fopen(folder_path(folder, name), "wb");
    cr_assert_not_null(file, "%s", folder->joined);
    cr_assert_eq(fwrite(bytes, 1, length, file), length);
    cr_assert_eq(fclose(file), 0);
    return folder->joined;
}

const char *folder_text(struct folder *folder, const char *name, const char *string)
{
    return folder_write(folder, name, string, strlen(string));
}

size_t folder_count(const struct folder *folder)
{
    size_t count = 0;
    DIR *open_folder = opendir(folder->path);
    cr_assert_not_null(open_folder);
    for (struct dirent *entry; (entry = readdir(open_folder)) != NULL;)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    (void)closedir(open_folder);
    return count;
}

bool folder_holds(struct folder *folder, const char *name, const char *string)
{
    char bytes[4096];
    FILE *file = fopen(folder_path(folder, name), "rb");
    cr_assert_not_null(file, "%s", folder->joined);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    cr_assert_eq(fclose(file), 0);
    return length == strlen(string) && memcmp(bytes, string, length) == 0;
}

const char *replace_all(struct bench *bench, const char *text, const char *word, const char *by)
{
    const char *result = "";
    for (;;) {
        const char *found = strstr(text, word);
        size_t plain = found == NULL ? strlen(text) : (size_t)(found - text);
        result = arena_format(&bench->arena, "%s%.*s%s", result, (int)plain, text,
                              found == NULL ? "" : by);
        cr_assert_not_null(result);
        if (found == NULL)
            return result;
        text = found + strlen(word);
    }
}
