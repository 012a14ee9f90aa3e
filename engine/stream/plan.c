/* What a run works with throughout: which rules run where, and what a line shows. */
#include <string.h>

#include "stream_internal.h"

/* ---- what a line shows ---- */

/* The first line of the rule's own figure says how it is rounded. */
static const struct value_kind *posted_kind(const struct rule *rule)
{
    for (size_t i = 0; i < rule->post_count; i++)
        if (rule->posts[i].amount == NULL)
            return rule->posts[i].kind;
    return NULL;
}

static bool is_shown(const struct rule *rule)
{
    return rule->require || rule->post_count > 0;
}

const char *out_column_name(const struct out_column *column)
{
    static const char *const names[] = {[OUT_STATE] = "state", [OUT_REASON] = "reason"};
    return column->told != OUT_FIGURE ? names[column->told]
           : column->field != NULL    ? column->field->id
                                      : column->rule->item.id;
}

/* The key, then what is named with --only, in that order; else what posts or is a check, and what became of
 * the row. */
static enum ft_status default_columns(struct plan *plan, const struct stream_options *options,
                                      struct arena *arena)
{
    const struct entity *entity = plan->entity;
    const size_t count = plan->some ? options->only_count : plan->policy->rule_count;
    struct out_column *columns = arena_array(arena, count + 3, sizeof *columns);
    if (columns == NULL)
        return FT_NO_MEMORY;
    columns[plan->column_count++].field = &entity->fields[entity->key];
    for (size_t i = 0; i < count; i++) {
        const struct rule *rule =
            plan->some ? rule_named(plan->policy, NULL, options->only[i]) : plan->policy->rules[i];
        if (rule->item.entity == entity && (plan->some || is_shown(rule)))
            columns[plan->column_count++] =
                (struct out_column){.rule = rule, .kind = posted_kind(rule)};
    }
    for (enum out_told told = OUT_STATE; told <= OUT_REASON && !plan->some; told++)
        columns[plan->column_count++] = (struct out_column){.told = told};
    plan->columns = columns;
    return FT_OK;
}

static bool find_column(const struct plan *plan, const char *name, struct out_column *column)
{
    const struct rule *rule = policy_rule(plan->policy, name);
    column->field = rule == NULL ? field_called(plan->entity, name) : NULL;
    if (column->field != NULL)
        return true;
    if (rule == NULL)
        rule = rule_named(plan->policy, plan->entity, name);
    for (enum out_told told = OUT_STATE; told <= OUT_REASON && rule == NULL; told++) {
        column->told = told;
        if (strcmp(out_column_name(column), name) == 0)
            return true;
        column->told = OUT_FIGURE;
    }
    if (rule == NULL || rule->item.entity != plan->entity ||
        plan->rules[rule->item.order].place == STREAM_LEFT_OUT)
        return false;
    column->rule = rule;
    column->kind = plan->rules[rule->item.order].named ? posted_kind(rule) : NULL;
    return true;
}

/* Offers a name in the user's language; it may be meant by the other as well. */
static void offer(struct choices *choices, const char *id, const struct title *title)
{
    const bool chinese = choices->language == FT_ZH;
    choices_offer(choices, chinese ? title->zh : id);
    suggest(&choices->nearest, chinese ? id : title->zh);
}

/* What the rows have: their fields, and what rules make of them. */
static const char *column_choices(const struct plan *plan, const char *name, struct arena *arena,
                                  const struct diagnostics *diagnostics)
{
    const struct entity *entity = plan->entity;
    struct choices choices = choices_for(arena, diagnostics, name);
    for (size_t i = 0; i < entity->field_count; i++)
        offer(&choices, entity->fields[i].id, &entity->fields[i].title);
    for (size_t i = 0; i < plan->policy->rule_count; i++) {
        const struct item *item = &plan->policy->rules[i]->item;
        if (item->entity == entity)
            offer(&choices, item->id, &item->title);
    }
    choices_offer(&choices, "state");
    choices_offer(&choices, "reason");
    return choices_text(&choices);
}

static enum ft_status asked_columns(struct plan *plan, const struct stream_options *options,
                                    struct arena *arena, struct diagnostics *diagnostics)
{
    struct out_column *columns = arena_array(arena, options->column_count, sizeof *columns);
    enum ft_status status = FT_OK;
    if (columns == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < options->column_count; i++) {
        if (find_column(plan, options->columns[i], &columns[i]))
            continue;
        diagnostics_add(diagnostics, NULL, &stream_message[STREAM_NO_COLUMN], options->columns[i],
                        plan->entity->table,
                        column_choices(plan, options->columns[i], arena, diagnostics), NULL);
        status = FT_INVALID;
    }
    plan->columns = columns;
    plan->column_count = options->column_count;
    return status;
}

static enum ft_status find_group(struct plan *plan, const char *by, struct arena *arena,
                                 struct diagnostics *diagnostics)
{
    plan->group_count = 1;
    if (by == NULL)
        return FT_OK;
    plan->by = field_called(plan->entity, by);
    if (plan->by != NULL && plan->by->type.kind == TYPE_SYMBOL) {
        plan->group_count = plan->by->type.enumeration->count + 2;
        return FT_OK;
    }
    struct choices choices = choices_for(arena, diagnostics, by);
    for (size_t i = 0; i < plan->entity->field_count; i++)
        if (plan->entity->fields[i].type.kind == TYPE_SYMBOL)
            offer(&choices, plan->entity->fields[i].id, &plan->entity->fields[i].title);
    diagnostics_add(diagnostics, NULL, &stream_message[STREAM_NO_GROUP], by, plan->entity->table,
                    choices_text(&choices), NULL);
    return FT_INVALID;
}

/* ---- all of it ---- */

static bool is_worked_out(const struct plan *plan, size_t rule, enum plan_step step)
{
    static const enum stream_place places[] = {[STEP_BEFORE_ROWS] = STREAM_BEFORE_ROWS,
                                               [STEP_ROWS] = STREAM_WITH_ROWS,
                                               [STEP_BEHIND_ROWS] = STREAM_BEHIND_ROWS};
    return plan->rules[rule].place == places[step];
}

static bool is_posted(const struct plan *plan, size_t rule, enum plan_step step)
{
    const struct stream_placement *placement = &plan->rules[rule];
    if (!placement->named)
        return false;
    return step == STEP_BEHIND_ROWS
               ? placement->place != STREAM_WITH_ROWS
               : is_worked_out(plan, rule, step) && (step == STEP_ROWS || !placement->posts_behind);
}

enum ft_status plan_apply(const struct plan *plan, enum plan_step step, struct dataset *dataset,
                          struct arith *arith, struct diagnostics *diagnostics,
                          struct application *application, struct ledger **ledger)
{
    const size_t count = plan->policy->rule_count;
    bool *worked = arena_array(arith->arena, count, sizeof *worked),
         *posted = arena_array(arith->arena, count, sizeof *posted);
    if (worked == NULL || posted == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        worked[i] = is_worked_out(plan, i, step);
        posted[i] = is_posted(plan, i, step);
    }
    const enum ft_status status =
        policy_apply_rules(plan->policy, worked, dataset, arith, diagnostics, application);
    if (!ledger_after(status))
        return status;
    /* What is posted before the rows is worked out again behind them, and told there. */
    struct diagnostics again = {.language = diagnostics->language};
    const enum ft_status collected =
        ledger_collect(ledger, plan->policy, posted, dataset, arith,
                       step == STEP_BEFORE_ROWS ? &again : diagnostics, application->versions_used);
    if (step == STEP_BEFORE_ROWS && collected == FT_INVALID)
        diagnostics_join(diagnostics, &again);
    return ledger_worse(status, collected);
}

/* The lines that the rows post, and the rules that show a finding. */
static enum ft_status plan_find_lines(struct plan *plan, struct arena *arena)
{
    const struct policy *policy = plan->policy;
    size_t lines = 0;
    for (size_t i = 0; i < policy->rule_count; i++)
        lines += policy->rules[i]->post_count;
    struct planned_line *planned = arena_array(arena, lines, sizeof *planned);
    plan->shown = arena_array(arena, policy->rule_count, sizeof(struct rule *));
    if (planned == NULL || plan->shown == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        if (!is_posted(plan, i, STEP_ROWS))
            continue;
        for (size_t p = 0; p < rule->post_count; p++)
            planned[plan->line_count++] = (struct planned_line){rule, &rule->posts[p]};
        if (is_shown(rule))
            plan->shown[plan->shown_count++] = rule;
    }
    plan->lines = planned;
    return FT_OK;
}

enum ft_status plan_make(struct plan *plan, const struct policy *policy,
                         const struct scenario *scenario, const struct stream_options *options,
                         struct arena *arena, struct diagnostics *diagnostics)
{
    *plan = (struct plan){.policy = policy,
                          .scenario = scenario,
                          .table = scenario->long_table,
                          .entity = scenario->long_table->entity,
                          .some = options->only_count > 0};
    struct placements placements;
    struct wanted wanted;
    enum ft_status status = wanted_find(&wanted, policy, options, arena, diagnostics);
    if (status == FT_OK)
        status = placements_find(&placements, policy, &wanted, plan->entity, arena);
    if (status != FT_OK)
        return status;
    plan->tables_wanted = wanted.tables;
    plan->rules = placements.rules;
    plan->aggregates = placements.sums;
    plan->aggregate_count = placements.sum_count;
    status = placements_refuse(&placements, plan, diagnostics) ? FT_INVALID : FT_OK;
    enum ft_status shown = options->column_count == 0
                               ? default_columns(plan, options, arena)
                               : asked_columns(plan, options, arena, diagnostics);
    enum ft_status grouped = find_group(plan, options->by, arena, diagnostics);
    status = status == FT_OK ? shown : status;
    status = status == FT_OK ? grouped : status;
    if (status == FT_OK)
        status = blanks_plan(plan, &wanted, arena);
    if (status == FT_OK)
        status = empty_plan(plan, arena);
    return status == FT_OK ? plan_find_lines(plan, arena) : status;
}
