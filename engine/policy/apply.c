/*
 * Rules applied to the rows of their tables: of one that is held a block of rows after the other, into
 * its columns; of a batch all lanes at once. rule_derive goes the same way at one row, with a trace.
 */
#include <assert.h>
#include <string.h>

#include "policy_internal.h"
#include "steps.h"

/* A rule being applied. */
struct applying {
    const struct rule *rule;
    struct dataset *dataset;
    struct evaluation evaluation;
    struct vector_pool pool; /* of a block of rows that are held */
    struct arena room;       /* what it works with there */
    struct lasting lasting;
    const struct date *dates; /* by row, where siblings ask for those */
};

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
        at = item_reason(dataset_item(dataset, at.cause), at.row);
    }
    return false;
}

/* What rests on a figure that is gone, and is not written for that ("or", "applicable"), is
 * undetermined: its policy does not say what holds without it. Not applicable would be taken for
 * nothing. */
static enum ft_status apply_left_out(struct applying *applying, struct cell *outcome)
{
    if (outcome->state != CELL_NOT_APPLICABLE || applying->rule->file->left_out ||
        !apply_misses(applying->dataset, &outcome->reason))
        return FT_OK;
    const struct item *cause = outcome->reason.cause;
    const struct lack lack = {
        .kind = LACK_WAY, .entity = cause->entity, .row = outcome->reason.row, .item = cause};
    *outcome =
        (struct cell){.state = CELL_UNDETERMINED, .reason.lacks = lacks_of(&lack, &applying->room)};
    return outcome->reason.lacks == NULL ? FT_NO_MEMORY : FT_OK;
}

/* ---- what is kept ---- */

/* Whether what is lacking is what the cause lacks, which lives as long. */
static bool apply_is_kept(const struct dataset *dataset, const struct reason *reason)
{
    if (reason->kind != REASON_DEPENDS || reason->cause == NULL || reason->row == ROW_NOT_HELD)
        return false;
    const struct item *cause = reason->cause;
    const struct item_column *column = dataset_item(dataset, cause);
    return item_reason(column, reason->row).lacks == reason->lacks;
}

/* Keeps an outcome. `last` and `kept`: rows that share in a pool have one set of lacks. */
static enum ft_status apply_keep(struct applying *applying, struct item_column *column,
                                 uint32_t row, const struct cell *cell, int16_t taken,
                                 const struct lacks *pair[2])
{
    struct arena *arena = applying->dataset->arena;
    union value value = cell->value;
    struct reason reason = cell->reason;
    if (reason.lacks != NULL && reason.lacks != pair[0]) {
        pair[0] = reason.lacks;
        pair[1] = apply_is_kept(applying->dataset, &reason) ? reason.lacks
                                                            : lacks_keep(reason.lacks, arena);
    }
    reason.lacks = reason.lacks == NULL ? NULL : pair[1];
    if (reason.lacks == NULL && cell->reason.lacks != NULL)
        return FT_NO_MEMORY;
    const bool known = cell->state == CELL_VALUE || cell->reason.partial;
    if (applying->rule->item.type.kind == TYPE_NUMBER && known &&
        number_keep(&value.number, arena, &cell->value.number) != FT_OK)
        return FT_NO_MEMORY;
    return item_put(column, row, cell->state, known ? &value : NULL, taken, &reason, arena)
               ? FT_OK
               : FT_NO_MEMORY;
}

/* Keeps what the steps came to, whatever step settled a row. */
static enum ft_status apply_keep_outcomes(struct applying *applying, const struct steps *steps,
                                          struct item_column *column)
{
    const struct lacks *pair[2] = {NULL, NULL};
    enum ft_status status = FT_OK;
    for (uint32_t lane = 0; lane < steps->frame.count && status == FT_OK; lane++) {
        struct cell cell;
        status =
            vector_cell(steps->pool, &steps->outcome, applying->rule->item.type.kind, lane, &cell);
        if (status == FT_OK)
            status = apply_left_out(applying, &cell);
        if (status == FT_OK)
            status = apply_keep(applying, column, frame_row(&steps->frame, lane), &cell,
                                steps->cases[lane], pair);
    }
    return status;
}

/* ---- rows that are held ---- */

static void apply_count_nodes(void *context, const struct formula *formula)
{
    size_t *nodes = context;
    *nodes += formula->node_count;
}

uint32_t rule_lanes(const struct rule *rule)
{
    size_t nodes = 0;
    rule_each_formula(rule, apply_count_nodes, &nodes);
    rule_each_posted(rule, apply_count_nodes, &nodes);
    return formula_lanes(nodes);
}

/* Pools and rows behind a row ask for the dates of all rows beside it, of those too that a condition
 * closes. */
static enum ft_status apply_prepare(struct applying *applying)
{
    const struct rule *rule = applying->rule;
    if (rule->on == NULL || !rule->asks_siblings)
        return FT_OK;
    applying->dates = formula_row_dates(rule->on, &applying->evaluation, &applying->lasting.arena);
    return applying->dates == NULL ? FT_NO_MEMORY : FT_OK;
}

static struct steps apply_steps_at(struct applying *applying, const uint32_t *rows, uint32_t count)
{
    applying->pool.count = count;
    return (struct steps){
        .rule = applying->rule,
        .evaluation = &applying->evaluation,
        .pool = &applying->pool,
        .arena = &applying->room,
        .frame = {.entity = applying->rule->item.entity, .rows = rows, .count = count},
        .dates = applying->dates,
        .cases = arena_array(&applying->room, count, sizeof(int16_t))};
}

/* Applies the rule at some rows and keeps what it comes to; what it worked with there goes. */
static enum ft_status apply_at(struct applying *applying, struct item_column *column,
                               const uint32_t *rows, uint32_t count)
{
    const struct arena_mark mark = arena_mark(&applying->room);
    struct steps steps = apply_steps_at(applying, rows, count);
    enum ft_status status = steps.cases != NULL && steps_apply(&steps) == VECTOR_OK
                                ? apply_keep_outcomes(applying, &steps, column)
                                : FT_NO_MEMORY;
    arena_rewind(&applying->room, mark);
    return status;
}

/* A block of rows after the other, so that what a formula gives is held for these alone. */
static enum ft_status apply_in_blocks(struct applying *applying, struct item_column *column,
                                      uint32_t count)
{
    const uint32_t block = rule_lanes(applying->rule), most = count < block ? count : block;
    uint32_t *rows = arena_reserve(&applying->lasting.arena, most, sizeof *rows);
    enum ft_status status = rows == NULL ? FT_NO_MEMORY : FT_OK;
    applying->evaluation.lasting = &applying->lasting;
    for (uint32_t first = 0, lanes; first < count && status == FT_OK; first += lanes) {
        lanes = count - first < most ? count - first : most;
        for (uint32_t lane = 0; lane < lanes; lane++)
            rows[lane] = first + lane;
        status = apply_at(applying, column, rows, lanes);
    }
    return status;
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
static enum ft_status apply_in_order(struct applying *applying, const struct table *table,
                                     struct item_column *column)
{
    uint32_t *rows, *first, waves;
    enum ft_status status = FT_OK;
    if (!rows_in_order(table, &applying->lasting.arena, &rows, &first, &waves))
        return FT_NO_MEMORY;
    for (uint32_t wave = 0; wave < waves && status == FT_OK; wave++)
        status = apply_at(applying, column, rows + first[wave], first[wave + 1] - first[wave]);
    return status;
}

static enum ft_status apply_held(struct applying *applying, struct table *table)
{
    struct item_column *column = &table->items[applying->rule->item.index];
    struct dataset *dataset = applying->dataset;
    if (table->items == NULL) /* of a table that could not be made */
        return FT_OK;
    arena_open(&applying->room, dataset->arena->allocator);
    lasting_open(&applying->lasting, dataset->arena->allocator);
    applying->pool = (struct vector_pool){.arith = applying->evaluation.arith,
                                          .room = &applying->room,
                                          .reasons = dataset->batch == NULL};
    item_reset(column, false);
    enum ft_status status = apply_prepare(applying);
    if (status == FT_OK)
        status = applying->rule->recurs ? apply_in_order(applying, table, column)
                                        : apply_in_blocks(applying, column, table->count);
    column->done = status == FT_OK;
    lasting_close(&applying->lasting);
    arena_close(&applying->room);
    return status;
}

/* Figures are worked out in a scratch arena and kept at the end: intermediate limbs go at once. */
static enum ft_status apply_held_apart(struct applying *applying, struct table *table,
                                       bool wide_only)
{
    struct arena scratch;
    struct arith arith;
    arena_open(&scratch, applying->dataset->arena->allocator);
    arith_open(&arith, &scratch);
    arith.wide_only = wide_only;
    applying->evaluation.arith = &arith;
    const enum ft_status status = apply_held(applying, table);
    arith_close(&arith);
    arena_close(&scratch);
    applying->evaluation.arith = applying->pool.arith = NULL;
    return status;
}

/* ---- lanes of a batch ---- */

static enum ft_status apply_lanes(struct applying *applying, struct batch *batch,
                                  struct batch_table *table)
{
    const struct item *item = &applying->rule->item;
    const struct arena_mark mark = arena_mark(batch->room);
    (void)batch_enter(batch, table);
    struct steps steps = {.rule = applying->rule,
                          .evaluation = &applying->evaluation,
                          .pool = batch->pool,
                          .arena = batch->room,
                          .frame = {.entity = item->entity, .count = table->count}};
    enum vector_status status = VECTOR_OK;
    if (applying->rule->on != NULL)
        status = batch_dates(batch, &applying->evaluation, item, &steps.own);
    const struct vector_mark taken = vector_pool_mark(batch->pool);
    if (status == VECTOR_OK)
        status = steps_apply(&steps);
    table->items[item->index] = steps.outcome;
    vector_pool_rewind(batch->pool, taken, &steps.outcome);
    table->decided[item->index] = true;
    arena_rewind(batch->room, mark);
    return status == VECTOR_OK ? FT_OK : FT_NO_MEMORY;
}

/* ---- all rules ---- */

static enum ft_status apply_rule_in(const struct rule *rule, struct dataset *dataset,
                                    struct arith *arith, struct diagnostics *diagnostics,
                                    bool *versions_used)
{
    struct batch *batch = dataset->batch;
    struct table *table = &dataset->tables[rule->item.entity->index];
    struct batch_table *lanes = batch_lanes(batch, rule->item.entity);
    struct applying applying = {.rule = rule, .dataset = dataset};
    applying.evaluation = (struct evaluation){.dataset = dataset,
                                              .arith = arith,
                                              .diagnostics = diagnostics,
                                              .versions_used = versions_used,
                                              .rule = rule->item.id};
    if (batch == NULL)
        return apply_held_apart(&applying, table, arith->wide_only);
    const enum ft_status status =
        lanes != NULL ? apply_lanes(&applying, batch, lanes) : apply_held(&applying, table);
    batch->at_fault |= applying.evaluation.at_fault;
    return status;
}

enum ft_status policy_apply_rules(const struct policy *policy, const bool *chosen,
                                  struct dataset *dataset, struct arith *arith,
                                  struct diagnostics *diagnostics, struct application *application)
{
    bool *versions = application->versions_used;
    if (versions == NULL && dataset->batch == NULL)
        versions = arena_array(dataset->arena, policy->schema.version_count, sizeof(bool));
    if (versions == NULL && dataset->batch == NULL)
        return FT_NO_MEMORY;
    application->versions_used = versions;
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (chosen != NULL && !chosen[i])
            continue;
        enum ft_status status = tables_make(policy, dataset, arith, diagnostics, application);
        if (status == FT_OK)
            status = apply_rule_in(policy->rules[i], dataset, arith, diagnostics, versions);
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
    struct applying applying = {.rule = rule, .dataset = dataset};
    applying.evaluation = (struct evaluation){.dataset = dataset,
                                              .arith = arith,
                                              .diagnostics = diagnostics,
                                              .trace = trace,
                                              .rule = rule->item.id};
    applying.pool = (struct vector_pool){.arith = arith, .room = arith->arena, .reasons = true};
    *derivation = (struct derivation){.on = dataset->as_of};
    derivation->cases = arena_array(arith->arena, rule->case_count, sizeof *derivation->cases);
    lasting_open(&applying.lasting, dataset->arena->allocator);
    enum ft_status status = derivation->cases == NULL ? FT_NO_MEMORY : apply_prepare(&applying);
    struct steps steps = {.rule = rule,
                          .evaluation = &applying.evaluation,
                          .pool = &applying.pool,
                          .arena = arith->arena,
                          .frame = {.entity = rule->item.entity, .rows = &row, .count = 1},
                          .dates = applying.dates,
                          .derivation = derivation};
    applying.pool.count = 1;
    if (status == FT_OK && steps_apply(&steps) != VECTOR_OK)
        status = FT_NO_MEMORY;
    if (status == FT_OK)
        status = vector_cell(&applying.pool, &steps.outcome, rule->item.type.kind, 0,
                             &derivation->outcome);
    if (status == FT_OK)
        derivation->on = dating_at(steps.frame.dating, 0);
    lasting_close(&applying.lasting);
    return status;
}
