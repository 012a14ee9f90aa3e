/* Sheets by rows: by what, and which postings stand in each. */
#include <string.h>

#include "figures.h"

static enum ft_status refuse_grouping(struct display *display, const char *by)
{
    const struct schema *schema = &display->context->policy->schema;
    bool zh = display->context->language == FT_ZH;
    const char *all = "party";
    for (size_t i = 1; i < schema->entity_count && all != NULL; i++)
        all = arena_format(display->arena, zh ? "%s、%s（%s）" : "%s, %s", all,
                           schema->entities[i].id, schema->entities[i].title.zh);
    if (all == NULL)
        return FT_NO_MEMORY;
    diagnostics_add(display->context->diagnostics, NULL, &figure_message[FIGURE_UNKNOWN_GROUPING],
                    by, all, NULL);
    return FT_INVALID;
}

enum ft_status fill_groups(struct display *display, const char *by)
{
    const struct figure_context *context = display->context;
    if (by == NULL || strcmp(by, "party") == 0)
        return FT_OK;
    display->by = map_get(&context->policy->schema.entity_names, by);
    if (display->by == NULL)
        display->by = entity_called(&context->policy->schema, NULL, by);
    if (display->by == NULL || display->by->parent == NULL)
        return refuse_grouping(display, by);
    return ledger_groups(&display->groups, &display->group_count, context->ledger, display->by,
                         context->arith);
}

bool moves(const struct kind_total *total)
{
    return number_sign(&total->received) != 0 || number_sign(&total->paid) != 0 ||
           total_is_open(total);
}
