/* Views filled in: figures of the rows side by side, posted ones as they were posted. */
#include <assert.h>
#include <string.h>

#include "ledger_internal.h"

/* A view while it is filled. */
struct filling {
    const struct ledger *ledger;
    const struct view *view;
    struct arith *arith;
    struct diagnostics *diagnostics;
    struct view_table *table;
    uint32_t *rows; /* every row of the entity */
    bool silent;    /* nothing is told of the data's faults */
};

static struct cell *cell_at(const struct filling *filling, uint32_t row, size_t line)
{
    return &filling->table->cells[row * filling->view->line_count + line];
}

static bool view_is_own(const struct node *node, const struct view *view)
{
    return (node->op == NODE_FIELD || node->op == NODE_ITEM) && node->entity == view->entity &&
           node->via == NULL;
}

/* ---- values ---- */

/* The row's own figure, absent and not applicable ones too. */
static void take_item(const struct filling *filling, const struct item *item, struct cell *cells)
{
    const struct table *table = &filling->ledger->dataset->tables[filling->view->entity->index];
    for (uint32_t row = 0; row < table->count; row++)
        cells[row] = item_cell(&table->items[item->index], row);
}

/* The row's own fact, worked out as formulas do: what is not known lacks it, and what is taken for one
 * that is not given is noted. One of which there is none is shown so: no condition closes it. */
static enum ft_status take_field(const struct filling *filling, const struct formula *formula,
                                 struct evaluation *evaluation, struct cell *cells)
{
    const struct table *table = &filling->ledger->dataset->tables[filling->view->entity->index];
    const struct column *column = &table->fields[formula->root->field->index];
    const enum ft_status status =
        formula_evaluate(formula, evaluation, filling->rows, table->count, cells);
    for (uint32_t row = 0; row < table->count && status == FT_OK; row++)
        if (cells[row].state == CELL_NOT_APPLICABLE)
            cells[row] = (struct cell){.state = column_state(column, row)};
    return status;
}

/* What was posted for a figure stands for it, as on the sheets: the sums must agree. */
static void take_postings(const struct filling *filling, const struct item *item,
                          struct cell *cells)
{
    const struct ledger *ledger = filling->ledger;
    size_t end;
    const size_t first = ledger_postings_of(ledger, policy_rule_of(ledger->policy, item), 0,
                                            filling->table->count, &end);
    for (size_t i = end; i > first; i--) {
        const struct posting posting = ledger_posting(ledger, i - 1);
        if (posting.post->amount == NULL && posting.lacks == NULL)
            cells[posting.row].value.number = posting.amount;
    }
}

static enum ft_status view_evaluate(const struct filling *filling, const struct formula *formula,
                                    struct cell *cells)
{
    const struct node *root = formula->root;
    uint32_t count = filling->table->count;
    struct evaluation evaluation = {.dataset = filling->ledger->dataset,
                                    .arith = filling->arith,
                                    .diagnostics = filling->diagnostics,
                                    .silent = filling->silent,
                                    .rule = filling->view->id};
    if (!view_is_own(root, filling->view))
        return formula_evaluate(formula, &evaluation, filling->rows, count, cells);
    if (root->op == NODE_FIELD)
        return take_field(filling, formula, &evaluation, cells);
    take_item(filling, root->item, cells);
    if (root->type.kind == TYPE_NUMBER)
        take_postings(filling, root->item, cells);
    return FT_OK;
}

/* ---- nets ---- */

/* A sum that one more lack keeps open: what it holds is its known part. */
static enum ft_status open_sum(const struct filling *filling, struct cell *sum,
                               const struct lacks *lacks)
{
    if (lacks == NULL)
        return FT_OK;
    sum->state = CELL_UNDETERMINED;
    sum->reason.partial = true;
    sum->reason.lacks = lacks_join(sum->reason.lacks, lacks, filling->arith->arena);
    return sum->reason.lacks == NULL ? FT_NO_MEMORY : FT_OK;
}

static enum ft_status view_add_net(const struct filling *filling, const struct party *party,
                                   const struct posting *posting, struct cell *net)
{
    struct number *sum = &net->value.number;
    enum ft_status status = FT_OK;
    if (posting->to.party == posting->from.party)
        return FT_OK;
    if (posting->to.party == party)
        status = number_add(sum, filling->arith, sum, &posting->amount);
    if (status == FT_OK && posting->from.party == party)
        status = number_sub(sum, filling->arith, sum, &posting->amount);
    if (status == FT_OK && (posting->to.party == party || posting->from.party == party))
        status = open_sum(filling, net, posting->lacks);
    return status;
}

static enum ft_status fill_net(const struct filling *filling, size_t index)
{
    const struct view_line *line = &filling->view->lines[index];
    const struct ledger *ledger = filling->ledger;
    const struct entity *entity = filling->view->entity;
    enum ft_status status = FT_OK;
    for (uint32_t row = 0; row < filling->table->count; row++)
        *cell_at(filling, row, index) =
            (struct cell){.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE};
    for (size_t i = 0; i < ledger->posting_count && status == FT_OK; i++) {
        const struct posting made = ledger_posting(ledger, i), *posting = &made;
        const struct entity *own = posting->rule->item.entity;
        if (posting->post->memo || posting->post->kind != line->kind)
            continue;
        struct cell *net = &filling->table->rest[index];
        if (entity_is_below(own, entity)) {
            uint32_t row = row_above(ledger->dataset, own, posting->row, entity);
            net = cell_at(filling, row, index);
        }
        status = view_add_net(filling, line->party, posting, net);
    }
    const struct cell *rest = &filling->table->rest[index];
    if (rest->state != CELL_VALUE || number_sign(&rest->value.number) != 0)
        filling->table->has_rest = true;
    return status;
}

/* ---- columns ---- */

static enum ft_status fill_line(struct filling *filling, size_t index)
{
    const struct view_line *line = &filling->view->lines[index];
    if (line->party != NULL)
        return fill_net(filling, index);
    struct cell *cells = arena_array(filling->arith->arena, filling->table->count, sizeof *cells);
    if (cells == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = view_evaluate(filling, line->value, cells);
    for (uint32_t row = 0; row < filling->table->count && status == FT_OK; row++) {
        assert(cells[row].state != CELL_ERROR); /* a fault leaves its figure undetermined */
        *cell_at(filling, row, index) = cells[row];
    }
    return status;
}

static enum ft_status view_add_total(struct filling *filling, size_t index)
{
    struct cell *total = &filling->table->totals[index];
    *total = filling->table->rest[index];
    enum ft_status status = FT_OK;
    for (uint32_t row = 0; row < filling->table->count && status == FT_OK; row++) {
        const struct cell *cell = cell_at(filling, row, index);
        if (cell->state == CELL_VALUE || cell->reason.partial)
            status = number_add(&total->value.number, filling->arith, &total->value.number,
                                &cell->value.number);
        if (status == FT_OK && cell->state == CELL_UNDETERMINED)
            status = open_sum(filling, total, cell->reason.lacks);
    }
    return status;
}

bool view_line_is_per(const struct view *view, const struct view_line *line)
{
    struct dimension product;
    return view->per != NULL && line->type.kind == TYPE_NUMBER &&
           dimension_mul(&product, view->per->unit.dimension, view->per->type.dimension) &&
           dimension_equal(product, line->type.dimension);
}

/* A quotient for every number of the fitting dimension; none where there is nothing to divide by.
 */
static enum ft_status fill_per(struct filling *filling)
{
    const struct view *view = filling->view;
    struct view_table *table = filling->table;
    size_t count = (size_t)table->count * view->line_count;
    struct cell *divisors = arena_array(filling->arith->arena, table->count, sizeof *divisors);
    table->per = arena_array(filling->arith->arena, count, sizeof *table->per);
    if (divisors == NULL || table->per == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = view_evaluate(filling, view->per->value, divisors);
    for (size_t i = 0; i < count && status == FT_OK; i++) {
        const struct cell *divisor = &divisors[i / view->line_count], *cell = &table->cells[i];
        const bool asked = view_line_is_per(view, &view->lines[i % view->line_count]);
        const bool open = divisor->state == CELL_UNDETERMINED;
        table->per[i].state = CELL_NOT_APPLICABLE;
        if (asked && cell->state != CELL_NOT_APPLICABLE &&
            (open || (cell->state == CELL_UNDETERMINED && divisor->state == CELL_VALUE)))
            table->per[i] = open ? *divisor : *cell;
        table->per[i].reason.partial = false;
        if (!asked || cell->state != CELL_VALUE || divisor->state != CELL_VALUE ||
            number_sign(&divisor->value.number) == 0)
            continue;
        table->per[i].state = CELL_VALUE;
        status = number_div(&table->per[i].value.number, filling->arith, &cell->value.number,
                            &divisor->value.number);
    }
    return status;
}

enum ft_status ledger_line(struct cell *cells, const struct ledger *ledger, const struct view *view,
                           const struct view_line *line, struct arith *arith,
                           struct diagnostics *diagnostics)
{
    const uint32_t count = ledger->dataset->tables[view->entity->index].count;
    struct view_table table = {.view = view, .count = count};
    struct filling filling = {.ledger = ledger,
                              .view = view,
                              .arith = arith,
                              .diagnostics = diagnostics,
                              .table = &table,
                              .silent = true,
                              .rows = arena_array(arith->arena, count, sizeof(uint32_t))};
    if (filling.rows == NULL)
        return FT_NO_MEMORY;
    for (uint32_t row = 0; row < count; row++)
        filling.rows[row] = row;
    return view_evaluate(&filling, line->value, cells);
}

static enum ft_status view_make_room(struct filling *filling)
{
    static const struct cell zero = {.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE};
    struct view_table *table = filling->table;
    struct arena *arena = filling->arith->arena;
    size_t lines = filling->view->line_count;
    table->view = filling->view;
    table->count = filling->ledger->dataset->tables[filling->view->entity->index].count;
    table->cells = arena_array(arena, table->count * lines, sizeof *table->cells);
    table->totals = arena_array(arena, lines, sizeof *table->totals);
    table->rest = arena_array(arena, lines, sizeof *table->rest);
    filling->rows = arena_array(arena, table->count, sizeof *filling->rows);
    if (table->cells == NULL || table->totals == NULL || table->rest == NULL ||
        filling->rows == NULL)
        return FT_NO_MEMORY;
    for (uint32_t row = 0; row < table->count; row++)
        filling->rows[row] = row;
    for (size_t i = 0; i < lines; i++)
        table->totals[i] = table->rest[i] = zero;
    return FT_OK;
}

enum ft_status ledger_view(struct view_table *table, const struct ledger *ledger,
                           const struct view *view, struct arith *arith,
                           struct diagnostics *diagnostics)
{
    struct filling filling = {
        .ledger = ledger, .view = view, .arith = arith, .diagnostics = diagnostics, .table = table};
    *table = (struct view_table){.view = view};
    enum ft_status status = view_make_room(&filling);
    for (size_t i = 0; i < view->line_count && status == FT_OK; i++) {
        status = fill_line(&filling, i);
        if (status == FT_OK && view->lines[i].total && !view->sheet)
            status = view_add_total(&filling, i);
    }
    if (status == FT_OK && view->per != NULL)
        status = fill_per(&filling);
    return number_tell_size(diagnostics, &view->place, status);
}

/* ---- which views lead ---- */

enum ft_status ledger_leads(bool *leads, const struct ledger *ledger, const struct view *view,
                            struct arith *arith, struct diagnostics *diagnostics)
{
    const uint32_t root = 0;
    struct cell cell = {.state = CELL_ABSENT};
    struct evaluation evaluation = {
        .dataset = ledger->dataset, .arith = arith, .diagnostics = diagnostics, .rule = view->id};
    *leads = false;
    if (view->lead == NULL)
        return FT_OK;
    enum ft_status status = formula_evaluate(view->lead, &evaluation, &root, 1, &cell);
    *leads = cell.state == CELL_VALUE && cell.value.boolean;
    assert(cell.state != CELL_ERROR);
    return status;
}
