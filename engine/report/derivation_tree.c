/*
 * Which figures a derivation takes in, and the steps of each as lines: the operands of a formula
 * down to the scenario's lines and the law's numbers. Rows that are only summed over or share in a
 * pool are listed with their figures, and so are those far away; they are derived where the report
 * asks for it: behind a total of a county stand thousands.
 */
#include <string.h>

#include "derivation_tree.h"
#include "reporting.h"

/* ---- which figures are derived ---- */

size_t tree_find(const struct tree *tree, const struct item *item, uint32_t row)
{
    size_t at = 0;
    while (at < tree->count &&
           (&tree->figures[at].rule->item != item || tree->figures[at].row != row))
        at++;
    return at;
}

static bool tree_is_derived(const struct tree *tree, const struct item *item, uint32_t row)
{
    return tree_find(tree, item, row) < tree->count;
}

void want_figure(struct tree *tree, const struct rule *rule, uint32_t row, uint32_t level)
{
    if (level > tree->lowest || tree->count == tree->most ||
        tree_is_derived(tree, &rule->item, row))
        return;
    struct figure *figures = arena_grow(tree->reporting->arena, tree->figures, &tree->capacity,
                                        sizeof *figures, tree->count + 1);
    if (figures == NULL) {
        tree->reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    tree->figures = figures;
    figures[tree->count++] = (struct figure){.rule = rule, .row = row, .level = level};
}

/* Is the figure that a step looked at the row's own, or of a row above? Else it belongs to a row
 * that is summed over or a sibling. */
static bool is_direct(const struct dataset *dataset, const struct derived *derived,
                      const struct step *step, uint32_t row)
{
    if (step->entity == derived->entity && step->row == derived->row)
        return true;
    const struct entity *entity = step->node->entity;
    return entity_is_below(derived->entity, entity) &&
           row_above(dataset, derived->entity, derived->row, entity) == row;
}

void want_used(struct tree *tree, const struct derived *derived, uint32_t level)
{
    const struct figure_context *context = tree->reporting->context;
    const struct dataset *dataset = context->ledger->dataset;
    for (size_t i = 0; i < derived->step_count; i++) {
        const struct step *step = &derived->steps[i];
        uint32_t row;
        if (step->node->item != NULL && looked_at(dataset, step, &row) &&
            (tree->rows_too || is_direct(dataset, derived, step, row)))
            want_figure(tree, policy_rule_of(context->policy, step->node->item), row, level);
    }
}

/* The nearest first, so that each is found at its least level. */
void derive_figures(struct tree *tree)
{
    struct reporting *reporting = tree->reporting;
    for (size_t i = 0; i < tree->count && reporting->writer.status == FT_OK; i++) {
        struct figure figure = tree->figures[i];
        if (derive(&reporting->display, figure.rule, figure.row, &figure.derived) != FT_OK)
            reporting->writer.status = FT_NO_MEMORY;
        tree->figures[i] = figure;
        want_used(tree, &figure.derived, figure.level + 1);
    }
}

void tree_name_figure(struct tree *tree, const struct item *item, uint32_t row)
{
    for (size_t i = 0; i < tree->named_count; i++)
        if (tree->named[i].item == item && tree->named[i].row == row)
            return;
    struct named *named = arena_grow(tree->reporting->arena, tree->named, &tree->named_capacity,
                                     sizeof *named, tree->named_count + 1);
    if (named == NULL) {
        tree->reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    tree->named = named;
    named[tree->named_count++] = (struct named){item, row};
}

/* ---- a step ---- */

const char *name_at(struct reporting *reporting, const char *name, const struct entity *entity,
                    uint32_t row)
{
    const char *path = row_path(reporting->context->ledger->dataset, entity, row, reporting->arena);
    return path == NULL || path[0] == '\0' ? name
                                           : format_text(&reporting->display, "%s@%s", name, path);
}

/* Of a table the entry that was looked up has a place of its own; else the version's. */
const struct place *place_in_law(const struct tree *tree, const struct step *step)
{
    const struct node *node = step->node;
    for (size_t i = 0; node->op == NODE_LOOKUP && i < step->version->entry_count; i++) {
        const struct table_entry *entry = &step->version->entries[i];
        size_t same = 0;
        for (size_t k = 0; k < node->operand_count; k++) {
            const struct step *key =
                find_step(tree->derived, step->formula, node->operands[k], step->entity, step->row);
            same += key != NULL && key->cell.state == CELL_VALUE &&
                    key->cell.value.symbol == entry->keys[k];
        }
        if (same == node->operand_count)
            return &entry->place;
    }
    return &step->version->place;
}

static const char *version_words(struct tree *tree, const struct step *step)
{
    struct reporting *reporting = tree->reporting;
    const struct version *version = step->version;
    char from[DATE_TEXT_SIZE];
    if (version == NULL)
        return "";
    const char *since = dated(&reporting->display, WORD_FROM, date_text(from, version->from));
    const char *status = status_word(&reporting->display, version->status);
    return format_text(&reporting->display, "  [%s%s%s; %s; %s]", since,
                       status[0] == '\0' ? "" : "; ", status, version->source,
                       place_shown(&reporting->display, place_in_law(tree, step)));
}

/* Where a rule's figure is derived: below (↓), or by a command of its own (→). */
static const char *figure_words(struct tree *tree, const struct item *item, uint32_t row)
{
    struct reporting *reporting = tree->reporting;
    bool below = tree_is_derived(tree, item, row);
    if (!below)
        tree_name_figure(tree, item, row);
    return format_text(
        &reporting->display, "  %s %s", below ? "↓" : "→",
        visible(&reporting->display, name_at(reporting, item->id, item->entity, row)));
}

const char *leaf_words(struct tree *tree, const struct step *step)
{
    struct reporting *reporting = tree->reporting;
    const struct node *node = step->node;
    const struct dataset *dataset = reporting->context->ledger->dataset;
    uint32_t row;
    if (node->parameter != NULL)
        return version_words(tree, step);
    if ((node->item == NULL && node->field == NULL) || !looked_at(dataset, step, &row))
        return "";
    if (node->item != NULL)
        return figure_words(tree, node->item, row);
    const struct column *column = dataset_field(dataset, node->entity, node->field);
    struct place room;
    const struct place *place = column_place(column, row, &room);
    if (place == NULL)
        return "";
    /* The command line has no lines. */
    bool written = place->width > 0 || place->line == 0;
    return format_text(&reporting->display, "  [%s%s]",
                       written ? "" : word(&reporting->display, WORD_NOT_WRITTEN),
                       place_shown(&reporting->display, place));
}

const char *joined_lines(struct reporting *reporting, const char *text)
{
    static const char blanks[] = " \t\r\n";
    char *joined = text == NULL ? NULL : arena_copy(reporting->arena, text, strlen(text));
    size_t length = 0;
    for (const char *at = text; joined != NULL && *at != '\0'; at++) {
        if (strchr(blanks, *at) == NULL)
            joined[length++] = *at;
        else if (length > 0 && joined[length - 1] != ' ')
            joined[length++] = ' ';
    }
    if (joined != NULL)
        joined[length] = '\0';
    return joined;
}

/* "· 超过 50% 至 100% 的部分：50% × 40% = 20%": one slice of a progressive scale. */
static void tree_write_slice(struct tree *tree, const struct step *step, const struct scale *scale,
                             size_t index, const struct number *amount, size_t depth)
{
    struct reporting *reporting = tree->reporting;
    struct arith *arith = reporting->context->arith;
    const struct parameter *parameter = step->version->parameter;
    const struct unit *unit = unit_shown(&reporting->display, &parameter->by_unit);
    const struct bracket *bracket = &scale->brackets[index];
    bool last = index + 1 == scale->count;
    const struct number *top = last ? NULL : &bracket[1].above;
    const struct number *end = top != NULL && number_compare(arith, amount, top) > 0 ? top : amount;
    bool chinese = reporting->context->language == FT_ZH;
    struct cell product = {.state = CELL_VALUE};
    struct number part;
    if (number_sub(&part, arith, end, &bracket->above) != FT_OK ||
        number_mul(&product.value.number, arith, &part, &bracket->rate) != FT_OK) {
        reporting->writer.status = FT_NO_MEMORY;
        return;
    }
    const char *text =
        format_text(&reporting->display, "%s%s%s%s%s%s × %s", chinese ? "超过 " : "above ",
                    brief_figure(&reporting->display, &bracket->above, unit),
                    top == NULL ? ""
                    : chinese   ? " 至 "
                                : " up to ",
                    top == NULL ? "" : brief_figure(&reporting->display, top, unit),
                    chinese ? " 的部分：" : ": ", brief_figure(&reporting->display, &part, unit),
                    brief_figure(&reporting->display, &bracket->rate, &parameter->rate_unit));
    const struct shown_figure figure = {
        .text = brief_figure(&reporting->display, &product.value.number,
                             unit_shown(&reporting->display, &step->node->unit)),
        .cell = &product,
        .unit = &step->node->unit};
    derivation_lines(reporting)->remark(tree, text, &figure, depth);
}

/* An operand of a step where it has a value at the step's row; else NULL. */
static const struct cell *operand_value(struct tree *tree, const struct step *step, size_t index)
{
    const struct step *operand = find_step(tree->derived, step->formula,
                                           step->node->operands[index], step->entity, step->row);
    return operand == NULL || operand->cell.state != CELL_VALUE ? NULL : &operand->cell;
}

/* The scale that the keys of a step choose; NULL: there is none, or a key has no value. */
static const struct scale *scale_of(struct tree *tree, const struct step *step)
{
    const size_t count = step->node->operand_count - 1;
    const struct scale *found = NULL;
    for (size_t i = 0; i < step->version->scale_count && found == NULL; i++) {
        const struct scale *scale = &step->version->scales[i];
        size_t same = 0;
        for (const struct cell *key; same < count &&
                                     (key = operand_value(tree, step, same + 1)) != NULL &&
                                     key->value.symbol == scale->keys[same];)
            same++;
        found = same == count ? scale : NULL;
    }
    return found;
}

/* "· 超过 50 m2 的一级：100 元": the slice that a value falls into. */
static void write_threshold(struct tree *tree, const struct parameter *parameter,
                            const struct bracket *bracket, size_t depth)
{
    struct reporting *reporting = tree->reporting;
    const bool chinese = reporting->context->language == FT_ZH;
    const bool included = bracket->included;
    const struct cell value = {.value = {.number = bracket->rate}, .state = CELL_VALUE};
    const char *text =
        format_text(&reporting->display, "%s%s%s",
                    chinese    ? (included ? "" : "超过 ")
                    : included ? "from "
                               : "above ",
                    brief_figure(&reporting->display, &bracket->above,
                                 unit_shown(&reporting->display, &parameter->by_unit)),
                    chinese    ? (included ? " 以上（含）的一级" : " 的一级")
                    : included ? " on"
                               : "");
    const struct shown_figure figure = {
        .text = brief_figure(&reporting->display, &bracket->rate,
                             unit_shown(&reporting->display, &parameter->unit)),
        .cell = &value,
        .unit = &parameter->unit};
    derivation_lines(reporting)->remark(tree, text, &figure, depth);
}

/* The slices that an amount reaches, each at its rate: the figure is their sum. Of thresholds the
 * one that it falls into. */
static void write_slices(struct tree *tree, const struct step *step, size_t depth)
{
    struct arith *arith = tree->reporting->context->arith;
    const struct cell *amount = operand_value(tree, step, 0);
    const struct scale *scale =
        step->version == NULL || amount == NULL ? NULL : scale_of(tree, step);
    const struct bracket *found = NULL;
    for (size_t i = 0; scale != NULL && i < scale->count; i++) {
        const struct bracket *bracket = &scale->brackets[i];
        const int order = number_compare(arith, &amount->value.number, &bracket->above);
        if (order < 0 || (order == 0 && !bracket->included))
            break;
        found = bracket;
        if (step->node->op == NODE_BRACKETS && order > 0)
            tree_write_slice(tree, step, scale, i, &amount->value.number, depth);
    }
    if (found != NULL && step->node->op == NODE_THRESHOLDS)
        write_threshold(tree, step->version->parameter, found, depth);
}

static void write_rows_below(struct tree *tree, const struct step *step, size_t depth);
static void write_siblings(struct tree *tree, const struct step *step, size_t depth);

/* "if applicable(x) then x else 0", where the figure of x says that it applies. */
static bool goes_without_saying(const struct tree *tree, const struct formula *formula,
                                const struct node *node, const struct entity *entity, uint32_t row)
{
    return !tree->whole && node->op == NODE_IF && node->operands[0]->op == NODE_APPLICABLE &&
           node->operands[1]->op == NODE_ITEM &&
           node->operands[0]->item == node->operands[1]->item &&
           find_step(tree->derived, formula, node->operands[1], entity, row) != NULL;
}

/* What a node works on; of a chain (a + b + c) each link, not the sums of the first few. */
static void write_operands(struct tree *tree, const struct formula *formula,
                           const struct node *node, const struct entity *entity, uint32_t row,
                           size_t depth)
{
    bool links = node->op == NODE_ADD || node->op == NODE_AND || node->op == NODE_OR;
    for (size_t i = goes_without_saying(tree, formula, node, entity, row) ? 1 : 0;
         i < node->operand_count; i++) {
        if (links && node->operands[i]->op == node->op)
            write_operands(tree, formula, node->operands[i], entity, row, depth);
        else
            write_node(tree, formula, node->operands[i], entity, row, depth);
    }
}

/* A node's figure, then its operands'; recursion is bounded by LIMIT_FORMULA_NESTING. */
void write_node(struct tree *tree, const struct formula *formula, const struct node *node,
                const struct entity *entity, uint32_t row, size_t depth)
{
    const struct step *step = find_step(tree->derived, formula, node, entity, row);
    /* Constants need no line of their own; what was not evaluated is a branch not taken. */
    if (step == NULL || (node->op == NODE_CONSTANT && depth > 0) ||
        tree->reporting->writer.status != FT_OK)
        return;
    derivation_lines(tree->reporting)->step(tree, step, depth);
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
    write_operands(tree, formula, node, entity, row, depth + 1);
    if (node->op == NODE_BRACKETS || node->op == NODE_THRESHOLDS)
        write_slices(tree, step, depth + 1);
}

/* ---- rows below and beside ---- */

/* An aggregate's rows that do not count, as far as a line has room for their names. */
struct passed_over {
    size_t count;
    const char *names;
};

static void pass_over(struct tree *tree, struct passed_over *passed, const struct entity *entity,
                      uint32_t row)
{
    enum { MOST_NAMES = 12 };
    struct reporting *reporting = tree->reporting;
    const char *path = row_shown(&reporting->display, entity, row);
    if (passed->count < MOST_NAMES)
        passed->names =
            format_text(&reporting->display, "%s%s%s", passed->count == 0 ? "" : passed->names,
                        passed->count == 0 ? "" : word(&reporting->display, WORD_LIST_COMMA),
                        path == NULL ? "" : path);
    else if (passed->count == MOST_NAMES)
        passed->names = format_text(&reporting->display, "%s…", passed->names);
    passed->count++;
}

static void write_passed_over(struct tree *tree, const struct passed_over *passed, size_t depth)
{
    struct reporting *reporting = tree->reporting;
    if (passed->count == 0)
        return;
    derivation_lines(reporting)->remark(
        tree,
        format_in(&reporting->display, "%s %zu 行：%s", "%s, %zu: %s",
                  word(&reporting->display, WORD_NOT_COUNTED), passed->count, passed->names),
        NULL, depth);
}

/* A row that an operation goes over, and what it looks at there: on the row's own line where none
 * of it needs lines below. */
static void tree_write_row(struct tree *tree, const struct step *step, const char *mark,
                           const struct entity *entity, uint32_t row,
                           const struct node *const *nodes, size_t count, size_t depth)
{
    enum { MOST_LOOKED = 4 };
    const struct step *steps[MOST_LOOKED];
    size_t found = 0;
    bool flat = count <= MOST_LOOKED;
    for (size_t i = 0; i < count; i++)
        flat = flat && nodes[i]->operand_count == 0;
    for (size_t i = 0; i < count && flat; i++) {
        steps[found] = find_step(tree->derived, step->formula, nodes[i], entity, row);
        found += steps[found] != NULL && nodes[i]->op != NODE_CONSTANT;
    }
    derivation_lines(tree->reporting)->row(tree, mark, entity, row, steps, found, depth);
    for (size_t i = 0; i < count && !flat; i++)
        write_node(tree, step->formula, nodes[i], entity, row, depth + 1);
}

/*
 * The operands of an aggregate, once for each row below. Unless all is asked for, rows that do not
 * count are only named, and of those that do, `applicable(x)` goes without saying.
 */
static void write_rows_below(struct tree *tree, const struct step *step, size_t depth)
{
    const struct dataset *dataset = tree->reporting->context->ledger->dataset;
    const struct node *node = step->node;
    size_t bodies = node->op == NODE_COUNT ? 0 : 1;
    const struct node *body = bodies == 0 ? NULL : node->operands[0];
    const struct node *where = node->operand_count > bodies ? node->operands[bodies] : NULL;
    bool tells = where != NULL && (tree->whole || where->op != NODE_APPLICABLE);
    const struct node *looks[2];
    size_t looked = 0;
    struct passed_over passed = {0};
    if (tells)
        looks[looked++] = where;
    if (body != NULL)
        looks[looked++] = body;
    for (uint32_t row = 0; row < dataset->tables[node->entity->index].count && looked > 0; row++) {
        if (!aggregate_goes_over(dataset, node, step->entity, step->row, row) &&
            !aggregate_may_go_over(dataset, node, step->entity, step->row, row))
            continue;
        const struct step *condition =
            where == NULL ? NULL
                          : find_step(tree->derived, step->formula, where, node->entity, row);
        bool out = condition != NULL && condition->cell.state == CELL_VALUE &&
                   !condition->cell.value.boolean;
        if (out && !tree->whole)
            pass_over(tree, &passed, node->entity, row);
        else
            tree_write_row(tree, step, "· ", node->entity, row, looks, out ? 1 : looked, depth);
    }
    write_passed_over(tree, &passed, depth);
}

/* A pool, which is the same at every row, then the rows that share in it. */
static void write_siblings(struct tree *tree, const struct step *step, size_t depth)
{
    const struct dataset *dataset = tree->reporting->context->ledger->dataset;
    const struct family family = family_at(dataset, step->entity, step->row);
    size_t first = step->node->op == NODE_CUMULATIVE ? 0 : 1;
    if (first > 0)
        write_node(tree, step->formula, step->node->operands[0], step->entity, step->row, depth);
    for (uint32_t row = family.first; row < family.end; row++)
        tree_write_row(tree, step, row == step->row ? "▸ " : "· ", step->entity, row,
                       step->node->operands + first, step->node->operand_count - first, depth);
}
