/* fangtian new: a workbook or a text to fill in; fangtian convert: one as the other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli.h"

static enum ft_status write_template(struct ft_engine *engine, const struct invocation *invocation,
                                     const struct ft_sink *sink)
{
    return ft_template(engine, invocation->output, invocation->table, getenv("TMPDIR"), sink);
}

/* A new file alone: what was filled in once is not written over. */
static bool may_be_made(const struct invocation *invocation, const char *path)
{
    const char *dot = strrchr(path, '.');
    if (dot == NULL || (strcasecmp(dot, ".xlsx") != 0 && strcasecmp(dot, ".cfg") != 0)) {
        complain(invocation->language, "文件名须以 .xlsx（工作簿）或 .cfg（文本）结尾",
                 "the file's name must end in .xlsx (a workbook) or .cfg (text)", path);
        return false;
    }
    if (access(path, F_OK) != 0)
        return true; /* where it cannot be written, that is told when it is opened */
    complain(invocation->language, "文件已经存在，请换一个名字",
             "there is such a file: give another name", path);
    return false;
}

int command_new(const struct invocation *invocation)
{
    struct invocation own = *invocation;
    own.output = invocation->arguments[0];
    if (!may_be_made(invocation, own.output))
        return EXIT_TROUBLE;
    struct ft_engine *engine = open_engine(&own);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_load_policies(engine, own.packs, own.pack_count);
    return status == FT_OK ? write_output(engine, &own, write_template)
                           : close_engine(engine, status);
}

static enum ft_status write_converted(struct ft_engine *engine, const struct invocation *invocation,
                                      const struct ft_sink *sink)
{
    return ft_convert(engine, invocation->output, getenv("TMPDIR"), sink);
}

int command_convert(const struct invocation *invocation)
{
    if (is_standard_output(invocation->output)) {
        complain(invocation->language, "请用 -o 写明要写成的文件（.xlsx 或 .cfg）",
                 "name the file to write with -o (.xlsx or .cfg)", NULL);
        return EXIT_TROUBLE;
    }
    if (!may_be_made(invocation, invocation->output))
        return EXIT_TROUBLE;
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_load(engine, invocation->arguments[0]);
    return status == FT_OK ? write_output(engine, invocation, write_converted)
                           : close_engine(engine, status);
}
