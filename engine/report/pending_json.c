/* The first page as JSON: what is to be settled before anyone signs. */
#include "../figures/paid.h"
#include "../figures/unchecked.h"
#include "../figures/unlike.h"
#include "page.h"

static const char *const standing_names[STANDING_COUNT] = {[STANDING_GOOD] = "good",
                                                           [STANDING_VALUES] = "values",
                                                           [STANDING_CONDITIONS] = "conditions",
                                                           [STANDING_FACTS] = "facts",
                                                           [STANDING_OPEN] = "undetermined"};

json_t *json_kind_sums(struct reporting *reporting, const struct paid_sum *sums, bool known)
{
    const struct policy *policy = reporting->context->policy;
    json_t *json = json_object();
    for (size_t i = 0; i < policy->kind_count; i++) {
        const bool told = known ? sums[i].open : sums[i].open || number_sign(&sums[i].amount) != 0;
        if (told)
            json_set(reporting, json, policy->kinds[i].id,
                     sums[i].open && !known
                         ? json_null()
                         : json_text(amount_plain(&reporting->display, &policy->kinds[i],
                                                  &sums[i].amount)));
    }
    return json;
}

static json_t *json_standing(struct reporting *reporting, const void *item)
{
    const struct standing_figure *figure = item;
    const struct title title = {standing_title(&reporting->display, figure, FT_ZH),
                                standing_title(&reporting->display, figure, FT_EN)};
    const struct shown_view *shown = figure->shown;
    json_t *json = json_object(), *items = json_array(), *values = json_array();
    for (size_t i = 0; i < figure->nil_rule_count; i++)
        json_append(reporting, items, json_text(figure->nil_rules[i]->item.id));
    for (size_t i = 0; i < figure->nil_value_count; i++)
        json_append(reporting, values, json_text(figure->nil_values[i]->parameter->id));
    json_set(reporting, json, "title", json_titles(&title));
    json_set(reporting, json, "standing", json_text(standing_names[figure->standing]));
    json_set(reporting, json, "rests_on_values", json_boolean(figure->on_values));
    json_set(reporting, json, "text",
             figure->standing == STANDING_OPEN
                 ? json_null() /* words, which are the language's */
                 : json_text(standing_text(&reporting->display, figure)));
    json_set(reporting, json, "view", json_or_null(shown == NULL ? NULL : shown->table.view->id));
    json_set(reporting, json, "line",
             json_or_null(shown == NULL ? NULL : shown->table.view->lines[figure->line].id));
    json_set(reporting, json, "row",
             shown == NULL ? json_null()
                           : json_row_path(reporting, shown->table.view->entity, figure->row));
    json_set(reporting, json, "party",
             shown != NULL ? json_null()
                           : json_text(account_id(reporting->context->ledger, figure->account,
                                                  reporting->arena)));
    json_set(reporting, json, "kind", json_or_null(shown != NULL ? NULL : figure->kind->id));
    json_set(reporting, json, "nil_items", items);
    json_set(reporting, json, "nil_values", values);
    return json;
}

static json_t *json_paid(struct reporting *reporting, const struct paid_row *row)
{
    json_t *json = json_object(), *checks = json_array(), *open = json_array();
    json_t *items = json_array();
    for (const struct paid_check *check = row->checks; check != NULL; check = check->next)
        json_append(reporting, check->open ? open : checks, json_text(check->rule->item.id));
    for (const struct paid_item *item = row->items; item != NULL; item = item->next) {
        json_t *one = json_object();
        json_set(reporting, one, "rule", json_text(item->rule->item.id));
        json_set(reporting, one, "title", json_titles(&item->post->title));
        json_set(reporting, one, "kind", json_text(item->post->kind->id));
        const char *amount = amount_plain(&reporting->display, item->post->kind, &item->sum.amount);
        json_set(reporting, one, "amount", item->sum.open ? json_null() : json_text(amount));
        json_set(reporting, one, "known", item->sum.open ? json_text(amount) : json_null());
        json_append(reporting, items, one);
    }
    json_set(reporting, json, "table", json_text(row->entity->table));
    json_set(reporting, json, "row", json_row_path(reporting, row->entity, row->row));
    json_set(reporting, json, "checks", checks);
    json_set(reporting, json, "undetermined_checks", open);
    json_set(reporting, json, "items", items);
    return json;
}

static json_t *json_rested(struct reporting *reporting, const void *item)
{
    const struct rested_value *value = item;
    static const char *const statuses[] = {[STATUS_LAW] = "law",
                                           [STATUS_UNVERIFIED] = "unverified",
                                           [STATUS_ILLUSTRATIVE] = "illustrative"};
    const struct version *version = value->version;
    json_t *json = json_object();
    json_set(reporting, json, "parameter", json_text(version->parameter->id));
    json_set(reporting, json, "title", json_titles(&version->parameter->title));
    json_set(reporting, json, "status", json_text(statuses[version->status]));
    json_set(reporting, json, "payments", json_integer((json_int_t)value->direct_count));
    json_set(reporting, json, "paid", json_kind_sums(reporting, value->direct, false));
    json_set(reporting, json, "paid_known", json_kind_sums(reporting, value->direct, true));
    json_set(reporting, json, "payments_all", json_integer((json_int_t)value->all_count));
    json_set(reporting, json, "paid_all", json_kind_sums(reporting, value->all, false));
    json_set(reporting, json, "paid_all_known", json_kind_sums(reporting, value->all, true));
    return json;
}

static json_t *json_outstanding(struct reporting *reporting, const void *item)
{
    const struct outstanding_figure *figure = item;
    const struct title said = {outstanding_words(&reporting->display, figure, FT_ZH),
                               outstanding_words(&reporting->display, figure, FT_EN)};
    const struct rule *rule = figure->rule;
    json_t *json = json_object();
    json_set(reporting, json, "rule", json_text(rule->item.id));
    json_set(reporting, json, "title", json_titles(&rule->item.title));
    json_set(reporting, json, "row", json_row_path(reporting, rule->item.entity, figure->row));
    json_set(reporting, json, "state", json_text(cell_state_names[figure->cell.state]));
    json_set(reporting, json, "value",
             json_base_figure(reporting, &figure->cell, &rule->item.type));
    json_set(reporting, json, "words", json_titles(&said));
    return json;
}

static json_t *json_empty_table(struct reporting *reporting, const void *item)
{
    const struct empty_table *empty = item;
    const struct entity *above = empty->entity->parent;
    json_t *json = json_object(), *rows = json_array();
    for (size_t i = 0; i < empty->count; i++)
        json_append(reporting, rows, json_row_path(reporting, above, empty->rows[i]));
    json_set(reporting, json, "table", json_text(empty->entity->table));
    json_set(reporting, json, "above", json_text(above->table));
    json_set(reporting, json, "rows", rows);
    return json;
}

/* The rows with figures that are undetermined, each going out with what it took. */
static void json_write_open_rows(struct reporting *reporting, struct json_output *output,
                                 const struct pending *pending)
{
    const struct table *tables = reporting->context->ledger->dataset->tables;
    struct json_list list;
    json_open_list(&list, output, "undetermined_rows");
    for (size_t i = 0; i < pending->open_count; i++) {
        const struct open_rows *rows = &pending->open[i];
        for (uint32_t row = 0; row < tables[rows->entity->index].count; row++) {
            const struct arena_mark mark = arena_mark(reporting->arena);
            if (rows->figures[row] > 0)
                json_list_add(&list, json_pack("{s:s, s:o, s:I}", "table", rows->entity->table,
                                               "row", json_row_path(reporting, rows->entity, row),
                                               "figures", (json_int_t)rows->figures[row]));
            arena_rewind(reporting->arena, mark);
        }
    }
    json_close_list(&list);
}

static json_t *json_alike(struct reporting *reporting, const void *item)
{
    const struct alike *alike = item;
    json_t *json = json_object(), *pairs = json_array();
    for (size_t j = 0; j < alike->count; j++) {
        json_t *pair = json_object();
        json_set(reporting, pair, "row", json_row_path(reporting, alike->entity, alike->rows[j]));
        json_set(reporting, pair, "as", json_row_path(reporting, alike->entity, alike->of[j]));
        json_append(reporting, pairs, pair);
    }
    json_set(reporting, json, "table", json_text(alike->entity->table));
    json_set(reporting, json, "rows", pairs);
    return json;
}

static void json_write_paid(struct reporting *reporting, struct json_output *output,
                            const struct pending *pending)
{
    struct paid_walk walk;
    struct json_list list;
    json_open_list(&list, output, "paid");
    paid_walk_open(&walk, &reporting->display, pending);
    for (bool more = true; more;) {
        const struct arena_mark mark = arena_mark(reporting->arena);
        struct paid_row row;
        more = paid_walk_next(&walk, &row);
        if (more)
            json_list_add(&list, json_paid(reporting, &row));
        arena_rewind(reporting->arena, mark);
    }
    json_close_list(&list);
}

static json_t *json_unchecked_fact(struct reporting *reporting, const void *item)
{
    const struct unchecked_fact *fact = item;
    json_t *json = json_object();
    json_set(reporting, json, "table", json_text(fact->entity->table));
    json_set(reporting, json, "field", json_text(fact->field->id));
    json_set(reporting, json, "title", json_titles(&fact->field->title));
    json_set(reporting, json, "price", json_boolean(fact->is_price));
    json_set(reporting, json, "rows", json_integer((json_int_t)fact->count));
    json_set(reporting, json, "row", json_row_path(reporting, fact->entity, fact->row));
    json_set(reporting, json, "largest", json_number(reporting, &fact->largest));
    return json;
}

static json_t *json_unlike_kind(struct reporting *reporting, const void *item)
{
    const struct unlike_kind *kind = item;
    const struct entity *entity = kind->entity;
    json_t *json = json_object(), *rows = json_array();
    for (size_t i = 0; i < kind->count; i++)
        json_append(reporting, rows, json_row_path(reporting, entity->parent, kind->rows[i]));
    json_set(reporting, json, "table", json_text(entity->table));
    json_set(reporting, json, "above", json_text(entity->parent->table));
    json_set(reporting, json, "key",
             json_text(entity->fields[entity->key].type.enumeration->members[kind->member].id));
    json_set(reporting, json, "rows", rows);
    json_set(reporting, json, "given", json_integer((json_int_t)kind->having));
    return json;
}

/* What each number of the page alone would not say: rows that lack what others have, facts that nothing checks. */
static void json_write_doubts(struct reporting *reporting, struct json_output *output)
{
    struct unlike unlike;
    struct unchecked unchecked;
    if (!unlike_open(&reporting->display, &unlike))
        return;
    json_write_list(reporting, output, "unlike", unlike.kinds, unlike.count, sizeof *unlike.kinds,
                    json_unlike_kind);
    if (!unchecked_open(&reporting->display, &unchecked))
        return;
    json_write_list(reporting, output, "unchecked", unchecked.facts, unchecked.count,
                    sizeof *unchecked.facts, json_unchecked_fact);
}

void json_write_pending(struct reporting *reporting, struct json_output *output)
{
    const struct arena_mark mark = arena_mark(reporting->arena);
    struct pending pending;
    if (!pending_open(&reporting->display, &pending))
        return;
    json_open_member(output, "pending");
    json_write_list(reporting, output, "figures", pending.figures, pending.figure_count,
                    sizeof *pending.figures, json_standing);
    json_write_open_rows(reporting, output, &pending);
    json_write_list(reporting, output, "empty", pending.empty, pending.empty_count,
                    sizeof *pending.empty, json_empty_table);
    json_write_list(reporting, output, "alike", pending.alike, pending.alike_count,
                    sizeof *pending.alike, json_alike);
    json_write_paid(reporting, output, &pending);
    json_write_member(output, "paid_total", json_kind_sums(reporting, pending.paid_total, false));
    json_write_member(output, "paid_total_known",
                      json_kind_sums(reporting, pending.paid_total, true));
    json_write_list(reporting, output, "values", pending.rested, pending.rested_count,
                    sizeof *pending.rested, json_rested);
    json_write_list(reporting, output, "outstanding", pending.outstanding,
                    pending.outstanding_count, sizeof *pending.outstanding, json_outstanding);
    json_write_doubts(reporting, output);
    json_close_member(output);
    arena_rewind(reporting->arena, mark);
}
