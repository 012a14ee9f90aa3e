/*
 * Balance sheets as JSON. Keys in this order, amounts as decimal strings in the kind's unit
 * ("2000/3" where there is no finite decimal), so that no reader loses a digit:
 *
 *   fangtian        version of the engine
 *   scenario        {id, title, as_of, known_at, digest}
 *   policy          {digest, files: [{id, title, source}], replaced: [{id, old, new}]}
 *   items[]         {rule, row, project, from, to, kind, amount, exact, residue, unit, title, case,
 *                   source}
 *   memos[]         the same with "from": null
 *   checks[]        {rule, row, holds, source, reason}
 *   not_applicable[] {rule, row, title, source, reason}
 *   parties[]       {id, title, received: {kind: amount}, paid, net}
 *   rounding        {kind: amount}     the sum of amount - exact over all items
 *   totals          {kind: amount}     the sum of net over all parties: zero
 *   unverified[], illustrative[]       {parameter, title, from, source}
 *   figures[]       {rule, row, state, value}    with --detail
 *
 * README.md here has every key.
 * Titles and reasons are {zh, en}. jansson keeps the order in which keys are set.
 */
#include <string.h>

#include "formats.h"

json_t *json_text(const char *text)
{
    return text == NULL ? NULL : json_string(text);
}

json_t *json_or_null(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

json_t *json_titles(const struct title *title)
{
    return json_pack("{s:o, s:o}", "zh", json_or_null(title->zh), "en", json_or_null(title->en));
}

json_t *json_titles_or_null(const struct title *title)
{
    return title->zh == NULL ? json_null() : json_titles(title);
}

json_t *json_day(struct date date)
{
    char text[DATE_TEXT_SIZE];
    return json_or_null(date.days == DATE_FOREVER.days ? NULL : date_text(text, date));
}

json_t *json_number(struct reporting *reporting, const struct number *number)
{
    return json_text(number_text(number, reporting->context->arith, NUMBER_PLAIN));
}

json_t *json_unit(const struct type *type, const struct unit *unit)
{
    return type->kind != TYPE_NUMBER || unit == NULL ? json_null() : json_text(unit->text);
}

json_t *json_field_value(struct reporting *reporting, const struct field *field, bool there,
                         const union value *value)
{
    return !there ? json_null()
                  : json_text(value_text(value, &field->type, &field->unit, field->integer,
                                         reporting->context->arith, reporting->context->language));
}

json_t *json_row_path(struct reporting *reporting, const struct entity *entity, uint32_t row)
{
    return json_text(row_path(reporting->context->ledger->dataset, entity, row, reporting->arena));
}

void json_set(struct reporting *reporting, json_t *object, const char *key, json_t *value)
{
    if (value == NULL || json_object_set_new(object, key, value) != 0)
        reporting->writer.status = FT_NO_MEMORY;
}

void json_append(struct reporting *reporting, json_t *array, json_t *value)
{
    if (value == NULL || json_array_append_new(array, value) != 0)
        reporting->writer.status = FT_NO_MEMORY;
}

void json_write_list(struct reporting *reporting, struct json_output *output, const char *key,
                     const void *items, size_t count, size_t size,
                     json_t *(*element)(struct reporting *reporting, const void *item))
{
    struct json_list list;
    json_open_list(&list, output, key);
    for (size_t i = 0; i < count; i++) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        json_list_add(&list, element(reporting, (const char *)items + i * size));
        arena_rewind(reporting->arena, mark);
    }
    json_close_list(&list);
}

/* ---- heads ---- */

json_t *json_changed(struct reporting *reporting)
{
    const struct scenario *scenario = reporting->context->scenario;
    json_t *array = json_array();
    for (size_t i = 0; i < scenario->change_count; i++) {
        const struct scenario_change *change = &scenario->changes[i];
        json_append(reporting, array,
                    json_pack("{s:s, s:s, s:s, s:o}", "option", change->option, "path",
                              change->path, "value", change->value, "was",
                              json_or_null(change->was)));
    }
    return array;
}

json_t *json_guessed(struct reporting *reporting)
{
    const struct scenario *scenario = reporting->context->scenario;
    json_t *list = json_array();
    for (size_t i = 0; i < scenario->guessed_count; i++)
        json_append(reporting, list,
                    json_pack("{s:s, s:s}", "file", scenario->guessed[i].file, "encoding",
                              encoding_name(scenario->guessed[i].encoding)));
    return list;
}

/* The hidden parts of a workbook's tables. */
static json_t *json_hidden(struct reporting *reporting)
{
    const struct scenario *scenario = reporting->context->scenario;
    json_t *list = json_array();
    for (size_t i = 0; i < scenario->hidden_count; i++) {
        const struct hidden_part *part = &scenario->hidden[i];
        json_append(reporting, list,
                    json_pack("{s:s, s:b, s:i, s:i}", "sheet", part->sheet, "whole", part->whole,
                              "rows", (int)part->rows, "columns", (int)part->columns));
    }
    return list;
}

json_t *json_scenario(struct reporting *reporting)
{
    const struct scenario *scenario = reporting->context->scenario;
    const struct dataset *dataset = reporting->context->ledger->dataset;
    json_t *json = json_pack("{s:s, s:o, s:o, s:o, s:s, s:o}", "id", scenario->id, "title",
                             json_titles(&scenario->title), "as_of", json_day(dataset->as_of),
                             "known_at", json_day(dataset->known_at), "digest", scenario->digest,
                             "changed", json_changed(reporting));
    if (scenario->guessed_count > 0)
        json_set(reporting, json, "guessed", json_guessed(reporting));
    if (scenario->hidden_count > 0)
        json_set(reporting, json, "hidden", json_hidden(reporting));
    json_edited(reporting, json);
    return json;
}

json_t *json_inputs(struct reporting *reporting)
{
    const struct figure_context *context = reporting->context;
    json_t *list = json_array();
    const char *path, *sha;
    for (size_t i = 0;
         i < context->input_count && file_list_input(context->diagnostics->files, i, &path, &sha);
         i++)
        json_append(reporting, list,
                    json_pack("{s:s, s:o}", "file", path_shown(&reporting->display, path), "sha256",
                              json_or_null(sha[0] == '\0' ? NULL : sha)));
    return list;
}

json_t *json_policy(struct reporting *reporting)
{
    const struct policy *policy = reporting->context->policy;
    json_t *files = json_array(), *replaced = json_array();
    for (size_t i = 0; i < policy->file_count; i++)
        json_append(reporting, files,
                    json_pack("{s:s, s:o, s:s}", "id", policy->files[i].id, "title",
                              json_titles(&policy->files[i].title), "source",
                              policy->files[i].source));
    for (size_t i = 0; i < policy->replacement_count; i++)
        json_append(reporting, replaced,
                    json_pack("{s:s, s:s, s:s, s:b, s:s?}", "id", policy->replacements[i].id, "old",
                              policy->replacements[i].old_policy, "new",
                              policy->replacements[i].new_policy, "amends",
                              policy->replacements[i].amends, "dropped",
                              policy->replacements[i].dropped));
    return json_pack("{s:s, s:o, s:o}", "digest", policy->digest, "files", files, "replaced",
                     replaced);
}

/* ---- postings ---- */

static json_t *json_account(struct reporting *reporting, struct account account)
{
    return account.party == NULL
               ? json_null()
               : json_text(account_id(reporting->context->ledger, account, reporting->arena));
}

/* In the kind's unit, as the amount beside it, but unrounded: "51/7". */
static const char *exact_plain(struct reporting *reporting, const struct value_kind *kind,
                               const struct number *amount)
{
    return number_in(amount, reporting->context->arith, &kind->unit, NUMBER_PLAIN);
}

static json_t *json_posting(struct reporting *reporting, const struct posting *posting)
{
    const struct rule *rule = posting->rule;
    const struct value_kind *kind = posting->post->kind;
    json_t *json = json_object();
    json_set(reporting, json, "rule", json_text(rule->item.id));
    json_set(reporting, json, "row", json_row_path(reporting, rule->item.entity, posting->row));
    json_set(reporting, json, "project",
             json_or_null(project_of(&reporting->display, rule->item.entity, posting->row)));
    json_set(reporting, json, "from", json_account(reporting, posting->from));
    json_set(reporting, json, "to", json_account(reporting, posting->to));
    json_set(reporting, json, "kind", json_text(kind->id));
    const bool open = posting->lacks != NULL;
    json_set(reporting, json, "state",
             json_text(cell_state_names[open ? CELL_UNDETERMINED : CELL_VALUE]));
    json_set(reporting, json, "amount",
             open ? json_null()
                  : json_text(amount_plain(&reporting->display, kind, &posting->amount)));
    json_set(reporting, json, "exact",
             open ? json_null() : json_text(exact_plain(reporting, kind, &posting->exact)));
    json_set(reporting, json, "residue",
             open ? json_null() : json_text(exact_plain(reporting, kind, &posting->residue)));
    json_set(reporting, json, "unit", json_text(kind->unit.text));
    json_set(reporting, json, "title", json_titles(&posting->post->title));
    json_set(reporting, json, "case",
             json_text(figure_case(&reporting->display, rule, posting->row)));
    json_set(reporting, json, "source",
             json_text(figure_source(&reporting->display, rule, posting->row)));
    return json;
}

static void json_write_postings(struct reporting *reporting, struct json_output *output,
                                const char *key, bool memos)
{
    const struct ledger *ledger = reporting->context->ledger;
    struct json_list list;
    json_open_list(&list, output, key);
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        const struct posting posting = ledger_posting(ledger, i);
        if (posting.post->memo == memos)
            json_list_add(&list, json_posting(reporting, &posting));
        arena_rewind(reporting->arena, mark);
    }
    json_close_list(&list);
}

/* What is left of pools that are no multiple of the step. */
static json_t *json_rests(struct reporting *reporting)
{
    struct share_rest *rests;
    size_t count;
    json_t *array = json_array();
    if (share_rests(&reporting->display, &rests, &count) != FT_OK)
        return array;
    for (size_t i = 0; i < count; i++) {
        json_t *json = json_object();
        json_set(reporting, json, "rule", json_text(rests[i].rule->item.id));
        json_set(reporting, json, "row",
                 json_row_path(reporting, rests[i].rule->item.entity, rests[i].row));
        json_set(reporting, json, "pool", json_number(reporting, &rests[i].pool));
        json_set(reporting, json, "step", json_number(reporting, &rests[i].step));
        json_set(reporting, json, "rest", json_number(reporting, &rests[i].rest));
        json_append(reporting, array, json);
    }
    return array;
}

/* ---- findings ---- */

static json_t *json_reason_in(struct reporting *reporting, const struct finding *finding)
{
    const struct figure_context *context = reporting->context;
    struct title reason;
    reason.zh = reason_text(context->policy, context->ledger->dataset, context->arith,
                            finding->rule, finding->row, FT_ZH);
    reason.en = reason_text(context->policy, context->ledger->dataset, context->arith,
                            finding->rule, finding->row, FT_EN);
    return reason.zh == NULL || reason.en == NULL ? NULL : json_titles(&reason);
}

static json_t *json_finding(struct reporting *reporting, const struct finding *finding, bool check)
{
    json_t *json = json_object();
    json_set(reporting, json, "rule", json_text(finding->rule->item.id));
    json_set(reporting, json, "row",
             json_row_path(reporting, finding->rule->item.entity, finding->row));
    if (check)
        json_set(reporting, json, "holds", json_boolean(finding->holds));
    else
        json_set(reporting, json, "title", json_titles(&finding->rule->item.title));
    json_set(reporting, json, "source",
             json_text(figure_source(&reporting->display, finding->rule, finding->row)));
    json_set(reporting, json, "reason",
             finding->holds ? json_null() : json_reason_in(reporting, finding));
    return json;
}

static void json_write_findings(struct reporting *reporting, struct json_output *output,
                                const char *key, enum finding_kind kind)
{
    struct finding_walk walk = {.ledger = reporting->context->ledger, .kind = kind};
    struct json_list list;
    json_open_list(&list, output, key);
    for (struct finding finding; finding_next(&walk, &finding);) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        json_list_add(&list, json_finding(reporting, &finding, kind == FINDING_CHECK));
        arena_rewind(reporting->arena, mark);
    }
    json_close_list(&list);
}

/* A group of them, with no row yet; its rows are in `groups` by the key. */
static json_t *json_finding_group(struct reporting *reporting, const struct finding *finding,
                                  struct map *groups, const char *key)
{
    const struct rule *rule = finding->rule;
    json_t *json = json_object(), *rows = json_array();
    if (rows != NULL && !map_put(groups, reporting->arena, key, rows))
        reporting->writer.status = FT_NO_MEMORY;
    json_set(reporting, json, "rule", json_text(rule->item.id));
    json_set(reporting, json, "title", json_titles(&rule->item.title));
    json_set(reporting, json, "source",
             json_text(figure_source(&reporting->display, rule, finding->row)));
    json_set(reporting, json, "reason", json_reason_in(reporting, finding));
    json_set(reporting, json, "rows", rows);
    return json;
}

/* What does not apply once a rule, article and reason, with the rows: of a long table a rule's reason
 * is mostly the same at every row. Memory for the texts of a row is given back where its group
 * stands already. */
static json_t *json_grouped_misses(struct reporting *reporting)
{
    struct finding_walk walk = {.ledger = reporting->context->ledger,
                                .kind = FINDING_NOT_APPLICABLE};
    const struct figure_context *context = reporting->context;
    json_t *array = json_array();
    struct map groups = {0};
    for (struct finding finding;
         reporting->writer.status == FT_OK && finding_next(&walk, &finding);) {
        const struct rule *rule = finding.rule;
        const uint32_t row = finding.row;
        struct arena_mark mark = arena_mark(reporting->arena);
        const char *reason = reason_text(context->policy, context->ledger->dataset, context->arith,
                                         rule, row, FT_ZH);
        const char *key = arena_format(reporting->arena, "%s\n%s\n%s", rule->item.id,
                                       figure_source(&reporting->display, rule, row),
                                       reason == NULL ? "" : reason);
        if (key == NULL || reason == NULL) {
            reporting->writer.status = FT_NO_MEMORY;
            break;
        }
        json_t *rows = map_get(&groups, key);
        const bool known = rows != NULL;
        if (!known) {
            json_append(reporting, array, json_finding_group(reporting, &finding, &groups, key));
            rows = map_get(&groups, key);
        }
        json_append(reporting, rows, json_row_path(reporting, rule->item.entity, row));
        if (known)
            arena_rewind(reporting->arena, mark);
    }
    return array;
}

/* ---- totals ---- */

enum total_part { PART_RECEIVED, PART_PAID, PART_NET };

static const struct lacks *part_lacks(const struct kind_total *total, enum total_part part)
{
    return part == PART_RECEIVED ? total->received_lacks
           : part == PART_PAID   ? total->paid_lacks
                                 : net_lacks(total);
}

/* {kind: sum}; null where it is undetermined. With `known`: the known parts of those alone. */
static json_t *json_totals(struct reporting *reporting, const struct kind_total *totals,
                           enum total_part part, bool known)
{
    const struct policy *policy = reporting->context->policy;
    json_t *json = json_object();
    for (size_t kind = 0; kind < policy->kind_count; kind++) {
        const struct kind_total *total = &totals[kind];
        const bool open = part_lacks(total, part) != NULL;
        if (open != known) {
            if (open)
                json_set(reporting, json, policy->kinds[kind].id, json_null());
            continue;
        }
        const struct number *amount = part == PART_RECEIVED ? &total->received
                                      : part == PART_PAID   ? &total->paid
                                                            : &total->net;
        json_set(reporting, json, policy->kinds[kind].id,
                 json_text(amount_plain(&reporting->display, &policy->kinds[kind], amount)));
    }
    return json;
}

json_t *json_account_title(struct reporting *reporting, struct account account)
{
    const struct ledger *ledger = reporting->context->ledger;
    const struct title title = {account_text(ledger, account, reporting->arena, FT_ZH),
                                account_text(ledger, account, reporting->arena, FT_EN)};
    return title.zh == NULL || title.en == NULL ? NULL : json_titles(&title);
}

json_t *json_party_totals(struct reporting *reporting, struct account account,
                          const struct kind_total *totals)
{
    json_t *json = json_object();
    json_set(reporting, json, "id", json_account(reporting, account));
    json_set(reporting, json, "title", json_account_title(reporting, account));
    json_set(reporting, json, "received", json_totals(reporting, totals, PART_RECEIVED, false));
    json_set(reporting, json, "paid", json_totals(reporting, totals, PART_PAID, false));
    json_set(reporting, json, "net", json_totals(reporting, totals, PART_NET, false));
    json_t *known = json_object();
    json_set(reporting, known, "received", json_totals(reporting, totals, PART_RECEIVED, true));
    json_set(reporting, known, "paid", json_totals(reporting, totals, PART_PAID, true));
    json_set(reporting, known, "net", json_totals(reporting, totals, PART_NET, true));
    json_set(reporting, json, "known", known);
    return json;
}

static json_t *json_sheet(struct reporting *reporting, const struct sheet *sheet)
{
    const size_t kinds = reporting->context->policy->kind_count;
    struct kind_total *totals = arena_array(reporting->arena, kinds, sizeof *totals);
    for (size_t kind = 0; totals != NULL && kind < kinds; kind++)
        totals[kind] = sheet_total(sheet, kind);
    return totals == NULL ? NULL : json_party_totals(reporting, sheet->account, totals);
}

static void json_write_parties(struct reporting *reporting, struct json_output *output)
{
    const struct ledger *ledger = reporting->context->ledger;
    struct json_list list;
    json_open_list(&list, output, "parties");
    for (size_t i = 0; i < ledger->sheet_count; i++) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        const struct sheet sheet = ledger_sheet(ledger, i);
        json_list_add(&list, json_sheet(reporting, &sheet));
        arena_rewind(reporting->arena, mark);
    }
    json_close_list(&list);
}

static json_t *json_by_kind(struct reporting *reporting, const struct number *amounts)
{
    const struct policy *policy = reporting->context->policy;
    json_t *json = json_object();
    for (size_t kind = 0; kind < policy->kind_count; kind++)
        json_set(
            reporting, json, policy->kinds[kind].id,
            json_text(amount_plain(&reporting->display, &policy->kinds[kind], &amounts[kind])));
    return json;
}

/* {kind: sum of residues}; null where some are undetermined. With `known`: those known parts alone. */
static json_t *json_rounding_sums(struct reporting *reporting, bool known)
{
    const struct ledger *ledger = reporting->context->ledger;
    json_t *json = json_by_kind(reporting, ledger->rounding);
    for (size_t i = 0; i < ledger->policy->kind_count; i++) {
        const char *kind = ledger->policy->kinds[i].id;
        if (known && !ledger->rounding_open[i])
            (void)json_object_del(json, kind);
        else if (!known && ledger->rounding_open[i])
            json_set(reporting, json, kind, json_null());
    }
    return json;
}

/* The values used that are known in one way. */
json_t *json_values_used(struct reporting *reporting, enum value_telling telling)
{
    const struct figure_context *context = reporting->context;
    json_t *array = json_array();
    for (size_t i = 0; i < context->policy->parameter_count; i++) {
        const struct parameter *parameter = context->policy->parameters[i];
        for (size_t j = 0; j < parameter->version_count; j++) {
            const struct version *version = &parameter->versions[j];
            char date[DATE_TEXT_SIZE];
            if (is_value_told(&reporting->display, version, telling))
                json_append(reporting, array,
                            json_pack("{s:s, s:o, s:s, s:s}", "parameter", parameter->id, "title",
                                      json_titles(&parameter->title), "from",
                                      date_text(date, version->from), "source", version->source));
        }
    }
    return array;
}

const char *const cell_state_names[] = {[CELL_ABSENT] = "absent",
                                        [CELL_VALUE] = "value",
                                        [CELL_NOT_APPLICABLE] = "not_applicable",
                                        [CELL_ERROR] = "error",
                                        [CELL_UNDETERMINED] = "undetermined",
                                        [CELL_NONE] = "none"};

json_t *json_base_figure(struct reporting *reporting, const struct cell *cell,
                         const struct type *type)
{
    static const struct unit plain = {.factor = {.num = 1, .den = 1}, .text = ""};
    if (cell->state != CELL_VALUE)
        return json_null();
    if (type->kind == TYPE_NUMBER)
        return json_number(reporting, &cell->value.number);
    if (type->kind == TYPE_BOOLEAN)
        return json_boolean(cell->value.boolean);
    if (type->kind == TYPE_SYMBOL)
        return json_text(type->enumeration->members[cell->value.symbol].id);
    return json_text(
        value_text(&cell->value, type, &plain, false, reporting->context->arith, FT_EN));
}

static void json_write_figures(struct reporting *reporting, struct json_output *output)
{
    const struct figure_context *context = reporting->context;
    struct json_list list;
    json_open_list(&list, output, "figures");
    for (size_t i = 0; i < context->policy->rule_count; i++) {
        const struct rule *rule = context->policy->rules[i];
        const struct table *table = &context->ledger->dataset->tables[rule->item.entity->index];
        const struct column *column = &table->items[rule->item.index].column;
        for (uint32_t row = 0; row < table->count; row++) {
            const struct cell cell = column_cell(column, row);
            const struct arena_mark mark = arena_mark(reporting->arena);
            json_list_add(&list, json_pack("{s:s, s:o, s:s, s:o}", "rule", rule->item.id, "row",
                                           json_row_path(reporting, rule->item.entity, row),
                                           "state", cell_state_names[cell.state], "value",
                                           json_base_figure(reporting, &cell, &rule->item.type)));
            arena_rewind(reporting->arena, mark);
        }
    }
    json_close_list(&list);
}

/* A member whose value is made in memory of the report's that goes with it. */
static void json_write_made(struct reporting *reporting, struct json_output *output,
                            const char *key, json_t *(*make)(struct reporting *reporting))
{
    const struct arena_mark mark = arena_mark(reporting->arena);
    json_write_member(output, key, make(reporting));
    arena_rewind(reporting->arena, mark);
}

/* What does not apply: a rule's rows apart, or those of one reason together. */
static void json_write_misses(struct reporting *reporting, struct json_output *output)
{
    if (reporting->report->grouped)
        json_write_member(output, "not_applicable", json_grouped_misses(reporting));
    else
        json_write_findings(reporting, output, "not_applicable", FINDING_NOT_APPLICABLE);
}

static void json_write_lists(struct reporting *reporting, struct json_output *output)
{
    json_write_pending(reporting, output);
    json_write_made(reporting, output, "carried", json_carried);
    json_write_made(reporting, output, "share_rests", json_rests);
    json_write_postings(reporting, output, "items", false);
    json_write_postings(reporting, output, "memos", true);
    json_write_findings(reporting, output, "checks", FINDING_CHECK);
    json_write_misses(reporting, output);
    json_write_findings(reporting, output, "undetermined", FINDING_UNDETERMINED);
    json_write_taken(reporting, output);
    json_write_made(reporting, output, "not_compared", json_not_compared);
    json_write_parties(reporting, output);
}

/* Lists of rows go out one by one: of a table of many rows no more than a row is held twice. */
static void json_write_sheets(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    struct json_output output = {.writer = &reporting->writer};
    json_write_member(&output, "fangtian", json_text(FT_VERSION));
    json_write_made(reporting, &output, "scenario", json_scenario);
    json_write_made(reporting, &output, "policy", json_policy);
    json_write_made(reporting, &output, "inputs", json_inputs);
    json_write_verdict(reporting, &output);
    json_write_made(reporting, &output, "views", json_views);
    if (reporting->report->view == NULL) {
        json_write_lists(reporting, &output);
        if (reporting->display.by != NULL)
            json_write_made(reporting, &output, "groups", json_sheets_by);
        json_write_member(&output, "rounding", json_rounding_sums(reporting, false));
        json_write_member(&output, "rounding_known", json_rounding_sums(reporting, true));
        json_write_member(&output, "totals", json_by_kind(reporting, ledger->totals));
        json_write_made(reporting, &output, "lapsed", json_lapsed);
        json_write_made(reporting, &output, "later", json_later);
        json_write_made(reporting, &output, "texts", json_legend);
        json_write_member(&output, "unverified", json_values_used(reporting, TELL_UNVERIFIED));
        json_write_member(&output, "illustrative", json_values_used(reporting, TELL_ILLUSTRATIVE));
        json_write_member(&output, "limits", json_values_used(reporting, TELL_LIMIT));
        json_write_member(&output, "unproven", json_values_used(reporting, TELL_UNPROVEN));
        if (reporting->report->detail)
            json_write_figures(reporting, &output);
    }
    json_close_object(&output);
}

/* ---- the sheets in any format ---- */

/* The view asked for; else all for programs, in a text those that lead, beside a table none. */
static enum ft_status fill_display(struct reporting *reporting)
{
    const struct ft_report *report = reporting->report;
    enum ft_status status = FT_OK;
    if (report->view != NULL)
        status = fill_view(&reporting->display, report->view, report->row);
    else
        status = fill_views(&reporting->display, report->format == FT_JSON);
    return status == FT_OK ? fill_groups(&reporting->display, report->by) : status;
}

enum ft_status report_sheets(struct figure_context *context, const struct ft_report *report,
                             const struct ft_sink *sink)
{
    struct reporting reporting;
    reporting_open(&reporting, context, report, sink);
    enum ft_status status = fill_display(&reporting);
    if (status != FT_OK)
        return status;
    struct arena room;
    arena_open(&room, reporting.arena->allocator);
    reporting_work_in(&reporting, &room);
    switch (report->format) {
    case FT_JSON:
        json_write_sheets(&reporting);
        break;
    case FT_CSV:
        csv_sheets(&reporting);
        break;
    case FT_TEXT:
    case FT_XLSX: /* is written by other calls */
        text_sheets(&reporting);
        break;
    }
    reporting_work_in(&reporting, reporting.kept);
    arena_close(&room);
    return reporting_status(&reporting);
}
