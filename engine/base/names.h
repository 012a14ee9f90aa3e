/* names.h: maps of names, and "did you mean". */
#ifndef FANGTIAN_BASE_NAMES_H
#define FANGTIAN_BASE_NAMES_H

#include "arena.h"

/* A map from strings to pointers; keys are borrowed. Zeroed is empty. */
struct map {
    struct map_slot *slots;
    size_t count, capacity;
};

/* The value under `key`, or NULL. */
void *map_get(const struct map *map, const char *key);
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

#endif
