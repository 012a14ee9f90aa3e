/*
 * A long file in blocks of whole rows. A row ends at a line end that stands outside quotes; quotes
 * are counted, so that a field with a line break in it stays whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base_internal.h"

enum { SEEK_BYTES = 1 << 20 };

enum ft_status row_file_open(struct row_file *file, struct diagnostics *diagnostics,
                             const char *path, const struct place *asked)
{
    struct stat info;
    *file = (struct row_file){.path = path, .fd = -1, .stop = UINT64_MAX};
    enum ft_status status = file_open_regular(&file->fd, &info, diagnostics, path, asked);
    if (status == FT_OK)
        file->size = (uint64_t)info.st_size;
    return status;
}

void row_file_close(struct row_file *file)
{
    if (file->fd >= 0)
        (void)close(file->fd);
    file->fd = -1;
}

/* Fills a buffer from `offset` on as far as the file goes. */
static enum ft_status fill(const struct row_file *file, uint64_t offset, char *bytes, size_t room,
                           size_t *length, struct diagnostics *diagnostics)
{
    const struct place whole = {0};
    while (*length < room) {
        ssize_t got = pread(file->fd, bytes + *length, room - *length, (off_t)(offset + *length));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            file_fault_reading(diagnostics, &whole, file->path, errno);
            return FT_IO;
        }
        if (got == 0)
            break;
        *length += (size_t)got;
    }
    return FT_OK;
}

static bool reserve(struct row_block *block, size_t capacity)
{
    if (capacity <= block->capacity)
        return true;
    char *grown = realloc(block->bytes, capacity);
    if (grown == NULL)
        return false;
    block->bytes = grown;
    block->capacity = capacity;
    return true;
}

static bool odd_quotes(const char *bytes, const char *end)
{
    bool odd = false;
    while ((bytes = memchr(bytes, '"', (size_t)(end - bytes))) != NULL) {
        odd = !odd;
        bytes++;
    }
    return odd;
}

/* The last end of a row in the bytes, one past its line end; 0 where none ends in them. */
static size_t last_row_end(const char *bytes, size_t length)
{
    bool odd = odd_quotes(bytes, bytes + length);
    for (size_t end = length; end > 0; end--) {
        if (bytes[end - 1] == '\n' && !odd)
            return end;
        if (bytes[end - 1] == '"')
            odd = !odd;
    }
    return 0;
}

/* The first end of a row at `from` or behind it; 0 where none ends in the bytes. */
static size_t first_row_end(const char *bytes, size_t length, size_t from)
{
    bool odd = odd_quotes(bytes, bytes + from);
    for (size_t end = from; end <= length; end++) {
        if (!odd && end > 0 && bytes[end - 1] == '\n')
            return end;
        if (end < length && bytes[end] == '"')
            odd = !odd;
    }
    return 0;
}

/* In stretches that a byte can count, which the machine does many at a time. */
static uint32_t count_lines(const char *bytes, size_t length)
{
    enum { STRETCH = 255 };
    uint32_t lines = 0;
    for (size_t i = 0; i < length; i += STRETCH) {
        const size_t end = length - i < STRETCH ? length : i + STRETCH;
        uint8_t found = 0;
        for (size_t j = i; j < end; j++)
            found = (uint8_t)(found + (bytes[j] == '\n'));
        lines += found;
    }
    return lines;
}

/* Where the block ends among the bytes that stand at its offset; 0 where no row ends in them. */
static size_t block_end(const struct row_file *file, const char *bytes, size_t length, bool ended)
{
    if (file->offset >= file->stop)
        return 0;
    size_t end = ended ? length : last_row_end(bytes, length);
    if (file->stop - file->offset >= end)
        return end;
    end = first_row_end(bytes, length, (size_t)(file->stop - file->offset));
    return end == 0 && ended ? length : end;
}

static void take(struct row_file *file, struct row_block *block, size_t length)
{
    block->length = length;
    memset(block->bytes + length, 0, ROW_PADDING);
    block->offset = file->offset;
    block->lines_before = file->lines;
    file->offset += length;
    file->lines += count_lines(block->bytes, length);
}

enum ft_status row_file_read(struct row_file *file, struct row_block *block, size_t wanted,
                             struct diagnostics *diagnostics)
{
    const size_t longest = limits[LIMIT_CSV_LINE_BYTES].value;
    size_t room = wanted, length = 0;
    block->length = 0;
    for (;;) {
        if (!reserve(block, room + ROW_PADDING))
            return FT_NO_MEMORY;
        enum ft_status status = fill(file, file->offset, block->bytes, room, &length, diagnostics);
        if (status != FT_OK)
            return status;
        size_t end = block_end(file, block->bytes, length, length < room);
        if (end > 0 || length < room || file->offset >= file->stop) {
            take(file, block, end);
            return FT_OK;
        }
        if (room > longest + wanted)
            return FT_TOO_LARGE;
        room *= 2;
    }
}

enum ft_status row_file_seek(struct row_file *file, uint64_t offset,
                             struct diagnostics *diagnostics)
{
    struct row_block block = {0};
    uint64_t stop = file->stop;
    enum ft_status status = FT_OK;
    file->stop = offset;
    do
        status = row_file_read(file, &block, SEEK_BYTES, diagnostics);
    while (status == FT_OK && block.length > 0);
    file->stop = stop;
    free(block.bytes);
    return status;
}
