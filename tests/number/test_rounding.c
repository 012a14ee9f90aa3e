/* Rounding by table, and against the definition of each mode computed with mpq alone. */
#include "number_test.h"

#include <string.h>

static const struct {
    const char *x, *step;
    const char *results[ROUNDING_COUNT]; /* half_up, half_down, half_even, up … */
} rows[] = {
    {"1/2", "1", {"1", "0", "0", "1", "0", "0", "1"}},
    {"-1/2", "1", {"-1", "0", "0", "-1", "0", "-1", "0"}},
    {"3/2", "1", {"2", "1", "2", "2", "1", "1", "2"}},
    {"-3/2", "1", {"-2", "-1", "-2", "-2", "-1", "-2", "-1"}},
    {"5/2", "1", {"3", "2", "2", "3", "2", "2", "3"}},
    {"-5/2", "1", {"-3", "-2", "-2", "-3", "-2", "-3", "-2"}},
    {"49/100", "1", {"0", "0", "0", "1", "0", "0", "1"}},
    {"51/100", "1", {"1", "1", "1", "1", "0", "0", "1"}},
    {"-49/100", "1", {"0", "0", "0", "-1", "0", "-1", "0"}},
    {"7", "1", {"7", "7", "7", "7", "7", "7", "7"}},
    {"0", "1/3", {"0", "0", "0", "0", "0", "0", "0"}},
    {"199995/1000", "1/100", {"200", "19999/100", "200", "200", "19999/100", "19999/100", "200"}},
    {"15", "10", {"20", "10", "20", "20", "10", "10", "20"}},
    {"25", "10", {"30", "20", "20", "30", "20", "20", "30"}},
    {"-25", "10", {"-30", "-20", "-20", "-30", "-20", "-30", "-20"}},
    {"1/2", "1/3", {"2/3", "1/3", "2/3", "2/3", "1/3", "1/3", "2/3"}},
    {"1/6", "1/3", {"1/3", "0", "0", "1/3", "0", "0", "1/3"}},
    {"100", "2000/30", {"400/3", "200/3", "400/3", "400/3", "200/3", "200/3", "400/3"}},
    {"9223372036854775807",
     "2",
     {"9223372036854775808", "9223372036854775806", "9223372036854775808", "9223372036854775808",
      "9223372036854775806", "9223372036854775806", "9223372036854775808"}},
    {"-9223372036854775807",
     "2",
     {"-9223372036854775808", "-9223372036854775806", "-9223372036854775808",
      "-9223372036854775808", "-9223372036854775806", "-9223372036854775808",
      "-9223372036854775806"}},
    {"9223372036854775807/2",
     "1",
     {"4611686018427387904", "4611686018427387903", "4611686018427387904", "4611686018427387904",
      "4611686018427387903", "4611686018427387903", "4611686018427387904"}},
};

static void check_row(struct bench *bench, size_t row, enum rounding mode)
{
    struct number x = bench_number(bench, rows[row].x);
    struct number step = bench_number(bench, rows[row].step);
    cr_assert_eq(number_round(&x, &bench->arith, &x, &step, mode), FT_OK);
    cr_assert(number_is_canonical(&x));
    cr_assert_str_eq(bench_ratio(bench, &x), rows[row].results[mode], "%s to %s, %s", rows[row].x,
                     rows[row].step, roundings[mode].name);
}

Test(rounding, halves_signs_and_odd_steps)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        for (size_t mode = 0; mode < ROUNDING_COUNT; mode++) {
            bench.arith.wide_only = false;
            check_row(&bench, row, (enum rounding)mode);
            bench.arith.wide_only = true;
            check_row(&bench, row, (enum rounding)mode);
        }
    }
    bench_close(&bench);
}

/* The multiple of `step` that the mode's definition picks from the two neighbours of x. */
static void by_definition(mpq_t out, const mpq_t x, const mpq_t step, enum rounding mode)
{
    mpq_t lower, upper, below, above;
    mpq_inits(lower, upper, below, above, NULL);
    mpq_div(lower, x, step);
    mpz_fdiv_q(mpq_numref(lower), mpq_numref(lower), mpq_denref(lower));
    mpz_set_ui(mpq_denref(lower), 1);
    bool lower_even = mpz_even_p(mpq_numref(lower)) != 0;
    mpq_mul(lower, lower, step);
    mpq_add(upper, lower, step);
    mpq_sub(below, x, lower);
    mpq_sub(above, upper, x);
    int nearer = mpq_cmp(above, below); /* > 0: the lower one is nearer */
    bool negative = mpq_sgn(x) < 0;
    const bool takes_upper[ROUNDING_COUNT] = {
        [ROUND_HALF_UP] = nearer < 0 || (nearer == 0 && !negative),
        [ROUND_HALF_DOWN] = nearer < 0 || (nearer == 0 && negative),
        [ROUND_HALF_EVEN] = nearer < 0 || (nearer == 0 && !lower_even),
        [ROUND_UP] = !negative,
        [ROUND_DOWN] = negative,
        [ROUND_FLOOR] = false,
        [ROUND_CEILING] = true,
    };
    bool is_multiple = mpq_sgn(below) == 0;
    mpq_set(out, takes_upper[mode] && !is_multiple ? upper : lower);
    mpq_clears(lower, upper, below, above, NULL);
}

/* Every n/d with small n and d, to every small step: all halves are among them. */
Test(rounding, agrees_with_the_definition)
{
    static struct bench bench;
    mpq_t x, step, expected, got;
    bench_open(&bench, FT_EN);
    mpq_inits(x, step, expected, got, NULL);
    for (long i = 0; i < 40 * 61 * 6; i++) {
        struct arena_mark mark = arena_mark(&bench.arena);
        struct number ours, multiple;
        enum rounding mode = (enum rounding)(i % ROUNDING_COUNT);
        mpq_set_si(x, i / 6 % 61 - 30, (unsigned long)(i / 366 % 8 + 1));
        mpq_set_si(step, i / 366 / 8 % 5 + 1, (unsigned long)(i % 7 % 4 + 1));
        mpq_canonicalize(x);
        mpq_canonicalize(step);
        bench.arith.wide_only = i % 11 == 0;
        by_definition(expected, x, step, mode);
        bool made = number_from_mpq(&ours, &bench.arith, x) == FT_OK &&
                    number_from_mpq(&multiple, &bench.arith, step) == FT_OK &&
                    number_round(&ours, &bench.arith, &ours, &multiple, mode) == FT_OK;
        number_to_mpq(got, &ours);
        if (!made || !mpq_equal(got, expected))
            cr_assert_fail("round %ld, %s", i, roundings[mode].name);
        arena_rewind(&bench.arena, mark);
    }
    mpq_clears(x, step, expected, got, NULL);
    bench_close(&bench);
}

Test(rounding, a_step_is_positive)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    struct number out = NUMBER_ONE;
    struct number negative = number_from_int(-1);
    cr_assert_eq(number_round(&out, &bench.arith, &out, &NUMBER_ZERO, ROUND_DOWN), FT_INVALID);
    cr_assert_eq(number_round(&out, &bench.arith, &out, &negative, ROUND_DOWN), FT_INVALID);
    cr_assert(number_equal(&out, &NUMBER_ONE));
    bench_close(&bench);
}

/* x / step passes the limit on the way, the multiple itself does not. */
Test(rounding, the_largest_value_can_be_rounded)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    struct number two = number_from_int(2), largest, step = bench_number(&bench, "1/3"), out;
    cr_assert_eq(number_pow(&largest, &bench.arith, &two, 65535), FT_OK);
    cr_assert_eq(number_round(&out, &bench.arith, &largest, &step, ROUND_HALF_UP), FT_OK);
    cr_assert(number_equal(&out, &largest));
    step = number_from_int(3);
    cr_assert_eq(number_round(&out, &bench.arith, &largest, &step, ROUND_UP), FT_OK);
    cr_assert_eq(number_sub(&out, &bench.arith, &out, &largest), FT_OK);
    cr_assert(number_equal(&out, &NUMBER_ONE)); /* 2^65535 is 2 modulo 3 */
    bench_close(&bench);
}

Test(rounding, modes_are_found_by_name)
{
    for (size_t i = 0; i < ROUNDING_COUNT; i++) {
        enum rounding found = ROUNDING_COUNT;
        cr_assert(rounding_find(roundings[i].name, &found));
        cr_assert_eq(found, i);
    }
    enum rounding untouched = ROUND_FLOOR;
    cr_assert_not(rounding_find("half-up", &untouched));
    cr_assert_eq(untouched, ROUND_FLOOR);
}
