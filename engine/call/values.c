/* Values as JSON: what struct ft_figure and struct ft_parameter hold. */
#include <string.h>

#include "call.h"

static const char *const state_names[] = {
    [FT_VALUE] = "value",
    [FT_ABSENT] = "absent",
    [FT_NOT_APPLICABLE] = "not_applicable",
    [FT_UNDETERMINED] = "undetermined",
    [FT_ERROR] = "error",
};
static const char *const type_names[] = {
    [FT_NUMBER] = "number", [FT_TRUTH] = "truth", [FT_DATE] = "date",
    [FT_CHOICE] = "choice", [FT_STRING] = "text", [FT_ROW] = "reference",
};

/* "" is null where the key says that there is none. NULL: memory is out. */
static json_t *json_text_or_null(const char *text)
{
    return text[0] == '\0' ? json_null() : json_string(text);
}

/* "policies/a.cfg:12:5", null where it stands nowhere. */
static json_t *place_of_figure(const struct ft_figure *figure)
{
    if (figure->file[0] == '\0' || figure->line == 0)
        return json_null();
    return json_sprintf("%s:%u:%u", figure->file, (unsigned)figure->line, (unsigned)figure->column);
}

static json_t *facts_of_figure(const struct ft_figure *figure)
{
    json_t *facts = json_array();
    for (size_t i = 0; i < figure->fact_count; i++)
        if (json_array_append_new(facts, json_string(figure->facts[i])) != 0) {
            json_decref(facts);
            return NULL;
        }
    return facts;
}

struct json_part {
    const char *key;
    json_t *value; /* NULL: memory was out */
};

/* Takes the values. NULL: memory is out. */
static json_t *object_of_parts(const struct json_part *parts, size_t count)
{
    json_t *object = json_object();
    bool good = object != NULL;
    for (size_t i = 0; i < count; i++)
        if (json_object_set_new(object, parts[i].key, parts[i].value) != 0)
            good = false; /* the value is let go of all the same */
    if (good)
        return object;
    json_decref(object);
    return NULL;
}

/* ---- figures ---- */

static json_t *figure_as_json(const struct ft_figure *figure)
{
    const struct json_part parts[] = {
        {"item", json_string(figure->item)},
        {"table", json_string(figure->table)},
        {"row", json_string(figure->row)},
        {"title", json_string(figure->title)},
        {"type", json_string(type_names[figure->type])},
        {"state", json_string(state_names[figure->state])},
        {"exact", json_text_or_null(figure->exact)},
        {"rounded", json_text_or_null(figure->rounded)},
        {"unit", figure->type == FT_NUMBER ? json_string(figure->unit) : json_null()},
        {"shown", json_string(figure->shown)},
        {"reason", json_text_or_null(figure->reason)},
        {"facts", facts_of_figure(figure)},
        {"source", json_text_or_null(figure->source)},
        {"place", place_of_figure(figure)},
    };
    return object_of_parts(parts, sizeof parts / sizeof *parts);
}

/* Items that name nothing, or several things, are all told; there is an answer where none is. */
static enum ft_status call_gather_figures(struct call *call, struct ft_engine *engine,
                                          const char *const *items, size_t count, json_t *figures)
{
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        struct ft_figure figure;
        const enum ft_status status = ft_figure(engine, items[i], &figure);
        call_take_diagnostics(call, engine); /* the engine keeps those of one call */
        if (status == FT_NO_MEMORY)
            return status;
        good = good && status == FT_OK;
        if (good && json_array_append_new(figures, figure_as_json(&figure)) != 0)
            return FT_NO_MEMORY;
    }
    return good ? FT_OK : FT_INVALID;
}

static int take_json(const char *bytes, size_t length, void *context)
{
    const struct ft_sink sink = call_bytes_sink(context);
    return sink.write(sink.context, bytes, length) ? 0 : -1;
}

/* Lets go of the value. Errors: `status`, where it is one; FT_NO_MEMORY. */
static enum ft_status put_json_value(struct call *call, json_t *value, enum ft_status status)
{
    if (status == FT_OK && json_dump_callback(value, take_json, &call->result, 0) != 0)
        status = FT_NO_MEMORY;
    json_decref(value);
    call->kind = RESULT_JSON;
    return status;
}

enum ft_status call_figures(struct call *call, struct ft_engine *engine, const char *const *items,
                            size_t count)
{
    json_t *figures = json_array();
    enum ft_status status =
        figures == NULL ? FT_NO_MEMORY : call_gather_figures(call, engine, items, count, figures);
    return put_json_value(call, figures, status);
}

/* ---- parameters ---- */

static json_t *value_as_json(const struct ft_parameter *parameter,
                             const struct ft_parameter_value *value)
{
    const bool whole = value->cell[0] == '\0';
    const struct json_part parts[] = {
        {"path", json_sprintf("%s%s%s", parameter->id, whole ? "" : ".", value->cell)},
        {"value", json_string(value->value)},
        {"unit", parameter->type == FT_NUMBER ? json_string(value->unit) : json_null()},
    };
    return object_of_parts(parts, sizeof parts / sizeof *parts);
}

static json_t *version_as_json(const struct ft_parameter *parameter,
                               const struct ft_version_of_parameter *version)
{
    json_t *values = json_array();
    for (size_t i = 0; i < version->value_count; i++)
        if (json_array_append_new(values, value_as_json(parameter, &version->values[i])) != 0) {
            json_decref(values);
            return NULL;
        }
    const struct json_part parts[] = {
        {"from", json_string(version->from)},
        {"until", json_text_or_null(version->until)},
        {"values", values},
    };
    return object_of_parts(parts, sizeof parts / sizeof *parts);
}

static json_t *parameter_as_json(const struct ft_parameter *parameter)
{
    json_t *versions = json_array();
    for (size_t i = 0; i < parameter->version_count; i++)
        if (json_array_append_new(versions, version_as_json(parameter, &parameter->versions[i])) !=
            0) {
            json_decref(versions);
            return NULL;
        }
    const struct json_part parts[] = {
        {"id", json_string(parameter->id)},
        {"title", json_string(parameter->title)},
        {"type", json_string(type_names[parameter->type])},
        {"versions", versions},
    };
    return object_of_parts(parts, sizeof parts / sizeof *parts);
}

enum ft_status call_trials(struct call *call, struct ft_engine *engine)
{
    const struct ft_parameter *parameters = NULL;
    size_t count = 0;
    enum ft_status status = ft_list_parameters(engine, &parameters, &count);
    call_take_diagnostics(call, engine);
    json_t *list = json_array();
    for (size_t i = 0; i < count && status == FT_OK; i++)
        if (json_array_append_new(list, parameter_as_json(&parameters[i])) != 0)
            status = FT_NO_MEMORY;
    return put_json_value(call, list, status);
}
