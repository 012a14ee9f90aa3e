/* How each rule meets a long table. */
#include "report_internal.h"

static const struct title class_heads[] = {
    [STREAM_ROWS] = {"逐行计算：行数不限，可多线程",
                     "row by row: any number of rows, with threads"},
    [STREAM_ONCE] = {"在各行之前计算一次", "once, before the rows"},
    [STREAM_BY_SUMS] = {"在各行之后计算，用到全表汇总", "behind the rows, with sums over them"},
    [STREAM_WHOLE] = {"须一次看到整张表：不能用 --rows",
                      "only with the whole table at hand: not with --rows"},
};

/* The rules of a class, or tables that are made, with their titles and what asks for the class. */
static void write_class(struct reporting *reporting, const struct stream_cost *costs, size_t count,
                        enum stream_class class)
{
    struct text_table table;
    if (!table_open(reporting, &table, 3, count))
        return;
    table.left[1] = table.left[2] = true;
    table.least[0] = 28;
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = costs[i].rule;
        if (costs[i].class != class)
            continue;
        const char **cells = table_row(&table, false);
        cells[0] =
            format_text(reporting, "  %s", rule != NULL ? rule->item.id : costs[i].made->table);
        cells[1] = titled(reporting, rule != NULL ? &rule->item.title : &costs[i].made->title);
        cells[2] = costs[i].what == NULL ? "" : visible(reporting, costs[i].what);
    }
    if (table.rows == 0)
        return;
    text_heading(reporting, title_in(&class_heads[class], reporting->context->language));
    write_table(reporting, &table);
}

enum ft_status report_cost(struct report_context *context, const struct ft_report *report,
                           const struct ft_sink *sink)
{
    struct reporting reporting;
    const struct long_table *table = context->scenario->long_table;
    const struct stream_cost *costs;
    size_t count;
    reporting_open(&reporting, context, report, sink);
    enum ft_status status =
        stream_costs(&costs, &count, context->policy, table->entity, reporting.arena);
    if (status != FT_OK)
        return status;
    write_format(&reporting.writer, "%s  %s\n", table->entity->table, table->path);
    for (enum stream_class class = STREAM_ROWS; class <= STREAM_WHOLE; class ++)
        write_class(&reporting, costs, count, class);
    return reporting.writer.status;
}
