/* Sums, counts and the like: over the rows below the own one, below a row above it, or that refer to
 * it. Each has what a row gives in a column of its own; a plain field or figure is one already. */
#include "translate_rows.h"

/* ---- what it is of ---- */

const struct node *aggregate_body(const struct node *node)
{
    return node->op == NODE_COUNT ? NULL : node->operands[0];
}

const struct node *aggregate_where(const struct node *node)
{
    const size_t index = node->op == NODE_COUNT ? 0 : 1;
    return node->operand_count > index ? node->operands[index] : NULL;
}

/* How an aggregate is written: a function of numbers, or how many cells say a word. */
struct aggregate_form {
    const char *function; /* NULL: it counts */
    bool counts_no;       /* cells that say no, rather than yes */
    const char *test;     /* behind the count, where that is not what it comes to */
    const char *nothing;  /* what no rows come to; NULL: there is no value */
};
static const struct aggregate_form aggregate_forms[NODE_OP_COUNT] = {
    [NODE_SUM] = {.function = "SUM", .nothing = "0"},
    [NODE_MIN] = {.function = "MIN"},
    [NODE_MAX] = {.function = "MAX"},
    [NODE_ANY] = {.test = ">0", .nothing = "FALSE"},
    [NODE_ALL] = {.counts_no = true, .test = "=0", .nothing = "TRUE"},
    [NODE_COUNT] = {.nothing = "0"},
};

/* What the cells say that are counted; of "any" and "all", one that does decides. */
static const char *counted_word(const struct livebook *book, const struct node *node)
{
    return aggregate_forms[node->op].counts_no ? book->no : book->yes;
}

/* What the number of such cells says. */
static struct term count_term(struct translator *to, const struct node *node, const char *count)
{
    const char *test = aggregate_forms[node->op].test;
    return test == NULL
               ? term_atom(count)
               : (struct term){.text = SAY(to, "%s%s", count, test), .binds = BINDS_COMPARISON};
}

/* "where kind == 'x'": the column, which a sum can be taken by. */
static const struct node *chosen_column(const struct node *where, const struct entity *entity)
{
    if (where == NULL || where->op != NODE_EQUAL || where->operands[0]->type.kind != TYPE_SYMBOL ||
        where->operands[1]->op != NODE_CONSTANT || where->operands[0]->op != NODE_FIELD)
        return NULL;
    return is_plain_column(where->operands[0], entity) ? where->operands[0] : NULL;
}

uint8_t livebook_field_lacks(const struct livebook *book, const struct entity *entity,
                             const struct field *field)
{
    if (livebook_is_end(entity, field))
        return livebook_end_lacks(book, entity);
    return field->optional && !field->has_default ? MAY_WAIT | MAY_MISS : 0;
}

/* What a plain column's cells may lack. */
static uint8_t column_lacks(const struct livebook *book, const struct node *node)
{
    return node->op == NODE_ITEM ? book->lacks[node->entity->index][node->item->index]
                                 : livebook_field_lacks(book, node->entity, node->field);
}

/* Whether the rows' own columns serve, without one of what each gives. What a row lacks counts only
 * where it is chosen. */
bool aggregate_is_plain(const struct livebook *book, const struct node *node)
{
    const struct node *body = aggregate_body(node), *where = aggregate_where(node);
    if (node->names_own) /* its conditions have columns of their own */
        return true;
    if (body == NULL)
        return where == NULL || is_plain_column(where, node->entity);
    if (!is_plain_column(body, node->entity))
        return false;
    if (where == NULL || node->via != NULL)
        return where == NULL;
    const bool counts = body->type.kind == TYPE_NUMBER;
    if (counts && where->op == NODE_APPLICABLE && body->op == NODE_ITEM && where->via == NULL)
        return where->item == body->item;
    const struct node *column = chosen_column(where, node->entity);
    return node->op == NODE_SUM && column != NULL && column_lacks(book, body) == 0 &&
           column_lacks(book, column) == 0;
}

static struct term aggregate_numbers(struct translator *to, const struct node *node,
                                     const struct stretch *stretch, const char *range,
                                     uint32_t first, uint32_t end)
{
    const struct node *where = aggregate_where(node);
    const struct node *column =
        aggregate_is_plain(to->book, node) ? chosen_column(where, node->entity) : NULL;
    const char *text = SAY(to, "%s(%s)", aggregate_forms[node->op].function, range);
    if (column != NULL) {
        const struct stretch by = stretch_of(to, node, column, node->entity, HELPER_BODY, 0);
        const struct member *member =
            &where->operands[1]->type.enumeration->members[where->operands[1]->constant.symbol];
        text = SAY(to, "SUMIF(%s,%s,%s)", stretch_text(to, &by, first, end),
                   quoted_text(to, livebook_title(to->book, &member->title)), range);
    }
    return from_cell(to, text, stretch->unit);
}

/* One row decides "any" and "all", whatever is not known of the others: `decides`, a test that one
 * does. */
static const struct demand *unless_decided(struct translator *to, const char *decides,
                                           const struct demand *list)
{
    const struct demand *made = NULL;
    for (; list != NULL; list = list->next) {
        struct demand one = *list;
        if (one.lacks == MAY_WAIT)
            one.test = SAY(to, "OR(%s,%s)", one.test, decides);
        made = demand_add(to, made, &one);
    }
    return made;
}

/* What comes of no rows. */
static struct term aggregate_nothing(struct translator *to, const struct node *node)
{
    const char *nothing = aggregate_forms[node->op].nothing;
    return nothing == NULL ? fault_term(to, "FALSE") : term_atom(nothing);
}

/* Rows that a policy makes must be as many as were made when this was written: of the nearest table
 * of such rows on the way down. */
static const struct demand *rows_demand(struct translator *to, struct spot spot,
                                        const struct entity *below)
{
    const struct livebook *book = to->book;
    uint32_t first, end, above, above_end;
    while (below != spot.entity && below->rows == NULL)
        below = below->parent;
    const struct helper *rows = below == spot.entity ? NULL : livebook_rows(book, below);
    if (rows == NULL)
        return NULL;
    rows_below_spot(book, spot, below, &first, &end);
    rows_below_spot(book, spot, below->parent, &above, &above_end);
    const struct table_plan *plan = &book->tables[below->parent->index];
    if (below->spans != NULL) /* 0 is said of those that stand */
        end = first;
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
    const bool counts = body != NULL && body->type.kind != TYPE_BOOLEAN;
    const char *word = counted_word(to->book, node);
    struct term term = counts ? aggregate_numbers(to, node, &stretch, range, first, end)
                              : count_term(to, node, SAY(to, "COUNTIF(%s,\"%s\")", range, word));
    const bool field = direct != NULL && direct->op == NODE_FIELD;
    if (field && stretch.lacks != 0 && counts)
        term.demands = facts_demand(to, range, direct->field);
    else
        term.demands =
            range_demands(to, range, passes ? (uint8_t)(stretch.lacks & ~MAY_MISS) : stretch.lacks);
    if (node->op == NODE_ANY || node->op == NODE_ALL)
        term.demands =
            unless_decided(to, SAY(to, "COUNTIF(%s,\"%s\")>0", range, word), term.demands);
    if (node->op == NODE_MIN || node->op == NODE_MAX)
        term.demands =
            demands_join(to, term.demands, fault_term(to, SAY(to, "COUNT(%s)>0", range)).demands);
    return term;
}

struct term extreme_term(struct translator *to, const struct node *node, const char *test,
                         const char *range, const struct unit *unit)
{
    const char *name = aggregate_forms[node->op].function;
    const char *picked = SAY(to, "%s*ISNUMBER(%s)", test, range);
    struct term term = from_cell(to, SAY(to, "%s(IF(%s,%s))", name, picked, range), unit);
    term.demands = fault_term(to, SAY(to, "SUMPRODUCT(%s)>0", picked)).demands;
    return term;
}

/* ---- rows that refer to the own one ---- */

/* The columns of rows that may refer, and which row is theirs. */
struct referring {
    const char *places, *range; /* the rows that references name; what each gives, or NULL */
    unsigned own;
    uint8_t lacks;
    const struct field *facts;
    bool may_wait; /* a reference may not be known */
};

/* "COUNTIFS(places,own,range,word)", and the same where the reference is not known. */
static const char *count_of(struct translator *to, const struct referring *rows, const char *word)
{
    return SAY(to, "COUNTIFS(%s,%u,%s,\"%s\")", rows->places, rows->own, rows->range, word);
}

static const char *count_of_open(struct translator *to, const struct referring *rows,
                                 const char *word)
{
    return rows->may_wait ? SAY(to, "+COUNTIFS(%s,\"%s\",%s,\"%s\")", rows->places, to->book->wait,
                                rows->range, word)
                          : "";
}

/* What those give that refer, or may refer, must have a value; and no row that gives one may refer
 * for all that is known. */
static const struct demand *referring_demands(struct translator *to, const struct node *node,
                                              const struct referring *rows)
{
    const struct livebook *book = to->book;
    const struct demand *list = NULL;
    const char *wait = SAY(to, "\"%s\"", book->wait), *miss = SAY(to, "\"%s\"", book->miss);
    if (rows->facts != NULL && rows->lacks != 0) {
        const bool unknown = rows->facts->absence == ABSENCE_UNKNOWN;
        list = demand_add(to, list,
                          &(struct demand){.test = SAY(to, "SUMPRODUCT((%s=%u)*(1-ISNUMBER(%s)))=0",
                                                       rows->places, rows->own, rows->range),
                                           .fail = unknown ? wait : miss,
                                           .lacks = unknown ? MAY_WAIT : MAY_MISS});
    } else if ((rows->lacks & MAY_MISS) != 0) {
        list = demand_add(to, list,
                          &(struct demand){.test = SAY(to, "%s%s=0", count_of(to, rows, book->miss),
                                                       count_of_open(to, rows, book->miss)),
                                           .fail = miss,
                                           .lacks = MAY_MISS});
    }
    if (rows->facts == NULL && (rows->lacks & MAY_WAIT) != 0)
        list = demand_add(to, list,
                          &(struct demand){.test = SAY(to, "%s=0", count_of(to, rows, book->wait)),
                                           .fail = wait,
                                           .lacks = MAY_WAIT});
    if (!rows->may_wait)
        return list;
    /* Of a count the truth of its condition is the column: what is false does not count. */
    const char *open = rows->range == NULL
                           ? SAY(to, "COUNTIF(%s,%s)=0", rows->places, wait)
                           : SAY(to, "SUMPRODUCT((%s=%s)*(%s<>\"%s\"))=0", rows->places, wait,
                                 rows->range, node->op == NODE_COUNT ? book->no : "");
    return demand_add(to, list, &(struct demand){.test = open, .fail = wait, .lacks = MAY_WAIT});
}

static struct term referring_value(struct translator *to, const struct node *node,
                                   const struct referring *rows, const struct unit *unit)
{
    if (node->op == NODE_SUM)
        return from_cell(to, SAY(to, "SUMIF(%s,%u,%s)", rows->places, rows->own, rows->range),
                         unit);
    if (aggregate_forms[node->op].function != NULL)
        return extreme_term(to, node, SAY(to, "(%s=%u)", rows->places, rows->own), rows->range,
                            unit);
    return count_term(to, node,
                      rows->range == NULL ? SAY(to, "COUNTIF(%s,%u)", rows->places, rows->own)
                                          : count_of(to, rows, counted_word(to->book, node)));
}

static struct term translate_referring(struct translator *to, const struct node *node,
                                       struct spot spot, uint32_t first, uint32_t end)
{
    const struct node *body = aggregate_body(node), *where = aggregate_where(node);
    const struct node *column = body != NULL ? body : where;
    const struct stretch gives = stretch_of(
        to, node, aggregate_is_plain(to->book, node) ? column : NULL, node->entity, HELPER_BODY, 0);
    const struct helper *place = livebook_place(to->book, node->entity, node->via);
    if (place == NULL) /* memory was out when it was planned */
        return term_atom(said(to, NULL));
    const struct referring rows = {
        .places = range_text_of(to, gives.plan, first, end, place->slot),
        .range = column == NULL ? NULL : stretch_text(to, &gives, first, end),
        .own = (unsigned)spot.row + 1,
        .lacks = column == NULL ? 0 : gives.lacks,
        .facts = gives.facts,
        .may_wait = (place->lacks & MAY_WAIT) != 0 && node->via->absence == ABSENCE_UNKNOWN};
    struct term term = referring_value(to, node, &rows, gives.unit);
    const struct demand *demands = referring_demands(to, node, &rows);
    if (node->op == NODE_ANY || node->op == NODE_ALL)
        demands = unless_decided(
            to, SAY(to, "%s>0", count_of(to, &rows, counted_word(to->book, node))), demands);
    term.demands = demands_join(to, demands, term.demands);
    return term;
}

/* ---- all of it ---- */

struct spot livebook_over(const struct livebook *book, const struct node *node, struct spot spot)
{
    const struct dataset *dataset = book->context->scenario->dataset;
    const struct entity *above = node->via != NULL ? spot.entity->parent : node->above;
    return above == NULL ? spot
                         : (struct spot){above, row_above(dataset, spot.entity, spot.row, above)};
}

struct term aggregate_term(struct translator *to, const struct node *node, struct spot spot)
{
    const struct spot over = livebook_over(to->book, node, spot);
    uint32_t first, end;
    rows_below_spot(to->book, over, node->entity, &first, &end);
    struct term term = first == end        ? aggregate_nothing(to, node)
                       : node->names_own   ? translate_beside(to, node, spot, first, end)
                       : node->via != NULL ? translate_referring(to, node, spot, first, end)
                                           : translate_below(to, node, first, end);
    term.demands = demands_join(to, rows_demand(to, over, node->entity), term.demands);
    /* What a row above others may lack, this one may: its column is asked as one. */
    const struct helper *helper = livebook_helper(to->book, node, HELPER_BODY, 0);
    to->lacks |= first == end && helper != NULL ? helper->lacks : 0;
    return term;
}

struct term translate_aggregate(struct translator *to, const struct node *node, struct spot spot)
{
    const struct helper *helper = livebook_helper(to->book, node, HELPER_EXTREME, 0);
    return helper != NULL ? translate_helper_cell(to, helper, node, spot)
                          : aggregate_term(to, node, spot);
}

/* ---- what a row gives ---- */

/* What a row that does not count gives; of rows that refer, nothing at all: one that may refer
 * leaves open what it gives. */
static const char *neutral(struct translator *to, const struct node *node)
{
    if (node->via != NULL && node->op != NODE_COUNT)
        return "\"\"";
    if (node->op == NODE_SUM)
        return "0";
    if (node->op == NODE_MIN || node->op == NODE_MAX)
        return "\"\"";
    return SAY(to, "\"%s\"", node->op == NODE_ALL ? to->book->yes : to->book->no);
}

const char *translate_body(struct translator *to, const struct node *node, struct spot spot)
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
