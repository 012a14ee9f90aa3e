/*
 * number.h: exact rationals, units and dimensions, rounding, dates.
 *
 * A number is an immutable value. Small ones (numerator and denominator in one machine word each)
 * stand in the struct; larger ones point to limbs that live in an arena. So a number is copied by
 * assignment, never freed by itself, and has no half-made state. Nothing here rounds but
 * number_round. There is no floating point.
 *
 *     struct arith arith;
 *     struct number third, x;
 *     arith_open(&arith, &arena);
 *     number_from_ratio(&third, &arith, 1, 3);
 *     number_mul(&x, &arith, &third, &third);     // exactly 1/9
 *     puts(number_text(&x, &arith, NUMBER_PLAIN)); // "1/9"
 *     arith_close(&arith);
 *
 * Operations may alias: the output may be an operand. A status other than FT_OK leaves the output
 * untouched: FT_TOO_LARGE past LIMIT_VALUE_BITS, FT_DIVISION_BY_ZERO, FT_NO_MEMORY. Operands are
 * within the limit and a power is checked first, so GMP's work is bounded too.
 */
#ifndef FANGTIAN_NUMBER_H
#define FANGTIAN_NUMBER_H

#include <gmp.h>

#include "../base/base.h"

/* ---- numbers ---- */

struct number_limbs;

/*
 * Invariant (canonical form; number_is_canonical): `den` > 0: the value is num/den in lowest terms,
 * |num| <= INT64_MAX, zero is 0/1. `den` == 0: `limbs` holds a value in lowest terms that does not
 * fit the small form. So equal values have equal forms.
 */
struct number {
    union {
        int64_t num;
        const struct number_limbs *limbs;
    };
    int64_t den;
};

#define NUMBER_ZERO ((struct number){.num = 0, .den = 1})
#define NUMBER_ONE ((struct number){.num = 1, .den = 1})

/*
 * What arithmetic needs: the arena that large results go to, scratch of GMP's, and the units that
 * texts are read and shown in; units_built_in where a vocabulary gave no others. One a thread.
 * `wide_only` sends every operation through GMP, for the test that both paths agree.
 */
struct arith {
    struct arena *arena;
    const struct units *units; /* never NULL */
    bool wide_only;
    mpq_t scratch[4];
};

void arith_open(struct arith *arith, struct arena *arena);
void arith_close(struct arith *arith);

bool number_is_canonical(const struct number *x);

/* `den` != 0; any signs, any common factor. */
enum ft_status FT_MUST_CHECK number_from_ratio(struct number *out, struct arith *arith, int64_t num,
                                               int64_t den);
struct number number_from_int(int32_t value);
/* Reads `x` into an initialised mpq. */
void number_to_mpq(mpq_t out, const struct number *x);
/* `x` need not be in lowest terms. FT_DIVISION_BY_ZERO where its denominator is 0. */
enum ft_status FT_MUST_CHECK number_from_mpq(struct number *out, struct arith *arith,
                                             const mpq_t x);

/* The same value with its limbs, if any, in `arena`. */
enum ft_status FT_MUST_CHECK number_keep(struct number *out, struct arena *arena,
                                         const struct number *x);

#define NUMBER_BINARY(name)                                                                        \
    enum ft_status FT_MUST_CHECK name(struct number *out, struct arith *arith,                     \
                                      const struct number *x, const struct number *y)
NUMBER_BINARY(number_add);
NUMBER_BINARY(number_sub);
NUMBER_BINARY(number_mul);
NUMBER_BINARY(number_div); /* FT_DIVISION_BY_ZERO */
#undef NUMBER_BINARY

enum ft_status FT_MUST_CHECK number_neg(struct number *out, struct arith *arith,
                                        const struct number *x);
/* Tells FT_TOO_LARGE of one of these operations, which says nothing by itself, at a place; returns the
 * status, whatever it is. */
enum ft_status number_tell_size(struct diagnostics *diagnostics, const struct place *place,
                                enum ft_status status);
/* x to an integer power; 0 to a negative one is FT_DIVISION_BY_ZERO, 0^0 is 1. */
enum ft_status FT_MUST_CHECK number_pow(struct number *out, struct arith *arith,
                                        const struct number *x, int64_t exponent);
/* x to a power that is a number. Errors: FT_INVALID for one that is not whole, or past LIMIT_POWER
 * either way; else as number_pow. */
enum ft_status FT_MUST_CHECK number_power(struct number *out, struct arith *arith,
                                          const struct number *x, const struct number *power);
int number_sign(const struct number *x); /* -1, 0, 1 */
/* -1, 0, 1. Never fails: comparison of large values uses GMP's scratch only. */
int number_compare(struct arith *arith, const struct number *x, const struct number *y);
bool number_equal(const struct number *x, const struct number *y);

enum compare_op {
    COMPARE_EQUAL,
    COMPARE_UNEQUAL,
    COMPARE_LESS,
    COMPARE_LESS_EQUAL,
    COMPARE_GREATER,
    COMPARE_GREATER_EQUAL
};
/* Whether it holds of two values whose order is `order`: below 0, 0 or above. */
bool comparison_holds(enum compare_op op, int order);

bool number_is_integer(const struct number *x);
/* True and the value where x is an integer within int64_t. */
bool number_to_int64(const struct number *x, int64_t *out);

/* ---- rounding ---- */

/* The modes, one row each: constant, name, titles. The tables of this layer and of formula/ are
 * made from it; what a mode does is its case in rounding_goes_away. */
// clang-format off
#define ROUNDINGS(ROW)                                                                             \
    ROW(ROUND_HALF_UP,   "half_up",   "四舍五入",         "half up, away from zero at the half")    \
    ROW(ROUND_HALF_DOWN, "half_down", "五舍六入",         "half down, toward zero at the half")     \
    ROW(ROUND_HALF_EVEN, "half_even", "四舍六入五成双",   "half to even")                           \
    ROW(ROUND_UP,        "up",        "进位（远离零）",   "away from zero")                         \
    ROW(ROUND_DOWN,      "down",      "舍去（趋向零）",   "toward zero")                            \
    ROW(ROUND_FLOOR,     "floor",     "向下取整",         "toward minus infinity")                  \
    ROW(ROUND_CEILING,   "ceiling",   "向上取整",         "toward plus infinity")
// clang-format on

#define ROUNDING_CONSTANT(id, name, zh, en) id,
enum rounding { ROUNDINGS(ROUNDING_CONSTANT) ROUNDING_COUNT };

/* Indexed by rounding: "half_up" … and titles. */
struct rounding_row {
    const char *name;
    struct title title;
};
extern const struct rounding_row roundings[ROUNDING_COUNT];
bool rounding_find(const char *name, enum rounding *out);

/*
 * Whether a value between two multiples goes to the one farther from zero. `sign` is the value's,
 * `half` compares what is left of it with half a step, `odd` tells of the nearer-to-zero multiple.
 */
static inline bool rounding_goes_away(enum rounding mode, int sign, int half, bool odd)
{
    switch (mode) {
    case ROUND_HALF_UP:
        return half >= 0;
    case ROUND_HALF_DOWN:
        return half > 0;
    case ROUND_HALF_EVEN:
        return half > 0 || (half == 0 && odd);
    case ROUND_UP:
        return true;
    case ROUND_FLOOR:
        return sign < 0;
    case ROUND_CEILING:
        return sign > 0;
    case ROUND_DOWN:
    case ROUNDING_COUNT:
        break;
    }
    return false;
}

/* x to a multiple of `step` (> 0, else FT_INVALID). */
enum ft_status FT_MUST_CHECK number_round(struct number *out, struct arith *arith,
                                          const struct number *x, const struct number *step,
                                          enum rounding mode);

/* ---- dimensions and units ---- */

/*
 * Dimensions that C itself knows: sheets are of money; the calendar has years and days, of which no
 * number is the other. All else that can be counted is a row of a vocabulary (struct units), which
 * takes the next free place: length, energy, persons, another currency.
 */
enum base_dimension {
    DIM_MONEY,
    DIM_TIME,
    DIM_DAYS,
    DIM_BUILT_IN,
    DIM_ROOM = 16 /* base units that there may be */
};

/* Exponents of the base dimensions; all 0 is a plain number. Area is length 2, volume length 3. */
struct dimension {
    int8_t power[DIM_ROOM];
};

#define DIMENSION_NONE ((struct dimension){{0}})

bool dimension_equal(struct dimension x, struct dimension y);
/* False where a power leaves int8_t's range. */
bool dimension_mul(struct dimension *out, struct dimension x, struct dimension y);
bool dimension_div(struct dimension *out, struct dimension x, struct dimension y);
bool dimension_pow(struct dimension *out, struct dimension x, int64_t exponent);
/* Units that people count in, "元、万元、亿元"; the base units where none are listed. Into `out`.
 */
enum { DIMENSION_UNITS_SIZE = 64 };
struct units;
void dimension_units(char out[DIMENSION_UNITS_SIZE], const struct units *units,
                     struct dimension dimension, enum ft_language language);
/* "money per area (元/m2)" in the language of a user; into `out`, always terminated. */
void dimension_name(char *out, size_t size, const struct units *units, struct dimension dimension,
                    enum ft_language language);

/*
 * A unit as written: an exact factor to the base units (元, m, 年 …) and a dimension.
 * `text` is the spelling that figures are shown with, in the arena of unit_parse.
 */
struct unit {
    struct number factor; /* > 0 */
    struct dimension dimension;
    const char *text; /* "" for a plain number, "%" … */
    bool ungrouped;   /* figures are shown without groups of three, as a year is */
    bool is_scale;    /* it begins with 万 or 亿 alone, as a sum in 万元 is written for short */
};

/* One row a unit: 元 (yuan), 万元, 亩, 公顷 (ha), 年, % … */
struct unit_row {
    const char *name;           /* how figures are shown */
    const char *const *aliases; /* other spellings, NULL-terminated */
    struct number factor;       /* to base units; > 0 */
    struct dimension dimension;
    struct title title;
    struct place place; /* where it was declared; of a built-in row nowhere */
};

/* What a dimension is called, and the units that people count it in. */
struct measure {
    struct dimension dimension;
    struct title title;
    const char *const *units; /* NULL-terminated */
};

/*
 * The units that there are. C itself has what its own work is in (units_built_in: 元, 年, 月, 日, %);
 * the others are rows of vocabularies. Immutable once read; copied by assignment.
 */
struct units {
    const struct unit_row *rows;
    size_t count;
    const char *bases[DIM_ROOM]; /* by dimension, what products are written in */
    size_t base_count;
    const struct measure *measures;
    size_t measure_count;
};
extern const struct units units_built_in;

struct conf;
/*
 * Adds the rows of a vocabulary's lists `units` and `measures` (either may be NULL) to `*units`; the
 * rows live in `arith`'s arena, and are read in the units that stand before them. A row
 *
 *     { name = "亩"; of = "m2"; factor = "2000/3"; also = [ "市亩" ]; title = { … }; }
 *
 * is so many of a unit before it; without `of` of a plain number; with neither `of` nor `factor` it
 * is a unit to count in by itself, with a dimension of its own. A row of a built-in name gives its
 * title and spellings alone. Errors, all told: FT_INVALID: an unknown base, a factor that is not
 * above 0, a spelling that is no word or that another row has, no room; FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK units_read(struct units *units, struct arith *arith,
                                        struct diagnostics *diagnostics, const struct conf *list,
                                        const struct conf *measures);

/* The row and length of the longest spelling at the start of `text` that ends a word, or NULL. */
const struct unit_row *unit_match(const struct units *units, const char *text, size_t length,
                                  size_t *matched);

/*
 * Reads a unit expression: names joined by "/" and "*" (or "·"), each with an optional "^n":
 * "元/m2/月", "万元/亩", "", "/年". "/" and "*" go from left to right; "·" binds tighter, as price
 * notices write it: "元/m2·月" is the first example. `text` of the unit has the table's names,
 * joined as written. Errors: FT_INVALID (diagnosed at its place in `text`), FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK unit_parse(struct unit *out, struct arith *arith,
                                        struct diagnostics *diagnostics, const struct text *text);

/* Whether a text is made of names and signs as unit_parse reads them; says nothing where not. */
bool unit_is_spelt(const struct units *units, const struct text *text);

/*
 * Whether the unit measures `wanted`. 万 and 亿 alone mean 万元 and 亿元 where money is asked for:
 * `*unit` is that then. Errors: FT_NO_MEMORY; FT_INVALID: it does not, and nothing is said.
 */
enum ft_status FT_MUST_CHECK unit_fit(struct unit *unit, struct arith *arith,
                                      struct dimension wanted);

/* Whether a title ends in the unit, by any of its spellings, or in a count of it: "停产停业月数" is
 * in 月. For units of one part that have a dimension. */
bool unit_ends_title(const struct units *units, const struct unit *unit, const char *title);

/* %, ‰ and the like: a plain number counted in parts of it. */
bool unit_is_share(const struct unit *unit);

/* The unit that base units make: "元/m2", "" for a plain number. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK unit_of_dimension(struct unit *out, struct arith *arith,
                                               struct dimension dimension);

/* ---- reading and writing ---- */

struct quantity {
    struct number value; /* in base units */
    struct dimension dimension;
    bool has_unit; /* a unit was written; else `value` is a bare number */
    bool is_scale; /* the unit begins with 万 or 亿 alone */
};

/*
 * Reads digits from the start of `bytes`: sign, digits with "_" or "," (groups of three) between,
 * a point, an exponent; no unit. `*used` gets the bytes read. For lexers. `commas` false refuses
 * grouping commas (they separate arguments in a formula).
 * Errors as NUMBER_… messages at `text`'s place + offset: FT_INVALID, FT_TOO_LARGE, FT_NO_MEMORY.
 */
enum ft_status FT_MUST_CHECK number_scan(struct number *out, struct arith *arith,
                                         struct diagnostics *diagnostics, const struct text *text,
                                         size_t offset, bool commas, size_t *used);

/*
 * Reads a whole text as a quantity: "1,234.50", "8%", "3/4", "3÷4", "35.2 亩", "1.2 亿元", "1,150 元/m2".
 * Full-width digits and signs are refused with the mend. Errors as number_scan.
 */
enum ft_status FT_MUST_CHECK quantity_parse(struct quantity *out, struct arith *arith,
                                            struct diagnostics *diagnostics,
                                            const struct text *text);

/*
 * Reads a text as a value of `unit`'s dimension; another dimension is an error that names both. A
 * bare number other than 0 is refused, where it is no plain number that is asked for: 51 might be
 * m2 or 亩; likewise where `unit` is a share (%, ‰): 0.62 might be 62% or 0.62%. `*out` is in base
 * units.
 */
enum ft_status FT_MUST_CHECK quantity_parse_as(struct number *out, struct arith *arith,
                                               struct diagnostics *diagnostics,
                                               const struct text *text, const struct unit *unit);

/* The same where `unit` stands beside the figures, as in a table's header: a bare number is in it;
 * but a share up to 1 is refused, which a spreadsheet may have made of 62% or 100%. */
enum ft_status FT_MUST_CHECK quantity_parse_in(struct number *out, struct arith *arith,
                                               struct diagnostics *diagnostics,
                                               const struct text *text, const struct unit *unit);

enum number_style {
    NUMBER_PLAIN,   /* "1234.5", "2000/3": exact, for JSON and tests */
    NUMBER_GROUPED, /* "1,234.5", "2,000/3": exact, for people */
};

/* The exact decimal text, or "num/den" where no finite decimal exists. NULL when memory is out. */
const char *number_text(const struct number *x, struct arith *arith, enum number_style style);
/* The same in a unit, whose name is left out. NULL too where it is too large in it. */
const char *number_in(const struct number *x, struct arith *arith, const struct unit *unit,
                      enum number_style style);

/*
 * "人民币壹仟肆佰零玖元伍角": a sum of yuan in capitals, by 支付结算办法 附一. "" where it is no
 * multiple of a fen or has more than 16 digits before the point; NULL where memory is out.
 */
const char *number_capitals(const struct number *yuan, struct arith *arith);

/* Whether x is a multiple of 10^-decimals. */
bool number_has_decimals(const struct number *x, struct arith *arith, uint32_t decimals);

/* Exactly `decimals` places; NULL unless x has them (the caller rounded), and where memory is out. */
const char *number_fixed(const struct number *x, struct arith *arith, uint32_t decimals,
                         enum number_style style);

/*
 * "1,234.5 元/m2": the value divided by the unit's factor, then the unit. A value without finite
 * decimal is shown as a fraction and, behind "≈", half-up to `unit`'s 6th place: "200/3% ≈
 * 66.666667%"; that is display only. NULL when memory is out.
 */
const char *quantity_text(const struct number *x, struct arith *arith, const struct unit *unit);
/* The same, but "≈ 66.666667%" alone where the exact figure is too long to read: a fraction of many
 * digits, as many decimals as a power has. */
const char *quantity_brief(const struct number *x, struct arith *arith, const struct unit *unit);
/* The same as one says it in a sentence: "2/3", "35.2 亩", and "≈ 29.3574%", to SAID_DECIMALS, where
 * there is no short exact text. */
const char *quantity_said(const struct number *x, struct arith *arith, const struct unit *unit);

/* ---- dates ---- */

/* Days since 1970-01-01, proleptic Gregorian, years 1 to 9999. */
struct date {
    int32_t days;
};

bool date_from_ymd(struct date *out, int64_t year, int64_t month, int64_t day);
void date_to_ymd(struct date date, int32_t *year, int32_t *month, int32_t *day);
/* "2009-12-31", also "2009年12月31日", "2009/12/31" and "2009.12.31" as people write. FT_INVALID is
 * diagnosed. */
enum ft_status FT_MUST_CHECK date_parse(struct date *out, struct diagnostics *diagnostics,
                                        const struct text *text);
enum { DATE_TEXT_SIZE = 11 };
/* "2009-12-31" into at least DATE_TEXT_SIZE bytes; returns `out`. */
const char *date_text(char *out, struct date date);
/*
 * date plus months; a day that the month has not becomes its last (29 February + 12 months:
 * 28 February). False out of range.
 */
bool date_add_months(struct date *out, struct date date, int64_t months);
/* date plus days. False out of range. */
bool date_add_days(struct date *out, struct date date, int64_t days);
/* Whole years from a to b, anniversaries by date_add_months; negative where b is before a. */
int32_t date_years_between(struct date a, struct date b);

extern const struct message_table number_messages;

#endif
