/* The long table: its header when the scenario is loaded, its rows block by block afterwards. */
#include <string.h>

#include "key_order.h"
#include "scenario_internal.h"

enum { HEADER_BYTES = 1 << 16 };

/* ---- at the load ---- */

static bool is_wanted(const struct loading *loading, const struct entity *entity)
{
    const char *wanted = loading->long_table;
    return wanted[0] == '\0' || strcmp(wanted, entity->table) == 0 ||
           title_is(&entity->title, wanted);
}

void find_long_table(struct loading *loading, const struct conf *portfolio)
{
    for (size_t i = 0; i < portfolio->count && loading->long_entity == NULL; i++) {
        const struct conf *child = &portfolio->children[i];
        const struct entity *entity = map_get(&loading->schema->table_names, child->name);
        if (entity != NULL && entity->parent != NULL && entity->parent->parent == NULL &&
            child->kind == CONF_GROUP && is_wanted(loading, entity))
            loading->long_entity = entity;
    }
}

bool is_long_table(const struct loading *loading, const struct entity *entity,
                   const struct record *parent)
{
    if (loading->long_table == NULL || parent->entity->parent != NULL)
        return false;
    return entity->parent == parent->entity ? is_wanted(loading, entity)
                                            : entity->parent == loading->long_entity;
}

/* The column that names the row above; there is one, or the header was refused. */
static size_t column_above(const struct csv_table *table)
{
    size_t above = 0;
    while (above + 1 < table->column_count && table->columns[above].use != COLUMN_ABOVE)
        above++;
    return above;
}

static struct long_table *long_make(struct loading *loading, const struct csv_table *table,
                                    const struct text *name)
{
    struct long_table *made = arena_allocate(loading->arena, sizeof *made);
    struct loading *kept = arena_allocate(loading->arena, sizeof *kept);
    if (made == NULL || kept == NULL) {
        loading->status = FT_NO_MEMORY;
        return NULL;
    }
    *kept = *loading;
    *made = (struct long_table){.entity = table->entity,
                                .path = table->csv.source->path,
                                .name = name->bytes,
                                .place = name->place,
                                .columns = table->columns,
                                .column_count = table->column_count,
                                .above = column_above(table),
                                .loading = kept};
    return made;
}

/* The long table itself, or one of those below it, whichever the scenario names first. */
static void long_keep(struct loading *loading, struct long_table *made)
{
    if (made->entity == loading->long_entity) {
        loading->long_made = made;
        return;
    }
    const struct long_table **below =
        arena_grow(loading->arena, loading->below, &loading->below_capacity, sizeof *below,
                   loading->below_count + 1);
    if (below == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    size_t at = loading->below_count++;
    for (; at > 0 && below[at - 1]->entity->index > made->entity->index; at--)
        below[at] = below[at - 1];
    below[at] = made;
    loading->below = below;
}

/* The offset in the file of what stands at `at` in its first block, behind a line's end. */
static uint64_t offset_in_file(const struct row_block *block, const char *at)
{
    const char *bytes = block->buffers[0].bytes;
    if (at == block->bytes + block->length)
        return block->end;
    if (bytes == block->bytes)
        return (uint64_t)(at - bytes);
    for (const char *line = block->bytes; line < at; line++)
        if (*line == '\n')
            bytes = strchr(bytes, '\n') + 1;
    return (uint64_t)(bytes - block->buffers[0].bytes);
}

/* Reads the header from the file's first rows. */
static void read_header(struct loading *loading, struct csv_table *table, struct row_file *file,
                        const struct table_file *name)
{
    struct row_block block = {.arena = loading->arena};
    struct source *source = arena_allocate(loading->arena, sizeof *source);
    if (source == NULL)
        loading->status = FT_NO_MEMORY;
    if (source == NULL ||
        !loading_take(loading, row_file_read(file, &block, HEADER_BYTES, loading->diagnostics)))
        return;
    *source = (struct source){.path = file->path, .bytes = block.bytes, .length = block.length};
    if (!loading_take(loading, source_check_block(source, true, loading->diagnostics)))
        return;
    csv_open(&table->csv, source, loading->arena, loading->diagnostics);
    const uint64_t before = loading->diagnostics->said;
    const bool headed = csv_table_header(table);
    const bool good = headed && loading->diagnostics->said == before;
    if (headed && !good) /* its rows are not read */
        csv_table_fault_missing(table);
    struct long_table *made = good ? long_make(loading, table, &name->csv) : NULL;
    if (made == NULL)
        return;
    made->first_row = offset_in_file(&block, table->csv.at);
    made->stamp = file->stamp;
    made->encoding = file->encoding;
    sha_add(&loading->digest, block.bytes, (size_t)(table->csv.at - block.bytes));
    note_encoding(loading, name, file->encoding);
    long_keep(loading, made);
}

void open_long_table(struct loading *loading, const struct entity *entity, struct record *parent,
                     const struct table_file *named)
{
    const struct text *name = &named->csv;
    struct csv_table table = {.loading = loading, .entity = entity, .parent = parent};
    const char *path = file_beside(loading->arena, loading->scenario->source->path, name->bytes);
    struct row_file file;
    if (entity->parent == parent->entity && entity != loading->long_entity) {
        scenario_fault(loading, &name->place, &tabular_message[TABULAR_LONG_TWO], entity->table,
                       loading->long_entity->table, NULL);
        return;
    }
    if (path == NULL) {
        scenario_fault(loading, &name->place, &tabular_message[TABULAR_CSV_OUTSIDE], name->bytes,
                       NULL, NULL);
        return;
    }
    if (!loading_take(loading, row_file_open(&file, loading->diagnostics, path, &name->place)))
        return;
    file.encoding = named->encoding;
    read_header(loading, &table, &file, named);
    row_file_close(&file);
}

static bool is_held(const struct entity *entity, const struct long_table *table)
{
    return !entity_is_below(entity, table->entity);
}

/* Whether its rows come with those of the table, in a file of their own. */
static bool comes_below(const struct entity *entity, const struct long_table *table)
{
    for (size_t i = 0; i < table->below_count; i++)
        if (table->below[i]->entity == entity)
            return true;
    return false;
}

/* The first cell that a column of references fills, of the rows that are held; NULL: none. */
static bool first_reference(const struct pile *pile, const struct field *field, struct place *place)
{
    for (size_t i = 0; i < pile->count; i++) {
        const struct raw raw = row_cell(&pile->records[i]->cells, field->index);
        if (raw.text.bytes == NULL)
            continue;
        *place = raw.text.place;
        return true;
    }
    return false;
}

/* What refers to a row of the table, from its own columns or from other tables, finds none; but
 * rows below it may refer to each other under the same row. */
static void refuse_reference(struct loading *loading, const struct long_table *table,
                             const struct entity *entity, const struct field *field)
{
    if (field->type.kind != TYPE_REFERENCE || is_held(field->type.entity, table) ||
        (comes_below(entity, table) && comes_below(field->type.entity, table)))
        return;
    struct place room;
    const struct place *place =
        first_reference(&loading->piles[entity->index], field, &room) ? &room : NULL;
    for (size_t i = 0; i <= table->below_count; i++) {
        const struct long_table *part = i == table->below_count ? table : table->below[i];
        for (size_t c = 0; c < part->column_count && entity == part->entity; c++)
            if (part->columns[c].field == field)
                place = &part->place;
    }
    if (place == NULL)
        return;
    scenario_fault(loading, place, &tabular_message[TABULAR_LONG_REFERENCE], field->id,
                   entity->table, table->entity->table);
    loading->piles[table->entity->index].refused = true; /* nothing dangles */
}

static void refuse_references(struct loading *loading, const struct long_table *table)
{
    for (size_t i = 0; i < loading->schema->entity_count; i++) {
        const struct entity *entity = &loading->schema->entities[i];
        for (size_t f = 0; f < entity->field_count; f++)
            refuse_reference(loading, table, entity, &entity->fields[f]);
    }
}

void check_long_table(struct loading *loading)
{
    struct long_table *table = loading->long_made;
    const struct schema *schema = loading->schema;
    loading->scenario->long_table = table;
    if (table == NULL) {
        if (loading->status == FT_OK)
            scenario_fault(loading, NULL, &tabular_message[TABULAR_LONG_NONE],
                           loading->long_table[0] == '\0' ? "--rows" : loading->long_table, NULL,
                           NULL);
        return;
    }
    table->below = loading->below;
    table->below_count = loading->below_count;
    for (size_t i = 1; i < schema->entity_count; i++) {
        if (is_held(&schema->entities[i], table) || loading->piles[i].count == 0)
            continue;
        scenario_fault(loading, &loading->piles[i].records[0]->place,
                       &tabular_message[TABULAR_LONG_BELOW], schema->entities[i].table,
                       table->entity->table, NULL);
        loading->piles[table->entity->index].refused =
            true; /* what they stand under is not known */
    }
    refuse_references(loading, table);
}

enum ft_status long_table_open(struct row_file *file, const struct long_table *table,
                               const struct byte_taker *taker, struct arena *arena,
                               struct diagnostics *diagnostics)
{
    enum ft_status status = row_file_open(file, diagnostics, table->path, &table->place);
    file->encoding = table->encoding;
    file->taker = taker;
    return status == FT_OK ? row_file_seek(file, table->first_row, arena, diagnostics) : status;
}

/* ---- a block of rows ---- */

static bool open_block(struct loading *loading, struct scenario *part,
                       const struct long_table *table)
{
    const struct schema *schema = loading->schema;
    struct arena *arena = loading->arena;
    const struct dataset *whole = part->dataset;
    struct dataset *dataset = arena_allocate(arena, sizeof *dataset);
    struct pile *piles = arena_array(arena, schema->entity_count, sizeof *piles);
    struct table *tables = arena_array(arena, schema->entity_count, sizeof *tables);
    if (dataset == NULL || piles == NULL || tables == NULL)
        return false;
    memcpy(piles, loading->piles, schema->entity_count * sizeof *piles);
    memcpy(tables, whole->tables, schema->entity_count * sizeof *tables);
    for (size_t i = table->entity->index; i < schema->entity_count; i++) {
        if (is_held(&schema->entities[i], table))
            continue;
        piles[i] = (struct pile){0};
        tables[i] = (struct table){.entity = &schema->entities[i]};
    }
    *dataset = *whole;
    dataset->arena = arena;
    dataset->tables = tables;
    part->dataset = dataset;
    part->arena = arena;
    loading->piles = piles;
    loading->scenario = part;
    return true;
}

static struct csv_table open_rows(struct loading *loading, const struct long_table *table,
                                  const struct source *part)
{
    struct csv_table rows = {.loading = loading,
                             .entity = table->entity,
                             .parent = loading->piles[0].records[0],
                             .columns = (struct table_column *)table->columns,
                             .column_count = table->column_count};
    csv_open(&rows.csv, part, loading->arena, loading->diagnostics);
    return rows;
}

/* Records of the rows in a part of one of its files. */
static void read_rows(struct loading *loading, const struct long_table *table,
                      const struct source *part)
{
    struct csv_table rows = open_rows(loading, table, part);
    bool done = false;
    while (loading_goes_on(loading) && csv_table_next(&rows, &done) && !done)
        ;
}

static struct loading open_reading(const struct scenario *scenario, struct arith *arith,
                                   struct diagnostics *diagnostics)
{
    struct loading loading = *(const struct loading *)scenario->long_table->loading;
    loading.arena = arith->arena;
    loading.arith = arith;
    loading.diagnostics = diagnostics;
    loading.status = FT_OK;
    loading.block = true;
    loading.below_count = scenario->long_table->below_count;
    return loading;
}

bool scenario_fault_row(const struct scenario *scenario, const struct long_table *table,
                        const struct source *rows, struct arith *arith,
                        struct diagnostics *diagnostics)
{
    struct loading loading = open_reading(scenario, arith, diagnostics);
    struct csv_table reading = open_rows(&loading, table, rows);
    bool done;
    return csv_read(&reading.csv, &done) == FT_OK && !done && csv_table_fault_row(&reading);
}

bool scenario_cell(const struct scenario *scenario, const struct table_column *column,
                   const char *text, size_t length, struct arith *arith, union value *value)
{
    struct diagnostics unheard;
    diagnostics_open(&unheard, FT_ZH);
    struct loading loading = open_reading(scenario, arith, &unheard);
    struct text_piece piece = {0};
    const struct raw raw = {.text = {.bytes = arena_copy(arith->arena, text, length),
                                     .pieces = &piece,
                                     .length = (uint32_t)length,
                                     .piece_count = 1},
                            .column = column};
    return raw.text.bytes != NULL && !field_states_none(column->field, raw.text.bytes) &&
           read_plain_value(&loading, &raw, true, column->field, value);
}

/* ---- keys alone ---- */

size_t long_key_place(const struct long_table *table)
{
    size_t column = 0;
    while (column < table->column_count &&
           (table->columns[column].field == NULL ||
            table->columns[column].field->index != table->entity->key))
        column++;
    return column;
}

enum ft_status scenario_row_keys(const struct scenario *scenario, const struct source *block,
                                 struct arith *arith,
                                 enum ft_status (*take)(void *context, const struct row_key *key),
                                 void *context)
{
    const struct long_table *table = scenario->long_table;
    const struct entity *entity = table->entity;
    const size_t column = long_key_place(table);
    struct diagnostics unheard = {0};
    struct loading loading = open_reading(scenario, arith, &unheard);
    struct csv_table rows = open_rows(&loading, table, block);
    struct record record = {.entity = entity, .in_table = true};
    record.cells.raws = arena_array(arith->arena, entity->field_count, sizeof *record.cells.raws);
    if (record.cells.raws == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = FT_OK;
    for (bool done = false; status == FT_OK && !rows.csv.lost;) {
        struct arena_mark mark = arena_mark(arith->arena);
        rows.csv.fields = NULL; /* they stand behind the mark */
        rows.csv.capacity = 0;
        status = csv_read(&rows.csv, &done);
        if (done || status == FT_NO_MEMORY)
            break;
        if (status == FT_OK && column < rows.csv.count && rows.csv.fields[column].length > 0) {
            struct row_key key = {.line = rows.csv.row_line};
            record_cell(&record, entity->key)->text = rows.csv.fields[column];
            record.place = key.place = rows.csv.fields[column].place;
            key.text = record_path_key(&loading, &record);
            key.look = key.text == NULL ? NULL : key_look(arith->arena, key.text);
            status = key.text == NULL   ? loading.status
                     : key.look == NULL ? FT_NO_MEMORY
                                        : take(context, &key);
        }
        if (status == FT_INVALID)
            status = FT_OK;
        arena_rewind(arith->arena, mark);
    }
    return status == FT_INVALID ? FT_OK : status;
}

enum ft_status scenario_fault_doubled(const struct scenario *scenario, const struct row_key *key,
                                      const char *first, uint32_t line, struct arena *arena,
                                      struct diagnostics *diagnostics)
{
    const struct entity *entity = scenario->long_table->entity;
    struct loading loading = {.arena = arena, .diagnostics = diagnostics};
    loading_tells_of(&loading, entity, entity->fields[entity->key].id);
    const char *where = arena_format(arena, "%s:%u", key->place.source->path, (unsigned)line);
    const char *table = table_named(&loading, entity);
    if (where == NULL)
        return FT_NO_MEMORY;
    scenario_fault(&loading, &key->place,
                   entity->fields[entity->key].type.kind == TYPE_SYMBOL
                       ? &scenario_message[SCENARIO_DOUBLED_CHOICE]
                   : strcmp(key->text, first) == 0 ? &scenario_message[SCENARIO_DOUBLED_KEY]
                                                   : &scenario_message[SCENARIO_TWIN_KEYS],
                   key->text, table, where);
    loading_tells_of(&loading, NULL, NULL);
    return FT_INVALID;
}

enum ft_status scenario_block(struct dataset **dataset, const struct scenario *scenario,
                              const struct source *block, const struct source *below,
                              struct arith *arith, struct diagnostics *diagnostics)
{
    const struct long_table *table = scenario->long_table;
    struct scenario part = *scenario;
    struct loading loading = open_reading(scenario, arith, diagnostics);
    if (!open_block(&loading, &part, table))
        return FT_NO_MEMORY;
    read_rows(&loading, table, block);
    for (size_t i = 0; i < table->below_count; i++)
        read_rows(&loading, table->below[i], &below[i]);
    if (loading_goes_on(&loading))
        build_tables_below(&loading, table->entity);
    *dataset = part.dataset;
    return loading.status;
}
