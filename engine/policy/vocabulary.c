/* vocabulary.cfg: enumerations, kinds of value, parties, entities and their fields. */
#include <assert.h>
#include <string.h>

#include "policy_internal.h"

/* Puts the name of a setting into a map. No group has two of one name: conf_read sees to it. */
static void declare(struct loader *loader, struct map *map, const struct conf *conf, void *value)
{
    if (name_check(loader, &conf->place, conf->name) &&
        !map_put(map, loader->arena, conf->name, value))
        loader->status = FT_NO_MEMORY;
}

/* ---- enumerations ---- */

/* A member that a word names, and where it says so. */
struct named_member {
    const struct member *member;
    const struct place *place;
    bool also; /* by one of its other words */
};

/* Data may name a member by its id, its Chinese title or another word, so no two may share one. */
static void check_word(struct loader *loader, struct map *words, const char *word,
                       struct named_member named)
{
    const struct named_member *first = map_get(words, word);
    struct named_member *kept = load_array(loader, 1, sizeof *kept);
    if (kept == NULL)
        return;
    *kept = named;
    if (first == NULL && !map_put(words, loader->arena, word, kept))
        loader->status = FT_NO_MEMORY;
    if (first == NULL || first->member == named.member)
        return;
    if (first->also || named.also)
        load_fault(loader, named.place, &vocabulary_message[VOCABULARY_WORD_OF_TWO], word,
                   first->member->id, named.member->id);
    else
        fault_doubled(loader, named.place, named.member->title.zh, first->place);
}

/* Ids and titles go first: a word that is another member's is at fault, wherever it stands. */
static void check_members(struct loader *loader, const struct conf *list,
                          const struct member *members)
{
    struct map words = {0};
    for (size_t i = 0; i < list->count && loader_goes_on(loader); i++) {
        const struct named_member named = {&members[i], &list->children[i].place, false};
        check_word(loader, &words, members[i].title.zh, named);
        check_word(loader, &words, members[i].id, named);
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct conf *also = conf_child(&list->children[i], "also");
        assert(also != NULL || members[i].also_count == 0);
        const size_t count = members[i].also == NULL ? 0 : members[i].also_count;
        for (size_t j = 0; j < count && loader_goes_on(loader); j++)
            check_word(loader, &words, members[i].also[j],
                       (struct named_member){&members[i], &also->children[j].text.place, true});
    }
}

/* The other words that data may name a member by. */
static void load_also(struct loader *loader, const struct conf *conf, struct member *member)
{
    const struct conf *list = conf_child(conf, "also");
    const char **words = load_array(loader, list == NULL ? 0 : list->count, sizeof(const char *));
    for (size_t i = 0; list != NULL && words != NULL && i < list->count; i++) {
        const struct text *word = element_text(loader, &list->children[i], "also");
        if (word == NULL)
            return;
        words[i] = word->bytes;
        member->also_count = i + 1;
    }
    member->also = words;
}

static void load_member(struct loader *loader, const struct conf *conf, struct member *member)
{
    static const struct conf_setting settings[] = {
        {"zh", true, WANT_SCALAR}, {"en", false, WANT_SCALAR}, {"also", false, WANT_LIST}};
    *member = (struct member){.id = conf->name, .title = {"", ""}};
    if (!settings_check(loader, conf, conf->name, settings, 3))
        return;
    member->title.zh = setting_string(conf, "zh", "");
    member->title.en = setting_string(conf, "en", member->title.zh);
    load_also(loader, conf, member);
}

static void load_enumeration(struct loader *loader, const struct conf *conf,
                             struct enumeration *enumeration)
{
    static const struct conf_setting settings[] = {{"title", true, WANT_GROUP},
                                                   {"members", true, WANT_GROUP}};
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
    for (size_t i = 0; i < list->count; i++)
        load_member(loader, &list->children[i], &members[i]);
    check_members(loader, list, members);
    declare(loader, &loader->policy->schema.enumeration_names, conf, enumeration);
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

/* ---- kinds of value ---- */

const char *kind_text(const struct value_kind *kind, const struct number *amount,
                      struct arith *arith, enum number_style style)
{
    struct number shown;
    if (number_div(&shown, arith, amount, &kind->unit.factor) != FT_OK)
        return NULL;
    return number_has_decimals(&shown, arith, kind->decimals)
               ? number_fixed(&shown, arith, kind->decimals, style)
               : number_text(&shown, arith, style);
}

uint32_t step_decimals(struct loader *loader, const struct number *step, const struct unit *unit)
{
    struct number rest, power = NUMBER_ONE;
    const struct number ten = number_from_int(10);
    for (uint32_t decimals = 0; decimals < 12; decimals++) {
        if (!load_settled(loader, number_div(&rest, &loader->arith, step, &unit->factor)) ||
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
    kind->decimals = step_decimals(loader, &kind->step, &kind->unit);
    if (number_sign(&kind->step) <= 0 || kind->decimals == UINT32_MAX)
        load_fault(loader, &step->place, &policy_message[POLICY_BAD_STEP], step->bytes, NULL, NULL);
    struct choices choices = choices_for(loader->arena, loader->diagnostics, mode->bytes);
    for (size_t i = 0; i < ROUNDING_COUNT; i++)
        choices_offer(&choices, roundings[i].name);
    if (!rounding_find(mode->bytes, &kind->mode))
        load_fault(loader, &mode->place, &vocabulary_message[VOCABULARY_BAD_MODE], mode->bytes,
                   choices_text(&choices), NULL);
    declare(loader, &loader->kinds, conf, kind);
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

/* ---- parties ---- */

const struct entity *find_table(struct loader *loader, const struct text *text)
{
    const struct schema *schema = &loader->policy->schema;
    const struct entity *entity = map_get(&schema->table_names, text->bytes);
    if (entity != NULL)
        return entity;
    struct choices choice = choices_for(loader->arena, loader->diagnostics, text->bytes);
    for (size_t i = 0; i < schema->entity_count; i++)
        choices_offer_named(&choice, schema->entities[i].table, &schema->entities[i].title);
    load_fault(loader, &text->place, &vocabulary_message[VOCABULARY_UNKNOWN_TABLE], text->bytes,
               choices_text(&choice), NULL);
    return NULL;
}

static void load_parties(struct loader *loader, const struct conf *group)
{
    static const struct conf_setting settings[] = {{"title", true, WANT_GROUP},
                                                   {"each", false, WANT_SCALAR},
                                                   {"public", false, WANT_SCALAR},
                                                   {"in_detail", false, WANT_SCALAR},
                                                   {"passes_on", false, WANT_SCALAR}};
    struct party *parties = load_array(loader, group->count, sizeof *parties);
    for (size_t i = 0; parties != NULL && i < group->count; i++) {
        const struct conf *conf = &group->children[i];
        parties[i] = (struct party){.id = conf->name, .index = i, .title = {"", ""}};
        if (!settings_check(loader, conf, conf->name, settings, sizeof settings / sizeof *settings))
            continue;
        const struct text *each = setting_text(conf, "each");
        parties[i].title = setting_title(loader, conf, "title");
        parties[i].each = each == NULL ? NULL : find_table(loader, each);
        parties[i].is_public = setting_boolean(loader, conf, "public", false);
        parties[i].passes_on = setting_boolean(loader, conf, "passes_on", false);
        parties[i].in_detail = setting_boolean(loader, conf, "in_detail", false);
        declare(loader, &loader->parties, conf, &parties[i]);
    }
    loader->policy->parties = parties;
    loader->policy->party_count = group->count;
}

/* ---- entities ---- */

/* What it means that an optional field is not given; without a word, that it is not known. */
static void load_absence(struct loader *loader, const struct conf *conf, struct field *field)
{
    static const struct title as_none = {"按无计", "taken as none"};
    const struct text *text = setting_text(conf, "absent");
    const struct title words = setting_title(loader, conf, "absent_words");
    field->absent_words = words.zh == NULL ? as_none : words;
    field->absence = text != NULL && text_is(text, "none") ? ABSENCE_NONE : ABSENCE_UNKNOWN;
    if (text == NULL && words.zh == NULL)
        return;
    if (text == NULL || !field->optional ||
        (field->absence == ABSENCE_UNKNOWN && (!text_is(text, "unknown") || words.zh != NULL)))
        load_fault(loader, text == NULL ? &conf->place : &text->place,
                   &vocabulary_message[VOCABULARY_ABSENCE], field->id,
                   text == NULL ? "" : text->bytes, NULL);
}

static void load_default(struct loader *loader, const struct conf *conf, struct field *field)
{
    const struct text *text = setting_text(conf, "default");
    field->optional = setting_boolean(loader, conf, "optional", false);
    if (text == NULL)
        return;
    if (field->optional)
        load_fault(loader, &conf_child(conf, "optional")->place,
                   &vocabulary_message[VOCABULARY_NEVER_ABSENT], field->id, NULL, NULL);
    field->has_default = read_constant(loader, text, &field->type, &field->unit, &field->fallback);
    if (field->has_default && field->integer && !number_is_integer(&field->fallback.number))
        load_fault(loader, &text->place, &vocabulary_message[VOCABULARY_NOT_WHOLE], text->bytes,
                   field->id, NULL);
}

static bool load_bound(struct loader *loader, const struct conf *conf, const char *setting,
                       const struct field *field, union value *bound)
{
    const struct text *text = setting_text(conf, setting);
    if (text == NULL)
        return false;
    if (field->type.kind == TYPE_NUMBER || field->type.kind == TYPE_DATE)
        return read_constant(loader, text, &field->type, &field->unit, bound);
    load_fault(loader, &text->place, &vocabulary_message[VOCABULARY_BOUND_HERE], field->id, setting,
               NULL);
    return false;
}

/* Bounds that nothing fits, not even the default, are as wrong as none. */
static void load_bounds(struct loader *loader, const struct conf *conf, struct field *field)
{
    union value least = field->least, most = field->most;
    bool has_least = load_bound(loader, conf, "min", field, &least);
    bool has_most = load_bound(loader, conf, "max", field, &most);
    field->least = least;
    field->has_least = has_least;
    if (has_most && !field_allows(field, &most, &loader->arith)) {
        load_fault(loader, &setting_text(conf, "max")->place,
                   &vocabulary_message[VOCABULARY_BOUND_ORDER], field->id, NULL, NULL);
        return;
    }
    field->most = most;
    field->has_most = has_most;
    if (field->has_default && !field_allows(field, &field->fallback, &loader->arith))
        load_fault(
            loader, &setting_text(conf, "default")->place,
            &vocabulary_message[VOCABULARY_BOUND_DEFAULT], setting_string(conf, "default", ""),
            field->id,
            load_text(loader, field_range(field, &loader->arith, loader->diagnostics->language)));
}

/* What a template shows in its example rows: `example = [ "26.4 亩", "11.25 亩" ]`. */
static void load_examples(struct loader *loader, const struct conf *conf, struct field *field)
{
    const struct conf *list = conf_child(conf, "example");
    if (list == NULL)
        return;
    struct text *texts = load_array(loader, FIELD_EXAMPLES, sizeof *texts);
    union value *values = load_array(loader, FIELD_EXAMPLES, sizeof *values);
    if (list->count != FIELD_EXAMPLES) {
        load_fault(loader, &list->place, &vocabulary_message[VOCABULARY_EXAMPLES], field->id, NULL,
                   NULL);
        return;
    }
    for (size_t i = 0; i < list->count && texts != NULL && values != NULL; i++) {
        texts[i] = list->children[i].kind == CONF_SCALAR ? list->children[i].text : text_from("");
        if (texts[i].length > 0 &&
            read_constant(loader, &texts[i], &field->type, &field->unit, &values[i]) &&
            !field_allows(field, &values[i], &loader->arith))
            load_fault(loader, &texts[i].place, &vocabulary_message[VOCABULARY_EXAMPLE_RANGE],
                       texts[i].bytes, field->id,
                       load_text(loader, field_range(field, &loader->arith,
                                                     loader->diagnostics->language)));
    }
    field->examples = texts;
    field->example_values = values;
}

static void load_field_unit(struct loader *loader, const struct conf *conf, struct field *field)
{
    const struct text *unit = setting_text(conf, "unit");
    bool number = field->type.kind == TYPE_NUMBER;
    field->unit = setting_unit(loader, conf, "unit");
    field->unit.ungrouped = field->integer;
    field->type.dimension = field->unit.dimension;
    field->says_unit =
        number && unit_ends_title(loader->arith.units, &field->unit, field->title.zh);
    if (!number && unit != NULL)
        load_fault(loader, &unit->place, &policy_message[POLICY_UNIT_HERE], field->id, NULL, NULL);
    if (number && !field->integer && unit == NULL)
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], "unit",
                   conf->name, NULL);
}

static void load_field(struct loader *loader, struct entity *entity, const struct conf *conf,
                       struct field *field)
{
    static const struct conf_setting settings[] = {
        {"type", true, WANT_SCALAR},         {"title", true, WANT_GROUP},
        {"unit", false, WANT_SCALAR},        {"of", false, WANT_SCALAR},
        {"to", false, WANT_SCALAR},          {"example", false, WANT_LIST},
        {"optional", false, WANT_SCALAR},    {"absent", false, WANT_SCALAR},
        {"absent_words", false, WANT_GROUP}, {"meaning", false, WANT_GROUP},
        {"tells_apart", false, WANT_SCALAR}, {"default", false, WANT_SCALAR},
        {"min", false, WANT_SCALAR},         {"max", false, WANT_SCALAR},
    };
    enum { NOT_OF_REFERENCES = 3 }; /* the last ones */
    bool refers = strcmp(setting_string(conf, "type", ""), "reference") == 0;
    if (!settings_check(loader, conf, conf->name, settings,
                        sizeof settings / sizeof *settings - (refers ? NOT_OF_REFERENCES : 0)))
        return;
    field->title = setting_title(loader, conf, "title");
    field->meaning = setting_title(loader, conf, "meaning");
    field->type = setting_type(loader, conf, "of", &field->integer);
    load_field_unit(loader, conf, field);
    field->tells_apart = setting_boolean(loader, conf, "tells_apart", false);
    load_default(loader, conf, field);
    load_absence(loader, conf, field);
    load_bounds(loader, conf, field);
    load_examples(loader, conf, field);
    declare(loader, &entity->names, conf, field);
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
        load_fault(loader, &text->place, &vocabulary_message[VOCABULARY_UNKNOWN_FIELD], text->bytes,
                   entity->id, NULL);
    return field == NULL ? fallback : field->index;
}

/* Whether a table's rows are made by the policy. */
static bool makes_rows(const struct conf *conf)
{
    return conf_child(conf, "rows") != NULL || conf_child(conf, "spans") != NULL;
}

bool makes_rows_of(const struct loader *loader, const struct entity *entity)
{
    const struct conf *entities = conf_child(loader->vocabulary, "entities");
    return makes_rows(&entities->children[entity->index]);
}

/* The key tells rows apart in paths, so every row has one, and it is a word or a whole number. */
static void load_key(struct loader *loader, const struct conf *conf, struct entity *entity)
{
    const struct text *text = setting_text(conf, "key");
    entity->key = named_field(loader, entity, conf, "key", 0);
    entity->label = named_field(loader, entity, conf, "label", entity->key);
    if (entity->index > 0 && text == NULL)
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], "key", conf->name,
                   NULL);
    if (text == NULL || entity->key >= entity->field_count)
        return;
    const struct field *key = &entity->fields[entity->key];
    bool word = key->type.kind == TYPE_TEXT || key->type.kind == TYPE_SYMBOL;
    bool made = makes_rows(conf);
    if ((!key->integer && (made || !word)) || key->optional || key->has_default)
        load_fault(loader, &text->place, &vocabulary_message[VOCABULARY_BAD_KEY], key->id,
                   entity->id, NULL);
    else if (entity->ordered && !key->integer)
        load_fault(loader, &conf_child(conf, "ordered")->place,
                   &vocabulary_message[VOCABULARY_ORDERED_KEY], key->id, entity->id, NULL);
}

/* Rows that a policy makes have nothing but their number, and rows below them no one can give. */
static void check_made(struct loader *loader, const struct conf *conf, const struct entity *entity)
{
    const bool made = makes_rows(conf), spans = conf_child(conf, "spans") != NULL;
    const struct entity *parent = entity->parent;
    if (!made && parent != NULL && makes_rows_of(loader, parent))
        load_fault(loader, &conf->place, &vocabulary_message[VOCABULARY_MADE_CHILD], entity->id,
                   parent->id, NULL);
    for (size_t i = 0; made && i < entity->field_count; i++) {
        const char *id = entity->fields[i].id;
        const bool end = spans && (strcmp(id, "begin") == 0 || strcmp(id, "end") == 0);
        if (i != entity->key && !end && !entity->fields[i].has_default)
            load_fault(loader, &entity->fields[i].place, &vocabulary_message[VOCABULARY_MADE_FIELD],
                       entity->fields[i].id, entity->id, NULL);
    }
}

static void load_parent(struct loader *loader, struct entity *entity, const struct conf *conf)
{
    const struct schema *schema = &loader->policy->schema;
    const struct text *in = setting_text(conf, "in");
    if (entity->index == 0)
        return;
    entity->parent = in == NULL ? NULL : map_get(&schema->entity_names, in->bytes);
    if (in == NULL) {
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], "in", conf->name,
                   NULL);
    } else if (entity->parent == NULL) {
        load_fault(loader, &in->place, &vocabulary_message[VOCABULARY_UNKNOWN_ENTITY], in->bytes,
                   NULL, NULL);
    }
    if (entity->parent == NULL)
        entity->parent = &schema->entities[0];
}

/* Tables are named by a value, so two may have one name. */
static void declare_table(struct loader *loader, const struct conf *conf, struct entity *entity)
{
    struct schema *schema = &loader->policy->schema;
    const struct entity *first = strcmp(entity->table, schema->entities[0].table) == 0
                                     ? &schema->entities[0]
                                     : map_get(&schema->table_names, entity->table);
    if (first != NULL)
        fault_doubled(loader, &conf->place, entity->table, &first->place);
    else if (name_check(loader, &conf->place, entity->table) &&
             !map_put(&schema->table_names, loader->arena, entity->table, entity))
        loader->status = FT_NO_MEMORY;
}

static void load_entity(struct loader *loader, const struct conf *conf, struct entity *entity)
{
    static const struct conf_setting settings[] = {
        {"title", true, WANT_GROUP},      {"fields", false, WANT_GROUP},
        {"table", false, WANT_SCALAR},    {"in", false, WANT_SCALAR},
        {"key", false, WANT_SCALAR},      {"label", false, WANT_SCALAR},
        {"rows", false, WANT_SCALAR},     {"ordered", false, WANT_SCALAR},
        {"spans", false, WANT_GROUP},     {"on", false, WANT_SCALAR},
        {"expected", false, WANT_SCALAR},
    };
    static const struct conf no_fields = {.kind = CONF_GROUP};
    bool root = entity->index == 0 && strcmp(conf->name, "portfolio") == 0;
    size_t count = root ? 2 : sizeof settings / sizeof *settings;
    entity->id = conf->name;
    entity->table = setting_string(conf, "table", conf->name);
    entity->title = (struct title){"", ""};
    entity->place = conf->place;
    if (!settings_check(loader, conf, conf->name, settings, count))
        return;
    const struct conf *fields = conf_child(conf, "fields");
    entity->title = setting_title(loader, conf, "title");
    load_parent(loader, entity, conf);
    load_fields(loader, entity, fields == NULL ? &no_fields : fields);
    entity->ordered = setting_boolean(loader, conf, "ordered", false);
    entity->expected = setting_boolean(loader, conf, "expected", false);
    load_key(loader, conf, entity);
    check_made(loader, conf, entity);
    declare(loader, &loader->policy->schema.entity_names, conf, entity);
    if (entity->index > 0)
        declare_table(loader, conf, entity);
    else if (!root)
        load_fault(loader, &conf->place, &vocabulary_message[VOCABULARY_ROOT], entity->id, NULL,
                   NULL);
}

/* A row must be able to find the one it names: both stand in the data, and the table's rows under
 * the row's own parent or one above. */
static void check_target(struct loader *loader, const struct entity *entity,
                         const struct field *field, const struct text *to)
{
    const struct entity *target = field->type.entity;
    if (!entity_is_below(entity->parent, target->parent) || makes_rows_of(loader, target))
        load_fault(loader, &to->place, &vocabulary_message[VOCABULARY_REFERENCE], field->id,
                   entity->id, target->table);
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
            if (field->type.entity != NULL)
                check_target(loader, entity, field, to);
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

/* Before all else, which is counted in them. */
static void load_units(struct loader *loader, const struct conf *root)
{
    struct units *units = load_array(loader, 1, sizeof *units);
    if (units == NULL)
        return;
    *units = units_built_in;
    loader->policy->schema.units = units;
    (void)load_settled(loader, units_read(units, &loader->arith, loader->diagnostics,
                                          conf_child(root, "units"), conf_child(root, "measures")));
}

void load_vocabulary(struct loader *loader, const struct conf *root)
{
    static const struct conf_setting settings[] = {
        {"enumerations", true, WANT_GROUP}, {"kinds", true, WANT_GROUP},
        {"parties", true, WANT_GROUP},      {"entities", true, WANT_GROUP},
        {"packs", false, WANT_LIST},        {"units", false, WANT_LIST},
        {"measures", false, WANT_LIST}};
    loader->vocabulary = root;
    if (!settings_check(loader, root, "vocabulary.cfg", settings,
                        sizeof settings / sizeof *settings))
        return;
    load_units(loader, root);
    load_enumerations(loader, conf_child(root, "enumerations"));
    if (loader_goes_on(loader))
        load_kinds(loader, conf_child(root, "kinds"));
    if (loader_goes_on(loader))
        load_entities(loader, conf_child(root, "entities"));
    if (loader_goes_on(loader))
        load_parties(loader, conf_child(root, "parties"));
    loader->vocabulary_is_sound = loader->status == FT_OK;
}

/* Reports a made table that the formula of `entity`'s rows looks at and that is not made before;
 * bounded by LIMIT_FORMULA_NESTING. */
static void check_made_order(struct loader *loader, const struct entity *entity,
                             const struct text *text, const struct node *node)
{
    const struct conf *entities = conf_child(loader->vocabulary, "entities");
    for (const struct entity *used = node->entity; used != NULL; used = used->parent) {
        if (used->index >= entity->index && makes_rows(&entities->children[used->index]))
            load_fault(loader, &text->place, &vocabulary_message[VOCABULARY_MADE_ORDER],
                       entity->table, used->table, NULL);
    }
    for (size_t i = 0; i < node->operand_count; i++)
        check_made_order(loader, entity, text, node->operands[i]);
}

/* The day whose law a table's rules read: as it says, or, of spans, the first of each. */
static const struct formula *table_date(struct loader *loader, const struct conf *conf,
                                        const struct entity *entity)
{
    static const struct type date = {.kind = TYPE_DATE};
    const struct conf *spans = conf_child(conf, "spans");
    struct text begin = text_from("begin");
    if (spans == NULL || conf_child(conf, "on") != NULL)
        return setting_formula(loader, conf, "on", entity, &date);
    begin.place = spans->place;
    return entity->spans == NULL || entity->rows == NULL
               ? NULL
               : compile_text(loader, &begin, entity, &date);
}

void compile_vocabulary(struct loader *loader)
{
    static const struct type plain = {.kind = TYPE_NUMBER};
    const struct conf *group = conf_child(loader->vocabulary, "entities");
    struct schema *schema = &loader->policy->schema;
    for (size_t i = 0; i < schema->entity_count && loader_goes_on(loader); i++) {
        struct entity *entity = &schema->entities[i];
        const struct conf *conf = &group->children[i], *spans = conf_child(conf, "spans");
        entity->rows = setting_formula(loader, conf, "rows", entity->parent, &plain);
        if (spans != NULL && entity->rows != NULL)
            load_fault(loader, &spans->place, &vocabulary_message[VOCABULARY_SPANS_AND_ROWS],
                       entity->table, NULL, NULL);
        else if (spans != NULL)
            compile_spans(loader, spans, entity);
        entity->on = table_date(loader, conf, entity);
        if (entity->rows != NULL)
            check_made_order(loader, entity, &entity->rows->text, entity->rows->root);
    }
}
