/* Answers: status, faults, and the result as it came, nested, as a text, or as base64. */
#include <stdio.h>
#include <string.h>

#include "call.h"

static bool take_bytes(void *context, const char *bytes, size_t length)
{
    struct call_bytes *taken = context;
    char *grown =
        arena_grow(taken->arena, taken->bytes, &taken->capacity, 1, taken->length + length + 1);
    if (grown == NULL)
        return false;
    memcpy(grown + taken->length, bytes, length);
    taken->bytes = grown;
    taken->length += length;
    return true;
}

struct ft_sink call_bytes_sink(struct call_bytes *bytes)
{
    return (struct ft_sink){take_bytes, bytes};
}

static bool answer_put(const struct ft_sink *sink, const char *text)
{
    return sink->write(sink->context, text, strlen(text));
}

/* A JSON string. What needs no escape goes in one piece. */
static bool answer_put_string(const struct ft_sink *sink, const char *bytes, size_t length)
{
    static const char *const shorts[] = {
        ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t", ['"'] = "\\\"", ['\\'] = "\\\\"};
    size_t sent = 0;
    bool good = answer_put(sink, "\"");
    for (size_t at = 0; at < length && good; at++) {
        const unsigned char byte = (unsigned char)bytes[at];
        char code[8];
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        (void)snprintf(code, sizeof code, "\\u%04x", byte);
        const char *escape = shorts[byte] != NULL ? shorts[byte] : code;
        good = sink->write(sink->context, bytes + sent, at - sent) && answer_put(sink, escape);
        sent = at + 1;
    }
    return good && sink->write(sink->context, bytes + sent, length - sent) &&
           answer_put(sink, "\"");
}

static bool answer_put_text(const struct ft_sink *sink, const char *name, const char *text)
{
    return answer_put(sink, "\"") && answer_put(sink, name) && answer_put(sink, "\": ") &&
           answer_put_string(sink, text, strlen(text)) && answer_put(sink, ", ");
}

static bool answer_put_number(const struct ft_sink *sink, const char *name, uint64_t number)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    return answer_put(sink, "\"") && answer_put(sink, name) && answer_put(sink, "\": ") &&
           answer_put(sink, text) && answer_put(sink, ", ");
}

/* What was set is a path, and no file. */
static const char *path_set(const struct ft_diagnostic *fault)
{
    static const char option[] = "--set ";
    return strncmp(fault->file, option, sizeof option - 1) == 0 ? fault->file + sizeof option - 1
                                                                : NULL;
}

static bool answer_put_diagnostic(const struct ft_sink *sink, const struct ft_diagnostic *fault)
{
    char cell[GRID_CELL_SIZE] = "";
    const char *path = path_set(fault);
    if (fault->is_cell)
        (void)grid_cell_name(cell, fault->line, fault->column);
    bool good =
        answer_put(sink, "{") && answer_put_text(sink, "id", fault->id) &&
        answer_put_text(sink, "severity", "error") &&
        answer_put_text(sink, "file", path == NULL ? fault->file : "") &&
        answer_put_text(sink, "path", path == NULL ? "" : path) &&
        answer_put_number(sink, "line", fault->line) &&
        answer_put_number(sink, "column", fault->column) &&
        answer_put_number(sink, "end_column", fault->end_column) &&
        answer_put_text(sink, "cell", cell) && answer_put_text(sink, "message", fault->message) &&
        answer_put_text(sink, "mend", fault->hint) &&
        answer_put_text(sink, "excerpt", fault->excerpt) &&
        answer_put_number(sink, "more", fault->more) && answer_put(sink, "\"more_lines\": [");
    for (size_t i = 0; i < FT_MORE_LINES && fault->more_lines[i] != 0 && good; i++) {
        char line[16];
        (void)snprintf(line, sizeof line, "%s%u", i == 0 ? "" : ", ",
                       (unsigned)fault->more_lines[i]);
        good = answer_put(sink, line);
    }
    return good && answer_put(sink, "]}");
}

/* JSON on one line: a line end in it is never one of a string, and blanks that follow indent. */
static bool answer_put_json(const struct ft_sink *sink, const char *bytes, size_t length)
{
    bool good = true;
    for (size_t at = 0; at < length && good;) {
        const char *end = memchr(bytes + at, '\n', length - at);
        const size_t part = end == NULL ? length - at : (size_t)(end - (bytes + at));
        good = sink->write(sink->context, bytes + at, part);
        at += part;
        while (at < length && (bytes[at] == '\n' || bytes[at] == ' '))
            at++;
    }
    return good;
}

static bool answer_put_result(const struct call *call, const struct ft_sink *sink)
{
    const struct call_bytes *result = &call->result;
    switch (call->kind) {
    case RESULT_JSON:
        return answer_put_json(sink, result->bytes, result->length);
    case RESULT_TEXT:
        return answer_put_string(sink, result->bytes == NULL ? "" : result->bytes, result->length);
    case RESULT_BASE64:
        return answer_put(sink, "{\"base64\": \"") &&
               base64_write(sink, result->bytes, result->length) && answer_put(sink, "\"}");
    case RESULT_NULL:
        break;
    }
    return answer_put(sink, "null");
}

enum ft_status call_answer(const struct call *call, enum ft_status status,
                           const struct ft_sink *sink)
{
    static const char *const names[] = {
        [FT_OK] = "ok",
        [FT_INVALID] = "invalid",
        [FT_TOO_LARGE] = "too_large",
        [FT_DIVISION_BY_ZERO] = "invalid",
        [FT_IO] = "io",
        [FT_NO_MEMORY] = "no_memory",
        [FT_DIFFERS] = "differs",
    };
    const struct diagnostics *faults = &call->diagnostics;
    bool good = answer_put(sink, "{\"status\": \"") && answer_put(sink, names[status]) &&
                answer_put(sink, "\", \"diagnostics\": [");
    for (size_t i = 0; i < faults->kept && good; i++)
        good =
            answer_put(sink, i == 0 ? "" : ", ") && answer_put_diagnostic(sink, &faults->items[i]);
    good = good && answer_put(sink, "], \"result\": ") &&
           (status == FT_OK || status == FT_DIFFERS ? answer_put_result(call, sink)
                                                    : answer_put(sink, "null")) &&
           answer_put(sink, "}\n");
    return good ? FT_OK : FT_IO;
}
