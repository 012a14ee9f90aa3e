/* The files that a libconfig file includes. */
#include "conf_tokens.h"

/* "a.cfg → b.cfg → a.cfg", outermost first; NULL when memory is out. */
static const char *chain(struct arena *arena, const struct conf_file *file, const char *last)
{
    const char *text = last;
    for (; file != NULL && text != NULL; file = file->includer)
        text = arena_format(arena, "%s → %s", file->source->path, text);
    return text;
}

static bool is_open(const struct conf_file *file, const char *path)
{
    for (; file != NULL; file = file->includer)
        if (strcmp(file->source->path, path) == 0)
            return true;
    return false;
}

static bool is_inside(const char *path, const char *root)
{
    size_t length = strlen(root);
    while (length > 0 && root[length - 1] == '/')
        length--;
    return length == 0 || (strncmp(path, root, length) == 0 && path[length] == '/');
}

/* What one file counts for at least: a folder of empty files costs time and memory as well. */
enum { LEAST_FILE_BYTES = 4096 };

/* Takes a file into account; false where all files together become too large. */
static bool take_file(struct conf_reading *reading, const struct source *source)
{
    const size_t limit = limits[LIMIT_CONF_TOTAL_BYTES].value;
    size_t bytes = source->length < LEAST_FILE_BYTES ? LEAST_FILE_BYTES : source->length;
    if (bytes > limit - reading->total_bytes)
        return false;
    reading->total_bytes += bytes;
    return true;
}

/* What keeps a file from being included, before it is opened. */
static const struct message *include_fault(const struct cursor *cursor, const char *path)
{
    const struct conf_file *file = cursor->file;
    if (!is_inside(path, cursor->reading->root))
        return &base_message[BASE_INCLUDE_OUTSIDE];
    if (is_open(file, path))
        return &base_message[BASE_INCLUDE_CIRCLE];
    if (file->depth >= limits[LIMIT_CONF_INCLUDE_DEPTH].value)
        return &base_message[BASE_INCLUDE_DEPTH];
    return NULL;
}

/* A file that cannot be included is reported and left out; one too large ends the reading, for
 * each that follows would be read in vain. */
static enum ft_status include(struct cursor *cursor, const char *name, struct place place)
{
    struct conf_reading *reading = cursor->reading;
    if (reading->root == NULL || !file_stays_below(name)) {
        cursor_fault(cursor, place, &base_message[BASE_INCLUDE_OUTSIDE], name);
        return FT_OK;
    }
    const char *path = file_beside(reading->arena, cursor->file->source->path, name);
    const char *way = path == NULL ? NULL : chain(reading->arena, cursor->file, path);
    if (way == NULL)
        return FT_NO_MEMORY;
    const struct message *message = include_fault(cursor, path);
    if (message != NULL) {
        cursor_fault(cursor, place, message,
                     message == &base_message[BASE_INCLUDE_OUTSIDE] ? name : way);
        return FT_OK;
    }
    struct conf_file inner = {.includer = cursor->file, .depth = cursor->file->depth + 1};
    enum ft_status status = file_read(&inner.source, reading->arena, reading->diagnostics, path,
                                      LIMIT_CONF_FILE_BYTES, &place);
    reading->unclear |= status != FT_OK;
    if (status == FT_OK && !take_file(reading, inner.source)) {
        cursor_fault(cursor, place, &base_message[BASE_INCLUDE_BYTES], way);
        return FT_TOO_LARGE;
    }
    if (status == FT_OK)
        status = conf_tokenize(reading, &inner);
    if (status != FT_OK)
        cursor->status = FT_INVALID;
    return status == FT_NO_MEMORY || status == FT_TOO_LARGE ? status : FT_OK;
}

enum ft_status cursor_read_include(struct cursor *cursor)
{
    struct place place = cursor_here(cursor, 8);
    cursor_step_over(cursor, cursor->at + 8);
    cursor_skip_blanks(cursor);
    struct string name = {0};
    struct place asked = cursor_here(cursor, 1);
    if (cursor->at == cursor->end || *cursor->at != '"') {
        cursor_fault(cursor, place, &base_message[BASE_INCLUDE_NAME], NULL);
        return FT_OK;
    }
    if (!string_add(cursor, &name, "", 0))
        return FT_NO_MEMORY;
    enum ft_status status = string_read(cursor, &name);
    asked.width = (uint32_t)utf8_count(name.bytes, name.length) + 2;
    return status == FT_OK ? include(cursor, name.bytes, asked) : status;
}
