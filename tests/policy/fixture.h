/*
 * fixture.h: a fresh folder of policies, read beside common/vocabulary.cfg, and a scenario's rows
 * to apply them to.
 *
 *     struct fixture fixture;
 *     fixture_open(&fixture, FT_EN);
 *     fixture_pack(&fixture, "pk", "", RULE("r", "area * 2 元/m2"));
 *     fixture_load(&fixture, "pk");
 */
#ifndef POLICY_FIXTURE_H
#define POLICY_FIXTURE_H

#include <criterion/criterion.h>

#include "policy/policy.h"
#include "scenario/scenario.h"

enum { FIXTURE_RENDERING = 65536, FIXTURE_PATH = 128, FIXTURE_PACKS = 4 };

/* A title and a source, which every setting needs and no test is about. */
#define TITLE "title = { zh = \"题\"; en = \"title\"; }; "
/* A rule of projects with a value in 元. */
#define RULE(id, value)                                                                            \
    "{ id = \"" id "\"; of = \"projects\"; unit = \"元\"; " TITLE "value = \"" value "\"; }"

struct fixture {
    struct arena arena;
    struct arith arith;
    struct diagnostics diagnostics;
    char folder[FIXTURE_PATH]; /* where the test stands: paths in renderings begin below it */
    struct policy *policy;
    struct scenario *scenario;
    struct application application;
    struct dataset *dataset;
    char rendering[FIXTURE_RENDERING];
};

void fixture_open(struct fixture *fixture, enum ft_language language);
void fixture_close(struct fixture *fixture);

/* Writes a file, its folder first. */
void fixture_write(struct fixture *fixture, const char *path, const char *text);
/* Writes PACK/x.cfg with these settings inside `parameters` and elements inside `rules`. */
void fixture_pack(struct fixture *fixture, const char *pack, const char *parameters,
                  const char *rules);

/* Loads packs ("national city") of the folder. */
enum ft_status fixture_load(struct fixture *fixture, const char *packs);

/* Reads a scenario's rows ("projects = ( … );") under the loaded policy, and applies it. */
enum ft_status fixture_apply(struct fixture *fixture, const char *rows);
/* The same on a date. */
enum ft_status fixture_apply_on(struct fixture *fixture, const char *as_of, const char *rows);

/* The figure of a rule at a row ("A", "A/1", ""): its value as text, "n/a: REASON", or "error". */
const char *fixture_figure(struct fixture *fixture, const char *rule, const char *at);
/* Why a check fails or a rule does not apply at a row. */
const char *fixture_reason(struct fixture *fixture, const char *rule, const char *at);
/* The figure worked out again by rule_derive, as fixture_figure gives it; `derivation` may be NULL.
 */
const char *fixture_derived(struct fixture *fixture, const char *rule, const char *at,
                            struct derivation *derivation);

/* All diagnostics as a user sees them. */
const char *fixture_rendering(struct fixture *fixture);

#endif
