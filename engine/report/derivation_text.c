/*
 * The derivation of one figure as text: rule, article, needs, cases taken and refused, the steps of
 * its formulas, then what was posted. A figure that stands behind it is derived below it, each
 * once; what is left out is named, with the commands that show it.
 */
#include <ctype.h>
#include <string.h>

#include "derivation_tree.h"

/* ---- one rule ---- */

void text_label(struct reporting *reporting, enum word_id id, const char *text)
{
    if (text != NULL && text[0] != '\0')
        write_wrapped(
            &reporting->writer,
            format_text(&reporting->display, "%s: %s", word(&reporting->display, id), text), 2,
            reporting->width);
}

static bool derivation_was_evaluated(const struct tree *tree, const struct formula *formula)
{
    const struct derived *derived = tree->derived;
    return find_step(derived, formula, formula->root, derived->entity, derived->row) != NULL;
}

/* "公式: 一般情形  [place]", then the formula's figure and its operands'; of one that the rule did
 * not come to its words. */
static void derivation_write_formula(struct tree *tree, enum word_id label, const char *remark,
                                     const struct formula *formula)
{
    struct reporting *reporting = tree->reporting;
    bool evaluated = derivation_was_evaluated(tree, formula);
    const char *passed = evaluated ? "" : word(&reporting->display, WORD_CASE_NOT_REACHED);
    text_label(reporting, label,
               format_text(&reporting->display, "%s%s%s%s[%s]", remark,
                           remark[0] == '\0' ? "" : "  ", passed, evaluated ? "" : "  ",
                           place_shown(&reporting->display, &formula->text.place)));
    if (!evaluated)
        write_wrapped(&reporting->writer, joined_lines(reporting, formula->text.bytes), 4,
                      reporting->width);
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
        write_text(&reporting->writer, outcomes[i].taken             ? "  ✓ "
                                       : id == WORD_CASE_NOT_REACHED ? "  – "
                                                                     : "  ✗ ");
        write_format(&reporting->writer, "%s (%s): %s\n",
                     titled(&reporting->display, &exception->title), exception->label,
                     word(&reporting->display, id));
        write_wrapped(&reporting->writer, exception->source, 6, reporting->width);
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

static void derivation_write_lines(struct tree *tree)
{
    struct reporting *reporting = tree->reporting;
    const struct ledger *ledger = reporting->context->ledger;
    struct arith *arith = reporting->context->arith;
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting *posting = &ledger->postings[i];
        if (posting->rule != tree->derived->rule || posting->row != tree->derived->row)
            continue;
        const struct unit *unit = unit_shown(&reporting->display, &posting->post->kind->unit);
        const char *to = party_title(&reporting->display, posting->to);
        const char *from = posting->post->memo ? word(&reporting->display, WORD_MEMO)
                                               : party_title(&reporting->display, posting->from);
        write_wrapped(&reporting->writer,
                      format_text(&reporting->display, "%s: %s → %s  %s %s  %s %s  %s %s",
                                  word(&reporting->display, WORD_POSTING), from == NULL ? "" : from,
                                  to == NULL ? "" : to, word(&reporting->display, WORD_EXACT),
                                  brief_figure(&reporting->display, &posting->exact, unit),
                                  word(&reporting->display, WORD_ROUNDED),
                                  quantity_text(&posting->amount, arith, unit),
                                  word(&reporting->display, WORD_RESIDUE),
                                  brief_figure(&reporting->display, &posting->residue, unit)),
                      2, reporting->width);
    }
}

void text_subject(struct reporting *reporting, const struct subject *subject,
                  const struct title *title)
{
    struct writer *writer = &reporting->writer;
    const char *row = subject->kind == SUBJECT_TOTAL
                          ? word(&reporting->display, WORD_TOTAL)
                          : row_title(&reporting->display, subject->entity, subject->row);
    write_styled(writer, STYLE_BOLD, titled(&reporting->display, title));
    write_text(writer, "  ");
    write_text(writer, subject_name(&reporting->display, subject));
    write_text(writer, row == NULL || row[0] == '\0' ? "" : " @ ");
    write_text(writer, row);
}

/* A view's line: its formula, and how the view shows what it gives. */
static void write_line_of_view(struct tree *tree, const struct subject *subject)
{
    struct reporting *reporting = tree->reporting;
    const struct view_line *line = subject->line;
    const struct cell *outcome = &tree->derived->derivation.outcome;
    text_subject(reporting, subject, &line->title);
    text_figure(reporting,
                cell_text(&reporting->display, outcome, &line->type, &line->unit, line->integer));
    write_text(&reporting->writer, "\n");
    text_label(reporting, WORD_VIEW, titled(&reporting->display, &subject->view->title));
    text_label(reporting, WORD_FILE, place_shown(&reporting->display, &line->place));
    text_label(reporting, WORD_SHOWN,
               format_text(&reporting->display, "%s %s",
                           view_figure(&reporting->display, line, outcome, NUMBER_GROUPED),
                           view_unit(&reporting->display, line)));
    if (outcome->state == CELL_NOT_APPLICABLE || outcome->state == CELL_UNDETERMINED)
        text_label(reporting, WORD_REASON,
                   view_reason(&reporting->display, subject->view, line, subject->row, outcome,
                               reporting->context->language));
    derivation_write_formula(tree, WORD_FORMULA, "", line->value);
}

static void derivation_write_rule(struct tree *tree)
{
    struct reporting *reporting = tree->reporting;
    const struct rule *rule = tree->derived->rule;
    const struct derivation *derivation = &tree->derived->derivation;
    char date[DATE_TEXT_SIZE];
    text_subject(reporting,
                 &(struct subject){.kind = SUBJECT_RULE,
                                   .rule = rule,
                                   .entity = rule->item.entity,
                                   .row = tree->derived->row},
                 &rule->item.title);
    text_figure(reporting, cell_text(&reporting->display, &derivation->outcome, &rule->item.type,
                                     &rule->item.unit, false));
    write_text(&reporting->writer, "\n");
    text_label(reporting, WORD_SOURCE, rule->source);
    if (rule->note.zh != NULL)
        text_label(reporting, WORD_NOTE, titled(&reporting->display, &rule->note));
    text_label(reporting, WORD_FILE, place_shown(&reporting->display, &rule->place));
    text_label(reporting, WORD_DATE, date_text(date, derivation->on));
    if (derivation->outcome.state == CELL_NOT_APPLICABLE ||
        derivation->outcome.state == CELL_UNDETERMINED ||
        (rule->require && !derivation->outcome.value.boolean))
        text_label(reporting, WORD_REASON,
                   reason_shown(&reporting->display, rule, tree->derived->row));
    write_conditions(tree);
    if (!write_cases(tree) && rule->value != NULL)
        derivation_write_formula(
            tree, WORD_FORMULA, rule->case_count > 0 ? word(&reporting->display, WORD_DEFAULT) : "",
            rule->value);
    if (derivation->outcome.state == CELL_VALUE)
        write_posting_formulas(tree);
    derivation_write_lines(tree);
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

/* "  fangtian explain FILE ITEM": with what the command line changed of the scenario. */
static void write_command(struct tree *tree, const char *item, const char *behind)
{
    struct reporting *reporting = tree->reporting;
    struct writer *writer = &reporting->writer;
    const struct scenario *scenario = reporting->context->scenario;
    write_text(writer, "  fangtian explain ");
    write_text(writer, shell_word(reporting, scenario->source->path));
    write_text(writer, " ");
    write_text(writer, shell_word(reporting, item));
    for (size_t i = 0; i < scenario->change_count; i++) {
        const struct scenario_change *change = &scenario->changes[i];
        write_format(writer, " %s ", change->option);
        write_text(writer, shell_word(reporting, change->path[0] == '\0'
                                                     ? change->value
                                                     : arena_format(reporting->arena, "%s=%s",
                                                                    change->path, change->value)));
    }
    write_text(writer, behind);
    write_text(writer, "\n");
}

/* What the text names and does not derive, and how to see it. */
static void derivation_write_rest(struct tree *tree, const char *item)
{
    struct reporting *reporting = tree->reporting;
    struct writer *writer = &reporting->writer;
    bool chinese = reporting->context->language == FT_ZH;
    if (tree->named_count == 0)
        return;
    write_format(writer,
                 chinese ? "\n标有 → 的 %zu 个数未在此展开，可逐个查看，例如\n"
                         : "\nFigures marked →, %zu of them, are not derived here; see each, "
                           "such as\n",
                 tree->named_count);
    const struct named *first = &tree->named[0];
    write_command(tree, name_at(reporting, first->item->id, first->item->entity, first->row), "");
    write_text(writer, chinese ? "全部展开\n" : "All of it\n");
    write_command(tree, item, " --depth all");
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

void text_derivation(struct reporting *reporting, const struct subject *subject)
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
    for (size_t i = 0; i < tree.count && reporting->writer.status == FT_OK; i++) {
        tree.derived = &tree.figures[i].derived;
        if (i > 0 || in_view)
            write_text(&reporting->writer, "\n");
        derivation_write_rule(&tree);
    }
    derivation_write_rest(&tree, name_at(reporting, subject_name(&reporting->display, subject),
                                         subject->entity, subject->row));
}
