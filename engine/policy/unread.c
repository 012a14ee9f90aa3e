/*
 * Names that a faulty file declares, or may: what other files say of them is not known to be wrong,
 * so it is not reported until the file is mended.
 */
#include <string.h>

#include "policy_internal.h"

static void unread_keep(struct loader *loader, const char *name)
{
    struct map *names = &loader->policy->schema.unread_names;
    if (name == NULL || !map_put(names, loader->arena, name, loader->policy))
        loader->status = FT_NO_MEMORY;
}

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void keep_words_unread(struct loader *loader, const char *path)
{
    struct diagnostics silent = {.language = loader->diagnostics->language,
                                 .files = loader->diagnostics->files};
    const struct source *source = NULL;
    enum ft_status status =
        file_read(&source, loader->arena, &silent, path, LIMIT_CONF_FILE_BYTES, NULL);
    if (status == FT_NO_MEMORY)
        loader->status = status;
    if (status != FT_OK)
        return;
    const char *at = source->bytes, *end = at + source->length;
    while (at < end && loader_goes_on(loader)) {
        const char *start = at;
        while (at < end && in_name(*at))
            at++;
        if (at > start)
            unread_keep(loader, arena_copy(loader->arena, start, (size_t)(at - start)));
        else
            at++;
    }
}

/* What a list or group declares; bounded by LIMIT_CONF_NESTING. */
static void keep_declared(struct loader *loader, const struct conf *part)
{
    for (size_t i = 0; part != NULL && i < part->count && loader_goes_on(loader); i++) {
        const struct conf *child = &part->children[i];
        const struct text *id = child->kind == CONF_GROUP ? setting_text(child, "id") : NULL;
        if (child->name[0] != '\0')
            unread_keep(loader, child->name);
        if (id != NULL)
            unread_keep(loader, id->bytes);
        if (child->kind == CONF_GROUP && conf_child(child, "scope") != NULL)
            keep_declared(loader, conf_child(child, "rules"));
    }
}

void keep_declared_unread(struct loader *loader, const struct conf *root)
{
    for (size_t i = 0; i < root->count; i++)
        keep_declared(loader, &root->children[i]);
}
