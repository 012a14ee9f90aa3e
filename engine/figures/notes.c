/* What of the facts a user may not see, but counts: told at the head of every report, and by check.
 */
#include <string.h>

#include "display.h"

/* ---- what stands in hidden rows ---- */

static bool is_hidden_row(const struct hidden_part *part, const struct place *place)
{
    uint32_t row, column;
    if (place->source == NULL || place->source->grid == NULL ||
        strcmp(place->source->grid->sheet, part->sheet) != 0 || !grid_cell(place, &row, &column))
        return false;
    size_t from = 0, to = part->row_count;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (part->row_numbers[middle] < row)
            from = middle + 1;
        else
            to = middle;
    }
    return from < part->row_count && part->row_numbers[from] == row;
}

/* "面积 1,234 m2": what the hidden rows of a table come to in one of its columns; NULL: nothing. */
static const char *sum_of_column(const struct figure_context *context,
                                 const struct hidden_part *part, const struct table *table,
                                 const struct field *field)
{
    struct arith *arith = context->arith;
    struct number sum = NUMBER_ZERO;
    const bool adds_up = field->type.kind == TYPE_NUMBER && !field->integer &&
                         !dimension_equal(field->type.dimension, DIMENSION_NONE);
    for (uint32_t row = 0; adds_up && row < table->count; row++) {
        struct place room;
        const struct cell cell = column_cell(&table->fields[field->index], row);
        if (cell.state == CELL_VALUE && is_hidden_row(part, table_place(table, row, &room)) &&
            number_add(&sum, arith, &sum, &cell.value.number) != FT_OK)
            return NULL;
    }
    if (number_sign(&sum) == 0)
        return NULL;
    return arena_format(arith->arena, "%s %s", title_in(&field->title, context->language),
                        quantity_brief(&sum, arith, &field->unit));
}

/* "；隐藏的行合计：面积 1,234 m2"; "" where nothing adds up. */
static const char *hidden_sums(const struct figure_context *context, const struct hidden_part *part)
{
    enum { MOST_SUMS = 3 };
    const struct dataset *dataset = context->scenario->dataset;
    const char *text = "";
    size_t count = 0;
    for (size_t i = 1; part->row_count > 0 && i < dataset->schema->entity_count; i++) {
        const struct table *table = &dataset->tables[i];
        for (size_t f = 0; table->places != NULL && f < table->entity->field_count &&
                           count < MOST_SUMS && text != NULL;
             f++) {
            const char *sum = sum_of_column(context, part, table, &table->entity->fields[f]);
            if (sum == NULL)
                continue;
            text = arena_format(context->arith->arena, "%s%s%s", text,
                                count++ > 0 ? (context->language == FT_ZH ? "、" : ", ")
                                : context->language == FT_ZH ? "；隐藏的行合计："
                                                             : "; in the hidden rows: ",
                                sum);
        }
    }
    return text == NULL ? "" : text;
}

/* ---- the notes ---- */

static const char *hidden_note(const struct figure_context *context, const struct hidden_part *part)
{
    const bool chinese = context->language == FT_ZH;
    struct arena *arena = context->arith->arena;
    if (part->whole)
        return arena_format(arena,
                            chinese ? "工作表 %s 是隐藏的，照样计入"
                                    : "the sheet %s is hidden, and counts all the same",
                            part->sheet);
    return arena_format(arena,
                        chinese ? "工作表 %s 中隐藏了 %u 行、%u 列，照样计入%s"
                                : "of the sheet %s, %u rows and %u columns are hidden, and count "
                                  "all the same%s",
                        part->sheet, (unsigned)part->rows, (unsigned)part->columns,
                        hidden_sums(context, part));
}

static const char *guessed_note(const struct figure_context *context,
                                const struct guessed_table *table)
{
    return arena_format(context->arith->arena,
                        context->language == FT_ZH
                            ? "%s 不是 UTF-8 编码，按 %s 读入（在情景中写明 encoding 后不再提示）"
                            : "%s is not in UTF-8 and was read as %s (say its encoding in the "
                              "scenario, and this is not told)",
                        table->file, encoding_name(table->encoding));
}

const char *reading_note(const struct figure_context *context, size_t index)
{
    const struct scenario *scenario = context->scenario;
    if (index < scenario->guessed_count)
        return guessed_note(context, &scenario->guessed[index]);
    index -= scenario->guessed_count;
    if (index < scenario->hidden_count)
        return hidden_note(context, &scenario->hidden[index]);
    index -= scenario->hidden_count;
    if (scenario->book != NULL && scenario->book->live && index-- == 0)
        return context->language == FT_ZH
                   ? "这是方田写出的结果工作簿：读入“填报”的数（包括改动过的），“参数”中改过的取值"
                     "按试算"
                     "计；公式和其他各页不读，全部重新计算"
                   : "this is a workbook of results that fangtian wrote: its given facts are read, "
                     "changed ones too, and values changed among the parameters, as a trial; "
                     "formulas and other sheets are not, and all is worked out again";
    if (index == 0 && scenario->example_count > 0)
        return arena_format(context->arith->arena,
                            context->language == FT_ZH
                                ? "标着“示例”的 %u 行没有计入"
                                : "%u rows marked “example” were passed over",
                            (unsigned)scenario->example_count);
    return NULL;
}
