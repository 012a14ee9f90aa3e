/* part_io.c: see part_io.h. What was written is read back: both ways go through the same lines. */
#include <string.h>

#include "part_io.h"

void part_holds(struct part_io *io, bool condition)
{
    io->good = io->good && condition;
}

/* The value under a key, which is `made` of what is written. NULL: there is none. */
static const json_t *part_value(struct part_io *io, const char *key, json_t *made)
{
    if (io->writing)
        part_holds(io, json_object_set_new(io->json, key, made) == 0);
    return json_object_get(io->json, key);
}

static bool part_is_count(const json_t *value, uint64_t most)
{
    return json_is_integer(value) && json_integer_value(value) >= 0 &&
           (uint64_t)json_integer_value(value) <= most;
}

void part_count(struct part_io *io, const char *key, uint64_t *count)
{
    const json_t *value =
        part_value(io, key, io->writing ? json_integer((json_int_t)*count) : NULL);
    part_holds(io, part_is_count(value, INT64_MAX));
    *count = (uint64_t)json_integer_value(value);
}

void part_small(struct part_io *io, const char *key, uint32_t *count)
{
    uint64_t wide = *count;
    part_count(io, key, &wide);
    part_holds(io, wide <= UINT32_MAX);
    *count = (uint32_t)wide;
}

void part_truth(struct part_io *io, const char *key, bool *truth)
{
    const json_t *value = part_value(io, key, io->writing ? json_boolean(*truth) : NULL);
    part_holds(io, json_is_boolean(value));
    *truth = json_is_true(value);
}

void part_name(struct part_io *io, const char *key, const char *name)
{
    const json_t *value = part_value(io, key, io->writing ? json_string(name) : NULL);
    part_holds(io, json_is_string(value) && strcmp(json_string_value(value), name) == 0);
}

void part_string(struct part_io *io, const char *key, const char **text, size_t *length)
{
    const json_t *value = part_value(io, key, io->writing ? json_stringn(*text, *length) : NULL);
    part_holds(io, json_is_string(value));
    if (io->writing || !io->good)
        return;
    *length = json_string_length(value);
    *text = arena_copy(io->arena, json_string_value(value), *length);
    io->lacks_memory |= *text == NULL;
    part_holds(io, *text != NULL);
}

void part_chars(struct part_io *io, const char *key, char *text, size_t size)
{
    const json_t *value = part_value(io, key, io->writing ? json_string(text) : NULL);
    part_holds(io, json_is_string(value) && json_string_length(value) < size);
    if (io->good)
        memmove(text, json_string_value(value), json_string_length(value) + 1);
}

void part_choice(struct part_io *io, const char *key, const char *const *words, size_t count,
                 size_t *choice)
{
    const json_t *value = part_value(io, key, io->writing ? json_string(words[*choice]) : NULL);
    const char *text = json_string_value(value);
    size_t i = 0;
    while (text != NULL && i < count && strcmp(words[i], text) != 0)
        i++;
    part_holds(io, text != NULL && i < count);
    *choice = io->good ? i : *choice;
}

void part_rational(struct part_io *io, const char *key, mpq_t value)
{
    const json_t *text =
        part_value(io, key, io->writing ? json_string(rational_text(value, io->arena)) : NULL);
    part_holds(io, rational_read(value, json_string_value(text)));
}

void part_sum(struct part_io *io, const char *key, struct sum *sum)
{
    sum_settle(sum);
    sum->lost = part_none(io, key, sum->lost);
    if (!sum->lost)
        part_rational(io, key, sum->rest);
}

bool part_none(struct part_io *io, const char *key, bool none)
{
    if (!io->writing)
        return json_is_null(key == NULL ? io->json : json_object_get(io->json, key));
    if (none && key != NULL)
        (void)part_value(io, key, json_null());
    if (none && key == NULL) {
        json_decref(io->json);
        io->json = json_null();
    }
    return none;
}

/* ---- lists ---- */

static void part_append(struct part_io *io, json_t *list, json_t *value)
{
    part_holds(io, json_array_append_new(list, value) == 0);
}

void part_flags(struct part_io *io, const char *key, bool *flags, size_t count)
{
    json_t *made = io->writing ? json_array() : NULL;
    for (size_t i = 0; io->writing && i < count; i++)
        if (flags[i])
            part_append(io, made, json_integer((json_int_t)i));
    const json_t *list = part_value(io, key, made);
    part_holds(io, json_is_array(list));
    for (size_t i = 0; io->good && i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        part_holds(io, count > 0 && part_is_count(one, count - 1));
        if (io->good)
            flags[json_integer_value(one)] = true;
    }
}

void part_lines(struct part_io *io, const char *key, uint32_t *lines, size_t most)
{
    json_t *made = io->writing ? json_array() : NULL;
    for (size_t i = 0; io->writing && i < most && lines[i] > 0; i++)
        part_append(io, made, json_integer(lines[i]));
    const json_t *list = part_value(io, key, made);
    part_holds(io, json_is_array(list) && json_array_size(list) <= most);
    for (size_t i = 0; io->good && i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        part_holds(io, part_is_count(one, UINT32_MAX) && json_integer_value(one) > 0);
        lines[i] = (uint32_t)json_integer_value(one);
    }
}

void part_object(struct part_io *io, const char *key, part_each *each, size_t at)
{
    json_t *outer = io->json;
    io->json = io->writing ? json_object() : json_object_get(outer, key);
    each(io, at);
    json_t *inner = io->json;
    io->json = outer;
    if (io->writing)
        (void)part_value(io, key, inner);
}

void part_list(struct part_io *io, const char *key, size_t count, part_each *each)
{
    json_t *outer = io->json, *list = io->writing ? json_array() : json_object_get(outer, key);
    part_holds(io, json_is_array(list) && (io->writing || json_array_size(list) == count));
    for (size_t i = 0; io->good && i < count; i++) {
        io->json = io->writing ? json_object() : json_array_get(list, i);
        each(io, i);
        if (io->writing)
            part_append(io, list, io->json);
    }
    io->json = outer;
    if (io->writing)
        (void)part_value(io, key, list);
}

size_t part_length(const struct part_io *io, const char *key, size_t count)
{
    return io->writing ? count : json_array_size(json_object_get(io->json, key));
}
