/* Types, versions of parameters, rows and their texts. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "model.h"

bool type_equal(const struct type *x, const struct type *y)
{
    if (x->kind != y->kind)
        return false;
    switch (x->kind) {
    case TYPE_NUMBER:
        return dimension_equal(x->dimension, y->dimension);
    case TYPE_SYMBOL:
        return x->enumeration == y->enumeration;
    case TYPE_REFERENCE:
        return x->entity == y->entity;
    case TYPE_BOOLEAN:
    case TYPE_DATE:
    case TYPE_TEXT:
        break;
    }
    return true;
}

void type_name(char *out, size_t size, const struct units *units, const struct type *type,
               enum ft_language language)
{
    static const struct title names[] = {[TYPE_BOOLEAN] = {"是否", "true or false"},
                                         [TYPE_DATE] = {"日期", "a date"},
                                         [TYPE_TEXT] = {"文字", "a text"}};
    switch (type->kind) {
    case TYPE_NUMBER:
        dimension_name(out, size, units, type->dimension, language);
        return;
    case TYPE_SYMBOL:
        (void)snprintf(out, size, language == FT_ZH ? "%s（选项）" : "one of %s",
                       language == FT_ZH ? type->enumeration->title.zh : type->enumeration->id);
        return;
    case TYPE_REFERENCE:
        (void)snprintf(out, size, language == FT_ZH ? "%s 的一行" : "a row of %s",
                       type->entity->table);
        return;
    case TYPE_BOOLEAN:
    case TYPE_DATE:
    case TYPE_TEXT:
        (void)snprintf(out, size, "%s", title_in(&names[type->kind], language));
    }
}

static bool member_is_called(const struct member *member, const char *name)
{
    if (strcmp(member->id, name) == 0 || strcmp(member->title.zh, name) == 0)
        return true;
    for (size_t i = 0; i < member->also_count; i++)
        if (strcmp(member->also[i], name) == 0)
            return true;
    return false;
}

int64_t enumeration_find(const struct enumeration *enumeration, const char *name)
{
    int64_t found = -1;
    for (size_t i = 0; i < enumeration->count; i++)
        if (member_is_called(&enumeration->members[i], name))
            return (int64_t)i;
    /* An English title is no name of its own: it counts where it can mean one member alone. */
    for (size_t i = 0; i < enumeration->count; i++) {
        if (strcasecmp(enumeration->members[i].title.en, name) != 0)
            continue;
        if (found >= 0)
            return -1;
        found = (int64_t)i;
    }
    return found;
}

bool entity_is_below(const struct entity *entity, const struct entity *above)
{
    while (entity != NULL && entity != above)
        entity = entity->parent;
    return entity != NULL;
}

bool entity_has_examples(const struct entity *entity)
{
    return entity->fields[entity->key].examples != NULL;
}

/* A spreadsheet writes TRUE; people tick a box. A bare 1 or 0 may be a count, so it is none. */
const struct boolean_word boolean_words[BOOLEAN_WORDS] = {
    {"是", true},     {"否", false},  {"true", true},   {"false", false}, {"TRUE", true},
    {"FALSE", false}, {"True", true}, {"False", false}, {"yes", true},    {"no", false},
    {"YES", true},    {"NO", false},  {"Yes", true},    {"No", false},    {"y", true},
    {"n", false},     {"Y", true},    {"N", false},     {"√", true},      {"×", false},
    {"✓", true},      {"✗", false},   {"✔", true},      {"✘", false},
};

int boolean_find(const char *word)
{
    for (size_t i = 0; i < BOOLEAN_WORDS; i++)
        if (strcasecmp(boolean_words[i].word, word) == 0)
            return boolean_words[i].value ? 1 : 0;
    return -1;
}

struct date version_end(const struct version *version, struct date known_at)
{
    if (version->is_repealed && version->repeal_published.days <= known_at.days)
        return version->repealed_on;
    return version->ends ? version->to : DATE_FOREVER;
}

const struct version *parameter_version(const struct parameter *parameter, struct date on,
                                        struct date known_at)
{
    const struct version *found = NULL;
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *version = &parameter->versions[i];
        if (version->published.days <= known_at.days && version->from.days <= on.days)
            found = version;
    }
    const struct date end = found == NULL ? DATE_FOREVER : version_end(found, known_at);
    return end.days != DATE_FOREVER.days && on.days >= end.days ? NULL : found;
}

bool parameter_published_later(const struct parameter *parameter, struct date on,
                               struct date known_at, struct date *day)
{
    bool found = false;
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *version = &parameter->versions[i];
        const struct date published = version->published;
        if (published.days > known_at.days && (!found || published.days < day->days) &&
            parameter_version(parameter, on, published) == version) {
            *day = published;
            found = true;
        }
    }
    return found;
}

bool parameter_is_withheld(const struct parameter *parameter, struct date on, struct date known_at)
{
    struct date published;
    for (size_t i = 0; i < parameter->version_count; i++)
        if (parameter->versions[i].published.days <= known_at.days &&
            parameter->versions[i].from.days <= on.days)
            return false;
    return parameter_published_later(parameter, on, known_at, &published);
}

bool parameter_is_scale(const struct parameter *parameter)
{
    return parameter->shape == SHAPE_BRACKETS || parameter->shape == SHAPE_THRESHOLDS;
}

const char *bracket_setting(const struct parameter *parameter, const struct bracket *bracket,
                            bool border)
{
    if (border)
        return bracket->included ? "from" : "above";
    return parameter->shape == SHAPE_BRACKETS ? "rate" : "value";
}

const struct scale *version_scale_at(const struct version *version, size_t index)
{
    const struct bracket *bracket = &version->brackets[index];
    size_t scale = 0;
    assert(index < version->bracket_count);
    while (bracket >= version->scales[scale].brackets + version->scales[scale].count)
        scale++;
    assert(scale < version->scale_count && bracket >= version->scales[scale].brackets);
    return &version->scales[scale];
}

/* ---- rows ---- */

uint32_t row_above(const struct dataset *dataset, const struct entity *from, uint32_t row,
                   const struct entity *entity)
{
    assert(entity_is_below(from, entity));
    while (from != entity) {
        row = dataset->tables[from->index].parents[row];
        from = from->parent;
    }
    return row;
}

bool rows_are_known(const struct dataset *dataset, const struct entity *above, uint32_t row,
                    const struct entity *below)
{
    for (; below != above; below = below->parent) {
        const struct lacks *const *unmade = dataset->tables[below->index].unmade;
        const uint32_t parents = dataset->tables[below->parent->index].count;
        for (uint32_t parent = 0; unmade != NULL && parent < parents; parent++)
            if (unmade[parent] != NULL && row_above(dataset, below->parent, parent, above) == row)
                return false;
    }
    return true;
}

static const char *schema_key_text(const struct dataset *dataset, const struct entity *entity,
                                   uint32_t row, struct arena *arena)
{
    const struct field *key = &entity->fields[entity->key];
    const union value value =
        column_value(&dataset->tables[entity->index].fields[entity->key], row);
    int64_t number;
    if (key->type.kind == TYPE_TEXT)
        return value.text;
    if (key->type.kind == TYPE_SYMBOL)
        return key->type.enumeration->members[value.symbol].id;
    if (key->type.kind == TYPE_NUMBER && number_to_int64(&value.number, &number))
        return arena_format(arena, "%lld", (long long)number);
    return "?";
}

const char *row_path(const struct dataset *dataset, const struct entity *entity, uint32_t row,
                     struct arena *arena)
{
    if (entity->parent == NULL)
        return "";
    const char *path = schema_key_text(dataset, entity, row, arena);
    while (path != NULL && entity->parent->parent != NULL) {
        row = dataset->tables[entity->index].parents[row];
        entity = entity->parent;
        const char *key = schema_key_text(dataset, entity, row, arena);
        path = key == NULL ? NULL : arena_format(arena, "%s/%s", key, path);
    }
    return path;
}

/* ---- values as people read them ---- */

static const char *integer_text(const struct number *number, struct arith *arith)
{
    int64_t value;
    if (number_to_int64(number, &value))
        return arena_format(arith->arena, "%lld", (long long)value);
    return number_text(number, arith, NUMBER_PLAIN);
}

const char *value_text(const union value *value, const struct type *type, const struct unit *unit,
                       bool integer, struct arith *arith, enum ft_language language)
{
    static const struct title truths[] = {{"否", "false"}, {"是", "true"}};
    switch (type->kind) {
    case TYPE_NUMBER:
        return integer ? integer_text(&value->number, arith)
                       : quantity_text(&value->number, arith, unit);
    case TYPE_BOOLEAN:
        return title_in(&truths[value->boolean], language);
    case TYPE_SYMBOL:
        return title_in(&type->enumeration->members[value->symbol].title, language);
    case TYPE_DATE: {
        char *text = arena_allocate(arith->arena, DATE_TEXT_SIZE);
        return text == NULL ? NULL : date_text(text, value->date);
    }
    case TYPE_TEXT:
        return value->text;
    case TYPE_REFERENCE:
        return arena_format(arith->arena, "#%u", (unsigned)value->reference + 1);
    }
    return NULL;
}

/* ---- bounds of fields ---- */

/* -1, 0, 1 for two values of a number or date. */
static int schema_compare(const struct field *field, const union value *x, const union value *y,
                          struct arith *arith)
{
    if (field->type.kind == TYPE_DATE)
        return (x->date.days > y->date.days) - (x->date.days < y->date.days);
    return number_compare(arith, &x->number, &y->number);
}

bool field_allows(const struct field *field, const union value *value, struct arith *arith)
{
    return !(field->has_least && schema_compare(field, value, &field->least, arith) < 0) &&
           !(field->has_most && schema_compare(field, value, &field->most, arith) > 0);
}

const char *field_range(const struct field *field, struct arith *arith, enum ft_language language)
{
    assert(field->has_least || field->has_most);
    const char *bounds[2] = {"", ""};
    const union value *values[2] = {&field->least, &field->most};
    const bool has[2] = {field->has_least, field->has_most};
    for (size_t i = 0; i < 2; i++) {
        if (has[i])
            bounds[i] =
                value_text(values[i], &field->type, &field->unit, field->integer, arith, language);
        if (bounds[i] == NULL)
            return NULL;
    }
    if (has[0] && has[1])
        return arena_format(arith->arena,
                            language == FT_ZH ? "在 %s 至 %s 之间（含两端）" : "%s to %s",
                            bounds[0], bounds[1]);
    if (has[0])
        return arena_format(arith->arena, language == FT_ZH ? "不小于 %s" : "at least %s",
                            bounds[0]);
    return arena_format(arith->arena, language == FT_ZH ? "不大于 %s" : "at most %s", bounds[1]);
}

/* ---- columns ---- */

static void schema_open_item(void *context, void *value)
{
    const struct table *table = context;
    const struct item *item = value;
    column_open(&table->items[item->index].column, item->type.kind, table->count);
}

bool table_make_columns(struct table *table, struct arena *arena)
{
    const struct entity *entity = table->entity;
    table->fields = arena_array(arena, entity->field_count, sizeof *table->fields);
    table->items = arena_array(arena, entity->item_count, sizeof *table->items);
    if (table->fields == NULL || table->items == NULL)
        return false;
    for (size_t i = 0; i < entity->field_count; i++)
        column_open(&table->fields[i], entity->fields[i].type.kind, table->count);
    map_each(&entity->items, schema_open_item, table);
    return true;
}
