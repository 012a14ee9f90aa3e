/* number.c: making, storing and asking numbers. The arithmetic is in arithmetic.c. */
#include "number_internal.h"

#include <stdlib.h>

void arith_open(struct arith *arith, struct arena *arena)
{
    arith->arena = arena;
    arith->units = &units_built_in;
    arith->wide_only = false;
    for (size_t i = 0; i < sizeof arith->scratch / sizeof arith->scratch[0]; i++)
        mpq_init(arith->scratch[i]);
}

void arith_close(struct arith *arith)
{
    for (size_t i = 0; i < sizeof arith->scratch / sizeof arith->scratch[0]; i++)
        mpq_clear(arith->scratch[i]);
}

/* Stein's algorithm: at most 128 rounds of shifts and subtractions, no division. */
uint64_t number_gcd(uint64_t x, uint64_t y)
{
    if (x == 0 || y == 0)
        return x | y;
    int shared = __builtin_ctzll(x | y);
    x >>= __builtin_ctzll(x);
    while (y != 0) {
        y >>= __builtin_ctzll(y);
        if (x > y) {
            uint64_t larger = x;
            x = y;
            y = larger;
        }
        y -= x;
    }
    return x << shared;
}

/* ---- storing ---- */

bool number_store_small(struct number *out, int128 num, int128 den)
{
    if (num > INT64_MAX || num < -INT64_MAX || den > INT64_MAX)
        return false;
    *out = (struct number){.num = (int64_t)num, .den = (int64_t)den};
    return true;
}

static bool fits_small(mpz_srcptr x)
{
    return mpz_sizeinbase(x, 2) <= 63;
}

static enum ft_status store_limbs(struct number *out, struct arena *arena, mpq_srcptr x)
{
    size_t num_size = mpz_size(mpq_numref(x));
    size_t den_size = mpz_size(mpq_denref(x));
    size_t bytes = (num_size + den_size) * sizeof(mp_limb_t);
    struct number_limbs *limbs = arena_allocate(arena, sizeof *limbs + bytes);
    if (limbs == NULL)
        return FT_NO_MEMORY;
    limbs->num_size = mpq_sgn(x) < 0 ? -(int32_t)num_size : (int32_t)num_size;
    limbs->den_size = (int32_t)den_size;
    mpn_copyi(limbs->limbs, mpz_limbs_read(mpq_numref(x)), (mp_size_t)num_size);
    mpn_copyi(limbs->limbs + num_size, mpz_limbs_read(mpq_denref(x)), (mp_size_t)den_size);
    *out = (struct number){.limbs = limbs, .den = 0};
    return FT_OK;
}

enum ft_status number_store(struct number *out, struct arith *arith, mpq_srcptr x)
{
    mpz_srcptr num = mpq_numref(x);
    mpz_srcptr den = mpq_denref(x);
    if (fits_small(num) && fits_small(den)) {
        int64_t value = (int64_t)mpz_getlimbn(num, 0);
        *out = (struct number){.num = mpz_sgn(num) < 0 ? -value : value,
                               .den = (int64_t)mpz_getlimbn(den, 0)};
        return FT_OK;
    }
    size_t limit = limits[LIMIT_VALUE_BITS].value;
    if (mpz_sizeinbase(num, 2) > limit || mpz_sizeinbase(den, 2) > limit)
        return FT_TOO_LARGE;
    return store_limbs(out, arith->arena, x);
}

enum ft_status number_keep(struct number *out, struct arena *arena, const struct number *x)
{
    NUMBER_ASSERT_CANONICAL(x);
    if (number_is_small(x)) {
        *out = *x;
        return FT_OK;
    }
    struct number_view view;
    number_view(&view, x);
    return store_limbs(out, arena, view.q);
}

/* ---- making ---- */

void number_view(struct number_view *view, const struct number *x)
{
    NUMBER_ASSERT_CANONICAL(x);
    if (number_is_small(x)) {
        view->num = magnitude(x->num);
        view->den = (mp_limb_t)x->den;
        mpz_roinit_n(mpq_numref(view->q), &view->num, x->num < 0 ? -1 : 1);
        mpz_roinit_n(mpq_denref(view->q), &view->den, 1);
        return;
    }
    const struct number_limbs *limbs = x->limbs;
    mpz_roinit_n(mpq_numref(view->q), limbs->limbs, limbs->num_size);
    mpz_roinit_n(mpq_denref(view->q), limbs->limbs + abs(limbs->num_size), limbs->den_size);
}

enum ft_status number_from_ratio(struct number *out, struct arith *arith, int64_t num, int64_t den)
{
    assert(den != 0);
    uint64_t gcd = number_gcd(magnitude(num), magnitude(den));
    uint64_t top = magnitude(num) / gcd;
    uint64_t bottom = magnitude(den) / gcd;
    bool negative = (num < 0) != (den < 0);
    if (!arith->wide_only && number_store_small(out, negative ? -(int128)top : top, bottom))
        return FT_OK;
    mpq_ptr ratio = arith->scratch[0];
    mpz_import(mpq_numref(ratio), 1, 1, sizeof top, 0, 0, &top);
    mpz_import(mpq_denref(ratio), 1, 1, sizeof bottom, 0, 0, &bottom);
    if (negative)
        mpq_neg(ratio, ratio);
    return number_store(out, arith, ratio);
}

struct number number_from_int(int32_t value)
{
    return (struct number){.num = value, .den = 1};
}

void number_to_mpq(mpq_t out, const struct number *x)
{
    struct number_view view;
    number_view(&view, x);
    mpq_set(out, view.q);
}

enum ft_status number_from_mpq(struct number *out, struct arith *arith, const mpq_t x)
{
    if (mpz_size(mpq_denref(x)) == 0)
        return FT_DIVISION_BY_ZERO;
    mpq_ptr canonical = arith->scratch[0];
    mpq_set(canonical, x);
    mpq_canonicalize(canonical);
    return number_store(out, arith, canonical);
}

/* ---- asking ---- */

static bool is_canonical_small(const struct number *x)
{
    return x->den > 0 && x->num != INT64_MIN &&
           number_gcd(magnitude(x->num), (uint64_t)x->den) == 1;
}

static bool is_canonical_large(const struct number_limbs *limbs)
{
    size_t limit = limits[LIMIT_VALUE_BITS].value;
    mp_size_t num_size = abs(limbs->num_size);
    if (num_size < 1 || limbs->den_size < 1 || limbs->limbs[num_size - 1] == 0 ||
        limbs->limbs[num_size + limbs->den_size - 1] == 0)
        return false;
    mpz_t num, den, gcd;
    mpz_roinit_n(num, limbs->limbs, limbs->num_size);
    mpz_roinit_n(den, limbs->limbs + num_size, limbs->den_size);
    mpz_init(gcd);
    mpz_gcd(gcd, num, den);
    bool lowest = mpz_cmp_ui(gcd, 1) == 0;
    mpz_clear(gcd);
    return lowest && !(fits_small(num) && fits_small(den)) && mpz_sizeinbase(num, 2) <= limit &&
           mpz_sizeinbase(den, 2) <= limit;
}

bool number_is_canonical(const struct number *x)
{
    return number_is_small(x) ? is_canonical_small(x) : is_canonical_large(x->limbs);
}

int number_sign(const struct number *x)
{
    int64_t signed_part = number_is_small(x) ? x->num : x->limbs->num_size;
    return (signed_part > 0) - (signed_part < 0);
}

int number_compare(struct arith *arith, const struct number *x, const struct number *y)
{
    if (!arith->wide_only && number_is_small(x) && number_is_small(y)) {
        int128 left = (int128)x->num * y->den;
        int128 right = (int128)y->num * x->den;
        return (left > right) - (left < right);
    }
    struct number_view left, right;
    number_view(&left, x);
    number_view(&right, y);
    int order = mpq_cmp(left.q, right.q);
    return (order > 0) - (order < 0);
}

bool number_equal(const struct number *x, const struct number *y)
{
    if (number_is_small(x) || number_is_small(y))
        return x->den == y->den && x->num == y->num; /* both small, or the denominators differ */
    struct number_view left, right;
    number_view(&left, x);
    number_view(&right, y);
    return mpq_equal(left.q, right.q) != 0;
}

bool number_is_integer(const struct number *x)
{
    if (number_is_small(x))
        return x->den == 1;
    const struct number_limbs *limbs = x->limbs;
    return limbs->den_size == 1 && limbs->limbs[abs(limbs->num_size)] == 1;
}

bool number_to_int64(const struct number *x, int64_t *out)
{
    if (number_is_small(x)) {
        *out = x->num;
        return x->den == 1;
    }
    /* The one int64_t that the small form has no room for. */
    bool is_min = number_is_integer(x) && x->limbs->num_size == -1 &&
                  x->limbs->limbs[0] == (mp_limb_t)1 << 63;
    if (is_min)
        *out = INT64_MIN;
    return is_min;
}
