/* Tables that stand in CSV files: their rows as records. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "scenario_internal.h"

/* ---- a row that adds others up ---- */

static bool is_word(const char *text, const char *const *words, size_t count, bool at_the_end)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < count; i++) {
        size_t word = strlen(words[i]);
        if (strcasecmp(text, words[i]) == 0 ||
            (at_the_end && length > word && strcmp(text + length - word, words[i]) == 0))
            return true;
    }
    return false;
}

/* "合 计", "A1 小计：", "Total": the words of a spreadsheet's totals, with the marks people add. */
static bool says_total(const struct text *cell)
{
    static const char *const endings[] = {"合计", "小计", "总计", "共计", "汇总"};
    static const char *const words[] = {"total", "totals", "subtotal", "grand total", "sum"};
    static const char *const marks[] = {" ", "\xE3\x80\x80", ":", "："};
    char plain[64];
    size_t length = 0;
    if (is_word(cell->bytes, words, sizeof words / sizeof *words, false))
        return true;
    for (const char *at = cell->bytes; *at != '\0' && length + 1 < sizeof plain;) {
        size_t mark = 0;
        for (size_t i = 0; i < sizeof marks / sizeof *marks && mark == 0; i++)
            mark = strncmp(at, marks[i], strlen(marks[i])) == 0 ? strlen(marks[i]) : 0;
        if (mark == 0)
            plain[length++] = *at++;
        at += mark;
    }
    plain[length] = '\0';
    return cell->length < sizeof plain &&
           is_word(plain, endings, sizeof endings / sizeof *endings, true);
}

/* The cell that shows the row read last to be a totals row; NULL where it is a good row of that
 * name: one that gives all that a row must. */
static const struct text *totals_cell(const struct csv_table *table)
{
    const struct csv *csv = &table->csv;
    const struct text *named = NULL, *other = NULL;
    bool lacks = csv->count != table->column_count, has_key = false;
    for (size_t i = 0; i < csv->count && i < table->column_count; i++) {
        const struct table_column *column = &table->columns[i];
        const struct text *cell = &csv->fields[i];
        const struct field *field = column->use == COLUMN_FIELD ? column->field : NULL;
        const bool is_key = field != NULL && field->index == table->entity->key;
        const bool needed = field != NULL && !field->has_default && !field->optional;
        lacks |= cell->length == 0 && (needed || column->use == COLUMN_ABOVE);
        has_key |= is_key && cell->length > 0;
        if (!says_total(cell))
            continue;
        if (i == 0 || is_key || column->use == COLUMN_ABOVE)
            named = cell;
        else
            other = cell;
    }
    if (named == NULL && !has_key)
        named = other;
    return lacks ? named : NULL;
}

/* ---- a row ---- */

static void fault_empty_above(struct loading *loading, const struct text *cell,
                              const struct entity *above)
{
    scenario_fault(loading, &cell->place, SCENARIO_EMPTY_ABOVE, above->id,
                   title_in(&above->title, loading->diagnostics->language), NULL);
}

static void take_cell(struct csv_table *table, struct record *record, struct text *above, size_t i)
{
    struct loading *loading = table->loading;
    const struct text *cell = &table->csv.fields[i];
    const struct table_column *column = &table->columns[i];
    bool empty = cell->length == 0;
    switch (column->use) {
    case COLUMN_FIELD:
        /* An empty cell is a value not given, but one says where it could be given. */
        record->cells[column->field->index] = (struct raw){*cell, column->unit};
        if (empty)
            record->cells[column->field->index].text.bytes = NULL;
        break;
    case COLUMN_ABOVE:
        assert(above != NULL); /* only tables below others have such columns */
        if (empty)
            fault_empty_above(loading, cell, entity_at_depth(table->entity, column->depth));
        else
            above[column->depth - 1] = *cell;
        break;
    case COLUMN_UNNAMED:
        if (!empty)
            scenario_fault(loading, &cell->place, SCENARIO_COLUMN_UNNAMED, cell->bytes, NULL, NULL);
        break;
    case COLUMN_REMARK:
    case COLUMN_REFUSED:
        break;
    }
}

void csv_table_row(struct csv_table *table)
{
    struct loading *loading = table->loading;
    struct csv *csv = &table->csv;
    struct place place = {csv->source, csv->row_line, 1, 1};
    const struct text *totals = totals_cell(table);
    if (totals != NULL) {
        scenario_fault(loading, &totals->place, SCENARIO_TOTALS_ROW, totals->bytes, NULL, NULL);
        return;
    }
    if (csv->count != table->column_count) {
        char counts[2][24];
        (void)snprintf(counts[0], sizeof counts[0], "%zu", csv->count);
        (void)snprintf(counts[1], sizeof counts[1], "%zu", table->column_count);
        scenario_fault(loading, &place, SCENARIO_CSV_RAGGED, counts[0], counts[1], NULL);
        loading->piles[table->entity->index].unread = true;
        return;
    }
    struct record *record = record_add(loading, table->entity, table->parent, place);
    size_t depth = entity_depth(table->entity);
    struct text *above = NULL;
    if (record != NULL)
        record->in_table = true;
    if (record != NULL && table->entity->parent != table->parent->entity) {
        above = arena_array(loading->arena, depth, sizeof *above);
        record->above = above;
        record->parent = NULL;
        if (above == NULL)
            loading->status = FT_NO_MEMORY;
    }
    for (size_t i = 0; record != NULL && loading_goes_on(loading) && i < csv->count; i++)
        take_cell(table, record, above, i);
}

void read_csv(struct loading *loading, const struct entity *entity, struct record *parent,
              const struct text *name)
{
    struct csv_table table = {.loading = loading, .entity = entity, .parent = parent};
    const char *path = file_beside(loading->arena, loading->scenario->source->path, name->bytes);
    const struct source *source;
    if (path == NULL) {
        scenario_fault(loading, &name->place, SCENARIO_CSV_OUTSIDE, name->bytes, NULL, NULL);
        loading->piles[entity->index].unread = true;
        return;
    }
    if (!loading_take(loading, file_read(&source, loading->arena, loading->diagnostics, path,
                                         LIMIT_CSV_FILE_BYTES, &name->place))) {
        loading->piles[entity->index].unread = true;
        return;
    }
    SHA256Update(&loading->digest, (const uint8_t *)source->bytes, source->length);
    csv_open(&table.csv, source, loading->arena, loading->diagnostics);
    if (!csv_table_header(&table)) {
        loading->piles[entity->index].unread = true;
        return;
    }
    bool done = false;
    while (loading_goes_on(loading) && !done && !table.csv.lost) {
        bool good = loading_take(loading, csv_read(&table.csv, &done));
        if (good && !done)
            csv_table_row(&table);
        loading->piles[entity->index].unread |= !good;
    }
}
