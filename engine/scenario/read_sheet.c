/* Tables that stand in the sheets of a workbook: laid out as CSV text, and read as it. */
#include <assert.h>
#include <string.h>

#include "scenario_internal.h"

/* The workbook of this path, read at its first table. NULL after a fault. */
static const struct workbook *book_at(struct loading *loading, const char *path,
                                      const struct place *asked)
{
    for (const struct opened_book *opened = loading->books; opened != NULL; opened = opened->next)
        if (strcmp(opened->book->path, path) == 0)
            return opened->book;
    const struct workbook *book = NULL;
    struct opened_book *opened = loading_array(loading, 1, sizeof *opened);
    if (opened == NULL)
        return NULL;
    if (!loading_take(loading,
                      workbook_open(&book, loading->arena, loading->diagnostics, path, asked)))
        return NULL;
    *opened = (struct opened_book){book, loading->books};
    loading->books = opened;
    return book;
}

/* The sheet of this name; else, where none is given, the one called as the table is. */
static const struct sheet_name *
read_sheet_sheet_of(struct loading *loading, const struct workbook *book,
                    const struct entity *entity, const struct text *name, const struct place *asked)
{
    const char *wanted = name != NULL ? name->bytes : entity->title.zh;
    const struct sheet_name *sheet = workbook_find(book, wanted);
    if (sheet == NULL && name == NULL)
        sheet = workbook_find(book, entity->title.en);
    if (sheet == NULL && name == NULL)
        sheet = workbook_find(book, entity->table);
    if (sheet != NULL)
        return sheet;
    struct choices choices = choices_for(loading->arena, loading->diagnostics, wanted);
    for (size_t i = 0; i < book->sheet_count; i++)
        choices_offer(&choices, book->sheets[i].name);
    scenario_fault(loading, name != NULL ? &name->place : asked, &tabular_message[TABULAR_NO_SHEET],
                   wanted, book->path, choices_text(&choices));
    return NULL;
}

/* Merged cells of the table, its header or its rows: but for the first they are empty, whatever is
 * seen. What stands above the header may be merged. */
static void check_merged(struct loading *loading, const struct book_sheet *sheet,
                         uint32_t header_line)
{
    const struct grid *grid = sheet->source.grid;
    assert(header_line <= grid->line_count);
    const uint32_t first = header_line > 0 ? grid->lines[header_line - 1].row : 1;
    for (size_t i = 0; i < sheet->merged_count; i++) {
        const struct sheet_range *range = &sheet->merged[i];
        char last[GRID_CELL_SIZE];
        struct place place;
        if (range->last_row < first ||
            !grid_place(&place, &sheet->source, range->row, range->column))
            continue; /* nothing stands there */
        scenario_fault(loading, &place, &tabular_message[TABULAR_MERGED],
                       grid_cell_name(last, range->last_row, range->last_column), NULL, NULL);
    }
}

/* What is hidden counts all the same, and is told. */
static void note_hidden(struct loading *loading, const struct sheet_name *name,
                        const struct book_sheet *sheet)
{
    struct scenario *scenario = loading->scenario;
    if (!name->hidden && sheet->hidden_rows == 0 && sheet->hidden_columns == 0)
        return;
    struct hidden_part *hidden =
        arena_grow(loading->arena, (void *)scenario->hidden, &scenario->hidden_capacity,
                   sizeof *hidden, scenario->hidden_count + 1);
    if (hidden == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    hidden[scenario->hidden_count++] = (struct hidden_part){name->name,
                                                            name->hidden,
                                                            sheet->hidden_rows,
                                                            sheet->hidden_columns,
                                                            sheet->hidden_row_numbers,
                                                            sheet->hidden_rows};
    scenario->hidden = hidden;
}

void read_sheet_rows(struct loading *loading, const struct entity *entity, struct record *parent,
                     const struct workbook *book, const struct sheet_name *name)
{
    struct csv_table table = {.loading = loading, .entity = entity, .parent = parent};
    const struct book_sheet *sheet;
    const struct scenario_book *whole_book = loading->scenario->book;
    const bool live = whole_book != NULL && whole_book->live && whole_book->book == book;
    const bool good = loading_take(
        loading, live ? live_table(&sheet, loading, book, name)
                      : workbook_sheet(&sheet, book, name, loading->arena, loading->diagnostics));
    loading->piles[entity->index].refused |= !good;
    if (!loading_goes_on(loading) || sheet->source.length == 0) {
        const struct place whole = {.source = &sheet->source};
        if (good)
            scenario_fault(loading, &whole, &tabular_message[TABULAR_CSV_EMPTY], NULL, NULL, NULL);
        return;
    }
    note_hidden(loading, name, sheet);
    table.sheet = sheet;
    csv_table_read(&table, &sheet->source);
    check_merged(loading, sheet, table.header_line);
}

void read_sheet(struct loading *loading, const struct entity *entity, struct record *parent,
                const struct text *file, const struct text *sheet)
{
    struct pile *pile = &loading->piles[entity->index];
    const char *path = file_beside(loading->arena, loading->scenario->source->path, file->bytes);
    if (path == NULL)
        scenario_fault(loading, &file->place, &tabular_message[TABULAR_CSV_OUTSIDE], file->bytes,
                       NULL, NULL);
    const struct workbook *book = path == NULL ? NULL : book_at(loading, path, &file->place);
    const struct sheet_name *name =
        book == NULL ? NULL : read_sheet_sheet_of(loading, book, entity, sheet, &file->place);
    const bool results = name != NULL && is_live_sheet(loading, book, name);
    if (results)
        scenario_fault(loading, &file->place, &tabular_message[TABULAR_LIVE_TABLE], file->bytes,
                       NULL, NULL);
    if (name == NULL || results)
        pile->refused = true;
    else
        read_sheet_rows(loading, entity, parent, book, name);
}
