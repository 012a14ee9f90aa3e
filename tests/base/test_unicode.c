/* Characters that cannot be seen, and blanks. */
#include "base_test.h"

#include <string.h>

struct range_row {
    char name[40];
    uint32_t from, to;
};

static const struct range_row invisible_rows[] = {
    {"controls", 0x00, 0x1F},
    {"controls behind ASCII", 0x7F, 0x9F},
    {"no-break space", 0xA0, 0xA0},
    {"soft hyphen", 0xAD, 0xAD},
    {"grapheme joiner", 0x34F, 0x34F},
    {"Arabic letter mark", 0x61C, 0x61C},
    {"Hangul fillers", 0x115F, 0x1160},
    {"Ogham space", 0x1680, 0x1680},
    {"Mongolian selectors and separator", 0x180B, 0x180E},
    {"narrow and wide blanks", 0x2000, 0x200A},
    {"zero-width and direction marks", 0x200B, 0x200F},
    {"line ends and embeddings", 0x2028, 0x202F},
    {"blank and operators that take no room", 0x205F, 0x2064},
    {"isolates and old marks", 0x2066, 0x206F},
    {"Braille without a dot", 0x2800, 0x2800},
    {"Hangul filler", 0x3164, 0x3164},
    {"variation selectors", 0xFE00, 0xFE0F},
    {"byte order mark", 0xFEFF, 0xFEFF},
    {"half-width filler", 0xFFA0, 0xFFA0},
    {"annotations", 0xFFF9, 0xFFFB},
    {"musical controls", 0x1D173, 0x1D17A},
    {"noncharacters", 0xFDD0, 0xFDEF},
    {"the last two of a plane", 0xFFFE, 0xFFFF},
    {"the last two of the next", 0x1FFFE, 0x1FFFF},
    {"tags", 0xE0000, 0xE007F},
    {"more variation selectors", 0xE0100, 0xE01EF},
};

static const struct range_row visible_rows[] = {
    {"ASCII", 0x20, 0x7E},
    {"Latin", 0xA1, 0xAC},
    {"Greek and Cyrillic", 0x391, 0x3A1},
    {"Cyrillic", 0x410, 0x44F},
    {"punctuation", 0x2010, 0x2027},
    {"quotes of Chinese", 0x2018, 0x201D},
    {"circled numbers", 0x2460, 0x24FF},
    {"radicals", 0x2F00, 0x2FD5},
    {"ideographic space and marks", 0x3000, 0x303F},
    {"Bopomofo", 0x3105, 0x312F},
    {"ideographs A", 0x3400, 0x4DBF},
    {"ideographs", 0x4E00, 0x9FFC},
    {"Hangul", 0xAC00, 0xD7A3},
    {"names' own characters", 0xE000, 0xF8FF},
    {"compatibility ideographs", 0xF900, 0xFA6D},
    {"full width", 0xFF01, 0xFF9F},
    {"ideographs B", 0x20000, 0x2A6D6},
};

Test(unicode, what_cannot_be_seen_is_known)
{
    for (size_t i = 0; i < sizeof invisible_rows / sizeof *invisible_rows; i++)
        for (uint32_t code = invisible_rows[i].from; code <= invisible_rows[i].to; code++)
            cr_expect(unicode_is_invisible(code), "%s: U+%04X", invisible_rows[i].name,
                      (unsigned)code);
    for (size_t i = 0; i < sizeof visible_rows / sizeof *visible_rows; i++)
        for (uint32_t code = visible_rows[i].from; code <= visible_rows[i].to; code++)
            cr_expect_not(unicode_is_invisible(code), "%s: U+%04X", visible_rows[i].name,
                          (unsigned)code);
}

Test(unicode, blanks_of_every_width)
{
    static const uint32_t blanks[] = {' ',    '\t',   '\n',   '\r',   0x85,   0xA0,
                                      0x1680, 0x2000, 0x2003, 0x2007, 0x2009, 0x200A,
                                      0x2028, 0x2029, 0x202F, 0x205F, 0x3000};
    static const uint32_t others[] = {0,      '_',    0xAD,   0x180E, 0x200B, 0x200D,
                                      0x2060, 0x2800, 0x3001, 0x3164, 0xFEFF};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        cr_expect(unicode_is_blank(blanks[i]), "U+%04X", (unsigned)blanks[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_not(unicode_is_blank(others[i]), "U+%04X", (unsigned)others[i]);
}

Test(unicode, the_first_invisible_character_is_found)
{
    cr_expect_eq(utf8_find_invisible("工业", 6), 6);
    cr_expect_eq(utf8_find_invisible("工业\u200B", 9), 6);
    cr_expect_eq(utf8_find_invisible("A\u00A01\u200B", 7), 1);
    cr_expect_eq(utf8_find_invisible("", 0), 0);
}

Test(unicode, blanks_around_are_passed)
{
    static const char *const rows[][2] = {
        {"A1", "A1"},
        {" A1\t", "A1"},
        {"\u00A0A 1\u3000\r\n", "A 1"},
        {"\u2009\u202F", ""},
        {"工业\u205F", "工业"},
        {"\u200BA1", "\u200BA1"},
        {"\xE3\x80", "\xE3\x80"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *start = rows[i][0], *end = start + strlen(start);
        utf8_trim(&start, &end);
        cr_expect(strlen(rows[i][1]) == (size_t)(end - start) &&
                      memcmp(start, rows[i][1], (size_t)(end - start)) == 0,
                  "row %zu: %.*s", i, (int)(end - start), start);
    }
}

struct twin_row {
    char name[24];
    uint32_t code, twin;
};

static const struct twin_row twin_rows[] = {
    {"a letter", 'A', 0},
    {"an ideograph", 0x5DE5, 0},
    {"full-width A", 0xFF21, 'A'},
    {"full-width Z", 0xFF3A, 'Z'},
    {"full-width a", 0xFF41, 'a'},
    {"full-width z", 0xFF5A, 'z'},
    {"full-width 0", 0xFF10, '0'},
    {"full-width 1", 0xFF11, '1'},
    {"full-width 9", 0xFF19, '9'},
    {"a full-width at", 0xFF20, 0},
    {"a full-width bracket [", 0xFF3B, 0},
    {"a full-width bracket", 0xFF08, 0},
    {"Cyrillic A", 0x410, 'A'},
    {"Cyrillic De", 0x414, 0},
    {"Greek Omicron", 0x39F, 'O'},
    {"the Kelvin sign", 0x212A, 'K'},
    {"a letter of formulas", 0x1D400, 'A'},
    {"a superscript", 0xB2, 0},
    {"a circled number", 0x2460, 0},
    {"a Roman number", 0x2160, 0},
    {"the radical work", 0x2F2F, 0x5DE5},
    {"the radical gate", 0x2ED4, 0x95E8},
    {"a compatibility form", 0xF900, 0x8C48},
    {"one behind plane 1", 0x2F800, 0x4E3D},
    {"one that is its own", 0xFA0E, 0},
    {"ideographs B", 0x20000, 0},
};

Test(unicode, what_a_character_looks_like)
{
    for (size_t i = 0; i < sizeof twin_rows / sizeof *twin_rows; i++)
        cr_expect_eq(unicode_twin(twin_rows[i].code), twin_rows[i].twin, "%s: U+%04X",
                     twin_rows[i].name, (unsigned)unicode_twin(twin_rows[i].code));
}

Test(unicode, what_looks_alike_has_one_skeleton)
{
    static const char *const rows[][2] = {
        {"A1", "A1"},
        {"Ａ１", "A1"},
        {"地块（一）", "地块(一)"},
        {"А1", "A1"},
        {"⼯业", "工业"},
        {"工\u3000业", "工 业"},
        {"A\u200B1", "A1"},
        {"A–1", "A-1"},
        {"e\u0301", "é"},
        {"\u0410\u0301", "Á"},
        {"②", "2"},
        {"二○二一", "二〇二一"},
        {"", ""},
    };
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *shown = utf8_skeleton(&bench.arena, rows[i][0], strlen(rows[i][0]), true);
        cr_expect_str_eq(shown, rows[i][1], "row %zu: %s", i, shown);
        const char *again = utf8_skeleton(&bench.arena, shown, strlen(shown), true);
        cr_expect_str_eq(again, shown, "row %zu again: %s", i, again);
    }
    cr_expect_str_eq(utf8_skeleton(&bench.arena, "工 业\u00A0", 9, false), "工业");
    bench_close(&bench);
}

/* Else a key could be compared by its bytes in one place and by its skeleton in another. */
Test(unicode, a_plain_text_is_its_own_skeleton)
{
    static struct bench bench;
    cr_expect(utf8_is_plain("A-1_b.2", 7));
    cr_expect(utf8_is_plain("工业园3号", 13));
    cr_expect_not(utf8_is_plain("A 1", 3));
    cr_expect_not(utf8_is_plain("A\x7F", 2));
    bench_open(&bench, FT_EN);
    for (uint32_t code = 0x20; code < 0x30000; code++) {
        char text[8] = "";
        if (code >= 0xD800 && code < 0xE000)
            continue;
        const size_t length = utf8_put(text, code);
        if (!utf8_is_plain(text, length))
            continue;
        const struct arena_mark mark = arena_mark(&bench.arena);
        cr_expect_str_eq(utf8_skeleton(&bench.arena, text, length, true), text, "U+%04X",
                         (unsigned)code);
        cr_expect(!unicode_is_invisible(code) && unicode_twin(code) == 0, "U+%04X", (unsigned)code);
        arena_rewind(&bench.arena, mark);
    }
    bench_close(&bench);
}

Test(unicode, what_is_told_at_sight_is_whole_and_can_be_seen)
{
    size_t common = 0;
    for (uint32_t code = 1; code < 0x110000; code++) {
        char bytes[16] = "";
        if (code >= 0xD800 && code < 0xE000)
            continue;
        const size_t length = utf8_put(bytes, code);
        uint32_t read;
        cr_assert_eq(utf8_next(bytes, length, &read), length, "U+%04X", (unsigned)code);
        cr_assert_eq(read, code, "U+%04X", (unsigned)code);
        cr_assert_eq(utf8_check(bytes, length), length, "U+%04X", (unsigned)code);
        cr_assert_eq(utf8_check(bytes, length - 1), 0, "U+%04X cut", (unsigned)code);
        if (utf8_common(bytes, length) == 0)
            continue;
        common++;
        cr_assert_eq(utf8_common(bytes, length), length, "U+%04X", (unsigned)code);
        cr_assert(code == '\n' || code == '\r' || !unicode_is_invisible(code), "U+%04X",
                  (unsigned)code);
    }
    cr_expect_gt(common, 0x6000);
}
