/*
 * Nodes over the rows that share a parent: their order, the row before, and the pools that are
 * shared out among them. A pool is worked out once for all siblings of a run.
 */
#include <assert.h>
#include <stdlib.h>

#include "../vector/lanes.h"

#include "builtins.h"
#include "evaluate.h"

/* Rows first .. end-1 of one parent. */
struct family {
    uint32_t parent, first, end;
};

static struct family siblings_family_of(const struct dataset *dataset, const struct entity *entity,
                                        uint32_t row)
{
    const struct table *table = &dataset->tables[entity->index];
    if (entity->parent == NULL)
        return (struct family){0, 0, 1};
    uint32_t parent = table->parents[row];
    return (struct family){parent, table->first[parent], table->first[parent + 1]};
}

/* The date in force of a sibling: its own where the formula's rows have dates, else the asking
 * row's. */
static struct date siblings_date_at(const struct run *run, const struct entity *entity,
                                    uint32_t row, struct date asked)
{
    const struct date *on = run->evaluation->on;
    if (entity != run->formula->entity)
        return asked;
    /* the lanes of a batch are all its rows */
    return on != NULL                ? on[row]
           : run->root->rows == NULL ? dating_at(run->root->dating, row)
                                     : asked;
}

/* ---- order ---- */

static enum vector_status place_in_family(struct run *run, const struct node *node,
                                          const struct frame *frame, struct vector *out)
{
    struct cell *cells = run_array(run, frame->count, sizeof *cells);
    if (cells == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < frame->count; i++) {
        const uint32_t row = frame_row(frame, i);
        const struct family family =
            siblings_family_of(run->evaluation->dataset, frame->entity, row);
        cells[i].state = CELL_VALUE;
        if (node->op == NODE_INDEX)
            cells[i].value.number = number_from_int((int32_t)(row - family.first + 1));
        else
            cells[i].value.boolean =
                node->op == NODE_FIRST ? row == family.first : row + 1 == family.end;
    }
    return vector_of_cells(run->pool, out, cells, node->type.kind);
}

/* The rows before; those that have none are at fault. */
static enum vector_status evaluate_previous(struct run *run, const struct node *node,
                                            const struct frame *frame, const uint8_t *open,
                                            struct vector *out)
{
    uint32_t *rows = run_array(run, frame->count, sizeof *rows);
    struct date *dates = run_array(run, frame->count, sizeof *dates);
    struct cell *faults = run_array(run, frame->count, sizeof *faults);
    uint8_t *asked = vector_bytes(run->pool);
    struct dating dating;
    bool edited = false;
    if (rows == NULL || dates == NULL || faults == NULL || asked == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < frame->count; i++) {
        const uint32_t row = rows[i] = frame_row(frame, i);
        dates[i] = dating_at(frame->dating, i);
        asked[i] = open[i] &&
                   row != siblings_family_of(run->evaluation->dataset, frame->entity, row).first;
        if (open[i] && !asked[i])
            data_fault(run, node, frame->entity, row, &formula_message[FORMULA_NO_PREVIOUS], NULL,
                       &faults[i]);
        if (!asked[i])
            continue;
        rows[i] = row - 1;
        dates[i] = siblings_date_at(run, frame->entity, row - 1, dates[i]);
    }
    const struct frame before = {
        .entity = frame->entity, .rows = rows, .count = frame->count, .dating = &dating};
    enum vector_status status = dating_over(run->pool, dates, &dating);
    *out = vector_uniform((struct cell){.state = CELL_NOT_APPLICABLE});
    if (status == VECTOR_OK && bytes_any(asked, frame->count))
        status = evaluate(run, node->operands[0], &before, asked, out);
    for (uint32_t i = 0; i < frame->count && status == VECTOR_OK; i++) {
        if (!open[i] || asked[i])
            continue;
        status = edited ? VECTOR_OK : vector_edit(run->pool, out, node->type.kind);
        edited = true;
        if (status == VECTOR_OK)
            vector_put(out, i, &faults[i]);
    }
    return status;
}

/* ---- pools: their operands ---- */

/* One family's operands and outcome while a pool is worked out. */
struct pool {
    struct run *run;
    const struct node *node;
    const struct frame *frame; /* all siblings */
    struct cell *operands[4];
    struct cell *cells;
    enum ft_status status; /* FT_NO_MEMORY, or FT_INVALID once a fault is reported */
    struct cell fault;     /* what that makes of all siblings */
};

static const struct number *siblings_operand(const struct pool *pool, size_t which, uint32_t index)
{
    return &pool->operands[which][index].value.number;
}

static void pool_fault(struct pool *pool)
{
    data_fault(pool->run, pool->node, pool->frame->entity, frame_row(pool->frame, 0),
               &formula_message[FORMULA_POOL], NULL, &pool->fault);
    pool->status = FT_INVALID;
}

/* Keeps the first status that is not FT_OK; true while all is well. */
static bool well(struct pool *pool, enum ft_status status)
{
    if (pool->status != FT_OK || status == FT_OK)
        return pool->status == FT_OK;
    if (status == FT_NO_MEMORY) {
        pool->status = status;
        return false;
    }
    pool->status = settle(pool->run, pool->node, pool->frame, 0, status, &pool->fault);
    pool->status = pool->status == FT_OK ? FT_INVALID : pool->status;
    return false;
}

/* A state that is no value at one sibling is everyone's. */
static bool all_values(struct pool *pool)
{
    struct cell worst = {.state = CELL_VALUE};
    for (size_t which = 0; which < pool->node->operand_count; which++)
        for (uint32_t i = 0; i < pool->frame->count; i++)
            (void)takes_state(pool->run, &worst, &pool->operands[which][i]);
    for (uint32_t i = 0; worst.state != CELL_VALUE && i < pool->frame->count; i++)
        pool->cells[i] = worst;
    return worst.state == CELL_VALUE;
}

/* Sums up to a row that is not undetermined are known, whatever those behind it lack. */
static bool is_open_behind(const struct pool *pool)
{
    const struct cell *values = pool->operands[0];
    assert(values != NULL);
    for (uint32_t i = 0; pool->node->op == NODE_CUMULATIVE && i < pool->frame->count; i++)
        if (values[i].state != CELL_VALUE && values[i].state != CELL_UNDETERMINED)
            return false;
    return pool->node->op == NODE_CUMULATIVE;
}

/* Is an operand the same at all siblings? */
static bool is_one(const struct pool *pool, size_t which)
{
    for (uint32_t i = 1; i < pool->frame->count; i++)
        if (!number_equal(siblings_operand(pool, which, i), siblings_operand(pool, which, 0)))
            return false;
    return true;
}

/* The pool must be one amount; neither it nor a weight or need may be negative. */
static bool siblings_is_sound(const struct pool *pool)
{
    for (uint32_t i = 0; i < pool->frame->count; i++)
        if (number_sign(siblings_operand(pool, 1, i)) < 0)
            return false;
    return is_one(pool, 0) && number_sign(siblings_operand(pool, 0, 0)) >= 0;
}

/* ---- cumulative ---- */

static void accumulate(struct pool *pool)
{
    struct number sum = NUMBER_ZERO;
    struct cell open = {.state = CELL_VALUE};
    for (uint32_t i = 0; i < pool->frame->count && pool->status == FT_OK; i++) {
        if (takes_state(pool->run, &open, &pool->operands[0][i]))
            pool->cells[i] = open;
        else if (well(pool, number_add(&sum, pool->run->evaluation->arith, &sum,
                                       siblings_operand(pool, 0, i))))
            pool->cells[i] = (struct cell){.value = {.number = sum}, .state = CELL_VALUE};
    }
}

/* ---- share ---- */

/* One sibling's part while the left-over steps are given out. */
struct part {
    struct number whole, remainder; /* of the exact part, by the step */
    uint32_t index;
    struct arith *arith;
};

/* The largest remainder first; equal ones in the order of the rows. */
static int by_remainder(const void *x, const void *y)
{
    const struct part *left = x, *right = y;
    int order = number_compare(left->arith, &right->remainder, &left->remainder);
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

static void split(struct pool *pool, const struct number *total, struct part *parts,
                  struct number *left)
{
    struct arith *arith = pool->run->evaluation->arith;
    const struct number *step = siblings_operand(pool, 2, 0);
    *left = *siblings_operand(pool, 0, 0);
    for (uint32_t i = 0; i < pool->frame->count && pool->status == FT_OK; i++) {
        struct number exact = NUMBER_ZERO;
        parts[i] = (struct part){.index = i, .arith = arith};
        if (number_sign(total) > 0 &&
            !(well(pool, number_mul(&exact, arith, siblings_operand(pool, 0, 0),
                                    siblings_operand(pool, 1, i))) &&
              well(pool, number_div(&exact, arith, &exact, total))))
            return;
        if (!well(pool, number_round(&parts[i].whole, arith, &exact, step, ROUND_FLOOR)) ||
            !well(pool, number_sub(&parts[i].remainder, arith, &exact, &parts[i].whole)))
            return;
        (void)well(pool, number_sub(left, arith, left, &parts[i].whole));
    }
}

/*
 * One step each to the largest remainders; what is left below a step goes to the largest part. That
 * is the one of the largest weight: where all parts are nothing yet, a row without weight gets
 * none.
 */
static void give_left_over(struct pool *pool, struct part *parts, struct number left)
{
    struct arith *arith = pool->run->evaluation->arith;
    const struct number *step = siblings_operand(pool, 2, 0);
    uint32_t count = pool->frame->count, largest = 0;
    qsort(parts, count, sizeof *parts, by_remainder);
    for (uint32_t i = 0; i < count && number_compare(arith, &left, step) >= 0; i++) {
        if (!well(pool, number_add(&parts[i].whole, arith, &parts[i].whole, step)) ||
            !well(pool, number_sub(&left, arith, &left, step)))
            return;
    }
    for (uint32_t i = 1; i < count; i++) {
        int order = number_compare(arith, siblings_operand(pool, 1, parts[i].index),
                                   siblings_operand(pool, 1, parts[largest].index));
        if (order > 0 || (order == 0 && parts[i].index < parts[largest].index))
            largest = i;
    }
    if (!well(pool, number_add(&parts[largest].whole, arith, &parts[largest].whole, &left)))
        return;
    for (uint32_t i = 0; i < count; i++)
        pool->cells[parts[i].index] =
            (struct cell){.value = {.number = parts[i].whole}, .state = CELL_VALUE};
}

static void share(struct pool *pool)
{
    struct number total = NUMBER_ZERO, left;
    struct part *parts = run_array(pool->run, pool->frame->count, sizeof *parts);
    if (parts == NULL) {
        pool->status = FT_NO_MEMORY;
        return;
    }
    for (uint32_t i = 0; i < pool->frame->count; i++) {
        if (!well(pool, number_add(&total, pool->run->evaluation->arith, &total,
                                   siblings_operand(pool, 1, i))))
            return;
    }
    bool nothing = number_sign(siblings_operand(pool, 0, 0)) == 0;
    if (!siblings_is_sound(pool) || !is_one(pool, 2) || (number_sign(&total) == 0 && !nothing)) {
        pool_fault(pool);
        return;
    }
    split(pool, &total, parts, &left);
    if (pool->status == FT_OK)
        give_left_over(pool, parts, left);
}

/* ---- fill ---- */

struct claim {
    struct number priority;
    uint32_t index;
    struct arith *arith;
};

static int by_priority(const void *x, const void *y)
{
    const struct claim *left = x, *right = y;
    int order = number_compare(left->arith, &left->priority, &right->priority);
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

/* What is left to each of the claims of one priority: its need where that is enough for all, else its
 * part of it pro rata. Takes it from `left`. */
static void fill_alike(struct pool *pool, const struct claim *claims, uint32_t count,
                       struct number *left)
{
    struct arith *arith = pool->run->evaluation->arith;
    struct number total = NUMBER_ZERO, part;
    for (uint32_t i = 0; i < count; i++)
        if (!well(pool,
                  number_add(&total, arith, &total, siblings_operand(pool, 1, claims[i].index))))
            return;
    const bool enough = number_compare(arith, &total, left) <= 0;
    for (uint32_t i = 0; i < count; i++) {
        part = *siblings_operand(pool, 1, claims[i].index);
        if (!enough && !(well(pool, number_mul(&part, arith, &part, left)) &&
                         well(pool, number_div(&part, arith, &part, &total))))
            return;
        pool->cells[claims[i].index] =
            (struct cell){.value = {.number = part}, .state = CELL_VALUE};
    }
    (void)well(pool, number_sub(left, arith, left, enough ? &total : left));
}

bool fill_is_pro_rata(const struct node *node)
{
    return node->op == NODE_FILL && node->operand_count > 3 &&
           node->operands[3]->constant.symbol == FILL_PRO_RATA;
}

/* How many of the claims have the priority of the first: all that share in what is left to them. */
static uint32_t alike(const struct pool *pool, const struct claim *claims, uint32_t count)
{
    uint32_t same = 1;
    if (!fill_is_pro_rata(pool->node))
        return 1;
    while (same < count && number_equal(&claims[same].priority, &claims[0].priority))
        same++;
    return same;
}

static void siblings_fill(struct pool *pool)
{
    struct arith *arith = pool->run->evaluation->arith;
    uint32_t count = pool->frame->count;
    struct claim *claims = run_array(pool->run, count, sizeof *claims);
    if (claims == NULL) {
        pool->status = FT_NO_MEMORY;
        return;
    }
    if (!siblings_is_sound(pool)) {
        pool_fault(pool);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        claims[i] = (struct claim){*siblings_operand(pool, 2, i), i, arith};
    qsort(claims, count, sizeof *claims, by_priority);
    struct number left = *siblings_operand(pool, 0, 0);
    for (uint32_t i = 0, next; i < count && pool->status == FT_OK; i = next) {
        next = i + alike(pool, claims + i, count - i);
        fill_alike(pool, claims + i, next - i, &left);
    }
}

/* ---- pools: once a family ---- */

static enum vector_status siblings_work_out(struct run *run, const struct node *node,
                                            const struct frame *siblings, struct cell *cells)
{
    struct pool pool = {.run = run, .node = node, .frame = siblings, .cells = cells};
    for (size_t i = 0; i < node->operand_count; i++) {
        pool.operands[i] = run_array(run, siblings->count, sizeof *cells);
        if (pool.operands[i] == NULL ||
            evaluate_cells(run, node->operands[i], siblings, pool.operands[i]) != VECTOR_OK)
            return VECTOR_NO_MEMORY;
    }
    if (!is_open_behind(&pool) && !all_values(&pool))
        return VECTOR_OK;
    if (node->op == NODE_CUMULATIVE)
        accumulate(&pool);
    else if (node->op == NODE_SHARE)
        share(&pool);
    else
        siblings_fill(&pool);
    for (uint32_t i = 0; pool.status == FT_INVALID && i < siblings->count; i++)
        cells[i] = pool.fault;
    return pool.status == FT_NO_MEMORY ? VECTOR_NO_MEMORY : VECTOR_OK;
}

static enum vector_status fill_family(struct run *run, const struct node *node,
                                      const struct entity *entity, struct family family,
                                      struct date asked, struct cell *column)
{
    const struct arena_mark mark = arena_mark(run->scratch);
    const uint32_t count = family.end - family.first;
    uint32_t *rows = run_array(run, count, sizeof *rows);
    struct date *dates = run_array(run, count, sizeof *dates);
    struct dating dating;
    const struct frame siblings = {
        .entity = entity, .rows = rows, .count = count, .dating = &dating};
    if (rows == NULL || dates == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        rows[i] = family.first + i;
        dates[i] = siblings_date_at(run, entity, rows[i], asked);
    }
    const uint32_t before = frame_enter(run, &siblings);
    enum vector_status status = dating_over(run->pool, dates, &dating);
    if (status == VECTOR_OK)
        status = siblings_work_out(run, node, &siblings, column + family.first);
    run->pool->count = before;
    if (run_rewinds(run))
        arena_rewind(run->scratch, mark);
    return status;
}

/* The column of a pool and which families it has, made at first use. NULL when memory is out. */
static struct pool_column *siblings_column_of(struct run *run, const struct node *node,
                                              const struct entity *entity)
{
    const struct dataset *dataset = run->evaluation->dataset;
    if (run->pools == NULL)
        run->pools = arena_array(run->kept, run->formula->node_count, sizeof *run->pools);
    if (run->pools == NULL)
        return NULL;
    struct pool_column *column = &run->pools[node->id];
    if (column->cells != NULL)
        return column;
    uint32_t parents = entity->parent == NULL ? 1 : dataset->tables[entity->parent->index].count;
    struct cell *cells =
        arena_array(run->kept, dataset->tables[entity->index].count, sizeof *cells);
    column->done = arena_array(run->kept, parents, sizeof *column->done);
    if (cells == NULL || column->done == NULL)
        return NULL;
    column->cells = cells;
    return column;
}

static enum vector_status evaluate_pool(struct run *run, const struct node *node,
                                        const struct frame *frame, const uint8_t *open,
                                        struct vector *out)
{
    const struct dataset *dataset = run->evaluation->dataset;
    struct pool_column *column = siblings_column_of(run, node, frame->entity);
    struct cell *cells = run_array(run, frame->count, sizeof *cells);
    if (column == NULL || cells == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < frame->count; i++) {
        const uint32_t row = frame_row(frame, i);
        const struct family family = siblings_family_of(dataset, frame->entity, row);
        cells[i].state = CELL_NOT_APPLICABLE;
        if (!open[i])
            continue;
        if (!column->done[family.parent]) {
            enum vector_status status = fill_family(run, node, frame->entity, family,
                                                    dating_at(frame->dating, i), column->cells);
            if (status != VECTOR_OK)
                return status;
            column->done[family.parent] = true;
        }
        cells[i] = column->cells[row];
    }
    return vector_of_cells(run->pool, out, cells, node->type.kind);
}

enum vector_status evaluate_siblings(struct run *run, const struct node *node,
                                     const struct frame *frame, const uint8_t *open,
                                     struct vector *out)
{
    if (node->op == NODE_PREVIOUS)
        return evaluate_previous(run, node, frame, open, out);
    if (node->op == NODE_CUMULATIVE || node->op == NODE_SHARE || node->op == NODE_FILL)
        return evaluate_pool(run, node, frame, open, out);
    return place_in_family(run, node, frame, out);
}
