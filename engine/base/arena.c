#define _DEFAULT_SOURCE 1 /* madvise */
#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base.h"

/* Under ASan what of a chunk is no piece is poison, so that it sees an overrun by one byte. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_WATCHED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define IS_WATCHED 1
#endif
#ifdef IS_WATCHED
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(memory, size) ((void)(memory), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(memory, size) ((void)(memory), (void)(size))
enum { GAP = 0 };
#endif

/* How pieces lie in chunks: a chunk's least size, of what size a piece takes a multiple, and poison
 * behind it. */
struct layout {
    size_t chunk, unit, gap;
};
enum { CHUNK_BYTES = 64 * 1024 };

/* The size of the machine's large pages: a load that touches megabytes spends more time on being
 * given small ones than on what it does with them. Chunks of an arena grow up to it. */
enum { PAGE_BYTES = 2 * 1024 * 1024, GROWTH = 4 };

struct arena_chunk {
    struct arena_chunk *older;
    size_t size, used; /* of `bytes` */
    alignas(max_align_t) unsigned char bytes[];
};

static void *plain_allocate(void *context, size_t size)
{
    (void)context;
    if (size != PAGE_BYTES)
        return malloc(size);
    void *memory = aligned_alloc(PAGE_BYTES, size);
    if (memory != NULL)
        (void)madvise(memory, size, MADV_HUGEPAGE); /* where it has none, small ones do */
    return memory;
}

static void plain_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

static const struct ft_allocator plain = {plain_allocate, plain_release, NULL};

/* A paranoid build gives each piece a chunk of just its size, so that a test can fail every one, and
 * ASan, where it stands behind a test's allocator, sees its ends. What comes from malloc lies as it
 * does elsewhere where poison does the same: a call of malloc costs ASan as much as hundreds of
 * pieces. */
static struct layout arena_layout(const struct arena *arena)
{
#ifdef FANGTIAN_PARANOID
    if (GAP == 0 || arena->allocator != &plain)
        return (struct layout){0, 1, 0};
#else
    (void)arena;
#endif
    return (struct layout){CHUNK_BYTES, alignof(max_align_t), GAP};
}

void arena_open(struct arena *arena, const struct ft_allocator *allocator)
{
    *arena = (struct arena){.allocator = allocator != NULL ? allocator : &plain};
}

static void chunk_release(const struct arena *arena, struct arena_chunk *chunk)
{
    ASAN_UNPOISON_MEMORY_REGION(chunk->bytes, chunk->size);
    arena->allocator->release(arena->allocator->context, chunk);
}

/* None is kept that is one piece. */
static void release_newest(struct arena *arena)
{
    struct arena_chunk *chunk = arena->chunk;
    arena->chunk = chunk->older;
    if (arena_layout(arena).chunk > 0 && arena->spare == NULL &&
        sizeof *chunk + chunk->size <= PAGE_BYTES) {
        ASAN_POISON_MEMORY_REGION(chunk->bytes, chunk->size);
        arena->spare = chunk;
    } else {
        chunk_release(arena, chunk);
    }
}

void arena_close(struct arena *arena)
{
    while (arena->chunk != NULL)
        release_newest(arena);
    if (arena->spare != NULL)
        chunk_release(arena, arena->spare);
    arena->spare = NULL;
}

static struct arena_chunk *add_chunk(struct arena *arena, size_t size)
{
    const struct ft_allocator *allocator = arena->allocator;
    const size_t least = arena_layout(arena).chunk;
    size_t room = arena->shared > 0 ? arena->shared * GROWTH : least;
    room = room < PAGE_BYTES ? room : PAGE_BYTES;
    if (least > 0 && size <= room - sizeof *arena->chunk) {
        arena->shared = room;
        room -= sizeof *arena->chunk;
    } else {
        room = size; /* a piece that is larger has a chunk of its own */
    }
    struct arena_chunk *chunk = arena->spare;
    if (chunk != NULL && chunk->size >= size) {
        room = chunk->size;
        arena->spare = NULL;
    } else {
        chunk = allocator->allocate(allocator->context, sizeof *chunk + room);
    }
    if (chunk == NULL)
        return NULL;
    *chunk = (struct arena_chunk){.older = arena->chunk, .size = room};
    ASAN_POISON_MEMORY_REGION(chunk->bytes, room);
    arena->chunk = chunk;
    return chunk;
}

/* Memory that holds whatever was there. */
static void *arena_take(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    const struct layout layout = arena_layout(arena);
    const size_t room = (size + layout.gap + layout.unit - 1) / layout.unit * layout.unit;
    struct arena_chunk *chunk = arena->chunk;
    if (chunk == NULL || chunk->size - chunk->used < room)
        chunk = add_chunk(arena, room);
    if (chunk == NULL)
        return NULL;
    void *memory = chunk->bytes + chunk->used;
    ASAN_UNPOISON_MEMORY_REGION(memory, size);
    chunk->used += room;
    return memory;
}

void *arena_allocate(struct arena *arena, size_t size)
{
    void *memory = arena_take(arena, size);
    return memory == NULL ? NULL : memset(memory, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return arena_allocate(arena, count * size);
}

void *arena_reserve(struct arena *arena, size_t count, size_t size)
{
    return size != 0 && count > SIZE_MAX / size ? NULL : arena_take(arena, count * size);
}

void *arena_grow(struct arena *arena, void *old, size_t *capacity, size_t element, size_t needed)
{
    if (needed <= *capacity)
        return old;
    size_t larger = *capacity < 8 ? 8 : *capacity;
    while (larger < needed) {
        if (larger > SIZE_MAX / 2)
            return NULL;
        larger *= 2;
    }
    char *grown =
        element != 0 && larger > SIZE_MAX / element ? NULL : arena_take(arena, larger * element);
    if (grown == NULL)
        return NULL;
    assert(old != NULL || *capacity == 0);
    if (*capacity > 0)
        memcpy(grown, old, *capacity * element);
    memset(grown + *capacity * element, 0, (larger - *capacity) * element);
    *capacity = larger;
    return grown;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = length == SIZE_MAX ? NULL : arena_take(arena, length + 1);
    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

_Static_assert(sizeof(size_t) == sizeof(unsigned long), "one is read as the other");

/* Steps over an argument that is no text. */
static void skip_number(va_list *arguments, const char *size)
{
    if (strncmp(size, "ll", 2) == 0) {
        (void)va_arg(*arguments, unsigned long long);
        return;
    }
    if (size[0] == 'l' || size[0] == 'z') {
        (void)va_arg(*arguments, unsigned long);
        return;
    }
    (void)va_arg(*arguments, unsigned);
}

/* Whether every text among the arguments is there; printf would write "(null)" for one that could
 * not be made. Knows the conversions that this library uses. */
static bool has_every_text(const char *format, va_list *arguments)
{
    while ((format = strchr(format, '%')) != NULL) {
        format += 1 + strspn(format + 1, "-0123456789.");
        if (*format == '*') {
            skip_number(arguments, "");
            format += 1 + strspn(format + 1, ".0123456789");
        }
        const char *size = format;
        format += strspn(format, "lz");
        assert(*format != '\0' && strchr("scudxX%", *format) != NULL);
        if (*format == 's' && va_arg(*arguments, const char *) == NULL)
            return false;
        if (*format != 's' && *format != '%')
            skip_number(arguments, size);
        format++;
    }
    return true;
}

enum { FORMATTED = 256 };

char *arena_format_list(struct arena *arena, const char *format, va_list arguments)
{
    char some[FORMATTED]; /* most texts are no longer, and written once */
    va_list again;
    va_copy(again, arguments);
    bool whole = has_every_text(format, &again);
    va_end(again);
    va_copy(again, arguments);
    int length = whole ? vsnprintf(some, sizeof some, format, arguments) : -1;
    char *text = length < 0 ? NULL : arena_take(arena, (size_t)length + 1);
    if (text != NULL && (size_t)length < sizeof some)
        memcpy(text, some, (size_t)length + 1);
    else if (text != NULL)
        (void)vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_format_list(arena, format, arguments);
    va_end(arguments);
    return text;
}

bool growing_reserve(struct growing_text *text, size_t more)
{
    char *grown = arena_grow(text->arena, text->bytes, &text->capacity, 1, text->length + more + 1);
    text->failed = text->failed || grown == NULL;
    if (grown != NULL)
        text->bytes = grown;
    return grown != NULL;
}

bool growing_add(struct growing_text *text, const char *bytes, size_t length)
{
    if (!growing_reserve(text, length))
        return false;
    if (length > 0) /* of nothing there may be no bytes */
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
    return true;
}

void growing_list(struct growing_text *text, const char *between, const char *more)
{
    if (more == NULL) {
        text->failed = true;
        return;
    }
    if (text->length > 0)
        growing_add(text, between, strlen(between));
    growing_add(text, more, strlen(more));
}

const char *growing_whole(const struct growing_text *text)
{
    return text->failed ? NULL : text->bytes == NULL ? "" : text->bytes;
}

size_t arena_bytes(const struct arena *arena)
{
    size_t bytes = 0;
    for (const struct arena_chunk *chunk = arena->chunk; chunk != NULL; chunk = chunk->older)
        bytes += chunk->used;
    return bytes;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){arena->chunk, arena->chunk == NULL ? 0 : arena->chunk->used};
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    while (arena->chunk != mark.chunk)
        release_newest(arena);
    if (arena->chunk != NULL) {
        arena->chunk->used = mark.used;
        ASAN_POISON_MEMORY_REGION(arena->chunk->bytes + mark.used, arena->chunk->size - mark.used);
    }
}
