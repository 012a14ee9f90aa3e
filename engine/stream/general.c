/* Rows the general way: a dataset of their own, the evaluator and ledger of every other table. */
#include <string.h>

#include "join.h"

static bool add_text(struct worker *worker, const char *text)
{
    return text != NULL && bytes_add(&worker->out, text, strlen(text));
}

/* A figure in its unit: as posted where it is, with the kind's decimals, else exact. */
static bool add_number(struct worker *worker, const struct number *number, const struct unit *unit,
                       const struct value_kind *kind)
{
    struct number figure;
    const struct unit *shown = kind == NULL ? unit : &kind->unit;
    if (number_div(&figure, &worker->arith, number, &shown->factor) != FT_OK)
        return false;
    return add_text(
        worker, kind == NULL ? number_text(&figure, &worker->arith, NUMBER_PLAIN)
                             : number_fixed(&figure, &worker->arith, kind->decimals, NUMBER_PLAIN));
}

static bool add_value(struct worker *worker, const union value *value, const struct type *type,
                      const struct unit *unit, const struct value_kind *kind)
{
    struct number rounded;
    char date[DATE_TEXT_SIZE];
    switch (type->kind) {
    case TYPE_NUMBER:
        if (kind == NULL)
            return add_number(worker, &value->number, unit, NULL);
        return number_round(&rounded, &worker->arith, &value->number, &kind->step, kind->mode) ==
                   FT_OK &&
               add_number(worker, &rounded, unit, kind);
    case TYPE_BOOLEAN:
        return add_text(worker, value->boolean ? "true" : "false");
    case TYPE_DATE:
        return add_text(worker, date_text(date, value->date));
    case TYPE_SYMBOL:
        return add_text(worker, type->enumeration->members[value->symbol].id);
    case TYPE_TEXT:
        return bytes_add_cell(&worker->out, value->text, strlen(value->text));
    default:
        return true;
    }
}

static bool add_column(struct worker *worker, const struct dataset *dataset,
                       const struct out_column *column, uint32_t row)
{
    const struct table *table = &dataset->tables[worker->plan->entity->index];
    const struct column *cells = column->field != NULL
                                     ? &table->fields[column->field->index]
                                     : &table->items[column->rule->item.index].column;
    if (cells->states[row] == CELL_UNDETERMINED)
        return add_text(worker, "undetermined");
    if (cells->states[row] == CELL_NONE)
        return add_text(worker, "none");
    if (cells->states[row] != CELL_VALUE)
        return true;
    if (column->field != NULL)
        return add_value(worker, &cells->values[row], &column->field->type, &column->field->unit,
                         NULL);
    return add_value(worker, &cells->values[row], &column->rule->item.type,
                     &column->rule->item.unit, column->kind);
}

static enum ft_status write_lines(struct worker *worker, const struct dataset *dataset)
{
    const struct plan *plan = worker->plan;
    uint32_t count = dataset->tables[plan->entity->index].count;
    for (uint32_t row = 0; row < count; row++) {
        struct arena_mark mark = arena_mark(&worker->arena);
        for (size_t i = 0; i < plan->column_count; i++)
            if ((i > 0 && !bytes_add(&worker->out, ",", 1)) ||
                !add_column(worker, dataset, &plan->columns[i], row))
                return FT_NO_MEMORY;
        if (!bytes_add(&worker->out, "\n", 1))
            return FT_NO_MEMORY;
        arena_rewind(&worker->arena, mark);
    }
    return FT_OK;
}

/* ---- totals ---- */

/* The group of a row of the table. */
static size_t group_of(const struct plan *plan, const struct dataset *dataset, uint32_t row)
{
    const struct column *column = &dataset->tables[plan->entity->index].fields[plan->by->index];
    return column->states[row] == CELL_VALUE ? column->values[row].symbol : plan->group_count - 2;
}

static void add_posting(struct totals *totals, const struct dataset *dataset,
                        const struct posting *posting)
{
    const struct plan *plan = totals->plan;
    size_t line = 0;
    while (plan->lines[line].post != posting->post)
        line++;
    struct line_sum *sums = &totals->sums[line * plan->group_count];
    size_t groups[2] = {plan->group_count - 1, 0}, count = 1;
    if (plan->by != NULL)
        groups[count++] =
            group_of(plan, dataset,
                     row_above(dataset, posting->rule->item.entity, posting->row, plan->entity));
    for (size_t i = 0; i < count; i++) {
        struct line_sum *sum = &sums[groups[i]];
        sum->rows++;
        sum_add_number(&sum->amount, &posting->amount);
        sum_add_number(&sum->exact, &posting->exact);
    }
}

static struct stream_finding *finding_of(struct totals *totals, const struct rule *rule)
{
    struct stream_finding *finding = totals->findings;
    while (finding->rule != rule)
        finding++;
    return finding;
}

static void add_ledger(struct totals *totals, const struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->posting_count; i++)
        if (ledger->postings[i].lacks == NULL)
            add_posting(totals, ledger->dataset, &ledger->postings[i]);
    for (size_t i = 0; i < ledger->check_count; i++) {
        struct stream_finding *finding = finding_of(totals, ledger->checks[i].rule);
        finding->holds += ledger->checks[i].holds;
        finding->fails += !ledger->checks[i].holds;
    }
    for (size_t i = 0; i < ledger->not_applicable_count; i++)
        finding_of(totals, ledger->not_applicable[i].rule)->not_applicable++;
    for (size_t i = 0; i < ledger->undetermined_count; i++)
        finding_of(totals, ledger->undetermined[i].rule)->undetermined++;
}

/* The rows below that belong to these rows, by table; passed over. NULL when memory is out. */
static const struct source *rows_below(struct worker *worker, const struct source *rows)
{
    const struct long_table *table = worker->plan->table;
    struct source *parts = arena_array(&worker->arena, table->below_count, sizeof *parts);
    for (size_t i = 0; parts != NULL && i < table->below_count; i++) {
        struct below_rows *below = &worker->below[i];
        const char *start = below->bytes.at + below->used;
        struct join join = {.row = rows->bytes,
                            .rows_end = rows->bytes + rows->length,
                            .key = join_key_place(table),
                            .below = start,
                            .below_end = below->bytes.at + below->bytes.length,
                            .above = table->below[i]->above,
                            .quotes = true,
                            .quotes_below = true};
        (void)join_advance(&join);
        for (; below->counted < below->used; below->counted++)
            below->lines += below->bytes.at[below->counted] == '\n';
        parts[i] = (struct source){.path = table->below[i]->path,
                                   .bytes = start,
                                   .length = (size_t)(join.below - start),
                                   .lines_before = below->lines};
        below->used += parts[i].length;
    }
    return parts;
}

enum ft_status general_rows(struct worker *worker, const struct source *rows)
{
    const struct plan *plan = worker->plan;
    struct application application = {.versions_used = worker->totals.versions_used};
    struct dataset *dataset;
    struct ledger *ledger;
    struct arena_mark mark = arena_mark(&worker->arena);
    uint64_t before = worker->diagnostics.total;
    const struct source *below = rows_below(worker, rows);
    enum ft_status status = below == NULL ? FT_NO_MEMORY
                                          : scenario_block(&dataset, plan->scenario, rows, below,
                                                           &worker->arith, &worker->diagnostics);
    worker->keys_known = status == FT_OK;
    if (status == FT_OK)
        status = keys_of_rows(worker, dataset);
    if (status == FT_OK)
        status = plan_apply(plan, STEP_ROWS, dataset, &worker->arith, &worker->diagnostics,
                            &application, &ledger);
    if (status == FT_OK)
        status = late_of_rows(worker, dataset);
    if (status == FT_OK)
        status = write_lines(worker, dataset);
    if (status == FT_OK) {
        uint32_t count = dataset->tables[plan->entity->index].count;
        add_ledger(&worker->totals, ledger);
        worker->totals.rows += count;
        worker->totals.general_rows += count;
    }
    arena_rewind(&worker->arena, mark);
    return status == FT_OK && worker->diagnostics.total > before ? FT_INVALID : status;
}
