#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "diagnostics_internal.h"

enum { ARGUMENTS = MESSAGE_ARGUMENTS, EXCERPT_CELLS = 90 };

/* ---- escaping ---- */

/* One character of `text` as shown; returns the bytes read, `*written` those put into `out`. */
static size_t escape_character(char out[16], size_t *written, const char *text, size_t length)
{
    uint32_t code;
    size_t used = utf8_next(text, length, &code);
    if (used == 0)
        used = 1, code = (unsigned char)*text;
    else if (!unicode_is_invisible(code)) {
        memcpy(out, text, used);
        *written = used;
        return used;
    }
    *written = (size_t)snprintf(out, 16, code == '\t' ? " " : "\\u{%02X}", (unsigned)code);
    return used;
}

static void append_escaped(char *out, size_t size, const char *text, size_t length)
{
    size_t at = strlen(out);
    for (size_t i = 0; i < length;) {
        char shown[16];
        size_t written;
        i += escape_character(shown, &written, text + i, length - i);
        if (at + written >= size)
            break;
        memcpy(out + at, shown, written);
        at += written;
    }
    out[at] = '\0';
}

void text_escape(char *out, size_t size, const char *text)
{
    assert(size > 0);
    out[0] = '\0';
    append_escaped(out, size, text, strlen(text));
}

bool text_needs_escape(const char *text)
{
    const size_t length = strlen(text);
    return utf8_find_invisible(text, length) < length;
}

/* ---- collecting ---- */

static size_t escaped_length(const char *text)
{
    const size_t length = strlen(text);
    size_t sum = 0, written;
    char shown[16];
    for (size_t i = 0; i < length; sum += written)
        i += escape_character(shown, &written, text + i, length - i);
    return sum;
}

static const char omission[] = "…";

/* Appends a text; one that takes more than `most` bytes is told by its beginning and its end: of a
 * path both say which file it is. */
static void append_shortened(char *out, size_t size, const char *text, size_t most)
{
    size_t length = strlen(text), left = escaped_length(text), written;
    if (left <= most) {
        append_escaped(out, size, text, length);
        return;
    }
    const size_t head = most / 3, tail = most - head - (sizeof omission - 1);
    const size_t before = strlen(out);
    append_escaped(out, before + head + 1 < size ? before + head + 1 : size, text, length);
    append_escaped(out, size, omission, sizeof omission - 1);
    char shown[16];
    while (left > tail && *text != '\0') {
        text += escape_character(shown, &written, text, strlen(text));
        left -= written;
    }
    append_escaped(out, size, text, strlen(text));
}

/* The number of the argument that stands at "{1}", from 0; ARGUMENTS where none does. */
static unsigned argument_at(const char *format)
{
    unsigned number = (unsigned char)format[1] - '1';
    return number < ARGUMENTS && format[2] == '}' ? number : ARGUMENTS;
}

/* How long a message is whose arguments take at most `most` bytes each. */
static size_t filled_length(const char *format, const size_t lengths[ARGUMENTS], size_t most)
{
    size_t sum = 0;
    for (const char *at = format; *at != '\0'; at++) {
        unsigned number = *at == '{' ? argument_at(at) : ARGUMENTS;
        if (number == ARGUMENTS) {
            sum++;
        } else {
            sum += lengths[number] < most ? lengths[number] : most;
            at += 2;
        }
    }
    return sum;
}

/* How many bytes an argument may take for the message to have room. */
static size_t argument_room(const char *format, const char *const arguments[ARGUMENTS], size_t size)
{
    enum { LEAST = 64, STEP = 16 };
    size_t lengths[ARGUMENTS], room = size;
    for (size_t i = 0; i < ARGUMENTS; i++)
        lengths[i] = arguments[i] == NULL ? 1 : escaped_length(arguments[i]);
    while (room > LEAST && filled_length(format, lengths, room) >= size)
        room -= STEP;
    return room;
}

static void diagnostics_fill(char *out, size_t size, const char *format,
                             const char *const arguments[ARGUMENTS])
{
    out[0] = '\0';
    if (format == NULL)
        return;
    const size_t room = argument_room(format, arguments, size);
    while (*format != '\0') {
        size_t plain = strcspn(format, "{");
        append_escaped(out, size, format, plain);
        format += plain;
        if (*format == '\0')
            return;
        unsigned number = argument_at(format);
        if (number < ARGUMENTS) {
            append_shortened(out, size, arguments[number] == NULL ? "?" : arguments[number], room);
            format += 3;
        } else {
            append_escaped(out, size, format++, 1);
        }
    }
}

/* The bytes of line `number` of a source, without its end. */
static const char *find_line(const struct source *source, uint32_t number, size_t *length)
{
    const char *line = source->bytes, *end = source->bytes + source->length;
    for (uint32_t i = source->lines_before + 1; i < number; i++) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        if (newline == NULL)
            return NULL;
        line = newline + 1;
    }
    const char *newline = memchr(line, '\n', (size_t)(end - line));
    *length = (size_t)((newline == NULL ? end : newline) - line);
    if (*length > 0 && line[*length - 1] == '\r')
        (*length)--;
    return line;
}

static size_t skip_characters(const char *line, size_t length, size_t from, uint32_t count)
{
    for (uint32_t i = 0; i < count && from < length; i++) {
        uint32_t code;
        bool ascii = (unsigned char)line[from] < 0x80; /* by far the most, in a line of megabytes */
        size_t used = ascii ? 1 : utf8_next(line + from, length - from, &code);
        from += used == 0 ? 1 : used;
    }
    return from;
}

/* What an excerpt still has room for. Cells alone do not bound it: an accent takes none. */
struct room {
    size_t cells, bytes;
};

/* Takes the room of the character at `text`; false, and nothing taken, where there is none. */
static bool take_room(struct room *room, const char *text, size_t length, size_t *used)
{
    char shown[16];
    size_t written;
    *used = escape_character(shown, &written, text, length);
    size_t cells = utf8_width(shown, written);
    if (cells > room->cells || written > room->bytes)
        return false;
    room->cells -= cells;
    room->bytes -= written;
    return true;
}

/* The end of what has room in an excerpt: at most `end`. */
static size_t excerpt_end(const char *line, size_t from, size_t end, struct room *room)
{
    size_t used;
    while (from < end && take_room(room, line + from, end - from, &used))
        from += used;
    return from;
}

/* Where the character before byte `at` starts; a broken byte is a character of its own. */
static size_t character_before(const char *line, size_t at)
{
    uint32_t code;
    for (size_t length = 1; length <= 4 && length <= at; length++)
        if (utf8_next(line + at - length, length, &code) == length)
            return at - length;
    return at - 1;
}

/* Where an excerpt starts so that the fault stands well inside it: found from the fault backwards,
 * for a line may be megabytes long. */
static size_t excerpt_start(const char *line, size_t fault, struct room *room)
{
    struct room before = {room->cells * 2 / 3, room->bytes * 2 / 3};
    struct room spent = before;
    size_t start = fault, used;
    while (start > 0) {
        size_t previous = character_before(line, start);
        if (!take_room(&spent, line + previous, start - previous, &used))
            break;
        start = previous;
    }
    room->cells -= before.cells - spent.cells;
    room->bytes -= before.bytes - spent.bytes;
    return start;
}

static void set_excerpt(struct ft_diagnostic *item, const struct place *place)
{
    const size_t size = sizeof item->excerpt;
    struct room room = {EXCERPT_CELLS, size - sizeof "……"};
    size_t length;
    const char *line = find_line(place->source, place->line, &length);
    if (line == NULL)
        return;
    size_t fault = skip_characters(line, length, 0, place->column - 1);
    size_t fault_end = skip_characters(line, length, fault, place->width > 0 ? place->width : 1);
    size_t start = excerpt_start(line, fault, &room);
    if (start > 0)
        strcpy(item->excerpt, "…");
    append_escaped(item->excerpt, size, line + start, fault - start);
    item->caret = (uint32_t)utf8_width(item->excerpt, strlen(item->excerpt));
    size_t before = strlen(item->excerpt);
    fault_end = excerpt_end(line, fault, fault_end, &room);
    append_escaped(item->excerpt, size, line + fault, fault_end - fault);
    item->carets = (uint32_t)utf8_width(item->excerpt + before, strlen(item->excerpt) - before);
    size_t end = excerpt_end(line, fault_end, length, &room);
    append_escaped(item->excerpt, size, line + fault_end, end - fault_end);
    if (end < length)
        strcat(item->excerpt, "…");
    if (item->carets == 0)
        item->carets = 1;
}

/* ---- adding ---- */

/* In a sheet of a workbook: the sheet behind the file, the cell for line and column. */
static void locate_cell(struct ft_diagnostic *item, const struct place *place)
{
    const size_t used = strlen(item->file);
    if (used + 2 < sizeof item->file) {
        strcpy(item->file + used, ":");
        append_escaped(item->file, sizeof item->file, place->source->grid->sheet,
                       strlen(place->source->grid->sheet));
    }
    item->is_cell = grid_cell(place, &item->line, &item->column);
    item->end_column = item->column + 1;
}

void diagnostics_locate(struct ft_diagnostic *item, const struct place *place)
{
    if (place == NULL || place->source == NULL)
        return;
    append_shortened(item->file, sizeof item->file, place->source->path, sizeof item->file - 1);
    if (place->source->grid != NULL) {
        locate_cell(item, place);
        return;
    }
    item->line = place->line;
    item->column = place->line == 0 ? 0 : place->column;
    item->end_column = item->column + (place->width > 0 ? place->width : 1);
}

/* FNV-1a over a string with its end. */
static uint64_t hash_on(uint64_t hash, const char *string)
{
    const char *at = string == NULL ? "" : string;
    do
        hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001B3);
    while (*at++ != '\0');
    return hash;
}

/* 0 where nothing says what the fault is about: it is like no other then. */
static uint64_t kind_of(const struct diagnostics *diagnostics, const struct ft_diagnostic *item)
{
    const struct fault_subject *subject = &diagnostics->subject;
    if (subject->table == NULL)
        return 0;
    uint64_t hash = hash_on(UINT64_C(0xCBF29CE484222325), item->id);
    hash = hash_on(hash_on(hash, item->file), subject->table);
    return hash_on(hash, subject->column) >> 1 | 1; /* a signed number in JSON */
}

bool diagnostics_tell(const struct diagnostics *diagnostics, const struct place *place,
                      const char *id)
{
    size_t kept = diagnostics->kept;
    struct ft_diagnostic there = {0};
    diagnostics_locate(&there, place);
    for (size_t i = 0; i < kept && place->source != NULL; i++) {
        const struct ft_diagnostic *item = &diagnostics->items[i];
        if (item->line == there.line && item->column == there.column && strcmp(item->id, id) == 0 &&
            strcmp(item->file, there.file) == 0)
            return true;
    }
    return false;
}

void diagnostics_add(struct diagnostics *diagnostics, const struct place *place,
                     const struct message *message, ...)
{
    const char *arguments[ARGUMENTS] = {NULL};
    va_list list;
    va_start(list, message);
    for (size_t i = 0; i < ARGUMENTS; i++) {
        arguments[i] = va_arg(list, const char *);
        if (arguments[i] == NULL)
            break;
    }
    va_end(list);
    struct ft_diagnostic item = {.id = message->id};
    diagnostics_locate(&item, place);
    item.kind = kind_of(diagnostics, &item);
    if (diagnostics_hide(diagnostics, &item))
        return;
    bool chinese = diagnostics->language == FT_ZH;
    diagnostics_fill(item.message, sizeof item.message, chinese ? message->zh : message->en,
                     arguments);
    diagnostics_fill(item.hint, sizeof item.hint, chinese ? message->hint_zh : message->hint_en,
                     arguments);
    struct ft_diagnostic *kept = diagnostics_keep(diagnostics, &item);
    /* Looked for only where it will be shown: a file may have a fault every few bytes. */
    if (kept != NULL && item.line > 0 && place->source->bytes != NULL)
        set_excerpt(kept, place);
}

const char *message_text(const struct message *message, enum ft_language language,
                         const char *const arguments[MESSAGE_ARGUMENTS], struct arena *arena)
{
    struct ft_diagnostic item = {0};
    diagnostics_fill(item.message, sizeof item.message,
                     language == FT_ZH ? message->zh : message->en, arguments);
    return arena_copy(arena, item.message, strlen(item.message));
}

bool diagnostics_has_room(const struct diagnostics *diagnostics, const struct place *place,
                          const struct message *message)
{
    struct ft_diagnostic item = {.id = message->id};
    diagnostics_locate(&item, place);
    item.kind = kind_of(diagnostics, &item);
    return diagnostics_would_keep(diagnostics, &item);
}

/* ---- rendering ---- */

struct style {
    const char *place, *error, *caret, *off;
};

static const struct style plain_style = {"", "", "", ""};
static const struct style colour_style = {"\033[1m", "\033[1;31m", "\033[1;32m", "\033[0m"};

/* A rendering is bounded: its parts are. */
enum { RENDERED = 4096 };

static void diagnostics_append(char *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void diagnostics_append(char *out, const char *format, ...)
{
    size_t at = strlen(out);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(out + at, RENDERED - at, format, arguments);
    va_end(arguments);
}

static void render(char *out, const struct ft_diagnostic *item, enum ft_language language,
                   const struct style *style)
{
    char cell[GRID_CELL_SIZE];
    out[0] = '\0';
    diagnostics_append(out, "%s%s", style->place, item->file[0] == '\0' ? "fangtian" : item->file);
    if (item->is_cell)
        diagnostics_append(out, "!%s", grid_cell_name(cell, item->line, item->column));
    else if (item->line > 0)
        diagnostics_append(out, ":%u:%u", (unsigned)item->line, (unsigned)item->column);
    diagnostics_append(out, ":%s %s%s%s%s [%s]\n", style->off, style->error,
                       language == FT_ZH ? "错误：" : "error: ", style->off, item->message,
                       item->id);
    if (item->excerpt[0] != '\0') {
        diagnostics_append(out, "%6u | %s\n%9s%*s%s", (unsigned)item->line, item->excerpt, "",
                           (int)item->caret, "", style->caret);
        for (uint32_t i = 0; i < item->carets; i++)
            diagnostics_append(out, "^");
        diagnostics_append(out, "%s\n", style->off);
    }
    if (item->hint[0] != '\0')
        diagnostics_append(out, "  %s%s\n", language == FT_ZH ? "提示：" : "hint: ", item->hint);
}

/* How often a fault of the same kind stands elsewhere, and in which lines first. */
static void append_more(char *out, const struct ft_diagnostic *item, bool zh)
{
    size_t lines = 0;
    while (lines < FT_MORE_LINES && item->more_lines[lines] > 0)
        lines++;
    diagnostics_append(out,
                       zh                ? "  另有 %" PRIu64 " 处同样的错误"
                       : item->more == 1 ? "  and %" PRIu64 " more place"
                                         : "  and %" PRIu64 " more places",
                       item->more);
    bool all = item->more == lines;
    if (lines > 0)
        diagnostics_append(out, zh           ? all ? "：第 " : "，例如第 "
                                : !all       ? ", such as lines "
                                : lines == 1 ? ": line "
                                             : ": lines ");
    for (size_t i = 0; i < lines; i++)
        diagnostics_append(out, "%s%u",
                           i == 0 ? ""
                           : zh   ? "、"
                                  : ", ",
                           (unsigned)item->more_lines[i]);
    diagnostics_append(out, lines > 0 && zh ? " 行\n" : "\n");
}

bool diagnostics_render(const struct diagnostics *diagnostics, const struct ft_sink *sink,
                        bool colour)
{
    char out[RENDERED];
    uint64_t told = 0;
    for (size_t i = 0; i < diagnostics->kept; i++) {
        const struct ft_diagnostic *item = &diagnostics->items[i];
        render(out, item, diagnostics->language, colour ? &colour_style : &plain_style);
        if (item->more > 0)
            append_more(out, item, diagnostics->language == FT_ZH);
        told += 1 + item->more;
        if (!sink->write(sink->context, out, strlen(out)))
            return false;
    }
    if (diagnostics->total == told && !diagnostics->unread)
        return true;
    uint64_t more = diagnostics->total - told;
    bool zh = diagnostics->language == FT_ZH;
    out[0] = '\0';
    if (diagnostics->unread)
        diagnostics_append(out, zh ? "错误过多，其后的内容未再检查\n"
                                   : "too many errors: what comes behind these was not checked\n");
    else
        diagnostics_append(out,
                           zh          ? "另有 %" PRIu64 " 处错误未列出\n"
                           : more == 1 ? "and %" PRIu64 " more error\n"
                                       : "and %" PRIu64 " more errors\n",
                           more);
    return sink->write(sink->context, out, strlen(out));
}
