/* How many figures that people see are undetermined: the same count as the conclusion's, which
 * follows changes; lines of the sheet of proof, and their sum. */
#include "livebook_internal.h"

enum { MOST_IN_LINE = 100 }; /* columns that one formula counts: it has to fit into a cell */

static const char *waiting_title(struct livebook *book)
{
    return livebook_say(book, "待定的数（收付、法定条件和报表用到的）",
                        "undetermined figures (of postings, conditions and statements)");
}

static void write_waiting_line(struct livebook *book, const struct table_plan *plan,
                               const char *formula, uint32_t count, uint32_t line)
{
    static const struct book_look look = {.format = SHOW_COUNT, .role = ROLE_FIGURE},
                                  words = {.role = ROLE_FIGURE};
    struct translator to = {.book = book, .arena = &book->scratch};
    const struct number number = number_from_int((int32_t)count);
    const unsigned at = (unsigned)line + 1;
    const char *agrees = livebook_say(book, "一致", "agrees");
    livebook_list_words(book, line, 0, plan->sheet);
    livebook_list_words(book, line, 1, waiting_title(book));
    book_writer_number(book->writer, line, 4, &look, &number);
    livebook_formula(book, line, 5, &look, formula, &(struct book_value){.number = &number});
    livebook_formula(book, line, 7, &words,
                     SAY(&to, "IF(F%u=E%u,\"%s\",\"%s\")", at, at, agrees,
                         livebook_say(book, "已改动", "changed")),
                     &(struct book_value){.text = agrees});
    book->waiting += count;
}

static uint32_t waiting_rows(const struct table_plan *plan, const struct rule *rule)
{
    const struct column *column = &plan->table->items[rule->item.index].column;
    uint32_t count = 0;
    for (uint32_t row = 0; row < plan->table->count; row++)
        count += column_state(column, row) == CELL_UNDETERMINED;
    return count;
}

/* The lines of one table; the next. */
static uint32_t write_waiting_table(struct livebook *book, const struct table_plan *plan,
                                    uint32_t line)
{
    const struct policy *policy = book->context->policy;
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *text = "";
    uint32_t count = 0;
    size_t columns = 0;
    for (size_t i = 0; i < policy->rule_count && !book->no_memory; i++) {
        const struct rule *rule = policy->rules[i];
        if (rule->item.entity != plan->entity || !rule->is_seen)
            continue;
        text = SAY(&to, "%s%sCOUNTIF(%s,\"%s\")", text, columns == 0 ? "" : "+",
                   range_text_of(&to, plan, 0, plan->table->count, plan->items[rule->item.index]),
                   book->wait);
        count += waiting_rows(plan, rule);
        if (++columns < MOST_IN_LINE)
            continue;
        write_waiting_line(book, plan, text, count, line++);
        text = "";
        count = 0;
        columns = 0;
    }
    if (columns > 0)
        write_waiting_line(book, plan, text, count, line++);
    return line;
}

/* ---- figures of views that are no rule's ---- */

static uint32_t open_figures_of(const struct ledger *ledger, const struct view_line *line)
{
    uint32_t count = 0;
    for (size_t i = 0; i < ledger->open_figure_count; i++)
        count += ledger->open_figures[i].line == line;
    return count;
}

static uint32_t open_figures_at(const struct ledger *ledger, const struct view_line *line,
                                uint32_t row)
{
    uint32_t count = 0;
    for (size_t i = 0; i < ledger->open_figure_count; i++)
        count += ledger->open_figures[i].line == line && ledger->open_figures[i].row == row;
    return count;
}

/* A line of a view: of facts as they stand those that are not given, else what its formula comes to at
 * each row. The next. */
static uint32_t write_waiting_figures(struct livebook *book, const struct view *view,
                                      const struct view_line *figure, uint32_t line)
{
    const struct table_plan *plan = &book->tables[view->entity->index];
    const struct ledger *ledger = book->context->ledger;
    const struct node *root = figure->value->root;
    struct translator to = {.book = book, .arena = &book->scratch};
    const uint32_t rows = plan->table->count;
    if (rows > 0 && root->op == NODE_FIELD && is_plain_column(root, view->entity)) {
        write_waiting_line(book, plan,
                           SAY(&to, "COUNTBLANK(%s)",
                               range_text_of(&to, plan, 0, rows, plan->fields[root->field->index])),
                           open_figures_of(ledger, figure), line);
        return line + 1;
    }
    for (uint32_t row = 0; row < rows && !book->no_memory; row++) {
        const struct arena_mark mark = arena_mark(&book->scratch);
        const struct spot spot = {view->entity, row};
        const char *text = translate_whole(&to, root, spot, &figure->unit, NULL);
        write_waiting_line(book, plan,
                           SAY(&to, "IF(%s=\"%s\",1,0)", settled_text(&to, text), book->wait),
                           open_figures_at(ledger, figure, row), line++);
        arena_rewind(&book->scratch, mark);
    }
    return line;
}

static uint32_t write_waiting_view(struct livebook *book, const struct view *view, uint32_t line)
{
    bool leads = false;
    for (size_t i = 0; i < view->line_count && !book->no_memory; i++)
        if (view_line_is_open(&view->lines[i]))
            line = write_waiting_figures(book, view, &view->lines[i], line);
    if (view->per == NULL || !view_line_is_open(view->per))
        return line;
    if (ledger_leads(&leads, book->context->ledger, view, book->context->arith,
                     book->context->diagnostics) != FT_OK)
        book->no_memory = true; /* of a fault the run has told */
    return leads ? write_waiting_figures(book, view, view->per, line) : line;
}

uint32_t livebook_write_waiting(struct livebook *book, uint32_t line)
{
    book->waiting_first = line;
    for (size_t i = 0; i < book->context->policy->schema.entity_count && !book->no_memory; i++) {
        const struct arena_mark mark = arena_mark(&book->scratch);
        if (book->tables[i].table->count > 0)
            line = write_waiting_table(book, &book->tables[i], line);
        arena_rewind(&book->scratch, mark);
    }
    for (size_t i = 0; i < book->context->policy->view_count && !book->no_memory; i++) {
        const struct arena_mark mark = arena_mark(&book->scratch);
        line = write_waiting_view(book, book->context->policy->views[i], line);
        arena_rewind(&book->scratch, mark);
    }
    book->waiting_end = line;
    return line;
}
