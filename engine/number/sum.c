/* Sums that are exact in any order: integers while they fit, a GMP rational beyond. */
#include <string.h>

#include "sum.h"

void sum_open(struct sum *sum)
{
    sum->num = 0;
    sum->den = 1;
    sum->lost = false;
    mpq_init(sum->rest);
}

void sum_close(struct sum *sum)
{
    mpq_clear(sum->rest);
}

static void sum_set_int128(mpz_ptr out, int128 value)
{
    unsigned __int128 size = value < 0 ? -(unsigned __int128)value : (unsigned __int128)value;
    const uint64_t words[2] = {(uint64_t)size, (uint64_t)(size >> 64)};
    mpz_import(out, 2, -1, sizeof words[0], 0, 0, words);
    if (value < 0)
        mpz_neg(out, out);
}

/* Many unlike denominators make a sum longer and longer, and each addition to it slower. */
static void sum_add_rest(struct sum *sum, const mpq_t value)
{
    const size_t most = limits[LIMIT_VALUE_BITS].value;
    if (sum->lost)
        return;
    mpq_add(sum->rest, sum->rest, value);
    sum->lost = mpz_sizeinbase(mpq_denref(sum->rest), 2) > most ||
                mpz_sizeinbase(mpq_numref(sum->rest), 2) > most;
    if (sum->lost)
        mpq_set_ui(sum->rest, 0, 1);
}

void sum_settle(struct sum *sum)
{
    mpq_t part;
    if (sum->num == 0)
        return;
    mpq_init(part);
    sum_set_int128(mpq_numref(part), sum->num);
    sum_set_int128(mpq_denref(part), sum->den);
    mpq_canonicalize(part);
    sum_add_rest(sum, part);
    mpq_clear(part);
    sum->num = 0;
}

enum ft_status sum_number(struct number *number, struct arith *arith, struct sum *sum)
{
    sum_settle(sum);
    return sum->lost ? FT_TOO_LARGE : number_from_mpq(number, arith, sum->rest);
}

void sum_add(struct sum *sum, int128 num, int64_t den)
{
    int128 total;
    if (num == 0)
        return;
    if (den != sum->den || __builtin_add_overflow(sum->num, num, &total)) {
        sum_settle(sum);
        sum->den = den;
        total = num;
    }
    sum->num = total;
}

void sum_add_number(struct sum *sum, const struct number *number)
{
    mpq_t value;
    if (number->den != 0) {
        sum_add(sum, number->num, number->den);
        return;
    }
    mpq_init(value);
    number_to_mpq(value, number);
    sum_add_rest(sum, value);
    mpq_clear(value);
}

void sum_add_multiple(struct sum *sum, int128 count, int64_t den, const struct number *number)
{
    mpq_t value, times;
    if (count == 0)
        return;
    mpq_inits(value, times, NULL);
    number_to_mpq(value, number);
    sum_set_int128(mpq_numref(times), count);
    sum_set_int128(mpq_denref(times), den);
    mpq_canonicalize(times);
    mpq_mul(value, value, times);
    sum_add_rest(sum, value);
    mpq_clears(value, times, NULL);
}

void sum_add_sum(struct sum *sum, struct sum *other)
{
    sum_settle(other);
    if (other->lost) {
        sum->lost = true;
        mpq_set_ui(sum->rest, 0, 1);
    }
    sum_add_rest(sum, other->rest);
}

int sum_sign(struct sum *sum)
{
    sum_settle(sum);
    return sum->lost ? 0 : mpq_sgn(sum->rest);
}

bool sum_equal(struct sum *x, struct sum *y)
{
    sum_settle(x);
    sum_settle(y);
    return x->lost || y->lost || mpq_equal(x->rest, y->rest) != 0;
}

/* ---- rationals as text ---- */

const char *rational_text(const mpq_t value, struct arena *arena)
{
    size_t size = mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) + 3;
    char *text = arena_allocate(arena, size);
    return text == NULL ? NULL : mpq_get_str(text, 10, value);
}

bool rational_read(mpq_t value, const char *text)
{
    const char *digits = text == NULL ? "" : text + (text[0] == '-');
    size_t whole = strspn(digits, "0123456789"), below = 0;
    const char *rest = digits + whole;
    if (rest[0] == '/') {
        below = strspn(rest + 1, "0123456789");
        rest += below + 1;
        if (below == 0)
            return false;
    }
    if (whole == 0 || rest[0] != '\0')
        return false;
    (void)mpq_set_str(value, text, 10); /* which reads what was looked at */
    const bool good = mpz_sgn(mpq_denref(value)) != 0;
    if (good)
        mpq_canonicalize(value);
    else /* GMP computes with no denominator of zero */
        mpq_set_ui(value, 0, 1);
    return good;
}
