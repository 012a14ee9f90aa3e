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
        if (rule->item.entity != plan->entity || !rule_is_seen(policy, rule))
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

uint32_t livebook_write_waiting(struct livebook *book, uint32_t line)
{
    book->waiting_first = line;
    for (size_t i = 0; i < book->context->policy->schema.entity_count && !book->no_memory; i++) {
        const struct arena_mark mark = arena_mark(&book->scratch);
        if (book->tables[i].table->count > 0)
            line = write_waiting_table(book, &book->tables[i], line);
        arena_rewind(&book->scratch, mark);
    }
    book->waiting_end = line;
    return line;
}
