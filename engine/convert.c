/* A scenario in another form, read back before it goes out: a workbook and its text say the same.
 */
#include "engine_internal.h"

#include <string.h>
#include <strings.h>

/* The form that a file's name asks for. */
enum convert_form { CONVERT_NONE, CONVERT_BOOK, CONVERT_TEXT };

static enum convert_form form_called(const char *name)
{
    const char *dot = strrchr(name, '.');
    if (dot != NULL && strcasecmp(dot, ".xlsx") == 0)
        return CONVERT_BOOK;
    return dot != NULL && strcasecmp(dot, ".cfg") == 0 ? CONVERT_TEXT : CONVERT_NONE;
}

/* Bytes that grow in an arena. */
struct gathered {
    struct arena *arena;
    char *bytes;
    size_t length, capacity;
};

static bool conversion_gather(void *context, const char *bytes, size_t length)
{
    struct gathered *gathered = context;
    char *grown = arena_grow(gathered->arena, gathered->bytes, &gathered->capacity, 1,
                             gathered->length + length + 1);
    if (grown == NULL)
        return false;
    memcpy(grown + gathered->length, bytes, length);
    gathered->bytes = grown;
    gathered->length += length;
    return true;
}

/* Whether the engine that read the bytes back says what the scenario says. */
static enum ft_status conversion_compare(struct figure_context *context,
                                         const struct ft_engine *again, enum ft_status loaded,
                                         const char *name)
{
    struct place place;
    const char *what;
    const struct place whole = {.source = context->scenario->source};
    if (loaded == FT_NO_MEMORY)
        return loaded;
    if (loaded != FT_OK) {
        diagnostics_add(context->diagnostics, &whole, &report_message[REPORT_NOT_CONVERTED], name,
                        NULL);
        diagnostics_join(context->diagnostics, &again->diagnostics);
        return FT_INVALID;
    }
    if (scenario_same_facts(context->scenario, again->scenario, context->arith, &place, &what))
        return FT_OK;
    diagnostics_add(context->diagnostics, &place, &report_message[REPORT_CONVERTED_OTHERWISE], name,
                    what, NULL);
    return FT_INVALID;
}

static enum ft_status read_back(struct figure_context *context, const struct ft_options *options,
                                const char *name, const struct gathered *gathered)
{
    struct ft_engine *again = NULL;
    const size_t count = options->file_count;
    struct ft_memory_file *files = arena_array(gathered->arena, count + 1, sizeof *files);
    struct ft_options others = *options;
    if (files == NULL)
        return FT_NO_MEMORY;
    if (count > 0)
        memcpy(files + 1, options->files, count * sizeof *files);
    files[0] = (struct ft_memory_file){name, gathered->bytes, gathered->length};
    others.files = files;
    others.file_count = count + 1;
    others.packs = NULL;
    others.settings = NULL;
    others.pack_count = others.setting_count = 0;
    others.as_of = others.known_at = NULL;
    enum ft_status status = ft_open(&again, &others);
    if (status != FT_OK)
        return status;
    status = conversion_compare(context, again, ft_load(again, name), name);
    ft_close(again);
    return status;
}

/* Sends nothing that was not read back as the same. */
static enum ft_status conversion_convert(struct figure_context *context,
                                         const struct ft_options *options, const char *name,
                                         const char *scratch, const struct ft_sink *sink)
{
    struct arena bytes; /* of its own: who writes gives back what it works with on the way */
    struct gathered gathered = {.arena = &bytes};
    const struct ft_sink memory = {conversion_gather, &gathered};
    const enum convert_form form = form_called(name);
    if (form == CONVERT_NONE) {
        diagnostics_add(context->diagnostics, NULL, &report_message[REPORT_NO_FORM], name, NULL);
        return FT_INVALID;
    }
    if (!report_nothing_tried(context))
        return FT_INVALID;
    arena_open(&bytes, context->arith->arena->allocator);
    enum ft_status status = form == CONVERT_BOOK ? report_workbook(context, scratch, &memory)
                                                 : report_scenario_text(context, &memory);
    if (status == FT_OK)
        status = read_back(context, options, name, &gathered);
    if (status == FT_IO && context->diagnostics->total == 0)
        status = FT_NO_MEMORY; /* no more could be gathered */
    if (status == FT_OK && !sink->write(sink->context, gathered.bytes, gathered.length))
        status = FT_IO;
    arena_close(&bytes);
    return status;
}

/* ---- the calls ---- */

static const char *conversion_scratch_folder(const char *scratch)
{
    return scratch == NULL ? "/tmp" : scratch;
}

enum ft_status ft_template(struct ft_engine *engine, const char *name, const char *table,
                           const char *scratch, const struct ft_sink *sink)
{
    const struct entity *only;
    if (engine == NULL)
        return FT_INVALID;
    if (sink == NULL || sink->write == NULL)
        return engine_refuse(engine, ENGINE_NULL, "sink");
    if (engine->policy == NULL)
        return engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    enum ft_status status = engine_takes_text(engine, "table", table);
    if (status != FT_OK)
        return status;
    struct figure_context context = engine_context(engine);
    status = report_table_called(&context, table, &only);
    const bool text = name != NULL && form_called(name) == CONVERT_TEXT;
    if (status == FT_OK && text)
        status = report_text_template(&context, engine->packs, engine->pack_count, only, sink);
    else if (status == FT_OK)
        status = report_template(&context, engine->packs, engine->pack_count, only,
                                 conversion_scratch_folder(scratch), sink);
    return engine_leave(engine, status);
}

enum ft_status ft_convert(struct ft_engine *engine, const char *name, const char *scratch,
                          const struct ft_sink *sink)
{
    if (engine == NULL)
        return FT_INVALID;
    if (sink == NULL || sink->write == NULL)
        return engine_refuse(engine, ENGINE_NULL, "sink");
    enum ft_status status = engine_needs_text(engine, "name", name);
    if (status != FT_OK)
        return status;
    if (!engine->is_loaded || engine_has_long_table(engine))
        return engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    if (engine->changed.rows) /* its tables are not built yet */
        return engine_refuse(engine, ENGINE_NOT_RUN, NULL);
    struct figure_context context = engine_context(engine);
    status = scenario_digest(engine->scenario, &engine->scratch.arith, &engine->diagnostics);
    if (status == FT_OK)
        status = conversion_convert(&context, &engine->options, name,
                                    conversion_scratch_folder(scratch), sink);
    return engine_leave(engine, status);
}

enum ft_status ft_notes(struct ft_engine *engine, const struct ft_sink *sink)
{
    if (engine == NULL)
        return FT_INVALID;
    if (sink == NULL || sink->write == NULL)
        return engine_refuse(engine, ENGINE_NULL, "sink");
    const bool law_alone =
        engine->scenario == NULL && engine->policy != NULL && engine->diagnostics.total == 0;
    if (!law_alone && (!engine->is_loaded || engine_has_long_table(engine)))
        return engine_refuse(engine, ENGINE_NOT_LOADED, NULL);
    struct figure_context context = engine_context(engine);
    return engine_leave(engine, law_alone ? report_policy_notes(&context, sink)
                                          : report_notes(&context, sink));
}
