/* Runs over a long table: ft_run_rows, its shards and their merge. */
#include "engine_internal.h"

bool engine_has_long_table(const struct ft_engine *engine)
{
    return engine->is_loaded && engine->scenario->long_table != NULL;
}

static struct stream_options options_of(const struct ft_engine *engine, const struct ft_rows *rows)
{
    return (struct stream_options){.columns = rows->columns,
                                   .column_count = rows->column_count,
                                   .only = engine->options.only,
                                   .only_count = engine->options.only_count,
                                   .by = rows->by,
                                   .jobs = rows->jobs,
                                   .path = engine->forced.exact_rows ? STREAM_EXACT : STREAM_AUTO,
                                   .progress = rows->progress,
                                   .progress_context = rows->progress_context,
                                   .stop = rows->stop,
                                   .shard = rows->shard,
                                   .shards = rows->shards,
                                   .rows_name = rows->rows_name,
                                   .scratch = rows->scratch,
                                   .keys_held = engine->forced.keys_held};
}

/* What each call over rows needs; a sink may be left out. */
static enum ft_status engine_rows_check_call(struct ft_engine *engine, const struct ft_rows *rows,
                                             const struct ft_sink *sink)
{
    if (engine == NULL)
        return FT_INVALID;
    if (rows == NULL)
        return engine_refuse(engine, ENGINE_NULL, "rows");
    if (sink != NULL && sink->write == NULL)
        return engine_refuse(engine, ENGINE_NULL, "sink");
    if (!engine_has_long_table(engine))
        return engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    enum ft_status status =
        engine_needs_texts(engine, "columns", rows->columns, rows->column_count);
    /* stream/ says of a shard's rows_name what a part cannot hold. */
    return status == FT_OK ? engine_takes_text(engine, "by", rows->by) : status;
}

static enum ft_status engine_rows_run_rows(struct ft_engine *engine, const struct ft_rows *rows,
                                           const struct ft_sink *sink)
{
    const struct stream_options options = options_of(engine, rows);
    struct stream *stream = NULL;
    if (rows->shards > 0 &&
        (rows->shard < 1 || rows->shard > rows->shards || rows->shards > FT_MOST_SHARDS)) {
        return engine_refuse(engine, ENGINE_NO_SHARD, NULL);
    }
    if (rows->shards > 0 && rows->rows_name == NULL)
        return engine_refuse(engine, ENGINE_NULL, "rows_name");
    enum ft_status status = stream_run(&stream, engine->policy, engine->scenario, &options, sink,
                                       &engine->arith, &engine->diagnostics);
    if (status == FT_OK)
        engine->stream = stream;
    return status;
}

enum ft_status ft_run_rows(struct ft_engine *engine, const struct ft_rows *rows,
                           const struct ft_sink *sink)
{
    enum ft_status status = engine_rows_check_call(engine, rows, sink);
    return status != FT_OK ? status
                           : engine_leave(engine, engine_rows_run_rows(engine, rows, sink));
}

static enum ft_status merge(struct ft_engine *engine, const struct ft_rows *rows,
                            const char *const *parts, size_t part_count, const struct ft_sink *sink)
{
    const struct stream_options options = options_of(engine, rows);
    struct stream *stream = NULL;
    enum ft_status status = stream_merge(&stream, engine->policy, engine->scenario, &options, parts,
                                         part_count, sink, &engine->arith, &engine->diagnostics);
    if (status == FT_OK)
        engine->stream = stream;
    return status;
}

enum ft_status ft_merge(struct ft_engine *engine, const struct ft_rows *rows,
                        const char *const *parts, size_t part_count, const struct ft_sink *sink)
{
    enum ft_status status = engine_rows_check_call(engine, rows, sink);
    if (status == FT_OK)
        status = engine_needs_paths(engine, "parts", parts, part_count);
    return status != FT_OK ? status
                           : engine_leave(engine, merge(engine, rows, parts, part_count, sink));
}

enum ft_status ft_missing_shards(struct ft_engine *engine, const struct ft_rows *rows,
                                 const char *const *parts, size_t part_count,
                                 const struct ft_sink *sink, size_t *count)
{
    enum ft_status status = engine_rows_check_call(engine, rows, sink);
    size_t none;
    if (count == NULL)
        count = &none;
    *count = 0;
    if (status == FT_OK)
        status = engine_needs_paths(engine, "parts", parts, part_count);
    if (status == FT_OK && sink == NULL)
        status = engine_refuse(engine, ENGINE_NULL, "sink");
    if (status != FT_OK)
        return status;
    const struct stream_options options = options_of(engine, rows);
    return engine_leave(engine, stream_missing(engine->policy, engine->scenario, &options, parts,
                                               part_count, sink, count, &engine->arith,
                                               &engine->diagnostics));
}

enum ft_status ft_write_part(struct ft_engine *engine, const struct ft_sink *sink)
{
    if (engine == NULL)
        return FT_INVALID;
    if (sink == NULL || sink->write == NULL)
        return engine_refuse(engine, ENGINE_NULL, "sink");
    if (engine->stream == NULL || engine->stream->part == NULL)
        return engine_refuse_report(engine);
    return engine_leave(engine, stream_write_part(engine->stream, sink));
}
