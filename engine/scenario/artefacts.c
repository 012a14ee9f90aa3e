/* What spreadsheets and their users write where a value should stand, and what to do about each. */
#include <string.h>
#include <strings.h>

#include "scenario_internal.h"

static bool is_among(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

/* What stands in a cell whose formula fails: Excel's words, and LibreOffice's "Err:502". */
static bool is_formula_error(const char *text, size_t length)
{
    static const char *const errors[] = {"#REF!",  "#N/A",  "#VALUE!", "#DIV/0!", "#NAME?",
                                         "#NULL!", "#NUM!", "#SPILL!", "#CALC!"};
    static const char numbered[] = "Err:";
    enum { LEAD = sizeof numbered - 1, ERROR_DIGITS = 3 };
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strlen(errors[i]) == length && strncasecmp(text, errors[i], length) == 0)
            return true;
    size_t digits = 0; /* within the text: what is behind it may be another cell's */
    while (LEAD + digits < length && text[LEAD + digits] >= '0' && text[LEAD + digits] <= '9')
        digits++;
    return digits == ERROR_DIGITS && length == LEAD + ERROR_DIGITS &&
           strncasecmp(text, numbered, LEAD) == 0;
}

/* A number or a date that is wider than its column: a spreadsheet saves what it shows. */
static bool is_too_wide(const char *text, size_t length)
{
    size_t signs = 0;
    while (signs < length && text[signs] == '#')
        signs++;
    return signs == length && length > 1;
}

/* Words and marks for "nothing". */
static bool is_placeholder(const char *text)
{
    static const char *const words[] = {"无", "暂无", "没有", "不详", "未知", "空", "-",
                                        "--", "—",    "——",   "–",    "－",   "/",  "／",
                                        "\\", "N/A",  "NA",   "none", "null", "nil"};
    return is_among(text, words, sizeof words / sizeof *words);
}

/* The digits of "2021年度" where a plain number is asked for; NULL for anything else. */
static const char *artefact_year_of(struct loading *loading, const struct field *field,
                                    const struct text *text)
{
    static const char *const endings[] = {"年", "年度", " 年", " 年度"};
    enum { YEAR_DIGITS = 4 };
    if (field->type.kind != TYPE_NUMBER ||
        !dimension_equal(field->type.dimension, DIMENSION_NONE) ||
        strspn(text->bytes, "0123456789") != YEAR_DIGITS ||
        !is_among(text->bytes + YEAR_DIGITS, endings, sizeof endings / sizeof *endings))
        return NULL;
    return loading_text(loading, arena_copy(loading->arena, text->bytes, YEAR_DIGITS));
}

bool text_shows_no_data(const char *text, size_t length)
{
    return is_formula_error(text, length) || is_too_wide(text, length);
}

bool fault_shows_no_data(struct loading *loading, const struct text *text)
{
    if (!text_shows_no_data(text->bytes, text->length))
        return false;
    scenario_fault(loading, &text->place,
                   is_too_wide(text->bytes, text->length)
                       ? &scenario_message[SCENARIO_TOO_WIDE]
                       : &scenario_message[SCENARIO_FORMULA_ERROR],
                   text->bytes, NULL, NULL);
    return true;
}

bool fault_artefact(struct loading *loading, const struct field *field, const struct text *text)
{
    const char *title = title_in(&field->title, loading->diagnostics->language);
    static const struct title zero = {"；是零请写 0", "; write 0 for zero"};
    static const struct title none = {"；确实没有的写“无”", "; write none where there is none"};
    static const struct title both = {"；是零请写 0，确实没有的写“无”",
                                      "; write 0 for zero, none where there is none"};
    const bool number = field->type.kind == TYPE_NUMBER;
    const struct title * or = field->optional ? (number ? &both : &none) : number ? &zero : NULL;
    const bool needed = !field->optional && !field->has_default;
    const char *year = artefact_year_of(loading, field, text);
    if (year != NULL)
        scenario_fault(loading, &text->place, &scenario_message[SCENARIO_YEAR_WORD], text->bytes,
                       year, title);
    else if (fault_shows_no_data(loading, text))
        return true;
    else if (is_placeholder(text->bytes))
        scenario_fault(loading, &text->place,
                       needed ? &scenario_message[SCENARIO_PLACEHOLDER_NEEDED]
                              : &scenario_message[SCENARIO_PLACEHOLDER],
                       text->bytes, title,
                       or == NULL ? NULL : title_in(or, loading->diagnostics->language));
    else
        return false;
    return true;
}
