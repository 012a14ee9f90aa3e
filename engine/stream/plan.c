/* Which rules run where, what a line shows, and what stands in the way of running in blocks. */
#include <string.h>

#include "stream_internal.h"

bool entity_is_below(const struct entity *entity, const struct entity *above)
{
    while (entity != NULL && entity != above)
        entity = entity->parent;
    return entity == above;
}

/* ---- obstacles ---- */

struct search {
    const struct policy *policy;
    const struct entity *entity;
    struct arena *arena;
    const struct rule *rule;
    const struct formula *formula;
    struct stream_obstacle *found;
    size_t count, capacity;
    bool told; /* of this rule */
    enum ft_status status;
};

static bool is_about_siblings(enum node_op op)
{
    return op == NODE_FIRST || op == NODE_LAST || op == NODE_INDEX || op == NODE_PREVIOUS ||
           op == NODE_CUMULATIVE || op == NODE_SHARE || op == NODE_FILL;
}

static bool is_aggregate(enum node_op op)
{
    return op == NODE_SUM || op == NODE_MIN || op == NODE_MAX || op == NODE_ANY || op == NODE_ALL ||
           op == NODE_COUNT;
}

static void tell(struct search *search, const struct node *node, const struct item *through)
{
    struct stream_obstacle *found = arena_grow(search->arena, search->found, &search->capacity,
                                               sizeof *found, search->count + 1);
    char *what =
        arena_copy(search->arena, search->formula->text.bytes + node->offset, node->length);
    if (found == NULL || what == NULL) {
        search->status = FT_NO_MEMORY;
        return;
    }
    search->found = found;
    found[search->count++] = (struct stream_obstacle){search->rule, what, through};
    search->told = true;
}

/* `on`: the entity whose row the node is evaluated at. Bounded by LIMIT_FORMULA_NESTING. */
static void look(struct search *search, const struct node *node, const struct entity *on)
{
    if (search->told)
        return;
    bool of_rows = node->entity != NULL && entity_is_below(node->entity, search->entity);
    bool from_rows = entity_is_below(on, search->entity);
    if (is_about_siblings(node->op) && on == search->entity)
        tell(search, node, NULL);
    else if (of_rows && !from_rows)
        tell(search, node, node->item);
    for (size_t i = 0; i < node->operand_count && !search->told; i++)
        look(search, node->operands[i], is_aggregate(node->op) ? node->entity : on);
}

static void look_at_formula(void *context, const struct formula *formula)
{
    struct search *search = context;
    search->formula = formula;
    if (formula != NULL)
        look(search, formula->root, formula->entity);
}

enum ft_status stream_plan(const struct stream_obstacle **obstacles, size_t *count,
                           const struct policy *policy, const struct entity *entity,
                           struct arena *arena)
{
    struct search search = {.policy = policy, .entity = entity, .arena = arena};
    for (size_t i = 0; i < policy->rule_count && search.status == FT_OK; i++) {
        search.rule = policy->rules[i];
        search.told = false;
        rule_each_formula(search.rule, look_at_formula, &search);
        for (size_t p = 0; p < search.rule->post_count; p++) {
            look_at_formula(&search, search.rule->posts[p].when);
            look_at_formula(&search, search.rule->posts[p].amount);
        }
    }
    *obstacles = search.found;
    *count = search.count;
    return search.status;
}

static enum ft_status refuse_obstacles(const struct plan *plan, struct arena *arena,
                                       struct diagnostics *diagnostics)
{
    const struct stream_obstacle *obstacles;
    size_t count;
    enum ft_status status = stream_plan(&obstacles, &count, plan->policy, plan->entity, arena);
    for (size_t i = 0; i < count && status == FT_OK; i++)
        diagnostics_add(diagnostics, &obstacles[i].rule->place, &stream_message[STREAM_WHOLE_TABLE],
                        obstacles[i].rule->item.id, obstacles[i].what, plan->entity->table, NULL);
    return status != FT_OK ? status : count > 0 ? FT_INVALID : FT_OK;
}

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

static enum ft_status default_columns(struct plan *plan, struct arena *arena)
{
    const struct entity *entity = plan->entity;
    struct out_column *columns = arena_array(arena, plan->policy->rule_count + 1, sizeof *columns);
    if (columns == NULL)
        return FT_NO_MEMORY;
    columns[plan->column_count++].field = &entity->fields[entity->key];
    for (size_t i = 0; i < plan->policy->rule_count; i++) {
        const struct rule *rule = plan->policy->rules[i];
        if (rule->item.entity == entity && is_shown(rule))
            columns[plan->column_count++] =
                (struct out_column){.rule = rule, .kind = posted_kind(rule)};
    }
    plan->columns = columns;
    return FT_OK;
}

static bool find_column(const struct plan *plan, const char *name, struct out_column *column)
{
    const struct rule *rule = policy_rule(plan->policy, name);
    column->field = map_get(&plan->entity->names, name);
    if (column->field != NULL)
        return true;
    if (rule == NULL || rule->item.entity != plan->entity)
        return false;
    column->rule = rule;
    column->kind = posted_kind(rule);
    return true;
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
        struct suggestion near = {.word = options->columns[i]};
        suggest_keys(&near, &plan->entity->names);
        suggest_keys(&near, &plan->entity->items);
        diagnostics_add(diagnostics, NULL, &stream_message[STREAM_NO_COLUMN], options->columns[i],
                        plan->entity->table, near.best == NULL ? plan->entity->id : near.best,
                        NULL);
        status = FT_INVALID;
    }
    plan->columns = columns;
    plan->column_count = options->column_count;
    return status;
}

static enum ft_status find_group(struct plan *plan, const char *by, struct diagnostics *diagnostics)
{
    plan->group_count = 1;
    if (by == NULL)
        return FT_OK;
    plan->by = map_get(&plan->entity->names, by);
    if (plan->by != NULL && plan->by->type.kind == TYPE_SYMBOL) {
        plan->group_count = plan->by->type.enumeration->count + 2;
        return FT_OK;
    }
    struct suggestion near = {.word = by};
    const char *first = "—";
    for (size_t i = plan->entity->field_count; i-- > 0;) {
        const struct field *field = &plan->entity->fields[i];
        if (field->type.kind != TYPE_SYMBOL)
            continue;
        suggest(&near, field->id);
        first = field->id;
    }
    diagnostics_add(diagnostics, NULL, &stream_message[STREAM_NO_GROUP], by, plan->entity->table,
                    near.best == NULL ? first : near.best, NULL);
    return FT_INVALID;
}

/* ---- all of it ---- */

static enum ft_status sort_rules(struct plan *plan, struct arena *arena)
{
    const struct policy *policy = plan->policy;
    size_t lines = 0;
    for (size_t i = 0; i < policy->rule_count; i++)
        lines += policy->rules[i]->post_count;
    struct planned_line *planned = arena_array(arena, lines, sizeof *planned);
    plan->below = arena_array(arena, policy->rule_count, sizeof *plan->below);
    plan->beside = arena_array(arena, policy->rule_count, sizeof *plan->beside);
    plan->shown = arena_array(arena, policy->rule_count, sizeof(struct rule *));
    if (planned == NULL || plan->below == NULL || plan->beside == NULL || plan->shown == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        plan->below[i] = entity_is_below(rule->item.entity, plan->entity);
        plan->beside[i] = !plan->below[i];
        for (size_t p = 0; p < rule->post_count && plan->below[i]; p++)
            planned[plan->line_count++] = (struct planned_line){rule, &rule->posts[p]};
        if (plan->below[i] && is_shown(rule))
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
                          .entity = scenario->long_table->entity};
    enum ft_status status = refuse_obstacles(plan, arena, diagnostics);
    enum ft_status shown = options->column_count == 0
                               ? default_columns(plan, arena)
                               : asked_columns(plan, options, arena, diagnostics);
    enum ft_status grouped = find_group(plan, options->by, diagnostics);
    status = status == FT_OK ? shown : status;
    status = status == FT_OK ? grouped : status;
    return status == FT_OK ? sort_rules(plan, arena) : status;
}
