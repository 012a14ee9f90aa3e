/* Keys in the order of the file. */
#include <string.h>

#include "key_order.h"

/* Decimal integers as they are written out: a sign, no zeros in front. */
static int compare_integers(const char *x, size_t x_length, const char *y, size_t y_length)
{
    bool negative = x_length > 0 && x[0] == '-';
    if (negative != (y_length > 0 && y[0] == '-'))
        return negative ? -1 : 1;
    int order = x_length != y_length ? (x_length < y_length ? -1 : 1) : memcmp(x, y, x_length);
    return negative ? -order : order;
}

static int keys_order(const struct keys *keys, const struct growing_text *last, const char *text,
                      size_t length)
{
    return keys->integers ? compare_integers(last->bytes, last->length, text, length)
                          : text_order(last->bytes, last->length, text, length);
}

static bool keys_keep(struct growing_text *kept, const char *text, size_t length)
{
    kept->length = 0;
    return growing_add(kept, text, length);
}

void keys_open(struct keys *keys, const struct entity *entity, struct arena *arena)
{
    *keys = (struct keys){.integers = entity->fields[entity->key].type.kind != TYPE_TEXT,
                          .first = {.arena = arena},
                          .last = {.arena = arena}};
}

void keys_clear(struct keys *keys)
{
    keys->rows = keys->unordered = 0;
}

bool keys_join(struct keys *keys, const struct keys *next)
{
    if (next->rows == 0)
        return true;
    if (keys->rows == 0 && !keys_keep(&keys->first, next->first.bytes, next->first.length))
        return false;
    if (keys->rows > 0 && keys->unordered == 0 &&
        keys_order(keys, &keys->last, next->first.bytes, next->first.length) >= 0)
        keys->unordered = keys->rows + 1;
    if (next->unordered > 0 && keys->unordered == 0)
        keys->unordered = keys->rows + next->unordered;
    keys->rows += next->rows;
    return keys_keep(&keys->last, next->last.bytes, next->last.length);
}
