/* What stands behind the figures: statutory conditions, and the articles with their formulas. */
#include <string.h>

#include "livebook_internal.h"

void livebook_list_words(struct livebook *book, uint32_t line, uint16_t column, const char *text)
{
    if (text != NULL && text[0] != '\0')
        livebook_words(book, line, column, ROLE_FIGURE, text);
}

static void write_remark(struct livebook *book, uint32_t line, uint16_t column, const char *text)
{
    if (text != NULL && text[0] != '\0')
        livebook_words(book, line, column, ROLE_REMARK, text);
}

/* A sheet with a title, a line on it, and heads over its columns. */
void livebook_open_list(struct livebook *book, enum fixed_sheet sheet, const char *remark,
                        const struct title *heads, const uint8_t *widths, uint16_t count)
{
    livebook_open_rows(book, book->sheets[sheet], false);
    livebook_words(book, 0, 0, ROLE_TITLE, book->sheets[sheet]);
    livebook_words(book, 1, 0, ROLE_PLAIN, remark);
    for (uint16_t column = 0; column < count; column++) {
        book_writer_width(book->writer, column, column, widths[column]);
        livebook_words(book, LIST_FIRST_LINE - 1, column, ROLE_FIGURE_HEAD,
                       livebook_title(book, &heads[column]));
    }
    book_writer_panes(book->writer, LIST_FIRST_LINE, 1);
    livebook_page(book,
                  &(struct book_page){.repeat_first = LIST_FIRST_LINE - 1,
                                      .repeat_last = LIST_FIRST_LINE - 1},
                  book->sheets[sheet]);
}

/* ---- statutory conditions ---- */

static const char *condition_words(struct livebook *book, const struct cell *cell)
{
    if (cell->state == CELL_VALUE)
        return cell->value.boolean ? livebook_say(book, "✓ 符合", "✓ holds")
                                   : livebook_say(book, "✗ 不符合", "✗ fails");
    return cell->state == CELL_NOT_APPLICABLE ? book->miss : book->wait;
}

static void write_condition(struct livebook *book, const struct rule *rule, uint32_t row,
                            uint32_t line)
{
    const struct livebook_context *context = book->context;
    static const struct book_look look = {.role = ROLE_FIGURE};
    const struct table_plan *plan = &book->tables[rule->item.entity->index];
    const struct column *column = &plan->table->items[rule->item.index].column;
    const struct cell cell = column_cell(column, row);
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *own = cell_text_of(&to, plan, row, plan->items[rule->item.index]);
    const bool fails = cell.state == CELL_VALUE && !cell.value.boolean;
    livebook_list_words(book, line, 0, livebook_title(book, &rule->item.title));
    livebook_list_words(book, line, 1, livebook_shown_path(book, rule->item.entity, row));
    livebook_formula(book, line, 2, &look,
                     SAY(&to, "IF(%s=\"%s\",\"%s\",IF(%s=\"%s\",\"%s\",%s))", own, book->yes,
                         livebook_say(book, "✓ 符合", "✓ holds"), own, book->no,
                         livebook_say(book, "✗ 不符合", "✗ fails"), own),
                     &(struct book_value){.text = condition_words(book, &cell)});
    write_remark(book, line, 3, rule->source);
    write_remark(
        book, line, 4,
        fails ? livebook_kept(book, reason_text(context->policy, context->scenario->dataset,
                                                context->arith, rule, row, context->language))
              : "");
    livebook_list_words(book, line, 5, rule->item.id);
}

/* A condition over a long table, on one line: at how many rows it fails and is not known. */
static void write_condition_of_many(struct livebook *book, const struct rule *rule, uint32_t count,
                                    uint32_t line)
{
    static const struct book_look look = {.role = ROLE_FIGURE},
                                  number = {.format = SHOW_COUNT, .role = ROLE_FIGURE};
    const struct table_plan *plan = &book->tables[rule->item.entity->index];
    const struct column *column = &plan->table->items[rule->item.index].column;
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *range = range_text_of(&to, plan, 0, count, plan->items[rule->item.index]);
    int32_t fails = 0, waits = 0;
    for (uint32_t row = 0; row < count; row++) {
        fails += column_state(column, row) == CELL_VALUE && !column_value(column, row).boolean;
        waits += column_state(column, row) == CELL_UNDETERMINED;
    }
    const char *const words[] = {livebook_say(book, "✗ 不符合", "✗ fails"), book->wait,
                                 livebook_say(book, "✓ 符合", "✓ holds")};
    const struct number shown[] = {number_from_int(fails), number_from_int(waits)};
    livebook_list_words(book, line, 0, livebook_title(book, &rule->item.title));
    livebook_list_words(book, line, 1,
                        SAY(&to, livebook_zh(book) ? "%u 行" : "%u rows", (unsigned)count));
    livebook_formula(book, line, 2, &look,
                     SAY(&to, "IF(G%u>0,\"%s\",IF(H%u>0,\"%s\",\"%s\"))", (unsigned)line + 1,
                         words[0], (unsigned)line + 1, words[1], words[2]),
                     &(struct book_value){.text = words[fails > 0   ? 0
                                                        : waits > 0 ? 1
                                                                    : 2]});
    write_remark(book, line, 3, rule->source);
    livebook_list_words(book, line, 5, rule->item.id);
    livebook_formula(book, line, 6, &number, SAY(&to, "COUNTIF(%s,\"%s\")", range, book->no),
                     &(struct book_value){.number = &shown[0]});
    livebook_formula(book, line, 7, &number, SAY(&to, "COUNTIF(%s,\"%s\")", range, book->wait),
                     &(struct book_value){.number = &shown[1]});
}

/* A line a row, of a long table one in all. */
static void write_condition_lines(struct livebook *book, const struct rule *rule, uint32_t *line)
{
    enum { MOST_ROWS = 1000 };
    const uint32_t count = book->tables[rule->item.entity->index].table->count;
    const struct arena_mark mark = arena_mark(&book->scratch);
    if (count > MOST_ROWS)
        write_condition_of_many(book, rule, count, (*line)++);
    for (uint32_t row = 0; count <= MOST_ROWS && row < count && !book->no_memory; row++) {
        write_condition(book, rule, row, (*line)++);
        arena_rewind(&book->scratch, mark);
    }
    arena_rewind(&book->scratch, mark);
}

void livebook_write_conditions(struct livebook *book)
{
    static const struct title heads[] = {{"条件", "condition"},
                                         {"对象", "row"},
                                         {"结论", "outcome"},
                                         {"依据", "source"},
                                         {"写出时的原因", "reason when written"},
                                         {"规则", "rule"},
                                         {"不符合的行", "rows that fail"},
                                         {"待定的行", "rows undetermined"}};
    static const uint8_t widths[] = {40, 14, 14, 56, 60, 26, 12, 12};
    const struct policy *policy = book->context->policy;
    const char *words[] = {book->wait, "✗"};
    uint32_t line = LIST_FIRST_LINE;
    livebook_open_list(
        book, SHEET_CONDITIONS,
        livebook_say(book,
                     "每项法定条件对每一对象的结论，随填报的数变化；一千行以上的表合为一行，"
                     "后两栏是行数",
                     "every statutory condition at every row; follows the facts; of "
                     "a table of more than 1,000 rows on one line, with their "
                     "numbers in the last two columns"),
        heads, widths, 8);
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (policy->rules[i]->require)
            write_condition_lines(book, policy->rules[i], &line);
    }
    book->condition_count = line - LIST_FIRST_LINE;
    if (line > LIST_FIRST_LINE)
        book_writer_watch(book->writer, LIST_FIRST_LINE, 2, line - 1, 2, words, 2);
}

/* ---- articles ---- */

static const char *formula_text(struct livebook *book, const struct formula *formula)
{
    return formula == NULL ? ""
                           : livebook_kept(book, arena_copy(&book->scratch, formula->text.bytes,
                                                            formula->text.length));
}

static void findings_sheet_write_article(struct livebook *book, const struct rule *rule,
                                         const char *label, const struct formula *when,
                                         const struct formula *value, const char *source,
                                         const char *note, uint32_t line)
{
    const struct livebook_words *words = &book->context->words;
    livebook_list_words(book, line, 0, livebook_title(book, &rule->item.title));
    livebook_list_words(book, line, 1, label);
    if (label[0] == '\0') /* the rule itself: its cases are in its words */
        write_remark(book, line, 2, livebook_kept(book, words->rule(words->context, rule)));
    write_remark(book, line, 3, source == NULL ? rule->source : source);
    write_remark(book, line, 4, note == NULL ? "" : note);
    livebook_list_words(book, line, 5, rule->item.id);
    write_remark(book, line, 6, formula_text(book, when));
    write_remark(book, line, 7, formula_text(book, value));
    livebook_list_words(book, line, 8, rule->file->id);
}

void livebook_write_sources(struct livebook *book)
{
    static const struct title heads[] = {
        {"规则", "rule"},   {"情形", "case"},    {"规定", "in words"},
        {"依据", "source"}, {"说明", "note"},    {"编号", "id"},
        {"条件", "when"},   {"公式", "formula"}, {"政策", "policy"}};
    static const uint8_t widths[] = {30, 18, 76, 46, 38, 22, 34, 44, 24};
    const struct policy *policy = book->context->policy;
    uint32_t line = LIST_FIRST_LINE;
    livebook_open_list(
        book, SHEET_SOURCES,
        livebook_say(book, "每条规则的规定、条文，以及政策文件所写的条件和公式",
                     "every rule in words, its article, and its conditions and formulas as the "
                     "policies have them"),
        heads, widths, 9);
    for (size_t i = 0; i < policy->rule_count && !book->no_memory; i++) {
        const struct rule *rule = policy->rules[i];
        const struct arena_mark mark = arena_mark(&book->scratch);
        const char *note = rule->note.zh == NULL ? NULL : livebook_title(book, &rule->note);
        findings_sheet_write_article(book, rule, "", rule->when, rule->value, rule->source, note,
                                     line++);
        for (size_t j = 0; j < rule->case_count; j++) {
            const struct rule_case *one = &rule->cases[j];
            findings_sheet_write_article(book, rule, livebook_title(book, &one->title), one->when,
                                         one->value, one->source, one->note, line++);
        }
        arena_rewind(&book->scratch, mark);
    }
}
