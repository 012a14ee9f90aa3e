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

/* ---- long lines ---------------------------------------------------------------------------------
 */

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

/* ---- escapes
 * --------------------------------------------------------------------------------------- */

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

/* ---- many
 * ---------------------------------------------------------------------------------------------- */

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
