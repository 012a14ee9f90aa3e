/* A table's lanes in a batch, and the dates that its rules are read on. */
#include <string.h>

#include "batch_tables.h"

/* Rules that say their date in the same words share it. */
static bool batch_table_open_datings(struct batch_table *table, const struct policy *policy,
                                     struct date on, struct arena *arena)
{
    struct cell as_of = {.state = CELL_VALUE};
    as_of.value.date = on;
    table->datings = arena_array(arena, table->entity->item_count + 1, sizeof *table->datings);
    table->item_datings = arena_array(arena, table->entity->item_count, sizeof(struct dating *));
    if (table->datings == NULL || table->item_datings == NULL)
        return false;
    table->datings[table->dating_count++] =
        (struct dating){.known = true, .on = vector_uniform(as_of)};
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        size_t found = rule->on == NULL ? 0 : 1;
        if (rule->item.entity != table->entity)
            continue;
        while (found > 0 && found < table->dating_count &&
               strcmp(table->datings[found].formula->text.bytes, rule->on->text.bytes) != 0)
            found++;
        if (found == table->dating_count)
            table->datings[table->dating_count++].formula = rule->on;
        table->item_datings[rule->item.index] = &table->datings[found];
    }
    return true;
}

bool batch_table_open(struct batch_table *table, const struct entity *entity,
                      const struct policy *policy, struct date as_of, struct arena *arena)
{
    *table = (struct batch_table){.entity = entity};
    table->fields = arena_array(arena, entity->field_count, sizeof *table->fields);
    table->items = arena_array(arena, entity->item_count, sizeof *table->items);
    table->written = arena_array(arena, entity->field_count, sizeof(const uint8_t *));
    table->decided = arena_array(arena, entity->item_count, sizeof *table->decided);
    if (table->fields == NULL || table->items == NULL || table->decided == NULL ||
        table->written == NULL)
        return false;
    for (size_t i = 0; i < entity->field_count; i++) {
        const struct field *field = &entity->fields[i];
        table->fields[i] = vector_uniform((struct cell){
            .value = field->fallback, .state = field->has_default ? CELL_VALUE : CELL_ABSENT});
    }
    return batch_table_open_datings(table, policy, as_of, arena);
}
