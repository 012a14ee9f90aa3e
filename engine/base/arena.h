/* arena.h: memory that a load makes, released at once. */
#ifndef FANGTIAN_BASE_ARENA_H
#define FANGTIAN_BASE_ARENA_H

#include <stdarg.h>

#include "../fangtian.h"

struct arena_chunk;

/* Invariant: `chunk` is NULL or the newest chunk; older ones hang behind it. `spare` is NULL or one
 * that was given back, for a loop that goes back where a chunk ends. */
struct arena {
    const struct ft_allocator *allocator;
    struct arena_chunk *chunk, *spare;
    size_t shared; /* the size of the last chunk that was made for many pieces; 0: none */
};

/* A point to go back to with arena_rewind: scratch memory in a loop. */
struct arena_mark {
    struct arena_chunk *chunk;
    size_t used;
};

/* Opens an arena; allocates nothing. `allocator` NULL means malloc and free; else it is borrowed.
 */
void arena_open(struct arena *arena, const struct ft_allocator *allocator);
void arena_close(struct arena *arena);

/* `size` bytes, zeroed, aligned for any type; NULL when memory is out. A size of 0 gives a valid
 * pointer. */
void *arena_allocate(struct arena *arena, size_t size);

/* count * size bytes, zeroed, checked for overflow. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* The same, holding whatever was there: of a list whose length is not known, but bounded, what is not
 * written takes no page. */
void *arena_reserve(struct arena *arena, size_t count, size_t size);

/*
 * Makes room for `needed` elements in a growing array: returns `old` where it has room, else a
 * larger copy. `*capacity` is updated. NULL when memory is out (`old` stays valid).
 */
void *arena_grow(struct arena *arena, void *old, size_t *capacity, size_t element, size_t needed);

/* A NUL-terminated copy of `length` bytes. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);

/* printf into the arena, of %s, %c, %d, %u and %x, their sizes l, ll and z, and a width, alone;
 * NULL when memory is out, also where a text among the arguments is NULL because it could not be
 * made. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same; `arguments` may not be used again. */
char *arena_format_list(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* Text that grows in an arena: adding takes time for what is added alone. `failed` once memory was
 * out. Always terminated once added to; `bytes` NULL before. */
struct growing_text {
    struct arena *arena;
    char *bytes;
    size_t length, capacity;
    bool failed;
};
bool growing_add(struct growing_text *text, const char *bytes, size_t length); /* not `failed` */
/* Makes room for so many bytes more, and a NUL. */
bool growing_reserve(struct growing_text *text, size_t more);
/* Adds one of a list: what stands `between` two where it is not the first. A NULL text is memory
 * that is out. */
void growing_list(struct growing_text *text, const char *between, const char *more);
/* What was added: "" for nothing, NULL when memory was out. */
const char *growing_whole(const struct growing_text *text);

/* How much of its memory was handed out. */
size_t arena_bytes(const struct arena *arena);

struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

#endif
