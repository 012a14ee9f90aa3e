/* date.c: days of the proleptic Gregorian calendar, years 1 to 9999. */
#include "number_internal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { YEAR_MAX = 9999, MONTHS = 12 };

/* ---- the calendar ---- */

static bool is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t month_days(int32_t year, int32_t month)
{
    static const int8_t days[MONTHS] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/*
 * Days from 1970-01-01, counted in years that begin on 1 March, so that the leap day is a year's
 * last: (153 * m + 2) / 5 are the days before the m-th month after February, and 719468 the days
 * from 0000-03-01 to the epoch.
 */
static int32_t days_from(int32_t year, int32_t month, int32_t day)
{
    const uint32_t shifted = (uint32_t)(month > 2 ? year : year - 1);
    const uint32_t months = (uint32_t)(month > 2 ? month - 3 : month + 9);
    const uint32_t leaps = shifted / 4 - shifted / 100 + shifted / 400;
    assert(year > 0 && month > 0);
    return (int32_t)(365 * shifted + leaps + (153 * months + 2) / 5) + day - 1 - 719468;
}

bool date_from_ymd(struct date *out, int64_t year, int64_t month, int64_t day)
{
    if (year < 1 || year > YEAR_MAX || month < 1 || month > MONTHS || day < 1 ||
        day > month_days((int32_t)year, (int32_t)month))
        return false;
    out->days = days_from((int32_t)year, (int32_t)month, (int32_t)day);
    return true;
}

void date_to_ymd(struct date date, int32_t *year, int32_t *month, int32_t *day)
{
    int32_t days = date.days + 719468; /* since 0000-03-01 */
    int32_t century_days = 4 * days + 3;
    int32_t centuries = century_days / 146097;
    int32_t in_century = century_days % 146097 / 4;
    int32_t years = (4 * in_century + 3) / 1461;
    int32_t in_year = (4 * in_century + 3) % 1461 / 4;
    int32_t months = (5 * in_year + 2) / 153;
    *day = (5 * in_year + 2) % 153 / 5 + 1;
    *month = months < 10 ? months + 3 : months - 9;
    *year = 100 * centuries + years + (*month <= 2 ? 1 : 0);
}

bool date_add_months(struct date *out, struct date date, int64_t months)
{
    int32_t year, month, day;
    date_to_ymd(date, &year, &month, &day);
    if (months < -(int64_t)MONTHS * YEAR_MAX || months > (int64_t)MONTHS * YEAR_MAX)
        return false;
    int64_t count = (int64_t)year * MONTHS + month - 1 + months;
    int64_t to_year = count / MONTHS;
    int64_t to_month = count % MONTHS + 1;
    if (count < MONTHS || to_year > YEAR_MAX)
        return false;
    int32_t last = month_days((int32_t)to_year, (int32_t)to_month);
    return date_from_ymd(out, to_year, to_month, day < last ? day : last);
}

bool date_add_days(struct date *out, struct date date, int64_t days)
{
    const int32_t first = days_from(1, 1, 1), last = days_from(YEAR_MAX, MONTHS, 31);
    if (days < first - (int64_t)date.days || days > last - (int64_t)date.days)
        return false;
    out->days = date.days + (int32_t)days;
    return true;
}

int32_t date_years_between(struct date a, struct date b)
{
    int32_t year_a, month_a, day_a, year_b, month_b, day_b;
    date_to_ymd(a, &year_a, &month_a, &day_a);
    date_to_ymd(b, &year_b, &month_b, &day_b);
    const int32_t years = year_b - year_a, last = month_days(year_b, month_a);
    /* the anniversary in the year of b; of 29 February, the month's last day */
    const int32_t day = day_a < last ? day_a : last;
    const int32_t order = month_a != month_b ? month_a - month_b : day - day_b;
    if (years > 0 && order > 0)
        return years - 1;
    if (years < 0 && order < 0)
        return years + 1;
    return years;
}

const char *date_text(char *out, struct date date)
{
    int32_t year, month, day;
    date_to_ymd(date, &year, &month, &day);
    (void)snprintf(out, DATE_TEXT_SIZE, "%04u-%02u-%02u", (unsigned)year % 10000U,
                   (unsigned)month % 100U, (unsigned)day % 100U);
    return out;
}

/* ---- reading ---- */

/* The forms of a date: what stands behind year, month and day. */
static const struct date_form {
    const char *ends[3];
    bool spaced; /* blanks may stand between the parts */
} forms[] = {
    {{"-", "-", ""}, false},    {{"/", "/", ""}, false},    {{".", ".", ""}, false},
    {{"年", "月", "日"}, true}, {{"年", "月", "号"}, true},
};

/* Three runs of digits and what stands behind each. */
struct date_parts {
    int64_t value[3];
    size_t digits[3];
};

static bool date_read_digits(const struct text *text, size_t *at, size_t end, int64_t *value,
                             size_t *digits)
{
    size_t from = *at;
    *value = 0;
    for (; *at < end && *at - from < 4 && read_is_digit(text->bytes[*at]); (*at)++)
        *value = *value * 10 + (text->bytes[*at] - '0');
    *digits = *at - from;
    return *digits > 0;
}

static bool read_sign(const struct text *text, size_t *at, size_t end, const char *sign)
{
    size_t length = strlen(sign);
    if (end - *at < length || memcmp(text->bytes + *at, sign, length) != 0)
        return false;
    *at += length;
    return true;
}

/* What is written in a form from `*at` on, which then stands behind it. */
static bool read_form_at(struct date_parts *parts, const struct text *text, size_t *at, size_t end,
                         const struct date_form *form)
{
    for (size_t i = 0; i < 3; i++) {
        if (form->spaced)
            *at = read_skip_blanks(text, *at, end);
        if (!date_read_digits(text, at, end, &parts->value[i], &parts->digits[i]))
            return false;
        if (form->spaced)
            *at = read_skip_blanks(text, *at, end);
        if (!read_sign(text, at, end, form->ends[i]))
            return false;
    }
    return true;
}

/* A date on its way through the reader. */
struct date_reader {
    struct diagnostics *diagnostics;
    const struct text *text;
    size_t start, end;
};

static enum ft_status date_fault(const struct date_reader *reader, enum number_message message,
                                 const char *second)
{
    char word[READ_WORD_SIZE];
    struct place place = read_span(reader->text, reader->start, reader->end);
    diagnostics_add(reader->diagnostics, &place, &number_message_rows[message],
                    read_word(word, reader->text, reader->start, reader->end), second, NULL);
    return FT_INVALID;
}

/* So many digits at the start, as a number; -1 where there are fewer. */
static int64_t leading_digits(const struct date_reader *reader, size_t count)
{
    int64_t number = 0;
    if (reader->end - reader->start < count)
        return -1;
    for (size_t i = 0; i < count; i++) {
        char digit = reader->text->bytes[reader->start + i];
        if (!read_is_digit(digit))
            return -1;
        number = number * 10 + (digit - '0');
    }
    return number;
}

/* "20230331". */
static bool is_run_of_digits(const struct date_reader *reader, struct date *date)
{
    enum { YEAR = 10000, MONTH = 100, LENGTH = 8 };
    int64_t number = leading_digits(reader, LENGTH);
    return reader->end - reader->start == LENGTH && number >= 0 &&
           date_from_ymd(date, number / YEAR, number / MONTH % MONTH, number % MONTH);
}

/* "44986", or "44986.75" with the time of day: days as a spreadsheet counts them. */
static bool is_serial(const struct date_reader *reader, int64_t *days)
{
    enum { LENGTH = 5, LEAST = 10000 }; /* 1927 to 2173: four digits are rather a year */
    size_t at = reader->start + LENGTH;
    *days = leading_digits(reader, LENGTH);
    if (*days < LEAST)
        return false;
    if (at < reader->end && reader->text->bytes[at] == '.')
        at += 1 + strspn(reader->text->bytes + at + 1, "0123456789");
    return at == reader->end;
}

/* What it is depends on the workbook, which a CSV file does not tell. */
static enum ft_status fault_serial(const struct date_reader *reader, int64_t days)
{
    char word[READ_WORD_SIZE], from_1900[DATE_TEXT_SIZE], from_1904[DATE_TEXT_SIZE];
    struct place place = read_span(reader->text, reader->start, reader->end);
    (void)date_text(from_1900, (struct date){days_from(1899, 12, 30) + (int32_t)days});
    (void)date_text(from_1904, (struct date){days_from(1904, 1, 1) + (int32_t)days});
    diagnostics_add(reader->diagnostics, &place, &number_message_rows[MESSAGE_DATE_SERIAL],
                    read_word(word, reader->text, reader->start, reader->end), from_1900, from_1904,
                    NULL);
    return FT_INVALID;
}

/* A date in one of the forms, and where what stands behind it begins. */
static bool read_front(const struct date_reader *reader, struct date_parts *parts, size_t *rest)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        *rest = reader->start;
        if (read_form_at(parts, reader->text, rest, reader->end, &forms[i]))
            return true;
    }
    return false;
}

/* " 0:00", "T00:00:00.000": what a spreadsheet or a program writes behind a day. */
static bool is_midnight(const struct date_reader *reader, size_t rest)
{
    const char *text = reader->text->bytes, *end = text + reader->end;
    const bool parted = text[rest] == 'T' || read_blank(reader->text, rest) > 0;
    const char *at = text[rest] == 'T' ? text + rest + 1
                                       : text + read_skip_blanks(reader->text, rest, reader->end);
    const size_t hours = strspn(at, "0");
    at += hours;
    if (!parted || hours < 1 || hours > 2 || strncmp(at, ":00", 3) != 0)
        return false;
    at += 3;
    if (strncmp(at, ":00", 3) == 0)
        at += 3;
    if (*at == '.')
        at += 1 + strspn(at + 1, "0");
    return at == end;
}

/* "2023/3/1 10:30" and "2023-02-28T16:00:00Z", which is another day in China. */
static enum ft_status fault_time(const struct date_reader *reader, const struct date_parts *parts,
                                 size_t rest)
{
    const char *time = reader->text->bytes + rest;
    const bool has_zone =
        strpbrk(time, "Z+") != NULL || strstr(time, "UTC") != NULL || strstr(time, "GMT") != NULL;
    char mend[DATE_TEXT_SIZE];
    struct date date;
    if (!date_from_ymd(&date, parts->value[0], parts->value[1], parts->value[2]))
        return date_fault(reader, MESSAGE_DATE_FORMAT, NULL);
    return date_fault(reader, has_zone ? MESSAGE_DATE_ZONE : MESSAGE_DATE_TIME,
                      date_text(mend, date));
}

/* "1-Jun-01", "June 1, 2001": the name of a month among the digits. */
static bool names_month(const struct date_reader *reader)
{
    static const char months[MONTHS][4] = {"jan", "feb", "mar", "apr", "may", "jun",
                                           "jul", "aug", "sep", "oct", "nov", "dec"};
    const char *text = reader->text->bytes;
    bool digits = false, named = false;
    for (size_t at = reader->start; at < reader->end; at++) {
        digits |= read_is_digit(text[at]);
        for (size_t i = 0; i < MONTHS; i++)
            named |= strncasecmp(text + at, months[i], 3) == 0;
    }
    return digits && named;
}

static bool is_full_width(const struct date_reader *reader)
{
    for (size_t at = reader->start; at < reader->end; at++)
        if (read_full_width(reader->diagnostics, reader->text, at))
            return true;
    return false;
}

static enum ft_status not_a_date(const struct date_reader *reader)
{
    char mend[DATE_TEXT_SIZE];
    struct date date;
    struct date_parts parts;
    int64_t days;
    size_t rest;
    if (is_run_of_digits(reader, &date))
        return date_fault(reader, MESSAGE_DATE_DIGITS, date_text(mend, date));
    if (is_serial(reader, &days))
        return fault_serial(reader, days);
    if (read_front(reader, &parts, &rest) && rest < reader->end &&
        memchr(reader->text->bytes + rest, ':', reader->end - rest) != NULL)
        return fault_time(reader, &parts, rest);
    if (is_full_width(reader))
        return FT_INVALID;
    return date_fault(reader, names_month(reader) ? MESSAGE_DATE_MONTH_NAME : MESSAGE_DATE_FORMAT,
                      NULL);
}

static enum ft_status make_date(struct date *out, const struct date_reader *reader,
                                const struct date_parts *parts)
{
    char mend[32];
    int64_t year = parts->value[0], month = parts->value[1], day = parts->value[2];
    const bool is_short = parts->digits[0] <= 2 && parts->digits[1] <= 2;
    if (is_short && parts->digits[2] == 4)
        return date_fault(reader, MESSAGE_DATE_ORDER, NULL);
    if (is_short && parts->digits[2] <= 2)
        return date_fault(reader, MESSAGE_DATE_SHORT_YEAR, NULL);
    if (parts->digits[0] != 4 || parts->digits[1] > 2 || parts->digits[2] > 2)
        return not_a_date(reader);
    if (year == 0)
        return date_fault(reader, MESSAGE_DATE_YEAR, NULL);
    if (month < 1 || month > MONTHS)
        return date_fault(reader, MESSAGE_DATE_MONTH, NULL);
    if (!date_from_ymd(out, year, month, day)) {
        (void)snprintf(mend, sizeof mend, "%d", month_days((int32_t)year, (int32_t)month));
        return date_fault(reader, MESSAGE_DATE_DAY, mend);
    }
    return FT_OK;
}

enum ft_status date_parse(struct date *out, struct diagnostics *diagnostics,
                          const struct text *text)
{
    struct date_reader reader = {
        .diagnostics = diagnostics, .text = text, .end = read_trim_end(text)};
    struct date_parts parts;
    struct date date;
    size_t rest;
    reader.start = read_skip_blanks(text, 0, reader.end);
    if (!read_front(&reader, &parts, &rest) || (rest < reader.end && !is_midnight(&reader, rest)))
        return not_a_date(&reader);
    enum ft_status status = make_date(&date, &reader, &parts);
    if (status == FT_OK)
        *out = date;
    return status;
}
