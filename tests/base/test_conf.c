/* The settings that a file holds: each scalar as it was written, with its place. */
#include "base_test.h"

#include <stdio.h>
#include <string.h>

/* ---- scalars ---- */

struct scalar_row {
    char written[40];
    char read[40];
    bool quoted;
};

static const struct scalar_row scalar_rows[] = {
    {"0.1", "0.1", false},
    {"1e3", "1e3", false},
    {"1e999", "1e999", false},
    {"-1.5E-7", "-1.5E-7", false},
    {"+5", "+5", false},
    {".5", ".5", false},
    {"99999999999", "99999999999", false},
    {"123456789012345678901", "123456789012345678901", false},
    {"12345678901234.567", "12345678901234.567", false},
    {"007", "007", false},
    {"2021-01-01", "2021-01-01", false},
    {"true", "true", false},
    {"false", "false", false},
    {"TRUE", "TRUE", false},
    {"False", "False", false},
    {"\"0.1\"", "0.1", true},
    {"\"true\"", "true", true},
    {"\"0x10\"", "0x10", true},
    {"\"\"", "", true},
    {"\"方田\"", "方田", true},
    {"\"a\\\\b\\\"c\"", "a\\b\"c", true},
    {"\"\\n\\t\\r\\f\\x41\\x7a\"", "\n\t\r\fAz", true},
    {"\"a\"\n\"b\"\n/* c */ \"d\"", "abd", true},
    {"\"# no /* comment\"", "# no /* comment", true},
    {"\"two\nlines\"", "two\nlines", true},
};

Test(conf, a_scalar_arrives_as_it_was_written)
{
    static struct bench bench;
    for (size_t i = 0; i < sizeof scalar_rows / sizeof *scalar_rows; i++) {
        const struct scalar_row *row = &scalar_rows[i];
        char input[3 * sizeof scalar_rows]; /* more than two of any, as gcc can see */
        (void)snprintf(input, sizeof input, "x = %s;\nl = (%s, 1);\n", row->written, row->written);
        bench_open(&bench, FT_EN);
        cr_assert_eq(bench_conf(&bench, input), FT_OK, "%s:\n%s", row->written,
                     bench_rendering(&bench));
        const struct conf *settings[] = {bench_setting(&bench, "x"), bench_setting(&bench, "l.0")};
        for (size_t j = 0; j < 2; j++) {
            cr_expect_eq(settings[j]->kind, CONF_SCALAR, "%s", row->written);
            cr_expect_str_eq(settings[j]->text.bytes, row->read, "%s", row->written);
            cr_expect_eq(settings[j]->text.length, strlen(row->read), "%s", row->written);
            cr_expect_eq(settings[j]->quoted, row->quoted, "%s", row->written);
        }
        cr_expect_eq(bench_setting(&bench, "l")->count, 2, "%s", row->written);
        bench_close(&bench);
    }
}

Test(conf, every_form_of_a_file_gives_the_same_tree)
{
    static const char *const inputs[] = {
        "g = { x = 1; l = (1, 2); e = (); n = {}; }; s = \"t\";",
        "g : { x : 1, l : [1, 2], e : [], n : {} }, s : \"t\"",
        "g\n=\n{x=1 l=(1,2) e=() n={}}s=\"t\"",
        "# c\ng = { // c\r\n x = 1; /* c\n c */ l = (1, 2);\r\n e = (); n = {}; } s = \"t\" # c",
        ("\xEF\xBB\xBFg = {\tx = 1;\xE3\x80\x80l = (1, 2);\xC2\xA0"
         "e = (); n = {}; }; s = \"t\";"),
    };
    static struct bench bench;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        bench_open(&bench, FT_EN);
        cr_assert_eq(bench_conf(&bench, inputs[i]), FT_OK, "%s:\n%s", inputs[i],
                     bench_rendering(&bench));
        cr_expect_eq(bench.conf->count, 2);
        cr_expect_eq(bench_setting(&bench, "g")->kind, CONF_GROUP);
        cr_expect_eq(bench_setting(&bench, "g")->count, 4);
        cr_expect_str_eq(bench_setting(&bench, "g.x")->text.bytes, "1");
        cr_expect_eq(bench_setting(&bench, "g.l")->kind, CONF_LIST);
        cr_expect_str_eq(bench_setting(&bench, "g.l.1")->text.bytes, "2");
        cr_expect_str_eq(bench_setting(&bench, "g.l.1")->name, "");
        cr_expect_eq(bench_setting(&bench, "g.e")->kind, CONF_LIST);
        cr_expect_eq(bench_setting(&bench, "g.e")->count, 0);
        cr_expect_eq(bench_setting(&bench, "g.n")->kind, CONF_GROUP);
        cr_expect_eq(bench_setting(&bench, "g.n")->count, 0);
        cr_expect_str_eq(bench_setting(&bench, "s")->text.bytes, "t");
        cr_expect_null(conf_child(bench.conf, "x"));
        bench_close(&bench);
    }
}

Test(conf, a_file_without_settings_is_an_empty_group)
{
    static const char *const inputs[] = {"", "\n", "# c", "/**/", "\xEF\xBB\xBF", "  \r\n"};
    static struct bench bench;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        bench_open(&bench, FT_EN);
        cr_assert_eq(bench_conf(&bench, inputs[i]), FT_OK, "row %zu", i);
        cr_expect_eq(bench.conf->kind, CONF_GROUP);
        cr_expect_eq(bench.conf->count, 0);
        bench_close(&bench);
    }
}

/* ---- places ---- */

struct place_row {
    char path[16];
    uint32_t line, column, width;                /* of the setting */
    uint32_t text_line, text_column, text_width; /* of its value; 0: no scalar */
};

static const char places_file[] = "/* 方田 */ a = 1.50;\n"
                                  "g = {\n"
                                  "\tb = \"田\\n地\";\n"
                                  "  l = (\"x\", { c = \"y\" \"z\"; }, (2));\n"
                                  "};\n";

static const struct place_row place_rows[] = {
    {"a", 1, 10, 1, 1, 14, 4},       {"g", 2, 1, 1, 0, 0, 0},      {"g.b", 3, 2, 1, 3, 6, 6},
    {"g.l", 4, 3, 1, 0, 0, 0},       {"g.l.0", 4, 8, 3, 4, 8, 3},  {"g.l.1", 4, 13, 1, 0, 0, 0},
    {"g.l.1.c", 4, 15, 1, 4, 19, 7}, {"g.l.2", 4, 31, 1, 0, 0, 0}, {"g.l.2.0", 4, 32, 1, 4, 32, 1},
};

Test(conf, a_setting_knows_where_it_stands)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    cr_assert_eq(bench_conf(&bench, places_file), FT_OK);
    for (size_t i = 0; i < sizeof place_rows / sizeof *place_rows; i++) {
        const struct place_row *row = &place_rows[i];
        const struct conf *conf = bench_setting(&bench, row->path);
        const struct place *place = &conf->text.place;
        cr_expect_eq(conf->place.line, row->line, "%s", row->path);
        cr_expect_eq(conf->place.column, row->column, "%s: %u", row->path, conf->place.column);
        cr_expect_eq(conf->place.width, row->width, "%s: %u", row->path, conf->place.width);
        cr_expect_eq(place->line, row->text_line, "%s", row->path);
        cr_expect_eq(place->column, row->text_column, "%s: %u", row->path, place->column);
        cr_expect_eq(place->width, row->text_width, "%s: %u", row->path, place->width);
    }
    bench_close(&bench);
}

/* Byte `offset` of the value of "x" and where it stands in the file. */
struct inside_row {
    char input[48];
    size_t offset;
    uint32_t line, column;
};

static const struct inside_row inside_rows[] = {
    {"x = \"abc\";", 0, 1, 6},
    {"x = \"abc\";", 2, 1, 8},
    {"x = \"方田z\";", 6, 1, 8},
    {"x = \"a\\nb\";", 1, 1, 7},
    {"x = \"a\\nb\";", 2, 1, 9},
    {"x = \"a\\x41b\";", 2, 1, 11},
    {"x = \"\\\\\\\\b\";", 2, 1, 10},
    {"x = \"ab\" \"cd\";", 1, 1, 7},
    {"x = \"ab\" \"cd\";", 2, 1, 11},
    {"x = \"ab\"\n  \"cd\";", 3, 2, 5},
    {"x = \"ab\" # c\n\"\" \"cd\";", 3, 2, 6},
    {"x = \"a\nbc\";", 3, 2, 2},
    {"x = 12.5;", 3, 1, 8},
};

Test(conf, a_place_inside_a_string_follows_escapes_and_adjacent_strings)
{
    static struct bench bench;
    for (size_t i = 0; i < sizeof inside_rows / sizeof *inside_rows; i++) {
        const struct inside_row *row = &inside_rows[i];
        bench_open(&bench, FT_EN);
        cr_assert_eq(bench_conf(&bench, row->input), FT_OK, "%s", row->input);
        struct place place = text_place(&bench_setting(&bench, "x")->text, row->offset, 1);
        cr_expect_eq(place.line, row->line, "%s: %u", row->input, place.line);
        cr_expect_eq(place.column, row->column, "%s: %u", row->input, place.column);
        bench_close(&bench);
    }
}

/* Lines past 65,535: a line of libconfig's text is a token's number. */
/* libconfig is given groups of many settings in parts. */
Test(conf, a_group_of_many_settings_is_one)
{
    enum { MOST = 200, ROOM = 32 };
    static struct bench bench;
    static char input[MOST * ROOM + ROOM];
    for (size_t count = 1; count <= MOST; count++) {
        char *at = input + sprintf(input, "g = {");
        for (size_t i = 0; i < count; i++)
            at += sprintf(at, i % 3 == 0 ? " a%zu = { b = %zu; }\n" : " a%zu = %zu;", i, i);
        (void)sprintf(at, "};\nlast = 1;\n");
        bench_open(&bench, FT_EN);
        cr_assert_eq(bench_conf(&bench, input), FT_OK, "%s", bench_rendering(&bench));
        const struct conf *group = bench_setting(&bench, "g");
        cr_assert_eq(group->count, count);
        for (size_t i = 0; i < count; i++) {
            char name[ROOM], value[ROOM];
            (void)snprintf(name, sizeof name, "a%zu", i);
            (void)snprintf(value, sizeof value, "%zu", i);
            const struct conf *own = &group->children[i];
            cr_expect_str_eq(own->name, name, "of %zu", count);
            cr_expect_eq(own->place.line, 1 + (uint32_t)((i + 2) / 3), "%s of %zu", name, count);
            cr_expect_str_eq((i % 3 == 0 ? &own->children[0] : own)->text.bytes, value, "%s", name);
        }
        cr_expect_str_eq(bench_setting(&bench, "last")->text.bytes, "1");
        bench_close(&bench);
    }
}

Test(conf, a_long_file_keeps_its_places)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    enum { ELEMENTS = 100000 };
    char *input = arena_allocate(&bench.arena, ELEMENTS * 4 + 16), *at = input;
    cr_assert_not_null(input);
    at += sprintf(at, "l = (");
    for (size_t i = 0; i < ELEMENTS; i++)
        at += sprintf(at, "%zu,\n", i % 10);
    (void)sprintf(at, "\"end\");");
    cr_assert_eq(bench_conf(&bench, input), FT_OK);
    const struct conf *last = bench_setting(&bench, "l.100000");
    cr_expect_str_eq(last->text.bytes, "end");
    cr_expect_eq(last->place.line, 100001);
    cr_expect_eq(last->place.column, 1);
    bench_close(&bench);
}
