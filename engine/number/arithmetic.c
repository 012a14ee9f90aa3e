/*
 * arithmetic.c: the operations. Each tries machine words first; what does not fit goes to GMP.
 *
 * Why nothing overflows on the way: a small number's parts are below 2^63, so a product of two is
 * below 2^126 and a sum of two products below 2^127, which int128 holds. Why GMP's work is
 * bounded: operands have at most LIMIT_VALUE_BITS a part, so a sum or product has at most twice
 * that and one bit, before it is refused; a power's size is checked first.
 */
#include "number_internal.h"

typedef void wide_operation(mpq_ptr out, mpq_srcptr x, mpq_srcptr y);

static bool both_small(const struct arith *arith, const struct number *x, const struct number *y)
{
    NUMBER_ASSERT_CANONICAL(x);
    NUMBER_ASSERT_CANONICAL(y);
    return !arith->wide_only && number_is_small(x) && number_is_small(y);
}

static enum ft_status wide_binary(struct number *out, struct arith *arith, const struct number *x,
                                  const struct number *y, wide_operation *operation)
{
    struct number_view left, right;
    number_view(&left, x);
    number_view(&right, y);
    operation(arith->scratch[0], left.q, right.q);
    return number_store(out, arith, arith->scratch[0]);
}

/*
 * x + y/den by Knuth (TAOCP 4.5.1): with d = gcd of the denominators, only gcd(sum, d) is left to
 * cancel, so both gcds are of machine words.
 */
static bool small_add(struct number *out, const struct number *x, int64_t num, int64_t den)
{
    if (x->den == 1 && den == 1)
        return number_store_small(out, (int128)x->num + num, 1);
    int64_t shared = x->den == den ? den : (int64_t)number_gcd((uint64_t)x->den, (uint64_t)den);
    int128 sum = (int128)x->num * (den / shared) + (int128)num * (x->den / shared);
    if (shared == 1)
        return number_store_small(out, sum, (int128)x->den * den);
    int64_t rest = (int64_t)(sum % shared);
    int64_t cancels = (int64_t)number_gcd(magnitude(rest), (uint64_t)shared);
    return number_store_small(out, sum / cancels, (int128)(x->den / shared) * (den / cancels));
}

/* x * num/den; cancelling crosswise first keeps the products in lowest terms. */
static bool small_mul(struct number *out, const struct number *x, int64_t num, int64_t den)
{
    if (x->den == 1 && den == 1)
        return number_store_small(out, (int128)x->num * num, 1);
    int64_t left = (int64_t)number_gcd(magnitude(x->num), (uint64_t)den);
    int64_t right = (int64_t)number_gcd(magnitude(num), (uint64_t)x->den);
    return number_store_small(out, (int128)(x->num / left) * (num / right),
                              (int128)(x->den / right) * (den / left));
}

enum ft_status number_add(struct number *out, struct arith *arith, const struct number *x,
                          const struct number *y)
{
    if (both_small(arith, x, y) && small_add(out, x, y->num, y->den))
        return FT_OK;
    return wide_binary(out, arith, x, y, mpq_add);
}

enum ft_status number_sub(struct number *out, struct arith *arith, const struct number *x,
                          const struct number *y)
{
    if (both_small(arith, x, y) && small_add(out, x, -y->num, y->den))
        return FT_OK;
    return wide_binary(out, arith, x, y, mpq_sub);
}

enum ft_status number_mul(struct number *out, struct arith *arith, const struct number *x,
                          const struct number *y)
{
    if (both_small(arith, x, y) && small_mul(out, x, y->num, y->den))
        return FT_OK;
    return wide_binary(out, arith, x, y, mpq_mul);
}

enum ft_status number_div(struct number *out, struct arith *arith, const struct number *x,
                          const struct number *y)
{
    if (number_sign(y) == 0)
        return FT_DIVISION_BY_ZERO;
    if (both_small(arith, x, y)) {
        int64_t num = y->num < 0 ? -y->den : y->den;
        if (small_mul(out, x, num, (int64_t)magnitude(y->num)))
            return FT_OK;
    }
    return wide_binary(out, arith, x, y, mpq_div);
}

enum ft_status number_neg(struct number *out, struct arith *arith, const struct number *x)
{
    return number_sub(out, arith, &NUMBER_ZERO, x);
}

/* ---- powers ---- */

/* False where |base|^exponent, which has more than (bits - 1) * exponent bits, passes the limit. */
static bool power_may_fit(mpz_srcptr base, uint64_t exponent)
{
    size_t bits = mpz_sizeinbase(base, 2);
    return bits <= 1 || exponent < (limits[LIMIT_VALUE_BITS].value - 1) / (bits - 1) + 1;
}

/* x^exponent for x of 0, 1 and -1, whose exponent may be of any size. */
static int64_t unit_power(int64_t x, uint64_t exponent)
{
    if (exponent == 0)
        return 1;
    return x < 0 && exponent % 2 == 0 ? 1 : x;
}

static enum ft_status wide_power(struct number *out, struct arith *arith, const struct number *x,
                                 int64_t exponent)
{
    struct number_view view;
    number_view(&view, x);
    uint64_t times = magnitude(exponent);
    if (!power_may_fit(mpq_numref(view.q), times) || !power_may_fit(mpq_denref(view.q), times))
        return FT_TOO_LARGE;
    mpq_ptr power = arith->scratch[0];
    mpz_pow_ui(mpq_numref(power), mpq_numref(view.q), (unsigned long)times);
    mpz_pow_ui(mpq_denref(power), mpq_denref(view.q), (unsigned long)times);
    if (exponent < 0)
        mpq_inv(power, power);
    return number_store(out, arith, power);
}

enum ft_status number_pow(struct number *out, struct arith *arith, const struct number *x,
                          int64_t exponent)
{
    if (number_sign(x) == 0 && exponent < 0)
        return FT_DIVISION_BY_ZERO;
    if (number_is_small(x) && x->den == 1 && magnitude(x->num) <= 1) {
        *out = (struct number){.num = unit_power(x->num, magnitude(exponent)), .den = 1};
        return FT_OK;
    }
    return wide_power(out, arith, x, exponent);
}

enum ft_status number_power(struct number *out, struct arith *arith, const struct number *x,
                            const struct number *power)
{
    const int64_t most = (int64_t)limits[LIMIT_POWER].value;
    int64_t exponent;
    return number_to_int64(power, &exponent) && exponent <= most && exponent >= -most
               ? number_pow(out, arith, x, exponent)
               : FT_INVALID;
}

/* ---- comparison ---- */

bool comparison_holds(enum compare_op op, int order)
{
    static const bool holds[][3] = {
        [COMPARE_EQUAL] = {false, true, false},   [COMPARE_UNEQUAL] = {true, false, true},
        [COMPARE_LESS] = {true, false, false},    [COMPARE_LESS_EQUAL] = {true, true, false},
        [COMPARE_GREATER] = {false, false, true}, [COMPARE_GREATER_EQUAL] = {false, true, true},
    };
    return holds[op][(order > 0) - (order < 0) + 1];
}
