/* What is said of a field to those who fill it in, and values as they are written. */
#include <stdarg.h>
#include <string.h>

#include "filling.h"

const char *filling_say(const struct filling *filling, const char *zh, const char *en)
{
    return filling->context->language == FT_ZH ? zh : en;
}

const char *filling_keep(struct filling *filling, const char *text)
{
    filling->no_memory |= text == NULL;
    return text == NULL ? "" : text;
}

const char *filling_format(struct filling *filling, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_format_list(filling->arena, format, arguments);
    va_end(arguments);
    return filling_keep(filling, text);
}

/* ---- who asks for a field ---- */

/* Rules whose formulas name the field, as far as they go into a note. */
struct users {
    struct filling *filling;
    const struct field *field;
    const struct rule *rule; /* NULL: a view's formula */
    const char *text;
    size_t count;
    bool told; /* of this rule */
};

static void look_for_field(void *context, const struct formula *formula)
{
    enum { MOST_USERS = 4 };
    struct users *users = context;
    for (size_t i = 0; formula != NULL && i < formula->field_count && !users->told; i++) {
        if (formula->fields[i] != users->field)
            continue;
        users->told = true;
        if (users->count++ >= MOST_USERS || users->rule == NULL)
            return;
        const enum ft_language language = users->filling->context->language;
        users->text = filling_keep(
            users->filling,
            arena_format(users->filling->arena, "%s\n· %s（%s）", users->text,
                         title_in(&users->rule->item.title, language), users->rule->source));
    }
}

static struct users users_of(struct filling *filling, const struct field *field)
{
    const struct policy *policy = filling->context->policy;
    struct users users = {.filling = filling, .field = field, .text = ""};
    for (size_t i = 0; i < policy->rule_count; i++) {
        users.rule = policy->rules[i];
        users.told = false;
        rule_each_formula(users.rule, look_for_field, &users);
    }
    return users;
}

static const char *users_told(struct filling *filling, const struct field *field)
{
    const struct users users = users_of(filling, field);
    if (users.count == 0)
        return "";
    return filling_format(filling, "\n%s%s%s", filling_say(filling, "用于：", "asked for by:"),
                          users.text,
                          users.count > 4 ? filling_say(filling, "\n· 等", "\n· and others") : "");
}

static size_t views_that_show(struct filling *filling, const struct field *field)
{
    const struct policy *policy = filling->context->policy;
    struct users users = {.filling = filling, .field = field, .text = ""};
    for (size_t i = 0; i < policy->view_count; i++)
        for (size_t j = 0; j < policy->views[i]->line_count; j++) {
            users.told = false;
            look_for_field(&users, policy->views[i]->lines[j].value);
        }
    return users.count;
}

static bool filling_is_given(const struct filling *filling, const struct entity *entity,
                             const struct field *field)
{
    const uint32_t count = filling->scenario->dataset->tables[entity->index].count;
    for (uint32_t row = 0; row < count; row++)
        if (scenario_written(filling->scenario, entity, row, field->index).text.bytes != NULL)
            return true;
    return false;
}

bool field_is_asked_for(struct filling *filling, const struct entity *entity,
                        const struct field *field)
{
    const bool names = field->index == entity->key || field->index == entity->label;
    if (filling->scenario != NULL)
        return (names && entity->parent != NULL) || field_is_needed(field) ||
               filling_is_given(filling, entity, field);
    return names || field_is_needed(field) || field->type.kind == TYPE_TEXT ||
           field->type.kind == TYPE_REFERENCE || users_of(filling, field).count > 0 ||
           views_that_show(filling, field) > 0;
}

bool table_is_filled(const struct filling *filling, const struct entity *entity)
{
    if (entity->parent == NULL || entity->rows != NULL)
        return false;
    if (filling->scenario != NULL)
        return filling->scenario->dataset->tables[entity->index].count > 0;
    return filling->only == NULL || entity_is_below(entity, filling->only);
}

/* ---- what is said of it ---- */

bool field_is_needed(const struct field *field)
{
    return !field->optional && !field->has_default;
}

const char *field_kind_told(struct filling *filling, const struct field *field)
{
    switch (field->type.kind) {
    case TYPE_NUMBER:
        if (field->unit.text[0] == '\0')
            return filling_say(filling, "数字", "a number");
        return filling_format(filling, "%s %s", filling_say(filling, "数字，单位", "a number, in"),
                              field->unit.text);
    case TYPE_BOOLEAN:
        return filling_say(filling, "是 或 否", "yes or no");
    case TYPE_DATE:
        return filling_say(filling, "日期，如 2023-06-30", "a date, such as 2023-06-30");
    case TYPE_SYMBOL:
        return filling_say(filling, "从列表中选", "one of the list");
    case TYPE_REFERENCE:
        return filling_format(filling, "%s %s",
                              filling_say(filling, "这张表中的编号：", "the key of a row of"),
                              title_in(&field->type.entity->title, filling->context->language));
    case TYPE_TEXT:
        break;
    }
    return filling_say(filling, "文字", "text");
}

const char *field_absence_told(struct filling *filling, const struct field *field)
{
    if (field->has_default) {
        const char *fallback =
            value_text(&field->fallback, &field->type, &field->unit, field->integer,
                       filling->context->arith, filling->context->language);
        return filling_format(
            filling, "%s %s",
            filling_say(filling, "可不填：不填按", "may be left empty: counts as"),
            filling_keep(filling, fallback));
    }
    if (field->optional && field->absence == ABSENCE_NONE)
        return filling_format(filling, "%s%s",
                              filling_say(filling, "可不填：不填即", "may be left empty: "),
                              title_in(&field->absent_words, filling->context->language));
    if (field->optional && field->type.kind == TYPE_TEXT) /* which may be any word */
        return filling_say(
            filling, "可不填：空白即不知道，用到它的数为待定",
            "may be left empty: blank is unknown, and what asks for it undetermined");
    if (field->optional)
        return filling_say(
            filling, "可不填：空白即不知道，用到它的数为待定；确实没有的，写“无”",
            "may be left empty: blank is unknown, and what asks for it undetermined; where there "
            "is none, write none");
    return filling_say(filling, "必填", "needed in every row");
}

/* Its bounds, as a line of the note; "" where it has none. */
static const char *field_range_told(struct filling *filling, const struct field *field)
{
    if (!field->has_least && !field->has_most)
        return "";
    const char *range = field_range(field, filling->context->arith, filling->context->language);
    return filling_keep(filling,
                        range == NULL ? NULL : arena_format(filling->arena, "\n%s", range));
}

/* What its values mean, as a line of the note; "" where its title says it. */
static const char *field_meaning_told(struct filling *filling, const struct field *field)
{
    if (field->meaning.zh == NULL)
        return "";
    return filling_format(filling, "%s\n", title_in(&field->meaning, filling->context->language));
}

const char *field_note(struct filling *filling, const struct field *field)
{
    return filling_format(filling, "%s%s\n%s%s%s", field_meaning_told(filling, field),
                          field_kind_told(filling, field), field_absence_told(filling, field),
                          field_range_told(filling, field), users_told(filling, field));
}

const char *field_header(struct filling *filling, const struct field *field,
                         const struct unit *unit)
{
    const char *title = title_in(&field->title, filling->context->language);
    unit = unit == NULL ? &field->unit : unit;
    if (field->type.kind != TYPE_NUMBER || unit->text[0] == '\0' || field->integer)
        return title;
    return filling_format(filling, "%s（%s）", title, unit->text);
}

/* ---- values ---- */

const struct unit *unit_written(struct filling *filling, const struct field *field,
                                const struct text *text)
{
    struct arith *arith = filling->context->arith;
    struct diagnostics silent = {.language = filling->context->language};
    struct number ignored;
    size_t at = 0, used;
    while (at < text->length && strchr(" \t", text->bytes[at]) != NULL)
        at++;
    if (number_scan(&ignored, arith, &silent, text, at, true, &used) != FT_OK)
        return NULL;
    at += used;
    at += strspn(text->bytes + at, " \t");
    const struct text rest = text_from(text->bytes + at);
    struct unit *unit = arena_allocate(filling->arena, sizeof *unit);
    if (unit == NULL) {
        filling->no_memory = true;
        return NULL;
    }
    if (rest.length == 0 || !unit_is_spelt(arith->units, &rest) ||
        unit_parse(unit, arith, &silent, &rest) != FT_OK ||
        unit_fit(unit, arith, field->type.dimension) != FT_OK)
        return NULL;
    return unit;
}

const char *decimal_of(struct filling *filling, const struct number *value, const struct unit *unit)
{
    enum { MOST_DIGITS = 15 };
    const char *plain = number_in(value, filling->context->arith, unit, NUMBER_PLAIN);
    if (plain == NULL)
        return NULL;
    const char *text = filling_keep(filling, plain);
    size_t digits = 0;
    if (strchr(text, '/') != NULL)
        return NULL;
    for (const char *at = text + strspn(text, "-0."); *at != '\0'; at++)
        digits += *at != '.';
    return digits <= MOST_DIGITS ? text : NULL;
}

/* Whether a text that is read as a quantity says no unit. */
static bool filling_is_bare(struct filling *filling, const struct text *text)
{
    struct diagnostics silent = {.language = filling->context->language};
    struct quantity quantity;
    return quantity_parse(&quantity, filling->context->arith, &silent, text) == FT_OK &&
           !quantity.has_unit;
}

const char *written_alone(struct filling *filling, const struct field *field,
                          const struct written_cell *written)
{
    const char *text = written->text.bytes;
    if (field->type.kind != TYPE_NUMBER || written->unit == NULL || field->integer ||
        written->unit->text[0] == '\0' || !filling_is_bare(filling, &written->text))
        return text;
    return filling_format(filling, "%s%s%s", text, unit_is_share(written->unit) ? "" : " ",
                          written->unit->text);
}

/* ---- what goes wrong ---- */

bool report_nothing_tried(struct figure_context *context)
{
    const struct scenario_book *book = context->scenario->book;
    const size_t count = book == NULL ? 0 : book->setting_count;
    for (size_t i = 0; i < count; i++)
        diagnostics_add(context->diagnostics, NULL, &report_message[REPORT_TRIED],
                        book->settings[i].path, book->settings[i].value, NULL);
    return count == 0;
}

enum ft_status report_table_called(struct figure_context *context, const char *name,
                                   const struct entity **table)
{
    const struct schema *schema = &context->policy->schema;
    *table = name == NULL ? NULL : entity_called(schema, NULL, name);
    if (name == NULL || (*table != NULL && (*table)->rows == NULL))
        return FT_OK;
    struct choices choices = choices_for(context->arith->arena, context->diagnostics, name);
    for (size_t i = 1; i < schema->entity_count; i++)
        if (schema->entities[i].rows == NULL)
            choices_offer(&choices, context->language == FT_ZH ? schema->entities[i].title.zh
                                                               : schema->entities[i].table);
    diagnostics_add(context->diagnostics, NULL, &figure_message[FIGURE_UNKNOWN_TABLE], name,
                    choices_text(&choices), NULL);
    return FT_INVALID;
}
