/* The digest of a long table's file, of its bytes from the first on. */
#include <string.h>

#include "table_digest.h"

void table_digest_add(struct table_digest *digest, const char *bytes, size_t length)
{
    sha_add(&digest->sha, bytes, length);
    digest->bytes += length;
}

void table_digest_text(char text[SHA_TEXT], const struct table_digest *digest)
{
    struct sha256_ctx so_far = digest->sha;
    sha_text(text, &so_far);
}

/* Up to `end`, or all of the file where it is shorter. */
static enum ft_status digest_head_in(struct table_digest *digest, struct row_file *file,
                                     uint64_t end, struct row_block *block,
                                     struct diagnostics *diagnostics)
{
    enum ft_status status;
    file->stop = end;
    do {
        status = row_file_read(file, block, ROW_BLOCK_BYTES, diagnostics);
        if (status == FT_OK)
            table_digest_add(digest, block->bytes, block->length);
    } while (status == FT_OK && block->length > 0);
    file->stop = UINT64_MAX;
    return status;
}

/* Opens the table's file, and takes what stands before its first row; `taker`, which may be NULL, is given
 * the bytes as they stand in the file; `block` is for reading. */
static enum ft_status table_digest_open(struct table_digest *digest, struct row_file *file,
                                        const struct long_table *table,
                                        const struct byte_taker *taker, struct row_block *block,
                                        struct diagnostics *diagnostics)
{
    *digest = (struct table_digest){0};
    sha256_init(&digest->sha);
    enum ft_status status = row_file_open(file, diagnostics, table->path, &table->place);
    file->encoding = table->encoding;
    file->taker = taker;
    return status == FT_OK ? digest_head_in(digest, file, table->first_row, block, diagnostics)
                           : status;
}

static enum ft_status digest_table_in(struct table_digest *digest, const struct long_table *table,
                                      struct arena *arena, struct diagnostics *diagnostics)
{
    struct row_file file = {.fd = -1};
    struct row_block block = {.arena = arena};
    enum ft_status status = table_digest_open(digest, &file, table, NULL, &block, diagnostics);
    row_file_close(&file);
    return status;
}

enum ft_status table_digests_open(struct table_digest **digests, const struct long_table *table,
                                  struct arena *arena, struct diagnostics *diagnostics)
{
    *digests = arena_array(arena, 1 + table->below_count, sizeof **digests);
    if (*digests == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = digest_table_in(&(*digests)[0], table, arena, diagnostics);
    for (size_t i = 0; i < table->below_count && status == FT_OK; i++)
        status = digest_table_in(&(*digests)[1 + i], table->below[i], arena, diagnostics);
    return status;
}

/* ---- compared with what was noted of it ---- */

struct marks_pass {
    const struct long_table *table;
    struct table_digest digest;
    struct table_mark *const *marks; /* by part; NULL: nothing to compare */
    size_t count, next;
    const struct byte_taker
        *taker; /* of the bytes in the file, where its blocks have others; or NULL */
};

static bool digest_is_mark(const struct table_digest *digest, const struct table_mark *mark)
{
    char text[SHA_TEXT];
    table_digest_text(text, digest);
    return digest->bytes == mark->bytes && strcmp(text, mark->sha) == 0;
}

/* Goes on by a block, comparing the marks that stand in it. Marks do not go back: one that does is
 * not of this file. */
static void compare_block(struct marks_pass *pass, const struct row_block *block)
{
    struct table_digest *digest = &pass->digest;
    const uint64_t begin = digest->bytes, end = begin + block->length;
    for (; pass->next < pass->count; pass->next++) {
        struct table_mark *mark = pass->marks[pass->next];
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

static enum ft_status compare_file(struct marks_pass *pass, struct row_file *file,
                                   struct row_block *block, const bool *stop,
                                   struct diagnostics *diagnostics)
{
    enum ft_status status =
        table_digest_open(&pass->digest, file, pass->table, pass->taker, block, diagnostics);
    block->length = 0;
    if (status == FT_OK)
        compare_block(pass, block);
    while (status == FT_OK && file->offset < file->stamp.size) {
        status = row_file_is_stopped(stop)
                     ? FT_IO
                     : row_file_read(file, block, ROW_BLOCK_BYTES, diagnostics);
        if (status == FT_OK)
            compare_block(pass, block);
    }
    if (status == FT_TOO_LARGE) /* a row that no shard has read */
        status = FT_OK;
    return status == FT_OK ? row_file_check(file, &pass->table->stamp, diagnostics) : status;
}

static uint64_t digest_take(void *sha, const char *bytes, size_t length)
{
    sha_add(sha, bytes, length);
    return 0;
}

enum ft_status table_marks_compare(struct table_mark *const *marks, size_t count,
                                   const struct long_table *table, char sha[SHA_TEXT],
                                   const bool *stop, struct arena *arena,
                                   struct diagnostics *diagnostics)
{
    const bool converted = table->encoding != ENCODING_UTF8;
    struct sha256_ctx bytes;
    const struct byte_taker taker = {.take = digest_take, .context = &bytes};
    struct marks_pass pass = {
        .table = table, .marks = marks, .count = count, .taker = converted ? &taker : NULL};
    struct row_file file = {.fd = -1};
    struct row_block block = {.arena = arena};
    sha256_init(&bytes);
    enum ft_status status = compare_file(&pass, &file, &block, stop, diagnostics);
    if (status == FT_OK) {
        sha_text(sha, converted ? &bytes : &pass.digest.sha);
        row_file_digest(&file, sha, diagnostics);
    }
    for (size_t i = pass.next; i < count; i++)
        if (marks[i] != NULL)
            marks[i]->differs = true;
    row_file_close(&file);
    return status;
}
