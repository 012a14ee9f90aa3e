/* What stands behind the figures: statutory conditions, the exact figures beside the live ones, and
 * the articles with their formulas. */
#include <string.h>

#include "livebook_internal.h"

static void write_words(struct livebook *book, uint32_t line, uint16_t column, const char *text)
{
    static const struct book_look look = {.role = ROLE_FIGURE};
    if (text != NULL && text[0] != '\0')
        book_writer_words(book->writer, line, column, &look, text);
}

static void write_remark(struct livebook *book, uint32_t line, uint16_t column, const char *text)
{
    static const struct book_look look = {.role = ROLE_REMARK};
    if (text != NULL && text[0] != '\0')
        book_writer_words(book->writer, line, column, &look, text);
}

/* A sheet with a title, a line on it, and heads over its columns. */
static void open_list(struct livebook *book, enum fixed_sheet sheet, const char *remark,
                      const struct title *heads, const uint8_t *widths, uint16_t count)
{
    const struct book_look title = {.role = ROLE_TITLE}, plain = {.role = ROLE_PLAIN},
                           head = {.role = ROLE_FIGURE_HEAD};
    livebook_open_rows(book, book->sheets[sheet]);
    book_writer_words(book->writer, 0, 0, &title, book->sheets[sheet]);
    book_writer_words(book->writer, 1, 0, &plain, remark);
    for (uint16_t column = 0; column < count; column++) {
        book_writer_width(book->writer, column, column, widths[column]);
        book_writer_words(book->writer, LIST_FIRST_LINE - 1, column, &head,
                          livebook_title(book, &heads[column]));
    }
    book_writer_panes(book->writer, LIST_FIRST_LINE, 1);
    livebook_page(book,
                  &(struct book_page){.repeat_first = LIST_FIRST_LINE - 1,
                                      .repeat_last = LIST_FIRST_LINE - 1},
                  book->sheets[sheet]);
}

/* ---- statutory conditions -------------------------------------------------------------------- */

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
    const struct cell cell = {.value = column->values[row],
                              .state = (enum cell_state)column->states[row]};
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *own = cell_text_of(&to, plan, row, plan->items[rule->item.index]);
    const bool fails = cell.state == CELL_VALUE && !cell.value.boolean;
    write_words(book, line, 0, livebook_title(book, &rule->item.title));
    write_words(book, line, 1, livebook_path(book, rule->item.entity, row));
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
    write_words(book, line, 5, rule->item.id);
}

void livebook_write_conditions(struct livebook *book)
{
    static const struct title heads[] = {{"条件", "condition"},
                                         {"对象", "row"},
                                         {"结论", "outcome"},
                                         {"依据", "source"},
                                         {"写出时的原因", "reason when written"},
                                         {"规则", "rule"}};
    static const uint8_t widths[] = {40, 14, 14, 56, 60, 26};
    const struct policy *policy = book->context->policy;
    const char *words[] = {book->wait, "✗"};
    uint32_t line = LIST_FIRST_LINE;
    open_list(book, SHEET_CONDITIONS,
              livebook_say(book, "每项法定条件对每一对象的结论，随填报的数变化",
                           "every statutory condition at every row; follows the facts"),
              heads, widths, 6);
    for (size_t i = 0; i < policy->rule_count; i++) {
        const struct rule *rule = policy->rules[i];
        const uint32_t count = book->tables[rule->item.entity->index].table->count;
        for (uint32_t row = 0; rule->require && row < count && !book->no_memory; row++) {
            const struct arena_mark mark = arena_mark(&book->scratch);
            write_condition(book, rule, row, line++);
            arena_rewind(&book->scratch, mark);
        }
    }
    book->condition_count = line - LIST_FIRST_LINE;
    if (line > LIST_FIRST_LINE)
        book_writer_watch(book->writer, LIST_FIRST_LINE, 2, line - 1, 2, words, 2);
}

/* ---- exact figures --------------------------------------------------------------------------- */

/* A line of the sheet: a cell, and the exact figure that it came to. */
struct proof_line {
    const char *sheet, *title, *row, *live;
    const struct number *exact; /* in base units */
    const struct unit *unit;
    enum book_format format;
    bool doubted; /* it stands as a value */
};

static void write_proof_line(struct livebook *book, const struct proof_line *proof, uint32_t line)
{
    struct arith *arith = book->context->arith;
    const struct book_look look = {.format = proof->format, .role = ROLE_FIGURE},
                           difference = {.format = SHOW_FACTOR, .role = ROLE_FIGURE},
                           words = {.role = ROLE_FIGURE};
    const struct number factor = cell_factor(proof->unit);
    struct translator to = {.book = book, .arena = &book->scratch};
    struct number shown;
    if (number_div(&shown, arith, proof->exact, &factor) != FT_OK)
        book->no_memory = true;
    const unsigned at = (unsigned)line + 1;
    write_words(book, line, 0, proof->sheet);
    write_words(book, line, 1, proof->title);
    write_words(book, line, 2, proof->row);
    write_words(book, line, 3,
                livebook_kept(book, quantity_brief(proof->exact, arith, proof->unit)));
    book_writer_number(book->writer, line, 4, &look, &shown);
    livebook_formula(book, line, 5, &look, proof->live, &(struct book_value){.number = &shown});
    livebook_formula(book, line, 6, &difference,
                     SAY(&to, "IF(ISNUMBER(F%u),ROUND(F%u-E%u,6),\"%s\")", at, at, at,
                         livebook_say(book, "无数", "no number")),
                     &(struct book_value){.number = &NUMBER_ZERO});
    if (proof->doubted) {
        write_words(book, line, 7, livebook_say(book, "以值列示", "stands as a value"));
        return;
    }
    livebook_formula(book, line, 7, &words,
                     SAY(&to, "IF(ISNUMBER(G%u),IF(ABS(G%u)<0.005,\"%s\",\"%s\"),\"%s\")", at, at,
                         livebook_say(book, "一致", "agrees"),
                         livebook_say(book, "已改动", "changed"),
                         livebook_say(book, "已改动", "changed")),
                     &(struct book_value){.text = livebook_say(book, "一致", "agrees")});
}

static uint32_t prove_postings(struct livebook *book, uint32_t line, size_t most)
{
    struct translator to = {.book = book, .arena = &book->scratch};
    for (size_t i = 0; i < book->posting_count && most > 0 && !book->no_memory; i++) {
        const struct posting_plan *posting = &book->postings[i];
        const struct arena_mark mark = arena_mark(&book->scratch);
        most -= posting->made != NULL;
        if (posting->made != NULL && posting->made->lacks == NULL) {
            const struct proof_line proof = {
                .sheet = book->sheets[SHEET_POSTINGS],
                .title = livebook_title(book, &posting->rule->item.title),
                .row = livebook_path(book, posting->rule->item.entity, posting->row),
                .live = posting_cell(&to, posting),
                .exact = &posting->made->amount,
                .unit = &posting->post->kind->unit,
                .format = posting->post->kind->decimals == 2 ? SHOW_MONEY : SHOW_QUOTA,
                .doubted = posting->doubted};
            write_proof_line(book, &proof, line++);
        }
        arena_rewind(&book->scratch, mark);
    }
    return line;
}

static uint32_t prove_rule(struct livebook *book, const struct rule *rule, uint32_t line)
{
    const struct table_plan *plan = &book->tables[rule->item.entity->index];
    const struct column *column = &plan->table->items[rule->item.index].column;
    struct translator to = {.book = book, .arena = &book->scratch};
    for (uint32_t row = 0; row < plan->table->count && !book->no_memory; row++) {
        const struct arena_mark mark = arena_mark(&book->scratch);
        if (column->states[row] == CELL_VALUE) {
            const struct proof_line proof = {
                .sheet = plan->sheet,
                .title = livebook_title(book, &rule->item.title),
                .row = livebook_path(book, rule->item.entity, row),
                .live = cell_text_of(&to, plan, row, plan->items[rule->item.index]),
                .exact = &column->values[row].number,
                .unit = &rule->item.unit,
                .format = format_of(&rule->item.type, &rule->item.unit, false),
                .doubted = book->doubts[rule->item.entity->index][rule->item.index][row]};
            write_proof_line(book, &proof, line++);
        }
        arena_rewind(&book->scratch, mark);
    }
    return line;
}

static size_t figure_count(const struct livebook *book)
{
    const struct policy *policy = book->context->policy;
    size_t count = book->posting_count;
    for (size_t i = 0; i < policy->rule_count; i++)
        if (policy->rules[i]->item.type.kind == TYPE_NUMBER)
            count += book->tables[policy->rules[i]->item.entity->index].table->count;
    return count;
}

void livebook_write_proof(struct livebook *book)
{
    enum { MOST_LINES = 20000, FEW_LINES = 2000 };
    static const struct title heads[] = {
        {"表", "sheet"},          {"数", "figure"}, {"对象", "row"},      {"精确值", "exact"},
        {"写出时", "as written"}, {"现在", "now"},  {"差", "difference"}, {"结论", "outcome"}};
    static const uint8_t widths[] = {14, 40, 14, 44, 20, 20, 12, 10};
    const struct policy *policy = book->context->policy;
    const bool whole = figure_count(book) <= MOST_LINES;
    const char *words[] = {livebook_say(book, "已改动", "changed")};
    uint32_t line = LIST_FIRST_LINE;
    open_list(
        book, SHEET_PROOF,
        whole ? livebook_say(book,
                             "方田算出的精确值与表中公式现在的数对照；改动填报的数以后即为“已改动”",
                             "the exact figures beside what the formulas say now; once a "
                             "fact is changed they differ")
              : livebook_say(book,
                             "方田算出的精确值与表中公式现在的数对照；数多，只列前 2,000 笔入账额，"
                             "其余见各表",
                             "the exact figures beside what the formulas say now; of so many, "
                             "those that are posted"),
        heads, widths, 8);
    line = prove_postings(book, line, whole ? SIZE_MAX : FEW_LINES);
    for (size_t i = 0; whole && i < policy->rule_count && !book->no_memory; i++)
        if (policy->rules[i]->item.type.kind == TYPE_NUMBER)
            line = prove_rule(book, policy->rules[i], line);
    book->proof_count = line - LIST_FIRST_LINE;
    if (line > LIST_FIRST_LINE)
        book_writer_watch(book->writer, LIST_FIRST_LINE, 7, line - 1, 7, words, 1);
}

/* ---- articles -------------------------------------------------------------------------------- */

static const char *formula_text(struct livebook *book, const struct formula *formula)
{
    return formula == NULL ? ""
                           : livebook_kept(book, arena_copy(&book->scratch, formula->text.bytes,
                                                            formula->text.length));
}

static void write_article(struct livebook *book, const struct rule *rule, const char *label,
                          const struct formula *when, const struct formula *value,
                          const char *source, const char *note, uint32_t line)
{
    write_words(book, line, 0, livebook_title(book, &rule->item.title));
    write_words(book, line, 1, label);
    write_remark(book, line, 2, formula_text(book, when));
    write_remark(book, line, 3, formula_text(book, value));
    write_remark(book, line, 4, source == NULL ? rule->source : source);
    write_remark(book, line, 5, note == NULL ? "" : note);
    write_words(book, line, 6, rule->item.id);
    write_words(book, line, 7, rule->file->id);
}

void livebook_write_sources(struct livebook *book)
{
    static const struct title heads[] = {
        {"规则", "rule"},   {"情形", "case"}, {"条件", "condition"}, {"公式", "formula"},
        {"依据", "source"}, {"说明", "note"}, {"编号", "id"},        {"政策", "policy"}};
    static const uint8_t widths[] = {36, 24, 40, 60, 60, 50, 26, 30};
    const struct policy *policy = book->context->policy;
    uint32_t line = LIST_FIRST_LINE;
    open_list(book, SHEET_SOURCES,
              livebook_say(book, "每条规则的条文、条件和公式，如政策文件所写",
                           "every rule's article, conditions and formula, as the policies have it"),
              heads, widths, 8);
    for (size_t i = 0; i < policy->rule_count && !book->no_memory; i++) {
        const struct rule *rule = policy->rules[i];
        const struct arena_mark mark = arena_mark(&book->scratch);
        const char *note = rule->note.zh == NULL ? NULL : livebook_title(book, &rule->note);
        write_article(book, rule, "", rule->when, rule->value, rule->source, note, line++);
        for (size_t j = 0; j < rule->case_count; j++) {
            const struct rule_case *one = &rule->cases[j];
            write_article(book, rule, livebook_title(book, &one->title), one->when, one->value,
                          one->source, one->note, line++);
        }
        arena_rewind(&book->scratch, mark);
    }
}
