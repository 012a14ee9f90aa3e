/* Where the cells of a laid-out sheet stand. */
#include <stdio.h>
#include <string.h>

#include "base.h"

const char *grid_cell_name(char out[GRID_CELL_SIZE], uint32_t row, uint32_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (letters[--at] = '\0'; column > 0 && at > 0; column = (column - 1) / 26)
        letters[--at] = (char)('A' + (column - 1) % 26);
    (void)snprintf(out, GRID_CELL_SIZE, "%s%u", letters + at, (unsigned)row);
    return out;
}

const char *place_name(struct arena *arena, const struct place *place)
{
    char cell[GRID_CELL_SIZE];
    uint32_t row, column;
    const struct source *source = place->source;
    if (source->grid == NULL)
        return place->line == 0 ? source->path
                                : arena_format(arena, "%s:%u:%u", source->path,
                                               (unsigned)place->line, (unsigned)place->column);
    const bool one = grid_cell(place, &row, &column);
    return arena_format(arena, "%s:%s%s%s", source->path, source->grid->sheet, one ? "!" : "",
                        one ? grid_cell_name(cell, row, column) : "");
}

/* The first byte of line `number`, counted from 1; NULL where there are not so many. */
static const char *line_start(const struct source *source, uint32_t number)
{
    const char *line = source->bytes, *end = source->bytes + source->length;
    for (uint32_t i = 1; i < number && line != NULL; i++) {
        line = memchr(line, '\n', (size_t)(end - line));
        line = line == NULL ? NULL : line + 1;
    }
    return line;
}

bool grid_cell(const struct place *place, uint32_t *row, uint32_t *column)
{
    const struct source *source = place->source;
    if (place->line == 0 || place->line > source->grid->line_count)
        return false;
    const struct grid_line *begins = &source->grid->lines[place->line - 1];
    const char *at = line_start(source, place->line), *end = source->bytes + source->length;
    bool quoted = begins->quoted;
    *row = begins->row;
    *column = begins->column;
    if (at == NULL)
        return true;
    for (uint32_t i = 1; i < place->column && at < end && *at != '\n'; i++) {
        uint32_t code;
        const size_t used = utf8_next(at, (size_t)(end - at), &code);
        quoted ^= *at == '"';
        *column += *at == ',' && !quoted;
        at += used == 0 ? 1 : used;
    }
    return true;
}

bool grid_place(struct place *out, const struct source *source, uint32_t row, uint32_t column)
{
    const struct grid *grid = source->grid;
    for (size_t i = 0; i < grid->line_count; i++) {
        if (grid->lines[i].row != row)
            continue;
        struct place place = {source, (uint32_t)i + 1, 1, 1};
        const char *at = line_start(source, place.line), *end = source->bytes + source->length;
        uint32_t here = grid->lines[i].column;
        bool quoted = grid->lines[i].quoted;
        for (; here < column && at < end && *at != '\n'; place.column++) {
            uint32_t code;
            const size_t used = utf8_next(at, (size_t)(end - at), &code);
            quoted ^= *at == '"';
            here += *at == ',' && !quoted;
            at += used == 0 ? 1 : used;
        }
        if (here == column) {
            *out = place;
            return true;
        }
    }
    return false;
}
