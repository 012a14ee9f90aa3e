/* dimension.c: products and quotients of the base dimensions, and what people call them. */
#include "number_internal.h"

#include <stdio.h>
#include <string.h>

/* The base units, as written in a product. */
static const char *const base_names[DIM_COUNT] = {
    [DIM_MONEY] = "元",   [DIM_LENGTH] = "m",   [DIM_TIME] = "年",
    [DIM_PERSONS] = "人", [DIM_ENERGY] = "kWh", [DIM_DAYS] = "日",
};

/* Combinations that have a name of their own. */
static const struct {
    struct dimension dimension;
    struct title title;
    const char *units[4]; /* that people count in; the first ones */
} known[] = {
    {{{[DIM_MONEY] = 1}}, {.zh = "金额", .en = "money"}, {"元", "万元", "亿元"}},
    {{{[DIM_LENGTH] = 1}}, {.zh = "长度", .en = "length"}, {"m", "km"}},
    {{{[DIM_LENGTH] = 2}}, {.zh = "面积", .en = "area"}, {"m2", "亩", "公顷"}},
    {{{[DIM_LENGTH] = 3}}, {.zh = "体积", .en = "volume"}, {"m3", "万m3"}},
    {{{[DIM_TIME] = 1}}, {.zh = "时间", .en = "time"}, {"年", "月"}},
    {{{[DIM_DAYS] = 1}}, {.zh = "天数", .en = "days"}, {"日"}},
    {{{[DIM_DAYS] = -1}}, {.zh = "每日的比率", .en = "rate per day"}, {"/日"}},
    {{{[DIM_MONEY] = 1, [DIM_DAYS] = -1}}, {.zh = "每日金额", .en = "money per day"}, {"元/日"}},
    {{{[DIM_PERSONS] = 1}}, {.zh = "人数", .en = "persons"}, {"人", "万人"}},
    {{{[DIM_ENERGY] = 1}}, {.zh = "电量", .en = "energy"}, {"kWh", "万kWh", "tce"}},
    {{{[DIM_TIME] = -1}}, {.zh = "每年的比率", .en = "rate per time"}, {"/年", "/月"}},
    {{{[DIM_MONEY] = 1, [DIM_LENGTH] = -1}},
     {.zh = "每长度金额", .en = "money per length"},
     {"元/m"}},
    {{{[DIM_MONEY] = 1, [DIM_LENGTH] = -2}},
     {.zh = "每面积金额", .en = "money per area"},
     {"元/m2", "万元/亩"}},
    {{{[DIM_MONEY] = 1, [DIM_LENGTH] = -3}},
     {.zh = "每体积金额", .en = "money per volume"},
     {"元/m3"}},
    {{{[DIM_MONEY] = 1, [DIM_TIME] = -1}},
     {.zh = "每时间金额", .en = "money per time"},
     {"元/年", "万元/年"}},
    {{{[DIM_MONEY] = 1, [DIM_PERSONS] = -1}},
     {.zh = "每人金额", .en = "money per person"},
     {"元/人", "万元/人"}},
    {{{[DIM_MONEY] = 1, [DIM_ENERGY] = -1}},
     {.zh = "每电量金额", .en = "money per energy"},
     {"元/kWh"}},
    {{{[DIM_MONEY] = 1, [DIM_LENGTH] = -2, [DIM_TIME] = -1}},
     {.zh = "每面积每时间金额", .en = "money per area and time"},
     {"元/m2/月", "元/m2/年", "万元/亩/年"}},
    {{{[DIM_MONEY] = 1, [DIM_PERSONS] = -1, [DIM_TIME] = -1}},
     {.zh = "每人每时间金额", .en = "money per person and time"},
     {"元/人/月", "元/人/年"}},
    {{{[DIM_LENGTH] = 2, [DIM_PERSONS] = -1}},
     {.zh = "人均面积", .en = "area per person"},
     {"m2/人"}},
    {{{[DIM_PERSONS] = 1, [DIM_LENGTH] = -2}},
     {.zh = "每面积人数", .en = "persons per area"},
     {"人/亩", "人/公顷"}},
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

bool dimension_fits(struct dimension x, bool is_scale, struct dimension wanted)
{
    const struct dimension money = {{[DIM_MONEY] = 1}};
    struct dimension as_money;
    return dimension_equal(x, wanted) ||
           (is_scale && dimension_mul(&as_money, x, money) && dimension_equal(as_money, wanted));
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

void dimension_units(char out[DIMENSION_UNITS_SIZE], struct dimension dimension,
                     enum ft_language language)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (!dimension_equal(known[i].dimension, dimension))
            continue;
        out[0] = '\0';
        for (size_t j = 0; j < sizeof known[i].units / sizeof *known[i].units; j++) {
            const size_t length = strlen(out);
            if (known[i].units[j] != NULL)
                (void)snprintf(out + length, DIMENSION_UNITS_SIZE - length, "%s%s",
                               j == 0              ? ""
                               : language == FT_ZH ? "、"
                                                   : ", ",
                               known[i].units[j]);
        }
        return;
    }
    dimension_symbol(out, dimension);
}
