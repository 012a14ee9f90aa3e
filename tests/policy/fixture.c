#include "fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- a folder
 * ---------------------------------------------------------------------------------- */

void fixture_open(struct fixture *fixture, enum ft_language language)
{
    const char *base = getenv("TMPDIR");
    *fixture = (struct fixture){.diagnostics = {.language = language}};
    arena_open(&fixture->arena, NULL);
    arith_open(&fixture->arith, &fixture->arena);
    (void)snprintf(fixture->folder, sizeof fixture->folder, "%s/fangtian-XXXXXX",
                   base == NULL ? P_tmpdir : base);
    cr_assert_not_null(mkdtemp(fixture->folder));
    cr_assert_eq(chdir(fixture->folder), 0);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info;
    (void)kind;
    (void)walk;
    return remove(path);
}

void fixture_close(struct fixture *fixture)
{
    arith_close(&fixture->arith);
    arena_close(&fixture->arena);
    cr_assert_eq(nftw(fixture->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

void fixture_write(struct fixture *fixture, const char *path, const char *text)
{
    char folder[FIXTURE_PATH];
    const char *slash = strchr(path, '/');
    (void)snprintf(folder, sizeof folder, "%.*s", slash == NULL ? 1 : (int)(slash - path),
                   slash == NULL ? "." : path);
    (void)mkdir(folder, 0700);
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file, "%s in %s", path, fixture->folder);
    cr_assert_eq(fwrite(text, 1, strlen(text), file), strlen(text));
    cr_assert_eq(fclose(file), 0);
}

void fixture_pack(struct fixture *fixture, const char *pack, const char *parameters,
                  const char *rules)
{
    static const char head[] = "policy: { id = \"%s/x\"; " TITLE "source = \"article\"; };\n"
                               "parameters: {\n%s\n};\nrules: (\n%s\n);\n";
    char path[FIXTURE_PATH];
    (void)snprintf(path, sizeof path, "%s/x.cfg", pack);
    fixture_write(fixture, path, arena_format(&fixture->arena, head, pack, parameters, rules));
}

/* ---- loading
 * ----------------------------------------------------------------------------------- */

enum ft_status fixture_load(struct fixture *fixture, const char *packs)
{
    static const char *const folders[] = {".", FT_SOURCE_DIR "/tests/policy/common"};
    struct text texts[FIXTURE_PACKS];
    size_t count = 0;
    for (const char *at = packs; *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        cr_assert_lt(count, FIXTURE_PACKS);
        texts[count++] = text_from(arena_copy(&fixture->arena, at, length));
        at += length;
    }
    return policy_load(&fixture->policy, &fixture->arena, &fixture->diagnostics, folders, 2, texts,
                       count);
}

static bool append(void *context, const char *bytes, size_t length)
{
    char *rendering = context;
    size_t used = strlen(rendering);
    if (used + length >= FIXTURE_RENDERING)
        return false;
    memcpy(rendering + used, bytes, length);
    rendering[used + length] = '\0';
    return true;
}

const char *fixture_rendering(struct fixture *fixture)
{
    struct ft_sink sink = {.write = append, .context = fixture->rendering};
    fixture->rendering[0] = '\0';
    cr_assert(diagnostics_render(&fixture->diagnostics, &sink, false));
    return fixture->rendering;
}
