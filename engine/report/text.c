/* Balance sheets as text: a table of parties, a sheet each, then what an auditor asks next. */
#include <string.h>

#include "report_internal.h"

/* ---- headings
 * ------------------------------------------------------------------------------------------ */

static void heading(struct reporting *reporting, const char *text)
{
    struct writer *writer = &reporting->writer;
    write_text(writer, "\n");
    write_styled(writer, STYLE_BOLD, text);
    write_text(writer, "\n");
    for (size_t i = 0; i < reporting->width && writer->status == FT_OK; i++)
        write_text(writer, "─");
    write_text(writer, "\n");
}

static const char *money_unit(struct reporting *reporting)
{
    if (reporting->context->language == FT_EN)
        return reporting->report->unit == FT_WAN_YUAN ? "10,000 yuan" : "yuan";
    return reporting->report->unit == FT_WAN_YUAN ? "万元" : "元";
}

static void write_head(struct reporting *reporting)
{
    const struct report_context *context = reporting->context;
    struct writer *writer = &reporting->writer;
    char date[DATE_TEXT_SIZE];
    write_styled(writer, STYLE_BOLD, titled(reporting, &context->scenario->title));
    write_format(writer, "\n%s %s", word(reporting, WORD_AS_OF),
                 date_text(date, context->ledger->dataset->as_of));
    if (context->ledger->dataset->known_at.days != DATE_FOREVER.days)
        write_format(writer, "   %s %s", word(reporting, WORD_KNOWN_AT),
                     date_text(date, context->ledger->dataset->known_at));
    write_format(writer, "   %s %s   fangtian %s   %s %.12s   %s %.12s\n",
                 word(reporting, WORD_UNIT), money_unit(reporting), FT_VERSION,
                 word(reporting, WORD_POLICY), context->policy->digest,
                 word(reporting, WORD_SCENARIO), context->scenario->digest);
}

/* ---- the table of parties
 * ---------------------------------------------------------------------------------- */

enum { FIGURE_WIDTH = 20 };

static bool moves(const struct kind_total *total)
{
    return number_sign(&total->received) != 0 || number_sign(&total->paid) != 0;
}

static size_t widest_party(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    size_t widest = 12;
    for (size_t i = 0; i < ledger->sheet_count; i++) {
        const char *text = account_text(ledger, ledger->sheets[i].account, reporting->arena,
                                        reporting->context->language);
        size_t width = text == NULL ? 0 : utf8_width(text, strlen(text));
        widest = width > widest ? width : widest;
    }
    return widest > 44 ? 44 : widest;
}

static const char *kind_title(struct reporting *reporting, const struct value_kind *kind)
{
    const char *unit = strcmp(kind->unit.text, "元") == 0 ? money_unit(reporting) : kind->unit.text;
    return format_text(reporting, reporting->context->language == FT_ZH ? "%s（%s）" : "%s (%s)",
                       titled(reporting, &kind->title), unit);
}

static void write_total(struct reporting *reporting, const struct value_kind *kind,
                        const struct kind_total *total)
{
    struct writer *writer = &reporting->writer;
    write_padded(writer, amount_text(reporting, kind, &total->received), FIGURE_WIDTH, true);
    write_padded(writer, amount_text(reporting, kind, &total->paid), FIGURE_WIDTH, true);
    write_padded(writer, amount_text(reporting, kind, &total->net), FIGURE_WIDTH, true);
    write_text(writer, "\n");
}

static void write_summary(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    const struct policy *policy = reporting->context->policy;
    struct writer *writer = &reporting->writer;
    size_t party = widest_party(reporting) + 2, kind_width = 16;
    heading(reporting, word(reporting, WORD_SUMMARY));
    write_padded(writer, word(reporting, WORD_PARTY), party, false);
    write_padded(writer, word(reporting, WORD_KIND), kind_width, false);
    write_padded(writer, word(reporting, WORD_RECEIVED), FIGURE_WIDTH, true);
    write_padded(writer, word(reporting, WORD_PAID), FIGURE_WIDTH, true);
    write_padded(writer, word(reporting, WORD_NET), FIGURE_WIDTH, true);
    write_text(writer, "\n");
    for (size_t i = 0; i < ledger->sheet_count; i++) {
        const struct sheet *sheet = &ledger->sheets[i];
        const char *name =
            account_text(ledger, sheet->account, reporting->arena, reporting->context->language);
        for (size_t kind = 0; kind < policy->kind_count; kind++) {
            if (!moves(&sheet->totals[kind]))
                continue;
            write_padded(writer, name, party, false);
            write_padded(writer, kind_title(reporting, &policy->kinds[kind]), kind_width, false);
            write_total(reporting, &policy->kinds[kind], &sheet->totals[kind]);
            name = "";
        }
    }
}

/* ---- one sheet
 * --------------------------------------------------------------------------------------------------
 */

/* The line's widths: what is left of the page beside two columns of figures goes to the words. */
static void write_line(struct reporting *reporting, const char *row, const char *other,
                       const char *kind, const char *received, const char *paid)
{
    struct writer *writer = &reporting->writer;
    size_t room =
        reporting->width > 2 * FIGURE_WIDTH + 40 ? reporting->width - 2 * FIGURE_WIDTH - 14 : 26;
    size_t first = room * 11 / 20;
    write_text(writer, "  ");
    write_padded(writer, row, first, false);
    write_text(writer, " ");
    write_padded(writer, other, room - first, false);
    write_text(writer, " ");
    write_padded(writer, kind, 10, false);
    write_padded(writer, received, FIGURE_WIDTH, true);
    write_padded(writer, paid, FIGURE_WIDTH, true);
    write_text(writer, "\n");
}

static void write_rule_heading(struct reporting *reporting, const struct posting *posting)
{
    struct writer *writer = &reporting->writer;
    write_text(writer, titled(reporting, &posting->post->title));
    write_text(writer, "\n");
    const char *source = figure_source(reporting, posting->rule, posting->row);
    if (reporting->writer.colour)
        write_text(writer, "\033[2m");
    write_wrapped(writer, source, 4, reporting->width);
    if (reporting->writer.colour)
        write_text(writer, "\033[0m");
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
    write_wrapped(&reporting->writer,
                  format_text(reporting, "%s %s   %s %s", word(reporting, WORD_EXACT),
                              quantity_text(&posting->exact, arith, &kind->unit),
                              word(reporting, WORD_RESIDUE),
                              quantity_text(&posting->residue, arith, &kind->unit)),
                  6, reporting->width);
}

static void write_posting(struct reporting *reporting, const struct sheet *sheet,
                          const struct posting *posting)
{
    const struct ledger *ledger = reporting->context->ledger;
    const struct value_kind *kind = posting->post->kind;
    bool memo = posting->post->memo;
    bool receives =
        posting->to.party == sheet->account.party && posting->to.row == sheet->account.row;
    struct account other = receives ? posting->from : posting->to;
    const char *amount = amount_text(reporting, kind, &posting->amount);
    const char *name =
        memo ? "" : account_text(ledger, other, reporting->arena, reporting->context->language);
    write_line(reporting, row_title(reporting, posting->rule->item.entity, posting->row), name,
               titled(reporting, &kind->title), receives ? amount : "", receives ? "" : amount);
    write_exact(reporting, posting);
}

static void write_postings(struct reporting *reporting, const struct sheet *sheet,
                           const uint32_t *lines, size_t count)
{
    const struct ledger *ledger = reporting->context->ledger;
    const struct post *post = NULL;
    const char *source = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct posting *posting = &ledger->postings[lines[i]];
        const char *own = figure_source(reporting, posting->rule, posting->row);
        if (posting->post != post || strcmp(own, source) != 0)
            write_rule_heading(reporting, posting);
        post = posting->post;
        source = own;
        write_posting(reporting, sheet, posting);
    }
}

/* How far the shown lines of a kind are from the shown total: only where the display rounds. */
static void write_tail(struct reporting *reporting, const struct sheet *sheet)
{
    struct arith *arith = reporting->context->arith;
    const struct policy *policy = reporting->context->policy;
    const struct number wan = number_from_int(10000);
    struct number step, shown, sum = NUMBER_ZERO, total = NUMBER_ZERO;
    if (reporting->report->unit != FT_WAN_YUAN || number_from_ratio(&step, arith, 100, 1) != FT_OK)
        return;
    for (size_t i = 0; i < sheet->posting_count; i++) {
        const struct posting *posting = &reporting->context->ledger->postings[sheet->postings[i]];
        bool receives =
            posting->to.party == sheet->account.party && posting->to.row == sheet->account.row;
        if (strcmp(posting->post->kind->unit.text, "元") != 0)
            continue;
        if (number_round(&shown, arith, &posting->amount, &step, ROUND_HALF_UP) != FT_OK ||
            (receives ? number_add(&sum, arith, &sum, &shown)
                      : number_sub(&sum, arith, &sum, &shown)) != FT_OK)
            return;
    }
    for (size_t kind = 0; kind < policy->kind_count; kind++)
        if (strcmp(policy->kinds[kind].unit.text, "元") == 0 &&
            (number_round(&shown, arith, &sheet->totals[kind].net, &step, ROUND_HALF_UP) != FT_OK ||
             number_add(&total, arith, &total, &shown) != FT_OK))
            return;
    if (number_sub(&total, arith, &total, &sum) != FT_OK || number_sign(&total) == 0 ||
        number_div(&total, arith, &total, &wan) != FT_OK)
        return;
    write_format(&reporting->writer, "  %s: %s\n", word(reporting, WORD_TAIL),
                 number_text(&total, arith, NUMBER_GROUPED));
}

static void write_sheet(struct reporting *reporting, const struct sheet *sheet)
{
    const struct policy *policy = reporting->context->policy;
    struct writer *writer = &reporting->writer;
    heading(reporting, account_text(reporting->context->ledger, sheet->account, reporting->arena,
                                    reporting->context->language));
    write_line(reporting, word(reporting, WORD_ROW), word(reporting, WORD_COUNTERPARTY),
               word(reporting, WORD_KIND), word(reporting, WORD_RECEIVED),
               word(reporting, WORD_PAID));
    write_postings(reporting, sheet, sheet->postings, sheet->posting_count);
    for (size_t kind = 0; kind < policy->kind_count; kind++) {
        const struct kind_total *total = &sheet->totals[kind];
        if (!moves(total))
            continue;
        write_line(reporting, word(reporting, WORD_TOTAL), "",
                   titled(reporting, &policy->kinds[kind].title),
                   amount_text(reporting, &policy->kinds[kind], &total->received),
                   amount_text(reporting, &policy->kinds[kind], &total->paid));
        write_line(reporting, word(reporting, WORD_NET), "",
                   titled(reporting, &policy->kinds[kind].title),
                   amount_text(reporting, &policy->kinds[kind], &total->net), "");
    }
    write_tail(reporting, sheet);
    if (sheet->memo_count == 0)
        return;
    write_text(writer, "\n");
    write_styled(writer, STYLE_BOLD, word(reporting, WORD_MEMOS));
    write_text(writer, "\n");
    write_postings(reporting, sheet, sheet->memos, sheet->memo_count);
}

/* ---- what stands behind the sheets
 * ----------------------------------------------------------------------------------- */

/* "规则标题  行", then the reason and the article. */
static void write_finding(struct reporting *reporting, const struct finding *finding)
{
    const struct report_context *context = reporting->context;
    const struct rule *rule = finding->rule;
    const char *row = row_title(reporting, rule->item.entity, finding->row);
    write_format(&reporting->writer, "%s  %s\n", titled(reporting, &rule->item.title),
                 row == NULL ? "" : row);
    if (!finding->holds)
        write_wrapped(&reporting->writer,
                      reason_text(context->policy, context->ledger->dataset, context->arith, rule,
                                  finding->row, context->language),
                      6, reporting->width);
    if (!finding->holds || reporting->report->detail)
        write_wrapped(&reporting->writer,
                      format_text(reporting, "%s: %s", word(reporting, WORD_SOURCE),
                                  figure_source(reporting, rule, finding->row)),
                      6, reporting->width);
}

static void write_checks(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    struct writer *writer = &reporting->writer;
    if (ledger->check_count == 0)
        return;
    heading(reporting, word(reporting, WORD_CHECKS));
    for (size_t i = 0; i < ledger->check_count; i++) {
        const struct finding *check = &ledger->checks[i];
        write_styled(writer, check->holds ? STYLE_GOOD : STYLE_BAD, check->holds ? "✓ " : "✗ ");
        write_styled(writer, check->holds ? STYLE_GOOD : STYLE_BAD,
                     word(reporting, check->holds ? WORD_HOLDS : WORD_FAILS));
        write_text(writer, "  ");
        write_finding(reporting, check);
    }
}

static void write_misses(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    if (ledger->not_applicable_count == 0)
        return;
    heading(reporting, word(reporting, WORD_NOT_APPLICABLE));
    for (size_t i = 0; i < ledger->not_applicable_count; i++) {
        write_text(&reporting->writer, "– ");
        write_finding(reporting, &ledger->not_applicable[i]);
    }
}

static void write_replacements(struct reporting *reporting)
{
    const struct policy *policy = reporting->context->policy;
    if (policy->replacement_count == 0)
        return;
    heading(reporting, word(reporting, WORD_REPLACED));
    for (size_t i = 0; i < policy->replacement_count; i++)
        write_format(&reporting->writer, "%s: %s → %s\n", policy->replacements[i].id,
                     policy->replacements[i].old_policy, policy->replacements[i].new_policy);
}

static void write_illustrative(struct reporting *reporting)
{
    const struct report_context *context = reporting->context;
    struct writer *writer = &reporting->writer;
    bool any = false;
    for (size_t i = 0; i < context->policy->parameter_count; i++) {
        const struct parameter *parameter = context->policy->parameters[i];
        for (size_t j = 0; j < parameter->version_count; j++) {
            const struct version *version = &parameter->versions[j];
            if (!version->illustrative || !context->application->versions_used[version->index])
                continue;
            if (!any)
                heading(reporting, word(reporting, WORD_ILLUSTRATIVE));
            any = true;
            write_format(writer, "◇ %s  %s\n", titled(reporting, &parameter->title), parameter->id);
            if (reporting->report->detail)
                write_wrapped(writer, version->source, 6, reporting->width);
        }
    }
}

static void write_figures(struct reporting *reporting)
{
    const struct report_context *context = reporting->context;
    if (!reporting->report->detail)
        return;
    heading(reporting, word(reporting, WORD_FIGURES));
    for (size_t i = 0; i < context->policy->rule_count; i++) {
        const struct rule *rule = context->policy->rules[i];
        const struct table *table = &context->ledger->dataset->tables[rule->item.entity->index];
        const struct column *column = &table->items[rule->item.index].column;
        for (uint32_t row = 0; row < table->count; row++) {
            const struct cell cell = {.value = column->values[row],
                                      .state = (enum cell_state)column->states[row]};
            write_format(&reporting->writer, "%s  ", rule->item.id);
            write_text(&reporting->writer, row_title(reporting, rule->item.entity, row));
            write_text(&reporting->writer, "  ");
            write_text(&reporting->writer,
                       cell_text(reporting, &cell, &rule->item.type, &rule->item.unit, false));
            write_text(&reporting->writer, "\n");
        }
    }
}

static void write_proof(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    const struct policy *policy = reporting->context->policy;
    struct arith *arith = reporting->context->arith;
    heading(reporting, word(reporting, WORD_CONSERVATION));
    for (size_t kind = 0; kind < policy->kind_count; kind++) {
        const struct value_kind *value = &policy->kinds[kind];
        write_padded(&reporting->writer, kind_title(reporting, value), 16, false);
        write_padded(&reporting->writer, amount_text(reporting, value, &ledger->totals[kind]),
                     FIGURE_WIDTH, true);
        write_format(&reporting->writer, "   %s ", word(reporting, WORD_ROUNDING));
        write_text(&reporting->writer, quantity_text(&ledger->rounding[kind], arith, &value->unit));
        write_text(&reporting->writer, "\n");
    }
}

void text_sheets(struct reporting *reporting)
{
    const struct ledger *ledger = reporting->context->ledger;
    write_head(reporting);
    write_summary(reporting);
    for (size_t i = 0; i < ledger->sheet_count; i++)
        write_sheet(reporting, &ledger->sheets[i]);
    write_checks(reporting);
    write_misses(reporting);
    write_replacements(reporting);
    write_illustrative(reporting);
    write_figures(reporting);
    write_proof(reporting);
}
