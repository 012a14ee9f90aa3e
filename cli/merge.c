/* fangtian merge: the shards of a long table put together; and how a shard's part finds its rows.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* ---- where the rows of a part are ---- */

/* The real folder of a file that may not be there yet, a slash behind it, and its name. NULL: errno
 * says why; else free() it. */
static char *real_folder(const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');
    *name = slash == NULL ? path : slash + 1;
    char *folder = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
    char *real = folder == NULL ? NULL : realpath(folder, NULL);
    free(folder);
    if (real == NULL)
        return NULL;
    size_t length = strlen(real);
    char *ended = realloc(real, length + 2);
    if (ended == NULL) {
        free(real);
        return NULL;
    }
    if (length == 0 || ended[length - 1] != '/')
        strcpy(ended + length, "/");
    return ended;
}

/* "../rows/": the way from one folder to another. */
static bool cli_merge_find_way(char *way, size_t size, const char *from, const char *to)
{
    size_t common = 0, length = 0;
    for (size_t i = 0; from[i] != '\0' && from[i] == to[i]; i++)
        if (from[i] == '/')
            common = i + 1;
    way[0] = '\0';
    for (const char *slash = from + common; (slash = strchr(slash, '/')) != NULL; slash++) {
        if (length + 3 >= size)
            return false;
        strcpy(way + length, "../");
        length += 3;
    }
    int rest = snprintf(way + length, size - length, "%s", to + common);
    return rest >= 0 && (size_t)rest < size - length;
}

/* A part on standard output has no folder: its rows' path is absolute then. */
bool find_rows_name(const struct invocation *invocation, char *name, size_t size)
{
    const char *rows_file, *part_file;
    char *rows = real_folder(invocation->rows, &rows_file);
    char *part = is_standard_output(invocation->output)
                     ? strdup("")
                     : real_folder(invocation->output, &part_file);
    bool good = rows != NULL && part != NULL && cli_merge_find_way(name, size, part, rows) &&
                strlen(name) + strlen(rows_file) < size;
    if (good)
        strcat(name, rows_file);
    else
        complain(invocation->language, "找不到文件夹", "no such folder",
                 rows == NULL ? invocation->rows : invocation->output);
    free(rows);
    free(part);
    return good;
}

/* ---- the merge ---- */

static enum ft_status merge_parts(struct ft_engine *engine, const struct invocation *invocation,
                                  const struct ft_sink *sink)
{
    const struct ft_rows rows = rows_options(invocation);
    return ft_merge(engine, &rows, invocation->arguments + 1,
                    (size_t)invocation->argument_count - 1, sink);
}

/* What the same words would merge: outputs are not written, but may not be inputs either. */
static int cli_merge_list_missing(const struct invocation *invocation)
{
    const struct ft_sink sink = standard_output();
    struct ft_rows rows = rows_options(invocation);
    size_t count = 0;
    struct ft_engine *engine = open_engine_over_rows(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    rows.shards = invocation->missing;
    enum ft_status status = ft_load(engine, invocation->arguments[0]);
    if (status == FT_OK)
        status = ft_missing_shards(engine, &rows, invocation->arguments + 1,
                                   (size_t)invocation->argument_count - 1, &sink, &count);
    int outcome = close_engine(engine, status);
    if (!output_is_whole(invocation->language))
        return EXIT_TROUBLE;
    return outcome == EXIT_DONE && count > 0 ? EXIT_ANSWER_NO : outcome;
}

int command_merge(const struct invocation *invocation)
{
    if (invocation->missing > 0)
        return cli_merge_list_missing(invocation);
    if (invocation->argument_count < 2) {
        complain(invocation->language, "没有写出要合并的分片", "name the parts to merge", NULL);
        return EXIT_TROUBLE;
    }
    return write_rows_and_output(invocation, merge_parts, write_row_totals);
}
