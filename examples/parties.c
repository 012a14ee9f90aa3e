/*
 * Every party's net, and the movements that make it: what a program of one's own would put into its
 * books.
 *
 *     parties POLICIES SCENARIO
 */
#include <fangtian.h>
#include <stdio.h>

static bool to_file(void *file, const char *bytes, size_t length)
{
    return fwrite(bytes, 1, length, file) == length;
}

static enum ft_status print_parties(struct ft_engine *engine)
{
    const struct ft_party *parties;
    size_t count;
    enum ft_status status = ft_list_parties(engine, &parties, &count);
    for (size_t i = 0; status == FT_OK && i < count; i++)
        for (size_t j = 0; j < parties[i].total_count; j++)
            printf("%s\t%s\t%s\t%s\n", parties[i].id, parties[i].totals[j].kind,
                   parties[i].totals[j].net, parties[i].totals[j].unit);
    return status;
}

static enum ft_status print_postings(struct ft_engine *engine)
{
    const struct ft_posting *postings;
    size_t count;
    enum ft_status status = ft_list_postings(engine, &postings, &count);
    for (size_t i = 0; status == FT_OK && i < count; i++)
        if (!postings[i].is_memo)
            printf("%s@%s\t%s -> %s\t%s %s\t%s\n", postings[i].rule, postings[i].row,
                   postings[i].from, postings[i].to, postings[i].amount, postings[i].unit,
                   postings[i].source);
    return status;
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
    enum ft_status status = ft_load(engine, words[2]);
    if (status == FT_OK)
        status = ft_run(engine);
    if (status == FT_OK)
        status = print_parties(engine);
    if (status == FT_OK)
        status = print_postings(engine);
    ft_diagnostics(engine, &complaints, false);
    ft_close(engine);
    return status == FT_OK ? 0 : 2;
}
