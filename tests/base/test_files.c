/* What may be read, and what is said of what may not. */
#include "base_test.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum ft_status read_path(struct bench *bench, const char *path)
{
    const struct source *source = NULL;
    enum ft_status status =
        file_read(&source, &bench->arena, &bench->diagnostics, path, LIMIT_CONF_FILE_BYTES, NULL);
    if (status == FT_OK)
        bench->source = *source;
    return status;
}

struct good_row {
    char name[32];
    char bytes[24];
    size_t length;
    char read[24];
};

static const struct good_row good_rows[] = {
    {"empty", "", 0, ""},
    {"plain", "a = 1;\n", 7, "a = 1;\n"},
    {"a BOM is dropped", "\xEF\xBB\xBFxyz", 6, "xyz"},
    {"a BOM alone", "\xEF\xBB\xBF", 3, ""},
    {"CRLF stays", "a\r\nb\r\n", 6, "a\r\nb\r\n"},
    {"Chinese", "方田", 6, "方田"},
};

Test(file, is_read_whole)
{
    static struct bench bench;
    struct folder folder;
    folder_open(&folder);
    for (size_t i = 0; i < sizeof good_rows / sizeof *good_rows; i++) {
        const struct good_row *row = &good_rows[i];
        bench_open(&bench, FT_EN);
        const char *path = folder_write(&folder, "f", row->bytes, row->length);
        cr_expect_eq(read_path(&bench, path), FT_OK, "%s", row->name);
        cr_expect_str_eq(bench.source.bytes, row->read, "%s", row->name);
        cr_expect_eq(bench.source.length, strlen(row->read), "%s", row->name);
        cr_expect_str_eq(bench.source.path, path);
        bench_close(&bench);
    }
    folder_close(&folder);
}

Test(file, larger_than_the_first_read_is_read_whole)
{
    enum { LENGTH = 300001 };
    static struct bench bench;
    static char bytes[LENGTH + 1];
    struct folder folder;
    folder_open(&folder);
    for (size_t i = 0; i < LENGTH; i++)
        bytes[i] = (char)('a' + i % 26);
    bench_open(&bench, FT_EN);
    cr_assert_eq(read_path(&bench, folder_write(&folder, "f", bytes, LENGTH)), FT_OK);
    cr_assert_eq(bench.source.length, LENGTH);
    cr_assert_str_eq(bench.source.bytes, bytes);
    bench_close(&bench);
    folder_close(&folder);
}

struct bad_row {
    char name[48];
    enum ft_language language;
    char bytes[32];
    size_t length;
    char rendering[320];
};

static const struct bad_row bad_rows[] = {
    {"UTF-16, little end first", FT_ZH,
     "\xFF\xFE"
     "a\0",
     4,
     "F: 错误：文件编码是 UTF-16 [utf16]\n"
     "  提示：请另存为 UTF-8（Excel 中选“CSV UTF-8”）\n"},
    {"UTF-16, big end first", FT_EN, "\xFE\xFF\0a", 4,
     "F: error: the file is in UTF-16 [utf16]\n"
     "  hint: save it as UTF-8 (in Excel: \"CSV UTF-8\")\n"},
    {"GBK", FT_ZH, "a,b\r\n1,\xC7\xE5\xD4\xB6", 11,
     "F:2:3: 错误：此处的字节不是 UTF-8 编码 [not-utf8]\n"
     "     2 | 1,\\u{C7}\\u{E5}Զ\n"
     "           ^^^^^^\n"
     "  提示：文件可能是 GBK（ANSI）编码：请另存为 UTF-8（记事本中选编码 UTF-8）\n"},
    {"broken behind Chinese", FT_EN, "方\x80z", 5,
     "F:1:2: error: the bytes here are not UTF-8 [not-utf8]\n"
     "     1 | 方\\u{80}z\n"
     "           ^^^^^^\n"
     "  hint: the file may be in GBK (ANSI): save it as UTF-8 (in Notepad: Encoding, UTF-8)\n"},
    {"cut in a character", FT_EN, "\xE6\x96", 2,
     "F:1:1: error: the bytes here are not UTF-8 [not-utf8]\n"
     "     1 | \\u{E6}\\u{96}\n"
     "         ^^^^^^\n"
     "  hint: the file may be in GBK (ANSI): save it as UTF-8 (in Notepad: Encoding, UTF-8)\n"},
    {"the first byte of a mark alone", FT_EN, "\xFFz", 2,
     "F:1:1: error: the bytes here are not UTF-8 [not-utf8]\n"
     "     1 | \\u{FF}z\n"
     "         ^^^^^^\n"
     "  hint: the file may be in GBK (ANSI): save it as UTF-8 (in Notepad: Encoding, UTF-8)\n"},
    {"its second byte alone", FT_EN, "z\xFE", 2,
     "F:1:2: error: the bytes here are not UTF-8 [not-utf8]\n"
     "     1 | z\\u{FE}\n"
     "          ^^^^^^\n"
     "  hint: the file may be in GBK (ANSI): save it as UTF-8 (in Notepad: Encoding, UTF-8)\n"},
    {"the first twice", FT_EN, "\xFF\xFF", 2,
     "F:1:1: error: the bytes here are not UTF-8 [not-utf8]\n"
     "     1 | \\u{FF}\\u{FF}\n"
     "         ^^^^^^\n"
     "  hint: the file may be in GBK (ANSI): save it as UTF-8 (in Notepad: Encoding, UTF-8)\n"},
    {"the second twice", FT_EN, "\xFE\xFE", 2,
     "F:1:1: error: the bytes here are not UTF-8 [not-utf8]\n"
     "     1 | \\u{FE}\\u{FE}\n"
     "         ^^^^^^\n"
     "  hint: the file may be in GBK (ANSI): save it as UTF-8 (in Notepad: Encoding, UTF-8)\n"},
    {"NUL", FT_EN, "a\nb\0c", 5,
     "F:2:2: error: there is a NUL byte here [nul-byte]\n"
     "     2 | b\\u{00}c\n"
     "          ^^^^^^\n"
     "  hint: the file is not plain text: save it as text again\n"},
};

Test(file, that_is_not_utf8_is_refused_at_the_first_bad_byte)
{
    static struct bench bench;
    struct folder folder;
    folder_open(&folder);
    for (size_t i = 0; i < sizeof bad_rows / sizeof *bad_rows; i++) {
        const struct bad_row *row = &bad_rows[i];
        bench_open(&bench, row->language);
        const char *path = folder_write(&folder, "f", row->bytes, row->length);
        cr_expect_eq(read_path(&bench, path), FT_INVALID, "%s", row->name);
        const char *shown = replace_all(&bench, bench_rendering(&bench), path, "F");
        cr_expect_str_eq(shown, row->rendering, "%s:\n%s", row->name, shown);
        bench_close(&bench);
    }
    folder_close(&folder);
}

/* Makes what is not a file under `path`. */
static int make_folder(const char *path)
{
    return mkdir(path, 0700);
}

static int make_pipe(const char *path)
{
    return mkfifo(path, 0600);
}

static int link_device(const char *path)
{
    return symlink("/dev/zero", path);
}

static int make_nothing(const char *path)
{
    (void)path;
    return 0;
}

struct special_row {
    char name[16];
    int (*make)(const char *path);
    char en[192], zh[192];
};

static const struct special_row special_rows[] = {
    {"folder", make_folder,
     "fangtian: error: F is a folder, not a file [not-a-file]\n  hint: name one file: a scenario, "
     "a workbook or a table\n",
     "fangtian: 错误：F 是文件夹，不是文件 [not-a-file]\n  "
     "提示：请给出一个文件：情景、工作簿或表格\n"},
    {"pipe", make_pipe,
     "fangtian: error: F is a pipe, not a file [not-a-file]\n  hint: name one file: a scenario, a "
     "workbook or a table\n",
     "fangtian: 错误：F 是管道，不是文件 [not-a-file]\n  "
     "提示：请给出一个文件：情景、工作簿或表格\n"},
    {"device", link_device,
     "fangtian: error: F is a device, not a file [not-a-file]\n  hint: name one file: a scenario, "
     "a workbook or a table\n",
     "fangtian: 错误：F 是设备，不是文件 [not-a-file]\n  "
     "提示：请给出一个文件：情景、工作簿或表格\n"},
    {"nothing", make_nothing,
     "fangtian: error: cannot read F: No such file or directory [unreadable]\n"
     "  hint: check the name and that the file may be read\n",
     "fangtian: 错误：无法读取 F：文件不存在 [unreadable]\n"
     "  提示：请检查文件名，以及是否有读取权限\n"},
};

Test(file, that_is_none_is_refused_without_waiting, .timeout = 10)
{
    static struct bench bench;
    struct folder folder;
    folder_open(&folder);
    for (size_t i = 0; i < sizeof special_rows / sizeof *special_rows; i++)
        for (enum ft_language language = FT_ZH; language <= FT_EN; language++) {
            const struct special_row *row = &special_rows[i];
            bench_open(&bench, language);
            const char *path = folder_path(&folder, row->name);
            if (language == FT_ZH)
                cr_assert_eq(row->make(path), 0);
            cr_expect_eq(read_path(&bench, path), FT_IO, "%s", row->name);
            const char *shown = replace_all(&bench, bench_rendering(&bench), path, "F");
            cr_expect_str_eq(shown, language == FT_ZH ? row->zh : row->en, "%s:\n%s", row->name,
                             shown);
            bench_close(&bench);
        }
    folder_close(&folder);
}

Test(file, is_refused_where_its_name_was_written)
{
    static struct bench bench;
    static const struct source asker = {
        .path = "asker", .bytes = "use = \"no such\";", .length = 16};
    const struct source *source = NULL;
    struct place asked = {&asker, 1, 7, 9};
    bench_open(&bench, FT_EN);
    cr_assert_eq(file_read(&source, &bench.arena, &bench.diagnostics, "no such",
                           LIMIT_CONF_FILE_BYTES, &asked),
                 FT_IO);
    cr_assert_str_eq(
        bench_rendering(&bench),
        "asker:1:7: error: cannot read no such: No such file or directory [unreadable]\n"
        "     1 | use = \"no such\";\n"
        "               ^^^^^^^^^\n"
        "  hint: check the name and that the file may be read\n");
    bench_close(&bench);
}

/* A limit of bytes small enough to stand at it: LIMIT_CSV_LINE_BYTES, 1 MiB. */
Test(file, at_the_limit_is_read_and_one_byte_past_it_is_not)
{
    static struct bench bench;
    static char bytes[(1 << 20) + 1];
    struct folder folder;
    folder_open(&folder);
    memset(bytes, 'a', sizeof bytes);
    for (size_t past = 0; past < 2; past++) {
        const struct source *source = NULL;
        bench_open(&bench, FT_EN);
        const char *path = folder_write(&folder, "f", bytes, (1u << 20) + past);
        enum ft_status status =
            file_read(&source, &bench.arena, &bench.diagnostics, path, LIMIT_CSV_LINE_BYTES, NULL);
        cr_expect_eq(status, past == 0 ? FT_OK : FT_TOO_LARGE);
        const char *shown = replace_all(&bench, bench_rendering(&bench), path, "F");
        cr_expect_str_eq(shown, past == 0 ? ""
                                          : "fangtian: error: F is larger than 1048576 bytes "
                                            "[file-too-large]\n  hint: split it; `fangtian limits` "
                                            "lists the limits\n");
        bench_close(&bench);
    }
    folder_close(&folder);
}

static void *allocate_little(void *context, size_t size)
{
    (void)context;
    return size > 1u << 20 ? NULL : malloc(size);
}

static void release_little(void *context, void *memory)
{
    (void)context;
    free(memory);
}

/* Files of holes: at its limit a file is wanted, for which there is no memory here; past it not. */
Test(file, of_settings_or_of_csv_may_be_as_large_as_its_limit)
{
    static const enum limit_id ids[] = {LIMIT_CONF_FILE_BYTES, LIMIT_CSV_FILE_BYTES};
    static const struct ft_allocator little = {allocate_little, release_little, NULL};
    static struct bench bench;
    struct folder folder;
    folder_open(&folder);
    const char *path = folder_text(&folder, "f", "");
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        for (size_t past = 0; past < 2; past++) {
            const struct source *source = NULL;
            cr_assert_eq(truncate(path, (off_t)(limits[ids[i]].value + past)), 0);
            bench_open(&bench, FT_EN);
            arena_open(&bench.arena, &little);
            cr_expect_eq(file_read(&source, &bench.arena, &bench.diagnostics, path, ids[i], NULL),
                         past == 0 ? FT_NO_MEMORY : FT_TOO_LARGE);
            cr_expect_eq(bench.diagnostics.total, past);
            bench_close(&bench);
        }
    folder_close(&folder);
}

/* A hole of a tebibyte: refused by its size, not after reading up to the limit. */
Test(file, far_past_the_limit_takes_no_memory)
{
    static struct bench bench;
    struct starving starving;
    struct folder folder;
    const struct source *source = NULL;
    folder_open(&folder);
    const char *path = folder_text(&folder, "f", "");
    cr_assert_eq(truncate(path, (off_t)1 << 40), 0);
    starving_open(&starving, 4);
    bench_open(&bench, FT_EN);
    arena_open(&bench.arena, &starving.allocator);
    cr_assert_eq(
        file_read(&source, &bench.arena, &bench.diagnostics, path, LIMIT_CSV_FILE_BYTES, NULL),
        FT_TOO_LARGE);
    bench_close(&bench);
    cr_assert_eq(starving.held, 0);
    folder_close(&folder);
}

/* Thousands of small files (includes) take memory by their size, not a buffer each. */
Test(file, that_is_small_takes_little_memory)
{
    struct folder folder;
    struct arena arena;
    static struct diagnostics diagnostics;
    struct starving starving;
    folder_open(&folder);
    const char *path = folder_text(&folder, "f", "a = 1;");
    starving_open(&starving, 64);
    arena_open(&arena, &starving.allocator);
    for (size_t i = 0; i < 20; i++) {
        const struct source *source = NULL;
        struct arena_mark mark = arena_mark(&arena);
        cr_assert_eq(file_read(&source, &arena, &diagnostics, path, LIMIT_CONF_FILE_BYTES, NULL),
                     FT_OK);
        /* In one chunk: marks of one chunk differ by bytes. */
        if (arena_mark(&arena).chunk == mark.chunk)
            cr_assert_lt(arena_mark(&arena).used - mark.used, 1024u);
    }
    arena_close(&arena);
    folder_close(&folder);
}

Test(file, tells_when_memory_is_out)
{
    struct folder folder;
    folder_open(&folder);
    const char *path = folder_text(&folder, "f", "a = 1;");
    enum ft_status status = FT_NO_MEMORY;
    for (size_t left = 0; status != FT_OK && left < 16; left++) {
        static struct diagnostics diagnostics;
        const struct source *source = NULL;
        struct starving starving;
        struct arena arena;
        starving_open(&starving, left);
        arena_open(&arena, &starving.allocator);
        status = file_read(&source, &arena, &diagnostics, path, LIMIT_CONF_FILE_BYTES, NULL);
        cr_assert(status == FT_OK || status == FT_NO_MEMORY);
        arena_close(&arena);
        cr_assert_eq(starving.held, 0);
    }
    cr_assert_eq(status, FT_OK);
    folder_close(&folder);
}

struct beside_row {
    char base[32], name[24];
    const char *path; /* NULL: refused */
};

static const struct beside_row beside_rows[] = {
    {"a.cfg", "b.cfg", "b.cfg"},
    {"policies/a.cfg", "b.cfg", "policies/b.cfg"},
    {"/x/a.cfg", "y/b.cfg", "/x/y/b.cfg"},
    {"policies/a.cfg", "..b.cfg", "policies/..b.cfg"},
    {"policies/a.cfg", "b..", "policies/b.."},
    {"policies/a.cfg", "./b.cfg", "policies/b.cfg"},
    {"policies/a.cfg", "x//./y.cfg", "policies/x/y.cfg"},
    {"a.cfg", "", NULL},
    {"a.cfg", ".", NULL},
    {"a.cfg", "x/", NULL},
    {"a.cfg", "/etc/passwd", NULL},
    {"a.cfg", "..", NULL},
    {"a.cfg", "../b.cfg", NULL},
    {"a.cfg", "x/../b.cfg", NULL},
    {"a.cfg", "x/..", NULL},
};

Test(file, beside_another_stays_below_its_folder)
{
    static struct bench bench;
    bench_open(&bench, FT_EN);
    for (size_t i = 0; i < sizeof beside_rows / sizeof *beside_rows; i++) {
        const struct beside_row *row = &beside_rows[i];
        const char *path = file_beside(&bench.arena, row->base, row->name);
        cr_expect_str_eq(path == NULL ? "refused" : path, row->path == NULL ? "refused" : row->path,
                         "%s beside %s", row->name, row->base);
    }
    bench_close(&bench);
}

/* What FIPS 180-4 gives for "abc", in two pieces. */
Test(digest, is_the_standards)
{
    char text[SHA_TEXT];
    struct sha256_ctx sha;
    sha256_init(&sha);
    sha_add(&sha, "a", 1);
    sha_add(&sha, "bc", 2);
    sha_text(text, &sha);
    cr_assert_str_eq(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
