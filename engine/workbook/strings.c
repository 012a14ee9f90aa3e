/* The strings that cells share, one of them an <si>: its runs joined, phonetic guides left out. */
#include <string.h>

#include "workbook_internal.h"

struct strings_reading {
    struct package *package;
    const char **strings;
    size_t count, capacity;
    struct growing_text text; /* of the string that is open */
    uint32_t phonetic;        /* elements open that hold a reading aid */
    bool in_text, no_memory;
};

static bool is_phonetic(const char *name)
{
    return strcmp(name, "rPh") == 0 || strcmp(name, "phoneticPr") == 0;
}

static void strings_start(void *context, const char *name, const char **attributes)
{
    struct strings_reading *reading = context;
    (void)attributes;
    reading->phonetic += is_phonetic(name);
    reading->in_text = reading->phonetic == 0 && strcmp(name, "t") == 0;
}

static void strings_text(void *context, const char *bytes, size_t length)
{
    struct strings_reading *reading = context;
    if (reading->in_text)
        growing_add(&reading->text, bytes, length);
}

static void add_string(struct strings_reading *reading)
{
    struct arena *arena = reading->package->arena;
    growing_unescape(&reading->text);
    const char *string = arena_copy(arena, reading->text.length > 0 ? reading->text.bytes : "",
                                    reading->text.length);
    const char **strings = arena_grow(arena, (void *)reading->strings, &reading->capacity,
                                      sizeof *strings, reading->count + 1);
    reading->text.length = 0;
    if (string == NULL || strings == NULL || reading->text.failed) {
        reading->no_memory = true;
        return;
    }
    reading->strings = strings;
    strings[reading->count++] = string;
}

static void strings_end(void *context, const char *name)
{
    struct strings_reading *reading = context;
    reading->phonetic -= is_phonetic(name);
    reading->in_text = false;
    if (strcmp(name, "si") == 0)
        add_string(reading);
}

enum ft_status strings_read(struct shared_strings *strings, struct package *package,
                            const char *part)
{
    static const struct xml_handler handler = {strings_start, strings_end, strings_text};
    struct arena scratch;
    arena_open(&scratch, package->arena->allocator);
    struct strings_reading reading = {.package = package, .text = {.arena = &scratch}};
    enum ft_status status = xml_read(package, part, &handler, &reading);
    arena_close(&scratch);
    *strings = (struct shared_strings){reading.strings, reading.count};
    return status == FT_OK && reading.no_memory ? FT_NO_MEMORY : status;
}
