/* Parameters over vectors: what versions come to, laid out by their keys, and looked up by lane. */
#include <string.h>

#include "../vector/lanes.h"

#include "evaluate.h"

/* By lane the number of its combination of keys, as `lanes`; states where a key is no value. */
static enum vector_status combine_keys(struct vector_pool *pool, const struct node *node,
                                       const struct vector *keys, struct vector *out)
{
    enum vector_status status = vector_spread(pool, out, &keys[0], TYPE_SYMBOL);
    for (size_t k = 1; k < node->operand_count && status == VECTOR_OK; k++) {
        struct vector key, count;
        const struct number members = number_from_int((int32_t)node->parameter->keys[k]->count);
        count = vector_uniform((struct cell){.value = {.number = members}, .state = CELL_VALUE});
        status = vector_spread(pool, &key, &keys[k], TYPE_SYMBOL);
        if (status == VECTOR_OK)
            status = vector_operate(pool, out, OPERATION_MULTIPLY, out, &count);
        if (status == VECTOR_OK)
            status = vector_operate(pool, out, OPERATION_ADD, out, &key);
    }
    if (status == VECTOR_OK)
        status = vector_spread(pool, out, out, TYPE_NUMBER);
    return status;
}

/* Some versions of a parameter, laid out by version and, within one, by combination of keys. */
struct layout {
    const struct node *node;
    const struct version *const *versions; /* NULL: none is in force */
    size_t count;
    size_t size; /* combinations: 1 where there are no keys */
    int64_t den; /* that all values are integers over */
    bool whole;  /* there is a value everywhere */
};

/* A set is laid out by the members of what it is a set of. */
static bool find_size(struct layout *layout)
{
    const struct node *node = layout->node;
    const struct parameter *parameter = node->parameter;
    layout->size = 1;
    if (node->op == NODE_IN_SET)
        layout->size = node->operands[0]->type.enumeration->count;
    for (size_t k = 0; node->op == NODE_LOOKUP && k < parameter->key_count; k++) {
        layout->size *= parameter->keys[k]->count;
        if (layout->size > MOST_INTEGERS)
            return false;
    }
    return layout->size * layout->count <= MOST_INTEGERS;
}

static bool add_den(int64_t *den, const struct number *number)
{
    return number->den != 0 &&
           (*den % number->den == 0 || !__builtin_mul_overflow(*den, number->den, den));
}

static bool find_den(struct layout *layout)
{
    const struct node *node = layout->node;
    bool good = true;
    layout->den = 1;
    for (size_t v = 0; v < layout->count && good && node->type.kind == TYPE_NUMBER; v++) {
        const struct version *version = layout->versions[v];
        if (version != NULL && node->op == NODE_PARAMETER)
            good = add_den(&layout->den, &version->scalar.number);
        for (size_t i = 0; version != NULL && node->op == NODE_LOOKUP && i < version->entry_count;
             i++)
            good = good && add_den(&layout->den, &version->entries[i].value.number);
    }
    return good;
}

/* The values of a version, and their states: a fault where there is none. */
static bool lay_out_version(const struct layout *layout, const struct version *version,
                            int64_t *outcomes, uint8_t *states)
{
    const struct node *node = layout->node;
    const struct parameter *parameter = node->parameter;
    const bool asks = node->op == NODE_IN_FORCE;
    memset(states, !asks && (version == NULL || node->op == NODE_LOOKUP) ? CELL_ERROR : CELL_VALUE,
           layout->size);
    memset(outcomes, 0, layout->size * sizeof *outcomes);
    if (asks)
        *outcomes = version != NULL;
    if (asks || version == NULL)
        return true;
    if (node->op == NODE_PARAMETER)
        return vector_value_lane(&version->scalar, layout->node->type.kind, layout->den,
                                 &outcomes[0]);
    for (size_t i = 0; node->op == NODE_IN_SET && i < layout->size; i++)
        outcomes[i] = version->members[i];
    /* the first of two entries stands */
    for (size_t i = node->op == NODE_LOOKUP ? version->entry_count : 0; i-- > 0;) {
        size_t at = 0;
        for (size_t k = 0; k < parameter->key_count; k++)
            at = at * parameter->keys[k]->count + version->entries[i].keys[k];
        states[at] = CELL_VALUE;
        if (!vector_value_lane(&version->entries[i].value, layout->node->type.kind, layout->den,
                               &outcomes[at]))
            return false;
    }
    return true;
}

/* Lays them out; false where there are too many, for so few lanes too, or values that are no
 * integers of 64 bits. */
static bool lay_out(struct layout *layout, struct by_integer *table, uint32_t lanes)
{
    enum { WORTH = 8 };
    const enum type_kind kind = layout->node->type.kind;
    if (kind == TYPE_TEXT || kind == TYPE_REFERENCE || !find_size(layout) ||
        layout->size * layout->count > (size_t)WORTH * lanes || !find_den(layout))
        return false;
    for (size_t v = 0; v < layout->count; v++)
        if (!lay_out_version(layout, layout->versions[v], &table->outcomes[v * layout->size],
                             &table->known[v * layout->size]))
            return false;
    layout->whole =
        bytes_are_all(table->known, CELL_VALUE, (uint32_t)(layout->count * layout->size));
    return true;
}

/* Keys that are no value decide the state of their lanes. */
static enum vector_status keep_key_states(struct vector_pool *pool, const struct vector *keys,
                                          int64_t *lanes, uint8_t **states)
{
    uint8_t *known = vector_bytes(pool), *looked_up = *states;
    *states = vector_bytes(pool);
    if (known == NULL || *states == NULL)
        return VECTOR_NO_MEMORY;
    bytes_are(known, keys->states, CELL_VALUE, 0, pool->count);
    bytes_select(*states, known, looked_up, keys->states, pool->count);
    lanes_keep(lanes, *states, CELL_VALUE, pool->count);
    return VECTOR_OK;
}

/* By lane the place in the layout of its version (`classes`, by version's place; NULL: the first)
 * and keys. NULL when memory is out. */
static const int64_t *places_of(struct vector_pool *pool, const struct layout *layout,
                                const uint8_t *classes, const struct vector *keys)
{
    int64_t *places = vector_lanes(pool);
    if (classes == NULL)
        return keys->lanes;
    if (places != NULL && keys->lanes == NULL)
        lanes_widen(places, classes, pool->count);
    else if (places != NULL)
        lanes_at(places, classes, (int64_t)layout->size, keys->lanes, pool->count);
    return places;
}

/* By lane what stands in the layout. */
static enum vector_status take_laid_out(struct run *run, const struct layout *layout,
                                        const uint8_t *classes, const struct vector *operands,
                                        struct vector *out)
{
    struct vector_pool *pool = run->pool;
    const struct by_integer *table = run->by_integer;
    const struct node *node = layout->node;
    int64_t *lanes = vector_lanes(pool);
    uint8_t *states = vector_bytes(pool);
    struct vector keys = {.lanes = NULL};
    enum vector_status status = VECTOR_OK;
    if (lanes == NULL || states == NULL)
        return VECTOR_NO_MEMORY;
    if (node->operand_count > 0)
        status = combine_keys(pool, node, operands, &keys);
    if (status != VECTOR_OK)
        return status;
    const int64_t *places = places_of(pool, layout, classes, &keys);
    if (places == NULL)
        return VECTOR_NO_MEMORY;
    lanes_look_up(lanes, places, table->outcomes, pool->count);
    if (!layout->whole || keys.states != NULL)
        bytes_look_up_at(states, places, table->known, pool->count);
    if (keys.states != NULL)
        status = keep_key_states(pool, &keys, lanes, &states);
    if (status != VECTOR_OK)
        return status;
    if ((layout->whole && keys.states == NULL) || bytes_are_all(states, CELL_VALUE, pool->count))
        states = NULL;
    if (node->type.kind == TYPE_BOOLEAN)
        return vector_truths_over(pool, out, lanes, states);
    *out = vector_over(pool, lanes, states, layout->den);
    return VECTOR_OK;
}

/* Whether each operand has lanes, or is one value: what is none decides, lane by lane. */
static bool are_values(const struct node *node, const struct vector *operands)
{
    for (size_t i = 0; i < node->operand_count; i++)
        if (operands[i].uniform && operands[i].cell.state != CELL_VALUE)
            return false;
    return true;
}

bool run_version(const struct run *run, const struct node *node, const struct dating *on,
                 const struct version **version)
{
    const struct date known_at = run->evaluation->dataset->known_at;
    const bool uniform = on->on.uniform;
    if (!uniform && on->classes == NULL)
        return false;
    *version = parameter_version(node->parameter, uniform ? on->on.cell.value.date : on->dates[0],
                                 known_at);
    for (size_t i = 1; !uniform && i < on->class_count; i++)
        if (parameter_version(node->parameter, on->dates[i], known_at) != *version)
            return false;
    return true;
}

enum vector_status batch_parameter(struct run *run, const struct node *node, struct dating *on,
                                   const struct vector *operands, struct vector *out)
{
    const struct date known_at = run->evaluation->dataset->known_at;
    const struct version *versions[MOST_CLASSES] = {NULL};
    struct layout layout = {.node = node, .versions = versions, .count = 1};
    const bool one = run_version(run, node, on, &versions[0]);
    if (node->op == NODE_BRACKETS || node->op == NODE_THRESHOLDS || !are_values(node, operands) ||
        (!one && on->classes == NULL))
        return VECTOR_NO;
    for (size_t i = 0; !one && i < on->class_count; i++)
        versions[i] = parameter_version(node->parameter, on->dates[i], known_at);
    layout.count = one ? 1 : on->class_count;
    return lay_out(&layout, run->by_integer, run->pool->count)
               ? take_laid_out(run, &layout, one ? NULL : on->classes, operands, out)
               : VECTOR_NO;
}
