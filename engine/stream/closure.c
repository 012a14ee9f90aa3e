/* What is worked out where some rules alone are asked for: these, and all that they rest on. */
#include "stream_internal.h"

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

static bool name_rules(struct wanted *wanted, const struct policy *policy,
                       const struct stream_options *options, struct arena *arena,
                       struct diagnostics *diagnostics)
{
    uint64_t before = diagnostics->said;
    for (size_t i = 0; i < options->only_count; i++) {
        const struct rule *rule = rule_named(policy, NULL, options->only[i]);
        struct suggestion near = {.word = options->only[i]};
        if (rule != NULL) {
            wanted->named[rule->item.order] = true;
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
    wanted->named = arena_array(arena, policy->rule_count, sizeof *wanted->named);
    wanted->rules = arena_array(arena, policy->rule_count, sizeof *wanted->rules);
    wanted->tables = arena_array(arena, policy->schema.entity_count, sizeof *wanted->tables);
    if (wanted->named == NULL || wanted->rules == NULL || wanted->tables == NULL)
        return FT_NO_MEMORY;
    if (!name_rules(wanted, policy, options, arena, diagnostics))
        return FT_INVALID;
    for (size_t i = 0; i < policy->rule_count; i++)
        wanted->named[i] |= options->only_count == 0;
    policy_rests_on(policy, wanted->named, wanted->rules, wanted->tables);
    for (size_t i = 0; i < policy->schema.entity_count; i++)
        wanted->tables[i] |= options->only_count == 0;
    return FT_OK;
}
