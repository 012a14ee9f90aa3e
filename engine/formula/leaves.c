/* Leaves: constants, and cells of the lanes' own rows, of rows above them, or where a reference
 * leads. Columns of held tables are gathered by row; those of a batch are taken as they are. */
#include <assert.h>
#include <string.h>

#include "../vector/lanes.h"

#include "evaluate.h"

/* ---- columns ---- */

static const struct vector *run_vector(const struct run *run, const struct node *node)
{
    const struct batch_table *table = batch_lanes(run->batch, node->entity);
    return table == NULL         ? NULL
           : node->field != NULL ? &table->fields[node->field->index]
                                 : &table->items[node->item->index];
}

enum cell_state run_reference(const struct run *run, const struct entity *entity,
                              const struct field *via, uint32_t row, uint32_t *to)
{
    union value value;
    const struct batch_column column = batch_field(run->evaluation->dataset, entity, via);
    const enum cell_state state = batch_value(&column, row, &value);
    if (state == CELL_VALUE)
        *to = value.reference;
    return state;
}

/* ---- which rows are seen ---- */

/* The rows of node->entity that the lanes see. */
struct seen {
    const uint32_t *rows; /* by lane; NULL: the first rows, in order */
    bool one, none;       /* all lanes see row 0; no lane sees a row */
    uint8_t *lost;        /* by lane: the reference is no value; NULL: of none */
};

/* Where references lead. Lanes that lose theirs see the row of another, which does not matter. */
static enum vector_status see_via(struct run *run, const struct node *node,
                                  const struct frame *frame, const uint8_t *open, struct seen *seen)
{
    uint32_t *rows = run_array(run, frame->count, sizeof *rows), some = UINT32_MAX;
    uint8_t *lost = vector_bytes(run->pool);
    bool any = false;
    if (rows == NULL || lost == NULL)
        return VECTOR_NO_MEMORY;
    memset(lost, 0, frame->count);
    for (uint32_t i = 0; i < frame->count; i++) {
        rows[i] = UINT32_MAX;
        if (!open[i] || run_reference(run, frame->entity, node->via, frame_row(frame, i),
                                      &rows[i]) == CELL_VALUE)
            continue;
        lost[i] = 1;
        any = true;
    }
    for (uint32_t i = 0; i < frame->count; i++)
        some = rows[i] != UINT32_MAX ? rows[i] : some;
    for (uint32_t i = 0; i < frame->count; i++)
        rows[i] = rows[i] != UINT32_MAX ? rows[i] : some;
    seen->rows = rows;
    seen->none = some == UINT32_MAX;
    seen->lost = any ? lost : NULL;
    return VECTOR_OK;
}

static enum vector_status see_above(struct run *run, const struct entity *entity,
                                    const struct frame *frame, const struct node *node,
                                    struct seen *seen)
{
    const struct dataset *dataset = run->evaluation->dataset;
    const struct frame *at = node->outer ? frame->around : frame;
    uint32_t *rows = run_array(run, frame->count, sizeof *rows);
    if (rows == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < frame->count; i++)
        rows[i] = row_above(dataset, entity, frame_row(at, node->outer ? frame->owners[i] : i),
                            node->entity);
    seen->rows = rows;
    return VECTOR_OK;
}

static enum vector_status leaf_find_rows(struct run *run, const struct node *node,
                                         const struct frame *frame, const uint8_t *open,
                                         struct seen *seen)
{
    const struct entity *entity = node->outer ? frame->around->entity : frame->entity;
    *seen = (struct seen){.rows = frame->rows};
    if (node->via != NULL) {
        assert(!node->outer);
        return see_via(run, node, frame, open, seen);
    }
    seen->one = node->entity->parent == NULL;
    if (seen->one || (entity == node->entity && !node->outer))
        return VECTOR_OK;
    if (!node->outer && frame->rows == NULL && entity->parent == node->entity) {
        const struct batch_table *lanes = batch_lanes(run->batch, entity);
        if (lanes == NULL || !lanes->one_each)
            seen->rows = run->evaluation->dataset->tables[entity->index].parents;
        return VECTOR_OK;
    }
    return see_above(run, entity, frame, node, seen);
}

static uint32_t seen_at(const struct seen *seen, uint32_t lane)
{
    return seen->one ? 0 : seen->rows == NULL ? lane : seen->rows[lane];
}

/* ---- raw cells ---- */

/* The cells as they stand: with the states of facts that are absent. */
static enum vector_status leaf_read(struct run *run, const struct node *node,
                                    const struct seen *seen, struct vector *out)
{
    const struct table *table = &run->evaluation->dataset->tables[node->entity->index];
    const enum type_kind kind =
        node->field != NULL ? node->field->type.kind : node->item->type.kind;
    const struct vector *vector = run_vector(run, node);
    const struct column *column;
    if (seen->none) {
        *out = vector_uniform((struct cell){.state = CELL_NOT_APPLICABLE});
        return VECTOR_OK;
    }
    if (vector != NULL) {
        struct batch_table *lanes = batch_lanes(run->batch, node->entity);
        if (kind == TYPE_TEXT && node->op == NODE_FIELD &&
            run->batch->read_texts(run->batch, lanes, node->field) != VECTOR_OK)
            return VECTOR_NO_MEMORY;
        *out = *vector;
        return seen->rows == NULL ? VECTOR_OK : vector_gather(run->pool, out, vector, seen->rows);
    }
    column = node->field != NULL ? &table->fields[node->field->index]
                                 : &table->items[node->item->index].column;
    if (!seen->one)
        return vector_of_column(run->pool, out, column, kind, seen->rows);
    *out = vector_uniform(
        (struct cell){.value = column_value(column, 0), .state = column_state(column, 0)});
    return VECTOR_OK;
}

/* ---- what a cell that is no plain value comes to ---- */

/* Whether a value is the vocabulary's, not the user's; of made rows nothing is. */
static bool leaf_is_default(const struct run *run, const struct node *node, uint32_t row)
{
    const struct batch_table *lanes = batch_lanes(run->batch, node->entity);
    if (!node->field->has_default)
        return false;
    return lanes != NULL ? lanes->written[node->field->index] != NULL &&
                               lanes->written[node->field->index][row] != CELL_VALUE
                         : column_is_default(
                               dataset_field(run->evaluation->dataset, node->entity, node->field),
                               node->field, row);
}

/* What a reference that is not given makes of a cell that looks through it. */
static void take_lost_reference(struct run *run, const struct node *node, const struct frame *frame,
                                uint32_t lane, struct cell *cell)
{
    uint32_t ignored;
    const uint32_t row = frame_row(frame, lane);
    const enum cell_state state = run_reference(run, frame->entity, node->via, row, &ignored);
    if (state == CELL_ERROR)
        *cell = (struct cell){.state = CELL_ERROR};
    else
        take_absence(run, node->via, frame->entity, row, state == CELL_NONE, cell);
}

/* Whether there is such a thing: not known where it is not given and its absence says nothing. */
static void read_given(struct run *run, const struct node *node, uint32_t row,
                       enum cell_state state, struct cell *cell)
{
    const struct field *field = node->field;
    cell->value.boolean = state == CELL_VALUE;
    if (state == CELL_ERROR)
        cell->state = CELL_ERROR;
    else if (state == CELL_ABSENT && field->absence == ABSENCE_UNKNOWN)
        take_absence(run, field, node->entity, row, false, cell);
    else if (state == CELL_ABSENT)
        note_assumed(run, node->entity, field, row);
}

/* Whether it was filled in: not known where it is blank and the evaluation supposes that it may be. */
static void read_filled(struct run *run, const struct node *node, uint32_t row,
                        enum cell_state state, struct cell *cell)
{
    const bool blank =
        state == CELL_ABSENT || (state == CELL_VALUE && leaf_is_default(run, node, row));
    cell->value.boolean = state == CELL_VALUE && !blank;
    if (state == CELL_ERROR)
        cell->state = CELL_ERROR;
    else if (blank && run->evaluation->supposing && !run->turned)
        lacks_one(run,
                  &(struct lack){
                      .kind = LACK_FACT, .entity = node->entity, .row = row, .field = node->field},
                  cell);
}

/* `cell` is a value that is there already. */
static void read_field(struct run *run, const struct node *node, uint32_t row,
                       enum cell_state state, struct cell *cell)
{
    if (node->op == NODE_FILLED) {
        read_filled(run, node, row, state, cell);
    } else if (node->op == NODE_GIVEN) {
        read_given(run, node, row, state, cell);
    } else if (state == CELL_VALUE) {
        if (leaf_is_default(run, node, row))
            note_assumed(run, node->entity, node->field, row);
    } else if (state == CELL_ERROR) {
        cell->state = CELL_ERROR;
    } else {
        take_absence(run, node->field, node->entity, row, state == CELL_NONE, cell);
    }
}

/* An undetermined figure lacks what its cause does. */
static void read_undetermined(struct run *run, const struct node *node, uint32_t row, bool asks,
                              struct cell *cell)
{
    cell->state = CELL_UNDETERMINED;
    if (!run->pool->reasons) /* a chunk's columns are not there */
        return;
    const struct item_column *item =
        &run->evaluation->dataset->tables[node->entity->index].items[node->item->index];
    cell->reason = item_reason(item, row);
    cell->reason.kind = REASON_DEPENDS;
    cell->reason.cause = node->item;
    cell->reason.row = row;
    cell->reason.partial &= !asks;
    if (cell->reason.partial)
        cell->value = column_value(&item->column, row);
}

static void read_item(struct run *run, const struct node *node, uint32_t row, enum cell_state state,
                      struct cell *cell)
{
    const bool asks = node->op == NODE_APPLICABLE;
    if (state == CELL_ERROR) {
        cell->state = CELL_ERROR;
    } else if (state == CELL_UNDETERMINED) {
        read_undetermined(run, node, row, asks, cell);
    } else if (asks) {
        cell->value.boolean = state == CELL_VALUE;
    } else if (state != CELL_VALUE) {
        cell->state = CELL_NOT_APPLICABLE;
        cell->reason = (struct reason){.kind = REASON_DEPENDS, .cause = node->item, .row = row};
    }
}

/* ---- all of it ---- */

static struct cell leaf_cell(struct run *run, const struct node *node, const struct frame *frame,
                             const struct seen *seen, const struct vector *raw, uint32_t lane)
{
    struct cell cell = {.state = CELL_VALUE};
    if (seen->lost != NULL && seen->lost[lane])
        take_lost_reference(run, node, frame, lane, &cell);
    else if (node->field != NULL)
        read_field(run, node, seen_at(seen, lane), vector_state(raw, lane), &cell);
    else
        read_item(run, node, seen_at(seen, lane), vector_state(raw, lane), &cell);
    return cell;
}

/* Whether every lane is a value of which nothing is to be noted. */
static bool leaf_is_plain(const struct run *run, const struct node *node, const struct seen *seen,
                          const struct vector *raw)
{
    const bool noted = node->field != NULL && node->field->has_default &&
                       (node->op == NODE_FILLED ||
                        (node->op == NODE_FIELD && run->evaluation->dataset->assumed != NULL));
    return !noted && seen->lost == NULL &&
           (raw->uniform ? raw->cell.state == CELL_VALUE : raw->states == NULL);
}

/* Of lanes that are all alike: one cell. */
static bool leaf_is_one(const struct run *run, const struct frame *frame, const struct seen *seen,
                        const struct vector *raw)
{
    return frame->count == 1 ||
           (seen->lost == NULL && raw->uniform && (seen->one || !run->pool->reasons));
}

static uint32_t first_open(const uint8_t *open)
{
    uint32_t lane = 0;
    while (!open[lane])
        lane++;
    return lane;
}

/* What is asked of each lane: GIVEN, FILLED, APPLICABLE. */
static enum vector_status leaf_ask(struct run *run, const struct node *node,
                                   const struct frame *frame, const struct seen *seen,
                                   const uint8_t *open, const struct vector *raw,
                                   struct vector *out)
{
    struct cell *cells = run_array(run, frame->count, sizeof *cells);
    if (cells == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < frame->count; i++)
        cells[i] = open[i] ? leaf_cell(run, node, frame, seen, raw, i)
                           : (struct cell){.state = CELL_NOT_APPLICABLE};
    return vector_of_cells(run->pool, out, cells, TYPE_BOOLEAN);
}

/* Where no reasons are kept, what a lane comes to rests on its state alone. */
static enum vector_status leaf_by_state(struct run *run, const struct node *node, bool asks,
                                        struct vector *out)
{
    uint8_t states[FEW_ENTRIES] = {0}, truths[FEW_ENTRIES] = {0};
    uint8_t *by_lane = vector_bytes(run->pool), *asked = asks ? vector_bytes(run->pool) : NULL;
    if (by_lane == NULL || (asks && asked == NULL))
        return VECTOR_NO_MEMORY;
    for (unsigned state = 0; state <= CELL_NONE; state++) {
        struct cell cell = {.state = CELL_VALUE};
        (node->field != NULL ? read_field : read_item)(run, node, 0, (enum cell_state)state, &cell);
        states[state] = (uint8_t)cell.state;
        truths[state] = cell.state == CELL_VALUE && cell.value.boolean;
    }
    bytes_look_up(by_lane, out->states, states, run->pool->count);
    if (asks)
        bytes_look_up(asked, out->states, truths, run->pool->count);
    if (bytes_are_all(by_lane, CELL_VALUE, run->pool->count))
        by_lane = NULL;
    if (asks)
        *out = vector_of_truths(run->pool, asked, by_lane);
    else
        out->states = by_lane;
    return VECTOR_OK;
}

/* The open lanes that are no plain value take what they come to. */
static enum vector_status leaf_settle(struct run *run, const struct node *node,
                                      const struct frame *frame, const struct seen *seen,
                                      const uint8_t *open, struct vector *out)
{
    const struct vector raw = *out;
    bool edited = false;
    for (uint32_t i = 0; i < frame->count; i++) {
        struct cell cell = {.state = CELL_NOT_APPLICABLE};
        if (open[i])
            cell = leaf_cell(run, node, frame, seen, &raw, i);
        else if (vector_state(&raw, i) == CELL_VALUE)
            continue;
        if (cell.state == CELL_VALUE)
            continue;
        if (!edited && vector_edit(run->pool, out, node->type.kind) != VECTOR_OK)
            return VECTOR_NO_MEMORY;
        edited = true;
        vector_put(out, i, &cell);
    }
    return VECTOR_OK;
}

enum vector_status evaluate_leaf(struct run *run, const struct node *node,
                                 const struct frame *frame, const uint8_t *open, struct vector *out)
{
    const bool asks = node->op != NODE_FIELD && node->op != NODE_ITEM;
    struct seen seen;
    if (node->op == NODE_CONSTANT) {
        *out = vector_uniform((struct cell){.value = node->constant, .state = CELL_VALUE});
        return VECTOR_OK;
    }
    assert(!node->outer || frame->around != NULL); /* the checker refuses such names elsewhere */
    enum vector_status status = leaf_find_rows(run, node, frame, open, &seen);
    if (status == VECTOR_OK)
        status = leaf_read(run, node, &seen, out);
    if (status != VECTOR_OK)
        return status;
    if (leaf_is_plain(run, node, &seen, out)) {
        *out = asks ? vector_boolean(true) : *out;
        return VECTOR_OK;
    }
    if (leaf_is_one(run, frame, &seen, out)) {
        const struct cell cell = leaf_cell(run, node, frame, &seen, out, first_open(open));
        if (asks || cell.state != CELL_VALUE)
            *out = vector_uniform(cell);
        return VECTOR_OK;
    }
    const bool looks = node->op == NODE_FILLED && node->field->has_default;
    if (!run->pool->reasons && seen.lost == NULL && !out->uniform && !looks)
        return out->states == NULL || node->op == NODE_ITEM ? VECTOR_OK
                                                            : leaf_by_state(run, node, asks, out);
    return asks ? leaf_ask(run, node, frame, &seen, open, out, out)
                : leaf_settle(run, node, frame, &seen, open, out);
}
