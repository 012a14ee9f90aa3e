/*
 * A worked case of the law as one document: the facts that its figures rest on, each step with its
 * figures in the order of working out, who pays whom, and the results, all from the run itself.
 */
#include <assert.h>
#include <string.h>

#include "book.h"
#include "derivation_tree.h"
#include "formats.h"
#include "sentence.h"

/* Figures of a case: all are shown, so that it can be worked out again from what it says. */
enum { MOST_STEPS = 1000 };

struct book_case {
    struct reporting *reporting;
    const struct policy *book; /* whose articles are named */
    struct tree tree;
    size_t *order;  /* figures of the tree by the order of rules, then by row */
    size_t *places; /* of each figure's rule in that order */
};

/* ---- what is worked out ---- */

/* The figure that an expectation names; false: it is of a fact, or of a line of a view. That the rule
 * has the row is known: the case was compared with what it expects. */
static bool case_figure(struct reporting *reporting, const struct expectation *expectation,
                        const struct rule **rule, uint32_t *row)
{
    const struct figure_context *context = reporting->context;
    const struct text *item = &expectation->item;
    if (!is_rule_called(context->policy, item->bytes))
        return false;
    *rule = rule_called(context, item->bytes, &item->place);
    const bool found =
        *rule != NULL && dataset_find(context->scenario->dataset, (*rule)->item.entity,
                                      expectation->at.bytes, row, NULL);
    assert(found);
    return found;
}

static size_t rule_place(const struct policy *policy, const struct rule *rule)
{
    size_t at = 0;
    while (at < policy->rule_count && policy->rules[at] != rule)
        at++;
    return at;
}

static bool comes_before(const struct book_case *one, size_t x, size_t y)
{
    const struct figure *figures = one->tree.figures;
    return one->places[x] != one->places[y] ? one->places[x] < one->places[y]
                                            : figures[x].row < figures[y].row;
}

/* Finds what stands behind the results. False: memory is out, which the writer keeps. */
static bool case_derive(struct book_case *one)
{
    struct reporting *reporting = one->reporting;
    const struct scenario *scenario = reporting->context->scenario;
    const struct rule *rule;
    uint32_t row;
    one->tree = (struct tree){.reporting = reporting,
                              .whole = true,
                              .rows_too = true,
                              .lowest = FT_ALL_LEVELS,
                              .most = MOST_STEPS};
    for (size_t i = 0; i < scenario->expectation_count; i++)
        if (case_figure(reporting, &scenario->expectations[i], &rule, &row))
            want_figure(&one->tree, rule, row, 0);
    derive_figures(&one->tree);
    one->order = arena_array(reporting->arena, one->tree.count, sizeof *one->order);
    one->places = arena_array(reporting->arena, one->tree.count, sizeof *one->places);
    if (one->order == NULL || one->places == NULL)
        reporting->writer.status = FT_NO_MEMORY;
    for (size_t i = 0; i < one->tree.count && reporting_status(reporting) == FT_OK; i++) {
        one->places[i] = rule_place(reporting->context->policy, one->tree.figures[i].rule);
        size_t at = i;
        for (; at > 0 && comes_before(one, i, one->order[at - 1]); at--)
            one->order[at] = one->order[at - 1];
        one->order[at] = i;
    }
    return reporting_status(reporting) == FT_OK;
}

/* ---- facts ---- */

/* A fact that a step looked at. */
struct case_fact {
    const struct field *field;
    const struct entity *entity;
    uint32_t row;
    const struct step *step;
};

struct case_facts {
    struct case_fact *items;
    size_t count, capacity;
};

static void keep_fact(struct book_case *one, struct case_facts *facts, const struct step *step)
{
    struct reporting *reporting = one->reporting;
    const struct node *node = step->node;
    struct case_fact fact = {.field = node->field, .entity = node->entity, .step = step};
    size_t at = 0;
    const bool key = node->op == NODE_FIELD && node->field->index == node->entity->key &&
                     node->entity->parent != NULL;
    if (node->op != NODE_FIELD || key || step->cell.state != CELL_VALUE ||
        !looked_at(reporting->context->ledger->dataset, step, &fact.row))
        return;
    for (; at < facts->count; at++)
        if (facts->items[at].field == fact.field && facts->items[at].row == fact.row)
            return;
    struct case_fact *items = arena_grow(reporting->arena, facts->items, &facts->capacity,
                                         sizeof *items, facts->count + 1);
    if (items == NULL) {
        reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    facts->items = items;
    while (at > 0 && (items[at - 1].entity->index > fact.entity->index ||
                      (items[at - 1].entity == fact.entity && items[at - 1].row > fact.row))) {
        items[at] = items[at - 1];
        at--;
    }
    items[at] = fact;
    facts->count++;
}

/* Whether somebody wrote it, in the file or for it; else it is a default. */
static bool is_written(const struct reporting *reporting, const struct case_fact *fact)
{
    const struct dataset *dataset = reporting->context->ledger->dataset;
    const struct column *column = dataset_field(dataset, fact->entity, fact->field);
    struct place room;
    const struct place *place = column_place(column, fact->row, &room);
    return place == NULL || place->width > 0 || place->line == 0;
}

static const char *fact_words(struct reporting *reporting, const struct case_fact *fact)
{
    const struct node *node = fact->step->node;
    return format_text(&reporting->display, "%s %s",
                       titled(&reporting->display, &fact->field->title),
                       cell_text(&reporting->display, &fact->step->cell, &node->type, &node->unit,
                                 fact->field->integer));
}

/* The facts from `at` on that are of one row and were written, or were not; the index behind them.
 */
static size_t case_write_row_facts(struct reporting *reporting, const struct case_facts *facts,
                                   size_t at, bool written)
{
    const struct case_fact *first = &facts->items[at];
    const char *row = row_title(&reporting->display, first->entity, first->row), *text = "";
    for (; at < facts->count && facts->items[at].entity == first->entity &&
           facts->items[at].row == first->row;
         at++)
        if (is_written(reporting, &facts->items[at]) == written)
            text = format_text(&reporting->display, "%s%s%s", text,
                               text == NULL || text[0] == '\0'
                                   ? ""
                                   : word(&reporting->display, WORD_LIST_SEMICOLON),
                               fact_words(reporting, &facts->items[at]));
    if (text == NULL || text[0] != '\0')
        text_line(reporting, 4,
                  format_text(&reporting->display, "%s%s%s%s%s",
                              titled(&reporting->display, &first->entity->title),
                              row == NULL || row[0] == '\0' ? "" : " ", row,
                              text_in(&reporting->display, "：", ": "), text));
    return at;
}

/* "项目 A1：面积 100 亩；…", a line a row: what was written, then the defaults. */
static void case_write_facts(struct book_case *one)
{
    struct reporting *reporting = one->reporting;
    struct case_facts facts = {0};
    bool defaults = false;
    for (size_t i = 0; i < one->tree.count; i++)
        for (size_t j = 0; j < one->tree.figures[i].derived.step_count; j++)
            keep_fact(one, &facts, &one->tree.figures[i].derived.steps[j]);
    write_format(&reporting->writer, "  %s\n", text_in(&reporting->display, "事实", "Facts"));
    for (size_t i = 0; i < facts.count;)
        i = case_write_row_facts(reporting, &facts, i, true);
    for (size_t i = 0; i < facts.count && !defaults; i++)
        defaults = !is_written(reporting, &facts.items[i]);
    if (defaults)
        write_format(&reporting->writer, "  %s\n",
                     text_in(&reporting->display, "没有填写、按默认值计的",
                             "Not filled in, taken by default"));
    for (size_t i = 0; i < facts.count && defaults;)
        i = case_write_row_facts(reporting, &facts, i, false);
}

/* ---- steps ---- */

/* The formula that gave the figure: of the case that was taken, else the rule's. */
static const struct formula *formula_taken(const struct derived *derived, const char **label,
                                           const struct display *display)
{
    const struct rule *rule = derived->rule;
    for (size_t i = 0; i < rule->case_count && derived->derivation.cases != NULL; i++) {
        if (derived->derivation.cases[i].taken) {
            *label = titled(display, &rule->cases[i].title);
            return rule->cases[i].value;
        }
    }
    *label = NULL;
    return rule->value;
}

static void write_postings_of(struct book_case *one, const struct derived *derived)
{
    struct reporting *reporting = one->reporting;
    const struct ledger *ledger = reporting->context->ledger;
    size_t end;
    for (size_t i = ledger_postings_at(ledger, derived->rule, derived->row, &end); i < end; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        if (posting->post->memo)
            continue;
        text_line(reporting, 6,
                  format_in(&reporting->display, "记账：%s → %s  %s", "posted: %s → %s  %s",
                            party_title(&reporting->display, posting->from),
                            party_title(&reporting->display, posting->to),
                            posting->lacks != NULL
                                ? word(&reporting->display, WORD_UNDETERMINED)
                                : quantity_text(&posting->amount, reporting->context->arith,
                                                &posting->post->kind->unit)));
    }
}

static const char *step_figure(struct reporting *reporting, const struct derived *derived)
{
    const struct rule *rule = derived->rule;
    const struct cell *outcome = &derived->derivation.outcome;
    const char *figure =
        cell_text(&reporting->display, outcome, &rule->item.type, &rule->item.unit, false);
    if (outcome->state == CELL_VALUE)
        return figure;
    return format_in(&reporting->display, "%s（%s）", "%s (%s)", figure,
                     reason_shown(&reporting->display, rule, derived->row));
}

/* "（第三条）A1"; "" for a row without a name of a rule that is in no article. */
static const char *step_place(struct book_case *one, const struct rule *rule, uint32_t row)
{
    struct reporting *reporting = one->reporting;
    const char *article = book_article_of(reporting, one->book, rule->item.id);
    const char *title = row_title(&reporting->display, rule->item.entity, row);
    const char *named = article == NULL || article[0] == '\0' ? article
                        : reporting->context->language == FT_ZH
                            ? format_text(&reporting->display, "（%s）", article)
                            : format_text(&reporting->display, " (%s)", article);
    return format_text(&reporting->display, "%s%s%s", named,
                       title == NULL || title[0] == '\0' ? "" : "  ", title);
}

static void book_write_step(struct book_case *one, size_t number, const struct derived *derived)
{
    struct reporting *reporting = one->reporting;
    struct display *display = &reporting->display;
    const struct rule *rule = derived->rule;
    const char *label;
    const struct formula *formula = formula_taken(derived, &label, display);
    const struct date as_of = reporting->context->ledger->dataset->as_of;
    char on[DATE_TEXT_SIZE];
    text_line(reporting, 4,
              format_text(display, "%zu. %s%s%s", number, titled(display, &rule->item.title),
                          step_place(one, rule, derived->row),
                          derived->derivation.on.days == as_of.days
                              ? ""
                              : format_text(display, "  %s %s", word(display, WORD_DATE),
                                            date_text(on, derived->derivation.on))));
    const bool worked = derived->derivation.outcome.state == CELL_VALUE && formula != NULL;
    text_line(reporting, 6,
              format_text(display, "%s%s%s%s%s", label == NULL ? "" : label,
                          label == NULL ? "" : text_in(&reporting->display, "：", ": "),
                          worked ? formula_figures(reporting, derived, formula) : "",
                          !worked ? "" : text_in(&reporting->display, " ＝ ", " = "),
                          step_figure(reporting, derived)));
    write_postings_of(one, derived);
}

/* Figures that do not apply, in a line; the results say why. */
static void write_passed(struct book_case *one)
{
    struct reporting *reporting = one->reporting;
    const char *list = "";
    for (size_t i = 0; i < one->tree.count; i++) {
        const struct derived *derived = &one->tree.figures[one->order[i]].derived;
        if (derived->derivation.outcome.state != CELL_NOT_APPLICABLE)
            continue;
        list = format_text(
            &reporting->display, "%s%s%s%s", list,
            list == NULL || list[0] == '\0' ? "" : word(&reporting->display, WORD_LIST_SEMICOLON),
            titled(&reporting->display, &derived->rule->item.title),
            step_place(one, derived->rule, derived->row));
    }
    if (list == NULL || list[0] != '\0')
        text_line(reporting, 4,
                  format_in(&reporting->display, "不适用：%s", "not applicable: %s", list));
}

static void write_steps(struct book_case *one)
{
    struct reporting *reporting = one->reporting;
    size_t number = 0;
    write_format(&reporting->writer, "  %s\n", text_in(&reporting->display, "计算", "Steps"));
    for (size_t i = 0; i < one->tree.count && reporting_status(reporting) == FT_OK; i++) {
        const struct derived *derived = &one->tree.figures[one->order[i]].derived;
        if (derived->derivation.outcome.state != CELL_NOT_APPLICABLE)
            book_write_step(one, ++number, derived);
    }
    write_passed(one);
}

/* ---- results ---- */

/* The figure as it was posted, to the step of its kind, or exactly. */
static const char *result_figure(struct reporting *reporting, const struct expectation *expected,
                                 const struct rule *rule, uint32_t row)
{
    struct display *display = &reporting->display;
    const struct ledger *ledger = reporting->context->ledger;
    const struct item_column *column = dataset_item(ledger->dataset, &rule->item);
    struct cell cell = column_cell(&column->column, row);
    const bool number = cell.state == CELL_VALUE && rule->item.type.kind == TYPE_NUMBER;
    const bool posted = number && expected->kind == EXPECT_IS && rule->post_count > 0 &&
                        ledger_figure(ledger, rule, row, &cell.value.number);
    if (posted)
        return format_text(display, "%s %s",
                           amount_text(display, rule->posts[0].kind, &cell.value.number),
                           unit_symbol(display, &rule->posts[0].kind->unit));
    const char *figure = cell_text(display, &cell, &rule->item.type, &rule->item.unit, false);
    return number && rule->post_count > 0 ? format_in(display, "%s（准确值）", "%s (exact)", figure)
                                          : figure;
}

static void write_result(struct book_case *one, const struct expectation *expected,
                         const struct rule *rule, uint32_t row)
{
    struct reporting *reporting = one->reporting;
    struct display *display = &reporting->display;
    const struct dataset *dataset = reporting->context->ledger->dataset;
    const enum cell_state state = column_state(&dataset_item(dataset, &rule->item)->column, row);
    const bool none = state == CELL_NOT_APPLICABLE || state == CELL_UNDETERMINED;
    text_line(reporting, 4,
              format_text(display, "%s%s  %s%s%s", titled(display, &rule->item.title),
                          step_place(one, rule, row), result_figure(reporting, expected, rule, row),
                          none || expected->source.length > 0 ? "  " : "",
                          none ? reason_shown(display, rule, row)
                               : visible(display, expected->source.bytes)));
}

static void write_results(struct book_case *one)
{
    struct reporting *reporting = one->reporting;
    const struct scenario *scenario = reporting->context->scenario;
    const struct rule *rule;
    uint32_t row;
    write_format(&reporting->writer, "  %s\n", text_in(&reporting->display, "结果", "Result"));
    for (size_t i = 0; i < scenario->expectation_count; i++)
        if (case_figure(reporting, &scenario->expectations[i], &rule, &row))
            write_result(one, &scenario->expectations[i], rule, row);
}

enum ft_status report_book_case(struct figure_context *context, const struct policy *book,
                                size_t number, const struct ft_report *report,
                                const struct ft_sink *sink)
{
    struct reporting reporting;
    struct book_case one = {.reporting = &reporting, .book = book};
    char as_of[DATE_TEXT_SIZE];
    reporting_open(&reporting, context, report, sink);
    text_heading(&reporting,
                 format_text(&reporting.display, "%s  %s", book_case_number(&reporting, number),
                             titled(&reporting.display, &context->scenario->title)));
    write_format(&reporting.writer, "  %s   %s %s\n",
                 path_shown(&reporting.display, context->scenario->source->path),
                 word(&reporting.display, WORD_AS_OF),
                 date_text(as_of, context->ledger->dataset->as_of));
    const bool derived = case_derive(&one);
    if (derived && one.tree.count < MOST_STEPS) {
        case_write_facts(&one);
        write_steps(&one);
    } else if (derived) {
        write_wrapped(&reporting.writer,
                      context->language == FT_ZH
                          ? "依据的数超过 1000 个，不逐步列出，见 fangtian explain"
                          : "more than 1000 figures stand behind it: see fangtian explain",
                      2, reporting.width);
    }
    if (derived)
        write_results(&one);
    return reporting_status(&reporting);
}

const char *report_book_unfit(const struct figure_context *context, const struct policy *book)
{
    const struct scenario *scenario = context->scenario;
    const bool zh = context->language == FT_ZH;
    if (scenario->refusal_count > 0)
        return zh ? "应被退回" : "it is to be refused";
    if (scenario->expectation_count == 0)
        return zh ? "没有写明预期数" : "it says of no figure what it is to be";
    if (scenario->long_table != NULL)
        return zh ? "是长表" : "it is a long table";
    for (size_t i = 0; i < context->policy->file_count; i++) {
        bool known = false;
        for (size_t j = 0; j < book->file_count && !known; j++)
            known = strcmp(book->files[j].id, context->policy->files[i].id) == 0;
        if (!known)
            return zh ? "用到本文没有的政策" : "it rests on policies that are not in this document";
    }
    return NULL;
}

enum ft_status report_book_left_out(struct figure_context *context, const char *path,
                                    const char *why, const struct ft_report *report,
                                    const struct ft_sink *sink)
{
    struct reporting reporting;
    reporting_open(&reporting, context, report, sink);
    write_wrapped(&reporting.writer,
                  format_in(&reporting.display, "未列入算例：%s（%s）", "no worked case: %s (%s)",
                            path_shown(&reporting.display, path), why),
                  2, reporting.width);
    return reporting_status(&reporting);
}
