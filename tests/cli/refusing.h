/*
 * refusing.h: stands before what the command itself asks of the system and of memory; it is included before each of its sources
 * (refused.py says what for). The time that FANGTIAN_REFUSE says is refused, where the function says that it may fail.
 */
#ifndef FANGTIAN_TEST_REFUSING_H
#define FANGTIAN_TEST_REFUSING_H

#include <dirent.h>
#include <ftw.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fangtian.h"
#include "fangtian/call.h"

/* Counts; true where this time is refused, errno says why. */
bool refusing(void);

/* A function for each, so that a source has the branches that it has without this. */
#define REFUSED(result, none, name, declared, passed)                                              \
    static inline result refusing_##name declared                                                  \
    {                                                                                              \
        return refusing() ? (none) : name passed;                                                  \
    }
REFUSED(void *, NULL, malloc, (size_t size), (size))
REFUSED(void *, NULL, calloc, (size_t count, size_t size), (count, size))
REFUSED(void *, NULL, realloc, (void *old, size_t size), (old, size))
REFUSED(char *, NULL, strdup, (const char *text), (text))
REFUSED(char *, NULL, strndup, (const char *text, size_t length), (text, length))
REFUSED(FILE *, NULL, fopen, (const char *path, const char *how), (path, how))
REFUSED(int, EOF, fflush, (FILE * file), (file))
REFUSED(char *, NULL, realpath, (const char *path, char *out), (path, out))
REFUSED(ssize_t, -1, readlink, (const char *path, char *out, size_t size), (path, out, size))
REFUSED(DIR *, NULL, opendir, (const char *path), (path))
REFUSED(int, -1, access, (const char *path, int how), (path, how))
REFUSED(int, -1, nftw, (const char *path, __nftw_func_t visit, int most, int how),
        (path, visit, most, how))
REFUSED(int, -1, sigaction, (int number, const struct sigaction *action, struct sigaction *before),
        (number, action, before))
REFUSED(ssize_t, -1, getrandom, (void *bytes, size_t size, unsigned how), (bytes, size, how))
REFUSED(int, -1, chdir, (const char *path), (path))
REFUSED(int, -1, clock_gettime, (clockid_t clock, struct timespec *now), (clock, now))

static inline enum ft_status refusing_ft_open(struct ft_engine **engine,
                                              const struct ft_options *options)
{
    *engine = NULL;
    return refusing() ? FT_NO_MEMORY : ft_open(engine, options);
}

static inline enum ft_status refusing_ft_session_open(struct ft_session **session,
                                                      const struct ft_options *options)
{
    *session = NULL;
    return refusing() ? FT_NO_MEMORY : ft_session_open(session, options);
}

#undef strdup
#undef strndup
#define malloc refusing_malloc
#define calloc refusing_calloc
#define realloc refusing_realloc
#define strdup refusing_strdup
#define strndup refusing_strndup
#define fopen refusing_fopen
#define fflush refusing_fflush
#define realpath refusing_realpath
#define readlink refusing_readlink
#define opendir refusing_opendir
#define access refusing_access
#define nftw refusing_nftw
#define clock_gettime refusing_clock_gettime
#define getrandom refusing_getrandom
#define chdir refusing_chdir
#define ft_open refusing_ft_open
#define ft_session_open refusing_ft_session_open
#define sigaction(number, action, before)                                                          \
    refusing_sigaction(number, action, before) /* it is a type's name as well */

#endif
