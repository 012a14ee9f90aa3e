/*
 * Rows below those of the long table, from files of their own: they follow each other as the rows
 * above them do, so both files are gone through side by side, once. A row below belongs to the row
 * above it whose key it names, as long as that is the next one; rows above may have none.
 */
#include "join.h"

#include <string.h>

/* ---- rows and cells as bytes ---- */

bool rows_have_quotes(const char *at, const char *end)
{
    return at < end && memchr(at, '"', (size_t)(end - at)) != NULL;
}

/* One past the row's line end, or `end`. A line end in quotes ends no row. */
static const char *row_end(const char *at, const char *end, bool quotes)
{
    for (const char *from = at;;) {
        const char *line = memchr(from, '\n', (size_t)(end - from));
        if (line == NULL)
            return end;
        bool odd = false;
        for (const char *c = at; quotes && (c = memchr(c, '"', (size_t)(line - c))) != NULL; c++)
            odd = !odd;
        if (!odd)
            return line + 1;
        from = line + 1;
    }
}

static const char *cell_end(const char *at, const char *end)
{
    bool quoted = false;
    for (; at < end && (quoted || (*at != ',' && *at != '\n' && *at != '\r')); at++)
        quoted ^= *at == '"';
    return at;
}

/* A byte that a blank or a quote may begin or end with: all that is no plain character. */
static bool is_odd(char c)
{
    return (unsigned char)c <= '"' || (unsigned char)c >= 0x80;
}

/* Without the blanks around it. */
static struct slice join_trimmed(const char *at, const char *end)
{
    utf8_trim(&at, &end);
    return (struct slice){.at = at, .length = (uint32_t)(end - at)};
}

/* The row's cell without the quotes or blanks around it; empty where the row has none. */
static struct slice cell_of(const char *row, const char *end, size_t place)
{
    const char *close = cell_end(row, end);
    for (; place > 0 && close < end && *close == ','; place--)
        close = cell_end(row = close + 1, end);
    struct slice cell = {.at = row, .length = (uint32_t)(close - row)};
    if (place > 0 || close == row)
        return (struct slice){.at = close};
    if (is_odd(*row) || is_odd(close[-1]))
        cell = join_trimmed(row, close);
    if (cell.length >= 2 && *cell.at == '"' && cell.at[cell.length - 1] == '"')
        return join_trimmed(cell.at + 1, cell.at + cell.length - 1);
    return cell;
}

/* ---- side by side ---- */

/* Whether the row below stands under a row with this key. One without a key is kept with the row
 * before: the reader of rows tells what is wrong with it, or that it is blank. */
static bool stands_under(const struct slice *above, const struct slice *key)
{
    return above->length == 0 || slices_equal(above, key);
}

bool join_advance(struct join *join)
{
    while (join->row < join->rows_end) {
        const char *next = row_end(join->row, join->rows_end, join->quotes);
        const struct slice key = cell_of(join->row, next, join->key);
        for (const char *end; join->below < join->below_end; join->below = end) {
            end = row_end(join->below, join->below_end, join->quotes_below);
            const struct slice above = cell_of(join->below, end, join->above);
            if (!stands_under(&above, &key))
                break;
        }
        if (join->below == join->below_end)
            return false;
        join->row = next;
    }
    return true;
}

struct slice join_name(const struct join *join)
{
    return cell_of(join->below, row_end(join->below, join->below_end, true), join->above);
}

size_t join_key_place(const struct long_table *table)
{
    size_t place = 0;
    while (place + 1 < table->column_count &&
           (table->columns[place].field == NULL ||
            table->columns[place].field->index != table->entity->key))
        place++;
    return place;
}
