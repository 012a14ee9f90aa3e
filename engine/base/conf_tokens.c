/* The bytes of a libconfig file to tokens, with the place of each. */
#include <strings.h>

#include "conf_tokens.h"

/* What an unquoted scalar is made of: numbers and the words true and false. */
static bool token_is_bare(char c)
{
    return conf_is_name(c) || c == '.' || c == '+';
}

/* Where the next token goes; NULL when memory is out. */
static inline struct token *next_token(struct cursor *cursor)
{
    struct token_list *list = &cursor->reading->tokens;
    if (list->count == list->capacity) {
        struct token *items = arena_grow(&cursor->reading->scratch, list->items, &list->capacity,
                                         sizeof *items, list->count + 1);
        if (items == NULL)
            return NULL;
        list->items = items;
    }
    return &list->items[list->count++];
}

static enum ft_status add_token(struct cursor *cursor, const struct token *token)
{
    struct token *next = next_token(cursor);
    if (next == NULL)
        return FT_NO_MEMORY;
    *next = *token;
    return FT_OK;
}

/* Keeps which bracket is open; whether they fit is another's question. */
static void note_bracket(struct cursor *cursor, char c)
{
    cursor->reading->bracket_count += conf_is_opening(c);
    if (conf_is_opening(c) && cursor->depth++ < MOST_OPEN)
        cursor->open[cursor->depth - 1] = c;
    else if (conf_is_closing(c) && cursor->depth > 0)
        cursor->depth--;
}

/* A mark that stands at the cursor, or should. Half of all tokens are marks: it is written in its place, for a
 * copy waits until what was just written can be read. */
static enum ft_status add_mark(struct cursor *cursor, char mark)
{
    const struct source *source = cursor->file->source;
    const uint32_t line = cursor->line, column = cursor->column;
    struct token *token = next_token(cursor);
    if (token == NULL)
        return FT_NO_MEMORY;
    note_bracket(cursor, mark);
    *token = (struct token){.kind = TOKEN_MARK,
                            .mark = (char)(mark == ':' ? '=' : mark),
                            .text.place = {source, line, column, 1}};
    return FT_OK;
}

/* Whether what stands at the cursor is an element of a list. */
static bool in_list(const struct cursor *cursor)
{
    return cursor->depth > 0 && cursor->depth <= MOST_OPEN &&
           conf_is_one_of(cursor->open[cursor->depth - 1], "([");
}

/* Strings side by side in a list lack a comma: nobody breaks a text within a line. */
static enum ft_status part_strings(struct cursor *cursor)
{
    const char *close = memchr(cursor->at + 1, '"', (size_t)(cursor->end - cursor->at - 1));
    const size_t length = (size_t)(close + 1 - cursor->at); /* it is ended */
    const char *word = arena_copy(cursor->reading->arena, cursor->at, length);
    struct place place = cursor_here(cursor, (uint32_t)utf8_count(cursor->at, length));
    cursor_fault_mended(cursor, place, &base_message[BASE_MISSING_COMMA], word, NULL);
    return add_mark(cursor, ',');
}

/* A string and those that follow it directly: libconfig would join them without trace. */
static enum ft_status read_strings(struct cursor *cursor)
{
    struct string string = {0};
    const uint32_t first_line = cursor->line, column = cursor->column;
    uint32_t line, width = 1;
    bool parted;
    do {
        enum ft_status status = string_read(cursor, &string);
        if (status != FT_OK)
            return status;
        line = cursor->line;
        if (string.pieces != NULL && line == first_line)
            width = cursor->column - column;
        cursor_skip_blanks(cursor);
        parted = cursor->at < cursor->end && *cursor->at == '"' && line == cursor->line &&
                 in_list(cursor) && !string_is_unended(cursor);
    } while (cursor->at < cursor->end && *cursor->at == '"' && !parted);
    if (string.length > UINT32_MAX)
        return FT_TOO_LARGE;
    if (string.bytes == NULL && !string_add(cursor, &string, "", 0))
        return FT_NO_MEMORY;
    struct token *token = next_token(cursor);
    if (token == NULL)
        return FT_NO_MEMORY;
    *token = (struct token){.kind = TOKEN_SCALAR,
                            .quoted = true,
                            .text = {.bytes = string.bytes,
                                     .length = (uint32_t)string.length,
                                     .place = {cursor->file->source, first_line, column, width},
                                     .pieces = string.pieces,
                                     .piece_count = (uint32_t)string.piece_count}};
    return parted ? part_strings(cursor) : FT_OK;
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
    const uint32_t line = cursor->line, column = cursor->column;
    const char *start = cursor->at;
    const char *end = start;
    while (end < cursor->end && conf_is_name(*end))
        end++;
    const bool dotted = end < cursor->end && token_is_bare(*end);
    while (end < cursor->end && token_is_bare(*end))
        end++;
    size_t length = (size_t)(end - start);
    cursor->at = end; /* over characters of one byte each */
    cursor->column += (uint32_t)length;
    char *word = arena_copy(arena, start, length);
    struct token *token = word == NULL ? NULL : next_token(cursor);
    if (token == NULL)
        return FT_NO_MEMORY;
    *token =
        (struct token){.kind = TOKEN_SCALAR,
                       .text = {.bytes = word,
                                .place = {cursor->file->source, line, column, (uint32_t)length},
                                .length = (uint32_t)length,
                                .piece_count = 1}};
    if (conf_is_letter(word[0]) && (!conf_is_one_of(word[0], "tTfF") || !token_is_boolean(word))) {
        token->kind = TOKEN_NAME;
        token->no_name = dotted;
        cursor->reading->name_count++;
    } else if (is_hexadecimal(word))
        cursor_fault(cursor, token->text.place, &base_message[BASE_HEXADECIMAL], word);
    else if (conf_is_digit(word[0]) && word[length - 1] == 'L')
        cursor_fault(cursor, token->text.place, &base_message[BASE_LONG_SUFFIX], word);
    return FT_OK;
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
    return !element && at > start && next < end && conf_is_digit(at[-1]) && conf_is_digit(*next);
}

/* Behind a blank: the next setting, or what a list's lost comma should have parted off. */
static bool next_begins(const char *at, const char *end, bool element)
{
    return conf_is_setting(at, end) ||
           (element && at < end && (conf_is_letter(*at) || conf_is_digit(*at) || *at == '"'));
}

/* Whether a value that began at `start` ends before `at`; inside its own brackets little does. */
static bool value_stops(const char *start, const char *at, const char *end, bool element,
                        size_t depth)
{
    if (conf_is_one_of(*at, "\r\n;#{}[]") || token_begins_with(at, end, "//") ||
        token_begins_with(at, end, "/*"))
        return true;
    if (depth > 0)
        return false;
    return *at == ')' || token_begins_with(at, end, "）") ||
           word_at(at, end, wide_ends, WIDE_ENDS) > 0 ||
           ((*at == ',' || token_begins_with(at, end, "。")) &&
            !parts_digits(start, at, end, element)) ||
           (conf_is_one_of(*at, " \t") && next_begins(conf_past_blanks(at, end), end, element));
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
            at > start && (conf_is_one_of(at[-1], "<>!=") || token_begins_with(at, end, "=="));
        if (*at == '=' && !compares)
            return NULL;
        depth += *at == '(' || token_begins_with(at, end, "（") ? 1 : 0;
        depth -= *at == ')' || token_begins_with(at, end, "）") ? 1 : 0;
    }
    if (cut && at == end)
        return NULL;
    while (at > start && conf_is_one_of(at[-1], " \t"))
        at--;
    return at;
}

/* Whether a value is more than one number or true or false, the scalars that need no quotes. */
static bool token_needs_quotes(const char *start, const char *end)
{
    bool plain = true, says_something = false;
    for (const char *at = start; at < end; at++) {
        plain = plain && token_is_bare(*at);
        says_something |= conf_is_letter(*at) || conf_is_digit(*at) || (unsigned char)*at >= 0x80;
    }
    size_t length = (size_t)(end - start);
    bool boolean = (length == 4 && strncasecmp(start, "true", 4) == 0) ||
                   (length == 5 && strncasecmp(start, "false", 5) == 0);
    return says_something && (!plain || (conf_is_letter(*start) && !boolean));
}

/* Whether a value, or the element of a list, is wanted at the cursor. */
static bool wants_value(const struct cursor *cursor, bool *element)
{
    const struct token_list *list = &cursor->reading->tokens;
    const struct token *last = list->count == 0 ? NULL : &list->items[list->count - 1];
    bool marked =
        last != NULL && last->kind == TOKEN_MARK && last->text.place.source == cursor->file->source;
    *element = marked && in_list(cursor) && conf_is_one_of(last->mark, "([,");
    return !conf_is_one_of(*cursor->at, "\"({[=:@") &&
           (*element || (marked && last->mark == '=')) && !conf_is_setting(cursor->at, cursor->end);
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
    struct place place = cursor_here(cursor, (uint32_t)utf8_count(start, (size_t)(end - start)));
    const char *typed = arena_copy(arena, start, (size_t)(end - start));
    char *text = without_quotes(arena, start, end);
    struct text_piece *piece = arena_allocate(arena, sizeof *piece);
    if (typed == NULL || text == NULL || piece == NULL)
        return FT_NO_MEMORY;
    cursor_fault_mended(cursor, place, &base_message[BASE_UNQUOTED_TEXT], typed, text);
    cursor_step_over(cursor, end);
    *piece = (struct text_piece){0, place};
    const struct token token = {.kind = TOKEN_SCALAR,
                                .quoted = true,
                                .text = {.bytes = text,
                                         .place = place,
                                         .pieces = piece,
                                         .length = (uint32_t)strlen(text),
                                         .piece_count = 1}};
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
    cursor_fault_mended(cursor, cursor_here(cursor, 1), &base_message[BASE_FULL_WIDTH],
                        full_width[index].typed, wanted);
    enum ft_status status = FT_OK;
    if (*wanted == '"')
        cursor->reading->unclear = true;
    else if (*wanted == '#')
        cursor_skip_line(cursor);
    else
        status = add_mark(cursor, *wanted);
    if (*wanted != '#')
        cursor_step(cursor);
    return status;
}

/* A character that starts no token. */
static enum ft_status stray(struct cursor *cursor)
{
    struct place place = cursor_here(cursor, 1);
    const char *start = cursor->at;
    for (size_t i = 0; i < sizeof full_width / sizeof *full_width; i++)
        if (cursor_starts(cursor, full_width[i].typed))
            return token_read_full_width(cursor, i);
    bool foreign = (unsigned char)*start >= 0x80;
    while (cursor->at < cursor->end && (unsigned char)*cursor->at >= 0x80 && foreign)
        cursor_step(cursor);
    if (!foreign)
        cursor_step(cursor);
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
        cursor_fault(cursor, place,
                     foreign ? &base_message[BASE_FOREIGN_NAME] : &base_message[BASE_STRAY], word);
    else /* several settings may have the title, so it is not read as the one that is named */
        cursor_fault_mended(cursor, place, &base_message[BASE_FOREIGN_TITLE], word, name);
    cursor->reading->unclear = true;
    return FT_OK;
}

/* ---- files ---- */

/* A value that stands without quotes, a word, or what is none of these. */
static enum ft_status read_bare(struct cursor *cursor)
{
    const char c = *cursor->at;
    bool element;
    const char *end =
        wants_value(cursor, &element) ? value_end(cursor->at, cursor->end, element) : NULL;
    if (end != NULL && token_needs_quotes(cursor->at, end))
        return read_unquoted(cursor, end);
    if (c == '@' && cursor_starts(cursor, "@include"))
        return cursor_read_include(cursor);
    if (conf_is_letter(c) || conf_is_digit(c) || conf_is_one_of(c, "+-.*"))
        return token_read_word(cursor);
    return stray(cursor);
}

static enum ft_status token_read_token(struct cursor *cursor)
{
    const char c = *cursor->at;
    if (c == '"')
        return read_strings(cursor);
    if (!conf_is_opening(c) && !conf_is_closing(c) && !conf_is_one_of(c, "=:,;"))
        return read_bare(cursor);
    const enum ft_status status = add_mark(cursor, c);
    cursor->at++;
    cursor->column++;
    return status;
}

/* Most files have fewer tokens than this: making room at once leaves no halves behind. */
enum { BYTES_A_TOKEN = 4 };

/* Room for the tokens of the first file, as much as it needs; what is included grows it. */
static bool token_make_room(struct conf_reading *reading, size_t bytes)
{
    struct token_list *list = &reading->tokens;
    if (list->items != NULL)
        return true;
    list->capacity = bytes / BYTES_A_TOKEN + 1;
    list->items = arena_reserve(&reading->scratch, list->capacity, sizeof *list->items);
    return list->items != NULL;
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
    cursor_begin_line(&cursor);
    cursor_skip_blanks(&cursor);
    while (cursor.at < cursor.end) {
        enum ft_status status = token_read_token(&cursor);
        if (status != FT_OK)
            return status;
        cursor_skip_blanks(&cursor);
    }
    return cursor.status;
}
