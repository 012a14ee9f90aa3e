/*
 * Plainly written rows to lanes: digits with a point, dates with dashes, names of members, texts
 * without quotes inside. Anything else is for the reader of scenario/, which knows all spellings
 * and says what is wrong with the others.
 */
#include <string.h>

#include "columns.h"

enum { MOST_DIGITS = 18 };

static inline bool ends_cell(char c)
{
    return c == ',' || c == '\n' || c == '\r';
}

/* ---- words: eight bytes at a time ---- */

#define EVERY_BYTE(c) (UINT64_C(0x0101010101010101) * (uint8_t)(c))

static inline uint64_t load_word(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Eight digits or fewer at the start of a word, the first in its lowest byte, as a number. */
static inline uint64_t digits_value(uint64_t word, unsigned count)
{
    /* The digits move to the highest bytes, zeros before them; then pairs, fours, all eight. */
    uint64_t digits = (word & EVERY_BYTE(0x0F)) << (8 * (8 - count));
    digits = (digits * 10 + (digits >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
    digits = (digits * 100 + (digits >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
    return (digits * 10000 + (digits >> 32)) & UINT64_C(0xFFFFFFFF);
}

/* How many of the word's first bytes are digits. */
static inline unsigned count_digits(uint64_t word)
{
    const uint64_t off = word ^ EVERY_BYTE('0');
    const uint64_t others = ((off + EVERY_BYTE(0x76)) | off) & EVERY_BYTE(0x80);
    return others == 0 ? 8 : (unsigned)__builtin_ctzll(others) / 8;
}

/* Adds the digits at `at` to the number; where they end. */
static inline const char *take_digits(const char *at, uint64_t *number)
{
    static const uint32_t powers[] = {1,      10,      100,      1000,     10000,
                                      100000, 1000000, 10000000, 100000000};
    for (;;) {
        const uint64_t word = load_word(at);
        const unsigned count = count_digits(word);
        if (count > 0)
            *number = *number * powers[count] + digits_value(word, count);
        at += count;
        if (count < 8)
            return at;
    }
}

/* "-1234.56" as an integer and how many decimals it has. NULL: written otherwise. */
static inline const char *read_number(const char *at, int64_t *value, uint8_t *decimals)
{
    const bool negative = *at == '-';
    const char *start = at += negative;
    uint64_t number = 0;
    at = take_digits(at, &number);
    ptrdiff_t digits = at - start;
    *decimals = 0;
    if (digits == 0)
        return NULL;
    if (*at == '.') {
        const char *point = ++at;
        at = take_digits(at, &number);
        if (at == point || at - point > MOST_DIGITS)
            return NULL;
        *decimals = (uint8_t)(at - point);
        digits += at - point;
    }
    if (digits > MOST_DIGITS || !ends_cell(*at))
        return NULL;
    *value = negative ? -(int64_t)number : (int64_t)number;
    return at;
}

static int two_digits(const char *at)
{
    unsigned high = (unsigned)(unsigned char)at[0] - '0',
             low = (unsigned)(unsigned char)at[1] - '0';
    return high < 10 && low < 10 ? (int)(high * 10 + low) : -1;
}

/* "2021-03-18" as days. */
static const char *read_date(const char *at, const char *end, int64_t *value)
{
    struct date date;
    if (end - at < 11 || at[4] != '-' || at[7] != '-' || !ends_cell(at[10]))
        return NULL;
    int century = two_digits(at), year = two_digits(at + 2), month = two_digits(at + 5),
        day = two_digits(at + 8);
    if (century < 0 || year < 0 || month < 0 || day < 0 ||
        !date_from_ymd(&date, century * 100 + year, month, day))
        return NULL;
    *value = date.days;
    return at + 10;
}

/* Bytes up to a comma, a line end, a quote or a NUL; what the padding of a block always has. All
 * of them are below '-', which few other characters of a cell are. */
static inline size_t cell_length(const char *at)
{
    const char *start = at;
    for (;;) {
        const uint64_t word = load_word(at);
        const uint64_t low = (word - EVERY_BYTE('-')) & ~word & EVERY_BYTE(0x80);
        if (low == 0) {
            at += sizeof word;
            continue;
        }
        at += __builtin_ctzll(low) / 8;
        if (ends_cell(*at) || *at == '"' || *at == '\0')
            return (size_t)(at - start);
        at++;
    }
}

/* The cell as bytes: to the comma or the line's end; quotes around it come off. */
static const char *read_slice(const char *at, struct slice *slice)
{
    bool quoted = *at == '"';
    at += quoted;
    if (!quoted) {
        size_t length = cell_length(at);
        *slice = (struct slice){at, (uint32_t)length, true};
        return ends_cell(at[length]) ? at + length : NULL;
    }
    const char *start = at;
    while (*at != '"' && *at != '\n' && *at != '\0')
        at++;
    *slice = (struct slice){start, (uint32_t)(at - start), false};
    return *at == '"' && ends_cell(at[1]) ? at + 1 : NULL;
}

/* ---- names ---- */

static inline uint64_t first_word(const char *name, size_t length)
{
    uint64_t word = 0;
    memcpy(&word, name, length < sizeof word ? length : sizeof word);
    return word;
}

static inline size_t first_slot(const struct name_table *table, uint64_t word, size_t length)
{
    return (size_t)(((word + length) * UINT64_C(0x9E3779B97F4A7C15)) >> 40) & table->mask;
}

bool name_table_open(struct name_table *table, size_t names, struct arena *arena)
{
    size_t slots = 16;
    while (slots < 4 * names)
        slots *= 2;
    table->slots = arena_array(arena, slots, sizeof *table->slots);
    table->mask = slots - 1;
    return table->slots != NULL;
}

static inline const struct name_slot *find_name(const struct name_table *table, const char *name,
                                                size_t length, uint64_t word)
{
    size_t at = first_slot(table, word, length);
    const struct name_slot *slot = &table->slots[at];
    while (slot->name != NULL && (slot->word != word || slot->length != length ||
                                  (length > sizeof word && memcmp(slot->name, name, length) != 0)))
        slot = &table->slots[at = (at + 1) & table->mask];
    return slot;
}

void name_table_put(struct name_table *table, const char *name, uint32_t member)
{
    size_t length = strlen(name);
    const uint64_t word = first_word(name, length);
    struct name_slot *slot = (struct name_slot *)find_name(table, name, length, word);
    if (slot->name == NULL)
        *slot = (struct name_slot){word, name, (uint32_t)length, member};
}

static const char *read_name(const char *at, const struct name_table *names, int64_t *value)
{
    struct slice slice;
    const char *end = read_slice(at, &slice);
    if (end == NULL)
        return NULL;
    uint64_t word = load_word(slice.at);
    if (slice.length < sizeof word)
        word &= (UINT64_C(1) << (8 * slice.length)) - 1;
    const struct name_slot *slot = find_name(names, slice.at, slice.length, word);
    *value = slot->member;
    return slot->name == NULL ? NULL : end;
}

/* A key stands in paths, so some characters have no place in it. */
static bool is_good_key(const struct slice *slice)
{
    static const bool bad[256] = {['/'] = true, ['['] = true, [']'] = true, ['@'] = true};
    bool found = false;
    for (uint32_t i = 0; i < slice->length; i++)
        found |= bad[(unsigned char)slice->at[i]];
    return !found && slice->length > 0;
}

/* The states are all CELL_VALUE before the chunk's first empty cell. */
static const char *read_absent(struct input *input, uint32_t lane, const char *at)
{
    input->states[lane] = CELL_ABSENT;
    input->lanes[lane] = 0;
    input->some_absent = true;
    if (input->mixed)
        input->decimals[lane] = 0;
    return at;
}

/* Lanes before the first that differs have `most` decimals, as far as they are values. */
static void note_decimals(struct input *input, uint32_t lane, uint8_t decimals)
{
    if (!input->mixed) {
        memset(input->decimals, input->most, lane);
        input->mixed = lane > 0;
    }
    input->decimals[lane] = decimals;
    input->most = decimals > input->most || lane == 0 ? decimals : input->most;
}

static const char *read_cell(struct input *input, const struct entity *entity, uint32_t lane,
                             const char *at, const char *end)
{
    const struct field *field = input->field;
    if (ends_cell(*at))
        return read_absent(input, lane, at);
    switch (field->type.kind) {
    case TYPE_NUMBER: {
        uint8_t decimals;
        const char *rest = read_number(at, &input->lanes[lane], &decimals);
        if (decimals != input->most || input->mixed)
            note_decimals(input, lane, decimals);
        return rest;
    }
    case TYPE_DATE:
        return read_date(at, end, &input->lanes[lane]);
    case TYPE_SYMBOL:
    case TYPE_BOOLEAN:
        return read_name(at, &input->members, &input->lanes[lane]);
    case TYPE_TEXT: {
        const char *rest = read_slice(at, &input->slices[lane]);
        bool key = field->index == entity->key;
        return rest != NULL && key && !is_good_key(&input->slices[lane]) ? NULL : rest;
    }
    default:
        return NULL;
    }
}

/* One row, its line end included. NULL: not written plainly. */
static const char *read_row(struct columns *columns, uint32_t lane, const char *at, const char *end)
{
    const struct entity *entity = columns->plan->entity;
    for (size_t i = 0; i < columns->input_count; i++) {
        at = read_cell(&columns->inputs[i], entity, lane, at, end);
        if (at == NULL)
            return NULL;
        if (i + 1 < columns->input_count && *at++ != ',')
            return NULL;
    }
    if (*at == '\r')
        at++;
    return at < end && *at == '\n' ? at + 1 : NULL;
}

/* The end of the `count`th row from `at` on, where rows are not all written plainly. */
static const char *skip_rows(const char *at, const char *end, uint32_t count)
{
    bool quoted = false;
    for (; at < end; at++) {
        if (*at == '"')
            quoted = !quoted;
        if (*at == '\n' && !quoted && --count == 0)
            return at + 1;
    }
    return end;
}

enum vector_status columns_read(struct columns *columns, const char *at, const char *end,
                                size_t *used)
{
    const char *row = at;
    uint32_t lane = 0;
    for (size_t i = 0; i < columns->input_count; i++) {
        struct input *input = &columns->inputs[i];
        if (input->some_absent)
            memset(input->states, CELL_VALUE, LANES);
        input->some_absent = false;
        input->mixed = false;
        input->most = 0;
    }
    while (lane < LANES && row < end) {
        const char *next = read_row(columns, lane, row, end);
        if (next == NULL) {
            *used = (size_t)(skip_rows(row, end, LANES - lane) - at);
            return VECTOR_NO;
        }
        row = next;
        lane++;
    }
    columns->pool->count = lane;
    *used = (size_t)(row - at);
    return VECTOR_OK;
}
