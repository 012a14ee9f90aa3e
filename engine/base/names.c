#include <string.h>

#include "base.h"

struct map_slot {
    const char *key;
    void *value;
};

/* FNV-1a: names are short and trusted not to be hostile beyond the bounded input size. */
static size_t hash(const char *key)
{
    uint64_t h = 14695981039346656037u;
    for (; *key != '\0'; key++)
        h = (h ^ (unsigned char)*key) * 1099511628211u;
    return (size_t)(h ^ (h >> 32));
}

static struct map_slot *find_slot(const struct map *map, const char *key)
{
    size_t i = hash(key) & (map->capacity - 1);
    while (map->slots[i].key != NULL && strcmp(map->slots[i].key, key) != 0)
        i = (i + 1) & (map->capacity - 1);
    return &map->slots[i];
}

void *map_get(const struct map *map, const char *key)
{
    return map->capacity == 0 ? NULL : find_slot(map, key)->value;
}

static bool grow(struct map *map, struct arena *arena)
{
    struct map larger = {.count = map->count,
                         .capacity = map->capacity == 0 ? 16 : map->capacity * 2};
    larger.slots = arena_array(arena, larger.capacity, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key != NULL)
            *find_slot(&larger, map->slots[i].key) = map->slots[i];
    *map = larger;
    return true;
}

bool map_put(struct map *map, struct arena *arena, const char *key, void *value)
{
    if (map->count * 2 >= map->capacity && !grow(map, arena))
        return false;
    struct map_slot *slot = find_slot(map, key);
    if (slot->key == NULL)
        map->count++;
    *slot = (struct map_slot){key, value};
    return true;
}

/* ---- did you mean -----------------------------------------------------------------------------
 */

enum { LONGEST_NAME = 64 };

static size_t least(size_t x, size_t y, size_t z)
{
    size_t low = x < y ? x : y;
    return low < z ? low : z;
}

/* The characters of a name; 0 where it is too long: long ones are never meant by a slip of the
 * finger. */
static size_t characters_of(uint32_t characters[LONGEST_NAME], const char *name)
{
    size_t count = 0, left = strlen(name);
    while (left > 0 && count < LONGEST_NAME) {
        size_t length = utf8_next(name, left, &characters[count]);
        if (length == 0)
            return 0;
        count++;
        name += length;
        left -= length;
    }
    return left > 0 ? 0 : count;
}

static size_t edit_distance(const uint32_t *x, size_t x_count, const uint32_t *y, size_t y_count)
{
    size_t row[LONGEST_NAME + 1];
    for (size_t j = 0; j <= y_count; j++)
        row[j] = j;
    for (size_t i = 1; i <= x_count; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= y_count; j++) {
            size_t above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1, diagonal + (x[i - 1] != y[j - 1]));
            diagonal = above;
        }
    }
    return row[y_count];
}

void suggest(struct suggestion *suggestion, const char *candidate)
{
    uint32_t word[LONGEST_NAME], other[LONGEST_NAME];
    size_t count = characters_of(word, suggestion->word);
    size_t other_count = characters_of(other, candidate);
    if (count == 0 || other_count == 0)
        return;
    size_t distance = edit_distance(word, count, other, other_count);
    if (distance > count / 3 + 1 || distance >= other_count)
        return;
    /* A tie goes to the lesser name, so that the order of offering does not show. */
    if (suggestion->best == NULL || distance < suggestion->distance ||
        (distance == suggestion->distance && strcmp(candidate, suggestion->best) < 0)) {
        suggestion->best = candidate;
        suggestion->distance = distance;
    }
}

void suggest_keys(struct suggestion *suggestion, const struct map *map)
{
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].key != NULL)
            suggest(suggestion, map->slots[i].key);
}

/* ---- what may be written instead ---------------------------------------------------------------
 */

/* Names are listed as long as a hint has room for them and for what stands around them. */
enum { CHOICES_BYTES = 600 };

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

const char *choices_text(const struct choices *choices)
{
    const char *best = choices->nearest.best, *text;
    bool chinese = choices->language == FT_ZH, whole = choices->count == choices->listed;
    if (choices->count == 0)
        return chinese ? "没有可选的" : "there is none";
    if (best != NULL && (!whole || choices->count == 1))
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
