/* Keys of the rows of a block, from columns and from rows that are held. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "columns.h"

enum { INTEGER_TEXT = 24 };

static bool keys_add(struct keys *keys, const char *text, size_t length)
{
    const struct growing_text key = {.bytes = (char *)text, .length = length}; /* borrowed */
    return keys_join(keys, &(const struct keys){.rows = 1, .first = key, .last = key});
}

/* ---- of rows in a dataset ---- */

static const char *keys_key_text(const union value *value, const struct field *field,
                                 struct arith *arith, char buffer[INTEGER_TEXT])
{
    /* Keys that look alike are one: a plain key, as in columns, is its own skeleton. */
    if (field->type.kind == TYPE_TEXT)
        return utf8_is_plain(value->text, strlen(value->text))
                   ? value->text
                   : utf8_skeleton(arith->arena, value->text, strlen(value->text), true);
    if (field->type.kind == TYPE_NUMBER)
        return number_text(&value->number, arith, NUMBER_PLAIN);
    (void)snprintf(buffer, INTEGER_TEXT, "%" PRIu32, value->symbol);
    return buffer;
}

static enum ft_status keys_of_value(struct worker *worker, const union value *value)
{
    const struct entity *entity = worker->plan->entity;
    char buffer[INTEGER_TEXT];
    const char *text = keys_key_text(value, &entity->fields[entity->key], &worker->arith, buffer);
    return text != NULL && keys_add(&worker->keys, text, strlen(text)) ? FT_OK : FT_NO_MEMORY;
}

enum ft_status keys_of_rows(struct worker *worker, const struct dataset *dataset)
{
    const struct entity *entity = worker->plan->entity;
    const struct batch_column keys = batch_field(dataset, entity, &entity->fields[entity->key]);
    enum ft_status status = FT_OK;
    for (uint32_t row = 0; row < dataset->tables[entity->index].count && status == FT_OK; row++) {
        struct cell cell;
        status = batch_cell(&worker->pool, &keys, row, &cell);
        assert(status != FT_OK || cell.state == CELL_VALUE);
        if (status == FT_OK)
            status = keys_of_value(worker, &cell.value);
    }
    return status;
}

/* ---- of rows in columns ---- */

/* As text_order, a word at a time: ROW_PADDING bytes stand behind both. */
static inline int compare_slices(const struct slice *x, const struct slice *y)
{
    const uint32_t common = x->length < y->length ? x->length : y->length;
    uint32_t at = common;
    for (uint32_t i = 0; i < common; i += 8) {
        uint64_t one, other;
        memcpy(&one, x->at + i, 8);
        memcpy(&other, y->at + i, 8);
        if (one != other) {
            at = i + (uint32_t)__builtin_ctzll(one ^ other) / 8;
            break;
        }
    }
    return text_order_from(x->at, x->length, y->at, y->length, at < common ? at : common);
}

/* Whether y is x counted up by its last digit, as most keys are: greater, and nothing else to be
 * asked. */
static inline bool is_next(const struct slice *x, const struct slice *y)
{
    const uint32_t length = x->length - 1;
    const unsigned one = (unsigned)(unsigned char)x->at[length] - '0',
                   other = (unsigned)(unsigned char)y->at[length] - '0';
    return x->length == y->length && one < other && other < 10 &&
           slices_equal(&(struct slice){.at = x->at, .length = length},
                        &(struct slice){.at = y->at, .length = length});
}

/* The first row, from 1, whose key is not above the one before; 0: none. */
static uint64_t first_unordered_text(const struct slice *slices, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        if (!is_next(&slices[i - 1], &slices[i]) && compare_slices(&slices[i - 1], &slices[i]) >= 0)
            return i + 1;
    return 0;
}

static uint64_t first_unordered_lane(const int64_t *lanes, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        if (lanes[i - 1] >= lanes[i])
            return i + 1;
    return 0;
}

/* The keys of a chunk. The texts are borrowed, or stand in `buffers`. */
static void look_at_keys(const struct columns *columns, struct keys *chunk,
                         char buffers[2][INTEGER_TEXT])
{
    const struct entity *entity = columns->plan->entity;
    const struct vector *vector = &columns->tables->lanes.fields[entity->key];
    const uint32_t last = columns->batch.pool->count - 1;
    chunk->rows = columns->batch.pool->count;
    if (entity->fields[entity->key].type.kind == TYPE_TEXT) {
        const struct slice *slices = columns->tables->rows.field_inputs[entity->key]->slices;
        chunk->first =
            (struct growing_text){.bytes = (char *)slices[0].at, .length = slices[0].length};
        chunk->last =
            (struct growing_text){.bytes = (char *)slices[last].at, .length = slices[last].length};
        chunk->unordered = first_unordered_text(slices, columns->batch.pool->count);
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        const int64_t lane = vector->lanes[i == 0 ? 0 : last];
        struct growing_text *text = i == 0 ? &chunk->first : &chunk->last;
        text->bytes = buffers[i];
        text->length = (size_t)snprintf(buffers[i], INTEGER_TEXT, "%" PRId64, lane);
    }
    chunk->unordered = first_unordered_lane(vector->lanes, columns->batch.pool->count);
}

/* Whether they are texts or integers: fractions, and keys that are all one, are judged as those of
 * other tables. */
static bool has_plain_keys(const struct columns *columns)
{
    const struct entity *entity = columns->plan->entity;
    const struct vector *vector = &columns->tables->lanes.fields[entity->key];
    return !vector->uniform && vector->states == NULL && vector->exact == NULL &&
           vector->den == 1 && columns->tables->rows.field_inputs[entity->key] != NULL;
}

enum ft_status keys_of_chunk(struct columns *columns)
{
    struct worker *worker = columns->worker;
    struct keys chunk = {0};
    char buffers[2][INTEGER_TEXT];
    worker->keys_known = true;
    if (columns->was_read_exactly || !has_plain_keys(columns))
        return keys_of_rows(worker, columns->batch.dataset);
    (void)batch_enter(&columns->batch, &columns->tables->lanes);
    look_at_keys(columns, &chunk, buffers);
    return keys_join(&worker->keys, &chunk) ? FT_OK : FT_NO_MEMORY;
}

static bool same_key(const struct lane_table *table, uint32_t x, uint32_t y)
{
    const struct vector *vector = &table->lanes.fields[table->lanes.entity->key];
    if (table->lanes.entity->fields[table->lanes.entity->key].type.kind != TYPE_TEXT)
        return vector->lanes[x] == vector->lanes[y];
    const struct slice *slices = table->rows.field_inputs[table->lanes.entity->key]->slices;
    return slices_equal(&slices[x], &slices[y]);
}

bool keys_below_differ(const struct lane_table *table)
{
    enum { FEW = 16 }; /* that are worth comparing each with each */
    const struct vector *vector = &table->lanes.fields[table->lanes.entity->key];
    bool differ = true;
    if (table->lanes.most < 2)
        return true;
    if (table->lanes.most > FEW || vector->uniform ||
        table->rows.field_inputs[table->lanes.entity->key] == NULL)
        return false;
    for (uint32_t lane = 1; lane < table->lanes.count && differ; lane++)
        for (uint32_t other = table->lanes.first[table->lanes.above[lane]]; other < lane && differ;
             other++)
            differ = !same_key(table, other, lane);
    return differ;
}
