/* The order of rules: each behind all that it uses; among independent ones, the order of the files.
 */
#include <assert.h>
#include <string.h>

#include "policy_internal.h"

enum mark { UNSEEN, OPEN, DONE };

/* A depth-first walk without recursion: rules can be many. */
struct visit {
    struct rule *rule;
    size_t next; /* of its dependencies */
    const struct item **uses;
    size_t use_count, use_capacity;
};

struct sorter {
    struct loader *loader;
    enum mark *marks; /* by position among the drafts */
    struct visit *stack;
    size_t depth;
    const struct rule **sorted;
    size_t sorted_count;
};

/* ---- what a rule uses ---- */

static void add_use(struct sorter *sorter, struct visit *visit, const struct item *item)
{
    const struct item **uses = arena_grow(sorter->loader->arena, visit->uses, &visit->use_capacity,
                                          sizeof(const struct item *), visit->use_count + 1);
    if (uses == NULL) {
        sorter->loader->status = FT_NO_MEMORY;
        return;
    }
    visit->uses = uses;
    uses[visit->use_count++] = item;
}

static void add_formula(struct sorter *sorter, struct visit *visit, const struct formula *formula);

/*
 * A table that a policy makes must stand before anything looks at its rows. The formula of its rows
 * may look at tables too, but only at earlier ones, so the recursion ends.
 */
static void add_entity(struct sorter *sorter, struct visit *visit, const struct entity *entity)
{
    for (; entity != NULL; entity = entity->parent)
        add_formula(sorter, visit, entity->rows);
}

/* Aggregates look over a table; recursion is bounded by LIMIT_FORMULA_NESTING. */
static void add_tables(struct sorter *sorter, struct visit *visit, const struct node *node)
{
    if (node->entity != NULL)
        add_entity(sorter, visit, node->entity);
    for (size_t i = 0; i < node->operand_count; i++)
        add_tables(sorter, visit, node->operands[i]);
}

static void add_formula(struct sorter *sorter, struct visit *visit, const struct formula *formula)
{
    if (formula == NULL)
        return;
    for (size_t i = 0; i < formula->item_count; i++)
        if (!visit->rule->recurs || formula->items[i] != &visit->rule->item)
            add_use(sorter, visit, formula->items[i]);
    add_tables(sorter, visit, formula->root);
}

static void show_formulas(const struct formula *const *formulas, size_t count, show_formula *show,
                          void *context)
{
    for (size_t i = 0; i < count; i++)
        if (formulas[i] != NULL)
            show(context, formulas[i]);
}

void rule_each_formula(const struct rule *rule, show_formula *show, void *context)
{
    const struct formula *own[] = {rule->on, rule->when, rule->value};
    show_formulas(own, 3, show, context);
    show_formulas(rule->needs, rule->need_count, show, context);
    show_formulas(rule->ways, rule->way_count, show, context);
    for (size_t i = 0; i < rule->case_count; i++) {
        const struct formula *halves[] = {rule->cases[i].when, rule->cases[i].value};
        show_formulas(halves, 2, show, context);
    }
}

void post_each_formula(const struct post *post, show_formula *show, void *context)
{
    const struct formula *halves[] = {post->when, post->amount};
    show_formulas(halves, 2, show, context);
}

void rule_each_posted(const struct rule *rule, show_formula *show, void *context)
{
    for (size_t i = 0; i < rule->post_count; i++)
        post_each_formula(&rule->posts[i], show, context);
}

void template_each_formula(const struct template *template, show_formula *show, void *context)
{
    for (size_t i = 0; i < template->count; i++)
        if (template->pieces[i].formula != NULL)
            show(context, template->pieces[i].formula);
}

struct use_walk {
    struct sorter *sorter;
    struct visit *visit;
};

static void walk_uses(void *context, const struct formula *formula)
{
    const struct use_walk *walk = context;
    add_formula(walk->sorter, walk->visit, formula);
}

/* Where a rule's formulas ask for its own figure. */
struct own_use {
    const struct item *item;
    const struct node *before; /* at the sibling before, at first */
    bool elsewhere;            /* anywhere else: a circle */
    bool first;                /* they ask whether the row is the first */
    bool siblings;             /* they look at rows beside its own */
};

static bool is_over_rows(enum node_op op)
{
    return op == NODE_CUMULATIVE || op == NODE_SHARE || op == NODE_FILL ||
           (op >= NODE_SUM && op <= NODE_COUNT);
}

/* `before`: the node is looked at on a sibling before the rule's row. Bounded by
 * LIMIT_FORMULA_NESTING. */
static void look_for_own(struct own_use *use, const struct node *node, bool before)
{
    const bool own = node->item == use->item;
    if (own && before && node->via == NULL)
        use->before = use->before == NULL ? node : use->before;
    else if (own)
        use->elsewhere = true;
    use->first |= node->op == NODE_FIRST;
    use->siblings |= node_class(node->op) == CLASS_SIBLINGS;
    before = (before && !is_over_rows(node->op)) || node->op == NODE_PREVIOUS;
    for (size_t i = 0; i < node->operand_count; i++)
        look_for_own(use, node->operands[i], before);
}

static void walk_own(void *context, const struct formula *formula)
{
    look_for_own(context, formula->root, false);
}

/* Whether a formula comes to another figure on another date. Bounded by LIMIT_FORMULA_NESTING. */
static bool is_dated(const struct node *node)
{
    bool dated = node->parameter != NULL || node->op == NODE_AS_OF;
    for (size_t i = 0; i < node->operand_count && !dated; i++)
        dated = is_dated(node->operands[i]);
    return dated;
}

/* A rule may ask for its own figure at the sibling before, where rows stand in an order and the
 * first of them is told apart; otherwise it is a circle. */
static void find_recursion(struct loader *loader, struct rule *rule)
{
    struct own_use use = {.item = &rule->item};
    const struct entity *entity = rule->item.entity;
    rule_each_formula(rule, walk_own, &use);
    for (size_t i = 0; rule->on != NULL && i < rule->on->item_count; i++)
        use.elsewhere |= rule->on->items[i] == &rule->item; /* dates are known before all else */
    rule->recurs = use.before != NULL && !use.elsewhere;
    rule->asks_siblings = use.siblings;
    rule->when_is_dated = rule->when != NULL && is_dated(rule->when->root);
    if (rule->recurs && !entity->ordered && entity->rows == NULL)
        load_fault(loader, &rule->place, &policy_message[POLICY_RECURS_UNORDERED], rule->item.id,
                   entity->table, NULL);
    else if (rule->recurs && !use.first)
        load_fault(loader, &rule->place, &policy_message[POLICY_RECURS_UNGUARDED], rule->item.id,
                   NULL, NULL);
}

static void collect_uses(struct sorter *sorter, struct visit *visit)
{
    struct use_walk walk = {sorter, visit};
    find_recursion(sorter->loader, visit->rule);
    add_entity(sorter, visit, visit->rule->item.entity);
    rule_each_formula(visit->rule, walk_uses, &walk);
    add_formula(sorter, visit, visit->rule->without);
}

/* ---- the walk ---- */

/* The draft whose rule has this item; the item is a rule's first member. */
static size_t position_of(const struct loader *loader, const struct item *item)
{
    for (size_t i = 0; i < loader->draft_count; i++)
        if (&loader->drafts[i].rule->item == item)
            return i;
    return SIZE_MAX;
}

/* "a (pk/x.cfg:12) → b (pk/x.cfg:20) → a" */
static void report_circle(struct sorter *sorter, const struct rule *again)
{
    struct loader *loader = sorter->loader;
    size_t start = sorter->depth - 1;
    while (sorter->stack[start].rule != again)
        start--;
    const char *text = "";
    for (size_t i = start; i < sorter->depth; i++) {
        const struct rule *rule = sorter->stack[i].rule;
        text = load_format(loader, "%s%s (%s) → ", text, rule->item.id,
                           place_text(loader, &rule->place));
    }
    text = load_format(loader, "%s%s", text, again->item.id);
    load_fault(loader, &again->place, &policy_message[POLICY_CIRCLE], text, NULL, NULL);
}

static void enter(struct sorter *sorter, size_t position)
{
    struct visit *visit = &sorter->stack[sorter->depth++];
    *visit = (struct visit){.rule = sorter->loader->drafts[position].rule};
    sorter->marks[position] = OPEN;
    visit->rule->item.order = position; /* until it is sorted */
    collect_uses(sorter, visit);
}

static void leave(struct sorter *sorter)
{
    struct rule *rule = sorter->stack[--sorter->depth].rule;
    sorter->marks[rule->item.order] = DONE;
    rule->item.order = sorter->sorted_count;
    sorter->sorted[sorter->sorted_count++] = rule;
}

static void walk(struct sorter *sorter, size_t position)
{
    enter(sorter, position);
    while (sorter->depth > 0 && loader_goes_on(sorter->loader)) {
        struct visit *visit = &sorter->stack[sorter->depth - 1];
        if (visit->next == visit->use_count) {
            leave(sorter);
            continue;
        }
        size_t used = position_of(sorter->loader, visit->uses[visit->next++]);
        if (used == SIZE_MAX)
            continue;
        if (sorter->marks[used] == OPEN)
            report_circle(sorter, sorter->loader->drafts[used].rule);
        else if (sorter->marks[used] == UNSEEN)
            enter(sorter, used);
    }
}

/* The rules that a line of a view shows, or divides by; NULL: none. */
static void note_shown(const struct view_line *line, bool *viewed)
{
    const struct formula *formula = line == NULL ? NULL : line->value;
    for (size_t i = 0; formula != NULL && i < formula->item_count; i++)
        viewed[formula->items[i]->order] = true;
}

/* Notes whose figures people see. */
static void note_seen(struct loader *loader)
{
    const struct policy *policy = loader->policy;
    bool *viewed = load_array(loader, loader->draft_count, sizeof *viewed);
    if (viewed == NULL)
        return;
    for (size_t i = 0; i < policy->view_count; i++) {
        const struct view *view = policy->views[i];
        note_shown(view->per, viewed);
        for (size_t j = 0; j < view->line_count; j++)
            note_shown(&view->lines[j], viewed);
    }
    for (size_t i = 0; i < loader->draft_count; i++) {
        struct rule *rule = loader->drafts[i].rule;
        rule->is_seen = rule->require || rule->post_count > 0 || viewed[rule->item.order];
    }
}

void sort_rules(struct loader *loader)
{
    size_t count = loader->draft_count;
    struct sorter sorter = {.loader = loader,
                            .marks = load_array(loader, count, sizeof(enum mark)),
                            .stack = load_array(loader, count, sizeof(struct visit)),
                            .sorted = load_array(loader, count, sizeof(struct rule *))};
    if (sorter.marks == NULL || sorter.stack == NULL || sorter.sorted == NULL)
        return;
    for (size_t i = 0; i < count && loader_goes_on(loader); i++)
        if (sorter.marks[i] == UNSEEN)
            walk(&sorter, i);
    assert(sorter.sorted_count == count || !loader_goes_on(loader)); /* each rule once */
    loader->policy->rules = sorter.sorted;
    loader->policy->rule_count = sorter.sorted_count;
    if (loader_goes_on(loader))
        note_seen(loader);
}
