/* Texts as every spreadsheet takes them: names of sheets, what would be taken for an escape, heads
 * and feet of pages. */
#include <string.h>
#include <strings.h>

#include "workbook_internal.h"
#include "write.h"

/* Signs that no spreadsheet takes in a sheet's name, nor some in their full width. */
static bool write_is_barred(uint32_t code)
{
    static const char signs[] = ":\\/?*[]'";
    static const uint32_t wide = 0xFEE0; /* from a sign to its full width */
    for (const char *sign = signs; *sign != '\0'; sign++)
        if (code == (uint32_t)*sign || code == (uint32_t)*sign + wide)
            return true;
    return code < ' ';
}

const char *write_sheet_name(struct arena *arena, const char *name, size_t most)
{
    char *copy = arena_copy(arena, name, strlen(name));
    size_t width = 0, at = 0, end = 0;
    while (copy != NULL && name[at] != '\0') {
        uint32_t code;
        size_t used = utf8_next(name + at, strlen(name + at), &code);
        used = used > 0 ? used : 1;
        width += code > 0xFFFF ? 2 : 1;
        if (width > most)
            break;
        if (write_is_barred(code)) {
            copy[end++] = '_';
        } else {
            memcpy(copy + end, name + at, used);
            end += used;
        }
        at += used;
    }
    if (copy != NULL)
        copy[end] = '\0';
    return copy;
}

static bool write_is_taken(struct arena *arena, const char *name, const char *const *taken,
                           size_t count)
{
    const char *look = utf8_skeleton(arena, name, strlen(name), true);
    for (size_t i = 0; i < count; i++) {
        const char *other = utf8_skeleton(arena, taken[i], strlen(taken[i]), true);
        if (look == NULL || other == NULL || strcasecmp(look, other) == 0)
            return true;
    }
    return false;
}

const char *book_sheet_name(struct arena *arena, const char *name, const char *const *taken,
                            size_t taken_count)
{
    enum { ROOM = 5 };
    const char *found = write_sheet_name(arena, name, MOST_UNITS);
    const char *stem = write_sheet_name(arena, name, MOST_UNITS - ROOM);
    if (found == NULL || strcasecmp(found, "History") == 0 || found[0] == '\0')
        found = arena_format(arena, "%s_", stem);
    for (unsigned number = 2; found != NULL && number <= taken_count + 1 &&
                              write_is_taken(arena, found, taken, taken_count);
         number++)
        found = arena_format(arena, "%s (%u)", stem, number);
    return found;
}

const char *write_escaped_text(struct arena *arena, const char *text)
{
    const char *look = strstr(text, "_x");
    if (look == NULL)
        return text;
    char *made = arena_allocate(arena, strlen(text) * 4 + 1);
    for (char *at = made; made != NULL && *text != '\0'; text++) {
        if (text[0] == '_' && text[1] == 'x' && strspn(text + 2, "0123456789ABCDEFabcdef") >= 4 &&
            text[6] == '_') {
            strcpy(at, "_x005F_");
            at += strlen(at);
        } else {
            *at++ = *text;
        }
    }
    return made;
}

uint16_t write_note_lines(const char *text, size_t cells)
{
    size_t lines = 0;
    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        lines += 1 + utf8_width(text, length) / cells;
        text += length + (text[length] == '\n');
    }
    return (uint16_t)(lines < 40 ? lines : 40);
}

const char *book_page_text(struct arena *arena, const char *text)
{
    enum { MOST = 50 }; /* of 255 characters that all parts share */
    char *made = arena_allocate(arena, strlen(text) * 2 + sizeof "…");
    char *out = made;
    for (size_t count = 0; made != NULL && *text != '\0'; count++) {
        uint32_t code;
        const size_t used = utf8_next(text, strlen(text), &code);
        if (count == MOST) {
            out = stpcpy(out, "…");
            break;
        }
        if (*text == '&')
            *out++ = '&';
        memcpy(out, text, used > 0 ? used : 1);
        out += used > 0 ? used : 1;
        text += used > 0 ? used : 1;
    }
    if (made != NULL)
        *out = '\0';
    return made;
}
