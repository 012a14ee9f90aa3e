#include "shipped.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

static const char *const patterns[] = {
    FT_SOURCE_DIR "/scenarios/*.cfg",
    FT_SOURCE_DIR "/scenarios/*/*.cfg",
};

static bool keep(void *context, const char *bytes, size_t length)
{
    struct printed *written = context;
    size_t needed = written->length + length + 1;
    if (needed > written->room) { /* doubled: a sheet of a megabyte comes in many small pieces */
        char *grown = realloc(written->bytes, 2 * needed);
        if (grown == NULL)
            return false;
        written->bytes = grown;
        written->room = 2 * needed;
    }
    memcpy(written->bytes + written->length, bytes, length);
    written->length += length;
    written->bytes[written->length] = '\0';
    return true;
}

struct ft_sink written_sink(struct printed *written)
{
    return (struct ft_sink){keep, written};
}

char **shipped_scenarios(size_t *count)
{
    glob_t found = {0};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        (void)glob(patterns[i], i == 0 ? 0 : GLOB_APPEND, NULL, &found);
    char **paths = calloc(found.gl_pathc + 1, sizeof *paths);
    for (size_t i = 0; paths != NULL && i < found.gl_pathc; i++)
        paths[i] = strdup(found.gl_pathv[i]);
    *count = found.gl_pathc;
    globfree(&found);
    return paths;
}

void shipped_free(char **paths)
{
    for (char **path = paths; *path != NULL; path++)
        free(*path);
    free(paths);
}

struct printed shipped_report(const char *scenario, struct ft_options options,
                              struct ft_report report)
{
    static const char *const policies[] = {FT_SOURCE_DIR "/policies"};
    struct printed written = {0};
    struct ft_engine *engine = NULL;
    options.policies = policies;
    options.policy_count = 1;
    written.status = ft_open(&engine, &options);
    if (written.status == FT_OK)
        written.status = ft_load(engine, scenario);
    if (written.status == FT_OK)
        written.status = ft_run(engine);
    struct ft_sink sink = written_sink(&written);
    if (written.status == FT_OK)
        written.status = ft_report(engine, &report, &sink);
    ft_close(engine);
    return written;
}
