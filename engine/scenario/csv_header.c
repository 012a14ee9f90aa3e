/* The header of a table that stands in a CSV file: which row it is, and what its columns are. */
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

/* Nothing is said of rows that seem to lack the field: its column is told of already. */
static void pass_over(struct csv_table *table, const struct field *field)
{
    struct loading *loading = table->loading;
    struct pile *pile = &loading->piles[table->entity->index];
    if (pile->passed_over == NULL)
        pile->passed_over =
            arena_array(loading->arena, table->entity->field_count, sizeof *pile->passed_over);
    if (pile->passed_over == NULL)
        loading->status = FT_NO_MEMORY;
    else
        pile->passed_over[field->index] = true;
}

static bool fits(struct loading *loading, struct unit *unit, const struct field *field)
{
    enum ft_status status = field->type.kind != TYPE_NUMBER
                                ? FT_INVALID
                                : unit_fit(unit, loading->arena, field->type.dimension);
    if (status == FT_NO_MEMORY)
        loading->status = status;
    return status == FT_OK;
}

static void fault_unit(struct loading *loading, const struct text *unit, const struct field *field)
{
    char written_in[DIMENSION_UNITS_SIZE];
    const char *kind = written_in;
    dimension_units(written_in, field->type.dimension, loading->diagnostics->language);
    if (unit_is_share(&field->unit))
        kind = field->unit.text;
    const bool counted = field->type.kind == TYPE_NUMBER && kind[0] != '\0';
    scenario_fault(loading, &unit->place, counted ? SCENARIO_COLUMN_UNIT : SCENARIO_COLUMN_NO_UNIT,
                   unit->bytes, named(loading, &field->title, field->id), kind);
}

/* A column whose unit cannot be used is not read: its figures would be taken in another. */
static void use_unit(struct csv_table *table, struct table_column *use, const struct text *unit)
{
    struct loading *loading = table->loading;
    struct unit *parsed = arena_allocate(loading->arena, sizeof *parsed);
    if (parsed == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    if (loading_take(loading, unit_parse(parsed, loading->arith, loading->diagnostics, unit))) {
        if (fits(loading, parsed, use->field)) {
            use->unit = parsed;
            return;
        }
        fault_unit(loading, unit, use->field);
    }
    use->use = COLUMN_REFUSED;
    pass_over(table, use->field);
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

/* The depth of the entity above that is called so, or 0. */
static size_t depth_called(const struct csv_table *table, const char *name)
{
    size_t found = 0, least = entity_depth(table->parent->entity);
    for (size_t depth = entity_depth(table->entity) - 1; depth > least; depth--)
        if (strcmp(entity_at_depth(table->entity, depth)->id, name) == 0 ||
            title_is(&entity_at_depth(table->entity, depth)->title, name))
            found = depth;
    return found;
}

static struct table_column column_called(struct csv_table *table, const struct text *header,
                                         struct text *name, struct text *unit);

static bool is_column(void *table, const char *word)
{
    struct text name, unit, header = text_from(word);
    const enum column_use use = column_called(table, &header, &name, &unit).use;
    return use != COLUMN_REFUSED && use != COLUMN_UNNAMED;
}

/* Its cells are not read, and what it may stand for is not missed. */
static void fault_column(struct csv_table *table, const struct text *header, const char *name,
                         struct table_column *use)
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
    const char *meant = fault_odd_word(loading, header, is_column, table);
    if (meant == NULL) {
        scenario_fault(loading, &header->place, SCENARIO_UNKNOWN_COLUMN, name,
                       table_named(loading, table->entity), choices_text(&choices));
        meant = choices.nearest.best;
    } else if (meant[0] != '\0') {
        struct text typed = text_from(meant), bare, unit;
        (void)column_called(table, &typed, &bare, &unit);
        meant = bare.bytes;
    }
    const struct field *field = meant == NULL ? NULL : field_called(table->entity, meant);
    use->use = COLUMN_REFUSED;
    use->guess = meant == NULL ? 0 : depth_called(table, meant);
    if (field != NULL && use->guess == 0)
        pass_over(table, field);
}

/* What a header's text names, with its unit; COLUMN_REFUSED: nothing that is known. */
static struct table_column column_called(struct csv_table *table, const struct text *header,
                                         struct text *name, struct text *unit)
{
    struct table_column found = {.use = COLUMN_FIELD};
    *name = *header;
    *unit = (struct text){.bytes = ""};
    if (header->length == 0)
        return (struct table_column){.use = COLUMN_UNNAMED};
    found.field = field_called(table->entity, header->bytes);
    if (found.field != NULL)
        return found;
    if (!split_header(table->loading, header, name, unit)) {
        table->loading->status = FT_NO_MEMORY;
        return found;
    }
    found.field = field_called(table->entity, name->bytes);
    if (found.field != NULL)
        return found;
    found.depth = depth_called(table, name->bytes);
    found.use = found.depth > 0          ? COLUMN_ABOVE
                : is_remark(name->bytes) ? COLUMN_REMARK
                                         : COLUMN_REFUSED;
    return found;
}

static void use_column(struct csv_table *table, const struct text *header, struct table_column *use)
{
    struct text name, unit;
    *use = column_called(table, header, &name, &unit);
    use->header = *header;
    if (!loading_goes_on(table->loading))
        return;
    if (use->use == COLUMN_REFUSED)
        fault_column(table, header, name.bytes, use);
    else if (use->use == COLUMN_FIELD && unit.length > 0)
        use_unit(table, use, &unit);
}

static bool is_same(const struct table_column *x, const struct table_column *y)
{
    return x->field == y->field && x->depth == y->depth && (x->field != NULL || x->depth != 0);
}

static void check_columns(struct csv_table *table)
{
    struct loading *loading = table->loading;
    for (size_t i = 0; i < table->column_count; i++)
        for (size_t j = i + 1; j < table->column_count; j++)
            if (is_same(&table->columns[i], &table->columns[j]))
                scenario_fault(loading, &table->csv.fields[j].place, SCENARIO_COLUMN_TWICE,
                               table->csv.fields[j].bytes, NULL, NULL);
    size_t least = entity_depth(table->parent->entity);
    for (size_t depth = least + 1; depth < entity_depth(table->entity); depth++) {
        bool found = false;
        for (size_t i = 0; i < table->column_count; i++)
            found |= table->columns[i].depth == depth || table->columns[i].guess == depth;
        const struct entity *above = entity_at_depth(table->entity, depth);
        if (!found)
            scenario_fault(loading, &table->csv.fields[0].place, SCENARIO_MISSING_ABOVE, above->id,
                           table_named(loading, table->entity),
                           named(loading, &above->title, above->id));
    }
}

/* ---- which row it is ---- */

/* What stands above the names, such as the table's title and who made it, is not longer. */
enum { MOST_ROWS_ABOVE = 5 };

/* How many cells of the row read last name what is read; `*others`: how many do not. */
static size_t count_names(struct csv_table *table, size_t *others)
{
    size_t names = 0;
    *others = 0;
    for (size_t i = 0; i < table->csv.count && loading_goes_on(table->loading); i++) {
        struct text name, unit;
        enum column_use use = column_called(table, &table->csv.fields[i], &name, &unit).use;
        names += use == COLUMN_FIELD || use == COLUMN_ABOVE;
        *others += use == COLUMN_REFUSED;
    }
    return names;
}

/* Where the first row names nothing, and one soon below it does, that one is the header. False
 * where the rows cannot be read. */
static bool find_header(struct csv_table *table)
{
    struct loading *loading = table->loading;
    const struct csv first = table->csv;
    struct csv *csv = &table->csv;
    bool done = false;
    size_t others, names = count_names(table, &others);
    for (size_t i = 0; names == 0 && i < MOST_ROWS_ABOVE && !done; i++) {
        csv->fields = i == 0 ? NULL : csv->fields; /* the first row's are kept */
        csv->capacity = i == 0 ? 0 : csv->capacity;
        if (!loading_take(loading, csv_read(csv, &done)))
            return false;
        names = done ? 0 : count_names(table, &others);
    }
    bool found = names > 1 || (names == 1 && others == 0);
    if (csv->row_line == first.row_line || !found) {
        *csv = first;
        return loading_goes_on(loading);
    }
    struct place title = first.fields[0].place;
    for (size_t i = 0; i < first.count && title.width == 0; i++)
        title = first.fields[i].place;
    const char *line = arena_format(loading->arena, "%u", (unsigned)csv->row_line);
    scenario_fault(loading, &title, SCENARIO_ROWS_ABOVE_HEADER, line, NULL, NULL);
    return true;
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
    if (!find_header(table))
        return false;
    table->column_count = table->csv.count;
    table->columns = arena_array(loading->arena, table->column_count, sizeof *table->columns);
    if (table->columns == NULL) {
        loading->status = FT_NO_MEMORY;
        return false;
    }
    for (size_t i = 0; i < table->column_count && loading_goes_on(loading); i++)
        use_column(table, &table->csv.fields[i], &table->columns[i]);
    if (loading_goes_on(loading))
        check_columns(table);
    return loading_goes_on(loading);
}
