/* Sheets by rows: what is paid in a project, and what each party nets there. */
#include <string.h>

#include "aligned.h"
#include "formats.h"

/* ---- text ---- */

static const char *groups_group_title(struct reporting *reporting,
                                      const struct posting_group *group)
{
    const char *entity = titled(&reporting->display, &reporting->display.by->title);
    if (!group->rest)
        return format_text(&reporting->display, "%s %s", entity,
                           row_title(&reporting->display, reporting->display.by, group->row));
    return reporting->context->language == FT_ZH
               ? format_text(&reporting->display, "不属于任何%s", entity)
               : format_text(&reporting->display, "of no %s", entity);
}

enum { ITEM_COLUMNS = 5, SHEET_COLUMNS = 5 };

static void open_columns(struct reporting *reporting, struct text_table *table,
                         const enum word_id *heads, size_t left)
{
    table_heads(reporting, table, heads);
    for (size_t i = 0; i < left; i++)
        table->left[i] = true;
}

/* A line of its own for the rule's title and article, where they are not those of the line above.
 */
static void add_heading(struct reporting *reporting, struct text_table *table,
                        const struct posting *posting, const struct posting *above)
{
    const char *source = figure_source(&reporting->display, posting->rule, posting->row);
    if (above->post == posting->post &&
        strcmp(figure_source(&reporting->display, above->rule, above->row), source) == 0)
        return;
    table_span(table, format_text(&reporting->display, "%s  %s",
                                  titled(&reporting->display, &posting->post->title), source));
}

static void add_item(struct reporting *reporting, struct text_table *table,
                     const struct posting *posting)
{
    const char **cells = table_row(table, false);
    const struct value_kind *kind = posting->post->kind;
    cells[0] =
        format_text(&reporting->display, "  %s",
                    row_title(&reporting->display, posting->rule->item.entity, posting->row));
    cells[1] = posting->post->memo ? word(&reporting->display, WORD_MEMO)
                                   : party_name(&reporting->display, posting->from);
    cells[2] = party_name(&reporting->display, posting->to);
    cells[3] = titled(&reporting->display, &kind->title);
    cells[4] = posting_text(&reporting->display, posting);
}

static void write_items(struct reporting *reporting, const struct posting_group *group)
{
    static const enum word_id heads[ITEM_COLUMNS] = {WORD_ROW, WORD_FROM_PARTY, WORD_TO_PARTY,
                                                     WORD_KIND, WORD_AMOUNT};
    struct posting above = {.rule = NULL};
    struct text_table table;
    if (!table_open(reporting, &table, ITEM_COLUMNS, group->count * 2))
        return;
    open_columns(reporting, &table, heads, ITEM_COLUMNS - 1);
    for (size_t i = 0; i < group->count; i++) {
        const struct posting posting =
            ledger_posting(reporting->context->ledger, group->postings[i]);
        add_heading(reporting, &table, &posting, &above);
        add_item(reporting, &table, &posting);
        above = posting;
    }
    write_table(reporting, &table);
}

static void add_party_totals(struct reporting *reporting, struct text_table *table,
                             const struct party_totals *party)
{
    const struct policy *policy = reporting->context->policy;
    const char *name = party_title(&reporting->display, party->account);
    for (size_t i = 0; i < policy->kind_count; i++) {
        const struct kind_total *total = &party->totals[i];
        if (!moves(total))
            continue;
        const char **cells = table_row(table, false);
        cells[0] = name;
        cells[1] = kind_title(&reporting->display, &policy->kinds[i]);
        const struct value_kind *kind = &policy->kinds[i];
        cells[2] = total_text(&reporting->display, kind, &total->received, total->received_lacks);
        cells[3] = total_text(&reporting->display, kind, &total->paid, total->paid_lacks);
        cells[4] = total_text(&reporting->display, kind, &total->net, net_lacks(total));
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
    for (size_t i = 0; i < reporting->display.group_count && reporting->writer.status == FT_OK;
         i++) {
        const struct posting_group *group = &reporting->display.groups[i];
        text_heading(reporting, groups_group_title(reporting, group));
        write_items(reporting, group);
        groups_write_nets(reporting, group);
    }
}

/* ---- JSON ---- */

static json_t *json_group(struct reporting *reporting, const struct posting_group *group)
{
    json_t *json = json_object(), *parties = json_array();
    for (size_t i = 0; i < group->party_count; i++)
        json_append(
            reporting, parties,
            json_party_totals(reporting, group->parties[i].account, group->parties[i].totals));
    json_set(reporting, json, "of", json_text(reporting->display.by->table));
    json_set(reporting, json, "row",
             group->rest ? json_null()
                         : json_row_path(reporting, reporting->display.by, group->row));
    json_set(reporting, json, "title",
             json_or_null(group->rest
                              ? NULL
                              : row_title(&reporting->display, reporting->display.by, group->row)));
    json_set(reporting, json, "parties", parties);
    return json;
}

json_t *json_sheets_by(struct reporting *reporting)
{
    json_t *groups = json_array();
    for (size_t i = 0; i < reporting->display.group_count; i++)
        json_append(reporting, groups, json_group(reporting, &reporting->display.groups[i]));
    return groups;
}
