/*
 * What became of a row in a word, and why: for the last two columns of a line. A chunk keeps states alone, so the reason
 * is found by following rules to the one that settled the row: what it asks for first and does not have.
 */
#include <string.h>

#include "columns.h"

static const char *const state_words[] = {[ROW_VALUE] = "value",
                                          [ROW_DOUBTED] = "doubted",
                                          [ROW_NOT_APPLICABLE] = "not_applicable",
                                          [ROW_UNDETERMINED] = "undetermined"};

/* ---- what stands at a row ---- */

/* A rule's figure where it is of the row itself or of a row above it; a value of which nothing is known
 * where it stands elsewhere. */
static struct cell figure_at(const struct columns *columns, const struct rule *rule, uint32_t row)
{
    const struct plan *plan = columns->plan;
    const struct entity *entity = rule->item.entity;
    const struct dataset *dataset = columns->batch.dataset;
    struct cell cell = {.state = CELL_VALUE, .value = {.boolean = true}};
    if (entity != plan->entity && entity->parent != NULL)
        return cell;
    if (entity != plan->entity) {
        dataset = plan->scenario->dataset;
        row = 0;
    }
    const enum stream_place place = plan->rules[rule->item.order].place;
    if (batch_lanes(dataset->batch, entity) == NULL && place != STREAM_WITH_ROWS &&
        place != STREAM_BEFORE_ROWS)
        return cell;
    const struct batch_column figure = batch_item(dataset, &rule->item);
    cell.state = batch_state(&figure, row);
    cell.value.boolean = rule->item.type.kind != TYPE_BOOLEAN || batch_is(&figure, row, true);
    return cell;
}

static bool is_absent(const struct columns *columns, const struct field *field, uint32_t row)
{
    const struct batch_column facts =
        batch_field(columns->batch.dataset, columns->plan->entity, field);
    return batch_state(&facts, row) == CELL_ABSENT;
}

static bool is_own_field(const struct entity *entity, const struct field *field)
{
    return field >= entity->fields && field < entity->fields + entity->field_count;
}

/* ---- following ---- */

/* Looks in a rule's formulas for what leaves it undetermined: a figure, else facts. */
struct looking {
    const struct columns *columns;
    uint32_t row;
    enum cell_state state;   /* that is looked for among figures */
    const struct rule *rule; /* the first that has it */
    bool *absent;            /* by field of the table: named, and not given */
};

static void look_for_figure(void *context, const struct formula *formula)
{
    struct looking *looking = context;
    for (size_t i = 0; formula != NULL && i < formula->item_count && looking->rule == NULL; i++) {
        const struct rule *rule = policy_rule_of(looking->columns->plan->policy, formula->items[i]);
        if (figure_at(looking->columns, rule, looking->row).state == looking->state)
            looking->rule = rule;
    }
}

static void look_for_facts(void *context, const struct formula *formula)
{
    struct looking *looking = context;
    const struct entity *entity = looking->columns->plan->entity;
    for (size_t i = 0; formula != NULL && i < formula->field_count; i++) {
        const struct field *field = formula->fields[i];
        if (is_own_field(entity, field) && is_absent(looking->columns, field, looking->row))
            looking->absent[field->index] = true;
    }
}

/* The rule that what `rule` needs leads to: the first that is not so. NULL: all hold. */
static const struct rule *failing_need(const struct columns *columns, const struct rule *rule,
                                       uint32_t row)
{
    for (size_t i = 0; i < rule->need_count; i++) {
        if (rule->needs[i]->item_count == 0)
            continue;
        const struct rule *need = policy_rule_of(columns->plan->policy, rule->needs[i]->items[0]);
        const struct cell cell = figure_at(columns, need, row);
        if (cell.state != CELL_VALUE || !cell.value.boolean)
            return need;
    }
    return NULL;
}

/* The end of the chain: rules stand before those that ask for them, so it ends. */
static const struct rule *settled_by(const struct columns *columns, const struct rule *rule,
                                     uint32_t row, bool *fails)
{
    *fails = false;
    for (;;) {
        const enum cell_state state = figure_at(columns, rule, row).state;
        struct looking looking = {.columns = columns, .row = row, .state = state};
        const struct rule *need = failing_need(columns, rule, row);
        *fails = state == CELL_VALUE;
        if (state == CELL_VALUE)
            return rule;
        if (need == NULL) {
            rule_each_formula(rule, look_for_figure, &looking);
            need = looking.rule;
        }
        if (need == NULL || need->item.order >= rule->item.order)
            return rule;
        rule = need;
    }
}

/* Looks in what a rule posts, and when. */
static void posts_each_formula(const struct rule *rule,
                               void look(void *context, const struct formula *formula),
                               struct looking *looking)
{
    for (size_t i = 0; i < rule->post_count; i++) {
        look(looking, rule->posts[i].when);
        look(looking, rule->posts[i].amount);
    }
}

/* Finds the facts that are not given where a rule or what it posts is undetermined; the rule that lacks
 * them. */
static const struct rule *find_absent(struct looking *looking, const struct rule *rule)
{
    const struct columns *columns = looking->columns;
    bool fails;
    if (columns->open_posts[looking->row] == rule) {
        looking->state = CELL_UNDETERMINED;
        posts_each_formula(rule, look_for_figure, looking);
        if (looking->rule == NULL) {
            posts_each_formula(rule, look_for_facts, looking);
            return rule;
        }
        rule = looking->rule;
    }
    rule = settled_by(columns, rule, looking->row, &fails);
    rule_each_formula(rule, look_for_facts, looking);
    return rule;
}

/* The titles of the facts that are not given; `unknown`: of those alone of which nothing stands in the place. */
static void list_facts(const struct looking *looking, bool unknown, struct growing_text *list)
{
    const struct entity *entity = looking->columns->plan->entity;
    const enum ft_language language = looking->columns->worker->diagnostics.language;
    for (size_t i = 0; i < entity->field_count; i++) {
        const struct field *field = &entity->fields[i];
        if (looking->absent[i] && (!unknown || field->absence == ABSENCE_UNKNOWN))
            growing_list(list, language == FT_ZH ? "、" : ", ", title_in(&field->title, language));
    }
}

static const char *undetermined_text(const struct columns *columns, const struct rule *rule,
                                     uint32_t row, struct arena *arena)
{
    const enum ft_language language = columns->worker->diagnostics.language;
    struct growing_text facts = {.arena = arena};
    struct looking looking = {
        .columns = columns,
        .row = row,
        .absent = arena_array(arena, columns->plan->entity->field_count, sizeof(bool))};
    if (looking.absent == NULL)
        return NULL;
    const struct rule *end = find_absent(&looking, rule);
    list_facts(&looking, true, &facts);
    if (facts.length == 0)
        list_facts(&looking, false, &facts);
    const char *names = growing_whole(&facts);
    if (names == NULL || names[0] != '\0')
        return names == NULL
                   ? NULL
                   : arena_format(arena, language == FT_ZH ? "没有填报：%s" : "not given: %s",
                                  names);
    return arena_format(arena,
                        language == FT_ZH ? "“%s”待定，原因见 fangtian explain"
                                          : "%s is undetermined, see fangtian explain",
                        title_in(&end->item.title, language));
}

static const char *inapplicable_text(const struct columns *columns, const struct rule *rule,
                                     uint32_t row, struct arena *arena)
{
    const enum ft_language language = columns->worker->diagnostics.language;
    bool fails;
    const struct rule *end = settled_by(columns, rule, row, &fails);
    if (!fails && end->outside.zh != NULL)
        return title_in(&end->outside, language);
    return arena_format(
        arena, language == FT_ZH ? "“%s”%s" : "%s: %s", title_in(&end->item.title, language),
        fails ? (language == FT_ZH ? "不符合" : "does not hold")
              : (language == FT_ZH ? "的条件不成立" : "its condition does not hold"));
}

/* The comparisons among facts that fail at the row. */
static const char *doubted_text(const struct columns *columns, uint32_t row, struct arena *arena)
{
    const struct plan *plan = columns->plan;
    const bool zh = columns->worker->diagnostics.language == FT_ZH;
    struct growing_text titles = {.arena = arena};
    for (size_t i = 0; i < plan->shown_count; i++) {
        const struct rule *rule = plan->shown[i];
        const struct cell cell = figure_at(columns, rule, row);
        if (rule->require && rule->of_facts && rule->item.entity == plan->entity &&
            cell.state == CELL_VALUE && !cell.value.boolean)
            growing_list(&titles, zh ? "、" : ", ",
                         zh ? arena_format(arena, "“%s”", rule->item.title.zh)
                            : title_in(&rule->item.title, FT_EN));
    }
    if (titles.length == 0)
        return zh ? "下级表的填报相互矛盾" : "facts of rows below contradict each other";
    const char *names = growing_whole(&titles);
    return names == NULL ? NULL : arena_format(arena, zh ? "%s不符合" : "does not hold: %s", names);
}

/* ---- a row ---- */

enum row_state row_state_of(const struct columns *columns, uint32_t row, const struct rule **rule)
{
    const struct plan *plan = columns->plan;
    bool posts = false, value = false;
    *rule = NULL;
    for (size_t i = 0; i < plan->shown_count; i++) {
        const struct rule *shown = plan->shown[i];
        if (shown->item.entity != plan->entity)
            continue;
        const enum cell_state state = figure_at(columns, shown, row).state;
        if (state == CELL_UNDETERMINED || state == CELL_ERROR ||
            columns->open_posts[row] == shown) {
            *rule = shown;
            return ROW_UNDETERMINED;
        }
        if (shown->post_count == 0)
            continue;
        posts = true;
        value |= state == CELL_VALUE;
        if (*rule == NULL)
            *rule = shown;
    }
    if (columns->doubted[row] != 0)
        return ROW_DOUBTED;
    return value || !posts ? ROW_VALUE : ROW_NOT_APPLICABLE;
}

const char *row_state_word(enum row_state state)
{
    return state_words[state];
}

const char *row_reason(const struct columns *columns, uint32_t row, struct arena *arena)
{
    const struct rule *rule;
    switch (row_state_of(columns, row, &rule)) {
    case ROW_VALUE:
        break;
    case ROW_DOUBTED:
        return doubted_text(columns, row, arena);
    case ROW_NOT_APPLICABLE:
        return inapplicable_text(columns, rule, row, arena);
    case ROW_UNDETERMINED:
        return undetermined_text(columns, rule, row, arena);
    }
    return "";
}
