#include <assert.h>
#include <string.h>

#include "base.h"

struct map_slot {
    const char *key;
    void *value;
};

/* FNV-1a: names are short and trusted not to be hostile beyond the bounded input size. */
size_t map_hash(const char *key)
{
    uint64_t h = 14695981039346656037u;
    for (; *key != '\0'; key++)
        h = (h ^ (unsigned char)*key) * 1099511628211u;
    return (size_t)(h ^ (h >> 32));
}

static struct map_slot *find_slot(const struct map *map, const char *key, size_t hash)
{
    size_t i = hash & (map->capacity - 1);
    while (map->slots[i].key != NULL && strcmp(map->slots[i].key, key) != 0)
        i = (i + 1) & (map->capacity - 1);
    return &map->slots[i];
}

void *map_get(const struct map *map, const char *key)
{
    return map->capacity == 0 ? NULL : map_get_hashed(map, key, map_hash(key));
}

void *map_get_hashed(const struct map *map, const char *key, size_t hash)
{
    return map->capacity == 0 ? NULL : find_slot(map, key, hash)->value;
}

static bool grow(struct map *map, struct arena *arena, size_t capacity)
{
    struct map larger = {.count = map->count, .capacity = capacity};
    larger.slots = arena_array(arena, larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key != NULL)
            *find_slot(&larger, map->slots[i].key, map_hash(map->slots[i].key)) = map->slots[i];
    *map = larger;
    return true;
}

enum { LEAST_SLOTS = 16 };

/* The most keys of so many slots: half of them, but where they take megabytes. */
static size_t map_room(size_t capacity)
{
    enum { LARGE = 1 << 16 };
    return capacity < LARGE ? capacity / 2 : capacity - capacity / 16 * 3;
}

bool map_reserve(struct map *map, struct arena *arena, size_t more)
{
    size_t capacity = map->capacity == 0 ? LEAST_SLOTS : map->capacity;
    while (map_room(capacity) < map->count + more) {
        if (capacity > SIZE_MAX / 2)
            return false;
        capacity *= 2;
    }
    return capacity == map->capacity || grow(map, arena, capacity);
}

bool map_put(struct map *map, struct arena *arena, const char *key, void *value)
{
    assert(key != NULL && value != NULL);
    if (map->count >= map_room(map->capacity) && !map_reserve(map, arena, 1))
        return false;
    struct map_slot *slot = find_slot(map, key, map_hash(key));
    if (slot->key == NULL)
        map->count++;
    *slot = (struct map_slot){key, value};
    assert(map->count < map->capacity); /* a search ends at an empty slot */
    return true;
}

void map_each(const struct map *map, void (*show)(void *context, void *value), void *context)
{
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key != NULL)
            show(context, map->slots[i].value);
}

/* ---- what is offered ---- */

void suggest_keys(struct suggestion *suggestion, const struct map *map)
{
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key != NULL)
            suggest(suggestion, map->slots[i].key);
}

/* ---- what may be written instead ---- */

/* Names are listed as long as a hint has room for them and for what stands around them. */
enum { CHOICES_BYTES = 600 };
/* Of a name that goes on this much must be written, two Chinese characters. */
enum { LEAST_BEGINNING = 6 };

struct choices choices_for(struct arena *arena, const struct diagnostics *diagnostics,
                           const char *word)
{
    return (struct choices){.arena = arena,
                            .language = diagnostics->language,
                            .idle = diagnostics_are_full(diagnostics),
                            .nearest = {.word = word},
                            .list = ""};
}

void choices_offer_as(struct choices *choices, const char *name, const char *shown)
{
    if (choices->idle)
        return;
    suggest(&choices->nearest, name);
    const size_t written = strlen(choices->nearest.word);
    if (choices->begins == NULL && written >= LEAST_BEGINNING &&
        strncmp(name, choices->nearest.word, written) == 0)
        choices->begins = name;
    const char *comma = choices->language == FT_ZH ? "、" : ", ";
    if (choices->listed != choices->count++ ||
        strlen(choices->list) + strlen(comma) + strlen(shown) > CHOICES_BYTES)
        return;
    const char *longer = arena_format(choices->arena, "%s%s%s", choices->list,
                                      choices->count == 1 ? "" : comma, shown);
    if (longer == NULL)
        return;
    choices->list = longer;
    choices->listed = choices->count;
}

void choices_offer(struct choices *choices, const char *name)
{
    choices_offer_as(choices, name, name);
}

void choices_offer_named(struct choices *choices, const char *name, const struct title *title)
{
    choices_offer(choices, name);
    if (choices->idle || title->zh == NULL || strcmp(title->zh, choices->nearest.word) != 0)
        return;
    choices->nearest.best = name;
    choices->called = arena_format(
        choices->arena, choices->language == FT_ZH ? "%s（%s）" : "%s (%s)", name, title->zh);
}

const char *choices_text(const struct choices *choices)
{
    const char *best = choices->nearest.best != NULL ? choices->nearest.best : choices->begins,
               *text;
    bool chinese = choices->language == FT_ZH, whole = choices->count == choices->listed;
    if (choices->count == 0)
        return chinese ? "没有可选的" : "there is none";
    if (choices->called != NULL)
        best = choices->called;
    if (choices->called != NULL || (best != NULL && (!whole || choices->count == 1)))
        text = arena_format(choices->arena, chinese ? "是不是 %s？" : "did you mean %s?", best);
    else if (best != NULL)
        text = arena_format(choices->arena,
                            chinese ? "是不是 %s？可选：%s" : "did you mean %s? choose: %s", best,
                            choices->list);
    else if (whole)
        text = arena_format(choices->arena, chinese ? "可选：%s" : "choose: %s", choices->list);
    else
        text = arena_format(choices->arena,
                            chinese ? "可选：%s……共 %zu 个" : "choose: %s … of %zu in all",
                            choices->list, choices->count);
    return text == NULL ? choices->list : text;
}
