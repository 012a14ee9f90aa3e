/* Texts as a workbook holds them, a row a case. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/workbook_internal.h"
#include "workbook/write.h"

struct text_row {
    const char *text, *made;
};

/* ---- cells ---- */

static const struct text_row escaped_rows[] = {
    {"", ""},
    {"plain, 纯文字", "plain, 纯文字"},
    {"a\tb\nc", "a\tb\nc"}, /* blanks and line ends of cells */
    {"a\rb", "a_x000D_b"},
    {"\x1B[31m", "_x001B_[31m"},
    {"a\v\fb", "a_x000B__x000C_b"},
    {"a\xC2\x85"
     "b\xE2\x80\xA8\xE2\x80\xA9",
     "a_x0085_b_x2028__x2029_"},
    {"a\xE2\x80\x8B"
     "b",
     "a_x200B_b"}, /* of no width */
    {"a\xC2\xA0\xE3\x80\x80"
     "b",
     "a\xC2\xA0\xE3\x80\x80"
     "b"},                                      /* blanks of other widths */
    {"a\xF3\xA0\x81\x81", "a\xF3\xA0\x81\x81"}, /* a tag: no escape has five digits */
    {"_x0041_", "_x005F_x0041_"},
    {"_x004f_", "_x005F_x004f_"},
    {"__x0041_", "__x005F_x0041_"},
    {"_x0041__x0042_", "_x005F_x0041__x005F_x0042_"},
    {"_x041_", "_x041_"},
    {"_x0041", "_x0041"},
    {"_x00G1_", "_x00G1_"},
    {"_X0041_", "_X0041_"},
    {"ax0041_", "ax0041_"},
    {"_y0041_x", "_y0041_x"},
    {"max_x", "max_x"},
};

Test(texts, of_cells_come_back_as_they_were)
{
    struct arena arena;
    arena_open(&arena, NULL);
    for (size_t i = 0; i < sizeof escaped_rows / sizeof *escaped_rows; i++) {
        const struct text_row *row = &escaped_rows[i];
        const char *made = write_escaped_text(&arena, row->text);
        cr_expect_str_eq(made, row->made);
        struct growing_text read = {.arena = &arena};
        cr_assert(growing_add(&read, made, strlen(made) + 1));
        read.length--;
        growing_unescape(&read);
        cr_expect(read.length == strlen(row->text) &&
                      memcmp(read.bytes, row->text, read.length) == 0,
                  "%s comes back as %.*s", made, (int)read.length, read.bytes);
    }
    arena_close(&arena);
}

static const struct text_row unescaped_rows[] = {
    {"_x0001_", "\x01"},     {"_x007F_", "\x7F"},         {"_x0080_", "\xC2\x80"},
    {"_x07FF_", "\xDF\xBF"}, {"_x0800_", "\xE0\xA0\x80"}, {"_xd7ff_", "\xED\x9F\xBF"},
    {"_xD800_", "_xD800_"}, /* half of a character is none */
    {"_xDFFF_", "_xDFFF_"},  {"_xE000_", "\xEE\x80\x80"}, {"_xFFFF_", "\xEF\xBF\xBF"},
    {"_x0000_", "_x0000_"}, /* would end the text */
    {"_x00/1_", "_x00/1_"},  {"_x00:1_", "_x00:1_"},      {"_x00@1_", "_x00@1_"},
    {"_x00G1_", "_x00G1_"},  {"_x00`1_", "_x00`1_"},      {"_x00g1_", "_x00g1_"},
    {"_x0041x", "_x0041x"},  {"_x004", "_x004"},          {"_x005F_x0041_", "_x0041_"}, /* once */
};

Test(texts, that_are_escaped_are_read_as_what_they_stand_for)
{
    struct arena arena;
    arena_open(&arena, NULL);
    for (size_t i = 0; i < sizeof unescaped_rows / sizeof *unescaped_rows; i++) {
        const struct text_row *row = &unescaped_rows[i];
        struct growing_text read = {.arena = &arena};
        cr_assert(growing_add(&read, row->text, strlen(row->text)));
        growing_unescape(&read);
        cr_expect_str_eq(read.bytes, row->made, "%s", row->text);
        cr_expect_eq(read.length, strlen(row->made), "%s", row->text);
    }
    arena_close(&arena);
}

struct cell_row {
    const char *piece;
    size_t times;
    bool fits;
};

/* A character beyond the first 65,536 takes two of a cell's 32,767 places. */
static const struct cell_row cell_rows[] = {
    {"a", 32767, true},   {"a", 32768, false}, {"方", 32767, true},
    {"方", 32768, false}, {"𠀀", 16383, true}, {"𠀀", 16384, false},
};

Test(texts, that_are_longer_than_a_cell_are_known)
{
    for (size_t i = 0; i < sizeof cell_rows / sizeof *cell_rows; i++) {
        const struct cell_row *row = &cell_rows[i];
        const size_t length = strlen(row->piece);
        char *text = calloc(row->times * length + 1, 1);
        cr_assert_not_null(text);
        for (size_t at = 0; at < row->times; at++)
            memcpy(text + at * length, row->piece, length);
        cr_expect_eq(write_fits_cell(text), row->fits, "%s, %zu times", row->piece, row->times);
        free(text);
    }
}

static const struct text_row start_rows[] = {
    {"", "…"},
    {"short", "short…"},
    {"12345678901234567890", "12345678901234567890…"},
    {"123456789012345678901", "12345678901234567890…"},
    {"一二三四五六七八九十一二三四五六七八九十甲", "一二三四五六七八九十一二三四五六七八九十…"},
};

Test(texts, too_long_are_told_by_their_beginning)
{
    struct arena arena;
    arena_open(&arena, NULL);
    for (size_t i = 0; i < sizeof start_rows / sizeof *start_rows; i++)
        cr_expect_str_eq(write_text_start(&arena, start_rows[i].text), start_rows[i].made);
    arena_close(&arena);
}

/* ---- notes ---- */

struct note_row {
    const char *text;
    size_t cells;
    uint16_t lines;
};

static const struct note_row note_rows[] = {
    {"", 10, 0},
    {"one", 10, 1},
    {"one\n", 10, 1},
    {"one\ntwo", 10, 2},
    {"one\n\ntwo", 10, 3},
    {"eleven cell", 10, 2},
    {"六个字两行", 9, 2},
    {"1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21\n22\n23\n24\n25\n26"
     "\n27\n28\n29\n30\n31\n32\n"
     "33\n34\n35\n36\n37\n38\n39",
     10, 39},
    {"1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21\n22\n23\n24\n25\n26"
     "\n27\n28\n29\n30\n31\n32\n"
     "33\n34\n35\n36\n37\n38\n39\n40\n41",
     10, 40}, /* a note taller than a page is read by nobody */
};

Test(texts, of_notes_take_as_many_lines_as_they_need)
{
    for (size_t i = 0; i < sizeof note_rows / sizeof *note_rows; i++)
        cr_expect_eq(write_note_lines(note_rows[i].text, note_rows[i].cells), note_rows[i].lines,
                     "%s", note_rows[i].text);
}

/* ---- names of sheets ---- */

struct name_row {
    const char *name;
    const char *taken[3];
    const char *made;
};

static const struct name_row name_rows[] = {
    {"总览", {NULL}, "总览"},
    {"a:b\\c/d?e*f[g]h'i", {NULL}, "a_b_c_d_e_f_g_h_i"},
    {"a：b／c＊d", {NULL}, "a_b_c_d"}, /* the same signs in their full width */
    {"a\tb", {NULL}, "a_b"},
    {"History", {NULL}, "History_"}, /* a spreadsheet keeps it for itself */
    {"HISTORY", {NULL}, "HISTORY_"},
    {"", {NULL}, "_"},
    {"1234567890123456789012345678901", {NULL}, "1234567890123456789012345678901"},
    {"12345678901234567890123456789012", {NULL}, "1234567890123456789012345678901"},
    {"𠀀234567890123456789012345678901", {NULL}, "𠀀23456789012345678901234567890"},
    {"Costs", {"costs"}, "Costs (2)"},
    {"Costs", {"COSTS", "costs (2)"}, "Costs (3)"},
    {"Ｃosts", {"Costs"}, "Ｃosts (2)"}, /* looks the same */
    {"1234567890123456789012345678901",
     {"1234567890123456789012345678901"},
     "12345678901234567890123456 (2)"},
};

Test(texts, of_sheets_names_are_taken_by_every_spreadsheet)
{
    struct arena arena;
    arena_open(&arena, NULL);
    for (size_t i = 0; i < sizeof name_rows / sizeof *name_rows; i++) {
        const struct name_row *row = &name_rows[i];
        size_t taken = 0;
        while (taken < 3 && row->taken[taken] != NULL)
            taken++;
        cr_expect_str_eq(book_sheet_name(&arena, row->name, row->taken, taken), row->made);
    }
    arena_close(&arena);
}

/* ---- heads and feet of pages ---- */

#define TEN "1234567890"

static const struct text_row page_rows[] = {
    {"", ""},
    {"A & B", "A && B"},
    {"a\x1B"
     "b",
     "a\\u{1B}b"},
    {"a\xE2\x80\x8B", "a\\u{200B}"},
    {TEN TEN TEN TEN TEN, TEN TEN TEN TEN TEN},
    {TEN TEN TEN TEN TEN "1", TEN TEN TEN TEN TEN "…"},
};

Test(texts, of_pages_have_no_codes)
{
    struct arena arena;
    arena_open(&arena, NULL);
    for (size_t i = 0; i < sizeof page_rows / sizeof *page_rows; i++)
        cr_expect_str_eq(book_page_text(&arena, page_rows[i].text), page_rows[i].made);
    arena_close(&arena);
}
