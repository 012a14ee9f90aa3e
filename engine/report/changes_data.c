/* What each policy changed, for programs and spreadsheets: every party, row and figure. */
#include <string.h>

#include "changes.h"
#include "formats.h"

/* ---- JSON ---- */

/* A net under its key, null where it is undetermined, with what is known of it under another. */
static void set_net(struct reporting *reporting, json_t *json, const char *key,
                    const struct value_kind *kind, const struct cell *cell)
{
    const char *text = amount_plain(&reporting->display, kind, &cell->value.number);
    const bool open = cell->state != CELL_VALUE;
    json_set(reporting, json, key, open ? json_null() : json_text(text));
    json_set(reporting, json, format_text(&reporting->display, "%s_known", key),
             open ? json_text(text) : json_null());
}

static json_t *json_net(struct reporting *reporting, const struct net_change *net)
{
    const struct ledger *ledger = reporting->context->ledger;
    json_t *json = json_object();
    json_set(reporting, json, "id", json_text(account_id(ledger, net->account, reporting->arena)));
    json_set(reporting, json, "title", json_account_title(reporting, net->account));
    json_set(reporting, json, "kind", json_text(net->kind->id));
    json_set(reporting, json, "unit", json_text(net->kind->unit.text));
    const struct cell difference = change_difference(&net->with, &net->without, &net->difference);
    set_net(reporting, json, "with", net->kind, &net->with);
    set_net(reporting, json, "without", net->kind, &net->without);
    json_set(reporting, json, "difference",
             difference.state == CELL_VALUE
                 ? json_text(amount_plain(&reporting->display, net->kind, &net->difference))
                 : json_null());
    json_set(reporting, json, "reason", json_titles_or_null(&net->why));
    return json;
}

static json_t *json_changed_figure(struct reporting *reporting, const struct figure_change *figure)
{
    const struct cell difference =
        change_difference(&figure->with, &figure->without, &figure->difference);
    json_t *json = json_object();
    json_set(reporting, json, "view", json_text(figure->view->id));
    json_set(reporting, json, "line", json_text(figure->line->id));
    json_set(reporting, json, "title", json_titles(&figure->line->title));
    json_set(reporting, json, "row", json_row_path(reporting, figure->view->entity, figure->row));
    json_set(reporting, json, "unit", json_or_null(figure->line->unit.text));
    json_set(reporting, json, "with", json_view_figure(reporting, figure->line, &figure->with));
    json_set(reporting, json, "without",
             json_view_figure(reporting, figure->line, &figure->without));
    json_set(reporting, json, "difference", json_view_figure(reporting, figure->line, &difference));
    json_set(reporting, json, "reason", json_titles_or_null(&figure->why));
    return json;
}

static json_t *json_changed_memo(struct reporting *reporting, const struct memo_change *memo)
{
    const struct value_kind *kind = memo->post->kind;
    json_t *json = json_object();
    json_set(reporting, json, "rule", json_text(memo->rule->item.id));
    json_set(reporting, json, "title", json_titles(&memo->post->title));
    json_set(reporting, json, "kind", json_text(kind->id));
    json_set(reporting, json, "unit", json_text(kind->unit.text));
    set_net(reporting, json, "with", kind, &memo->with);
    set_net(reporting, json, "without", kind, &memo->without);
    json_set(reporting, json, "difference",
             memo->why.zh == NULL
                 ? json_text(amount_plain(&reporting->display, kind, &memo->difference))
                 : json_null());
    json_set(reporting, json, "reason", json_titles_or_null(&memo->why));
    return json;
}

static json_t *json_change(struct reporting *reporting, const void *item)
{
    const struct policy_change *change = item;
    json_t *json = json_object(), *parties = json_array(), *figures = json_array(),
           *memos = json_array();
    for (size_t i = 0; i < change->net_count; i++)
        json_append(reporting, parties, json_net(reporting, &change->nets[i]));
    for (size_t i = 0; i < change->figure_count; i++)
        json_append(reporting, figures, json_changed_figure(reporting, &change->figures[i]));
    for (size_t i = 0; i < change->memo_count; i++)
        json_append(reporting, memos, json_changed_memo(reporting, &change->memos[i]));
    json_set(reporting, json, "policy", json_text(change->file->id));
    json_set(reporting, json, "title", json_titles(&change->file->title));
    json_set(reporting, json, "source", json_text(change->file->source));
    json_set(reporting, json, "parties", parties);
    json_set(reporting, json, "figures", figures);
    json_set(reporting, json, "memos", memos);
    json_set(reporting, json, "undetermined_without", json_titles_or_null(&change->why));
    json_set(reporting, json, "undetermined_with", json_titles_or_null(&change->why_with));
    return json;
}

void json_write_changes(struct reporting *reporting, const struct change_report *changes)
{
    struct json_output output = {.writer = &reporting->writer};
    json_write_member(&output, "fangtian", json_text(FT_VERSION));
    json_write_member(&output, "scenario", json_scenario(reporting));
    json_write_member(&output, "policy", json_policy(reporting));
    json_write_member(&output, "inputs", json_inputs(reporting));
    json_write_verdict(reporting, &output);
    json_write_taken(reporting, &output);
    json_write_list(reporting, &output, "changes", changes->items, changes->count,
                    sizeof *changes->items, json_change);
    json_close_object(&output);
}

/* ---- CSV ---- */

/* An amount or a figure. Figures are figures: a minus sign in front of one starts no formula. */
static const char *csv_changed_figure(struct reporting *reporting, const struct changed_line *line,
                                      const struct cell *cell)
{
    const bool open = cell->state != CELL_VALUE;
    if (line->line != NULL)
        return open && cell->state != CELL_UNDETERMINED
                   ? ""
                   : view_figure(&reporting->display, line->line, cell, NUMBER_PLAIN);
    const char *text = amount_cell(&reporting->display, line->kind, &cell->value.number);
    return open ? open_text(&reporting->display, cell->reason.partial ? text : "") : text;
}

static void csv_changed_line(struct reporting *reporting, const struct policy_file *file,
                             const struct changed_line *line)
{
    const struct cell *const figures[] = {&line->with, &line->without, &line->difference};
    const char *const cells[] = {
        file->id,
        titled(&reporting->display, &file->title),
        line->id,
        line->row,
        line->item,
        line->line != NULL ? view_symbol(&reporting->display, line->line)
                           : unit_symbol(&reporting->display, line->unit),
    };
    csv_cells(&reporting->writer, cells, sizeof cells / sizeof *cells);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        write_text(&reporting->writer, ",");
        write_text(&reporting->writer, csv_changed_figure(reporting, line, figures[i]));
    }
    write_text(&reporting->writer, ",");
    csv_cell(&reporting->writer,
             line->why->zh == NULL ? "" : title_in(line->why, reporting->context->language));
    write_text(&reporting->writer, "\r\n");
}

void csv_changes(struct reporting *reporting, const struct change_report *changes)
{
    const enum word_id heads[] = {
        WORD_POLICY,     WORD_POLICY_TITLE, WORD_ROW_ID,           WORD_ROW,
        WORD_ITEM,       WORD_UNIT,         changes_with(changes), changes_without(changes),
        WORD_DIFFERENCE, WORD_REASON};
    csv_head_taken(reporting, word(&reporting->display, changes_title(changes)), NULL);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        write_text(&reporting->writer, i == 0 ? "" : ",");
        csv_cell(&reporting->writer, word(&reporting->display, heads[i]));
    }
    write_text(&reporting->writer, "\r\n");
    for (size_t i = 0; i < changes->count; i++) {
        const struct policy_change *change = &changes->items[i];
        const struct changed_line *lines = changed_lines(reporting, change);
        for (size_t j = 0; lines != NULL && j < change_count(change); j++)
            csv_changed_line(reporting, change->file, &lines[j]);
    }
}
