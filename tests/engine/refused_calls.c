/*
 * System calls that fail, or are interrupted, at each place of the code in turn: what stands before read, write, open and their
 * like for test_refused.c (refusal.h).
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../refusal.h"

#define HERE __builtin_return_address(0)

/* Whether a call fails now, with errno set. */
static bool fails(const void *place)
{
    if (refuses(INTERRUPTED, place)) {
        errno = EINTR;
        return true;
    }
    if (refuses(SYSTEM, place)) {
        errno = EIO;
        return true;
    }
    return false;
}

#define FAIL_CALL(result, none, name, declared, passed)                                            \
    result __real_##name declared;                                                                 \
    result __wrap_##name declared;                                                                 \
    result __wrap_##name declared                                                                  \
    {                                                                                              \
        return fails(HERE) ? (none) : __real_##name passed;                                        \
    }
/* Of those, calls that are never interrupted. */
#define FAIL_SURE_CALL(result, none, name, declared, passed)                                       \
    result __real_##name declared;                                                                 \
    result __wrap_##name declared;                                                                 \
    result __wrap_##name declared                                                                  \
    {                                                                                              \
        return refusal.what == SYSTEM && fails(HERE) ? (none) : __real_##name passed;              \
    }

FAIL_CALL(ssize_t, -1, read, (int fd, void *bytes, size_t size), (fd, bytes, size))
FAIL_CALL(ssize_t, -1, pread, (int fd, void *bytes, size_t size, off_t at), (fd, bytes, size, at))
FAIL_CALL(ssize_t, -1, pwrite, (int fd, const void *bytes, size_t size, off_t at),
          (fd, bytes, size, at))
FAIL_CALL(ssize_t, -1, write, (int fd, const void *bytes, size_t size), (fd, bytes, size))
FAIL_CALL(int, -1, fsync, (int fd), (fd))
FAIL_SURE_CALL(int, -1, fstat, (int fd, struct stat *info), (fd, info))
FAIL_SURE_CALL(int, -1, fchmod, (int fd, mode_t mode), (fd, mode))
FAIL_SURE_CALL(int, -1, rename, (const char *from, const char *to), (from, to))
FAIL_SURE_CALL(int, -1, mkstemp, (char *name), (name))
FAIL_SURE_CALL(DIR *, NULL, opendir, (const char *path), (path))

int __real_open(const char *path, int how, ...);
int __wrap_open(const char *path, int how, ...);
int __wrap_open(const char *path, int how, ...)
{
    va_list arguments;
    va_start(arguments, how);
    const int mode = (how & O_CREAT) != 0 ? va_arg(arguments, int) : 0;
    va_end(arguments);
    return refusal.what == SYSTEM && fails(HERE) ? -1 : __real_open(path, how, mode);
}
