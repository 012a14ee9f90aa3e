/* Balance sheets as text: a table of parties, a sheet each, then what an auditor asks next. */
#include <string.h>

#include "aligned.h"
#include "formats.h"

/* ---- headings ---- */

void text_heading(struct reporting *reporting, const char *text)
{
    struct writer *writer = &reporting->writer;
    write_text(writer, "\n");
    write_title(writer, text, reporting->width);
    for (size_t i = 0; i < reporting->width && writer->status == FT_OK; i++)
        write_text(writer, "─");
    write_text(writer, "\n");
}

/* What a file or a command line holds, on one line. */
static const char *one_line(struct reporting *reporting, const char *text)
{
    char *line = arena_copy(reporting->arena, text, strlen(text));
    for (char *at = line; at != NULL && *at != '\0'; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' ';
    return display_text(&reporting->display, line);
}

const char *changed_text(struct reporting *reporting, const struct scenario_change *change)
{
    struct display *display = &reporting->display;
    const char *was =
        change->was == NULL ? word(display, WORD_NOT_FILED) : one_line(reporting, change->was);
    return format_in(display, "%s%s%s = %s（%s %s）", "%s%s%s = %s (%s %s)", change->option,
                     change->path[0] == '\0' ? "" : " ", change->path,
                     one_line(reporting, change->value), word(display, WORD_FILED), was);
}

void text_changed(struct reporting *reporting)
{
    const struct scenario *scenario = reporting->context->scenario;
    struct writer *writer = &reporting->writer;
    if (scenario->change_count == 0)
        return;
    write_title(writer, word(&reporting->display, WORD_CHANGED), reporting->width);
    for (size_t i = 0; i < scenario->change_count; i++)
        text_line(reporting, 2, changed_text(reporting, &scenario->changes[i]));
    if (reporting->context->idle_trial)
        text_line(reporting, 2, word(&reporting->display, WORD_IDLE_TRIAL));
}

void text_identity(struct reporting *reporting)
{
    const struct figure_context *context = reporting->context;
    const struct dataset *dataset = context->ledger->dataset;
    char as_of[DATE_TEXT_SIZE], known_at[DATE_TEXT_SIZE];
    static const char version[] = "fangtian " FT_VERSION;
    bool known = dataset->known_at.days != DATE_FOREVER.days;
    const char *const parts[] = {
        format_text(&reporting->display, "%s %s", word(&reporting->display, WORD_AS_OF),
                    date_text(as_of, dataset->as_of)),
        known ? format_text(&reporting->display, "%s %s", word(&reporting->display, WORD_KNOWN_AT),
                            date_text(known_at, dataset->known_at))
              : "",
        format_text(&reporting->display, "%s %s", word(&reporting->display, WORD_UNIT),
                    money_unit(&reporting->display)),
        version,
        format_text(&reporting->display, "%s %.12s", word(&reporting->display, WORD_POLICY),
                    context->policy->digest),
        format_text(&reporting->display, "%s %.12s", word(&reporting->display, WORD_SCENARIO),
                    run_digest(context)),
    };
    const char *line = "";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *between = line != NULL && line[0] != '\0' ? "   " : "";
        if (parts[i] != NULL && parts[i][0] == '\0')
            continue;
        if (between[0] != '\0' && text_cells(line) + 3 + text_cells(parts[i]) > reporting->width) {
            write_format(&reporting->writer, "%s\n", line);
            line = between = "";
        }
        line = format_text(&reporting->display, "%s%s%s", line, between, parts[i]);
    }
    write_format(&reporting->writer, "%s\n", line);
}

/* What of the facts their user may not see, a line each. */
static void text_notes(struct reporting *reporting)
{
    const char *note;
    for (size_t i = 0; (note = reading_note(reporting->context, i)) != NULL; i++)
        text_line(reporting, 0, visible(&reporting->display, note));
}

void text_head(struct reporting *reporting, bool reasons)
{
    write_title(&reporting->writer,
                titled(&reporting->display, &reporting->context->scenario->title),
                reporting->width);
    text_verdict(reporting, reasons);
    text_identity(reporting);
    text_notes(reporting);
    text_edited(reporting);
    text_changed(reporting);
}

/* ---- the table of parties ---- */

/* Which row of the summary comes next: of the parties' sheets and kinds that something moves of. */
struct summary_rows {
    size_t sheet, kind;
    bool known; /* the line of its known part */
    bool named; /* the party stands on a line above */
};

static void summary_go_on(struct summary_rows *rows, size_t kinds)
{
    rows->known = false;
    if (++rows->kind < kinds)
        return;
    *rows = (struct summary_rows){.sheet = rows->sheet + 1};
}

/* A kind's line, and behind one that is open what is known of it. */
static void make_summary_row(struct reporting *reporting, void *context, size_t row,
                             const char **cells)
{
    const struct policy *policy = reporting->context->policy;
    struct summary_rows *rows = context;
    if (row == 0)
        *rows = (struct summary_rows){.sheet = 0};
    struct sheet sheet = ledger_sheet(reporting->context->ledger, rows->sheet);
    struct kind_total total = sheet_total(&sheet, rows->kind);
    while (!moves(&total)) {
        summary_go_on(rows, policy->kind_count);
        sheet = ledger_sheet(reporting->context->ledger, rows->sheet);
        total = sheet_total(&sheet, rows->kind);
    }
    const struct value_kind *kind = &policy->kinds[rows->kind];
    const struct number *figures[] = {&total.received, &total.paid, &total.net};
    const bool open[] = {total.received_lacks != NULL, total.paid_lacks != NULL,
                         total_is_open(&total)};
    cells[0] = rows->named ? "" : party_title(&reporting->display, sheet.account);
    cells[1] = rows->known ? word(&reporting->display, WORD_KNOWN_PART)
                           : kind_title(&reporting->display, kind);
    for (size_t j = 0; j < 3; j++)
        cells[2 + j] = open[j] == rows->known ? amount_text(&reporting->display, kind, figures[j])
                       : open[j]              ? word(&reporting->display, WORD_UNDETERMINED)
                                              : "";
    rows->named = true;
    if (total_is_open(&total) && !rows->known)
        rows->known = true;
    else
        summary_go_on(rows, policy->kind_count);
}

static void write_summary(struct reporting *reporting)
{
    static const enum word_id heads[] = {WORD_PARTY, WORD_KIND, WORD_RECEIVED, WORD_PAID, WORD_NET};
    static const size_t least[] = {12, 16, 18, 18, 18};
    enum { COLUMNS = sizeof heads / sizeof *heads };
    const struct ledger *ledger = reporting->context->ledger;
    struct summary_rows made;
    struct text_table table;
    text_heading(reporting, word(&reporting->display, WORD_SUMMARY));
    size_t rows = 0;
    for (size_t i = 0; i < ledger->sheet_count; i++) {
        const struct sheet sheet = ledger_sheet(ledger, i);
        for (size_t kind = 0; kind < reporting->context->policy->kind_count; kind++) {
            const struct kind_total total = sheet_total(&sheet, kind);
            rows += !moves(&total) ? 0 : total_is_open(&total) ? 2 : 1;
        }
    }
    if (!table_open_made(reporting, &table, COLUMNS, rows, make_summary_row, &made))
        return;
    table.keys = 2;
    table.left[1] = true;
    table_heads(reporting, &table, heads);
    memcpy(table.least, least, sizeof least);
    write_table(reporting, &table);
}

/* ---- which sheets ---- */

/* Sheets that repeat what others show, or are too many to read one by one. */
static bool is_party_folded(const struct reporting *reporting, const struct party *party,
                            size_t sheets)
{
    enum { MOST_SHEETS = 3 };
    return !reporting->report->detail && (party->in_detail || sheets > MOST_SHEETS);
}

/* Whether one of the lines is shown. */
static bool has_line_shown(const struct reporting *reporting, const uint32_t *lines, size_t count)
{
    bool any = reporting->report->detail;
    for (size_t i = 0; i < count && !any; i++) {
        const struct posting posting = ledger_posting(reporting->context->ledger, lines[i]);
        any = sheet_shows(reporting, &posting);
    }
    return any;
}

/* "改造主体 6 张、国库（税款） 1 张" */
static const char *folded_parties(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    struct growing_text list = {.arena = reporting->arena};
    for (size_t i = 0; i < ledger->party_count; i++) {
        const struct party *party = ledger->parties[i].party;
        const size_t count = ledger->parties[i].count;
        if (is_party_folded(reporting, party, count))
            growing_list(&list, word(&reporting->display, WORD_LIST_COMMA),
                         format_in(&reporting->display, "%s %zu 张", "%s %zu",
                                   titled(&reporting->display, &party->title), count));
    }
    return display_text(&reporting->display, growing_whole(&list));
}

/* Says what --detail shows besides. */
static void write_folded(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    const char *parties = folded_parties(reporting);
    size_t zeros = 0;
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        zeros += !sheet_shows(reporting, &posting);
    }
    if (zeros == 0 && parties[0] == '\0')
        return;
    const char *lines = zeros == 0 ? ""
                                   : format_in(&reporting->display, "金额为零的收付 %zu 笔",
                                               "lines of nothing: %zu", zeros);
    const char *sheets =
        parties[0] == '\0'
            ? ""
            : format_in(&reporting->display, "%s明细表：%s", "%ssheets: %s",
                        zeros == 0 ? "" : text_in(&reporting->display, "，以及", " and "), parties);
    write_text(&reporting->writer, "\n");
    text_line(reporting, 0,
              format_in(&reporting->display,
                        "以下较长的依据只在首次出现处写明，并略去%s%s（--detail 列出全部）",
                        "below, a long source stands once, and is left out: %s%s (--detail "
                        "lists all)",
                        lines, sheets));
}

/* Below one view, what its figures took though nobody wrote it. */
static void text_taken_of_view(struct reporting *reporting)
{
    struct reach reach;
    if (!reach_open(&reporting->display, &reach))
        return;
    reach_view(&reach, reporting->display.views[0].table.view);
    text_taken(reporting, &reach);
}

/* The sheets of each party, but for those that are folded. */
static void text_write_sheets(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    for (size_t i = 0; i < ledger->party_count; i++) {
        const struct party_sheets *own = &ledger->parties[i];
        for (size_t j = 0; j < own->count && !is_party_folded(reporting, own->party, own->count);
             j++) {
            const struct arena_mark mark = arena_mark(reporting->arena);
            const struct sheet sheet = ledger_sheet(ledger, own->first + j);
            if (has_line_shown(reporting, sheet.postings, sheet.posting_count + sheet.memo_count))
                text_sheet(reporting, &sheet);
            arena_rewind(reporting->arena, mark);
        }
    }
}

void text_sheets(struct reporting *reporting)
{
    const bool whole = reporting->report->view == NULL;
    text_head(reporting, !whole);
    if (whole)
        reporting_part(reporting, text_pending); /* its causes are told of further below */
    reporting_part(reporting, text_views);
    if (!whole) {
        text_view_rests(reporting);
        text_taken_of_view(reporting);
        return;
    }
    reporting_part(reporting, text_carried);
    reporting_part(reporting, write_summary);
    if (reporting->display.by == NULL) {
        reporting_part(reporting, write_folded);
        text_write_sheets(reporting);
    }
    reporting_part(reporting, text_sheets_by);
    text_findings(reporting);
}
