/* What must hold of a schema and of rows, told where it does not: for asserts and their tests. */
#include "model.h"

const char *lacks_fault(const struct lacks *lacks)
{
    if (lacks == NULL)
        return "what is undetermined lacks something";
    if (lacks->count < 1 || lacks->count > MOST_LACKS)
        return "at least one lack, at most MOST_LACKS";
    for (uint32_t i = 1; i < lacks->count; i++)
        if (lack_compare(&lacks->lacks[i - 1], &lacks->lacks[i]) >= 0)
            return "lacks ascend";
    return NULL;
}

/* ---- the schema ---- */

static const char *field_fault(const struct field *field)
{
    if (field->type.kind == TYPE_SYMBOL && field->type.enumeration->count == 0)
        return "an enumeration has members";
    if (field->has_default && field->optional)
        return "a field with a default is never absent";
    if (field->optional && field->absence == ABSENCE_NONE && field->absent_words.zh == NULL)
        return "what counts as none has words for it";
    return field->type.kind == TYPE_NUMBER && number_sign(&field->unit.factor) <= 0
               ? "a unit is more than nothing"
               : NULL;
}

static const char *entity_fault(const struct schema *schema, size_t index)
{
    const struct entity *entity = &schema->entities[index];
    if (entity->index != index)
        return "an entity's index is its place";
    if ((entity->parent == NULL) != (index == 0))
        return "the portfolio alone has no parent, and is the first";
    if (entity->parent != NULL && entity->parent->index >= index)
        return "a parent stands before its children";
    if (index > 0 && (entity->key >= entity->field_count || entity->label >= entity->field_count))
        return "key and label are fields";
    for (size_t i = 0; i < entity->field_count; i++) {
        const char *fault = field_fault(&entity->fields[i]);
        if (fault != NULL || entity->fields[i].index != i)
            return fault != NULL ? fault : "a field's index is its place";
    }
    return NULL;
}

const char *schema_fault(const struct schema *schema)
{
    const char *fault = schema->entity_count > 0 ? NULL : "there is a portfolio";
    for (size_t i = 0; i < schema->entity_count && fault == NULL; i++)
        fault = entity_fault(schema, i);
    return fault;
}

static const char *parameter_version_fault(const struct schema *schema,
                                           const struct parameter *parameter,
                                           const struct version *version)
{
    if (version->parameter != parameter)
        return "a version is its parameter's";
    if (version->index >= schema->version_count)
        return "versions are numbered below their count";
    if (version->source == NULL)
        return "a value stands somewhere in the law";
    if (version->is_repealed != (version->repeal_source != NULL))
        return "a repeal stands somewhere in the law";
    return version > parameter->versions && version[-1].from.days > version->from.days
               ? "versions stand by their first day"
               : NULL;
}

const char *parameter_fault(const struct schema *schema, const struct parameter *parameter)
{
    const char *fault = NULL;
    for (size_t i = 0; i < parameter->version_count && fault == NULL; i++)
        fault = parameter_version_fault(schema, parameter, &parameter->versions[i]);
    return fault;
}

/* ---- rows ---- */

static const char *rows_fault(const struct dataset *dataset, const struct table *table)
{
    const uint32_t above = dataset->tables[table->entity->parent->index].count;
    if (table->first[0] != 0 || table->first[above] != table->count)
        return "every row stands under a row of the table above";
    for (uint32_t row = 0; row < table->count; row++) {
        const uint32_t parent = table->parents[row];
        if (parent >= above || row < table->first[parent] || row >= table->first[parent + 1])
            return "rows of one parent stand together";
    }
    return NULL;
}

const char *dataset_fault(const struct dataset *dataset)
{
    for (size_t i = 0; i < dataset->schema->entity_count; i++) {
        const struct table *table = &dataset->tables[i];
        if (table->entity != &dataset->schema->entities[i])
            return "a table is its entity's";
        if (i == 0 && table->count != 1)
            return "the portfolio is one row";
        const char *fault = i > 0 && table->first != NULL ? rows_fault(dataset, table) : NULL;
        if (fault != NULL)
            return fault;
    }
    return NULL;
}

const char *item_column_fault(const struct item_column *column, uint32_t count)
{
    for (uint32_t row = 0; column->done && row < count; row++) {
        const struct reason reason = item_reason(column, row);
        const char *fault = NULL;
        if (column_state(&column->column, row) == CELL_UNDETERMINED)
            fault = lacks_fault(reason.lacks);
        else if (column_state(&column->column, row) == CELL_NOT_APPLICABLE &&
                 reason.kind == REASON_NONE)
            fault = "what does not apply has a reason";
        if (fault != NULL)
            return fault;
    }
    return NULL;
}
