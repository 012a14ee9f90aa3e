/*
 * The run: threads take blocks in the order of the file, work them out on their own, and give their
 * lines out in the same order. What a thread adds up is joined at the end: exact sums have no
 * order.
 */
#include "stream.h"

#include <pthread.h>
#include <string.h>

#include "join.h"
#include "part.h"

/* ---- what the threads share ---- */

/* The file of a table below, read as far as the blocks taken asked for. */
struct below_file {
    struct row_file file;
    struct row_block block;
    size_t used;    /* of the block */
    uint32_t lines; /* before `used` */
};

struct run {
    const struct plan *plan;
    const struct stream_options *options;
    const struct ft_sink *rows;
    struct diagnostics *diagnostics; /* what ends the run */
    struct diagnostics *told;        /* what leaves figures beside the table undetermined */
    bool misread;                    /* rows of some block could not be read */
    pthread_mutex_t mutex;
    pthread_cond_t turned;
    struct row_file file;
    struct below_file *below; /* by table below */
    struct shard shard;
    struct table_digest *seen;   /* of a shard, by table: the long one, then those below */
    struct identity *identity;   /* of a shard NULL: the merge reads the files whole */
    struct keys keys;            /* of the blocks given */
    bool keys_lost;              /* those of some are not among them */
    struct diagnostics **faults; /* by fault_lists */
    struct part_rows noted;      /* of a shard: its rows as they go out */
    struct arena *arena;         /* for those that give a block, one at a time */
    uint64_t taken, given;       /* blocks */
    uint64_t row_count;
    bool ended;            /* nothing more is taken */
    bool full;             /* faults of later blocks are not listed */
    enum ft_status status; /* the first trouble, in the order of the blocks */
};

/*
 * Faults of the blocks in their order, until the list is full: what is listed does not depend on
 * how far the other threads have come by then.
 */
static void give_faults(struct run *run, struct worker *worker)
{
    if (run->full) {
        diagnostics_clear(&worker->diagnostics);
        return;
    }
    diagnostics_join(run->diagnostics, &worker->diagnostics);
    diagnostics_clear(&worker->diagnostics);
    if (!diagnostics_are_full(run->diagnostics))
        return;
    uint64_t end = run->file.stop < run->file.stamp.size ? run->file.stop : run->file.stamp.size;
    run->full = run->ended = true;
    const uint64_t next = worker->block.end;
    run->diagnostics->unread = next < end && shard_owns(&run->shard, next);
}

/* Keys go from block to block; behind a fault the last one may not be known. */
static bool give_keys(struct run *run, const struct worker *worker)
{
    run->keys_lost |= !worker->keys_known;
    return !worker->keys_known || keys_join(&run->keys, &worker->keys);
}

/* What was wrong with rows, and with those of aggregates, in the order of the blocks. */
static bool give_row_faults(struct run *run, struct worker *worker)
{
    for (size_t i = 0; i < fault_lists(run->plan); i++) {
        struct diagnostics *faults = worker->faults[i];
        if (faults == NULL || faults->total == 0)
            continue;
        if (!faults_join(&run->faults[i], faults, run->arena))
            return false;
        diagnostics_clear(faults);
    }
    return true;
}

/* Gives a worker the rows from the file's place on up to `end`. */
static bool hand_over(struct below_file *file, struct below_rows *rows, const char *end,
                      struct table_digest *seen)
{
    const char *start = file->block.bytes + file->used;
    const size_t length = (size_t)(end - start);
    if (length == 0)
        return true; /* nothing may have been read yet */
    file->lines += csv_count_lines(start, length);
    file->used += length;
    if (seen != NULL)
        table_digest_add(seen, start, length);
    return growing_add(&rows->bytes, start, length);
}

/* The rows of a table below that belong to the rows of the worker's block. */
static enum ft_status stream_read_below(struct run *run, struct worker *worker, size_t index)
{
    const struct long_table *table = run->plan->table;
    struct below_file *file = &run->below[index];
    struct below_rows *rows = &worker->below[index];
    struct join join = {.row = worker->block.bytes,
                        .rows_end = worker->block.bytes + worker->block.length,
                        .key = long_key_place(table),
                        .above = table->below[index]->above};
    rows->bytes.length = 0;
    rows->lines_before = file->lines;
    rows->used = 0;
    for (bool done = false; !done;) {
        join.below = file->block.bytes + file->used;
        join.below_end = file->block.bytes + file->block.length;
        done = join_advance(&join);
        if (!hand_over(file, rows, join.below, run->seen == NULL ? NULL : &run->seen[1 + index]))
            return FT_NO_MEMORY;
        if (done)
            break;
        enum ft_status status =
            row_file_read(&file->file, &file->block, ROW_BLOCK_BYTES, &worker->diagnostics);
        file->used = 0;
        if (status != FT_OK)
            return status;
        done = file->block.length == 0;
    }
    if (!growing_reserve(&rows->bytes, ROW_PADDING))
        return FT_NO_MEMORY;
    memset(rows->bytes.bytes + rows->bytes.length, 0, ROW_PADDING);
    return FT_OK;
}

/* A block and its rows below. One behind those of the shard is emptied; `*passed`: one before. */
static enum ft_status read_block(struct run *run, struct worker *worker, bool *passed)
{
    enum ft_status status =
        row_file_read(&run->file, &worker->block, ROW_BLOCK_BYTES, &worker->diagnostics);
    *passed = status == FT_OK && shard_passes(&run->shard, &worker->block);
    if (status != FT_OK || worker->block.length == 0)
        return status;
    if (run->seen != NULL)
        table_digest_add(&run->seen[0], worker->block.bytes, worker->block.length);
    for (size_t i = 0; i < run->plan->table->below_count && status == FT_OK; i++)
        status = stream_read_below(run, worker, i);
    return status;
}

/* Passes over the blocks of shards before this one. */
static enum ft_status read_own_block(struct run *run, struct worker *worker)
{
    enum ft_status status;
    bool passed;
    do
        status = read_block(run, worker, &passed);
    while (status == FT_OK && passed && !row_file_is_stopped(run->options->stop));
    if (row_file_is_stopped(run->options->stop))
        worker->block.length = 0;
    return status;
}

/* The next block, in turn; one that could not be read is given out with its fault all the same.
 * False at the end. */
static bool take_block(struct run *run, struct worker *worker, uint64_t *number,
                       enum ft_status *status)
{
    bool got = false;
    (void)pthread_mutex_lock(&run->mutex);
    if (row_file_is_stopped(run->options->stop))
        run->ended = true;
    if (!run->ended) {
        *status = read_own_block(run, worker);
        got = *status != FT_OK || worker->block.length > 0;
        run->ended = *status != FT_OK || !got;
        *number = run->taken;
        run->taken += got;
    }
    (void)pthread_mutex_unlock(&run->mutex);
    return got;
}

/* Waits for the block's turn and gives its lines and faults out. */
static void give_block(struct run *run, struct worker *worker, uint64_t number,
                       enum ft_status status, uint64_t rows)
{
    (void)pthread_mutex_lock(&run->mutex);
    while (run->given != number)
        (void)pthread_cond_wait(&run->turned, &run->mutex);
    give_faults(run, worker);
    run->misread |= status == FT_INVALID && !worker->keys_known;
    if (!give_keys(run, worker) || !give_row_faults(run, worker))
        status = FT_NO_MEMORY;
    if (run->status == FT_OK && status == FT_OK && run->rows != NULL &&
        !run->rows->write(run->rows->context, worker->out.bytes, worker->out.length))
        status = FT_IO;
    if (run->status == FT_OK)
        run->status = status;
    /* Faults are collected as long as they are listed; other trouble ends the run at once. */
    if (run->status != FT_OK && run->status != FT_INVALID)
        run->ended = true;
    run->given++;
    run->row_count += rows;
    if (run->options->progress != NULL)
        run->options->progress(run->options->progress_context, run->row_count, run->file.offset,
                               run->file.stamp.size);
    (void)pthread_cond_broadcast(&run->turned);
    (void)pthread_mutex_unlock(&run->mutex);
}

/* ---- a block ---- */

/* The encoding of the rows below. */
static enum ft_status check_below(struct worker *worker)
{
    const struct long_table *table = worker->plan->table;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < table->below_count && status == FT_OK; i++) {
        struct source rows = {.path = table->below[i]->path,
                              .bytes = worker->below[i].bytes.bytes,
                              .length = worker->below[i].bytes.length,
                              .lines_before = worker->below[i].lines_before};
        status = source_check_block(&rows, false, &worker->diagnostics);
    }
    return status;
}

static enum ft_status work_block(struct run *run, struct worker *worker)
{
    struct source rows = {.path = run->file.path,
                          .bytes = worker->block.bytes,
                          .length = worker->block.length,
                          .lines_before = worker->block.lines_before};
    worker->out.length = 0;
    keys_clear(&worker->keys);
    enum ft_status status = source_check_block(&rows, false, &worker->diagnostics);
    if (status == FT_OK)
        status = check_below(worker);
    if (status != FT_OK)
        return status;
    worker->sums_at_fault = worker->rows_at_fault = false;
    status = columns_rows(worker, &rows);
    if (status == FT_NO_MEMORY ||
        (status == FT_OK && !worker->sums_at_fault && !worker->rows_at_fault))
        return status;
    if (status == FT_OK)
        return rows_tell_faults(worker, &rows);
    keys_clear(&worker->keys);
    return rows_tell(worker, &rows);
}

struct task {
    struct run *run;
    struct worker worker;
    pthread_t thread;
    bool started;
};

static void *work(void *context)
{
    struct task *task = context;
    struct worker *worker = &task->worker;
    uint64_t number;
    enum ft_status status;
    while (take_block(task->run, worker, &number, &status)) {
        uint64_t before = worker->totals.rows;
        worker->keys_known = false;
        if (status == FT_OK)
            status = work_block(task->run, worker);
        give_block(task->run, worker, number, status, worker->totals.rows - before);
    }
    columns_settle(worker->columns);
    return NULL;
}

/* ---- threads ---- */

static enum ft_status worker_open(struct worker *worker, const struct run *run,
                                  const struct arith *arith, struct arena *kept)
{
    worker->plan = run->plan;
    worker->diagnostics.language = run->diagnostics->language;
    arena_open(&worker->arena, kept->allocator);
    arena_open(&worker->buffers, kept->allocator);
    arena_open(&worker->room, kept->allocator);
    keys_open(&worker->keys, run->plan->entity, &worker->buffers);
    worker->block.arena = worker->out.arena = &worker->buffers;
    arith_open(&worker->arith, &worker->arena);
    worker->arith.units = arith->units;
    worker->arith.wide_only = arith->wide_only;
    const size_t below = run->plan->table->below_count;
    worker->faults = arena_array(kept, fault_lists(run->plan), sizeof(struct diagnostics *));
    worker->below = arena_array(kept, below, sizeof *worker->below);
    if (worker->faults == NULL || worker->below == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < below; i++)
        worker->below[i].bytes.arena = &worker->buffers;
    worker->pool.arith = &worker->arith;
    worker->pool.kept = &worker->buffers;
    enum ft_status status = totals_open(&worker->totals, run->plan, kept);
    return status == FT_OK ? columns_open(&worker->columns, worker,
                                          run->options->path == STREAM_EXACT || arith->wide_only)
                           : status;
}

static void worker_close(struct worker *worker)
{
    vector_pool_close(&worker->pool);
    totals_close(&worker->totals);
    arith_close(&worker->arith);
    arena_close(&worker->room);
    arena_close(&worker->buffers);
    arena_close(&worker->arena);
}

/* One task works in this thread; the others have threads of their own, as far as there are any. */
static enum ft_status run_tasks(struct run *run, struct task *tasks, unsigned count,
                                struct arith *arith)
{
    enum ft_status status = FT_OK;
    for (unsigned i = 0; i < count && status == FT_OK; i++) {
        tasks[i].run = run;
        status = worker_open(&tasks[i].worker, run, arith, arith->arena);
    }
    if (status != FT_OK)
        return status;
    for (unsigned i = 1; i < count; i++)
        tasks[i].started = pthread_create(&tasks[i].thread, NULL, work, &tasks[i]) == 0;
    (void)work(&tasks[0]);
    for (unsigned i = 1; i < count; i++)
        if (tasks[i].started)
            (void)pthread_join(tasks[i].thread, NULL);
    for (unsigned i = 1; i < count; i++)
        totals_add(&tasks[0].worker.totals, &tasks[i].worker.totals);
    return run->status == FT_OK && row_file_is_stopped(run->options->stop) ? FT_IO : run->status;
}

/* ---- the outcome ---- */

bool header_line(const struct plan *plan, struct growing_text *line)
{
    bool good = growing_add(line, "\xEF\xBB\xBF", 3);
    for (size_t i = 0; i < plan->column_count && good; i++) {
        const char *id = out_column_name(&plan->columns[i]);
        good = (i == 0 || growing_add(line, ",", 1)) && growing_add(line, id, strlen(id));
    }
    return good && growing_add(line, "\n", 1);
}

static enum ft_status stream_write_header(const struct plan *plan, const struct ft_sink *rows,
                                          struct arena *arena)
{
    struct growing_text line = {.arena = arena};
    if (!header_line(plan, &line))
        return FT_NO_MEMORY;
    return rows->write(rows->context, line.bytes, line.length) ? FT_OK : FT_IO;
}

/* The rules beside the table that wait for nothing: once, and before its rows, which may use them.
 * What they post is worked out again behind the rows, with the rest: here, for its faults. */
static enum ft_status run_beside(struct stream *stream, const struct plan *plan,
                                 struct arith *arith, struct diagnostics *told)
{
    struct dataset *dataset = plan->scenario->dataset;
    const enum ft_status status = plan_apply(plan, STEP_BEFORE_ROWS, dataset, arith, told,
                                             &stream->application, &stream->ledger);
    return status == FT_OK ? aggregate_dates(plan, arith) : status;
}

enum ft_status stream_open(struct stream **out, const struct plan *plan, struct arith *arith,
                           struct diagnostics *told)
{
    struct stream *stream = arena_allocate(arith->arena, sizeof *stream);
    if (stream == NULL)
        return FT_NO_MEMORY;
    stream->entity = plan->entity;
    stream->rules = plan->rules;
    stream->by = plan->by;
    stream->group_count = plan->group_count;
    *out = stream;
    return run_beside(stream, plan, arith, told);
}

enum ft_status run_behind(struct stream *stream, struct totals *totals, struct diagnostics **faults,
                          struct arith *arith, struct diagnostics *told)
{
    struct diagnostics **rows = &faults[faults_of_rows(totals->plan)];
    stream->rows = totals->rows;
    stream->exact_rows = totals->exact_rows;
    if (*rows != NULL)
        diagnostics_join(told, *rows);
    *rows = NULL; /* told */
    enum ft_status status = totals_keep(stream, totals, arith, told);
    return status == FT_OK
               ? aggregate_apply(stream, totals->plan, totals->aggregates, faults, arith, told)
               : status;
}

enum ft_status stream_end(struct stream *stream, enum ft_status status,
                          const struct diagnostics *told, bool misread,
                          struct diagnostics *diagnostics, struct arena *arena)
{
    struct diagnostics *faults = NULL;
    if (status == FT_OK && diagnostics->total > 0)
        status = FT_INVALID;
    if (!misread)
        diagnostics_join(diagnostics, told);
    if (status != FT_OK)
        return status;
    stream->faults = faults_join(&faults, told, arena) ? faults : NULL;
    return stream->faults == NULL ? FT_NO_MEMORY : FT_OK;
}

/* A shard keeps what a merge needs, and leaves what comes behind the rows to it. */
static enum ft_status keep_part(struct stream *stream, struct run *run, struct totals *totals,
                                struct arena *arena)
{
    const size_t tables = 1 + run->plan->table->below_count;
    struct part part = {.number = run->shard.number,
                        .of = run->shard.of,
                        .from = run->shard.from,
                        .to = run->shard.to,
                        .marks = arena_array(arena, tables, sizeof *part.marks),
                        .keys = run->keys,
                        .rows_name = run->options->rows_name,
                        .rows_bytes = run->noted.bytes,
                        .faults = run->faults};
    if (part.marks == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < tables; i++) {
        part.marks[i].bytes = run->seen[i].bytes;
        table_digest_text(part.marks[i].sha, &run->seen[i]);
    }
    sha_text(part.rows_sha, &run->noted.sha);
    return part_make(&stream->part, &part, totals, arena);
}

static enum ft_status stream_run_rows(struct stream *stream, struct run *run, struct arith *arith)
{
    unsigned jobs = run->options->jobs == 0 ? 1 : run->options->jobs;
    struct task *tasks = arena_array(arith->arena, jobs, sizeof *tasks);
    if (tasks == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = run_tasks(run, tasks, jobs, arith);
    struct totals *totals = &tasks[0].worker.totals;
    stream->bytes = run->file.offset;
    if (status == FT_OK)
        status = run->shard.of > 0 ? keep_part(stream, run, totals, arith->arena)
                                   : run_behind(stream, totals, run->faults, arith, run->told);
    for (unsigned i = 0; i < jobs; i++)
        if (tasks[i].run != NULL) {
            row_block_settle(&run->file, &tasks[i].worker.block);
            worker_close(&tasks[i].worker);
        }
    return status;
}

/* ---- the files ---- */

/* A row below that is left over stands under no row, or not where it should. All that was said of
 * rows without theirs follows from it. */
static void refuse_rest(struct run *run, struct below_file *file, const struct long_table *below,
                        struct arith *arith)
{
    struct diagnostics *diagnostics = run->diagnostics;
    const struct source source = {.path = file->file.path,
                                  .bytes = file->block.bytes + file->used,
                                  .length = file->block.length - file->used,
                                  .lines_before = file->lines};
    struct join join = {
        .below = source.bytes, .below_end = source.bytes + source.length, .above = below->above};
    const struct slice name = join_name(&join);
    const struct place place = {
        &source, file->lines + 1,
        1 + (uint32_t)utf8_count(source.bytes, (size_t)(name.at - source.bytes)),
        (uint32_t)utf8_count(name.at, name.length)};
    diagnostics_clear(diagnostics);
    if (scenario_fault_row(run->plan->scenario, below, &source, arith, diagnostics))
        return;
    diagnostics_add(diagnostics, &place, &stream_message[STREAM_BELOW_NOWHERE],
                    arena_format(run->arena, "%.*s", (int)name.length, name.at),
                    run->plan->entity->table, below->entity->table, NULL);
}

/* Behind the last row of the table: no rows below are left, and their files are as they were. */
static enum ft_status check_rest(struct run *run, struct arith *arith)
{
    const struct long_table *table = run->plan->table;
    for (size_t i = 0; i < table->below_count; i++) {
        struct below_file *file = &run->below[i];
        enum ft_status status = FT_OK;
        if (file->used == file->block.length) {
            status = row_file_read(&file->file, &file->block, ROW_BLOCK_BYTES, run->diagnostics);
            file->used = 0;
        }
        if (status == FT_OK && file->used < file->block.length) {
            refuse_rest(run, file, table->below[i], arith);
            return FT_INVALID;
        }
        if (status == FT_OK)
            status = row_file_check(&file->file, &table->below[i]->stamp, run->diagnostics);
        if (status != FT_OK)
            return status;
    }
    return FT_OK;
}

static enum ft_status open_below(struct run *run, struct arith *arith)
{
    const struct long_table *table = run->plan->table;
    enum ft_status status = FT_OK;
    run->below = arena_array(arith->arena, table->below_count, sizeof *run->below);
    if (run->below == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < table->below_count; i++)
        run->below[i].file.fd = -1;
    for (size_t i = 0; i < table->below_count && status == FT_OK; i++) {
        run->below[i].block.arena = arith->arena;
        run->below[i].block.bytes = ""; /* rows are handed over before any were read */
        status =
            long_table_open(&run->below[i].file, table->below[i],
                            identity_taker(run->identity, 1 + i), arith->arena, run->diagnostics);
        run->below[i].lines = run->below[i].file.lines;
    }
    return status;
}

static void close_below(struct run *run)
{
    for (size_t i = 0; run->below != NULL && i < run->plan->table->below_count; i++)
        row_file_close(&run->below[i].file);
}

/* Behind the last row: what is left below, and the keys of all rows. A shard's are compared with
 * the others' when they are merged. */
static enum ft_status check_behind(struct run *run, enum ft_status status, struct arith *arith)
{
    enum ft_status rest = check_rest(run, arith);
    status = status == FT_OK ? rest : status;
    if ((status != FT_OK && status != FT_INVALID) || run->shard.of > 0 ||
        (run->keys.unordered == 0 && !run->keys_lost))
        return status;
    enum ft_status keys =
        scenario_keys_compare(run->plan->scenario, run->options->keys_held, run->options->scratch,
                              run->options->stop, arith, run->diagnostics);
    return keys == FT_OK ? status : keys;
}

/* All files were read to their ends, and are what they were: their digests identify the run. */
static enum ft_status keep_identity(struct stream *stream, const struct run *run,
                                    struct arena *arena)
{
    const size_t count = 1 + run->plan->table->below_count;
    table_sha *files = arena_array(arena, count, sizeof *files);
    if (files == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        identity_text(run->identity, i, files[i]);
        row_file_digest(i == 0 ? &run->file : &run->below[i - 1].file, files[i], run->diagnostics);
    }
    return identity_keep(stream, run->plan, files, arena);
}

/* The file, which must stay as it was when its header was read. */
static enum ft_status run_file(struct stream *stream, struct run *run, struct arith *arith)
{
    const struct long_table *table = run->plan->table;
    enum ft_status status = long_table_open(&run->file, table, identity_taker(run->identity, 0),
                                            arith->arena, run->diagnostics);
    if (status == FT_OK)
        status = open_below(run, arith);
    if (status == FT_OK && run->rows != NULL)
        status = stream_write_header(run->plan, run->rows, arith->arena);
    if (status != FT_OK)
        return status;
    (void)pthread_mutex_init(&run->mutex, NULL);
    (void)pthread_cond_init(&run->turned, NULL);
    keys_open(&run->keys, run->plan->entity, arith->arena);
    status = stream_run_rows(stream, run, arith);
    stream->unordered = run->keys.unordered;
    (void)pthread_cond_destroy(&run->turned);
    (void)pthread_mutex_destroy(&run->mutex);
    const uint64_t reached = run->shard.of > 0 ? run->shard.to : run->file.offset;
    const bool through = reached == run->file.stamp.size;
    if ((status == FT_OK || status == FT_INVALID) && !run->full && through)
        status = check_behind(run, status, arith);
    return status == FT_OK ? row_file_check(&run->file, &table->stamp, run->diagnostics) : status;
}

static enum ft_status run_whole(struct stream *stream, struct run *run, struct arith *arith)
{
    enum ft_status status =
        identity_open(&run->identity, run->plan->table, run->options->jobs, arith->arena);
    if (status != FT_OK)
        return status;
    status = run_file(stream, run, arith);
    identity_close(run->identity);
    return status == FT_OK && run->diagnostics->total == 0
               ? keep_identity(stream, run, arith->arena)
               : status;
}

/* The file but for the blocks of other shards. The part says where the rows are: its name for that
 * goes into a text. */
static enum ft_status run_shard(struct stream *stream, struct run *run, struct arith *arith)
{
    const struct long_table *table = run->plan->table;
    const char *name = run->options->rows_name;
    const struct ft_sink sink = part_rows_open(&run->noted, run->rows);
    if (utf8_check(name, strlen(name)) < strlen(name)) {
        diagnostics_add(run->diagnostics, NULL, &stream_message[STREAM_PART_NAME], name, NULL);
        return FT_INVALID;
    }
    run->rows = &sink;
    run->shard = (struct shard){run->options->shard, run->options->shards, table->first_row,
                                table->stamp.size,   table->first_row,     table->first_row};
    enum ft_status status = table_digests_open(&run->seen, table, arith->arena, run->diagnostics);
    return status == FT_OK ? run_file(stream, run, arith) : status;
}

enum ft_status stream_run(struct stream **out, const struct policy *policy,
                          const struct scenario *scenario, const struct stream_options *options,
                          const struct ft_sink *rows, struct arith *arith,
                          struct diagnostics *diagnostics)
{
    struct plan plan;
    struct diagnostics told = {.language = diagnostics->language};
    struct run run = {.plan = &plan,
                      .options = options,
                      .rows = rows,
                      .diagnostics = diagnostics,
                      .told = &told,
                      .arena = arith->arena};
    enum ft_status status = plan_make(&plan, policy, scenario, options, arith->arena, diagnostics);
    if (status != FT_OK)
        return status;
    plan.bilingual = options->shards > 0;
    run.file.fd = -1;
    run.faults = arena_array(arith->arena, fault_lists(&plan), sizeof(struct diagnostics *));
    status = run.faults == NULL ? FT_NO_MEMORY : stream_open(out, &plan, arith, &told);
    if (status == FT_OK)
        status = options->shards > 0 ? run_shard(*out, &run, arith) : run_whole(*out, &run, arith);
    row_file_close(&run.file);
    close_below(&run);
    /* Behind the rows they were told: where a shard has nothing, nor a run that failed before. */
    if (run.faults != NULL && run.faults[faults_of_rows(&plan)] != NULL)
        diagnostics_join(&told, run.faults[faults_of_rows(&plan)]);
    return stream_end(*out, status, &told, run.misread, diagnostics, arith->arena);
}
