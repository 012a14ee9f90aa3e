/* What rules rest on: other rules, and the tables that they look at. */
#include "policy_internal.h"

/* What some rules rest on, as it is gathered. */
struct closure {
    bool *rules, *tables;
};

static void want_formula(struct closure *closure, const struct formula *formula);

/* A table that a policy makes must stand before its rows are looked at. Its formula looks at
 * earlier ones only, so the recursion ends. */
static void want_table(struct closure *closure, const struct entity *entity)
{
    for (; entity != NULL; entity = entity->parent) {
        if (closure->tables[entity->index])
            return;
        closure->tables[entity->index] = true;
        want_formula(closure, entity->rows);
    }
}

/* Bounded by LIMIT_FORMULA_NESTING. */
static void want_tables(struct closure *closure, const struct node *node)
{
    want_table(closure, node->entity);
    for (size_t i = 0; i < node->operand_count; i++)
        want_tables(closure, node->operands[i]);
}

static void want_formula(struct closure *closure, const struct formula *formula)
{
    if (formula == NULL)
        return;
    for (size_t i = 0; i < formula->item_count; i++)
        closure->rules[formula->items[i]->order] = true;
    want_tables(closure, formula->root);
}

static void closure_show_formula(void *context, const struct formula *formula)
{
    want_formula(context, formula);
}

/* What a rule posts and says may look at rules behind it. */
static void want_postings(struct closure *closure, const struct rule *rule)
{
    rule_each_posted(rule, closure_show_formula, closure);
    template_each_formula(&rule->otherwise.zh, closure_show_formula, closure);
    template_each_formula(&rule->otherwise.en, closure_show_formula, closure);
}

void policy_rests_on(const struct policy *policy, const bool *named, bool *rules, bool *tables)
{
    struct closure closure = {rules, tables};
    for (size_t i = 0; i < policy->rule_count; i++) {
        rules[i] = rules[i] || named[i];
        if (named[i])
            want_postings(&closure, policy->rules[i]);
    }
    /* A rule's figure rests on those before it alone. */
    for (size_t i = policy->rule_count; i-- > 0;) {
        if (!rules[i])
            continue;
        want_table(&closure, policy->rules[i]->item.entity);
        rule_each_formula(policy->rules[i], closure_show_formula, &closure);
    }
}

/* ---- which facts ---- */

/* Which fields some formulas name: by entity, then by field. */
struct field_search {
    const struct schema *schema;
    bool **named;
};

static void closure_note_fields(void *context, const struct formula *formula)
{
    const struct field_search *search = context;
    for (size_t i = 0; formula != NULL && i < formula->field_count; i++) {
        const struct field *field = formula->fields[i];
        for (size_t e = 0; e < search->schema->entity_count; e++) {
            const struct entity *entity = &search->schema->entities[e];
            if (field >= entity->fields && field < entity->fields + entity->field_count)
                search->named[e][field->index] = true;
        }
    }
}

enum ft_status policy_fields_named(bool ***named, const struct policy *policy, const bool *posted,
                                   const bool *rules, const bool *tables, struct arena *arena)
{
    const struct schema *schema = &policy->schema;
    struct field_search search = {schema, arena_array(arena, schema->entity_count, sizeof(bool *))};
    *named = search.named;
    for (size_t i = 0; search.named != NULL && i < schema->entity_count; i++) {
        search.named[i] = arena_array(arena, schema->entities[i].field_count, sizeof(bool));
        if (search.named[i] == NULL)
            return FT_NO_MEMORY;
    }
    if (search.named == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        if (rules[i])
            rule_each_formula(rule, closure_note_fields, &search);
        if (posted[i])
            rule_each_posted(rule, closure_note_fields, &search);
    }
    for (size_t i = 0; i < schema->entity_count; i++)
        if (tables[i])
            closure_note_fields(&search, schema->entities[i].rows);
    return FT_OK;
}
