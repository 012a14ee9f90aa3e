/* Rows to lines of CSV: integers, names and texts by lane, what else there is cell by cell. */
#include <string.h>

#include "../number/decimal.h"

#include "columns.h"

static struct batch_column shown_column(const struct columns *columns,
                                        const struct out_column *column)
{
    const struct dataset *dataset = columns->batch.dataset;
    return column->field != NULL ? batch_field(dataset, columns->plan->entity, column->field)
                                 : batch_item(dataset, &column->rule->item);
}

/* ---- cell by cell ---- */

static bool shown_add_text(struct worker *worker, const char *text)
{
    return text != NULL && growing_add(&worker->out, text, strlen(text));
}

static bool add_value(struct worker *worker, const union value *value, const struct type *type,
                      const struct unit *unit, const struct value_kind *kind)
{
    struct number rounded;
    char date[DATE_TEXT_SIZE];
    switch (type->kind) {
    case TYPE_NUMBER:
        if (kind == NULL)
            return shown_add_text(worker,
                                  number_in(&value->number, &worker->arith, unit, NUMBER_PLAIN));
        return number_round(&rounded, &worker->arith, &value->number, &kind->step, kind->mode) ==
                   FT_OK &&
               shown_add_text(worker, kind_text(kind, &rounded, &worker->arith, NUMBER_PLAIN));
    case TYPE_BOOLEAN:
        return shown_add_text(worker, value->boolean ? "true" : "false");
    case TYPE_DATE:
        return shown_add_text(worker, date_text(date, value->date));
    case TYPE_SYMBOL:
        return shown_add_text(worker, type->enumeration->members[value->symbol].id);
    case TYPE_TEXT:
        return csv_cell_add(&worker->out, value->text, strlen(value->text));
    case TYPE_REFERENCE:
        break;
    }
    return true;
}

static bool shown_add_column(struct columns *columns, const struct out_column *column, uint32_t row)
{
    struct worker *worker = columns->worker;
    const struct batch_column cells = shown_column(columns, column);
    struct cell cell;
    if (batch_cell(columns->batch.pool, &cells, row, &cell) != FT_OK)
        return false;
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

/* How a column's lanes are written. */
struct writing {
    const struct out_column *column;
    const struct vector *vector;
    const struct slice *slices; /* texts */
    const struct type *type;
    const uint8_t *states; /* NULL: all are shown */
    struct vector_decimals decimals;
    bool by_cell; /* written cell by cell */
};

/* Short pieces are copied MOST_COPIED bytes at a time, whatever their length: there is room for it
 * in front and behind. */
enum { MOST_COPIED = 32 };
_Static_assert((int)MOST_COPIED <= (int)ROW_PADDING, "a text may end with its block");

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
    if (status != VECTOR_OK || posted->lanes == NULL)
        return status == VECTOR_OK ? VECTOR_NO : status;
    writing->vector = posted;
    return vector_decimals(&writing->decimals, posted, &kind->step, &kind->unit.factor,
                           &kind->decimals)
               ? VECTOR_OK
               : VECTOR_NO;
}

static enum vector_status plan_column(struct columns *columns, size_t index, struct vector *spread,
                                      struct writing *writing)
{
    const struct out_column *column = &columns->plan->columns[index];
    const struct field *field = column->field;
    *writing = (struct writing){.column = column};
    if (column->told != OUT_FIGURE)
        return VECTOR_OK;
    const struct vector *vector = shown_column(columns, column).vector;
    writing->type = field != NULL ? &field->type : &column->rule->item.type;
    writing->vector = vector;
    if (vector == NULL || writing->type->kind == TYPE_REFERENCE)
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
    const struct unit *unit = field != NULL ? &field->unit : &column->rule->item.unit;
    if (!posted)
        return vector_decimals(&writing->decimals, spread, &NUMBER_ONE, &unit->factor, NULL)
                   ? VECTOR_OK
                   : VECTOR_NO;
    uint8_t *states = spread->states;
    const struct vector figure = *spread;
    status = plan_posted(columns, index, &figure, writing);
    /* What does not apply is 0 among the postings, but empty in the line. */
    *spread = *writing->vector;
    spread->states = states;
    writing->vector = spread;
    return status;
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

/* A cell that is no text. */
static inline char *shown_write_value(char *out, const struct writing *writing, uint32_t lane)
{
    char date[DATE_TEXT_SIZE];
    if (writing->type->kind == TYPE_NUMBER)
        return decimal_write(out, writing->vector->lanes[lane] * writing->decimals.factor,
                             writing->decimals.decimals, writing->decimals.trimmed);
    if (writing->type->kind == TYPE_BOOLEAN)
        return stpcpy(out, writing->vector->truths[lane] != 0 ? "true" : "false");
    if (writing->type->kind == TYPE_DATE)
        return stpcpy(out, date_text(date, (struct date){(int32_t)writing->vector->lanes[lane]}));
    return stpcpy(out, writing->type->enumeration->members[writing->vector->lanes[lane]].id);
}

/* The most that a cell that is no text takes, with the comma and what copy() may write behind. */
static size_t longest_cell(const struct writing *writing)
{
    size_t longest = DECIMAL_ROOM;
    if (writing->column->told != OUT_FIGURE)
        return longest + MOST_COPIED + 1;
    const struct enumeration *enumeration = writing->type->enumeration;
    for (size_t i = 0; writing->type->kind == TYPE_SYMBOL && i < enumeration->count; i++) {
        const size_t length = strlen(enumeration->members[i].id);
        longest = length > longest ? length : longest;
    }
    return longest + MOST_COPIED + 1;
}

static inline bool has_room(struct growing_text *out, size_t room)
{
    return out->capacity - out->length >= room || growing_reserve(out, room);
}

/* A text that is no more than copied; others go the way of every writer of CSV. */
static inline bool shown_write_text(struct growing_text *out, const struct slice *slice,
                                    size_t room)
{
    if (!slice->copied && !(slice->bare && csv_cell_is_plain(slice->at, slice->length)))
        return csv_cell_add(out, slice->at, slice->length) && has_room(out, room);
    if (!has_room(out, slice->length + room))
        return false;
    out->length += (size_t)(copy(out->bytes + out->length, slice->at, slice->length) -
                            (out->bytes + out->length));
    return true;
}

/* What is told of the row. */
static bool shown_write_told(struct columns *columns, enum out_told told, uint32_t row)
{
    struct worker *worker = columns->worker;
    const struct arena_mark mark = arena_mark(&worker->arena);
    const struct rule *rule;
    const char *text = told == OUT_STATE
                           ? row_state_word(batch_row_state(&columns->reasons, row, &rule))
                           : batch_row_reason(&columns->reasons, row, &worker->arena);
    const bool good = text != NULL && csv_cell_add(&worker->out, text, strlen(text));
    arena_rewind(&worker->arena, mark);
    return good;
}

/* `room`: what the line takes beside its texts and what is written cell by cell. */
static bool shown_write_line(struct columns *columns, const struct writing *writings, size_t room,
                             uint32_t lane)
{
    struct growing_text *out = &columns->worker->out;
    const size_t count = columns->plan->column_count;
    if (!has_room(out, room))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct writing *writing = &writings[i];
        const bool by_cell = writing->by_cell;
        const enum cell_state state = by_cell || writing->states == NULL
                                          ? CELL_VALUE
                                          : (enum cell_state)writing->states[lane];
        const bool told = writing->column->told != OUT_FIGURE;
        const bool shown = state == CELL_VALUE && !by_cell && !told;
        if (told &&
            (!shown_write_told(columns, writing->column->told, lane) || !has_room(out, room)))
            return false;
        if (writing->slices != NULL && shown &&
            !shown_write_text(out, &writing->slices[lane], room))
            return false;
        if (by_cell && (!shown_add_column(columns, writing->column, lane) || !has_room(out, room)))
            return false;
        char *at = out->bytes + out->length;
        if (writing->slices == NULL && shown)
            at = shown_write_value(at, writing, lane);
        else if (state == CELL_UNDETERMINED || state == CELL_NONE)
            at = stpcpy(at, state == CELL_NONE ? "none" : "undetermined");
        *at++ = i + 1 < count ? ',' : '\n';
        out->length = (size_t)(at - out->bytes);
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
    if (batch_lanes(&columns->batch, plan->entity) != NULL)
        (void)batch_enter(&columns->batch, &columns->tables->lanes);
    for (size_t i = 0; i < plan->column_count; i++) {
        const enum vector_status status = plan_column(columns, i, &spread[i], &writings[i]);
        if (status == VECTOR_NO_MEMORY)
            return FT_NO_MEMORY;
        writings[i].by_cell = status == VECTOR_NO;
        writings[i].states = writings[i].vector == NULL ? NULL : writings[i].vector->states;
        room += longest_cell(&writings[i]);
    }
    for (uint32_t lane = 0; lane < columns->rows; lane++)
        if (!shown_write_line(columns, writings, room, lane))
            return FT_NO_MEMORY;
    return FT_OK;
}
