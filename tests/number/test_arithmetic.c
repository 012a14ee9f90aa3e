/*
 * Every operation against plain mpq, on operands around the borders of machine words, with every
 * aliasing, on the small path and through GMP. FT_TEST_SEED draws others.
 */
#include "number_test.h"
#include "number/decimal.h"
#include "number/number_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 350000, HUGE_ROUNDS = 3000, USUAL_SEED = 20210101 };

/* ---- random operands ---- */

struct random {
    uint64_t seed, state;
};

static struct random random_open(uint64_t salt)
{
    const char *wanted = getenv("FT_TEST_SEED");
    uint64_t seed = wanted != NULL ? strtoull(wanted, NULL, 10) : USUAL_SEED;
    fprintf(stderr, "FT_TEST_SEED=%llu\n", (unsigned long long)seed);
    return (struct random){.seed = seed, .state = seed ^ (salt << 56)};
}

/* splitmix64 */
static uint64_t draw(struct random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static unsigned long below(struct random *random, unsigned long bound)
{
    return (unsigned long)(draw(random) % bound);
}

/* A power of two at a border, one more or one less. */
static void draw_border(mpz_t out, struct random *random)
{
    static const unsigned exponents[] = {0,  1,  15, 16, 30, 31, 32,  33,  52,
                                         53, 61, 62, 63, 64, 65, 126, 127, 128};
    mpz_set_ui(out, 1);
    mpz_mul_2exp(out, out, exponents[below(random, sizeof exponents / sizeof exponents[0])]);
    unsigned long change = below(random, 5);
    mpz_add_ui(out, out, change);
    mpz_sub_ui(out, out, 2);
}

/* A product of small primes, so that gcds are large. */
static void draw_smooth(mpz_t out, struct random *random)
{
    static const unsigned primes[] = {2, 3, 5, 7};
    mpz_set_ui(out, 1);
    for (size_t i = 0; i < 4; i++) {
        for (unsigned long n = below(random, 14); n > 0; n--)
            mpz_mul_ui(out, out, primes[i]);
    }
}

static void draw_whole(mpz_t out, struct random *random)
{
    switch (below(random, 6)) {
    case 0:
        draw_border(out, random);
        break;
    case 1:
        draw_smooth(out, random);
        break;
    case 2:
        mpz_set_ui(out, draw(random));
        break;
    case 3:
        mpz_set_ui(out, below(random, 10));
        break;
    case 4:
        mpz_set_ui(out, 1);
        break;
    default:
        mpz_set_ui(out, draw(random) >> below(random, 64));
    }
}

static void draw_operand(mpq_t out, struct random *random)
{
    draw_whole(mpq_numref(out), random);
    if (below(random, 2) == 0)
        mpz_neg(mpq_numref(out), mpq_numref(out));
    do
        draw_whole(mpq_denref(out), random);
    while (mpz_sgn(mpq_denref(out)) == 0);
    mpq_canonicalize(out);
}

/* Numerator and denominator of up to the limit of a value's size, often right at it. */
static void draw_huge(mpq_t out, struct random *random)
{
    unsigned long limit = limits[LIMIT_VALUE_BITS].value;
    mpz_ptr parts[] = {mpq_numref(out), mpq_denref(out)};
    for (size_t i = 0; i < 2; i++) {
        unsigned long bits = below(random, 2) == 0 ? limit : 1 + below(random, limit);
        if (below(random, 3) == 0)
            bits = 1 + bits / 2;
        mpz_set_ui(parts[i], 0);
        mpz_setbit(parts[i], bits - 1);
        if (below(random, 2) == 0)
            mpz_sub_ui(parts[i], parts[i], 1);
        if (mpz_sgn(parts[i]) == 0)
            mpz_set_ui(parts[i], 1);
    }
    mpq_canonicalize(out);
}

/* ---- the comparison ---- */

typedef enum ft_status operation_of_ours(struct number *, struct arith *, const struct number *,
                                         const struct number *);

static const struct operation {
    const char *name;
    operation_of_ours *ours;
    void (*gmp)(mpq_ptr, mpq_srcptr, mpq_srcptr);
} operations[] = {
    {"add", number_add, mpq_add},
    {"sub", number_sub, mpq_sub},
    {"mul", number_mul, mpq_mul},
    {"div", number_div, mpq_div},
};

enum aliasing { APART, OUT_IS_X, OUT_IS_Y, X_IS_Y, ALL_ONE, ALIASING_COUNT };

struct trial {
    struct bench bench;
    struct random random;
    mpq_t x, y, expected, got;
};

static void trial_open(struct trial *trial, uint64_t salt)
{
    bench_open(&trial->bench, FT_EN);
    trial->random = random_open(salt);
    mpq_inits(trial->x, trial->y, trial->expected, trial->got, NULL);
}

static void trial_close(struct trial *trial)
{
    mpq_clears(trial->x, trial->y, trial->expected, trial->got, NULL);
    bench_close(&trial->bench);
}

/* Criterion sends a message for each assertion that holds: too slow for millions. */
static void require(const struct trial *trial, bool holds, const char *operation, const char *what)
{
    char x[400], y[400];
    if (holds)
        return;
    gmp_snprintf(x, sizeof x, "%Qd", trial->x);
    gmp_snprintf(y, sizeof y, "%Qd", trial->y);
    cr_assert_fail("%s of %s and %s: %s; FT_TEST_SEED=%llu", operation, x, y, what,
                   (unsigned long long)trial->random.seed);
}

static bool fits(const mpq_t x)
{
    size_t limit = limits[LIMIT_VALUE_BITS].value;
    return mpz_sizeinbase(mpq_numref(x), 2) <= limit && mpz_sizeinbase(mpq_denref(x), 2) <= limit;
}

static bool is_untouched(const struct number *x)
{
    return x->num == 77 && x->den == 78;
}

static void compare_result(struct trial *trial, const char *name, const struct number *out,
                           enum ft_status status, enum ft_status expected)
{
    require(trial, status == expected, name, "wrong status");
    if (status != FT_OK)
        return;
    require(trial, number_is_canonical(out), name, "not canonical");
    number_to_mpq(trial->got, out);
    require(trial, mpq_equal(trial->got, trial->expected) != 0, name, "wrong value");
}

static enum ft_status expect(struct trial *trial, const struct operation *operation, bool same)
{
    mpq_srcptr y = same ? trial->x : trial->y;
    if (operation->ours == number_div && mpq_sgn(y) == 0)
        return FT_DIVISION_BY_ZERO;
    operation->gmp(trial->expected, trial->x, y);
    return fits(trial->expected) ? FT_OK : FT_TOO_LARGE;
}

static void try_operation(struct trial *trial, const struct operation *operation,
                          enum aliasing aliasing)
{
    struct arith *arith = &trial->bench.arith;
    struct number x, y;
    require(trial, number_from_mpq(&x, arith, trial->x) == FT_OK, operation->name, "x not made");
    require(trial, number_from_mpq(&y, arith, trial->y) == FT_OK, operation->name, "y not made");
    require(trial, number_is_canonical(&x) && number_is_canonical(&y), operation->name, "operands");
    bool same = aliasing == X_IS_Y || aliasing == ALL_ONE;
    enum ft_status expected = expect(trial, operation, same);
    struct number apart = {.num = 77, .den = 78};
    struct number *out = aliasing == OUT_IS_X || aliasing == ALL_ONE ? &x
                         : aliasing == OUT_IS_Y                      ? &y
                                                                     : &apart;
    struct number before = *out;
    enum ft_status status = operation->ours(out, arith, &x, same ? &x : &y);
    compare_result(trial, operation->name, out, status, expected);
    if (status != FT_OK)
        require(trial, memcmp(out, &before, sizeof before) == 0, operation->name, "out touched");
}

static void try_order(struct trial *trial)
{
    struct arith *arith = &trial->bench.arith;
    struct number x, y;
    require(trial, number_from_mpq(&x, arith, trial->x) == FT_OK, "compare", "x not made");
    require(trial, number_from_mpq(&y, arith, trial->y) == FT_OK, "compare", "y not made");
    int order = mpq_cmp(trial->x, trial->y);
    order = (order > 0) - (order < 0);
    require(trial, number_compare(arith, &x, &y) == order, "compare", "wrong order");
    require(trial, number_compare(arith, &x, &x) == 0, "compare", "differs from itself");
    require(trial, number_equal(&x, &y) == (order == 0), "equal", "wrong");
    require(trial, number_equal(&x, &x), "equal", "differs from itself");
    require(trial, number_sign(&x) == mpq_sgn(trial->x), "sign", "wrong");
    bool whole = mpz_cmp_ui(mpq_denref(trial->x), 1) == 0;
    require(trial, number_is_integer(&x) == whole, "is_integer", "wrong");
    int64_t value;
    bool in_word = whole && mpz_fits_slong_p(mpq_numref(trial->x)) != 0;
    require(trial, number_to_int64(&x, &value) == in_word, "to_int64", "wrong range");
    if (in_word)
        require(trial, value == mpz_get_si(mpq_numref(trial->x)), "to_int64", "wrong value");
    mpq_neg(trial->expected, trial->x);
    compare_result(trial, "neg", &x, number_neg(&x, arith, &x), FT_OK);
}

static void run_rounds(uint64_t salt, bool wide_only, size_t rounds,
                       void (*draw_one)(mpq_t, struct random *))
{
    static struct trial trial;
    trial_open(&trial, salt);
    trial.bench.arith.wide_only = wide_only;
    for (size_t i = 0; i < rounds; i++) {
        struct arena_mark mark = arena_mark(&trial.bench.arena);
        draw_one(trial.x, &trial.random);
        draw_one(trial.y, &trial.random);
        try_operation(&trial, &operations[i % 4],
                      (enum aliasing)below(&trial.random, ALIASING_COUNT));
        if (i % 4 == 0)
            try_order(&trial);
        arena_rewind(&trial.bench.arena, mark);
    }
    trial_close(&trial);
}

Test(arithmetic, agrees_with_gmp_around_the_word_borders)
{
    run_rounds(1, false, ROUNDS, draw_operand);
}

Test(arithmetic, agrees_with_gmp_on_other_operands)
{
    run_rounds(2, false, ROUNDS, draw_operand);
}

Test(arithmetic, agrees_with_gmp_without_the_small_path)
{
    run_rounds(3, true, ROUNDS, draw_operand);
}

Test(arithmetic, agrees_with_gmp_up_to_the_limit_of_a_value)
{
    run_rounds(4, false, HUGE_ROUNDS, draw_huge);
    run_rounds(4, true, HUGE_ROUNDS, draw_huge);
}

/* Both paths make the same struct of the same operands, so figures have the same bytes. */
Test(arithmetic, both_paths_give_the_same_form)
{
    static struct trial trial;
    trial_open(&trial, 5);
    struct arith *arith = &trial.bench.arith;
    for (size_t i = 0; i < 20000; i++) {
        struct arena_mark mark = arena_mark(&trial.bench.arena);
        struct number x, y, small = {.num = 77, .den = 78}, wide = small;
        draw_operand(trial.x, &trial.random);
        draw_operand(trial.y, &trial.random);
        require(&trial, number_from_mpq(&x, arith, trial.x) == FT_OK, "forms", "x not made");
        require(&trial, number_from_mpq(&y, arith, trial.y) == FT_OK, "forms", "y not made");
        const struct operation *operation = &operations[i % 4];
        enum ft_status first = operation->ours(&small, arith, &x, &y);
        arith->wide_only = true;
        enum ft_status second = operation->ours(&wide, arith, &x, &y);
        arith->wide_only = false;
        require(&trial, first == second, operation->name, "statuses differ");
        require(&trial, small.den == wide.den, operation->name, "forms differ");
        require(&trial, number_equal(&small, &wide), operation->name, "values differ");
        arena_rewind(&trial.bench.arena, mark);
    }
    trial_close(&trial);
}

/* ---- ratios ---- */

Test(ratio, every_pair_of_border_words_is_reduced)
{
    static const int64_t words[] = {INT64_MIN, INT64_MIN + 1, -6,        -2, -1, 1, 2,
                                    6,         INT64_MAX - 1, INT64_MAX, 0};
    static struct trial trial;
    size_t count = sizeof words / sizeof words[0];
    trial_open(&trial, 6);
    for (size_t i = 0; i < 2 * count * (count - 1); i++) {
        int64_t num = words[i / 2 % count];
        int64_t den = words[i / 2 / count];
        struct number out;
        trial.bench.arith.wide_only = i % 2 != 0;
        mpz_set_si(mpq_numref(trial.expected), num);
        mpz_set_si(mpq_denref(trial.expected), den);
        mpq_canonicalize(trial.expected);
        enum ft_status status = number_from_ratio(&out, &trial.bench.arith, num, den);
        compare_result(&trial, "ratio", &out, status, FT_OK);
    }
    trial_close(&trial);
}

Test(ratio, a_zero_denominator_of_gmp_is_refused)
{
    static struct trial trial;
    struct number out = {.num = 77, .den = 78};
    trial_open(&trial, 7);
    mpz_set_ui(mpq_numref(trial.x), 1);
    mpz_set_ui(mpq_denref(trial.x), 0);
    cr_assert_eq(number_from_mpq(&out, &trial.bench.arith, trial.x), FT_DIVISION_BY_ZERO);
    cr_assert(is_untouched(&out));
    trial_close(&trial);
}

Test(ratio, forms_that_are_not_canonical_are_told)
{
    static const struct {
        int64_t num, den;
        bool canonical;
    } rows[] = {{0, 1, true},          {0, 2, false},        {2, 4, false}, {1, -1, false},
                {INT64_MIN, 1, false}, {INT64_MAX, 1, true}, {-3, 7, true}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct number x = {.num = rows[i].num, .den = rows[i].den};
        cr_assert_eq(number_is_canonical(&x), rows[i].canonical, "row %zu", i);
    }
}

/* As GMP's limbs: numerator, then denominator. */
Test(ratio, wide_forms_that_are_not_canonical_are_told)
{
    enum { TOP = 4 };
    static const struct {
        int32_t num_size, den_size;
        mp_limb_t limbs[TOP];
        bool canonical;
    } rows[] = {
        {2, 1, {1, 1, 3}, true},  {-2, 1, {1, 1, 3}, true}, {0, 1, {1}, false},
        {2, 0, {1, 1}, false},    {2, 1, {1, 0, 3}, false}, {2, 2, {1, 1, 3, 0}, false},
        {2, 1, {3, 3, 3}, false}, {1, 1, {5, 3}, false},    {1, 2, {5, 3, 1}, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct number_limbs *limbs = calloc(1, sizeof *limbs + TOP * sizeof(mp_limb_t));
        cr_assert_not_null(limbs);
        limbs->num_size = rows[i].num_size;
        limbs->den_size = rows[i].den_size;
        memcpy(limbs->limbs, rows[i].limbs, sizeof rows[i].limbs);
        const struct number x = {.limbs = limbs, .den = 0};
        cr_expect_eq(number_is_canonical(&x), rows[i].canonical, "row %zu", i);
        free(limbs);
    }
}

/* 2^limit over 3, and 3 over it, have a bit too many. */
Test(ratio, forms_past_the_limit_of_a_value_are_told)
{
    const size_t top = limits[LIMIT_VALUE_BITS].value / GMP_NUMB_BITS;
    for (int past = 0; past < 3; past++) {
        const size_t num_size = past == 1 ? top + 1 : 1, den_size = past == 2 ? top + 1 : top;
        struct number_limbs *limbs =
            calloc(1, sizeof *limbs + (num_size + den_size) * sizeof(mp_limb_t));
        cr_assert_not_null(limbs);
        limbs->num_size = (int32_t)num_size;
        limbs->den_size = (int32_t)den_size;
        limbs->limbs[num_size - 1] = 1;
        limbs->limbs[num_size] = 1; /* odd: no divisor is shared */
        limbs->limbs[num_size + den_size - 1] |= 1;
        const struct number x = {.limbs = limbs, .den = 0};
        cr_expect_eq(number_is_canonical(&x), past == 0, "row %d", past);
        free(limbs);
    }
}

Test(ratio, the_divisor_of_zero_and_another_is_the_other)
{
    cr_assert_eq(number_gcd(0, 7), 7);
    cr_assert_eq(number_gcd(7, 0), 7);
    cr_assert_eq(number_gcd(0, 0), 0);
    cr_assert_eq(number_gcd(12, 18), 6);
}

Test(ratio, a_kept_number_outlives_its_arena)
{
    static struct bench bench;
    struct arena keeper;
    struct number large, small, kept_large, kept_small;
    bench_open(&bench, FT_EN);
    arena_open(&keeper, NULL);
    large = bench_number(&bench, "-170141183460469231731687303715884105727/3");
    small = bench_number(&bench, "2000/3");
    cr_assert_eq(number_keep(&kept_large, &keeper, &large), FT_OK);
    cr_assert_eq(number_keep(&kept_small, &keeper, &small), FT_OK);
    arena_close(&bench.arena);
    arena_open(&bench.arena, NULL);
    cr_assert_str_eq(bench_ratio(&bench, &kept_large),
                     "-170141183460469231731687303715884105727/3");
    cr_assert_str_eq(bench_ratio(&bench, &kept_small), "2000/3");
    arena_close(&keeper);
    bench_close(&bench);
}

/* ---- powers ---- */

Test(power, agrees_with_repeated_products)
{
    static struct trial trial;
    trial_open(&trial, 8);
    for (size_t i = 0; i < 4000; i++) {
        struct arena_mark mark = arena_mark(&trial.bench.arena);
        struct number x;
        draw_operand(trial.x, &trial.random);
        long exponent = (long)below(&trial.random, 25) - 12;
        trial.bench.arith.wide_only = i % 2 != 0;
        mpq_set_ui(trial.expected, 1, 1);
        bool undefined = mpq_sgn(trial.x) == 0 && exponent < 0;
        for (long n = 0; n < labs(exponent) && !undefined; n++)
            mpq_mul(trial.expected, trial.expected, trial.x);
        if (exponent < 0 && !undefined)
            mpq_inv(trial.expected, trial.expected);
        require(&trial, number_from_mpq(&x, &trial.bench.arith, trial.x) == FT_OK, "pow", "x");
        compare_result(&trial, "pow", &x, number_pow(&x, &trial.bench.arith, &x, exponent),
                       undefined ? FT_DIVISION_BY_ZERO : FT_OK);
        arena_rewind(&trial.bench.arena, mark);
    }
    trial_close(&trial);
}

Test(power, an_exponent_is_a_whole_number_within_the_limit)
{
    static const struct {
        const char *power;
        enum ft_status status;
    } rows[] = {{"1/2", FT_INVALID},    {"10000", FT_OK},
                {"-10000", FT_OK},      {"10001", FT_INVALID},
                {"-10001", FT_INVALID}, {"99999999999999999999999", FT_INVALID}};
    static struct bench bench;
    bench_open(&bench, FT_EN);
    const struct number two = {.num = 2, .den = 1};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct number power = bench_number(&bench, rows[i].power), out;
        cr_expect_eq(number_power(&out, &bench.arith, &two, &power), rows[i].status, "%s",
                     rows[i].power);
    }
    bench_close(&bench);
}

Test(power, borders_of_size_and_of_exponents)
{
    static const struct {
        const char *base;
        int64_t exponent;
        enum ft_status status;
        const char *result; /* NULL: not compared */
    } rows[] = {
        {"2", 65535, FT_OK, NULL},
        {"2", 65536, FT_TOO_LARGE, NULL},
        {"-1/2", -65535, FT_OK, NULL},
        {"1/2", 65536, FT_TOO_LARGE, NULL},
        {"3", 65536, FT_TOO_LARGE, NULL},
        {"3", 41348, FT_OK, NULL},        /* 3^41348 has 65536 bits */
        {"3", 41349, FT_TOO_LARGE, NULL}, /* and 3^41349 has 65537 */
        {"2", INT64_MAX, FT_TOO_LARGE, NULL},
        {"2", INT64_MIN, FT_TOO_LARGE, NULL},
        {"1", INT64_MIN, FT_OK, "1"},
        {"-1", INT64_MIN, FT_OK, "1"},
        {"-1", INT64_MAX, FT_OK, "-1"},
        {"-1", 0, FT_OK, "1"},
        {"0", INT64_MAX, FT_OK, "0"},
        {"0", 0, FT_OK, "1"},
        {"0", -1, FT_DIVISION_BY_ZERO, NULL},
        {"-2/3", -3, FT_OK, "-27/8"},
        {"-2/3", 2, FT_OK, "4/9"},
        {"5/7", 0, FT_OK, "1"},
    };
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < 2 * sizeof rows / sizeof rows[0]; i++) {
        bench.arith.wide_only = i % 2 != 0;
        struct number x = bench_number(&bench, rows[i / 2].base);
        struct number out = {.num = 77, .den = 78};
        enum ft_status status = number_pow(&out, &bench.arith, &x, rows[i / 2].exponent);
        cr_assert_eq(status, rows[i / 2].status, "row %zu", i / 2);
        cr_assert(status == FT_OK || is_untouched(&out), "row %zu", i / 2);
        if (rows[i / 2].result != NULL)
            cr_assert_str_eq(bench_ratio(&bench, &out), rows[i / 2].result, "row %zu", i / 2);
    }
    bench_close(&bench);
}

/* ---- sums and decimals at the ends of their words ---- */

Test(arithmetic, a_sum_goes_on_past_its_word)
{
    const int128 most = ((int128)1 << 126) - 1 + ((int128)1 << 126);
    struct sum sum;
    mpq_t wanted;
    sum_open(&sum);
    mpq_init(wanted);
    for (int i = 0; i < 3; i++)
        sum_add(&sum, i < 2 ? most : -most, 7);
    sum_settle(&sum);
    mpz_ui_pow_ui(mpq_numref(wanted), 2, 127);
    mpz_sub_ui(mpq_numref(wanted), mpq_numref(wanted), 1);
    mpz_set_ui(mpq_denref(wanted), 7);
    mpq_canonicalize(wanted);
    cr_expect(mpq_equal(sum.rest, wanted));
    mpq_clear(wanted);
    sum_close(&sum);
}

Test(arithmetic, a_decimal_of_more_than_64_bits_is_none)
{
    int64_t factor;
    uint32_t decimals;
    cr_expect(decimal_scale(INT64_MAX, 1, &factor, &decimals) && factor == INT64_MAX);
    cr_expect(decimal_scale(-(int128)INT64_MAX, 1, &factor, &decimals) && factor == -INT64_MAX);
    cr_expect_not(decimal_scale(INT64_MAX, 8, &factor, &decimals));
    cr_expect_not(decimal_scale(-(int128)INT64_MAX, 8, &factor, &decimals));
    cr_expect_not(decimal_scale(1, 3, &factor, &decimals));
}
