/* rounding.c: the only place where a figure loses anything. */
#include "number_internal.h"

#include <string.h>

#define ROUNDING_ROW(id, id_name, id_zh, id_en) [id] = {id_name, {.zh = (id_zh), .en = (id_en)}},
const struct rounding_row roundings[ROUNDING_COUNT] = {ROUNDINGS(ROUNDING_ROW)};

bool rounding_find(const char *name, enum rounding *out)
{
    for (size_t i = 0; i < ROUNDING_COUNT; i++) {
        if (strcmp(roundings[i].name, name) == 0) {
            *out = (enum rounding)i;
            return true;
        }
    }
    return false;
}

/* num/den rounded to an integer, in machine words; den > 0. */
static int128 small_integer(int128 num, int128 den, enum rounding mode)
{
    const int128 quotient = num / den;
    const int sign = num < 0 ? -1 : 1;
    const int128 rest = sign * (num % den), to_next = den - rest;
    if (rest == 0)
        return quotient;
    const int half = (rest > to_next) - (rest < to_next);
    return rounding_goes_away(mode, sign, half, quotient % 2 != 0) ? quotient + sign : quotient;
}

void rounding_integer(mpz_ptr out, mpz_srcptr num, mpz_srcptr den, enum rounding mode)
{
    mpz_t rest;
    mpz_init(rest);
    int sign = mpz_sgn(num);
    mpz_tdiv_qr(out, rest, num, den);
    if (mpz_sgn(rest) != 0) {
        mpz_mul_2exp(rest, rest, 1);
        int half = mpz_cmpabs(rest, den);
        if (rounding_goes_away(mode, sign, half, mpz_odd_p(out) != 0)) {
            if (sign < 0)
                mpz_sub_ui(out, out, 1);
            else
                mpz_add_ui(out, out, 1);
        }
    }
    mpz_clear(rest);
}

/* A multiple has at most three times the bits of the limit before it is refused: GMP's work is
 * bounded. */
static enum ft_status wide_round(struct number *out, struct arith *arith, const struct number *x,
                                 const struct number *step, enum rounding mode)
{
    struct number_view value, unit;
    number_view(&value, x);
    number_view(&unit, step);
    mpq_ptr multiple = arith->scratch[0];
    mpq_div(multiple, value.q, unit.q);
    rounding_integer(mpq_numref(multiple), mpq_numref(multiple), mpq_denref(multiple), mode);
    mpz_set_ui(mpq_denref(multiple), 1);
    mpq_mul(multiple, multiple, unit.q);
    return number_store(out, arith, multiple);
}

enum ft_status number_round(struct number *out, struct arith *arith, const struct number *x,
                            const struct number *step, enum rounding mode)
{
    if (number_sign(step) <= 0)
        return FT_INVALID;
    struct number multiple;
    if (!arith->wide_only && number_is_small(x) && number_is_small(step) &&
        number_store_small(
            &multiple, small_integer((int128)x->num * step->den, (int128)step->num * x->den, mode),
            1))
        return number_mul(out, arith, &multiple, step);
    return wide_round(out, arith, x, step, mode);
}
