/* Rules and formulas in words, for who writes them elsewhere: the sentences of `policies` and `explain`. */
#include "report.h"
#include "sentence.h"

static bool words_take(void *context, const char *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    return true; /* nothing is written */
}

struct report_words {
    struct reporting reporting;
    struct ft_report report;
    struct ft_sink sink;
};

enum ft_status report_words_open(struct report_words **out, struct figure_context *context,
                                 const struct ft_report *report)
{
    struct report_words *spoken = arena_allocate(context->arith->arena, sizeof *spoken);
    if (spoken == NULL)
        return FT_NO_MEMORY;
    *spoken = (struct report_words){.report = *report, .sink = {words_take, NULL}};
    spoken->report.format = FT_TEXT;
    spoken->report.view = spoken->report.by = spoken->report.row = NULL;
    spoken->report.colour = false;
    reporting_open(&spoken->reporting, context, &spoken->report, &spoken->sink);
    *out = spoken;
    return FT_OK;
}

const char *report_rule_words(void *spoken, const struct rule *rule)
{
    return rule_sentence(&((struct report_words *)spoken)->reporting, rule);
}

const char *report_node_words(void *spoken, const struct entity *entity, const struct node *node)
{
    return node_sentence(&((struct report_words *)spoken)->reporting, entity, node);
}
