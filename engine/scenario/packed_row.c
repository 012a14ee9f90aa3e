/*
 * The cells of a row as read. A table has hundreds of thousands of rows, each of which stays: most
 * stand in one line of a CSV file, and hold no more than their texts and where these stand.
 */
#include <assert.h>
#include <string.h>

#include "scenario_internal.h"

static const char *packed_texts(const struct row_cells *cells)
{
    const struct packed_row *packed = cells->packed;
    return (const char *)&packed->spots[packed->has_spots ? cells->table->slot_count : 0];
}

/* Where a cell begins whose text is `length` bytes, behind one that does and a comma. */
static uint32_t packed_next(uint32_t column, const char *text, size_t length)
{
    return column + (uint32_t)utf8_count(text, length) + 1;
}

struct raw row_cell(const struct row_cells *cells, size_t field)
{
    const struct packed_table *table = cells->table;
    if (table == NULL)
        return cells->raws[field];
    if (table->slots[field] == 0)
        return (struct raw){.column = NULL};
    const size_t slot = table->slots[field] - 1U;
    const char *text = packed_texts(cells);
    uint32_t column = 1;
    for (size_t i = 0; i < slot; i++) {
        const size_t length = strlen(text);
        column = packed_next(column, text, length);
        text += length + 1;
    }
    const uint32_t length = (uint32_t)strlen(text);
    uint32_t width = (uint32_t)utf8_count(text, length);
    if (cells->packed->has_spots) {
        column = cells->packed->spots[slot] >> SPOT_WIDTH_BITS;
        width = cells->packed->spots[slot] & ((1U << SPOT_WIDTH_BITS) - 1);
    }
    return (struct raw){.text = {.bytes = length == 0 ? NULL : text,
                                 .length = length,
                                 .place = {table->source, cells->packed->line, column, width},
                                 .piece_count = 1},
                        .column = table->columns[slot]};
}

/* Whether row_cell gives the cell again. */
static bool raw_can_be_packed(const struct packed_table *table, const struct raw *raw, size_t slot,
                              uint32_t line)
{
    const struct place *place = &raw->text.place;
    return !raw->told && raw->column == table->columns[slot] && place->source == table->source &&
           place->line == line && line <= INT32_MAX && place->column > 0 &&
           place->column <= UINT32_MAX >> SPOT_WIDTH_BITS && place->width < 1U << SPOT_WIDTH_BITS &&
           raw->text.pieces == NULL && raw->text.piece_count == 1 &&
           (raw->text.bytes == NULL) == (raw->text.length == 0);
}

/* Whether the cells of a row do not stand one behind the other with a comma between, so that it must
 * be kept where each stands: some are quoted, blanks are around them, or the table has other columns. */
static bool row_has_spots(const struct packed_table *table, const struct raw *raws)
{
    uint32_t column = 1;
    for (size_t slot = 0; slot < table->slot_count; slot++) {
        const struct text *own = &raws[slot].text;
        const uint32_t next = packed_next(column, own->bytes, own->length);
        if (own->place.column != column || own->place.width != next - 1 - column)
            return true;
        column = next;
    }
    return false;
}

/* By field, with texts of their own. */
static bool row_keep(struct row_cells *cells, const struct packed_table *table,
                     const struct raw *raws, size_t field_count, struct arena *arena)
{
    *cells = (struct row_cells){.raws = arena_array(arena, field_count, sizeof *cells->raws)};
    for (size_t field = 0; cells->raws != NULL && field < field_count; field++) {
        if (table->slots[field] == 0)
            continue;
        struct raw *raw = &cells->raws[field];
        *raw = raws[table->slots[field] - 1];
        if (raw->text.bytes != NULL)
            raw->text.bytes = arena_copy(arena, raw->text.bytes, raw->text.length);
        if (raw->text.bytes == NULL && raw->text.length > 0)
            return false;
    }
    return cells->raws != NULL;
}

bool row_pack(struct row_cells *cells, const struct packed_table *table, const struct raw *raws,
              uint32_t line, size_t field_count, struct arena *arena)
{
    size_t size = table->slot_count; /* the ends of texts */
    for (size_t slot = 0; slot < table->slot_count; slot++) {
        if (!raw_can_be_packed(table, &raws[slot], slot, line))
            return row_keep(cells, table, raws, field_count, arena);
        size += raws[slot].text.length;
    }
    const bool has_spots = row_has_spots(table, raws);
    size += has_spots ? table->slot_count * sizeof *cells->packed->spots : 0;
    struct packed_row *packed = arena_allocate(arena, sizeof *packed + size);
    if (packed == NULL)
        return false;
    packed->line = line & INT32_MAX;
    packed->has_spots = has_spots;
    *cells = (struct row_cells){.packed = packed, .table = table};
    char *text = (char *)&packed->spots[has_spots ? table->slot_count : 0];
    for (size_t slot = 0; slot < table->slot_count; slot++) {
        const struct text *own = &raws[slot].text;
        if (has_spots)
            packed->spots[slot] = own->place.column << SPOT_WIDTH_BITS | own->place.width;
        if (own->length > 0)
            memcpy(text, own->bytes, own->length);
        text += own->length + 1; /* the memory is zeroed */
    }
    assert(text == (char *)packed + sizeof *packed + size);
    return true;
}
