/*
 * The derivation of one figure as a tree: rule, article, needs, cases taken and refused, the
 * operands of the formula down to the scenario's lines and the law's numbers, then what was posted.
 * A figure that stands behind it is derived below it, each once.
 */
#include <string.h>

#include "report_internal.h"

/* ---- running a rule again
 * ------------------------------------------------------------------------------- */

static void keep_step(void *context, const struct formula *formula, const struct node *node,
                      const struct entity *entity, uint32_t row, const struct cell *cell,
                      const struct version *version)
{
    struct derived *derived = context;
    struct step *steps = arena_grow(derived->arena, derived->steps, &derived->step_capacity,
                                    sizeof *steps, derived->step_count + 1);
    if (steps == NULL) {
        derived->out_of_memory = true;
        return;
    }
    derived->steps = steps;
    steps[derived->step_count++] = (struct step){formula, node, row, entity, *cell, version};
}

/* The dates in force of all rows of the rule's table: pools and rows before one ask for them. Their
 * faults were diagnosed when the rule was applied. */
static struct date *find_dates(struct reporting *reporting, const struct rule *rule)
{
    struct report_context *context = reporting->context;
    struct dataset *dataset = context->ledger->dataset;
    struct diagnostics silent = {.language = FT_EN};
    struct evaluation evaluation = {
        .dataset = dataset, .arith = context->arith, .diagnostics = &silent, .rule = rule->item.id};
    uint32_t count = dataset->tables[rule->item.entity->index].count;
    struct date *dates = arena_array(reporting->arena, count, sizeof *dates);
    uint32_t *rows = arena_array(reporting->arena, count, sizeof *rows);
    struct cell *cells = arena_array(reporting->arena, count, sizeof *cells);
    if (dates == NULL || rows == NULL || cells == NULL)
        return NULL;
    for (uint32_t row = 0; row < count; row++)
        rows[row] = row;
    if (formula_evaluate(rule->on, &evaluation, rows, count, cells) != FT_OK)
        return NULL;
    for (uint32_t row = 0; row < count; row++)
        dates[row] = cells[row].state == CELL_VALUE ? cells[row].value.date : dataset->as_of;
    return dates;
}

/* What the rule's postings say of their own: when they take place, and their amount. */
static enum ft_status derive_postings(struct reporting *reporting, struct derived *derived,
                                      const struct trace *trace)
{
    struct report_context *context = reporting->context;
    const struct rule *rule = derived->rule;
    struct evaluation evaluation = {.dataset = context->ledger->dataset,
                                    .arith = context->arith,
                                    .diagnostics = context->diagnostics,
                                    .trace = trace,
                                    .rule = rule->item.id};
    if (rule->on != NULL && rule->post_count > 0 &&
        (evaluation.on = find_dates(reporting, rule)) == NULL)
        return FT_NO_MEMORY;
    for (size_t i = 0; i < rule->post_count; i++) {
        const struct post *post = &rule->posts[i];
        struct cell cell = {.value = {.boolean = true}, .state = CELL_VALUE};
        if (post->when != NULL &&
            formula_evaluate(post->when, &evaluation, &derived->row, 1, &cell) != FT_OK)
            return FT_NO_MEMORY;
        if (cell.state == CELL_VALUE && cell.value.boolean && post->amount != NULL &&
            formula_evaluate(post->amount, &evaluation, &derived->row, 1, &cell) != FT_OK)
            return FT_NO_MEMORY;
    }
    return FT_OK;
}

enum ft_status derive(struct reporting *reporting, const struct rule *rule, uint32_t row,
                      struct derived *derived)
{
    struct report_context *context = reporting->context;
    *derived = (struct derived){.rule = rule, .row = row, .arena = reporting->arena};
    const struct trace trace = {keep_step, derived};
    enum ft_status status = rule_derive(rule, context->ledger->dataset, context->arith,
                                        context->diagnostics, row, &trace, &derived->derivation);
    if (status == FT_OK && derived->derivation.outcome.state == CELL_VALUE)
        status = derive_postings(reporting, derived, &trace);
    return derived->out_of_memory ? FT_NO_MEMORY : status;
}

const struct step *find_step(const struct derived *derived, const struct formula *formula,
                             const struct node *node, const struct entity *entity, uint32_t row)
{
    for (size_t i = 0; i < derived->step_count; i++) {
        const struct step *step = &derived->steps[i];
        if (step->formula == formula && step->node == node && step->entity == entity &&
            step->row == row)
            return step;
    }
    return NULL;
}

struct family family_at(const struct dataset *dataset, const struct entity *entity, uint32_t row)
{
    const struct table *table = &dataset->tables[entity->index];
    if (entity->parent == NULL)
        return (struct family){0, 1};
    const uint32_t *first = &table->first[table->parents[row]];
    return (struct family){first[0], first[1]};
}

const char *node_words(struct reporting *reporting, const struct formula *formula,
                       const struct node *node)
{
    return arena_copy(reporting->arena, formula->text.bytes + node->offset, node->length);
}

/* ---- the tree
 * ------------------------------------------------------------------------------------------------
 */

/* A figure that is still to be derived, or has been. */
struct figure {
    const struct item *item;
    uint32_t row;
};

struct tree {
    struct reporting *reporting;
    struct derived derived;
    struct figure *figures;
    size_t count, capacity;
};

static void want_figure(struct tree *tree, const struct item *item, uint32_t row)
{
    for (size_t i = 0; i < tree->count; i++)
        if (tree->figures[i].item == item && tree->figures[i].row == row)
            return;
    struct figure *figures = arena_grow(tree->reporting->arena, tree->figures, &tree->capacity,
                                        sizeof *figures, tree->count + 1);
    if (figures == NULL) {
        tree->reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    tree->figures = figures;
    figures[tree->count++] = (struct figure){item, row};
}

/* The row of node->entity that `row` of `entity` sees. */
static uint32_t seen_row(const struct tree *tree, const struct node *node,
                         const struct entity *entity, uint32_t row)
{
    const struct dataset *dataset = tree->reporting->context->ledger->dataset;
    if (node->via != NULL)
        return dataset->tables[entity->index].fields[node->via->index].values[row].reference;
    return row_above(dataset, entity, row, node->entity);
}

static const char *version_words(struct tree *tree, const struct version *version)
{
    struct reporting *reporting = tree->reporting;
    char from[DATE_TEXT_SIZE];
    if (version == NULL)
        return "";
    bool chinese = reporting->context->language == FT_ZH;
    const char *since = dated(reporting, WORD_FROM, date_text(from, version->from));
    const char *mark = !version->illustrative ? "" : chinese ? "; 示意" : "; illustrative";
    return format_text(reporting, "  [%s%s; %s; %s]", since, mark, version->source,
                       place_shown(reporting, &version->place));
}

static const char *leaf_words(struct tree *tree, const struct step *step)
{
    struct reporting *reporting = tree->reporting;
    const struct node *node = step->node;
    const struct dataset *dataset = reporting->context->ledger->dataset;
    if (node->parameter != NULL)
        return version_words(tree, step->version);
    if (node->item != NULL) {
        uint32_t row = seen_row(tree, node, step->entity, step->row);
        const char *path =
            visible(reporting, row_path(dataset, node->entity, row, reporting->arena));
        want_figure(tree, node->item, row);
        return path == NULL || path[0] == '\0'
                   ? format_text(reporting, "  ↓ %s", node->item->id)
                   : format_text(reporting, "  ↓ %s@%s", node->item->id, path);
    }
    if (node->field == NULL)
        return "";
    uint32_t row = seen_row(tree, node, step->entity, step->row);
    const struct table *table = &dataset->tables[node->entity->index];
    const struct column *column = &table->fields[node->field->index];
    if (column->places == NULL)
        return "";
    /* The command line has no lines. */
    const struct place *place = &column->places[row];
    bool written = place->width > 0 || place->line == 0;
    return format_text(reporting, "  [%s%s]", written ? "" : word(reporting, WORD_NOT_WRITTEN),
                       place_shown(reporting, place));
}

/* What a leaf is called, in front of the formula's word for it; "" for an operation. */
static const char *node_title(struct tree *tree, const struct node *node)
{
    const struct title *title = node->parameter != NULL ? &node->parameter->title
                                : node->item != NULL    ? &node->item->title
                                : node->field != NULL   ? &node->field->title
                                                        : NULL;
    bool named = title != NULL && title_in(title, tree->reporting->context->language) != NULL;
    return named ? format_text(tree->reporting, "%s ", titled(tree->reporting, title)) : "";
}

/* " = 5 元", " ≈ 0.333333". */
static void write_figure(struct reporting *reporting, const char *figure)
{
    bool about = figure != NULL && strncmp(figure, "≈", strlen("≈")) == 0;
    write_text(&reporting->writer, about ? " " : " = ");
    write_styled(&reporting->writer, STYLE_BOLD, figure);
}

static void write_step(struct tree *tree, const struct step *step, size_t depth)
{
    struct reporting *reporting = tree->reporting;
    struct writer *writer = &reporting->writer;
    const struct node *node = step->node;
    bool integer = node->op == NODE_FIELD && node->field->integer;
    write_padded(writer, "", 4 + 2 * depth, false);
    write_text(writer, depth > 0 ? "├ " : "");
    write_text(writer, node_title(tree, node));
    write_text(writer, node_words(reporting, step->formula, node));
    if (node->op != NODE_CONSTANT) {
        write_figure(reporting,
                     cell_text(reporting, &step->cell, &node->type, &node->unit, integer));
        write_styled(writer, STYLE_DIM, leaf_words(tree, step));
    }
    write_text(writer, "\n");
}

static void write_rows_below(struct tree *tree, const struct step *step, size_t depth);
static void write_siblings(struct tree *tree, const struct step *step, size_t depth);

/* A node's figure, then its operands'; recursion is bounded by LIMIT_FORMULA_NESTING. */
static void write_node(struct tree *tree, const struct formula *formula, const struct node *node,
                       const struct entity *entity, uint32_t row, size_t depth)
{
    const struct step *step = find_step(&tree->derived, formula, node, entity, row);
    /* Constants need no line of their own; what was not evaluated is a branch not taken. */
    if (step == NULL || (node->op == NODE_CONSTANT && depth > 0) ||
        tree->reporting->writer.status != FT_OK)
        return;
    write_step(tree, step, depth);
    if (node->op >= NODE_SUM && node->op <= NODE_COUNT) {
        write_rows_below(tree, step, depth + 1);
        return;
    }
    if (node->op >= NODE_CUMULATIVE && node->op <= NODE_FILL) {
        write_siblings(tree, step, depth + 1);
        return;
    }
    if (node->op == NODE_PREVIOUS && row > 0) {
        write_node(tree, formula, node->operands[0], entity, row - 1, depth + 1);
        return;
    }
    for (size_t i = 0; i < node->operand_count; i++)
        write_node(tree, formula, node->operands[i], entity, row, depth + 1);
}

/* The operands of an aggregate: once for each row below that was looked at. */
static void write_rows_below(struct tree *tree, const struct step *step, size_t depth)
{
    const struct dataset *dataset = tree->reporting->context->ledger->dataset;
    const struct node *node = step->node;
    for (size_t i = 0; i < node->operand_count; i++)
        for (uint32_t row = 0; row < dataset->tables[node->entity->index].count; row++)
            if (row_above(dataset, node->entity, row, step->entity) == step->row)
                write_node(tree, step->formula, node->operands[i], node->entity, row, depth);
}

/* The operands of a pool: at every row that shares in it, each under its name. */
static void write_siblings(struct tree *tree, const struct step *step, size_t depth)
{
    struct reporting *reporting = tree->reporting;
    const struct dataset *dataset = reporting->context->ledger->dataset;
    const struct family family = family_at(dataset, step->entity, step->row);
    for (uint32_t row = family.first; row < family.end; row++) {
        write_padded(&reporting->writer, "", 4 + 2 * depth, false);
        write_format(&reporting->writer, "%s %s\n", row == step->row ? "▸" : "·",
                     row_title(reporting, step->entity, row));
        for (size_t i = 0; i < step->node->operand_count; i++)
            write_node(tree, step->formula, step->node->operands[i], step->entity, row, depth + 1);
    }
}

/* ---- one rule
 * ---------------------------------------------------------------------------------------------------
 */

static void write_label(struct reporting *reporting, enum word_id id, const char *text)
{
    if (text != NULL && text[0] != '\0')
        write_wrapped(&reporting->writer,
                      format_text(reporting, "%s: %s", word(reporting, id), text), 2,
                      reporting->width);
}

static bool was_evaluated(const struct tree *tree, const struct formula *formula)
{
    const struct derived *derived = &tree->derived;
    return find_step(derived, formula, formula->root, derived->rule->item.entity, derived->row) !=
           NULL;
}

/* "公式: 一般情形  [place]", then the formula's figure and its operands'. */
static void write_formula(struct tree *tree, enum word_id label, const char *remark,
                          const struct formula *formula)
{
    struct reporting *reporting = tree->reporting;
    const struct entity *entity = tree->derived.rule->item.entity;
    write_label(reporting, label,
                format_text(reporting, "%s%s[%s]", remark, remark[0] == '\0' ? "" : "  ",
                            place_shown(reporting, &formula->text.place)));
    if (!was_evaluated(tree, formula))
        write_wrapped(&reporting->writer, formula->text.bytes, 4, reporting->width);
    write_node(tree, formula, formula->root, entity, tree->derived.row, 0);
}

static void write_conditions(struct tree *tree)
{
    const struct rule *rule = tree->derived.rule;
    for (size_t i = 0; i < rule->need_count; i++)
        write_formula(tree, WORD_NEEDS, "", rule->needs[i]);
    if (rule->when != NULL && tree->derived.derivation.when_known)
        write_formula(tree, WORD_WHEN, "", rule->when);
}

/* Cases in order: taken, refused or overridden. True where one was taken. */
static bool write_cases(struct tree *tree)
{
    struct reporting *reporting = tree->reporting;
    const struct rule *rule = tree->derived.rule;
    const struct case_outcome *outcomes = tree->derived.derivation.cases;
    bool taken = false;
    for (size_t i = 0; i < rule->case_count; i++) {
        const struct rule_case *exception = &rule->cases[i];
        enum word_id id = outcomes[i].taken                       ? WORD_CASE_TAKEN
                          : outcomes[i].overridden                ? WORD_CASE_OVERRIDDEN
                          : !was_evaluated(tree, exception->when) ? WORD_CASE_NOT_REACHED
                                                                  : WORD_CASE_REFUSED;
        write_text(&reporting->writer, outcomes[i].taken             ? "  ✓ "
                                       : id == WORD_CASE_NOT_REACHED ? "  – "
                                                                     : "  ✗ ");
        write_format(&reporting->writer, "%s (%s): %s\n", titled(reporting, &exception->title),
                     exception->label, word(reporting, id));
        write_wrapped(&reporting->writer, exception->source, 6, reporting->width);
        if (exception->when != NULL)
            write_formula(tree, WORD_WHEN, "", exception->when);
        if (outcomes[i].taken)
            write_formula(tree, WORD_FORMULA, "", exception->value);
        taken |= outcomes[i].taken;
    }
    return taken;
}

/* What a posting says of its own; one that does not take place has no line but its condition. */
static void write_posting_formulas(struct tree *tree)
{
    const struct rule *rule = tree->derived.rule;
    for (size_t i = 0; i < rule->post_count; i++) {
        const struct post *post = &rule->posts[i];
        const char *title = titled(tree->reporting, &post->title);
        if (post->when != NULL)
            write_formula(tree, WORD_POSTING_WHEN, title, post->when);
        if (post->amount != NULL && was_evaluated(tree, post->amount))
            write_formula(tree, WORD_POSTING_AMOUNT, title, post->amount);
    }
}

static void write_lines(struct tree *tree)
{
    struct reporting *reporting = tree->reporting;
    const struct ledger *ledger = reporting->context->ledger;
    struct arith *arith = reporting->context->arith;
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting *posting = &ledger->postings[i];
        if (posting->rule != tree->derived.rule || posting->row != tree->derived.row)
            continue;
        const struct unit *unit = unit_shown(reporting, &posting->post->kind->unit);
        const char *to = party_title(reporting, posting->to);
        const char *from = posting->post->memo ? word(reporting, WORD_MEMO)
                                               : party_title(reporting, posting->from);
        write_wrapped(
            &reporting->writer,
            format_text(reporting, "%s: %s → %s  %s %s  %s %s  %s %s",
                        word(reporting, WORD_POSTING), from == NULL ? "" : from,
                        to == NULL ? "" : to, word(reporting, WORD_EXACT),
                        brief_figure(reporting, quantity_text(&posting->exact, arith, unit)),
                        word(reporting, WORD_ROUNDED), quantity_text(&posting->amount, arith, unit),
                        word(reporting, WORD_RESIDUE),
                        brief_figure(reporting, quantity_text(&posting->residue, arith, unit))),
            2, reporting->width);
    }
}

static void write_rule(struct tree *tree)
{
    struct reporting *reporting = tree->reporting;
    const struct rule *rule = tree->derived.rule;
    const struct derivation *derivation = &tree->derived.derivation;
    char date[DATE_TEXT_SIZE];
    const char *row = row_title(reporting, rule->item.entity, tree->derived.row);
    write_styled(&reporting->writer, STYLE_BOLD, titled(reporting, &rule->item.title));
    write_format(&reporting->writer, "  %s%s%s", rule->item.id,
                 row == NULL || row[0] == '\0' ? "" : " @ ", row == NULL ? "" : row);
    write_figure(reporting, cell_text(reporting, &derivation->outcome, &rule->item.type,
                                      &rule->item.unit, false));
    write_text(&reporting->writer, "\n");
    write_label(reporting, WORD_SOURCE, rule->source);
    if (rule->note.zh != NULL)
        write_label(reporting, WORD_NOTE, titled(reporting, &rule->note));
    write_label(reporting, WORD_FILE, place_shown(reporting, &rule->place));
    write_label(reporting, WORD_DATE, date_text(date, derivation->on));
    if (derivation->outcome.state == CELL_NOT_APPLICABLE ||
        (rule->require && !derivation->outcome.value.boolean))
        write_label(reporting, WORD_REASON, reason_shown(reporting, rule, tree->derived.row));
    write_conditions(tree);
    if (!write_cases(tree) && rule->value != NULL)
        write_formula(tree, WORD_FORMULA, rule->case_count > 0 ? word(reporting, WORD_DEFAULT) : "",
                      rule->value);
    if (derivation->outcome.state == CELL_VALUE)
        write_posting_formulas(tree);
    write_lines(tree);
}

/* ---- all that stands behind a figure
 * ------------------------------------------------------------------------------ */

static void text_derivation(struct reporting *reporting, const struct rule *rule, uint32_t row)
{
    struct tree tree = {.reporting = reporting};
    want_figure(&tree, &rule->item, row);
    text_changed(reporting);
    if (reporting->context->scenario->change_count > 0)
        write_text(&reporting->writer, "\n");
    for (size_t i = 0; i < tree.count && reporting->writer.status == FT_OK; i++) {
        const struct figure figure = tree.figures[i];
        const struct rule *behind = policy_rule(reporting->context->policy, figure.item->id);
        if (derive(reporting, behind, figure.row, &tree.derived) != FT_OK) {
            reporting->writer.status = FT_NO_MEMORY;
            return;
        }
        if (i > 0)
            write_text(&reporting->writer, "\n");
        write_rule(&tree);
    }
}

enum ft_status report_derivation(struct report_context *context, const char *item,
                                 const struct ft_report *report, const struct ft_sink *sink)
{
    struct reporting reporting;
    const struct rule *rule;
    uint32_t row;
    reporting_open(&reporting, context, report, sink);
    if (report->format == FT_CSV) {
        diagnostics_add(context->diagnostics, NULL, &report_message[REPORT_NO_FORMAT], NULL);
        return FT_INVALID;
    }
    size_t length = strcspn(item, "@");
    const char *id = arena_copy(reporting.arena, item, length);
    if (id == NULL)
        return FT_NO_MEMORY;
    if (!find_figure(&reporting, id, item[length] == '@' ? item + length + 1 : "", NULL, NULL,
                     &rule, &row))
        return FT_INVALID;
    if (report->format == FT_JSON)
        write_json(&reporting, json_derivation(&reporting, rule, row));
    else
        text_derivation(&reporting, rule, row);
    return reporting.writer.status;
}
