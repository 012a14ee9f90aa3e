/*
 * Characters that look like others. Unicode's compatibility forms tell most of them; the tables
 * here hold what they leave out: radicals as PDF files give them, and letters of other scripts.
 */
#include <assert.h>
#include <string.h>
#include <utf8proc.h>

#include "base.h"

struct twin {
    uint16_t code, plain;
};

/* By code. Radicals of the supplement that are an ideograph's shape (the others are parts of one),
 * and capital and small letters that Latin script has too. */
static const struct twin twins[] = {
    /* Latin */
    {0x0131, 'i'},
    {0x0251, 'a'},
    {0x0261, 'g'},
    /* Greek */
    {0x0391, 'A'},
    {0x0392, 'B'},
    {0x0395, 'E'},
    {0x0396, 'Z'},
    {0x0397, 'H'},
    {0x0399, 'I'},
    {0x039A, 'K'},
    {0x039C, 'M'},
    {0x039D, 'N'},
    {0x039F, 'O'},
    {0x03A1, 'P'},
    {0x03A4, 'T'},
    {0x03A5, 'Y'},
    {0x03A7, 'X'},
    {0x03BF, 'o'},
    {0x03C1, 'p'},
    {0x03BD, 'v'},
    {0x03F2, 'c'},
    {0x03F3, 'j'},
    {0x03F9, 'C'},
    /* Cyrillic */
    {0x0405, 'S'},
    {0x0406, 'I'},
    {0x0408, 'J'},
    {0x0410, 'A'},
    {0x0412, 'B'},
    {0x0415, 'E'},
    {0x0417, '3'},
    {0x041A, 'K'},
    {0x041C, 'M'},
    {0x041D, 'H'},
    {0x041E, 'O'},
    {0x0420, 'P'},
    {0x0421, 'C'},
    {0x0422, 'T'},
    {0x0423, 'Y'},
    {0x0425, 'X'},
    {0x0430, 'a'},
    {0x0435, 'e'},
    {0x043E, 'o'},
    {0x0440, 'p'},
    {0x0441, 'c'},
    {0x0443, 'y'},
    {0x0445, 'x'},
    {0x0455, 's'},
    {0x0456, 'i'},
    {0x0458, 'j'},
    {0x04AE, 'Y'},
    {0x04BB, 'h'},
    {0x04C0, 'I'},
    {0x0501, 'd'},
    {0x050C, 'G'},
    {0x051A, 'Q'},
    {0x051B, 'q'},
    {0x051C, 'W'},
    {0x051D, 'w'},
    /* Armenian */
    {0x0555, 'O'},
    {0x0578, 'n'},
    {0x057D, 'u'},
    {0x0585, 'o'},
    /* radicals */
    {0x2E81, 0x5382},
    {0x2E82, 0x4E5B},
    {0x2E84, 0x4E59},
    {0x2E85, 0x4EBB},
    {0x2E86, 0x5182},
    {0x2E88, 0x5200},
    {0x2E8B, 0x353E},
    {0x2E8C, 0x5C0F},
    {0x2E8D, 0x5C0F},
    {0x2E8E, 0x5140},
    {0x2E90, 0x5C22},
    {0x2E92, 0x5DF3},
    {0x2E93, 0x5E7A},
    {0x2E95, 0x5F51},
    {0x2E98, 0x624C},
    {0x2E99, 0x6535},
    {0x2E9B, 0x65E1},
    {0x2E9D, 0x6708},
    {0x2E9E, 0x6B7A},
    {0x2E9F, 0x6BCD},
    {0x2EA0, 0x6C11},
    {0x2EA2, 0x6C3A},
    {0x2EA5, 0x722B},
    {0x2EA6, 0x4E2C},
    {0x2EA8, 0x72AD},
    {0x2EA9, 0x738B},
    {0x2EAC, 0x793A},
    {0x2EAD, 0x793B},
    {0x2EAF, 0x7CF9},
    {0x2EB0, 0x7E9F},
    {0x2EB3, 0x7F52},
    {0x2EB6, 0x7F8A},
    {0x2EB7, 0x7F8A},
    {0x2EBC, 0x8089},
    {0x2EBD, 0x81FC},
    {0x2EBF, 0x8279},
    {0x2EC0, 0x8279},
    {0x2EC1, 0x864E},
    {0x2EC2, 0x8864},
    {0x2EC3, 0x8980},
    {0x2EC4, 0x897F},
    {0x2EC5, 0x89C1},
    {0x2EC6, 0x89D2},
    {0x2EC8, 0x8BA0},
    {0x2EC9, 0x8D1D},
    {0x2ECA, 0x8DB3},
    {0x2ECB, 0x8F66},
    {0x2ECC, 0x8FB6},
    {0x2ECD, 0x8FB6},
    {0x2ECE, 0x8FB6},
    {0x2ECF, 0x961D},
    {0x2ED0, 0x9485},
    {0x2ED1, 0x9577},
    {0x2ED2, 0x9578},
    {0x2ED3, 0x957F},
    {0x2ED4, 0x95E8},
    {0x2ED6, 0x961D},
    {0x2ED7, 0x96E8},
    {0x2ED8, 0x9752},
    {0x2ED9, 0x97E6},
    {0x2EDA, 0x9875},
    {0x2EDB, 0x98CE},
    {0x2EDC, 0x98DE},
    {0x2EDD, 0x98DF},
    {0x2EE0, 0x9963},
    {0x2EE2, 0x9A6C},
    {0x2EE3, 0x9AA8},
    {0x2EE4, 0x9B3C},
    {0x2EE5, 0x9C7C},
    {0x2EE6, 0x9E1F},
    {0x2EE7, 0x5364},
    {0x2EE8, 0x9EA6},
    {0x2EE9, 0x9EC4},
    {0x2EEA, 0x9EFE},
    {0x2EEB, 0x6589},
    {0x2EEC, 0x9F50},
    {0x2EED, 0x6B6F},
    {0x2EEE, 0x9F7F},
    {0x2EEF, 0x7ADC},
    {0x2EF0, 0x9F99},
    {0x2EF1, 0x9F9C},
    {0x2EF2, 0x4E80},
    {0x2EF3, 0x9F9F},
};

static uint32_t twin_of_table(uint32_t code)
{
    size_t low = 0, high = sizeof twins / sizeof *twins;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (twins[middle].code == code)
            return twins[middle].plain;
        if (twins[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

static bool is_letter_or_digit(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
           (code >= 'a' && code <= 'z');
}

static bool is_ideograph(uint32_t code)
{
    return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0x20000 && code <= 0x3FFFF);
}

uint32_t unicode_twin(uint32_t code)
{
    if (code < 0x80 || is_ideograph(code))
        code = code >= 0x2F800 && code <= 0x2FA1F ? code : 0; /* compatibility ideographs */
    const uint32_t twin = code == 0 ? 0 : twin_of_table(code);
    if (twin != 0 || code == 0)
        return twin;
    utf8proc_int32_t plain[4];
    int boundary = 0;
    const utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)code, plain, 4,
                                UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &boundary);
    if (count != 1 || (uint32_t)plain[0] == code)
        return 0;
    /* ² and ① are not mistaken for 2 and 1. */
    const utf8proc_propval_t type = utf8proc_get_property((utf8proc_int32_t)code)->decomp_type;
    const bool same_shape =
        type == 0 || type == UTF8PROC_DECOMP_TYPE_FONT || type == UTF8PROC_DECOMP_TYPE_WIDE;
    if ((same_shape && is_letter_or_digit((uint32_t)plain[0])) ||
        ((same_shape || type == UTF8PROC_DECOMP_TYPE_COMPAT) && is_ideograph((uint32_t)plain[0])))
        return (uint32_t)plain[0];
    return 0;
}

bool utf8_is_plain(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)bytes[i];
        /* bytes behind the first of a character are below 0xC0; 0xE4 to 0xE9 begin U+4000 on */
        if (byte <= ' ' || byte == 0x7F || (byte >= 0xC0 && (byte < 0xE4 || byte > 0xE9)))
            return false;
    }
    return true;
}

/* One of several marks that look alike; others are themselves. */
static uint32_t common_mark(uint32_t code)
{
    static const struct twin marks[] = {
        {0x00B4, '\''},   {0x02BC, '\''}, {0x02D7, '-'}, {0x2010, '-'},    {0x2011, '-'},
        {0x2012, '-'},    {0x2013, '-'},  {0x2014, '-'}, {0x2015, '-'},    {0x2018, '\''},
        {0x2019, '\''},   {0x201C, '"'},  {0x201D, '"'}, {0x2022, 0x00B7}, {0x2027, 0x00B7},
        {0x2032, '\''},   {0x2033, '"'},  {0x2212, '-'}, {0x2500, '-'},    {0x25CB, 0x3007},
        {0x25EF, 0x3007}, {0x3002, '.'},  {0x301C, '~'}, {0x30FB, 0x00B7}, {0x30FC, '-'},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].code == code)
            return marks[i].plain;
    return code;
}

/* The character as it looks; 0 where nothing is seen of it. */
static uint32_t common_look(uint32_t code, bool blanks_kept)
{
    if (unicode_is_blank(code))
        return blanks_kept ? ' ' : 0;
    if (unicode_is_invisible(code))
        return 0;
    const uint32_t twin = unicode_twin(code);
    return twin != 0 ? twin : common_mark(code);
}

/* The text's characters in their compatibility form, taken apart, in memory of the arena. NULL
 * when that is out. */
static utf8proc_int32_t *take_apart(struct arena *arena, const char *bytes, size_t length,
                                    utf8proc_ssize_t *count)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE;
    const utf8proc_uint8_t *text = (const utf8proc_uint8_t *)bytes;
    *count = utf8proc_decompose(text, (utf8proc_ssize_t)length, NULL, 0, options);
    assert(*count >= 0); /* it is valid UTF-8 */
    utf8proc_int32_t *characters = arena_array(arena, (size_t)*count + 1, sizeof *characters);
    if (characters != NULL)
        *count = utf8proc_decompose(text, (utf8proc_ssize_t)length, characters, *count, options);
    return characters;
}

const char *utf8_skeleton(struct arena *arena, const char *bytes, size_t length, bool blanks_kept)
{
    utf8proc_ssize_t count, kept = 0;
    utf8proc_int32_t *characters = take_apart(arena, bytes, length, &count);
    if (characters == NULL)
        return NULL;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        const uint32_t code = common_look((uint32_t)characters[i], blanks_kept);
        if (code != 0)
            characters[kept++] = (utf8proc_int32_t)code;
    }
    count = utf8proc_normalize_utf32(characters, kept, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    char *out = arena_array(arena, (size_t)count + 1, 4);
    size_t at = 0;
    if (out == NULL)
        return NULL;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        at += utf8_put(out + at, (uint32_t)characters[i]);
    out[at] = '\0';
    return out;
}
