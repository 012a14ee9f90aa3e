/* Where everything stands: sheets, columns, and the figures between that formulas look at. */
#include <stdarg.h>
#include <string.h>

#include "livebook_internal.h"

/* ---- words ---- */

bool livebook_zh(const struct livebook *book)
{
    return book->context->language == FT_ZH;
}

const char *livebook_say(struct livebook *book, const char *zh, const char *en)
{
    return book->context->language == FT_ZH ? zh : en;
}

const char *livebook_kept(struct livebook *book, const char *made)
{
    if (made == NULL)
        book->no_memory = true;
    return made == NULL ? "" : made;
}

const char *livebook_format(struct livebook *book, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_format_list(book->arena, format, arguments);
    va_end(arguments);
    return livebook_kept(book, text);
}

const char *livebook_scratch(struct livebook *book, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *text = arena_format_list(&book->scratch, format, arguments);
    va_end(arguments);
    return livebook_kept(book, text);
}

const char *livebook_title(const struct livebook *book, const struct title *title)
{
    return title_in(title, book->context->language);
}

const char *livebook_head(struct livebook *book, const struct title *title, const struct unit *unit,
                          bool integer)
{
    const char *text = livebook_title(book, title);
    if (integer || unit->text == NULL || unit->text[0] == '\0')
        return text;
    return livebook_format(book, livebook_zh(book) ? "%s（%s）" : "%s (%s)", text, unit->text);
}

const char *livebook_path(struct livebook *book, const struct entity *entity, uint32_t row)
{
    return livebook_kept(book,
                         row_path(book->context->scenario->dataset, entity, row, &book->scratch));
}

const struct rule *livebook_rule(const struct livebook *book, const struct item *item)
{
    return book->rules[item->entity->index][item->index];
}

/* ---- sheets ---- */

const char *livebook_sheet(struct livebook *book, const char *name)
{
    const char **taken = arena_grow(book->arena, (void *)book->taken, &book->taken_capacity,
                                    sizeof *taken, book->taken_count + 1);
    const char *made =
        taken == NULL ? NULL : book_sheet_name(book->arena, name, taken, book->taken_count);
    if (taken == NULL || made == NULL)
        return livebook_kept(book, NULL);
    book->taken = taken;
    return taken[book->taken_count++] = made;
}

static void name_sheets(struct livebook *book)
{
    const struct title names[FIXED_SHEETS] = {
        [SHEET_OVERVIEW] = {"首页", "First page"},
        [SHEET_HEAD] = {"情景", "Scenario"},
        [SHEET_CHARTS] = {"图表", "Charts"},
        [SHEET_TRIALS] = {"试算", "Trial"},
        [SHEET_CARRIED] = {"谁负担谁", "Who carries whom"},
        [SHEET_PARAMETERS] = live_parameters,
        [SHEET_POSTINGS] = {"往来", "Postings"},
        [SHEET_PARTIES] = {"各方", "Parties"},
        [SHEET_CONDITIONS] = {"法定条件", "Checks"},
        [SHEET_PROOF] = {"核对", "Proof"},
        [SHEET_SOURCES] = {"依据", "Sources"},
        [SHEET_CHOICES] = {"选项", "Choices"},
        [SHEET_ORIGINALS] = live_originals,
        [SHEET_WRITTEN] = live_written,
    };
    for (size_t i = 0; i < FIXED_SHEETS; i++)
        book->sheets[i] = livebook_sheet(book, livebook_title(book, &names[i]));
}

/* ---- tables ---- */

static uint16_t keys_above(const struct entity *entity)
{
    uint16_t count = 0;
    for (entity = entity->parent; entity != NULL && entity->parent != NULL; entity = entity->parent)
        count++;
    return count;
}

static void plan_table(struct livebook *book, const struct entity *entity)
{
    const struct schema *schema = &book->context->policy->schema;
    struct table_plan *plan = &book->tables[entity->index];
    const bool root = entity->parent == NULL;
    *plan = (struct table_plan){
        .entity = entity,
        .table = &book->context->scenario->dataset->tables[entity->index],
        .sheet = root ? book->sheets[SHEET_HEAD]
                      : livebook_sheet(book, livebook_title(book, &entity->title)),
        .first = root ? FACTS_SLOTS : TABLE_FIRST_LINE,
        .keys = root ? 0 : keys_above(entity),
        .fields = arena_array(book->arena, entity->field_count, sizeof *plan->fields),
        .items = arena_array(book->arena, entity->item_count, sizeof *plan->items),
        .named = arena_array(book->arena, entity->field_count + entity->item_count,
                             sizeof *plan->named)};
    plan->prefix = livebook_format(book, "'%s'!", plan->sheet);
    if (plan->fields == NULL || plan->items == NULL || plan->named == NULL) {
        book->no_memory = true;
        return;
    }
    plan->slots = plan->keys;
    for (size_t i = 0; i < entity->field_count; i++)
        plan->fields[i] = plan->slots++;
    if (!root)
        plan->path = plan->slots++;
    for (size_t i = 0; i < schema->entity_count; i++)
        for (size_t j = 0; j < schema->entities[i].field_count; j++)
            plan->is_named = plan->is_named || schema->entities[i].fields[j].type.entity == entity;
}

/* ---- what may lack a value ---- */

/* Rows at which a formula of a column may differ: the first and the last. */
static uint32_t next_end(uint32_t row, uint32_t count)
{
    return row + (count > 1 ? count - 1 : 1);
}

/* The first and the last row say it of all: formulas of a column differ in what stands at its ends
 * alone. */
static uint8_t lacks_at(struct livebook *book, const struct rule *rule, const struct helper *helper)
{
    const struct entity *entity = helper != NULL ? helper->entity : rule->item.entity;
    const uint32_t count = book->tables[entity->index].table->count;
    struct translator to = {
        .book = book, .arena = &book->scratch, .host = &book->tables[entity->index]};
    const struct arena_mark mark = arena_mark(&book->scratch);
    for (uint32_t row = 0; row < count; row = next_end(row, count)) {
        if (helper != NULL)
            (void)translate_helper(&to, helper, row);
        else
            (void)translate_rule(&to, rule, row);
    }
    arena_rewind(&book->scratch, mark);
    return to.lacks;
}

/* ---- helpers ---- */

void livebook_add_helper(struct livebook *book, const struct helper *helper)
{
    struct helper *helpers = arena_grow(book->arena, book->helpers, &book->helper_capacity,
                                        sizeof *helpers, book->helper_count + 1);
    if (helpers == NULL) {
        book->no_memory = true;
        return;
    }
    book->helpers = helpers;
    helpers[book->helper_count] = *helper;
    helpers[book->helper_count++].slot = book->tables[helper->entity->index].slots++;
    if (helper->use != HELPER_CASE)
        helpers[book->helper_count - 1].lacks =
            lacks_at(book, NULL, &helpers[book->helper_count - 1]);
}

const struct helper *livebook_helper(const struct livebook *book, const struct node *node,
                                     enum helper_use use, size_t index)
{
    for (size_t i = 0; i < book->helper_count; i++) {
        const struct helper *helper = &book->helpers[i];
        if (helper->node == node && helper->use == use && helper->index == index)
            return helper;
    }
    return NULL;
}

const struct helper *livebook_place(const struct livebook *book, const struct entity *entity,
                                    const struct field *via)
{
    for (size_t i = 0; i < book->helper_count; i++) {
        const struct helper *helper = &book->helpers[i];
        if (helper->use == HELPER_PLACE && helper->entity == entity && helper->via == via)
            return helper;
    }
    return NULL;
}

const struct helper *livebook_rows(const struct livebook *book, const struct entity *below)
{
    for (size_t i = 0; i < book->helper_count; i++)
        if (book->helpers[i].use == HELPER_ROWS && book->helpers[i].below == below)
            return &book->helpers[i];
    return NULL;
}

const struct helper *livebook_case(const struct livebook *book, const struct rule *rule,
                                   size_t index)
{
    for (size_t i = 0; i < book->helper_count; i++) {
        const struct helper *helper = &book->helpers[i];
        if (helper->use == HELPER_CASE && helper->rule == rule && helper->index == index)
            return helper;
    }
    return NULL;
}

/* A formula whose nodes are looked through. */
struct planning {
    struct livebook *book;
    const struct rule *rule;
    const struct formula *formula;
};

static void plan_helper(struct planning *planning, const struct node *node,
                        const struct entity *entity, enum helper_use use, size_t index)
{
    livebook_add_helper(planning->book, &(struct helper){.use = use,
                                                         .entity = entity,
                                                         .rule = planning->rule,
                                                         .formula = planning->formula,
                                                         .node = node,
                                                         .index = index});
}

static void plan_pool(struct planning *planning, const struct node *node,
                      const struct entity *entity)
{
    /* The pool itself and the step are the same for all siblings. */
    const size_t first = node->op == NODE_CUMULATIVE ? 0 : 1;
    const size_t end = node->op == NODE_SHARE ? 2 : node->operand_count;
    for (size_t i = first; i < end; i++)
        if (!is_plain_column(node->operands[i], entity))
            plan_helper(planning, node, entity, HELPER_OPERAND, i);
    if (node->op != NODE_SHARE)
        return;
    plan_helper(planning, node, entity, HELPER_STEPS, 0);
    plan_helper(planning, node, entity, HELPER_WHOLE, 0);
    plan_helper(planning, node, entity, HELPER_LEFT, 0);
}

/* Whether something may not be known at some row. */
typedef bool looks_open(struct translator *to, const struct node *node, struct spot spot);

static bool is_open_somewhere(struct planning *planning, const struct node *node,
                              const struct entity *entity, looks_open *is_open)
{
    struct livebook *book = planning->book;
    const uint32_t count = book->tables[entity->index].table->count;
    struct translator to = {.book = book, .arena = &book->scratch, .rule = planning->rule};
    const struct arena_mark mark = arena_mark(&book->scratch);
    bool open = false;
    for (uint32_t row = 0; row < count && !open; row = next_end(row, count))
        open = is_open(&to, node, (struct spot){entity, row});
    arena_rewind(&book->scratch, mark);
    return open;
}

static void plan_place(struct livebook *book, const struct entity *entity, const struct field *via)
{
    if (livebook_place(book, entity, via) == NULL)
        livebook_add_helper(book,
                            &(struct helper){.use = HELPER_PLACE, .entity = entity, .via = via});
}

static void plan_node(struct planning *planning, const struct node *node,
                      const struct entity *entity, bool whole);

/* An "if" that may be decided without its condition has a cell of its own: `whole` says that what
 * it stands in is one. */
static void plan_choice(struct planning *planning, const struct node *node,
                        const struct entity *entity, bool whole)
{
    plan_node(planning, node->operands[0], entity, false);
    const bool open = is_open_somewhere(planning, node, entity, choice_is_open);
    plan_node(planning, node->operands[1], entity, whole && !open);
    plan_node(planning, node->operands[2], entity, whole && !open);
    if (open && !whole)
        plan_helper(planning, node, entity, HELPER_CHOICE, 0);
}

static bool is_logic(const struct node *node)
{
    return node->op == NODE_AND || node->op == NODE_OR;
}

/* An "and" or "or" that its second may decide says so three times: within another it has a cell of
 * its own, lest what is said grows threefold with each. */
static void plan_logic(struct planning *planning, const struct node *node,
                       const struct entity *entity)
{
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct node *operand = node->operands[i];
        while (operand->op == NODE_NOT)
            operand = operand->operands[0];
        if (is_logic(operand) && is_open_somewhere(planning, operand, entity, logic_is_open))
            plan_helper(planning, operand, entity, HELPER_LOGIC, 0);
    }
}

/* The least or greatest of some rows is a formula of an array, in a cell of its own. */
static void plan_extreme(struct planning *planning, const struct node *node,
                         const struct entity *entity)
{
    if (node->op == NODE_MIN || node->op == NODE_MAX)
        plan_helper(planning, node, entity, HELPER_EXTREME, 0);
}

static void plan_beside_column(struct planning *planning, const struct node *column,
                               const struct entity *entity)
{
    plan_node(planning, column, entity, true);
    if (!is_plain_column(column, entity))
        plan_helper(planning, column, entity, HELPER_PART, 0);
}

/* What is of the other rows alone has columns. */
static void plan_beside(struct planning *planning, const struct node *node,
                        const struct entity *entity)
{
    struct beside beside;
    (void)beside_find(node, &beside); /* it follows */
    for (size_t i = 0; i < beside.count; i++)
        plan_beside_column(planning, beside.parts[i].column, node->entity);
    if (beside.body != NULL)
        plan_beside_column(planning, beside.body, node->entity);
    plan_extreme(planning, node, entity);
}

/* Inner columns before those that look at them. */
static void plan_node(struct planning *planning, const struct node *node,
                      const struct entity *entity, bool whole)
{
    const bool below = node_is_aggregate(node->op);
    const bool pools =
        node->op == NODE_CUMULATIVE || node->op == NODE_SHARE || node->op == NODE_FILL;
    if (!livebook_follows(planning->book, node, planning->rule))
        return;
    if (node->op == NODE_IF) {
        plan_choice(planning, node, entity, whole);
        return;
    }
    if (node->via != NULL)
        plan_place(planning->book, below ? node->entity : entity, node->via);
    if (below && node->names_own) {
        plan_beside(planning, node, entity);
        return;
    }
    for (size_t i = 0; i < node->operand_count; i++)
        plan_node(planning, node->operands[i], below ? node->entity : entity,
                  pools || (below && i == 0));
    if (is_logic(node))
        plan_logic(planning, node, entity);
    if (below && !aggregate_is_plain(planning->book, node))
        plan_helper(planning, node, node->entity, HELPER_BODY, 0);
    if (below && node->via != NULL)
        plan_extreme(planning, node, entity);
    if (pools)
        plan_pool(planning, node, entity);
}

void livebook_plan_helpers(struct livebook *book, const struct rule *rule,
                           const struct formula *formula, bool whole)
{
    struct planning planning = {book, rule, formula};
    if (formula != NULL)
        plan_node(&planning, formula->root, formula->entity, whole);
}

static void find_case_lacks(struct livebook *book, const struct rule *rule, size_t index)
{
    for (size_t i = 0; i < book->helper_count; i++) {
        struct helper *helper = &book->helpers[i];
        if (helper->use == HELPER_CASE && helper->rule == rule && helper->index == index)
            helper->lacks = lacks_at(book, NULL, helper);
    }
}

/* In the order in which they look at each other: what each may lack rests on those before. */
static void plan_rule_helpers(struct livebook *book, const struct rule *rule)
{
    for (size_t i = 0; i < rule->need_count; i++)
        livebook_plan_helpers(book, rule, rule->needs[i], false);
    for (size_t i = 0; i < rule->way_count; i++)
        livebook_plan_helpers(book, rule, rule->ways[i], false);
    livebook_plan_helpers(book, NULL, rule->on, false);
    livebook_plan_helpers(book, rule, rule->when, false);
    for (size_t i = 0; i < rule->case_count; i++) {
        livebook_plan_helpers(book, rule, rule->cases[i].when, true);
        livebook_plan_helpers(book, rule, rule->cases[i].value, true);
        find_case_lacks(book, rule, i);
    }
    livebook_plan_helpers(book, rule, rule->value, true);
    /* What rests on the row before may lack what that may. */
    for (int turn = 0; turn < (rule->recurs ? 2 : 1); turn++)
        book->lacks[rule->item.entity->index][rule->item.index] = lacks_at(book, rule, NULL);
    for (size_t i = 0; i < rule->post_count; i++) {
        livebook_plan_helpers(book, rule, rule->posts[i].when, false);
        livebook_plan_helpers(book, rule, rule->posts[i].amount, false);
    }
}

/* Whether a formula looks at rules before the n-th alone. */
static bool looks_before(const struct formula *formula, size_t order)
{
    for (size_t i = 0; i < formula->item_count; i++)
        if (formula->items[i]->order >= order)
            return false;
    return true;
}

/* How many rows a policy makes below each row, once the rules that say so are planned: those behind
 * look at it. */
static void plan_made_rows(struct livebook *book, size_t order)
{
    const struct schema *schema = &book->context->policy->schema;
    for (size_t i = 0; i < schema->entity_count && !book->no_memory; i++) {
        const struct entity *entity = &schema->entities[i];
        if (entity->rows == NULL || livebook_rows(book, entity) != NULL ||
            !looks_before(entity->rows, order))
            continue;
        if (entity->spans != NULL)
            livebook_plan_ends(book, entity);
        else
            livebook_plan_helpers(book, NULL, entity->rows, false);
        livebook_add_helper(book, &(struct helper){.use = HELPER_ROWS,
                                                   .entity = entity->parent,
                                                   .formula = entity->rows,
                                                   .below = entity});
    }
}

/* A rule's column stands behind those of its cases. */
static void plan_rule(struct livebook *book, const struct rule *rule)
{
    const struct entity *entity = rule->item.entity;
    struct table_plan *plan = &book->tables[entity->index];
    for (size_t i = 0; i < rule->case_count; i++)
        livebook_add_helper(book, &(struct helper){.use = HELPER_CASE,
                                                   .entity = entity,
                                                   .rule = rule,
                                                   .formula = rule->cases[i].when,
                                                   .index = i});
    plan->items[rule->item.index] = plan->slots++;
    book->rules[entity->index][rule->item.index] = rule;
}

/* ---- all of it ---- */

static bool plan_make_room(struct livebook *book)
{
    const struct schema *schema = &book->context->policy->schema;
    book->tables = arena_array(book->arena, schema->entity_count, sizeof *book->tables);
    book->lacks = arena_array(book->arena, schema->entity_count, sizeof *book->lacks);
    book->rules = arena_array(book->arena, schema->entity_count, sizeof *book->rules);
    if (book->tables == NULL || book->lacks == NULL || book->rules == NULL)
        return false;
    for (size_t i = 0; i < schema->entity_count; i++) {
        const size_t items = schema->entities[i].item_count;
        book->lacks[i] = arena_array(book->arena, items, sizeof *book->lacks[i]);
        book->rules[i] = arena_array(book->arena, items, sizeof *book->rules[i]);
        if (book->lacks[i] == NULL || book->rules[i] == NULL)
            return false;
    }
    return true;
}

void livebook_plan(struct livebook *book)
{
    const struct policy *policy = book->context->policy;
    const struct schema *schema = &policy->schema;
    if (!plan_make_room(book)) {
        book->no_memory = true;
        return;
    }
    name_sheets(book);
    for (size_t i = 0; i < schema->entity_count && !book->no_memory; i++)
        plan_table(book, &schema->entities[i]);
    livebook_plan_parameters(book);
    for (size_t i = 0; i < policy->rule_count && !book->no_memory; i++)
        plan_rule(book, policy->rules[i]);
    for (size_t i = 0; i < policy->rule_count && !book->no_memory; i++) {
        plan_made_rows(book, policy->rules[i]->item.order);
        plan_rule_helpers(book, policy->rules[i]);
    }
    plan_made_rows(book, SIZE_MAX);
    for (size_t i = 0; i < policy->view_count && !book->no_memory; i++)
        for (size_t j = 0; j < policy->views[i]->line_count; j++)
            livebook_plan_helpers(book, NULL, policy->views[i]->lines[j].value, true);
    if (!book->no_memory)
        livebook_plan_postings(book);
    if (!book->no_memory)
        livebook_trust(book);
}
