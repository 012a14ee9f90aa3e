/* What must hold whatever the numbers: pools, blocks, both paths of arithmetic. */
#include "fixture.h"

static struct fixture fixture;

enum { LONG_TABLE = 5000 };

/* A small generator, so that a seed gives the same numbers everywhere. */
static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % below;
}

static struct cell *evaluate_all(const struct formula *formula, uint32_t count, bool wide)
{
    struct evaluation evaluation = fixture_evaluation(&fixture);
    struct cell *cells = arena_array(&fixture.arena, count, sizeof *cells);
    uint32_t *rows = arena_array(&fixture.arena, count, sizeof *rows);
    cr_assert(cells != NULL && rows != NULL);
    for (uint32_t i = 0; i < count; i++)
        rows[i] = i;
    fixture.arith.wide_only = wide;
    cr_assert_eq(formula_evaluate(formula, &evaluation, rows, count, cells), FT_OK);
    fixture.arith.wide_only = false;
    return cells;
}

static void check_same(const struct formula *formula, const struct cell *x, const struct cell *y,
                       uint32_t row)
{
    cr_assert_str_eq(fixture_cell_text(&fixture, formula, x),
                     fixture_cell_text(&fixture, formula, y), "%s at %u", formula->text.bytes, row);
}

/* ---- pools ---- */

/* Random weights on the rows of "lots", some of them zero. */
static uint32_t draw_weights(uint64_t *seed)
{
    const struct entity *lot = fixture_entity(&fixture, "lot");
    uint32_t count = draw(seed, 40) + 1;
    fixture_lengthen(&fixture, count);
    struct column *areas = &fixture.dataset.tables[lot->index].fields[1];
    for (uint32_t i = 0; i < count; i++) {
        union value area;
        cr_assert_eq(number_from_ratio(&area.number, &fixture.arith,
                                       draw(seed, 3) == 0 ? 0 : draw(seed, 1000), 7),
                     FT_OK);
        cr_assert(column_put(areas, i, CELL_VALUE, &area, &fixture.arena));
    }
    cr_assert(column_put(areas, draw(seed, count), CELL_VALUE, &(union value){.number = NUMBER_ONE},
                         &fixture.arena));
    return count;
}

static struct number sum_of(const struct cell *cells, uint32_t count)
{
    struct number sum = NUMBER_ZERO;
    for (uint32_t i = 0; i < count; i++)
        cr_assert_eq(number_add(&sum, &fixture.arith, &sum, &cells[i].value.number), FT_OK);
    return sum;
}

/* Within one step of the exact part, plus what is left below a step. */
static void check_near(const struct cell *part, const struct cell *exact, const struct number *step,
                       uint64_t seed)
{
    struct number difference, twice;
    cr_assert_eq(number_sub(&difference, &fixture.arith, &part->value.number, &exact->value.number),
                 FT_OK);
    if (number_sign(&difference) < 0)
        cr_assert_eq(number_neg(&difference, &fixture.arith, &difference), FT_OK);
    cr_assert_eq(number_add(&twice, &fixture.arith, step, step), FT_OK);
    cr_expect_lt(number_compare(&fixture.arith, &difference, &twice), 0, "seed %llu",
                 (unsigned long long)seed);
}

Test(pools, shares_add_up_to_the_pool)
{
    static const char *const steps[] = {"0.01", "1", "10", "1/3"};
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint64_t state = seed;
        fixture_open(&fixture, FT_EN);
        uint32_t count = draw_weights(&state), fen = draw(&state, 1000000);
        const char *step = steps[draw(&state, 4)];
        const char *text = arena_format(&fixture.arena, "share(%u.%02u 元, area, %s * 1 元)",
                                        fen / 100, fen % 100, step);
        const struct cell *parts =
            evaluate_all(fixture_compile(&fixture, "lot", text), count, false);
        struct number sum = sum_of(parts, count), pool, one_step;
        cr_assert_eq(number_from_ratio(&pool, &fixture.arith, fen, 100), FT_OK);
        cr_expect(number_equal(&sum, &pool), "seed %llu: %s", (unsigned long long)seed, text);
        const struct cell *areas =
            evaluate_all(fixture_compile(&fixture, "lot", "area * 1 元"), count, false);
        struct number total = sum_of(areas, count);
        const char *one = arena_format(&fixture.arena, "%s * 1 元", step);
        one_step = evaluate_all(fixture_compile(&fixture, "lot", one), 1, false)[0].value.number;
        for (uint32_t i = 0; i < count; i++) {
            struct cell exact = {.state = CELL_VALUE};
            struct number *value = &exact.value.number;
            cr_assert_eq(number_mul(value, &fixture.arith, &pool, &areas[i].value.number), FT_OK);
            cr_assert_eq(number_div(value, &fixture.arith, value, &total), FT_OK);
            check_near(&parts[i], &exact, &one_step, seed);
            bool weightless = number_sign(&areas[i].value.number) == 0;
            cr_expect(!weightless || number_sign(&parts[i].value.number) == 0, "seed %llu",
                      (unsigned long long)seed);
        }
        fixture_close(&fixture);
    }
}

Test(pools, fill_gives_no_one_more_than_the_need_and_no_more_than_there_is)
{
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint64_t state = seed;
        fixture_open(&fixture, FT_EN);
        uint32_t count = draw_weights(&state), pool = draw(&state, 4000);
        const char *text = arena_format(&fixture.arena, "fill(%u m2, area, -index)", pool);
        const struct cell *given =
            evaluate_all(fixture_compile(&fixture, "lot", text), count, false);
        const struct cell *need =
            evaluate_all(fixture_compile(&fixture, "lot", "area"), count, false);
        struct number sum = sum_of(given, count), needed = sum_of(need, count);
        const struct number all = number_from_int((int32_t)pool);
        const struct number *least =
            number_compare(&fixture.arith, &needed, &all) < 0 ? &needed : &all;
        cr_expect(number_equal(&sum, least), "seed %llu", (unsigned long long)seed);
        bool short_of = false; /* from the last row, which comes first, to the first */
        for (uint32_t i = count; i-- > 0;) {
            int order =
                number_compare(&fixture.arith, &given[i].value.number, &need[i].value.number);
            cr_expect_leq(order, 0, "seed %llu", (unsigned long long)seed);
            cr_expect(!short_of || number_sign(&given[i].value.number) == 0, "seed %llu",
                      (unsigned long long)seed);
            short_of = short_of || order < 0;
        }
        fixture_close(&fixture);
    }
}

/* ---- long tables ---- */

static const char *const long_formulas[] = {
    "area * 2 + index * 1 m2",
    "if index > 2500 then area else -area",
    "(area > 3 m2 and index / area > 1 / 1 m2) or last",
    "if first then 0 else area - previous(area)",
    "if index < 3 then 0 else previous(previous(area))",
    "cumulative(area)",
    "share(1_000 元, area, 0.01 元)",
    "fill(1_000 m2, area, -index)",
    "round(area / 3, 0.01 m2, 'half_up')",
    "portfolio.pot * (area / 1 m2) ^ 3",
};

Test(blocks, of_rows_give_what_single_rows_give)
{
    fixture_open(&fixture, FT_EN);
    fixture_lengthen(&fixture, LONG_TABLE);
    for (size_t f = 0; f < sizeof long_formulas / sizeof *long_formulas; f++) {
        const struct formula *formula = fixture_compile(&fixture, "lot", long_formulas[f]);
        const struct cell *cells = evaluate_all(formula, LONG_TABLE, false);
        struct evaluation evaluation = fixture_evaluation(&fixture);
        for (uint32_t row = 0; row < LONG_TABLE; row += 341) {
            struct cell cell;
            cr_assert_eq(formula_evaluate(formula, &evaluation, &row, 1, &cell), FT_OK);
            check_same(formula, &cells[row], &cell, row);
        }
        cr_expect_eq(fixture.diagnostics.total, 0, "%s", fixture_rendering(&fixture));
    }
    fixture_close(&fixture);
}

/* Rows of several parents go through one block; each is told apart by where it stands. */
Test(blocks, keep_families_apart)
{
    static const struct {
        const char *entity, *formula, *texts[4];
    } rows[] = {
        {"building", "cumulative(floor_area)", {"100 m2", "300 m2", "600 m2", "50 m2"}},
        {"building", "share(7 元, floor_area, 1 元)", {"1 元", "2 元", "4 元", "7 元"}},
        {"building",
         "if first then 0 else previous(floor_area)",
         {"0 m2", "100 m2", "200 m2", "0 m2"}},
        {"project",
         "sum(floor_area over buildings where floor_area > 150 m2 or last)",
         {"500 m2", "50 m2", "0 m2"}},
        {"project", "count(buildings where floor_area < 150 m2)", {"1", "1", "0"}},
        {"project",
         "if count(buildings) == 0 then 0 else min(floor_area over buildings where last)",
         {"300 m2", "50 m2", "0 m2"}},
    };
    fixture_open(&fixture, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct formula *formula = fixture_compile(&fixture, rows[i].entity, rows[i].formula);
        uint32_t count = fixture.dataset.tables[formula->entity->index].count;
        const struct cell *cells = evaluate_all(formula, count, false);
        for (uint32_t row = 0; row < count; row++)
            cr_expect_str_eq(fixture_cell_text(&fixture, formula, &cells[row]), rows[i].texts[row],
                             "%s at %u", rows[i].formula, row);
    }
    fixture_close(&fixture);
}

Test(blocks, do_not_show_in_aggregates)
{
    fixture_open(&fixture, FT_EN);
    fixture_lengthen(&fixture, LONG_TABLE); /* 714 times 1 to 7, then 1 and 2 */
    cr_expect_str_eq(fixture_value(&fixture, "portfolio", "sum(area over lots)", 0), "19,995 m2");
    cr_expect_str_eq(fixture_value(&fixture, "portfolio", "count(lots where area > 6 m2)", 0),
                     "714");
    cr_expect_str_eq(fixture_value(&fixture, "portfolio", "max(cumulative(area) over lots)", 0),
                     "19,995 m2");
    cr_expect_str_eq(
        fixture_value(&fixture, "portfolio", "sum(share(7 元, area, 0.01 元) over lots)", 0),
        "7 元");
    fixture_close(&fixture);
}

Test(arithmetic, gives_the_same_by_machine_words_and_by_gmp)
{
    fixture_open(&fixture, FT_EN);
    fixture_lengthen(&fixture, 50);
    for (size_t f = 0; f < sizeof long_formulas / sizeof *long_formulas; f++) {
        const struct formula *formula = fixture_compile(&fixture, "lot", long_formulas[f]);
        const struct cell *small = evaluate_all(formula, 50, false);
        const struct cell *wide = evaluate_all(formula, 50, true);
        for (uint32_t row = 0; row < 50; row++)
            check_same(formula, &small[row], &wide[row], row);
    }
    fixture_close(&fixture);
}
