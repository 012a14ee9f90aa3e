/*
 * The bytes of a table as text. Spreadsheets save UTF-8, GB18030 (what they call CSV on a Chinese
 * system), UTF-16, or lines that end in CR: the first two are read, the others refused at once.
 */
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base_internal.h"

const char *encoding_name(enum encoding encoding)
{
    return encoding == ENCODING_GB18030 ? "GB18030" : "UTF-8";
}

bool encoding_called(enum encoding *encoding, const char *name)
{
    static const struct {
        const char *name;
        enum encoding encoding;
    } names[] = {{"utf-8", ENCODING_UTF8},
                 {"utf8", ENCODING_UTF8},
                 {"gb18030", ENCODING_GB18030},
                 {"gbk", ENCODING_GB18030},
                 {"gb2312", ENCODING_GB18030}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i].name) == 0) {
            *encoding = names[i].encoding;
            return true;
        }
    return false;
}

/* ---- GB18030 ---- */

/* As far as it goes: `*used` bytes of the input are then `*length` bytes. */
static bool delimited_convert(iconv_t converter, const char *bytes, size_t size, size_t *used,
                              char *out, size_t room, size_t *length)
{
    char *from = (char *)bytes, *to = out;
    size_t left = size, space = room;
    bool good = iconv(converter, &from, &left, &to, &space) != (size_t)-1;
    *used = size - left;
    *length = room - space;
    return good;
}

enum ft_status gb18030_convert(struct gb18030 *converted, struct arena *arena, const char *bytes,
                               size_t length, size_t padding)
{
    enum { MOST_GROWN = 2 }; /* a byte of ASCII stays one, two become three, four become four */
    char *out = arena_grow(arena, converted->bytes, &converted->capacity, 1,
                           MOST_GROWN * length + padding + 1);
    if (out == NULL)
        return FT_NO_MEMORY;
    converted->bytes = out;
    converted->used = converted->length = 0;
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1) /* not known here: nothing of it can be read */
        return errno == ENOMEM ? FT_NO_MEMORY : FT_INVALID;
    bool good = delimited_convert(converter, bytes, length, &converted->used, out,
                                  MOST_GROWN * length, &converted->length);
    (void)iconv_close(converter);
    memset(out + converted->length, 0, padding + 1);
    return good ? FT_OK : FT_INVALID;
}

/* How many of the bytes are GB18030. */
static size_t gb18030_check(const char *bytes, size_t length)
{
    enum { PIECE = 1024 };
    char out[2 * PIECE];
    size_t at = 0, used = 1, made;
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1)
        return 0;
    for (bool good = true; good && used > 0 && at < length; at += used) {
        const size_t piece = length - at < PIECE ? length - at : PIECE;
        good = delimited_convert(converter, bytes + at, piece, &used, out, sizeof out, &made) ||
               (errno == EINVAL && piece == PIECE); /* a character goes on behind the piece */
    }
    (void)iconv_close(converter);
    return at;
}

/* Whether text is GB18030 and not another encoding of two bytes: nearly all characters of a Chinese
 * table are among those of GB 2312, and those of Big5 or Shift JIS in many places elsewhere. A text
 * that is it but for a byte far behind is told of there. */
static bool is_gb18030(const char *bytes, size_t length)
{
    enum { FEW = 4, MANY = 16 };
    const size_t valid = gb18030_check(bytes, length);
    size_t inside = 0, outside = 0;
    for (size_t at = 0; at + 1 < valid; at++) {
        const unsigned char lead = (unsigned char)bytes[at], trail = (unsigned char)bytes[at + 1];
        if (lead < 0x80)
            continue;
        at += trail < 0x40 ? 3 : 1; /* of four bytes, or two */
        if (lead >= 0xA1 && lead <= 0xF7 && trail >= 0xA1)
            inside++;
        else
            outside++;
    }
    return outside * FEW <= inside + outside && (valid == length || inside + outside >= MANY);
}

/* ---- which it is ---- */

/* The first bytes, as far as lines are whole. */
static size_t delimited_head_of(const char *bytes, size_t length)
{
    if (length <= ENCODING_HEAD)
        return length;
    size_t head = ENCODING_HEAD;
    while (head > 0 && bytes[head - 1] != '\n')
        head--;
    return head > 0 ? head : ENCODING_HEAD;
}

enum encoding encoding_settle(enum encoding said, const char *bytes, size_t length)
{
    const size_t head = delimited_head_of(bytes, length);
    const unsigned char *first = (const unsigned char *)bytes;
    const bool marked = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    const bool wide = length >= 2 && ((first[0] == 0xFF && first[1] == 0xFE) ||
                                      (first[0] == 0xFE && first[1] == 0xFF));
    if (marked || wide || (head > 0 && memchr(bytes, '\0', head) != NULL))
        return ENCODING_UTF8; /* source_check_block tells what else it is */
    if (said != ENCODING_GUESS)
        return said;
    return utf8_check(bytes, head) < head && is_gb18030(bytes, head) ? ENCODING_GB18030
                                                                     : ENCODING_UTF8;
}

/* ---- faults ---- */

void fault_encoding(const struct source *source, size_t bad, enum encoding encoding,
                    struct diagnostics *diagnostics)
{
    const struct place place = source_place(source, bad);
    diagnostics_add(diagnostics, &place, &base_message[BASE_TABLE_ENCODING],
                    encoding_name(encoding), NULL);
}

/* A CR that no LF follows, nor the file's end; `length` where there is none. */
static size_t find_lone_return(const char *bytes, size_t length)
{
    const char *end = bytes + length;
    for (const char *at = bytes; (at = memchr(at, '\r', (size_t)(end - at))) != NULL; at++)
        if (at + 1 < end && at[1] != '\n')
            return (size_t)(at - bytes);
    return length;
}

bool source_fault_line_ends(const struct source *source, struct diagnostics *diagnostics)
{
    const size_t bad = find_lone_return(source->bytes, source->length);
    if (bad == source->length)
        return false;
    const struct place place = source_place(source, bad);
    diagnostics_add(diagnostics, &place, &base_message[BASE_LINE_ENDS], NULL);
    return true;
}

void fault_row_length(const struct place *place, struct diagnostics *diagnostics)
{
    char limit[24];
    (void)snprintf(limit, sizeof limit, "%zu", limits[LIMIT_CSV_LINE_BYTES].value);
    diagnostics_add(diagnostics, place, &base_message[BASE_ROW_LENGTH], limit, NULL);
}

enum ft_status source_check_block(struct source *source, bool begins,
                                  struct diagnostics *diagnostics)
{
    if (begins && !source_drop_mark(source, diagnostics))
        return FT_INVALID;
    const size_t bad = utf8_check(source->bytes, source->length);
    if (bad < source->length && source->bytes[bad] != '\0') {
        fault_encoding(source, bad, ENCODING_UTF8, diagnostics);
        return FT_INVALID;
    }
    if (bad < source->length) {
        const struct place place = source_place(source, bad);
        diagnostics_add(diagnostics, &place, &base_message[BASE_NUL], NULL);
        return FT_INVALID;
    }
    return source_fault_line_ends(source, diagnostics) ? FT_INVALID : FT_OK;
}

enum ft_status source_read_table(struct source *source, enum encoding *encoding,
                                 struct arena *arena, struct diagnostics *diagnostics)
{
    *encoding = encoding_settle(*encoding, source->bytes, source->length);
    if (*encoding == ENCODING_GB18030) {
        struct gb18030 converted = {0};
        enum ft_status status =
            gb18030_convert(&converted, arena, source->bytes, source->length, 0);
        if (status == FT_NO_MEMORY)
            return status;
        source->bytes = converted.bytes;
        source->length = converted.length;
        if (status != FT_OK) {
            fault_encoding(source, source->length, *encoding, diagnostics);
            return status;
        }
    }
    return source_check_block(source, true, diagnostics);
}
