/* Lanes to lines of CSV; a column that is no integers, names or plain texts is written cell by cell. */
#include <string.h>

#include "columns.h"

/* ---- a cell of the dataset ---- */

static bool shown_add_text(struct worker *worker, const char *text)
{
    return text != NULL && bytes_add(&worker->out, text, strlen(text));
}

/* A figure in its unit: as posted where it is, with the kind's decimals, else exact. */
static bool shown_add_number(struct worker *worker, const struct number *number,
                             const struct unit *unit, const struct value_kind *kind)
{
    struct number figure;
    const struct unit *shown = kind == NULL ? unit : &kind->unit;
    if (number_div(&figure, &worker->arith, number, &shown->factor) != FT_OK)
        return false;
    return shown_add_text(
        worker, kind == NULL ? number_text(&figure, &worker->arith, NUMBER_PLAIN)
                             : number_fixed(&figure, &worker->arith, kind->decimals, NUMBER_PLAIN));
}

static bool add_value(struct worker *worker, const union value *value, const struct type *type,
                      const struct unit *unit, const struct value_kind *kind)
{
    struct number rounded;
    char date[DATE_TEXT_SIZE];
    switch (type->kind) {
    case TYPE_NUMBER:
        if (kind == NULL)
            return shown_add_number(worker, &value->number, unit, NULL);
        return number_round(&rounded, &worker->arith, &value->number, &kind->step, kind->mode) ==
                   FT_OK &&
               shown_add_number(worker, &rounded, unit, kind);
    case TYPE_BOOLEAN:
        return shown_add_text(worker, value->boolean ? "true" : "false");
    case TYPE_DATE:
        return shown_add_text(worker, date_text(date, value->date));
    case TYPE_SYMBOL:
        return shown_add_text(worker, type->enumeration->members[value->symbol].id);
    case TYPE_TEXT:
        return bytes_add_cell(&worker->out, value->text, strlen(value->text));
    case TYPE_REFERENCE:
        break;
    }
    return true;
}

static bool shown_add_column(struct worker *worker, const struct dataset *dataset,
                             const struct out_column *column, uint32_t row)
{
    const struct table *table = &dataset->tables[worker->plan->entity->index];
    const struct column *cells = column->field != NULL
                                     ? &table->fields[column->field->index]
                                     : &table->items[column->rule->item.index].column;
    const struct cell cell = column_cell(cells, row);
    if (cell.state == CELL_UNDETERMINED)
        return shown_add_text(worker, "undetermined");
    if (cell.state == CELL_NONE)
        return shown_add_text(worker, "none");
    if (cell.state != CELL_VALUE)
        return true;
    if (column->field != NULL)
        return add_value(worker, &cell.value, &column->field->type, &column->field->unit, NULL);
    return add_value(worker, &cell.value, &column->rule->item.type, &column->rule->item.unit,
                     column->kind);
}

/* ---- lanes ---- */

/* How a column's lanes are written: integers with so many decimals, trimmed or not. */
struct writing {
    const struct out_column *column;
    const struct vector *vector;
    const struct slice *slices; /* texts */
    const struct type *type;
    const uint8_t *states; /* NULL: all are shown */
    int64_t factor;        /* lane * factor is the figure times 10^decimals */
    uint32_t decimals;
    bool trimmed; /* an exact figure ends with its last digit that is not 0 */
    bool cells;   /* written cell by cell, as the dataset has them */
};

/* A number's digits, sign and point are LONGEST_NUMBER or fewer. Short pieces are copied
 * MOST_COPIED bytes at a time, whatever their length: there is room for it in front and behind. */
enum { MOST_DECIMALS = 18, LONGEST_NUMBER = 40, MOST_COPIED = 32 };
_Static_assert((int)MOST_COPIED <= (int)ROW_PADDING, "a text may end with its block");

/* num/den in lowest terms as an integer over a power of ten: factor and decimals. */
static bool as_decimal(int128 num, int128 den, int64_t *factor, uint32_t *decimals)
{
    int128 power = 1;
    for (*decimals = 0; *decimals <= MOST_DECIMALS; ++*decimals, power *= 10) {
        if (num * power % den != 0)
            continue;
        int128 quotient = num * power / den;
        if (quotient > INT64_MAX || quotient < -INT64_MAX)
            return false;
        *factor = (int64_t)quotient;
        return true;
    }
    return false;
}

/* Whether every lane times the factor fits. */
static bool fits(const struct vector *vector, int64_t factor)
{
    int64_t ignored;
    return !__builtin_mul_overflow(vector->low, factor, &ignored) &&
           !__builtin_mul_overflow(vector->high, factor, &ignored) && vector->low > -INT64_MAX;
}

/* A figure as it is posted; where a posting has a condition, the others are rounded for the line
 * alone. */
static enum vector_status plan_posted(struct columns *columns, size_t index,
                                      const struct vector *figure, struct writing *writing)
{
    const struct value_kind *kind = writing->column->kind;
    struct vector *posted = &columns->posted[index];
    enum vector_status status = VECTOR_OK;
    if (posted->lanes == NULL)
        status = vector_steps(columns->batch.pool, posted, figure, &kind->step, kind->mode);
    if (status != VECTOR_OK || posted->lanes == NULL || kind->unit.factor.den == 0)
        return status == VECTOR_OK ? VECTOR_NO : status;
    writing->vector = posted;
    if (!as_decimal((int128)kind->step.num * kind->unit.factor.den,
                    (int128)kind->step.den * kind->unit.factor.num, &writing->factor,
                    &writing->decimals) ||
        writing->decimals > kind->decimals || kind->decimals > MOST_DECIMALS)
        return VECTOR_NO;
    for (; writing->decimals < kind->decimals; writing->decimals++)
        if (__builtin_mul_overflow(writing->factor, 10, &writing->factor))
            return VECTOR_NO;
    return fits(writing->vector, writing->factor) ? VECTOR_OK : VECTOR_NO;
}

static enum vector_status plan_exact(const struct unit *unit, struct writing *writing)
{
    const struct vector *vector = writing->vector;
    if (unit->factor.den == 0)
        return VECTOR_NO;
    if (!as_decimal(unit->factor.den, (int128)vector->den * unit->factor.num, &writing->factor,
                    &writing->decimals))
        return VECTOR_NO;
    writing->trimmed = true;
    return fits(vector, writing->factor) ? VECTOR_OK : VECTOR_NO;
}

static enum vector_status plan_column(struct columns *columns, size_t index, struct vector *spread,
                                      struct writing *writing)
{
    const struct out_column *column = &columns->plan->columns[index];
    const struct field *field = column->field;
    const struct vector *vector = field != NULL
                                      ? &columns->tables->lanes.fields[field->index]
                                      : &columns->tables->lanes.items[column->rule->item.index];
    *writing = (struct writing){.column = column, .vector = vector};
    writing->type = field != NULL ? &field->type : &column->rule->item.type;
    if (columns->batch.by_entity[columns->plan->entity->index] == NULL ||
        writing->type->kind == TYPE_REFERENCE)
        return VECTOR_NO;
    if (writing->type->kind == TYPE_TEXT) {
        if (field == NULL || columns->tables->rows.field_inputs[field->index] == NULL)
            return VECTOR_NO;
        writing->slices = columns->tables->rows.field_inputs[field->index]->slices;
        return VECTOR_OK;
    }
    const bool posted = writing->type->kind == TYPE_NUMBER && column->kind != NULL;
    enum vector_status status = VECTOR_OK;
    *spread = *vector;
    if (vector->uniform || !posted)
        status = vector_spread(columns->batch.pool, spread, vector, writing->type->kind);
    if (status != VECTOR_OK)
        return status;
    writing->vector = spread;
    if (writing->type->kind != TYPE_NUMBER)
        return VECTOR_OK;
    if (!posted)
        return plan_exact(field != NULL ? &field->unit : &column->rule->item.unit, writing);
    uint8_t *states = spread->states;
    const struct vector figure = *spread;
    status = plan_posted(columns, index, &figure, writing);
    /* What does not apply is 0 among the postings, but empty in the line. */
    *spread = *writing->vector;
    spread->states = states;
    writing->vector = spread;
    return status;
}

/* Digits from the end of `buffer` backwards; gives back where they begin. */
static inline char *write_digits(char *end, uint64_t value)
{
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233"
        "34353637383940414243444546474849505152535455565758596061626364656667"
        "6869707172737475767778798081828384858687888990919293949596979899";
    while (value >= 100) {
        const uint64_t rest = value % 100;
        value /= 100;
        end -= 2;
        memcpy(end, pairs + 2 * rest, 2);
    }
    if (value >= 10) {
        end -= 2;
        memcpy(end, pairs + 2 * value, 2);
        return end;
    }
    *--end = (char)('0' + value);
    return end;
}

/* Copies `length` bytes, and perhaps others behind them. */
static inline char *copy(char *out, const char *from, size_t length)
{
    if (length <= MOST_COPIED)
        memcpy(out, from, MOST_COPIED);
    else
        memcpy(out, from, length);
    return out + length;
}

enum { WORD_DIGITS = 8, WORD_END = 100000000 };

/* A number below WORD_END as eight digits, zeros in front, one a byte, the first in the lowest. */
static inline uint64_t eight_digits(uint32_t number)
{
    uint64_t digits = number / 10000 | (uint64_t)(number % 10000) << 32;
    uint64_t tens = (digits * 5243 >> 19) & UINT64_C(0x0000007F0000007F);
    digits = tens | (digits - tens * 100) << 16;
    tens = (digits * 103 >> 10) & UINT64_C(0x000F000F000F000F);
    return tens | (digits - tens * 10) << 8;
}

/* Eight digits, those from `from` on, with a point before the last `decimals` of them. */
static inline char *write_word(char *out, uint64_t digits, unsigned from, unsigned decimals)
{
    const unsigned whole = WORD_DIGITS - decimals - from;
    digits = (digits | EVERY_BYTE('0')) >> 8 * from;
    memcpy(out, &digits, sizeof digits);
    if (decimals == 0)
        return out + whole;
    digits >>= 8 * whole;
    out[whole] = '.';
    memcpy(out + whole + 1, &digits, sizeof digits);
    return out + whole + 1 + decimals;
}

/* A number that has eight digits or fewer, or twice as many, with `decimals` below eight. */
static inline char *write_short(char *out, uint64_t number, unsigned decimals)
{
    const unsigned most = WORD_DIGITS - 1 - decimals; /* a digit stands before the point */
    uint64_t digits;
    unsigned zeros;
    if (number < WORD_END) {
        digits = eight_digits((uint32_t)number);
        zeros = digits == 0 ? most : (unsigned)__builtin_ctzll(digits) / 8;
        return write_word(out, digits, zeros < most ? zeros : most, decimals);
    }
    digits = eight_digits((uint32_t)(number / WORD_END));
    out = write_word(out, digits, (unsigned)__builtin_ctzll(digits) / 8, 0);
    return write_word(out, eight_digits((uint32_t)(number % WORD_END)), 0, decimals);
}

/* An integer with its last `decimals` digits behind a point. */
static inline char *shown_write_number(char *out, const struct writing *writing, int64_t lane)
{
    char buffer[LONGEST_NUMBER + MOST_COPIED], *end = buffer + LONGEST_NUMBER;
    const int64_t value = lane * writing->factor;
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    uint32_t decimals = writing->decimals;
    for (; writing->trimmed && decimals > 0 && size % 10 == 0; decimals--)
        size /= 10;
    if (value < 0)
        *out++ = '-';
    if (size < (uint64_t)WORD_END * WORD_END && decimals < WORD_DIGITS)
        return write_short(out, size, decimals);
    char *start = write_digits(end, size);
    while ((uint32_t)(end - start) < decimals + 1)
        *--start = '0';
    out = copy(out, start, (size_t)(end - start) - decimals);
    if (decimals == 0)
        return out;
    *out++ = '.';
    return copy(out, end - decimals, decimals);
}

static char *shown_write_name(char *out, const char *name)
{
    return stpcpy(out, name);
}

/* A cell that is no text. */
static inline char *shown_write_value(char *out, const struct writing *writing, uint32_t lane)
{
    char date[DATE_TEXT_SIZE];
    if (writing->type->kind == TYPE_NUMBER)
        return shown_write_number(out, writing, writing->vector->lanes[lane]);
    if (writing->type->kind == TYPE_BOOLEAN)
        return shown_write_name(out, writing->vector->truths[lane] != 0 ? "true" : "false");
    if (writing->type->kind == TYPE_DATE)
        return shown_write_name(
            out, date_text(date, (struct date){(int32_t)writing->vector->lanes[lane]}));
    return shown_write_name(out,
                            writing->type->enumeration->members[writing->vector->lanes[lane]].id);
}

/* The most that a cell that is no text takes, with the comma and what copy() may write behind. */
static size_t longest_cell(const struct writing *writing)
{
    size_t longest = LONGEST_NUMBER;
    const struct enumeration *enumeration = writing->type->enumeration;
    for (size_t i = 0; writing->type->kind == TYPE_SYMBOL && i < enumeration->count; i++) {
        const size_t length = strlen(enumeration->members[i].id);
        longest = length > longest ? length : longest;
    }
    return longest + MOST_COPIED + 1;
}

static inline bool has_room(struct bytes *out, size_t room)
{
    return out->capacity - out->length >= room || bytes_reserve(out, room);
}

/* A text that is no more than copied; others go the way of every writer of CSV. */
static inline bool shown_write_text(struct bytes *out, const struct slice *slice, size_t room)
{
    if (!slice->copied && !(slice->bare && csv_cell_is_plain(slice->at, slice->length)))
        return bytes_add_cell(out, slice->at, slice->length) && has_room(out, room);
    if (!has_room(out, slice->length + room))
        return false;
    out->length +=
        (size_t)(copy(out->at + out->length, slice->at, slice->length) - (out->at + out->length));
    return true;
}

/* `room`: what the line takes beside its texts and what is written cell by cell. */
static bool shown_write_line(struct worker *worker, const struct dataset *dataset,
                             const struct writing *writings, size_t room, uint32_t lane)
{
    struct bytes *out = &worker->out;
    const size_t count = worker->plan->column_count;
    if (!has_room(out, room))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct writing *writing = &writings[i];
        const enum cell_state state = writing->cells || writing->states == NULL
                                          ? CELL_VALUE
                                          : (enum cell_state)writing->states[lane];
        const bool shown = state == CELL_VALUE && !writing->cells;
        if (writing->slices != NULL && shown &&
            !shown_write_text(out, &writing->slices[lane], room))
            return false;
        if (writing->cells &&
            (!shown_add_column(worker, dataset, writing->column, lane) || !has_room(out, room)))
            return false;
        char *at = out->at + out->length;
        if (writing->slices == NULL && shown)
            at = shown_write_value(at, writing, lane);
        else if (state == CELL_UNDETERMINED || state == CELL_NONE)
            at = shown_write_name(at, state == CELL_NONE ? "none" : "undetermined");
        *at++ = i + 1 < count ? ',' : '\n';
        out->length = (size_t)(at - out->at);
    }
    return true;
}

enum ft_status columns_write(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    struct arena *arena = &columns->worker->arena;
    struct writing *writings = arena_array(arena, plan->column_count, sizeof *writings);
    struct vector *spread = arena_array(arena, plan->column_count, sizeof *spread);
    size_t room = 0;
    if (writings == NULL || spread == NULL)
        return FT_NO_MEMORY;
    if (columns->batch.by_entity[plan->entity->index] != NULL)
        (void)batch_enter(&columns->batch, &columns->tables->lanes);
    for (size_t i = 0; i < plan->column_count; i++) {
        enum vector_status status = plan_column(columns, i, &spread[i], &writings[i]);
        if (status == VECTOR_NO_MEMORY || (status == VECTOR_NO && chunk_lend(columns) != FT_OK))
            return FT_NO_MEMORY;
        writings[i].cells = status == VECTOR_NO;
        writings[i].states = writings[i].vector->states;
        room += longest_cell(&writings[i]);
    }
    for (uint32_t lane = 0; lane < columns->rows; lane++)
        if (!shown_write_line(columns->worker, columns->batch.dataset, writings, room, lane))
            return FT_NO_MEMORY;
    return FT_OK;
}
