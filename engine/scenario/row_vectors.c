/* The columns of a long table's file, and their cells in the chunk at hand as vectors. */
#include <string.h>

#include "../vector/lanes.h"

#include "row_lanes_internal.h"

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

bool row_lanes_fit(const struct long_table *table)
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

bool row_lanes_open(struct row_lanes *reader, const struct scenario *scenario,
                    const struct long_table *file, struct vector_pool *pool, struct arena *arena)
{
    const struct entity *entity = file->entity;
    *reader = (struct row_lanes){.scenario = scenario, .file = file, .pool = pool};
    reader->inputs = arena_array(arena, file->column_count, sizeof *reader->inputs);
    reader->field_inputs = arena_array(arena, entity->field_count, sizeof(struct input *));
    if (reader->inputs == NULL || reader->field_inputs == NULL ||
        !cells_open(&reader->cells, file->column_count, arena))
        return false;
    for (size_t i = 0; i < file->column_count; i++) {
        struct input *input = &reader->inputs[reader->input_count];
        if (file->columns[i].use != COLUMN_FIELD)
            continue;
        if (!open_input(input, &file->columns[i], arena))
            return false;
        input->place = i;
        input->behind = i > 0 && column_has_numbers(&file->columns[i - 1]);
        input->names = input->field->index == entity->key || input->field->index == entity->label;
        input->header = &file->columns[i].header;
        reader->field_inputs[input->field->index] = input;
        reader->input_count++;
    }
    return true;
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

static enum vector_status number_vector(struct row_lanes *reader, struct input *input,
                                        struct vector *out)
{
    struct vector_pool *pool = reader->pool;
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
static bool lane_value(struct row_lanes *reader, enum type_kind kind, int64_t lane, int64_t den,
                       union value *value)
{
    switch (kind) {
    case TYPE_NUMBER:
        return number_from_ratio(&value->number, reader->pool->arith, lane, den) == FT_OK;
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
static void see_constant(struct row_lanes *reader, enum type_kind kind, struct vector *vector)
{
    struct cell cell = {.state = CELL_VALUE};
    if (!vector->uniform && vector->states == NULL && vector->low == vector->high &&
        lane_value(reader, kind, vector->low, vector->den, &cell.value))
        *vector = vector_uniform(cell);
}

/* Whether every cell lies within the field's bounds. One that does not is a fault, which the reader
 * of scenario/ tells. */
static bool within_bounds(struct row_lanes *reader, const struct input *input,
                          const struct vector *vector)
{
    const struct field *field = input->field;
    union value low, high;
    int64_t least = vector->low, most = vector->high;
    bool some = vector->states == NULL;
    if (!field->has_least && !field->has_most)
        return true;
    for (uint32_t i = 0; vector->states != NULL && i < reader->pool->count; i++) {
        if (vector->states[i] != CELL_VALUE)
            continue; /* and 0, which may lie outside */
        least = !some || vector->lanes[i] < least ? vector->lanes[i] : least;
        most = !some || vector->lanes[i] > most ? vector->lanes[i] : most;
        some = true;
    }
    return !some || (lane_value(reader, field->type.kind, least, vector->den, &low) &&
                     lane_value(reader, field->type.kind, most, vector->den, &high) &&
                     field_allows(field, &low, reader->pool->arith) &&
                     field_allows(field, &high, reader->pool->arith));
}

/* An empty cell takes the default, or is absent. */
static enum vector_status fill_absent(struct row_lanes *reader, const struct input *input,
                                      struct vector *vector)
{
    struct vector_pool *pool = reader->pool;
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

static enum vector_status make_vector(struct row_lanes *reader, struct input *input,
                                      struct vector *vector)
{
    struct vector_pool *pool = reader->pool;
    uint8_t *states = input->some_absent ? input->states : NULL;
    enum vector_status status = VECTOR_OK;
    if (input->field->type.kind == TYPE_NUMBER)
        status = number_vector(reader, input, vector);
    else if (input->field->type.kind == TYPE_TEXT)
        *vector = (struct vector){.lanes = input->lanes, .states = states, .den = 1};
    else if (input->field->type.kind == TYPE_BOOLEAN)
        status = vector_truths_over(pool, vector, input->lanes, states);
    else
        *vector = vector_over(pool, input->lanes, states, 1);
    if (status == VECTOR_OK && !vector_is_plain(vector))
        status = vector_spread(pool, vector, vector, TYPE_NUMBER);
    if (status == VECTOR_OK && !within_bounds(reader, input, vector))
        status = VECTOR_NO;
    if (status == VECTOR_OK)
        status = fill_absent(reader, input, vector);
    if (status == VECTOR_OK && !vector_is_plain(vector))
        status = vector_spread(pool, vector, vector, TYPE_NUMBER);
    if (status == VECTOR_OK)
        see_constant(reader, input->field->type.kind, vector);
    return status;
}

enum vector_status row_lanes_vectors(struct row_lanes *reader, struct vector *fields)
{
    enum vector_status status = VECTOR_OK;
    for (size_t i = 0; i < reader->input_count && status == VECTOR_OK; i++)
        status = make_vector(reader, &reader->inputs[i], &fields[reader->inputs[i].field->index]);
    return status;
}
