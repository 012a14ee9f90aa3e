#include "in_memory.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void add_file(struct in_memory *memory, const char *path, size_t length)
{
    char *bytes = malloc(length + 1);
    FILE *file = fopen(path, "rb");
    if (memory->count == memory->capacity) {
        memory->capacity = memory->capacity * 2 + 64;
        memory->files = realloc(memory->files, memory->capacity * sizeof *memory->files);
    }
    if (bytes == NULL || file == NULL || memory->files == NULL ||
        fread(bytes, 1, length, file) != length)
        abort();
    (void)fclose(file);
    memory->files[memory->count++] =
        (struct ft_memory_file){.name = strdup(path), .bytes = bytes, .length = length};
}

static void add_folder(struct in_memory *memory, const char *folder)
{
    DIR *stream = opendir(folder);
    for (struct dirent *entry = stream == NULL ? NULL : readdir(stream); entry != NULL;
         entry = readdir(stream)) {
        char path[1024];
        struct stat info;
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || stat(path, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode))
            add_folder(memory, path);
        else
            add_file(memory, path, (size_t)info.st_size);
    }
    if (stream != NULL)
        (void)closedir(stream);
}

void in_memory_open(struct in_memory *memory)
{
    *memory = (struct in_memory){0};
    add_folder(memory, FT_SOURCE_DIR "/policies");
    add_folder(memory, FT_SOURCE_DIR "/scenarios");
}

void in_memory_close(struct in_memory *memory)
{
    for (size_t i = 0; i < memory->count; i++) {
        free((char *)memory->files[i].name);
        free((char *)memory->files[i].bytes);
    }
    free(memory->files);
}
