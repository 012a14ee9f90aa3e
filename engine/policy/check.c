/* What must hold of a law that was loaded, told where it does not: for asserts and their tests. */
#include <string.h>

#include "policy.h"

/* A formula looks at what was worked out before; at its own rule only where that recurs. */
static bool looks_back(const struct rule *rule, const struct formula *formula)
{
    for (size_t i = 0; formula != NULL && i < formula->item_count; i++) {
        const size_t order = formula->items[i]->order;
        if (order > rule->item.order || (order == rule->item.order && !rule->recurs))
            return false;
    }
    return true;
}

static bool rule_looks_back(const struct rule *rule)
{
    bool good = looks_back(rule, rule->when) && looks_back(rule, rule->value) &&
                looks_back(rule, rule->on) && looks_back(rule, rule->without);
    for (size_t i = 0; i < rule->need_count; i++)
        good = good && looks_back(rule, rule->needs[i]);
    for (size_t i = 0; i < rule->way_count; i++)
        good = good && looks_back(rule, rule->ways[i]);
    for (size_t i = 0; i < rule->case_count; i++)
        good =
            good && looks_back(rule, rule->cases[i].when) && looks_back(rule, rule->cases[i].value);
    return good;
}

static const char *post_fault(const struct policy *policy, const struct post *post)
{
    if (post->to == NULL || post->memo != (post->from == NULL))
        return "a posting has a payer and a receiver, a memo a receiver alone";
    if (post->kind != &policy->kinds[post->kind->index])
        return "a posting carries a kind of value";
    return post->to != &policy->parties[post->to->index] ? "a receiver is a party" : NULL;
}

static const char *rule_fault(const struct policy *policy, size_t index)
{
    const struct rule *rule = policy->rules[index];
    const char *fault = NULL;
    if (rule->item.order != index)
        return "a rule's order is its place";
    if (rule->source == NULL || rule->file == NULL)
        return "a rule stands somewhere in the law";
    if (rule->value == NULL && rule->case_count == 0 && rule->way_count == 0 &&
        !rule->file->left_out)
        return "a rule has a figure";
    if (rule->require && rule->item.type.kind != TYPE_BOOLEAN)
        return "a condition holds or does not";
    if (!rule_looks_back(rule))
        return "a rule stands behind all it uses";
    for (size_t i = 0; i < rule->case_count; i++)
        for (size_t j = 0; j < rule->cases[i].override_count; j++)
            if (rule->cases[i].overrides[j] >= rule->case_count)
                return "a case overrides cases of its rule";
    for (size_t i = 0; i < rule->post_count && fault == NULL; i++)
        fault = post_fault(policy, &rule->posts[i]);
    return fault;
}

static const char *view_fault(const struct view *view)
{
    for (size_t i = 0; i < view->line_count; i++)
        if ((view->lines[i].value == NULL) == (view->lines[i].party == NULL))
            return "a line is a formula or a party's net";
    return view->line_count > 0 ? NULL : "a view has lines";
}

const char *policy_fault(const struct policy *policy)
{
    const char *fault = schema_fault(&policy->schema);
    for (size_t i = 0; i < policy->kind_count && fault == NULL; i++)
        if (policy->kinds[i].index != i || number_sign(&policy->kinds[i].step) <= 0)
            fault = "a kind of value has a step, and its index is its place";
    for (size_t i = 0; i < policy->party_count && fault == NULL; i++)
        if (policy->parties[i].index != i)
            fault = "a party's index is its place";
    for (size_t i = 0; i < policy->parameter_count && fault == NULL; i++)
        fault = parameter_fault(&policy->schema, policy->parameters[i]);
    for (size_t i = 0; i < policy->rule_count && fault == NULL; i++)
        fault = rule_fault(policy, i);
    for (size_t i = 0; i < policy->view_count && fault == NULL; i++)
        fault = view_fault(policy->views[i]);
    if (fault == NULL && strlen(policy->digest) != SHA_TEXT - 1)
        fault = "a law has a digest";
    return fault;
}
