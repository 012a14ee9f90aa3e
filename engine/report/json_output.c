/* JSON on its way to a sink: blocks of bytes, what cannot be seen escaped, an object a member and a
 * list an element at a time. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "formats.h"

/* "\u200B", or two halves of what has no room in 16 bits. */
static bool write_escape(const struct ft_sink *sink, uint32_t code)
{
    char escape[16];
    int length = code < 0x10000 ? snprintf(escape, sizeof escape, "\\u%04X", (unsigned)code)
                                : snprintf(escape, sizeof escape, "\\u%04X\\u%04X",
                                           (unsigned)(0xD800 + ((code - 0x10000) >> 10)),
                                           (unsigned)(0xDC00 + ((code - 0x10000) & 0x3FF)));
    return sink->write(sink->context, escape, (size_t)length);
}

/* What cannot be seen is escaped, so that it is seen, and the text is the same to a program. The
 * bytes end with a character; only strings may hold one that is not seen; blanks and line ends
 * stand between them. */
static bool json_write_seen(const struct ft_sink *sink, const char *bytes, size_t length)
{
    size_t sent = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        if ((unsigned char)bytes[at] < 0x7F) {
            at++;
            continue;
        }
        size_t used = utf8_next(bytes + at, length - at, &code);
        used = used == 0 ? 1 : used;
        if (unicode_is_invisible(code)) {
            if ((at > sent && !sink->write(sink->context, bytes + sent, at - sent)) ||
                !write_escape(sink, code))
                return false;
            sent = at + used;
        }
        at += used;
    }
    return sent == length || sink->write(sink->context, bytes + sent, length - sent);
}

static bool json_write_out(struct json_output *output)
{
    const size_t length = output->length;
    output->length = 0;
    return json_write_seen(output->writer->sink, output->bytes, length);
}

static int json_write_bytes(const char *bytes, size_t length, void *context)
{
    struct json_output *output = context;
    if (length > sizeof output->bytes - output->length && !json_write_out(output))
        return -1;
    if (length > sizeof output->bytes)
        return json_write_seen(output->writer->sink, bytes, length) ? 0 : -1;
    memcpy(output->bytes + output->length, bytes, length);
    output->length += length;
    return 0;
}

/* The same, with the blanks that its lines begin behind: in strings no line ends. */
static int json_write_lines(const char *bytes, size_t length, void *context)
{
    static const char blanks[] = "          ";
    struct json_output *output = context;
    const char *const end = bytes + length;
    assert(output->indent < sizeof blanks);
    for (const char *line;
         output->indent > 0 && (line = memchr(bytes, '\n', (size_t)(end - bytes))) != NULL;) {
        line++;
        if (json_write_bytes(bytes, (size_t)(line - bytes), context) != 0 ||
            json_write_bytes(blanks, output->indent, context) != 0)
            return -1;
        bytes = line;
    }
    return json_write_bytes(bytes, (size_t)(end - bytes), context);
}

/* A value on its way out, on lines that begin behind so many blanks; it is let go of. */
static void json_write_value(struct json_output *output, json_t *json, size_t indent)
{
    struct writer *writer = output->writer;
    if (json == NULL && writer->status == FT_OK)
        writer->status = FT_NO_MEMORY;
    output->indent = indent;
    if (writer->status == FT_OK &&
        json_dump_callback(json, json_write_lines, output, JSON_INDENT(2) | JSON_ENCODE_ANY) != 0)
        writer->status = FT_IO;
    json_decref(json);
}

static void json_write_end(struct json_output *output)
{
    struct writer *writer = output->writer;
    if (writer->status == FT_OK && !json_write_out(output))
        writer->status = FT_IO;
    write_text(writer, "\n");
}

void write_json(struct reporting *reporting, json_t *json)
{
    struct json_output output = {.writer = &reporting->writer};
    json_write_value(&output, json, 0);
    json_write_end(&output);
}

/* ---- an object written a member at a time ---- */

static void json_write_text(struct json_output *output, const char *text)
{
    if (output->writer->status == FT_OK && json_write_bytes(text, strlen(text), output) != 0)
        output->writer->status = FT_IO;
}

/* Blanks of a line of the object, and of what is so many levels within. */
static size_t json_indent(const struct json_output *output, size_t within)
{
    return 2 * (output->level + 1 + within);
}

static void json_start_line(struct json_output *output, const char *before, size_t indent)
{
    json_write_text(output, before);
    for (size_t i = 0; i < indent; i++)
        json_write_text(output, " ");
}

static void json_start_member(struct json_output *output, const char *key)
{
    const bool first = output->members[output->level]++ == 0;
    json_start_line(output, first ? "{\n" : ",\n", json_indent(output, 0));
    json_write_text(output, "\"");
    json_write_text(output, key);
    json_write_text(output, "\": ");
}

void json_write_member(struct json_output *output, const char *key, json_t *json)
{
    json_start_member(output, key);
    json_write_value(output, json, json_indent(output, 0));
}

void json_open_list(struct json_list *list, struct json_output *output, const char *key)
{
    *list = (struct json_list){.output = output};
    json_start_member(output, key);
    json_write_text(output, "[");
}

void json_list_add(struct json_list *list, json_t *json)
{
    const size_t indent = json_indent(list->output, 1);
    json_start_line(list->output, list->count++ == 0 ? "\n" : ",\n", indent);
    json_write_value(list->output, json, indent);
}

void json_close_list(struct json_list *list)
{
    if (list->count > 0)
        json_start_line(list->output, "\n", json_indent(list->output, 0));
    json_write_text(list->output, "]");
}

/* An object so many levels within the one whose members are written. */
static void json_enter(struct json_output *output, size_t within)
{
    output->level += within;
    assert(output->level < JSON_LEVELS);
    output->members[output->level] = 0;
}

static void json_leave(struct json_output *output, size_t within)
{
    assert(output->level >= within && output->members[output->level] > 0);
    output->level -= within;
    json_start_line(output, "\n", json_indent(output, within - 1));
    json_write_text(output, "}");
}

void json_open_member(struct json_output *output, const char *key)
{
    json_start_member(output, key);
    json_enter(output, 1);
}

void json_close_member(struct json_output *output)
{
    json_leave(output, 1);
}

void json_open_element(struct json_list *list)
{
    json_start_line(list->output, list->count++ == 0 ? "\n" : ",\n", json_indent(list->output, 1));
    json_enter(list->output, 2);
}

void json_close_element(struct json_list *list)
{
    json_leave(list->output, 2);
}

void json_close_object(struct json_output *output)
{
    assert(output->level == 0 && output->members[0] > 0);
    json_write_text(output, "\n}");
    json_write_end(output);
}
