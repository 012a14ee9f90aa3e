#include "fixture.h"

#include <string.h>

/* ---- the schema, as tables ---- */

static const struct member uses[] = {{.id = "industrial", .title = {"工业", "industrial"}},
                                     {.id = "residential", .title = {"住宅", "residential"}}};
static const struct member cities[] = {{.id = "qingyuan", .title = {"清远", "Qingyuan"}},
                                       {.id = "foshan", .title = {"佛山", "Foshan"}}};
static const struct enumeration enumerations[] = {
    {.id = "land_use", .title = {"用途", "land use"}, .members = uses, .count = 2},
    {.id = "city", .title = {"城市", "city"}, .members = cities, .count = 2},
};

enum { ENTITIES = 6, COLUMNS = 6, TABLE_ROWS = 4 };

static const struct {
    const char *id, *table, *parent;
} entity_plan[ENTITIES] = {
    {"portfolio", "portfolio", NULL},     {"lot", "lots", "portfolio"},
    {"project", "projects", "portfolio"}, {"holder", "holders", "project"},
    {"building", "buildings", "project"}, {"tax_year", "tax_years", "portfolio"},
};

/* `type`: a unit, "boolean", "date", "text", an enumeration or an entity. "?": optional. */
static const struct {
    const char *entity, *id, *type;
    bool integer, optional;
    enum absence absence;
} field_plan[] = {
    {"portfolio", "label", "text", false, true, ABSENCE_NONE},
    {"portfolio", "city", "city", false, false, ABSENCE_UNKNOWN},
    {"portfolio", "started", "date", false, false, ABSENCE_UNKNOWN},
    {"portfolio", "pot", "元", false, false, ABSENCE_UNKNOWN},
    {"portfolio", "spare", "元", false, true, ABSENCE_UNKNOWN},
    {"lot", "id", "text", false, false, ABSENCE_UNKNOWN},
    {"lot", "area", "m2", false, false, ABSENCE_UNKNOWN},
    {"project", "id", "text", false, false, ABSENCE_UNKNOWN},
    {"project", "use", "land_use", false, false, ABSENCE_UNKNOWN},
    {"project", "price", "元/m2", false, false, ABSENCE_UNKNOWN},
    {"project", "approved", "date", false, true, ABSENCE_NONE},
    {"project", "ratio", "", false, false, ABSENCE_UNKNOWN},
    {"project", "idle", "boolean", false, false, ABSENCE_UNKNOWN},
    {"holder", "id", "text", false, false, ABSENCE_UNKNOWN},
    {"holder", "weight", "", false, false, ABSENCE_UNKNOWN},
    {"building", "id", "text", false, false, ABSENCE_UNKNOWN},
    {"building", "holder", "holder", false, true, ABSENCE_NONE},
    {"building", "floor_area", "m2", false, false, ABSENCE_UNKNOWN},
    {"building", "cost", "元", false, true, ABSENCE_NONE},
    {"tax_year", "year", "", true, false, ABSENCE_UNKNOWN},
    {"tax_year", "revenue", "元", false, false, ABSENCE_UNKNOWN},
};
enum { FIELDS = sizeof field_plan / sizeof *field_plan };

/* "-" is absent. References are row numbers. */
static const struct {
    const char *entity;
    uint32_t parent;
    const char *values[COLUMNS];
} row_plan[] = {
    {"portfolio", 0, {"-", "qingyuan", "2020-02-29", "100", "-"}},
    {"lot", 0, {"A", "100"}},
    {"lot", 0, {"B", "200"}},
    {"lot", 0, {"C", "300"}},
    {"project", 0, {"P1", "industrial", "10", "2019-05-01", "1.5", "false"}},
    {"project", 0, {"P2", "residential", "20", "-", "2", "true"}},
    {"project", 0, {"P3", "industrial", "0", "2020-02-29", "2.5", "false"}},
    {"holder", 0, {"X", "1"}},
    {"holder", 0, {"Y", "2"}},
    {"holder", 1, {"Z", "0"}},
    {"building", 0, {"B1", "0", "100", "30"}},
    {"building", 0, {"B2", "1", "200", "-"}},
    {"building", 0, {"B3", "-", "300", "60"}},
    {"building", 1, {"B1", "2", "50", "10"}},
    {"tax_year", 0, {"2019", "100"}},
    {"tax_year", 0, {"2020", "110"}},
    {"tax_year", 0, {"2021", "90"}},
};
enum { ROWS = sizeof row_plan / sizeof *row_plan };

/* Columns that rules have made: "n/a" does not apply, "error" was diagnosed before. */
static const struct {
    const char *entity, *id, *type, *values[TABLE_ROWS];
} item_plan[] = {
    {"portfolio", "base", "元", {"1,000"}},
    {"portfolio", "blocked", "元", {"n/a"}},
    {"portfolio", "faulty", "元", {"error"}},
    {"portfolio", "barred", "boolean", {"n/a"}},
    {"project", "gross", "元", {"5,000", "n/a", "0"}},
    {"project", "label", "m2", {"1", "2", "3"}},
    {"building", "worth", "元", {"300", "600", "n/a", "50"}},
};
enum { ITEMS = sizeof item_plan / sizeof *item_plan };

/* `entries`: a table's or set's by member, "-" where there is none. */
static const struct {
    const char *parameter, *from, *to, *published, *scalar, *entries[2];
} version_plan[] = {
    {"rate", "2019-01-01", NULL, NULL, "30%", {NULL}},
    {"threshold", "2019-01-01", "2021-01-01", NULL, "8%", {NULL}},
    {"threshold", "2022-01-01", NULL, "2022-06-01", "10%", {NULL}},
    {"growth", "2019-01-01", NULL, NULL, "5%", {NULL}},
    {"growth", "2020-01-01", NULL, "2020-03-01", "6%", {NULL}},
    {"ratio", "2019-01-01", NULL, NULL, "7", {NULL}},
    {"deadline", "2019-01-01", NULL, NULL, "2021-12-31", {NULL}},
    {"standard", "2019-01-01", NULL, NULL, NULL, {"500", "-"}},
    {"income_tax", "2019-01-01", NULL, NULL, NULL, {NULL}},
    {"delta", "2019-01-01", NULL, NULL, NULL, {"-", "in"}},
};
enum { VERSIONS = sizeof version_plan / sizeof *version_plan };

static const struct {
    const char *id;
    enum parameter_shape shape;
    const char *type;
} parameter_plan[] = {
    {"rate", SHAPE_SCALAR, "%"},          {"threshold", SHAPE_SCALAR, "%"},
    {"growth", SHAPE_SCALAR, "%"},        {"ratio", SHAPE_SCALAR, ""},
    {"deadline", SHAPE_SCALAR, "date"},   {"standard", SHAPE_TABLE, "元/m2"},
    {"income_tax", SHAPE_BRACKETS, "元"}, {"delta", SHAPE_SET, "city"},
};
enum { PARAMETERS = sizeof parameter_plan / sizeof *parameter_plan };

/* 3% up to 36,000 元, 10% up to 144,000 元, 20% above. */
static const struct bracket brackets[] = {
    {.above = {.num = 0, .den = 1}, .rate = {.num = 3, .den = 100}},
    {.above = {.num = 36000, .den = 1}, .rate = {.num = 1, .den = 10}},
    {.above = {.num = 144000, .den = 1}, .rate = {.num = 1, .den = 5}}};
static const struct scale scale = {.brackets = brackets, .count = 3};
static const uint32_t first_keys[][1] = {{0}, {1}};
static const struct enumeration *const standard_keys[] = {&enumerations[0]};

/* ---- making it ---- */

static void *array(struct fixture *fixture, size_t count, size_t size)
{
    void *memory = arena_array(&fixture->arena, count, size);
    cr_assert_not_null(memory);
    return memory;
}

static void name(struct fixture *fixture, struct map *map, const char *key, const void *value)
{
    cr_assert(map_put(map, &fixture->arena, key, (void *)value));
}

struct entity *fixture_entity(struct fixture *fixture, const char *id)
{
    struct entity *entity = map_get(&fixture->schema.entity_names, id);
    cr_assert_not_null(entity, "%s", id);
    return entity;
}

static struct unit unit_of(struct fixture *fixture, const char *name_of_type)
{
    struct unit unit;
    struct text text = text_from(name_of_type);
    cr_assert_eq(unit_parse(&unit, &fixture->arith, &fixture->diagnostics, &text), FT_OK, "%s",
                 name_of_type);
    return unit;
}

struct type fixture_type(struct fixture *fixture, const char *name_of_type)
{
    static const struct {
        const char *name;
        enum type_kind kind;
    } kinds[] = {{"boolean", TYPE_BOOLEAN}, {"date", TYPE_DATE}, {"text", TYPE_TEXT}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name_of_type) == 0)
            return (struct type){.kind = kinds[i].kind};
    for (size_t i = 0; i < 2; i++)
        if (strcmp(enumerations[i].id, name_of_type) == 0)
            return (struct type){.kind = TYPE_SYMBOL, .enumeration = &enumerations[i]};
    struct entity *entity = map_get(&fixture->schema.entity_names, name_of_type);
    if (entity != NULL)
        return (struct type){.kind = TYPE_REFERENCE, .entity = entity};
    return (struct type){.kind = TYPE_NUMBER,
                         .dimension = unit_of(fixture, name_of_type).dimension};
}

/* A value as the tables above write it. */
static union value read_value(struct fixture *fixture, const struct type *type,
                              const struct unit *unit, const char *written)
{
    union value value = {.text = written};
    struct text text = text_from(written);
    switch (type->kind) {
    case TYPE_NUMBER:
        cr_assert_eq(
            quantity_parse_in(&value.number, &fixture->arith, &fixture->diagnostics, &text, unit),
            FT_OK, "%s", written);
        break;
    case TYPE_BOOLEAN:
        value = (union value){.boolean = strcmp(written, "true") == 0};
        break;
    case TYPE_DATE:
        cr_assert_eq(date_parse(&value.date, &fixture->diagnostics, &text), FT_OK, "%s", written);
        break;
    case TYPE_SYMBOL:
        value = (union value){.symbol = (uint32_t)enumeration_find(type->enumeration, written)};
        break;
    case TYPE_TEXT:
        break;
    case TYPE_REFERENCE:
        value = (union value){.reference = (uint32_t)(written[0] - '0')};
        break;
    }
    return value;
}

static void make_entities(struct fixture *fixture)
{
    struct schema *schema = &fixture->schema;
    schema->enumerations = enumerations;
    schema->enumeration_count = 2;
    schema->entities = array(fixture, ENTITIES, sizeof *schema->entities);
    schema->entity_count = ENTITIES;
    for (size_t i = 0; i < ENTITIES; i++) {
        struct entity *entity = &schema->entities[i];
        *entity = (struct entity){.id = entity_plan[i].id,
                                  .table = entity_plan[i].table,
                                  .title = {entity_plan[i].id, entity_plan[i].id},
                                  .index = i,
                                  .fields = array(fixture, COLUMNS, sizeof *entity->fields)};
        if (entity_plan[i].parent != NULL)
            entity->parent = fixture_entity(fixture, entity_plan[i].parent);
        name(fixture, &schema->entity_names, entity->id, entity);
        name(fixture, &schema->table_names, entity->table, entity);
    }
}

static void make_fields(struct fixture *fixture)
{
    for (size_t i = 0; i < FIELDS; i++) {
        struct entity *entity = fixture_entity(fixture, field_plan[i].entity);
        struct field *field = &entity->fields[entity->field_count];
        *field = (struct field){.id = field_plan[i].id,
                                .title = {field_plan[i].id, field_plan[i].id},
                                .type = fixture_type(fixture, field_plan[i].type),
                                .integer = field_plan[i].integer,
                                .optional = field_plan[i].optional,
                                .absence = field_plan[i].absence,
                                .index = entity->field_count++};
        if (field->type.kind == TYPE_NUMBER)
            field->unit = unit_of(fixture, field_plan[i].type);
        name(fixture, &entity->names, field->id, field);
    }
}

static void put_cell(struct fixture *fixture, struct column *column, uint32_t row,
                     enum cell_state state, const union value *value)
{
    cr_assert(column_put(column, row, state, state == CELL_VALUE ? value : NULL, &fixture->arena));
}

static void make_rows(struct fixture *fixture)
{
    for (uint32_t i = 0; i < ROWS; i++) {
        const struct entity *entity = fixture_entity(fixture, row_plan[i].entity);
        struct table *table = &fixture->dataset.tables[entity->index];
        uint32_t row = table->count++;
        ((uint32_t *)table->parents)[row] = row_plan[i].parent;
        const struct place place = {.source = &fixture->data, .line = i + 1, .column = 1};
        table->places->each[row] = place;
        for (size_t f = 0; f < entity->field_count; f++) {
            const char *written = row_plan[i].values[f];
            const bool given = strcmp(written, "-") != 0;
            union value value;
            if (given)
                value =
                    read_value(fixture, &entity->fields[f].type, &entity->fields[f].unit, written);
            put_cell(fixture, &table->fields[f], row, given ? CELL_VALUE : CELL_ABSENT, &value);
        }
    }
}

/* The children of each parent, counted from `parents`. */
static void index_rows(struct fixture *fixture, struct table *table, uint32_t parents)
{
    uint32_t *first = array(fixture, (size_t)parents + 1, sizeof *first);
    for (uint32_t row = 0; row < table->count; row++)
        first[table->parents[row] + 1]++;
    for (uint32_t parent = 0; parent < parents; parent++)
        first[parent + 1] += first[parent];
    table->first = first;
}

static void make_table(struct fixture *fixture, const struct entity *entity, uint32_t rows)
{
    struct table *table = &fixture->dataset.tables[entity->index];
    table->entity = entity;
    table->parents = array(fixture, rows, sizeof(uint32_t));
    table->places = array(fixture, 1, sizeof *table->places);
    *table->places =
        (struct row_places){.count = rows, .each = array(fixture, rows, sizeof(struct place))};
    table->fields = array(fixture, entity->field_count, sizeof *table->fields);
    for (size_t i = 0; i < entity->field_count; i++)
        column_open(&table->fields[i], entity->fields[i].type.kind, rows);
}

static void make_items(struct fixture *fixture)
{
    for (size_t i = 0; i < ITEMS; i++) {
        struct entity *entity = fixture_entity(fixture, item_plan[i].entity);
        struct table *table = &fixture->dataset.tables[entity->index];
        struct item *item = array(fixture, 1, sizeof *item);
        *item = (struct item){.id = item_plan[i].id,
                              .entity = entity,
                              .type = fixture_type(fixture, item_plan[i].type),
                              .index = entity->item_count++,
                              .order = i};
        if (item->type.kind == TYPE_NUMBER)
            item->unit = unit_of(fixture, item_plan[i].type);
        name(fixture, &entity->items, item->id, item);
        if (table->items == NULL)
            table->items = array(fixture, ITEMS, sizeof *table->items);
        struct item_column *column = &table->items[item->index];
        column_open(&column->column, item->type.kind, table->count);
        column->done = true;
        for (uint32_t row = 0; row < table->count; row++) {
            const char *written = item_plan[i].values[row];
            bool value = strcmp(written, "n/a") != 0 && strcmp(written, "error") != 0;
            const enum cell_state state = value               ? CELL_VALUE
                                          : written[0] == 'n' ? CELL_NOT_APPLICABLE
                                                              : CELL_ERROR;
            union value read;
            if (value)
                read = read_value(fixture, &item->type, &item->unit, written);
            put_cell(fixture, &column->column, row, state, &read);
        }
    }
}

static struct date read_date(struct fixture *fixture, const char *written, struct date otherwise)
{
    static const struct type type = {.kind = TYPE_DATE};
    return written == NULL ? otherwise : read_value(fixture, &type, NULL, written).date;
}

static void make_version(struct fixture *fixture, const struct parameter *parameter,
                         struct version *version, size_t plan)
{
    struct table_entry *entries = array(fixture, 2, sizeof *entries);
    bool *members = array(fixture, 2, sizeof *members);
    struct date from = read_date(fixture, version_plan[plan].from, DATE_FOREVER);
    *version = (struct version){.parameter = parameter,
                                .from = from,
                                .to = read_date(fixture, version_plan[plan].to, DATE_FOREVER),
                                .ends = version_plan[plan].to != NULL,
                                .published = read_date(fixture, version_plan[plan].published, from),
                                .source = "source",
                                .index = plan,
                                .entries = entries,
                                .brackets = brackets,
                                .bracket_count = 3,
                                .scales = &scale,
                                .scale_count = 1,
                                .members = members};
    if (version_plan[plan].scalar != NULL)
        version->scalar =
            read_value(fixture, &parameter->type, &parameter->unit, version_plan[plan].scalar);
    for (size_t i = 0; i < 2; i++) {
        const char *written = version_plan[plan].entries[i];
        if (written == NULL || strcmp(written, "-") == 0)
            continue;
        members[i] = true;
        if (parameter->shape == SHAPE_TABLE)
            entries[version->entry_count++] = (struct table_entry){
                .keys = first_keys[i],
                .value = read_value(fixture, &parameter->type, &parameter->unit, written)};
    }
}

static void make_parameters(struct fixture *fixture)
{
    for (size_t i = 0; i < PARAMETERS; i++) {
        struct parameter *parameter = array(fixture, 1, sizeof *parameter);
        struct version *versions = array(fixture, VERSIONS, sizeof *versions);
        *parameter = (struct parameter){.id = parameter_plan[i].id,
                                        .shape = parameter_plan[i].shape,
                                        .type = fixture_type(fixture, parameter_plan[i].type),
                                        .keys = standard_keys,
                                        .versions = versions};
        parameter->key_count = parameter->shape == SHAPE_TABLE ? 1 : 0;
        parameter->by = parameter->type;
        if (parameter->type.kind == TYPE_NUMBER)
            parameter->unit = unit_of(fixture, parameter_plan[i].type);
        for (size_t v = 0; v < VERSIONS; v++)
            if (strcmp(version_plan[v].parameter, parameter->id) == 0)
                make_version(fixture, parameter, &versions[parameter->version_count++], v);
        name(fixture, &fixture->schema.parameter_names, parameter->id, parameter);
    }
    fixture->schema.version_count = VERSIONS;
}

void fixture_open(struct fixture *fixture, enum ft_language language)
{
    *fixture = (struct fixture){.diagnostics = {.language = language}};
    arena_open(&fixture->arena, NULL);
    arith_open(&fixture->arith, &fixture->arena);
    fixture->data = (struct source){.path = "data.cfg"};
    make_entities(fixture);
    make_fields(fixture);
    fixture->dataset = (struct dataset){.schema = &fixture->schema,
                                        .arena = &fixture->arena,
                                        .tables = array(fixture, ENTITIES, sizeof(struct table)),
                                        .as_of = read_date(fixture, "2020-06-30", DATE_FOREVER),
                                        .known_at = DATE_FOREVER};
    for (size_t i = 0; i < ENTITIES; i++)
        make_table(fixture, &fixture->schema.entities[i], TABLE_ROWS);
    make_rows(fixture);
    for (size_t i = 1; i < ENTITIES; i++) {
        const struct entity *parent = fixture->schema.entities[i].parent;
        index_rows(fixture, &fixture->dataset.tables[i],
                   fixture->dataset.tables[parent->index].count);
    }
    make_items(fixture);
    make_parameters(fixture);
    cr_assert_eq(fixture->diagnostics.total, 0);
}

void fixture_close(struct fixture *fixture)
{
    arith_close(&fixture->arith);
    arena_close(&fixture->arena);
}

void fixture_lengthen(struct fixture *fixture, uint32_t count)
{
    const struct entity *entity = fixture_entity(fixture, "lot");
    struct table *table = &fixture->dataset.tables[entity->index];
    make_table(fixture, entity, count);
    table->count = count;
    for (uint32_t row = 0; row < count; row++) {
        const union value key = {.text = arena_format(&fixture->arena, "L%u", row + 1)},
                          area = {.number = number_from_int((int32_t)(row % 7 + 1))};
        put_cell(fixture, &table->fields[0], row, CELL_VALUE, &key);
        put_cell(fixture, &table->fields[1], row, CELL_VALUE, &area);
    }
    index_rows(fixture, table, 1);
}

/* ---- using it ---- */

const struct text *fixture_text(struct fixture *fixture, const char *formula)
{
    static const char before[] = "  value = \"";
    fixture->diagnostics = (struct diagnostics){.language = fixture->diagnostics.language};
    const char *line = arena_format(&fixture->arena, "%s%s\";", before, formula);
    cr_assert_not_null(line);
    fixture->formula = (struct source){.path = "policy.cfg", .bytes = line, .length = strlen(line)};
    fixture->text = text_from(formula);
    fixture->text.place =
        (struct place){.source = &fixture->formula, .line = 1, .column = sizeof before - 1};
    fixture->piece = (struct text_piece){0, fixture->text.place};
    fixture->piece.place.column = sizeof before;
    fixture->text.pieces = &fixture->piece;
    fixture->text.piece_count = 1;
    return &fixture->text;
}

const struct formula *fixture_compile(struct fixture *fixture, const char *entity,
                                      const char *formula)
{
    struct formula *compiled = NULL;
    enum ft_status status = formula_compile(
        &compiled, &fixture->schema, fixture_entity(fixture, entity),
        fixture_text(fixture, formula), NULL, &fixture->arena, &fixture->diagnostics);
    cr_assert_eq(status, FT_OK, "%s: %s", formula, fixture_rendering(fixture));
    return compiled;
}

struct evaluation fixture_evaluation(struct fixture *fixture)
{
    return (struct evaluation){.dataset = &fixture->dataset,
                               .arith = &fixture->arith,
                               .diagnostics = &fixture->diagnostics,
                               .rule = "rule"};
}

const char *fixture_cell_text(struct fixture *fixture, const struct formula *formula,
                              const struct cell *cell)
{
    if (cell->state != CELL_VALUE)
        return cell->state == CELL_NOT_APPLICABLE ? "n/a"
               : cell->state == CELL_UNDETERMINED ? "undetermined"
                                                  : "error";
    const char *text = value_text(&cell->value, &formula->root->type, &formula->root->unit, false,
                                  &fixture->arith, fixture->diagnostics.language);
    cr_assert_not_null(text);
    return text;
}

const char *fixture_value(struct fixture *fixture, const char *entity, const char *formula,
                          uint32_t row)
{
    const struct formula *compiled = fixture_compile(fixture, entity, formula);
    struct evaluation evaluation = fixture_evaluation(fixture);
    struct cell cell = {.state = CELL_ABSENT};
    cr_assert_eq(formula_evaluate(compiled, &evaluation, &row, 1, &cell), FT_OK, "%s", formula);
    return fixture_cell_text(fixture, compiled, &cell);
}

static bool append(void *context, const char *bytes, size_t length)
{
    char *rendering = context;
    size_t used = strlen(rendering);
    if (used + length >= FIXTURE_RENDERING)
        return false;
    memcpy(rendering + used, bytes, length);
    rendering[used + length] = '\0';
    return true;
}

const char *fixture_rendering(struct fixture *fixture)
{
    fixture->rendering[0] = '\0';
    const struct ft_sink sink = {.write = append, .context = fixture->rendering};
    cr_assert(diagnostics_render(&fixture->diagnostics, &sink, false));
    return fixture->rendering;
}
