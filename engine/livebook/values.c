/* What stands in a formula's cell until it is worked out again: the exact figure, evaluated as the
 * rules are. */
#include "livebook_internal.h"

enum book_format format_of(const struct type *type, const struct unit *unit, bool integer)
{
    static const struct dimension money = {.power = {[DIM_MONEY] = 1}};
    if (type->kind == TYPE_DATE)
        return SHOW_DATE;
    if (type->kind != TYPE_NUMBER)
        return SHOW_GENERAL;
    if (integer)
        return SHOW_WHOLE;
    if (unit->text != NULL && unit_is_share(unit))
        return SHOW_SHARE;
    if (dimension_equal(type->dimension, money))
        return SHOW_MONEY;
    return SHOW_QUANTITY;
}

static const char *value_words(const struct livebook *book, const union value *value,
                               const struct type *type)
{
    switch (type->kind) {
    case TYPE_BOOLEAN:
        return value->boolean ? book->yes : book->no;
    case TYPE_SYMBOL:
        return livebook_title(book, &type->enumeration->members[value->symbol].title);
    case TYPE_TEXT:
        return value->text;
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_REFERENCE:
        break;
    }
    return "";
}

struct book_value value_of_cell(struct livebook *book, const struct cell *cell,
                                const struct type *type, const struct unit *unit,
                                struct number *room)
{
    struct book_value value = {.number = room};
    if (cell->state == CELL_NOT_APPLICABLE)
        return (struct book_value){.text = book->miss};
    if (cell->state == CELL_ABSENT)
        return (struct book_value){.text = ""};
    if (cell->state == CELL_NONE)
        return (struct book_value){.text = book->none};
    if (cell->state != CELL_VALUE)
        return (struct book_value){.text = book->wait};
    if (type->kind == TYPE_DATE) {
        *room = number_from_int(cell->value.date.days + DAYS_TO_1970);
    } else if (type->kind == TYPE_NUMBER) {
        *room = livebook_shown(book, &cell->value.number, unit);
    } else if (type->kind == TYPE_REFERENCE) {
        const char *path = row_path(book->context->scenario->dataset, type->entity,
                                    cell->value.reference, &book->scratch);
        value = (struct book_value){.text = livebook_kept(book, path)};
    } else {
        value = (struct book_value){.text = value_words(book, &cell->value, type)};
    }
    return value;
}

/* ---- evaluation ---- */

/* The dates that hold at the rows of an entity at or below a rule's; NULL: the scenario's date. */
static const struct date *dates_of(struct livebook *book, const struct rule *rule,
                                   const struct entity *entity)
{
    struct dataset *dataset = book->context->scenario->dataset;
    if (rule == NULL || rule->on == NULL || !entity_is_below(entity, rule->item.entity))
        return NULL;
    const uint32_t above = dataset->tables[rule->item.entity->index].count;
    const uint32_t count = dataset->tables[entity->index].count;
    struct cell *cells = evaluate_column(book, NULL, rule->on, rule->on->root, rule->item.entity);
    struct date *dates = arena_array(&book->scratch, count, sizeof *dates);
    if (cells == NULL || dates == NULL || above == 0)
        return NULL;
    for (uint32_t row = 0; row < count; row++) {
        const struct cell *cell = &cells[row_above(dataset, entity, row, rule->item.entity)];
        dates[row] = cell->state == CELL_VALUE ? cell->value.date : dataset->as_of;
    }
    return dates;
}

static struct cell *evaluate_at(struct livebook *book, const struct rule *rule,
                                const struct formula *formula, const struct node *node,
                                const struct entity *entity, const uint32_t *rows, uint32_t count)
{
    struct formula part = *formula;
    struct diagnostics silent = {.language = FT_EN};
    struct evaluation evaluation = {.dataset = book->context->scenario->dataset,
                                    .arith = book->context->arith,
                                    .diagnostics = &silent,
                                    .on = dates_of(book, rule, entity),
                                    .rule = ""};
    struct cell *cells = arena_array(&book->scratch, count, sizeof *cells);
    part.root = node;
    part.entity = entity;
    if (cells == NULL || formula_evaluate(&part, &evaluation, rows, count, cells) != FT_OK) {
        book->no_memory = true;
        return NULL;
    }
    return cells;
}

enum ft_status evaluate_traced(struct livebook *book, const struct rule *rule,
                               const struct formula *formula, const uint32_t *rows, uint32_t count,
                               const struct trace *trace, struct arith *arith)
{
    struct diagnostics silent = {.language = FT_EN};
    struct evaluation evaluation = {.dataset = book->context->scenario->dataset,
                                    .arith = arith,
                                    .diagnostics = &silent,
                                    .on = dates_of(book, rule, formula->entity),
                                    .trace = trace,
                                    .rule = ""};
    struct cell *cells = arena_array(&book->scratch, count, sizeof *cells);
    return cells == NULL ? FT_NO_MEMORY
                         : formula_evaluate(formula, &evaluation, rows, count, cells);
}

static uint32_t *all_rows(struct livebook *book, const struct entity *entity, uint32_t *count)
{
    *count = book->tables[entity->index].table->count;
    uint32_t *rows = arena_array(&book->scratch, *count, sizeof *rows);
    for (uint32_t row = 0; rows != NULL && row < *count; row++)
        rows[row] = row;
    if (rows == NULL)
        book->no_memory = true;
    return rows;
}

struct cell *evaluate_column(struct livebook *book, const struct rule *rule,
                             const struct formula *formula, const struct node *node,
                             const struct entity *entity)
{
    uint32_t count;
    const uint32_t *rows = all_rows(book, entity, &count);
    return rows == NULL ? NULL : evaluate_at(book, rule, formula, node, entity, rows, count);
}

/* ---- helpers ---- */

static struct cell neutral_cell(const struct node *node)
{
    struct cell cell = {.state = CELL_VALUE, .value = {.number = NUMBER_ZERO}};
    if ((node->via != NULL && node->op != NODE_COUNT) || node->op == NODE_MIN ||
        node->op == NODE_MAX)
        cell.state = CELL_ABSENT; /* an empty text */
    else if (node->op != NODE_SUM)
        cell.value = (union value){.boolean = node->op == NODE_ALL};
    return cell;
}

/* What each row gives to an aggregate: its body where "where" holds. */
static struct cell *body_column(struct livebook *book, const struct helper *helper)
{
    const struct node *body = aggregate_body(helper->node);
    const struct node *where = aggregate_where(helper->node);
    struct cell *cells = evaluate_column(book, helper->rule, helper->formula,
                                         where != NULL ? where : body, helper->entity);
    uint32_t count, picked = 0;
    uint32_t *rows = all_rows(book, helper->entity, &count);
    if (cells == NULL || rows == NULL || where == NULL || body == NULL)
        return cells;
    for (uint32_t row = 0; row < count; row++)
        if (cells[row].state == CELL_VALUE && cells[row].value.boolean)
            rows[picked++] = row;
        else if (cells[row].state == CELL_VALUE)
            cells[row] = neutral_cell(helper->node);
    const struct cell *values =
        evaluate_at(book, helper->rule, helper->formula, body, helper->entity, rows, picked);
    for (uint32_t i = 0; values != NULL && i < picked; i++)
        cells[rows[i]] = values[i];
    return cells;
}

/* A share's exact part in steps, its whole steps, or what is left of it. */
static bool live_values_part_of(struct livebook *book, enum helper_use use,
                                const struct number *exact, const struct number *step,
                                struct number *part)
{
    struct arith *arith = book->context->arith;
    struct number whole, steps, digits;
    if (number_div(&steps, arith, exact, step) != FT_OK ||
        number_round(&whole, arith, &steps, &NUMBER_ONE, ROUND_FLOOR) != FT_OK)
        return false;
    *part = use == HELPER_STEPS ? steps : whole;
    return use != HELPER_LEFT || (number_sub(part, arith, &steps, &whole) == FT_OK &&
                                  number_from_ratio(&digits, arith, 1, 10000) == FT_OK &&
                                  number_round(part, arith, part, &digits, ROUND_HALF_UP) == FT_OK);
}

static void share_family(struct livebook *book, const struct helper *helper, uint32_t first,
                         uint32_t end, struct cell *const operands[3], struct cell *cells)
{
    struct arith *arith = book->context->arith;
    struct number total = NUMBER_ZERO;
    for (uint32_t row = first; row < end; row++) {
        cells[row] = (struct cell){.state = CELL_VALUE};
        for (size_t i = 0; i < 3; i++)
            if (operands[i][row].state != CELL_VALUE && cells[first].state != CELL_NOT_APPLICABLE)
                cells[first].state = operands[i][row].state;
        if (cells[first].state == CELL_VALUE &&
            number_add(&total, arith, &total, &operands[1][row].value.number) != FT_OK)
            book->no_memory = true;
    }
    for (uint32_t row = first; row < end; row++) {
        struct number exact = NUMBER_ZERO;
        cells[row].state = cells[first].state;
        if (cells[row].state != CELL_VALUE)
            continue;
        if (number_sign(&total) > 0 && (number_mul(&exact, arith, &operands[0][row].value.number,
                                                   &operands[1][row].value.number) != FT_OK ||
                                        number_div(&exact, arith, &exact, &total) != FT_OK))
            book->no_memory = true;
        if (!live_values_part_of(book, helper->use, &exact, &operands[2][row].value.number,
                                 &cells[row].value.number))
            cells[row].state = CELL_ERROR;
    }
}

static struct cell *share_column(struct livebook *book, const struct helper *helper)
{
    const struct table *table = book->tables[helper->entity->index].table;
    struct cell *operands[3];
    struct cell *cells = arena_array(&book->scratch, table->count, sizeof *cells);
    for (size_t i = 0; i < 3; i++) {
        operands[i] = evaluate_column(book, helper->rule, helper->formula,
                                      helper->node->operands[i], helper->entity);
        if (operands[i] == NULL)
            return NULL;
    }
    for (uint32_t row = 0; cells != NULL && row < table->count;) {
        const uint32_t end =
            helper->entity->parent == NULL ? 1 : table->first[table->parents[row] + 1];
        share_family(book, helper, row, end, operands, cells);
        row = end;
    }
    return cells;
}

/* How many rows are made: none where their number is not known or does not apply. */
static struct cell *count_column(struct livebook *book, const struct helper *helper)
{
    struct cell *cells =
        evaluate_column(book, NULL, helper->formula, helper->formula->root, helper->entity);
    const uint32_t count = book->tables[helper->entity->index].table->count;
    for (uint32_t row = 0; cells != NULL && row < count; row++)
        if (cells[row].state != CELL_VALUE)
            cells[row] = (struct cell){.value = {.number = NUMBER_ZERO}, .state = CELL_VALUE};
    return cells;
}

static struct cell *place_column(struct livebook *book, const struct helper *helper)
{
    const struct table *table = book->tables[helper->entity->index].table;
    const struct column *column = &table->fields[helper->via->index];
    const bool unknown = !helper->via->optional || helper->via->absence == ABSENCE_UNKNOWN;
    struct cell *cells = arena_array(&book->scratch, table->count, sizeof *cells);
    for (uint32_t row = 0; cells != NULL && row < table->count; row++) {
        if (column_state(column, row) == CELL_VALUE)
            cells[row] =
                (struct cell){.value = {.number = number_from_int(
                                            (int32_t)column_value(column, row).reference + 1)},
                              .state = CELL_VALUE};
        else
            cells[row].state = unknown && column_state(column, row) != CELL_NONE
                                   ? CELL_UNDETERMINED
                                   : CELL_NOT_APPLICABLE;
    }
    return cells;
}

struct cell *helper_column(struct livebook *book, const struct helper *helper)
{
    switch (helper->use) {
    case HELPER_CASE:
        return evaluate_column(book, helper->rule, helper->formula, helper->formula->root,
                               helper->entity);
    case HELPER_BODY:
        return body_column(book, helper);
    case HELPER_OPERAND:
        return evaluate_column(book, helper->rule, helper->formula,
                               helper->node->operands[helper->index], helper->entity);
    case HELPER_PLACE:
        return place_column(book, helper);
    case HELPER_ROWS:
        return helper->below->spans != NULL ? spans_stand_column(book, helper->below)
                                            : count_column(book, helper);
    case HELPER_FROM:
    case HELPER_UNTIL:
        return evaluate_column(book, NULL, helper->formula, helper->formula->root, helper->entity);
    case HELPER_CHOICE:
    case HELPER_LOGIC:
    case HELPER_PART:
    case HELPER_EXTREME:
        return evaluate_column(book, helper->rule, helper->formula, helper->node, helper->entity);
    case HELPER_STEPS:
    case HELPER_WHOLE:
    case HELPER_LEFT:
        break;
    }
    return share_column(book, helper);
}
