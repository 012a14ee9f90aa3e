/*
 * Evaluation, column at a time: a node is evaluated for all rows of a selection before the node
 * above it. The branches of "if", "and" and "or" are evaluated for those rows only that need them.
 * Recursion goes over the formula's tree, whose depth the compiler has bounded, never over rows.
 */
#include <assert.h>
#include <string.h>

#include "builtins.h"
#include "evaluate.h"

enum { BLOCK_CELLS = 1 << 20 };

void *run_array(struct run *run, size_t count, size_t size)
{
    return arena_array(&run->scratch, count, size);
}

/* ---- leaves ---- */

/* The row of node->entity that a row of the selection sees: an ancestor's, or where a reference
 * leads. */
static bool seen_row(struct run *run, const struct node *node, const struct entity *entity,
                     uint32_t row, uint32_t *seen)
{
    const struct dataset *dataset = run->evaluation->dataset;
    if (node->via == NULL) {
        *seen = row_above(dataset, entity, row, node->entity);
        return true;
    }
    const struct column *column = &dataset->tables[entity->index].fields[node->via->index];
    *seen = column_value(column, row).reference;
    return column_state(column, row) == CELL_VALUE;
}

/* What a reference that is not given makes of a cell that looks through it. */
static void take_lost_reference(struct run *run, const struct node *node,
                                const struct selection *selection, uint32_t row, struct cell *cell)
{
    const struct table *table = &run->evaluation->dataset->tables[selection->entity->index];
    const enum cell_state state = column_state(&table->fields[node->via->index], row);
    if (state == CELL_ERROR)
        *cell = (struct cell){.state = CELL_ERROR};
    else
        take_absence(run, node->via, selection->entity, row, state == CELL_NONE, cell);
}

/* Whether there is such a thing: not known where it is not given and its absence says nothing. */
static void read_given(struct run *run, const struct node *node, uint32_t seen,
                       enum cell_state state, struct cell *cell)
{
    const struct field *field = node->field;
    cell->value.boolean = state == CELL_VALUE;
    if (state == CELL_ERROR)
        cell->state = CELL_ERROR;
    else if (state == CELL_ABSENT && field->absence == ABSENCE_UNKNOWN)
        take_absence(run, field, node->entity, seen, false, cell);
    else if (state == CELL_ABSENT)
        note_assumed(run, node->entity, field, seen);
}

static void read_field(struct run *run, const struct node *node, const struct selection *selection,
                       uint32_t index, struct cell *cell)
{
    uint32_t row = selection->rows[index], seen;
    *cell = (struct cell){.state = CELL_VALUE};
    if (!seen_row(run, node, selection->entity, row, &seen)) {
        take_lost_reference(run, node, selection, row, cell);
        return;
    }
    const struct table *table = &run->evaluation->dataset->tables[node->entity->index];
    const struct column *column = &table->fields[node->field->index];
    const enum cell_state state = column_state(column, seen);
    if (node->op == NODE_FILLED) {
        cell->value.boolean = state == CELL_VALUE && !column_is_default(column, node->field, seen);
        cell->state = state == CELL_ERROR ? CELL_ERROR : CELL_VALUE;
    } else if (node->op == NODE_GIVEN) {
        read_given(run, node, seen, state, cell);
    } else if (state == CELL_VALUE) {
        cell->value = column_value(column, seen);
        if (column_is_default(column, node->field, seen))
            note_assumed(run, node->entity, node->field, seen);
    } else if (state == CELL_ERROR) {
        cell->state = CELL_ERROR;
    } else {
        take_absence(run, node->field, node->entity, seen, state == CELL_NONE, cell);
    }
}

static void read_item(struct run *run, const struct node *node, const struct selection *selection,
                      uint32_t index, struct cell *cell)
{
    uint32_t row = selection->rows[index], seen;
    *cell = (struct cell){.state = CELL_VALUE};
    if (!seen_row(run, node, selection->entity, row, &seen)) {
        take_lost_reference(run, node, selection, row, cell);
        return;
    }
    const struct table *table = &run->evaluation->dataset->tables[node->entity->index];
    const struct item_column *item = &table->items[node->item->index];
    const enum cell_state state = column_state(&item->column, seen);
    const bool asks = node->op == NODE_APPLICABLE;
    if (state == CELL_ERROR) {
        cell->state = CELL_ERROR;
    } else if (state == CELL_UNDETERMINED) {
        cell->state = CELL_UNDETERMINED;
        cell->reason = item_reason(item, seen);
        cell->reason.kind = REASON_DEPENDS;
        cell->reason.cause = node->item;
        cell->reason.row = seen;
        cell->reason.partial &= !asks;
        if (cell->reason.partial)
            cell->value = column_value(&item->column, seen);
    } else if (asks) {
        cell->value.boolean = state == CELL_VALUE;
    } else if (state == CELL_VALUE) {
        cell->value = column_value(&item->column, seen);
    } else {
        cell->state = CELL_NOT_APPLICABLE;
        cell->reason = (struct reason){.kind = REASON_DEPENDS, .cause = node->item, .row = seen};
    }
}

/* ---- parameters ---- */

static const struct version *version_at(struct run *run, const struct node *node,
                                        const struct selection *selection, uint32_t index)
{
    struct evaluation *evaluation = run->evaluation;
    const struct version *version =
        parameter_version(node->parameter, selection->dates[index], evaluation->dataset->known_at);
    if (version != NULL && evaluation->versions_used != NULL)
        evaluation->versions_used[version->index] = true;
    return version;
}

/* "urban, brick": operands `from` on. */
static const char *keys_text(struct run *run, const struct node *node, size_t from,
                             const union value *operands)
{
    const char *text = "";
    for (size_t i = from; i < node->operand_count && text != NULL; i++)
        text = arena_format(&run->scratch, "%s%s%s", text, i == from ? "" : ", ",
                            node->parameter->keys[i - from]->members[operands[i].symbol].id);
    return text;
}

static enum ft_status read_parameter(struct run *run, const struct node *node,
                                     const struct selection *selection, uint32_t index,
                                     const union value *operands, struct cell *cell)
{
    const struct version *version = version_at(run, node, selection, index);
    const bool scale = node->op == NODE_BRACKETS || node->op == NODE_THRESHOLDS;
    if (version == NULL && node->op != NODE_IN_FORCE) {
        version_fault(run, node, selection, index, cell);
        return FT_OK;
    }
    enum ft_status status =
        formula_parameter(&cell->value, run->evaluation->arith, node, version, operands);
    if (status != FT_INVALID)
        return settle(run, node, selection, index, status, cell);
    data_fault(run, node, selection->entity, selection->rows[index],
               &formula_message[FORMULA_NO_ENTRY], keys_text(run, node, scale, operands), cell);
    return FT_OK;
}

/* ---- operations ---- */

/* "10 above 0" */
static const char *bounds_text(struct run *run, const struct node *node, const union value *low,
                               const union value *high)
{
    struct arith *arith = run->evaluation->arith;
    const char *below = quantity_text(&low->number, arith, &node->operands[1]->unit);
    const char *above = quantity_text(&high->number, arith, &node->operands[2]->unit);
    bool zh = run->evaluation->diagnostics->language == FT_ZH;
    return below == NULL || above == NULL
               ? NULL
               : arena_format(&run->scratch, zh ? "%s 高于 %s" : "%s above %s", below, above);
}

/* A node whose operands are all values at the row. */
static enum ft_status operate(struct run *run, const struct node *node,
                              const struct selection *selection, uint32_t index,
                              const union value *values, struct cell *cell)
{
    const struct operation_row *operation = operation_of(node);
    enum ft_status status = operation->exact(&cell->value, run->evaluation->arith, node, values);
    if (status != FT_INVALID)
        return settle(run, node, selection, index, status, cell);
    const bool bounds = operation->fault == &formula_message[FORMULA_BOUNDS];
    data_fault(run, node, selection->entity, selection->rows[index], operation->fault,
               bounds ? bounds_text(run, node, &values[1], &values[2]) : NULL, cell);
    return FT_OK;
}

/* ---- nodes that look at all their operands ---- */

struct cell *evaluate_operand(struct run *run, const struct node *operand,
                              const struct selection *selection)
{
    struct cell *cells = run_array(run, selection->count, sizeof *cells);
    if (cells == NULL || evaluate(run, operand, selection, cells) != FT_OK)
        return NULL;
    return cells;
}

/* Of a sum whose cell is undetermined, what is known of its operands. */
static enum ft_status add_known(struct run *run, const struct node *node, uint32_t row,
                                struct cell *const *operands, struct cell *cell)
{
    enum ft_status status = FT_OK;
    if (cell->state != CELL_UNDETERMINED || node->op != NODE_ADD)
        return FT_OK;
    cell->value.number = NUMBER_ZERO;
    for (size_t i = 0; i < node->operand_count && status == FT_OK; i++) {
        const struct cell *operand = &operands[i][row];
        if (operand->state != CELL_VALUE && !operand->reason.partial)
            continue;
        cell->reason.partial = true;
        status = number_add(&cell->value.number, run->evaluation->arith, &cell->value.number,
                            &operand->value.number);
    }
    cell->reason.partial &= status == FT_OK;
    return status == FT_NO_MEMORY ? status : FT_OK;
}

/* A selection on the dates whose law holds, and those dates' cells: for a parameter as of another
 * date. */
struct dated {
    struct selection selection;
    const struct cell *dates;
};

static enum ft_status evaluate_strict(struct run *run, const struct node *node,
                                      const struct selection *selection, const struct dated *on,
                                      struct cell *cells)
{
    struct cell **operands = run_array(run, node->operand_count, sizeof(struct cell *));
    union value *values = run_array(run, node->operand_count, sizeof *values);
    if (operands == NULL || values == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < node->operand_count; i++)
        if ((operands[i] = evaluate_operand(run, node->operands[i], selection)) == NULL)
            return FT_NO_MEMORY;
    for (uint32_t row = 0; row < selection->count; row++) {
        struct cell *cell = &cells[row];
        *cell = (struct cell){.state = CELL_VALUE};
        bool taken = false;
        for (size_t i = 0; i < node->operand_count; i++)
            taken = takes_state(run, cell, &operands[i][row]) || taken;
        if (on != NULL)
            taken = takes_state(run, cell, &on->dates[row]) || taken;
        if (taken && add_known(run, node, row, operands, cell) != FT_OK)
            return FT_NO_MEMORY;
        if (taken)
            continue;
        for (size_t i = 0; i < node->operand_count; i++)
            values[i] = operands[i][row].value;
        const struct selection *at = on == NULL ? selection : &on->selection;
        enum ft_status status =
            (node_class(node->op) == CLASS_PARAMETER ? read_parameter : operate)(run, node, at, row,
                                                                                 values, cell);
        if (status != FT_OK)
            return status;
    }
    return FT_OK;
}

static void evaluate_tell(struct run *run, const struct node *node,
                          const struct selection *selection, const struct cell *cells)
{
    const struct trace *trace = run->evaluation->trace;
    for (uint32_t i = 0; i < selection->count; i++) {
        const struct version *version =
            node->parameter == NULL ? NULL
                                    : parameter_version(node->parameter, selection->dates[i],
                                                        run->evaluation->dataset->known_at);
        trace->step(trace->context, run->formula, node, selection->entity, selection->rows[i],
                    &cells[i], version);
    }
}

/* A parameter as of another date; its keys and amount are worked out on the rule's own. */
static enum ft_status evaluate_dated(struct run *run, const struct node *node,
                                     const struct selection *selection, struct cell *cells)
{
    struct date *dates = run_array(run, selection->count, sizeof *dates);
    struct cell *on = evaluate_operand(run, node->operands[1], selection);
    if (dates == NULL || on == NULL)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < selection->count; i++)
        dates[i] = on[i].state == CELL_VALUE ? on[i].value.date : selection->dates[i];
    struct dated dated = {*selection, on};
    dated.selection.dates = dates;
    enum ft_status status = evaluate_strict(run, node->operands[0], selection, &dated, cells);
    if (status == FT_OK && run->evaluation->trace != NULL)
        evaluate_tell(run, node->operands[0], &dated.selection, cells);
    return status;
}

/* ---- nodes that evaluate an operand only where it matters ---- */

/* Those rows of a selection for which `picked` says so, and where each came from. */
static bool pick(struct run *run, const struct selection *from, const bool *picked,
                 struct selection *part, uint32_t **origins)
{
    uint32_t *rows = run_array(run, from->count, sizeof *rows), count = 0;
    struct date *dates = run_array(run, from->count, sizeof *dates);
    uint32_t *owners = from->owners == NULL ? NULL : run_array(run, from->count, sizeof *owners);
    *origins = run_array(run, from->count, sizeof **origins);
    if (rows == NULL || dates == NULL || *origins == NULL ||
        (owners == NULL && from->owners != NULL))
        return false;
    for (uint32_t i = 0; i < from->count; i++) {
        if (picked[i]) {
            rows[count] = from->rows[i];
            dates[count] = from->dates[i];
            if (owners != NULL)
                owners[count] = from->owners[i];
            (*origins)[count++] = i;
        }
    }
    *part = (struct selection){from->entity, rows, dates, count, from->owner, owners};
    return true;
}

/* Evaluates an operand at the picked rows and puts its cells in their places. */
static enum ft_status evaluate_part(struct run *run, const struct node *operand,
                                    const struct selection *selection, const bool *picked,
                                    struct cell *cells)
{
    struct selection part;
    uint32_t *origins;
    if (!pick(run, selection, picked, &part, &origins))
        return FT_NO_MEMORY;
    if (part.count == 0)
        return FT_OK;
    struct cell *results = evaluate_operand(run, operand, &part);
    if (results == NULL)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < part.count; i++)
        cells[origins[i]] = results[i];
    return FT_OK;
}

/* An undetermined cell lacks what another one lacks too: that alone might decide it. */
static void evaluate_add_lacks(struct run *run, const struct cell *other, struct cell *cell)
{
    if (cell->state == CELL_UNDETERMINED && other->state == CELL_UNDETERMINED)
        (void)takes_state(run, cell, other);
}

/* What "and" and "or" come to where the first operand is undetermined: decided where the second
 * decides. */
static void decide_second(struct run *run, const struct node *node, const struct cell *second,
                          struct cell *cell)
{
    const bool deciding = node->op == NODE_OR;
    if (second->state == CELL_ERROR ||
        (second->state == CELL_VALUE && second->value.boolean == deciding))
        *cell = *second;
    evaluate_add_lacks(run, second, cell);
}

/* What "if" comes to where its condition is undetermined: decided where both branches agree. */
static void evaluate_decide_branches(struct run *run, const struct node *node,
                                     const struct cell *then, const struct cell *other,
                                     struct cell *cell)
{
    const bool same = then->state == CELL_VALUE && other->state == CELL_VALUE &&
                      values_equal(&node->type, &then->value, &other->value);
    if (then->state == CELL_ERROR || other->state == CELL_ERROR)
        *cell = then->state == CELL_ERROR ? *then : *other;
    else if (same || (then->state == CELL_NOT_APPLICABLE && other->state == CELL_NOT_APPLICABLE))
        *cell = *then;
    evaluate_add_lacks(run, then, cell);
    evaluate_add_lacks(run, other, cell);
}

/* Where the condition is undetermined, what all branches come to may decide all the same. Nothing
 * is told of them: they may not be reached. */
static enum ft_status evaluate_undecided(struct run *run, const struct node *node,
                                         const struct selection *selection,
                                         const struct cell *condition, struct cell *cells)
{
    bool *picked = run_array(run, selection->count, sizeof *picked), some = false;
    struct cell *branches[2];
    const size_t count = node->op == NODE_IF ? 2 : 1;
    enum ft_status status = picked == NULL ? FT_NO_MEMORY : FT_OK;
    for (uint32_t i = 0; i < selection->count && status == FT_OK; i++)
        some |= picked[i] = condition[i].state == CELL_UNDETERMINED;
    run->idle++;
    for (size_t branch = 0; branch < count && some && status == FT_OK; branch++) {
        branches[branch] = run_array(run, selection->count, sizeof **branches);
        status = branches[branch] == NULL ? FT_NO_MEMORY
                                          : evaluate_part(run, node->operands[branch + 1],
                                                          selection, picked, branches[branch]);
    }
    run->idle--;
    for (uint32_t i = 0; i < selection->count && some && status == FT_OK; i++) {
        if (picked[i] && node->op == NODE_IF)
            evaluate_decide_branches(run, node, &branches[0][i], &branches[1][i], &cells[i]);
        else if (picked[i])
            decide_second(run, node, &branches[0][i], &cells[i]);
    }
    return status == FT_OK ? run->status : status;
}

/* and, or: the second operand only where the first does not decide. if: each branch where it is
 * taken. */
static enum ft_status evaluate_lazy(struct run *run, const struct node *node,
                                    const struct selection *selection, struct cell *cells)
{
    struct cell *condition = evaluate_operand(run, node->operands[0], selection);
    bool *picked = run_array(run, selection->count, sizeof *picked);
    if (condition == NULL || picked == NULL)
        return FT_NO_MEMORY;
    memcpy(cells, condition, selection->count * sizeof *cells);
    size_t branches = node->op == NODE_IF ? 2 : 1;
    for (size_t branch = 0; branch < branches; branch++) {
        /* "if" takes its second operand where true, its third where false; "or" goes on where
         * false. */
        bool wanted = node->op == NODE_AND || (node->op == NODE_IF && branch == 0);
        for (uint32_t i = 0; i < selection->count; i++)
            picked[i] = condition[i].state == CELL_VALUE && condition[i].value.boolean == wanted;
        enum ft_status status =
            evaluate_part(run, node->operands[branch + 1], selection, picked, cells);
        if (status != FT_OK)
            return status;
    }
    return evaluate_undecided(run, node, selection, condition, cells);
}

/* ---- all of it ---- */

/* The own rows of the aggregate around. */
static struct selection own_rows(const struct selection *selection)
{
    assert(selection->owners != NULL); /* the checker refuses such names elsewhere */
    return (struct selection){
        selection->owner, selection->owners, selection->dates, selection->count, NULL, NULL};
}

static enum ft_status evaluate_leaf(struct run *run, const struct node *node,
                                    const struct selection *selection, struct cell *cells)
{
    struct selection own;
    if (node->outer) {
        own = own_rows(selection);
        selection = &own;
    }
    for (uint32_t i = 0; i < selection->count; i++) {
        if (node->op == NODE_CONSTANT)
            cells[i] = (struct cell){.value = node->constant, .state = CELL_VALUE};
        else if (node->field != NULL)
            read_field(run, node, selection, i, &cells[i]);
        else
            read_item(run, node, selection, i, &cells[i]);
    }
    return FT_OK;
}

static void evaluate_date(const struct selection *selection, struct cell *cells)
{
    for (uint32_t i = 0; i < selection->count; i++)
        cells[i] = (struct cell){.value = {.date = selection->dates[i]}, .state = CELL_VALUE};
}

static enum ft_status evaluate_dispatch(struct run *run, const struct node *node,
                                        const struct selection *selection, struct cell *cells)
{
    switch (node_class(node->op)) {
    case CLASS_LEAF:
        return evaluate_leaf(run, node, selection, cells);
    case CLASS_DATE:
        evaluate_date(selection, cells);
        return FT_OK;
    case CLASS_CONDITION:
        return evaluate_lazy(run, node, selection, cells);
    case CLASS_SIBLINGS:
        return evaluate_siblings(run, node, selection, cells);
    case CLASS_AGGREGATE:
        return evaluate_aggregate(run, node, selection, cells);
    case CLASS_DATED:
        return evaluate_dated(run, node, selection, cells);
    case CLASS_PARAMETER:
    case CLASS_OPERATION:
        break;
    }
    return evaluate_strict(run, node, selection, NULL, cells);
}

enum ft_status evaluate(struct run *run, const struct node *node, const struct selection *selection,
                        struct cell *cells)
{
    enum ft_status status = evaluate_dispatch(run, node, selection, cells);
    const struct selection own = node->outer ? own_rows(selection) : *selection;
    if (status == FT_OK && run->evaluation->trace != NULL)
        evaluate_tell(run, node, &own, cells);
    return status == FT_OK ? run->status : status;
}

static enum ft_status evaluate_block(struct run *run, const uint32_t *rows, uint32_t count,
                                     struct cell *cells)
{
    struct date *dates = run_array(run, count, sizeof *dates);
    if (dates == NULL)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        dates[i] = run->evaluation->on != NULL ? run->evaluation->on[rows[i]]
                                               : run->evaluation->dataset->as_of;
    const struct selection selection = {run->formula->entity, rows, dates, count, NULL, NULL};
    return evaluate(run, run->formula->root, &selection, cells);
}

/* Rows a block: fewer for a very large formula, whose every node holds a cell for each. */
static uint32_t block_rows(const struct formula *formula)
{
    uint32_t rows = BLOCK_CELLS / (formula->node_count + 1);
    return rows > BLOCK_ROWS ? BLOCK_ROWS : rows == 0 ? 1 : rows;
}

enum ft_status formula_evaluate(const struct formula *formula, struct evaluation *evaluation,
                                const uint32_t *rows, uint32_t count, struct cell *cells)
{
    struct run run = {.formula = formula, .evaluation = evaluation, .block = block_rows(formula)};
    enum ft_status status = FT_OK;
    arena_open(&run.scratch, evaluation->dataset->arena->allocator);
    arena_open(&run.kept, evaluation->dataset->arena->allocator);
    struct arena_mark start = arena_mark(&run.scratch);
    for (uint32_t done = 0; done < count && status == FT_OK; done += run.block) {
        uint32_t block = count - done < run.block ? count - done : run.block;
        status = evaluate_block(&run, rows + done, block, cells + done);
        arena_rewind(&run.scratch, start);
    }
    arena_close(&run.scratch);
    arena_close(&run.kept);
    return status;
}
