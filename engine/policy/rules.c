/* Rules: declared first, so that formulas may name any of them, then compiled. */
#include <string.h>

#include "policy_internal.h"

static const struct conf_setting rule_settings[] = {
    {"id", true, WANT_SCALAR},
    {"of", true, WANT_SCALAR},
    {"title", true, WANT_GROUP},
    {"type", false, WANT_SCALAR},
    {"of_enumeration", false, WANT_SCALAR},
    {"unit", false, WANT_SCALAR},
    {"require", false, WANT_SCALAR},
    {"of_facts", false, WANT_SCALAR},
    {"of_pack", false, WANT_SCALAR},
    {"coarse", false, WANT_SCALAR},
    {"on", false, WANT_SCALAR},
    {"needs", false, WANT_LIST},
    {"when", false, WANT_SCALAR},
    {"otherwise", false, WANT_GROUP},
    {"outside", false, WANT_GROUP},
    {"outstanding", false, WANT_GROUP},
    {"value", false, WANT_SCALAR},
    {"cases", false, WANT_LIST},
    {"post", false, WANT_GROUP | WANT_LIST},
    {"memo", false, WANT_GROUP | WANT_LIST},
    {"without", false, WANT_SCALAR},
    {"source", false, WANT_SCALAR},
    {"note", false, WANT_GROUP},
    {"replaces", false, WANT_SCALAR},
    {"fallback", false, WANT_SCALAR},
    {"one_of", false, WANT_LIST},
};

/* ---- declaring ---- */

const struct entity *find_entity(struct loader *loader, const struct text *of)
{
    const struct schema *schema = &loader->policy->schema;
    return text_is(of, schema->entities[0].table) ? &schema->entities[0] : find_table(loader, of);
}

static void declare_type(struct loader *loader, const struct conf *conf, struct rule *rule)
{
    struct item *item = &rule->item;
    rule->require = setting_boolean(loader, conf, "require", false);
    rule->of_facts = setting_boolean(loader, conf, "of_facts", false);
    rule->of_pack = setting_boolean(loader, conf, "of_pack", false);
    rule->coarse = setting_boolean(loader, conf, "coarse", false);
    rule->fallback = setting_boolean(loader, conf, "fallback", false);
    const struct text *unit = setting_text(conf, "unit");
    if (rule->require && unit != NULL)
        load_fault(loader, &unit->place, &policy_message[POLICY_UNIT_HERE], item->id, NULL, NULL);
    if (rule->require)
        item->type = (struct type){.kind = TYPE_BOOLEAN};
    else
        item->type = setting_figure_type(loader, conf, "of_enumeration", item->id, &item->unit);
}

/* Whether one of two rules of the same id in different packs only fills in for the other. */
static bool one_fills_in(const struct rule *old, const struct rule *rule)
{
    return strcmp(old->file->pack, rule->file->pack) != 0 &&
           old->item.entity == rule->item.entity && old->fallback != rule->fallback;
}

/* A rule of the same id in an earlier pack: taken over where `replaces` says so, or where it only
 * fills in. False: the new one is not to be kept. */
static bool take_over(struct loader *loader, const struct conf *conf, struct rule *rule)
{
    struct rule *old = map_get(&loader->rules, rule->item.id);
    const struct text *replaces = setting_text(conf, "replaces");
    if (replaces != NULL && !text_is(replaces, rule->item.id)) {
        load_fault(loader, &replaces->place, &policy_message[POLICY_REPLACES_ID], replaces->bytes,
                   rule->item.id, NULL);
        return false;
    }
    if (replaces != NULL && old == NULL) {
        fault_replaces(loader, &replaces->place, replaces->bytes);
        return false;
    }
    if (old == NULL)
        return true;
    if (replaces == NULL && one_fills_in(old, rule)) {
        rule->replaced = old->fallback ? old : NULL;
        return old->fallback;
    }
    if (replaces == NULL || strcmp(old->file->pack, rule->file->pack) == 0) {
        load_fault(loader, &conf->place, &policy_message[POLICY_DOUBLED_RULE], rule->item.id,
                   old->file->id, NULL);
        return false;
    }
    if (old->item.entity != rule->item.entity) {
        load_fault(loader, &rule->place, &policy_message[POLICY_REPLACES_TABLE], rule->item.id,
                   old->item.entity->table, NULL);
        return false;
    }
    rule->replaced = old;
    struct replacement *items =
        arena_grow(loader->arena, loader->replacements, &loader->replacement_capacity,
                   sizeof *items, loader->replacement_count + 1);
    if (items == NULL) {
        loader->status = FT_NO_MEMORY;
        return false;
    }
    loader->replacements = items;
    items[loader->replacement_count++] = (struct replacement){
        .id = rule->item.id, .old_policy = old->file->id, .new_policy = rule->file->id};
    return true;
}

static void keep_draft(struct loader *loader, const struct conf *conf, struct rule *rule)
{
    struct draft *drafts = arena_grow(loader->arena, loader->drafts, &loader->draft_capacity,
                                      sizeof *drafts, loader->draft_count + 1);
    struct entity *entity = &loader->policy->schema.entities[rule->item.entity->index];
    if (drafts == NULL || !map_put(&loader->rules, loader->arena, rule->item.id, rule) ||
        !map_put(&entity->items, loader->arena, rule->item.id, &rule->item)) {
        loader->status = FT_NO_MEMORY;
        return;
    }
    loader->drafts = drafts;
    if (rule->replaced == NULL) {
        rule->item.index = entity->item_count++;
        drafts[loader->draft_count++] = (struct draft){rule, conf};
        return;
    }
    rule->item.index = rule->replaced->item.index;
    for (size_t i = 0; i < loader->draft_count; i++)
        if (drafts[i].rule == rule->replaced)
            drafts[i] = (struct draft){rule, conf};
}

/* A rule's id must differ from fields of its table and from parameters. */
static bool name_is_free(struct loader *loader, const struct rule *rule)
{
    const char *id = rule->item.id;
    if (!name_check(loader, &rule->place, id))
        return false;
    const struct field *field = map_get(&rule->item.entity->names, id);
    const struct parameter *parameter = map_get(&loader->policy->schema.parameter_names, id);
    const struct definition *definition = map_get(&rule->item.entity->definitions, id);
    if (field == NULL && parameter == NULL && definition == NULL)
        return true;
    fault_doubled(loader, &rule->place, id,
                  field != NULL       ? &field->place
                  : parameter != NULL ? &parameter->place
                                      : &definition->place);
    return false;
}

void declare_rule(struct loader *loader, const struct conf *conf, const struct policy_file *file)
{
    struct rule *rule = load_array(loader, 1, sizeof *rule);
    if (rule == NULL ||
        !settings_check(loader, conf, setting_string(conf, "id", "rules"), rule_settings,
                        sizeof rule_settings / sizeof *rule_settings))
        return;
    rule->file = file;
    rule->place = setting_text(conf, "id")->place;
    rule->item.id = setting_string(conf, "id", "");
    rule->item.place = rule->place;
    rule->item.title = setting_title(loader, conf, "title");
    rule->item.entity = find_entity(loader, setting_text(conf, "of"));
    rule->source = setting_source(loader, conf, file->source);
    rule->note = setting_title(loader, conf, "note");
    rule->outside = setting_title(loader, conf, "outside");
    if (rule->outside.zh != NULL && conf_child(conf, "when") == NULL)
        load_fault(loader, &rule->place, &policy_message[POLICY_MISSING_SETTING], "when",
                   rule->item.id, NULL);
    if (rule->item.entity == NULL || !name_is_free(loader, rule))
        return;
    declare_type(loader, conf, rule);
    if (take_over(loader, conf, rule))
        keep_draft(loader, conf, rule);
}

/* ---- formulas ---- */

const struct formula *compile_text(struct loader *loader, const struct text *text,
                                   const struct entity *entity, const struct type *expected)
{
    struct formula *formula = NULL;
    (void)load_settled(loader, formula_compile(&formula, &loader->policy->schema, entity, text,
                                               expected, loader->arena, loader->diagnostics));
    return formula;
}

const struct formula *setting_formula(struct loader *loader, const struct conf *group,
                                      const char *name, const struct entity *entity,
                                      const struct type *expected)
{
    const struct text *text = setting_text(group, name);
    return text == NULL ? NULL : compile_text(loader, text, entity, expected);
}

/* ---- cases ---- */

static const struct type boolean = {.kind = TYPE_BOOLEAN};

/* What a rule's values must be; anything where the type itself was reported. */
static const struct type *figure_type(const struct rule *rule)
{
    return rule->item.type.kind == TYPE_TEXT ? NULL : &rule->item.type;
}

static void compile_case(struct loader *loader, const struct conf *conf, const struct rule *rule,
                         struct rule_case *out)
{
    static const struct conf_setting settings[] = {
        {"label", true, WANT_SCALAR},    {"when", true, WANT_SCALAR},
        {"value", true, WANT_SCALAR},    {"title", false, WANT_GROUP},
        {"source", false, WANT_SCALAR},  {"note", false, WANT_SCALAR},
        {"overrides", false, WANT_LIST},
    };
    const struct entity *entity = rule->item.entity;
    out->place = conf->place;
    out->label = "";
    out->source = rule->source;
    if (!settings_check(loader, conf, "cases", settings, sizeof settings / sizeof *settings))
        return;
    out->label = setting_string(conf, "label", "");
    out->place = setting_text(conf, "label")->place;
    out->title = setting_title(loader, conf, "title");
    if (out->title.zh == NULL)
        out->title = (struct title){out->label, out->label};
    out->source = setting_source(loader, conf, rule->source);
    out->note = setting_string(conf, "note", NULL);
    out->when = setting_formula(loader, conf, "when", entity, &boolean);
    out->value = setting_formula(loader, conf, "value", entity, figure_type(rule));
}

static int64_t find_label(const struct rule_case *cases, size_t count, const char *label)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(cases[i].label, label) == 0)
            return (int64_t)i;
    return -1;
}

bool case_overrides(const struct rule_case *winner, size_t loser)
{
    for (size_t i = 0; i < winner->override_count; i++)
        if (winner->overrides[i] == loser)
            return true;
    return false;
}

static void load_overrides(struct loader *loader, const struct conf *conf, struct rule_case *cases,
                           size_t count, size_t index)
{
    const struct conf *list = conf_child(conf, "overrides");
    if (list == NULL)
        return;
    uint32_t *overrides = load_array(loader, list->count, sizeof *overrides);
    for (size_t i = 0; overrides != NULL && i < list->count; i++) {
        const struct text *label = element_text(loader, &list->children[i], "overrides");
        int64_t found = label == NULL ? -1 : find_label(cases, count, label->bytes);
        if (found >= 0 && found != (int64_t)index)
            overrides[cases[index].override_count++] = (uint32_t)found;
        else if (label != NULL)
            load_fault(loader, &label->place, &policy_message[POLICY_UNKNOWN_CASE], label->bytes,
                       NULL, NULL);
    }
    cases[index].overrides = overrides;
}

/* Whether all that a case overrides is settled: no circle leads through it. */
static bool is_settled(const struct rule_case *candidate, const bool *settled)
{
    for (size_t i = 0; i < candidate->override_count; i++)
        if (!settled[candidate->overrides[i]])
            return false;
    return true;
}

/* Cases that override each other in a circle would all yield, and leave none. */
static void check_overrides(struct loader *loader, const struct rule_case *cases, size_t count)
{
    bool *settled = load_array(loader, count, sizeof *settled);
    bool goes_on = settled != NULL;
    while (goes_on) {
        goes_on = false;
        for (size_t i = 0; i < count; i++)
            if (!settled[i] && is_settled(&cases[i], settled))
                settled[i] = goes_on = true;
    }
    for (size_t i = 0; settled != NULL && i < count; i++) {
        if (!settled[i]) {
            load_fault(loader, &cases[i].place, &policy_message[POLICY_CASE_CIRCLE], cases[i].label,
                       NULL, NULL);
            return;
        }
    }
}

static void compile_cases(struct loader *loader, const struct conf *list, struct rule *rule)
{
    struct rule_case *cases = load_array(loader, list->count, sizeof *cases);
    if (cases == NULL)
        return;
    for (size_t i = 0; i < list->count && loader_goes_on(loader); i++) {
        compile_case(loader, &list->children[i], rule, &cases[i]);
        if (find_label(cases, i, cases[i].label) >= 0)
            load_fault(loader, &cases[i].place, &policy_message[POLICY_DOUBLED_CASE],
                       cases[i].label, NULL, NULL);
    }
    for (size_t i = 0; i < list->count && loader_goes_on(loader); i++)
        load_overrides(loader, &list->children[i], cases, list->count, i);
    if (loader_goes_on(loader))
        check_overrides(loader, cases, list->count);
    rule->cases = cases;
    rule->case_count = list->count;
}

/* ---- postings ---- */

/* How a rule's row leads to the party's: itself or a row above, or by one reference of its own. */
static bool rules_find_way(struct loader *loader, const struct text *text, const struct rule *rule,
                           const struct party *party, const struct field **via)
{
    const struct entity *entity = rule->item.entity;
    size_t ways = entity == party->each;
    *via = NULL;
    if (party->each == NULL)
        return true;
    for (const struct entity *above = entity->parent; above != NULL; above = above->parent)
        ways += above == party->each;
    for (size_t i = 0; i < entity->field_count; i++) {
        if (entity->fields[i].type.kind == TYPE_REFERENCE &&
            entity->fields[i].type.entity == party->each) {
            *via = &entity->fields[i];
            ways++;
        }
    }
    if (ways == 1)
        return true;
    load_fault(loader, &text->place,
               &policy_message[ways == 0 ? POLICY_PARTY_UNREACHABLE : POLICY_PARTY_AMBIGUOUS],
               party->id, entity->table, party->each->table);
    return false;
}

const struct party *find_party(struct loader *loader, const struct text *text)
{
    const struct party *party = map_get(&loader->parties, text->bytes);
    if (party != NULL)
        return party;
    struct choices choice = choices_for(loader->arena, loader->diagnostics, text->bytes);
    for (size_t i = 0; i < loader->policy->party_count; i++)
        choices_offer_named(&choice, loader->policy->parties[i].id,
                            &loader->policy->parties[i].title);
    load_fault(loader, &text->place, &policy_message[POLICY_UNKNOWN_PARTY], text->bytes,
               choices_text(&choice), NULL);
    return NULL;
}

/* The party of a posting: of a name that means several, the one of `choice`. */
static const struct party *post_party(struct loader *loader, const struct conf *conf,
                                      const char *setting, size_t choice, const struct rule *rule,
                                      const struct field **via)
{
    const struct text text = payer_party(loader, setting_text(conf, setting), choice);
    const struct party *party = find_party(loader, &text);
    return party != NULL && rules_find_way(loader, &text, rule, party, via) ? party : NULL;
}

const struct value_kind *find_kind(struct loader *loader, const struct text *text)
{
    const struct value_kind *kind = map_get(&loader->kinds, text->bytes);
    if (kind != NULL)
        return kind;
    struct choices choice = choices_for(loader->arena, loader->diagnostics, text->bytes);
    for (size_t i = 0; i < loader->policy->kind_count; i++)
        choices_offer_named(&choice, loader->policy->kinds[i].id, &loader->policy->kinds[i].title);
    load_fault(loader, &text->place, &policy_message[POLICY_UNKNOWN_KIND], text->bytes,
               choices_text(&choice), NULL);
    return NULL;
}

static void compile_post(struct loader *loader, const struct conf *conf, size_t choice,
                         struct rule *rule, struct post *post)
{
    const struct conf_setting settings[] = {
        {"to", true, WANT_SCALAR},      {"kind", true, WANT_SCALAR},  {"when", false, WANT_SCALAR},
        {"amount", false, WANT_SCALAR}, {"title", false, WANT_GROUP}, {"from", true, WANT_SCALAR},
    };
    const struct entity *entity = rule->item.entity;
    post->place = conf->place;
    post->title = rule->item.title;
    if (!settings_check(loader, conf, post->memo ? "memo" : "post", settings, post->memo ? 5 : 6))
        return;
    const size_t payees = payer_choices(loader, setting_text(conf, "to"));
    post->when = payers_when(loader, conf, choice / payees, choice % payees, entity);
    post->to = post_party(loader, conf, "to", choice % payees, rule, &post->to_via);
    if (!post->memo)
        post->from = post_party(loader, conf, "from", choice / payees, rule, &post->from_via);
    post->kind = find_kind(loader, setting_text(conf, "kind"));
    struct title title = setting_title(loader, conf, "title");
    if (title.zh != NULL)
        post->title = title;
    if (post->kind == NULL)
        return;
    const struct type wanted = {.kind = TYPE_NUMBER, .dimension = post->kind->unit.dimension};
    post->amount = setting_formula(loader, conf, "amount", entity, &wanted);
    if (setting_text(conf, "amount") == NULL && !type_equal(&rule->item.type, &wanted))
        load_fault(loader, &conf->place, &policy_message[POLICY_POST_TYPE], rule->item.id,
                   post->kind->id, post->kind->unit.text);
}

static size_t post_count(const struct conf *conf)
{
    return conf == NULL ? 0 : conf->kind == CONF_LIST ? conf->count : 1;
}

static const struct conf *rules_post_at(const struct conf *conf, size_t index)
{
    return conf->kind == CONF_LIST ? &conf->children[index] : conf;
}

/* How many postings one that is written stands for: one a pair of parties that it may be between. */
static size_t post_choices(const struct loader *loader, const struct conf *conf, bool memo)
{
    if (conf->kind != CONF_GROUP)
        return 1;
    return payer_choices(loader, setting_text(conf, "to")) *
           (memo ? 1 : payer_choices(loader, setting_text(conf, "from")));
}

/* The postings of `conf`, or memos; `posts` NULL: they are only counted. */
static size_t compile_list(struct loader *loader, const struct conf *conf, bool memo,
                           struct rule *rule, struct post *posts)
{
    size_t count = 0;
    for (size_t i = 0; i < post_count(conf) && loader_goes_on(loader); i++) {
        const struct conf *one = rules_post_at(conf, i);
        const size_t choices = post_choices(loader, one, memo);
        for (size_t choice = 0; choice < choices; choice++, count++) {
            if (posts == NULL)
                continue;
            posts[count].memo = memo;
            compile_post(loader, one, choice, rule, &posts[count]);
        }
    }
    return count;
}

static void compile_posts(struct loader *loader, const struct conf *conf, struct rule *rule)
{
    const struct conf *post = conf_child(conf, "post"), *memo = conf_child(conf, "memo");
    const size_t moved = compile_list(loader, post, false, rule, NULL);
    const size_t count = moved + compile_list(loader, memo, true, rule, NULL);
    struct post *posts = load_array(loader, count, sizeof *posts);
    if (posts == NULL)
        return;
    (void)compile_list(loader, post, false, rule, posts);
    (void)compile_list(loader, memo, true, rule, posts + moved);
    rule->posts = posts;
    rule->post_count = loader_goes_on(loader) ? count : 0;
}

/* ---- compiling ---- */

/* A list of figures by their names; `expected` NULL takes any type. */
static size_t compile_references(struct loader *loader, const struct conf *list,
                                 const char *setting, const struct rule *rule,
                                 const struct type *expected, const struct formula *const **out)
{
    const struct formula **items = load_array(loader, list->count, sizeof(const struct formula *));
    size_t count = 0;
    for (size_t i = 0; items != NULL && i < list->count && loader_goes_on(loader); i++) {
        const struct text *text = element_text(loader, &list->children[i], setting);
        const struct formula *item =
            text == NULL ? NULL : compile_text(loader, text, rule->item.entity, expected);
        if (item != NULL && item->root->op == NODE_ITEM)
            items[count++] = item;
        else if (item != NULL)
            load_fault(loader, &text->place,
                       &policy_message[expected == NULL ? POLICY_ONE_OF : POLICY_NEEDS],
                       text->bytes, NULL, NULL);
    }
    *out = items;
    return count;
}

/* A rule of a policy that is left out. */
static void leave_out(struct rule *rule)
{
    bool goes = rule->without == NULL && (rule->require || rule->post_count > 0);
    if (!goes && rule->without == NULL)
        return;
    rule->value = rule->without; /* NULL: no case holds, so it does not apply */
    rule->case_count = 0;
    if (goes) {
        rule->need_count = rule->way_count = rule->post_count = 0;
        rule->when = rule->on = NULL;
    }
}

void compile_rule(struct loader *loader, const struct draft *draft)
{
    static const struct type date = {.kind = TYPE_DATE};
    struct rule *rule = draft->rule;
    const struct conf *conf = draft->conf;
    const struct entity *entity = rule->item.entity;
    const struct conf *needs = conf_child(conf, "needs"), *cases = conf_child(conf, "cases");
    const struct conf *ways = conf_child(conf, "one_of");
    rule->on = conf_child(conf, "on") == NULL ? entity->on
                                              : setting_formula(loader, conf, "on", entity, &date);
    if (needs != NULL)
        rule->need_count = compile_references(loader, needs, "needs", rule, &boolean, &rule->needs);
    if (ways != NULL)
        rule->way_count = compile_references(loader, ways, "one_of", rule, NULL, &rule->ways);
    rule->when = setting_formula(loader, conf, "when", entity, &boolean);
    rule->otherwise = setting_template(loader, conf, "otherwise", entity);
    rule->outstanding = setting_template(loader, conf, "outstanding", entity);
    rule->value = setting_formula(loader, conf, "value", entity, figure_type(rule));
    rule->item.unit.ungrouped = rule->value != NULL && rule->value->root->unit.ungrouped;
    if (cases != NULL && loader_goes_on(loader))
        compile_cases(loader, cases, rule);
    rule->without = setting_formula(loader, conf, "without", entity, figure_type(rule));
    if (loader_goes_on(loader))
        compile_posts(loader, conf, rule);
    if (conf_child(conf, "value") == NULL && rule->case_count == 0)
        load_fault(loader, &rule->place, &policy_message[POLICY_NO_FORMULA], rule->item.id, NULL,
                   NULL);
    if (rule->file->left_out)
        leave_out(rule);
}
