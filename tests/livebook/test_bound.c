/* Bounds must never be on the wrong side of what they bound. */
#include <criterion/criterion.h>

#include "livebook/bound.h"

static struct arena arena;
static struct arith arith;

static void open_arith(void)
{
    arena_open(&arena, NULL);
    arith_open(&arith, &arena);
}

static void close_arith(void)
{
    arith_close(&arith);
    arena_close(&arena);
}

TestSuite(bound, .init = open_arith, .fini = close_arith);

static struct number ratio(int64_t num, int64_t den)
{
    struct number made;
    cr_assert_eq(number_from_ratio(&made, &arith, num, den), FT_OK);
    return made;
}

/* mantissa * 2^exponent, exactly. */
static struct number exact(struct bound bound)
{
    const struct number two = number_from_int(2), mantissa = ratio((int64_t)bound.mantissa, 1);
    struct number power, made;
    cr_assert_neq(bound.exponent, BOUND_NONE);
    cr_assert_eq(number_pow(&power, &arith, &two, bound.exponent), FT_OK);
    cr_assert_eq(number_mul(&made, &arith, &mantissa, &power), FT_OK);
    return made;
}

static bool is_at_least(struct bound bound, const struct number *x)
{
    const struct number value = exact(bound);
    return number_compare(&arith, &value, x) >= 0;
}

static uint64_t state = 88172645463325252;

static int64_t draw(int bits)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int64_t)(state >> (64 - bits)) + 1;
}

Test(bound, a_figure_lies_between_its_bounds)
{
    for (int i = 0; i < 2000; i++) {
        const struct number x = ratio(draw(1 + i % 62), draw(1 + i % 50));
        const struct number below = exact(bound_below(&x)), above = exact(bound_above(&x));
        cr_assert(number_compare(&arith, &below, &x) <= 0);
        cr_assert(number_compare(&arith, &above, &x) >= 0);
        /* And near it: within a millionth. */
        struct number apart, part;
        cr_assert_eq(number_sub(&apart, &arith, &above, &below), FT_OK);
        cr_assert_eq(number_div(&part, &arith, &apart, &x), FT_OK);
        const struct number little = ratio(1, 1000000);
        cr_assert(number_compare(&arith, &part, &little) < 0);
    }
}

Test(bound, operations_round_away_from_zero)
{
    for (int i = 0; i < 2000; i++) {
        const struct number x = ratio(draw(1 + i % 40), draw(1 + i % 30)),
                            y = ratio(draw(1 + i % 33), draw(1 + i % 41));
        const struct bound bx = bound_above(&x), by = bound_above(&y), low = bound_below(&y);
        struct number sum, product, quotient;
        cr_assert_eq(number_add(&sum, &arith, &x, &y), FT_OK);
        cr_assert_eq(number_mul(&product, &arith, &x, &y), FT_OK);
        cr_assert_eq(number_div(&quotient, &arith, &x, &y), FT_OK);
        cr_assert(is_at_least(bound_add(bx, by), &sum));
        cr_assert(is_at_least(bound_multiply(bx, by), &product));
        cr_assert(is_at_least(bound_divide(bx, low), &quotient));
        cr_assert(is_at_least(bound_greater(bx, by), &x));
        cr_assert(is_at_least(bound_greater(bx, by), &y));
    }
}

Test(bound, what_is_far_apart_still_counts)
{
    const struct number large = ratio(INT64_MAX, 1), small = ratio(1, INT64_MAX);
    struct number sum;
    cr_assert_eq(number_add(&sum, &arith, &large, &small), FT_OK);
    cr_assert(is_at_least(bound_add(bound_above(&large), bound_above(&small)), &sum));
}

Test(bound, no_bound_is_above_every_one)
{
    const struct number x = ratio(INT64_MAX, 1);
    cr_assert(bound_is_above(bound_none, bound_above(&x)));
    cr_assert_not(bound_is_above(bound_above(&x), bound_none));
    cr_assert_eq(bound_add(bound_none, bound_zero).exponent, BOUND_NONE);
    cr_assert_eq(bound_divide(bound_above(&x), bound_zero).exponent, BOUND_NONE);
    cr_assert_eq(bound_multiply(bound_zero, bound_none).mantissa, 0);
    cr_assert_not(bound_is_above(bound_zero, bound_zero));
}
