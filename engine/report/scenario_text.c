/* Scenarios as text files: the rows of one that is converted, or a template to fill in. */
#include <string.h>

#include "filling.h"
#include "writer.h"

/* A text while it is written: settings fill a line up to its width. */
struct text_writer {
    struct filling *filling;
    struct writer out;
    size_t indent, column;
};

enum { LINE_WIDTH = 120 };

static void text_start_line(struct text_writer *writer)
{
    write_text(&writer->out, "\n");
    for (size_t i = 0; i < writer->indent; i++)
        write_text(&writer->out, "  ");
    writer->column = 2 * writer->indent;
}

/* In quotes, as the reader takes it back. */
static const char *quoted(struct text_writer *writer, const char *text)
{
    static const char plain[] = "\\\"\n\t\r\f", letters[] = "\\\"ntrf";
    char *made = arena_allocate(writer->filling->arena, 2 * strlen(text) + 3), *at = made;
    if (made == NULL)
        return filling_keep(writer->filling, NULL);
    *at++ = '"';
    for (; *text != '\0'; text++) {
        const char *found = strchr(plain, *text);
        const char *put = found == NULL ? text : letters + (found - plain);
        if (found != NULL)
            *at++ = '\\';
        *at++ = *put;
    }
    *at++ = '"';
    *at = '\0';
    return made;
}

/* `name = "value"; `, on this line where it has room. */
static void scenario_file_write_pair(struct text_writer *writer, const char *name,
                                     const char *value)
{
    const char *text =
        filling_keep(writer->filling,
                     arena_format(writer->filling->arena, "%s = %s;", name, quoted(writer, value)));
    const size_t width = utf8_width(text, strlen(text));
    if (writer->column > 2 * writer->indent && writer->column + 1 + width > LINE_WIDTH)
        text_start_line(writer);
    write_format(&writer->out, "%s%s", writer->column > 2 * writer->indent ? " " : "", text);
    writer->column += width + 1;
}

static void write_fields(struct text_writer *writer, const struct entity *entity, uint32_t row)
{
    for (size_t i = 0; i < entity->field_count; i++) {
        const struct written_cell written =
            scenario_written(writer->filling->scenario, entity, row, i);
        if (written.text.bytes != NULL)
            scenario_file_write_pair(writer, entity->fields[i].id,
                                     written_alone(writer->filling, &entity->fields[i], &written));
    }
}

static void write_tables_below(struct text_writer *writer, const struct entity *above,
                               uint32_t row);

/* One row in braces; nesting is bounded by the depth of the schema. */
static void scenario_file_write_row(struct text_writer *writer, const struct entity *entity,
                                    uint32_t row, bool last)
{
    text_start_line(writer);
    write_text(&writer->out, "{ ");
    writer->column += 2;
    writer->indent++;
    writer->column = 2 * writer->indent;
    write_fields(writer, entity, row);
    write_tables_below(writer, entity, row);
    writer->indent--;
    write_text(&writer->out, last ? " }" : " },");
}

static void write_tables_below(struct text_writer *writer, const struct entity *above, uint32_t row)
{
    const struct dataset *dataset = writer->filling->scenario->dataset;
    const struct schema *schema = dataset->schema;
    for (size_t i = 1; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        const struct table *table = &dataset->tables[i];
        if (entity->parent != above || entity->rows != NULL || table->count == 0 ||
            table->first[row] == table->first[row + 1])
            continue;
        text_start_line(writer);
        write_format(&writer->out, "%s =", entity->table);
        text_start_line(writer);
        write_text(&writer->out, "(");
        writer->indent++;
        for (uint32_t child = table->first[row]; child < table->first[row + 1]; child++)
            scenario_file_write_row(writer, entity, child, child + 1 == table->first[row + 1]);
        writer->indent--;
        text_start_line(writer);
        write_text(&writer->out, ");");
    }
}

static void write_title_pair(struct text_writer *writer, const struct title *title)
{
    write_format(&writer->out, "\n  title = { zh = %s;", quoted(writer, title->zh));
    write_format(&writer->out, " en = %s; };", quoted(writer, title->en));
}

static void write_scenario_head(struct text_writer *writer)
{
    const struct scenario *scenario = writer->filling->scenario;
    const struct dataset *dataset = scenario->dataset;
    char day[DATE_TEXT_SIZE];
    write_format(&writer->out, "scenario:\n{\n  id = %s;", quoted(writer, scenario->id));
    write_title_pair(writer, &scenario->title);
    write_format(&writer->out, "\n  as_of = \"%s\";", date_text(day, dataset->as_of));
    if (dataset->known_at.days != DATE_FOREVER.days)
        write_format(&writer->out, "\n  known_at = \"%s\";", date_text(day, dataset->known_at));
    write_text(&writer->out, "\n  packs = [ ");
    for (size_t i = 0; i < scenario->pack_count; i++)
        write_format(&writer->out, "%s%s", i == 0 ? "" : ", ",
                     quoted(writer, scenario->packs[i].bytes));
    write_text(&writer->out, " ];\n};\n\n");
}

static void write_expectation(struct text_writer *writer, const struct expectation *expectation)
{
    static const char *const kinds[] = {[EXPECT_IS] = "is",
                                        [EXPECT_EXACTLY] = "exactly",
                                        [EXPECT_HOLDS] = "holds",
                                        [EXPECT_NOT_APPLICABLE] = "not_applicable",
                                        [EXPECT_UNDETERMINED] = "undetermined"};
    const char *const optional[][2] = {{"at", expectation->at.bytes},
                                       {kinds[expectation->kind], expectation->is.bytes},
                                       {"rounded_to", expectation->rounded_to.bytes},
                                       {"within", expectation->within.bytes},
                                       {"source", expectation->source.bytes}};
    write_format(&writer->out, "{ item = %s;", quoted(writer, expectation->item.bytes));
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        if (i == 1 || optional[i][1][0] != '\0')
            write_format(&writer->out, " %s = %s;", optional[i][0], quoted(writer, optional[i][1]));
    write_text(&writer->out, " }");
}

static void write_expect_list(struct text_writer *writer)
{
    const struct scenario *scenario = writer->filling->scenario;
    if (scenario->expectation_count + scenario->refusal_count == 0)
        return;
    write_text(&writer->out, "\nexpect:\n(");
    for (size_t i = 0; i < scenario->expectation_count; i++) {
        write_text(&writer->out, i == 0 ? "\n  " : ",\n  ");
        write_expectation(writer, &scenario->expectations[i]);
    }
    for (size_t i = 0; i < scenario->refusal_count; i++)
        write_format(&writer->out, "%s{ refused = %s; }",
                     scenario->expectation_count + i == 0 ? "\n  " : ",\n  ",
                     quoted(writer, scenario->refusals[i].bytes));
    write_text(&writer->out, "\n);\n");
}

static enum ft_status scenario_file_finish(struct text_writer *writer)
{
    return writer->filling->no_memory ? FT_NO_MEMORY : writer->out.status;
}

enum ft_status report_scenario_text(struct figure_context *context, const struct ft_sink *sink)
{
    struct filling filling = {
        .context = context, .arena = context->arith->arena, .scenario = context->scenario};
    struct text_writer writer = {
        .filling = &filling,
        .out = {.sink = sink, .arena = context->arith->arena, .verbatim = true}};
    write_scenario_head(&writer);
    write_text(&writer.out, "portfolio:\n{");
    writer.indent = 1;
    writer.column = LINE_WIDTH; /* what comes first begins a line */
    write_fields(&writer, &context->policy->schema.entities[0], 0);
    write_tables_below(&writer, &context->policy->schema.entities[0], 0);
    write_text(&writer.out, "\n};\n");
    write_expect_list(&writer);
    return scenario_file_finish(&writer);
}

/* ---- a template ---- */

/* "是/否", "工业改工业、…": what a choice may be; else the kind. */
static const char *choices_told(struct filling *filling, const struct field *field)
{
    const struct enumeration *list = field->type.enumeration;
    const char *text = "";
    if (field->type.kind != TYPE_SYMBOL)
        return field_kind_told(filling, field);
    for (size_t i = 0; i < list->count; i++)
        text =
            filling_format(filling, "%s%s%s", text, i == 0 ? "" : filling_say(filling, "、", ", "),
                           title_in(&list->members[i].title, filling->context->language));
    return text;
}

static const char *example_told(struct filling *filling, const struct field *field)
{
    const union value *value = &field->example_values[0];
    if (field->examples == NULL || field->examples[0].length == 0)
        return "";
    if (field->type.kind == TYPE_SYMBOL || field->type.kind == TYPE_BOOLEAN)
        return filling_keep(filling,
                            value_text(value, &field->type, &field->unit, field->integer,
                                       filling->context->arith, filling->context->language));
    return field->examples[0].bytes;
}

/* A field as a line that is taken out: what it would say, and what is asked. */
static void write_field_line(struct text_writer *writer, const struct field *field)
{
    struct filling *filling = writer->filling;
    write_text(&writer->out, "\n#");
    for (size_t i = 0; i < writer->indent; i++)
        write_text(&writer->out, "  ");
    const char *pair = filling_format(filling, "%s = %s;", field->id,
                                      quoted(writer, example_told(filling, field)));
    write_padded(&writer->out, pair, 40);
    write_format(&writer->out, "  # %s%s%s%s%s",
                 title_in(&field->title, filling->context->language),
                 filling_say(filling, "：", ": "), choices_told(filling, field),
                 filling_say(filling, "；", "; "), field_absence_told(filling, field));
}

static void write_table_lines(struct text_writer *writer, const struct entity *above)
{
    struct filling *filling = writer->filling;
    const struct schema *schema = &filling->context->policy->schema;
    for (size_t i = 1; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        if (entity->parent != above || !table_is_filled(filling, entity))
            continue;
        write_format(&writer->out, "\n#%*s%s = ( {  # %s", (int)(2 * writer->indent), "",
                     entity->table, title_in(&entity->title, filling->context->language));
        writer->indent++;
        for (size_t f = 0; f < entity->field_count; f++)
            if (field_is_asked_for(filling, entity, &entity->fields[f]))
                write_field_line(writer, &entity->fields[f]);
        write_table_lines(writer, entity);
        writer->indent--;
        write_format(&writer->out, "\n#%*s} );", (int)(2 * writer->indent), "");
    }
}

enum ft_status report_text_template(struct figure_context *context, const char *const *packs,
                                    size_t pack_count, const struct entity *only,
                                    const struct ft_sink *sink)
{
    struct filling filling = {.context = context, .arena = context->arith->arena, .only = only};
    struct text_writer writer = {
        .filling = &filling,
        .out = {.sink = sink, .arena = context->arith->arena, .verbatim = true}};
    const struct entity *root = &context->policy->schema.entities[0];
    write_text(&writer.out,
               filling_say(&filling,
                           "# 填好标题和基准日；要用的行去掉开头的 #，每张表可写多行：( { … }, { … "
                           "} )。\n# 然后：fangtian check 文件.cfg，fangtian run 文件.cfg\n",
                           "# Fill in title and day; take the # off the lines that you need; a "
                           "table has any number of rows: ( { … }, { … } ).\n"
                           "# Then: fangtian check FILE.cfg, fangtian run FILE.cfg\n"));
    write_text(&writer.out, "scenario:\n{\n  id = \"my-project\";\n  title = { zh = \"\"; en = "
                            "\"\"; };\n  as_of = \"\";\n  packs = [ ");
    for (size_t i = 0; i < pack_count; i++)
        write_format(&writer.out, "%s%s", i == 0 ? "" : ", ", quoted(&writer, packs[i]));
    write_text(&writer.out, " ];\n};\n\nportfolio:\n{");
    writer.indent = 1;
    for (size_t f = 0; f < root->field_count; f++)
        if (field_is_asked_for(&filling, root, &root->fields[f]))
            write_field_line(&writer, &root->fields[f]);
    write_table_lines(&writer, root);
    write_text(&writer.out, "\n};\n");
    return scenario_file_finish(&writer);
}
