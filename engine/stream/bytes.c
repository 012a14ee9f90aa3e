/* Lines of figures on their way out. */
#include <string.h>

#include "stream_internal.h"

bool bytes_reserve(struct bytes *bytes, size_t more)
{
    if (bytes->capacity - bytes->length >= more)
        return true;
    char *grown = arena_grow(bytes->arena, bytes->at, &bytes->capacity, 1, bytes->length + more);
    if (grown == NULL)
        return false;
    bytes->at = grown;
    return true;
}

bool bytes_add(struct bytes *bytes, const char *text, size_t length)
{
    if (!bytes_reserve(bytes, length))
        return false;
    memcpy(bytes->at + bytes->length, text, length);
    bytes->length += length;
    return true;
}

bool bytes_add_cell(struct bytes *bytes, const char *text, size_t length)
{
    if (csv_cell_is_plain(text, length))
        return bytes_add(bytes, text, length);
    if (!bytes_reserve(bytes, csv_cell_room(length)))
        return false;
    bytes->length += csv_cell_write(bytes->at + bytes->length, text, length);
    return true;
}
