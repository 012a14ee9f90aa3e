/* Parameters over vectors: the version in force for each lane, its entries, brackets, members. */
#include <string.h>

#include "columns.h"
#include "lanes.h"

static const struct cell fault = {.state = CELL_ERROR};

static enum vector_status brackets(struct columns *columns, const struct scale *scale,
                                   const struct vector *amount, struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    struct vector sum =
        vector_uniform((struct cell){.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE});
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < scale->count && status == VECTOR_OK; i++) {
        const struct bracket *bracket = &scale->brackets[i];
        const struct vector from =
            vector_uniform((struct cell){.value = {.number = bracket->above}, .state = CELL_VALUE});
        const struct vector rate =
            vector_uniform((struct cell){.value = {.number = bracket->rate}, .state = CELL_VALUE});
        struct vector slice;
        status = vector_operate(pool, &slice, OPERATION_GREATEST, amount, &from);
        if (status == VECTOR_OK && i + 1 < scale->count) {
            const struct vector to = vector_uniform(
                (struct cell){.value = {.number = bracket[1].above}, .state = CELL_VALUE});
            status = vector_operate(pool, &slice, OPERATION_LEAST, &slice, &to);
        }
        if (status == VECTOR_OK)
            status = vector_operate(pool, &slice, OPERATION_SUBTRACT, &slice, &from);
        if (status == VECTOR_OK)
            status = vector_operate(pool, &slice, OPERATION_MULTIPLY, &slice, &rate);
        if (status == VECTOR_OK)
            status = vector_operate(pool, &sum, OPERATION_ADD, &sum, &slice);
    }
    *out = sum;
    return status;
}

/* The amount of the slice that each lane falls into; 0 below the first. */
static enum vector_status thresholds(struct columns *columns, const struct scale *scale,
                                     const struct vector *amount, struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    struct vector found =
        vector_uniform((struct cell){.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE});
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < scale->count && status == VECTOR_OK; i++) {
        const struct bracket *bracket = &scale->brackets[i];
        const enum node_op op = bracket->included ? NODE_GREATER_EQUAL : NODE_GREATER;
        const struct vector border =
            vector_uniform((struct cell){.value = {.number = bracket->above}, .state = CELL_VALUE});
        const struct vector value =
            vector_uniform((struct cell){.value = {.number = bracket->rate}, .state = CELL_VALUE});
        struct vector falls;
        status = vector_compare(pool, &falls, op, amount, &border, TYPE_NUMBER);
        if (status == VECTOR_OK)
            status = vector_choose(pool, &found, &falls, &value, &found, TYPE_NUMBER);
    }
    *out = found;
    return status;
}

/* The scale of keys that are the same in every lane; where they are not, rows go one by one. */
static enum vector_status by_scale(struct columns *columns, const struct node *node,
                                   const struct version *version, const struct vector *operands,
                                   struct vector *out)
{
    const size_t count = node->operand_count - 1;
    for (size_t i = 0; i < version->scale_count; i++) {
        const struct scale *scale = &version->scales[i];
        size_t same = 0;
        while (same < count && operands[same + 1].uniform &&
               scale->keys[same] == operands[same + 1].cell.value.symbol)
            same++;
        if (same == count)
            return node->op == NODE_BRACKETS ? brackets(columns, scale, &operands[0], out)
                                             : thresholds(columns, scale, &operands[0], out);
    }
    return VECTOR_NO;
}

/* By lane the number of its combination of keys, as `lanes`; states where a key is no value. */
static enum vector_status combine_keys(struct columns *columns, const struct node *node,
                                       const struct vector *keys, struct vector *out)
{
    struct vector_pool *pool = columns->pool;
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
    memset(states, version == NULL || node->op == NODE_LOOKUP ? CELL_ERROR : CELL_VALUE,
           layout->size);
    memset(outcomes, 0, layout->size * sizeof *outcomes);
    if (version == NULL)
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

/* Lays them out; false where there are too many, or values that are no integers of 64 bits. */
static bool lay_out(struct layout *layout, struct by_integer *table)
{
    if (!find_size(layout) || !find_den(layout))
        return false;
    for (size_t v = 0; v < layout->count; v++)
        if (!lay_out_version(layout, layout->versions[v], &table->outcomes[v * layout->size],
                             &table->known[v * layout->size]))
            return false;
    layout->whole =
        bytes_are_all(table->known, CELL_VALUE, (uint32_t)(layout->count * layout->size));
    return true;
}

/* Keys that are the same in every lane: one entry, or a fault. */
static bool look_up_uniform(const struct node *node, const struct version *version,
                            const struct vector *operands, struct vector *out)
{
    for (size_t k = 0; k < node->operand_count; k++)
        if (!operands[k].uniform)
            return false;
    *out = vector_uniform(fault);
    for (size_t i = 0; i < version->entry_count; i++) {
        const struct table_entry *entry = &version->entries[i];
        size_t same = 0;
        while (same < node->operand_count && entry->keys[same] == operands[same].cell.value.symbol)
            same++;
        if (same < node->operand_count)
            continue;
        *out = vector_uniform((struct cell){.value = entry->value, .state = CELL_VALUE});
        break; /* the first of two stands */
    }
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
static enum vector_status take_laid_out(struct columns *columns, const struct layout *layout,
                                        const uint8_t *classes, const struct vector *operands,
                                        struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    const struct by_integer *table = columns->by_integer;
    const struct node *node = layout->node;
    int64_t *lanes = vector_lanes(pool);
    uint8_t *states = vector_bytes(pool);
    struct vector keys = {.lanes = NULL};
    enum vector_status status = VECTOR_OK;
    if (lanes == NULL || states == NULL)
        return VECTOR_NO_MEMORY;
    if (node->operand_count > 0)
        status = combine_keys(columns, node, operands, &keys);
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

static enum vector_status look_up(struct columns *columns, const struct node *node,
                                  const struct version *version, const struct vector *operands,
                                  struct vector *out)
{
    struct layout layout = {.node = node, .versions = &version, .count = 1};
    if (look_up_uniform(node, version, operands, out))
        return VECTOR_OK;
    return lay_out(&layout, columns->by_integer)
               ? take_laid_out(columns, &layout, NULL, operands, out)
               : VECTOR_NO;
}

static enum vector_status in_members(struct columns *columns, const bool *members,
                                     const struct vector *symbol, struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    if (symbol->uniform) {
        *out = symbol->cell.state == CELL_VALUE ? vector_boolean(members[symbol->cell.value.symbol])
                                                : *symbol;
        return VECTOR_OK;
    }
    uint8_t *truths = vector_bytes(pool);
    if (truths == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++)
        truths[i] = members[symbol->lanes[i]];
    if (symbol->states != NULL)
        bytes_keep(truths, symbol->states, CELL_VALUE, pool->count);
    *out = vector_of_truths(pool, truths, symbol->states);
    return VECTOR_OK;
}

/* An operand that is no value in any lane decides; a fault in another comes before what does not
 * apply. */
static bool operands_decide(const struct node *node, const struct vector *operands,
                            struct vector *out, enum vector_status *status)
{
    const struct vector *bad = NULL;
    bool states = false;
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct vector *operand = &operands[i];
        states |= !operand->uniform && operand->states != NULL;
        if (operand->uniform && operand->cell.state != CELL_VALUE &&
            (bad == NULL || vector_worse((uint8_t)bad->cell.state, (uint8_t)operand->cell.state) !=
                                (uint8_t)bad->cell.state))
            bad = operand;
    }
    if (bad == NULL)
        return false;
    *out = *bad;
    *status = states && bad->cell.state != CELL_ERROR ? VECTOR_NO : VECTOR_OK;
    return true;
}

/* A parameter's node where one version is in force (NULL: none). */
static enum vector_status of_version(struct columns *columns, const struct node *node,
                                     const struct version *version, const struct vector *operands,
                                     struct vector *out)
{
    enum vector_status status;
    if (node->op == NODE_IN_FORCE) {
        *out = vector_boolean(version != NULL);
        return VECTOR_OK;
    }
    if (operands_decide(node, operands, out, &status))
        return status;
    if (version == NULL) {
        *out = vector_uniform(fault);
        return VECTOR_OK;
    }
    if (node->op == NODE_LOOKUP)
        return look_up(columns, node, version, operands, out);
    if (node->op == NODE_BRACKETS || node->op == NODE_THRESHOLDS)
        return by_scale(columns, node, version, operands, out);
    if (node->op == NODE_IN_SET)
        return in_members(columns, version->members, &operands[0], out);
    *out = vector_uniform((struct cell){.value = version->scalar, .state = CELL_VALUE});
    return VECTOR_OK;
}

/* The lanes whose dates are in these classes; NULL when memory is out. */
static const uint8_t *mask_of(struct columns *columns, struct dating *dating, uint32_t classes)
{
    uint8_t chosen[MOST_CLASSES] = {0}, *mask;
    for (size_t i = 0; i < dating->mask_count; i++)
        if (dating->masks[i].classes == classes)
            return dating->masks[i].mask;
    mask = vector_bytes(columns->pool);
    if (mask == NULL)
        return NULL;
    for (size_t i = 0; i < dating->class_count; i++)
        chosen[i] = (classes >> i & 1) != 0;
    bytes_look_up(mask, dating->classes, chosen, columns->pool->count);
    if (dating->mask_count < MOST_CLASSES) {
        dating->masks[dating->mask_count].classes = classes;
        dating->masks[dating->mask_count++].mask = mask;
    }
    return mask;
}

/* Whether a version is in force, by class. */
static enum vector_status in_force(struct columns *columns, const struct dating *dating,
                                   const struct version *const *versions, struct vector *out)
{
    uint8_t in_force[MOST_CLASSES] = {0}, *truths = vector_bytes(columns->pool);
    if (truths == NULL)
        return VECTOR_NO_MEMORY;
    for (size_t i = 0; i < dating->class_count; i++)
        in_force[i] = versions[i] != NULL;
    bytes_look_up(truths, dating->classes, in_force, columns->pool->count);
    *out = vector_of_truths(columns->pool, truths, NULL);
    return VECTOR_OK;
}

/* The lanes of each version in turn. */
static enum vector_status by_version(struct columns *columns, const struct node *node,
                                     struct dating *dating, const struct version *const *versions,
                                     const struct vector *operands, struct vector *out)
{
    uint32_t left = (UINT32_C(1) << dating->class_count) - 1;
    enum vector_status status = VECTOR_OK;
    for (size_t v = 0; v < dating->class_count && status == VECTOR_OK; v++) {
        uint32_t classes = 0;
        for (size_t i = v; i < dating->class_count; i++)
            classes |= (uint32_t)(versions[i] == versions[v]) << i;
        if ((left >> v & 1) == 0)
            continue;
        left &= ~classes;
        struct vector part;
        status = of_version(columns, node, versions[v], operands, v == 0 ? out : &part);
        if (v == 0 || status != VECTOR_OK)
            continue;
        const uint8_t *mask = mask_of(columns, dating, classes);
        status = mask == NULL ? VECTOR_NO_MEMORY
                              : vector_blend(columns->pool, out, mask, &part, node->type.kind);
    }
    return status;
}

/* Lanes with dates of their own: laid out for all their versions at once, where that can be. */
static enum vector_status by_class(struct columns *columns, const struct node *node,
                                   struct dating *dating, const struct vector *operands,
                                   struct vector *out)
{
    const struct date known_at = columns->plan->scenario->dataset->known_at;
    const struct version *versions[MOST_CLASSES] = {NULL};
    struct layout layout = {.node = node, .versions = versions, .count = dating->class_count};
    bool one = true;
    enum vector_status status;
    for (size_t i = 0; i < dating->class_count; i++) {
        versions[i] = parameter_version(node->parameter, dating->dates[i], known_at);
        one &= versions[i] == versions[0];
    }
    if (one)
        return of_version(columns, node, versions[0], operands, out);
    if (node->op == NODE_IN_FORCE)
        return in_force(columns, dating, versions, out);
    if (operands_decide(node, operands, out, &status))
        return status;
    return node->op != NODE_BRACKETS && node->op != NODE_THRESHOLDS &&
                   lay_out(&layout, columns->by_integer)
               ? take_laid_out(columns, &layout, dating->classes, operands, out)
               : by_version(columns, node, dating, versions, operands, out);
}

enum vector_status columns_parameter(struct columns *columns, const struct node *node,
                                     struct dating *dating, const struct vector *operands,
                                     struct vector *out)
{
    const struct vector *on = &dating->on;
    if (!on->uniform)
        return dating->classes == NULL ? VECTOR_NO : by_class(columns, node, dating, operands, out);
    const struct version *version = parameter_version(node->parameter, on->cell.value.date,
                                                      columns->plan->scenario->dataset->known_at);
    return of_version(columns, node, version, operands, out);
}
