/* Columns of cells, in the least memory that holds them exactly. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model.h"

/* ---- small whole numbers ---- */

/* Makes room for `width` bytes a row; what stands there stays, wider. */
static bool narrow_widen(struct narrow *narrow, uint32_t count, uint8_t width, struct arena *arena)
{
    const struct narrow old = *narrow;
    if (narrow->room < width) {
        void *memory = arena_array(arena, count, width);
        if (memory == NULL)
            return false;
        narrow->bytes = memory;
        narrow->room = width;
    }
    narrow->width = width;
    for (uint32_t row = count; row-- > 0;) { /* from the last: the memory may be the same */
        const uint32_t value = narrow_get(&old, row);
        if (width == 1)
            narrow->bytes[row] = (uint8_t)value;
        else
            narrow->words[row] = value;
    }
    return true;
}

bool narrow_put(struct narrow *narrow, uint32_t count, uint32_t row, uint32_t value,
                struct arena *arena)
{
    assert(row < count);
    if (!narrow->has) {
        narrow->alike = value;
        narrow->has = true;
    }
    if (narrow->width == 0 && narrow->alike == value)
        return true;
    const uint8_t least = value > UINT8_MAX || narrow->alike > UINT8_MAX ? 4 : 1;
    if (narrow->width < least && !narrow_widen(narrow, count, least, arena))
        return false;
    if (narrow->width == 1)
        narrow->bytes[row] = (uint8_t)value;
    else
        narrow->words[row] = value;
    assert(narrow_get(narrow, row) == value);
    return true;
}

void narrow_reset(struct narrow *narrow, bool lost)
{
    *narrow = lost ? (struct narrow){.width = 0}
                   : (struct narrow){.bytes = narrow->bytes, .room = narrow->room};
}

/* ---- values ---- */

void column_open(struct column *column, enum type_kind kind, uint32_t count)
{
    *column = (struct column){.kind = kind, .count = count};
}

void column_reset(struct column *column, bool lost)
{
    const struct column old = *column;
    column_open(column, old.kind, old.count);
    column->rows = old.rows;
    column->spots = old.spots;
    column->places = old.places;
    column->unit = old.unit;
    column->states = old.states;
    column->small = old.small;
    narrow_reset(&column->states, lost);
    narrow_reset(&column->small, lost);
    if (lost)
        return;
    column->memory = old.memory;
    column->room = old.room;
}

/* A kind that is narrow, as a number of 32 bits; days before 1970 are large ones. */
static bool column_small(enum type_kind kind, const union value *value, uint32_t *small)
{
    switch (kind) {
    case TYPE_BOOLEAN:
        *small = value->boolean;
        return true;
    case TYPE_DATE:
        *small = (uint32_t)value->date.days;
        return true;
    case TYPE_SYMBOL:
        *small = value->symbol;
        return true;
    case TYPE_REFERENCE:
        *small = value->reference;
        return true;
    case TYPE_NUMBER:
    case TYPE_TEXT:
        break;
    }
    return false;
}

static union value column_of_small(enum type_kind kind, uint32_t small)
{
    switch (kind) {
    case TYPE_BOOLEAN:
        return (union value){.boolean = small != 0};
    case TYPE_DATE:
        return (union value){.date = {(int32_t)small}};
    case TYPE_SYMBOL:
        return (union value){.symbol = small};
    case TYPE_REFERENCE:
    case TYPE_NUMBER:
    case TYPE_TEXT:
        break;
    }
    return (union value){.reference = small};
}

static int64_t column_divisor(int64_t x, int64_t y)
{
    while (y != 0) {
        const int64_t rest = x % y;
        x = y;
        y = rest;
    }
    return x;
}

static struct number column_of_lane(int64_t lane, int64_t den)
{
    if (den == 1 || lane % den == 0)
        return (struct number){.num = lane / den, .den = 1};
    const int64_t divisor = column_divisor(den, lane < 0 ? -lane : lane);
    return (struct number){.num = lane / divisor, .den = den / divisor};
}

union value column_value(const struct column *column, uint32_t row)
{
    assert(row < column->count);
    if (column->kind != TYPE_NUMBER && column->kind != TYPE_TEXT)
        return column_of_small(column->kind, narrow_get(&column->small, row));
    switch (column->format) {
    case COLUMN_ALIKE:
        break;
    case COLUMN_LANES:
        return (union value){.number = column_of_lane(column->lanes[row], column->den)};
    case COLUMN_EACH:
        return column->kind == TYPE_TEXT ? (union value){.text = column->texts[row]}
                                         : (union value){.number = column->numbers[row]};
    }
    return column->alike;
}

/* The integer over `den` that a number is; false where there is none of 64 bits but the least, which
 * has no opposite. */
static bool column_lane(const struct number *number, int64_t den, int64_t *lane)
{
    return number->den > 0 && den % number->den == 0 &&
           !__builtin_mul_overflow(number->num, den / number->den, lane) && *lane != INT64_MIN;
}

/* The memory of the column with room for `size` bytes a row, where what stands there stays as it
 * is. */
static bool column_make_room(struct column *column, size_t size, struct arena *arena)
{
    if (column->room >= size * column->count)
        return true;
    void *memory = arena_array(arena, column->count, size);
    if (memory == NULL)
        return false;
    if (column->format == COLUMN_LANES)
        memcpy(memory, column->lanes, column->count * sizeof *column->lanes);
    column->memory = memory;
    column->room = size * column->count;
    return true;
}

/* Every number by itself. */
static bool column_spread(struct column *column, struct arena *arena)
{
    if (!column_make_room(column, sizeof *column->numbers, arena))
        return false;
    for (uint32_t row = column->count; row-- > 0;) { /* from the last: they are wider */
        const struct number number = column->format == COLUMN_LANES
                                         ? column_of_lane(column->lanes[row], column->den)
                                         : column->alike.number;
        column->numbers[row] = number;
    }
    column->format = COLUMN_EACH;
    return true;
}

/* All rows over the least denominator that has `number`, too; false where one of them has no such
 * form, and nothing is changed. */
static bool column_rescale(struct column *column, const struct number *number)
{
    int64_t den, lane;
    if (number->den == 0 ||
        __builtin_mul_overflow(column->den, number->den / column_divisor(column->den, number->den),
                               &den) ||
        !column_lane(number, den, &lane))
        return false;
    const int64_t factor = den / column->den;
    for (uint32_t row = 0; row < column->count; row++)
        if (__builtin_mul_overflow(column->lanes[row], factor, &lane) || lane == INT64_MIN)
            return false;
    for (uint32_t row = 0; row < column->count; row++)
        column->lanes[row] *= factor;
    column->den = den;
    return true;
}

/* From all alike to lanes, where the number that all are is one. */
static bool column_to_lanes(struct column *column, struct arena *arena)
{
    if (!column_make_room(column, sizeof *column->lanes, arena))
        return false;
    for (uint32_t row = 0; row < column->count; row++)
        column->lanes[row] = column->alike.number.num;
    column->den = column->alike.number.den;
    column->format = COLUMN_LANES;
    return true;
}

static bool column_put_number(struct column *column, uint32_t row, const struct number *number,
                              struct arena *arena)
{
    int64_t lane = 0;
    if (column->format == COLUMN_ALIKE) {
        if (number_equal(&column->alike.number, number))
            return true;
        if (column->alike.number.den == 0 ? !column_spread(column, arena)
                                          : !column_to_lanes(column, arena))
            return false;
    }
    if (column->format == COLUMN_LANES && !column_lane(number, column->den, &lane) &&
        !column_rescale(column, number) && !column_spread(column, arena))
        return false;
    if (column->format == COLUMN_EACH) {
        column->numbers[row] = *number;
        return true;
    }
    const bool fits = column_lane(number, column->den, &lane);
    assert(fits); /* or the column was spread */
    (void)fits;
    column->lanes[row] = lane;
    return true;
}

static bool column_put_text(struct column *column, uint32_t row, const char *text,
                            struct arena *arena)
{
    if (column->format == COLUMN_ALIKE) {
        if (strcmp(column->alike.text, text) == 0)
            return true;
        if (!column_make_room(column, sizeof *column->texts, arena))
            return false;
        for (uint32_t i = 0; i < column->count; i++)
            column->texts[i] = column->alike.text;
        column->format = COLUMN_EACH;
    }
    column->texts[row] = text;
    return true;
}

static bool column_put_value(struct column *column, uint32_t row, const union value *value,
                             struct arena *arena)
{
    uint32_t small;
    if (column_small(column->kind, value, &small))
        return narrow_put(&column->small, column->count, row, small, arena);
    if (!column->has) {
        column->alike = *value;
        column->has = true;
    }
    return column->kind == TYPE_NUMBER ? column_put_number(column, row, &value->number, arena)
                                       : column_put_text(column, row, value->text, arena);
}

#ifdef FANGTIAN_PARANOID
static bool column_holds(const struct column *column, uint32_t row, const union value *value)
{
    const union value held = column_value(column, row);
    uint32_t one, other;
    if (column->kind == TYPE_NUMBER)
        return number_is_canonical(&held.number) && number_equal(&held.number, &value->number);
    if (column->kind == TYPE_TEXT)
        return strcmp(held.text, value->text) == 0;
    return column_small(column->kind, &held, &one) && column_small(column->kind, value, &other) &&
           one == other;
}
#endif

bool column_put(struct column *column, uint32_t row, enum cell_state state,
                const union value *value, struct arena *arena)
{
    assert(row < column->count);
    if (!narrow_put(&column->states, column->count, row, (uint32_t)state, arena) ||
        (value != NULL && !column_put_value(column, row, value, arena)))
        return false;
#ifdef FANGTIAN_PARANOID
    assert(value == NULL || column_holds(column, row, value));
#endif
    return true;
}

/* ---- places of rows ---- */

static struct place row_place_at(const struct row_places *places, uint32_t row)
{
    return places->each != NULL ? places->each[row]
                                : (struct place){places->source, places->lines[row], 1, 1};
}

static bool row_places_spread(struct row_places *places, struct arena *arena)
{
    struct place *each = arena_array(arena, places->count, sizeof *each);
    if (each == NULL)
        return false;
    for (uint32_t row = 0; places->lines != NULL && row < places->count; row++)
        each[row] = row_place_at(places, row);
    places->each = each;
    places->lines = NULL;
    return true;
}

const struct place *table_place(const struct table *table, uint32_t row, struct place *room)
{
    if (table->places == NULL)
        return NULL;
    *room = row_place_at(table->places, row);
    return room;
}

bool table_put_place(struct table *table, uint32_t row, const struct place *place,
                     struct arena *arena)
{
    struct row_places *places = table->places;
    if (places == NULL) {
        places = arena_allocate(arena, sizeof *places);
        if (places == NULL)
            return false;
        *places = (struct row_places){.count = table->count, .source = place->source};
        table->places = places;
    }
    assert(row < places->count);
    const bool lined = place->source != NULL && place->source == places->source &&
                       place->column == 1 && place->width == 1;
    if (lined && places->each == NULL && places->lines == NULL) {
        places->lines = arena_array(arena, places->count, sizeof *places->lines);
        if (places->lines == NULL)
            return false;
    }
    if (!lined && places->each == NULL && !row_places_spread(places, arena))
        return false;
    if (places->each != NULL)
        places->each[row] = *place;
    else
        places->lines[row] = place->line;
    return true;
}

/* ---- places of cells ---- */

static bool spot_of(const struct place *row, const struct place *place, uint32_t *spot)
{
    const uint32_t widest = (1U << SPOT_WIDTH_BITS) - 1, last = UINT32_MAX >> SPOT_WIDTH_BITS;
    *spot = 0;
    if (place->source != row->source || place->line != row->line)
        return false;
    if (place->width == 0 && place->column == row->column)
        return true;
    *spot = place->column << SPOT_WIDTH_BITS | place->width;
    return place->column > 0 && place->column <= last && place->width <= widest;
}

static struct place place_of_spot(const struct place *row, uint32_t spot)
{
    struct place place = *row;
    place.width = spot & ((1U << SPOT_WIDTH_BITS) - 1);
    if (spot != 0)
        place.column = spot >> SPOT_WIDTH_BITS;
    return place;
}

const struct place *column_place(const struct column *column, uint32_t row, struct place *room)
{
    if (column->places != NULL) {
        *room = column->places[row];
        return room;
    }
    if (column->rows == NULL)
        return NULL;
    const struct place own = row_place_at(column->rows, row);
    *room = place_of_spot(&own, column->spots == NULL ? 0 : column->spots[row]);
    return room;
}

bool column_is_unwritten(const struct column *column, uint32_t row)
{
    struct place room;
    const struct place *place = column_place(column, row, &room);
    return place != NULL && place->width == 0 && place->line > 0;
}

static bool column_spread_places(struct column *column, struct arena *arena)
{
    struct place *places = arena_array(arena, column->count, sizeof *places);
    if (places == NULL)
        return false;
    for (uint32_t row = 0; row < column->count; row++)
        (void)column_place(column, row, &places[row]);
    column->places = places;
    column->spots = NULL;
    return true;
}

bool column_put_place(struct column *column, uint32_t row, const struct place *place,
                      struct arena *arena)
{
    uint32_t spot = 0;
    assert(row < column->count && column_has_places(column));
    if (column->places == NULL) {
        const struct place own = row_place_at(column->rows, row);
        if (!spot_of(&own, place, &spot) && !column_spread_places(column, arena))
            return false;
    }
    if (column->places == NULL && spot != 0 && column->spots == NULL) {
        column->spots = arena_array(arena, column->count, sizeof *column->spots);
        if (column->spots == NULL)
            return false;
    }
    if (column->places != NULL)
        column->places[row] = *place;
    else if (column->spots != NULL)
        column->spots[row] = spot;
    return true;
}
