/* Piles of records to tables: parents found, rows ordered, cells read, references followed. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scenario_internal.h"

/* ---- where a row stands ---- */

/* Whether a setting added the row: it stands in no file. */
static bool is_set(const struct record *record)
{
    return record->place.line == 0 && !record->in_table && record->place.source != NULL &&
           strncmp(record->place.source->path, "--set ", 6) == 0;
}

/* A cell, a column or a setting, by how the row is written. */
static void fault_missing(struct loading *loading, const struct record *record,
                          const struct field *field)
{
    const bool *passed_over = loading->piles[record->entity->index].passed_over;
    const struct raw raw = row_cell(&record->cells, field->index);
    if (raw.told)
        return;
    const char *title = title_in(&field->title, loading->diagnostics->language);
    const struct place *cell = &raw.text.place;
    struct place place = record->place;
    const struct message *message = &scenario_message[SCENARIO_MISSING_FIELD];
    if (is_set(record)) {
        const char *path = record_setting_path(loading, record, field);
        if (path != NULL)
            scenario_fault(loading, &place, &scenario_message[SCENARIO_SET_MISSING], path,
                           table_named(loading, record->entity), title);
        return;
    }
    if (cell->source != NULL) {
        place = *cell;
        message = &scenario_message[SCENARIO_MISSING_CELL];
    } else if (record->in_table) {
        if (passed_over != NULL && passed_over[field->index])
            return;
        /* Once for the table, at its header; a block of a long one does not have it. */
        if (place.source->lines_before == 0)
            place = (struct place){place.source, loading->piles[record->entity->index].header_line,
                                   1, 1};
        message = &scenario_message[SCENARIO_MISSING_COLUMN];
    }
    scenario_fault(loading, &place, message, field->id, table_named(loading, record->entity),
                   title);
}

/* Whether a text of a row stands in its table: the command line may have set another. */
static bool stands_in_table(const struct record *record, const struct text *text)
{
    return record->in_table && text->place.line > 0;
}

const char *record_path_key(struct loading *loading, const struct record *record)
{
    const struct entity *entity = record->entity;
    const struct field *field = &entity->fields[entity->key];
    const struct raw raw = row_cell(&record->cells, entity->key);
    const struct text *text = &raw.text;
    if (raw.told)
        return NULL;
    if (text->bytes == NULL) {
        const bool no_cell = text->place.source == NULL;
        const struct place *cell = no_cell ? &record->place : &text->place;
        if (no_cell && record->in_table)
            fault_missing(loading, record, field);
        else
            scenario_fault(loading, cell, &scenario_message[SCENARIO_MISSING_KEY], field->id,
                           table_named(loading, entity),
                           title_in(&field->title, loading->diagnostics->language));
        return NULL;
    }
    if (fault_shows_no_data(loading, text))
        return NULL;
    if (text->length == 0 || strpbrk(text->bytes, "/[]@") != NULL) {
        scenario_fault(loading, &text->place, &scenario_message[SCENARIO_BAD_KEY], text->bytes,
                       named(loading, &field->title, field->id), NULL);
        return NULL;
    }
    if (field->type.kind == TYPE_SYMBOL) {
        /* One member, whether by its id or its Chinese title; a name that is none is refused with
         * the other cells. */
        int64_t member = enumeration_find(field->type.enumeration, text->bytes);
        return member < 0 ? text->bytes : field->type.enumeration->members[member].id;
    }
    const bool is_text = field->type.kind != TYPE_NUMBER;
    if (stands_in_table(record, text) && fault_scientific(loading, text, is_text))
        return NULL;
    if (is_text)
        return fault_odd_key(loading, text) ? NULL : text->bytes;
    struct number number;
    if (fault_artefact(loading, field, text) || fault_odd_characters(loading, text))
        return NULL;
    if (!loading_take(loading, quantity_parse_as(&number, loading->arith, loading->diagnostics,
                                                 text, &field->unit)))
        return NULL;
    return loading_text(loading, number_text(&number, loading->arith, NUMBER_PLAIN));
}

/* Reports a name of another row that is not written as a key may be. */
static bool fault_odd_name(struct loading *loading, const struct record *record,
                           const struct text *name)
{
    return (stands_in_table(record, name) && fault_scientific(loading, name, true)) ||
           fault_shows_no_data(loading, name) || fault_odd_key(loading, name);
}

static void find_parent(struct loading *loading, struct record *record)
{
    const struct entity *parent = record->entity->parent;
    size_t depth = entity_depth(record->entity);
    const char *path = "";
    for (size_t i = 0; i + 1 < depth && path != NULL; i++) {
        if (record->above[i].bytes == NULL) { /* reported: a key is missing */
            loading->piles[record->entity->index].refused = true;
            return;
        }
        path =
            arena_format(loading->arena, "%s%s%s", path, i == 0 ? "" : "/", record->above[i].bytes);
    }
    if (path == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    struct pile *pile = &loading->piles[parent->index];
    record->parent = map_get(&pile->paths, path);
    if (record->parent != NULL || pile->refused)
        return;
    loading_tells_of(loading, record->entity, parent->id);
    for (size_t i = 0; i + 1 < depth; i++)
        if (fault_odd_name(loading, record, &record->above[i]))
            return;
    const struct place *place = &record->above[depth - 2].place;
    const struct record *called = depth == 2 ? record_labelled(pile, NULL, path) : NULL;
    if (called != NULL) {
        scenario_fault(loading, place, &scenario_message[SCENARIO_DANGLING_LABEL], path,
                       table_named(loading, parent), called->path);
        return;
    }
    struct choices choices =
        loading_choices(loading, place, &scenario_message[SCENARIO_UNKNOWN_ABOVE], path);
    choices_offer_rows(&choices, pile, NULL);
    scenario_fault(loading, place, &scenario_message[SCENARIO_UNKNOWN_ABOVE], path,
                   table_named(loading, parent), choices_text(&choices));
}

/* Another row whose path looks the same; it and this one are kept to be compared with others.
 * Plain paths differ where their bytes do. */
static const struct record *find_look_alike(struct loading *loading, struct pile *pile,
                                            const char *path, struct record *record)
{
    const size_t length = strlen(path);
    if (utf8_is_plain(path, length))
        return map_get(&pile->looks, path);
    const char *look = utf8_skeleton(loading->arena, path, length, true);
    const struct record *found = look == NULL ? NULL : map_get(&pile->looks, look);
    if (found == NULL && look != NULL)
        found = map_get(&pile->paths, look);
    if (look == NULL || !map_put(&pile->looks, loading->arena, look, record))
        loading->status = FT_NO_MEMORY;
    return found;
}

/* Reports that another row has the same key, or one that looks the same. */
static void fact_fault_doubled(struct loading *loading, struct record *record, const char *path,
                               const struct record *first, const struct message *message)
{
    struct pile *pile = &loading->piles[record->entity->index];
    const char *where = first->place.source->grid != NULL
                            ? place_name(loading->arena, &first->place)
                            : arena_format(loading->arena, "%s:%u", first->place.source->path,
                                           (unsigned)first->place.line);
    const struct field *key = &record->entity->fields[record->entity->key];
    if (key->type.kind == TYPE_SYMBOL) {
        /* two figures of one kind, and not two names for one row */
        message = &scenario_message[SCENARIO_DOUBLED_CHOICE];
        path = arena_format(loading->arena, "%s%s%s", record->parent->path,
                            record->parent->path[0] == '\0' ? "" : "/", record_key(record).bytes);
    }
    const struct text own = record_key(record);
    scenario_fault(loading, &own.place, message, path, table_named(loading, record->entity), where);
    record->path = NULL;
    pile->refused = true; /* one of the two may have another key, which is missing then */
}

static void settle_record(struct loading *loading, struct record *record)
{
    if (record->above != NULL)
        find_parent(loading, record);
    loading_tells_of(loading, record->entity, record->entity->fields[record->entity->key].id);
    const char *key = record_path_key(loading, record);
    struct pile *pile = &loading->piles[record->entity->index];
    if (key == NULL || record->parent == NULL || record->parent->path == NULL) {
        pile->refused = true;
        return;
    }
    const char *above = record->parent->path;
    const char *path = above[0] == '\0' ? key : arena_format(loading->arena, "%s/%s", above, key);
    record->path = path;
    /* What runs over the blocks compares the keys of the long table's rows. */
    const bool compared = loading->block && record->entity == loading->long_entity;
    if (compared && path != NULL && loading->below_count == 0)
        return; /* nothing refers to it */
    const struct record *first = path == NULL ? NULL : map_get(&pile->paths, path);
    if (first != NULL && compared)
        return;
    const struct record *alike = first == NULL && path != NULL && !compared
                                     ? find_look_alike(loading, pile, path, record)
                                     : NULL;
    if (first != NULL || alike != NULL) {
        fact_fault_doubled(loading, record, path, first != NULL ? first : alike,
                           first != NULL ? &scenario_message[SCENARIO_DOUBLED_KEY]
                                         : &scenario_message[SCENARIO_TWIN_KEYS]);
        return;
    }
    if (path == NULL || !map_put(&pile->paths, loading->arena, path, record))
        loading->status = FT_NO_MEMORY;
}

static void settle_pile(struct loading *loading, struct pile *pile)
{
    if (!loading->block && !map_reserve(&pile->paths, loading->arena, pile->count))
        loading->status = FT_NO_MEMORY;
    for (size_t i = 0; i < pile->count && loading_goes_on(loading); i++) {
        settle_record(loading, pile->records[i]);
        loading_tells_of(loading, NULL, NULL);
    }
}

/* The last part of a path. */
static const char *last_key(const struct record *record)
{
    const char *slash = strrchr(record->path, '/');
    return slash == NULL ? record->path : slash + 1;
}

/* Whole numbers in plain digits. */
static int compare_digits(const char *x, const char *y)
{
    const bool x_negative = *x == '-', y_negative = *y == '-';
    if (x_negative != y_negative)
        return x_negative ? -1 : 1;
    const size_t x_length = strlen(x), y_length = strlen(y);
    const int larger = x_length != y_length ? (x_length > y_length ? 1 : -1) : strcmp(x, y);
    return x_negative ? -larger : larger;
}

static int compare_keys(const void *x, const void *y)
{
    return compare_digits(last_key(*(struct record *const *)x),
                          last_key(*(struct record *const *)y));
}

/* By the parent's row; rows of one parent stay as they were read, or stand by their keys. */
static enum ft_status order(struct loading *loading, struct pile *pile, bool by_key,
                            uint32_t parents, uint32_t **starts)
{
    uint32_t *first = arena_array(loading->arena, (size_t)parents + 2, sizeof *first);
    bool stands = true; /* in order already */
    if (first == NULL)
        return FT_NO_MEMORY;
    if (by_key && pile->count > 1)
        qsort(pile->records, pile->count, sizeof *pile->records, compare_keys);
    for (size_t i = 0; i < pile->count; i++)
        first[pile->records[i]->parent->row + 2]++;
    for (uint32_t i = 2; i < parents + 2; i++)
        first[i] += first[i - 1];
    for (size_t i = 0; i < pile->count; i++) {
        struct record *record = pile->records[i];
        record->row = first[record->parent->row + 1]++;
        stands = stands && record->row == i;
    }
    assert(first[parents] == pile->count); /* each stands under a row above */
    *starts = first;
    if (stands)
        return FT_OK;
    struct record **sorted = arena_array(loading->arena, pile->count, sizeof *sorted);
    if (sorted == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < pile->count; i++)
        sorted[pile->records[i]->row] = pile->records[i];
    pile->records = sorted;
    return FT_OK;
}

/* ---- cells ---- */

/* The figure as it was understood: a bare 93605 may be square metres where 亩 were meant. */
static void fault_range(struct loading *loading, const struct field *field, const struct text *text,
                        const union value *value)
{
    enum ft_language language = loading->diagnostics->language;
    const char *range = field_range(field, loading->arith, language);
    const char *read =
        value_text(value, &field->type, &field->unit, field->integer, loading->arith, language);
    if (range == NULL || read == NULL)
        loading->status = FT_NO_MEMORY;
    else
        scenario_fault(loading, &text->place, &scenario_message[SCENARIO_RANGE],
                       title_in(&field->title, language), read, range);
}

static bool fact_read_value(struct loading *loading, const struct record *record,
                            const struct field *field, union value *value)
{
    const struct raw own = row_cell(&record->cells, field->index), *raw = &own;
    const bool is_key = record->entity->parent != NULL && record->entity->key == field->index;
    if (field->type.kind == TYPE_TEXT && !is_key && fault_shows_no_data(loading, &raw->text))
        return false; /* of a key it was told */
    if (!read_plain_value(loading, raw, stands_in_table(record, &raw->text), field, value))
        return false;
    if (field_allows(field, value, loading->arith))
        return true;
    fault_range(loading, field, &raw->text, value);
    return false;
}

/* A row by its whole path, "D/H1", as reports and live workbooks show it. */
static const struct record *row_of_path(const struct pile *pile, const char *prefix,
                                        const char *path)
{
    const size_t length = prefix == NULL ? 0 : strlen(prefix);
    return length > 0 && strncmp(path, prefix, length) == 0 && path[length] == '/'
               ? map_get(&pile->paths, path)
               : NULL;
}

/* The row that a reference names: under the same parent as the row itself, or under a row above. */
static bool fact_read_reference(struct loading *loading, const struct record *record,
                                const struct field *field, const struct text *text,
                                union value *value)
{
    const struct entity *target = field->type.entity;
    struct pile *pile = &loading->piles[target->index];
    const struct record *above = record;
    while (above->entity != target->parent && above->parent != NULL)
        above = above->parent;
    const char *prefix = above->path;
    const char *path = prefix == NULL || prefix[0] == '\0'
                           ? text->bytes
                           : arena_format(loading->arena, "%s/%s", prefix, text->bytes);
    if (path == NULL) {
        loading->status = FT_NO_MEMORY;
        return false;
    }
    const struct record *found = map_get(&pile->paths, path);
    if (found == NULL)
        found = row_of_path(pile, prefix, text->bytes);
    if (found == NULL &&
        (fault_artefact(loading, field, text) || fault_odd_name(loading, record, text)))
        return false;
    const struct record *called = found == NULL ? record_labelled(pile, above, text->bytes) : NULL;
    if (called != NULL) {
        const char *key = prefix == NULL ? called->path : record_key(called).bytes;
        scenario_fault(loading, &text->place, &scenario_message[SCENARIO_DANGLING_LABEL],
                       text->bytes, table_named(loading, target), key);
        return false;
    }
    if (found == NULL) {
        struct choices choices = loading_choices(loading, &text->place,
                                                 &scenario_message[SCENARIO_DANGLING], text->bytes);
        choices_offer_rows(&choices, pile, above);
        scenario_fault(loading, &text->place, &scenario_message[SCENARIO_DANGLING], text->bytes,
                       table_named(loading, target), choices_text(&choices));
        return false;
    }
    value->reference = found->row;
    return true;
}

/* Whether a cell says that there is none, where that can be: of what may be left out, and of
 * amounts that are zero unless they are given. A text may be called so. */
bool field_states_none(const struct field *field, const char *text)
{
    const enum type_kind kind = field->type.kind;
    const bool zero = field->has_default && kind == TYPE_NUMBER && !field->integer &&
                      number_sign(&field->fallback.number) == 0;
    return kind != TYPE_TEXT && (field->optional || zero) &&
           (strcmp(text, "无") == 0 || strcasecmp(text, "none") == 0);
}

bool read_cell(struct loading *loading, const struct record *record, const struct field *field,
               struct column *column)
{
    const struct raw own = row_cell(&record->cells, field->index), *raw = &own;
    union value value = {.number = NUMBER_ZERO};
    enum cell_state state = CELL_VALUE;
    struct place place =
        raw->text.bytes == NULL && (raw->column == NULL || raw->text.place.source == NULL)
            ? record->place
            : raw->text.place;
    bool good = true;
    /* A text of no signs is none: no cell of a table could hold it. */
    const bool blank = raw->text.bytes == NULL ||
                       (raw->text.length == 0 && field->optional && field->type.kind == TYPE_TEXT);
    if (raw->column != NULL)
        column->unit = raw->column->unit;
    if (raw->text.bytes == NULL)
        place.width = 0; /* the empty cell, where the table has a column for it, else the row */
    if (!blank && field_states_none(field, raw->text.bytes)) {
        state = field->optional ? CELL_NONE : CELL_VALUE;
        value = field->optional ? value : field->fallback;
    } else if (!blank) {
        good = field->type.kind == TYPE_REFERENCE
                   ? fact_read_reference(loading, record, field, &raw->text, &value)
                   : fact_read_value(loading, record, field, &value);
    } else if (field->has_default) {
        value = field->fallback;
    } else if (field->optional) {
        state = CELL_ABSENT;
    } else {
        fault_missing(loading, record, field);
        good = false;
    }
    if (!good)
        state = CELL_ERROR;
    if (!column_put(column, record->row, state, state == CELL_VALUE ? &value : NULL,
                    loading->arena) ||
        !column_put_place(column, record->row, &place, loading->arena))
        loading->status = FT_NO_MEMORY;
    return good;
}

/* ---- tables ---- */

static bool make_columns(struct loading *loading, struct table *table, const struct pile *pile)
{
    bool good = table_make_columns(table, loading->arena);
    for (uint32_t row = 0; row < table->count && good; row++)
        good = table_put_place(table, row, &pile->records[row]->place, loading->arena);
    for (size_t i = 0; i < table->entity->field_count && good; i++)
        table->fields[i].rows = table->places;
    return good;
}

static void build_table(struct loading *loading, const struct entity *entity)
{
    struct table *table = &loading->scenario->dataset->tables[entity->index];
    struct pile *pile = &loading->piles[entity->index];
    uint32_t *first = NULL;
    table->entity = entity;
    if (entity->rows != NULL)
        return; /* made by the policy, later */
    if (entity->parent != NULL) {
        uint32_t parents = loading->scenario->dataset->tables[entity->parent->index].count;
        /* A long table's rows come out as they are read; no formula on them asks for siblings. */
        const bool by_key = entity->ordered && entity != loading->long_entity;
        if (order(loading, pile, by_key, parents, &first) != FT_OK) {
            loading->status = FT_NO_MEMORY;
            return;
        }
    }
    table->count = (uint32_t)pile->count;
    table->first = first;
    uint32_t *parents = arena_array(loading->arena, table->count, sizeof *parents);
    if (parents == NULL || !make_columns(loading, table, pile)) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    table->parents = parents;
    for (uint32_t row = 0; row < table->count; row++)
        parents[row] = entity->parent == NULL ? 0 : pile->records[row]->parent->row;
}

static void fact_fill_table(struct loading *loading, const struct entity *entity)
{
    struct table *table = &loading->scenario->dataset->tables[entity->index];
    struct pile *pile = &loading->piles[entity->index];
    for (size_t i = 0; i < pile->count && loading_goes_on(loading); i++)
        for (size_t f = 0; f < entity->field_count; f++) {
            loading_tells_of(loading, entity, entity->fields[f].id);
            (void)read_cell(loading, pile->records[i], &entity->fields[f], &table->fields[f]);
        }
    loading_tells_of(loading, NULL, NULL);
}

static void check_cell(struct loading *loading, const struct record *record,
                       const struct field *field)
{
    const struct raw own = row_cell(&record->cells, field->index), *raw = &own;
    union value ignored;
    bool is_key = record->entity->parent != NULL && record->entity->key == field->index;
    if (raw->text.bytes == NULL) {
        /* A key that is missing is reported already. */
        if (!field->has_default && !field->optional && !is_key)
            fault_missing(loading, record, field);
    } else if (field_states_none(field, raw->text.bytes)) {
        return;
    } else if (field->type.kind != TYPE_REFERENCE) {
        (void)fact_read_value(loading, record, field, &ignored);
    } else if (record->path != NULL && !loading->piles[field->type.entity->index].refused) {
        (void)fact_read_reference(loading, record, field, &raw->text, &ignored);
    }
}

/* Where some rows stand nowhere there are no tables to fill; the values are checked all the same.
 */
static void check_cells(struct loading *loading, const struct entity *entity)
{
    struct pile *pile = &loading->piles[entity->index];
    for (size_t i = 0; i < pile->count && loading_goes_on(loading); i++)
        for (size_t f = 0; f < entity->field_count; f++) {
            loading_tells_of(loading, entity, entity->fields[f].id);
            check_cell(loading, pile->records[i], &entity->fields[f]);
        }
    loading_tells_of(loading, NULL, NULL);
}

/* `placed`: every row stands somewhere; else values are checked all the same. */
static void fill_tables(struct loading *loading, const struct entity *above, bool placed)
{
    const struct schema *schema = loading->schema;
    for (size_t i = 0; i < schema->entity_count && loading_goes_on(loading) && placed; i++)
        if (entity_is_below(&schema->entities[i], above))
            build_table(loading, &schema->entities[i]);
    for (size_t i = 0; i < schema->entity_count && loading_goes_on(loading); i++) {
        if (!entity_is_below(&schema->entities[i], above))
            continue;
        if (placed)
            fact_fill_table(loading, &schema->entities[i]);
        else
            check_cells(loading, &schema->entities[i]);
    }
}

void build_tables(struct loading *loading)
{
    const struct schema *schema = loading->schema;
    uint64_t before = loading->diagnostics->said;
    loading->piles[0].records[0]->path = "";
    for (size_t i = 1; i < schema->entity_count; i++)
        settle_pile(loading, &loading->piles[i]);
    bool placed = loading->diagnostics->said == before;
    for (size_t i = 0; i < schema->entity_count; i++)
        placed = placed && !loading->piles[i].refused;
    fill_tables(loading, &schema->entities[0], placed);
}

void build_tables_below(struct loading *loading, const struct entity *entity)
{
    uint64_t before = loading->diagnostics->said;
    const struct schema *schema = loading->schema;
    bool placed = true;
    for (size_t i = entity->index; i < schema->entity_count; i++) {
        struct pile *pile = &loading->piles[i];
        if (entity_is_below(&schema->entities[i], entity))
            settle_pile(loading, pile);
        placed = placed && !pile->refused;
    }
    fill_tables(loading, entity, placed && loading->diagnostics->said == before);
}
