/*
 * Rules applied to rows of held tables: the form of steps.h whose cells have reasons. rule_derive
 * goes the same way at one row, with a trace.
 */
#include <assert.h>
#include <string.h>

#include "policy_internal.h"
#include "steps.h"

/* A rule being applied to some rows of its table, each a lane of its steps. */
struct applying {
    struct steps steps; /* the first, so that the form finds the others */
    struct evaluation evaluation;
    struct dataset *dataset;
    const uint32_t *rows;          /* by lane */
    struct cell *outcomes;         /* by row of the table */
    struct cell *gathered;         /* by row: undetermined for what was gathered; else a value */
    int16_t *cases;                /* by row: the case taken */
    struct date *dates;            /* by row: the date in force, where the rule says one */
    struct derivation *derivation; /* or NULL */
};

static struct applying *applying_of(struct steps *steps)
{
    return (struct applying *)steps;
}

/* ---- formulas at open lanes ---- */

/* A formula at those lanes of `lanes` that wait, or do not; nothing is told of what waits: it may
 * not apply. */
static enum ft_status apply_evaluate_some(struct applying *applying, const struct formula *formula,
                                          const uint8_t *lanes, bool waiting, struct cell *cells)
{
    struct steps *steps = &applying->steps;
    uint32_t *rows = arena_array(steps->arena, steps->count, sizeof *rows), count = 0;
    struct cell *some = arena_array(steps->arena, steps->count, sizeof *some);
    struct evaluation evaluation = applying->evaluation;
    if (rows == NULL || some == NULL)
        return FT_NO_MEMORY;
    for (uint32_t lane = 0; lane < steps->count; lane++)
        if (lanes[lane] && steps->waiting[lane] == waiting)
            rows[count++] = applying->rows[lane];
    if (count == 0)
        return FT_OK;
    evaluation.silent |= waiting;
    enum ft_status status = formula_evaluate(formula, &evaluation, rows, count, some);
    applying->evaluation.told = evaluation.told;
    count = 0;
    for (uint32_t lane = 0; lane < steps->count && status == FT_OK; lane++)
        if (lanes[lane] && steps->waiting[lane] == waiting)
            cells[lane] = some[count++];
    return status;
}

static enum vector_status apply_evaluate(struct steps *steps, const struct formula *formula,
                                         const uint8_t *lanes, struct step_cells *out)
{
    struct applying *applying = applying_of(steps);
    const bool boolean = formula->root->type.kind == TYPE_BOOLEAN;
    struct cell *cells = arena_array(steps->arena, steps->count, sizeof *cells);
    uint8_t *states = arena_array(steps->arena, steps->count, sizeof *states);
    uint8_t *truths = arena_array(steps->arena, steps->count, sizeof *truths);
    if (cells == NULL || states == NULL || truths == NULL ||
        apply_evaluate_some(applying, formula, lanes, false, cells) != FT_OK ||
        apply_evaluate_some(applying, formula, lanes, true, cells) != FT_OK)
        return VECTOR_NO_MEMORY;
    for (uint32_t lane = 0; lane < steps->count; lane++) {
        states[lane] = (uint8_t)cells[lane].state;
        truths[lane] = boolean && cells[lane].state == CELL_VALUE && cells[lane].value.boolean;
    }
    *out = (struct step_cells){.states = states, .truths = boolean ? truths : NULL, .cells = cells};
    if (applying->derivation != NULL && formula == steps->rule->when) {
        applying->derivation->when_known = *states != CELL_UNDETERMINED;
        applying->derivation->when = *truths;
    }
    return VECTOR_OK;
}

/* ---- lanes that settle ---- */

static enum vector_status apply_take(struct steps *steps, const uint8_t *lanes,
                                     const struct step_cells *from, int index)
{
    struct applying *applying = applying_of(steps);
    const struct cell *cells = from->cells;
    for (uint32_t lane = 0; lane < steps->count; lane++) {
        if (!lanes[lane])
            continue;
        applying->outcomes[applying->rows[lane]] = cells[lane];
        applying->cases[applying->rows[lane]] = (int16_t)index;
        if (index >= 0 && applying->derivation != NULL)
            applying->derivation->cases[index].taken = true;
    }
    return VECTOR_OK;
}

static enum vector_status apply_pass_on(struct steps *steps, const uint8_t *lanes,
                                        const struct step_cells *from)
{
    return apply_take(steps, lanes, from, -1);
}

/* The row of the check that a need refers to. */
static uint32_t need_row(const struct applying *applying, const struct node *node, uint32_t row)
{
    const struct entity *entity = applying->steps.rule->item.entity;
    if (node->via != NULL) {
        const struct table *table = &applying->dataset->tables[entity->index];
        return column_value(&table->fields[node->via->index], row).reference;
    }
    return row_above(applying->dataset, entity, row, node->entity);
}

static void apply_exclude(struct steps *steps, const uint8_t *lanes, enum reason_kind kind,
                          const struct formula *need)
{
    struct applying *applying = applying_of(steps);
    for (uint32_t lane = 0; lane < steps->count; lane++) {
        const uint32_t row = applying->rows[lane];
        struct reason reason = {.kind = kind};
        if (!lanes[lane])
            continue;
        if (kind == REASON_NEEDS) {
            reason.cause = need->root->item;
            reason.row = need_row(applying, need->root, row);
        }
        applying->outcomes[row] = (struct cell){.state = CELL_NOT_APPLICABLE, .reason = reason};
    }
}

static enum vector_status apply_gather(struct steps *steps, const uint8_t *lanes,
                                       const struct step_cells *from)
{
    struct applying *applying = applying_of(steps);
    const struct cell *cells = from->cells;
    for (uint32_t lane = 0; lane < steps->count; lane++) {
        struct cell *gathered = &applying->gathered[applying->rows[lane]];
        if (!lanes[lane])
            continue;
        assert(cells[lane].state == CELL_UNDETERMINED);
        if (gathered->state == CELL_VALUE) {
            *gathered = cells[lane];
            continue;
        }
        gathered->reason.lacks =
            lacks_join(gathered->reason.lacks, cells[lane].reason.lacks, steps->arena);
        if (gathered->reason.lacks == NULL)
            return VECTOR_NO_MEMORY;
    }
    return VECTOR_OK;
}

static enum vector_status apply_settle(struct steps *steps, const uint8_t *lanes)
{
    struct applying *applying = applying_of(steps);
    const struct item *item = &steps->rule->item;
    for (uint32_t lane = 0; lane < steps->count; lane++) {
        const uint32_t row = applying->rows[lane];
        struct cell *outcome = &applying->outcomes[row];
        if (!lanes[lane])
            continue;
        *outcome = applying->gathered[row];
        outcome->reason.partial = false;
        if (outcome->state != CELL_VALUE)
            continue;
        const struct lack lack = {
            .kind = LACK_WAY, .entity = item->entity, .row = row, .item = item};
        *outcome = (struct cell){.state = CELL_UNDETERMINED,
                                 .reason.lacks = lacks_of(&lack, steps->arena)};
        if (outcome->reason.lacks == NULL)
            return VECTOR_NO_MEMORY;
    }
    return VECTOR_OK;
}

/* ---- cases ---- */

static bool same_outcome(const struct cell *x, const struct cell *y, const struct type *type)
{
    return x->state == y->state &&
           (x->state != CELL_VALUE || values_equal(type, &x->value, &y->value));
}

static enum vector_status report_conflict(struct applying *applying, uint32_t row,
                                          const struct rule_case *x, const struct rule_case *y)
{
    struct dataset *dataset = applying->dataset;
    const struct item *item = &applying->steps.rule->item;
    const struct table *table = &dataset->tables[item->entity->index];
    struct diagnostics *diagnostics = applying->evaluation.diagnostics;
    const char *path = item->entity->parent == NULL
                           ? title_in(&item->entity->title, diagnostics->language)
                           : row_path(dataset, item->entity, row, applying->steps.arena);
    applying->outcomes[row] = (struct cell){.state = CELL_ERROR};
    dataset->broken = true;
    if (path == NULL)
        return VECTOR_NO_MEMORY;
    diagnostics->subject = (struct fault_subject){item->id, x->label};
    struct place room;
    diagnostics_add(diagnostics, table_place(table, row, &room), &policy_message[POLICY_CONFLICT],
                    item->id, path, x->label, x->source, y->label, y->source, NULL);
    diagnostics->subject.table = NULL;
    return VECTOR_OK;
}

/* The first case that stands in a lane is taken; two that differ are a conflict. */
static enum vector_status apply_choose_one(struct applying *applying, uint32_t lane,
                                           struct step_case *cases)
{
    const struct rule *rule = applying->steps.rule;
    const struct cell *taken = NULL;
    size_t first = 0;
    for (size_t i = 0; i < rule->case_count; i++) {
        const struct cell *value = cases[i].value.cells;
        if (!cases[i].stands[lane])
            continue;
        cases[i].stands[lane] = taken == NULL;
        if (taken != NULL && !same_outcome(taken, &value[lane], &rule->item.type)) {
            for (size_t j = 0; j < rule->case_count; j++)
                cases[j].stands[lane] = 0;
            return report_conflict(applying, applying->rows[lane], &rule->cases[first],
                                   &rule->cases[i]);
        }
        first = taken == NULL ? i : first;
        taken = taken == NULL ? &value[lane] : taken;
    }
    return VECTOR_OK;
}

static enum vector_status apply_choose(struct steps *steps, const uint8_t *lanes,
                                       struct step_case *cases)
{
    enum vector_status status = VECTOR_OK;
    for (uint32_t lane = 0; lane < steps->count && status == VECTOR_OK; lane++)
        if (lanes[lane])
            status = apply_choose_one(applying_of(steps), lane, cases);
    return status;
}

/* Keeps for a derivation what came of each case at its one row. */
static void apply_note(struct steps *steps, const struct step_case *cases)
{
    const struct derivation *derivation = applying_of(steps)->derivation;
    for (size_t i = 0; derivation != NULL && *steps->open && i < steps->rule->case_count; i++)
        derivation->cases[i] = (struct case_outcome){
            .holds = *cases[i].holds, .overridden = *cases[i].holds && !*cases[i].stands};
}

/* ---- on ---- */

/* Rows that a condition closes, and those beside one that is worked out again, have a date that
 * pools and rows behind them ask for. Nothing is told of it: it may not be needed. */
static enum ft_status find_sibling_dates(struct applying *applying, uint32_t table_rows)
{
    struct arena *arena = applying->steps.arena;
    struct evaluation evaluation = applying->evaluation;
    uint32_t *rows = arena_array(arena, table_rows, sizeof *rows);
    struct cell *cells = arena_array(arena, table_rows, sizeof *cells);
    if (rows == NULL || cells == NULL)
        return FT_NO_MEMORY;
    for (uint32_t row = 0; row < table_rows; row++)
        rows[row] = row;
    evaluation.silent = true;
    evaluation.trace = NULL;
    enum ft_status status =
        formula_evaluate(applying->steps.rule->on, &evaluation, rows, table_rows, cells);
    for (uint32_t row = 0; row < table_rows && status == FT_OK; row++)
        if (cells[row].state == CELL_VALUE)
            applying->dates[row] = cells[row].value.date;
    return status;
}

/* Room for the dates, and those that siblings ask for. */
static enum ft_status apply_start_dates(struct applying *applying, uint32_t table_rows)
{
    const struct rule *rule = applying->steps.rule;
    const bool some =
        applying->steps.count < table_rows || rule->when != NULL || rule->need_count > 0;
    if (rule->on == NULL)
        return FT_OK;
    applying->dates =
        arena_array(applying->evaluation.arith->arena, table_rows, sizeof *applying->dates);
    if (applying->dates == NULL)
        return FT_NO_MEMORY;
    for (uint32_t row = 0; row < table_rows; row++)
        applying->dates[row] = applying->dataset->as_of;
    return some && rule->asks_siblings ? find_sibling_dates(applying, table_rows) : FT_OK;
}

/* A row without a date is settled; what it waited for is lacking too. */
static enum vector_status apply_keep_date(struct applying *applying, uint32_t row,
                                          const struct cell *cell)
{
    struct cell *outcome = &applying->outcomes[row];
    const struct cell *gathered = &applying->gathered[row];
    if (cell->state == CELL_VALUE) {
        applying->dates[row] = cell->value.date;
        return VECTOR_OK;
    }
    *outcome = *cell;
    if (cell->state != CELL_UNDETERMINED || gathered->state == CELL_VALUE)
        return VECTOR_OK;
    outcome->reason.lacks =
        lacks_join(cell->reason.lacks, gathered->reason.lacks, applying->steps.arena);
    return outcome->reason.lacks == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
}

static enum vector_status apply_date(struct steps *steps)
{
    struct applying *applying = applying_of(steps);
    struct step_cells on;
    applying->evaluation.on = NULL; /* the date's own formula is read on the scenario's date */
    enum vector_status status = apply_evaluate(steps, steps->rule->on, steps->open, &on);
    for (uint32_t lane = 0; lane < steps->count && status == VECTOR_OK; lane++) {
        const struct cell *cell = &((const struct cell *)on.cells)[lane];
        if (!steps->open[lane])
            continue;
        status = apply_keep_date(applying, applying->rows[lane], cell);
        steps->open[lane] = cell->state == CELL_VALUE;
    }
    applying->evaluation.on = applying->dates;
    return status;
}

static const struct step_form apply_form = {.evaluate = apply_evaluate,
                                            .date = apply_date,
                                            .take = apply_take,
                                            .pass_on = apply_pass_on,
                                            .exclude = apply_exclude,
                                            .gather = apply_gather,
                                            .settle = apply_settle,
                                            .choose = apply_choose,
                                            .note = apply_note};

static enum ft_status apply_steps(struct applying *applying)
{
    const enum vector_status status = steps_apply(&applying->steps);
    assert(status != VECTOR_NO);
    return status == VECTOR_OK ? FT_OK : FT_NO_MEMORY;
}

/* ---- a policy that is left out ---- */

/* Whether a figure does not apply since one of a policy that is left out is gone. */
static bool apply_misses(const struct dataset *dataset, const struct reason *reason)
{
    struct reason at = *reason;
    while (at.kind == REASON_DEPENDS && at.cause != NULL && at.row != ROW_NOT_HELD) {
        const struct rule *cause = (const struct rule *)at.cause; /* its first member */
        if (!cause->file->left_out)
            return false;
        if (cause->value == NULL && cause->case_count == 0)
            return true;
        at = item_reason(&dataset->tables[at.cause->entity->index].items[at.cause->index], at.row);
    }
    return false;
}

/* What rests on a figure that is gone, and is not written for that ("or", "applicable"), is
 * undetermined: its policy does not say what holds without it. Not applicable would be taken for
 * nothing. */
static enum ft_status apply_left_out(struct applying *applying, const uint32_t *rows,
                                     uint32_t count)
{
    const struct dataset *dataset = applying->dataset;
    for (uint32_t i = 0; i < count && !applying->steps.rule->file->left_out; i++) {
        struct cell *outcome = &applying->outcomes[rows[i]];
        if (outcome->state != CELL_NOT_APPLICABLE || !apply_misses(dataset, &outcome->reason))
            continue;
        const struct item *cause = outcome->reason.cause;
        const struct lack lack = {
            .kind = LACK_WAY, .entity = cause->entity, .row = outcome->reason.row, .item = cause};
        *outcome = (struct cell){.state = CELL_UNDETERMINED,
                                 .reason.lacks = lacks_of(&lack, applying->steps.arena)};
        if (outcome->reason.lacks == NULL)
            return FT_NO_MEMORY;
    }
    return FT_OK;
}

/* ---- all rules ---- */

/* Whether what is lacking is what the cause lacks, which lives as long. */
static bool apply_is_kept(const struct dataset *dataset, const struct reason *reason)
{
    if (reason->kind != REASON_DEPENDS || reason->cause == NULL || reason->row == ROW_NOT_HELD)
        return false;
    const struct item *cause = reason->cause;
    const struct item_column *column = &dataset->tables[cause->entity->index].items[cause->index];
    return item_reason(column, reason->row).lacks == reason->lacks;
}

/* Keeps the outcomes at some rows: of those that settled, whatever step settled them. */
static enum ft_status keep_outcomes(struct applying *applying, struct item_column *column,
                                    const uint32_t *rows, uint32_t count, struct arena *arena)
{
    const struct dataset *dataset = applying->dataset;
    const struct lacks *last = NULL, *kept = NULL; /* rows that share in a pool have one set */
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t row = rows[i];
        const struct cell *cell = &applying->outcomes[row];
        union value value = cell->value;
        struct reason reason = cell->reason;
        if (reason.lacks != NULL && reason.lacks != last) {
            last = reason.lacks;
            kept = apply_is_kept(dataset, &reason) ? last : lacks_keep(last, arena);
        }
        reason.lacks = reason.lacks == NULL ? NULL : kept;
        if (reason.lacks == NULL && cell->reason.lacks != NULL)
            return FT_NO_MEMORY;
        const bool known = cell->state == CELL_VALUE || cell->reason.partial;
        if (applying->steps.rule->item.type.kind == TYPE_NUMBER && known &&
            number_keep(&value.number, arena, &cell->value.number) != FT_OK)
            return FT_NO_MEMORY;
        if (!item_put(column, row, cell->state, known ? &value : NULL, applying->cases[row],
                      &reason, arena))
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

/* Applies the rule at some rows and keeps what it comes to; what it worked with there goes. */
static enum ft_status apply_at(struct applying *applying, struct item_column *column,
                               const uint32_t *rows, uint32_t count, struct arena *arena)
{
    struct steps *steps = &applying->steps;
    const struct arena_mark mark = arena_mark(steps->arena);
    applying->rows = rows;
    steps->count = count;
    enum ft_status status = steps_open(steps) ? apply_steps(applying) : FT_NO_MEMORY;
    if (status == FT_OK)
        status = apply_left_out(applying, rows, count);
    if (status == FT_OK)
        status = keep_outcomes(applying, column, rows, count, arena);
    arena_rewind(steps->arena, mark);
    return status;
}

/* A block of rows after the other, so that what a formula gives is held for these alone; all at
 * once where they look at each other. */
static enum ft_status apply_in_blocks(struct applying *applying, struct item_column *column,
                                      const uint32_t *rows, uint32_t count, struct arena *arena)
{
    enum { BLOCK = 4096 };
    const uint32_t most = applying->steps.rule->asks_siblings ? count : BLOCK;
    enum ft_status status = apply_start_dates(applying, count);
    for (uint32_t first = 0; first < count && status == FT_OK; first += most)
        status = apply_at(applying, column, rows + first,
                          count - first < most ? count - first : most, arena);
    return status;
}

/* A rule that asks for its own figure at the sibling before: each row once that one is kept. */
static enum ft_status apply_in_order(struct applying *applying, struct table *table,
                                     struct item_column *column, struct arena *arena)
{
    uint32_t *rows, *first, waves;
    if (!rows_in_order(table, applying->evaluation.arith->arena, &rows, &first, &waves))
        return FT_NO_MEMORY;
    enum ft_status status = apply_start_dates(applying, table->count);
    for (uint32_t wave = 0; wave < waves && status == FT_OK; wave++)
        status =
            apply_at(applying, column, rows + first[wave], first[wave + 1] - first[wave], arena);
    return status;
}

/* For `count` rows of a table's; all lanes are open. False when memory is out. */
static bool start(struct applying *applying, const uint32_t *rows, uint32_t count,
                  uint32_t table_rows)
{
    struct arena *arena = applying->evaluation.arith->arena;
    applying->rows = rows;
    applying->steps.form = &apply_form;
    applying->steps.count = count;
    applying->outcomes = arena_array(arena, table_rows, sizeof *applying->outcomes);
    applying->cases = arena_array(arena, table_rows, sizeof *applying->cases);
    applying->gathered = arena_array(arena, table_rows, sizeof *applying->gathered);
    if (applying->outcomes == NULL || applying->cases == NULL || applying->gathered == NULL)
        return false;
    for (uint32_t row = 0; row < table_rows; row++) {
        applying->cases[row] = -1;
        applying->gathered[row].state = CELL_VALUE;
    }
    return steps_open(&applying->steps);
}

/* Figures are worked out in a scratch arena and kept at the end: intermediate limbs go at once. */
static enum ft_status apply_rule_in(const struct rule *rule, struct dataset *dataset,
                                    struct diagnostics *diagnostics, bool wide_only,
                                    bool *versions_used)
{
    struct table *table = &dataset->tables[rule->item.entity->index];
    struct arena scratch, room;
    struct arith arith;
    arena_open(&scratch, dataset->arena->allocator);
    arena_open(&room, dataset->arena->allocator);
    arith_open(&arith, &scratch);
    arith.wide_only = wide_only;
    struct applying applying = {.steps = {.rule = rule, .arena = &room}, .dataset = dataset};
    applying.evaluation = (struct evaluation){.dataset = dataset,
                                              .arith = &arith,
                                              .diagnostics = diagnostics,
                                              .versions_used = versions_used,
                                              .rule = rule->item.id};
    struct item_column *column = &table->items[rule->item.index];
    uint32_t *all = arena_array(&scratch, table->count, sizeof *all);
    enum ft_status status = FT_NO_MEMORY;
    item_reset(column, false);
    for (uint32_t row = 0; all != NULL && row < table->count; row++)
        all[row] = row;
    if (all != NULL && start(&applying, all, table->count, table->count))
        status = rule->recurs
                     ? apply_in_order(&applying, table, column, dataset->arena)
                     : apply_in_blocks(&applying, column, all, table->count, dataset->arena);
    column->done = status == FT_OK;
    arith_close(&arith);
    arena_close(&room);
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
    dataset->kept = NULL;
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
    struct applying applying = {.steps = {.rule = rule, .arena = arith->arena},
                                .dataset = dataset,
                                .derivation = derivation};
    applying.evaluation = (struct evaluation){.dataset = dataset,
                                              .arith = arith,
                                              .diagnostics = diagnostics,
                                              .trace = trace,
                                              .rule = rule->item.id};
    *derivation = (struct derivation){.on = dataset->as_of};
    derivation->cases = arena_array(arith->arena, rule->case_count, sizeof *derivation->cases);
    if (derivation->cases == NULL || !start(&applying, &row, 1, rows))
        return FT_NO_MEMORY;
    enum ft_status status = apply_start_dates(&applying, rows);
    if (status == FT_OK)
        status = apply_steps(&applying);
    if (status != FT_OK)
        return status;
    derivation->outcome = applying.outcomes[row];
    if (applying.evaluation.on != NULL)
        derivation->on = applying.evaluation.on[row];
    return FT_OK;
}
