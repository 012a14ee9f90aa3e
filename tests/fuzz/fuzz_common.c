/* What the fuzz targets share. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* For targets that have nothing to set up. */
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    return 0;
}

/* ---- bytes ---- */

void fuzz_bytes_add(struct fuzz_bytes *bytes, const void *more, size_t length)
{
    bytes->all = realloc(bytes->all, bytes->length + length + 1);
    fuzz_require(bytes->all != NULL);
    if (length > 0)
        memcpy(bytes->all + bytes->length, more, length);
    bytes->length += length;
    bytes->all[bytes->length] = '\0';
}

void fuzz_bytes_close(struct fuzz_bytes *bytes)
{
    free(bytes->all);
    *bytes = (struct fuzz_bytes){NULL, 0};
}

static bool take(void *context, const char *bytes, size_t length)
{
    fuzz_bytes_add(context, bytes, length);
    return true;
}

struct ft_sink fuzz_bytes_sink(struct fuzz_bytes *bytes)
{
    return (struct ft_sink){take, bytes};
}

bool fuzz_bytes_equal(const struct fuzz_bytes *one, const struct fuzz_bytes *other)
{
    return one->length == other->length &&
           (one->length == 0 || memcmp(one->all, other->all, one->length) == 0);
}

bool fuzz_next_part(const uint8_t **data, size_t *size, const uint8_t **part, size_t *part_size)
{
    static const char division[] = "\n====\n";
    const size_t length = sizeof division - 1;
    if (*data == NULL)
        return false;
    *part = *data;
    *part_size = *size;
    for (size_t i = 0; i + length <= *size; i++)
        if (memcmp(*data + i, division, length) == 0) {
            *part_size = i;
            *data += i + length;
            *size -= i + length;
            return true;
        }
    *data = NULL;
    return true;
}

/* ---- files ---- */

enum { MOST_FILES = 8 };
static struct {
    char path[32];
    char *files[MOST_FILES];
    size_t count;
} folder;

static void remove_folder(void)
{
    for (size_t i = 0; i < folder.count; i++) {
        unlink(folder.files[i]);
        free(folder.files[i]);
    }
    rmdir(folder.path);
}

const char *fuzz_folder(void)
{
    if (folder.path[0] == '\0') {
        const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
        (void)snprintf(folder.path, sizeof folder.path, "%s/fangtian-fuzz-XXXXXX", base);
        fuzz_require(mkdtemp(folder.path) != NULL && atexit(remove_folder) == 0);
    }
    return folder.path;
}

/* The path of a file of the folder, the same one each time. */
static const char *path_of(const char *name)
{
    const size_t before = strlen(fuzz_folder()) + 1, length = before + strlen(name) + 1;
    for (size_t i = 0; i < folder.count; i++)
        if (strcmp(folder.files[i] + before, name) == 0)
            return folder.files[i];
    char *path = malloc(length);
    fuzz_require(path != NULL && folder.count < MOST_FILES);
    (void)snprintf(path, length, "%s/%s", folder.path, name);
    return folder.files[folder.count++] = path;
}

const char *fuzz_write_file(const char *name, const void *bytes, size_t size)
{
    const char *path = path_of(name);
    FILE *out = fopen(path, "wb");
    fuzz_require(out != NULL);
    fuzz_require(size == 0 || fwrite(bytes, 1, size, out) == size);
    fuzz_require(fclose(out) == 0);
    return path;
}
