/* Everything that a scenario or a formula may name, for editors: vocabulary, law, built-ins. */
#include <string.h>

#include "formats.h"

static json_t *json_list_of(struct reporting *reporting, size_t count,
                            json_t *(*show)(struct reporting *reporting, const void *context,
                                            size_t index),
                            const void *context)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_append(reporting, list, show(reporting, context, i));
    return list;
}

/* ---- what data may hold ---- */

static json_t *json_also(struct reporting *reporting, const void *context, size_t index)
{
    const struct member *member = context;
    (void)reporting;
    return json_text(member->also[index]);
}

static json_t *json_member(struct reporting *reporting, const void *context, size_t index)
{
    const struct member *member = &((const struct enumeration *)context)->members[index];
    return json_pack("{s:s, s:o, s:o}", "id", member->id, "title", json_titles(&member->title),
                     "also", json_list_of(reporting, member->also_count, json_also, member));
}

static json_t *json_enumeration(struct reporting *reporting, const void *context, size_t index)
{
    const struct enumeration *enumeration = &((const struct schema *)context)->enumerations[index];
    return json_pack("{s:s, s:o, s:o}", "id", enumeration->id, "title",
                     json_titles(&enumeration->title), "members",
                     json_list_of(reporting, enumeration->count, json_member, enumeration));
}

/* "number", "boolean", "date", "symbol", "text", "reference". */
static const char *const type_words[] = {
    [TYPE_NUMBER] = "number", [TYPE_BOOLEAN] = "boolean", [TYPE_DATE] = "date",
    [TYPE_SYMBOL] = "symbol", [TYPE_TEXT] = "text",       [TYPE_REFERENCE] = "reference"};

/* What a symbol is one of, or the table that a reference leads to; null of all others. */
static json_t *json_of(const struct type *type)
{
    if (type->kind == TYPE_SYMBOL)
        return json_text(type->enumeration->id);
    return type->kind == TYPE_REFERENCE ? json_text(type->entity->table) : json_null();
}

static json_t *vocabulary_json_json_field(struct reporting *reporting, const void *context,
                                          size_t index)
{
    const struct field *field = &((const struct entity *)context)->fields[index];
    return json_pack("{s:s, s:o, s:o, s:s, s:o, s:o, s:b, s:b, s:o}", "id", field->id, "title",
                     json_titles(&field->title), "meaning", json_titles_or_null(&field->meaning),
                     "type", type_words[field->type.kind], "of", json_of(&field->type), "unit",
                     json_unit(&field->type, &field->unit), "whole", field->integer, "required",
                     !field->optional && !field->has_default, "default",
                     json_field_value(reporting, field, field->has_default, &field->fallback));
}

static json_t *json_rules_of(struct reporting *reporting, const struct entity *entity)
{
    const struct policy *policy = reporting->context->policy;
    json_t *rules = json_array();
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        const struct item *item = &rule->item;
        if (item->entity == entity)
            json_append(reporting, rules,
                        json_pack("{s:s, s:o, s:s, s:o, s:o, s:s}", "id", item->id, "title",
                                  json_titles(&item->title), "type", type_words[item->type.kind],
                                  "of", json_of(&item->type), "unit",
                                  json_unit(&item->type, &item->unit), "policy", rule->file->id));
    }
    return rules;
}

static json_t *json_table_of(struct reporting *reporting, const void *context, size_t index)
{
    const struct entity *entity = &((const struct schema *)context)->entities[index];
    return json_pack(
        "{s:s, s:s, s:o, s:o, s:s, s:b, s:o, s:o}", "id", entity->id, "table", entity->table,
        "title", json_titles(&entity->title), "in",
        json_or_null(entity->parent == NULL ? NULL : entity->parent->id), "key",
        entity->parent == NULL ? "" : entity->fields[entity->key].id, "made", entity->rows != NULL,
        "fields", json_list_of(reporting, entity->field_count, vocabulary_json_json_field, entity),
        "rules", json_rules_of(reporting, entity));
}

static json_t *vocabulary_json_json_party(struct reporting *reporting, const void *context,
                                          size_t index)
{
    const struct party *party = &((const struct policy *)context)->parties[index];
    (void)reporting;
    return json_pack("{s:s, s:o, s:o}", "id", party->id, "title", json_titles(&party->title),
                     "each", json_or_null(party->each == NULL ? NULL : party->each->table));
}

static json_t *json_kind(struct reporting *reporting, const void *context, size_t index)
{
    const struct value_kind *kind = &((const struct policy *)context)->kinds[index];
    (void)reporting;
    return json_pack("{s:s, s:o, s:s}", "id", kind->id, "title", json_titles(&kind->title), "unit",
                     kind->unit.text);
}

/* ---- what amounts are counted in ---- */

static json_t *json_unit_row(struct reporting *reporting, const void *context, size_t index)
{
    const struct unit_row *row = &((const struct units *)context)->rows[index];
    struct arith *arith = reporting->context->arith;
    struct unit base;
    json_t *also = json_array();
    if (unit_of_dimension(&base, arith, row->dimension) != FT_OK)
        return NULL;
    for (const char *const *alias = row->aliases; *alias != NULL; alias++)
        json_append(reporting, also, json_text(*alias));
    return json_pack("{s:s, s:o, s:o, s:s, s:o}", "name", row->name, "title",
                     json_titles(&row->title), "also", also, "base", base.text, "factor",
                     json_text(number_text(&row->factor, arith, NUMBER_PLAIN)));
}

/* ---- what formulas may name ---- */

static json_t *json_key(struct reporting *reporting, const void *context, size_t index)
{
    (void)reporting;
    return json_text(((const struct parameter *)context)->keys[index]->id);
}

static json_t *json_parameter(struct reporting *reporting, const void *context, size_t index)
{
    static const char *const shapes[] = {[SHAPE_SCALAR] = "scalar",
                                         [SHAPE_TABLE] = "table",
                                         [SHAPE_BRACKETS] = "brackets",
                                         [SHAPE_THRESHOLDS] = "thresholds",
                                         [SHAPE_SET] = "set"};
    const struct parameter *parameter = ((const struct policy *)context)->parameters[index];
    return json_pack("{s:s, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:s}", "id", parameter->id, "title",
                     json_titles(&parameter->title), "shape", shapes[parameter->shape], "type",
                     type_words[parameter->type.kind], "of", json_of(&parameter->type), "unit",
                     json_unit(&parameter->type, &parameter->unit), "by",
                     parameter_is_scale(parameter) ? json_text(parameter->by_unit.text)
                                                   : json_null(),
                     "keys", json_list_of(reporting, parameter->key_count, json_key, parameter),
                     "policy", parameter->policy);
}

static json_t *json_builtin(struct reporting *reporting, const void *context, size_t index)
{
    const struct builtin *builtin = &((const struct builtin *)context)[index];
    (void)reporting;
    return json_pack("{s:s, s:s, s:o, s:s, s:s}", "name", builtin->name, "signature",
                     builtin->signature, "summary", json_titles(&builtin->summary), "example",
                     builtin->example, "result", builtin->result);
}

/* The members of an enumeration that is built in: they stand in quotes, as symbols do. */
static json_t *json_words(struct reporting *reporting, const struct enumeration *enumeration)
{
    json_t *list = json_array();
    for (size_t i = 0; i < enumeration->count; i++)
        json_append(reporting, list,
                    json_pack("{s:s, s:o}", "id", enumeration->members[i].id, "title",
                              json_titles(&enumeration->members[i].title)));
    return list;
}

enum ft_status report_vocabulary(struct figure_context *context, const struct ft_report *report,
                                 const struct ft_sink *sink)
{
    const struct policy *policy = context->policy;
    const struct schema *schema = &policy->schema;
    const struct units *units = context->arith->units;
    struct reporting reporting;
    reporting_open(&reporting, context, report, sink);
    if (report->format != FT_JSON) {
        diagnostics_add(context->diagnostics, NULL, &report_message[REPORT_NO_FORMAT], NULL);
        return FT_INVALID;
    }
    write_json(
        &reporting,
        json_pack(
            "{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "fangtian", FT_VERSION,
            "digest", policy->digest, "tables",
            json_list_of(&reporting, schema->entity_count, json_table_of, schema), "enumerations",
            json_list_of(&reporting, schema->enumeration_count, json_enumeration, schema),
            "parties",
            json_list_of(&reporting, policy->party_count, vocabulary_json_json_party, policy),
            "units", json_list_of(&reporting, units->count, json_unit_row, units), "kinds",
            json_list_of(&reporting, policy->kind_count, json_kind, policy), "parameters",
            json_list_of(&reporting, policy->parameter_count, json_parameter, policy), "built_ins",
            json_list_of(&reporting, builtin_count, json_builtin, builtins), "roundings",
            json_words(&reporting, &rounding_modes), "month_ends",
            json_words(&reporting, &month_ends), "fill_ties", json_words(&reporting, &fill_ties)));
    return reporting_status(&reporting);
}
