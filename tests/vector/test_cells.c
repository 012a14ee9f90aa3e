/*
 * Vectors from cells and back, and what an edit, a gathering and a rewound pool leave of them; borders that operations on random
 * vectors do not come by.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "../refusal.h"
#include "vector/vector_internal.h"

enum { COUNT = 4 };

static struct {
    struct arena arena;
    struct arith arith;
    struct vector_pool pool;
    struct number wide; /* longer than two words */
    struct lacks *lacks;
} bench;

static void bench_open(void)
{
    arena_open(&bench.arena, NULL);
    arith_open(&bench.arith, &bench.arena);
    bench.pool = (struct vector_pool){.arith = &bench.arith, .count = COUNT};
    bench.wide = (struct number){.num = INT64_MAX, .den = 11};
    for (int i = 0; i < 3; i++)
        cr_assert_eq(number_mul(&bench.wide, &bench.arith, &bench.wide, &bench.wide), FT_OK);
    const struct lack lack = {.kind = LACK_FACT};
    bench.lacks = (struct lacks *)lacks_of(&lack, &bench.arena);
    cr_assert_not_null(bench.lacks);
}

static void bench_close(void)
{
    vector_pool_close(&bench.pool);
    arith_close(&bench.arith);
    arena_close(&bench.arena);
}

TestSuite(cells, .init = bench_open, .fini = bench_close);

static struct cell undetermined(void)
{
    return (struct cell){.state = CELL_UNDETERMINED,
                         .value = {.number = number_from_int(5)},
                         .reason = {.partial = true, .lacks = bench.lacks}};
}

static struct cell number_cell(struct number number)
{
    return (struct cell){.state = CELL_VALUE, .value = {.number = number}};
}

static bool cell_is(const struct cell *x, const struct cell *y, enum type_kind kind)
{
    if (x->state != y->state)
        return false;
    if (x->state == CELL_UNDETERMINED)
        return x->reason.lacks == y->reason.lacks && x->reason.partial == y->reason.partial &&
               number_equal(&x->value.number, &y->value.number);
    if (x->state != CELL_VALUE)
        return x->reason.row == y->reason.row;
    switch (kind) {
    case TYPE_NUMBER:
        return number_equal(&x->value.number, &y->value.number);
    case TYPE_BOOLEAN:
        return x->value.boolean == y->value.boolean;
    case TYPE_DATE:
        return x->value.date.days == y->value.date.days;
    case TYPE_SYMBOL:
        return x->value.symbol == y->value.symbol;
    case TYPE_TEXT:
        return x->value.text == y->value.text;
    case TYPE_REFERENCE:
        return x->value.reference == y->value.reference;
    }
    return false;
}

static void expect_cells(const struct vector *vector, const struct cell *cells, enum type_kind kind,
                         const char *what)
{
    for (uint32_t i = 0; i < bench.pool.count; i++) {
        struct cell cell;
        cr_assert_eq(vector_cell(&bench.pool, vector, kind, i, &cell), FT_OK);
        cr_expect(cell_is(&cell, &cells[i], kind), "%s: kind %d, lane %u", what, (int)kind, i);
    }
    cr_expect_null(vector_fault(&bench.pool, vector, kind), "%s: kind %d: %s", what, (int)kind,
                   vector_fault(&bench.pool, vector, kind));
}

/* Four cells of a kind, the third of them undetermined, the last without a use. */
static void fill_cells(struct cell *cells, enum type_kind kind)
{
    static const char *const texts[] = {"one", "two"};
    for (uint32_t i = 0; i < COUNT; i++) {
        cells[i] = (struct cell){.state = CELL_VALUE};
        if (kind == TYPE_NUMBER)
            cells[i].value.number = number_from_int((int32_t)i - 7);
        else if (kind == TYPE_BOOLEAN)
            cells[i].value.boolean = i == 0;
        else if (kind == TYPE_DATE)
            cells[i].value.date.days = -3 + (int32_t)i;
        else if (kind == TYPE_SYMBOL)
            cells[i].value.symbol = 2 + i;
        else if (kind == TYPE_TEXT)
            cells[i].value.text = texts[i % 2];
        else
            cells[i].value.reference = 9 - i;
    }
    cells[2] = undetermined();
    cells[3] = (struct cell){.state = CELL_NOT_APPLICABLE, .reason = {.row = 11}};
}

static const enum type_kind kinds[] = {TYPE_NUMBER, TYPE_BOOLEAN, TYPE_DATE,
                                       TYPE_SYMBOL, TYPE_TEXT,    TYPE_REFERENCE};

Test(cells, of_every_kind_come_back_with_their_reasons)
{
    static const uint32_t from[COUNT] = {3, 2, 2, 0};
    bench.pool.reasons = true;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        struct cell cells[COUNT], turned[COUNT];
        struct vector vector, gathered;
        fill_cells(cells, kinds[k]);
        cr_assert_eq(vector_of_cells(&bench.pool, &vector, cells, kinds[k]), VECTOR_OK);
        expect_cells(&vector, cells, kinds[k], "as it was");
        for (uint32_t i = 0; i < COUNT; i++)
            turned[i] = cells[from[i]];
        cr_assert_eq(vector_gather(&bench.pool, &gathered, &vector, from), VECTOR_OK);
        expect_cells(&gathered, turned, kinds[k], "gathered");
    }
}

Test(cells, with_a_number_longer_than_words_come_back)
{
    struct cell cells[COUNT], turned[COUNT];
    struct vector vector;
    bench.pool.reasons = true;
    fill_cells(cells, TYPE_NUMBER);
    cells[0] = number_cell(bench.wide);
    cr_assert_eq(vector_of_cells(&bench.pool, &vector, cells, TYPE_NUMBER), VECTOR_OK);
    expect_cells(&vector, cells, TYPE_NUMBER, "as it was");
    static const uint32_t from[COUNT] = {1, 0, 3, 2};
    for (uint32_t i = 0; i < COUNT; i++)
        turned[i] = cells[from[i]];
    cr_assert_eq(vector_gather(&bench.pool, &vector, &vector, from), VECTOR_OK);
    expect_cells(&vector, turned, TYPE_NUMBER, "gathered");
}

/* ---- edits ---- */

Test(cells, that_are_put_leave_the_others)
{
    for (size_t reasons = 0; reasons < 2; reasons++) {
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            struct cell cells[COUNT], none = undetermined();
            struct vector vector;
            bench.pool.reasons = reasons == 1;
            if (!bench.pool.reasons) /* a pool without them keeps none */
                none = (struct cell){.state = CELL_UNDETERMINED};
            fill_cells(cells, kinds[k]);
            for (uint32_t i = 1; i < COUNT; i++)
                cells[i] = cells[0];
            vector = vector_uniform(cells[0]);
            cr_assert_eq(vector_edit(&bench.pool, &vector, kinds[k]), VECTOR_OK);
            vector_put(&vector, 1, &none);
            if (bench.pool.reasons) {
                cells[1] = none;
                expect_cells(&vector, cells, kinds[k], "edited");
            } else {
                cr_expect_eq(vector_state(&vector, 1), CELL_UNDETERMINED);
                cr_expect_eq(vector_state(&vector, 0), CELL_VALUE);
            }
        }
    }
}

Test(cells, that_are_put_beside_a_number_longer_than_words_leave_it)
{
    struct cell cells[COUNT];
    struct vector vector = vector_number(bench.wide);
    bench.pool.reasons = true;
    for (uint32_t i = 0; i < COUNT; i++)
        cells[i] = number_cell(bench.wide);
    cells[2] = undetermined();
    cr_assert_eq(vector_edit(&bench.pool, &vector, TYPE_NUMBER), VECTOR_OK);
    vector_put(&vector, 2, &cells[2]);
    expect_cells(&vector, cells, TYPE_NUMBER, "edited");
}

Test(cells, that_find_no_memory_to_be_put_in_are_told)
{
    struct vector_pool *pool = &bench.pool;
    bool refused = true;
    pool->reasons = true;
    for (size_t nth = 1; refused; nth++) {
        struct vector vector = vector_number(nth % 2 == 0 ? bench.wide : NUMBER_ONE);
        vector_pool_close(pool);
        *pool = (struct vector_pool){.arith = &bench.arith, .count = COUNT, .reasons = true};
        refusal_time(MEMORY, nth);
        const enum vector_status status = vector_edit(pool, &vector, TYPE_NUMBER);
        refused = refusal.asked >= nth;
        refusal_time(NOTHING, 0);
        cr_expect_eq(status, refused ? VECTOR_NO_MEMORY : VECTOR_OK, "time %zu", nth);
        cr_expect(status == VECTOR_OK || vector.uniform, "it stays as it was");
    }
}

/* The only lane, by itself or as all. */
Test(cells, that_are_put_in_the_only_lane_are_all)
{
    struct vector lane = vector_over(&bench.pool, vector_lanes(&bench.pool), NULL, 1);
    lane.lanes[0] = 3;
    const struct cell none = undetermined();
    struct vector vector = vector_number(NUMBER_ONE);
    bench.pool.count = 1;
    bench.pool.reasons = true;
    cr_assert_eq(vector_edit(&bench.pool, &vector, TYPE_NUMBER), VECTOR_OK);
    vector_put(&vector, 0, &none);
    expect_cells(&vector, &none, TYPE_NUMBER, "the only one");
    cr_assert_eq(vector_edit(&bench.pool, &lane, TYPE_NUMBER), VECTOR_OK);
    vector_put(&lane, 0, &none);
    expect_cells(&lane, &none, TYPE_NUMBER, "the only lane");
}

/* ---- borders ---- */

struct lane_row {
    struct number number;
    int64_t den, lane;
    bool fits;
};

static const struct lane_row lane_rows[] = {
    {{.num = INT64_MAX, .den = 1}, 1, INT64_MAX, true},
    {{.num = -INT64_MAX, .den = 1}, 1, -INT64_MAX, true},
    {{.num = INT64_MIN / 2, .den = 1}, 2, 0, false}, /* the lane that has no opposite */
    {{.num = INT64_MAX / 2 + 1, .den = 1}, 2, 0, false},
    {{.num = INT64_MAX / 2, .den = 1}, 2, INT64_MAX - 1, true},
    {{.num = -3, .den = 2}, 4, -6, true},
};

Test(cells, of_numbers_are_lanes_where_these_hold_them)
{
    for (size_t i = 0; i < sizeof lane_rows / sizeof *lane_rows; i++) {
        const struct lane_row *row = &lane_rows[i];
        const union value value = {.number = row->number};
        int64_t lane = 0;
        const bool fits = vector_value_lane(&value, TYPE_NUMBER, row->den, &lane);
        cr_expect(fits == row->fits && (!fits || lane == row->lane), "row %zu: %lld", i,
                  (long long)lane);
    }
    const union value wide = {.number = bench.wide};
    int64_t lane;
    cr_expect_not(vector_value_lane(&wide, TYPE_NUMBER, 1, &lane));
}

Test(cells, of_no_lanes_are_bounded_by_nothing)
{
    int64_t lanes[1] = {17};
    uint8_t truths[1] = {1};
    bench.pool.count = 0;
    const struct vector none = vector_over(&bench.pool, lanes, NULL, 3);
    cr_expect(none.low == 0 && none.high == 0 && none.den == 3);
    const struct vector truth = vector_of_truths(&bench.pool, truths, NULL);
    cr_expect(truth.uniform && !truth.cell.value.boolean);
}

Test(cells, that_are_looked_up_in_a_table_are_its_entries)
{
    static const uint8_t table[] = {7, 0, 1, 9};
    static const int64_t at[COUNT] = {3, 0, 0, 2};
    uint8_t out[COUNT] = {0};
    bytes_look_up_at(out, at, table, COUNT);
    cr_expect(out[0] == 9 && out[1] == 7 && out[2] == 7 && out[3] == 1);
}

/* n / 2 rounded half up, also over 1, where there is nothing to round. */
Test(cells, are_halved_up_over_every_divisor)
{
    static const int64_t dens[] = {1, 2, 3, 4, 5, 7, 8, 100, 1 << 20, (1 << 20) + 1};
    static const int64_t lanes[] = {0, 1, 2, 3, 49, 50, 51, 1000003};
    enum { LANE_COUNT = sizeof lanes / sizeof *lanes };
    for (size_t i = 0; i < sizeof dens / sizeof *dens; i++) {
        int64_t out[LANE_COUNT];
        lanes_half_up(out, lanes, 3, dens[i], LANE_COUNT);
        for (size_t at = 0; at < LANE_COUNT; at++)
            cr_expect_eq(out[at], (6 * lanes[at] + dens[i]) / (2 * dens[i]), "%lld over %lld",
                         (long long)(3 * lanes[at]), (long long)dens[i]);
    }
}

/* ---- lengths ---- */

static struct number power_of_two(int64_t exponent)
{
    const struct number two = number_from_int(2);
    struct number made;
    cr_assert_eq(number_pow(&made, &bench.arith, &two, exponent), FT_OK);
    return made;
}

/* 1 / 2^n, of which no numerator is long: the product's denominator alone passes the limit. */
Test(cells, whose_denominators_grow_past_the_limit_are_faults)
{
    const int64_t bits = (int64_t)limits[LIMIT_VALUE_BITS].value;
    struct cell cells[COUNT];
    struct vector x, square;
    for (uint32_t i = 0; i < COUNT; i++)
        cells[i] = number_cell(power_of_two(i == 1 ? -3 : 2 - bits));
    cr_assert_eq(vector_of_cells(&bench.pool, &x, cells, TYPE_NUMBER), VECTOR_OK);
    cr_assert_eq(vector_operate(&bench.pool, &square, OPERATION_MULTIPLY, &x, &x), VECTOR_OK);
    struct cell cell;
    cr_assert_eq(vector_cell(&bench.pool, &square, TYPE_NUMBER, 1, &cell), FT_OK);
    const struct number wanted = power_of_two(-6);
    cr_expect(cell.state == CELL_VALUE && number_equal(&cell.value.number, &wanted));
    cr_expect_eq(vector_state(&square, 0), CELL_ERROR);
    cr_expect_eq(vector_state(&square, 3), CELL_ERROR);
}

struct power_row {
    struct number exponent;
    int64_t num, den; /* of 3 to it; 0 / 0: a fault */
};

static const struct power_row power_rows[] = {
    {{.num = 0, .den = 1}, 1, 1},   {{.num = 1, .den = 1}, 3, 1},  {{.num = 4, .den = 1}, 81, 1},
    {{.num = 5, .den = 1}, 243, 1}, {{.num = -1, .den = 1}, 1, 3}, {{.num = -3, .den = 1}, 1, 27},
    {{.num = 1, .den = 2}, 0, 0},   {{.num = -7, .den = 2}, 0, 0},
};

Test(cells, to_one_power_are_what_each_is_to_it)
{
    struct cell cells[COUNT];
    struct vector base, out;
    for (uint32_t i = 0; i < COUNT; i++)
        cells[i] = number_cell(number_from_int(i == 2 ? 3 : 2));
    cr_assert_eq(vector_of_cells(&bench.pool, &base, cells, TYPE_NUMBER), VECTOR_OK);
    for (size_t i = 0; i < sizeof power_rows / sizeof *power_rows; i++) {
        const struct power_row *row = &power_rows[i];
        const struct vector exponent = vector_number(row->exponent);
        cr_assert_eq(vector_operate(&bench.pool, &out, OPERATION_POWER, &base, &exponent),
                     VECTOR_OK);
        struct cell cell;
        cr_assert_eq(vector_cell(&bench.pool, &out, TYPE_NUMBER, 2, &cell), FT_OK);
        cr_expect_eq(cell.state, row->den == 0 ? CELL_ERROR : CELL_VALUE, "row %zu", i);
        if (row->den != 0 && cell.state == CELL_VALUE) {
            const struct number wanted = {.num = row->num, .den = row->den};
            cr_expect(number_equal(&cell.value.number, &wanted), "row %zu", i);
        }
    }
    const struct vector wide = vector_number(bench.wide);
    cr_assert_eq(vector_operate(&bench.pool, &out, OPERATION_POWER, &base, &wide), VECTOR_OK);
    cr_expect_eq(vector_state(&out, 2), CELL_ERROR);
}

/* The steps of the one integer of 64 bits that no lane holds. */
Test(cells, of_as_many_steps_as_no_lane_holds_are_exact)
{
    const struct number most = power_of_two(63), step = NUMBER_ONE;
    struct cell cells[COUNT];
    struct vector x, steps;
    cr_assert_eq(number_neg(&cells[0].value.number, &bench.arith, &most), FT_OK);
    cells[0].state = CELL_VALUE;
    for (uint32_t i = 1; i < COUNT; i++)
        cells[i] = number_cell(number_from_int((int32_t)i));
    cr_assert_eq(vector_of_cells(&bench.pool, &x, cells, TYPE_NUMBER), VECTOR_OK);
    cr_assert_eq(vector_steps(&bench.pool, &steps, &x, &step, ROUND_HALF_UP), VECTOR_OK);
    expect_cells(&steps, cells, TYPE_NUMBER, "steps");
}

/* Lanes that are no values count for nothing; exact numbers and vectors without states stay. */
Test(cells, that_are_no_values_are_kept_as_nothing)
{
    struct cell cells[COUNT];
    struct vector x;
    fill_cells(cells, TYPE_NUMBER);
    cr_assert_eq(vector_of_cells(&bench.pool, &x, cells, TYPE_NUMBER), VECTOR_OK);
    x.lanes[2] = 99;
    cr_assert_eq(vector_keep_values(&bench.pool, &x), VECTOR_OK);
    cr_expect(x.lanes[2] == 0 && x.lanes[0] == -7);
    int64_t *lanes = x.lanes;
    x.states = NULL;
    cr_assert_eq(vector_keep_values(&bench.pool, &x), VECTOR_OK);
    cr_expect_eq(x.lanes, lanes);
    cells[0] = number_cell(bench.wide);
    cr_assert_eq(vector_of_cells(&bench.pool, &x, cells, TYPE_NUMBER), VECTOR_OK);
    cr_assert_eq(vector_keep_values(&bench.pool, &x), VECTOR_OK);
    struct cell cell;
    cr_assert_eq(vector_cell(&bench.pool, &x, TYPE_NUMBER, 0, &cell), FT_OK);
    cr_expect(cell_is(&cell, &cells[0], TYPE_NUMBER));
}

/* ---- depth ---- */

/* Choices upon choices, as many as a chain of conditions has: numbers are found by recursion only so
 * far. */
Test(cells, of_choices_upon_choices_are_exact)
{
    static const uint8_t mask[COUNT] = {1, 0, 1, 0};
    struct vector chosen, wide = vector_number(bench.wide), one = vector_number(NUMBER_ONE);
    struct cell cells[COUNT];
    for (uint32_t i = 0; i < COUNT; i++)
        cells[i] = number_cell(mask[i] ? bench.wide : NUMBER_ONE);
    cr_assert_eq(exact_select(&bench.pool, &chosen, mask, &wide, &one), VECTOR_OK);
    for (int depth = 0; depth < 200; depth++) {
        const struct vector other = chosen;
        cr_assert_eq(exact_select(&bench.pool, &chosen, mask, &wide, &other), VECTOR_OK);
        if (depth % 50 == 0)
            expect_cells(&chosen, cells, TYPE_NUMBER, "chosen");
    }
    expect_cells(&chosen, cells, TYPE_NUMBER, "chosen");
    cr_expect(chosen.exact == NULL || chosen.exact->depth <= 50);
}

/* ---- texts ---- */

Test(cells, of_texts_are_compared_by_their_characters)
{
    static const char first[] = "甲", again[] = "甲";
    struct cell x[COUNT], y[COUNT];
    struct vector left, right, same, other;
    for (uint32_t i = 0; i < COUNT; i++) {
        x[i] = (struct cell){.state = CELL_VALUE, .value = {.text = i == 1 ? "乙" : first}};
        y[i] = (struct cell){.state = CELL_VALUE, .value = {.text = again}};
    }
    x[2].state = CELL_NOT_APPLICABLE;
    y[3].state = CELL_ERROR;
    cr_assert_eq(vector_of_cells(&bench.pool, &left, x, TYPE_TEXT), VECTOR_OK);
    cr_assert_eq(vector_of_cells(&bench.pool, &right, y, TYPE_TEXT), VECTOR_OK);
    cr_assert_eq(vector_compare(&bench.pool, &same, COMPARE_EQUAL, &left, &right, TYPE_TEXT),
                 VECTOR_OK);
    cr_assert_eq(vector_compare(&bench.pool, &other, COMPARE_UNEQUAL, &left, &right, TYPE_TEXT),
                 VECTOR_OK);
    cr_expect(same.truths[0] && !same.truths[1] && !other.truths[0] && other.truths[1]);
    cr_expect(vector_state(&same, 2) == CELL_NOT_APPLICABLE &&
              vector_state(&other, 3) == CELL_ERROR);
}

/* ---- a pool that is rewound ---- */

Test(cells, that_are_kept_stay_when_their_pool_is_rewound)
{
    int64_t *before = vector_lanes(&bench.pool);
    cr_assert_not_null(before);
    const struct vector_mark mark = vector_pool_mark(&bench.pool);
    int64_t *lost = vector_lanes(&bench.pool), *lanes = vector_lanes(&bench.pool);
    uint8_t *states = vector_bytes(&bench.pool);
    cr_assert(lost != NULL && lanes != NULL && states != NULL);
    for (uint32_t i = 0; i < COUNT; i++) {
        before[i] = 7;
        lost[i] = 8;
        lanes[i] = i == 2 ? 0 : i + 1;
        states[i] = i == 2 ? CELL_NOT_APPLICABLE : CELL_VALUE;
    }
    const struct vector kept = vector_over(&bench.pool, lanes, states, 1);
    vector_pool_rewind(&bench.pool, mark, &kept);
    cr_expect(kept.lanes[0] == 1 && kept.lanes[3] == 4 && kept.states[2] == CELL_NOT_APPLICABLE);
    cr_expect_eq(vector_lanes(&bench.pool), lost, "what was not kept is taken again");
    /* One that was there before the mark, and one with nothing in the pool. */
    const struct vector older = vector_over(&bench.pool, before, NULL, 1);
    const struct vector_mark again = vector_pool_mark(&bench.pool);
    vector_pool_rewind(&bench.pool, again, &older);
    cr_expect_eq(before[3], 7);
    const struct vector none = vector_number(NUMBER_ONE);
    vector_pool_rewind(&bench.pool, mark, &none);
    cr_expect_eq(bench.pool.lanes.used, mark.lanes);
}
