/* Diagnostics as a user sees them, compared whole. */
#include "base_test.h"

#include <string.h>

static const struct message fault = {
    .id = "test-fault",
    .en = "{1} is not {2}",
    .zh = "{2} 不是 {1}",
    .hint_en = "write {2}",
    .hint_zh = "请写 {2}",
};

static const struct message plain = {.id = "test-plain", .en = "a fault", .zh = "有误"};

static struct place put(struct bench *bench, const char *bytes, uint32_t line, uint32_t column,
                        uint32_t width)
{
    bench->source = (struct source){.path = "input", .bytes = bytes, .length = strlen(bytes)};
    return (struct place){&bench->source, line, column, width};
}

struct rendering_row {
    char name[48];
    enum ft_language language;
    char bytes[96];
    uint32_t line, column, width;
    char rendering[256];
};

static const struct rendering_row rendering_rows[] = {
    {"one word", FT_EN, "a = 5;\nb = x;\n", 2, 5, 1,
     "input:2:5: error: x is not y [test-fault]\n"
     "     2 | b = x;\n"
     "             ^\n"
     "  hint: write y\n"},
    {"in Chinese the arguments change places", FT_ZH, "b = xyz;", 1, 5, 3,
     "input:1:5: 错误：y 不是 x [test-fault]\n"
     "     1 | b = xyz;\n"
     "             ^^^\n"
     "  提示：请写 y\n"},
    {"Chinese before the caret takes two cells", FT_EN, "标题 = 田;", 1, 6, 1,
     "input:1:6: error: x is not y [test-fault]\n"
     "     1 | 标题 = 田;\n"
     "                ^^\n"
     "  hint: write y\n"},
    {"a tab is shown as one space", FT_EN, "\tb\t=\tx", 1, 6, 1,
     "input:1:6: error: x is not y [test-fault]\n"
     "     1 |  b = x\n"
     "              ^\n"
     "  hint: write y\n"},
    {"a width of 0 is one caret", FT_EN, "x", 1, 1, 0,
     "input:1:1: error: x is not y [test-fault]\n"
     "     1 | x\n"
     "         ^\n"
     "  hint: write y\n"},
    {"past the end of a line", FT_EN, "a =\r\nb", 1, 4, 1,
     "input:1:4: error: x is not y [test-fault]\n"
     "     1 | a =\n"
     "            ^\n"
     "  hint: write y\n"},
    {"a width past the end of the line", FT_EN, "ab\ncd", 1, 2, 9,
     "input:1:2: error: x is not y [test-fault]\n"
     "     1 | ab\n"
     "          ^\n"
     "  hint: write y\n"},
    {"a direction override is shown, not sent", FT_EN, "a\u202E = x;", 1, 6, 1,
     "input:1:6: error: x is not y [test-fault]\n"
     "     1 | a\\u{202E} = x;\n"
     "                     ^\n"
     "  hint: write y\n"},
    {"an empty line", FT_EN, "a\n\nb", 2, 1, 1,
     "input:2:1: error: x is not y [test-fault]\n"
     "  hint: write y\n"},
    {"a line that is not there", FT_EN, "a", 7, 1, 1,
     "input:7:1: error: x is not y [test-fault]\n"
     "  hint: write y\n"},
    {"the file as a whole", FT_EN, "a", 0, 0, 0,
     "input: error: x is not y [test-fault]\n"
     "  hint: write y\n"},
};

Test(rendering, shows_place_line_caret_and_hint)
{
    static struct bench bench;
    for (size_t i = 0; i < sizeof rendering_rows / sizeof *rendering_rows; i++) {
        const struct rendering_row *row = &rendering_rows[i];
        bench_open(&bench, row->language);
        struct place place = put(&bench, row->bytes, row->line, row->column, row->width);
        diagnostics_add(&bench.diagnostics, &place, &fault, "x", "y", NULL);
        cr_expect_str_eq(bench_rendering(&bench), row->rendering, "%s:\n%s", row->name,
                         bench.rendering);
        bench_close(&bench);
    }
}

Test(rendering, names_the_command_where_no_file_is_at_fault)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    diagnostics_add(&bench.diagnostics, NULL, &plain, NULL);
    cr_assert_str_eq(bench_rendering(&bench), "fangtian: error: a fault [test-plain]\n");
    bench.diagnostics = (struct diagnostics){.language = FT_ZH};
    diagnostics_add(&bench.diagnostics, NULL, &plain, NULL);
    cr_assert_str_eq(bench_rendering(&bench), "fangtian: 错误：有误 [test-plain]\n");
    bench_close(&bench);
}

Test(rendering, with_colour)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    struct place place = put(&bench, "b = x", 1, 5, 1);
    diagnostics_add(&bench.diagnostics, &place, &plain, NULL);
    cr_assert_str_eq(bench_coloured(&bench),
                     "\033[1minput:1:5:\033[0m \033[1;31merror: \033[0ma fault [test-plain]\n"
                     "     1 | b = x\n"
                     "             \033[1;32m^\033[0m\n");
    bench_close(&bench);
}

/* ---- long lines ---- */

Test(rendering, a_long_line_is_cut_around_the_fault)
{
    static struct bench bench;
    static char line[1001];
    bench_open(&bench, FT_EN);
    memset(line, '.', 1000);
    line[500] = 'x';
    struct place place = put(&bench, line, 1, 501, 1);
    diagnostics_add(&bench.diagnostics, &place, &plain, NULL);
    cr_assert_str_eq(bench_rendering(&bench),
                     "input:1:501: error: a fault [test-plain]\n"
                     "     1 | …............................................................x"
                     ".............................…\n"
                     "                                                                      ^\n");
    bench_close(&bench);
}

/* Wherever the fault stands and however wide it is, the parts fit the caller's struct. */
Test(rendering, an_excerpt_never_outgrows_its_room)
{
    static const char *const letters[] = {"a", "田", "🌾", "\u202E", "e\u0301", "\u0301"};
    static struct bench bench;
    static char line[8192];
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        line[0] = '\0';
        for (size_t j = 0; j < 1000; j++)
            memcpy(line + j * strlen(letters[i]), letters[i], strlen(letters[i]) + 1);
        for (uint32_t column = 1; column < 1000; column += 37)
            for (uint32_t width = 1; width < 1200; width += 97) {
                bench_open(&bench, FT_EN);
                struct place place = put(&bench, line, 1, column, width);
                diagnostics_add(&bench.diagnostics, &place, &plain, NULL);
                const struct ft_diagnostic *item = &bench.diagnostics.items[0];
                size_t length = strlen(item->excerpt);
                cr_assert_lt(length, sizeof item->excerpt);
                cr_assert_eq(utf8_check(item->excerpt, length), length);
                cr_assert(item->carets >= 1);
                cr_assert_leq(item->caret + item->carets, utf8_width(item->excerpt, length) + 1,
                              "letter %zu, column %u, width %u", i, (unsigned)column,
                              (unsigned)width);
                bench_close(&bench);
            }
    }
}

/* The work that it takes is counted by cli/linear.py. */
Test(rendering, a_line_of_a_mebibyte_is_shown_at_both_ends)
{
    enum { LENGTH = 1 << 20 };
    static const char *const letters[] = {"a", "\u0301"};
    static struct bench bench;
    static char line[LENGTH + 1];
    for (size_t i = 0; i < 2; i++) {
        size_t size = strlen(letters[i]);
        for (size_t j = 0; j < LENGTH; j += size)
            memcpy(line + j, letters[i], size);
        bench_open(&bench, FT_EN);
        struct place place = put(&bench, line, 1, LENGTH / (uint32_t)size, 1);
        diagnostics_add(&bench.diagnostics, &place, &plain, NULL);
        place.column = 1;
        diagnostics_add(&bench.diagnostics, &place, &plain, NULL);
        cr_assert_eq(bench.diagnostics.total, 2);
        bench_close(&bench);
    }
}

/* ---- escapes ---- */

struct escape_row {
    char text[24];
    char shown[48];
};

static const struct escape_row escape_rows[] = {
    {"plain 方田", "plain 方田"},
    {"\033[31m", "\\u{1B}[31m"},
    {"a\tb\r\n", "a b\\u{0D}\\u{0A}"},
    {"\x7F", "\\u{7F}"},
    {"\xC2\x85\xC2\x9B", "\\u{85}\\u{9B}"},
    {"\u202A\u202E", "\\u{202A}\\u{202E}"},
    {"\u2066\u2069", "\\u{2066}\\u{2069}"},
    {"\u200E\u200F\u061C", "\\u{200E}\\u{200F}\\u{61C}"},
    {"\uFEFF", "\\u{FEFF}"},
    {"\u200B\u2060\u00AD", "\\u{200B}\\u{2060}\\u{AD}"},
    {"\u00A0\u2009\u202F", "\\u{A0}\\u{2009}\\u{202F}"},
    {"\u3000、，", "\u3000、，"},
    {"\U000E0041", "\\u{E0041}"},
    {"\xC7\xE5", "\\u{C7}\\u{E5}"},
};

Test(escape, shows_what_a_terminal_would_obey)
{
    for (size_t i = 0; i < sizeof escape_rows / sizeof *escape_rows; i++) {
        char shown[64];
        text_escape(shown, sizeof shown, escape_rows[i].text);
        cr_expect_str_eq(shown, escape_rows[i].shown, "row %zu: %s", i, shown);
    }
}

Test(escape, cuts_at_a_character)
{
    char out[8];
    text_escape(out, 8, "方田方");
    cr_assert_str_eq(out, "方田");
    text_escape(out, 8, "ab\u202E");
    cr_assert_str_eq(out, "ab");
    text_escape(out, 1, "ab");
    cr_assert_str_eq(out, "");
}

Test(diagnostics, arguments_are_escaped_and_shortened)
{
    static struct bench bench;
    static char huge[5000] = "first ";
    memset(huge + strlen(huge), 'h', sizeof huge - 1 - strlen(huge));
    memcpy(huge + sizeof huge - sizeof " last", " last", sizeof " last");
    bench_open(&bench, FT_EN);
    diagnostics_add(&bench.diagnostics, NULL, &fault, "\033[2J", "\u202E", NULL);
    diagnostics_add(&bench.diagnostics, NULL, &fault, huge, "y", NULL);
    diagnostics_add(&bench.diagnostics, NULL, &fault, huge, huge, NULL);
    cr_assert_str_eq(bench.diagnostics.items[0].message, "\\u{1B}[2J is not \\u{202E}");
    /* Both ends stand, so do what is said of it and the other argument: a path's name is its end.
     */
    for (size_t i = 1; i < 3; i++) {
        const char *message = bench.diagnostics.items[i].message;
        cr_assert(strncmp(message, "first hhh", 9) == 0, "%s", message);
        cr_assert_not_null(strstr(message, "hhh…hhh"), "%s", message);
        cr_assert_not_null(strstr(message, "hhh last is not "), "%s", message);
        cr_assert(strlen(message) < sizeof bench.diagnostics.items[i].message);
    }
    cr_assert_not_null(strstr(bench.diagnostics.items[1].message, "is not y"));
    bench_close(&bench);
}

Test(diagnostics, a_long_path_is_told_by_both_ends)
{
    static struct bench bench;
    static char path[4000] = "/first";
    for (size_t i = strlen(path); i < sizeof path - 12; i++)
        path[i] = i % 9 == 0 ? '/' : 'p';
    strcpy(path + sizeof path - 12, "/last.cfg");
    const struct source source = {.path = path, .bytes = "", .length = 0};
    bench_open(&bench, FT_EN);
    diagnostics_add(&bench.diagnostics, &(struct place){&source, 1, 1, 1}, &plain, NULL);
    const char *file = bench.diagnostics.items[0].file;
    cr_assert(strncmp(file, "/first", 6) == 0 && strstr(file, "…") != NULL, "%s", file);
    cr_assert_str_eq(file + strlen(file) - 9, "/last.cfg");
    bench_close(&bench);
}

Test(diagnostics, a_missing_argument_is_shown_as_such)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    diagnostics_add(&bench.diagnostics, NULL, &fault, "x", NULL);
    cr_assert_str_eq(bench.diagnostics.items[0].message, "x is not ?");
    bench_close(&bench);
}

Test(diagnostics, six_arguments_stand_in_any_order_and_other_braces_stay)
{
    static const struct message six = {
        .id = "test-six", .en = "{6}{5}{4}{3}{2}{1}{1} {7} {0} {x { }", .zh = "{1}"};
    static struct bench bench;
    bench_open(&bench, FT_EN);
    diagnostics_add(&bench.diagnostics, NULL, &six, "a", "b", "c", "d", "e", "f", NULL);
    cr_assert_str_eq(bench.diagnostics.items[0].message, "fedcbaa {7} {0} {x { }");
    bench_close(&bench);
}

/* ---- many ---- */

Test(diagnostics, an_equal_fault_at_the_same_place_is_added_once)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    struct place place = put(&bench, "a\nb", 1, 1, 1);
    diagnostics_add(&bench.diagnostics, &place, &fault, "x", "y", NULL);
    diagnostics_add(&bench.diagnostics, &place, &fault, "x", "y", NULL);
    cr_assert_eq(bench.diagnostics.total, 1);
    diagnostics_add(&bench.diagnostics, &place, &fault, "z", "y", NULL);
    place.line = 2;
    diagnostics_add(&bench.diagnostics, &place, &fault, "x", "y", NULL);
    cr_assert_eq(bench.diagnostics.total, 3);
    bench_close(&bench);
}

struct many_row {
    enum ft_language language;
    size_t faults;
    const char *last; /* the line behind those shown; NULL: none */
};

static const struct many_row many_rows[] = {
    {FT_EN, 20, NULL},
    {FT_EN, 21, "and 1 more error\n"},
    {FT_EN, 25, "and 5 more errors\n"},
    {FT_ZH, 21, "另有 1 处错误未列出\n"},
};

Test(diagnostics, the_first_twenty_are_shown_then_a_count)
{
    static struct bench bench;
    for (size_t i = 0; i < sizeof many_rows / sizeof *many_rows; i++) {
        const struct many_row *row = &many_rows[i];
        bench_open(&bench, row->language);
        const char *wanted = "";
        for (size_t j = 1; j <= row->faults; j++) {
            struct place place = put(&bench, "", (uint32_t)j, 1, 1);
            diagnostics_add(&bench.diagnostics, &place, &plain, NULL);
            if (j <= 20)
                wanted = arena_format(&bench.arena, "%sinput:%zu:1: %s [test-plain]\n", wanted, j,
                                      row->language == FT_EN ? "error: a fault" : "错误：有误");
        }
        if (row->last != NULL)
            wanted = arena_format(&bench.arena, "%s%s", wanted, row->last);
        cr_expect_str_eq(bench_rendering(&bench), wanted, "%s", bench.rendering);
        cr_expect_eq(bench.diagnostics.total, row->faults);
        bench_close(&bench);
    }
}

/* ---- kinds ---- */

/* Adds a fault of a column at a line. */
static void add_of(struct bench *bench, const char *column, uint32_t line)
{
    struct place place = put(bench, "", line, 1, 1);
    bench->diagnostics.subject = (struct fault_subject){"rows", column};
    diagnostics_add(&bench->diagnostics, &place, &plain, NULL);
    bench->diagnostics.subject.table = NULL;
}

static const char *const letters[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l",
                                      "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x"};

Test(kinds, one_column_is_listed_five_times_and_then_counted)
{
    static struct bench bench;
    static const struct {
        enum ft_language language;
        uint32_t faults;
        const char *behind;
    } rows[] = {{FT_EN, 5, ""},
                {FT_EN, 6, "  and 1 more place: line 6\n"},
                {FT_EN, 8, "  and 3 more places: lines 6, 7, 8\n"},
                {FT_EN, 5000, "  and 4995 more places, such as lines 6, 7, 8\n"},
                {FT_ZH, 6, "  另有 1 处同样的错误：第 6 行\n"},
                {FT_ZH, 5000, "  另有 4995 处同样的错误，例如第 6、7、8 行\n"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bench_open(&bench, rows[i].language);
        for (uint32_t line = 1; line <= rows[i].faults; line++)
            add_of(&bench, "a", line);
        const char *wanted = "";
        for (int line = 1; line <= 5; line++)
            wanted = arena_format(&bench.arena, "%sinput:%d:1: %s [test-plain]\n", wanted, line,
                                  rows[i].language == FT_EN ? "error: a fault" : "错误：有误");
        wanted = arena_format(&bench.arena, "%s%s", wanted, rows[i].behind);
        cr_expect_str_eq(bench_rendering(&bench), wanted, "%s", bench.rendering);
        cr_expect_eq(bench.diagnostics.total, rows[i].faults);
        bench_close(&bench);
    }
}

Test(kinds, each_of_twenty_is_told_however_often_the_first_one_is_there)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (uint32_t line = 1; line <= 5000; line++)
        for (size_t column = 0; column < 7; column++)
            add_of(&bench, letters[column], line * 10 + (uint32_t)column);
    for (size_t column = 7; column < 20; column++)
        add_of(&bench, letters[column], 60000 + (uint32_t)column);
    cr_assert_eq(bench.diagnostics.kept, 20);
    cr_assert(diagnostics_are_full(&bench.diagnostics));
    for (size_t i = 0; i < 20; i++) {
        const struct ft_diagnostic *item = &bench.diagnostics.items[i];
        cr_expect_eq(item->line, i < 7 ? 10 + i : 60000 + i, "%zu: %u", i, (unsigned)item->line);
        cr_expect_eq(item->more, i < 7 ? 4999 : 0, "%zu: %u", i, (unsigned)item->more);
        cr_expect_eq(item->more_lines[0], i < 7 ? 20 + i : 0, "%zu", i);
        cr_expect_eq(item->more_lines[2], i < 7 ? 40 + i : 0, "%zu", i);
    }
    cr_expect_eq(bench.diagnostics.total, 7 * 5000 + 13);
    add_of(&bench, letters[20], 70000);
    add_of(&bench, letters[20], 70001);
    add_of(&bench, letters[0], 70002);
    cr_expect_eq(bench.diagnostics.items[0].more, 5000);
    cr_assert_not_null(strstr(bench_rendering(&bench), "\nand 2 more errors\n"), "%s",
                       bench.rendering);
    bench_close(&bench);
}

Test(kinds, a_column_and_a_file_and_a_message_tell_them_apart)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (uint32_t line = 1; line <= 6; line++) {
        add_of(&bench, "a", line);
        add_of(&bench, "b", line + 100);
        struct place place = put(&bench, "", line, 1, 1);
        bench.diagnostics.subject = (struct fault_subject){"rows", "a"};
        diagnostics_add(&bench.diagnostics, &place, &fault, "x", "y", NULL);
        struct source other = {.path = "other", .bytes = ""};
        place.source = &other;
        diagnostics_add(&bench.diagnostics, &place, &plain, NULL);
        bench.diagnostics.subject.table = NULL;
        diagnostics_add(&bench.diagnostics, NULL, &fault, "no row", "x", NULL);
    }
    size_t more = 0;
    for (size_t i = 0; i < bench.diagnostics.kept; i++)
        more += bench.diagnostics.items[i].more;
    cr_expect_eq(bench.diagnostics.kept, 20, "%zu", bench.diagnostics.kept);
    cr_expect_eq(more, 5, "%zu", more);
    bench_close(&bench);
}

/* Blocks of a table are looked at on their own, and joined in their order. */
Test(kinds, lists_that_are_joined_are_as_one_list)
{
    static struct bench whole, blocks;
    static struct diagnostics part;
    for (uint32_t block = 1; block <= 60; block += 7) {
        bench_open(&whole, FT_EN);
        bench_open(&blocks, FT_EN);
        for (uint32_t line = 1; line <= 60; line++) {
            const char *column = letters[line % 13 * line % 16];
            add_of(&whole, column, line);
            add_of(&blocks, column, line);
            if (line % block == 0 || line == 60) {
                diagnostics_join(&part, &blocks.diagnostics);
                diagnostics_clear(&blocks.diagnostics);
            }
        }
        diagnostics_join(&blocks.diagnostics, &part);
        diagnostics_clear(&part);
        diagnostics_sort(&whole.diagnostics);
        diagnostics_sort(&blocks.diagnostics);
        cr_expect_eq(blocks.diagnostics.total, 60);
        cr_expect_str_eq(bench_rendering(&blocks), bench_rendering(&whole), "blocks of %u",
                         (unsigned)block);
        bench_close(&whole);
        bench_close(&blocks);
    }
}

/* Two sums over the same rows meet the same faults. */
Test(kinds, what_two_lists_both_have_is_counted_once)
{
    static struct bench bench;
    static struct diagnostics other;
    bench_open(&bench, FT_EN);
    for (uint32_t line = 1; line <= 10; line++)
        add_of(&bench, "a", line);
    diagnostics_join(&other, &bench.diagnostics);
    diagnostics_join(&bench.diagnostics, &other);
    cr_expect_eq(bench.diagnostics.total, 10);
    cr_expect_eq(bench.diagnostics.items[4].more, 5);
    bench_close(&bench);
}

Test(kinds, what_would_not_be_shown_is_known_before_it_is_added)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    struct place place = put(&bench, "", 9, 1, 1);
    for (uint32_t line = 1; line <= 5; line++)
        add_of(&bench, "a", line);
    cr_expect(diagnostics_has_room(&bench.diagnostics, &place, &plain));
    bench.diagnostics.subject = (struct fault_subject){"rows", "a"};
    cr_expect_not(diagnostics_has_room(&bench.diagnostics, &place, &plain));
    cr_expect(diagnostics_has_room(&bench.diagnostics, &place, &fault));
    bench_close(&bench);
}

static bool refuse(void *context, const char *bytes, size_t length)
{
    size_t *left = context;
    (void)bytes;
    (void)length;
    return (*left)-- > 0;
}

Test(diagnostics, a_sink_that_takes_no_more_ends_the_rendering)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (uint32_t line = 1; line <= 21; line++) {
        struct place place = put(&bench, "", line, 1, 1);
        diagnostics_add(&bench.diagnostics, &place, &plain, NULL);
    }
    for (size_t taken = 0; taken <= 21; taken++) {
        size_t left = taken;
        struct ft_sink sink = {refuse, &left};
        cr_assert_eq(diagnostics_render(&bench.diagnostics, &sink, false), taken == 21, "%zu",
                     taken);
    }
    bench_close(&bench);
}
