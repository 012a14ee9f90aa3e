/* UTF-8, and where a piece of text stands. */
#include "base_test.h"

#include <string.h>

struct utf8_row {
    char name[48];
    char bytes[16];
    size_t length;
    size_t good; /* bytes before the first broken one */
};

static const struct utf8_row utf8_rows[] = {
    {"empty", "", 0, 0},
    {"ASCII", "abc", 3, 3},
    {"two, three and four bytes", "\xC3\xA9\xE6\x96\xB9\xF0\x9F\x8C\xBE", 9, 9},
    {"the last code point", "\xF4\x8F\xBF\xBF", 4, 4},
    {"one past the last code point", "\xF4\x90\x80\x80", 4, 0},
    {"five bytes", "\xF8\x88\x80\x80\x80", 5, 0},
    {"a surrogate", "a\xED\xA0\x80", 4, 1},
    {"an overlong slash", "\xC0\xAF", 2, 0},
    {"an overlong three", "\xE0\x80\xAF", 3, 0},
    {"an overlong four", "\xF0\x80\x80\xAF", 4, 0},
    {"a lone continuation", "ab\x80", 3, 2},
    {"cut after one byte", "a\xE6", 2, 1},
    {"cut after two bytes", "a\xE6\x96", 3, 1},
    {"cut after three bytes", "a\xF0\x9F\x8C", 4, 1},
    {"continued by ASCII", "\xE6\x96z", 3, 0},
    {"NUL", "ab\0c", 4, 2},
    {"GBK", "\xC7\xE5\xD4\xB6", 4, 0},
    {"FF", "\xFF", 1, 0},
};

Test(utf8, broken_bytes_are_found)
{
    for (size_t i = 0; i < sizeof utf8_rows / sizeof *utf8_rows; i++) {
        const struct utf8_row *row = &utf8_rows[i];
        cr_expect_eq(utf8_check(row->bytes, row->length), row->good, "%s", row->name);
    }
}

Test(utf8, next_never_reads_past_the_length)
{
    uint32_t code = 7;
    char exact[2] = {'\xE6', '\x96'}; /* no byte behind: a sanitizer would see */
    cr_assert_eq(utf8_next(exact, 2, &code), 0);
    cr_assert_eq(utf8_next(exact, 0, &code), 0);
    cr_assert_eq(utf8_next("方", 3, &code), 3);
    cr_assert_eq(code, 0x65B9);
}

struct width_row {
    char text[32];
    size_t characters, cells;
};

static const struct width_row width_rows[] = {
    {"", 0, 0},       {"abc", 3, 3}, {"方田", 2, 4},
    {"1.5 亩", 5, 6}, {"é", 1, 1},   {"e\u0301", 2, 1}, /* a combining accent takes no cell */
    {"±α", 2, 2},                                       /* ambiguous width counts 1 */
    {"（，）", 3, 6}, {"🌾", 1, 2},
};

Test(utf8, characters_and_cells_are_counted)
{
    for (size_t i = 0; i < sizeof width_rows / sizeof *width_rows; i++) {
        const struct width_row *row = &width_rows[i];
        size_t length = strlen(row->text);
        cr_expect_eq(utf8_count(row->text, length), row->characters, "%s", row->text);
        cr_expect_eq(utf8_width(row->text, length), row->cells, "%s", row->text);
    }
}

Test(text, stands_nowhere_when_made_from_a_string)
{
    struct text text = text_from("方田");
    struct place place = text_place(&text, 3, 2);
    cr_assert_eq(text.length, 6);
    cr_assert(text_is(&text, "方田"));
    cr_assert_not(text_is(&text, "方"));
    cr_assert_null(place.source);
    cr_assert_eq(place.line, 0);
    cr_assert_eq(place.column, 0);
}

/* A text of three pieces: from offset 0, from 4 (the same as an empty one), from 7. */
Test(text, a_place_is_counted_from_its_piece)
{
    static const struct source source = {.path = "input", .bytes = "", .length = 0};
    const struct text_piece pieces[] = {
        {0, {&source, 1, 10, 1}},
        {4, {&source, 1, 20, 1}},
        {4, {&source, 2, 5, 1}},
        {7, {&source, 3, 1, 1}},
    };
    const struct text text = {.bytes = "a方方z",
                              .length = 8,
                              .place = {&source, 1, 9, 30},
                              .pieces = pieces,
                              .piece_count = 4};
    const uint32_t wanted[][3] = {{0, 1, 10}, {1, 1, 11}, {4, 2, 5}, {7, 3, 1}, {8, 3, 2}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct place place = text_place(&text, wanted[i][0], 3);
        cr_expect_eq(place.line, wanted[i][1], "offset %u", (unsigned)wanted[i][0]);
        cr_expect_eq(place.column, wanted[i][2], "offset %u", (unsigned)wanted[i][0]);
        cr_expect_eq(place.width, 3);
    }
}

Test(text, a_title_is_in_the_language_asked)
{
    const struct title title = {.zh = "方田", .en = "fields"};
    cr_assert_str_eq(title_in(&title, FT_ZH), "方田");
    cr_assert_str_eq(title_in(&title, FT_EN), "fields");
}
