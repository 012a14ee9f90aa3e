/* dimension.c: products and quotients of the base dimensions, and what people call them. */
#include "number_internal.h"

#include <stdio.h>
#include <string.h>

bool dimension_equal(struct dimension x, struct dimension y)
{
    return memcmp(x.power, y.power, sizeof x.power) == 0;
}

/* x + y * times, power by power. */
static bool combine(struct dimension *out, struct dimension x, struct dimension y, int64_t times)
{
    struct dimension sum = DIMENSION_NONE;
    for (size_t i = 0; i < DIM_ROOM; i++) {
        const int128 part = x.power[i] + (int128)times * y.power[i];
        if (part < INT8_MIN || part > INT8_MAX)
            return false;
        sum.power[i] = (int8_t)part;
    }
    *out = sum;
    return true;
}

bool dimension_mul(struct dimension *out, struct dimension x, struct dimension y)
{
    return combine(out, x, y, 1);
}

bool dimension_div(struct dimension *out, struct dimension x, struct dimension y)
{
    return combine(out, x, y, -1);
}

bool dimension_pow(struct dimension *out, struct dimension x, int64_t exponent)
{
    return combine(out, DIMENSION_NONE, x, exponent);
}

bool dimension_fits(struct dimension x, bool is_scale, struct dimension wanted)
{
    const struct dimension money = {{[DIM_MONEY] = 1}};
    struct dimension as_money;
    return dimension_equal(x, wanted) ||
           (is_scale && dimension_mul(&as_money, x, money) && dimension_equal(as_money, wanted));
}

/* The unit that is a power of a base unit and has a name of its own: m2. NULL: there is none. */
static const char *power_name(const struct units *units, size_t base, int times)
{
    struct dimension wanted = DIMENSION_NONE;
    wanted.power[base] = (int8_t)times;
    for (size_t i = 0; i < units->count && times > 1 && times <= INT8_MAX; i++)
        if (dimension_equal(units->rows[i].dimension, wanted) &&
            number_equal(&units->rows[i].factor, &NUMBER_ONE))
            return units->rows[i].name;
    return NULL;
}

/* As much of it as finds room. */
static void append_text(char *out, const char *text)
{
    const size_t length = strlen(out), more = strlen(text);
    const size_t room = DIMENSION_SYMBOL_SIZE - 1 - length, taken = more < room ? more : room;
    memcpy(out + length, text, taken);
    out[length + taken] = '\0';
}

/* Appends "·m2" or "/m2" for |power| of a base unit; the first factor has no dot. */
static void append_factor(char *out, const struct units *units, size_t base, int power)
{
    const int times = power < 0 ? -power : power;
    const char *join = power < 0 ? "/" : out[0] != '\0' ? "·" : "";
    const char *named = power_name(units, base, times);
    assert(base < units->base_count);
    append_text(out, join);
    append_text(out, named != NULL ? named : units->bases[base]);
    if (named == NULL && times != 1) {
        char raised[16];
        (void)snprintf(raised, sizeof raised, "^%d", times);
        append_text(out, raised);
    }
}

/* The calendar stands last: 元/m2/年. */
static size_t base_at(const struct units *units, size_t place)
{
    const size_t others = units->base_count - DIM_BUILT_IN;
    if (place == 0)
        return DIM_MONEY;
    return place <= others ? DIM_BUILT_IN + place - 1 : DIM_TIME + place - 1 - others;
}

void dimension_symbol(char out[DIMENSION_SYMBOL_SIZE], const struct units *units,
                      struct dimension dimension)
{
    out[0] = '\0';
    for (size_t i = 0; i < units->base_count; i++)
        if (dimension.power[base_at(units, i)] > 0)
            append_factor(out, units, base_at(units, i), dimension.power[base_at(units, i)]);
    for (size_t i = 0; i < units->base_count; i++)
        if (dimension.power[base_at(units, i)] < 0)
            append_factor(out, units, base_at(units, i), dimension.power[base_at(units, i)]);
}

static const struct measure *find_measure(const struct units *units, struct dimension dimension)
{
    for (size_t i = 0; i < units->measure_count; i++)
        if (dimension_equal(units->measures[i].dimension, dimension))
            return &units->measures[i];
    return NULL;
}

void dimension_name(char *out, size_t size, const struct units *units, struct dimension dimension,
                    enum ft_language language)
{
    char symbol[DIMENSION_SYMBOL_SIZE];
    if (size == 0)
        return;
    if (dimension_equal(dimension, DIMENSION_NONE)) {
        (void)snprintf(out, size, "%s", language == FT_ZH ? "无单位的数" : "a plain number");
        return;
    }
    dimension_symbol(symbol, units, dimension);
    const struct measure *measure = find_measure(units, dimension);
    if (measure != NULL)
        (void)snprintf(out, size, language == FT_ZH ? "%s（%s）" : "%s (%s)",
                       title_in(&measure->title, language), symbol);
    else
        (void)snprintf(out, size, "%s", symbol);
}

void dimension_units(char out[DIMENSION_UNITS_SIZE], const struct units *units,
                     struct dimension dimension, enum ft_language language)
{
    char symbol[DIMENSION_SYMBOL_SIZE];
    const struct measure *measure = find_measure(units, dimension);
    out[0] = '\0';
    if (measure == NULL) {
        dimension_symbol(symbol, units, dimension);
        (void)snprintf(out, DIMENSION_UNITS_SIZE, "%.*s", DIMENSION_UNITS_SIZE - 1, symbol);
        return;
    }
    for (const char *const *unit = measure->units; *unit != NULL; unit++) {
        const size_t length = strlen(out);
        (void)snprintf(out + length, DIMENSION_UNITS_SIZE - length, "%s%s",
                       length == 0         ? ""
                       : language == FT_ZH ? "、"
                                           : ", ",
                       *unit);
    }
}
