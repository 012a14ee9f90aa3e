/* Which packs replace something of another one, and so stand on top of those that do not. */
#include <dirent.h>
#include <string.h>

#include "policy_internal.h"

static bool list_replaces(const struct conf *list)
{
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (conf_child(&list->children[i], "replaces") != NULL)
            return true;
    return false;
}

/* A file that cannot be read replaces nothing here: loading it says what is wrong. */
static enum ft_status file_replaces(bool *replaces, struct arena *arena, const char *folder,
                                    const char *name)
{
    struct diagnostics silent = {.language = FT_ZH};
    const struct conf *conf;
    const char *path = arena_format(arena, "%s/%s", folder, name);
    enum ft_status status =
        path == NULL ? FT_NO_MEMORY : conf_read(&conf, arena, &silent, path, folder);
    if (status == FT_OK)
        *replaces |= list_replaces(conf_child(conf, "parameters")) ||
                     list_replaces(conf_child(conf, "rules")) ||
                     list_replaces(conf_child(conf, "views"));
    return status == FT_NO_MEMORY ? status : FT_OK;
}

static enum ft_status pack_replaces(bool *replaces, struct arena *arena, const char *folder,
                                    const char *pack)
{
    const char *path = arena_format(arena, "%s/%s", folder, pack);
    if (path == NULL)
        return FT_NO_MEMORY;
    DIR *stream = opendir(path);
    enum ft_status status = FT_OK;
    if (stream == NULL)
        return FT_OK;
    for (struct dirent *entry = readdir(stream); entry != NULL && status == FT_OK;
         entry = readdir(stream)) {
        size_t length = strlen(entry->d_name);
        if (entry->d_name[0] != '.' && length > 4 &&
            strcmp(entry->d_name + length - 4, ".cfg") == 0)
            status = file_replaces(replaces, arena, path, entry->d_name);
    }
    (void)closedir(stream);
    return status;
}

enum ft_status policy_packs_that(bool replace, const char ***packs, size_t *count,
                                 struct arena *arena, const char *const *folders,
                                 size_t folder_count)
{
    size_t all;
    enum ft_status status = policy_packs(packs, &all, arena, folders, folder_count);
    *count = 0;
    for (size_t i = 0; i < all && status == FT_OK; i++) {
        bool replaces = false;
        for (size_t j = 0; j < folder_count && status == FT_OK; j++)
            status = pack_replaces(&replaces, arena, folders[j], (*packs)[i]);
        if (replaces == replace)
            (*packs)[(*count)++] = (*packs)[i];
    }
    return status;
}
