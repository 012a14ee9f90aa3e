/* The sheets of what moves: every posting a line, those that may yet take place too, and what each
 * party receives and pays by them. */
#include <stdlib.h>
#include <string.h>

#include "livebook_internal.h"

/* ---- plan ---- */

static void posting_sheet_add_posting(struct livebook *book, const struct rule *rule,
                                      const struct post *post, uint32_t row, size_t *made)
{
    const struct ledger *ledger = book->context->ledger;
    const struct dataset *dataset = book->context->scenario->dataset;
    struct posting_plan plan = {.rule = rule, .post = post, .row = row};
    struct posting_plan *postings = arena_grow(book->arena, book->postings, &book->posting_capacity,
                                               sizeof *postings, book->posting_count + 1);
    if (postings == NULL) {
        book->no_memory = true;
        return;
    }
    book->postings = postings;
    /* The ledger holds them in the same order. */
    if (*made < ledger->posting_count) {
        const struct posting next = ledger_posting(ledger, *made);
        if (next.post == post && next.rule == rule && next.row == row)
            plan.made = ++*made;
    }
    if (account_find(dataset, rule, row, post->to, post->to_via, &plan.to) &&
        account_find(dataset, rule, row, post->memo ? NULL : post->from, post->from_via,
                     &plan.from))
        postings[book->posting_count++] = plan;
}

/* Those that take place stand first, then those that may once an input is changed. */
static bool in_pass(const struct posting_plan *posting, int pass)
{
    return (posting->made == 0) == (pass == 1);
}

static void number_lines(struct livebook *book)
{
    uint32_t line = POSTINGS_FIRST_LINE;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < book->posting_count; i++)
            if (in_pass(&book->postings[i], pass))
                book->postings[i].line = line++;
}

/* By row and item, where to find the postings of a figure. */
static void index_postings(struct livebook *book)
{
    const struct schema *schema = &book->context->policy->schema;
    book->posted = arena_array(book->arena, schema->entity_count, sizeof *book->posted);
    for (size_t i = 0; book->posted != NULL && i < schema->entity_count; i++)
        book->posted[i] = arena_array(
            book->arena, (size_t)book->tables[i].table->count * schema->entities[i].item_count,
            sizeof **book->posted);
    for (size_t i = book->posting_count; i > 0; i--) {
        struct posting_plan *posting = &book->postings[i - 1];
        const struct item *item = &posting->rule->item;
        if (book->posted == NULL || book->posted[item->entity->index] == NULL) {
            book->no_memory = true;
            return;
        }
        uint32_t *first = &book->posted[item->entity->index]
                                       [posting->row * item->entity->item_count + item->index];
        posting->next = *first;
        *first = (uint32_t)i;
    }
}

/* Tables whose rows some view nets the postings of. */
static void find_groups(struct livebook *book)
{
    const struct policy *policy = book->context->policy;
    book->groups =
        arena_array(book->arena, policy->schema.entity_count, sizeof(const struct entity *));
    for (size_t i = 0; book->groups != NULL && i < policy->view_count; i++) {
        const struct view *view = policy->views[i];
        bool nets = false;
        for (size_t j = 0; j < view->line_count; j++)
            nets = nets || view->lines[j].party != NULL;
        for (size_t j = 0; j < book->group_count; j++)
            nets = nets && book->groups[j] != view->entity;
        if (nets && view->entity->parent != NULL)
            book->groups[book->group_count++] = view->entity;
    }
    book->no_memory = book->no_memory || book->groups == NULL;
}

void livebook_plan_postings(struct livebook *book)
{
    const struct policy *policy = book->context->policy;
    size_t made = 0;
    find_groups(book);
    for (size_t i = 0; i < policy->rule_count && !book->no_memory; i++) {
        const struct rule *rule = policy->rules[i];
        const uint32_t count = book->tables[rule->item.entity->index].table->count;
        for (uint32_t row = 0; row < count; row++)
            for (size_t j = 0; j < rule->post_count; j++)
                posting_sheet_add_posting(book, rule, &rule->posts[j], row, &made);
    }
    number_lines(book);
    index_postings(book);
}

/* ---- lines ---- */

const char *livebook_account(struct livebook *book, struct account account)
{
    const char *title = livebook_title(book, &account.party->title);
    if (account.party->each == NULL)
        return title;
    return livebook_scratch(book, "%s %s", title,
                            livebook_path(book, account.party->each, account.row));
}

static void posting_sheet_write_words(struct livebook *book, uint32_t line, uint16_t column,
                                      const char *text)
{
    if (text[0] != '\0')
        livebook_words(book, line, column, ROLE_FIGURE, text);
}

/* A party that a reference leads to is another once that is changed. */
static void write_account(struct livebook *book, const struct posting_plan *posting,
                          uint16_t column, struct account account, const struct field *via)
{
    static const struct book_look look = {.role = ROLE_FIGURE};
    const struct table_plan *plan = &book->tables[posting->rule->item.entity->index];
    struct translator to = {.book = book, .arena = &book->scratch};
    if (account.party == NULL) {
        posting_sheet_write_words(book, posting->line, column,
                                  livebook_say(book, "（备忘）", "(memo)"));
        return;
    }
    const char *name = livebook_account(book, account);
    if (via == NULL || account.party->each == NULL) {
        posting_sheet_write_words(book, posting->line, column, name);
        return;
    }
    const char *formula =
        SAY(&to, "%s&%s",
            quoted_text(&to, SAY(&to, "%s ", livebook_title(book, &account.party->title))),
            cell_text_of(&to, plan, posting->row, plan->fields[via->index]));
    livebook_formula(book, posting->line, column, &look, formula,
                     &(struct book_value){.text = name});
}

const char *livebook_source(const struct livebook *book, const struct rule *rule, uint32_t row)
{
    const struct table *table = book->tables[rule->item.entity->index].table;
    const int16_t taken = item_case(&table->items[rule->item.index], row);
    const char *own = taken >= 0 ? rule->cases[taken].source : NULL;
    return own == NULL ? rule->source : own;
}

static const char *kind_word(struct livebook *book, const struct post *post)
{
    const char *title = livebook_title(book, &post->kind->title);
    if (!post->memo)
        return title;
    return livebook_scratch(book, livebook_zh(book) ? "备忘：%s" : "memo: %s", title);
}

static void write_amount(struct livebook *book, const struct posting_plan *posting)
{
    const struct value_kind *kind = posting->post->kind;
    const struct type type = {.kind = TYPE_NUMBER, .dimension = kind->unit.dimension};
    const struct book_look look = {.format = livebook_amounts(kind), .role = ROLE_FIGURE};
    struct translator to = {.book = book, .arena = &book->scratch};
    struct cell cell = {.state = CELL_NOT_APPLICABLE};
    struct number room;
    if (posting->made > 0) {
        const struct posting made = ledger_posting(book->context->ledger, posting->made - 1);
        cell = (struct cell){.value = {.number = made.amount},
                             .state = made.lacks == NULL ? CELL_VALUE : CELL_UNDETERMINED};
    }
    const struct book_value value = value_of_cell(book, &cell, &type, &kind->unit, &room);
    if (posting->doubted)
        livebook_fixed(book, posting->line, POSTINGS_AMOUNT, look.format, &value);
    else
        livebook_formula(book, posting->line, POSTINGS_AMOUNT, &look,
                         translate_posting(&to, posting), &value);
}

static void write_posting(struct livebook *book, const struct posting_plan *posting)
{
    static const struct book_look number = {.format = SHOW_WHOLE, .role = ROLE_FIGURE};
    const struct rule *rule = posting->rule;
    const struct post *post = posting->post;
    const struct dataset *dataset = book->context->scenario->dataset;
    const struct number order = number_from_int((int32_t)(posting->line - POSTINGS_FIRST_LINE + 1));
    const char *title =
        livebook_title(book, post->title.zh != NULL ? &post->title : &rule->item.title);
    book_writer_number(book->writer, posting->line, POSTINGS_NUMBER, &number, &order);
    posting_sheet_write_words(book, posting->line, POSTINGS_TITLE, title);
    posting_sheet_write_words(book, posting->line, POSTINGS_ROW,
                              livebook_shown_path(book, rule->item.entity, posting->row));
    posting_sheet_write_words(book, posting->line, POSTINGS_PAYER_KIND,
                              post->memo ? "" : livebook_title(book, &post->from->title));
    write_account(book, posting, POSTINGS_PAYER, posting->from, post->from_via);
    posting_sheet_write_words(book, posting->line, POSTINGS_PAYEE_KIND,
                              livebook_title(book, &post->to->title));
    write_account(book, posting, POSTINGS_PAYEE, posting->to, post->to_via);
    posting_sheet_write_words(book, posting->line, POSTINGS_KIND, kind_word(book, post));
    write_amount(book, posting);
    posting_sheet_write_words(book, posting->line, POSTINGS_SOURCE,
                              livebook_source(book, rule, posting->row));
    posting_sheet_write_words(book, posting->line, POSTINGS_RULE, rule->item.id);
    for (size_t i = 0; i < book->group_count; i++) {
        const struct entity *group = book->groups[i];
        posting_sheet_write_words(
            book, posting->line, (uint16_t)(POSTINGS_GROUPS + i),
            entity_is_below(rule->item.entity, group)
                ? livebook_path(book, group,
                                row_above(dataset, rule->item.entity, posting->row, group))
                : "");
    }
}

static void write_posting_heads(struct livebook *book)
{
    static const struct title heads[POSTINGS_GROUPS] = {
        [POSTINGS_NUMBER] = {"序号", "no."},
        [POSTINGS_TITLE] = {"事项", "item"},
        [POSTINGS_ROW] = {"对象", "row"},
        [POSTINGS_PAYER_KIND] = {"付方类别", "payer's kind"},
        [POSTINGS_PAYER] = {"付方", "payer"},
        [POSTINGS_PAYEE_KIND] = {"收方类别", "payee's kind"},
        [POSTINGS_PAYEE] = {"收方", "payee"},
        [POSTINGS_KIND] = {"种类", "kind"},
        [POSTINGS_AMOUNT] = {"入账额", "amount"},
        [POSTINGS_SOURCE] = {"依据", "source"},
        [POSTINGS_RULE] = {"规则", "rule"},
    };
    static const uint8_t widths[POSTINGS_GROUPS] = {6, 30, 14, 12, 26, 12, 26, 14, 18, 60, 26};
    for (uint16_t column = 0; column < (uint16_t)POSTINGS_GROUPS; column++) {
        book_writer_width(book->writer, column, column, widths[column]);
        livebook_words(book, POSTINGS_FIRST_LINE - 1, column, ROLE_FIGURE_HEAD,
                       livebook_title(book, &heads[column]));
    }
    for (size_t i = 0; i < book->group_count; i++) {
        book_writer_width(book->writer, (uint16_t)(POSTINGS_GROUPS + i),
                          (uint16_t)(POSTINGS_GROUPS + i), 12);
        livebook_words(book, POSTINGS_FIRST_LINE - 1, (uint16_t)(POSTINGS_GROUPS + i),
                       ROLE_HELPER_HEAD, livebook_title(book, &book->groups[i]->title));
    }
}

/* In the order of their lines. */
static void write_all_postings(struct livebook *book)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < book->posting_count && !book->no_memory; i++) {
            const struct arena_mark mark = arena_mark(&book->scratch);
            if (in_pass(&book->postings[i], pass))
                write_posting(book, &book->postings[i]);
            arena_rewind(&book->scratch, mark);
        }
}

void livebook_write_postings(struct livebook *book)
{
    struct book_writer *writer = book->writer;
    livebook_open_rows(book, book->sheets[SHEET_POSTINGS], false);
    livebook_words(book, 0, 0, ROLE_TITLE, livebook_say(book, "往来", "Postings"));
    livebook_words(
        book, 1, 0, ROLE_PLAIN,
        livebook_say(
            book,
            "每行一笔：一方付、一方收；只在这里到分取整。现在不发生的排在后面，写“不适用”。"
            "逐笔不随整本打印：要印，请先筛选，再取消打印区域（页面布局）",
            "a line a movement from one party to another, rounded here alone; those that "
            "do not take place now stand last. The lines are not printed with the book: "
            "filter them, then clear the print area"));
    write_posting_heads(book);
    write_all_postings(book);
    book_writer_panes(writer, POSTINGS_FIRST_LINE, 2);
    if (book->posting_count > 0)
        book_writer_filter(writer, POSTINGS_FIRST_LINE - 1, 0,
                           POSTINGS_FIRST_LINE + (uint32_t)book->posting_count - 1,
                           (uint16_t)(POSTINGS_GROUPS + book->group_count - 1));
    /* On paper what it is: thousands of lines are for the screen, and for who filters them. */
    livebook_page(book,
                  &(struct book_page){.printed_rows = POSTINGS_FIRST_LINE,
                                      .printed_columns = POSTINGS_GROUPS,
                                      .repeat_first = POSTINGS_FIRST_LINE - 1,
                                      .repeat_last = POSTINGS_FIRST_LINE - 1},
                  book->sheets[SHEET_POSTINGS]);
}

const char *posting_column(struct translator *to, uint16_t column)
{
    return fixed_range(to, SHEET_POSTINGS, POSTINGS_FIRST_LINE, column,
                       POSTINGS_FIRST_LINE + (uint32_t)to->book->posting_count - 1);
}

const char *posting_cell(struct translator *to, const struct posting_plan *posting)
{
    return fixed_cell(to, SHEET_POSTINGS, posting->line, POSTINGS_AMOUNT, 0);
}

/* ---- parties ---- */

/* An account's side of a posting. */
struct side {
    struct account account;
    const struct value_kind *kind;
    bool receives, by_reference;
    uint32_t posting;
};

static int posting_sheet_by_account(const void *x, const void *y)
{
    const struct side *left = x, *right = y;
    if (left->account.party != right->account.party)
        return left->account.party->index < right->account.party->index ? -1 : 1;
    if (left->account.row != right->account.row)
        return left->account.row < right->account.row ? -1 : 1;
    if (left->kind != right->kind)
        return left->kind->index < right->kind->index ? -1 : 1;
    return (left->posting > right->posting) - (left->posting < right->posting);
}

static struct side *find_sides(struct livebook *book, size_t *count)
{
    struct side *sides = arena_array(book->arena, 2 * book->posting_count, sizeof *sides);
    *count = 0;
    for (size_t i = 0; sides != NULL && i < book->posting_count; i++) {
        const struct posting_plan *posting = &book->postings[i];
        const struct post *post = posting->post;
        if (post->memo)
            continue;
        sides[(*count)++] =
            (struct side){posting->to, post->kind, true, post->to_via != NULL, (uint32_t)i};
        sides[(*count)++] =
            (struct side){posting->from, post->kind, false, post->from_via != NULL, (uint32_t)i};
    }
    if (sides == NULL)
        book->no_memory = true;
    else if (*count > 0)
        qsort(sides, *count, sizeof *sides, posting_sheet_by_account);
    return sides;
}

enum { MOST_CELLS = 20 };

/* What an account receives or pays: its postings one by one where they are few, else by name. */
static const char *side_formula(struct translator *to, const struct side *sides, size_t count,
                                bool receives, uint32_t line)
{
    const char *cells = "";
    size_t found = 0;
    bool by_name = false;
    for (size_t i = 0; i < count; i++) {
        by_name = by_name || sides[i].by_reference;
        if (sides[i].receives != receives)
            continue;
        if (++found <= MOST_CELLS)
            cells = SAY(to, "%s%s%s", cells, found == 1 ? "" : ",",
                        posting_cell(to, &to->book->postings[sides[i].posting]));
    }
    if (found == 0 && !by_name)
        return "0";
    if (!by_name && found <= MOST_CELLS)
        return SAY(to, "SUM(%s)", cells);
    return SAY(to, "SUMIFS(%s,%s,$A%u,%s,$C%u)", posting_column(to, POSTINGS_AMOUNT),
               posting_column(to, receives ? POSTINGS_PAYEE : POSTINGS_PAYER), (unsigned)line + 1,
               posting_column(to, POSTINGS_KIND), (unsigned)line + 1);
}

static struct kind_total total_of(const struct livebook *book, struct account account,
                                  const struct value_kind *kind)
{
    struct sheet sheet;
    return ledger_find_sheet(book->context->ledger, account, &sheet)
               ? sheet_total(&sheet, kind->index)
               : (struct kind_total){
                     .received = NUMBER_ZERO, .paid = NUMBER_ZERO, .net = NUMBER_ZERO};
}

static void write_total(struct livebook *book, uint32_t line, uint16_t column,
                        const struct value_kind *kind, const char *formula,
                        const struct number *amount, enum book_role role)
{
    const struct book_look look = {.format = livebook_amounts(kind), .role = role};
    const struct number shown = livebook_shown(book, amount, &kind->unit);
    livebook_formula(book, line, column, &look, formula, &(struct book_value){.number = &shown});
}

/* How many of an account's postings are not known yet; those that are add up beside it. */
static void posting_sheet_write_open(struct livebook *book, const struct side *side, size_t sides,
                                     uint32_t line)
{
    static const struct book_look look = {.format = SHOW_COUNT, .role = ROLE_FIGURE};
    struct translator to = {.book = book, .arena = &book->scratch};
    int32_t count = 0;
    for (size_t i = 0; i < sides; i++) {
        const size_t made = book->postings[side[i].posting].made;
        count += made > 0 && ledger_posting(book->context->ledger, made - 1).lacks != NULL;
    }
    const struct number number = number_from_int(count);
    const unsigned at = (unsigned)line + 1;
    livebook_formula(
        book, line, 7, &look,
        SAY(&to, "COUNTIFS(%s,\"%s\",%s,A%u,%s,C%u)+COUNTIFS(%s,\"%s\",%s,A%u,%s,C%u)",
            posting_column(&to, POSTINGS_AMOUNT), book->wait, posting_column(&to, POSTINGS_PAYEE),
            at, posting_column(&to, POSTINGS_KIND), at, posting_column(&to, POSTINGS_AMOUNT),
            book->wait, posting_column(&to, POSTINGS_PAYER), at, posting_column(&to, POSTINGS_KIND),
            at),
        &(struct book_value){.number = &number});
}

/* A net of which a posting is not known is not known. */
static void posting_sheet_write_net(struct livebook *book, const struct value_kind *kind,
                                    const struct kind_total *total, uint32_t line)
{
    const struct book_look look = {.format = livebook_amounts(kind), .role = ROLE_TOTAL};
    struct translator to = {.book = book, .arena = &book->scratch};
    const unsigned at = (unsigned)line + 1;
    const struct number shown = livebook_shown(book, &total->net, &kind->unit);
    livebook_formula(book, line, 6, &look,
                     SAY(&to, "IF(H%u>0,\"%s\",E%u-F%u)", at, book->wait, at, at),
                     total_is_open(total) ? &(struct book_value){.text = book->wait}
                                          : &(struct book_value){.number = &shown});
}

static void write_party(struct livebook *book, const struct side *sides, size_t count,
                        uint32_t line)
{
    static const struct book_look plain = {.role = ROLE_FIGURE};
    const struct kind_total own = total_of(book, sides->account, sides->kind), *total = &own;
    struct translator to = {.book = book, .arena = &book->scratch};
    posting_sheet_write_words(book, line, 0, livebook_account(book, sides->account));
    livebook_write_account_label(book, line, 1, &plain, sides->account);
    posting_sheet_write_words(book, line, 2, livebook_title(book, &sides->kind->title));
    posting_sheet_write_words(book, line, 3, sides->kind->unit.text);
    write_total(book, line, 4, sides->kind, side_formula(&to, sides, count, true, line),
                &total->received, ROLE_FIGURE);
    write_total(book, line, 5, sides->kind, side_formula(&to, sides, count, false, line),
                &total->paid, ROLE_FIGURE);
    posting_sheet_write_net(book, sides->kind, total, line);
    posting_sheet_write_open(book, sides, count, line);
}

static void write_conservation(struct livebook *book, uint32_t first, uint32_t line)
{
    const struct policy *policy = book->context->policy;
    struct translator to = {.book = book, .arena = &book->scratch};
    for (size_t i = 0; i < policy->kind_count; i++, line++) {
        const struct value_kind *kind = &policy->kinds[i];
        const unsigned from = (unsigned)first + 1, to_line = (unsigned)(line - i),
                       own = (unsigned)line + 1;
        posting_sheet_write_words(book, line, 0,
                                  livebook_say(book, "各方净额之和", "sum over all parties"));
        posting_sheet_write_words(book, line, 1, livebook_say(book, "应为零", "must be zero"));
        posting_sheet_write_words(book, line, 2, livebook_title(book, &kind->title));
        posting_sheet_write_words(book, line, 3, kind->unit.text);
        posting_sheet_write_words(book, line, 4, "");
        posting_sheet_write_words(book, line, 5, "");
        write_total(book, line, 6, kind,
                    SAY(&to, "ROUND(SUMIF(C%u:C%u,C%u,E%u:E%u)-SUMIF(C%u:C%u,C%u,F%u:F%u),4)", from,
                        to_line, own, from, to_line, from, to_line, own, from, to_line),
                    &NUMBER_ZERO, ROLE_TOTAL);
    }
}

void livebook_write_parties(struct livebook *book)
{
    static const struct title heads[] = {{"当事方", "party"},
                                         {"名称", "name"},
                                         {"种类", "kind"},
                                         {"单位", "unit"},
                                         {"收入（已定部分）", "received (known part)"},
                                         {"支出（已定部分）", "paid (known part)"},
                                         {"净额", "net"},
                                         {"待定笔数", "undetermined"}};
    static const uint8_t widths[] = {28, 34, 16, 8, 20, 20, 20, 12};
    const struct book_look title = {.role = ROLE_TITLE};
    struct book_writer *writer = book->writer;
    size_t count;
    uint32_t line = PARTIES_FIRST_LINE;
    livebook_open_sheet(book, book->sheets[SHEET_PARTIES], false);
    book_writer_words(writer, 0, 0, &title, livebook_say(book, "各方收支", "Parties"));
    for (uint16_t column = 0; column < 8; column++) {
        book_writer_width(writer, column, column, widths[column]);
        livebook_words(book, PARTIES_FIRST_LINE - 1, column, ROLE_FIGURE_HEAD,
                       livebook_title(book, &heads[column]));
    }
    const struct side *sides = find_sides(book, &count);
    for (size_t i = 0; i < count && !book->no_memory;) {
        size_t end = i + 1;
        while (end < count && sides[end].account.party == sides[i].account.party &&
               sides[end].account.row == sides[i].account.row && sides[end].kind == sides[i].kind)
            end++;
        const struct arena_mark mark = arena_mark(&book->scratch);
        write_party(book, &sides[i], end - i, line++);
        arena_rewind(&book->scratch, mark);
        i = end;
    }
    const char *words[] = {book->wait};
    if (line > PARTIES_FIRST_LINE)
        book_writer_watch(writer, PARTIES_FIRST_LINE, 6, line - 1, 6, words, 1);
    if (line > PARTIES_FIRST_LINE)
        write_conservation(book, PARTIES_FIRST_LINE, line);
    book_writer_panes(writer, PARTIES_FIRST_LINE, 0);
    livebook_page(book,
                  &(struct book_page){.repeat_first = PARTIES_FIRST_LINE - 1,
                                      .repeat_last = PARTIES_FIRST_LINE - 1},
                  book->sheets[SHEET_PARTIES]);
}
