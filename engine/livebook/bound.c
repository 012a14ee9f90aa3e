/* Upper bounds as small floating integers. */
#include "bound.h"

const struct bound bound_zero = {0, 0}, bound_none = {1, BOUND_NONE};

enum { MANTISSA_BITS = 31 };

/* The least bound that is not below value * 2^exponent; `up` false: the greatest not above. */
static struct bound made(uint64_t value, int64_t exponent, bool up)
{
    bool lost = false;
    if (value == 0)
        return bound_zero;
    while (value >> MANTISSA_BITS != 0) {
        lost = lost || (value & 1) != 0;
        value >>= 1;
        exponent++;
    }
    value += lost && up;
    while (value >> (MANTISSA_BITS - 1) == 0) { /* one form each */
        value <<= 1;
        exponent--;
    }
    if (exponent > 100000)
        return bound_none;
    if (exponent < -100000)
        return up ? (struct bound){1, -100000} : bound_zero;
    return (struct bound){(uint32_t)value, (int32_t)exponent};
}

static bool is_none(struct bound x)
{
    return x.exponent == BOUND_NONE;
}

struct bound bound_power(int32_t exponent)
{
    return made(1, exponent, true);
}

struct bound bound_add(struct bound x, struct bound y)
{
    if (is_none(x) || is_none(y))
        return bound_none;
    if (x.mantissa == 0 || y.mantissa == 0)
        return x.mantissa == 0 ? y : x;
    const struct bound high = x.exponent >= y.exponent ? x : y,
                       low = x.exponent >= y.exponent ? y : x;
    const int64_t apart = (int64_t)high.exponent - low.exponent;
    const uint64_t part =
        apart > 40 ? 0 : ((uint64_t)low.mantissa << 20) >> (apart > 60 ? 60 : apart);
    /* One more in the last of twenty extra bits covers what was shifted out. */
    return made(((uint64_t)high.mantissa << 20) + part + 1, (int64_t)high.exponent - 20, true);
}

struct bound bound_multiply(struct bound x, struct bound y)
{
    if (x.mantissa == 0 || y.mantissa == 0)
        return bound_zero;
    if (is_none(x) || is_none(y))
        return bound_none;
    return made((uint64_t)x.mantissa * y.mantissa, (int64_t)x.exponent + y.exponent, true);
}

struct bound bound_divide(struct bound x, struct bound y)
{
    if (x.mantissa == 0)
        return bound_zero;
    if (is_none(x) || is_none(y) || y.mantissa == 0)
        return bound_none;
    const uint64_t quotient = (((uint64_t)x.mantissa << 32) + y.mantissa - 1) / y.mantissa;
    return made(quotient, (int64_t)x.exponent - y.exponent - 32, true);
}

bool bound_is_above(struct bound x, struct bound y)
{
    if (is_none(x) || x.mantissa == 0)
        return x.mantissa != 0 && !is_none(y);
    if (is_none(y) || y.mantissa == 0)
        return y.mantissa == 0;
    return x.exponent != y.exponent ? x.exponent > y.exponent : x.mantissa > y.mantissa;
}

struct bound bound_greater(struct bound x, struct bound y)
{
    return bound_is_above(y, x) ? y : x;
}

static int bit_count(uint64_t value)
{
    return value == 0 ? 0 : 64 - __builtin_clzll(value);
}

/* The same of a number that stands in words. */
static struct bound of_words(int64_t num, int64_t den, bool up)
{
    enum { BITS = 40 };
    unsigned __int128 above = (uint64_t)(num < 0 ? -num : num), below = (uint64_t)den;
    const int shift = BITS - (bit_count((uint64_t)above) - bit_count((uint64_t)below));
    if (shift > 0)
        above <<= shift;
    else
        below <<= -shift;
    const uint64_t bits = (uint64_t)(above / below) + (up && above % below != 0);
    return made(bits, -shift, up);
}

/* |x| from one side: 40 bits of the quotient, and what is left decides the last. */
static struct bound bound_of_number(const struct number *x, bool up)
{
    enum { BITS = 40 };
    mpq_t value;
    mpz_t quotient, rest;
    if (number_sign(x) == 0)
        return bound_zero;
    if (x->den > 0)
        return of_words(x->num, x->den, up);
    mpq_init(value);
    mpz_inits(quotient, rest, NULL);
    number_to_mpq(value, x);
    mpq_abs(value, value);
    const int64_t shift = BITS - ((int64_t)mpz_sizeinbase(mpq_numref(value), 2) -
                                  (int64_t)mpz_sizeinbase(mpq_denref(value), 2));
    if (shift > 0)
        mpz_mul_2exp(mpq_numref(value), mpq_numref(value), (mp_bitcnt_t)shift);
    else
        mpz_mul_2exp(mpq_denref(value), mpq_denref(value), (mp_bitcnt_t)-shift);
    mpz_tdiv_qr(quotient, rest, mpq_numref(value), mpq_denref(value));
    uint64_t bits = 0; /* at most 42: `long` may have 32 */
    (void)mpz_export(&bits, NULL, -1, sizeof bits, 0, 0, quotient);
    bits += up && mpz_sgn(rest) != 0;
    mpz_clears(quotient, rest, NULL);
    mpq_clear(value);
    return made(bits, -shift, up);
}

struct bound bound_above(const struct number *x)
{
    return bound_of_number(x, true);
}

struct bound bound_below(const struct number *x)
{
    return bound_of_number(x, false);
}

struct bound bound_share(const struct number *value, int32_t exponent)
{
    return bound_multiply(bound_above(value), bound_power(exponent));
}

bool is_short_decimal(const struct number *value)
{
    static const int64_t most = 1000000000000000;
    int64_t num = value->num, den = value->den;
    if (den <= 0)
        return false;
    for (int digits = 0; digits <= 15 && num < most && num > -most; digits++, num *= 10)
        if (num % den == 0)
            return num / den < most && num / den > -most;
    return false;
}
