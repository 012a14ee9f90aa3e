/* What sound formulas come to on the rows of the fixture. */
#include "fixture.h"

struct good {
    const char *entity;
    uint32_t row;
    const char *formula, *text;
};

static struct fixture fixture;

static void check_all(const struct good *rows, size_t count)
{
    fixture_open(&fixture, FT_EN);
    for (size_t i = 0; i < count; i++) {
        const char *text = fixture_value(&fixture, rows[i].entity, rows[i].formula, rows[i].row);
        cr_expect_str_eq(text, rows[i].text, "%s at %s %u: %s, not %s\n%s", rows[i].formula,
                         rows[i].entity, rows[i].row, text, rows[i].text,
                         fixture_rendering(&fixture));
        cr_expect_eq(fixture.diagnostics.total, 0, "%s: %s", rows[i].formula,
                     fixture_rendering(&fixture));
    }
    fixture_close(&fixture);
}
#define CHECK_ALL(rows) check_all(rows, sizeof(rows) / sizeof *(rows))

Test(builtins, every_example_gives_its_result)
{
    fixture_open(&fixture, FT_EN);
    for (size_t i = 0; i < builtin_count; i++) {
        const char *text = fixture_value(&fixture, "portfolio", builtins[i].example, 0);
        cr_expect_str_eq(text, builtins[i].result, "%s: %s, not %s", builtins[i].example, text,
                         builtins[i].result);
    }
    fixture_close(&fixture);
}

Test(builtins, ids_stand_in_the_order_of_the_table)
{
    for (size_t i = 0; i < builtin_count; i++)
        cr_expect_eq((size_t)builtins[i].id, i, "%s", builtins[i].name);
}

Test(numbers, are_exact_and_carry_units)
{
    static const struct good rows[] = {
        {"portfolio", 0, "0.1 + 0.2", "0.3"},
        {"portfolio", 0, "1 / 3 * 3", "1"},
        {"portfolio", 0, "1_000 + 15%", "1,000.15"},
        {"portfolio", 0, "2 公顷 + 1 m2", "20,001 m2"},
        {"portfolio", 0, "370 万元/亩 * 3 亩", "11,100,000 元"},
        {"portfolio", 0, "15 亩 == 1 公顷", "true"},
        {"portfolio", 0, "100 元 / 4 m2", "25 元/m2"},
        {"portfolio", 0, "12 月", "12 月"},
        {"portfolio", 0, "12 月 + 1 年", "2 年"},
        {"portfolio", 0, "-2 元", "-2 元"},
        {"portfolio", 0, "0 + 5 元", "5 元"},
        {"portfolio", 0, "5 元 > 0", "true"},
        {"portfolio", 0, "if false then 0 else 3 m2", "3 m2"},
        {"portfolio", 0, "1 m2 / 1 亩", "0.0015"},
    };
    CHECK_ALL(rows);
}

Test(operators, bind_as_the_formula_page_says)
{
    static const struct good rows[] = {
        {"portfolio", 0, "1 + 2 * 3", "7"},
        {"portfolio", 0, "(1 + 2) * 3", "9"},
        {"portfolio", 0, "10 - 3 - 2", "5"},
        {"portfolio", 0, "24 / 4 / 2", "3"},
        {"portfolio", 0, "-2 ^ 2", "-4"},
        {"portfolio", 0, "2 ^ 3 ^ 2", "512"},
        {"portfolio", 0, "2 ^ -2", "0.25"},
        {"portfolio", 0, "(3 m2) ^ 2 / 1 m2", "9 m2"},
        {"portfolio", 0, "(4 m2) ^ -1 * 8 m2", "2"},
        {"portfolio", 0, "2 ^ (1 + 1)", "4"},
        {"portfolio", 0, "0 ^ 0", "1"},
        {"portfolio", 0, "not true or true", "true"},
        {"portfolio", 0, "not 1 > 2", "true"},
        {"portfolio", 0, "not not true", "true"},
        {"portfolio", 0, "true or (false and false)", "true"},
        {"portfolio", 0, "1 + 1 == 2 and 3 <= 3", "true"},
        {"portfolio", 0, "if 1 > 2 then 1 else if 2 > 1 then 2 else 3", "2"},
        {"portfolio", 0, "(if true then 1 else 2) + 1", "2"},
        {"portfolio", 0, "true == (not false)", "true"},
    };
    CHECK_ALL(rows);
}

Test(symbols, take_their_enumeration_from_the_place)
{
    static const struct good rows[] = {
        {"project", 0, "use == 'industrial'", "true"},
        {"project", 1, "'industrial' == use", "false"},
        {"project", 1, "use != 'industrial'", "true"},
        {"project", 0, "use in { 'residential', 'industrial' }", "true"},
        {"project", 0, "use not in { 'residential' }", "true"},
        {"project", 0, "portfolio.city in delta", "false"},
        {"project", 0, "portfolio.city not in delta", "true"},
        {"project", 0, "'foshan' in delta", "true"},
        {"project", 0, "if idle then 'residential' else use", "industrial"},
        {"project", 1, "(if idle then 'industrial' else 'residential') == use", "false"},
        {"project", 1, "use == (if idle then 'industrial' else 'residential')", "false"},
        {"project", 0, "standard['industrial']", "500 元/m2"},
        {"project", 0, "standard[use]", "500 元/m2"},
        {"project", 0, "project.ratio in { 1, 1.5 }", "true"},
    };
    CHECK_ALL(rows);
}

Test(names, lead_to_rows_above_and_through_references)
{
    static const struct good rows[] = {
        {"building", 1, "floor_area", "200 m2"},
        {"building", 1, "project.price", "10 元/m2"},
        {"building", 3, "project.use == 'residential'", "true"},
        {"building", 3, "portfolio.base", "1,000 元"},
        {"building", 1, "holder.weight", "2"},
        {"building", 1, "building.floor_area", "200 m2"},
        {"building", 0, "worth + project.gross", "5,300 元"},
        {"portfolio", 0, "city == 'qingyuan'", "true"},
        {"project", 0, "project.ratio", "1.5"},
    };
    CHECK_ALL(rows);
}

Test(parameters, are_looked_up_by_date_keys_and_amount)
{
    static const struct good rows[] = {
        {"portfolio", 0, "rate", "30%"},
        {"portfolio", 0, "threshold * 100", "8"},
        {"portfolio", 0, "deadline", "2021-12-31"},
        {"portfolio", 0, "income_tax(0)", "0 元"},
        {"portfolio", 0, "income_tax(-5 元)", "0 元"},
        {"portfolio", 0, "income_tax(36_000 元)", "1,080 元"},
        {"portfolio", 0, "income_tax(50_000 元)", "2,480 元"},
        {"portfolio", 0, "income_tax(144_000 元)", "11,880 元"},
        {"portfolio", 0, "income_tax(200_000 元)", "23,080 元"},
        {"portfolio", 0, "in_force(threshold)", "true"},
        {"portfolio", 0, "in_force(standard) and in_force(delta) and in_force(income_tax)", "true"},
    };
    CHECK_ALL(rows);
}

Test(dates, move_by_whole_months)
{
    static const struct good rows[] = {
        {"portfolio", 0, "date '2009-12-31'", "2009-12-31"},
        {"portfolio", 0, "started + 1 年", "2021-02-28"},
        {"portfolio", 0, "started + 4 年", "2024-02-29"},
        {"portfolio", 0, "started - 6 月", "2019-08-29"},
        {"portfolio", 0, "date '2021-01-31' + 1 月", "2021-02-28"},
        {"portfolio", 0, "started + 0", "2020-02-29"},
        {"portfolio", 0, "started < date '2020-03-01'", "true"},
        {"portfolio", 0, "started >= date '2020-02-29'", "true"},
        {"portfolio", 0, "started == date '2020-02-29'", "true"},
        {"portfolio", 0, "years_between(started, date '2024-02-28')", "3 年"},
        {"portfolio", 0, "years_between(started, date '2019-02-28') < 0", "true"},
        {"portfolio", 0, "year(started) + 1", "2021"},
        {"portfolio", 0, "month(started) * 100 + day(started)", "229"},
    };
    CHECK_ALL(rows);
}

Test(dates, move_by_days)
{
    static const struct good rows[] = {
        {"portfolio", 0, "started + 1 日", "2020-03-01"},
        {"portfolio", 0, "started - 60 天", "2019-12-31"},
        {"portfolio", 0, "started + 0 日", "2020-02-29"},
        {"portfolio", 0, "date '9999-12-31' - 3_652_058 日", "0001-01-01"},
        {"portfolio", 0, "days_between(started, date '2021-02-28')", "365 日"},
        {"portfolio", 0, "days_between(date '2021-02-28', started)", "-365 日"},
        {"portfolio", 0, "weekday(date '1970-01-01')", "4"},
        {"portfolio", 0, "weekday(date '1969-12-28')", "7"},
        {"portfolio", 0, "weekday(date '0001-01-01')", "1"},
        {"portfolio", 0, "last_day_of_month(date '2021-12-31')", "2021-12-31"},
        {"portfolio", 0, "last_day_of_month(date '1900-02-01')", "1900-02-28"},
        {"portfolio", 0, "min(started, date '2019-01-01', date '2021-01-01')", "2019-01-01"},
        {"portfolio", 0, "max(started, date '2019-01-01')", "2020-02-29"},
    };
    CHECK_ALL(rows);
}

Test(dates, of_a_day_that_a_month_has_not)
{
    static const struct good rows[] = {
        {"portfolio", 0, "add_months(date '2021-01-29', 1 月, 'down')", "2021-02-28"},
        {"portfolio", 0, "add_months(date '2021-01-29', 1 月, 'up')", "2021-03-01"},
        {"portfolio", 0, "add_months(date '2021-01-28', 1 月, 'up')", "2021-02-28"},
        {"portfolio", 0, "add_months(started, 4 年, 'refuse')", "2024-02-29"},
        {"portfolio", 0, "add_months(started, -1 年, 'up')", "2019-03-01"},
        {"portfolio", 0, "add_months(date '9999-10-31', 1 月, 'up')", "9999-12-01"},
    };
    CHECK_ALL(rows);
}

Test(rounding, is_done_where_it_is_written)
{
    static const struct good rows[] = {
        {"portfolio", 0, "round(2.5, 1, 'half_up')", "3"},
        {"portfolio", 0, "round(-2.5, 1, 'half_up')", "-3"},
        {"portfolio", 0, "round(2.5, 1, 'half_even')", "2"},
        {"portfolio", 0, "round(2.5, 1, 'half_down')", "2"},
        {"portfolio", 0, "round(-2.5, 1, 'half_down')", "-2"},
        {"portfolio", 0, "round(2.51, 1, 'half_down')", "3"},
        {"portfolio", 0, "round(2.1, 1, 'up')", "3"},
        {"portfolio", 0, "round(-2.9, 1, 'down')", "-2"},
        {"portfolio", 0, "round(-2.1, 1, 'floor')", "-3"},
        {"portfolio", 0, "round(-2.9, 1, 'ceiling')", "-2"},
        {"portfolio", 0, "round(1_234 元, 10 元, 'half_up')", "1,230 元"},
        {"portfolio", 0, "round(0, 1 元, 'half_up')", "0 元"},
        {"portfolio", 0, "floor(2.5, 0.4)", "2.4"},
        {"portfolio", 0, "ceil(-2.5, 1)", "-2"},
    };
    CHECK_ALL(rows);
}

Test(builtins, look_at_all_their_operands)
{
    static const struct good rows[] = {
        {"portfolio", 0, "min(3 元, 0)", "0 元"},
        {"portfolio", 0, "max(1, 5, 3, 5)", "5"},
        {"portfolio", 0, "abs(3 元)", "3 元"},
        {"portfolio", 0, "clamp(-1, 0, 1)", "0"},
        {"portfolio", 0, "clamp(0.5, 0, 1)", "0.5"},
        {"portfolio", 0, "clamp(2, 0, 1)", "1"},
        {"portfolio", 0, "clamp(2, 1, 1)", "1"},
        {"portfolio", 0, "clamp(2 元, 0, 2 元)", "2 元"},
        {"portfolio", 0, "date_of(2020, 2, 29)", "2020-02-29"},
    };
    CHECK_ALL(rows);
}

Test(aggregates, go_over_all_rows_below)
{
    static const struct good rows[] = {
        {"portfolio", 0, "sum(area over lots)", "600 m2"},
        {"portfolio", 0, "count(lots)", "3"},
        {"portfolio", 0, "count(buildings)", "4"},
        {"portfolio", 0, "sum(floor_area * project.price over buildings)", "7,000 元"},
        {"portfolio", 0, "sum(floor_area over buildings where project.idle)", "50 m2"},
        {"portfolio", 0, "sum(cost over buildings where given(cost))", "100 元"},
        {"project", 0, "sum(cost over buildings where given(cost))", "90 元"},
        {"project", 2, "sum(floor_area over buildings)", "0 m2"},
        {"project", 2, "count(buildings)", "0"},
        {"project", 2, "any(floor_area > 0 over buildings)", "false"},
        {"project", 2, "all(floor_area > 0 over buildings)", "true"},
        {"project", 0, "min(floor_area over buildings)", "100 m2"},
        {"project", 0, "max(floor_area over buildings where floor_area < 250 m2)", "200 m2"},
        {"project", 0, "min(-1 * floor_area over buildings)", "-300 m2"},
        {"portfolio", 0, "sum(count(buildings) over projects)", "4"},
        {"portfolio", 0, "max(sum(floor_area over buildings) over projects)", "600 m2"},
        {"portfolio", 0, "sum(rate * area over lots) / 1 m2", "180"},
        {"portfolio", 0, "count(projects where any(floor_area < 60 m2 over buildings))", "1"},
    };
    CHECK_ALL(rows);
}

Test(siblings, stand_in_the_order_of_the_input)
{
    static const struct good rows[] = {
        {"building", 0, "first", "true"},
        {"building", 1, "first or last", "false"},
        {"building", 2, "last", "true"},
        {"building", 3, "first and last", "true"},
        {"building", 2, "index", "3"},
        {"building", 3, "index", "1"},
        {"portfolio", 0, "first and last and index == 1", "true"},
        {"tax_year", 1, "revenue - previous(revenue)", "10 元"},
        {"tax_year", 2, "previous(revenue - previous(revenue))", "10 元"},
        {"tax_year", 2, "cumulative(revenue)", "300 元"},
        {"tax_year", 0, "if first then 0 else previous(revenue)", "0 元"},
        {"tax_year", 2, "if first then 0 else previous(revenue)", "110 元"},
        {"building", 2, "cumulative(floor_area)", "600 m2"},
        {"building", 3, "cumulative(floor_area)", "50 m2"},
        {"portfolio", 0, "cumulative(pot)", "100 元"},
    };
    CHECK_ALL(rows);
}

Test(pools, are_shared_by_largest_remainders)
{
    static const struct good rows[] = {
        {"lot", 0, "share(100 元, area, 1 元)", "17 元"}, /* 16.67, 33.33, 50 */
        {"lot", 1, "share(100 元, area, 1 元)", "33 元"},
        {"lot", 2, "share(100 元, area, 1 元)", "50 元"},
        {"lot", 0, "share(10 元, 1, 1 元)", "4 元"}, /* a tie goes to the first row */
        {"lot", 1, "share(10 元, 1, 1 元)", "3 元"},
        {"lot", 2, "share(10 元, 1, 1 元)", "3 元"},
        {"lot", 2, "share(100.5 元, area, 1 元)", "50.5 元"}, /* below a step: the largest part */
        {"lot", 0, "share(0 元, area, 1 元)", "0 元"},
        {"lot", 0, "share(0 元, 0, 1 元)", "0 元"},
        {"lot", 0, "share(portfolio.pot, area, 0.01 元)", "16.67 元"},
        {"lot", 0, "share(0.5 元, area - 100 m2, 1 元)", "0 元"}, /* no weight, no part */
        {"lot", 2, "share(0.5 元, area - 100 m2, 1 元)", "0.5 元"},
        {"building", 3, "share(7 元, floor_area, 1 元)", "7 元"},
    };
    CHECK_ALL(rows);
}

Test(pools, are_filled_in_order_of_priority)
{
    static const struct good rows[] = {
        {"lot", 0, "fill(350 m2, area, -index)", "0 m2"},
        {"lot", 1, "fill(350 m2, area, -index)", "50 m2"},
        {"lot", 2, "fill(350 m2, area, -index)", "300 m2"},
        {"lot", 0, "fill(350 m2, area, 0)", "100 m2"},
        {"lot", 1, "fill(350 m2, area, 0)", "200 m2"},
        {"lot", 2, "fill(350 m2, area, 0)", "50 m2"},
        {"lot", 2, "fill(10 公顷, area, 0)", "300 m2"},
        {"lot", 1, "fill(0 m2, area, 0)", "0 m2"},
    };
    CHECK_ALL(rows);
}

Test(laziness, looks_at_a_second_part_only_where_it_matters)
{
    static const struct good rows[] = {
        {"project", 1, "given(approved) and approved > date '2019-01-01'", "false"},
        {"project", 1, "not given(approved) or approved > date '2019-01-01'", "true"},
        {"project", 1, "if given(approved) then year(approved) else 0", "0"},
        {"project", 0, "if given(approved) then year(approved) else 0", "2019"},
        {"project", 0, "max(year(approved), 2000)", "2019"},
        {"project", 0, "min(year(approved), year(approved) + 1) - 1", "2018"},
        {"project", 1, "applicable(gross) and gross > 0", "false"},
        {"project", 2, "price > 0 and 1 元/m2 / price > 0", "false"},
        {"portfolio", 0, "false and barred", "false"},
        {"portfolio", 0, "true or barred", "true"},
        {"portfolio", 0, "if true then 1 元 else blocked", "1 元"},
        {"portfolio", 0, "if in_force(threshold) then 1 else 1 / 0", "1"},
        {"portfolio", 0, "count(projects where given(approved) and year(approved) == 2019)", "1"},
        {"building", 2, "given(holder)", "false"},
        {"building", 1, "given(holder.weight)", "true"},
        {"building", 3, "given(project.approved)", "false"},
    };
    CHECK_ALL(rows);
}

Test(not_applicable, is_not_zero_and_goes_on)
{
    static const struct good rows[] = {
        {"project", 1, "gross", "n/a"},
        {"project", 1, "gross * 0", "n/a"},
        {"project", 1, "applicable(gross)", "false"},
        {"project", 2, "applicable(gross)", "true"},
        {"portfolio", 0, "blocked + base", "n/a"},
        {"portfolio", 0, "max(0, blocked)", "n/a"},
        {"portfolio", 0, "barred and true", "n/a"},
        {"portfolio", 0, "if barred then 1 else 2", "n/a"},
        {"portfolio", 0, "sum(gross over projects)", "n/a"},
        {"portfolio", 0, "sum(gross over projects where applicable(gross))", "5,000 元"},
        {"portfolio", 0, "count(projects where gross > 0)", "n/a"},
        {"building", 0, "cumulative(worth)", "n/a"},
        {"building", 3, "cumulative(worth)", "50 元"},
        {"project", 2, "previous(gross)", "n/a"},
        {"building", 3, "project.gross", "n/a"},
        {"portfolio", 0, "faulty", "error"},
        {"portfolio", 0, "blocked + faulty", "error"},
        {"portfolio", 0, "faulty + blocked", "error"},
        {"portfolio", 0, "applicable(faulty)", "error"},
    };
    CHECK_ALL(rows);
}

Test(builtins, of_which_each_call_has_words_for_a_sentence)
{
    for (size_t i = 0; i < builtin_count; i++) {
        const struct builtin *builtin = &builtins[i];
        const bool is_call = builtin->id <= BUILTIN_ADD_MONTHS;
        cr_expect_eq(builtin->words.zh != NULL, is_call, "%s", builtin->name);
        cr_expect_eq(builtin->words.en != NULL, is_call, "%s", builtin->name);
    }
}

Test(locals, stand_for_their_value)
{
    static const struct good rows[] = {
        {"portfolio", 0, "let x = 2 in x * x + 1", "5"},
        {"portfolio", 0, "let x = 2 in let y = x + 1 in x * y", "6"},
        {"portfolio", 0, "(let x = 2 in x) + (let x = 3 in x)", "5"},
        {"portfolio", 0, "let x = (2 in { 1, 2 }) in if x then 1 else 0", "1"},
        {"portfolio", 0, "let x = max(1, 2) in x", "2"},
        {"portfolio", 0, "let x = 1 / 0 in 3", "3"},
        {"portfolio", 0, "let x = sum(area over lots) in x / 2", "300 m2"},
        {"portfolio", 0, "sum(let x = area in x + x over lots)", "1,200 m2"},
    };
    CHECK_ALL(rows);
}
