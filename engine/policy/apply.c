/*
 * Rules applied to rows: needs, when, cases, value, each for all rows that the one before left.
 * rule_derive runs the same functions at one row with a trace.
 */
#include <assert.h>
#include <string.h>

#include "policy_internal.h"

/* A rule being applied to some rows of its table. */
struct applying {
    const struct rule *rule;
    struct evaluation evaluation;
    struct dataset *dataset;
    struct arena *scratch; /* for this rule alone */
    uint32_t *rows;        /* still to be settled */
    uint32_t count;
    struct cell *outcomes;         /* by row of the table */
    struct cell *waiting;          /* by row: undetermined so far, but a later condition may say
                                      that it does not apply; else CELL_VALUE */
    bool waits;                    /* one does */
    int16_t *cases;                /* by row: the case taken */
    struct date *dates;            /* by row: the date in force, where the rule says one */
    struct derivation *derivation; /* or NULL */
    enum ft_status status;         /* FT_NO_MEMORY where a conflict could not be told */
};

/* Rows settled by a cell leave the list; `keep` says of each cell whether its row goes on. */
typedef bool keeps(struct applying *applying, uint32_t row, const struct cell *cell);

/* A formula at those open rows of which `waiting` is so; `at` gets their places in the list. */
static enum ft_status evaluate_some(struct applying *applying, const struct formula *formula,
                                    bool waiting, struct cell *cells)
{
    uint32_t *rows = arena_array(applying->scratch, applying->count, sizeof *rows), count = 0;
    uint32_t *at = arena_array(applying->scratch, applying->count, sizeof *at);
    struct cell *some = arena_array(applying->scratch, applying->count, sizeof *some);
    struct evaluation evaluation = applying->evaluation;
    if (rows == NULL || at == NULL || some == NULL)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < applying->count; i++) {
        const uint32_t row = applying->rows[i];
        if ((applying->waiting[row].state != CELL_VALUE) != waiting)
            continue;
        rows[count] = row;
        at[count++] = i;
    }
    evaluation.silent |= waiting;
    enum ft_status status = formula_evaluate(formula, &evaluation, rows, count, some);
    applying->evaluation.told = evaluation.told;
    for (uint32_t i = 0; i < count && status == FT_OK; i++)
        cells[at[i]] = some[i];
    return status;
}

/* A formula at the open rows; nothing is told of one that may not apply. NULL: memory is out. */
static struct cell *evaluate_open(struct applying *applying, const struct formula *formula)
{
    struct cell *cells = arena_array(applying->scratch, applying->count, sizeof *cells);
    enum ft_status status = FT_OK;
    if (cells != NULL && !applying->waits)
        status = formula_evaluate(formula, &applying->evaluation, applying->rows, applying->count,
                                  cells);
    else if (cells != NULL && evaluate_some(applying, formula, false, cells) == FT_OK)
        status = evaluate_some(applying, formula, true, cells);
    else
        status = FT_NO_MEMORY;
    return status == FT_OK ? cells : NULL;
}

static enum ft_status filter(struct applying *applying, const struct formula *formula, keeps *keep)
{
    const struct cell *cells = evaluate_open(applying, formula);
    if (cells == NULL)
        return FT_NO_MEMORY;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < applying->count; i++) {
        uint32_t row = applying->rows[i];
        if (keep(applying, row, &cells[i]))
            applying->rows[kept++] = row;
    }
    applying->count = kept;
    return FT_OK;
}

/* A condition is undetermined at the row: what follows may still say that it does not apply. */
static void wait_for(struct applying *applying, uint32_t row, const struct cell *cell)
{
    struct cell *waiting = &applying->waiting[row];
    assert(cell->state == CELL_UNDETERMINED);
    applying->waits = true;
    if (waiting->state == CELL_VALUE) {
        *waiting = *cell;
        return;
    }
    waiting->reason.lacks =
        lacks_join(waiting->reason.lacks, cell->reason.lacks, applying->scratch);
    if (waiting->reason.lacks == NULL)
        applying->status = FT_NO_MEMORY;
}

/* Rows that still wait behind all conditions are undetermined. */
static enum ft_status apply_settle_waiting(struct applying *applying)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < applying->count; i++) {
        const uint32_t row = applying->rows[i];
        if (applying->waiting[row].state == CELL_VALUE) {
            applying->rows[kept++] = row;
            continue;
        }
        applying->outcomes[row] = applying->waiting[row];
        applying->outcomes[row].reason.partial = false;
    }
    applying->count = kept;
    applying->waits = false;
    return applying->status;
}

static void not_applicable(struct applying *applying, uint32_t row, struct reason reason)
{
    applying->outcomes[row] = (struct cell){.state = CELL_NOT_APPLICABLE, .reason = reason};
}

/* ---- needs, when, on ---- */

static bool keep_dated(struct applying *applying, uint32_t row, const struct cell *cell)
{
    const struct cell *waiting = &applying->waiting[row];
    if (cell->state == CELL_VALUE) {
        applying->dates[row] = cell->value.date;
        return true;
    }
    struct cell *outcome = &applying->outcomes[row];
    *outcome = *cell;
    if (cell->state == CELL_UNDETERMINED && waiting->state != CELL_VALUE) {
        outcome->reason.lacks =
            lacks_join(cell->reason.lacks, waiting->reason.lacks, applying->scratch);
        if (outcome->reason.lacks == NULL)
            applying->status = FT_NO_MEMORY;
    }
    return false;
}

/* Rows that a condition closes, and those beside one that is worked out again, have a date that
 * pools and rows behind them ask for. Nothing is told of it: it may not be needed. */
static enum ft_status find_sibling_dates(struct applying *applying, uint32_t table_rows)
{
    struct evaluation evaluation = applying->evaluation;
    uint32_t *rows = arena_array(applying->scratch, table_rows, sizeof *rows);
    struct cell *cells = arena_array(applying->scratch, table_rows, sizeof *cells);
    if (rows == NULL || cells == NULL)
        return FT_NO_MEMORY;
    for (uint32_t row = 0; row < table_rows; row++)
        rows[row] = row;
    evaluation.silent = true;
    evaluation.trace = NULL;
    enum ft_status status =
        formula_evaluate(applying->rule->on, &evaluation, rows, table_rows, cells);
    for (uint32_t row = 0; row < table_rows && status == FT_OK; row++)
        if (cells[row].state == CELL_VALUE)
            applying->dates[row] = cells[row].value.date;
    return status;
}

/* Room for the dates, and those that siblings ask for. */
static enum ft_status apply_start_dates(struct applying *applying, uint32_t table_rows)
{
    const struct rule *rule = applying->rule;
    if (rule->on == NULL)
        return FT_OK;
    applying->dates = arena_array(applying->scratch, table_rows, sizeof *applying->dates);
    if (applying->dates == NULL)
        return FT_NO_MEMORY;
    for (uint32_t row = 0; row < table_rows; row++)
        applying->dates[row] = applying->dataset->as_of;
    const bool some = applying->count < table_rows || rule->when != NULL || rule->need_count > 0;
    return some && rule->asks_siblings ? find_sibling_dates(applying, table_rows) : FT_OK;
}

/* The dates of the open rows. */
static enum ft_status apply_find_dates(struct applying *applying)
{
    if (applying->rule->on == NULL)
        return FT_OK;
    applying->evaluation.on = NULL; /* the date's own formula is read on the scenario's date */
    enum ft_status status = filter(applying, applying->rule->on, keep_dated);
    applying->evaluation.on = applying->dates;
    return status == FT_OK ? applying->status : status;
}

static bool keep_true(struct applying *applying, uint32_t row, const struct cell *cell)
{
    if (cell->state == CELL_UNDETERMINED) {
        wait_for(applying, row, cell);
        return true;
    }
    if (cell->state != CELL_VALUE)
        applying->outcomes[row] = *cell;
    else if (!cell->value.boolean)
        not_applicable(applying, row, (struct reason){.kind = REASON_WHEN});
    return cell->state == CELL_VALUE && cell->value.boolean;
}

/* The row of the check that a need refers to. */
static uint32_t need_row(const struct applying *applying, const struct node *node, uint32_t row)
{
    const struct entity *entity = applying->rule->item.entity;
    if (node->via != NULL) {
        return applying->dataset->tables[entity->index]
            .fields[node->via->index]
            .values[row]
            .reference;
    }
    return row_above(applying->dataset, entity, row, node->entity);
}

static enum ft_status check_need(struct applying *applying, const struct formula *need)
{
    const struct cell *cells = evaluate_open(applying, need);
    if (cells == NULL)
        return FT_NO_MEMORY;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < applying->count; i++) {
        uint32_t row = applying->rows[i];
        if (cells[i].state == CELL_UNDETERMINED)
            wait_for(applying, row, &cells[i]);
        if (cells[i].state == CELL_UNDETERMINED ||
            (cells[i].state == CELL_VALUE && cells[i].value.boolean))
            applying->rows[kept++] = row;
        else if (cells[i].state == CELL_ERROR)
            applying->outcomes[row] = cells[i];
        else {
            not_applicable(applying, row,
                           (struct reason){.kind = REASON_NEEDS,
                                           .cause = need->root->item,
                                           .row = need_row(applying, need->root, row)});
        }
    }
    applying->count = kept;
    return FT_OK;
}

/* ---- ways ---- */

/* One way's cell, put to those before it: a value is a way; else what is undetermined may be. */
static enum ft_status take_way(struct applying *applying, const struct cell *way, struct cell *all)
{
    if (all->state == CELL_VALUE || all->state == CELL_ERROR || way->state == CELL_NOT_APPLICABLE)
        return FT_OK;
    if (way->state != CELL_UNDETERMINED || all->state != CELL_UNDETERMINED) {
        *all = *way;
        return FT_OK;
    }
    all->reason.lacks = lacks_join(all->reason.lacks, way->reason.lacks, applying->scratch);
    return all->reason.lacks == NULL ? FT_NO_MEMORY : FT_OK;
}

static enum ft_status settle_ways(struct applying *applying, uint32_t row, const struct cell *all)
{
    const struct lack lack = {.kind = LACK_WAY,
                              .entity = applying->rule->item.entity,
                              .row = row,
                              .item = &applying->rule->item};
    struct cell *outcome = &applying->outcomes[row];
    *outcome = *all;
    outcome->reason.partial = false;
    if (all->state != CELL_NOT_APPLICABLE)
        return FT_OK;
    *outcome = (struct cell){.state = CELL_UNDETERMINED,
                             .reason.lacks = lacks_of(&lack, applying->scratch)};
    return outcome->reason.lacks == NULL ? FT_NO_MEMORY : FT_OK;
}

/* Rows at which none of the ways applies are undetermined: the figure must come about. */
static enum ft_status check_ways(struct applying *applying)
{
    const struct rule *rule = applying->rule;
    struct cell *all = arena_array(applying->scratch, applying->count, sizeof *all);
    enum ft_status status = all == NULL ? FT_NO_MEMORY : FT_OK;
    for (uint32_t i = 0; status == FT_OK && i < applying->count; i++)
        all[i].state = CELL_NOT_APPLICABLE;
    for (size_t way = 0; way < rule->way_count && status == FT_OK; way++) {
        const struct cell *cells = evaluate_open(applying, rule->ways[way]);
        for (uint32_t i = 0; cells != NULL && i < applying->count && status == FT_OK; i++)
            status = take_way(applying, &cells[i], &all[i]);
        status = cells == NULL ? FT_NO_MEMORY : status;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < applying->count && status == FT_OK; i++) {
        const uint32_t row = applying->rows[i];
        if (all[i].state == CELL_VALUE)
            applying->rows[kept++] = row;
        else
            status = settle_ways(applying, row, &all[i]);
    }
    applying->count = kept;
    return status;
}

/* ---- cases ---- */

static bool same_outcome(const struct cell *x, const struct cell *y, const struct type *type)
{
    return x->state == y->state &&
           (x->state != CELL_VALUE || values_equal(type, &x->value, &y->value));
}

static void report_conflict(struct applying *applying, uint32_t row, const struct rule_case *x,
                            const struct rule_case *y)
{
    struct dataset *dataset = applying->dataset;
    const struct entity *entity = applying->rule->item.entity;
    const struct table *table = &dataset->tables[entity->index];
    struct diagnostics *diagnostics = applying->evaluation.diagnostics;
    const char *path = entity->parent == NULL ? title_in(&entity->title, diagnostics->language)
                                              : row_path(dataset, entity, row, applying->scratch);
    applying->outcomes[row] = (struct cell){.state = CELL_ERROR};
    dataset->broken = true;
    if (path == NULL) {
        applying->status = FT_NO_MEMORY;
        return;
    }
    diagnostics->subject = (struct fault_subject){applying->rule->item.id, x->label};
    diagnostics_add(diagnostics, table->places == NULL ? NULL : &table->places[row],
                    &policy_message[POLICY_CONFLICT], applying->rule->item.id, path, x->label,
                    x->source, y->label, y->source, NULL);
    diagnostics->subject.table = NULL;
}

static bool holds(const struct cell *when)
{
    return when->state == CELL_VALUE && when->value.boolean;
}

/* Whether a case holds and another that holds overrides it. */
static bool yields(const struct rule *rule, const struct cell *when, size_t index)
{
    for (size_t j = 0; holds(&when[index]) && j < rule->case_count; j++)
        if (holds(&when[j]) && case_overrides(&rule->cases[j], (uint32_t)index))
            return true;
    return false;
}

static bool stands(const struct rule *rule, const struct cell *when, size_t index)
{
    return holds(&when[index]) && !yields(rule, when, index);
}

/* Which case stands at a row: -1 none. Two that differ are a conflict: -2. */
static int apply_choose(struct applying *applying, uint32_t row, const struct cell *when,
                        const struct cell *value)
{
    const struct rule *rule = applying->rule;
    int taken = -1;
    for (size_t i = 0; i < rule->case_count; i++) {
        if (!stands(rule, when, i))
            continue;
        if (taken >= 0 && !same_outcome(&value[taken], &value[i], &rule->item.type)) {
            report_conflict(applying, row, &rule->cases[taken], &rule->cases[i]);
            return -2;
        }
        if (taken < 0)
            taken = (int)i;
    }
    return taken;
}

/* Keeps for a derivation what came of each case at its one row. */
static void note_cases(struct applying *applying, const struct cell *when, int taken)
{
    const struct rule *rule = applying->rule;
    struct case_outcome *cases = applying->derivation == NULL ? NULL : applying->derivation->cases;
    for (size_t i = 0; cases != NULL && i < rule->case_count; i++)
        cases[i] = (struct case_outcome){.holds = holds(&when[i]),
                                         .overridden = yields(rule, when, i),
                                         .taken = (int)i == taken};
}

/* Whether a case that holds overrides this one, which then counts for nothing. */
static bool is_overridden(const struct rule *rule, const struct cell *when, size_t index)
{
    for (size_t j = 0; j < rule->case_count; j++)
        if (holds(&when[j]) && case_overrides(&rule->cases[j], (uint32_t)index))
            return true;
    return false;
}

/* A condition that could not be worked out settles the row: nothing may be taken past it. What is
 * not applicable or at fault goes before what is undetermined. */
static const struct cell *find_unsettled(const struct rule *rule, const struct cell *when)
{
    const struct cell *open = NULL;
    for (size_t i = 0; i < rule->case_count; i++) {
        if (when[i].state != CELL_VALUE && when[i].state != CELL_UNDETERMINED)
            return &when[i];
        if (open == NULL && when[i].state == CELL_UNDETERMINED && !is_overridden(rule, when, i))
            open = &when[i];
    }
    return open;
}

/* What the conditions of the cases leave undetermined at a row, all of it. */
static void take_unsettled(struct applying *applying, uint32_t row, const struct cell *when,
                           const struct cell *unsettled)
{
    struct cell *outcome = &applying->outcomes[row];
    *outcome = *unsettled;
    for (size_t i = 0; i < applying->rule->case_count && unsettled->state == CELL_UNDETERMINED; i++)
        if (when[i].state == CELL_UNDETERMINED)
            outcome->reason.lacks =
                lacks_join(outcome->reason.lacks, when[i].reason.lacks, applying->scratch);
    if (unsettled->state == CELL_UNDETERMINED && outcome->reason.lacks == NULL)
        applying->status = FT_NO_MEMORY;
    outcome->reason.partial = false;
}

/* The cells of all cases, by open row, then by case. */
struct case_cells {
    struct cell *when, *value;
};

static enum ft_status evaluate_conditions(struct applying *applying, size_t index,
                                          const struct case_cells *cells)
{
    const struct rule *rule = applying->rule;
    struct cell *when = arena_array(applying->scratch, applying->count, sizeof *when);
    if (when == NULL || formula_evaluate(rule->cases[index].when, &applying->evaluation,
                                         applying->rows, applying->count, when) != FT_OK)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < applying->count; i++)
        cells->when[i * rule->case_count + index] = when[i];
    return FT_OK;
}

/* Where the case stands: what it would come to elsewhere counts for nothing, faults neither. */
static enum ft_status evaluate_values(struct applying *applying, size_t index,
                                      const struct case_cells *cells)
{
    const struct rule *rule = applying->rule;
    uint32_t *rows = arena_array(applying->scratch, applying->count, sizeof *rows), count = 0;
    uint32_t *origins = arena_array(applying->scratch, applying->count, sizeof *origins);
    struct cell *values = arena_array(applying->scratch, applying->count, sizeof *values);
    if (rows == NULL || origins == NULL || values == NULL)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < applying->count; i++) {
        const struct cell *when = &cells->when[i * rule->case_count];
        if (find_unsettled(rule, when) == NULL && stands(rule, when, index)) {
            rows[count] = applying->rows[i];
            origins[count++] = i;
        }
    }
    if (formula_evaluate(rule->cases[index].value, &applying->evaluation, rows, count, values) !=
        FT_OK)
        return FT_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        cells->value[origins[i] * rule->case_count + index] = values[i];
    return FT_OK;
}

/* False where the row is still open. */
static bool settle_row(struct applying *applying, uint32_t row, const struct cell *when,
                       const struct cell *value)
{
    const struct cell *unsettled = find_unsettled(applying->rule, when);
    if (unsettled != NULL) {
        take_unsettled(applying, row, when, unsettled);
        return true;
    }
    int taken = apply_choose(applying, row, when, value);
    note_cases(applying, when, taken);
    if (taken >= 0) {
        applying->outcomes[row] = value[taken];
        applying->cases[row] = (int16_t)taken;
    }
    return taken != -1;
}

static enum ft_status apply_cases(struct applying *applying)
{
    const size_t count = applying->rule->case_count, cells = count * applying->count;
    const struct case_cells by_row = {
        .when = arena_array(applying->scratch, cells, sizeof *by_row.when),
        .value = arena_array(applying->scratch, cells, sizeof *by_row.value)};
    enum ft_status status = by_row.when == NULL || by_row.value == NULL ? FT_NO_MEMORY : FT_OK;
    for (size_t i = 0; i < count && status == FT_OK; i++)
        status = evaluate_conditions(applying, i, &by_row);
    for (size_t i = 0; i < count && status == FT_OK; i++)
        status = evaluate_values(applying, i, &by_row);
    if (status != FT_OK)
        return status;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < applying->count; i++) {
        const uint32_t row = applying->rows[i];
        if (!settle_row(applying, row, by_row.when + i * count, by_row.value + i * count))
            applying->rows[kept++] = row;
    }
    applying->count = kept;
    return applying->status;
}

/* ---- a rule ---- */

static bool keep_none(struct applying *applying, uint32_t row, const struct cell *cell)
{
    applying->outcomes[row] = *cell;
    return false;
}

static enum ft_status apply_default(struct applying *applying)
{
    if (applying->rule->value != NULL)
        return filter(applying, applying->rule->value, keep_none);
    for (uint32_t i = 0; i < applying->count; i++)
        not_applicable(applying, applying->rows[i], (struct reason){.kind = REASON_NO_CASE});
    return FT_OK;
}

static enum ft_status apply_when(struct applying *applying)
{
    const bool one = applying->count == 1, waited = applying->waits;
    if (applying->rule->when == NULL)
        return FT_OK;
    enum ft_status status = filter(applying, applying->rule->when, keep_true);
    if (applying->derivation != NULL && one && applying->waits == waited) {
        applying->derivation->when_known = true;
        applying->derivation->when = applying->count == 1;
    }
    return status;
}

/* needs, when, date; the date before a `when` that asks for law. A row that a condition closes is
 * not asked for its date. */
static enum ft_status apply_conditions(struct applying *applying)
{
    const struct rule *rule = applying->rule;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < rule->need_count && status == FT_OK; i++)
        status = check_need(applying, rule->needs[i]);
    if (status == FT_OK && !rule->when_is_dated)
        status = apply_when(applying);
    if (status == FT_OK)
        status = apply_find_dates(applying);
    if (status == FT_OK && rule->when_is_dated)
        status = apply_when(applying);
    return status == FT_OK ? apply_settle_waiting(applying) : status;
}

/* Conditions, cases, value. */
static enum ft_status apply_open(struct applying *applying)
{
    const struct rule *rule = applying->rule;
    enum ft_status status = apply_conditions(applying);
    if (status == FT_OK && rule->way_count > 0)
        status = check_ways(applying);
    if (status == FT_OK && rule->case_count > 0)
        status = apply_cases(applying);
    return status == FT_OK ? apply_default(applying) : status;
}

static enum ft_status apply_apply(struct applying *applying, uint32_t table_rows)
{
    enum ft_status status = apply_start_dates(applying, table_rows);
    return status == FT_OK ? apply_open(applying) : status;
}

/* ---- all rules ---- */

/* Keeps the outcomes at some rows: of those that settled, which `apply_apply` takes off its list. */
static enum ft_status keep_outcomes(struct applying *applying, struct item_column *column,
                                    const uint32_t *rows, uint32_t count, struct arena *arena)
{
    const struct lacks *last = NULL, *kept = NULL; /* rows that share in a pool have one set */
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t row = rows[i];
        const struct cell *cell = &applying->outcomes[row];
        column->column.states[row] = (uint8_t)cell->state;
        column->column.values[row] = cell->value;
        column->reasons[row] = cell->reason;
        if (cell->reason.lacks != NULL && cell->reason.lacks != last)
            kept = lacks_keep(last = cell->reason.lacks, arena);
        if (cell->reason.lacks != NULL && (column->reasons[row].lacks = kept) == NULL)
            return FT_NO_MEMORY;
        column->cases[row] = applying->cases[row];
        const bool known = cell->state == CELL_VALUE || cell->reason.partial;
        if (applying->rule->item.type.kind == TYPE_NUMBER && known &&
            number_keep(&column->column.values[row].number, arena, &cell->value.number) != FT_OK)
            return FT_NO_MEMORY;
    }
    return FT_OK;
}

/* All rows by their number among their siblings: the first of every parent, the second, and so on.
 * `first[n]` is where the n-th ones begin, up to `*waves`. False when memory is out. */
static bool rows_in_order(const struct table *table, struct arena *arena, uint32_t **rows,
                          uint32_t **first, uint32_t *waves)
{
    uint32_t *numbers = arena_array(arena, table->count, sizeof *numbers);
    *rows = arena_array(arena, table->count, sizeof **rows);
    *first = arena_array(arena, (size_t)table->count + 2, sizeof **first);
    *waves = 0;
    if (numbers == NULL || *rows == NULL || *first == NULL)
        return false;
    for (uint32_t row = 0; row < table->count; row++) {
        const bool starts = row == 0 || table->parents[row] != table->parents[row - 1];
        numbers[row] = starts ? 0 : numbers[row - 1] + 1;
        (*first)[numbers[row] + 2]++;
        *waves = numbers[row] + 1 > *waves ? numbers[row] + 1 : *waves;
    }
    for (uint32_t n = 2; n < *waves + 2; n++)
        (*first)[n] += (*first)[n - 1];
    for (uint32_t row = 0; row < table->count; row++)
        (*rows)[(*first)[numbers[row] + 1]++] = row;
    return true;
}

/* A rule that asks for its own figure at the sibling before: each row once that one is kept. */
static enum ft_status apply_in_order(struct applying *applying, struct table *table,
                                     struct item_column *column, struct arena *arena)
{
    uint32_t *rows, *first, waves;
    if (!rows_in_order(table, applying->scratch, &rows, &first, &waves))
        return FT_NO_MEMORY;
    enum ft_status status = apply_start_dates(applying, table->count);
    for (uint32_t wave = 0; wave < waves && status == FT_OK; wave++) {
        const uint32_t *own = rows + first[wave], count = first[wave + 1] - first[wave];
        memcpy(applying->rows, own, count * sizeof *own);
        applying->count = count;
        status = apply_open(applying);
        if (status == FT_OK)
            status = keep_outcomes(applying, column, own, count, arena);
    }
    return status;
}

static bool start(struct applying *applying, uint32_t rows, uint32_t count)
{
    applying->rows = arena_array(applying->scratch, count, sizeof *applying->rows);
    applying->outcomes = arena_array(applying->scratch, rows, sizeof *applying->outcomes);
    applying->cases = arena_array(applying->scratch, rows, sizeof *applying->cases);
    applying->waiting = arena_array(applying->scratch, rows, sizeof *applying->waiting);
    applying->count = count;
    if (applying->rows == NULL || applying->outcomes == NULL || applying->cases == NULL ||
        applying->waiting == NULL)
        return false;
    for (uint32_t row = 0; row < rows; row++) {
        applying->cases[row] = -1;
        applying->waiting[row].state = CELL_VALUE;
    }
    return true;
}

/* Figures are worked out in a scratch arena and kept at the end: intermediate limbs go at once. */
static enum ft_status apply_rule_in(const struct rule *rule, struct dataset *dataset,
                                    struct diagnostics *diagnostics, bool wide_only,
                                    bool *versions_used)
{
    struct table *table = &dataset->tables[rule->item.entity->index];
    struct arena scratch;
    struct arith arith;
    arena_open(&scratch, dataset->arena->allocator);
    arith_open(&arith, &scratch);
    arith.wide_only = wide_only;
    struct applying applying = {.rule = rule, .dataset = dataset, .scratch = &scratch};
    applying.evaluation = (struct evaluation){.dataset = dataset,
                                              .arith = &arith,
                                              .diagnostics = diagnostics,
                                              .versions_used = versions_used,
                                              .rule = rule->item.id};
    struct item_column *column = &table->items[rule->item.index];
    uint32_t *all = arena_array(&scratch, table->count, sizeof *all);
    enum ft_status status = FT_NO_MEMORY;
    if (all != NULL && start(&applying, table->count, table->count)) {
        for (uint32_t row = 0; row < table->count; row++)
            applying.rows[row] = all[row] = row;
        status = rule->recurs ? apply_in_order(&applying, table, column, dataset->arena)
                              : apply_apply(&applying, table->count);
    }
    if (status == FT_OK && !rule->recurs)
        status = keep_outcomes(&applying, column, all, table->count, dataset->arena);
    column->done = status == FT_OK;
    arith_close(&arith);
    arena_close(&scratch);
    return status;
}

enum ft_status policy_apply_rules(const struct policy *policy, const bool *chosen,
                                  struct dataset *dataset, struct arith *arith,
                                  struct diagnostics *diagnostics, struct application *application)
{
    if (application->versions_used == NULL)
        application->versions_used =
            arena_array(dataset->arena, policy->schema.version_count, sizeof(bool));
    if (application->versions_used == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (chosen != NULL && !chosen[i])
            continue;
        enum ft_status status = tables_make(policy, dataset, arith, diagnostics, application);
        if (status == FT_OK)
            status = apply_rule_in(policy->rules[i], dataset, diagnostics, arith->wide_only,
                                   application->versions_used);
        if (status != FT_OK)
            return status;
    }
    /* What the last rules settled may let more tables be made, for postings to look at. */
    if (tables_make(policy, dataset, arith, diagnostics, application) != FT_OK)
        return FT_NO_MEMORY;
    return dataset->broken ? FT_INVALID : FT_OK;
}

enum ft_status policy_apply(const struct policy *policy, struct dataset *dataset,
                            struct arith *arith, struct diagnostics *diagnostics,
                            struct application *application)
{
    application->versions_used = NULL;
    dataset->broken = false;
    dataset->assumed =
        arena_array(dataset->arena, policy->schema.entity_count, sizeof *dataset->assumed);
    if (dataset->assumed == NULL)
        return FT_NO_MEMORY;
    return policy_apply_rules(policy, NULL, dataset, arith, diagnostics, application);
}

enum ft_status rule_derive(const struct rule *rule, struct dataset *dataset, struct arith *arith,
                           struct diagnostics *diagnostics, uint32_t row, const struct trace *trace,
                           struct derivation *derivation)
{
    uint32_t rows = dataset->tables[rule->item.entity->index].count;
    struct applying applying = {
        .rule = rule, .dataset = dataset, .scratch = arith->arena, .derivation = derivation};
    applying.evaluation = (struct evaluation){.dataset = dataset,
                                              .arith = arith,
                                              .diagnostics = diagnostics,
                                              .trace = trace,
                                              .rule = rule->item.id};
    *derivation = (struct derivation){.on = dataset->as_of};
    derivation->cases = arena_array(arith->arena, rule->case_count, sizeof *derivation->cases);
    if (derivation->cases == NULL || !start(&applying, rows, 1))
        return FT_NO_MEMORY;
    applying.rows[0] = row;
    enum ft_status status = apply_apply(&applying, rows);
    if (status != FT_OK)
        return status;
    derivation->outcome = applying.outcomes[row];
    if (applying.evaluation.on != NULL)
        derivation->on = applying.evaluation.on[row];
    return FT_OK;
}
