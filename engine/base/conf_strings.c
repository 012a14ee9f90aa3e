/* The quoted strings of a libconfig file, and where the quote is that one of them lacks. */
#include "conf_tokens.h"

static bool string_piece(struct cursor *cursor, struct string *string)
{
    struct arena *arena = cursor->reading->arena;
    struct text_piece *pieces =
        string->pieces == NULL /* most strings have no second one */
            ? arena_reserve(arena, string->piece_capacity = 1, sizeof *pieces)
            : arena_grow(arena, string->pieces, &string->piece_capacity, sizeof *pieces,
                         string->piece_count + 1);
    if (pieces == NULL)
        return false;
    string->pieces = pieces;
    pieces[string->piece_count++] =
        (struct text_piece){(uint32_t)string->length, cursor_here(cursor, 1)};
    return true;
}

bool string_add(struct cursor *cursor, struct string *string, const char *bytes, size_t length)
{
    struct arena *arena = cursor->reading->arena;
    char *grown = string->bytes == NULL ? arena_reserve(arena, string->capacity = length + 1, 1)
                                        : arena_grow(arena, string->bytes, &string->capacity, 1,
                                                     string->length + length + 1);
    if (grown == NULL)
        return false;
    memcpy(grown + string->length, bytes, length);
    string->bytes = grown;
    string->length += length;
    grown[string->length] = '\0';
    return true;
}

static int token_hex_digit(char c)
{
    if (conf_is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The character that an escape stands for, its length in the file in `*length`; -1 where none. */
static int escape_value(const char *at, const char *end, size_t *length)
{
    static const char letters[] = "\\\"ntrf", values[] = "\\\"\n\t\r\f";
    *length = 2;
    if (end - at < 2)
        return -1;
    const char *found = at[1] == '\0' ? NULL : strchr(letters, at[1]);
    if (found != NULL)
        return values[found - letters];
    if (at[1] != 'x' || end - at < 4 || token_hex_digit(at[2]) < 0 || token_hex_digit(at[3]) < 0)
        return -1;
    *length = 4;
    return token_hex_digit(at[2]) * 16 + token_hex_digit(at[3]);
}

static bool read_escape(struct cursor *cursor, struct string *string)
{
    size_t length;
    int value = escape_value(cursor->at, cursor->end, &length);
    if (value < 0)
        cursor_fault(cursor, cursor_here(cursor, 2), &base_message[BASE_BAD_ESCAPE], NULL);
    else if (value == 0 || value > 0x7F)
        cursor_fault(cursor, cursor_here(cursor, 4), &base_message[BASE_ESCAPE_RANGE], NULL);
    char byte = (char)value;
    if (value > 0 && value <= 0x7F && !string_add(cursor, string, &byte, 1))
        return false;
    for (size_t i = 0; i < length && cursor->at < cursor->end; i++)
        cursor_step(cursor);
    return string_piece(cursor, string);
}

/* ---- a quote that is missing ---- */

bool conf_is_setting(const char *at, const char *end)
{
    if (at == end || !conf_is_letter(*at))
        return false;
    while (at < end && conf_is_name(*at))
        at++;
    at = conf_past_blanks(at, end);
    return at < end && *at == '=' && (at + 1 == end || at[1] != '=');
}

/* Whether a line goes on with settings, as no text and no formula does. */
static bool begins_setting(const char *at, const char *end)
{
    at = conf_past_blanks(at, end);
    if (at < end && (*at == '}' || *at == ')')) {
        char closing = *at;
        at = conf_past_blanks(at + 1, end);
        return at < end && (*at == ';' || (*at == ',' && closing == '}'));
    }
    while (at < end && (*at == '{' || *at == '('))
        at = conf_past_blanks(at + 1, end);
    return conf_is_setting(at, end);
}

bool string_is_unended(const struct cursor *cursor)
{
    for (const char *at = cursor->at + 1; at < cursor->end && *at != '"'; at++) {
        if (*at == '\n' && begins_setting(at + 1, cursor->end))
            return true;
        if (*at == '\\')
            at++;
        if (at + 1 >= cursor->end)
            return true;
    }
    return cursor->at + 1 >= cursor->end;
}

/* Whether a text holds "; name =": then the quote that should end it is the one that is missing. */
static bool holds_setting(const char *at, const char *end)
{
    for (; at < end; at++)
        if (*at == ';' && conf_is_setting(conf_past_blanks(at + 1, end), end))
            return true;
    return false;
}

/*
 * A quote is missing in the cursor's line. It need not be that of the last text, which runs on:
 * where an earlier one lacks its end, texts and what lies between them change places. What was said
 * of this line before follows from that.
 */
static void fault_unended(struct cursor *cursor)
{
    struct place place = cursor_here(cursor, 1);
    uint32_t column = 1;
    const char *last = cursor->at;
    for (const char *at = cursor->line_start; at < last; at++, column++) {
        const char *close = *at == '"' ? memchr(at + 1, '"', (size_t)(last - at - 1)) : NULL;
        if (close != NULL && holds_setting(at + 1, close)) {
            place.column = column;
            break;
        }
        if (close != NULL) {
            column += (uint32_t)utf8_count(at, (size_t)(close - at));
            at = close;
        }
        while (at + 1 < last && ((unsigned char)at[1] & 0xC0) == 0x80)
            at++;
    }
    diagnostics_retract(cursor->reading->diagnostics, &place);
    cursor_fault(cursor, place, &base_message[BASE_OPEN_STRING], NULL);
    cursor->reading->quote_missing = true;
    cursor_skip_line(cursor);
}

/* ---- a string that is whole ---- */

/* Where what stands in a string as it is, on one line, ends. */
static const char *plain_end(const char *at, const char *end)
{
    while (at < end && *at != '"' && *at != '\\' && *at != '\n')
        at++;
    return at;
}

/* The quote that ends the string at the cursor, where that is in the same line and no escape is
 * before it, as in nearly all; NULL elsewhere. */
static const char *plain_close(const struct cursor *cursor)
{
    const char *start = cursor->at + 1;
    const char *close = memchr(start, '"', (size_t)(cursor->end - start));
    const size_t length = close == NULL ? 0 : (size_t)(close - start);
    const bool plain =
        close != NULL && memchr(start, '\n', length) == NULL && memchr(start, '\\', length) == NULL;
    return plain ? close : NULL;
}

/* The rest of a string, its opening quote passed. */
static enum ft_status read_rest(struct cursor *cursor, struct string *string)
{
    while (cursor->at < cursor->end && *cursor->at != '"') {
        const char *start = cursor->at;
        if (*start == '\\') {
            if (!read_escape(cursor, string))
                return FT_NO_MEMORY;
            continue;
        }
        bool newline = *start == '\n';
        if (newline)
            cursor_step(cursor);
        else
            cursor_step_along(cursor, plain_end(start, cursor->end));
        if (!string_add(cursor, string, start, (size_t)(cursor->at - start)) ||
            (newline && !string_piece(cursor, string)))
            return FT_NO_MEMORY;
    }
    return FT_OK;
}

enum ft_status string_read(struct cursor *cursor, struct string *string)
{
    const char *close = plain_close(cursor);
    if (close == NULL && string_is_unended(cursor)) {
        fault_unended(cursor);
        return FT_OK;
    }
    cursor_step(cursor);
    if (!string_piece(cursor, string))
        return FT_NO_MEMORY;
    if (close == NULL) {
        const enum ft_status status = read_rest(cursor, string);
        if (status != FT_OK)
            return status;
    } else {
        const char *start = cursor->at;
        cursor_step_along(cursor, close);
        if (!string_add(cursor, string, start, (size_t)(close - start)))
            return FT_NO_MEMORY;
    }
    cursor_step(cursor);
    return FT_OK;
}
