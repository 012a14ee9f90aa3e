/* Sums of terms in any order, and integers of so many decimals as text, against GMP. */
#include <stdio.h>
#include <string.h>

#include "number/decimal.h"
#include "number_test.h"

static struct bench bench;

static void open_bench(void)
{
    bench_open(&bench, FT_EN);
}

static void close_bench(void)
{
    bench_close(&bench);
}

TestSuite(sums, .init = open_bench, .fini = close_bench);

static uint64_t state = 88172645463325252;

static uint64_t draw(uint64_t bound)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % bound;
}

static void mpq_of_wide(mpq_t out, int128 num, int64_t den)
{
    const bool minus = num < 0;
    const unsigned __int128 size = minus ? -(unsigned __int128)num : (unsigned __int128)num;
    mpq_set_ui(out, (unsigned long)(size >> 64), 1);
    mpz_mul_2exp(mpq_numref(out), mpq_numref(out), 64);
    mpz_add_ui(mpq_numref(out), mpq_numref(out), (unsigned long)size);
    if (minus)
        mpq_neg(out, out);
    mpz_set_ui(mpq_denref(out), (unsigned long)den);
    mpq_canonicalize(out);
}

/* ---- sums ---- */

static struct number draw_number(void)
{
    struct number number;
    const int64_t num = (int64_t)draw(UINT64_C(1) << 62) - ((int64_t)1 << 61);
    cr_assert_eq(number_from_ratio(&number, &bench.arith, num, 1 + (int64_t)draw(1000)), FT_OK);
    if (draw(3) == 0)
        cr_assert_eq(number_mul(&number, &bench.arith, &number, &number), FT_OK);
    return number;
}

/* Adds one term in one of the ways that there are, and what it is to `wanted`. */
static void add_term(struct sum *sum, mpq_t wanted)
{
    static const int64_t dens[] = {1, 1, 100, 7};
    mpq_t term, value;
    mpq_inits(term, value, NULL);
    const int64_t den = dens[draw(4)];
    const int128 num = ((int128)draw(UINT64_C(1) << 62) - ((int128)1 << 61)) *
                       (draw(3) == 0 ? (int128)1 << 64 : 1);
    const struct number number = draw_number();
    mpq_of_wide(term, num, den);
    number_to_mpq(value, &number);
    switch (draw(4)) {
    case 0:
        sum_add_number(sum, &number);
        mpq_set(term, value);
        break;
    case 1:
        sum_add_multiple(sum, num, den, &number);
        mpq_mul(term, term, value);
        break;
    case 2:
        sum_add_multiple(sum, 0, den, &number);
        mpq_set_ui(term, 0, 1);
        break;
    default:
        sum_add(sum, num, den);
        break;
    }
    mpq_add(wanted, wanted, term);
    mpq_clears(term, value, NULL);
}

Test(sums, are_exact_whatever_their_terms_are)
{
    for (int round = 0; round < 300; round++) {
        struct sum sum, other;
        mpq_t wanted;
        mpq_init(wanted);
        sum_open(&sum);
        sum_open(&other);
        for (uint64_t terms = draw(30); terms > 0; terms--)
            add_term(draw(2) == 0 ? &sum : &other, wanted);
        sum_add_sum(&sum, &other);
        sum_settle(&sum);
        cr_expect_not(sum.lost);
        cr_expect(mpq_equal(sum.rest, wanted) != 0, "round %d", round);
        sum_close(&sum);
        sum_close(&other);
        mpq_clear(wanted);
    }
}

/* 1 / (2^n ± 1) of the most bits that a value may have: the sum's denominator is twice as long. */
static struct number long_share(int apart)
{
    struct number number;
    mpq_t value;
    mpq_init(value);
    mpq_set_ui(value, 1, 1);
    mpz_mul_2exp(mpq_denref(value), mpq_denref(value), limits[LIMIT_VALUE_BITS].value - 2);
    if (apart > 0)
        mpz_add_ui(mpq_denref(value), mpq_denref(value), 1);
    else
        mpz_sub_ui(mpq_denref(value), mpq_denref(value), 1);
    cr_assert_eq(number_from_mpq(&number, &bench.arith, value), FT_OK);
    mpq_clear(value);
    return number;
}

Test(sums, that_grow_past_the_limit_are_lost_and_stay_so)
{
    const struct number first = long_share(1), second = long_share(-1);
    struct sum sum, other;
    sum_open(&sum);
    sum_open(&other);
    sum_add_number(&sum, &first);
    cr_expect_not(sum.lost);
    sum_add_number(&sum, &second);
    cr_expect(sum.lost);
    sum_add(&sum, 5, 1);
    sum_settle(&sum);
    cr_expect(sum.lost && mpq_sgn(sum.rest) == 0);
    sum_add(&other, 7, 1);
    sum_add_sum(&other, &sum);
    cr_expect(other.lost && mpq_sgn(other.rest) == 0);
    sum_close(&sum);
    sum_close(&other);
    /* A numerator alone. */
    struct number large;
    const struct number one = NUMBER_ONE;
    cr_assert_eq(number_div(&large, &bench.arith, &one, &second), FT_OK);
    sum_open(&sum);
    for (int i = 0; i < 8; i++)
        sum_add_number(&sum, &large);
    cr_expect(sum.lost);
    sum_close(&sum);
}

/* ---- decimals ---- */

struct decimal_row {
    int64_t value;
    uint32_t decimals;
    bool trimmed;
    const char *text;
};

static const struct decimal_row decimal_rows[] = {
    {0, 0, false, "0"},
    {0, 2, false, "0.00"},
    {0, 2, true, "0"},
    {0, 18, false, "0.000000000000000000"},
    {-5, 1, false, "-0.5"},
    {1234500, 4, true, "123.45"},
    {1234500, 4, false, "123.4500"},
    {100, 2, true, "1"},
    {99999999, 0, false, "99999999"},
    {100000000, 0, false, "100000000"},
    {9999999999999999, 7, false, "999999999.9999999"},
    {10000000000000000, 7, false, "1000000000.0000000"},
    {1, 8, false, "0.00000001"},
    {12345678, 8, false, "0.12345678"},
    {-7, 18, false, "-0.000000000000000007"},
    {INT64_MAX, 0, false, "9223372036854775807"},
    {INT64_MIN, 0, false, "-9223372036854775808"},
    {INT64_MAX, 18, false, "9.223372036854775807"},
    {9000000000000000000, 18, true, "9"},
};

Test(sums, of_so_many_decimals_are_written_whole)
{
    for (size_t i = 0; i < sizeof decimal_rows / sizeof *decimal_rows; i++) {
        const struct decimal_row *row = &decimal_rows[i];
        char text[DECIMAL_ROOM + 1];
        char *end = decimal_write(text, row->value, row->decimals, row->trimmed);
        *end = '\0';
        cr_expect_str_eq(text, row->text);
    }
}

/* What parts of a run hold: digits, maybe over a denominator; nothing else is a ratio. */
Test(sums, ratios_are_read_or_refused)
{
    static const struct {
        const char *text, *is; /* NULL: none */
    } rows[] = {{"12", "12"}, {"-6/4", "-3/2"}, {"0/7", "0"}, {"1/0", NULL}, {"0/0", NULL},
                {"1/", NULL}, {"/2", NULL},     {"", NULL},   {"-", NULL},   {"1 ", NULL},
                {"+1", NULL}, {"1/-2", NULL},   {NULL, NULL}, {"0x1", NULL}};
    mpq_t value;
    mpq_init(value);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[16];
        const bool good = rational_read(value, rows[i].text);
        cr_expect_eq(good, rows[i].is != NULL, "row %zu", i);
        cr_expect_str_eq(mpq_get_str(text, 10, value), good ? rows[i].is : "0", "row %zu", i);
    }
    mpq_clear(value);
}

Test(sums, no_number_is_looked_at_for_more_decimals_than_may_be)
{
    const struct number x = number_from_int(3);
    cr_expect(number_has_decimals(&x, &bench.arith, 1000));
    cr_expect_not(number_has_decimals(&x, &bench.arith, UINT32_MAX));
}
