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
    static const char starts[] = {'=', '+', '-', '@', '\t', '\r'};
    bool runs = length > 0 && memchr(starts, text[0], sizeof starts) != NULL;
    bool quoted = runs;
    for (size_t i = 0; i < length && !quoted; i++)
        quoted = text[i] == ',' || text[i] == '"' || text[i] == '\r' || text[i] == '\n';
    if (!quoted)
        return bytes_add(bytes, text, length);
    if (!bytes_reserve(bytes, 2 * length + 3))
        return false;
    char *out = bytes->at + bytes->length;
    *out++ = '"';
    if (runs)
        *out++ = '\'';
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            *out++ = '"';
        *out++ = text[i];
    }
    *out++ = '"';
    bytes->length = (size_t)(out - bytes->at);
    return true;
}
