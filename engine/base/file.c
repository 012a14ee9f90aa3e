#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base_internal.h"

static const char *kind_name(mode_t mode, enum ft_language language)
{
    bool zh = language == FT_ZH;
    if (S_ISDIR(mode))
        return zh ? "文件夹" : "a folder";
    if (S_ISFIFO(mode))
        return zh ? "管道" : "a pipe";
    if (S_ISSOCK(mode))
        return zh ? "套接字" : "a socket";
    return zh ? "设备" : "a device";
}

/* The system's own words where ours have none. */
const char *file_reason(int error, enum ft_language language)
{
    static const struct {
        int error;
        const char *zh;
    } reasons[] = {
        {ENOENT, "文件不存在"},   {ENOTDIR, "路径中有一段不是文件夹"},
        {EACCES, "没有读取权限"}, {ENAMETOOLONG, "文件名过长"},
        {ELOOP, "符号链接循环"},  {EIO, "磁盘读取出错"},
        {ENOSPC, "磁盘空间不足"}, {EROFS, "文件夹为只读"},
    };
    for (size_t i = 0; language == FT_ZH && i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].error == error)
            return reasons[i].zh;
    return strerror(error);
}

void file_fault_reading(struct diagnostics *diagnostics, const struct place *asked,
                        const char *path, int error)
{
    diagnostics_add(diagnostics, asked, &base_message[BASE_UNREADABLE], path,
                    file_reason(error, diagnostics->language), NULL);
}

/* Reads what is there, whatever `size` the file claimed; one byte past the limit is asked for. */
static enum ft_status read_all(int fd, size_t size, size_t limit, struct arena *arena, char **bytes,
                               size_t *length)
{
    size_t capacity = size + 2; /* the terminator, and a byte to see that the file has ended */
    char *buffer = arena_reserve(arena, capacity, 1);
    *length = 0;
    for (;;) {
        if (buffer != NULL && capacity - *length < 2)
            buffer = arena_grow(arena, buffer, &capacity, 1, *length + 65536);
        if (buffer == NULL)
            return FT_NO_MEMORY;
        size_t room = capacity - *length - 1;
        ssize_t got = read(fd, buffer + *length, room);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return FT_IO;
        if (got == 0)
            break;
        *length += (size_t)got;
        if (*length > limit)
            return FT_TOO_LARGE;
    }
    buffer[*length] = '\0';
    *bytes = buffer;
    return FT_OK;
}

struct place source_place(const struct source *source, size_t offset)
{
    struct place place = {.source = source, .line = source->lines_before + 1, .column = 1};
    size_t line = 0;
    for (size_t i = 0; i < offset; i++)
        if (source->bytes[i] == '\n') {
            place.line++;
            line = i + 1;
        }
    place.column += (uint32_t)utf8_count(source->bytes + line, offset - line);
    return place;
}

/* The name of a workbook's format by its first bytes; NULL for other files. */
static const char *workbook_format(const struct source *source)
{
    static const struct {
        const char *start, *format;
    } workbooks[] = {{"PK\x03\x04", ".xlsx"}, {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ".xls"}};
    for (size_t i = 0; i < sizeof workbooks / sizeof *workbooks; i++) {
        size_t length = strlen(workbooks[i].start);
        if (source->length >= length && memcmp(source->bytes, workbooks[i].start, length) == 0)
            return workbooks[i].format;
    }
    return NULL;
}

/* Without its mark: every other byte of ASCII is NUL, and all of them on one side. */
static bool is_bare_utf16(const struct source *source)
{
    enum { LOOKED_AT = 4096 };
    const size_t length = source->length < LOOKED_AT ? source->length : LOOKED_AT;
    size_t nuls[2] = {0, 0};
    if (memchr(source->bytes, '\0', length) == NULL)
        return false;
    for (size_t i = 0; i < length; i++)
        nuls[i % 2] += source->bytes[i] == '\0';
    const size_t most = nuls[0] > nuls[1] ? nuls[0] : nuls[1];
    if (most <= 1 || nuls[0] + nuls[1] != most || source->length % 2 != 0)
        return false;
    const size_t bad = utf8_check(source->bytes, length);
    return (bad < length && source->bytes[bad] != '\0') || 4 * most > length / 2;
}

bool source_drop_mark(struct source *source, struct diagnostics *diagnostics)
{
    const unsigned char *bytes = (const unsigned char *)source->bytes;
    struct place whole = {.source = source};
    if ((source->length >= 2 &&
         ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))) {
        diagnostics_add(diagnostics, &whole, &base_message[BASE_UTF16], NULL);
        return false;
    }
    const char *format = workbook_format(source);
    if (format != NULL) {
        diagnostics_add(diagnostics, &whole, &base_message[BASE_WORKBOOK], format, NULL);
        return false;
    }
    if (is_bare_utf16(source)) {
        diagnostics_add(diagnostics, &whole, &base_message[BASE_UTF16], NULL);
        return false;
    }
    if (source->length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        source->bytes += 3;
        source->length -= 3;
    }
    return true;
}

enum ft_status source_check(struct source *source, struct diagnostics *diagnostics)
{
    if (!source_drop_mark(source, diagnostics))
        return FT_INVALID;
    const size_t common = utf8_common(source->bytes, source->length);
    source->is_common = common == source->length;
    const size_t bad = common + utf8_check(source->bytes + common, source->length - common);
    if (bad == source->length)
        return FT_OK;
    struct place place = source_place(source, bad);
    const struct message *message =
        source->bytes[bad] == '\0' ? &base_message[BASE_NUL] : &base_message[BASE_NOT_UTF8];
    diagnostics_add(diagnostics, &place, message, NULL);
    return FT_INVALID;
}

/* The path of what is open, without links; "" where there is no telling. Looked at by its
 * descriptor, so that no link that is changed meanwhile leads elsewhere. */
static const char *path_of_open(char path[PATH_MAX], int fd)
{
    char link[64];
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = '\0';
    return path;
}

/* Whether a path without links stands below a folder that has none either. */
static bool stands_below(const char *path, const char *folder)
{
    const size_t size = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    return strncmp(path, folder, size) == 0 && path[size] == '/';
}

/* Whether an open file lies where files may be read. */
static bool is_within_roots(const struct file_list *files, int fd)
{
    char path[PATH_MAX];
    if (files == NULL || files->root_count == 0)
        return true;
    path_of_open(path, fd);
    for (size_t i = 0; i < files->root_count; i++)
        if (stands_below(path, files->roots[i]))
            return true;
    return false;
}

/* Whether a path is the folder's, so many bytes, a slash and a name, and what stands there is no link:
 * then it lies in the folder, as nearly all do, without asking where anything leads. */
static bool is_plain_entry(struct stat *entry, const char *path, const char *folder, size_t length)
{
    const char *name = length == 0 ? path : path + length + 1;
    if (length > 0 && (strncmp(path, folder, length) != 0 || path[length] != '/'))
        return false;
    return name[0] != '\0' && strchr(name, '/') == NULL && strcmp(name, ".") != 0 &&
           strcmp(name, "..") != 0 && lstat(path, entry) == 0 && !S_ISLNK(entry->st_mode);
}

/* Whether an open file lies below the folder that is named by so many bytes, "": the current one.
 * So it is taken to where the system does not tell paths: then no link is known to lead out. */
static bool is_within_folder(int fd, const char *folder, size_t length)
{
    char name[PATH_MAX], below[PATH_MAX], path[PATH_MAX];
    if (length >= sizeof name)
        return false;
    (void)snprintf(name, sizeof name, "%.*s", length == 0 ? 1 : (int)length,
                   length == 0 ? "." : folder);
    const int at = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0)
        return false;
    path_of_open(below, at);
    (void)close(at);
    return below[0] == '\0' || stands_below(path_of_open(path, fd), below);
}

enum ft_status file_check_links(struct diagnostics *diagnostics, const char *path,
                                const char *folder)
{
    struct stat entry;
    if (memory_file_alone(diagnostics->files) ||
        is_plain_entry(&entry, path, folder, strlen(folder)))
        return FT_OK;
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return FT_OK;
    const bool inside = is_within_folder(fd, folder, strlen(folder));
    (void)close(fd);
    if (inside)
        return FT_OK;
    diagnostics_add(diagnostics, NULL, &base_message[BASE_LINK_OUTSIDE], path, NULL);
    return FT_INVALID;
}

/* Whether what is open lies below the folder of the file that names it, which `asked` stands in.
 * Without a line it is a part of a run: its rows may lie anywhere, and are known by their digest. */
static bool stays_with_who_asked(int fd, const struct stat *opened, const char *path,
                                 const struct place *asked)
{
    if (asked == NULL || asked->source == NULL || asked->line == 0)
        return true;
    const char *asking = asked->source->path, *slash = strrchr(asking, '/');
    const size_t length = slash == NULL ? 0 : slash == asking ? 1 : (size_t)(slash - asking);
    struct stat entry;
    if (is_plain_entry(&entry, path, asking, length) && entry.st_dev == opened->st_dev &&
        entry.st_ino == opened->st_ino)
        return true;
    return is_within_folder(fd, asking, length);
}

enum ft_status file_open_regular(int *opened, struct stat *info, struct diagnostics *diagnostics,
                                 const char *path, const struct place *asked)
{
    if (memory_file_alone(diagnostics->files)) {
        file_fault_reading(diagnostics, asked, path, ENOENT);
        return FT_IO;
    }
    /* O_NONBLOCK: a FIFO must not hold the program up; it is refused below. */
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0 && !is_within_roots(diagnostics->files, fd)) {
        (void)close(fd);
        file_fault_reading(diagnostics, asked, path, ENOENT);
        return FT_IO;
    }
    if (fd < 0 || fstat(fd, info) != 0) {
        file_fault_reading(diagnostics, asked, path, errno);
        if (fd >= 0)
            (void)close(fd);
        return FT_IO;
    }
    if (!stays_with_who_asked(fd, info, path, asked)) {
        diagnostics_add(diagnostics, asked, &base_message[BASE_LINK_OUTSIDE], path, NULL);
        (void)close(fd);
        return FT_INVALID;
    }
    if (!S_ISREG(info->st_mode)) {
        diagnostics_add(diagnostics, asked, &base_message[BASE_NOT_A_FILE], path,
                        kind_name(info->st_mode, diagnostics->language), NULL);
        (void)close(fd);
        return FT_IO;
    }
    if (file_list_read(diagnostics->files, info, path, asked) != FT_OK) {
        (void)close(fd);
        return FT_NO_MEMORY;
    }
    *opened = fd;
    return FT_OK;
}

static void digest_bytes(char text[SHA_TEXT], const char *bytes, size_t length)
{
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha_add(&sha, bytes, length);
    sha_text(text, &sha);
}

static enum ft_status read_disk(struct source *source, struct arena *arena,
                                struct diagnostics *diagnostics, size_t most,
                                const struct place *asked)
{
    int fd;
    struct stat info;
    enum ft_status opened = file_open_regular(&fd, &info, diagnostics, source->path, asked);
    if (opened != FT_OK)
        return opened;
    char *bytes = NULL;
    enum ft_status status = FT_TOO_LARGE;
    if ((uintmax_t)info.st_size <= most)
        status = read_all(fd, (size_t)info.st_size, most, arena, &bytes, &source->length);
    int reason = errno;
    (void)close(fd);
    source->bytes = bytes;
    if (status == FT_OK) {
        digest_bytes(source->sha, bytes, source->length);
        file_list_digest(diagnostics->files, (uint64_t)info.st_dev, (uint64_t)info.st_ino,
                         source->sha);
    }
    if (status == FT_IO)
        file_fault_reading(diagnostics, asked, source->path, reason);
    return status;
}

static enum ft_status read_memory(struct source *source, const struct ft_memory_file *file,
                                  struct arena *arena, struct diagnostics *diagnostics, size_t most,
                                  const struct place *asked)
{
    enum ft_status status = memory_file_read(diagnostics->files, file, asked);
    if (status != FT_OK)
        return status;
    if (file->length > most)
        return FT_TOO_LARGE;
    source->bytes = arena_copy(arena, file->bytes, file->length);
    source->length = file->length;
    if (source->bytes == NULL)
        return FT_NO_MEMORY;
    digest_bytes(source->sha, file->bytes, file->length);
    memory_file_digest(diagnostics->files, file, source->sha);
    return FT_OK;
}

static enum ft_status file_read_source(struct source **out, struct arena *arena,
                                       struct diagnostics *diagnostics, const char *path,
                                       enum limit_id limit, const struct place *asked)
{
    struct source *source = arena_allocate(arena, sizeof *source);
    if (source == NULL || (source->path = arena_copy(arena, path, strlen(path))) == NULL)
        return FT_NO_MEMORY;
    const size_t most = limits[limit].value;
    const struct ft_memory_file *file = memory_file_find(diagnostics->files, path);
    enum ft_status status = file != NULL
                                ? read_memory(source, file, arena, diagnostics, most, asked)
                                : read_disk(source, arena, diagnostics, most, asked);
    if (status == FT_TOO_LARGE)
        diagnostics_add(diagnostics, asked, &base_message[BASE_FILE_TOO_LARGE], path,
                        arena_format(arena, "%zu", most), NULL);
    *out = source;
    return status;
}

size_t file_begins(const struct file_list *files, const char *path, char *bytes, size_t size)
{
    const struct ft_memory_file *file = memory_file_find(files, path);
    if (file != NULL) {
        const size_t length = file->length < size ? file->length : size;
        memcpy(bytes, file->bytes, length);
        return length;
    }
    int fd = memory_file_alone(files) ? -1 : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return 0;
    const ssize_t got = is_within_roots(files, fd) ? read(fd, bytes, size) : 0;
    (void)close(fd);
    return got < 0 ? 0 : (size_t)got;
}

enum ft_status file_read(const struct source **out, struct arena *arena,
                         struct diagnostics *diagnostics, const char *path, enum limit_id limit,
                         const struct place *asked)
{
    struct source *source = NULL;
    enum ft_status status = file_read_source(&source, arena, diagnostics, path, limit, asked);
    *out = source;
    return status == FT_OK ? source_check(source, diagnostics) : status;
}

enum ft_status file_read_table(const struct source **out, enum encoding *encoding,
                               struct arena *arena, struct diagnostics *diagnostics,
                               const char *path, const struct place *asked)
{
    struct source *source = NULL;
    enum ft_status status =
        file_read_source(&source, arena, diagnostics, path, LIMIT_CSV_FILE_BYTES, asked);
    *out = source;
    return status == FT_OK ? source_read_table(source, encoding, arena, diagnostics) : status;
}

static enum ft_status copy_memory(const struct ft_sink *sink, struct diagnostics *diagnostics,
                                  const struct ft_memory_file *file, const struct place *asked)
{
    char text[SHA_TEXT];
    enum ft_status status = memory_file_read(diagnostics->files, file, asked);
    if (status != FT_OK)
        return status;
    if (!sink->write(sink->context, file->bytes, file->length))
        return FT_IO;
    digest_bytes(text, file->bytes, file->length);
    memory_file_digest(diagnostics->files, file, text);
    return FT_OK;
}

enum ft_status file_copy(const struct ft_sink *sink, struct arena *arena,
                         struct diagnostics *diagnostics, const char *path,
                         const struct place *asked)
{
    enum { PIECE = 1 << 18 };
    const struct ft_memory_file *file = memory_file_find(diagnostics->files, path);
    if (file != NULL)
        return copy_memory(sink, diagnostics, file, asked);
    struct arena_mark mark = arena_mark(arena);
    char *piece = arena_allocate(arena, PIECE);
    int fd;
    struct stat info;
    if (piece == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = file_open_regular(&fd, &info, diagnostics, path, asked);
    if (status != FT_OK)
        return status;
    ssize_t got = 1;
    struct sha256_ctx sha;
    char text[SHA_TEXT];
    sha256_init(&sha);
    while (status == FT_OK && got != 0) {
        got = read(fd, piece, PIECE);
        if (got < 0 && errno != EINTR) {
            file_fault_reading(diagnostics, asked, path, errno);
            status = FT_IO;
        } else if (got > 0) {
            sha_add(&sha, piece, (size_t)got);
            status = sink->write(sink->context, piece, (size_t)got) ? FT_OK : FT_IO;
        }
    }
    (void)close(fd);
    sha_text(text, &sha);
    if (status == FT_OK)
        file_list_digest(diagnostics->files, (uint64_t)info.st_dev, (uint64_t)info.st_ino, text);
    arena_rewind(arena, mark);
    return status;
}

static bool is_nothing(const char *step, size_t length)
{
    return length == 0 || (length == 1 && step[0] == '.');
}

bool file_stays_below(const char *name)
{
    if (name[0] == '/')
        return false;
    for (;;) {
        size_t length = strcspn(name, "/");
        bool up = length == 2 && memcmp(name, "..", 2) == 0;
        if (name[length] == '\0' || up)
            return !up && !is_nothing(name, length);
        name += length + 1;
    }
}

/* One file has one path: without "." and doubled slashes, so that a circle of includes is seen. */
const char *file_beside(struct arena *arena, const char *base, const char *name)
{
    if (!file_stays_below(name))
        return NULL;
    const char *slash = strrchr(base, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - base) + 1;
    char *path = arena_format(arena, "%.*s%s", (int)folder, base, name);
    if (path == NULL)
        return NULL;
    for (char *end = path + folder;;) {
        size_t length = strcspn(name, "/");
        if (!is_nothing(name, length)) {
            memcpy(end, name, length);
            end[length] = name[length];
            end += length + 1;
        }
        if (name[length] == '\0')
            return path;
        name += length + 1;
    }
}
