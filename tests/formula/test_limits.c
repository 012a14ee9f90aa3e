/* Bounds, garbage, and memory that runs out: refused or given back, never a crash. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

static struct fixture fixture;

static enum ft_status compile(const char *formula)
{
    struct formula *compiled = NULL;
    enum ft_status status = formula_compile(
        &compiled, &fixture.schema, fixture_entity(&fixture, "project"),
        fixture_text(&fixture, formula), NULL, &fixture.arena, &fixture.diagnostics);
    cr_assert_eq(compiled != NULL, status == FT_OK);
    cr_assert_eq(fixture.diagnostics.total == 0, status == FT_OK, "%.60s: %d", formula, status);
    return status;
}

/* `before` n times, `middle`, `behind` n times. */
static const char *nested(size_t n, const char *before, const char *middle, const char *behind)
{
    size_t left = strlen(before), right = strlen(behind), inner = strlen(middle);
    char *text = arena_allocate(&fixture.arena, n * (left + right) + inner + 1);
    cr_assert_not_null(text);
    char *at = text;
    for (size_t i = 0; i < n; i++, at += left)
        memcpy(at, before, left);
    memcpy(at, middle, inner);
    at += inner;
    for (size_t i = 0; i < n; i++, at += right)
        memcpy(at, behind, right);
    return text;
}

/* How often each may be written around "1" (or "true"): the last that is read, and one past it. */
Test(nesting, is_bounded_at_the_limit)
{
    static const struct {
        const char *before, *middle, *behind;
    } forms[] = {
        {"(", "1", ")"},       {"-", "1", ""},
        {"not ", "true", ""},  {"", "1", " + 1"},
        {"", "1", " * 1"},     {"", "true", " or true"},
        {"2 ^ ", "1", ""},     {"abs(", "1", ")"},
        {"max(1, ", "1", ")"}, {"if true then 1 else ", "1", ""},
    };
    size_t limit = limits[LIMIT_FORMULA_NESTING].value;
    fixture_open(&fixture, FT_EN);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *good = nested(limit - 1, forms[i].before, forms[i].middle, forms[i].behind);
        const char *bad = nested(limit, forms[i].before, forms[i].middle, forms[i].behind);
        cr_expect_eq(compile(good), FT_OK, "%s: %s", forms[i].before, fixture_rendering(&fixture));
        cr_expect_eq(compile(bad), FT_INVALID, "%s%s", forms[i].before, forms[i].behind);
        cr_expect_eq(fixture.diagnostics.total, 1, "%s", forms[i].before);
        cr_expect_str_eq(fixture.diagnostics.items[0].id, "formula-nesting");
    }
    fixture_close(&fixture);
}

Test(nesting, far_past_the_limit_is_refused_too)
{
    static const char *const befores[] = {"(", "-", "not ", "abs(", "if ", "1 + (", "rate[", "2^"};
    fixture_open(&fixture, FT_ZH);
    for (size_t i = 0; i < sizeof befores / sizeof *befores; i++)
        cr_expect_eq(compile(nested(10000, befores[i], "1", "")), FT_INVALID, "%s", befores[i]);
    cr_expect_eq(compile(nested(10000, "", "1", "+1")), FT_INVALID);
    fixture_close(&fixture);
}

Test(length, is_bounded_at_the_limit)
{
    size_t limit = limits[LIMIT_FORMULA_LENGTH].value;
    fixture_open(&fixture, FT_EN);
    cr_expect_eq(compile(nested(limit - 1, " ", "1", "")), FT_OK);
    cr_expect_eq(compile(nested(limit, " ", "1", "")), FT_INVALID);
    cr_expect_str_eq(fixture.diagnostics.items[0].id, "formula-length");
    fixture_close(&fixture);
}

Test(length, of_a_definition_is_bounded_as_well)
{
    fixture_open(&fixture, FT_EN);
    for (size_t past = 0; past < 2; past++) {
        struct definition definition = {.id = "x", .entity = fixture_entity(&fixture, "project")};
        const size_t blanks = limits[LIMIT_FORMULA_LENGTH].value - 1 + past;
        definition.text = *fixture_text(&fixture, nested(blanks, " ", "1", ""));
        cr_expect_eq(
            definition_compile(&definition, &fixture.schema, &fixture.arena, &fixture.diagnostics),
            past == 0 ? FT_OK : FT_INVALID);
        cr_expect_eq(definition.syntax == NULL, past == 1);
        cr_expect_eq(fixture.diagnostics.total, past);
    }
    cr_expect_str_eq(fixture.diagnostics.items[0].id, "formula-length");
    fixture_close(&fixture);
}

Test(length, does_not_make_a_wide_formula_hold_a_block_of_cells_for_each_node)
{
    fixture_open(&fixture, FT_EN);
    fixture_lengthen(&fixture, 5000);
    const char *wide = nested(10000, "", "count(lots where max(1", ", 1");
    wide = arena_format(&fixture.arena, "%s) > 0)", wide);
    cr_expect_str_eq(fixture_value(&fixture, "portfolio", wide, 0), "5,000");
    fixture_close(&fixture);
}

Test(units, that_are_too_long_are_refused_with_a_reason)
{
    fixture_open(&fixture, FT_EN);
    cr_expect_eq(compile(nested(1, "1 元", "", nested(3, "/m2", "", ""))), FT_OK);
    cr_expect_eq(compile(nested(1, "1 元", "", nested(60, "/m2", "", ""))), FT_INVALID);
    fixture_close(&fixture);
}

/* ---- garbage ---- */

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % below;
}

/* Pieces of the language, and of none. */
static const char *const pieces[] = {
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    "+",
    "-",
    "*",
    "/",
    "^",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "if ",
    " then ",
    " else ",
    " and ",
    " or ",
    "not ",
    " in ",
    " over ",
    " where ",
    "date ",
    "true",
    "false",
    "1",
    "0",
    "2.5",
    "15%",
    "3 元",
    "100 m2",
    "5 年",
    "use",
    "price",
    "ratio",
    "approved",
    "idle",
    "gross",
    "label",
    "rate",
    "standard",
    "income_tax",
    "delta",
    "portfolio",
    "project",
    "buildings",
    "worth",
    "cost",
    "holder",
    "floor_area",
    "sum(",
    "count(",
    "min(",
    "max(",
    "any(",
    "all(",
    "round(",
    "share(",
    "fill(",
    "cumulative(",
    "previous(",
    "given(",
    "applicable(",
    "in_force(",
    "first",
    "last",
    "index",
    "'industrial'",
    "'foshan'",
    "'half_up'",
    "'2020-02-29'",
    "year(",
    "abs(",
    "=",
    "<>",
    "（",
    "，",
    "\"",
    "'",
    "\x01",
    "面积",
    "&&",
    "1e9999",
    "1,000",
    "IF(",
    "\xE3\x80\x80",
    "@",
    "\\",
};
enum { PIECES = sizeof pieces / sizeof *pieces, GARBAGE = 20000 };

static void draw_garbage(char out[512], uint64_t seed)
{
    uint64_t state = seed;
    uint32_t count = draw(&state, 14) + 1;
    out[0] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        strcat(out, pieces[draw(&state, PIECES)]);
        if (draw(&state, 2) == 0)
            strcat(out, " ");
    }
}

static void run_garbage(const char *text)
{
    struct formula *formula = NULL;
    enum ft_status status =
        formula_compile(&formula, &fixture.schema, fixture_entity(&fixture, "project"),
                        fixture_text(&fixture, text), NULL, &fixture.arena, &fixture.diagnostics);
    cr_assert_eq(status == FT_OK, fixture.diagnostics.total == 0, "%s: %d", text, status);
    if (status != FT_OK)
        return;
    static const uint32_t rows[] = {0, 1, 2};
    struct evaluation evaluation = fixture_evaluation(&fixture);
    struct cell cells[3];
    cr_assert_eq(formula_evaluate(formula, &evaluation, rows, 3, cells), FT_OK, "%s", text);
    for (size_t i = 0; i < 3; i++)
        if (cells[i].state == CELL_VALUE)
            cr_assert_not_null(fixture_cell_text(&fixture, formula, &cells[i]), "%s", text);
}

Test(garbage, is_refused_or_runs_but_never_crashes)
{
    for (uint64_t block = 0; block < 20; block++) {
        fixture_open(&fixture, block % 2 == 0 ? FT_ZH : FT_EN);
        for (uint64_t i = 0; i < GARBAGE / 20; i++) {
            char text[512];
            draw_garbage(text, block * GARBAGE + i);
            run_garbage(text);
        }
        fixture_close(&fixture);
    }
}

/* ---- memory ---- */

/* Grants so many allocations, then none. */
static void *grant(void *context, size_t size)
{
    size_t *left = context;
    if (*left == 0)
        return NULL;
    (*left)--;
    return malloc(size);
}

static void release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

static const char *const hungry[] = {
    "if idle then sum(worth * rate over buildings where given(cost)) else standard[use] * 1 m2",
    "use in { 'industrial', 'residential' } or approved > date '2020-01-01'",
    "portfolio.city in delta and not first",
    "round(max(price * 370 万元/亩, 1), 0.01, 'half_up') + idel",
    "share(100 元, price, 1 元) + cumulative(gross) + fill(1 元, 2 元, index)",
    "standard[use, use] + income_tax(1, 2) + AND + 1,000",
};

Test(memory, of_a_compilation_may_fail_at_any_allocation)
{
    fixture_open(&fixture, FT_EN);
    const struct entity *entity = fixture_entity(&fixture, "project");
    for (size_t f = 0; f < sizeof hungry / sizeof *hungry; f++) {
        enum ft_status status = FT_NO_MEMORY;
        size_t granted = 0;
        for (; status == FT_NO_MEMORY && granted < 3000; granted++) {
            size_t left = granted;
            const struct ft_allocator allocator = {grant, release, &left};
            struct arena arena;
            struct formula *formula = NULL;
            arena_open(&arena, &allocator);
            status = formula_compile(&formula, &fixture.schema, entity,
                                     fixture_text(&fixture, hungry[f]), NULL, &arena,
                                     &fixture.diagnostics);
            cr_expect_eq(formula != NULL, status == FT_OK);
            arena_close(&arena);
        }
        cr_expect_neq(status, FT_NO_MEMORY, "%s", hungry[f]);
        cr_expect_gt(granted, 1u);
    }
    fixture_close(&fixture);
}

static const char *const busy[] = {
    "if idle then sum(floor_area * rate over buildings where given(cost)) else 1 m2 / 3",
    "share(100 元, 1 / index, 1 元) + cumulative(price * 1 m2) + fill(1 元, 2 元, -index)",
    "(2 ^ 200) ^ index + count(buildings)",
    "if first then 0 else previous(price)",
    "approved + 1 年",
};

/* The scratch of evaluation comes from the dataset's allocator, its results from arith's arena. */
static enum ft_status starve(const char *text, size_t granted, bool results)
{
    static const uint32_t rows[] = {0, 1, 2};
    size_t left = granted;
    const struct ft_allocator allocator = {grant, release, &left};
    const struct formula *formula = fixture_compile(&fixture, "project", text);
    struct arena arena;
    struct arith arith;
    struct dataset dataset = fixture.dataset;
    struct cell cells[3];
    struct evaluation evaluation = fixture_evaluation(&fixture);
    arena_open(&arena, &allocator);
    arith_open(&arith, &arena);
    if (results)
        evaluation.arith = &arith;
    else
        dataset.arena = &arena;
    evaluation.dataset = &dataset;
    enum ft_status status = formula_evaluate(formula, &evaluation, rows, 3, cells);
    arith_close(&arith);
    arena_close(&arena);
    return status;
}

Test(memory, of_an_evaluation_may_fail_at_any_allocation)
{
    fixture_open(&fixture, FT_EN);
    for (size_t f = 0; f < sizeof busy / sizeof *busy; f++)
        for (int results = 0; results < 2; results++) {
            enum ft_status status = FT_NO_MEMORY;
            size_t granted = 0;
            for (; status == FT_NO_MEMORY && granted < 3000; granted++)
                status = starve(busy[f], granted, results == 1);
            cr_expect_eq(status, FT_OK, "%s", busy[f]);
            cr_expect(results == 1 || granted > 1, "%s", busy[f]);
        }
    fixture_close(&fixture);
}
