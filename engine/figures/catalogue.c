/* What there is: tables, rows, fields, rules, parties, postings and parameters, for programs. */
#include <string.h>

#include "catalogue.h"
#include "groups.h"
#include "lookup.h"
#include "values.h"

/* ---- tables and rows ---- */

enum ft_status catalogue_tables(struct figure_context *context, const struct ft_table **tables,
                                size_t *count)
{
    struct display display;
    const struct schema *schema = &context->policy->schema;
    const struct dataset *dataset = context->scenario == NULL ? NULL : context->scenario->dataset;
    display_open(&display, context);
    struct ft_table *list = display_array(&display, schema->entity_count, sizeof *list);
    for (size_t i = 0; list != NULL && i < schema->entity_count; i++) {
        const struct entity *entity = &schema->entities[i];
        list[i] = (struct ft_table){
            .id = entity->table,
            .row_id = entity->id,
            .title = title_in(&entity->title, context->language),
            .above = entity->parent == NULL ? "" : entity->parent->table,
            .key = entity->parent == NULL ? "" : entity->fields[entity->key].id,
            .row_count = dataset == NULL || dataset->tables == NULL ? 0 : dataset->tables[i].count,
            .is_made = entity->rows != NULL};
    }
    *tables = list;
    *count = schema->entity_count;
    return display.status;
}

/* NULL: reported. */
static const struct entity *catalogue_table(struct figure_context *context, const char *table)
{
    const struct schema *schema = &context->policy->schema;
    if (strcmp(schema->entities[0].table, table) == 0)
        return &schema->entities[0];
    const struct entity *entity = entity_called(schema, NULL, table);
    if (entity != NULL)
        return entity;
    struct choices choices = choices_for(context->arith->arena, context->diagnostics, table);
    for (size_t i = 0; i < schema->entity_count; i++)
        choices_offer(&choices, schema->entities[i].table);
    diagnostics_add(context->diagnostics, NULL, &figure_message[FIGURE_UNKNOWN_TABLE], table,
                    choices_text(&choices), NULL);
    return NULL;
}

static const char *catalogue_label(const struct dataset *dataset, const struct entity *entity,
                                   uint32_t row, const char *path)
{
    if (entity->field_count == 0 || entity->fields[entity->label].type.kind != TYPE_TEXT)
        return path;
    const struct column *labels = &dataset->tables[entity->index].fields[entity->label];
    return column_state(labels, row) == CELL_VALUE ? column_value(labels, row).text : path;
}

enum ft_status catalogue_rows(struct figure_context *context, const char *table,
                              const struct ft_row **rows, size_t *count)
{
    struct display display;
    const struct entity *entity = catalogue_table(context, table);
    if (entity == NULL)
        return FT_INVALID;
    display_open(&display, context);
    const struct dataset *dataset = context->scenario->dataset;
    const struct table *held = &dataset->tables[entity->index];
    struct ft_row *list = display_array(&display, held->count, sizeof *list);
    for (uint32_t row = 0; list != NULL && row < held->count; row++) {
        const char *path = value_path(&display, entity, row);
        struct place room;
        const struct place *place = table_place(held, row, &room);
        list[row] = (struct ft_row){
            .path = path,
            .label = catalogue_label(dataset, entity, row, path),
            .file = place == NULL || place->source == NULL ? "" : place->source->path,
            .line = place == NULL ? 0 : place->line};
    }
    *rows = list;
    *count = held->count;
    return display.status;
}

/* ---- fields ---- */

static void list_choices(struct display *display, const struct enumeration *enumeration,
                         struct ft_field *field)
{
    struct ft_choice *choices = display_array(display, enumeration->count, sizeof *choices);
    for (size_t i = 0; choices != NULL && i < enumeration->count; i++)
        choices[i] =
            (struct ft_choice){enumeration->members[i].id, title_in(&enumeration->members[i].title,
                                                                    display->context->language)};
    field->choices = choices;
    field->choice_count = choices == NULL ? 0 : enumeration->count;
}

static void fill_field(struct display *display, const struct entity *entity,
                       const struct field *field, struct ft_field *out)
{
    const struct type *type = &field->type;
    *out = (struct ft_field){
        .id = field->id,
        .title = title_in(&field->title, display->context->language),
        .type = value_type(type),
        .unit = type->kind == TYPE_NUMBER ? field->unit.text : "",
        .is_key = entity->parent != NULL && entity->key == field->index,
        .is_whole = field->integer,
        .absence = field->has_default               ? FT_ABSENCE_DEFAULT
                   : !field->optional               ? FT_ABSENCE_REFUSED
                   : field->absence == ABSENCE_NONE ? FT_ABSENCE_NONE
                                                    : FT_ABSENCE_UNKNOWN,
        .fallback =
            field->has_default ? value_exact(display, &field->fallback, type, &field->unit) : "",
        .least = field->has_least ? value_exact(display, &field->least, type, &field->unit) : "",
        .most = field->has_most ? value_exact(display, &field->most, type, &field->unit) : "",
        .refers_to = type->kind == TYPE_REFERENCE ? type->entity->table : ""};
    if (type->kind == TYPE_SYMBOL)
        list_choices(display, type->enumeration, out);
}

enum ft_status catalogue_fields(struct figure_context *context, const char *table,
                                const struct ft_field **fields, size_t *count)
{
    struct display display;
    const struct entity *entity = catalogue_table(context, table);
    if (entity == NULL)
        return FT_INVALID;
    display_open(&display, context);
    struct ft_field *list = display_array(&display, entity->field_count, sizeof *list);
    for (size_t i = 0; list != NULL && i < entity->field_count; i++)
        fill_field(&display, entity, &entity->fields[i], &list[i]);
    *fields = list;
    *count = entity->field_count;
    return display.status;
}

/* ---- rules and postings ---- */

enum ft_status catalogue_rules(struct figure_context *context, const struct ft_rule **rules,
                               size_t *count)
{
    struct display display;
    const struct policy *policy = context->policy;
    display_open(&display, context);
    struct ft_rule *list = display_array(&display, policy->rule_count, sizeof *list);
    for (size_t i = 0; list != NULL && i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        const struct item *item = &rule->item;
        list[i] = (struct ft_rule){.id = item->id,
                                   .title = title_in(&item->title, context->language),
                                   .table = item->entity->table,
                                   .type = value_type(&item->type),
                                   .unit = item->type.kind == TYPE_NUMBER ? item->unit.text : "",
                                   .source = rule->source,
                                   .policy = rule->file->id,
                                   .is_check = rule->require,
                                   .posts = rule->post_count > 0,
                                   .file = rule->place.source->path,
                                   .line = rule->place.line};
    }
    *rules = list;
    *count = policy->rule_count;
    return display.status;
}

static const char *party_id(struct display *display, struct account account)
{
    return account.party == NULL ? ""
                                 : display_text(display, account_id(display->context->ledger,
                                                                    account, display->arena));
}

enum ft_status catalogue_postings(struct figure_context *context,
                                  const struct ft_posting **postings, size_t *count)
{
    struct display display;
    const struct ledger *ledger = context->ledger;
    display_open(&display, context);
    struct ft_posting *list = display_array(&display, ledger->posting_count, sizeof *list);
    for (size_t i = 0; list != NULL && i < ledger->posting_count; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        const struct value_kind *kind = posting->post->kind;
        const struct title *title =
            posting->post->title.zh == NULL ? &posting->rule->item.title : &posting->post->title;
        list[i] = (struct ft_posting){
            .rule = posting->rule->item.id,
            .row = value_path(&display, posting->rule->item.entity, posting->row),
            .title = title_in(title, context->language),
            .from = party_id(&display, posting->from),
            .to = party_id(&display, posting->to),
            .kind = kind->id,
            .unit = kind->unit.text,
            .exact = number_exact(&display, &posting->exact, &kind->unit),
            .amount = display_text(&display, amount_plain(&display, kind, &posting->amount)),
            .residue = number_exact(&display, &posting->residue, &kind->unit),
            .is_memo = posting->post->memo,
            .source = display_text(&display, figure_source(&display, posting->rule, posting->row))};
    }
    *postings = list;
    *count = ledger->posting_count;
    return display.status;
}

/* ---- parties ---- */

static void list_totals(struct display *display, const struct sheet *sheet, struct ft_party *party)
{
    const struct policy *policy = display->context->policy;
    struct ft_total *totals = display_array(display, policy->kind_count, sizeof *totals);
    size_t count = 0;
    for (size_t i = 0; totals != NULL && i < policy->kind_count; i++) {
        const struct value_kind *kind = &policy->kinds[i];
        const struct kind_total own = sheet_total(sheet, i), *total = &own;
        if (!moves(total))
            continue;
        totals[count++] = (struct ft_total){
            .kind = kind->id,
            .title = title_in(&kind->title, display->context->language),
            .unit = kind->unit.text,
            .received = display_text(display, amount_plain(display, kind, &total->received)),
            .paid = display_text(display, amount_plain(display, kind, &total->paid)),
            .net = display_text(display, amount_plain(display, kind, &total->net))};
    }
    party->totals = totals;
    party->total_count = count;
}

enum ft_status catalogue_parties(struct figure_context *context, const struct ft_party **parties,
                                 size_t *count)
{
    struct display display;
    const struct ledger *ledger = context->ledger;
    display_open(&display, context);
    struct ft_party *list = display_array(&display, ledger->sheet_count, sizeof *list);
    for (size_t i = 0; list != NULL && i < ledger->sheet_count; i++) {
        const struct sheet own = ledger_sheet(ledger, i), *sheet = &own;
        list[i].id = party_id(&display, sheet->account);
        list[i].title = display_text(
            &display, account_text(ledger, sheet->account, display.arena, context->language));
        list_totals(&display, sheet, &list[i]);
    }
    *parties = list;
    *count = ledger->sheet_count;
    return display.status;
}

/* ---- parameters ---- */

/* "urban.brick" */
static const char *catalogue_keys_name(struct display *display, const struct parameter *parameter,
                                       const uint32_t *keys)
{
    const char *name = "";
    for (size_t k = 0; k < parameter->key_count; k++)
        name = display_text(display, arena_format(display->arena, "%s%s%s", name, k == 0 ? "" : ".",
                                                  parameter->keys[k]->members[keys[k]].id));
    return name;
}

/* "2.rate", "urban.2.above": the number of a slice in its scale, and which of both it is. */
static const char *slice_name(struct display *display, const struct version *version, size_t index,
                              bool border)
{
    const struct scale *scale = version_scale_at(version, index);
    const struct bracket *bracket = &version->brackets[index];
    const char *keys = catalogue_keys_name(display, version->parameter, scale->keys);
    return display_text(display,
                        arena_format(display->arena, "%s%s%zu.%s", keys, keys[0] == '\0' ? "" : ".",
                                     (size_t)(bracket - scale->brackets) + 1,
                                     bracket_setting(version->parameter, bracket, border)));
}

static size_t count_version_values(const struct version *version)
{
    switch (version->parameter->shape) {
    case SHAPE_TABLE:
        return version->entry_count;
    case SHAPE_BRACKETS:
    case SHAPE_THRESHOLDS:
        return 2 * version->bracket_count;
    case SHAPE_SET:
        return version->parameter->type.enumeration->count;
    case SHAPE_SCALAR:
        break;
    }
    return 1;
}

static struct ft_parameter_value nth_value(struct display *display, const struct version *version,
                                           size_t n)
{
    const struct parameter *parameter = version->parameter;
    const bool border = n % 2 == 0;
    const char *unit = parameter->type.kind == TYPE_NUMBER ? parameter->unit.text : "";
    switch (parameter->shape) {
    case SHAPE_TABLE:
        return (struct ft_parameter_value){
            catalogue_keys_name(display, parameter, version->entries[n].keys),
            value_exact(display, &version->entries[n].value, &parameter->type, &parameter->unit),
            unit};
    case SHAPE_BRACKETS:
    case SHAPE_THRESHOLDS:
        return (struct ft_parameter_value){
            slice_name(display, version, n / 2, border),
            number_exact(display,
                         border ? &version->brackets[n / 2].above : &version->brackets[n / 2].rate,
                         border ? &parameter->by_unit : &parameter->rate_unit),
            border ? parameter->by_unit.text : parameter->rate_unit.text};
    case SHAPE_SET:
        return (struct ft_parameter_value){parameter->type.enumeration->members[n].id,
                                           version->members[n] ? "true" : "false", ""};
    case SHAPE_SCALAR:
        break;
    }
    return (struct ft_parameter_value){
        "", value_exact(display, &version->scalar, &parameter->type, &parameter->unit), unit};
}

static const char *day_text(struct display *display, struct date date)
{
    char day[DATE_TEXT_SIZE];
    return date.days == DATE_FOREVER.days
               ? ""
               : display_text(display, arena_format(display->arena, "%s", date_text(day, date)));
}

static void fill_version(struct display *display, const struct version *version,
                         struct ft_version_of_parameter *out)
{
    const size_t count = count_version_values(version);
    struct ft_parameter_value *values = display_array(display, count, sizeof *values);
    for (size_t i = 0; values != NULL && i < count; i++)
        values[i] = nth_value(display, version, i);
    *out = (struct ft_version_of_parameter){
        .from = day_text(display, version->from),
        .until = day_text(display, version_end(version, DATE_FOREVER)),
        .published = version->is_published ? day_text(display, version->published) : "",
        .is_unverified = version->status == STATUS_UNVERIFIED,
        .is_illustrative = version->status == STATUS_ILLUSTRATIVE,
        .source = version->source,
        .note = version->note == NULL ? "" : version->note,
        .file = version->place.source == NULL ? "" : version->place.source->path,
        .line = version->place.line,
        .values = values,
        .value_count = values == NULL ? 0 : count};
}

enum ft_status catalogue_parameters(struct figure_context *context,
                                    const struct ft_parameter **parameters, size_t *count)
{
    struct display display;
    const struct policy *policy = context->policy;
    display_open(&display, context);
    struct ft_parameter *list = display_array(&display, policy->parameter_count, sizeof *list);
    for (size_t i = 0; list != NULL && i < policy->parameter_count; i++) {
        const struct parameter *parameter = policy->parameters[i];
        const bool number = parameter->type.kind == TYPE_NUMBER;
        struct ft_version_of_parameter *versions =
            display_array(&display, parameter->version_count, sizeof *versions);
        for (size_t v = 0; versions != NULL && v < parameter->version_count; v++)
            fill_version(&display, &parameter->versions[v], &versions[v]);
        list[i] = (struct ft_parameter){
            .id = parameter->id,
            .title = title_in(&parameter->title, context->language),
            .unit = number ? parameter->unit.text : "",
            .policy = parameter->policy,
            .type = parameter->shape == SHAPE_SET ? FT_TRUTH : value_type(&parameter->type),
            .versions = versions,
            .version_count = versions == NULL ? 0 : parameter->version_count};
    }
    *parameters = list;
    *count = policy->parameter_count;
    return display.status;
}
