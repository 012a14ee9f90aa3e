/*
 * Evaluation, column at a time: a node is worked out for all lanes of a frame before the node above
 * it. The branches of "if", "and" and "or" are worked out under the mask of those lanes that need
 * them, and not at all where none does. Recursion goes over the formula's tree, whose depth the
 * compiler has bounded, never over rows.
 */
#include <assert.h>
#include <string.h>

#include "../vector/lanes.h"

#include "evaluate.h"

enum { BLOCK_CELLS = 1 << 20 };

void *run_array(struct run *run, size_t count, size_t size)
{
    return arena_array(run->scratch, count, size);
}

uint8_t *run_all_open(struct run *run)
{
    uint8_t *open = vector_bytes(run->pool);
    if (open != NULL)
        memset(open, 1, run->pool->count);
    return open;
}

struct cell run_cell(struct run *run, const struct vector *x, enum type_kind kind, uint32_t lane)
{
    struct cell cell;
    if (vector_cell(run->pool, x, kind, lane, &cell) == FT_OK)
        return cell;
    run->status = FT_NO_MEMORY;
    return (struct cell){.state = CELL_NOT_APPLICABLE};
}

/* ---- dates ---- */

/* The class of a date, a new one where it has none; MOST_CLASSES where there are too many. */
static size_t run_class_of(struct dating *dating, int64_t days)
{
    size_t class = 0;
    while (class < dating->class_count && dating->dates[class].days != days)
        class ++;
    if (class == dating->class_count && class < MOST_CLASSES)
        dating->dates[dating->class_count++].days = (int32_t)days;
    return class;
}

enum vector_status dating_classes(struct vector_pool *pool, struct dating *dating)
{
    const struct vector *on = &dating->on;
    uint8_t *classes = vector_bytes(pool);
    size_t class = MOST_CLASSES;
    dating->class_count = 0;
    dating->classes = NULL;
    if (classes == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < pool->count; i++) {
        if (i == 0 || on->lanes[i] != on->lanes[i - 1])
            class = run_class_of(dating, on->lanes[i]);
        if (class == MOST_CLASSES)
            return VECTOR_OK;
        classes[i] = (uint8_t) class;
    }
    dating->classes = classes;
    return VECTOR_OK;
}

struct dating dating_of(struct date date)
{
    struct cell on = {.state = CELL_VALUE};
    on.value.date = date;
    return (struct dating){.known = true, .on = vector_uniform(on)};
}

enum vector_status dating_over(struct vector_pool *pool, const struct date *dates,
                               struct dating *out)
{
    int64_t *lanes = vector_lanes(pool);
    bool differ = false;
    for (uint32_t i = 0; lanes != NULL && i < pool->count; i++) {
        lanes[i] = dates[i].days;
        differ |= dates[i].days != dates[0].days;
    }
    if (lanes == NULL)
        return VECTOR_NO_MEMORY;
    *out = differ ? (struct dating){.known = true, .on = vector_over(pool, lanes, NULL, 1)}
                  : dating_of(dates[0]);
    return differ ? dating_classes(pool, out) : VECTOR_OK;
}

enum vector_status run_gather_dates(struct run *run, struct dating *out,
                                    const struct dating *dating, const uint32_t *from)
{
    *out = (struct dating){.known = true};
    enum vector_status status = vector_gather(run->pool, &out->on, &dating->on, from);
    return status == VECTOR_OK && !out->on.uniform ? dating_classes(run->pool, out) : status;
}

/* ---- nodes that work out an operand only where it matters ---- */

/* Where `within` a condition is a value and `truth`. NULL when memory is out. */
static uint8_t *lanes_where(struct run *run, const uint8_t *within, const struct vector *condition,
                            bool truth)
{
    uint8_t *mask = vector_bytes(run->pool);
    if (mask == NULL)
        return NULL;
    memcpy(mask, within, run->pool->count);
    if (condition->uniform &&
        (condition->cell.state != CELL_VALUE || condition->cell.value.boolean != truth))
        memset(mask, 0, run->pool->count);
    if (condition->uniform)
        return mask;
    if (condition->states != NULL)
        bytes_keep(mask, condition->states, CELL_VALUE, run->pool->count);
    if (truth)
        bytes_and(mask, condition->truths, run->pool->count);
    else
        bytes_and_not(mask, condition->truths, run->pool->count);
    return mask;
}

/* Works out an operand under a mask and puts it there. `first`: what is elsewhere does not matter
 * yet. */
static enum vector_status evaluate_part(struct run *run, const struct node *operand,
                                        const struct frame *frame, const uint8_t *mask, bool first,
                                        struct vector *out)
{
    struct vector part;
    if (!bytes_any(mask, run->pool->count))
        return VECTOR_OK;
    enum vector_status status = evaluate(run, operand, frame, mask, &part);
    if (status != VECTOR_OK || !first)
        return status == VECTOR_OK ? vector_blend(run->pool, out, mask, &part, operand->type.kind)
                                   : status;
    *out = part;
    return VECTOR_OK;
}

/* A boolean in a lane that is a value. */
static bool lane_truth(const struct vector *x, uint32_t lane)
{
    return x->uniform ? x->cell.value.boolean : x->truths[lane] != 0;
}

/* Whether both branches are the same in a lane where they are values. */
static bool branches_agree(struct run *run, const struct node *node, const struct vector *branches,
                           uint32_t lane)
{
    const struct cell first = run_cell(run, &branches[0], node->type.kind, lane),
                      second = run_cell(run, &branches[1], node->type.kind, lane);
    return values_equal(&node->type, &first.value, &second.value);
}

/* Which branches an undetermined condition comes to all the same: "and" and "or" where the second
 * operand decides, "if" where both branches agree. A fault in one is everyone's. */
static void condition_decide(struct run *run, const struct node *node,
                             const struct vector *branches, uint32_t lane, uint8_t *const *taken)
{
    const enum cell_state first = vector_state(&branches[0], lane);
    if (node->op != NODE_IF) {
        const bool deciding = node->op == NODE_OR;
        taken[0][lane] = first == CELL_ERROR ||
                         (first == CELL_VALUE && lane_truth(&branches[0], lane) == deciding);
        return;
    }
    const enum cell_state second = vector_state(&branches[1], lane);
    const bool same =
        first == CELL_VALUE && second == CELL_VALUE && branches_agree(run, node, branches, lane);
    const bool neither = first == CELL_NOT_APPLICABLE && second == CELL_NOT_APPLICABLE;
    taken[1][lane] = first != CELL_ERROR && second == CELL_ERROR;
    taken[0][lane] = !taken[1][lane] && (first == CELL_ERROR || same || neither);
}

/* A lane that stays undetermined lacks what the undetermined branches lack too: that alone might
 * decide it. */
static enum vector_status condition_lacks(struct run *run, const struct node *node,
                                          const struct vector *condition,
                                          const struct vector *branches, size_t count,
                                          const uint8_t *open, struct vector *out)
{
    bool edited = false;
    for (uint32_t lane = 0; lane < run->pool->count && run->pool->reasons; lane++) {
        struct cell cell = {.state = CELL_VALUE};
        if (!open[lane])
            continue;
        cell = run_cell(run, condition, TYPE_BOOLEAN, lane);
        for (size_t i = 0; i < count; i++)
            if (vector_state(&branches[i], lane) == CELL_UNDETERMINED) {
                const struct cell other = run_cell(run, &branches[i], node->type.kind, lane);
                (void)takes_state(run, &cell, &other);
            }
        if (!edited && vector_edit(run->pool, out, node->type.kind) != VECTOR_OK)
            return VECTOR_NO_MEMORY;
        edited = true;
        vector_put(out, lane, &cell);
    }
    return VECTOR_OK;
}

/* Where the condition is undetermined, what all branches come to may decide all the same. Nothing
 * is told of them: they may not be reached. */
static enum vector_status evaluate_undecided(struct run *run, const struct node *node,
                                             const struct frame *frame, const uint8_t *open,
                                             const struct vector *condition, struct vector *out)
{
    struct vector_pool *pool = run->pool;
    uint8_t *mask = marks_of_state(pool, condition, open, CELL_UNDETERMINED, CELL_UNDETERMINED);
    const size_t count = node->op == NODE_IF ? 2 : 1;
    struct vector branches[2];
    uint8_t *taken[2];
    enum vector_status status = mask == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
    if (status != VECTOR_OK || !bytes_any(mask, pool->count))
        return status;
    run->idle++;
    for (size_t i = 0; i < count && status == VECTOR_OK; i++)
        status = evaluate(run, node->operands[i + 1], frame, mask, &branches[i]);
    run->idle--;
    for (size_t i = 0; i < 2 && status == VECTOR_OK; i++)
        if ((taken[i] = vector_bytes(pool)) == NULL)
            status = VECTOR_NO_MEMORY;
        else
            memset(taken[i], 0, pool->count);
    for (uint32_t lane = 0; lane < pool->count && status == VECTOR_OK; lane++)
        if (mask[lane])
            condition_decide(run, node, branches, lane, taken);
    for (size_t i = 0; i < count && status == VECTOR_OK; i++) {
        status = vector_blend(pool, out, taken[i], &branches[i], node->type.kind);
        bytes_and_not(mask, taken[i], pool->count);
    }
    return status == VECTOR_OK ? condition_lacks(run, node, condition, branches, count, mask, out)
                               : status;
}

/* and, or: the second operand only where the first does not decide. if: each branch where it is
 * taken. */
static enum vector_status evaluate_condition(struct run *run, const struct node *node,
                                             const struct frame *frame, const uint8_t *open,
                                             struct vector *out)
{
    struct vector condition;
    enum vector_status status = evaluate(run, node->operands[0], frame, open, &condition);
    if (status != VECTOR_OK)
        return status;
    const bool values =
        condition.uniform ? condition.cell.state == CELL_VALUE : condition.states == NULL;
    const uint8_t *yes = node->op == NODE_OR ? open : lanes_where(run, open, &condition, true),
                  *no = node->op == NODE_AND ? open : lanes_where(run, open, &condition, false);
    if (yes == NULL || no == NULL)
        return VECTOR_NO_MEMORY;
    *out = condition;
    if (node->op == NODE_IF && !values) /* where it is a value, a branch is put */
        status = vector_beside_values(run->pool, out, &condition, node->type.kind);
    if (node->op == NODE_IF && status == VECTOR_OK) {
        const bool some = bytes_any(yes, run->pool->count);
        status = evaluate_part(run, node->operands[1], frame, yes, values, out);
        if (status == VECTOR_OK)
            status = evaluate_part(run, node->operands[2], frame, no, values && !some, out);
    } else if (status == VECTOR_OK) {
        const uint8_t *asked = node->op == NODE_AND ? yes : no;
        status =
            evaluate_part(run, node->operands[1], frame, asked, condition.uniform && values, out);
    }
    return status == VECTOR_OK && !values
               ? evaluate_undecided(run, node, frame, open, &condition, out)
               : status;
}

/* ---- all of it ---- */

static void evaluate_tell(struct run *run, const struct node *node, const struct frame *frame,
                          const struct dating *on, const uint8_t *open, const struct vector *out)
{
    const struct trace *trace = run->evaluation->trace;
    const struct frame *at = node->outer ? frame->around : frame;
    const uint32_t *owners = node->outer ? frame->owners : NULL;
    assert(at != NULL && (!node->outer || owners != NULL));
    for (uint32_t i = 0; i < frame->count; i++) {
        if (!open[i])
            continue;
        const struct cell cell = run_cell(run, out, node->type.kind, i);
        const struct version *version = node->parameter == NULL
                                            ? NULL
                                            : parameter_version(node->parameter, dating_at(on, i),
                                                                run->evaluation->dataset->known_at);
        trace->step(trace->context, run->formula, node, at->entity,
                    frame_row(at, owners != NULL ? owners[i] : i), &cell, version);
    }
}

/* A date in a lane that is a value. */
static struct date lane_date(const struct vector *dates, uint32_t lane)
{
    return dates->uniform ? dates->cell.value.date : (struct date){(int32_t)dates->lanes[lane]};
}

/* A parameter as of another date; its keys and amount are worked out on the rule's own. */
static enum vector_status evaluate_dated(struct run *run, const struct node *node,
                                         const struct frame *frame, const uint8_t *open,
                                         struct vector *out)
{
    struct vector date;
    struct dating on;
    struct date *dates = run_array(run, frame->count, sizeof *dates);
    enum vector_status status = evaluate(run, node->operands[1], frame, open, &date);
    if (dates == NULL)
        return VECTOR_NO_MEMORY;
    for (uint32_t i = 0; i < frame->count && status == VECTOR_OK; i++)
        dates[i] = open[i] && vector_state(&date, i) == CELL_VALUE ? lane_date(&date, i)
                                                                   : dating_at(frame->dating, i);
    if (status == VECTOR_OK && dating_over(run->pool, dates, &on) != VECTOR_OK)
        status = VECTOR_NO_MEMORY;
    if (status == VECTOR_OK)
        status = evaluate_operation(run, node->operands[0], frame, &on, &date, open, out);
    if (status == VECTOR_OK && run->evaluation->trace != NULL)
        evaluate_tell(run, node->operands[0], frame, &on, open, out);
    return status;
}

static enum vector_status evaluate_dispatch(struct run *run, const struct node *node,
                                            const struct frame *frame, const uint8_t *open,
                                            struct vector *out)
{
    switch (node_class(node->op)) {
    case CLASS_LEAF:
        return evaluate_leaf(run, node, frame, open, out);
    case CLASS_DATE:
        *out = frame->dating->on;
        return VECTOR_OK;
    case CLASS_CONDITION:
        return evaluate_condition(run, node, frame, open, out);
    case CLASS_SIBLINGS:
        return evaluate_siblings(run, node, frame, open, out);
    case CLASS_AGGREGATE:
        return evaluate_aggregate(run, node, frame, open, out);
    case CLASS_DATED:
        return evaluate_dated(run, node, frame, open, out);
    case CLASS_PARAMETER:
    case CLASS_OPERATION:
        break;
    }
    return evaluate_operation(run, node, frame, frame->dating, NULL, open, out);
}

enum vector_status evaluate(struct run *run, const struct node *node, const struct frame *frame,
                            const uint8_t *open, struct vector *out)
{
    assert(run->pool->count == frame->count && bytes_any(open, frame->count));
    run->turned ^= node->op == NODE_NOT;
    enum vector_status status = evaluate_dispatch(run, node, frame, open, out);
    run->turned ^= node->op == NODE_NOT;
    if (status == VECTOR_OK)
        vector_check(run->pool, out, node->type.kind);
    if (status == VECTOR_OK && run->evaluation->trace != NULL)
        evaluate_tell(run, node, frame, frame->dating, open, out);
    assert(status != VECTOR_NO);
    return status == VECTOR_OK && run->status != FT_OK ? VECTOR_NO_MEMORY : status;
}

enum vector_status evaluate_cells(struct run *run, const struct node *node,
                                  const struct frame *frame, struct cell *cells)
{
    struct vector out;
    if (frame->count == 0)
        return VECTOR_OK;
    const uint32_t before = frame_enter(run, frame);
    const uint8_t *open = run_all_open(run);
    enum vector_status status =
        open == NULL ? VECTOR_NO_MEMORY : evaluate(run, node, frame, open, &out);
    for (uint32_t i = 0; i < frame->count && status == VECTOR_OK; i++)
        cells[i] = run_cell(run, &out, node->type.kind, i);
    run->pool->count = before;
    return status == VECTOR_OK && run->status != FT_OK ? VECTOR_NO_MEMORY : status;
}

/* ---- what lasts ---- */

/* Of one formula, told or not: what was worked out silently would have had faults to tell. */
struct lasting_run {
    const struct formula *formula;
    bool silent;
    struct pool_column *pools;
    struct referring **referring;
    struct lasting_run *next;
};

void lasting_open(struct lasting *lasting, const struct ft_allocator *allocator)
{
    *lasting = (struct lasting){.runs = NULL};
    arena_open(&lasting->arena, allocator);
}

void lasting_close(struct lasting *lasting)
{
    arena_close(&lasting->arena);
}

/* Goes on with what earlier runs of the formula left. NULL when memory is out. */
static struct lasting_run *lasting_recall(struct run *run, struct lasting *lasting)
{
    struct lasting_run *last = lasting->runs;
    const bool silent = run->evaluation->silent;
    while (last != NULL && (last->formula != run->formula || last->silent != silent))
        last = last->next;
    if (last == NULL) {
        last = arena_allocate(&lasting->arena, sizeof *last);
        if (last == NULL)
            return NULL;
        *last =
            (struct lasting_run){.formula = run->formula, .silent = silent, .next = lasting->runs};
        lasting->runs = last;
    }
    run->pools = last->pools;
    run->referring = last->referring;
    if (run->by_integer == NULL)
        run->by_integer = lasting->by_integer;
    return last;
}

static void lasting_note(const struct run *run, struct lasting *lasting, struct lasting_run *last)
{
    last->pools = run->pools;
    last->referring = run->referring;
    lasting->by_integer = run->by_integer;
}

/* ---- from outside ---- */

uint32_t formula_lanes(size_t nodes)
{
    const size_t lanes = BLOCK_CELLS / (nodes + 1);
    return lanes > BLOCK_ROWS ? BLOCK_ROWS : lanes == 0 ? 1 : (uint32_t)lanes;
}

/* A block of rows, as cells. */
static enum vector_status evaluate_block(const struct formula *formula,
                                         struct evaluation *evaluation, struct vector_pool *pool,
                                         const uint32_t *rows, struct cell *cells)
{
    struct dating dating = dating_of(evaluation->dataset->as_of);
    const struct frame frame = {
        .entity = formula->entity, .rows = rows, .count = pool->count, .dating = &dating};
    enum vector_status status = VECTOR_OK;
    struct vector out;
    if (evaluation->on != NULL) {
        struct date *dates = vector_array(pool, sizeof *dates);
        for (uint32_t i = 0; dates != NULL && i < pool->count; i++)
            dates[i] = evaluation->on[rows[i]];
        status = dates == NULL ? VECTOR_NO_MEMORY : dating_over(pool, dates, &dating);
    }
    if (status == VECTOR_OK)
        status = formula_vector(formula, evaluation, pool, &frame, NULL, &out);
    for (uint32_t i = 0; i < pool->count && status == VECTOR_OK; i++)
        if (vector_cell(pool, &out, formula->root->type.kind, i, &cells[i]) != FT_OK)
            status = VECTOR_NO_MEMORY;
    return status;
}

enum ft_status formula_evaluate(const struct formula *formula, struct evaluation *evaluation,
                                const uint32_t *rows, uint32_t count, struct cell *cells)
{
    const struct dataset *dataset = evaluation->dataset;
    const uint32_t block = formula_lanes(formula->node_count);
    struct lasting *const before = evaluation->lasting;
    struct arena scratch;
    struct lasting lasting;
    struct vector_pool own = {.arith = evaluation->arith, .room = &scratch, .reasons = true},
                       *pool = dataset->batch != NULL ? dataset->batch->pool : &own;
    const uint32_t lanes = pool->count;
    enum vector_status status = VECTOR_OK;
    arena_open(&scratch, dataset->arena->allocator);
    lasting_open(&lasting, dataset->arena->allocator);
    if (count > block && before == NULL)
        evaluation->lasting = &lasting;
    const struct arena_mark start = arena_mark(&scratch);
    for (uint32_t done = 0; done < count && status == VECTOR_OK; done += block) {
        pool->count = count - done < block ? count - done : block;
        status = evaluate_block(formula, evaluation, pool, rows + done, cells + done);
        arena_rewind(&scratch, start);
    }
    pool->count = lanes;
    evaluation->lasting = before;
    lasting_close(&lasting);
    arena_close(&scratch);
    return status == VECTOR_OK ? FT_OK : FT_NO_MEMORY;
}

enum vector_status formula_vector(const struct formula *formula, struct evaluation *evaluation,
                                  struct vector_pool *pool, const struct frame *frame,
                                  const uint8_t *open, struct vector *out)
{
    struct batch *batch = evaluation->dataset->batch;
    struct lasting *lasting = evaluation->lasting;
    struct lasting_run *last = NULL;
    struct arena kept;
    struct run run = {.formula = formula,
                      .evaluation = evaluation,
                      .batch = batch,
                      .pool = pool,
                      .by_integer = batch != NULL ? batch->by_integer : NULL,
                      .block = formula_lanes(formula->node_count),
                      .scratch = pool->room != NULL ? pool->room : pool->arith->arena,
                      .kept = lasting != NULL ? &lasting->arena : &kept,
                      .root = frame};
    assert(pool->count == frame->count);
    arena_open(&kept, evaluation->dataset->arena->allocator);
    if (open == NULL)
        open = run_all_open(&run);
    if (lasting != NULL)
        last = lasting_recall(&run, lasting);
    *out = vector_uniform((struct cell){.state = CELL_NOT_APPLICABLE});
    enum vector_status status =
        open == NULL || (lasting != NULL && last == NULL) ? VECTOR_NO_MEMORY : VECTOR_OK;
    if (status == VECTOR_OK && bytes_any(open, frame->count))
        status = evaluate(&run, formula->root, frame, open, out);
    if (last != NULL)
        lasting_note(&run, lasting, last);
    evaluation->at_fault |= run.at_fault;
    arena_close(&kept);
    return status;
}
