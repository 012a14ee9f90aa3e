/*
 * The policy loader: whatever stands in a policy file, it loads or is refused with diagnostics.
 * The bytes become the one file of a pack in a folder of this process's own.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy/policy.h"

static char folder[] = "/tmp/fangtian-fuzz-XXXXXX";
static char file[64];

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *out = fopen(path, "wb");
    require(out != NULL);
    require(fwrite(bytes, 1, size, out) == size);
    require(fclose(out) == 0);
}

static void remove_folder(void)
{
    char path[64];
    unlink(file);
    snprintf(path, sizeof path, "%s/vocabulary.cfg", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/pack", folder);
    rmdir(path);
    rmdir(folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    static struct diagnostics diagnostics;
    struct arena arena;
    const struct source *vocabulary;
    char path[64];
    require(mkdtemp(folder) != NULL);
    arena_open(&arena, NULL);
    require(file_read(&vocabulary, &arena, &diagnostics, FT_SOURCE_DIR "/policies/vocabulary.cfg",
                      LIMIT_CONF_FILE_BYTES, NULL) == FT_OK);
    snprintf(path, sizeof path, "%s/vocabulary.cfg", folder);
    write_file(path, vocabulary->bytes, vocabulary->length);
    arena_close(&arena);
    snprintf(path, sizeof path, "%s/pack", folder);
    require(mkdir(path, 0700) == 0);
    snprintf(file, sizeof file, "%s/pack/policy.cfg", folder);
    return atexit(remove_folder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct diagnostics diagnostics;
    const char *folders[] = {folder};
    const struct text pack = text_from("pack");
    struct policy *policy = NULL;
    struct arena arena;
    diagnostics = (struct diagnostics){.language = FT_EN};
    write_file(file, data, size);
    arena_open(&arena, NULL);
    enum ft_status status = policy_load(&policy, &arena, &diagnostics, folders, 1, &pack, 1);
    require((status == FT_OK) == (diagnostics.total == 0));
    arena_close(&arena);
    return 0;
}
