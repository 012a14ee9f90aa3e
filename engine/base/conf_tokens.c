/* The bytes of a libconfig file to tokens, with the place of each. */
#include <string.h>
#include <strings.h>

#include "base_internal.h"

/* More brackets than may be open at once. */
enum { MOST_OPEN = 128 };

/* Where the reader stands in one file. */
struct cursor {
    struct conf_reading *reading;
    const struct conf_file *file;
    const char *at, *end;
    uint32_t line, column;
    enum ft_status status; /* FT_OK or FT_INVALID: faults are reported and reading goes on */
    const char *line_start;
    char open[MOST_OPEN]; /* the brackets that are open here, outermost first */
    size_t depth;         /* may exceed MOST_OPEN: that is refused later */
};

static bool token_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool token_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
    return token_is_letter(c) || token_is_digit(c) || c == '_' || c == '-' || c == '*';
}

/* What an unquoted scalar is made of: numbers and the words true and false. */
static bool token_is_bare(char c)
{
    return is_name(c) || c == '.' || c == '+';
}

static bool token_is_one_of(char c, const char *marks)
{
    return c != '\0' && strchr(marks, c) != NULL;
}

static bool token_starts(const struct cursor *cursor, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(cursor->end - cursor->at) >= length && memcmp(cursor->at, word, length) == 0;
}

static struct place token_here(const struct cursor *cursor, uint32_t width)
{
    return (struct place){cursor->file->source, cursor->line, cursor->column, width};
}

static void token_begin_line(struct cursor *cursor)
{
    cursor->line_start = cursor->at;
}

/* Steps over one character. */
static void token_step(struct cursor *cursor)
{
    if (*cursor->at == '\n') {
        cursor->line++;
        cursor->column = 1;
        cursor->at++;
        token_begin_line(cursor);
        return;
    }
    uint32_t code;
    size_t used = utf8_next(cursor->at, (size_t)(cursor->end - cursor->at), &code);
    cursor->at += used == 0 ? 1 : used;
    cursor->column++;
}

/* Steps over characters of one line. */
static void step_along(struct cursor *cursor, const char *to)
{
    cursor->column += (uint32_t)utf8_count(cursor->at, (size_t)(to - cursor->at));
    cursor->at = to;
}

static void step_over(struct cursor *cursor, const char *to)
{
    while (cursor->at < to)
        token_step(cursor);
}

static void token_fault(struct cursor *cursor, struct place place, const struct message *message,
                        const char *argument)
{
    diagnostics_add(cursor->reading->diagnostics, &place, message, argument == NULL ? "" : argument,
                    NULL);
    cursor->status = FT_INVALID;
    cursor->reading->unclear = true;
}

/* The same where it is clear what was meant, which is read instead. */
static void fault_mended(struct cursor *cursor, struct place place, const struct message *message,
                         const char *typed, const char *meant)
{
    diagnostics_add(cursor->reading->diagnostics, &place, message, typed == NULL ? "" : typed,
                    meant == NULL ? "" : meant, NULL);
    cursor->status = FT_INVALID;
}

/* ---- blanks and comments ---- */

static void skip_line(struct cursor *cursor)
{
    const char *end = memchr(cursor->at, '\n', (size_t)(cursor->end - cursor->at));
    step_along(cursor, end == NULL ? cursor->end : end);
}

static void skip_block_comment(struct cursor *cursor)
{
    struct place opening = token_here(cursor, 2);
    while (cursor->at < cursor->end) {
        if (token_starts(cursor, "*/")) {
            step_over(cursor, cursor->at + 2);
            return;
        }
        token_step(cursor);
    }
    token_fault(cursor, opening, &base_message[BASE_OPEN_COMMENT], NULL);
}

/* Blanks of every width; a character that cannot be seen is one too, once it was told of. */
static bool at_blank(const struct cursor *cursor)
{
    uint32_t code;
    if (*cursor->at > ' ' && *cursor->at < 0x7F)
        return false; /* as most characters are */
    return utf8_next(cursor->at, (size_t)(cursor->end - cursor->at), &code) > 0 &&
           (unicode_is_blank(code) || unicode_is_invisible(code));
}

static void token_skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end) {
        if (at_blank(cursor))
            token_step(cursor);
        else if (*cursor->at == '#' || token_starts(cursor, "//"))
            skip_line(cursor);
        else if (token_starts(cursor, "/*"))
            skip_block_comment(cursor);
        else
            return;
    }
}

/* ---- strings ---- */

/* A string while it is read: bytes and the pieces that stand one character a column. */
struct string {
    char *bytes;
    size_t length, capacity;
    struct text_piece *pieces;
    size_t piece_count, piece_capacity;
};

static bool string_piece(struct cursor *cursor, struct string *string)
{
    struct text_piece *pieces =
        arena_grow(cursor->reading->arena, string->pieces, &string->piece_capacity, sizeof *pieces,
                   string->piece_count + 1);
    if (pieces == NULL)
        return false;
    string->pieces = pieces;
    pieces[string->piece_count++] =
        (struct text_piece){(uint32_t)string->length, token_here(cursor, 1)};
    return true;
}

static bool string_add(struct cursor *cursor, struct string *string, const char *bytes,
                       size_t length)
{
    char *grown = arena_grow(cursor->reading->arena, string->bytes, &string->capacity, 1,
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
    if (token_is_digit(c))
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
        token_fault(cursor, token_here(cursor, 2), &base_message[BASE_BAD_ESCAPE], NULL);
    else if (value == 0 || value > 0x7F)
        token_fault(cursor, token_here(cursor, 4), &base_message[BASE_ESCAPE_RANGE], NULL);
    char byte = (char)value;
    if (value > 0 && value <= 0x7F && !string_add(cursor, string, &byte, 1))
        return false;
    for (size_t i = 0; i < length && cursor->at < cursor->end; i++)
        token_step(cursor);
    return string_piece(cursor, string);
}

/* ---- a quote that is missing ---- */

static const char *past_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

/* "name =" at `at`; "==" compares inside a formula. */
static bool is_setting(const char *at, const char *end)
{
    if (at == end || !token_is_letter(*at))
        return false;
    while (at < end && is_name(*at))
        at++;
    at = past_blanks(at, end);
    return at < end && *at == '=' && (at + 1 == end || at[1] != '=');
}

/* Whether a line goes on with settings, as no text and no formula does. */
static bool begins_setting(const char *at, const char *end)
{
    at = past_blanks(at, end);
    if (at < end && (*at == '}' || *at == ')')) {
        char closing = *at;
        at = past_blanks(at + 1, end);
        return at < end && (*at == ';' || (*at == ',' && closing == '}'));
    }
    while (at < end && (*at == '{' || *at == '('))
        at = past_blanks(at + 1, end);
    return is_setting(at, end);
}

/* Whether the text that opens at the cursor's quote runs on into settings or to the file's end. */
static bool is_unended(const struct cursor *cursor)
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
        if (*at == ';' && is_setting(past_blanks(at + 1, end), end))
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
    struct place place = token_here(cursor, 1);
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
    token_fault(cursor, place, &base_message[BASE_OPEN_STRING], NULL);
    cursor->reading->quote_missing = true;
    skip_line(cursor);
}

/* Where what stands in a string as it is, on one line, ends. */
static const char *plain_end(const char *at, const char *end)
{
    while (at < end && *at != '"' && *at != '\\' && *at != '\n')
        at++;
    return at;
}

/* One quoted string, the cursor on its quote. */
static enum ft_status token_read_quoted(struct cursor *cursor, struct string *string)
{
    if (is_unended(cursor)) {
        fault_unended(cursor);
        return FT_OK;
    }
    token_step(cursor);
    if (!string_piece(cursor, string))
        return FT_NO_MEMORY;
    while (cursor->at < cursor->end && *cursor->at != '"') {
        const char *start = cursor->at;
        if (*start == '\\') {
            if (!read_escape(cursor, string))
                return FT_NO_MEMORY;
            continue;
        }
        bool newline = *start == '\n';
        if (newline)
            token_step(cursor);
        else
            step_along(cursor, plain_end(start, cursor->end));
        if (!string_add(cursor, string, start, (size_t)(cursor->at - start)) ||
            (newline && !string_piece(cursor, string)))
            return FT_NO_MEMORY;
    }
    token_step(cursor);
    return FT_OK;
}

/* ---- tokens ---- */

static enum ft_status add_token(struct cursor *cursor, const struct token *token)
{
    struct token_list *list = &cursor->reading->tokens;
    struct token *items = arena_grow(&cursor->reading->scratch, list->items, &list->capacity,
                                     sizeof *items, list->count + 1);
    if (items == NULL)
        return FT_NO_MEMORY;
    list->items = items;
    items[list->count++] = *token;
    return FT_OK;
}

/* Keeps which bracket is open; whether they fit is another's question. */
static void note_bracket(struct cursor *cursor, char c)
{
    if (token_is_one_of(c, "{([") && cursor->depth++ < MOST_OPEN)
        cursor->open[cursor->depth - 1] = c;
    else if (token_is_one_of(c, "})]") && cursor->depth > 0)
        cursor->depth--;
}

/* A mark that stands at the cursor, or should. */
static enum ft_status add_mark(struct cursor *cursor, char mark)
{
    const struct token token = {.kind = TOKEN_MARK,
                                .mark = (char)(mark == ':' ? '=' : mark),
                                .place = token_here(cursor, 1)};
    note_bracket(cursor, mark);
    return add_token(cursor, &token);
}

/* Whether what stands at the cursor is an element of a list. */
static bool in_list(const struct cursor *cursor)
{
    return cursor->depth > 0 && cursor->depth <= MOST_OPEN &&
           token_is_one_of(cursor->open[cursor->depth - 1], "([");
}

/* Strings side by side in a list lack a comma: nobody breaks a text within a line. */
static enum ft_status part_strings(struct cursor *cursor)
{
    const char *close = memchr(cursor->at + 1, '"', (size_t)(cursor->end - cursor->at - 1));
    const size_t length = (size_t)(close + 1 - cursor->at); /* it is ended */
    const char *word = arena_copy(cursor->reading->arena, cursor->at, length);
    struct place place = token_here(cursor, (uint32_t)utf8_count(cursor->at, length));
    fault_mended(cursor, place, &base_message[BASE_MISSING_COMMA], word, NULL);
    return add_mark(cursor, ',');
}

/* A string and those that follow it directly: libconfig would join them without trace. */
static enum ft_status read_strings(struct cursor *cursor)
{
    struct string string = {0};
    struct token token = {.kind = TOKEN_SCALAR, .quoted = true, .place = token_here(cursor, 1)};
    const char *start = cursor->at, *end = start;
    if (!string_add(cursor, &string, "", 0))
        return FT_NO_MEMORY;
    uint32_t line;
    bool parted;
    do {
        enum ft_status status = token_read_quoted(cursor, &string);
        if (status != FT_OK)
            return status;
        line = cursor->line;
        if (string.pieces != NULL && line == token.place.line)
            end = cursor->at;
        token_skip_blanks(cursor);
        parted = cursor->at < cursor->end && *cursor->at == '"' && line == cursor->line &&
                 in_list(cursor) && !is_unended(cursor);
    } while (cursor->at < cursor->end && *cursor->at == '"' && !parted);
    token.place.width = end == start ? 1 : (uint32_t)utf8_count(start, (size_t)(end - start));
    if (string.length > UINT32_MAX)
        return FT_TOO_LARGE;
    token.text = (struct text){.bytes = string.bytes,
                               .length = (uint32_t)string.length,
                               .place = token.place,
                               .pieces = string.pieces,
                               .piece_count = (uint32_t)string.piece_count};
    enum ft_status status = add_token(cursor, &token);
    return status == FT_OK && parted ? part_strings(cursor) : status;
}

static bool is_hexadecimal(const char *word)
{
    word += *word == '-' || *word == '+';
    return word[0] == '0' && (word[1] == 'x' || word[1] == 'X');
}

/* libconfig reads these words in any case: as names they would turn into its own scalars. */
static bool token_is_boolean(const char *word)
{
    return strcasecmp(word, "true") == 0 || strcasecmp(word, "false") == 0;
}

/* A run of name characters (and of numbers: "." and "+"): a name, or an unquoted scalar. */
static enum ft_status token_read_word(struct cursor *cursor)
{
    struct arena *arena = cursor->reading->arena;
    struct token token = {.kind = TOKEN_SCALAR, .place = token_here(cursor, 1)};
    const char *start = cursor->at;
    const char *end = start;
    while (end < cursor->end && token_is_bare(*end))
        end++;
    step_along(cursor, end);
    size_t length = (size_t)(end - start);
    char *word = arena_copy(arena, start, length);
    struct text_piece *piece = arena_allocate(arena, sizeof *piece);
    if (word == NULL || piece == NULL)
        return FT_NO_MEMORY;
    token.place.width = (uint32_t)length;
    *piece = (struct text_piece){0, token.place};
    token.text = (struct text){word, (uint32_t)length, token.place, piece, 1};
    if (token_is_letter(word[0]) && !token_is_boolean(word))
        token.kind = TOKEN_NAME;
    else if (is_hexadecimal(word))
        token_fault(cursor, token.place, &base_message[BASE_HEXADECIMAL], word);
    else if (token_is_digit(word[0]) && word[length - 1] == 'L')
        token_fault(cursor, token.place, &base_message[BASE_LONG_SUFFIX], word);
    return add_token(cursor, &token);
}

/* ---- a value that lacks its quotes ---- */

static bool token_begins_with(const char *at, const char *end, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(end - at) >= length && memcmp(at, word, length) == 0;
}

/* The length of the word of `words` that stands at `at`, before `end`; 0 where none does. */
static size_t word_at(const char *at, const char *end, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (*at == words[i][0] && token_begins_with(at, end, words[i]))
            return strlen(words[i]);
    return 0;
}

/* What people type for a quote, and what ends a value though it is no ASCII. */
static const char *const quote_marks[] = {"\"", "'", "“", "”", "‘", "’", "＂"};
static const char *const wide_ends[] = {"；", "，", "｝", "］", "】"};
static const char *const wide_starts[] = {"；", "，", "：", "＝", "（", "）", "｛",
                                          "｝", "［", "］", "、", "。", "【", "】"};
enum {
    QUOTE_MARKS = sizeof quote_marks / sizeof *quote_marks,
    WIDE_ENDS = sizeof wide_ends / sizeof *wide_ends,
    WIDE_STARTS = sizeof wide_starts / sizeof *wide_starts
};

/* A comma, or a point typed as 。, between digits: part of a number, but for a list's commas. */
static bool parts_digits(const char *start, const char *at, const char *end, bool element)
{
    const char *next = at + (token_begins_with(at, end, "。") ? strlen("。") : 1);
    return !element && at > start && next < end && token_is_digit(at[-1]) && token_is_digit(*next);
}

/* Behind a blank: the next setting, or what a list's lost comma should have parted off. */
static bool next_begins(const char *at, const char *end, bool element)
{
    return is_setting(at, end) ||
           (element && at < end && (token_is_letter(*at) || token_is_digit(*at) || *at == '"'));
}

/* Whether a value that began at `start` ends before `at`; inside its own brackets little does. */
static bool value_stops(const char *start, const char *at, const char *end, bool element,
                        size_t depth)
{
    if (token_is_one_of(*at, "\r\n;#{}[]") || token_begins_with(at, end, "//") ||
        token_begins_with(at, end, "/*"))
        return true;
    if (depth > 0)
        return false;
    return *at == ')' || token_begins_with(at, end, "）") ||
           word_at(at, end, wide_ends, WIDE_ENDS) > 0 ||
           ((*at == ',' || token_begins_with(at, end, "。")) &&
            !parts_digits(start, at, end, element)) ||
           (token_is_one_of(*at, " \t") && next_begins(past_blanks(at, end), end, element));
}

/* Past the quote that fits the one at `at`, on the same line; `at` where there is none. */
static const char *past_quotes(const char *at, const char *end)
{
    const char *inside = at + word_at(at, end, quote_marks, QUOTE_MARKS);
    for (const char *next = inside; next > at && next < end && *next != '\n'; next++) {
        size_t length = word_at(next, end, quote_marks, QUOTE_MARKS);
        if (length > 0)
            return next + length;
    }
    return at;
}

/* A longer one is no value that somebody typed; looking no further keeps reading linear. */
enum { LONGEST_VALUE = 256 };

/* The end of the value at `start` that stands without quotes: 2.32 亿元, max(a, b). NULL where it
 * begins with punctuation, is long, or an "=" in it shows that it is none. */
static const char *value_end(const char *start, const char *end, bool element)
{
    size_t depth = 0;
    bool cut = (size_t)(end - start) > LONGEST_VALUE;
    end = cut ? start + LONGEST_VALUE : end;
    const char *at = past_quotes(start, end);
    if (word_at(start, end, wide_starts, WIDE_STARTS) > 0)
        return NULL;
    for (; at < end && !value_stops(start, at, end, element, depth); at++) {
        bool compares =
            at > start && (token_is_one_of(at[-1], "<>!=") || token_begins_with(at, end, "=="));
        if (*at == '=' && !compares)
            return NULL;
        depth += *at == '(' || token_begins_with(at, end, "（") ? 1 : 0;
        depth -= *at == ')' || token_begins_with(at, end, "）") ? 1 : 0;
    }
    if (cut && at == end)
        return NULL;
    while (at > start && token_is_one_of(at[-1], " \t"))
        at--;
    return at;
}

/* Whether a value is more than one number or true or false, the scalars that need no quotes. */
static bool token_needs_quotes(const char *start, const char *end)
{
    bool plain = true, says_something = false;
    for (const char *at = start; at < end; at++) {
        plain = plain && token_is_bare(*at);
        says_something |= token_is_letter(*at) || token_is_digit(*at) || (unsigned char)*at >= 0x80;
    }
    size_t length = (size_t)(end - start);
    bool boolean = (length == 4 && strncasecmp(start, "true", 4) == 0) ||
                   (length == 5 && strncasecmp(start, "false", 5) == 0);
    return says_something && (!plain || (token_is_letter(*start) && !boolean));
}

/* Whether a value, or the element of a list, is wanted at the cursor. */
static bool wants_value(const struct cursor *cursor, bool *element)
{
    const struct token_list *list = &cursor->reading->tokens;
    const struct token *last = list->count == 0 ? NULL : &list->items[list->count - 1];
    bool marked =
        last != NULL && last->kind == TOKEN_MARK && last->place.source == cursor->file->source;
    *element = marked && in_list(cursor) && token_is_one_of(last->mark, "([,");
    return !token_is_one_of(*cursor->at, "\"({[=:@") &&
           (*element || (marked && last->mark == '=')) && !is_setting(cursor->at, cursor->end);
}

/* The value as it should be written, between its quotes. */
static char *without_quotes(struct arena *arena, const char *start, const char *end)
{
    char *text = arena_copy(arena, start, (size_t)(end - start)), *to = text;
    for (const char *at = start; text != NULL && at < end;) {
        size_t quote = word_at(at, end, quote_marks, QUOTE_MARKS);
        bool kept = quote == 0 || (*at == '\'' && at > start && at + 1 < end); /* a 'symbol' */
        if (kept)
            *to++ = *at++;
        else
            at += quote;
    }
    if (text != NULL)
        *to = '\0';
    return text;
}

/* Reports a value that lacks its quotes and takes it as if it had them, to find what is wrong
 * behind it. */
static enum ft_status read_unquoted(struct cursor *cursor, const char *end)
{
    struct arena *arena = cursor->reading->arena;
    const char *start = cursor->at;
    struct place place = token_here(cursor, (uint32_t)utf8_count(start, (size_t)(end - start)));
    const char *typed = arena_copy(arena, start, (size_t)(end - start));
    char *text = without_quotes(arena, start, end);
    struct text_piece *piece = arena_allocate(arena, sizeof *piece);
    if (typed == NULL || text == NULL || piece == NULL)
        return FT_NO_MEMORY;
    fault_mended(cursor, place, &base_message[BASE_UNQUOTED_TEXT], typed, text);
    step_over(cursor, end);
    *piece = (struct text_piece){0, place};
    const struct token token = {.kind = TOKEN_SCALAR,
                                .quoted = true,
                                .place = place,
                                .text = {text, (uint32_t)strlen(text), place, piece, 1}};
    return add_token(cursor, &token);
}

/* Punctuation of a Chinese keyboard and what libconfig wants in its place. */
static const struct {
    const char *typed, *wanted;
} full_width[] = {
    {"；", ";"}, {"，", ","}, {"：", "="}, {"＝", "="}, {"（", "("}, {"）", ")"},  {"｛", "{"},
    {"｝", "}"}, {"［", "["}, {"］", "]"}, {"“", "\""}, {"”", "\""}, {"＂", "\""}, {"‘", "\""},
    {"’", "\""}, {"、", ","}, {"。", ";"}, {"【", "("}, {"】", ")"}, {"＃", "#"},
};

/* Punctuation of a Chinese keyboard is read as what it stands for; where a quote is meant, it is
 * not known what stands in it. */
static enum ft_status token_read_full_width(struct cursor *cursor, size_t index)
{
    const char *wanted = full_width[index].wanted;
    fault_mended(cursor, token_here(cursor, 1), &base_message[BASE_FULL_WIDTH],
                 full_width[index].typed, wanted);
    enum ft_status status = FT_OK;
    if (*wanted == '"')
        cursor->reading->unclear = true;
    else if (*wanted == '#')
        skip_line(cursor);
    else
        status = add_mark(cursor, *wanted);
    if (*wanted != '#')
        token_step(cursor);
    return status;
}

/* A character that starts no token. */
static enum ft_status stray(struct cursor *cursor)
{
    struct place place = token_here(cursor, 1);
    const char *start = cursor->at;
    for (size_t i = 0; i < sizeof full_width / sizeof *full_width; i++)
        if (token_starts(cursor, full_width[i].typed))
            return token_read_full_width(cursor, i);
    bool foreign = (unsigned char)*start >= 0x80;
    while (cursor->at < cursor->end && (unsigned char)*cursor->at >= 0x80 && foreign)
        token_step(cursor);
    if (!foreign)
        token_step(cursor);
    char word[64];
    size_t length = (size_t)(cursor->at - start);
    length = length < sizeof word ? length : sizeof word - 1;
    memcpy(word, start, length);
    word[length] = '\0';
    place.width = (uint32_t)utf8_count(word, length);
    const struct diagnostics *diagnostics = cursor->reading->diagnostics;
    const struct map *titles = !foreign || diagnostics->titles == NULL
                                   ? NULL
                                   : diagnostics->titles(diagnostics->titles_context);
    const char *name = titles == NULL ? NULL : map_get(titles, word);
    if (name == NULL)
        token_fault(cursor, place,
                    foreign ? &base_message[BASE_FOREIGN_NAME] : &base_message[BASE_STRAY], word);
    else /* several settings may have the title, so it is not read as the one that is named */
        fault_mended(cursor, place, &base_message[BASE_FOREIGN_TITLE], word, name);
    cursor->reading->unclear = true;
    return FT_OK;
}

/* ---- includes ---- */

/* "a.cfg → b.cfg → a.cfg", outermost first; NULL when memory is out. */
static const char *chain(struct arena *arena, const struct conf_file *file, const char *last)
{
    const char *text = last;
    for (; file != NULL && text != NULL; file = file->includer)
        text = arena_format(arena, "%s → %s", file->source->path, text);
    return text;
}

static bool is_open(const struct conf_file *file, const char *path)
{
    for (; file != NULL; file = file->includer)
        if (strcmp(file->source->path, path) == 0)
            return true;
    return false;
}

static bool is_inside(const char *path, const char *root)
{
    size_t length = strlen(root);
    while (length > 0 && root[length - 1] == '/')
        length--;
    return length == 0 || (strncmp(path, root, length) == 0 && path[length] == '/');
}

/* What one file counts for at least: a folder of empty files costs time and memory as well. */
enum { LEAST_FILE_BYTES = 4096 };

/* Takes a file into account; false where all files together become too large. */
static bool take_file(struct conf_reading *reading, const struct source *source)
{
    const size_t limit = limits[LIMIT_CONF_TOTAL_BYTES].value;
    size_t bytes = source->length < LEAST_FILE_BYTES ? LEAST_FILE_BYTES : source->length;
    if (bytes > limit - reading->total_bytes)
        return false;
    reading->total_bytes += bytes;
    return true;
}

/* What keeps a file from being included, before it is opened. */
static const struct message *include_fault(const struct cursor *cursor, const char *path)
{
    const struct conf_file *file = cursor->file;
    if (!is_inside(path, cursor->reading->root))
        return &base_message[BASE_INCLUDE_OUTSIDE];
    if (is_open(file, path))
        return &base_message[BASE_INCLUDE_CIRCLE];
    if (file->depth >= limits[LIMIT_CONF_INCLUDE_DEPTH].value)
        return &base_message[BASE_INCLUDE_DEPTH];
    return NULL;
}

/* A file that cannot be included is reported and left out; one too large ends the reading, for
 * each that follows would be read in vain. */
static enum ft_status include(struct cursor *cursor, const char *name, struct place place)
{
    struct conf_reading *reading = cursor->reading;
    if (reading->root == NULL || !file_stays_below(name)) {
        token_fault(cursor, place, &base_message[BASE_INCLUDE_OUTSIDE], name);
        return FT_OK;
    }
    const char *path = file_beside(reading->arena, cursor->file->source->path, name);
    const char *way = path == NULL ? NULL : chain(reading->arena, cursor->file, path);
    if (way == NULL)
        return FT_NO_MEMORY;
    const struct message *message = include_fault(cursor, path);
    if (message != NULL) {
        token_fault(cursor, place, message,
                    message == &base_message[BASE_INCLUDE_OUTSIDE] ? name : way);
        return FT_OK;
    }
    struct conf_file inner = {.includer = cursor->file, .depth = cursor->file->depth + 1};
    enum ft_status status = file_read(&inner.source, reading->arena, reading->diagnostics, path,
                                      LIMIT_CONF_FILE_BYTES, &place);
    reading->unclear |= status != FT_OK;
    if (status == FT_OK && !take_file(reading, inner.source)) {
        token_fault(cursor, place, &base_message[BASE_INCLUDE_BYTES], way);
        return FT_TOO_LARGE;
    }
    if (status == FT_OK)
        status = conf_tokenize(reading, &inner);
    if (status != FT_OK)
        cursor->status = FT_INVALID;
    return status == FT_NO_MEMORY || status == FT_TOO_LARGE ? status : FT_OK;
}

static enum ft_status read_include(struct cursor *cursor)
{
    struct place place = token_here(cursor, 8);
    if (!token_starts(cursor, "@include"))
        return stray(cursor);
    step_over(cursor, cursor->at + 8);
    token_skip_blanks(cursor);
    struct string name = {0};
    struct place asked = token_here(cursor, 1);
    if (cursor->at == cursor->end || *cursor->at != '"') {
        token_fault(cursor, place, &base_message[BASE_INCLUDE_NAME], NULL);
        return FT_OK;
    }
    if (!string_add(cursor, &name, "", 0))
        return FT_NO_MEMORY;
    enum ft_status status = token_read_quoted(cursor, &name);
    asked.width = (uint32_t)utf8_count(name.bytes, name.length) + 2;
    return status == FT_OK ? include(cursor, name.bytes, asked) : status;
}

/* ---- files ---- */

static enum ft_status token_read_token(struct cursor *cursor)
{
    char c = *cursor->at;
    bool element;
    const char *end =
        wants_value(cursor, &element) ? value_end(cursor->at, cursor->end, element) : NULL;
    if (end != NULL && token_needs_quotes(cursor->at, end))
        return read_unquoted(cursor, end);
    if (c == '"')
        return read_strings(cursor);
    if (c == '@')
        return read_include(cursor);
    if (token_is_letter(c) || token_is_digit(c) || strchr("+-.*", c) != NULL)
        return token_read_word(cursor);
    if (strchr("=:{}()[],;", c) == NULL)
        return stray(cursor);
    enum ft_status status = add_mark(cursor, c);
    token_step(cursor);
    return status;
}

/* Most files have fewer tokens than this: making room at once leaves no halves behind. */
enum { BYTES_A_TOKEN = 7 };

static bool token_make_room(struct conf_reading *reading, size_t bytes)
{
    struct token_list *list = &reading->tokens;
    struct token *items = arena_grow(&reading->scratch, list->items, &list->capacity, sizeof *items,
                                     list->count + bytes / BYTES_A_TOKEN + 1);
    if (items != NULL)
        list->items = items;
    return items != NULL;
}

enum ft_status conf_tokenize(struct conf_reading *reading, const struct conf_file *file)
{
    struct cursor cursor = {.reading = reading,
                            .file = file,
                            .at = file->source->bytes,
                            .end = file->source->bytes + file->source->length,
                            .line = 1,
                            .column = 1};
    if (!token_make_room(reading, file->source->length))
        return FT_NO_MEMORY;
    if (!source_all_visible(file->source, reading->diagnostics))
        cursor.status = FT_INVALID;
    token_begin_line(&cursor);
    token_skip_blanks(&cursor);
    while (cursor.at < cursor.end) {
        enum ft_status status = token_read_token(&cursor);
        if (status != FT_OK)
            return status;
        token_skip_blanks(&cursor);
    }
    return cursor.status;
}
