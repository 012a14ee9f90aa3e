/*
 * The loader of vocabularies and policies: whatever stands in them, they load or are refused with
 * diagnostics. The bytes become the one file of a pack in a folder of this process's own. Where a
 * line "====" divides them, what stands before it is the vocabulary; else it is the shipped one.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy/policy.h"

static struct {
    char folder[32];
    const char *pack, *file, *vocabulary;
    struct arena arena;
    const struct source *shipped;
} world;

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *out = fopen(path, "wb");
    fuzz_require(out != NULL);
    fuzz_require(fwrite(bytes, 1, size, out) == size);
    fuzz_require(fclose(out) == 0);
}

static void remove_folder(void)
{
    unlink(world.file);
    unlink(world.vocabulary);
    rmdir(world.pack);
    rmdir(world.folder);
    arena_close(&world.arena);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    static struct diagnostics diagnostics;
    arena_open(&world.arena, NULL);
    fuzz_require(file_read(&world.shipped, &world.arena, &diagnostics,
                           FT_SOURCE_DIR "/policies/vocabulary.cfg", LIMIT_CONF_FILE_BYTES,
                           NULL) == FT_OK);
    /* In memory where there is such a folder: two files are written for every input. */
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    (void)snprintf(world.folder, sizeof world.folder, "%s/fangtian-fuzz-XXXXXX", base);
    fuzz_require(mkdtemp(world.folder) != NULL);
    world.vocabulary = arena_format(&world.arena, "%s/vocabulary.cfg", world.folder);
    world.pack = arena_format(&world.arena, "%s/pack", world.folder);
    world.file = arena_format(&world.arena, "%s/pack/policy.cfg", world.folder);
    fuzz_require(world.vocabulary != NULL && world.pack != NULL && world.file != NULL);
    fuzz_require(mkdir(world.pack, 0700) == 0);
    return atexit(remove_folder);
}

/* The end of the first line "====", or NULL. */
static const uint8_t *find_division(const uint8_t *data, size_t size)
{
    static const char division[] = "\n====\n";
    const size_t length = sizeof division - 1;
    for (size_t i = 0; i + length <= size; i++)
        if (memcmp(data + i, division, length) == 0)
            return data + i + length;
    return NULL;
}

static void write_input(const uint8_t *data, size_t size)
{
    const uint8_t *policy = find_division(data, size);
    if (policy == NULL) {
        write_file(world.vocabulary, world.shipped->bytes, world.shipped->length);
        write_file(world.file, data, size);
        return;
    }
    write_file(world.vocabulary, data, (size_t)(policy - data) - sizeof "====");
    write_file(world.file, policy, size - (size_t)(policy - data));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct diagnostics diagnostics;
    const char *folders[] = {world.folder};
    const struct text pack = text_from("pack");
    struct policy *policy = NULL;
    struct arena arena;
    diagnostics = (struct diagnostics){.language = FT_EN};
    write_input(data, size);
    arena_open(&arena, NULL);
    enum ft_status status = policy_load(&policy, &arena, &diagnostics, folders, 1, &pack, 1);
    fuzz_require((status == FT_OK) == (diagnostics.total == 0));
    arena_close(&arena);
    return 0;
}
