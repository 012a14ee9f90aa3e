/*
 * Cells of a column of numbers to integers over one power of ten. Most are written alike, as
 * "1234.56", and those behind one are tried as it was written. Quotes, groups of three and a unit
 * behind the digits are read here too; what else a number may be written with is asked of the
 * reader of scenario/, a cell at a time.
 */
#ifdef FANGTIAN_CLONES
#include <tmmintrin.h>
#endif

#include "row_lanes_internal.h"

enum { MOST_DIGITS = 18, WORD_DIGITS = 8 };

/* ---- words of digits ---- */

/* Eight digits or fewer as numbers in a word's highest bytes, the first lowest, zeros before them.
 */
static inline uint64_t join_digits(uint64_t digits)
{
    digits = (digits * 10 + (digits >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
    digits = (digits * 100 + (digits >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
    return (digits * 10000 + (digits >> 32)) & UINT64_C(0xFFFFFFFF);
}

/* Eight digits or fewer at the start of a word, the first in its lowest byte, as a number. */
static inline uint64_t digits_value(uint64_t word, unsigned count)
{
    return join_digits((word & EVERY_BYTE(0x0F)) << (8 * (8 - count)));
}

/* How many of the word's first bytes are digits. */
static inline unsigned figures_count_digits(uint64_t word)
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
        const unsigned count = figures_count_digits(word);
        if (count > 0)
            *number = *number * powers[count] + digits_value(word, count);
        at += count;
        if (count < 8)
            return at;
    }
}

static const int64_t powers_of_ten[MOST_DIGITS + 1] = {1,
                                                       10,
                                                       100,
                                                       1000,
                                                       10000,
                                                       100000,
                                                       1000000,
                                                       10000000,
                                                       100000000,
                                                       1000000000,
                                                       10000000000,
                                                       100000000000,
                                                       1000000000000,
                                                       10000000000000,
                                                       100000000000000,
                                                       1000000000000000,
                                                       10000000000000000,
                                                       100000000000000000,
                                                       1000000000000000000};
/* ---- numbers that are written alike ---- */

/* "1234.56" with `decimals` of them, eight digits or fewer on either side of the point, no 0 before
 * others; false where it is anything else. */
static inline bool read_usual(struct cell_text cell, uint32_t decimals, int64_t *value)
{
    const size_t whole = cell.length - decimals - (decimals > 0);
    if (whole - 1 >= WORD_DIGITS || (*cell.at == '0' && whole > 1))
        return false;
    uint64_t digits = (load_word(cell.at) ^ EVERY_BYTE('0')) << (8 * (WORD_DIGITS - whole));
    uint64_t others = (digits + EVERY_BYTE(0x76)) | digits;
    uint64_t number = join_digits(digits);
    if (decimals > 0) {
        const char *point = cell.at + whole;
        digits = (load_word(point + 1) ^ EVERY_BYTE('0')) << (8 * (WORD_DIGITS - decimals));
        others |= (digits + EVERY_BYTE(0x76)) | digits;
        number = number * (uint64_t)powers_of_ten[decimals] + join_digits(digits);
        if (*point != '.')
            return false;
    }
    *value = (int64_t)number;
    return (others & EVERY_BYTE(0x80)) == 0;
}

static uint32_t read_alike(struct input *input, const struct cells *cells, uint32_t lane,
                           uint32_t decimals)
{
    const uint32_t *marks = cells->marks + input->place + lane * cells->width;
    const size_t width = cells->width;
    const uint32_t rows = cells->rows;
    int64_t *lanes = input->lanes;
    for (; lane < rows; lane++, marks += width) {
        const struct cell_text cell = cell_at(cells->at, marks);
        if (cell.length == 0)
            take_absent(input, lane);
        else if (!read_usual(cell, decimals, &lanes[lane]))
            return lane;
    }
    return rows;
}

#ifdef FANGTIAN_CLONES
/* The same for 15 digits, by the machine's vectors of 16 bytes: the digits are put to the right,
 * the point taken out, and neighbours joined. */
__attribute__((target("ssse3"))) static uint32_t
read_alike_wide(struct input *input, const struct cells *cells, uint32_t lane, uint32_t decimals)
{
    enum { WIDTH = 16 };
    const uint32_t *marks = cells->marks + input->place + lane * cells->width;
    const char *chunk = cells->at;
    const size_t width = cells->width;
    const uint32_t rows = cells->rows;
    int64_t *lanes = input->lanes;
    const __m128i zeros = _mm_set1_epi8('0'), nines = _mm_set1_epi8(9);
    const size_t least = decimals + (decimals > 0) + 1;
    int8_t from[WIDTH]; /* by digit the byte it comes from, less the cell's length */
    for (int i = 0; i < WIDTH; i++)
        from[i] = (int8_t)(i - WIDTH - (decimals > 0 && i < WIDTH - (int)decimals));
    const __m128i places = _mm_loadu_si128((const __m128i *)(const void *)from);
    for (; lane < rows; lane++, marks += width) {
        const struct cell_text cell = cell_at(chunk, marks);
        if (cell.length - least > WIDTH - least || (*cell.at == '0' && cell.length > least) ||
            (decimals > 0 && cell.at[cell.length - decimals - 1] != '.')) {
            if (cell.length > 0)
                break;
            take_absent(input, lane);
            continue;
        }
        const __m128i bytes =
            _mm_xor_si128(_mm_loadu_si128((const __m128i *)(const void *)cell.at), zeros);
        const __m128i digits =
            _mm_shuffle_epi8(bytes, _mm_add_epi8(places, _mm_set1_epi8((char)cell.length)));
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(digits, nines), digits)) != 0xFFFF)
            break;
        const __m128i twos = _mm_maddubs_epi16(digits, _mm_set1_epi16(10 | 1 << 8));
        const __m128i fours = _mm_madd_epi16(twos, _mm_set1_epi32(100 | 1 << 16));
        const __m128i eights =
            _mm_madd_epi16(_mm_packs_epi32(fours, fours), _mm_set1_epi32(10000 | 1 << 16));
        const uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
        lanes[lane] = (int64_t)((both & UINT32_MAX) * 100000000 + (both >> 32));
    }
    return lane;
}
#endif

/* Numbers from `lane` on that are written with so many decimals, and empty cells among them; the first that is neither. */
static uint32_t read_run(struct input *input, const struct cells *cells, uint32_t lane,
                         uint32_t decimals)
{
#ifdef FANGTIAN_CLONES
    if (__builtin_cpu_supports("ssse3"))
        return read_alike_wide(input, cells, lane, decimals);
#endif
    return decimals == 0 ? read_alike(input, cells, lane, 0)
                         : read_alike(input, cells, lane, decimals);
}

/* The decimals of the lanes from `lane` to `end`, and of those before where they begin to differ.
 */
static void note_decimals(struct input *input, uint32_t lane, uint32_t end, uint8_t decimals)
{
    if (!input->mixed && decimals != input->most) {
        input->mixed = true;
        memset(input->decimals, input->most, lane);
    }
    if (input->mixed)
        memset(input->decimals + lane, decimals, end - lane);
    input->most = decimals > input->most ? decimals : input->most;
}

/* ---- units ---- */

static bool figures_same_unit(const struct figure_unit *x, const struct figure_unit *y)
{
    return x->num == y->num && x->den == y->den;
}

/* A figure in another unit than the column's is in this chunk, in that one. False where it is then
 * no decimal of 64 bits. */
static bool figures_convert(const struct figure_unit *from, const struct figure_unit *to,
                            int64_t *value, uint8_t *decimals)
{
    int128 num = (int128)from->num * to->den, den = (int128)from->den * to->num;
    for (int128 x = num, y = den; y != 0;) { /* the greatest common divisor */
        const int128 rest = x % y;
        x = y;
        y = rest;
        if (y == 0) {
            num /= x;
            den /= x;
        }
    }
    for (; den > 1 && *decimals < MOST_DIGITS; ++*decimals) {
        const int128 ten = 10;
        if (den % ten == 0)
            den /= ten;
        else if (den % 5 == 0 && num <= INT64_MAX / 2) {
            den /= 5;
            num *= 2;
        } else if (den % 2 == 0 && num <= INT64_MAX / 5) {
            den /= 2;
            num *= 5;
        } else
            return false;
    }
    return den == 1 && num <= INT64_MAX && !__builtin_mul_overflow(*value, (int64_t)num, value);
}

/* The figure of a lane. The chunk is in the unit of its first that is not 0. */
static bool put(struct input *input, uint32_t lane, int64_t value, uint8_t *decimals,
                const struct figure_unit *unit)
{
    if (value != 0 && !input->unit_known)
        input->unit = *unit;
    if (value != 0 && !figures_same_unit(unit, &input->unit) &&
        !figures_convert(unit, &input->unit, &value, decimals))
        return false;
    input->unit_known |= value != 0;
    input->lanes[lane] = value;
    return true;
}

/* What stands behind digits, as a unit: asked of scenario/ once. NULL: it is none, or may be more.
 */
static const struct figure_unit *unit_behind(struct row_lanes *reader, struct input *input,
                                             const char *at, size_t length)
{
    char text[1 + LONGEST_SUFFIX + ROW_PADDING] = "1";
    union value one;
    for (size_t i = 0; i < MOST_SUFFIXES; i++)
        if (input->suffixes[i].length == length && memcmp(input->suffixes[i].text, at, length) == 0)
            return &input->suffixes[i].unit;
    if (length > LONGEST_SUFFIX || strchr("0123456789.,_+-/eE", *at) != NULL)
        return NULL;
    memcpy(text + 1, at, length);
    if (!cell_written(reader, input, (struct slice){.at = text, .length = (uint32_t)(1 + length)},
                      &one) ||
        one.number.den == 0 || one.number.num <= 0)
        return NULL;
    struct suffix *suffix = &input->suffixes[input->next_suffix++ % MOST_SUFFIXES];
    memcpy(suffix->text, at, length);
    suffix->length = length;
    suffix->unit = (struct figure_unit){one.number.num, one.number.den};
    return &suffix->unit;
}

/* ---- a cell ---- */

/* "-1234.56", or with groups of three "-1,234.56", as an integer and how many decimals it has:
 * where it ends. NULL: written otherwise. */
static const char *figures_take_number(const char *at, bool groups, int64_t *value,
                                       uint8_t *decimals)
{
    const bool negative = *at == '-';
    const char *start = at += negative;
    uint64_t number = 0;
    at = take_digits(at, &number);
    ptrdiff_t digits = at - start;
    *decimals = 0;
    if (digits == 0)
        return NULL;
    for (groups = groups && digits <= 3 && *start != '0'; groups && *at == ','; at += 4) {
        const uint64_t word = load_word(at + 1);
        digits += 3;
        if (figures_count_digits(word) != 3 || digits > MOST_DIGITS)
            return NULL;
        number = number * 1000 + digits_value(word, 3);
    }
    if (*at == '.') {
        const char *point = ++at;
        at = take_digits(at, &number);
        if (at == point || at - point > MOST_DIGITS)
            return NULL;
        *decimals = (uint8_t)(at - point);
        digits += at - point;
    }
    if (digits > MOST_DIGITS)
        return NULL;
    *value = negative ? -(int64_t)number : (int64_t)number;
    return at;
}

/* The first of some figures, bare ones, of which scenario/ asks what they may mean: any but 0 in a
 * column whose unit is not known; above 0 and up to 1 in one of shares, where a spreadsheet may
 * have made it of a percentage. */
static uint32_t first_unclear(const struct input *input, uint32_t from, uint32_t end,
                              uint8_t decimals)
{
    const int64_t one = input->bare ? INT64_MAX : input->shares ? powers_of_ten[decimals] : 0;
    if (one == 0)
        return end;
    for (uint32_t lane = from; lane < end; lane++)
        if (input->lanes[lane] != 0 && input->lanes[lane] <= one && input->lanes[lane] >= -one)
            return lane;
    return end;
}

/* A number that is none of those above, through scenario/; a figure in the column's unit then. */
static bool read_written(struct row_lanes *reader, struct input *input, struct slice text,
                         int64_t *value, uint8_t *decimals)
{
    union value read;
    struct figure_unit base = {1, 1};
    if (!cell_written(reader, input, text, &read) || read.number.den == 0)
        return false;
    *value = read.number.num;
    *decimals = 0;
    base.den = read.number.den;
    return figures_convert(&base, &input->own, value, decimals);
}

/* A cell with something in it; `*absent` where that is nothing but quotes and blanks. */
static bool figures_read_number(struct row_lanes *reader, struct input *input,
                                struct cell_text cell, uint32_t lane, uint8_t *decimals,
                                bool *absent)
{
    const struct slice text = slice_trimmed(slice_of(cell));
    const struct figure_unit *unit = &input->own;
    const char *end = text.at + text.length, *at;
    int64_t value;
    *absent = text.length == 0;
    if (*absent) {
        take_absent(input, lane);
        return true;
    }
    if (input->behind && may_be_half(text.at, text.length))
        return false;
    at = figures_take_number(text.at, !text.bare, &value, decimals);
    if (at == end) {
        input->lanes[lane] = value;
        if (first_unclear(input, lane, lane + 1, *decimals) == lane)
            return false;
    } else if (at == NULL || at > end ||
               (unit = unit_behind(reader, input, at, (size_t)(end - at))) == NULL) {
        unit = &input->own;
        if (!read_written(reader, input, text, &value, decimals))
            return false;
    }
    return put(input, lane, value, decimals, unit);
}

/* Whether figures that were written alike fit the others of the chunk: they are in the column's
 * unit. How many do. */
static uint32_t fit_run(struct input *input, uint32_t from, uint32_t end, uint8_t decimals)
{
    end = first_unclear(input, from, end, decimals);
    if (input->unit_known && figures_same_unit(&input->unit, &input->own))
        return end;
    for (uint32_t lane = from; lane < end; lane++) {
        if (input->lanes[lane] == 0)
            continue;
        if (input->unit_known && !figures_same_unit(&input->unit, &input->own))
            return lane;
        input->unit = input->own;
        input->unit_known = true;
        return end;
    }
    return end;
}

uint32_t read_numbers(struct row_lanes *reader, struct input *input, const struct cells *cells)
{
    uint8_t decimals = 0;
    bool seen = false;  /* a number */
    bool alike = false; /* one that a run may follow */
    input->unit = input->own;
    input->unit_known = false;
    if (input->own.den == 0)
        return 0; /* more than 64 bits hold */
    for (uint32_t lane = 0; lane < cells->rows; lane++) {
        const uint32_t from = lane;
        if (alike)
            lane = read_run(input, cells, lane, decimals);
        if (lane > from) {
            const uint32_t fit = fit_run(input, from, lane, decimals);
            note_decimals(input, from, fit, decimals);
            if (fit < lane)
                return fit;
        }
        if (lane == cells->rows)
            break;
        const struct cell_text cell =
            cell_at(cells->at, cells->marks + input->place + lane * cells->width);
        if (cell.length == 0) {
            take_absent(input, lane);
            continue;
        }
        bool absent;
        uint8_t found;
        if (!figures_read_number(reader, input, cell, lane, &found, &absent))
            return lane;
        if (absent)
            continue;
        decimals = found;
        alike =
            decimals <= WORD_DIGITS && is_digit(cell.at[0]) && is_digit(cell.at[cell.length - 1]);
        input->most = seen ? input->most : decimals;
        seen = true;
        note_decimals(input, lane, lane + 1, decimals);
    }
    return cells->rows;
}
