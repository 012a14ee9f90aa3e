/* Folders of policies: which files in them are read, and which look as if they were. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "policy_internal.h"

static int folder_by_name(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

void sort_names(struct names *names)
{
    if (names->count > 0)
        qsort(names->items, names->count, sizeof *names->items, folder_by_name);
}

enum ft_status add_name(struct names *names, struct arena *arena, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return FT_OK;
    const char **items =
        arena_grow(arena, names->items, &names->capacity, sizeof *items, names->count + 1);
    char *copy = arena_copy(arena, name, strlen(name));
    if (items == NULL || copy == NULL)
        return FT_NO_MEMORY;
    names->items = items;
    items[names->count++] = copy;
    return FT_OK;
}

struct listing_folder {
    struct names *names;
    struct arena *arena;
};

static enum ft_status take_name(void *context, const char *name)
{
    const struct listing_folder *listing = context;
    return add_name(listing->names, listing->arena, name);
}

enum ft_status list_folder(struct names *names, struct arena *arena, const struct file_list *files,
                           const char *folder)
{
    assert(folder != NULL);
    struct listing_folder listing = {names, arena};
    enum ft_status status = file_each_name(files, folder, arena, take_name, &listing);
    sort_names(names);
    return status;
}

enum ft_status list_policies(struct names *policies, struct names *likely, struct arena *arena,
                             const struct file_list *files, const char *folder)
{
    struct names all = {0};
    enum ft_status status = list_folder(&all, arena, files, folder);
    for (size_t i = 0; i < all.count && status == FT_OK; i++) {
        const enum ft_name kind =
            is_english(all.items[i]) ? FT_NAME_OTHER : ft_name_of(all.items[i]);
        if (kind == FT_NAME_CFG)
            status = add_name(policies, arena, all.items[i]);
        else if (kind == FT_NAME_LIKE_CFG)
            status = add_name(likely, arena, all.items[i]);
    }
    return status;
}

bool is_folder(const struct file_list *files, const char *path)
{
    return file_kind(files, path, true) == FILE_FOLDER;
}

/* ---- no silence about what is not read ---- */

/* A link to a folder may lead back to where it stands. */
static bool is_folder_itself(const struct file_list *files, const char *path)
{
    return file_kind(files, path, false) == FILE_FOLDER;
}

/* Tells of the policies in a folder inside a pack that no policy of it includes, and of a folder so
 * deep down that it is not looked into. */
static void fault_nested(struct loader *loader, const char *pack, const char *folder, size_t depth)
{
    enum { MOST_LEVELS = 16 };
    struct names all = {0};
    if (depth == MOST_LEVELS) {
        load_fault(loader, NULL, &policy_message[POLICY_NESTED], folder, pack, NULL);
        return;
    }
    if (list_folder(&all, loader->arena, loader->diagnostics->files, folder) == FT_NO_MEMORY)
        loader->status = FT_NO_MEMORY;
    for (size_t i = 0; i < all.count && loader_goes_on(loader); i++) {
        const char *path = load_format(loader, "%s/%s", folder, all.items[i]);
        if (is_folder_itself(loader->diagnostics->files, path))
            fault_nested(loader, pack, path, depth + 1);
        else if (ft_name_of(all.items[i]) == FT_NAME_CFG && map_get(&loader->read, path) == NULL)
            load_fault(loader, NULL, &policy_message[POLICY_NESTED], path, pack, NULL);
    }
}

void fault_unread(struct loader *loader, const char *pack, const char *folder,
                  const struct names *likely)
{
    struct names all = {0};
    const bool sound = loader->status == FT_OK;
    for (size_t i = 0; i < likely->count && loader_goes_on(loader); i++)
        load_fault(loader, NULL, &policy_message[POLICY_LIKELY],
                   load_format(loader, "%s/%s", folder, likely->items[i]), pack, NULL);
    /* What a faulty policy includes is not known. */
    if (sound &&
        list_folder(&all, loader->arena, loader->diagnostics->files, folder) == FT_NO_MEMORY)
        loader->status = FT_NO_MEMORY;
    for (size_t i = 0; i < all.count && loader_goes_on(loader); i++) {
        const char *path = load_format(loader, "%s/%s", folder, all.items[i]);
        if (ft_name_of(all.items[i]) != FT_NAME_CFG &&
            is_folder_itself(loader->diagnostics->files, path))
            fault_nested(loader, pack, path, 1);
    }
}

/* ---- the vocabulary ---- */

static enum ft_status list_vocabularies(struct names *found, struct arena *arena,
                                        const struct file_list *files, const char *folder)
{
    struct names all = {0};
    enum ft_status status = list_folder(&all, arena, files, folder);
    for (size_t i = 0; i < all.count && status == FT_OK; i++)
        if (is_vocabulary(all.items[i]))
            status = add_name(found, arena, all.items[i]);
    return status;
}

const char *find_vocabulary(struct loader *loader, const char *const *folders, size_t count,
                            const char **folder)
{
    struct names found = {0};
    for (size_t i = 0; i < count && found.count == 0; i++) {
        *folder = folders[i];
        if (list_vocabularies(&found, loader->arena, loader->diagnostics->files, folders[i]) ==
            FT_NO_MEMORY) {
            loader->status = FT_NO_MEMORY;
            return NULL;
        }
    }
    if (found.count > 1)
        load_fault(loader, NULL, &policy_message[POLICY_TWO_VOCABULARIES], *folder, found.items[0],
                   found.items[1]);
    return found.count != 1 ? NULL : load_format(loader, "%s/%s", *folder, found.items[0]);
}
