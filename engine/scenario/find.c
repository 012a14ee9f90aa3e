/* Rows by the words of a user: "A1/B3", "buildings[A1/B3]", "B3". */
#include <string.h>

#include "scenario.h"

/* What stands inside "table[…]", or the whole. NULL when memory is out. */
static const char *inside(const char *at, const struct entity *entity, struct arena *arena)
{
    size_t table = strlen(entity->table), length = strlen(at);
    if (strncmp(at, entity->table, table) == 0 && at[table] == '[' && at[length - 1] == ']')
        return arena_copy(arena, at + table + 1, length - table - 2);
    return at;
}

/* Whether the row's label, what people call it, is this. */
static bool is_labelled(const struct dataset *dataset, const struct entity *entity, uint32_t row,
                        const char *word)
{
    if (entity->field_count == 0 || entity->fields[entity->label].type.kind != TYPE_TEXT)
        return false;
    const struct column *labels = &dataset->tables[entity->index].fields[entity->label];
    return labels->states[row] == CELL_VALUE && strcmp(labels->values[row].text, word) == 0;
}

/* The one row of this label. */
static bool find_labelled(const struct dataset *dataset, const struct entity *entity,
                          const char *word, uint32_t *row)
{
    uint32_t matches = 0;
    for (uint32_t i = 0; i < dataset->tables[entity->index].count && matches < 2; i++)
        if (is_labelled(dataset, entity, i, word)) {
            *row = i;
            matches++;
        }
    return matches == 1;
}

bool dataset_find(const struct dataset *dataset, const struct entity *entity, const char *at,
                  uint32_t *row, struct choices *choices)
{
    const struct table *table = &dataset->tables[entity->index];
    const char *word = inside(at, entity, dataset->arena);
    uint32_t matches = 0;
    if (word == NULL)
        return false;
    choices->nearest.word = word;
    if (word[0] == '\0' && table->count == 1) {
        *row = 0;
        return true;
    }
    for (uint32_t i = 0; i < table->count; i++) {
        const char *path = row_path(dataset, entity, i, dataset->arena);
        const char *slash = path == NULL ? NULL : strrchr(path, '/');
        if (path == NULL)
            return false;
        if (strcmp(path, word) == 0) {
            *row = i;
            return true;
        }
        if (strcmp(slash == NULL ? path : slash + 1, word) == 0) {
            *row = i;
            matches++;
        }
        choices_offer(choices, path);
    }
    return matches == 1 || (matches == 0 && find_labelled(dataset, entity, word, row));
}
