/* Files that are written whole or not at all. */
#include "base_test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct ft_file *open_file(const char *path)
{
    struct ft_file *file = NULL;
    cr_assert_eq(ft_file_open(&file, path), FT_OK, "%s: %s", path, strerror(errno));
    return file;
}

static bool write_text(struct ft_file *file, const char *string)
{
    struct ft_sink sink = ft_file_sink(file);
    return sink.write(sink.context, string, strlen(string));
}

static mode_t mode_of(const char *path)
{
    struct stat info;
    cr_assert_eq(stat(path, &info), 0);
    return info.st_mode & 07777;
}

static bool folder_is_utf8(const struct folder *folder)
{
    bool good = true;
    DIR *entries = opendir(folder->path);
    cr_assert_not_null(entries);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
        good = good && utf8_check(entry->d_name, strlen(entry->d_name)) == strlen(entry->d_name);
    (void)closedir(entries);
    return good;
}

Test(file_write, shows_the_file_at_the_commit_and_nothing_before)
{
    struct folder folder;
    folder_open(&folder);
    struct ft_file *file = open_file(folder_path(&folder, "out"));
    cr_assert(write_text(file, "方"));
    cr_assert(write_text(file, ""));
    cr_assert(write_text(file, "田\n"));
    cr_assert_neq(access(folder_path(&folder, "out"), F_OK), 0);
    cr_assert_eq(ft_file_commit(file), FT_OK);
    cr_assert(folder_holds(&folder, "out", "方田\n"));
    cr_assert_eq(folder_count(&folder), 1);
    folder_close(&folder);
}

Test(file_write, keeps_the_old_file_until_the_commit_and_after_a_discard)
{
    struct folder folder;
    folder_open(&folder);
    (void)folder_text(&folder, "out", "old");
    struct ft_file *file = open_file(folder_path(&folder, "out"));
    cr_assert(write_text(file, "new"));
    cr_assert(folder_holds(&folder, "out", "old"));
    ft_file_discard(file);
    cr_assert(folder_holds(&folder, "out", "old"));
    cr_assert_eq(folder_count(&folder), 1);
    file = open_file(folder_path(&folder, "out"));
    cr_assert(write_text(file, "new"));
    cr_assert_eq(ft_file_commit(file), FT_OK);
    cr_assert(folder_holds(&folder, "out", "new"));
    cr_assert_eq(folder_count(&folder), 1);
    ft_file_discard(NULL);
    folder_close(&folder);
}

Test(file_write, gives_the_mode_that_the_mask_leaves)
{
    struct folder folder;
    folder_open(&folder);
    mode_t mask = umask(0027);
    struct ft_file *file = open_file(folder_path(&folder, "out"));
    cr_assert_eq(ft_file_commit(file), FT_OK);
    cr_assert_eq(mode_of(folder_path(&folder, "out")), 0640);
    cr_assert_eq(umask(mask), 0027);
    folder_close(&folder);
}

Test(file_write, keeps_the_mode_of_the_file_it_replaces)
{
    struct folder folder;
    folder_open(&folder);
    cr_assert_eq(chmod(folder_text(&folder, "out", "old"), 0604), 0);
    struct ft_file *file = open_file(folder_path(&folder, "out"));
    cr_assert_eq(ft_file_commit(file), FT_OK);
    cr_assert_eq(mode_of(folder_path(&folder, "out")), 0604);
    folder_close(&folder);
}

Test(file_write, follows_a_symbolic_link)
{
    struct folder folder;
    struct stat info;
    folder_open(&folder);
    (void)folder_text(&folder, "real", "old");
    cr_assert_eq(symlink("real", folder_path(&folder, "link")), 0);
    struct ft_file *file = open_file(folder_path(&folder, "link"));
    cr_assert(write_text(file, "new"));
    cr_assert_eq(ft_file_commit(file), FT_OK);
    cr_assert(folder_holds(&folder, "real", "new"));
    cr_assert_eq(lstat(folder_path(&folder, "link"), &info), 0);
    cr_assert(S_ISLNK(info.st_mode));
    cr_assert_eq(folder_count(&folder), 2);
    folder_close(&folder);
}

Test(file_write, in_the_current_folder_needs_no_slash)
{
    struct folder folder;
    folder_open(&folder);
    cr_assert_eq(chdir(folder.path), 0);
    struct ft_file *file = open_file("out");
    cr_assert(write_text(file, "here"));
    cr_assert_eq(ft_file_commit(file), FT_OK);
    cr_assert(folder_holds(&folder, "out", "here"));
    folder_close(&folder);
}

/* The temporary name beside it is longer: it must be cut, and not inside a character. */
Test(file_write, takes_the_longest_name_of_a_file)
{
    static const char *const letters[] = {"n", "田"};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        struct folder folder;
        char name[256] = "";
        folder_open(&folder);
        while (strlen(name) + strlen(letters[i]) < sizeof name)
            strcat(name, letters[i]);
        struct ft_file *file = open_file(folder_path(&folder, name));
        cr_expect(folder_is_utf8(&folder));
        cr_assert_eq(ft_file_commit(file), FT_OK);
        cr_assert_eq(access(folder_path(&folder, name), F_OK), 0);
        folder_close(&folder);
    }
}

struct refused_row {
    char name[24];
    int reason;
};

Test(file_write, refuses_what_is_no_file_and_says_why)
{
    static const struct refused_row rows[] = {
        {"folder", EISDIR},      {"pipe", EINVAL},     {"device", EINVAL},
        {"missing/out", ENOENT}, {"dangling", ENOENT}, {"circle", ELOOP},
    };
    struct folder folder;
    folder_open(&folder);
    cr_assert_eq(mkdir(folder_path(&folder, "folder"), 0700), 0);
    cr_assert_eq(mkfifo(folder_path(&folder, "pipe"), 0600), 0);
    cr_assert_eq(symlink("/dev/null", folder_path(&folder, "device")), 0);
    cr_assert_eq(symlink("nowhere", folder_path(&folder, "dangling")), 0);
    cr_assert_eq(symlink("circle", folder_path(&folder, "circle")), 0);
    size_t entries = folder_count(&folder);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int mark;
        struct ft_file *file = (struct ft_file *)&mark;
        enum ft_status status = ft_file_open(&file, folder_path(&folder, rows[i].name));
        int reason = errno;
        cr_expect_eq(status, FT_IO, "%s", rows[i].name);
        cr_expect_eq(reason, rows[i].reason, "%s: %s", rows[i].name, strerror(reason));
        cr_expect_null(file, "%s", rows[i].name);
        cr_expect_eq(folder_count(&folder), entries, "%s", rows[i].name);
    }
    folder_close(&folder);
}

/* A full disk, played by the limit of a file's size. */
Test(file_write, leaves_the_old_file_when_the_disk_is_full)
{
    static char block[1 << 17]; /* more than is gathered before it is written */
    struct folder folder;
    struct rlimit small = {4096, 4096};
    folder_open(&folder);
    (void)folder_text(&folder, "out", "old");
    memset(block, 'b', sizeof block - 1);
    struct ft_file *file = open_file(folder_path(&folder, "out"));
    cr_assert_neq((void *)signal(SIGXFSZ, SIG_IGN), (void *)SIG_ERR);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    cr_assert_not(write_text(file, block));
    cr_assert_not(write_text(file, "more"));
    errno = 0;
    cr_assert_eq(ft_file_commit(file), FT_IO);
    cr_assert_eq(errno, EFBIG);
    cr_assert(folder_holds(&folder, "out", "old"));
    cr_assert_eq(folder_count(&folder), 1);
    folder_close(&folder);
}

Test(file_write, leaves_nothing_when_the_name_became_a_folder)
{
    struct folder folder;
    folder_open(&folder);
    struct ft_file *file = open_file(folder_path(&folder, "out"));
    cr_assert_eq(mkdir(folder_path(&folder, "out"), 0700), 0);
    cr_assert_eq(ft_file_commit(file), FT_IO);
    cr_assert_eq(errno, EISDIR);
    cr_assert_eq(folder_count(&folder), 1);
    folder_close(&folder);
}

Test(file_write, is_not_inherited_by_a_program_that_is_started)
{
    struct folder folder;
    folder_open(&folder);
    int next = dup(0);
    (void)close(next);
    struct ft_file *file = open_file(folder_path(&folder, "out"));
    int flags = fcntl(next, F_GETFD);
    cr_assert(flags >= 0 && (flags & FD_CLOEXEC) != 0);
    ft_file_discard(file);
    cr_assert_eq(folder_count(&folder), 0);
    folder_close(&folder);
}
