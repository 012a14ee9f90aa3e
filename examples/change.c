/*
 * What if next year's land-appreciation tax were a tenth higher? One load, then a figure, a change,
 * and the figure again with why it is what it is.
 *
 *     change POLICIES SCENARIO
 */
#include <fangtian.h>
#include <stdio.h>

static bool to_file(void *file, const char *bytes, size_t length)
{
    return fwrite(bytes, 1, length, file) == length;
}

static enum ft_status print_figure(struct ft_engine *engine, const char *item)
{
    struct ft_figure figure;
    enum ft_status status = ft_figure(engine, item, &figure);
    if (status == FT_OK)
        printf("%s@%s = %s%s%s\n", figure.item, figure.row, figure.shown,
               figure.reason[0] == '\0' ? "" : "; ", figure.reason);
    return status;
}

static enum ft_status ask_twice(struct ft_engine *engine, const char *scenario)
{
    enum ft_status status = ft_load(engine, scenario);
    if (status == FT_OK)
        status = ft_run(engine);
    if (status == FT_OK)
        status = print_figure(engine, "lat_rebate@2022");
    if (status == FT_OK)
        status = ft_set(engine, "tax_years.2022.lat_revenue", "+10%");
    if (status == FT_OK)
        status = ft_run(engine);
    return status == FT_OK ? print_figure(engine, "lat_rebate@2022") : status;
}

int main(int count, char **words)
{
    if (count != 3)
        return 2;
    const char *const policies[] = {words[1]};
    const struct ft_options options = {.policies = policies, .policy_count = 1, .language = FT_EN};
    const struct ft_sink complaints = {.write = to_file, .context = stderr};
    struct ft_engine *engine = NULL;
    if (ft_open(&engine, &options) != FT_OK)
        return 2;
    enum ft_status status = ask_twice(engine, words[2]);
    ft_diagnostics(engine, &complaints, false);
    ft_close(engine);
    return status == FT_OK ? 0 : 2;
}
