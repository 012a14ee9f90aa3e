/* The sheet of proof: what the formulas cannot follow, the exact figures beside the live ones, and
 * what doubles cannot decide. */
#include <string.h>

#include "livebook_internal.h"

enum { MOST_LINES = 20000, FEW_LINES = 2000 };

/* A line of the sheet: a cell, and the exact figure that it came to. */
struct proof_line {
    const char *sheet, *title, *row, *live;
    const struct number *exact; /* in base units */
    const struct unit *unit;
    enum book_format format;
    bool doubted;    /* it stands as a value */
    bool unfollowed; /* and there is no formula for it */
};

/* What is said of a figure that stands as a value: it may be out of date once its own formula, or
 * any figure of the sheet, says another thing. */
static void proof_write_standing(struct livebook *book, uint32_t line)
{
    static const struct book_look look = {.role = ROLE_FIGURE};
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *differences =
        SAY(&to, "$G$%d:$G$%d", LIST_FIRST_LINE + 1, LIST_FIRST_LINE + MOST_LINES);
    const char *stands = livebook_say(book, "以值列示", "stands as a value");
    livebook_formula(book, line, 7, &look,
                     SAY(&to,
                         "IF(COUNTIF(%s,\">=0.005\")+COUNTIF(%s,\"<=-0.005\")+COUNTIF(%s,\"%s\")>0,"
                         "\"%s\",\"%s\")",
                         differences, differences, differences,
                         livebook_say(book, "无数", "no number"),
                         livebook_say(book, "可能过期", "may be out of date"), stands),
                     &(struct book_value){.text = stands});
}

/* Of a figure that no formula follows nothing can be compared. */
static void proof_write_unfollowed(struct livebook *book, uint32_t line)
{
    livebook_list_words(book, line, 7, livebook_say(book, "无公式", "no formula"));
    book->unfollowed++;
}

static void write_proof_line(struct livebook *book, const struct proof_line *proof, uint32_t line)
{
    struct arith *arith = book->context->arith;
    const struct book_look look = {.format = proof->format, .role = ROLE_FIGURE},
                           difference = {.format = proof->format == SHOW_SHARE ? SHOW_SHARE
                                                                               : SHOW_QUANTITY,
                                         .role = ROLE_FIGURE},
                           words = {.role = ROLE_FIGURE};
    struct translator to = {.book = book, .arena = &book->scratch};
    const struct number shown = livebook_shown(book, proof->exact, proof->unit);
    const unsigned at = (unsigned)line + 1;
    livebook_list_words(book, line, 0, proof->sheet);
    livebook_list_words(book, line, 1, proof->title);
    livebook_list_words(book, line, 2, proof->row);
    livebook_list_words(book, line, 3,
                        livebook_kept(book, quantity_brief(proof->exact, arith, proof->unit)));
    book_writer_number(book->writer, line, 4, &look, &shown);
    if (proof->unfollowed) {
        proof_write_unfollowed(book, line);
        return;
    }
    livebook_formula(book, line, 5, &look, proof->live, &(struct book_value){.number = &shown});
    livebook_formula(book, line, 6, &difference,
                     SAY(&to, "IF(ISNUMBER(F%u),ROUND(F%u-E%u,6),\"%s\")", at, at, at,
                         livebook_say(book, "无数", "no number")),
                     &(struct book_value){.number = &NUMBER_ZERO});
    if (proof->doubted) {
        proof_write_standing(book, line);
        return;
    }
    livebook_formula(
        book, line, 7, &words,
        SAY(&to, "IF(ISNUMBER(G%u),IF(ABS(G%u)<%s,\"%s\",\"%s\"),\"%s\")", at, at,
            proof->format == SHOW_SHARE ? "0.00005" : "0.005", livebook_say(book, "一致", "agrees"),
            livebook_say(book, "已改动", "changed"), livebook_say(book, "已改动", "changed")),
        &(struct book_value){.text = livebook_say(book, "一致", "agrees")});
}

static uint32_t prove_postings(struct livebook *book, uint32_t line, size_t most)
{
    struct translator to = {.book = book, .arena = &book->scratch};
    for (size_t i = 0; i < book->posting_count && most > 0 && !book->no_memory; i++) {
        const struct posting_plan *posting = &book->postings[i];
        const struct arena_mark mark = arena_mark(&book->scratch);
        most -= posting->made > 0;
        const struct posting made = posting->made == 0
                                        ? (struct posting){.rule = NULL}
                                        : ledger_posting(book->context->ledger, posting->made - 1);
        if (made.rule != NULL && made.lacks == NULL) {
            to.unfollowed = false;
            const char *now =
                posting->doubted ? translate_posting(&to, posting) : posting_cell(&to, posting);
            const struct proof_line proof = {
                .sheet = book->sheets[SHEET_POSTINGS],
                .title = livebook_title(book, &posting->rule->item.title),
                .row = livebook_shown_path(book, posting->rule->item.entity, posting->row),
                .live = now,
                .unfollowed = to.unfollowed,
                .exact = &made.amount,
                .unit = &posting->post->kind->unit,
                .format = livebook_amounts(posting->post->kind),
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
        const bool doubted = book->doubts[rule->item.entity->index][rule->item.index][row];
        to.unfollowed = false;
        const char *now = doubted ? translate_rule(&to, rule, row)
                                  : cell_text_of(&to, plan, row, plan->items[rule->item.index]);
        const struct cell cell = column_cell(column, row);
        if (cell.state == CELL_VALUE && rule->item.type.kind == TYPE_NUMBER) {
            const struct proof_line proof = {
                .sheet = plan->sheet,
                .title = livebook_title(book, &rule->item.title),
                .row = livebook_shown_path(book, rule->item.entity, row),
                .live = now,
                .unfollowed = to.unfollowed,
                .exact = &cell.value.number,
                .unit = &rule->item.unit,
                .format = format_of(&rule->item.type, &rule->item.unit, false),
                .doubted = doubted};
            write_proof_line(book, &proof, line++);
        } else if (doubted) { /* no number: a choice, or a word for there being none */
            livebook_list_words(book, line, 0, plan->sheet);
            livebook_list_words(book, line, 1, livebook_title(book, &rule->item.title));
            livebook_list_words(book, line, 2, livebook_shown_path(book, rule->item.entity, row));
            if (to.unfollowed)
                proof_write_unfollowed(book, line++);
            else
                proof_write_standing(book, line++);
        }
        arena_rewind(&book->scratch, mark);
    }
    return line;
}

/* A rounding or comparison that doubles may decide otherwise: what it is of, and what it came to. */
static void write_decision(struct livebook *book, const struct decision *decision, uint32_t line)
{
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *outcome = decision->compares ? (decision->holds ? book->yes : book->no)
                                             : number_term(&to, &decision->result).text;
    livebook_list_words(book, line, 0, book->tables[decision->entity->index].sheet);
    livebook_list_words(book, line, 1,
                        SAY(&to, "%s%s", livebook_title(book, &decision->rule->item.title),
                            decision->compares ? livebook_say(book, "（比较）", " (comparison)")
                                               : livebook_say(book, "（取整）", " (rounding)")));
    livebook_list_words(book, line, 2, livebook_shown_path(book, decision->entity, decision->row));
    livebook_list_words(book, line, 3,
                        SAY(&to, "%s → %s", number_term(&to, &decision->x).text, outcome));
    livebook_list_words(book, line, 7, livebook_say(book, "按精确值判定", "decided exactly"));
}

static uint32_t write_decisions(struct livebook *book, uint32_t line)
{
    const uint32_t first = line;
    for (size_t i = 0; i < book->decision_count && !book->no_memory; i++) {
        const struct arena_mark mark = arena_mark(&book->scratch);
        write_decision(book, &book->decisions[i], line++);
        arena_rewind(&book->scratch, mark);
    }
    for (size_t i = 0; i < book->posting_count && !book->no_memory; i++) {
        const struct arena_mark mark = arena_mark(&book->scratch);
        if (book->postings[i].decided)
            write_decision(book, &book->postings[i].decision, line++);
        arena_rewind(&book->scratch, mark);
    }
    book->decided = line - first;
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
    static const struct title heads[] = {
        {"表", "sheet"},          {"数", "figure"}, {"对象", "row"},      {"精确值", "exact"},
        {"写出时", "as written"}, {"现在", "now"},  {"差", "difference"}, {"结论", "outcome"}};
    static const uint8_t widths[] = {14, 40, 16, 44, 20, 20, 20, 18};
    const struct policy *policy = book->context->policy;
    const bool whole = figure_count(book) <= MOST_LINES;
    const char *words[] = {livebook_say(book, "已改动", "changed"),
                           livebook_say(book, "不能跟随", "cannot follow"),
                           livebook_say(book, "可能过期", "may be out of date"),
                           livebook_say(book, "无公式", "no formula")};
    uint32_t line = LIST_FIRST_LINE;
    livebook_open_list(
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
    line = livebook_write_structure(book, line);
    const uint32_t structure_end = line;
    line = livebook_write_waiting(book, line);
    line = prove_postings(book, line, whole ? SIZE_MAX : FEW_LINES);
    for (size_t i = 0; whole && i < policy->rule_count && !book->no_memory; i++)
        line = prove_rule(book, policy->rules[i], line);
    line = write_decisions(book, line);
    if (structure_end > LIST_FIRST_LINE)
        livebook_page(book,
                      &(struct book_page){.printed_rows = structure_end,
                                          .printed_columns = 8,
                                          .repeat_first = LIST_FIRST_LINE - 1,
                                          .repeat_last = LIST_FIRST_LINE - 1},
                      book->sheets[SHEET_PROOF]);
    book->proof_count = line - LIST_FIRST_LINE;
    if (line > LIST_FIRST_LINE)
        book_writer_watch(book->writer, LIST_FIRST_LINE, 7, line - 1, 7, words, 4);
}
