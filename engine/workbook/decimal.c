/* Numbers as they stand in a file, digit by digit: a spreadsheet writes 17 digits for a value
 * of 15. */
#include <stdio.h>
#include <string.h>

#include "../number/number.h"
#include "workbook_internal.h"

enum { KEPT_DIGITS = 15, MOST_DIGITS = 64, MOST_EXPONENT = 300 };

/* digits * 10^exponent, without zeros in front. */
struct decimal {
    bool negative;
    char digits[MOST_DIGITS];
    int count;
    int exponent;
};

static const char *decimal_read_digits(struct decimal *decimal, const char *at, bool behind_point)
{
    for (; *at >= '0' && *at <= '9'; at++) {
        if (decimal->count == 0 && *at == '0') {
            decimal->exponent -= behind_point;
        } else if (decimal->count < MOST_DIGITS) {
            decimal->digits[decimal->count++] = *at;
            decimal->exponent -= behind_point;
        } else {
            decimal->exponent += !behind_point; /* far behind the digits that are kept */
        }
    }
    return at;
}

/* The exponent behind "E"; false where there is none, or one that no double has. */
static bool read_exponent(struct decimal *decimal, const char *at)
{
    const bool negative = *at == '-';
    int exponent = 0;
    at += *at == '-' || *at == '+';
    if (*at == '\0')
        return false;
    for (; *at >= '0' && *at <= '9' && exponent <= MOST_EXPONENT; at++)
        exponent = exponent * 10 + (*at - '0');
    decimal->exponent += negative ? -exponent : exponent;
    return *at == '\0' && exponent <= MOST_EXPONENT;
}

static bool scan_decimal(struct decimal *decimal, const char *text)
{
    const char *at = text;
    *decimal = (struct decimal){.negative = *at == '-'};
    at += *at == '-' || *at == '+';
    const char *whole = at;
    at = decimal_read_digits(decimal, at, false);
    bool any = at > whole;
    if (*at == '.') {
        const char *behind = ++at;
        at = decimal_read_digits(decimal, at, true);
        any |= at > behind;
    }
    if (any && (*at == 'e' || *at == 'E'))
        return read_exponent(decimal, at + 1);
    return any && *at == '\0';
}

/* Half away from zero, at the digits that a spreadsheet keeps; zeros at the end go. */
static void round_digits(struct decimal *decimal)
{
    if (decimal->count > KEPT_DIGITS) {
        bool up = decimal->digits[KEPT_DIGITS] >= '5';
        decimal->exponent += decimal->count - KEPT_DIGITS;
        decimal->count = KEPT_DIGITS;
        for (int i = KEPT_DIGITS - 1; up && i >= 0; i--) {
            up = decimal->digits[i] == '9';
            if (up)
                decimal->digits[i] = '0';
            else
                decimal->digits[i]++;
        }
        if (up) { /* 999… became 1000… */
            decimal->digits[0] = '1';
            decimal->exponent++;
        }
    }
    while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '0') {
        decimal->count--;
        decimal->exponent++;
    }
}

static char digit_at(const struct decimal *decimal, int place)
{
    if (place < 0 || place >= decimal->count)
        return '0';
    return decimal->digits[place];
}

/* At most 300 zeros stand on either side: there is room. */
static void write_plain(char out[DECIMAL_SIZE], const struct decimal *decimal)
{
    size_t length = 0;
    const int whole = decimal->count + decimal->exponent; /* digits before the point */
    if (decimal->count == 0) {
        strcpy(out, "0");
        return;
    }
    if (decimal->negative)
        out[length++] = '-';
    if (whole <= 0)
        out[length++] = '0';
    for (int i = 0; i < whole; i++)
        out[length++] = digit_at(decimal, i);
    if (decimal->exponent < 0) {
        out[length++] = '.';
        for (int i = whole; i < decimal->count; i++)
            out[length++] = digit_at(decimal, i);
    }
    out[length] = '\0';
}

enum decimal_status decimal_read(char out[DECIMAL_SIZE], const char *text, int shift)
{
    struct decimal decimal;
    out[0] = '\0';
    if (!scan_decimal(&decimal, text))
        return DECIMAL_BROKEN;
    if (decimal.count > 0 && decimal.count + decimal.exponent > KEPT_DIGITS)
        return DECIMAL_TOO_LONG;
    if (decimal.count == 0 || decimal.count + decimal.exponent < -MOST_EXPONENT)
        decimal = (struct decimal){0}; /* zero, or what no amount can be */
    round_digits(&decimal);
    decimal.exponent += decimal.count > 0 ? shift : 0;
    write_plain(out, &decimal);
    return DECIMAL_OK;
}

/* ---- dates ---- */

/* Seconds of the day from the digits behind the point: a clock time is a binary fraction, so to the
 * nearest. */
static int64_t seconds_of(const char *fraction)
{
    enum { PLACES = 12, DAY = 86400 };
    const int64_t scale = INT64_C(1000000000000);
    int64_t part = 0;
    for (int i = 0; i < PLACES; i++)
        part = part * 10 + (*fraction >= '0' && *fraction <= '9' ? *fraction++ - '0' : 0);
    return (int64_t)(((__int128)part * DAY + scale / 2) / scale);
}

/* The first day that both counts of 1900 agree on: before it one of them has a 29 February 1900. */
enum { FIRST_SURE_DAY = 61, MOST_SERIAL = 2958465 /* 9999-12-31 */ };

bool decimal_to_date(char out[DECIMAL_SIZE], const char *decimal, bool from_1904)
{
    const char *point = strchr(decimal, '.');
    int64_t serial = 0;
    struct date day;
    out[0] = '\0';
    if (*decimal == '-')
        return false;
    for (const char *at = decimal; *at >= '0' && *at <= '9' && serial <= MOST_SERIAL; at++)
        serial = serial * 10 + (*at - '0');
    int64_t seconds = point == NULL ? 0 : seconds_of(point + 1);
    serial += seconds / 86400;
    seconds %= 86400;
    const bool time_alone = serial == 0 && seconds > 0;
    if (serial > MOST_SERIAL || (!time_alone && !from_1904 && serial < FIRST_SURE_DAY) ||
        !date_from_ymd(&day, from_1904 ? 1904 : 1899, from_1904 ? 1 : 12, from_1904 ? 1 : 30))
        return false;
    day.days += (int32_t)serial;
    char text[DATE_TEXT_SIZE] = "";
    int32_t year, month, ignored;
    date_to_ymd(day, &year, &month, &ignored);
    if (year > 9999)
        return false;
    if (!time_alone)
        (void)date_text(text, day);
    if (seconds == 0)
        (void)snprintf(out, DECIMAL_SIZE, "%s", text);
    else
        (void)snprintf(out, DECIMAL_SIZE, "%s%s%02d:%02d:%02d", text, time_alone ? "" : " ",
                       (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
    return true;
}
