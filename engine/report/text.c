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
    return line == NULL ? "" : line;
}

const char *changed_text(struct reporting *reporting, const struct scenario_change *change)
{
    struct display *display = &reporting->display;
    const bool chinese = reporting->context->language == FT_ZH;
    const char *was =
        change->was == NULL ? word(display, WORD_NOT_FILED) : one_line(reporting, change->was);
    return format_text(display, chinese ? "%s%s%s = %s（%s %s）" : "%s%s%s = %s (%s %s)",
                       change->option, change->path[0] == '\0' ? "" : " ", change->path,
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
        write_wrapped(writer, changed_text(reporting, &scenario->changes[i]), 2, reporting->width);
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
                    context->scenario->digest),
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
        write_wrapped(&reporting->writer, visible(&reporting->display, note), 0, reporting->width);
}

void text_head(struct reporting *reporting, bool reasons)
{
    write_title(&reporting->writer,
                titled(&reporting->display, &reporting->context->scenario->title),
                reporting->width);
    text_verdict(reporting, reasons);
    text_identity(reporting);
    text_notes(reporting);
    text_changed(reporting);
}

/* ---- the table of parties ---- */

static void add_party(struct reporting *reporting, struct text_table *table,
                      const struct sheet *sheet)
{
    const struct policy *policy = reporting->context->policy;
    const char *name = party_title(&reporting->display, sheet->account);
    for (size_t i = 0; i < policy->kind_count; i++) {
        const struct value_kind *kind = &policy->kinds[i];
        const struct kind_total *total = &sheet->totals[i];
        if (!moves(total))
            continue;
        const struct number *figures[] = {&total->received, &total->paid, &total->net};
        const bool open[] = {total->received_lacks != NULL, total->paid_lacks != NULL,
                             total_is_open(total)};
        const char **cells = table_row(table, false);
        cells[0] = name;
        cells[1] = kind_title(&reporting->display, kind);
        for (size_t j = 0; j < 3; j++)
            cells[2 + j] = open[j] ? word(&reporting->display, WORD_UNDETERMINED)
                                   : amount_text(&reporting->display, kind, figures[j]);
        name = "";
        if (!total_is_open(total))
            continue;
        cells = table_row(table, false);
        cells[0] = "";
        cells[1] = word(&reporting->display, WORD_KNOWN_PART);
        for (size_t j = 0; j < 3; j++)
            cells[2 + j] = open[j] ? amount_text(&reporting->display, kind, figures[j]) : "";
    }
}

static void write_summary(struct reporting *reporting)
{
    static const enum word_id heads[] = {WORD_PARTY, WORD_KIND, WORD_RECEIVED, WORD_PAID, WORD_NET};
    static const size_t least[] = {12, 16, 18, 18, 18};
    enum { COLUMNS = sizeof heads / sizeof *heads };
    const struct ledger *ledger = reporting->context->ledger;
    struct text_table table;
    text_heading(reporting, word(&reporting->display, WORD_SUMMARY));
    if (!table_open(reporting, &table, COLUMNS,
                    2 * ledger->sheet_count * reporting->context->policy->kind_count))
        return;
    table.keys = 2;
    table.left[1] = true;
    for (size_t i = 0; i < COLUMNS; i++) {
        table.heads[i] = word(&reporting->display, heads[i]);
        table.least[i] = least[i];
    }
    for (size_t i = 0; i < ledger->sheet_count; i++)
        add_party(reporting, &table, &ledger->sheets[i]);
    write_table(reporting, &table);
}

/* ---- one sheet ---- */

/* A sheet's columns: row, other side and kind, then what is received and paid. Where the page is
 * too narrow for all of them the figures stand below the names. */
enum { NAME_COLUMNS = 3, SHEET_COLUMNS = 5, WIDEST_NAME = 44, LEAST_FIGURE = 16 };
struct sheet_layout {
    struct cell_column columns[SHEET_COLUMNS];
    bool stacked;
};

static void text_widen(struct cell_column *column, const char *text)
{
    size_t cells = text_cells(text);
    cells = column->left && cells > WIDEST_NAME ? WIDEST_NAME : cells;
    column->width = cells > column->width ? cells : column->width;
}

/* Lines of nothing, and sheets that repeat the others', are for --detail. */
static bool is_line_shown(const struct reporting *reporting, const struct posting *posting)
{
    return reporting->report->detail || posting->lacks != NULL ||
           number_sign(&posting->amount) != 0;
}

/* How many sheets a party's rows have. */
static size_t count_sheets(const struct ledger *ledger, const struct party *party)
{
    size_t count = 0;
    for (size_t i = 0; i < ledger->sheet_count; i++)
        count += ledger->sheets[i].account.party == party;
    return count;
}

/* Sheets that repeat what others show, or are too many to read one by one. */
static bool is_party_folded(const struct reporting *reporting, const struct party *party)
{
    enum { MOST_SHEETS = 3 };
    return !reporting->report->detail &&
           (party->in_detail || count_sheets(reporting->context->ledger, party) > MOST_SHEETS);
}

static bool is_sheet_shown(const struct reporting *reporting, const struct sheet *sheet)
{
    bool any = reporting->report->detail;
    for (size_t i = 0; i < sheet->posting_count && !any; i++)
        any = is_line_shown(reporting, &reporting->context->ledger->postings[sheet->postings[i]]);
    for (size_t i = 0; i < sheet->memo_count && !any; i++)
        any = is_line_shown(reporting, &reporting->context->ledger->postings[sheet->memos[i]]);
    return any && !is_party_folded(reporting, sheet->account.party);
}

/* "改造主体 6 张、国库（税款） 1 张" */
static const char *folded_parties(struct reporting *reporting)
{
    const struct policy *policy = reporting->context->policy;
    const char *text = "";
    for (size_t i = 0; i < policy->party_count; i++) {
        const struct party *party = &policy->parties[i];
        const size_t count = count_sheets(reporting->context->ledger, party);
        if (count > 0 && is_party_folded(reporting, party))
            text =
                format_text(&reporting->display,
                            reporting->context->language == FT_ZH ? "%s%s%s %zu 张" : "%s%s%s %zu",
                            text, text[0] == '\0' ? "" : word(&reporting->display, WORD_LIST_COMMA),
                            titled(&reporting->display, &party->title), count);
    }
    return text;
}

/* Says what --detail shows besides. */
static void write_folded(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    const bool zh = reporting->context->language == FT_ZH;
    const char *parties = folded_parties(reporting);
    size_t zeros = 0;
    for (size_t i = 0; i < ledger->posting_count; i++)
        zeros += !is_line_shown(reporting, &ledger->postings[i]);
    if (zeros == 0 && parties[0] == '\0')
        return;
    const char *lines =
        zeros == 0 ? ""
                   : format_text(&reporting->display,
                                 zh ? "金额为零的收付 %zu 笔" : "%zu lines of nothing", zeros);
    const char *sheets =
        parties[0] == '\0' ? ""
                           : format_text(&reporting->display, zh ? "%s明细表：%s" : "%ssheets: %s",
                                         zeros == 0 ? ""
                                         : zh       ? "，以及"
                                                    : " and ",
                                         parties);
    write_text(&reporting->writer, "\n");
    write_wrapped(
        &reporting->writer,
        format_text(&reporting->display,
                    zh ? "以下较长的依据只在首次出现处写明，并略去%s%s（--detail 列出全部）"
                       : "below, a long source stands once, and is left out: %s%s (--detail "
                         "lists all)",
                    lines, sheets),
        0, reporting->width);
}

static bool received_by(const struct sheet *sheet, const struct posting *posting)
{
    return posting->to.party == sheet->account.party && posting->to.row == sheet->account.row;
}

static const char *other_side(struct reporting *reporting, const struct sheet *sheet,
                              const struct posting *posting)
{
    if (posting->post->memo)
        return "";
    return party_name(&reporting->display,
                      received_by(sheet, posting) ? posting->from : posting->to);
}

static void measure_postings(struct reporting *reporting, const struct sheet *sheet,
                             const uint32_t *lines, size_t count, struct cell_column *columns)
{
    for (size_t i = 0; i < count; i++) {
        const struct posting *posting = &reporting->context->ledger->postings[lines[i]];
        const struct value_kind *kind = posting->post->kind;
        if (!is_line_shown(reporting, posting))
            continue;
        text_widen(&columns[0],
                   row_title(&reporting->display, posting->rule->item.entity, posting->row));
        text_widen(&columns[1], other_side(reporting, sheet, posting));
        text_widen(&columns[2], titled(&reporting->display, &kind->title));
        text_widen(&columns[3], posting_text(&reporting->display, posting));
    }
}

static struct sheet_layout measure_sheet(struct reporting *reporting, const struct sheet *sheet)
{
    static const enum word_id heads[] = {WORD_ROW, WORD_COUNTERPARTY, WORD_KIND};
    enum { LEAST_NAME = 10 };
    struct sheet_layout layout = {.columns = {{2, 0, true},
                                              {2, 0, true},
                                              {2, 0, true},
                                              {2, LEAST_FIGURE, false},
                                              {2, LEAST_FIGURE, false}}};
    struct cell_column *columns = layout.columns;
    for (size_t i = 0; i < NAME_COLUMNS; i++)
        text_widen(&columns[i], word(&reporting->display, heads[i]));
    text_widen(&columns[0], word(&reporting->display, WORD_TOTAL));
    text_widen(&columns[0], word(&reporting->display, WORD_NET));
    measure_postings(reporting, sheet, sheet->postings, sheet->posting_count, columns);
    measure_postings(reporting, sheet, sheet->memos, sheet->memo_count, columns);
    for (size_t i = 0; i < reporting->context->policy->kind_count; i++) {
        const struct value_kind *kind = &reporting->context->policy->kinds[i];
        const struct kind_total *total = &sheet->totals[i];
        text_widen(&columns[3],
                   total_text(&reporting->display, kind, &total->received, total->received_lacks));
        text_widen(&columns[3],
                   total_text(&reporting->display, kind, &total->paid, total->paid_lacks));
        text_widen(&columns[3],
                   total_text(&reporting->display, kind, &total->net, net_lacks(total)));
    }
    columns[4].width = columns[3].width;
    struct sheet_layout beside = layout;
    if (narrow_cells(beside.columns, SHEET_COLUMNS, LEAST_NAME, reporting->width))
        return beside;
    layout.stacked = true;
    (void)narrow_cells(columns, NAME_COLUMNS, LEAST_NAME, reporting->width);
    return layout;
}

/* A figure below its names, at the right edge of the page, behind the word for its column. */
static void write_figure_below(struct reporting *reporting, const struct sheet_layout *layout,
                               enum word_id id, const char *figure)
{
    const size_t label = text_cells(word(&reporting->display, id)),
                 least = layout->columns[3].width;
    const size_t page = reporting->width;
    const struct cell_column columns[] = {
        {4, label, true}, {2, page > least + label + 6 ? page - label - 6 : least, false}};
    const char *const cells[] = {word(&reporting->display, id), figure};
    if (figure == NULL || figure[0] != '\0')
        write_cells(reporting, columns, 2, cells, NULL);
}

static void text_write_line(struct reporting *reporting, const struct sheet_layout *layout,
                            const char *const names[NAME_COLUMNS], const char *received,
                            const char *paid)
{
    const char *const cells[SHEET_COLUMNS] = {names[0], names[1], names[2], received, paid};
    write_cells(reporting, layout->columns, layout->stacked ? NAME_COLUMNS : SHEET_COLUMNS, cells,
                NULL);
    if (!layout->stacked)
        return;
    write_figure_below(reporting, layout, WORD_RECEIVED, received);
    write_figure_below(reporting, layout, WORD_PAID, paid);
}

/* Whether the title stood with this source before; from now on it did. */
static bool is_source_told(struct reporting *reporting, const char *title, const char *source)
{
    const char *key = format_text(&reporting->display, "%s\n%s", title, source);
    if (key == NULL || map_get(&reporting->told_sources, key) != NULL)
        return key != NULL;
    if (!map_put(&reporting->told_sources, reporting->arena, key, reporting))
        reporting->writer.status = FT_NO_MEMORY;
    return false;
}

/* The numbers of a rule while the texts that they stand in are told. */
struct number_sources {
    struct reporting *reporting;
    const struct rule *rule;
    const char *source; /* that stands beside the rule already */
    const char *text;   /* so far; NULL: memory is out */
};

/* "补助比例：粤府〔2019〕71号（2019-01-01 起）": a number that was used and has a source of its own, once
 * a report. */
static void tell_number(struct number_sources *sources, const struct version *version)
{
    struct reporting *reporting = sources->reporting;
    struct display *display = &reporting->display;
    const char *title = titled(display, &version->parameter->title);
    const bool zh = reporting->context->language == FT_ZH;
    char from[DATE_TEXT_SIZE];
    if (strcmp(version->source, sources->source) == 0 ||
        strcmp(version->source, sources->rule->source) == 0 ||
        (!reporting->report->detail && is_source_told(reporting, title, version->source)))
        return;
    const char *one =
        format_text(display, zh ? "%s：%s（%s）" : "%s: %s (%s)", title, version->source,
                    dated(display, WORD_FROM, date_text(from, version->from)));
    sources->text = sources->text[0] == '\0'
                        ? one
                        : format_text(display, zh ? "%s；%s" : "%s; %s", sources->text, one);
}

static void tell_numbers(void *context, const struct formula *formula)
{
    struct number_sources *sources = context;
    const bool *used = sources->reporting->context->application->versions_used;
    for (size_t i = 0; i < formula->parameter_count && used != NULL; i++)
        for (size_t j = 0; j < formula->parameters[i]->version_count; j++)
            if (used[formula->parameters[i]->versions[j].index])
                tell_number(sources, &formula->parameters[i]->versions[j]);
}

/* Beside a rule's article, the sources of the numbers in force that have one of their own. */
static void write_number_sources(struct reporting *reporting, const struct rule *rule,
                                 const char *source)
{
    struct number_sources sources = {reporting, rule, source, ""};
    rule_each_formula(rule, tell_numbers, &sources);
    if (sources.text[0] != '\0')
        write_wrapped(&reporting->writer, sources.text, 4, reporting->width);
}

/* "规则标题  依据": on one line where it fits. */
static void write_rule_heading(struct reporting *reporting, const struct posting *posting)
{
    struct writer *writer = &reporting->writer;
    const char *title = titled(&reporting->display, &posting->post->title);
    const char *source = figure_source(&reporting->display, posting->rule, posting->row);
    write_styled(writer, STYLE_BOLD, title);
    const bool beside = utf8_width(title, strlen(title)) + utf8_width(source, strlen(source)) + 2 <=
                        reporting->width;
    if (!beside && !reporting->report->detail && is_source_told(reporting, title, source)) {
        write_text(writer, "\n");
        return;
    }
    if (beside) {
        write_text(writer, "  ");
        write_styled(writer, STYLE_DIM, source);
        write_text(writer, "\n");
    } else {
        write_text(writer, "\n");
        write_wrapped(writer, source, 4, reporting->width);
    }
    write_number_sources(reporting, posting->rule, source);
    if (reporting->report->detail && posting->rule->note.zh != NULL)
        write_wrapped(writer,
                      format_text(&reporting->display, "%s: %s",
                                  word(&reporting->display, WORD_NOTE),
                                  titled(&reporting->display, &posting->rule->note)),
                      4, reporting->width);
}

static void text_write_exact(struct reporting *reporting, const struct posting *posting)
{
    const struct value_kind *kind = posting->post->kind;
    struct arith *arith = reporting->context->arith;
    if (!reporting->report->detail || number_sign(&posting->residue) == 0)
        return;
    const struct unit *unit = unit_shown(&reporting->display, &kind->unit);
    write_wrapped(&reporting->writer,
                  format_text(&reporting->display, "%s %s   %s %s",
                              word(&reporting->display, WORD_EXACT),
                              quantity_text(&posting->exact, arith, unit),
                              word(&reporting->display, WORD_RESIDUE),
                              quantity_text(&posting->residue, arith, unit)),
                  6, reporting->width);
}

static void write_postings(struct reporting *reporting, const struct sheet *sheet,
                           const uint32_t *lines, size_t count, const struct sheet_layout *layout)
{
    const struct ledger *ledger = reporting->context->ledger;
    const char *title = NULL, *source = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct posting *posting = &ledger->postings[lines[i]];
        const struct value_kind *kind = posting->post->kind;
        if (!is_line_shown(reporting, posting))
            continue;
        const char *own_title = titled(&reporting->display, &posting->post->title);
        const char *own_source = figure_source(&reporting->display, posting->rule, posting->row);
        if (title == NULL || strcmp(own_title, title) != 0 || strcmp(own_source, source) != 0)
            write_rule_heading(reporting, posting);
        title = own_title;
        source = own_source;
        const char *amount = posting_text(&reporting->display, posting);
        bool receives = received_by(sheet, posting);
        text_write_line(reporting, layout,
                        (const char *[]){row_title(&reporting->display, posting->rule->item.entity,
                                                   posting->row),
                                         other_side(reporting, sheet, posting),
                                         titled(&reporting->display, &kind->title)},
                        receives ? amount : "", receives ? "" : amount);
        text_write_exact(reporting, posting);
    }
}

/* How far the shown lines of a kind are from its shown net sum: only where the display rounds. */
static void write_tail(struct reporting *reporting, const struct sheet *sheet,
                       const struct value_kind *kind)
{
    struct arith *arith = reporting->context->arith;
    const struct number wan = number_from_int(10000);
    struct number step, shown, sum = NUMBER_ZERO, tail;
    if (!is_in_wan(&reporting->display, &kind->unit) ||
        number_from_ratio(&step, arith, 100, 1) != FT_OK)
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
                  format_text(&reporting->display, "%s: %s", word(&reporting->display, WORD_TAIL),
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

static void write_kind_total(struct reporting *reporting, const struct sheet_layout *layout,
                             const struct sheet *sheet, const struct value_kind *kind)
{
    const struct kind_total *total = &sheet->totals[kind->index];
    const char *title = titled(&reporting->display, &kind->title);
    text_write_line(reporting, layout,
                    (const char *[]){word(&reporting->display, WORD_TOTAL), "", title},
                    total_text(&reporting->display, kind, &total->received, total->received_lacks),
                    total_text(&reporting->display, kind, &total->paid, total->paid_lacks));
    text_write_line(reporting, layout,
                    (const char *[]){word(&reporting->display, WORD_NET), "", title},
                    total_text(&reporting->display, kind, &total->net, net_lacks(total)), "");
    if (!total_is_open(total))
        write_capitals(reporting, kind, &total->net);
    write_tail(reporting, sheet, kind);
}

static void write_sheet(struct reporting *reporting, const struct sheet *sheet)
{
    const struct policy *policy = reporting->context->policy;
    const struct sheet_layout layout = measure_sheet(reporting, sheet);
    struct writer *writer = &reporting->writer;
    text_heading(reporting, party_title(&reporting->display, sheet->account));
    write_heads(reporting, layout.columns, layout.stacked ? NAME_COLUMNS : SHEET_COLUMNS,
                (const char *[]){word(&reporting->display, WORD_ROW),
                                 word(&reporting->display, WORD_COUNTERPARTY),
                                 word(&reporting->display, WORD_KIND),
                                 word(&reporting->display, WORD_RECEIVED),
                                 word(&reporting->display, WORD_PAID)});
    write_postings(reporting, sheet, sheet->postings, sheet->posting_count, &layout);
    for (size_t kind = 0; kind < policy->kind_count; kind++)
        if (moves(&sheet->totals[kind]))
            write_kind_total(reporting, &layout, sheet, &policy->kinds[kind]);
    if (sheet->memo_count == 0)
        return;
    write_text(writer, "\n");
    write_styled(writer, STYLE_BOLD, word(&reporting->display, WORD_MEMOS));
    write_text(writer, "\n");
    write_postings(reporting, sheet, sheet->memos, sheet->memo_count, &layout);
}

void text_sheets(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    const bool whole = reporting->report->view == NULL;
    text_head(reporting, !whole);
    if (whole)
        text_pending(reporting);
    text_views(reporting);
    if (!whole)
        return;
    text_carried(reporting);
    write_summary(reporting);
    if (reporting->display.by == NULL)
        write_folded(reporting);
    for (size_t i = 0; i < ledger->sheet_count && reporting->display.by == NULL; i++)
        if (is_sheet_shown(reporting, &ledger->sheets[i]))
            write_sheet(reporting, &ledger->sheets[i]);
    text_sheets_by(reporting);
    text_findings(reporting);
}
