/* Tables that a policy makes: as many rows under each parent as a formula says, or as there are
 * spans, numbered from 1. */
#include "../formula/batch.h"

#include "policy_internal.h"

/* Of rows of a batch, of which nothing is told. */
static const struct lacks lacks_untold;

/* Whether all tables that a formula looks at stand; bounded by LIMIT_FORMULA_NESTING. */
static bool tables_stand(const struct dataset *dataset, const struct node *node)
{
    for (const struct entity *entity = node->entity; entity != NULL; entity = entity->parent)
        if (entity->rows != NULL && dataset->tables[entity->index].first == NULL)
            return false;
    for (size_t i = 0; i < node->operand_count; i++)
        if (!tables_stand(dataset, node->operands[i]))
            return false;
    return true;
}

/* Whether a rule's figures are there. */
static bool generated_is_done(const struct dataset *dataset, const struct item *item)
{
    const struct batch_table *lanes = batch_lanes(dataset->batch, item->entity);
    const struct item_column *columns = dataset->tables[item->entity->index].items;
    return lanes != NULL ? lanes->decided[item->index]
                         : columns != NULL && columns[item->index].done;
}

static bool generated_can_stand(const struct dataset *dataset, const struct entity *entity)
{
    const struct table *table = &dataset->tables[entity->index];
    if (entity->rows == NULL || table->first != NULL)
        return false;
    if (entity->parent->rows != NULL && dataset->tables[entity->parent->index].first == NULL)
        return false;
    for (size_t i = 0; i < entity->rows->item_count; i++)
        if (!generated_is_done(dataset, entity->rows->items[i]))
            return false;
    return tables_stand(dataset, entity->rows->root);
}

/* A whole number, or UINT32_MAX; none where it does not apply. */
static uint32_t whole_count(const struct cell *cell)
{
    int64_t count = 0;
    if (cell->state != CELL_VALUE)
        return 0;
    return number_to_int64(&cell->value.number, &count) && count >= 0 && count < UINT32_MAX
               ? (uint32_t)count
               : UINT32_MAX;
}

/* How many rows a parent gets: those that were asked for, within the limit. */
static uint32_t row_count(struct dataset *dataset, const struct entity *entity, uint32_t parent,
                          uint32_t count, struct diagnostics *diagnostics)
{
    if (count <= limits[LIMIT_MADE_ROWS].value)
        return count;
    const struct table *above = &dataset->tables[entity->parent->index];
    dataset->broken = true;
    diagnostics->subject = (struct fault_subject){entity->table, ""};
    struct place room;
    diagnostics_add(diagnostics, table_place(above, parent, &room),
                    &policy_message[POLICY_MADE_ROWS], entity->table, NULL);
    diagnostics->subject.table = NULL;
    return 0;
}

/* The key counts from 1 under each parent; other fields have their defaults or are absent. */
static bool fill_row(struct table *table, uint32_t row, uint32_t number, struct arena *arena)
{
    const struct entity *entity = table->entity;
    bool good = true;
    for (size_t i = 0; i < entity->field_count && good; i++) {
        const struct field *field = &entity->fields[i];
        bool key = i == entity->key;
        const union value own = {.number = number_from_int((int32_t)number)};
        const bool given = key || field->has_default;
        good = column_put(&table->fields[i], row, given ? CELL_VALUE : CELL_ABSENT,
                          key     ? &own
                          : given ? &field->fallback
                                  : NULL,
                          arena);
    }
    return good;
}

static enum ft_status generated_fill_table(struct dataset *dataset, struct table *table,
                                           const struct generated_rows *made, uint32_t parents)
{
    const uint32_t *counts = made->counts;
    struct arena *arena = dataset->arena;
    const struct table *above = &dataset->tables[table->entity->parent->index];
    uint32_t *first = arena_array(arena, (size_t)parents + 1, sizeof *first), row = 0;
    for (uint32_t parent = 0; parent < parents; parent++)
        table->count += counts[parent];
    uint32_t *up = arena_array(arena, table->count, sizeof *up);
    bool good = true;
    if (first == NULL || up == NULL || !table_make_columns(table, arena))
        return FT_NO_MEMORY;
    for (uint32_t parent = 0; parent < parents; parent++) {
        first[parent] = row;
        for (uint32_t number = 1; number <= counts[parent]; number++, row++) {
            up[row] = parent;
            struct place room;
            const struct place *place = table_place(above, parent, &room);
            good = good && (place == NULL || table_put_place(table, row, place, arena)) &&
                   fill_row(table, row, number, arena) &&
                   (made->spans == NULL ||
                    span_fill(table->entity->spans, table, row, &made->spans[row], arena));
        }
    }
    first[parents] = row;
    table->first = first;
    table->parents = up;
    return good ? FT_OK : FT_NO_MEMORY;
}

/* Where it is not known how many rows there are, whatever looks at them is undetermined. */
static enum ft_status note_unmade(struct dataset *dataset, struct table *table,
                                  const struct cell *cells, uint32_t parents)
{
    const struct lacks **unmade = NULL;
    for (uint32_t parent = 0; parent < parents; parent++) {
        if (cells[parent].state != CELL_UNDETERMINED)
            continue;
        if (unmade == NULL)
            unmade = arena_array(dataset->arena, parents, sizeof(const struct lacks *));
        if (unmade == NULL)
            return FT_NO_MEMORY;
        unmade[parent] = cells[parent].reason.lacks == NULL
                             ? &lacks_untold
                             : lacks_keep(cells[parent].reason.lacks, dataset->arena);
        if (unmade[parent] == NULL)
            return FT_NO_MEMORY;
    }
    table->unmade = unmade;
    return FT_OK;
}

static enum ft_status generated_make(struct dataset *dataset, struct table *table,
                                     struct arith *arith, struct diagnostics *diagnostics,
                                     bool *versions_used)
{
    const struct entity *entity = table->entity;
    uint32_t parents = dataset->tables[entity->parent->index].count;
    struct evaluation evaluation = {.dataset = dataset,
                                    .arith = arith,
                                    .diagnostics = diagnostics,
                                    .versions_used = versions_used,
                                    .rule = entity->table};
    struct cell *cells = arena_array(arith->arena, parents, sizeof *cells);
    uint32_t *rows = arena_array(arith->arena, parents, sizeof *rows);
    struct generated_rows made = {.counts =
                                      arena_array(arith->arena, parents, sizeof *made.counts)};
    if (cells == NULL || rows == NULL || made.counts == NULL)
        return FT_NO_MEMORY;
    for (uint32_t parent = 0; parent < parents; parent++)
        rows[parent] = parent;
    enum ft_status status = entity->spans != NULL
                                ? spans_find(&made, entity, &evaluation, rows, parents, cells)
                                : formula_evaluate(entity->rows, &evaluation, rows, parents, cells);
    for (uint32_t parent = 0; parent < parents && status == FT_OK; parent++)
        made.counts[parent] = row_count(
            dataset, entity, parent,
            entity->spans != NULL ? made.counts[parent] : whole_count(&cells[parent]), diagnostics);
    if (dataset->batch != NULL)
        dataset->batch->at_fault |= evaluation.at_fault;
    if (status == FT_OK)
        status = note_unmade(dataset, table, cells, parents);
    return status == FT_OK ? generated_fill_table(dataset, table, &made, parents) : status;
}

enum ft_status tables_make(const struct policy *policy, struct dataset *dataset,
                           struct arith *arith, struct diagnostics *diagnostics,
                           struct application *application)
{
    enum ft_status status = FT_OK;
    /* A parent stands before its children, so one pass makes all that can be made. */
    for (size_t i = 0; i < policy->schema.entity_count && status == FT_OK; i++)
        if ((application->tables == NULL || application->tables[i]) &&
            generated_can_stand(dataset, &policy->schema.entities[i]))
            status = generated_make(dataset, &dataset->tables[i], arith, diagnostics,
                                    application->versions_used);
    return status;
}
