/* What a scenario says, however it is written down: text, CSV and workbooks of the same facts have
 * the same digest. */
#include <stdlib.h>
#include <string.h>

#include "scenario_internal.h"

/* A part with its end, so that no two lists of parts have the same bytes. */
void digest_part(struct loading *loading, const char *part)
{
    SHA256Update(&loading->digest, (const uint8_t *)part, strlen(part) + 1);
}

static void digest_head(struct loading *loading)
{
    const struct scenario *scenario = loading->scenario;
    const struct dataset *dataset = scenario->dataset;
    char day[DATE_TEXT_SIZE];
    digest_part(loading, scenario->id);
    digest_part(loading, scenario->title.zh);
    digest_part(loading, scenario->title.en);
    digest_part(loading, date_text(day, dataset->as_of));
    digest_part(loading, dataset->known_at.days == DATE_FOREVER.days
                             ? ""
                             : date_text(day, dataset->known_at));
    for (size_t i = 0; i < scenario->pack_count; i++)
        digest_part(loading, scenario->packs[i].bytes);
}

/* A value as it is understood: "26.4 亩" and "17600 m2" are one. */
static const char *value_digested(struct loading *loading, const struct field *field,
                                  const struct raw *raw, const union value *value,
                                  char day[DATE_TEXT_SIZE])
{
    switch (field->type.kind) {
    case TYPE_NUMBER:
        return number_text(&value->number, loading->arith, NUMBER_PLAIN);
    case TYPE_BOOLEAN:
        return value->boolean ? "true" : "false";
    case TYPE_DATE:
        return date_text(day, value->date);
    case TYPE_SYMBOL:
        return field->type.enumeration->members[value->symbol].id;
    case TYPE_TEXT:
    case TYPE_REFERENCE:
        break;
    }
    return raw->text.bytes;
}

static void digest_record(struct loading *loading, const struct table *table,
                          const struct record *record, const size_t *order)
{
    const struct entity *entity = record->entity;
    digest_part(loading, record->path);
    for (size_t i = 0; i < entity->field_count && loading_goes_on(loading); i++) {
        const struct field *field = &entity->fields[order[i]];
        const struct raw *raw = &record->cells[field->index];
        struct arena_mark mark = arena_mark(loading->arith->arena);
        char day[DATE_TEXT_SIZE];
        if (raw->text.bytes == NULL)
            continue;
        const char *value = value_digested(loading, field, raw,
                                           &table->fields[field->index].values[record->row], day);
        if (value == NULL) {
            loading->status = FT_NO_MEMORY;
            return;
        }
        digest_part(loading, field->id);
        digest_part(loading, value);
        arena_rewind(loading->arith->arena, mark);
    }
    digest_part(loading, "");
}

/* The order in which ids stand, whatever the vocabulary's: sorted by insertion, for there are few.
 */
static void order_ids(size_t *order, size_t count, const char *(*id)(const void *, size_t),
                      const void *all)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && strcmp(id(all, order[at - 1]), id(all, i)) > 0; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

static const char *id_of_field(const void *entity, size_t index)
{
    return ((const struct entity *)entity)->fields[index].id;
}

static const char *id_of_table(const void *schema, size_t index)
{
    return ((const struct schema *)schema)->entities[index].id;
}

static void digest_table(struct loading *loading, const struct entity *entity)
{
    const struct pile *pile = &loading->piles[entity->index];
    const struct table *table = &loading->scenario->dataset->tables[entity->index];
    size_t *order = arena_array(loading->arena, entity->field_count, sizeof *order);
    if (order == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    order_ids(order, entity->field_count, id_of_field, entity);
    digest_part(loading, entity->id);
    for (size_t i = 0; i < pile->count && loading_goes_on(loading); i++)
        digest_record(loading, table, pile->records[i], order);
}

void digest_facts(struct loading *loading)
{
    const struct schema *schema = loading->schema;
    size_t *order = arena_array(loading->arena, schema->entity_count, sizeof *order);
    if (order == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    order_ids(order, schema->entity_count, id_of_table, schema);
    digest_head(loading);
    for (size_t i = 0; i < schema->entity_count && loading_goes_on(loading); i++)
        if (loading->piles[order[i]].count > 0)
            digest_table(loading, &schema->entities[order[i]]);
}
