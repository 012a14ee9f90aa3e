#include <string.h>
#include <utf8proc.h>

#include "base.h"

/* The bytes of a character of three: an ideograph from U+4000 to U+9FFF, or punctuation and signs that Chinese
 * is written with (U+2010 to U+2027, U+2030 to U+203E, arrows and operators from U+2180 to U+22FF, U+3000 to U+30FF,
 * units from U+3300 to U+33FF, U+FF01 to U+FF5E); 0: another. */
static inline size_t chinese_bytes(const unsigned char *at)
{
    enum { BYTES = 3 };
    if ((at[1] & 0xC0) != 0x80 || (at[2] & 0xC0) != 0x80)
        return 0;
    const bool common = (at[0] >= 0xE4 && at[0] <= 0xE9) || (at[0] == 0xE3 && at[1] <= 0x83) ||
                        (at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0x90 && at[2] <= 0xA7) ||
                        (at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0xB0 && at[2] <= 0xBE) ||
                        (at[0] == 0xE2 && at[1] >= 0x86 && at[1] <= 0x8B) ||
                        (at[0] == 0xE3 && at[1] >= 0x8C && at[1] <= 0x8F) ||
                        (at[0] == 0xEF && at[1] == 0xBC && at[2] >= 0x81) ||
                        (at[0] == 0xEF && at[1] == 0xBD && at[2] <= 0x9E);
    return common ? BYTES : 0;
}

/* The bytes of a character of two: a sign or letter from U+00A1 to U+00FF but for the soft hyphen; 0: another. */
static inline size_t latin_bytes(const unsigned char *at)
{
    enum { BYTES = 2, SOFT_HYPHEN = 0xAD };
    const bool common = (at[0] == 0xC2 && at[1] >= 0xA1 && at[1] <= 0xBF && at[1] != SOFT_HYPHEN) ||
                        (at[0] == 0xC3 && at[1] >= 0x80 && at[1] <= 0xBF);
    return common ? BYTES : 0;
}

size_t utf8_next(const char *bytes, size_t length, uint32_t *code)
{
    const unsigned char *at = (const unsigned char *)bytes;
    if (length > 0 && *at < 0x80) {
        *code = *at;
        return 1;
    }
    if (length >= 3 && chinese_bytes(at) > 0) {
        *code = (uint32_t)(at[0] & 0x0F) << 12 | (uint32_t)(at[1] & 0x3F) << 6 | (at[2] & 0x3F);
        return 3;
    }
    utf8proc_int32_t point = -1;
    utf8proc_ssize_t room = length > 4 ? 4 : (utf8proc_ssize_t)length;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)bytes, room, &point);
    *code = 0;
    if (used <= 0 || point < 0)
        return 0;
    *code = (uint32_t)point;
    return (size_t)used;
}

size_t utf8_put(char *out, uint32_t code)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)out);
}

/* Bytes of ASCII that can be seen, eight at a time. */
static inline bool are_seen(const char *bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return ((word | (word - ones * ' ') | (word + ones)) & high) == 0;
}

size_t utf8_common(const char *bytes, size_t length)
{
    size_t i = 0;
    while (i < length) {
        const unsigned char byte = (unsigned char)bytes[i];
        if (byte < 0x7F) {
            if (length - i >= sizeof(uint64_t) && are_seen(bytes + i))
                i += sizeof(uint64_t);
            else if (byte >= ' ' || byte == '\n' || byte == '\r')
                i++;
            else
                return i;
        } else {
            const unsigned char *at = (const unsigned char *)bytes + i;
            size_t used = length - i < 3 ? 0 : chinese_bytes(at);
            if (used == 0 && length - i >= 2)
                used = latin_bytes(at);
            if (used == 0)
                return i;
            i += used;
        }
    }
    return length;
}

enum { STRETCH = 256 };

/* Whether a stretch is all ASCII without NUL: by far the most in a long table. */
static bool is_plain_stretch(const char *bytes)
{
    uint64_t all = 0;
    for (size_t i = 0; i < STRETCH; i += sizeof all) {
        uint64_t word;
        memcpy(&word, bytes + i, sizeof word);
        all |= word;
    }
    return (all & UINT64_C(0x8080808080808080)) == 0 && memchr(bytes, '\0', STRETCH) == NULL;
}

size_t utf8_check(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length;) {
        const size_t left = length - i, stretch = left < STRETCH ? left : STRETCH;
        uint32_t code;
        if (stretch == STRETCH && is_plain_stretch(bytes + i)) {
            i += STRETCH;
            continue;
        }
        const size_t common = utf8_common(bytes + i, stretch);
        i += common;
        if (common == stretch)
            continue;
        const size_t used = utf8_next(bytes + i, length - i, &code);
        if (used == 0 || code == 0)
            return i;
        i += used;
    }
    return length;
}

size_t utf8_count(const char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
    return count;
}

/* The cells of a character; ASCII and ideographs are told without a table. */
static size_t cells_of(uint32_t code)
{
    if (code >= ' ' && code < 0x7F)
        return 1;
    if (code >= 0x4E00 && code < 0xA000)
        return 2;
    const int cells = utf8proc_charwidth((utf8proc_int32_t)code);
    return cells > 0 ? (size_t)cells : 0;
}

size_t utf8_width(const char *bytes, size_t length)
{
    size_t width = 0;
    for (size_t i = 0; i < length;) {
        uint32_t code;
        size_t used = utf8_next(bytes + i, length - i, &code);
        if (used == 0)
            break;
        width += cells_of(code);
        i += used;
    }
    return width;
}

struct text text_from(const char *string)
{
    return (struct text){.bytes = string, .length = (uint32_t)strlen(string)};
}

bool text_is(const struct text *text, const char *string)
{
    return strcmp(text->bytes, string) == 0;
}

struct place text_place(const struct text *text, size_t offset, uint32_t width)
{
    struct place place = text->place;
    size_t start = 0;
    place.width = width;
    for (uint32_t i = 0;
         text->pieces != NULL && i < text->piece_count && text->pieces[i].offset <= offset; i++) {
        place = text->pieces[i].place;
        place.width = width;
        start = text->pieces[i].offset;
    }
    if (text->piece_count > 0)
        place.column += (uint32_t)utf8_count(text->bytes + start, offset - start);
    return place;
}

const char *title_in(const struct title *title, enum ft_language language)
{
    return language == FT_ZH ? title->zh : title->en;
}
