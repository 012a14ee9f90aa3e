/* Which facts some figures can rest on. */
#include "reach.h"

bool reach_open(struct display *display, struct reach *reach)
{
    const struct policy *policy = display->context->policy;
    const struct schema *schema = &policy->schema;
    *reach = (struct reach){.policy = policy};
    reach->rules = display_array(display, policy->rule_count, sizeof *reach->rules);
    reach->fields = display_array(display, schema->entity_count, sizeof(bool *));
    for (size_t i = 0; reach->fields != NULL && i < schema->entity_count; i++) {
        reach->fields[i] = display_array(display, schema->entities[i].field_count, sizeof(bool));
        if (reach->fields[i] == NULL)
            return false;
    }
    return reach->rules != NULL && reach->fields != NULL;
}

static void reach_field(struct reach *reach, const struct field *field)
{
    const struct schema *schema = &reach->policy->schema;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        if (field >= entity->fields && field < entity->fields + entity->field_count)
            reach->fields[i][field->index] = true;
    }
}

static void reach_formula(void *context, const struct formula *formula)
{
    struct reach *reach = context;
    if (formula == NULL)
        return;
    for (size_t i = 0; i < formula->field_count; i++)
        reach_field(reach, formula->fields[i]);
    for (size_t i = 0; i < formula->item_count; i++)
        reach->rules[formula->items[i]->order] = true;
}

/* Whether rules of the table, or of one below it, are reached, or its fields. */
static bool reaches_table(const struct reach *reach, const struct entity *entity)
{
    bool found = false;
    for (size_t i = 0; i < entity->field_count && !found; i++)
        found = reach->fields[entity->index][i];
    for (size_t i = 0; i < reach->policy->rule_count && !found; i++) {
        const struct entity *own = reach->policy->rules[i]->item.entity;
        while (reach->rules[i] && own != NULL && own != entity)
            own = own->parent;
        found = reach->rules[i] && own == entity;
    }
    return found;
}

/* What stands behind the rules: none names one behind it. */
static void reach_rules(struct reach *reach)
{
    for (size_t i = reach->policy->rule_count; i > 0; i--)
        if (reach->rules[i - 1])
            rule_each_formula(reach->policy->rules[i - 1], reach_formula, reach);
}

/* And rows that a policy makes come of what their number rests on: those of a table may lead to others,
 * as many times at most as there are tables. */
static void reach_behind(struct reach *reach)
{
    const struct schema *schema = &reach->policy->schema;
    reach_rules(reach);
    for (size_t time = 0; time < schema->entity_count; time++) {
        for (size_t i = 0; i < schema->entity_count; i++)
            if (schema->entities[i].rows != NULL && reaches_table(reach, &schema->entities[i]))
                reach_formula(reach, schema->entities[i].rows);
        reach_rules(reach);
    }
}

static void reach_party(struct reach *reach, const struct party *party)
{
    for (size_t i = 0; i < reach->policy->rule_count; i++) {
        const struct rule *rule = reach->policy->rules[i];
        for (size_t j = 0; j < rule->post_count; j++)
            if (rule->posts[j].to == party ||
                (!rule->posts[j].memo && rule->posts[j].from == party))
                reach->rules[i] = true;
    }
}

static void reach_line(struct reach *reach, const struct view_line *line)
{
    if (line->party != NULL)
        reach_party(reach, line->party);
    else
        reach_formula(reach, line->value);
}

void reach_subject(struct reach *reach, const struct subject *subject)
{
    switch (subject->kind) {
    case SUBJECT_RULE:
        reach->rules[subject->rule->item.order] = true;
        break;
    case SUBJECT_LINE:
    case SUBJECT_TOTAL:
        reach_line(reach, subject->line);
        break;
    case SUBJECT_FACT:
        reach_field(reach, subject->field);
        return;
    }
    reach_behind(reach);
}

void reach_view(struct reach *reach, const struct view *view)
{
    for (size_t i = 0; i < view->line_count; i++)
        reach_line(reach, &view->lines[i]);
    if (view->per != NULL)
        reach_line(reach, view->per);
    reach_behind(reach);
}

bool reach_has(const struct reach *reach, const struct entity *entity, const struct field *field)
{
    return reach->fields[entity->index][field->index];
}
