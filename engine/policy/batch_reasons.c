/*
 * Why figures of rows of a batch are none: rules are followed to those that rest on no other. Of a row is told what it
 * asks for first and does not have.
 */
#include <string.h>

#include "batch_reasons.h"

/* ---- what formulas at a row look at ---- */

/* Rows of a table of the batch, or the root. */
struct row_span {
    uint32_t from, to;
};

static struct row_span lacks_span(const struct batch_reasons *reasons, const struct entity *from,
                                  uint32_t row, const struct entity *entity)
{
    const struct dataset *dataset = reasons->dataset;
    const struct table *table = &dataset->tables[entity->index];
    if (entity == from)
        return (struct row_span){row, row + 1};
    if (entity->parent == NULL)
        return (struct row_span){0, 1};
    if (!entity_is_below(entity, reasons->entity))
        return (struct row_span){0, 0}; /* held beside: of which rows is not known */
    if (entity_is_below(from, entity)) {
        const uint32_t above = row_above(dataset, from, row, entity);
        return (struct row_span){above, above + 1};
    }
    if (entity->parent == from && table->first != NULL)
        return (struct row_span){table->first[row], table->first[row + 1]};
    return (struct row_span){0, 0};
}

/* A walk through the formulas of a figure. */
struct walk {
    struct batch_reasons *reasons;
    const struct entity *entity; /* whose row it is at */
    uint32_t row;
    enum cell_state state;   /* of the figures that are looked for */
    const struct rule *rule; /* the first of them */
    bool counting;           /* each is followed; else one is wanted, of the row or one above it */
    bool unknown;            /* counting: a fact of which nothing stands in the place was met */
    bool counts_any;         /* counting: facts that mean something where they are not given, too */
    bool *absent;            /* not counting: by field of the table: named, and not given */
};

static void lacks_follow(struct batch_reasons *reasons, const struct rule *rule, uint32_t row);

static void walk_figure(struct walk *walk, const struct rule *rule)
{
    const struct entity *entity = rule->item.entity;
    struct batch_reasons *reasons = walk->reasons;
    if (!reasons->known[rule->item.order] ||
        (!walk->counting && entity != walk->entity && entity->parent != NULL))
        return;
    const struct batch_column figure = batch_item(reasons->dataset, &rule->item);
    const struct row_span span = lacks_span(reasons, walk->entity, walk->row, entity);
    for (uint32_t row = span.from; row < span.to; row++) {
        if (batch_state(&figure, row) != walk->state)
            continue;
        if (walk->rule == NULL)
            walk->rule = rule;
        if (walk->counting)
            lacks_follow(reasons, rule, row);
        return;
    }
}

static void walk_figures(void *context, const struct formula *formula)
{
    struct walk *walk = context;
    for (size_t i = 0; i < formula->item_count && (walk->counting || walk->rule == NULL); i++)
        walk_figure(walk, policy_rule_of(walk->reasons->policy, formula->items[i]));
}

static bool is_absent_in(const struct batch_reasons *reasons, const struct entity *entity,
                         const struct field *field, const struct row_span *span)
{
    const struct batch_column facts = batch_field(reasons->dataset, entity, field);
    for (uint32_t row = span->from; row < span->to; row++)
        if (batch_state(&facts, row) == CELL_ABSENT)
            return true;
    return false;
}

/* ---- counted, for all rows ---- */

/* The number of a field among those whose blanks are counted; their number where it is none. */
static size_t lacks_blank(const struct batch_reasons *reasons, const struct field *field)
{
    size_t i = 0;
    while (i < reasons->blank_count && reasons->blanks[i].field != field)
        i++;
    return i;
}

static void walk_counted_facts(void *context, const struct formula *formula)
{
    struct walk *walk = context;
    struct batch_reasons *reasons = walk->reasons;
    for (size_t i = 0; i < formula->field_count; i++) {
        const size_t at = lacks_blank(reasons, formula->fields[i]);
        if (at == reasons->blank_count)
            continue;
        struct field_blanks *blank = &reasons->blanks[at];
        const bool unknown = blank->field->absence == ABSENCE_UNKNOWN;
        const struct row_span span = lacks_span(reasons, walk->entity, walk->row, blank->entity);
        if ((!unknown && !walk->counts_any) ||
            !is_absent_in(reasons, blank->entity, blank->field, &span))
            continue;
        walk->unknown |= unknown;
        blank->open += reasons->facts[at] != reasons->row;
        reasons->facts[at] = reasons->row;
    }
}

static struct walk lacks_walk(struct batch_reasons *reasons, const struct rule *rule, uint32_t row)
{
    return (struct walk){.reasons = reasons,
                         .entity = rule->item.entity,
                         .row = row,
                         .state = CELL_UNDETERMINED,
                         .counting = true};
}

static void lacks_follow(struct batch_reasons *reasons, const struct rule *rule, uint32_t row)
{
    struct walk walk = lacks_walk(reasons, rule, row);
    const size_t order = rule->item.order;
    if (reasons->rules[order] == reasons->row)
        return;
    reasons->rules[order] = reasons->row;
    rule_each_formula(rule, walk_figures, &walk);
    if (walk.rule != NULL)
        return;
    rule_each_formula(rule, walk_counted_facts, &walk);
    if (walk.unknown || rule->way_count == 0)
        return;
    walk.counts_any = true;
    rule_each_formula(rule, walk_counted_facts, &walk);
    reasons->ways[order]++;
}

/* Of a known figure, what is posted by it may rest on what is not. */
static void lacks_follow_posts(struct batch_reasons *reasons, const struct rule *rule, uint32_t row)
{
    struct walk walk = lacks_walk(reasons, rule, row);
    for (size_t i = 0; i < rule->post_count; i++) {
        post_each_formula(&rule->posts[i], walk_figures, &walk);
        if (walk.rule == NULL)
            post_each_formula(&rule->posts[i], walk_counted_facts, &walk);
    }
}

static void lacks_of_row(struct batch_reasons *reasons, const struct rule *rule, uint32_t row)
{
    const struct batch_column figure = batch_item(reasons->dataset, &rule->item);
    const enum cell_state state = batch_state(&figure, row);
    if (state == CELL_UNDETERMINED)
        lacks_follow(reasons, rule, row);
    else if (state == CELL_VALUE)
        lacks_follow_posts(reasons, rule, row);
}

void batch_reasons_count(struct batch_reasons *reasons, const struct rule *rule, uint32_t row)
{
    const struct row_span span = lacks_span(reasons, reasons->entity, row, rule->item.entity);
    for (uint32_t at = span.from; at < span.to; at++)
        lacks_of_row(reasons, rule, at);
}

bool batch_reasons_open(struct batch_reasons *reasons, struct arena *arena)
{
    reasons->rules = arena_array(arena, reasons->policy->rule_count, sizeof *reasons->rules);
    reasons->facts = arena_array(arena, reasons->blank_count, sizeof *reasons->facts);
    return reasons->rules != NULL && reasons->facts != NULL;
}

void batch_reasons_row(struct batch_reasons *reasons)
{
    reasons->row++;
}

/* ---- told, of a row ---- */

static const char *const state_words[] = {[ROW_VALUE] = "value",
                                          [ROW_DOUBTED] = "doubted",
                                          [ROW_NOT_APPLICABLE] = "not_applicable",
                                          [ROW_UNDETERMINED] = "undetermined"};

/* A rule's figure where it is of the row itself or of a row above it; a value of which nothing is known
 * where it stands elsewhere. */
static struct cell figure_at(const struct batch_reasons *reasons, const struct rule *rule,
                             uint32_t row)
{
    const struct entity *entity = rule->item.entity, *main = reasons->entity;
    struct cell cell = {.state = CELL_VALUE, .value = {.boolean = true}};
    if ((entity != main && entity->parent != NULL) || !reasons->known[rule->item.order])
        return cell;
    const struct batch_column figure = batch_item(reasons->dataset, &rule->item);
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
            walk->absent[field->index] |= is_absent_in(walk->reasons, walk->entity, field, &own);
    }
}

/* The rule that what `rule` needs leads to: the first that is not so. NULL: all hold. */
static const struct rule *failing_need(const struct batch_reasons *reasons, const struct rule *rule,
                                       uint32_t row)
{
    for (size_t i = 0; i < rule->need_count; i++) {
        if (rule->needs[i]->item_count == 0)
            continue;
        const struct rule *need = policy_rule_of(reasons->policy, rule->needs[i]->items[0]);
        const struct cell cell = figure_at(reasons, need, row);
        if (cell.state != CELL_VALUE || !cell.value.boolean)
            return need;
    }
    return NULL;
}

/* The end of the chain: rules stand before those that ask for them, so it ends. */
static const struct rule *settled_by(struct batch_reasons *reasons, const struct rule *rule,
                                     uint32_t row, bool *fails)
{
    *fails = false;
    for (;;) {
        const enum cell_state state = figure_at(reasons, rule, row).state;
        struct walk walk = {
            .reasons = reasons, .entity = reasons->entity, .row = row, .state = state};
        const struct rule *need = failing_need(reasons, rule, row);
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
    if (walk->reasons->open_posts[walk->row] == rule) {
        rule_each_posted(rule, walk_figures, walk);
        if (walk->rule == NULL) {
            rule_each_posted(rule, walk_own_facts, walk);
            return rule;
        }
        rule = walk->rule;
    }
    rule = settled_by(walk->reasons, rule, walk->row, &fails);
    rule_each_formula(rule, walk_own_facts, walk);
    return rule;
}

/* The titles of the facts that are not given; `unknown`: of those alone of which nothing stands in the place. */
static void list_facts(const struct walk *walk, bool unknown, struct growing_text *list)
{
    const struct entity *entity = walk->entity;
    const enum ft_language language = walk->reasons->language;
    for (size_t i = 0; i < entity->field_count; i++) {
        const struct field *field = &entity->fields[i];
        if (walk->absent[i] && (!unknown || field->absence == ABSENCE_UNKNOWN))
            growing_list(list, language == FT_ZH ? "、" : ", ", title_in(&field->title, language));
    }
}

static const char *undetermined_text(struct batch_reasons *reasons, const struct rule *rule,
                                     uint32_t row, struct arena *arena)
{
    const enum ft_language language = reasons->language;
    struct growing_text facts = {.arena = arena};
    const struct entity *entity = reasons->entity;
    struct walk walk = {.reasons = reasons,
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

static const char *inapplicable_text(struct batch_reasons *reasons, const struct rule *rule,
                                     uint32_t row, struct arena *arena)
{
    const enum ft_language language = reasons->language;
    bool fails;
    const struct rule *end = settled_by(reasons, rule, row, &fails);
    if (!fails && end->outside.zh != NULL)
        return title_in(&end->outside, language);
    return arena_format(
        arena, language == FT_ZH ? "“%s”%s" : "%s: %s", title_in(&end->item.title, language),
        fails ? (language == FT_ZH ? "不符合" : "does not hold")
              : (language == FT_ZH ? "的条件不成立" : "its condition does not hold"));
}

/* The comparisons among facts that fail at the row. */
static const char *doubted_text(const struct batch_reasons *reasons, uint32_t row,
                                struct arena *arena)
{
    const bool zh = reasons->language == FT_ZH;
    struct growing_text titles = {.arena = arena};
    for (size_t i = 0; i < reasons->shown_count; i++) {
        const struct rule *rule = reasons->shown[i];
        const struct cell cell = figure_at(reasons, rule, row);
        if (rule->require && rule->of_facts && rule->item.entity == reasons->entity &&
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

enum row_state batch_row_state(const struct batch_reasons *reasons, uint32_t row,
                               const struct rule **rule)
{
    bool posts = false, value = false;
    *rule = NULL;
    for (size_t i = 0; i < reasons->shown_count; i++) {
        const struct rule *shown = reasons->shown[i];
        if (shown->item.entity != reasons->entity)
            continue;
        const enum cell_state state = figure_at(reasons, shown, row).state;
        if (state == CELL_UNDETERMINED || state == CELL_ERROR ||
            reasons->open_posts[row] == shown) {
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
    if (reasons->doubted[row] != 0)
        return ROW_DOUBTED;
    return value || !posts ? ROW_VALUE : ROW_NOT_APPLICABLE;
}

const char *row_state_word(enum row_state state)
{
    return state_words[state];
}

const char *batch_row_reason(struct batch_reasons *reasons, uint32_t row, struct arena *arena)
{
    const struct rule *rule;
    switch (batch_row_state(reasons, row, &rule)) {
    case ROW_VALUE:
        break;
    case ROW_DOUBTED:
        return doubted_text(reasons, row, arena);
    case ROW_NOT_APPLICABLE:
        return inapplicable_text(reasons, rule, row, arena);
    case ROW_UNDETERMINED:
        return undetermined_text(reasons, rule, row, arena);
    }
    return "";
}
