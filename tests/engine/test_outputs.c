/* What a program that embeds the library is to write, and the files that it reads. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shipped.h"

static const char *const policies[] = {FT_SOURCE_DIR "/policies"};
static const char scenario[] = FT_SOURCE_DIR "/scenarios/county/portfolio.cfg";

static struct ft_engine *open_engine(void)
{
    const struct ft_options options = {.policies = policies, .policy_count = 1, .language = FT_EN};
    struct ft_engine *engine = NULL;
    cr_assert_eq(ft_open(&engine, &options), FT_OK);
    return engine;
}

static bool is_told(struct ft_engine *engine, const char *id)
{
    size_t count;
    const struct ft_diagnostic *list = ft_diagnostic_list(engine, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].id, id) == 0)
            return true;
    return false;
}

/* Files that the scenario stands on. */
static const char *const inputs[] = {"/scenarios/county/portfolio.cfg",
                                     "/scenarios/county/../county/projects.csv",
                                     "/scenarios/county/talents.csv", "/policies/vocabulary.cfg",
                                     "/policies/guangdong/lat-rebate.cfg"};

static const char *input_path(size_t index)
{
    static char path[1024];
    (void)snprintf(path, sizeof path, "%s%s", FT_SOURCE_DIR, inputs[index]);
    return path;
}

Test(outputs, a_file_that_is_reserved_is_not_read)
{
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        struct ft_engine *engine = open_engine();
        cr_assert_eq(ft_reserve(engine, input_path(i), "report"), FT_OK);
        cr_expect_eq(ft_load(engine, scenario), FT_INVALID, "%s", inputs[i]);
        cr_expect(is_told(engine, "output-is-input"), "%s", inputs[i]);
        ft_close(engine);
    }
}

static bool write_nothing(void *context, const char *bytes, size_t length)
{
    (void)bytes;
    *(size_t *)context += length;
    return true;
}

/* A workbook's temporary files need a folder. */
Test(outputs, a_workbook_without_a_folder_for_its_files_is_told)
{
    struct ft_engine *engine = open_engine();
    size_t written = 0;
    const struct ft_sink sink = {write_nothing, &written};
    const struct ft_report report = {.format = FT_XLSX, .scratch = "/tmp/fangtian-no-such-folder"};
    cr_assert_eq(ft_load(engine, scenario), FT_OK);
    cr_assert_eq(ft_run(engine), FT_OK);
    cr_expect_eq(ft_report(engine, &report, &sink), FT_IO);
    cr_expect(is_told(engine, "scratch-file"));
    cr_expect_eq(written, 0);
    ft_close(engine);
}

Test(outputs, a_file_that_was_read_is_not_reserved)
{
    struct ft_engine *engine = open_engine();
    cr_assert_eq(ft_load(engine, scenario), FT_OK);
    cr_assert_eq(ft_reserve(engine, "/tmp/fangtian-no-such-file", "report"), FT_OK);
    cr_assert_eq(ft_run(engine), FT_OK);
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        cr_expect_eq(ft_reserve(engine, input_path(i), "report"), FT_INVALID, "%s", inputs[i]);
    cr_expect(is_told(engine, "output-is-input"));
    cr_expect_eq(ft_reserve(engine, "/tmp/../tmp/fangtian-no-such-file", "rows"), FT_INVALID);
    cr_expect(is_told(engine, "outputs-are-one"));
    ft_close(engine);
}

Test(outputs, text_is_escaped_and_told_from_bytes_that_are_none)
{
    char out[64];
    cr_assert(ft_escape(out, sizeof out, "方田\x1B[31m"));
    cr_assert_str_eq(out, "方田\\u{1B}[31m");
    cr_assert_not(ft_escape(out, sizeof out, "a\xFF"));
    cr_assert_str_eq(out, "a\\u{FF}");
    cr_assert(ft_escape(out, 6, "方田"));
    cr_assert_str_eq(out, "方", "cut at a character");
}

struct name_row {
    char name[24];
    enum ft_name kind;
};

Test(outputs, names_of_files_say_what_is_read)
{
    static const struct name_row rows[] = {
        {"x.cfg", FT_NAME_CFG},          {"X.CFG", FT_NAME_CFG},
        {"情景.Cfg", FT_NAME_CFG},       {"x.cfg.cfg", FT_NAME_CFG},
        {".cfg", FT_NAME_OTHER},         {"._x.cfg", FT_NAME_OTHER},
        {"~$x.cfg", FT_NAME_OTHER},      {"x.cfg~", FT_NAME_OTHER},
        {"#x.cfg#", FT_NAME_OTHER},      {"x.cfg.bak", FT_NAME_OTHER},
        {"x.CFG.ORIG", FT_NAME_OTHER},   {"x.csv", FT_NAME_OTHER},
        {"README.md", FT_NAME_OTHER},    {"cfg", FT_NAME_OTHER},
        {"xcfg", FT_NAME_OTHER},         {"", FT_NAME_OTHER},
        {"x.cfg.txt", FT_NAME_LIKE_CFG}, {"x.cfg ", FT_NAME_LIKE_CFG},
        {"x．ｃｆｇ", FT_NAME_LIKE_CFG}, {"x。cfg", FT_NAME_LIKE_CFG},
        {"x.conf", FT_NAME_LIKE_CFG},    {"x.config", FT_NAME_LIKE_CFG},
        {"x\xFF.cfg", FT_NAME_LIKE_CFG},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(ft_name_of(rows[i].name), rows[i].kind, "%s", rows[i].name);
}
