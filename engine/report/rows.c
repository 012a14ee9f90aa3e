/* What the rows of a long table came to: text, JSON and CSV. */
#include <inttypes.h>
#include <string.h>

#include "aligned.h"
#include "page.h"

/* What columns take at least, where the page has room. */
enum { COUNT_WIDTH = 14, AMOUNT_WIDTH = 22, TITLE_WIDTH = 44, PARTY_WIDTH = 28 };

/* ---- what is undetermined ---- */

uint64_t row_line_open(const struct stream *stream, const struct rule *rule)
{
    for (size_t i = 0; i < stream->finding_count; i++)
        if (stream->findings[i].rule == rule)
            return stream->findings[i].undetermined;
    return 0;
}

/* What was not worked out, since nobody asked for it. */
static struct left_out rows_left_out(const struct policy *policy, const struct stream *stream)
{
    struct left_out left_out = {0};
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        const bool condition = rule->require && !rule->of_facts;
        if (stream->rules[i].named) {
            left_out.conditions_kept += condition;
            continue;
        }
        left_out.rules += rule->is_seen;
        left_out.conditions += condition;
        left_out.comparisons += rule->require && rule->of_facts;
    }
    return left_out;
}

/* What the rules came to over the rows, for the verdict. */
static bool note_outcomes(struct reporting *reporting, const struct stream *stream)
{
    struct row_outcome *outcomes =
        display_array(&reporting->display, stream->finding_count, sizeof *outcomes);
    if (outcomes == NULL)
        return false;
    for (size_t i = 0; i < stream->finding_count; i++) {
        const struct stream_finding *finding = &stream->findings[i];
        outcomes[i] = (struct row_outcome){finding->rule, finding->fails, finding->undetermined};
    }
    reporting->context->left_out = rows_left_out(reporting->context->policy, stream);
    reporting->context->rows_digest = stream->digest;
    reporting->context->row_outcomes = outcomes;
    reporting->context->row_outcome_count = stream->finding_count;
    reporting->context->row_faults = stream->faults;
    reporting->context->row_blanks = stream->blanks;
    reporting->context->row_blank_count = stream->blank_count;
    reporting->context->row_ways = stream->ways;
    return true;
}

/* ---- parties: what the lines move between them, and the postings beside the table ---- */

struct party_total {
    struct number received, paid;
    bool received_open, paid_open; /* a part is undetermined: the sums are what is known */
};

/* By party, then by kind. NULL when memory is out. */
static struct party_total *party_totals(struct reporting *reporting, const struct stream *stream)
{
    const struct policy *policy = reporting->context->policy;
    size_t kinds = policy->kind_count;
    struct arith *arith = reporting->context->arith;
    struct party_total *totals =
        arena_array(reporting->arena, policy->party_count * kinds, sizeof *totals);
    enum ft_status status = totals == NULL ? FT_NO_MEMORY : FT_OK;
    for (size_t i = 0; status == FT_OK && i < policy->party_count * kinds; i++)
        totals[i] = (struct party_total){.received = NUMBER_ZERO, .paid = NUMBER_ZERO};
    size_t count = stream->line_count + stream->ledger->posting_count;
    for (size_t i = 0; status == FT_OK && i < count; i++) {
        bool line = i < stream->line_count;
        const struct posting posting = line
                                           ? (struct posting){.rule = NULL}
                                           : ledger_posting(stream->ledger, i - stream->line_count);
        const struct post *post = line ? stream->lines[i].post : posting.post;
        const struct number *amount =
            line ? &stream->lines[i].sums[stream->group_count - 1].amount : &posting.amount;
        if (post->memo)
            continue;
        struct party_total *to = &totals[post->to->index * kinds + post->kind->index];
        struct party_total *from = &totals[post->from->index * kinds + post->kind->index];
        const bool open =
            line ? row_line_open(stream, stream->lines[i].rule) > 0 : posting.lacks != NULL;
        to->received_open |= open;
        from->paid_open |= open;
        status = number_add(&to->received, arith, &to->received, amount);
        if (status == FT_OK)
            status = number_add(&from->paid, arith, &from->paid, amount);
    }
    if (status != FT_OK)
        reporting->writer.status = number_tell_size(reporting->context->diagnostics, NULL, status);
    return status == FT_OK ? totals : NULL;
}

/* Whether a party has no part in a kind of value. */
static bool party_total_is_none(const struct party_total *total)
{
    return number_sign(&total->received) == 0 && number_sign(&total->paid) == 0 &&
           !total->received_open && !total->paid_open;
}

static bool net_of(struct reporting *reporting, const struct party_total *total, struct number *net)
{
    enum ft_status status =
        number_sub(net, reporting->context->arith, &total->received, &total->paid);
    if (status != FT_OK)
        reporting->writer.status = number_tell_size(reporting->context->diagnostics, NULL, status);
    return status == FT_OK;
}

/* ---- text ---- */

const char *row_count_text(struct reporting *reporting, uint64_t count)
{
    struct number number;
    if (number_from_ratio(&number, reporting->context->arith, (int64_t)count, 1) != FT_OK)
        return "";
    return number_text(&number, reporting->context->arith, NUMBER_GROUPED);
}

static const char *line_title(struct reporting *reporting, const struct stream_line *line)
{
    const char *title = titled(&reporting->display, &line->post->title);
    return line->post->memo ? format_in(&reporting->display, "%s〔%s〕", "%s [%s]", title,
                                        word(&reporting->display, WORD_MEMO))
                            : format_text(&reporting->display, "%s  %s → %s", title,
                                          titled(&reporting->display, &line->post->from->title),
                                          titled(&reporting->display, &line->post->to->title));
}

enum { SUM_COLUMNS = 4 };

/* A table of sums over rows: what is summed, how many rows, how much, of what kind. */
static bool open_sums(struct reporting *reporting, struct text_table *table, const char *first,
                      size_t rows)
{
    if (!table_open(reporting, table, SUM_COLUMNS, rows))
        return false;
    table->heads[0] = first;
    table->heads[1] = word(&reporting->display, WORD_ROWS);
    table->heads[2] = word(&reporting->display, WORD_AMOUNT);
    table->heads[3] = "";
    table->left[3] = true;
    table->least[0] = TITLE_WIDTH;
    table->least[1] = COUNT_WIDTH;
    table->least[2] = AMOUNT_WIDTH;
    return true;
}

/* A sum; where a part of it is undetermined, with that word and the known part. */
static const char *row_sum_text(struct reporting *reporting, const struct value_kind *kind,
                                const struct number *sum, bool open)
{
    const char *text = amount_text(&reporting->display, kind, sum);
    return open ? open_text(&reporting->display, text) : text;
}

/* `open`: rows of the line are undetermined. */
static void add_sum(struct reporting *reporting, struct text_table *table, const char *title,
                    const struct stream_line *line, const struct stream_sum *sum, bool open)
{
    const char **cells = table_row(table, false);
    cells[0] = title;
    cells[1] = row_count_text(reporting, sum->rows);
    cells[2] = row_sum_text(reporting, line->post->kind, &sum->amount, open);
    cells[3] = kind_title(&reporting->display, line->post->kind);
    if (sum->doubted_rows == 0)
        return;
    cells = table_row(table, false);
    cells[0] = format_text(&reporting->display, "  %s", word(&reporting->display, WORD_OF_DOUBTED));
    cells[1] = row_count_text(reporting, sum->doubted_rows);
    cells[2] = amount_text(&reporting->display, line->post->kind, &sum->doubted);
    cells[3] = kind_title(&reporting->display, line->post->kind);
}

/* A file by its name alone: a run from another folder gives the same bytes. */
static const char *file_shown(struct reporting *reporting, const char *path)
{
    const char *slash = strrchr(path, '/');
    return path_shown(&reporting->display, slash == NULL ? path : slash + 1);
}

/* The files whose rows went through, each with its digest, by which anyone finds that it is this one. */
static void text_files(struct reporting *reporting, const struct stream *stream)
{
    for (size_t i = 0; i < stream->file_count; i++)
        text_line(reporting, 0,
                  format_text(&reporting->display, "%s  SHA-256 %s",
                              file_shown(reporting, stream->files[i].table->path),
                              stream->files[i].sha));
}

/* Whether two rows may have one key. */
static void text_keys(struct reporting *reporting, const struct stream *stream)
{
    if (stream->rows < 2)
        return;
    text_line(reporting, 0,
              stream->unordered == 0
                  ? word(&reporting->display, WORD_KEYS_ASCEND)
                  : text_with_label(&reporting->display,
                                    word(&reporting->display, WORD_KEYS_UNORDERED),
                                    row_count_text(reporting, stream->unordered)));
}

static void text_lines(struct reporting *reporting, const struct stream *stream)
{
    text_heading(reporting, text_with_label(&reporting->display,
                                            titled(&reporting->display, &stream->entity->title),
                                            format_text(&reporting->display, "%s %s",
                                                        row_count_text(reporting, stream->rows),
                                                        word(&reporting->display, WORD_ROWS))));
    text_files(reporting, stream);
    text_keys(reporting, stream);
    struct text_table table;
    if (!open_sums(reporting, &table, word(&reporting->display, WORD_ITEM), 2 * stream->line_count))
        return;
    for (size_t i = 0; i < stream->line_count; i++) {
        const struct stream_line *line = &stream->lines[i];
        const struct stream_sum *sum = &line->sums[stream->group_count - 1];
        const bool open = row_line_open(stream, line->rule) > 0;
        if (sum->rows > 0 || open)
            add_sum(reporting, &table, line_title(reporting, line), line, sum, open);
    }
    write_table(reporting, &table);
}

static const char *report_rows_group_title(struct reporting *reporting, const struct stream *stream,
                                           size_t group)
{
    const struct enumeration *enumeration = stream->by->type.enumeration;
    return group < enumeration->count
               ? titled(&reporting->display, &enumeration->members[group].title)
               : word(&reporting->display, WORD_NONE);
}

static void text_groups(struct reporting *reporting, const struct stream *stream)
{
    for (size_t i = 0; stream->by != NULL && i < stream->line_count; i++) {
        const struct stream_line *line = &stream->lines[i];
        if (line->post->memo || line->sums[stream->group_count - 1].rows == 0)
            continue;
        const bool open = row_line_open(stream, line->rule) > 0;
        struct text_table table;
        text_heading(reporting, line_title(reporting, line));
        if (!open_sums(reporting, &table, titled(&reporting->display, &stream->by->title),
                       2 * stream->group_count))
            return;
        for (size_t group = 0; group + 1 < stream->group_count; group++)
            if (line->sums[group].rows > 0)
                add_sum(reporting, &table, report_rows_group_title(reporting, stream, group), line,
                        &line->sums[group], open);
        add_sum(reporting, &table, word(&reporting->display, WORD_TOTAL), line,
                &line->sums[stream->group_count - 1], open);
        write_table(reporting, &table);
    }
}

static void text_parties(struct reporting *reporting, const struct stream *stream)
{
    static const enum word_id heads[] = {WORD_PARTY, WORD_RECEIVED, WORD_PAID, WORD_NET};
    const struct policy *policy = reporting->context->policy;
    const size_t count = policy->party_count * policy->kind_count;
    struct party_total *totals = party_totals(reporting, stream);
    struct text_table table;
    struct number net;
    text_heading(reporting, word(&reporting->display, WORD_SUMMARY));
    if (totals == NULL || !table_open(reporting, &table, 4, count))
        return;
    table_heads(reporting, &table, heads);
    for (size_t i = 0; i < 4; i++)
        table.least[i] = i == 0 ? PARTY_WIDTH : AMOUNT_WIDTH;
    for (size_t i = 0; i < count; i++) {
        const struct value_kind *kind = &policy->kinds[i % policy->kind_count];
        if (party_total_is_none(&totals[i]) || !net_of(reporting, &totals[i], &net))
            continue;
        const char **cells = table_row(&table, false);
        /* The kind beside its party: where the table is too wide, each part of it says both. */
        cells[0] =
            format_in(&reporting->display, "%s：%s", "%s: %s",
                      titled(&reporting->display, &policy->parties[i / policy->kind_count].title),
                      kind_title(&reporting->display, kind));
        const struct party_total *total = &totals[i];
        cells[1] = row_sum_text(reporting, kind, &total->received, total->received_open);
        cells[2] = row_sum_text(reporting, kind, &total->paid, total->paid_open);
        cells[3] = row_sum_text(reporting, kind, &net, total->received_open || total->paid_open);
    }
    write_table(reporting, &table);
}

static void text_row_findings(struct reporting *reporting, const struct stream *stream)
{
    static const enum word_id heads[] = {WORD_ITEM, WORD_HOLDS, WORD_FAILS, WORD_NOT_APPLICABLE,
                                         WORD_UNDETERMINED};
    struct text_table table;
    if (stream->finding_count == 0)
        return;
    text_heading(reporting, word(&reporting->display, WORD_CHECKS));
    if (!table_open(reporting, &table, 5, stream->finding_count))
        return;
    table_heads(reporting, &table, heads);
    for (size_t i = 0; i < 5; i++)
        table.least[i] = i == 0 ? TITLE_WIDTH : COUNT_WIDTH;
    for (size_t i = 0; i < stream->finding_count; i++) {
        const struct stream_finding *finding = &stream->findings[i];
        const char **cells = table_row(&table, false);
        bool check = finding->rule->require;
        cells[0] = titled(&reporting->display, &finding->rule->item.title);
        cells[1] = check ? row_count_text(reporting, finding->holds) : "";
        cells[2] = check ? row_count_text(reporting, finding->fails) : "";
        cells[3] = row_count_text(reporting, finding->not_applicable);
        cells[4] = row_count_text(reporting, finding->undetermined);
    }
    write_table(reporting, &table);
}

static void text_residues(struct reporting *reporting, const struct stream *stream)
{
    struct arith *arith = reporting->context->arith;
    struct text_table table;
    text_heading(reporting, word(&reporting->display, WORD_ROUNDING));
    if (!table_open(reporting, &table, 2, stream->line_count))
        return;
    table.least[0] = TITLE_WIDTH;
    table.left[1] = true;
    for (size_t i = 0; i < stream->line_count; i++) {
        const struct stream_line *line = &stream->lines[i];
        const struct stream_sum *sum = &line->sums[stream->group_count - 1];
        if (line->post->memo || sum->rows == 0)
            continue;
        const char **cells = table_row(&table, false);
        cells[0] = titled(&reporting->display, &line->post->title);
        const char *residue = sum->residue_known
                                  ? quantity_text(&sum->residue, arith, &line->post->kind->unit)
                                  : word(&reporting->display, WORD_NOT_WRITTEN);
        cells[1] = row_line_open(stream, line->rule) > 0 ? open_text(&reporting->display, residue)
                                                         : residue;
    }
    write_table(reporting, &table);
}

/* ---- JSON ---- */

/* The residue where it is known. */
static json_t *json_rounding(struct reporting *reporting, const struct stream_line *line,
                             const struct stream_sum *sum)
{
    return sum->residue_known ? json_text(number_in(&sum->residue, reporting->context->arith,
                                                    &line->post->kind->unit, NUMBER_PLAIN))
                              : json_null();
}

/* Adds what a line came to: over all rows, or over those of a group. */
static void set_sum(struct reporting *reporting, json_t *json, const struct stream_line *line,
                    const struct stream_sum *sum, bool open)
{
    const char *amount = amount_plain(&reporting->display, line->post->kind, &sum->amount);
    json_set(reporting, json, "rows", json_integer((json_int_t)sum->rows));
    json_set(reporting, json, "amount", open ? json_null() : json_text(amount));
    json_set(reporting, json, "known", open ? json_text(amount) : json_null());
    json_set(reporting, json, "rounding", open ? json_null() : json_rounding(reporting, line, sum));
    json_set(reporting, json, "doubted_rows", json_integer((json_int_t)sum->doubted_rows));
    json_set(reporting, json, "doubted",
             json_text(amount_plain(&reporting->display, line->post->kind, &sum->doubted)));
}

static json_t *json_line_groups(struct reporting *reporting, const struct stream *stream,
                                const struct stream_line *line)
{
    json_t *groups = json_array();
    for (size_t group = 0; group + 1 < stream->group_count; group++) {
        const struct enumeration *enumeration = stream->by->type.enumeration;
        json_t *json = json_object();
        set_sum(reporting, json, line, &line->sums[group], row_line_open(stream, line->rule) > 0);
        json_set(reporting, json, "group",
                 json_or_null(group < enumeration->count ? enumeration->members[group].id : NULL));
        json_append(reporting, groups, json);
    }
    return groups;
}

static json_t *report_rows_json_line(struct reporting *reporting, const struct stream *stream,
                                     const struct stream_line *line)
{
    const struct post *post = line->post;
    json_t *json = json_object();
    json_set(reporting, json, "rule", json_text(line->rule->item.id));
    json_set(reporting, json, "title", json_titles(&post->title));
    json_set(reporting, json, "from", json_or_null(post->memo ? NULL : post->from->id));
    json_set(reporting, json, "to", json_text(post->to->id));
    json_set(reporting, json, "kind", json_text(post->kind->id));
    json_set(reporting, json, "memo", json_boolean(post->memo));
    json_set(reporting, json, "source", json_text(line->rule->source));
    set_sum(reporting, json, line, &line->sums[stream->group_count - 1],
            row_line_open(stream, line->rule) > 0);
    json_set(reporting, json, "undetermined",
             json_integer((json_int_t)row_line_open(stream, line->rule)));
    json_set(reporting, json, "groups", json_line_groups(reporting, stream, line));
    return json;
}

/* What a party received, paid or nets; null where it is undetermined, with what is known of it. */
static void set_part(struct reporting *reporting, json_t *party, json_t *known, const char *key,
                     const struct value_kind *kind, const struct number *sum, bool open)
{
    const char *text = amount_plain(&reporting->display, kind, sum);
    json_set(reporting, party, key, open ? json_null() : json_text(text));
    if (open)
        json_set(reporting, known, key, json_text(text));
}

static json_t *report_rows_json_party(struct reporting *reporting, const struct stream *stream)
{
    const struct policy *policy = reporting->context->policy;
    struct party_total *totals = party_totals(reporting, stream);
    json_t *parties = json_array();
    struct number net;
    for (size_t i = 0; totals != NULL && i < policy->party_count * policy->kind_count; i++) {
        const struct value_kind *kind = &policy->kinds[i % policy->kind_count];
        if (party_total_is_none(&totals[i]) || !net_of(reporting, &totals[i], &net))
            continue;
        const struct party_total *total = &totals[i];
        json_t *known = json_object();
        json_t *party = json_pack("{s:s, s:s}", "id", policy->parties[i / policy->kind_count].id,
                                  "kind", kind->id);
        set_part(reporting, party, known, "received", kind, &total->received, total->received_open);
        set_part(reporting, party, known, "paid", kind, &total->paid, total->paid_open);
        set_part(reporting, party, known, "net", kind, &net,
                 total->received_open || total->paid_open);
        json_set(reporting, party, "known", known);
        json_append(reporting, parties, party);
    }
    return parties;
}

static json_t *json_row_findings(struct reporting *reporting, const struct stream *stream)
{
    json_t *checks = json_array();
    for (size_t i = 0; i < stream->finding_count; i++) {
        const struct stream_finding *finding = &stream->findings[i];
        json_append(reporting, checks,
                    json_pack("{s:s, s:b, s:I, s:I, s:I, s:I}", "rule", finding->rule->item.id,
                              "required", finding->rule->require, "holds",
                              (json_int_t)finding->holds, "fails", (json_int_t)finding->fails,
                              "not_applicable", (json_int_t)finding->not_applicable, "undetermined",
                              (json_int_t)finding->undetermined));
    }
    return checks;
}

static json_t *json_left_out(const struct left_out *left_out)
{
    return json_pack("{s:I, s:I, s:I}", "rules", (json_int_t)left_out->rules, "conditions",
                     (json_int_t)left_out->conditions, "comparisons",
                     (json_int_t)left_out->comparisons);
}

static void json_write_rows(struct reporting *reporting, const struct stream *stream)
{
    const struct figure_context *context = reporting->context;
    struct json_output output = {.writer = &reporting->writer};
    json_t *lines = json_array();
    for (size_t i = 0; i < stream->line_count; i++)
        json_append(reporting, lines, report_rows_json_line(reporting, stream, &stream->lines[i]));
    json_write_member(&output, "fangtian", json_text(FT_VERSION));
    json_write_member(&output, "policy", json_text(context->policy->digest));
    json_write_member(&output, "scenario", json_text(run_digest(context)));
    json_write_member(&output, "inputs", json_inputs(reporting));
    json_write_member(&output, "changed", json_changed(reporting));
    if (context->scenario->guessed_count > 0)
        json_write_member(&output, "guessed", json_guessed(reporting));
    json_write_verdict(reporting, &output);
    json_write_member(&output, "left_out", json_left_out(&context->left_out));
    json_write_member(&output, "table", json_text(stream->entity->table));
    json_write_member(&output, "rows", json_integer((json_int_t)stream->rows));
    json_write_member(&output, "unordered_from",
                      stream->unordered == 0 ? json_null()
                                             : json_integer((json_int_t)stream->unordered));
    json_write_member(&output, "lines", lines);
    json_write_member(&output, "parties", report_rows_json_party(reporting, stream));
    json_write_member(&output, "findings", json_row_findings(reporting, stream));
    json_write_member(&output, "taken", json_row_blanks(reporting));
    json_write_member(&output, "assumed", json_rows_page(reporting, stream));
    json_write_member(&output, "empty", json_empty_rows(reporting, stream));
    json_write_member(&output, "unverified", json_values_used(reporting, TELL_UNVERIFIED));
    json_write_member(&output, "illustrative", json_values_used(reporting, TELL_ILLUSTRATIVE));
    json_write_member(&output, "limits", json_values_used(reporting, TELL_LIMIT));
    json_write_member(&output, "unproven", json_values_used(reporting, TELL_UNPROVEN));
    json_close_object(&output);
}

/* ---- CSV ---- */

static void csv_sum(struct reporting *reporting, const struct stream *stream,
                    const struct stream_line *line, size_t group)
{
    const struct post *post = line->post;
    const struct stream_sum *sum = &line->sums[group];
    bool all = group + 1 == stream->group_count;
    const char *name = all ? ""
                       : stream->by->type.enumeration->count <= group
                           ? "-"
                           : stream->by->type.enumeration->members[group].id;
    const char *const cells[] = {line->rule->item.id, post->memo ? "" : post->from->id,
                                 post->to->id, post->kind->id};
    const bool open = row_line_open(stream, line->rule) > 0;
    if (sum->rows == 0 && !open)
        return;
    csv_cells(&reporting->writer, cells, sizeof cells / sizeof *cells);
    write_text(&reporting->writer, post->memo ? ",true," : ",false,");
    write_text(&reporting->writer, name);
    const char *amount = amount_cell(&reporting->display, post->kind, &sum->amount);
    write_format(&reporting->writer, ",%" PRIu64 ",%s,%s,%s,%" PRIu64 ",%s,%s\r\n", sum->rows,
                 open ? "undetermined" : "value", open ? "" : amount, open ? amount : "",
                 sum->doubted_rows, amount_cell(&reporting->display, post->kind, &sum->doubted),
                 unit_symbol(&reporting->display, &post->kind->unit));
}

static void csv_files(struct reporting *reporting, const struct stream *stream)
{
    for (size_t i = 0; i < stream->file_count; i++) {
        const char *const cells[] = {"SHA-256", file_shown(reporting, stream->files[i].table->path),
                                     stream->files[i].sha};
        csv_line(&reporting->writer, cells, sizeof cells / sizeof *cells);
    }
}

static void csv_rows(struct reporting *reporting, const struct stream *stream)
{
    csv_head_rows(reporting, titled(&reporting->display, &stream->entity->title));
    csv_files(reporting, stream);
    csv_row_lacks(reporting);
    text_rows_page(reporting, stream);
    csv_row_blanks(reporting);
    write_text(&reporting->writer, "\r\n");
    write_text(
        &reporting->writer,
        "rule,from,to,kind,memo,group,rows,state,amount,known,doubted_rows,doubted,unit\r\n");
    for (size_t i = 0; i < stream->line_count; i++)
        for (size_t group = 0; group < stream->group_count; group++)
            csv_sum(reporting, stream, &stream->lines[i], group);
}

enum ft_status report_rows(struct figure_context *context, const struct stream *stream,
                           const struct ft_report *report, const struct ft_sink *sink)
{
    struct reporting reporting;
    reporting_open(&reporting, context, report, sink);
    if (!note_outcomes(&reporting, stream))
        return FT_NO_MEMORY;
    switch (report->format) {
    case FT_JSON:
        json_write_rows(&reporting, stream);
        break;
    case FT_CSV:
        csv_rows(&reporting, stream);
        break;
    case FT_TEXT:
    case FT_XLSX: /* is written by other calls */
        text_head(&reporting, true);
        text_rows_page(&reporting, stream);
        text_lines(&reporting, stream);
        text_groups(&reporting, stream);
        text_parties(&reporting, stream);
        text_row_findings(&reporting, stream);
        text_row_blanks(&reporting);
        text_residues(&reporting, stream);
        text_values(&reporting);
    }
    return reporting_status(&reporting);
}
