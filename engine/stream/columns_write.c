/* Lanes to lines of CSV: the same bytes as general.c writes. */
#include <string.h>

#include "columns.h"

/* How a column's lanes are written: integers with so many decimals, trimmed or not. */
struct writing {
    const struct out_column *column;
    const struct vector *vector;
    const struct slice *slices; /* texts */
    const struct type *type;
    int64_t factor; /* lane * factor is the figure times 10^decimals */
    uint32_t decimals;
    bool trimmed; /* an exact figure ends with its last digit that is not 0 */
};

enum { MOST_DECIMALS = 18, LONGEST_NUMBER = 48, LONGEST_CELL = 128, MOST_COLUMNS = 64 };

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

static enum vector_status plan_posted(const struct columns *columns, size_t index,
                                      struct writing *writing)
{
    const struct value_kind *kind = writing->column->kind;
    writing->vector = &columns->posted[index];
    if (writing->vector->lanes == NULL || kind->unit.factor.den == 0)
        return VECTOR_NO;
    if (!as_decimal((int128)kind->step.num * kind->unit.factor.den,
                    (int128)kind->step.den * kind->unit.factor.num, &writing->factor,
                    &writing->decimals) ||
        writing->decimals > kind->decimals)
        return VECTOR_NO;
    for (; writing->decimals < kind->decimals; writing->decimals++)
        writing->factor *= 10;
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
    const struct vector *vector =
        field != NULL ? &columns->fields[field->index] : &columns->items[column->rule->item.index];
    *writing = (struct writing){.column = column, .vector = vector};
    writing->type = field != NULL ? &field->type : &column->rule->item.type;
    if (writing->type->kind == TYPE_TEXT) {
        if (field == NULL || columns->field_inputs[field->index] == NULL)
            return VECTOR_NO;
        writing->slices = columns->field_inputs[field->index]->slices;
        return VECTOR_OK;
    }
    enum vector_status status = vector_spread(columns->pool, spread, vector, writing->type->kind);
    if (status != VECTOR_OK)
        return status;
    writing->vector = spread;
    if (writing->type->kind != TYPE_NUMBER)
        return VECTOR_OK;
    if (column->kind == NULL)
        return plan_exact(field != NULL ? &field->unit : &column->rule->item.unit, writing);
    const uint8_t *states = spread->states;
    status = plan_posted(columns, index, writing);
    /* What does not apply is 0 among the postings, but empty in the line. */
    *spread = *writing->vector;
    spread->states = (uint8_t *)states;
    writing->vector = spread;
    return status;
}

/* Digits from the end of `buffer` backwards; gives back where they begin. */
static char *write_digits(char *end, uint64_t value)
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

/* An integer with its last `decimals` digits behind a point. */
static char *write_number(char *out, const struct writing *writing, int64_t lane)
{
    char buffer[LONGEST_NUMBER], *end = buffer + sizeof buffer, *start;
    int64_t value = lane * writing->factor;
    uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    uint32_t decimals = writing->decimals;
    for (; writing->trimmed && decimals > 0 && size % 10 == 0; decimals--)
        size /= 10;
    start = write_digits(end, size);
    while ((uint32_t)(end - start) < decimals + 1)
        *--start = '0';
    if (value < 0)
        *out++ = '-';
    size_t whole = (size_t)(end - start) - decimals;
    memcpy(out, start, whole);
    out += whole;
    if (decimals > 0) {
        *out++ = '.';
        memcpy(out, start + whole, decimals);
        out += decimals;
    }
    return out;
}

static char *write_name(char *out, const char *name)
{
    size_t length = strlen(name);
    memcpy(out, name, length);
    return out + length;
}

/* A text that needs no quotes and starts no formula. */
static bool is_plain(const struct slice *slice)
{
    return slice->plain && slice->length > 0 && memchr("=+-@\t\r", slice->at[0], 6) == NULL;
}

static bool write_text(struct bytes *out, const struct slice *slice)
{
    if (!is_plain(slice))
        return bytes_add_cell(out, slice->at, slice->length);
    if (!bytes_reserve(out, slice->length + LONGEST_CELL))
        return false;
    memcpy(out->at + out->length, slice->at, slice->length);
    out->length += slice->length;
    return true;
}

/* A cell that is no text, of at most LONGEST_CELL bytes. */
static char *write_value(char *out, const struct writing *writing, uint32_t lane)
{
    char date[DATE_TEXT_SIZE];
    if (writing->type->kind == TYPE_BOOLEAN)
        return write_name(out, writing->vector->truths[lane] != 0 ? "true" : "false");
    const int64_t value = writing->vector->lanes[lane];
    switch (writing->type->kind) {
    case TYPE_DATE:
        return write_name(out, date_text(date, (struct date){(int32_t)value}));
    case TYPE_SYMBOL:
        return write_name(out, writing->type->enumeration->members[value].id);
    default:
        return write_number(out, writing, value);
    }
}

static bool write_line(struct bytes *out, const struct writing *writings, size_t count,
                       uint32_t lane)
{
    for (size_t i = 0; i < count; i++) {
        const struct writing *writing = &writings[i];
        bool shown = vector_state(writing->vector, lane) == CELL_VALUE;
        if (writing->slices != NULL && shown && !write_text(out, &writing->slices[lane]))
            return false;
        if (!bytes_reserve(out, LONGEST_CELL + 1))
            return false;
        char *at = out->at + out->length;
        if (writing->slices == NULL && shown)
            at = write_value(at, writing, lane);
        *at++ = i + 1 < count ? ',' : '\n';
        out->length = (size_t)(at - out->at);
    }
    return true;
}

enum vector_status columns_write(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    struct bytes *out = &columns->worker->out;
    struct writing writings[MOST_COLUMNS];
    struct vector spread[MOST_COLUMNS];
    if (plan->column_count > MOST_COLUMNS)
        return VECTOR_NO;
    for (size_t i = 0; i < plan->column_count; i++) {
        enum vector_status status = plan_column(columns, i, &spread[i], &writings[i]);
        if (status != VECTOR_OK)
            return status;
    }
    for (uint32_t lane = 0; lane < columns->pool->count; lane++)
        if (!write_line(out, writings, plan->column_count, lane))
            return VECTOR_NO_MEMORY;
    return VECTOR_OK;
}
