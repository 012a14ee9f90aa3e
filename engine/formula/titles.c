/* Formulas name things by their ids; who writes a title is told the id. */
#include <string.h>

#include "checker.h"

/* A search for the id behind a title. */
struct title_search {
    const char *title;
    const char *id; /* found, or NULL */
};

static void look_at_title(struct title_search *search, const char *id, const struct title *title)
{
    if (search->id == NULL && title->zh != NULL && strcmp(title->zh, search->title) == 0)
        search->id = id;
}

static void look_at_item(void *context, void *value)
{
    const struct item *item = value;
    look_at_title(context, item->id, &item->title);
}

static void look_at_definition(void *context, void *value)
{
    const struct definition *definition = value;
    look_at_title(context, definition->id, &definition->title);
}

static void look_at_parameter(void *context, void *value)
{
    const struct parameter *parameter = value;
    look_at_title(context, parameter->id, &parameter->title);
}

const char *name_of_title(const struct compilation *compilation, const char *title)
{
    struct title_search search = {.title = title};
    const struct entity *own = compilation->entity, *entity = own;
    for (; entity != NULL && search.id == NULL; entity = entity->parent) {
        for (size_t i = 0; i < entity->field_count; i++)
            look_at_title(&search, entity->fields[i].id, &entity->fields[i].title);
        map_each(&entity->items, look_at_item, &search);
        if (entity == own)
            map_each(&entity->definitions, look_at_definition, &search);
        if (search.id != NULL)
            break;
    }
    if (search.id != NULL && entity != own)
        return arena_format(compilation->arena, "%s.%s", entity->id, search.id);
    if (search.id == NULL)
        map_each(&compilation->schema->parameter_names, look_at_parameter, &search);
    return search.id;
}
