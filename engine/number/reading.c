/* reading.c: what the readers of numbers, units and dates share. */
#include "number_internal.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- blanks ---- */

size_t read_blank(const struct text *text, size_t offset)
{
    uint32_t code;
    size_t length = utf8_next(text->bytes + offset, text->length - offset, &code);
    return length > 0 && unicode_is_blank(code) ? length : 0;
}

size_t read_skip_blanks(const struct text *text, size_t offset, size_t end)
{
    size_t length;
    while (offset < end && (length = read_blank(text, offset)) > 0)
        offset += length;
    return offset;
}

size_t read_trim_end(const struct text *text)
{
    size_t end = 0;
    for (size_t at = 0; at < text->length;) {
        uint32_t code;
        size_t length = utf8_next(text->bytes + at, text->length - at, &code);
        if (length == 0)
            return text->length;
        at += length;
        if (!unicode_is_blank(code))
            end = at;
    }
    return end;
}

/* ---- places ---- */

struct place read_span(const struct text *text, size_t from, size_t to)
{
    return text_place(text, from, (uint32_t)utf8_count(text->bytes + from, to - from));
}

const char *read_word(char out[READ_WORD_SIZE], const struct text *text, size_t from, size_t to)
{
    static const char cut[] = "…";
    size_t length = to - from;
    if (length < READ_WORD_SIZE) {
        memcpy(out, text->bytes + from, length);
        out[length] = '\0';
        return out;
    }
    length = READ_WORD_SIZE - sizeof cut;
    while (((unsigned char)text->bytes[from + length] & 0xC0) == 0x80)
        length--; /* not inside a character */
    memcpy(out, text->bytes + from, length);
    memcpy(out + length, cut, sizeof cut);
    return out;
}

enum ft_status number_tell_size(struct diagnostics *diagnostics, const struct place *place,
                                enum ft_status status)
{
    char most[24];
    if (status != FT_TOO_LARGE)
        return status;
    (void)snprintf(most, sizeof most, "%zu", limits[LIMIT_VALUE_BITS].value);
    diagnostics_add(diagnostics, place, &number_message_rows[MESSAGE_NUMBER_SIZE], most, NULL);
    return status;
}

/* ---- currencies ---- */

bool read_is_currency(const char *word)
{
    static const char *const names[] = {
        "美元",     "美金", "港元",  "港币", "港幣",   "澳门元", "澳门币", "澳元",     "欧元",
        "日元",     "日圆", "英镑",  "台币", "新台币", "韩元",   "加元",   "新加坡元", "新元",
        "瑞士法郎", "法郎", "卢布",  "泰铢", "外币",   "USD",    "HKD",    "MOP",      "EUR",
        "JPY",      "GBP",  "TWD",   "KRW",  "SGD",    "AUD",    "CAD",    "CHF",      "dollar",
        "dollars",  "euro", "euros", "$",    "€",      "£"};
    const size_t length = strlen(word);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const size_t name = strlen(names[i]);
        if (length >= name && strcasecmp(word + length - name, names[i]) == 0)
            return true;
    }
    return false;
}

/* ---- full-width characters ---- */

/* The ASCII twin of a character that a Chinese input method gives for a digit or sign; 0 for
 * others. */
static char ascii_twin(uint32_t code)
{
    static const char ascii[] = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"; /* U+FF01 on */
    static const struct {
        uint32_t code;
        char twin;
    } others[] = {
        {0x2212, '-'}, /* minus sign */
        {0x2013, '-'}, /* en dash */
        {0x2014, '-'}, /* em dash */
        {0x3002, '.'}, /* ideographic full stop */
    };
    if (code >= 0xFF01 && code <= 0xFF5E)
        return ascii[code - 0xFF01];
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (others[i].code == code)
            return others[i].twin;
    }
    return 0;
}

bool read_full_width(struct diagnostics *diagnostics, const struct text *text, size_t offset)
{
    char twins[READ_WORD_SIZE] = "";
    char word[READ_WORD_SIZE];
    size_t at = offset;
    size_t count = 0;
    while (at < text->length && count < READ_WORD_SIZE / 4) {
        uint32_t code;
        size_t length = utf8_next(text->bytes + at, text->length - at, &code);
        char twin = ascii_twin(length > 0 ? code : 0);
        if (twin == 0)
            break;
        twins[count++] = twin;
        at += length;
    }
    if (count == 0)
        return false;
    struct place place = read_span(text, offset, at);
    /* Its twin would part cells, or be no part of a number either. */
    const bool mark = strspn(twins, ",()") == strlen(twins);
    diagnostics_add(diagnostics, &place,
                    &number_message_rows[mark ? MESSAGE_NUMBER_MARK : MESSAGE_FULL_WIDTH],
                    read_word(word, text, offset, at), twins, NULL);
    return true;
}
