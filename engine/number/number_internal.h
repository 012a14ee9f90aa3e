/*
 * number_internal.h: what the sources of number/ share: views on numbers for GMP, storing GMP's
 * results, reading parts of a text, and the messages.
 */
#ifndef FANGTIAN_NUMBER_INTERNAL_H
#define FANGTIAN_NUMBER_INTERNAL_H

#include <assert.h>

#include "number.h"

_Static_assert(GMP_NUMB_BITS == 64, "a small number's numerator is one limb");

__extension__ typedef __int128 int128;

/* Every invariant at every step, in a build that asks for it. */
#ifdef FANGTIAN_PARANOID
#define NUMBER_ASSERT_CANONICAL(x) assert(number_is_canonical(x))
#else
#define NUMBER_ASSERT_CANONICAL(x) ((void)(x))
#endif

/* The limbs of a large value: numerator's, then denominator's, least significant first. */
struct number_limbs {
    int32_t num_size; /* negative for a negative value, as in mpz */
    int32_t den_size;
    mp_limb_t limbs[];
};

/* A number as GMP reads it: borrows the limbs, is never written or cleared, and must not be moved.
 */
struct number_view {
    mpq_t q;
    mp_limb_t num, den; /* where `q` points for a small number */
};
void number_view(struct number_view *view, const struct number *x);

/* Stores a result that is in lowest terms. Errors: FT_TOO_LARGE, FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK number_store(struct number *out, struct arith *arith, mpq_srcptr x);

static inline bool number_is_small(const struct number *x)
{
    return x->den != 0;
}

/* |x| without the overflow of INT64_MIN. */
static inline uint64_t magnitude(int64_t x)
{
    return x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
}

uint64_t number_gcd(uint64_t x, uint64_t y);

/* Stores num/den, already in lowest terms with den > 0; false where the small form has no room. */
bool number_store_small(struct number *out, int128 num, int128 den);

/* num/den rounded to an integer. `den` > 0; `out` may be `num`. */
void rounding_integer(mpz_ptr out, mpz_srcptr num, mpz_srcptr den, enum rounding mode);

/* ---- reading ---- */

/* Bytes of the blank at `offset`, 0 where there is none. */
size_t read_blank(const struct text *text, size_t offset);
size_t read_skip_blanks(const struct text *text, size_t offset, size_t end);
/* The end of `text` without the blanks behind it. */
size_t read_trim_end(const struct text *text);
static inline bool read_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reports the run of full-width digits and signs at `offset` with its ASCII twin; false where there
 * is none. */
bool read_full_width(struct diagnostics *diagnostics, const struct text *text, size_t offset);

/* Whether a unit's name is, or ends in, that of another currency than the yuan: "美元", "万港币".
 */
bool read_is_currency(const char *word);

/* The characters from `from` to `to` as a place, and as a string cut to fit a message. */
struct place read_span(const struct text *text, size_t from, size_t to);
enum { READ_WORD_SIZE = 96 };
const char *read_word(char out[READ_WORD_SIZE], const struct text *text, size_t from, size_t to);

/* unit_parse on the part of `text` from `from` to `end`. */
enum ft_status FT_MUST_CHECK unit_read(struct unit *out, struct arith *arith,
                                       struct diagnostics *diagnostics, const struct text *text,
                                       size_t from, size_t end);

/* True where a character at `text` would lengthen a word. */
bool unit_word_goes_on(const char *text, size_t length);

/* Whether `x` is `wanted`, or is where the scale that it begins with means a sum of money. */
bool dimension_fits(struct dimension x, bool is_scale, struct dimension wanted);

/* A dimension in base units, "元/m2/年"; "" for a plain number. */
enum { DIMENSION_SYMBOL_SIZE = 256, DIMENSION_NAME_SIZE = 320 };
void dimension_symbol(char out[DIMENSION_SYMBOL_SIZE], const struct units *units,
                      struct dimension dimension);

/* ---- messages ---- */

enum number_message {
    MESSAGE_NUMBER_EMPTY,
    MESSAGE_NOT_A_NUMBER,
    MESSAGE_NUMBER_BRACKETS,
    MESSAGE_NUMBER_POINT,
    MESSAGE_NUMBER_GROUPS,
    MESSAGE_NUMBER_COMMA,
    MESSAGE_NUMBER_UNDERSCORE,
    MESSAGE_NUMBER_HEX,
    MESSAGE_NUMBER_DIGITS,
    MESSAGE_NUMBER_EXPONENT,
    MESSAGE_NUMBER_SIZE,
    MESSAGE_NUMBER_FRACTION,
    MESSAGE_NUMBER_ZERO_DENOMINATOR,
    MESSAGE_CURRENCY_SIGN,
    MESSAGE_CURRENCY_SIGN_ALONE,
    MESSAGE_APPROXIMATE,
    MESSAGE_FULL_WIDTH,
    MESSAGE_WIDE_COMMA,
    MESSAGE_NUMBER_MARK,
    MESSAGE_UNKNOWN_UNIT,
    MESSAGE_UNKNOWN_UNIT_SUGGEST,
    MESSAGE_UNIT_CURRENCY,
    MESSAGE_UNIT_EXPECTED,
    MESSAGE_UNIT_SIGN,
    MESSAGE_UNIT_EXPONENT,
    MESSAGE_UNIT_TOO_LONG,
    MESSAGE_UNIT_ROW_NAME,
    MESSAGE_UNIT_ROW_DOUBLED,
    MESSAGE_UNIT_ROW_FACTOR,
    MESSAGE_UNIT_ROW_BUILT_IN,
    MESSAGE_UNIT_ROW_ROOM,
    MESSAGE_MEASURE_UNITS,
    MESSAGE_UNIT_MISMATCH,
    MESSAGE_UNIT_MISMATCH_PLAIN,
    MESSAGE_UNIT_OF_COUNT,
    MESSAGE_BARE_NUMBER,
    MESSAGE_BARE_SHARE,
    MESSAGE_BARE_PERCENT,
    MESSAGE_TEXT_AFTER_NUMBER,
    MESSAGE_DATE_FORMAT,
    MESSAGE_DATE_ORDER,
    MESSAGE_DATE_SERIAL,
    MESSAGE_DATE_DIGITS,
    MESSAGE_DATE_TIME,
    MESSAGE_DATE_ZONE,
    MESSAGE_DATE_SHORT_YEAR,
    MESSAGE_DATE_MONTH_NAME,
    MESSAGE_DATE_MONTH,
    MESSAGE_DATE_DAY,
    MESSAGE_DATE_YEAR,
    NUMBER_MESSAGE_COUNT
};
extern const struct message number_message_rows[NUMBER_MESSAGE_COUNT];

#endif
