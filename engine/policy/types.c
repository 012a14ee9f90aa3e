/* Types and values as settings write them: alike for fields, parameters and rules. */
#include <string.h>

#include "policy_internal.h"

/* One row a type: which uses may have it, and which setting it needs besides. */
struct type_row {
    const char *name;
    enum type_kind kind;
    bool integer;
    bool fields_only;
    const char *needs;
};

static const struct type_row types[] = {
    {"quantity", TYPE_NUMBER, false, false, "unit"},  {"integer", TYPE_NUMBER, true, true, NULL},
    {"boolean", TYPE_BOOLEAN, false, false, NULL},    {"date", TYPE_DATE, false, false, NULL},
    {"symbol", TYPE_SYMBOL, false, false, "of"},      {"text", TYPE_TEXT, false, true, NULL},
    {"reference", TYPE_REFERENCE, false, true, "to"},
};
enum { TYPE_ROWS = sizeof types / sizeof *types };

/* A rule's `of` is its table. */
static const char *needed_setting(const struct type_row *row, enum type_use use)
{
    return use == USE_RULE && row->kind == TYPE_SYMBOL ? "of_enumeration" : row->needs;
}

static const struct type_row *find_type(struct loader *loader, const struct conf *group,
                                        enum type_use use, const char *fallback)
{
    static const struct title what = {"类型", "type"};
    const struct text *text = setting_text(group, "type");
    const char *name = text == NULL ? fallback : text->bytes;
    struct names known;
    if (name == NULL || !names_open(loader, &known, TYPE_ROWS))
        return NULL;
    for (size_t i = 0; i < TYPE_ROWS; i++) {
        if (types[i].fields_only && use != USE_FIELD)
            continue;
        if (strcmp(types[i].name, name) == 0)
            return &types[i];
        known.items[known.count++] = types[i].name;
    }
    fault_unknown(loader, setting_place(group, "type"), &what, name, &known);
    return NULL;
}

/* Settings of another type: a unit of a date. */
static bool check_unfit(struct loader *loader, const struct conf *group, enum type_use use,
                        const struct type_row *row)
{
    const char *needs = needed_setting(row, use);
    bool good = true;
    for (size_t i = 0; i < TYPE_ROWS; i++) {
        const char *other = needed_setting(&types[i], use);
        if (other == NULL || (needs != NULL && strcmp(other, needs) == 0) ||
            conf_child(group, other) == NULL)
            continue;
        loader_fault(loader, setting_place(group, other), POLICY_UNFIT, other, row->name, NULL);
        good = false;
    }
    return good;
}

const struct enumeration *find_enumeration(struct loader *loader, const struct text *name)
{
    static const struct title what = {"枚举", "enumeration"};
    const struct schema *schema = &loader->policy->schema;
    const struct enumeration *found = map_get(&schema->enumeration_names, name->bytes);
    struct names known;
    if (found != NULL || !names_open(loader, &known, schema->enumeration_count))
        return found;
    for (size_t i = 0; i < schema->enumeration_count; i++)
        known.items[known.count++] = schema->enumerations[i].id;
    fault_unknown(loader, &name->place, &what, name->bytes, &known);
    return NULL;
}

struct entity *find_table(struct loader *loader, const struct text *name)
{
    static const struct title what = {"表", "table"};
    const struct schema *schema = &loader->policy->schema;
    struct entity *found = map_get(&schema->table_names, name->bytes);
    struct names known;
    if (found != NULL || !names_open(loader, &known, schema->entity_count))
        return found;
    for (size_t i = 0; i < schema->entity_count; i++)
        known.items[known.count++] = schema->entities[i].table;
    fault_unknown(loader, &name->place, &what, name->bytes, &known);
    return NULL;
}

int64_t find_member(struct loader *loader, const struct enumeration *enumeration, const char *name,
                    const struct place *place)
{
    static const struct title what = {"选项", "member"};
    int64_t member = enumeration_find(enumeration, name);
    struct names known;
    if (member >= 0 || !names_open(loader, &known, enumeration->count))
        return member;
    for (size_t i = 0; i < enumeration->count; i++)
        known.items[known.count++] = enumeration->members[i].id;
    fault_unknown(loader, place, &what, name, &known);
    return -1;
}

bool read_type(struct loader *loader, const struct conf *group, enum type_use use,
               const char *fallback, struct typed *typed)
{
    const struct type_row *row = find_type(loader, group, use, fallback);
    if (row == NULL)
        return false;
    *typed = (struct typed){.type = {.kind = row->kind},
                            .unit = {.factor = NUMBER_ONE, .text = ""},
                            .integer = row->integer};
    const char *needs = needed_setting(row, use);
    const struct text *text = needs == NULL ? NULL : setting_text(group, needs);
    bool good = check_unfit(loader, group, use, row);
    if (needs == NULL)
        return good;
    if (text == NULL) {
        /* One of another kind has been reported with the other settings. */
        if (conf_child(group, needs) == NULL)
            loader_fault(loader, &group->place, POLICY_MISSING, needs, group->name, NULL);
        return false;
    }
    if (row->kind == TYPE_SYMBOL)
        return (typed->type.enumeration = find_enumeration(loader, text)) != NULL && good;
    if (row->kind == TYPE_REFERENCE)
        return (typed->type.entity = find_table(loader, text)) != NULL && good;
    good =
        loader_take(loader, unit_parse(&typed->unit, &loader->arith, loader->diagnostics, text)) &&
        good;
    typed->type.dimension = typed->unit.dimension;
    return good;
}

static bool read_number(struct loader *loader, const struct text *text, const struct typed *typed,
                        union value *value)
{
    if (!loader_take(loader, quantity_parse_as(&value->number, &loader->arith, loader->diagnostics,
                                               text, &typed->unit)))
        return false;
    if (!typed->integer || number_is_integer(&value->number))
        return true;
    loader_fault(loader, &text->place, POLICY_NOT_WHOLE, text->bytes, NULL, NULL);
    return false;
}

static bool read_boolean(struct loader *loader, const struct text *text, union value *value)
{
    static const struct title what = {"真假值", "truth value"};
    const char *known[] = {"true", "false"};
    value->boolean = text_is(text, "true");
    if (value->boolean || text_is(text, "false"))
        return true;
    fault_unknown(loader, &text->place, &what, text->bytes, &(struct names){known, 2});
    return false;
}

bool read_value(struct loader *loader, const struct text *text, const struct typed *typed,
                union value *value)
{
    switch (typed->type.kind) {
    case TYPE_NUMBER:
        return read_number(loader, text, typed, value);
    case TYPE_BOOLEAN:
        return read_boolean(loader, text, value);
    case TYPE_DATE:
        return loader_take(loader, date_parse(&value->date, loader->diagnostics, text));
    case TYPE_SYMBOL: {
        int64_t member = find_member(loader, typed->type.enumeration, text->bytes, &text->place);
        value->symbol = member < 0 ? 0 : (uint32_t)member;
        return member >= 0;
    }
    case TYPE_TEXT:
        value->text = text->bytes;
        return true;
    case TYPE_REFERENCE:
        loader_fault(loader, &text->place, POLICY_UNFIT, "default", "reference", NULL);
        return false;
    }
    return false;
}
