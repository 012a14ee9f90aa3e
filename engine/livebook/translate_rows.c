/* What looks at other rows: those below, the one before, those that share in a pool. Each has the
 * figures that it looks at in a column of their own; a plain field or figure is one already. */
#include "translate_rows.h"

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

struct stretch stretch_of(struct translator *to, const struct node *node,
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
            stretch.facts = operand->field;
        if (field)
            stretch.lacks = livebook_field_lacks(to->book, entity, operand->field);
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

const char *stretch_text(struct translator *to, const struct stretch *stretch, uint32_t first,
                         uint32_t end)
{
    return range_text_of(to, stretch->plan, first, end, stretch->slot);
}

const struct demand *range_demands(struct translator *to, const char *range, uint8_t lacks)
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

struct term fault_term(struct translator *to, const char *test)
{
    const struct demand demand = {
        .test = test, .fail = SAY(to, "\"%s\"", to->book->wait), .lacks = MAY_WAIT};
    struct term term = term_atom("0");
    term.demands = demand_add(to, NULL, &demand);
    return term;
}

const struct demand *facts_demand(struct translator *to, const char *range,
                                  const struct field *field)
{
    const bool unknown = field->absence == ABSENCE_UNKNOWN;
    const struct livebook *book = to->book;
    const struct demand demand = {.test = SAY(to, "COUNT(%s)=ROWS(%s)", range, range),
                                  .fail = SAY(to, "\"%s\"", unknown ? book->wait : book->miss),
                                  .lacks = unknown ? MAY_WAIT : MAY_MISS};
    return demand_add(to, NULL, &demand);
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

struct term translate_cumulative(struct translator *to, const struct node *node, struct spot spot)
{
    const struct pool_column column = pool_column(to, node, spot, HELPER_OPERAND, 0);
    struct term term = from_cell(to, SAY(to, "SUM(%s)", column.so_far), column.stretch.unit);
    term.demands = pool_demands(to, &column, node->operands[0]);
    return term;
}

/* What each needs, in order of priority, while there is something left of what came before; those of
 * one priority in the order of the rows, or each its part of what is left. */
struct term translate_fill(struct translator *to, const struct node *node, struct spot spot,
                           const struct fact *known)
{
    const struct term pool = translate(to, node->operands[0], spot, known);
    const struct pool_column need = pool_column(to, node, spot, HELPER_OPERAND, 1);
    const struct pool_column rank = pool_column(to, node, spot, HELPER_OPERAND, 2);
    const bool pro_rata = fill_is_pro_rata(node);
    const char *taken = SAY(to, "SUMPRODUCT((%s<%s)*%s)", rank.all, rank.own, need.all);
    if (need.before != NULL && !pro_rata)
        taken = SAY(to, "%s+SUMPRODUCT((%s=%s)*%s)", taken, rank.before, rank.own, need.before);
    const struct term all = from_cell(to, SAY(to, "(%s)", taken), need.stretch.unit);
    const struct term own = from_cell(to, need.own, need.stretch.unit);
    const char *left =
        SAY(to, "%s-%s", bound(to, &pool, BINDS_SUM), bound(to, &all, BINDS_PRODUCT));
    struct term term = {.binds = BINDS_ATOM, .demands = pool.demands};
    if (pro_rata) {
        const struct term alike = from_cell(
            to, SAY(to, "SUMIF(%s,%s,%s)", rank.all, rank.own, need.all), need.stretch.unit);
        term.text = SAY(to, "IF(%s>0,%s*MIN(1,MAX(0,%s)/%s),0)", alike.text,
                        bound(to, &own, BINDS_PRODUCT), left, bound(to, &alike, BINDS_POWER));
    } else {
        term.text = SAY(to, "MAX(0,MIN(%s,%s))", own.text, left);
    }
    term.demands = demands_join(to, term.demands, pool_demands(to, &need, node->operands[1]));
    term.demands = demands_join(to, term.demands, pool_demands(to, &rank, node->operands[2]));
    return term;
}

/* Whole steps, one more for the largest remainders, and what is left below a step for the largest
 * weight. */
struct term translate_share(struct translator *to, const struct node *node, struct spot spot,
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
    /* Rows beside a rule's are looked at where no date decides (livebook_follows). */
    if (rule == NULL || rule->on == NULL || !entity_is_below(spot.entity, rule->item.entity))
        return livebook_day_name;
    const struct spot own = {rule->item.entity,
                             row_above(dataset, spot.entity, spot.row, rule->item.entity)};
    to->rule = NULL; /* the date's own formula is read on the scenario's date */
    const struct term term = translate(to, rule->on->root, own, NULL);
    to->rule = rule;
    return term.text;
}

struct term translate_sibling(struct translator *to, const struct node *node, struct spot spot)
{
    const struct family family = row_formula_family_of(to->book, spot);
    if (node->op == NODE_INDEX)
        return term_atom(SAY(to, "%u", (unsigned)(spot.row - family.first + 1)));
    return term_atom(
        spot.row == (node->op == NODE_FIRST ? family.first : family.end - 1) ? "TRUE" : "FALSE");
}

struct term translate_previous(struct translator *to, const struct node *node, struct spot spot)
{
    if (spot.row == row_formula_family_of(to->book, spot).first)
        return fault_term(to, "FALSE");
    return translate(to, node->operands[0], (struct spot){spot.entity, spot.row - 1}, NULL);
}

/* ---- helpers ---- */

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

static const char *translate_extreme(struct translator *to, const struct node *node,
                                     struct spot spot)
{
    const struct term term = aggregate_term(to, node, spot);
    return guarded(to, term.demands, term.text);
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
        text = helper->below->spans != NULL ? translate_spans_stand(to, helper->below, row)
                                            : translate_count(to, helper->formula->root, spot);
        break;
    case HELPER_FROM:
    case HELPER_UNTIL:
        text = translate_whole(to, helper->formula->root, spot, &livebook_base_unit, NULL);
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
        break;
    case HELPER_PART:
        text = translate_whole(to, helper->node, spot, &livebook_base_unit, NULL);
        break;
    case HELPER_EXTREME:
        text = translate_extreme(to, helper->node, spot);
    }
    return settled_text(to, text);
}
