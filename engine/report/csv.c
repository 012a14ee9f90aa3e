/*
 * Postings as CSV for a spreadsheet: UTF-8 with a mark that Excel knows it by, CRLF, and no text
 * cell that a spreadsheet would run as a formula.
 */
#include <string.h>

#include "formats.h"

const char csv_mark[] = "\xEF\xBB\xBF";

void csv_cell(struct writer *writer, const char *text)
{
    const size_t length = text == NULL ? 0 : strlen(text);
    const struct arena_mark mark = arena_mark(writer->arena);
    if (text != NULL && csv_cell_is_plain(text, length)) {
        write_text(writer, text);
        return;
    }
    char *cell =
        text == NULL ? NULL : arena_allocate(writer->arena, csv_cell_room(text, length) + 1);
    if (cell != NULL)
        cell[csv_cell_write(cell, text, length)] = '\0';
    write_text(writer, cell);
    arena_rewind(writer->arena, mark);
}

void csv_cells(struct writer *writer, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            write_text(writer, ",");
        csv_cell(writer, cells[i]);
    }
}

void csv_line(struct writer *writer, const char *const *cells, size_t count)
{
    csv_cells(writer, cells, count);
    write_text(writer, "\r\n");
}

/* ---- what it was made from ---- */

/* "--set projects.A1.price=20; --as-of 2021-12-31", "" where the scenario is as filed. */
static const char *changes_text(struct reporting *reporting)
{
    const struct scenario *scenario = reporting->context->scenario;
    const char *text = "";
    for (size_t i = 0; i < scenario->change_count && text != NULL; i++) {
        const struct scenario_change *change = &scenario->changes[i];
        text = format_text(&reporting->display, "%s%s%s %s%s%s", text, i == 0 ? "" : "; ",
                           change->option, change->path, change->path[0] == '\0' ? "" : "=",
                           change->value);
    }
    return reporting->context->idle_trial
               ? format_in(&reporting->display, "%s（%s）", "%s  (%s)", text,
                           word(&reporting->display, WORD_IDLE_TRIAL))
               : text;
}

static void csv_write_head_line(struct reporting *reporting, enum word_id id, const char *value)
{
    csv_cell(&reporting->writer, word(&reporting->display, id));
    write_text(&reporting->writer, ",");
    csv_cell(&reporting->writer, value);
    write_text(&reporting->writer, "\r\n");
}

/* A date that a spreadsheet may know as one. */
static void write_head_date(struct reporting *reporting, enum word_id id, struct date date)
{
    char text[DATE_TEXT_SIZE];
    write_format(&reporting->writer, "%s,%s\r\n", word(&reporting->display, id),
                 date.days == DATE_FOREVER.days ? "" : date_text(text, date));
}

void csv_head_rows(struct reporting *reporting, const char *title)
{
    const struct figure_context *context = reporting->context;
    const struct dataset *dataset = context->ledger->dataset;
    const struct arena_mark mark = arena_mark(reporting->arena);
    struct verdict verdict;
    write_text(&reporting->writer, csv_mark);
    csv_write_head_line(reporting, WORD_REPORT, title);
    csv_write_head_line(reporting, WORD_SCENARIO,
                        titled(&reporting->display, &context->scenario->title));
    csv_write_head_line(reporting, WORD_VERDICT,
                        verdict_open(&reporting->display, &verdict)
                            ? verdict_line(&reporting->display, &verdict)
                            : "");
    write_head_date(reporting, WORD_AS_OF, dataset->as_of);
    write_head_date(reporting, WORD_KNOWN_AT, dataset->known_at);
    csv_write_head_line(reporting, WORD_UNIT, money_unit(&reporting->display));
    csv_write_head_line(reporting, WORD_POLICY_DIGEST, context->policy->digest);
    csv_write_head_line(reporting, WORD_SCENARIO_DIGEST, run_digest(context));
    csv_write_head_line(reporting, WORD_TRIAL, changes_text(reporting));
    csv_write_head_line(reporting, WORD_VERSION, "fangtian " FT_VERSION);
    const char *note;
    for (size_t i = 0; (note = reading_note(context, i)) != NULL; i++)
        csv_write_head_line(reporting, WORD_READING, note);
    arena_rewind(reporting->arena, mark);
}

/* What is lacking, a line each: where the first page does not stand in the head, which has it. */
static void csv_causes(struct reporting *reporting)
{
    struct verdict verdict;
    struct causes causes;
    if (!verdict_open(&reporting->display, &verdict) ||
        !causes_open(&reporting->display, &verdict, &causes, reporting->arena))
        return;
    for (size_t i = 0; i < causes.count; i++) {
        const struct cause *cause = &causes.list[i];
        const char *const cells[] = {word(&reporting->display, WORD_UNDETERMINED), cause->rows,
                                     cause->said};
        csv_line(&reporting->writer, cells, sizeof cells / sizeof *cells);
    }
}

void csv_head_taken(struct reporting *reporting, const char *title, const struct reach *reach)
{
    csv_head_rows(reporting, title);
    csv_causes(reporting);
    csv_taken(reporting, reach);
    write_text(&reporting->writer, "\r\n");
}

void csv_head_view(struct reporting *reporting, const char *title, const struct reach *reach)
{
    csv_head_rows(reporting, title);
    csv_causes(reporting);
    text_view_rests(reporting);
    csv_taken(reporting, reach);
    write_text(&reporting->writer, "\r\n");
}

/* ---- items ---- */

static void csv_taken_by_all(struct reporting *reporting)
{
    csv_taken(reporting, NULL);
}

static void csv_write_header(struct reporting *reporting)
{
    static const struct title titles[] = {
        {"规则", "rule"},    {"名称", "title"},   {"表", "table"},    {"行", "row"},
        {"项目", "project"}, {"付方", "from"},    {"收方", "to"},     {"类别", "kind"},
        {"备忘", "memo"},    {"情形", "case"},    {"依据", "source"}, {"单位", "unit"},
        {"金额", "amount"},  {"精确值", "exact"},
    };
    enum { COUNT = sizeof titles / sizeof *titles };
    const char *cells[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        cells[i] = titled(&reporting->display, &titles[i]);
    csv_head_rows(reporting, word(&reporting->display, WORD_ITEMS));
    reporting_part(reporting, text_edited);
    reporting_part(reporting, text_pending);
    reporting_part(reporting, csv_carried);
    reporting_part(reporting, csv_taken_by_all);
    write_text(&reporting->writer, "\r\n");
    csv_line(&reporting->writer, cells, COUNT);
}

static const char *account_or_none(struct reporting *reporting, struct account account)
{
    return account.party == NULL ? ""
                                 : account_text(reporting->context->ledger, account,
                                                reporting->arena, reporting->context->language);
}

/* A spreadsheet would read the fraction 30/7 as a day of July: it is kept as such a text is. */
static void csv_write_exact(struct writer *writer, const char *figure)
{
    if (figure != NULL && strchr(figure, '/') != NULL)
        csv_cell(writer, figure);
    else
        write_text(writer, figure);
}

static void csv_write_row(struct reporting *reporting, size_t index)
{
    const struct posting own = ledger_posting(reporting->context->ledger, index), *posting = &own;
    const struct arena_mark mark = arena_mark(reporting->arena);
    const struct rule *rule = posting->rule;
    const struct value_kind *kind = posting->post->kind;
    struct arith *arith = reporting->context->arith;
    const struct number factor = shown_factor(&reporting->display, &kind->unit);
    struct number amount, exact;
    const char *project = project_of(&reporting->display, rule->item.entity, posting->row);
    if (number_div(&amount, arith, &posting->amount, &factor) != FT_OK ||
        number_div(&exact, arith, &posting->exact, &factor) != FT_OK) {
        reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    const char *const cells[] = {
        rule->item.id,
        titled(&reporting->display, &posting->post->title),
        rule->item.entity->table,
        row_path(reporting->context->ledger->dataset, rule->item.entity, posting->row,
                 reporting->arena),
        project == NULL ? "" : project,
        account_or_none(reporting, posting->from),
        account_or_none(reporting, posting->to),
        titled(&reporting->display, &kind->title),
        word(&reporting->display, posting->post->memo ? WORD_YES : WORD_NO),
        figure_case(&reporting->display, rule, posting->row),
        figure_source(&reporting->display, rule, posting->row),
        unit_symbol(&reporting->display, &kind->unit),
    };
    csv_cells(&reporting->writer, cells, sizeof cells / sizeof *cells);
    /* Figures are figures: a minus sign in front of one starts no formula. */
    const bool open = posting->lacks != NULL;
    write_text(&reporting->writer, ",");
    write_text(&reporting->writer, open ? word(&reporting->display, WORD_UNDETERMINED)
                                        : number_text(&amount, arith, NUMBER_PLAIN));
    write_text(&reporting->writer, ",");
    csv_write_exact(&reporting->writer, open ? word(&reporting->display, WORD_UNDETERMINED)
                                             : number_text(&exact, arith, NUMBER_PLAIN));
    write_text(&reporting->writer, "\r\n");
    arena_rewind(reporting->arena, mark);
}

void csv_sheets(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    if (reporting->report->view != NULL) {
        csv_view(reporting);
        return;
    }
    csv_write_header(reporting);
    for (size_t i = 0; i < ledger->posting_count && reporting->display.by == NULL; i++)
        csv_write_row(reporting, i);
    for (size_t i = 0; i < reporting->display.group_count; i++)
        for (size_t j = 0; j < reporting->display.groups[i].count; j++)
            csv_write_row(reporting, reporting->display.groups[i].postings[j]);
}
