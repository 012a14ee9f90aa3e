/* Bounds must never be on the wrong side of what they bound. */
#include <criterion/criterion.h>

#include "livebook/bound.h"
#include "livebook/livebook_internal.h"

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

/* Longer than words, far above 1 and far below it, of both signs. */
Test(bound, figures_of_any_length_lie_between_their_bounds)
{
    for (int i = 0; i < 200; i++) {
        struct number x = ratio(draw(1 + i % 62), draw(1 + i % 50)), size, power;
        const struct number base = ratio(draw(20), draw(20));
        cr_assert_eq(number_pow(&power, &arith, &base, i % 40 - 20), FT_OK);
        cr_assert_eq(number_mul(&size, &arith, &x, &power), FT_OK);
        cr_assert_eq(number_neg(&x, &arith, &size), FT_OK);
        const struct number *const signs[] = {&size, &x};
        for (size_t sign = 0; sign < 2; sign++) {
            const struct number below = exact(bound_below(signs[sign])),
                                above = exact(bound_above(signs[sign]));
            cr_assert(number_compare(&arith, &below, &size) <= 0);
            cr_assert(number_compare(&arith, &above, &size) >= 0);
        }
    }
}

Test(bound, what_is_out_of_all_measure_is_bounded_by_none_or_next_to_nothing)
{
    cr_expect_eq(bound_power(200000).exponent, BOUND_NONE);
    const struct bound little = bound_power(-200000);
    cr_expect(little.mantissa > 0 && bound_is_above(little, bound_zero));
    cr_expect(bound_is_above(bound_power(-90000), little));
    const struct bound large = bound_power(90000), product = bound_multiply(large, large);
    cr_expect_eq(product.exponent, BOUND_NONE);
    cr_expect(bound_is_above(bound_multiply(bound_power(-90000), bound_power(-90000)), bound_zero));
}

struct short_row {
    int64_t num, den;
    bool is_short;
};

/* Of at most fifteen digits, counted from the point's left. */
static const struct short_row short_rows[] = {
    {0, 1, true},
    {1, 8, true},
    {-1, 8, true},
    {1, 3, false},
    {-22, 7, false},
    {999999999999999, 1, true},
    {1000000000000000, 1, false},
    {-999999999999999, 1, true},
    {-1000000000000000, 1, false},
    {1, 100000000000000, true},
    {1, 1000000000000000, false},
    {123456789012345, 10, true},
    {1234567890123457, 10, false},
};

Test(bound, short_decimals_are_those_that_a_double_gives_back)
{
    for (size_t i = 0; i < sizeof short_rows / sizeof *short_rows; i++) {
        const struct number x = ratio(short_rows[i].num, short_rows[i].den);
        cr_expect_eq(is_short_decimal(&x), short_rows[i].is_short, "row %zu", i);
    }
    struct number wide;
    const struct number ten = number_from_int(10);
    cr_assert_eq(number_pow(&wide, &arith, &ten, 40), FT_OK);
    cr_expect_not(is_short_decimal(&wide));
}

Test(bound, no_bound_is_above_every_one)
{
    cr_assert_eq(bound_add(bound_zero, bound_none).exponent, BOUND_NONE);
    cr_assert_eq(bound_multiply(bound_power(3), bound_none).exponent, BOUND_NONE);
    cr_assert_eq(bound_multiply(bound_none, bound_power(3)).exponent, BOUND_NONE);
    cr_assert_eq(bound_divide(bound_none, bound_power(3)).exponent, BOUND_NONE);
    cr_assert_eq(bound_divide(bound_power(3), bound_none).exponent, BOUND_NONE);
    cr_assert_eq(bound_divide(bound_zero, bound_none).mantissa, 0);
    cr_assert_not(bound_is_above(bound_none, bound_none));
    const struct number x = ratio(INT64_MAX, 1);
    cr_assert(bound_is_above(bound_none, bound_above(&x)));
    cr_assert_not(bound_is_above(bound_above(&x), bound_none));
    cr_assert_eq(bound_add(bound_none, bound_zero).exponent, BOUND_NONE);
    cr_assert_eq(bound_divide(bound_above(&x), bound_zero).exponent, BOUND_NONE);
    cr_assert_eq(bound_multiply(bound_zero, bound_none).mantissa, 0);
    cr_assert_not(bound_is_above(bound_zero, bound_zero));
}

struct asked_row {
    int64_t num, den;
    int error; /* a power of two; 0: none */
    int least, digits;
};

/* 4 (2^error + |x| 2^-49) lies just below 10^-digits; the figure is refused where that is coarser than the least that is asked for
 * and than the twelfth digit. */
static const struct asked_row asked_rows[] = {
    {123455, 1000, 0, 9, 12},     /* 8.8E-13 */
    {1, 1, 0, 9, 14},             /* 7.1E-15 */
    {1, 1, -32, 9, 9},            /* 9.3E-10 */
    {1, 1, -32, 10, -1},          /* neither ten digits, nor 2^-40 */
    {123456789012, 100, 0, 3, 5}, /* 8.8E-6, of 1.2E9 */
    {123456789012, 100, 0, 6, 5}, /* less than six digits, and finer than the twelfth of it */
    {1, 1, 10, 1, -1},
};

Test(bound, a_decision_asks_for_the_digits_that_no_double_misses)
{
    struct livebook book = {.arena = &arena};
    for (size_t i = 0; i < sizeof asked_rows / sizeof *asked_rows; i++) {
        const struct asked_row *row = &asked_rows[i];
        const struct number x = ratio(row->num, row->den);
        struct decision made = {.digits = -1};
        const bool decided =
            decision_make(&made, &book, &arith, &x,
                          row->error == 0 ? bound_zero : bound_power(row->error), row->least);
        cr_expect(decided == (row->digits >= 0) && made.digits == row->digits, "row %zu: %d", i,
                  made.digits);
        cr_expect(!decided || number_equal(&made.x, &x), "row %zu", i);
    }
}
