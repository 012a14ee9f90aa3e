/*
 * Formulas over vectors. Both branches of a condition may be worked out for all lanes: a fault in a
 * lane is a state of that lane alone, and counts only where the lane is taken. What a vector cannot
 * hold ends with VECTOR_NO; nothing is decided here that formula/ would decide otherwise.
 */
#include <string.h>

#include "columns.h"
#include "lanes.h"

static const struct cell fault = {.state = CELL_ERROR};

/* ---- leaves ---- */

/* What is absent is a fault to read; a rule that does not apply stays so. */
static enum vector_status faults_where_absent(struct vector_pool *pool, struct vector *out)
{
    if (out->uniform) {
        if (out->cell.state == CELL_ABSENT)
            *out = vector_uniform(fault);
        return VECTOR_OK;
    }
    if (out->states == NULL)
        return VECTOR_OK;
    uint8_t *states = vector_bytes(pool);
    if (states == NULL)
        return VECTOR_NO_MEMORY;
    bytes_replace(states, out->states, CELL_ABSENT, CELL_ERROR, pool->count);
    out->states = states;
    return VECTOR_OK;
}

/* A cell of a row above the table: the same for every lane. */
static struct vector above(const struct columns *columns, const struct node *node)
{
    const struct table *table = &columns->plan->scenario->dataset->tables[node->entity->index];
    const struct column *column = node->field != NULL ? &table->fields[node->field->index]
                                                      : &table->items[node->item->index].column;
    return vector_uniform(
        (struct cell){.value = column->values[0], .state = (enum cell_state)column->states[0]});
}

static enum vector_status leaf(struct columns *columns, const struct node *node, struct vector *out)
{
    const struct lane_table *table = columns->by_entity[node->entity->index];
    if (node->via != NULL)
        return VECTOR_NO;
    if (table == NULL && entity_is_below(node->entity, columns->plan->entity))
        return VECTOR_NO;
    *out = table == NULL         ? above(columns, node)
           : node->field != NULL ? table->fields[node->field->index]
                                 : table->items[node->item->index];
    if (table == NULL || table == columns->at)
        return VECTOR_OK;
    /* From below the long table's rows there is one table above that has lanes. */
    return table == columns->tables ? columns_from_above(columns, out, out) : VECTOR_NO;
}

/* NODE_GIVEN, NODE_APPLICABLE: is there a value? */
static enum vector_status is_value(struct columns *columns, const struct node *node,
                                   struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    struct vector of;
    enum vector_status status = leaf(columns, node, &of);
    if (status != VECTOR_OK)
        return status;
    if (of.uniform || of.states == NULL) {
        *out = vector_boolean(!of.uniform || of.cell.state == CELL_VALUE);
        return of.uniform && of.cell.state == CELL_ERROR ? VECTOR_NO : VECTOR_OK;
    }
    uint8_t *truths = vector_bytes(pool);
    if (truths == NULL)
        return VECTOR_NO_MEMORY;
    bytes_are(truths, of.states, CELL_VALUE, 0, pool->count);
    *out = vector_of_truths(pool, truths, NULL);
    return VECTOR_OK;
}

/* ---- parameters ---- */

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
        status = vector_extreme(pool, &slice, amount, &from, 1);
        if (status == VECTOR_OK && i + 1 < version->bracket_count) {
            const struct vector to = vector_uniform((struct cell){
                .value = {.number = version->brackets[i + 1].above}, .state = CELL_VALUE});
            status = vector_extreme(pool, &slice, &slice, &to, -1);
        }
        if (status == VECTOR_OK)
            status = vector_add(pool, &slice, &slice, &from, -1);
        if (status == VECTOR_OK)
            status = vector_multiply(pool, &slice, &slice, &rate);
        if (status == VECTOR_OK)
            status = vector_add(pool, &sum, &sum, &slice, 1);
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
            status = vector_multiply(pool, out, out, &count);
        if (status == VECTOR_OK)
            status = vector_add(pool, out, out, &key, 1);
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

static enum vector_status look_up(struct columns *columns, const struct node *node,
                                  const struct version *version, const struct vector *operands,
                                  struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    struct by_integer *table = columns->by_integer;
    int64_t *lanes = vector_lanes(pool), den;
    uint8_t *states = vector_bytes(pool);
    struct vector at;
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

static enum vector_status parameter(struct columns *columns, const struct node *node,
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

/* ---- dates: a lane at a time ---- */

/* An integer of a lane that is a value; false where it is no integer. */
static bool lane_integer(const struct vector *x, enum type_kind kind, uint32_t lane, int64_t *value)
{
    if (!x->uniform) {
        *value = x->den == 1 ? x->lanes[lane] : x->lanes[lane] / x->den;
        return x->den == 1 || x->lanes[lane] % x->den == 0;
    }
    if (kind == TYPE_DATE) {
        *value = x->cell.value.date.days;
        return true;
    }
    return number_to_int64(&x->cell.value.number, value);
}

typedef bool date_operation(int64_t *out, const int64_t *operands);

static bool shift_forward(int64_t *out, const int64_t *operands)
{
    struct date date;
    bool good = date_add_months(&date, (struct date){(int32_t)operands[0]}, operands[1]);
    *out = good ? date.days : 0;
    return good;
}

static bool year_of(int64_t *out, const int64_t *operands)
{
    int32_t year, month, day;
    date_to_ymd((struct date){(int32_t)operands[0]}, &year, &month, &day);
    *out = year;
    return true;
}

static bool years_of(int64_t *out, const int64_t *operands)
{
    *out = date_years_between((struct date){(int32_t)operands[0]},
                              (struct date){(int32_t)operands[1]});
    return true;
}

static bool date_of(int64_t *out, const int64_t *operands)
{
    struct date date;
    bool good = date_from_ymd(&date, operands[0], operands[1], operands[2]);
    *out = good ? date.days : 0;
    return good;
}

/* One outcome for all lanes, where all operands are so. */
static struct vector uniform_outcome(enum cell_state state, enum type_kind kind, int64_t value)
{
    struct cell cell = {.state = state};
    if (kind == TYPE_DATE)
        cell.value.date.days = (int32_t)value;
    else
        cell.value.number = number_from_int((int32_t)value);
    return vector_uniform(cell);
}

/* Each lane on its own; its state. */
static bool on_lane(const struct node *node, const struct vector *operands,
                    date_operation *operation, uint32_t lane, int64_t *out, uint8_t *state)
{
    int64_t values[3] = {0, 0, 0};
    *state = CELL_VALUE;
    *out = 0;
    for (size_t k = 0; k < node->operand_count; k++)
        *state = vector_worse(*state, (uint8_t)vector_state(&operands[k], lane));
    for (size_t k = 0; k < node->operand_count && *state == CELL_VALUE; k++)
        if (!lane_integer(&operands[k], node->operands[k]->type.kind, lane, &values[k]))
            return false;
    if (*state == CELL_VALUE && !operation(out, values))
        *state = CELL_ERROR;
    return true;
}

/* The one operand that is not the same in every lane, where its lanes are integers so near each
 * other that each is worked out once. NULL: none, or more. */
static const struct vector *only_varying(const struct vector *operands, size_t count)
{
    const struct vector *found = NULL;
    for (size_t k = 0; k < count; k++) {
        if (operands[k].uniform)
            continue;
        if (found != NULL || operands[k].den != 1 || operands[k].states != NULL ||
            operands[k].high - operands[k].low >= MOST_INTEGERS)
            return NULL;
        found = &operands[k];
    }
    return found;
}

static bool on_lanes(struct columns *columns, const struct node *node,
                     const struct vector *operands, date_operation *operation, int64_t *lanes,
                     uint8_t *states)
{
    const uint32_t count = columns->pool->count;
    const struct vector *varying = only_varying(operands, node->operand_count);
    struct by_integer *table = columns->by_integer;
    if (varying == NULL) {
        for (uint32_t i = 0; i < count; i++)
            if (!on_lane(node, operands, operation, i, &lanes[i], &states[i]))
                return false;
        return true;
    }
    memset(table->known, NOT_KNOWN, (size_t)(varying->high - varying->low + 1));
    for (uint32_t i = 0; i < count; i++) {
        const int64_t at = varying->lanes[i] - varying->low;
        if (table->known[at] == NOT_KNOWN &&
            !on_lane(node, operands, operation, i, &table->outcomes[at], &table->known[at]))
            return false;
        lanes[i] = table->outcomes[at];
        states[i] = table->known[at];
    }
    return true;
}

static enum vector_status on_dates(struct columns *columns, const struct node *node,
                                   struct vector *operands, date_operation *operation,
                                   struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    bool uniform = true;
    for (size_t k = 0; k < node->operand_count; k++) {
        uniform &= operands[k].uniform;
        if (!vector_is_plain(&operands[k]) &&
            vector_spread(pool, &operands[k], &operands[k], TYPE_NUMBER) != VECTOR_OK)
            return VECTOR_NO;
    }
    int64_t *lanes = vector_lanes(pool);
    uint8_t *states = vector_bytes(pool);
    if (lanes == NULL || states == NULL)
        return VECTOR_NO_MEMORY;
    if (uniform) {
        if (!on_lane(node, operands, operation, 0, lanes, states))
            return VECTOR_NO;
        *out = uniform_outcome((enum cell_state) * states, node->type.kind, *lanes);
        return VECTOR_OK;
    }
    if (!on_lanes(columns, node, operands, operation, lanes, states))
        return VECTOR_NO;
    *out =
        vector_over(pool, lanes, bytes_are_all(states, CELL_VALUE, pool->count) ? NULL : states, 1);
    return VECTOR_OK;
}

/* Dates move by whole months: years times twelve. */
static enum vector_status shift(struct columns *columns, const struct node *node,
                                struct vector *operands, struct vector *out)
{
    struct number twelve = number_from_int(node->op == NODE_DATE_ADD ? 12 : -12);
    const struct vector months =
        vector_uniform((struct cell){.value = {.number = twelve}, .state = CELL_VALUE});
    enum vector_status status = vector_multiply(columns->pool, &operands[1], &operands[1], &months);
    return status == VECTOR_OK ? on_dates(columns, node, operands, shift_forward, out) : status;
}

/* ---- operators ---- */

static bool is_small_number(const struct vector *x)
{
    return x->uniform && x->cell.state == CELL_VALUE && x->cell.value.number.den != 0;
}

static enum vector_status round_to(struct columns *columns, const struct node *node,
                                   const struct vector *operands, struct vector *out)
{
    enum rounding mode = node->builtin->id == BUILTIN_CEIL ? ROUND_CEILING : ROUND_FLOOR;
    if (!is_small_number(&operands[1]) || operands[1].cell.value.number.num <= 0)
        return VECTOR_NO;
    if (node->builtin->id == BUILTIN_ROUND) {
        if (!operands[2].uniform || operands[2].cell.state != CELL_VALUE)
            return VECTOR_NO;
        mode = (enum rounding)operands[2].cell.value.symbol;
    }
    return vector_round(columns->pool, out, &operands[0], &operands[1].cell.value.number, mode);
}

static enum vector_status extreme(struct columns *columns, const struct node *node,
                                  const struct vector *operands, int sign, struct vector *out)
{
    enum vector_status status = VECTOR_OK;
    *out = operands[0];
    for (size_t i = 1; i < node->operand_count && status == VECTOR_OK; i++)
        status = vector_extreme(columns->pool, out, out, &operands[i], sign);
    return status;
}

/* Bounds that are the wrong way round in any lane are the general evaluator's to tell. */
static enum vector_status clamp(struct columns *columns, const struct vector *operands,
                                struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    const struct vector *x = &operands[0], *low = &operands[1], *high = &operands[2];
    struct vector crossed, inside;
    enum vector_status status =
        vector_compare(pool, &crossed, NODE_GREATER, low, high, TYPE_NUMBER);
    if (status != VECTOR_OK)
        return status;
    if (crossed.uniform ? crossed.cell.state == CELL_VALUE && crossed.cell.value.boolean
                        : bytes_any(crossed.truths, pool->count))
        return VECTOR_NO;
    status = vector_extreme(pool, &inside, x, high, -1);
    return status == VECTOR_OK ? vector_extreme(pool, out, &inside, low, 1) : status;
}

static enum vector_status call(struct columns *columns, const struct node *node,
                               struct vector *operands, struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    struct vector other;
    enum vector_status status;
    switch (node->builtin->id) {
    case BUILTIN_MIN:
        return extreme(columns, node, operands, -1, out);
    case BUILTIN_MAX:
        return extreme(columns, node, operands, 1, out);
    case BUILTIN_ABS:
        status = vector_negate(pool, &other, &operands[0]);
        return status == VECTOR_OK ? vector_extreme(pool, out, &operands[0], &other, 1) : status;
    case BUILTIN_CLAMP:
        return clamp(columns, operands, out);
    case BUILTIN_YEAR:
        return on_dates(columns, node, operands, year_of, out);
    case BUILTIN_YEARS_BETWEEN:
        return on_dates(columns, node, operands, years_of, out);
    case BUILTIN_DATE_OF:
        return on_dates(columns, node, operands, date_of, out);
    case BUILTIN_ROUND:
    case BUILTIN_FLOOR:
    case BUILTIN_CEIL:
        return round_to(columns, node, operands, out);
    default:
        return VECTOR_NO;
    }
}

static enum vector_status is_among(struct columns *columns, const struct node *node,
                                   const struct vector *operands, struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    enum type_kind kind = node->operands[0]->type.kind;
    const struct vector yes = vector_boolean(true);
    struct vector any = vector_boolean(false);
    enum vector_status status = VECTOR_OK;
    for (size_t i = 1; i < node->operand_count && status == VECTOR_OK; i++) {
        struct vector same;
        status = vector_compare(pool, &same, NODE_EQUAL, &operands[0], &operands[i], kind);
        /* Every member is looked at, so the worse state of both stays: that of their comparison. */
        if (status == VECTOR_OK)
            status = vector_compare(pool, &same, NODE_UNEQUAL, &any, &same, TYPE_BOOLEAN);
        if (status == VECTOR_OK)
            status = vector_choose(pool, &any, &same, &yes, &any, TYPE_BOOLEAN);
    }
    *out = any;
    return status;
}

static enum vector_status operate(struct columns *columns, const struct node *node,
                                  struct dating *dating, struct vector *operands,
                                  struct vector *out)
{
    struct vector_pool *pool = columns->pool;
    const struct vector *x = &operands[0], *y = &operands[1];
    switch (node->op) {
    case NODE_PARAMETER:
    case NODE_LOOKUP:
    case NODE_BRACKETS:
    case NODE_IN_SET:
    case NODE_IN_FORCE:
        return parameter(columns, node, dating, operands, out);
    case NODE_ADD:
        return vector_add(pool, out, x, y, 1);
    case NODE_SUBTRACT:
        return vector_add(pool, out, x, y, -1);
    case NODE_MULTIPLY:
        return vector_multiply(pool, out, x, y);
    case NODE_DIVIDE:
        return vector_divide(pool, out, x, y);
    case NODE_POWER:
        return vector_power(pool, out, x, y);
    case NODE_NEGATE:
        return vector_negate(pool, out, x);
    case NODE_NOT:
        return vector_not(pool, out, x);
    case NODE_DATE_ADD:
    case NODE_DATE_SUBTRACT:
        return shift(columns, node, operands, out);
    case NODE_EQUAL:
    case NODE_UNEQUAL:
    case NODE_LESS:
    case NODE_LESS_EQUAL:
    case NODE_GREATER:
    case NODE_GREATER_EQUAL:
        return vector_compare(pool, out, node->op, x, y, node->operands[0]->type.kind);
    case NODE_IN:
        return is_among(columns, node, operands, out);
    case NODE_CALL:
        return call(columns, node, operands, out);
    default:
        return VECTOR_NO;
    }
}

/* ---- conditions ---- */

static enum vector_status choose(struct columns *columns, const struct node *node,
                                 struct dating *dating, struct vector *out)
{
    struct vector condition, yes, no;
    if (node->type.kind == TYPE_TEXT || node->type.kind == TYPE_REFERENCE)
        return VECTOR_NO;
    enum vector_status status = columns_evaluate(columns, node->operands[0], dating, &condition);
    if (status != VECTOR_OK)
        return status;
    bool settled = condition.uniform;
    bool holds = settled && condition.cell.state == CELL_VALUE && condition.cell.value.boolean;
    if (settled && condition.cell.state != CELL_VALUE) {
        *out = condition;
        return VECTOR_OK;
    }
    yes = no = condition;
    if (node->op != NODE_OR && !(settled && !holds))
        status = columns_evaluate(columns, node->operands[1], dating, &yes);
    if (status == VECTOR_OK && node->op != NODE_AND && !(settled && holds))
        status =
            columns_evaluate(columns, node->operands[node->op == NODE_OR ? 1 : 2], dating, &no);
    return status == VECTOR_OK
               ? vector_choose(columns->pool, out, &condition, &yes, &no, node->type.kind)
               : status;
}

enum { MOST_OPERANDS = 32 };

static enum vector_status operation(struct columns *columns, const struct node *node,
                                    struct dating *dating, struct vector *out)
{
    struct vector operands[MOST_OPERANDS];
    operands[0] = operands[1] = (struct vector){0};
    if (node->operand_count > MOST_OPERANDS)
        return VECTOR_NO;
    for (size_t i = 0; i < node->operand_count; i++) {
        enum vector_status status =
            columns_evaluate(columns, node->operands[i], dating, &operands[i]);
        if (status != VECTOR_OK)
            return status;
    }
    return operate(columns, node, dating, operands, out);
}

enum vector_status columns_evaluate(struct columns *columns, const struct node *node,
                                    struct dating *dating, struct vector *out)
{
    enum vector_status status;
    switch (node->op) {
    case NODE_CONSTANT:
        *out = vector_uniform((struct cell){.value = node->constant, .state = CELL_VALUE});
        return VECTOR_OK;
    case NODE_ITEM: /* never absent */
        return leaf(columns, node, out);
    case NODE_FIELD:
        status = leaf(columns, node, out);
        return status == VECTOR_OK ? faults_where_absent(columns->pool, out) : status;
    case NODE_GIVEN:
    case NODE_APPLICABLE:
        return is_value(columns, node, out);
    case NODE_AS_OF:
        *out = dating->on;
        return VECTOR_OK;
    case NODE_AND:
    case NODE_OR:
    case NODE_IF:
        return choose(columns, node, dating, out);
    case NODE_SUM:
    case NODE_MIN:
    case NODE_MAX:
    case NODE_ANY:
    case NODE_ALL:
    case NODE_COUNT:
        return columns_aggregate(columns, node, dating, out);
    default:
        return operation(columns, node, dating, out);
    }
}
