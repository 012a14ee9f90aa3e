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

/* The last cell of a line. */
static void csv_change_reason(struct reporting *reporting, const struct title *why)
{
    write_text(&reporting->writer, ",");
    csv_cell(&reporting->writer,
             why->zh == NULL ? "" : title_in(why, reporting->context->language));
    write_text(&reporting->writer, "\r\n");
}

/* Three amounts of a kind. */
static void csv_changed_amounts(struct reporting *reporting, const struct value_kind *kind,
                                const struct cell *const figures[3])
{
    /* Figures are figures: a minus sign in front of one starts no formula. */
    for (size_t i = 0; i < 3; i++) {
        const char *text = amount_cell(&reporting->display, kind, &figures[i]->value.number);
        const bool open = figures[i]->state != CELL_VALUE;
        write_text(&reporting->writer, ",");
        write_text(&reporting->writer,
                   open ? open_text(&reporting->display, figures[i]->reason.partial ? text : "")
                        : text);
    }
}

static void write_net(struct reporting *reporting, const struct policy_change *change,
                      const struct net_change *net)
{
    const struct cell difference = change_difference(&net->with, &net->without, &net->difference);
    const char *const cells[] = {
        change->file->id,
        titled(&reporting->display, &change->file->title),
        account_id(reporting->context->ledger, net->account, reporting->arena),
        party_title(&reporting->display, net->account),
        titled(&reporting->display, &net->kind->title),
        unit_symbol(&reporting->display, &net->kind->unit),
    };
    csv_cells(&reporting->writer, cells, sizeof cells / sizeof *cells);
    csv_changed_amounts(reporting, net->kind,
                        (const struct cell *const[3]){&net->with, &net->without, &difference});
    csv_change_reason(reporting, &net->why);
}

static void csv_changed_memo(struct reporting *reporting, const struct policy_change *change,
                             const struct memo_change *memo)
{
    const struct value_kind *kind = memo->post->kind;
    const struct cell difference =
        change_difference(&memo->with, &memo->without, &memo->difference);
    const char *const cells[] = {
        change->file->id,
        titled(&reporting->display, &change->file->title),
        "",
        word(&reporting->display, WORD_MEMO),
        titled(&reporting->display, &memo->post->title),
        unit_symbol(&reporting->display, &kind->unit),
    };
    csv_cells(&reporting->writer, cells, sizeof cells / sizeof *cells);
    csv_changed_amounts(reporting, kind,
                        (const struct cell *const[3]){&memo->with, &memo->without, &difference});
    csv_change_reason(reporting, &memo->why);
}

static void changes_write_figure(struct reporting *reporting, const struct policy_change *change,
                                 const struct figure_change *figure)
{
    const struct dataset *dataset = reporting->context->ledger->dataset;
    const struct view_line *line = figure->line;
    const struct cell difference =
        change_difference(&figure->with, &figure->without, &figure->difference);
    const struct cell *const figures[] = {&figure->with, &figure->without, &difference};
    const char *const cells[] = {
        change->file->id,
        titled(&reporting->display, &change->file->title),
        row_path(dataset, figure->view->entity, figure->row, reporting->arena),
        row_title(&reporting->display, figure->view->entity, figure->row),
        titled(&reporting->display, &line->title),
        view_symbol(&reporting->display, line),
    };
    csv_cells(&reporting->writer, cells, sizeof cells / sizeof *cells);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        write_text(&reporting->writer, ",");
        if (figures[i]->state == CELL_VALUE || figures[i]->state == CELL_UNDETERMINED)
            write_text(&reporting->writer,
                       view_figure(&reporting->display, line, figures[i], NUMBER_PLAIN));
    }
    csv_change_reason(reporting, &figure->why);
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
        for (size_t j = 0; j < change->net_count; j++)
            write_net(reporting, change, &change->nets[j]);
        for (size_t j = 0; j < change->figure_count; j++)
            changes_write_figure(reporting, change, &change->figures[j]);
        for (size_t j = 0; j < change->memo_count; j++)
            csv_changed_memo(reporting, change, &change->memos[j]);
    }
}
