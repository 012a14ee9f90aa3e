/* What depends on what changed, by the names that formulas use; and the rules applied again. */
#include <assert.h>
#include <string.h>

#include "policy_internal.h"

/* ---- the versions that each rule used ---- */

bool *application_versions(struct application *application, const struct policy *policy,
                           size_t rule)
{
    if (application->used_by_rule == NULL)
        return application->versions_used;
    assert(rule <= policy->rule_count);
    return application->used_by_rule + rule * policy->schema.version_count;
}

void application_gather(struct application *application, const struct policy *policy)
{
    const size_t versions = policy->schema.version_count;
    memset(application->versions_used, 0, versions * sizeof(bool));
    for (size_t i = 0; i <= policy->rule_count; i++)
        for (size_t v = 0; v < versions; v++)
            application->versions_used[v] |= application->used_by_rule[i * versions + v];
}

/* ---- what is affected ---- */

struct search {
    const struct policy_inputs *changed;
    const bool *affected; /* of the rules so far */
    bool found;
};

static bool uses_field(const struct formula *formula, const struct field *field)
{
    for (size_t i = 0; i < formula->field_count; i++)
        if (formula->fields[i] == field)
            return true;
    return false;
}

static bool uses_parameter(const struct formula *formula, const struct parameter *parameter)
{
    for (size_t i = 0; i < formula->parameter_count; i++)
        if (formula->parameters[i] == parameter)
            return true;
    return false;
}

static void look_into(void *context, const struct formula *formula)
{
    struct search *search = context;
    const struct policy_inputs *changed = search->changed;
    for (size_t i = 0; i < formula->item_count && !search->found; i++)
        search->found = search->affected[formula->items[i]->order];
    for (size_t i = 0; i < changed->field_count && !search->found; i++)
        search->found = uses_field(formula, changed->fields[i]);
    for (size_t i = 0; i < changed->parameter_count && !search->found; i++)
        search->found = uses_parameter(formula, changed->parameters[i]);
}

bool policy_affected(const struct policy *policy, const struct policy_inputs *changed,
                     bool *affected)
{
    memset(affected, 0, policy->rule_count * sizeof *affected);
    for (size_t i = 0; i < policy->rule_count; i++) {
        struct search search = {.changed = changed, .affected = affected};
        assert(policy->rules[i]->item.order == i);
        rule_each_formula(policy->rules[i], look_into, &search);
        affected[i] = search.found;
    }
    for (size_t i = 0; i < policy->schema.entity_count; i++) {
        struct search search = {.changed = changed, .affected = affected};
        if (policy->schema.entities[i].rows != NULL)
            look_into(&search, policy->schema.entities[i].rows);
        if (search.found)
            return false;
    }
    return true;
}

/* ---- again ---- */

enum ft_status policy_apply_again(const struct policy *policy, const bool *affected,
                                  struct dataset *dataset, struct arith *arith,
                                  struct diagnostics *diagnostics, struct application *application)
{
    const size_t versions = policy->schema.version_count;
    assert(application->used_by_rule != NULL);
    for (size_t i = 0; i < policy->rule_count; i++)
        if (affected[i])
            memset(application->used_by_rule + i * versions, 0, versions * sizeof(bool));
    enum ft_status status =
        policy_apply_rules(policy, affected, dataset, arith, diagnostics, application);
    application_gather(application, policy);
    return status;
}
