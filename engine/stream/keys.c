/*
 * Keys in the order of the file. Where each is greater than the one before, no two are equal: that
 * much is known of any number of rows without holding their keys, and blocks tell it of themselves
 * whoever reads them. Two equal ones next to each other are a fault. Where keys do not ascend, they
 * were not compared, and the totals say so.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "columns.h"

enum { INTEGER_TEXT = 24 };

/* Decimal integers as they are written out: a sign, no zeros in front. */
static int compare_integers(const char *x, size_t x_length, const char *y, size_t y_length)
{
    bool negative = x_length > 0 && x[0] == '-';
    if (negative != (y_length > 0 && y[0] == '-'))
        return negative ? -1 : 1;
    int order = x_length != y_length ? (x_length < y_length ? -1 : 1) : memcmp(x, y, x_length);
    return negative ? -order : order;
}

/* By their bytes. */
static int compare_texts(const char *x, size_t x_length, const char *y, size_t y_length)
{
    size_t common = x_length < y_length ? x_length : y_length;
    int order = memcmp(x, y, common);
    return order != 0 ? order : (x_length > y_length) - (x_length < y_length);
}

static int compare(const struct keys *keys, const struct bytes *last, const char *text,
                   size_t length)
{
    return keys->integers ? compare_integers(last->at, last->length, text, length)
                          : compare_texts(last->at, last->length, text, length);
}

static bool keep(struct bytes *kept, const char *text, size_t length)
{
    kept->length = 0;
    return bytes_add(kept, text, length);
}

void keys_open(struct keys *keys, const struct entity *entity, struct arena *arena)
{
    *keys = (struct keys){.integers = entity->fields[entity->key].type.kind != TYPE_TEXT,
                          .first = {.arena = arena},
                          .last = {.arena = arena}};
}

void keys_clear(struct keys *keys)
{
    keys->rows = keys->unordered = 0;
}

enum key_status keys_add(struct keys *keys, const char *text, size_t length, uint32_t line)
{
    if (keys->rows > 0) {
        int order = compare(keys, &keys->last, text, length);
        if (order == 0)
            return KEY_DOUBLED;
        if (order > 0 && keys->unordered == 0)
            keys->unordered = keys->rows + 1;
    } else {
        keys->first_line = line;
        if (!keep(&keys->first, text, length))
            return KEY_NO_MEMORY;
    }
    keys->rows++;
    return keep(&keys->last, text, length) ? KEY_OK : KEY_NO_MEMORY;
}

enum key_status keys_join(struct keys *keys, const struct keys *next)
{
    enum key_status status = KEY_OK;
    if (next->rows == 0)
        return KEY_OK;
    if (keys->rows == 0) {
        keys->first_line = next->first_line;
        if (!keep(&keys->first, next->first.at, next->first.length))
            return KEY_NO_MEMORY;
    } else {
        int order = compare(keys, &keys->last, next->first.at, next->first.length);
        if (order == 0)
            status = KEY_DOUBLED;
        if (order > 0 && keys->unordered == 0)
            keys->unordered = keys->rows + 1;
    }
    if (next->unordered > 0 && keys->unordered == 0)
        keys->unordered = keys->rows + next->unordered;
    keys->rows += next->rows;
    if (!keep(&keys->last, next->last.at, next->last.length))
        return KEY_NO_MEMORY;
    return status;
}

/* ---- of rows in a dataset ---- */

static const char *key_text(const union value *value, const struct field *field,
                            struct arith *arith, char buffer[INTEGER_TEXT])
{
    switch (field->type.kind) {
    case TYPE_TEXT:
        /* Keys that look alike are one: a plain key, as in columns, is its own skeleton. */
        return utf8_is_plain(value->text, strlen(value->text))
                   ? value->text
                   : utf8_skeleton(arith->arena, value->text, strlen(value->text), true);
    case TYPE_SYMBOL:
        (void)snprintf(buffer, INTEGER_TEXT, "%" PRIu32, value->symbol);
        return buffer;
    default:
        return number_text(&value->number, arith, NUMBER_PLAIN);
    }
}

static enum ft_status fault_doubled(struct worker *worker, const struct place *place,
                                    const char *key)
{
    diagnostics_add(&worker->diagnostics, place, &stream_message[STREAM_DOUBLED_ROW], key,
                    worker->plan->entity->table, NULL);
    return FT_INVALID;
}

enum ft_status keys_of_rows(struct worker *worker, const struct dataset *dataset)
{
    const struct entity *entity = worker->plan->entity;
    const struct field *field = &entity->fields[entity->key];
    const struct table *table = &dataset->tables[entity->index];
    const struct column *column = &table->fields[field->index];
    enum ft_status outcome = FT_OK;
    for (uint32_t row = 0; row < table->count; row++) {
        char buffer[INTEGER_TEXT];
        const char *text = key_text(&column->values[row], field, &worker->arith, buffer);
        enum key_status status =
            text == NULL ? KEY_NO_MEMORY
                         : keys_add(&worker->keys, text, strlen(text), table->places[row].line);
        if (status == KEY_NO_MEMORY)
            return FT_NO_MEMORY;
        if (status == KEY_DOUBLED)
            outcome = fault_doubled(worker, &column->places[row],
                                    row_path(dataset, entity, row, &worker->arena));
    }
    return outcome;
}

/* ---- of rows in columns ---- */

/* As compare_texts, a word at a time: ROW_PADDING bytes stand behind both. */
static inline int compare_slices(const struct slice *x, const struct slice *y)
{
    const uint32_t common = x->length < y->length ? x->length : y->length;
    for (uint32_t i = 0; i < common; i += 8) {
        uint64_t one, other;
        memcpy(&one, x->at + i, 8);
        memcpy(&other, y->at + i, 8);
        one = __builtin_bswap64(one);
        other = __builtin_bswap64(other);
        if (common - i < 8) {
            one >>= 8 * (8 - (common - i));
            other >>= 8 * (8 - (common - i));
        }
        if (one != other)
            return one < other ? -1 : 1;
    }
    return (x->length > y->length) - (x->length < y->length);
}

static bool texts_ascend(const struct slice *slices, uint32_t count, uint64_t *unordered)
{
    for (uint32_t i = 1; i < count; i++) {
        const struct slice *x = &slices[i - 1], *y = &slices[i];
        int order = compare_slices(x, y);
        if (order == 0)
            return false;
        if (order > 0 && *unordered == 0)
            *unordered = i + 1;
    }
    return true;
}

static bool lanes_ascend(const int64_t *lanes, uint32_t count, uint64_t *unordered)
{
    for (uint32_t i = 1; i < count; i++) {
        if (lanes[i - 1] == lanes[i])
            return false;
        if (lanes[i - 1] > lanes[i] && *unordered == 0)
            *unordered = i + 1;
    }
    return true;
}

/* The keys of a chunk; false where two are equal. The texts are borrowed, or stand in `buffers`. */
static bool look(const struct columns *columns, struct keys *chunk, char buffers[2][INTEGER_TEXT])
{
    const struct entity *entity = columns->plan->entity;
    const struct vector *vector = &columns->tables->fields[entity->key];
    const uint32_t last = columns->pool->count - 1;
    chunk->rows = columns->pool->count;
    if (entity->fields[entity->key].type.kind == TYPE_TEXT) {
        const struct slice *slices = columns->tables->field_inputs[entity->key]->slices;
        chunk->first = (struct bytes){.at = (char *)slices[0].at, .length = slices[0].length};
        chunk->last = (struct bytes){.at = (char *)slices[last].at, .length = slices[last].length};
        return texts_ascend(slices, columns->pool->count, &chunk->unordered);
    }
    for (size_t i = 0; i < 2; i++) {
        const int64_t lane = vector->lanes[i == 0 ? 0 : last];
        struct bytes *text = i == 0 ? &chunk->first : &chunk->last;
        text->at = buffers[i];
        text->length = (size_t)snprintf(buffers[i], INTEGER_TEXT, "%" PRId64, lane);
    }
    return lanes_ascend(vector->lanes, columns->pool->count, &chunk->unordered);
}

enum vector_status keys_of_lanes(struct columns *columns)
{
    struct worker *worker = columns->worker;
    const struct entity *entity = columns->plan->entity;
    const struct vector *vector = &columns->tables->fields[entity->key];
    struct keys *keys = &worker->keys, chunk = {.first_line = worker->line};
    char buffers[2][INTEGER_TEXT];
    /* One key for all rows, absent ones and fractions are for the general evaluator to judge. */
    if (vector->uniform || vector->states != NULL || vector->den != 1 ||
        columns->tables->field_inputs[entity->key] == NULL || !look(columns, &chunk, buffers))
        return VECTOR_NO;
    if (keys->rows > 0 && compare(keys, &keys->last, chunk.first.at, chunk.first.length) == 0)
        return VECTOR_NO;
    worker->keys_known = true;
    return keys_join(keys, &chunk) == KEY_NO_MEMORY ? VECTOR_NO_MEMORY : VECTOR_OK;
}

static bool same_key(const struct lane_table *table, uint32_t x, uint32_t y)
{
    const struct vector *vector = &table->fields[table->entity->key];
    if (table->entity->fields[table->entity->key].type.kind != TYPE_TEXT)
        return vector->lanes[x] == vector->lanes[y];
    const struct slice *slices = table->field_inputs[table->entity->key]->slices;
    return compare_texts(slices[x].at, slices[x].length, slices[y].at, slices[y].length) == 0;
}

bool keys_below_differ(const struct lane_table *table)
{
    enum { FEW = 16 }; /* that are worth comparing each with each */
    const struct vector *vector = &table->fields[table->entity->key];
    bool differ = true;
    if (table->most < 2)
        return true;
    if (table->most > FEW || vector->uniform || table->field_inputs[table->entity->key] == NULL)
        return false;
    for (uint32_t lane = 1; lane < table->count && differ; lane++)
        for (uint32_t other = table->first[table->above[lane]]; other < lane && differ; other++)
            differ = !same_key(table, other, lane);
    return differ;
}
