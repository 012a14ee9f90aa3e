/* fangtian policies: what is in force. fangtian views, limits: the views, the bounds. */
#include <stdlib.h>

#include "cli.h"

/* The scenarios of the arguments as worked cases. */
static enum ft_status policies_write_book(struct ft_engine *engine,
                                          const struct invocation *invocation,
                                          const struct ft_sink *sink)
{
    const struct found_files *found = find_scenarios(invocation);
    const char **cases = malloc((found->count + 1) * sizeof *cases);
    enum ft_status status = cases == NULL ? FT_NO_MEMORY : FT_OK;
    for (size_t i = 0; cases != NULL && i < found->count; i++)
        cases[i] = found->files[i].path;
    const struct ft_book book = {cases, found->count, invocation->against};
    if (cases == NULL)
        (void)complain_of_memory(invocation->language);
    else
        status = found->trouble ? FT_INVALID : ft_book(engine, &book, &invocation->report, sink);
    free(cases);
    forget_scenarios();
    return status;
}

static enum ft_status write_policies(struct ft_engine *engine, const struct invocation *invocation,
                                     const struct ft_sink *sink)
{
    if (invocation->formulas)
        return ft_formulas(invocation->language, sink);
    if (invocation->graph)
        return ft_graph(engine, sink);
    if (invocation->book)
        return policies_write_book(engine, invocation, sink);
    if (invocation->vocabulary)
        return ft_vocabulary(engine, &invocation->report, sink);
    if (invocation->authority)
        return ft_authority(engine, &invocation->report, sink);
    enum ft_status status = FT_OK;
    if (invocation->argument_count == 0)
        return ft_policies(engine, NULL, &invocation->report, sink);
    for (int i = 0; i < invocation->argument_count && status == FT_OK; i++) {
        if (i > 0 && !sink->write(sink->context, "\n", 1))
            return FT_IO;
        status = ft_policies(engine, invocation->arguments[i], &invocation->report, sink);
    }
    return status;
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

/* Comparisons belong to a book; JSON is one document. */
static bool arguments_fit(const struct invocation *invocation)
{
    if (invocation->book)
        return true;
    if (invocation->against != NULL)
        complain(invocation->language, "只与 --book 一起使用", "it goes with --book alone",
                 "--against");
    const bool several = invocation->argument_count > 1 && invocation->report.format == FT_JSON;
    if (several)
        complain(invocation->language, "JSON 格式只能写一个编号",
                 "as JSON one id alone can be named", invocation->arguments[1]);
    return invocation->against == NULL && !several;
}

int command_policies(const struct invocation *invocation)
{
    if (!format_fits(invocation) || !arguments_fit(invocation))
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
    const enum ft_status status = ft_limits(invocation->language, &sink);
    return output_is_whole(invocation->language) && status == FT_OK ? EXIT_DONE : EXIT_TROUBLE;
}
