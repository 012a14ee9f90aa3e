/* The strings that cells share, one of them an <si>: its runs joined, phonetic guides left out. */
#include <string.h>

#include "workbook_internal.h"

void run_look_start(struct run_look *look, const char *name, const char **attributes)
{
    const char *value = xml_attribute(attributes, "val");
    if (strcmp(name, "r") == 0)
        look->set_apart = false;
    else if (strcmp(name, "vertAlign") == 0)
        look->set_apart |= value != NULL && strcmp(value, "baseline") != 0;
    else if (strcmp(name, "strike") == 0)
        look->set_apart |= value == NULL || xml_is_true(value);
}

void run_look_text(struct run_look *look, const struct growing_text *before, const char *bytes,
                   size_t length)
{
    const bool unit = before->length > 0 && before->bytes[before->length - 1] == 'm';
    for (size_t i = 0; i < length && look->set_apart && !unit; i++)
        look->spoilt |= bytes[i] >= '0' && bytes[i] <= '9';
}

struct strings_reading {
    struct package *package;
    const char **strings;
    bool *spoilt;
    size_t count, capacity, spoilt_capacity;
    struct run_look look;
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
    run_look_start(&reading->look, name, attributes);
    reading->phonetic += is_phonetic(name);
    reading->in_text = reading->phonetic == 0 && strcmp(name, "t") == 0;
}

static void strings_text(void *context, const char *bytes, size_t length)
{
    struct strings_reading *reading = context;
    if (!reading->in_text)
        return;
    run_look_text(&reading->look, &reading->text, bytes, length);
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
    bool *spoilt = arena_grow(arena, reading->spoilt, &reading->spoilt_capacity, sizeof *spoilt,
                              reading->count + 1);
    reading->text.length = 0;
    if (string == NULL || strings == NULL || spoilt == NULL || reading->text.failed) {
        reading->no_memory = true;
        return;
    }
    reading->strings = strings;
    reading->spoilt = spoilt;
    spoilt[reading->count] = reading->look.spoilt;
    reading->look = (struct run_look){0};
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
    *strings = (struct shared_strings){reading.strings, reading.spoilt, reading.count};
    return status == FT_OK && reading.no_memory ? FT_NO_MEMORY : status;
}
