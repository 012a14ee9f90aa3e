/* An engine for an invocation: where its policies are, and what it is to write. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <forced.h>

#include "cli.h"

/* ---- policies ---- */

static bool session_find_vocabulary(const char *folder, struct stat *info)
{
    char path[4096 + sizeof "/vocabulary.cfg"];
    (void)snprintf(path, sizeof path, "%s/vocabulary.cfg", folder);
    return stat(path, info) == 0;
}

/* The folder that the command itself lies in; false: not known. */
static bool find_self(char *folder, size_t size)
{
    const ssize_t length = readlink("/proc/self/exe", folder, size - 1);
    if (length <= 0)
        return false;
    folder[length] = '\0';
    *strrchr(folder, '/') = '\0';
    return true;
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
    if (!find_self(self, sizeof self))
        return "policies";
    (void)session_find_vocabulary("policies", &here);
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        (void)snprintf(candidate, sizeof candidate, "%s%s", self, beside[i]);
        if (!session_find_vocabulary(candidate, &found))
            continue;
        bool same = found.st_dev == here.st_dev && found.st_ino == here.st_ino;
        return same || realpath(candidate, folder) == NULL ? "policies" : folder;
    }
    return "policies";
}

const char *own_page(void)
{
    static const char *const beside[] = {"/../share/fangtian/page", "/../page/dist",
                                         "/../../page/dist"};
    static char folder[4096];
    char self[2048];
    const char *said = getenv("FANGTIAN_PAGE");
    if (said != NULL && said[0] != '\0')
        return said;
    for (size_t i = 0; i < sizeof beside / sizeof *beside && find_self(self, sizeof self); i++) {
        char shell[4096 + sizeof "/shell.html"];
        (void)snprintf(folder, sizeof folder, "%s%s", self, beside[i]);
        (void)snprintf(shell, sizeof shell, "%s/shell.html", folder);
        if (access(shell, R_OK) == 0)
            return folder;
    }
    return NULL;
}

size_t find_policies(const struct invocation *invocation, const char *folders[MOST_FOLDERS])
{
    static char *list; /* what the folders point into */
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
    free(list);
    list = strdup(variable);
    if (list ==
        NULL) { /* one folder, as it is as a rule; of several, the engine tells that there is none of that name */
        folders[0] = variable;
        return 1;
    }
    for (char *folder = strtok(list, ":"); folder != NULL && count < MOST_FOLDERS;
         folder = strtok(NULL, ":"))
        folders[count++] = folder;
    return count;
}

/* ---- engines ---- */

/* No input of the engine may be what the command is to write, and no output be another. */
static struct ft_engine *reserve_outputs(struct ft_engine *engine,
                                         const struct invocation *invocation)
{
    static const struct text_pair standard = {"标准输出", "standard output"};
    enum ft_status status = FT_OK;
    if (!invocation->writes)
        return engine;
    if (invocation->rows != NULL)
        status = ft_reserve(engine, invocation->rows, "--rows");
    if (status == FT_OK && is_standard_output(invocation->output))
        status = ft_reserve(engine, "-", say(invocation->language, &standard));
    else if (status == FT_OK)
        status = ft_reserve(engine, invocation->output, "--output");
    if (status == FT_OK)
        return engine;
    (void)close_engine(engine, status);
    return NULL;
}

/* For tests, which compare the bytes of every way: FANGTIAN_NUMBERS=gmp, FANGTIAN_ROWS=exact,
 * FANGTIAN_KEYS=7. */
static void force_ways(struct ft_engine *engine)
{
    const char *numbers = getenv("FANGTIAN_NUMBERS"), *rows = getenv("FANGTIAN_ROWS");
    const char *keys = getenv("FANGTIAN_KEYS");
    const struct engine_forced forced = {.gmp = numbers != NULL && strcmp(numbers, "gmp") == 0,
                                         .exact_rows = rows != NULL && strcmp(rows, "exact") == 0,
                                         .keys_held = keys == NULL ? 0 : strtoul(keys, NULL, 10)};
    engine_force(engine, &forced);
}

static struct ft_engine *open(const struct invocation *invocation, bool over_rows)
{
    static const char *folders[MOST_FOLDERS];
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
                                                                           : invocation->table};
    struct ft_engine *engine = NULL;
    if (ft_open(&engine, &options) != FT_OK) {
        (void)complain_of_memory(invocation->language);
        return NULL;
    }
    force_ways(engine);
    return reserve_outputs(engine, invocation);
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
