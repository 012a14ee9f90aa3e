/* Bytes as text: base64 of RFC 4648, with padding, without line ends. */
#include <nettle/base64.h>
#include <string.h>

#include "call.h"

enum ft_status base64_decode(const char **out, size_t *length, struct arena *arena,
                             const char *text)
{
    struct base64_decode_ctx decoding;
    const size_t count = strlen(text);
    *out = NULL;
    /* nettle passes over blanks, and takes a third "=". */
    if (count % 4 != 0 || strcspn(text, "= \t\n\v\f\r") + 2 < count)
        return FT_INVALID;
    char *bytes = arena_allocate(arena, BASE64_DECODE_LENGTH(count) + 1);
    if (bytes == NULL)
        return FT_NO_MEMORY;
    base64_decode_init(&decoding);
    if (!base64_decode_update(&decoding, length, (uint8_t *)bytes, count, text) ||
        !base64_decode_final(&decoding))
        return FT_INVALID;
    *out = bytes;
    return FT_OK;
}

bool base64_write(const struct ft_sink *sink, const char *bytes, size_t length)
{
    enum { PART = 3 * 1024 };
    char text[BASE64_ENCODE_RAW_LENGTH(PART)];
    for (size_t at = 0; at < length; at += PART) {
        const size_t part = length - at < PART ? length - at : PART;
        base64_encode_raw(text, part, (const uint8_t *)bytes + at);
        if (!sink->write(sink->context, text, BASE64_ENCODE_RAW_LENGTH(part)))
            return false;
    }
    return true;
}
