/*
 * Texts as cells of CSV that a spreadsheet may open: nothing in them is run, and none is taken for
 * a number or a date and shown as another.
 */
#include <string.h>

#include "base.h"

/* ---- what a spreadsheet would run ---- */

/* What a formula begins with, in East Asian spreadsheets also as wide as a Chinese character. */
static bool is_formula_sign(uint32_t code)
{
    static const uint32_t signs[] = {'=',    '+',    '-',    '@',    0xFF1D, 0xFF0B,
                                     0xFF0D, 0xFF20, 0xFE66, 0xFE62, 0xFE63, 0xFE6B};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (code == signs[i])
            return true;
    return false;
}

static size_t next_character(const char *text, size_t length, uint32_t *code)
{
    size_t used = utf8_next(text, length, code);
    return used == 0 ? 1 : used;
}

/* Blanks and what cannot be seen stand before it without effect. */
static bool is_run(const char *text, size_t length)
{
    if (length > 0 && (text[0] == '\t' || text[0] == '\r' || text[0] == '\n'))
        return true;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        at += next_character(text + at, length - at, &code);
        if (!unicode_is_blank(code) && !unicode_is_invisible(code))
            return is_formula_sign(code);
    }
    return false;
}

/* ---- what a spreadsheet would take for a number, a date or a time ---- */

static bool is_ascii_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

static bool csv_cell_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_wide_digit(uint32_t code)
{
    return code >= 0xFF10 && code <= 0xFF19;
}

/* What stands between the digits of numbers, dates and times, and around them. */
static bool is_number_mark(uint32_t code)
{
    static const uint32_t marks[] = {
        0xA3,   0xA5,   0x20AC, 0xFFE5, 0xFF05, 0xFF0C, 0xFF0E, 0xFF0F,
        0xFF1A, 0xFF08, 0xFF09, 0xFF0D, 0xFF0B, 0x5E74, 0x6708, 0x65E5,
        0x65F6, 0x6642, 0x5206, 0x79D2, 0x4E0A, 0x4E0B, 0x5348 /* 年月日时時分秒上下午 */
    };
    if (code < 0x80)
        return code != 0 && strchr(" .,/-:+()%$", (int)code) != NULL;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (code == marks[i])
            return true;
    return unicode_is_blank(code);
}

static bool csv_cell_is_word(const char *text, size_t length, const char *word)
{
    size_t i = 0;
    while (i < length && word[i] != '\0' && (text[i] | 0x20) == word[i])
        i++;
    return i == length && word[i] == '\0';
}

/* "Mar", "March", "Sept": the beginning of a month's name, three letters of it or more. */
static bool is_month(const char *text, size_t length)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (length >= 3 && length <= strlen(months[i])) {
            size_t same = 0;
            while (same < length && (text[same] | 0x20) == months[i][same])
                same++;
            if (same == length)
                return true;
        }
    return false;
}

/* The letters of 1E5, 3 pm, 2022-06-30T10:00Z and 1-Mar: `length` of them at `at` of the whole. */
static bool is_number_word(const char *whole, size_t whole_length, size_t at, size_t length)
{
    const char *const text = whole + at;
    char before = '\0', behind = '\0'; /* the bytes beside them, NUL at the ends */
    if (at > 0)
        before = whole[at - 1];
    if (at + length < whole_length)
        behind = text[length];
    if (is_month(text, length))
        return true;
    if (csv_cell_is_word(text, length, "e"))
        return (csv_cell_is_digit(before) || before == '.') &&
               (csv_cell_is_digit(behind) || behind == '+' || behind == '-');
    if (csv_cell_is_word(text, length, "t") || csv_cell_is_word(text, length, "z"))
        return csv_cell_is_digit(before);
    return (before == ' ' || csv_cell_is_digit(before)) &&
           (csv_cell_is_word(text, length, "am") || csv_cell_is_word(text, length, "pm") ||
            (before == ' ' &&
             (csv_cell_is_word(text, length, "a") || csv_cell_is_word(text, length, "p"))));
}

/* As a spreadsheet shows it again: up to 11 digits, none of them lost at either end. */
static bool is_kept_number(const char *text, size_t length)
{
    enum { SHOWN_DIGITS = 11 };
    size_t whole = 0, rest;
    while (whole < length && csv_cell_is_digit(text[whole]))
        whole++;
    if (whole == 0 || (whole > 1 && text[0] == '0') || length > SHOWN_DIGITS)
        return false;
    if (whole == length)
        return true;
    for (rest = whole + 1; rest < length && csv_cell_is_digit(text[rest]); rest++)
        continue;
    return text[whole] == '.' && rest == length && rest > whole + 1 && text[rest - 1] != '0';
}

static bool is_spoiled(const char *text, size_t length)
{
    bool digits = false;
    if (is_kept_number(text, length))
        return false;
    if (csv_cell_is_word(text, length, "true") || csv_cell_is_word(text, length, "false"))
        return true;
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t used = next_character(text + at, length - at, &code), letters = 0;
        while (at + letters < length && is_ascii_letter(text[at + letters]))
            letters++;
        if (letters > 0) {
            if (!is_number_word(text, length, at, letters))
                return false;
            used = letters;
        } else if (code < 0x80 ? csv_cell_is_digit((char)code) : is_wide_digit(code)) {
            digits = true;
        } else if (!is_number_mark(code)) {
            return false;
        }
        at += used;
    }
    return digits;
}

/* ---- a cell ---- */

/* May a text of plain letters begin like a month, true or false? */
static bool may_begin_word(const char *text, size_t length)
{
    return length >= 3 && is_ascii_letter(text[1]) && is_ascii_letter(text[2]) &&
           strchr("jfmasondt", text[0] | 0x20) != NULL;
}

bool csv_cell_is_plain(const char *text, size_t length)
{
    if (length == 0)
        return true;
    for (size_t i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)text[i];
        if (byte < ' ' || byte >= 0x7F || byte == ',' || byte == '"' || byte == ';')
            return false;
    }
    if (is_ascii_letter(text[0]))
        return text[length - 1] != ' ' && !may_begin_word(text, length);
    return is_kept_number(text, length);
}

/* Line ends and tabs are kept as they are: a spreadsheet shows them. */
static bool is_kept(uint32_t code, const char *behind, const char *end)
{
    return code == '\n' || code == '\t' || (code == '\r' && behind < end && *behind == '\n') ||
           !unicode_is_invisible(code);
}

static bool is_quoted(const char *text, size_t length)
{
    static const char quoted[] = {',', '"', '\r', '\n', '\t', ';'};
    for (size_t i = 0; i < length; i++)
        if (memchr(quoted, text[i], sizeof quoted) != NULL)
            return true;
    return length > 0 && (text[0] == ' ' || text[length - 1] == ' ');
}

size_t csv_cell_write(char *out, const char *text, size_t length)
{
    const bool run = is_run(text, length), spoiled = !run && is_spoiled(text, length);
    const bool quoted = run || spoiled || is_quoted(text, length);
    const char *const end = text + length;
    char *at = out;
    if (quoted)
        *at++ = '"';
    if (run)
        *at++ = '\'';
    while (text < end) {
        uint32_t code;
        size_t used = utf8_next(text, (size_t)(end - text), &code);
        if (used > 0 && is_kept(code, text + used, end)) {
            if (code == '"')
                *at++ = '"';
            memcpy(at, text, used);
            at += used;
        } else {
            char part[5] = "", shown[16];
            used = used == 0 ? 1 : used;
            memcpy(part, text, used);
            text_escape(shown, sizeof shown, part);
            at = stpcpy(at, shown);
        }
        text += used;
    }
    if (spoiled)
        *at++ = '\t';
    if (quoted)
        *at++ = '"';
    return (size_t)(at - out);
}

size_t csv_cell_room(const char *text, size_t length)
{
    /* A byte that cannot be seen takes 6 characters, "\u{7F}"; a quote takes 2. */
    enum { SHORT = 1024, MOST = 6 };
    size_t room = sizeof "\"'\t\"";
    if (length <= SHORT)
        return room + MOST * length;
    for (size_t at = 0, used; at < length;
         at += used) { /* a list of many rows is not taken so often */
        uint32_t code;
        used = utf8_next(text + at, length - at, &code);
        const bool kept = used > 0 && is_kept(code, text + at + used, text + length);
        used = used == 0 ? 1 : used;
        room += kept ? used + (code == '"') : MOST * used;
    }
    return room;
}

bool csv_cell_add(struct growing_text *text, const char *cell, size_t length)
{
    if (csv_cell_is_plain(cell, length))
        return growing_add(text, cell, length);
    if (!growing_reserve(text, csv_cell_room(cell, length)))
        return false;
    text->length += csv_cell_write(text->bytes + text->length, cell, length);
    return true;
}
