/* What each policy changed, as text: a line a policy, and with details a table each. */
#include <string.h>

#include "aligned.h"
#include "changes.h"
#include "formats.h"

/* ---- which policies ---- */

static bool is_policy(const struct policy *policy, const char *id)
{
    for (size_t i = 0; i < policy->file_count; i++)
        if (policy_file_is(&policy->files[i], id))
            return true;
    return false;
}

enum ft_status report_known_policies(struct figure_context *context, const char *const *ids,
                                     size_t count)
{
    const struct policy *policy = context->policy;
    enum ft_status status = FT_OK;
    for (size_t i = 0; i < count; i++) {
        struct choices choices = choices_for(context->arith->arena, context->diagnostics, ids[i]);
        if (is_policy(policy, ids[i]))
            continue;
        for (size_t j = 0; j < policy->file_count; j++)
            choices_offer_named(&choices, policy->files[j].id, &policy->files[j].title);
        diagnostics_add(context->diagnostics, NULL, &figure_message[FIGURE_UNKNOWN_POLICY], ids[i],
                        near_hint(&choices), NULL);
        status = FT_INVALID;
    }
    return status;
}

size_t change_count(const struct policy_change *change)
{
    return change->net_count + change->figure_count + change->memo_count;
}

bool change_is_none(const struct policy_change *change)
{
    return change->net_count == 0 && change->figure_count == 0;
}

/* ---- the table: a column for what any policy changed ---- */

static void changes_report_add_column(struct reporting *reporting, struct change_columns *columns,
                                      struct change_column column)
{
    for (size_t i = 0; i < columns->count; i++) {
        const struct change_column *known = &columns->items[i];
        if (known->party == column.party && known->kind == column.kind &&
            known->line == column.line)
            return;
    }
    struct change_column *items = arena_grow(reporting->arena, columns->items, &columns->capacity,
                                             sizeof *items, columns->count + 1);
    if (items == NULL) {
        reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    columns->items = items;
    items[columns->count++] = column;
}

void change_columns_find(struct reporting *reporting, const struct change_report *changes,
                         struct change_columns *columns)
{
    const struct policy *policy = reporting->context->policy;
    for (size_t party = 0; party < policy->party_count; party++) {
        for (size_t i = 0; i < changes->count; i++) {
            for (size_t j = 0; j < changes->items[i].net_count; j++) {
                const struct net_change *net = &changes->items[i].nets[j];
                const struct change_column column = {net->account.party, net->kind, NULL};
                if (net->account.party->index == party)
                    changes_report_add_column(reporting, columns, column);
            }
        }
    }
    for (size_t i = 0; i < changes->count; i++)
        for (size_t j = 0; j < changes->items[i].figure_count; j++)
            changes_report_add_column(
                reporting, columns,
                (struct change_column){.line = changes->items[i].figures[j].line});
}

const char *change_column_head(struct reporting *reporting, const struct change_column *column)
{
    if (column->line != NULL)
        return titled(&reporting->display, &column->line->title);
    const char *party = titled(&reporting->display, &column->party->title);
    const char *kind = titled(&reporting->display, &column->kind->title),
               *unit = unit_name(&reporting->display, &column->kind->unit);
    if (is_page_unit(&reporting->display, &column->kind->unit))
        return format_text(&reporting->display, "%s\n%s", party, kind);
    return format_in(&reporting->display, "%s\n%s（%s）", "%s\n%s (%s)", party, kind, unit);
}

static bool changes_report_add(struct reporting *reporting, struct number *sum,
                               const struct number *part)
{
    if (number_add(sum, reporting->context->arith, sum, part) == FT_OK)
        return true;
    reporting->writer.status = FT_NO_MEMORY;
    return false;
}

/* "1.00", "待定（已定部分 1.00）"; of a difference that has no known part the word alone. */
static const char *change_net_text(struct reporting *reporting, const struct value_kind *kind,
                                   const struct cell *cell)
{
    const char *text = amount_text(&reporting->display, kind, &cell->value.number);
    return cell->state == CELL_VALUE
               ? text
               : open_text(&reporting->display, cell->reason.partial ? text : "");
}

/* "" where nothing changed; changes that cancel out are 0.00. */
static const char *net_cell(struct reporting *reporting, const struct policy_change *change,
                            const struct change_column *column)
{
    struct cell sum = {.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE};
    bool any = false;
    for (size_t i = 0; i < change->net_count; i++) {
        const struct net_change *net = &change->nets[i];
        if (net->account.party != column->party || net->kind != column->kind)
            continue;
        any = true;
        if (change_difference(&net->with, &net->without, &net->difference).state != CELL_VALUE)
            sum.state = CELL_UNDETERMINED;
        if (!changes_report_add(reporting, &sum.value.number, &net->difference))
            return NULL;
    }
    return any ? change_net_text(reporting, column->kind, &sum) : "";
}

/* "—" where a row's figure applies on one side only: there is no difference to add. */
static const char *changes_report_figure_cell(struct reporting *reporting,
                                              const struct policy_change *change,
                                              const struct view_line *line)
{
    struct cell sum = {.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE};
    bool any = false;
    for (size_t i = 0; i < change->figure_count; i++) {
        const struct figure_change *figure = &change->figures[i];
        if (figure->line != line)
            continue;
        any = true;
        const struct cell difference =
            change_difference(&figure->with, &figure->without, &figure->difference);
        if (difference.state != CELL_VALUE && sum.state != CELL_UNDETERMINED)
            sum.state = difference.state;
        if (!changes_report_add(reporting, &sum.value.number, &figure->difference))
            return NULL;
    }
    return any ? view_figure(&reporting->display, line, &sum, NUMBER_GROUPED) : "";
}

struct cell change_difference(const struct cell *with, const struct cell *without,
                              const struct number *difference)
{
    const bool open = with->state == CELL_UNDETERMINED || without->state == CELL_UNDETERMINED;
    const bool both = with->state == CELL_VALUE && without->state == CELL_VALUE;
    return (struct cell){.value = {.number = *difference},
                         .state = both   ? CELL_VALUE
                                  : open ? CELL_UNDETERMINED
                                         : CELL_ABSENT};
}

bool changed_line_is_memo(const struct changed_line *line)
{
    return line->party == NULL && line->line == NULL;
}

struct changed_line *changed_lines(struct reporting *reporting, const struct policy_change *change)
{
    struct display *display = &reporting->display;
    const struct ledger *ledger = reporting->context->ledger;
    struct changed_line *lines = display_array(display, change_count(change), sizeof *lines);
    struct changed_line *line = lines;
    for (size_t i = 0; lines != NULL && i < change->net_count; i++, line++) {
        const struct net_change *net = &change->nets[i];
        *line = (struct changed_line){
            .party = net->account.party,
            .kind = net->kind,
            .id = display_text(display, account_id(ledger, net->account, reporting->arena)),
            .row = party_title(display, net->account),
            .item = titled(display, &net->kind->title),
            .unit = &net->kind->unit,
            .with = net->with,
            .without = net->without,
            .difference = change_difference(&net->with, &net->without, &net->difference),
            .why = &net->why};
    }
    for (size_t i = 0; lines != NULL && i < change->figure_count; i++, line++) {
        const struct figure_change *figure = &change->figures[i];
        const struct entity *entity = figure->view->entity;
        *line = (struct changed_line){
            .line = figure->line,
            .id = display_text(display,
                               row_path(ledger->dataset, entity, figure->row, reporting->arena)),
            .row = row_title(display, entity, figure->row),
            .item = titled(display, &figure->line->title),
            .type = &figure->line->type,
            .unit = &figure->line->unit,
            .with = figure->with,
            .without = figure->without,
            .difference = change_difference(&figure->with, &figure->without, &figure->difference),
            .why = &figure->why};
    }
    for (size_t i = 0; lines != NULL && i < change->memo_count; i++, line++) {
        const struct memo_change *memo = &change->memos[i];
        *line = (struct changed_line){
            .kind = memo->post->kind,
            .id = "",
            .row = word(display, WORD_MEMO),
            .item = titled(display, &memo->post->title),
            .unit = &memo->post->kind->unit,
            .with = memo->with,
            .without = memo->without,
            .difference = change_difference(&memo->with, &memo->without, &memo->difference),
            .why = &memo->why};
    }
    return lines;
}

static void add_policy(struct reporting *reporting, struct text_table *table,
                       const struct policy_change *change, const struct change_columns *columns)
{
    const char **cells = table_row(table, false);
    cells[0] = titled(&reporting->display, &change->file->title);
    for (size_t i = 0; i < columns->count; i++)
        cells[i + 1] = columns->items[i].line != NULL
                           ? changes_report_figure_cell(reporting, change, columns->items[i].line)
                           : net_cell(reporting, change, &columns->items[i]);
}

static void write_changed(struct reporting *reporting, const struct change_report *changes)
{
    struct change_columns columns = {0};
    struct text_table table;
    change_columns_find(reporting, changes, &columns);
    if (columns.count == 0 || !table_open(reporting, &table, columns.count + 1, changes->count))
        return;
    table.heads[0] = word(&reporting->display, WORD_POLICY);
    for (size_t i = 0; i < columns.count; i++)
        table.heads[i + 1] = change_column_head(reporting, &columns.items[i]);
    for (size_t i = 0; i < changes->count; i++)
        if (!change_is_none(&changes->items[i]))
            add_policy(reporting, &table, &changes->items[i], &columns);
    write_table(reporting, &table);
}

bool changes_are_several(const struct change_report *changes)
{
    size_t lines = 0;
    for (size_t i = 0; i < changes->count; i++)
        lines += !change_is_none(&changes->items[i]);
    return lines > 1;
}

static void write_not_additive(struct reporting *reporting, const struct change_report *changes)
{
    if (!changes_are_several(changes))
        return;
    write_text(&reporting->writer, "\n");
    text_line(reporting, 0, word(&reporting->display, WORD_NOT_ADDITIVE));
}

/* ---- the policies that are not in it ---- */

static const char *changes_report_join(struct reporting *reporting, const char *names,
                                       const struct policy_file *file)
{
    if (names == NULL)
        return NULL;
    return arena_format(reporting->arena, "%s%s%s", names,
                        names[0] == '\0' ? "" : word(&reporting->display, WORD_LIST_COMMA),
                        titled(&reporting->display, &file->title));
}

const char *changes_unchanged(struct reporting *reporting, const struct change_report *changes)
{
    const char *names = "";
    for (size_t i = 0; i < changes->count; i++)
        if (change_count(&changes->items[i]) == 0)
            names = changes_report_join(reporting, names, changes->items[i].file);
    return names;
}

const char *changes_of_memos(struct reporting *reporting, const struct change_report *changes)
{
    const char *names = "";
    for (size_t i = 0; i < changes->count; i++)
        if (change_is_none(&changes->items[i]) && changes->items[i].memo_count > 0)
            names = changes_report_join(reporting, names, changes->items[i].file);
    return names;
}

/* Not where the reader chose some. */
const char *changes_not_compared(struct reporting *reporting, const struct change_report *changes)
{
    const struct policy *policy = reporting->context->policy;
    const char *facts = "";
    size_t left_out = 0;
    for (size_t i = 0; i < policy->file_count; i++) {
        left_out += policy->files[i].compared && policy->files[i].changes;
        if (!policy->files[i].compared)
            facts = changes_report_join(reporting, facts, &policy->files[i]);
    }
    return changes->count >= left_out ? facts : "";
}

const char *change_why(struct reporting *reporting, const struct policy_change *change)
{
    if (change->why.zh == NULL)
        return "";
    return text_with_label(&reporting->display, titled(&reporting->display, &change->file->title),
                           title_in(&change->why, reporting->context->language));
}

/* Of each policy why figures are undetermined without it. */
static void write_whys(struct reporting *reporting, const struct change_report *changes)
{
    bool any = false;
    for (size_t i = 0; i < changes->count; i++) {
        if (changes->items[i].why.zh == NULL)
            continue;
        if (!any)
            text_heading(reporting, word(&reporting->display, WORD_UNDETERMINED_WITHOUT));
        any = true;
        text_line(reporting, 0, change_why(reporting, &changes->items[i]));
    }
    if (any)
        text_line(reporting, 0, word(&reporting->display, WORD_ASK_BY_FACTS));
}

static void write_named(struct reporting *reporting, enum word_id id, const char *names)
{
    if (names != NULL && names[0] == '\0')
        return;
    write_text(&reporting->writer, "\n");
    text_line(reporting, 0,
              names == NULL
                  ? NULL
                  : text_with_label(&reporting->display, word(&reporting->display, id), names));
}

static void write_others(struct reporting *reporting, const struct change_report *changes)
{
    write_named(reporting, WORD_MEMOS_ALONE, changes_of_memos(reporting, changes));
    write_named(reporting, WORD_UNCHANGED, changes_unchanged(reporting, changes));
    write_named(reporting, WORD_NOT_COMPARED, changes_not_compared(reporting, changes));
}

/* ---- with details: every party and figure that changed ---- */

enum word_id changes_with(const struct change_report *changes)
{
    return changes->trial ? WORD_AS_TRIAL : WORD_WITH;
}

enum word_id changes_without(const struct change_report *changes)
{
    return changes->trial ? WORD_AS_FILED : WORD_WITHOUT;
}

enum word_id changes_title(const struct change_report *changes)
{
    return changes->trial ? WORD_TRIAL_CHANGES : WORD_CHANGES;
}

/* Of a trial what was filed stands before it. */
static void changes_put_sides(const struct change_report *changes, const char **cells,
                              const char *with, const char *without)
{
    cells[changes->trial ? 3 : 2] = with;
    cells[changes->trial ? 2 : 3] = without;
}

static const char *changed_head(struct reporting *reporting, const struct changed_line *line)
{
    if (line->line != NULL)
        return view_head(&reporting->display, line->line);
    return line->party != NULL ? kind_title(&reporting->display, line->kind) : line->item;
}

static const char *changed_figure(struct reporting *reporting, const struct changed_line *line,
                                  const struct cell *cell)
{
    return line->line != NULL ? view_figure(&reporting->display, line->line, cell, NUMBER_GROUPED)
                              : change_net_text(reporting, line->kind, cell);
}

/* Of what is undetermined, each reason once, with all that it is the reason of. */
struct change_reasons {
    struct reporting *reporting;
    const struct changed_line *lines;
    size_t count;
    bool *said; /* by line */
};

static void write_reason(struct change_reasons *reasons, size_t first)
{
    struct display *display = &reasons->reporting->display;
    const char *reason = title_in(reasons->lines[first].why, display->context->language);
    const char *items = "";
    for (size_t i = first; i < reasons->count && items != NULL; i++) {
        const struct changed_line *line = &reasons->lines[i];
        if (reasons->said[i] || line->why->zh == NULL ||
            strcmp(title_in(line->why, display->context->language), reason) != 0)
            continue;
        const char *row = changed_line_is_memo(line) ? "" : line->row;
        reasons->said[i] = true;
        items = format_text(display, "%s%s%s%s%s", items,
                            items[0] == '\0' ? "" : word(display, WORD_LIST_COMMA), row,
                            row[0] == '\0' ? "" : " ", line->item);
    }
    text_line(reasons->reporting, 0,
              items == NULL ? NULL
                            : text_with_label(display, word(display, WORD_UNDETERMINED),
                                              format_text(display, "%s → %s", reason, items)));
}

static void write_reasons(struct reporting *reporting, const struct changed_line *lines,
                          size_t count)
{
    struct change_reasons reasons = {
        .reporting = reporting,
        .lines = lines,
        .count = count,
        .said = display_array(&reporting->display, count, sizeof *reasons.said)};
    for (size_t i = 0; reasons.said != NULL && i < count; i++)
        if (!reasons.said[i] && lines[i].why->zh != NULL)
            write_reason(&reasons, i);
}

static void changes_write_sides(struct reporting *reporting, const struct change_report *changes,
                                const struct policy_change *change)
{
    enum { COLUMNS = 5 };
    const size_t count = change_count(change);
    const struct changed_line *lines = changed_lines(reporting, change);
    struct text_table table;
    if (lines == NULL || !table_open(reporting, &table, COLUMNS, count))
        return;
    table.heads[0] = word(&reporting->display, WORD_ROW);
    table.heads[1] = word(&reporting->display, WORD_ITEM);
    changes_put_sides(changes, table.heads, word(&reporting->display, changes_with(changes)),
                      word(&reporting->display, changes_without(changes)));
    table.heads[4] = word(&reporting->display, WORD_DIFFERENCE);
    table.left[1] = true;
    for (size_t i = 0; i < count; i++) {
        const struct changed_line *line = &lines[i];
        const char **cells = table_row(&table, false);
        cells[0] = line->row;
        cells[1] = changed_head(reporting, line);
        changes_put_sides(changes, cells, changed_figure(reporting, line, &line->with),
                          changed_figure(reporting, line, &line->without));
        cells[4] = changed_figure(reporting, line, &line->difference);
    }
    write_table(reporting, &table);
    write_reasons(reporting, lines, count);
}

static void write_details(struct reporting *reporting, const struct change_report *changes,
                          const struct policy_change *change)
{
    if (change_count(change) == 0)
        return;
    text_heading(reporting,
                 format_text(&reporting->display, "%s  %s",
                             titled(&reporting->display, &change->file->title), change->file->id));
    text_labelled(reporting, 0, WORD_SOURCE, change->file->source);
    changes_write_sides(reporting, changes, change);
}

/* ---- of settings ---- */

const char *trial_why(struct reporting *reporting, const struct policy_change *change, bool with)
{
    const struct title *why = with ? &change->why_with : &change->why;
    return why->zh == NULL
               ? ""
               : text_with_label(&reporting->display,
                                 word(&reporting->display, with ? WORD_AS_TRIAL : WORD_AS_FILED),
                                 title_in(why, reporting->context->language));
}

const char *trial_rows_gone(struct reporting *reporting, const struct policy_change *change)
{
    return change->rows_gone == 0
               ? ""
               : format_in(&reporting->display, "存档中有而试算中没有的当事方 %zu 个，未逐个比较",
                           "parties as filed that are none in the trial, not compared: %zu",
                           change->rows_gone);
}

static void text_trial(struct reporting *reporting, const struct change_report *changes)
{
    const struct policy_change *change = changes->items;
    text_head(reporting, true);
    text_heading(reporting, word(&reporting->display, changes_title(changes)));
    if (change_count(change) == 0)
        text_line(reporting, 0, word(&reporting->display, WORD_NOTHING_MOVED));
    else
        changes_write_sides(reporting, changes, change);
    if (change->rows_gone > 0)
        text_line(reporting, 0, trial_rows_gone(reporting, change));
    if (change->why.zh != NULL || change->why_with.zh != NULL)
        text_heading(reporting, word(&reporting->display, WORD_UNDETERMINED_WHY));
    for (size_t i = 0; i < 2; i++) {
        const char *why = trial_why(reporting, change, i == 1);
        if (why == NULL || why[0] != '\0')
            text_line(reporting, 0, why);
    }
    text_taken(reporting, NULL);
}

static void text_changes(struct reporting *reporting, const struct change_report *changes)
{
    text_head(reporting, true);
    text_heading(reporting, word(&reporting->display, WORD_CHANGES));
    write_changed(reporting, changes);
    write_not_additive(reporting, changes);
    write_whys(reporting, changes);
    write_others(reporting, changes);
    for (size_t i = 0; i < changes->count && reporting->report->detail; i++)
        write_details(reporting, changes, &changes->items[i]);
    text_taken(reporting, NULL);
}

static enum ft_status changes_write_report(struct figure_context *context,
                                           const struct change_report *changes,
                                           const struct ft_report *report,
                                           const struct ft_sink *sink)
{
    struct reporting reporting;
    reporting_open(&reporting, context, report, sink);
    if (report->format == FT_XLSX)
        return sheet_changes(&reporting, changes);
    if (report->format == FT_JSON)
        json_write_changes(&reporting, changes);
    else if (report->format == FT_CSV)
        csv_changes(&reporting, changes);
    else if (changes->trial)
        text_trial(&reporting, changes);
    else
        text_changes(&reporting, changes);
    return reporting_status(&reporting);
}

enum ft_status report_changes(struct figure_context *context, const struct policy_change *changes,
                              size_t count, const struct ft_report *report,
                              const struct ft_sink *sink)
{
    const struct change_report all = {.items = changes, .count = count};
    return changes_write_report(context, &all, report, sink);
}

enum ft_status report_trial(struct figure_context *context, const struct policy_change *change,
                            const struct ft_report *report, const struct ft_sink *sink)
{
    const struct change_report one = {.items = change, .count = 1, .trial = true};
    return changes_write_report(context, &one, report, sink);
}
