/* What the command line changes: "projects.A1.far_after" = "2.5". */
#include <string.h>

#include "scenario_internal.h"

/* A record's key as written. */
static const struct text *key_text(const struct record *record)
{
    return &record->cells[record->entity->key].text;
}

/* The child of `parent` in `entity` whose key begins `path`; `*rest` what stands behind its dot. */
static struct record *find_child(struct loading *loading, const struct entity *entity,
                                 const struct record *parent, const char *path, const char **rest)
{
    struct pile *pile = &loading->piles[entity->index];
    struct record *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < pile->count; i++) {
        const struct text *key = key_text(pile->records[i]);
        bool below = pile->records[i]->parent == parent || pile->records[i]->above != NULL;
        /* A key may hold dots itself: the longest that fits is meant. */
        if (below && key->bytes != NULL && key->length > longest &&
            strncmp(path, key->bytes, key->length) == 0 && path[key->length] == '.') {
            best = pile->records[i];
            longest = key->length;
        }
    }
    *rest = best == NULL ? path : path + longest + 1;
    return best;
}

static void fault_set(struct loading *loading, const char *path, const char *what,
                      struct suggestion *suggestion)
{
    scenario_fault(loading, NULL, SCENARIO_SET_UNKNOWN, path, what,
                   suggestion->best == NULL ? "TABLE.KEY.FIELD" : suggestion->best);
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

static void set_field(struct loading *loading, struct record *record, const char *path,
                      const char *name, const char *value)
{
    const struct field *field = map_get(&record->entity->names, name);
    if (field == NULL) {
        struct suggestion suggestion = {.word = name};
        suggest_keys(&suggestion, &record->entity->names);
        fault_set(loading, path, name, &suggestion);
        return;
    }
    record->cells[field->index] = (struct raw){.text = text_from(value)};
}

static void set(struct loading *loading, const struct ft_setting *setting)
{
    const char *path = setting->path;
    struct record *record = loading->piles[0].records[0];
    const char *word = next_word(loading, &path);
    if (word != NULL && strcmp(word, loading->schema->entities[0].id) == 0)
        word = next_word(loading, &path);
    while (word != NULL && path[0] != '\0') {
        const struct entity *entity = map_get(&loading->schema->table_names, word);
        const char *rest;
        struct suggestion suggestion = {.word = word};
        if (entity == NULL || entity->parent != record->entity) {
            suggest_keys(&suggestion, &loading->schema->table_names);
            fault_set(loading, setting->path, word, &suggestion);
            return;
        }
        struct record *child = find_child(loading, entity, record, path, &rest);
        if (child == NULL) {
            suggestion.word = next_word(loading, &path);
            for (size_t i = 0; i < loading->piles[entity->index].count; i++)
                if (key_text(loading->piles[entity->index].records[i])->bytes != NULL)
                    suggest(&suggestion, key_text(loading->piles[entity->index].records[i])->bytes);
            fault_set(loading, setting->path, suggestion.word, &suggestion);
            return;
        }
        record = child;
        path = rest;
        word = next_word(loading, &path);
    }
    if (word == NULL || word[0] == '\0')
        scenario_fault(loading, NULL, SCENARIO_SET_FORM, setting->path, NULL, NULL);
    else
        set_field(loading, record, setting->path, word, setting->value);
}

void apply_settings(struct loading *loading, const struct scenario_settings *settings)
{
    for (size_t i = 0; i < settings->count && loading_goes_on(loading); i++)
        set(loading, &settings->settings[i]);
}
