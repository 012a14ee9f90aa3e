/*
 * The facts of a scenario as they were filed, with what may be filed: what a form or a grid is made
 * from. The tables of the vocabulary, their fields, and of each row the texts as typed. Documented
 * in page/CALL.md.
 */
#include <string.h>

#include "formats.h"

/* ---- what may be filed ---- */

static const char *const type_names[] = {
    [TYPE_NUMBER] = "number", [TYPE_BOOLEAN] = "truth", [TYPE_DATE] = "date",
    [TYPE_SYMBOL] = "choice", [TYPE_TEXT] = "text",     [TYPE_REFERENCE] = "reference",
};

static json_t *json_choices(struct reporting *reporting, const struct enumeration *enumeration)
{
    json_t *array = json_array();
    for (size_t i = 0; i < enumeration->count; i++) {
        const struct member *member = &enumeration->members[i];
        json_t *also = json_array(), *choice = json_object();
        for (size_t j = 0; j < member->also_count; j++)
            json_append(reporting, also, json_text(member->also[j]));
        json_set(reporting, choice, "id", json_text(member->id));
        json_set(reporting, choice, "title", json_titles(&member->title));
        json_set(reporting, choice, "also", also);
        json_append(reporting, array, choice);
    }
    return array;
}

static json_t *report_tables_json_field(struct reporting *reporting, const struct table *table,
                                        const struct field *field)
{
    const struct column *column = table->fields == NULL ? NULL : &table->fields[field->index];
    json_t *json = json_object();
    json_set(reporting, json, "id", json_text(field->id));
    json_set(reporting, json, "title", json_titles(&field->title));
    json_set(reporting, json, "type", json_text(type_names[field->type.kind]));
    json_set(reporting, json, "unit", json_unit(&field->type, &field->unit));
    json_set(reporting, json, "filed_unit",
             json_unit(&field->type, column == NULL ? NULL : column->unit));
    json_set(reporting, json, "integer", json_boolean(field->integer));
    json_set(reporting, json, "required", json_boolean(!field->optional && !field->has_default));
    json_set(reporting, json, "default",
             json_field_value(reporting, field, field->has_default, &field->fallback));
    json_set(reporting, json, "least",
             json_field_value(reporting, field, field->has_least, &field->least));
    json_set(reporting, json, "most",
             json_field_value(reporting, field, field->has_most, &field->most));
    json_set(reporting, json, "choices",
             field->type.kind == TYPE_SYMBOL ? json_choices(reporting, field->type.enumeration)
                                             : json_null());
    json_set(reporting, json, "table",
             field->type.kind == TYPE_REFERENCE ? json_text(field->type.entity->table)
                                                : json_null());
    return json;
}

/* ---- what was filed ---- */

/* The text of a cell: what was set in its stead, else as typed; null where nothing was. */
static json_t *json_typed(struct reporting *reporting, const struct place *place)
{
    const char *set = set_at(&reporting->display, place);
    if (set != NULL)
        return json_text(set);
    return place->width == 0 ? json_null() : json_text(typed_at(&reporting->display, place));
}

static json_t *json_fault_at(const struct field *field, const struct place *place)
{
    uint32_t row = place->line, column = place->column;
    if (place->source != NULL && place->source->grid != NULL)
        (void)grid_cell(place, &row, &column);
    return json_pack("{s:s, s:I, s:I}", "field", field->id, "line", (json_int_t)row, "column",
                     (json_int_t)column);
}

static json_t *json_row(struct reporting *reporting, const struct table *table, uint32_t row)
{
    const struct dataset *dataset = reporting->context->scenario->dataset;
    const struct entity *entity = table->entity;
    json_t *json = json_object(), *typed = json_array(), *values = json_array(),
           *faults = json_array();
    for (size_t i = 0; i < entity->field_count; i++) {
        const struct field *field = &entity->fields[i];
        const struct column *column = &table->fields[i];
        const struct cell cell = column_cell(column, row);
        struct place room;
        const struct place *place = column_place(column, row, &room);
        const bool refers = field->type.kind == TYPE_REFERENCE && cell.state == CELL_VALUE;
        json_append(reporting, typed, place == NULL ? json_null() : json_typed(reporting, place));
        json_append(reporting, values,
                    cell.state != CELL_VALUE ? json_null()
                    : refers ? json_text(row_path(dataset, field->type.entity, cell.value.reference,
                                                  reporting->arena))
                             : json_field_value(reporting, field, true, &cell.value));
        if (cell.state == CELL_ERROR && place != NULL)
            json_append(reporting, faults, json_fault_at(field, place));
    }
    struct place room;
    const struct place *place = table_place(table, row, &room);
    json_set(reporting, json, "row", json_text(row_path(dataset, entity, row, reporting->arena)));
    json_set(reporting, json, "place",
             place == NULL ? json_null() : json_text(place_shown(&reporting->display, place)));
    json_set(reporting, json, "typed", typed);
    json_set(reporting, json, "values", values);
    json_set(reporting, json, "faults", faults);
    return json;
}

/* The rows; null where some stand nowhere, so that there are no tables. Memory for texts is given
 * back row by row. */
static json_t *report_tables_json_rows(struct reporting *reporting, const struct table *table)
{
    json_t *array = json_array();
    if (table->entity == NULL || table->fields == NULL) {
        json_decref(array);
        return json_null();
    }
    for (uint32_t row = 0; row < table->count && reporting->writer.status == FT_OK; row++) {
        struct arena_mark mark = arena_mark(reporting->arena);
        json_append(reporting, array, json_row(reporting, table, row));
        arena_rewind(reporting->arena, mark);
    }
    return array;
}

static json_t *json_table(struct reporting *reporting, const struct entity *entity)
{
    const struct dataset *dataset = reporting->context->scenario->dataset;
    static const struct table empty;
    const struct table *table = dataset == NULL ? &empty : &dataset->tables[entity->index];
    json_t *json = json_object(), *fields = json_array();
    for (size_t i = 0; i < entity->field_count; i++)
        json_append(reporting, fields,
                    report_tables_json_field(reporting, table, &entity->fields[i]));
    json_set(reporting, json, "id", json_text(entity->table));
    json_set(reporting, json, "one", json_text(entity->id));
    json_set(reporting, json, "title", json_titles(&entity->title));
    json_set(reporting, json, "above",
             json_or_null(entity->parent == NULL ? NULL : entity->parent->table));
    json_set(reporting, json, "made", json_boolean(entity->rows != NULL));
    json_set(reporting, json, "key",
             entity->parent == NULL ? json_null() : json_text(entity->fields[entity->key].id));
    json_set(reporting, json, "label",
             entity->parent == NULL ? json_null() : json_text(entity->fields[entity->label].id));
    json_set(reporting, json, "fields", fields);
    json_set(reporting, json, "rows", report_tables_json_rows(reporting, table));
    return json;
}

/* What the scenario says of itself, as filed: a load that failed has read no dates. */
static json_t *report_tables_json_head(struct reporting *reporting)
{
    const struct scenario *scenario = reporting->context->scenario;
    json_t *json = json_object(), *packs = json_array();
    for (size_t i = 0; i < scenario->pack_count; i++)
        json_append(reporting, packs, json_text(scenario->packs[i].bytes));
    json_set(reporting, json, "id", json_text(scenario->id));
    json_set(reporting, json, "title", json_titles(&scenario->title));
    json_set(reporting, json, "as_of", json_text(scenario->as_of.bytes));
    json_set(reporting, json, "known_at",
             scenario->known_at.length == 0 ? json_null() : json_text(scenario->known_at.bytes));
    json_set(reporting, json, "packs", packs);
    json_set(reporting, json, "digest", json_text(scenario->digest));
    json_set(reporting, json, "changed", json_changed(reporting));
    return json;
}

enum ft_status report_tables(struct figure_context *context, const struct ft_sink *sink)
{
    static const struct ft_report report = {.format = FT_JSON};
    struct reporting reporting;
    const struct schema *schema = &context->policy->schema;
    reporting_open(&reporting, context, &report, sink);
    json_t *json = json_object(), *tables = json_array();
    json_set(&reporting, json, "fangtian", json_text(FT_VERSION));
    json_set(&reporting, json, "scenario", report_tables_json_head(&reporting));
    for (size_t i = 0; i < schema->entity_count; i++)
        json_append(&reporting, tables, json_table(&reporting, &schema->entities[i]));
    json_set(&reporting, json, "tables", tables);
    write_json(&reporting, json);
    return reporting_status(&reporting);
}
