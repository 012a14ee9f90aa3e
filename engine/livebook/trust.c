/*
 * Which figures a spreadsheet's doubles may decide otherwise: each formula is evaluated once more,
 * exactly, and each node gets a proven bound on how far a double may be off. Where a rounding, a
 * comparison or an order of remainders lies within the bound, the figure is doubted: it stands as a
 * value.
 */
#include <assert.h>

#include "trust.h"

bool trust_is_exact(const struct number *value)
{
    static const int64_t most = (int64_t)1 << 53;
    return value->den > 0 && value->den <= most && (value->den & (value->den - 1)) == 0 &&
           value->num <= most && value->num >= -most;
}

/* The error of a figure that a cell holds as it was typed. */
static struct bound of_typed(const struct number *value)
{
    return trust_is_exact(value) ? bound_zero
                                 : bound_share(value, is_short_decimal(value) ? TYPED : HELD);
}

/* The error of a figure that a cell holds in a unit, as formulas take it. */
static struct bound of_cell(const struct trusting *trusting, const struct number *value,
                            const struct unit *unit)
{
    const struct number factor = cell_factor(unit);
    struct number shown;
    if (number_div(&shown, trusting->arith, value, &factor) != FT_OK)
        return bound_none;
    const struct bound held = trust_is_exact(&shown)
                                  ? bound_zero
                                  : bound_share(value, is_short_decimal(&shown) ? TYPED : HELD);
    return number_equal(&factor, &NUMBER_ONE) ? held
                                              : bound_add(held, bound_share(value, WORKED_OUT));
}

const struct known_node *trust_operand(const struct trusting *trusting, const struct node *node,
                                       size_t index)
{
    return &trusting->nodes[node->operands[index]->id];
}

bool trust_was_evaluated(const struct known_node *known, uint32_t row)
{
    return known->cells != NULL && known->cells[row].state != CELL_ABSENT;
}

/* ---- bounds of arithmetic ---- */

/* The error of an addition: more where little is left, which may be taken for nothing: by no more
 * than what is left, then. */
static struct bound of_remainder(const struct operands *with, const struct number *value)
{
    const struct bound size = bound_greater(bound_above(with->x), bound_above(with->y));
    const struct bound left = bound_above(value);
    if (bound_is_above(left, bound_multiply(size, bound_power(-30))))
        return bound_share(value, WORKED_OUT);
    const struct bound most = bound_multiply(size, bound_power(TAKEN_FOR_NOTHING));
    return bound_add(bound_is_above(most, left) ? left : most,
                     bound_multiply(left, bound_power(WORKED_OUT)));
}

static struct bound of_product(const struct operands *with)
{
    const struct bound left = bound_multiply(bound_above(with->x), with->ey);
    const struct bound right = bound_multiply(bound_above(with->y), with->ex);
    return bound_add(bound_add(left, right), bound_multiply(with->ex, with->ey));
}

/* (ex + |v| ey) / (|y| - ey), where ey is at most half of |y|. */
static struct bound of_quotient(const struct operands *with, const struct number *value)
{
    const struct bound below = bound_below(with->y), two = bound_power(1);
    if (bound_is_above(bound_multiply(with->ey, two), below))
        return bound_none;
    return bound_multiply(
        two,
        bound_divide(bound_add(with->ex, bound_multiply(bound_above(value), with->ey)), below));
}

/* |v| n (ex / |x| + 2^-50), doubled for what is of second order. */
static struct bound of_power(const struct operands *with, const struct number *value)
{
    const struct bound exponent = bound_above(with->y);
    const struct bound relative = bound_multiply(
        exponent, bound_add(bound_divide(with->ex, bound_below(with->x)), bound_power(HELD)));
    if (bound_is_above(relative, bound_power(-2)))
        return bound_none;
    return bound_multiply(bound_power(1), bound_multiply(bound_above(value), relative));
}

/* The greatest bound of a node's operands at the row. */
static struct bound of_operands(const struct trusting *trusting, const struct node *node,
                                uint32_t row)
{
    struct bound greatest = bound_zero;
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct known_node *operand = trust_operand(trusting, node, i);
        if (trust_was_evaluated(operand, row))
            greatest = bound_greater(greatest, operand->bounds[row]);
    }
    return greatest;
}

/* ---- what is decided ---- */

bool trust_is_clear(struct trusting *trusting, const struct number *x, const struct number *border,
                    struct bound error)
{
    struct number apart;
    return number_sub(&apart, trusting->arith, x, border) == FT_OK &&
           bound_is_above(bound_below(&apart), error);
}

bool trust_comparison(struct trusting *trusting, const struct node *node,
                      const struct operands *with)
{
    const bool ratio = dimension_equal(node->operands[0]->type.dimension, DIMENSION_NONE);
    struct number apart, half;
    const struct bound error = bound_add(with->ex, with->ey);
    const struct bound size = bound_add(bound_above(with->x), bound_above(with->y));
    if (number_sub(&apart, trusting->arith, with->x, with->y) != FT_OK ||
        number_from_ratio(&half, trusting->arith, 1, ratio ? 20000000000 : 2000000) != FT_OK)
        return false;
    /* What is equal and exact leaves nothing. */
    if (number_sign(&apart) == 0)
        return error.mantissa == 0 ||
               bound_is_above(bound_below(&half),
                              bound_add(error, bound_multiply(size, bound_power(WORKED_OUT))));
    return bound_is_above(bound_below(&apart),
                          bound_add(bound_add(error, bound_above(&half)),
                                    bound_multiply(size, bound_power(TAKEN_FOR_NOTHING))));
}

/* Whether an amount lies on the same side of every border for a double. */
static bool threshold_is_sure(struct trusting *trusting, const struct node *node,
                              const struct operands *with)
{
    const struct parameter *parameter = node->parameter;
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *version = &parameter->versions[i];
        for (size_t j = 0; j < version->bracket_count; j++) {
            const struct number *above = &version->brackets[j].above;
            const struct operands pair = {.x = with->x,
                                          .y = above,
                                          .ex = with->ex,
                                          .ey = of_cell(trusting, above, &parameter->by_unit)};
            if (!trust_comparison(trusting, node, &pair))
                return false;
        }
    }
    return true;
}

/* Half a unit of the fifteenth digit: spreadsheets take what is nearer to a half for one. */
static struct bound of_last_digit(struct arith *arith, const struct number *x)
{
    struct number whole, unit;
    int64_t left, power = 1;
    int digits = 0;
    if (number_round(&whole, arith, x, &NUMBER_ONE, ROUND_DOWN) != FT_OK ||
        !number_to_int64(&whole, &left))
        return bound_zero;
    for (left = left < 0 ? -left : left; left > 0; left /= 10)
        digits++;
    for (int i = digits; i < 16; i++)
        power *= 10;
    if (digits == 0 || digits > 15 || number_from_ratio(&unit, arith, 5, power) != FT_OK)
        return bound_share(x, SURELY_TAKEN);
    return bound_below(&unit);
}

/* Rounding is sure where no border between two multiples lies within the error. At a border itself
 * only a figure that the file holds as it was typed is taken for what it is. */
bool trust_rounding(struct livebook *book, struct arith *arith, const struct number *x,
                    const struct number *step, enum rounding mode, struct bound error)
{
    struct trusting trusting = {.book = book, .arith = arith};
    struct number half, border, steps = *step;
    /* Whether the half is a border: what is below it goes otherwise than what is above. */
    const bool halves =
        rounding_goes_away(mode, 1, -1, false) != rounding_goes_away(mode, 1, 1, false);
    const struct bound noise = bound_add(error, bound_share(x, TAKEN_FOR_HALF));
    enum ft_status status = number_from_ratio(&half, arith, 1, 2);
    if (status == FT_OK)
        status = number_mul(&half, arith, &half, step);
    /* The multiple below, and from there the border: half a step on, or the multiple itself. */
    if (status == FT_OK)
        status = number_round(&border, arith, x, &steps, ROUND_FLOOR);
    if (status == FT_OK && halves)
        status = number_add(&border, arith, &border, &half);
    if (status != FT_OK)
        return false;
    if (number_equal(x, &border))
        return halves ? bound_is_above(of_last_digit(arith, x), error) : true;
    if (!trust_is_clear(&trusting, x, &border, noise))
        return false;
    if (halves)
        return true;
    return number_add(&border, arith, &border, step) == FT_OK &&
           trust_is_clear(&trusting, x, &border, noise);
}

struct bound trust_with_guard(const struct number *step, struct bound error)
{
    return bound_add(error, bound_multiply(bound_above(step), bound_power(-14)));
}

/* Whether a comparison that is not sure is decided by what it compared. */
static bool decide_comparison(struct trusting *trusting, const struct node *node, struct spot spot,
                              const struct operands *with, bool holds)
{
    const bool ratio = dimension_equal(node->operands[0]->type.dimension, DIMENSION_NONE);
    struct decision decision = {.node = node,
                                .rule = trusting->rule,
                                .entity = spot.entity,
                                .row = spot.row,
                                .compares = true,
                                .holds = holds};
    struct number apart;
    const struct bound size = bound_add(bound_above(with->x), bound_above(with->y));
    const struct bound error = bound_add(bound_add(with->ex, with->ey),
                                         bound_multiply(size, bound_power(TAKEN_FOR_NOTHING)));
    return number_sub(&apart, trusting->arith, with->x, with->y) == FT_OK &&
           decision_make(&decision, trusting->book, trusting->arith, &apart, error,
                         ratio ? 9 : 4) &&
           livebook_decide(trusting->book, &decision);
}

/* The same of a rounding. */
static bool decide_rounding(struct trusting *trusting, const struct node *node, struct spot spot,
                            const struct operands *with, const struct number *value)
{
    struct livebook *book = trusting->book;
    struct decision decision = {
        .node = node, .rule = trusting->rule, .entity = spot.entity, .row = spot.row};
    if (!is_short_decimal(value) || number_sign(with->y) <= 0 ||
        !decision_make(&decision, book, trusting->arith, with->x, with->ex, 5))
        return false;
    if (number_keep(&decision.result, book->arena, value) != FT_OK)
        book->no_memory = true;
    return livebook_decide(book, &decision);
}

static bool rounding_is_sure(struct trusting *trusting, const struct node *node, uint32_t row,
                             const struct operands *with)
{
    const enum builtin_id id = node->builtin->id;
    enum rounding mode = id == BUILTIN_CEIL ? ROUND_CEILING : ROUND_FLOOR;
    struct bound error = with->ex;
    assert(with->x != NULL && with->y != NULL); /* an amount and a step */
    if (id == BUILTIN_ROUND)
        mode = (enum rounding)trust_operand(trusting, node, 2)->cells[row].value.symbol;
    if (mode != ROUND_HALF_UP)
        error = trust_with_guard(with->y, error);
    return trust_rounding(trusting->book, trusting->arith, with->x, with->y, mode, error);
}

/* ---- a node at a row ---- */

static struct bound of_item(const struct trusting *trusting, const struct node *node,
                            struct spot spot, const struct number *value)
{
    const struct livebook *book = trusting->book;
    const struct dataset *dataset = book->context->scenario->dataset;
    uint32_t row;
    if (node->via != NULL)
        row = column_value(dataset_field(dataset, spot.entity, node->via), spot.row).reference;
    else
        row = row_above(dataset, spot.entity, spot.row, node->entity);
    const struct number factor = cell_factor(&node->item->unit);
    const struct bound own = book->bounds[node->entity->index][node->item->index][row];
    /* A unit is divided by on the way into the cell, and multiplied with on the way out. */
    return number_equal(&factor, &NUMBER_ONE) ? own
                                              : bound_add(own, bound_share(value, WORKED_OUT + 1));
}

/* A step that is hardly more than a double's noise: whichever way it is rounded, it is as near. */
static bool is_fine(const struct operands *with)
{
    return bound_is_above(bound_share(with->x, -35), bound_above(with->y));
}

static struct bound of_call(struct trusting *trusting, const struct node *node, struct spot spot,
                            const struct operands *with, const struct number *value, bool *doubt)
{
    switch (node->builtin->id) {
    case BUILTIN_ROUND:
    case BUILTIN_FLOOR:
    case BUILTIN_CEIL:
        if (is_fine(with))
            return bound_add(with->ex, bound_above(with->y));
        *doubt = *doubt || (!rounding_is_sure(trusting, node, spot.row, with) &&
                            !decide_rounding(trusting, node, spot, with, value));
        return bound_share(value, WORKED_OUT);
    /* The greatest of what its operands may be off by. */
    case BUILTIN_MIN:
    case BUILTIN_MAX:
    case BUILTIN_ABS:
    case BUILTIN_CLAMP:
    case BUILTIN_YEAR:
    case BUILTIN_MONTH:
    case BUILTIN_DAY:
    case BUILTIN_WEEKDAY:
    case BUILTIN_YEARS_BETWEEN:
    case BUILTIN_DAYS_BETWEEN:
    case BUILTIN_DATE_OF:
    case BUILTIN_LAST_DAY_OF_MONTH:
    case BUILTIN_ADD_MONTHS:
    /* Nodes of their own. */
    case BUILTIN_GIVEN:
    case BUILTIN_FILLED:
    case BUILTIN_APPLICABLE:
    case BUILTIN_IN_FORCE:
    case BUILTIN_AT:
    case BUILTIN_FIRST:
    case BUILTIN_LAST:
    case BUILTIN_INDEX:
    case BUILTIN_AS_OF:
    case BUILTIN_PREVIOUS:
    case BUILTIN_CUMULATIVE:
    case BUILTIN_SHARE:
    case BUILTIN_FILL:
    case BUILTIN_SUM:
    case BUILTIN_COUNT:
    case BUILTIN_ANY:
    case BUILTIN_ALL:
    case BUILTIN_OVER:
    case BUILTIN_VIA:
    case BUILTIN_ID_COUNT:
        break;
    }
    return of_operands(trusting, node, spot.row);
}

/* Where a choice is decided without its condition, a cell compares what both branches come to: that
 * is sure of figures that doubles hold exactly. */
static bool agreement_is_sure(const struct trusting *trusting, const struct node *node,
                              uint32_t row)
{
    const struct known_node *condition = trust_operand(trusting, node, 0),
                            *then = trust_operand(trusting, node, 1),
                            *other = trust_operand(trusting, node, 2);
    if (!trust_was_evaluated(condition, row) || condition->cells[row].state == CELL_VALUE ||
        !trust_was_evaluated(then, row) || !trust_was_evaluated(other, row))
        return true;
    return then->bounds[row].mantissa == 0 && other->bounds[row].mantissa == 0;
}

static struct bound trust_of_number(struct trusting *trusting, const struct node *node,
                                    struct spot spot, const struct operands *with,
                                    const struct number *value, bool *doubt)
{
    const struct bound own = bound_share(value, WORKED_OUT);
    switch (node->op) {
    case NODE_CONSTANT:
        return of_typed(value);
    case NODE_FIELD:
        return of_cell(trusting, value, &node->field->unit);
    case NODE_PARAMETER:
    case NODE_LOOKUP:
        return of_cell(trusting, value, &node->parameter->unit);
    case NODE_ITEM:
        return of_item(trusting, node, spot, value);
    case NODE_ADD:
    case NODE_SUBTRACT:
        return bound_add(bound_add(with->ex, with->ey), of_remainder(with, value));
    case NODE_MULTIPLY:
        return bound_add(of_product(with), own);
    case NODE_DIVIDE:
        return bound_add(of_quotient(with, value), own);
    case NODE_POWER:
        return bound_add(of_power(with, value), own);
    case NODE_AT:
        return trust_operand(trusting, node, 0)->bounds[spot.row];
    case NODE_THRESHOLDS:
        *doubt = *doubt || !threshold_is_sure(trusting, node, with);
        return bound_of_thresholds(trusting->book, trusting->arith, node);
    case NODE_BRACKETS:
        return bound_add(
            bound_of_brackets(trusting->book, trusting->arith, node, with->x, with->ex), own);
    case NODE_CALL:
        return of_call(trusting, node, spot, with, value, doubt);
    case NODE_PREVIOUS:
        return trusting->nodes[node->operands[0]->id].bounds[spot.row - 1];
    case NODE_CUMULATIVE:
    case NODE_SHARE:
    case NODE_FILL:
        return trust_pool(trusting, node, spot, value, doubt);
    case NODE_IF:
        *doubt = *doubt || !agreement_is_sure(trusting, node, spot.row);
        return of_operands(trusting, node, spot.row);
    case NODE_NEGATE:
    case NODE_INDEX:
        return of_operands(trusting, node, spot.row);
    case NODE_IN_SET:
    case NODE_IN_FORCE:
    case NODE_GIVEN:
    case NODE_FILLED:
    case NODE_APPLICABLE:
    case NODE_NOT:
    case NODE_DATE_ADD:
    case NODE_DATE_SUBTRACT:
    case NODE_DAYS_ADD:
    case NODE_DAYS_SUBTRACT:
    case NODE_EQUAL:
    case NODE_UNEQUAL:
    case NODE_LESS:
    case NODE_LESS_EQUAL:
    case NODE_GREATER:
    case NODE_GREATER_EQUAL:
    case NODE_AND:
    case NODE_OR:
    case NODE_IN:
    case NODE_FIRST:
    case NODE_LAST:
    case NODE_AS_OF:
    case NODE_SUM:
    case NODE_MIN:
    case NODE_MAX:
    case NODE_ANY:
    case NODE_ALL:
    case NODE_COUNT:
    case NODE_OP_COUNT:
        break;
    }
    assert(false); /* no number, or of rows below: of_aggregate */
    return bound_none;
}

static bool is_comparison(enum node_op op)
{
    return op >= NODE_EQUAL && op <= NODE_GREATER_EQUAL;
}

static bool livebook_know(struct livebook *book, struct known_node *known,
                          const struct entity *entity)
{
    const uint32_t count = book->tables[entity->index].table->count;
    known->entity = entity;
    known->cells = arena_array(&book->scratch, count, sizeof *known->cells);
    known->bounds = arena_array(&book->scratch, count, sizeof *known->bounds);
    known->doubts = arena_array(&book->scratch, count, sizeof *known->doubts);
    if (known->cells != NULL && known->bounds != NULL && known->doubts != NULL)
        return true;
    known->cells = NULL;
    book->no_memory = true;
    return false;
}

/* Every node at every row goes by here, operands first. */
static void trust_look_at(void *context, const struct formula *formula, const struct node *node,
                          const struct entity *entity, uint32_t row, const struct cell *cell,
                          const struct version *version)
{
    struct trusting *trusting = context;
    struct livebook *book = trusting->book;
    struct known_node *known = &trusting->nodes[node->id];
    const struct spot spot = {entity, row};
    (void)formula;
    (void)version;
    /* Once memory was out, an operand may not be known. */
    if (book->no_memory || trusting->mixed[node->id] ||
        (known->cells == NULL && !livebook_know(book, known, entity)))
        return;
    known->cells[row] = *cell;
    bool *doubt = &known->doubts[row];
    const bool follows = livebook_follows(book, node, trusting->rule);
    *doubt = !follows;
    struct operands with = {.ex = bound_zero, .ey = bound_zero};
    for (size_t i = 0; i < node->operand_count && !node_is_aggregate(node->op); i++) {
        const uint32_t at = node->op == NODE_PREVIOUS ? row - 1 : row;
        const struct known_node *operand = trust_operand(trusting, node, i);
        if ((node->op == NODE_PREVIOUS && row == 0) || !trust_was_evaluated(operand, at))
            continue;
        *doubt = *doubt || operand->doubts[at];
        if (i == 0) {
            with.x = &operand->cells[at].value.number;
            with.ex = operand->bounds[at];
        } else if (i == 1) {
            with.y = &operand->cells[at].value.number;
            with.ey = operand->bounds[at];
        }
    }
    known->bounds[row] = bound_zero;
    if (cell->state != CELL_VALUE)
        return;
    if (!follows && node->type.kind != TYPE_NUMBER)
        return;
    if (!follows)
        known->bounds[row] = of_cell(trusting, &cell->value.number, &node->unit);
    else if (node_is_aggregate(node->op))
        known->bounds[row] = trust_aggregate(trusting, node, spot, doubt);
    else if (is_comparison(node->op) && node->operands[0]->type.kind == TYPE_NUMBER &&
             !is_typed_pair(node))
        *doubt = *doubt || (!trust_comparison(trusting, node, &with) &&
                            !decide_comparison(trusting, node, spot, &with, cell->value.boolean));
    else if (node->type.kind == TYPE_NUMBER)
        known->bounds[row] =
            trust_of_number(trusting, node, spot, &with, &cell->value.number, doubt);
}

/* ---- a formula, a rule, a posting ---- */

/* Notes what is of two rows at once: no cell of one row holds it. True: the node has the own row's
 * cell in it. */
static bool find_mixed(struct trusting *trusting, const struct node *node)
{
    bool mixed = false;
    for (size_t i = 0; i < node->operand_count; i++)
        mixed |= find_mixed(trusting, node->operands[i]);
    if (node_is_aggregate(node->op))
        return false;
    trusting->mixed[node->id] = mixed;
    return mixed || node->outer;
}

void trust_formula(struct livebook *book, const struct rule *rule, const struct formula *formula,
                   const uint32_t *rows, uint32_t count, struct bound *bounds, bool *doubts)
{
    struct arith arith;
    struct trusting trusting = {.book = book, .rule = rule, .arith = &arith};
    const struct trace trace = {trust_look_at, &trusting};
    const struct arena_mark mark = arena_mark(&book->scratch);
    if (formula == NULL || count == 0)
        return;
    arith_open(&arith, &book->scratch);
    trusting.nodes = arena_array(&book->scratch, formula->node_count, sizeof *trusting.nodes);
    trusting.mixed = arena_array(&book->scratch, formula->node_count, sizeof *trusting.mixed);
    if (trusting.mixed != NULL)
        find_mixed(&trusting, formula->root);
    if (trusting.nodes == NULL || trusting.mixed == NULL ||
        evaluate_traced(book, rule, formula, rows, count, &trace, &arith) != FT_OK)
        book->no_memory = true;
    const struct known_node *root =
        trusting.nodes == NULL ? NULL : &trusting.nodes[formula->root->id];
    for (uint32_t i = 0; root != NULL && root->cells != NULL && i < count; i++) {
        doubts[rows[i]] = doubts[rows[i]] || root->doubts[rows[i]];
        if (bounds != NULL)
            bounds[rows[i]] = root->bounds[rows[i]];
    }
    arith_close(&arith);
    arena_rewind(&book->scratch, mark);
}
