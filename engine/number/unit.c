/* unit.c: the table of units and how a spelling is found in it. */
#include "number_internal.h"

#include <string.h>

#define PLAIN                                                                                      \
    {                                                                                              \
        {                                                                                          \
            0                                                                                      \
        }                                                                                          \
    }
#define MONEY                                                                                      \
    {                                                                                              \
        {                                                                                          \
            [DIM_MONEY] = 1                                                                        \
        }                                                                                          \
    }
#define LENGTH                                                                                     \
    {                                                                                              \
        {                                                                                          \
            [DIM_LENGTH] = 1                                                                       \
        }                                                                                          \
    }
#define AREA                                                                                       \
    {                                                                                              \
        {                                                                                          \
            [DIM_LENGTH] = 2                                                                       \
        }                                                                                          \
    }
#define VOLUME                                                                                     \
    {                                                                                              \
        {                                                                                          \
            [DIM_LENGTH] = 3                                                                       \
        }                                                                                          \
    }
#define TIME                                                                                       \
    {                                                                                              \
        {                                                                                          \
            [DIM_TIME] = 1                                                                         \
        }                                                                                          \
    }
#define DAYS                                                                                       \
    {                                                                                              \
        {                                                                                          \
            [DIM_DAYS] = 1                                                                         \
        }                                                                                          \
    }
#define PERSONS                                                                                    \
    {                                                                                              \
        {                                                                                          \
            [DIM_PERSONS] = 1                                                                      \
        }                                                                                          \
    }
#define ENERGY                                                                                     \
    {                                                                                              \
        {                                                                                          \
            [DIM_ENERGY] = 1                                                                       \
        }                                                                                          \
    }

/* Other spellings of one unit. */
#define ALIASES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NO_ALIASES ((const char *const[]){NULL})

/*
 * Factors are to 元, m, 年, 人 and kWh. The 亩 is 2000/3 m2 by 国发〔1984〕28号, the statutory
 * units of measure; so 15 亩 are one 公顷. A tonne of coal equivalent is 29,307.6 MJ by GB/T
 * 2589-2020, which is 8141 kWh. A day is no exact share of a month or a year, so days are counted
 * by themselves.
 */
const struct unit_row units[] = {
    {"元",
     ALIASES("圆", "人民币", "人民币元", "元人民币", "yuan", "CNY", "RMB"),
     1,
     1,
     MONEY,
     {"元", "yuan"}},
    {"角", NO_ALIASES, 1, 10, MONEY, {"角", "jiao"}},
    {"分", NO_ALIASES, 1, 100, MONEY, {"分", "fen"}},
    {"百元", NO_ALIASES, 100, 1, MONEY, {"百元", "100 yuan"}},
    {"千元", NO_ALIASES, 1000, 1, MONEY, {"千元", "1,000 yuan"}},
    {"万元",
     ALIASES("万圆", "万人民币元", "人民币万元", "万元人民币"),
     10000,
     1,
     MONEY,
     {"万元", "10,000 yuan"}},
    {"百万元", NO_ALIASES, 1000000, 1, MONEY, {"百万元", "million yuan"}},
    {"千万元", NO_ALIASES, 10000000, 1, MONEY, {"千万元", "10 million yuan"}},
    {"亿元",
     ALIASES("亿圆", "亿人民币元", "人民币亿元", "亿元人民币"),
     100000000,
     1,
     MONEY,
     {"亿元", "100 million yuan"}},
    {"m", ALIASES("米"), 1, 1, LENGTH, {"米", "metre"}},
    {"km", ALIASES("㎞", "公里", "千米"), 1000, 1, LENGTH, {"公里", "kilometre"}},
    {"m2",
     ALIASES("㎡", "m²", "m^2", "sqm", "平方米", "平米", "平方"),
     1,
     1,
     AREA,
     {"平方米", "square metre"}},
    {"万m2",
     ALIASES("万㎡", "万m²", "万m^2", "万平方米", "万平米", "万平方"),
     10000,
     1,
     AREA,
     {"万平方米", "10,000 square metres"}},
    {"km2",
     ALIASES("㎢", "km²", "km^2", "平方公里", "平方千米"),
     1000000,
     1,
     AREA,
     {"平方公里", "square kilometre"}},
    {"亩", ALIASES("市亩", "mu"), 2000, 3, AREA, {"亩", "mu"}},
    {"万亩", NO_ALIASES, 20000000, 3, AREA, {"万亩", "10,000 mu"}},
    {"公顷",
     ALIASES("ha", "hm2", "hm²", "hm^2", "hectare", "hectares"),
     10000,
     1,
     AREA,
     {"公顷", "hectare"}},
    {"万公顷",
     ALIASES("万ha", "万hm2", "万hm²", "万hm^2"),
     100000000,
     1,
     AREA,
     {"万公顷", "10,000 hectares"}},
    {"m3",
     ALIASES("㎥", "m³", "m^3", "立方米", "立方", "方"),
     1,
     1,
     VOLUME,
     {"立方米", "cubic metre"}},
    {"万m3",
     ALIASES("万㎥", "万m³", "万m^3", "万立方米", "万立方", "万方"),
     10000,
     1,
     VOLUME,
     {"万立方米", "10,000 cubic metres"}},
    {"年", ALIASES("year", "years"), 1, 1, TIME, {"年", "year"}},
    {"月", ALIASES("个月", "month", "months"), 1, 12, TIME, {"月", "month"}},
    {"日", ALIASES("天", "day", "days"), 1, 1, DAYS, {"日", "day"}},
    {"人", ALIASES("名", "person", "persons"), 1, 1, PERSONS, {"人", "person"}},
    {"万人", NO_ALIASES, 10000, 1, PERSONS, {"万人", "10,000 persons"}},
    {"kWh", ALIASES("度", "千瓦时", "千瓦·时"), 1, 1, ENERGY, {"千瓦时", "kilowatt-hour"}},
    {"万kWh",
     ALIASES("万度", "万千瓦时", "万千瓦·时"),
     10000,
     1,
     ENERGY,
     {"万千瓦时", "10,000 kilowatt-hours"}},
    {"tce",
     ALIASES("吨标准煤", "吨标煤"),
     8141,
     1,
     ENERGY,
     {"吨标准煤", "tonne of coal equivalent"}},
    {"%", ALIASES("％"), 1, 100, PLAIN, {"百分之一", "per cent"}},
    {"‰", NO_ALIASES, 1, 1000, PLAIN, {"千分之一", "per mille"}},
    {"‱", NO_ALIASES, 1, 10000, PLAIN, {"万分之一", "per ten thousand"}},
    {"倍", NO_ALIASES, 1, 1, PLAIN, {"倍", "times"}},
    {"万", NO_ALIASES, 10000, 1, PLAIN, {"万", "ten thousand"}},
    {"亿", NO_ALIASES, 100000000, 1, PLAIN, {"亿", "hundred million"}},
};
const size_t unit_count = sizeof units / sizeof units[0];

/* ---- word borders ---- */

/* Blanks and signs beyond ASCII, which end a word; other characters beyond ASCII belong to one. */
static bool is_sign_beyond_ascii(uint32_t code)
{
    return code == 0xA0 || code == 0xB7 || code == 0xD7 || /* no-break space, ·, × */
           (code >= 0x2000 && code <= 0x206F) ||           /* general punctuation, with ‰ */
           (code >= 0x3000 && code <= 0x303F) ||           /* Chinese punctuation */
           (code >= 0xFF00 && code <= 0xFFEF);             /* full-width forms */
}

bool unit_word_goes_on(const char *text, size_t length)
{
    uint32_t code;
    if (length == 0 || utf8_next(text, length, &code) == 0)
        return false;
    if (code >= 0x80)
        return !is_sign_beyond_ascii(code) && code != 0x6BCF; /* 每 is "/" in words: 元每亩 */
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
           (code >= 'A' && code <= 'Z') || code == '_';
}

/* A sign ("%", "‰") is a whole word wherever it stands. */
static bool is_whole_word(const struct unit_row *row, const char *rest, size_t length)
{
    return !unit_word_goes_on(row->name, strlen(row->name)) || !unit_word_goes_on(rest, length);
}

/* ---- finding ---- */

/* The longest match so far. */
struct unit_search {
    const char *text;
    size_t length;
    const struct unit_row *best;
    size_t best_length;
};

static void try_spelling(struct unit_search *search, const struct unit_row *row,
                         const char *spelling)
{
    size_t length = strlen(spelling);
    if (length <= search->best_length || length > search->length ||
        memcmp(search->text, spelling, length) != 0 ||
        !is_whole_word(row, search->text + length, search->length - length))
        return;
    search->best = row;
    search->best_length = length;
}

const struct unit_row *unit_match(const char *text, size_t length, size_t *matched)
{
    struct unit_search search = {.text = text, .length = length};
    for (size_t i = 0; i < unit_count; i++) {
        try_spelling(&search, &units[i], units[i].name);
        for (const char *const *alias = units[i].aliases; *alias != NULL; alias++)
            try_spelling(&search, &units[i], *alias);
    }
    *matched = search.best_length;
    return search.best;
}

/* ---- titles ---- */

/* The longest spelling that a title ends in. */
struct unit_ending {
    const char *title;
    size_t length;
    const struct unit_row *row;
    size_t longest;
};

static void try_ending(struct unit_ending *ending, const struct unit_row *row, const char *spelling)
{
    const size_t length = strlen(spelling);
    if (length <= ending->longest || length >= ending->length ||
        memcmp(ending->title + ending->length - length, spelling, length) != 0)
        return;
    ending->row = row;
    ending->longest = length;
}

bool unit_ends_title(const struct unit *unit, const char *title)
{
    static const char count[] = "数";
    struct unit_ending ending = {.title = title, .length = strlen(title)};
    if (ending.length > strlen(count) && strcmp(title + ending.length - strlen(count), count) == 0)
        ending.length -= strlen(count);
    for (size_t i = 0; i < unit_count; i++) {
        try_ending(&ending, &units[i], units[i].name);
        for (const char *const *alias = units[i].aliases; *alias != NULL; alias++)
            try_ending(&ending, &units[i], *alias);
    }
    return ending.row != NULL && strcmp(ending.row->name, unit->text) == 0 &&
           !dimension_equal(ending.row->dimension, DIMENSION_NONE);
}
