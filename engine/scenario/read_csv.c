/* Tables that stand in CSV files: their rows as records. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "scenario_internal.h"

/* ---- rows that are none of the table ---- */

/* What the cells of the row read last say. */
struct row_look {
    const struct text *remark; /* the key or the first cell that is not empty, where it is one */
    const struct text *first;  /* the first cell that is not empty */
    const struct text *total;  /* says clearly that the row adds others up, where a name is */
    const struct text *ending; /* ends so, where a name is: it may be one */
    const struct text *beside; /* says either, in another column */
    bool has_key, lacks;       /* a cell that every row needs is empty */
    size_t words, empty_words; /* columns for words beside the names, and those left empty */
    size_t headers;            /* cells with the text of their column's header */
    size_t units;              /* cells with a unit alone: "（亩）" */
    size_t filled;
};

/* Whether a column names the row, or the row above. */
static bool names_row(const struct csv_table *table, size_t i)
{
    const struct table_column *column = &table->columns[i];
    const struct field *field = column->use == COLUMN_FIELD ? column->field : NULL;
    return i == 0 || column->use == COLUMN_ABOVE ||
           (field != NULL &&
            (field->index == table->entity->key || field->index == table->entity->label));
}

static void look_at_sign(struct row_look *look, const struct text *cell, bool names, bool key,
                         bool remark)
{
    enum row_sign sign = row_sign_of(cell->bytes, cell->length);
    if (sign == ROW_SIGN_REMARK && look->remark == NULL && names && (key || cell == look->first))
        look->remark = cell;
    const bool ends = sign == ROW_SIGN_TOTAL || sign == ROW_SIGN_TOTAL_ENDING;
    /* 合计 among the remarks is no remark on a row either. */
    if ((names || remark) && sign == ROW_SIGN_TOTAL && look->total == NULL)
        look->total = cell;
    else if (names && ends && look->ending == NULL)
        look->ending = cell;
    else if (!names && ends && look->beside == NULL)
        look->beside = cell;
}

/* "亩", "（亩）" */
static bool is_unit_alone(const struct csv_table *table, const struct text *cell)
{
    static const char *const before[] = {"（", "("}, *const behind[] = {"）", ")"};
    struct text bare = *cell;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        const size_t opens = strlen(before[i]), closes = strlen(behind[i]);
        if (cell->length <= opens + closes || strncmp(cell->bytes, before[i], opens) != 0 ||
            strcmp(cell->bytes + cell->length - closes, behind[i]) != 0)
            continue;
        bare.length = cell->length - (uint32_t)(opens + closes);
        bare.bytes = arena_copy(table->loading->arena, cell->bytes + opens, bare.length);
    }
    return bare.bytes != NULL && unit_is_spelt(table->loading->arith->units, &bare);
}

static struct row_look look_at_row(const struct csv_table *table)
{
    const struct csv *csv = &table->csv;
    struct row_look look = {.lacks = csv->count < table->column_count};
    for (size_t i = 0; i < csv->count && i < table->column_count; i++) {
        const struct table_column *column = &table->columns[i];
        const struct text *cell = &csv->fields[i];
        const struct field *field = column->use == COLUMN_FIELD ? column->field : NULL;
        const bool empty = cell->length == 0, names = names_row(table, i);
        const bool key = field != NULL && field->index == table->entity->key;
        const bool needed = field != NULL && !field->has_default && !field->optional;
        look.lacks |= empty && (needed || column->use == COLUMN_ABOVE);
        if (field != NULL && field->type.kind != TYPE_NUMBER && !key) {
            look.words++;
            look.empty_words += empty;
        }
        if (empty)
            continue;
        look.filled++;
        look.headers += text_is(cell, column->header.bytes);
        look.units += !names && look.units + 1 == look.filled && is_unit_alone(table, cell);
        look.first = look.first == NULL ? cell : look.first;
        look.has_key |= key;
        look_at_sign(&look, cell, names, key, column->use == COLUMN_REMARK);
    }
    return look;
}

/* The cell that shows a row to add others up. A name that ends so is believed where the row has the
 * cells that a totals row leaves empty. */
static const struct text *totals_cell(const struct row_look *look)
{
    const bool bare = look->lacks || (look->words > 0 && look->empty_words == look->words);
    if (look->total != NULL)
        return look->total;
    if (look->ending != NULL && bare)
        return look->ending;
    return look->has_key ? NULL : look->beside;
}

/* Digits alone, `most` of them before a point at the most and `least` at the least. */
static bool is_digits(const struct text *cell, size_t least, size_t most)
{
    static const char digits[] = "0123456789";
    const char *at = cell->bytes + (cell->bytes[0] == '-');
    const size_t whole = strspn(at, digits);
    at += whole;
    if (*at == '.')
        at += 1 + strspn(at + 1, digits);
    return whole >= least && whole <= most && *at == '\0';
}

bool column_has_numbers(const struct table_column *column)
{
    return column->use == COLUMN_FIELD && column->field->type.kind == TYPE_NUMBER;
}

/* Whether a cell and the one behind it read as no two numbers would be written: "68" and "000". */
static bool is_parted_plainly(const struct csv_table *table, size_t i)
{
    const struct table_column *column = &table->columns[i];
    return i + 1 < table->column_count && column_has_numbers(column) &&
           (column_has_numbers(&column[1]) || column[1].use == COLUMN_REMARK) &&
           table->csv.fields[i + 1].bytes[0] == '0';
}

/* "68,000" without quotes is two cells, and those behind it have moved: where a row has a cell too
 * many, or its last column is for remarks and holds a number, or the second half begins with 0. */
static const struct text *parted_number(const struct csv_table *table)
{
    const struct csv *csv = &table->csv;
    const size_t last = table->column_count - 1;
    const bool moved =
        csv->count > table->column_count ||
        (csv->count == table->column_count && table->columns[last].use == COLUMN_REMARK &&
         csv->fields[last].length > 0 && is_digits(&csv->fields[last], 1, 15));
    for (size_t i = 0; i + 1 < csv->count; i++) {
        const struct text *cell = &csv->fields[i];
        const bool digits = is_digits(cell, 1, 3) && strchr(cell->bytes, '.') == NULL &&
                            is_digits(&cell[1], 3, 3) && cell[1].bytes[0] != '-';
        if (digits && (moved || is_parted_plainly(table, i)))
            return cell;
    }
    return NULL;
}

bool csv_table_fault_row(struct csv_table *table)
{
    const struct row_look look = look_at_row(table);
    const struct text *totals = totals_cell(&look), *parted = parted_number(table);
    if (look.first == NULL)
        return false;
    if (look.headers == look.filled)
        scenario_fault(table->loading, &look.first->place, &tabular_message[TABULAR_HEADER_AGAIN],
                       NULL, NULL, NULL);
    else if (look.units == look.filled)
        scenario_fault(table->loading, &look.first->place, &tabular_message[TABULAR_UNIT_ROW], NULL,
                       NULL, NULL);
    else if (look.remark != NULL)
        scenario_fault(table->loading, &look.remark->place, &tabular_message[TABULAR_REMARK_ROW],
                       look.remark->bytes, NULL, NULL);
    else if (totals != NULL)
        scenario_fault(table->loading, &totals->place, &tabular_message[TABULAR_TOTALS_ROW],
                       totals->bytes, NULL, NULL);
    else if (parted != NULL)
        scenario_fault(table->loading, &parted->place, &tabular_message[TABULAR_PARTED_NUMBER],
                       parted->bytes, parted[1].bytes, NULL);
    else
        return false;
    return true;
}

/* ---- a row ---- */

static void fault_empty_above(const struct csv_table *table, const struct text *cell,
                              const struct entity *above)
{
    struct loading *loading = table->loading;
    loading_tells_of(loading, table->entity, above->id);
    scenario_fault(loading, &cell->place, &tabular_message[TABULAR_EMPTY_ABOVE], above->id,
                   title_in(&above->title, loading->diagnostics->language), NULL);
    loading_tells_of(loading, table->entity, "");
}

/* Whether what a workbook holds in this cell could not be read. Cells come in the order of the
 * text, as the faults do. */
static bool read_csv_is_told(struct csv_table *table, const struct text *cell)
{
    const struct place *at = &cell->place;
    const size_t count = table->sheet == NULL ? 0 : table->sheet->faulty_count;
    for (; table->faults_passed < count; table->faults_passed++) {
        const struct place *fault = &table->sheet->faulty[table->faults_passed];
        if (fault->line > at->line || (fault->line == at->line && fault->column > at->column))
            break;
        /* A cell in quotes begins behind the first. */
        if (fault->line == at->line && fault->column + 1 >= at->column)
            return true;
    }
    return false;
}

/* The cell of a field in the row at hand. */
static struct raw *csv_table_raw(struct csv_table *table, const struct field *field)
{
    assert(table->packed->slots[field->index] > 0);
    return &table->raws[table->packed->slots[field->index] - 1];
}

/* What stands in a cell goes with its row; a key of a row above stays. */
static void take_above(struct loading *loading, struct text *above, const struct text *cell)
{
    *above = *cell;
    above->bytes = arena_copy(loading->arena, cell->bytes, cell->length);
    if (above->bytes == NULL)
        loading->status = FT_NO_MEMORY;
}

static void take_cell(struct csv_table *table, struct text *above, size_t i)
{
    struct loading *loading = table->loading;
    const struct text *cell = &table->csv.fields[i];
    const struct table_column *column = &table->columns[i];
    bool empty = cell->length == 0;
    char number[24];
    if (read_csv_is_told(table, cell)) {
        loading->piles[table->entity->index].refused = true;
        if (column->use == COLUMN_FIELD)
            csv_table_raw(table, column->field)->told = true;
        return;
    }
    switch (column->use) {
    case COLUMN_FIELD:
        /* An empty cell is a value not given, but one says where it could be given. */
        *csv_table_raw(table, column->field) = (struct raw){.text = *cell, .column = column};
        if (empty)
            csv_table_raw(table, column->field)->text.bytes = NULL;
        break;
    case COLUMN_ABOVE:
        assert(above != NULL); /* only tables below others have such columns */
        if (empty)
            fault_empty_above(table, cell, entity_at_depth(table->entity, column->depth));
        else
            take_above(loading, &above[column->depth - 1], cell);
        break;
    case COLUMN_UNNAMED:
        (void)snprintf(number, sizeof number, "%zu", i + 1);
        loading_tells_of(loading, table->entity, number);
        if (!empty)
            scenario_fault(loading, &cell->place, &tabular_message[TABULAR_COLUMN_UNNAMED],
                           cell->bytes, NULL, NULL);
        loading_tells_of(loading, table->entity, "");
        break;
    case COLUMN_REMARK:
    case COLUMN_REFUSED:
        break;
    }
}

/* Rows have cells for the columns of the table alone. False: memory is out. */
static bool read_csv_make_slots(struct csv_table *table)
{
    struct arena *arena = table->loading->arena;
    if (table->packed != NULL)
        return true;
    struct packed_table *packed = arena_allocate(arena, sizeof *packed);
    if (packed == NULL)
        return false;
    *packed = (struct packed_table){
        .source = table->csv.source,
        .columns = arena_array(arena, table->column_count, sizeof *packed->columns),
        .slots = arena_array(arena, table->entity->field_count, sizeof *packed->slots)};
    table->raws = arena_array(arena, table->column_count, sizeof *table->raws);
    if (packed->columns == NULL || packed->slots == NULL || table->raws == NULL)
        return false;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct table_column *column = &table->columns[i];
        if (column->use != COLUMN_FIELD)
            continue;
        if (packed->slots[column->field->index] == 0)
            packed->slots[column->field->index] = (uint16_t)++packed->slot_count;
        packed->columns[packed->slots[column->field->index] - 1] = column;
    }
    table->packed = packed;
    return true;
}

static void take_row(struct csv_table *table)
{
    struct loading *loading = table->loading;
    struct csv *csv = &table->csv;
    struct place place = {csv->source, csv->row_line, 1, 1};
    if (csv_table_pass_example(table))
        return;
    if (csv_table_fault_row(table)) {
        /* A row whose cells have moved is one all the same: what names it is not to blame. */
        loading->piles[table->entity->index].refused |= parted_number(table) != NULL;
        return;
    }
    if (csv->count != table->column_count) {
        char counts[2][24];
        (void)snprintf(counts[0], sizeof counts[0], "%zu", csv->count);
        (void)snprintf(counts[1], sizeof counts[1], "%zu", table->column_count);
        scenario_fault(loading, &place, &tabular_message[TABULAR_CSV_RAGGED], counts[0], counts[1],
                       NULL);
        loading->piles[table->entity->index].refused = true;
        return;
    }
    if (!read_csv_make_slots(table)) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    memset(table->raws, 0, table->packed->slot_count * sizeof *table->raws);
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
        take_cell(table, above, i);
    if (record != NULL && !row_pack(&record->cells, table->packed, table->raws, place.line,
                                    table->entity->field_count, loading->arena))
        loading->status = FT_NO_MEMORY;
}

bool csv_table_next(struct csv_table *table, bool *done)
{
    struct loading *loading = table->loading;
    loading_tells_of(loading, table->entity, "");
    bool good = loading_take(loading, csv_read(&table->csv, done));
    if (good && !*done)
        take_row(table);
    loading_tells_of(loading, NULL, NULL);
    return good;
}

/* Room for as many rows as there are lines, or shortest rows, that the list need not grow step by
 * step. */
static bool read_csv_make_room(struct loading *loading, struct pile *pile, const struct csv *csv)
{
    enum { SHORTEST_ROW = 4 };
    const size_t most = (size_t)(csv->end - csv->at) / SHORTEST_ROW;
    size_t lines = 0;
    for (const char *at = csv->at;
         lines < most && (at = memchr(at, '\n', (size_t)(csv->end - at))) != NULL; at++)
        lines++;
    struct record **records = arena_grow(loading->arena, pile->records, &pile->capacity,
                                         sizeof *records, pile->count + lines);
    if (records != NULL || pile->count + lines == 0)
        pile->records = records;
    return records != NULL || pile->count + lines == 0;
}

void csv_table_read(struct csv_table *table, const struct source *source)
{
    struct loading *loading = table->loading;
    struct pile *pile = &loading->piles[table->entity->index];
    csv_open(&table->csv, source, loading->arena, loading->diagnostics);
    if (!csv_table_header(table)) {
        pile->refused = true;
        return;
    }
    table->header_line = table->csv.row_line;
    if (!read_csv_make_room(loading, pile, &table->csv)) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    struct arena room; /* of one row's texts, which are packed */
    bool done = false;
    arena_open(&room, loading->arena->allocator);
    table->csv.arena = &room;
    while (loading_goes_on(loading) && !done && !table->csv.lost) {
        const struct arena_mark mark = arena_mark(&room);
        table->csv.fields = NULL;
        table->csv.capacity = 0;
        bool good = csv_table_next(table, &done);
        pile->refused |= !good;
        arena_rewind(&room, mark);
    }
    arena_close(&room);
    table->csv = (struct csv){.source = source};
}

void note_encoding(struct loading *loading, const struct table_file *file, enum encoding encoding)
{
    struct scenario *scenario = loading->scenario;
    if (encoding == ENCODING_UTF8 || file->encoding != ENCODING_GUESS)
        return;
    struct guessed_table *guessed =
        arena_grow(loading->arena, (void *)scenario->guessed, &scenario->guessed_capacity,
                   sizeof *guessed, scenario->guessed_count + 1);
    if (guessed == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    guessed[scenario->guessed_count++] = (struct guessed_table){file->csv.bytes, encoding};
    scenario->guessed = guessed;
}

void read_csv(struct loading *loading, const struct entity *entity, struct record *parent,
              const struct table_file *file)
{
    const struct text *name = &file->csv;
    enum encoding encoding = file->encoding;
    struct csv_table table = {.loading = loading, .entity = entity, .parent = parent};
    const char *path = file_beside(loading->arena, loading->scenario->source->path, name->bytes);
    const struct source *source;
    if (path == NULL) {
        scenario_fault(loading, &name->place, &tabular_message[TABULAR_CSV_OUTSIDE], name->bytes,
                       NULL, NULL);
        loading->piles[entity->index].refused = true;
        return;
    }
    if (!loading_take(loading, file_read_table(&source, &encoding, loading->arena,
                                               loading->diagnostics, path, &name->place))) {
        loading->piles[entity->index].refused = true;
        return;
    }
    note_encoding(loading, file, encoding);
    csv_table_read(&table, source);
}
