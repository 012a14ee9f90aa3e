/* Maps, "did you mean", and the table of limits. */
#include "base_test.h"

#include <string.h>

Test(map, an_empty_one_holds_nothing)
{
    struct map map = {0};
    cr_assert_null(map_get(&map, "x"));
    cr_assert_null(map_get(&map, ""));
}

Test(map, finds_every_key_after_growing)
{
    enum { KEYS = 5000 };
    struct arena arena;
    struct map map = {0};
    static char values[KEYS];
    arena_open(&arena, NULL);
    for (size_t i = 0; i < KEYS; i++)
        cr_assert(map_put(&map, &arena, arena_format(&arena, "键%zu", i), &values[i]));
    cr_assert_eq(map.count, KEYS);
    for (size_t i = 0; i < KEYS; i++)
        cr_assert_eq(map_get(&map, arena_format(&arena, "键%zu", i)), &values[i]);
    cr_assert_null(map_get(&map, "键5000"));
    arena_close(&arena);
}

Test(map, setting_a_key_again_replaces_its_value)
{
    struct arena arena;
    struct map map = {0};
    char first, second;
    arena_open(&arena, NULL);
    cr_assert(map_put(&map, &arena, "", &first));
    cr_assert(map_put(&map, &arena, "", &second));
    cr_assert_eq(map_get(&map, ""), &second);
    cr_assert_eq(map.count, 1);
    arena_close(&arena);
}

Test(map, keeps_what_it_has_when_memory_is_out)
{
    enum { KEYS = 100000 };
    static char keys[KEYS][8];
    struct starving starving;
    struct arena arena;
    struct map map = {0};
    size_t count = 0;
    starving_open(&starving, 1);
    arena_open(&arena, &starving.allocator);
    for (bool room = true; room && count < KEYS;) {
        for (size_t digit = 0, rest = count; digit < 6; digit++, rest /= 10)
            keys[count][digit] = (char)('0' + rest % 10);
        room = map_put(&map, &arena, keys[count], keys[count]);
        count += room;
    }
    cr_assert(count > 0 && count < KEYS);
    cr_assert_eq(map.count, count);
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(map_get(&map, keys[i]), keys[i]);
    cr_assert_null(map_get(&map, keys[count]));
    arena_close(&arena);
}

struct meant_row {
    char word[80];
    const char *meant; /* NULL: nothing is near enough */
};

static const struct meant_row meant_rows[] = {
    {"areas", "area"},
    {"aera", "area"},
    {"plot_ration", "plot_ratio"},
    {"compensaton", "compensation"},
    {"price", "price"},
    {"prise", "price"},
    {"x", NULL},
    {"", NULL},
    {"zzzzzzzz", NULL},
    {"面积", NULL},
    {"a_name_that_is_much_longer_than_any_that_a_slip_of_the_finger_could_mean", NULL},
};

Test(suggestion, names_what_was_meant)
{
    static const char *const names[] = {"area", "plot_ratio", "compensation", "price"};
    for (size_t i = 0; i < sizeof meant_rows / sizeof *meant_rows; i++) {
        const struct meant_row *row = &meant_rows[i];
        struct suggestion suggestion = {.word = row->word};
        for (size_t j = 0; j < sizeof names / sizeof *names; j++)
            suggest(&suggestion, names[j]);
        const char *best = suggestion.best == NULL ? "nothing" : suggestion.best;
        cr_expect_str_eq(best, row->meant == NULL ? "nothing" : row->meant, "%s", row->word);
    }
}

Test(suggestion, counts_characters_not_bytes)
{
    /* The bytes of these two differ in two places of six; no character is the same. */
    struct suggestion other = {.word = "亩地"}, near = {.word = "清元"};
    suggest(&other, "亿圆");
    cr_assert_null(other.best);
    suggest(&near, "清远");
    cr_assert_str_eq(near.best, "清远");
}

Test(suggestion, does_not_depend_on_the_order_of_offering)
{
    struct suggestion forth = {.word = "rate"}, back = {.word = "rate"};
    suggest(&forth, "date");
    suggest(&forth, "gate");
    suggest(&back, "gate");
    suggest(&back, "date");
    cr_assert_str_eq(forth.best, "date");
    cr_assert_str_eq(back.best, "date");
}

Test(suggestion, offers_every_key_of_a_map)
{
    struct arena arena;
    struct map map = {0};
    struct suggestion suggestion = {.word = "holdres"};
    char value;
    arena_open(&arena, NULL);
    suggest_keys(&suggestion, &map);
    cr_assert_null(suggestion.best);
    cr_assert(map_put(&map, &arena, "parcels", &value));
    cr_assert(map_put(&map, &arena, "holders", &value));
    suggest_keys(&suggestion, &map);
    cr_assert_str_eq(suggestion.best, "holders");
    arena_close(&arena);
}

struct limit_row {
    enum limit_id id;
    size_t value;
};

static const struct limit_row limit_rows[] = {
    {LIMIT_NUMBER_DIGITS, 4096},
    {LIMIT_NUMBER_EXPONENT, 4096},
    {LIMIT_VALUE_BITS, 65536},
    {LIMIT_FORMULA_NESTING, 200},
    {LIMIT_FORMULA_LENGTH, 65536},
    {LIMIT_CONF_NESTING, 64},
    {LIMIT_CONF_FILE_BYTES, 67108864},
    {LIMIT_CONF_INCLUDE_DEPTH, 10},
    {LIMIT_CONF_TOTAL_BYTES, 67108864},
    {LIMIT_CSV_LINE_BYTES, 1048576},
    {LIMIT_CSV_FILE_BYTES, 1073741824},
    {LIMIT_CSV_COLUMNS, 1024},
    {LIMIT_TABLE_ROWS, 10000000},
    {LIMIT_MADE_ROWS, 1000},
    {LIMIT_SHARDS, 100000},
    {LIMIT_PART_BYTES, 268435456},
    {LIMIT_DIAGNOSTICS, 20},
};

Test(limits, are_the_promised_ones)
{
    cr_assert_eq(sizeof limit_rows / sizeof *limit_rows, LIMIT_COUNT);
    for (size_t i = 0; i < LIMIT_COUNT; i++)
        cr_expect_eq(limits[limit_rows[i].id].value, limit_rows[i].value, "row %zu", i);
}

Test(limits, each_has_a_name_of_its_own_and_a_title)
{
    for (size_t i = 0; i < LIMIT_COUNT; i++) {
        cr_expect(limits[i].name != NULL && limits[i].unit.zh != NULL && limits[i].unit.en != NULL,
                  "row %zu", i);
        cr_expect(limits[i].what.zh != NULL && limits[i].what.en != NULL, "row %zu", i);
        for (size_t j = 0; j < i; j++)
            cr_expect_str_neq(limits[i].name, limits[j].name);
    }
}

Test(messages, each_is_complete_in_both_languages)
{
    for (size_t i = 0; i < base_messages.count; i++) {
        const struct message *message = &base_messages.messages[i];
        cr_assert(message->id != NULL && message->en != NULL && message->zh != NULL, "row %zu", i);
        cr_expect_eq(message->hint_en == NULL, message->hint_zh == NULL, "%s", message->id);
        for (size_t j = 0; j < i; j++)
            cr_expect_str_neq(message->id, base_messages.messages[j].id);
    }
}
