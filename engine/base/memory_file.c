/*
 * Files in memory, and what stands at a path: in memory first, then on the disk unless the engine
 * keeps off it. A folder in memory is what names of files begin with.
 */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "base_internal.h"

/* No disk has this number: files in memory are told apart by their index. */
#define MEMORY_DEVICE UINT64_MAX

const struct ft_memory_file *memory_file_find(const struct file_list *files, const char *path)
{
    for (size_t i = 0; files != NULL && i < files->memory_count; i++)
        if (strcmp(files->memory[i].name, path) == 0)
            return &files->memory[i];
    return NULL;
}

bool memory_file_alone(const struct file_list *files)
{
    return files != NULL && files->memory_only;
}

enum ft_status memory_file_read(struct file_list *files, const struct ft_memory_file *file,
                                const struct place *asked)
{
    const uint64_t index = (uint64_t)(file - files->memory);
    return file_list_note(files, MEMORY_DEVICE, index, file->name, asked);
}

void memory_file_digest(struct file_list *files, const struct ft_memory_file *file, const char *sha)
{
    file_list_digest(files, MEMORY_DEVICE, (uint64_t)(file - files->memory), sha);
}

/* What follows "folder/" in a name; NULL where it lies elsewhere. */
static const char *name_below(const char *name, const char *folder)
{
    size_t length = strlen(folder);
    while (length > 0 && folder[length - 1] == '/')
        length--;
    return strncmp(name, folder, length) == 0 && name[length] == '/' ? name + length + 1 : NULL;
}

static bool is_memory_folder(const struct file_list *files, const char *path)
{
    for (size_t i = 0; files != NULL && i < files->memory_count; i++)
        if (name_below(files->memory[i].name, path) != NULL)
            return true;
    return false;
}

enum file_kind file_kind(const struct file_list *files, const char *path, bool follow)
{
    struct stat info;
    if (memory_file_find(files, path) != NULL)
        return FILE_REGULAR;
    if (is_memory_folder(files, path))
        return FILE_FOLDER;
    if (memory_file_alone(files) || (follow ? stat(path, &info) : lstat(path, &info)) != 0)
        return FILE_NONE;
    return S_ISDIR(info.st_mode) ? FILE_FOLDER : S_ISREG(info.st_mode) ? FILE_REGULAR : FILE_OTHER;
}

/* A folder below is named once for each of its files: who takes the names drops doubled ones. */
static enum ft_status list_memory(const struct file_list *files, const char *folder,
                                  struct arena *arena, file_takes *take, void *context)
{
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < files->memory_count && status == FT_OK; i++) {
        const char *below = name_below(files->memory[i].name, folder);
        const char *name = below == NULL ? "." : arena_copy(arena, below, strcspn(below, "/"));
        if (name == NULL)
            status = FT_NO_MEMORY;
        else if (name[0] != '.' && name[0] != '\0')
            status = take(context, name);
    }
    return status;
}

enum ft_status file_each_name(const struct file_list *files, const char *folder,
                              struct arena *arena, file_takes *take, void *context)
{
    if (is_memory_folder(files, folder))
        return list_memory(files, folder, arena, take, context);
    DIR *stream = memory_file_alone(files) ? NULL : opendir(folder);
    enum ft_status status = FT_OK;
    if (stream == NULL)
        return FT_IO;
    for (struct dirent *entry = readdir(stream); entry != NULL && status == FT_OK;
         entry = readdir(stream))
        if (entry->d_name[0] != '.')
            status = take(context, entry->d_name);
    (void)closedir(stream);
    return status;
}
