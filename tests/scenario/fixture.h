/*
 * fixture.h: a fresh folder of scenario files, read against common/vocabulary.cfg.
 *
 *     struct fixture fixture;
 *     fixture_open(&fixture);
 *     cr_assert_eq(fixture_rows(&fixture, "projects = ( { id = \"A\"; area = \"2 亩\"; } );"),
 * FT_OK); cr_assert_str_eq(fixture_cell(&fixture, "projects", "A", "area"), "4,000/3 m2");
 */
#ifndef SCENARIO_FIXTURE_H
#define SCENARIO_FIXTURE_H

#include <criterion/criterion.h>

#include "policy/policy.h"
#include "scenario/scenario.h"

enum { FIXTURE_RENDERING = 32768, FIXTURE_PATH = 128 };

struct fixture {
    struct arena arena;
    struct arith arith;
    struct diagnostics diagnostics;
    struct policy *policy;
    struct scenario *scenario;
    struct scenario_settings settings; /* what the command line says: none */
    char folder[FIXTURE_PATH];         /* where the test stands */
    char rendering[FIXTURE_RENDERING];
};

/* Makes a folder, goes there, and reads the vocabulary. */
void fixture_open(struct fixture *fixture);
void fixture_close(struct fixture *fixture);

void fixture_write(const char *path, const char *text);
void fixture_bytes(const char *path, const char *bytes, size_t length);

/* Opens and loads the scenario file `path`. */
enum ft_status fixture_load(struct fixture *fixture, const char *path);
/* The same with a file whose portfolio has these settings. */
enum ft_status fixture_rows(struct fixture *fixture, const char *portfolio);
/* The same with projects from a CSV table of these bytes. */
enum ft_status fixture_csv(struct fixture *fixture, const char *csv);
/* The same with one change of the command line. */
enum ft_status fixture_set(struct fixture *fixture, const char *portfolio, const char *path,
                           const char *value);

/* A cell as text; "absent", or "error". A reference is the path of the row it leads to. */
const char *fixture_cell(struct fixture *fixture, const char *table, const char *row,
                         const char *field);
uint32_t fixture_count(const struct fixture *fixture, const char *table);

/* The ids of all diagnostics, "doubled-key bad-key". */
const char *fixture_faults(struct fixture *fixture);

#endif
