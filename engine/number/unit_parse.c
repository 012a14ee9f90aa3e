/*
 * unit_parse.c: unit expressions.
 *
 *     unit  = ["/"] part { ("/" | "*" | "·") part }
 *     part  = name ["^" digit]
 *
 * "/" and "*" go from left to right, as in a formula. "·" binds tighter, as price notices write it:
 * 元/m2·月 is yuan per square metre and month.
 */
#include "number_internal.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    PARTS_MAX = 8,
    PART_SIZE = 32, /* a name of the table, its join and its power */
};

/* A unit on its way through the reader. */
struct unit_reader {
    const struct text *text;
    struct arith *arith;
    struct diagnostics *diagnostics;
    size_t at, end;
    bool below; /* the next part divides */
    size_t parts;
    bool is_scale; /* the first part is 万 or 亿 */
    struct number factor;
    struct dimension dimension;
    char shown[PARTS_MAX * PART_SIZE];
};

/* The signs that join parts; all spellings of the dot are shown as one. */
static const struct join {
    const char *spelling, *shown;
    bool binds_tighter, divides;
} joins[] = {
    {"/", "/", false, true},  {"／", "/", false, true}, {"*", "*", false, false},
    {"·", "·", true, false},  {"•", "·", true, false},  {"⋅", "·", true, false},
    {"每", "/", false, true},
};

static enum ft_status unit_fault(const struct unit_reader *reader, size_t from, size_t to,
                                 enum number_message message, const char *second)
{
    char word[READ_WORD_SIZE];
    struct place place = read_span(reader->text, from, to);
    diagnostics_add(reader->diagnostics, &place, &number_message_rows[message],
                    read_word(word, reader->text, from, to), second, NULL);
    return FT_INVALID;
}

static void show(struct unit_reader *reader, const char *piece)
{
    const size_t length = strlen(reader->shown), more = strlen(piece);
    const size_t room = sizeof reader->shown - 1 - length;
    memcpy(reader->shown + length, piece, more < room ? more : room);
}

/* The end of the unknown word that begins at `at`. */
static size_t unknown_end(const struct unit_reader *reader)
{
    const char *bytes = reader->text->bytes;
    size_t at = reader->at;
    assert(at < reader->end);
    do {
        uint32_t code;
        size_t length = utf8_next(bytes + at, reader->end - at, &code);
        assert(length > 0);
        at += length;
    } while (at < reader->end && unit_word_goes_on(bytes + at, reader->end - at));
    return at;
}

/* What can neither begin nor join a unit. */
static enum ft_status stray_sign(const struct unit_reader *reader)
{
    uint32_t code;
    const char *bytes = reader->text->bytes;
    size_t length = utf8_next(bytes + reader->at, reader->end - reader->at, &code);
    size_t end = reader->at + (length > 0 ? length : 1);
    if (unit_word_goes_on(bytes + reader->at, reader->end - reader->at))
        end = unknown_end(reader);
    return unit_fault(reader, reader->at, end, MESSAGE_UNIT_SIGN, NULL);
}

/* `spelling` where the word is the same in other letters, capitals say; else NULL. No other word is
 * taken for a slip: a character is the difference between 千元 and 万元, kWh and MWh. */
static const char *slip_of(const char *word, const char *spelling)
{
    return strcasecmp(word, spelling) == 0 ? spelling : NULL;
}

enum { SOME_UNITS_SIZE = 160 };

static void add_some_unit(char out[SOME_UNITS_SIZE], const char *name, enum ft_language language)
{
    const size_t length = strlen(out);
    const char *comma = length == 0 ? "" : language == FT_ZH ? "、" : ", ";
    const size_t needed =
        (size_t)snprintf(out + length, SOME_UNITS_SIZE - length, "%s%s", comma, name);
    if (needed >= SOME_UNITS_SIZE - length)
        out[length] = '\0'; /* whole names only */
}

static bool is_unit_name(const struct units *units, const char *name)
{
    for (size_t i = 0; i < units->count; i++)
        if (strcmp(units->rows[i].name, name) == 0)
            return true;
    return false;
}

/* Units that people count in, "元、万元、m2"; where no measures tell of them, the first ones. */
static const char *some_units(char out[SOME_UNITS_SIZE], const struct units *units,
                              enum ft_language language)
{
    out[0] = '\0';
    for (size_t i = 0; i < units->measure_count; i++)
        for (const char *const *unit = units->measures[i].units; *unit != NULL; unit++)
            if (is_unit_name(units, *unit))
                add_some_unit(out, *unit, language);
    for (size_t i = 0; i < units->count && units->measure_count == 0; i++)
        add_some_unit(out, units->rows[i].name, language);
    return out;
}

static enum ft_status unknown_unit(const struct unit_reader *reader)
{
    char word[READ_WORD_SIZE];
    if (read_full_width(reader->diagnostics, reader->text, reader->at))
        return FT_INVALID;
    if (!unit_word_goes_on(reader->text->bytes + reader->at, reader->end - reader->at))
        return stray_sign(reader);
    size_t end = unknown_end(reader);
    (void)read_word(word, reader->text, reader->at, end);
    if (read_is_currency(word))
        return unit_fault(reader, reader->at, end, MESSAGE_UNIT_CURRENCY, NULL);
    const char *meant = NULL;
    const struct units *units = reader->arith->units;
    for (size_t i = 0; i < units->count && meant == NULL; i++) {
        meant = slip_of(word, units->rows[i].name);
        for (const char *const *alias = units->rows[i].aliases; *alias != NULL && meant == NULL;
             alias++)
            meant = slip_of(word, *alias);
    }
    char some[SOME_UNITS_SIZE];
    return meant != NULL ? unit_fault(reader, reader->at, end, MESSAGE_UNKNOWN_UNIT_SUGGEST, meant)
                         : unit_fault(reader, reader->at, end, MESSAGE_UNKNOWN_UNIT,
                                      some_units(some, units, reader->diagnostics->language));
}

/* "^2" behind a name; `*power` is 1 where there is none. */
static enum ft_status read_power(struct unit_reader *reader, int64_t *power)
{
    const char *bytes = reader->text->bytes;
    *power = 1;
    if (reader->at == reader->end || bytes[reader->at] != '^')
        return FT_OK;
    size_t from = reader->at;
    size_t digit = from + 1;
    bool readable = digit < reader->end && bytes[digit] >= '1' && bytes[digit] <= '9' &&
                    !unit_word_goes_on(bytes + digit + 1, reader->end - digit - 1);
    if (!readable)
        return unit_fault(reader, from, digit, MESSAGE_UNIT_EXPONENT, NULL);
    *power = bytes[digit] - '0';
    reader->at = digit + 1;
    if (*power > 1)
        show(reader, (const char[]){'^', bytes[digit], '\0'});
    return FT_OK;
}

/* Multiplies the unit so far by `row` to `power`, which is negative below the line. */
static enum ft_status unit_apply(struct unit_reader *reader, const struct unit_row *row,
                                 int64_t power, size_t from)
{
    struct dimension dimension;
    if (!dimension_pow(&dimension, row->dimension, power) ||
        !dimension_mul(&reader->dimension, reader->dimension, dimension))
        return unit_fault(reader, from, reader->at, MESSAGE_UNIT_EXPONENT, NULL);
    struct number factor;
    enum ft_status status = number_pow(&factor, reader->arith, &row->factor, power);
    if (status == FT_OK)
        status = number_mul(&reader->factor, reader->arith, &reader->factor, &factor);
    const struct place place = read_span(reader->text, from, reader->at);
    return number_tell_size(reader->diagnostics, &place, status);
}

/* 万 and 亿, which people write for 万元 and 亿元: plain numbers above 1. */
static bool is_scale(const struct unit_reader *reader, const struct unit_row *row)
{
    return dimension_equal(row->dimension, DIMENSION_NONE) &&
           number_compare(reader->arith, &row->factor, &NUMBER_ONE) > 0;
}

static enum ft_status read_part(struct unit_reader *reader)
{
    char most[8];
    size_t from = reader->at;
    size_t length;
    if (reader->parts == PARTS_MAX) {
        struct place place = read_span(reader->text, from, reader->end);
        (void)snprintf(most, sizeof most, "%d", PARTS_MAX);
        diagnostics_add(reader->diagnostics, &place, &number_message_rows[MESSAGE_UNIT_TOO_LONG],
                        most, NULL);
        return FT_INVALID;
    }
    const struct unit_row *row =
        unit_match(reader->arith->units, reader->text->bytes + from, reader->end - from, &length);
    if (row == NULL)
        return unknown_unit(reader);
    reader->is_scale |= reader->parts == 0 && !reader->below && is_scale(reader, row);
    reader->parts++;
    reader->at += length;
    show(reader, row->name);
    int64_t power;
    enum ft_status status = read_power(reader, &power);
    if (status != FT_OK)
        return status;
    return unit_apply(reader, row, reader->below ? -power : power, from);
}

/* The sign that stands between two parts at `at`; NULL: none does. */
static const struct join *find_join(const struct text *text, size_t at, size_t end)
{
    for (size_t i = 0; i < sizeof joins / sizeof joins[0]; i++) {
        const size_t length = strlen(joins[i].spelling);
        if (length <= end - at && memcmp(text->bytes + at, joins[i].spelling, length) == 0)
            return &joins[i];
    }
    return NULL;
}

/* The sign between two parts; false where there is none. */
static bool read_join(struct unit_reader *reader)
{
    const struct join *join = find_join(reader->text, reader->at, reader->end);
    if (join == NULL)
        return false;
    reader->at += strlen(join->spelling);
    if (!join->binds_tighter)
        reader->below = join->divides;
    show(reader, join->shown);
    return true;
}

static enum ft_status bad_join(const struct unit_reader *reader)
{
    if (read_full_width(reader->diagnostics, reader->text, reader->at))
        return FT_INVALID;
    return stray_sign(reader);
}

static void unit_skip_blanks(struct unit_reader *reader)
{
    reader->at = read_skip_blanks(reader->text, reader->at, reader->end);
}

/* Parts and joins in turn, from the first part on. */
static enum ft_status unit_read_parts(struct unit_reader *reader)
{
    for (;;) {
        enum ft_status status = read_part(reader);
        unit_skip_blanks(reader);
        if (status != FT_OK || reader->at == reader->end)
            return status;
        size_t join = reader->at;
        if (!read_join(reader))
            return bad_join(reader);
        size_t behind = reader->at;
        unit_skip_blanks(reader);
        if (reader->at == reader->end)
            return unit_fault(reader, join, behind, MESSAGE_UNIT_EXPECTED, NULL);
    }
}

enum ft_status unit_read(struct unit *out, struct arith *arith, struct diagnostics *diagnostics,
                         const struct text *text, size_t from, size_t end)
{
    struct unit_reader reader = {.text = text,
                                 .arith = arith,
                                 .diagnostics = diagnostics,
                                 .at = from,
                                 .end = end,
                                 .factor = NUMBER_ONE};
    unit_skip_blanks(&reader);
    if (reader.at < end) {
        if (text->bytes[reader.at] == '/') {
            reader.at++;
            reader.below = true;
            show(&reader, "/");
            unit_skip_blanks(&reader);
            if (reader.at == end)
                return unit_fault(&reader, end - 1, end, MESSAGE_UNIT_EXPECTED, NULL);
        }
        enum ft_status status = unit_read_parts(&reader);
        if (status != FT_OK)
            return status;
    }
    const char *shown = arena_copy(arith->arena, reader.shown, strlen(reader.shown));
    if (shown == NULL)
        return FT_NO_MEMORY;
    *out = (struct unit){.factor = reader.factor,
                         .dimension = reader.dimension,
                         .text = shown,
                         .is_scale = reader.is_scale};
    return FT_OK;
}

enum ft_status unit_parse(struct unit *out, struct arith *arith, struct diagnostics *diagnostics,
                          const struct text *text)
{
    return unit_read(out, arith, diagnostics, text, 0, read_trim_end(text));
}

bool unit_is_spelt(const struct units *units, const struct text *text)
{
    const size_t end = read_trim_end(text);
    size_t at = read_skip_blanks(text, 0, end), length;
    while (at < end && unit_match(units, text->bytes + at, end - at, &length) != NULL) {
        at += length;
        if (at + 1 < end && text->bytes[at] == '^' && read_is_digit(text->bytes[at + 1]))
            at += 2;
        at = read_skip_blanks(text, at, end);
        if (at == end)
            return true;
        const struct join *join = find_join(text, at, end);
        if (join == NULL)
            return false;
        at = read_skip_blanks(text, at + strlen(join->spelling), end);
    }
    return false;
}

enum ft_status unit_fit(struct unit *unit, struct arith *arith, struct dimension wanted)
{
    if (dimension_equal(unit->dimension, wanted))
        return FT_OK;
    if (!dimension_fits(unit->dimension, unit->is_scale, wanted))
        return FT_INVALID;
    const size_t scale = strcspn(unit->text, "/*^\xC2"); /* up to what is joined to it: "·" too */
    const char *text = arena_format(arith->arena, "%.*s%s%s", (int)scale, unit->text,
                                    arith->units->bases[DIM_MONEY], unit->text + scale);
    if (text == NULL)
        return FT_NO_MEMORY;
    unit->text = text;
    unit->dimension = wanted;
    unit->is_scale = false;
    return FT_OK;
}

enum ft_status unit_of_dimension(struct unit *out, struct arith *arith, struct dimension dimension)
{
    char symbol[DIMENSION_SYMBOL_SIZE];
    dimension_symbol(symbol, arith->units, dimension);
    const char *shown = arena_copy(arith->arena, symbol, strlen(symbol));
    if (shown == NULL)
        return FT_NO_MEMORY;
    *out = (struct unit){.factor = NUMBER_ONE, .dimension = dimension, .text = shown};
    return FT_OK;
}
