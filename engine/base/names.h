/* names.h: maps of names, and "did you mean". */
#ifndef FANGTIAN_BASE_NAMES_H
#define FANGTIAN_BASE_NAMES_H

#include <string.h>

#include "arena.h"

/* Whether two names are the same; most differ in their first two bytes: sooner told than by a call. */
static inline bool name_is(const char *x, const char *y)
{
    return x[0] == y[0] && (x[0] == '\0' || x[1] == y[1]) && strcmp(x, y) == 0;
}

/* A map from strings to pointers; keys are borrowed. Zeroed is empty. */
struct map {
    struct map_slot *slots;
    size_t count, capacity;
};

/* The value under `key`, or NULL. */
void *map_get(const struct map *map, const char *key);
/* The same for a key that is looked for in several maps. */
size_t map_hash(const char *key);
void *map_get_hashed(const struct map *map, const char *key, size_t hash);
/* Sets `key`; false when memory is out. `value` is not NULL. */
bool map_put(struct map *map, struct arena *arena, const char *key, void *value);

/* Makes room for so many more keys, that it need not grow step by step. False: memory is out. */
bool map_reserve(struct map *map, struct arena *arena, size_t more);

/* Shows every value, in an order that follows from the keys alone. */
void map_each(const struct map *map, void (*show)(void *context, void *value), void *context);

/* Collects the candidate that `word` may be a slip of the finger for: zeroed with `word` set, then
 * offered names. A name of another meaning is none, however near: slips.c says what is. */
struct suggestion {
    const char *word;
    const char *best; /* NULL where nothing is near enough to be meant */
    size_t slips;     /* between the two */
};
void suggest(struct suggestion *suggestion, const char *candidate);
/* Offers every key of a map. */
void suggest_keys(struct suggestion *suggestion, const struct map *map);

/*
 * How two texts stand as people number them: digits that follow each other are one number, the longer
 * the greater, so that R2 stands before R10; else the bytes decide. Less than 0, 0 where they are
 * equal byte for byte, more.
 */
int text_order(const char *x, size_t x_length, const char *y, size_t y_length);
/* The same for two that are the same before `at`, where one ends or they differ. */
int text_order_from(const char *x, size_t x_length, const char *y, size_t y_length, size_t at);

#endif
