/* What a scenario says, however it is written down: text, CSV and workbooks of the same facts have
 * the same digest. */
#include <stdlib.h>
#include <string.h>

#include "scenario_internal.h"

/* A part with its end, so that no two lists of parts have the same bytes. */
void digest_part(struct loading *loading, const char *part)
{
    sha_add(&loading->digest, part, strlen(part) + 1);
}

static void facts_digest_head(struct loading *loading)
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
static const char *value_plain(struct arith *arith, const struct pile *piles,
                               const struct field *field, const struct raw *raw,
                               const struct column *column, uint32_t row, char day[DATE_TEXT_SIZE])
{
    const struct cell cell = column_cell(column, row);
    const union value *value = &cell.value;
    const struct entity *target;
    if (cell.state == CELL_NONE)
        return "none";
    switch (field->type.kind) {
    case TYPE_NUMBER:
        return number_text(&value->number, arith, NUMBER_PLAIN);
    case TYPE_BOOLEAN:
        return value->boolean ? "true" : "false";
    case TYPE_DATE:
        return date_text(day, value->date);
    case TYPE_SYMBOL:
        return field->type.enumeration->members[value->symbol].id;
    case TYPE_REFERENCE:
        target = field->type.entity;
        if (cell.state != CELL_VALUE || value->reference >= piles[target->index].count)
            break;
        return record_key(piles[target->index].records[value->reference]).bytes;
    case TYPE_TEXT:
        break;
    }
    /* A text; a reference that leads nowhere. */
    return raw->text.bytes;
}

static void digest_record(struct loading *loading, const struct table *table,
                          const struct record *record, const size_t *order)
{
    const struct entity *entity = record->entity;
    digest_part(loading, record->path);
    for (size_t i = 0; i < entity->field_count && loading_goes_on(loading); i++) {
        const struct field *field = &entity->fields[order[i]];
        const struct raw own = row_cell(&record->cells, field->index), *raw = &own;
        struct arena_mark mark = arena_mark(loading->arith->arena);
        char day[DATE_TEXT_SIZE];
        if (raw->text.bytes == NULL)
            continue;
        const struct column *column = &table->fields[field->index];
        const char *value =
            value_plain(loading->arith, loading->piles, field, raw, column, record->row, day);
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

static void facts_digest_table(struct loading *loading, const struct entity *entity)
{
    const struct pile *pile = &loading->piles[entity->index];
    const struct table *table = &loading->scenario->dataset->tables[entity->index];
    size_t *order = loading_array(loading, entity->field_count, sizeof *order);
    if (order == NULL)
        return;
    order_ids(order, entity->field_count, id_of_field, entity);
    digest_part(loading, entity->id);
    for (size_t i = 0; i < pile->count && loading_goes_on(loading); i++)
        digest_record(loading, table, pile->records[i], order);
}

void digest_facts(struct loading *loading)
{
    const struct schema *schema = loading->schema;
    size_t *order = loading_array(loading, schema->entity_count, sizeof *order);
    if (order == NULL)
        return;
    order_ids(order, schema->entity_count, id_of_table, schema);
    facts_digest_head(loading);
    for (size_t i = 0; i < schema->entity_count && loading_goes_on(loading); i++)
        if (loading->piles[order[i]].count > 0)
            facts_digest_table(loading, &schema->entities[order[i]]);
}

struct written_cell scenario_written(const struct scenario *scenario, const struct entity *entity,
                                     uint32_t row, size_t field)
{
    const struct raw raw = row_cell(&scenario->piles[entity->index].records[row]->cells, field);
    return (struct written_cell){raw.text, raw.column == NULL ? NULL : raw.column->unit};
}

/* ---- whether two scenarios say the same ---- */

struct comparison {
    const struct scenario *one, *other;
    struct arith *arith;
    struct place *place;
    const char **name;
};

static bool differ_at(struct comparison *comparison, const struct place *place, const char *name)
{
    *comparison->place = *place;
    *comparison->name = name;
    return false;
}

static bool same_value(const struct comparison *comparison, const struct field *field,
                       const struct record *one, const struct record *other)
{
    char days[2][DATE_TEXT_SIZE];
    const struct raw raws[] = {row_cell(&one->cells, field->index),
                               row_cell(&other->cells, field->index)};
    const struct scenario *scenarios[] = {comparison->one, comparison->other};
    const char *texts[2];
    if (raws[0].text.bytes == NULL || raws[1].text.bytes == NULL)
        return raws[0].text.bytes == raws[1].text.bytes;
    struct arena_mark mark = arena_mark(comparison->arith->arena);
    for (size_t i = 0; i < 2; i++) {
        const struct table *table = &scenarios[i]->dataset->tables[one->entity->index];
        texts[i] =
            value_plain(comparison->arith, scenarios[i]->piles, field, &raws[i],
                        &table->fields[field->index], i == 0 ? one->row : other->row, days[i]);
    }
    const bool same = texts[0] != NULL && texts[1] != NULL && strcmp(texts[0], texts[1]) == 0;
    arena_rewind(comparison->arith->arena, mark);
    return same;
}

static bool same_record(struct comparison *comparison, const struct record *one,
                        const struct record *other)
{
    const struct entity *entity = one->entity;
    if (strcmp(one->path, other->path) != 0)
        return differ_at(comparison, &one->place, one->path);
    for (size_t i = 0; i < entity->field_count; i++)
        if (!same_value(comparison, &entity->fields[i], one, other)) {
            const struct raw raw = row_cell(&one->cells, i);
            return differ_at(comparison, raw.text.bytes == NULL ? &one->place : &raw.text.place,
                             entity->fields[i].title.zh);
        }
    return true;
}

static bool same_head(struct comparison *comparison)
{
    const struct scenario *one = comparison->one, *other = comparison->other;
    const struct place whole = {.source = one->source};
    bool packs = one->pack_count == other->pack_count;
    for (size_t i = 0; i < one->pack_count && packs; i++)
        packs = strcmp(one->packs[i].bytes, other->packs[i].bytes) == 0;
    if (!packs)
        return differ_at(comparison, &whole, "packs");
    if (strcmp(one->id, other->id) != 0)
        return differ_at(comparison, &whole, "id");
    if (strcmp(one->title.zh, other->title.zh) != 0 || strcmp(one->title.en, other->title.en) != 0)
        return differ_at(comparison, &whole, "title");
    return true;
}

static bool same_expectations(struct comparison *comparison)
{
    const struct scenario *one = comparison->one, *other = comparison->other;
    const struct place whole = {.source = one->source};
    if (one->expectation_count != other->expectation_count)
        return differ_at(comparison, &whole, "expect");
    for (size_t i = 0; i < one->expectation_count; i++) {
        const struct expectation *x = &one->expectations[i], *y = &other->expectations[i];
        if (x->kind != y->kind || strcmp(x->item.bytes, y->item.bytes) != 0 ||
            strcmp(x->at.bytes, y->at.bytes) != 0 || strcmp(x->is.bytes, y->is.bytes) != 0 ||
            strcmp(x->rounded_to.bytes, y->rounded_to.bytes) != 0 ||
            strcmp(x->within.bytes, y->within.bytes) != 0 ||
            strcmp(x->source.bytes, y->source.bytes) != 0)
            return differ_at(comparison, &x->place, x->item.bytes);
    }
    return true;
}

bool scenario_same_facts(const struct scenario *one, const struct scenario *other,
                         struct arith *arith, struct place *place, const char **name)
{
    struct comparison comparison = {one, other, arith, place, name};
    const struct schema *schema = one->dataset->schema;
    bool same = same_head(&comparison) && same_expectations(&comparison);
    for (size_t i = 0; i < schema->entity_count && same; i++) {
        const struct pile *x = &one->piles[i], *y = &other->piles[i];
        for (size_t j = 0; j < x->count && j < y->count && same; j++)
            same = same_record(&comparison, x->records[j], y->records[j]);
        if (same && x->count != y->count)
            same = differ_at(&comparison, &(struct place){.source = one->source},
                             schema->entities[i].table);
    }
    /* A digest counts what was changed for a trial, which is filed in what is written. */
    return same && (one->change_count > 0 || strcmp(one->digest, other->digest) == 0 ||
                    differ_at(&comparison, &(struct place){.source = one->source}, "digest"));
}
