/* A chunk of rows by columns, from bytes to bytes. */
#include "../policy/batch_tables.h"

#include "columns.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "join.h"

static bool is_for_columns(const struct long_table *table)
{
    bool good = row_lanes_fit(table);
    for (size_t i = 0; i < table->below_count; i++)
        good = good && row_lanes_fit(table->below[i]);
    return good;
}

static bool columns_open_table(const struct plan *plan, struct lane_table *table,
                               const struct long_table *file, struct vector_pool *pool,
                               struct arena *arena)
{
    const struct entity *entity = file->entity;
    *table = (struct lane_table){.key = long_key_place(file)};
    table->texts_known = arena_array(arena, entity->field_count, sizeof *table->texts_known);
    table->own_first = arena_array(arena, LANES + 1, sizeof *table->own_first);
    table->own_above = arena_array(arena, LANES, sizeof *table->own_above);
    return table->texts_known != NULL && table->own_first != NULL && table->own_above != NULL &&
           batch_table_open(&table->lanes, entity, plan->policy, plan->scenario->dataset->as_of,
                            arena) &&
           row_lanes_open(&table->rows, plan->scenario, file, pool, arena);
}

static bool open_tables(struct columns *columns, struct arena *arena)
{
    const struct plan *plan = columns->plan;
    const struct long_table *table = plan->table;
    columns->table_count = 1 + table->below_count;
    columns->tables = arena_array(arena, columns->table_count, sizeof *columns->tables);
    columns->batch.by_entity =
        arena_array(arena, plan->policy->schema.entity_count, sizeof(struct batch_table *));
    if (columns->tables == NULL || columns->batch.by_entity == NULL)
        return false;
    for (size_t i = 0; i < columns->table_count; i++) {
        if (!columns_open_table(plan, &columns->tables[i], i == 0 ? table : table->below[i - 1],
                                columns->batch.pool, arena))
            return false;
        columns->batch.by_entity[columns->tables[i].lanes.entity->index] =
            &columns->tables[i].lanes;
    }
    columns->batch.main = &columns->tables->lanes;
    return true;
}

static enum vector_status columns_read_texts(struct batch *batch, struct batch_table *lanes,
                                             const struct field *field);

static bool columns_open_reasons(struct columns *columns, struct arena *arena)
{
    const struct plan *plan = columns->plan;
    const struct totals *totals = &columns->worker->totals;
    bool *known = arena_array(arena, plan->policy->rule_count, sizeof *known);
    for (size_t i = 0; known != NULL && i < plan->policy->rule_count; i++)
        known[i] =
            plan->rules[i].place == STREAM_WITH_ROWS || plan->rules[i].place == STREAM_BEFORE_ROWS;
    columns->reasons = (struct batch_reasons){.policy = plan->policy,
                                              .entity = plan->entity,
                                              .known = known,
                                              .shown = plan->shown,
                                              .shown_count = plan->shown_count,
                                              .language = columns->worker->diagnostics.language,
                                              .blanks = totals->blanks,
                                              .blank_count = plan->blank_count,
                                              .ways = totals->ways};
    return known != NULL && batch_reasons_open(&columns->reasons, arena);
}

enum ft_status columns_open(struct columns **out, struct worker *worker, bool no_kernels)
{
    const struct plan *plan = worker->plan;
    struct arena *arena = &worker->arena;
    struct columns *columns = arena_allocate(arena, sizeof *columns);
    if (columns == NULL)
        return FT_NO_MEMORY;
    *columns = (struct columns){.plan = plan,
                                .worker = worker,
                                .batch = {.pool = &worker->pool,
                                          .read_texts = columns_read_texts,
                                          .room = &worker->room,
                                          .entity = plan->entity},
                                .no_kernels = no_kernels,
                                .plain_files = !no_kernels && is_for_columns(plan->table),
                                .exact_batch = FEW_ROWS};
    columns->chosen = arena_array(arena, plan->policy->rule_count + 1, sizeof *columns->chosen);
    columns->posted = arena_array(arena, plan->column_count, sizeof *columns->posted);
    columns->postings = arena_array(arena, plan->line_count, sizeof *columns->postings);
    columns->groups = arena_array(arena, plan->group_count, sizeof *columns->groups);
    columns->lane_groups = arena_array(arena, LANES, sizeof *columns->lane_groups);
    columns->batch.by_integer = arena_allocate(arena, sizeof *columns->batch.by_integer);
    if (columns->chosen == NULL || columns->batch.by_integer == NULL || columns->posted == NULL ||
        columns->postings == NULL || columns->groups == NULL || columns->lane_groups == NULL ||
        arena_allocate(&worker->room, 1) == NULL || !open_tables(columns, arena) ||
        !columns_open_reasons(columns, arena))
        return FT_NO_MEMORY;
    for (size_t i = 0; i < plan->policy->rule_count; i++)
        columns->chosen[i] = plan->rules[i].place == STREAM_WITH_ROWS;
    *out = columns;
    return FT_OK;
}

struct lane_table *columns_table(const struct columns *columns, const struct entity *entity)
{
    for (size_t i = 0; i < columns->table_count; i++)
        if (&columns->tables[i].lanes == columns->batch.by_entity[entity->index])
            return &columns->tables[i];
    return NULL;
}

/* In which lanes somebody wrote what stands there. */
static void columns_note_written(struct lane_table *table)
{
    static const uint8_t nowhere[LANES] = {CELL_ABSENT};
    for (size_t i = 0; i < table->lanes.entity->field_count; i++) {
        const struct input *input = table->rows.field_inputs[i];
        table->lanes.written[i] = input == NULL        ? nowhere
                                  : input->some_absent ? input->states
                                                       : NULL;
    }
}

static enum vector_status make_vectors(struct columns *columns)
{
    enum vector_status status = VECTOR_OK;
    for (size_t t = 0; t < columns->table_count && status == VECTOR_OK; t++) {
        struct lane_table *table = &columns->tables[t];
        (void)batch_enter(&columns->batch, &table->lanes);
        status = row_lanes_vectors(&table->rows, table->lanes.fields);
        columns_note_written(table);
    }
    (void)batch_enter(&columns->batch, &columns->tables->lanes);
    return status;
}

/* ---- a chunk ---- */

/* The addresses of copies that end with NUL: few formulas look at texts. */
static enum vector_status columns_read_texts(struct batch *batch, struct batch_table *lanes,
                                             const struct field *field)
{
    struct lane_table *table = (struct lane_table *)lanes; /* its first member */
    const struct input *input = table->rows.field_inputs[field->index];
    struct vector *vector = &lanes->fields[field->index];
    const uint32_t count = batch->pool->count;
    if (input == NULL || table->texts_known[field->index])
        return VECTOR_OK;
    batch->pool->count = lanes->count;
    int64_t *texts = arena_reserve(batch->dataset->arena, lanes->count, sizeof *texts);
    for (uint32_t i = 0; texts != NULL && i < lanes->count; i++) {
        texts[i] = 0;
        if (vector_state(vector, i) != CELL_VALUE)
            continue;
        const char *text =
            arena_copy(batch->dataset->arena, input->slices[i].at, input->slices[i].length);
        if (text == NULL)
            return VECTOR_NO_MEMORY;
        texts[i] = (int64_t)(intptr_t)text;
    }
    if (texts != NULL)
        *vector = vector_over(batch->pool, texts, vector->states, 1);
    batch->pool->count = count;
    table->texts_known[field->index] = true;
    return texts == NULL ? VECTOR_NO_MEMORY : VECTOR_OK;
}

static void start_chunk(struct columns *columns)
{
    vector_pool_clear(columns->batch.pool);
    columns->batch.dataset = NULL;
    columns->was_read_exactly = columns->batch.at_fault = false;
    columns->batch.at = NULL;
    for (size_t i = 0; i < columns->table_count; i++) {
        struct lane_table *table = &columns->tables[i];
        columns->batch.by_entity[table->lanes.entity->index] = &table->lanes;
        table->lanes.first = table->own_first;
        table->lanes.above = table->own_above;
        memset(table->texts_known, 0,
               table->lanes.entity->field_count * sizeof *table->texts_known);
        memset(table->lanes.decided, 0,
               table->lanes.entity->item_count * sizeof *table->lanes.decided);
        for (size_t d = 1; d < table->lanes.dating_count; d++)
            table->lanes.datings[d].known = false;
    }
}

static bool keys_are_known_to_differ(const struct columns *columns)
{
    for (size_t i = 1; i < columns->table_count; i++)
        if (!keys_below_differ(&columns->tables[i].rows, &columns->tables[i].lanes))
            return false;
    return true;
}

/* The first rows of these, as many as are written plainly; else some as other tables are read. */
static enum ft_status read_chunk(struct columns *columns, const struct source *rows, size_t *used)
{
    const char *end = rows->bytes + rows->length;
    enum vector_status status = VECTOR_NO;
    *used = rows->length;
    if (columns->plain_files)
        status = columns_read(columns, rows->bytes, end, used);
    else if (!columns->no_kernels)
        *used = columns_skip(rows->bytes, end, LANES);
    if (status == VECTOR_OK)
        status = make_vectors(columns);
    if (status == VECTOR_NO_MEMORY)
        return FT_NO_MEMORY;
    if (status == VECTOR_OK && keys_are_known_to_differ(columns)) {
        columns->rows = columns->tables->lanes.count;
        for (size_t i = 1; i < columns->table_count; i++)
            columns->worker->below[i - 1].used += columns->tables[i].used;
        return chunk_open(columns);
    }
    return chunk_read(columns, rows, *used);
}

/* The rules over the chunk, in their order, and the tables that policies make between them. */
static enum ft_status columns_apply(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    struct application application = {.tables = plan->tables_wanted,
                                      .versions_used = columns->worker->totals.versions_used};
    diagnostics_clear(&columns->unheard);
    return policy_apply_rules(plan->policy, columns->chosen, columns->batch.dataset,
                              &columns->worker->arith, &columns->unheard, &application);
}

static enum ft_status columns_keys(struct columns *columns)
{
    struct worker *worker = columns->worker;
    const struct lane_table *main = columns->tables;
    worker->keys_known = true;
    return columns->was_read_exactly
               ? keys_of_rows(&worker->keys, columns->batch.dataset, columns->plan->entity,
                              &worker->pool)
               : keys_of_lanes(&worker->keys, &main->rows, &main->lanes, columns->batch.dataset);
}

static enum ft_status columns_work_out(struct columns *columns)
{
    struct growing_text *out = &columns->worker->out;
    struct totals *totals = &columns->worker->totals;
    const size_t before = out->length;
    enum ft_status status = columns_apply(columns);
    if (status == FT_OK)
        status = doubted_find(columns);
    if (status == FT_OK)
        status = columns_post(columns);
    columns->worker->rows_at_fault |= columns->batch.at_fault;
    if (status == FT_OK)
        status = columns_write(columns);
    if (status == FT_OK)
        status = aggregate_take_chunk(columns);
    if (status == FT_OK)
        status = columns_keys(columns);
    if (status != FT_OK) {
        out->length = before;
        return status;
    }
    totals->rows += columns->rows;
    totals->exact_rows += columns->was_read_exactly ? columns->rows : 0;
    blanks_take(columns);
    lacks_take(columns);
    empty_take(columns);
    return FT_OK;
}

enum ft_status columns_rows(struct worker *worker, const struct source *rows)
{
    struct columns *columns = worker->columns;
    struct source left = *rows;
    enum ft_status status = FT_OK;
    while (left.length > 0 && status == FT_OK) {
        struct arena_mark mark = arena_mark(&worker->arena);
        size_t used = 0;
        start_chunk(columns);
        status = read_chunk(columns, &left, &used);
        if (status == FT_OK && columns->rows > 0)
            status = columns_work_out(columns);
        arena_rewind(&worker->arena, mark);
        left.bytes += used;
        left.length -= used;
    }
    return status;
}
