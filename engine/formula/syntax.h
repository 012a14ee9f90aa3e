/* syntax.h: a formula's text as a tree, before names and types are known. */
#ifndef FANGTIAN_FORMULA_SYNTAX_H
#define FANGTIAN_FORMULA_SYNTAX_H

#include "formula.h"

/* ---- tokens ---- */

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER, /* `number`, `unit` */
    TOKEN_SYMBOL, /* `name`: the text between the quotes */
    TOKEN_NAME,   /* `name` */
    TOKEN_WORD,   /* a reserved word: `word` */
    TOKEN_MARK,   /* an operator or bracket: `mark` */
    TOKEN_BROKEN, /* reported; nothing follows from it */
};

enum word {
    WORD_IF,
    WORD_THEN,
    WORD_ELSE,
    WORD_AND,
    WORD_OR,
    WORD_NOT,
    WORD_IN,
    WORD_OVER,
    WORD_WHERE,
    WORD_DATE,
    WORD_TRUE,
    WORD_FALSE,
    WORD_LET,
    WORD_COUNT
};

enum mark {
    MARK_ADD,
    MARK_SUBTRACT,
    MARK_MULTIPLY,
    MARK_DIVIDE,
    MARK_POWER,
    MARK_EQUAL,
    MARK_UNEQUAL,
    MARK_LESS_EQUAL,
    MARK_GREATER_EQUAL,
    MARK_LESS,
    MARK_GREATER,
    MARK_OPEN,
    MARK_CLOSE,
    MARK_OPEN_BRACKET,
    MARK_CLOSE_BRACKET,
    MARK_OPEN_BRACE,
    MARK_CLOSE_BRACE,
    MARK_COMMA,
    MARK_DOT,
    MARK_ASSIGN, /* behind "let NAME" alone */
    MARK_COUNT
};

/* How each mark is typed, longer ones before their beginnings. */
extern const char *const mark_text[MARK_COUNT];
extern const char *const word_text[WORD_COUNT];

struct token {
    enum token_kind kind;
    enum word word;
    enum mark mark;
    const char *name;
    struct number number; /* in base units */
    struct unit unit;
    bool has_unit;
    uint32_t offset, length;
};

/* ---- the tree ---- */

enum syntax_kind {
    SYNTAX_BROKEN,    /* reported; everything above is silent */
    SYNTAX_NUMBER,    /* `token` */
    SYNTAX_SYMBOL,    /* `token` */
    SYNTAX_BOOLEAN,   /* `token.word` */
    SYNTAX_DATE,      /* `date` */
    SYNTAX_NAME,      /* `name`, or `owner`.`name` */
    SYNTAX_CALL,      /* `name`(operands); `name`[keys](amount): `key_count` operands, then it */
    SYNTAX_LOOKUP,    /* `name`[operands] */
    SYNTAX_UNARY,     /* `op` of operand 0 */
    SYNTAX_BINARY,    /* `op` of operands 0 and 1 */
    SYNTAX_IN,        /* operand 0 among the others; or, with `name`, in that set, as of operand 1
                         where there is one */
    SYNTAX_AT,        /* operand 0, a parameter, as of operand 1 */
    SYNTAX_IF,        /* operands: condition, then, else */
    SYNTAX_LET,       /* operand 0 is called `name` in operand 1 */
    SYNTAX_AGGREGATE, /* `op` of operand 0 (body) over `name`, operand 1 (where); count has where
                         alone */
};

struct syntax {
    enum syntax_kind kind;
    enum node_op op;
    uint32_t offset, length;
    struct token token;
    struct date date;
    const char *owner, *name;
    uint32_t name_offset;
    const char *above, *via; /* AGGREGATE: the row above that it is below, the reference; or NULL */
    uint32_t above_offset, via_offset;
    bool negated;  /* "not in" */
    bool enclosed; /* in parentheses of its own */
    struct syntax **operands;
    size_t operand_count, operand_capacity;
    size_t key_count;
    uint32_t depth;
};

/* What the stages of one compilation share. */
struct compilation {
    const struct schema *schema;
    const struct entity *entity;
    const struct text *text;
    struct arena *arena;
    struct arena *tree; /* of what goes with the compilation: tokens and syntax */
    struct arith arith;
    struct diagnostics *diagnostics;
    enum ft_status status; /* FT_OK, FT_INVALID once a fault is reported, FT_NO_MEMORY */
};

/* Reports a fault at bytes of the formula; arguments may be NULL. Sets the status to FT_INVALID. */
void compilation_fault(struct compilation *compilation, uint32_t offset, uint32_t length,
                       const struct message *message, const char *first, const char *second,
                       const char *third);

/* The tokens of the text, TOKEN_END last; what they name is in the compilation's arena. NULL when memory is
 * out. */
struct token *lex(struct compilation *compilation);

/* The tree of the text; NULL when memory is out. Faults are reported and leave SYNTAX_BROKEN. */
struct syntax *parse(struct compilation *compilation);

/* How the field, rule, definition or parameter with this Chinese title is written on the own row, or
 * NULL: "area", "project.area". */
const char *name_of_title(const struct compilation *compilation, const char *title);

/* ---- messages ---- */

#include "formula_messages.h"

#endif
