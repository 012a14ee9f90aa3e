/* Texts that look like what they are not: characters that cannot be seen, blanks of odd widths,
 * look-alikes, and numbers that a spreadsheet has shortened. */
#include <stdio.h>
#include <string.h>

#include "scenario_internal.h"

struct text text_trimmed(struct loading *loading, const struct text *text)
{
    const char *start = text->bytes, *end = start + text->length;
    utf8_trim(&start, &end);
    const size_t length = (size_t)(end - start), from = (size_t)(start - text->bytes);
    if (length == text->length)
        return *text;
    char *bytes = arena_copy(loading->arena, start, length);
    struct text_piece *piece = arena_allocate(loading->arena, sizeof *piece);
    if (bytes == NULL || piece == NULL) {
        loading->status = FT_NO_MEMORY;
        return *text;
    }
    *piece = (struct text_piece){0, text_place(text, from, (uint32_t)utf8_count(start, length))};
    return (struct text){.bytes = bytes,
                         .place = piece->place,
                         .pieces = piece,
                         .length = (uint32_t)length,
                         .piece_count = 1};
}

struct text setting_trimmed(struct loading *loading, const struct entity *entity,
                            const struct field *field, const struct text *text)
{
    const bool is_key = entity->parent != NULL && entity->key == field->index;
    return field->type.kind == TYPE_TEXT && !is_key ? *text : text_trimmed(loading, text);
}

/* ---- characters ---- */

enum { BLANKS_GO, BLANKS_STAY };

/* The text with plain characters alone, as one would type it. NULL when memory is out. */
static const char *typed(struct loading *loading, const struct text *text, int blanks)
{
    char *out = arena_array(loading->arena, (size_t)text->length + 1, 4);
    size_t at = 0;
    if (out == NULL)
        return NULL;
    for (size_t i = 0; i < text->length;) {
        uint32_t code;
        const size_t used = utf8_next(text->bytes + i, text->length - i, &code);
        const uint32_t twin = unicode_twin(code);
        if (unicode_is_blank(code)) {
            if (blanks == BLANKS_STAY && at > 0 && out[at - 1] != ' ')
                out[at++] = ' ';
        } else if (twin != 0) {
            at += utf8_put(out + at, twin);
        } else if (!unicode_is_invisible(code)) {
            memcpy(out + at, text->bytes + i, used);
            at += used;
        }
        i += used;
    }
    while (at > 0 && out[at - 1] == ' ')
        at--;
    out[at] = '\0';
    return out;
}

/* What is wrong about the first odd character of a text. */
struct oddity {
    const struct message *message; /* NULL: nothing */
    size_t offset, length;
    uint32_t code;
};

/* A single space between visible characters is as good as they are. */
static struct oddity first_oddity(const struct text *text)
{
    for (size_t i = 0; i < text->length;) {
        uint32_t code;
        const size_t used = utf8_next(text->bytes + i, text->length - i, &code);
        const bool doubled = code == ' ' && text->bytes[i + 1] == ' ';
        struct oddity odd = {NULL, i, doubled ? 2 : used, code};
        if (doubled || (code != ' ' && unicode_is_blank(code)))
            odd.message = &scenario_message[SCENARIO_ODD_BLANK];
        else if (unicode_is_invisible(code))
            odd.message = &scenario_message[SCENARIO_HIDDEN];
        else if (unicode_twin(code) != 0)
            odd.message = &scenario_message[SCENARIO_LOOK_ALIKE];
        if (odd.message != NULL)
            return odd;
        i += used;
    }
    return (struct oddity){.message = NULL};
}

/* "\u{3000}" as it is, for a character that would else be shown as itself. */
static const char *code_text(struct loading *loading, const struct oddity *odd)
{
    return arena_format(loading->arena,
                        odd->length == 2 && odd->code == ' ' ? "\\u{20}\\u{20}" : "\\u{%02X}",
                        (unsigned)odd->code);
}

static void fault_oddity(struct loading *loading, const struct text *text, struct oddity odd,
                         const char *mend)
{
    const bool zh = loading->diagnostics->language == FT_ZH;
    struct place place = text_place(text, odd.offset, odd.length == 2 && odd.code == ' ' ? 2 : 1);
    const char *code = code_text(loading, &odd);
    char twin[8] = "";
    if (mend != NULL && odd.message == &scenario_message[SCENARIO_HIDDEN] && mend[0] != '\0')
        mend = arena_format(loading->arena, zh ? "，写成 %s" : ": write %s", mend);
    if (odd.message == &scenario_message[SCENARIO_LOOK_ALIKE]) {
        twin[utf8_put(twin, unicode_twin(odd.code))] = '\0';
        code = arena_format(loading->arena, zh ? "%.*s（U+%04X）" : "%.*s (U+%04X)",
                            (int)odd.length, text->bytes + odd.offset, (unsigned)odd.code);
    }
    if (mend == NULL || code == NULL) {
        loading->status = FT_NO_MEMORY;
        return;
    }
    /* The file as a whole may have been told of it. */
    if (odd.message != &scenario_message[SCENARIO_HIDDEN] ||
        !diagnostics_tell(loading->diagnostics, &place, "invisible-character"))
        diagnostics_add(loading->diagnostics, &place, odd.message, text->bytes, code, mend, twin,
                        NULL);
    (void)loading_take(loading, FT_INVALID);
}

bool fault_odd_key(struct loading *loading, const struct text *text)
{
    if (utf8_is_plain(text->bytes, text->length))
        return false;
    const struct oddity odd = first_oddity(text);
    if (odd.message == NULL)
        return false;
    fault_oddity(loading, text, odd, typed(loading, text, BLANKS_STAY));
    return true;
}

bool fault_odd_characters(struct loading *loading, const struct text *text)
{
    for (size_t i = 0; i < text->length;) {
        uint32_t code;
        const size_t used = utf8_next(text->bytes + i, text->length - i, &code);
        struct oddity odd = {NULL, i, used, code};
        if (unicode_is_invisible(code) && !unicode_is_blank(code))
            odd.message = &scenario_message[SCENARIO_HIDDEN];
        else if (unicode_twin(code) >= 0x80)
            odd.message = &scenario_message[SCENARIO_LOOK_ALIKE];
        if (odd.message != NULL) {
            fault_oddity(loading, text, odd, typed(loading, text, BLANKS_STAY));
            return true;
        }
        i += used;
    }
    return false;
}

const char *fault_odd_word(struct loading *loading, const struct text *text, word_test *is_word,
                           void *context)
{
    if (utf8_is_plain(text->bytes, text->length))
        return NULL;
    struct oddity odd = first_oddity(text);
    const char *mend = typed(loading, text, BLANKS_STAY);
    if (mend != NULL && !is_word(context, mend))
        mend = typed(loading, text, BLANKS_GO);
    if (mend == NULL)
        loading->status = FT_NO_MEMORY;
    if (mend == NULL || !is_word(context, mend))
        return fault_odd_characters(loading, text) ? "" : NULL;
    if (odd.message == NULL) { /* a single space that should not be there */
        const char *space = strchr(text->bytes, ' ');
        odd = (struct oddity){&scenario_message[SCENARIO_ODD_BLANK],
                              space == NULL ? 0 : (size_t)(space - text->bytes), 1, ' '};
    }
    fault_oddity(loading, text, odd, mend);
    return mend;
}

/* ---- numbers that were shortened ---- */

/* The end of digits at `at`. */
static const char *digits_end(const char *at)
{
    return at + strspn(at, "0123456789");
}

/* "1.23457E+11" as it is written. */
struct scientific {
    const char *sign; /* of the exponent */
    size_t digits;    /* of it */
    const char *end;
};

static bool read_scientific(struct scientific *read, const char *text)
{
    const char *at = text + strspn(text, "+-"), *end = digits_end(at);
    if (end == at)
        return false;
    end = *end == '.' ? digits_end(end + 1) : end;
    if (*end != 'e' && *end != 'E')
        return false;
    read->sign = end + 1;
    at = read->sign + (*read->sign == '+' || *read->sign == '-');
    read->end = digits_end(at);
    read->digits = (size_t)(read->end - at);
    return read->digits > 0;
}

/* An id may well be 1E5 or 3E-2; a spreadsheet writes 1E+05 and 3E-02. */
static bool is_shortened_key(const struct scientific *read)
{
    return *read->end == '\0' && (*read->sign == '+' || (*read->sign == '-' && read->digits > 1));
}

bool fault_scientific(struct loading *loading, const struct text *text, bool is_key)
{
    const char *plain = text->bytes;
    struct scientific read;
    if (!utf8_is_plain(text->bytes, text->length))
        plain = utf8_skeleton(loading->arena, text->bytes, text->length, false);
    if (plain == NULL) {
        loading->status = FT_NO_MEMORY;
        return true;
    }
    if (!read_scientific(&read, plain) || (is_key && !is_shortened_key(&read)))
        return false;
    scenario_fault(loading, &text->place, &scenario_message[SCENARIO_SCIENTIFIC], text->bytes, NULL,
                   NULL);
    return true;
}

bool fault_fraction(struct loading *loading, const struct text *text)
{
    const char *at = text->bytes + strspn(text->bytes, "+- ");
    const size_t whole = strspn(at, "0123456789.,");
    at += whole;
    at += strspn(at, " ");
    if (whole == 0 || (*at != '/' && *at != '_' && *at != ':') ||
        at[1 + strspn(at + 1, " ")] < '0' || at[1 + strspn(at + 1, " ")] > '9')
        return false;
    scenario_fault(loading, &text->place, &scenario_message[SCENARIO_FRACTION], text->bytes, NULL,
                   NULL);
    return true;
}
