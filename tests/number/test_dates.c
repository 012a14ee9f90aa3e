/* The calendar, and how dates are read. */
#include "number_test.h"

static struct date date_of(int64_t year, int64_t month, int64_t day)
{
    struct date date;
    cr_assert(date_from_ymd(&date, year, month, day), "%d-%d-%d", (int)year, (int)month, (int)day);
    return date;
}

/* Counts days by the rule of the calendar itself, from an anchor that is known. */
Test(date, every_day_from_1600_to_2400_goes_round)
{
    static const int days_of[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = -135140; /* 1600-01-01 */
    for (int year = 1600; year <= 2400; year++) {
        bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
        for (int month = 1; month <= 12; month++) {
            int last = days_of[month - 1] + (leap && month == 2 ? 1 : 0);
            for (int day = 1; day <= last; day++, expected++) {
                struct date date;
                int32_t y = 0, m = 0, d = 0;
                bool made = date_from_ymd(&date, year, month, day);
                if (made)
                    date_to_ymd(date, &y, &m, &d);
                if (!made || date.days != expected || y != year || m != month || d != day)
                    cr_assert_fail("%d-%d-%d", year, month, day);
            }
            struct date none;
            cr_assert_not(date_from_ymd(&none, year, month, last + 1));
        }
    }
    cr_assert_eq(date_of(1970, 1, 1).days, 0);
}

Test(date, the_range_is_the_years_1_to_9999)
{
    struct date date;
    char text[DATE_TEXT_SIZE];
    cr_assert_str_eq(date_text(text, date_of(1, 1, 1)), "0001-01-01");
    cr_assert_str_eq(date_text(text, date_of(9999, 12, 31)), "9999-12-31");
    cr_assert_eq(date_of(1, 1, 1).days, -719162);
    cr_assert_eq(date_of(9999, 12, 31).days, 2932896);
    cr_assert_not(date_from_ymd(&date, 0, 12, 31));
    cr_assert_not(date_from_ymd(&date, 10000, 1, 1));
    cr_assert_not(date_from_ymd(&date, 2000, 0, 1));
    cr_assert_not(date_from_ymd(&date, 2000, 13, 1));
    cr_assert_not(date_from_ymd(&date, 2000, 1, 0));
    cr_assert_not(date_from_ymd(&date, INT64_MAX, 1, 1));
}

static const struct {
    const char *text, *date;
} good[] = {
    {"2009-12-31", "2009-12-31"},
    {"2009/12/31", "2009-12-31"},
    {"2009/1/5", "2009-01-05"},
    {"2009.12.31", "2009-12-31"},
    {"1998.5.1", "1998-05-01"},
    {"2009年12月31日", "2009-12-31"},
    {"2009年1月5日", "2009-01-05"},
    {" 2000-02-29\u3000", "2000-02-29"},
    {"0001-01-01", "0001-01-01"},
    {"9999-12-31", "9999-12-31"},
    {"2009-1-5", "2009-01-05"},
    {"2009-01-5", "2009-01-05"},
    {"2009年1月5号", "2009-01-05"},
    {"2009 年 1 月\u3000 5 日", "2009-01-05"},
    {"2009-12-31 00:00:00", "2009-12-31"},
    {"2009/1/5 0:00", "2009-01-05"},
    {"2009-12-31T00:00:00.000", "2009-12-31"},
    {"2009年1月5日 0:00:00", "2009-01-05"},
};

Test(date, is_read_as_typed_and_as_excel_types_it)
{
    static struct bench bench;
    char shown[DATE_TEXT_SIZE];
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct date date;
        struct text text = bench_text(&bench, good[i].text);
        cr_assert_eq(date_parse(&date, &bench.diagnostics, &text), FT_OK, "%s", good[i].text);
        cr_assert_str_eq(date_text(shown, date), good[i].date);
    }
    bench_close(&bench);
}

static const struct {
    const char *text, *rendering;
} bad[] = {
    {"", "input:1:1: error: “” is not a date [date-format]\n"
         "  hint: write year, month and day as in 2009-12-31\n"},
    {"2009", "input:1:1: error: “2009” is not a date [date-format]\n"
             "     1 | 2009\n"
             "         ^^^^\n"
             "  hint: write year, month and day as in 2009-12-31\n"},
    {"20091231", "input:1:1: error: “20091231” lacks the signs between year, month and day "
                 "[date-digits]\n"
                 "     1 | 20091231\n"
                 "         ^^^^^^^^\n"
                 "  hint: write 2009-12-31\n"},
    /* The signs beside the digits are none. */
    {"20:1-03-01", "input:1:1: error: “20:1-03-01” is not a date [date-format]\n"
                   "     1 | 20:1-03-01\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: write year, month and day as in 2009-12-31\n"},
    {"/001-03-01", "input:1:1: error: “/001-03-01” is not a date [date-format]\n"
                   "     1 | /001-03-01\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: write year, month and day as in 2009-12-31\n"},
    {"2009-1:-01", "input:1:1: error: “2009-1:-01” is not a date [date-format]\n"
                   "     1 | 2009-1:-01\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: write year, month and day as in 2009-12-31\n"},
    {"2009-01-0:", "input:1:1: error: “2009-01-0:” is not a date [date-format]\n"
                   "     1 | 2009-01-0:\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: write year, month and day as in 2009-12-31\n"},
    {"20091331", "input:1:1: error: “20091331” is not a date [date-format]\n"
                 "     1 | 20091331\n"
                 "         ^^^^^^^^\n"
                 "  hint: write year, month and day as in 2009-12-31\n"},
    {"9999", "input:1:1: error: “9999” is not a date [date-format]\n"
             "     1 | 9999\n"
             "         ^^^^\n"
             "  hint: write year, month and day as in 2009-12-31\n"},
    {"10000",
     "input:1:1: error: “10000” is the number by which a spreadsheet counts days, not a "
     "date [date-serial]\n"
     "     1 | 10000\n"
     "         ^^^^^\n"
     "  hint: it is 1927-05-18 where days count from 1900, and 1931-05-19 in a workbook that "
     "counts from 1904: format the cells as dates and save again, or write the day\n"},
    {"99999.",
     "input:1:1: error: “99999.” is the number by which a spreadsheet counts days, not a "
     "date [date-serial]\n"
     "     1 | 99999.\n"
     "         ^^^^^^\n"
     "  hint: it is 2173-10-13 where days count from 1900, and 2177-10-14 in a workbook that "
     "counts from 1904: format the cells as dates and save again, or write the day\n"},
    {"44986.5x", "input:1:1: error: “44986.5x” is not a date [date-format]\n"
                 "     1 | 44986.5x\n"
                 "         ^^^^^^^^\n"
                 "  hint: write year, month and day as in 2009-12-31\n"},
    {"2009-12-31x", "input:1:1: error: “2009-12-31x” is not a date [date-format]\n"
                    "     1 | 2009-12-31x\n"
                    "         ^^^^^^^^^^^\n"
                    "  hint: write year, month and day as in 2009-12-31\n"},
    {"2009-12-31 10:00",
     "input:1:1: error: “2009-12-31 10:00” has a time behind the date [date-time]\n"
     "     1 | 2009-12-31 10:00\n"
     "         ^^^^^^^^^^^^^^^^\n"
     "  hint: leave the time out: 2009-12-31\n"},
    {"2009-13-31 10:00", "input:1:1: error: “2009-13-31 10:00” is not a date [date-format]\n"
                         "     1 | 2009-13-31 10:00\n"
                         "         ^^^^^^^^^^^^^^^^\n"
                         "  hint: write year, month and day as in 2009-12-31\n"},
    {"2009-12-31 noon", "input:1:1: error: “2009-12-31 noon” is not a date [date-format]\n"
                        "     1 | 2009-12-31 noon\n"
                        "         ^^^^^^^^^^^^^^^\n"
                        "  hint: write year, month and day as in 2009-12-31\n"},
    {"31/12/2009", "input:1:1: error: “31/12/2009” does not begin with the year, so day and month "
                   "could be mixed up [date-order]\n"
                   "     1 | 31/12/2009\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: write year, month and day as in 2009-12-31\n"},
    {"12-31-2009", "input:1:1: error: “12-31-2009” does not begin with the year, so day and month "
                   "could be mixed up [date-order]\n"
                   "     1 | 12-31-2009\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: write year, month and day as in 2009-12-31\n"},
    {"31.12.2009", "input:1:1: error: “31.12.2009” does not begin with the year, so day and month "
                   "could be mixed up [date-order]\n"
                   "     1 | 31.12.2009\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: write year, month and day as in 2009-12-31\n"},
    {"09-12-31", "input:1:1: error: “09-12-31” gives the year in two digits, if it is the year "
                 "that stands first [date-short-year]\n"
                 "     1 | 09-12-31\n"
                 "         ^^^^^^^^\n"
                 "  hint: write the year in four digits, then month and day, as in 2001-06-01\n"},
    {"01年6月1日", "input:1:1: error: “01年6月1日” gives the year in two digits, if it is the year "
                   "that stands first [date-short-year]\n"
                   "     1 | 01年6月1日\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: write the year in four digits, then month and day, as in 2001-06-01\n"},
    {"1/2/03", "input:1:1: error: “1/2/03” gives the year in two digits, if it is the year that "
               "stands first [date-short-year]\n"
               "     1 | 1/2/03\n"
               "         ^^^^^^\n"
               "  hint: write the year in four digits, then month and day, as in 2001-06-01\n"},
    {"1-Jun-01", "input:1:1: error: “1-Jun-01” names the month in letters [date-month-name]\n"
                 "     1 | 1-Jun-01\n"
                 "         ^^^^^^^^\n"
                 "  hint: write year, month and day in digits, as in 2001-06-01; in a spreadsheet, "
                 "format the cells as yyyy-mm-dd before saving\n"},
    {"June 1, 2001",
     "input:1:1: error: “June 1, 2001” names the month in letters [date-month-name]\n"
     "     1 | June 1, 2001\n"
     "         ^^^^^^^^^^^^\n"
     "  hint: write year, month and day in digits, as in 2001-06-01; in a spreadsheet, format the "
     "cells as yyyy-mm-dd before saving\n"},
    {"2009-12-31T16:00:00Z",
     "input:1:1: error: “2009-12-31T16:00:00Z” is a time of another time zone [date-zone]\n"
     "     1 | 2009-12-31T16:00:00Z\n"
     "         ^^^^^^^^^^^^^^^^^^^^\n"
     "  hint: write the day alone, as it is in China; it need not be 2009-12-31\n"},
    {"20:1-03-01", "input:1:1: error: “20:1-03-01” is not a date [date-format]\n"
                   "     1 | 20:1-03-01\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: write year, month and day as in 2009-12-31\n"},
    {"2009-12-31 00:00:01",
     "input:1:1: error: “2009-12-31 00:00:01” has a time behind the date [date-time]\n"
     "     1 | 2009-12-31 00:00:01\n"
     "         ^^^^^^^^^^^^^^^^^^^\n"
     "  hint: leave the time out: 2009-12-31\n"},
    {"2009-13-01", "input:1:1: error: “2009-13-01” has no valid month [date-month]\n"
                   "     1 | 2009-13-01\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: months are 01 to 12\n"},
    {"2009-00-01", "input:1:1: error: “2009-00-01” has no valid month [date-month]\n"
                   "     1 | 2009-00-01\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: months are 01 to 12\n"},
    {"2009-02-29", "input:1:1: error: “2009-02-29” is no day of the calendar [date-day]\n"
                   "     1 | 2009-02-29\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: this month has the days 01 to 28\n"},
    {"2008/2/30", "input:1:1: error: “2008/2/30” is no day of the calendar [date-day]\n"
                  "     1 | 2008/2/30\n"
                  "         ^^^^^^^^^\n"
                  "  hint: this month has the days 01 to 29\n"},
    {"2009-04-00", "input:1:1: error: “2009-04-00” is no day of the calendar [date-day]\n"
                   "     1 | 2009-04-00\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: this month has the days 01 to 30\n"},
    {"0000-01-01", "input:1:1: error: “0000-01-01” has no valid year [date-year]\n"
                   "     1 | 0000-01-01\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: years are 0001 to 9999\n"},
    {"12009-01-01", "input:1:1: error: “12009-01-01” is not a date [date-format]\n"
                    "     1 | 12009-01-01\n"
                    "         ^^^^^^^^^^^\n"
                    "  hint: write year, month and day as in 2009-12-31\n"},
    {"２００９-12-31",
     "input:1:1: error: “２００９” is typed in full-width characters [full-width-number]\n"
     "     1 | ２００９-12-31\n"
     "         ^^^^^^^^\n"
     "  hint: type 2009 with the input method in half-width (English) mode\n"},
    {"2009－12－31",
     "input:1:5: error: “－” is typed in full-width characters [full-width-number]\n"
     "     1 | 2009－12－31\n"
     "             ^^\n"
     "  hint: type - with the input method in half-width (English) mode\n"},
    {"2009年12月", "input:1:1: error: “2009年12月” is not a date [date-format]\n"
                   "     1 | 2009年12月\n"
                   "         ^^^^^^^^^^\n"
                   "  hint: write year, month and day as in 2009-12-31\n"},
    {"明天", "input:1:1: error: “明天” is not a date [date-format]\n"
             "     1 | 明天\n"
             "         ^^^^\n"
             "  hint: write year, month and day as in 2009-12-31\n"},
};

Test(date, what_is_wrong_is_told)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct date date = {.days = 77};
        struct text text = bench_text(&bench, bad[i].text);
        cr_assert_eq(date_parse(&date, &bench.diagnostics, &text), FT_INVALID, "%s", bad[i].text);
        cr_assert_str_eq(bench_rendering(&bench), bad[i].rendering);
        cr_assert_eq(date.days, 77);
    }
    bench_close(&bench);
}

/* Short of a form, or past it, by one sign: the message alone. */
Test(date, the_borders_of_a_form)
{
    static const char *const rows[][2] = {
        {"2009-12-31 000:00", "date-time"},
        {"2009-12-31 0:0", "date-time"},
        {"2009-12-31 0:00:1", "date-time"},
        {"2009-12-31T1:00", "date-time"},
        {"2009-12-31 :00", "date-time"},
        {"2009-12-31x0:00", "date-time"},
        {"200-12-31", "date-format"},
        {"12-123-2009", "date-format"},
        {"123-12-2009", "date-format"},
        {"12-31-200", "date-format"},
        {"2009-123-31", "date-format"},
        {"2009-12-313", "date-format"},
        {"2009-12-3100", "date-format"},
        {"20091-12-31", "date-format"},
        {"1-1-1", "date-short-year"},
        {"12-31-2009", "date-order"},
        {"2009-12-31 1 Jan", "date-month-name"},
        {"2009-00-31", "date-month"},
        {"0000-12-31", "date-year"},
        {"10000x", "date-format"},
        {"2009-02-30 10:30", "date-format"},
        {"2009-12-31 10:30 UTC", "date-zone"},
        {"2009-12-31 10:30 GMT+8", "date-zone"},
        {"2009-12-31T10:30Z", "date-zone"},
        {"2009-12-31 10:30 GMT", "date-zone"},
        {"2009-12-31 10:30 CST", "date-time"},
    };
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date date;
        struct text text = bench_text(&bench, rows[i][0]);
        cr_expect_eq(date_parse(&date, &bench.diagnostics, &text), FT_INVALID, "%s", rows[i][0]);
        cr_expect_str_eq(bench.diagnostics.items[0].id, rows[i][1], "%s: %s", rows[i][0],
                         bench.diagnostics.items[0].id);
    }
    bench_close(&bench);
}

Test(date, days_are_added_within_the_range)
{
    struct date date, first, last;
    cr_assert(date_from_ymd(&first, 1, 1, 1) && date_from_ymd(&last, 9999, 12, 31));
    cr_assert(date_add_days(&date, first, last.days - (int64_t)first.days));
    cr_assert_eq(date.days, last.days);
    cr_assert(date_add_days(&date, last, first.days - (int64_t)last.days));
    cr_assert_eq(date.days, first.days);
    cr_assert_not(date_add_days(&date, last, 1));
    cr_assert_not(date_add_days(&date, first, -1));
    cr_assert_not(date_add_days(&date, first, INT64_MIN));
    cr_assert_not(date_add_days(&date, last, INT64_MAX));
    cr_assert_eq(date.days, first.days);
}

Test(date, what_is_too_long_is_told_by_its_beginning)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    char typed[256] = "  ", told[128] = "“";
    for (size_t i = 0; i < 40; i++)
        (void)strcat(typed, "错");
    for (size_t i = 0; i < 30; i++) /* 90 bytes: another would be cut within */
        (void)strcat(told, "错");
    (void)strcat(told, "…” is not a date");
    struct date date;
    struct text text = bench_text(&bench, typed);
    cr_assert_eq(date_parse(&date, &bench.diagnostics, &text), FT_INVALID);
    cr_assert_not_null(strstr(bench_rendering(&bench), told));
    bench_close(&bench);
}

static const struct {
    int from[3];
    int64_t months;
    const char *to; /* NULL: out of range */
} additions[] = {
    {{2020, 2, 29}, 12, "2021-02-28"},
    {{2020, 2, 29}, 48, "2024-02-29"},
    {{2020, 2, 29}, -12, "2019-02-28"},
    {{2021, 1, 31}, 1, "2021-02-28"},
    {{2021, 1, 31}, 3, "2021-04-30"},
    {{2021, 12, 31}, 1, "2022-01-31"},
    {{2021, 1, 31}, -1, "2020-12-31"},
    {{2021, 1, 31}, 0, "2021-01-31"},
    {{1, 1, 31}, -1, NULL},
    {{9999, 12, 1}, 1, NULL},
    {{1, 1, 1}, 119987, "9999-12-01"},
    {{2021, 1, 1}, INT64_MAX, NULL},
    {{2021, 1, 1}, INT64_MIN, NULL},
    {{9999, 12, 31}, -119987, "0001-01-31"},
};

Test(date, months_are_added_up_to_the_last_day_of_a_month)
{
    char shown[DATE_TEXT_SIZE];
    for (size_t i = 0; i < sizeof additions / sizeof additions[0]; i++) {
        const int *from = additions[i].from;
        struct date out;
        bool made = date_add_months(&out, date_of(from[0], from[1], from[2]), additions[i].months);
        cr_assert_eq(made, additions[i].to != NULL, "row %zu", i);
        if (made)
            cr_assert_str_eq(date_text(shown, out), additions[i].to, "row %zu", i);
    }
}

static const struct {
    int a[3], b[3];
    int32_t years;
} spans[] = {
    {{2000, 6, 15}, {2010, 6, 14}, 9},  {{2000, 6, 15}, {2010, 6, 15}, 10},
    {{2000, 6, 15}, {2000, 6, 15}, 0},  {{2010, 6, 15}, {2000, 6, 15}, -10},
    {{2010, 6, 15}, {2000, 6, 16}, -9}, {{2010, 6, 15}, {2010, 6, 14}, 0},
    {{2020, 2, 29}, {2021, 2, 27}, 0},  {{2020, 2, 29}, {2021, 2, 28}, 1},
    {{2020, 2, 29}, {2024, 2, 28}, 3},  {{2020, 2, 29}, {2024, 2, 29}, 4},
    {{2021, 12, 31}, {2022, 1, 1}, 0},  {{1, 1, 1}, {9999, 12, 31}, 9998},
    {{9999, 12, 31}, {1, 1, 1}, -9998},
};

/* Of days of all years: the last anniversary that is not behind the other day. */
Test(date, years_between_are_by_anniversaries)
{
    uint64_t seed = 1;
    for (int trial = 0; trial < 20000; trial++) {
        struct date days[2], anniversary;
        for (int i = 0; i < 2; i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
            const int64_t year = trial % 2 == 0 ? 1 + (int64_t)(seed >> 40) % 9999
                                                : 2020 + (int64_t)(seed >> 40) % 9;
            cr_assert(date_from_ymd(&days[i], year, 1, 1));
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
            days[i].days += trial % 4 == 1 ? 57 + (int32_t)(seed >> 40) % 4 /* about 29 February */
                                           : (int32_t)(seed >> 40) % 365;
        }
        const int32_t years = date_years_between(days[0], days[1]);
        const int32_t further = days[1].days < days[0].days ? years - 1 : years + 1;
        cr_assert(date_add_months(&anniversary, days[0], (int64_t)years * 12));
        cr_assert(days[0].days <= days[1].days ? anniversary.days <= days[1].days
                                               : anniversary.days >= days[1].days,
                  "%d to %d: %d", days[0].days, days[1].days, years);
        if (date_add_months(&anniversary, days[0], (int64_t)further * 12))
            cr_assert(days[0].days <= days[1].days ? anniversary.days > days[1].days
                                                   : anniversary.days < days[1].days,
                      "%d to %d: %d", days[0].days, days[1].days, years);
    }
}

Test(date, years_between_count_anniversaries)
{
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        struct date a = date_of(spans[i].a[0], spans[i].a[1], spans[i].a[2]);
        struct date b = date_of(spans[i].b[0], spans[i].b[1], spans[i].b[2]);
        cr_assert_eq(date_years_between(a, b), spans[i].years, "row %zu: %d", i,
                     date_years_between(a, b));
    }
}
