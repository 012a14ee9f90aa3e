/* What depends on what changed, by the names that formulas use. */
#include <assert.h>
#include <string.h>

#include "policy_internal.h"

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

static bool inputs_have(const struct policy_inputs *inputs, const struct parameter *parameter)
{
    for (size_t i = 0; i < inputs->parameter_count; i++)
        if (inputs->parameters[i] == parameter)
            return true;
    return false;
}

static bool uses_parameter(const struct formula *formula, const struct policy_inputs *inputs)
{
    for (size_t i = 0; i < formula->parameter_count; i++)
        if (inputs_have(inputs, formula->parameters[i]))
            return true;
    return false;
}

/* A policy's file has one source, whose place says which it is wherever its head was copied. */
static bool is_of_file(const struct place *place, const struct policy_file *file)
{
    return file != NULL && place->source == file->place.source;
}

/* Whether a value of the parameter is the file's, or was worked out from a parameter among the inputs. */
static bool parameter_differs(const struct parameter *parameter, const struct policy_inputs *inputs)
{
    const struct formula *last = NULL;
    for (size_t i = 0; i < parameter->version_count; i++) {
        const struct version *version = &parameter->versions[i];
        if (is_of_file(&version->place, inputs->file) ||
            (version->formula != NULL && version->formula != last &&
             uses_parameter(version->formula, inputs)))
            return true;
        last = version->formula;
    }
    return false;
}

enum ft_status policy_inputs_spread(struct policy_inputs *inputs, const struct policy *policy,
                                    struct arena *arena)
{
    const struct parameter **all =
        arena_array(arena, policy->parameter_count, sizeof(const struct parameter *));
    if (all == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < inputs->parameter_count; i++)
        all[i] = inputs->parameters[i];
    inputs->parameters = all;
    /* Those that are worked out stand in an order in which each rests on those before it. */
    for (size_t i = 0; i < policy->parameter_count + policy->derived_count; i++) {
        const struct parameter *parameter = i < policy->parameter_count
                                                ? policy->parameters[i]
                                                : policy->derived[i - policy->parameter_count];
        if (!inputs_have(inputs, parameter) && parameter_differs(parameter, inputs))
            all[inputs->parameter_count++] = parameter;
    }
    return FT_OK;
}

static void look_into(void *context, const struct formula *formula)
{
    struct search *search = context;
    const struct policy_inputs *changed = search->changed;
    for (size_t i = 0; i < formula->item_count && !search->found; i++)
        search->found = search->affected[formula->items[i]->order];
    for (size_t i = 0; i < changed->field_count && !search->found; i++)
        search->found = uses_field(formula, changed->fields[i]);
    search->found = search->found || uses_parameter(formula, changed);
}

bool policy_affects(const struct policy_inputs *changed, const bool *affected,
                    const struct formula *formula)
{
    struct search search = {.changed = changed, .affected = affected};
    look_into(&search, formula);
    return search.found;
}

bool policy_rule_reads(const struct rule *rule, const struct policy_inputs *changed,
                       const bool *affected)
{
    struct search search = {
        .changed = changed, .affected = affected, .found = is_of_file(&rule->place, changed->file)};
    rule_each_formula(rule, look_into, &search);
    return search.found;
}

bool policy_affected(const struct policy *policy, const struct policy_inputs *changed,
                     bool *affected)
{
    memset(affected, 0, policy->rule_count * sizeof *affected);
    for (size_t i = 0; i < policy->rule_count; i++) {
        assert(policy->rules[i]->item.order == i);
        affected[i] = policy_rule_reads(policy->rules[i], changed, affected);
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
