/*
 * What identifies a run over a long table: the digest of each table's file, of its bytes as they are, and one of
 * the scenario that covers them. A run that holds its tables digests facts as they are understood; rows that go through are
 * not kept to do so.
 */
#include <string.h>

#include "part.h"

/* The long table, then those below it. */
static const struct long_table *identified_table(const struct long_table *table, size_t index)
{
    return index == 0 ? table : table->below[index - 1];
}

enum ft_status identity_open(struct sha256_ctx **shas, const struct long_table *table,
                             struct arena *arena)
{
    *shas = arena_array(arena, 1 + table->below_count, sizeof **shas);
    for (size_t i = 0; *shas != NULL && i <= table->below_count; i++)
        sha256_init(&(*shas)[i]);
    return *shas == NULL ? FT_NO_MEMORY : FT_OK;
}

/* A part with its end, so that no two lists of parts have the same bytes. */
static void identity_add(struct sha256_ctx *sha, const char *part)
{
    sha_add(sha, part, strlen(part) + 1);
}

enum ft_status identity_keep(struct stream *stream, const struct plan *plan, const table_sha *files,
                             struct arena *arena)
{
    const struct long_table *table = plan->table;
    struct stream_file *kept = arena_array(arena, 1 + table->below_count, sizeof *kept);
    struct sha256_ctx sha;
    if (kept == NULL)
        return FT_NO_MEMORY;
    sha256_init(&sha);
    identity_add(&sha, plan->scenario->digest);
    for (size_t i = 0; i <= table->below_count; i++) {
        kept[i].table = identified_table(table, i);
        memcpy(kept[i].sha, files[i], SHA_TEXT);
        identity_add(&sha, kept[i].table->entity->id);
        identity_add(&sha, kept[i].sha);
    }
    sha_text(stream->digest, &sha);
    stream->files = kept;
    stream->file_count = 1 + table->below_count;
    return FT_OK;
}
