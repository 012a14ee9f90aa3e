/*
 * The derivation of one figure as text: rule, article, needs, cases taken and refused, the steps of
 * its formulas, then what was posted. A figure that stands behind it is derived below it, each
 * once; what is left out is named, with the commands that show it.
 */
#include <ctype.h>
#include <string.h>

#include "derivation_tree.h"
#include "sentence.h"

/* ---- lines of text ---- */

static void text_label(struct reporting *reporting, enum word_id id, const char *text)
{
    const char *label = word(&reporting->display, id);
    text_line(reporting, 2,
              text[0] == '\0' ? label : text_with_label(&reporting->display, label, text));
}

/* " = 5 元", " ≈ 0.333333" */
static void text_figure(struct reporting *reporting, const char *figure)
{
    bool about = figure != NULL && strncmp(figure, "≈", strlen("≈")) == 0;
    write_text(&reporting->writer, about ? " " : " = ");
    write_styled(&reporting->writer, STYLE_BOLD, figure);
}

/* "price due  price_due @ shangye = 5 元" */
static void text_subject(struct reporting *reporting, const struct subject *subject,
                         const struct title *title, const struct shown_figure *figure)
{
    struct writer *writer = &reporting->writer;
    const char *row = subject_row(reporting, subject);
    write_styled(writer, STYLE_BOLD, titled(&reporting->display, title));
    write_text(writer, "  ");
    write_text(writer, subject_name(&reporting->display, subject));
    write_text(writer, row == NULL || row[0] == '\0' ? "" : " @ ");
    write_text(writer, row);
    text_figure(reporting, figure->text);
    write_text(writer, "\n");
}

/* "公式: 一般情形  [place]"; of one that the rule did not come to its words; in detail as the policy
 * writes it, too. */
static void text_formula(struct reporting *reporting, enum word_id label, const char *remark,
                         const struct formula *formula, bool evaluated)
{
    const char *passed = evaluated ? "" : word(&reporting->display, WORD_CASE_NOT_REACHED);
    text_label(reporting, label,
               format_text(&reporting->display, "%s%s%s%s[%s]", remark,
                           remark[0] == '\0' ? "" : "  ", passed, evaluated ? "" : "  ",
                           place_shown(&reporting->display, &formula->text.place)));
    if (!evaluated)
        text_line(reporting, 4, formula_words(reporting, formula));
    if (reporting->report->detail)
        text_line(reporting, 4, joined_lines(reporting, formula->text.bytes));
}

static void text_exception(struct reporting *reporting, const struct rule_case *exception,
                           enum word_id outcome)
{
    write_text(&reporting->writer, outcome == WORD_CASE_TAKEN         ? "  ✓ "
                                   : outcome == WORD_CASE_NOT_REACHED ? "  – "
                                                                      : "  ✗ ");
    write_text(&reporting->writer, format_in(&reporting->display, "%s（%s）：%s\n", "%s (%s): %s\n",
                                             titled(&reporting->display, &exception->title),
                                             exception->label, word(&reporting->display, outcome)));
    text_line(reporting, 6, exception->source);
}

static void text_indent(struct tree *tree, size_t depth)
{
    write_padded(&tree->reporting->writer, "", 4 + 2 * depth);
}

static void text_step_words(struct tree *tree, const struct step *step)
{
    struct reporting *reporting = tree->reporting;
    struct writer *writer = &reporting->writer;
    const struct node *node = step->node;
    bool integer = node->op == NODE_FIELD && node->field->integer;
    write_text(writer, node_sentence(reporting, step->entity, node));
    if (node->op != NODE_CONSTANT) {
        text_figure(reporting,
                    cell_text(&reporting->display, &step->cell, &node->type, &node->unit, integer));
        write_styled(writer, STYLE_DIM, leaf_words(tree, step));
    }
}

static void text_step(struct tree *tree, const struct step *step, size_t depth)
{
    text_indent(tree, depth);
    write_text(&tree->reporting->writer, depth > 0 ? "├ " : "");
    text_step_words(tree, step);
    write_text(&tree->reporting->writer, "\n");
}

static void text_row(struct tree *tree, const char *mark, const struct entity *entity, uint32_t row,
                     const struct step *const *steps, size_t count, size_t depth)
{
    struct writer *writer = &tree->reporting->writer;
    text_indent(tree, depth);
    write_text(writer, mark);
    write_text(writer, row_title(&tree->reporting->display, entity, row));
    for (size_t i = 0; i < count; i++) {
        write_text(writer, "  ");
        text_step_words(tree, steps[i]);
    }
    write_text(writer, "\n");
}

static void text_remark(struct tree *tree, const char *text, const struct shown_figure *figure,
                        size_t depth)
{
    struct writer *writer = &tree->reporting->writer;
    text_indent(tree, depth);
    write_text(writer, "· ");
    write_text(writer, text);
    if (figure != NULL)
        text_figure(tree->reporting, figure->text);
    write_text(writer, "\n");
}

static void text_posting(struct reporting *reporting, const struct posting *posting)
{
    struct arith *arith = reporting->context->arith;
    const struct unit *unit = unit_shown(&reporting->display, &posting->post->kind->unit);
    const char *to = party_title(&reporting->display, posting->to);
    const char *from = posting->post->memo ? word(&reporting->display, WORD_MEMO)
                                           : party_title(&reporting->display, posting->from);
    const char *parties =
        format_text(&reporting->display, "%s → %s", from == NULL ? "" : from, to == NULL ? "" : to);
    if (posting->lacks != NULL) {
        text_label(reporting, WORD_POSTING,
                   format_text(&reporting->display, "%s  %s", parties,
                               word(&reporting->display, WORD_UNDETERMINED)));
        return;
    }
    text_label(reporting, WORD_POSTING,
               format_text(&reporting->display, "%s  %s %s  %s %s  %s %s", parties,
                           word(&reporting->display, WORD_EXACT),
                           brief_figure(&reporting->display, &posting->exact, unit),
                           word(&reporting->display, WORD_ROUNDED),
                           quantity_text(&posting->amount, arith, unit),
                           word(&reporting->display, WORD_RESIDUE),
                           brief_figure(&reporting->display, &posting->residue,
                                        &posting->post->kind->unit)));
}

static void text_part(struct reporting *reporting, const char *row,
                      const struct shown_figure *figure, const char *name)
{
    struct writer *writer = &reporting->writer;
    write_text(writer, "    · ");
    write_text(writer, row);
    write_text(writer, row == NULL || row[0] == '\0' ? "" : "  ");
    write_text(writer, figure->text);
    if (name != NULL)
        write_styled(
            writer, STYLE_DIM,
            format_text(&reporting->display, "  → %s", visible(&reporting->display, name)));
    write_text(writer, "\n");
}

static void text_rest(struct reporting *reporting, size_t count, const char *one, const char *all)
{
    struct writer *writer = &reporting->writer;
    const bool chinese = reporting->context->language == FT_ZH;
    write_format(writer,
                 chinese ? "\n标有 → 的 %zu 个数未在此展开，可逐个查看，例如\n"
                         : "\nFigures marked →, %zu of them, are not derived here; see each, "
                           "such as\n",
                 count);
    write_format(writer, "  %s\n", one == NULL ? "" : one);
    write_text(writer, chinese ? "全部展开\n" : "All of it\n");
    write_format(writer, "  %s\n", all == NULL ? "" : all);
}

const struct derivation_lines text_lines = {
    .subject = text_subject,
    .label = text_label,
    .formula = text_formula,
    .exception = text_exception,
    .step = text_step,
    .row = text_row,
    .remark = text_remark,
    .posting = text_posting,
    .part = text_part,
    .rest = text_rest,
};

const struct derivation_lines *derivation_lines(const struct reporting *reporting)
{
    return reporting->report->format == FT_XLSX ? &sheet_lines : &text_lines;
}

void derivation_label(struct reporting *reporting, enum word_id id, const char *text)
{
    if (text != NULL && text[0] != '\0')
        derivation_lines(reporting)->label(reporting, id, text);
}

/* ---- one rule ---- */

static bool derivation_was_evaluated(const struct tree *tree, const struct formula *formula)
{
    const struct derived *derived = tree->derived;
    return find_step(derived, formula, formula->root, derived->entity, derived->row) != NULL;
}

/* The formula's figure and its operands'. */
static void derivation_write_formula(struct tree *tree, enum word_id label, const char *remark,
                                     const struct formula *formula)
{
    derivation_lines(tree->reporting)
        ->formula(tree->reporting, label, remark, formula, derivation_was_evaluated(tree, formula));
    write_node(tree, formula, formula->root, tree->derived->entity, tree->derived->row, 0);
}

static void write_conditions(struct tree *tree)
{
    const struct rule *rule = tree->derived->rule;
    for (size_t i = 0; i < rule->need_count; i++)
        derivation_write_formula(tree, WORD_NEEDS, "", rule->needs[i]);
    if (rule->when != NULL && tree->derived->derivation.when_known)
        derivation_write_formula(tree, WORD_WHEN, "", rule->when);
}

/* Cases in order: taken, refused or overridden. True where one was taken. */
static bool write_cases(struct tree *tree)
{
    struct reporting *reporting = tree->reporting;
    const struct rule *rule = tree->derived->rule;
    const struct case_outcome *outcomes = tree->derived->derivation.cases;
    bool taken = false;
    for (size_t i = 0; i < rule->case_count; i++) {
        const struct rule_case *exception = &rule->cases[i];
        enum word_id id = outcomes[i].taken                                  ? WORD_CASE_TAKEN
                          : outcomes[i].overridden                           ? WORD_CASE_OVERRIDDEN
                          : !derivation_was_evaluated(tree, exception->when) ? WORD_CASE_NOT_REACHED
                                                                             : WORD_CASE_REFUSED;
        derivation_lines(reporting)->exception(reporting, exception, id);
        if (exception->when != NULL)
            derivation_write_formula(tree, WORD_WHEN, "", exception->when);
        if (outcomes[i].taken)
            derivation_write_formula(tree, WORD_FORMULA, "", exception->value);
        taken |= outcomes[i].taken;
    }
    return taken;
}

/* What a posting says of its own; one that does not take place has no line but its condition. */
static void write_posting_formulas(struct tree *tree)
{
    const struct rule *rule = tree->derived->rule;
    for (size_t i = 0; i < rule->post_count; i++) {
        const struct post *post = &rule->posts[i];
        const char *title = titled(&tree->reporting->display, &post->title);
        if (post->when != NULL)
            derivation_write_formula(tree, WORD_POSTING_WHEN, title, post->when);
        if (post->amount != NULL && derivation_was_evaluated(tree, post->amount))
            derivation_write_formula(tree, WORD_POSTING_AMOUNT, title, post->amount);
    }
}

static void derivation_write_postings(struct tree *tree)
{
    struct reporting *reporting = tree->reporting;
    const struct ledger *ledger = reporting->context->ledger;
    const struct derived *derived = tree->derived;
    size_t end;
    for (size_t i = ledger_postings_at(ledger, derived->rule, derived->row, &end); i < end; i++) {
        const struct posting posting = ledger_posting(ledger, i);
        derivation_lines(reporting)->posting(reporting, &posting);
    }
}

const char *subject_row(struct reporting *reporting, const struct subject *subject)
{
    return subject->kind == SUBJECT_TOTAL
               ? word(&reporting->display, WORD_TOTAL)
               : row_title(&reporting->display, subject->entity, subject->row);
}

/* A view's line: its formula, and how the view shows what it gives. */
static void write_line_of_view(struct tree *tree, const struct subject *subject)
{
    struct reporting *reporting = tree->reporting;
    const struct view_line *line = subject->line;
    const struct cell *outcome = &tree->derived->derivation.outcome;
    const struct shown_figure figure = {
        cell_text(&reporting->display, outcome, &line->type, &line->unit, line->integer), outcome,
        &line->type, &line->unit, line->integer};
    derivation_lines(reporting)->subject(reporting, subject, &line->title, &figure);
    derivation_label(reporting, WORD_VIEW, titled(&reporting->display, &subject->view->title));
    derivation_label(reporting, WORD_FILE, place_shown(&reporting->display, &line->place));
    derivation_label(reporting, WORD_SHOWN,
                     format_text(&reporting->display, "%s %s",
                                 view_figure(&reporting->display, line, outcome, NUMBER_GROUPED),
                                 view_unit(&reporting->display, line)));
    if (outcome->state == CELL_NOT_APPLICABLE || outcome->state == CELL_UNDETERMINED)
        derivation_label(reporting, WORD_REASON,
                         view_reason(&reporting->display, subject->view, line, subject->row,
                                     outcome, reporting->context->language));
    derivation_write_formula(tree, WORD_FORMULA, "", line->value);
}

static void derivation_write_rule(struct tree *tree)
{
    struct reporting *reporting = tree->reporting;
    const struct rule *rule = tree->derived->rule;
    const struct derivation *derivation = &tree->derived->derivation;
    char date[DATE_TEXT_SIZE];
    const struct shown_figure figure = {cell_text(&reporting->display, &derivation->outcome,
                                                  &rule->item.type, &rule->item.unit, false),
                                        &derivation->outcome, &rule->item.type, &rule->item.unit,
                                        false};
    derivation_lines(reporting)->subject(reporting,
                                         &(struct subject){.kind = SUBJECT_RULE,
                                                           .rule = rule,
                                                           .entity = rule->item.entity,
                                                           .row = tree->derived->row},
                                         &rule->item.title, &figure);
    derivation_label(reporting, WORD_IN_WORDS, rule_sentence(reporting, rule));
    derivation_label(reporting, WORD_SOURCE,
                     rule->of_facts ? finding_source(&reporting->display, rule, tree->derived->row)
                                    : rule->source);
    if (rule->note.zh != NULL)
        derivation_label(reporting, WORD_NOTE, titled(&reporting->display, &rule->note));
    derivation_label(reporting, WORD_FILE, place_shown(&reporting->display, &rule->place));
    derivation_label(reporting, WORD_DATE, date_text(date, derivation->on));
    if (derivation->outcome.state == CELL_NOT_APPLICABLE ||
        derivation->outcome.state == CELL_UNDETERMINED ||
        (rule->require && !derivation->outcome.value.boolean))
        derivation_label(reporting, WORD_REASON,
                         reason_shown(&reporting->display, rule, tree->derived->row));
    write_conditions(tree);
    if (!write_cases(tree) && rule->value != NULL)
        derivation_write_formula(
            tree, WORD_FORMULA, rule->case_count > 0 ? word(&reporting->display, WORD_DEFAULT) : "",
            rule->value);
    if (derivation->outcome.state == CELL_VALUE)
        write_posting_formulas(tree);
    derivation_write_postings(tree);
}

/* ---- all that stands behind a figure ---- */

/* A word of a command line, quoted where a shell would take it apart. */
static const char *shell_word(struct reporting *reporting, const char *text)
{
    const char *quoted = "'";
    if (text == NULL)
        return NULL;
    bool plain = text[0] != '\0';
    for (const char *at = text; *at != '\0'; at++)
        plain = plain && ((unsigned char)*at >= 0x80 || isalnum((unsigned char)*at) ||
                          strchr("_-./@:=,%+", *at) != NULL);
    if (plain)
        return text;
    for (const char *at = text; *at != '\0' && quoted != NULL; at++)
        quoted = *at == '\'' ? arena_format(reporting->arena, "%s'\\''", quoted)
                             : arena_format(reporting->arena, "%s%c", quoted, *at);
    return quoted == NULL ? NULL : arena_format(reporting->arena, "%s'", quoted);
}

/* "fangtian explain FILE ITEM": with what the command line changed of the scenario. */
static const char *derivation_command(struct tree *tree, const char *item, const char *behind)
{
    struct reporting *reporting = tree->reporting;
    const struct scenario *scenario = reporting->context->scenario;
    const char *command =
        format_text(&reporting->display, "fangtian explain %s %s",
                    shell_word(reporting, scenario->source->path), shell_word(reporting, item));
    for (size_t i = 0; i < scenario->change_count; i++) {
        const struct scenario_change *change = &scenario->changes[i];
        const char *set = change->path[0] == '\0' ? change->value
                                                  : arena_format(reporting->arena, "%s=%s",
                                                                 change->path, change->value);
        command = format_text(&reporting->display, "%s %s %s", command, change->option,
                              shell_word(reporting, set));
    }
    return format_text(&reporting->display, "%s%s", command, behind);
}

/* What is named and not derived, and how to see it. */
static void derivation_write_rest(struct tree *tree, const char *item)
{
    const struct named *first = tree->named;
    if (tree->named_count == 0)
        return;
    const char *one = derivation_command(
        tree, name_at(tree->reporting, first->item->id, first->item->entity, first->row), "");
    derivation_lines(tree->reporting)
        ->rest(tree->reporting, tree->named_count, one,
               derivation_command(tree, item, " --depth all"));
}

/* How much is derived: unless it is asked for, as many figures as are read on a few pages. */
static struct tree open_tree(struct reporting *reporting)
{
    enum { READABLE = 12 };
    const struct ft_report *report = reporting->report;
    uint32_t levels = report->levels;
    bool whole = levels == FT_ALL_LEVELS || (levels == 0 && report->detail);
    return (struct tree){.reporting = reporting,
                         .whole = whole || report->detail,
                         .rows_too = whole || levels > 0,
                         .lowest = whole || levels == 0 ? FT_ALL_LEVELS : levels - 1,
                         .most = whole || levels > 0 ? SIZE_MAX : READABLE};
}

void derivation_write_derived(struct reporting *reporting, const struct subject *subject)
{
    struct tree tree = open_tree(reporting);
    struct derived line;
    bool in_view = subject->kind == SUBJECT_LINE;
    if (in_view && derive_line(&reporting->display, subject, &line) != FT_OK) {
        reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    if (in_view)
        want_used(&tree, &line, 1);
    else
        want_figure(&tree, subject->rule, subject->row, 0);
    derive_figures(&tree);
    tree.derived = &line;
    if (in_view)
        write_line_of_view(&tree, subject);
    for (size_t i = 0; i < tree.count && reporting_status(reporting) == FT_OK; i++) {
        tree.derived = &tree.figures[i].derived;
        if ((i > 0 || in_view) && reporting->report->format == FT_TEXT)
            write_text(&reporting->writer, "\n");
        derivation_write_rule(&tree);
    }
    derivation_write_rest(&tree, name_at(reporting, subject_name(&reporting->display, subject),
                                         subject->entity, subject->row));
}
