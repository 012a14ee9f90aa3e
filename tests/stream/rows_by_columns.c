/*
 * How many rows of a long table go through kernels alone, which no figure may tell: for programs.py, that it
 * tests what it says.
 *
 *   rows_by_columns POLICIES SCENARIO [COLUMN…]     prints the rows, and those in chunks that were read as other tables are
 */
#include <inttypes.h>
#include <stdio.h>

#include "stream/stream.h"

struct session {
    struct arena arena;
    struct arith arith;
    struct diagnostics diagnostics;
};

static enum ft_status run(struct session *session, const char *policies, const char *path,
                          const struct stream_options *options, struct stream **stream)
{
    const struct scenario_settings settings = {.long_table = ""};
    struct scenario *scenario;
    struct policy *policy;
    enum ft_status status = scenario_open(&scenario, path, &session->arena, &session->diagnostics);
    if (status == FT_OK)
        status = policy_load(&policy, &session->arena, &session->diagnostics, &policies, 1,
                             scenario->packs, scenario->pack_count);
    if (status == FT_OK)
        status = scenario_load(scenario, &policy->schema, &settings, &session->arith,
                               &session->diagnostics);
    return status == FT_OK ? stream_run(stream, policy, scenario, options, NULL, &session->arith,
                                        &session->diagnostics)
                           : status;
}

int main(int count, char **words)
{
    struct session session = {0};
    struct stream *stream;
    if (count < 3)
        return 2;
    const struct stream_options options = {
        .columns = (const char *const *)words + 3, .column_count = (size_t)count - 3, .jobs = 1};
    arena_open(&session.arena, NULL);
    arith_open(&session.arith, &session.arena);
    enum ft_status status = run(&session, words[1], words[2], &options, &stream);
    if (status == FT_OK)
        printf("%" PRIu64 " %" PRIu64 "\n", stream->rows, stream->exact_rows);
    arith_close(&session.arith);
    arena_close(&session.arena);
    return status == FT_OK ? 0 : 2;
}
