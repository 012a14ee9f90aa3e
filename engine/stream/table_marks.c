/*
 * What a shard saw of the tables' files, compared with the files as they are: no total is put
 * together of several versions of a table, or of one that is gone.
 */
#include <string.h>

#include "part.h"

enum { BLOCK_BYTES = (1 << 18) - ROW_PADDING };

struct comparison {
    const struct long_table *table;
    struct table_digest digest;
    struct table_mark *const *marks; /* by part; NULL: nothing to compare */
    size_t count, next;
};

static bool digest_is_mark(const struct table_digest *digest, const struct table_mark *mark)
{
    char text[SHA_TEXT];
    table_digest_text(text, digest);
    return digest->bytes == mark->bytes && strcmp(text, mark->sha) == 0;
}

/* Goes on by a block, comparing the marks that stand in it. Marks do not go back: one that does is
 * not of this file. */
static void compare_block(struct comparison *comparison, const struct row_block *block)
{
    struct table_digest *digest = &comparison->digest;
    const uint64_t begin = digest->bytes, end = begin + block->length;
    for (; comparison->next < comparison->count; comparison->next++) {
        struct table_mark *mark = comparison->marks[comparison->next];
        if (mark == NULL)
            continue;
        if (mark->bytes > end)
            break;
        if (mark->bytes > digest->bytes)
            table_digest_add(digest, block->bytes + (digest->bytes - begin),
                             (size_t)(mark->bytes - digest->bytes));
        mark->differs = !digest_is_mark(digest, mark);
    }
    table_digest_add(digest, block->bytes + (digest->bytes - begin), (size_t)(end - digest->bytes));
}

static bool digest_is_stopped(const bool *stop)
{
    return stop != NULL && __atomic_load_n(stop, __ATOMIC_RELAXED);
}

static enum ft_status compare_file(struct comparison *comparison, struct row_file *file,
                                   struct row_block *block, const bool *stop,
                                   struct diagnostics *diagnostics)
{
    enum ft_status status =
        table_digest_open(&comparison->digest, file, comparison->table, block, diagnostics);
    block->length = 0;
    if (status == FT_OK)
        compare_block(comparison, block);
    while (status == FT_OK && file->offset < file->stamp.size) {
        status =
            digest_is_stopped(stop) ? FT_IO : row_file_read(file, block, BLOCK_BYTES, diagnostics);
        if (status == FT_OK)
            compare_block(comparison, block);
    }
    if (status == FT_TOO_LARGE) /* a row that no shard has read */
        status = FT_OK;
    return status == FT_OK ? row_file_check(file, &comparison->table->stamp, diagnostics) : status;
}

enum ft_status table_marks_compare(struct table_mark *const *marks, size_t count,
                                   const struct long_table *table, const bool *stop,
                                   struct arena *arena, struct diagnostics *diagnostics)
{
    struct comparison comparison = {.table = table, .marks = marks, .count = count};
    struct row_file file = {.fd = -1};
    struct row_block block = {.arena = arena};
    enum ft_status status = compare_file(&comparison, &file, &block, stop, diagnostics);
    for (size_t i = comparison.next; i < count; i++)
        if (marks[i] != NULL)
            marks[i]->differs = true;
    row_file_close(&file);
    return status;
}
