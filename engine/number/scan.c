/*
 * scan.c: digits to a number, exactly.
 *
 *     number   = [sign] digits ["." digits] [("e" | "E") [sign] digits]
 *     digits   = runs of 0-9 with single "_" between two digits; before the point, where commas are
 *                allowed, also groups of three behind a comma
 */
#include "number_internal.h"

#include <stdio.h>
#include <string.h>

/* The limit that the digits' buffer below is made for; check_digits checks the table against it. */
enum { DIGITS_MAX = 4096, SMALL_DIGITS = 18 };

/* One number on its way through the reader. */
struct scan {
    const struct text *text;
    struct diagnostics *diagnostics;
    size_t start, at;
    bool commas, negative;
    size_t digit_count; /* all that were read; the first DIGITS_MAX stand in `digits` */
    size_t decimals;    /* how many of them stand behind the point */
    int64_t exponent;
    char digits[DIGITS_MAX + 1];
};

static char peek(const struct scan *scan, size_t ahead)
{
    if (scan->at + ahead >= scan->text->length)
        return '\0';
    return scan->text->bytes[scan->at + ahead];
}

static enum ft_status scan_fault(const struct scan *scan, size_t from, size_t to,
                                 enum number_message message)
{
    char word[READ_WORD_SIZE];
    struct place place = read_span(scan->text, from, to);
    diagnostics_add(scan->diagnostics, &place, &number_message_rows[message],
                    read_word(word, scan->text, from, to), NULL);
    return FT_INVALID;
}

/* The end of the run of what a number could be written with: the whole of a broken one. */
static size_t number_like_end(const struct scan *scan)
{
    const char *start = scan->text->bytes + scan->start;
    return scan->start + strspn(start, "+-0123456789,._");
}

/* The end of the word at `from`: up to a blank. */
static size_t word_end(const struct text *text, size_t from)
{
    size_t at = from;
    while (at < text->length && read_blank(text, at) == 0) {
        uint32_t code;
        size_t length = utf8_next(text->bytes + at, text->length - at, &code);
        at += length > 0 ? length : 1;
    }
    return at;
}

static void take_digit(struct scan *scan)
{
    if (scan->digit_count < DIGITS_MAX)
        scan->digits[scan->digit_count] = scan->text->bytes[scan->at];
    scan->digit_count++;
    scan->at++;
}

/* Digits with single underscores between them. */
static enum ft_status scan_run(struct scan *scan)
{
    while (read_is_digit(peek(scan, 0))) {
        take_digit(scan);
        if (peek(scan, 0) != '_')
            continue;
        if (!read_is_digit(peek(scan, 1)))
            return scan_fault(scan, scan->at, scan->at + 1, MESSAGE_NUMBER_UNDERSCORE);
        scan->at++;
    }
    return FT_OK;
}

/* Commas that part no groups: one alone may be a decimal sign, as 0,5 and 0,123 are written
 * elsewhere; groups of digits begin with no zero. */
static enum ft_status fault_commas(const struct scan *scan)
{
    char word[READ_WORD_SIZE], mend[READ_WORD_SIZE];
    const size_t end = number_like_end(scan);
    const char *start = scan->text->bytes + scan->start;
    const char *comma = memchr(start, ',', end - scan->start);
    const size_t digits = strspn(comma + 1, "0123456789");
    assert(digits > 0); /* scan_whole has seen one */
    if (comma + 1 + digits != scan->text->bytes + end)
        return scan_fault(scan, scan->start, end, MESSAGE_NUMBER_GROUPS);
    struct place place = read_span(scan->text, scan->start, end);
    (void)read_word(mend, scan->text, scan->start, end);
    char *sign = strchr(mend, ',');
    if (sign == NULL) /* a long number is shown by its beginning alone */
        return scan_fault(scan, scan->start, end, MESSAGE_NUMBER_GROUPS);
    *sign = '.';
    diagnostics_add(scan->diagnostics, &place, &number_message_rows[MESSAGE_NUMBER_COMMA],
                    read_word(word, scan->text, scan->start, end), mend, NULL);
    return FT_INVALID;
}

/* The digits before the point. */
static enum ft_status scan_whole(struct scan *scan)
{
    size_t before = scan->at;
    const char first = peek(scan, 0);
    enum ft_status status = scan_run(scan);
    if (status != FT_OK || !scan->commas || peek(scan, 0) != ',' || !read_is_digit(peek(scan, 1)))
        return status;
    bool grouped = scan->at - before <= 3 && first != '0';
    while (grouped && peek(scan, 0) == ',') {
        scan->at++;
        for (int i = 0; i < 3 && read_is_digit(peek(scan, 0)); i++)
            take_digit(scan);
        grouped = read_is_digit(scan->text->bytes[scan->at - 1]) &&
                  read_is_digit(scan->text->bytes[scan->at - 2]) &&
                  read_is_digit(scan->text->bytes[scan->at - 3]);
    }
    if (grouped && !read_is_digit(peek(scan, 0)) && peek(scan, 0) != '_')
        return FT_OK;
    return fault_commas(scan);
}

static enum ft_status scan_decimals(struct scan *scan)
{
    if (peek(scan, 0) != '.')
        return FT_OK;
    if (!read_is_digit(peek(scan, 1)))
        return scan_fault(scan, scan->at, scan->at + 1, MESSAGE_NUMBER_POINT);
    scan->at++;
    size_t before = scan->digit_count;
    enum ft_status status = scan_run(scan);
    scan->decimals = scan->digit_count - before;
    if (status == FT_OK && scan->commas && peek(scan, 0) == ',' && read_is_digit(peek(scan, 1)))
        return scan_fault(scan, scan->start, number_like_end(scan), MESSAGE_NUMBER_GROUPS);
    return status;
}

/* One full-width comma between digits is a decimal sign or parts groups: taking it out for the
 * other makes a number ten or a thousand times as large, so both readings are shown. */
static bool fault_wide_comma(const struct scan *scan)
{
    static const char sign[] = "\xEF\xBC\x8C";
    const size_t from = scan->at + strlen(sign);
    size_t end = from;
    while (end < scan->text->length && read_is_digit(scan->text->bytes[end]))
        end++;
    uint32_t next = 0;
    (void)utf8_next(scan->text->bytes + end, scan->text->length - end, &next);
    const bool one = memchr(scan->text->bytes + scan->start, '.', scan->at - scan->start) == NULL &&
                     next != '.' && next != ',' && next != 0xFF0C && next != 0xFF0E;
    if (end == from || end - scan->start >= READ_WORD_SIZE || !one)
        return false;
    char word[READ_WORD_SIZE], whole[READ_WORD_SIZE], tail[READ_WORD_SIZE];
    char point[2 * READ_WORD_SIZE], joined[2 * READ_WORD_SIZE];
    struct place place = read_span(scan->text, scan->start, end);
    (void)read_word(whole, scan->text, scan->start, scan->at);
    (void)read_word(tail, scan->text, from, end);
    (void)snprintf(point, sizeof point, "%s.%s", whole, tail);
    (void)snprintf(joined, sizeof joined, "%s%s", whole, tail);
    diagnostics_add(scan->diagnostics, &place, &number_message_rows[MESSAGE_WIDE_COMMA],
                    read_word(word, scan->text, scan->start, end), point, joined, NULL);
    return true;
}

/* A digit, comma or point of full width behind the number was meant to be part of it. */
static enum ft_status scan_end(struct scan *scan)
{
    uint32_t code = 0;
    (void)utf8_next(scan->text->bytes + scan->at, scan->text->length - scan->at, &code);
    const bool meant =
        (code >= 0xFF10 && code <= 0xFF19) || code == 0xFF0C || code == 0xFF0E || code == 0x3002;
    if (scan->commas && code == 0xFF0C && fault_wide_comma(scan))
        return FT_INVALID;
    if (scan->commas && meant)
        return read_full_width(scan->diagnostics, scan->text, scan->at) ? FT_INVALID : FT_OK;
    return FT_OK;
}

static enum ft_status exponent_fault(const struct scan *scan, size_t from)
{
    char word[READ_WORD_SIZE], most[24];
    struct place place = read_span(scan->text, from, scan->at);
    (void)snprintf(most, sizeof most, "%zu", limits[LIMIT_NUMBER_EXPONENT].value);
    diagnostics_add(scan->diagnostics, &place, &number_message_rows[MESSAGE_NUMBER_EXPONENT],
                    read_word(word, scan->text, from, scan->at), most, NULL);
    return FT_TOO_LARGE;
}

static enum ft_status scan_exponent(struct scan *scan)
{
    if (peek(scan, 0) != 'e' && peek(scan, 0) != 'E')
        return FT_OK;
    size_t sign = peek(scan, 1) == '+' || peek(scan, 1) == '-' ? 1 : 0;
    if (!read_is_digit(peek(scan, 1 + sign)))
        return FT_OK; /* the "e" begins what follows the number */
    bool negative = peek(scan, 1) == '-';
    scan->at += 1 + sign;
    size_t from = scan->at - sign;
    int64_t most = (int64_t)limits[LIMIT_NUMBER_EXPONENT].value;
    int64_t value = 0;
    for (; read_is_digit(peek(scan, 0)); scan->at++) {
        if (value <= most)
            value = value * 10 + (scan->text->bytes[scan->at] - '0');
    }
    if (value > most)
        return exponent_fault(scan, from);
    scan->exponent = negative ? -value : value;
    return FT_OK;
}

static enum ft_status check_digits(const struct scan *scan)
{
    char count[24], most[24];
    assert(limits[LIMIT_NUMBER_DIGITS].value <= DIGITS_MAX);
    if (scan->digit_count <= limits[LIMIT_NUMBER_DIGITS].value)
        return FT_OK;
    struct place place = read_span(scan->text, scan->start, scan->at);
    (void)snprintf(count, sizeof count, "%zu", scan->digit_count);
    (void)snprintf(most, sizeof most, "%zu", limits[LIMIT_NUMBER_DIGITS].value);
    diagnostics_add(scan->diagnostics, &place, &number_message_rows[MESSAGE_NUMBER_DIGITS], count,
                    most, NULL);
    return FT_TOO_LARGE;
}

/* "(1,000.00)", "（1000）": a number alone in brackets. False where it is none. */
static bool fault_brackets(const struct scan *scan)
{
    static const char *const pairs[][2] = {{"(", ")"}, {"（", "）"}};
    const size_t end = word_end(scan->text, scan->start);
    const char *bytes = scan->text->bytes;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const size_t opens = strlen(pairs[i][0]), from = scan->start + opens;
        if (end < from + opens + 1 || strncmp(bytes + scan->start, pairs[i][0], opens) != 0 ||
            strncmp(bytes + end - opens, pairs[i][1], opens) != 0 || !read_is_digit(bytes[from]) ||
            from + strspn(bytes + from, "0123456789,.") != end - opens)
            continue;
        char word[READ_WORD_SIZE], inner[READ_WORD_SIZE];
        struct place place = read_span(scan->text, scan->start, end);
        diagnostics_add(scan->diagnostics, &place, &number_message_rows[MESSAGE_NUMBER_BRACKETS],
                        read_word(word, scan->text, scan->start, end),
                        read_word(inner, scan->text, from, end - opens), NULL);
        return true;
    }
    return false;
}

/* Sign and first digit, or what is wrong about them. */
static enum ft_status scan_start(struct scan *scan)
{
    char first = peek(scan, 0);
    if (first == '+' || first == '-') {
        scan->negative = first == '-';
        scan->at++;
    }
    if (peek(scan, 0) == '0' && (peek(scan, 1) == 'x' || peek(scan, 1) == 'X'))
        return scan_fault(scan, scan->start, word_end(scan->text, scan->start), MESSAGE_NUMBER_HEX);
    if (read_is_digit(peek(scan, 0)))
        return FT_OK;
    if (peek(scan, 0) == '.' && read_is_digit(peek(scan, 1)))
        return scan_fault(scan, scan->at, scan->at + 1, MESSAGE_NUMBER_POINT);
    if (fault_brackets(scan) || read_full_width(scan->diagnostics, scan->text, scan->at))
        return FT_INVALID;
    size_t end = word_end(scan->text, scan->start);
    return scan_fault(scan, scan->start, end, MESSAGE_NOT_A_NUMBER);
}

/* digits * 10^scale within machine words; false where it does not fit them. */
static bool small_value(struct number *out, struct arith *arith, const struct scan *scan,
                        int64_t scale)
{
    if (arith->wide_only || scan->digit_count > SMALL_DIGITS || scale > 0 || scale < -SMALL_DIGITS)
        return false;
    int64_t value = 0;
    int64_t ten_power = 1;
    for (size_t i = 0; i < scan->digit_count; i++)
        value = value * 10 + (scan->digits[i] - '0');
    for (int64_t i = scale; i < 0; i++)
        ten_power *= 10;
    return number_from_ratio(out, arith, scan->negative ? -value : value, ten_power) == FT_OK;
}

static enum ft_status value_of(struct number *out, struct arith *arith, struct scan *scan)
{
    int64_t scale = scan->exponent - (int64_t)scan->decimals;
    if (small_value(out, arith, scan, scale))
        return FT_OK;
    mpq_ptr value = arith->scratch[0];
    scan->digits[scan->digit_count] = '\0';
    int parsed = mpz_set_str(mpq_numref(value), scan->digits, 10);
    assert(parsed == 0);
    (void)parsed;
    mpz_ui_pow_ui(mpq_denref(value), 10, (unsigned long)(scale < 0 ? -scale : scale));
    if (scale > 0) {
        mpz_mul(mpq_numref(value), mpq_numref(value), mpq_denref(value));
        mpz_set_ui(mpq_denref(value), 1);
    }
    if (scan->negative)
        mpq_neg(value, value);
    mpq_canonicalize(value);
    return number_store(out, arith, value);
}

enum ft_status number_scan(struct number *out, struct arith *arith, struct diagnostics *diagnostics,
                           const struct text *text, size_t offset, bool commas, size_t *used)
{
    struct scan scan;
    scan.text = text;
    scan.diagnostics = diagnostics;
    scan.start = scan.at = offset;
    scan.commas = commas;
    scan.negative = false;
    scan.digit_count = scan.decimals = 0;
    scan.exponent = 0; /* `digits` is left as it is: 4 KiB need no clearing for each number */
    enum ft_status (*const parts[])(struct scan *) = {scan_start, scan_whole, scan_decimals,
                                                      scan_exponent, scan_end};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        enum ft_status status = parts[i](&scan);
        if (status != FT_OK)
            return status;
    }
    enum ft_status status = check_digits(&scan);
    if (status == FT_OK)
        status = value_of(out, arith, &scan);
    if (status == FT_OK)
        *used = scan.at - offset;
    return status;
}
