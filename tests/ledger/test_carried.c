/* Who carries whom through a party that passes all on: by postings made here, for what laws rarely lead to. */
#include <criterion/criterion.h>

#include <string.h>

#include "../refusal.h"
#include "ledger/ledger_internal.h"

enum { CITY, DEVELOPER, OWNERS, FUND, PARTIES };
enum { MOST_MOVES = 6 };

/* A move a row, each made by a line of one rule; fields of the row name the rows of its parties. */
enum { FROM_ROW, TO_ROW, FIELDS };
static struct field fields[FIELDS] = {{.id = "from", .index = FROM_ROW},
                                      {.id = "to", .index = TO_ROW}};
static const struct entity moves_table = {.id = "move", .fields = fields, .field_count = FIELDS};
static struct party parties[PARTIES] = {
    {.id = "city", .index = CITY, .each = &moves_table},
    {.id = "developer", .index = DEVELOPER, .each = &moves_table},
    {.id = "owners", .index = OWNERS, .each = &moves_table},
    {.id = "fund", .index = FUND, .each = &moves_table, .passes_on = true},
};
static const struct value_kind cash = {.id = "cash", .step = {.num = 1, .den = 100}},
                               quota = {.id = "quota", .step = {.num = 1, .den = 1}, .index = 1};
static const struct post moved = {.kind = &cash}, noted = {.kind = &cash, .memo = true},
                         other = {.kind = &quota};

/* An amount in fen; a row of the party where it has several. */
struct move {
    int from, from_row, to, to_row;
    int32_t fen;
    const struct post *post; /* NULL: `moved` */
    bool open;
};

static const struct carried_row {
    const char *name;
    struct move moves[MOST_MOVES];
    size_t count;
    bool open;
    size_t from_count, to_count;
    const char *amounts; /* in fen, by payer, then by receiver */
} rows[] = {
    {"nothing passes", {{CITY, 0, DEVELOPER, 0, 500, NULL, false}}, 1, false, 0, 0, ""},
    {"one pays, one gets",
     {{DEVELOPER, 0, FUND, 0, 500, NULL, false}, {FUND, 0, CITY, 0, 500, NULL, false}},
     2,
     false,
     1,
     1,
     "500 "},
    {"two of one payer are one",
     {{DEVELOPER, 0, FUND, 0, 200, NULL, false},
      {DEVELOPER, 0, FUND, 0, 300, NULL, false},
      {FUND, 0, CITY, 0, 500, NULL, false}},
     3,
     false,
     1,
     1,
     "500 "},
    {"rows of a party are payers of their own",
     {{OWNERS, 0, FUND, 0, 100, NULL, false},
      {OWNERS, 1, FUND, 0, 200, NULL, false},
      {OWNERS, 0, FUND, 0, 100, NULL, false},
      {FUND, 0, CITY, 0, 300, NULL, false},
      {FUND, 0, DEVELOPER, 0, 100, NULL, false}},
     5,
     false,
     2,
     2,
     "150 50 150 50 "},
    {"shares are floors that add up",
     {{OWNERS, 0, FUND, 0, 100, NULL, false},
      {FUND, 0, CITY, 0, 33, NULL, false},
      {FUND, 0, DEVELOPER, 0, 33, NULL, false},
      {FUND, 0, OWNERS, 7, 34, NULL, false}},
     4,
     false,
     1,
     3,
     "33 33 34 "},
    {"a part is kept",
     {{DEVELOPER, 0, FUND, 0, 500, NULL, false}, {FUND, 0, CITY, 0, 400, NULL, false}},
     2,
     false,
     0,
     0,
     ""},
    {"more is paid than comes",
     {{DEVELOPER, 0, FUND, 0, 500, NULL, false}, {FUND, 0, CITY, 0, 600, NULL, false}},
     2,
     false,
     0,
     0,
     ""},
    {"nothing of nothing",
     {{DEVELOPER, 0, FUND, 0, 0, NULL, false}, {FUND, 0, CITY, 0, 0, NULL, false}},
     2,
     false,
     0,
     0,
     ""},
    {"nothing is no payer",
     {{OWNERS, 3, FUND, 0, 0, NULL, false},
      {DEVELOPER, 0, FUND, 0, 5, NULL, false},
      {FUND, 0, CITY, 0, 5, NULL, false}},
     3,
     false,
     1,
     1,
     "5 "},
    {"an open amount leaves all open",
     {{DEVELOPER, 0, FUND, 0, 0, NULL, true}, {FUND, 0, CITY, 0, 600, NULL, false}},
     2,
     true,
     0,
     0,
     ""},
    {"an open amount beside a balance",
     {{DEVELOPER, 0, FUND, 0, 500, NULL, false},
      {FUND, 0, CITY, 0, 500, NULL, false},
      {OWNERS, 0, FUND, 0, 0, NULL, true}},
     3,
     true,
     0,
     0,
     ""},
    {"memos, other kinds and what stays within do not count",
     {{DEVELOPER, 0, FUND, 0, 5, NULL, false},
      {DEVELOPER, 0, FUND, 0, 9, &noted, false},
      {DEVELOPER, 0, FUND, 0, 9, &other, false},
      {FUND, 0, FUND, 1, 9, NULL, false},
      {FUND, 0, CITY, 0, 5, NULL, false}},
     5,
     false,
     1,
     1,
     "5 "},
};

static struct arena arena;
static struct arith arith;

static void open_carried(void)
{
    arena_open(&arena, NULL);
    arith_open(&arith, &arena);
}

static void close_carried(void)
{
    refusal_time(NOTHING, 0);
    arith_close(&arith);
    arena_close(&arena);
}

TestSuite(carried, .init = open_carried, .fini = close_carried);

/* A ledger of the moves, as held. */
static const struct ledger *ledger_of(const struct carried_row *row)
{
    static const struct lacks unknown;
    static struct post posts[MOST_MOVES];
    static struct rule rule;
    static struct column columns[FIELDS];
    static struct item_column figures;
    static struct table table;
    static struct dataset dataset;
    static struct posted posted;
    static struct ledger ledger;
    const uint32_t count = (uint32_t)row->count;
    column_open(&columns[FROM_ROW], TYPE_REFERENCE, count);
    column_open(&columns[TO_ROW], TYPE_REFERENCE, count);
    figures = (struct item_column){.done = true};
    column_open(&figures.column, TYPE_NUMBER, count);
    table = (struct table){
        .entity = &moves_table, .count = count, .fields = columns, .items = &figures};
    dataset = (struct dataset){.tables = &table};
    rule = (struct rule){.item = {.entity = &moves_table}, .posts = posts, .post_count = count};
    cr_assert(posted_open(&posted, &rule, 0, count, &arena));
    for (uint32_t i = 0; i < count; i++) {
        const struct move *move = &row->moves[i];
        const union value from = {.reference = (uint32_t)move->from_row},
                          to = {.reference = (uint32_t)move->to_row};
        struct number amount = NUMBER_ZERO;
        cr_assert_eq(number_from_ratio(&amount, &arith, move->fen, 100), FT_OK);
        posts[i] = move->post == NULL ? moved : *move->post;
        posts[i].to = &parties[move->to];
        posts[i].to_via = &fields[TO_ROW];
        posts[i].from = posts[i].memo ? NULL : &parties[move->from];
        posts[i].from_via = &fields[FROM_ROW];
        const union value figure = {.number = amount};
        const struct posting posting = {.rule = &rule,
                                        .post = &posts[i],
                                        .row = i,
                                        .exact = amount,
                                        .amount = amount,
                                        .residue = NUMBER_ZERO,
                                        .lacks = move->open ? &unknown : NULL};
        cr_assert(column_put(&columns[FROM_ROW], i, CELL_VALUE, &from, &arena));
        cr_assert(column_put(&columns[TO_ROW], i, CELL_VALUE, &to, &arena));
        cr_assert(column_put(&figures.column, i, CELL_VALUE, &figure, &arena));
        cr_assert(posted_add(&posted, &dataset, &posting, &arena));
    }
    ledger = (struct ledger){
        .dataset = &dataset, .posted = &posted, .posted_count = 1, .posting_count = count};
    return &ledger;
}

static enum ft_status carry(const struct ledger *ledger, struct carried *carried)
{
    return ledger_carried(carried, ledger, &parties[FUND], &cash, &arith);
}

static const char *amounts_of(const struct carried *carried)
{
    const struct number hundred = number_from_int(100);
    const char *text = "";
    for (size_t i = 0; i < carried->from_count * carried->to_count; i++) {
        struct number fen;
        cr_assert_eq(number_mul(&fen, &arith, &carried->amounts[i], &hundred), FT_OK);
        text = arena_format(&arena, "%s%s ", text, number_text(&fen, &arith, NUMBER_PLAIN));
    }
    return text;
}

Test(carried, who_carries_whom)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct carried carried;
        cr_assert_eq(carry(ledger_of(&rows[i]), &carried), FT_OK, "%s", rows[i].name);
        cr_expect_eq(carried.open, rows[i].open, "%s", rows[i].name);
        cr_expect_eq(carried.from_count, rows[i].from_count, "%s", rows[i].name);
        cr_expect_eq(carried.to_count, rows[i].to_count, "%s", rows[i].name);
        cr_expect_str_eq(amounts_of(&carried), rows[i].amounts, "%s", rows[i].name);
    }
}

/* Each addition, product, quotient and rounding, and each array, refused in turn. */
Test(carried, what_is_refused_is_told)
{
    static const struct {
        enum refusing what;
        enum ft_status status;
    } kinds[] = {{ARITHMETIC, FT_TOO_LARGE}, {MEMORY, FT_NO_MEMORY}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows * 2; i++) {
        const struct carried_row *row = &rows[i / 2];
        const enum refusing what = kinds[i % 2].what;
        bool refused = true;
        for (size_t nth = 1; refused; nth++) {
            const struct ledger *ledger = ledger_of(row);
            struct carried carried;
            refusal_time(what, nth);
            const enum ft_status status = carry(ledger, &carried);
            refused = refusal.asked >= nth;
            refusal_time(NOTHING, 0);
            cr_assert_eq(status, refused ? kinds[i % 2].status : FT_OK, "%s, time %zu", row->name,
                         nth);
        }
    }
}
