/* fangtian run: the balance sheets of a scenario. */
#include "cli.h"

static enum ft_status write_sheets(struct ft_engine *engine, const struct invocation *invocation,
                                   const struct ft_sink *sink)
{
    return ft_report(engine, &invocation->report, sink);
}

/* What says how a long table is worked out says nothing where none is. */
static const char *without_rows(const struct invocation *invocation)
{
    return invocation->only_count > 0     ? "--only"
           : invocation->column_count > 0 ? "--columns"
           : invocation->table != NULL    ? "--table"
           : invocation->jobs > 0         ? "--jobs"
                                          : NULL;
}

/* Options that do not go together; false: a message was printed. */
static bool options_fit(const struct invocation *invocation)
{
    enum ft_language language = invocation->language;
    bool over_rows = invocation->rows != NULL;
    if (invocation->shards > 0 && (!over_rows || invocation->output == NULL))
        complain(language, "--shard 须与 --rows 和 --output 同用",
                 "--shard needs --rows and --output", NULL);
    else if (invocation->shards > 0 && is_standard_output(invocation->rows))
        complain(language, "分片的逐行结果须写入文件，供 merge 读取",
                 "the rows of a shard go to a file, where merge finds them", "--rows");
    else if (invocation->report.row != NULL && invocation->report.view == NULL)
        complain(language, "该选项只用于视图，请加上 --view ID",
                 "the option is for a view: add --view ID", "--of");
    else if (over_rows && invocation->report.view != NULL)
        complain(language, "逐行计算不输出视图，请去掉 --rows 或 --view",
                 "a run row by row shows no view: leave out --rows or --view", NULL);
    else if (!over_rows && without_rows(invocation) != NULL)
        complain(language, "该选项只用于逐行计算，请加上 --rows FILE",
                 "the option is for a run row by row: add --rows FILE", without_rows(invocation));
    else
        return true;
    return false;
}

int command_run(const struct invocation *invocation)
{
    if (!options_fit(invocation))
        return EXIT_TROUBLE;
    if (invocation->rows != NULL)
        return run_rows(invocation);
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_load(engine, invocation->arguments[0]);
    if (status == FT_OK)
        status = ft_run(engine);
    if (status != FT_OK)
        return close_engine(engine, status);
    return write_output(engine, invocation, write_sheets);
}
