/*
 * Columns of cells hold exactly what was put in them, in whatever order it is put and however often,
 * and take the memory that model.h says. What is put lies about the borders of each format.
 */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/model.h"

enum { ROWS = 24, PUTS = 400, SEEDS = 60, MANY = 5000 };

static struct arena arena;
static struct arith arith;

static void open_memory(void)
{
    arena_open(&arena, NULL);
    arith_open(&arith, &arena);
}

static void close_memory(void)
{
    arith_close(&arith);
    arena_close(&arena);
}

TestSuite(columns, .init = open_memory, .fini = close_memory);

/* splitmix64 */
static uint64_t draw(uint64_t *state, uint64_t bound)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (z ^ (z >> 31)) % bound;
}

/* ---- what is put ---- */

static struct number ratio(int64_t num, int64_t den)
{
    struct number number;
    cr_assert_eq(number_from_ratio(&number, &arith, num, den), FT_OK);
    return number;
}

/* Alike, of few decimals, of denominators that have no common one in 64 bits, at the ends of 64 bits,
 * and past them. */
static struct number draw_number(uint64_t *state, unsigned most)
{
    static const int64_t ends[] = {INT64_MAX, -INT64_MAX, INT64_MAX - 1, INT64_MAX / 100,
                                   INT64_MAX / 100 + 1};
    static const int64_t primes[] = {999999937, 999999929, 999999893, 7, 3};
    struct number one, other;
    switch (draw(state, most)) {
    case 0:
        return NUMBER_ONE;
    case 1:
        return NUMBER_ZERO;
    case 2:
        return ratio((int64_t)draw(state, 100000) - 50000, 100);
    case 3:
        return ratio((int64_t)draw(state, 100000) - 50000, 10000);
    case 4:
        return ratio((int64_t)draw(state, 1000), primes[draw(state, 5)]);
    case 5:
        return ratio(ends[draw(state, 5)], draw(state, 2) == 0 ? 1 : 100);
    default:
        one = ratio(ends[draw(state, 5)], primes[draw(state, 5)]);
        other = ratio(ends[draw(state, 5)], 1);
        cr_assert_eq(number_mul(&one, &arith, &one, &other), FT_OK);
        return one;
    }
}

static union value draw_value(uint64_t *state, enum type_kind kind, unsigned most)
{
    static const uint32_t members[] = {0, 1, 254, 255, 256, 65535, 65536, UINT32_MAX - 1};
    static const int32_t days[] = {0, 1, -1, 255, 256, 19000, INT32_MAX, INT32_MIN};
    static const char *const texts[] = {"", "A1", "A1", "甲", "a longer text than others"};
    switch (kind) {
    case TYPE_NUMBER:
        return (union value){.number = draw_number(state, most)};
    case TYPE_BOOLEAN:
        return (union value){.boolean = draw(state, 2) == 1};
    case TYPE_DATE:
        return (union value){.date = {days[draw(state, most)]}};
    case TYPE_SYMBOL:
        return (union value){.symbol = members[draw(state, most)]};
    case TYPE_REFERENCE:
        return (union value){.reference = members[draw(state, most)]};
    case TYPE_TEXT:
        break;
    }
    return (union value){.text = texts[draw(state, 5)]};
}

static bool same_value(enum type_kind kind, const union value *x, const union value *y)
{
    switch (kind) {
    case TYPE_NUMBER:
        return number_is_canonical(&x->number) && number_equal(&x->number, &y->number);
    case TYPE_BOOLEAN:
        return x->boolean == y->boolean;
    case TYPE_DATE:
        return x->date.days == y->date.days;
    case TYPE_SYMBOL:
        return x->symbol == y->symbol;
    case TYPE_REFERENCE:
        return x->reference == y->reference;
    case TYPE_TEXT:
        break;
    }
    return strcmp(x->text, y->text) == 0;
}

/* ---- cells ---- */

struct shadow {
    union value values[ROWS];
    enum cell_state states[ROWS];
    bool has[ROWS];
};

static void put(struct column *column, struct shadow *shadow, uint32_t row, uint64_t *state,
                unsigned most)
{
    shadow->states[row] = draw(state, 3) > 0 ? CELL_VALUE : (enum cell_state)draw(state, 6);
    /* the known part of an undetermined sum is a value, too */
    shadow->has[row] = shadow->states[row] == CELL_VALUE || draw(state, 4) == 0;
    shadow->values[row] = draw_value(state, column->kind, most);
    cr_assert(column_put(column, row, shadow->states[row],
                         shadow->has[row] ? &shadow->values[row] : NULL, &arena));
}

static void compare(const struct column *column, const struct shadow *shadow, uint32_t rows,
                    uint64_t seed)
{
    for (uint32_t row = 0; row < rows; row++) {
        const struct cell cell = column_cell(column, row);
        cr_assert_eq(cell.state, shadow->states[row], "kind %d, seed %lu, row %u", column->kind,
                     (unsigned long)seed, row);
        cr_assert(!shadow->has[row] || same_value(column->kind, &cell.value, &shadow->values[row]),
                  "kind %d, seed %lu, row %u", column->kind, (unsigned long)seed, row);
    }
}

/* First every row once, from the first on; then any row again; then all of them anew. */
static void try_column(enum type_kind kind, uint64_t seed)
{
    uint64_t state = seed;
    const unsigned most = 1 + (unsigned)draw(&state, kind == TYPE_NUMBER ? 7 : 8);
    struct column column;
    struct shadow shadow;
    column_open(&column, kind, ROWS);
    for (int round = 0; round < 3; round++) {
        for (uint32_t row = 0; row < ROWS; row++) {
            put(&column, &shadow, row, &state, most);
            compare(&column, &shadow, row + 1, seed);
        }
        for (uint32_t i = 0; i < PUTS; i++)
            put(&column, &shadow, (uint32_t)draw(&state, ROWS), &state, most);
        compare(&column, &shadow, ROWS, seed);
        column_reset(&column, round == 1);
    }
}

Test(columns, hold_exactly_what_was_put)
{
    for (int kind = TYPE_NUMBER; kind <= TYPE_REFERENCE; kind++)
        for (uint64_t seed = 1; seed <= SEEDS; seed++)
            try_column((enum type_kind)kind, seed);
}

/* Just what is a lane of 64 bits over the denominator is one; what is beside it is promoted. */
Test(columns, promote_numbers_at_the_border_of_64_bits)
{
    const struct number hundredth = ratio(1, 100), third = ratio(1, 3);
    const struct number fits = ratio(INT64_MAX / 100, 1), past = ratio(INT64_MAX / 100 + 1, 1);
    struct column column;
    column_open(&column, TYPE_NUMBER, 3);
    cr_assert(column_put(&column, 0, CELL_VALUE, &(union value){.number = hundredth}, &arena));
    cr_assert_eq(column.format, COLUMN_ALIKE);
    cr_assert(column_put(&column, 1, CELL_VALUE, &(union value){.number = fits}, &arena));
    cr_assert(column.format == COLUMN_LANES && column.den == 100);
    cr_assert(column_put(&column, 1, CELL_VALUE, &(union value){.number = NUMBER_ONE}, &arena));
    cr_assert(column_put(&column, 2, CELL_VALUE, &(union value){.number = third}, &arena));
    cr_assert(column.format == COLUMN_LANES && column.den == 300);
    cr_assert_eq(column.lanes[1], 300);
    cr_assert(column_put(&column, 1, CELL_VALUE, &(union value){.number = past}, &arena));
    cr_assert_eq(column.format, COLUMN_EACH);
    const union value first = column_value(&column, 0), second = column_value(&column, 1),
                      last = column_value(&column, 2);
    cr_expect(number_equal(&first.number, &hundredth));
    cr_expect(number_equal(&second.number, &past));
    cr_expect(number_equal(&last.number, &third));
}

/* The least integer of 64 bits, which has no opposite, is no lane: neither put nor rescaled to. */
Test(columns, take_no_lane_without_an_opposite)
{
    static const int64_t half = INT64_MIN / 2;
    const struct number whole = ratio(half, 1), part = ratio(1, 2), other = ratio(3, 2);
    for (int order = 0; order < 2; order++) {
        struct column column;
        column_open(&column, TYPE_NUMBER, 3);
        const struct number *const put[] = {order == 0 ? &part : &whole, &other,
                                            order == 0 ? &whole : &part};
        for (uint32_t row = 0; row < 3; row++)
            cr_assert(
                column_put(&column, row, CELL_VALUE, &(union value){.number = *put[row]}, &arena));
        cr_expect_eq(column.format, COLUMN_EACH);
        for (uint32_t row = 0; row < 3; row++) {
            const union value held = column_value(&column, row);
            cr_expect(number_equal(&held.number, put[row]), "%d, row %u", order, row);
        }
    }
}

/* ---- places ---- */

static bool same_place(const struct place *x, const struct place *y)
{
    return x->source == y->source && x->line == y->line && x->column == y->column &&
           x->width == y->width;
}

Test(columns, hold_where_rows_and_cells_stand)
{
    static const struct source file = {.path = "a.csv"}, other = {.path = "b.csv"};
    uint64_t state = 7;
    struct table table = {.count = ROWS};
    struct column column;
    struct place rows[ROWS], cells[ROWS], room;
    column_open(&column, TYPE_BOOLEAN, ROWS);
    cr_expect_null(column_place(&column, 0, &room));
    for (int strange = 0; strange < 3; strange++) { /* nothing, cells, rows */
        table.places = NULL;
        column.spots = NULL;
        column.places = NULL;
        for (uint32_t row = 0; row < ROWS; row++) {
            rows[row] = (struct place){&file, 2 * row + 1, 1, 1};
            if (strange == 2 && row > ROWS / 2)
                rows[row] = (struct place){&other, row + 1, 3, 9};
            cr_assert(table_put_place(&table, row, &rows[row], &arena));
        }
        column.rows = table.places;
        for (uint32_t row = 0; row < ROWS; row++) {
            cells[row] = rows[row];
            cells[row].width = (uint32_t)draw(&state, 4) * 1365; /* at most 4,095 */
            if (cells[row].width > 0)
                cells[row].column = 1 + (uint32_t)draw(&state, 1 << 19) * 2;
            if (strange == 1 && row == ROWS / 2)
                cells[row] = (struct place){NULL, 0, 0, 7};
            if (strange == 1 && row == ROWS / 2 + 1)
                cells[row].width = 4096;
            cr_assert(column_put_place(&column, row, &cells[row], &arena));
        }
        for (uint32_t row = 0; row < ROWS; row++) {
            cr_expect(same_place(table_place(&table, row, &room), &rows[row]), "%d, row %u",
                      strange, row);
            cr_expect(same_place(column_place(&column, row, &room), &cells[row]), "%d, row %u",
                      strange, row);
            cr_expect_eq(column_is_unwritten(&column, row),
                         cells[row].width == 0 && cells[row].line > 0);
        }
    }
}

/* Places that have no short form: a row wider than its first character, cells before the first column, far to the right and in
 * no line. */
Test(columns, hold_places_of_every_kind)
{
    static const struct source file = {.path = "a.csv"};
    static const struct place rows[] = {{&file, 1, 1, 2}, {&file, 2, 1, 1}, {&file, 0, 1, 1}};
    static const struct place cells[][3] = {
        {{&file, 1, 0, 3}, {&file, 2, 4, 3}, {&file, 0, 1, 0}},
        {{&file, 1, UINT32_MAX, 3}, {&file, 2, 4, 0}, {&file, 0, 1, 0}},
    };
    struct place room;
    struct table table = {.count = 3};
    cr_expect_null(table_place(&table, 0, &room));
    for (uint32_t row = 0; row < 3; row++)
        cr_assert(table_put_place(&table, row, &rows[row], &arena));
    for (size_t i = 0; i < 2; i++) {
        struct column column;
        column_open(&column, TYPE_NUMBER, 3);
        column.rows = table.places;
        for (uint32_t row = 0; row < 3; row++)
            cr_assert(column_put_place(&column, row, &cells[i][row], &arena));
        for (uint32_t row = 0; row < 3; row++) {
            cr_expect(same_place(table_place(&table, row, &room), &rows[row]), "row %u", row);
            cr_expect(same_place(column_place(&column, row, &room), &cells[i][row]), "row %u", row);
            cr_expect_eq(column_is_unwritten(&column, row),
                         cells[i][row].width == 0 && cells[i][row].line > 0);
        }
    }
}

/* ---- reasons ---- */

Test(columns, hold_why_a_rule_gives_no_figure)
{
    static const struct item causes[3];
    static const struct lacks lacks;
    uint64_t state = 11;
    struct item_column column = {.done = true};
    struct reason reasons[ROWS];
    int16_t cases[ROWS];
    column_open(&column.column, TYPE_NUMBER, ROWS);
    for (int round = 0; round < 2; round++) {
        for (uint32_t row = 0; row < ROWS; row++) {
            reasons[row] = (struct reason){.kind = (enum reason_kind)draw(&state, 6)};
            if (reasons[row].kind == REASON_DEPENDS)
                reasons[row] =
                    (struct reason){.kind = REASON_DEPENDS,
                                    .cause = &causes[draw(&state, 3)],
                                    .row = draw(&state, 2) == 0 ? row : (uint32_t)draw(&state, 3),
                                    .lacks = draw(&state, 2) == 0 ? NULL : &lacks};
            cases[row] = (int16_t)(draw(&state, 4) == 0 ? 300 : (int)draw(&state, 3) - 1);
            cr_assert(item_put(&column, row, CELL_NOT_APPLICABLE, NULL, cases[row], &reasons[row],
                               &arena));
        }
        for (uint32_t row = 0; row < ROWS; row++) {
            const struct reason held = item_reason(&column, row);
            cr_expect(held.kind == reasons[row].kind && held.cause == reasons[row].cause &&
                          held.row == reasons[row].row && held.lacks == reasons[row].lacks,
                      "row %u", row);
            cr_expect_eq(item_case(&column, row), cases[row]);
        }
        item_reset(&column, round == 0);
    }
}

/* ---- memory ---- */

/* Bytes a row that a column takes of which row i holds what `value` gives. */
static size_t bytes_a_row(enum type_kind kind, union value (*value)(uint32_t row))
{
    struct column column;
    column_open(&column, kind, MANY);
    const size_t before = arena_bytes(&arena);
    for (uint32_t row = 0; row < MANY; row++) {
        const union value one = value(row);
        cr_assert(column_put(&column, row, CELL_VALUE, &one, &arena));
    }
    /* the header of a piece of memory is no row's */
    return (arena_bytes(&arena) - before) / MANY;
}

static union value alike_of(uint32_t row)
{
    (void)row;
    return (union value){.number = {.num = 1, .den = 3}};
}

static union value fen_of(uint32_t row)
{
    const int64_t fen = row * 1000 + 1;
    return (union value){.number = fen % 2 == 0   ? (struct number){.num = fen / 2, .den = 50}
                                   : fen % 5 == 0 ? (struct number){.num = fen / 5, .den = 20}
                                                  : (struct number){.num = fen, .den = 100}};
}

static union value truth_of(uint32_t row)
{
    return (union value){.boolean = row % 2 == 1};
}

static union value member_of(uint32_t row)
{
    return (union value){.symbol = row % 256};
}

static union value day_of(uint32_t row)
{
    return (union value){.date = {(int32_t)row}};
}

static union value text_of(uint32_t row)
{
    static const char *const texts[] = {"x", "y"};
    return (union value){.text = texts[row % 2]};
}

Test(columns, take_no_more_bytes_than_their_cells_need)
{
    cr_expect_eq(bytes_a_row(TYPE_NUMBER, alike_of), 0);
    cr_expect_eq(bytes_a_row(TYPE_NUMBER, fen_of), 8);
    cr_expect_eq(bytes_a_row(TYPE_BOOLEAN, truth_of), 1);
    cr_expect_eq(bytes_a_row(TYPE_SYMBOL, member_of), 1);
    cr_expect_leq(bytes_a_row(TYPE_DATE, day_of), 5); /* a byte each before they were too many */
    cr_expect_eq(bytes_a_row(TYPE_TEXT, text_of), 8);
}

/* What is put anew goes where it stood. */
Test(columns, take_nothing_more_when_all_is_put_anew)
{
    struct column column;
    size_t once = 0;
    column_open(&column, TYPE_NUMBER, MANY);
    for (int round = 0; round < 3; round++) {
        column_reset(&column, false);
        for (uint32_t row = 0; row < MANY; row++) {
            const union value one = fen_of(row);
            cr_assert(column_put(&column, row, row % 3 == 0 ? CELL_UNDETERMINED : CELL_VALUE,
                                 row % 3 == 0 ? NULL : &one, &arena));
        }
        once = round == 0 ? arena_bytes(&arena) : once;
    }
    cr_expect_eq(arena_bytes(&arena), once);
}
