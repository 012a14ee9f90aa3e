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

/* Whether a parameter is the other, or a value of it was worked out from it, at any remove. But for
 * themselves, parameters rest on none but those worked out before them, so the recursion ends. */
static bool parameter_rests_on(const struct parameter *parameter, const struct parameter *other)
{
    const struct formula *last = NULL;
    bool rests = parameter == other;
    for (size_t i = 0; i < parameter->version_count && !rests; i++) {
        const struct formula *formula = parameter->versions[i].formula;
        for (size_t j = 0; formula != NULL && formula != last && j < formula->parameter_count; j++)
            rests = rests || (formula->parameters[j] != parameter &&
                              parameter_rests_on(formula->parameters[j], other));
        last = formula;
    }
    return rests;
}

static bool uses_parameter(const struct formula *formula, const struct parameter *parameter)
{
    for (size_t i = 0; i < formula->parameter_count; i++)
        if (parameter_rests_on(formula->parameters[i], parameter))
            return true;
    return false;
}

/* A policy's file has one source, whose place says which it is wherever its head was copied. */
static bool is_of_file(const struct place *place, const struct policy_file *file)
{
    return file != NULL && place->source == file->place.source;
}

/* Whether the file gives a value of the parameter, or of one that it was worked out from. */
static bool file_gives(const struct policy_file *file, const struct parameter *parameter)
{
    const struct formula *last = NULL;
    bool gives = false;
    for (size_t i = 0; i < parameter->version_count && !gives; i++) {
        const struct version *version = &parameter->versions[i];
        const struct formula *formula = version->formula;
        gives = is_of_file(&version->place, file);
        for (size_t j = 0; formula != NULL && formula != last && j < formula->parameter_count; j++)
            gives = gives || (formula->parameters[j] != parameter &&
                              file_gives(file, formula->parameters[j]));
        last = formula;
    }
    return gives;
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
    for (size_t i = 0; changed->file != NULL && i < formula->parameter_count && !search->found; i++)
        search->found = file_gives(changed->file, formula->parameters[i]);
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
