/* fangtian changes: what each policy changed in a scenario, or what --set changes. */
#include "cli.h"

static enum ft_status write_changes(struct ft_engine *engine, const struct invocation *invocation,
                                    const struct ft_sink *sink)
{
    if (invocation->argument_count == 1 && invocation->setting_count > 0)
        return ft_trial(engine, &invocation->report, sink);
    return ft_changes(engine, invocation->arguments + 1, (size_t)invocation->argument_count - 1,
                      &invocation->report, sink);
}

int command_changes(const struct invocation *invocation)
{
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_load(engine, invocation->arguments[0]);
    if (status == FT_OK)
        status = ft_run(engine);
    if (status != FT_OK)
        return close_engine(engine, status);
    return write_output(engine, invocation, write_changes);
}
