/* A formula's text to tokens. What Excel users and Chinese keyboards type instead gets its mend
 * here. */
#include <string.h>
#include <strings.h>

#include "syntax.h"

const char *const mark_text[MARK_COUNT] = {
    [MARK_ADD] = "+",        [MARK_SUBTRACT] = "-",     [MARK_MULTIPLY] = "*",
    [MARK_DIVIDE] = "/",     [MARK_POWER] = "^",        [MARK_EQUAL] = "==",
    [MARK_UNEQUAL] = "!=",   [MARK_LESS_EQUAL] = "<=",  [MARK_GREATER_EQUAL] = ">=",
    [MARK_LESS] = "<",       [MARK_GREATER] = ">",      [MARK_OPEN] = "(",
    [MARK_CLOSE] = ")",      [MARK_OPEN_BRACKET] = "[", [MARK_CLOSE_BRACKET] = "]",
    [MARK_OPEN_BRACE] = "{", [MARK_CLOSE_BRACE] = "}",  [MARK_COMMA] = ",",
    [MARK_DOT] = ".",        [MARK_ASSIGN] = "=",
};

const char *const word_text[WORD_COUNT] = {
    [WORD_IF] = "if",       [WORD_THEN] = "then", [WORD_ELSE] = "else", [WORD_AND] = "and",
    [WORD_OR] = "or",       [WORD_NOT] = "not",   [WORD_IN] = "in",     [WORD_OVER] = "over",
    [WORD_WHERE] = "where", [WORD_DATE] = "date", [WORD_TRUE] = "true", [WORD_FALSE] = "false",
    [WORD_LET] = "let",
};

/* What people type for what the language wants. */
static const struct {
    const char *typed, *wanted;
} habits[] = {
    {"<>", "!="}, {"&&", "and"}, {"||", "or"}, {"=", "=="},  {"!", "not"}, {"&", "and"},
    {"|", "or"},  {"（", "("},   {"）", ")"},  {"，", ","},  {"＋", "+"},  {"－", "-"},
    {"×", "*"},   {"÷", "/"},    {"＊", "*"},  {"／", "/"},  {"＜", "<"},  {"＞", ">"},
    {"≥", ">="},  {"≤", "<="},   {"≠", "!="},  {"＝", "=="}, {"［", "["},  {"］", "]"},
    {"｛", "{"},  {"｝", "}"},   {"。", "."},  {"、", ","},  {"“", "'"},   {"”", "'"},
    {"‘", "'"},   {"’", "'"},    {"\"", "'"},  {"％", "%"},  {"−", "-"},   {"·", "*"},
};

struct lexer {
    struct compilation *compilation;
    const char *start, *at, *end;
    struct token *tokens;
    size_t count, capacity;
};

static bool lexer_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool lexer_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool lexer_starts(const struct lexer *lexer, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(lexer->end - lexer->at) >= length && memcmp(lexer->at, word, length) == 0;
}

static uint32_t offset_of(const struct lexer *lexer, const char *at)
{
    return (uint32_t)(at - lexer->start);
}

static void lexer_fault(struct lexer *lexer, size_t length, const struct message *message,
                        const char *first, const char *second)
{
    compilation_fault(lexer->compilation, offset_of(lexer, lexer->at), (uint32_t)length, message,
                      first, second, NULL);
}

/* Adds a token that begins where the lexer stands and has `length` bytes, and steps over it. */
static bool lexer_add(struct lexer *lexer, struct token token, size_t length)
{
    if (lexer->count == lexer->capacity) {
        struct token *tokens = arena_grow(lexer->compilation->tree, lexer->tokens, &lexer->capacity,
                                          sizeof *tokens, lexer->count + 1);
        if (tokens == NULL)
            return false;
        lexer->tokens = tokens;
    }
    token.offset = offset_of(lexer, lexer->at);
    token.length = (uint32_t)length;
    lexer->tokens[lexer->count++] = token;
    lexer->at += length;
    return true;
}

static void lexer_skip_blanks(struct lexer *lexer)
{
    while (lexer->at < lexer->end) {
        const char c = *lexer->at;
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f')
            lexer->at++;
        else if (c == '\xE3' && lexer_starts(lexer, "\xE3\x80\x80"))
            lexer->at += 3;
        else if (c == '\xC2' && lexer_starts(lexer, "\xC2\xA0"))
            lexer->at += 2;
        else
            return;
    }
}

/* ---- numbers ---- */

/* Bytes of the unit that directly follows a number: "公顷", "元/m2/月"; 0 where none. */
static size_t unit_length(const struct lexer *lexer, const char *at)
{
    size_t matched, length = 0;
    if (unit_match(lexer->compilation->arith.units, at, (size_t)(lexer->end - at), &matched) ==
        NULL)
        return 0;
    length = matched;
    while (at + length < lexer->end && at[length] == '/' &&
           unit_match(lexer->compilation->arith.units, at + length + 1,
                      (size_t)(lexer->end - at) - length - 1, &matched) != NULL)
        length += 1 + matched;
    return length;
}

static const char *skip_spaces(const struct lexer *lexer, const char *at)
{
    while (at < lexer->end && *at == ' ')
        at++;
    return at;
}

static enum ft_status lexer_read_unit(struct lexer *lexer, struct token *token, const char *at,
                                      size_t length)
{
    struct compilation *compilation = lexer->compilation;
    char *name = arena_copy(compilation->arena, at, length);
    if (name == NULL)
        return FT_NO_MEMORY;
    struct text text = {.bytes = name, .length = (uint32_t)length};
    text.place =
        text_place(compilation->text, offset_of(lexer, at), (uint32_t)utf8_count(at, length));
    enum ft_status status =
        unit_parse(&token->unit, &compilation->arith, compilation->diagnostics, &text);
    if (status != FT_OK)
        return status;
    token->has_unit = true;
    status = number_mul(&token->number, &compilation->arith, &token->number, &token->unit.factor);
    return number_tell_size(compilation->diagnostics, &text.place, status);
}

/* Bytes of "1,000", which could be one number or two arguments; 0 where no such thing stands here.
 */
static size_t grouped_length(const struct lexer *lexer)
{
    const char *at = lexer->at;
    while (at < lexer->end && lexer_is_digit(*at))
        at++;
    if (at - lexer->at > 3)
        return 0;
    size_t length = 0;
    while (lexer->end - at >= 4 && at[0] == ',' && lexer_is_digit(at[1]) && lexer_is_digit(at[2]) &&
           lexer_is_digit(at[3]) && (lexer->end - at == 4 || !lexer_is_digit(at[4]))) {
        at += 4;
        length = (size_t)(at - lexer->at);
    }
    return length;
}

/* Reports it and steps over it with its unit, so that the unit is not a fault of its own. */
static enum ft_status refuse_grouped(struct lexer *lexer, size_t length)
{
    struct token token = {.kind = TOKEN_BROKEN};
    const char *at = skip_spaces(lexer, lexer->at + length);
    size_t unit = unit_length(lexer, at);
    char *written = arena_copy(lexer->compilation->arena, lexer->at, length);
    if (written == NULL)
        return FT_NO_MEMORY;
    lexer_fault(lexer, length, &formula_message[FORMULA_COMMA], written, NULL);
    if (unit > 0)
        length = (size_t)(at - lexer->at) + unit;
    return lexer_add(lexer, token, length) ? FT_OK : FT_NO_MEMORY;
}

static enum ft_status lexer_read_number(struct lexer *lexer)
{
    struct compilation *compilation = lexer->compilation;
    struct token token = {.kind = TOKEN_NUMBER, .unit = {.factor = NUMBER_ONE, .text = ""}};
    size_t used = 0, grouped = grouped_length(lexer);
    if (grouped > 0)
        return refuse_grouped(lexer, grouped);
    enum ft_status status =
        number_scan(&token.number, &compilation->arith, compilation->diagnostics, compilation->text,
                    offset_of(lexer, lexer->at), false, &used);
    if (status == FT_OK) {
        const char *at = skip_spaces(lexer, lexer->at + used);
        size_t length = unit_length(lexer, at);
        if (length > 0) {
            status = lexer_read_unit(lexer, &token, at, length);
            used = (size_t)(at - lexer->at) + length;
        }
    }
    if (status == FT_NO_MEMORY)
        return status;
    if (status != FT_OK) {
        compilation->status = FT_INVALID;
        token.kind = TOKEN_BROKEN;
        while (used == 0 || (lexer->at + used < lexer->end &&
                             (lexer_is_digit(lexer->at[used]) || lexer_is_letter(lexer->at[used]) ||
                              lexer->at[used] == '.')))
            used++;
    }
    return lexer_add(lexer, token, used) ? FT_OK : FT_NO_MEMORY;
}

/* ---- symbols, names, marks ---- */

static enum ft_status lexer_read_symbol(struct lexer *lexer)
{
    const char *close = memchr(lexer->at + 1, '\'', (size_t)(lexer->end - lexer->at) - 1);
    struct token token = {.kind = TOKEN_SYMBOL};
    if (close == NULL) {
        lexer_fault(lexer, 1, &formula_message[FORMULA_OPEN_SYMBOL], NULL, NULL);
        token.kind = TOKEN_BROKEN;
        return lexer_add(lexer, token, (size_t)(lexer->end - lexer->at)) ? FT_OK : FT_NO_MEMORY;
    }
    token.name =
        arena_copy(lexer->compilation->arena, lexer->at + 1, (size_t)(close - lexer->at) - 1);
    if (token.name == NULL || !lexer_add(lexer, token, (size_t)(close - lexer->at) + 1))
        return FT_NO_MEMORY;
    return FT_OK;
}

static enum ft_status read_name(struct lexer *lexer)
{
    size_t length = 0;
    while (lexer->at + length < lexer->end &&
           (lexer_is_letter(lexer->at[length]) || lexer_is_digit(lexer->at[length])))
        length++;
    struct token token = {.kind = TOKEN_NAME};
    token.name = arena_copy(lexer->compilation->arena, lexer->at, length);
    if (token.name == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < WORD_COUNT; i++) {
        if ((token.name[0] | ' ') != word_text[i][0] || strcasecmp(token.name, word_text[i]) != 0)
            continue;
        token.kind = TOKEN_WORD;
        token.word = (enum word)i;
        if (strcmp(token.name, word_text[i]) == 0)
            continue;
        token.kind = TOKEN_BROKEN;
        lexer_fault(lexer, length, &formula_message[FORMULA_HABIT], token.name,
                    i == WORD_IF ? "if … then … else …" : word_text[i]);
    }
    return lexer_add(lexer, token, length) ? FT_OK : FT_NO_MEMORY;
}

/* Whether "let" or "let NAME" was read last: elsewhere "=" is typed for "==". */
static bool is_behind_let(const struct lexer *lexer)
{
    size_t last = lexer->count;
    if (last > 0 && lexer->tokens[last - 1].kind == TOKEN_NAME)
        last--;
    return last > 0 && lexer->tokens[last - 1].kind == TOKEN_WORD &&
           lexer->tokens[last - 1].word == WORD_LET;
}

static bool read_mark(struct lexer *lexer, enum ft_status *status)
{
    for (size_t i = 0; i < MARK_COUNT; i++) {
        if (mark_text[i][0] != *lexer->at || (i == MARK_ASSIGN && !is_behind_let(lexer)))
            continue;
        if (lexer_starts(lexer, mark_text[i])) {
            struct token token = {.kind = TOKEN_MARK, .mark = (enum mark)i};
            *status = lexer_add(lexer, token, strlen(mark_text[i])) ? FT_OK : FT_NO_MEMORY;
            return true;
        }
    }
    return false;
}

/* A character that the language does not know: its mend where it is a habit. */
static enum ft_status read_stray(struct lexer *lexer)
{
    struct token token = {.kind = TOKEN_BROKEN};
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (habits[i].typed[0] == *lexer->at && lexer_starts(lexer, habits[i].typed)) {
            size_t length = strlen(habits[i].typed);
            lexer_fault(lexer, length, &formula_message[FORMULA_HABIT], habits[i].typed,
                        habits[i].wanted);
            return lexer_add(lexer, token, length) ? FT_OK : FT_NO_MEMORY;
        }
    }
    bool foreign = (unsigned char)*lexer->at >= 0x80;
    size_t length = 1;
    while (foreign && lexer->at + length < lexer->end && (unsigned char)lexer->at[length] >= 0x80 &&
           length < 60)
        length++;
    while (lexer->at + length < lexer->end && ((unsigned char)lexer->at[length] & 0xC0) == 0x80)
        length++;
    char *word = arena_copy(lexer->compilation->arena, lexer->at, length);
    if (word == NULL)
        return FT_NO_MEMORY;
    const char *name = name_of_title(lexer->compilation, word);
    lexer_fault(lexer, length, &formula_message[name != NULL ? FORMULA_TITLE : FORMULA_STRAY], word,
                name);
    return lexer_add(lexer, token, length) ? FT_OK : FT_NO_MEMORY;
}

static enum ft_status lexer_read_token(struct lexer *lexer)
{
    char c = *lexer->at;
    const bool habit = c == '<' && lexer_starts(lexer, "<>"); /* would read as two marks */
    enum ft_status status;
    if (lexer_is_digit(c))
        return lexer_read_number(lexer);
    if (lexer_is_letter(c))
        return read_name(lexer);
    if (c == '\'')
        return lexer_read_symbol(lexer);
    if (!habit && read_mark(lexer, &status))
        return status;
    return read_stray(lexer);
}

/* Most formulas have fewer tokens than this: room at once leaves no halves behind. */
enum { LEXER_BYTES_A_TOKEN = 3 };

struct token *lex(struct compilation *compilation)
{
    const char *bytes = compilation->text->bytes;
    struct lexer lexer = {.compilation = compilation,
                          .start = bytes,
                          .at = bytes,
                          .end = bytes + compilation->text->length,
                          .capacity = compilation->text->length / LEXER_BYTES_A_TOKEN + 2};
    lexer.tokens = arena_reserve(compilation->tree, lexer.capacity, sizeof *lexer.tokens);
    if (lexer.tokens == NULL)
        return NULL;
    lexer_skip_blanks(&lexer);
    while (lexer.at < lexer.end) {
        if (lexer_read_token(&lexer) != FT_OK)
            return NULL;
        lexer_skip_blanks(&lexer);
    }
    return lexer_add(&lexer, (struct token){.kind = TOKEN_END}, 0) ? lexer.tokens : NULL;
}
