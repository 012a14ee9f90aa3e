/* What looks at other rows: those below, the one before, those that share in a pool. Each has the
 * figures that it looks at in a column of their own; a plain field or figure is one already. */
#include "livebook_internal.h"

void rows_below_spot(const struct livebook *book, struct spot spot, const struct entity *below,
                     uint32_t *first, uint32_t *end)
{
    const struct dataset *dataset = book->context->scenario->dataset;
    if (below == spot.entity) {
        *first = spot.row;
        *end = spot.row + 1;
        return;
    }
    rows_below_spot(book, spot, below->parent, first, end);
    const uint32_t *starts = dataset->tables[below->index].first;
    *first = starts == NULL ? 0 : starts[*first];
    *end = starts == NULL ? 0 : starts[*end];
}

/* ---- columns ---- */

bool is_plain_column(const struct node *node, const struct entity *entity)
{
    return (node->op == NODE_FIELD || node->op == NODE_ITEM) && node->via == NULL &&
           node->entity == entity;
}

/* A column to look along: where it stands, in which unit, what its cells may lack. */
struct stretch {
    const struct table_plan *plan;
    uint16_t slot;
    const struct unit *unit;
    uint8_t lacks;
};

static struct stretch stretch_of(struct translator *to, const struct node *node,
                                 const struct node *operand, const struct entity *entity,
                                 enum helper_use use, size_t index)
{
    struct stretch stretch = {.plan = &to->book->tables[entity->index],
                              .unit = &livebook_base_unit};
    if (operand != NULL && is_plain_column(operand, entity)) {
        const bool field = operand->op == NODE_FIELD;
        stretch.slot = field ? stretch.plan->fields[operand->field->index]
                             : stretch.plan->items[operand->item->index];
        stretch.unit = field ? &operand->field->unit : &operand->item->unit;
        if (field)
            stretch.lacks = operand->field->optional && !operand->field->has_default ? MAY_WAIT : 0;
        else
            stretch.lacks = to->book->lacks[entity->index][operand->item->index];
        return stretch;
    }
    const struct helper *helper = livebook_helper(to->book, node, use, index);
    if (helper != NULL) {
        stretch.slot = helper->slot;
        stretch.lacks = helper->lacks;
    }
    return stretch;
}

static const char *stretch_text(struct translator *to, const struct stretch *stretch,
                                uint32_t first, uint32_t end)
{
    return range_text_of(to, stretch->plan, first, end, stretch->slot);
}

/* No cell of a range may show a word, of those that `lacks` says it may. */
static const struct demand *range_demands(struct translator *to, const char *range, uint8_t lacks)
{
    const struct livebook *book = to->book;
    const struct demand *list = NULL;
    const struct demand waits = {.test = SAY(to, "COUNTIF(%s,\"%s\")=0", range, book->wait),
                                 .fail = SAY(to, "\"%s\"", book->wait),
                                 .lacks = MAY_WAIT};
    const struct demand misses = {.test = SAY(to, "COUNTIF(%s,\"%s\")=0", range, book->miss),
                                  .fail = SAY(to, "\"%s\"", book->miss),
                                  .lacks = MAY_MISS};
    if ((lacks & MAY_MISS) != 0)
        list = demand_add(to, list, &misses);
    if ((lacks & MAY_WAIT) != 0)
        list = demand_add(to, list, &waits);
    return list;
}

static struct term fault_term(struct translator *to, const char *text, const char *test)
{
    const struct demand demand = {
        .test = test, .fail = SAY(to, "\"%s\"", to->book->wait), .lacks = MAY_WAIT};
    struct term term = term_atom(text);
    term.demands = demand_add(to, NULL, &demand);
    return term;
}

/* No fact of a range may be absent: there is none then, or it is not known. */
static const struct demand *facts_demand(struct translator *to, const char *range,
                                         const struct field *field)
{
    const bool unknown = field->absence == ABSENCE_UNKNOWN;
    const struct livebook *book = to->book;
    const struct demand demand = {.test = SAY(to, "COUNT(%s)=ROWS(%s)", range, range),
                                  .fail = SAY(to, "\"%s\"", unknown ? book->wait : book->miss),
                                  .lacks = unknown ? MAY_WAIT : MAY_MISS};
    return demand_add(to, NULL, &demand);
}

/* ---- aggregates ---- */

const struct node *aggregate_body(const struct node *node)
{
    return node->op == NODE_COUNT ? NULL : node->operands[0];
}

const struct node *aggregate_where(const struct node *node)
{
    const size_t index = node->op == NODE_COUNT ? 0 : 1;
    return node->operand_count > index ? node->operands[index] : NULL;
}

/* "where kind == 'x'": the column, which a sum can be taken by. */
static const struct node *chosen_column(const struct node *where, const struct entity *entity)
{
    if (where == NULL || where->op != NODE_EQUAL || where->operands[0]->type.kind != TYPE_SYMBOL ||
        where->operands[1]->op != NODE_CONSTANT || where->operands[0]->op != NODE_FIELD)
        return NULL;
    return is_plain_column(where->operands[0], entity) ? where->operands[0] : NULL;
}

/* What a plain column's cells may lack. */
static uint8_t column_lacks(const struct livebook *book, const struct node *node)
{
    const struct field *field = node->field;
    if (node->op == NODE_ITEM)
        return book->lacks[node->entity->index][node->item->index];
    return field->optional && !field->has_default ? MAY_WAIT | MAY_MISS : 0;
}

/* Whether the rows' own columns serve, without one of what each gives. What a row lacks counts only
 * where it is chosen. */
bool aggregate_is_plain(const struct livebook *book, const struct node *node)
{
    const struct node *body = aggregate_body(node), *where = aggregate_where(node);
    if (body == NULL)
        return where == NULL || is_plain_column(where, node->entity);
    if (!is_plain_column(body, node->entity))
        return false;
    if (where == NULL)
        return true;
    const bool counts = body->type.kind == TYPE_NUMBER;
    if (counts && where->op == NODE_APPLICABLE && body->op == NODE_ITEM && where->via == NULL)
        return where->item == body->item;
    const struct node *column = chosen_column(where, node->entity);
    return node->op == NODE_SUM && column != NULL && column_lacks(book, body) == 0 &&
           column_lacks(book, column) == 0;
}

static struct term translate_truths(struct translator *to, const struct node *node,
                                    const char *range)
{
    const struct livebook *book = to->book;
    struct term term = {.binds = BINDS_COMPARISON};
    if (node->op == NODE_ANY)
        term.text = SAY(to, "COUNTIF(%s,\"%s\")>0", range, book->yes);
    else if (node->op == NODE_ALL)
        term.text = SAY(to, "COUNTIF(%s,\"%s\")=0", range, book->no);
    else
        term = term_atom(SAY(to, "COUNTIF(%s,\"%s\")", range, book->yes));
    return term;
}

static struct term aggregate_numbers(struct translator *to, const struct node *node,
                                     const struct stretch *stretch, const char *range,
                                     uint32_t first, uint32_t end)
{
    const struct node *where = aggregate_where(node);
    const struct node *column =
        aggregate_is_plain(to->book, node) ? chosen_column(where, node->entity) : NULL;
    const char *name = node->op == NODE_SUM ? "SUM" : node->op == NODE_MIN ? "MIN" : "MAX";
    const char *text = SAY(to, "%s(%s)", name, range);
    if (column != NULL) {
        const struct stretch by = stretch_of(to, node, column, node->entity, HELPER_BODY, 0);
        const struct member *member =
            &where->operands[1]->type.enumeration->members[where->operands[1]->constant.symbol];
        text = SAY(to, "SUMIF(%s,%s,%s)", stretch_text(to, &by, first, end),
                   quoted_text(to, livebook_title(to->book, &member->title)), range);
    }
    return from_cell(to, text, stretch->unit);
}

/* One row decides "any" and "all", whatever is not known of the others. */
static const struct demand *unless_decided(struct translator *to, const struct node *node,
                                           const char *range, const struct demand *list)
{
    const struct livebook *book = to->book;
    const struct demand *made = NULL;
    for (; list != NULL; list = list->next) {
        struct demand one = *list;
        if (one.lacks == MAY_WAIT)
            one.test = SAY(to, "OR(%s,COUNTIF(%s,\"%s\")>0)", one.test, range,
                           node->op == NODE_ANY ? book->yes : book->no);
        made = demand_add(to, made, &one);
    }
    return made;
}

/* What comes of no rows. */
static struct term aggregate_nothing(struct translator *to, const struct node *node)
{
    switch (node->op) {
    case NODE_ANY:
        return term_atom("FALSE");
    case NODE_ALL:
        return term_atom("TRUE");
    case NODE_MIN:
    case NODE_MAX:
        return fault_term(to, "0", "FALSE");
    default:
        return term_atom("0");
    }
}

const struct entity *livebook_spans(const struct entity *above, const struct entity *below)
{
    while (below != above && below->spans == NULL)
        below = below->parent;
    return below == above ? NULL : below;
}

/* Spans must be those that were made when this was written: the days between their ends say so. */
static const struct demand *spans_demand(struct translator *to, struct spot spot,
                                         const struct entity *spans)
{
    const struct livebook *book = to->book;
    const struct dataset *dataset = book->context->scenario->dataset;
    const struct helper *rows = livebook_rows(book, spans);
    const struct table_plan *plan = &book->tables[spans->parent->index];
    struct demand demand = {
        .test = "FALSE", .fail = SAY(to, "\"%s\"", book->wait), .lacks = MAY_WAIT};
    uint32_t above, above_end;
    int64_t days;
    if (!rows_are_known(dataset, spot.entity, spot.row, spans))
        return demand_add(to, NULL, &demand);
    rows_below_spot(book, spot, spans->parent, &above, &above_end);
    if (rows == NULL || above_end != above + 1 || !spans_days(dataset, spans, above, &days))
        return NULL;
    demand.test = SAY(to, "%s=%d", cell_text_of(to, plan, above, rows->slot), (int)days);
    return demand_add(to, NULL, &demand);
}

/* Rows that a policy makes must be as many as were made when this was written: of the nearest table
 * of such rows on the way down. */
static const struct demand *rows_demand(struct translator *to, struct spot spot,
                                        const struct entity *below)
{
    const struct livebook *book = to->book;
    uint32_t first, end, above, above_end;
    const struct entity *spans = livebook_spans(spot.entity, below);
    if (spans != NULL)
        return spans_demand(to, spot, spans);
    while (below != spot.entity && below->rows == NULL)
        below = below->parent;
    const struct helper *rows = below == spot.entity ? NULL : livebook_rows(book, below);
    if (rows == NULL)
        return NULL;
    rows_below_spot(book, spot, below, &first, &end);
    rows_below_spot(book, spot, below->parent, &above, &above_end);
    const struct table_plan *plan = &book->tables[below->parent->index];
    const struct demand demand = {
        .test = above_end == above + 1
                    ? SAY(to, "%s=%u", cell_text_of(to, plan, above, rows->slot),
                          (unsigned)(end - first))
                    : SAY(to, "SUM(%s)=%u", range_text_of(to, plan, above, above_end, rows->slot),
                          (unsigned)(end - first)),
        .fail = SAY(to, "\"%s\"", book->wait),
        .lacks = MAY_WAIT};
    return demand_add(to, NULL, &demand);
}

static struct term translate_below(struct translator *to, const struct node *node, uint32_t first,
                                   uint32_t end)
{
    const struct node *body = aggregate_body(node), *where = aggregate_where(node);
    const struct node *column = body != NULL ? body : where;
    const struct node *direct = aggregate_is_plain(to->book, node) ? column : NULL;
    const struct stretch stretch = stretch_of(to, node, direct, node->entity, HELPER_BODY, 0);
    const char *range = stretch_text(to, &stretch, first, end);
    if (column == NULL) { /* a count of all */
        const struct stretch key = {.plan = stretch.plan,
                                    .slot = stretch.plan->fields[node->entity->key]};
        return term_atom(SAY(to, "ROWS(%s)", stretch_text(to, &key, first, end)));
    }
    /* Where the law asks for those that apply, the others are passed over. */
    const bool passes = direct != NULL && body != NULL && where != NULL;
    const bool counts = body != NULL && body->type.kind == TYPE_NUMBER;
    struct term term = counts ? aggregate_numbers(to, node, &stretch, range, first, end)
                              : translate_truths(to, node, range);
    const bool field = direct != NULL && direct->op == NODE_FIELD;
    if (field && stretch.lacks != 0 && counts)
        term.demands = facts_demand(to, range, direct->field);
    else
        term.demands =
            range_demands(to, range, passes ? (uint8_t)(stretch.lacks & ~MAY_MISS) : stretch.lacks);
    if (node->op == NODE_ANY || node->op == NODE_ALL)
        term.demands = unless_decided(to, node, range, term.demands);
    if (node->op == NODE_MIN || node->op == NODE_MAX)
        term.demands = demands_join(to, term.demands,
                                    fault_term(to, "0", SAY(to, "COUNT(%s)>0", range)).demands);
    return term;
}

static struct term translate_aggregate(struct translator *to, const struct node *node,
                                       struct spot spot)
{
    uint32_t first, end;
    rows_below_spot(to->book, spot, node->entity, &first, &end);
    struct term term =
        first == end ? aggregate_nothing(to, node) : translate_below(to, node, first, end);
    term.demands = demands_join(to, rows_demand(to, spot, node->entity), term.demands);
    /* What a row above others may lack, this one may: its column is asked as one. */
    const struct helper *helper = livebook_helper(to->book, node, HELPER_BODY, 0);
    to->lacks |= first == end && helper != NULL ? helper->lacks : 0;
    return term;
}

/* ---- pools ---- */

struct family {
    uint32_t first, end;
};

static struct family row_formula_family_of(const struct livebook *book, struct spot spot)
{
    const struct table *table = &book->context->scenario->dataset->tables[spot.entity->index];
    if (spot.entity->parent == NULL)
        return (struct family){0, 1};
    const uint32_t parent = table->parents[spot.row];
    return (struct family){table->first[parent], table->first[parent + 1]};
}

/* A pool's column for one of its operands: all of it, its cell at the row, and its cells so far. */
struct pool_column {
    const char *all, *own, *so_far, *before; /* `before` NULL: the row is the first */
    struct stretch stretch;
};

static struct pool_column pool_column(struct translator *to, const struct node *node,
                                      struct spot spot, enum helper_use use, size_t index)
{
    const struct family family = row_formula_family_of(to->book, spot);
    const struct node *operand = use == HELPER_OPERAND ? node->operands[index] : NULL;
    struct pool_column column = {.stretch = stretch_of(to, node, operand, spot.entity, use, index)};
    const struct stretch *stretch = &column.stretch;
    column.all = stretch_text(to, stretch, family.first, family.end);
    column.own = cell_text_of(to, stretch->plan, spot.row, stretch->slot);
    column.so_far = stretch_text(to, stretch, family.first, spot.row + 1);
    if (spot.row > family.first)
        column.before = stretch_text(to, stretch, family.first, spot.row);
    return column;
}

static const struct demand *pool_demands(struct translator *to, const struct pool_column *column,
                                         const struct node *operand)
{
    if (operand->op == NODE_FIELD && column->stretch.lacks != 0)
        return facts_demand(to, column->all, operand->field);
    return range_demands(to, column->all, column->stretch.lacks);
}

static struct term translate_cumulative(struct translator *to, const struct node *node,
                                        struct spot spot)
{
    const struct pool_column column = pool_column(to, node, spot, HELPER_OPERAND, 0);
    struct term term = from_cell(to, SAY(to, "SUM(%s)", column.so_far), column.stretch.unit);
    term.demands = pool_demands(to, &column, node->operands[0]);
    return term;
}

/* What each needs, in order of priority, while there is something left of what came before. */
static struct term translate_fill(struct translator *to, const struct node *node, struct spot spot,
                                  const struct fact *known)
{
    const struct term pool = translate(to, node->operands[0], spot, known);
    const struct pool_column need = pool_column(to, node, spot, HELPER_OPERAND, 1);
    const struct pool_column rank = pool_column(to, node, spot, HELPER_OPERAND, 2);
    const char *taken = SAY(to, "SUMPRODUCT((%s<%s)*%s)", rank.all, rank.own, need.all);
    if (need.before != NULL)
        taken = SAY(to, "%s+SUMPRODUCT((%s=%s)*%s)", taken, rank.before, rank.own, need.before);
    const struct term all = from_cell(to, SAY(to, "(%s)", taken), need.stretch.unit);
    const struct term own = from_cell(to, need.own, need.stretch.unit);
    struct term term = {.binds = BINDS_ATOM, .demands = pool.demands};
    term.text = SAY(to, "MAX(0,MIN(%s,%s-%s))", own.text, bound(to, &pool, BINDS_SUM),
                    bound(to, &all, BINDS_PRODUCT));
    term.demands = demands_join(to, term.demands, pool_demands(to, &need, node->operands[1]));
    term.demands = demands_join(to, term.demands, pool_demands(to, &rank, node->operands[2]));
    return term;
}

/* Whole steps, one more for the largest remainders, and what is left below a step for the largest
 * weight. */
static struct term translate_share(struct translator *to, const struct node *node, struct spot spot,
                                   const struct fact *known)
{
    const struct term pool = translate(to, node->operands[0], spot, known);
    const struct term step = translate(to, node->operands[2], spot, known);
    const struct pool_column weight = pool_column(to, node, spot, HELPER_OPERAND, 1);
    const struct pool_column whole = pool_column(to, node, spot, HELPER_WHOLE, 0);
    const struct pool_column left = pool_column(to, node, spot, HELPER_LEFT, 0);
    const struct family family = row_formula_family_of(to->book, spot);
    const char *by = bound(to, &step, BINDS_POWER);
    const char *left_over =
        SAY(to, "%s/%s-SUM(%s)", bound(to, &pool, BINDS_PRODUCT), by, whole.all);
    const char *over = SAY(to, "ROUND(%s,4)", left_over);
    const char *place = SAY(to, "SUMPRODUCT((%s>%s)+0)+SUMPRODUCT((%s=%s)+0)", left.all, left.own,
                            left.so_far, left.own);
    struct term term = {.binds = BINDS_SUM};
    /* What is below a step is not rounded, and nothing where doubles alone leave it. */
    const char *rest = SAY(to, "IF(%s=INT(%s),0,(%s-INT(%s))*%s)", over, over, left_over, over, by);
    term.text =
        SAY(to, "(%s+IF(%s<=INT(%s),1,0))*%s+IF(MATCH(MAX(%s),%s,0)=%u,%s,0)", whole.own, place,
            over, by, weight.all, weight.all, (unsigned)(spot.row - family.first + 1), rest);
    term.demands = demands_join(to, pool.demands, step.demands);
    term.demands = demands_join(to, term.demands, pool_demands(to, &weight, node->operands[1]));
    return term;
}

/* ---- order ---- */

const char *date_term(struct translator *to, struct spot spot)
{
    const struct rule *rule = to->rule;
    const struct dataset *dataset = to->book->context->scenario->dataset;
    if (rule == NULL || rule->on == NULL)
        return livebook_day_name;
    const struct spot own = {rule->item.entity,
                             row_above(dataset, spot.entity, spot.row, rule->item.entity)};
    to->rule = NULL; /* the date's own formula is read on the scenario's date */
    const struct term term = translate(to, rule->on->root, own, NULL);
    to->rule = rule;
    return term.text;
}

/* Whether an aggregate is over a table that has no rows at all. */
static bool looks_at_no_rows(const struct livebook *book, const struct node *node, struct spot spot)
{
    return node_is_aggregate(node->op) && book->tables[node->entity->index].table->count == 0 &&
           livebook_spans(spot.entity, node->entity) == NULL;
}

struct term translate_rows(struct translator *to, const struct node *node, struct spot spot,
                           const struct fact *known)
{
    const struct family family = row_formula_family_of(to->book, spot);
    to->other_rows |= node->op != NODE_AS_OF && !looks_at_no_rows(to->book, node, spot);
    switch (node->op) {
    case NODE_FIRST:
        return term_atom(spot.row == family.first ? "TRUE" : "FALSE");
    case NODE_LAST:
        return term_atom(spot.row + 1 == family.end ? "TRUE" : "FALSE");
    case NODE_INDEX:
        return term_atom(SAY(to, "%u", (unsigned)(spot.row - family.first + 1)));
    case NODE_AS_OF:
        return term_atom(date_term(to, spot));
    case NODE_PREVIOUS:
        if (spot.row == family.first)
            return fault_term(to, "0", "FALSE");
        return translate(to, node->operands[0], (struct spot){spot.entity, spot.row - 1}, NULL);
    case NODE_CUMULATIVE:
        return translate_cumulative(to, node, spot);
    case NODE_SHARE:
        return translate_share(to, node, spot, known);
    case NODE_FILL:
        return translate_fill(to, node, spot, known);
    default:
        return translate_aggregate(to, node, spot);
    }
}

/* ---- helpers ---- */

/* What a row that does not count gives. */
static const char *neutral(struct translator *to, const struct node *node)
{
    switch (node->op) {
    case NODE_SUM:
        return "0";
    case NODE_MIN:
    case NODE_MAX:
        return "\"\"";
    default:
        return SAY(to, "\"%s\"", node->op == NODE_ALL ? to->book->yes : to->book->no);
    }
}

static const char *translate_body(struct translator *to, const struct node *node, struct spot spot)
{
    const struct node *body = aggregate_body(node), *where = aggregate_where(node);
    if (where == NULL || body == NULL)
        return translate_whole(to, body == NULL ? where : body, spot, &livebook_base_unit, NULL);
    const struct term condition = translate(to, where, spot, NULL);
    const struct fact *known =
        facts_of_demands(to, facts_if(to, where, spot, true, NULL), condition.demands);
    return guarded(to, condition.demands,
                   SAY(to, "IF(%s,%s,%s)", condition.text,
                       translate_whole(to, body, spot, &livebook_base_unit, known),
                       neutral(to, node)));
}

/* An exact part, in steps. */
static const char *translate_steps(struct translator *to, const struct node *node, struct spot spot)
{
    const struct term pool = translate(to, node->operands[0], spot, NULL);
    const struct term step = translate(to, node->operands[2], spot, NULL);
    const struct pool_column weight = pool_column(to, node, spot, HELPER_OPERAND, 1);
    const struct demand *demands =
        demands_join(to, pool.demands, pool_demands(to, &weight, node->operands[1]));
    return guarded(to, demands,
                   SAY(to, "IF(SUM(%s)>0,%s*%s/SUM(%s)/%s,0)", weight.all,
                       bound(to, &pool, BINDS_PRODUCT), weight.own, weight.all,
                       bound(to, &step, BINDS_POWER)));
}

static const char *translate_part(struct translator *to, const struct helper *helper,
                                  struct spot spot)
{
    const struct pool_column steps = pool_column(to, helper->node, spot, HELPER_STEPS, 0);
    const char *text = SAY(to, "INT(ROUND(%s,4))", steps.own);
    if (helper->use == HELPER_LEFT) {
        const struct pool_column whole = pool_column(to, helper->node, spot, HELPER_WHOLE, 0);
        text = SAY(to, "ROUND(%s-%s,4)", steps.own, whole.own);
    }
    if (steps.stretch.lacks == 0)
        return text;
    to->lacks |= steps.stretch.lacks;
    return SAY(to, "IF(ISNUMBER(%s),%s,%s)", steps.own, text, steps.own);
}

/* Which row a reference names, counted from 1. */
static const char *translate_place(struct translator *to, const struct helper *helper, uint32_t row)
{
    const struct livebook *book = to->book;
    const struct field *via = helper->via;
    const struct table_plan *own = &book->tables[helper->entity->index];
    const struct table_plan *named = &book->tables[via->type.entity->index];
    const char *cell = cell_text_of(to, own, row, own->fields[via->index]);
    const char *paths = range_text_of(to, named, 0, named->table->count, named->path);
    const bool unknown = !via->optional || via->absence == ABSENCE_UNKNOWN;
    to->risky = true;
    to->lacks |= MAY_WAIT | (via->optional ? MAY_MISS : 0);
    const char *text = SAY(to, "MATCH(%s&\"\",%s,0)", cell, paths);
    if (via->optional)
        text = SAY(to, "IF(%s=\"%s\",\"%s\",%s)", cell, book->none, book->miss, text);
    return SAY(to, "IF(%s=\"\",\"%s\",%s)", cell, unknown ? book->wait : book->miss, text);
}

/* How many rows are made below one: none where their number is not known or does not apply. */
static const char *translate_count(struct translator *to, const struct node *node, struct spot spot)
{
    const struct term term = translate(to, node, spot, NULL);
    const char *text = guarded(to, term.demands, term.text);
    const bool open = to->lacks != 0;
    to->lacks = 0;
    return open ? SAY(to, "IF(ISNUMBER(%s),%s,0)", text, text) : text;
}

const char *translate_helper(struct translator *to, const struct helper *helper, uint32_t row)
{
    const struct spot spot = {helper->entity, row};
    const char *text = "";
    to->rule = helper->rule;
    to->risky = false;
    switch (helper->use) {
    case HELPER_CASE:
        text = translate_whole(to, helper->formula->root, spot, &livebook_base_unit, NULL);
        break;
    case HELPER_BODY:
        text = translate_body(to, helper->node, spot);
        break;
    case HELPER_OPERAND:
        text = translate_whole(to, helper->node->operands[helper->index], spot, &livebook_base_unit,
                               NULL);
        break;
    case HELPER_PLACE:
        text = translate_place(to, helper, row);
        break;
    case HELPER_ROWS:
        text = translate_count(to, helper->formula->root, spot);
        break;
    case HELPER_CHOICE:
        text = translate_choice(to, helper->node, spot, &livebook_base_unit, NULL);
        break;
    case HELPER_LOGIC:
        text = translate_own_logic(to, helper->node, spot, NULL);
        break;
    case HELPER_STEPS:
        text = translate_steps(to, helper->node, spot);
        break;
    case HELPER_WHOLE:
    case HELPER_LEFT:
        text = translate_part(to, helper, spot);
    }
    return settled_text(to, text);
}
