/* Reading one setting of a group, with the fault where it is not what it should be. */
#include <stdarg.h>
#include <string.h>

#include "policy_internal.h"

bool loader_goes_on(const struct loader *loader)
{
    return loader->status != FT_NO_MEMORY;
}

void load_fault(struct loader *loader, const struct place *place, const struct message *message,
                const char *first, const char *second, const char *third)
{
    /* Without memory what was read is not whole: it must not be blamed. */
    if (!loader_goes_on(loader))
        return;
    diagnostics_add(loader->diagnostics, place, message, first == NULL ? "" : first,
                    second == NULL ? "" : second, third == NULL ? "" : third, NULL);
    if (loader->status == FT_OK)
        loader->status = FT_INVALID;
}

bool load_settled(struct loader *loader, enum ft_status status)
{
    if (status == FT_NO_MEMORY || loader->status == FT_OK)
        loader->status = status;
    return status == FT_OK;
}

void *load_array(struct loader *loader, size_t count, size_t size)
{
    void *memory = arena_array(loader->arena, count, size);
    if (memory == NULL)
        loader->status = FT_NO_MEMORY;
    return memory;
}

const char *load_text(struct loader *loader, const char *made)
{
    if (made == NULL)
        loader->status = FT_NO_MEMORY;
    return made == NULL ? "" : made;
}

const char *load_format(struct loader *loader, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_format_list(loader->arena, format, arguments);
    va_end(arguments);
    return load_text(loader, text);
}

const char *place_text(struct loader *loader, const struct place *place)
{
    return load_format(loader, "%s:%u", place->source->path, (unsigned)place->line);
}

void fault_doubled(struct loader *loader, const struct place *place, const char *name,
                   const struct place *first)
{
    load_fault(loader, place, &policy_message[POLICY_DOUBLED_ID], name, place_text(loader, first),
               NULL);
}

void fault_replaces(struct loader *loader, const struct place *place, const char *name)
{
    if (loader->pack_missing || map_get(&loader->policy->schema.unread_names, name) != NULL)
        return;
    const struct map *names = elsewhere_names(loader);
    struct absent_name *absent = names == NULL ? NULL : map_get(names, name);
    if (absent == NULL || (absent->rank > 0 && absent->rank <= loader->rank)) {
        load_fault(loader, place, &policy_message[POLICY_REPLACES_NOTHING], name, NULL, NULL);
        return;
    }
    absent->used = absent->is_used ? absent->used : *place;
    absent->is_used = true;
}

/* ---- groups ---- */

bool settings_check(struct loader *loader, const struct conf *group, const char *what,
                    const struct conf_setting *settings, size_t count)
{
    bool good = conf_check(group, loader->diagnostics, what, settings, count);
    if (!good && loader->status == FT_OK)
        loader->status = FT_INVALID;
    return good;
}

/* ---- scalars ---- */

const struct text *setting_text(const struct conf *group, const char *name)
{
    const struct conf *child = conf_child(group, name);
    return child != NULL && child->kind == CONF_SCALAR ? &child->text : NULL;
}

const char *setting_string(const struct conf *group, const char *name, const char *fallback)
{
    const struct text *text = setting_text(group, name);
    return text == NULL ? fallback : text->bytes;
}

const char *setting_source(struct loader *loader, const struct conf *group, const char *fallback)
{
    const struct text *text = setting_text(group, "source");
    if (text == NULL)
        return fallback;
    if (text->bytes[strspn(text->bytes, " \t\r\n")] == '\0')
        load_fault(loader, &text->place, &policy_message[POLICY_NO_SOURCE], NULL, NULL, NULL);
    else if (conf_child(group, "status") == NULL)
        check_citations(loader, text);
    return text->bytes;
}

bool setting_boolean(struct loader *loader, const struct conf *group, const char *name,
                     bool fallback)
{
    const struct text *text = setting_text(group, name);
    if (text == NULL)
        return fallback;
    if (!text_is(text, "true") && !text_is(text, "false"))
        load_fault(loader, &text->place, &policy_message[POLICY_BOOLEAN], text->bytes, NULL, NULL);
    return text_is(text, "true");
}

struct title setting_title(struct loader *loader, const struct conf *group, const char *name)
{
    static const struct conf_setting halves[] = {{"zh", true, WANT_SCALAR},
                                                 {"en", false, WANT_SCALAR}};
    const struct conf *child = conf_child(group, name);
    struct title title = {"", ""};
    if (child == NULL)
        return (struct title){NULL, NULL};
    if (!settings_check(loader, child, name, halves, 2))
        return title;
    title.zh = setting_string(child, "zh", "");
    title.en = setting_string(child, "en", title.zh);
    return title;
}

struct unit setting_unit(struct loader *loader, const struct conf *group, const char *name)
{
    struct unit unit = {.factor = NUMBER_ONE, .text = ""};
    const struct text *text = setting_text(group, name);
    if (text == NULL)
        return unit;
    (void)load_settled(loader, unit_parse(&unit, &loader->arith, loader->diagnostics, text));
    return unit;
}

struct date setting_date(struct loader *loader, const struct conf *group, const char *name,
                         struct date fallback)
{
    const struct text *text = setting_text(group, name);
    if (text == NULL)
        return fallback;
    (void)load_settled(loader, date_parse(&fallback, loader->diagnostics, text));
    return fallback;
}

/* ---- names and types ---- */

bool name_check(struct loader *loader, const struct place *place, const char *name)
{
    static const char *const reserved[] = {"if",   "then",  "else", "and",  "or",    "not", "in",
                                           "over", "where", "date", "true", "false", "let"};
    bool good = name[0] != '\0' &&
                strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "0123456789_") == strlen(name) &&
                strchr("0123456789", name[0]) == NULL;
    for (size_t i = 0; good && i < sizeof reserved / sizeof *reserved; i++)
        good = reserved[i][0] != name[0] || strcmp(reserved[i], name) != 0;
    /* A built-in with operands is told from a name by its bracket: a field may be called year. */
    for (size_t i = 0; good && i < builtin_count; i++)
        good = builtins[i].least > 0 || builtins[i].name[0] != name[0] ||
               strcmp(builtins[i].name, name) != 0;
    if (!good)
        load_fault(loader, place, &policy_message[POLICY_BAD_NAME], name, NULL, NULL);
    return good;
}

/* What a `type` setting may say. */
static const struct {
    const char *name;
    enum type_kind kind;
    bool integer;
} type_names[] = {
    {"quantity", TYPE_NUMBER, false},     {"integer", TYPE_NUMBER, true},
    {"boolean", TYPE_BOOLEAN, false},     {"date", TYPE_DATE, false},
    {"symbol", TYPE_SYMBOL, false},       {"text", TYPE_TEXT, false},
    {"reference", TYPE_REFERENCE, false},
};

const struct enumeration *find_enumeration(struct loader *loader, const struct text *text)
{
    const struct schema *schema = &loader->policy->schema;
    static const struct enumeration *const built_in[] = {&rounding_modes, &month_ends};
    const struct enumeration *enumeration = map_get(&schema->enumeration_names, text->bytes);
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in && enumeration == NULL; i++)
        if (text_is(text, built_in[i]->id))
            enumeration = built_in[i];
    if (enumeration != NULL)
        return enumeration;
    struct choices choice = choices_for(loader->arena, loader->diagnostics, text->bytes);
    for (size_t i = 0; i < schema->enumeration_count; i++)
        choices_offer_named(&choice, schema->enumerations[i].id, &schema->enumerations[i].title);
    load_fault(loader, &text->place, &policy_message[POLICY_UNKNOWN_ENUMERATION], text->bytes,
               choices_text(&choice), NULL);
    return NULL;
}

const struct enumeration *setting_enumeration(struct loader *loader, const struct conf *group,
                                              const char *of)
{
    const struct text *text = setting_text(group, of);
    if (text != NULL)
        return find_enumeration(loader, text);
    load_fault(loader, &group->place, &policy_message[POLICY_MISSING_SETTING], of, group->name,
               NULL);
    return NULL;
}

static void fault_unknown_type(struct loader *loader, const struct text *text)
{
    struct choices choice = choices_for(loader->arena, loader->diagnostics, text->bytes);
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++)
        choices_offer(&choice, type_names[i].name);
    load_fault(loader, &text->place, &policy_message[POLICY_UNKNOWN_TYPE], text->bytes,
               choices_text(&choice), NULL);
}

struct type setting_type(struct loader *loader, const struct conf *group, const char *of,
                         bool *integer)
{
    const struct text *text = setting_text(group, "type");
    struct type type = {.kind = TYPE_NUMBER};
    size_t count = sizeof type_names / sizeof *type_names, i = 0;
    *integer = false;
    while (text != NULL && i < count && !text_is(text, type_names[i].name))
        i++;
    if (i == count) {
        fault_unknown_type(loader, text);
        return type;
    }
    type.kind = type_names[i].kind;
    *integer = type_names[i].integer;
    if (type.kind == TYPE_SYMBOL)
        type.enumeration = setting_enumeration(loader, group, of);
    if (type.kind == TYPE_SYMBOL && type.enumeration == NULL)
        type.kind = TYPE_TEXT; /* reported: keeps what follows from being reported too */
    return type;
}

/* What a figure is written as may be wrong in one way at most. */
static const struct message *figure_fault(const struct conf *group, enum type_kind kind,
                                          bool integer)
{
    bool united = setting_text(group, "unit") != NULL;
    if (integer || kind == TYPE_TEXT || kind == TYPE_REFERENCE)
        return &policy_message[POLICY_TYPE_HERE];
    if (kind == TYPE_NUMBER && !united)
        return &policy_message[POLICY_MISSING_SETTING];
    return kind != TYPE_NUMBER && united ? &policy_message[POLICY_UNIT_HERE] : NULL;
}

struct type setting_figure_type(struct loader *loader, const struct conf *group, const char *of,
                                const char *what, struct unit *unit)
{
    static const struct type faulty = {.kind = TYPE_TEXT};
    bool integer;
    uint64_t faults = loader->diagnostics->said;
    const struct text *written = setting_text(group, "type");
    struct type type = setting_type(loader, group, of, &integer);
    *unit = setting_unit(loader, group, "unit");
    type.dimension = unit->dimension;
    if (loader->diagnostics->said != faults)
        return faulty;
    const struct message *message = figure_fault(group, type.kind, integer);
    if (message == NULL)
        return type;
    if (message == &policy_message[POLICY_MISSING_SETTING])
        load_fault(loader, &group->place, message, "unit", what, NULL);
    else
        load_fault(loader, &written->place, message, what, written->bytes, NULL);
    return faulty;
}

const struct text *element_text(struct loader *loader, const struct conf *element, const char *what)
{
    if (element->kind == CONF_SCALAR)
        return &element->text;
    load_fault(loader, &element->place, &policy_message[POLICY_LIST_ELEMENT], what, NULL, NULL);
    return NULL;
}

bool policy_file_is(const struct policy_file *file, const char *name)
{
    return strcmp(file->id, name) == 0 ||
           (file->title.zh != NULL && strcmp(file->title.zh, name) == 0) ||
           (file->title.en != NULL && strcmp(file->title.en, name) == 0);
}
