/* A file that is written whole or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"

struct ft_file {
    int fd;
    bool failed;
    int reason;      /* errno of the first failure */
    char *path;      /* the file itself: symbolic links followed */
    char *temporary; /* beside it */
    size_t used;     /* bytes gathered, not yet written */
    char buffer[65536];
};

static void free_file(struct ft_file *file)
{
    free(file->path);
    free(file->temporary);
    free(file);
}

/* The path that a rename must replace: where a symbolic link leads, else the path. */
static char *resolve(const char *path)
{
    struct stat info;
    if (lstat(path, &info) != 0)
        return errno == ENOENT ? strdup(path) : NULL;
    if (S_ISLNK(info.st_mode)) {
        char *target = realpath(path, NULL);
        if (target == NULL)
            return NULL;
        if (stat(target, &info) == 0 && S_ISREG(info.st_mode))
            return target;
        free(target);
        errno = EINVAL;
        return NULL;
    }
    if (!S_ISREG(info.st_mode)) {
        errno = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
        return NULL;
    }
    return strdup(path);
}

/* The mode of the file to be replaced, or what the process's mask leaves of 0666. */
static mode_t wanted_mode(const char *path)
{
    struct stat info;
    if (stat(path, &info) == 0)
        return info.st_mode & 07777;
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

/* A template for mkstemp beside the file: its name cut, for with six letters more it might be too
 * long for a name. */
static char *temporary_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    int folder = slash == NULL ? 0 : (int)(slash - path) + 1;
    const char *name = path + folder;
    size_t size = strlen(path) + sizeof "..XXXXXX", kept = strlen(name);
    if (kept > 200)
        for (kept = 200; ((unsigned char)name[kept] & 0xC0) == 0x80; kept--)
            continue; /* not in the middle of a character: some file systems refuse that */
    char *made = malloc(size);
    if (made != NULL)
        (void)snprintf(made, size, "%.*s.%.*s.XXXXXX", folder, path, (int)kept, name);
    return made;
}

static enum ft_status open_temporary(struct ft_file *file)
{
    file->temporary = temporary_name(file->path);
    if (file->temporary == NULL)
        return FT_IO;
    mode_t mode = wanted_mode(file->path);
    file->fd = mkstemp(file->temporary);
    if (file->fd < 0) {
        free(file->temporary); /* never made: nothing to remove */
        file->temporary = NULL;
        return FT_IO;
    }
    bool set = fcntl(file->fd, F_SETFD, FD_CLOEXEC) == 0 && fchmod(file->fd, mode) == 0;
    return set ? FT_OK : FT_IO;
}

enum ft_status ft_file_open(struct ft_file **out, const char *path)
{
    *out = NULL;
    struct ft_file *file = calloc(1, sizeof *file);
    if (file == NULL)
        return FT_IO;
    file->fd = -1;
    file->path = resolve(path);
    if (file->path == NULL || open_temporary(file) != FT_OK) {
        int reason = errno;
        ft_file_discard(file);
        errno = reason;
        return FT_IO;
    }
    *out = file;
    return FT_OK;
}

static bool write_out(struct ft_file *file, const char *bytes, size_t length)
{
    while (length > 0 && !file->failed) {
        ssize_t written = write(file->fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            file->failed = true;
            file->reason = errno;
            break;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return !file->failed;
}

static bool flush(struct ft_file *file)
{
    bool whole = !file->failed && write_out(file, file->buffer, file->used);
    file->used = 0;
    return whole;
}

/* Reports write a word at a time: gathered, they cost a few system calls instead of thousands. */
static bool write_bytes(void *context, const char *bytes, size_t length)
{
    struct ft_file *file = context;
    while (length > 0 && !file->failed) {
        size_t room = sizeof file->buffer - file->used, part = length < room ? length : room;
        memcpy(file->buffer + file->used, bytes, part);
        file->used += part;
        bytes += part;
        length -= part;
        if (file->used == sizeof file->buffer)
            (void)flush(file);
    }
    return !file->failed;
}

struct ft_sink ft_file_sink(struct ft_file *file)
{
    return (struct ft_sink){write_bytes, file};
}

/* After a rename the folder holds the name: without this a power cut may bring the old file back.
 */
static void sync_folder(const char *path)
{
    char *copy = strdup(path);
    if (copy == NULL)
        return;
    char *slash = strrchr(copy, '/');
    if (slash != NULL)
        slash[slash == copy ? 1 : 0] = '\0';
    int fd = open(slash == NULL ? "." : copy, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
    free(copy);
}

/* Flushes and closes; the descriptor is gone whatever the outcome. */
static bool finish(struct ft_file *file)
{
    int status;
    do
        status = fsync(file->fd);
    while (status != 0 && errno == EINTR);
    int reason = errno;
    int closed = close(file->fd);
    file->fd = -1;
    if (status != 0)
        errno = reason;
    return status == 0 && (closed == 0 || errno == EINTR);
}

enum ft_status ft_file_commit(struct ft_file *file)
{
    bool done = flush(file) && finish(file);
    int reason = file->failed ? file->reason : errno;
    if (done && rename(file->temporary, file->path) != 0) {
        reason = errno;
        done = false;
    }
    if (!done) {
        ft_file_discard(file);
        errno = reason;
        return FT_IO;
    }
    sync_folder(file->path);
    free_file(file);
    return FT_OK;
}

void ft_file_discard(struct ft_file *file)
{
    if (file == NULL)
        return;
    if (file->fd >= 0)
        (void)close(file->fd);
    if (file->temporary != NULL)
        (void)unlink(file->temporary);
    free_file(file);
}
