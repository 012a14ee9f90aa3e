/* unit.c: how a spelling is found among the units, and the few that C itself has. */
#include "number_internal.h"

#include <string.h>

/* Other spellings of one unit. */
#define NO_ALIASES ((const char *const[]){NULL})

/* What C's own work is in: money, the calendar, shares. Vocabularies give them their spellings. */
static const struct unit_row built_in_rows[] = {
    {"元", NO_ALIASES, {{1}, 1}, {{[DIM_MONEY] = 1}}, {"元", "yuan"}, {0}},
    {"年", NO_ALIASES, {{1}, 1}, {{[DIM_TIME] = 1}}, {"年", "year"}, {0}},
    {"月", NO_ALIASES, {{1}, 12}, {{[DIM_TIME] = 1}}, {"月", "month"}, {0}},
    {"日", NO_ALIASES, {{1}, 1}, {{[DIM_DAYS] = 1}}, {"日", "day"}, {0}},
    {"%", NO_ALIASES, {{1}, 100}, {{0}}, {"百分之一", "per cent"}, {0}},
};
const struct units units_built_in = {
    .rows = built_in_rows,
    .count = sizeof built_in_rows / sizeof *built_in_rows,
    .bases = {[DIM_MONEY] = "元", [DIM_TIME] = "年", [DIM_DAYS] = "日"},
    .base_count = DIM_BUILT_IN,
};

/* ---- word borders ---- */

/* Blanks and signs beyond ASCII, which end a word; other characters beyond ASCII belong to one. */
static bool is_sign_beyond_ascii(uint32_t code)
{
    return code == 0xA0 || code == 0xB7 || code == 0xD7 || /* no-break space, ·, × */
           (code >= 0x2000 && code <= 0x206F) ||           /* general punctuation, with ‰ */
           (code >= 0x3000 && code <= 0x303F) ||           /* Chinese punctuation */
           (code >= 0xFF00 && code <= 0xFFEF);             /* full-width forms */
}

bool unit_word_goes_on(const char *text, size_t length)
{
    uint32_t code;
    if (length == 0 || utf8_next(text, length, &code) == 0)
        return false;
    if (code >= 0x80)
        return !is_sign_beyond_ascii(code) && code != 0x6BCF; /* 每 is "/" in words: 元每亩 */
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
           (code >= 'A' && code <= 'Z') || code == '_';
}

/* A sign ("%", "‰") is a whole word wherever it stands. */
static bool is_whole_word(const struct unit_row *row, const char *rest, size_t length)
{
    return !unit_word_goes_on(row->name, strlen(row->name)) || !unit_word_goes_on(rest, length);
}

/* ---- finding ---- */

/* The longest match so far. */
struct unit_search {
    const char *text;
    size_t length;
    const struct unit_row *best;
    size_t best_length;
};

static void try_spelling(struct unit_search *search, const struct unit_row *row,
                         const char *spelling)
{
    if (spelling[0] != search->text[0]) /* of the most */
        return;
    size_t length = 1; /* of others within a character: sooner told than by calls */
    while (length < search->length && spelling[length] == search->text[length] &&
           spelling[length] != '\0')
        length++;
    if (spelling[length] != '\0' || length <= search->best_length ||
        !is_whole_word(row, search->text + length, search->length - length))
        return;
    search->best = row;
    search->best_length = length;
}

const struct unit_row *unit_match(const struct units *units, const char *text, size_t length,
                                  size_t *matched)
{
    struct unit_search search = {.text = text, .length = length};
    *matched = 0;
    if (length == 0)
        return NULL;
    for (size_t i = 0; i < units->count; i++) {
        try_spelling(&search, &units->rows[i], units->rows[i].name);
        for (const char *const *alias = units->rows[i].aliases; *alias != NULL; alias++)
            try_spelling(&search, &units->rows[i], *alias);
    }
    *matched = search.best_length;
    return search.best;
}

/* ---- titles ---- */

/* The longest spelling that a title ends in. */
struct unit_ending {
    const char *title;
    size_t length;
    const struct unit_row *row;
    size_t longest;
};

static void try_ending(struct unit_ending *ending, const struct unit_row *row, const char *spelling)
{
    const size_t length = strlen(spelling);
    if (length <= ending->longest || length >= ending->length ||
        memcmp(ending->title + ending->length - length, spelling, length) != 0)
        return;
    ending->row = row;
    ending->longest = length;
}

bool unit_ends_title(const struct units *units, const struct unit *unit, const char *title)
{
    static const char count[] = "数";
    struct unit_ending ending = {.title = title, .length = strlen(title)};
    if (ending.length > strlen(count) && strcmp(title + ending.length - strlen(count), count) == 0)
        ending.length -= strlen(count);
    for (size_t i = 0; i < units->count; i++) {
        try_ending(&ending, &units->rows[i], units->rows[i].name);
        for (const char *const *alias = units->rows[i].aliases; *alias != NULL; alias++)
            try_ending(&ending, &units->rows[i], *alias);
    }
    return ending.row != NULL && strcmp(ending.row->name, unit->text) == 0 &&
           !dimension_equal(ending.row->dimension, DIMENSION_NONE);
}
