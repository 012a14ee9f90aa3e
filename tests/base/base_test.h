/* base_test.h: what the tests of base/ share: a bench, whole renderings, failing memory, a folder.
 */
#ifndef BASE_TEST_H
#define BASE_TEST_H

#include <criterion/criterion.h>

#include "base/base.h"

enum { RENDERING_SIZE = 64 * 1024, PATH_SIZE = 256 };

/* An arena, diagnostics and a file "input". */
struct bench {
    struct arena arena;
    struct diagnostics diagnostics;
    struct source source;
    const struct conf *conf;
    char rendering[RENDERING_SIZE];
};

void bench_open(struct bench *bench, enum ft_language language);
void bench_close(struct bench *bench);

/* Reads `string` as a libconfig file named "input". */
enum ft_status bench_conf(struct bench *bench, const char *string);

/* The setting at a path of names and numbers, "rules.0.id"; fails the test where there is none. */
const struct conf *bench_setting(const struct bench *bench, const char *path);

/* All diagnostics as a user sees them. */
const char *bench_rendering(struct bench *bench);
const char *bench_coloured(struct bench *bench);

/* Memory that runs out: every allocation from the `left`-th on fails. */
struct starving {
    size_t left;
    size_t held; /* allocations not yet released */
    struct ft_allocator allocator;
};
void starving_open(struct starving *starving, size_t left);

/* A fresh folder, removed with what is in it. */
struct folder {
    char path[PATH_SIZE];
    char joined[PATH_SIZE * 2];
};
void folder_open(struct folder *folder);
void folder_close(struct folder *folder);
/* The path of `name` in the folder; good until the next call. */
const char *folder_path(struct folder *folder, const char *name);
/* Makes a file; its path, good until the next call. */
const char *folder_write(struct folder *folder, const char *name, const char *bytes, size_t length);
const char *folder_text(struct folder *folder, const char *name, const char *string);
/* How many entries it has. */
size_t folder_count(const struct folder *folder);
/* Whether a file holds exactly `string`. */
bool folder_holds(struct folder *folder, const char *name, const char *string);

/* `text` with every occurrence of `word` replaced, in the bench's arena. */
const char *replace_all(struct bench *bench, const char *text, const char *word, const char *by);

#endif
