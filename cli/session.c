/* An engine for an invocation: where its policies are, where its output goes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

/* ---- output
 * ------------------------------------------------------------------------------------------ */

static bool write_stream(void *context, const char *bytes, size_t length)
{
    return fwrite(bytes, 1, length, context) == length;
}

struct ft_sink standard_output(void)
{
    return (struct ft_sink){write_stream, stdout};
}

struct ft_sink standard_error(void)
{
    return (struct ft_sink){write_stream, stderr};
}

bool output_is_whole(enum ft_language language)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return true;
    complain(language, "无法写出结果", "the output could not be written", strerror(errno));
    return false;
}

/* A file's sink, and why it first took no more. */
struct noting {
    struct ft_sink sink;
    int reason;
};

static bool write_noting(void *context, const char *bytes, size_t length)
{
    struct noting *noting = context;
    if (noting->sink.write(noting->sink.context, bytes, length))
        return true;
    if (noting->reason == 0)
        noting->reason = errno;
    return false;
}

static void complain_of_output(const struct invocation *invocation, int reason)
{
    char what[4096 + 256];
    (void)snprintf(what, sizeof what, "%s: %s", invocation->output, strerror(reason));
    complain(invocation->language, "无法写入", "cannot write", what);
}

static enum ft_status write_file(struct ft_engine *engine, const struct invocation *invocation,
                                 writes *write)
{
    struct ft_file *file = NULL;
    if (ft_file_open(&file, invocation->output) != FT_OK) {
        complain_of_output(invocation, errno);
        return FT_IO;
    }
    struct noting noting = {.sink = ft_file_sink(file)};
    enum ft_status status = write(engine, invocation, &(struct ft_sink){write_noting, &noting});
    if (status != FT_OK) {
        ft_file_discard(file);
        if (noting.reason != 0)
            complain_of_output(invocation, noting.reason);
        return status;
    }
    status = ft_file_commit(file);
    if (status != FT_OK)
        complain_of_output(invocation, errno);
    return status;
}

int write_output(struct ft_engine *engine, const struct invocation *invocation, writes *write)
{
    if (invocation->output != NULL && strcmp(invocation->output, "-") != 0)
        return close_engine(engine, write_file(engine, invocation, write));
    enum ft_status status = write(engine, invocation, &(struct ft_sink){write_stream, stdout});
    if (!output_is_whole(invocation->language))
        status = FT_IO;
    return close_engine(engine, status);
}

/* ---- policies
 * -------------------------------------------------------------------------------------------- */

static bool find_vocabulary(const char *folder, struct stat *info)
{
    char path[4096 + sizeof "/vocabulary.cfg"];
    (void)snprintf(path, sizeof path, "%s/vocabulary.cfg", folder);
    return stat(path, info) == 0;
}

/*
 * The policies that came with the command: installed, or of the source it was built from; both
 * looked for from where the command itself lies, so that neither holds a path of the machine. They
 * are called "policies" where they lie in the folder the user stands in.
 */
static const char *own_policies(void)
{
    static const char *const beside[] = {"/../share/fangtian/policies", "/../policies",
                                         "/../../policies"};
    static char folder[4096];
    char self[2048], candidate[4096];
    struct stat here = {0}, found;
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0)
        return "policies";
    self[length] = '\0';
    *strrchr(self, '/') = '\0';
    (void)find_vocabulary("policies", &here);
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        (void)snprintf(candidate, sizeof candidate, "%s%s", self, beside[i]);
        if (!find_vocabulary(candidate, &found))
            continue;
        bool same = found.st_dev == here.st_dev && found.st_ino == here.st_ino;
        return same || realpath(candidate, folder) == NULL ? "policies" : folder;
    }
    return "policies";
}

/* --policies, else FANGTIAN_POLICIES (folders separated by colons), else the command's own. */
static size_t find_policies(const struct invocation *invocation, const char *folders[MOST_FOLDERS])
{
    static char list[4096];
    const char *variable = getenv("FANGTIAN_POLICIES");
    size_t count = 0;
    if (invocation->folder_count > 0) {
        memcpy(folders, invocation->folders, invocation->folder_count * sizeof *folders);
        return invocation->folder_count;
    }
    if (variable == NULL || variable[0] == '\0') {
        folders[0] = own_policies();
        return 1;
    }
    (void)snprintf(list, sizeof list, "%s", variable);
    for (char *folder = strtok(list, ":"); folder != NULL && count < MOST_FOLDERS;
         folder = strtok(NULL, ":"))
        folders[count++] = folder;
    return count;
}

/* ---- engines
 * ------------------------------------------------------------------------------------------------
 */

static struct ft_engine *open(const struct invocation *invocation, bool over_rows)
{
    static const char *folders[MOST_FOLDERS];
    const char *numbers = getenv("FANGTIAN_NUMBERS");
    struct ft_options options = {.policies = folders,
                                 .policy_count = find_policies(invocation, folders),
                                 .packs = invocation->packs,
                                 .pack_count = invocation->pack_count,
                                 .settings = invocation->settings,
                                 .setting_count = invocation->setting_count,
                                 .only = invocation->only,
                                 .only_count = invocation->only_count,
                                 .as_of = invocation->as_of,
                                 .known_at = invocation->known_at,
                                 .language = invocation->language,
                                 .long_table = !over_rows                  ? NULL
                                               : invocation->table == NULL ? ""
                                                                           : invocation->table,
                                 .wide_only = numbers != NULL && strcmp(numbers, "gmp") == 0};
    struct ft_engine *engine = NULL;
    if (ft_open(&engine, &options) != FT_OK)
        complain(invocation->language, "内存不足", "memory is out", NULL);
    return engine;
}

struct ft_engine *open_engine(const struct invocation *invocation)
{
    return open(invocation, invocation->rows != NULL || invocation->cost);
}

struct ft_engine *open_engine_over_rows(const struct invocation *invocation)
{
    return open(invocation, true);
}

bool shows_colour(void)
{
    const char *never = getenv("NO_COLOR");
    return isatty(STDERR_FILENO) && (never == NULL || never[0] == '\0');
}

int close_engine(struct ft_engine *engine, enum ft_status status)
{
    struct ft_sink sink = standard_error();
    (void)ft_diagnostics(engine, &sink, shows_colour());
    ft_close(engine);
    return status == FT_OK ? EXIT_DONE : status == FT_DIFFERS ? EXIT_ANSWER_NO : EXIT_TROUBLE;
}
