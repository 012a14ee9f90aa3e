/* A long file in blocks of whole rows, and what becomes of one that is written to meanwhile. */
#include "base_test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_BLOCKS = 64 };

/* The blocks of a file, "|" behind each, read with so many bytes wanted; NULL after a fault. */
static const char *blocks_of(struct bench *bench, const char *path, size_t wanted, uint64_t from,
                             uint64_t stop)
{
    struct row_file file;
    struct row_block block = {.arena = &bench->arena};
    const char *all = "";
    if (row_file_open(&file, &bench->diagnostics, path, NULL) != FT_OK ||
        row_file_seek(&file, from, &bench->arena, &bench->diagnostics) != FT_OK)
        return NULL;
    file.stop = stop;
    for (int i = 0; i < MOST_BLOCKS; i++) {
        cr_expect_eq(row_file_read(&file, &block, wanted, &bench->diagnostics), FT_OK);
        if (block.length == 0)
            break;
        all = arena_format(&bench->arena, "%s%u:%.*s|", all, (unsigned)block.lines_before,
                           (int)block.length, block.bytes);
    }
    row_file_close(&file);
    return all;
}

struct row {
    const char *name, *text;
    size_t wanted;
    uint64_t from, stop;
    const char *blocks;
};

static const struct row rows[] = {
    {"empty", "", 8, 0, UINT64_MAX, ""},
    {"one row without an end", "abc", 8, 0, UINT64_MAX, "0:abc|"},
    {"as many as fit", "a\nb\nc\n", 4, 0, UINT64_MAX, "0:a\nb\n|2:c\n|"},
    {"a row that is longer than wanted", "abcde\nk\nl\n", 4, 0, UINT64_MAX, "0:abcde\nk\n|2:l\n|"},
    {"a line end in quotes ends no row", "\"a\nb\"\nc\nd\n", 4, 0, UINT64_MAX,
     "0:\"a\nb\"\nc\n|3:d\n|"},
    {"doubled quotes", "\"a\"\"\nb\"\nc\n", 4, 0, UINT64_MAX, "0:\"a\"\"\nb\"\n|2:c\n|"},
    {"CRLF", "a\r\nb\r\n", 3, 0, UINT64_MAX, "0:a\r\n|1:b\r\n|"},
    {"blank lines", "a\n\n\nb", 2, 0, UINT64_MAX, "0:a\n|1:\n\n|3:b|"},
    {"from the middle of a row", "aa\nbb\ncc\n", 8, 1, UINT64_MAX, "1:bb\ncc\n|"},
    {"from a row's first byte", "aa\nbb\ncc\n", 8, 3, UINT64_MAX, "1:bb\ncc\n|"},
    {"up to a row's first byte", "aa\nbb\ncc\n", 8, 0, 3, "0:aa\n|"},
    {"up to the middle of a row", "aa\nbb\ncc\n", 8, 0, 4, "0:aa\nbb\n|"},
    {"a border in a quoted row", "a\n\"b\nb\"\nc\n", 8, 4, UINT64_MAX, "3:c\n|"},
    {"from behind the end", "a\nb\n", 8, 9, UINT64_MAX, ""},
    {"nothing between", "aaaa\nb\n", 8, 2, 4, ""},
};

Test(row_file, comes_in_whole_rows)
{
    static struct bench bench;
    struct folder folder;
    folder_open(&folder);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        bench_open(&bench, FT_EN);
        const char *path = folder_text(&folder, "f", row->text);
        const char *blocks = blocks_of(&bench, path, row->wanted, row->from, row->stop);
        cr_assert_not_null(blocks, "%s", row->name);
        cr_expect_str_eq(blocks, row->blocks, "%s: %s", row->name, blocks);
        bench_close(&bench);
    }
    folder_close(&folder);
}

/* Any cut of a file into parts by bytes gives every row to one part. */
Test(row_file, parts_put_together_are_the_file)
{
    static const char text[] = "a,b\n1,\"x\ny\"\n\n2,\"\"\"\n\"\r\n3,z";
    static struct bench bench;
    struct folder folder;
    folder_open(&folder);
    for (size_t cut = 0; cut <= sizeof text; cut++) {
        bench_open(&bench, FT_EN);
        const char *path = folder_text(&folder, "f", text);
        const char *first = blocks_of(&bench, path, 100, 0, cut);
        const char *second = blocks_of(&bench, path, 100, cut, UINT64_MAX);
        const size_t kept = strlen(first) >= 3 ? strlen(first) - 3 : 0; /* "0:" and "|" */
        const char *rest = strchr(second, ':');
        cr_expect_eq(strncmp(first + 2, text, kept), 0, "cut at %zu: %s", cut, first);
        cr_expect_eq(kept + (rest == NULL ? 0 : strlen(rest) - 2), strlen(text), "cut at %zu", cut);
        bench_close(&bench);
    }
    folder_close(&folder);
}

Test(row_file, that_became_shorter_is_refused)
{
    static struct bench bench;
    struct folder folder;
    struct row_file file;
    folder_open(&folder);
    bench_open(&bench, FT_EN);
    struct row_block block = {.arena = &bench.arena};
    const char *path = folder_text(&folder, "f", "a\nb\nc\n");
    cr_assert_eq(row_file_open(&file, &bench.diagnostics, path, NULL), FT_OK);
    cr_expect_eq(row_file_read(&file, &block, 2, &bench.diagnostics), FT_OK);
    cr_assert_eq(truncate(path, 3), 0);
    cr_expect_eq(row_file_read(&file, &block, 2, &bench.diagnostics), FT_IO);
    cr_expect_str_eq(bench.diagnostics.items[0].id, "file-changed");
    row_file_close(&file);
    bench_close(&bench);
    folder_close(&folder);
}

Test(row_file, that_grew_is_read_as_it_was_and_then_refused)
{
    static struct bench bench;
    struct folder folder;
    struct row_file file;
    folder_open(&folder);
    bench_open(&bench, FT_EN);
    struct row_block block = {.arena = &bench.arena};
    const char *path = folder_text(&folder, "f", "a\nb");
    cr_assert_eq(row_file_open(&file, &bench.diagnostics, path, NULL), FT_OK);
    cr_expect_eq(row_file_check(&file, &file.stamp, &bench.diagnostics), FT_OK);
    FILE *more = fopen(path, "a");
    cr_assert_not_null(more);
    cr_assert(fputs("b\nc\n", more) >= 0 && fclose(more) == 0);
    cr_expect_eq(row_file_read(&file, &block, 100, &bench.diagnostics), FT_OK);
    cr_expect_eq(block.length, 3);
    cr_expect_eq(row_file_check(&file, &file.stamp, &bench.diagnostics), FT_IO);
    cr_expect_str_eq(bench.diagnostics.items[0].id, "file-changed");
    row_file_close(&file);
    bench_close(&bench);
    folder_close(&folder);
}

Test(row_file, says_when_memory_is_out)
{
    static struct bench bench;
    struct folder folder;
    struct starving starving;
    struct arena arena;
    struct row_file file;
    folder_open(&folder);
    bench_open(&bench, FT_EN);
    starving_open(&starving, 0);
    arena_open(&arena, &starving.allocator);
    struct row_block block = {.arena = &arena};
    const char *path = folder_text(&folder, "f", "a\n");
    cr_assert_eq(row_file_open(&file, &bench.diagnostics, path, NULL), FT_OK);
    cr_expect_eq(row_file_read(&file, &block, 100, &bench.diagnostics), FT_NO_MEMORY);
    row_file_close(&file);
    arena_close(&arena);
    bench_close(&bench);
    folder_close(&folder);
}
