/* What a user may have meant: "did you mean", and where nothing is near, what there is. */
#include "scenario_internal.h"

enum { CHOICES_LISTED = 12 };

struct choices choices_for(const struct loading *loading, const char *word)
{
    return (struct choices){.arena = loading->arena,
                            .language = loading->diagnostics->language,
                            .idle = loading->diagnostics->total >= DIAGNOSTICS_KEPT,
                            .nearest = {.word = word},
                            .list = ""};
}

void choices_offer(struct choices *choices, const char *name)
{
    if (choices->idle)
        return;
    suggest(&choices->nearest, name);
    if (choices->count++ >= CHOICES_LISTED)
        return;
    const char *longer = arena_format(choices->arena, "%s%s%s", choices->list,
                                      choices->count == 1 ? "" : ", ", name);
    /* Without memory the list ends here: the fault itself is told all the same. */
    if (longer != NULL)
        choices->list = longer;
}

void choices_offer_fields(struct choices *choices, const struct entity *entity)
{
    for (size_t i = 0; i < entity->field_count; i++)
        choices_offer(choices, entity->fields[i].id);
}

void choices_offer_rows(struct choices *choices, const struct pile *pile,
                        const struct record *parent)
{
    for (size_t i = 0; i < pile->count && !choices->idle; i++) {
        const struct record *record = pile->records[i];
        const char *name = parent == NULL ? record->path : record_key(record)->bytes;
        if (name != NULL && (parent == NULL || record->parent == parent))
            choices_offer(choices, name);
    }
}

const char *choices_text(const struct choices *choices)
{
    if (choices->nearest.best != NULL)
        return choices->nearest.best;
    if (choices->count > CHOICES_LISTED) {
        const char *cut = arena_format(choices->arena, "%s, …", choices->list);
        return cut == NULL ? choices->list : cut;
    }
    if (choices->count > 0)
        return choices->list;
    return choices->language == FT_ZH ? "（无）" : "(none)";
}
