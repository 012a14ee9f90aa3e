/* fangtian new: a workbook to fill in. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli.h"

static enum ft_status write_template(struct ft_engine *engine, const struct invocation *invocation,
                                     const struct ft_sink *sink)
{
    (void)invocation;
    return ft_template(engine, getenv("TMPDIR"), sink);
}

/* A new file alone: what was filled in once is not written over. */
static bool may_be_made(const struct invocation *invocation, const char *path)
{
    const char *dot = strrchr(path, '.');
    if (dot == NULL || strcasecmp(dot, ".xlsx") != 0) {
        complain(invocation->language, "文件名须以 .xlsx 结尾", "the file's name must end in .xlsx",
                 path);
        return false;
    }
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return true;
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
