/* Tables that stand in CSV files: their header, and rows as records. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "scenario_internal.h"

/* Where the last opening bracket stands, of ASCII or full width, and its bytes; the text's end
 * where there is none: a title may have brackets of its own before the unit's. */
static size_t last_bracket(const char *text, size_t *mark)
{
    size_t found = strlen(text);
    for (size_t i = 0; text[i] != '\0'; i++) {
        size_t length = text[i] == '(' ? 1 : strncmp(text + i, "（", 3) == 0 ? 3 : 0;
        if (length > 0) {
            found = i;
            *mark = length;
        }
    }
    return found;
}

/* "面积（亩）" to "面积" and "亩"; the unit's text is empty where there is none. */
static bool split_header(struct loading *loading, const struct text *header, struct text *name,
                         struct text *unit)
{
    size_t mark = 0;
    size_t open = last_bracket(header->bytes, &mark), end = open;
    while (end > 0 && header->bytes[end - 1] == ' ')
        end--;
    *name = *header;
    *unit = (struct text){.bytes = ""};
    name->bytes = arena_copy(loading->arena, header->bytes, end);
    name->length = (uint32_t)end;
    if (open == header->length || name->bytes == NULL)
        return name->bytes != NULL;
    const char *inside = header->bytes + open + mark;
    size_t length = strcspn(inside, ")");
    const char *close = strstr(inside, "）");
    if (close != NULL && (size_t)(close - inside) < length)
        length = (size_t)(close - inside);
    *unit = text_from(arena_copy(loading->arena, inside, length));
    unit->place = text_place(header, open + mark, (uint32_t)utf8_count(inside, length));
    return unit->bytes != NULL;
}

static void use_unit(struct csv_table *table, struct table_column *use, const struct text *unit)
{
    struct loading *loading = table->loading;
    struct unit *parsed = arena_allocate(loading->arena, sizeof *parsed);
    if (parsed == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    if (!loading_take(loading, unit_parse(parsed, loading->arith, loading->diagnostics, unit)))
        return;
    if (use->field->type.kind != TYPE_NUMBER ||
        !dimension_equal(parsed->dimension, use->field->type.dimension))
        scenario_fault(loading, &unit->place, SCENARIO_COLUMN_UNIT, unit->bytes, use->field->id,
                       use->field->unit.text);
    else
        use->unit = parsed;
}

/* What people keep beside the facts. A field or a row above of this name goes first. */
static bool is_remark(const char *name)
{
    static const char *const names[] = {"备注", "说明", "序号", "note", "notes", "remark", "no."};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(name, names[i]) == 0)
            return true;
    return name[0] == '#';
}

static void fault_column(struct csv_table *table, const struct text *header, const char *name)
{
    struct loading *loading = table->loading;
    struct choices choices = choices_for(loading->arena, loading->diagnostics, name);
    size_t least = entity_depth(table->parent->entity);
    for (size_t depth = entity_depth(table->entity) - 1; depth > least; depth--) {
        const struct entity *above = entity_at_depth(table->entity, depth);
        choices_offer(&choices,
                      loading->diagnostics->language == FT_ZH ? above->title.zh : above->id);
    }
    choices_offer_titles(&choices, table->entity);
    scenario_fault(loading, &header->place, SCENARIO_UNKNOWN_COLUMN, name, table->entity->table,
                   choices_text(&choices));
}

static void use_column(struct csv_table *table, const struct text *header, struct table_column *use)
{
    struct loading *loading = table->loading;
    struct text name, unit;
    use->use = header->length == 0 ? COLUMN_UNNAMED : COLUMN_FIELD;
    use->field = field_called(table->entity, header->bytes);
    if (use->field != NULL || use->use == COLUMN_UNNAMED)
        return;
    if (!split_header(loading, header, &name, &unit)) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    use->field = field_called(table->entity, name.bytes);
    if (use->field != NULL) {
        if (unit.length > 0)
            use_unit(table, use, &unit);
        return;
    }
    size_t least = entity_depth(table->parent->entity);
    for (size_t depth = entity_depth(table->entity) - 1; depth > least; depth--)
        if (strcmp(entity_at_depth(table->entity, depth)->id, name.bytes) == 0 ||
            title_is(&entity_at_depth(table->entity, depth)->title, name.bytes))
            use->depth = depth;
    if (use->depth > 0)
        use->use = COLUMN_ABOVE;
    else if (is_remark(name.bytes))
        use->use = COLUMN_REMARK;
    else
        fault_column(table, header, name.bytes);
}

static void check_columns(struct csv_table *table)
{
    struct loading *loading = table->loading;
    for (size_t i = 0; i < table->column_count; i++)
        for (size_t j = i + 1; j < table->column_count; j++)
            if (table->columns[i].field == table->columns[j].field &&
                table->columns[i].depth == table->columns[j].depth &&
                (table->columns[i].field != NULL || table->columns[i].depth != 0))
                scenario_fault(loading, &table->csv.fields[j].place, SCENARIO_COLUMN_TWICE,
                               table->csv.fields[j].bytes, NULL, NULL);
    size_t least = entity_depth(table->parent->entity);
    for (size_t depth = least + 1; depth < entity_depth(table->entity); depth++) {
        bool found = false;
        for (size_t i = 0; i < table->column_count; i++)
            found |= table->columns[i].depth == depth;
        if (!found)
            scenario_fault(loading, &table->csv.fields[0].place, SCENARIO_MISSING_ABOVE,
                           entity_at_depth(table->entity, depth)->id, table->entity->table, NULL);
    }
}

bool csv_table_header(struct csv_table *table)
{
    struct loading *loading = table->loading;
    bool done;
    if (!loading_take(loading, csv_read(&table->csv, &done)))
        return false;
    struct place whole = {.source = table->csv.source};
    if (done) {
        scenario_fault(loading, &whole, SCENARIO_CSV_EMPTY, NULL, NULL, NULL);
        return false;
    }
    if (table->csv.count == 1 && strpbrk(table->csv.fields[0].bytes, ";\t") != NULL) {
        scenario_fault(loading, &table->csv.fields[0].place, SCENARIO_CSV_SEPARATOR, NULL, NULL,
                       NULL);
        return false;
    }
    size_t before = loading->diagnostics->total;
    table->column_count = table->csv.count;
    table->columns = arena_array(loading->arena, table->column_count, sizeof *table->columns);
    if (table->columns == NULL) {
        loading->status = FT_NO_MEMORY;
        return false;
    }
    for (size_t i = 0; i < table->column_count; i++)
        use_column(table, &table->csv.fields[i], &table->columns[i]);
    if (loading_goes_on(loading))
        check_columns(table);
    return loading_goes_on(loading) && loading->diagnostics->total == before;
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
            scenario_fault(loading, &cell->place, SCENARIO_MISSING_ABOVE,
                           entity_at_depth(table->entity, column->depth)->id, table->entity->table,
                           NULL);
        else
            above[column->depth - 1] = *cell;
        break;
    case COLUMN_UNNAMED:
        if (!empty)
            scenario_fault(loading, &cell->place, SCENARIO_COLUMN_UNNAMED, cell->bytes, NULL, NULL);
        break;
    case COLUMN_REMARK:
        break;
    }
}

void csv_table_row(struct csv_table *table)
{
    struct loading *loading = table->loading;
    struct csv *csv = &table->csv;
    struct place place = {csv->source, csv->row_line, 1, 1};
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
    while (loading_goes_on(loading) && loading_take(loading, csv_read(&table.csv, &done)) && !done)
        csv_table_row(&table);
    loading->piles[entity->index].unread |= !done;
}
