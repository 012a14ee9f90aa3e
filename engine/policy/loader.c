/* What the parts of a load share: memory that is checked, faults, names. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "policy_internal.h"

bool loader_take(struct loader *loader, enum ft_status status)
{
    if (status == FT_NO_MEMORY || loader->status == FT_OK)
        loader->status = status;
    return status == FT_OK;
}

bool loader_out(const struct loader *loader)
{
    return loader->status == FT_NO_MEMORY;
}

void *loader_array(struct loader *loader, size_t count, size_t size)
{
    void *array = arena_array(loader->arena, count, size);
    if (array == NULL)
        loader->status = FT_NO_MEMORY;
    return array;
}

const char *loader_format(struct loader *loader, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : loader_array(loader, (size_t)length + 1, 1);
    if (text != NULL)
        (void)vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text == NULL ? "" : text;
}

void loader_put(struct loader *loader, struct map *map, const char *key, void *value)
{
    if (!map_put(map, loader->arena, key, value))
        loader->status = FT_NO_MEMORY;
}

void loader_fault(struct loader *loader, const struct place *place, enum policy_message_id id,
                  const char *first, const char *second, const char *third)
{
    if (loader_out(loader))
        return;
    diagnostics_add(loader->diagnostics, place, &policy_message[id], first == NULL ? "" : first,
                    second == NULL ? "" : second, third == NULL ? "" : third, NULL);
    (void)loader_take(loader, FT_INVALID);
}

const char *loader_word(const struct loader *loader, const struct title *title)
{
    return title_in(title, loader->diagnostics->language);
}

const char *place_name(struct loader *loader, const struct place *place)
{
    return loader_format(loader, "%s:%u", place->source == NULL ? "" : place->source->path,
                         (unsigned)place->line);
}

/* ---- names ------------------------------------------------------------------------------------
 */

bool names_open(struct loader *loader, struct names *names, size_t most)
{
    *names = (struct names){.items = loader_array(loader, most, sizeof *names->items)};
    return names->items != NULL;
}

void fault_unknown(struct loader *loader, const struct place *place, const struct title *what,
                   const char *word, const struct names *known)
{
    struct suggestion suggestion = {.word = word};
    const char *list = "";
    for (size_t i = 0; i < known->count; i++)
        suggest(&suggestion, known->items[i]);
    if (suggestion.best != NULL) {
        loader_fault(loader, place, POLICY_UNKNOWN_NEAR, loader_word(loader, what), word,
                     suggestion.best);
        return;
    }
    for (size_t i = 0; i < known->count; i++)
        list = loader_format(loader, "%s%s%s", list, i == 0 ? "" : ", ", known->items[i]);
    loader_fault(loader, place, POLICY_UNKNOWN, loader_word(loader, what), word,
                 list[0] == '\0' ? "—" : list);
}

static bool is_name(const char *name)
{
    if (!isalpha((unsigned char)name[0]) && name[0] != '_')
        return false;
    for (; *name != '\0'; name++)
        if (!isalnum((unsigned char)*name) && *name != '_')
            return false;
    return true;
}

bool check_name(struct loader *loader, const struct place *place, const char *name)
{
    if (!is_name(name)) {
        loader_fault(loader, place, POLICY_BAD_NAME, name, NULL, NULL);
        return false;
    }
    if (formula_reserves(name)) {
        loader_fault(loader, place, POLICY_RESERVED, name, NULL, NULL);
        return false;
    }
    return true;
}
