/* Text on its way out: styles, padding and wrapping by terminal cells. */
#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "aligned.h"
#include "reporting.h"

static void send_bytes(struct writer *writer, const char *bytes, size_t length)
{
    if (writer->status == FT_OK && length > 0 &&
        !writer->sink->write(writer->sink->context, bytes, length))
        writer->status = FT_IO;
}

static void writer_send(struct writer *writer, const char *text)
{
    send_bytes(writer, text, strlen(text));
}

static void lack_memory(struct writer *writer)
{
    if (writer->status == FT_OK)
        writer->status = FT_NO_MEMORY;
}

/* The text as it may be sent: what a terminal would obey or not show is escaped, lines end as they
 * do. NULL: memory is out. What it makes is the caller's to give back. */
static const char *writer_shown_text(struct writer *writer, const char *text)
{
    const size_t length = strlen(text), size = 8 * length + 1;
    if (writer->verbatim || !text_needs_escape(text))
        return text;
    char *shown = arena_allocate(writer->arena, size), *out = shown;
    for (const char *line = text; shown != NULL; line++) {
        size_t part = strcspn(line, "\n");
        const char *copy = arena_copy(writer->arena, line, part);
        if (copy == NULL)
            return NULL;
        text_escape(out, size - (size_t)(out - shown), copy);
        out += strlen(out);
        line += part;
        if (*line == '\0')
            break;
        *out++ = '\n';
    }
    return shown;
}

void write_text(struct writer *writer, const char *text)
{
    const struct arena_mark mark = arena_mark(writer->arena);
    text = text == NULL ? NULL : writer_shown_text(writer, text);
    if (text == NULL)
        lack_memory(writer);
    else
        writer_send(writer, text);
    arena_rewind(writer->arena, mark);
}

void write_format(struct writer *writer, const char *format, ...)
{
    const struct arena_mark mark = arena_mark(writer->arena);
    va_list arguments;
    va_start(arguments, format);
    write_text(writer, arena_format_list(writer->arena, format, arguments));
    va_end(arguments);
    arena_rewind(writer->arena, mark);
}

static const char *const style_codes[] = {[STYLE_BOLD] = "\033[1m",
                                          [STYLE_DIM] = "\033[2m",
                                          [STYLE_GOOD] = "\033[32m",
                                          [STYLE_BAD] = "\033[1;31m"};
static const char style_off[] = "\033[0m";

void write_styled(struct writer *writer, enum style style, const char *text)
{
    if (writer->colour)
        writer_send(writer, style_codes[style]);
    write_text(writer, text);
    if (writer->colour)
        writer_send(writer, style_off);
}

static void write_spaces(struct writer *writer, size_t count)
{
    static const char spaces[] = "                                ";
    for (; count > 0 && writer->status == FT_OK;) {
        size_t part = count < sizeof spaces - 1 ? count : sizeof spaces - 1;
        write_text(writer, spaces + (sizeof spaces - 1 - part));
        count -= part;
    }
}

void write_padded(struct writer *writer, const char *text, size_t width)
{
    size_t cells = text == NULL ? 0 : utf8_width(text, strlen(text));
    write_text(writer, text);
    write_spaces(writer, cells < width ? width - cells : 0);
}

/* Chinese text may break before any character that does not close what stands before it. */
static bool may_begin_line(uint32_t code)
{
    static const uint32_t closing[] = {0x3001, 0x3002, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF09,
                                       0x300B, 0x3015, 0x201D, 0xFF01, 0xFF1F, 0x300D};
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (code == closing[i])
            return false;
    return code >= 0x2E80;
}

/* Nor may a line end with what opens what comes behind it. */
static bool may_end_line(uint32_t code)
{
    static const uint32_t opening[] = {0xFF08, 0x300A, 0x3014, 0x201C, 0x300C};
    for (size_t i = 0; i < sizeof opening / sizeof *opening; i++)
        if (code == opening[i])
            return false;
    return true;
}

size_t text_fit(const char *text, size_t width)
{
    static const uint32_t semicolon = 0xFF1B;
    const size_t lead = strspn(text, " ");
    size_t used = 0, cells = 0, broken = 0, item = 0; /* `item`: behind the last of a list */
    uint32_t last = 0;
    while (text[used] != '\0' && text[used] != '\n') {
        uint32_t code;
        size_t length = utf8_next(text + used, strnlen(text + used, 4), &code);
        length = length == 0 ? 1 : length;
        size_t wide = utf8_width(text + used, length);
        if (wide > 0 && may_begin_line(code) && may_end_line(last))
            broken = used; /* what takes no cell stays with what it marks */
        if (cells + wide > width && cells > 0)
            return item > 0 ? item : broken > 0 ? broken : used;
        cells += wide;
        used += length;
        last = code;
        if (code == ' ' && used > lead)
            broken = used;
        if (code == semicolon && cells >= width / 2)
            item = used;
    }
    return used;
}

/* A line of a text that may be sent as it is. */
static void write_line(struct writer *writer, const char *text, size_t length, bool bold)
{
    if (bold && writer->colour)
        writer_send(writer, style_codes[STYLE_BOLD]);
    send_bytes(writer, text, length);
    if (bold && writer->colour)
        writer_send(writer, style_off);
    send_bytes(writer, "\n", 1);
}

/* Lines of at most `room` cells behind `indent` spaces; with `bold`, in that style. */
static void write_paragraph(struct writer *writer, const char *text, size_t indent, size_t room,
                            bool bold)
{
    const struct arena_mark mark = arena_mark(writer->arena);
    text = text == NULL ? NULL : writer_shown_text(writer, text);
    if (text == NULL)
        lack_memory(writer);
    while (writer->status == FT_OK) {
        const size_t length = text_fit(text, room);
        size_t shown = length;
        assert(length > 0 || text[0] == '\0' || text[0] == '\n'); /* each line takes something */
        while (shown > 0 && text[shown - 1] == ' ')
            shown--;
        write_spaces(writer, indent);
        write_line(writer, text, shown, bold);
        text += length + (text[length] == '\n');
        if (text[0] == '\0')
            break;
    }
    arena_rewind(writer->arena, mark);
}

void write_wrapped(struct writer *writer, const char *text, size_t indent, size_t width)
{
    write_paragraph(writer, text, indent, width > indent + 20 ? width - indent : 20, false);
}

void write_title(struct writer *writer, const char *text, size_t width)
{
    write_paragraph(writer, text, 0, width, true);
}

void reporting_open(struct reporting *reporting, struct figure_context *context,
                    const struct ft_report *report, const struct ft_sink *sink)
{
    *reporting = (struct reporting){.context = context,
                                    .report = report,
                                    .writer = {.sink = sink,
                                               .arena = context->arith->arena,
                                               .colour = report->colour,
                                               .verbatim = report->format != FT_TEXT},
                                    .arena = context->arith->arena,
                                    .kept = context->arith->arena,
                                    .width = report->width == 0 ? 100 : report->width};
    display_open(&reporting->display, context);
    reporting->display.in_wan = report->unit == FT_WAN_YUAN;
    reporting->display.unrounded = report->format == FT_CSV;
    reporting->display.detail = report->detail;
    reporting->display.verbatim = report->format != FT_TEXT;
}

void reporting_work_in(struct reporting *reporting, struct arena *room)
{
    reporting->arena = room;
    reporting->writer.arena = room;
    reporting->display.arena = room;
    reporting->context->arith->arena = room;
}

void text_line(struct reporting *reporting, size_t indent, const char *text)
{
    write_wrapped(&reporting->writer, text, indent, reporting->width);
}

void text_labelled(struct reporting *reporting, size_t indent, enum word_id label, const char *text)
{
    text_line(reporting, indent,
              text_with_label(&reporting->display, word(&reporting->display, label), text));
}

void reporting_part(struct reporting *reporting, void (*write)(struct reporting *reporting))
{
    const struct arena_mark mark = arena_mark(reporting->arena);
    write(reporting);
    if (reporting->arena != reporting->kept)
        arena_rewind(reporting->arena, mark);
}

enum ft_status reporting_status(const struct reporting *reporting)
{
    return reporting->writer.status != FT_OK ? reporting->writer.status : reporting->display.status;
}
