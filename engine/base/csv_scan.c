/* Ends of rows, found by counting quotes alone. */
#include "csv_scan.h"

/* The machine looks at many bytes at a time where there is no way out of the loop. */
static bool csv_odd_quotes(const char *bytes, const char *end)
{
    uint8_t odd = 0;
    for (; bytes < end; bytes++)
        odd ^= *bytes == '"';
    return odd != 0;
}

const char *csv_row_end(const char *at, const char *end)
{
    bool odd = false;
    for (const char *from = at; from < end;) {
        const char *line = memchr(from, '\n', (size_t)(end - from));
        if (line == NULL)
            break;
        /* most rows have no quotes, which memchr finds in fewer steps */
        if (memchr(from, '"', (size_t)(line - from)) != NULL)
            odd ^= csv_odd_quotes(from, line);
        from = line + 1;
        if (!odd)
            return from;
    }
    return end;
}

size_t csv_first_row_end(const char *bytes, size_t length, size_t from)
{
    bool odd = csv_odd_quotes(bytes, bytes + from);
    for (size_t end = from; end <= length; end++) {
        if (!odd && end > 0 && bytes[end - 1] == '\n')
            return end;
        if (end < length && bytes[end] == '"')
            odd = !odd;
    }
    return 0;
}

size_t csv_last_row_end(const char *bytes, size_t length)
{
    bool odd = csv_odd_quotes(bytes, bytes + length);
    for (size_t end = length; end > 0; end--) {
        if (bytes[end - 1] == '\n' && !odd)
            return end;
        if (bytes[end - 1] == '"')
            odd = !odd;
    }
    return 0;
}

size_t csv_unquote(char *out, const char *text, size_t length)
{
    size_t written = 0;
    for (size_t i = 0; i < length; i += text[i] == '"' ? 2 : 1)
        out[written++] = text[i];
    return written;
}
