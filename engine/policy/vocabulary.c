/* vocabulary.cfg: enumerations, kinds of value, parties, entities and their fields. */
#include <string.h>

#include "policy_internal.h"

/* Puts a name into a map; one that is there already is a fault that shows the first place. */
static bool declare(struct loader *loader, struct map *map, const struct conf *conf, const char *id,
                    void *value)
{
    if (!name_check(loader, conf, id))
        return false;
    if (map_get(map, id) != NULL) {
        load_fault(loader, &conf->place, &policy_message[POLICY_DOUBLED_ID], id, NULL, NULL);
        return false;
    }
    if (!map_put(map, loader->arena, id, value))
        loader->status = FT_NO_MEMORY;
    return true;
}

/* ---- enumerations
 * ------------------------------------------------------------------------------------ */

static void load_enumeration(struct loader *loader, const struct conf *conf,
                             struct enumeration *enumeration)
{
    static const struct conf_setting settings[] = {{"title", true, WANT_GROUP},
                                                   {"members", true, WANT_GROUP}};
    static const struct conf_setting halves[] = {{"zh", true, WANT_SCALAR},
                                                 {"en", true, WANT_SCALAR}};
    *enumeration = (struct enumeration){.id = conf->name, .place = conf->place, .title = {"", ""}};
    if (!settings_check(loader, conf, conf->name, settings, 2))
        return;
    const struct conf *list = conf_child(conf, "members");
    struct member *members = load_array(loader, list->count, sizeof *members);
    if (members == NULL)
        return;
    enumeration->title = setting_title(loader, conf, "title");
    enumeration->members = members;
    enumeration->count = list->count;
    for (size_t i = 0; i < list->count; i++) {
        const struct conf *member = &list->children[i];
        members[i] = (struct member){member->name, {"", ""}};
        if (settings_check(loader, member, member->name, halves, 2))
            members[i].title =
                (struct title){setting_string(member, "zh", ""), setting_string(member, "en", "")};
    }
    (void)declare(loader, &loader->policy->schema.enumeration_names, conf, conf->name, enumeration);
}

static void load_enumerations(struct loader *loader, const struct conf *group)
{
    struct enumeration *enumerations = load_array(loader, group->count, sizeof *enumerations);
    if (enumerations == NULL)
        return;
    for (size_t i = 0; i < group->count; i++)
        load_enumeration(loader, &group->children[i], &enumerations[i]);
    loader->policy->schema.enumerations = enumerations;
    loader->policy->schema.enumeration_count = group->count;
}

/* ---- kinds of value
 * -------------------------------------------------------------------------------------- */

/* How many decimals show the step exactly in the kind's unit: 2 for 0.01. */
static uint32_t decimals_of(struct loader *loader, const struct value_kind *kind)
{
    struct number rest, power = NUMBER_ONE;
    const struct number ten = number_from_int(10);
    for (uint32_t decimals = 0; decimals < 12; decimals++) {
        if (!load_settled(loader,
                          number_div(&rest, &loader->arith, &kind->step, &kind->unit.factor)) ||
            !load_settled(loader, number_mul(&rest, &loader->arith, &rest, &power)))
            break;
        if (number_is_integer(&rest))
            return decimals;
        if (!load_settled(loader, number_mul(&power, &loader->arith, &power, &ten)))
            break;
    }
    return UINT32_MAX;
}

static void load_kind(struct loader *loader, const struct conf *conf, struct value_kind *kind)
{
    static const struct conf_setting settings[] = {{"title", true, WANT_GROUP},
                                                   {"unit", true, WANT_SCALAR},
                                                   {"step", true, WANT_SCALAR},
                                                   {"mode", true, WANT_SCALAR}};
    if (!settings_check(loader, conf, conf->name, settings, 4))
        return;
    kind->id = conf->name;
    kind->title = setting_title(loader, conf, "title");
    kind->unit = setting_unit(loader, conf, "unit");
    const struct text *step = setting_text(conf, "step"), *mode = setting_text(conf, "mode");
    if (!load_settled(loader, quantity_parse_as(&kind->step, &loader->arith, loader->diagnostics,
                                                step, &kind->unit)))
        return;
    if (number_sign(&kind->step) <= 0 || (kind->decimals = decimals_of(loader, kind)) == UINT32_MAX)
        load_fault(loader, &step->place, &policy_message[POLICY_BAD_STEP], step->bytes, NULL, NULL);
    if (!rounding_find(mode->bytes, &kind->mode))
        load_fault(loader, &mode->place, &policy_message[POLICY_BAD_MODE], mode->bytes, NULL, NULL);
    (void)declare(loader, &loader->kinds, conf, conf->name, kind);
}

static void load_kinds(struct loader *loader, const struct conf *group)
{
    struct value_kind *kinds = load_array(loader, group->count, sizeof *kinds);
    if (kinds == NULL)
        return;
    for (size_t i = 0; i < group->count; i++) {
        kinds[i].index = i;
        load_kind(loader, &group->children[i], &kinds[i]);
    }
    loader->policy->kinds = kinds;
    loader->policy->kind_count = group->count;
}

/* ---- parties
 * ------------------------------------------------------------------------------------------------
 */

static const struct entity *find_table(struct loader *loader, const struct text *text)
{
    const struct map *names = &loader->policy->schema.table_names;
    const struct entity *entity = map_get(names, text->bytes);
    if (entity == NULL) {
        struct suggestion suggestion = {.word = text->bytes};
        suggest_keys(&suggestion, names);
        load_fault(loader, &text->place, &policy_message[POLICY_UNKNOWN_TABLE], text->bytes,
                   suggestion.best == NULL ? "—" : suggestion.best, NULL);
    }
    return entity;
}

static void load_parties(struct loader *loader, const struct conf *group)
{
    static const struct conf_setting settings[] = {{"title", true, WANT_GROUP},
                                                   {"each", false, WANT_SCALAR}};
    struct party *parties = load_array(loader, group->count, sizeof *parties);
    for (size_t i = 0; parties != NULL && i < group->count; i++) {
        const struct conf *conf = &group->children[i];
        parties[i] = (struct party){.id = conf->name, .index = i, .title = {"", ""}};
        if (!settings_check(loader, conf, conf->name, settings, 2))
            continue;
        const struct text *each = setting_text(conf, "each");
        parties[i].title = setting_title(loader, conf, "title");
        parties[i].each = each == NULL ? NULL : find_table(loader, each);
        (void)declare(loader, &loader->parties, conf, conf->name, &parties[i]);
    }
    loader->policy->parties = parties;
    loader->policy->party_count = group->count;
}

/* ---- entities
 * ------------------------------------------------------------------------------------------------
 */

static void load_default(struct loader *loader, const struct conf *conf, struct field *field)
{
    const struct text *text = setting_text(conf, "default");
    field->optional = setting_boolean(loader, conf, "optional", false);
    if (text == NULL)
        return;
    field->has_default = read_constant(loader, text, &field->type, &field->unit, &field->fallback);
}

static void load_field(struct loader *loader, struct entity *entity, const struct conf *conf,
                       struct field *field)
{
    static const struct conf_setting settings[] = {
        {"type", true, WANT_SCALAR},     {"title", true, WANT_GROUP},
        {"unit", false, WANT_SCALAR},    {"of", false, WANT_SCALAR},
        {"to", false, WANT_SCALAR},      {"optional", false, WANT_SCALAR},
        {"default", false, WANT_SCALAR},
    };
    if (!settings_check(loader, conf, conf->name, settings, sizeof settings / sizeof *settings))
        return;
    field->title = setting_title(loader, conf, "title");
    field->type = setting_type(loader, conf, "of", &field->integer);
    field->unit = setting_unit(loader, conf, "unit");
    field->type.dimension = field->unit.dimension;
    if (setting_string(conf, "type", "")[0] == 'q' && setting_text(conf, "unit") == NULL)
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], "unit",
                   conf->name, NULL);
    if (field->type.kind != TYPE_REFERENCE)
        load_default(loader, conf, field);
    else
        field->optional = setting_boolean(loader, conf, "optional", false);
    (void)declare(loader, &entity->names, conf, conf->name, field);
}

static void load_fields(struct loader *loader, struct entity *entity, const struct conf *group)
{
    entity->fields = load_array(loader, group->count, sizeof *entity->fields);
    if (entity->fields == NULL)
        return;
    entity->field_count = group->count;
    for (size_t i = 0; i < group->count; i++) {
        const struct conf *conf = &group->children[i];
        entity->fields[i] = (struct field){.id = conf->name,
                                           .title = {"", ""},
                                           .index = i,
                                           .unit = {.factor = NUMBER_ONE, .text = ""},
                                           .place = conf->place};
        load_field(loader, entity, conf, &entity->fields[i]);
    }
}

/* The field that `setting` of an entity names; `fallback` where it does not. */
static size_t named_field(struct loader *loader, const struct entity *entity,
                          const struct conf *conf, const char *setting, size_t fallback)
{
    const struct text *text = setting_text(conf, setting);
    const struct field *field = text == NULL ? NULL : map_get(&entity->names, text->bytes);
    if (text != NULL && field == NULL)
        load_fault(loader, &text->place, &policy_message[POLICY_UNKNOWN_FIELD], text->bytes,
                   entity->id, NULL);
    return field == NULL ? fallback : field->index;
}

static void load_parent(struct loader *loader, struct entity *entity, const struct conf *conf)
{
    const struct schema *schema = &loader->policy->schema;
    const struct text *in = setting_text(conf, "in");
    if (entity->index == 0)
        return;
    entity->parent = in == NULL ? NULL : map_get(&schema->entity_names, in->bytes);
    if (in == NULL)
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], "in", conf->name,
                   NULL);
    else if (entity->parent == NULL)
        load_fault(loader, &in->place, &policy_message[POLICY_UNKNOWN_ENTITY], in->bytes, NULL,
                   NULL);
    if (entity->parent == NULL)
        entity->parent = &schema->entities[0];
}

static void load_entity(struct loader *loader, const struct conf *conf, struct entity *entity)
{
    static const struct conf_setting settings[] = {
        {"title", true, WANT_GROUP},  {"fields", false, WANT_GROUP}, {"table", false, WANT_SCALAR},
        {"in", false, WANT_SCALAR},   {"key", false, WANT_SCALAR},   {"label", false, WANT_SCALAR},
        {"rows", false, WANT_SCALAR},
    };
    static const struct conf no_fields = {.kind = CONF_GROUP};
    entity->id = conf->name;
    entity->table = setting_string(conf, "table", conf->name);
    entity->title = (struct title){"", ""};
    entity->place = conf->place;
    if (!settings_check(loader, conf, conf->name, settings, sizeof settings / sizeof *settings))
        return;
    const struct conf *fields = conf_child(conf, "fields");
    entity->title = setting_title(loader, conf, "title");
    load_parent(loader, entity, conf);
    load_fields(loader, entity, fields == NULL ? &no_fields : fields);
    if (entity->index > 0 && setting_text(conf, "key") == NULL)
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], "key", conf->name,
                   NULL);
    entity->key = named_field(loader, entity, conf, "key", 0);
    entity->label = named_field(loader, entity, conf, "label", entity->key);
    (void)declare(loader, &loader->policy->schema.entity_names, conf, entity->id, entity);
    if (entity->index > 0)
        (void)declare(loader, &loader->policy->schema.table_names, conf, entity->table, entity);
    else if (strcmp(entity->id, "portfolio") != 0)
        load_fault(loader, &conf->place, &policy_message[POLICY_ROOT], entity->id, NULL, NULL);
}

/* References name tables that may stand behind them: a second look, once all are declared. */
static void load_references(struct loader *loader, const struct conf *group)
{
    struct schema *schema = &loader->policy->schema;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const struct conf *fields = conf_child(&group->children[i], "fields");
        struct entity *entity = &schema->entities[i];
        for (size_t j = 0; j < entity->field_count; j++) {
            struct field *field = &entity->fields[j];
            const struct text *to = setting_text(&fields->children[j], "to");
            if (field->type.kind != TYPE_REFERENCE)
                continue;
            if (to == NULL)
                load_fault(loader, &field->place, &policy_message[POLICY_MISSING_SETTING], "to",
                           field->id, NULL);
            field->type.entity = to == NULL ? NULL : find_table(loader, to);
            if (field->type.entity == NULL)
                field->type.kind = TYPE_TEXT; /* reported */
        }
    }
}

static void load_entities(struct loader *loader, const struct conf *group)
{
    struct schema *schema = &loader->policy->schema;
    schema->entities = load_array(loader, group->count, sizeof *schema->entities);
    if (schema->entities == NULL)
        return;
    schema->entity_count = group->count;
    for (size_t i = 0; i < group->count; i++) {
        schema->entities[i].index = i;
        load_entity(loader, &group->children[i], &schema->entities[i]);
    }
    if (loader_goes_on(loader))
        load_references(loader, group);
}

void load_vocabulary(struct loader *loader, const struct conf *root)
{
    static const struct conf_setting settings[] = {{"enumerations", true, WANT_GROUP},
                                                   {"kinds", true, WANT_GROUP},
                                                   {"parties", true, WANT_GROUP},
                                                   {"entities", true, WANT_GROUP}};
    loader->vocabulary = root;
    if (!settings_check(loader, root, "vocabulary.cfg", settings, 4))
        return;
    load_enumerations(loader, conf_child(root, "enumerations"));
    if (loader_goes_on(loader))
        load_kinds(loader, conf_child(root, "kinds"));
    if (loader_goes_on(loader))
        load_entities(loader, conf_child(root, "entities"));
    if (loader_goes_on(loader))
        load_parties(loader, conf_child(root, "parties"));
}

void compile_vocabulary(struct loader *loader)
{
    static const struct type plain = {.kind = TYPE_NUMBER};
    const struct conf *group = conf_child(loader->vocabulary, "entities");
    struct schema *schema = &loader->policy->schema;
    for (size_t i = 0; i < schema->entity_count && loader_goes_on(loader); i++) {
        struct entity *entity = &schema->entities[i];
        entity->rows = setting_formula(loader, &group->children[i], "rows", entity->parent, &plain);
    }
}
