/* Parameters over vectors: the version in force for each lane, its entries, brackets, members. */
#include <string.h>

#include "columns.h"
#include "lanes.h"

static const struct cell fault = {.state = CELL_ERROR};

static enum vector_status brackets(struct columns *columns, const struct version *version,
                                   const struct vector *amount, struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    struct vector sum =
        vector_uniform((struct cell){.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE});
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < version->bracket_count && status == VECTOR_OK; i++) {
        const struct bracket *bracket = &version->brackets[i];
        const struct vector from =
            vector_uniform((struct cell){.value = {.number = bracket->above}, .state = CELL_VALUE});
        const struct vector rate =
            vector_uniform((struct cell){.value = {.number = bracket->rate}, .state = CELL_VALUE});
        struct vector slice;
        status = vector_operate(pool, &slice, OPERATION_GREATEST, amount, &from);
        if (status == VECTOR_OK && i + 1 < version->bracket_count) {
            const struct vector to = vector_uniform((struct cell){
                .value = {.number = version->brackets[i + 1].above}, .state = CELL_VALUE});
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

enum { MOST_ENTRIES = 4096 };

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

/* The denominator that all entries are integers over. */
static bool common_den(const struct node *node, const struct version *version, int64_t *den)
{
    *den = 1;
    for (size_t i = 0; i < version->entry_count && node->type.kind == TYPE_NUMBER; i++) {
        const struct number *number = &version->entries[i].value.number;
        if (number->den == 0 ||
            (*den % number->den != 0 && __builtin_mul_overflow(*den, number->den, den)))
            return false;
    }
    return true;
}

static bool entry_lane(const struct node *node, const union value *value, int64_t den,
                       int64_t *lane)
{
    switch (node->type.kind) {
    case TYPE_NUMBER:
        return !__builtin_mul_overflow(value->number.num, den / value->number.den, lane);
    case TYPE_SYMBOL:
        *lane = value->symbol;
        return true;
    case TYPE_BOOLEAN:
        *lane = value->boolean;
        return true;
    case TYPE_DATE:
        *lane = value->date.days;
        return true;
    default:
        return false;
    }
}

/* By combination of keys its entry as a lane over `den`, and its state: a fault where there is
 * none. */
static bool lay_out_entries(const struct node *node, const struct version *version,
                            struct by_integer *table, int64_t *den)
{
    const struct parameter *parameter = node->parameter;
    size_t size = 1;
    for (size_t k = 0; k < parameter->key_count; k++) {
        size *= parameter->keys[k]->count;
        if (size > MOST_INTEGERS)
            return false;
    }
    if (!common_den(node, version, den))
        return false;
    memset(table->known, CELL_ERROR, size);
    memset(table->outcomes, 0, size * sizeof *table->outcomes);
    for (size_t i = version->entry_count; i-- > 0;) { /* the first of two stands */
        size_t at = 0;
        for (size_t k = 0; k < parameter->key_count; k++)
            at = at * parameter->keys[k]->count + version->entries[i].keys[k];
        table->known[at] = CELL_VALUE;
        if (!entry_lane(node, &version->entries[i].value, *den, &table->outcomes[at]))
            return false;
    }
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

static enum vector_status look_up(struct columns *columns, const struct node *node,
                                  const struct version *version, const struct vector *operands,
                                  struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    struct by_integer *table = columns->by_integer;
    int64_t *lanes, den;
    uint8_t *states;
    struct vector at;
    if (look_up_uniform(node, version, operands, out))
        return VECTOR_OK;
    lanes = vector_lanes(pool);
    states = vector_bytes(pool);
    if (lanes == NULL || states == NULL)
        return VECTOR_NO_MEMORY;
    if (!lay_out_entries(node, version, table, &den))
        return VECTOR_NO;
    enum vector_status status = combine_keys(columns, node, operands, &at);
    if (status != VECTOR_OK)
        return status;
    for (uint32_t i = 0; i < pool->count; i++) {
        lanes[i] = table->outcomes[at.lanes[i]];
        states[i] = table->known[at.lanes[i]];
    }
    if (at.states != NULL) {
        uint8_t *known = vector_bytes(pool), *looked_up = states;
        states = vector_bytes(pool);
        if (known == NULL || states == NULL)
            return VECTOR_NO_MEMORY;
        bytes_are(known, at.states, CELL_VALUE, 0, pool->count);
        bytes_select(states, known, looked_up, at.states, pool->count);
        lanes_keep(lanes, states, CELL_VALUE, pool->count);
    }
    if (bytes_are_all(states, CELL_VALUE, pool->count))
        states = NULL;
    if (node->type.kind == TYPE_BOOLEAN)
        return vector_truths_over(pool, out, lanes, states);
    *out = vector_over(pool, lanes, states, den);
    return VECTOR_OK;
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
            (bad == NULL || operand->cell.state == CELL_ERROR))
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
    switch (node->op) {
    case NODE_LOOKUP:
        return look_up(columns, node, version, operands, out);
    case NODE_BRACKETS:
        return brackets(columns, version, &operands[0], out);
    case NODE_IN_SET:
        return in_members(columns, version->members, &operands[0], out);
    default:
        *out = vector_uniform((struct cell){.value = version->scalar, .state = CELL_VALUE});
        return VECTOR_OK;
    }
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

/* Lanes with dates of their own: the lanes of each version in turn. */
static enum vector_status by_version(struct columns *columns, const struct node *node,
                                     struct dating *dating, const struct vector *operands,
                                     struct vector *out)
{
    const struct date known_at = columns->plan->scenario->dataset->known_at;
    const struct version *versions[MOST_CLASSES];
    uint32_t left = (UINT32_C(1) << dating->class_count) - 1;
    for (size_t i = 0; i < dating->class_count; i++)
        versions[i] = parameter_version(node->parameter, dating->dates[i], known_at);
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

enum vector_status columns_parameter(struct columns *columns, const struct node *node,
                                     struct dating *dating, const struct vector *operands,
                                     struct vector *out)
{
    const struct vector *on = &dating->on;
    if (!on->uniform)
        return dating->classes == NULL ? VECTOR_NO
                                       : by_version(columns, node, dating, operands, out);
    const struct version *version = parameter_version(node->parameter, on->cell.value.date,
                                                      columns->plan->scenario->dataset->known_at);
    return of_version(columns, node, version, operands, out);
}
