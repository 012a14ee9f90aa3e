/* The rows of a scenario file as written: nested groups, and tables that stand in CSV files. */
#include <assert.h>
#include <string.h>

#include "scenario_internal.h"

/* ---- what is shared ---- */

void scenario_fault(struct loading *loading, const struct place *place,
                    const struct message *message, const char *first, const char *second,
                    const char *third)
{
    diagnostics_add(loading->diagnostics, place, message, first == NULL ? "" : first,
                    second == NULL ? "" : second, third == NULL ? "" : third, NULL);
    if (loading->status == FT_OK)
        loading->status = FT_INVALID;
}

void loading_tells_of(struct loading *loading, const struct entity *entity, const char *column)
{
    loading->diagnostics->subject =
        (struct fault_subject){entity == NULL ? NULL : entity->table, column};
}

struct choices loading_choices(const struct loading *loading, const struct place *place,
                               const struct message *message, const char *word)
{
    struct choices choices = choices_for(loading->arena, loading->diagnostics, word);
    choices.idle = !diagnostics_has_room(loading->diagnostics, place, message);
    return choices;
}

const char *named(const struct loading *loading, const struct title *title, const char *id)
{
    if (loading->diagnostics->language != FT_ZH || strcmp(title->zh, id) == 0)
        return id;
    const char *both = arena_format(loading->arena, "%s（%s）", title->zh, id);
    return both == NULL ? id : both;
}

const char *table_named(const struct loading *loading, const struct entity *entity)
{
    return named(loading, &entity->title, entity->table);
}

bool loading_goes_on(const struct loading *loading)
{
    return loading->status != FT_NO_MEMORY;
}

void *loading_array(struct loading *loading, size_t count, size_t size)
{
    void *memory = arena_array(loading->arena, count, size);
    if (memory == NULL)
        loading->status = FT_NO_MEMORY;
    return memory;
}

const char *loading_text(struct loading *loading, const char *made)
{
    if (made == NULL)
        loading->status = FT_NO_MEMORY;
    return made;
}

bool loading_take(struct loading *loading, enum ft_status status)
{
    if (status == FT_NO_MEMORY)
        loading->status = status;
    else if (status != FT_OK && loading->status == FT_OK)
        loading->status = FT_INVALID;
    return status == FT_OK;
}

/* A sign as it is typed in English: of the same width as it stands on paper, or another. */
static uint32_t narrow_sign(uint32_t code)
{
    static const uint32_t signs[][2] = {{0x3010, '['},  {0x3011, ']'}, {0x3014, '('},
                                        {0x3015, ')'},  {0x201C, '"'}, {0x201D, '"'},
                                        {0x2018, '\''}, {0x2019, '\''}};
    const bool wide = (code >= 0xFF01 && code <= 0xFF0F) || (code >= 0xFF1A && code <= 0xFF20) ||
                      (code >= 0xFF3B && code <= 0xFF40) || (code >= 0xFF5B && code <= 0xFF5E);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i][0] == code)
            return signs[i][1];
    return wide ? code - 0xFF01 + '!' : code;
}

/* The next character of a name; 0 at its end. */
static uint32_t next_of_name(const char **name)
{
    uint32_t code;
    const size_t length = utf8_next(*name, strnlen(*name, 4), &code);
    *name += length;
    return length == 0 ? 0 : narrow_sign(code);
}

static bool are_one_name(const char *x, const char *y)
{
    uint32_t code;
    while ((code = next_of_name(&x)) == next_of_name(&y))
        if (code == 0)
            return true;
    return false;
}

bool title_is(const struct title *title, const char *name)
{
    return are_one_name(title->zh, name) || are_one_name(title->en, name);
}

const struct field *field_called(const struct entity *entity, const char *name)
{
    const struct field *field = map_get(&entity->names, name);
    for (size_t i = 0; field == NULL && i < entity->field_count; i++)
        if (title_is(&entity->fields[i].title, name))
            field = &entity->fields[i];
    return field;
}

const struct entity *entity_called(const struct schema *schema, const struct entity *above,
                                   const char *name)
{
    for (size_t i = 1; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        if ((above == NULL || entity->parent == above) &&
            (strcmp(entity->table, name) == 0 || title_is(&entity->title, name)))
            return entity;
    }
    return NULL;
}

size_t entity_depth(const struct entity *entity)
{
    size_t depth = 0;
    for (; entity->parent != NULL; entity = entity->parent)
        depth++;
    return depth;
}

const struct entity *entity_at_depth(const struct entity *entity, size_t depth)
{
    size_t own = entity_depth(entity);
    for (; own > depth; own--)
        entity = entity->parent;
    return entity;
}

struct raw *record_cell(struct record *record, size_t field)
{
    assert(record->cells.table == NULL);
    return &record->cells.raws[field];
}

struct record *record_add(struct loading *loading, const struct entity *entity,
                          struct record *parent, struct place place)
{
    struct pile *pile = &loading->piles[entity->index];
    if (pile->count == limits[LIMIT_TABLE_ROWS].value) {
        scenario_fault(loading, &place, &scenario_message[SCENARIO_ROWS],
                       table_named(loading, entity), NULL, NULL);
        return NULL;
    }
    struct record **records = arena_grow(loading->arena, pile->records, &pile->capacity,
                                         sizeof *records, pile->count + 1);
    struct record *record = arena_allocate(loading->arena, sizeof *record);
    if (records == NULL || record == NULL) {
        loading->status = FT_NO_MEMORY;
        return NULL;
    }
    *record = (struct record){.entity = entity, .parent = parent, .place = place};
    pile->records = records;
    records[pile->count++] = record;
    return record;
}

struct record *record_add_empty(struct loading *loading, const struct entity *entity,
                                struct record *parent, struct place place)
{
    struct record *record = record_add(loading, entity, parent, place);
    if (record == NULL)
        return NULL;
    record->cells.raws =
        arena_array(loading->arena, entity->field_count, sizeof *record->cells.raws);
    if (record->cells.raws == NULL)
        loading->status = FT_NO_MEMORY;
    return record->cells.raws == NULL ? NULL : record;
}

/* ---- groups ---- */

static void read_group(struct loading *loading, struct record *record, const struct conf *group,
                       const struct entity *base);

/* The entity between `base` and `entity` (both left out) with this id: its setting names a row
 * above. */
static const struct entity *between(const struct entity *base, const struct entity *entity,
                                    const char *id)
{
    for (const struct entity *above = entity->parent; above != NULL && above != base;
         above = above->parent)
        if (strcmp(above->id, id) == 0)
            return above;
    return NULL;
}

/* A table stands inside the row above it, or, with keys for the rows above, at the root. */
static bool may_stand_in(const struct entity *table, const struct entity *entity)
{
    return table->parent != NULL && (table->parent == entity || entity->parent == NULL);
}

/* The keys of the rows above a row that stands at the root, from its settings. */
static void read_above(struct loading *loading, struct record *record, const struct conf *group)
{
    size_t depth = entity_depth(record->entity);
    struct text *above = loading_array(loading, depth, sizeof *above);
    if (above == NULL)
        return;
    record->parent = NULL;
    record->above = above;
    for (size_t i = 1; i < depth; i++) {
        const struct entity *entity = entity_at_depth(record->entity, i);
        const struct conf *key = conf_child(group, entity->id);
        struct text named_above = {0};
        if (key != NULL && key->kind == CONF_SCALAR)
            named_above = text_trimmed(loading, &key->text);
        if (named_above.length > 0)
            above[i - 1] = named_above;
        else {
            loading_tells_of(loading, record->entity, entity->id);
            scenario_fault(loading, &group->place, &scenario_message[SCENARIO_MISSING_ABOVE],
                           entity->id, table_named(loading, record->entity),
                           named(loading, &entity->title, entity->id));
            loading_tells_of(loading, NULL, NULL);
        }
    }
}

/* Whether the key or the label of a row says 合计: copied from a table, it is no row there either.
 */
static void check_total(struct loading *loading, const struct record *record)
{
    const struct entity *entity = record->entity;
    const size_t names[] = {entity->key, entity->label};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct raw raw = row_cell(&record->cells, names[i]);
        const struct text *text = &raw.text;
        if (text->bytes == NULL || entity->fields[names[i]].type.kind != TYPE_TEXT ||
            row_sign_of(text->bytes, text->length) != ROW_SIGN_TOTAL)
            continue;
        scenario_fault(loading, &text->place, &tabular_message[TABULAR_TOTALS_ROW], text->bytes,
                       NULL, NULL);
        return;
    }
}

static void read_list(struct loading *loading, const struct entity *entity, struct record *parent,
                      const struct conf *list)
{
    bool nested = entity->parent == parent->entity;
    for (size_t i = 0; i < list->count && loading_goes_on(loading); i++) {
        const struct conf *group = &list->children[i];
        if (group->kind != CONF_GROUP) {
            loading_tells_of(loading, entity, "");
            scenario_fault(loading, &group->place, &scenario_message[SCENARIO_ROW_KIND],
                           entity->table, NULL, NULL);
            loading_tells_of(loading, NULL, NULL);
            continue;
        }
        struct record *record = record_add_empty(loading, entity, parent, group->place);
        if (record == NULL)
            return;
        if (!nested)
            read_above(loading, record, group);
        read_group(loading, record, group, nested ? entity : parent->entity);
        if (loading_goes_on(loading))
            check_total(loading, record);
    }
}

/* `{ csv = "FILE"; }`, and maybe its encoding. False after a fault. */
static bool read_table_file(struct loading *loading, struct table_file *file,
                            const struct entity *entity, const struct conf *conf)
{
    const struct conf *csv = conf->kind == CONF_GROUP ? conf_child(conf, "csv") : NULL;
    const struct conf *encoding = csv == NULL ? NULL : conf_child(conf, "encoding");
    *file = (struct table_file){.encoding = ENCODING_GUESS};
    if (csv == NULL || csv->kind != CONF_SCALAR || conf->count != 1u + (encoding != NULL) ||
        (encoding != NULL && encoding->kind != CONF_SCALAR)) {
        scenario_fault(loading, &conf->place, &scenario_message[SCENARIO_TABLE_KIND], entity->table,
                       NULL, NULL);
        return false;
    }
    file->csv = csv->text;
    if (encoding != NULL && !encoding_called(&file->encoding, encoding->text.bytes)) {
        scenario_fault(loading, &encoding->text.place, &tabular_message[TABULAR_TABLE_ENCODING],
                       encoding->text.bytes, NULL, NULL);
        return false;
    }
    return true;
}

/* { xlsx = "county.xlsx"; sheet = "地块"; }, the sheet only where it is called otherwise. */
static void read_book_table(struct loading *loading, const struct entity *entity,
                            struct record *parent, const struct conf *conf)
{
    const struct conf *book = conf_child(conf, "xlsx"), *sheet = conf_child(conf, "sheet");
    const bool named = sheet != NULL;
    if (book->kind != CONF_SCALAR || (named && sheet->kind != CONF_SCALAR) ||
        conf->count != (named ? 2 : 1))
        scenario_fault(loading, &conf->place, &scenario_message[SCENARIO_TABLE_KIND], entity->table,
                       NULL, NULL);
    else if (is_long_table(loading, entity, parent))
        scenario_fault(loading, &book->place, &tabular_message[TABULAR_LONG_SHEET], entity->table,
                       NULL, NULL);
    else
        read_sheet(loading, entity, parent, &book->text, named ? &sheet->text : NULL);
}

static void fact_read_table(struct loading *loading, const struct entity *entity,
                            struct record *parent, const struct conf *conf)
{
    struct table_file file;
    if (entity->rows != NULL)
        scenario_fault(loading, &conf->place, &scenario_message[SCENARIO_MADE_TABLE],
                       table_named(loading, entity), NULL, NULL);
    else if (conf->kind == CONF_LIST)
        read_list(loading, entity, parent, conf);
    else if (conf->kind == CONF_GROUP && conf_child(conf, "xlsx") != NULL)
        read_book_table(loading, entity, parent, conf);
    else if (!read_table_file(loading, &file, entity, conf))
        loading->piles[entity->index].refused = true;
    else if (is_long_table(loading, entity, parent))
        open_long_table(loading, entity, parent, &file);
    else
        read_csv(loading, entity, parent, &file);
}

/* Reports that a table has no such field, with what was offered. */
static void fault_field(struct loading *loading, const struct place *place, const char *name,
                        const struct entity *entity, const struct choices *choices)
{
    scenario_fault(loading, place, &scenario_message[SCENARIO_UNKNOWN_FIELD], name,
                   table_named(loading, entity), choices_text(choices));
}

static void fact_fault_unknown(struct loading *loading, const struct record *record,
                               const struct conf *child)
{
    loading_tells_of(loading, record->entity, child->name);
    struct choices choices = loading_choices(
        loading, &child->place, &scenario_message[SCENARIO_UNKNOWN_FIELD], child->name);
    choices_offer_fields(&choices, record->entity);
    for (size_t i = 1; i < loading->schema->entity_count; i++)
        if (may_stand_in(&loading->schema->entities[i], record->entity))
            choices_offer_titled(&choices, loading->schema->entities[i].table,
                                 &loading->schema->entities[i].title);
    fault_field(loading, &child->place, child->name, record->entity, &choices);
    loading_tells_of(loading, NULL, NULL);
}

static void fault_field_kind(struct loading *loading, const struct record *record,
                             const struct conf *child)
{
    loading_tells_of(loading, record->entity, child->name);
    scenario_fault(loading, &child->place, &scenario_message[SCENARIO_FIELD_KIND], child->name,
                   NULL, NULL);
    loading_tells_of(loading, NULL, NULL);
}

/* The settings of one row; nesting is bounded by LIMIT_CONF_NESTING. */
static void read_group(struct loading *loading, struct record *record, const struct conf *group,
                       const struct entity *base)
{
    for (size_t i = 0; i < group->count && loading_goes_on(loading); i++) {
        const struct conf *child = &group->children[i];
        const struct field *field = map_get(&record->entity->names, child->name);
        const struct entity *table = map_get(&loading->schema->table_names, child->name);
        if (field != NULL && child->kind == CONF_SCALAR)
            record_cell(record, field->index)->text =
                setting_trimmed(loading, record->entity, field, &child->text);
        else if (field != NULL)
            fault_field_kind(loading, record, child);
        else if (table != NULL && may_stand_in(table, record->entity))
            fact_read_table(loading, table, record, child);
        else if (base == record->entity || between(base, record->entity, child->name) == NULL)
            fact_fault_unknown(loading, record, child);
    }
}

void read_portfolio(struct loading *loading, const struct conf *group)
{
    const struct entity *root = &loading->schema->entities[0];
    struct record *record = record_add_empty(loading, root, NULL, group->place);
    if (record != NULL)
        read_group(loading, record, group, root);
}
