/* The first sheet: what it is, whether it is complete, what each party nets, and where to find the
 * rest. */
#include <string.h>

#include "livebook_internal.h"

enum { WIDTH_OF_NAMES = 42 };
enum { LINE_OF_DIGEST = 3 };

static void overview_write_pair(struct livebook *book, uint32_t line, const char *name,
                                const char *text)
{
    livebook_words(book, line, 0, ROLE_FIGURE_HEAD, name);
    livebook_words(book, line, 1, ROLE_FIGURE, text);
}

static void write_count(struct livebook *book, uint32_t line, const char *name, const char *formula,
                        size_t count)
{
    const struct book_look look = {.format = SHOW_COUNT, .role = ROLE_TOTAL};
    const struct number number = number_from_int((int32_t)count);
    const uint32_t lines = livebook_lines(name, WIDTH_OF_NAMES - 2);
    if (lines > 1)
        book_writer_height(book->writer, line, lines);
    livebook_words(book, line, 0, ROLE_FIGURE_HEAD, name);
    livebook_formula(book, line, 1, &look, formula, &(struct book_value){.number = &number});
}

/* The lines of what follows changes, from the first on. */
enum state_line {
    STATE_WAITING,
    STATE_OPEN,
    STATE_FAILING,
    STATE_CHANGED,
    STATE_FIXED,
    STATE_DECIDED,
    STATE_UNFOLLOWED,
    STATE_LINES
};

/* "COUNTIF(…)+COUNTIF(…)" of outcomes on the sheet of proof. */
static const char *outcome_count(struct translator *to, const char *const *words, size_t count)
{
    const uint32_t lines = to->book->proof_count > 0 ? to->book->proof_count - 1 : 0;
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        text =
            SAY(to, "%s%sCOUNTIF(%s,\"%s\")", text, i == 0 ? "" : "+",
                fixed_cell(to, SHEET_PROOF, LIST_FIRST_LINE, 7, LIST_FIRST_LINE + lines), words[i]);
    return text;
}

static size_t open_postings(const struct ledger *ledger)
{
    size_t count = 0;
    for (size_t i = 0; i < ledger->posting_count; i++)
        count += ledger_posting(ledger, i).lacks != NULL;
    return count;
}

static void write_waiting(struct livebook *book, uint32_t line)
{
    struct translator to = {.book = book, .arena = &book->scratch};
    write_count(
        book, line + STATE_WAITING,
        livebook_say(book, "待定的数（收付、法定条件和报表用到的）",
                     "undetermined figures (of postings, conditions and statements)"),
        book->waiting_end == book->waiting_first
            ? "0"
            : SAY(&to, "SUM(%s)",
                  fixed_range(&to, SHEET_PROOF, book->waiting_first, 5, book->waiting_end - 1)),
        book->waiting);
    write_count(book, line + STATE_OPEN,
                livebook_say(book, "待定的往来（笔）", "undetermined postings"),
                book->posting_count == 0 ? "0"
                                         : SAY(&to, "COUNTIF(%s,\"%s\")",
                                               posting_column(&to, POSTINGS_AMOUNT), book->wait),
                open_postings(book->context->ledger));
}

static void write_failing(struct livebook *book, uint32_t line)
{
    struct translator to = {.book = book, .arena = &book->scratch};
    const uint32_t last =
        LIST_FIRST_LINE + (book->condition_count > 0 ? book->condition_count - 1 : 0);
    const char *rows = fixed_range(&to, SHEET_CONDITIONS, LIST_FIRST_LINE, 6, last);
    write_count(book, line,
                livebook_say(book, "不符合的条件（法定条件和填报核对）",
                             "conditions and comparisons that fail"),
                SAY(&to, "COUNTIF(%s,\"✗*\")+SUM(%s)-COUNTIF(%s,\">0\")",
                    fixed_cell(&to, SHEET_CONDITIONS, LIST_FIRST_LINE, 2, last), rows, rows),
                book->context->ledger->failed_checks);
}

static void write_state(struct livebook *book, uint32_t line)
{
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *changed[] = {livebook_say(book, "已改动", "changed")};
    const char *unfollowed[] = {livebook_say(book, "不能跟随", "cannot follow"),
                                livebook_say(book, "可能过期", "may be out of date"),
                                livebook_say(book, "无公式", "no formula")};
    write_waiting(book, line);
    write_failing(book, line + STATE_FAILING);
    write_count(
        book, line + STATE_CHANGED,
        livebook_say(book, "与方田算出的数不同的（改动以后）", "figures changed since written"),
        outcome_count(&to, changed, 1), 0);
    write_count(book, line + STATE_FIXED,
                livebook_say(book, "不能用公式表示、以值列示的", "figures that stand as values"),
                SAY(&to, "%u", (unsigned)book->fixed), book->fixed);
    write_count(book, line + STATE_DECIDED,
                livebook_say(book, "计算机浮点数的精度不足以判定、按精确值判定的取整和比较",
                             "roundings and comparisons that floating point cannot decide"),
                SAY(&to, "%u", (unsigned)book->decided), book->decided);
    write_count(book, line + STATE_UNFOLLOWED,
                livebook_say(book, "表中公式不能跟随的改动（见“核对”）",
                             "changes that formulas cannot follow"),
                outcome_count(&to, unfollowed, 3), book->unfollowed);
}

/* What was concluded when the workbook was written holds no longer once a figure is another: the
 * lines from `first` up to `end` and the digest say so. */
static void write_void(struct livebook *book, uint32_t first, uint32_t end, uint32_t state)
{
    struct translator to = {.book = book, .arena = &book->scratch};
    static const struct book_look plain = {.role = ROLE_PLAIN};
    const char *now = livebook_say(
        book, "写出本工作簿时的结论（改动以后不再适用，以其下随公式变化的数为准）：",
        "The conclusion when this workbook was written (after changes it holds no longer: the "
        "figures below it count, which follow):");
    const char *changed = SAY(&to, "$B$%u+$B$%u>%u", (unsigned)(state + STATE_CHANGED + 1),
                              (unsigned)(state + STATE_UNFOLLOWED + 1), (unsigned)book->unfollowed);
    livebook_formula(
        book, first - 1, 0, &plain,
        SAY(&to, "IF(%s,%s,%s)", changed,
            quoted_text(
                &to, livebook_say(book,
                                  "已有改动：以下划去的结论是写出时的，不得据以签字；要签字，请用"
                                  "方田对改动后的工作簿重新计算",
                                  "Changed: the conclusion struck out below is of the state as "
                                  "written; do not sign by it, run fangtian on the changed "
                                  "workbook")),
            quoted_text(&to, now)),
        &(struct book_value){.text = now});
    livebook_formula(book, LINE_OF_DIGEST, 2, &plain,
                     SAY(&to, "IF(%s,%s,\"\")", changed,
                         quoted_text(&to, livebook_say(book, "写出时的；已有改动，不是现在的数",
                                                       "as written; changed since"))),
                     &(struct book_value){.text = ""});
    book_writer_while(book->writer, first - 1, 0, first - 1, 4, changed, STATE_ALERT);
    book_writer_while(book->writer, LINE_OF_DIGEST, 2, LINE_OF_DIGEST, 4, changed, STATE_ALERT);
    book_writer_while(book->writer, LINE_OF_DIGEST, 1, LINE_OF_DIGEST, 1, changed, STATE_VOID);
    if (end > first)
        book_writer_while(book->writer, first, 0, end - 1, 4, changed, STATE_VOID);
}

/* A column of the sheet of parties, added up for one party and kind. */
static const char *overview_sum(struct translator *to, const char *column, const char *name,
                                const char *kind)
{
    const char *sheet = to->book->sheets[SHEET_PARTIES];
    return SAY(to, "SUMIFS('%s'!%s:%s,'%s'!A:A,\"%s\",'%s'!C:C,\"%s\")", sheet, column, column,
               sheet, name, sheet, kind);
}

/* What is received and paid as far as it is known, and the net where all of it is. */
static void overview_write_net(struct livebook *book, uint32_t line, const char *name,
                               const struct value_kind *kind, const struct kind_total *total)
{
    const struct book_look look = {.format = livebook_amounts(kind), .role = ROLE_FIGURE};
    const char *const columns[] = {"E", "F"};
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *title = livebook_title(book, &kind->title);
    const struct number shown[] = {livebook_shown(book, &total->received, &kind->unit),
                                   livebook_shown(book, &total->paid, &kind->unit),
                                   livebook_shown(book, &total->net, &kind->unit)};
    for (uint16_t i = 0; i < 2; i++)
        livebook_formula(book, line, 2 + i, &look, overview_sum(&to, columns[i], name, title),
                         &(struct book_value){.number = &shown[i]});
    livebook_formula(book, line, 4, &look,
                     SAY(&to, "IF(%s>0,\"%s\",C%u-D%u)", overview_sum(&to, "H", name, title),
                         book->wait, (unsigned)line + 1, (unsigned)line + 1),
                     total_is_open(total) ? &(struct book_value){.text = book->wait}
                                          : &(struct book_value){.number = &shown[2]});
}

/* Parties of which there is one in all, by kind: what they receive, pay and net. */
static uint32_t overview_write_nets(struct livebook *book, uint32_t line)
{
    const struct policy *policy = book->context->policy;
    const struct ledger *ledger = book->context->ledger;
    const struct title heads[] = {{"当事方", "party"},
                                  {"种类", "kind"},
                                  {"收入（已定部分）", "received (known part)"},
                                  {"支出（已定部分）", "paid (known part)"},
                                  {"净额", "net"}};
    const char *words[] = {book->wait};
    const uint32_t first = line + 1;
    for (uint16_t column = 0; column < 5; column++)
        livebook_words(book, line, column, ROLE_FIGURE_HEAD, livebook_title(book, &heads[column]));
    line++;
    for (size_t i = 0; i < ledger->sheet_count; i++) {
        const struct sheet own = ledger_sheet(ledger, i), *sheet = &own;
        for (size_t k = 0; sheet->account.party->each == NULL && k < policy->kind_count; k++) {
            const struct kind_total kind_total = sheet_total(sheet, k), *total = &kind_total;
            const struct value_kind *kind = &policy->kinds[k];
            if (number_sign(&total->received) == 0 && number_sign(&total->paid) == 0 &&
                !total_is_open(total))
                continue;
            const char *name = livebook_title(book, &sheet->account.party->title);
            livebook_words(book, line, 0, ROLE_FIGURE, name);
            livebook_words(book, line, 1, ROLE_FIGURE,
                           livebook_format(book, "%s（%s）", livebook_title(book, &kind->title),
                                           kind->unit.text));
            overview_write_net(book, line, name, kind, total);
            line++;
        }
    }
    if (line > first)
        book_writer_watch(book->writer, first, 4, line - 1, 4, words, 1);
    return line;
}

/* What is to be settled before signing, as it stood when the workbook was written. */
static uint32_t overview_write_first_page(struct livebook *book, uint32_t line)
{
    const struct book_look heading = {.role = ROLE_HEADING}, plain = {.indent = 1};
    const char *at = book->context->first_page;
    const struct arena_mark mark = arena_mark(&book->scratch);
    while (at[0] != '\0' && !book->no_memory) {
        const size_t length = strcspn(at, "\n"), blanks = strspn(at, " ");
        if (length > blanks && strncmp(at, "─", strlen("─")) != 0)
            book_writer_words(
                book->writer, line++, 0, blanks == 0 ? &heading : &plain,
                livebook_kept(book, arena_copy(&book->scratch, at + blanks, length - blanks)));
        at += length + (at[length] == '\n');
    }
    arena_rewind(&book->scratch, mark);
    return line;
}

static void write_contents(struct livebook *book, uint32_t line)
{
    livebook_words(book, line, 0, ROLE_HEADING,
                   livebook_say(book, "目录：报表（打印用）", "Contents: sheets to print"));
    for (size_t i = 1; i < book->made_count; i++) {
        if (book->made[i] == book->sheets[SHEET_HEAD])
            livebook_words(
                book, ++line, 0, ROLE_HEADING,
                livebook_say(book, "目录：底稿（填报的数、公式、参数和依据；打印时只印填报的列）",
                             "Contents: working sheets (facts, formulas, parameters, articles; on "
                             "paper the columns that are given)"));
        if (book->made[i] != book->sheets[SHEET_CHOICES] &&
            book->made[i] != book->sheets[SHEET_ORIGINALS] &&
            book->made[i] != book->sheets[SHEET_WRITTEN]) /* those are hidden */
            book_writer_link(book->writer, ++line, 0,
                             livebook_format(book, "'%s'!A1", book->made[i]), book->made[i]);
    }
}

/* A trial never passes for what was filed. */
static void overview_write_trial(struct livebook *book, uint32_t line)
{
    livebook_words(book, line, 0, ROLE_FIXED, livebook_say(book, "试算", "a trial"));
    livebook_words(
        book, line, 1, ROLE_FIXED,
        livebook_format(book,
                        livebook_zh(book) ? "改动了 %zu 处，不是存档的结果，见“%s”"
                                          : "%zu changes, not the scenario as filed: see %s",
                        book->context->scenario->change_count, book->sheets[SHEET_TRIALS]));
}

void livebook_write_overview(struct livebook *book)
{
    struct book_writer *writer = book->writer;
    const struct scenario *scenario = book->context->scenario;
    const struct book_look title = {.role = ROLE_TITLE};
    static const uint8_t widths[] = {WIDTH_OF_NAMES, 22, 22, 22, 22};
    const struct number day = number_from_int(scenario->dataset->as_of.days + DAYS_TO_1970);
    uint32_t line = 6;
    book_writer_height(writer, 0, 2);
    book_writer_words(writer, 0, 0, &title, livebook_title(book, &scenario->title));
    for (uint16_t column = 0; column < 5; column++)
        book_writer_width(writer, column, column, widths[column]);
    overview_write_pair(book, 1, livebook_say(book, "基准日", "as of"), "");
    livebook_formula(book, 1, 1, &(struct book_look){.format = SHOW_DATE, .role = ROLE_FIGURE},
                     livebook_day_name, &(struct book_value){.number = &day});
    overview_write_pair(book, 2, livebook_say(book, "计算程序", "worked out by"),
                        "方田 fangtian " FT_VERSION);
    overview_write_pair(book, LINE_OF_DIGEST,
                        livebook_say(book, "情景摘要", "digest of the scenario"),
                        livebook_kept(book, arena_copy(book->arena, scenario->digest, 16)));
    if (scenario->change_count > 0)
        overview_write_trial(book, 4);
    const uint32_t first = line;
    line = overview_write_first_page(book, line);
    write_void(book, first, line, line + 2);
    livebook_words(book, ++line, 0, ROLE_HEADING,
                   livebook_say(book, "随改动变化的结论", "Conclusions that follow changes"));
    write_state(book, ++line);
    line += STATE_LINES + 1;
    livebook_words(book, line++, 0, ROLE_HEADING,
                   livebook_say(book,
                                "各方收支（各只有一个的当事方；各项目的改造主体等，见“各方”）",
                                "Parties of which there is one; for the others see Parties"));
    line = overview_write_nets(book, line) + 1;
    write_contents(book, line);
    livebook_page(book, &(struct book_page){.portrait = true}, book->sheets[SHEET_OVERVIEW]);
}
