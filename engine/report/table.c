/*
 * Aligned tables: columns as wide as what stands in them. Where the page is narrower, names go over
 * several lines; if that is not enough, the columns stand in blocks below each other, or a row's
 * figures below its names. A figure is never broken.
 */
#include <assert.h>
#include <string.h>

#include "aligned.h"

enum { GAP = 2, NARROWEST_HEAD = 12, WIDEST_FIRST = 44, READABLE_NAME = 16 };

bool table_open(struct reporting *reporting, struct text_table *table, size_t columns, size_t rows)
{
    *table = (struct text_table){.columns = columns, .keys = 1, .room = rows};
    table->heads = arena_array(reporting->arena, columns, sizeof(const char *));
    table->cells = arena_array(reporting->arena, columns * rows, sizeof(const char *));
    table->left = arena_array(reporting->arena, columns, sizeof *table->left);
    table->least = arena_array(reporting->arena, columns, sizeof *table->least);
    table->strong = arena_array(reporting->arena, rows, sizeof *table->strong);
    table->spans = arena_array(reporting->arena, rows, sizeof *table->spans);
    bool open = table->heads != NULL && table->cells != NULL && table->left != NULL &&
                table->least != NULL && table->strong != NULL && table->spans != NULL;
    if (open)
        table->left[0] = true;
    else
        reporting->writer.status = FT_NO_MEMORY;
    return open;
}

bool table_open_made(struct reporting *reporting, struct text_table *table, size_t columns,
                     size_t rows,
                     void make(struct reporting *reporting, void *context, size_t row,
                               const char **cells),
                     void *context)
{
    const bool open = table_open(reporting, table, columns, 1);
    table->make = make;
    table->context = context;
    table->rows = rows;
    return open;
}

void table_heads(struct reporting *reporting, struct text_table *table, const enum word_id *heads)
{
    for (size_t i = 0; i < table->columns; i++)
        table->heads[i] = word(&reporting->display, heads[i]);
}

/* The cells of a row, until the next is asked for. */
static const char *const *table_cells(struct reporting *reporting, const struct text_table *table,
                                      size_t row)
{
    if (table->make == NULL)
        return &table->cells[row * table->columns];
    table->make(reporting, table->context, row, table->cells);
    return table->cells;
}

static bool table_spans(const struct text_table *table, size_t row)
{
    return table->make == NULL && table->spans[row];
}

const char **table_row(struct text_table *table, bool strong)
{
    assert(table->rows < table->room);
    table->strong[table->rows] = strong;
    return &table->cells[table->rows++ * table->columns];
}

void table_span(struct text_table *table, const char *text)
{
    assert(table->rows < table->room);
    table->spans[table->rows] = true;
    const char **cells = table_row(table, false);
    for (size_t i = 0; i < table->columns; i++)
        cells[i] = i == 0 ? text : "";
}

size_t text_cells(const char *text)
{
    return text == NULL ? 0 : utf8_width(text, strlen(text));
}

/* ---- one line of cells ---- */

/* A line on its way out: spaces are kept back until something stands behind them. */
struct line {
    struct writer *writer;
    size_t spaces;
};

static void report_table_write_part(struct line *line, const char *text, size_t width, bool left)
{
    size_t cells = text_cells(text), gap = cells < width ? width - cells : 0;
    line->spaces += left ? 0 : gap;
    if (text == NULL || text[0] != '\0') {
        write_padded(line->writer, "", line->spaces);
        write_text(line->writer, text);
        line->spaces = 0;
    }
    line->spaces += left ? gap : 0;
}

/* Bytes without the spaces at their end. */
static size_t report_table_trimmed(const char *text, size_t length)
{
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return length;
}

/* How far the second line of a name stands in: behind where the first begins. */
static size_t hanging(const struct cell_column *column, const char *text)
{
    size_t indent = strspn(text, " ") + 2;
    return 3 * indent <= column->width ? indent : 0;
}

/* What of a cell stands on the next of its lines; `rest` goes on behind it. */
static const char *report_table_take_line(struct reporting *reporting, const char **rest,
                                          size_t indent, size_t width)
{
    static const char blanks[] = "                ";
    const char *const text = *rest;
    const size_t length = text_fit(text, width - indent);
    *rest += length + (text[length] == '\n');
    return arena_format(reporting->arena, "%.*s%.*s",
                        (int)(indent < sizeof blanks ? indent : sizeof blanks - 1), blanks,
                        (int)report_table_trimmed(text, length), text);
}

/* Cells beside each other, over as many lines as they take; a figure takes one, unless these are
 * heads. `behind`: what stands behind the first line. */
static void report_table_write_lines(struct reporting *reporting, const struct cell_column *columns,
                                     size_t count, const char *const *cells, bool heads,
                                     const char *behind)
{
    const struct arena_mark mark = arena_mark(reporting->arena);
    const char **rest = arena_array(reporting->arena, count, sizeof *rest);
    bool more = rest != NULL;
    for (size_t i = 0; i < count && more; i++) {
        rest[i] = cells[i];
        more = cells[i] != NULL;
    }
    if (!more)
        reporting->writer.status = FT_NO_MEMORY;
    for (bool first = true; more && reporting->writer.status == FT_OK; first = false) {
        struct line line = {.writer = &reporting->writer};
        more = false;
        for (size_t i = 0; i < count; i++) {
            const struct cell_column *column = &columns[i];
            size_t indent = heads || first ? 0 : hanging(column, cells[i]);
            const char *part = rest[i];
            if (part[0] != '\0' && (column->left || heads))
                part = report_table_take_line(reporting, &rest[i], indent, column->width);
            else
                rest[i] = "";
            line.spaces += column->before;
            report_table_write_part(&line, part, column->width, column->left);
            more = more || rest[i][0] != '\0';
        }
        if (first && behind != NULL && behind[0] != '\0') {
            write_padded(&reporting->writer, "", line.spaces + GAP);
            write_styled(&reporting->writer, STYLE_DIM, behind);
        }
        write_text(&reporting->writer, "\n");
    }
    arena_rewind(reporting->arena, mark);
}

void write_cells(struct reporting *reporting, const struct cell_column *columns, size_t count,
                 const char *const *cells, const char *behind)
{
    report_table_write_lines(reporting, columns, count, cells, false, behind);
}

void write_heads(struct reporting *reporting, const struct cell_column *columns, size_t count,
                 const char *const *cells)
{
    report_table_write_lines(reporting, columns, count, cells, true, NULL);
}

size_t cells_width(const struct cell_column *columns, size_t count)
{
    size_t width = 0;
    for (size_t i = 0; i < count; i++)
        width += columns[i].before + columns[i].width;
    return width;
}

/* Of the names the one that is widest, and wider than `least`; NULL where there is none. */
static struct cell_column *widest_name(struct cell_column *columns, size_t count, size_t least)
{
    struct cell_column *widest = NULL;
    for (size_t i = 0; i < count; i++)
        if (columns[i].left && columns[i].width > least &&
            (widest == NULL || columns[i].width > widest->width))
            widest = &columns[i];
    return widest;
}

bool narrow_cells(struct cell_column *columns, size_t count, size_t least, size_t page)
{
    while (cells_width(columns, count) > page) {
        struct cell_column *widest = widest_name(columns, count, least);
        if (widest == NULL)
            return false;
        widest->width--;
    }
    return true;
}

/* ---- the columns of a table ---- */

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

/* As wide as the widest cell, the first column up to half of the page; a longer head is wrapped. */
static size_t report_table_column_width(const struct text_table *table, size_t column, size_t cells,
                                        size_t page, bool roomy)
{
    const size_t widest = page / 2 > WIDEST_FIRST ? page / 2 : WIDEST_FIRST;
    size_t width = text_cells(table->heads[column]), word = longest_word(table->heads[column]);
    width = width > NARROWEST_HEAD ? NARROWEST_HEAD : width;
    width = word > width ? word : width;
    width = roomy && table->least[column] > width ? table->least[column] : width;
    width = cells > width ? cells : width;
    return column == 0 && width > widest ? widest : width;
}

/* The widest cell of each column. */
static void measure_cells(struct reporting *reporting, const struct text_table *table,
                          size_t *widest)
{
    for (size_t row = 0; row < table->rows; row++) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        const char *const *texts = table_cells(reporting, table, row);
        for (size_t i = 0; i < table->columns && !table_spans(table, row); i++) {
            const size_t cells = text_cells(texts[i]);
            widest[i] = cells > widest[i] ? cells : widest[i];
        }
        arena_rewind(reporting->arena, mark);
    }
}

/* What the columns take beside each other; where the page has no room for their least widths, what
 * stands in them alone. */
static void measure_columns(const struct text_table *table, const size_t *widest,
                            struct cell_column *columns, size_t page)
{
    for (int roomy = 1; roomy >= 0; roomy--) {
        for (size_t i = 0; i < table->columns; i++)
            columns[i] = (struct cell_column){
                .before = i == 0 ? 0 : GAP,
                .width = report_table_column_width(table, i, widest[i], page, roomy != 0),
                .left = table->left[i]};
        if (cells_width(columns, table->columns) <= page)
            return;
    }
}

/* Columns of a table that stand beside each other: those that name a row, and others. */
struct block {
    struct cell_column *columns;
    size_t *places; /* which columns of the table they are */
    size_t count;
};

static void block_add(struct block *block, const struct cell_column *columns, size_t place)
{
    block->columns[block->count] = columns[place];
    block->places[block->count++] = place;
}

/* As many columns from `from` on as the page has room for behind those that name a row, at least
 * one; gives back where the next block begins. */
static size_t fill_block(const struct reporting *reporting, const struct text_table *table,
                         const struct cell_column *columns, struct block *block, size_t from)
{
    block->count = 0;
    for (size_t i = 0; i < table->keys; i++)
        block_add(block, columns, i);
    size_t end = from;
    while (end < table->columns) {
        block_add(block, columns, end);
        if (end > from && cells_width(block->columns, block->count) > reporting->width) {
            block->count--;
            break;
        }
        end++;
    }
    return end;
}

static size_t count_blocks(const struct reporting *reporting, const struct text_table *table,
                           const struct cell_column *columns, struct block *block)
{
    size_t count = 0;
    for (size_t from = table->keys; from < table->columns; count++) {
        from = fill_block(reporting, table, columns, block, from);
        if (cells_width(block->columns, block->count) > reporting->width)
            return SIZE_MAX;
    }
    return count;
}

/*
 * Names are narrower where all of the table then stands in one block, or in fewer; the first column
 * only as far as it must be. False: a figure has no room beside its row's names.
 */
static bool narrow_columns(const struct reporting *reporting, const struct text_table *table,
                           struct cell_column *columns, struct block *block)
{
    const size_t widest = columns[0].width;
    if (narrow_cells(columns, table->columns, READABLE_NAME, reporting->width))
        return true;
    const size_t least = count_blocks(reporting, table, columns, block);
    while (least < SIZE_MAX && columns[0].width < widest) {
        columns[0].width++;
        if (count_blocks(reporting, table, columns, block) > least) {
            columns[0].width--;
            return true;
        }
    }
    return least < SIZE_MAX;
}

/* ---- a block ---- */

static void write_block_line(struct reporting *reporting, const struct block *block,
                             const char *const *texts, bool heads)
{
    const struct arena_mark mark = arena_mark(reporting->arena);
    const char **cells = display_array(&reporting->display, block->count, sizeof *cells);
    if (cells == NULL)
        return;
    for (size_t i = 0; i < block->count; i++)
        cells[i] = texts[block->places[i]];
    if (heads)
        write_heads(reporting, block->columns, block->count, cells);
    else
        write_cells(reporting, block->columns, block->count, cells, NULL);
    arena_rewind(reporting->arena, mark);
}

static void report_table_write_rule(struct reporting *reporting, const struct block *block)
{
    size_t width = cells_width(block->columns, block->count);
    for (size_t i = 0; i < width && reporting->writer.status == FT_OK; i++)
        write_text(&reporting->writer, "─");
    write_text(&reporting->writer, "\n");
}

static void write_block(struct reporting *reporting, const struct text_table *table,
                        const struct block *block)
{
    if (table->heads[0] != NULL)
        write_block_line(reporting, block, table->heads, true);
    for (size_t row = 0; row < table->rows && reporting->writer.status == FT_OK; row++) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        const char *const *cells = table_cells(reporting, table, row);
        if (table->make == NULL && table->strong[row] && (row == 0 || !table->strong[row - 1]))
            report_table_write_rule(reporting, block);
        if (table_spans(table, row))
            text_line(reporting, 0, cells[0]);
        else
            write_block_line(reporting, block, cells, false);
        arena_rewind(reporting->arena, mark);
    }
}

/* ---- a table without room for columns ---- */

enum { INDENT = 4, WIDEST_LABEL = 20 };

/* A head and a figure: at the right edge of the page, or of the longest one. */
struct stack {
    struct cell_column label, figure;
};

static struct stack measure_stack(const struct reporting *reporting, const struct text_table *table,
                                  const struct cell_column *columns)
{
    struct stack stack = {{INDENT, 0, true}, {GAP, 0, false}};
    for (size_t i = table->keys; i < table->columns; i++) {
        size_t head = text_cells(table->heads[i]);
        head = head > WIDEST_LABEL ? WIDEST_LABEL : head;
        stack.label.width = head > stack.label.width ? head : stack.label.width;
        if (!columns[i].left && columns[i].width > stack.figure.width)
            stack.figure.width = columns[i].width;
    }
    size_t used = INDENT + stack.label.width + GAP;
    if (used + stack.figure.width < reporting->width)
        stack.figure.width = reporting->width - used;
    return stack;
}

/* A row's names, then each of its figures on a line of its own behind the column's head. */
static void write_stacked_row(struct reporting *reporting, const struct text_table *table,
                              const struct cell_column *names, const struct stack *stack,
                              const char *const *cells)
{
    write_cells(reporting, names, table->keys, cells, NULL);
    for (size_t i = table->keys; i < table->columns; i++) {
        struct cell_column columns[] = {stack->label, stack->figure};
        columns[1].left = table->left[i];
        if (cells[i] == NULL || cells[i][0] != '\0')
            write_cells(reporting, columns, 2, (const char *[]){table->heads[i], cells[i]}, NULL);
    }
}

static void write_stacked(struct reporting *reporting, const struct text_table *table,
                          struct cell_column *columns)
{
    const struct stack stack = measure_stack(reporting, table, columns);
    (void)narrow_cells(columns, table->keys, READABLE_NAME, reporting->width);
    write_heads(reporting, columns, table->keys, table->heads);
    for (size_t row = 0; row < table->rows && reporting->writer.status == FT_OK; row++) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        const char *const *cells = table_cells(reporting, table, row);
        if (table_spans(table, row))
            text_line(reporting, 0, cells[0]);
        else
            write_stacked_row(reporting, table, columns, &stack, cells);
        arena_rewind(reporting->arena, mark);
    }
}

void write_table(struct reporting *reporting, const struct text_table *table)
{
    const size_t count = table->columns;
    struct cell_column *columns = arena_array(reporting->arena, count, sizeof *columns);
    struct cell_column *natural = arena_array(reporting->arena, count, sizeof *columns);
    struct block block = {.columns = arena_array(reporting->arena, count, sizeof *columns),
                          .places = arena_array(reporting->arena, count, sizeof(size_t))};
    size_t *widest = arena_array(reporting->arena, count, sizeof *widest);
    if (columns == NULL || natural == NULL || block.columns == NULL || block.places == NULL ||
        widest == NULL) {
        reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    measure_cells(reporting, table, widest);
    measure_columns(table, widest, columns, reporting->width);
    memcpy(natural, columns, count * sizeof *columns);
    if (!narrow_columns(reporting, table, columns, &block)) {
        write_stacked(reporting, table, natural);
        return;
    }
    for (size_t from = table->keys; from < count && reporting->writer.status == FT_OK;) {
        if (from > table->keys)
            write_text(&reporting->writer, "\n");
        from = fill_block(reporting, table, columns, &block, from);
        write_block(reporting, table, &block);
    }
}
