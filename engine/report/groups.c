/* Sheets by rows: what is paid in a project, and what each party nets there. */
#include <string.h>

#include "aligned.h"
#include "formats.h"
#include "groups.h"
#include "lookup.h"
#include "shown_view.h"

/* ---- by what ---- */

static enum ft_status refuse_grouping(struct reporting *reporting, const char *by)
{
    const struct schema *schema = &reporting->context->policy->schema;
    bool zh = reporting->context->language == FT_ZH;
    const char *all = "party";
    for (size_t i = 1; i < schema->entity_count && all != NULL; i++)
        all = arena_format(reporting->arena, zh ? "%s、%s（%s）" : "%s, %s", all,
                           schema->entities[i].id, schema->entities[i].title.zh);
    if (all == NULL)
        return FT_NO_MEMORY;
    diagnostics_add(reporting->context->diagnostics, NULL, &report_message[REPORT_UNKNOWN_GROUPING],
                    by, all, NULL);
    return FT_INVALID;
}

enum ft_status fill_groups(struct reporting *reporting)
{
    const struct report_context *context = reporting->context;
    const char *by = reporting->report->by;
    if (by == NULL || strcmp(by, "party") == 0)
        return FT_OK;
    reporting->by = map_get(&context->policy->schema.entity_names, by);
    if (reporting->by == NULL)
        reporting->by = entity_called(&context->policy->schema, NULL, by);
    if (reporting->by == NULL || reporting->by->parent == NULL)
        return refuse_grouping(reporting, by);
    return ledger_groups(&reporting->groups, &reporting->group_count, context->ledger,
                         reporting->by, context->arith);
}

/* ---- text ---- */

static const char *groups_group_title(struct reporting *reporting,
                                      const struct posting_group *group)
{
    const char *entity = titled(reporting, &reporting->by->title);
    if (!group->rest)
        return format_text(reporting, "%s %s", entity,
                           row_title(reporting, reporting->by, group->row));
    return reporting->context->language == FT_ZH ? format_text(reporting, "不属于任何%s", entity)
                                                 : format_text(reporting, "of no %s", entity);
}

enum { ITEM_COLUMNS = 5, SHEET_COLUMNS = 5 };

static void open_columns(struct reporting *reporting, struct text_table *table,
                         const enum word_id *heads, size_t left)
{
    for (size_t i = 0; i < table->columns; i++) {
        table->heads[i] = word(reporting, heads[i]);
        table->left[i] = i < left;
    }
}

/* A line of its own for the rule's title and article, where they are not those of the line above.
 */
static void add_heading(struct reporting *reporting, struct text_table *table,
                        const struct posting *posting, const struct posting *above)
{
    const char *source = figure_source(reporting, posting->rule, posting->row);
    if (above != NULL && above->post == posting->post &&
        strcmp(figure_source(reporting, above->rule, above->row), source) == 0)
        return;
    table_span(table,
               format_text(reporting, "%s  %s", titled(reporting, &posting->post->title), source));
}

static void add_item(struct reporting *reporting, struct text_table *table,
                     const struct posting *posting)
{
    const char **cells = table_row(table, false);
    const struct value_kind *kind = posting->post->kind;
    cells[0] = format_text(reporting, "  %s",
                           row_title(reporting, posting->rule->item.entity, posting->row));
    cells[1] =
        posting->post->memo ? word(reporting, WORD_MEMO) : party_name(reporting, posting->from);
    cells[2] = party_name(reporting, posting->to);
    cells[3] = titled(reporting, &kind->title);
    cells[4] = posting_text(reporting, posting);
}

static void write_items(struct reporting *reporting, const struct posting_group *group)
{
    static const enum word_id heads[ITEM_COLUMNS] = {WORD_ROW, WORD_FROM_PARTY, WORD_TO_PARTY,
                                                     WORD_KIND, WORD_AMOUNT};
    const struct posting *postings = reporting->context->ledger->postings, *above = NULL;
    struct text_table table;
    if (!table_open(reporting, &table, ITEM_COLUMNS, group->count * 2))
        return;
    open_columns(reporting, &table, heads, ITEM_COLUMNS - 1);
    for (size_t i = 0; i < group->count; i++) {
        const struct posting *posting = &postings[group->postings[i]];
        add_heading(reporting, &table, posting, above);
        add_item(reporting, &table, posting);
        above = posting;
    }
    write_table(reporting, &table);
}

static void add_party_totals(struct reporting *reporting, struct text_table *table,
                             const struct party_totals *party)
{
    const struct policy *policy = reporting->context->policy;
    const char *name = party_title(reporting, party->account);
    for (size_t i = 0; i < policy->kind_count; i++) {
        const struct kind_total *total = &party->totals[i];
        if (!moves(total))
            continue;
        const char **cells = table_row(table, false);
        cells[0] = name;
        cells[1] = kind_title(reporting, &policy->kinds[i]);
        const struct value_kind *kind = &policy->kinds[i];
        cells[2] = total_text(reporting, kind, &total->received, total->received_lacks);
        cells[3] = total_text(reporting, kind, &total->paid, total->paid_lacks);
        cells[4] = total_text(reporting, kind, &total->net, net_lacks(total));
        name = "";
    }
}

static void groups_write_nets(struct reporting *reporting, const struct posting_group *group)
{
    static const enum word_id heads[SHEET_COLUMNS] = {WORD_PARTY, WORD_KIND, WORD_RECEIVED,
                                                      WORD_PAID, WORD_NET};
    size_t kinds = reporting->context->policy->kind_count;
    struct text_table table;
    if (group->party_count == 0 ||
        !table_open(reporting, &table, SHEET_COLUMNS, group->party_count * kinds))
        return;
    open_columns(reporting, &table, heads, 2);
    for (size_t i = 0; i < group->party_count; i++)
        add_party_totals(reporting, &table, &group->parties[i]);
    write_text(&reporting->writer, "\n");
    write_table(reporting, &table);
}

void text_sheets_by(struct reporting *reporting)
{
    for (size_t i = 0; i < reporting->group_count && reporting->writer.status == FT_OK; i++) {
        const struct posting_group *group = &reporting->groups[i];
        text_heading(reporting, groups_group_title(reporting, group));
        write_items(reporting, group);
        groups_write_nets(reporting, group);
    }
}

/* ---- JSON ---- */

static json_t *json_group(struct reporting *reporting, const struct posting_group *group)
{
    const struct dataset *dataset = reporting->context->ledger->dataset;
    json_t *json = json_object(), *parties = json_array();
    const char *row =
        group->rest ? NULL : row_path(dataset, reporting->by, group->row, reporting->arena);
    for (size_t i = 0; i < group->party_count; i++)
        json_append(
            reporting, parties,
            json_party_totals(reporting, group->parties[i].account, group->parties[i].totals));
    json_set(reporting, json, "of", json_text(reporting->by->table));
    json_set(reporting, json, "row", json_or_null(row));
    json_set(reporting, json, "title",
             json_or_null(group->rest ? NULL : row_title(reporting, reporting->by, group->row)));
    json_set(reporting, json, "parties", parties);
    return json;
}

json_t *json_sheets_by(struct reporting *reporting)
{
    json_t *groups = json_array();
    for (size_t i = 0; i < reporting->group_count; i++)
        json_append(reporting, groups, json_group(reporting, &reporting->groups[i]));
    return groups;
}
