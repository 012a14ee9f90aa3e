/* A chunk of rows by columns, from bytes to bytes; what no kernel has goes through chunk.c. */
#include "columns.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "join.h"
#include "../vector/lanes.h"

/* ---- what the file's columns are ---- */

static bool name_booleans(struct input *input, struct arena *arena)
{
    if (!name_table_open(&input->members, BOOLEAN_WORDS, arena))
        return false;
    for (size_t i = 0; i < BOOLEAN_WORDS; i++)
        name_table_put(&input->members, input->field, boolean_words[i].word,
                       boolean_words[i].value);
    return true;
}

static bool name_members(struct input *input, struct arena *arena)
{
    const struct enumeration *enumeration = input->field->type.enumeration;
    size_t names = 2 * enumeration->count;
    for (size_t i = 0; i < enumeration->count; i++)
        names += enumeration->members[i].also_count;
    if (!name_table_open(&input->members, names, arena))
        return false;
    /* Ids first: they are found at once where few others can be in their way. */
    for (uint32_t i = 0; i < enumeration->count; i++)
        name_table_put(&input->members, input->field, enumeration->members[i].id, i);
    for (uint32_t i = 0; i < enumeration->count; i++) {
        const struct member *member = &enumeration->members[i];
        name_table_put(&input->members, input->field, member->title.zh, i);
        for (size_t j = 0; j < member->also_count; j++)
            name_table_put(&input->members, input->field, member->also[j], i);
    }
    return true;
}

static bool open_input(struct input *input, const struct table_column *column, struct arena *arena)
{
    const struct unit *own = &column->field->unit;
    const struct unit *unit = column->unit != NULL ? column->unit : own;
    enum type_kind kind = column->field->type.kind;
    *input = (struct input){.field = column->field, .column = column};
    if (kind == TYPE_NUMBER) {
        input->own = (struct figure_unit){unit->factor.num, unit->factor.den};
        input->shares = unit_is_share(unit);
        input->bare = column->unit == NULL && !column->field->says_unit &&
                      (input->shares || !dimension_equal(own->dimension, DIMENSION_NONE));
    }
    input->lanes = arena_array(arena, LANES, sizeof *input->lanes);
    input->states = arena_array(arena, LANES, sizeof *input->states);
    input->decimals = arena_array(arena, LANES, sizeof *input->decimals);
    input->slices = arena_array(arena, LANES, sizeof *input->slices);
    if (input->lanes == NULL || input->states == NULL || input->decimals == NULL ||
        input->slices == NULL)
        return false;
    memset(input->states, CELL_VALUE, LANES);
    if (kind == TYPE_BOOLEAN)
        return name_booleans(input, arena);
    return kind != TYPE_SYMBOL || name_members(input, arena);
}

/* A field that is not in the file: its default, or absent, in every row. */
static struct vector not_in_file(const struct field *field)
{
    return vector_uniform((struct cell){.value = field->fallback,
                                        .state = field->has_default ? CELL_VALUE : CELL_ABSENT});
}

static bool is_file_for_columns(const struct long_table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct table_column *column = &table->columns[i];
        if (column->use == COLUMN_UNNAMED)
            return false; /* must be empty */
        if (column->use != COLUMN_FIELD)
            continue;
        if (column->field->type.kind == TYPE_REFERENCE)
            return false;
    }
    for (size_t i = 0; i < table->entity->field_count; i++) {
        const struct field *field = &table->entity->fields[i];
        bool in_file = false;
        for (size_t c = 0; c < table->column_count; c++)
            in_file |= table->columns[c].field == field;
        if (!in_file && !field->has_default && !field->optional)
            return false; /* the reader of scenario/ says what is missing */
    }
    return true;
}

static bool is_for_columns(const struct long_table *table)
{
    bool good = is_file_for_columns(table);
    for (size_t i = 0; i < table->below_count; i++)
        good = good && is_file_for_columns(table->below[i]);
    return good;
}

/* Rules that say their date in the same words share it. */
static bool open_datings(const struct plan *plan, struct batch_table *table, struct arena *arena)
{
    const struct policy *policy = plan->policy;
    struct cell as_of = {.state = CELL_VALUE};
    as_of.value.date = plan->scenario->dataset->as_of;
    table->datings = arena_array(arena, table->entity->item_count + 1, sizeof *table->datings);
    table->item_datings = arena_array(arena, table->entity->item_count, sizeof(struct dating *));
    if (table->datings == NULL || table->item_datings == NULL)
        return false;
    table->datings[table->dating_count++] =
        (struct dating){.known = true, .on = vector_uniform(as_of)};
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        size_t found = rule->on == NULL ? 0 : 1;
        if (rule->item.entity != table->entity)
            continue;
        while (found > 0 && found < table->dating_count &&
               strcmp(table->datings[found].formula->text.bytes, rule->on->text.bytes) != 0)
            found++;
        if (found == table->dating_count)
            table->datings[table->dating_count++].formula = rule->on;
        table->item_datings[rule->item.index] = &table->datings[found];
    }
    return true;
}

static bool columns_open_table(const struct plan *plan, struct lane_table *table,
                               const struct long_table *file, struct arena *arena)
{
    const struct entity *entity = file->entity;
    *table = (struct lane_table){.lanes.entity = entity, .file = file, .key = join_key_place(file)};
    table->inputs = arena_array(arena, file->column_count, sizeof *table->inputs);
    table->lanes.fields = arena_array(arena, entity->field_count, sizeof *table->lanes.fields);
    table->field_inputs = arena_array(arena, entity->field_count, sizeof(struct input *));
    table->lanes.items = arena_array(arena, entity->item_count, sizeof *table->lanes.items);
    table->lent_fields = arena_array(arena, entity->field_count, sizeof *table->lent_fields);
    table->lent_items = arena_array(arena, entity->item_count, sizeof *table->lent_items);
    table->lanes.decided = arena_array(arena, entity->item_count, sizeof *table->lanes.decided);
    table->own_first = arena_array(arena, LANES + 1, sizeof *table->own_first);
    table->own_above = arena_array(arena, LANES, sizeof *table->own_above);
    if (table->inputs == NULL || table->lanes.fields == NULL || table->field_inputs == NULL ||
        table->lanes.items == NULL || table->lent_fields == NULL || table->lent_items == NULL ||
        table->lanes.decided == NULL || table->own_first == NULL || table->own_above == NULL ||
        !open_datings(plan, &table->lanes, arena) ||
        !cells_open(&table->cells, file->column_count, arena))
        return false;
    for (size_t i = 0; i < entity->field_count; i++)
        table->lanes.fields[i] = not_in_file(&entity->fields[i]);
    for (size_t i = 0; i < file->column_count; i++) {
        struct input *input = &table->inputs[table->input_count];
        if (file->columns[i].use != COLUMN_FIELD)
            continue;
        if (!open_input(input, &file->columns[i], arena))
            return false;
        input->place = i;
        input->behind = i > 0 && column_has_numbers(&file->columns[i - 1]);
        input->names = input->field->index == entity->key || input->field->index == entity->label;
        input->header = &file->columns[i].header;
        table->field_inputs[input->field->index] = input;
        table->input_count++;
    }
    return true;
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
                                arena))
            return false;
        columns->batch.by_entity[columns->tables[i].lanes.entity->index] =
            &columns->tables[i].lanes;
    }
    columns->batch.main = &columns->tables->lanes;
    return true;
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
                                          .room = &worker->room,
                                          .entity = plan->entity,
                                          .held = plan->scenario->dataset},
                                .no_kernels = no_kernels,
                                .plain_files = !no_kernels && is_for_columns(plan->table),
                                .exact_batch = FEW_ROWS};
    columns->batch.generated =
        arena_array(arena, plan->policy->schema.entity_count, sizeof *columns->batch.generated);
    columns->chosen = arena_array(arena, plan->policy->rule_count + 1, sizeof *columns->chosen);
    columns->posted = arena_array(arena, plan->column_count, sizeof *columns->posted);
    columns->postings = arena_array(arena, plan->line_count, sizeof *columns->postings);
    columns->ledgers = arena_array(arena, plan->shown_count, sizeof(struct ledger *));
    columns->groups = arena_array(arena, plan->group_count, sizeof *columns->groups);
    columns->lane_groups = arena_array(arena, LANES, sizeof *columns->lane_groups);
    columns->batch.by_integer = arena_allocate(arena, sizeof *columns->batch.by_integer);
    if (columns->batch.generated == NULL || columns->chosen == NULL ||
        columns->batch.by_integer == NULL || columns->posted == NULL || columns->postings == NULL ||
        columns->ledgers == NULL || columns->groups == NULL || columns->lane_groups == NULL ||
        arena_allocate(&worker->room, 1) == NULL || !open_tables(columns, arena) ||
        !aggregate_lanes_open(columns, arena))
        return FT_NO_MEMORY;
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

/* ---- cells to vectors ---- */

/* Every lane over one power of ten. */
static bool level_decimals(struct input *input, uint32_t count)
{
    static const int64_t powers[] = {1,      10,      100,      1000,      10000,
                                     100000, 1000000, 10000000, 100000000, 1000000000};
    if (!input->mixed)
        return true;
    for (uint32_t i = 0; i < count; i++) {
        unsigned missing = input->most - (unsigned)input->decimals[i];
        if (input->states[i] != CELL_VALUE)
            continue;
        if (missing >= sizeof powers / sizeof *powers ||
            __builtin_mul_overflow(input->lanes[i], powers[missing], &input->lanes[i]))
            return false;
    }
    return true;
}

static int64_t power_of_ten(uint32_t exponent)
{
    int64_t power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

static enum vector_status number_vector(struct columns *columns, struct input *input,
                                        struct vector *out)
{
    struct vector_pool *pool = columns->batch.pool;
    uint32_t decimals = input->most;
    if (input->unit.den == 0 || (input->field->integer && decimals > 0) ||
        !level_decimals(input, pool->count))
        return VECTOR_NO;
    *out = vector_over(pool, input->lanes, input->some_absent ? input->states : NULL,
                       power_of_ten(decimals));
    if (input->unit.num == 1 && input->unit.den == 1)
        return VECTOR_OK;
    struct number factor = {.num = input->unit.num, .den = input->unit.den};
    const struct vector by =
        vector_uniform((struct cell){.value = {.number = factor}, .state = CELL_VALUE});
    return vector_operate(pool, out, OPERATION_MULTIPLY, out, &by);
}

/* A lane's integer as a value; false for what has none. */
static bool lane_value(struct columns *columns, enum type_kind kind, int64_t lane, int64_t den,
                       union value *value)
{
    switch (kind) {
    case TYPE_NUMBER:
        return number_from_ratio(&value->number, columns->batch.pool->arith, lane, den) == FT_OK;
    case TYPE_DATE:
        value->date.days = (int32_t)lane;
        return true;
    case TYPE_SYMBOL:
        value->symbol = (uint32_t)lane;
        return true;
    case TYPE_BOOLEAN:
    case TYPE_TEXT:
    case TYPE_REFERENCE:
        break;
    }
    return false;
}

/* A column that is the same in every row of the chunk, a year say, is worked with once. */
static void see_constant(struct columns *columns, enum type_kind kind, struct vector *vector)
{
    struct cell cell = {.state = CELL_VALUE};
    if (!vector->uniform && vector->states == NULL && vector->low == vector->high &&
        lane_value(columns, kind, vector->low, vector->den, &cell.value))
        *vector = vector_uniform(cell);
}

/* Whether every cell lies within the field's bounds. One that does not is a fault, which the reader
 * of scenario/ tells. */
static bool within_bounds(struct columns *columns, const struct input *input,
                          const struct vector *vector)
{
    const struct field *field = input->field;
    union value low, high;
    int64_t least = vector->low, most = vector->high;
    bool some = vector->states == NULL;
    if (!field->has_least && !field->has_most)
        return true;
    for (uint32_t i = 0; vector->states != NULL && i < columns->batch.pool->count; i++) {
        if (vector->states[i] != CELL_VALUE)
            continue; /* and 0, which may lie outside */
        least = !some || vector->lanes[i] < least ? vector->lanes[i] : least;
        most = !some || vector->lanes[i] > most ? vector->lanes[i] : most;
        some = true;
    }
    return !some || (lane_value(columns, field->type.kind, least, vector->den, &low) &&
                     lane_value(columns, field->type.kind, most, vector->den, &high) &&
                     field_allows(field, &low, columns->batch.pool->arith) &&
                     field_allows(field, &high, columns->batch.pool->arith));
}

/* An empty cell takes the default, or is absent. */
static enum vector_status fill_absent(struct columns *columns, const struct input *input,
                                      struct vector *vector)
{
    struct vector_pool *pool = columns->batch.pool;
    const struct field *field = input->field;
    if (!input->some_absent)
        return VECTOR_OK;
    if (!field->has_default)
        return field->optional ? VECTOR_OK : VECTOR_NO;
    if (field->type.kind == TYPE_TEXT)
        return VECTOR_NO;
    uint8_t *mask = vector_bytes(pool);
    if (mask == NULL)
        return VECTOR_NO_MEMORY;
    bytes_are(mask, input->states, CELL_VALUE, 1, pool->count);
    const struct vector fallback =
        vector_uniform((struct cell){.value = field->fallback, .state = CELL_VALUE});
    enum vector_status status = vector_blend(pool, vector, mask, &fallback, field->type.kind);
    vector->states = NULL;
    return status;
}

static enum vector_status make_vector(struct columns *columns, struct input *input,
                                      struct vector *vector)
{
    struct vector_pool *pool = columns->batch.pool;
    uint8_t *states = input->some_absent ? input->states : NULL;
    enum vector_status status = VECTOR_OK;
    if (input->field->type.kind == TYPE_NUMBER)
        status = number_vector(columns, input, vector);
    else if (input->field->type.kind == TYPE_TEXT)
        *vector = (struct vector){.lanes = input->lanes, .states = states, .den = 1};
    else if (input->field->type.kind == TYPE_BOOLEAN)
        status = vector_truths_over(pool, vector, input->lanes, states);
    else
        *vector = vector_over(pool, input->lanes, states, 1);
    if (status == VECTOR_OK && !vector_is_plain(vector))
        status = vector_spread(pool, vector, vector, TYPE_NUMBER);
    if (status == VECTOR_OK && !within_bounds(columns, input, vector))
        status = VECTOR_NO;
    if (status == VECTOR_OK)
        status = fill_absent(columns, input, vector);
    if (status == VECTOR_OK && !vector_is_plain(vector))
        status = vector_spread(pool, vector, vector, TYPE_NUMBER);
    if (status == VECTOR_OK)
        see_constant(columns, input->field->type.kind, vector);
    return status;
}

static enum vector_status make_vectors(struct columns *columns)
{
    enum vector_status status = VECTOR_OK;
    for (size_t t = 0; t < columns->table_count && status == VECTOR_OK; t++) {
        struct lane_table *table = &columns->tables[t];
        (void)batch_enter(&columns->batch, &table->lanes);
        for (size_t i = 0; i < table->input_count && status == VECTOR_OK; i++)
            status = make_vector(columns, &table->inputs[i],
                                 &table->lanes.fields[table->inputs[i].field->index]);
    }
    (void)batch_enter(&columns->batch, &columns->tables->lanes);
    return status;
}

/* ---- a chunk ---- */

static void start_chunk(struct columns *columns)
{
    const struct schema *schema = &columns->plan->policy->schema;
    vector_pool_clear(columns->batch.pool);
    columns->batch.dataset = NULL;
    columns->went_exactly = columns->was_read_exactly = false;
    columns->batch.at = NULL;
    memset(columns->batch.generated, 0, schema->entity_count * sizeof *columns->batch.generated);
    for (size_t i = 0; i < columns->table_count; i++) {
        struct lane_table *table = &columns->tables[i];
        columns->batch.by_entity[table->lanes.entity->index] = &table->lanes;
        table->lanes.first = table->own_first;
        table->lanes.above = table->own_above;
        memset(table->lent_fields, 0,
               table->lanes.entity->field_count * sizeof *table->lent_fields);
        memset(table->lent_items, 0, table->lanes.entity->item_count * sizeof *table->lent_items);
        memset(table->lanes.decided, 0,
               table->lanes.entity->item_count * sizeof *table->lanes.decided);
    }
}

static bool keys_are_known_to_differ(const struct columns *columns)
{
    for (size_t i = 1; i < columns->table_count; i++)
        if (!keys_below_differ(&columns->tables[i]))
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
        return FT_OK;
    }
    return chunk_read(columns, rows, *used);
}

static enum ft_status columns_work_out(struct columns *columns)
{
    struct bytes *out = &columns->worker->out;
    const size_t before = out->length;
    enum ft_status status = columns_apply(columns);
    if (status == FT_OK)
        status = columns_post(columns);
    if (status == FT_OK)
        status = columns_write(columns);
    if (status == FT_OK)
        status = aggregate_of_lanes(columns);
    if (status == FT_OK)
        status = keys_of_chunk(columns);
    if (status != FT_OK) {
        out->length = before;
        return status;
    }
    columns_take(columns);
    blanks_take(columns);
    aggregate_take_lanes(columns);
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
