/*
 * A long file in blocks of whole rows. A row ends at a line end that stands outside quotes; quotes
 * are counted, so that a field with a line break in it stays whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base_internal.h"

enum { SEEK_BYTES = 1 << 20 };

static struct file_stamp stamp_of(const struct stat *info)
{
    return (struct file_stamp){(uint64_t)info->st_size, (int64_t)info->st_mtim.tv_sec,
                               (int64_t)info->st_mtim.tv_nsec};
}

static enum ft_status fault_reading(const struct row_file *file, int error,
                                    struct diagnostics *diagnostics)
{
    const struct place whole = {0};
    file_fault_reading(diagnostics, &whole, file->path, error);
    return FT_IO;
}

static enum ft_status fault_changed(const struct row_file *file, struct diagnostics *diagnostics)
{
    diagnostics_add(diagnostics, NULL, &base_message[BASE_FILE_CHANGED], file->path, NULL);
    return FT_IO;
}

enum ft_status row_file_open(struct row_file *file, struct diagnostics *diagnostics,
                             const char *path, const struct place *asked)
{
    struct stat info;
    *file = (struct row_file){.path = path, .fd = -1, .stop = UINT64_MAX};
    enum ft_status status = file_open_regular(&file->fd, &info, diagnostics, path, asked);
    if (status == FT_OK)
        file->stamp = stamp_of(&info);
    return status;
}

static bool file_stamp_equal(const struct file_stamp *x, const struct file_stamp *y)
{
    return x->size == y->size && x->seconds == y->seconds && x->nanoseconds == y->nanoseconds;
}

enum ft_status row_file_check(const struct row_file *file, const struct file_stamp *stamp,
                              struct diagnostics *diagnostics)
{
    struct stat info;
    if (fstat(file->fd, &info) != 0)
        return fault_reading(file, errno, diagnostics);
    const struct file_stamp now = stamp_of(&info);
    return file_stamp_equal(&now, stamp) ? FT_OK : fault_changed(file, diagnostics);
}

void row_file_digest(const struct row_file *file, const char *sha, struct diagnostics *diagnostics)
{
    struct stat info;
    if (fstat(file->fd, &info) == 0)
        file_list_digest(diagnostics->files, (uint64_t)info.st_dev, (uint64_t)info.st_ino, sha);
}

void row_file_close(struct row_file *file)
{
    if (file->fd >= 0)
        (void)close(file->fd);
    file->fd = -1;
}

/* Fills a buffer up to `room` bytes from the file's offset on, all of which the file had when it
 * was opened. */
static enum ft_status row_fill(const struct row_file *file, char *bytes, size_t room,
                               size_t *length, struct diagnostics *diagnostics)
{
    while (*length < room) {
        ssize_t got =
            pread(file->fd, bytes + *length, room - *length, (off_t)(file->offset + *length));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fault_reading(file, errno, diagnostics);
        if (got == 0)
            return fault_changed(file, diagnostics);
        *length += (size_t)got;
    }
    return FT_OK;
}

static struct source source_of(const struct row_file *file, const char *bytes, size_t length)
{
    return (struct source){
        .path = file->path, .bytes = bytes, .length = length, .lines_before = file->lines};
}

/* Room for so many bytes, at first just that, and no page of it touched before it is read into. */
static char *reserve(struct row_block *block, size_t capacity)
{
    char *old = block->buffers[0].bytes;
    char *bytes = old == NULL
                      ? arena_reserve(block->arena, block->buffers[0].capacity = capacity, 1)
                      : arena_grow(block->arena, old, &block->buffers[0].capacity, 1, capacity);
    if (bytes != NULL)
        block->buffers[0].bytes = bytes;
    return bytes;
}

/* Where the block ends among the bytes that stand at its offset; 0 where no row ends in them. */
static size_t block_end(const struct row_file *file, const char *bytes, size_t length, bool ended)
{
    if (file->offset >= file->stop)
        return 0;
    size_t end = ended ? length : csv_last_row_end(bytes, length);
    if (file->stop - file->offset >= end)
        return end;
    end = csv_first_row_end(bytes, length, (size_t)(file->stop - file->offset));
    return end == 0 && ended ? length : end;
}

/* The first `length` bytes that were read become the block, in UTF-8. */
static enum ft_status row_take(struct row_file *file, struct row_block *block, size_t length,
                               struct diagnostics *diagnostics)
{
    char *bytes = block->buffers[0].bytes;
    enum ft_status status = FT_OK;
    block->bytes = bytes;
    block->length = length;
    block->offset = file->offset;
    block->end = file->offset + length;
    block->lines_before = file->lines;
    if (file->taker != NULL)
        block->ticket = file->taker->take(file->taker->context, bytes, length);
    memset(bytes + length, 0, ROW_PADDING);
    if (file->encoding == ENCODING_GB18030) {
        struct gb18030 converted = {.bytes = block->buffers[1].bytes,
                                    .capacity = block->buffers[1].capacity};
        status = gb18030_convert(&converted, block->arena, bytes, length, ROW_PADDING);
        block->buffers[1].bytes = converted.bytes;
        block->buffers[1].capacity = converted.capacity;
        block->bytes = converted.bytes;
        block->length = converted.length;
    }
    if (status == FT_INVALID) {
        const struct source source = source_of(file, block->bytes, block->length);
        fault_encoding(&source, source.length, file->encoding, diagnostics);
    }
    file->offset += length;
    file->lines += csv_count_lines(bytes, length);
    return status;
}

/* No row ends where one should, behind so many lines: the line ends may be others. */
static enum ft_status fault_long(const struct source *source, uint32_t lines,
                                 struct diagnostics *diagnostics)
{
    const struct place place = {source, source->lines_before + lines + 1, 1, 1};
    if (source_fault_line_ends(source, diagnostics))
        return FT_INVALID;
    fault_row_length(&place, diagnostics);
    return FT_TOO_LARGE;
}

/* Rows are within the limit by themselves but where a block is longer. */
static enum ft_status row_check_rows(const struct row_file *file, const struct row_block *block,
                                     struct diagnostics *diagnostics)
{
    const size_t longest = limits[LIMIT_CSV_LINE_BYTES].value;
    for (size_t at = 0, end; at < block->length && block->length - at > longest; at = end) {
        const char *row = block->bytes + at;
        end = csv_first_row_end(row, block->length - at, 1);
        end = end == 0 ? block->length : at + end;
        size_t length = end - at;
        length -= length > 0 && row[length - 1] == '\n';
        length -= length > 0 && row[length - 1] == '\r';
        if (length <= longest)
            continue;
        const struct source source = {.path = file->path,
                                      .bytes = block->bytes,
                                      .length = block->length,
                                      .lines_before = block->lines_before};
        return fault_long(&source, csv_count_lines(block->bytes, at), diagnostics);
    }
    return FT_OK;
}

void row_block_settle(const struct row_file *file, struct row_block *block)
{
    if (block->ticket > 0 && file->taker->settle != NULL)
        file->taker->settle(file->taker->context, block->ticket);
    block->ticket = 0;
}

enum ft_status row_file_read(struct row_file *file, struct row_block *block, size_t wanted,
                             struct diagnostics *diagnostics)
{
    enum { LINE_END = 2 };
    const size_t longest = limits[LIMIT_CSV_LINE_BYTES].value + LINE_END;
    size_t room = wanted, length = 0;
    const uint64_t left = file->stamp.size - file->offset;
    row_block_settle(file, block);
    block->length = 0;
    for (;; room *= 2) {
        const bool ended = left <= room;
        char *bytes = reserve(block, room + ROW_PADDING);
        if (bytes == NULL)
            return FT_NO_MEMORY;
        enum ft_status status =
            row_fill(file, bytes, ended ? (size_t)left : room, &length, diagnostics);
        if (status != FT_OK)
            return status;
        if (file->offset == 0)
            file->encoding = encoding_settle(file->encoding, bytes, length);
        size_t end = block_end(file, bytes, length, ended);
        if (end > 0 || ended || file->offset >= file->stop) {
            status = row_take(file, block, end, diagnostics);
            return status == FT_OK ? row_check_rows(file, block, diagnostics) : status;
        }
        if (room > longest) {
            const struct source source = source_of(file, bytes, length);
            return fault_long(&source, 0, diagnostics);
        }
    }
}

enum ft_status row_file_seek(struct row_file *file, uint64_t offset, struct arena *arena,
                             struct diagnostics *diagnostics)
{
    struct row_block block = {.arena = arena};
    struct arena_mark mark = arena_mark(arena);
    uint64_t stop = file->stop;
    enum ft_status status = FT_OK;
    file->stop = offset;
    do
        status = row_file_read(file, &block, SEEK_BYTES, diagnostics);
    while (status == FT_OK && block.length > 0);
    file->stop = stop;
    row_block_settle(file, &block);
    arena_rewind(arena, mark);
    return status;
}
