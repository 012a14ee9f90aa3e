/* Which views the packs declare, and what each shows: without a figure. */
#include <string.h>

#include "formats.h"

static const char *layout_text(const struct reporting *reporting, const struct view *view)
{
    return word(&reporting->display, view->sheet ? WORD_A_SHEET : WORD_A_TABLE);
}

static const char *line_titles(struct reporting *reporting, const struct view *view)
{
    const char *text = "";
    for (size_t i = 0; i < view->line_count && text != NULL; i++)
        text = format_text(&reporting->display, "%s%s%s", text,
                           i == 0 ? "" : word(&reporting->display, WORD_LIST_COMMA),
                           titled(&reporting->display, &view->lines[i].title));
    return text;
}

static void text_view(struct reporting *reporting, const struct view *view)
{
    struct writer *writer = &reporting->writer;
    write_styled(writer, STYLE_BOLD, titled(&reporting->display, &view->title));
    write_text(writer, "  ");
    write_styled(writer, STYLE_DIM, view->id);
    write_text(writer, "\n");
    text_line(reporting, 4,
              text_with_label(&reporting->display, word(&reporting->display, WORD_ROW),
                              format_text(&reporting->display, "%s %s  %s",
                                          titled(&reporting->display, &view->entity->title),
                                          view->entity->table, layout_text(reporting, view))));
    text_line(reporting, 4,
              text_with_label(&reporting->display, word(&reporting->display, WORD_POLICY),
                              format_text(&reporting->display, "%s  %s",
                                          titled(&reporting->display, &view->file->title),
                                          view->file->id)));
    text_labelled(reporting, 4, WORD_COLUMNS, line_titles(reporting, view));
}

static void csv_view_row(struct reporting *reporting, const struct view *view)
{
    const char *const cells[] = {view->id,
                                 titled(&reporting->display, &view->title),
                                 view->entity->table,
                                 layout_text(reporting, view),
                                 view->file->id,
                                 line_titles(reporting, view)};
    csv_line(&reporting->writer, cells, sizeof cells / sizeof *cells);
}

static void csv_view_heads(struct reporting *reporting)
{
    static const struct title heads[] = {{"编号", "id"},     {"名称", "title"},  {"对象", "of"},
                                         {"版式", "layout"}, {"政策", "policy"}, {"栏目", "shows"}};
    enum { COUNT = sizeof heads / sizeof *heads };
    const char *cells[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        cells[i] = titled(&reporting->display, &heads[i]);
    write_text(&reporting->writer, csv_mark);
    csv_line(&reporting->writer, cells, COUNT);
}

static json_t *json_view_list(struct reporting *reporting)
{
    const struct policy *policy = reporting->context->policy;
    json_t *json = json_object(), *views = json_array();
    for (size_t i = 0; i < policy->view_count; i++) {
        json_t *view = json_view_head(reporting, policy->views[i]);
        json_set(reporting, view, "lines", json_view_lines(reporting, policy->views[i]));
        json_append(reporting, views, view);
    }
    json_set(reporting, json, "fangtian", json_text(FT_VERSION));
    json_set(reporting, json, "digest", json_text(policy->digest));
    json_set(reporting, json, "views", views);
    return json;
}

enum ft_status report_view_list(struct figure_context *context, const struct ft_report *report,
                                const struct ft_sink *sink)
{
    struct reporting reporting;
    const struct policy *policy = context->policy;
    reporting_open(&reporting, context, report, sink);
    if (report->format == FT_JSON) {
        write_json(&reporting, json_view_list(&reporting));
        return reporting_status(&reporting);
    }
    if (report->format == FT_CSV)
        csv_view_heads(&reporting);
    else if (policy->view_count == 0)
        write_wrapped(&reporting.writer, word(&reporting.display, WORD_NO_VIEW), 0,
                      reporting.width);
    for (size_t i = 0; i < policy->view_count && reporting.writer.status == FT_OK; i++) {
        if (report->format == FT_CSV)
            csv_view_row(&reporting, policy->views[i]);
        else
            text_view(&reporting, policy->views[i]);
    }
    return reporting_status(&reporting);
}
