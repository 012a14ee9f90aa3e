/* rows.h: a long table: run row by row in constant memory, by shards, merged. */
#ifndef FANGTIAN_PUBLIC_ROWS_H
#define FANGTIAN_PUBLIC_ROWS_H

#include "engine.h"

FT_EXTERN_C_BEGIN

/* How ft_run_rows works. A zeroed struct is one thread and the default columns. */
struct ft_rows {
    const char *const *columns; /* fields and rules of the table; count 0: its key, then every rule
                                   that posts or is a check */
    size_t column_count;
    const char *by; /* a field with members (a city): totals for each as well; or NULL */
    unsigned jobs;  /* threads */
    /* Told now and then, from any thread but one at a time; may be NULL. */
    void (*progress)(void *context, uint64_t rows, uint64_t bytes, uint64_t all_bytes);
    void *progress_context;
    const bool *stop; /* set from outside, by a signal's handler too, to end the run with FT_IO as
                         soon as its threads can; or NULL */
    /* A shard of the run: number `shard`, from 1, of `shards`, at most FT_MOST_SHARDS; 0: the whole
     * table. Its outcome is ft_write_part's. `rows_name` is where ft_merge finds what `sink` got:
     * an absolute path, or one from the folder of the part on. */
    unsigned shard, shards;
    const char *rows_name;
    /* Keys that do not ascend are sorted, to see that no two rows have the same; more than 4 MiB of
     * them in a file without a name in this folder. NULL: /tmp. */
    const char *scratch;
};
#define FT_MOST_SHARDS 100000

/*
 * Runs the policies over the long table, block by block: a CSV line a row goes to `sink` (NULL:
 * none), and what all rows come to is kept for ft_report_rows. A fault that leaves figures of a row
 * undetermined (a divisor of zero) is diagnosed and is no error: as in ft_run. After ft_load with
 * options.long_table; instead of ft_run. Errors: FT_INVALID, FT_TOO_LARGE, FT_IO, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status
ft_run_rows(struct ft_engine *engine, const struct ft_rows *rows, const struct ft_sink *sink);

/* Writes what a shard came to, exactly: its part. After ft_run_rows of a shard. Errors: FT_IO from
 * the sink. */
FT_API FT_MUST_CHECK enum ft_status ft_write_part(struct ft_engine *engine,
                                                  const struct ft_sink *sink);

/*
 * Instead of ft_run_rows: puts the parts of all shards together, files named by `parts` in any
 * order; `rows` says what it said for them (threads and shard do not count). Their rows' files are
 * joined into `sink` (NULL: they are not looked at). What ft_report_rows then writes, and what the
 * sink got, is what one run over the whole table would have given. Errors: FT_INVALID where a part
 * is missing, doubled, broken or of another run, or its rows are not those it was written with;
 * else as ft_run_rows.
 */
FT_API FT_MUST_CHECK enum ft_status ft_merge(struct ft_engine *engine, const struct ft_rows *rows,
                                             const char *const *parts, size_t part_count,
                                             const struct ft_sink *sink);

/*
 * Writes which of `rows->shards` shards are still to be run for ft_merge of these parts: those
 * without a part that it would take, with the rows that the shard wrote. "3,5-7" and a line end, as
 * sbatch(1) takes them; nothing where all are there. `*count` says how many. What is wrong with a
 * part that is there is a diagnostic, but no error. After ft_load with options.long_table. Errors:
 * FT_INVALID where the options do not fit the scenario; FT_IO, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status ft_missing_shards(struct ft_engine *engine,
                                                      const struct ft_rows *rows,
                                                      const char *const *parts, size_t part_count,
                                                      const struct ft_sink *sink, size_t *count);

/* Writes what all rows came to: lines, parties, checks. After ft_run_rows of the whole table, or
 * ft_merge. Errors as ft_report. */
FT_API FT_MUST_CHECK enum ft_status ft_report_rows(struct ft_engine *engine,
                                                   const struct ft_report *report,
                                                   const struct ft_sink *sink);

/*
 * Writes how each rule meets the long table: row by row, once beside it, behind it with sums over
 * its rows, or only with the whole table at hand, and then what asks for it. After ft_load with
 * options.long_table. Errors: FT_IO from the sink, FT_NO_MEMORY.
 */
FT_API FT_MUST_CHECK enum ft_status
ft_cost(struct ft_engine *engine, const struct ft_report *report, const struct ft_sink *sink);

FT_EXTERN_C_END

#endif
