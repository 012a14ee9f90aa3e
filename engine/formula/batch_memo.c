/*
 * A memo for figures with a power in them, which no kernel has: what rests on one or two columns of
 * integers or symbols (a term of years, a use of land) is worked out once for each of their values,
 * by the evaluator itself, and kept from chunk to chunk. Columns that are the same in all lanes of a
 * chunk belong to what a memo is of: in another chunk they may be another value.
 */
#include <string.h>

#include "../vector/vector_internal.h"

#include "evaluate.h"

enum { MEMO_COLUMNS = 2, MEMO_FIXED = 4, MEMO_ENTRIES = 2048, MEMO_SHIFT = 100 };

/* A column that is the same in all lanes. */
struct memo_fixed {
    const struct vector *column;
    struct cell cell;
};

/* Entries are found by the values of the columns; a lane without one counts as its state. */
struct memo {
    const struct node *node;
    struct date on; /* that its parameters are read on */
    struct memo_fixed fixed[MEMO_FIXED];
    size_t fixed_count;
    bool full;
    size_t count, capacity; /* of entries; a power of two */
    int64_t (*keys)[MEMO_COLUMNS];
    struct number *numbers;
    uint8_t *states;
    bool *faults;    /* its row is at fault */
    uint16_t *slots; /* two an entry: by hash, one more than the entry; or 0 */
    struct size size;
    int128 *low, *high, least, most; /* as in an enclosure */
    uint32_t shift;
    bool enclosed;
};

size_t memo_entries(void)
{
    return MEMO_ENTRIES;
}

/* ---- which columns ---- */

/* The columns that a node rests on in the lanes at hand. */
struct memo_columns {
    struct vector *vectors[MEMO_COLUMNS];
    const struct type *types[MEMO_COLUMNS];
    size_t count;
    struct vector *fixed[MEMO_FIXED]; /* that are the same in all lanes */
    const struct type *fixed_types[MEMO_FIXED];
    size_t fixed_count;
};

static bool memo_add_fixed(struct memo_columns *found, struct vector *vector,
                           const struct type *type)
{
    for (size_t i = 0; i < found->fixed_count; i++)
        if (found->fixed[i] == vector)
            return true;
    if (found->fixed_count == MEMO_FIXED || type->kind == TYPE_TEXT)
        return false;
    found->fixed[found->fixed_count] = vector;
    found->fixed_types[found->fixed_count++] = type;
    return true;
}

static bool memo_add_column(struct memo_columns *found, struct vector *vector,
                            const struct type *type)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->vectors[i] == vector)
            return true;
    if (vector->uniform)
        return memo_add_fixed(found, vector, type);
    if (found->count == MEMO_COLUMNS)
        return false;
    const bool integers = type->kind == TYPE_SYMBOL ||
                          (type->kind == TYPE_NUMBER && vector->exact == NULL && vector->den == 1);
    found->vectors[found->count] = vector;
    found->types[found->count++] = type;
    return integers;
}

static bool memo_find_column(struct run *run, const struct frame *frame, const struct node *node,
                             struct memo_columns *found)
{
    struct batch_table *table = batch_lanes(run->batch, node->entity);
    if (node->via != NULL || node->outer || (table != NULL && node->entity != frame->entity))
        return false;
    if (table == NULL)
        return !entity_is_below(node->entity, run->batch->entity);
    return node->field != NULL
               ? memo_add_column(found, &table->fields[node->field->index], &node->field->type)
               : memo_add_column(found, &table->items[node->item->index], &node->item->type);
}

static bool memo_find_columns(struct run *run, const struct frame *frame, const struct node *node,
                              struct memo_columns *found)
{
    const enum node_class class = node_class(node->op);
    if (class == CLASS_LEAF && node->op != NODE_CONSTANT)
        return memo_find_column(run, frame, node, found);
    if (class == CLASS_AGGREGATE || class == CLASS_SIBLINGS || class == CLASS_DATED)
        return false;
    for (size_t i = 0; i < node->operand_count; i++)
        if (!memo_find_columns(run, frame, node->operands[i], found))
            return false;
    return true;
}

/* ---- entries ---- */

/* Whether the columns that are the same in all lanes are what they were. */
static bool memo_is_of(const struct memo *memo, const struct memo_columns *found)
{
    if (memo->fixed_count != found->fixed_count)
        return false;
    for (size_t i = 0; i < found->fixed_count; i++) {
        const struct cell *own = &memo->fixed[i].cell, *cell = &found->fixed[i]->cell;
        if (memo->fixed[i].column != found->fixed[i] || own->state != cell->state ||
            (own->state == CELL_VALUE &&
             !values_equal(found->fixed_types[i], &own->value, &cell->value)))
            return false;
    }
    return true;
}

/* False when memory is out. */
static bool memo_fix(struct memo *memo, const struct memo_columns *found, struct arena *kept)
{
    for (memo->fixed_count = 0; memo->fixed_count < found->fixed_count; memo->fixed_count++) {
        struct memo_fixed *fixed = &memo->fixed[memo->fixed_count];
        const struct vector *column = found->fixed[memo->fixed_count];
        *fixed = (struct memo_fixed){.column = column, .cell = column->cell};
        if (fixed->cell.state == CELL_VALUE &&
            found->fixed_types[memo->fixed_count]->kind == TYPE_NUMBER &&
            number_keep(&fixed->cell.value.number, kept, &column->cell.value.number) != FT_OK)
            return false;
    }
    return true;
}

/* False when memory is out. */
static bool memo_open(struct memo *memo, size_t capacity, struct arena *kept)
{
    memo->capacity = capacity;
    memo->keys = arena_array(kept, capacity, sizeof *memo->keys);
    memo->numbers = arena_array(kept, capacity, sizeof *memo->numbers);
    memo->states = arena_array(kept, capacity, sizeof *memo->states);
    memo->faults = arena_array(kept, capacity, sizeof *memo->faults);
    memo->slots = arena_array(kept, 2 * capacity, sizeof *memo->slots);
    memo->low = arena_array(kept, capacity, sizeof *memo->low);
    memo->high = arena_array(kept, capacity, sizeof *memo->high);
    return memo->keys != NULL && memo->numbers != NULL && memo->states != NULL &&
           memo->faults != NULL && memo->slots != NULL && memo->low != NULL && memo->high != NULL;
}

static struct memo *memo_find(struct batch *batch, const struct node *node, struct date on,
                              const struct memo_columns *found)
{
    for (size_t i = 0; i < batch->memo_count; i++) {
        struct memo *memo = batch->memos[i];
        if (memo->node == node && memo->on.days == on.days && memo_is_of(memo, found))
            return memo;
    }
    if (batch->memo_count == MOST_MEMOS)
        return NULL;
    struct memo *memo = arena_allocate(batch->pool->kept, sizeof *memo);
    if (memo == NULL || !memo_fix(memo, found, batch->pool->kept) ||
        !memo_open(memo, found->count == 0 ? 1 : MEMO_ENTRIES, batch->pool->kept))
        return NULL;
    memo->node = node;
    memo->on = on;
    memo->size = (struct size){.num = 1, .den = 1};
    memo->shift = MEMO_SHIFT;
    memo->enclosed = true;
    batch->memos[batch->memo_count++] = memo;
    return memo;
}

static inline int64_t memo_key(const struct vector *vector, uint32_t lane)
{
    const enum cell_state state = vector_state(vector, lane);
    return state == CELL_VALUE ? vector->lanes[lane] : INT64_MIN + (int64_t)state;
}

static struct cell memo_cell(const struct vector *vector, const struct type *type, uint32_t lane)
{
    struct cell cell = {.state = vector_state(vector, lane)};
    if (cell.state == CELL_VALUE && type->kind == TYPE_SYMBOL)
        cell.value.symbol = (uint32_t)vector->lanes[lane];
    else if (cell.state == CELL_VALUE)
        cell.value.number = (struct number){.num = vector->lanes[lane], .den = 1};
    return cell;
}

/* Encloses the entries from `first` on; with fewer bits behind the point where one is too large. */
static void memo_enclose(struct memo *memo, size_t first)
{
    for (size_t i = first; memo->enclosed && i < memo->count; i++) {
        if (memo->states[i] != CELL_VALUE)
            continue;
        if (!enclosure_of_number(&memo->numbers[i], memo->shift, &memo->low[i], &memo->high[i])) {
            memo->enclosed = memo->shift > 0;
            memo->shift -= memo->shift < 20 ? memo->shift : 20;
            i = SIZE_MAX; /* from the first again */
            continue;
        }
        memo->least = memo->low[i] < memo->least ? memo->low[i] : memo->least;
        memo->most = memo->high[i] > memo->most ? memo->high[i] : memo->most;
    }
}

/* The node where the columns have the values of a lane. */
static enum vector_status memo_evaluate(struct run *run, struct memo *memo,
                                        const struct frame *frame, const struct memo_columns *found,
                                        uint32_t lane)
{
    struct vector kept[MEMO_COLUMNS], outcome;
    const size_t entry = memo->count;
    const uint8_t *all = run_all_open(run);
    const bool at_fault = run->at_fault;
    const uint32_t idle = run->idle;
    const bool silent = run->evaluation->silent, recalling = run->recalling;
    if (all == NULL)
        return VECTOR_NO_MEMORY;
    for (size_t k = 0; k < found->count; k++) {
        kept[k] = *found->vectors[k];
        *found->vectors[k] = vector_uniform(memo_cell(&kept[k], found->types[k], lane));
    }
    run->at_fault = false;
    run->idle = 0;
    run->evaluation->silent = false;
    run->recalling = true;
    enum vector_status status = evaluate(run, memo->node, frame, all, &outcome);
    memo->faults[entry] = run->at_fault;
    run->at_fault = at_fault;
    run->idle = idle;
    run->evaluation->silent = silent;
    run->recalling = recalling;
    for (size_t k = 0; k < found->count; k++)
        *found->vectors[k] = kept[k];
    if (status != VECTOR_OK || !outcome.uniform)
        return status == VECTOR_OK ? VECTOR_NO : status;
    memo->states[entry] = (uint8_t)outcome.cell.state;
    memo->numbers[entry] = NUMBER_ZERO;
    if (outcome.cell.state == CELL_VALUE &&
        number_keep(&memo->numbers[entry], run->pool->kept, &outcome.cell.value.number) != FT_OK)
        return VECTOR_NO_MEMORY;
    memo->size = exact_greater_size(memo->size, exact_size(&memo->numbers[entry]));
    memo->count++;
    memo_enclose(memo, entry);
    return VECTOR_OK;
}

static enum vector_status memo_find_entry(struct run *run, struct memo *memo,
                                          const struct frame *frame,
                                          const struct memo_columns *found, uint32_t lane,
                                          uint16_t *place)
{
    const size_t mask = 2 * memo->capacity - 1;
    const int64_t x = found->count > 0 ? memo_key(found->vectors[0], lane) : 0,
                  y = found->count > 1 ? memo_key(found->vectors[1], lane) : 0;
    const uint64_t hash =
        ((uint64_t)x * UINT64_C(0x9E3779B97F4A7C15)) ^ ((uint64_t)y * UINT64_C(0xC2B2AE3D27D4EB4F));
    size_t slot = (hash >> 40) & mask;
    for (; memo->slots[slot] != 0; slot = (slot + 1) & mask) {
        *place = (uint16_t)(memo->slots[slot] - 1);
        if (memo->keys[*place][0] == x && memo->keys[*place][1] == y)
            return VECTOR_OK;
    }
    memo->full = memo->count == memo->capacity;
    if (memo->full)
        return VECTOR_NO;
    *place = (uint16_t)memo->count;
    memo->keys[*place][0] = x;
    memo->keys[*place][1] = y;
    enum vector_status status = memo_evaluate(run, memo, frame, found, lane);
    if (status == VECTOR_OK)
        memo->slots[slot] = (uint16_t)(*place + 1);
    return status;
}

/* ---- lanes ---- */

static bool memo_enclose_lanes(struct vector_pool *pool, const struct memo *memo,
                               const uint16_t *places, struct enclosure *out)
{
    const uint32_t count = pool->count;
    int128 *low = vector_ends(pool), *high = vector_ends(pool);
    if (low == NULL || high == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        low[i] = memo->low[places[i]];
        high[i] = memo->high[places[i]];
    }
    *out = (struct enclosure){.low = low,
                              .high = high,
                              .den = 1,
                              .shift = memo->shift,
                              .least = memo->least,
                              .most = memo->most};
    return true;
}

static enum vector_status memo_take(struct vector_pool *pool, struct memo *memo,
                                    const uint16_t *places, struct vector *out)
{
    struct enclosure enclosure;
    uint8_t *states = vector_bytes(pool);
    if (states == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++)
        states[i] = memo->states[places[i]];
    if (bytes_are_all(states, CELL_VALUE, pool->count))
        states = NULL;
    if (memo->enclosed && !memo_enclose_lanes(pool, memo, places, &enclosure))
        return VECTOR_NO_MEMORY;
    return exact_known(pool, out, memo->numbers, memo->size, places, states,
                       memo->enclosed ? &enclosure : NULL);
}

enum vector_status batch_recall(struct run *run, const struct node *node, const struct frame *frame,
                                const uint8_t *open, struct vector *out)
{
    struct memo_columns found = {.count = 0};
    const struct dating *dating = frame->dating;
    if (!node->has_power || node->type.kind != TYPE_NUMBER || run->recalling ||
        frame->rows != NULL || batch_lanes(run->batch, frame->entity) == NULL ||
        !dating->on.uniform || !memo_find_columns(run, frame, node, &found))
        return VECTOR_NO;
    struct memo *memo = memo_find(run->batch, node, dating->on.cell.value.date, &found);
    uint16_t *places = vector_array(run->pool, sizeof *places);
    if (places == NULL)
        return VECTOR_NO_MEMORY;
    bool some = false;
    if (memo == NULL || memo->full)
        return VECTOR_NO;
    for (uint32_t i = 0; i < frame->count; i++) {
        if (!open[i] || (found.count == 0 && some))
            continue; /* the first entry will do */
        some = true;
        enum vector_status status = memo_find_entry(run, memo, frame, &found, i, &places[i]);
        if (status != VECTOR_OK)
            return status;
        run->at_fault |= memo->faults[places[i]] && run->idle == 0 && !run->evaluation->silent;
    }
    if (found.count > 0)
        return memo_take(run->pool, memo, places, out);
    *out = vector_uniform((struct cell){.value = {.number = memo->numbers[0]},
                                        .state = (enum cell_state)memo->states[0]});
    return VECTOR_OK;
}
