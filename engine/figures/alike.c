/* Rows given twice, found by their hashes in time linear in the rows. */
#include <string.h>

#include "alike.h"

struct looking_alike {
    const struct entity *entity;
    const struct table *table;
    uint32_t *slots; /* one more than a row; 0: free */
    size_t mask;
};

static bool alike_is_told(const struct looking_alike *looking, const struct field *field,
                          uint32_t row)
{
    const struct column *column = &looking->table->fields[field->index];
    return column_state(column, row) == CELL_VALUE && !column_is_default(column, field, row);
}

/* Whether all fields that tell rows apart are filled in. */
static bool alike_is_whole(const struct looking_alike *looking, uint32_t row)
{
    for (size_t i = 0; i < looking->entity->field_count; i++)
        if (looking->entity->fields[i].tells_apart &&
            !alike_is_told(looking, &looking->entity->fields[i], row))
            return false;
    return true;
}

/* Whether the row says how much of something: without it, and without its name, it says nothing of its own. */
static bool alike_says_much(const struct looking_alike *looking, uint32_t row)
{
    for (size_t i = 0; i < looking->entity->field_count; i++)
        if (looking->entity->fields[i].type.kind == TYPE_NUMBER &&
            !looking->entity->fields[i].integer &&
            alike_is_told(looking, &looking->entity->fields[i], row))
            return true;
    return false;
}

/* Of a row that does not say what tells it apart, all fields but the key are compared. */
static bool alike_counts(const struct looking_alike *looking, size_t field, bool whole)
{
    return whole ? looking->entity->fields[field].tells_apart : field != looking->entity->key;
}

static uint64_t value_hash(const struct type *type, const union value *value)
{
    uint64_t hash = 0;
    switch (type->kind) {
    case TYPE_NUMBER: /* those that do not fit are compared */
        return value->number.den == 0 ? 1
                                      : (uint64_t)value->number.num ^ (uint64_t)value->number.den;
    case TYPE_BOOLEAN:
        return value->boolean;
    case TYPE_DATE:
        return (uint64_t)value->date.days;
    case TYPE_SYMBOL:
        return value->symbol;
    case TYPE_REFERENCE:
        return value->reference;
    case TYPE_TEXT:
        for (const char *at = value->text; *at != '\0'; at++)
            hash = hash * 31 + (unsigned char)*at;
        return hash;
    }
    return hash;
}

static size_t alike_hash(const struct looking_alike *looking, uint32_t row, bool whole)
{
    uint64_t hash = whole;
    for (size_t i = 0; i < looking->entity->field_count; i++) {
        const struct column *column = &looking->table->fields[i];
        if (!alike_counts(looking, i, whole))
            continue;
        hash = (hash ^ column_state(column, row)) * 0x9E3779B97F4A7C15u;
        if (column_state(column, row) == CELL_VALUE) {
            const union value value = column_value(column, row);
            hash =
                (hash ^ value_hash(&looking->entity->fields[i].type, &value)) * 0x9E3779B97F4A7C15u;
        }
        hash ^= hash >> 29;
    }
    return (size_t)hash & looking->mask;
}

static bool rows_are_alike(const struct looking_alike *looking, uint32_t x, uint32_t y, bool whole)
{
    if (alike_is_whole(looking, y) != whole)
        return false;
    for (size_t i = 0; i < looking->entity->field_count; i++) {
        const struct column *column = &looking->table->fields[i];
        const enum cell_state state = column_state(column, x);
        if (!alike_counts(looking, i, whole))
            continue;
        if (state != column_state(column, y))
            return false;
        if (state != CELL_VALUE)
            continue;
        const union value one = column_value(column, x), other = column_value(column, y);
        if (!values_equal(&looking->entity->fields[i].type, &one, &other))
            return false;
    }
    return true;
}

/* The first row that is as this one, which is kept where there is none; or the row itself. */
static uint32_t alike_first(struct looking_alike *looking, uint32_t row, bool whole)
{
    size_t at = alike_hash(looking, row, whole);
    for (; looking->slots[at] != 0; at = (at + 1) & looking->mask)
        if (rows_are_alike(looking, row, looking->slots[at] - 1, whole))
            return looking->slots[at] - 1;
    looking->slots[at] = row + 1;
    return row;
}

static bool has_rows_below(const struct dataset *dataset, const struct entity *entity, uint32_t row)
{
    for (size_t i = 0; i < dataset->schema->entity_count; i++) {
        const struct table *table = &dataset->tables[i];
        if (dataset->schema->entities[i].parent == entity && table->count > 0 &&
            table->first[row] != table->first[row + 1])
            return true;
    }
    return false;
}

static bool alike_gather(struct display *display, struct looking_alike *looking,
                         struct alike *alike)
{
    size_t capacity = 0, others = 0;
    for (uint32_t row = 0; row < looking->table->count; row++) {
        const bool whole = alike_is_whole(looking, row);
        if (!whole && (!alike_says_much(looking, row) ||
                       has_rows_below(display->context->ledger->dataset, looking->entity, row)))
            continue;
        const uint32_t first = alike_first(looking, row, whole);
        if (first == row)
            continue;
        uint32_t *rows =
            arena_grow(display->arena, alike->rows, &capacity, sizeof *rows, alike->count + 1);
        uint32_t *of = arena_grow(display->arena, alike->of, &others, sizeof *of, alike->count + 1);
        if (rows == NULL || of == NULL)
            return false;
        alike->rows = rows;
        alike->of = of;
        rows[alike->count] = row;
        of[alike->count++] = first;
    }
    return true;
}

static bool tells_rows_apart(const struct entity *entity)
{
    for (size_t i = 0; i < entity->field_count; i++)
        if (entity->fields[i].tells_apart)
            return true;
    return false;
}

bool alike_find(struct display *display, const struct entity *entity, struct alike *alike)
{
    const struct table *table = &display->context->ledger->dataset->tables[entity->index];
    struct looking_alike looking = {.entity = entity, .table = table};
    struct arena room;
    size_t slots = 4;
    *alike = (struct alike){.entity = entity};
    if (table->count < 2 || table->fields == NULL || !tells_rows_apart(entity))
        return true;
    while (slots < 2 * (size_t)table->count)
        slots *= 2;
    arena_open(&room, display->arena->allocator);
    looking.slots = arena_array(&room, slots, sizeof *looking.slots);
    looking.mask = slots - 1;
    const bool good = looking.slots != NULL && alike_gather(display, &looking, alike);
    arena_close(&room);
    return good;
}
