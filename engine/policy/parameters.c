/* Parameters: scalars, tables, brackets and sets, each with its history of dated values. */
#include <assert.h>
#include <string.h>

#include "policy_internal.h"

/* ---- constants ---- */

static void parameters_fault_member(struct loader *loader, const struct text *text,
                                    const struct enumeration *enumeration)
{
    struct choices choice = choices_for(loader->arena, loader->diagnostics, text->bytes);
    for (size_t i = 0; i < enumeration->count; i++)
        choices_offer(&choice, enumeration->members[i].id);
    load_fault(loader, &text->place, &parameters_message[PARAMETERS_UNKNOWN_MEMBER], text->bytes,
               enumeration->id, choices_text(&choice));
}

bool read_constant(struct loader *loader, const struct text *text, const struct type *type,
                   const struct unit *unit, union value *value)
{
    switch (type->kind) {
    case TYPE_NUMBER:
        return load_settled(loader, quantity_parse_as(&value->number, &loader->arith,
                                                      loader->diagnostics, text, unit));
    case TYPE_BOOLEAN:
        value->boolean = text_is(text, "true");
        if (value->boolean || text_is(text, "false"))
            return true;
        load_fault(loader, &text->place, &policy_message[POLICY_BOOLEAN], text->bytes, NULL, NULL);
        return false;
    case TYPE_DATE:
        return load_settled(loader, date_parse(&value->date, loader->diagnostics, text));
    case TYPE_SYMBOL: {
        int64_t member = enumeration_find(type->enumeration, text->bytes);
        if (member < 0)
            parameters_fault_member(loader, text, type->enumeration);
        value->symbol = (uint32_t)member;
        return member >= 0;
    }
    case TYPE_TEXT:
    case TYPE_REFERENCE: /* a parameter is none */
        break;
    }
    value->text = text->bytes;
    return true;
}

/* ---- tables ---- */

/* The entries of a table while its nested groups are read. */
struct entries {
    struct table_entry *items;
    size_t count, capacity;
    size_t kept;    /* of the version that is changed: an entry for the same keys takes its place */
    uint32_t *keys; /* of the group being read */
};

/* The entry of the changed version that has these keys, or NULL. */
static struct table_entry *kept_entry(const struct parameter *parameter, struct entries *entries)
{
    for (size_t i = 0; i < entries->kept; i++)
        if (memcmp(entries->items[i].keys, entries->keys,
                   parameter->key_count * sizeof *entries->keys) == 0)
            return &entries->items[i];
    return NULL;
}

static void parameters_add_entry(struct loader *loader, const struct parameter *parameter,
                                 const struct conf *conf, struct entries *entries)
{
    struct table_entry *kept = kept_entry(parameter, entries);
    if (kept != NULL) {
        kept->place = conf->place;
        (void)read_constant(loader, &conf->text, &parameter->type, &parameter->unit, &kept->value);
        return;
    }
    uint32_t *keys = load_array(loader, parameter->key_count, sizeof *keys);
    struct table_entry *items = arena_grow(loader->arena, entries->items, &entries->capacity,
                                           sizeof *items, entries->count + 1);
    if (keys == NULL || items == NULL) {
        loader->status = FT_NO_MEMORY;
        return;
    }
    memcpy(keys, entries->keys, parameter->key_count * sizeof *keys);
    entries->items = items;
    items[entries->count] = (struct table_entry){.keys = keys, .place = conf->place};
    if (read_constant(loader, &conf->text, &parameter->type, &parameter->unit,
                      &items[entries->count].value))
        entries->count++;
}

bool find_key(struct loader *loader, const struct parameter *parameter, size_t level,
              const struct conf *conf, uint32_t *key)
{
    const struct text name = {
        .bytes = conf->name, .length = (uint32_t)strlen(conf->name), .place = conf->place};
    const int64_t member = enumeration_find(parameter->keys[level], conf->name);
    if (member < 0)
        parameters_fault_member(loader, &name, parameter->keys[level]);
    *key = (uint32_t)member;
    return member >= 0;
}

/* One level of a table's groups a key; bounded by LIMIT_CONF_NESTING. */
static void read_entries(struct loader *loader, const struct parameter *parameter,
                         const struct conf *conf, size_t level, struct entries *entries)
{
    if (level == parameter->key_count) {
        if (conf->kind == CONF_SCALAR)
            parameters_add_entry(loader, parameter, conf, entries);
        else
            load_fault(loader, &conf->place, &parameters_message[PARAMETERS_TABLE_DEPTH],
                       parameter->id, NULL, NULL);
        return;
    }
    if (conf->kind != CONF_GROUP) {
        load_fault(loader, &conf->place, &parameters_message[PARAMETERS_TABLE_DEPTH], parameter->id,
                   NULL, NULL);
        return;
    }
    for (size_t i = 0; i < conf->count && loader_goes_on(loader); i++)
        if (find_key(loader, parameter, level, &conf->children[i], &entries->keys[level]))
            read_entries(loader, parameter, &conf->children[i], level + 1, entries);
}

/* The table written in `conf`; with `changed`, that version's, in which `conf` names what differs.
 */
static void load_table(struct loader *loader, const struct parameter *parameter,
                       const struct conf *conf, const struct version *changed,
                       struct version *version)
{
    struct entries entries = {.keys = load_array(loader, parameter->key_count, sizeof(uint32_t))};
    if (changed != NULL) {
        entries.items = load_array(loader, changed->entry_count, sizeof *entries.items);
        entries.count = entries.capacity = entries.kept = changed->entry_count;
    }
    if (entries.keys == NULL || (changed != NULL && entries.items == NULL))
        return;
    if (changed != NULL)
        memcpy(entries.items, changed->entries, changed->entry_count * sizeof *entries.items);
    read_entries(loader, parameter, conf, 0, &entries);
    version->entries = entries.items;
    version->entry_count = entries.count;
}

/* ---- sets ---- */

static void load_set(struct loader *loader, const struct parameter *parameter,
                     const struct conf *list, struct version *version)
{
    const struct enumeration *enumeration = parameter->type.enumeration;
    bool *members = load_array(loader, enumeration->count, sizeof *members);
    for (size_t i = 0; members != NULL && i < list->count; i++) {
        union value value;
        const struct text *member = element_text(loader, &list->children[i], "members");
        if (member != NULL &&
            read_constant(loader, member, &parameter->type, &parameter->unit, &value))
            members[value.symbol] = true;
    }
    version->members = members;
}

/* ---- versions ---- */

/* The setting that holds the value, by shape. */
static const char *const value_settings[] = {[SHAPE_SCALAR] = "value",
                                             [SHAPE_TABLE] = "table",
                                             [SHAPE_BRACKETS] = "brackets",
                                             [SHAPE_THRESHOLDS] = "thresholds",
                                             [SHAPE_SET] = "members"};

static void load_value(struct loader *loader, const struct parameter *parameter,
                       const struct conf *value, struct version *version)
{
    switch (parameter->shape) {
    case SHAPE_SCALAR:
        (void)read_constant(loader, &value->text, &parameter->type, &parameter->unit,
                            &version->scalar);
        break;
    case SHAPE_TABLE:
        load_table(loader, parameter, value, NULL, version);
        break;
    case SHAPE_BRACKETS:
    case SHAPE_THRESHOLDS:
        load_scales(loader, parameter, value, NULL, version);
        break;
    case SHAPE_SET:
        load_set(loader, parameter, value, version);
        break;
    }
}

/* `change = …`: the value before, but for the entries or slices that are named. */
static void load_change(struct loader *loader, const struct parameter *parameter,
                        const struct conf *change, struct version *version)
{
    const struct version *changed = parameter_version(parameter, version->from, version->published);
    if (changed == NULL)
        load_fault(loader, &change->place, &parameters_message[PARAMETERS_CHANGE_NOTHING],
                   parameter->id, NULL, NULL);
    else if (parameter->shape == SHAPE_TABLE)
        load_table(loader, parameter, change, changed, version);
    else
        load_scales(loader, parameter, change, changed, version);
}

/* What the setting of a value holds, by the parameter's shape. */
static unsigned wanted_kind(const struct parameter *parameter)
{
    if (parameter->shape == SHAPE_SCALAR)
        return WANT_SCALAR;
    return parameter->shape == SHAPE_TABLE || parameter->key_count > 0 ? WANT_GROUP : WANT_LIST;
}

/* A value, or, of tables and brackets, what changes in the one before; never both, never none. */
static void load_value_or_change(struct loader *loader, const struct parameter *parameter,
                                 const struct conf *conf, struct version *version)
{
    const char *name = value_settings[parameter->shape];
    const struct conf *value = conf_child(conf, name), *change = conf_child(conf, "change");
    const struct text *formula = setting_text(conf, "formula");
    if (formula != NULL && value != NULL)
        load_fault(loader, &formula->place, &parameters_message[PARAMETERS_VALUE_AND_FORMULA],
                   parameter->id, NULL, NULL);
    if (formula != NULL) {
        version->worked_out = *formula;
        return;
    }
    if (value != NULL && change != NULL)
        load_fault(loader, &change->place, &parameters_message[PARAMETERS_VALUE_AND_CHANGE],
                   parameter->id, name, NULL);
    else if (value != NULL)
        load_value(loader, parameter, value, version);
    else if (change != NULL)
        load_change(loader, parameter, change, version);
    else
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], name,
                   parameter->id, NULL);
}

/* The end of a value: `to`, the first day without it, or `until`, the last day with it. A `to` on
 * the last day of a month is nearly always meant to hold on that day. */
static void load_end(struct loader *loader, const struct conf *conf, struct version *version)
{
    const struct text *to = setting_text(conf, "to"), *until = setting_text(conf, "until");
    version->ends = to != NULL || until != NULL;
    version->to = DATE_FOREVER;
    if (to != NULL && until != NULL) {
        load_fault(loader, &until->place, &parameters_message[PARAMETERS_TO_AND_UNTIL],
                   version->parameter->id, NULL, NULL);
    } else if (until != NULL) {
        version->to = setting_date(loader, conf, "until", version->to);
        version->to.days += version->to.days < DATE_FOREVER.days;
    } else if (to != NULL) {
        version->to = setting_date(loader, conf, "to", version->to);
        int32_t year, month, day;
        date_to_ymd((struct date){version->to.days + 1}, &year, &month, &day);
        if (version->to.days < DATE_FOREVER.days && day == 1)
            load_fault(loader, &to->place, &parameters_message[PARAMETERS_TO_LAST_DAY],
                       version->parameter->id, to->bytes, NULL);
    }
}

static enum version_status status_named(struct loader *loader, const struct text *status)
{
    if (text_is(status, "illustrative"))
        return STATUS_ILLUSTRATIVE;
    if (text_is(status, "unverified"))
        return STATUS_UNVERIFIED;
    if (!text_is(status, "law"))
        load_fault(loader, &status->place, &parameters_message[PARAMETERS_STATUS], status->bytes,
                   NULL, NULL);
    return STATUS_LAW;
}

/* `repealed = { on; published; source; }`: two facts, each known from its own day. */
static void load_repeal(struct loader *loader, const struct conf *conf,
                        const struct policy_file *file, struct version *version)
{
    static const struct conf_setting settings[] = {{"on", true, WANT_SCALAR},
                                                   {"published", false, WANT_SCALAR},
                                                   {"source", false, WANT_SCALAR}};
    const struct conf *repealed = conf_child(conf, "repealed");
    if (repealed == NULL || !settings_check(loader, repealed, "repealed", settings, 3))
        return;
    version->is_repealed = true;
    version->repealed_on = setting_date(loader, repealed, "on", version->from);
    version->repeal_published = setting_date(loader, repealed, "published", version->repealed_on);
    version->repeal_source = setting_source(loader, repealed, file->source);
}

/* The day on which it was known: its own, else that of the texts that it rests on. */
static void load_publication(struct loader *loader, const struct conf *conf,
                             struct version *version)
{
    const struct date cited = citations_published(loader->policy, version->source, version->from);
    const bool dated = cited.days != DATE_FOREVER.days;
    version->published = setting_date(loader, conf, "published", dated ? cited : version->from);
    version->is_published = dated || setting_text(conf, "published") != NULL;
}

void load_version(struct loader *loader, const struct parameter *parameter, const struct conf *conf,
                  const struct policy_file *file, struct version *version)
{
    static const struct date long_ago = {0};
    const unsigned want = wanted_kind(parameter);
    const bool changes = parameter->shape == SHAPE_TABLE || parameter_is_scale(parameter);
    const struct conf_setting settings[] = {
        {"from", true, WANT_SCALAR},
        {value_settings[parameter->shape], parameter->shape == SHAPE_SET, want},
        {"to", false, WANT_SCALAR},
        {"until", false, WANT_SCALAR},
        {"published", false, WANT_SCALAR},
        {"status", false, WANT_SCALAR},
        {"source", false, WANT_SCALAR},
        {"note", false, WANT_SCALAR},
        {"repealed", false, WANT_GROUP},
        {changes ? "change" : "formula", false, want},
    };
    const size_t setting_count =
        sizeof settings / sizeof *settings - (parameter->shape == SHAPE_SET);
    version->parameter = parameter;
    version->place = conf->place;
    version->index = loader->policy->schema.version_count++;
    version->to = DATE_FOREVER;
    if (!settings_check(loader, conf, parameter->id, settings, setting_count))
        return;
    version->from = setting_date(loader, conf, "from", long_ago);
    load_end(loader, conf, version);
    version->source = setting_source(loader, conf, file->source);
    load_publication(loader, conf, version);
    version->note = setting_string(conf, "note", NULL);
    const struct text *status = setting_text(conf, "status");
    version->status = status == NULL ? STATUS_LAW : status_named(loader, status);
    version->own_status = version->status;
    load_repeal(loader, conf, file, version);
    load_value_or_change(loader, parameter, conf, version);
}

int version_compare(const struct version *x, const struct version *y)
{
    if (x->from.days != y->from.days)
        return x->from.days < y->from.days ? -1 : 1;
    return (x->published.days > y->published.days) - (x->published.days < y->published.days);
}

/* What is wrong with the end of a value; `next` is the first that begins later, or NULL. */
static const struct message *end_fault(const struct version *version, const struct version *next,
                                       bool gaps)
{
    const struct date end = version_end(version, DATE_FOREVER);
    if (version->ends && version->to.days <= version->from.days)
        return &parameters_message[PARAMETERS_EMPTY_VALIDITY];
    if (version->is_repealed && (end.days <= version->from.days || end.days >= version->to.days))
        return &parameters_message[PARAMETERS_REPEAL];
    if (!version->ends && !version->is_repealed)
        return NULL;
    if (next != NULL && end.days > next->from.days)
        return &parameters_message[PARAMETERS_OVERLAP];
    if (next != NULL && end.days < next->from.days && !gaps)
        return &parameters_message[PARAMETERS_GAP];
    return NULL;
}

/* A value as it is written, with its dates: "8% (from 2019-01-01, before 2021-01-01)". */
static const char *described(struct loader *loader, const struct version *version,
                             const struct conf *conf)
{
    bool zh = loader->diagnostics->language == FT_ZH;
    const char *value = setting_string(conf, "value", zh ? "取值" : "a value");
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
    (void)date_text(from, version->from);
    const struct date end = version_end(version, DATE_FOREVER);
    if (end.days == DATE_FOREVER.days)
        return load_format(loader, zh ? "%s（%s 起）" : "%s (from %s on)", value, from);
    return load_format(loader, zh ? "%s（%s 起，%s 前）" : "%s (from %s, before %s)", value, from,
                       date_text(to, end));
}

/* Two values at once: of one first day, or one that ends behind the first day of the next. */
static void fault_overlap(struct loader *loader, const struct version *version,
                          const struct conf *conf, const struct version *other,
                          const struct conf *other_conf)
{
    assert(other != NULL); /* an end overlaps nothing else */
    bool alike = version->from.days == other->from.days;
    const char *id = version->parameter->id;
    const char *both =
        load_format(loader, loader->diagnostics->language == FT_ZH ? "%s与 %s" : "%s and %s",
                    described(loader, version, conf), described(loader, other, other_conf));
    char from[DATE_TEXT_SIZE];
    load_fault(loader, &version->place,
               &parameters_message[alike ? PARAMETERS_ALIKE : PARAMETERS_OVERLAP], id, both,
               date_text(from, other->from));
}

void check_history(struct loader *loader, const struct conf *values, struct version *versions,
                   bool gaps)
{
    size_t count = values->count;
    const struct version *next = NULL; /* the first that begins later */
    for (size_t i = count; i-- > 0;) {
        struct version *version = &versions[i];
        bool last = i + 1 == count;
        int order = last ? -1 : version_compare(version, version + 1);
        if (!last && version->from.days < version[1].from.days)
            next = version + 1;
        const struct message *message = end_fault(version, next, gaps);
        const struct version *other = order == 0 ? version + 1 : next;
        if (order > 0) {
            load_fault(loader, &version[1].place, &parameters_message[PARAMETERS_ORDER],
                       version->parameter->id, NULL, NULL);
        } else if (order == 0 || message == &parameters_message[PARAMETERS_OVERLAP]) {
            fault_overlap(loader, version, &values->children[i], other,
                          &values->children[other - versions]);
        } else if (message != NULL) {
            load_fault(loader, &version->place, message, version->parameter->id, NULL, NULL);
        }
        if (!version->ends && !version->is_repealed && next != NULL)
            version->to = next->from;
    }
}

/* ---- parameters ---- */

static void load_keys(struct loader *loader, const struct conf *conf, struct parameter *parameter)
{
    const struct conf *list = conf_child(conf, "keys");
    const struct enumeration **keys =
        load_array(loader, list->count, sizeof(const struct enumeration *));
    parameter->keys = keys;
    for (size_t i = 0; keys != NULL && i < list->count; i++) {
        const struct text *name = element_text(loader, &list->children[i], "keys");
        const struct enumeration *key = name == NULL ? NULL : find_enumeration(loader, name);
        if (key != NULL)
            keys[parameter->key_count++] = key;
    }
}

/* The shape that the values show; else keys make a table. */
static enum parameter_shape parameters_shape_of(const struct conf *conf)
{
    static const enum parameter_shape shown[] = {SHAPE_BRACKETS, SHAPE_THRESHOLDS, SHAPE_SET};
    const struct conf *values = conf_child(conf, "values");
    for (size_t i = 0; i < values->count; i++)
        for (size_t j = 0; j < sizeof shown / sizeof *shown; j++)
            if (conf_child(&values->children[i], value_settings[shown[j]]) != NULL)
                return shown[j];
    return conf_child(conf, "keys") != NULL ? SHAPE_TABLE : SHAPE_SCALAR;
}

static void load_rate_unit(struct loader *loader, const struct conf *conf,
                           struct parameter *parameter)
{
    static const struct unit percent = {.factor = {.num = 1, .den = 100}, .text = "%"};
    struct dimension rate;
    parameter->rate_unit = parameter->shape == SHAPE_THRESHOLDS ? parameter->unit : percent;
    if (parameter->shape == SHAPE_THRESHOLDS || setting_text(conf, "by") == NULL)
        return;
    const bool fits = dimension_div(&rate, parameter->unit.dimension, parameter->by_unit.dimension);
    assert(fits); /* a unit has a few parts */
    if (fits && !dimension_equal(rate, DIMENSION_NONE))
        (void)load_settled(loader, unit_of_dimension(&parameter->rate_unit, &loader->arith, rate));
}

/* What a scale is looked up by: of brackets the amount that bears the rates, unless `by` says that
 * the rates are per unit of something else; thresholds say it. */
static void load_by(struct loader *loader, const struct conf *conf, struct parameter *parameter)
{
    const struct text *by = setting_text(conf, "by");
    const bool scale = parameter_is_scale(parameter);
    if (by != NULL && !scale)
        load_fault(loader, &by->place, &parameters_message[PARAMETERS_BY_HERE], parameter->id, NULL,
                   NULL);
    if (by == NULL && parameter->shape == SHAPE_THRESHOLDS)
        load_fault(loader, &conf->place, &policy_message[POLICY_MISSING_SETTING], "by",
                   parameter->id, NULL);
    if (!scale || parameter->type.kind == TYPE_TEXT)
        return;
    parameter->by_unit = by == NULL ? parameter->unit : setting_unit(loader, conf, "by");
    parameter->by = (struct type){.kind = TYPE_NUMBER, .dimension = parameter->by_unit.dimension};
    load_rate_unit(loader, conf, parameter);
}

static void load_type(struct loader *loader, const struct conf *conf, struct parameter *parameter)
{
    const struct text *type = setting_text(conf, "type"), *unit = setting_text(conf, "unit");
    bool set = parameter->shape == SHAPE_SET;
    if (type != NULL && (set || parameter_is_scale(parameter)))
        load_fault(loader, &type->place, &policy_message[POLICY_TYPE_HERE], parameter->id,
                   type->bytes, NULL);
    if (set && unit != NULL)
        load_fault(loader, &unit->place, &policy_message[POLICY_UNIT_HERE], parameter->id, NULL,
                   NULL);
    if (set) {
        parameter->type = (struct type){.kind = TYPE_SYMBOL};
        parameter->type.enumeration = setting_enumeration(loader, conf, "of");
        if (parameter->type.enumeration == NULL)
            parameter->type.kind = TYPE_TEXT; /* reported: a formula must not ask for its members */
        return;
    }
    parameter->type = setting_figure_type(loader, conf, "of", parameter->id, &parameter->unit);
}

static void load_history(struct loader *loader, struct parameter *parameter,
                         const struct conf *conf, const struct policy_file *file,
                         struct version *versions)
{
    const struct conf *values = conf_child(conf, "values");
    bool gaps = setting_boolean(loader, conf, "gaps", false);
    uint64_t faults = loader->diagnostics->said;
    parameter->versions = versions;
    for (size_t i = 0; i < values->count && loader_goes_on(loader); i++) {
        parameter->version_count = i; /* those that a change may start from */
        load_version(loader, parameter, &values->children[i], file, &versions[i]);
    }
    parameter->version_count = values->count;
    /* What was not read whole has no dates to compare. */
    if (loader->diagnostics->said == faults && loader_goes_on(loader))
        check_history(loader, values, versions, gaps);
    if (values->count == 0)
        load_fault(loader, &values->place, &parameters_message[PARAMETERS_NO_VALUE], parameter->id,
                   NULL, NULL);
}

struct parameter *load_parameter(struct loader *loader, const struct conf *conf,
                                 const struct policy_file *file)
{
    static const struct conf_setting settings[] = {
        {"title", true, WANT_GROUP},  {"values", true, WANT_LIST},
        {"unit", false, WANT_SCALAR}, {"type", false, WANT_SCALAR},
        {"of", false, WANT_SCALAR},   {"keys", false, WANT_LIST},
        {"gaps", false, WANT_SCALAR}, {"replaces", false, WANT_SCALAR},
        {"by", false, WANT_SCALAR},
    };
    if (conf_child(conf, "amends") != NULL)
        return load_amendment(loader, conf, file);
    struct parameter *parameter = load_array(loader, 1, sizeof *parameter);
    if (parameter == NULL ||
        !settings_check(loader, conf, conf->name, settings, sizeof settings / sizeof *settings))
        return NULL;
    *parameter = (struct parameter){.id = conf->name,
                                    .pack = file->pack,
                                    .policy = file->id,
                                    .place = conf->place,
                                    .shape = parameters_shape_of(conf)};
    const struct conf *values = conf_child(conf, "values");
    uint64_t faults = loader->diagnostics->said;
    struct version *versions = load_array(loader, values->count, sizeof *versions);
    parameter->title = setting_title(loader, conf, "title");
    if (conf_child(conf, "keys") != NULL && parameter->shape != SHAPE_SET)
        load_keys(loader, conf, parameter);
    load_type(loader, conf, parameter);
    load_by(loader, conf, parameter);
    /* Values of a type that is wrong itself are not worth reading. */
    if (versions == NULL || loader->diagnostics->said != faults)
        return loader_goes_on(loader) ? parameter : NULL;
    load_history(loader, parameter, conf, file, versions);
    return parameter;
}
