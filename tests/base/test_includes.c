/* Files that include files: inside their folder only, bounded, and shown as a chain. */
#include "base_test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct include_row {
    char name[40];
    char main[64];  /* the file read */
    char inner[64]; /* "inner.cfg" in the same folder */
    enum ft_status status;
    const char *rendering; /* "F" is the folder */
};

static const struct include_row include_rows[] = {
    {"inside", "@include \"inner.cfg\"\nb = 2;", "a = 1;", FT_OK, ""},
    {"inside a group", "g = { @include \"inner.cfg\" }", "a = 1;", FT_OK, ""},
    {"twice, one after the other", "g = { @include \"inner.cfg\" } @include \"inner.cfg\"",
     "a = 1;", FT_OK, ""},
    {"a name with Chinese and escapes", "@include \"\\x69nner.cfg\"", "a = 1;", FT_OK, ""},
    {"a doubled name of an included file", "a = 1;\n@include \"inner.cfg\"", "a = 2;", FT_INVALID,
     "F/inner.cfg:1:1: error: a is set twice in this group, first on line 1 [doubled-name]\n"
     "     1 | a = 2;\n"
     "         ^\n"
     "  hint: remove one, or rename it\n"},
    {"without a name", "@include inner.cfg", "", FT_INVALID,
     "F/main.cfg:1:1: error: @include wants a file name in quotes [include-name]\n"
     "     1 | @include inner.cfg\n"
     "         ^^^^^^^^\n"
     "  hint: write @include \"name.cfg\"\n"},
    {"above", "@include \"../inner.cfg\"", "", FT_INVALID,
     "F/main.cfg:1:10: error: ../inner.cfg leaves the folder that includes must stay in "
     "[include-outside]\n"
     "     1 | @include \"../inner.cfg\"\n"
     "                  ^^^^^^^^^^^^^^\n"
     "  hint: include files by a name inside this folder, without / in front and without ..\n"},
    {"absolute", "@include \"/etc/passwd\"", "", FT_INVALID,
     "F/main.cfg:1:10: error: /etc/passwd leaves the folder that includes must stay in "
     "[include-outside]\n"
     "     1 | @include \"/etc/passwd\"\n"
     "                  ^^^^^^^^^^^^^\n"
     "  hint: include files by a name inside this folder, without / in front and without ..\n"},
    {"a folder", "@include \"folder\"", "", FT_INVALID,
     "F/main.cfg:1:10: error: F/folder is a folder, not a file [not-a-file]\n"
     "     1 | @include \"folder\"\n"
     "                  ^^^^^^^^\n"
     "  hint: name one file: a scenario, a workbook or a table\n"},
    {"nothing there", "@include \"no.cfg\"", "", FT_INVALID,
     "F/main.cfg:1:10: error: cannot read F/no.cfg: No such file or directory [unreadable]\n"
     "     1 | @include \"no.cfg\"\n"
     "                  ^^^^^^^^\n"
     "  hint: check the name and that the file may be read\n"},
    {"a circle of two", "@include \"inner.cfg\"", "\n@include \"main.cfg\"", FT_INVALID,
     "F/inner.cfg:2:10: error: files include each other in a circle: F/main.cfg → F/inner.cfg → "
     "F/main.cfg [include-circle]\n"
     "     2 | @include \"main.cfg\"\n"
     "                  ^^^^^^^^^^\n"
     "  hint: remove one of these includes\n"},
    {"itself, by another spelling", "@include \".//main.cfg\"", "", FT_INVALID,
     "F/main.cfg:1:10: error: files include each other in a circle: F/main.cfg → F/main.cfg "
     "[include-circle]\n"
     "     1 | @include \".//main.cfg\"\n"
     "                  ^^^^^^^^^^^^^\n"
     "  hint: remove one of these includes\n"},
    {"every fault is told", "@include \"no.cfg\"\n@include \"inner.cfg\"", "a = ；", FT_INVALID,
     "F/main.cfg:1:10: error: cannot read F/no.cfg: No such file or directory [unreadable]\n"
     "     1 | @include \"no.cfg\"\n"
     "                  ^^^^^^^^\n"
     "  hint: check the name and that the file may be read\n"
     "F/inner.cfg:1:5: error: “；” is full-width punctuation [full-width]\n"
     "     1 | a = ；\n"
     "             ^^\n"
     "  hint: type ; (switch the keyboard to English)\n"},
};

Test(includes, stay_inside_their_folder)
{
    static struct bench bench;
    struct folder folder;
    folder_open(&folder);
    cr_assert_eq(mkdir(folder_path(&folder, "folder"), 0700), 0);
    for (size_t i = 0; i < sizeof include_rows / sizeof *include_rows; i++) {
        const struct include_row *row = &include_rows[i];
        bench_open(&bench, FT_EN);
        (void)folder_text(&folder, "inner.cfg", row->inner);
        const char *path = folder_text(&folder, "main.cfg", row->main);
        enum ft_status status =
            conf_read(&bench.conf, &bench.arena, &bench.diagnostics, path, NULL);
        cr_expect_eq(status, row->status, "%s", row->name);
        const char *shown = replace_all(&bench, bench_rendering(&bench), folder.path, "F");
        cr_expect_str_eq(shown, row->rendering, "%s:\n%s", row->name, shown);
        bench_close(&bench);
    }
    folder_close(&folder);
}

Test(includes, of_a_file_in_a_folder_below_may_use_what_stands_beside_it)
{
    static const char *const roots[] = {"", "/", "/below"};
    static struct bench bench;
    struct folder folder;
    folder_open(&folder);
    cr_assert_eq(mkdir(folder_path(&folder, "below"), 0700), 0);
    (void)folder_text(&folder, "below/inner.cfg", "a = 1;");
    (void)folder_text(&folder, "below/main.cfg", "@include \"inner.cfg\"");
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        char root[PATH_SIZE + 8];
        (void)snprintf(root, sizeof root, "%s%s", folder.path, roots[i]);
        bench_open(&bench, FT_EN);
        cr_expect_eq(conf_read(&bench.conf, &bench.arena, &bench.diagnostics,
                               folder_path(&folder, "below/main.cfg"), root),
                     FT_OK, "%s", bench_rendering(&bench));
        bench_close(&bench);
    }
    char beside[PATH_SIZE + 8]; /* the beginning of a name is no folder above */
    (void)snprintf(beside, sizeof beside, "%s/bel", folder.path);
    bench_open(&bench, FT_EN);
    cr_expect_eq(conf_read(&bench.conf, &bench.arena, &bench.diagnostics,
                           folder_path(&folder, "below/main.cfg"), beside),
                 FT_INVALID);
    bench_close(&bench);
    folder_close(&folder);
}

/* A chain of `files` files; the last holds a setting. */
static enum ft_status read_chain(struct bench *bench, struct folder *folder, size_t files)
{
    for (size_t i = 1; i <= files; i++) {
        char name[16], text[32];
        (void)snprintf(name, sizeof name, "%zu", i);
        (void)snprintf(text, sizeof text, "@include \"%zu\"", i + 1);
        (void)folder_text(folder, name, i == files ? "a = 1;" : text);
    }
    return conf_read(&bench->conf, &bench->arena, &bench->diagnostics, folder_path(folder, "1"),
                     NULL);
}

Test(includes, may_be_ten_files_deep_and_not_eleven)
{
    static struct bench bench;
    struct folder folder;
    folder_open(&folder);
    bench_open(&bench, FT_EN);
    cr_assert_eq(read_chain(&bench, &folder, 10), FT_OK);
    cr_assert_str_eq(bench_setting(&bench, "a")->text.bytes, "1");
    cr_assert_eq(read_chain(&bench, &folder, 11), FT_INVALID);
    const char *shown = replace_all(&bench, bench_rendering(&bench), folder.path, "F");
    cr_assert_str_eq(shown,
                     "F/10:1:10: error: includes are nested too deep: F/1 → F/2 → F/3 → F/4 → "
                     "F/5 → F/6 → F/7 → F/8 → F/9 → F/10 → F/11 [include-depth]\n"
                     "     1 | @include \"11\"\n"
                     "                  ^^^^\n"
                     "  hint: include fewer levels; `fangtian limits` lists the limits\n",
                     "%s", shown);
    bench_close(&bench);
    folder_close(&folder);
}

/* A file of `count` includes of another, which is `length` bytes of comment. */
static enum ft_status read_many(struct bench *bench, struct folder *folder, size_t count,
                                size_t length)
{
    static const char line[] = "@include \"f\"\n";
    const size_t size = sizeof line - 1;
    char *text = arena_allocate(&bench->arena, count * size + 1);
    char *inner = arena_allocate(&bench->arena, length + 1);
    cr_assert(text != NULL && inner != NULL);
    memset(inner, '#', length);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * size, line, size);
    (void)folder_text(folder, "f", inner);
    return conf_read(&bench->conf, &bench->arena, &bench->diagnostics,
                     folder_text(folder, "main.cfg", text), NULL);
}

struct many_row {
    char name[40];
    size_t count, length;
    enum ft_status status;
};

/* 64 MiB in all, the file itself with them; an empty file counts for 4 KiB. */
static const struct many_row many_rows[] = {
    {"at the limit", 7, (64u << 20) / 7 - 13 - 1, FT_OK},
    {"past the limit", 7, (64u << 20) / 7 - 13 + 1, FT_TOO_LARGE},
    {"far past it, each file alone fine", 1000, 32u << 20, FT_TOO_LARGE},
    {"empty files", 16384, 0, FT_TOO_LARGE},
};

Test(includes, are_bounded_in_all, .timeout = 60)
{
    static struct bench bench;
    for (size_t i = 0; i < sizeof many_rows / sizeof *many_rows; i++) {
        const struct many_row *row = &many_rows[i];
        struct folder folder;
        folder_open(&folder);
        bench_open(&bench, FT_EN);
        cr_expect_eq(read_many(&bench, &folder, row->count, row->length), row->status, "%s",
                     row->name);
        cr_expect_eq(bench.diagnostics.total, row->status != FT_OK, "%s", row->name);
        if (row->status != FT_OK)
            cr_expect_str_eq(bench.diagnostics.items[0].id, "include-bytes", "%s", row->name);
        bench_close(&bench);
        folder_close(&folder);
    }
}

Test(includes, are_refused_in_bytes_of_memory)
{
    static struct bench bench;
    bench_open(&bench, FT_ZH);
    cr_assert_eq(bench_conf(&bench, "@include \"a.cfg\""), FT_INVALID);
    cr_assert_str_eq(bench.diagnostics.items[0].id, "include-outside");
    bench_close(&bench);
}
