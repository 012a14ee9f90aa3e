/* What characters look like: which cannot be seen, and which are blanks.
 * look_alikes.c has those that look like others. */
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base_internal.h"

/* Plain text of ASCII and Chinese, by far the most, is answered without a table. */
static bool unicode_is_plain(uint32_t code)
{
    return (code >= 0x20 && code < 0x7F) || (code >= 0x3000 && code < 0x3131) ||
           (code >= 0x3400 && code < 0xA000);
}

bool unicode_is_blank(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 ||
           code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

bool unicode_is_invisible(uint32_t code)
{
    if (unicode_is_plain(code))
        return false;
    if (unicode_is_blank(code) || code == 0x2800) /* a Braille pattern without a dot */
        return true;
    /* Ignorable by the standard, also where no character stands yet. */
    if ((code >= 0xFFF0 && code <= 0xFFFB) || (code >= 0xE0000 && code <= 0xE0FFF))
        return true;
    if ((code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF)) /* no characters, ever */
        return true;
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code);
    return property->ignorable || property->category == UTF8PROC_CATEGORY_CC ||
           property->category == UTF8PROC_CATEGORY_CF;
}

size_t utf8_find_invisible(const char *bytes, size_t length)
{
    if (utf8_common(bytes, length) == length && memchr(bytes, '\n', length) == NULL &&
        memchr(bytes, '\r', length) == NULL)
        return length; /* as in nearly every text */
    for (size_t at = 0; at < length;) {
        uint32_t code;
        if (bytes[at] >= ' ' && bytes[at] < 0x7F) {
            at++;
            continue;
        }
        size_t used = utf8_next(bytes + at, length - at, &code);
        if (used == 0 || unicode_is_invisible(code))
            return at;
        at += used;
    }
    return length;
}

/* Where the character that ends at `end` starts; `end` where it is broken. */
static const char *last_character(const char *start, const char *end, uint32_t *code)
{
    for (size_t length = 1; length <= 4 && length <= (size_t)(end - start); length++)
        if (utf8_next(end - length, length, code) == length)
            return end - length;
    return end;
}

void utf8_trim(const char **start, const char **end)
{
    uint32_t code;
    size_t length;
    while (*start < *end && (length = utf8_next(*start, (size_t)(*end - *start), &code)) > 0 &&
           unicode_is_blank(code))
        *start += length;
    while (*start < *end) {
        const char *last = last_character(*start, *end, &code);
        if (last == *end || !unicode_is_blank(code))
            return;
        *end = last;
    }
}

/* ---- in a file ---- */

static void fault_invisible(struct diagnostics *diagnostics, struct place place, uint32_t code)
{
    char shown[16];
    (void)snprintf(shown, sizeof shown, "\\u{%02X}", (unsigned)code);
    diagnostics_add(diagnostics, &place, &base_message[BASE_INVISIBLE], shown, NULL);
}

/* Moves a place over bytes that begin there. */
static void place_pass(struct place *place, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        place->line += bytes[i] == '\n';
        place->column =
            bytes[i] == '\n' ? 1 : place->column + (((unsigned char)bytes[i] & 0xC0) != 0x80);
    }
}

bool source_all_visible(const struct source *source, struct diagnostics *diagnostics)
{
    struct place place = {source, source->lines_before + 1, 1, 1};
    const char *bytes = source->bytes;
    size_t told = 0; /* where `place` is */
    bool visible = true;
    if (source->is_common)
        return true;
    for (size_t at = 0;;) {
        uint32_t code;
        at += utf8_common(bytes + at, source->length - at);
        if (at == source->length)
            return visible;
        const size_t used = utf8_next(bytes + at, source->length - at, &code);
        if (unicode_is_invisible(code) && !unicode_is_blank(code)) {
            place_pass(&place, bytes + told, at - told);
            told = at;
            fault_invisible(diagnostics, place, code);
            visible = false;
        }
        at += used == 0 ? 1 : used;
    }
}
