/* Runs a fuzz target over files: `replay_NAME FOLDER`. For builds without libFuzzer. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static int replay(const char *path)
{
    enum { LARGEST = 1 << 20 };
    static uint8_t bytes[LARGEST];
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        perror(path);
        return 1;
    }
    size_t size = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    /* A copy of exactly this size, so that a read past the end is seen. */
    uint8_t *copy = malloc(size + 1);
    if (copy == NULL)
        return 1;
    for (size_t i = 0; i < size; i++)
        copy[i] = bytes[i];
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 2 || LLVMFuzzerInitialize(&argc, &argv) != 0)
        return 2;
    DIR *folder = opendir(argv[1]);
    if (folder == NULL) {
        perror(argv[1]);
        return 2;
    }
    size_t files = 0;
    int failed = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char path[4096];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        failed |= replay(path);
        files++;
    }
    closedir(folder);
    printf("%zu files replayed\n", files);
    return failed != 0 || files == 0;
}
