/* Late sums over the lanes of a chunk: what late.c has the evaluator find out of rows in a dataset.
 */
#include <string.h>

#include "columns.h"
#include "lanes.h"

/* A late sum over the chunk at hand. */
struct late_lanes {
    struct dating dating; /* one date for all lanes */
    enum cell_state state;
    uint32_t seen;
    int128 num; /* the sum, or the least or greatest, over `den`; the count over 1 */
    int64_t den;
    bool truth;
    struct vector body; /* exact numbers, of the lanes in `marks` */
    uint8_t *marks;     /* NULL: integers */
    bool exactly;       /* as `cell` says */
    struct cell cell;
};

bool late_lanes_open(struct columns *columns, struct arena *arena)
{
    const struct plan *plan = columns->plan;
    columns->late = arena_array(arena, plan->late_count, sizeof *columns->late);
    for (size_t i = 0; columns->late != NULL && i < plan->late_count; i++) {
        struct cell on = {.state = CELL_VALUE};
        on.value.date = plan->late_sums[i].on;
        columns->late[i].dating = (struct dating){.known = true, .on = vector_uniform(on)};
    }
    return columns->late != NULL;
}

/* What the exact way finds more of. */
static bool is_to_tell(enum cell_state state)
{
    return state == CELL_ERROR || state == CELL_UNDETERMINED;
}

/* Unmarks the lanes without a value; the worst of their states. */
static enum cell_state drop_others(const struct vector *vector, uint8_t *marks, uint32_t count)
{
    enum cell_state worst = CELL_VALUE;
    for (uint32_t i = 0; i < count; i++) {
        enum cell_state state = vector_state(vector, i);
        if (!marks[i] || state == CELL_VALUE)
            continue;
        marks[i] = 0;
        worst = (enum cell_state)vector_worse((uint8_t)worst, (uint8_t)state);
    }
    return worst;
}

static bool is_true(const struct vector *vector, uint32_t lane)
{
    return vector->uniform ? vector->cell.value.boolean : vector->truths[lane] != 0;
}

/* The lanes where the condition holds. VECTOR_NO: a fault, for the evaluator to tell. */
static enum vector_status select_lanes(struct columns *columns, const struct node *where,
                                       struct late_lanes *late, uint8_t *marks)
{
    const uint32_t count = columns->pool->count;
    struct vector holds;
    memset(marks, 1, count);
    if (where == NULL)
        return VECTOR_OK;
    enum vector_status status = columns_evaluate(columns, where, &late->dating, &holds);
    if (status != VECTOR_OK)
        return status;
    late->state = drop_others(&holds, marks, count);
    for (uint32_t i = 0; i < count; i++)
        if (marks[i])
            marks[i] = is_true(&holds, i);
    return is_to_tell(late->state) ? VECTOR_NO : VECTOR_OK;
}

static void take_truths(struct late_lanes *late, const struct node *node, const struct vector *body,
                        const uint8_t *marks, uint32_t count)
{
    late->truth = node->op == NODE_ALL;
    for (uint32_t i = 0; i < count; i++)
        if (marks[i])
            late->truth = node->op == NODE_ALL ? late->truth && is_true(body, i)
                                               : late->truth || is_true(body, i);
}

static void take_lanes(struct late_lanes *late, const struct node *node, const struct vector *body,
                       const uint8_t *marks, uint32_t count)
{
    bool first = true;
    late->num = 0;
    late->den = body->den;
    for (uint32_t i = 0; i < count; i++) {
        const int64_t lane = body->lanes[i];
        if (!marks[i])
            continue;
        if (node->op == NODE_SUM)
            late->num += lane;
        else if (first || (node->op == NODE_MIN ? lane < late->num : lane > late->num))
            late->num = lane;
        first = false;
    }
}

/* The numbers of the marked lanes, before anything is taken. */
static enum vector_status work_out_marked(struct vector_pool *pool, const struct vector *body,
                                          const uint8_t *marks)
{
    struct number ignored;
    for (uint32_t i = 0; i < pool->count; i++)
        if (marks[i] && vector_lane_number(pool, body, i, &ignored) != FT_OK)
            return VECTOR_NO_MEMORY;
    return VECTOR_OK;
}

static enum vector_status over_lanes(struct columns *columns, const struct node *node,
                                     struct late_lanes *late, uint8_t *marks)
{
    struct vector_pool *pool = columns->pool;
    struct vector body;
    enum vector_status status = columns_evaluate(columns, node->operands[0], &late->dating, &body);
    if (status != VECTOR_OK)
        return status;
    enum cell_state state = drop_others(&body, marks, pool->count);
    if (is_to_tell(state))
        return VECTOR_NO;
    late->state = state == CELL_VALUE ? late->state : state;
    late->seen = bytes_sum(marks, pool->count);
    if (late->seen == 0)
        return VECTOR_OK;
    if (node->type.kind == TYPE_BOOLEAN) {
        take_truths(late, node, &body, marks, pool->count);
        return VECTOR_OK;
    }
    status = vector_spread(pool, &late->body, &body, TYPE_NUMBER);
    if (status == VECTOR_OK)
        take_lanes(late, node, &late->body, marks, pool->count);
    if (status != VECTOR_NO)
        return status;
    late->body = body;
    late->marks = marks;
    return work_out_marked(pool, &body, marks);
}

static enum vector_status look(struct columns *columns, const struct node *node,
                               struct late_lanes *late)
{
    const bool counts = node->op == NODE_COUNT;
    const size_t condition = counts ? 0 : 1;
    uint8_t *marks = vector_bytes(columns->pool);
    late->state = CELL_VALUE;
    late->seen = 0;
    late->num = 0;
    late->den = 1;
    late->truth = node->op == NODE_ALL;
    late->marks = NULL;
    if (columns->by_entity[node->entity->index] == NULL)
        return columns_are_none(columns, node->entity) ? VECTOR_OK : VECTOR_NO;
    if (marks == NULL)
        return VECTOR_NO_MEMORY;
    enum vector_status status = select_lanes(
        columns, node->operand_count > condition ? node->operands[condition] : NULL, late, marks);
    if (status != VECTOR_OK || !counts)
        return status == VECTOR_OK ? over_lanes(columns, node, late, marks) : status;
    late->seen = bytes_sum(marks, columns->pool->count);
    late->num = late->seen;
    return VECTOR_OK;
}

/* The exact way; a fault is told where a rule asks for the sum. */
static enum ft_status look_exactly(struct columns *columns, size_t index)
{
    struct late_lanes *late = &columns->late[index];
    enum ft_status status = chunk_lend(columns);
    diagnostics_clear(&columns->unheard);
    late->exactly = true;
    if (status == FT_OK)
        status = late_evaluate(columns->worker, index, columns->dataset, &columns->unheard,
                               &late->cell, &late->seen);
    columns->worker->sums_at_fault |= columns->unheard.total > 0;
    return status;
}

enum ft_status late_of_lanes(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < plan->late_count && status == FT_OK; i++) {
        const struct node *node = plan->late_sums[i].node;
        if (columns->by_entity[node->entity->index] != NULL)
            (void)columns_enter(columns, columns->by_entity[node->entity->index]);
        columns->late[i].exactly = false;
        const enum vector_status looked =
            columns->no_kernels ? VECTOR_NO : look(columns, node, &columns->late[i]);
        status = looked == VECTOR_NO_MEMORY ? FT_NO_MEMORY
                 : looked == VECTOR_NO      ? look_exactly(columns, i)
                                            : FT_OK;
    }
    return status;
}

/* Exact numbers, that are known by now. */
static void take_numbers(struct columns *columns, const struct late_lanes *late,
                         const struct node *node, struct late_part *part)
{
    mpq_t value;
    mpq_init(value);
    for (uint32_t i = 0; i < columns->pool->count; i++) {
        struct number number;
        if (!late->marks[i] || vector_lane_number(columns->pool, &late->body, i, &number) != FT_OK)
            continue;
        number_to_mpq(value, &number);
        if (node->op == NODE_SUM)
            sum_add_number(&part->sum, &number);
        else
            late_take_extreme(part, node, value);
        part->seen++;
    }
    mpq_clear(value);
}

void late_take_lanes(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    for (size_t i = 0; i < plan->late_count; i++) {
        const struct node *node = plan->late_sums[i].node;
        const struct late_lanes *late = &columns->late[i];
        struct late_part *part = &columns->worker->totals.late[i];
        mpq_t value;
        if (late->exactly) {
            late_take_cell(part, node, &late->cell, late->seen);
            continue;
        }
        late_take_state(part, late->state);
        if (late->marks != NULL) {
            if (columns->by_entity[node->entity->index] != NULL)
                (void)columns_enter(columns, columns->by_entity[node->entity->index]);
            take_numbers(columns, late, node, part);
            continue;
        }
        if (node->type.kind == TYPE_BOOLEAN) {
            late_take_truth(part, node, late->truth);
        } else if (node->op == NODE_SUM || node->op == NODE_COUNT) {
            sum_add(&part->sum, late->num, late->den);
        } else if (late->seen > 0) {
            mpq_init(value);
            mpq_set_si(value, (long)late->num, (unsigned long)late->den);
            mpq_canonicalize(value);
            late_take_extreme(part, node, value);
            mpq_clear(value);
        }
        part->seen += late->seen;
    }
}
