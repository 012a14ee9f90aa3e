/* Rows by the words of a user: "A1/B3", "buildings[A1/B3]", "B3". */
#include <string.h>

#include "scenario.h"

enum { SHORT_PATH = 256 };

/* What stands inside "table[…]", or the whole; in `buffer` where it is short, for a lookup leaves
 * nothing behind. NULL when memory is out. */
static const char *inside(const char *at, const struct entity *entity, struct arena *arena,
                          char buffer[SHORT_PATH])
{
    const size_t table = strlen(entity->table), length = strlen(at);
    if (strncmp(at, entity->table, table) != 0 || at[table] != '[' || at[length - 1] != ']')
        return at;
    const size_t inner = length - table - 2;
    if (inner >= SHORT_PATH)
        return arena_copy(arena, at + table + 1, inner);
    memcpy(buffer, at + table + 1, inner);
    buffer[inner] = '\0';
    return buffer;
}

/* A word, and how many rows it names. */
struct named_row {
    uint32_t row, count;
};

/* What rows are called: by path, by the last key of it, by label. */
struct row_names {
    struct map paths, keys, labels;
};

static bool name_row(struct map *names, struct arena *arena, const char *word, uint32_t row)
{
    struct named_row *named = map_get(names, word);
    if (named != NULL) {
        named->count++;
        return true;
    }
    named = arena_allocate(arena, sizeof *named);
    if (named == NULL)
        return false;
    *named = (struct named_row){row, 1};
    return map_put(names, arena, word, named);
}

/* What people call the row; NULL where it has no such name. */
static const char *place_label_of(const struct dataset *dataset, const struct entity *entity,
                                  uint32_t row)
{
    if (entity->field_count == 0 || entity->fields[entity->label].type.kind != TYPE_TEXT)
        return NULL;
    const struct column *labels = &dataset->tables[entity->index].fields[entity->label];
    return column_state(labels, row) == CELL_VALUE ? column_value(labels, row).text : NULL;
}

/* Made when a row is first looked for: as many are then as there are expectations. */
static const struct row_names *names_of(const struct dataset *dataset, const struct entity *entity)
{
    struct arena *arena = dataset->arena;
    struct table *table = &dataset->tables[entity->index];
    if (table->names != NULL)
        return table->names;
    struct row_names *names = arena_allocate(arena, sizeof *names);
    bool good = names != NULL;
    for (uint32_t row = 0; row < table->count && good; row++) {
        const char *path = row_path(dataset, entity, row, arena);
        const char *slash = path == NULL ? NULL : strrchr(path, '/');
        const char *label = place_label_of(dataset, entity, row);
        good = path != NULL && name_row(&names->paths, arena, path, row) &&
               name_row(&names->keys, arena, slash == NULL ? path : slash + 1, row) &&
               (label == NULL || name_row(&names->labels, arena, label, row));
    }
    table->names = good ? names : NULL;
    return table->names;
}

static void offer_rows(const struct dataset *dataset, const struct entity *entity,
                       struct choices *choices)
{
    for (uint32_t row = 0; row < dataset->tables[entity->index].count && !choices->idle; row++) {
        const char *path = row_path(dataset, entity, row, choices->arena);
        if (path != NULL)
            choices_offer(choices, path);
    }
}

bool dataset_find(const struct dataset *dataset, const struct entity *entity, const char *at,
                  uint32_t *row, struct choices *choices)
{
    char buffer[SHORT_PATH];
    const char *word = inside(at, entity, dataset->arena, buffer);
    if (word == NULL)
        return false;
    if (word[0] == '\0' && dataset->tables[entity->index].count == 1) {
        *row = 0;
        return true;
    }
    const struct row_names *names = names_of(dataset, entity);
    if (names == NULL)
        return false;
    const struct named_row *named = map_get(&names->paths, word);
    if (named == NULL)
        named = map_get(&names->keys, word);
    if (named == NULL)
        named = map_get(&names->labels, word);
    if (named != NULL && named->count == 1) {
        *row = named->row;
        return true;
    }
    if (choices != NULL) {
        choices->nearest.word = arena_copy(choices->arena, word, strlen(word));
        if (choices->nearest.word == NULL)
            return false;
        offer_rows(dataset, entity, choices);
    }
    return false;
}
