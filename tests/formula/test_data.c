/* Faults of the data, as a user sees them; each leaves an error at its row. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

struct faulty {
    enum ft_language language;
    const char *entity;
    uint32_t row;
    const char *formula, *rendering;
};

static struct fixture fixture;

static void check(const struct faulty *row)
{
    const char *text = fixture_value(&fixture, row->entity, row->formula, row->row);
    const char *rendering = fixture_rendering(&fixture);
    cr_expect_str_eq(text, "undetermined", "%s: %s", row->formula, text);
    cr_expect_str_eq(rendering, row->rendering, "%s:\n%sis not\n%s", row->formula, rendering,
                     row->rendering);
}

Test(data, is_at_fault_at_its_place)
{
    static const struct faulty rows[] = {
        {FT_ZH, "tax_year", 0, "previous(revenue)",
         "data.cfg:15:1: 错误：rule（tax_years[2019]）：第一行之前没有行 [no-previous]\n"
         "  提示：请让规则先判断：not first\n"},
        {FT_ZH, "portfolio", 0, "pot / (1 - 1)",
         "data.cfg:1:1: 错误：rule（portfolio）：pot / (1 - 1) 的除数为零 [division-by-zero]\n"
         "  提示：请核对情景文件中的数，或让规则先判断\n"},
        {FT_EN, "portfolio", 0, "0 ^ -1",
         "data.cfg:1:1: error: rule at portfolio: division by zero in 0 ^ -1 [division-by-zero]\n"
         "  hint: check the figure that the scenario gives, or let the rule ask for it first\n"},
        {FT_ZH, "project", 1, "standard[use]",
         "data.cfg:6:1: 错误：rule（projects[P2]）：表 standard 没有 residential 这一项 "
         "[no-entry]\n"
         "  提示：请在参数表中补上这一项\n"},
        {FT_EN, "portfolio", 0, "2 ^ 0.5",
         "data.cfg:1:1: error: rule at portfolio: the exponent in 2 ^ 0.5 is not a whole number "
         "within ±10,000 [bad-exponent]\n"
         "  hint: round it first: floor(x, 1)\n"},
        {FT_ZH, "portfolio", 0, "2 ^ 10001",
         "data.cfg:1:1: 错误：rule（portfolio）：2 ^ 10001 的幂次不是 ±10,000 以内的整数 "
         "[bad-exponent]\n"
         "  提示：请先取整：floor(x, 1)\n"},
        {FT_EN, "portfolio", 0, "(2 ^ 10000) ^ 7",
         "data.cfg:1:1: error: rule at portfolio: the value of (2 ^ 10000) ^ 7 is too large "
         "[value-too-large]\n"
         "  hint: check the figures that the scenario gives; `fangtian limits` lists the limits\n"},
        {FT_ZH, "portfolio", 0, "started + 0.01 年",
         "data.cfg:1:1: 错误：rule（portfolio）：started + 0.01 年 得不到日期 [date-range]\n"
         "  提示：日期按整月推移，年份在 1 至 9999 之间\n"},
        {FT_EN, "portfolio", 0, "started + 9000 年",
         "data.cfg:1:1: error: rule at portfolio: started + 9000 年 gives no date [date-range]\n"
         "  hint: dates move by whole months and lie in the years 1 to 9999\n"},
        {FT_ZH, "portfolio", 0, "date_of(2021, 2, 29)",
         "data.cfg:1:1: 错误：rule（portfolio）：date_of(2021, 2, 29) 得不到日期 [date-range]\n"
         "  提示：日期按整月推移，年份在 1 至 9999 之间\n"},
        {FT_EN, "portfolio", 0, "date_of(2021, 1.5, 29)",
         "data.cfg:1:1: error: rule at portfolio: date_of(2021, 1.5, 29) gives no date "
         "[date-range]\n"
         "  hint: dates move by whole months and lie in the years 1 to 9999\n"},
        {FT_ZH, "project", 2, "min(floor_area over buildings)",
         "data.cfg:7:1: 错误：rule（projects[P3]）：min(floor_area over buildings) 没有可汇总的行 "
         "[nothing-below]\n"
         "  提示：请让规则先判断：count(表) > 0\n"},
        {FT_ZH, "lot", 1, "share(-1 元, area, 1 元)",
         "data.cfg:2:1: 错误：rule（lots[A]）：share(-1 元, area, 1 元) 无法分配 [bad-pool]\n"
         "  提示：各行的总额与步长须相同；总额、权重与需求不为负，权重不全为零\n"},
        {FT_EN, "lot", 1, "share(1 元 * index, area, 1 元)",
         "data.cfg:2:1: error: rule at lots[A]: share(1 元 * index, area, 1 元) cannot be shared "
         "out [bad-pool]\n"
         "  hint: pool and step are the same on all rows; the pool, weights and needs are not "
         "negative, and weights not all zero\n"},
        {FT_EN, "lot", 1, "share(1 元, 0, 1 元)",
         "data.cfg:2:1: error: rule at lots[A]: share(1 元, 0, 1 元) cannot be shared out "
         "[bad-pool]\n"
         "  hint: pool and step are the same on all rows; the pool, weights and needs are not "
         "negative, and weights not all zero\n"},
        {FT_EN, "lot", 1, "share(1 元, -area, 1 元)",
         "data.cfg:2:1: error: rule at lots[A]: share(1 元, -area, 1 元) cannot be shared out "
         "[bad-pool]\n"
         "  hint: pool and step are the same on all rows; the pool, weights and needs are not "
         "negative, and weights not all zero\n"},
        {FT_ZH, "lot", 1, "share(1 元, area, 1 元 * index)",
         "data.cfg:2:1: 错误：rule（lots[A]）：share(1 元, area, 1 元 * index) 无法分配 "
         "[bad-pool]\n"
         "  提示：各行的总额与步长须相同；总额、权重与需求不为负，权重不全为零\n"},
        {FT_EN, "lot", 1, "share(1 元, area, 0 元)",
         "data.cfg:2:1: error: rule at lots[A]: the step in share(1 元, area, 0 元) is not above "
         "zero [bad-step]\n"
         "  hint: give a step above zero, as 0.01 元\n"},
        {FT_ZH, "lot", 1, "fill(100 m2, -area, 1)",
         "data.cfg:2:1: 错误：rule（lots[A]）：fill(100 m2, -area, 1) 无法分配 [bad-pool]\n"
         "  提示：各行的总额与步长须相同；总额、权重与需求不为负，权重不全为零\n"},
        {FT_EN, "lot", 1, "fill(1 m2 * index, area, 1)",
         "data.cfg:2:1: error: rule at lots[A]: fill(1 m2 * index, area, 1) cannot be shared out "
         "[bad-pool]\n"
         "  hint: pool and step are the same on all rows; the pool, weights and needs are not "
         "negative, and weights not all zero\n"},
        {FT_ZH, "lot", 0, "floor(area, 0 m2)",
         "data.cfg:2:1: 错误：rule（lots[A]）：floor(area, 0 m2) 的步长不大于零 [bad-step]\n"
         "  提示：请给出大于零的步长，例如 0.01 元\n"},
        {FT_EN, "lot", 0, "clamp(5, 10, 0)",
         "data.cfg:2:1: error: rule at lots[A]: in clamp(5, 10, 0) the low bound is above the high "
         "one: 10 above 0 [bad-bounds]\n"
         "  hint: no value is between them: exchange the bounds, or let the rule ask first\n"},
        {FT_ZH, "lot", 0, "clamp(area, 3 亩, area)",
         "data.cfg:2:1: 错误：rule（lots[A]）：clamp(area, 3 亩, area) 的下限高于上限：3 亩 高于 "
         "100 "
         "m2 [bad-bounds]\n"
         "  提示：其间没有取值：请对调上下限，或让规则先作判断\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture_open(&fixture, rows[i].language);
        check(&rows[i]);
        fixture_close(&fixture);
    }
}

static struct date day(const char *written)
{
    struct date date = {0};
    struct text text = text_from(written);
    cr_assert_eq(date_parse(&date, &fixture.diagnostics, &text), FT_OK, "%s", written);
    return date;
}

Test(parameters, have_no_value_before_their_first_date_or_in_a_gap)
{
    static const struct faulty before = {
        FT_EN, "portfolio", 0, "rate * 2",
        "data.cfg:1:1: error: rule at portfolio: rate has no value in force on 2018-12-31; its "
        "first is from 2019-01-01 [no-version]\n"
        "  hint: `fangtian policies rate` shows its dates; a rule may ask in_force(rate) first\n"};
    static const struct faulty gap = {
        FT_ZH, "project", 1, "threshold",
        "data.cfg:6:1: 错误：rule（projects[P2]）：参数 threshold 在 2021-01-01 "
        "没有生效的值，已于 2021-01-01 失效，2022-01-01 起另有取值 [ended]\n"
        "  提示：`fangtian policies threshold` 可查看生效日期\n"};
    fixture_open(&fixture, before.language);
    fixture.dataset.as_of = day("2018-12-31");
    check(&before);
    cr_expect_str_eq(fixture_value(&fixture, "portfolio", "in_force(rate)", 0), "false");
    fixture_close(&fixture);
    fixture_open(&fixture, gap.language);
    fixture.dataset.as_of = day("2021-01-01");
    check(&gap);
    fixture_close(&fixture);
}

Test(tables, that_are_not_made_yet_are_no_empty_tables)
{
    static const struct faulty row = {
        FT_EN, "project", 0, "count(buildings)",
        "data.cfg:5:1: error: rule at projects[P1]: the rows that count(buildings) looks over are "
        "not made yet [table-not-made]\n"
        "  hint: the number of a table's rows must not depend on rows that are made later\n"};
    fixture_open(&fixture, row.language);
    fixture.dataset.tables[fixture_entity(&fixture, "building")->index].first = NULL;
    check(&row);
    fixture_close(&fixture);
}

Test(parameters, are_those_known_at_the_date)
{
    static const struct {
        const char *as_of, *known_at, *formula, *text;
    } rows[] = {
        {"2019-12-31", NULL, "growth * 100", "5"},
        {"2020-01-01", NULL, "growth * 100", "6"},
        {"2020-06-30", "2020-02-29", "growth * 100", "5"}, /* the amendment was not known yet */
        {"2020-06-30", "2020-03-01", "growth * 100", "6"},
        {"2020-12-31", NULL, "threshold * 100", "8"},
        {"2022-01-01", NULL, "threshold * 100", "10"},
        {"2022-01-01", "2022-05-31", "in_force(threshold)", "false"}, /* its own end stays */
        {"2018-12-31", NULL, "in_force(growth)", "false"},
    };
    fixture_open(&fixture, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture.dataset.as_of = day(rows[i].as_of);
        fixture.dataset.known_at = rows[i].known_at == NULL ? DATE_FOREVER : day(rows[i].known_at);
        const char *text = fixture_value(&fixture, "portfolio", rows[i].formula, 0);
        cr_expect_str_eq(text, rows[i].text, "%s on %s: %s", rows[i].formula, rows[i].as_of, text);
    }
    fixture_close(&fixture);
}

/* Rows 0, 1, 2 on dates of their own: an aggregate's rows and siblings go by the row that asks. */
Test(dates_in_force, are_those_of_the_row)
{
    static const char *const formulas[] = {
        "growth * 100", "sum(growth * 100 over buildings)", "cumulative(growth * 100)",
        "sum(growth * 100 over buildings where floor_area < 60 m2)"};
    static const char *const texts[][3] = {
        {"5", "6", "5"}, {"15", "6", "0"}, {"5", "11", "16"}, {"0", "6", "0"}};
    fixture_open(&fixture, FT_EN);
    const struct date on[] = {day("2019-06-30"), day("2020-06-30"), day("2019-12-31")};
    const uint32_t rows[] = {0, 1, 2};
    for (size_t i = 0; i < 4; i++) {
        const struct formula *formula = fixture_compile(&fixture, "project", formulas[i]);
        struct evaluation evaluation = fixture_evaluation(&fixture);
        struct cell cells[3];
        bool used[16] = {false};
        evaluation.on = on;
        evaluation.versions_used = used;
        cr_assert_eq(formula_evaluate(formula, &evaluation, rows, 3, cells), FT_OK);
        for (size_t row = 0; row < 3; row++)
            cr_expect_str_eq(fixture_cell_text(&fixture, formula, &cells[row]), texts[i][row],
                             "%s at %zu", formulas[i], row);
        cr_expect(used[4] && !used[0]);
        cr_expect_eq(used[3], i < 3, "%s", formulas[i]); /* the last looks at one row, of 2020 */
    }
    fixture_close(&fixture);
}

Test(reasons, name_the_item_and_the_row)
{
    static const uint32_t rows[] = {3};
    fixture_open(&fixture, FT_EN);
    const struct formula *formula = fixture_compile(&fixture, "building", "1 元 + project.gross");
    struct evaluation evaluation = fixture_evaluation(&fixture);
    struct cell cell;
    cr_assert_eq(formula_evaluate(formula, &evaluation, rows, 1, &cell), FT_OK);
    cr_expect_eq(cell.state, CELL_NOT_APPLICABLE);
    cr_expect_eq(cell.reason.kind, REASON_DEPENDS);
    cr_expect_str_eq(cell.reason.cause->id, "gross");
    cr_expect_eq(cell.reason.row, 1);
    fixture_close(&fixture);
}

/* What a trace was told, in order. */
struct told {
    char text[512];
};

static void step(void *context, const struct formula *formula, const struct node *node,
                 const struct entity *entity, uint32_t row, const struct cell *cell,
                 const struct version *version)
{
    struct told *told = context;
    size_t used = strlen(told->text);
    const struct formula as = {.root = node};
    (void)snprintf(told->text + used, sizeof told->text - used, "%.*s at %s %u: %s%s\n",
                   (int)node->length, formula->text.bytes + node->offset, entity->id, row,
                   fixture_cell_text(&fixture, &as, cell), version == NULL ? "" : " (dated)");
}

Test(trace, tells_operands_first_and_branches_taken)
{
    static struct told told;
    const struct trace trace = {.step = step, .context = &told};
    const uint32_t row = 1;
    fixture_open(&fixture, FT_EN);
    const struct formula *formula = fixture_compile(
        &fixture, "project", "if idle then sum(floor_area over buildings) * rate else 1 m2 / 0");
    struct evaluation evaluation = fixture_evaluation(&fixture);
    struct cell cell;
    evaluation.trace = &trace;
    cr_assert_eq(formula_evaluate(formula, &evaluation, &row, 1, &cell), FT_OK);
    cr_expect_str_eq(told.text, "idle at project 1: true\n"
                                "floor_area at building 3: 50 m2\n"
                                "sum(floor_area over buildings) at project 1: 50 m2\n"
                                "rate at project 1: 30% (dated)\n"
                                "sum(floor_area over buildings) * rate at project 1: 15 m2\n"
                                "if idle then sum(floor_area over buildings) * rate else 1 m2 / 0 "
                                "at project 1: 15 m2\n");
    fixture_close(&fixture);
}
