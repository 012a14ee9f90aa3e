/* An external merge sort of keys: runs that fit into memory, then all runs side by side. */
#include "key_sort.h"

#include <assert.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(struct key_record) == KEY_IMAGE + 4, "records stand without gaps");

static int compare_records(const void *one, const void *other)
{
    const struct key_record *x = one, *y = other;
    int order = memcmp(x->image, y->image, KEY_IMAGE);
    return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

enum ft_status key_sort_open(struct key_sort *sort, size_t held, const char *folder,
                             const struct ft_allocator *allocator)
{
    *sort = (struct key_sort){.held = held == 0 ? KEYS_HELD : held,
                              .scratch = {.folder = folder, .fd = -1}};
    arena_open(&sort->arena, allocator);
    sort->records = arena_array(&sort->arena, sort->held, sizeof *sort->records);
    return sort->records == NULL ? FT_NO_MEMORY : FT_OK;
}

void key_sort_close(struct key_sort *sort)
{
    scratch_close(&sort->scratch);
    arena_close(&sort->arena);
}

static void make_image(unsigned char image[KEY_IMAGE], const char *key, size_t length)
{
    enum { LAST = KEY_IMAGE - 1, IS_DIGEST = 0xFF };
    memset(image, 0, KEY_IMAGE);
    if (length <= LAST) {
        memcpy(image, key, length);
        image[LAST] = (unsigned char)length;
        return;
    }
    struct sha256_ctx sha;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&sha);
    sha_add(&sha, key, length);
    sha256_digest(&sha, sizeof digest, digest);
    memcpy(image, digest, LAST);
    image[LAST] = IS_DIGEST;
}

/* The records in memory become a run of the file. */
static enum ft_status write_run(struct key_sort *sort, struct diagnostics *diagnostics)
{
    enum ft_status status = FT_OK;
    if (sort->scratch.fd < 0)
        status = scratch_open(&sort->scratch, sort->scratch.folder, diagnostics);
    if (status != FT_OK)
        return status;
    qsort(sort->records, sort->count, sizeof *sort->records, compare_records);
    status = scratch_add(&sort->scratch, sort->records, sort->count * sizeof *sort->records,
                         diagnostics);
    sort->count = 0;
    return status;
}

enum ft_status key_sort_add(struct key_sort *sort, const char *key, size_t length, uint32_t line,
                            struct diagnostics *diagnostics)
{
    if (sort->count == sort->held) {
        enum ft_status status = write_run(sort, diagnostics);
        if (status != FT_OK)
            return status;
    }
    struct key_record *record = &sort->records[sort->count++];
    make_image(record->image, key, length);
    record->line = line;
    return FT_OK;
}

/* ---- equal ones ---- */

/* Kept by line, the least. */
static void note_doubled(struct key_sort *sort, struct doubled_key doubled)
{
    size_t at =
        sort->doubled_count < DIAGNOSTICS_KEPT ? (size_t)sort->doubled_count : DIAGNOSTICS_KEPT;
    sort->doubled_count++;
    if (at == DIAGNOSTICS_KEPT && sort->doubled[at - 1].line < doubled.line)
        return;
    at -= at == DIAGNOSTICS_KEPT;
    for (; at > 0 && sort->doubled[at - 1].line > doubled.line; at--)
        sort->doubled[at] = sort->doubled[at - 1];
    sort->doubled[at] = doubled;
}

/* Records in their order, one after the other; the first of those with one image is kept. */
static void meet(struct key_sort *sort, struct key_record *first, const struct key_record *record,
                 bool begins)
{
    if (!begins && memcmp(first->image, record->image, KEY_IMAGE) == 0)
        note_doubled(sort, (struct doubled_key){record->line, first->line});
    else
        *first = *record;
}

/* ---- runs side by side ---- */

/* A run: the records at hand, and what is left of it in the file. */
struct key_run {
    struct key_record *records;
    size_t count, at;
    uint64_t offset, end;
};

static enum ft_status fill_run(const struct key_sort *sort, struct key_run *run, size_t room,
                               struct diagnostics *diagnostics)
{
    const uint64_t left = (run->end - run->offset) / sizeof *run->records;
    run->count = left < room ? (size_t)left : room;
    run->at = 0;
    const size_t bytes = run->count * sizeof *run->records;
    enum ft_status status =
        scratch_read(&sort->scratch, run->records, bytes, run->offset, diagnostics);
    run->offset += bytes;
    return status;
}

/* Puts the run at `at` of a heap of the runs, the least record first, where it belongs. */
static void sink_run(struct key_run **heap, size_t count, size_t at)
{
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        struct key_run *run = heap[at];
        if (child + 1 < count && compare_records(&heap[child + 1]->records[heap[child + 1]->at],
                                                 &heap[child]->records[heap[child]->at]) < 0)
            child++;
        if (compare_records(&run->records[run->at], &heap[child]->records[heap[child]->at]) <= 0)
            return;
        heap[at] = heap[child];
        heap[child] = run;
    }
}

/* The memory of the records is shared out among the runs. */
static enum ft_status open_runs(struct key_sort *sort, struct key_run **heap, size_t runs,
                                size_t room, struct diagnostics *diagnostics)
{
    struct key_run *all = arena_array(&sort->arena, runs, sizeof *all);
    struct key_record *records = sort->records;
    if (room * runs > sort->held)
        records = arena_array(&sort->arena, runs, room * sizeof *records);
    if (all == NULL || records == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < runs; i++) {
        const uint64_t bytes = sort->held * sizeof *records, end = (i + 1) * bytes;
        all[i] = (struct key_run){.records = records + i * room,
                                  .offset = i * bytes,
                                  .end = end < sort->scratch.size ? end : sort->scratch.size};
        enum ft_status status = fill_run(sort, &all[i], room, diagnostics);
        if (status != FT_OK)
            return status;
        heap[i] = &all[i];
    }
    for (size_t i = runs / 2; i-- > 0;)
        sink_run(heap, runs, i);
    return FT_OK;
}

static enum ft_status merge_runs(struct key_sort *sort, struct diagnostics *diagnostics)
{
    const size_t bytes = sort->held * sizeof *sort->records;
    size_t runs = (size_t)((sort->scratch.size + bytes - 1) / bytes);
    const size_t room = sort->held / runs > 0 ? sort->held / runs : 1;
    struct key_run **heap = arena_array(&sort->arena, runs, sizeof(struct key_run *));
    struct key_record first;
    bool begins = true;
    if (heap == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = open_runs(sort, heap, runs, room, diagnostics);
    while (runs > 0 && status == FT_OK) {
        struct key_run *run = heap[0];
        assert(run->at < run->count);
        assert(begins || compare_records(&first, &run->records[run->at]) <= 0); /* they ascend */
        meet(sort, &first, &run->records[run->at], begins);
        begins = false;
        if (++run->at == run->count)
            status = fill_run(sort, run, room, diagnostics);
        if (run->count == 0)
            heap[0] = heap[--runs];
        sink_run(heap, runs, 0);
    }
    return status;
}

enum ft_status key_sort_finish(struct key_sort *sort, struct diagnostics *diagnostics)
{
    if (sort->scratch.fd >= 0) {
        enum ft_status status = write_run(sort, diagnostics);
        return status == FT_OK ? merge_runs(sort, diagnostics) : status;
    }
    struct key_record first;
    qsort(sort->records, sort->count, sizeof *sort->records, compare_records);
    for (size_t i = 0; i < sort->count; i++)
        meet(sort, &first, &sort->records[i], i == 0);
    return FT_OK;
}
