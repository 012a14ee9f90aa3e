/* The header of a table that stands in a CSV file: which row it is, and what its columns are. */
#include <string.h>
#include <strings.h>

#include "scenario_internal.h"

void csv_table_pass_over(struct csv_table *table, const struct field *field)
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

static void fault_unit(struct loading *loading, const struct text *unit, const struct field *field)
{
    char written_in[DIMENSION_UNITS_SIZE];
    const char *kind = written_in;
    dimension_units(written_in, loading->arith->units, field->type.dimension,
                    loading->diagnostics->language);
    if (unit_is_share(&field->unit))
        kind = field->unit.text;
    const bool counted = field->type.kind == TYPE_NUMBER && kind[0] != '\0';
    scenario_fault(loading, &unit->place,
                   counted ? &tabular_message[TABULAR_COLUMN_UNIT]
                           : &tabular_message[TABULAR_COLUMN_NO_UNIT],
                   unit->bytes, named(loading, &field->title, field->id), kind);
}

/* A column whose unit cannot be used is not read: its figures would be taken in another. */
static void use_unit(struct csv_table *table, struct table_column *use, const struct text *unit)
{
    struct loading *loading = table->loading;
    struct unit *parsed = loading_array(loading, 1, sizeof *parsed);
    if (parsed == NULL)
        return;
    if (loading_take(loading, unit_parse(parsed, loading->arith, loading->diagnostics, unit))) {
        if (unit_fits_field(loading, parsed, use->field)) {
            use->unit = parsed;
            return;
        }
        fault_unit(loading, unit, use->field);
    }
    use->use = COLUMN_REFUSED;
    csv_table_pass_over(table, use->field);
}

/* What people keep beside the facts. A field or a row above of this name goes first. */
bool is_remark(const char *name)
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
    for (size_t depth = entity_depth(table->entity); depth-- > least + 1;)
        if (strcmp(entity_at_depth(table->entity, depth)->id, name) == 0 ||
            title_is(&entity_at_depth(table->entity, depth)->title, name))
            found = depth;
    return found;
}

/* What a name without unit stands for; COLUMN_REFUSED: nothing that is known. */
static struct table_column column_named(const struct csv_table *table, const char *name)
{
    struct table_column found = {.use = COLUMN_FIELD, .field = field_called(table->entity, name)};
    if (found.field != NULL)
        return found;
    found.depth = depth_called(table, name);
    found.use = found.depth > 0 ? COLUMN_ABOVE : is_remark(name) ? COLUMN_REMARK : COLUMN_REFUSED;
    return found;
}

/* Whether a header may be split so: brackets behind a field that is counted hold its unit, whatever
 * they say; elsewhere only what is one counts as a unit, or words would go unread. */
static bool may_be_unit(const struct units *units, const struct table_column *column,
                        const struct header_parts *parts)
{
    const bool counted = column->use == COLUMN_FIELD && column->field->type.kind == TYPE_NUMBER;
    const bool at_the_end = !parts->bare && !parts->goes_on;
    return parts->unit.length == 0 || unit_is_spelt(units, &parts->unit) ||
           (at_the_end && (counted || column->use != COLUMN_FIELD));
}

/* What a header's text names, with its unit; COLUMN_REFUSED: nothing that is known. */
static struct table_column column_called(struct csv_table *table, const struct text *header,
                                         struct text *unit)
{
    *unit = (struct text){.bytes = ""};
    if (header->length == 0)
        return (struct table_column){.use = COLUMN_UNNAMED};
    struct table_column found = column_named(table, header->bytes);
    if (found.use != COLUMN_REFUSED)
        return found;
    /* The last bracket first: a title may have others. */
    for (size_t at = header->length; at > 0 && header->length <= LONGEST_HEADER; at--) {
        struct header_parts parts;
        if (!header_split(table->loading, header, at - 1, &parts))
            continue;
        const struct table_column split = column_named(table, parts.name);
        if (split.use == COLUMN_REFUSED ||
            !may_be_unit(table->loading->arith->units, &split, &parts))
            continue;
        *unit = parts.unit;
        return split;
    }
    return found;
}

/* The name in an unknown header: what stands before a unit in brackets. */
static const char *unknown_name(struct csv_table *table, const struct text *header)
{
    for (size_t at = header->length; at > 0 && header->length <= LONGEST_HEADER; at--) {
        struct header_parts parts;
        if (header_split(table->loading, header, at - 1, &parts) && !parts.bare && !parts.goes_on &&
            unit_is_spelt(table->loading->arith->units, &parts.unit))
            return parts.name;
    }
    return header->bytes;
}

static bool header_is_column(void *table, const char *word)
{
    struct text unit, header = text_from(word);
    const enum column_use use = column_called(table, &header, &unit).use;
    return use != COLUMN_REFUSED && use != COLUMN_UNNAMED;
}

/* What stands for an unknown name, as far as it is clear, is not missed. */
static void guess_column(struct csv_table *table, const char *meant, struct table_column *use)
{
    struct text unit, header = text_from(meant);
    const struct table_column guess = column_called(table, &header, &unit);
    use->guess = guess.depth;
    if (guess.field != NULL)
        csv_table_pass_over(table, guess.field);
}

/* Its cells are not read. */
static void fault_column(struct csv_table *table, const struct text *header,
                         struct table_column *use)
{
    struct loading *loading = table->loading;
    const char *name = unknown_name(table, header);
    struct choices choices = choices_for(loading->arena, loading->diagnostics, name);
    size_t least = entity_depth(table->parent->entity);
    for (size_t depth = entity_depth(table->entity) - 1; depth > least; depth--) {
        const struct entity *above = entity_at_depth(table->entity, depth);
        choices_offer(&choices,
                      loading->diagnostics->language == FT_ZH ? above->title.zh : above->id);
    }
    choices_offer_titles(&choices, table->entity);
    const char *meant = fault_odd_word(loading, header, header_is_column, table);
    if (meant == NULL) {
        scenario_fault(loading, &header->place, &tabular_message[TABULAR_UNKNOWN_COLUMN], name,
                       table_named(loading, table->entity), choices_text(&choices));
        meant = choices.nearest.best;
    }
    use->use = COLUMN_REFUSED;
    if (meant != NULL && meant[0] != '\0')
        guess_column(table, meant, use);
}

static void use_column(struct csv_table *table, const struct text *header, struct table_column *use)
{
    struct text unit;
    *use = column_called(table, header, &unit);
    use->header = *header;
    if (!loading_goes_on(table->loading))
        return;
    if (use->use == COLUMN_REFUSED)
        fault_column(table, header, use);
    else if (use->use == COLUMN_FIELD && unit.length > 0)
        use_unit(table, use, &unit);
}

bool csv_table_field(struct csv_table *table, const struct text *header, struct raw *raw,
                     const struct field **field)
{
    struct text unit;
    struct table_column *use = loading_array(table->loading, 1, sizeof *use);
    if (use == NULL)
        return true;
    *use = column_called(table, header, &unit);
    if (use->use != COLUMN_FIELD || !loading_goes_on(table->loading))
        return use->use != COLUMN_REFUSED;
    *field = use->field;
    use->header = *header;
    if (unit.length > 0)
        use_unit(table, use, &unit);
    raw->column = use;
    raw->told = use->use == COLUMN_REFUSED;
    return true;
}

static bool header_is_same(const struct table_column *x, const struct table_column *y)
{
    return x->field == y->field && x->depth == y->depth && (x->field != NULL || x->depth != 0);
}

static void check_columns(struct csv_table *table)
{
    struct loading *loading = table->loading;
    for (size_t i = 0; i < table->column_count; i++)
        for (size_t j = i + 1; j < table->column_count; j++)
            if (header_is_same(&table->columns[i], &table->columns[j]))
                scenario_fault(loading, &table->csv.fields[j].place,
                               &tabular_message[TABULAR_COLUMN_TWICE], table->csv.fields[j].bytes,
                               NULL, NULL);
    size_t least = entity_depth(table->parent->entity);
    for (size_t depth = least + 1; depth < entity_depth(table->entity); depth++) {
        bool found = false;
        for (size_t i = 0; i < table->column_count; i++)
            found |= table->columns[i].depth == depth || table->columns[i].guess == depth;
        const struct entity *above = entity_at_depth(table->entity, depth);
        if (!found)
            scenario_fault(loading, &table->csv.fields[0].place,
                           &scenario_message[SCENARIO_MISSING_ABOVE], above->id,
                           table_named(loading, table->entity),
                           named(loading, &above->title, above->id));
    }
}

static bool has_column(const struct csv_table *table, const struct field *field)
{
    const bool *passed_over = table->loading->piles[table->entity->index].passed_over;
    bool found = passed_over != NULL && passed_over[field->index];
    for (size_t i = 0; i < table->column_count; i++)
        found |= table->columns[i].use == COLUMN_FIELD && table->columns[i].field == field;
    return found;
}

void csv_table_fault_missing(struct csv_table *table)
{
    struct loading *loading = table->loading;
    const struct entity *entity = table->entity;
    const struct place place = {table->csv.source, loading->piles[entity->index].header_line, 1, 1};
    for (size_t i = 0; i < entity->field_count; i++) {
        const struct field *field = &entity->fields[i];
        if (!field->has_default && !field->optional && !has_column(table, field))
            scenario_fault(loading, &place, &scenario_message[SCENARIO_MISSING_COLUMN], field->id,
                           table_named(loading, entity),
                           title_in(&field->title, loading->diagnostics->language));
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
        struct text unit;
        enum column_use use = column_called(table, &table->csv.fields[i], &unit).use;
        names += use == COLUMN_FIELD || use == COLUMN_ABOVE;
        *others += use == COLUMN_REFUSED;
    }
    return names;
}

/* The first cell of the row read last that is not empty. */
static struct place first_place(const struct csv *csv)
{
    size_t i = 0;
    while (i + 1 < csv->count && csv->fields[i].place.width == 0)
        i++;
    return csv->fields[i].place;
}

/* Where the first row names nothing, and one soon below it does, that one is the header; a line
 * with the unit of the table may stand above it. False where the rows cannot be read. */
static bool find_header(struct csv_table *table)
{
    struct loading *loading = table->loading;
    struct csv *csv = &table->csv;
    struct csv first = {0}; /* of the rows that are no units */
    bool done = false, found = false;
    size_t others = 0, names = 0;
    for (size_t i = 0; names == 0 && i <= MOST_ROWS_ABOVE; i++) {
        if (i > 0 && csv->fields == first.fields) { /* they are kept */
            csv->fields = NULL;
            csv->capacity = 0;
        }
        if (i > 0 && !loading_take(loading, csv_read(csv, &done)))
            return false;
        if (done)
            break;
        names = count_names(table, &others);
        found = names > 1 || (names == 1 && others == 0);
        if (!found && csv_table_units(table))
            names = 0;
        else
            first = first.fields == NULL ? *csv : first;
    }
    if (!found && first.fields != NULL) {
        *csv = first;
        table->unit_count = 0;
    } else if (found && first.fields != NULL && first.row_line != csv->row_line) {
        const char *line = arena_format(loading->arena, "%u", (unsigned)csv->row_line);
        const struct place title = first_place(&first);
        const struct text *unit = csv_unit_line(&first);
        if (unit != NULL)
            scenario_fault(loading, &unit->place, &tabular_message[TABULAR_UNIT_LINE], unit->bytes,
                           NULL, NULL);
        else
            scenario_fault(loading, &title, &tabular_message[TABULAR_ROWS_ABOVE_HEADER], line, NULL,
                           NULL);
    }
    return loading_goes_on(loading);
}

/* ---- what separates its cells ---- */

/* Whether a part of the header between two separators names a column. */
static bool part_is_column(struct csv_table *table, const char *start, const char *end)
{
    utf8_trim(&start, &end);
    const char *part = loading_text(
        table->loading, arena_copy(table->loading->arena, start, (size_t)(end - start)));
    return part != NULL && header_is_column(table, part);
}

static bool separates(struct csv_table *table, const struct text *header, const char *separator)
{
    const char *at = header->bytes, *found;
    bool names = false;
    if (strstr(at, separator) == NULL)
        return false;
    for (; !names && (found = strstr(at, separator)) != NULL; at = found + strlen(separator))
        names = part_is_column(table, at, found);
    return names || part_is_column(table, at, header->bytes + header->length);
}

/* Reports a header that is one cell, and several with another separator than a comma; or a line
 * that only tells a spreadsheet which it is. */
static bool fault_separator(struct csv_table *table)
{
    static const char *const separators[] = {";", "\t", "|", "，", "、", "；", "｜", "  "};
    const struct text *header = &table->csv.fields[0];
    const char *found = strncmp(header->bytes, "sep=", 4) == 0 ? header->bytes + 4 : NULL;
    if (table->csv.count > 1)
        return false;
    for (size_t i = 0; found == NULL && i < sizeof separators / sizeof *separators; i++)
        if (separates(table, header, separators[i]))
            found = separators[i];
    if (found == NULL)
        return false;
    const bool chinese = table->loading->diagnostics->language == FT_ZH;
    if (*found == '\t')
        found = chinese ? "制表符" : "tab";
    else if (*found == ' ')
        found = chinese ? "空格" : "blanks";
    scenario_fault(table->loading, &header->place, &tabular_message[TABULAR_CSV_SEPARATOR], found,
                   NULL, NULL);
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
        scenario_fault(loading, &whole, &tabular_message[TABULAR_CSV_EMPTY], NULL, NULL, NULL);
        return false;
    }
    if (fault_separator(table))
        return false;
    if (!find_header(table))
        return false;
    loading->piles[table->entity->index].header_line = (uint32_t)table->csv.row_line;
    table->column_count = table->csv.count;
    table->columns = loading_array(loading, table->column_count, sizeof *table->columns);
    if (table->columns == NULL)
        return false;
    for (size_t i = 0; i < table->column_count && loading_goes_on(loading); i++)
        use_column(table, &table->csv.fields[i], &table->columns[i]);
    if (loading_goes_on(loading))
        csv_table_give_units(table);
    if (loading_goes_on(loading))
        check_columns(table);
    return loading_goes_on(loading);
}
