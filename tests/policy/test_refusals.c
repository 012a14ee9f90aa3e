/*
 * Faulty policies under bad/, one folder a theme: each is refused with expected.en.txt and
 * expected.zh.txt, word for word. FT_UPDATE=1 writes them: read the difference before committing.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"

#define BAD FT_SOURCE_DIR "/tests/policy/bad"

static bool has_vocabulary(struct fixture *fixture, const char *folder)
{
    const char *path = arena_format(&fixture->arena, "%s/vocabulary.cfg", folder);
    return access(path, F_OK) == 0;
}

/* Every pack of a folder, in the order of their names; beside the common vocabulary where it has
 * none of its own, or is about that. */
static void load_all(struct fixture *fixture, const char *folder)
{
    const char *const folders[] = {folder, "../common", "../twice"};
    const char **packs;
    size_t count;
    struct text texts[FIXTURE_PACKS];
    cr_assert_eq(policy_packs(&packs, &count, &fixture->arena, NULL, folders, 1), FT_OK);
    cr_assert_leq(count, FIXTURE_PACKS);
    for (size_t i = 0; i < count; i++)
        texts[i] = text_from(packs[i]);
    size_t folder_count = has_vocabulary(fixture, folder) ? 1 : 2;
    if (strcmp(folder, "second-vocabulary") == 0)
        folder_count = 2;
    if (strcmp(folder, "pack-twice") == 0)
        folder_count = 3;
    enum ft_status status = policy_load(&fixture->policy, &fixture->arena, &fixture->diagnostics,
                                        folders, folder_count, texts, count);
    cr_assert(status == FT_INVALID || status == FT_TOO_LARGE, "%s: status %d", folder, status);
    cr_assert_gt(fixture->diagnostics.total, 0, "%s", folder);
    cr_assert_leq(fixture->diagnostics.total, DIAGNOSTICS_KEPT, "%s: split it", folder);
}

static const char *expected_path(struct fixture *fixture, const char *folder,
                                 enum ft_language language)
{
    return arena_format(&fixture->arena, "%s/expected.%s.txt", folder,
                        language == FT_ZH ? "zh" : "en");
}

static const char *read_whole(struct fixture *fixture, const char *path)
{
    char *bytes = arena_allocate(&fixture->arena, FIXTURE_RENDERING);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "no %s: FT_UPDATE=1 writes it", path);
    cr_assert_lt(fread(bytes, 1, FIXTURE_RENDERING - 1, file), FIXTURE_RENDERING - 1);
    cr_assert_eq(fclose(file), 0);
    return bytes;
}

static void refuse(const char *folder, enum ft_language language)
{
    struct fixture fixture;
    fixture_open(&fixture, language);
    cr_assert_eq(chdir(BAD), 0);
    const char *path = expected_path(&fixture, folder, language);
    load_all(&fixture, folder);
    const char *rendering = fixture_rendering(&fixture);
    if (getenv("FT_UPDATE") != NULL)
        fixture_write(&fixture, path, rendering);
    cr_assert_str_eq(rendering, read_whole(&fixture, path), "%s says:\n%s", folder, rendering);
    fixture_close(&fixture);
}

Test(refusals, each_faulty_policy_is_refused_in_both_languages)
{
    glob_t found;
    cr_assert_eq(chdir(BAD), 0);
    cr_assert_eq(glob("*", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        refuse(found.gl_pathv[i], FT_EN);
        refuse(found.gl_pathv[i], FT_ZH);
        cr_assert_eq(chdir(BAD), 0);
    }
    globfree(&found);
}

/* What is said of data, of packs and of folders: the tests of applying and loading show it. */
static const char *const elsewhere[] = {"case-conflict", "doubled-pack", "empty-pack",
                                        "made-rows",     "no-folder",    "no-vocabulary",
                                        "pack-lacking",  "pack-order",   "unknown-pack"};

static bool is_shown_elsewhere(const char *id)
{
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        if (strcmp(elsewhere[i], id) == 0)
            return true;
    return false;
}

Test(refusals, every_message_is_shown_by_a_faulty_policy)
{
    struct fixture fixture;
    glob_t found;
    fixture_open(&fixture, FT_EN);
    cr_assert_eq(chdir(BAD), 0);
    cr_assert_eq(glob("*/expected.en.txt", 0, NULL, &found), 0);
    for (size_t table = 0; table < POLICY_MESSAGE_TABLES; table++)
        for (size_t i = 0; i < policy_messages[table].count; i++) {
            const char *id = policy_messages[table].messages[i].id;
            const char *mark = arena_format(&fixture.arena, "[%s]", id);
            bool shown = is_shown_elsewhere(id);
            for (size_t j = 0; j < found.gl_pathc && !shown; j++)
                shown = strstr(read_whole(&fixture, found.gl_pathv[j]), mark) != NULL;
            cr_expect(shown, "%s", id);
        }
    globfree(&found);
    fixture_close(&fixture);
}
