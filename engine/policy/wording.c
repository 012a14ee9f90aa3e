/* Templates filled in, and why a rule does not apply, in a sentence. */
#include <string.h>

#include "policy_internal.h"

static const char *hole_text(const struct formula *formula, struct dataset *dataset,
                             struct arith *arith, uint32_t row, enum ft_language language)
{
    struct diagnostics silent = {.language = language}; /* a hole reports nothing of its own */
    struct evaluation evaluation = {
        .dataset = dataset, .arith = arith, .diagnostics = &silent, .rule = ""};
    struct cell cell;
    if (formula_evaluate(formula, &evaluation, &row, 1, &cell) != FT_OK)
        return NULL;
    const struct node *root = formula->root;
    bool integer = root->op == NODE_FIELD && root->field->integer;
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

static const char *own_words(const struct rule *rule, struct dataset *dataset, struct arith *arith,
                             uint32_t row, enum ft_language language)
{
    static const struct title plain = {"条件不成立", "its condition does not hold"};
    const struct template *template = language == FT_ZH ? &rule->otherwise.zh : &rule->otherwise.en;
    return template->count == 0 ? title_in(&plain, language)
                                : template_text(template, dataset, arith, row, language);
}

/* "因 …（原因：…）": the cause's title, its row where it is another, its own reason. */
static const char *cause_words(struct dataset *dataset, struct arith *arith,
                               const struct reason *reason, const char *inner,
                               enum ft_language language)
{
    const char *path = row_path(dataset, reason->cause->entity, reason->row, arith->arena);
    const char *at = path == NULL || path[0] == '\0'
                         ? ""
                         : arena_format(arith->arena, language == FT_ZH ? "（%s）" : " (%s)", path);
    const char *title = title_in(&reason->cause->title, language);
    if (path == NULL || at == NULL || inner == NULL)
        return NULL;
    if (reason->kind == REASON_NEEDS)
        return language == FT_ZH
                   ? arena_format(arith->arena, "未满足“%s”%s：%s", title, at, inner)
                   : arena_format(arith->arena, "“%s”%s does not hold: %s", title, at, inner);
    return language == FT_ZH
               ? arena_format(arith->arena, "所依据的“%s”%s不适用：%s", title, at, inner)
               : arena_format(arith->arena, "“%s”%s does not apply: %s", title, at, inner);
}

/* Causes are rules that stand before this one in the order, so the recursion ends. */
const char *reason_text(const struct policy *policy, struct dataset *dataset, struct arith *arith,
                        const struct rule *rule, uint32_t row, enum ft_language language)
{
    static const struct title no_case = {"没有适用的情形", "no case holds"};
    const struct item_column *column =
        &dataset->tables[rule->item.entity->index].items[rule->item.index];
    if (column->column.states[row] == CELL_VALUE) /* a check that fails */
        return own_words(rule, dataset, arith, row, language);
    const struct reason *reason = &column->reasons[row];
    switch (reason->kind) {
    case REASON_NEEDS:
    case REASON_DEPENDS: {
        const struct rule *cause = policy_rule(policy, reason->cause->id);
        const char *inner = reason_text(policy, dataset, arith, cause, reason->row, language);
        return cause_words(dataset, arith, reason, inner, language);
    }
    case REASON_NO_CASE:
        return title_in(&no_case, language);
    default:
        return own_words(rule, dataset, arith, row, language);
    }
}
