/* Which files are read and which are to be written: none may be both. */
#include "base_test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder with a file "in" and the list of a bench. */
struct listing {
    struct bench bench;
    struct folder folder;
    struct file_list list;
};

static void listing_open(struct listing *listing)
{
    bench_open(&listing->bench, FT_EN);
    folder_open(&listing->folder);
    (void)folder_text(&listing->folder, "in", "x");
    file_list_open(&listing->list, NULL, &listing->bench.diagnostics);
    listing->bench.diagnostics.files = &listing->list;
}

static void listing_close(struct listing *listing)
{
    file_list_close(&listing->list);
    folder_close(&listing->folder);
    bench_close(&listing->bench);
}

static enum ft_status read_file(struct listing *listing, const char *name)
{
    const struct source *source;
    return file_read(&source, &listing->bench.arena, &listing->bench.diagnostics,
                     folder_path(&listing->folder, name), LIMIT_CONF_FILE_BYTES, NULL);
}

static enum ft_status reserve(struct listing *listing, const char *name, const char *role)
{
    return file_list_reserve(&listing->list, folder_path(&listing->folder, name), role);
}

static bool says(struct listing *listing, const char *words)
{
    return strstr(bench_rendering(&listing->bench), words) != NULL;
}

/* Other names of "in". */
static const char *const names[] = {"in", "./in", ".//in", "here/in", "symbolic", "chain", "hard"};
enum { NAMES = sizeof names / sizeof *names };

static void make_names(struct folder *folder)
{
    char in[2 * PATH_SIZE];
    (void)snprintf(in, sizeof in, "%s", folder_path(folder, "in"));
    cr_assert_eq(symlink(".", folder_path(folder, "here")), 0);
    cr_assert_eq(symlink("in", folder_path(folder, "symbolic")), 0);
    cr_assert_eq(symlink("here/symbolic", folder_path(folder, "chain")), 0);
    cr_assert_eq(link(in, folder_path(folder, "hard")), 0);
}

Test(file_list, a_file_that_is_reserved_may_not_be_read_by_any_name)
{
    for (size_t i = 0; i < NAMES; i++)
        for (size_t j = 0; j < NAMES; j++) {
            struct listing listing;
            listing_open(&listing);
            make_names(&listing.folder);
            cr_assert_eq(reserve(&listing, names[i], "--rows"), FT_OK);
            cr_assert_not(listing.list.conflict);
            (void)read_file(&listing, names[j]);
            cr_expect(listing.list.conflict, "%s, then %s", names[i], names[j]);
            cr_expect(says(&listing, "[output-is-input]"), "%s, then %s", names[i], names[j]);
            listing_close(&listing);
        }
}

Test(file_list, a_file_that_was_read_may_not_be_reserved_by_any_name)
{
    for (size_t i = 0; i < NAMES; i++) {
        struct listing listing;
        listing_open(&listing);
        make_names(&listing.folder);
        cr_assert_eq(read_file(&listing, "in"), FT_OK);
        cr_assert_eq(read_file(&listing, "symbolic"), FT_OK, "one file may be read twice");
        cr_expect_eq(reserve(&listing, names[i], "--rows"), FT_INVALID, "%s", names[i]);
        cr_expect(listing.list.conflict, "%s", names[i]);
        listing_close(&listing);
    }
}

Test(file_list, two_outputs_may_not_be_one_file)
{
    static const char *const pairs[][2] = {{"new", "new"},
                                           {"new", "here/new"},
                                           {"new", "dangling"},
                                           {"dangling", "here/dangling"},
                                           {"in", "symbolic"},
                                           {"hard", "in"},
                                           {"dangling", "./here/new"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct listing listing;
        listing_open(&listing);
        make_names(&listing.folder);
        cr_assert_eq(symlink("new", folder_path(&listing.folder, "dangling")), 0);
        cr_assert_eq(reserve(&listing, pairs[i][0], "--rows"), FT_OK);
        cr_expect_eq(reserve(&listing, pairs[i][1], "--output"), FT_INVALID, "%s, %s", pairs[i][0],
                     pairs[i][1]);
        cr_expect(says(&listing, "--output "), "%s, %s", pairs[i][0], pairs[i][1]);
        cr_expect(says(&listing, "[outputs-are-one]"), "%s, %s", pairs[i][0], pairs[i][1]);
        listing_close(&listing);
    }
}

Test(file_list, leaves_files_apart_that_are_not_the_same)
{
    struct listing listing;
    listing_open(&listing);
    make_names(&listing.folder);
    (void)folder_text(&listing.folder, "other", "x");
    cr_assert_eq(symlink("circle", folder_path(&listing.folder, "circle")), 0);
    for (size_t i = 0; i < NAMES; i++)
        cr_assert_eq(read_file(&listing, names[i]), FT_OK);
    const char *const outputs[] = {"other", "new", "in.csv", "missing/new", "circle"};
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        cr_expect_eq(reserve(&listing, outputs[i], "--rows"), FT_OK, "%s", outputs[i]);
    for (size_t i = 0; i < 2; i++)
        cr_expect_eq(file_list_reserve(&listing.list, "/dev/null", "--rows"), FT_OK);
    cr_expect_not(listing.list.conflict);
    cr_expect_eq(listing.bench.diagnostics.total, 0);
    listing_close(&listing);
}

Test(file_list, says_when_memory_is_out)
{
    for (size_t left = 0;; left++) {
        struct starving starving;
        struct listing listing;
        listing_open(&listing);
        starving_open(&starving, left);
        file_list_open(&listing.list, &starving.allocator, &listing.bench.diagnostics);
        enum ft_status read = read_file(&listing, "in");
        enum ft_status reserved = reserve(&listing, "new", "--rows");
        const bool whole = read == FT_OK && reserved == FT_OK;
        cr_expect(whole || read == FT_NO_MEMORY || reserved == FT_NO_MEMORY, "%zu", left);
        listing_close(&listing);
        cr_expect_eq(starving.held, 0, "%zu", left);
        if (whole)
            break;
    }
}

Test(file_list, a_file_begins_where_standard_input_is_closed)
{
    struct listing listing;
    char bytes[4] = "";
    listing_open(&listing);
    const char *path = folder_path(&listing.folder, "in");
    const int held = dup(STDIN_FILENO);
    cr_assert_eq(close(STDIN_FILENO), 0);
    const size_t length = file_begins(&listing.list, path, bytes, sizeof bytes); /* number 0 */
    cr_assert_eq(dup2(held, STDIN_FILENO), STDIN_FILENO);
    cr_expect_eq(close(held), 0);
    cr_expect(length == 1 && bytes[0] == 'x');
    listing_close(&listing);
}
