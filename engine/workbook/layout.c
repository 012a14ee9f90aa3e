/* A sheet's cells as CSV text, with a grid that says where each stands. */
#include <stdio.h>
#include <string.h>

#include "workbook_internal.h"

/* What is wrong with a cell, and where its text begins. */
struct cell_fault {
    enum workbook_message_id id;
    const char *argument;
    uint32_t line, column;
};

/* A layout while it is written. `row` and `column` are those of the cell that is written. */
struct layout {
    struct growing_text text;
    size_t line_start; /* in the text */
    struct arena *arena;
    struct diagnostics *diagnostics;
    const struct workbook *book;
    const struct sheet_cells *cells;
    struct grid_line *lines;
    size_t line_count, line_capacity;
    struct cell_fault *faults;
    size_t fault_count, fault_capacity;
    uint32_t row, column;
    enum ft_status status;
};

/* A line begins in this row, at this column; `quoted`: inside a cell that goes over several. */
static void layout_begin_line(struct layout *layout, bool quoted)
{
    struct grid_line *lines = arena_grow(layout->arena, layout->lines, &layout->line_capacity,
                                         sizeof *lines, layout->line_count + 1);
    if (lines == NULL) {
        layout->status = FT_NO_MEMORY;
        return;
    }
    layout->lines = lines;
    layout->line_start = layout->text.length;
    lines[layout->line_count++] = (struct grid_line){layout->row, layout->column, quoted};
}

/* Told once the text is whole, for a place is one in it. */
static void fault_cell(struct layout *layout, enum workbook_message_id id, const char *argument)
{
    struct cell_fault *faults = arena_grow(layout->arena, layout->faults, &layout->fault_capacity,
                                           sizeof *faults, layout->fault_count + 1);
    if (faults == NULL) {
        layout->status = FT_NO_MEMORY;
        return;
    }
    const size_t start = layout->line_start;
    const size_t before = utf8_count(layout->text.bytes + start, layout->text.length - start);
    layout->faults = faults;
    faults[layout->fault_count++] =
        (struct cell_fault){id, argument, (uint32_t)layout->line_count, (uint32_t)before + 1};
}

static void layout_tell_faults(struct layout *layout, struct book_sheet *sheet)
{
    struct place *faulty = arena_array(layout->arena, layout->fault_count, sizeof *faulty);
    if (faulty == NULL) {
        layout->status = FT_NO_MEMORY;
        return;
    }
    sheet->faulty = faulty;
    sheet->faulty_count = layout->fault_count;
    for (size_t i = 0; i < layout->fault_count; i++) {
        const struct cell_fault *fault = &layout->faults[i];
        const size_t width =
            fault->argument == NULL ? 1 : utf8_count(fault->argument, strlen(fault->argument));
        faulty[i] = (struct place){&sheet->source, fault->line, fault->column, (uint32_t)width};
        diagnostics_add(layout->diagnostics, &faulty[i], &workbook_message[fault->id],
                        fault->argument, NULL);
        layout->status = layout->status == FT_OK ? FT_INVALID : layout->status;
    }
}

static bool layout_needs_quotes(const char *text)
{
    const size_t length = strlen(text);
    return length > 0 && (strpbrk(text, ",\"\r\n") != NULL || text[0] == ' ' || text[0] == '\t' ||
                          text[length - 1] == ' ' || text[length - 1] == '\t');
}

static void layout_add_text(struct layout *layout, const char *text)
{
    if (!layout_needs_quotes(text)) {
        growing_add(&layout->text, text, strlen(text));
        return;
    }
    growing_add(&layout->text, "\"", 1);
    for (const char *at = text; *at != '\0'; at++) {
        /* A carriage return within a cell is a line's end as much as a line feed is. */
        const bool ends = *at == '\n' || *at == '\r';
        growing_add(&layout->text, ends ? "\n" : at, 1);
        at += *at == '\r' && at[1] == '\n';
        if (*at == '"')
            growing_add(&layout->text, "\"", 1);
        if (ends)
            layout_begin_line(layout, true);
    }
    growing_add(&layout->text, "\"", 1);
}

/* The index of a cell's style, which a column may give it. */
static uint32_t style_of(const struct layout *layout, const struct sheet_cell *cell)
{
    const struct workbook_parts *parts = layout->book->parts;
    uint32_t style = cell->style == NO_STYLE ? 0 : cell->style;
    for (size_t i = 0; cell->style == NO_STYLE && parts->columns_style_cells &&
                       i < layout->cells->styled_column_count;
         i++) {
        const struct sheet_range *columns = &layout->cells->styled_columns[i];
        if (cell->column >= columns->column && cell->column <= columns->last_column)
            style = columns->row;
    }
    return style;
}

static enum sheet_format layout_format_of(const struct layout *layout,
                                          const struct sheet_cell *cell)
{
    const struct styles *styles = &layout->book->parts->styles;
    const uint32_t style = style_of(layout, cell);
    return style < styles->count ? styles->formats[style] : FORMAT_PLAIN;
}

static bool is_struck(const struct layout *layout, const struct sheet_cell *cell)
{
    const struct styles *styles = &layout->book->parts->styles;
    const uint32_t style = style_of(layout, cell);
    return style < styles->count && styles->struck[style];
}

/* What is wrong with a number of this style; WORKBOOK_MESSAGE_COUNT: nothing. `shown` is its text.
 */
static enum workbook_message_id
number_text_of(const struct layout *layout, const struct sheet_cell *cell, char shown[DECIMAL_SIZE])
{
    const enum sheet_format style = layout_format_of(layout, cell);
    char decimal[DECIMAL_SIZE];
    const bool share = style == FORMAT_SHARE || style == FORMAT_UNSIGNED_SHARE;
    const bool unsigned_one = style == FORMAT_UNSIGNED || style == FORMAT_UNSIGNED_SHARE;
    const enum decimal_status read = decimal_read(decimal, cell->text, share ? 2 : 0);
    if (read != DECIMAL_OK)
        return read == DECIMAL_BROKEN ? WORKBOOK_NUMBER : WORKBOOK_DIGITS;
    if (style == FORMAT_DATE)
        return decimal_to_date(shown, decimal, layout->book->parts->from_1904)
                   ? WORKBOOK_MESSAGE_COUNT
                   : WORKBOOK_DATE;
    (void)snprintf(shown, DECIMAL_SIZE, "%.*s%s", DECIMAL_SIZE - 2, decimal, share ? "%" : "");
    if (strcmp(decimal, "0") == 0)
        return WORKBOOK_MESSAGE_COUNT; /* zero in every unit */
    if (style == FORMAT_HIDDEN || (unsigned_one && decimal[0] == '-'))
        return WORKBOOK_NOT_SHOWN;
    return style == FORMAT_WORDED   ? WORKBOOK_WORDED
           : style == FORMAT_SCALED ? WORKBOOK_SCALED
                                    : WORKBOOK_MESSAGE_COUNT;
}

static void layout_add_number(struct layout *layout, const struct sheet_cell *cell)
{
    char shown[DECIMAL_SIZE];
    const enum workbook_message_id id = number_text_of(layout, cell, shown);
    if (id != WORKBOOK_MESSAGE_COUNT)
        fault_cell(layout, id, cell->text);
    layout_add_text(layout, id == WORKBOOK_MESSAGE_COUNT ? shown : cell->text);
}

static void layout_add_cell(struct layout *layout, const struct sheet_cell *cell)
{
    if (is_struck(layout, cell)) {
        fault_cell(layout, WORKBOOK_STRUCK, NULL);
        layout_add_text(layout, cell->text);
        return;
    }
    switch (cell->kind) {
    case SHEET_TEXT:
        layout_add_text(layout, cell->text);
        break;
    case SHEET_NUMBER:
        layout_add_number(layout, cell);
        break;
    case SHEET_NOT_CALCULATED:
        fault_cell(layout, WORKBOOK_NOT_CALCULATED, NULL);
        break;
    case SHEET_SPOILT:
        fault_cell(layout, WORKBOOK_RUNS, cell->text);
        layout_add_text(layout, cell->text);
        break;
    case SHEET_LINKED:
        fault_cell(layout, WORKBOOK_LINKED, NULL);
        break;
    }
}

/* The cells of one row, and commas up to the last column of the sheet. */
static size_t layout_add_row(struct layout *layout, const struct sheet_cells *cells, size_t at,
                             uint32_t columns)
{
    layout->row = cells->cells[at].row;
    layout->column = 1;
    layout_begin_line(layout, false);
    for (uint32_t column = 1; column <= columns; column++) {
        layout->column = column;
        if (column > 1)
            growing_add(&layout->text, ",", 1);
        if (at < cells->count && cells->cells[at].row == layout->row &&
            cells->cells[at].column == column)
            layout_add_cell(layout, &cells->cells[at++]);
    }
    growing_add(&layout->text, "\n", 1);
    return at;
}

static uint32_t last_column(const struct sheet_cells *cells, const struct sheet_cell **widest)
{
    uint32_t last = 0;
    for (size_t i = 0; i < cells->count; i++)
        if (cells->cells[i].column > last) {
            last = cells->cells[i].column;
            *widest = &cells->cells[i];
        }
    return last;
}

/* How many of the rows, or of the columns, that hold something are hidden. */
static void count_hidden(struct book_sheet *sheet, const struct sheet_cells *cells,
                         uint32_t columns, struct arena *arena)
{
    size_t next = 0;
    uint32_t counted = 0;
    uint32_t *numbers = arena_array(arena, cells->hidden_row_count, sizeof *numbers);
    if (numbers == NULL)
        return;
    sheet->hidden_row_numbers = numbers;
    for (size_t i = 0; i < cells->count; i++) {
        const uint32_t row = cells->cells[i].row;
        while (next < cells->hidden_row_count && cells->hidden_rows[next] < row)
            next++;
        if (next < cells->hidden_row_count && cells->hidden_rows[next] == row && counted != row) {
            numbers[sheet->hidden_rows++] = row;
            counted = row;
        }
    }
    struct arena_mark mark = arena_mark(arena);
    bool *used = arena_array(arena, (size_t)columns + 1, sizeof *used);
    for (size_t i = 0; used != NULL && i < cells->count; i++)
        used[cells->cells[i].column] = true;
    for (size_t i = 0; used != NULL && i < cells->hidden_column_count; i++)
        for (uint32_t c = cells->hidden_columns[i].column;
             c <= cells->hidden_columns[i].last_column && c <= columns; c++)
            sheet->hidden_columns += used[c];
    arena_rewind(arena, mark);
}

static void layout_write_rows(struct layout *layout, const struct sheet_cells *cells,
                              uint32_t columns)
{
    for (size_t at = 0; at < cells->count && layout->status != FT_NO_MEMORY;)
        at = layout_add_row(layout, cells, at, columns);
    if (layout->text.failed)
        layout->status = FT_NO_MEMORY;
}

enum ft_status sheet_lay_out(struct book_sheet *sheet, const struct sheet_cells *cells,
                             const struct workbook *book, const char *name, struct arena *arena,
                             struct diagnostics *diagnostics)
{
    struct layout layout = {.text = {.arena = arena},
                            .arena = arena,
                            .diagnostics = diagnostics,
                            .book = book,
                            .cells = cells};
    struct grid *grid = arena_allocate(arena, sizeof *grid);
    const struct sheet_cell *widest = NULL;
    const uint32_t columns = last_column(cells, &widest);
    if (grid == NULL)
        return FT_NO_MEMORY;
    *grid = (struct grid){.sheet = name};
    sheet->source = (struct source){.path = book->path, .bytes = "", .grid = grid};
    if (columns > limits[LIMIT_CSV_COLUMNS].value) {
        char cell[GRID_CELL_SIZE];
        const struct place whole = {.source = &sheet->source};
        diagnostics_add(diagnostics, &whole, &workbook_message[WORKBOOK_COLUMNS],
                        grid_cell_name(cell, widest->row, widest->column), name, NULL);
        return FT_INVALID;
    }
    growing_add(&layout.text, "", 0);
    layout_write_rows(&layout, cells, columns);
    if (layout.status == FT_NO_MEMORY)
        return FT_NO_MEMORY;
    sheet->source.bytes = layout.text.bytes;
    sheet->source.length = layout.text.length;
    grid->lines = layout.lines;
    grid->line_count = layout.line_count;
    count_hidden(sheet, cells, columns, arena);
    layout_tell_faults(&layout, sheet);
    return layout.status;
}
