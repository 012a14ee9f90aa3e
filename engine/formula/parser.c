/*
 * Tokens to a tree: one function a line of the grammar on the formula page. Depth is bounded by
 * LIMIT_FORMULA_NESTING, so that no formula can exhaust the stack of a later stage.
 */
#include <string.h>

#include "syntax.h"

struct parser {
    struct compilation *compilation;
    const struct token *at;
    size_t nesting;
    bool in_ends; /* "in" ends the value of a "let", unless within brackets */
    bool broken;  /* a fault was reported; what follows from it is not */
};

static struct syntax *parse_formula(struct parser *parser);
static struct syntax *parse_sum(struct parser *parser);

/* ---- making nodes ---- */

static struct syntax *parser_make(struct parser *parser, enum syntax_kind kind,
                                  const struct token *token)
{
    struct syntax *syntax = arena_allocate(parser->compilation->tree, sizeof *syntax);
    if (syntax == NULL) {
        parser->compilation->status = FT_NO_MEMORY;
        return NULL;
    }
    syntax->kind = kind;
    syntax->token = *token;
    syntax->offset = token->offset;
    syntax->length = token->length;
    syntax->depth = 1;
    return syntax;
}

/* Appends an operand and lets the node span it. False when memory is out. */
static bool parser_take(struct parser *parser, struct syntax *syntax, struct syntax *operand)
{
    if (operand == NULL)
        return false;
    struct syntax **operands =
        arena_grow(parser->compilation->tree, syntax->operands, &syntax->operand_capacity,
                   sizeof(struct syntax *), syntax->operand_count + 1);
    if (operands == NULL) {
        parser->compilation->status = FT_NO_MEMORY;
        return false;
    }
    uint32_t end = syntax->offset + syntax->length, operand_end = operand->offset + operand->length;
    syntax->operands = operands;
    operands[syntax->operand_count++] = operand;
    if (operand->offset < syntax->offset)
        syntax->offset = operand->offset;
    syntax->length = (end > operand_end ? end : operand_end) - syntax->offset;
    if (operand->depth >= syntax->depth)
        syntax->depth = operand->depth + 1;
    return true;
}

static void span_to(struct syntax *syntax, const struct token *token)
{
    syntax->length = token->offset + token->length - syntax->offset;
}

/* What is said where the text ends before what `message` asks for. */
static const struct message *at_end(const struct message *message, const char *wanted)
{
    static const enum formula_message_id open[] = {FORMULA_EXPECTED_VALUE, FORMULA_EXPECTED_NAME,
                                                   FORMULA_EXPECTED_REFERENCE,
                                                   FORMULA_EXPECTED_TABLE, FORMULA_EXPECTED_DATE};
    if (wanted != NULL)
        return &formula_message[FORMULA_END];
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (message == &formula_message[open[i]])
            return &formula_message[FORMULA_END_OPEN];
    return message;
}

/* Reads nothing more of this formula. */
static struct syntax *give_up(struct parser *parser, const struct token *token)
{
    parser->broken = true;
    while (parser->at->kind != TOKEN_END)
        parser->at++;
    return parser_make(parser, SYNTAX_BROKEN, token);
}

/*
 * Reports what stands where something else is wanted (`wanted`: as it is typed, or NULL); nothing
 * more is read of this formula.
 */
static struct syntax *parser_broken(struct parser *parser, const struct message *message,
                                    const char *wanted)
{
    struct compilation *compilation = parser->compilation;
    const struct token *token = parser->at;
    if (token->kind != TOKEN_BROKEN && !parser->broken) {
        char *found =
            arena_copy(compilation->arena, compilation->text->bytes + token->offset, token->length);
        compilation_fault(compilation, token->offset, token->length,
                          token->kind == TOKEN_END ? at_end(message, wanted) : message,
                          found == NULL ? "" : found, wanted, NULL);
    }
    return give_up(parser, token);
}

static bool parser_is_mark(const struct parser *parser, enum mark mark)
{
    return parser->at->kind == TOKEN_MARK && parser->at->mark == mark;
}

static bool parser_is_word(const struct parser *parser, enum word word)
{
    return parser->at->kind == TOKEN_WORD && parser->at->word == word;
}

/* Steps over a mark, or reports that it is missing. */
static bool expect_mark(struct parser *parser, enum mark mark)
{
    if (parser_is_mark(parser, mark)) {
        parser->at++;
        return true;
    }
    (void)parser_broken(parser, &formula_message[FORMULA_EXPECTED], mark_text[mark]);
    return false;
}

static bool expect_word(struct parser *parser, enum word word)
{
    if (parser_is_word(parser, word)) {
        parser->at++;
        return true;
    }
    (void)parser_broken(parser, &formula_message[FORMULA_EXPECTED], word_text[word]);
    return false;
}

/* ---- atoms ---- */

/* A formula within brackets, where "in" asks for membership. */
static struct syntax *parse_inner(struct parser *parser)
{
    const bool in_ends = parser->in_ends;
    parser->in_ends = false;
    struct syntax *syntax = parse_formula(parser);
    parser->in_ends = in_ends;
    return syntax;
}

/* Operands up to `closing`, after the opening mark. */
static bool parse_operands(struct parser *parser, struct syntax *syntax, enum mark closing)
{
    if (parser_is_mark(parser, closing)) {
        span_to(syntax, parser->at++);
        return true;
    }
    for (;;) {
        if (!parser_take(parser, syntax, parse_inner(parser)))
            return false;
        if (!parser_is_mark(parser, MARK_COMMA))
            break;
        parser->at++;
    }
    const struct token *last = parser->at;
    if (expect_mark(parser, closing))
        span_to(syntax, last);
    return true;
}

static bool is_named(const struct parser *parser, const char *name)
{
    return parser->at->kind == TOKEN_NAME && strcmp(parser->at->name, name) == 0;
}

/* [ NAME "." ] TABLE [ "via" NAME ], at a name. What is missing there; NULL: nothing. */
static const struct message *parse_rows(struct parser *parser, struct syntax *syntax)
{
    syntax->owner = syntax->name;
    syntax->name_offset = parser->at->offset;
    syntax->name = parser->at++->name;
    if (parser_is_mark(parser, MARK_DOT)) {
        parser->at++;
        if (parser->at->kind != TOKEN_NAME)
            return &formula_message[FORMULA_EXPECTED_TABLE];
        syntax->above = syntax->name;
        syntax->above_offset = syntax->name_offset;
        syntax->name_offset = parser->at->offset;
        syntax->name = parser->at++->name;
    }
    if (!is_named(parser, "via"))
        return NULL;
    parser->at++;
    if (parser->at->kind != TOKEN_NAME)
        return &formula_message[FORMULA_EXPECTED_REFERENCE];
    syntax->via_offset = parser->at->offset;
    syntax->via = parser->at++->name;
    return NULL;
}

/* "over ROWS [where FORMULA]" after an aggregate's body. */
static struct syntax *parse_over(struct parser *parser, struct syntax *syntax)
{
    if (parser->at->kind != TOKEN_NAME)
        return parser_broken(parser, &formula_message[FORMULA_EXPECTED_TABLE], NULL);
    syntax->kind = SYNTAX_AGGREGATE;
    const struct message *missing = parse_rows(parser, syntax);
    if (missing != NULL)
        return parser_broken(parser, missing, NULL);
    if (parser_is_word(parser, WORD_WHERE)) {
        parser->at++;
        if (!parser_take(parser, syntax, parse_inner(parser)))
            return NULL;
    }
    const struct token *last = parser->at;
    if (expect_mark(parser, MARK_CLOSE))
        span_to(syntax, last);
    return syntax;
}

static bool is_aggregate(const char *name, enum node_op *op)
{
    static const struct {
        const char *name;
        enum node_op op;
    } aggregates[] = {{"sum", NODE_SUM}, {"min", NODE_MIN}, {"max", NODE_MAX},
                      {"any", NODE_ANY}, {"all", NODE_ALL}, {"count", NODE_COUNT}};
    for (size_t i = 0; i < sizeof aggregates / sizeof *aggregates; i++) {
        if (strcmp(aggregates[i].name, name) == 0) {
            *op = aggregates[i].op;
            return true;
        }
    }
    return false;
}

/* name(…): a call, brackets, or an aggregate where "over" follows the first operand. */
static struct syntax *parse_call(struct parser *parser, struct syntax *syntax)
{
    enum node_op op;
    bool aggregate = is_aggregate(syntax->name, &op);
    syntax->kind = SYNTAX_CALL;
    parser->at++;
    if (aggregate && op == NODE_COUNT) {
        syntax->op = op;
        return parse_over(parser, syntax);
    }
    if (parser_is_mark(parser, MARK_CLOSE)) {
        span_to(syntax, parser->at++);
        return syntax;
    }
    if (!parser_take(parser, syntax, parse_inner(parser)))
        return NULL;
    if (aggregate && parser_is_word(parser, WORD_OVER)) {
        parser->at++;
        syntax->op = op;
        return parse_over(parser, syntax);
    }
    if (parser_is_mark(parser, MARK_COMMA)) {
        parser->at++;
        return parse_operands(parser, syntax, MARK_CLOSE) ? syntax : NULL;
    }
    const struct token *last = parser->at;
    if (expect_mark(parser, MARK_CLOSE))
        span_to(syntax, last);
    return syntax;
}

/* name[keys](amount): a scale that is keyed. */
static struct syntax *parse_keyed(struct parser *parser, struct syntax *syntax)
{
    syntax->kind = SYNTAX_CALL;
    syntax->key_count = syntax->operand_count;
    parser->at++;
    return parse_operands(parser, syntax, MARK_CLOSE) ? syntax : NULL;
}

static struct syntax *parse_name(struct parser *parser)
{
    struct syntax *syntax = parser_make(parser, SYNTAX_NAME, parser->at);
    if (syntax == NULL)
        return NULL;
    syntax->name = parser->at->name;
    syntax->name_offset = parser->at++->offset;
    if (parser_is_mark(parser, MARK_OPEN))
        return parse_call(parser, syntax);
    if (parser_is_mark(parser, MARK_OPEN_BRACKET)) {
        syntax->kind = SYNTAX_LOOKUP;
        parser->at++;
        if (!parse_operands(parser, syntax, MARK_CLOSE_BRACKET))
            return NULL;
        return parser_is_mark(parser, MARK_OPEN) ? parse_keyed(parser, syntax) : syntax;
    }
    if (!parser_is_mark(parser, MARK_DOT))
        return syntax;
    parser->at++;
    if (parser->at->kind != TOKEN_NAME)
        return parser_broken(parser, &formula_message[FORMULA_EXPECTED_NAME], NULL);
    syntax->owner = syntax->name;
    syntax->name = parser->at->name;
    syntax->name_offset = parser->at->offset;
    span_to(syntax, parser->at++);
    return syntax;
}

static struct syntax *parse_date(struct parser *parser)
{
    struct compilation *compilation = parser->compilation;
    struct syntax *syntax = parser_make(parser, SYNTAX_DATE, parser->at++);
    if (syntax == NULL || parser->at->kind != TOKEN_SYMBOL)
        return syntax == NULL
                   ? NULL
                   : parser_broken(parser, &formula_message[FORMULA_EXPECTED_DATE], NULL);
    const struct token *token = parser->at++;
    struct text text = text_from(token->name);
    text.place = text_place(compilation->text, token->offset + 1,
                            (uint32_t)utf8_count(token->name, text.length));
    if (date_parse(&syntax->date, compilation->diagnostics, &text) != FT_OK) {
        compilation->status = FT_INVALID;
        syntax->kind = SYNTAX_BROKEN;
    }
    span_to(syntax, token);
    return syntax;
}

static struct syntax *parse_parentheses(struct parser *parser)
{
    const struct token *opening = parser->at++;
    struct syntax *inner = parse_inner(parser);
    if (inner == NULL)
        return NULL;
    const struct token *last = parser->at;
    if (expect_mark(parser, MARK_CLOSE)) {
        inner->offset = opening->offset;
        inner->enclosed = true;
        span_to(inner, last);
    }
    return inner;
}

static struct syntax *parse_word(struct parser *parser)
{
    const enum word word = parser->at->word;
    if (word == WORD_DATE)
        return parse_date(parser);
    return word == WORD_TRUE || word == WORD_FALSE
               ? parser_make(parser, SYNTAX_BOOLEAN, parser->at++)
               : parser_broken(parser, &formula_message[FORMULA_EXPECTED_VALUE], NULL);
}

static struct syntax *parse_atom(struct parser *parser)
{
    switch (parser->at->kind) {
    case TOKEN_NUMBER:
        return parser_make(parser, SYNTAX_NUMBER, parser->at++);
    case TOKEN_SYMBOL:
        return parser_make(parser, SYNTAX_SYMBOL, parser->at++);
    case TOKEN_NAME:
        return parse_name(parser);
    case TOKEN_WORD:
        return parse_word(parser);
    case TOKEN_MARK:
        if (parser_is_mark(parser, MARK_OPEN))
            return parse_parentheses(parser);
        break;
    case TOKEN_END:
    case TOKEN_BROKEN:
        break;
    }
    return parser_broken(parser, &formula_message[FORMULA_EXPECTED_VALUE], NULL);
}

/* ---- operators ---- */

/*
 * The tree, or, past the limit, a broken one in its place: no later stage meets its depth. A chain
 * as 1 + 1 + 1 goes a level deeper with each operator.
 */
static struct syntax *bounded(struct parser *parser, struct syntax *syntax,
                              const struct token *token)
{
    if (syntax == NULL || parser->broken || syntax->depth <= limits[LIMIT_FORMULA_NESTING].value)
        return syntax;
    compilation_fault(parser->compilation, token->offset, token->length,
                      &formula_message[FORMULA_NESTING], NULL, NULL, NULL);
    return give_up(parser, token);
}

static struct syntax *parser_join(struct parser *parser, enum syntax_kind kind, enum node_op op,
                                  const struct token *token, struct syntax *left,
                                  struct syntax *right)
{
    struct syntax *syntax = parser_make(parser, kind, token);
    if (syntax == NULL)
        return NULL;
    syntax->op = op;
    if (left != NULL && !parser_take(parser, syntax, left))
        return NULL;
    if (!parser_take(parser, syntax, right))
        return NULL;
    return bounded(parser, syntax, token);
}

typedef struct syntax *parse_function(struct parser *parser);

/* Runs a rule one level deeper: every recursion of the parser passes here, so that it is bounded.
 */
static struct syntax *deeper(struct parser *parser, parse_function *rule)
{
    if (parser->nesting == limits[LIMIT_FORMULA_NESTING].value)
        return parser_broken(parser, &formula_message[FORMULA_NESTING], NULL);
    parser->nesting++;
    struct syntax *syntax = rule(parser);
    parser->nesting--;
    return syntax;
}

/* "at" behind a parameter; it is no reserved word, for no name stands behind an atom. */
static bool is_at(const struct parser *parser)
{
    return is_named(parser, "at");
}

/* atom [ "at" atom ] */
static struct syntax *parse_dated(struct parser *parser)
{
    struct syntax *atom = parse_atom(parser);
    if (atom == NULL || !is_at(parser))
        return atom;
    const struct token *token = parser->at++;
    return parser_join(parser, SYNTAX_AT, NODE_AT, token, atom, parse_atom(parser));
}

static struct syntax *parse_unary(struct parser *parser)
{
    const struct token *token = parser->at;
    if (parser_is_mark(parser, MARK_SUBTRACT)) {
        parser->at++;
        return parser_join(parser, SYNTAX_UNARY, NODE_NEGATE, token, NULL,
                           deeper(parser, parse_unary));
    }
    struct syntax *base = parse_dated(parser);
    token = parser->at;
    if (base == NULL || !parser_is_mark(parser, MARK_POWER))
        return base;
    parser->at++;
    return parser_join(parser, SYNTAX_BINARY, NODE_POWER, token, base, deeper(parser, parse_unary));
}

/* An operator's mark and what it does. */
struct mark_op {
    enum mark mark;
    enum node_op op;
};

static bool find_op(const struct parser *parser, const struct mark_op *ops, size_t count,
                    enum node_op *op)
{
    for (size_t i = 0; i < count; i++) {
        if (parser_is_mark(parser, ops[i].mark)) {
            *op = ops[i].op;
            return true;
        }
    }
    return false;
}

static struct syntax *parse_term(struct parser *parser)
{
    static const struct mark_op ops[] = {{MARK_MULTIPLY, NODE_MULTIPLY},
                                         {MARK_DIVIDE, NODE_DIVIDE}};
    struct syntax *left = parse_unary(parser);
    enum node_op op;
    while (left != NULL && find_op(parser, ops, 2, &op)) {
        const struct token *token = parser->at++;
        left = parser_join(parser, SYNTAX_BINARY, op, token, left, parse_unary(parser));
    }
    return left;
}

static struct syntax *parse_sum(struct parser *parser)
{
    static const struct mark_op ops[] = {{MARK_ADD, NODE_ADD}, {MARK_SUBTRACT, NODE_SUBTRACT}};
    struct syntax *left = parse_term(parser);
    enum node_op op;
    while (left != NULL && find_op(parser, ops, 2, &op)) {
        const struct token *token = parser->at++;
        left = parser_join(parser, SYNTAX_BINARY, op, token, left, parse_term(parser));
    }
    return left;
}

static const struct mark_op comparisons[] = {
    {MARK_EQUAL, NODE_EQUAL},     {MARK_UNEQUAL, NODE_UNEQUAL},
    {MARK_LESS, NODE_LESS},       {MARK_LESS_EQUAL, NODE_LESS_EQUAL},
    {MARK_GREATER, NODE_GREATER}, {MARK_GREATER_EQUAL, NODE_GREATER_EQUAL},
};
enum { COMPARISONS = sizeof comparisons / sizeof *comparisons };

/* [not] in { … } or [not] in SET, after its left side. */
static struct syntax *parser_parse_in(struct parser *parser, struct syntax *left)
{
    bool negated = parser_is_word(parser, WORD_NOT);
    const struct token *token = parser->at;
    parser->at += negated ? 2 : 1;
    struct syntax *syntax = parser_make(parser, SYNTAX_IN, token);
    if (syntax == NULL || !parser_take(parser, syntax, left))
        return NULL;
    syntax->negated = negated;
    if (parser->at->kind == TOKEN_NAME) {
        syntax->name = parser->at->name;
        syntax->name_offset = parser->at->offset;
        span_to(syntax, parser->at++);
        if (!is_at(parser))
            return syntax;
        parser->at++;
        return parser_take(parser, syntax, parse_atom(parser)) ? syntax : NULL;
    }
    if (!expect_mark(parser, MARK_OPEN_BRACE))
        return syntax;
    return parse_operands(parser, syntax, MARK_CLOSE_BRACE) ? syntax : NULL;
}

static struct syntax *parse_comparison(struct parser *parser)
{
    struct syntax *left = parse_sum(parser);
    enum node_op op;
    if (left == NULL)
        return NULL;
    if ((parser_is_word(parser, WORD_IN) && !parser->in_ends) ||
        (parser_is_word(parser, WORD_NOT) && parser->at[1].kind == TOKEN_WORD &&
         parser->at[1].word == WORD_IN))
        return parser_parse_in(parser, left);
    if (!find_op(parser, comparisons, COMPARISONS, &op))
        return left;
    const struct token *token = parser->at++;
    left = parser_join(parser, SYNTAX_BINARY, op, token, left, parse_sum(parser));
    if (left != NULL && find_op(parser, comparisons, COMPARISONS, &op))
        return parser_broken(parser, &formula_message[FORMULA_CHAIN], NULL);
    return left;
}

static struct syntax *parse_not(struct parser *parser)
{
    const struct token *token = parser->at;
    if (!parser_is_word(parser, WORD_NOT))
        return parse_comparison(parser);
    parser->at++;
    return parser_join(parser, SYNTAX_UNARY, NODE_NOT, token, NULL, deeper(parser, parse_not));
}

static struct syntax *parse_and(struct parser *parser)
{
    struct syntax *left = parse_not(parser);
    while (left != NULL && parser_is_word(parser, WORD_AND)) {
        const struct token *token = parser->at++;
        left = parser_join(parser, SYNTAX_BINARY, NODE_AND, token, left, parse_not(parser));
    }
    return left;
}

static bool is_bare_and(const struct syntax *syntax)
{
    return syntax != NULL && syntax->kind == SYNTAX_BINARY && syntax->op == NODE_AND &&
           !syntax->enclosed;
}

/* Which of "and" and "or" binds is a convention that readers of law do not share: where one stands
 * beside the other, parentheses say it. */
static struct syntax *parse_or(struct parser *parser)
{
    struct syntax *left = parse_and(parser);
    while (left != NULL && parser_is_word(parser, WORD_OR)) {
        const struct token *token = parser->at++;
        struct syntax *right = parse_and(parser);
        if (!parser->broken && (is_bare_and(left) || is_bare_and(right))) {
            compilation_fault(parser->compilation, token->offset, token->length,
                              &formula_message[FORMULA_MIXED_LOGIC], NULL, NULL, NULL);
            return give_up(parser, token);
        }
        left = parser_join(parser, SYNTAX_BINARY, NODE_OR, token, left, right);
    }
    return left;
}

static struct syntax *parse_choice(struct parser *parser)
{
    struct syntax *syntax = parser_make(parser, SYNTAX_IF, parser->at++);
    if (syntax == NULL || !parser_take(parser, syntax, parse_formula(parser)))
        return NULL;
    if (expect_word(parser, WORD_THEN) && !parser_take(parser, syntax, parse_formula(parser)))
        return NULL;
    if (syntax->operand_count == 2 && expect_word(parser, WORD_ELSE) &&
        !parser_take(parser, syntax, parse_formula(parser)))
        return NULL;
    if (syntax->operand_count < 3)
        syntax->kind = SYNTAX_BROKEN;
    return syntax;
}

/* let NAME = FORMULA in FORMULA */
static struct syntax *parse_let(struct parser *parser)
{
    struct syntax *syntax = parser_make(parser, SYNTAX_LET, parser->at++);
    if (syntax == NULL)
        return NULL;
    if (parser->at->kind != TOKEN_NAME)
        return parser_broken(parser, &formula_message[FORMULA_LET], NULL);
    syntax->name = parser->at->name;
    syntax->name_offset = parser->at++->offset;
    if (!expect_mark(parser, MARK_ASSIGN))
        return syntax;
    const bool in_ends = parser->in_ends;
    parser->in_ends = true;
    struct syntax *value = parse_formula(parser);
    parser->in_ends = in_ends;
    if (!parser_take(parser, syntax, value) || !expect_word(parser, WORD_IN))
        return value == NULL ? NULL : syntax;
    return parser_take(parser, syntax, parse_formula(parser)) ? syntax : NULL;
}

static struct syntax *parse_whole(struct parser *parser)
{
    if (parser_is_word(parser, WORD_LET))
        return parse_let(parser);
    return parser_is_word(parser, WORD_IF) ? parse_choice(parser) : parse_or(parser);
}

static struct syntax *parse_formula(struct parser *parser)
{
    const struct token *first = parser->at;
    return bounded(parser, deeper(parser, parse_whole), first);
}

static struct syntax *parse_tokens(struct compilation *compilation, const struct token *tokens)
{
    struct parser parser = {.compilation = compilation, .at = tokens};
    if (parser.at == NULL)
        return NULL;
    if (parser.at->kind == TOKEN_END)
        return parser_broken(&parser, &formula_message[FORMULA_EMPTY], NULL);
    struct syntax *syntax = parse_formula(&parser);
    if (syntax != NULL && parser.at->kind != TOKEN_END)
        return parser_broken(&parser, &formula_message[FORMULA_TRAILING], NULL);
    return syntax;
}

struct syntax *parse(struct compilation *compilation)
{
    return parse_tokens(compilation, lex(compilation));
}
