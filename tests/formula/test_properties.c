/* What must hold whatever the numbers: pools, blocks, both paths of arithmetic. */
#include <string.h>

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

/* ---- random formulas ---- */

enum { RANDOM_LOTS = 130, RANDOM_FORMULAS = 120, RANDOM_ROWS = 9, RANDOM_DEPTH = 4 };

static const char *draw_formula(uint64_t *seed, uint32_t depth, bool truth);

/* A number without a unit, of the row, of other rows, or of none. */
static const char *draw_number_leaf(uint64_t *seed)
{
    static const char *const leaves[] = {
        "(area / 1 m2)",     "index",   "0",       "7.25",
        "9_000_000_000_000", "0.000_1", "(1 / 3)", "(portfolio.pot / 1 元)",
        "(-area / 3 m2)"};
    return leaves[draw(seed, sizeof leaves / sizeof *leaves)];
}

/* A form with two operands in the place of its two "$". */
static const char *fill_form(const char *form, const char *x, const char *y)
{
    const char *first = strchr(form, '$'), *second = strchr(first + 1, '$');
    const char *head = arena_copy(&fixture.arena, form, (size_t)(first - form)),
               *middle = arena_copy(&fixture.arena, first + 1, (size_t)(second - first - 1));
    return arena_format(&fixture.arena, "%s%s%s%s%s", head, x, middle, y, second + 1);
}

static const char *draw_number(uint64_t *seed, uint32_t depth)
{
    static const char *const forms[] = {
        "($ + $)",           "($ - $)",
        "($ * $)",           "($ / $)",
        "min($, $)",         "max($, $, 3)",
        "($ + abs($))",      "round($, 0.01 * max(abs($), 1), 'half_even')",
        "floor($ - $, 0.5)", "(cumulative($) + $)",
        "($) ^ 2 - $",       "($ - sum(area / 1 m2 over portfolio.lots where last) * $)"};
    struct arena *arena = &fixture.arena;
    if (depth == 0 || draw(seed, 6) == 0)
        return draw_number_leaf(seed);
    const char *x = draw_formula(seed, depth - 1, false), *y = draw_formula(seed, depth - 1, false);
    if (draw(seed, 4) == 0)
        return arena_format(arena, "(if %s then %s else %s)", draw_formula(seed, depth - 1, true),
                            x, y);
    if (draw(seed, 8) == 0)
        return arena_format(arena, "(if first then %s else previous(%s))", x, y);
    return fill_form(forms[draw(seed, sizeof forms / sizeof *forms)], x, y);
}

static const char *draw_truth(uint64_t *seed, uint32_t depth)
{
    static const char *const joins[] = {"($ and $)", "($ or $)", "(not $ or $)"};
    static const char *const orders[] = {"$ < $", "$ <= $", "$ == $", "$ >= $"};
    if (depth > 0 && draw(seed, 2) == 0)
        return fill_form(joins[draw(seed, 3)], draw_formula(seed, depth - 1, true),
                         draw_formula(seed, depth - 1, true));
    if (draw(seed, 5) == 0)
        return draw(seed, 2) == 0 ? "given(area)" : "(first or id == previous(id))";
    depth = depth > 0 ? depth - 1 : 0;
    return fill_form(orders[draw(seed, 4)], draw_formula(seed, depth, false),
                     draw_formula(seed, depth, false));
}

static const char *draw_formula(uint64_t *seed, uint32_t depth, bool truth)
{
    const char *text = (truth ? draw_truth : draw_number)(seed, depth);
    cr_assert(text != NULL);
    return text;
}

/* Areas about the borders of both formats of a vector; some are not given. */
static void draw_areas(uint64_t *seed)
{
    const struct entity *lot = fixture_entity(&fixture, "lot");
    fixture_lengthen(&fixture, RANDOM_LOTS);
    struct column *areas = &fixture.dataset.tables[lot->index].fields[1];
    for (uint32_t row = 0; row < RANDOM_LOTS; row++) {
        const int64_t large = INT64_MAX - (int64_t)draw(seed, 3),
                      num = draw(seed, 9) == 0 ? large : (int64_t)draw(seed, 5) - 1;
        union value area;
        cr_assert_eq(number_from_ratio(&area.number, &fixture.arith, num,
                                       draw(seed, 5) == 0 ? 1000003 : 1 + draw(seed, 4)),
                     FT_OK);
        const bool given = draw(seed, 10) > 0;
        cr_assert(column_put(areas, row, given ? CELL_VALUE : CELL_ABSENT, given ? &area : NULL,
                             &fixture.arena));
    }
}

/* Value, or why there is none. */
static void check_cells(const struct formula *formula, const struct cell *x, const struct cell *y,
                        uint32_t row, uint64_t seed)
{
    const struct lacks *left = x->reason.lacks, *right = y->reason.lacks;
    const char *text = formula->text.bytes;
    cr_assert_eq(x->state, y->state, "%s at %u, seed %llu", text, row, (unsigned long long)seed);
    check_same(formula, x, y, row);
    cr_assert_eq(x->reason.kind, y->reason.kind, "%s at %u", text, row);
    cr_assert_eq(x->reason.partial, y->reason.partial, "%s at %u", text, row);
    cr_assert(!x->reason.partial || number_equal(&x->value.number, &y->value.number), "%s at %u",
              text, row);
    cr_assert_eq(left == NULL, right == NULL, "%s at %u", text, row);
    cr_assert(left == NULL || left->count == right->count, "%s at %u", text, row);
    for (uint32_t i = 0; left != NULL && i < left->count; i++)
        cr_assert_eq(lack_compare(&left->lacks[i], &right->lacks[i]), 0, "%s at %u", text, row);
}

/* All rows as vectors, through kernels, give what each row alone gives in rationals of GMP. */
Test(blocks, of_random_formulas_give_what_single_rows_give)
{
    for (uint64_t seed = 1; seed <= RANDOM_FORMULAS; seed++) {
        uint64_t random = seed;
        fixture_open(&fixture, FT_EN);
        draw_areas(&random);
        const char *text = draw_formula(&random, RANDOM_DEPTH, draw(&random, 4) == 0);
        const struct formula *formula = fixture_compile(&fixture, "lot", text);
        const struct cell *cells = evaluate_all(formula, RANDOM_LOTS, false);
        struct evaluation evaluation = fixture_evaluation(&fixture);
        evaluation.silent = true;
        fixture.arith.wide_only = true;
        for (uint32_t i = 0; i < RANDOM_ROWS; i++) {
            const uint32_t row = draw(&random, RANDOM_LOTS);
            struct cell cell;
            cr_assert_eq(formula_evaluate(formula, &evaluation, &row, 1, &cell), FT_OK);
            check_cells(formula, &cells[row], &cell, row, seed);
        }
        fixture.arith.wide_only = false;
        fixture_close(&fixture);
    }
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
