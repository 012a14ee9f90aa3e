/* What a user may have meant: the fields and rows there are. */
#include "scenario_internal.h"

void choices_offer_fields(struct choices *choices, const struct entity *entity)
{
    for (size_t i = 0; i < entity->field_count; i++)
        choices_offer(choices, entity->fields[i].id);
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
        const char *name = parent == NULL ? record->path : record_key(record)->bytes;
        if (record->path != NULL && name != NULL && (parent == NULL || record->parent == parent))
            choices_offer(choices, name);
    }
}
