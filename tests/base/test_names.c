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

/* What is typed, what there is, and whether a slip makes one the other. */
static const struct {
    const char *word, *name;
    bool slip;
} pairs[] = {
    {"floor_aera", "floor_area", true},
    {"floorarea", "floor_area", true},
    {"Floor_Area", "floor_area", true},
    {"ｆｌｏｏｒ_area", "floor_area", true},
    {"appraised_plot_prise", "appraised_plot_price", true},
    {"requistion_compensaton", "requisition_compensation", true},
    {"comercail", "commercial", true},
    {"建筑面积积", "建筑面积", true},
    {"建筑 面积", "建筑面积", true},
    {"建筑积面", "建筑面积", true},
    {"H 1", "H1", true},
    /* another field, choice or row */
    {"vat_paid", "lat_paid", false},
    {"tax_paid", "lat_paid", false},
    {"new_use_price", "old_use_price", false},
    {"land_area", "land_value", false},
    {"swap_given", "swap_received", false},
    {"block_price", "plot_price", false},
    {"rate", "date", false},
    {"A2", "A3", false},
    {"P0001", "P0002", false},
    {"B12", "B21", false},
    {"1-1", "11", false},
    {"楼面地价", "基准地价", false},
    {"建安工程费", "前期工程费", false},
    {"改造前容积率", "改造后容积率", false},
    {"改造容积率", "改造后容积率", false},
    {"换出土地价值", "换入土地价值", false},
    {"总建筑面积", "建筑面积", false},
    {"年用水费", "年用水量", false},
    {"土地价款", "土地价值", false},
    {"商业", "工业", false},
    {"万元", "亿元", false},
    {"广州", "惠州", false},
};

Test(suggestion, is_a_slip_of_the_finger_never_another_thing)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct suggestion suggestion = {.word = pairs[i].word};
        suggest(&suggestion, pairs[i].name);
        cr_expect_eq(suggestion.best != NULL, pairs[i].slip, "%s for %s", pairs[i].name,
                     pairs[i].word);
    }
}

Test(suggestion, counts_characters_not_bytes)
{
    /* The bytes of these two differ in two places of six; no character is the same. */
    struct suggestion other = {.word = "亩地"}, near = {.word = "清 远"};
    suggest(&other, "亿圆");
    cr_assert_null(other.best);
    suggest(&near, "清远");
    cr_assert_str_eq(near.best, "清远");
}

Test(suggestion, does_not_depend_on_the_order_of_offering)
{
    struct suggestion forth = {.word = "rate"}, back = {.word = "rate"};
    suggest(&forth, "rats");
    suggest(&forth, "race");
    suggest(&back, "race");
    suggest(&back, "rats");
    cr_assert_str_eq(forth.best, "race");
    cr_assert_str_eq(back.best, "race");
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
    {LIMIT_NUMBER_DIGITS, 4096},     {LIMIT_NUMBER_EXPONENT, 4096},
    {LIMIT_VALUE_BITS, 65536},       {LIMIT_FORMULA_NESTING, 200},
    {LIMIT_FORMULA_LENGTH, 65536},   {LIMIT_POWER, 10000},
    {LIMIT_CONF_NESTING, 64},        {LIMIT_CONF_FILE_BYTES, 67108864},
    {LIMIT_CONF_INCLUDE_DEPTH, 10},  {LIMIT_CONF_TOTAL_BYTES, 67108864},
    {LIMIT_CSV_LINE_BYTES, 1048576}, {LIMIT_CSV_FILE_BYTES, 1073741824},
    {LIMIT_CSV_COLUMNS, 1024},       {LIMIT_WORKBOOK_BYTES, 134217728},
    {LIMIT_WORKBOOK_PARTS, 10000},   {LIMIT_WORKBOOK_INFLATED, 268435456},
    {LIMIT_SHEET_CELLS, 10000000},   {LIMIT_TABLE_ROWS, 10000000},
    {LIMIT_MADE_ROWS, 1000},         {LIMIT_SHARDS, 100000},
    {LIMIT_PART_BYTES, 268435456},   {LIMIT_DIAGNOSTICS, 20},
};

Test(limits, are_the_promised_ones)
{
    cr_assert_eq(sizeof limit_rows / sizeof *limit_rows, LIMIT_COUNT);
    for (size_t i = 0; i < LIMIT_COUNT; i++)
        cr_expect_eq(limits[limit_rows[i].id].value, limit_rows[i].value, "row %zu", i);
}

Test(choices, offer_what_goes_on_and_what_is_called_so)
{
    struct arena arena;
    struct diagnostics diagnostics = {.language = FT_ZH};
    const struct title title = {"县财政", "county"};
    arena_open(&arena, NULL);
    struct choices begun = choices_for(&arena, &diagnostics, "应缴地价款");
    choices_offer(&begun, "容积率");
    choices_offer(&begun, "应缴地价款（现金）");
    cr_expect_str_eq(begun.begins, "应缴地价款（现金）");
    struct choices one = choices_for(&arena, &diagnostics, "应");
    choices_offer(&one, "应缴地价款（现金）");
    cr_expect_null(one.begins, "one character begins too much");
    struct choices called = choices_for(&arena, &diagnostics, "县财政");
    choices_offer_named(&called, "county", &title);
    cr_expect_str_eq(choices_text(&called), "是不是 county（县财政）？");
    arena_close(&arena);
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
