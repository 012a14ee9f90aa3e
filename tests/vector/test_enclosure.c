/*
 * Enclosures against plain GMP: whatever the ends of two are, and whether one of them is flat, a single point or none at all, what
 * comes of them holds the exact number of every lane, and what is decided by them is what the exact numbers say. FT_TEST_SEED draws
 * others.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "vector/vector_internal.h"

enum { ROUNDS = 20000, COUNT = 5, USUAL_SEED = 1795528918 };

/* ---- random ---- */

static uint64_t state;

/* splitmix64 */
static uint64_t below(uint64_t bound)
{
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (z ^ (z >> 31)) % bound;
}

static bool one_in(uint64_t count)
{
    return below(count) == 0;
}

/* ---- enclosures, and the numbers that they hold ---- */

struct held {
    struct enclosure enclosure;
    int128 low[LANES], high[LANES];
    mpq_t numbers[COUNT];
};

static int128 wide_of(const mpz_t value)
{
    uint64_t words[2] = {0, 0};
    cr_assert(mpz_sizeinbase(value, 2) <= ENCLOSURE_BITS + 1);
    (void)mpz_export(words, NULL, -1, sizeof words[0], 0, 0, value);
    const int128 size = (int128)((unsigned __int128)words[1] << 64 | words[0]);
    return mpz_sgn(value) < 0 ? -size : size;
}

static void mpq_of_wide(mpq_t out, int128 value)
{
    const bool minus = value < 0;
    const unsigned __int128 size = minus ? -(unsigned __int128)value : (unsigned __int128)value;
    mpq_set_ui(out, (unsigned long)(size >> 64), 1);
    mpz_mul_2exp(mpq_numref(out), mpq_numref(out), 64);
    mpz_add_ui(mpq_numref(out), mpq_numref(out), (unsigned long)size);
    if (minus)
        mpq_neg(out, out);
}

/* A number of at most some bits before the point, over a denominator that is none of the enclosure's now and then. */
static void draw_number(mpq_t out, uint64_t bits, int64_t den)
{
    mpz_set_ui(mpq_numref(out), (unsigned long)below(UINT64_C(1) << (bits > 62 ? 62 : bits)));
    mpz_mul_2exp(mpq_numref(out), mpq_numref(out), bits > 62 ? bits - 62 : 0);
    mpz_set_ui(mpq_denref(out), one_in(3) ? 1 + (unsigned long)below(1000) : (unsigned long)den);
    mpq_canonicalize(out);
    if (one_in(2))
        mpq_neg(out, out);
}

/* The ends about a number, some way apart. */
static void draw_ends(struct held *held, uint32_t lane, uint64_t slack)
{
    mpz_t low, high;
    mpq_t scaled;
    mpz_inits(low, high, NULL);
    mpq_init(scaled);
    mpq_set_ui(scaled, (unsigned long)held->enclosure.den, 1);
    mpq_mul(scaled, scaled, held->numbers[lane]);
    mpq_mul_2exp(scaled, scaled, held->enclosure.shift);
    mpz_fdiv_q(low, mpq_numref(scaled), mpq_denref(scaled));
    mpz_cdiv_q(high, mpq_numref(scaled), mpq_denref(scaled));
    held->low[lane] = wide_of(low) - (int128)below(slack + 1);
    held->high[lane] = wide_of(high) + (int128)below(slack + 1);
    mpz_clears(low, high, NULL);
    mpq_clear(scaled);
}

/* `least` and `most` about all ends: the closest, or some more. */
static void bound_ends(struct held *held, uint32_t count)
{
    struct enclosure *enclosure = &held->enclosure;
    enclosure->least = held->low[0];
    enclosure->most = held->high[0];
    for (uint32_t i = 1; i < count; i++) {
        enclosure->least = held->low[i] < enclosure->least ? held->low[i] : enclosure->least;
        enclosure->most = held->high[i] > enclosure->most ? held->high[i] : enclosure->most;
    }
    if (one_in(4))
        enclosure->least -= (int128)below(1000);
    if (one_in(4))
        enclosure->most += (int128)below(1000);
}

static void draw_held(struct held *held, bool point)
{
    static const uint32_t shifts[] = {0, 0, 1, 10, 40, 60, 90, 110};
    static const int64_t dens[] = {1, 1, 10, 100, 3, 7, 10000, INT64_MAX};
    const int64_t den = dens[below(sizeof dens / sizeof *dens)];
    const uint32_t shift = point && one_in(2) ? 0 : shifts[below(sizeof shifts / sizeof *shifts)];
    const uint32_t used = bits_of(den) + shift + 12;
    const uint64_t bits =
        used >= 122 ? 1 : 1 + below(one_in(8) ? 122 - used : (122 - used) / 2 + 1);
    const uint32_t count = one_in(3) ? 1 : COUNT;
    held->enclosure = (struct enclosure){.low = held->low,
                                         .high = point ? held->low : held->high,
                                         .flat = count == 1,
                                         .den = den,
                                         .shift = used >= 122 ? 0 : shift};
    for (uint32_t i = 0; i < count; i++) {
        if (one_in(10))
            mpq_set_ui(held->numbers[i], 0, 1);
        else
            draw_number(held->numbers[i], bits, den);
        if (point) { /* a multiple of 1 / den */
            mpz_set_ui(mpq_denref(held->numbers[i]), 1);
            mpz_tdiv_r_2exp(mpq_numref(held->numbers[i]), mpq_numref(held->numbers[i]), 40);
            if (den == INT64_MAX)
                mpz_tdiv_r_2exp(mpq_numref(held->numbers[i]), mpq_numref(held->numbers[i]), 10);
        }
        draw_ends(held, i, point ? 0 : below(3) * 1000);
    }
    for (uint32_t i = count; i < COUNT; i++)
        mpq_set(held->numbers[i], held->numbers[0]);
    bound_ends(held, count);
    if (one_in(20))
        held->enclosure = (struct enclosure){.den = den};
}

/* Whether the enclosure holds these numbers, and keeps its word of its bounds. */
static void expect_holds(const struct enclosure *out, mpq_t *numbers, const char *what)
{
    mpq_t end, scaled;
    mpq_inits(end, scaled, NULL);
    for (uint32_t i = 0; out->low != NULL && i < COUNT; i++) {
        const uint32_t at = out->flat ? 0 : i;
        mpq_set_ui(scaled, (unsigned long)out->den, 1);
        mpq_mul(scaled, scaled, numbers[i]);
        mpq_mul_2exp(scaled, scaled, out->shift);
        mpq_of_wide(end, out->low[at]);
        cr_assert(mpq_cmp(end, scaled) <= 0, "%s: lane %u: the low end is above", what, i);
        mpq_of_wide(end, out->high[at]);
        cr_assert(mpq_cmp(end, scaled) >= 0, "%s: lane %u: the high end is below", what, i);
        cr_assert(out->least <= out->low[at] && out->high[at] <= out->most,
                  "%s: lane %u: outside of the bounds", what, i);
    }
    cr_assert(out->low == NULL ||
                  (bits_of(out->least) <= ENCLOSURE_BITS && bits_of(out->most) <= ENCLOSURE_BITS),
              "%s: longer than an end may be", what);
    mpq_clears(end, scaled, NULL);
}

static struct {
    struct arena arena;
    struct arith arith;
    struct vector_pool pool;
    struct held x, y;
    mpq_t wanted[COUNT];
} bench;

/* ---- operations ---- */

/* A divisor of 0, of a lane that is no value, counts as 1 over y's denominator. */
static void divide_numbers(mpq_t out, const mpq_t x, const mpq_t y)
{
    if (mpq_sgn(y) == 0) {
        mpq_set_ui(out, (unsigned long)bench.y.enclosure.den, 1);
        mpq_mul(out, out, x);
    } else {
        mpq_div(out, x, y);
    }
}

static const struct subject {
    const char *name;
    enclosure_rule *rule;
    void (*exact)(mpq_t out, const mpq_t x, const mpq_t y);
    bool by_points; /* the second operand is integers of 64 bits over a denominator */
} subjects[] = {
    {"add", enclosure_add, mpq_add, false},
    {"subtract", enclosure_subtract, mpq_sub, false},
    {"multiply", enclosure_multiply, mpq_mul, false},
    {"divide", enclosure_divide, divide_numbers, true},
};
enum { SUBJECTS = sizeof subjects / sizeof *subjects };

static void bench_open(void)
{
    const char *seed = getenv("FT_TEST_SEED");
    state = seed != NULL ? strtoull(seed, NULL, 10) : USUAL_SEED;
    fprintf(stderr, "FT_TEST_SEED=%llu\n", (unsigned long long)state);
    arena_open(&bench.arena, NULL);
    arith_open(&bench.arith, &bench.arena);
    bench.pool = (struct vector_pool){.arith = &bench.arith, .count = COUNT};
    for (uint32_t i = 0; i < COUNT; i++)
        mpq_inits(bench.x.numbers[i], bench.y.numbers[i], bench.wanted[i], NULL);
}

static void bench_close(void)
{
    for (uint32_t i = 0; i < COUNT; i++)
        mpq_clears(bench.x.numbers[i], bench.y.numbers[i], bench.wanted[i], NULL);
    vector_pool_close(&bench.pool);
    arith_close(&bench.arith);
    arena_close(&bench.arena);
}

Test(enclosure, of_two_holds_what_the_operation_on_their_numbers_is)
{
    uint32_t made[SUBJECTS] = {0};
    bench_open();
    for (uint32_t round = 0; round < ROUNDS; round++) {
        const size_t at = (size_t)below(SUBJECTS);
        const struct subject *subject = &subjects[at];
        struct enclosure out;
        vector_pool_clear(&bench.pool);
        draw_held(&bench.x, one_in(3));
        draw_held(&bench.y, subject->by_points ? !one_in(20) : one_in(3));
        for (uint32_t i = 0; i < COUNT; i++)
            subject->exact(bench.wanted[i], bench.x.numbers[i], bench.y.numbers[i]);
        subject->rule(&bench.pool, &out, &bench.x.enclosure, &bench.y.enclosure);
        expect_holds(&out, bench.wanted, subject->name);
        made[at] += out.low != NULL;
    }
    for (size_t i = 0; i < SUBJECTS; i++)
        cr_expect_gt(made[i], ROUNDS / SUBJECTS / 4, "%s makes %u", subjects[i].name, made[i]);
    bench_close();
}

Test(enclosure, that_is_chosen_holds_the_number_of_its_lane)
{
    uint32_t made = 0;
    bench_open();
    for (uint32_t round = 0; round < ROUNDS / 4; round++) {
        uint8_t mask[COUNT];
        uint32_t from[COUNT];
        struct enclosure out;
        vector_pool_clear(&bench.pool);
        draw_held(&bench.x, one_in(3));
        draw_held(&bench.y, one_in(3));
        for (uint32_t i = 0; i < COUNT; i++) {
            mask[i] = one_in(2);
            from[i] = (uint32_t)below(COUNT);
            mpq_set(bench.wanted[i], mask[i] ? bench.x.numbers[i] : bench.y.numbers[i]);
        }
        enclosure_select(&bench.pool, &out, mask, &bench.x.enclosure, &bench.y.enclosure);
        expect_holds(&out, bench.wanted, "select");
        made += out.low != NULL;
        enclosure_gather(&bench.pool, &out, &bench.x.enclosure, from);
        for (uint32_t i = 0; i < COUNT; i++)
            mpq_set(bench.wanted[i], bench.x.numbers[from[i]]);
        expect_holds(&out, bench.wanted, "gather");
        cr_assert_eq(out.low == NULL, bench.x.enclosure.low == NULL);
    }
    cr_expect_gt(made, ROUNDS / 4 / 4);
    bench_close();
}

/* ---- deciding ---- */

Test(enclosure, compares_as_the_numbers_do_or_not_at_all)
{
    uint32_t decided = 0;
    bench_open();
    for (uint32_t round = 0; round < ROUNDS / 4; round++) {
        int8_t orders[COUNT];
        vector_pool_clear(&bench.pool);
        draw_held(&bench.x, one_in(3));
        draw_held(&bench.y, one_in(3));
        enclosure_compare(&bench.pool, &bench.x.enclosure, &bench.y.enclosure, orders);
        for (uint32_t i = 0; i < COUNT; i++) {
            const int order = mpq_cmp(bench.x.numbers[i], bench.y.numbers[i]);
            cr_assert(orders[i] == 2 || orders[i] == (order > 0) - (order < 0), "lane %u", i);
            decided += orders[i] != 2;
        }
    }
    cr_expect_gt(decided, ROUNDS / 4 * COUNT / 4);
    bench_close();
}

Test(enclosure, rounds_as_the_numbers_do_or_not_at_all)
{
    static const int64_t nums[] = {1, 1, 5, 100, 3, INT64_MAX}, dens[] = {1, 1, 100, 7, INT64_MAX};
    uint32_t known = 0;
    bench_open();
    for (uint32_t round = 0; round < ROUNDS / 4; round++) {
        int64_t out[COUNT];
        uint8_t decided[COUNT];
        struct number step, number, steps;
        const enum rounding mode = (enum rounding)below(ROUNDING_COUNT);
        const struct arena_mark mark = arena_mark(&bench.arena);
        vector_pool_clear(&bench.pool);
        draw_held(&bench.x, one_in(3));
        cr_assert_eq(number_from_ratio(&step, &bench.arith, nums[below(sizeof nums / sizeof *nums)],
                                       dens[below(sizeof dens / sizeof *dens)]),
                     FT_OK);
        if (one_in(10)) /* longer than a word */
            cr_assert_eq(number_mul(&step, &bench.arith, &step,
                                    &(struct number){.num = INT64_MAX, .den = 1}),
                         FT_OK);
        enclosure_round(&bench.pool, &bench.x.enclosure, &step, mode, out, decided);
        for (uint32_t i = 0; i < COUNT; i++) {
            if (!decided[i])
                continue;
            cr_assert_eq(number_from_mpq(&number, &bench.arith, bench.x.numbers[i]), FT_OK);
            cr_assert_eq(number_div(&steps, &bench.arith, &number, &step), FT_OK);
            cr_assert_eq(number_round(&steps, &bench.arith, &steps, &NUMBER_ONE, mode), FT_OK);
            cr_assert(number_equal(&steps, &(struct number){.num = out[i], .den = 1}), "lane %u",
                      i);
            known++;
        }
        arena_rewind(&bench.arena, mark);
    }
    cr_expect_gt(known, ROUNDS / 4 * COUNT / 4);
    bench_close();
}
