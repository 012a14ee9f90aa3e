/* What stands behind the sheets: checks, what does not apply and why, parameters, the proof. */
#include <stdio.h>
#include <string.h>

#include "report_internal.h"

/* ---- findings: the rows of one rule that share a reason are told together -------------------- */

struct group {
    const char *reason; /* "" for a check that holds */
    const char *source;
    uint32_t *rows;
    size_t count, capacity;
    struct group *next;
};

struct groups {
    struct group *first, **end; /* in the order of their first rows */
    struct map by_words;
};

static struct group *group_of(struct reporting *reporting, struct groups *groups,
                              const char *reason, const char *source)
{
    const char *key = arena_format(reporting->arena, "%s\n%s", source, reason);
    struct group *group = key == NULL ? NULL : map_get(&groups->by_words, key);
    if (group != NULL || key == NULL)
        return group;
    group = arena_allocate(reporting->arena, sizeof *group);
    if (group == NULL || !map_put(&groups->by_words, reporting->arena, key, group))
        return NULL;
    *group = (struct group){.reason = reason, .source = source};
    *groups->end = group;
    groups->end = &group->next;
    return group;
}

static bool group_finding(struct reporting *reporting, struct groups *groups,
                          const struct finding *finding)
{
    const char *reason = finding->holds ? "" : reason_shown(reporting, finding->rule, finding->row);
    const char *source = figure_source(reporting, finding->rule, finding->row);
    struct group *group = reason == NULL ? NULL : group_of(reporting, groups, reason, source);
    uint32_t *rows = group == NULL ? NULL
                                   : arena_grow(reporting->arena, group->rows, &group->capacity,
                                                sizeof *rows, group->count + 1);
    if (rows == NULL)
        return false;
    group->rows = rows;
    group->rows[group->count++] = finding->row;
    return true;
}

/* The group's rows in a list; past a handful only their number, unless details are asked for. */
static const char *rows_text(struct reporting *reporting, const struct entity *entity,
                             const struct group *group)
{
    enum { HANDFUL = 12 };
    bool all = reporting->report->detail || group->count <= HANDFUL;
    const char *between = word(reporting, WORD_LIST_COMMA);
    const char *text = "";
    for (size_t i = 0; i < (all ? group->count : HANDFUL) && text != NULL; i++) {
        const char *row = row_title(reporting, entity, group->rows[i]);
        text = row == NULL
                   ? NULL
                   : arena_format(reporting->arena, "%s%s%s", text, i == 0 ? "" : between, row);
    }
    return all || text == NULL ? text
                               : arena_format(reporting->arena, "%s … (%zu)", text, group->count);
}

static void write_group(struct reporting *reporting, const struct rule *rule, bool check,
                        const struct group *group)
{
    struct writer *writer = &reporting->writer;
    bool holds = group->reason[0] == '\0';
    if (check)
        write_styled(writer, holds ? STYLE_GOOD : STYLE_BAD,
                     format_text(reporting, "%s %s", holds ? "✓" : "✗",
                                 word(reporting, holds ? WORD_HOLDS : WORD_FAILS)));
    else
        write_text(writer, "–");
    write_text(writer, " ");
    write_styled(writer, STYLE_BOLD, titled(reporting, &rule->item.title));
    write_text(writer, "  ");
    write_styled(writer, STYLE_DIM, rule->item.id);
    write_text(writer, "\n");
    if (rule->item.entity->parent != NULL) /* the root's only row has no name */
        write_wrapped(writer, rows_text(reporting, rule->item.entity, group), 4, reporting->width);
    if (!holds)
        write_wrapped(writer,
                      format_text(reporting, "%s: %s", word(reporting, WORD_REASON), group->reason),
                      4, reporting->width);
    write_wrapped(writer,
                  format_text(reporting, "%s: %s", word(reporting, WORD_SOURCE), group->source), 4,
                  reporting->width);
}

/* Findings stand by rule, so each rule's are grouped by themselves. */
static void write_findings(struct reporting *reporting, enum word_id title, bool checks,
                           const struct finding *findings, size_t count)
{
    if (count > 0)
        text_heading(reporting, word(reporting, title));
    for (size_t i = 0; i < count;) {
        const struct rule *rule = findings[i].rule;
        struct groups groups = {.end = &groups.first};
        for (; i < count && findings[i].rule == rule; i++)
            if (!group_finding(reporting, &groups, &findings[i])) {
                reporting->writer.status = FT_NO_MEMORY;
                return;
            }
        for (const struct group *group = groups.first; group != NULL; group = group->next)
            write_group(reporting, rule, checks, group);
    }
}

/* ---- parameters and replacements ------------------------------------------------------------- */

static void write_replacements(struct reporting *reporting)
{
    const struct policy *policy = reporting->context->policy;
    if (policy->replacement_count == 0)
        return;
    text_heading(reporting, word(reporting, WORD_REPLACED));
    for (size_t i = 0; i < policy->replacement_count; i++)
        write_format(&reporting->writer, "%s: %s → %s\n", policy->replacements[i].id,
                     policy->replacements[i].old_policy, policy->replacements[i].new_policy);
}

/* The values used that are known in one way, below a heading of their own. */
static void write_values_used(struct reporting *reporting, enum version_status status,
                              enum word_id heading)
{
    const struct report_context *context = reporting->context;
    bool any = false;
    for (size_t i = 0; i < context->policy->parameter_count; i++) {
        const struct parameter *parameter = context->policy->parameters[i];
        for (size_t j = 0; j < parameter->version_count; j++) {
            const struct version *version = &parameter->versions[j];
            if (version->status != status || !context->application->versions_used[version->index])
                continue;
            if (!any)
                text_heading(reporting, word(reporting, heading));
            any = true;
            write_text(&reporting->writer, titled(reporting, &parameter->title));
            write_text(&reporting->writer, "  ");
            write_styled(&reporting->writer, STYLE_DIM, parameter->id);
            write_format(&reporting->writer, "  %s\n", parameter->policy);
            if (reporting->report->detail)
                write_wrapped(&reporting->writer, version->source, 4, reporting->width);
        }
    }
}

/* ---- every figure, and the proof ------------------------------------------------------------- */

static void write_figure_row(struct reporting *reporting, const struct rule *rule, uint32_t row)
{
    const struct table *table =
        &reporting->context->ledger->dataset->tables[rule->item.entity->index];
    const struct column *column = &table->items[rule->item.index].column;
    const struct cell cell = {.value = column->values[row],
                              .state = (enum cell_state)column->states[row]};
    write_text(&reporting->writer, "    ");
    write_padded(&reporting->writer, row_title(reporting, rule->item.entity, row), 40, false);
    write_text(&reporting->writer, "  ");
    write_text(&reporting->writer,
               cell_text(reporting, &cell, &rule->item.type, &rule->item.unit, false));
    write_text(&reporting->writer, "\n");
}

static void write_figures(struct reporting *reporting)
{
    const struct report_context *context = reporting->context;
    if (!reporting->report->detail)
        return;
    text_heading(reporting, word(reporting, WORD_FIGURES));
    for (size_t i = 0; i < context->policy->rule_count; i++) {
        const struct rule *rule = context->policy->rules[i];
        uint32_t count = context->ledger->dataset->tables[rule->item.entity->index].count;
        if (count == 0)
            continue;
        write_text(&reporting->writer, titled(reporting, &rule->item.title));
        write_text(&reporting->writer, "  ");
        write_styled(&reporting->writer, STYLE_DIM, rule->item.id);
        write_text(&reporting->writer, "\n");
        for (uint32_t row = 0; row < count; row++)
            write_figure_row(reporting, rule, row);
    }
}

static void write_proof(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    const struct policy *policy = reporting->context->policy;
    struct arith *arith = reporting->context->arith;
    text_heading(reporting, word(reporting, WORD_CONSERVATION));
    for (size_t kind = 0; kind < policy->kind_count; kind++) {
        const struct value_kind *value = &policy->kinds[kind];
        write_padded(&reporting->writer, kind_title(reporting, value), 20, false);
        write_padded(&reporting->writer, amount_text(reporting, value, &ledger->totals[kind]), 12,
                     true);
        write_format(&reporting->writer, "    %s ", word(reporting, WORD_ROUNDING));
        write_text(&reporting->writer, quantity_text(&ledger->rounding[kind], arith,
                                                     unit_shown(reporting, &value->unit)));
        write_text(&reporting->writer, "\n");
    }
}

void text_findings(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    write_findings(reporting, WORD_CHECKS, true, ledger->checks, ledger->check_count);
    write_findings(reporting, WORD_NOT_APPLICABLE, false, ledger->not_applicable,
                   ledger->not_applicable_count);
    write_replacements(reporting);
    write_values_used(reporting, STATUS_UNVERIFIED, WORD_UNVERIFIED);
    write_values_used(reporting, STATUS_ILLUSTRATIVE, WORD_ILLUSTRATIVE);
    write_figures(reporting);
    write_proof(reporting);
}
