/* What doubles may be off where a figure looks at other rows: sums, those that refer, pools. */
#include <assert.h>

#include "trust.h"

/* Rows first .. end-1 of a family, of the row's parent. */
static void family_rows(const struct livebook *book, struct spot spot, uint32_t *first,
                        uint32_t *end)
{
    const struct table *table = book->tables[spot.entity->index].table;
    const uint32_t parent = spot.entity->parent == NULL ? 0 : table->parents[spot.row];
    *first = spot.entity->parent == NULL ? 0 : table->first[parent];
    *end = spot.entity->parent == NULL ? 1 : table->first[parent + 1];
}

/* What the errors of a column add up to, and the sum's own roundings; or the greatest of them. */
static struct bound of_rows(const struct known_node *body, const struct known_node *where,
                            uint32_t first, uint32_t end, bool adds, bool *doubt)
{
    struct bound errors = bound_zero, sizes = bound_zero;
    int32_t count = 1;
    for (uint32_t row = first; row < end; row++) {
        if (where != NULL && trust_was_evaluated(where, row)) {
            *doubt = *doubt || where->doubts[row];
            if (where->cells[row].state != CELL_VALUE || !where->cells[row].value.boolean)
                continue;
        }
        if (body == NULL || !trust_was_evaluated(body, row))
            continue;
        *doubt = *doubt || body->doubts[row];
        errors =
            adds ? bound_add(errors, body->bounds[row]) : bound_greater(errors, body->bounds[row]);
        if (adds && body->cells[row].state == CELL_VALUE)
            sizes = bound_add(sizes, bound_above(&body->cells[row].value.number));
        count++;
    }
    const struct number terms = number_from_int(count);
    return adds ? bound_add(errors, bound_multiply(bound_multiply(sizes, bound_power(WORKED_OUT)),
                                                   bound_above(&terms)))
                : errors;
}

/* Whether the own row's cell and each other row's are told apart by doubles. */
static bool part_is_sure(struct trusting *trusting, const struct beside_part *part,
                         struct spot spot, uint32_t first, uint32_t end)
{
    const struct known_node *own = &trusting->nodes[part->own->id],
                            *column = &trusting->nodes[part->column->id];
    const bool swapped = part->node->operands[0] == part->own;
    if (part->own->type.kind != TYPE_NUMBER || is_typed_pair(part->node) ||
        !trust_was_evaluated(own, spot.row) || own->cells[spot.row].state != CELL_VALUE)
        return true;
    for (uint32_t row = first; row < end; row++) {
        if (!trust_was_evaluated(column, row) || column->cells[row].state != CELL_VALUE)
            continue;
        const struct number *x = &column->cells[row].value.number,
                            *y = &own->cells[spot.row].value.number;
        const struct operands with = {.x = swapped ? y : x,
                                      .y = swapped ? x : y,
                                      .ex = column->bounds[row],
                                      .ey = own->bounds[spot.row]};
        if (!trust_comparison(trusting, part->node, &with))
            return false;
    }
    return true;
}

/* What is asked of columns beside the own row: any row may count. */
static struct bound of_beside(struct trusting *trusting, const struct node *node, struct spot spot,
                              uint32_t first, uint32_t end, bool *doubt)
{
    struct beside beside;
    if (!beside_find(node, &beside)) /* it stands as a value */
        return bound_zero;
    for (size_t i = 0; i < beside.count; i++) {
        const struct beside_part *part = &beside.parts[i];
        (void)of_rows(&trusting->nodes[part->column->id], NULL, first, end, false, doubt);
        *doubt = *doubt || (part->own != NULL && !part_is_sure(trusting, part, spot, first, end));
    }
    return beside.body == NULL ? bound_zero
                               : of_rows(&trusting->nodes[beside.body->id], NULL, first, end,
                                         node->op == NODE_SUM, doubt);
}

static const struct known_node *known_or_null(const struct trusting *trusting,
                                              const struct node *node)
{
    const struct known_node *known = node == NULL ? NULL : &trusting->nodes[node->id];
    return known == NULL || known->cells == NULL ? NULL : known;
}

struct bound trust_aggregate(struct trusting *trusting, const struct node *node, struct spot spot,
                             bool *doubt)
{
    const struct node *body = aggregate_body(node);
    const struct spot over = livebook_over(trusting->book, node, spot);
    uint32_t first, end;
    rows_below_spot(trusting->book, over, node->entity, &first, &end);
    assert(node->op == NODE_COUNT || body != NULL);
    if (node->names_own)
        return of_beside(trusting, node, spot, first, end, doubt);
    const struct bound error =
        of_rows(known_or_null(trusting, body), known_or_null(trusting, aggregate_where(node)),
                first, end, node->op == NODE_SUM && body->type.kind == TYPE_NUMBER, doubt);
    return node->type.kind == TYPE_NUMBER && node->op != NODE_COUNT ? error : bound_zero;
}

/* Each sibling's exact part, in steps, must be clear of a whole one, and the remainders apart from
 * each other by more than the four digits that they are compared by. */
static bool share_is_sure(struct trusting *trusting, const struct node *node, struct spot spot)
{
    struct livebook *book = trusting->book;
    struct arith *arith = trusting->arith;
    const struct known_node *pool = trust_operand(trusting, node, 0),
                            *weight = trust_operand(trusting, node, 1),
                            *step = trust_operand(trusting, node, 2);
    uint32_t first, end;
    family_rows(book, spot, &first, &end);
    struct number total = NUMBER_ZERO,
                  *rests = arena_array(&book->scratch, end - first, sizeof *rests);
    const struct number *by = &step->cells[spot.row].value.number;
    for (uint32_t row = first; row < end; row++)
        if (rests == NULL || !trust_was_evaluated(weight, row) ||
            weight->cells[row].state != CELL_VALUE ||
            number_add(&total, arith, &total, &weight->cells[row].value.number) != FT_OK)
            return false;
    /* What is left over is counted in steps to four digits: doubles must tell them of the pool. */
    const struct bound pooled = bound_share(&pool->cells[spot.row].value.number, HELD);
    if (!bound_is_above(bound_multiply(bound_above(by), bound_power(-16)),
                        bound_add(pooled, pool->bounds[spot.row])))
        return false;
    if (number_sign(&total) == 0)
        return true;
    for (uint32_t row = first; row < end; row++) {
        struct number exact, whole;
        if (number_mul(&exact, arith, &pool->cells[row].value.number,
                       &weight->cells[row].value.number) != FT_OK ||
            number_div(&exact, arith, &exact, &total) != FT_OK ||
            number_round(&whole, arith, &exact, by, ROUND_FLOOR) != FT_OK ||
            number_sub(&rests[row - first], arith, &exact, &whole) != FT_OK)
            return false;
        const struct bound error = bound_add(
            bound_share(&exact, -46),
            bound_add(pool->bounds[row],
                      bound_divide(bound_multiply(bound_above(&exact), weight->bounds[row]),
                                   bound_below(&total))));
        if (!trust_rounding(book, arith, &exact, by, ROUND_FLOOR, trust_with_guard(by, error)))
            return false;
    }
    const struct bound gap = bound_multiply(bound_above(by), bound_power(-12));
    for (uint32_t i = 0; i < end - first && end - first <= 200; i++)
        for (uint32_t j = i + 1; j < end - first; j++)
            if (!number_equal(&rests[i], &rests[j]) &&
                !trust_is_clear(trusting, &rests[i], &rests[j], gap))
                return false;
    return true;
}

/* Whether doubles order two siblings as their priorities do: those that differ lie apart, and those that
 * are equal stand in their cells as they were typed, or are whole. */
static bool pair_is_ordered(struct trusting *trusting, const struct node *node, uint32_t i,
                            uint32_t j)
{
    const struct known_node *priority = trust_operand(trusting, node, 2);
    if (!trust_was_evaluated(priority, i) || !trust_was_evaluated(priority, j))
        return true;
    const struct number *x = &priority->cells[i].value.number,
                        *y = &priority->cells[j].value.number;
    const struct bound error = bound_add(priority->bounds[i], priority->bounds[j]);
    return number_equal(x, y)
               ? node->operands[2]->op == NODE_FIELD || trust_is_exact(x) || error.mantissa == 0
               : trust_is_clear(trusting, x, y, error);
}

/* Of a family, found once. Of very many siblings only priorities that were typed are sure. */
static bool order_is_sure(struct trusting *trusting, const struct node *node, uint32_t first,
                          uint32_t end)
{
    enum { MOST_SIBLINGS = 200 };
    if (trusting->ordered == node && trusting->ordered_first == first)
        return trusting->order_is_sure;
    bool sure = end - first <= MOST_SIBLINGS || node->operands[2]->op == NODE_FIELD;
    for (uint32_t i = first; i < end && end - first <= MOST_SIBLINGS; i++)
        for (uint32_t j = i + 1; j < end && sure; j++)
            sure = pair_is_ordered(trusting, node, i, j);
    trusting->ordered = node;
    trusting->ordered_first = first;
    return trusting->order_is_sure = sure;
}

struct bound trust_pool(struct trusting *trusting, const struct node *node, struct spot spot,
                        const struct number *value, bool *doubt)
{
    uint32_t first, end;
    family_rows(trusting->book, spot, &first, &end);
    if (node->op == NODE_SHARE) {
        *doubt = *doubt || !share_is_sure(trusting, node, spot);
        return bound_share(value, HELD);
    }
    const bool adds_up = node->op == NODE_CUMULATIVE;
    *doubt = *doubt || (node->op == NODE_FILL && !order_is_sure(trusting, node, first, end));
    const struct known_node *column = trust_operand(trusting, node, adds_up ? 0 : 1);
    struct bound error = of_rows(column, NULL, first, adds_up ? spot.row + 1 : end, true, doubt);
    if (!adds_up)
        error = bound_add(error, trust_operand(trusting, node, 0)->bounds[spot.row]);
    /* need * left / alike, where neither of the quotients is above 1. */
    return fill_is_pro_rata(node)
               ? bound_add(bound_multiply(error, bound_power(1)), bound_share(value, HELD))
               : error;
}
