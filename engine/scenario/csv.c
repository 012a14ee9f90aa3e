#include "csv.h"

#include <string.h>

#include "scenario_internal.h"

void csv_open(struct csv *csv, const struct source *source, struct arena *arena,
              struct diagnostics *diagnostics)
{
    *csv = (struct csv){.source = source,
                        .arena = arena,
                        .diagnostics = diagnostics,
                        .at = source->bytes,
                        .end = source->bytes + source->length,
                        .line = source->lines_before + 1,
                        .column = 1};
}

static struct place csv_here(const struct csv *csv)
{
    return (struct place){csv->source, csv->line, csv->column, 1};
}

/* Goes on to a character, counting lines and columns. */
static void csv_advance(struct csv *csv, const char *to)
{
    for (const char *line; (line = memchr(csv->at, '\n', (size_t)(to - csv->at))) != NULL;) {
        csv->at = line + 1;
        csv->line++;
        csv->column = 1;
    }
    csv->column += (uint32_t)utf8_count(csv->at, (size_t)(to - csv->at));
    csv->at = to;
}

/* Behind a quote out of place the next line is read; behind other faults nothing is. */
static enum ft_status csv_fault(struct csv *csv, struct place place, const struct message *message)
{
    diagnostics_add(csv->diagnostics, &place, message, NULL);
    csv->lost = message != &tabular_message[TABULAR_CSV_QUOTE];
    const char *line = memchr(csv->at, '\n', (size_t)(csv->end - csv->at));
    if (!csv->lost)
        csv_advance(csv, line == NULL ? csv->end : line + 1);
    return FT_INVALID;
}

static enum ft_status fault_length(struct csv *csv)
{
    const struct place place = {csv->source, csv->row_line, 1, 1};
    fault_row_length(&place, csv->diagnostics);
    csv->lost = true;
    return FT_TOO_LARGE;
}

/* Whether the row goes on to `at`, which is too far. */
static bool row_is_long(const struct csv *csv, const char *at)
{
    return (size_t)(at - csv->row) > limits[LIMIT_CSV_LINE_BYTES].value;
}

/* The most bytes that a row may take, with its line end. */
static size_t longest_row(void)
{
    enum { LINE_END = 2 };
    return limits[LIMIT_CSV_LINE_BYTES].value + LINE_END;
}

/* A line that does not end within the limit is not gone through. */
static bool line_is_long(const struct csv *csv, const char *at)
{
    return (size_t)(csv->end - at) > longest_row() && memchr(at, '\n', longest_row()) == NULL;
}

/* Whether the row is too long by what stands in a cell, which may have lines of its own. */
static bool cell_is_long(const struct csv *csv, const char *at, const char *close)
{
    while ((at = memchr(at, '\n', (size_t)(close - at))) != NULL)
        if (row_is_long(csv, ++at) || line_is_long(csv, at))
            return true;
    return row_is_long(csv, close);
}

/* A cell from `start`, which stands at `place`, to `close`, without quotes around it. Blanks around
 * it are not part of it. */
static enum ft_status csv_add_cell(struct csv *csv, struct place place, const char *start,
                                   const char *close, bool quoted)
{
    struct text *fields =
        arena_grow(csv->arena, csv->fields, &csv->capacity, sizeof *fields, csv->count + 1);
    const char *from = start;
    utf8_trim(&start, &close);
    /* Behind a line end in quotes the place is that of the cell. */
    if (memchr(from, '\n', (size_t)(start - from)) == NULL)
        place.column += (uint32_t)utf8_count(from, (size_t)(start - from));
    size_t length = (size_t)(close - start);
    char *copy = arena_copy(csv->arena, start, length);
    if (fields == NULL || copy == NULL)
        return FT_NO_MEMORY;
    if (quoted) {
        length = csv_unquote(copy, start, length);
        copy[length] = '\0';
    }
    place.width = (uint32_t)utf8_count(copy, length);
    csv->fields = fields;
    fields[csv->count++] =
        (struct text){.bytes = copy, .place = place, .length = (uint32_t)length, .piece_count = 1};
    return csv->count > limits[LIMIT_CSV_COLUMNS].value
               ? csv_fault(csv, place, &tabular_message[TABULAR_CSV_COLUMNS])
               : FT_OK;
}

/* A cell that begins with a quote and goes on to `close`, which is the line's or the cell's end. */
static enum ft_status csv_read_quoted(struct csv *csv, const struct csv_scan *scan,
                                      const char *close)
{
    const char *const start = csv->at;
    const struct place opening = csv_here(csv);
    const char *const last = scan->odd == NULL ? close - !scan->quoted : scan->odd - 1;
    if (cell_is_long(csv, start, last))
        return fault_length(csv);
    if (scan->odd != NULL) {
        csv_advance(csv, scan->odd);
        /* A cell of more lines that another's quote ends lacks its own. */
        return csv->line > opening.line
                   ? csv_fault(csv, opening, &tabular_message[TABULAR_CSV_OPEN_QUOTE])
                   : csv_fault(csv, csv_here(csv), &tabular_message[TABULAR_CSV_QUOTE]);
    }
    if (scan->quoted)
        return csv_fault(csv, opening, &tabular_message[TABULAR_CSV_OPEN_QUOTE]);
    csv_advance(csv, start + 1);
    const struct place inside = csv_here(csv);
    csv_advance(csv, close);
    return csv_add_cell(csv, inside, start + 1, last, true);
}

static enum ft_status csv_read_cell(struct csv *csv, const struct csv_scan *scan, const char *close)
{
    const char *const start = csv->at;
    const struct place place = csv_here(csv);
    if (start < close && *start == '"')
        return csv_read_quoted(csv, scan, close);
    if (scan->odd != NULL) {
        csv_advance(csv, scan->odd);
        return csv_fault(csv, csv_here(csv), &tabular_message[TABULAR_CSV_QUOTE]);
    }
    csv_advance(csv, close);
    return csv_add_cell(csv, place, start, close, false);
}

/* Where the row ends whose last cell `close` ends: before its line end. */
static const char *csv_line_end(const struct csv *csv, const char *close)
{
    return close > csv->row && close[-1] == '\r' ? close - 1 : close;
}

static enum ft_status read_row(struct csv *csv)
{
    struct csv_scan scan;
    const size_t left = (size_t)(csv->end - csv->at), longest = longest_row();
    csv_scan_open(&scan, csv->at, csv->at + (left < longest ? left : longest));
    for (bool last = false; !last;) {
        const char *const close = csv_scan_next(&scan);
        last = close == scan.end || *close == '\n';
        const enum ft_status status =
            csv_read_cell(csv, &scan, last ? csv_line_end(csv, close) : close);
        if (status != FT_OK)
            return status;
        if (last && (row_is_long(csv, csv->at) || (close == scan.end && close < csv->end)))
            return fault_length(csv);
        csv_advance(csv, close == scan.end ? close : close + 1);
    }
    return FT_OK;
}

static bool is_blank_row(const struct csv *csv)
{
    for (size_t i = 0; i < csv->count; i++)
        if (csv->fields[i].length > 0)
            return false;
    return true;
}

enum ft_status csv_read(struct csv *csv, bool *done)
{
    *done = false;
    while (csv->at < csv->end) {
        csv->count = 0;
        csv->row_line = csv->line;
        csv->row = csv->at;
        if (line_is_long(csv, csv->at))
            return fault_length(csv);
        enum ft_status status = read_row(csv);
        if (status != FT_OK || !is_blank_row(csv))
            return status;
    }
    *done = true;
    return FT_OK;
}
