/*
 * The files that an engine reads and those that its caller is to write. A file is told by device
 * and inode, so that links and other spellings of a path do not hide it; one that is not there yet
 * by its folder and its name in it.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base_internal.h"

struct file_entry {
    uint64_t device, inode; /* of the file; of its folder where it is not there yet */
    const char *absent;     /* its name then, else NULL */
    const char *path;       /* as the user named it */
    const char *role;       /* of an output: "--rows"; NULL for an input */
    char sha[SHA_TEXT];     /* of an input that was read whole */
};

void file_list_open(struct file_list *list, const struct ft_allocator *allocator,
                    struct diagnostics *diagnostics)
{
    *list = (struct file_list){.diagnostics = diagnostics};
    arena_open(&list->arena, allocator);
}

void file_list_close(struct file_list *list)
{
    arena_close(&list->arena);
}

static struct file_entry *file_list_add_entry(struct file_list *list,
                                              const struct file_entry *entry)
{
    struct file_entry *entries =
        arena_grow(&list->arena, list->entries, &list->capacity, sizeof *entries, list->count + 1);
    if (entries == NULL)
        return NULL;
    list->entries = entries;
    struct file_entry *added = &entries[list->count];
    *added = *entry;
    added->path = arena_copy(&list->arena, entry->path, strlen(entry->path));
    if (entry->absent != NULL)
        added->absent = arena_copy(&list->arena, entry->absent, strlen(entry->absent));
    if (added->path == NULL || (entry->absent != NULL && added->absent == NULL))
        return NULL;
    list->count++;
    return added;
}

static bool is_same_file(const struct file_entry *x, const struct file_entry *y)
{
    return x->device == y->device && x->inode == y->inode &&
           (x->absent == NULL) == (y->absent == NULL) &&
           (x->absent == NULL || strcmp(x->absent, y->absent) == 0);
}

/* "--rows roster.csv" as the messages name it; the role alone where memory is out. */
static const char *output_name(struct file_list *list, const struct file_entry *output)
{
    const char *name = output->path[0] == '\0'
                           ? output->role
                           : arena_format(&list->arena, "%s %s", output->role, output->path);
    return name == NULL ? output->role : name;
}

static void fault_input(struct file_list *list, const struct file_entry *output,
                        const struct file_entry *input, const struct place *asked)
{
    list->conflict = true;
    diagnostics_add(list->diagnostics, asked, &base_message[BASE_OUTPUT_IS_INPUT],
                    output_name(list, output), input->path, NULL);
}

enum ft_status file_list_note(struct file_list *list, uint64_t device, uint64_t inode,
                              const char *path, const struct place *asked)
{
    const struct file_entry input = {.device = device, .inode = inode, .path = path};
    bool known = false;
    for (size_t i = 0; i < list->count; i++) {
        const struct file_entry *other = &list->entries[i];
        if (!is_same_file(other, &input))
            continue;
        if (other->role != NULL)
            fault_input(list, other, &input, asked);
        else
            known = true;
    }
    return known || file_list_add_entry(list, &input) != NULL ? FT_OK : FT_NO_MEMORY;
}

enum ft_status file_list_read(struct file_list *list, const struct stat *info, const char *path,
                              const struct place *asked)
{
    if (list == NULL)
        return FT_OK;
    return file_list_note(list, (uint64_t)info->st_dev, (uint64_t)info->st_ino, path, asked);
}

enum ft_status file_list_keep(struct file_list *list, const char *path, const struct place *asked)
{
    struct stat info;
    return stat(path, &info) == 0 ? file_list_read(list, &info, path, asked) : FT_OK;
}

void file_list_digest(struct file_list *list, uint64_t device, uint64_t inode, const char *sha)
{
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        struct file_entry *entry = &list->entries[i];
        if (entry->role == NULL && entry->absent == NULL && entry->device == device &&
            entry->inode == inode && entry->sha[0] == '\0') {
            memcpy(entry->sha, sha, SHA_TEXT);
            return;
        }
    }
}

bool file_list_input(const struct file_list *list, size_t index, const char **path,
                     const char **sha)
{
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (list->entries[i].role == NULL && index-- == 0) {
            *path = list->entries[i].path;
            *sha = list->entries[i].sha;
            return true;
        }
    return false;
}

/* What is written there is gone: two may share it. */
static bool is_null_device(const struct stat *info)
{
    struct stat null;
    return S_ISCHR(info->st_mode) && stat("/dev/null", &null) == 0 && null.st_rdev == info->st_rdev;
}

static char *parent_folder(const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');
    *name = slash == NULL ? path : slash + 1;
    return slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
}

/* Where a path leads that is to be written; false where nothing can come of it, or nothing be
 * lost. */
static bool identify_output(struct file_entry *entry, const char *target)
{
    struct stat info;
    const int descriptor = file_descriptor_of(target);
    const int found = descriptor >= 0 ? fstat(descriptor, &info) : stat(target, &info);
    if (found != 0) {
        char *folder = parent_folder(target, &entry->absent);
        const bool stands = descriptor < 0 && folder != NULL && entry->absent[0] != '\0' &&
                            stat(folder, &info) == 0;
        free(folder);
        if (!stands)
            return false;
    } else if (is_null_device(&info)) {
        return false;
    }
    entry->device = (uint64_t)info.st_dev;
    entry->inode = (uint64_t)info.st_ino;
    return true;
}

static enum ft_status reserve_target(struct file_list *list, const char *target, const char *path,
                                     const char *role)
{
    struct file_entry output = {.path = path, .role = role};
    if (!identify_output(&output, target))
        return FT_OK;
    const size_t before = list->count;
    const struct file_entry *added = file_list_add_entry(list, &output);
    bool good = true;
    if (added == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < before; i++) {
        const struct file_entry *other = &list->entries[i];
        if (!is_same_file(other, added))
            continue;
        good = false;
        if (other->role == NULL)
            fault_input(list, added, other, NULL);
        else
            diagnostics_add(list->diagnostics, NULL, &base_message[BASE_OUTPUTS_ARE_ONE],
                            output_name(list, other), output_name(list, added), NULL);
    }
    return good ? FT_OK : FT_INVALID;
}

enum ft_status file_list_reserve(struct file_list *list, const char *path, const char *role)
{
    const bool standard = strcmp(path, "-") == 0;
    const char *kept = arena_copy(&list->arena, role, strlen(role));
    char *target = file_follow(standard ? "/dev/stdout" : path);
    if (kept == NULL)
        free(target);
    if (kept == NULL)
        return FT_NO_MEMORY;
    if (target == NULL)
        return FT_OK; /* a circle of links, which whoever opens it tells */
    enum ft_status status = reserve_target(list, target, standard ? "" : path, kept);
    free(target);
    return status;
}

/* ---- where paths lead ---- */

int file_descriptor_of(const char *path)
{
    static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
    if (strcmp(path, "/dev/stdout") == 0)
        return STDOUT_FILENO;
    if (strcmp(path, "/dev/stderr") == 0)
        return STDERR_FILENO;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const size_t length = strlen(folders[i]);
        const char *digits = path + length;
        char *end;
        if (strncmp(path, folders[i], length) != 0 || digits[0] < '0' || digits[0] > '9')
            continue;
        errno = 0;
        const long number = strtol(digits, &end, 10);
        if (*end == '\0' && errno == 0 && number <= INT_MAX)
            return (int)number;
    }
    return -1;
}

/* What a link at `path` says, from where the link stands. */
static char *join_link(const char *path, const char *link)
{
    const char *slash = link[0] == '/' ? NULL : strrchr(path, '/');
    const size_t folder = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    char *joined = malloc(folder + strlen(link) + 1);
    if (joined != NULL) {
        memcpy(joined, path, folder);
        strcpy(joined + folder, link);
    }
    return joined;
}

char *file_follow(const char *path)
{
    enum { MOST_LINKS = 40 };
    char link[PATH_MAX];
    char *at = strdup(path);
    for (int steps = 0; at != NULL && file_descriptor_of(at) < 0; steps++) {
        const ssize_t length = readlink(at, link, sizeof link - 1);
        if (length < 0)
            return at;
        link[length] = '\0';
        char *next = steps == MOST_LINKS ? NULL : join_link(at, link);
        free(at);
        if (steps == MOST_LINKS)
            errno = ELOOP;
        at = next;
    }
    return at;
}
