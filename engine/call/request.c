/* What a request says, read with every fault told. */
#include <string.h>

#include "call.h"

void call_fault(struct call *call, const char *name, const char *wanted)
{
    diagnostics_add(&call->diagnostics, NULL, &call_message[CALL_ARGUMENT], name, wanted, NULL);
}

/* NULL where it is not there, or null. */
static const json_t *argument(const struct call *call, const char *name)
{
    const json_t *value = json_object_get(call->request, name);
    return json_is_null(value) ? NULL : value;
}

bool call_text(struct call *call, const char *name, const char **text)
{
    const json_t *value = argument(call, name);
    *text = json_string_value(value);
    if (value != NULL && *text == NULL)
        call_fault(call, name, "text");
    return value == NULL || *text != NULL;
}

bool call_needed_text(struct call *call, const char *name, const char **text)
{
    *text = json_string_value(argument(call, name));
    if (*text == NULL)
        call_fault(call, name, "text");
    return *text != NULL;
}

bool call_flag(struct call *call, const char *name, bool *flag)
{
    const json_t *value = argument(call, name);
    if (value != NULL && !json_is_boolean(value)) {
        call_fault(call, name, "true, false");
        return false;
    }
    *flag = json_is_true(value);
    return true;
}

bool call_count(struct call *call, const char *name, uint32_t *count)
{
    const json_t *value = argument(call, name);
    const json_int_t number = json_integer_value(value);
    if (value != NULL && (!json_is_integer(value) || number < 0 || number > INT32_MAX)) {
        call_fault(call, name, "0, 1, 2 …");
        return false;
    }
    *count = (uint32_t)number;
    return true;
}

bool call_choice(struct call *call, const char *name, const char *const *names, size_t count,
                 size_t *index)
{
    const json_t *value = argument(call, name);
    const char *text = json_string_value(value), *wanted = "";
    if (value == NULL)
        return true;
    for (size_t i = 0; i < count; i++) {
        if (text != NULL && strcmp(text, names[i]) == 0) {
            *index = i;
            return true;
        }
        const char *longer =
            arena_format(call->scratch, "%s%s%s", wanted, i == 0 ? "" : ", ", names[i]);
        wanted = longer == NULL ? wanted : longer;
    }
    call_fault(call, name, wanted);
    return false;
}

bool call_texts(struct call *call, const char *name, struct arena *arena, const char *const **texts,
                size_t *count)
{
    const json_t *list = argument(call, name);
    const size_t length = json_array_size(list);
    const char **all = arena_array(arena, length, sizeof *all);
    bool good = list == NULL || json_is_array(list);
    call->no_memory |= all == NULL;
    for (size_t i = 0; i < length && good && !call->no_memory; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        good = text != NULL;
        all[i] = good ? arena_copy(arena, text, strlen(text)) : NULL;
        call->no_memory |= good && all[i] == NULL;
    }
    if (!good)
        call_fault(call, name, "[text, …]");
    good = good && !call->no_memory;
    *texts = all;
    *count = good ? length : 0;
    return good;
}

/* ---- files ---- */

void call_files_close(struct call_files *files)
{
    arena_close(&files->arena);
    *files = (struct call_files){.arena = {.allocator = files->arena.allocator}};
}

/* False where the value is neither a text nor base64, and where memory is out. */
static bool call_read_file(struct call *call, struct ft_memory_file *file, struct arena *arena,
                           const char *prefix, const char *name, const json_t *value)
{
    const char *encoded = json_string_value(json_object_get(value, "base64"));
    file->name = arena_format(arena, "%s%s", prefix, name);
    if (json_is_string(value)) {
        file->length = json_string_length(value);
        file->bytes = arena_copy(arena, json_string_value(value), file->length);
        call->no_memory |= file->bytes == NULL;
    } else if (encoded != NULL) {
        call->no_memory |=
            base64_decode(&file->bytes, &file->length, arena, encoded) == FT_NO_MEMORY;
    }
    call->no_memory |= file->name == NULL;
    return file->bytes != NULL;
}

bool call_take_files(struct call *call, const char *name, const char *prefix,
                     struct call_files *files)
{
    const json_t *all = argument(call, name);
    const char *key;
    json_t *value;
    if (all != NULL && !json_is_object(all)) {
        call_fault(call, name, "{NAME: text}");
        return false;
    }
    files->items = arena_array(&files->arena, json_object_size(all), sizeof *files->items);
    call->no_memory |= files->items == NULL;
    bool good = true;
    json_object_foreach((json_t *)all, key, value)
    {
        struct ft_memory_file file = {0};
        if (call->no_memory)
            break;
        const bool read = call_read_file(call, &file, &files->arena, prefix, key, value);
        if (read)
            files->items[files->count++] = file;
        else if (!call->no_memory)
            call_fault(call, key, "text, {\"base64\": text}");
        good = good && read;
    }
    return good && !call->no_memory;
}
