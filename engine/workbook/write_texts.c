/* Texts as every spreadsheet takes them: names of sheets, what would be taken for an escape, heads
 * and feet of pages. */
#include <assert.h>
#include <stdio.h>
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

/* Whether a cell holds a character escaped: XML has no controls, and what changes how its neighbours
 * are shown or breaks a line where none is seen is told from them. Blanks of other widths stay. */
static bool cell_escapes(uint32_t code)
{
    if (!unicode_is_invisible(code) || code > 0xFFFF)
        return false;
    return !unicode_is_blank(code) || code == '\v' || code == '\f' || code == '\r' ||
           code == 0x85 || code == 0x2028 || code == 0x2029;
}

static bool looks_escaped(const char *text)
{
    return text[0] == '_' && text[1] == 'x' && strspn(text + 2, "0123456789ABCDEFabcdef") >= 4 &&
           text[6] == '_';
}

const char *write_escaped_text(struct arena *arena, const char *text)
{
    enum { ESCAPE = sizeof "_xHHHH_" };
    if (strstr(text, "_x") == NULL && utf8_find_invisible(text, strlen(text)) == strlen(text))
        return text;
    char *made = arena_allocate(arena, strlen(text) * ESCAPE + 1), *out = made;
    while (made != NULL && *text != '\0') {
        uint32_t code;
        const size_t length = utf8_next(text, strlen(text), &code);
        assert(length > 0); /* all texts are UTF-8 */
        if (looks_escaped(text) || cell_escapes(code)) {
            out += snprintf(out, ESCAPE, "_x%04X_", (unsigned)code);
        } else {
            memcpy(out, text, length);
            out += length;
        }
        text += length;
    }
    if (made != NULL)
        *out = '\0';
    return made;
}

bool write_fits_cell(const char *text)
{
    const char *const end = text + strlen(text);
    size_t units = (size_t)(end - text);
    if (units <= MOST_CELL_UNITS) /* no character has more units than bytes */
        return true;
    for (units = 0; text < end;) {
        uint32_t code;
        const size_t used = utf8_next(text, (size_t)(end - text), &code);
        assert(used > 0); /* all texts are UTF-8 */
        units += code > 0xFFFF ? 2 : 1;
        text += used;
    }
    return units <= MOST_CELL_UNITS;
}

const char *write_text_start(struct arena *arena, const char *text)
{
    enum { SHOWN = 20 };
    const char *end = text;
    for (size_t i = 0; i < SHOWN && *end != '\0'; i++) {
        uint32_t code;
        end += utf8_next(end, strlen(end), &code);
    }
    return arena_format(arena, "%.*s…", (int)(end - text), text);
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

/* Heads and feet of pages know no escapes of cells: what cannot be seen is shown as in messages. */
const char *book_page_text(struct arena *arena, const char *text)
{
    enum { MOST = 50, SHOWN = sizeof "\\u{10FFFF}" }; /* of 255 characters that all parts share */
    char *made = arena_allocate(arena, strlen(text) * SHOWN + sizeof "…"), *out = made;
    for (size_t count = 0; made != NULL && *text != '\0'; count++) {
        uint32_t code;
        const size_t used = utf8_next(text, strlen(text), &code);
        assert(used > 0); /* all texts are UTF-8 */
        if (count == MOST) {
            out = stpcpy(out, "…");
            break;
        }
        if (cell_escapes(code)) {
            out += snprintf(out, SHOWN, "\\u{%02X}", (unsigned)code);
        } else {
            if (code == '&')
                *out++ = '&';
            memcpy(out, text, used);
            out += used;
        }
        text += used;
    }
    if (made != NULL)
        *out = '\0';
    return made;
}
