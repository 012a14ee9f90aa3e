/*
 * slips.c: which of some names a user meant who mistyped one.
 *
 * A name is suggested only for a slip of the finger: the words of both are the same but for a
 * letter more, less, other or swapped in words of four letters and more that begin alike. Digits
 * and Chinese characters are never another by a slip, which would be another thing: A2 is not A3,
 * 改造前容积率 not 改造后容积率, vat_paid not lat_paid; they may be swapped, doubled or stand with
 * blanks between.
 */
#include <string.h>

#include "base.h"

enum { LONGEST_NAME = 64, SHORT_WORD = 4, LONG_WORD = 8 };

enum letter_class { SEPARATOR, LETTER, DIGIT, OTHER };

/* A name without what does not tell it from others: width, capitals, blanks. */
struct spelling {
    uint32_t characters[LONGEST_NAME];
    size_t count;
};

/* The ASCII character that a full-width one stands for. */
static uint32_t narrow(uint32_t code)
{
    return code >= 0xFF01 && code <= 0xFF5E ? code - 0xFF01 + '!' : code == 0x3000 ? ' ' : code;
}

static enum letter_class slips_class_of(uint32_t code)
{
    if (code >= '0' && code <= '9')
        return DIGIT;
    if (code >= 'a' && code <= 'z')
        return LETTER;
    return code < 0x80 ? SEPARATOR : OTHER;
}

/* False where it is too long: long ones are never meant by a slip of the finger. */
static bool read_spelling(struct spelling *spelling, const char *name)
{
    size_t left = strlen(name);
    spelling->count = 0;
    while (left > 0 && spelling->count < LONGEST_NAME) {
        uint32_t code;
        const size_t length = utf8_next(name, left, &code);
        if (length == 0)
            return false;
        code = narrow(code);
        spelling->characters[spelling->count++] =
            code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
        name += length;
        left -= length;
    }
    return left == 0 && spelling->count > 0;
}

/* A run of characters of one class. */
struct word {
    const uint32_t *characters;
    size_t count;
    enum letter_class class;
};

/* The first word from `*at` on; false: there is none. */
static bool slips_next_word(const struct spelling *spelling, size_t *at, struct word *word)
{
    while (*at < spelling->count && slips_class_of(spelling->characters[*at]) == SEPARATOR)
        ++*at;
    if (*at == spelling->count)
        return false;
    *word = (struct word){.characters = spelling->characters + *at,
                          .class = slips_class_of(spelling->characters[*at])};
    while (*at < spelling->count && slips_class_of(spelling->characters[*at]) == word->class) {
        word->count++;
        ++*at;
    }
    return true;
}

static size_t least(size_t x, size_t y)
{
    return x < y ? x : y;
}

/* Letters more, less, other or swapped with their neighbours. */
static size_t slips_between(const struct word *x, const struct word *y)
{
    uint8_t slips[LONGEST_NAME + 1][LONGEST_NAME + 1];
    for (size_t i = 0; i <= x->count; i++) {
        for (size_t j = 0; j <= y->count; j++) {
            size_t fewest = i + j;
            const uint32_t *a = x->characters + i, *b = y->characters + j; /* behind the two */
            if (i > 0 && j > 0) {
                fewest = least(slips[i - 1][j], slips[i][j - 1]) + (size_t)1;
                fewest = least(fewest, slips[i - 1][j - 1] + (size_t)(a[-1] != b[-1]));
            }
            if (i > 1 && j > 1 && a[-1] == b[-2] && a[-2] == b[-1])
                fewest = least(fewest, slips[i - 2][j - 2] + (size_t)1);
            slips[i][j] = (uint8_t)fewest;
        }
    }
    return slips[x->count][y->count];
}

static bool are_same(const struct word *x, const struct word *y)
{
    return x->count == y->count &&
           memcmp(x->characters, y->characters, x->count * sizeof *x->characters) == 0;
}

/* Neighbours swapped, or one of them written twice: the characters stay the same. */
static bool has_same_characters(const struct word *x, const struct word *y)
{
    for (size_t i = 0; i < x->count; i++) {
        bool found = false;
        for (size_t j = 0; j < y->count; j++)
            found |= x->characters[i] == y->characters[j];
        if (!found)
            return false;
    }
    return true;
}

/* How many slips make one word the other; SIZE_MAX where they are two words. */
static size_t slips_of_words(const struct word *x, const struct word *y)
{
    if (x->class != y->class)
        return SIZE_MAX;
    if (are_same(x, y))
        return 0;
    const size_t shorter = least(x->count, y->count), longer = x->count + y->count - shorter;
    if (x->class == DIGIT || longer - shorter > 2)
        return SIZE_MAX;
    if (x->class == OTHER) {
        const bool same = has_same_characters(x, y) && has_same_characters(y, x);
        return shorter > 1 && same && slips_between(x, y) == 1 ? 1 : SIZE_MAX;
    }
    if (x->characters[0] != y->characters[0])
        return SIZE_MAX;
    /* In a short word another letter is another word, one more or less may not be. */
    const size_t slips = slips_between(x, y);
    const bool grown = shorter != longer && slips == 1;
    const size_t most = shorter >= LONG_WORD ? 2 : shorter >= SHORT_WORD || grown ? 1 : 0;
    return slips <= most ? slips : SIZE_MAX;
}

static size_t skip_joins(const struct spelling *spelling, size_t at)
{
    while (at < spelling->count &&
           (spelling->characters[at] == ' ' || spelling->characters[at] == '_'))
        at++;
    return at;
}

/* The same characters but for blanks and underscores: "floorarea", "建筑 面积". */
static bool are_run_together(const struct spelling *x, const struct spelling *y)
{
    size_t i = 0, j = 0;
    for (;;) {
        i = skip_joins(x, i);
        j = skip_joins(y, j);
        if (i == x->count || j == y->count)
            return i == x->count && j == y->count;
        if (x->characters[i++] != y->characters[j++])
            return false;
    }
}

static size_t slips_of_names(const struct spelling *x, const struct spelling *y)
{
    struct word word, other;
    size_t i = 0, j = 0, slips = 0;
    if (are_run_together(x, y))
        return 0;
    for (;;) {
        const bool more = slips_next_word(x, &i, &word);
        if (more != slips_next_word(y, &j, &other))
            return SIZE_MAX;
        if (!more)
            return slips;
        const size_t between = slips_of_words(&word, &other);
        if (between == SIZE_MAX)
            return SIZE_MAX;
        slips += between;
    }
}

/* Whether two keys are digits that differ by the zeros before them: a spreadsheet makes 1 of 001. */
static bool is_same_number(const char *x, const char *y)
{
    static const char digits[] = "0123456789";
    const size_t zeros_x = strspn(x, "0"), zeros_y = strspn(y, "0");
    return x[0] != '\0' && x[strspn(x, digits)] == '\0' && strcmp(x + zeros_x, y + zeros_y) == 0;
}

void suggest(struct suggestion *suggestion, const char *candidate)
{
    struct spelling word, other;
    if (!read_spelling(&word, suggestion->word) || !read_spelling(&other, candidate))
        return;
    const size_t slips =
        is_same_number(suggestion->word, candidate) ? 0 : slips_of_names(&word, &other);
    if (slips == SIZE_MAX)
        return;
    /* A tie goes to the lesser name, so that the order of offering does not show. */
    if (suggestion->best == NULL || slips < suggestion->slips ||
        (slips == suggestion->slips && strcmp(candidate, suggestion->best) < 0)) {
        suggestion->best = candidate;
        suggestion->slips = slips;
    }
}
