/* fangtian check: load and report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static void say_sound(const struct invocation *invocation, const char *what)
{
    (void)printf(invocation->language == FT_ZH ? "%s：无误\n" : "%s: sound\n", shown(what));
}

/* ---- which files were read ---- */

/* Files that were told already, so that those of the packs below are not told again. */
struct told_files {
    enum ft_language language;
    char **paths;
    size_t count, capacity;
    bool in_line;      /* a line is being written: */
    char folder[4096]; /* of files of this folder */
};

static bool is_told(const struct told_files *told, const char *path)
{
    for (size_t i = 0; i < told->count; i++)
        if (strcmp(told->paths[i], path) == 0)
            return true;
    return false;
}

static bool keep_told(struct told_files *told, const char *path)
{
    if (told->count == told->capacity) {
        const size_t capacity = told->capacity == 0 ? 64 : 2 * told->capacity;
        char **paths = realloc(told->paths, capacity * sizeof *paths);
        if (paths == NULL)
            return false;
        told->paths = paths;
        told->capacity = capacity;
    }
    told->paths[told->count] = strdup(path);
    return told->paths[told->count] != NULL && ++told->count > 0;
}

static void forget_told(struct told_files *told)
{
    for (size_t i = 0; i < told->count; i++)
        free(told->paths[i]);
    free(told->paths);
}

/* "  读入 policies/guangdong：awards.cfg、…", a line a folder. */
static void tell_file(struct told_files *told, const char *path)
{
    const bool zh = told->language == FT_ZH;
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    char folder[4096];
    (void)snprintf(folder, sizeof folder, "%.*s", (int)(name - path), path);
    if (told->in_line && strcmp(told->folder, folder) == 0) {
        (void)printf("%s%s", zh ? "、" : ", ", shown(name));
        return;
    }
    (void)printf("%s  %s", told->in_line ? "\n" : "", zh ? "读入 " : "read ");
    if (folder[0] != '\0')
        (void)printf("%s%s", shown(folder), zh ? "：" : ": ");
    (void)printf("%s", shown(name));
    (void)snprintf(told->folder, sizeof told->folder, "%s", folder);
    told->in_line = true;
}

/* The files that a load took in and that were not told yet. False: memory is out, which is told. */
static bool tell_files(const struct ft_engine *engine, struct told_files *told)
{
    const char *path, *sha;
    bool memory = true;
    for (size_t i = 0; memory && ft_input(engine, i, &path, &sha); i++) {
        if (is_told(told, path))
            continue;
        tell_file(told, path);
        memory = keep_told(told, path);
    }
    if (told->in_line)
        (void)printf("\n");
    told->in_line = false;
    return memory || complain_of_memory(told->language);
}

/* The table is not read: a run over it says what is wrong with its rows. */
static int check_cost(const struct invocation *invocation, const char *path)
{
    const struct ft_sink sink = standard_output();
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_load(engine, path);
    if (status == FT_OK)
        status = ft_cost(engine, &invocation->report, &sink);
    return close_engine(engine, status);
}

static int check_scenario(const struct invocation *invocation, const char *path,
                          struct told_files *files)
{
    if (invocation->cost)
        return check_cost(invocation, path);
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_load(engine, path);
    bool ran = status == FT_OK;
    /* A scenario that loads may still lack what a rule needs. */
    if (ran)
        status = ft_run(engine);
    if (status == FT_OK || status == FT_INVALID) {
        enum ft_status expected = ft_check_expectations(engine);
        status = status == FT_OK ? expected : status;
    }
    const struct ft_sink sink = standard_output();
    if (status == FT_OK) {
        say_sound(invocation, path);
        status = tell_files(engine, files) ? ft_notes(engine, &sink) : FT_NO_MEMORY;
    }
    int outcome = close_engine(engine, status);
    /* Rules are looked at only where the facts are whole: they may find more. */
    if (!ran && status == FT_INVALID)
        (void)fprintf(stderr, "%s\n",
                      invocation->language == FT_ZH
                          ? "改好后请再检查一次：这次还没有计算"
                          : "check again when this is mended: nothing was worked out yet");
    return outcome;
}

/* Notes on the law that were told already: those of the packs below are the same again. */
struct told_notes {
    enum ft_language language;
    char *lines; /* each between line ends; NULL: none yet */
    size_t length;
};

/* Prints the lines of one write that were not told before; the library writes whole lines. */
static bool tell_note(void *context, const char *bytes, size_t length)
{
    struct told_notes *told = context;
    char *line = malloc(length + 2), *grown = NULL;
    if (line == NULL)
        return complain_of_memory(told->language);
    line[0] = '\n';
    memcpy(line + 1, bytes, length);
    line[length + 1] = '\0';
    const bool known = told->lines != NULL && strstr(told->lines, line) != NULL;
    if (!known)
        grown = realloc(told->lines, told->length + length + 2);
    if (grown != NULL) {
        memcpy(grown + told->length, line + (told->length > 0), length + 1);
        told->lines = grown;
        told->length += length + (told->length == 0);
        grown[told->length] = '\0';
    }
    free(line);
    if (!known && grown == NULL)
        return complain_of_memory(told->language);
    return known || fwrite(bytes, 1, length, stdout) == length;
}

static int check_packs(const struct invocation *invocation, const char *const *packs, size_t count,
                       struct told_notes *told, struct told_files *files)
{
    char names[4096] = "";
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_load_policies(engine, packs, count);
    for (size_t i = 0; i < count; i++)
        (void)snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s",
                       i == 0                          ? ""
                       : invocation->language == FT_ZH ? "、"
                                                       : ", ",
                       packs[i]);
    const struct ft_sink sink = {tell_note, told};
    if (status == FT_OK) {
        say_sound(invocation, names);
        status = tell_files(engine, files) ? ft_notes(engine, &sink) : FT_NO_MEMORY;
    }
    return close_engine(engine, status);
}

/* The packs that replace nothing together, then each of the others on top of them. */
static int check_every_pack(const struct invocation *invocation, struct told_files *files)
{
    const char *const *base, *const *others;
    const char *packs[MOST_FOLDERS];
    struct told_notes told = {.language = invocation->language};
    size_t count, other_count;
    struct ft_engine *engine = open_engine(invocation);
    if (engine == NULL)
        return EXIT_TROUBLE;
    enum ft_status status = ft_packs(engine, false, &base, &count);
    if (status == FT_OK)
        status = ft_packs(engine, true, &others, &other_count);
    if (status != FT_OK || count == 0 || count >= MOST_FOLDERS) {
        int outcome = check_packs(invocation, NULL, 0, &told, files);
        free(told.lines);
        (void)close_engine(engine, status);
        return outcome;
    }
    memcpy(packs, base, count * sizeof *packs);
    int worst = check_packs(invocation, packs, count, &told, files);
    for (size_t i = 0; i < other_count && worst == EXIT_DONE; i++) {
        packs[count] = others[i];
        worst = check_packs(invocation, packs, count + 1, &told, files);
    }
    free(told.lines);
    (void)close_engine(engine, FT_OK);
    return worst;
}

int command_check(const struct invocation *invocation)
{
    int worst = EXIT_DONE;
    struct told_files files = {.language = invocation->language};
    if (invocation->cost && invocation->argument_count == 0) {
        complain(invocation->language, "--cost 须写明情景文件", "--cost asks for a scenario", NULL);
        return EXIT_TROUBLE;
    }
    if (invocation->argument_count == 0 && invocation->pack_count > 0) {
        struct told_notes told = {.language = invocation->language};
        worst = check_packs(invocation, invocation->packs, invocation->pack_count, &told, &files);
        free(told.lines);
    } else if (invocation->argument_count == 0) {
        worst = check_every_pack(invocation, &files);
    }
    for (int i = 0; i < invocation->argument_count; i++) {
        int outcome = check_scenario(invocation, invocation->arguments[i], &files);
        worst = outcome > worst ? outcome : worst;
    }
    forget_told(&files);
    return output_is_whole(invocation->language) ? worst : EXIT_TROUBLE;
}
