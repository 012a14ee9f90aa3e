/* The zip file of a workbook: its entries by name, each inflated within limits. */
#include <string.h>
#include <zip.h>

#include "workbook_internal.h"

enum ft_status package_fault(struct package *package, enum workbook_message_id id,
                             const char *argument)
{
    diagnostics_add(package->diagnostics, &package->whole, &workbook_message[id], argument, NULL);
    return id == WORKBOOK_TOO_LARGE ? FT_TOO_LARGE : FT_INVALID;
}

/* "xl\Workbook.xml" as "xl/workbook.xml"; NULL where memory is out. */
static char *plain_name(struct arena *arena, const char *name)
{
    if (*name == '/')
        name++;
    char *plain = arena_copy(arena, name, strlen(name));
    for (char *at = plain; at != NULL && *at != '\0'; at++) {
        if (*at == '\\')
            *at = '/';
        else if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    }
    return plain;
}

/* Two entries of one name: each program would take another of them. */
static enum ft_status list_entries(struct package *package)
{
    const zip_int64_t count = zip_get_num_entries(package->archive, 0);
    if (count < 0 || (size_t)count > limits[LIMIT_WORKBOOK_PARTS].value)
        return package_fault(package, WORKBOOK_TOO_LARGE, limits[LIMIT_WORKBOOK_PARTS].name);
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip_get_name(package->archive, (zip_uint64_t)i, ZIP_FL_ENC_GUESS);
        if (name == NULL) /* none is deleted: it was to be converted to UTF-8 */
            return FT_NO_MEMORY;
        const char *plain = plain_name(package->arena, name);
        if (plain == NULL)
            return FT_NO_MEMORY;
        if (map_get(&package->entries, plain) != NULL)
            return package_fault(package, WORKBOOK_TWO_PARTS, name);
        /* The index as a pointer, one more so that none is NULL. */
        if (!map_put(&package->entries, package->arena, plain, (void *)(uintptr_t)(i + 1)))
            return FT_NO_MEMORY;
    }
    return FT_OK;
}

enum ft_status package_open(struct package *package, const char *bytes, size_t length)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &error);
    package->archive = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &error);
    const bool no_memory = zip_error_code_zip(&error) == ZIP_ER_MEMORY;
    zip_error_fini(&error);
    if (package->archive == NULL) {
        if (source != NULL)
            zip_source_free(source);
        return no_memory ? FT_NO_MEMORY : package_fault(package, WORKBOOK_DAMAGED, "zip");
    }
    return list_entries(package);
}

void package_close(struct package *package)
{
    if (package->archive != NULL)
        zip_discard(package->archive);
    package->archive = NULL;
}

static uintptr_t entry_of(const struct package *package, const char *part)
{
    struct arena *arena = package->arena;
    struct arena_mark mark = arena_mark(arena);
    const char *plain = plain_name(arena, part);
    const uintptr_t entry = plain == NULL ? 0 : (uintptr_t)map_get(&package->entries, plain);
    arena_rewind(arena, mark);
    return entry;
}

bool package_has(const struct package *package, const char *part)
{
    return entry_of(package, part) != 0;
}

/* All bytes of an open entry, as long as they keep within what is left of the limit. */
static enum ft_status inflate(struct package *package, struct zip_file *file, const char *part,
                              struct growing_text *text)
{
    enum { PIECE = 1 << 16 };
    const size_t most = limits[LIMIT_WORKBOOK_INFLATED].value;
    for (;;) {
        char *bytes =
            arena_grow(text->arena, text->bytes, &text->capacity, 1, text->length + PIECE + 1);
        if (bytes == NULL)
            return FT_NO_MEMORY;
        text->bytes = bytes;
        const zip_int64_t got = zip_fread(file, bytes + text->length, PIECE);
        if (got < 0)
            return package_fault(package, WORKBOOK_DAMAGED, part);
        if (got == 0)
            break;
        text->length += (size_t)got;
        package->inflated += (size_t)got;
        if (package->inflated > most)
            return package_fault(package, WORKBOOK_TOO_LARGE, limits[LIMIT_WORKBOOK_INFLATED].name);
    }
    text->bytes[text->length] = '\0';
    return FT_OK;
}

enum ft_status package_read(struct package *package, const char *part, struct arena *arena,
                            const char **bytes, size_t *length)
{
    const uintptr_t entry = entry_of(package, part);
    struct growing_text text = {.arena = arena};
    if (entry == 0)
        return package_fault(package, WORKBOOK_DAMAGED, part);
    struct zip_file *file = zip_fopen_index(package->archive, (zip_uint64_t)(entry - 1), 0);
    if (file == NULL) {
        const int code = zip_error_code_zip(zip_get_error(package->archive));
        const bool locked = code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD;
        return code == ZIP_ER_MEMORY
                   ? FT_NO_MEMORY
                   : package_fault(package, locked ? WORKBOOK_ENCRYPTED : WORKBOOK_DAMAGED, part);
    }
    enum ft_status status = inflate(package, file, part, &text);
    (void)zip_fclose(file); /* what was read was read whole, or is reported */
    *bytes = text.bytes;
    *length = text.length;
    return status;
}

const char *package_resolve(struct arena *arena, const char *part, const char *target)
{
    const char *slash = strrchr(part, '/');
    const size_t folder = *target == '/' || slash == NULL ? 0 : (size_t)(slash - part) + 1;
    char *path = arena_format(arena, "%.*s%s", (int)folder, part, target + (*target == '/'));
    if (path == NULL)
        return NULL;
    /* Segments are copied down; "." is left out and ".." takes the one before with it. */
    size_t length = 0;
    for (const char *at = path; *at != '\0';) {
        const size_t size = strcspn(at, "/\\");
        const bool up = size == 2 && at[0] == '.' && at[1] == '.';
        const bool here = size == 0 || (size == 1 && at[0] == '.');
        const char end = at[size];
        if (up) {
            length -= length > 0;
            while (length > 0 && path[length - 1] != '/')
                length--;
        } else if (!here) {
            memmove(path + length, at, size);
            length += size;
            if (end != '\0')
                path[length++] = '/';
        }
        at += size + (end != '\0');
    }
    path[length] = '\0';
    return path;
}
