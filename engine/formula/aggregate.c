/*
 * Nodes over other rows: sum, min, max, any, all, count. The rows that all lanes of a frame go over
 * go through the body in blocks, each remembering the lane it counts for, so that a table of a
 * million rows under one row and a million rows with one below each cost the same.
 */
#include <string.h>

#include "../vector/lanes.h"

#include "evaluate.h"

bool node_is_aggregate(enum node_op op)
{
    return node_class(op) == CLASS_AGGREGATE;
}

struct aggregation {
    struct run *run;
    const struct node *node;
    const struct frame *frame;
    const uint8_t *open;
    struct cell *cells;         /* by lane of the frame: so far */
    uint32_t *seen;             /* by lane of the frame: how many rows counted */
    const struct entity *above; /* the rows are those below this one; NULL: that refer to it */
    /* A block of rows below, and for which lane of the frame each counts. */
    uint32_t *rows, *owners;
    uint8_t *unsure; /* whether it refers to the own row is not known */
    uint32_t count;
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
    status = settle(aggregation->run, aggregation->node, aggregation->frame, owner, status, cell);
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

/* A frame over the rows that are gathered, in place where they are all that the batch has. */
static enum vector_status gathered_frame(const struct aggregation *aggregation,
                                         struct dating *dating, struct frame *out)
{
    struct run *run = aggregation->run;
    const struct frame *around = aggregation->frame;
    const struct entity *entity = aggregation->node->entity;
    const uint32_t count = aggregation->count;
    const struct batch_table *lanes = batch_lanes(run->batch, entity);
    bool in_place = lanes != NULL && lanes->count == count;
    for (uint32_t i = 0; i < count && in_place; i++)
        in_place = aggregation->rows[i] == i;
    *out = (struct frame){.entity = entity,
                          .rows = in_place ? NULL : aggregation->rows,
                          .count = count,
                          .dating = around->dating,
                          .around = around,
                          .owners = aggregation->owners};
    if (around->dating->on.uniform)
        return VECTOR_OK;
    const uint32_t before = frame_enter(run, out);
    enum vector_status status = run_gather_dates(run, dating, around->dating, aggregation->owners);
    run->pool->count = before;
    out->dating = dating;
    return status;
}

/* Marks the gathered rows for which "where" is true; where it is no value, the row's lane takes
 * that state. */
static enum vector_status apply_where(struct aggregation *aggregation, const struct node *where,
                                      const struct frame *below, uint8_t *kept)
{
    struct run *run = aggregation->run;
    struct vector holds;
    enum vector_status status = evaluate(run, where, below, kept, &holds);
    for (uint32_t i = 0; i < below->count && status == VECTOR_OK; i++) {
        if (vector_state(&holds, i) == CELL_VALUE) {
            kept[i] = holds.uniform ? holds.cell.value.boolean : holds.truths[i];
            continue;
        }
        const struct cell cell = run_cell(run, &holds, TYPE_BOOLEAN, i);
        (void)take_state(aggregation, aggregation->owners[i], &cell);
        kept[i] = 0;
    }
    return status;
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

/* Adds to the cell of a lane what rows came to that were counted together. */
static enum ft_status aggregate_add_rows(struct aggregation *aggregation, uint32_t owner,
                                         int64_t num, int64_t den)
{
    struct arith *arith = aggregation->run->evaluation->arith;
    struct cell *cell = &aggregation->cells[owner];
    struct number sum = {.num = num, .den = 1};
    enum ft_status status = den == 1 ? FT_OK : number_from_ratio(&sum, arith, num, den);
    if (status == FT_OK)
        status = number_add(&cell->value.number, arith, &cell->value.number, &sum);
    return settle_on(aggregation, owner, status);
}

/* A sum of integers over one denominator: of the rows of one lane together. */
static enum ft_status take_integers(struct aggregation *aggregation, const struct vector *values,
                                    const uint8_t *kept)
{
    const bool counts = aggregation->node->op == NODE_COUNT;
    const int64_t den = counts ? 1 : values->den;
    enum ft_status status = FT_OK;
    for (uint32_t i = 0, next; i < aggregation->count && status == FT_OK; i = next) {
        const uint32_t owner = aggregation->owners[i];
        const enum cell_state state = aggregation->cells[owner].state;
        int64_t sum = 0;
        for (next = i; next < aggregation->count && aggregation->owners[next] == owner; next++) {
            const int64_t value = counts ? 1 : values->lanes[next];
            if (!kept[next] || (state != CELL_VALUE && state != CELL_UNDETERMINED))
                continue;
            aggregation->seen[owner]++;
            if (!__builtin_add_overflow(sum, value, &sum) && sum != INT64_MIN)
                continue;
            sum = (int64_t)((uint64_t)sum - (uint64_t)value); /* as it was */
            status = aggregate_add_rows(aggregation, owner, sum, den);
            sum = value;
            if (status != FT_OK)
                break;
        }
        if (status == FT_OK && sum != 0)
            status = aggregate_add_rows(aggregation, owner, sum, den);
    }
    return status;
}

/* The rows that "where" kept, a row at a time. */
static enum ft_status take_values(struct aggregation *aggregation, const struct vector *values,
                                  const uint8_t *kept)
{
    const enum type_kind kind = aggregation->node->type.kind;
    for (uint32_t i = 0; i < aggregation->count; i++) {
        struct cell value = {.state = CELL_VALUE};
        if (!kept[i])
            continue;
        if (aggregation->node->op != NODE_COUNT)
            value = run_cell(aggregation->run, values, kind, i);
        if (aggregation->unsure[i])
            take_open(aggregation, aggregation->rows[i], &value);
        enum ft_status status = aggregate_take(aggregation, aggregation->owners[i], &value);
        if (status != FT_OK)
            return status;
    }
    return FT_OK;
}

/* Sends the rows of a frame through "where" and the body. */
static enum vector_status aggregate_look(struct aggregation *aggregation, const struct frame *below,
                                         uint8_t *kept)
{
    struct run *run = aggregation->run;
    const struct node *node = aggregation->node;
    const bool counting = node->op == NODE_COUNT;
    const size_t condition = counting ? 0 : 1;
    struct vector values = {.uniform = true};
    enum vector_status status = VECTOR_OK;
    if (node->operand_count > condition)
        status = apply_where(aggregation, node->operands[condition], below, kept);
    if (status != VECTOR_OK || !bytes_any(kept, below->count))
        return status;
    if (!counting)
        status = evaluate(run, node->operands[0], below, kept, &values);
    if (status != VECTOR_OK)
        return status;
    const bool integers = counting || (node->op == NODE_SUM && !values.uniform &&
                                       values.exact == NULL && values.states == NULL);
    const bool sure = bytes_are_all(aggregation->unsure, 0, below->count);
    return (integers && sure ? take_integers : take_values)(aggregation, &values, kept) == FT_OK
               ? VECTOR_OK
               : VECTOR_NO_MEMORY;
}

static enum vector_status aggregate_flush(struct aggregation *aggregation)
{
    struct run *run = aggregation->run;
    const struct arena_mark mark = arena_mark(run->scratch);
    const bool rewinds = run_rewinds(run);
    struct frame below;
    struct dating dating;
    enum vector_status status = gathered_frame(aggregation, &dating, &below);
    if (status == VECTOR_OK) {
        const uint32_t before = frame_enter(run, &below);
        uint8_t *kept = run_all_open(run);
        status = kept == NULL ? VECTOR_NO_MEMORY : aggregate_look(aggregation, &below, kept);
        run->pool->count = before;
    }
    if (rewinds)
        arena_rewind(run->scratch, mark);
    aggregation->count = 0;
    return status;
}

/* Of made rows it may not be known how many there are: all of them then lack what that lacks. */
static void take_unmade(struct aggregation *aggregation, uint32_t owner)
{
    const struct dataset *dataset = aggregation->run->evaluation->dataset;
    const struct frame *frame = aggregation->frame;
    const struct entity *above = aggregation->above;
    for (const struct entity *below = aggregation->node->entity; below != above;
         below = below->parent) {
        const struct lacks *const *unmade = dataset->tables[below->index].unmade;
        uint32_t parent = row_above(dataset, frame->entity, frame_row(frame, owner), above);
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

/* One more row for a lane of the frame. */
static enum vector_status gather(struct aggregation *aggregation, uint32_t owner, uint32_t row,
                                 bool unsure)
{
    aggregation->rows[aggregation->count] = row;
    aggregation->unsure[aggregation->count] = unsure;
    aggregation->owners[aggregation->count++] = owner;
    return aggregation->count == aggregation->run->block ? aggregate_flush(aggregation) : VECTOR_OK;
}

/* ---- below ---- */

static enum vector_status gather_below(struct aggregation *aggregation)
{
    const struct frame *frame = aggregation->frame;
    const struct dataset *dataset = aggregation->run->evaluation->dataset;
    const struct entity *above = aggregation->above;
    enum vector_status status = VECTOR_OK;
    for (uint32_t owner = 0; owner < frame->count && status == VECTOR_OK; owner++) {
        if (!aggregation->open[owner])
            continue;
        uint32_t row = row_above(dataset, frame->entity, frame_row(frame, owner), above), end;
        take_unmade(aggregation, owner);
        rows_below(dataset, above, row, aggregation->node->entity, &row, &end);
        for (; row < end && status == VECTOR_OK; row++)
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
static bool is_open_reference(enum cell_state state, const struct field *via)
{
    return state == CELL_ABSENT && via->absence == ABSENCE_UNKNOWN;
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
    const uint32_t targets = dataset->tables[node->via->type.entity->index].count;
    uint32_t *leads = arena_array(run->kept, table->count, sizeof *leads);
    referring->first = arena_array(run->kept, (size_t)targets + 2, sizeof(uint32_t));
    referring->rows = arena_array(run->kept, table->count, sizeof(uint32_t));
    referring->open = arena_array(run->kept, table->count, sizeof(uint32_t));
    if (leads == NULL || referring->first == NULL || referring->rows == NULL ||
        referring->open == NULL)
        return false;
    for (uint32_t row = 0; row < table->count; row++) {
        uint32_t to = UINT32_MAX;
        const enum cell_state state = run_reference(run, node->entity, node->via, row, &to);
        leads[row] = to;
        if (state == CELL_VALUE)
            referring->first[to + 2]++;
        else if (is_open_reference(state, node->via))
            referring->open[referring->open_count++] = row;
        else if (state == CELL_ABSENT)
            note_assumed(run, node->entity, node->via, row);
    }
    for (uint32_t target = 2; target < targets + 2; target++)
        referring->first[target] += referring->first[target - 1];
    for (uint32_t row = 0; row < table->count; row++)
        if (leads[row] != UINT32_MAX)
            referring->rows[referring->first[leads[row] + 1]++] = row;
    return true;
}

/* Made once a run. NULL when memory is out. */
static const struct referring *referring_of(struct run *run, const struct node *node)
{
    if (run->referring == NULL)
        run->referring =
            arena_array(run->kept, run->formula->node_count, sizeof(struct referring *));
    if (run->referring == NULL || run->referring[node->id] != NULL)
        return run->referring == NULL ? NULL : run->referring[node->id];
    struct referring *referring = arena_allocate(run->kept, sizeof *referring);
    if (referring == NULL || !referring_fill(run, node, referring))
        return NULL;
    return run->referring[node->id] = referring;
}

static enum vector_status gather_referring(struct aggregation *aggregation)
{
    const struct frame *frame = aggregation->frame;
    struct run *run = aggregation->run;
    const struct node *node = aggregation->node;
    const struct referring *referring = referring_of(run, node);
    enum vector_status status = referring == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
    for (uint32_t owner = 0; owner < frame->count && status == VECTOR_OK; owner++) {
        const uint32_t to = frame_row(frame, owner);
        if (!aggregation->open[owner])
            continue;
        for (uint32_t i = referring->first[to]; i < referring->first[to + 1] && status == VECTOR_OK;
             i++)
            status = gather(aggregation, owner, referring->rows[i], false);
        for (uint32_t i = 0; i < referring->open_count && status == VECTOR_OK; i++)
            if (may_refer(run->evaluation->dataset, node->entity, referring->open[i], frame->entity,
                          to))
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
    const struct column *references = dataset_field(dataset, node->entity, node->via);
    return column_state(references, row) == CELL_VALUE &&
           column_value(references, row).reference == own;
}

bool aggregate_may_go_over(const struct dataset *dataset, const struct node *node,
                           const struct entity *entity, uint32_t own, uint32_t row)
{
    return node->via != NULL &&
           is_open_reference(column_state(dataset_field(dataset, node->entity, node->via), row),
                             node->via) &&
           may_refer(dataset, node->entity, row, entity, own);
}

/* ---- all of it ---- */

static enum vector_status aggregate_gather(struct aggregation *aggregation)
{
    enum vector_status status =
        aggregation->above == NULL ? gather_referring(aggregation) : gather_below(aggregation);
    return status == VECTOR_OK && aggregation->count > 0 ? aggregate_flush(aggregation) : status;
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

/* A fault of each open lane. */
static void aggregate_faults(struct aggregation *aggregation, enum formula_message_id id)
{
    const struct frame *frame = aggregation->frame;
    for (uint32_t i = 0; i < frame->count; i++)
        if (aggregation->open[i])
            data_fault(aggregation->run, aggregation->node, frame->entity, frame_row(frame, i),
                       &formula_message[id], NULL, &aggregation->cells[i]);
}

static void take_settled(struct aggregation *aggregation, struct settled_node *settled)
{
    settled->asked = true;
    for (uint32_t i = 0; i < aggregation->frame->count; i++)
        aggregation->cells[i] = settled->cell;
    if (settled->none)
        aggregate_faults(aggregation, FORMULA_NOTHING);
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
    const struct frame *frame = aggregation->frame;
    struct run *run = aggregation->run;
    if (run->evaluation->seen != NULL && node == run->formula->root) {
        *run->evaluation->seen = aggregation->seen[0];
        return;
    }
    for (uint32_t i = 0; i < frame->count; i++)
        if (aggregation->open[i] && aggregation->cells[i].state == CELL_VALUE &&
            aggregation->seen[i] == 0 && (node->op == NODE_MIN || node->op == NODE_MAX))
            data_fault(run, node, frame->entity, frame_row(frame, i),
                       &formula_message[FORMULA_NOTHING], NULL, &aggregation->cells[i]);
}

static bool aggregate_start(struct aggregation *aggregation)
{
    struct run *run = aggregation->run;
    const struct node *node = aggregation->node;
    const uint32_t count = aggregation->frame->count;
    aggregation->cells = run_array(run, count, sizeof *aggregation->cells);
    aggregation->seen = run_array(run, count, sizeof *aggregation->seen);
    aggregation->rows = arena_reserve(run->scratch, run->block, sizeof *aggregation->rows);
    aggregation->owners = arena_reserve(run->scratch, run->block, sizeof *aggregation->owners);
    aggregation->unsure = arena_reserve(run->scratch, run->block, sizeof *aggregation->unsure);
    if (aggregation->cells == NULL || aggregation->seen == NULL || aggregation->rows == NULL ||
        aggregation->owners == NULL || aggregation->unsure == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct cell *cell = &aggregation->cells[i];
        *cell = (struct cell){.value = {.number = NUMBER_ZERO}, .state = CELL_NOT_APPLICABLE};
        if (aggregation->open[i])
            cell->state = CELL_VALUE;
        if (node->type.kind == TYPE_BOOLEAN)
            cell->value = (union value){.boolean = node->op == NODE_ALL};
    }
    return true;
}

/* At each lane of a frame, over the rows below `above`, which is the row's own or one above it;
 * NULL: over those that refer to it. */
static enum vector_status aggregate_at(struct run *run, const struct node *node,
                                       const struct frame *frame, const uint8_t *open,
                                       const struct entity *above, struct vector *out)
{
    struct aggregation aggregation = {
        .run = run, .node = node, .frame = frame, .open = open, .above = above};
    const struct dataset *dataset = run->evaluation->dataset;
    const struct entity *root = dataset->schema->entities;
    struct settled_node *settled = settled_as(run, node);
    enum vector_status status = VECTOR_OK;
    if (!aggregate_start(&aggregation))
        return VECTOR_NO_MEMORY;
    if (settled != NULL) {
        take_settled(&aggregation, settled);
    } else if (!aggregate_is_made(dataset, above == NULL ? root : above, node->entity)) {
        aggregate_faults(&aggregation, FORMULA_NOT_MADE);
    } else {
        status = aggregate_gather(&aggregation);
        for (uint32_t i = 0; i < frame->count; i++)
            settle_known(node, &aggregation.cells[i]);
        if (status == VECTOR_OK)
            aggregate_find_empty(&aggregation);
    }
    return status == VECTOR_OK ? vector_of_cells(run->pool, out, aggregation.cells, node->type.kind)
                               : status;
}

/* Whether each lane of the batch has one row below, lane for lane, and all of them are looked at in
 * place: what that one says. */
static bool aggregate_is_lane_for_lane(const struct run *run, const struct node *node,
                                       const struct frame *frame)
{
    const struct batch_table *below = batch_lanes(run->batch, node->entity);
    return below != NULL && below->one_each && frame->rows == NULL &&
           frame->entity == node->entity->parent && aggregate_is_plain_over(node) &&
           node->operand_count == (node->op == NODE_COUNT ? 0 : 1);
}

static enum vector_status aggregate_lane_for_lane(struct run *run, const struct node *node,
                                                  const struct frame *frame, const uint8_t *open,
                                                  struct vector *out)
{
    const struct frame below = {.entity = node->entity,
                                .count = frame->count,
                                .dating = frame->dating,
                                .around = frame,
                                .owners = batch_lanes(run->batch, node->entity)->above};
    if (node->op == NODE_COUNT) {
        *out = vector_number(number_from_int(1));
        return VECTOR_OK;
    }
    return evaluate(run, node->operands[0], &below, open, out);
}

/* Whether there is no row to go over: a sum or count is nothing then, of all lanes alike. */
static bool aggregate_is_empty(const struct run *run, const struct node *node)
{
    const struct dataset *dataset = run->evaluation->dataset;
    bool empty = node->op != NODE_MIN && node->op != NODE_MAX && run->evaluation->seen == NULL &&
                 settled_as(run, node) == NULL &&
                 aggregate_is_made(dataset, dataset->schema->entities, node->entity) &&
                 dataset->tables[node->entity->index].count == 0;
    for (const struct entity *entity = node->entity; empty && entity != NULL;
         entity = entity->parent)
        empty = dataset->tables[entity->index].unmade == NULL;
    return empty;
}

/* What is the same for all rows below `above` is worked out once for each and date. */
static enum vector_status aggregate_once(struct run *run, const struct node *node,
                                         const struct frame *frame, const uint8_t *open,
                                         struct vector *out)
{
    const struct dataset *dataset = run->evaluation->dataset;
    uint32_t *rows = run_array(run, frame->count, sizeof *rows);
    struct date *dates = run_array(run, frame->count, sizeof *dates);
    uint32_t *at = run_array(run, frame->count, sizeof *at);
    struct frame above = {.entity = node->above, .rows = rows};
    struct dating dating;
    struct vector some;
    if (rows == NULL || dates == NULL || at == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < frame->count; i++) {
        if (!open[i])
            continue; /* the first will do */
        const uint32_t row = row_above(dataset, frame->entity, frame_row(frame, i), node->above);
        const struct date date = dating_at(frame->dating, i);
        if (above.count == 0 || rows[above.count - 1] != row ||
            dates[above.count - 1].days != date.days) {
            rows[above.count] = row;
            dates[above.count++] = date;
        }
        at[i] = above.count - 1;
    }
    above.dating = &dating;
    const uint32_t before = frame_enter(run, &above);
    const uint8_t *all = run_all_open(run);
    enum vector_status status = all == NULL || dating_over(run->pool, dates, &dating) != VECTOR_OK
                                    ? VECTOR_NO_MEMORY
                                    : VECTOR_OK;
    if (status == VECTOR_OK)
        status = aggregate_at(run, node, &above, all, node->above, &some);
    run->pool->count = before;
    return status == VECTOR_OK ? vector_gather(run->pool, out, &some, at) : status;
}

enum vector_status evaluate_aggregate(struct run *run, const struct node *node,
                                      const struct frame *frame, const uint8_t *open,
                                      struct vector *out)
{
    if (aggregate_is_empty(run, node)) {
        const struct number zero = NUMBER_ZERO;
        *out = node->type.kind == TYPE_BOOLEAN ? vector_boolean(node->op == NODE_ALL)
                                               : vector_number(zero);
        return VECTOR_OK;
    }
    if (aggregate_is_lane_for_lane(run, node, frame))
        return aggregate_lane_for_lane(run, node, frame, open, out);
    if (node->above != NULL && !node->names_own && settled_as(run, node) == NULL)
        return aggregate_once(run, node, frame, open, out);
    const struct entity *above = node->above != NULL ? node->above : frame->entity;
    return aggregate_at(run, node, frame, open, node->via != NULL ? NULL : above, out);
}
