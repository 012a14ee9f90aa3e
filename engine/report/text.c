/* Balance sheets as text: a table of parties, a sheet each, then what an auditor asks next. */
#include <string.h>

#include "report_internal.h"

/* ---- headings
 * ------------------------------------------------------------------------------------------ */

void text_heading(struct reporting *reporting, const char *text)
{
    struct writer *writer = &reporting->writer;
    write_text(writer, "\n");
    write_styled(writer, STYLE_BOLD, text);
    write_text(writer, "\n");
    for (size_t i = 0; i < reporting->width && writer->status == FT_OK; i++)
        write_text(writer, "─");
    write_text(writer, "\n");
}

const char *money_unit(const struct reporting *reporting)
{
    if (reporting->context->language == FT_EN)
        return reporting->report->unit == FT_WAN_YUAN ? "10,000 yuan" : "yuan";
    return reporting->report->unit == FT_WAN_YUAN ? "万元" : "元";
}

/* What a file or a command line holds, on one line. */
static const char *one_line(struct reporting *reporting, const char *text)
{
    char *line = arena_copy(reporting->arena, text, strlen(text));
    for (char *at = line; at != NULL && *at != '\0'; at++)
        if (*at == '\n' || *at == '\r' || *at == '\t')
            *at = ' ';
    return line == NULL ? "" : line;
}

void text_changed(struct reporting *reporting)
{
    const struct scenario *scenario = reporting->context->scenario;
    struct writer *writer = &reporting->writer;
    bool chinese = reporting->context->language == FT_ZH;
    if (scenario->change_count == 0)
        return;
    write_styled(writer, STYLE_BOLD, word(reporting, WORD_CHANGED));
    write_text(writer, "\n");
    for (size_t i = 0; i < scenario->change_count; i++) {
        const struct scenario_change *change = &scenario->changes[i];
        const char *was = change->was == NULL ? word(reporting, WORD_NOT_FILED)
                                              : one_line(reporting, change->was);
        write_wrapped(
            writer,
            format_text(reporting, chinese ? "%s%s%s = %s（%s %s）" : "%s%s%s = %s (%s %s)",
                        change->option, change->path[0] == '\0' ? "" : " ", change->path,
                        one_line(reporting, change->value), word(reporting, WORD_FILED), was),
            2, reporting->width);
    }
}

void text_identity(struct reporting *reporting)
{
    const struct report_context *context = reporting->context;
    struct writer *writer = &reporting->writer;
    char date[DATE_TEXT_SIZE];
    write_format(writer, "%s %s", word(reporting, WORD_AS_OF),
                 date_text(date, context->ledger->dataset->as_of));
    if (context->ledger->dataset->known_at.days != DATE_FOREVER.days)
        write_format(writer, "   %s %s", word(reporting, WORD_KNOWN_AT),
                     date_text(date, context->ledger->dataset->known_at));
    write_format(writer, "   %s %s   fangtian %s   %s %.12s   %s %.12s\n",
                 word(reporting, WORD_UNIT), money_unit(reporting), FT_VERSION,
                 word(reporting, WORD_POLICY), context->policy->digest,
                 word(reporting, WORD_SCENARIO), context->scenario->digest);
}

void text_head(struct reporting *reporting)
{
    write_styled(&reporting->writer, STYLE_BOLD,
                 titled(reporting, &reporting->context->scenario->title));
    write_text(&reporting->writer, "\n");
    text_identity(reporting);
    text_changed(reporting);
}

/* ---- the table of parties
 * ---------------------------------------------------------------------------------- */

enum { FIGURE_WIDTH = 20 };

bool moves(const struct kind_total *total)
{
    return number_sign(&total->received) != 0 || number_sign(&total->paid) != 0;
}

static size_t widest_party(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    size_t widest = 12;
    for (size_t i = 0; i < ledger->sheet_count; i++) {
        const char *text = party_title(reporting, ledger->sheets[i].account);
        size_t width = text == NULL ? 0 : utf8_width(text, strlen(text));
        widest = width > widest ? width : widest;
    }
    return widest > 44 ? 44 : widest;
}

const char *kind_title(struct reporting *reporting, const struct value_kind *kind)
{
    return format_text(reporting, reporting->context->language == FT_ZH ? "%s（%s）" : "%s (%s)",
                       titled(reporting, &kind->title), unit_name(reporting, &kind->unit));
}

static void widen(size_t *width, const char *text, size_t most)
{
    size_t cells = text == NULL ? 0 : utf8_width(text, strlen(text));
    cells = cells > most ? most : cells;
    *width = cells > *width ? cells : *width;
}

/* What the columns of the table of parties take, by the widest text in them. */
struct summary_columns {
    size_t party, kind, figure;
};

static struct summary_columns measure_summary(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    const struct policy *policy = reporting->context->policy;
    struct summary_columns columns = {
        .party = widest_party(reporting) + 2, .kind = 14, .figure = FIGURE_WIDTH - 2};
    for (size_t i = 0; i < ledger->sheet_count; i++) {
        for (size_t kind = 0; kind < policy->kind_count; kind++) {
            const struct value_kind *value = &policy->kinds[kind];
            const struct kind_total *total = &ledger->sheets[i].totals[kind];
            if (!moves(total))
                continue;
            widen(&columns.kind, kind_title(reporting, value), SIZE_MAX);
            widen(&columns.figure, amount_text(reporting, value, &total->received), SIZE_MAX);
            widen(&columns.figure, amount_text(reporting, value, &total->paid), SIZE_MAX);
            widen(&columns.figure, amount_text(reporting, value, &total->net), SIZE_MAX);
        }
    }
    columns.kind += 2;
    columns.figure += 2;
    return columns;
}

static void write_summary_line(struct reporting *reporting, const struct summary_columns *columns,
                               const char *const texts[5])
{
    struct writer *writer = &reporting->writer;
    write_padded(writer, texts[0], columns->party, false);
    write_padded(writer, texts[1], columns->kind, false);
    for (size_t i = 2; i < 5; i++)
        write_padded(writer, texts[i], columns->figure, true);
    write_text(writer, "\n");
}

static void write_summary(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    const struct policy *policy = reporting->context->policy;
    const struct summary_columns columns = measure_summary(reporting);
    text_heading(reporting, word(reporting, WORD_SUMMARY));
    write_summary_line(reporting, &columns,
                       (const char *[]){word(reporting, WORD_PARTY), word(reporting, WORD_KIND),
                                        word(reporting, WORD_RECEIVED), word(reporting, WORD_PAID),
                                        word(reporting, WORD_NET)});
    for (size_t i = 0; i < ledger->sheet_count; i++) {
        const struct sheet *sheet = &ledger->sheets[i];
        const char *name = party_title(reporting, sheet->account);
        for (size_t kind = 0; kind < policy->kind_count; kind++) {
            const struct value_kind *value = &policy->kinds[kind];
            const struct kind_total *total = &sheet->totals[kind];
            if (!moves(total))
                continue;
            write_summary_line(reporting, &columns,
                               (const char *[]){name, kind_title(reporting, value),
                                                amount_text(reporting, value, &total->received),
                                                amount_text(reporting, value, &total->paid),
                                                amount_text(reporting, value, &total->net)});
            name = "";
        }
    }
}

/* ---- one sheet
 * --------------------------------------------------------------------------------------------------
 */

/* What the columns of a sheet take, by the widest text in them. */
struct columns {
    size_t row, other, kind, figure;
};
enum { WIDEST_NAME = 44 };

static bool received_by(const struct sheet *sheet, const struct posting *posting)
{
    return posting->to.party == sheet->account.party && posting->to.row == sheet->account.row;
}

static const char *other_side(struct reporting *reporting, const struct sheet *sheet,
                              const struct posting *posting)
{
    if (posting->post->memo)
        return "";
    return party_name(reporting, received_by(sheet, posting) ? posting->from : posting->to);
}

static void measure_postings(struct reporting *reporting, const struct sheet *sheet,
                             const uint32_t *lines, size_t count, struct columns *columns)
{
    for (size_t i = 0; i < count; i++) {
        const struct posting *posting = &reporting->context->ledger->postings[lines[i]];
        const struct value_kind *kind = posting->post->kind;
        widen(&columns->row, row_title(reporting, posting->rule->item.entity, posting->row),
              WIDEST_NAME);
        widen(&columns->other, other_side(reporting, sheet, posting), WIDEST_NAME);
        widen(&columns->kind, titled(reporting, &kind->title), WIDEST_NAME);
        widen(&columns->figure, amount_text(reporting, kind, &posting->amount), SIZE_MAX);
    }
}

static struct columns measure(struct reporting *reporting, const struct sheet *sheet)
{
    struct columns columns = {.figure = FIGURE_WIDTH - 4};
    widen(&columns.row, word(reporting, WORD_ROW), WIDEST_NAME);
    widen(&columns.other, word(reporting, WORD_COUNTERPARTY), WIDEST_NAME);
    widen(&columns.kind, word(reporting, WORD_KIND), WIDEST_NAME);
    measure_postings(reporting, sheet, sheet->postings, sheet->posting_count, &columns);
    measure_postings(reporting, sheet, sheet->memos, sheet->memo_count, &columns);
    for (size_t i = 0; i < reporting->context->policy->kind_count; i++) {
        const struct value_kind *kind = &reporting->context->policy->kinds[i];
        widen(&columns.figure, amount_text(reporting, kind, &sheet->totals[i].received), SIZE_MAX);
        widen(&columns.figure, amount_text(reporting, kind, &sheet->totals[i].net), SIZE_MAX);
    }
    return columns;
}

static void write_line(struct reporting *reporting, const struct columns *columns,
                       const char *const names[3], const char *received, const char *paid)
{
    struct writer *writer = &reporting->writer;
    write_text(writer, "  ");
    write_padded(writer, names[0], columns->row + 2, false);
    write_padded(writer, names[1], columns->other + 2, false);
    write_padded(writer, names[2], columns->kind, false);
    write_padded(writer, received, columns->figure + 2, true);
    if (paid[0] != '\0')
        write_padded(writer, paid, columns->figure + 2, true);
    write_text(writer, "\n");
}

/* "规则标题  依据": on one line where it fits. */
static void write_rule_heading(struct reporting *reporting, const struct posting *posting)
{
    struct writer *writer = &reporting->writer;
    const char *title = titled(reporting, &posting->post->title);
    const char *source = figure_source(reporting, posting->rule, posting->row);
    write_styled(writer, STYLE_BOLD, title);
    if (utf8_width(title, strlen(title)) + utf8_width(source, strlen(source)) + 2 <=
        reporting->width) {
        write_text(writer, "  ");
        write_styled(writer, STYLE_DIM, source);
        write_text(writer, "\n");
    } else {
        write_text(writer, "\n");
        write_wrapped(writer, source, 4, reporting->width);
    }
    if (reporting->report->detail && posting->rule->note.zh != NULL)
        write_wrapped(writer,
                      format_text(reporting, "%s: %s", word(reporting, WORD_NOTE),
                                  titled(reporting, &posting->rule->note)),
                      4, reporting->width);
}

static void write_exact(struct reporting *reporting, const struct posting *posting)
{
    const struct value_kind *kind = posting->post->kind;
    struct arith *arith = reporting->context->arith;
    if (!reporting->report->detail || number_sign(&posting->residue) == 0)
        return;
    const struct unit *unit = unit_shown(reporting, &kind->unit);
    write_wrapped(&reporting->writer,
                  format_text(reporting, "%s %s   %s %s", word(reporting, WORD_EXACT),
                              quantity_text(&posting->exact, arith, unit),
                              word(reporting, WORD_RESIDUE),
                              quantity_text(&posting->residue, arith, unit)),
                  6, reporting->width);
}

static void write_postings(struct reporting *reporting, const struct sheet *sheet,
                           const uint32_t *lines, size_t count, const struct columns *columns)
{
    const struct ledger *ledger = reporting->context->ledger;
    const char *title = NULL, *source = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct posting *posting = &ledger->postings[lines[i]];
        const struct value_kind *kind = posting->post->kind;
        const char *own_title = titled(reporting, &posting->post->title);
        const char *own_source = figure_source(reporting, posting->rule, posting->row);
        if (title == NULL || strcmp(own_title, title) != 0 || strcmp(own_source, source) != 0)
            write_rule_heading(reporting, posting);
        title = own_title;
        source = own_source;
        const char *amount = amount_text(reporting, kind, &posting->amount);
        bool receives = received_by(sheet, posting);
        write_line(reporting, columns,
                   (const char *[]){row_title(reporting, posting->rule->item.entity, posting->row),
                                    other_side(reporting, sheet, posting),
                                    titled(reporting, &kind->title)},
                   receives ? amount : "", receives ? "" : amount);
        write_exact(reporting, posting);
    }
}

/* How far the shown lines of a kind are from its shown net sum: only where the display rounds. */
static void write_tail(struct reporting *reporting, const struct sheet *sheet,
                       const struct value_kind *kind)
{
    struct arith *arith = reporting->context->arith;
    const struct number wan = number_from_int(10000);
    struct number step, shown, sum = NUMBER_ZERO, tail;
    if (!in_wan(reporting, &kind->unit) || number_from_ratio(&step, arith, 100, 1) != FT_OK)
        return;
    for (size_t i = 0; i < sheet->posting_count; i++) {
        const struct posting *posting = &reporting->context->ledger->postings[sheet->postings[i]];
        if (posting->post->kind != kind)
            continue;
        if (number_round(&shown, arith, &posting->amount, &step, ROUND_HALF_UP) != FT_OK ||
            (received_by(sheet, posting) ? number_add(&sum, arith, &sum, &shown)
                                         : number_sub(&sum, arith, &sum, &shown)) != FT_OK)
            return;
    }
    const struct number *net = &sheet->totals[kind->index].net;
    if (number_round(&shown, arith, net, &step, ROUND_HALF_UP) != FT_OK ||
        number_sub(&tail, arith, &shown, &sum) != FT_OK || number_sign(&tail) == 0 ||
        number_div(&tail, arith, &tail, &wan) != FT_OK)
        return;
    write_wrapped(&reporting->writer,
                  format_text(reporting, "%s: %s", word(reporting, WORD_TAIL),
                              number_text(&tail, arith, NUMBER_GROUPED)),
                  2, reporting->width);
}

/* The net sum in capitals, for Chinese readers of sheets in yuan. */
static void write_capitals(struct reporting *reporting, const struct value_kind *kind,
                           const struct number *net)
{
    static const struct dimension money = {.power = {[DIM_MONEY] = 1}};
    if (reporting->context->language != FT_ZH || reporting->report->unit == FT_WAN_YUAN ||
        !dimension_equal(kind->unit.dimension, money))
        return;
    const char *capitals = number_capitals(net, reporting->context->arith);
    if (capitals != NULL)
        write_wrapped(&reporting->writer, capitals, 2, reporting->width);
}

static void write_kind_total(struct reporting *reporting, const struct columns *columns,
                             const struct sheet *sheet, const struct value_kind *kind)
{
    const struct kind_total *total = &sheet->totals[kind->index];
    const char *title = titled(reporting, &kind->title);
    write_line(reporting, columns, (const char *[]){word(reporting, WORD_TOTAL), "", title},
               amount_text(reporting, kind, &total->received),
               amount_text(reporting, kind, &total->paid));
    write_line(reporting, columns, (const char *[]){word(reporting, WORD_NET), "", title},
               amount_text(reporting, kind, &total->net), "");
    write_capitals(reporting, kind, &total->net);
    write_tail(reporting, sheet, kind);
}

static void write_sheet(struct reporting *reporting, const struct sheet *sheet)
{
    const struct policy *policy = reporting->context->policy;
    const struct columns columns = measure(reporting, sheet);
    struct writer *writer = &reporting->writer;
    text_heading(reporting, party_title(reporting, sheet->account));
    write_line(reporting, &columns,
               (const char *[]){word(reporting, WORD_ROW), word(reporting, WORD_COUNTERPARTY),
                                word(reporting, WORD_KIND)},
               word(reporting, WORD_RECEIVED), word(reporting, WORD_PAID));
    write_postings(reporting, sheet, sheet->postings, sheet->posting_count, &columns);
    for (size_t kind = 0; kind < policy->kind_count; kind++)
        if (moves(&sheet->totals[kind]))
            write_kind_total(reporting, &columns, sheet, &policy->kinds[kind]);
    if (sheet->memo_count == 0)
        return;
    write_text(writer, "\n");
    write_styled(writer, STYLE_BOLD, word(reporting, WORD_MEMOS));
    write_text(writer, "\n");
    write_postings(reporting, sheet, sheet->memos, sheet->memo_count, &columns);
}

void text_sheets(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    text_head(reporting);
    text_views(reporting);
    if (reporting->report->view != NULL)
        return;
    write_summary(reporting);
    for (size_t i = 0; i < ledger->sheet_count && reporting->by == NULL; i++)
        write_sheet(reporting, &ledger->sheets[i]);
    text_sheets_by(reporting);
    text_findings(reporting);
}
