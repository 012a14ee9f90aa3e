/* The digest of a long table's file, of its bytes from the first on. */
#include <string.h>

#include "table_digest.h"

enum { DIGEST_BLOCK_BYTES = (1 << 18) - ROW_PADDING };

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
        status = row_file_read(file, block, DIGEST_BLOCK_BYTES, diagnostics);
        if (status == FT_OK)
            table_digest_add(digest, block->bytes, block->length);
    } while (status == FT_OK && block->length > 0);
    file->stop = UINT64_MAX;
    return status;
}

enum ft_status table_digest_open(struct table_digest *digest, struct row_file *file,
                                 const struct long_table *table, struct row_block *block,
                                 struct diagnostics *diagnostics)
{
    *digest = (struct table_digest){0};
    sha256_init(&digest->sha);
    enum ft_status status = row_file_open(file, diagnostics, table->path, &table->place);
    file->encoding = table->encoding;
    return status == FT_OK ? digest_head_in(digest, file, table->first_row, block, diagnostics)
                           : status;
}

static enum ft_status digest_table_in(struct table_digest *digest, const struct long_table *table,
                                      struct arena *arena, struct diagnostics *diagnostics)
{
    struct row_file file = {.fd = -1};
    struct row_block block = {.arena = arena};
    enum ft_status status = table_digest_open(digest, &file, table, &block, diagnostics);
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
