/* Rows of a template that only show how it is done: marked 示例 in a column that is not read. */
#include <string.h>
#include <strings.h>

#include "scenario_internal.h"

/* The mark, in a column for remarks of the row read last; NULL: it has none. */
static const struct text *example_mark(const struct csv_table *table)
{
    static const char *const marks[] = {"示例", "例", "example"};
    const struct csv *csv = &table->csv;
    for (size_t i = 0; i < csv->count && i < table->column_count; i++)
        for (size_t j = 0;
             table->columns[i].use == COLUMN_REMARK && j < sizeof marks / sizeof *marks; j++)
            if (strcasecmp(csv->fields[i].bytes, marks[j]) == 0)
                return &csv->fields[i];
    return NULL;
}

static bool is_number_of(struct loading *loading, const struct table_column *column,
                         const struct text *cell, const struct number *number)
{
    struct diagnostics silent = {.language = loading->diagnostics->language};
    struct number read;
    const struct unit *unit = column->unit != NULL ? column->unit : &column->field->unit;
    return quantity_parse_in(&read, loading->arith, &silent, cell, unit) == FT_OK &&
           number_equal(&read, number);
}

/* Whether a cell says what the template's example does. */
static bool says_example(struct loading *loading, const struct table_column *column,
                         const struct text *cell, size_t example)
{
    const struct field *field = column->field;
    struct diagnostics silent = {.language = loading->diagnostics->language};
    struct date date;
    if (field->examples == NULL || field->examples[example].length == 0)
        return false;
    const union value *value = &field->example_values[example];
    switch (field->type.kind) {
    case TYPE_NUMBER:
        return is_number_of(loading, column, cell, &value->number);
    case TYPE_BOOLEAN:
        return boolean_find(cell->bytes) == (value->boolean ? 1 : 0);
    case TYPE_DATE:
        return date_parse(&date, &silent, cell) == FT_OK && date.days == value->date.days;
    case TYPE_SYMBOL:
        return enumeration_find(field->type.enumeration, cell->bytes) == (int64_t)value->symbol;
    case TYPE_TEXT:
    case TYPE_REFERENCE:
        break;
    }
    return text_is(cell, field->examples[example].bytes);
}

/* Whether all that the row says is what the template says in one of its examples. */
static bool is_unchanged(const struct csv_table *table, size_t example)
{
    const struct csv *csv = &table->csv;
    for (size_t i = 0; i < csv->count && i < table->column_count; i++) {
        const struct table_column *column = &table->columns[i];
        const struct text *cell = &csv->fields[i];
        if (cell->length == 0 || (column->use != COLUMN_FIELD && column->use != COLUMN_ABOVE))
            continue;
        if (column->use == COLUMN_FIELD && !says_example(table->loading, column, cell, example))
            return false;
        if (column->use == COLUMN_ABOVE) {
            const struct entity *above = entity_at_depth(table->entity, column->depth);
            const struct text *keys = above->fields[above->key].examples;
            if (keys == NULL || !text_is(cell, keys[example].bytes))
                return false;
        }
    }
    return true;
}

bool csv_table_pass_example(struct csv_table *table)
{
    struct loading *loading = table->loading;
    /* Rows of a long table are read by columns, and columns for remarks are not. */
    const bool may_be = !loading->block && entity_has_examples(table->entity);
    const struct text *mark = may_be ? example_mark(table) : NULL;
    if (mark == NULL)
        return false;
    for (size_t i = 0; i < FIELD_EXAMPLES; i++)
        if (is_unchanged(table, i)) {
            loading->scenario->example_count++;
            return true;
        }
    scenario_fault(loading, &mark->place, &scenario_message[SCENARIO_EXAMPLE_CHANGED], mark->bytes,
                   NULL, NULL);
    return true;
}
