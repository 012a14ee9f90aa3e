/* A session: the files that were handed over, and the engine over them. */
#include <assert.h>
#include <string.h>

#include "call.h"

enum ft_status ft_session_open(struct ft_session **out, const struct ft_options *options)
{
    struct arena arena;
    if (out == NULL)
        return FT_INVALID;
    *out = NULL;
    if (options == NULL)
        return FT_INVALID;
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
    for (size_t i = 0; i < part.kept; i++)
        part.total += 1 + part.items[i].more;
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
static bool session_gather_files(const struct ft_session *session, struct call_run *run,
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

/* ---- settings ---- */

static const char *setting_part(const json_t *settings, size_t index, const char *name)
{
    return json_string_value(json_object_get(json_array_get(settings, index), name));
}

/* How many settings two lists begin with alike. A change of rows may stand twice under one path:
 * then none count as alike where the lists differ. */
static size_t settings_common(const json_t *x, const json_t *y)
{
    size_t common = 0, at = 0;
    while (common < json_array_size(x) &&
           json_equal(json_array_get(x, common), json_array_get(y, common)))
        common++;
    for (at = common; at < json_array_size(x); at++) {
        const char *path = setting_part(x, at, "path");
        if (path[0] != '\0' && strchr("+-", path[strlen(path) - 1]) != NULL)
            return 0;
        for (size_t i = 0; i < common; i++)
            if (strcmp(setting_part(x, i, "path"), path) == 0)
                return 0; /* taken back, it would take the earlier one with it */
    }
    return common;
}

/* Makes the settings of an engine, which are those of `now`, those of `wanted`, up to the first
 * that is at fault. */
static enum ft_status settings_apply(struct ft_engine *engine, const json_t *now,
                                     const json_t *wanted)
{
    const size_t common = settings_common(now, wanted);
    enum ft_status status = FT_OK;
    if (common == 0 && json_array_size(now) > 0)
        status = ft_reset(engine, NULL);
    for (size_t i = common; common > 0 && i < json_array_size(now) && status == FT_OK; i++) {
        bool again = false; /* the same path twice is one setting */
        for (size_t j = common; j < i; j++)
            again |= strcmp(setting_part(now, i, "path"), setting_part(now, j, "path")) == 0;
        if (!again)
            status = ft_reset(engine, setting_part(now, i, "path"));
    }
    for (size_t i = common; i < json_array_size(wanted) && status == FT_OK; i++)
        status = ft_set(engine, setting_part(wanted, i, "path"), setting_part(wanted, i, "value"));
    return status;
}

static bool settings_gather(struct arena *arena, const json_t *settings, struct ft_options *options)
{
    const size_t count = json_array_size(settings);
    struct ft_setting *all = arena_array(arena, count, sizeof *all);
    for (size_t i = 0; i < count && all != NULL; i++)
        all[i] = (struct ft_setting){setting_part(settings, i, "path"),
                                     setting_part(settings, i, "value")};
    options->settings = all;
    options->setting_count = count;
    return all != NULL;
}

/* Settings are refused one by one: a load of its own finds the faults of all. */
static void call_tell_faults(struct call *call, const json_t *settings)
{
    const struct ft_session *session = call->session;
    struct call_run run = {0};
    struct ft_options options = session->options;
    arena_open(&run.arena, session->base.allocator);
    if (session_gather_files(session, &run, &options) &&
        settings_gather(&run.arena, settings, &options) &&
        ft_open(&run.engine, &options) == FT_OK &&
        ft_load(run.engine, session->name) == FT_INVALID) {
        diagnostics_clear(&call->diagnostics);
        call_take_diagnostics(call, run.engine);
    }
    call_run_close(&run);
}

enum ft_status call_run_set(struct call *call, struct call_run *run, const json_t *now,
                            const json_t *wanted)
{
    enum ft_status status = settings_apply(run->engine, now, wanted);
    const bool applied = status == FT_OK;
    if (applied)
        status = ft_run(run->engine);
    call_take_diagnostics(call, run->engine);
    if (!applied && status == FT_INVALID)
        call_tell_faults(call, wanted);
    assert(run->engine != NULL);
    run->ran = status == FT_OK;
    return status;
}

enum ft_status call_run_open(struct call *call, struct call_run *run, const json_t *settings)
{
    struct ft_session *session = call->session;
    struct ft_options options = session->options;
    *run = (struct call_run){0};
    arena_open(&run->arena, session->base.allocator);
    if (!session_gather_files(session, run, &options))
        return FT_NO_MEMORY;
    enum ft_status status = ft_open(&run->engine, &options);
    if (status == FT_OK)
        status = ft_load(run->engine, session->name);
    if (run->engine != NULL)
        call_take_diagnostics(call, run->engine);
    return status == FT_OK ? call_run_set(call, run, NULL, settings) : status;
}
