/* Bytes as text: base64 of RFC 4648, with padding, without line ends. */
#include <string.h>

#include "call.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int digit_of(char c)
{
    const char *at = c == '\0' ? NULL : strchr(digits, c);
    return at == NULL ? -1 : (int)(at - digits);
}

/* The bytes that are left at the end, and bits that belong to none, must be zero. */
static bool decode_digits(char *out, size_t *length, const char *text, size_t count)
{
    uint32_t bits = 0;
    unsigned held = 0;
    *length = 0;
    for (size_t i = 0; i < count; i++) {
        const int digit = digit_of(text[i]);
        if (digit < 0)
            return false;
        bits = bits << 6 | (uint32_t)digit;
        held += 6;
        if (held < 8)
            continue;
        held -= 8;
        out[(*length)++] = (char)(bits >> held & 0xFF);
        bits &= (1U << held) - 1;
    }
    return bits == 0 && held < 6;
}

enum ft_status base64_decode(const char **out, size_t *length, struct arena *arena,
                             const char *text)
{
    size_t count = strlen(text);
    *out = NULL;
    if (count % 4 != 0)
        return FT_INVALID;
    char *bytes = arena_allocate(arena, count / 4 * 3 + 4);
    if (bytes == NULL)
        return FT_NO_MEMORY;
    for (int i = 0; i < 2 && count > 0 && text[count - 1] == '='; i++)
        count--;
    if (!decode_digits(bytes, length, text, count))
        return FT_INVALID;
    *out = bytes;
    return FT_OK;
}

bool base64_write(const struct ft_sink *sink, const char *bytes, size_t length)
{
    enum { GROUPS = 1024 };
    char text[4 * GROUPS];
    size_t used = 0;
    for (size_t at = 0; at < length; at += 3) {
        const size_t left = length - at;
        const uint32_t first = (unsigned char)bytes[at],
                       second = left > 1 ? (unsigned char)bytes[at + 1] : 0,
                       third = left > 2 ? (unsigned char)bytes[at + 2] : 0;
        const uint32_t bits = first << 16 | second << 8 | third;
        text[used++] = digits[bits >> 18];
        text[used++] = digits[bits >> 12 & 63];
        text[used++] = '=';
        text[used++] = '=';
        if (left > 1)
            text[used - 2] = digits[bits >> 6 & 63];
        if (left > 2)
            text[used - 1] = digits[bits & 63];
        if (used < sizeof text)
            continue;
        if (!sink->write(sink->context, text, used))
            return false;
        used = 0;
    }
    return used == 0 || sink->write(sink->context, text, used);
}
