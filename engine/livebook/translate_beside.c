/* Sums over rows beside the own one, which their conditions name: "sum(need over flight.passengers
 * where rank < passenger.rank)". What is of the other rows alone is a column; what compares one with
 * the own row's cell is asked of the whole column at once. */
#include "translate_rows.h"

/* ---- which of them there are formulas for ---- */

static bool names_own_row(const struct node *node)
{
    bool names = node->outer;
    for (size_t i = 0; i < node->operand_count && !node_is_aggregate(node->op); i++)
        names = names || names_own_row(node->operands[i]);
    return names;
}

static bool compares_own_row(const struct node *node)
{
    return node->op >= NODE_EQUAL && node->op <= NODE_GREATER_EQUAL;
}

static bool add_part(struct beside *beside, struct beside_part part)
{
    if (beside->count == MOST_BESIDE)
        return false;
    beside->parts[beside->count++] = part;
    return true;
}

/* A condition: of the other rows, a comparison of theirs with a cell that the own row sees, or such
 * ones together. */
static bool find_parts(const struct node *node, struct beside *beside)
{
    if (!names_own_row(node))
        return add_part(beside, (struct beside_part){node, node, NULL});
    if (node->op == NODE_AND || node->op == NODE_OR || node->op == NODE_NOT) {
        bool found = true;
        for (size_t i = 0; i < node->operand_count && found; i++)
            found = find_parts(node->operands[i], beside);
        return found;
    }
    if (!compares_own_row(node) || node->operands[0]->type.kind == TYPE_TEXT ||
        node->operands[0]->type.kind == TYPE_REFERENCE)
        return false;
    const bool first = node->operands[0]->outer;
    const struct node *own = node->operands[first ? 0 : 1], *column = node->operands[first ? 1 : 0];
    return own->outer && !names_own_row(column) &&
           add_part(beside, (struct beside_part){node, column, own});
}

bool beside_find(const struct node *node, struct beside *beside)
{
    const struct node *body = aggregate_body(node), *where = aggregate_where(node);
    *beside = (struct beside){.count = 0};
    if (where != NULL && !find_parts(where, beside))
        return false;
    if (body == NULL)
        return true;
    if (body->type.kind == TYPE_BOOLEAN)
        return find_parts(body, beside);
    beside->body = body;
    return !names_own_row(body);
}

static struct stretch part_column(struct translator *to, const struct node *node,
                                  const struct node *column)
{
    return stretch_of(to, column, column, node->entity, HELPER_PART, 0);
}

/* Whether the own row's cell may lack a value. */
static bool own_lacks(const struct livebook *book, const struct node *own)
{
    return own->op == NODE_ITEM ? book->lacks[own->entity->index][own->item->index] != 0
                                : own->field->optional && !own->field->has_default;
}

/* What one part lacks another may decide: that is not asked of whole columns. */
bool beside_is_open(struct livebook *book, const struct node *node)
{
    struct translator to = {.book = book, .arena = &book->scratch};
    struct beside beside;
    bool lacks = false;
    if (!beside_find(node, &beside) || beside.count < 2)
        return false;
    for (size_t i = 0; i < beside.count; i++) {
        const struct beside_part *part = &beside.parts[i];
        lacks = lacks || part_column(&to, node, part->column).lacks != 0 ||
                (part->own != NULL && own_lacks(book, part->own));
    }
    return lacks;
}

/* ---- their formulas ---- */

/* Rows that a formula goes over, and the own row. */
struct going_over {
    const struct node *node;
    struct spot spot;
    uint32_t first, end;
};

static const char *column_text(struct translator *to, const struct going_over *over,
                               const struct node *column, struct stretch *stretch)
{
    *stretch = part_column(to, over->node, column);
    return stretch_text(to, stretch, over->first, over->end);
}

/* "(K$6:K$9<D6)", "(ROUND(K$6:K$9-D6,6)<0)", "(K$6:K$9="是")" */
static const char *part_text(struct translator *to, const struct going_over *over,
                             const struct beside_part *part)
{
    static const char *const signs[NODE_OP_COUNT] = {
        [NODE_EQUAL] = "=",       [NODE_UNEQUAL] = "<>", [NODE_LESS] = "<",
        [NODE_LESS_EQUAL] = "<=", [NODE_GREATER] = ">",  [NODE_GREATER_EQUAL] = ">="};
    struct stretch stretch;
    const char *range = column_text(to, over, part->column, &stretch);
    const struct term column = cell_term(to, range, &part->column->type, stretch.unit);
    if (part->own == NULL)
        return SAY(to, "(%s)", column.text);
    const struct term own = translate(to, part->own, over->spot, NULL);
    const bool first = part->node->operands[0] == part->own;
    const struct term *left = first ? &own : &column, *right = first ? &column : &own;
    if (part->own->type.kind != TYPE_NUMBER || is_typed_pair(part->node))
        return SAY(to, "(%s%s%s)", bound(to, left, BINDS_JOIN), signs[part->node->op],
                   bound(to, right, BINDS_JOIN));
    const bool ratio = dimension_equal(part->own->type.dimension, DIMENSION_NONE);
    return SAY(to, "(ROUND(%s-%s,%d)%s0)", bound(to, left, BINDS_SUM),
               bound(to, right, BINDS_SUM + 1), ratio ? 10 : 6, signs[part->node->op]);
}

/* A condition as 1 or 0, or a truth, by row; `next`: the part that comes next. */
static const char *condition_text(struct translator *to, const struct going_over *over,
                                  const struct node *node, const struct beside *beside,
                                  size_t *next)
{
    if (*next < beside->count && beside->parts[*next].node == node)
        return part_text(to, over, &beside->parts[(*next)++]);
    const char *left = condition_text(to, over, node->operands[0], beside, next);
    if (node->op == NODE_NOT)
        return SAY(to, "(1-%s)", left);
    const char *right = condition_text(to, over, node->operands[1], beside, next);
    return node->op == NODE_AND ? SAY(to, "%s*%s", left, right)
                                : SAY(to, "((%s+%s)>0)", left, right);
}

/* The columns that are compared, and the own row's cells, have values. */
static const struct demand *part_demands(struct translator *to, const struct going_over *over,
                                         const struct beside *beside)
{
    const struct demand *list = NULL;
    for (size_t i = 0; i < beside->count; i++) {
        const struct beside_part *part = &beside->parts[i];
        struct stretch stretch;
        const char *range = column_text(to, over, part->column, &stretch);
        if (part->own != NULL)
            list = demands_join(to, list, translate(to, part->own, over->spot, NULL).demands);
        if (stretch.lacks != 0 && stretch.facts != NULL)
            list = demands_join(to, list, facts_demand(to, range, stretch.facts));
        else
            list = demands_join(to, list, range_demands(to, range, stretch.lacks));
    }
    return list;
}

/* No row that counts gives a word. */
static const struct demand *body_demands(struct translator *to, const struct stretch *gives,
                                         const char *range, const char *where)
{
    const struct livebook *book = to->book;
    const struct demand *list = NULL;
    const char *const words[] = {book->miss, book->wait};
    const uint8_t lacks[] = {MAY_MISS, MAY_WAIT};
    if (gives->facts != NULL && gives->lacks != 0) { /* they have no words, but blanks */
        const bool unknown = gives->facts->absence == ABSENCE_UNKNOWN;
        return demand_add(
            to, NULL,
            &(struct demand){.test = SAY(to, "SUMPRODUCT(%s*(1-ISNUMBER(%s)))=0", where, range),
                             .fail = SAY(to, "\"%s\"", words[unknown]),
                             .lacks = lacks[unknown]});
    }
    for (size_t i = 0; i < 2; i++)
        if ((gives->lacks & lacks[i]) != 0)
            list = demand_add(to, list,
                              &(struct demand){.test = SAY(to, "SUMPRODUCT(%s*(%s=\"%s\"))=0",
                                                           where, range, words[i]),
                                               .fail = SAY(to, "\"%s\"", words[i]),
                                               .lacks = lacks[i]});
    return list;
}

static struct term number_of_rows(struct translator *to, const struct going_over *over,
                                  const struct beside *beside, const char *where)
{
    struct stretch gives;
    if (beside->body == NULL)
        return term_atom(SAY(to, "SUMPRODUCT(%s*1)", where));
    const char *range = column_text(to, over, beside->body, &gives);
    struct term term = over->node->op == NODE_SUM
                           ? from_cell(to, SAY(to, "SUMPRODUCT(%s*1,%s)", where, range), gives.unit)
                           : extreme_term(to, over->node, where, range, gives.unit);
    term.demands = demands_join(to, body_demands(to, &gives, range, where), term.demands);
    return term;
}

struct term translate_beside(struct translator *to, const struct node *node, struct spot spot,
                             uint32_t first, uint32_t end)
{
    const struct going_over over = {node, spot, first, end};
    const struct node *body = aggregate_body(node), *where = aggregate_where(node);
    struct beside beside;
    size_t next = 0;
    (void)beside_find(node, &beside);
    const char *picked = where == NULL ? "1" : condition_text(to, &over, where, &beside, &next);
    struct term term = {.binds = BINDS_COMPARISON};
    if (body == NULL || body->type.kind != TYPE_BOOLEAN) {
        term = number_of_rows(to, &over, &beside, picked);
    } else {
        const char *holds = condition_text(to, &over, body, &beside, &next);
        term.text = node->op == NODE_ANY ? SAY(to, "SUMPRODUCT(%s*%s)>0", picked, holds)
                                         : SAY(to, "SUMPRODUCT(%s*(1-%s))=0", picked, holds);
    }
    term.demands = demands_join(to, part_demands(to, &over, &beside), term.demands);
    return term;
}
