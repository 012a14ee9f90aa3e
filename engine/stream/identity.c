/*
 * What identifies a run over a long table: the digest of each table's file, of its bytes as they are, and one of
 * the scenario that covers them. A run that holds its tables digests facts as they are understood; rows that go through are
 * not kept to do so.
 */
#include "part.h"

#include <pthread.h>
#include <string.h>

/* The long table, then those below it. */
static const struct long_table *identified_table(const struct long_table *table, size_t index)
{
    return index == 0 ? table : table->below[index - 1];
}

/* ---- while the files are read ---- */

enum { IDENTITY_SLOTS = 4 };

/* A block that waits to be digested, where it was read. */
struct identity_slot {
    const char *bytes;
    size_t length, table;
};

/* A table's file, for who reads it. */
struct identity_table {
    struct identity *identity;
    struct sha256_ctx sha;
    struct byte_taker taker;
};

struct identity {
    struct identity_table *tables;
    struct identity_slot slots[IDENTITY_SLOTS];
    uint64_t given, digested; /* blocks */
    bool ended, started;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
};

/* The next block to be digested; NULL behind the last. */
static const struct identity_slot *identity_next(struct identity *identity)
{
    (void)pthread_mutex_lock(&identity->mutex);
    while (identity->digested == identity->given && !identity->ended)
        (void)pthread_cond_wait(&identity->changed, &identity->mutex);
    const struct identity_slot *slot = identity->digested == identity->given
                                           ? NULL
                                           : &identity->slots[identity->digested % IDENTITY_SLOTS];
    (void)pthread_mutex_unlock(&identity->mutex);
    return slot;
}

static uint64_t identity_count(struct identity *identity, uint64_t *blocks)
{
    (void)pthread_mutex_lock(&identity->mutex);
    const uint64_t count = ++*blocks;
    (void)pthread_cond_broadcast(&identity->changed);
    (void)pthread_mutex_unlock(&identity->mutex);
    return count;
}

static void *identity_work(void *context)
{
    struct identity *identity = context;
    for (const struct identity_slot *slot; (slot = identity_next(identity)) != NULL;
         (void)identity_count(identity, &identity->digested))
        sha_add(&identity->tables[slot->table].sha, slot->bytes, slot->length);
    return NULL;
}

/* Waits for a slot that is free; who gives blocks gives one at a time. */
static struct identity_slot *identity_free(struct identity *identity)
{
    (void)pthread_mutex_lock(&identity->mutex);
    while (identity->given - identity->digested == IDENTITY_SLOTS)
        (void)pthread_cond_wait(&identity->changed, &identity->mutex);
    struct identity_slot *slot = &identity->slots[identity->given % IDENTITY_SLOTS];
    (void)pthread_mutex_unlock(&identity->mutex);
    return slot;
}

static uint64_t identity_take(void *context, const char *bytes, size_t length)
{
    struct identity_table *table = context;
    struct identity *identity = table->identity;
    if (!identity->started) {
        sha_add(&table->sha, bytes, length);
        return 0;
    }
    *identity_free(identity) =
        (struct identity_slot){bytes, length, (size_t)(table - identity->tables)};
    return identity_count(identity, &identity->given);
}

static void identity_settle(void *context, uint64_t ticket)
{
    struct identity *identity = ((struct identity_table *)context)->identity;
    (void)pthread_mutex_lock(&identity->mutex);
    while (identity->digested < ticket)
        (void)pthread_cond_wait(&identity->changed, &identity->mutex);
    (void)pthread_mutex_unlock(&identity->mutex);
}

/* Of short files no thread is worth its start. */
static bool is_worth_a_thread(const struct long_table *table)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i <= table->below_count; i++)
        bytes += identified_table(table, i)->stamp.size;
    return bytes > 2 * (uint64_t)ROW_BLOCK_BYTES;
}

enum ft_status identity_open(struct identity **out, const struct long_table *table, unsigned jobs,
                             struct arena *arena)
{
    const size_t count = 1 + table->below_count;
    struct identity *identity = arena_allocate(arena, sizeof *identity);
    bool good = identity != NULL;
    if (!good)
        return FT_NO_MEMORY;
    *identity = (struct identity){.tables = arena_array(arena, count, sizeof *identity->tables)};
    good = identity->tables != NULL;
    for (size_t i = 0; good && i < count; i++) {
        struct identity_table *own = &identity->tables[i];
        own->identity = identity;
        own->taker = (struct byte_taker){identity_take, identity_settle, own};
        sha256_init(&own->sha);
    }
    if (!good)
        return FT_NO_MEMORY;
    (void)pthread_mutex_init(&identity->mutex, NULL);
    (void)pthread_cond_init(&identity->changed, NULL);
    identity->started = jobs > 1 && is_worth_a_thread(table) &&
                        pthread_create(&identity->thread, NULL, identity_work, identity) == 0;
    *out = identity;
    return FT_OK;
}

const struct byte_taker *identity_taker(const struct identity *identity, size_t table)
{
    return identity == NULL ? NULL : &identity->tables[table].taker;
}

void identity_close(struct identity *identity)
{
    (void)pthread_mutex_lock(&identity->mutex);
    identity->ended = true;
    (void)pthread_cond_broadcast(&identity->changed);
    (void)pthread_mutex_unlock(&identity->mutex);
    if (identity->started)
        (void)pthread_join(identity->thread, NULL);
    (void)pthread_cond_destroy(&identity->changed);
    (void)pthread_mutex_destroy(&identity->mutex);
}

void identity_text(struct identity *identity, size_t table, char sha[SHA_TEXT])
{
    sha_text(sha, &identity->tables[table].sha);
}

/* ---- the run's ---- */

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
