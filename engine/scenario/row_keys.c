/* Keys of rows that were read: of those that stand in a dataset, and of lanes. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "key_order.h"

enum { INTEGER_TEXT = 24 };

const char *key_look(struct arena *arena, const char *text)
{
    const size_t length = strlen(text);
    return utf8_is_plain(text, length) ? text : utf8_skeleton(arena, text, length, true);
}

/* ---- of rows in a dataset ---- */

static const char *key_text(const union value *value, enum type_kind kind, struct arith *arith,
                            char buffer[INTEGER_TEXT])
{
    if (kind == TYPE_TEXT)
        return key_look(arith->arena, value->text);
    if (kind == TYPE_NUMBER)
        return number_text(&value->number, arith, NUMBER_PLAIN);
    (void)snprintf(buffer, INTEGER_TEXT, "%" PRIu32, value->symbol);
    return buffer;
}

static bool keys_add(struct keys *keys, const char *text)
{
    const struct growing_text key = {.bytes = (char *)text, .length = strlen(text)}; /* borrowed */
    return keys_join(keys, &(const struct keys){.rows = 1, .first = key, .last = key});
}

enum ft_status keys_of_rows(struct keys *keys, const struct dataset *dataset,
                            const struct entity *entity, struct vector_pool *pool)
{
    const struct field *field = &entity->fields[entity->key];
    const struct batch_column column = batch_field(dataset, entity, field);
    for (uint32_t row = 0; row < dataset->tables[entity->index].count; row++) {
        char buffer[INTEGER_TEXT];
        struct cell cell;
        if (batch_cell(pool, &column, row, &cell) != FT_OK)
            return FT_NO_MEMORY;
        assert(cell.state == CELL_VALUE);
        const char *text = key_text(&cell.value, field->type.kind, pool->arith, buffer);
        if (text == NULL || !keys_add(keys, text))
            return FT_NO_MEMORY;
    }
    return FT_OK;
}

/* ---- of rows as lanes ---- */

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

/* Texts, which are borrowed. */
static struct keys keys_of_texts(const struct slice *slices, uint32_t count)
{
    const struct slice *last = &slices[count - 1];
    return (struct keys){.rows = count,
                         .unordered = first_unordered_text(slices, count),
                         .first = {.bytes = (char *)slices->at, .length = slices->length},
                         .last = {.bytes = (char *)last->at, .length = last->length}};
}

static struct keys keys_of_integers(const int64_t *lanes, uint32_t count,
                                    char buffers[2][INTEGER_TEXT])
{
    const int first = snprintf(buffers[0], INTEGER_TEXT, "%" PRId64, lanes[0]),
              last = snprintf(buffers[1], INTEGER_TEXT, "%" PRId64, lanes[count - 1]);
    return (struct keys){.rows = count,
                         .unordered = first_unordered_lane(lanes, count),
                         .first = {.bytes = buffers[0], .length = (size_t)first},
                         .last = {.bytes = buffers[1], .length = (size_t)last}};
}

enum ft_status keys_of_lanes(struct keys *keys, const struct row_lanes *rows,
                             const struct batch_table *lanes, const struct dataset *dataset)
{
    const struct entity *entity = lanes->entity;
    const struct vector *vector = &lanes->fields[entity->key];
    const struct input *input = rows->field_inputs[entity->key];
    char buffers[2][INTEGER_TEXT];
    if (vector->uniform || vector->states != NULL || vector->exact != NULL || vector->den != 1 ||
        input == NULL)
        return keys_of_rows(keys, dataset, entity, rows->pool);
    const struct keys read = entity->fields[entity->key].type.kind == TYPE_TEXT
                                 ? keys_of_texts(input->slices, lanes->count)
                                 : keys_of_integers(vector->lanes, lanes->count, buffers);
    return keys_join(keys, &read) ? FT_OK : FT_NO_MEMORY;
}

static bool same_key(const struct row_lanes *rows, const struct batch_table *lanes, uint32_t x,
                     uint32_t y)
{
    const struct entity *entity = lanes->entity;
    const int64_t *integers = lanes->fields[entity->key].lanes;
    const struct slice *slices = rows->field_inputs[entity->key]->slices;
    return entity->fields[entity->key].type.kind != TYPE_TEXT
               ? integers[x] == integers[y]
               : slices_equal(&slices[x], &slices[y]);
}

bool keys_below_differ(const struct row_lanes *rows, const struct batch_table *lanes)
{
    enum { FEW = 16 }; /* that are worth comparing each with each */
    const size_t key = lanes->entity->key;
    bool differ = true;
    if (lanes->most < 2)
        return true;
    if (lanes->most > FEW || lanes->fields[key].uniform || rows->field_inputs[key] == NULL)
        return false;
    for (uint32_t lane = 1; lane < lanes->count && differ; lane++)
        for (uint32_t other = lanes->first[lanes->above[lane]]; other < lane && differ; other++)
            differ = !same_key(rows, lanes, other, lane);
    return differ;
}
