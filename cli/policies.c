/* fangtian policies: what is in force. fangtian views, limits: the views, the bounds. */
#include "cli.h"

static enum ft_status write_policies(struct ft_engine *engine, const struct invocation *invocation,
                                     const struct ft_sink *sink)
{
    if (invocation->formulas)
        return ft_formulas(invocation->language, sink);
    if (invocation->graph)
        return ft_graph(engine, sink);
    if (invocation->book)
        return ft_book(engine, &invocation->report, sink);
    if (invocation->vocabulary)
        return ft_vocabulary(engine, &invocation->report, sink);
    if (invocation->authority)
        return ft_authority(engine, &invocation->report, sink);
    return ft_policies(engine, invocation->argument_count > 0 ? invocation->arguments[0] : NULL,
                       &invocation->report, sink);
}

/* Of some lists there is text alone, of the vocabulary JSON. */
static bool format_fits(const struct invocation *invocation)
{
    if (invocation->vocabulary && invocation->report.format != FT_JSON) {
        complain(invocation->language, "只有 JSON 格式（--format json）",
                 "there is JSON alone (--format json)", "--vocabulary");
        return false;
    }
    const bool text_only = invocation->formulas || invocation->graph || invocation->book;
    if (!text_only || invocation->report.format == FT_TEXT)
        return true;
    complain(invocation->language, "只有文本格式（--format text）",
             "there is text alone (--format text)",
             invocation->formulas ? "--formulas"
             : invocation->book   ? "--book"
                                  : "--graph");
    return false;
}

int command_policies(const struct invocation *invocation)
{
    if (!format_fits(invocation))
        return EXIT_TROUBLE;
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status =
        invocation->formulas ? FT_OK
                             : ft_load_policies(engine, invocation->packs, invocation->pack_count);
    return status == FT_OK ? write_output(engine, invocation, write_policies)
                           : close_engine(engine, status);
}

static enum ft_status write_views(struct ft_engine *engine, const struct invocation *invocation,
                                  const struct ft_sink *sink)
{
    return ft_views(engine, &invocation->report, sink);
}

int command_views(const struct invocation *invocation)
{
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status =
        invocation->argument_count > 0
            ? ft_load(engine, invocation->arguments[0])
            : ft_load_policies(engine, invocation->packs, invocation->pack_count);
    return status == FT_OK ? write_output(engine, invocation, write_views)
                           : close_engine(engine, status);
}

int command_limits(const struct invocation *invocation)
{
    const struct ft_sink sink = standard_output();
    enum ft_status status = ft_limits(invocation->language, &sink);
    return status == FT_OK && output_is_whole(invocation->language) ? EXIT_DONE : EXIT_TROUBLE;
}
