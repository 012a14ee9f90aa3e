/* What depends on what, as text for Graphviz: a cluster a policy, a box a rule, an ellipse a
 * parameter. */
#include <string.h>

#include "reporting.h"

struct graph {
    struct reporting *reporting;
    const struct rule *rule; /* whose formulas are walked */
    struct map drawn;        /* "from>to" */
};

/* A quoted string of the DOT language; what stands between two escapes goes out whole, as a writer
 * that gets half a character would take it for a broken one. */
static void write_quoted(struct reporting *reporting, const char *text)
{
    struct writer *writer = &reporting->writer;
    write_text(writer, "\"");
    while (*text != '\0') {
        size_t plain = strcspn(text, "\"\\");
        write_text(writer, arena_copy(reporting->arena, text, plain));
        text += plain;
        if (*text == '\0')
            break;
        write_text(writer, *text == '"' ? "\\\"" : "\\\\");
        text++;
    }
    write_text(writer, "\"");
}

static void graph_write_node(struct graph *graph, const char *id, const struct title *title,
                             const char *style)
{
    struct writer *writer = &graph->reporting->writer;
    write_text(writer, "    ");
    write_quoted(graph->reporting, id);
    write_text(writer, " [label=");
    write_quoted(graph->reporting, titled(&graph->reporting->display, title));
    write_format(writer, "%s];\n", style);
}

static void write_edge(struct graph *graph, const char *from)
{
    struct reporting *reporting = graph->reporting;
    struct writer *writer = &reporting->writer;
    const char *to = graph->rule->item.id;
    const char *key = arena_format(reporting->arena, "%s>%s", from, to);
    if (key != NULL && map_get(&graph->drawn, key) != NULL)
        return;
    if (key == NULL || !map_put(&graph->drawn, reporting->arena, key, graph)) {
        writer->status = FT_NO_MEMORY;
        return;
    }
    write_text(writer, "  ");
    write_quoted(reporting, from);
    write_text(writer, " -> ");
    write_quoted(reporting, to);
    write_text(writer, ";\n");
}

static void write_edges(void *context, const struct formula *formula)
{
    struct graph *graph = context;
    for (size_t i = 0; i < formula->parameter_count; i++)
        write_edge(graph, formula->parameters[i]->id);
    for (size_t i = 0; i < formula->item_count; i++)
        write_edge(graph, formula->items[i]->id);
}

static void write_cluster(struct graph *graph, const struct policy_file *file)
{
    struct reporting *reporting = graph->reporting;
    const struct policy *policy = reporting->context->policy;
    struct writer *writer = &reporting->writer;
    write_text(writer, "  subgraph ");
    write_quoted(reporting, format_text(&reporting->display, "cluster_%s", file->id));
    write_text(writer, " {\n    label=");
    write_quoted(reporting, format_text(&reporting->display, "%s  %s", file->id,
                                        titled(&reporting->display, &file->title)));
    write_text(writer, ";\n");
    for (size_t i = 0; i < policy->parameter_count; i++)
        if (strcmp(policy->parameters[i]->policy, file->id) == 0)
            graph_write_node(graph, policy->parameters[i]->id, &policy->parameters[i]->title,
                             " shape=ellipse");
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i]->file->id, file->id) == 0)
            graph_write_node(graph, policy->rules[i]->item.id, &policy->rules[i]->item.title,
                             policy->rules[i]->require ? " style=bold" : "");
    write_text(writer, "  }\n");
}

enum ft_status report_graph(struct figure_context *context, const struct ft_sink *sink)
{
    struct reporting reporting;
    const struct ft_report report = {.format = FT_TEXT};
    reporting_open(&reporting, context, &report, sink);
    struct graph graph = {.reporting = &reporting};
    write_text(&reporting.writer, "digraph fangtian {\n  rankdir=LR;\n  node [shape=box];\n");
    for (size_t i = 0; i < context->policy->file_count; i++)
        write_cluster(&graph, &context->policy->files[i]);
    for (size_t i = 0; i < context->policy->rule_count; i++) {
        graph.rule = context->policy->rules[i];
        rule_each_formula(graph.rule, write_edges, &graph);
    }
    write_text(&reporting.writer, "}\n");
    return reporting_status(&reporting);
}
