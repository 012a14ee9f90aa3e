/* Values that change what is there: "+10%", "-5%", "*1.1". */
#include <string.h>

#include "scenario_internal.h"

static bool ends_in_percent(const char *value)
{
    const size_t length = strlen(value);
    return length > 1 && value[length - 1] == '%';
}

enum value_kind_of_setting relative_kind(const char *value, bool of_share)
{
    if (value[0] == '*')
        return VALUE_FACTOR;
    if ((value[0] != '+' && value[0] != '-') || !ends_in_percent(value))
        return VALUE_ABSOLUTE;
    if (!of_share)
        return VALUE_PERCENT;
    return value[0] == '+' ? VALUE_UNCLEAR : VALUE_ABSOLUTE;
}

bool read_relative(struct loading *loading, const struct text *value, const struct number *from,
                   struct number *to)
{
    struct arith *arith = loading->arith;
    const bool factor = value->bytes[0] == '*';
    const struct unit percent = {.factor = {.num = 1, .den = 100}, .text = "%"};
    const struct unit plain = {.factor = {.num = 1, .den = 1}, .text = ""};
    struct text number = *value;
    struct number change;
    number.bytes += factor;
    number.length -= factor;
    enum ft_status status = quantity_parse_as(&change, arith, loading->diagnostics, &number,
                                              factor ? &plain : &percent);
    if (!loading_take(loading, status))
        return false;
    if (!factor)
        status = number_add(&change, arith, &change, &NUMBER_ONE);
    if (status == FT_OK)
        status = number_mul(to, arith, from, &change);
    if (status == FT_TOO_LARGE)
        scenario_fault(loading, &value->place, &scenario_message[SCENARIO_SET_TOO_LARGE],
                       value->bytes, NULL, NULL);
    return loading_take(loading, status);
}

const char *figure_as_filed(struct loading *loading, const struct number *value,
                            const struct unit *unit)
{
    const char *digits = number_in(value, loading->arith, unit, NUMBER_PLAIN);
    return loading_text(loading, digits == NULL ? NULL
                                 : unit->text[0] == '\0' || unit->text[0] == '%'
                                     ? arena_format(loading->arena, "%s%s", digits, unit->text)
                                     : arena_format(loading->arena, "%s %s", digits, unit->text));
}
