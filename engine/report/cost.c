/* Where each rule is worked out, over a long table. */
#include "aligned.h"
#include "formats.h"

static const struct title place_heads[] = {
    [STREAM_WITH_ROWS] = {"逐行计算：行数不限，可多线程",
                          "row by row: any number of rows, with threads"},
    [STREAM_BEFORE_ROWS] = {"在各行之前计算一次", "once, before the rows"},
    [STREAM_BEHIND_ROWS] = {"在各行之后计算，用到全表汇总", "behind the rows, with sums over them"},
    [STREAM_NOT_IN_BLOCKS] = {"须一次看到整张表：不能用 --rows",
                              "only with the whole table at hand: not with --rows"},
};

/* The rules of a place, or tables that are made, with their titles and what asks for the place. */
static void write_place(struct reporting *reporting, const struct stream_placement *places,
                        size_t count, enum stream_place place)
{
    struct text_table table;
    if (!table_open(reporting, &table, 3, count))
        return;
    table.left[1] = table.left[2] = true;
    table.least[0] = 28;
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule = places[i].rule;
        if (places[i].place != place)
            continue;
        const char **cells = table_row(&table, false);
        cells[0] = format_text(&reporting->display, "  %s",
                               rule != NULL ? rule->item.id : places[i].generated->table);
        cells[1] = titled(&reporting->display,
                          rule != NULL ? &rule->item.title : &places[i].generated->title);
        cells[2] = places[i].what == NULL ? "" : visible(&reporting->display, places[i].what);
    }
    if (table.rows == 0)
        return;
    text_heading(reporting, title_in(&place_heads[place], reporting->context->language));
    write_table(reporting, &table);
}

enum ft_status report_cost(struct figure_context *context, const struct ft_report *report,
                           const struct ft_sink *sink)
{
    struct reporting reporting;
    const struct long_table *table = context->scenario->long_table;
    const struct stream_placement *places;
    size_t count;
    reporting_open(&reporting, context, report, sink);
    enum ft_status status =
        stream_placements(&places, &count, context->policy, table->entity, reporting.arena);
    if (status != FT_OK)
        return status;
    write_format(&reporting.writer, "%s  %s\n", table->entity->table, table->path);
    for (enum stream_place place = STREAM_WITH_ROWS; place <= STREAM_NOT_IN_BLOCKS; place++)
        write_place(&reporting, places, count, place);
    return reporting_status(&reporting);
}
