/*
 * The table of built-ins: one row each. The checker and the evaluator go by `id`; the formula page,
 * `fangtian policies --formulas` and a test that evaluates every example read the rest.
 */
#include <string.h>

#include "builtins.h"

/* ---- functions of dates ---- */

static struct date builtins_date_at(const int64_t *operand)
{
    return (struct date){(int32_t)*operand};
}

static bool builtins_year_of(int64_t *out, const int64_t *operands)
{
    int32_t year, month, day;
    date_to_ymd(builtins_date_at(operands), &year, &month, &day);
    *out = year;
    return true;
}

static bool month_of(int64_t *out, const int64_t *operands)
{
    int32_t year, month, day;
    date_to_ymd(builtins_date_at(operands), &year, &month, &day);
    *out = month;
    return true;
}

static bool day_of(int64_t *out, const int64_t *operands)
{
    int32_t year, month, day;
    date_to_ymd(builtins_date_at(operands), &year, &month, &day);
    *out = day;
    return true;
}

/* 1970-01-01 was a Thursday; Monday is 1, by ISO 8601. */
static bool weekday_of(int64_t *out, const int64_t *operands)
{
    int64_t from_monday = (operands[0] + 3) % 7;
    *out = (from_monday < 0 ? from_monday + 7 : from_monday) + 1;
    return true;
}

static bool years_of(int64_t *out, const int64_t *operands)
{
    *out = date_years_between(builtins_date_at(&operands[0]), builtins_date_at(&operands[1]));
    return true;
}

static bool days_of(int64_t *out, const int64_t *operands)
{
    *out = operands[1] - operands[0];
    return true;
}

static bool date_of_parts(int64_t *out, const int64_t *operands)
{
    struct date date = {0};
    bool good = date_from_ymd(&date, operands[0], operands[1], operands[2]);
    *out = date.days;
    return good;
}

static bool last_day_of(int64_t *out, const int64_t *operands)
{
    int32_t year, month, day;
    struct date date = {0};
    date_to_ymd(builtins_date_at(operands), &year, &month, &day);
    for (day = 31; !date_from_ymd(&date, year, month, day);)
        day--;
    *out = date.days;
    return true;
}

/* Months later; `operands[2]` says what becomes of a day that the month has not. */
static bool builtins_months_later(int64_t *out, const int64_t *operands)
{
    int32_t year, month, day, moved;
    struct date date = {0};
    bool good = date_add_months(&date, builtins_date_at(operands), operands[1]);
    date_to_ymd(builtins_date_at(operands), &year, &month, &day);
    date_to_ymd(date, &year, &month, &moved);
    *out = date.days;
    if (!good || moved == day || operands[2] == MONTH_END_DOWN)
        return good;
    *out += 1; /* the day was the month's last */
    return operands[2] == MONTH_END_UP;
}

/* ---- the table ---- */

const struct builtin builtins[] = {
    {.id = BUILTIN_MIN,
     .name = "min",
     .signature = "min(x, y, …)",
     .least = 2,
     .summary = {"最小的一个", "the least"},
     .words = {"（{*}，取较小者）", "(the lesser of {*})"},
     .example = "min(3, 2, 5)",
     .result = "2"},
    {.id = BUILTIN_MAX,
     .name = "max",
     .signature = "max(x, y, …)",
     .least = 2,
     .summary = {"最大的一个", "the greatest"},
     .words = {"（{*}，取较大者）", "(the greater of {*})"},
     .example = "max(0, 2 元 - 3 元)",
     .result = "0 元"},
    {.id = BUILTIN_ABS,
     .name = "abs",
     .signature = "abs(x)",
     .least = 1,
     .most = 1,
     .summary = {"绝对值", "without its sign"},
     .words = {"{1}的绝对值", "the absolute value of {1}"},
     .example = "abs(2 - 5)",
     .result = "3"},
    {.id = BUILTIN_ROUND,
     .name = "round",
     .signature = "round(x, step, mode)",
     .least = 3,
     .most = 3,
     .summary = {"取 step 的整数倍；mode 见下表", "to a multiple of step; the modes stand below"},
     .words = {"{1}（{3}，以 {2} 为单位）", "{1} ({3}, to {2})"},
     .example = "round(2.345 元, 0.01 元, 'half_up')",
     .result = "2.35 元"},
    {.id = BUILTIN_FLOOR,
     .name = "floor",
     .signature = "floor(x, step)",
     .least = 2,
     .most = 2,
     .summary = {"向下取 step 的整数倍", "down to a multiple of step"},
     .words = {"{1}（向下取整，以 {2} 为单位）", "{1} (down to {2})"},
     .example = "floor(-2.5, 1)",
     .result = "-3"},
    {.id = BUILTIN_CEIL,
     .name = "ceil",
     .signature = "ceil(x, step)",
     .least = 2,
     .most = 2,
     .summary = {"向上取 step 的整数倍", "up to a multiple of step"},
     .words = {"{1}（向上取整，以 {2} 为单位）", "{1} (up to {2})"},
     .example = "ceil(2.1 亩, 1 亩) / 1 亩",
     .result = "3"},
    {.id = BUILTIN_CLAMP,
     .name = "clamp",
     .signature = "clamp(x, low, high)",
     .least = 3,
     .most = 3,
     .summary = {"限制在 low 与 high 之间", "x, but not below low nor above high"},
     .words = {"{1}（不低于 {2}，不高于 {3}）", "{1} (at least {2}, at most {3})"},
     .example = "clamp(120%, 0, 100%)",
     .result = "1"},
    {.id = BUILTIN_YEAR,
     .name = "year",
     .signature = "year(date)",
     .least = 1,
     .most = 1,
     .summary = {"年份", "the year of a date"},
     .words = {"{1}的年份", "the year of {1}"},
     .example = "year(date '2009-12-31')",
     .result = "2009",
     .dates = {builtins_year_of, DATE_KIND_YEAR, {DATE_KIND_DATE}}},
    {.id = BUILTIN_MONTH,
     .name = "month",
     .signature = "month(date)",
     .least = 1,
     .most = 1,
     .summary = {"月份，1 至 12", "the month of a date, 1 to 12"},
     .words = {"{1}的月份", "the month of {1}"},
     .example = "month(date '2009-12-31')",
     .result = "12",
     .dates = {month_of, DATE_KIND_WHOLE, {DATE_KIND_DATE}}},
    {.id = BUILTIN_DAY,
     .name = "day",
     .signature = "day(date)",
     .least = 1,
     .most = 1,
     .summary = {"日，1 至 31", "the day of a date in its month, 1 to 31"},
     .words = {"{1}的日", "the day of {1}"},
     .example = "day(date '2009-12-31')",
     .result = "31",
     .dates = {day_of, DATE_KIND_WHOLE, {DATE_KIND_DATE}}},
    {.id = BUILTIN_WEEKDAY,
     .name = "weekday",
     .signature = "weekday(date)",
     .least = 1,
     .most = 1,
     .summary = {"星期，1（星期一）至 7（星期日）",
                 "the day of the week, 1 (Monday) to 7 (Sunday)"},
     .words = {"{1}的星期", "the weekday of {1}"},
     .example = "weekday(date '2009-12-31')",
     .result = "4",
     .dates = {weekday_of, DATE_KIND_WHOLE, {DATE_KIND_DATE}}},
    {.id = BUILTIN_YEARS_BETWEEN,
     .name = "years_between",
     .signature = "years_between(from, to)",
     .least = 2,
     .most = 2,
     .summary = {"两个日期之间的整年数", "whole years from one date to another"},
     .words = {"{1}至{2}的整年数", "the whole years from {1} to {2}"},
     .example = "years_between(date '2008-02-29', date '2013-02-28')",
     .result = "5 年",
     .dates = {years_of, DATE_KIND_TERM, {DATE_KIND_DATE, DATE_KIND_DATE}}},
    {.id = BUILTIN_DAYS_BETWEEN,
     .name = "days_between",
     .signature = "days_between(from, to)",
     .least = 2,
     .most = 2,
     .summary = {"两个日期之间的天数：算头不算尾",
                 "days from one date to another: the first counts, the last does not"},
     .words = {"{1}至{2}的天数", "the days from {1} to {2}"},
     .example = "days_between(date '2020-02-28', date '2020-03-01')",
     .result = "2 日",
     .dates = {days_of, DATE_KIND_DAYS, {DATE_KIND_DATE, DATE_KIND_DATE}}},
    {.id = BUILTIN_DATE_OF,
     .name = "date_of",
     .signature = "date_of(year, month, day)",
     .least = 3,
     .most = 3,
     .summary = {"由年、月、日得到日期", "a date from its parts"},
     .words = {"{1}的 {2} 月 {3} 日", "the day {1}-{2}-{3}"},
     .example = "date_of(2021, 12, 31)",
     .result = "2021-12-31",
     .dates = {date_of_parts, DATE_KIND_DATE, {DATE_KIND_WHOLE, DATE_KIND_WHOLE, DATE_KIND_WHOLE}}},
    {.id = BUILTIN_LAST_DAY_OF_MONTH,
     .name = "last_day_of_month",
     .signature = "last_day_of_month(date)",
     .least = 1,
     .most = 1,
     .summary = {"当月最后一天", "the last day of the date's month"},
     .words = {"{1}当月的最后一天", "the last day of the month of {1}"},
     .example = "last_day_of_month(date '2020-02-03')",
     .result = "2020-02-29",
     .dates = {last_day_of, DATE_KIND_DATE, {DATE_KIND_DATE}}},
    {.id = BUILTIN_ADD_MONTHS,
     .name = "add_months",
     .signature = "add_months(date, term, month_end)",
     .least = 3,
     .most = 3,
     .summary =
         {"若干月之后；该月没有这一天时按 month_end 处理",
          "so many months later; month_end says what becomes of a day that the month has not"},
     .words = {"{1}之后 {2}（{3}）", "{2} after {1} ({3})"},
     .example = "add_months(date '2021-01-31', 1 月, 'up')",
     .result = "2021-03-01",
     .dates = {builtins_months_later,
               DATE_KIND_DATE,
               {DATE_KIND_DATE, DATE_KIND_TERM, DATE_KIND_MONTH_END}}},
    {.id = BUILTIN_GIVEN,
     .name = "given",
     .signature = "given(field)",
     .least = 1,
     .most = 1,
     .summary = {"可选的字段是否有值；没有填写、又不能按无计的，待定",
                 "is there such a thing? undetermined where it is not given and its absence is "
                 "unknown"},
     .example = "given(portfolio.label)",
     .result = "false"},
    {.id = BUILTIN_FILLED,
     .name = "filled",
     .signature = "filled(field)",
     .least = 1,
     .most = 1,
     .summary = {"字段是否填了内容（不问没有填写时的含义）",
                 "was something written there, whatever its absence means?"},
     .example = "filled(portfolio.label)",
     .result = "false"},
    {.id = BUILTIN_APPLICABLE,
     .name = "applicable",
     .signature = "applicable(rule)",
     .least = 1,
     .most = 1,
     .summary = {"规则在此行是否适用", "does a rule apply to the row?"},
     .example = "applicable(portfolio.base)",
     .result = "true"},
    {.id = BUILTIN_IN_FORCE,
     .name = "in_force",
     .signature = "in_force(parameter)",
     .least = 1,
     .most = 1,
     .summary = {"参数在该日期是否有值", "has a parameter a value on the date?"},
     .example = "in_force(rate)",
     .result = "true"},
    {.id = BUILTIN_AT,
     .name = "at",
     .signature = "parameter at date",
     .summary = {"参数（表、分档、集合连同其键）在另一日期的值",
                 "a parameter, with the keys it takes, as of another date than that in force"},
     .example = "threshold at date '2020-12-31'",
     .result = "8%"},
    {.id = BUILTIN_FIRST,
     .name = "first",
     .signature = "first",
     .summary = {"是否同级第一行", "is it the first among its siblings?"},
     .example = "count(lots where first)",
     .result = "1"},
    {.id = BUILTIN_LAST,
     .name = "last",
     .signature = "last",
     .summary = {"是否同级最后一行", "is it the last among its siblings?"},
     .example = "count(lots where last)",
     .result = "1"},
    {.id = BUILTIN_INDEX,
     .name = "index",
     .signature = "index",
     .summary = {"同级中的序号，从 1 起", "its number among its siblings, from 1"},
     .example = "max(index over lots)",
     .result = "3"},
    {.id = BUILTIN_AS_OF,
     .name = "as_of",
     .signature = "as_of",
     .summary = {"适用日期：情景的基准日，或规则 on 给出的日期",
                 "the date in force: the scenario's as_of, or what the rule's `on` says"},
     .example = "as_of == date '2020-06-30'",
     .result = "true"},
    {.id = BUILTIN_PREVIOUS,
     .name = "previous",
     .signature = "previous(x)",
     .least = 1,
     .most = 1,
     .summary = {"上一行的值", "x at the sibling before"},
     .example = "sum(previous(area) over lots where not first)",
     .result = "300 m2"},
    {.id = BUILTIN_CUMULATIVE,
     .name = "cumulative",
     .signature = "cumulative(x)",
     .least = 1,
     .most = 1,
     .summary = {"从第一行累计到本行", "the sum of x from the first sibling to the own row"},
     .example = "max(cumulative(area) over lots)",
     .result = "600 m2"},
    {.id = BUILTIN_SHARE,
     .name = "share",
     .signature = "share(pool, weight, step)",
     .least = 3,
     .most = 3,
     .summary =
         {"按权重分摊，最大余数法，各份之和等于总额",
          "pro rata in multiples of step by largest remainders; the parts add up to the pool"},
     .example = "sum(share(100 元, area, 0.01 元) over lots)",
     .result = "100 元"},
    {.id = BUILTIN_FILL,
     .name = "fill",
     .signature = "fill(pool, need, priority, ties)",
     .least = 3,
     .most = 4,
     .summary =
         {"按优先次序（小者先）依次满足需求，直至用完；ties 见下表，不写即 'in_order'",
          "each its need in order of priority, the lowest first, until the pool is empty; ties "
          "stand below, 'in_order' where none is said"},
     .example = "max(fill(100 m2, area, 1, 'pro_rata') over lots)",
     .result = "50 m2"},
    {.id = BUILTIN_SUM,
     .name = "sum",
     .signature = "sum(x over table where c)",
     .least = 1,
     .most = 1,
     .summary = {"各下级行之和", "over the rows below"},
     .example = "sum(area over lots)",
     .result = "600 m2"},
    {.id = BUILTIN_COUNT,
     .name = "count",
     .signature = "count(table where c)",
     .least = 1,
     .most = 1,
     .summary = {"下级行数", "how many rows below"},
     .example = "count(lots where area > 100 m2)",
     .result = "2"},
    {.id = BUILTIN_ANY,
     .name = "any",
     .signature = "any(c over table)",
     .least = 1,
     .most = 1,
     .summary = {"是否有任何一行成立", "does it hold for any row below?"},
     .example = "any(area > 250 m2 over lots)",
     .result = "true"},
    {.id = BUILTIN_ALL,
     .name = "all",
     .signature = "all(c over table)",
     .least = 1,
     .most = 1,
     .summary = {"是否每一行都成立", "does it hold for every row below?"},
     .example = "all(area > 250 m2 over lots)",
     .result = "false"},
    {.id = BUILTIN_OVER,
     .name = "over",
     .signature = "sum(x over above.table where c)",
     .summary =
         {"上级行之下的各行，本行也在内；其中以本行的名称指本行",
          "over the rows below a row above, the own one among them, which its name means there"},
     .example = "max(count(portfolio.lots where area < lot.area) over lots)",
     .result = "2"},
    {.id = BUILTIN_VIA,
     .name = "via",
     .signature = "sum(x over table via reference where c)",
     .summary = {"任何表中以 reference 指向本行的各行",
                 "over the rows of any table whose reference leads to the own row"},
     .example = "max(count(buildings via holder) over holders)",
     .result = "1"},
};
const size_t builtin_count = sizeof builtins / sizeof *builtins;

const struct builtin *builtin_find(const char *name)
{
    for (size_t i = 0; i < builtin_count; i++)
        if (name_is(builtins[i].name, name))
            return &builtins[i];
    return NULL;
}

#define ROUNDING_MEMBER(mode, name, zh, en) [mode] = {.id = (name), .title = {zh, en}},
static const struct member modes[ROUNDING_COUNT] = {ROUNDINGS(ROUNDING_MEMBER)};
const struct enumeration rounding_modes = {.id = "rounding",
                                           .title = {"mode：取整方式", "mode: how it rounds"},
                                           .members = modes,
                                           .count = ROUNDING_COUNT};

static const struct member ties[FILL_TIES_COUNT] = {
    [FILL_IN_ORDER] = {.id = "in_order",
                       .title = {"次序相同的按行的先后",
                                 "those of one priority in the order of the rows"}},
    [FILL_PRO_RATA] = {.id = "pro_rata",
                       .title = {"次序相同的按需求的比例",
                                 "those of one priority pro rata to their needs"}},
};
const struct enumeration fill_ties = {
    .id = "fill_ties",
    .title = {"ties：次序相同的", "ties: what those of one priority get"},
    .members = ties,
    .count = FILL_TIES_COUNT};

static const struct member ends[MONTH_END_COUNT] = {
    [MONTH_END_DOWN] = {.id = "down", .title = {"取月末", "the month's last day"}},
    [MONTH_END_UP] = {.id = "up", .title = {"取下月一日", "the first of the next month"}},
    [MONTH_END_REFUSE] = {.id = "refuse", .title = {"报错", "an error"}},
};
const struct enumeration month_ends = {
    .id = "month_end",
    .title = {"month_end：该月没有这一天时", "month_end: a day that the month has not"},
    .members = ends,
    .count = MONTH_END_COUNT};
