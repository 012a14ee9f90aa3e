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

static void write_cost(struct reporting *reporting, const struct stream_cost *cost)
{
    struct writer *writer = &reporting->writer;
    const struct rule *rule = cost->rule;
    const struct title *title = rule != NULL ? &rule->item.title : &cost->made->title;
    write_text(writer, "  ");
    write_padded(writer, rule != NULL ? rule->item.id : cost->made->table, 26, false);
    write_text(writer, "  ");
    write_padded(writer, titled(reporting, title), cost->what == NULL ? 0 : 32, false);
    if (cost->what != NULL) {
        write_text(writer, "  ");
        write_text(writer, visible(reporting, cost->what));
    }
    write_text(writer, "\n");
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
    for (enum stream_class class = STREAM_ROWS; class <= STREAM_WHOLE; class ++) {
        bool any = false;
        for (size_t i = 0; i < count; i++) {
            if (costs[i].class != class)
                continue;
            if (!any)
                text_heading(&reporting, title_in(&class_heads[class], context->language));
            any = true;
            write_cost(&reporting, &costs[i]);
        }
    }
    return reporting.writer.status;
}
