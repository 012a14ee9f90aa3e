/*
 * What the rules of a policy share, said once: definitions (named formulas), scopes (settings of a
 * group of rules), and payers (who pays or receives, where that depends on the row).
 */
#include <string.h>

#include "policy_internal.h"

/* ---- definitions ---- */

static bool definition_is_free(struct loader *loader, const struct definition *definition)
{
    const struct entity *entity = definition->entity;
    const struct field *field = map_get(&entity->names, definition->id);
    const struct item *item = map_get(&entity->items, definition->id);
    const struct definition *other = map_get(&entity->definitions, definition->id);
    const struct parameter *parameter =
        map_get(&loader->policy->schema.parameter_names, definition->id);
    const struct place *first = field != NULL       ? &field->place
                                : item != NULL      ? &item->place
                                : other != NULL     ? &other->place
                                : parameter != NULL ? &parameter->place
                                                    : NULL;
    if (first != NULL)
        fault_doubled(loader, &definition->place, definition->id, first);
    return first == NULL && name_check(loader, &definition->place, definition->id);
}

static void keep_definition(struct loader *loader, struct definition *definition)
{
    struct entity *entity = &loader->policy->schema.entities[definition->entity->index];
    struct definition **all =
        arena_grow(loader->arena, loader->definitions, &loader->definition_capacity,
                   sizeof(struct definition *), loader->definition_count + 1);
    if (all == NULL || !map_put(&entity->definitions, loader->arena, definition->id, definition)) {
        loader->status = FT_NO_MEMORY;
        return;
    }
    loader->definitions = all;
    all[loader->definition_count++] = definition;
}

static void declare_definition(struct loader *loader, const struct conf *conf)
{
    static const struct conf_setting settings[] = {
        {"of", true, WANT_SCALAR}, {"value", true, WANT_SCALAR}, {"title", false, WANT_GROUP}};
    struct definition *definition = load_array(loader, 1, sizeof *definition);
    if (definition == NULL || !settings_check(loader, conf, conf->name, settings, 3))
        return;
    *definition = (struct definition){.id = conf->name,
                                      .title = setting_title(loader, conf, "title"),
                                      .entity = find_entity(loader, setting_text(conf, "of")),
                                      .text = *setting_text(conf, "value"),
                                      .place = conf->place};
    if (definition->entity != NULL && definition_is_free(loader, definition))
        keep_definition(loader, definition);
}

void declare_definitions(struct loader *loader, const struct conf *group)
{
    for (size_t i = 0; group != NULL && i < group->count && loader_goes_on(loader); i++)
        declare_definition(loader, &group->children[i]);
}

void compile_definitions(struct loader *loader)
{
    for (size_t i = 0; i < loader->definition_count && loader_goes_on(loader); i++)
        (void)load_settled(loader,
                           definition_compile(loader->definitions[i], &loader->policy->schema,
                                              loader->arena, loader->diagnostics));
}

/* ---- scopes ---- */

/* The scope's unit is that of its numbers: a rule of another type, as a check is, has none. */
static bool is_scoped(const struct conf *rule, const char *setting)
{
    const bool numberless = conf_child(rule, "type") != NULL || conf_child(rule, "require") != NULL;
    return conf_child(rule, setting) == NULL && !(numberless && strcmp(setting, "unit") == 0);
}

/* A rule with the settings of its scope that it does not say itself; what it needs is added to what
 * the scope needs. */
static const struct conf *scoped_rule(struct loader *loader, const struct conf *scope,
                                      const struct conf *rule)
{
    struct conf *whole = load_array(loader, 1, sizeof *whole);
    struct conf *children = load_array(loader, rule->count + scope->count, sizeof *children);
    if (whole == NULL || children == NULL)
        return NULL;
    *whole = *rule;
    whole->children = children;
    for (size_t i = 0; i < rule->count; i++) {
        const struct conf *own = &rule->children[i], *shared = conf_child(scope, own->name);
        const bool both = shared != NULL && strcmp(own->name, "needs") == 0 &&
                          own->kind == CONF_LIST && shared->kind == CONF_LIST;
        const struct conf *joined = both ? load_joined(loader, shared, own) : own;
        if (joined == NULL)
            return NULL;
        children[i] = *joined;
    }
    for (size_t i = 0; i < scope->count; i++)
        if (is_scoped(rule, scope->children[i].name))
            children[whole->count++] = scope->children[i];
    return whole;
}

static void declare_scope(struct loader *loader, const struct conf *conf,
                          const struct policy_file *file)
{
    static const struct conf_setting settings[] = {{"scope", true, WANT_GROUP},
                                                   {"rules", true, WANT_LIST}};
    static const struct conf_setting shared[] = {
        {"of", false, WANT_SCALAR},   {"on", false, WANT_SCALAR},     {"needs", false, WANT_LIST},
        {"unit", false, WANT_SCALAR}, {"source", false, WANT_SCALAR},
    };
    const struct conf *scope = conf_child(conf, "scope"), *rules = conf_child(conf, "rules");
    if (!settings_check(loader, conf, "rules", settings, 2) ||
        !settings_check(loader, scope, "scope", shared, sizeof shared / sizeof *shared))
        return;
    for (size_t i = 0; i < rules->count && loader_goes_on(loader); i++) {
        const struct conf *rule = &rules->children[i];
        if (rule->kind == CONF_GROUP)
            rule = scoped_rule(loader, scope, rule);
        if (rule != NULL && rule_stands(file, rule))
            declare_rule(loader, rule, file);
    }
}

void declare_rules(struct loader *loader, const struct conf *list, const struct policy_file *file)
{
    for (size_t i = 0; list != NULL && i < list->count && loader_goes_on(loader); i++) {
        const struct conf *conf = &list->children[i];
        if (conf->kind == CONF_GROUP && conf_child(conf, "scope") != NULL)
            declare_scope(loader, conf, file);
        else if (rule_stands(file, conf))
            declare_rule(loader, conf, file);
    }
}

/* ---- payers ---- */

/* Who it is on a row: the first choice whose `when` holds; the last has none. */
static const struct conf *load_choices(struct loader *loader, const struct conf *list)
{
    static const struct conf_setting settings[] = {{"party", true, WANT_SCALAR},
                                                   {"when", false, WANT_SCALAR}};
    for (size_t i = 0; i < list->count; i++) {
        const struct conf *choice = &list->children[i];
        const bool last = i + 1 == list->count;
        if (!settings_check(loader, choice, list->name, settings, 2))
            return NULL;
        if (find_party(loader, setting_text(choice, "party")) == NULL)
            return NULL;
        if ((setting_text(choice, "when") == NULL) != last) {
            load_fault(loader, &choice->place, &policy_message[POLICY_PAYER_CHOICES], list->name,
                       NULL, NULL);
            return NULL;
        }
    }
    return list;
}

void declare_payers(struct loader *loader, const struct conf *group)
{
    for (size_t i = 0; group != NULL && i < group->count && loader_goes_on(loader); i++) {
        const struct conf *list = &group->children[i];
        const struct conf *other = map_get(&loader->payers, list->name);
        const struct party *party = map_get(&loader->parties, list->name);
        if (list->kind != CONF_LIST || list->count < 2)
            load_fault(loader, &list->place, &policy_message[POLICY_PAYER_CHOICES], list->name,
                       NULL, NULL);
        else if (party != NULL || other != NULL)
            fault_doubled(loader, &list->place, list->name,
                          other != NULL ? &other->place : &loader->vocabulary->place);
        else if (load_choices(loader, list) != NULL &&
                 !map_put(&loader->payers, loader->arena, list->name, (void *)list))
            loader->status = FT_NO_MEMORY;
    }
}

size_t payer_choices(const struct loader *loader, const struct text *name)
{
    const struct conf *list = name == NULL ? NULL : map_get(&loader->payers, name->bytes);
    return list == NULL ? 1 : list->count;
}

/* "not (w1) and (w2)": that choice `index` is who it is. */
static const char *choice_words(struct loader *loader, const struct conf *list, size_t index)
{
    const char *words = "";
    for (size_t i = 0; i <= index; i++) {
        const char *when = setting_string(&list->children[i], "when", NULL);
        if (when != NULL)
            words = load_format(loader, "%s%s%s(%s)", words, words[0] == '\0' ? "" : " and ",
                                i < index ? "not " : "", when);
    }
    return words;
}

/* Checks the conditions of a name by themselves, so that what is wrong is told where it stands. */
static bool check_choices(struct loader *loader, const struct conf *list,
                          const struct entity *entity)
{
    static const struct type boolean = {.kind = TYPE_BOOLEAN};
    bool good = true;
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (setting_text(&list->children[i], "when") != NULL)
            good = setting_formula(loader, &list->children[i], "when", entity, &boolean) != NULL &&
                   good;
    return good;
}

struct text payer_party(const struct loader *loader, const struct text *name, size_t choice)
{
    const struct conf *list = map_get(&loader->payers, name->bytes);
    return list == NULL ? *name : *setting_text(&list->children[choice], "party");
}

const struct formula *payers_when(struct loader *loader, const struct conf *post, size_t from,
                                  size_t to, const struct entity *entity)
{
    static const struct type boolean = {.kind = TYPE_BOOLEAN};
    static const char *const sides[] = {"from", "to"};
    const size_t choices[] = {from, to};
    const struct text *own = setting_text(post, "when");
    const struct formula *when = setting_formula(loader, post, "when", entity, &boolean);
    const char *words = "";
    bool good = own == NULL || when != NULL;
    for (size_t i = 0; i < 2; i++) {
        const struct text *name = setting_text(post, sides[i]);
        const struct conf *list = name == NULL ? NULL : map_get(&loader->payers, name->bytes);
        if (list == NULL)
            continue;
        good = check_choices(loader, list, entity) && good;
        words = load_format(loader, "%s%s%s", words, words[0] == '\0' ? "" : " and ",
                            choice_words(loader, list, choices[i]));
    }
    if (words[0] == '\0' || !good || !loader_goes_on(loader))
        return when;
    if (own != NULL)
        words = load_format(loader, "%s and (%s)", words, own->bytes);
    struct text text = text_from(words);
    text.place = own != NULL ? own->place : post->place;
    return compile_text(loader, &text, entity, &boolean);
}
