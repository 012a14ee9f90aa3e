/* quantity.c: whole texts to values: a number or a fraction, then perhaps a unit. */
#include "number_internal.h"

#include <stdio.h>
#include <string.h>

/* A quantity on its way through the reader. */
struct reader {
    const struct text *text;
    struct arith *arith;
    struct diagnostics *diagnostics;
    size_t start, at, end; /* without the blanks around */
};

static enum ft_status quantity_fault(const struct reader *reader, size_t from, size_t to,
                                     enum number_message message)
{
    char word[READ_WORD_SIZE];
    struct place place = read_span(reader->text, from, to);
    diagnostics_add(reader->diagnostics, &place, &number_message_rows[message],
                    read_word(word, reader->text, from, to), NULL);
    return FT_INVALID;
}

static enum ft_status report_size(const struct reader *reader, enum ft_status status)
{
    const struct place place = read_span(reader->text, reader->start, reader->end);
    return number_tell_size(reader->diagnostics, &place, status);
}

static enum ft_status scan_at(struct reader *reader, struct number *out)
{
    size_t used;
    enum ft_status status =
        number_scan(out, reader->arith, reader->diagnostics, reader->text, reader->at, true, &used);
    if (status == FT_OK)
        reader->at += used;
    return status;
}

/* "/3" or "÷3" behind a number makes a fraction; "/" before anything else begins a unit. In tables,
 * where "200/300" may be two figures or a day, "÷" is the one way to write a fraction. */
static enum ft_status read_denominator(struct reader *reader, struct number *value)
{
    static const char *const signs[] = {"/", "÷"};
    const char *bytes = reader->text->bytes;
    size_t sign = 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const size_t length = strlen(signs[i]);
        if (reader->at + length < reader->end &&
            memcmp(bytes + reader->at, signs[i], length) == 0 &&
            read_is_digit(bytes[reader->at + length]))
            sign = length;
    }
    if (sign == 0)
        return FT_OK;
    struct number denominator;
    reader->at += sign;
    enum ft_status status = scan_at(reader, &denominator);
    if (status != FT_OK)
        return status;
    if (!number_is_integer(value) || !number_is_integer(&denominator))
        return quantity_fault(reader, reader->start, reader->at, MESSAGE_NUMBER_FRACTION);
    if (number_sign(&denominator) == 0)
        return quantity_fault(reader, reader->start, reader->at, MESSAGE_NUMBER_ZERO_DENOMINATOR);
    return report_size(reader, number_div(value, reader->arith, value, &denominator));
}

/* Digits and points behind a number are no unit; what else stands there is read as one. */
static enum ft_status quantity_read_unit(struct reader *reader, struct quantity *quantity)
{
    reader->at = read_skip_blanks(reader->text, reader->at, reader->end);
    if (reader->at == reader->end)
        return FT_OK;
    char next = reader->text->bytes[reader->at];
    if (next == '.' || next == ',' || next == '+' || next == '-' || read_is_digit(next))
        return quantity_fault(reader, reader->at, reader->end, MESSAGE_TEXT_AFTER_NUMBER);
    struct unit unit;
    enum ft_status status =
        unit_read(&unit, reader->arith, reader->diagnostics, reader->text, reader->at, reader->end);
    if (status != FT_OK)
        return status;
    quantity->has_unit = true;
    quantity->dimension = unit.dimension;
    quantity->is_scale = unit.is_scale;
    return report_size(reader,
                       number_mul(&quantity->value, reader->arith, &quantity->value, &unit.factor));
}

/* The bytes of a currency sign at the start; 0 where there is none. */
static size_t currency_sign(const struct reader *reader)
{
    static const char *const signs[] = {"￥", "¥"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(reader->text->bytes + reader->start, signs[i], strlen(signs[i])) == 0)
            return strlen(signs[i]);
    return 0;
}

/* Whether the bytes from there on begin with a number, and go on with a unit or nothing. */
static bool number_is_readable(const struct reader *reader, size_t from)
{
    static const struct diagnostics nobody;
    struct diagnostics unheard = nobody;
    struct quantity ignored;
    struct reader rest = *reader;
    rest.diagnostics = &unheard;
    rest.start = rest.at = from;
    return from < reader->end && scan_at(&rest, &ignored.value) == FT_OK &&
           quantity_read_unit(&rest, &ignored) == FT_OK;
}

/* A spreadsheet shows sums as ￥1,234.50, and saves what it shows. */
static enum ft_status fault_currency(const struct reader *reader, size_t sign)
{
    char word[READ_WORD_SIZE], mend[READ_WORD_SIZE];
    struct place place = read_span(reader->text, reader->start, reader->end);
    size_t from = read_skip_blanks(reader->text, reader->start + sign, reader->end);
    const bool readable = number_is_readable(reader, from);
    diagnostics_add(
        reader->diagnostics, &place,
        &number_message_rows[readable ? MESSAGE_CURRENCY_SIGN : MESSAGE_CURRENCY_SIGN_ALONE],
        read_word(word, reader->text, reader->start, reader->end),
        read_word(mend, reader->text, from, reader->end), NULL);
    return FT_INVALID;
}

/* The word that makes a number an approximate one, "约" before it or "左右" behind it; NULL. */
static const char *approximate_word(const struct reader *reader)
{
    static const char *const before[] = {"大约", "约",   "近",   "超过",
                                         "不足", "不到", "至少", "最多"};
    static const char *const behind[] = {"左右", "上下", "以上", "以下", "以内", "余", "多"};
    const char *start = reader->text->bytes + reader->start;
    const size_t length = reader->end - reader->start;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        const size_t size = strlen(before[i]);
        if (length > size && strncmp(start, before[i], size) == 0 &&
            read_is_digit(reader->text->bytes[read_skip_blanks(reader->text, reader->start + size,
                                                               reader->end)]))
            return before[i];
    }
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        const size_t size = strlen(behind[i]);
        if (length > size && read_is_digit(start[0]) &&
            strncmp(start + length - size, behind[i], size) == 0)
            return behind[i];
    }
    return NULL;
}

static enum ft_status fault_approximate(const struct reader *reader, const char *said)
{
    char word[READ_WORD_SIZE];
    struct place place = read_span(reader->text, reader->start, reader->end);
    diagnostics_add(reader->diagnostics, &place, &number_message_rows[MESSAGE_APPROXIMATE],
                    read_word(word, reader->text, reader->start, reader->end), said, NULL);
    return FT_INVALID;
}

/* "US$ 100", "HKD 100": whether the word in front of the number is another currency. */
static bool is_foreign(const struct reader *reader)
{
    char word[READ_WORD_SIZE];
    size_t end = reader->start;
    while (end < reader->end && !read_is_digit(reader->text->bytes[end]) &&
           read_blank(reader->text, end) == 0)
        end++;
    return end > reader->start &&
           read_is_currency(read_word(word, reader->text, reader->start, end));
}

enum ft_status quantity_parse(struct quantity *out, struct arith *arith,
                              struct diagnostics *diagnostics, const struct text *text)
{
    size_t end = read_trim_end(text);
    size_t start = read_skip_blanks(text, 0, end);
    struct reader reader = {.text = text,
                            .arith = arith,
                            .diagnostics = diagnostics,
                            .start = start,
                            .at = start,
                            .end = end};
    struct quantity quantity = {.value = NUMBER_ZERO};
    if (start == end)
        return quantity_fault(&reader, 0, text->length, MESSAGE_NUMBER_EMPTY);
    if (currency_sign(&reader) > 0)
        return fault_currency(&reader, currency_sign(&reader));
    if (approximate_word(&reader) != NULL)
        return fault_approximate(&reader, approximate_word(&reader));
    if (is_foreign(&reader))
        return quantity_fault(&reader, start, end, MESSAGE_UNIT_CURRENCY);
    enum ft_status status = scan_at(&reader, &quantity.value);
    if (status == FT_OK)
        status = read_denominator(&reader, &quantity.value);
    if (status == FT_OK)
        status = quantity_read_unit(&reader, &quantity);
    if (status == FT_OK)
        *out = quantity;
    return status;
}

/* Of one unit of the vocabulary that things are counted in by themselves: 人. */
static bool is_count(struct dimension dimension)
{
    size_t ones = 0, others = 0;
    for (size_t i = 0; i < DIM_ROOM; i++) {
        ones += i >= DIM_BUILT_IN && dimension.power[i] == 1;
        others += dimension.power[i] != 0;
    }
    return ones == 1 && others == 1;
}

/* "100人" where a plain number is asked for: what is to be written is known. */
static enum ft_status fault_unit_of_count(struct arith *arith, struct diagnostics *diagnostics,
                                          const struct text *text, const struct number *value)
{
    char word[READ_WORD_SIZE];
    const size_t end = read_trim_end(text), start = read_skip_blanks(text, 0, end);
    struct place place = read_span(text, start, end);
    const char *alone = number_text(value, arith, NUMBER_PLAIN);
    if (alone == NULL)
        return FT_NO_MEMORY;
    diagnostics_add(diagnostics, &place, &number_message_rows[MESSAGE_UNIT_OF_COUNT],
                    read_word(word, text, start, end), alone, NULL);
    return FT_INVALID;
}

static enum ft_status mismatch(const struct units *units, struct diagnostics *diagnostics,
                               const struct text *text, struct dimension found,
                               const struct unit *unit)
{
    char word[READ_WORD_SIZE], is[DIMENSION_NAME_SIZE], asked[DIMENSION_NAME_SIZE];
    char written_in[DIMENSION_UNITS_SIZE];
    size_t end = read_trim_end(text);
    size_t start = read_skip_blanks(text, 0, end);
    struct place place = read_span(text, start, end);
    dimension_name(is, sizeof is, units, found, diagnostics->language);
    dimension_name(asked, sizeof asked, units, unit->dimension, diagnostics->language);
    dimension_units(written_in, units, unit->dimension, diagnostics->language);
    bool plain = dimension_equal(unit->dimension, DIMENSION_NONE);
    diagnostics_add(
        diagnostics, &place,
        &number_message_rows[plain ? MESSAGE_UNIT_MISMATCH_PLAIN : MESSAGE_UNIT_MISMATCH],
        read_word(word, text, start, end), is, asked, written_in, NULL);
    return FT_INVALID;
}

bool unit_is_share(const struct unit *unit)
{
    return dimension_equal(unit->dimension, DIMENSION_NONE) && unit->factor.den > 1 &&
           unit->factor.num < unit->factor.den;
}

/* Whether a bare figure may well be the share itself: 0.62, 1.08; beside a header's unit, which
 * says what is above 1, only up to 1: a spreadsheet writes 1 for 100%. */
static bool may_be_share(const struct number *value, struct arith *arith, bool beside)
{
    const int32_t bound = beside ? 1 : 2;
    const struct number most = number_from_int(bound), least = number_from_int(-bound);
    const int above = number_compare(arith, value, &most);
    const int below = -number_compare(arith, value, &least);
    return beside ? above <= 0 && below <= 0 : above < 0 && below < 0;
}

/* A share as one would write it: "62%", "200/3%". */
static const char *share_text(const struct number *figure, struct arith *arith,
                              const struct unit *unit)
{
    const char *digits = number_text(figure, arith, NUMBER_PLAIN);
    return digits == NULL ? NULL : arena_format(arith->arena, "%s%s", digits, unit->text);
}

/* A bare number where a share is asked for: a spreadsheet gives 0.62 for a cell that shows 62%. */
static enum ft_status fault_share(const struct reader *reader, const struct number *value,
                                  const struct unit *unit)
{
    char word[READ_WORD_SIZE];
    struct arith *arith = reader->arith;
    struct place place = read_span(reader->text, reader->start, reader->end);
    struct number whole;
    /* What was read is far from the limit of a value: a share's factor has room. */
    if (number_div(&whole, arith, value, &unit->factor) != FT_OK)
        return FT_NO_MEMORY;
    const char *as_share = share_text(&whole, arith, unit), *as_is = share_text(value, arith, unit);
    if (as_share == NULL || as_is == NULL)
        return FT_NO_MEMORY;
    (void)read_word(word, reader->text, reader->start, reader->end);
    if (may_be_share(value, arith, false))
        diagnostics_add(reader->diagnostics, &place, &number_message_rows[MESSAGE_BARE_SHARE], word,
                        as_share, as_is, NULL);
    else
        diagnostics_add(reader->diagnostics, &place, &number_message_rows[MESSAGE_BARE_PERCENT],
                        word, as_is, NULL);
    return FT_INVALID;
}

/* A bare number where one with a unit is asked for. */
static enum ft_status fault_bare(const struct reader *reader, const struct unit *unit)
{
    char word[READ_WORD_SIZE], written_in[DIMENSION_UNITS_SIZE];
    struct place place = read_span(reader->text, reader->start, reader->end);
    dimension_units(written_in, reader->arith->units, unit->dimension,
                    reader->diagnostics->language);
    diagnostics_add(reader->diagnostics, &place, &number_message_rows[MESSAGE_BARE_NUMBER],
                    read_word(word, reader->text, reader->start, reader->end), written_in, NULL);
    return FT_INVALID;
}

/* `beside`: the unit stands beside the figure. */
static enum ft_status take_bare(struct number *out, const struct reader *reader,
                                const struct number *value, const struct unit *unit, bool beside)
{
    const bool zero = number_sign(value) == 0;
    if (!zero && unit_is_share(unit) && (!beside || may_be_share(value, reader->arith, true)))
        return fault_share(reader, value, unit);
    if (!zero && !beside && !dimension_equal(unit->dimension, DIMENSION_NONE))
        return fault_bare(reader, unit);
    return report_size(reader, number_mul(out, reader->arith, value, &unit->factor));
}

static enum ft_status number_quantity_parse_in(struct number *out, struct arith *arith,
                                               struct diagnostics *diagnostics,
                                               const struct text *text, const struct unit *unit,
                                               bool beside)
{
    struct quantity quantity;
    enum ft_status status = quantity_parse(&quantity, arith, diagnostics, text);
    if (status != FT_OK)
        return status;
    if (!quantity.has_unit) {
        size_t end = read_trim_end(text);
        struct reader reader = {.text = text,
                                .arith = arith,
                                .diagnostics = diagnostics,
                                .start = read_skip_blanks(text, 0, end),
                                .end = end};
        return take_bare(out, &reader, &quantity.value, unit, beside);
    }
    if (is_count(quantity.dimension) && dimension_equal(unit->dimension, DIMENSION_NONE))
        return fault_unit_of_count(arith, diagnostics, text, &quantity.value);
    if (!dimension_fits(quantity.dimension, quantity.is_scale, unit->dimension))
        return mismatch(arith->units, diagnostics, text, quantity.dimension, unit);
    *out = quantity.value;
    return FT_OK;
}

enum ft_status quantity_parse_as(struct number *out, struct arith *arith,
                                 struct diagnostics *diagnostics, const struct text *text,
                                 const struct unit *unit)
{
    return number_quantity_parse_in(out, arith, diagnostics, text, unit, false);
}

enum ft_status quantity_parse_in(struct number *out, struct arith *arith,
                                 struct diagnostics *diagnostics, const struct text *text,
                                 const struct unit *unit)
{
    return number_quantity_parse_in(out, arith, diagnostics, text, unit, true);
}
