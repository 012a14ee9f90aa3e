/* A session: the files that were handed over, and the engine over them. */
#include <string.h>

#include "call.h"

enum ft_status ft_session_open(struct ft_session **out, const struct ft_options *options)
{
    struct arena arena;
    arena_open(&arena, options->allocator);
    struct ft_session *session = arena_allocate(&arena, sizeof *session);
    *out = session;
    if (session == NULL)
        return FT_NO_MEMORY;
    *session = (struct ft_session){.base = *options, .loaded = arena};
    session->options = session->base;
    arena_open(&session->policies.arena, options->allocator);
    arena_open(&session->scenario.arena, options->allocator);
    return FT_OK;
}

void ft_session_close(struct ft_session *session)
{
    if (session == NULL)
        return;
    call_run_close(&session->run);
    json_decref(session->settings);
    arena_close(&session->policies.arena);
    arena_close(&session->scenario.arena);
    struct arena arena = session->loaded; /* the session lives in it */
    arena_close(&arena);
}

/* ---- runs ---- */

static bool take_nothing(void *context, const char *bytes, size_t length)
{
    (void)context, (void)bytes, (void)length;
    return true;
}

void call_take_diagnostics(struct call *call, struct ft_engine *engine)
{
    static const struct ft_sink nowhere = {take_nothing, NULL};
    struct diagnostics part = {.language = call->diagnostics.language};
    const struct ft_diagnostic *items = ft_diagnostic_list(engine, &part.kept);
    memcpy(part.items, items, part.kept * sizeof *items);
    part.total = part.kept;
    diagnostics_join(&call->diagnostics, &part);
    (void)ft_diagnostics(engine, &nowhere, false);
}

void call_run_close(struct call_run *run)
{
    ft_close(run->engine);
    arena_close(&run->arena);
    *run = (struct call_run){0};
}

/* Policies, then the scenario's own, then what the session was opened with. */
static bool gather_files(const struct ft_session *session, struct call_run *run,
                         struct ft_options *options)
{
    const struct call_files *parts[] = {&session->policies, &session->scenario};
    const size_t count =
        session->policies.count + session->scenario.count + session->base.file_count;
    struct ft_memory_file *all = arena_array(&run->arena, count, sizeof *all);
    if (all == NULL)
        return false;
    options->files = all;
    options->file_count = count;
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < parts[i]->count; j++)
            *all++ = parts[i]->items[j];
    for (size_t i = 0; i < session->base.file_count; i++)
        *all++ = session->base.files[i];
    return true;
}

static bool gather_settings(struct call_run *run, const json_t *settings,
                            struct ft_options *options)
{
    const size_t count = json_array_size(settings);
    struct ft_setting *all = arena_array(&run->arena, count, sizeof *all);
    bool good = all != NULL;
    for (size_t i = 0; i < count && good; i++) {
        const json_t *one = json_array_get(settings, i);
        const char *path = json_string_value(json_object_get(one, "path")),
                   *value = json_string_value(json_object_get(one, "value"));
        all[i] = (struct ft_setting){arena_copy(&run->arena, path, strlen(path)),
                                     arena_copy(&run->arena, value, strlen(value))};
        good = all[i].path != NULL && all[i].value != NULL;
    }
    options->settings = all;
    options->setting_count = count;
    return good;
}

enum ft_status call_run_open(struct call *call, struct call_run *run, const json_t *settings)
{
    struct ft_session *session = call->session;
    struct ft_options options = session->options;
    *run = (struct call_run){0};
    arena_open(&run->arena, session->base.allocator);
    if (!gather_files(session, run, &options) || !gather_settings(run, settings, &options))
        return FT_NO_MEMORY;
    enum ft_status status = ft_open(&run->engine, &options);
    if (status == FT_OK)
        status = ft_load(run->engine, session->name);
    if (status == FT_OK)
        status = ft_run(run->engine);
    run->ran = status == FT_OK;
    if (run->engine != NULL)
        call_take_diagnostics(call, run->engine);
    return status;
}
