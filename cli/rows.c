/* fangtian run --rows: a long table, a line of figures for each of its rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

/* ---- progress ---- */

struct progress {
    enum ft_language language;
    struct timespec start;
    int64_t shown; /* milliseconds after the start; -1: not yet */
};

static int64_t milliseconds_since(const struct timespec *start)
{
    struct timespec now = *start; /* where there is no clock, no time has gone by */
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)(now.tv_sec - start->tv_sec) * 1000 + (now.tv_nsec - start->tv_nsec) / 1000000;
}

/* Rows, rows a second, time left; at most four times a second. */
static void show_progress(void *context, uint64_t rows, uint64_t bytes, uint64_t all_bytes)
{
    struct progress *progress = context;
    int64_t elapsed = milliseconds_since(&progress->start);
    if (elapsed - progress->shown < 250 || elapsed == 0 || bytes == 0)
        return;
    progress->shown = elapsed;
    uint64_t left = (all_bytes - bytes) / (bytes / (uint64_t)elapsed + 1) / 1000;
    uint64_t rate = rows * 1000 / (uint64_t)elapsed;
    bool zh = progress->language == FT_ZH;
    (void)fprintf(stderr,
                  zh ? "\r%3u%%  %llu 行  %llu 行/秒  还需 %llu 秒 \033[K"
                     : "\r%3u%%  %llu rows  %llu rows/s  %llu s left \033[K",
                  (unsigned)(bytes * 100 / (all_bytes == 0 ? 1 : all_bytes)),
                  (unsigned long long)rows, (unsigned long long)rate, (unsigned long long)left);
}

/* ---- the run ---- */

enum ft_status write_row_totals(struct ft_engine *engine, const struct invocation *invocation,
                                const struct ft_sink *sink)
{
    return ft_report_rows(engine, &invocation->report, sink);
}

static enum ft_status cli_rows_write_part(struct ft_engine *engine,
                                          const struct invocation *invocation,
                                          const struct ft_sink *sink)
{
    (void)invocation;
    return ft_write_part(engine, sink);
}

static unsigned processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > MOST_JOBS ? MOST_JOBS : (unsigned)count;
}

/* NULL: the library's own choice. */
static const char *cli_rows_scratch_folder(void)
{
    const char *folder = getenv("TMPDIR");
    return folder == NULL || folder[0] == '\0' ? NULL : folder;
}

struct ft_rows rows_options(const struct invocation *invocation)
{
    return (struct ft_rows){.columns = invocation->columns,
                            .column_count = invocation->column_count,
                            .by = invocation->by,
                            .jobs = invocation->jobs == 0 ? processors() : invocation->jobs,
                            .stop = stop_flag(),
                            .shard = invocation->shard,
                            .shards = invocation->shards,
                            .scratch = cli_rows_scratch_folder()};
}

static enum ft_status cli_rows_run_over(struct ft_engine *engine,
                                        const struct invocation *invocation,
                                        const struct ft_sink *sink)
{
    struct progress progress = {.language = invocation->language, .shown = -1000};
    bool shown = isatty(STDERR_FILENO) == 1;
    struct ft_rows rows = rows_options(invocation);
    char name[4096];
    if (rows.shards > 0 && !find_rows_name(invocation, name, sizeof name))
        return FT_IO;
    rows.rows_name = rows.shards > 0 ? name : NULL;
    rows.progress = shown ? show_progress : NULL;
    rows.progress_context = &progress;
    (void)clock_gettime(CLOCK_MONOTONIC, &progress.start);
    enum ft_status status = ft_run_rows(engine, &rows, sink);
    if (shown)
        (void)fputs("\r\033[K", stderr);
    return status;
}

bool rows_have_their_own(const struct invocation *invocation)
{
    if (invocation->rows == NULL || !is_standard_output(invocation->rows) ||
        !is_standard_output(invocation->output))
        return true;
    complain(invocation->language,
             "标准输出已用于逐行结果，合计请写入文件：加上 --output FILE（不需要则写 /dev/null）",
             "standard output takes the rows: send the totals to a file with --output FILE "
             "(/dev/null where nobody needs them)",
             NULL);
    return false;
}

int write_rows_and_output(const struct invocation *invocation, writes *work, writes *write)
{
    struct ft_engine *engine =
        rows_have_their_own(invocation) ? open_engine_over_rows(invocation) : NULL;
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_load(engine, invocation->arguments[0]);
    return status == FT_OK ? write_outputs(engine, invocation, work, write)
                           : close_engine(engine, status);
}

int run_rows(const struct invocation *invocation)
{
    return write_rows_and_output(invocation, cli_rows_run_over,
                                 invocation->shards > 0 ? cli_rows_write_part : write_row_totals);
}
