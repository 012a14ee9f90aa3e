/* aggregate_state.c: see aggregate_state.h. */
#include "aggregate_state.h"

/* What a sum reads on its date, whichever way its rows go. */
static void aggregate_note_versions(bool *used, const struct node *node, struct date on,
                                    struct date known_at)
{
    const struct version *version =
        node->parameter == NULL ? NULL : parameter_version(node->parameter, on, known_at);
    if (version != NULL)
        used[version->index] = true;
    for (size_t i = 0; i < node->operand_count; i++)
        aggregate_note_versions(used, node->operands[i], on, known_at);
}

bool aggregate_state_open(struct aggregate_state *part, const struct node *node, struct date on,
                          struct date known_at, size_t version_count, struct arena *arena)
{
    *part = (struct aggregate_state){.state = CELL_VALUE, .truth = node->op == NODE_ALL};
    sum_open(&part->sum);
    mpq_init(part->extreme);
    part->used = arena_array(arena, version_count, sizeof(bool));
    if (part->used != NULL)
        aggregate_note_versions(part->used, node, on, known_at);
    return part->used != NULL;
}

void aggregate_state_close(struct aggregate_state *part)
{
    sum_close(&part->sum);
    mpq_clear(part->extreme);
}

static void aggregate_take_state(struct aggregate_state *part, enum cell_state state)
{
    if (part->state == CELL_VALUE || state == CELL_ERROR ||
        (part->state == CELL_UNDETERMINED && state == CELL_NOT_APPLICABLE))
        part->state = state;
}

static void aggregate_take_extreme(struct aggregate_state *part, const struct node *node,
                                   const mpq_t value)
{
    int order = part->seen == 0 ? 0 : mpq_cmp(value, part->extreme);
    if (part->seen == 0 || (node->op == NODE_MIN ? order < 0 : order > 0))
        mpq_set(part->extreme, value);
}

static void aggregate_take_truth(struct aggregate_state *part, const struct node *node, bool truth)
{
    part->truth = node->op == NODE_ALL ? part->truth && truth : part->truth || truth;
}

void aggregate_add(struct aggregate_state *part, const struct node *node,
                   struct aggregate_state *other, size_t version_count)
{
    aggregate_take_state(part, other->state);
    if (node->type.kind == TYPE_BOOLEAN)
        aggregate_take_truth(part, node, other->truth);
    else if (other->seen > 0 && (node->op == NODE_MIN || node->op == NODE_MAX))
        aggregate_take_extreme(part, node, other->extreme);
    else
        sum_add_sum(&part->sum, &other->sum);
    part->seen += other->seen;
    for (size_t i = 0; i < version_count; i++)
        part->used[i] |= other->used[i];
}

enum ft_status aggregate_state_value(struct aggregate_state *part, const struct node *node,
                                     struct arith *arith, union value *value)
{
    if (node->op == NODE_MIN || node->op == NODE_MAX)
        return number_from_mpq(&value->number, arith, part->extreme);
    if (node->type.kind != TYPE_BOOLEAN)
        return sum_number(&value->number, arith, &part->sum);
    value->boolean = part->truth;
    return FT_OK;
}

void aggregate_normalize(struct aggregate_state *part, const struct node *node)
{
    const bool extreme = node->op == NODE_MIN || node->op == NODE_MAX;
    if (part->state == CELL_UNDETERMINED &&
        ((node->op == NODE_ANY && part->truth) || (node->op == NODE_ALL && !part->truth)))
        part->state = CELL_VALUE;
    part->seen = extreme && part->state == CELL_VALUE && part->seen > 0;
    if (part->state == CELL_VALUE || part->state == CELL_UNDETERMINED)
        return;
    sum_close(&part->sum);
    sum_open(&part->sum);
    part->truth = node->op == NODE_ALL;
}

void aggregate_take_cell(struct aggregate_state *part, const struct node *node,
                         const struct cell *cell, uint64_t seen)
{
    mpq_t value;
    if (cell->state != CELL_VALUE) {
        aggregate_take_state(part, cell->state);
        if (cell->reason.partial)
            sum_add_number(&part->sum, &cell->value.number);
        return;
    }
    if (node->type.kind == TYPE_BOOLEAN) {
        aggregate_take_truth(part, node, cell->value.boolean);
    } else if (node->op != NODE_MIN && node->op != NODE_MAX) {
        sum_add_number(&part->sum, &cell->value.number);
    } else if (seen > 0) {
        mpq_init(value);
        number_to_mpq(value, &cell->value.number);
        aggregate_take_extreme(part, node, value);
        mpq_clear(value);
    }
    part->seen += seen;
}
