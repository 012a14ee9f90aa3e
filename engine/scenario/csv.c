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

static struct place csv_here(const struct csv *csv, uint32_t width)
{
    return (struct place){csv->source, csv->line, csv->column, width};
}

static bool at_line_end(const struct csv *csv)
{
    return csv->at == csv->end || *csv->at == '\n' ||
           (*csv->at == '\r' && (csv->at + 1 == csv->end || csv->at[1] == '\n'));
}

static void csv_step(struct csv *csv)
{
    bool newline = *csv->at == '\n';
    csv->at++;
    while (csv->at < csv->end && ((unsigned char)*csv->at & 0xC0) == 0x80)
        csv->at++;
    csv->line += newline;
    csv->column = newline ? 1 : csv->column + 1;
}

static void skip_line_end(struct csv *csv)
{
    if (csv->at < csv->end && *csv->at == '\r')
        csv->at++;
    if (csv->at < csv->end)
        csv_step(csv);
}

/* Behind a quote out of place the next line is read; behind other faults nothing is. */
static enum ft_status csv_fault(struct csv *csv, struct place place, enum scenario_message_id id)
{
    diagnostics_add(csv->diagnostics, &place, &scenario_message[id], NULL);
    csv->lost = id != SCENARIO_CSV_QUOTE;
    while (!csv->lost && !at_line_end(csv))
        csv_step(csv);
    if (!csv->lost)
        skip_line_end(csv);
    return FT_INVALID;
}

static enum ft_status fault_length(struct csv *csv)
{
    const struct place place = {csv->source, csv->row_line, 1, 1};
    fault_row_length(&place, csv->diagnostics);
    csv->lost = true;
    return FT_TOO_LARGE;
}

static bool row_is_long(const struct csv *csv)
{
    return (size_t)(csv->at - csv->row) > limits[LIMIT_CSV_LINE_BYTES].value;
}

/* A line that does not end within the limit is not gone through. */
static bool line_is_long(const struct csv *csv)
{
    enum { LINE_END = 2 };
    const size_t left = (size_t)(csv->end - csv->at),
                 limit = limits[LIMIT_CSV_LINE_BYTES].value + LINE_END;
    return left > limit && memchr(csv->at, '\n', limit) == NULL;
}

static enum ft_status add_field(struct csv *csv, struct place place, const char *bytes,
                                size_t length)
{
    struct text *fields =
        arena_grow(csv->arena, csv->fields, &csv->capacity, sizeof *fields, csv->count + 1);
    char *copy = arena_copy(csv->arena, bytes, length);
    struct text_piece *piece = arena_allocate(csv->arena, sizeof *piece);
    if (fields == NULL || copy == NULL || piece == NULL)
        return FT_NO_MEMORY;
    place.width = (uint32_t)utf8_count(bytes, length);
    *piece = (struct text_piece){0, place};
    csv->fields = fields;
    fields[csv->count++] = (struct text){copy, (uint32_t)length, place, piece, 1};
    return csv->count > limits[LIMIT_CSV_COLUMNS].value
               ? csv_fault(csv, place, SCENARIO_CSV_COLUMNS)
               : FT_OK;
}

/* A cell between `start` and `end` whose first character stands at `place`: blanks around it are
 * not part of it, in quotes or not. */
static enum ft_status csv_add_cell(struct csv *csv, struct place place, const char *start,
                                   const char *end)
{
    const char *from = start;
    utf8_trim(&start, &end);
    /* Behind a line end in quotes the place is that of the cell. */
    if (memchr(from, '\n', (size_t)(start - from)) == NULL)
        place.column += (uint32_t)utf8_count(from, (size_t)(start - from));
    return add_field(csv, place, start, (size_t)(end - start));
}

static enum ft_status read_plain(struct csv *csv)
{
    struct place place = csv_here(csv, 1);
    const char *start = csv->at;
    while (!at_line_end(csv) && *csv->at != ',') {
        if (*csv->at == '"')
            return csv_fault(csv, csv_here(csv, 1), SCENARIO_CSV_QUOTE);
        csv_step(csv);
    }
    return csv_add_cell(csv, place, start, csv->at);
}

/* A quoted field: "" inside is a quote; line ends may stand inside. */
static enum ft_status csv_read_quoted(struct csv *csv)
{
    struct place opening = csv_here(csv, 1), inside;
    csv_step(csv);
    inside = csv_here(csv, 1);
    char *bytes = arena_allocate(csv->arena, 64);
    size_t length = 0, capacity = 64;
    while (csv->at < csv->end && bytes != NULL) {
        if (*csv->at == '"' && (csv->at + 1 == csv->end || csv->at[1] != '"'))
            break;
        const char *start = csv->at;
        bool doubled = *start == '"';
        csv_step(csv);
        size_t used = (size_t)(csv->at - start);
        if (*start == '\n' && (row_is_long(csv) || line_is_long(csv)))
            return fault_length(csv);
        bytes = arena_grow(csv->arena, bytes, &capacity, 1, length + used + 1);
        if (bytes == NULL)
            return FT_NO_MEMORY;
        memcpy(bytes + length, start, used);
        length += used;
        if (doubled)
            csv_step(csv);
    }
    if (bytes == NULL)
        return FT_NO_MEMORY;
    if (row_is_long(csv))
        return fault_length(csv);
    if (csv->at == csv->end)
        return csv_fault(csv, opening, SCENARIO_CSV_OPEN_QUOTE);
    csv_step(csv);
    if (!at_line_end(csv) && *csv->at != ',') {
        /* A cell of more lines that another's quote ends lacks its own. */
        const bool runs_on = csv->line > opening.line;
        return runs_on ? csv_fault(csv, opening, SCENARIO_CSV_OPEN_QUOTE)
                       : csv_fault(csv, csv_here(csv, 1), SCENARIO_CSV_QUOTE);
    }
    return csv_add_cell(csv, inside, bytes, bytes + length);
}

static enum ft_status read_row(struct csv *csv)
{
    for (;;) {
        enum ft_status status =
            csv->at < csv->end && *csv->at == '"' ? csv_read_quoted(csv) : read_plain(csv);
        if (status != FT_OK)
            return status;
        if (csv->at == csv->end || *csv->at != ',')
            break;
        csv_step(csv);
    }
    if (row_is_long(csv))
        return fault_length(csv);
    skip_line_end(csv);
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
        if (line_is_long(csv))
            return fault_length(csv);
        enum ft_status status = read_row(csv);
        if (status != FT_OK || !is_blank_row(csv))
            return status;
    }
    *done = true;
    return FT_OK;
}
