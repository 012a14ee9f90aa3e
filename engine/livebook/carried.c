/* Who carries whom: what a party passes on, from each payer to each receiver, as formulas on the
 * postings. A payer's amount is shared out pro rata to what the receivers still lack, by cumulative
 * floors: see ledger_carried, whose figures these are. */
#include <assert.h>

#include "livebook_internal.h"

enum { CARRIED_FIRST_LINE = 3, MOST_ACCOUNTS = 60 };

/* A block of the sheet: one party, one kind. */
struct carrying {
    struct livebook *book;
    const struct party *party;
    const struct value_kind *kind;
    struct account from[MOST_ACCOUNTS], to[MOST_ACCOUNTS]; /* all that may, as the postings stand */
    size_t from_count, to_count;
    struct number paid[MOST_ACCOUNTS], got[MOST_ACCOUNTS]; /* as far as it is known */
    struct number all_paid, all_got;
    struct carried carried; /* as it is now */
    uint32_t line;          /* of the receivers' totals; the payers' follow */
};

static bool carried_add_account(struct account *accounts, size_t *count, struct account account)
{
    for (size_t i = 0; i < *count; i++)
        if (accounts[i].party == account.party && accounts[i].row == account.row)
            return true;
    if (*count == MOST_ACCOUNTS)
        return false;
    accounts[(*count)++] = account;
    return true;
}

/* What there is to say of a party and a kind. */
enum carrying_as {
    CARRIES_NOTHING,
    CARRIES_TABLE,
    CARRIES_TOO_MANY, /* more payers or receivers than a table has room for */
    CARRIES_BY_FACT,  /* a reference says who: a change may make it another */
};

/* Everyone that may pay to the party or get from it. */
static enum carrying_as carried_find_accounts(struct carrying *carrying)
{
    enum carrying_as as = CARRIES_TABLE;
    bool comes_any = false, goes_any = false;
    const struct livebook *book = carrying->book;
    for (size_t i = 0; i < book->posting_count; i++) {
        const struct posting_plan *plan = &book->postings[i];
        const bool comes = plan->to.party == carrying->party,
                   goes = plan->from.party == carrying->party;
        if (plan->post->memo || plan->post->kind != carrying->kind || comes == goes)
            continue;
        comes_any = comes_any || comes;
        goes_any = goes_any || goes;
        if ((comes ? plan->post->from_via : plan->post->to_via) != NULL)
            as = CARRIES_BY_FACT;
        else if (as == CARRIES_TABLE &&
                 !(comes ? carried_add_account(carrying->from, &carrying->from_count, plan->from)
                         : carried_add_account(carrying->to, &carrying->to_count, plan->to)))
            as = CARRIES_TOO_MANY;
    }
    return comes_any && goes_any ? as : CARRIES_NOTHING;
}

/* ---- figures ---- */

static size_t carried_index(const struct account *accounts, size_t count, struct account account)
{
    size_t at = 0;
    while (at < count && (accounts[at].party != account.party || accounts[at].row != account.row))
        at++;
    return at;
}

/* What a payer carries of a receiver. */
static struct number carried_amount(const struct carrying *carrying, size_t from, size_t to)
{
    const struct carried *carried = &carrying->carried;
    const size_t row = carried_index(carried->from, carried->from_count, carrying->from[from]),
                 column = carried_index(carried->to, carried->to_count, carrying->to[to]);
    return row == carried->from_count || column == carried->to_count
               ? NUMBER_ZERO
               : carried->amounts[row * carried->to_count + column];
}

static void carried_add(const struct carrying *carrying, struct number *sum,
                        const struct number *amount)
{
    if (number_add(sum, carrying->book->context->arith, sum, amount) != FT_OK)
        carrying->book->no_memory = true;
}

/* What each is known to pay to the party, or to get from it. */
static void carried_add_up(struct carrying *carrying)
{
    const struct ledger *ledger = carrying->book->context->ledger;
    carrying->all_paid = carrying->all_got = NUMBER_ZERO;
    for (size_t i = 0; i < MOST_ACCOUNTS; i++)
        carrying->paid[i] = carrying->got[i] = NUMBER_ZERO;
    for (size_t i = 0; i < ledger->posting_count; i++) {
        const struct posting own = ledger_posting(ledger, i), *posting = &own;
        const bool comes = posting->to.party == carrying->party,
                   goes = posting->from.party == carrying->party;
        if (posting->post->memo || posting->post->kind != carrying->kind ||
            posting->lacks != NULL || comes == goes)
            continue;
        const size_t at = comes ? carried_index(carrying->from, carrying->from_count, posting->from)
                                : carried_index(carrying->to, carrying->to_count, posting->to);
        assert(at < MOST_ACCOUNTS); /* carried_find_accounts knows every posting there may be */
        carried_add(carrying, comes ? &carrying->paid[at] : &carrying->got[at], &posting->amount);
        carried_add(carrying, comes ? &carrying->all_paid : &carrying->all_got, &posting->amount);
    }
}

/* The word that stands for all shares, or NULL: an amount is not known, or the party keeps a part,
 * so that nobody can be told to carry another. */
static const char *carried_word(const struct carrying *carrying)
{
    if (carrying->carried.open)
        return carrying->book->wait;
    return number_equal(&carrying->all_paid, &carrying->all_got) ? NULL : carrying->book->miss;
}

/* Whether doubles tell the whole steps of what is shared out up to each receiver: those of a figure
 * that lies hardly below a whole one they do not. */
static bool carried_steps_are_sure(struct arith *arith, const struct number *paid,
                                   const struct number *cumulative, const struct number *lacked,
                                   const struct number *step)
{
    struct number steps, above, gap;
    if (number_sign(lacked) == 0)
        return true;
    return number_mul(&steps, arith, paid, cumulative) == FT_OK &&
           number_div(&steps, arith, &steps, lacked) == FT_OK &&
           number_div(&steps, arith, &steps, step) == FT_OK &&
           number_round(&above, arith, &steps, &NUMBER_ONE, ROUND_CEILING) == FT_OK &&
           number_sub(&above, arith, &above, &steps) == FT_OK &&
           number_from_ratio(&gap, arith, 1, 1000) == FT_OK &&
           (number_sign(&above) == 0 || number_compare(arith, &above, &gap) > 0);
}

/* The same of a share: what it is the difference of. */
static bool carried_is_sure(const struct carrying *carrying, size_t from, size_t to)
{
    struct arith *arith = carrying->book->context->arith;
    const struct number *paid = &carrying->paid[from];
    struct number before = NUMBER_ZERO, upto = NUMBER_ZERO, all = NUMBER_ZERO;
    bool good = true;
    for (size_t j = 0; good && j < carrying->to_count; j++) {
        struct number lacks = carrying->got[j];
        for (size_t i = 0; good && i < from; i++) {
            const struct number share = carried_amount(carrying, i, j);
            good = number_sub(&lacks, arith, &lacks, &share) == FT_OK;
        }
        good = good && number_add(&all, arith, &all, &lacks) == FT_OK &&
               (j >= to || number_add(&before, arith, &before, &lacks) == FT_OK) &&
               (j > to || number_add(&upto, arith, &upto, &lacks) == FT_OK);
    }
    return good && carried_steps_are_sure(arith, paid, &before, &all, &carrying->kind->step) &&
           carried_steps_are_sure(arith, paid, &upto, &all, &carrying->kind->step);
}

/* `word`: what stands there instead of a figure; or NULL. `follows`: by a formula. */
static void carried_write_figure(struct carrying *carrying, uint32_t line, uint16_t column,
                                 const struct book_look *role, const char *formula,
                                 const struct number *amount, const char *word)
{
    struct livebook *book = carrying->book;
    struct book_look look = *role;
    const struct number shown = livebook_shown(book, amount, &carrying->kind->unit);
    struct book_value value = {.number = word == NULL ? &shown : NULL, .text = word};
    look.format = livebook_amounts(carrying->kind);
    if (formula != NULL)
        livebook_formula(book, line, column, &look, formula, &value);
    else
        livebook_fixed(book, line, column, look.format, &value);
}

/* ---- formulas ---- */

/* What an account pays to the party, or gets from it; `name` NULL: all of them together. */
static const char *carried_sum(struct translator *to, const struct carrying *carrying,
                               const char *name, bool pays)
{
    struct livebook *book = to->book;
    const char *own =
        name == NULL ? ""
                     : SAY(to, ",%s,%s", posting_column(to, pays ? POSTINGS_PAYER : POSTINGS_PAYEE),
                           quoted_text(to, name));
    return SAY(to, "SUMIFS(%s,%s,%s,%s,%s%s)", posting_column(to, POSTINGS_AMOUNT),
               posting_column(to, pays ? POSTINGS_PAYEE_KIND : POSTINGS_PAYER_KIND),
               quoted_text(to, livebook_title(book, &carrying->party->title)),
               posting_column(to, POSTINGS_KIND),
               quoted_text(to, livebook_title(book, &carrying->kind->title)), own);
}

/* How many postings of the party are not known. */
static const char *carried_waits(struct translator *to, const struct carrying *carrying)
{
    struct livebook *book = to->book;
    const char *party = quoted_text(to, livebook_title(book, &carrying->party->title)),
               *kind = quoted_text(to, livebook_title(book, &carrying->kind->title)), *text = "";
    static const uint16_t sides[] = {POSTINGS_PAYEE_KIND, POSTINGS_PAYER_KIND};
    for (size_t i = 0; i < 2; i++)
        text = SAY(to, "%s%sCOUNTIFS(%s,\"%s\",%s,%s,%s,%s)", text, i == 0 ? "" : "+",
                   posting_column(to, POSTINGS_AMOUNT), book->wait, posting_column(to, sides[i]),
                   party, posting_column(to, POSTINGS_KIND), kind);
    return text;
}

static const char *carried_cell(struct translator *to, uint32_t line, uint16_t column)
{
    char name[GRID_CELL_SIZE];
    return SAY(to, "%s", grid_cell_name(name, line + 1, column + 1U));
}

static const char *carried_range(struct translator *to, uint32_t line, uint16_t column,
                                 uint32_t last_line, uint16_t last_column)
{
    return SAY(to, "%s:%s", carried_cell(to, line, column),
               carried_cell(to, last_line, last_column));
}

/* What the receivers up to a column still lack, once the payers above have paid. */
static const char *carried_lacked(struct translator *to, const struct carrying *carrying,
                                  uint32_t line, uint16_t column)
{
    const char *due =
        SAY(to, "SUM(%s)", carried_range(to, carrying->line, 1, carrying->line, column));
    return line == carrying->line + 1
               ? due
               : SAY(to, "(%s-SUM(%s))", due,
                     carried_range(to, carrying->line + 1, 1, line - 1, column));
}

/* Whole steps of what a payer has paid to all receivers up to a column. */
static const char *carried_floor(struct translator *to, const struct carrying *carrying,
                                 uint32_t line, uint16_t column)
{
    const uint16_t last = (uint16_t)carrying->to_count;
    const char *power = "1";
    for (uint32_t i = 0; i < carrying->kind->decimals; i++)
        power = SAY(to, "%s0", power);
    return SAY(to, "INT(ROUND(%s*%s/%s*%s,4))/%s", carried_cell(to, line, last + 1U),
               carried_lacked(to, carrying, line, column), carried_lacked(to, carrying, line, last),
               power, power);
}

static const char *carried_share(struct translator *to, const struct carrying *carrying,
                                 uint32_t line, uint16_t column)
{
    const char *all = carried_cell(to, carrying->line, (uint16_t)(carrying->to_count + 1));
    const char *floor = carried_floor(to, carrying, line, column);
    if (column > 1)
        floor = SAY(to, "ROUND(%s-%s,%u)", floor,
                    carried_floor(to, carrying, line, (uint16_t)(column - 1)),
                    (unsigned)carrying->kind->decimals);
    return SAY(to, "IF(ISNUMBER(%s),IF(%s=0,0,%s),%s)", all,
               carried_cell(to, line, (uint16_t)(carrying->to_count + 1)), floor, all);
}

/* ---- a block ---- */

static void carried_write_heads(struct carrying *carrying, struct translator *to)
{
    struct livebook *book = carrying->book;
    const struct book_look head = {.role = ROLE_FIGURE_HEAD};
    const uint32_t heads = carrying->line - 1;
    livebook_words(book, heads - 1, 0, ROLE_HEADING,
                   SAY(to,
                       livebook_zh(book) ? "%s：付方（行）付给收方（列），%s（%s）"
                                         : "%s: payers (rows) to receivers (columns), %s (%s)",
                       livebook_title(book, &carrying->party->title),
                       livebook_title(book, &carrying->kind->title), carrying->kind->unit.text));
    book_writer_words(book->writer, heads, 0, &head, livebook_say(book, "付方", "payer"));
    for (size_t j = 0; j < carrying->to_count; j++)
        livebook_write_account_label(book, heads, (uint16_t)(j + 1), &head, carrying->to[j]);
    book_writer_words(book->writer, heads, (uint16_t)(carrying->to_count + 1), &head,
                      livebook_say(book, "合计", "total"));
    book_writer_height(book->writer, heads, 2);
}

static const struct book_look carried_plain = {.role = ROLE_FIGURE},
                              carried_total_look = {.role = ROLE_TOTAL};

/* What each receiver gets in all, or the word that stands for it. */
static void carried_write_receivers(struct carrying *carrying, struct translator *to)
{
    struct livebook *book = carrying->book;
    const uint16_t last = (uint16_t)(carrying->to_count + 1);
    const uint32_t line = carrying->line;
    const char *word = carried_word(carrying);
    const unsigned decimals = (unsigned)carrying->kind->decimals;
    book_writer_words(book->writer, line, 0, &carried_total_look,
                      livebook_say(book, "收方合计", "receivers get"));
    for (uint16_t column = 1; column < last; column++) {
        const struct account account = carrying->to[column - 1U];
        carried_write_figure(carrying, line, column, &carried_total_look,
                             SAY(to, "IF(%s>0,\"%s\",IF(ROUND(%s-%s,%u)<>0,\"%s\",%s))",
                                 carried_waits(to, carrying), book->wait,
                                 carried_sum(to, carrying, NULL, true),
                                 carried_sum(to, carrying, NULL, false), decimals, book->miss,
                                 carried_sum(to, carrying, livebook_account(book, account), false)),
                             &carrying->got[column - 1U], word);
    }
    carried_write_figure(carrying, line, last, &carried_total_look,
                         SAY(to, "IF(ISNUMBER(%s),SUM(%s),%s)", carried_cell(to, line, 1),
                             carried_range(to, line, 1, line, (uint16_t)(last - 1)),
                             carried_cell(to, line, 1)),
                         &carrying->all_got, word);
}

static void carried_write_payer(struct carrying *carrying, struct translator *to, size_t index)
{
    struct livebook *book = carrying->book;
    const struct account account = carrying->from[index];
    const uint16_t last = (uint16_t)(carrying->to_count + 1);
    const uint32_t line = carrying->line + 1 + (uint32_t)index;
    const char *word = carried_word(carrying);
    livebook_write_account_label(book, line, 0, &carried_plain, account);
    for (uint16_t column = 1; column < last; column++) {
        const struct number amount = carried_amount(carrying, index, column - 1U);
        const bool sure = word != NULL || carried_is_sure(carrying, index, column - 1U);
        carried_write_figure(carrying, line, column, &carried_plain,
                             sure ? carried_share(to, carrying, line, column) : NULL, &amount,
                             word);
    }
    carried_write_figure(carrying, line, last, &carried_total_look,
                         carried_sum(to, carrying, livebook_account(book, account), true),
                         &carrying->paid[index], NULL);
}

static uint32_t carried_write_block(struct carrying *carrying, uint32_t line)
{
    struct livebook *book = carrying->book;
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *words[] = {book->wait};
    carrying->line = line + 2;
    carried_write_heads(carrying, &to);
    carried_write_receivers(carrying, &to);
    for (size_t i = 0; i < carrying->from_count && !book->no_memory; i++)
        carried_write_payer(carrying, &to, i);
    const uint32_t end = carrying->line + (uint32_t)carrying->from_count;
    book_writer_watch(book->writer, carrying->line, 1, end, (uint16_t)(carrying->to_count + 1),
                      words, 1);
    return end + 2;
}

/* Why there is no table of a party and a kind, in a line of its own. */
static uint32_t carried_write_why(const struct carrying *carrying, enum carrying_as as,
                                  uint32_t line)
{
    struct livebook *book = carrying->book;
    struct translator to = {.book = book, .arena = &book->scratch};
    const char *party = livebook_title(book, &carrying->party->title),
               *kind = livebook_title(book, &carrying->kind->title);
    const char *text =
        as == CARRIES_TOO_MANY
            ? SAY(&to,
                  livebook_zh(book)
                      ? "%s（%s）：付方或收方超过 %d 个，不列表；逐笔见“%s”，合计见“%s”"
                      : "%s (%s): more than %d payers or receivers, no table; each payment is on "
                        "%s, the totals on %s",
                  party, kind, (int)MOST_ACCOUNTS, book->sheets[SHEET_POSTINGS],
                  book->sheets[SHEET_PARTIES])
            : SAY(&to,
                  livebook_zh(book)
                      ? "%s（%s）：付给谁、谁来付由填报的事实决定，不列表；逐笔见“%s”"
                      : "%s (%s): facts say who pays or is paid, no table; each payment is on %s",
                  party, kind, book->sheets[SHEET_POSTINGS]);
    livebook_words(book, line, 0, ROLE_PLAIN, text);
    return line + 2;
}

/* A party's block of one kind, where there is anything to carry: the next line. `write` false: it is
 * counted; the receivers go to `columns`, where they are the most. */
static uint32_t carried_one_block(struct livebook *book, const struct party *party,
                                  const struct value_kind *kind, uint32_t line, bool write,
                                  size_t *columns)
{
    const struct livebook_context *context = book->context;
    const struct arena_mark mark = arena_mark(&book->scratch);
    struct carrying *carrying = arena_allocate(&book->scratch, sizeof *carrying);
    if (carrying == NULL) {
        book->no_memory = true;
        return line;
    }
    *carrying = (struct carrying){.book = book, .party = party, .kind = kind};
    const enum carrying_as as = carried_find_accounts(carrying);
    if (as == CARRIES_TABLE) {
        if (ledger_carried(&carrying->carried, context->ledger, party, kind, context->arith) !=
            FT_OK)
            book->no_memory = true;
        carried_add_up(carrying);
        if (carrying->to_count > *columns)
            *columns = carrying->to_count;
        line = write ? carried_write_block(carrying, line) : line + 1;
    } else if (as != CARRIES_NOTHING) {
        line = write ? carried_write_why(carrying, as, line) : line + 1;
    }
    arena_rewind(&book->scratch, mark);
    return line;
}

/* All blocks there are: the next line. */
static uint32_t carried_each_block(struct livebook *book, uint32_t line, bool write,
                                   size_t *columns)
{
    const struct policy *policy = book->context->policy;
    for (size_t i = 0; i < policy->party_count * policy->kind_count && !book->no_memory; i++) {
        const struct party *party = &policy->parties[i / policy->kind_count];
        if (party->passes_on)
            line = carried_one_block(book, party, &policy->kinds[i % policy->kind_count], line,
                                     write, columns);
    }
    return line;
}

void livebook_write_carried(struct livebook *book)
{
    enum { WIDTH = 20, MOST_COLUMNS = MOST_ACCOUNTS + 1 };
    size_t columns = 0;
    if (carried_each_block(book, 0, false, &columns) == 0)
        return;
    livebook_open_sheet(book, book->sheets[SHEET_CARRIED], false);
    livebook_words(book, 0, 0, ROLE_TITLE, book->sheets[SHEET_CARRIED]);
    livebook_words(book, 1, 0, ROLE_PLAIN,
                   livebook_say(book, "各付方的款按收方所得分列，分到各方的数之和与往来一致",
                                "what each pays, by what the receivers get: the shares add up "
                                "to what is posted"));
    book_writer_width(book->writer, 0, 0, 34);
    book_writer_width(book->writer, 1, MOST_COLUMNS, WIDTH);
    (void)carried_each_block(book, CARRIED_FIRST_LINE, true, &columns);
    book_writer_panes(book->writer, 0, 1);
    livebook_page(book, &(struct book_page){.broad = columns > 8, .repeat_columns = 1},
                  book->sheets[SHEET_CARRIED]);
}
