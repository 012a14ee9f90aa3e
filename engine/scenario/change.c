/*
 * What settings change: "projects.A1.far_after" = "2.5", a relative value "+10%" or "*1.1", a row
 * more, "tax_years+" = "2024", a row less, "tax_years-" = "2021", a parameter (parameter.c).
 */
#include <assert.h>
#include <string.h>

#include "scenario_internal.h"

struct text record_key(const struct record *record)
{
    return row_cell(&record->cells, record->entity->key).text;
}

bool scenario_note(struct scenario *scenario, struct scenario_change change)
{
    if (change.was != NULL && strcmp(change.was, change.value) == 0)
        return true;
    struct scenario_change *changes =
        arena_grow(scenario->arena, (void *)scenario->changes, &scenario->change_capacity,
                   sizeof *changes, scenario->change_count + 1);
    if (changes == NULL)
        return false;
    changes[scenario->change_count++] = change;
    scenario->changes = changes;
    return true;
}

struct text option_text(struct loading *loading, const char *option, const char *value)
{
    struct text text = text_from(value);
    struct source *source = arena_allocate(loading->arena, sizeof *source);
    if (source == NULL)
        loading->status = FT_NO_MEMORY;
    else
        *source = (struct source){.path = option, .bytes = ""};
    text.place.source = source;
    return text;
}

/* The key of the row above (or at) `record` with this depth, as written. */
static struct text key_at(const struct record *record, size_t depth)
{
    size_t own = entity_depth(record->entity);
    for (; own > depth && record->above == NULL; own--)
        record = record->parent;
    return own == depth ? record_key(record) : record->above[depth - 1];
}

/* Parents are not found yet: a row of a CSV table may name those above it by their keys. */
static bool is_below(const struct record *record, const struct record *parent)
{
    if (record->above == NULL)
        return record->parent == parent;
    for (size_t depth = entity_depth(parent->entity); depth > 0; depth--) {
        const struct text named = key_at(record, depth), key = key_at(parent, depth);
        if (named.bytes == NULL || key.bytes == NULL || !text_is(&named, key.bytes))
            return false;
    }
    return true;
}

/* The child of `parent` in `entity` whose key begins `path`; `*rest` what stands behind its dot. */
static struct record *find_child(struct loading *loading, const struct entity *entity,
                                 const struct record *parent, const char *path, const char **rest)
{
    struct pile *pile = &loading->piles[entity->index];
    struct record *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < pile->count; i++) {
        const struct text key = record_key(pile->records[i]);
        /* A key may hold dots itself: the longest that fits is meant. */
        if (key.bytes != NULL && key.length > longest &&
            strncmp(path, key.bytes, key.length) == 0 && path[key.length] == '.' &&
            is_below(pile->records[i], parent)) {
            best = pile->records[i];
            longest = key.length;
        }
    }
    *rest = best == NULL ? path : path + longest + 1;
    return best;
}

static const char *change_next_word(struct loading *loading, const char **path)
{
    size_t length = strcspn(*path, ".");
    const char *word = loading_text(loading, arena_copy(loading->arena, *path, length));
    *path += length + ((*path)[length] == '.');
    return word;
}

static void change_fault_table(struct loading *loading, const char *path, const char *word,
                               const struct entity *above)
{
    struct choices choices = choices_for(loading->arena, loading->diagnostics, word);
    if (above->parent == NULL)
        suggest_keys(&choices.nearest, &loading->schema->parameter_names);
    for (size_t i = 1; i < loading->schema->entity_count; i++)
        if (loading->schema->entities[i].parent == above)
            choices_offer_titled(&choices, loading->schema->entities[i].table,
                                 &loading->schema->entities[i].title);
    scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_UNKNOWN], path, word,
                   choices_text(&choices));
}

static void change_fault_row(struct loading *loading, const char *path, const char *rest,
                             const struct entity *entity, const struct record *parent)
{
    const struct pile *pile = &loading->piles[entity->index];
    const char *word = change_next_word(loading, &rest);
    if (word == NULL)
        return;
    if (rest[0] == '\0') {
        scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_FORM], path, NULL, NULL);
        return;
    }
    struct choices choices = choices_for(loading->arena, loading->diagnostics, word);
    for (size_t i = 0; i < pile->count; i++)
        if (record_key(pile->records[i]).bytes != NULL && is_below(pile->records[i], parent))
            choices_offer(&choices, record_key(pile->records[i]).bytes);
    scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_UNKNOWN], path, word,
                   choices_text(&choices));
}

/* A cell as filed: a bare number of a CSV column counts in the unit of the column. NULL where there
 * is nothing, and where memory is out. */
static const char *as_filed(struct loading *loading, const struct raw *cell)
{
    const struct text *text = &cell->text;
    bool bare = text->bytes != NULL && text->length > 0 &&
                strspn(text->bytes, "0123456789.,_+-eE") == text->length;
    if (!bare || cell->column == NULL || cell->column->unit == NULL)
        return text->bytes;
    return loading_text(
        loading, arena_format(loading->arena, "%s %s", text->bytes, cell->column->unit->text));
}

const char *record_setting_path(struct loading *loading, const struct record *record,
                                const struct field *field)
{
    const char *path = "";
    for (size_t depth = 1; depth <= entity_depth(record->entity) && path != NULL; depth++) {
        const struct text key = key_at(record, depth);
        path = arena_format(loading->arena, "%s%s.%s.", path,
                            entity_at_depth(record->entity, depth)->table,
                            key.bytes == NULL ? "?" : key.bytes);
    }
    path = path == NULL ? NULL : arena_format(loading->arena, "%s%s", path, field->id);
    if (path == NULL)
        loading->status = FT_NO_MEMORY;
    return path;
}

/* Where rows have the field that the portfolio has not, for a hint: "请写 projects.A1.area=值"; NULL:
 * nowhere, or memory is out. */
static const char *paths_elsewhere(struct loading *loading, const char *name)
{
    enum { MOST_PATHS = 3 };
    const bool zh = loading->diagnostics->language == FT_ZH;
    const char *paths = "";
    size_t count = 0;
    for (size_t i = 1; i < loading->schema->entity_count; i++) {
        const struct field *field = field_called(&loading->schema->entities[i], name);
        const struct pile *pile = &loading->piles[i];
        for (size_t j = 0; field != NULL && j < pile->count; j++) {
            const char *path =
                count < MOST_PATHS ? record_setting_path(loading, pile->records[j], field) : NULL;
            if (path != NULL && paths != NULL)
                paths = arena_format(loading->arena, "%s%s%s", paths,
                                     count == 0 ? ""
                                     : zh       ? "、"
                                                : ", ",
                                     path);
            count++;
        }
    }
    if (count == 0 || paths == NULL)
        return NULL;
    const char *more = count > MOST_PATHS
                           ? arena_format(loading->arena, zh ? "……共 %zu 行" : " … %zu rows", count)
                           : "";
    return more == NULL ? NULL
                        : arena_format(loading->arena,
                                       zh ? "请写 表.编号.字段=值：%s%s"
                                          : "write TABLE.KEY.FIELD=VALUE: %s%s",
                                       paths, more);
}

static void fault_set_field(struct loading *loading, const struct record *record,
                            const struct ft_setting *setting, const char *name)
{
    const char *elsewhere = record->entity->parent == NULL ? paths_elsewhere(loading, name) : NULL;
    if (elsewhere != NULL) {
        scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_UNKNOWN], setting->path, name,
                       elsewhere);
        return;
    }
    struct choices choices = choices_for(loading->arena, loading->diagnostics, name);
    if (record->entity->parent == NULL)
        suggest_keys(&choices.nearest, &loading->schema->parameter_names);
    choices_offer_fields(&choices, record->entity);
    scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_UNKNOWN], setting->path, name,
                   choices_text(&choices));
}

/* Lets a row's cells be changed: they are a copy from now on. False: memory is out. */
static bool touch_row(struct loading *loading, struct record *record)
{
    struct scenario_rows *rows = loading->scenario->rows;
    const size_t count = record->entity->field_count;
    size_t known = 0;
    while (known < rows->touched_count && rows->touched[known].record != record)
        known++;
    if (known < rows->touched_count && row_has_cells(&rows->touched[known].filed))
        return true;
    struct raw *cells = arena_array(loading->arena, count, sizeof *cells);
    struct touched_row *touched = arena_grow(loading->arena, rows->touched, &rows->touched_capacity,
                                             sizeof *touched, known + 1);
    if (cells == NULL || touched == NULL)
        return false;
    rows->touched = touched;
    if (known == rows->touched_count)
        touched[rows->touched_count++] =
            (struct touched_row){.record = record, .built = record->cells};
    for (size_t i = 0; i < count; i++)
        cells[i] = row_cell(&record->cells, i);
    touched[known].filed = record->cells;
    record->cells = (struct row_cells){.raws = cells};
    return true;
}

/* What a relative value comes to in the cell, written in the field's unit; `bytes` NULL: reported.
 */
static struct text relative_text(struct loading *loading, const struct record *record,
                                 const struct field *field, const struct text *value,
                                 const char *path)
{
    const struct raw raw = row_cell(&record->cells, field->index), *cell = &raw;
    const bool is_key = record->entity->parent != NULL && record->entity->key == field->index;
    struct number from = NUMBER_ZERO, to = NUMBER_ZERO;
    struct text text = {.place = value->place};
    if (field->type.kind != TYPE_NUMBER || is_key) {
        scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_NOT_NUMBER], path,
                       named(loading, &field->title, field->id), value->bytes);
        return text;
    }
    if (cell->text.bytes == NULL && !field->has_default) {
        scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_NOTHING], path,
                       named(loading, &field->title, field->id), value->bytes);
        return text;
    }
    if (cell->text.bytes == NULL)
        from = field->fallback.number;
    else if (!read_cell_number(loading, field, cell, &from))
        return text;
    if (read_relative(loading, value, &from, &to))
        text.bytes = figure_as_filed(loading, &to, &field->unit);
    text.length = text.bytes == NULL ? 0 : (uint32_t)strlen(text.bytes);
    return text;
}

/* Whether a setting leaves the fact out: nothing is written behind its "=". */
static bool empties(const struct entity *entity, const struct field *field,
                    const struct ft_setting *setting)
{
    return setting->value[0] == '\0' && field->type.kind != TYPE_TEXT &&
           (entity->parent == NULL || entity->key != field->index);
}

/* What the cell says from now on; `bytes` NULL: nothing, or reported. */
static struct text new_text(struct loading *loading, const struct record *record,
                            const struct field *field, const struct ft_setting *setting,
                            const char *option)
{
    const struct text written = option_text(loading, option, setting->value);
    const struct text value = setting_trimmed(loading, record->entity, field, &written);
    if (field->type.kind == TYPE_TEXT || value.bytes == NULL)
        return value;
    if (empties(record->entity, field, setting))
        return (struct text){.place = value.place};
    switch (relative_kind(value.bytes, unit_is_share(&field->unit))) {
    case VALUE_ABSOLUTE:
        return value;
    case VALUE_UNCLEAR:
        scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_UNCLEAR], setting->path,
                       value.bytes, value.bytes + 1);
        return (struct text){.bytes = NULL};
    case VALUE_FACTOR:
    case VALUE_PERCENT:
        break;
    }
    return relative_text(loading, record, field, &value, setting->path);
}

static void set_field(struct loading *loading, struct record *record,
                      const struct ft_setting *setting, const char *name)
{
    const struct field *field = field_called(record->entity, name);
    if (field == NULL) {
        fault_set_field(loading, record, setting, name);
        return;
    }
    const char *option = arena_format(loading->arena, "--set %s", setting->path);
    const struct raw filed = row_cell(&record->cells, field->index);
    const char *was = as_filed(loading, &filed);
    const uint64_t faults = loading->diagnostics->said;
    if (option == NULL || !loading_goes_on(loading) || !touch_row(loading, record)) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    const struct text text = new_text(loading, record, field, setting, option);
    if (loading->diagnostics->said > faults)
        return;
    *record_cell(record, field->index) = (struct raw){.text = text};
    if ((text.bytes == NULL && !empties(record->entity, field, setting)) ||
        !scenario_note(loading->scenario,
                       (struct scenario_change){"--set", setting->path, setting->value, was}))
        loading->status = FT_NO_MEMORY;
}

/* ---- rows more and less ---- */

/* The table that a path ends in; NULL: reported. */
static const struct entity *find_set_table(struct loading *loading, const struct record *above,
                                           const struct ft_setting *setting, const char *name)
{
    const struct entity *entity = entity_called(loading->schema, above->entity, name);
    const struct field *field = field_called(above->entity, name);
    if (entity == NULL && field != NULL)
        scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_NO_TABLE], setting->path,
                       named(loading, &field->title, field->id), NULL);
    else if (entity == NULL)
        change_fault_table(loading, setting->path, name, above->entity);
    else if (entity->rows != NULL)
        scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_MADE], setting->path,
                       table_named(loading, entity), NULL);
    return entity != NULL && entity->rows == NULL ? entity : NULL;
}

static void change_add_row(struct loading *loading, const struct entity *entity,
                           struct record *above, const struct ft_setting *setting)
{
    const char *option = arena_format(loading->arena, "--set %s=%s", setting->path, setting->value);
    const char *rest, *path = arena_format(loading->arena, "%s.-", setting->value);
    if (option == NULL || path == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    struct record *same = find_child(loading, entity, above, path, &rest);
    if (same != NULL && strcmp(rest, "-") == 0) {
        const struct field *key = &entity->fields[entity->key];
        const char *own = record_setting_path(loading, same, key);
        if (own != NULL)
            scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_DOUBLED], option + 6,
                           table_named(loading, entity),
                           arena_copy(loading->arena, own, strlen(own) - strlen(key->id) - 1));
        return;
    }
    const struct text key = option_text(loading, option, setting->value);
    struct record *record = record_add_empty(loading, entity, above, key.place);
    if (record != NULL)
        record_cell(record, entity->key)->text =
            setting_trimmed(loading, entity, &entity->fields[entity->key], &key);
}

/* Rows below a removed one go with it: a parent's table stands before its children's. */
static void mark_below(struct loading *loading, const struct entity *entity)
{
    const struct pile *above = &loading->piles[entity->parent->index];
    struct pile *pile = &loading->piles[entity->index];
    assert(entity->parent->index < entity->index);
    for (size_t i = 0; i < pile->count; i++)
        for (size_t j = 0; j < above->count && !pile->records[i]->removed; j++)
            pile->records[i]->removed =
                above->records[j]->removed && is_below(pile->records[i], above->records[j]);
}

/* The list as it was read stays whole. */
static void drop_removed(struct loading *loading, struct pile *pile)
{
    struct record **kept = arena_array(loading->arena, pile->count, sizeof *kept);
    size_t count = 0;
    if (kept == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    for (size_t i = 0; i < pile->count; i++)
        if (!pile->records[i]->removed)
            kept[count++] = pile->records[i];
    pile->capacity = pile->count;
    pile->records = kept;
    pile->count = count;
}

static void remove_row(struct loading *loading, const struct entity *entity, struct record *above,
                       const struct ft_setting *setting)
{
    const struct schema *schema = loading->schema;
    const char *rest, *path = arena_format(loading->arena, "%s.-", setting->value);
    struct record *record = path == NULL ? NULL : find_child(loading, entity, above, path, &rest);
    if (path == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    if (record == NULL || strcmp(rest, "-") != 0) {
        change_fault_row(loading, setting->path, path, entity, above);
        return;
    }
    record->removed = true;
    for (size_t i = entity->index + 1; i < schema->entity_count; i++)
        if (schema->entities[i].parent != NULL && schema->entities[i].rows == NULL)
            mark_below(loading, &schema->entities[i]);
    for (size_t i = entity->index; i < schema->entity_count && loading_goes_on(loading); i++)
        drop_removed(loading, &loading->piles[i]);
}

static void set_rows(struct loading *loading, struct record *above,
                     const struct ft_setting *setting, const char *name, bool more)
{
    const struct entity *entity = find_set_table(loading, above, setting, name);
    if (entity == NULL)
        return;
    const char *row = arena_format(loading->arena, "%s[%s]", entity->table, setting->value);
    loading->scenario->rows->rows_changed = true;
    if (row == NULL || !scenario_note(loading->scenario,
                                      (struct scenario_change){"--set", setting->path,
                                                               setting->value, more ? NULL : row}))
        loading->status = FT_NO_MEMORY;
    else if (more)
        change_add_row(loading, entity, above, setting);
    else
        remove_row(loading, entity, above, setting);
}

/* ---- paths ---- */

/* "buildings[A1/B3].area", as reports name a cell, is "projects.A1.buildings.B3.area". Any other
 * path stays as it is, and so does one that names no row. */
static const char *unfold(struct loading *loading, const char *path)
{
    const char *open = strchr(path, '['), *close = open == NULL ? NULL : strchr(open, ']');
    if (close == NULL || close[1] != '.')
        return path;
    const char *table = arena_copy(loading->arena, path, (size_t)(open - path));
    const struct entity *entity =
        table == NULL ? NULL : entity_called(loading->schema, NULL, table);
    const size_t depth = entity == NULL ? 0 : entity_depth(entity);
    const char *dotted = "", *key = open + 1;
    for (size_t i = 1; i <= depth && dotted != NULL; i++) {
        const size_t length = strcspn(key, "/]");
        if ((key[length] == ']') != (i == depth))
            return path;
        dotted = arena_format(loading->arena, "%s%s.%.*s.", dotted,
                              entity_at_depth(entity, i)->table, (int)length, key);
        key += length + 1;
    }
    dotted = dotted == NULL ? NULL : arena_format(loading->arena, "%s%s", dotted, close + 2);
    if (table == NULL || dotted == NULL)
        loading->status = FT_NO_MEMORY;
    return depth == 0 || dotted == NULL ? path : dotted;
}

/* The parameter that a path begins with, where the portfolio has neither such a field nor table. */
static const struct parameter *parameter_set(struct loading *loading, const char *word)
{
    const struct entity *root = &loading->schema->entities[0];
    if (field_called(root, word) != NULL || entity_called(loading->schema, root, word) != NULL)
        return NULL;
    return map_get(&loading->schema->parameter_names, word);
}

/* Follows a path down to its last word, which it gives back; NULL: reported. */
static const char *follow_path(struct loading *loading, const struct ft_setting *setting,
                               const char *path, const char *word, struct record **found)
{
    struct record *record = loading->piles[0].records[0];
    if (word != NULL && strcmp(word, loading->schema->entities[0].id) == 0)
        word = change_next_word(loading, &path);
    while (word != NULL && path[0] != '\0') {
        const struct entity *entity = entity_called(loading->schema, record->entity, word);
        if (entity == NULL) {
            change_fault_table(loading, setting->path, word, record->entity);
            return NULL;
        }
        struct record *child = find_child(loading, entity, record, path, &path);
        if (child == NULL) {
            change_fault_row(loading, setting->path, path, entity, record);
            return NULL;
        }
        record = child;
        word = change_next_word(loading, &path);
    }
    if (word != NULL && word[0] == '\0')
        scenario_fault(loading, NULL, &scenario_message[SCENARIO_SET_FORM], setting->path, NULL,
                       NULL);
    *found = record;
    return word == NULL || word[0] == '\0' ? NULL : word;
}

static void change_set(struct loading *loading, const struct ft_setting *setting)
{
    const size_t length = strlen(setting->path);
    const bool more = length > 1 && setting->path[length - 1] == '+';
    const bool less = length > 1 && setting->path[length - 1] == '-';
    const char *path =
        arena_copy(loading->arena, setting->path, more || less ? length - 1 : length);
    struct record *record = NULL;
    if (path == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    path = unfold(loading, path);
    const char *word = change_next_word(loading, &path);
    const struct parameter *parameter = word == NULL ? NULL : parameter_set(loading, word);
    if (parameter != NULL) {
        try_parameter(loading, parameter, setting);
        return;
    }
    word = follow_path(loading, setting, path, word, &record);
    if (word != NULL && (more || less))
        set_rows(loading, record, setting, word, more);
    else if (word != NULL)
        set_field(loading, record, setting, word);
}

void apply_settings(struct loading *loading, const struct ft_setting *settings, size_t count)
{
    const struct scenario_book *book = loading->scenario->book;
    for (size_t i = 0; book != NULL && i < book->setting_count && loading_goes_on(loading); i++)
        change_set(loading, &book->settings[i]);
    for (size_t i = 0; i < count && loading_goes_on(loading); i++)
        change_set(loading, &settings[i]);
}
