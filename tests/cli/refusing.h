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

static inline enum ft_status refusing_open(struct ft_engine **engine,
                                           const struct ft_options *options)
{
    *engine = NULL;
    return refusing() ? FT_NO_MEMORY : ft_open(engine, options);
}

static inline enum ft_status refusing_session_open(struct ft_session **session,
                                                   const struct ft_options *options)
{
    *session = NULL;
    return refusing() ? FT_NO_MEMORY : ft_session_open(session, options);
}

#define ft_open(engine, options) refusing_open(engine, options)
#define ft_session_open(session, options) refusing_session_open(session, options)
#define malloc(size) (refusing() ? NULL : malloc(size))
#define calloc(count, size) (refusing() ? NULL : calloc(count, size))
#define realloc(old, size) (refusing() ? NULL : realloc(old, size))
#define strdup(text) (refusing() ? NULL : strdup(text))
#define strndup(text, length) (refusing() ? NULL : strndup(text, length))
#define fopen(path, how) (refusing() ? NULL : fopen(path, how))
#define fflush(file) (refusing() ? EOF : fflush(file))
#define realpath(path, out) (refusing() ? NULL : realpath(path, out))
#define readlink(path, out, size) (refusing() ? -1 : readlink(path, out, size))
#define opendir(path) (refusing() ? NULL : opendir(path))
#define access(path, how) (refusing() ? -1 : access(path, how))
#define nftw(path, visit, most, how) (refusing() ? -1 : nftw(path, visit, most, how))
#define sigaction(number, action, before) (refusing() ? -1 : sigaction(number, action, before))
#define getrandom(bytes, size, how) (refusing() ? -1 : getrandom(bytes, size, how))
#define chdir(path) (refusing() ? -1 : chdir(path))
#define clock_gettime(clock, now) (refusing() ? -1 : clock_gettime(clock, now))

#endif
