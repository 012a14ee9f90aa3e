/* What is worked out where some rules alone are asked for: these, and all that they rest on. */
#include "stream_internal.h"

struct closure {
    const struct policy *policy;
    struct wanted *wanted;
};

static void want_formula(struct closure *closure, const struct formula *formula);

/* A table that a policy makes must stand before its rows are looked at. Its formula looks at
 * earlier ones only, so the recursion ends. */
static void want_table(struct closure *closure, const struct entity *entity)
{
    for (; entity != NULL; entity = entity->parent) {
        if (closure->wanted->tables[entity->index])
            return;
        closure->wanted->tables[entity->index] = true;
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
        closure->wanted->rules[formula->items[i]->order] = true;
    want_tables(closure, formula->root);
}

static void show_formula(void *context, const struct formula *formula)
{
    want_formula(context, formula);
}

static void want_words(struct closure *closure, const struct template *template)
{
    for (size_t i = 0; i < template->count; i++)
        want_formula(closure, template->pieces[i].formula);
}

/* What a rule posts and says may look at rules behind it. */
static void want_postings(struct closure *closure, const struct rule *rule)
{
    for (size_t i = 0; i < rule->post_count; i++) {
        want_formula(closure, rule->posts[i].when);
        want_formula(closure, rule->posts[i].amount);
    }
    want_words(closure, &rule->otherwise.zh);
    want_words(closure, &rule->otherwise.en);
}

const struct rule *rule_named(const struct policy *policy, const struct entity *entity,
                              const char *name)
{
    const struct rule *rule = policy_rule(policy, name), *found = NULL;
    for (size_t i = 0; rule == NULL && i < policy->rule_count; i++) {
        const struct rule *titled = policy->rules[i];
        if ((titled->item.entity != entity && entity != NULL) ||
            !title_is(&titled->item.title, name))
            continue;
        if (found != NULL)
            return NULL;
        found = titled;
    }
    return rule == NULL ? found : rule;
}

/* "did you mean lat_rebate? ", before what else the hint says. NULL when memory is out. */
static const char *meant_text(const struct suggestion *near, struct arena *arena,
                              enum ft_language language)
{
    if (near->best == NULL)
        return "";
    return arena_format(arena, language == FT_ZH ? "是不是 %s？" : "did you mean %s? ", near->best);
}

static bool name_rules(struct closure *closure, const struct stream_options *options,
                       struct arena *arena, struct diagnostics *diagnostics)
{
    const struct policy *policy = closure->policy;
    uint64_t before = diagnostics->said;
    for (size_t i = 0; i < options->only_count; i++) {
        const struct rule *rule = rule_named(policy, NULL, options->only[i]);
        struct suggestion near = {.word = options->only[i]};
        if (rule != NULL) {
            closure->wanted->named[rule->item.order] = true;
            continue;
        }
        for (size_t j = 0; j < policy->rule_count; j++) {
            suggest(&near, policy->rules[j]->item.id);
            suggest(&near, policy->rules[j]->item.title.zh);
        }
        const char *meant = meant_text(&near, arena, diagnostics->language);
        diagnostics_add(diagnostics, NULL, &stream_message[STREAM_NO_RULE], options->only[i],
                        meant == NULL ? "" : meant, NULL);
    }
    return diagnostics->said == before;
}

enum ft_status wanted_find(struct wanted *wanted, const struct policy *policy,
                           const struct stream_options *options, struct arena *arena,
                           struct diagnostics *diagnostics)
{
    struct closure closure = {policy, wanted};
    wanted->named = arena_array(arena, policy->rule_count, sizeof *wanted->named);
    wanted->rules = arena_array(arena, policy->rule_count, sizeof *wanted->rules);
    wanted->tables = arena_array(arena, policy->schema.entity_count, sizeof *wanted->tables);
    if (wanted->named == NULL || wanted->rules == NULL || wanted->tables == NULL)
        return FT_NO_MEMORY;
    if (!name_rules(&closure, options, arena, diagnostics))
        return FT_INVALID;
    for (size_t i = 0; i < policy->rule_count; i++) {
        wanted->named[i] |= options->only_count == 0;
        wanted->rules[i] = wanted->named[i];
        if (wanted->named[i])
            want_postings(&closure, policy->rules[i]);
    }
    /* A rule's figure rests on those before it alone. */
    for (size_t i = policy->rule_count; i-- > 0;) {
        if (!wanted->rules[i])
            continue;
        want_table(&closure, policy->rules[i]->item.entity);
        rule_each_formula(policy->rules[i], show_formula, &closure);
    }
    for (size_t i = 0; i < policy->schema.entity_count; i++)
        wanted->tables[i] |= options->only_count == 0;
    return FT_OK;
}
