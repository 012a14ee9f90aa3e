/*
 * Nodes over the rows below: sum, min, max, any, all, count. The rows below all rows of a selection
 * go through the body in blocks, each remembering the row it counts for, so that a table of a
 * million rows under one row and a million rows with one below each cost the same.
 */
#include "evaluate.h"

bool node_is_aggregate(enum node_op op)
{
    return node_class(op) == CLASS_AGGREGATE;
}

/* A block of rows below, and for which row of the selection each counts. */
struct gathered {
    uint32_t rows[BLOCK_ROWS];
    struct date dates[BLOCK_ROWS];
    uint32_t owners[BLOCK_ROWS];
    uint32_t count;
};

struct aggregation {
    struct run *run;
    const struct node *node;
    const struct selection *selection;
    struct cell *cells; /* by row of the selection: so far */
    uint32_t *seen;     /* by row of the selection: how many rows counted */
    struct gathered *gathered;
};

/* Do the rows from `above` down to `below` stand? Tables that policies make come late. */
static bool aggregate_is_made(const struct dataset *dataset, const struct entity *above,
                              const struct entity *below)
{
    for (; below != above; below = below->parent)
        if (dataset->tables[below->index].first == NULL)
            return false;
    return true;
}

/* The rows of `below` that stand under `row` of `above`: *first up to, not including, *end. */
static void rows_below(const struct dataset *dataset, const struct entity *above, uint32_t row,
                       const struct entity *below, uint32_t *first, uint32_t *end)
{
    if (below->parent == above) {
        *first = row;
        *end = row + 1;
    } else {
        rows_below(dataset, above, row, below->parent, first, end);
    }
    const uint32_t *starts = dataset->tables[below->index].first;
    *first = starts[*first];
    *end = starts[*end];
}

/* A state of one row is that of all, but for what the values of others decide; they go on counting
 * where one is undetermined. */
static bool take_state(struct aggregation *aggregation, uint32_t owner, const struct cell *value)
{
    struct cell *cell = &aggregation->cells[owner];
    const union value known = cell->value;
    if (value->state == CELL_VALUE)
        return cell->state != CELL_VALUE && cell->state != CELL_UNDETERMINED;
    (void)takes_state(aggregation->run, cell, value);
    if (cell->state == CELL_UNDETERMINED)
        cell->value = known;
    return true;
}

/* What an addition came to, as the cell of a row that may be undetermined already. */
static enum ft_status settle_on(struct aggregation *aggregation, uint32_t owner,
                                enum ft_status status)
{
    struct cell *cell = &aggregation->cells[owner];
    return status == FT_OK ? FT_OK
                           : settle(aggregation->run, aggregation->node, aggregation->selection,
                                    owner, status, cell);
}

/* Takes one more value into the cell of its row. */
static enum ft_status aggregate_take(struct aggregation *aggregation, uint32_t owner,
                                     const struct cell *value)
{
    struct run *run = aggregation->run;
    const struct node *node = aggregation->node;
    struct cell *cell = &aggregation->cells[owner];
    struct arith *arith = run->evaluation->arith;
    if (take_state(aggregation, owner, value))
        return FT_OK;
    bool first = aggregation->seen[owner]++ == 0;
    const struct number one = NUMBER_ONE;
    if (node->op == NODE_SUM || node->op == NODE_COUNT)
        return settle_on(aggregation, owner,
                         number_add(&cell->value.number, arith, &cell->value.number,
                                    node->op == NODE_SUM ? &value->value.number : &one));
    if (node->op == NODE_ANY)
        cell->value.boolean |= value->value.boolean;
    else if (node->op == NODE_ALL)
        cell->value.boolean &= value->value.boolean;
    if (node->op != NODE_MIN && node->op != NODE_MAX)
        return FT_OK;
    const int order = number_compare(arith, &value->value.number, &cell->value.number);
    if (first || (node->op == NODE_MIN ? order < 0 : order > 0))
        cell->value = value->value;
    return FT_OK;
}

/* Drops the gathered rows for which "where" is false; where it is no value, its row takes that
 * state. */
static enum ft_status apply_where(struct aggregation *aggregation, const struct node *where)
{
    struct gathered *gathered = aggregation->gathered;
    const struct selection all = {aggregation->node->entity, gathered->rows, gathered->dates,
                                  gathered->count};
    struct cell *holds = evaluate_operand(aggregation->run, where, &all);
    if (holds == NULL)
        return FT_NO_MEMORY;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < gathered->count; i++) {
        if (holds[i].state != CELL_VALUE)
            (void)take_state(aggregation, gathered->owners[i], &holds[i]);
        if (holds[i].state != CELL_VALUE || !holds[i].value.boolean)
            continue;
        gathered->rows[kept] = gathered->rows[i];
        gathered->dates[kept] = gathered->dates[i];
        gathered->owners[kept++] = gathered->owners[i];
    }
    gathered->count = kept;
    return FT_OK;
}

static enum ft_status take_all(struct aggregation *aggregation, const struct node *body)
{
    static const struct cell counted = {.state = CELL_VALUE};
    const struct gathered *gathered = aggregation->gathered;
    const struct selection kept = {aggregation->node->entity, gathered->rows, gathered->dates,
                                   gathered->count};
    struct cell *values = body == NULL ? NULL : evaluate_operand(aggregation->run, body, &kept);
    if (body != NULL && values == NULL)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < kept.count; i++) {
        enum ft_status status = aggregate_take(aggregation, gathered->owners[i],
                                               values == NULL ? &counted : &values[i]);
        if (status != FT_OK)
            return status;
    }
    return FT_OK;
}

/* Sends the gathered rows through "where" and the body. */
static enum ft_status aggregate_flush(struct aggregation *aggregation)
{
    const struct node *node = aggregation->node;
    bool counting = node->op == NODE_COUNT;
    const struct node *body = counting ? NULL : node->operands[0];
    const struct node *where = counting ? (node->operand_count > 0 ? node->operands[0] : NULL)
                                        : (node->operand_count > 1 ? node->operands[1] : NULL);
    struct arena_mark mark = arena_mark(&aggregation->run->scratch);
    enum ft_status status = where == NULL ? FT_OK : apply_where(aggregation, where);
    if (status == FT_OK && aggregation->gathered->count > 0)
        status = take_all(aggregation, body);
    arena_rewind(&aggregation->run->scratch, mark);
    aggregation->gathered->count = 0;
    return status;
}

/* Of made rows it may not be known how many there are: all of them then lack what that lacks. */
static void take_unmade(struct aggregation *aggregation, uint32_t owner)
{
    const struct dataset *dataset = aggregation->run->evaluation->dataset;
    const struct selection *selection = aggregation->selection;
    const struct entity *above = selection->entity;
    for (const struct entity *below = aggregation->node->entity; below != above;
         below = below->parent) {
        const struct lacks *const *unmade = dataset->tables[below->index].unmade;
        uint32_t parent = selection->rows[owner], end = parent + 1;
        if (unmade != NULL && below->parent != above)
            rows_below(dataset, above, parent, below->parent, &parent, &end);
        for (; unmade != NULL && parent < end; parent++)
            if (unmade[parent] != NULL)
                (void)take_state(aggregation, owner,
                                 &(struct cell){.state = CELL_UNDETERMINED,
                                                .reason = {.lacks = unmade[parent]}});
    }
}

static enum ft_status aggregate_gather(struct aggregation *aggregation)
{
    const struct selection *selection = aggregation->selection;
    struct gathered *gathered = aggregation->gathered;
    struct run *run = aggregation->run;
    for (uint32_t owner = 0; owner < selection->count; owner++) {
        uint32_t row, end;
        take_unmade(aggregation, owner);
        rows_below(run->evaluation->dataset, selection->entity, selection->rows[owner],
                   aggregation->node->entity, &row, &end);
        for (; row < end; row++) {
            gathered->rows[gathered->count] = row;
            gathered->dates[gathered->count] = selection->dates[owner];
            gathered->owners[gathered->count++] = owner;
            enum ft_status status =
                gathered->count == run->block ? aggregate_flush(aggregation) : FT_OK;
            if (status != FT_OK)
                return status;
        }
    }
    return gathered->count > 0 ? aggregate_flush(aggregation) : FT_OK;
}

/* What was found out elsewhere, where the rows are not here; NULL: they are. */
static struct settled_node *settled_as(const struct run *run, const struct node *node)
{
    const struct dataset *dataset = run->evaluation->dataset;
    for (size_t i = 0; i < dataset->settled_count; i++)
        if (dataset->settled[i].node == node)
            return &dataset->settled[i];
    return NULL;
}

static void take_settled(struct run *run, const struct node *node, struct settled_node *settled,
                         const struct selection *selection, struct cell *cells)
{
    settled->asked |= selection->count > 0;
    for (uint32_t i = 0; i < selection->count; i++) {
        cells[i] = settled->cell;
        if (settled->none)
            data_fault(run, node, selection->entity, selection->rows[i],
                       &formula_message[FORMULA_NOTHING], NULL, &cells[i]);
    }
}

/* What is known of an undetermined sum or count is its known part; one row decides "any" and "all",
 * whatever the others lack. */
static void settle_known(const struct node *node, struct cell *cell)
{
    if (cell->state != CELL_UNDETERMINED)
        return;
    cell->reason.partial = node->op == NODE_SUM || node->op == NODE_COUNT;
    if ((node->op == NODE_ANY && cell->value.boolean) ||
        (node->op == NODE_ALL && !cell->value.boolean))
        *cell = (struct cell){.value = cell->value, .state = CELL_VALUE};
}

enum ft_status evaluate_aggregate(struct run *run, const struct node *node,
                                  const struct selection *selection, struct cell *cells)
{
    struct settled_node *settled = settled_as(run, node);
    if (settled != NULL) {
        take_settled(run, node, settled, selection, cells);
        return FT_OK;
    }
    struct aggregation aggregation = {.run = run,
                                      .node = node,
                                      .selection = selection,
                                      .cells = cells,
                                      .seen = run_array(run, selection->count, sizeof(uint32_t)),
                                      .gathered = run_array(run, 1, sizeof(struct gathered))};
    if (aggregation.seen == NULL || aggregation.gathered == NULL)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < selection->count; i++) {
        cells[i] = (struct cell){.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE};
        if (node->type.kind == TYPE_BOOLEAN)
            cells[i].value = (union value){.boolean = node->op == NODE_ALL};
    }
    if (!aggregate_is_made(run->evaluation->dataset, selection->entity, node->entity)) {
        for (uint32_t i = 0; i < selection->count; i++)
            data_fault(run, node, selection->entity, selection->rows[i],
                       &formula_message[FORMULA_NOT_MADE], NULL, &cells[i]);
        return FT_OK;
    }
    enum ft_status status = aggregate_gather(&aggregation);
    for (uint32_t i = 0; i < selection->count; i++)
        settle_known(node, &cells[i]);
    bool extreme = node->op == NODE_MIN || node->op == NODE_MAX;
    if (run->evaluation->seen != NULL && node == run->formula->root) {
        *run->evaluation->seen = selection->count > 0 ? aggregation.seen[0] : 0;
        extreme = false;
    }
    for (uint32_t i = 0; extreme && status == FT_OK && i < selection->count; i++) {
        if (cells[i].state == CELL_VALUE && aggregation.seen[i] == 0)
            data_fault(run, node, selection->entity, selection->rows[i],
                       &formula_message[FORMULA_NOTHING], NULL, &cells[i]);
    }
    return status;
}
