/* What a user may have meant: the fields and rows there are. */
#include <string.h>

#include "scenario_internal.h"

void choices_offer_fields(struct choices *choices, const struct entity *entity)
{
    for (size_t i = 0; i < entity->field_count; i++)
        choices_offer_titled(choices, entity->fields[i].id, &entity->fields[i].title);
}

void choices_offer_titled(struct choices *choices, const char *id, const struct title *title)
{
    const char *shown = id;
    if (choices->language == FT_ZH && !choices->idle && strcmp(title->zh, id) != 0)
        shown = arena_format(choices->arena, "%s（%s）", title->zh, id);
    choices_offer_as(choices, id, shown == NULL ? id : shown);
}

void choices_offer_titles(struct choices *choices, const struct entity *entity)
{
    if (choices->language == FT_EN) {
        choices_offer_fields(choices, entity);
        return;
    }
    for (size_t i = 0; i < entity->field_count; i++)
        choices_offer(choices, entity->fields[i].title.zh);
    for (size_t i = 0; i < entity->field_count; i++)
        suggest(&choices->nearest, entity->fields[i].id);
}

void choices_offer_rows(struct choices *choices, const struct pile *pile,
                        const struct record *parent)
{
    for (size_t i = 0; i < pile->count && !choices->idle; i++) {
        const struct record *record = pile->records[i];
        const char *name = parent == NULL ? record->path : record_key(record).bytes;
        if (record->path != NULL && name != NULL && (parent == NULL || record->parent == parent))
            choices_offer(choices, name);
    }
}

const struct record *record_labelled(const struct pile *pile, const struct record *above,
                                     const char *name)
{
    const struct record *found = NULL;
    for (size_t i = 0; i < pile->count; i++) {
        const struct record *record = pile->records[i];
        const struct entity *entity = record->entity;
        const char *label = row_cell(&record->cells, entity->label).text.bytes;
        if (record->path == NULL || label == NULL || entity->label == entity->key ||
            strcmp(label, name) != 0 || (above != NULL && record->parent != above))
            continue;
        if (found != NULL)
            return NULL;
        found = record;
    }
    return found;
}
