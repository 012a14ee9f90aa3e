/* Templates filled in, and why a rule does not apply, in a sentence. */
#include <assert.h>
#include <string.h>

#include "policy_internal.h"

static const char *hole_text(const struct formula *formula, struct dataset *dataset,
                             struct arith *arith, uint32_t row, enum ft_language language)
{
    struct diagnostics silent; /* a hole reports nothing of its own */
    struct evaluation evaluation = {
        .dataset = dataset, .arith = arith, .diagnostics = &silent, .rule = ""};
    struct cell cell;
    diagnostics_open(&silent, language);
    if (formula_evaluate(formula, &evaluation, &row, 1, &cell) != FT_OK)
        return NULL;
    const struct node *root = formula->root;
    bool integer = root->op == NODE_FIELD && root->field->integer;
    if (cell.state == CELL_VALUE && root->type.kind == TYPE_NUMBER && !integer)
        return quantity_said(&cell.value.number, arith, &root->unit);
    return cell.state == CELL_VALUE
               ? value_text(&cell.value, &root->type, &root->unit, integer, arith, language)
               : "—";
}

const char *template_text(const struct template *template, struct dataset *dataset,
                          struct arith *arith, uint32_t row, enum ft_language language)
{
    const char *text = "";
    for (size_t i = 0; i < template->count && text != NULL; i++) {
        const struct template_piece *piece = &template->pieces[i];
        const char *part = piece->formula == NULL
                               ? piece->text
                               : hole_text(piece->formula, dataset, arith, row, language);
        text = part == NULL ? NULL : arena_format(arith->arena, "%s%s", text, part);
    }
    return text;
}

/* The date in force of a rule that says one, at a row; as it was where none can be found. */
static enum ft_status date_of(struct date *date, const struct rule *rule, struct dataset *dataset,
                              struct arith *arith, uint32_t row)
{
    struct diagnostics silent;
    struct evaluation evaluation = {
        .dataset = dataset, .arith = arith, .diagnostics = &silent, .rule = ""};
    struct cell cell;
    diagnostics_open(&silent, FT_EN);
    enum ft_status status = formula_evaluate(rule->on, &evaluation, &row, 1, &cell);
    if (status == FT_OK && cell.state == CELL_VALUE)
        *date = cell.value.date;
    return status;
}

/* Of a rule that asks no more than whether a parameter is in force, where it was not known yet that it would be;
 * "" where that is not why. */
static const char *withheld_words(const struct rule *rule, const struct dataset *dataset,
                                  struct arith *arith, enum ft_language language)
{
    const struct node *root = rule->value == NULL ? NULL : rule->value->root;
    struct date day;
    char known[DATE_TEXT_SIZE], published[DATE_TEXT_SIZE];
    if (root == NULL || root->op != NODE_IN_FORCE ||
        !parameter_is_withheld(root->parameter, dataset->as_of, dataset->known_at) ||
        !parameter_published_later(root->parameter, dataset->as_of, dataset->known_at, &day))
        return "";
    return arena_format(arith->arena,
                        language == FT_ZH
                            ? "%s到 %s 尚未公布，最早的公布于 %s"
                            : "%s was not known on %s; the earliest was published on %s",
                        title_in(&root->parameter->title, language),
                        date_text(known, dataset->known_at), date_text(published, day));
}

static const char *own_words(const struct rule *rule, struct dataset *dataset, struct arith *arith,
                             uint32_t row, enum ft_language language)
{
    static const struct title plain = {"条件不成立", "its condition does not hold"};
    const struct template *template = language == FT_ZH ? &rule->otherwise.zh : &rule->otherwise.en;
    struct dataset dated = *dataset; /* the same rows, on the rule's date */
    if (rule->on != NULL && date_of(&dated.as_of, rule, dataset, arith, row) != FT_OK)
        return NULL;
    const char *withheld = withheld_words(rule, &dated, arith, language);
    if (withheld == NULL || withheld[0] != '\0')
        return withheld;
    return template->count == 0 ? title_in(&plain, language)
                                : template_text(template, &dated, arith, row, language);
}

/* What a figure that does not apply has found at its row; none for a check that fails there. */
static struct reason reason_at(const struct dataset *dataset, const struct rule *rule, uint32_t row)
{
    const struct item_column *column = dataset_item(dataset, &rule->item);
    const bool held = row != ROW_NOT_HELD && column_state(&column->column, row) != CELL_VALUE;
    return held ? item_reason(column, row) : (struct reason){.kind = REASON_NONE};
}

static bool has_cause(const struct reason *reason)
{
    return reason->cause != NULL &&
           (reason->kind == REASON_NEEDS || reason->kind == REASON_DEPENDS);
}

/* Where and in which article the cause stands, as far as that differs from what asks. */
static const char *cause_place(const struct rule *rule, uint32_t row, const struct rule *cause,
                               uint32_t cause_row, struct dataset *dataset, struct arith *arith)
{
    if (cause_row == ROW_NOT_HELD || (cause->item.entity == rule->item.entity && cause_row == row))
        return "";
    const char *path = row_path(dataset, cause->item.entity, cause_row, arith->arena);
    return path == NULL || path[0] == '\0' ? path : arena_format(arith->arena, " %s", path);
}

/* "A1 土地还原率：按本市的土地还原率" */
static const char *none_text(struct dataset *dataset, struct arith *arith,
                             const struct reason *reason, enum ft_language language)
{
    static const struct title stated = {"填报为“无”", "stated as none"};
    assert(reason->lacks != NULL && reason->lacks->count > 0);
    const struct lack *lack = &reason->lacks->lacks[0];
    const struct column *column = dataset_field(dataset, lack->entity, lack->field);
    const struct title *words =
        column_state(column, lack->row) == CELL_NONE ? &stated : &lack->field->absent_words;
    const char *path = row_path(dataset, lack->entity, lack->row, arith->arena);
    return path == NULL
               ? NULL
               : arena_format(arith->arena, language == FT_ZH ? "%s%s%s：%s" : "%s%s%s: %s", path,
                              path[0] == '\0' ? "" : " ", title_in(&lack->field->title, language),
                              title_in(words, language));
}

/* The last reason of the chain in words; the rows that are not held cannot be asked for theirs. */
static const char *wording_words_of(const struct reason *reason, const struct rule *cause,
                                    struct dataset *dataset, struct arith *arith, uint32_t row,
                                    enum ft_language language)
{
    static const struct title no_case = {"没有适用的情形", "no case holds"};
    static const struct title some_rows = {"在部分行不适用", "at some of the rows"};
    static const struct title some_sum = {"所汇总的数在部分行不适用",
                                          "what it sums up does not apply at some of the rows"};
    if (row == ROW_NOT_HELD)
        return title_in(&some_rows, language);
    if (reason->kind == REASON_NO_CASE)
        return title_in(&no_case, language);
    if (reason->kind == REASON_NO_FACT)
        return none_text(dataset, arith, reason, language);
    if (reason->kind == REASON_DEPENDS && reason->cause == NULL)
        return title_in(&some_sum, language);
    if (reason->kind == REASON_WHEN && cause->outside.zh != NULL)
        return title_in(&cause->outside, language);
    return own_words(cause, dataset, arith, row, language);
}

/* The end of a chain of reasons: the rule that gives it, at which row, and the link that leads
 * there; `last` of no cause: the rule itself. */
struct reason_end {
    const struct rule *cause;
    uint32_t row;
    struct reason reason, last;
};

static struct reason_end follow_reason(const struct policy *policy, const struct dataset *dataset,
                                       const struct rule *rule, uint32_t row)
{
    struct reason_end end = {rule, row, reason_at(dataset, rule, row), {.cause = NULL}};
    /* A cause stands before what depends on it in the order of the rules, so this ends. */
    for (; has_cause(&end.reason); end.reason = reason_at(dataset, end.cause, end.row)) {
        end.last = end.reason;
        end.cause = policy_rule_of(policy, end.reason.cause);
        end.row = end.last.row;
    }
    return end;
}

const char *reason_root(const struct policy *policy, struct dataset *dataset, struct arith *arith,
                        const struct rule *rule, uint32_t row, enum ft_language language,
                        const struct rule **cause)
{
    const struct reason_end end = follow_reason(policy, dataset, rule, row);
    *cause = end.cause;
    return wording_words_of(&end.reason, end.cause, dataset, arith, end.row, language);
}

const char *reason_text(const struct policy *policy, struct dataset *dataset, struct arith *arith,
                        const struct rule *rule, uint32_t row, enum ft_language language)
{
    const struct reason open = reason_at(dataset, rule, row);
    if (open.lacks != NULL && open.kind != REASON_NO_FACT)
        return lacks_text(policy, dataset, arith, open.lacks, language);
    static const struct title links[] = {[REASON_NEEDS] = {"未满足", "does not hold"},
                                         [REASON_DEPENDS] = {"不适用", "does not apply"}};
    const struct reason_end end = follow_reason(policy, dataset, rule, row);
    const struct rule *cause = end.cause;
    const char *words = wording_words_of(&end.reason, cause, dataset, arith, end.row, language);
    if (end.last.cause == NULL)
        return words;
    const char *place = cause_place(rule, row, cause, end.row, dataset, arith);
    if (words == NULL || place == NULL)
        return NULL;
    const char *title = title_in(&cause->item.title, language);
    const char *link = title_in(&links[end.last.kind], language);
    return language == FT_ZH ? arena_format(arith->arena, "“%s%s”%s：%s（%s）", title, place, link,
                                            words, cause->source)
                             : arena_format(arith->arena, "“%s%s” %s: %s (%s)", title, place, link,
                                            words, cause->source);
}

/* ---- what a figure lacks ---- */

/* What keeps a figure from its way: a rule at a row, that does not hold or does not apply there. */
struct hindrance {
    const struct rule *rule; /* NULL: none */
    uint32_t row;
    bool applies;
};

/* The last cause of why a rule does not apply; the rule itself where it does. */
static struct hindrance hindrance_of(const struct policy *policy, const struct dataset *dataset,
                                     const struct rule *rule, uint32_t row)
{
    struct hindrance found = {rule, row, false};
    for (struct reason reason = reason_at(dataset, rule, row); has_cause(&reason);
         reason = reason_at(dataset, found.rule, found.row))
        found = (struct hindrance){policy_rule_of(policy, reason.cause), reason.row,
                                   reason.kind == REASON_NEEDS};
    return found;
}

/* Where a formula of a rule is looked at. */
struct outlook {
    const struct policy *policy;
    const struct dataset *dataset;
    const struct rule *rule;
    uint32_t row;
};

enum truth { TRUTH_UNKNOWN, TRUTH_NO, TRUTH_YES };

static uint32_t outlook_row(const struct outlook *at, const struct node *node)
{
    return row_above(at->dataset, at->rule->item.entity, at->row, node->entity);
}

/* As far as the figures that a node names tell. Bounded by LIMIT_FORMULA_NESTING. */
static enum truth outlook_truth(const struct outlook *at, const struct node *node)
{
    if (node->op == NODE_AND || node->op == NODE_OR) {
        const enum truth decides = node->op == NODE_AND ? TRUTH_NO : TRUTH_YES;
        enum truth all = node->op == NODE_AND ? TRUTH_YES : TRUTH_NO;
        for (size_t i = 0; i < node->operand_count && all != decides; i++) {
            const enum truth one = outlook_truth(at, node->operands[i]);
            all = one == decides || one == TRUTH_UNKNOWN ? one : all;
            if (one == TRUTH_UNKNOWN)
                break; /* one behind it may not have been looked at */
        }
        return all;
    }
    if ((node->op != NODE_ITEM && node->op != NODE_APPLICABLE) || node->via != NULL || node->outer)
        return TRUTH_UNKNOWN;
    const uint32_t row = outlook_row(at, node);
    const struct column *column =
        &at->dataset->tables[node->entity->index].items[node->item->index].column;
    const bool is_value = column_state(column, row) == CELL_VALUE;
    if (node->op == NODE_APPLICABLE)
        return is_value                                           ? TRUTH_YES
               : column_state(column, row) == CELL_NOT_APPLICABLE ? TRUTH_NO
                                                                  : TRUTH_UNKNOWN;
    return !is_value ? TRUTH_UNKNOWN : column_value(column, row).boolean ? TRUTH_YES : TRUTH_NO;
}

/* What makes a node of a rule's formula false, which it is: the first of what must hold together;
 * of what may hold instead of one another, what is named, if that is but one. */
static struct hindrance hindrance_under(const struct outlook *at, const struct node *node)
{
    struct hindrance found = {.rule = NULL};
    if (node->op == NODE_ITEM && outlook_truth(at, node) == TRUTH_NO)
        return (struct hindrance){policy_rule_of(at->policy, node->item), outlook_row(at, node),
                                  true};
    if (node->op == NODE_APPLICABLE && outlook_truth(at, node) == TRUTH_NO)
        return hindrance_of(at->policy, at->dataset, policy_rule_of(at->policy, node->item),
                            outlook_row(at, node));
    for (size_t i = 0; node->op == NODE_AND && i < node->operand_count; i++) {
        const enum truth one = outlook_truth(at, node->operands[i]);
        if (one != TRUTH_YES)
            return one == TRUTH_NO ? hindrance_under(at, node->operands[i]) : found;
    }
    for (size_t i = 0; node->op == NODE_OR && i < node->operand_count; i++) {
        const struct hindrance one = hindrance_under(at, node->operands[i]);
        if (one.rule != NULL && found.rule != NULL)
            return (struct hindrance){.rule = NULL};
        found = one.rule == NULL ? found : one;
    }
    return found;
}

/* To the condition of the law, or the last one that has none beneath. Rules stand before those that
 * name them, so this ends. */
static struct hindrance hindrance_beneath(const struct policy *policy,
                                          const struct dataset *dataset, struct hindrance from)
{
    while (from.applies && from.row != ROW_NOT_HELD && !from.rule->require &&
           from.rule->case_count == 0 && from.rule->value != NULL) {
        const struct outlook at = {policy, dataset, from.rule, from.row};
        const struct hindrance next = hindrance_under(&at, from.rule->value->root);
        if (next.rule == NULL)
            break;
        from = next;
    }
    return from;
}

/* What stands in a way: the last cause by its title, and where it does not apply its own words why. */
static const char *obstacle(const struct policy *policy, struct dataset *dataset,
                            struct arith *arith, const struct rule *way, uint32_t row,
                            enum ft_language language)
{
    static const struct title fails = {"“%s”不符合", "“%s” does not hold"};
    static const struct title misses = {"“%s”不适用", "“%s” does not apply"};
    const struct hindrance last =
        hindrance_beneath(policy, dataset, hindrance_of(policy, dataset, way, row));
    const char *form = title_in(last.applies ? &fails : &misses, language);
    const char *title = title_in(&last.rule->item.title, language);
    const char *hole = strstr(form, "%s");
    const struct reason reason = reason_at(dataset, last.rule, last.row);
    const char *why = "";
    if (!last.applies && last.row != ROW_NOT_HELD &&
        (reason.kind == REASON_WHEN || reason.kind == REASON_NO_FACT))
        why = wording_words_of(&reason, last.rule, dataset, arith, last.row, language);
    if (why == NULL)
        return NULL;
    return arena_format(arith->arena,
                        why[0] == '\0'      ? "%.*s%s%s%s"
                        : language == FT_ZH ? "%.*s%s%s（%s）"
                                            : "%.*s%s%s (%s)",
                        (int)(hole - form), form, title, hole + 2, why);
}

/* Why none of a figure's ways applies, each obstacle once. */
static const char *ways_text(const struct policy *policy, struct dataset *dataset,
                             struct arith *arith, const struct lack *lack,
                             enum ft_language language)
{
    const struct rule *rule = policy_rule_of(policy, lack->item);
    const char *text = "";
    for (size_t i = 0; i < rule->way_count && text != NULL; i++) {
        const struct node *root = rule->ways[i]->root;
        const struct rule *way = policy_rule_of(policy, root->item);
        const uint32_t row = row_above(dataset, lack->entity, lack->row, root->entity);
        const char *one = obstacle(policy, dataset, arith, way, row, language);
        if (one != NULL && strstr(text, one) != NULL)
            continue;
        text = one == NULL ? NULL
                           : arena_format(arith->arena, "%s%s%s", text,
                                          i == 0              ? ""
                                          : language == FT_ZH ? "，"
                                                              : ", ",
                                          one);
    }
    return text;
}

const char *lack_text(const struct policy *policy, struct dataset *dataset, struct arith *arith,
                      const struct lack *lack, enum ft_language language)
{
    const bool zh = language == FT_ZH;
    if (lack->kind == LACK_FAULT)
        return lack->text;
    const char *path = row_path(dataset, lack->entity, lack->row, arith->arena);
    const char *gap = path == NULL || path[0] == '\0' ? "" : " ";
    if (path == NULL)
        return NULL;
    if (lack->kind == LACK_FACT)
        return arena_format(arith->arena, zh ? "%s%s%s未填报" : "%s%s%s is not given", path, gap,
                            title_in(&lack->field->title, language));
    if (policy_rule_of(policy, lack->item)->file->left_out)
        return arena_format(arith->arena,
                            zh ? "%s%s“%s”的政策去掉后，按什么计没有规定"
                               : "%s%s“%s”: nothing says what holds without its policy",
                            path, gap, title_in(&lack->item->title, language));
    const char *ways = ways_text(policy, dataset, arith, lack, language);
    return ways == NULL ? NULL
                        : arena_format(arith->arena,
                                       zh ? "%s%s%s没有一种途径适用：%s"
                                          : "%s%s%s: none of its ways applies: %s",
                                       path, gap, title_in(&lack->item->title, language), ways);
}

const char *lacks_text(const struct policy *policy, struct dataset *dataset, struct arith *arith,
                       const struct lacks *lacks, enum ft_language language)
{
    enum { HANDFUL = 4 };
    const bool zh = language == FT_ZH;
    const uint32_t count = lacks->count < HANDFUL ? lacks->count : HANDFUL;
    const char *text = "";
    for (uint32_t i = 0; i < count && text != NULL; i++) {
        const char *one = lack_text(policy, dataset, arith, &lacks->lacks[i], language);
        text = one == NULL ? NULL
                           : arena_format(arith->arena, "%s%s%s", text,
                                          i == 0 ? ""
                                          : zh   ? "；"
                                                 : "; ",
                                          one);
    }
    if (text == NULL || (lacks->count == count && !lacks->more))
        return text;
    return lacks->more ? arena_format(arith->arena, zh ? "%s；等等" : "%s; and others", text)
                       : arena_format(arith->arena, zh ? "%s；共 %u 项" : "%s; %u in all", text,
                                      (unsigned)lacks->count);
}
