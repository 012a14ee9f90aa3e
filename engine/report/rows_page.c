/*
 * The first page of a run over a long table: what is to be looked at before its totals are used. Tables of which rows have
 * none below them, and facts that rows lack and that count as something, with what is paid by them.
 */
#include <string.h>

#include "../figures/basis.h"
#include "page.h"

/* ---- what is paid by a fact ---- */

/* What a fact's blanks were taken to mean, and the first payments on the way from it, of all rows. */
struct row_assumed {
    const struct field_blanks *blanks;
    enum taken_kind kind;
    uint64_t rows;         /* at which it was so taken */
    struct paid_sum *paid; /* by kind index */
    uint64_t payments;
};

/* Facts on which some payment rests: those that some rows give first. */
struct rows_page {
    struct row_assumed *facts;
    size_t count;
};

struct naming {
    const struct field *field;
    const bool *marks; /* rules before it that rest on the field, and that post nothing */
    bool found;
};

static void look_for_name(void *context, const struct formula *formula)
{
    struct naming *naming = context;
    for (size_t i = 0; i < formula->field_count && !naming->found; i++)
        naming->found = formula->fields[i] == naming->field;
    for (size_t i = 0; i < formula->item_count && !naming->found; i++)
        naming->found = naming->marks[formula->items[i]->order];
}

static bool rests_on_field(struct naming *naming, const struct rule *rule)
{
    naming->found = false;
    rule_each_formula(rule, look_for_name, naming);
    rule_each_posted(rule, look_for_name, naming);
    return naming->found;
}

/* Marks the rules that are the first to post on the way from the field; `steps`: those between. */
static void mark_payers(const struct figure_context *context, const struct field *field,
                        bool *steps, bool *payers)
{
    struct naming naming = {.field = field, .marks = steps};
    for (size_t i = 0; i < context->policy->rule_count; i++) {
        const struct rule *rule = context->policy->rules[i];
        const bool rests = rests_on_field(&naming, rule);
        payers[i] = rests && rule_pays(rule);
        steps[i] = rests && !payers[i];
    }
}

static bool add_payment(struct reporting *reporting, struct row_assumed *assumed,
                        const struct post *post, uint64_t count, const struct number *amount,
                        bool open)
{
    struct paid_sum *sum = &assumed->paid[post->kind->index];
    if (post->memo || (!open && number_sign(amount) == 0))
        return true;
    assumed->payments += count;
    sum->open |= open;
    return number_add(&sum->amount, reporting->context->arith, &sum->amount, amount) == FT_OK;
}

/* Of all rows, as the first page of a run that holds its table has it. */
static bool rows_page_pay(struct reporting *reporting, const struct stream *stream,
                          struct row_assumed *assumed, bool *steps, bool *payers)
{
    bool good = true;
    mark_payers(reporting->context, assumed->blanks->field, steps, payers);
    for (size_t i = 0; i < stream->line_count && good; i++) {
        const struct stream_line *line = &stream->lines[i];
        const struct stream_sum *sum = &line->sums[stream->group_count - 1];
        const uint64_t open = row_line_open(stream, line->rule);
        if (payers[line->rule->item.order])
            good = add_payment(reporting, assumed, line->post, sum->rows + open, &sum->amount,
                               open > 0);
    }
    for (size_t i = 0; i < stream->ledger->posting_count && good; i++) {
        const struct posting posting = ledger_posting(stream->ledger, i);
        if (payers[posting.rule->item.order])
            good = add_payment(reporting, assumed, posting.post, 1, &posting.amount,
                               posting.lacks != NULL);
    }
    return good;
}

static bool is_nowhere(const struct row_assumed *fact)
{
    return fact->blanks->blank == fact->blanks->rows;
}

/* Facts that other rows give, and of both what most is paid by, stand first. */
static bool row_assumed_is_before(struct arith *arith, const struct row_assumed *fact,
                                  const struct row_assumed *other)
{
    if (is_nowhere(fact) != is_nowhere(other))
        return is_nowhere(other);
    return number_compare(arith, &other->paid[0].amount, &fact->paid[0].amount) < 0;
}

/* Marks of rules, for one fact after the other. */
struct paying {
    const struct stream *stream;
    bool *steps, *payers;
};

/* Adds the fact where some payment rests on it. False: memory is out. */
static bool add_assumed(struct reporting *reporting, const struct paying *paying,
                        struct rows_page *page, struct row_assumed *fact)
{
    const size_t kinds = reporting->context->policy->kind_count;
    fact->paid = arena_array(reporting->arena, kinds, sizeof *fact->paid);
    for (size_t i = 0; fact->paid != NULL && i < kinds; i++)
        fact->paid[i].amount = NUMBER_ZERO;
    if (fact->paid == NULL ||
        !rows_page_pay(reporting, paying->stream, fact, paying->steps, paying->payers))
        return false;
    if (fact->payments == 0)
        return true;
    size_t at = page->count++;
    for (; at > 0 && row_assumed_is_before(reporting->context->arith, fact, &page->facts[at - 1]);
         at--)
        page->facts[at] = page->facts[at - 1];
    page->facts[at] = *fact;
    return true;
}

static bool rows_page_open(struct reporting *reporting, const struct stream *stream,
                           struct rows_page *page)
{
    static const enum taken_kind kinds[] = {TAKEN_NONE, TAKEN_DEFAULT};
    const size_t rules = reporting->context->policy->rule_count;
    const struct paying paying = {stream,
                                  arena_array(reporting->arena, rules, sizeof *paying.steps),
                                  arena_array(reporting->arena, rules, sizeof *paying.payers)};
    *page = (struct rows_page){
        .facts = arena_array(reporting->arena, 2 * stream->blank_count, sizeof *page->facts)};
    bool good = paying.steps != NULL && paying.payers != NULL && page->facts != NULL;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t i = 0; i < stream->blank_count && good; i++) {
            struct row_assumed fact = {.blanks = &stream->blanks[i], .kind = kinds[k]};
            fact.rows = row_blanks_taken(fact.blanks, fact.kind);
            good = fact.rows == 0 || add_assumed(reporting, &paying, page, &fact);
        }
    if (!good)
        reporting->writer.status = FT_NO_MEMORY;
    return good;
}

/* ---- as text, and in the head of CSV ---- */

/* "用于 20 笔收付，现金 1.00" */
static const char *rows_page_paid(struct reporting *reporting, const struct row_assumed *fact)
{
    return format_in(&reporting->display, "用于 %s 笔收付，%s", "payments: %s, %s",
                     row_count_text(reporting, fact->payments),
                     page_kinds_text(reporting, fact->paid));
}

static void write_empty_rows(struct reporting *reporting, const struct stream *stream)
{
    struct growing_text list = {.arena = reporting->arena};
    if (stream->rows == 0)
        growing_list(&list, "", titled(&reporting->display, &stream->entity->title));
    for (size_t i = 0; i < stream->empty_count; i++) {
        const struct empty_rows *empty = &stream->empty[i];
        const char *title = titled(&reporting->display, &empty->entity->title);
        const char *above = titled(&reporting->display, &empty->entity->parent->title);
        if (empty->rows == 0)
            continue;
        growing_list(
            &list, word(&reporting->display, WORD_LIST_SEMICOLON),
            empty->rows == empty->of
                ? format_in(&reporting->display, "%s：%s全部 %s 行", "%s: %s, all rows (%s)", title,
                            above, row_count_text(reporting, empty->of))
                : format_in(&reporting->display, "%s：%s %s 行中 %s 行", "%s: %s, of %s rows %s",
                            title, above, row_count_text(reporting, empty->of),
                            row_count_text(reporting, empty->rows)));
    }
    const char *text = display_text(&reporting->display, growing_whole(&list));
    if (text == NULL || text[0] == '\0')
        return;
    page_write_empty(reporting, text);
}

/* Whether the file of the fact's table has its column. */
static bool rows_page_has_column(const struct stream *stream, const struct field_blanks *blanks)
{
    bool found = false;
    for (size_t i = 0; i < stream->file_count; i++) {
        const struct long_table *table = stream->files[i].table;
        for (size_t c = 0; table->entity == blanks->entity && c < table->column_count; c++)
            found |= table->columns[c].field == blanks->field;
    }
    return found;
}

static const char *fact_named(struct reporting *reporting, const struct stream *stream,
                              const struct row_assumed *fact)
{
    const struct field_blanks *blanks = fact->blanks;
    const char *title = titled(&reporting->display, &blanks->field->title);
    if (blanks->entity->parent == NULL)
        return format_in(&reporting->display, "%s（%s）", "%s (%s)", title,
                         row_blanks_means(reporting, blanks->field, fact->kind));
    return !rows_page_has_column(stream, blanks)
               ? title
               : format_in(&reporting->display, "%s（有此栏，没有填）", "%s (its column is blank)",
                           title);
}

/* Of what no row gives, all by which the same is paid: from the first of them on. */
static void write_nowhere(struct reporting *reporting, const struct stream *stream,
                          const struct rows_page *page, size_t first)
{
    const char *paid = rows_page_paid(reporting, &page->facts[first]);
    struct growing_text list = {.arena = reporting->arena};
    size_t count = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct row_assumed *fact = &page->facts[i];
        if (!is_nowhere(fact) || strcmp(rows_page_paid(reporting, fact), paid) != 0)
            continue;
        if (i < first)
            return; /* told with the first of them */
        count++;
        growing_list(&list, word(&reporting->display, WORD_LIST_COMMA),
                     fact_named(reporting, stream, fact));
    }
    page_entry(reporting, format_in(&reporting->display, "各行都没有的 %zu 项：%s（含义附后），%s",
                                    "in no row: %zu, %s (below); %s", count,
                                    display_text(&reporting->display, growing_whole(&list)), paid));
}

static void write_assumed_rows(struct reporting *reporting, const struct stream *stream,
                               const struct rows_page *page)
{
    size_t partly = 0;
    while (partly < page->count && !is_nowhere(&page->facts[partly]))
        partly++;
    if (page->count > 0)
        page_part(reporting, page_assumed_title(reporting));
    for (size_t i = 0; i < page_lines(reporting, partly); i++) {
        const struct row_assumed *fact = &page->facts[i];
        page_entry(reporting,
                   format_in(&reporting->display, "%s：%s%s，%s", "%s: %s%s, %s",
                             titled(&reporting->display, &fact->blanks->field->title),
                             row_blanks_means(reporting, fact->blanks->field, fact->kind),
                             row_blanks_rows(reporting, fact->blanks, fact->rows),
                             rows_page_paid(reporting, fact)));
    }
    page_left(reporting, partly);
    for (size_t i = partly; i < page->count; i++)
        write_nowhere(reporting, stream, page, i);
}

void text_rows_page(struct reporting *reporting, const struct stream *stream)
{
    struct rows_page page;
    size_t empty = stream->rows == 0;
    if (!rows_page_open(reporting, stream, &page))
        return;
    for (size_t i = 0; i < stream->empty_count; i++)
        empty += stream->empty[i].rows > 0;
    if (page.count + empty == 0)
        return;
    if (reporting->report->format != FT_CSV)
        text_heading(reporting, page_title(reporting));
    write_empty_rows(reporting, stream);
    write_assumed_rows(reporting, stream, &page);
}

/* ---- as JSON ---- */

json_t *json_empty_rows(struct reporting *reporting, const struct stream *stream)
{
    json_t *list = json_array();
    if (stream->rows == 0)
        json_append(reporting, list,
                    json_pack("{s:s, s:s, s:I, s:I}", "table", stream->entity->table, "above",
                              stream->entity->parent->table, "rows", (json_int_t)1, "of",
                              (json_int_t)1));
    for (size_t i = 0; i < stream->empty_count; i++) {
        const struct empty_rows *empty = &stream->empty[i];
        if (empty->rows > 0)
            json_append(reporting, list,
                        json_pack("{s:s, s:s, s:I, s:I}", "table", empty->entity->table, "above",
                                  empty->entity->parent->table, "rows", (json_int_t)empty->rows,
                                  "of", (json_int_t)empty->of));
    }
    return list;
}

static json_t *json_assumed_fact(struct reporting *reporting, const struct row_assumed *fact)
{
    json_t *json = json_object();
    json_set(reporting, json, "table", json_text(fact->blanks->entity->table));
    json_set(reporting, json, "field", json_text(fact->blanks->field->id));
    json_set(reporting, json, "kind", json_text(taken_names[fact->kind]));
    json_set(reporting, json, "rows", json_integer((json_int_t)fact->rows));
    json_set(reporting, json, "of", json_integer((json_int_t)fact->blanks->rows));
    json_set(reporting, json, "payments", json_integer((json_int_t)fact->payments));
    json_set(reporting, json, "paid", json_kind_sums(reporting, fact->paid, false));
    return json;
}

json_t *json_rows_page(struct reporting *reporting, const struct stream *stream)
{
    struct rows_page page;
    json_t *list = json_array();
    if (rows_page_open(reporting, stream, &page))
        for (size_t i = 0; i < page.count; i++)
            json_append(reporting, list, json_assumed_fact(reporting, &page.facts[i]));
    return list;
}
