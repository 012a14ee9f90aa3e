/* What refusal.h says, before the arena and what makes room for vectors. */
#include "refusal.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

struct refusal refusal;

void refusal_gather(enum refusing what)
{
    refusal.what = what;
    refusal.place = NULL;
    refusal.fresh_count = 0;
}

void refusal_at(const void *place, size_t time)
{
    refusal.place = place;
    refusal.left = time;
}

void refusal_time(enum refusing what, size_t nth)
{
    refusal.what = what;
    refusal.asked = 0;
    refusal.nth = nth;
    refusal.place = &refusal; /* none */
}

size_t refusal_offset(void)
{
    extern const char __executable_start;
    return (size_t)((const char *)refusal.place - &__executable_start) - 1;
}

static void gather_place(const void *place)
{
    size_t at = ((uintptr_t)place >> 2) % MOST_PLACES;
    for (; refusal.known[at] != NULL; at = (at + 1) % MOST_PLACES)
        if (refusal.known[at] == place)
            return;
    assert(refusal.count < MOST_PLACES / 2);
    refusal.count++;
    refusal.known[at] = place;
    refusal.fresh[refusal.fresh_count++] = place;
}

void refusal_forget(void)
{
    memset(refusal.known, 0, sizeof refusal.known);
    refusal.count = 0;
}

bool refuses(enum refusing what, const void *place)
{
    if (what != refusal.what)
        return false;
    if (++refusal.asked == refusal.nth)
        return true;
    if (refusal.place == NULL)
        gather_place(place);
    if (place != refusal.place || refusal.left == 0)
        return false;
    return --refusal.left == 0;
}

#define REFUSE_MEMORY(result, name, declared, passed)                                              \
    result __real_##name declared;                                                                 \
    result __wrap_##name declared;                                                                 \
    result __wrap_##name declared                                                                  \
    {                                                                                              \
        return refuses(MEMORY, __builtin_return_address(0)) ? NULL : __real_##name passed;         \
    }

REFUSE_MEMORY(void *, arena_allocate, (struct arena * arena, size_t size), (arena, size))
REFUSE_MEMORY(void *, arena_array, (struct arena * arena, size_t count, size_t size),
              (arena, count, size))
REFUSE_MEMORY(void *, arena_grow,
              (struct arena * arena, void *old, size_t *capacity, size_t element, size_t needed),
              (arena, old, capacity, element, needed))
REFUSE_MEMORY(char *, arena_copy, (struct arena * arena, const char *bytes, size_t length),
              (arena, bytes, length))
REFUSE_MEMORY(void *, arena_reserve, (struct arena * arena, size_t count, size_t size),
              (arena, count, size))

char *__wrap_arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *__wrap_arena_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = refuses(MEMORY, __builtin_return_address(0))
                     ? NULL
                     : arena_format_list(arena, format, arguments);
    va_end(arguments);
    return text;
}
