/*
 * What the engine and its libraries ask of a system. A page has none: files come in memory, through
 * ft_call. Only the writer of workbooks wants files, temporary ones; they stand in memory here. So
 * the module imports nothing at all.
 *
 * The calls are those of WASI's preview 1, under the names by which wasi-libc calls them; the
 * linker takes these in the place of imports.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wasi/api.h>

/* ---- what libraries expect of libc ---- */

uintptr_t __stack_chk_guard = 0x5bd1e995;

_Noreturn void __stack_chk_fail(void)
{
    __builtin_trap();
}

/* GMP's own faults: the engine asks for nothing that would raise one. */
_Noreturn void __gmp_divide_by_zero(void)
{
    __builtin_trap();
}

_Noreturn void __gmp_assert_fail(const char *file, int line, const char *expression)
{
    (void)file, (void)line, (void)expression;
    __builtin_trap();
}

int madvise(void *memory, size_t length, int advice)
{
    (void)memory, (void)length, (void)advice;
    return 0;
}

pid_t getpid(void)
{
    return 1;
}

/* Nothing is encrypted. */
bool zip_secure_random(uint8_t *bytes, uint16_t length)
{
    (void)bytes, (void)length;
    return false;
}

int mkstemp(char *path)
{
    static unsigned made;
    char *letters = path + strlen(path) - 6;
    (void)snprintf(letters, 7, "%06u", ++made % 1000000);
    return open(path, O_RDWR | O_CREAT | O_EXCL);
}

FILE *tmpfile(void)
{
    char path[] = "/tmp/fangtian-XXXXXX";
    const int fd = mkstemp(path);
    (void)unlink(path);
    return fd < 0 ? NULL : fdopen(fd, "w+b");
}

/* ---- files in memory ---- */

/* Invariant: it is freed when no name and no descriptor is left. */
struct file {
    char *name; /* below the root; NULL: unlinked */
    unsigned opened;
    char *bytes;
    size_t length, room;
};

enum { ROOT = 3, FIRST = 4, MOST = 64 };

static struct file *files[MOST];
static struct {
    struct file *file;
    uint64_t offset;
    bool append;
} opened[MOST]; /* by descriptor */

static bool is_open(int32_t fd)
{
    return fd >= FIRST && fd < MOST && opened[fd].file != NULL;
}

static void drop_file(struct file *file)
{
    if (file->name != NULL || file->opened > 0)
        return;
    for (size_t i = 0; i < MOST; i++)
        if (files[i] == file)
            files[i] = NULL;
    free(file->bytes);
    free(file);
}

/* The file of this name below the root; "proc/self/fd/7" is what that descriptor has. */
static struct file *find_file(const char *name, size_t length)
{
    static const char descriptors[] = "proc/self/fd/";
    const size_t size = sizeof descriptors - 1;
    if (length > size && memcmp(name, descriptors, size) == 0) {
        int32_t fd = 0;
        for (size_t i = size; i < length && fd < MOST; i++)
            fd = fd * 10 + (name[i] - '0');
        return is_open(fd) ? opened[fd].file : NULL;
    }
    for (size_t i = 0; i < MOST; i++)
        if (files[i] != NULL && files[i]->name != NULL && strlen(files[i]->name) == length &&
            memcmp(files[i]->name, name, length) == 0)
            return files[i];
    return NULL;
}

static struct file *make_file(const char *name, size_t length)
{
    size_t at = 0;
    while (at < MOST && files[at] != NULL)
        at++;
    struct file *file = at == MOST ? NULL : calloc(1, sizeof *file);
    if (file == NULL)
        return NULL;
    file->name = strndup(name, length);
    if (file->name == NULL) {
        free(file);
        return NULL;
    }
    files[at] = file;
    return file;
}

/* Room for `length` bytes; what is new is zero. */
static bool grow_file(struct file *file, uint64_t length)
{
    if (length > file->room) {
        if (length > INT32_MAX / 2)
            return false;
        const size_t room = (size_t)length * 2 + 4096;
        char *grown = realloc(file->bytes, room);
        if (grown == NULL)
            return false;
        file->bytes = grown;
        file->room = room;
    }
    if (length > file->length) {
        memset(file->bytes + file->length, 0, (size_t)length - file->length);
        file->length = (size_t)length;
    }
    return true;
}

/* ---- the calls ---- */

#define CALL(name) __imported_wasi_snapshot_preview1_##name
#define AT(type, address) ((type *)(uintptr_t)(address))

int32_t CALL(environ_sizes_get)(int32_t count, int32_t size)
{
    *AT(uint32_t, count) = *AT(uint32_t, size) = 0;
    return 0;
}

int32_t CALL(environ_get)(int32_t list, int32_t texts)
{
    (void)list, (void)texts;
    return 0;
}

/* There is no clock: the same input gives the same bytes. */
int32_t CALL(clock_time_get)(int32_t clock, int64_t precision, int32_t time)
{
    (void)clock, (void)precision;
    *AT(uint64_t, time) = 1577836800000000000; /* 2020-01-01 */
    return 0;
}

_Noreturn void CALL(proc_exit)(int32_t status)
{
    (void)status;
    __builtin_trap();
}

int32_t CALL(fd_prestat_get)(int32_t fd, int32_t prestat)
{
    if (fd != ROOT)
        return __WASI_ERRNO_BADF;
    *AT(__wasi_prestat_t, prestat) =
        (__wasi_prestat_t){.tag = __WASI_PREOPENTYPE_DIR, .u.dir.pr_name_len = 1};
    return 0;
}

int32_t CALL(fd_prestat_dir_name)(int32_t fd, int32_t name, int32_t length)
{
    if (fd != ROOT || length < 1)
        return __WASI_ERRNO_BADF;
    *AT(char, name) = '/';
    return 0;
}

int32_t CALL(fd_fdstat_get)(int32_t fd, int32_t stat)
{
    if (fd != ROOT && !is_open(fd))
        return __WASI_ERRNO_BADF;
    *AT(__wasi_fdstat_t, stat) = (__wasi_fdstat_t){
        .fs_filetype = fd == ROOT ? __WASI_FILETYPE_DIRECTORY : __WASI_FILETYPE_REGULAR_FILE,
        .fs_rights_base = UINT64_MAX,
        .fs_rights_inheriting = UINT64_MAX};
    return 0;
}

int32_t CALL(fd_fdstat_set_flags)(int32_t fd, int32_t flags)
{
    (void)flags;
    return is_open(fd) ? 0 : __WASI_ERRNO_BADF;
}

static void describe(__wasi_filestat_t *stat, const struct file *file)
{
    *stat = (__wasi_filestat_t){.ino = (uint64_t)(uintptr_t)file,
                                .filetype = __WASI_FILETYPE_REGULAR_FILE,
                                .nlink = file->name != NULL,
                                .size = file->length};
}

int32_t CALL(fd_filestat_get)(int32_t fd, int32_t stat)
{
    if (!is_open(fd))
        return __WASI_ERRNO_BADF;
    describe(AT(__wasi_filestat_t, stat), opened[fd].file);
    return 0;
}

int32_t CALL(path_filestat_get)(int32_t fd, int32_t flags, int32_t path, int32_t length,
                                int32_t stat)
{
    const struct file *file = find_file(AT(const char, path), (size_t)length);
    (void)fd, (void)flags;
    if (file == NULL)
        return __WASI_ERRNO_NOENT;
    describe(AT(__wasi_filestat_t, stat), file);
    return 0;
}

int32_t CALL(path_open)(int32_t folder, int32_t lookup, int32_t path, int32_t length, int32_t how,
                        int64_t rights, int64_t inheriting, int32_t flags, int32_t out)
{
    const char *name = AT(const char, path);
    struct file *file = find_file(name, (size_t)length);
    int32_t fd = FIRST;
    (void)folder, (void)lookup, (void)rights, (void)inheriting;
    if ((how & __WASI_OFLAGS_DIRECTORY) != 0 || (file == NULL && (how & __WASI_OFLAGS_CREAT) == 0))
        return __WASI_ERRNO_NOENT;
    if (file != NULL && (how & __WASI_OFLAGS_EXCL) != 0)
        return __WASI_ERRNO_EXIST;
    while (fd < MOST && opened[fd].file != NULL)
        fd++;
    if (fd < MOST && file == NULL)
        file = make_file(name, (size_t)length);
    if (fd == MOST || file == NULL)
        return __WASI_ERRNO_NFILE;
    if ((how & __WASI_OFLAGS_TRUNC) != 0)
        file->length = 0;
    file->opened++;
    opened[fd].file = file;
    opened[fd].offset = 0;
    opened[fd].append = (flags & __WASI_FDFLAGS_APPEND) != 0;
    *AT(int32_t, out) = fd;
    return 0;
}

/* There are no links. */
int32_t CALL(path_readlink)(int32_t folder, int32_t path, int32_t length, int32_t buffer,
                            int32_t size, int32_t used)
{
    (void)folder, (void)path, (void)length, (void)buffer, (void)size;
    *AT(uint32_t, used) = 0;
    return __WASI_ERRNO_INVAL;
}

int32_t CALL(path_unlink_file)(int32_t folder, int32_t path, int32_t length)
{
    struct file *file = find_file(AT(const char, path), (size_t)length);
    (void)folder;
    if (file == NULL)
        return __WASI_ERRNO_NOENT;
    free(file->name);
    file->name = NULL;
    drop_file(file);
    return 0;
}

int32_t CALL(fd_close)(int32_t fd)
{
    if (!is_open(fd))
        return __WASI_ERRNO_BADF;
    struct file *file = opened[fd].file;
    opened[fd].file = NULL;
    file->opened--;
    drop_file(file);
    return 0;
}

/* Reads from `offset` on, and moves it. */
static uint32_t read_from(const struct file *file, const __wasi_iovec_t *pieces, int32_t count,
                          uint64_t *offset)
{
    uint32_t done = 0;
    for (int32_t i = 0; i < count && *offset < file->length; i++) {
        const size_t left = file->length - (size_t)*offset;
        const size_t part = pieces[i].buf_len < left ? pieces[i].buf_len : left;
        memcpy(pieces[i].buf, file->bytes + (size_t)*offset, part);
        *offset += part;
        done += (uint32_t)part;
    }
    return done;
}

static int32_t write_from(struct file *file, const __wasi_ciovec_t *pieces, int32_t count,
                          uint64_t *offset, uint32_t *done)
{
    *done = 0;
    for (int32_t i = 0; i < count; i++) {
        if (!grow_file(file, *offset + pieces[i].buf_len))
            return __WASI_ERRNO_NOSPC;
        memcpy(file->bytes + (size_t)*offset, pieces[i].buf, pieces[i].buf_len);
        *offset += pieces[i].buf_len;
        *done += (uint32_t)pieces[i].buf_len;
    }
    return 0;
}

int32_t CALL(fd_read)(int32_t fd, int32_t pieces, int32_t count, int32_t done)
{
    if (!is_open(fd))
        return __WASI_ERRNO_BADF;
    *AT(uint32_t, done) =
        read_from(opened[fd].file, AT(const __wasi_iovec_t, pieces), count, &opened[fd].offset);
    return 0;
}

int32_t CALL(fd_pread)(int32_t fd, int32_t pieces, int32_t count, int64_t offset, int32_t done)
{
    uint64_t from = (uint64_t)offset;
    if (!is_open(fd))
        return __WASI_ERRNO_BADF;
    *AT(uint32_t, done) =
        read_from(opened[fd].file, AT(const __wasi_iovec_t, pieces), count, &from);
    return 0;
}

int32_t CALL(fd_write)(int32_t fd, int32_t pieces, int32_t count, int32_t done)
{
    if (!is_open(fd))
        return __WASI_ERRNO_BADF; /* nothing is printed */
    if (opened[fd].append)
        opened[fd].offset = opened[fd].file->length;
    return write_from(opened[fd].file, AT(const __wasi_ciovec_t, pieces), count, &opened[fd].offset,
                      AT(uint32_t, done));
}

int32_t CALL(fd_pwrite)(int32_t fd, int32_t pieces, int32_t count, int64_t offset, int32_t done)
{
    uint64_t to = (uint64_t)offset;
    if (!is_open(fd))
        return __WASI_ERRNO_BADF;
    return write_from(opened[fd].file, AT(const __wasi_ciovec_t, pieces), count, &to,
                      AT(uint32_t, done));
}

int32_t CALL(fd_seek)(int32_t fd, int64_t offset, int32_t whence, int32_t out)
{
    if (!is_open(fd))
        return __WASI_ERRNO_BADF;
    const int64_t from = whence == __WASI_WHENCE_SET   ? 0
                         : whence == __WASI_WHENCE_CUR ? (int64_t)opened[fd].offset
                                                       : (int64_t)opened[fd].file->length;
    if (from + offset < 0)
        return __WASI_ERRNO_INVAL;
    opened[fd].offset = (uint64_t)(from + offset);
    *AT(uint64_t, out) = opened[fd].offset;
    return 0;
}

int32_t CALL(fd_readdir)(int32_t fd, int32_t buffer, int32_t length, int64_t cookie, int32_t used)
{
    (void)fd, (void)buffer, (void)length, (void)cookie, (void)used;
    return __WASI_ERRNO_BADF;
}
