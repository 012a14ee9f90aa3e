/* fangtian check: load and report. */
#include <stdio.h>

#include "cli.h"

static int check_one(const struct invocation *invocation, const char *path)
{
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status =
        path == NULL ? ft_load_policies(engine, NULL, 0) : ft_load(engine, path);
    /* A scenario that loads may still lack what a rule needs. */
    if (status == FT_OK && path != NULL)
        status = ft_run(engine);
    if (status == FT_OK)
        (void)printf("%s: %s\n", path == NULL ? "policies" : path,
                     invocation->language == FT_ZH ? "无误" : "sound");
    return close_engine(engine, status);
}

int command_check(const struct invocation *invocation)
{
    int worst = invocation->argument_count == 0 ? check_one(invocation, NULL) : EXIT_DONE;
    for (int i = 0; i < invocation->argument_count; i++) {
        int outcome = check_one(invocation, invocation->arguments[i]);
        worst = outcome > worst ? outcome : worst;
    }
    return output_is_whole(invocation->language) ? worst : EXIT_TROUBLE;
}
