/* What is a file: exactly what libconfig says of it, with the settings that it finds. Most settings are not
 * shown to it (base/conf.c), so the whole text is, here, for random files. */
#include "base_test.h"

#include <libconfig.h>
#include <stdio.h>
#include <string.h>

enum { FILES = 20000, TOKENS = 60, DEPTH = 4, TOKEN_SIZE = 12 };

/* A random file by its tokens; each name is new. */
struct random_file {
    uint64_t state;
    size_t names, count;
    char tokens[TOKENS][TOKEN_SIZE];
};

static size_t random_below(struct random_file *file, size_t bound)
{
    file->state = file->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(file->state >> 33) % bound;
}

static void add_token(struct random_file *file, const char *token)
{
    if (file->count < TOKENS)
        (void)snprintf(file->tokens[file->count++], TOKEN_SIZE, "%s", token);
}

static void add_name(struct random_file *file)
{
    char name[TOKEN_SIZE];
    (void)snprintf(name, sizeof name, "n%zu", file->names++);
    add_token(file, name);
}

static void add_settings(struct random_file *file, size_t depth);

static void add_value(struct random_file *file, size_t depth)
{
    const size_t kind = depth == DEPTH ? 0 : random_below(file, 6);
    if (kind < 3) {
        add_token(file, "7");
        return;
    }
    add_token(file, kind == 3 ? "{" : kind == 4 ? "(" : "[");
    if (kind == 3)
        add_settings(file, depth + 1);
    for (size_t i = random_below(file, 3); kind > 3 && i > 0; i--) {
        if (kind == 4)
            add_value(file, depth + 1);
        else
            add_token(file, "7");
        if (i > 1)
            add_token(file, ",");
    }
    add_token(file, kind == 3 ? "}" : kind == 4 ? ")" : "]");
}

static void add_settings(struct random_file *file, size_t depth)
{
    static const char *const ends[] = {";", ";", ",", ""};
    for (size_t i = random_below(file, 4); i > 0; i--) {
        add_name(file);
        add_token(file, random_below(file, 4) == 0 ? ":" : "=");
        add_value(file, depth);
        const char *end = ends[random_below(file, sizeof ends / sizeof *ends)];
        if (*end != '\0')
            add_token(file, end);
    }
}

/* Takes a token out, doubles one, or puts another in its place. */
static void spoil(struct random_file *file)
{
    static const char *const others[] = {"=", ";", ",", "{", "}", "(",
                                         ")", "[", "]", "7", "x", "a.b"};
    const size_t at = file->count == 0 ? 0 : random_below(file, file->count);
    char(*token)[TOKEN_SIZE] = file->tokens + at;
    switch (random_below(file, 3)) {
    case 0:
        if (file->count > 0)
            memmove(token, token + 1, (--file->count - at) * sizeof *token);
        break;
    case 1:
        if (file->count > 0 && file->count < TOKENS)
            memmove(token + 1, token, (file->count++ - at) * sizeof *token);
        break;
    default:
        (void)snprintf(*token, sizeof *token, "%s",
                       others[random_below(file, sizeof others / sizeof *others)]);
        file->count += file->count == 0;
    }
}

static bool is_same_tree(const struct conf *conf, const config_setting_t *setting)
{
    const char *name = config_setting_name(setting);
    const int type = config_setting_type(setting);
    const enum conf_kind kind = type == CONFIG_TYPE_INT     ? CONF_SCALAR
                                : type == CONFIG_TYPE_GROUP ? CONF_GROUP
                                                            : CONF_LIST;
    bool same = conf->kind == kind && strcmp(conf->name, name == NULL ? "" : name) == 0;
    if (!same || kind == CONF_SCALAR)
        return same && strcmp(conf->text.bytes, "7") == 0;
    same = conf->count == (size_t)config_setting_length(setting);
    for (size_t i = 0; same && i < conf->count; i++)
        same = is_same_tree(&conf->children[i], config_setting_get_elem(setting, (unsigned)i));
    return same;
}

static void file_text(char *text, size_t size, const struct random_file *file)
{
    *text = '\0';
    for (size_t i = 0, used = 0; i < file->count; i++)
        used += (size_t)snprintf(text + used, size - used, "%s\n", file->tokens[i]);
}

Test(conf, a_file_is_what_libconfig_says_of_all_its_text)
{
    static struct bench bench;
    static struct random_file file;
    char text[TOKENS * TOKEN_SIZE];
    size_t good = 0, bad = 0;
    for (size_t i = 0; i < FILES; i++) {
        file = (struct random_file){.state = i};
        add_settings(&file, 0);
        for (size_t faults = random_below(&file, 3); faults > 0; faults--)
            spoil(&file);
        file_text(text, sizeof text, &file);
        config_t config;
        config_init(&config);
        const bool accepted = config_read_string(&config, text) == CONFIG_TRUE;
        bench_open(&bench, FT_EN);
        const enum ft_status status = bench_conf(&bench, text);
        cr_assert_eq(status == FT_OK, accepted, "file %zu: %s\n%s", i, text,
                     bench_rendering(&bench));
        if (accepted)
            cr_assert(is_same_tree(bench.conf, config_root_setting(&config)), "file %zu: %s", i,
                      text);
        *(accepted ? &good : &bad) += 1;
        bench_close(&bench);
        config_destroy(&config);
    }
    cr_expect_gt(good, FILES / 4);
    cr_expect_gt(bad, FILES / 4);
}
