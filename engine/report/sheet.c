/* Reports as sheets of a workbook: what they share. */
#include <string.h>

#include "formats.h"
#include "sheet.h"

enum ft_status sheet_open(struct sheet_writer *sheet, struct reporting *reporting)
{
    const char *folder = reporting->report->scratch;
    *sheet = (struct sheet_writer){.reporting = reporting};
    reporting->writer.status =
        book_writer_open(&sheet->writer, reporting->arena, reporting->context->diagnostics,
                         folder == NULL ? "/tmp" : folder);
    return reporting_status(reporting);
}

enum ft_status sheet_finish(struct sheet_writer *sheet)
{
    struct reporting *reporting = sheet->reporting;
    if (reporting_status(reporting) == FT_OK)
        reporting->writer.status = book_writer_finish(sheet->writer, reporting->writer.sink);
    else
        book_writer_drop(sheet->writer);
    return reporting_status(reporting);
}

void sheet_words(struct sheet_writer *sheet, uint16_t column, const struct book_look *look,
                 const char *text)
{
    if (text == NULL)
        sheet->reporting->writer.status = FT_NO_MEMORY;
    else if (text[0] == '\0')
        book_writer_blank(sheet->writer, sheet->line, column, look);
    else
        book_writer_words(sheet->writer, sheet->line, column, look, text);
}

static void sheet_line_of(struct sheet_writer *sheet, enum book_role role, const char *text)
{
    sheet_words(sheet, 0, &(struct book_look){.role = role}, text);
    sheet->line++;
}

/* The verdict; dates, version and digests on a line; what of the facts may not be seen, and what the
 * command line changed. */
static void sheet_write_identity(struct sheet_writer *sheet)
{
    struct reporting *reporting = sheet->reporting;
    const struct figure_context *context = reporting->context;
    const struct scenario *scenario = context->scenario;
    const struct dataset *dataset = context->ledger->dataset;
    char as_of[DATE_TEXT_SIZE], known_at[DATE_TEXT_SIZE];
    const bool known = dataset->known_at.days != DATE_FOREVER.days;
    struct verdict verdict;
    const char *note;
    sheet_line_of(sheet, ROLE_PLAIN, titled(&reporting->display, &scenario->title));
    if (verdict_open(&reporting->display, &verdict))
        sheet_line_of(sheet, ROLE_PLAIN, verdict_line(&reporting->display, &verdict));
    sheet_line_of(
        sheet, ROLE_PLAIN,
        format_text(&reporting->display, "%s %s   %s%s%sfangtian %s   %s %.12s   %s %.12s",
                    word(&reporting->display, WORD_AS_OF), date_text(as_of, dataset->as_of),
                    known ? word(&reporting->display, WORD_KNOWN_AT) : "", known ? " " : "",
                    known ? format_text(&reporting->display, "%s   ",
                                        date_text(known_at, dataset->known_at))
                          : "",
                    FT_VERSION, word(&reporting->display, WORD_POLICY), context->policy->digest,
                    word(&reporting->display, WORD_SCENARIO), scenario->digest));
    for (size_t i = 0; (note = reading_note(context, i)) != NULL; i++)
        sheet_line_of(sheet, ROLE_PLAIN, note);
    if (scenario->change_count > 0)
        sheet_line_of(sheet, ROLE_HEADING, word(&reporting->display, WORD_CHANGED));
    for (size_t i = 0; i < scenario->change_count; i++)
        sheet_line_of(sheet, ROLE_PLAIN, changed_text(reporting, &scenario->changes[i]));
}

/* A table of more columns goes over several pages side by side, its first two on each. */
static void sheet_set_page(struct sheet_writer *sheet, const char *name, uint32_t heads,
                           uint16_t columns)
{
    enum { MOST_ON_A_PAGE = 10, REPEATED = 2 };
    const bool broad = columns > MOST_ON_A_PAGE;
    struct reporting *reporting = sheet->reporting;
    const struct scenario *scenario = reporting->context->scenario;
    char as_of[DATE_TEXT_SIZE];
    const char *title =
        book_page_text(reporting->arena, titled(&reporting->display, &scenario->title));
    const struct book_page page = {
        .broad = broad,
        .repeat_columns = broad ? REPEATED : 0,
        .repeat_first = heads,
        .repeat_last = heads,
        .header = format_text(&reporting->display, "&L%s&R%s", title == NULL ? "" : title, name),
        .footer =
            format_in(&reporting->display, "&L基准日 %s&C第 &P 页 共 &N 页&R方田 %s",
                      "&Las of %s&Cpage &P of &N&Rfangtian %s",
                      date_text(as_of, reporting->context->ledger->dataset->as_of), FT_VERSION),
    };
    if (reporting_status(reporting) == FT_OK)
        book_writer_page(sheet->writer, &page);
}

/* Heads may be of several lines. */
static void sheet_set_head_height(struct sheet_writer *sheet,
                                  const struct sheet_column_head *columns, uint16_t count)
{
    size_t most = 1;
    for (uint16_t i = 0; i < count; i++) {
        size_t lines = 0;
        for (const char *at = columns[i].title; at != NULL && at[0] != '\0';) {
            const size_t length = strcspn(at, "\n");
            lines += 1 + utf8_width(at, length) / columns[i].width;
            at += length + (at[length] == '\n');
        }
        most = lines > most ? lines : most;
    }
    book_writer_height(sheet->writer, sheet->line, (uint32_t)most);
}

void sheet_begin(struct sheet_writer *sheet, const char *name, const char *title,
                 const char *const *remarks, size_t remark_count,
                 const struct sheet_column_head *columns, uint16_t count)
{
    static const struct book_look head = {.role = ROLE_FIGURE_HEAD};
    book_writer_sheet(sheet->writer, name, false);
    sheet->line = 0;
    book_writer_height(sheet->writer, 0, 2);
    sheet_line_of(sheet, ROLE_TITLE, title);
    sheet_write_identity(sheet);
    for (size_t i = 0; i < remark_count; i++)
        if (remarks[i] == NULL || remarks[i][0] != '\0')
            sheet_line_of(sheet, ROLE_PLAIN, remarks[i]);
    sheet->line++;
    sheet_set_head_height(sheet, columns, count);
    for (uint16_t i = 0; i < count; i++) {
        book_writer_width(sheet->writer, i, i, columns[i].width);
        sheet_words(sheet, i, &head, columns[i].title);
    }
    sheet_set_page(sheet, name, sheet->line, count);
    sheet->line++;
    book_writer_panes(sheet->writer, sheet->line, 0);
}

/* ---- figures ---- */

static bool sheet_is_number(const struct shown_figure *figure)
{
    return figure->type == NULL || figure->type->kind == TYPE_NUMBER;
}

enum book_format sheet_format(const struct unit *unit)
{
    if (unit->text != NULL && unit_is_share(unit))
        return SHOW_SHARE;
    return unit->text == NULL || unit->text[0] == '\0' ? SHOW_GENERAL : SHOW_QUANTITY;
}

bool sheet_shown(struct reporting *reporting, const struct number *value, const struct unit *unit,
                 struct number *shown)
{
    *shown = *value;
    if (sheet_format(unit) != SHOW_QUANTITY)
        return true;
    if (number_div(shown, reporting->context->arith, value,
                   &unit_shown(&reporting->display, unit)->factor) == FT_OK)
        return true;
    reporting->writer.status = FT_NO_MEMORY;
    return false;
}

const char *sheet_unit(struct reporting *reporting, const struct shown_figure *figure)
{
    const bool bare = !sheet_is_number(figure) || figure->cell->state != CELL_VALUE ||
                      figure->integer || sheet_format(figure->unit) != SHOW_QUANTITY;
    return bare ? "" : unit_name(&reporting->display, figure->unit);
}

/* A fraction, or one with more digits than are shown: its text, else NULL. */
static const char *sheet_exact(struct sheet_writer *sheet, const struct number *shown,
                               enum book_format format)
{
    struct reporting *reporting = sheet->reporting;
    struct number scaled, whole;
    struct arith *arith = reporting->context->arith;
    const struct number steps = number_from_int(format == SHOW_GENERAL ? 100000000 : 10000),
                        one = number_from_int(1);
    if (number_mul(&scaled, arith, shown, &steps) != FT_OK ||
        number_round(&whole, arith, &scaled, &one, ROUND_HALF_UP) != FT_OK) {
        reporting->writer.status = FT_NO_MEMORY;
        return NULL;
    }
    return number_equal(&scaled, &whole) ? NULL : number_text(shown, arith, NUMBER_PLAIN);
}

static void sheet_number(struct sheet_writer *sheet, uint16_t column, enum book_role role,
                         const struct shown_figure *figure)
{
    struct reporting *reporting = sheet->reporting;
    const struct book_look look = {
        .format = figure->integer ? SHOW_WHOLE : sheet_format(figure->unit), .role = role};
    struct number shown;
    if (!sheet_shown(reporting, &figure->cell->value.number, figure->unit, &shown))
        return;
    book_writer_number(sheet->writer, sheet->line, column, &look, &shown);
    const char *exact = sheet_exact(sheet, &shown, look.format);
    if (exact != NULL)
        book_writer_note(sheet->writer, sheet->line, column,
                         format_text(&reporting->display, "%s %s",
                                     word(&reporting->display, WORD_EXACT), exact));
}

void sheet_figure(struct sheet_writer *sheet, uint16_t column, enum book_role role,
                  const struct shown_figure *figure)
{
    enum { TO_1970 = 25569 }; /* a spreadsheet's first day, from 1970 back */
    const struct cell *cell = figure->cell;
    if (cell->state == CELL_VALUE && sheet_is_number(figure)) {
        sheet_number(sheet, column, role, figure);
    } else if (cell->state == CELL_VALUE && figure->type->kind == TYPE_DATE) {
        const struct number day = number_from_int(cell->value.date.days + TO_1970);
        book_writer_number(sheet->writer, sheet->line, column,
                           &(struct book_look){.format = SHOW_DATE, .role = role}, &day);
    } else {
        sheet_words(sheet, column, &(struct book_look){.role = role}, figure->text);
    }
}

void sheet_height(struct sheet_writer *sheet, const char *const *texts, const uint16_t *widths,
                  size_t count)
{
    size_t lines = 1;
    for (size_t i = 0; i < count; i++) {
        const size_t cells = texts[i] == NULL ? 0 : utf8_width(texts[i], strlen(texts[i]));
        const size_t room = widths[i] > 2 ? widths[i] - 2U : 1;
        lines = (cells + room - 1) / room > lines ? (cells + room - 1) / room : lines;
    }
    if (lines > 1)
        book_writer_height(sheet->writer, sheet->line, (uint32_t)(lines < 20 ? lines : 20));
}
