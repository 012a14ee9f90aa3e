/* Stepping through the bytes of a libconfig file, over blanks and comments. */
#include "conf_tokens.h"

bool cursor_starts(const struct cursor *cursor, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(cursor->end - cursor->at) >= length && memcmp(cursor->at, word, length) == 0;
}

void cursor_begin_line(struct cursor *cursor)
{
    cursor->line_start = cursor->at;
}

void cursor_step(struct cursor *cursor)
{
    if (*cursor->at == '\n') {
        cursor->line++;
        cursor->column = 1;
        cursor->at++;
        cursor_begin_line(cursor);
        return;
    }
    if ((unsigned char)*cursor->at < 0x80) { /* as most characters are */
        cursor->at++;
        cursor->column++;
        return;
    }
    uint32_t code;
    size_t used = utf8_next(cursor->at, (size_t)(cursor->end - cursor->at), &code);
    cursor->at += used == 0 ? 1 : used;
    cursor->column++;
}

void cursor_step_along(struct cursor *cursor, const char *to)
{
    cursor->column += (uint32_t)utf8_count(cursor->at, (size_t)(to - cursor->at));
    cursor->at = to;
}

void cursor_step_over(struct cursor *cursor, const char *to)
{
    while (cursor->at < to)
        cursor_step(cursor);
}

void cursor_fault(struct cursor *cursor, struct place place, const struct message *message,
                  const char *argument)
{
    diagnostics_add(cursor->reading->diagnostics, &place, message, argument == NULL ? "" : argument,
                    NULL);
    cursor->status = FT_INVALID;
    cursor->reading->unclear = true;
}

void cursor_fault_mended(struct cursor *cursor, struct place place, const struct message *message,
                         const char *typed, const char *meant)
{
    diagnostics_add(cursor->reading->diagnostics, &place, message, typed == NULL ? "" : typed,
                    meant == NULL ? "" : meant, NULL);
    cursor->status = FT_INVALID;
}

/* ---- blanks and comments ---- */

void cursor_skip_line(struct cursor *cursor)
{
    const char *end = memchr(cursor->at, '\n', (size_t)(cursor->end - cursor->at));
    cursor_step_along(cursor, end == NULL ? cursor->end : end);
}

static void skip_block_comment(struct cursor *cursor)
{
    struct place opening = cursor_here(cursor, 2);
    while (cursor->at < cursor->end) {
        if (cursor_starts(cursor, "*/")) {
            cursor_step_over(cursor, cursor->at + 2);
            return;
        }
        cursor_step(cursor);
    }
    cursor_fault(cursor, opening, &base_message[BASE_OPEN_COMMENT], NULL);
}

/* Blanks of every width; a character that cannot be seen is one too, once it was told of. */
static bool at_blank(const struct cursor *cursor)
{
    uint32_t code;
    if (*cursor->at > ' ' && *cursor->at < 0x7F)
        return false;
    if (*cursor->at == ' ')
        return true;
    return utf8_next(cursor->at, (size_t)(cursor->end - cursor->at), &code) > 0 &&
           (unicode_is_blank(code) || unicode_is_invisible(code));
}

void cursor_skip_others(struct cursor *cursor)
{
    while (cursor->at < cursor->end) {
        if (*cursor->at == ' ') { /* as most are */
            cursor->at++;
            cursor->column++;
        } else if (at_blank(cursor)) {
            cursor_step(cursor);
        } else if (*cursor->at == '#' || (*cursor->at == '/' && cursor_starts(cursor, "//"))) {
            cursor_skip_line(cursor);
        } else if (*cursor->at == '/' && cursor_starts(cursor, "/*")) {
            skip_block_comment(cursor);
        } else {
            return;
        }
    }
}
