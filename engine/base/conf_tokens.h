/* conf_tokens.h: what the sources that turn a libconfig file to tokens share with each other. */
#ifndef FANGTIAN_BASE_CONF_TOKENS_H
#define FANGTIAN_BASE_CONF_TOKENS_H

#include <string.h>

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

/* ---- characters ---- */

static inline bool conf_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool conf_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What a name is made of, as libconfig has it. */
static inline bool conf_is_name(char c)
{
    return conf_is_letter(c) || conf_is_digit(c) || c == '_' || c == '-' || c == '*';
}

/* `marks` is a literal, which the compiler takes apart: every byte of a law is asked for. */
static inline bool conf_is_one_of(char c, const char *marks)
{
    for (; *marks != '\0'; marks++)
        if (c == *marks)
            return true;
    return false;
}

static inline bool conf_is_opening(char c)
{
    return c == '{' || c == '(' || c == '[';
}

static inline bool conf_is_closing(char c)
{
    return c == '}' || c == ')' || c == ']';
}

/* Past the blanks of a line. */
static inline const char *conf_past_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

/* "name =" at `at`; "==" compares inside a formula. */
bool conf_is_setting(const char *at, const char *end);

/* ---- the cursor ---- */

/* Whether `word` stands at the cursor. */
bool cursor_starts(const struct cursor *cursor, const char *word);
/* The place of so many characters at the cursor. */
static inline struct place cursor_here(const struct cursor *cursor, uint32_t width)
{
    return (struct place){cursor->file->source, cursor->line, cursor->column, width};
}
/* The cursor is at a line's first character. */
void cursor_begin_line(struct cursor *cursor);
/* Steps over one character. */
void cursor_step(struct cursor *cursor);
/* Steps over characters of one line. */
void cursor_step_along(struct cursor *cursor, const char *to);
/* The same where a line may end among them. */
void cursor_step_over(struct cursor *cursor, const char *to);
/* Goes to the line's end. */
void cursor_skip_line(struct cursor *cursor);
/* Goes past blanks of every kind and comments; reports a comment that is not ended. */
void cursor_skip_others(struct cursor *cursor);
/* The same; most often there are spaces alone, or nothing. */
static inline void cursor_skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->end && *cursor->at == ' ') {
        cursor->at++;
        cursor->column++;
    }
    if (cursor->at < cursor->end &&
        (*cursor->at < ' ' || *cursor->at == '#' || *cursor->at == '/' || *cursor->at == 0x7F))
        cursor_skip_others(cursor);
}

/* Reports a fault that leaves open what was meant; `argument` may be NULL. */
void cursor_fault(struct cursor *cursor, struct place place, const struct message *message,
                  const char *argument);
/* The same where it is clear what was meant, which is read instead. */
void cursor_fault_mended(struct cursor *cursor, struct place place, const struct message *message,
                         const char *typed, const char *meant);

/* ---- strings ---- */

/* A string while it is read: bytes and the pieces that stand one character a column. */
struct string {
    char *bytes;
    size_t length, capacity;
    struct text_piece *pieces;
    size_t piece_count, piece_capacity;
};

/* Appends bytes, a NUL behind them; the first piece has the room it needs. False: memory is out. */
bool string_add(struct cursor *cursor, struct string *string, const char *bytes, size_t length);
/* Whether the text that opens at the cursor's quote runs on into settings or to the file's end. */
bool string_is_unended(const struct cursor *cursor);
/* Appends one quoted string, the cursor on its quote; one that is not ended is reported and adds
 * nothing. Errors: FT_NO_MEMORY. */
enum ft_status FT_MUST_CHECK string_read(struct cursor *cursor, struct string *string);

/* ---- includes ---- */

/*
 * Reads @include, the cursor on it, and appends the tokens of the file that it names. What cannot
 * be included is reported and left out. Errors: FT_NO_MEMORY, FT_TOO_LARGE.
 */
enum ft_status FT_MUST_CHECK cursor_read_include(struct cursor *cursor);

#endif
