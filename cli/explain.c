/* fangtian explain: where a figure comes from. */
#include "cli.h"

static enum ft_status write_derivation(struct ft_engine *engine,
                                       const struct invocation *invocation,
                                       const struct ft_sink *sink)
{
    return ft_explain(engine, invocation->arguments[1], &invocation->report, sink);
}

int command_explain(const struct invocation *invocation)
{
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_load(engine, invocation->arguments[0]);
    if (status == FT_OK)
        status = ft_run(engine);
    if (status ==
        FT_OK) /* what is explained says its own faults; those of other figures are not asked for */
        (void)ft_diagnostics(engine, NULL, false);
    return status == FT_OK ? write_output(engine, invocation, write_derivation)
                           : close_engine(engine, status);
}
