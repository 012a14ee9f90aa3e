/*
 * Nodes over other rows: sum, min, max, any, all, count. The rows that all rows of a selection go
 * over go through the body in blocks, each remembering the row it counts for, so that a table of a
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
    uint32_t own_rows[BLOCK_ROWS]; /* the rows of these */
    bool open[BLOCK_ROWS];         /* whether it refers to the own row is not known */
    uint32_t count;
};

struct aggregation {
    struct run *run;
    const struct node *node;
    const struct selection *selection;
    struct cell *cells; /* by row of the selection: so far */
    uint32_t *seen;     /* by row of the selection: how many rows counted */
    struct gathered *gathered;
    const struct entity *above; /* the rows are those below this one; NULL: that refer to it */
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
    const union value known = cell->value;
    if (status == FT_OK)
        return FT_OK;
    status =
        settle(aggregation->run, aggregation->node, aggregation->selection, owner, status, cell);
    cell->value = known; /* a number, to which the values behind are added */
    return status;
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
    const int order = node->type.kind == TYPE_DATE
                          ? (value->value.date.days > cell->value.date.days) -
                                (value->value.date.days < cell->value.date.days)
                          : number_compare(arith, &value->value.number, &cell->value.number);
    if (first || (node->op == NODE_MIN ? order < 0 : order > 0))
        cell->value = value->value;
    return FT_OK;
}

static struct selection gathered_selection(const struct aggregation *aggregation)
{
    const struct gathered *gathered = aggregation->gathered;
    return (struct selection){
        aggregation->node->entity,      gathered->rows,    gathered->dates, gathered->count,
        aggregation->selection->entity, gathered->own_rows};
}

/* Drops the gathered rows for which "where" is false; where it is no value, its row takes that
 * state. */
static enum ft_status apply_where(struct aggregation *aggregation, const struct node *where)
{
    struct gathered *gathered = aggregation->gathered;
    const struct selection all = gathered_selection(aggregation);
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
        gathered->own_rows[kept] = gathered->own_rows[i];
        gathered->open[kept] = gathered->open[i];
        gathered->owners[kept++] = gathered->owners[i];
    }
    gathered->count = kept;
    return FT_OK;
}

/* What the row comes to that may refer to another: undetermined, for want of its reference. */
static void take_open(struct aggregation *aggregation, uint32_t row, struct cell *value)
{
    struct cell open = {.state = CELL_VALUE};
    take_absence(aggregation->run, aggregation->node->via, aggregation->node->entity, row, false,
                 &open);
    (void)takes_state(aggregation->run, value, &open);
    value->reason.partial = false;
}

static enum ft_status take_all(struct aggregation *aggregation, const struct node *body)
{
    static const struct cell counted = {.state = CELL_VALUE};
    const struct gathered *gathered = aggregation->gathered;
    const struct selection kept = gathered_selection(aggregation);
    struct cell *values = body == NULL ? NULL : evaluate_operand(aggregation->run, body, &kept);
    if (body != NULL && values == NULL)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < kept.count; i++) {
        struct cell value = values == NULL ? counted : values[i];
        if (gathered->open[i])
            take_open(aggregation, gathered->rows[i], &value);
        enum ft_status status = aggregate_take(aggregation, gathered->owners[i], &value);
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
    const struct entity *above = aggregation->above;
    for (const struct entity *below = aggregation->node->entity; below != above;
         below = below->parent) {
        const struct lacks *const *unmade = dataset->tables[below->index].unmade;
        uint32_t parent = row_above(dataset, selection->entity, selection->rows[owner], above);
        uint32_t end = parent + 1;
        if (unmade != NULL && below->parent != above)
            rows_below(dataset, above, parent, below->parent, &parent, &end);
        for (; unmade != NULL && parent < end; parent++)
            if (unmade[parent] != NULL)
                (void)take_state(aggregation, owner,
                                 &(struct cell){.state = CELL_UNDETERMINED,
                                                .reason = {.lacks = unmade[parent]}});
    }
}

/* One more row for a row of the selection. */
static enum ft_status gather(struct aggregation *aggregation, uint32_t owner, uint32_t row,
                             bool open)
{
    const struct selection *selection = aggregation->selection;
    struct gathered *gathered = aggregation->gathered;
    gathered->rows[gathered->count] = row;
    gathered->dates[gathered->count] = selection->dates[owner];
    gathered->own_rows[gathered->count] = selection->rows[owner];
    gathered->open[gathered->count] = open;
    gathered->owners[gathered->count++] = owner;
    return gathered->count == aggregation->run->block ? aggregate_flush(aggregation) : FT_OK;
}

/* ---- below ---- */

static enum ft_status gather_below(struct aggregation *aggregation)
{
    const struct selection *selection = aggregation->selection;
    const struct dataset *dataset = aggregation->run->evaluation->dataset;
    const struct entity *above = aggregation->above;
    enum ft_status status = FT_OK;
    for (uint32_t owner = 0; owner < selection->count && status == FT_OK; owner++) {
        uint32_t row = row_above(dataset, selection->entity, selection->rows[owner], above), end;
        take_unmade(aggregation, owner);
        rows_below(dataset, above, row, aggregation->node->entity, &row, &end);
        for (; row < end && status == FT_OK; row++)
            status = gather(aggregation, owner, row, false);
    }
    return status;
}

/* ---- by reference ---- */

/* The rows that refer to row r are rows[first[r]] .. rows[first[r + 1] - 1]; of the others `open` may
 * refer to any row beside which they stand. */
struct referring {
    uint32_t *first, *rows, *open;
    uint32_t open_count;
};

/* Whether a row without the reference may have one all the same. */
static bool is_open_reference(const struct column *references, const struct field *via,
                              uint32_t row)
{
    return column_state(references, row) == CELL_ABSENT && via->absence == ABSENCE_UNKNOWN;
}

/* Whether a row could refer to a row of `target`: both stand below the same row. */
static bool may_refer(const struct dataset *dataset, const struct entity *rows, uint32_t row,
                      const struct entity *target, uint32_t to)
{
    return row_above(dataset, rows, row, target->parent) ==
           dataset->tables[target->index].parents[to];
}

static bool referring_fill(struct run *run, const struct node *node, struct referring *referring)
{
    const struct dataset *dataset = run->evaluation->dataset;
    const struct table *table = &dataset->tables[node->entity->index];
    const struct column *references = &table->fields[node->via->index];
    const uint32_t targets = dataset->tables[node->via->type.entity->index].count;
    referring->first = arena_array(&run->kept, (size_t)targets + 2, sizeof(uint32_t));
    referring->rows = arena_array(&run->kept, table->count, sizeof(uint32_t));
    referring->open = arena_array(&run->kept, table->count, sizeof(uint32_t));
    if (referring->first == NULL || referring->rows == NULL || referring->open == NULL)
        return false;
    for (uint32_t row = 0; row < table->count; row++) {
        if (column_state(references, row) == CELL_VALUE)
            referring->first[column_value(references, row).reference + 2]++;
        else if (is_open_reference(references, node->via, row))
            referring->open[referring->open_count++] = row;
        else if (column_state(references, row) == CELL_ABSENT)
            note_assumed(run, node->entity, node->via, row);
    }
    for (uint32_t target = 2; target < targets + 2; target++)
        referring->first[target] += referring->first[target - 1];
    for (uint32_t row = 0; row < table->count; row++)
        if (column_state(references, row) == CELL_VALUE)
            referring->rows[referring->first[column_value(references, row).reference + 1]++] = row;
    return true;
}

/* Made once a run. NULL when memory is out. */
static const struct referring *referring_of(struct run *run, const struct node *node)
{
    if (run->referring == NULL)
        run->referring =
            arena_array(&run->kept, run->formula->node_count, sizeof(struct referring *));
    if (run->referring == NULL || run->referring[node->id] != NULL)
        return run->referring == NULL ? NULL : run->referring[node->id];
    struct referring *referring = arena_allocate(&run->kept, sizeof *referring);
    if (referring == NULL || !referring_fill(run, node, referring))
        return NULL;
    return run->referring[node->id] = referring;
}

static enum ft_status gather_referring(struct aggregation *aggregation)
{
    const struct selection *selection = aggregation->selection;
    struct run *run = aggregation->run;
    const struct node *node = aggregation->node;
    const struct referring *referring = referring_of(run, node);
    enum ft_status status = referring == NULL ? FT_NO_MEMORY : FT_OK;
    for (uint32_t owner = 0; owner < selection->count && status == FT_OK; owner++) {
        const uint32_t to = selection->rows[owner];
        for (uint32_t i = referring->first[to]; i < referring->first[to + 1] && status == FT_OK;
             i++)
            status = gather(aggregation, owner, referring->rows[i], false);
        for (uint32_t i = 0; i < referring->open_count && status == FT_OK; i++)
            if (may_refer(run->evaluation->dataset, node->entity, referring->open[i],
                          selection->entity, to))
                status = gather(aggregation, owner, referring->open[i], true);
    }
    return status;
}

bool aggregate_is_plain_over(const struct node *node)
{
    return node->above == NULL && node->via == NULL;
}

bool aggregate_goes_over(const struct dataset *dataset, const struct node *node,
                         const struct entity *entity, uint32_t own, uint32_t row)
{
    const struct entity *above = node->above == NULL ? entity : node->above;
    if (node->via == NULL)
        return row_above(dataset, node->entity, row, above) ==
               row_above(dataset, entity, own, above);
    const struct column *references =
        &dataset->tables[node->entity->index].fields[node->via->index];
    return column_state(references, row) == CELL_VALUE &&
           column_value(references, row).reference == own;
}

bool aggregate_may_go_over(const struct dataset *dataset, const struct node *node,
                           const struct entity *entity, uint32_t own, uint32_t row)
{
    return node->via != NULL &&
           is_open_reference(&dataset->tables[node->entity->index].fields[node->via->index],
                             node->via, row) &&
           may_refer(dataset, node->entity, row, entity, own);
}

/* ---- all of it ---- */

static enum ft_status aggregate_gather(struct aggregation *aggregation)
{
    enum ft_status status =
        aggregation->above == NULL ? gather_referring(aggregation) : gather_below(aggregation);
    if (status == FT_OK && aggregation->gathered->count > 0)
        status = aggregate_flush(aggregation);
    return status;
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

/* A least or greatest of nothing is a fault of its row. */
static void aggregate_find_empty(const struct aggregation *aggregation)
{
    const struct node *node = aggregation->node;
    const struct selection *selection = aggregation->selection;
    struct run *run = aggregation->run;
    if (run->evaluation->seen != NULL && node == run->formula->root) {
        *run->evaluation->seen = selection->count > 0 ? aggregation->seen[0] : 0;
        return;
    }
    for (uint32_t i = 0; i < selection->count; i++)
        if (aggregation->cells[i].state == CELL_VALUE && aggregation->seen[i] == 0 &&
            (node->op == NODE_MIN || node->op == NODE_MAX))
            data_fault(run, node, selection->entity, selection->rows[i],
                       &formula_message[FORMULA_NOTHING], NULL, &aggregation->cells[i]);
}

/* At each row of a selection, over the rows below `above`, which is the row's own or one above it;
 * NULL: over those that refer to it. */
static enum ft_status aggregate_at(struct run *run, const struct node *node,
                                   const struct selection *selection, const struct entity *above,
                                   struct cell *cells)
{
    struct aggregation aggregation = {.run = run,
                                      .node = node,
                                      .selection = selection,
                                      .cells = cells,
                                      .seen = run_array(run, selection->count, sizeof(uint32_t)),
                                      .gathered = run_array(run, 1, sizeof(struct gathered)),
                                      .above = above};
    const struct dataset *dataset = run->evaluation->dataset;
    if (aggregation.seen == NULL || aggregation.gathered == NULL)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < selection->count; i++) {
        cells[i] = (struct cell){.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE};
        if (node->type.kind == TYPE_BOOLEAN)
            cells[i].value = (union value){.boolean = node->op == NODE_ALL};
    }
    const struct entity *root = dataset->schema->entities;
    if (!aggregate_is_made(dataset, above == NULL ? root : above, node->entity)) {
        for (uint32_t i = 0; i < selection->count; i++)
            data_fault(run, node, selection->entity, selection->rows[i],
                       &formula_message[FORMULA_NOT_MADE], NULL, &cells[i]);
        return FT_OK;
    }
    enum ft_status status = aggregate_gather(&aggregation);
    for (uint32_t i = 0; i < selection->count; i++)
        settle_known(node, &cells[i]);
    if (status == FT_OK)
        aggregate_find_empty(&aggregation);
    return status;
}

/* What is the same for all rows below `above` is worked out once for each and date. */
static enum ft_status aggregate_once(struct run *run, const struct node *node,
                                     const struct selection *selection, struct cell *cells)
{
    const struct dataset *dataset = run->evaluation->dataset;
    uint32_t *rows = run_array(run, selection->count, sizeof *rows), count = 0;
    struct date *dates = run_array(run, selection->count, sizeof *dates);
    uint32_t *at = run_array(run, selection->count, sizeof *at);
    struct cell *some = run_array(run, selection->count, sizeof *some);
    if (rows == NULL || dates == NULL || at == NULL || some == NULL)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < selection->count; i++) {
        const uint32_t row = row_above(dataset, selection->entity, selection->rows[i], node->above);
        const struct date date = selection->dates[i];
        if (count == 0 || rows[count - 1] != row || dates[count - 1].days != date.days) {
            rows[count] = row;
            dates[count++] = date;
        }
        at[i] = count - 1;
    }
    const struct selection above = {node->above, rows, dates, count, NULL, NULL};
    enum ft_status status = aggregate_at(run, node, &above, node->above, some);
    for (uint32_t i = 0; i < selection->count && status == FT_OK; i++)
        cells[i] = some[at[i]];
    return status;
}

enum ft_status evaluate_aggregate(struct run *run, const struct node *node,
                                  const struct selection *selection, struct cell *cells)
{
    struct settled_node *settled = settled_as(run, node);
    if (settled != NULL) {
        take_settled(run, node, settled, selection, cells);
        return FT_OK;
    }
    if (node->above != NULL && !node->names_own)
        return aggregate_once(run, node, selection, cells);
    const struct entity *above = node->above != NULL ? node->above : selection->entity;
    return aggregate_at(run, node, selection, node->via != NULL ? NULL : above, cells);
}
