/*
 * The dataset of a chunk: its tables stand as vectors, beside those that are held. Rows that are not
 * written plainly are read as those of every other table are, and become vectors. What is wrong with a
 * row is told of its whole block, as a table that is held (rows_tell).
 */
#include <string.h>

#include "join.h"

#include "columns.h"

/* ---- the dataset ---- */

/* A table without rows: nothing is to be done for its items. */
static bool chunk_open_none(struct columns *columns, const struct entity *entity)
{
    struct dataset *dataset = columns->batch.dataset;
    struct table *table = &dataset->tables[entity->index];
    const size_t above = dataset->tables[entity->parent->index].count;
    *table = (struct table){.entity = entity};
    table->first = arena_array(dataset->arena, above + 1, sizeof *table->first);
    table->parents = arena_array(dataset->arena, 0, sizeof *table->parents);
    if (table->first == NULL || table->parents == NULL ||
        !table_make_columns(table, dataset->arena))
        return false;
    for (size_t i = 0; i < entity->item_count; i++)
        table->items[i].done = true;
    return true;
}

static bool chunk_open_lanes(struct columns *columns, const struct batch_table *lanes)
{
    struct dataset *dataset = columns->batch.dataset;
    struct table *table = &dataset->tables[lanes->entity->index];
    *table =
        (struct table){.entity = lanes->entity, .first = lanes->first, .parents = lanes->above};
    if (lanes == columns->batch.main) {
        uint32_t *first = arena_array(dataset->arena, 2, sizeof *first);
        table->parents = arena_array(dataset->arena, lanes->count, sizeof *table->parents);
        if (first == NULL || table->parents == NULL)
            return false;
        first[1] = lanes->count;
        table->first = first;
    }
    table->count = lanes->count;
    return true;
}

/* The chunk's tables without their cells, beside those that are held. */
enum ft_status chunk_open(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    const struct schema *schema = &plan->policy->schema;
    struct arena *arena = &columns->worker->arena;
    struct dataset *dataset = arena_allocate(arena, sizeof *dataset);
    if (dataset == NULL)
        return FT_NO_MEMORY;
    *dataset = *plan->scenario->dataset;
    dataset->arena = arena;
    dataset->broken = false;
    dataset->tables = arena_array(arena, schema->entity_count, sizeof *dataset->tables);
    if (dataset->tables == NULL)
        return FT_NO_MEMORY;
    memcpy(dataset->tables, plan->scenario->dataset->tables,
           schema->entity_count * sizeof *dataset->tables);
    columns->batch.dataset = dataset;
    dataset->batch = &columns->batch;
    bool good = true;
    for (size_t i = 0; i < schema->entity_count && good; i++) {
        const struct entity *entity = &schema->entities[i];
        if (!entity_is_below(entity, plan->entity))
            continue;
        if (columns->batch.by_entity[i] != NULL)
            good = chunk_open_lanes(columns, columns->batch.by_entity[i]);
        else if (entity->rows != NULL)
            dataset->tables[i] = (struct table){.entity = entity};
        else
            good = chunk_open_none(columns, entity);
    }
    return good ? FT_OK : FT_NO_MEMORY;
}

/* ---- cells to vectors ---- */

/* In which lanes somebody wrote the value that stands there. */
static enum ft_status chunk_take_written(struct columns *columns, const struct column *column,
                                         struct batch_table *lanes, const struct field *field)
{
    uint8_t *written = vector_bytes(columns->batch.pool);
    for (uint32_t i = 0; written != NULL && i < columns->batch.pool->count; i++)
        written[i] = column_is_unwritten(column, i) ? CELL_ABSENT : CELL_VALUE;
    lanes->written[field->index] = written;
    return written == NULL ? FT_NO_MEMORY : FT_OK;
}

static enum ft_status chunk_take_texts(struct columns *columns, const struct column *column,
                                       struct input *input)
{
    for (uint32_t i = 0; i < columns->batch.pool->count; i++) {
        if (column_state(column, i) != CELL_VALUE)
            continue;
        const char *own = column_value(column, i).text;
        const size_t length = strlen(own);
        char *text = arena_allocate(&columns->worker->arena, length + ROW_PADDING);
        if (text == NULL)
            return FT_NO_MEMORY;
        memcpy(text, own, length + 1);
        memset(text + length, 0, ROW_PADDING);
        input->slices[i] = (struct slice){.at = text, .length = (uint32_t)length};
    }
    return FT_OK;
}

/* ---- rows that are not written plainly ---- */

/* The rows below that belong to these rows, by table; passed over. NULL when memory is out. */
static const struct source *chunk_rows_below(struct worker *worker, const struct source *rows)
{
    const struct long_table *table = worker->plan->table;
    struct source *parts = arena_array(&worker->arena, table->below_count, sizeof *parts);
    for (size_t i = 0; parts != NULL && i < table->below_count; i++) {
        struct below_rows *below = &worker->below[i];
        const char *start = below->bytes.bytes + below->used;
        struct join join = {.row = rows->bytes,
                            .rows_end = rows->bytes + rows->length,
                            .key = long_key_place(table),
                            .below = start,
                            .below_end = below->bytes.bytes + below->bytes.length,
                            .above = table->below[i]->above};
        (void)join_advance(&join);
        parts[i] = (struct source){.path = table->below[i]->path,
                                   .bytes = start,
                                   .length = (size_t)(join.below - start),
                                   .lines_before = below->lines_before};
        below->used += parts[i].length;
    }
    return parts;
}

static enum ft_status chunk_take_table(struct columns *columns, struct lane_table *table)
{
    const struct table *own = &columns->batch.dataset->tables[table->lanes.entity->index];
    const struct lane_table *main = columns->tables;
    enum ft_status status = FT_OK;
    table->lanes.count = own->count;
    table->lanes.first = own->first;
    table->lanes.above = own->parents;
    table->lanes.most = 0;
    table->lanes.one_each = table != main && table->lanes.count == main->lanes.count;
    for (uint32_t row = 0; table != main && row < main->lanes.count; row++) {
        const uint32_t lanes = own->first[row + 1] - own->first[row];
        table->lanes.one_each &= lanes == 1;
        table->lanes.most = lanes > table->lanes.most ? lanes : table->lanes.most;
    }
    (void)batch_enter(&columns->batch, &table->lanes);
    for (size_t i = 0; i < table->rows.input_count && status == FT_OK; i++) {
        struct input *input = &table->rows.inputs[i];
        const struct column *column = &own->fields[input->field->index];
        if (vector_of_column(columns->batch.pool, &table->lanes.fields[input->field->index], column,
                             input->field->type.kind, NULL) != VECTOR_OK)
            return FT_NO_MEMORY;
        if (status == FT_OK && input->field->type.kind == TYPE_TEXT)
            status = chunk_take_texts(columns, column, input);
        if (status == FT_OK && input->field->has_default)
            status = chunk_take_written(columns, column, &table->lanes, input->field);
    }
    return status;
}

enum ft_status chunk_read(struct columns *columns, const struct source *rows, size_t length)
{
    struct worker *worker = columns->worker;
    struct source *part = arena_allocate(&worker->arena, sizeof *part); /* places point to it */
    diagnostics_clear(&columns->unheard);
    columns->was_read_exactly = true;
    if (part == NULL)
        return FT_NO_MEMORY;
    *part = *rows;
    part->length = length;
    const struct source *below = chunk_rows_below(worker, part);
    if (below == NULL)
        return FT_NO_MEMORY;
    enum ft_status status = scenario_block(&columns->batch.dataset, columns->plan->scenario, part,
                                           below, &worker->arith, &columns->unheard);
    if (status != FT_OK || columns->unheard.total > 0)
        return status == FT_OK ? FT_INVALID : status;
    columns->batch.dataset->batch = &columns->batch;
    columns->rows = columns->batch.dataset->tables[columns->plan->entity->index].count;
    for (size_t i = 0; i < columns->table_count && status == FT_OK; i++) {
        struct lane_table *table = &columns->tables[i];
        const uint32_t count = columns->batch.dataset->tables[table->lanes.entity->index].count;
        const bool fits =
            !columns->no_kernels && count <= LANES && columns->rows > 0 && columns->rows <= LANES;
        columns->batch.by_entity[table->lanes.entity->index] = fits ? &table->lanes : NULL;
        if (fits)
            status = chunk_take_table(columns, table);
    }
    if (columns->batch.by_entity[columns->plan->entity->index] != NULL)
        (void)batch_enter(&columns->batch, &columns->tables->lanes);
    return status;
}

/* ---- faults, of a whole block ---- */

/* The block as a table that is held, its rules and postings worked out with `diagnostics`. `*read`:
 * its rows are sound. */
static enum ft_status chunk_hold(struct worker *worker, const struct source *rows,
                                 struct diagnostics *diagnostics, struct dataset **dataset,
                                 bool *read)
{
    struct application application = {0};
    struct ledger *ledger;
    for (size_t i = 0; i < worker->plan->table->below_count; i++)
        worker->below[i].used = 0;
    const struct source *below = chunk_rows_below(worker, rows);
    enum ft_status status = below == NULL ? FT_NO_MEMORY
                                          : scenario_block(dataset, worker->plan->scenario, rows,
                                                           below, &worker->arith, diagnostics);
    *read = status == FT_OK;
    return status == FT_OK ? plan_apply(worker->plan, STEP_ROWS, *dataset, &worker->arith,
                                        diagnostics, &application, &ledger)
                           : status;
}

enum ft_status rows_tell(struct worker *worker, const struct source *rows)
{
    struct dataset *dataset;
    struct arena_mark mark = arena_mark(&worker->arena);
    enum ft_status status =
        chunk_hold(worker, rows, &worker->diagnostics, &dataset, &worker->keys_known);
    if (worker->keys_known && status != FT_NO_MEMORY &&
        keys_of_rows(&worker->keys, dataset, worker->plan->entity, &worker->pool) != FT_OK)
        status = FT_NO_MEMORY;
    arena_rewind(&worker->arena, mark);
    assert(status == FT_NO_MEMORY || worker->diagnostics.total > 0);
    return status == FT_OK ? FT_INVALID : status;
}

enum ft_status rows_tell_faults(struct worker *worker, const struct source *rows)
{
    const struct plan *plan = worker->plan;
    struct arena_mark mark = arena_mark(&worker->arena);
    enum ft_status status = FT_OK;
    for (size_t list = faults_of_rows(plan); list < fault_lists(plan) && status == FT_OK;
         list += 1 + faults_of_rows(plan)) {
        struct diagnostics *faults = worker_faults(worker, list);
        struct dataset *dataset;
        bool read;
        status = faults == NULL ? FT_NO_MEMORY : chunk_hold(worker, rows, faults, &dataset, &read);
        if (status == FT_OK && list == faults_of_rows(plan) && worker->sums_at_fault)
            status = aggregate_tell(worker, dataset);
    }
    arena_rewind(&worker->arena, mark);
    assert(status == FT_OK || status == FT_NO_MEMORY);
    return status;
}
