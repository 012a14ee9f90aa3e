/* Ends of rows, found by counting quotes alone; lines. */
#include "csv_scan.h"

/* A loop is compiled for the machine's wider vectors too where the build says that it can be. */
#ifdef FANGTIAN_CLONES
#define LOOP __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define LOOP
#endif

/* In stretches that a byte can count, which the machine does many at a time. */
LOOP uint32_t csv_count_lines(const char *bytes, size_t length)
{
    enum { STRETCH = 7 * 32 };
    uint32_t lines = 0;
    for (; length >= STRETCH; bytes += STRETCH, length -= STRETCH) {
        uint8_t found = 0;
        for (size_t i = 0; i < STRETCH; i++)
            found = (uint8_t)(found + (bytes[i] == '\n'));
        lines += found;
    }
    for (size_t i = 0; i < length; i++)
        lines += bytes[i] == '\n';
    return lines;
}

/* Most bytes have no quotes, which memchr finds in fewer steps. Behind the first one the machine
 * looks at many bytes at a time, since there is no way out of the loop. */
static bool csv_odd_quotes(const char *bytes, const char *end)
{
    uint8_t odd = 0;
    const char *quote = bytes < end ? memchr(bytes, '"', (size_t)(end - bytes)) : NULL;
    for (; quote != NULL && quote < end; quote++)
        odd ^= *quote == '"';
    return odd != 0;
}

const char *csv_row_end(const char *at, const char *end)
{
    bool odd = false;
    for (const char *from = at; from < end;) {
        const char *line = memchr(from, '\n', (size_t)(end - from));
        if (line == NULL)
            break;
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
