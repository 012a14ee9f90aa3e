/* dimension.c: products and quotients of the base dimensions, and what people call them. */
#include "number_internal.h"

#include <stdio.h>
#include <string.h>

/* The base units, as written in a product. */
static const char *const base_names[DIM_COUNT] = {
    [DIM_MONEY] = "元",   [DIM_LENGTH] = "m",   [DIM_TIME] = "年",
    [DIM_PERSONS] = "人", [DIM_ENERGY] = "kWh",
};

/* Combinations that have a name of their own. */
static const struct {
    struct dimension dimension;
    struct title title;
} known[] = {
    {{{[DIM_MONEY] = 1}}, {.zh = "金额", .en = "money"}},
    {{{[DIM_LENGTH] = 1}}, {.zh = "长度", .en = "length"}},
    {{{[DIM_LENGTH] = 2}}, {.zh = "面积", .en = "area"}},
    {{{[DIM_LENGTH] = 3}}, {.zh = "体积", .en = "volume"}},
    {{{[DIM_TIME] = 1}}, {.zh = "时间", .en = "time"}},
    {{{[DIM_PERSONS] = 1}}, {.zh = "人数", .en = "persons"}},
    {{{[DIM_ENERGY] = 1}}, {.zh = "电量", .en = "energy"}},
    {{{[DIM_TIME] = -1}}, {.zh = "每年的比率", .en = "rate per time"}},
    {{{[DIM_MONEY] = 1, [DIM_LENGTH] = -1}}, {.zh = "每长度金额", .en = "money per length"}},
    {{{[DIM_MONEY] = 1, [DIM_LENGTH] = -2}}, {.zh = "每面积金额", .en = "money per area"}},
    {{{[DIM_MONEY] = 1, [DIM_LENGTH] = -3}}, {.zh = "每体积金额", .en = "money per volume"}},
    {{{[DIM_MONEY] = 1, [DIM_TIME] = -1}}, {.zh = "每时间金额", .en = "money per time"}},
    {{{[DIM_MONEY] = 1, [DIM_PERSONS] = -1}}, {.zh = "每人金额", .en = "money per person"}},
    {{{[DIM_MONEY] = 1, [DIM_ENERGY] = -1}}, {.zh = "每电量金额", .en = "money per energy"}},
    {{{[DIM_MONEY] = 1, [DIM_LENGTH] = -2, [DIM_TIME] = -1}},
     {.zh = "每面积每时间金额", .en = "money per area and time"}},
    {{{[DIM_MONEY] = 1, [DIM_PERSONS] = -1, [DIM_TIME] = -1}},
     {.zh = "每人每时间金额", .en = "money per person and time"}},
    {{{[DIM_LENGTH] = 2, [DIM_PERSONS] = -1}}, {.zh = "人均面积", .en = "area per person"}},
    {{{[DIM_PERSONS] = 1, [DIM_LENGTH] = -2}}, {.zh = "每面积人数", .en = "persons per area"}},
};

bool dimension_equal(struct dimension x, struct dimension y)
{
    return memcmp(x.power, y.power, sizeof x.power) == 0;
}

/* x + y * times, power by power. */
static bool combine(struct dimension *out, struct dimension x, struct dimension y, int64_t times)
{
    struct dimension sum = DIMENSION_NONE;
    for (size_t i = 0; i < DIM_COUNT; i++) {
        int64_t part;
        if (__builtin_mul_overflow(times, (int64_t)y.power[i], &part) ||
            __builtin_add_overflow(part, (int64_t)x.power[i], &part) || part < INT8_MIN ||
            part > INT8_MAX)
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

/* Appends "·m2" or "/m2" for |power| of a base unit; the first factor has no dot. */
static void append_factor(char *out, size_t size, const char *name, int power)
{
    int times = power < 0 ? -power : power;
    const char *join = power < 0 ? "/" : out[0] != '\0' ? "·" : "";
    const char *caret = times > 3 || name[0] != 'm' ? "^" : ""; /* m2 and m3 are names of units */
    size_t length = strlen(out);
    if (times == 1)
        (void)snprintf(out + length, size - length, "%s%s", join, name);
    else
        (void)snprintf(out + length, size - length, "%s%s%s%d", join, name, caret, times);
}

void dimension_symbol(char out[DIMENSION_SYMBOL_SIZE], struct dimension dimension)
{
    out[0] = '\0';
    for (size_t i = 0; i < DIM_COUNT; i++) {
        if (dimension.power[i] > 0)
            append_factor(out, DIMENSION_SYMBOL_SIZE, base_names[i], dimension.power[i]);
    }
    for (size_t i = 0; i < DIM_COUNT; i++) {
        if (dimension.power[i] < 0)
            append_factor(out, DIMENSION_SYMBOL_SIZE, base_names[i], dimension.power[i]);
    }
}

void dimension_name(char *out, size_t size, struct dimension dimension, enum ft_language language)
{
    char symbol[DIMENSION_SYMBOL_SIZE];
    if (size == 0)
        return;
    if (dimension_equal(dimension, DIMENSION_NONE)) {
        (void)snprintf(out, size, "%s", language == FT_ZH ? "无单位的数" : "a plain number");
        return;
    }
    dimension_symbol(symbol, dimension);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (dimension_equal(known[i].dimension, dimension)) {
            (void)snprintf(out, size, "%s (%s)", title_in(&known[i].title, language), symbol);
            return;
        }
    }
    (void)snprintf(out, size, "%s", symbol);
}
