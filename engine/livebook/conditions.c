/*
 * Conditions of formulas, put together without what decides nothing: no "AND" of one, no "IF" whose
 * condition is a constant, no double "NOT". What they give is a condition again, or what stands
 * where one is known; it may bind as loosely as a comparison.
 */
#include <string.h>

#include "livebook_internal.h"

static bool condition_is(const char *text, const char *constant)
{
    return strcmp(text, constant) == 0;
}

/* Where the bracket that opens at `open` closes; NULL: nowhere. Quotes and names of sheets hold any
 * sign. */
static const char *closing_bracket(const char *open)
{
    size_t depth = 0;
    char quote = '\0';
    for (const char *at = open; *at != '\0'; at++) {
        if (quote != '\0') {
            if (*at == quote)
                quote = '\0';
            continue;
        }
        if (*at == '"' || *at == '\'')
            quote = *at;
        depth += *at == '(';
        if (*at == ')' && --depth == 0)
            return at;
    }
    return NULL;
}

/* What stands in the brackets where the whole text is NOT(…); else NULL. */
static const char *inside_not(struct translator *to, const char *text)
{
    static const char start[] = "NOT";
    const size_t length = strlen(text);
    if (strncmp(text, "NOT(", strlen("NOT(")) != 0)
        return NULL;
    const char *close = closing_bracket(text + strlen(start));
    if (close == NULL || close[1] != '\0')
        return NULL;
    return said(to, arena_copy(to->arena, text + strlen("NOT("), length - strlen("NOT()")));
}

const char *condition_not(struct translator *to, const char *text)
{
    if (condition_is(text, "TRUE") || condition_is(text, "FALSE"))
        return condition_is(text, "TRUE") ? "FALSE" : "TRUE";
    const char *inside = inside_not(to, text);
    return inside != NULL ? inside : SAY(to, "NOT(%s)", text);
}

const char *condition_both(struct translator *to, const char *first, const char *second)
{
    if (condition_is(first, "FALSE") || condition_is(second, "TRUE") || strcmp(first, second) == 0)
        return first;
    if (condition_is(first, "TRUE") || condition_is(second, "FALSE"))
        return second;
    return SAY(to, "AND(%s,%s)", first, second);
}

const char *condition_either(struct translator *to, const char *first, const char *second)
{
    if (condition_is(first, "TRUE") || condition_is(second, "FALSE") || strcmp(first, second) == 0)
        return first;
    if (condition_is(first, "FALSE") || condition_is(second, "TRUE"))
        return second;
    return SAY(to, "OR(%s,%s)", first, second);
}

const char *condition_if(struct translator *to, const char *test, const char *then,
                         const char *otherwise)
{
    if (condition_is(test, "TRUE") || condition_is(test, "FALSE"))
        return condition_is(test, "TRUE") ? then : otherwise;
    if (condition_is(then, "TRUE") && condition_is(otherwise, "FALSE"))
        return test;
    if (condition_is(then, "FALSE") && condition_is(otherwise, "TRUE"))
        return condition_not(to, test);
    if (strcmp(then, otherwise) == 0 && (condition_is(then, "TRUE") || condition_is(then, "FALSE")))
        return then;
    return SAY(to, "IF(%s,%s,%s)", test, then, otherwise);
}
