/* Files that are written whole or not at all. */
#include "base_test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
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

Test(file_write, makes_the_file_that_a_dangling_link_names)
{
    struct folder folder;
    folder_open(&folder);
    cr_assert_eq(symlink("there", folder_path(&folder, "link")), 0);
    struct ft_file *file = open_file(folder_path(&folder, "link"));
    cr_assert(write_text(file, "new"));
    cr_assert_eq(ft_file_commit(file), FT_OK);
    cr_assert(folder_holds(&folder, "there", "new"));
    cr_assert_eq(folder_count(&folder), 2);
    folder_close(&folder);
}

Test(file_write, writes_straight_to_what_is_no_file_of_a_folder)
{
    struct folder folder;
    char got[8] = "";
    int ends[2];
    char path[32];
    folder_open(&folder);
    cr_assert_eq(mkfifo(folder_path(&folder, "fifo"), 0600), 0);
    const int reader = open(folder_path(&folder, "fifo"), O_RDONLY | O_NONBLOCK);
    struct ft_file *file = open_file(folder_path(&folder, "fifo"));
    cr_assert(write_text(file, "fifo"));
    cr_assert_eq(ft_file_commit(file), FT_OK);
    cr_assert_eq(read(reader, got, sizeof got), 4);
    cr_assert_eq(memcmp(got, "fifo", 4), 0);
    cr_assert_eq(pipe(ends), 0);
    (void)snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    file = open_file(path);
    cr_assert(write_text(file, "open"));
    cr_assert_eq(ft_file_commit(file), FT_OK);
    cr_assert_eq(read(ends[0], got, sizeof got), 4);
    cr_assert_eq(memcmp(got, "open", 4), 0);
    cr_assert_eq(write(ends[1], "still", 5), 5, "the caller's own descriptor was closed");
    file = open_file("/dev/null");
    cr_assert(write_text(file, "nothing"));
    cr_assert_eq(ft_file_commit(file), FT_OK);
    cr_assert_eq(folder_count(&folder), 1);
    folder_close(&folder);
}

Test(file_write, shows_several_files_together_or_none)
{
    struct folder folder;
    size_t failed = 9;
    folder_open(&folder);
    struct ft_file *files[] = {open_file(folder_path(&folder, "one")), NULL,
                               open_file(folder_path(&folder, "two"))};
    cr_assert(write_text(files[0], "1"));
    cr_assert(write_text(files[2], "2"));
    cr_assert_eq(ft_files_commit(files, 3, &failed), FT_OK);
    cr_assert(folder_holds(&folder, "one", "1"));
    cr_assert(folder_holds(&folder, "two", "2"));
    files[0] = open_file(folder_path(&folder, "one"));
    files[2] = open_file("/dev/full");
    cr_assert(write_text(files[0], "new"));
    (void)write_text(files[2], "new");
    cr_assert_eq(ft_files_commit(files, 3, &failed), FT_IO);
    cr_assert_eq(failed, 2);
    cr_assert_eq(errno, ENOSPC);
    cr_assert(folder_holds(&folder, "one", "1"));
    cr_assert_eq(folder_count(&folder), 2);
    folder_close(&folder);
}

/* A run that was killed leaves its temporary file; one that lives holds the lock of its own. */
Test(file_write, clears_what_a_killed_run_left_and_nothing_else)
{
    struct folder folder;
    folder_open(&folder);
    struct ft_file *living = open_file(folder_path(&folder, "out"));
    const char *const others[] = {".out.fangtian.aBcDe", ".out.fangtian.aBcDeFg", ".out.aBcDeF",
                                  ".other.fangtian.aBcDeF"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        (void)folder_text(&folder, others[i], "kept");
    (void)folder_text(&folder, ".out.fangtian.aBcDeF", "stale");
    cr_assert_eq(mkdir(folder_path(&folder, ".out.fangtian.folder"), 0700), 0);
    cr_assert_eq(folder_count(&folder), 7);
    struct ft_file *file = open_file(folder_path(&folder, "out"));
    cr_assert_eq(folder_count(&folder), 7, "the stale file went, this run's came");
    cr_assert_neq(access(folder_path(&folder, ".out.fangtian.aBcDeF"), F_OK), 0);
    cr_assert_eq(ft_file_commit(file), FT_OK);
    cr_assert(write_text(living, "living"));
    cr_assert_eq(ft_file_commit(living), FT_OK);
    cr_assert(folder_holds(&folder, "out", "living"));
    cr_assert_eq(folder_count(&folder), 6);
    folder_close(&folder);
}

static void make_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    cr_assert_lt(strlen(path), sizeof address.sun_path);
    strcpy(address.sun_path, path);
    cr_assert_eq(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    (void)close(fd);
}

struct refused_row {
    char name[24];
    int reason;
};

Test(file_write, refuses_what_is_no_file_and_says_why)
{
    static const struct refused_row rows[] = {
        {"folder", EISDIR},      {"", EISDIR},         {"socket", ENXIO},
        {"missing/out", ENOENT}, {"dangling", ENOENT}, {"circle", ELOOP},
    };
    struct folder folder;
    folder_open(&folder);
    cr_assert_eq(mkdir(folder_path(&folder, "folder"), 0700), 0);
    make_socket(folder_path(&folder, "socket"));
    cr_assert_eq(symlink("nowhere/out", folder_path(&folder, "dangling")), 0);
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
