/* Which rows lack a kind of row below them that most others have. */
#include "unlike.h"

/* So many have it for each that has not. */
enum { HAVING_FOR_EACH = 3 };

/* Fills in which rows above have any row of the table, and which one of the kind. */
static void note_rows(const struct dataset *dataset, const struct entity *entity, size_t member,
                      bool *any, bool *of_kind)
{
    const struct table *table = &dataset->tables[entity->index];
    const struct column *keys = &table->fields[entity->key];
    for (uint32_t row = 0; row < table->count; row++) {
        any[table->parents[row]] = true;
        if (column_state(keys, row) == CELL_VALUE && column_value(keys, row).symbol == member)
            of_kind[table->parents[row]] = true;
    }
}

static bool add_unlike(struct display *display, struct unlike *unlike, const struct entity *entity,
                       size_t member, size_t *capacity)
{
    const struct dataset *dataset = display->context->ledger->dataset;
    const uint32_t count = dataset->tables[entity->parent->index].count;
    bool *any = arena_array(display->arena, count, sizeof *any);
    bool *of_kind = arena_array(display->arena, count, sizeof *of_kind);
    struct unlike_kind kind = {.entity = entity,
                               .member = member,
                               .rows = arena_array(display->arena, count, sizeof *kind.rows)};
    if (any == NULL || of_kind == NULL || kind.rows == NULL)
        return false;
    note_rows(dataset, entity, member, any, of_kind);
    for (uint32_t row = 0; row < count; row++) {
        kind.having += of_kind[row];
        if (any[row] && !of_kind[row])
            kind.rows[kind.count++] = row;
    }
    if (kind.count == 0 || kind.having < HAVING_FOR_EACH * kind.count)
        return true;
    struct unlike_kind *grown =
        arena_grow(display->arena, unlike->kinds, capacity, sizeof *grown, unlike->count + 1);
    if (grown == NULL)
        return false;
    unlike->kinds = grown;
    grown[unlike->count++] = kind;
    return true;
}

bool unlike_open(struct display *display, struct unlike *unlike)
{
    const struct schema *schema = display->context->ledger->dataset->schema;
    size_t capacity = 0;
    bool good = true;
    *unlike = (struct unlike){0};
    for (size_t i = 0; good && i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        if (entity->parent == NULL || entity->parent->parent == NULL || entity->rows != NULL ||
            entity->fields[entity->key].type.kind != TYPE_SYMBOL ||
            display->context->ledger->dataset->tables[i].count == 0)
            continue;
        const size_t members = entity->fields[entity->key].type.enumeration->count;
        for (size_t member = 0; good && member < members; member++)
            good = add_unlike(display, unlike, entity, member, &capacity);
    }
    if (!good)
        (void)display_lack_memory(display);
    return good;
}
