/*
 * Why figures of rows are none, which a chunk does not keep: rules are followed to those that rest on no other.
 * Counted by fact, and by figure that must come about, for all rows that have undetermined figures; and told of each
 * row in a word and a sentence, for the last two columns of its line: there of what it asks for first and does not have.
 */
#include <string.h>

#include "columns.h"

/* ---- what formulas at a row look at ---- */

/* Rows of a table of the chunk, or the root. */
struct row_span {
    uint32_t from, to;
};

static struct row_span lacks_span(const struct columns *columns, const struct entity *from,
                                  uint32_t row, const struct entity *entity)
{
    const struct dataset *dataset = columns->batch.dataset;
    const struct table *table = &dataset->tables[entity->index];
    if (entity == from)
        return (struct row_span){row, row + 1};
    if (entity->parent == NULL)
        return (struct row_span){0, 1};
    if (!entity_is_below(entity, columns->plan->entity))
        return (struct row_span){0, 0}; /* held beside: of which rows is not known */
    if (entity_is_below(from, entity)) {
        const uint32_t above = row_above(dataset, from, row, entity);
        return (struct row_span){above, above + 1};
    }
    if (entity->parent == from && table->first != NULL)
        return (struct row_span){table->first[row], table->first[row + 1]};
    return (struct row_span){0, 0};
}

/* Whether the rule is worked out where `batch_item` can be asked. */
static bool reasons_are_known(const struct columns *columns, const struct rule *rule)
{
    const enum stream_place place = columns->plan->rules[rule->item.order].place;
    return place == STREAM_WITH_ROWS || place == STREAM_BEFORE_ROWS;
}

/* A walk through the formulas of a figure. */
struct walk {
    struct columns *columns;
    const struct entity *entity; /* whose row it is at */
    uint32_t row;
    enum cell_state state;   /* of the figures that are looked for */
    const struct rule *rule; /* the first of them */
    bool
        counting; /* each of them is followed; else one alone is wanted, of the row or one above it */
    bool unknown;    /* counting: a fact of which nothing stands in the place was met */
    bool counts_any; /* counting: facts that mean something where they are not given, too */
    bool *absent;    /* not counting: by field of the table: named, and not given */
};

static void lacks_follow(struct columns *columns, const struct rule *rule, uint32_t row);

static void walk_figure(struct walk *walk, const struct rule *rule)
{
    const struct entity *entity = rule->item.entity;
    struct columns *columns = walk->columns;
    if (!reasons_are_known(columns, rule) ||
        (!walk->counting && entity != walk->entity && entity->parent != NULL))
        return;
    const struct batch_column figure = batch_item(columns->batch.dataset, &rule->item);
    const struct row_span span = lacks_span(columns, walk->entity, walk->row, entity);
    for (uint32_t row = span.from; row < span.to; row++) {
        if (batch_state(&figure, row) != walk->state)
            continue;
        if (walk->rule == NULL)
            walk->rule = rule;
        if (walk->counting)
            lacks_follow(columns, rule, row);
        return;
    }
}

static void walk_figures(void *context, const struct formula *formula)
{
    struct walk *walk = context;
    for (size_t i = 0; i < formula->item_count && (walk->counting || walk->rule == NULL); i++)
        walk_figure(walk, policy_rule_of(walk->columns->plan->policy, formula->items[i]));
}

static bool is_absent_in(const struct columns *columns, const struct entity *entity,
                         const struct field *field, const struct row_span *span)
{
    const struct batch_column facts = batch_field(columns->batch.dataset, entity, field);
    for (uint32_t row = span->from; row < span->to; row++)
        if (batch_state(&facts, row) == CELL_ABSENT)
            return true;
    return false;
}

/* ---- counted, for all rows ---- */

/* The number of a field among those whose blanks are counted; their number where it is none. */
static size_t lacks_blank(const struct plan *plan, const struct field *field)
{
    size_t i = 0;
    while (i < plan->blank_count && plan->blanks[i].field != field)
        i++;
    return i;
}

static void walk_counted_facts(void *context, const struct formula *formula)
{
    struct walk *walk = context;
    struct columns *columns = walk->columns;
    struct row_lacks *lacks = &columns->lacks;
    for (size_t i = 0; i < formula->field_count; i++) {
        const size_t at = lacks_blank(columns->plan, formula->fields[i]);
        if (at == columns->plan->blank_count)
            continue;
        struct field_blanks *blank = &columns->worker->totals.blanks[at];
        const bool unknown = blank->field->absence == ABSENCE_UNKNOWN;
        const struct row_span span = lacks_span(columns, walk->entity, walk->row, blank->entity);
        if ((!unknown && !walk->counts_any) ||
            !is_absent_in(columns, blank->entity, blank->field, &span))
            continue;
        walk->unknown |= unknown;
        blank->open += lacks->facts[at] != lacks->row;
        lacks->facts[at] = lacks->row;
    }
}

static struct walk lacks_walk(struct columns *columns, const struct rule *rule, uint32_t row)
{
    return (struct walk){.columns = columns,
                         .entity = rule->item.entity,
                         .row = row,
                         .state = CELL_UNDETERMINED,
                         .counting = true};
}

static void lacks_follow(struct columns *columns, const struct rule *rule, uint32_t row)
{
    struct row_lacks *lacks = &columns->lacks;
    struct walk walk = lacks_walk(columns, rule, row);
    const size_t order = rule->item.order;
    if (lacks->rules[order] == lacks->row)
        return;
    lacks->rules[order] = lacks->row;
    rule_each_formula(rule, walk_figures, &walk);
    if (walk.rule != NULL)
        return;
    rule_each_formula(rule, walk_counted_facts, &walk);
    if (walk.unknown || rule->way_count == 0)
        return;
    walk.counts_any = true;
    rule_each_formula(rule, walk_counted_facts, &walk);
    columns->worker->totals.ways[order]++;
}

/* Of a known figure, what is posted by it may rest on what is not. */
static void lacks_follow_posts(struct columns *columns, const struct rule *rule, uint32_t row)
{
    struct walk walk = lacks_walk(columns, rule, row);
    for (size_t i = 0; i < rule->post_count; i++) {
        post_each_formula(&rule->posts[i], walk_figures, &walk);
        if (walk.rule == NULL)
            post_each_formula(&rule->posts[i], walk_counted_facts, &walk);
    }
}

static void lacks_of_row(struct columns *columns, const struct rule *rule, uint32_t row)
{
    const struct batch_column figure = batch_item(columns->batch.dataset, &rule->item);
    const enum cell_state state = batch_state(&figure, row);
    if (state == CELL_UNDETERMINED)
        lacks_follow(columns, rule, row);
    else if (state == CELL_VALUE)
        lacks_follow_posts(columns, rule, row);
}

/* The rule's figures of a row of the long table, and of rows next below it. */
static void lacks_below_row(struct columns *columns, const struct rule *rule, uint32_t row)
{
    const struct entity *main = columns->plan->entity;
    const struct row_span span = lacks_span(columns, main, row, rule->item.entity);
    for (uint32_t at = span.from; at < span.to; at++)
        lacks_of_row(columns, rule, at);
}

bool lacks_open(struct columns *columns, struct arena *arena)
{
    const struct plan *plan = columns->plan;
    columns->lacks.rules =
        arena_array(arena, plan->policy->rule_count, sizeof *columns->lacks.rules);
    columns->lacks.facts = arena_array(arena, plan->blank_count, sizeof *columns->lacks.facts);
    return columns->lacks.rules != NULL && columns->lacks.facts != NULL;
}

void lacks_take(struct columns *columns)
{
    const struct plan *plan = columns->plan;
    const struct stream_finding *findings = columns->worker->totals.findings;
    const uint64_t before = columns->lacks.undetermined;
    columns->lacks.undetermined = 0;
    for (size_t i = 0; i < plan->shown_count; i++)
        columns->lacks.undetermined += findings[i].undetermined;
    for (uint32_t row = 0; columns->lacks.undetermined > before && row < columns->rows; row++) {
        columns->lacks.row++;
        for (size_t i = 0; i < plan->shown_count; i++)
            if (findings[i].undetermined > 0)
                lacks_below_row(columns, plan->shown[i], row);
    }
}

/* ---- told, of a row ---- */

static const char *const state_words[] = {[ROW_VALUE] = "value",
                                          [ROW_DOUBTED] = "doubted",
                                          [ROW_NOT_APPLICABLE] = "not_applicable",
                                          [ROW_UNDETERMINED] = "undetermined"};

/* A rule's figure where it is of the row itself or of a row above it; a value of which nothing is known
 * where it stands elsewhere. */
static struct cell figure_at(const struct columns *columns, const struct rule *rule, uint32_t row)
{
    const struct entity *entity = rule->item.entity, *main = columns->plan->entity;
    struct cell cell = {.state = CELL_VALUE, .value = {.boolean = true}};
    if ((entity != main && entity->parent != NULL) || !reasons_are_known(columns, rule))
        return cell;
    const struct batch_column figure = batch_item(columns->batch.dataset, &rule->item);
    row = entity == main ? row : 0;
    cell.state = batch_state(&figure, row);
    cell.value.boolean = rule->item.type.kind != TYPE_BOOLEAN || batch_is(&figure, row, true);
    return cell;
}

static void walk_own_facts(void *context, const struct formula *formula)
{
    const struct walk *walk = context;
    const struct row_span own = {walk->row, walk->row + 1};
    for (size_t i = 0; i < formula->field_count; i++) {
        const struct field *field = formula->fields[i];
        if (field >= walk->entity->fields &&
            field < walk->entity->fields + walk->entity->field_count)
            walk->absent[field->index] |= is_absent_in(walk->columns, walk->entity, field, &own);
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
static const struct rule *settled_by(struct columns *columns, const struct rule *rule, uint32_t row,
                                     bool *fails)
{
    *fails = false;
    for (;;) {
        const enum cell_state state = figure_at(columns, rule, row).state;
        struct walk walk = {
            .columns = columns, .entity = columns->plan->entity, .row = row, .state = state};
        const struct rule *need = failing_need(columns, rule, row);
        *fails = state == CELL_VALUE;
        if (state == CELL_VALUE)
            return rule;
        if (need == NULL) {
            rule_each_formula(rule, walk_figures, &walk);
            need = walk.rule;
        }
        if (need == NULL || need->item.order >= rule->item.order)
            return rule;
        rule = need;
    }
}

/* Finds the facts that are not given where a rule or what it posts is undetermined; the rule that lacks
 * them. */
static const struct rule *find_absent(struct walk *walk, const struct rule *rule)
{
    bool fails;
    if (walk->columns->open_posts[walk->row] == rule) {
        rule_each_posted(rule, walk_figures, walk);
        if (walk->rule == NULL) {
            rule_each_posted(rule, walk_own_facts, walk);
            return rule;
        }
        rule = walk->rule;
    }
    rule = settled_by(walk->columns, rule, walk->row, &fails);
    rule_each_formula(rule, walk_own_facts, walk);
    return rule;
}

/* The titles of the facts that are not given; `unknown`: of those alone of which nothing stands in the place. */
static void list_facts(const struct walk *walk, bool unknown, struct growing_text *list)
{
    const struct entity *entity = walk->entity;
    const enum ft_language language = walk->columns->worker->diagnostics.language;
    for (size_t i = 0; i < entity->field_count; i++) {
        const struct field *field = &entity->fields[i];
        if (walk->absent[i] && (!unknown || field->absence == ABSENCE_UNKNOWN))
            growing_list(list, language == FT_ZH ? "、" : ", ", title_in(&field->title, language));
    }
}

static const char *undetermined_text(struct columns *columns, const struct rule *rule, uint32_t row,
                                     struct arena *arena)
{
    const enum ft_language language = columns->worker->diagnostics.language;
    struct growing_text facts = {.arena = arena};
    const struct entity *entity = columns->plan->entity;
    struct walk walk = {.columns = columns,
                        .entity = entity,
                        .row = row,
                        .state = CELL_UNDETERMINED,
                        .absent = arena_array(arena, entity->field_count, sizeof(bool))};
    if (walk.absent == NULL)
        return NULL;
    const struct rule *end = find_absent(&walk, rule);
    list_facts(&walk, true, &facts);
    if (facts.length == 0)
        list_facts(&walk, false, &facts);
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

static const char *inapplicable_text(struct columns *columns, const struct rule *rule, uint32_t row,
                                     struct arena *arena)
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

const char *row_reason(struct columns *columns, uint32_t row, struct arena *arena)
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
