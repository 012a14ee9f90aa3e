/* What the command line changes: "projects.A1.far_after" = "2.5". */
#include <string.h>

#include "scenario_internal.h"

const struct text *record_key(const struct record *record)
{
    return &record->cells[record->entity->key].text;
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
static const struct text *key_at(const struct record *record, size_t depth)
{
    size_t own = entity_depth(record->entity);
    for (; own > depth && record->above == NULL; own--)
        record = record->parent;
    return own == depth ? record_key(record) : &record->above[depth - 1];
}

/* Parents are not found yet: a row of a CSV table may name those above it by their keys. */
static bool is_below(const struct record *record, const struct record *parent)
{
    if (record->above == NULL)
        return record->parent == parent;
    for (size_t depth = entity_depth(parent->entity); depth > 0; depth--) {
        const struct text *named = key_at(record, depth), *key = key_at(parent, depth);
        if (named->bytes == NULL || key->bytes == NULL || !text_is(named, key->bytes))
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
        const struct text *key = record_key(pile->records[i]);
        /* A key may hold dots itself: the longest that fits is meant. */
        if (key->bytes != NULL && key->length > longest &&
            strncmp(path, key->bytes, key->length) == 0 && path[key->length] == '.' &&
            is_below(pile->records[i], parent)) {
            best = pile->records[i];
            longest = key->length;
        }
    }
    *rest = best == NULL ? path : path + longest + 1;
    return best;
}

static const char *next_word(struct loading *loading, const char **path)
{
    size_t length = strcspn(*path, ".");
    const char *word = arena_copy(loading->arena, *path, length);
    if (word == NULL)
        loading->status = FT_NO_MEMORY;
    *path += length + ((*path)[length] == '.');
    return word;
}

static void fault_table(struct loading *loading, const char *path, const char *word,
                        const struct entity *above)
{
    struct choices choices = choices_for(loading->arena, loading->diagnostics, word);
    for (size_t i = 1; i < loading->schema->entity_count; i++)
        if (loading->schema->entities[i].parent == above)
            choices_offer_titled(&choices, loading->schema->entities[i].table,
                                 &loading->schema->entities[i].title);
    scenario_fault(loading, NULL, SCENARIO_SET_UNKNOWN, path, word, choices_text(&choices));
}

static void fault_row(struct loading *loading, const char *path, const char *rest,
                      const struct entity *entity, const struct record *parent)
{
    const struct pile *pile = &loading->piles[entity->index];
    const char *word = next_word(loading, &rest);
    if (word == NULL)
        return;
    if (rest[0] == '\0') {
        scenario_fault(loading, NULL, SCENARIO_SET_FORM, path, NULL, NULL);
        return;
    }
    struct choices choices = choices_for(loading->arena, loading->diagnostics, word);
    for (size_t i = 0; i < pile->count; i++)
        if (record_key(pile->records[i])->bytes != NULL && is_below(pile->records[i], parent))
            choices_offer(&choices, record_key(pile->records[i])->bytes);
    scenario_fault(loading, NULL, SCENARIO_SET_UNKNOWN, path, word, choices_text(&choices));
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
    const char *filed =
        arena_format(loading->arena, "%s %s", text->bytes, cell->column->unit->text);
    if (filed == NULL)
        loading->status = FT_NO_MEMORY;
    return filed;
}

static void set_field(struct loading *loading, struct record *record,
                      const struct ft_setting *setting, const char *name)
{
    const struct field *field = field_called(record->entity, name);
    if (field == NULL) {
        struct choices choices = choices_for(loading->arena, loading->diagnostics, name);
        choices_offer_fields(&choices, record->entity);
        scenario_fault(loading, NULL, SCENARIO_SET_UNKNOWN, setting->path, name,
                       choices_text(&choices));
        return;
    }
    struct raw *cell = &record->cells[field->index];
    const char *option = arena_format(loading->arena, "--set %s", setting->path);
    const char *was = as_filed(loading, cell);
    if (option == NULL || !loading_goes_on(loading) ||
        !scenario_note(loading->scenario,
                       (struct scenario_change){"--set", setting->path, setting->value, was})) {
        loading->status = FT_NO_MEMORY;
    } else {
        const struct text value = option_text(loading, option, setting->value);
        *cell = (struct raw){.text = setting_trimmed(loading, record->entity, field, &value)};
    }
}

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

static void set(struct loading *loading, const struct ft_setting *setting)
{
    const char *path = unfold(loading, setting->path);
    struct record *record = loading->piles[0].records[0];
    const char *word = next_word(loading, &path);
    if (word != NULL && strcmp(word, loading->schema->entities[0].id) == 0)
        word = next_word(loading, &path);
    while (word != NULL && path[0] != '\0') {
        const struct entity *entity = entity_called(loading->schema, record->entity, word);
        if (entity == NULL) {
            fault_table(loading, setting->path, word, record->entity);
            return;
        }
        struct record *child = find_child(loading, entity, record, path, &path);
        if (child == NULL) {
            fault_row(loading, setting->path, path, entity, record);
            return;
        }
        record = child;
        word = next_word(loading, &path);
    }
    if (word != NULL && word[0] == '\0')
        scenario_fault(loading, NULL, SCENARIO_SET_FORM, setting->path, NULL, NULL);
    else if (word != NULL)
        set_field(loading, record, setting, word);
}

void apply_settings(struct loading *loading, const struct scenario_settings *settings)
{
    for (size_t i = 0; i < settings->count && loading_goes_on(loading); i++)
        set(loading, &settings->settings[i]);
}
