/* The verdict, and what was taken though nobody wrote it, as text and as JSON. */
#include <assert.h>
#include <inttypes.h>

#include "formats.h"

/* ---- as text ---- */

/* "身份（2 行）" */
static const char *row_lack_text(struct reporting *reporting, const char *title, uint64_t rows)
{
    return format_in(&reporting->display, "%s（%" PRIu64 " 行）", "%s (rows: %" PRIu64 ")", title,
                     rows);
}

static const char *row_fact_text(struct reporting *reporting, const struct row_fact *fact)
{
    const char *title = titled(&reporting->display, &fact->field->title);
    if (fact->open > 0)
        return row_lack_text(reporting, title, fact->open);
    return fact->entity->parent == NULL ? title : row_lack_text(reporting, title, fact->rows);
}

/* "；没有填报的有：身份（2 行）、…；没有一种途径适用：受让土地的价款（1 行）" */
static const char *row_lacks_text(struct reporting *reporting, const struct verdict *verdict)
{
    const char *comma = word(&reporting->display, WORD_LIST_COMMA);
    struct growing_text facts = {.arena = reporting->arena}, ways = {.arena = reporting->arena};
    for (size_t i = 0; i < verdict->row_fact_count; i++)
        growing_list(&facts, comma, row_fact_text(reporting, &verdict->row_facts[i]));
    for (size_t i = 0; i < verdict->row_way_count; i++)
        growing_list(
            &ways, comma,
            row_lack_text(reporting,
                          titled(&reporting->display, &verdict->row_ways[i].rule->item.title),
                          verdict->row_ways[i].rows));
    return format_text(
        &reporting->display, "%s%s%s%s",
        verdict->row_fact_count == 0
            ? ""
            : text_in(&reporting->display, "；没有填报的有：", "; not given: "),
        display_text(&reporting->display, growing_whole(&facts)),
        verdict->row_way_count == 0
            ? ""
            : text_in(&reporting->display, "；没有一种途径适用：", "; no way applies: "),
        display_text(&reporting->display, growing_whole(&ways)));
}

static void csv_row_lack(struct reporting *reporting, const char *title, const char *said,
                         uint64_t rows)
{
    const char *const cells[] = {word(&reporting->display, WORD_UNDETERMINED), title,
                                 rows == 0 ? said : row_lack_text(reporting, said, rows)};
    csv_line(&reporting->writer, cells, sizeof cells / sizeof *cells);
}

void csv_row_lacks(struct reporting *reporting)
{
    struct verdict verdict;
    if (!verdict_open(&reporting->display, &verdict))
        return;
    for (size_t i = 0; i < verdict.row_fact_count; i++) {
        const struct row_fact *fact = &verdict.row_facts[i];
        csv_row_lack(reporting, titled(&reporting->display, &fact->field->title),
                     text_in(&reporting->display, "没有填报", "not given"), fact->open);
    }
    for (size_t i = 0; i < verdict.row_way_count; i++)
        csv_row_lack(reporting, titled(&reporting->display, &verdict.row_ways[i].rule->item.title),
                     text_in(&reporting->display, "没有一种途径适用", "no way applies"),
                     verdict.row_ways[i].rows);
}

/* What rows of a long table lack. */
static void write_row_facts(struct reporting *reporting, const struct verdict *verdict)
{
    if (verdict->row_fact_count + verdict->row_way_count == 0)
        return;
    text_line(reporting, 2,
              format_in(&reporting->display,
                        "待定：哪些行、为什么，见逐行结果的 state、reason 两栏%s",
                        "undetermined: which rows and why, see state and reason in the "
                        "rows' file%s",
                        row_lacks_text(reporting, verdict)));
}

enum { MOST_FACTS = 6, MOST_FAILURES = 6 };

/* The faults of rows of a long table, each with the number of its other places. */
static void write_row_faults(struct reporting *reporting)
{
    const bool all = reporting->report->detail;
    const struct diagnostics *faults = reporting->context->row_faults;
    const size_t kept = faults == NULL ? 0 : faults->kept;
    uint64_t told = 0;
    for (size_t i = 0; i < kept && (all || i < MOST_FACTS); i++) {
        const struct ft_diagnostic *fault = &faults->items[i];
        const char *more = fault->more == 0
                               ? ""
                               : format_in(&reporting->display, "；另有 %" PRIu64 " 行",
                                           "; and %" PRIu64 " more", fault->more);
        told += 1 + fault->more;
        text_line(reporting, 2,
                  format_in(&reporting->display, "待定：%s%s", "undetermined: %s%s", fault->message,
                            more));
    }
    if (kept > 0 && told < faults->total)
        text_line(reporting, 2,
                  format_in(&reporting->display, "另有 %" PRIu64 " 处", "and %" PRIu64 " more",
                            faults->total - told));
}

static void text_write_verdict(struct reporting *reporting, bool reasons)
{
    const bool all = reporting->report->detail;
    struct verdict verdict;
    if (!verdict_open(&reporting->display, &verdict))
        return;
    struct writer *writer = &reporting->writer;
    write_title(writer, verdict_line(&reporting->display, &verdict), reporting->width);
    if (!reasons)
        return;
    for (size_t i = 0; i < verdict.fact_count && (all || i < MOST_FACTS); i++)
        text_line(reporting, 2,
                  format_in(&reporting->display, "待定：%s → %zu 个数",
                            "undetermined: %s → figures: %zu",
                            open_fact_words(&reporting->display, &verdict.facts[i]),
                            verdict.facts[i].figures));
    write_row_facts(reporting, &verdict);
    write_row_faults(reporting);
    for (size_t i = 0; i < verdict.failure_count && (all || i < MOST_FAILURES); i++)
        text_line(reporting, 2, failure_text(&reporting->display, &verdict.failures[i]));
    const size_t left =
        (all || verdict.fact_count <= MOST_FACTS ? 0 : verdict.fact_count - MOST_FACTS) +
        (all || verdict.failure_count <= MOST_FAILURES ? 0 : verdict.failure_count - MOST_FAILURES);
    if (left > 0)
        text_line(reporting, 2,
                  format_in(&reporting->display, "另有 %zu 项，见下", "and %zu more, below", left));
}

void text_verdict(struct reporting *reporting, bool reasons)
{
    const struct arena_mark mark = arena_mark(reporting->arena);
    text_write_verdict(reporting, reasons);
    arena_rewind(reporting->arena, mark);
}

/* What was taken, below a heading of its own, while it is told. */
struct taken_text {
    struct reporting *reporting;
    enum word_id heading;
    bool headed;
    struct growing_text
        list; /* of a paragraph's fields; with --detail each has a line of its own */
};

static void taken_write(struct taken_text *told, const char *text)
{
    struct reporting *reporting = told->reporting;
    if (text == NULL || text[0] != '\0') {
        if (!told->headed)
            text_heading(reporting, word(&reporting->display, told->heading));
        told->headed = true;
        text_line(reporting, 0, text);
    }
}

static const char *taken_rows(struct reporting *reporting, const struct entity *entity,
                              const uint32_t *rows, size_t count)
{
    enum { HANDFUL = 2 };
    const bool all =
        reporting->report->detail || reporting->report->format == FT_CSV || count <= HANDFUL;
    if (entity->parent == NULL)
        return "";
    if (!all)
        return format_in(&reporting->display, "（%zu 行）", " (%zu)", count);
    return format_in(&reporting->display, "（%s）", " (%s)",
                     text_rows(reporting, entity, rows, count, row_shown));
}

/* "受哺优先次序：1（X01、X02）" */
static void tell_text(void *context, const struct entity *entity, const struct field *field,
                      enum taken_kind kind, const uint32_t *rows, size_t count)
{
    struct taken_text *told = context;
    struct reporting *reporting = told->reporting;
    const struct arena_mark mark = arena_mark(reporting->arena);
    const char *line = format_in(
        &reporting->display, "%s：%s%s", "%s: %s%s", titled(&reporting->display, &field->title),
        visible(&reporting->display,
                taken_words(&reporting->display, field, kind, reporting->context->language)),
        taken_rows(reporting, entity, rows, count));
    if (reporting->report->detail) {
        taken_write(told, line);
        arena_rewind(reporting->arena, mark);
    } else {
        growing_list(&told->list, word(&reporting->display, WORD_LIST_SEMICOLON), line);
    }
}

/* A line of the head of a CSV each: what was taken, and its rows. */
static void tell_csv(void *context, const struct entity *entity, const struct field *field,
                     enum taken_kind kind, const uint32_t *rows, size_t count)
{
    struct reporting *reporting = context;
    const struct arena_mark mark = arena_mark(reporting->arena);
    const char *const cells[] = {
        word(&reporting->display, kind == TAKEN_STATED ? WORD_STATEMENTS : WORD_ASSUMED),
        titled(&reporting->display, &field->title),
        format_text(&reporting->display, "%s%s",
                    taken_words(&reporting->display, field, kind, reporting->context->language),
                    taken_rows(reporting, entity, rows, count))};
    csv_line(&reporting->writer, cells, sizeof cells / sizeof *cells);
    arena_rewind(reporting->arena, mark);
}

void csv_taken(struct reporting *reporting, const struct reach *reach)
{
    for (enum taken_kind kind = 0; kind < TAKEN_COUNT; kind++)
        each_taken(&reporting->display, kind, reach, tell_csv, reporting);
}

/* What was taken in one of some ways, below a heading of its own. */
static void write_taken(struct reporting *reporting, enum word_id heading,
                        const enum taken_kind *kinds, size_t count, const struct reach *reach)
{
    struct taken_text told = {.reporting = reporting, .heading = heading};
    for (size_t i = 0; i < count; i++) {
        told.list = (struct growing_text){.arena = reporting->arena};
        each_taken(&reporting->display, kinds[i], reach, tell_text, &told);
        taken_write(&told, growing_whole(&told.list));
    }
}

void text_taken(struct reporting *reporting, const struct reach *reach)
{
    static const enum taken_kind stated[] = {TAKEN_STATED}, assumed[] = {TAKEN_NONE, TAKEN_DEFAULT};
    write_taken(reporting, WORD_STATEMENTS, stated, 1, reach);
    write_taken(reporting, WORD_ASSUMED, assumed, 2, reach);
}

const struct not_compared *reporting_not_compared(struct reporting *reporting)
{
    static const struct not_compared none;
    if (reporting->not_compared == NULL) {
        reporting->not_compared = arena_array(reporting->kept, 1, sizeof *reporting->not_compared);
        if (reporting->not_compared == NULL)
            reporting->writer.status = FT_NO_MEMORY;
        else if (!not_compared_open(&reporting->display, reporting->not_compared, reporting->kept))
            *reporting->not_compared = none;
    }
    return reporting->not_compared == NULL ? &none : reporting->not_compared;
}

/* "权利人原用地与地块面积相称、……" */
static const char *not_compared_titles(struct reporting *reporting,
                                       const struct not_compared_fact *fact)
{
    struct growing_text list = {.arena = reporting->arena};
    if (fact->check_count == 0)
        return text_in(&reporting->display, "有没有重复填报", "rows given twice");
    for (size_t i = 0; i < fact->check_count; i++)
        growing_list(&list, word(&reporting->display, WORD_LIST_COMMA),
                     titled(&reporting->display, &fact->checks[i]->item.title));
    return display_text(&reporting->display, growing_whole(&list));
}

/* "原用地面积（X02/H1）": with --detail a line each, and which comparisons ask for it. */
void text_not_compared(struct reporting *reporting)
{
    const bool zh = reporting->context->language == FT_ZH, all = reporting->report->detail;
    struct growing_text list = {.arena = reporting->arena};
    const struct not_compared *not_compared = reporting_not_compared(reporting);
    if (not_compared->count == 0)
        return;
    for (size_t i = 0; i < not_compared->count; i++) {
        const struct not_compared_fact *fact = &not_compared->facts[i];
        const char *text = format_text(
            &reporting->display, "%s%s", titled(&reporting->display, &fact->field->title),
            taken_rows(reporting, fact->entity, fact->rows, fact->count));
        growing_list(&list, all ? "\n" : word(&reporting->display, WORD_LIST_COMMA),
                     !all ? text
                          : format_in(&reporting->display, "%s：%s", "%s: %s", text,
                                      not_compared_titles(reporting, fact)));
    }
    text_heading(reporting, word(&reporting->display, WORD_COMPARISONS_LEFT));
    const char *facts = display_text(&reporting->display, growing_whole(&list));
    text_line(reporting, 0,
              format_text(&reporting->display,
                          all  ? (zh ? "%zu 项，缺：\n%s" : "%zu, for want of:\n%s")
                          : zh ? "%zu 项（--detail 列出），缺：%s"
                               : "%zu (--detail lists them), for want of: %s",
                          not_compared->compared, facts));
}

/* ---- as JSON ---- */

/* `table`, `field` and `rule` may be NULL: there is none. */
static json_t *json_lack(const char *kind, const char *table, json_t *row, const char *field,
                         const char *rule, const struct title *text, json_t *figures)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "kind", kind, "table",
                     json_or_null(table), "row", row, "field", json_or_null(field), "rule",
                     json_or_null(rule), "text", json_titles(text), "figures", figures);
}

static json_t *json_fact(struct reporting *reporting, const struct open_fact *fact)
{
    static const char *const kinds[] = {
        [LACK_FACT] = "fact", [LACK_FAULT] = "fault", [LACK_WAY] = "way"};
    const struct figure_context *context = reporting->context;
    const struct lack *lack = &fact->lack;
    const struct title text = {
        lack_text(context->policy, context->ledger->dataset, context->arith, lack, FT_ZH),
        lack_text(context->policy, context->ledger->dataset, context->arith, lack, FT_EN)};
    return json_lack(kinds[lack->kind], lack->entity->table,
                     json_row_path(reporting, lack->entity, lack->row),
                     lack->kind == LACK_FACT ? lack->field->id : NULL,
                     lack->kind == LACK_WAY ? lack->item->id : NULL, &text,
                     json_integer((json_int_t)fact->figures));
}

static json_t *json_row_fact(struct reporting *reporting, const struct row_fact *fact)
{
    json_t *json = json_lack("fact", fact->entity->table, json_null(), fact->field->id, NULL,
                             &fact->field->title, json_null());
    json_set(reporting, json, "rows", json_integer((json_int_t)fact->rows));
    json_set(reporting, json, "open",
             fact->open == 0 ? json_null() : json_integer((json_int_t)fact->open));
    return json;
}

static json_t *json_row_way(struct reporting *reporting, const struct row_way *way)
{
    const struct item *item = &way->rule->item;
    json_t *json = json_lack("way", item->entity->table, json_null(), NULL, item->id, &item->title,
                             json_null());
    json_set(reporting, json, "open", json_integer((json_int_t)way->rows));
    return json;
}

/* Told in the language of the run alone. */
static json_t *json_row_fault(const struct ft_diagnostic *fault)
{
    const struct title text = {fault->message, fault->message};
    return json_lack("fault", NULL, json_null(), NULL, NULL, &text, json_null());
}

static json_t *json_failure(struct reporting *reporting, const void *item)
{
    const struct failure *failure = item;
    const struct rule *rule = failure->first.rule;
    json_t *json = json_object();
    json_set(reporting, json, "rule", json_text(rule->item.id));
    json_set(reporting, json, "title", json_titles(&rule->item.title));
    json_set(reporting, json, "row",
             failure->of_long_table
                 ? json_null()
                 : json_row_path(reporting, rule->item.entity, failure->first.row));
    json_set(reporting, json, "rows", json_integer((json_int_t)failure->rows));
    json_set(reporting, json, "source",
             json_text(failure->of_long_table
                           ? rule->source
                           : figure_source(&reporting->display, rule, failure->first.row)));
    return json;
}

/* What is lacking: facts of rows that are held, of a long table's, and faults of those. */
static size_t verdict_lack_count(const struct reporting *reporting, const struct verdict *verdict)
{
    const struct diagnostics *faults = reporting->context->row_faults;
    return verdict->fact_count + verdict->row_fact_count + verdict->row_way_count +
           (faults == NULL ? 0 : faults->kept);
}

static json_t *json_verdict_lack(struct reporting *reporting, const struct verdict *verdict,
                                 size_t i)
{
    if (i < verdict->fact_count)
        return json_fact(reporting, &verdict->facts[i]);
    i -= verdict->fact_count;
    if (i < verdict->row_fact_count)
        return json_row_fact(reporting, &verdict->row_facts[i]);
    i -= verdict->row_fact_count;
    if (i < verdict->row_way_count)
        return json_row_way(reporting, &verdict->row_ways[i]);
    i -= verdict->row_way_count;
    return json_row_fault(&reporting->context->row_faults->items[i]);
}

void json_write_verdict(struct reporting *reporting, struct json_output *output)
{
    const struct arena_mark mark = arena_mark(reporting->arena);
    struct verdict verdict;
    struct json_list list;
    if (!verdict_open(&reporting->display, &verdict))
        return;
    json_open_member(output, "verdict");
    json_write_member(output, "complete",
                      json_boolean(verdict_is_complete(&reporting->display, &verdict)));
    json_write_member(output, "undetermined", json_integer((json_int_t)verdict.undetermined));
    json_write_member(output, "posted", json_integer((json_int_t)verdict.posted));
    json_open_list(&list, output, "facts");
    for (size_t i = 0; i < verdict_lack_count(reporting, &verdict); i++) {
        const struct arena_mark own = arena_mark(reporting->arena);
        json_list_add(&list, json_verdict_lack(reporting, &verdict, i));
        arena_rewind(reporting->arena, own);
    }
    json_close_list(&list);
    json_write_member(output, "failed", json_integer((json_int_t)verdict.failed));
    json_write_list(reporting, output, "fails", verdict.failures, verdict.failure_count,
                    sizeof *verdict.failures, json_failure);
    json_close_member(output);
    arena_rewind(reporting->arena, mark);
}

const char *const taken_names[] = {
    [TAKEN_DEFAULT] = "default", [TAKEN_NONE] = "none", [TAKEN_STATED] = "stated"};

struct taken_json {
    struct reporting *reporting;
    struct json_list list;
};

static void tell_json(void *context, const struct entity *entity, const struct field *field,
                      enum taken_kind kind, const uint32_t *rows, size_t count)
{
    struct taken_json *told = context;
    struct reporting *reporting = told->reporting;
    struct json_output *output = told->list.output;
    const struct arena_mark mark = arena_mark(reporting->arena);
    const struct title means = {taken_words(&reporting->display, field, kind, FT_ZH),
                                taken_words(&reporting->display, field, kind, FT_EN)};
    const size_t given = taken_given(&reporting->display, entity, field);
    struct json_list paths;
    json_open_element(&told->list);
    json_write_member(output, "table", json_text(entity->table));
    json_write_member(output, "field", json_text(field->id));
    json_write_member(output, "title", json_titles(&field->title));
    json_write_member(output, "kind", json_text(taken_names[kind]));
    json_write_member(output, "means", json_titles(&means));
    json_write_member(output, "given", json_integer((json_int_t)given));
    json_open_list(&paths, output, "rows");
    for (size_t i = 0; i < count; i++) {
        const struct arena_mark own = arena_mark(reporting->arena);
        json_list_add(&paths, json_row_path(reporting, entity, rows[i]));
        arena_rewind(reporting->arena, own);
    }
    json_close_list(&paths);
    json_close_element(&told->list);
    arena_rewind(reporting->arena, mark);
}

void json_write_taken(struct reporting *reporting, struct json_output *output)
{
    static const enum taken_kind kinds[] = {TAKEN_STATED, TAKEN_NONE, TAKEN_DEFAULT};
    struct taken_json told = {.reporting = reporting};
    json_open_list(&told.list, output, "taken");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        each_taken(&reporting->display, kinds[i], NULL, tell_json, &told);
    json_close_list(&told.list);
}

json_t *json_not_compared(struct reporting *reporting)
{
    const struct not_compared *not_compared = reporting_not_compared(reporting);
    json_t *list = json_array();
    for (size_t i = 0; i < not_compared->count; i++) {
        const struct not_compared_fact *fact = &not_compared->facts[i];
        json_t *json = json_object(), *checks = json_array(), *rows = json_array();
        for (size_t j = 0; j < fact->check_count; j++)
            json_append(reporting, checks, json_text(fact->checks[j]->item.id));
        for (size_t j = 0; j < fact->count; j++)
            json_append(reporting, rows, json_row_path(reporting, fact->entity, fact->rows[j]));
        json_set(reporting, json, "table", json_text(fact->entity->table));
        json_set(reporting, json, "field", json_text(fact->field->id));
        json_set(reporting, json, "title", json_titles(&fact->field->title));
        json_set(reporting, json, "checks", checks);
        json_set(reporting, json, "rows", rows);
        json_append(reporting, list, json);
    }
    return list;
}
