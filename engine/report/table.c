/* Aligned tables: columns as wide as what stands in them, in blocks where the page is narrower. */
#include <string.h>

#include "report_internal.h"

enum { GAP = 2, NARROWEST_HEAD = 12, WIDEST_FIRST = 44 };

bool table_open(struct reporting *reporting, struct text_table *table, size_t columns, size_t rows)
{
    table->columns = columns;
    table->rows = 0;
    table->heads = arena_array(reporting->arena, columns, sizeof(const char *));
    table->cells = arena_array(reporting->arena, columns * rows, sizeof(const char *));
    table->left = arena_array(reporting->arena, columns, sizeof *table->left);
    table->strong = arena_array(reporting->arena, rows, sizeof *table->strong);
    table->spans = arena_array(reporting->arena, rows, sizeof *table->spans);
    bool open = table->heads != NULL && table->cells != NULL && table->left != NULL &&
                table->strong != NULL && table->spans != NULL;
    if (!open)
        reporting->writer.status = FT_NO_MEMORY;
    return open;
}

const char **table_row(struct text_table *table, bool strong)
{
    table->strong[table->rows] = strong;
    return &table->cells[table->rows++ * table->columns];
}

void table_span(struct text_table *table, const char *text)
{
    table->spans[table->rows] = true;
    const char **cells = table_row(table, false);
    for (size_t i = 0; i < table->columns; i++)
        cells[i] = i == 0 ? text : "";
}

static size_t cells_of(const char *text)
{
    return text == NULL ? 0 : utf8_width(text, strlen(text));
}

/* The longest word that has no place to break: Chinese text has one everywhere. */
static size_t longest_word(const char *text)
{
    size_t longest = 0, length = 0;
    for (; text != NULL && *text != '\0'; text++) {
        bool breaks = *text == ' ' || *text == '\n' || (unsigned char)*text >= 0x80;
        length = breaks ? 0 : length + 1;
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* As wide as the widest figure; a longer head is wrapped. */
static size_t column_width(const struct text_table *table, size_t column)
{
    size_t width = cells_of(table->heads[column]), word = longest_word(table->heads[column]);
    width = width > NARROWEST_HEAD ? NARROWEST_HEAD : width;
    width = word > width ? word : width;
    for (size_t row = 0; row < table->rows; row++) {
        size_t cells =
            table->spans[row] ? 0 : cells_of(table->cells[row * table->columns + column]);
        width = cells > width ? cells : width;
    }
    return column == 0 && width > WIDEST_FIRST ? WIDEST_FIRST : width;
}

/* The columns of a block: the first one, and as many from `from` on as the page has room for. */
static size_t block_end(const struct reporting *reporting, const size_t *widths, size_t columns,
                        size_t from)
{
    size_t used = widths[0], end = from;
    while (end < columns && (end == from || used + GAP + widths[end] <= reporting->width))
        used += GAP + widths[end++];
    return end;
}

/* A line on its way out: spaces are kept back until something stands behind them. */
struct line {
    struct writer *writer;
    size_t spaces;
};

static void write_cell(struct line *line, const struct text_table *table, size_t column,
                       size_t width, const char *text)
{
    size_t cells = cells_of(text), gap = cells < width ? width - cells : 0;
    bool left = column == 0 || table->left[column];
    line->spaces += (column == 0 ? 0 : GAP) + (left ? 0 : gap);
    if (text == NULL || text[0] != '\0') {
        write_padded(line->writer, "", line->spaces, false);
        write_text(line->writer, text);
        line->spaces = 0;
    }
    line->spaces += left ? gap : 0;
}

/* Bytes without the spaces at their end. */
static size_t trimmed(const char *text, size_t length)
{
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return length;
}

/* One line of the wrapped heads, which "\n" breaks too; `rest` goes on behind what was written.
 * True where more is left. */
static bool write_head_line(struct reporting *reporting, const struct text_table *table,
                            const size_t *widths, size_t from, size_t end, const char **rest)
{
    bool more = false;
    struct line line = {.writer = &reporting->writer};
    for (size_t column = 0; column < end; column = column == 0 ? from : column + 1) {
        const char *part = arena_copy(reporting->arena, rest[column], strcspn(rest[column], "\n"));
        size_t length = part == NULL ? 0 : text_fit(part, widths[column]);
        write_cell(&line, table, column, widths[column],
                   arena_copy(reporting->arena, rest[column], trimmed(rest[column], length)));
        rest[column] += length;
        rest[column] += rest[column][0] == '\n' ? 1 : 0;
        more = more || rest[column][0] != '\0';
    }
    write_text(&reporting->writer, "\n");
    return more;
}

static void write_heads(struct reporting *reporting, const struct text_table *table,
                        const size_t *widths, size_t from, size_t end)
{
    const char **rest = arena_array(reporting->arena, table->columns, sizeof(const char *));
    if (rest == NULL) {
        reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < table->columns; i++)
        rest[i] = table->heads[i] == NULL ? "" : table->heads[i];
    while (reporting->writer.status == FT_OK &&
           write_head_line(reporting, table, widths, from, end, rest))
        continue;
}

static void write_rule(struct reporting *reporting, const size_t *widths, size_t from, size_t end)
{
    size_t width = widths[0];
    for (size_t column = from; column < end; column++)
        width += GAP + widths[column];
    for (size_t i = 0; i < width && reporting->writer.status == FT_OK; i++)
        write_text(&reporting->writer, "─");
    write_text(&reporting->writer, "\n");
}

static void write_block(struct reporting *reporting, const struct text_table *table,
                        const size_t *widths, size_t from, size_t end)
{
    struct writer *writer = &reporting->writer;
    write_heads(reporting, table, widths, from, end);
    for (size_t row = 0; row < table->rows; row++) {
        const char *const *cells = &table->cells[row * table->columns];
        if (table->strong[row] && (row == 0 || !table->strong[row - 1]))
            write_rule(reporting, widths, from, end);
        struct line line = {.writer = writer};
        bool wide = !table->spans[row] && cells_of(cells[0]) > widths[0];
        if (wide) { /* a name wider than its column stands above its figures */
            write_text(writer, cells[0]);
            write_text(writer, "\n");
        }
        write_cell(&line, table, 0, widths[0], wide ? "" : cells[0]);
        for (size_t column = from; column < end; column++)
            write_cell(&line, table, column, widths[column], cells[column]);
        write_text(writer, "\n");
    }
}

void write_table(struct reporting *reporting, const struct text_table *table)
{
    size_t *widths = arena_array(reporting->arena, table->columns, sizeof *widths);
    if (widths == NULL) {
        reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    for (size_t column = 0; column < table->columns; column++)
        widths[column] = column_width(table, column);
    for (size_t from = 1; from < table->columns && reporting->writer.status == FT_OK;) {
        size_t end = block_end(reporting, widths, table->columns, from);
        if (from > 1)
            write_text(&reporting->writer, "\n");
        write_block(reporting, table, widths, from, end);
        from = end;
    }
}
