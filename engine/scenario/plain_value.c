/* What is written in a cell as a value: numbers, dates, booleans, names of options. */
#include <string.h>

#include "scenario_internal.h"

/* The member whose word ends the text: 清远 of 广东省清远市. NULL: none, or several. */
static const char *member_at_end(const struct enumeration *enumeration, const struct text *text,
                                 enum ft_language language)
{
    enum { SHORTEST = 6 }; /* bytes: two characters */
    const struct member *found = NULL;
    for (size_t i = 0; i < enumeration->count; i++) {
        const struct member *member = &enumeration->members[i];
        for (size_t j = 0; j <= member->also_count; j++) {
            const char *word = j == 0 ? member->title.zh : member->also[j - 1];
            const size_t length = strlen(word);
            if (length < SHORTEST || length >= text->length ||
                memcmp(text->bytes + text->length - length, word, length) != 0)
                continue;
            if (found != NULL && found != member)
                return NULL;
            found = member;
        }
    }
    if (found == NULL)
        return NULL;
    return language == FT_ZH ? found->title.zh : found->id;
}

static void fact_fault_member(struct loading *loading, const struct text *text,
                              const struct enumeration *enumeration)
{
    enum ft_language language = loading->diagnostics->language;
    struct choices choices = loading_choices(
        loading, &text->place, &scenario_message[SCENARIO_UNKNOWN_MEMBER], text->bytes);
    for (size_t i = 0; i < enumeration->count; i++) {
        const struct member *member = &enumeration->members[i];
        choices_offer(&choices, language == FT_ZH ? member->title.zh : member->id);
    }
    if (choices.nearest.best == NULL)
        choices.nearest.best = member_at_end(enumeration, text, language);
    scenario_fault(loading, &text->place, &scenario_message[SCENARIO_UNKNOWN_MEMBER], text->bytes,
                   choices_text(&choices), title_in(&enumeration->title, language));
}

static bool is_member(void *enumeration, const char *word)
{
    return enumeration_find(enumeration, word) >= 0;
}

static bool fact_is_boolean(void *context, const char *word)
{
    (void)context;
    return boolean_find(word) >= 0;
}

/* The unit that a bare figure is in: the column's, or the one that the field's own title ends in.
 * NULL: none is known. */
static const struct unit *unit_beside(const struct field *field, const struct raw *raw)
{
    if (raw->column != NULL && raw->column->unit != NULL)
        return raw->column->unit;
    const bool plain = dimension_equal(field->type.dimension, DIMENSION_NONE);
    return field->says_unit || (plain && !unit_is_share(&field->unit)) ? &field->unit : NULL;
}

/* Told once, at the header: every bare figure of the column is as unclear. */
static enum ft_status fault_column_unit(struct loading *loading, const struct field *field,
                                        const struct table_column *column)
{
    char written_in[DIMENSION_UNITS_SIZE];
    dimension_units(written_in, loading->arith->units, field->type.dimension,
                    loading->diagnostics->language);
    scenario_fault(loading, &column->header.place, &tabular_message[TABULAR_COLUMN_BARE],
                   column->header.bytes, written_in, NULL);
    return FT_INVALID;
}

/* A cell of a column whose unit is not known. */
static enum ft_status read_without_unit(struct number *out, struct loading *loading,
                                        const struct field *field, const struct raw *raw)
{
    struct quantity quantity;
    enum ft_status status =
        quantity_parse(&quantity, loading->arith, loading->diagnostics, &raw->text);
    if (status != FT_OK)
        return status;
    const bool share = unit_is_share(&field->unit);
    if (!share && !quantity.has_unit && number_sign(&quantity.value) != 0)
        return fault_column_unit(loading, field, raw->column);
    return quantity_parse_as(out, loading->arith, loading->diagnostics, &raw->text, &field->unit);
}

bool read_cell_number(struct loading *loading, const struct field *field, const struct raw *raw,
                      struct number *out)
{
    const struct unit *unit = unit_beside(field, raw);
    enum ft_status status;
    if (unit != NULL)
        status = quantity_parse_in(out, loading->arith, loading->diagnostics, &raw->text, unit);
    else if (raw->column != NULL)
        status = read_without_unit(out, loading, field, raw);
    else
        status =
            quantity_parse_as(out, loading->arith, loading->diagnostics, &raw->text, &field->unit);
    return loading_take(loading, status);
}

/* A percentage, or a part of one, where a number of things is asked for: 80% and 0.8 of 120 votes,
 * and 100%, which would pass for one vote. */
static bool written_as_share(const struct loading *loading, const struct raw *raw,
                             const struct number *value)
{
    static const char *const signs[] = {"%", "％", "‰"};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (strstr(raw->text.bytes, signs[i]) != NULL)
            return true;
    }
    const struct number one = number_from_int(1);
    return number_sign(value) > 0 && number_compare(loading->arith, value, &one) < 0;
}

static bool fact_read_number(struct loading *loading, const struct field *field,
                             const struct raw *raw, union value *value)
{
    if (!read_cell_number(loading, field, raw, &value->number))
        return false;
    if (!field->integer)
        return true;
    const bool share = written_as_share(loading, raw, &value->number);
    if (share || !number_is_integer(&value->number)) {
        scenario_fault(loading, &raw->text.place,
                       share ? &scenario_message[SCENARIO_NOT_COUNT]
                             : &scenario_message[SCENARIO_NOT_WHOLE],
                       raw->text.bytes, named(loading, &field->title, field->id), NULL);
        return false;
    }
    return true;
}

static bool read_member(struct loading *loading, const struct text *text,
                        const struct enumeration *enumeration, union value *value)
{
    const int64_t member = enumeration_find(enumeration, text->bytes);
    if (member < 0 && fault_odd_word(loading, text, is_member, (void *)enumeration) == NULL)
        fact_fault_member(loading, text, enumeration);
    value->symbol = (uint32_t)member;
    return member >= 0;
}

static bool read_boolean(struct loading *loading, const struct field *field,
                         const struct text *text, union value *value)
{
    const int found = boolean_find(text->bytes);
    if (found < 0 && fault_odd_word(loading, text, fact_is_boolean, NULL) == NULL)
        scenario_fault(loading, &text->place, &scenario_message[SCENARIO_BOOLEAN], text->bytes,
                       named(loading, &field->title, field->id), NULL);
    value->boolean = found > 0;
    return found >= 0;
}

/* Whether a text is at fault whatever its field is for; an artefact may be a member's name. */
static bool fault_any_word(struct loading *loading, const struct field *field,
                           const struct text *text)
{
    const enum type_kind kind = field->type.kind;
    if (kind == TYPE_TEXT ||
        (kind == TYPE_SYMBOL && enumeration_find(field->type.enumeration, text->bytes) >= 0))
        return false;
    return fault_artefact(loading, field, text) ||
           ((kind == TYPE_NUMBER || kind == TYPE_DATE) && fault_odd_characters(loading, text));
}

bool read_plain_value(struct loading *loading, const struct raw *raw, bool in_table,
                      const struct field *field, union value *value)
{
    const struct text *text = &raw->text;
    if (fault_any_word(loading, field, text))
        return false;
    switch (field->type.kind) {
    case TYPE_NUMBER:
        return !(in_table &&
                 (fault_scientific(loading, text, false) || fault_fraction(loading, text))) &&
               fact_read_number(loading, field, raw, value);
    case TYPE_BOOLEAN:
        return read_boolean(loading, field, text, value);
    case TYPE_DATE:
        return loading_take(loading, date_parse(&value->date, loading->diagnostics, text));
    case TYPE_SYMBOL:
        return read_member(loading, text, field->type.enumeration, value);
    case TYPE_TEXT:
    case TYPE_REFERENCE: /* the key of its row */
        break;
    }
    value->text = text->bytes;
    return true;
}
