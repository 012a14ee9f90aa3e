/* A file that is written whole or not at all. */
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base_internal.h"

struct ft_file {
    int fd;
    int lock; /* the same open file, which holds its lock until it has its name; -1: none */
    bool failed;
    int reason;      /* errno of the first failure */
    char *path;      /* the file itself: symbolic links followed */
    char *temporary; /* beside it; NULL where it is written straight */
    size_t used;     /* bytes gathered, not yet written */
    char buffer[65536];
};

static void free_file(struct ft_file *file)
{
    if (file->lock >= 0)
        (void)close(file->lock);
    free(file->path);
    free(file->temporary);
    free(file);
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

/* ---- temporary files ---- */

/* ".NAME.fangtian.XXXXXX": a mark that no other program sets, and letters that no other run has. */
static const char mark_and_letters[] = ".fangtian.XXXXXX";
enum { LETTERS = 6 };

/* A template for mkstemp beside the file: its name cut, for with more letters it might be too long
 * for a name. */
static char *temporary_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    int folder = slash == NULL ? 0 : (int)(slash - path) + 1;
    const char *name = path + folder;
    size_t size = strlen(path) + sizeof "." + sizeof mark_and_letters, kept = strlen(name);
    if (kept > 200)
        for (kept = 200; ((unsigned char)name[kept] & 0xC0) == 0x80; kept--)
            continue; /* not in the middle of a character: some file systems refuse that */
    char *made = malloc(size);
    if (made != NULL)
        (void)snprintf(made, size, "%.*s.%.*s%s", folder, path, (int)kept, name, mark_and_letters);
    return made;
}

/* Whether `name` is a temporary file of a run that wrote to the same file as one called `own`. */
static bool is_of_same_file(const char *name, const char *own)
{
    const size_t length = strlen(own);
    return strlen(name) == length && strcmp(name, own) != 0 &&
           strncmp(name, own, length - LETTERS) == 0;
}

/* Removes a temporary file unless a run that lives holds its lock. */
static void clear_stale(int folder, const char *name)
{
    struct stat open_info, named_info;
    const int how = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    int fd = openat(folder, name, O_RDWR | how); /* as some file systems want it for a lock */
    if (fd < 0)
        fd = openat(folder, name, O_RDONLY | how);
    if (fd < 0)
        return;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &open_info) == 0 &&
        S_ISREG(open_info.st_mode) && open_info.st_uid == geteuid() &&
        fstatat(folder, name, &named_info, AT_SYMLINK_NOFOLLOW) == 0 &&
        named_info.st_ino == open_info.st_ino && named_info.st_dev == open_info.st_dev)
        (void)unlinkat(folder, name, 0);
    (void)close(fd);
}

/* What runs left that were killed while they wrote to the same file. That it cannot be looked for
 * is no fault of this run. */
static void clear_stale_files(const char *temporary)
{
    const char *slash = strrchr(temporary, '/');
    const char *own = slash == NULL ? temporary : slash + 1;
    char *path = slash == NULL ? strdup(".") : strndup(temporary, (size_t)(slash - temporary) + 1);
    DIR *folder = path == NULL ? NULL : opendir(path);
    free(path);
    if (folder == NULL)
        return;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        if (is_of_same_file(entry->d_name, own))
            clear_stale(dirfd(folder), entry->d_name);
    (void)closedir(folder);
}

/* Holds the lock that keeps other runs from clearing the file. False where one was quicker, between
 * the making of the file and its lock. A file system without locks has none to keep. */
static bool hold_temporary(struct ft_file *file)
{
    struct stat info;
    file->lock = fcntl(file->fd, F_DUPFD_CLOEXEC, 0);
    if (file->lock < 0 || flock(file->lock, LOCK_EX | LOCK_NB) != 0)
        return errno != EWOULDBLOCK;
    return fstat(file->fd, &info) != 0 || info.st_nlink > 0;
}

static void drop_temporary(struct ft_file *file)
{
    if (file->lock >= 0)
        (void)close(file->lock);
    if (file->fd >= 0)
        (void)close(file->fd);
    free(file->temporary);
    file->temporary = NULL;
    file->fd = file->lock = -1;
}

static enum ft_status make_temporary(struct ft_file *file)
{
    enum { MOST_TRIES = 8 };
    for (int tries = 0; tries < MOST_TRIES; tries++) {
        file->temporary = temporary_name(file->path);
        if (file->temporary == NULL)
            return FT_IO;
        file->fd = mkstemp(file->temporary);
        if (file->fd < 0) {
            drop_temporary(file); /* never made: nothing to remove */
            return FT_IO;
        }
        if (hold_temporary(file))
            return FT_OK;
        drop_temporary(file);
    }
    errno = EBUSY;
    return FT_IO;
}

static enum ft_status open_temporary(struct ft_file *file)
{
    const mode_t mode = wanted_mode(file->path);
    if (make_temporary(file) != FT_OK)
        return FT_IO;
    bool set = fcntl(file->fd, F_SETFD, FD_CLOEXEC) == 0 && fchmod(file->fd, mode) == 0;
    if (set)
        clear_stale_files(file->temporary);
    return set ? FT_OK : FT_IO;
}

/* ---- opening ---- */

static enum ft_status take_descriptor(struct ft_file *file, int fd)
{
    file->fd = fd;
    return fd >= 0 ? FT_OK : FT_IO;
}

static enum ft_status open_target(struct ft_file *file)
{
    struct stat info;
    const int descriptor = file_descriptor_of(file->path);
    if (descriptor >= 0)
        return take_descriptor(file, fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
    const bool stands = stat(file->path, &info) == 0;
    if ((!stands && errno != ENOENT) || file->path[0] == '\0')
        return FT_IO;
    if (!stands || S_ISREG(info.st_mode))
        return open_temporary(file);
    return take_descriptor(file, open(file->path, O_WRONLY | O_NOCTTY | O_CLOEXEC));
}

enum ft_status ft_file_open(struct ft_file **out, const char *path)
{
    if (out == NULL)
        return FT_INVALID;
    *out = NULL;
    if (path == NULL)
        return FT_INVALID;
    struct ft_file *file = calloc(1, sizeof *file);
    if (file == NULL)
        return FT_IO;
    file->fd = file->lock = -1;
    file->path = file_follow(path);
    if (file->path == NULL || open_target(file) != FT_OK) {
        int reason = errno;
        ft_file_discard(file);
        errno = reason;
        return FT_IO;
    }
    *out = file;
    return FT_OK;
}

/* ---- writing ---- */

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

static bool file_flush(struct ft_file *file)
{
    bool whole = !file->failed && write_out(file, file->buffer, file->used);
    file->used = 0;
    return whole;
}

/* Reports write a word at a time: gathered, they cost a few system calls instead of thousands. */
static bool file_write_bytes(void *context, const char *bytes, size_t length)
{
    struct ft_file *file = context;
    while (length > 0 && !file->failed) {
        size_t room = sizeof file->buffer - file->used, part = length < room ? length : room;
        memcpy(file->buffer + file->used, bytes, part);
        file->used += part;
        bytes += part;
        length -= part;
        if (file->used == sizeof file->buffer)
            (void)file_flush(file);
    }
    return !file->failed;
}

struct ft_sink ft_file_sink(struct ft_file *file)
{
    return file == NULL ? (struct ft_sink){NULL, NULL} : (struct ft_sink){file_write_bytes, file};
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

/* Flushes and closes; the descriptor is gone whatever the outcome. What is no file of a folder
 * cannot be synced. */
static bool file_finish(struct ft_file *file)
{
    int status;
    do
        status = fsync(file->fd);
    while (status != 0 && errno == EINTR);
    if (status != 0 && file->temporary == NULL && (errno == EINVAL || errno == EROFS))
        status = 0;
    int reason = errno;
    int closed = close(file->fd);
    file->fd = -1;
    if (status != 0)
        errno = reason;
    return status == 0 && (closed == 0 || errno == EINTR);
}

static bool write_whole(struct ft_file *file)
{
    assert(file->fd >= 0 && file->path != NULL);
    const bool whole = file_flush(file) && file_finish(file);
    if (file->failed)
        errno = file->reason;
    return whole;
}

/* Gives the file its name. */
static bool appear(struct ft_file *file)
{
    if (file->temporary == NULL)
        return true;
    if (rename(file->temporary, file->path) != 0)
        return false;
    free(file->temporary); /* the name is gone: nothing to remove */
    file->temporary = NULL;
    sync_folder(file->path);
    return true;
}

enum ft_status ft_files_commit(struct ft_file *const *files, size_t count, size_t *failed)
{
    bool done = true;
    if (count > 0 && (files == NULL || failed == NULL))
        return FT_INVALID;
    for (size_t i = 0; i < count && done; i++) {
        *failed = i;
        done = files[i] == NULL || write_whole(files[i]);
    }
    for (size_t i = 0; i < count && done; i++) {
        *failed = i;
        done = files[i] == NULL || appear(files[i]);
    }
    const int reason = errno;
    for (size_t i = 0; i < count; i++)
        ft_file_discard(files[i]);
    errno = reason;
    return done ? FT_OK : FT_IO;
}

enum ft_status ft_file_commit(struct ft_file *file)
{
    size_t failed;
    return file == NULL ? FT_INVALID : ft_files_commit(&file, 1, &failed);
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
