/* Tables of spans: the days on which each begins and ends as formulas of the ends of all of them and of
 * what cuts them, while there are as many as were made. */
#include "livebook_internal.h"

bool livebook_is_end(const struct entity *entity, const struct field *field)
{
    return entity->spans != NULL &&
           (field->index == entity->spans->begin || field->index == entity->spans->end);
}

static const struct helper *end_helper(const struct livebook *book, const struct entity *spans,
                                       enum helper_use use)
{
    for (size_t i = 0; i < book->helper_count; i++)
        if (book->helpers[i].use == use && book->helpers[i].below == spans)
            return &book->helpers[i];
    return NULL;
}

void livebook_plan_ends(struct livebook *book, const struct entity *spans)
{
    const struct formula *const ends[] = {spans->spans->from, spans->spans->to};
    for (size_t i = 0; i < 2; i++) {
        livebook_plan_helpers(book, NULL, ends[i], true);
        livebook_add_helper(book, &(struct helper){.use = i == 0 ? HELPER_FROM : HELPER_UNTIL,
                                                   .entity = spans->parent,
                                                   .formula = ends[i],
                                                   .below = spans});
    }
}

uint8_t livebook_end_lacks(const struct livebook *book, const struct entity *spans)
{
    const struct helper *from = end_helper(book, spans, HELPER_FROM),
                        *until = end_helper(book, spans, HELPER_UNTIL);
    return (from == NULL ? 0 : from->lacks) | (until == NULL ? 0 : until->lacks);
}

/* ---- where all of them begin and end ---- */

static const char *parent_cell(struct translator *to, const struct entity *spans,
                               enum helper_use use, uint32_t parent)
{
    const struct helper *helper = end_helper(to->book, spans, use);
    if (helper == NULL) /* memory was out when it was planned */
        return said(to, NULL);
    return cell_text_of(to, &to->book->tables[spans->parent->index], parent, helper->slot);
}

/* The first day behind them, of what holds a day. */
static const char *behind_all(struct translator *to, const struct entity *spans, const char *until)
{
    return spans->spans->until ? SAY(to, "%s+1", until) : until;
}

static const char *span_cell(struct translator *to, const struct entity *spans, uint32_t row,
                             size_t field)
{
    const struct table_plan *plan = &to->book->tables[spans->index];
    return cell_text_of(to, plan, row, plan->fields[field]);
}

/* Whether the spans under a parent are still as many: 0, they are; 1, that is not known; 2, there would
 * be others. */
const char *translate_spans_stand(struct translator *to, const struct entity *spans,
                                  uint32_t parent)
{
    const struct table *table = to->book->tables[spans->index].table;
    const uint32_t first = table->first == NULL ? 0 : table->first[parent],
                   end = table->first == NULL ? 0 : table->first[parent + 1];
    const char *from = parent_cell(to, spans, HELPER_FROM, parent),
               *until = parent_cell(to, spans, HELPER_UNTIL, parent), *wait = to->book->wait;
    const char *behind = behind_all(to, spans, until);
    to->other_rows = true; /* where there are none it says another thing */
    const char *stand = SAY(to, "IF(%s>%s,2,0)", behind, from);
    const unsigned none = first == end ? 0 : 2;
    if (first < end)
        stand =
            SAY(to, "IF(AND(%s<%s,%s=%s),0,2)", span_cell(to, spans, end - 1, spans->spans->begin),
                span_cell(to, spans, end - 1, spans->spans->end),
                span_cell(to, spans, end - 1, spans->spans->end), behind);
    return SAY(to, "IF(ISNUMBER(%s),IF(ISNUMBER(%s),%s,IF(%s=\"%s\",1,%u)),IF(%s=\"%s\",1,%u))",
               from, until, stand, until, wait, none, from, wait, none);
}

struct cell *spans_stand_column(struct livebook *book, const struct entity *spans)
{
    const struct table *above = book->tables[spans->parent->index].table,
                       *table = book->tables[spans->index].table;
    struct cell *cells = arena_array(&book->scratch, above->count, sizeof *cells);
    for (uint32_t row = 0; cells != NULL && row < above->count; row++)
        cells[row] = (struct cell){.value = {.number = number_from_int(table->unmade != NULL &&
                                                                       table->unmade[row] != NULL)},
                                   .state = CELL_VALUE};
    return cells;
}

/* ---- one of them ---- */

/* The first day behind `day` on which a term from the first day is over. */
static const char *next_term(struct translator *to, const char *first, const char *day,
                             int64_t months)
{
    const char *terms = SAY(to, "INT((12*(YEAR(%s)-YEAR(%s))+MONTH(%s)-MONTH(%s))/%lld)", day,
                            first, day, first, (long long)months);
    const char *here = SAY(to, "EDATE(%s,%lld*%s)", first, (long long)months, terms);
    return SAY(to, "IF(%s>%s,%s,EDATE(%s,%lld*(%s+1)))", here, day, here, first, (long long)months,
               terms);
}

/* The next day that rows beside the spans, or above them, say; NULL: there are no such rows. */
static const char *next_of_table(struct translator *to, const struct cut *cut, struct spot parent,
                                 const char *day, const char *last)
{
    const struct livebook *book = to->book;
    const struct table_plan *plan = &book->tables[cut->entity->index];
    const struct dataset *dataset = book->context->scenario->dataset;
    const uint32_t above = row_above(dataset, parent.entity, parent.row, cut->entity->parent);
    const uint32_t first = plan->table->first[above], end = plan->table->first[above + 1];
    if (first == end)
        return NULL;
    const char *range = range_text_of(to, plan, first, end, plan->fields[cut->field->index]);
    return SAY(to, "IFERROR(SMALL(%s,COUNTIF(%s,\"<=\"&%s)+1),%s)", range, range, day, last);
}

static const char *next_cut(struct translator *to, const struct cut *cut, struct spot parent,
                            const char *first, const char *day, const char *last)
{
    switch (cut->kind) {
    case CUT_CALENDAR:
        return cut->months == 12 ? SAY(to, "DATE(YEAR(%s)+1,1,1)", day)
                                 : SAY(to, "DATE(YEAR(%s),MONTH(%s)+1,1)", day, day);
    case CUT_TERM:
        return next_term(to, first, day, cut->months);
    case CUT_PARAMETER:
        return translate_next_value(to, cut->parameter, day, last);
    case CUT_TABLE:
        return next_of_table(to, cut, parent, day, last);
    }
    return NULL;
}

const char *translate_end(struct translator *to, const struct entity *entity,
                          const struct field *field, uint32_t row)
{
    const struct spans *spans = entity->spans;
    const struct table *table = to->book->tables[entity->index].table;
    const uint32_t parent = table->parents[row];
    const char *from = parent_cell(to, entity, HELPER_FROM, parent),
               *until = parent_cell(to, entity, HELPER_UNTIL, parent);
    if (field->index == spans->begin)
        return row == table->first[parent] ? from : span_cell(to, entity, row - 1, spans->end);
    const char *day = span_cell(to, entity, row, spans->begin);
    const char *last = behind_all(to, entity, until), *list = last;
    for (size_t i = 0; i < spans->cut_count; i++) {
        const char *next =
            next_cut(to, &spans->cuts[i], (struct spot){entity->parent, parent}, from, day, last);
        if (next != NULL)
            list = SAY(to, "%s,%s", list, next);
    }
    return SAY(to, "IF(ISNUMBER(%s),IF(ISNUMBER(%s),MIN(%s),%s),%s)", day, until, list, until, day);
}
