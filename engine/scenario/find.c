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
    return matches == 1;
}
